"""Undo: what stands on what, undo of an undo, and that no order of undoing breaks a contest."""

from random import Random

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from scoring.contest.commands import Command
from scoring.contest.decide import decide
from scoring.contest.events import Event, Undone
from scoring.contest.fold import evolve, folded
from scoring.contest.guards import Rejected
from scoring.contest.ids import EntrantId
from scoring.contest.standings import standings
from scoring.contest.state import Contest
from tests.contest.given import (
    ANN,
    BEN,
    CAI,
    DAN,
    FINAL_OPEN,
    HEATS,
    HEATS_CLOSED,
    HEATS_PERFORMED,
    J1,
    J2,
    J3,
    advance,
    amend,
    call,
    close,
    close_stage,
    disqualify,
    enter,
    given,
    mark,
    move,
    no_show,
    reinstate,
    reopen,
    reopen_stage,
    swap,
    undo,
    withdraw,
)

EVE = EntrantId("eve")


def seq_of_last(*commands: Command) -> int:
    return given(*commands).contest.seq


def test_undo_undo_undo_leaves_the_event_undone() -> None:
    corrected = (*HEATS_CLOSED, amend(ANN, J1, "99"))
    seq = seq_of_last(*corrected)
    once = (*corrected, undo(seq))
    twice = (*once, undo(seq + 1))
    thrice = (*twice, undo(seq + 2))
    scores = [given(*one).scores()[ANN] for one in (corrected, once, twice, thrice)]
    assert scores == ["93.00", "90.00", "93.00", "90.00"]
    assert given(*thrice).contest.undone == {seq, seq + 2}
    assert given(*thrice, undo(seq + 3)).scores()[ANN] == "93.00"


def test_a_mark_is_taken_back_while_nothing_stands_on_it() -> None:
    history = (call(ANN), mark(ANN, J1, "90"))
    seq = seq_of_last(*history)
    sheet = given(*history, undo(seq)).contest.stage(HEATS).performances[ANN].sheet(J1)
    assert sheet.given is None
    assert sheet.revision == 2
    closed = (*history, mark(ANN, J2, "90"), mark(ANN, J3, "90"), close(ANN))
    given(*closed).when(undo(seq)).refused("not_now", "seq")


@pytest.mark.parametrize(
    ("history", "later"),
    [
        ((call(ANN), mark(ANN, J1, "90")), (mark(ANN, J1, "91", after=2),)),
        ((call(ANN), mark(ANN, J1, "90")), (no_show(ANN),)),
        ((call(ANN),), (call(ANN),)),
        ((enter("eve", 5),), (enter("eve", 6),)),
        ((enter("eve", 5),), (enter("fay", 5),)),
        ((withdraw(ANN),), (call(ANN), mark(ANN, J1, "90"))),
        ((*HEATS_PERFORMED, close_stage()), (reopen(ANN),)),
        ((*HEATS_PERFORMED, close_stage()), (enter("eve", 5),)),
    ],
)
def test_what_was_undone_does_not_come_back_where_something_else_has_come_meanwhile(
    history: tuple[Command, ...], later: tuple[Command, ...]
) -> None:
    seq = seq_of_last(*history)
    back = undo(seq + 1)
    given(*history, undo(seq)).when(back).then(Undone(seq + 1, back.reason))
    given(*history, undo(seq), *later).when(back).refused("not_now", "seq")


def test_what_was_undone_does_not_come_back_without_what_it_stood_on() -> None:
    history = (enter("eve", 5), call(EVE))
    called = seq_of_last(*history)
    both = (*history, undo(called), undo(called - 1))
    given(*both).when(undo(called + 1)).refused("not_now", "seq")
    entered_again = (*both, undo(called + 2), undo(called + 1))
    assert EVE in given(*entered_again).contest.stage(HEATS).performances


def test_nobody_is_left_to_perform_in_a_stage_that_closes_again() -> None:
    seq = seq_of_last(*HEATS_CLOSED, reopen_stage())
    later = given(*HEATS_CLOSED, reopen_stage(), enter("eve", 5))
    refused = later.when(undo(seq)).refused("not_now", "seq")
    assert str(refused.reason).startswith("5 Eve would still have to perform in Heats")


OPTIONS: tuple[Command, ...] = (
    *(call(one) for one in (ANN, BEN, CAI, DAN, EVE)),
    *(mark(one, seat, "90", after=after) for one in (ANN, BEN) for seat in (J1, J2)
      for after in (0, 1, 2)),
    mark(CAI, J1, "80"), mark(CAI, J2, "80"), mark(CAI, J3, "80"),
    mark(ANN, J3, "85"), mark(BEN, J3, "70"),
    amend(ANN, J1, "77"), amend(BEN, J2, "66"), amend(CAI, J1, "55"),
    move(ANN, BEN), move(BEN, DAN, J1),
    *(close(one) for one in (ANN, BEN, CAI, DAN)),
    no_show(DAN), no_show(ANN), disqualify(CAI), disqualify(DAN), reopen(ANN), reopen(CAI),
    withdraw(ANN), withdraw(DAN), withdraw(EVE), reinstate(ANN), reinstate(DAN),
    enter("eve", 5), enter("eve", 6), enter("fay", 5), withdraw(EntrantId("fay")),
    close_stage(), reopen_stage(), advance(BEN, ANN, reason="As said"),
    advance(CAI, ANN, reason="As said"), swap(ANN, CAI), swap(BEN, CAI),
)  # fmt: skip

TURNS = 25


def wandered(dice: Random, *before: Command) -> Contest:
    """A contest after many turns, each the first command that is allowed of a few, or an undo."""
    contest = given(*before).contest
    for _ in range(TURNS):
        wishes = [*dice.sample(OPTIONS, 8)]
        wishes += [undo(dice.randint(2, max(2, contest.seq))) for _ in range(4)]
        dice.shuffle(wishes)
        decisions = (decide(contest, wish) for wish in wishes)
        for event in next((one for one in decisions if not isinstance(one, Rejected)), ()):
            contest = evolve(contest, event)
    return contest


def check_whole(contest: Contest) -> None:
    """What must hold of any contest, whatever was undone and brought back."""
    numbers = [one.number for one in contest.entrants.values()]
    assert len(numbers) == len(set(numbers))
    for stage in contest.plan.judged:
        state, field = contest.stage(stage.id), contest.field(stage)
        assert set(state.performances) <= set(contest.entrants)
        assert state.on_stage is None or state.performances[state.on_stage].phase == "open"
        if state.closed and contest.plan.is_first(stage):
            assert all(contest.is_settled(stage, one) for one in field)
        assert not state.advanced or state.closed
        standings(contest, stage)
    events: list[Event] = list(contest.history)
    again = folded(events)
    assert (again.stages, again.undone, again.entrants) == (
        contest.stages, contest.undone, contest.entrants,
    )  # fmt: skip


@pytest.mark.parametrize("before", [(), HEATS_PERFORMED, FINAL_OPEN])
@settings(max_examples=60, deadline=None)
@drawn(st.randoms(use_true_random=False))
def test_no_order_of_undoing_breaks_a_contest(before: tuple[Command, ...], dice: Random) -> None:
    check_whole(wandered(dice, *before))
