"""Every page on the narrowest screen, with large type, without movement, in forced colours."""

import asyncio
from collections.abc import Iterable

import pytest
from playwright.async_api import Page, ViewportSize

from tests.browser.chromium import chromium, needs_chromium
from tests.browser.every_page import DIALOGS, PAGES, Shown, opened
from tests.browser.everything import everything
from tests.web.hall import running_hall

pytestmark = needs_chromium

NARROW = ViewportSize(width=320, height=700)
"""A phone of 320 px, or 1280 px at 400 %: WCAG 1.4.10."""
SIDE_BY_SIDE = 3
SLOW = 300

TOO_WIDE = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  const name = (one) => `${one.tagName.toLowerCase()}#${one.id}.${one.getAttribute("class") ?? ""}`;
  return [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > wide + 0.5)
    .map((one) => `${name(one)} reaches ${Math.round(one.getBoundingClientRect().right)} px`)
    .slice(0, 4);
}"""
UNREACHED = """() => {
  const scrolls = (one) => {
    const style = getComputedStyle(one);
    return one.scrollWidth > one.clientWidth + 1 && /auto|scroll/.test(style.overflowX)
      && style.visibility === "visible" && one.clientWidth > 2;
  };
  const labelled = (one) => one.hasAttribute("aria-label") || one.hasAttribute("aria-labelledby");
  return [...document.querySelectorAll("body *")]
    .filter((one) => scrolls(one) && !one.matches("dialog, dialog form, dialog > div, input, textarea, select"))
    .filter((one) => one.tabIndex < 0 || !labelled(one))
    .map((one) => `${one.tagName.toLowerCase()}#${one.id}.${one.className} scrolls unnamed`);
}"""
MOVING = """() => document.getAnimations().filter((one) => one.playState === "running")
  .map((one) => one.effect.target.id || one.effect.target.className)"""


async def wrong_in(each: Iterable[Shown], lang: str, size: ViewportSize) -> list[str]:
    """What does not fit any of these pages."""
    wrong: list[str] = []
    room = asyncio.Semaphore(SIDE_BY_SIDE)
    async with running_hall(None) as hall, chromium() as browser:
        await everything(hall)

        async def look(shown: Shown) -> None:
            async with room, opened(browser, hall, shown, lang, size) as page:
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
