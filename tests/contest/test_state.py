"""A contest as the fold of its events: facts, and nothing derived."""

from typing import cast

import pytest

from scoring.contest.commands import DrawOrder, SetOrder
from scoring.contest.events import ContestRegistered, Event, PerformanceCalled, StageClosed
from scoring.contest.fold import evolve, folded
from scoring.contest.history import History
from scoring.contest.ids import EntrantId
from scoring.contest.performance import BLANK, Performance, Sheet
from scoring.contest.performance import Given as Filled
from scoring.contest.plan import JudgedStage
from scoring.contest.state import Advanced, Contest, StageState
from scoring.rules.lots import drawn_order
from tests.contest.given import (
    ANN,
    BEN,
    CAI,
    DAN,
    FINAL,
    FINAL_OPEN,
    HEATS,
    HEATS_CLOSED,
    ID,
    J1,
    J2,
    J3,
    PLAN,
    PRESENT,
    SONG,
    Given,
    advance,
    amend,
    call,
    enter,
    given,
    mark,
    no_show,
    performed,
    plan_with,
    scored_by,
    withdraw,
)

DIVIDE = plan_with(scoring=scored_by(PRESENT))
DRAWN = DrawOrder(id=ID, stage=HEATS, seed="seed-2024")
HEATS_STAGE, FINAL_STAGE = PLAN.judged


def heats(case: Given) -> StageState:
    return case.contest.stage(HEATS)


def order(case: Given, stage: JudgedStage = HEATS_STAGE) -> tuple[EntrantId, ...]:
    return case.contest.running_order(stage)


def test_a_registered_contest_holds_its_plan_and_nothing_else() -> None:
    contest = evolve(None, ContestRegistered(PLAN))
    assert contest == Contest(
        plan=PLAN,
        entrants={entrant.id: entrant for entrant in PLAN.entrants},
        stages={HEATS: StageState(), FINAL: StageState()},
        history=History[Event]().continued(ContestRegistered(PLAN)),
    )
    assert (contest.seq, contest.version) == (1, 1)


def test_a_log_begins_with_the_registration() -> None:
    with pytest.raises(ValueError, match="begins with contest_registered, not StageClosed"):
        evolve(None, StageClosed(HEATS))
    with pytest.raises(ValueError, match="this one is empty"):
        folded([])


def test_a_contest_is_registered_once() -> None:
    with pytest.raises(ValueError, match="registered once"):
        folded([ContestRegistered(PLAN), ContestRegistered(PLAN)])


def test_an_event_that_nobody_folds_fails_loudly() -> None:
    with pytest.raises(AssertionError):
        evolve(given().contest, cast("Event", call(ANN)))


def test_folding_leaves_the_former_contest_as_it_was() -> None:
    before = given(call(ANN)).contest
    after = evolve(before, PerformanceCalled(HEATS, BEN))
    assert set(before.stage(HEATS).performances) == {ANN}
    assert set(after.stage(HEATS).performances) == {ANN, BEN}
    assert before.stage(FINAL) is after.stage(FINAL)


def test_every_event_counts_but_hidden_ones_make_no_new_version() -> None:
    contest = given(call(ANN), mark(ANN, J1, "95"), mark(ANN, J1, "59")).contest
    assert (contest.seq, contest.version) == (4, 3)


# Entrants and running order


def test_before_a_draw_the_order_is_by_number() -> None:
    numbered = plan_with(entrants=PLAN.entrants[::-1])
    assert order(given(plan=numbered)) == (ANN, BEN, CAI, DAN)


def test_a_drawn_order_is_the_running_order_and_keeps_its_seed() -> None:
    case = given(DRAWN)
    assert order(case) == drawn_order([ANN, BEN, CAI, DAN], "seed-2024")
    assert heats(case).seed == "seed-2024"


def test_an_order_that_was_set_replaces_a_drawn_one_and_has_no_seed() -> None:
    lots = SetOrder(id=ID, stage=HEATS, order=(DAN, CAI, BEN, ANN), reason="Lots in the hall")
    case = given(DRAWN, lots)
    assert order(case) == (DAN, CAI, BEN, ANN)
    assert heats(case).seed is None


def test_who_comes_after_the_draw_performs_last() -> None:
    assert order(given(DRAWN, enter("eva", 5)))[-1] == "eva"


def test_who_comes_before_the_draw_is_ordered_by_number() -> None:
    assert order(given(enter("eva", 5))) == (ANN, BEN, CAI, DAN, "eva")


@pytest.mark.parametrize("first", [True, False], ids=["before the draw", "after the draw"])
def test_who_withdraws_stays_in_the_field(*, first: bool) -> None:
    history = (withdraw(ANN, "Ill"), DRAWN) if first else (DRAWN, withdraw(ANN, "Ill"))
    case = given(*history)
    assert case.contest.withdrawn == {ANN: "Ill"}
    assert sorted(order(case)) == [ANN, BEN, CAI, DAN]


