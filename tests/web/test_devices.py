"""Tablets that say how they are: who is heard, who may look, and how a nudge travels."""

import asyncio
import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from scoring.access import Role
from scoring.web.accounts import hashed
from tests.contests import called, marking, small_plan
from tests.web.hall import Hall
from tests.web.officials import browser, employ

HERE = "/api/contests/small/seats/{}/here"
NUDGE = "/api/contests/small/seats/{}/nudge"
BOARD = "/api/contests/small/devices?lang=en"
QUIET = {"build": "b1", "visible": True, "unsent": 0}
ABOUT = {"about": {"stage": "final", "entrant": "e1"}}


async def say(hall: Hall, seat: str, headers: dict[str, str], **more: object) -> httpx.Response:
    return await hall.client.post(
        HERE.format(seat) + "?lang=en", json={**QUIET, **more}, headers=headers
    )


async def seats(hall: Hall, headers: dict[str, str]) -> dict[str, Any]:
    answer = await hall.client.get(BOARD, headers=headers)
    assert answer.is_success, answer.text
    return {one["seat"]: one for one in answer.json()["seats"]}


async def rows(hall: Hall) -> int:
    return len(await hall.service.store.read(hall.service.contest("small").plan.id))


async def test_a_tablet_is_heard_and_nothing_is_written(hall: Hall) -> None:
    await hall.register(called(small_plan(), [1]))
    before, tablet = await rows(hall), await hall.seat("small", "J1")
    doing = {"stage": "final", "entrant": "e1", "now": True}
    answer = await say(hall, "J1", tablet, battery=64, charging=False, unsent=2, doing=doing)
    assert answer.is_success, answer.text
    assert answer.headers["cache-control"] == "no-store"
    told = answer.json()
    assert (told["others"], told["others_text"], told["nudge"]) == ([], "", None)
    shown = (await seats(hall, await hall.organizer()))["J1"]
    (device,) = shown["devices"]
    assert (shown["state"], device["battery"], device["unsent"]) == ("here", 64, 2)
    assert (device["doing"], device["old_build"]) == ("No. 1 歌手1", True)
    assert shown["turns"][0]["state"] == "typing"
    assert await rows(hall) == before


async def test_the_desk_tells_its_time_so_that_clocks_can_be_compared(hall: Hall) -> None:
    await hall.register(called(small_plan(), [1]))
    tablet = await hall.seat("small", "J1")
    told = (await say(hall, "J1", tablet)).json()
    exchange = {"sent": told["answered"] + 60_000, "answered": told["answered"]}
    exchange["received"] = exchange["sent"] + 40
    await say(hall, "J1", tablet, exchange=exchange)
    (device,) = (await seats(hall, await hall.organizer()))["J1"]["devices"]
    assert (device["clock"], device["clock_error"]) == ("60 s ahead", "± 0.1 s")
    assert device["clock_off"] is True


@pytest.mark.parametrize(("seat", "status"), [("J2", 403), ("nobody", 404)])
async def test_a_tablet_speaks_only_for_its_own_seat(hall: Hall, seat: str, status: int) -> None:
    await hall.register(called(small_plan(), [1]))
    answer = await say(hall, seat, await hall.seat("small", "J1"))
    assert answer.status_code == status
    assert all(
        one["state"] == "none" for one in (await seats(hall, await hall.organizer())).values()
    )


async def test_a_tablet_of_another_contest_is_not_heard(hall: Hall) -> None:
    await hall.register(called(small_plan(), [1]))
    await hall.register(called(small_plan(contest="other"), [1]))
    answer = await say(hall, "J1", await hall.seat("other", "J1"))
    assert answer.status_code == 403
    assert (await say(hall, "J1", {"Content-Type": "application/json"})).status_code == 401


async def test_an_organizer_who_looks_at_a_seats_page_is_no_tablet(hall: Hall) -> None:
    await hall.register(called(small_plan(), [1]))
    organizer = await hall.organizer()
    assert (await say(hall, "J1", organizer)).status_code == 403
    assert (await seats(hall, organizer))["J1"]["state"] == "none"


