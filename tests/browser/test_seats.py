"""Seats and their tablets in Chromium: codes, sign-out, and a seat that moves with its drafts."""

import asyncio
import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, Page, Route, expect

from scoring.access import Organizer, SeatHolder
from scoring.contest.ids import ContestId, SeatId
from tests.browser.chromium import chromium
from tests.browser.offline import HEARD, hall_behind
from tests.browser.tablet import PHONE, SETTLING, sent, signed_in, typed
from tests.browser.umpire import (
    another_tablet,
    at_the_desk,
    drawn,
    playing,
    points,
    recorded,
    started,
)
from tests.browser.umpire import called as called_on_court
from tests.contests import OVERALL, STAGE, called, entrant_id, small_plan
from tests.matches import COURT, CUP, cup
from tests.proxy import proxy_to
from tests.web.hall import Hall, running_hall

SMALL = ContestId("small")
J1 = SeatHolder(SMALL, SeatId("J1"))


@asynccontextmanager
async def hall_with(database: Path, on_stage: list[int]) -> AsyncGenerator[tuple[Hall, Browser]]:
    async with running_hall(database) as hall, chromium() as browser:
        answer = await hall.register(called(small_plan(entrants=8, judges=3), on_stage))
        assert answer.is_success, answer.text
        yield hall, browser


async def fresh(browser: Browser) -> Page:
    return await (await browser.new_context(viewport=PHONE)).new_page()


async def judge(browser: Browser, hall: Hall) -> Page:
    page = await fresh(browser)
    await signed_in(page, hall, "J1")
    await expect(page.locator("#send")).to_be_visible()
    return page


async def desk_of(browser: Browser, hall: Hall) -> Page:
    page = await (await browser.new_context(viewport={"width": 1280, "height": 800})).new_page()
    secret = await hall.service.keys.new_link(Organizer())
    await page.goto(f"{hall.base}/enter?lang=en#k={secret}")
    await page.wait_for_url("**/desk")
    await page.goto(f"{hall.base}/contests/small/desk?lang=en")
    return page


async def code_entered(page: Page, hall: Hall, code: str) -> None:
    await page.goto(f"{hall.base}/enter?lang=en")
    await page.fill("#secret", code)
    await page.click("#enter button")


async def handed_over(page: Page) -> str:
    """The code that the old tablet shows."""
    await page.click("#move")
    await page.click("#moving-yes")
    await expect(page.locator("#moving-qr svg")).to_be_visible()
    return await page.inner_text("#moving-code")


def marks(hall: Hall) -> dict[int, list[int]]:
    """Every mark of the judge that the log has, as often as it is there."""
    found: dict[int, list[int]] = {}
    contest = hall.service.contest("small")
    for entrant in range(1, 9):
        performance = contest.stage(STAGE).performances.get(entrant_id(entrant))
        sheet = performance and performance.sheets.get((SeatId("J1"), 0))
        if sheet and sheet.given:
            assert sheet.contested == ()
            found[entrant] = [sheet.given.marks[OVERALL], sheet.revision]
    return found


async def test_a_seat_moves_with_half_typed_sheets_and_unsent_marks(tmp_path: Path) -> None:
    async with hall_with(tmp_path / "hall.db", [1, 2, 3, 4, 5]) as (hall, browser):
        old = await judge(browser, hall)

        async def stopped(route: Route) -> None:
            await route.abort()

        await old.route("**/commands?*", stopped)
        for entrant, mark in ((1, "91.5"), (2, "92.5")):
            await old.click(f"#floor [data-entrant='e{entrant}']")
            await sent(old, mark)
            await expect(old.locator(f"#floor [data-entrant='e{entrant}']")).to_be_visible()
        for entrant, half in ((3, "8"), (4, "7.")):
            await old.click(f"#floor [data-entrant='e{entrant}']")
            await typed(old, half)
        await expect(old.locator("#line")).to_contain_text("2 kept here, not sent yet")
        code = await handed_over(old)
        new = await fresh(browser)
        await code_entered(new, hall, code.lower().replace(" ", "-"))
        await new.wait_for_url("**/contests/small/seats/J1")
        await expect(old.locator("#moving-title")).to_have_text("Moved to another tablet")
        await expect(new.locator("#line")).to_have_text("Connected")
        assert marks(hall) == {1: [9150, 1], 2: [9250, 1]}
        for entrant, half, rest in ((3, "8", "8.5"), (4, "7.", "5")):
            await new.click(f"#floor [data-entrant='e{entrant}']")
            await expect(new.locator(".criterion-mark")).to_have_text(half)
            await sent(new, rest)
        await expect(new.locator("#line")).to_have_text("Connected")
        await expect(new.locator("#sheet-state")).to_have_attribute("data-state", "desk")
        await old.unroute_all(behavior="wait")
        await old.evaluate(HEARD)
        await old.reload()
        await expect(old.locator("#moving-title")).to_have_text("Moved to another tablet")
        left = await old.evaluate("Object.values(localStorage).join()")
        assert not re.search(r'"(8|7\.)"', left), left
        await old.keyboard.press("Escape")
        await expect(old.locator("#moving")).to_be_visible()
        assert marks(hall) == {1: [9150, 1], 2: [9250, 1], 3: [8850, 1], 4: [750, 1]}
        rows = await hall.service.store.read("small")
        causes = [row.cause for row in rows if row.by == "seat:J1"]
        assert len(causes) == len(set(causes)) == 4
        await expect(new.locator("#refusals")).to_be_hidden()


