"""An organizer decides in Chromium: seals, orders, draws lots, records, replaces, reopens."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Locator, Page, expect

from scoring.contest.commands import Call, Command, Enter, SealCut, Withdraw
from scoring.contest.ids import EntrantId
from scoring.contest.plan import Entrant, Plan
from scoring.contest.state import StageState
from tests.browser.test_desk import confirmed, desk_of, pressed
from tests.contests import entrant_id
from tests.deciding import (
    FINAL,
    HEATS,
    SOUTH,
    advanced,
    dance_plan,
    dealt,
    ended,
    fresh,
    knock_out_plan,
    marked,
    parallel_plan,
    repechage_plan,
    story,
)
from tests.web.hall import Hall, running_hall

TIED = {1: "95.00", 2: "93.00", 3: "93.00", 4: "93.00", 5: "91.00", 6: "90.00"}
CLEAR = {**TIED, 3: "92.00", 4: "91.50"}


@asynccontextmanager
async def desk_at(
    tmp_path: Path, plan: Plan, commands: Sequence[Command] = ()
) -> AsyncGenerator[tuple[Hall, Page]]:
    """The desk of a contest in which all this has happened."""
    async with running_hall(tmp_path / "hall.db") as hall:
        answer = await hall.register(story(plan, commands))
        assert answer.is_success, answer.text
        async with desk_of(hall) as page:
            yield hall, page


def heats(hall: Hall) -> StageState:
    return hall.service.contest("small").stage(HEATS)


def those(*numbers: int) -> tuple[EntrantId, ...]:
    return tuple(entrant_id(one) for one in numbers)


def going(hall: Hall, route: int = 0) -> tuple[EntrantId, ...]:
    return heats(hall).advanced[route].entrants


def rows(page: Page) -> Locator:
    return page.locator("#order-rows .number")


async def test_a_tie_at_the_line_is_drawn_by_lot_and_the_list_recorded(tmp_path: Path) -> None:
    async with desk_at(tmp_path, knock_out_plan(), ended(knock_out_plan(), TIED)) as (hall, page):
        await expect(page.locator("#needs")).to_contain_text("No. 2, No. 3, No. 4 are tied")
        await expect(page.locator("#decide-0")).to_have_text("Record the list all the same")
        await page.click("#needs [data-open='settle']")
        await expect(page.locator("#settle-spots")).to_have_text("1 of these 3 go on to Final.")
        seed = await page.input_value("#settle-seed")
        await confirmed(page)
        await expect(page.locator("#needs")).not_to_contain_text("tied")
        (tie,) = heats(hall).ties
        assert (tie.by, tie.seed) == ("lot", seed)
        await expect(page.locator(".settled")).to_contain_text(seed)
        await page.click("#decide-0")
        await confirmed(page)
        await expect(page.locator("#desk")).to_contain_text("Earlier stages")
        assert set(going(hall)) == {entrant_id(1), tie.order[0]}


async def test_lots_drawn_in_the_hall_are_put_in_order_by_keyboard(tmp_path: Path) -> None:
    async with desk_at(tmp_path, knock_out_plan(), ended(knock_out_plan(), TIED)) as (hall, page):
        await page.click("#needs [data-open='settle']")
        await page.check("#settle-ways [value='hand']")
        await page.focus("#settle-list li:nth-child(3) [data-step='-1']")
        await page.keyboard.press("ArrowUp")
        await page.keyboard.press("ArrowUp")
        await expect(page.locator("#settle-list li").first).to_contain_text("No. 4 歌手4")
        await expect(page.locator("#settle-list .goes")).to_have_count(1)
        await expect(page.locator("#settle-yes")).to_have_text("Record: 4 › 2 › 3")
        await confirmed(page)
        assert await page.locator("#settle-reason").evaluate("field => !field.validity.valid")
        await page.fill("#settle-reason", "drawn by the head judge before all")
        await confirmed(page)
        await expect(page.locator(".settled")).to_contain_text("head judge")
        assert heats(hall).ties[0].order == those(4, 2, 3)


async def test_lots_come_from_the_sealed_seed_only(tmp_path: Path) -> None:
    plan = knock_out_plan()
    sealed = SealCut(id=fresh(), stage=HEATS, seed="lottery 20241107")
    async with desk_at(tmp_path, plan, [sealed, *ended(plan, TIED)]) as (hall, page):
        await page.click("#needs [data-open='settle']")
        await expect(page.locator("#settle-ways")).to_be_hidden()
        await expect(page.locator("#settle-seed")).to_have_value("lottery 20241107")
        await expect(page.locator("#settle-seed")).not_to_be_editable()
        await confirmed(page)
        await expect(page.locator(".settled")).to_contain_text("lottery 20241107")
        assert heats(hall).ties[0].seed == "lottery 20241107"


async def test_a_run_off_is_entered_as_an_order(tmp_path: Path) -> None:
    plan = knock_out_plan(tie="run_off")
    async with desk_at(tmp_path, plan, ended(plan, TIED)) as (hall, page):
        await page.click("#needs [data-open='settle']")
        await expect(page.locator("#settle-ways")).to_be_hidden()
        await page.click("#settle-list li:nth-child(2) [data-step='-1']")
        await page.fill("#settle-reason", "sang once more")
        await confirmed(page)
        await expect(page.locator(".settled")).to_contain_text("By a run-off")
        assert (heats(hall).ties[0].by, heats(hall).ties[0].order) == ("run_off", those(3, 2, 4))


async def test_a_list_against_the_rule_needs_a_reason(tmp_path: Path) -> None:
    async with desk_at(tmp_path, knock_out_plan(), ended(knock_out_plan(), CLEAR)) as (hall, page):
        await page.click("#decide-0")
        await page.uncheck("#advance-0 [value='e2']")
        await page.fill("#add-0", "6")
        await page.keyboard.press("Enter")
        await expect(page.locator("#advance-0 .checks")).to_contain_text("In by decision: No. 6")
        await expect(page.locator("#advance-0 .checks")).to_contain_text("Out by decision: No. 2")
        await confirmed(page)
        assert await page.locator("#advance-reason-0").evaluate("field => !field.validity.valid")
        await page.fill("#advance-reason-0", "the jury's wish")
        await confirmed(page)
        await page.click("#earlier-heats summary")
        await expect(page.locator("#route-heats-0")).to_contain_text("the jury's wish")
        assert set(going(hall)) == set(those(1, 6))


async def test_routes_are_recorded_one_after_the_other(tmp_path: Path) -> None:
    plan = repechage_plan()
    async with desk_at(tmp_path, plan, ended(plan, CLEAR)) as (hall, page):
        await expect(page.locator("#route-heats-1")).to_contain_text("After the list above")
        await page.click("#decide-0")
        await confirmed(page)
        await page.click("#decide-1")
        await confirmed(page)
        await expect(page.locator("#desk-head")).to_contain_text("Repechage")
        assert (going(hall), going(hall, 1)) == (those(1, 2), those(3, 4))


async def test_an_absentee_is_replaced_by_the_next_in_line(tmp_path: Path) -> None:
    plan = knock_out_plan()
    ill = Withdraw(id=fresh(), entrant=entrant_id(2), reason="ill")
    commands = [*ended(plan, CLEAR), advanced([1, 2]), ill]
    async with desk_at(tmp_path, plan, commands) as (hall, page):
        await page.click("#need-1-absent button")
        await expect(page.locator("#replace-text")).to_contain_text("No. 3 歌手3 comes in")
        await confirmed(page)
        await expect(page.locator("#needs")).not_to_contain_text("cannot come")
        await expect(rows(page)).to_have_text(["1", "3"])
        await expect(page.locator(".replaced")).to_contain_text("歌手3")
        assert heats(hall).advanced[0].replaced == ((entrant_id(2), entrant_id(3)),)


async def test_the_order_is_set_by_hand_once_nobody_is_missing_or_twice(tmp_path: Path) -> None:
    async with desk_at(tmp_path, knock_out_plan()) as (hall, page):
        await page.click("#open-hand")
        await page.fill("#hand-numbers", "5\n3 歌手3\n1，3 99")
        checks = page.locator("#hand-checks")
        await expect(checks).to_contain_text("Named twice: 3")
        await expect(checks).to_contain_text("Not in this stage: 99")
        await expect(checks).to_contain_text("Missing: 2 歌手2, 4 歌手4, 6 歌手6")
        await expect(page.locator("#hand-yes")).to_be_disabled()
        await page.fill("#hand-numbers", "5 3 1\n２，４、6")
        await expect(checks).to_have_text("All 6 are there, each once.")
        await confirmed(page)
        await expect(rows(page)).to_have_text(["5", "3", "1", "2", "4", "6"])
        await expect(page.locator("#step-order")).to_contain_text("Set by hand")
        assert heats(hall).order == those(5, 3, 1, 2, 4, 6)


async def test_the_rules_are_sealed_with_a_seed_for_lots(tmp_path: Path) -> None:
    async with desk_at(tmp_path, knock_out_plan()) as (hall, page):
        await page.click("#open-seal")
        await expect(page.locator("#seal .rules")).to_contain_text("the best 2 go on")
        await page.check("#seal-lots")
        await page.fill("#seal-seed", "lottery 20241107")
        await confirmed(page)
        await expect(page.locator("#step-seal")).to_contain_text("lottery 20241107")
        seal = heats(hall).seal
        assert seal is not None
        assert seal.seed == "lottery 20241107"
        await expect(page.locator("#digest")).to_have_text(seal.digest)


async def test_panels_are_assigned_by_hand_and_perform_side_by_side(tmp_path: Path) -> None:
    async with desk_at(tmp_path, parallel_plan()) as (hall, page):
        await page.click("#open-panels")
        await page.check("#panels-form [value='hand']")
        await page.fill("#panel-north", "1 3 5")
        await page.fill("#panel-south", "2 4")
        await expect(page.locator("#panels-checks")).to_contain_text("Missing: 6")
        await page.fill("#panel-south", "2 4 6")
        await confirmed(page)
        await expect(page.locator("#step-panels")).to_contain_text("North hall: 3")
        await pressed(page, "#call-next-north")
        await confirmed(page)
        await pressed(page, "#call-next-south")
        await expect(page.locator("#lane-south")).to_contain_text("歌手2")
        await expect(page.locator("#lane-north")).to_contain_text("歌手1")
        await page.keyboard.press("2")
        await expect(page.locator("#go-south")).to_be_focused()
        assert set(heats(hall).performances) == set(those(1, 2))


async def test_panels_are_dealt_out_by_lot(tmp_path: Path) -> None:
    async with desk_at(tmp_path, parallel_plan()) as (hall, page):
        await page.click("#open-panels")
        await page.fill("#panels-seed", "dice 4 2 6 1")
        await confirmed(page)
        await expect(page.locator("#step-panels")).to_contain_text("South hall: 3")
        assert len(heats(hall).panels) == 6


async def test_who_comes_late_is_given_a_panel(tmp_path: Path) -> None:
    late = Enter(id=fresh(), entrant=Entrant(id=entrant_id(7), number=7, name="歌手7"))
    called = Call(id=fresh(), stage=HEATS, entrant=entrant_id(1))
    commands: list[Command] = [dealt([1, 3, 5], [2, 4, 6]), called, late]
    async with desk_at(tmp_path, parallel_plan(), commands) as (hall, page):
        await page.click("#need-1-late button")
        await expect(page.locator("#panels-checks")).to_have_text("Missing: 7 歌手7")
        await page.fill("#panel-south", "7")
        await confirmed(page)
        await expect(page.locator("#needs")).not_to_contain_text("歌手7")
        assert heats(hall).panels[entrant_id(7)] == SOUTH


async def test_a_closed_panel_calls_its_own_next(tmp_path: Path) -> None:
    plan = parallel_plan()
    calls = [Call(id=fresh(), stage=HEATS, entrant=entrant_id(one)) for one in (1, 2)]
    async with desk_at(tmp_path, plan, [dealt([1, 3, 5], [2, 4, 6]), *calls]) as (hall, page):
        await pressed(page, "#no-show-north")
        await confirmed(page)
        await expect(page.locator("#lane-north")).to_contain_text("歌手3")
        await pressed(page, "#call-next-north")
        await expect(page.locator("#lane-north .tag").first).to_contain_text("On stage")
        await expect(page.locator("#lane-south")).to_contain_text("歌手2")
        assert heats(hall).performances[entrant_id(3)].phase == "open"


async def test_a_performance_is_reopened_from_its_row(tmp_path: Path) -> None:
    plan = knock_out_plan()
    async with desk_at(tmp_path, plan, marked(plan, HEATS, 1, "95.00")) as (hall, page):
        await page.click("#menu-e1 summary")
        await page.click("#menu-e1 [data-reasoned]")
        await expect(page.locator("#weigh-effect")).to_contain_text("95.00")
        await page.fill("#weigh-reason", "a microphone failed")
        await page.click("#weigh-yes")
        await expect(page.locator("#others")).to_contain_text("歌手1")
        assert heats(hall).performances[entrant_id(1)].phase == "open"


async def test_reopening_a_stage_says_what_is_dropped(tmp_path: Path) -> None:
    plan = knock_out_plan()
    commands = [*ended(plan, CLEAR), advanced([1, 2])]
    async with desk_at(tmp_path, plan, commands) as (hall, page):
        await page.click("#earlier-heats summary")
        await page.click("#reopen-heats")
        await expect(page.locator("#weigh-text")).to_contain_text("the 2 who go on to Final")
        await page.fill("#weigh-reason", "a sheet was lost")
        await page.click("#weigh-yes")
        await expect(page.locator("#desk-head")).to_contain_text("Heats")
        assert not heats(hall).closed
        assert not hall.service.contest("small").field(
            hall.service.contest("small").plan.stages[1]
        )


async def test_after_a_correction_the_list_stays_and_the_difference_is_shown(
    tmp_path: Path,
) -> None:
    plan = knock_out_plan()
    async with desk_at(tmp_path, plan, [*ended(plan, CLEAR), advanced([1, 2])]) as (hall, page):
        for seat in ("J1", "J2"):
            amend = {
                "type": "amend", "id": f"desk-z:{seat[1]}", "stage": HEATS, "entrant": "e2",
                "seat": seat, "after": 1, "reason": "mistyped",
                "marks": [{"criterion": "overall", "mark": "70.00"}],
            }  # fmt: skip
            answer = await hall.client.post(
                "/api/contests/small/commands", json=amend, headers=await hall.organizer()
            )
            assert answer.is_success, answer.text
        await page.click("#need-1-differs a")
        lists = page.locator("#differs-heats-0")
        await expect(lists).to_be_in_viewport()
        await expect(lists.locator("a")).to_have_text(["歌手3", "歌手2"])
        assert going(hall) == those(1, 2)
        await lists.locator("a").last.click()
        await expect(page.locator("#entrant")).to_contain_text("Heats")


async def test_sheets_of_many_attempts_are_one_grid(tmp_path: Path) -> None:
    plan = dance_plan()
    called = Call(id=fresh(), stage=FINAL, entrant=entrant_id(1))
    async with desk_at(tmp_path, plan, [called]) as (hall, page):
        assert hall.service.contest("small").stage(FINAL).on_stage == entrant_id(1)
        grid = page.locator(".sheet-grid")
        await expect(grid.locator("tbody tr")).to_have_count(3)
        await expect(grid.locator("td")).to_have_count(21)
        await expect(page.locator(".so-far")).to_contain_text("0 of 21 sheets")