async def test_two_tablets_of_a_seat_are_told_of_each_other(hall: Hall) -> None:
    await hall.register(called(small_plan(), [1]))
    first, second = await hall.seat("small", "J1"), await hall.seat("small", "J1")
    assert (await say(hall, "J1", first)).json()["others"] == []
    to_second = (await say(hall, "J1", second)).json()
    to_first = (await say(hall, "J1", first)).json()
    assert len(to_first["others"]) == len(to_second["others"]) == 1
    assert to_first["others"] != to_second["others"]
    for told, own in ((to_first, to_second), (to_second, to_first)):
        assert f"tablet {told['others'][0]}" in told["others_text"]
        assert f"This one is tablet {own['others'][0]}" in told["others_text"]
    shown = await hall.client.get(BOARD, headers=await hall.organizer())
    assert [one["text"] for one in shown.json()["problems"] if one["kind"] == "two"] == [
        "Judge 1: more than one tablet at once"
    ]


async def test_a_tablets_name_does_not_tell_its_token(hall: Hall) -> None:
    await hall.register(called(small_plan(), [1]))
    tablet = await hall.seat("small", "J1")
    await say(hall, "J1", tablet)
    (device,) = (await seats(hall, await hall.organizer()))["J1"]["devices"]
    assert re.fullmatch(r"[0-9A-Z]{4}", str(device["name"]))
    assert str(device["name"]) not in tablet["Authorization"].upper()


async def test_a_nudge_travels_with_the_next_answer_and_comes_back_as_seen(hall: Hall) -> None:
    await hall.register(called(small_plan(), [1]))
    tablet, organizer = await hall.seat("small", "J1"), await hall.organizer()
    await say(hall, "J1", tablet)
    made = await hall.client.post(NUDGE.format("J1"), json=ABOUT, headers=organizer)
    assert made.status_code == 201
    told = (await say(hall, "J1", tablet)).json()["nudge"]
    assert told == {
        "number": made.json()["number"],
        "text": "The head judge is waiting for your mark for No. 1 歌手1.",
    }
    assert (await say(hall, "J2", await hall.seat("small", "J2"))).json()["nudge"] is None
    assert (await seats(hall, organizer))["J1"]["nudge"]["state"] == "waiting"
    assert (await say(hall, "J1", tablet, seen=told["number"])).json()["nudge"] is None
    assert (await seats(hall, organizer))["J1"]["nudge"]["state"] == "seen"


async def test_a_mark_answers_the_nudge_for_it(hall: Hall) -> None:
    await hall.register(called(small_plan(), [1]))
    tablet, organizer = await hall.seat("small", "J1"), await hall.organizer()
    await hall.client.post(NUDGE.format("J1"), json=ABOUT, headers=organizer)
    await hall.give("small", marking("t:1", 1, "J1", "95.00"), tablet)
    assert (await say(hall, "J1", tablet)).json()["nudge"] is None
    assert (await seats(hall, organizer))["J1"]["nudge"]["state"] == "answered"
    again = await hall.client.post(NUDGE.format("J1") + "?lang=en", json=ABOUT, headers=organizer)
    assert again.status_code == 409
    assert "not waited for" in again.json()["message"]
    anyway = await hall.client.post(NUDGE.format("J1"), json={}, headers=organizer)
    assert anyway.status_code == 201
    text = (await say(hall, "J1", tablet)).json()["nudge"]["text"]
    assert text == "The head judge asks you to look here."


@pytest.mark.parametrize(
    "about", [{"stage": "none", "entrant": "e1"}, {"stage": "final", "entrant": "none"}]
)
async def test_nobody_is_nudged_about_what_is_not_there(hall: Hall, about: object) -> None:
    await hall.register(called(small_plan(), [1]))
    answer = await hall.client.post(
        NUDGE.format("J1"), json={"about": about}, headers=await hall.organizer()
    )
    assert answer.status_code == 409


async def test_who_only_looks_sees_the_board_without_the_buttons(hall: Hall) -> None:
    await hall.register(called(small_plan(), [1]))
    await say(hall, "J1", await hall.seat("small", "J1"))
    roles: tuple[tuple[Role, bool], ...] = (("reader", False), ("head_judge", True))
    for role, may in roles:
        await employ(hall, role, role)
        async with browser(hall, role) as client:
            for path in ("devices", "devices/frame?part=strip"):
                page = await client.get(f"/contests/small/{path}")
                assert page.is_success
                assert ("data-nudge" in page.text) is may, (role, path)
            nudged = await client.post(NUDGE.format("J1"), json=ABOUT)
            assert nudged.status_code == (201 if may else 403)


