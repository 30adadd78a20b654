"""What the audience gets: pages without JavaScript, JSON with an ETag, live frames."""

import zlib

import httpx
from msgspec.structs import replace

from scoring.contest.commands import Advance, Call, ClosePerformance, CloseStage, Command
from scoring.contest.file import ContestFile
from scoring.contest.ids import CommandId, StageId
from scoring.wording import Label
from tests.contests import called, entrant_id, marking, small_plan
from tests.web.hall import Hall


async def scored(hall: Hall) -> None:
    """Number 1 has performed and has 95.00; number 2 is on stage."""
    plan = small_plan(judges=3)
    await hall.register(called(plan, [1]))
    for seat in ("J1", "J2", "J3"):
        given = marking(f"tablet-{seat}:1", 1, seat, "95.00")
        await hall.give("small", given, await hall.seat("small", seat))
    organizer = await hall.organizer()
    commands = [
        {"type": "close_performance", "id": "desk-x:1", "stage": "final", "entrant": "e1"},
        {"type": "call", "id": "desk-x:2", "stage": "final", "entrant": "e2"},
    ]
    answer = await hall.client.post(
        "/api/contests/small/commands", json=commands, headers=organizer
    )
    assert answer.is_success, answer.text


async def test_the_board_reads_without_javascript_in_both_languages(hall: Hall) -> None:
    await scored(hall)
    chinese = (await hall.client.get("/contests/small?lang=zh")).text
    english = (await hall.client.get("/contests/small?lang=en")).text
    for page in (chinese, english):
        assert "95.00" in page
        assert "歌手2" in page
    assert "小小歌手赛" in chinese
    assert "Small song contest" in english
    assert 'lang="en"' in english


async def test_the_language_follows_the_browser_until_the_reader_chooses(hall: Hall) -> None:
    await scored(hall)
    async with httpx.AsyncClient(base_url=hall.base) as reader:
        for accept, wanted in (("en-GB,en;q=0.8", "Small song"), ("zh-CN", "小小歌手赛")):
            page = await reader.get("/contests/small", headers={"Accept-Language": accept})
            assert wanted in page.text
        await reader.get("/contests/small?lang=en")
        chosen = await reader.get("/contests/small", headers={"Accept-Language": "zh-CN"})
        assert "Small song" in chosen.text


async def test_every_page_forbids_inline_scripts_and_foreign_hosts(hall: Hall) -> None:
    await scored(hall)
    pages = (
        "/", "/contests/small", "/contests/small/wall", "/contests/small/entrants/e1",
        "/contests/small/seats/J1", "/enter",
    )  # fmt: skip
    for path in pages:
        answer = await hall.client.get(path)
        assert answer.status_code == 200, path
        assert "default-src 'self'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert "://" not in answer.text.replace(hall.base, "").replace("http://www.w3.org", "")
        assert "style=" not in answer.text


async def test_static_files_may_be_kept_for_ever(hall: Hall) -> None:
    page = (await hall.client.get("/")).text
    address = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    answer = await hall.client.get(address)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]


async def test_the_json_board_has_an_etag_that_changes_with_what_is_shown(hall: Hall) -> None:
    await scored(hall)
    first = await hall.client.get("/api/contests/small/board")
    known = {"If-None-Match": first.headers["etag"]}
    assert (await hall.client.get("/api/contests/small/board", headers=known)).status_code == 304
    row = first.json()["rows"][0]
    assert (row["place"], row["score"], row["card"]["name"]) == (1, "95.00", "歌手1")
    given = marking("tablet-J1:2", 2, "J1", "90.00")
    await hall.give("small", given, await hall.seat("small", "J1"))
    second = await hall.client.get("/api/contests/small/board", headers=known)
    assert second.status_code == 200
    assert second.json()["on_stage"]["marked"] == 1


async def test_a_kept_conflict_does_not_show_in_public(hall: Hall) -> None:
    await scored(hall)
    seat = await hall.seat("small", "J1")
    await hall.give("small", marking("tablet-J1:2", 2, "J1", "90.00"), seat)
    before = await hall.client.get("/api/contests/small/board")
    refused = await hall.give("small", marking("tablet-z:1", 2, "J1", "91.00"), seat)
    assert refused.status_code == 409
    after = await hall.client.get("/api/contests/small/board")
    assert after.headers["etag"] == before.headers["etag"]
    assert after.content == before.content


