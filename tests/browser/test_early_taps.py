"""A button that is tapped before its script has arrived acts when it has."""

import asyncio

from playwright.async_api import Route, expect

from tests.browser.chromium import chromium
from tests.browser.test_board import settle, sings
from tests.contests import called, small_plan
from tests.web.hall import running_hall


async def test_a_tap_on_a_page_that_is_still_loading_is_not_lost() -> None:
    arrives = asyncio.Event()

    async def slow(route: Route) -> None:
        await arrives.wait()
        await route.continue_()

    async with running_hall(None) as hall, chromium() as browser:
        await hall.register(called(small_plan(judges=3), []))
        await sings(hall, 1, "90.00")
        await settle(hall, 1)
        page = await browser.new_page()
        await page.route("**/board.js", slow)
        await page.goto(f"{hall.base}/contests/small?lang=en", wait_until="commit")
        pin = page.locator("#r-e1 [data-pin]")
        await pin.click()
        await expect(pin).not_to_have_attribute("aria-pressed", "true")
        arrives.set()
        await expect(pin).to_have_attribute("aria-pressed", "true")
