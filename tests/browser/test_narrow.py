"""Every page on the narrowest screen, with large type, without movement, in forced colours."""

import asyncio
from collections.abc import Iterable

import pytest
from playwright.async_api import Page, ViewportSize

from tests.browser.chromium import chromium
from tests.browser.every_page import DIALOGS, PAGES, Shown, opened
from tests.browser.everything import everything
from tests.web.hall import running_hall

NARROW = ViewportSize(width=320, height=700)
"""A phone of 320 px, or 1280 px at 400 %: WCAG 1.4.10."""
LAPTOP = ViewportSize(width=1280, height=800)
FITTED = ("/wall", "/overlay", "/embed", "{display}")
"""Pages that fit their letters to a projector or a frame."""
SIDE_BY_SIDE = 3
SLOW = 300

TOO_WIDE = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  const name = (one) => `${one.tagName}#${one.id}.${one.getAttribute("class") ?? ""}`;
  return [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > wide + 0.5)
    .map((one) => `${name(one)} reaches ${Math.round(one.getBoundingClientRect().right)} px`)
    .slice(0, 4);
}"""
FADED = """() => {
  const paper = getComputedStyle(document.body).backgroundColor;
  return [...document.querySelectorAll(".shape:not(.ring)")]
    .filter((one) => one.checkVisibility() && getComputedStyle(one).backgroundColor === paper)
    .map((one) => one.outerHTML);
}"""
UNREACHED = """() => {
  const scrolls = (one) => {
    const style = getComputedStyle(one);
    return one.scrollWidth > one.clientWidth + 1 && /auto|scroll/.test(style.overflowX)
      && style.visibility === "visible" && one.clientWidth > 2;
  };
  const labelled = (one) => one.hasAttribute("aria-label") || one.hasAttribute("aria-labelledby");
  return [...document.querySelectorAll("body *")]
    .filter((one) => !one.matches("dialog, dialog form, dialog > div, input, textarea, select"))
    .filter((one) => scrolls(one))
    .filter((one) => one.tabIndex < 0 || !labelled(one))
    .map((one) => `${one.tagName.toLowerCase()}#${one.id}.${one.className} scrolls unnamed`);
}"""
MOVING = """() => document.getAnimations().filter((one) => one.playState === "running")
  .map((one) => one.effect.target.id || one.effect.target.className)"""


async def wrong_in(
    each: Iterable[Shown], lang: str, size: ViewportSize, before: str = "null"
) -> list[str]:
    """What does not fit any of these pages."""
    wrong: list[str] = []
    room = asyncio.Semaphore(SIDE_BY_SIDE)
    async with running_hall(None) as hall, chromium() as browser:
        await everything(hall)

        async def look(shown: Shown) -> None:
            async with room, opened(browser, hall, shown, lang, size) as page:
                await page.evaluate(before)
                wrong.extend(f"{shown}: {one}" for one in await found(page))

        async with asyncio.TaskGroup() as group:
            for shown in each:
                group.create_task(look(shown))
    return wrong


async def found(page: Page) -> list[str]:
    return [one for test in (TOO_WIDE, UNREACHED, MOVING) for one in await page.evaluate(test)]


@pytest.mark.timeout(SLOW)
@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_no_page_scrolls_sideways(lang: str) -> None:
    """What is wider by its nature scrolls in itself; then it has a name and takes the focus."""
    opening = [Shown("", one.path, one.holder, one.clicks) for one in DIALOGS]
    assert await wrong_in([*PAGES, *opening], lang, NARROW) == []


async def test_in_forced_colours_shapes_are_still_drawn() -> None:
    async with running_hall(None) as hall, chromium() as browser:
        await everything(hall)
        desk = next(one for one in PAGES if one.path == "/contests/small/desk")
        async with opened(browser, hall, desk, "en") as page:
            await page.emulate_media(forced_colors="active")
            assert await page.locator(".shape:not(.ring):visible").count() > 5
            assert await page.evaluate(FADED) == []


@pytest.mark.timeout(SLOW)
async def test_letters_twice_as_large_fit_a_laptop() -> None:
    """As set in the browser: WCAG 1.4.4."""
    larger = "document.documentElement.style.fontSize = '200%'"
    read = [one for one in PAGES if not one.path.partition("?")[0].endswith(FITTED)]
    assert await wrong_in(read, "zh", LAPTOP, larger) == []
