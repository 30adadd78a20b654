"""A board in Chromium follows by patches, and is right again soon after it was away."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.browser.chromium import chromium
from tests.browser.test_board import has_stayed, settle, sings, stay
from tests.contests import called, small_plan
from tests.web.hall import Hall, running_hall

SOON = 3_000
"""Milliseconds after which a screen that is back must be right."""
COUNTED = """
window.patches = 0;
const listen = EventSource.prototype.addEventListener;
EventSource.prototype.addEventListener = function (name, told) {
  const counted = (event) => { if (name === "patch") window.patches += 1; told(event); };
  return listen.call(this, name, counted);
};
"""
SHOWN = """() => document.getElementById("%s").innerHTML
  .replaceAll(/ (class|style|data-miss|data-off)="[^"]*"/g, "").replaceAll(/\\s+/g, "")"""


async def shown(page: Page, region: str = "board") -> str:
    """What a region holds, but for what scripts do to it while something moves."""
    return str(await page.evaluate(SHOWN % region))


async def board_of(hall: Hall, context: Browser | BrowserContext, path: str = "") -> Page:
    page = await context.new_page()
    await page.add_init_script(COUNTED)
    await page.goto(f"{hall.base}/contests/small{path}?lang=en")
    await expect(page.locator("html")).to_have_attribute("data-live", "live")
    await stay(page)
    return page


async def one_has_sung(hall: Hall) -> None:
    await hall.register(called(small_plan(judges=3), []))
    await sings(hall, 1, "90.00")
    await settle(hall, 1)


@pytest.mark.parametrize(("path", "region"), [("", "board"), ("/wall", "wall")])
async def test_patches_make_the_page_that_a_reload_shows(
    tmp_path: Path, path: str, region: str
) -> None:
    async with running_hall(tmp_path / "hall.db") as hall, chromium() as browser:
        await one_has_sung(hall)
        follower = await board_of(hall, browser, path)
        for number, mark in ((2, "95.00"), (3, "92.50"), (4, "95.00")):
            await sings(hall, number, mark)
            await settle(hall, number)
            await expect(follower.locator(f"#r-e{number}")).to_contain_text(mark)
            fresh = await board_of(hall, browser, path)
            await expect(fresh.locator(f"#r-e{number}")).to_contain_text(mark)
            assert await shown(follower, region) == await shown(fresh, region)
            await fresh.close()
        assert await follower.evaluate("window.patches") >= 10
        assert await has_stayed(follower)


async def test_a_board_that_missed_a_patch_asks_for_the_whole(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall, chromium() as browser:
        await one_has_sung(hall)
        page = await browser.new_page()
        skipped = COUNTED.replace("told(event);", "if (window.patches !== 2) told(event);")
        await page.add_init_script(skipped)
        await page.goto(f"{hall.base}/contests/small?lang=en")
        await expect(page.locator("html")).to_have_attribute("data-live", "live")
        await stay(page)
        await sings(hall, 2, "95.00")
        await settle(hall, 2)
        await expect(page.locator("#rows > .row").first).to_contain_text("95.00", timeout=SOON)
        assert await page.evaluate("window.patches") > 2
        assert await has_stayed(page)


async def test_a_board_without_wifi_is_right_soon_after_it_is_back(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall, chromium() as browser:
        await one_has_sung(hall)
        context = await browser.new_context()
        page = await board_of(hall, context)
        await context.set_offline(True)
        await sings(hall, 2, "95.00")
        await settle(hall, 2)
        await asyncio.sleep(2)
        await context.set_offline(False)
        await expect(page.locator("#rows > .row").first).to_contain_text("95.00", timeout=SOON)
        await expect(page.locator("html")).to_have_attribute("data-live", "live")
        assert await has_stayed(page)


class Line:
    """Between a browser and the hall; the streams open when it goes dead never say so."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.streams: set[asyncio.StreamReader] = set()
        self.dead: set[asyncio.StreamReader] = set()
        self.open: list[asyncio.StreamWriter] = []

    def goes_dead(self) -> None:
        self.dead |= self.streams

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        hall_reader, hall_writer = await asyncio.open_connection("127.0.0.1", self.target)
        self.open += (writer, hall_writer)

        async def ask() -> None:
            while data := await reader.read(65536):
                if b"/live?" in data:
                    self.streams.add(reader)
                hall_writer.write(data)

        async def answer() -> None:
            while data := await hall_reader.read(65536):
                if reader not in self.dead:
                    writer.write(data)

        with suppress(ConnectionError):
            await asyncio.gather(ask(), answer())


@asynccontextmanager
async def line_to(hall: Hall) -> AsyncGenerator[tuple[Line, str]]:
    line = Line(urlsplit(hall.base).port or 0)
    server = await asyncio.start_server(line.serve, "127.0.0.1", 0)
    try:
        yield line, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        for one in line.open:
            one.transport.abort()
        await asyncio.sleep(0.1)


async def test_a_board_that_slept_is_right_soon_after_it_wakes(tmp_path: Path) -> None:
    """Its stream has died meanwhile, as on a phone whose Wi-Fi slept, too, and nobody said so."""
    async with (
        running_hall(tmp_path / "hall.db") as hall,
        chromium() as browser,
        line_to(hall) as (line, address),
    ):
        await one_has_sung(hall)
        page = await browser.new_page()
        await page.clock.install()
        await page.goto(f"{address}/contests/small?lang=en")
        await expect(page.locator("html")).to_have_attribute("data-live", "live")
        await stay(page)
        line.goes_dead()
        await sings(hall, 2, "95.00")
        await settle(hall, 2)
        await page.clock.fast_forward("05:00")
        await expect(page.locator("#rows > .row").first).to_contain_text("95.00", timeout=SOON)
        await expect(page.locator("html")).to_have_attribute("data-live", "live")
        assert await has_stayed(page)


async def test_a_change_of_language_shows_the_right_board_soon(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall, chromium() as browser:
        await one_has_sung(hall)
        page = await board_of(hall, browser)
        await page.click("text=中文")
        await sings(hall, 2, "95.00")
        await settle(hall, 2)
        await expect(page.locator("#rows > .row").first).to_contain_text("95.00", timeout=SOON)
        await expect(page.locator("#ranking-title")).to_have_text("排名")


async def test_where_streams_are_blocked_the_board_polls_and_says_so(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall, chromium() as browser:
        await one_has_sung(hall)
        page = await browser.new_page()
        await page.route("**/live?*", lambda route: route.abort())
        await page.goto(f"{hall.base}/contests/small?lang=en")
        await sings(hall, 2, "95.00")
        await settle(hall, 2)
        await expect(page.locator("#rows > .row").first).to_contain_text("95.00", timeout=15_000)
        await expect(page.locator("html")).to_have_attribute("data-live", "polling")
