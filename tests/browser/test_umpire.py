"""An umpire taps a match in Chromium, the public page follows; two tablets; a lost line."""

import asyncio
from contextlib import aclosing
from pathlib import Path

import msgspec
from playwright.async_api import Locator, Page, Route, expect

from scoring.contest.file import ContestFile
from scoring.contest.ids import CommandId, SeatId
from scoring.contest.match_commands import SetLines
from scoring.contest.match_events import TapContested
from scoring.contest.plan import Plan
from scoring.rules.outcomes import Played, Score
from scoring.rules.period_match import PeriodState
from scoring.rules.rally_state import MatchState, Rally
from scoring.sports.badminton import badminton_3x21
from tests.browser.chromium import chromium
from tests.browser.tablet import answered
from tests.browser.umpire import (
    TABLET,
    another_tablet,
    at_court,
    at_the_desk,
    called,
    drawn,
    gone_on,
    playing,
    points,
    record,
    recorded,
    started,
    tapped,
    umpiring,
)
from tests.matches import COURT, CUP, FIRST, cup, tap
from tests.played import basketball, team_event
from tests.process import seat_token, serving
from tests.web.hall import JSON, Hall, running_hall

DOUBLES = cup(rules=badminton_3x21(2))


def state(hall: Hall) -> MatchState:
    found = record(hall).state
    assert isinstance(found, MatchState)
    return found


def shown(side: str) -> str:
    return f".half[data-side='{side}'] .points"


async def test_a_whole_doubles_match_and_the_public_page_follows(tmp_path: Path) -> None:
    async with umpiring(tmp_path / "hall.db", DOUBLES) as (hall, browser, page):
        public = await (await browser.new_context()).new_page()
        await public.goto(f"{hall.base}/contests/cup?lang=en")
        live = public.locator(f"#c-{FIRST} .nums .now")
        await called(page)
        await expect(page.locator("#go")).to_be_disabled()
        await started(page, "a2", "b1")
        await expect(page.locator("#serve")).to_have_text("B 1 serves from the right court to A 4")
        await first_game(page, live)
        await undone_across_its_end(page, live)
        await second_game(page)
        await third_game(page, live)
        await expect(page.locator("#panel-title")).to_have_text("Won by A 1 / B 1")
        await expect(page.locator("#panel-body")).to_contain_text("22121")
        await at_the_desk(page)
        assert state(hall).outcome == Played("a")
        assert not record(hall).confirmed
        await expect(public.locator(f"#l-{FIRST}")).to_have_count(0)
        await gone_on(page)
        await expect(page.locator("#panel-text")).to_contain_text("this result counts")
        assert record(hall).confirmed
        assert state(hall).games == (Score(21, 4), Score(21, 23), Score(21, 16))
        assert [one.revision for one in recorded(hall)] == list(
            range(1, record(hall).revision + 1)
        )
        await expect(public.locator("#latest")).to_contain_text("21")
        await gone_on(page)
        await expect(page.locator("#list")).to_contain_text("Played here")


async def first_game(page: Page, live: Locator) -> None:
    await tapped(page, "a")
    await expect(live).to_have_text(["1", "0"])
    await expect(page.locator("#serve")).to_have_text("B 1 serves from the left court to B 4")
    await points(page, "a" * 9 + "b" * 4 + "a")
    await expect(page.locator("#panel-title")).to_have_text("Interval at 11–4")
    await expect(page.locator("#timer")).to_contain_text("0:5")
    await gone_on(page)
    await playing(page)
    await expect(live).to_have_text(["11", "4"])
    await points(page, "a" * 9)
    await expect(page.locator(".half[data-side='a'] .stake")).to_have_text("Game point")
    await tapped(page, "a")
    await expect(page.locator("#panel-title")).to_have_text("Game to A 1 / B 1, 21–4")
    await expect(page.locator("#panel-text")).to_have_text("Change ends")


async def undone_across_its_end(page: Page, live: Locator) -> None:
    """Score, server and ends are as they were."""
    await page.click("#undo")
    await playing(page)
    await expect(page.locator("#left")).to_have_attribute("data-side", "a")
    await expect(page.locator(shown("a"))).to_have_text("20")
    await expect(live).to_have_text(["20", "4"])
    await page.click("#redo")
    await expect(page.locator("#panel-title")).to_have_text("Game to A 1 / B 1, 21–4")


