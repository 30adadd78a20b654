"""A team leader hands in a line-up on a phone in Chromium: unseen, without network, changed."""

import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, expect

from scoring.access import SeatHolder
from scoring.contest.encounters import Encounter
from scoring.contest.file import ContestFile
from scoring.contest.ids import ContestId, SeatId, StageId
from scoring.contest.play import NO_LINEUPS, Lineups
from tests.browser.chromium import chromium
from tests.browser.tablet import PHONE
from tests.played import Played, both, lineup, team_event, with_leaders
from tests.web.hall import Hall, running_hall


@asynccontextmanager
async def drawn(folder: Path) -> AsyncGenerator[tuple[Hall, Browser, Encounter]]:
    """A hall where it is drawn who meets whom, and the first tie."""
    meet = Played(with_leaders(team_event()))
    meet.draw()
    async with running_hall(folder / "hall.db") as hall, chromium() as browser:
        answer = await hall.register(ContestFile(plan=meet.plan, commands=meet.file.commands))
        assert answer.is_success, answer.text
        yield hall, browser, meet.matches()[0]


async def phone(browser: Browser, hall: Hall, team: str) -> Page:
    """The leader's, signed in with the link that was handed out."""
    context = await browser.new_context(viewport=PHONE)
    page = await context.new_page()
    holder = SeatHolder(ContestId("matches"), SeatId(f"leader-{team}"))
    secret = await hall.service.keys.new_link(holder)
    await page.goto(f"{hall.base}/enter?lang=en#k={secret}")
    await page.wait_for_url("**/seats/leader-*")
    await expect(page.locator("article.tie")).to_have_count(1)
    return page


async def chosen(page: Page, team: str) -> None:
    """Everybody whom the line-up of these tests names."""
    for rubber, players in lineup(team).items():
        for number, player in enumerate(players):
            await page.locator(f"select[data-rubber='{rubber}']").nth(number).select_option(player)


def state(page: Page) -> Locator:
    return page.locator(".tie-state")


def at_desk(hall: Hall, tie: Encounter) -> Lineups:
    play = hall.service.contest("matches").play[StageId("teams")]
    return play.lineups.get(tie.id, NO_LINEUPS)


async def test_handed_in_unseen_by_the_other_and_changed_until_both_are_revealed(
    tmp_path: Path,
) -> None:
    async with drawn(tmp_path) as (hall, browser, tie):
        own, other = both(tie)
        page, theirs = await phone(browser, hall, own), await phone(browser, hall, other)
        await expect(state(page)).to_have_text("not handed in")
        await expect(page.get_by_role("button", name="Hand in")).to_be_disabled()
        await chosen(page, own)
        await page.get_by_role("button", name="Hand in").click()
        await expect(state(page)).to_have_text("handed in")
        assert at_desk(hall, tie).by_side[own] == {k: tuple(v) for k, v in lineup(own).items()}
        await theirs.reload()
        await expect(state(theirs)).to_have_text("not handed in")
        await page.locator("select[data-rubber='MS']").select_option(f"{own}-2")
        await expect(page.locator(".tie-foot")).to_contain_text("Changed, and not handed in yet")
        await page.reload()
        await expect(page.locator("select[data-rubber='MS']")).to_have_value(f"{own}-2")
        await page.get_by_role("button", name="Hand in the changed line-up").click()
        await expect(page.locator(".tie-foot")).to_contain_text("The other team does not see it")
        assert at_desk(hall, tie).by_side[own]["MS"] == (f"{own}-2",)
        await chosen(theirs, other)
        await theirs.get_by_role("button", name="Hand in").click()
        await expect(state(theirs)).to_have_text("handed in")
        for number, kind in enumerate(("open_match", "reveal_lineups"), start=1):
            court = {"court": "court-1"} if kind == "open_match" else {}
            command = {"type": kind, "id": f"desk-z:{number}", "stage": "teams", "match": tie.id}
            answer = await hall.client.post(
                "/api/contests/matches/commands",
                json={**command, **court},
                headers=await hall.organizer(),
            )
            assert answer.is_success, answer.text
        for one in (page, theirs):
            await expect(state(one)).to_have_text("revealed")
            await expect(one.locator("select")).to_have_count(0)


async def test_what_cannot_be_played_is_said_before_it_is_handed_in(tmp_path: Path) -> None:
    async with drawn(tmp_path) as (hall, browser, tie):
        own, _ = both(tie)
        page = await phone(browser, hall, own)
        doubles = page.locator("select[data-rubber='MD']")
        hand_in = page.get_by_role("button", name="Hand in")
        await doubles.nth(0).select_option(f"{own}-0")
        await expect(page.locator(".tie-foot")).to_contain_text("Men's doubles needs 2 players")
        await doubles.nth(1).select_option(f"{own}-0")
        await expect(page.locator(".tie-foot")).to_contain_text("Men's doubles names")
        await expect(hand_in).to_be_disabled()
        await doubles.nth(1).select_option(f"{own}-2")
        lost = re.compile(r"Nobody is named for .*Mixed doubles: lost without playing")
        await expect(page.locator(".tie-foot")).to_contain_text(lost)
        await expect(hand_in).to_be_enabled()


async def test_without_network_it_is_kept_and_goes_to_the_desk_by_itself(tmp_path: Path) -> None:
    async with drawn(tmp_path) as (hall, browser, tie):
        own, _ = both(tie)
        page = await phone(browser, hall, own)
        await chosen(page, own)
        await page.context.set_offline(True)
        await page.get_by_role("button", name="Hand in").click()
        await expect(state(page)).to_have_text("kept on this phone")
        await expect(page.locator("#line")).to_contain_text("1 kept here")
        assert own not in at_desk(hall, tie).by_side
        await page.context.set_offline(False)
        await expect(state(page)).to_have_text("handed in")
        assert own in at_desk(hall, tie).by_side
