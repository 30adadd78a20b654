"""Two phones in the hall: one watches the board, one the page of a singer; neither reloads."""

from pathlib import Path

from playwright.async_api import Page, expect

from tests.browser.chromium import chromium
from tests.contests import called, entrant_id, marking, small_plan
from tests.web.hall import Hall, running_hall


async def sings(hall: Hall, number: int, mark: str) -> None:
    """A whole performance, called by the organizer and marked by three judges."""
    entrant = entrant_id(number)
    call = {"type": "call", "id": f"desk-c:{number}", "stage": "final", "entrant": entrant}
    await tell(hall, call)
    for seat in ("J1", "J2", "J3"):
        given = marking(f"tablet-{seat}:{number}", number, seat, mark)
        assert (await hall.give("small", given, await hall.seat("small", seat))).is_success


async def settle(hall: Hall, number: int) -> None:
    entrant = entrant_id(number)
    await tell(
        hall,
        {
            "type": "close_performance",
            "id": f"desk-s:{number}",
            "stage": "final",
            "entrant": entrant,
        },
    )


async def tell(hall: Hall, command: dict[str, str]) -> None:
    answer = await hall.client.post(
        "/api/contests/small/commands", json=command, headers=await hall.organizer()
    )
    assert answer.is_success, answer.text


async def stay(page: Page) -> None:
    """Leave a trace that a reload would wipe out."""
    await page.evaluate("window.stayed = true")


async def has_stayed(page: Page) -> bool:
    return bool(await page.evaluate("window.stayed === true"))


async def test_the_board_moves_and_a_singers_page_follows(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall, chromium() as browser:
        await hall.register(called(small_plan(judges=3), []))
        await sings(hall, 1, "90.00")
        await settle(hall, 1)
        board, singer = await browser.new_page(), await browser.new_page()
        await board.goto(f"{hall.base}/contests/small?lang=en")
        await singer.goto(f"{hall.base}/contests/small/entrants/e2?lang=en")
        await expect(singer.locator("#person-word")).to_have_text("Next on stage")
        await stay(board)
        await stay(singer)

        await sings(hall, 2, "95.25")
        await expect(singer.locator("#person-word")).to_have_text("On stage now")
        await expect(board.locator("#spot")).to_contain_text("3 of 3 judges have marked")
        assert "95.25" not in await board.content() + await singer.content()

        await settle(hall, 2)
        await expect(singer.locator("#person-score")).to_have_text("95.25")
        await expect(singer.locator("#person-place")).to_contain_text("Place 1")
        await expect(board.locator("#rows > .row").first).to_contain_text("95.25")

        await sings(hall, 3, "97.00")
        await settle(hall, 3)
        await expect(singer.locator("#person-place")).to_contain_text("Place 2")
        await expect(board.locator("#r-e2 .nth")).to_have_text("2")
        assert await has_stayed(board)
        assert await has_stayed(singer)


async def test_a_row_leads_to_the_singer_and_who_is_followed_stays_at_hand(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall, chromium() as browser:
        await hall.register(called(small_plan(judges=3), []))
        await sings(hall, 1, "90.00")
        await settle(hall, 1)
        phone = await browser.new_page(viewport={"width": 360, "height": 740})
        await phone.goto(f"{hall.base}/contests/small?lang=en")
        row = await phone.locator("#r-e1 .score").bounding_box()
        assert row is not None
        await phone.mouse.click(row["x"] + 5, row["y"] + 5)
        await phone.wait_for_url("**/contests/small/entrants/e1")
        await phone.click("#follow")
        await expect(phone.locator("#follow")).to_have_text("Following")
        await phone.click("text=All of the ranking")
        await expect(phone.locator("#mine")).to_contain_text("90.00")
        await expect(phone.locator("#mine")).to_contain_text("Place 1")
        await phone.click("#r-e1 .pin")
        await expect(phone.locator("#mine")).to_be_hidden()
        await phone.click("#r-e1 .pin")
        await phone.click("#mine")
        await phone.wait_for_url("**/contests/small/entrants/e1")


async def test_a_page_that_lost_its_stream_fetches_the_singer_anew(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall, chromium() as browser:
        await hall.register(called(small_plan(judges=3), []))
        singer = await browser.new_page()
        await singer.route("**/entrants/e1/live*", lambda route: route.abort())
        await singer.goto(f"{hall.base}/contests/small/entrants/e1?lang=en")
        await sings(hall, 1, "90.00")
        await settle(hall, 1)
        await expect(singer.locator("#person-score")).to_have_text("90.00", timeout=20_000)
