"""Nothing on any page, in any dialog, stands in the way of people who see, hear or move less.

axe-core looks at every page in both languages, by day and by night; what it cannot tell, such as
whether a name makes sense, the other tests of the pages do.
"""

import asyncio
import re
from collections.abc import Iterable
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.async_api import Page

from scoring.web.rendering import template_names, template_text
from tests.browser.chromium import chromium
from tests.browser.every_page import DIALOGS, PAGES, Shown, opened
from tests.browser.everything import everything
from tests.web.hall import running_hall
from tests.web.test_access_matrix import addresses

LANGUAGES = ("zh", "en")
NO_PAGE = re.compile(
    r"/(api|clics|static|schema|worker\.js|healthz|metrics)\b|/(live|frame|pulse)$|\.(web|ics|csv|png)"
)
"""Addresses that answer programs and scripts."""
ALL_RULES = {
    "resultTypes": ["violations"],
    "rules": {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}},
}
"""WCAG 2.2 A and AA and good practice; and contrast as AAA has it, for halls in the sun."""
COLOURS = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": ["cat.color"]}}
RUN = "([within, options]) => axe.run(within, options).then((found) => found.violations)"
SIDE_BY_SIDE = 3
SLOW = 300
"""Seconds on a machine that has much else to do."""


async def found(page: Page, within: str) -> list[str]:
    """What is wrong, by day in every way, and by night with the colours."""
    wrong: list[str] = []
    await page.evaluate(AXE_SCRIPT)
    for scheme, options in (("light", ALL_RULES), ("dark", COLOURS)):
        await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        rules = await page.evaluate(RUN, [within, options])
        wrong += [f"{scheme}: {one}" for rule in rules for one in told(rule)]
    return wrong


async def found_in(each: Iterable[Shown], within: str, lang: str) -> list[str]:
    """What is wrong with any of these pages; a few are looked at side by side."""
    wrong: list[str] = []
    room = asyncio.Semaphore(SIDE_BY_SIDE)
    async with running_hall(None) as hall, chromium() as browser:
        await everything(hall)

        async def look(shown: Shown) -> None:
            async with room, opened(browser, hall, shown, lang) as page:
                await page.wait_for_selector(within)
                wrong.extend(f"{shown} {one}" for one in await found(page, within))

        async with asyncio.TaskGroup() as group:
            for shown in each:
                group.create_task(look(shown))
    return wrong


def told(rule: dict[str, Any]) -> list[str]:
    """A broken rule in one line for each element that breaks it."""
    return [
        f"{rule['id']} ({rule['impact']}): {node['target']} {node['failureSummary']}"
        for node in rule["nodes"]
    ]


def test_every_page_is_looked_at() -> None:
    routes = {one.removeprefix("GET ") for one in addresses() if one.startswith("GET ")}
    pages = {one for one in routes if not NO_PAGE.search(one)}
    assert pages == {shown.route for shown in PAGES if shown.route}


def test_every_dialog_is_looked_at() -> None:
    texts = [template_text(name) for name in template_names()]
    dialogs = {one for text in texts for one in re.findall(r'<dialog id="([^"]+)"', text)}
    assert dialogs == {dialog.id for dialog in DIALOGS}


async def test_each_page_of_a_contest_has_a_title_of_its_own() -> None:
    titles: dict[tuple[str, str], set[str]] = {}
    async with running_hall(None) as hall:
        await everything(hall)
        for shown in PAGES:
            if not shown.path.startswith("/contests/") or shown.path.endswith("/embed"):
                continue
            headers = await hall.token(shown.holder) if shown.holder else {}
            text = (await hall.client.get(f"{shown.path}?lang=en", headers=headers)).text
            assert '<html lang="en"' in text, shown.path
            (title,) = re.findall(r"<title>([^<]+)</title>", text.partition("</head>")[0])
            titles.setdefault((shown.path.split("/")[2], title), set()).add(shown.route)
    assert [routes for routes in titles.values() if len(routes) > 1] == []


@pytest.mark.timeout(SLOW)
@pytest.mark.parametrize("lang", LANGUAGES)
async def test_pages_are_for_everybody(lang: str) -> None:
    assert await found_in(PAGES, "html", lang) == []


@pytest.mark.timeout(SLOW)
@pytest.mark.parametrize("lang", LANGUAGES)
async def test_dialogs_are_for_everybody(lang: str) -> None:
    opening = [Shown("", one.path, one.holder, one.clicks) for one in DIALOGS]
    assert await found_in(opening, "dialog[open]", lang) == []
