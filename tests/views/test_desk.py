"""The cockpit: ties to settle, routes in order, who is replaced, several panels at once."""

from msgspec.structs import replace

from scoring.contest.commands import (
    Amend,
    Call,
    Command,
    Disqualify,
    Enter,
    Mark,
    Reinstate,
    Replace,
    SealCut,
    SettleTie,
    Withdraw,
)
from scoring.contest.ids import SeatId, StageId
from scoring.contest.plan import Entrant, Plan
from scoring.languages import words
from scoring.views.desk import DeskScreen, desk_screen
from scoring.views.head import Card
from scoring.views.onward import RouteScreen
from tests.contests import OVERALL, entrant_id
from tests.deciding import (
    FINAL,
    HEATS,
    NORTH,
    REPECHAGE,
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
    told,
)

TIED = {1: "95.00", 2: "93.00", 3: "93.00", 4: "92.00", 5: "91.00", 6: "90.00"}
CLEAR = {**TIED, 3: "92.50"}


def desk(plan: Plan, *commands: Command) -> DeskScreen:
    return desk_screen(told(plan, commands), words("en"))


def numbers(cards: tuple[Card, ...]) -> list[int]:
    return [one.number for one in cards]


def kinds(screen: DeskScreen) -> list[str]:
    return [need.kind for need in screen.needs]


def before(screen: DeskScreen) -> RouteScreen:
    """The route that led to the stage at the desk."""
    return screen.earlier[0].routes[0]


def lot(*entrants: int, seed: str | None = "dice 4 2 6 1") -> SettleTie:
    order = tuple(entrant_id(one) for one in entrants)
    return SettleTie(
        id=fresh(), stage=HEATS, by="lot", order=order, seed=seed, reason="in the hall"
    )


def withdrawn(entrant: int) -> Withdraw:
    return Withdraw(id=fresh(), entrant=entrant_id(entrant), reason="ill")


def instead(leaving: int, entering: int) -> Replace:
    return Replace(
        id=fresh(), stage=HEATS, leaving=entrant_id(leaving), entering=entrant_id(entering),
        reason="ill",
    )  # fmt: skip


def corrected(entrant: int, mark: str) -> list[Command]:
    given = (Mark(criterion=OVERALL, mark=mark),)
    return [
        Amend(
            id=fresh(), stage=HEATS, entrant=entrant_id(entrant), seat=SeatId(seat), after=1,
            marks=given, reason="mistyped",
        )
        for seat in ("J1", "J2")
    ]  # fmt: skip


def test_what_the_stage_itself_waits_for_is_no_need() -> None:
    plan = knock_out_plan()
    assert kinds(desk(plan)) == []
    assert kinds(desk(plan, *ended(plan, CLEAR)[:-1])) == []
    assert kinds(desk(plan, *ended(plan, CLEAR))) == []


def test_a_tie_at_the_line_names_everybody_tied_and_how_many_go_on() -> None:
    plan = knock_out_plan(spots=2)
    (need,) = desk(plan, *ended(plan, TIED)).needs
    assert need.kind == "tie"
    assert need.tie is not None
    assert (need.tie.by, need.tie.place, need.tie.spots) == ("lot", 2, 1)
    assert numbers(need.tie.entrants) == [2, 3]


def test_a_lot_decides_the_line_and_is_shown() -> None:
    plan = knock_out_plan(spots=2)
    screen = desk(plan, *ended(plan, TIED), lot(3, 2, seed=None))
    assert kinds(screen) == []
    assert numbers(screen.end.routes[0].qualifying) == [1, 3]
    assert [numbers(one.entrants) for one in screen.end.settled] == [[3, 2]]


def test_who_withdrew_takes_no_part_in_the_lots() -> None:
    plan = knock_out_plan(spots=2)
    three = {**TIED, 4: "93.00"}
    (need,) = desk(plan, *ended(plan, three), withdrawn(3)).needs
    assert need.tie is not None
    assert numbers(need.tie.entrants) == [2, 4]


def test_a_tie_that_the_policy_settles_is_no_need() -> None:
    plan = knock_out_plan(spots=2, tie="all_in")
    screen = desk(plan, *ended(plan, TIED))
    assert kinds(screen) == []
    assert numbers(screen.end.routes[0].qualifying) == [1, 2, 3]


