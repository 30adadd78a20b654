"""What many ask for is said again only as long as it is what the application would say."""

from collections.abc import Callable

import httpx
import pytest

from scoring.web import hot
from scoring.web.rendering import AnyRequest
from tests.contests import called, marking, small_plan
from tests.web.hall import Hall

BOARD = "/contests/small?stage=final"
PATHS = (BOARD, "/contests/small/frame?lang=zh", "/api/contests/small/board")


@pytest.fixture
def said_again(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses for which an answer was found that still holds."""
    found: list[str] = []
    kept = hot.while_true

    def while_true(request: AnyRequest, still: Callable[[], bool]) -> None:
        def noted() -> bool:
            holds = still()
            if holds:
                found.append(request.url.path)
            return holds

        kept(request, noted)

    monkeypatch.setattr("scoring.web.public.while_true", while_true)
    return found


async def answers(hall: Hall, **headers: str) -> list[httpx.Response]:
    return [await hall.client.get(path, headers=headers) for path in PATHS]


def without_date(answer: httpx.Response) -> list[tuple[str, str]]:
    return [one for one in answer.headers.multi_items() if one[0] != "date"]


async def test_the_same_is_said_again_until_it_changes(hall: Hall, said_again: list[str]) -> None:
    await hall.register(called(small_plan(judges=3), [1]))
    first, second = await answers(hall), await answers(hall)
    assert said_again == [path.partition("?")[0] for path in PATHS]
    for one, other in zip(first, second, strict=True):
        assert (one.content, one.status_code) == (other.content, 200)
        assert without_date(one) == without_date(other)
        assert "content-security-policy" in other.headers
    given = marking("t-J1:1", 1, "J1", "95.00")
    assert (await hall.give("small", given, await hall.seat("small", "J1"))).is_success
    said_again.clear()
    third = await answers(hall)
    assert said_again == []
    for one, other in zip(first, third, strict=True):
        assert one.headers["etag"] != other.headers["etag"]


async def test_who_knows_the_newest_is_told_so(hall: Hall, said_again: list[str]) -> None:
    await hall.register(called(small_plan(judges=3), [1]))
    tag = (await hall.client.get(BOARD)).headers["etag"]
    known = [await hall.client.get(BOARD, headers={"If-None-Match": tag}) for _ in range(2)]
    assert [one.status_code for one in known] == [304, 304]
    assert len(said_again) == 1
    assert (await hall.client.get(BOARD)).status_code == 200


async def test_each_language_host_and_coding_is_answered_for_itself(hall: Hall) -> None:
    await hall.register(called(small_plan(judges=3), [1]))
    for _ in range(2):
        english = await answers(hall, **{"Accept-Language": "en"})
        chinese = await answers(hall, **{"Accept-Language": "zh"})
        plain = await answers(hall, **{"Accept-Encoding": "identity", "Accept-Language": "en"})
        assert english[0].text != chinese[0].text
        assert english[0].headers["content-encoding"] == "gzip"
        assert "content-encoding" not in plain[0].headers
        assert [one.text for one in english] == [one.text for one in plain]
    walls = [
        (await hall.client.get("/contests/small/wall", headers={"Host": host})).text
        for host in ("one.test", "two.test", "one.test")
    ]
    assert walls[0] == walls[2]


async def test_what_is_one_persons_is_never_said_to_others(
    hall: Hall, said_again: list[str]
) -> None:
    await hall.register(called(small_plan(judges=3), [1]))
    chosen = "/contests/small?lang=en"
    for _ in range(2):
        assert "set-cookie" in (await hall.client.get(chosen)).headers
        hall.client.cookies.clear()
    await answers(hall, **await hall.organizer())
    await answers(hall, **await hall.organizer())
    desk = "/contests/small/desk/frame"
    for _ in range(2):
        assert (await hall.client.get(desk, headers=await hall.organizer())).status_code == 200
    assert (await hall.client.get(desk)).status_code == 401
    assert said_again == []


async def test_nothing_is_kept_of_what_is_gone(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    await hall.register(called(small_plan(judges=3), [1]))
    assert (await hall.client.get(BOARD)).status_code == 200
    monkeypatch.setattr(hall.service.desk, "public", lambda _: None)
    assert (await hall.client.get(BOARD)).status_code == 404


async def test_the_oldest_answers_are_forgotten(
    hall: Hall, said_again: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hot, "_KEPT", 2)
    await hall.register(called(small_plan(judges=3), [1]))
    for path in (*PATHS, BOARD, PATHS[2]):
        await hall.client.get(path)
    assert said_again == ["/api/contests/small/board"]
