"""Tablets and the device board in Chromium: presence, typing, nudges, two at one seat."""

import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, Page, Route, expect

from scoring.access import Organizer
from tests.browser.chromium import chromium
from tests.browser.tablet import PHONE, sent, signed_in, typed
from tests.browser.test_accessibility import found
from tests.browser.umpire import another_tablet, drawn, started
from tests.browser.umpire import called as match_called
from tests.contests import called, small_plan
from tests.matches import COURT, cup
from tests.web.hall import Hall, running_hall

BATTERY = """
const battery = Object.assign(new EventTarget(), { level: LEVEL, charging: false });
navigator.getBattery = async () => battery;
globalThis.drain = (level) => {
  battery.level = level;
  battery.dispatchEvent(new Event("levelchange"));
};
"""
NO_BATTERY = "delete Navigator.prototype.getBattery;"
WRONG_CLOCK = "const rightly = Date.now.bind(Date); Date.now = () => rightly() + 150_000;"
UNANSWERED = """
const rightly = globalThis.fetch.bind(globalThis);
globalThis.answersStop = false;
globalThis.fetch = (url, asked) => {
  const answered = !answersStop || asked?.keepalive || !String(url).includes("/here");
  if (answered) return rightly(url, asked);
  document.documentElement.dataset.waiting = "";
  return new Promise((_, lost) => asked.signal.addEventListener("abort", lost));
};
"""
"""Reports of the tablet are lost in the net, but for those a browser sends after their page."""
ANSWERED_LATE = """
const rightly = globalThis.fetch.bind(globalThis);
let release;
const released = new Promise((done) => { release = done; });
globalThis.answersWait = false;
globalThis.release = release;
globalThis.fetch = async (url, asked) => {
  const answer = await rightly(url, asked);
  if (!answersWait || !String(url).includes("/here")) return answer;
  document.documentElement.dataset.waiting = "";
  await released;
  return answer;
};
"""
"""What the desk answers to reports stays under way until it is released."""
NUDGED = 3_000
"""Milliseconds after which a nudge must have arrived."""


@asynccontextmanager
async def a_hall(database: Path, *, judges: int = 3) -> AsyncGenerator[tuple[Hall, Browser, Page]]:
    """A hall where No. 1 is on stage, and the head judge's device board."""
    async with running_hall(database) as hall, chromium() as browser:
        await hall.register(called(small_plan(judges=judges), [1]))
        yield hall, browser, await official(browser, hall, "/contests/small/devices")


async def official(browser: Browser, hall: Hall, path: str) -> Page:
    context = await browser.new_context(viewport={"width": 1280, "height": 800})
    page = await context.new_page()
    secret = await hall.service.keys.new_link(Organizer())
    await page.goto(f"{hall.base}/enter?lang=en#k={secret}")
    await page.wait_for_url("**/desk")
    await page.goto(f"{hall.base}{path}?lang=en")
    return page


async def tablet(
    browser: Browser, hall: Hall, seat: str, script: str = BATTERY.replace("LEVEL", "0.64")
) -> Page:
    """Another device, signed in to the seat."""
    context = await browser.new_context(viewport=PHONE)
    page = await context.new_page()
    await page.add_init_script(script)
    await signed_in(page, hall, seat)
    return page


async def lost(route: Route) -> None:
    await route.abort()


async def test_battery_unsent_clock_and_presence_are_on_the_board(tmp_path: Path) -> None:
    async with a_hall(tmp_path / "hall.db") as (hall, browser, board):
        card = board.locator("#seat-J1")
        await expect(card).to_contain_text("No tablet yet")
        first = await tablet(browser, hall, "J1")
        await expect(card).to_contain_text("Here")
        await expect(card).to_contain_text("64 %")
        await expect(card).to_contain_text("right to a second")
        await expect(board.locator(".devices-count")).to_contain_text("1 / 3")
        await first.evaluate("drain(0.12)")
        await expect(card).to_contain_text("12 %")
        await expect(board.locator("#worries")).to_contain_text("Judge 1: battery 12 %")
        await first.route("**/commands?*", lost)
        await sent(first, "95.5")
        await expect(first.locator("#sheet-state")).to_have_attribute("data-state", "kept")
        await expect(card.locator("dl")).to_contain_text("Not sent1")
        await first.unroute("**/commands?*", lost)
        await expect(card.locator("dl")).to_contain_text("Not sent0", timeout=20_000)
        await expect(card.locator(".turn-line")).to_contain_text("Marked")
        second = await tablet(browser, hall, "J2", NO_BATTERY + WRONG_CLOCK)
        await expect(board.locator("#seat-J2")).to_contain_text("not told")
        await expect(board.locator("#worries")).to_contain_text(
            "Judge 2: clock 2 min ahead", timeout=20_000
        )
        await second.close()
        await expect(board.locator("#seat-J2")).to_contain_text("Not on the screen")


