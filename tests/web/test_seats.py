"""Tablets of the seats: leaked links, guessed codes, signing out, and luggage left at the desk."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from scoring.access import SeatHolder
from scoring.contest.ids import ContestId, SeatId
from scoring.web.accounts import now_in_seconds
from scoring.web.codes import ALPHABET, LIFE
from scoring.web.keys import device_id
from scoring.web.limits import Limits
from tests.contests import called, marking, small_plan
from tests.web.hall import JSON, Hall, running_hall
from tests.web.test_limits import Clock

SMALL = ContestId("small")
J1 = "/api/contests/small/seats/J1"
J2 = "/api/contests/small/seats/J2"
EMPTY: dict[str, object] = {"entries": [], "drafts": {}}
LUGGAGE = {
    "entries": [
        {
            "id": "tablet-old:7",
            "entrant": "e1",
            "command": {"type": "enter_marks", "anything": ["a tablet", 1]},
            "refused": None,
        }
    ],
    "drafts": {"marks": '{"e2":{"overall":"9"}}'},
}


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncGenerator[Hall]:
    async with running_hall(tmp_path / "hall.db") as running:
        await running.register(called(small_plan(judges=3), [1]))
        yield running


async def new_link(hall: Hall, seat: str = J1) -> tuple[str, str]:
    """The secret and the code of a fresh invitation."""
    answer = await hall.client.post(f"{seat}/link", headers=await hall.organizer())
    assert answer.status_code == 201
    return str(answer.json()["url"]).partition("#k=")[2], str(answer.json()["code"])


async def sign_in(hall: Hall, secret: str) -> httpx.Response:
    return await hall.client.post("/api/sign-in?lang=en", json={"secret": secret})


async def tablet(hall: Hall, seat: str = J1) -> dict[str, str]:
    """Headers of a tablet that signed in with a link of the desk."""
    answer = await sign_in(hall, (await new_link(hall, seat))[0])
    return {"Authorization": f"Bearer {answer.json()['token']}", **JSON}


def id_of(headers: dict[str, str]) -> str:
    return device_id(headers["Authorization"].removeprefix("Bearer "))


@asynccontextmanager
async def visitor(hall: Hall, address: str) -> AsyncGenerator[httpx.AsyncClient]:
    """Somebody at another address of this machine."""
    transport = httpx.AsyncHTTPTransport(local_address=address)
    async with httpx.AsyncClient(base_url=hall.base, transport=transport, timeout=20) as client:
        yield client


# Links and codes.


async def test_a_link_that_leaked_after_it_was_used_opens_nothing(hall: Hall) -> None:
    secret, code = await new_link(hall)
    token = (await sign_in(hall, secret)).json()["token"]
    for again in (secret, code, f"http://hall/enter#k={secret}", token):
        refused = await sign_in(hall, again)
        assert refused.status_code == 401, again
        assert "token" not in refused.json()
    for stolen in (secret, code):
        headers = {"Authorization": f"Bearer {stolen}"}
        assert (await hall.client.get(J1, headers=headers)).status_code == 401
    assert (await hall.client.get(J1, headers={"Authorization": f"Bearer {token}"})).is_success


async def test_a_new_link_ends_the_one_before(hall: Hall) -> None:
    first, second = await new_link(hall), await new_link(hall)
    for one in first:
        assert (await sign_in(hall, one)).status_code == 401
    assert (await sign_in(hall, second[1].lower())).json()["page"] == "/contests/small/seats/J1"


async def test_a_code_says_until_when_it_works(hall: Hall) -> None:
    answer = await hall.client.post(f"{J1}/link", headers=await hall.organizer())
    made = (await hall.service.keys.open_since(SeatHolder(SMALL, SeatId("J1")))) or 0
    assert answer.json()["until"] == made + LIFE
    assert answer.headers["cache-control"] == "no-store"


async def test_no_token_is_taken_over_from_whoever_signs_in(hall: Hall) -> None:
    """Session fixation: what somebody put into the browser beforehand is worth nothing after."""
    secret, _ = await new_link(hall)
    planted = "planted-by-somebody-else"
    answer = await hall.client.post(
        "/api/sign-in",
        json={"secret": secret},
        headers={"Authorization": f"Bearer {planted}", "Cookie": f"session={planted}"},
    )
    token = answer.json()["token"]
    assert planted not in token
    assert "set-cookie" not in answer.headers
    assert (await hall.client.get(J1, headers={"Authorization": f"Bearer {planted}"})).is_error
    second = await sign_in(hall, (await new_link(hall))[0])
    assert second.json()["token"] != token


# Guessing.


async def test_one_guesser_is_stopped_and_a_hall_is_not_locked_out_for_ever(hall: Hall) -> None:
    clock = Clock()
    hall.service.limits = Limits(clock)
    secret, code = await new_link(hall)
    statuses = [(await sign_in(hall, f"2222 222{one}")).status_code for one in ALPHABET[:20]]
    assert statuses == [401] * 20
    refused = await sign_in(hall, "2222 2299")
    assert refused.status_code == 429
    assert refused.headers["retry-after"] == "15"
    assert "QR code and the link work" in refused.json()["message"]
    assert (await sign_in(hall, code)).status_code == 429
    assert (await sign_in(hall, secret)).status_code == 200, "a link is no guess"
    _, code = await new_link(hall)
    clock.now = 15_000
    assert (await sign_in(hall, code)).status_code == 200
    _, code = await new_link(hall)
    assert (await sign_in(hall, code)).status_code == 200, "a right code does not count"
    assert (await sign_in(hall, "2222 2299")).status_code == 401
    assert (await sign_in(hall, "2222 2299")).status_code == 429


async def test_guessers_at_many_addresses_are_stopped_together(hall: Hall) -> None:
    hall.service.limits = Limits(Clock())
    statuses: list[int] = []
    for number in range(2, 8):
        async with visitor(hall, f"127.0.0.{number}") as guesser:
            for last in ALPHABET:
                answer = await guesser.post("/api/sign-in", json={"secret": f"3333333{last}"})
                statuses.append(answer.status_code)
    assert statuses.count(401) == 100
    assert set(statuses) == {401, 429}
    secret, code = await new_link(hall)
    async with visitor(hall, "127.0.0.99") as honest:
        refused = await honest.post("/api/sign-in", json={"secret": code})
        assert refused.status_code == 429
        assert refused.headers["retry-after"] == "5"
        assert (await honest.post("/api/sign-in", json={"secret": secret})).status_code == 200


async def test_wrong_codes_of_one_address_are_not_counted_for_another(hall: Hall) -> None:
    hall.service.limits = Limits(Clock())
    for _ in range(25):
        await sign_in(hall, "3333 3333")
    _, code = await new_link(hall)
    async with visitor(hall, "127.0.0.2") as honest:
        assert (await honest.post("/api/sign-in", json={"secret": code})).status_code == 200


# Who is signed in, and signing out.


async def test_the_desk_lists_the_tablets_of_a_seat(hall: Hall) -> None:
    first, second = await tablet(hall), await tablet(hall)
    report = {"build": "x", "visible": True, "unsent": 3}
    await hall.client.post(f"{J1}/here", json=report, headers=second)
    await new_link(hall)
    answer = await hall.client.get(f"{J1}/tablets", headers=await hall.organizer())
    told = answer.json()
    by_id = {one["id"]: one for one in told["tablets"]}
    assert set(by_id) == {id_of(first), id_of(second)}
    assert by_id[id_of(first)]["state"] == "none"
    heard = by_id[id_of(second)]
    assert (heard["state"], heard["unsent"], heard["name"]) == (
        "here",
        3,
        id_of(second)[:4].upper(),
    )
    assert told["open_since"] is not None
    other = await hall.client.get(f"{J2}/tablets", headers=await hall.organizer())
    assert other.json() == {"seat": "J2", "tablets": [], "open_since": None}


async def test_signing_out_acts_at_once_on_one_tablet_or_on_all(hall: Hall) -> None:
    tablets, beside = [await tablet(hall) for _ in range(3)], await tablet(hall, J2)
    desk = await hall.organizer()
    gone = {"device": id_of(tablets[0])}
    answer = await hall.client.post(f"{J1}/sign-out", json=gone, headers=desk)
    assert answer.json() == {"devices": [id_of(tablets[0])]}
    statuses = [(await hall.client.get(J1, headers=one)).status_code for one in tablets]
    assert statuses == [401, 200, 200]
    given = await hall.give("small", marking("t:1", 1, "J1", "95.00"), tablets[0])
    assert given.status_code == 401
    await hall.client.post(f"{J1}/sign-out", json={}, headers=desk)
    statuses = [(await hall.client.get(J1, headers=one)).status_code for one in tablets]
    assert statuses == [401, 401, 401]
    assert (await hall.client.get(J2, headers=beside)).is_success


async def test_a_tablet_signs_only_itself_out(hall: Hall) -> None:
    leaving, stays = await tablet(hall), await tablet(hall)
    assert (await hall.client.post(f"{J1}/leave", headers=leaving)).is_success
    assert (await hall.client.get(J1, headers=leaving)).status_code == 401
    assert (await hall.client.get(J1, headers=stays)).is_success
    assert (await hall.client.post(f"{J2}/leave", headers=stays)).status_code == 403


# Moving.


async def left(hall: Hall, headers: dict[str, str]) -> list[dict[str, object]]:
    answer = await hall.client.get(f"{J1}/moved", headers=headers)
    found: list[dict[str, object]] = answer.json()["deposits"]
    return found


async def test_luggage_goes_to_the_tablet_that_signs_in_next_and_to_no_other(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr(hall.service.keys, "_clock", lambda: now_in_seconds() - 60)
        old, beside = await tablet(hall), await tablet(hall)
        other_seat = await tablet(hall, J2)
    moved = await hall.client.post(f"{J1}/move", json=LUGGAGE, headers=old)
    assert moved.status_code == 201
    answer = await sign_in(hall, moved.json()["code"])
    new = {**old, "Authorization": f"Bearer {answer.json()['token']}"}
    (deposit,) = await left(hall, new)
    assert deposit["luggage"] == LUGGAGE
    assert await left(hall, beside) == await left(hall, old) == []
    assert (await hall.client.get(f"{J1}/moved", headers=other_seat)).status_code == 403
    assert (await hall.client.get(J1, headers=old)).is_success, "until the new one has everything"
    taken = {"by": [id_of(old)]}
    await hall.client.post(f"{J1}/moved", json=taken, headers=beside)
    assert (await hall.client.get(J1, headers=old)).is_success, "not for others to say"
    await hall.client.post(f"{J1}/moved", json=taken, headers=new)
    refused = await hall.client.get(J1, headers=old)
    assert (refused.status_code, refused.json()["error"]) == (401, "moved")
    assert await left(hall, new) == []
    assert (await hall.client.get(J1, headers=new)).is_success
    assert (await hall.client.post(f"{J1}/moved", json=taken, headers=new)).is_success


async def test_luggage_waits_for_any_later_tablet_also_after_a_restart(tmp_path: Path) -> None:
    database = tmp_path / "hall.db"
    async with running_hall(database) as hall:
        await hall.register(called(small_plan(judges=3), [1]))
        old = await tablet(hall)
        await hall.client.post(f"{J1}/move", json=LUGGAGE, headers=old)
    async with running_hall(database) as hall:
        (deposit,) = await left(hall, await tablet(hall))
        assert deposit["luggage"] == LUGGAGE
        assert deposit["by"] == id_of(old)


async def test_a_tablet_that_stays_takes_its_luggage_and_its_link_back(hall: Hall) -> None:
    old = await tablet(hall)
    moved = await hall.client.post(f"{J1}/move", json=LUGGAGE, headers=old)
    back = await hall.client.post(f"{J1}/move/back", headers=old)
    assert back.json() == {"done": True}
    assert (await sign_in(hall, moved.json()["code"])).status_code == 401
    assert await left(hall, await tablet(hall)) == []
    assert (await hall.client.get(J1, headers=old)).is_success


async def test_giving_again_replaces_what_was_given(hall: Hall) -> None:
    old = await tablet(hall)
    await hall.client.post(f"{J1}/move", json=LUGGAGE, headers=old)
    await hall.client.post(f"{J1}/move", json=EMPTY, headers=old)
    (deposit,) = await left(hall, await tablet(hall))
    assert deposit["luggage"] == EMPTY


@pytest.mark.parametrize(
    "luggage",
    [
        {"entries": []},
        {"entries": [{"id": "no number", "entrant": "e1", "command": {}}], "drafts": {}},
        {"entries": [], "drafts": {"marks": "x" * 200_001}},
        {"entries": [], "drafts": {str(number): "" for number in range(21)}},
        {"entries": [], "drafts": {}, "more": 1},
    ],
)
async def test_luggage_has_its_form_and_its_bounds(hall: Hall, luggage: object) -> None:
    old = await tablet(hall)
    answer = await hall.client.post(f"{J1}/move", json=luggage, headers=old)
    assert answer.status_code == 422
    assert await hall.service.store.kept("moving") == {}


async def test_only_a_tablet_of_the_seat_moves_it(hall: Hall) -> None:
    for headers in (await tablet(hall, J2), await hall.organizer()):
        for path, body in (("move", EMPTY), ("move/back", {}), ("moved", {"by": []})):
            answer = await hall.client.post(f"{J1}/{path}", json=body, headers=headers)
            assert answer.status_code == 403