PUBLIC = (
    "/contests/small", "/contests/small/frame", "/contests/small/wall",
    "/contests/small/wall/frame", "/api/contests/small/board",
    "/contests/small/entrants/e1", "/contests/small/entrants/e1/frame",
    "/api/contests/small/entrants/e1",
    "/contests/small/entrants/e2", "/contests/small/entrants/e2/frame",
    "/api/contests/small/entrants/e2",
)  # fmt: skip


async def everything_public(hall: Hall) -> str:
    """All pages, frames, JSON, and the first message of every stream."""
    answers = [await hall.client.get(path) for path in PUBLIC]
    assert {one.status_code for one in answers} == {200}
    frames = [path for path in PUBLIC if path.endswith("/frame")]
    streams = [await first_message(hall, path.replace("/frame", "/live")) for path in frames]
    return "".join([*(one.text for one in answers), *streams])


async def first_message(hall: Hall, path: str) -> str:
    text = ""
    async with hall.client.stream("GET", path, headers={"Accept-Encoding": "identity"}) as answer:
        async for chunk in answer.aiter_text():
            text += chunk
            if text.endswith("\n\n"):
                break
    return text


async def test_no_single_mark_and_nothing_unsettled_is_public(hall: Hall) -> None:
    """Three judges, the highest and the lowest dropped: the middle mark is the score."""
    await hall.register(called(small_plan(judges=3), [1]))
    for seat, given in (("J1", "81.17"), ("J2", "95.00"), ("J3", "96.83")):
        mark = marking(f"t-{seat}:1", 1, seat, given)
        assert (await hall.give("small", mark, await hall.seat("small", seat))).is_success
    marked = await everything_public(hall)
    assert not any(one in marked for one in ("81.17", "95.00", "96.83"))
    desk = [
        {"type": "close_performance", "id": "desk-x:1", "stage": "final", "entrant": "e1"},
        {"type": "call", "id": "desk-x:2", "stage": "final", "entrant": "e2"},
    ]
    organizer = await hall.organizer()
    answer = await hall.client.post("/api/contests/small/commands", json=desk, headers=organizer)
    assert answer.is_success, answer.text
    await hall.give("small", marking("t-J1:2", 2, "J1", "62.39"), await hall.seat("small", "J1"))
    settled = await everything_public(hall)
    assert "95.00" in settled
    assert not any(one in settled for one in ("81.17", "96.83", "62.39"))


async def test_an_entrants_page_changes_only_with_what_is_settled(hall: Hall) -> None:
    await scored(hall)
    page = "/api/contests/small/entrants/e1"
    first = await hall.client.get(page)
    known = {"If-None-Match": first.headers["etag"]}
    assert (first.json()["row"]["score"], first.json()["row"]["place"]) == ("95.00", 1)
    given = marking("tablet-J1:2", 2, "J1", "90.00")
    await hall.give("small", given, await hall.seat("small", "J1"))
    assert (await hall.client.get(page, headers=known)).status_code == 304
    for seat in ("J2", "J3"):
        given = marking(f"tablet-{seat}:2", 2, seat, "96.00")
        await hall.give("small", given, await hall.seat("small", seat))
    close = {"type": "close_performance", "id": "desk-x:3", "stage": "final", "entrant": "e2"}
    await hall.client.post(
        "/api/contests/small/commands", json=close, headers=await hall.organizer()
    )
    second = await hall.client.get(page, headers=known)
    assert second.json()["row"]["place"] == 2
    assert second.json()["head"]["version"] > first.json()["head"]["version"]


async def test_an_entrants_page_reads_without_javascript_in_both_languages(hall: Hall) -> None:
    await scored(hall)
    board = (await hall.client.get("/contests/small")).text
    assert 'href="/contests/small/entrants/e1"' in board
    for lang, words in (("zh", ("第 1 名", "95.00")), ("en", ("Place 1", "95.00"))):
        page = (await hall.client.get(f"/contests/small/entrants/e1?lang={lang}")).text
        assert all(one in page for one in words)
    on_stage = (await hall.client.get("/contests/small/entrants/e2?lang=en")).text
    assert "On stage now" in on_stage
    waiting = (await hall.client.get("/contests/small/entrants/e4?lang=en")).text
    assert "2 before this turn" in waiting


