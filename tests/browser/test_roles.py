"""A page of the desk that is open follows what its person may do, from one moment to the next."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Page, expect

from scoring.contest.ids import MeetId
from tests.browser.chromium import chromium
from tests.contests import called, small_plan
from tests.web.hall import Hall, running_hall
from tests.web.officials import cookies_of, employ

HERE = MeetId("test-meet")
WEI = "liwei"


@asynccontextmanager
async def page_of(database: Path, path: str) -> AsyncGenerator[tuple[Hall, Page]]:
    """A page of a contest in which the first is on stage, open at an organizer's."""
    async with running_hall(database) as hall, chromium() as browser:
        await hall.register(called(small_plan(entrants=3, judges=3), [1]))
        await employ(hall, WEI, "organizer")
        context = await browser.new_context(viewport={"width": 1280, "height": 800})
        token = (await cookies_of(hall, WEI))["session"]
        await context.add_cookies([{"name": "session", "value": token, "url": hall.base}])
        page = await context.new_page()
        await page.goto(f"{hall.base}/contests/small/desk{path}?lang=en")
        await page.evaluate("window.stayed = true")
        yield hall, page


async def has_stayed(page: Page) -> bool:
    return bool(await page.evaluate("window.stayed === true"))


async def test_the_desk_offers_what_the_role_of_this_moment_allows(tmp_path: Path) -> None:
    async with page_of(tmp_path / "hall.db", "") as (hall, page):
        roles = hall.service.accounts
        await expect(page.locator("#go")).to_be_visible()
        await expect(page.locator("#late-open")).to_be_visible()
        await roles.set_role(WEI, HERE, "reader")
        await expect(page.locator("#go")).to_have_count(0, timeout=10_000)
        await expect(page.locator("[data-call], [data-link], #late-open")).to_have_count(0)
        await expect(page.locator("#why-not")).to_contain_text("Waiting for")
        await page.keyboard.press("x")
        await expect(page.locator("dialog[open], .notice:visible")).to_have_count(0)
        await roles.set_role(WEI, HERE, "head_judge")
        await expect(page.locator("#go")).to_be_visible(timeout=10_000)
        await expect(page.locator("#late-open")).to_have_count(0)
        assert await has_stayed(page)
        await roles.set_role(WEI, HERE, None)
        await expect(page.locator("h1")).to_contain_text("Not allowed", timeout=15_000)


async def test_other_pages_of_the_desk_follow_too(tmp_path: Path) -> None:
    async with page_of(tmp_path / "hall.db", "/history") as (hall, page):
        roles = hall.service.accounts
        await expect(page.locator("[data-undo]")).to_have_count(1)
        await roles.set_role(WEI, HERE, "scorer")
        await expect(page.locator("[data-undo], .export")).to_have_count(0, timeout=10_000)
        assert await has_stayed(page)
        await roles.set_role(WEI, HERE, None)
        await expect(page.locator("h1")).to_contain_text("Not allowed", timeout=15_000)