async def second_game(page: Page) -> None:
    """Others begin, and it is set."""
    await page.click("[data-server='a2']")
    await page.click("[data-receiver='b2']")
    await gone_on(page)
    await playing(page)
    await expect(page.locator("#left")).to_have_attribute("data-side", "b")
    await expect(page.locator("#serve")).to_have_text("B 1 serves from the right court to B 4")
    await points(page, "b" * 11)
    await gone_on(page)
    await playing(page)
    await points(page, "b" * 9 + "a" * 10)
    await expect(page.locator(shown("a"))).to_have_text("10")
    await points(page, "a")
    await playing_after_any_interval(page)
    await points(page, "a" * 9 + "b")
    await expect(page.locator(shown("b"))).to_have_text("21")
    await points(page, "ab")
    await expect(page.locator(shown("b"))).to_have_text("22")
    await points(page, "b")
    await expect(page.locator("#panel-title")).to_have_text("Game to A 4 / B 4, 23–21")
    await gone_on(page)
    await playing(page)


async def third_game(page: Page, live: Locator) -> None:
    """A red card gives a point, the yellow one before it does not; ends change at 11."""
    await carded(page, "yellow", "b:1")
    await carded(page, "red", "b:1")
    await expect(page.locator(shown("a"))).to_have_text("1")
    await points(page, "b" * 8 + "a" * 9)
    await expect(page.locator(shown("b"))).to_have_text("8")
    before = await page.locator("#left").get_attribute("data-side")
    await points(page, "a")
    await expect(page.locator("#panel-title")).to_have_text("Interval at 11–8")
    await expect(page.locator("#panel-text")).to_have_text("Change ends")
    await gone_on(page)
    await playing(page)
    assert await page.locator("#right").get_attribute("data-side") == before
    await points(page, "b" * 8 + "a" * 9)
    await expect(page.locator(".half[data-side='a'] .stake")).to_have_text("Match point")
    await expect(live).to_have_text(["20", "16"])
    await tapped(page, "a")


async def playing_after_any_interval(page: Page) -> None:
    if await page.locator("#panel").is_visible():
        await gone_on(page)
    await playing(page)


async def carded(page: Page, card: str, to: str) -> None:
    await page.click("#more")
    await answered(page, "[data-value='card']")
    await answered(page, f"[data-value='{card}']")
    await answered(page, f"[data-value='{to}']")
    await answered(page, "[data-value='yes']")
    await expect(page.locator("#choose")).not_to_be_visible()


async def test_points_tapped_while_the_line_is_down_are_drawn_and_arrive_in_order(
    tmp_path: Path,
) -> None:
    async with umpiring(tmp_path / "hall.db", DOUBLES) as (hall, _, page):
        await expect(page.locator(".match-card [data-call]").first).to_be_visible()
        await page.route("**/api/**", lambda route: route.abort())
        await called(page)
        await started(page)
        await points(page, "aabab" + "a" * 8)
        await expect(page.locator("#panel-title")).to_have_text("Interval at 11–2")
        await gone_on(page)
        await playing(page)
        await expect(page.locator("#serve")).to_have_text("A 1 serves from the left court to B 4")
        await points(page, "a" * 10)
        await expect(page.locator("#panel-title")).to_have_text("Game to A 1 / B 1, 21–2")
        await page.click("#undo")
        await playing(page)
        await points(page, "ba")
        await expect(page.locator("#panel-title")).to_have_text("Game to A 1 / B 1, 21–3")
        await page.click("[data-server='a2']")
        await page.click("[data-receiver='b2']")
        await gone_on(page)
        await playing(page)
        await points(page, "bb")
        await expect(page.locator("#sheet-state")).to_contain_text("On this tablet")
        assert recorded(hall) == []
        told = await page.locator("#halves").inner_text()
        await page.unroute_all(behavior="wait")
        await page.evaluate("dispatchEvent(new Event('online'))")
        await at_the_desk(page)
        assert await page.locator("#halves").inner_text() == told
        assert (state(hall).games, state(hall).score) == ((Score(21, 3),), Score(0, 2))
        rallies = [one.tap.winner for one in recorded(hall) if isinstance(one.tap, Rally)]
        assert "".join(rallies) == "aabab" + "a" * 8 + "a" * 10 + "ba" + "bb"


async def test_a_score_that_cannot_be_is_refused_with_the_reason_and_typed_anew(
    tmp_path: Path,
) -> None:
    async with umpiring(tmp_path / "hall.db", DOUBLES) as (hall, _, page):
        await called(page)
        await page.click("#more")
        await answered(page, "[data-value='score']")
        for field, value in enumerate(("22", "19", "21", "3")):
            await page.locator("#score-rows input").nth(field).fill(value)
        await page.click("#score-yes")
        await expect(page.locator("#score-trouble")).to_contain_text("22-19 cannot end game 1")
        await page.locator("#score-rows input").first.fill("21")
        await page.click("#score-yes")
        await expect(page.locator("#panel-title")).to_have_text("Won by A 1 / B 1")
        await expect(page.locator("#refusals")).to_be_hidden()
        await gone_on(page)
        await expect(page.locator("#panel-text")).to_contain_text("this result counts")
        assert state(hall).games == (Score(21, 19), Score(21, 3))


