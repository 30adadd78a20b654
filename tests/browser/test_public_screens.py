"""What the audience is told on every public screen, also by ear and without scripts."""

import asyncio
from typing import NamedTuple

import pytest
from msgspec.structs import replace
from playwright.async_api import Page, expect

from scoring.contest.ids import ContestId
from tests.browser.chromium import chromium
from tests.browser.everything import everything
from tests.browser.test_board import settle, sings
from tests.browser.test_match_pages import since
from tests.contest.releasing import release
from tests.contests import STAGE, called, small_plan
from tests.played import SINGLES, Played, groups_then_knock_out, knock_out
from tests.web.hall import running_hall

HEARD = """
window.said = [];
addEventListener("DOMContentLoaded", () => {
  const place = document.getElementById("announcer");
  new MutationObserver(() => window.said.push(place.textContent))
    .observe(place, { childList: true, characterData: true, subtree: true });
});
"""
MOVED = """
window.moved = [];
const animate = Element.prototype.animate;
Element.prototype.animate = function (frames, options) {
  if (String(frames[0].transform).startsWith("translateY")) window.moved.push(this.id);
  return animate.call(this, frames, options);
};
"""
LATE = 15_000


async def follows(page: Page, address: str) -> None:
    await page.add_init_script(HEARD + MOVED)
    await page.goto(address)
    await expect(page.locator("html")).to_have_attribute("data-live", "live", timeout=LATE)


async def until(page: Page, holds: str) -> None:
    """Without eval, which the pages forbid."""
    async with asyncio.timeout(LATE / 1000):
        while not await page.evaluate(holds):  # noqa: ASYNC110 - the page cannot set an event
            await asyncio.sleep(0.05)


async def said(page: Page) -> list[str]:
    await until(page, "window.said.length > 0")
    return [str(one) for one in await page.evaluate("window.said")]


async def test_the_newest_score_is_told_politely_and_rows_travel() -> None:
    async with running_hall(None) as hall, chromium() as browser:
        await hall.register(called(small_plan(judges=3), []))
        await sings(hall, 1, "90.00")
        await settle(hall, 1)
        board, singer = await browser.new_page(), await browser.new_page()
        await follows(board, f"{hall.base}/contests/small?lang=en")
        await follows(singer, f"{hall.base}/contests/small/entrants/e2?lang=en")
        for page in (board, singer):
            await expect(page.locator("#announcer")).to_have_attribute("aria-live", "polite")
        await sings(hall, 2, "95.25")
        await settle(hall, 2)
        assert await said(board) == ["No. 2 歌手2: 95.25, place 1"]
        assert "95.25" in (await said(singer))[-1]
        assert "r-e1" in await board.evaluate("window.moved")


async def test_a_point_and_a_result_are_told_and_rows_of_a_table_travel() -> None:
    of = Played(groups_then_knock_out(("A",), 4))
    of.draw()
    one = of.matches()[0]
    of.call(one)
    of.rallies(one, 3)
    async with running_hall(None) as hall, chromium() as browser:
        await hall.register(of.file)
        board, match = await browser.new_page(), await browser.new_page()
        wall, embed = await browser.new_page(), await browser.new_page()
        await follows(board, f"{hall.base}/contests/matches?lang=en")
        await follows(match, f"{hall.base}/contests/matches/matches/groups/{one.id}?lang=en")
        for page, path in ((wall, "wall?show=tables&lang=en"), (embed, "embed?lang=en")):
            await page.add_init_script(MOVED)
            await page.goto(f"{hall.base}/contests/matches/{path}")
            await expect(page.locator("html")).to_have_attribute("data-live", "live", timeout=LATE)
        told = len(of.commands)
        of.tap(one, {"type": "rally", "winner": "b"})
        told = await since(hall, of, told)
        assert await said(match)

        for page in (board, embed):
            await page.locator(".standings").first.scroll_into_view_if_needed()
        for number, each in enumerate(of.matches(phase="live") + of.matches()):
            of.result(each, lean=3 if number % 2 else 1)
            told = await since(hall, of, told)
        for page in (board, wall, embed):
            await until(page, "window.moved.length > 0")
        results = await said(board)
        assert any("against" in one and "21–" in one for one in results)
        assert len(set(results)) == len(results)


async def test_a_meet_at_a_glance_follows_all_its_contests() -> None:
    of = Played(knock_out(8, SINGLES))
    of.draw()
    one = of.matches()[0]
    of.call(one)
    of.rallies(one, 3)
    async with running_hall(None) as hall, chromium() as browser:
        await hall.register(called(small_plan(judges=3), []))
        plan = replace(of.file.plan, meet=hall.service.contest("small").plan.meet)
        await hall.register(replace(of.file, plan=plan))
        page = await browser.new_page(viewport={"width": 360, "height": 740})
        await page.goto(f"{hall.base}/?lang=en")
        await page.locator("h1 a").click()
        await expect(page.locator("html")).to_have_attribute("data-live", "live", timeout=LATE)
        await expect(page.locator("h1")).to_have_text("Test meet")
        await expect(page.locator(".meet-contest")).to_have_count(2)
        await sings(hall, 1, "90.00")
        await settle(hall, 1)
        await expect(page.locator("#of-small .podium")).to_contain_text("90.00")
        told = len(of.commands)
        of.tap(one, {"type": "rally", "winner": "b"})
        await since(hall, of, told)
        score = page.locator("#of-matches .court .now")
        await expect(score.nth(1)).to_have_text("2")
        missing = await page.request.get(f"{hall.base}/meets/nowhere")
        assert missing.status == 404


