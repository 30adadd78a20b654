"""From the freeze to the last step of the ceremony: a desk, a phone and the wall."""

from pathlib import Path

from playwright.async_api import Browser, Page, expect

from tests.browser.chromium import chromium
from tests.browser.test_board import settle, sings
from tests.contests import called, small_plan
from tests.web.hall import Hall, running_hall

SCORES = {1: "90.00", 2: "95.25", 3: "92.50"}


async def officials(browser: Browser, hall: Hall, width: int, height: int) -> Page:
    """A browser in which the organizer is signed in."""
    context = await browser.new_context(viewport={"width": width, "height": height})
    token = (await hall.organizer())["Authorization"].removeprefix("Bearer ")
    await context.add_cookies([{"name": "session", "value": token, "url": hall.base}])
    return await context.new_page()


async def test_what_was_frozen_is_revealed_from_a_phone(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall, chromium() as browser:
        await hall.register(called(small_plan(entrants=3, judges=3), []))
        await sings(hall, 1, SCORES[1])
        await settle(hall, 1)
        desk = await officials(browser, hall, 1280, 800)
        wall = await browser.new_page()
        await wall.goto(f"{hall.base}/contests/small/wall?lang=en")
        await desk.goto(f"{hall.base}/contests/small/desk?lang=en")
        await desk.get_by_role("button", name="Freeze …").click()
        await desk.get_by_role("button", name="Freeze the public screens").click()
        await expect(wall.locator("#kept-back")).to_contain_text("Frozen since result 1")

        for number in (2, 3):
            await sings(hall, number, SCORES[number])
            await settle(hall, number)
        await expect(desk.locator("#approval")).to_contain_text("kept back: 2")
        assert SCORES[2] not in await wall.content()

        phone = await officials(browser, hall, 360, 740)
        await phone.goto(f"{hall.base}/contests/small/reveal?lang=en")
        await expect(phone.locator("#reveal-next")).to_contain_text("92.50")
        following = phone.get_by_role("button", name="Next step")
        await following.click()
        await expect(wall.locator("#wall-ranking")).to_contain_text("92.50")
        assert SCORES[2] not in await wall.content()

        await phone.get_by_role("button", name="Step back").click()
        await expect(wall.locator("#wall-ranking")).not_to_contain_text("92.50")
        await following.click()
        await expect(phone.locator("#reveal-next")).to_contain_text("95.25")
        await following.click()
        await expect(wall.locator("#wall-ranking")).to_contain_text("95.25")
        await expect(wall.locator("#kept-back")).to_have_count(0)
        await expect(phone.locator("#reveal-next")).to_contain_text("Everything is revealed")
        await expect(following).to_be_disabled()


async def test_a_rehearsal_leaves_no_trace(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall, chromium() as browser:
        await hall.register(called(small_plan(entrants=2, judges=3), []))
        phone = await officials(browser, hall, 360, 740)
        await phone.goto(f"{hall.base}/contests/small/desk?lang=en")
        for number in (1, 2):
            await sings(hall, number, SCORES[number])
            if number == 1:
                await phone.get_by_role("button", name="Freeze …").click()
                await phone.get_by_role("button", name="Freeze the public screens").click()
                await expect(phone.locator("#approval")).to_contain_text("kept back: 0")
            await settle(hall, number)
        before = hall.service.contest("small").seq
        await phone.goto(f"{hall.base}/contests/small/reveal/rehearsal?lang=en")
        for score in (SCORES[1], SCORES[2]):
            assert score not in await phone.content()
            await phone.get_by_role("link", name="Next step").click()
            await expect(phone.locator("#rows")).to_contain_text(score)
        await expect(phone.get_by_role("link", name="Next step")).to_have_count(0)
        assert hall.service.contest("small").seq == before
