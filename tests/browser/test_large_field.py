"""A field of several pages: turned, followed live, and searched by the desk."""

from playwright.async_api import expect

from tests.browser.chromium import chromium
from tests.browser.test_board import settle, sings
from tests.contests import called, small_plan
from tests.web.hall import running_hall


async def test_a_board_of_several_pages_is_turned_followed_and_searched() -> None:
    async with running_hall(None) as hall, chromium() as browser:
        await hall.register(called(small_plan(entrants=410, judges=3), []))
        await sings(hall, 7, "90.00")
        await settle(hall, 7)
        page = await browser.new_page(viewport={"width": 360, "height": 740})
        await page.goto(f"{hall.base}/contests/small?lang=en")
        await expect(page.locator(".row")).to_have_count(200)
        await expect(page.locator("#pages")).to_contain_text("Page 1 of 3")
        await page.click("#r-e7 [data-pin]")
        await page.click("#pages [rel=next]")
        await expect(page.locator("#pages")).to_contain_text("Page 2 of 3")
        await expect(page.locator("#waiting summary")).to_have_text("Still to perform: 409")
        await expect(page.locator("#mine")).to_have_attribute(
            "href", "/contests/small/entrants/e7"
        )
        await page.locator("#waiting summary").click()
        await expect(page.locator("#r-e201")).to_be_visible()
        await sings(hall, 201, "95.00")
        await settle(hall, 201)
        await expect(page.locator("#r-e201")).to_have_count(0)
        await page.fill("#find", "歌手40")
        await page.press("#find", "Enter")
        await expect(page.locator("#found-title")).to_have_text("11 found")
        await page.fill("#find", "201")
        await page.press("#find", "Enter")
        await expect(page.locator(".row")).to_have_count(1)
        await expect(page.locator(".row .score")).to_have_text("95.00")
        await page.locator(".row .who-link").click()
        await expect(page.locator("h1")).to_contain_text("歌手201")
        missing = await page.request.get(f"{hall.base}/contests/small?page=4")
        assert missing.status == 404
        whole = await page.request.get(f"{hall.base}/api/contests/small/results")
        assert len((await whole.json())["sections"][0]["rows"]) == 410