async def test_of_140_singers_one_is_found_by_number_name_unit_or_song() -> None:
    plan = small_plan(entrants=140, judges=3)
    async with running_hall(None) as hall, chromium() as browser:
        await hall.register(called(plan, []))
        await sings(hall, 137, "90.00")
        await settle(hall, 137)
        page = await browser.new_page(viewport={"width": 360, "height": 740})
        await page.goto(f"{hall.base}/contests/small?lang=en")
        for wanted in ("137", "歌手137"):
            await page.fill("#find", wanted)
            await expect(page.locator(".row:visible")).to_have_count(1)
            await expect(page.locator("#r-e137")).to_be_visible()
            await expect(page.locator("#found")).to_have_text("1 found")
        await page.fill("#find", "139")
        await expect(page.locator(".row:visible")).to_have_count(1)
        await page.fill("#find", "nobody of this name")
        await expect(page.locator("#found")).to_have_text("Nobody found")
        await page.fill("#find", "歌手")
        await expect(page.locator("#found")).to_have_text("140 found")


class Told(NamedTuple):
    """A public page, its status, and something that it must show."""

    path: str
    status: str
    shows: str


PAGES = (
    Told("/", "", "小小歌手赛"),
    Told("/meets/games", "未开始", "羽毛球男子双打"),
    Told("/contests/small", "进行中", "93.50"),
    Told("/contests/small/wall", "进行中", "93.50"),
    Told("/contests/small/embed", "进行中", "93.50"),
    Told("/contests/small/entrants/e1", "进行中", "91.50"),
    Told("/contests/small/results", "暂", "93.50"),
    Told("/contests/before", "未开始", "歌手4"),
    Told("/contests/tied?stage=heats", "已结束", "95.00"),
    Told("/contests/onward?stage=heats", "正式成绩", "95.00"),
    Told("/contests/kicking-individual", "进行中", "沈桂芬"),
    Told("/contests/pool", "进行中", "邓思远"),
    Told("/contests/pool/wall", "进行中", "邓思远"),
    Told("/contests/pool/entrants/p3", "进行中", "Nguyễn"),
    Told("/contests/bracket", "进行中", "唐志强"),
    Told("/contests/bracket/embed", "进行中", "唐志强"),
    Told("/contests/bracket/matches/draw/main-3-1", "", "欧阳"),
    Told("/contests/teams", "进行中", "杨一鸣"),
    Told("/contests/teams/matches/teams/main-1-2", "进行中", "杨一鸣"),
    Told("/contests/undrawn", "未开始", "唐志强"),
    Told("/contests/bracket/overlay", "", "郭雨桐"),
)


async def test_without_scripts_every_page_tells_all_and_its_status() -> None:
    async with running_hall(None) as hall, chromium() as browser:
        await everything(hall)
        context = await browser.new_context(java_script_enabled=False)
        page = await context.new_page()
        for path, status, shows in PAGES:
            await page.goto(f"{hall.base}{path}{'&' if '?' in path else '?'}lang=zh")
            shown = await page.locator("body").inner_text()
            assert shows in shown, path
            assert status in shown, path
            dead = page.locator(".needs-js, .pin, [data-theme-switch]")
            assert not [one for one in await dead.all() if await one.is_visible()], path


@pytest.mark.parametrize("matches", [False, True])
async def test_frozen_approved_and_official_are_said_everywhere(*, matches: bool) -> None:
    """Of a contest that is frozen, on its board, wall, embedded, and where all contests are."""
    async with running_hall(None) as hall, chromium() as browser:
        if matches:
            of = Played(knock_out(8, SINGLES))
            of.draw()
            one = of.matches()[0]
            of.call(one)
            of.rallies(one, 3)
            of.tell("freeze", stage="draw")
            await hall.register(of.file)
            contest = ContestId("matches")
        else:
            await hall.register(called(small_plan(judges=3), []))
            await sings(hall, 1, "90.00")
            await settle(hall, 1)
            await hall.give("small", release("freeze", STAGE), await hall.organizer())
            contest = ContestId("small")
        page = await browser.new_page(viewport={"width": 1280, "height": 800})
        here = f"/contests/{contest}"
        for path in (here, f"{here}/wall", f"{here}/embed", "/"):
            await page.goto(f"{hall.base}{path}?lang=en")
            await expect(page.locator("main")).to_contain_text("Frozen")
        await page.goto(f"{hall.base}{here}?lang=en")
        note, board = page.locator("#kept-back"), page.locator("main")
        room, whole = await note.bounding_box(), await board.bounding_box()
        assert room
        assert whole
        assert room["width"] > whole["width"] * 0.9
