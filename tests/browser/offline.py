"""A judge's evening on a bad line: entries offline, killed, signed out, updated, then all sent."""

import asyncio
import random
import shutil
import sqlite3
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright, expect

from scoring.contest.ids import ContestId, SeatId
from scoring.store.rows import Row
from scoring.web import rendering
from tests.browser.persistent import Tablet, tablet_on
from tests.browser.tablet import sent, signed_in
from tests.contests import OVERALL, STAGE, called, entrant_id, small_plan
from tests.proxy import Proxy, Weather, proxy_to
from tests.web.hall import Hall, running_hall

SMALL = ContestId("small")
_BAD: tuple[Weather, ...] = (
    "cut_before", "cut_after", "twice", "slow", "login_page", "login_json",
)  # fmt: skip
_UNSENT = """() => {
  const line = document.getElementById("line");
  if (line.dataset.state === "starting") return null;
  return line.dataset.state === "unsent" ? parseInt(line.textContent.trim()) : 0;
}"""
_KEPT = "async () => Boolean(await caches.match(location.pathname, { ignoreVary: true }))"
HEARD = "() => { dispatchEvent(new Event('online')); }"


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


async def kept_whole(page: Page) -> None:
    """Until the page would load without network."""
    async with asyncio.timeout(10):
        while not await page.evaluate(_KEPT):
            await page.wait_for_timeout(20)


async def build_of(page: Page) -> str:
    """Which build this page is of, by the address of its script."""
    return str(
        await page.evaluate("document.querySelector('script[type=module]').src.split('/')[4]")
    )


@asynccontextmanager
async def hall_behind(proxy: Proxy, database: Path) -> AsyncGenerator[Hall]:
    """A desk on this database, that tablets reach through the proxy."""
    async with running_hall(database) as hall:
        proxy.target = int(hall.base.rpartition(":")[2])
        hall.base = proxy.base
        yield hall