async def test_every_game_begins_with_the_handicap_without_network_too(tmp_path: Path) -> None:
    async with umpiring(tmp_path / "hall.db", DOUBLES) as (hall, _, page):
        await called(page)
        await page.click("#more")
        await answered(page, "[data-value='handicap']")
        fields = page.locator("#score-rows input")
        await fields.nth(0).fill("21")
        await fields.nth(1).fill("0")
        await page.click("#score-yes")
        await expect(page.locator("#score-trouble")).to_contain_text("less than what wins a game")
        await fields.nth(0).fill("3")
        async with page.expect_response("**/courses/*-3-0*"):
            await page.click("#score-yes")
        await expect(page.locator("#panel-text")).to_contain_text("3–0")
        await page.context.set_offline(True)
        await started(page)
        await expect(page.locator("#left .points")).to_have_text("3")
        await expect(page.locator("#serve")).to_contain_text("left court")
        await points(page, "ab")
        await points(page, "a" * 17)
        await expect(page.locator("#panel-title")).to_have_text("Game to A 1 / B 1, 21–1")
        await gone_on(page)
        await playing(page)
        await expect(page.locator("#board")).to_contain_text("3")
        told = await page.locator("#halves").inner_text()
        assert recorded(hall) == []
        await page.context.set_offline(False)
        await at_the_desk(page)
        assert await page.locator("#halves").inner_text() == told
        assert (state(hall).games, state(hall).score) == ((Score(21, 1),), Score(3, 0))
        await page.reload()
        await playing(page)
        assert await page.locator("#halves").inner_text() == told


async def test_a_retirement_is_published_completed_and_waits_for_the_umpire(
    tmp_path: Path,
) -> None:
    async with umpiring(tmp_path / "hall.db", DOUBLES) as (hall, _, page):
        await called(page)
        await started(page)
        await points(page, "aaaaaaabbbbb")
        await page.click("#more")
        await answered(page, "[data-value='stop']")
        await answered(page, "[data-value='retired']")
        await answered(page, "[data-value='a']")
        await expect(page.locator("#choose-text")).to_contain_text("won by A 4 / B 4")
        await answered(page, "[data-value='yes']")
        await expect(page.locator("#panel-title")).to_have_text(
            "Won by A 4 / B 4 (A 1 / B 1: retired)"
        )
        await expect(page.locator(".published")).to_have_text("7–21  0–21")
        assert not record(hall).confirmed


async def test_case_x_a_stale_tap_is_refused_and_both_are_kept(tmp_path: Path) -> None:
    async with umpiring(tmp_path / "hall.db", DOUBLES) as (hall, browser, first):
        await called(first)
        await started(first)
        second = await another_tablet(browser, hall)
        await second.click(".match-card [data-open]")
        await playing(second)
        await expect(second.locator("#sheet-state")).to_contain_text("another tablet")
        await second.route("**/api/**", lambda route: route.abort())
        await points(first, "aa")
        await at_the_desk(first)
        await points(second, "bbb")
        await expect(second.locator(shown("b"))).to_have_text("3")
        await second.unroute_all(behavior="wait")
        await second.evaluate("dispatchEvent(new Event('online'))")
        await expect(second.locator("#refusals-list")).to_contain_text("gone on at another tablet")
        await expect(second.locator("#refusals-list .notice")).to_have_count(3)
        await expect(second.locator(shown("a"))).to_have_text("2")
        await expect(second.locator(shown("b"))).to_have_text("0")
        assert state(hall).score == Score(2, 0)
        assert len(record(hall).contested) == 3
        contested = [
            one for one in hall.service.contest(CUP).history if isinstance(one, TapContested)
        ]
        assert [(one.after, one.revision, one.tap) for one in contested] == [
            (1, 3, Rally("b"))
        ] * 3
        for left in (2, 1, 0):
            await second.locator("#refusals [data-noted]").first.click()
            await expect(second.locator("#refusals [data-noted]")).to_have_count(left)
        await expect(second.locator("#refusals")).to_be_hidden()
        await points(second, "b")
        await expect(first.locator("#sheet-state")).to_contain_text("another tablet")
        await expect(first.locator(shown("b"))).to_have_text("1")


