"""By keyboard alone: the focus is always to be seen, dialogs keep it and give it back."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser.chromium import chromium
from tests.browser.every_page import DIALOGS, PAGES, Shown, opened
from tests.browser.everything import everything
from tests.browser.test_desk import SETTLING, all_mark, desk_of
from tests.contests import STAGE, called, entrant_id, small_plan
from tests.web.hall import running_hall

SIDE_BY_SIDE = 3
SLOW = 300
FARTHEST = 80
"""As many times as anybody presses Tab to come to anything on a desk."""

UNSEEN = """() => {
  const at = (one) => `${one.tagName.toLowerCase()}#${one.id}.${one.getAttribute("class") ?? ""}`;
  const focusable = "a[href], button, input, select, textarea, summary, [tabindex]";
  const shown = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled;
  const wrong = [];
  for (const one of document.querySelectorAll(focusable)) {
    if (one.tabIndex > 0) wrong.push(`${at(one)} is out of order`);
    if (one.tabIndex < 0 || !shown(one)) continue;
    one.focus({ focusVisible: true });
    if (document.activeElement !== one) continue;
    const style = getComputedStyle(one);
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const card = one.querySelector("rect.card");
    const framed = card && parseFloat(getComputedStyle(card).strokeWidth) >= 4;
    if (!outlined && !framed) wrong.push(`${at(one)} does not show that it has the focus`);
  }
  return wrong;
}"""


async def wrong_in(
    each: Iterable[Shown], look: Callable[[Page, Shown], Awaitable[list[str]]]
) -> list[str]:
    """What `look` finds on any of these pages."""
    wrong: list[str] = []
    room = asyncio.Semaphore(SIDE_BY_SIDE)
    async with running_hall(None) as hall, chromium() as browser:
        await everything(hall)

        async def one(shown: Shown) -> None:
            async with room, opened(browser, hall, shown, "en") as page:
                wrong.extend(f"{shown}: {found}" for found in await look(page, shown))

        async with asyncio.TaskGroup() as group:
            for shown in each:
                group.create_task(one(shown))
    return wrong


async def unseen(page: Page, _shown: Shown) -> list[str]:
    found: list[str] = await page.evaluate(UNSEEN)
    return found


async def focused(page: Page, within: str) -> bool:
    return bool(await page.evaluate("(within) => document.activeElement?.matches(within)", within))


async def not_given_back(page: Page, shown: Shown) -> list[str]:
    """Whether an open dialog has the focus, keeps it from Tab to Tab, and gives it back."""
    wrong: list[str] = []
    await page.wait_for_selector("dialog[open]")
    inside = "dialog[open], dialog[open] *"
    if not await focused(page, inside):
        wrong.append("the dialog does not take the focus")
    for _ in range(12):
        await page.keyboard.press("Tab")
        if not await focused(page, f"{inside}, body"):
            wrong.append("the dialog loses the focus")
            break
    await page.keyboard.press("Escape")
    await expect(page.locator("dialog[open]")).to_have_count(0)
    openers = f"{', '.join(shown.clicks)}, .row-menu summary"
    if not await focused(page, openers):
        at = await page.evaluate("document.activeElement.outerHTML.slice(0, 90)")
        wrong.append(f"the focus goes to {at}")
    return wrong


@pytest.mark.timeout(SLOW)
async def test_the_focus_is_always_seen() -> None:
    assert await wrong_in(PAGES, unseen) == []


@pytest.mark.timeout(SLOW)
async def test_dialogs_take_keep_and_give_back_the_focus() -> None:
    opening = [Shown("", one.path, one.holder, one.clicks) for one in DIALOGS]
    assert await wrong_in(opening, not_given_back) == []


async def to(page: Page, selector: str) -> None:
    """Press Tab until this has the focus."""
    for _ in range(FARTHEST):
        if await focused(page, selector):
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by Tab")


async def enter(page: Page, selector: str) -> None:
    """Come to a button or a link and press it, once it takes a press."""
    await to(page, selector)
    await page.wait_for_timeout(SETTLING)
    await page.keyboard.press("Enter")


async def test_the_skip_link_leads_past_the_bar(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall:
        await hall.register(called(small_plan(entrants=3, judges=3), [1]))
        async with desk_of(hall) as page:
            await page.keyboard.press("Tab")
            assert await focused(page, ".skip")
            await expect(page.locator(".skip")).to_be_in_viewport()
            await page.keyboard.press("Enter")
            await page.keyboard.press("Tab")
            assert await focused(page, "main *")


async def test_a_performance_is_called_closed_and_corrected_by_keyboard(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall:
        await hall.register(called(small_plan(entrants=3, judges=3), []))
        async with desk_of(hall) as page:
            await enter(page, "#call-next")
            await enter(page, "#confirm-yes")
            await expect(page.locator("#stage-card")).to_contain_text("On stage")
            assert await focused(page, "[data-key]")
            await all_mark(hall, 1, "95.00")
            await expect(page.locator("#go")).not_to_have_attribute("aria-disabled", "true")
            await enter(page, "#go")
            await expect(page.locator("#stage-card")).to_contain_text("歌手2")
            assert await focused(page, "[data-key]")
            await page.keyboard.press("/")
            assert await focused(page, "#find")
            await page.keyboard.type("1")
            await enter(page, "#r-e1 a")
            await page.wait_for_url("**/desk/entrants/e1*")
            await enter(page, "#correct-J2-0 summary")
            await to(page, "#correct-J2-0 input")
            await page.keyboard.press("Control+a")
            await page.keyboard.type("96.00")
            await page.keyboard.press("Enter")
            await expect(page.locator("#weigh")).to_be_visible()
            await to(page, "#weigh-reason")
            await page.keyboard.type("mistyped")
            await page.keyboard.press("Enter")
            await expect(page.locator("#done")).to_be_visible()
        performance = hall.service.contest("small").stage(STAGE).performances[entrant_id(1)]
        given = [sheet.given for sheet in performance.sheets.values() if sheet.given]
        assert sorted(next(iter(one.marks.values())) for one in given) == [9500, 9500, 9600]