def test_who_withdrew_before_the_draw_comes_last_in_the_order() -> None:
    assert order(given(withdraw(ANN), DRAWN))[-1] == ANN
    assert order(given(withdraw(ANN), DRAWN, enter("eva", 5)))[-2:] == ("eva", ANN)


def test_the_field_of_the_final_is_who_advanced() -> None:
    closed, opened = given(*HEATS_CLOSED).contest, given(*FINAL_OPEN).contest
    assert closed.field(FINAL_STAGE) == ()
    assert opened.field(FINAL_STAGE) == (BEN, ANN)
    assert opened.field(HEATS_STAGE) == (ANN, BEN, CAI, DAN)
    assert opened.running_order(FINAL_STAGE) == (ANN, BEN)


def test_advancing_keeps_the_list_the_rule_and_the_reason() -> None:
    case = given(*HEATS_CLOSED, advance(BEN, CAI, reason="Ann is the host"))
    assert heats(case).closed
    assert heats(case).advanced == {0: Advanced((BEN, CAI), (BEN, ANN), "Ann is the host")}
    assert case.contest.field(FINAL_STAGE) == (BEN, CAI)


# Performances


def test_a_call_opens_a_performance_and_puts_the_entrant_on_stage() -> None:
    case = given(call(ANN))
    assert heats(case).performances == {ANN: Performance()}
    assert heats(case).on_stage == ANN
    assert heats(case).last_settled is None


def test_the_next_may_be_called_while_marks_are_missing() -> None:
    case = given(call(ANN), mark(ANN, J1, "90"), call(BEN))
    assert heats(case).on_stage == BEN
    assert heats(case).performances[ANN].phase == "open"


def test_a_close_settles_a_performance_and_clears_the_stage() -> None:
    case = given(*performed(ANN, "90", "91", "92"))
    assert heats(case).performances[ANN].phase == "closed"
    assert (heats(case).on_stage, heats(case).last_settled) == (None, ANN)


def test_a_close_of_a_former_performance_leaves_the_stage_to_the_present_one() -> None:
    case = given(call(ANN), call(BEN), *performed(ANN, "90", "91", "92")[1:])
    assert (heats(case).on_stage, heats(case).last_settled) == (BEN, ANN)


def test_a_no_show_is_settled_without_marks() -> None:
    case = given(call(ANN), no_show(ANN))
    assert heats(case).performances == {ANN: Performance(phase="no_show")}
    assert (heats(case).on_stage, heats(case).last_settled) == (None, ANN)


def test_who_comes_after_all_begins_anew() -> None:
    case = given(call(ANN), no_show(ANN), call(ANN))
    assert heats(case).performances == {ANN: Performance()}
    assert heats(case).on_stage == ANN


def test_a_closed_stage_has_nobody_on_it() -> None:
    contest = given(call(ANN)).contest
    assert evolve(contest, StageClosed(HEATS)).stage(HEATS).on_stage is None


# Sheets


def song(ticks: int) -> Filled:
    return Filled({SONG: ticks})


def sheet(case: Given) -> Sheet:
    return heats(case).performances[ANN].sheet(J1)


def test_case_53_not_yet_absent_and_zero_are_different_things() -> None:
    case = given(call(ANN), mark(ANN, J1, "0"), mark(ANN, J2, "90"), plan=DIVIDE)
    performance = heats(case).performances[ANN]
    assert performance.sheet(J1).given == song(0)
    assert performance.sheet(J3) == BLANK
    assert performance.absent == ()
    closed = given(*performed(ANN, "0", "90", None), plan=DIVIDE)
    assert heats(closed).performances[ANN].absent == (J3,)


def test_a_new_version_replaces_the_marks_and_counts_up() -> None:
    case = given(call(ANN), mark(ANN, J1, "90"), mark(ANN, J1, "91", after=1))
    assert sheet(case) == Sheet(2, song(9100))


def test_case_48_contested_marks_wait_beside_those_that_count() -> None:
    case = given(call(ANN), mark(ANN, J1, "90"), mark(ANN, J1, "80"), mark(ANN, J1, "70"))
    assert sheet(case) == Sheet(1, song(9000), (song(8000), song(7000)))
    assert heats(case).performances[ANN].given() == {J1: song(9000)}


def test_contested_marks_still_wait_when_the_judge_enters_anew() -> None:
    case = given(call(ANN), mark(ANN, J1, "90"), mark(ANN, J1, "80"), mark(ANN, J1, "85", after=1))
    assert sheet(case) == Sheet(2, song(8500), (song(8000),))


def test_an_amendment_settles_what_was_contested() -> None:
    case = given(call(ANN), mark(ANN, J1, "90"), mark(ANN, J1, "80"), amend(ANN, J1, "80"))
    assert sheet(case) == Sheet(2, song(8000))


def test_an_amended_judge_is_no_longer_absent() -> None:
    history = performed(ANN, "90", None, None)
    case = given(*history, amend(ANN, J3, "93", after=0), plan=DIVIDE)
    performance = heats(case).performances[ANN]
    assert performance.absent == (J2,)
    assert performance.given() == {J1: song(9000), J3: song(9300)}
    assert performance.phase == "closed"