async def test_what_is_not_in_the_contest_is_not_found(hall: Hall) -> None:
    await scored(hall)
    for path in (
        "/contests/small/entrants/e9", "/contests/small/entrants/e9/live",
        "/contests/small/entrants/e9/frame", "/api/contests/small/entrants/e9",
        "/contests/small?stage=none", "/contests/small/frame?stage=none",
        "/api/contests/small/board?stage=none", "/contests/none/entrants/e1",
    ):  # fmt: skip
        assert (await hall.client.get(path)).status_code == 404, path


async def test_an_earlier_stage_stays_readable(hall: Hall) -> None:
    plan = small_plan(judges=3)
    heats = replace(plan.stages[0], id=StageId("heats"), name=Label(zh="预赛", en="Heats"))
    two_stages = replace(plan, stages=(heats, replace(plan.stages[0], advancement=())))
    sung: list[Command] = []
    for number in (1, 2, 3, 4):
        entrant, name = entrant_id(number), f"desk:{number}"
        sung.append(Call(id=CommandId(name), stage=heats.id, entrant=entrant))
        for seat in ("J1", "J2", "J3"):
            mark = marking(f"t-{seat}:{number}", number, seat, f"9{number}.00")
            sung.append(replace(mark, stage=heats.id))
        close = ClosePerformance(id=CommandId(f"x-{name}"), stage=heats.id, entrant=entrant)
        sung.append(close)
    going = (entrant_id(4), entrant_id(3))
    end: list[Command] = [
        CloseStage(id=CommandId("end:1"), stage=heats.id),
        Advance(id=CommandId("end:2"), stage=heats.id, entrants=going),
    ]
    registered = await hall.register(ContestFile(plan=two_stages, commands=(*sung, *end)))
    assert registered.is_success, registered.text
    now = (await hall.client.get("/contests/small?lang=en")).text
    assert "94.00" not in now
    assert 'href="/contests/small?stage=heats"' in now
    for path in (*PUBLIC[:3], "/api/contests/small/board"):
        assert "94.00" in (await hall.client.get(f"{path}?stage=heats&lang=en")).text, path
    assert "94.00" in await first_message(hall, "/contests/small/live?stage=heats&lang=en")
    page = (await hall.client.get("/api/contests/small/entrants/e4?lang=en")).json()
    assert page["head"]["stage"] == "final"
    assert page["earlier"][0]["score"] == "94.00"


async def test_a_live_stream_can_be_joined_compressed(hall: Hall) -> None:
    await scored(hall)
    request = hall.client.build_request("GET", "/contests/small/live?lang=en")
    request.headers["Accept-Encoding"] = "gzip"
    answer = await hall.client.send(request, stream=True)
    assert answer.headers["content-type"].startswith("text/event-stream")
    unpacker, text = zlib.decompressobj(31), b""
    async for chunk in answer.aiter_raw():
        text += unpacker.decompress(chunk)
        if text.endswith(b"\n\n"):
            break
    await answer.aclose()
    assert text.startswith(b"event: board\nid: ")
    assert "歌手1".encode() in text


async def test_the_frame_by_itself_equals_the_streamed_one(hall: Hall) -> None:
    await scored(hall)
    frame = (await hall.client.get("/contests/small/frame?lang=en")).text
    async with hall.client.stream(
        "GET", "/contests/small/live?lang=en", headers={"Accept-Encoding": "identity"}
    ) as answer:
        text = ""
        async for chunk in answer.aiter_text():
            text += chunk
            if text.endswith("\n\n"):
                break
    lines = [line[6:] for line in text.splitlines() if line.startswith("data: ")]
    assert lines == frame.split("\n")


async def test_an_unknown_page_has_a_way_out(hall: Hall) -> None:
    answer = await hall.client.get("/nothing?lang=en")
    assert answer.status_code == 404
    assert 'href="/"' in answer.text
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


async def test_the_schema_is_served_without_foreign_assets(hall: Hall) -> None:
    answer = await hall.client.get("/schema/openapi.json")
    assert "/api/contests/{contest}/commands" in answer.json()["paths"]


async def test_pages_are_compressed_and_streams_are_left_alone(hall: Hall) -> None:
    await scored(hall)
    page = await hall.client.get("/contests/small", headers={"Accept-Encoding": "gzip"})
    assert page.headers["content-encoding"] == "gzip"
    async with hall.client.stream(
        "GET", "/contests/small/pulse", headers={"Accept-Encoding": "identity"}
    ) as answer:
        assert "content-encoding" not in answer.headers
        async for part in answer.aiter_text():
            assert part.startswith("event: pulse")
            break
