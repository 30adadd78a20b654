"""Nothing on any page, in any dialog, stands in the way of people who see, hear or move less.

axe-core looks at every page in both languages, by day and by night; what it cannot tell, such as
whether a name makes sense, the other tests of the pages do.
"""

import re
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from playwright.async_api import Page

from scoring.web.rendering import template_names, template_text
from tests.browser.chromium import chromium, needs_chromium
from tests.browser.every_page import DIALOGS, PAGES, Shown, opened
from tests.browser.everything import everything
from tests.web.hall import running_hall
from tests.web.test_access_matrix import addresses

pytestmark = needs_chromium

LANGUAGES = ("zh", "en")
NO_PAGE = re.compile(r"/(api|static|schema|worker\.js|healthz|metrics)\b|/(live|frame|pulse)$|\.web")
"""Addresses that answer programs and scripts."""
ALL_RULES = {
    "resultTypes": ["violations"],
    "rules": {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}},
}
"""WCAG 2.2 A and AA and good practice; and contrast as AAA has it, for halls in the sun."""
COLOURS = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": ["cat.color"]}}
HALVES = (0, 1)


async def found(page: Page, context: str | None = None) -> list[str]:
    """What is wrong, by day in every way, and by night with the colours."""
    wrong: list[str] = []
    for scheme, options in (("light", ALL_RULES), ("dark", COLOURS)):
        await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        results = await Axe().run(page, context=context, options=options)
        wrong += [f"{scheme}: {one}" for rule in results.response["violations"] for one in told(rule)]
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


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("lang", LANGUAGES)
async def test_pages_are_for_everybody(lang: str, half: int) -> None:
    wrong: list[str] = []
    async with running_hall(None) as hall, chromium() as browser:
        await everything(hall)
        for shown in PAGES[half :: len(HALVES)]:
            async with opened(browser, hall, shown, lang) as page:
                wrong += [f"{shown} {one}" for one in await found(page)]
    assert wrong == []


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_dialogs_are_for_everybody(lang: str) -> None:
    wrong: list[str] = []
    async with running_hall(None) as hall, chromium() as browser:
        await everything(hall)
        for dialog in DIALOGS:
            shown = Shown("", dialog.path, dialog.holder, dialog.clicks)
            async with opened(browser, hall, shown, lang) as page:
                await page.wait_for_selector("dialog[open]")
                wrong += [f"{dialog} {one}" for one in await found(page, "dialog[open]")]
    assert wrong == []
