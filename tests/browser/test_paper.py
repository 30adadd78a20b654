"""Paper in Chromium: printed page by page, typed in by keyboard, decided by the head judge."""

import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, Page, expect

from scoring.access import Role
from scoring.contest.encounters import encounters
from scoring.contest.ids import SeatId
from scoring.contest.paper_codes import OfPerformance, match_code, sheet_code
from scoring.contest.performance import Sheet
from tests.browser.chromium import chromium
from tests.contests import STAGE, called, entrant_id, marking, small_plan
from tests.played import SINGLES, Played, knock_out
from tests.web.hall import Hall, running_hall
from tests.web.officials import cookies_of, employ

J1 = SeatId("J1")


async def page_as(hall: Hall, browser: Browser, role: Role, meet: str = "test-meet") -> Page:
    """A browser of its own in which somebody of this role is signed in."""
    await employ(hall, role, role, meet)
    context = await browser.new_context(viewport={"width": 1280, "height": 800})
    cookies = await cookies_of(hall, role)
    await context.add_cookies(
        [{"name": name, "value": value, "url": hall.base} for name, value in cookies.items()]
    )
    return await context.new_page()


@asynccontextmanager
async def marked(tmp_path: Path) -> AsyncGenerator[tuple[Hall, Browser]]:
    """A hall in which judge 1 has given No. 1 95.50."""
    async with running_hall(tmp_path / "hall.db") as hall, chromium() as browser:
        await hall.register(called(small_plan(judges=3), [1]))
        given = marking("tablet-J1:1", 1, "J1", "95.50")
        assert (await hall.give("small", given, await hall.seat("small", "J1"))).is_success
        yield hall, browser


def sheet(hall: Hall) -> Sheet:
    return hall.service.contest("small").stage(STAGE).performances[entrant_id(1)].sheet(J1)


async def typed(page: Page, text: str) -> None:
    await page.keyboard.type(text)
    await page.keyboard.press("Enter")


async def test_a_clerk_types_paper_in_by_keyboard_and_the_head_judge_decides(
    tmp_path: Path,
) -> None:
    async with marked(tmp_path) as (hall, browser):
        contest = hall.service.contest("small")
        code = sheet_code(contest, OfPerformance(STAGE, entrant_id(1), J1))
        clerk = await page_as(hall, browser, "scorer")
        await clerk.goto(f"{hall.base}/contests/small/paper/entry?lang=en")
        await expect(clerk.locator("#code")).to_be_focused()
        await typed(clerk, code[:-1] + str((int(code[-1]) + 1) % 10))
        await expect(clerk.locator("#code-problem")).to_contain_text("mistyped")
        await clerk.fill("#code", "")
        await typed(clerk, code)
        await expect(clerk.locator("#m-overall")).to_be_focused()
        await expect(clerk.locator("main")).not_to_contain_text("95.50")
        await typed(clerk, "101")
        await expect(clerk.locator("#sheet-notice")).to_contain_text("out of range")
        await clerk.fill("#m-overall", "")
        await typed(clerk, "９５。０５")
        await expect(clerk.locator("#done")).to_contain_text("They differ.")
        await expect(clerk.locator("#code")).to_be_focused()
        difference = clerk.locator(".paper-difference")
        await expect(difference).to_contain_text("The head judge decides.")
        assert await difference.locator("button").count() == 0
        assert sheet(hall).revision == 1

        judge = await page_as(hall, browser, "head_judge")
        await judge.goto(f"{hall.base}/contests/small/paper/entry?lang=en")
        await judge.click(".paper-difference .button.primary")
        await expect(judge.locator("#weigh-changes")).to_contain_text("95.50")
        await judge.click("#weigh-yes")
        await expect(judge.locator("#count-final")).to_contain_text("1 agree, 0 differ")
        given = sheet(hall).given
        assert given is not None
        assert list(given.marks.values()) == [9505]


async def test_the_tablets_marks_may_be_kept_instead(tmp_path: Path) -> None:
    async with marked(tmp_path) as (hall, browser):
        contest = hall.service.contest("small")
        code = sheet_code(contest, OfPerformance(STAGE, entrant_id(1), J1))
        judge = await page_as(hall, browser, "head_judge")
        await judge.goto(f"{hall.base}/contests/small/paper/entry?lang=en&code={code}")
        await typed(judge, "95.05")
        await judge.click(".paper-difference .button:not(.primary)")
        await judge.click("#weigh-yes")
        await expect(judge.locator("#count-final")).to_contain_text("0 agree, 0 differ")
        await expect(judge.locator("#count-final")).to_contain_text("decided for the tablet")
        assert sheet(hall).revision == 1


async def test_sheets_are_printed_six_to_a_page_of_a4_without_the_page_around(
    tmp_path: Path,
) -> None:
    async with marked(tmp_path) as (hall, browser):
        page = await page_as(hall, browser, "reader")
        await page.goto(f"{hall.base}/contests/small/paper?lang=en&seat=all")
        await expect(page.locator(".paper-count")).to_have_text("12 sheets on 2 pages A4")
        await page.emulate_media(media="print")
        await expect(page.locator(".paper-head")).to_be_hidden()
        await expect(page.locator("header.bar")).to_be_hidden()
        printed = await page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 2
        for slip in await page.locator(".paper-slip").all():
            assert await slip.evaluate("one => one.scrollHeight <= one.clientHeight")


async def test_a_score_sheet_is_typed_in_and_its_result_taken(tmp_path: Path) -> None:
    played = Played(knock_out(field=4, match=SINGLES))
    played.draw()
    stage, first = played.stage(), played.matches()[0]
    number = [one.id for one in encounters(played.now, stage)].index(first.id) + 1
    code = match_code(played.now, stage.id, number, first)
    async with running_hall(tmp_path / "hall.db") as hall, chromium() as browser:
        assert (await hall.register(played.file)).is_success
        judge = await page_as(hall, browser, "head_judge", "games")
        await judge.goto(f"{hall.base}/contests/matches/paper?lang=en")
        await expect(judge.locator(".paper-match").first).to_contain_text(code)
        await judge.goto(f"{hall.base}/contests/matches/paper/entry?lang=en")
        await typed(judge, code)
        await expect(judge.locator("#score")).to_be_focused()
        await typed(judge, "21-15 18-21 21-19")
        await expect(judge.locator("#done")).to_contain_text("Nothing is recorded by a tablet")
        await judge.click(".paper-difference .button.primary")
        await judge.click("#weigh-yes")
        await expect(judge.locator("#count-draw")).to_contain_text("1 agree, 0 differ")
        record = hall.service.contest("matches").play[stage.id].record(first.id)
        assert record.confirmed
        assert record.reason == "From the signed paper sheet"
