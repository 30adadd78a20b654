"""An umpire's tablet in Chromium: signed in to a court, points won by keys or taps."""

from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, Page, ViewportSize, expect

from scoring.access import SeatHolder
from scoring.contest.file import ContestFile
from scoring.contest.ids import ContestId, SeatId
from scoring.contest.match_events import TapRecorded
from scoring.contest.plan import Plan
from scoring.contest.play import MatchRecord
from scoring.rules.outcomes import Side
from tests.browser.chromium import chromium
from tests.matches import COURT, CUP, DRAW, FIRST, lines
from tests.web.hall import Hall, running_hall

TABLET = ViewportSize(width=820, height=1180)
SETTLING = 650
"""Milliseconds in which what has just come under the finger takes no tap."""

_POINTS = """async (winners) => {
  const shown = () => document.getElementById("board").textContent;
  for (const winner of winners) {
    const before = shown();
    const left = document.getElementById("left").dataset.side;
    const key = winner === left ? "ArrowLeft" : "ArrowRight";
    document.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    for (let waited = 0; shown() === before && waited < 200; waited += 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}"""


def drawn(plan: Plan) -> ContestFile:
    """Pair 1 against pair 4 first, pair 2 against pair 3."""
    return ContestFile(plan=plan, commands=(lines("desk:1", "e1", "e4", "e2", "e3"),))


async def at_court(
    page: Page, hall: Hall, court: SeatId = COURT, contest: ContestId = CUP
) -> None:
    """Sign in with the link of the court."""
    secret = await hall.service.keys.new_link(SeatHolder(contest, court))
    await page.goto(f"{hall.base}/enter?lang=en#k={secret}")
    await page.wait_for_url(f"**/contests/{contest}/seats/{court}")


async def another_tablet(browser: Browser, hall: Hall) -> Page:
    """A second device, signed in to the same court."""
    context: BrowserContext = await browser.new_context(viewport=TABLET)
    page = await context.new_page()
    await at_court(page, hall)
    return page


@asynccontextmanager
async def umpiring(database: Path, plan: Plan) -> AsyncGenerator[tuple[Hall, Browser, Page]]:
    """A hall with this contest drawn, and the tablet of court 1."""
    async with running_hall(database) as hall, chromium() as browser:
        answer = await hall.register(drawn(plan))
        assert answer.is_success, answer.text
        page = await another_tablet(browser, hall)
        yield hall, browser, page


async def called(page: Page) -> None:
    """Call the first match and look at what comes before it."""
    await page.locator("[data-call]").first.click()
    await expect(page.locator("#panel-title")).to_have_text("Before the match")


async def started(page: Page, server: str = "a1", receiver: str = "b1") -> None:
    await page.click(f"[data-server='{server}']")
    await page.click(f"[data-receiver='{receiver}']")
    await gone_on(page)
    await playing(page)


async def gone_on(page: Page) -> None:
    """Press the one thing that the panel leads to, once it has settled."""
    await page.wait_for_timeout(SETTLING)
    await page.click("#go")


async def playing(page: Page) -> None:
    await expect(page.locator("#halves")).to_be_visible()
    await page.wait_for_timeout(SETTLING)


async def points(page: Page, winners: Iterable[Side] | str) -> None:
    """Points won by sides as told, one after another, with the arrow keys."""
    await page.evaluate(_POINTS, list(winners))


async def tapped(page: Page, side: Side) -> None:
    """A point by a finger on the half of that side."""
    await page.wait_for_timeout(350)
    await page.click(f".half[data-side='{side}']")


async def at_the_desk(page: Page) -> None:
    await expect(page.locator("#sheet-state")).to_have_attribute("data-state", "desk")


def record(hall: Hall, match: str = FIRST, rubber: int = 0) -> MatchRecord:
    return hall.service.contest(CUP).play[DRAW].record(match, rubber)


def recorded(hall: Hall) -> list[TapRecorded]:
    """Every entry of umpires in the log."""
    return [one for one in hall.service.contest(CUP).history if isinstance(one, TapRecorded)]
