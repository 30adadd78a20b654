"""Makes the pictures of docs/images: `.venv/bin/python docs/screenshots.py`."""

import asyncio
import sys
from pathlib import Path

from playwright.async_api import Browser, ViewportSize

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from scoring.access import Organizer, SeatHolder  # noqa: E402
from scoring.contest.commands import Call, EnterMarks  # noqa: E402
from scoring.contest.file import ContestFile  # noqa: E402
from scoring.contest.ids import SeatId  # noqa: E402
from scoring.demo import contest_file  # noqa: E402
from tests.browser.chromium import chromium  # noqa: E402
from tests.web.hall import Hall, running_hall  # noqa: E402

IMAGES = Path(__file__).parent / "images"
PHONE = ViewportSize(width=360, height=740)
TABLET = ViewportSize(width=820, height=1180)
LAPTOP = ViewportSize(width=1280, height=800)
PROJECTOR = ViewportSize(width=1920, height=1080)
OLD_PROJECTOR = ViewportSize(width=1024, height=768)
SUNG = 96


def in_the_middle(file: ContestFile) -> ContestFile:
    """The evening when 96 have sung and five of seven judges have marked the next."""
    calls = [index for index, one in enumerate(file.commands) if isinstance(one, Call)]
    marks = [
        index
        for index, one in enumerate(file.commands)
        if index > calls[SUNG] and isinstance(one, EnterMarks)
    ]
    return ContestFile(plan=file.plan, commands=file.commands[: marks[4] + 1])


async def shoot(
    browser: Browser, hall: Hall, name: str, path: str, size: ViewportSize, *,
    lang: str = "zh", dark: bool = False, holder: Organizer | SeatHolder | None = None,
) -> None:  # fmt: skip
    """Open a page as a person would, wait until it is drawn, and keep the picture."""
    context = await browser.new_context(
        viewport=size,
        color_scheme="dark" if dark else "light",
        locale="en-GB" if lang == "en" else "zh-CN",
        device_scale_factor=1 if size["width"] > 1000 else 2,
    )
    page = await context.new_page()
    if holder is not None:
        secret = await hall.service.keys.new_link(holder)
        await page.goto(f"{hall.base}/enter#k={secret}")
        await page.wait_for_url(lambda url: "/enter" not in url)
    await page.goto(f"{hall.base}{path}?lang={lang}")
    await page.wait_for_timeout(900)
    await page.screenshot(path=IMAGES / f"{name}-{lang}{'-dark' if dark else ''}.png")
    await context.close()


async def main() -> None:
    """Play half of the evening and take every picture."""
    IMAGES.mkdir(exist_ok=True)
    file = contest_file()
    contest = f"/contests/{file.plan.id}"
    free = next(one.seat for one in reversed(file.commands) if isinstance(one, EnterMarks))
    judge = SeatHolder(file.plan.id, SeatId(str(free)))
    async with running_hall(None) as hall, chromium() as browser:
        await hall.register(in_the_middle(file))
        for lang in ("zh", "en"):
            for dark in (False, True):
                look = {"lang": lang, "dark": dark}
                await shoot(browser, hall, "board-phone", contest, PHONE, **look)
                await shoot(browser, hall, "board-laptop", contest, LAPTOP, **look)
                await shoot(browser, hall, "wall", f"{contest}/wall", PROJECTOR, **look)
                seat = f"{contest}/seats/{judge.seat}"
                await shoot(browser, hall, "judge", seat, TABLET, holder=judge, **look)
                desk = f"{contest}/desk"
                await shoot(browser, hall, "desk", desk, LAPTOP, holder=Organizer(), **look)


if __name__ == "__main__":
    asyncio.run(main())