async def test_a_tablet_that_waits_for_an_answer_still_says_that_it_leaves(tmp_path: Path) -> None:
    async with a_hall(tmp_path / "hall.db") as (hall, browser, board):
        judge = await tablet(browser, hall, "J1", BATTERY.replace("LEVEL", "0.64") + UNANSWERED)
        card = board.locator("#seat-J1")
        await expect(card).to_contain_text("64 %")
        await expect(card).to_contain_text("right to a second")
        await judge.evaluate("answersStop = true; drain(0.5)")
        await expect(judge.locator("html[data-waiting]")).to_have_count(1)
        await judge.close()
        await expect(card).to_contain_text("Not on the screen")


async def test_a_nudge_during_a_late_answer_is_asked_for_right_after_it(tmp_path: Path) -> None:
    async with a_hall(tmp_path / "hall.db") as (hall, browser, board):
        script = BATTERY.replace("LEVEL", "0.64") + ANSWERED_LATE
        judge = await tablet(browser, hall, "J1", script)
        await expect(board.locator("#seat-J1")).to_contain_text("right to a second")
        await judge.evaluate("answersWait = true; drain(0.5)")
        await expect(judge.locator("html[data-waiting]")).to_have_count(1)
        await board.click("#nudge-J1")
        await judge.wait_for_timeout(1_000)
        await expect(judge.locator("#nudge")).to_be_hidden()
        await judge.evaluate("release()")
        await expect(judge.locator("#nudge")).to_be_visible(timeout=NUDGED)


async def test_typing_is_shown_on_board_and_desk_and_ends_with_the_mark(tmp_path: Path) -> None:
    async with a_hall(tmp_path / "hall.db") as (hall, browser, board):
        desk = await official(browser, hall, "/contests/small/desk")
        judge = await tablet(browser, hall, "J2")
        badge, cell = board.locator("#badge-e1-J2"), desk.locator("#cell-e1-J2-0")
        await expect(badge).to_contain_text("Not marked")
        await expect(cell).to_contain_text("Not marked")
        await typed(judge, "95")
        await expect(badge).to_contain_text("Typing …")
        await expect(board.locator("#seat-J2")).to_contain_text("Typing for No. 1 歌手1")
        await expect(cell.locator(".at-it")).to_have_text("Typing …")
        await expect(cell.get_by_text("Not marked")).to_be_hidden()
        assert "95" not in await board.locator("#devices").inner_text()
        await judge.click("[data-key='back']")
        await judge.click("[data-key='back']")
        await expect(badge).to_contain_text("Not marked")
        await expect(cell.locator(".at-it")).to_have_count(0)
        await expect(cell.get_by_text("Not marked")).to_be_visible()
        await sent(judge, "88")
        await expect(badge).to_contain_text("Marked")
        await expect(cell).to_contain_text("88.00")
        await expect(board.locator("#seat-J2 .doing")).to_have_count(0)


async def test_what_was_typed_and_left_lying_is_told_as_such(tmp_path: Path) -> None:
    async with a_hall(tmp_path / "hall.db") as (hall, browser, board):
        judge = await tablet(browser, hall, "J1")
        await typed(judge, "9")
        await expect(board.locator("#badge-e1-J1")).to_contain_text("Typing …")
        await expect(board.locator("#badge-e1-J1")).to_contain_text(
            "Typed, not sent", timeout=20_000
        )


async def test_a_nudge_arrives_is_touched_and_the_board_says_so(tmp_path: Path) -> None:
    async with a_hall(tmp_path / "hall.db") as (hall, browser, board):
        judge, other = await tablet(browser, hall, "J1"), await tablet(browser, hall, "J2")
        await board.click("#nudge-J1")
        nudge = judge.locator("#nudge")
        await expect(nudge).to_be_visible(timeout=NUDGED)
        await expect(nudge).to_contain_text("waiting for your mark for No. 1 歌手1.")
        await expect(board.locator("#seat-J1 .nudged")).to_contain_text("not seen yet")
        assert not await other.locator("#nudge").is_visible()
        await typed(judge, "95")
        await expect(nudge).to_be_visible()
        await nudge.click()
        await expect(nudge).to_be_hidden()
        await expect(board.locator("#seat-J1 .nudged")).to_contain_text("Nudge seen")
        await judge.wait_for_timeout(1_500)
        await expect(nudge).to_be_hidden()
        await board.click("#nudge-J1")
        await expect(nudge).to_be_visible(timeout=NUDGED)
        await sent(judge, ".5")
        await expect(nudge).to_be_hidden(timeout=12_000)
        await expect(board.locator("#seat-J1 .nudged")).to_contain_text("the mark has come")


