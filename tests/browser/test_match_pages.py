"""A board of matches in a browser: it follows what happens without being loaded again."""

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from scoring.contest.commands import Command
from tests.browser.chromium import chromium
from tests.played import SINGLES, Played, both, groups_then_knock_out, knock_out
from tests.web.hall import Hall, running_hall


async def stay(page: Page) -> None:
    await page.evaluate("window.stayed = true")


async def has_stayed(page: Page) -> bool:
    return bool(await page.evaluate("window.stayed === true"))


async def since(hall: Hall, of: Played, told: int) -> int:
    """Give the server what was told since, and return how much has been told by now."""
    news: list[Command] = of.commands[told:]
    answer = await hall.give("matches", news, await hall.organizer())
    assert answer.is_success, answer.text
    return len(of.commands)


async def test_a_bracket_page_follows_a_result_without_reload(tmp_path: Path) -> None:
    of = Played(knock_out(8, SINGLES))
    of.draw()
    one = of.matches()[0]
    of.call(one)
    of.rallies(one, 20)
    name = of.now.entrants[both(one)[0]].name
    async with running_hall(tmp_path / "hall.db") as hall, chromium() as browser:
        await hall.register(of.file)
        board, wall = await browser.new_page(), await browser.new_page()
        match = await browser.new_page()
        await board.goto(f"{hall.base}/contests/matches?lang=en")
        await wall.goto(f"{hall.base}/contests/matches/wall?show=bracket&lang=en")
        await match.goto(f"{hall.base}/contests/matches/matches/draw/{one.id}?lang=en")
        for page in (board, wall, match):
            await stay(page)
        await expect(board.locator(f"#c-{one.id}")).to_contain_text("In play")
        told = len(of.commands)
        of.tap(one, {"type": "rally", "winner": "a"})
        told = await since(hall, of, told)
        record = of.now.play[of.stage().id].record(one.id).state
        points = str(record.score.a)  # type: ignore[union-attr]
        await expect(match.locator("#hero-score b").first).to_have_text(points)
        await expect(board.locator(f"#c-{one.id} .now").first).to_have_text(points)

        of.result(one, lean=1)
        told = await since(hall, of, told)
        await expect(board.locator(f"#c-{one.id}")).to_have_count(0)
        await expect(board.locator(f"#bracket-{one.id}")).to_have_class("match confirmed")
        await expect(board.locator("#bracket-main-2-1")).to_contain_text(name)
        await expect(board.locator("#latest")).to_contain_text(name)
        await expect(wall.locator("#w-bracket-1-svg-main-2-1")).to_contain_text(name)
        await expect(match.locator(".hero-side.won")).to_contain_text(name)
        for page in (board, wall, match):
            assert await has_stayed(page)


async def test_a_round_that_somebody_opened_stays_open_and_search_finds_a_name(
    tmp_path: Path,
) -> None:
    of = Played(groups_then_knock_out())
    of.draw()
    one = of.matches()[0]
    of.call(one)
    of.rallies(one, 3)
    async with running_hall(tmp_path / "hall.db") as hall, chromium() as browser:
        await hall.register(of.file)
        phone = await browser.new_page(viewport={"width": 360, "height": 740})
        await phone.goto(f"{hall.base}/contests/matches?lang=en")
        await phone.click("#g-round-A-2 > summary")
        told = len(of.commands)
        of.tap(one, {"type": "rally", "winner": "b"})
        await since(hall, of, told)
        score = of.now.play[of.stage().id].record(one.id).state
        await expect(phone.locator(f"#c-{one.id} .now").nth(1)).to_have_text(
            str(score.score.b)  # type: ignore[union-attr]
        )
        await expect(phone.locator("#g-round-A-2")).to_have_attribute("open", "")
        name = of.now.entrants[both(one)[0]].name
        await phone.fill("#find", name)
        await expect(phone.locator(f"#c-{one.id}")).to_be_visible()
        group = await phone.locator("tbody tr:visible").count()
        assert group == 1
        assert await phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_who_is_followed_is_at_hand_with_the_score_in_play(tmp_path: Path) -> None:
    of = Played(knock_out(8, SINGLES))
    of.draw()
    one = of.matches()[0]
    me = both(one)[0]
    of.call(one)
    of.rallies(one, 9)
    async with running_hall(tmp_path / "hall.db") as hall, chromium() as browser:
        await hall.register(of.file)
        page = await browser.new_page()
        await page.goto(f"{hall.base}/contests/matches/entrants/{me}?lang=en")
        await page.click("#follow")
        await page.goto(f"{hall.base}/contests/matches?lang=en")
        await expect(page.locator("#mine")).to_contain_text(of.now.entrants[me].name)
        await expect(page.locator("#mine")).to_contain_text("–")
        await page.click("#mine")
        await page.wait_for_url(f"**/entrants/{me}")


async def test_the_wall_turns_its_pages_and_stays_with_what_was_asked_for(tmp_path: Path) -> None:
    of = Played(knock_out(8, SINGLES))
    of.draw()
    of.schedule()
    async with running_hall(tmp_path / "hall.db") as hall, chromium() as browser:
        await hall.register(of.file)
        wall = await browser.new_page(viewport={"width": 1024, "height": 768})
        await wall.goto(f"{hall.base}/contests/matches/wall?lang=en")
        await expect(wall.locator(".w-page:visible")).to_have_count(1)
        await expect(wall.locator(".w-page:visible")).to_have_attribute("data-show", "courts")
        await wall.keyboard.press("ArrowRight")
        await expect(wall.locator(".w-page:visible")).to_have_attribute("data-show", "bracket")
        await wall.goto(f"{hall.base}/contests/matches/wall?show=schedule&lang=en")
        await expect(wall.locator(".w-page:visible")).to_have_attribute("data-show", "schedule")
        await wall.keyboard.press("ArrowRight")
        await expect(wall.locator(".w-page:visible")).to_have_attribute("data-show", "schedule")


BELOW_THE_FEET = """
() => {
  const feet = document.getElementById("wall-feet").getBoundingClientRect().top;
  const lines = [...document.querySelectorAll(".w-page:not([data-off]) .w-line")];
  return lines.filter((one) => one.getBoundingClientRect().bottom > feet
    || [...one.querySelectorAll("*")].some((part) => part.scrollWidth > part.clientWidth + 1
      && getComputedStyle(part).display !== "inline")).length;
}
"""


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_full_schedule_of_several_days_fits_the_wall(
    tmp_path: Path, language: str
) -> None:
    of = Played(knock_out(32, SINGLES))
    of.draw()
    for one in of.matches()[:6]:
        of.call(one)
        of.result(one)
    slated = [
        {"match": one.id, "court": f"court-{number % 3 + 1}", "start": "2024-11-28T09:30"}
        for number, one in enumerate(of.matches())
    ]
    of.tell("schedule", stage=of.stage(0).id, matches=slated)
    async with running_hall(tmp_path / "hall.db") as hall, chromium() as browser:
        await hall.register(of.file)
        for width, height in ((1920, 1080), (1280, 720), (1024, 768), (1080, 1920), (1920, 1200)):
            wall = await browser.new_page(viewport={"width": width, "height": height})
            await wall.goto(f"{hall.base}/contests/matches/wall?show=schedule&lang={language}")
            await expect(wall.locator(".w-line:visible")).to_have_count(12)
            assert await wall.evaluate(BELOW_THE_FEET) == 0, (width, height)
            await wall.close()