def test_shared_places_that_the_chain_would_separate_come_last_and_only_once_closed() -> None:
    plan = knock_out_plan(spots=1, places_by_lot=True)
    assert kinds(desk(plan, *ended(plan, TIED)[:-1])) == []
    (need,) = desk(plan, *ended(plan, TIED)).needs
    assert need.kind == "place"
    assert need.tie is not None
    assert (need.tie.spots, numbers(need.tie.entrants)) == (0, [2, 3])
    assert kinds(desk(plan, *ended(plan, TIED), lot(2, 3))) == []


def test_the_same_tie_at_the_line_and_for_a_place_is_one_need() -> None:
    plan = knock_out_plan(spots=2, places_by_lot=True)
    assert kinds(desk(plan, *ended(plan, TIED))) == ["tie"]


def test_a_sealed_seed_is_shown_to_draw_from() -> None:
    plan = knock_out_plan()
    screen = desk(plan, SealCut(id=fresh(), stage=HEATS, seed="lottery 20241107"))
    assert screen.lots_seed == "lottery 20241107"
    assert screen.sealed


def test_a_stage_with_two_routes_stays_until_both_are_recorded_in_turn() -> None:
    plan = repechage_plan()
    ending = ended(plan, CLEAR)
    assert [one.turn for one in desk(plan, *ending).end.routes] == [True, False]
    one_done = desk(plan, *ending, advanced([1, 2]))
    assert one_done.head.stage == HEATS
    assert [one.turn for one in one_done.end.routes] == [False, True]
    assert numbers(one_done.end.routes[1].qualifying) == [3, 4]
    both_done = desk(plan, *ending, advanced([1, 2]), advanced([3, 4], route=1))
    assert both_done.head.stage == REPECHAGE


def test_who_went_by_an_earlier_route_cannot_be_chosen_again() -> None:
    plan = repechage_plan()
    screen = desk(plan, *ended(plan, CLEAR), advanced([1, 3], reason="the jury's wish"))
    second = screen.end.routes[1]
    assert {one.row.card.number: one.elsewhere for one in second.choices} == {
        3: "Final", 4: "", 2: "", 5: "", 6: "",
    }  # fmt: skip
    first = screen.end.routes[0]
    assert (numbers(first.let_in), numbers(first.left_out)) == ([3], [2])


def test_choices_are_by_the_rule_then_tied_then_next() -> None:
    plan = knock_out_plan(spots=2)
    (route,) = desk(plan, *ended(plan, TIED)).end.routes
    chosen = [(one.row.card.number, one.why) for one in route.choices]
    assert chosen == [(1, "rule"), (2, "tie"), (3, "tie"), (4, "next"), (5, "next"), (6, "next")]


def test_the_next_in_line_is_offered_for_an_absentee() -> None:
    plan = knock_out_plan(spots=2)
    screen = desk(plan, *ended(plan, CLEAR), advanced([1, 2]), withdrawn(2))
    (need,) = screen.needs
    assert (need.kind, need.entrant, need.stage) == ("absent", entrant_id(2), HEATS)
    assert numbers(before(screen).candidates)[:2] == [3, 4]
    assert not before(screen).joining


def test_a_replacement_is_no_difference_and_ends_the_need() -> None:
    plan = knock_out_plan(spots=2)
    ending = (*ended(plan, CLEAR), advanced([1, 2]), withdrawn(2))
    for entering in (3, 5):
        screen = desk(plan, *ending, instead(2, entering))
        assert kinds(screen) == []
        route = before(screen)
        assert [numbers(pair) for pair in route.replaced] == [[2, entering]]
        assert (numbers(route.let_in), numbers(route.left_out)) == ([], [])


def test_who_returns_leaves_no_trace_in_the_decided_differences() -> None:
    plan = knock_out_plan(spots=2)
    back = Reinstate(id=fresh(), entrant=entrant_id(2), reason="well again")
    ending = (*ended(plan, CLEAR), advanced([1, 2]), withdrawn(2), instead(2, 3), back)
    route = before(desk(plan, *ending))
    assert sorted(numbers(route.advanced)) == [1, 2]
    assert (route.let_in, route.left_out, route.joining, route.leaving) == ((), (), (), ())


def test_nobody_is_absent_who_withdrew_after_the_call() -> None:
    plan = knock_out_plan(spots=2)
    performed = marked(plan, FINAL, 2, "90.00")
    screen = desk(plan, *ended(plan, CLEAR), advanced([1, 2]), *performed, withdrawn(2))
    assert kinds(screen) == []
    assert not before(screen).absentees


def test_a_correction_shows_who_qualifies_now_and_who_does_not() -> None:
    plan = knock_out_plan(spots=2)
    screen = desk(plan, *ended(plan, CLEAR), advanced([1, 2]), *corrected(2, "70.00"))
    assert kinds(screen) == ["differs"]
    route = before(screen)
    assert (numbers(route.joining), numbers(route.leaving)) == ([3], [2])
    assert numbers(route.advanced) == [1, 2]


