"""An organizer runs a contest of matches in Chromium: draw, times, results, corrections, lots."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

from playwright.async_api import Page, expect

from scoring.access import Organizer
from scoring.contest.commands import Command
from scoring.contest.encounters import Encounter, encounters
from scoring.contest.file import ContestFile
from scoring.contest.ids import StageId
from scoring.contest.plan import Plan
from scoring.contest.state import Contest
from tests.browser.chromium import chromium
from tests.browser.test_desk import confirmed
from tests.contest.playing import (
    FIRST_TWO,
    RALLIES,
    TIE,
    Wire,
    command,
    crossed,
    drawn,
    groups,
    plan,
    stage,
)
from tests.web.hall import Hall, running_hall

DESK = "/contests/games/desk"
FIRST: list[Wire] = [{"type": "set_games", "games": [[2, 0], [2, 0]]}]
SECOND: list[Wire] = [{"type": "set_games", "games": [[0, 2], [0, 2]]}]
SF1, SF2, FINAL = "main-1-1", "main-1-2", "main-2-1"
_numbers = count(1)


def fresh(kind: str, **fields: Any) -> Command:  # noqa: ANN401 - as on the wire
    return command(kind, next(_numbers), **fields)


def in_cup(kind: str, **fields: Any) -> Command:  # noqa: ANN401 - as on the wire
    return fresh(kind, stage="cup", **fields)


def four() -> list[Command]:
    return [in_cup("set_lines", lines=[["t1", "t2", "t3", "t4"]], reason="Lots")]


@asynccontextmanager
async def desk_at(
    tmp_path: Path, made: Plan, commands: Sequence[Command], path: str = DESK
) -> AsyncGenerator[tuple[Hall, Page]]:
    """The desk of a contest of matches in which all this has happened."""
    async with running_hall(tmp_path / "hall.db") as hall:
        answer = await hall.register(ContestFile(plan=made, commands=tuple(commands)))
        assert answer.is_success, answer.text
        async with chromium() as browser:
            page = await browser.new_page(viewport={"width": 1280, "height": 800})
            secret = await hall.service.keys.new_link(Organizer())
            await page.goto(f"{hall.base}/enter?lang=en#k={secret}")
            await page.wait_for_url("**/desk")
            await page.goto(f"{hall.base}{path}?lang=en")
            yield hall, page


def contest(hall: Hall) -> Contest:
    return hall.service.contest("games")


def matches(hall: Hall, name: str) -> list[Encounter]:
    stage_ = next(one for one in contest(hall).plan.played if one.id == name)
    return list(encounters(contest(hall), stage_))


async def give(hall: Hall, commands: Sequence[Command]) -> None:
    answer = await hall.give("games", commands, await hall.organizer())
    assert answer.is_success, answer.text


async def type_result(page: Page, match: str, score: str) -> None:
    await page.click(f"#m-{match} [data-result]")
    await page.fill("#result-score-match", score)


async def test_from_the_draw_to_who_goes_on(tmp_path: Path) -> None:
    first = stage("groups", groups("A", "B"), RALLIES, FIRST_TWO)
    made = plan(6, first, stage("finals", crossed(), RALLIES))
    async with desk_at(tmp_path, made, ()) as (hall, page):
        await expect(page.locator("#needs")).to_contain_text("the draw has not been made")
        await page.click("#needs a")
        await announce_and_draw(page)
        await expect(page.locator("#lines-box")).to_contain_text("drawn by lot")
        await expect(page.locator("#line-1")).to_contain_text("Team 2")
        play = contest(hall).play[StageId("groups")]
        assert play.drawn is not None and play.drawn.word == "osmanthus"

        await page.goto(f"{hall.base}{DESK}/times?lang=en")
        await propose(page)
        assert all(one.start for one in matches(hall, "groups"))

        await page.goto(f"{hall.base}{DESK}?lang=en")
        await one_played_on_court(hall, page)
        await everything_else_a_circle(hall)
        await expect(page.locator("#needs")).to_contain_text("only lots can tell")
        to_settle = page.locator("#needs [data-open=settle]")
        for left, seed in ((2, "dice 4 2 6 1"), (1, "dice 6 6 1 3")):
            await expect(to_settle).to_have_count(left)
            await to_settle.first.click()
            await page.fill("#settle-seed", seed)
            await confirmed(page)
        await expect(to_settle).to_have_count(0)
        ties = contest(hall).stage(StageId("groups")).ties
        assert [one.seed for one in ties] == ["dice 4 2 6 1", "dice 6 6 1 3"]
        await page.click("#needs .need-close button")
        await confirmed(page)
        await page.click("#decide-0")
        await expect(page.locator("#advance-0 .goes-on input:checked")).to_have_count(4)
        await page.click("#advance-0 [type=submit]")
        await expect(page.locator(".stage-tabs [aria-current]")).to_have_text("Finals")
        await expect(page.locator("#match-rows .match-row")).to_have_count(3)
        assert [one.phase for one in matches(hall, "finals")] == ["ready", "ready", "waiting"]


async def announce_and_draw(page: Page) -> None:
    await page.fill("#announce-seeds", "２ 5 9")
    await expect(page.locator("#announce-seeds-list li")).to_have_text(["2 Team 2", "5 Team 5"])
    await expect(page.locator("#announce-form .checks")).to_contain_text("Not in this stage: 9")
    await page.fill("#announce-seeds", "２ 5")
    await page.click("#announce-form [type=submit]")
    secret = page.locator("#kept-secret code")
    await expect(secret).not_to_be_empty()
    told = await secret.inner_text()
    await page.reload()
    await expect(secret).to_have_text(told)
    await expect(page.locator("#draw-secret")).to_have_value(told)
    await page.fill("#draw-word", "osmanthus")
    await page.click("#draw-yes")
    await expect(page.locator("#proof")).to_contain_text("give the hash that was published")
    await expect(page.locator("#kept-secret")).to_be_hidden()


async def propose(page: Page) -> None:
    await page.fill("#fill-date", "2026-11-28")
    await page.fill("#fill-time", "09:00")
    await page.click("#fill-yes")
    await expect(page.locator("#proposal .slot")).to_have_count(6)
    await expect(page.locator("#proposal-said")).to_contain_text("Nothing is recorded yet.")
    await page.click("#proposal-yes")
    await expect(page.locator("#proposal")).to_be_hidden()
    await expect(page.locator("#day-2026-11-28 .slot")).to_have_count(6)
    await expect(page.locator("#conflicts")).to_contain_text("No player and no court is taken")


async def one_played_on_court(hall: Hall, page: Page) -> None:
    """Called, umpired, confirmed; then corrected, and corrected back."""
    await page.click("#call-court-1")
    await expect(page.locator("#court-court-1")).to_contain_text("called")
    one = next(one for one in matches(hall, "groups") if one.phase == "called")
    tap = {"type": "set_games", "games": [[2, 0], [2, 0]]}
    taps = [{"type": "start"}, tap]
    await give(
        hall,
        [
            fresh("record", stage="groups", match=one.id, after=number, tap=tap)
            for number, tap in enumerate(taps)
        ],
    )
    await page.click("#court-court-1 .court-match .primary")
    await confirmed(page)
    await expect(page.locator(f"#m-{one.id}")).to_contain_text("final result")
    await type_result(page, one.id, "0：2　0：2")
    await expect(page.locator("#result-said")).to_contain_text("wins: 0–2 0–2")
    await expect(page.locator("#result-effect")).to_contain_text("in group")
    await page.click("#result-yes")
    assert await page.locator("#result-reason").evaluate("field => !field.validity.valid")
    await page.fill("#result-reason", "Sheet misread")
    await page.click("#result-yes")
    await expect(page.locator("#result")).to_be_hidden()
    await expect(page.locator(f"#m-{one.id} .match-score")).to_contain_text("0–2")


async def everything_else_a_circle(hall: Hall) -> None:
    """In each group everybody beats one other by the same score."""
    found: list[Command] = []
    for name, group in contest_groups(hall).items():
        beats = {(group[0], group[1]), (group[1], group[2]), (group[2], group[0])}
        for one in matches(hall, "groups"):
            if not one.id.startswith(name):
                continue
            assert one.entrants is not None
            record = contest(hall).play[StageId("groups")].record(one.id)
            result = FIRST if one.entrants in beats else SECOND
            found.append(
                fresh("enter_result", stage="groups", match=one.id, after=record.revision,
                      result=result, reason="As on the sheets")
            )  # fmt: skip
    await give(hall, found)


def contest_groups(hall: Hall) -> dict[str, list[str]]:
    lines = contest(hall).play[StageId("groups")].lines
    return {
        name: [str(one) for one in part if one is not None]
        for name, part in zip("AB", lines, strict=True)
    }


async def test_a_correction_of_a_match_that_others_follow_is_accepted_one_by_one(
    tmp_path: Path,
) -> None:
    results = [in_cup("enter_result", match=one, result=FIRST) for one in (SF1, SF2)]
    called = in_cup("open_match", match=FINAL, court="court-1")
    made = plan(4, stage("cup", drawn(), RALLIES))
    async with desk_at(tmp_path, made, [*four(), *results, called]) as (hall, page):
        await type_result(page, SF1, "0-2 0-2")
        await expect(page.locator("#result-later")).to_contain_text("Final has been called")
        await page.fill("#result-reason", "Sheets mixed up")
        await page.click("#result-yes")
        assert matches(hall, "cup")[2].entrants == ("t1", "t3")
        await page.check("#result-later input")
        await page.click("#result-yes")
        await expect(page.locator("#needs")).to_contain_text("others play here; call it again")
        assert matches(hall, "cup")[2].entrants == ("t2", "t3")
        await page.click("#call-court-1")
        await expect(page.locator("#court-court-1")).to_contain_text("Team 2")
        await expect(page.locator("#needs")).not_to_contain_text("call it again")


async def test_what_cannot_be_is_said_while_it_is_typed(tmp_path: Path) -> None:
    made = plan(4, stage("cup", drawn(), RALLIES))
    async with desk_at(tmp_path, made, four()) as (hall, page):
        await type_result(page, SF1, "3-0 2-0")
        await expect(page.locator("#result-notice")).to_contain_text("3-0 cannot end game 1")
        await expect(page.locator("#result-yes")).to_have_attribute("aria-disabled", "true")
        await page.fill("#result-score-match", "")
        await page.select_option("#result-ended-match", "walkover")
        await page.check("#result-by [value=b]")
        await expect(page.locator("#result-said")).to_have_text("Team 1 wins: walkover by B")
        await page.click("#result-yes")
        await expect(page.locator(f"#m-{SF1}")).to_contain_text("walkover")
        assert matches(hall, "cup")[0].phase == "confirmed"


async def test_line_ups_are_handed_in_apart_and_revealed_together(tmp_path: Path) -> None:
    made = plan(4, stage("cup", drawn(), TIE))
    called = in_cup("open_match", match=SF1, court="court-1")
    path = f"{DESK}/matches/cup/{SF1}"
    async with desk_at(tmp_path, made, [*four(), called], path) as (hall, page):
        for team in (1, 2):
            await page.click(f"#lineups a[href$='t{team}']")
            assert "Max" not in await page.locator("option:checked").all_inner_texts()
            picks = page.locator("#lineup-form select")
            for number, who in enumerate((f"m{team}", f"w{team}", f"m{team}")):
                await picks.nth(number).select_option(who)
            await page.click("#lineup-yes")
            await expect(page.locator("#done")).to_be_visible()
            await page.click(".bar a")
        await page.click("#reveal")
        await page.click("#confirm-yes")
        await expect(page.locator("#rubber-1")).to_contain_text("Max 2")
        await page.click("#rubber-1 [data-result]")
        await page.fill("#result-score-rubber", "2-0 2-1")
        await expect(page.locator("#result-said")).to_have_text("Team 1 wins: 2–0 2–1")
        await page.click("#result-yes")
        await expect(page.locator("#rubber-1")).to_contain_text("final result")
        await expect(page.locator(".versus .middle")).to_have_text("1–0")
        assert contest(hall).play[StageId("cup")].record(SF1, 1).confirmed


async def test_two_versions_are_compared_and_the_kept_one_is_added(tmp_path: Path) -> None:
    made = plan(4, stage("cup", drawn(), RALLIES))
    rally = {"type": "rally", "winner": "a"}
    taps = [
        in_cup("record", match=SF1, after=number, tap=tap)
        for number, tap in enumerate([{"type": "start"}, rally])
    ]
    called = in_cup("open_match", match=SF1, court="court-1")
    async with desk_at(tmp_path, made, [*four(), called, *taps]) as (hall, page):
        late = in_cup("record", match=SF1, after=1, tap={"type": "rally", "winner": "b"})
        answer = await hall.give("games", late, await hall.organizer())
        assert answer.status_code == 409
        await page.click("#need-1-contested a")
        versions = page.locator("#contested .version .score")
        await expect(versions).to_have_text(["1–0", "0–1"])
        await page.click("#contested [data-record]")
        await page.click("#confirm-yes")
        await expect(versions.first).to_have_text("1–1")
        assert contest(hall).play[StageId("cup")].record(SF1).revision == 3


async def test_lines_are_set_by_hand_and_exchanged_with_a_reason(tmp_path: Path) -> None:
    made = plan(3, stage("cup", drawn(), RALLIES))
    async with desk_at(tmp_path, made, (), f"{DESK}/draw") as (hall, page):
        await page.click("#hand-details summary")
        await page.fill("#part-all", "1\n轮空\n2\n")
        await expect(page.locator("#part-checks")).to_contain_text("Missing: 3 Team 3")
        await expect(page.locator("#lines-yes")).to_be_disabled()
        await page.fill("#part-all", "1\n轮空\n2\n3")
        await expect(page.locator("#part-list li")).to_have_text(
            ["Team 1", "Bye", "Team 2", "Team 3"]
        )
        await page.click("#lines-yes")
        await expect(page.locator("#line-2")).to_contain_text("Bye")
        await page.click("#swap-box summary")
        await page.select_option("#swap-first", "1")
        await page.select_option("#swap-second", "3")
        await page.click("#swap-form button")
        await expect(page.locator("#weigh-effect")).to_contain_text("Final: No. 2 Team 2")
        await page.fill("#weigh-reason", "Same club")
        await confirmed(page)
        await expect(page.locator("#swaps")).to_contain_text("Same club")
        assert contest(hall).play[StageId("cup")].lines == (("t2", None, "t1", "t3"),)