async def test_saying_how_it_is_takes_nothing_from_what_a_tablet_may_enter(hall: Hall) -> None:
    await hall.register(called(small_plan(), [1]))
    tablet = await hall.seat("small", "J1")
    statuses = [(await say(hall, "J1", tablet)).status_code for _ in range(80)]
    assert statuses[0] == 200
    assert statuses[-1] == 429
    token = tablet["Authorization"].removeprefix("Bearer ")
    assert hashed(token) not in hall.service.limits.device._paid  # noqa: SLF001 - nothing outside tells who was charged
    given = await hall.give("small", marking("t:1", 1, "J1", "95.00"), tablet)
    assert given.is_success


@asynccontextmanager
async def events(
    hall: Hall, path: str, headers: dict[str, str]
) -> AsyncGenerator[asyncio.Queue[str]]:
    """The lines of a stream as they come."""
    lines: asyncio.Queue[str] = asyncio.Queue()

    async def read() -> None:
        async with hall.client.stream("GET", path, headers=headers, timeout=None) as answer:
            async for line in answer.aiter_lines():
                lines.put_nowait(line)

    reading = asyncio.create_task(read())
    try:
        yield lines
    finally:
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)


async def until(lines: asyncio.Queue[str], wanted: str) -> None:
    async with asyncio.timeout(5):
        while wanted not in await lines.get():
            pass


async def count_of(lines: asyncio.Queue[str], start: str, seconds: float) -> int:
    await asyncio.sleep(seconds)
    found = [lines.get_nowait() for _ in range(lines.qsize())]
    return sum(line.startswith(start) for line in found)


async def test_the_board_follows_what_tablets_say(hall: Hall) -> None:
    await hall.register(called(small_plan(), [1]))
    organizer, tablet = await hall.organizer(), await hall.seat("small", "J1")
    async with events(hall, "/contests/small/devices/live?lang=en", organizer) as lines:
        await until(lines, "Nothing heard")
        await say(hall, "J1", tablet, battery=11)
        await until(lines, "battery 11 %")
        await hall.give("small", marking("t:1", 1, "J1", "95.00"), tablet)
        await until(lines, "Marked")


async def test_tablets_are_called_only_when_they_have_to_ask(hall: Hall) -> None:
    """A nudge and a second tablet go through the pulse; typing wakes no audience."""
    await hall.register(called(small_plan(), [1]))
    first, second = await hall.seat("small", "J1"), await hall.seat("small", "J1")
    async with events(hall, "/contests/small/pulse", {}) as lines:
        await until(lines, "event: pulse")
        for unsent in (1, 2, 3):
            await say(hall, "J1", first, unsent=unsent)
        assert await count_of(lines, "event: pulse", 0.3) == 0
        await say(hall, "J1", second)
        await until(lines, "event: pulse")
        await hall.client.post(NUDGE.format("J1"), json=ABOUT, headers=await hall.organizer())
        await until(lines, "event: pulse")


async def test_who_loses_the_role_loses_the_open_board(hall: Hall) -> None:
    await hall.register(called(small_plan(), [1]))
    await employ(hall, "liwei", "reader")
    async with browser(hall, "liwei") as client:
        cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        async with hall.client.stream(
            "GET", "/contests/small/devices/live", headers={"Cookie": cookie}
        ) as answer:
            lines = answer.aiter_lines()
            assert (await anext(lines)).startswith("event: devices")
            await employ(hall, "liwei", None)
            async with asyncio.timeout(5):
                rest = [line async for line in lines]
        assert any(line.startswith("retry:") for line in rest)


async def test_the_newest_frame_has_its_tag(hall: Hall) -> None:
    await hall.register(called(small_plan(), [1]))
    organizer = await hall.organizer()
    first = await hall.client.get("/contests/small/devices/frame", headers=organizer)
    strip = await hall.client.get("/contests/small/devices/frame?part=strip", headers=organizer)
    assert "private" in first.headers["cache-control"]
    assert first.headers["etag"] != strip.headers["etag"]
    assert 'id="seat-J1"' in first.text
    assert 'id="strip-count"' in strip.text
