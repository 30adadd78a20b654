"""From pages in the browser to a picture of the documentation: side by side, as WebP."""

import base64
from pathlib import Path
from string import Template
from typing import Literal, TypeAlias

from playwright.async_api import Browser, BrowserContext, Page, Route, ViewportSize

Way: TypeAlias = tuple[Literal["zh", "en"], Literal["light", "dark"]]
"""The language and the theme in which a page is seen."""

IMAGES = Path(__file__).parent / "images"
PHONE = ViewportSize(width=360, height=740)
TABLET = ViewportSize(width=820, height=1180)
LAPTOP = ViewportSize(width=1280, height=800)
PROJECTOR = ViewportSize(width=1920, height=1080)
PAPER = ViewportSize(width=794, height=1123)
CARD = ViewportSize(width=1200, height=630)
_SHARP = 1.5
"""How many dots a phone has for one of the page's."""
_GAP = 32
_QUALITY = 82

_SCENERY = Path(__file__).parent / "scenery"
STAGE = (_SCENERY / "stage.css").read_text(encoding="utf-8")
MARGINS = "html { padding: 38px }"
"""Of a sheet of paper, which only a printer knows."""


async def opened(browser: Browser, size: ViewportSize, way: Way) -> BrowserContext:
    """A browser of somebody who reads this language, by day or by night."""
    lang, scheme = way
    return await browser.new_context(
        viewport=size,
        device_scale_factor=dots_of(size),
        color_scheme=scheme,
        locale="en-GB" if lang == "en" else "zh-CN",
        bypass_csp=True,
    )


async def village(page: Page, embed: str) -> str:
    """The address of a village's own page, which has the other one in a frame."""
    written = Template((_SCENERY / "village.html").read_text(encoding="utf-8"))
    address = "/".join([*embed.split("/")[:3], "village"])

    async def answer(route: Route) -> None:
        content = written.substitute(embed=embed)
        await route.fulfill(body=content, content_type="text/html; charset=utf-8")

    await page.route(address, answer)
    return address


def dots_of(size: ViewportSize) -> float:
    """Phones are looked at from near."""
    return _SHARP if size["width"] <= PHONE["width"] else 1


async def keep(browser: Browser, name: str, pictures: list[bytes], size: ViewportSize) -> None:
    """Put pictures of the same size side by side and keep them as one file."""
    dots = dots_of(size)
    width, height = round(size["width"] * dots), round(size["height"] * dots)
    whole = width * len(pictures) + _GAP * (len(pictures) - 1)
    shown = "".join(
        f'<img width="{width}" height="{height}" src="{_source(one)}">' for one in pictures
    )
    style = "body { display: flex; margin: 0; justify-content: space-between }"
    await _drawn(browser, name, ViewportSize(width=whole, height=height), style, shown)


async def keep_hall(browser: Browser, name: str, wall: bytes, tablet: bytes, phone: bytes) -> None:
    """A tablet, a wall and a phone of the same moment as one picture."""
    style = (_SCENERY / "hall.css").read_text(encoding="utf-8")
    shown = "".join(
        f'<img class="{kind}" src="{_source(one)}">'
        for kind, one in (("wall", wall), ("tablet", tablet), ("phone", phone))
    )
    await _drawn(browser, name, ViewportSize(width=1600, height=900), style, shown)


def _source(picture: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(picture).decode()}"


async def _drawn(browser: Browser, name: str, size: ViewportSize, style: str, shown: str) -> None:
    context = await browser.new_context(viewport=size)
    page = await context.new_page()
    await page.set_content(f"<!doctype html><style>{style}</style>{shown}")
    await page.wait_for_function("[...document.images].every((one) => one.complete)")
    session = await context.new_cdp_session(page)
    nothing = {"color": {"r": 0, "g": 0, "b": 0, "a": 0}}
    await session.send("Emulation.setDefaultBackgroundColorOverride", nothing)
    answer = await session.send("Page.captureScreenshot", {"format": "webp", "quality": _QUALITY})
    (IMAGES / f"{name}.webp").write_bytes(base64.b64decode(answer["data"]))
    await context.close()
