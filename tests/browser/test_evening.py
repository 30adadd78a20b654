"""A whole evening on five screens: two phones, the wall, the stream, and the organizer's table."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from msgspec import Struct
from playwright.async_api import Browser, Page, ViewportSize, expect

from tests.browser.chromium import chromium
from tests.browser.test_board import settle, sings, tell
from tests.browser.test_corrections import corrected
from tests.browser.test_reveal import officials
from tests.contests import called, small_plan
from tests.web.hall import Hall, running_hall

PHONE = ViewportSize(width=360, height=740)
PROJECTOR = ViewportSize(width=1920, height=1080)
BOARD = "/contests/small"
EARLY = {1: "91.00", 2: "95.00", 3: "88.50", 4: "93.25", 5: "90.10"}
LATE = {6: "96.40", 7: "89.75", 8: "94.60"}
"""Who sings after the freeze."""
FROM_LAST_TO_FIRST = ("89.75", "94.60", "96.40")
STREAMS = (
    f"{BOARD}/live",
    f"{BOARD}/wall/live",
    f"{BOARD}/overlay/live",
    f"/api{BOARD}/board/live",
)
PAGES = (
    f"/api{BOARD}/board", f"{BOARD}/frame", f"{BOARD}/results", f"{BOARD}/embed",
    *(f"{BOARD}/entrants/e{number}" for number in LATE),
)  # fmt: skip


class Screens(Struct, frozen=True):
    """What the public looks at, each in a browser of its own."""

    zh: Page
    en: Page
    wall: Page
    overlay: Page

    @property
    def rows(self) -> tuple[tuple[Page, str], ...]:
        """The pages with a ranking, and where it is."""
        return (self.zh, "#rows"), (self.en, "#rows"), (self.wall, "#wall-ranking")

    async def rank(self, text: str) -> None:
        """It is in every ranking."""
        for page, where in self.rows:
            await expect(page.locator(where)).to_contain_text(text)

    async def tell(self, text: str) -> None:
        """It is the newest score, everywhere."""
        for page in (self.zh, self.en, self.wall):
            await expect(page.locator("#latest")).to_contain_text(text)
        await expect(self.overlay.locator(".lower-third .score")).to_contain_text(text)
        await self.rank(text)

    async def hide(self, text: str) -> None:
        """It is nowhere in any of the pages."""
        for page in (self.zh, self.en, self.wall, self.overlay):
            assert text not in await page.content()


class Listener:
    """A program that listens to every public stream from the beginning."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._more = asyncio.Event()
        self.heard = dict.fromkeys(STREAMS, "")

    async def listen(self, path: str) -> None:
        """Keep whatever one of them says."""
        async with self._hall.client.stream("GET", path, timeout=None) as answer:
            async for text in answer.aiter_text():
                self.heard[path] += text
                self._more.set()

    async def hears(self, text: str) -> None:
        """Every stream has told it, or tells it soon."""
        async with asyncio.timeout(10):
            while not all(text in heard for heard in self.heard.values()):
                self._more.clear()
                await self._more.wait()

    def hears_not(self, text: str) -> None:
        """No stream has told it."""
        assert not [path for path, heard in self.heard.items() if text in heard]


@asynccontextmanager
async def listening(hall: Hall) -> AsyncGenerator[Listener]:
    listener = Listener(hall)
    tasks = [asyncio.create_task(listener.listen(path)) for path in STREAMS]
    try:
        yield listener
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def evening(folder: Path) -> AsyncGenerator[tuple[Hall, Browser, Screens]]:
    """A hall with eight singers and three judges, and everybody watching."""
    async with running_hall(folder / "hall.db") as hall, chromium() as browser:
        await hall.register(called(small_plan(entrants=8, judges=3), []))

        async def screen(size: ViewportSize, path: str, *, dark: bool = False) -> Page:
            page = await browser.new_page(viewport=size, color_scheme="dark" if dark else "light")
            await page.goto(f"{hall.base}{path}")
            return page

        screens = Screens(
            zh=await screen(PHONE, f"{BOARD}?lang=zh"),
            en=await screen(PHONE, f"{BOARD}?lang=en", dark=True),
            wall=await screen(PROJECTOR, f"{BOARD}/wall?lang=en"),
            overlay=await screen(PROJECTOR, f"{BOARD}/overlay?lang=zh"),
        )
        yield hall, browser, screens


