"""A judge's tablet in Chromium: signing in with the seat's link, and tapping its keys."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Page, ViewportSize, expect

from scoring.access import SeatHolder
from scoring.contest.file import ContestFile
from scoring.contest.ids import ContestId, SeatId
from tests.browser.chromium import chromium
from tests.web.hall import Hall, running_hall

PHONE = ViewportSize(width=360, height=740)
SETTLING = 600
"""Milliseconds that a question takes no answer, so that a hasty second tap gives none."""


async def signed_in(page: Page, hall: Hall, seat: str) -> None:
    """Open the judge's link; the secret leaves the address at once."""
    secret = await hall.service.keys.new_link(SeatHolder(ContestId("small"), SeatId(seat)))
    await page.goto(f"{hall.base}/enter?lang=en#k={secret}")
    await page.wait_for_url(f"**/contests/small/seats/{seat}")
    assert secret not in page.url


@asynccontextmanager
async def tablet_of(
    database: Path, file: ContestFile, seat: str = "J1", viewport: ViewportSize = PHONE
) -> AsyncGenerator[tuple[Hall, Page]]:
    """A hall with this contest, and a seat's tablet in it."""
    async with running_hall(database) as hall, chromium() as browser:
        answer = await hall.register(file)
        assert answer.is_success, answer.text
        page = await browser.new_page(viewport=viewport)
        await signed_in(page, hall, seat)
        yield hall, page


async def typed(page: Page, mark: str) -> None:
    for key in mark:
        await page.click(f"[data-key='{key}']")


async def sent(page: Page, mark: str) -> None:
    """Type a mark and press the button once it offers just that."""
    await typed(page, mark)
    await expect(page.locator("#send")).to_be_enabled()
    await page.click("#send")


async def answered(page: Page, button: str) -> None:
    await page.wait_for_timeout(SETTLING)
    await page.click(button)