@contextmanager
def next_build(folder: Path) -> Generator[None]:
    """Another version of the application: one template is not what it was."""
    templates = folder / "templates"
    shutil.copytree(Path(rendering.__file__).parents[2] / "templates", templates)
    changed = templates / "enter.html"
    changed.write_text(changed.read_text(encoding="utf-8") + "{# next #}\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rendering, "_templates", lambda: templates)
        rendering.build.cache_clear()
        try:
            yield
        finally:
            patch.undo()
            rendering.build.cache_clear()


def revoke_everything(database: Path) -> None:
    """No token is worth anything any more."""
    with closing(sqlite3.connect(database)) as open_database, open_database:
        open_database.execute("DELETE FROM keys")


class Evening:
    """Marks of one judge, one entrant after another, and what is known about them."""

    def __init__(self, entries: int, seed: int) -> None:
        self.entries, self.done = entries, 0
        self.dice = random.Random(seed)
        self.marks: list[str] = []

    async def enter(self, page: Page, count: int, unsent: int | None = None) -> None:
        """The next marks; without network the count on the screen goes up with each."""
        for more in range(1, count + 1):
            self.done += 1
            mark = f"{self.dice.randint(60, 99)}.{self.dice.randint(1, 9)}"
            await page.locator(f"#floor [data-entrant='e{self.done}']").click()
            await expect(page.locator("#number")).to_have_text(str(self.done))
            await sent(page, mark)
            await expect(page.locator("#send")).to_be_disabled()
            if unsent is not None:
                await _unsent(page, unsent + more)
            self.marks.append(mark)

    async def rows(self, hall: Hall) -> list[Row]:
        """What of it stands in the log."""
        rows = await hall.service.store.read(SMALL)
        return [one for one in rows if one.cause.startswith("tablet-")]

    async def watched(self, page: Page, hall: Hall) -> int | None:
        """How many are unsent by the screen, which never claims more at the desk than are."""
        unsent: int | None = await page.evaluate(_UNSENT)
        arrived = len(await self.rows(hall))
        assert unsent is None or self.done - unsent <= arrived, (self.done, unsent, arrived)
        return unsent

    def storm(self) -> Callable[[], Weather]:
        """Every kind of bad weather, in an order of this seed, and then a fair sky."""
        coming = list(_BAD) * max(1, self.entries // 12)
        self.dice.shuffle(coming)
        return lambda: coming.pop() if coming else "fair"


async def offline_evening(folder: Path, entries: int, seed: int) -> None:
    """All of it. Each part of the entries is made in other circumstances."""
    evening, part = Evening(entries, seed), entries // 5
    database, profile = folder / "hall.db", folder / "profile"
    async with proxy_to(0) as proxy, async_playwright() as playwright:
        async with tablet_on(playwright, profile) as tablet:
            async with hall_behind(proxy, database) as hall:
                await _before(evening, tablet, hall, part)
                await _cut_off(evening, tablet, proxy, part)
            await tablet.kill()
        revoke_everything(database)
        async with tablet_on(playwright, profile) as tablet:
            page = tablet.page
            await page.goto(f"{proxy.base}/contests/small/seats/J1")
            await _unsent(page, 2 * part)
            await evening.enter(page, entries - evening.done, unsent=2 * part)
            with next_build(folder):
                async with hall_behind(proxy, database) as hall:
                    await _back(evening, page, proxy, hall, part)


async def _before(evening: Evening, tablet: Tablet, hall: Hall, part: int) -> None:
    """On a good line."""
    plan = small_plan(entrants=evening.entries, judges=3)
    answer = await hall.register(called(plan, range(1, evening.entries + 1)))
    assert answer.is_success, answer.text
    await signed_in(tablet.page, hall, "J1")
    await kept_whole(tablet.page)
    await evening.enter(tablet.page, part)
    await expect(tablet.page.locator("#line")).to_have_text("Connected")
    assert len(await evening.rows(hall)) == part


async def _cut_off(evening: Evening, tablet: Tablet, proxy: Proxy, part: int) -> None:
    """Without network, and loaded anew."""
    page = tablet.page
    proxy.cut()
    await evening.enter(page, part, unsent=0)
    await page.reload()
    await _unsent(page, part)
    await evening.enter(page, part, unsent=part)


async def _unsent(page: Page, count: int) -> None:
    await expect(page.locator("#line")).to_have_text(f"{count} kept here, not sent yet")


async def _back(evening: Evening, page: Page, proxy: Proxy, hall: Hall, before: int) -> None:
    """The desk is there again, of another build, and does not know the tablet any more."""
    old, online = await build_of(page), now()
    proxy.up = True
    await page.evaluate(HEARD)
    await expect(page.locator("#trouble")).to_contain_text("not signed in any more")
    await page.click("#other-build")
    await page.wait_for_function(
        "old => document.querySelector('script[type=module]')?.src.split('/')[4] !== old", arg=old
    )
    await _unsent(page, evening.entries - before)
    assert len(await evening.rows(hall)) == before
    proxy.weather = evening.storm()
    await signed_in(page, hall, "J1")
    while await evening.watched(page, hall) != 0:
        await page.evaluate(HEARD)
        await page.wait_for_timeout(60)
    await expect(page.locator("#line")).to_have_text("Connected")
    await kept_whole(page)
    await _arrived(evening, hall, before, online)


async def _arrived(evening: Evening, hall: Hall, before: int, online: str) -> None:
    """Each exactly once, in order, with both its times and the mark that was typed."""
    rows = await evening.rows(hall)
    device = rows[0].cause.partition(":")[0]
    numbers = range(1, evening.entries + 1)
    assert [one.cause for one in rows] == [f"{device}:{number}" for number in numbers]
    assert [f'"entrant":"e{n}"'.encode() in one.event for n, one in enumerate(rows, 1)] == [
        True for _ in numbers
    ]
    entered = [datetime.fromisoformat(one.entered_at or "") for one in rows]
    assert entered == sorted(entered)
    back = datetime.fromisoformat(online)
    assert all(one < back for one in entered)
    assert all(datetime.fromisoformat(one.at) >= back for one in rows[before:])
    performances = hall.service.contest("small").stage(STAGE).performances
    given = [performances[entrant_id(n)].sheet(SeatId("J1"), 0).given for n in numbers]
    assert [one and one.marks[OVERALL] for one in given] == [
        int(mark.replace(".", "")) * 10 for mark in evening.marks
    ]
