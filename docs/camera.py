"""From a page in the browser to a picture in the documentation: what is seen, side by side, as WebP."""

import base64
from pathlib import Path
from typing import Literal, TypeAlias

from playwright.async_api import Browser, BrowserContext, Route, ViewportSize

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

VILLAGE = "http://village.example/"
"""Where a village's own website is in these pictures."""
_VILLAGE_PAGE = """<!doctype html><meta charset="utf-8"><title>{village}</title><style>
body {{ margin: 0; color: #2b2a26; background: #faf6ec; font: 17px/1.6 "Noto Serif CJK SC", serif }}
header {{ padding: 34px 56px 26px; color: #fff; background: linear-gradient(120deg, #2f5d3a, #88a35a) }}
header b {{ display: block; font-size: 38px }}
main {{ display: grid; grid-template-columns: 1fr 560px; gap: 40px; padding: 30px 56px }}
h1 {{ margin: 0 0 8px; font-size: 26px }}
iframe {{ width: 100%; height: 600px; border: 1px solid #d8d0bb; border-radius: 8px }}
nav {{ padding: 0 0 10px; color: #71806a }}
</style><header><b>{village}</b>{motto}</header>
<main><div><nav>{menu}</nav><h1>{title}</h1><p>{text}</p><p>{more}</p></div>
<iframe src="{embed}" title="{title}"></iframe></main>"""
_VILLAGE_WORDS = {
    "zh": {
        "village": "仁和村",
        "motto": "山水之间，歌声不断",
        "menu": "首页　村务公开　<b>村歌大赛</b>　民宿　联系我们",
        "title": "我村歌手今晚登台",
        "text": "余杭赛区的比赛正在进行，我们村有多位歌手登台。右边是实时成绩，和现场大屏同步更新。",
        "more": "没能到现场的乡亲，在家里也能一起加油！",
    },
    "en": {
        "village": "Renhe Village",
        "motto": "Between hills and water, always a song",
        "menu": "Home · Council · <b>Singing</b> · Guesthouses · Contact",
        "title": "Our singers are on stage tonight",
        "text": "The Yuhang district preliminary is under way, and several of us are singing."
        " On the right are the live results, as the hall sees them.",
        "more": "Whoever could not come: cheer for them from home!",
    },
}
STAGE = """html:has(.overlay) { background:
  radial-gradient(ellipse 26% 62% at 50% 58%, #ffe2a8cc, transparent 70%),
  radial-gradient(ellipse 20% 80% at 22% 20%, #4b8cffaa, transparent 75%),
  radial-gradient(ellipse 20% 80% at 78% 20%, #ff5aa0aa, transparent 75%),
  linear-gradient(#1c1233 55%, #4a2432 78%, #21131c) !important }"""
"""Something like a lit stage, for what lies over the picture of a stream."""


async def opened(browser: Browser, size: ViewportSize, way: Way) -> BrowserContext:
    """A browser of somebody who reads this language, by day or by night."""
    lang, scheme = way
    context = await browser.new_context(
        viewport=size,
        device_scale_factor=dots_of(size),
        color_scheme=scheme,
        locale="en-GB" if lang == "en" else "zh-CN",
        bypass_csp=True,
    )

    async def village(route: Route) -> None:
        embed = route.request.url.partition("?")[2]
        content = _VILLAGE_PAGE.format(embed=embed, **_VILLAGE_WORDS[lang])
        await route.fulfill(body=content, content_type="text/html; charset=utf-8")

    await context.route(lambda url: url.startswith(VILLAGE), village)
    return context


def dots_of(size: ViewportSize) -> float:
    """Phones are looked at from near."""
    return _SHARP if size["width"] <= PHONE["width"] else 1


async def keep(browser: Browser, name: str, pictures: list[bytes], size: ViewportSize) -> None:
    """Put pictures of the same size side by side and keep them as one file."""
    dots = dots_of(size)
    width, height = round(size["width"] * dots), round(size["height"] * dots)
    whole = width * len(pictures) + _GAP * (len(pictures) - 1)
    context = await browser.new_context(viewport=ViewportSize(width=whole, height=height))
    page = await context.new_page()
    shown = "".join(
        f'<img width="{width}" height="{height}"'
        f' src="data:image/png;base64,{base64.b64encode(one).decode()}">'
        for one in pictures
    )
    await page.set_content(
        "<style>body { display: flex; margin: 0; justify-content: space-between }</style>" + shown
    )
    await page.wait_for_function("[...document.images].every((one) => one.complete)")
    session = await context.new_cdp_session(page)
    nothing = {"color": {"r": 0, "g": 0, "b": 0, "a": 0}}
    await session.send("Emulation.setDefaultBackgroundColorOverride", nothing)
    answer = await session.send(
        "Page.captureScreenshot", {"format": "webp", "quality": _QUALITY}
    )
    (IMAGES / f"{name}.webp").write_bytes(base64.b64decode(answer["data"]))
    await context.close()
