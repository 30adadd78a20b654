"""An organizer runs a whole small contest in Chromium: draw, call, close, correct, advance."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Page, expect

from scoring.access import Organizer
from scoring.contest.ids import EntrantId
from tests.browser.chromium import chromium
from tests.contests import STAGE, called, marking, small_plan
from tests.web.hall import Hall, running_hall

SETTLING = 600


@asynccontextmanager
async def desk_of(hall: Hall) -> AsyncGenerator[Page]:
    """The desk of the small contest in a browser that used the organizer's link."""
    async with chromium() as browser:
        page = await browser.new_page(viewport={"width": 1280, "height": 800})
        secret = await hall.service.keys.new_link(Organizer())
        await page.goto(f"{hall.base}/enter?lang=en#k={secret}")
        await page.wait_for_url("**/desk")
        await page.goto(f"{hall.base}/contests/small/desk?lang=en")
        yield page


async def all_mark(hall: Hall, entrant: int, mark: str, *, seats: int = 3) -> None:
    for number in range(1, seats + 1):
        seat = f"J{number}"
        given = marking(f"tablet-{seat}:{entrant}", entrant, seat, mark)
        answer = await hall.give("small", given, await hall.seat("small", seat))
        assert answer.is_success, answer.text


def on_stage(hall: Hall) -> int:
    entrant = hall.service.contest("small").stage(STAGE).on_stage
    assert entrant is not None
    return int(entrant.removeprefix("e"))


async def pressed(page: Page, button: str) -> None:
    """Press as a person would: a button whose meaning has just changed takes no press yet."""
    await page.wait_for_timeout(SETTLING)
    await page.click(button)


async def confirmed(page: Page) -> None:
    await page.click("dialog[open] .button:is(.primary, .danger):not([data-close])")


async def test_a_contest_from_the_draw_to_the_list_of_who_goes_on(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall:
        await hall.register(called(small_plan(entrants=3, judges=3), []))
        async with desk_of(hall) as page:
            await page.click("#open-draw")
            await page.fill("#seed", "dice 4 2 6 1")
            await confirmed(page)
            await expect(page.locator(".seed")).to_contain_text("dice 4 2 6 1")
            await pressed(page, "#call-next")
            marks = {}
            for turn in range(3):
                await expect(page.locator("#go")).to_have_attribute("aria-disabled", "true")
                entrant = on_stage(hall)
                marks[entrant] = f"9{turn}.00"
                await all_mark(hall, entrant, marks[entrant])
                await expect(page.locator("#stage-card .so-far")).to_contain_text(marks[entrant])
                await expect(page.locator("#go")).not_to_have_attribute("aria-disabled", "true")
                await pressed(page, "#go")
            await pressed(page, "#go")
            await confirmed(page)
            await page.click("#decide-0")
            await expect(page.locator("#advance-0 .goes-on")).to_contain_text("92.00")
            await page.click("#advance-0 [type=submit]")
            await expect(page.locator("#desk")).to_contain_text("Advancing recorded")
        advanced = hall.service.contest("small").stage(STAGE).advanced
        assert [marks[int(one.removeprefix("e"))] for one in advanced[0].entrants] == ["92.00"]


async def test_a_missing_judge_must_be_named_before_closing(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall:
        await hall.register(called(small_plan(entrants=3, judges=4), [1]))
        async with desk_of(hall) as page:
            await all_mark(hall, 1, "95.00")
            await expect(page.locator("#why-not")).to_contain_text("Judge 4")
            await pressed(page, "#absent-e1")
            await expect(page.locator("dialog[open]")).to_contain_text("Judge 4")
            await confirmed(page)
            await expect(page.locator("#order-rows")).to_contain_text("95.00")
        performance = next(iter(hall.service.contest("small").stage(STAGE).performances.values()))
        assert performance.absent == ("J4",)


async def test_a_link_for_a_seat_is_shown_as_a_code(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall:
        await hall.register(called(small_plan(judges=3), []))
        async with desk_of(hall) as page:
            await page.click("[data-link='J2']")
            await expect(page.locator("#link-qr svg")).to_be_visible()
            await expect(page.locator("#link-url")).to_have_value(
                f"{hall.base}/enter#k=" + (await page.input_value("#link-url"))[-43:]
            )


async def test_a_contest_file_is_registered_in_the_browser(tmp_path: Path) -> None:
    fixture = Path(__file__).parents[2] / "fixtures" / "our-village-k-2024" / "yuhang-renhe.json"
    async with running_hall(tmp_path / "hall.db") as hall:
        await hall.register(called(small_plan(judges=3), []))
        async with desk_of(hall) as page:
            await page.goto(f"{hall.base}/desk?lang=en")
            await page.click("#register-box > summary")
            await page.set_input_files("input[type='file']", fixture)
            await page.click("form button[type='submit']")
            await page.wait_for_url("**/contests/yuhang-renhe/desk")
            await expect(page.locator("#stage-title")).to_contain_text("Advancing recorded")


async def test_a_late_entrant_is_entered_with_the_next_free_number(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall:
        await hall.register(called(small_plan(entrants=3, judges=3), [1]))
        async with desk_of(hall) as page:
            await page.click("#late-open")
            await expect(page.locator("#late-number")).to_have_value("4")
            await page.fill("#late-number", "2")
            await page.fill("#late-name", "迟到的歌手")
            await page.select_option("#late-group", "villagers")
            await page.click("#late-form button[type='submit']")
            await expect(page.locator("#late-notice")).to_contain_text("belongs to 歌手2")
            await page.fill("#late-number", "4")
            await page.click("#late-form button[type='submit']")
            await expect(page.locator("#order-rows")).to_contain_text("迟到的歌手")
        entered = hall.service.contest("small").entrants[EntrantId("late-4")]
        assert (entered.number, entered.group) == (4, "villagers")


async def test_who_is_off_stage_and_open_is_not_shown_on_stage(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall:
        await hall.register(called(small_plan(entrants=3, judges=3), [1, 2]))
        await all_mark(hall, 1, "95.00")
        await all_mark(hall, 2, "94.00")
        async with desk_of(hall) as page:
            await expect(page.locator("#stage-card")).to_contain_text("歌手2")
            await expect(page.locator("#others")).to_contain_text("歌手1")
            await pressed(page, "#close-only")
            await expect(page.locator("#stage-card")).to_contain_text("歌手3")
            await expect(page.locator("#others")).to_contain_text("歌手1")