def test_what_was_decided_otherwise_is_no_correction() -> None:
    plan = knock_out_plan(spots=2)
    screen = desk(plan, *ended(plan, CLEAR), advanced([1, 4], reason="the jury's wish"))
    assert kinds(screen) == []
    assert (numbers(before(screen).let_in), numbers(before(screen).left_out)) == ([4], [2])


def test_a_stage_may_be_reopened_until_the_next_has_begun() -> None:
    plan = knock_out_plan(spots=2)
    ending = (*ended(plan, CLEAR), advanced([1, 2]))
    assert desk(plan, *ending).earlier[0].may_reopen
    called = Call(id=fresh(), stage=FINAL, entrant=entrant_id(1))
    assert not desk(plan, *ending, called).earlier[0].may_reopen


def test_every_parallel_panel_has_its_own_turn() -> None:
    plan = parallel_plan()
    calls = [Call(id=fresh(), stage=HEATS, entrant=entrant_id(one)) for one in (1, 2, 3)]
    screen = desk(plan, dealt([1, 3, 5], [2, 4, 6]), *calls)
    north, south = screen.lanes
    assert (north.panel, south.panel) == (NORTH, SOUTH)
    assert [lane.current and lane.current.card.number for lane in screen.lanes] == [3, 2]
    assert [lane.next and lane.next.number for lane in screen.lanes] == [5, 4]
    assert [one.card.number for one in screen.still_open] == [1]
    assert screen.assigned[entrant_id(5)] == NORTH


def test_before_panels_are_assigned_nobody_is_next() -> None:
    assert [lane.next for lane in desk(parallel_plan()).lanes] == [None, None]


def test_who_comes_late_waits_for_a_panel() -> None:
    plan = parallel_plan()
    late = Enter(id=fresh(), entrant=Entrant(id=entrant_id(7), number=7, name="歌手7"))
    dealt_out = dealt([1, 3, 5], [2, 4, 6])
    assert kinds(desk(plan, dealt_out, late)) == []
    called = Call(id=fresh(), stage=HEATS, entrant=entrant_id(1))
    screen = desk(plan, dealt_out, called, late)
    assert kinds(screen) == ["late"]
    assert numbers(screen.unassigned) == [7]
    assert kinds(desk(plan, dealt_out, called, late, dealt([7], []))) == []


def test_a_panel_without_anybody_left_has_nobody_next() -> None:
    plan = parallel_plan()
    seats = [SeatId("J3"), SeatId("J4")]
    done = marked(plan, HEATS, 6, "90.00", seats)
    screen = desk(plan, dealt([1, 2, 3, 4, 5], [6]), *done)
    assert [lane.waiting for lane in screen.lanes] == [5, 0]
    assert screen.lanes[1].next is None


def test_who_still_lacks_marks_off_stage_is_needed_first() -> None:
    plan = knock_out_plan()
    calls = [Call(id=fresh(), stage=HEATS, entrant=entrant_id(one)) for one in (1, 2)]
    (need,) = desk(plan, *calls).needs
    assert (need.kind, need.entrant) == ("missing", entrant_id(1))


def test_every_attempt_has_a_cell_of_its_own() -> None:
    plan = dance_plan()
    called = Call(id=fresh(), stage=StageId("final"), entrant=entrant_id(1))
    (lane,) = desk(plan, called).lanes
    assert lane.current is not None
    assert len(lane.current.cells) == 7 * 3
    assert [one.attempt_name for one in lane.current.cells[:3]] == ["Waltz", "Tango", "Foxtrot"]


def test_the_disqualified_stay_in_the_running_list() -> None:
    plan = knock_out_plan()
    out = Disqualify(id=fresh(), stage=HEATS, entrant=entrant_id(2), reason="doping")
    screen = desk(plan, *marked(plan, HEATS, 2, "90.00"), out)
    assert [row.status for row in screen.order][:2] == ["waiting", "disqualified"]


def test_a_guest_takes_no_part_in_lots() -> None:
    plan = knock_out_plan(spots=2)
    entrants = (*plan.entrants[:2], replace(plan.entrants[2], guest=True), *plan.entrants[3:])
    screen = desk(replace(plan, entrants=entrants), *ended(plan, TIED))
    assert kinds(screen) == []
    assert numbers(screen.end.routes[0].qualifying) == [1, 2]