async def test_case_x_the_same_id_again_is_a_no_op(tmp_path: Path) -> None:
    async with umpiring(tmp_path / "hall.db", DOUBLES) as (hall, _, page):
        await called(page)
        await started(page)
        lost = 0

        async def lose_the_reply(route: Route) -> None:
            nonlocal lost
            lost += 1
            await route.fetch()
            await route.abort()

        await page.route("**/api/contests/cup/commands*", lose_the_reply)
        await points(page, "a")
        await expect(page.locator("#line")).to_contain_text("kept here")
        await expect(page.locator(shown("a"))).to_have_text("1")
        await page.unroute_all(behavior="wait")
        await page.reload()
        await playing(page)
        await at_the_desk(page)
        assert lost > 0
        assert state(hall).score == Score(1, 0)
        assert [one.revision for one in recorded(hall)] == [1, 2]


async def test_case_x_a_server_restart_mid_rally_loses_nothing(tmp_path: Path) -> None:
    database = tmp_path / "hall.db"
    async with chromium() as browser:
        async with serving(database) as server, aclosing(await server.organizer()) as organizer:
            answer = await organizer.post(
                "/api/contests", content=msgspec.json.encode(drawn(DOUBLES)), headers=JSON
            )
            assert answer.is_success, answer.text
            token = await seat_token(organizer, CUP, COURT)
            port = server.base.rpartition(":")[2]
            page = await browser.new_page()
            await page.goto(f"{server.base}/enter?lang=en")
            await page.evaluate(
                "token => localStorage.setItem('scoring.seat.cup.court-1', token)", token
            )
            await page.goto(f"{server.base}/contests/cup/seats/court-1?lang=en")
            await called(page)
            await started(page)
            await points(page, "aab")
            await at_the_desk(page)
            await server.kill()
        await points(page, "aa")
        await expect(page.locator("#sheet-state")).to_contain_text("On this tablet: 2")
        async with serving(database, port=int(port)) as server:
            await page.evaluate("dispatchEvent(new Event('online'))")
            await at_the_desk(page)
            await expect(page.locator(shown("a"))).to_have_text("4")
            await expect(page.locator(shown("b"))).to_have_text("1")
            async with aclosing(await server.organizer()) as organizer:
                log = (await organizer.get("/api/contests/cup/log")).text
            assert log.count('"tap_recorded"') == 6


BOUNCES = """() => {
  const panel = document.getElementById("panel");
  new MutationObserver((_, observer) => {
    if (panel.hidden) return;
    observer.disconnect();
    document.getElementById("go").click();
    window.bounced = true;
  }).observe(panel, { attributes: true });
}"""
"""A finger that comes down again the moment something new is under it."""


async def test_a_finger_that_bounces_counts_once_and_nothing_new_is_tapped_by_it(
    tmp_path: Path,
) -> None:
    async with umpiring(tmp_path / "hall.db", DOUBLES) as (hall, _, page):
        await called(page)
        await started(page)
        await page.dblclick(".half[data-side='a']")
        await expect(page.locator(shown("a"))).to_have_text("1")
        await at_the_desk(page)
        assert state(hall).score == Score(1, 0)
        await points(page, "a" * 9)
        await expect(page.locator(shown("a"))).to_have_text("10")
        before = [await page.locator(f"#{end}").bounding_box() for end in ("left", "right")]
        await points(page, "b")
        after = [await page.locator(f"#{end}").bounding_box() for end in ("left", "right")]
        assert before == after
        await page.evaluate(BOUNCES)
        await points(page, "a")
        await expect(page.locator("#panel")).to_be_visible()
        assert await page.evaluate("window.bounced")


async def test_a_court_without_matches_says_what_will_come(tmp_path: Path) -> None:
    async with umpiring(tmp_path / "hall.db", DOUBLES) as (hall, browser, page):
        await expect(page.locator("#list")).to_contain_text("Free to call")
        for number, match in enumerate(("main-1-1", "main-1-2")):
            command = tap(f"desk-x:{number}", 0, "a", match)
            opening = {"type": "open_match", "id": f"desk-o:{number + 1}", "stage": "draw",
                       "match": command.match, "court": "court-2"}  # fmt: skip
            answer = await hall.client.post(
                "/api/contests/cup/commands", json=opening, headers=await hall.organizer()
            )
            assert answer.is_success, answer.text
        await expect(page.locator("#list")).to_contain_text("No match for this court yet")
        other = await browser.new_page()
        await at_court(other, hall, SeatId("court-2"))
        await expect(other.locator(".match-card")).to_have_count(2)