async def test_the_desk_nudges_all_who_are_missing(tmp_path: Path) -> None:
    async with a_hall(tmp_path / "hall.db") as (hall, browser, _):
        desk = await official(browser, hall, "/contests/small/desk")
        one, two = await tablet(browser, hall, "J1"), await tablet(browser, hall, "J2")
        await expect(desk.locator("#strip-count")).to_contain_text("2 / 3")
        await expect(desk.locator("#nudge-all")).to_have_text("Nudge 2 seats")
        await desk.click("#nudge-all")
        for page in (one, two):
            await expect(page.locator("#nudge")).to_be_visible(timeout=NUDGED)
        await two.click("#nudge")
        await expect(desk.locator("#strip-nudges")).to_contain_text("Nudge seen: Judge 2")
        height = await desk.locator("#tablets").evaluate("one => one.offsetHeight")
        await sent(one, "90")
        await sent(two, "91")
        await expect(desk.locator("#nudge-all")).to_have_count(0)
        assert await desk.locator("#tablets").evaluate("one => one.offsetHeight") == height


async def test_two_tablets_at_a_seat_both_say_so_and_the_head_judge_sees_two(
    tmp_path: Path,
) -> None:
    async with a_hall(tmp_path / "hall.db") as (hall, browser, board):
        desk = await official(browser, hall, "/contests/small/desk")
        first = await tablet(browser, hall, "J1")
        await expect(board.locator("#seat-J1 .device")).to_have_count(1)
        await expect(first.locator("#second")).to_be_hidden()
        second = await tablet(browser, hall, "J1")
        for page in (first, second):
            await expect(page.locator("#second")).to_contain_text(
                "Also signed in to this seat: tablet", timeout=NUDGED
            )
        await expect(board.locator("#seat-J1 .device")).to_have_count(2)
        await expect(board.locator("#worries")).to_contain_text("Judge 1: more than one tablet")
        await expect(desk.locator("#strip-worries")).to_contain_text("Judge 1: more than one tab")
        await first.click("#second")
        await first.reload()
        await expect(board.locator("#seat-J1 .device")).to_have_count(2)
        await first.wait_for_timeout(1_500)
        await expect(first.locator("#second")).to_be_hidden()
        await expect(second.locator("#second")).to_be_visible()


async def test_two_tablets_at_a_court_both_say_so_and_the_board_shows_the_match(
    tmp_path: Path,
) -> None:
    async with running_hall(tmp_path / "hall.db") as hall, chromium() as browser:
        await hall.register(drawn(cup()))
        board = await official(browser, hall, "/contests/cup/devices")
        first = await another_tablet(browser, hall)
        await match_called(first)
        await started(first)
        await expect(board.locator(f"#seat-{COURT}")).to_contain_text("On it: SF 1")
        second = await another_tablet(browser, hall)
        for page in (first, second):
            await expect(page.locator("#second")).to_be_visible(timeout=NUDGED)
        await expect(board.locator(f"#seat-{COURT} .device")).to_have_count(2)
        await board.click(f"#nudge-{COURT}")
        for page in (first, second):
            await expect(page.locator("#nudge")).to_have_text(
                "The head judge asks you to look here.Seen", timeout=NUDGED
            )
        await first.click("#nudge")
        await expect(second.locator("#nudge")).to_be_hidden(timeout=NUDGED)


async def test_seconds_go_on_by_themselves_and_a_lost_tablet_becomes_silent(
    tmp_path: Path,
) -> None:
    async with a_hall(tmp_path / "hall.db") as (hall, browser, board):
        judge = await tablet(browser, hall, "J1")
        ago = board.locator("#seat-J1 .device .tick")
        await expect(ago).to_contain_text("heard 0 s ago")
        await judge.context.set_offline(True)
        for least in (3, 5, 7):
            await expect(ago).to_contain_text(re.compile(rf"heard ([{least}-9]|\d\d) s ago"))
        await expect(board.locator("#seat-J1 .tag")).to_have_text("Silent", timeout=45_000)
        await judge.context.set_offline(False)
        await expect(board.locator("#seat-J1 .tag")).to_have_text("Here", timeout=20_000)


async def test_whatever_the_tablets_say_stands_in_nobodys_way(tmp_path: Path) -> None:
    """axe-core finds nothing on board, strip and tablet while all of them have much to say."""
    async with a_hall(tmp_path / "hall.db", judges=5) as (hall, browser, board):
        desk = await official(browser, hall, "/contests/small/desk")
        low = BATTERY.replace("LEVEL", "0.08")
        judge, twin = await tablet(browser, hall, "J1", low), await tablet(browser, hall, "J1")
        await tablet(browser, hall, "J2", WRONG_CLOCK)
        gone, marked = await tablet(browser, hall, "J3"), await tablet(browser, hall, "J4")
        await typed(twin, "9")
        await sent(marked, "90")
        await gone.close()
        await board.click("#nudge-J1")
        await expect(judge.locator("#nudge")).to_be_visible(timeout=NUDGED)
        await expect(judge.locator("#flash")).to_be_hidden()
        await expect(board.locator("#worries")).to_contain_text(
            "Judge 2: clock 2 min ahead", timeout=20_000
        )
        await expect(board.locator("#seat-J3")).to_contain_text("Not on the screen")
        await expect(desk.locator(".at-it")).to_have_text("Typing …")
        assert await found(board, "#devices") == []
        assert await found(desk, "#desk") == []
        assert await found(judge, "body") == []
        await judge.click("#nudge")
        assert await found(judge, "body") == []