async def test_marks_that_both_tablets_send_count_once(tmp_path: Path) -> None:
    async with hall_with(tmp_path / "hall.db", [1, 2]) as (hall, browser):
        old = await judge(browser, hall)
        await old.route("**/commands?*", lambda route: route.abort())
        await sent(old, "90.5")
        await expect(old.locator("#line")).to_contain_text("1 kept here, not sent yet")
        await handed_over(old)
        await old.unroute_all(behavior="wait")
        await old.evaluate(HEARD)
        await expect(old.locator("#line")).to_have_text("Connected")
        new = await fresh(browser)
        await code_entered(new, hall, await old.inner_text("#moving-code"))
        await expect(old.locator("#moving-title")).to_have_text("Moved to another tablet")
        await expect(new.locator("#line")).to_have_text("Connected")
        (mark,) = marks(hall).values()
        assert mark == [9050, 1]
        await expect(new.locator("#refusals")).to_be_hidden()


async def test_a_tablet_that_cannot_say_that_it_has_everything_says_it_later(
    tmp_path: Path,
) -> None:
    async with hall_with(tmp_path / "hall.db", [1, 2]) as (hall, browser):
        old = await judge(browser, hall)
        await old.route("**/commands?*", lambda route: route.abort())
        await sent(old, "90.5")
        await expect(old.locator("#line")).to_contain_text("1 kept here, not sent yet")
        code = await handed_over(old)
        new = await fresh(browser)
        lost = asyncio.Event()

        async def once(route: Route) -> None:
            if route.request.method == "POST" and not lost.is_set():
                lost.set()
                await route.abort()
            else:
                await route.continue_()

        await new.route("**/moved?*", once)
        await code_entered(new, hall, code)
        await expect(new.locator("#line")).to_have_text("Connected")
        await asyncio.wait_for(lost.wait(), 20)
        await expect(old.locator("#moving-title")).to_have_text(
            "Moved to another tablet", timeout=15_000
        )
        await arrived(hall, [9050, 1])
        assert await hall.service.store.kept("moving") == {}


async def arrived(hall: Hall, mark: list[int]) -> None:
    """The only mark at the desk, as soon as there is one."""
    for _ in range(100):
        if marks(hall):
            break
        await asyncio.sleep(0.1)
    assert list(marks(hall).values()) == [mark]


async def test_a_seat_stays_if_the_judge_thinks_better_of_it(tmp_path: Path) -> None:
    async with hall_with(tmp_path / "hall.db", [1]) as (hall, browser):
        old = await judge(browser, hall)
        await typed(old, "9")
        first = await handed_over(old)
        await old.click("#moving-yes")
        await expect(old.locator("#moving-code")).not_to_have_text(first)
        code = await old.inner_text("#moving-code")
        await old.reload()
        await expect(old.locator("#moving-code")).to_have_text(code)
        await old.click("#moving-no")
        await expect(old.locator("#moving")).to_be_hidden()
        await typed(old, "3")
        await expect(old.locator(".criterion-mark")).to_have_text("93")
        other = await fresh(browser)
        await code_entered(other, hall, code)
        await expect(other.locator("#refused")).to_contain_text("wrong, used up or too old")
        await sent(old, ".5")
        await expect(old.locator("#sheet-state")).to_have_attribute("data-state", "desk")


async def test_without_network_nothing_is_handed_over_and_nothing_is_locked(
    tmp_path: Path,
) -> None:
    async with (
        proxy_to(0) as proxy,
        hall_behind(proxy, tmp_path / "hall.db") as hall,
        chromium() as browser,
    ):
        await hall.register(called(small_plan(judges=3), [1]))
        old = await judge(browser, hall)
        proxy.cut()
        await sent(old, "90.5")
        await old.click("#move")
        await old.click("#moving-yes")
        await expect(old.locator("#moving-trouble")).to_contain_text("cannot be reached")
        await old.click("#moving-no")
        await expect(old.locator("#moving")).to_be_hidden()
        await sent(old, "91.5")
        proxy.up = True
        await old.evaluate(HEARD)
        await expect(old.locator("#line")).to_have_text("Connected")
        assert marks(hall) == {1: [9150, 2]}