async def test_points_and_fouls_of_a_basketball_match(tmp_path: Path) -> None:
    plan = basketball()
    async with running_hall(tmp_path / "hall.db") as hall, chromium() as browser:
        answer = await hall.register(ContestFile(plan=plan))
        assert answer.is_success, answer.text
        page = await browser.new_page(viewport=TABLET)
        await at_court(page, hall, plan.seats[0].id, plan.id)
        await page.locator("[data-call]").first.click()
        await gone_on(page)
        await expect(page.locator("#period-now")).to_have_text("Period 1")
        await page.click("[data-player='7'][data-of='a']")
        await page.click("[data-goal='3'][data-of='a']")
        await expect(page.locator("#goals-a")).to_have_text("3")
        for count in range(1, 6):
            await page.wait_for_timeout(350)
            await page.click("[data-player='5'][data-of='b']")
            await page.click("[data-foul][data-of='b']")
            await expect(page.locator("#fouls-b")).to_contain_text(f"Team fouls: {count}")
        await expect(page.locator("#panel-title")).to_have_text("Out with personal fouls")
        await expect(page.locator("#panel-text")).to_contain_text("5")
        for number in range(1, 5):
            await gone_on(page)
            await page.click("#period-over")
            await answered(page, "[data-value='yes']")
            if number < 4:
                await expect(page.locator("#go")).to_have_text(f"Start period {number + 1}")
        await expect(page.locator("#panel-title")).to_contain_text("Won by")
        await gone_on(page)
        await expect(page.locator("#panel-text")).to_contain_text("this result counts")
        (stage,) = hall.service.contest(plan.id).plan.played
        ((_, state),) = [
            (key, one.state)
            for key, one in hall.service.contest(plan.id).play[stage.id].records.items()
        ]
        assert isinstance(state, PeriodState)
        assert state.score is not None and state.score.total == Score(3, 0)
        assert state.personal_fouls == {("b", "5"): 5}


async def test_a_team_tie_is_umpired_rubber_by_rubber_and_dead_rubbers_are_not_played(
    tmp_path: Path,
) -> None:
    plan = team_event()
    draw = SetLines(id=CommandId("desk:1"), stage=plan.stages[0].id, reason="x",
                    lines=(tuple(one.id for one in plan.entrants),))  # fmt: skip
    async with running_hall(tmp_path / "hall.db") as hall, chromium() as browser:
        answer = await hall.register(ContestFile(plan=plan, commands=(draw,)))
        assert answer.is_success, answer.text
        page = await browser.new_page(viewport=TABLET)
        await at_court(page, hall, plan.seats[0].id, plan.id)
        await page.locator("[data-call]").first.click()
        await expect(page.locator("#list")).to_contain_text("not revealed yet")
        await expect(page.locator(".rubber").first).to_be_disabled()
        await lineups_revealed(hall, plan)
        for number in (1, 2, 3):
            await page.click(f"[data-open$='/{number}']")
            await expect(page.locator("#panel-title")).to_have_text("Before the match")
            await page.click("#more")
            await answered(page, "[data-value='score']")
            for field, value in enumerate(("21", "5", "21", "7")):
                await page.locator("#score-rows input").nth(field).fill(value)
            await page.click("#score-yes")
            await expect(page.locator("#panel-title")).to_contain_text("Won by")
            await gone_on(page)
            await expect(page.locator("#panel-text")).to_contain_text("this result counts")
            await gone_on(page)
        await expect(page.locator(".past .rubber-state")).to_have_text(
            ["21–5 21–7 ✓"] * 3 + ["not played"] * 2
        )


async def lineups_revealed(hall: Hall, plan: Plan) -> None:
    """Both teams of the first match, once the desk knows that it was called, play their best."""
    stage = plan.stages[0].id
    for _ in range(400):
        if FIRST in hall.service.contest(plan.id).play[stage].opened:
            break
        await asyncio.sleep(0.05)
    match = {"stage": stage, "match": FIRST}
    commands: list[dict[str, object]] = []
    for team in plan.entrants[:2]:
        men = [one.id for one in team.members if one.gender == "m"]
        women = [one.id for one in team.members if one.gender == "f"]
        lineup = {"MS": men[:1], "WS": women[:1], "MD": men[1:3], "WD": women[1:3],
                  "XD": [men[0], women[0]]}  # fmt: skip
        commands.append({"type": "hand_in_lineup", "side": team.id, "lineup": lineup, **match})
    commands.append({"type": "reveal_lineups", **match})
    answer = await hall.client.post(
        f"/api/contests/{plan.id}/commands",
        json=[{**one, "id": f"desk-l:{n}"} for n, one in enumerate(commands, start=1)],
        headers=await hall.organizer(),
    )
    assert answer.is_success, answer.text
