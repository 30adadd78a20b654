"""A judge taps in Chromium, and a board in another window follows."""

import asyncio
from pathlib import Path

from playwright.async_api import Route, expect

from scoring.contest.ids import SeatId
from scoring.contest.performance import Given
from tests.browser.chromium import chromium
from tests.browser.tablet import signed_in, typed
from tests.contests import OVERALL, called, marking, small_plan
from tests.web.hall import Hall, running_hall


async def others_have_marked(hall: Hall, *seats: str) -> None:
    for seat in seats:
        given = marking(f"tablet-{seat}:1", 1, seat, "95.00")
        answer = await hall.give("small", given, await hall.seat("small", seat))
        assert answer.is_success


async def closed(hall: Hall) -> None:
    close = {"type": "close_performance", "id": "desk-b:1", "stage": "final", "entrant": "e1"}
    answer = await hall.client.post(
        "/api/contests/small/commands", json=close, headers=await hall.organizer()
    )
    assert answer.is_success, answer.text


async def test_a_judges_tap_reaches_the_board_without_reload(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall, chromium() as browser:
        await hall.register(called(small_plan(judges=3), [1]))
        board = await browser.new_page()
        await board.goto(f"{hall.base}/contests/small?lang=en")
        tablet = await browser.new_page()
        await signed_in(tablet, hall, "J1")
        await expect(tablet.locator("#name")).to_have_text("歌手1")
        await typed(tablet, "96.88")
        await tablet.click("#send")
        await expect(tablet.locator("#sheet-state")).to_contain_text("At the desk")
        await expect(board.locator("#spot")).to_contain_text("1 of 3 judges have marked")
        rows = await hall.service.store.read("small")
        assert b'"overall":9688' in rows[-1].event

        await others_have_marked(hall, "J2", "J3")
        await closed(hall)
        await expect(board.locator("#rows")).to_contain_text("95.00")
        await expect(tablet.locator("#sheet-state")).to_contain_text("closed")


async def test_a_mark_survives_a_lost_reply_and_a_reload_and_counts_once(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall, chromium() as browser:
        await hall.register(called(small_plan(judges=3), [1]))
        tablet = await browser.new_page()
        await signed_in(tablet, hall, "J1")
        lost = asyncio.Event()

        async def lose_the_reply(route: Route) -> None:
            await route.fetch()
            await route.abort()
            lost.set()

        await tablet.route("**/api/contests/small/commands*", lose_the_reply)
        await typed(tablet, "96.88")
        await tablet.click("#send")
        await asyncio.wait_for(lost.wait(), 10)
        await expect(tablet.locator("#line")).to_contain_text("kept here")
        await expect(tablet.locator("#sheet-state")).to_contain_text("On this tablet")
        await tablet.unroute_all(behavior="wait")
        await tablet.reload()
        await expect(tablet.locator("#sheet-state")).to_contain_text("At the desk")
        await expect(tablet.locator("#line")).to_contain_text("Connected")
        rows = await hall.service.store.read("small")
        assert sum(b"marks_entered" in row.event for row in rows) == 1


async def test_what_is_typed_and_not_sent_survives_a_reload(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall, chromium() as browser:
        await hall.register(called(small_plan(judges=3), [1]))
        tablet = await browser.new_page()
        await signed_in(tablet, hall, "J1")
        await typed(tablet, "9.5")
        await tablet.reload()
        await expect(tablet.locator(".criterion-mark")).to_have_text("9.5")
        await tablet.keyboard.press("Backspace")
        await tablet.keyboard.type("75")
        await expect(tablet.locator(".criterion-mark")).to_have_text("9.75")


async def test_nobody_is_swapped_in_while_a_judge_types(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall, chromium() as browser:
        await hall.register(called(small_plan(judges=3), [1]))
        tablet = await browser.new_page()
        await signed_in(tablet, hall, "J1")
        await typed(tablet, "96")
        call = {"type": "call", "id": "desk-b:9", "stage": "final", "entrant": "e2"}
        await hall.client.post(
            "/api/contests/small/commands", json=call, headers=await hall.organizer()
        )
        await expect(tablet.locator("#announce")).to_contain_text("歌手2")
        await expect(tablet.locator("#name")).to_have_text("歌手1")
        await tablet.click("#announce")
        await expect(tablet.locator("#name")).to_have_text("歌手2")
        await expect(tablet.locator("#floor [data-entrant='e1']")).to_contain_text("Not sent yet")
        await tablet.click("#floor [data-entrant='e1']")
        await expect(tablet.locator(".criterion-mark")).to_have_text("96")


async def test_out_of_range_is_refused_at_the_field(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall, chromium() as browser:
        await hall.register(called(small_plan(judges=3), [1]))
        tablet = await browser.new_page()
        await signed_in(tablet, hall, "J1")
        await typed(tablet, "101")
        await tablet.click("#send")
        await expect(tablet.locator("#sheet-state")).to_contain_text("from 0 to 100")
        for _ in range(3):
            await tablet.click("[data-key='back']")
        await typed(tablet, "95.999")
        await expect(tablet.locator(".criterion-mark")).to_have_text("95.99")


async def test_two_tablets_on_one_seat_the_second_is_told(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall, chromium() as browser:
        await hall.register(called(small_plan(judges=3), [1]))
        first = await (await browser.new_context()).new_page()
        second = await (await browser.new_context()).new_page()
        await signed_in(first, hall, "J1")
        await signed_in(second, hall, "J1")
        await expect(second.locator("#name")).to_have_text("歌手1")
        await second.route("**/api/contests/small/seats/**", lambda route: route.abort())
        await typed(second, "59.99")
        await typed(first, "95.99")
        await first.click("#send")
        await expect(first.locator("#sheet-state")).to_contain_text("At the desk")
        await second.click("#send")
        await expect(second.locator("#refusals-list")).to_contain_text("changed on another device")
        contest = hall.service.contest("small")
        cells = contest.stages[contest.plan.stages[0].id].performances
        sheet = next(iter(cells.values())).sheet(SeatId("J1"))
        assert sheet.given == Given({OVERALL: 9599})
        assert sheet.contested == (Given({OVERALL: 5999}),)