async def test_what_the_desk_may_have_after_a_lost_answer_is_taken_back(tmp_path: Path) -> None:
    async with hall_with(tmp_path / "hall.db", [1]) as (hall, browser):
        old = await judge(browser, hall)

        async def lost(route: Route) -> None:
            await route.fetch()
            await route.abort()

        await old.route("**/move?*", lost)
        await typed(old, "9")
        async with old.expect_response("**/move/back?*"):
            await old.click("#move")
            await old.click("#moving-yes")
            await expect(old.locator("#moving-trouble")).to_contain_text("cannot be reached")
        await old.click("#moving-no")
        assert await hall.service.store.kept("moving") == {}
        assert await hall.service.keys.open_since(J1) is None
        second = await judge(browser, hall)
        await expect(second.locator("#line")).to_have_text("Connected")
        await sent(old, "4")
        await expect(old.locator("#sheet-state")).to_have_attribute("data-state", "desk")


async def test_a_court_moves_in_the_middle_of_a_match(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall, chromium() as browser:
        await hall.register(drawn(cup()))
        old = await another_tablet(browser, hall)
        await called_on_court(old)
        await started(old)
        await at_the_desk(old)
        await old.route("**/commands?*", lambda route: route.abort())
        await points(old, "ab")
        await expect(old.locator("#sheet-state")).to_contain_text("On this tablet: 2")
        await old.click("#back")
        code = await handed_over(old)
        new = await fresh(browser)
        await code_entered(new, hall, code)
        await new.wait_for_url(f"**/contests/{CUP}/seats/{COURT}")
        await new.locator("#list [data-open]").first.click()
        await playing(new)
        await expect(new.locator("#sheet-state")).to_contain_text("from another tablet")
        await points(new, "a")
        await at_the_desk(new)
        await expect(old.locator("#moving-title")).to_have_text("Moved to another tablet")
        assert [one.revision for one in recorded(hall)] == [1, 2, 3, 4]


async def test_a_tablet_signed_out_at_the_desk_keeps_its_marks_until_a_new_link(
    tmp_path: Path,
) -> None:
    async with hall_with(tmp_path / "hall.db", [1, 2]) as (hall, browser):
        tablet, desk = await judge(browser, hall), await desk_of(browser, hall)
        await tablet.route("**/commands?*", lambda route: route.abort())
        await sent(tablet, "91.5")
        await expect(tablet.locator("#line")).to_contain_text("1 kept here, not sent yet")
        await desk.click("[data-tablets='J1']")
        line = desk.locator("#signed-in-list li")
        await expect(line).to_have_count(1)
        await line.locator("button").click()
        await line.locator("button").click()
        await expect(line.locator("button")).to_have_text("Sign out now")
        await desk.wait_for_timeout(SETTLING)
        await line.locator("button").click()
        await expect(desk.locator("#signed-in-none")).to_be_visible()
        await expect(tablet.locator("#trouble")).to_contain_text("not signed in any more")
        await tablet.unroute_all(behavior="wait")
        await tablet.evaluate(HEARD)
        await expect(tablet.locator("#line")).to_contain_text("1 kept here, not sent yet")
        assert marks(hall) == {}
        await desk.click("#signed-in [data-close]")
        await desk.click("[data-link='J1']")
        await expect(desk.locator("#link-code")).to_have_text(re.compile(r"^\w{4} \w{4}$"))
        await code_entered(tablet, hall, await desk.inner_text("#link-code"))
        await expect(tablet.locator("#line")).to_have_text("Connected")
        assert [mark for mark, _ in marks(hall).values()] == [9150]


async def test_all_seats_are_printed_with_a_code_each_and_older_ones_end(tmp_path: Path) -> None:
    async with hall_with(tmp_path / "hall.db", [1]) as (hall, browser):
        desk = await desk_of(browser, hall)
        before = await hall.service.keys.invite(J1)
        await desk.click("#all-links")
        await expect(desk.locator("#links-ask")).to_contain_text("do not work any more")
        await desk.click("#links-yes")
        await expect(desk.locator(".sheet svg")).to_have_count(3)
        codes = await desk.locator(".sheet .seat-code").all_inner_texts()
        assert len(set(codes)) == 3
        assert not await hall.service.keys.is_open(before.secret)
        await expect(desk.locator(".sheet").first).to_contain_text("/enter")
        page = await fresh(browser)
        await code_entered(page, hall, codes[0])
        await page.wait_for_url("**/contests/small/seats/J1")


async def test_signing_in_anew_on_one_tablet_leaves_one_device(tmp_path: Path) -> None:
    async with hall_with(tmp_path / "hall.db", [1]) as (hall, browser):
        tablet = await judge(browser, hall)
        await signed_in(tablet, hall, "J1")
        await expect(tablet.locator("#line")).to_have_text("Connected")
        assert len((await hall.service.keys.devices(SMALL))[SeatId("J1")]) == 1
