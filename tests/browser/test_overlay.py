"""Over the picture of a stream: the rest is transparent, and it follows the contest."""

from playwright.async_api import Page, expect

from scoring.contest.commands import ClosePerformance, Command
from scoring.contest.file import ContestFile
from scoring.contest.ids import CommandId
from tests.browser.chromium import chromium
from tests.contests import called, entrant_id, marking, small_plan
from tests.matches import CUP, cup, lines, opening, start, tap
from tests.web.hall import running_hall

_CLEAR = "rgba(0, 0, 0, 0)"
_STYLES = """() => [document.documentElement, document.body, document.getElementById("overlay")]
    .map((one) => getComputedStyle(one).backgroundColor)"""


async def assert_clear(page: Page) -> None:
    """Nothing is painted behind what is said."""
    assert await page.evaluate(_STYLES) == [_CLEAR] * 3
    scheme = "() => getComputedStyle(document.documentElement).colorScheme"
    assert await page.evaluate(scheme) == "normal"


async def test_the_lower_third_names_who_is_on_stage_then_the_score() -> None:
    async with running_hall(None) as hall, chromium() as browser:
        plan = small_plan()
        await hall.register(called(plan, [1]))
        page = await browser.new_page(viewport={"width": 1920, "height": 1080})
        await page.goto(f"{hall.base}/contests/small/overlay?lang=zh")
        third = page.locator(".lower-third")
        await expect(third).to_contain_text("歌手1")
        await assert_clear(page)
        headers = await hall.organizer()
        marks = [marking(f"t:{n}", 1, f"J{n}", "91.11") for n in range(1, 8)]
        await hall.give("small", marks, headers)
        await expect(third).not_to_contain_text("91")
        close = ClosePerformance(
            id=CommandId("t:9"), stage=plan.stages[0].id, entrant=entrant_id(1)
        )
        await hall.give("small", [close], headers)
        await expect(third.locator(".score")).to_contain_text("91.11", timeout=5000)


async def test_the_bug_shows_the_courts_in_play_or_the_one_asked_for() -> None:
    async with running_hall(None) as hall, chromium() as browser:
        headers = await hall.organizer()
        await hall.register(ContestFile(plan=cup()))
        begun: list[Command] = [
            lines("d:1", "e1", "e2", "e3", "e4"),
            opening("d:2"),
            tap("d:3", 0, start()),
        ]
        await hall.give(CUP, begun, headers)
        page = await browser.new_page(viewport={"width": 1920, "height": 1080})
        await page.goto(f"{hall.base}/contests/{CUP}/overlay")
        bug = page.locator(".score-bug")
        await expect(bug).to_contain_text("Pair 1")
        await assert_clear(page)
        await hall.give(CUP, [tap("d:4", 1, "b"), tap("d:5", 2, "b")], headers)
        await expect(bug.locator(".points")).to_have_text(["0", "2"], timeout=5000)
        await page.goto(f"{hall.base}/contests/{CUP}/overlay?court=court-2")
        await expect(page.locator("#overlay")).to_be_attached()
        await expect(bug).to_be_hidden()