async def test_from_the_first_mark_to_the_reveal(tmp_path: Path) -> None:
    async with evening(tmp_path) as (hall, browser, screens), listening(hall) as listener:
        desk = await officials(browser, hall, 1280, 800)
        await desk.goto(f"{hall.base}{BOARD}/desk?lang=en")
        for number, mark in EARLY.items():
            await sings(hall, number, mark)
            await expect(screens.overlay.locator(".lower-third")).to_contain_text(f"歌手{number}")
            await expect(screens.zh.locator("#spot")).to_contain_text(f"歌手{number}")
            await settle(hall, number)
            await screens.tell(mark)
            await listener.hears(mark)
        await _third_was_wrong(hall, desk, screens)

        await desk.goto(f"{hall.base}{BOARD}/desk?lang=en")
        await desk.get_by_role("button", name="Freeze …").click()
        await desk.get_by_role("button", name="Freeze the public screens").click()
        await expect(screens.wall.locator("#kept-back")).to_contain_text("Frozen since result 5")
        for number, mark in LATE.items():
            await sings(hall, number, mark)
            await expect(screens.overlay.locator(".lower-third")).to_contain_text(f"歌手{number}")
            await settle(hall, number)
        await expect(desk.locator("#approval")).to_contain_text("kept back: 3")
        public = [(await hall.client.get(path)).raise_for_status().text for path in PAGES]
        for mark in LATE.values():
            assert not [path for path, text in zip(PAGES, public, strict=True) if mark in text]
            listener.hears_not(mark)
            await screens.hide(mark)

        await _revealed(hall, await officials(browser, hall, 360, 740), screens, listener)
        await tell(hall, {"type": "close_stage", "id": "desk-e:1", "stage": "final"})
        await expect(screens.zh.locator("#masthead")).to_contain_text("已结束")
        await desk.click("#decide-0")
        await desk.click("#advance-0 .primary")
        await expect(screens.zh.locator("#masthead")).to_contain_text("正式成绩")
        await expect(screens.en.locator("#masthead")).to_contain_text("Official result")
        await expect(screens.wall.locator("#wall-head")).to_contain_text("Official result")
        await expect(screens.overlay.locator(".lower-third")).to_have_count(0)
        for page, where in screens.rows:
            text = await page.locator(where).inner_text()
            places = [text.index(mark) for mark in ("96.40", "95.00", "94.60", "93.25")]
            assert places == sorted(places)


async def _third_was_wrong(hall: Hall, desk: Page, screens: Screens) -> None:
    """Two sheets of the third are corrected; everybody sees the score that comes of it."""
    await desk.goto(f"{hall.base}{BOARD}/desk/entrants/e3?lang=en")
    for seat in ("J1", "J2"):
        await corrected(desk, seat, "92.20")
        await desk.fill("#weigh-reason", "digits swapped")
        await desk.click("#weigh-yes")
        await expect(desk.locator("#done")).to_be_visible()
    await screens.rank("92.20")
    await screens.hide("88.50")


async def _revealed(hall: Hall, phone: Page, screens: Screens, listener: Listener) -> None:
    """Step by step from the organizer's phone, one of them taken back."""
    await phone.goto(f"{hall.base}{BOARD}/reveal?lang=en")
    for number, mark in enumerate(FROM_LAST_TO_FIRST):
        await expect(phone.locator("#reveal-next")).to_contain_text(mark)
        await phone.get_by_role("button", name="Next step").click()
        await screens.rank(mark)
        if number == 0:
            await phone.get_by_role("button", name="Step back").click()
            for page, where in screens.rows:
                await expect(page.locator(where)).not_to_contain_text(mark)
            await phone.get_by_role("button", name="Next step").click()
            await screens.rank(mark)
        await listener.hears(mark)
        for later in FROM_LAST_TO_FIRST[number + 1 :]:
            listener.hears_not(later)
            await screens.hide(later)
    await expect(phone.locator("#reveal-next")).to_contain_text("Everything is revealed")
    await expect(screens.wall.locator("#kept-back")).to_have_count(0)
