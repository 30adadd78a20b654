"""Sheets given to whom they were meant for; performances and stages opened again; who is out."""

import pytest
from msgspec.structs import replace

from scoring.contest.commands import Command
from scoring.contest.events import (
    Disqualified,
    EntrantReinstated,
    EntrantReplaced,
    MarksEntered,
    PerformanceReopened,
    SheetsMoved,
    StageReopened,
)
from scoring.contest.guards import Kind
from scoring.contest.ids import EntrantId, SeatId, StepId
from scoring.contest.performance import Given as Filled
from scoring.contest.performance import Performance, Sheet
from scoring.contest.plan import Plan
from scoring.contest.scoring import Criterion, OverAttempts, Panel
from scoring.wording import Label
from tests.contest.given import (
    ANN,
    BEN,
    CAI,
    DAN,
    FINAL,
    FINAL_OPEN,
    HEATS,
    HEATS_CLOSED,
    HEATS_PERFORMED,
    J1,
    J2,
    J3,
    ONE_MARK,
    PLAN,
    PRESENT,
    SONG,
    Given,
    advance,
    call,
    close,
    close_stage,
    disqualify,
    given,
    mark,
    move,
    no_show,
    performed,
    plan_with,
    reinstate,
    reopen,
    reopen_stage,
    scored_by,
    step,
    swap,
    withdraw,
)

EVA = EntrantId("eva")
LENIENT = plan_with(scoring=scored_by(PRESENT))
"""Those present are averaged."""


def of(case: Given, entrant: EntrantId) -> Performance:
    return case.contest.stage(HEATS).performances[entrant]


def song(ticks: int) -> Filled:
    return Filled({SONG: ticks})


# Sheets that were meant for another.


def test_all_sheets_are_moved_where_no_seat_is_named() -> None:
    case = given(call(ANN), mark(ANN, J2, "91"), mark(ANN, J1, "90"), call(BEN))
    case.when(move(ANN, BEN, reason=" Wrong number ")).then(
        SheetsMoved(HEATS, ANN, BEN, (J2, J1), "Wrong number")
    )


def test_the_sheets_of_the_named_seats_are_moved() -> None:
    case = given(call(ANN), mark(ANN, J1, "90"), mark(ANN, J2, "91"), call(BEN))
    case.when(move(ANN, BEN, J2)).then(SheetsMoved(HEATS, ANN, BEN, (J2,), "Wrong singer"))


def test_what_is_moved_is_a_new_version_on_both_sides() -> None:
    case = given(
        call(ANN), mark(ANN, J1, "90"), mark(ANN, J2, "91"), call(BEN), mark(BEN, J3, "70"),
        move(ANN, BEN, J1),
    )  # fmt: skip
    assert of(case, ANN).given() == {J2: song(9100)}
    assert of(case, BEN).given() == {J1: song(9000), J3: song(7000)}
    assert of(case, ANN).sheet(J1) == Sheet(2, None)
    assert of(case, BEN).sheet(J1) == Sheet(1, song(9000))
    case.when(mark(ANN, J1, "95", after=1)).refused("stale", "after")
    case.when(mark(ANN, J1, "95", after=2)).then(MarksEntered(HEATS, ANN, J1, 3, {SONG: 9500}))
    case.when(mark(BEN, J1, "95", after=0)).refused("stale", "after")


def test_a_settled_performance_is_open_again_after_a_move() -> None:
    case = given(
        *performed(ANN, "90", "91", None), *performed(BEN, None, None, "70"), move(ANN, BEN, J1),
        plan=LENIENT,
    )  # fmt: skip
    for one in (ANN, BEN):
        assert (of(case, one).phase, of(case, one).absent) == ("open", ())
    assert case.scores() == {}


def test_the_one_who_was_meant_need_not_have_been_called() -> None:
    case = given(call(ANN), mark(ANN, J1, "90"), move(ANN, BEN))
    assert of(case, BEN).phase == "open"
    assert of(case, BEN).given() == {J1: song(9000)}


def test_there_and_back_again_is_where_it_was_but_for_the_versions() -> None:
    case = given(call(ANN), mark(ANN, J1, "90"), move(ANN, BEN), move(BEN, ANN))
    assert of(case, ANN).sheet(J1) == Sheet(3, song(9000))
    assert of(case, BEN).sheet(J1) == Sheet(2, None)


def test_case_48_a_contested_version_goes_along_until_somebody_chooses() -> None:
    case = given(call(ANN), mark(ANN, J1, "90"), mark(ANN, J1, "80"), move(ANN, BEN))
    assert of(case, BEN).sheet(J1) == Sheet(1, song(9000), (song(8000),))
    assert of(case, ANN).sheet(J1) == Sheet(2, None)


def test_an_empty_sheet_takes_no_mark_away() -> None:
    """Judge 2 has moved on: nothing of the one meant may be overwritten by nothing."""
    history = (
        call(ANN), mark(ANN, J1, "90"), mark(ANN, J2, "80"), call(CAI), move(ANN, CAI, J2),
        call(BEN), mark(BEN, J2, "70"),
    )  # fmt: skip
    case = given(*history, move(ANN, BEN, J1, J2))
    assert of(case, BEN).given() == {J1: song(9000), J2: song(7000)}
    assert of(case, BEN).sheet(J2).revision == 1


JUMPS = replace(
    ONE_MARK,
    criteria=(Criterion(id=SONG, name=Label(en="Song"), per="attempt"),),
    attempts=2,
    every_attempt=False,
    steps=(
        step("Attempt", Panel(criteria=(SONG,), absent="divide_by_present")),
        step("Score", OverAttempts(of=StepId("attempt"), take="best")),
    ),
)


def attempt(entrant: EntrantId, seat: SeatId, number: int, text: str, after: int = 0) -> Command:
    return replace(mark(entrant, seat, text, after=after), attempt=number)


def test_every_attempt_of_a_seat_is_moved_with_it() -> None:
    case = given(
        call(ANN), attempt(ANN, J1, 1, "90"), attempt(ANN, J1, 2, "91"), attempt(ANN, J2, 1, "80"),
        move(ANN, BEN, J1), plan=plan_with(scoring=JUMPS),
    )  # fmt: skip
    assert of(case, ANN).attempts() == (1,)
    assert of(case, BEN).given(1) == {J1: song(9000)}
    assert of(case, BEN).given(2) == {J1: song(9100)}


def test_one_attempt_that_is_there_already_keeps_the_others_away_too() -> None:
    case = given(
        call(ANN), attempt(ANN, J1, 1, "90"), attempt(ANN, J1, 2, "91"), call(BEN),
        attempt(BEN, J1, 2, "70"), plan=plan_with(scoring=JUMPS),
    )  # fmt: skip
    case.when(move(ANN, BEN)).refused("not_now", "seats")


HEATS_STAGE, FINAL_STAGE = PLAN.judged
UNITS = replace(
    PLAN,
    seats=tuple(replace(one, unit="Renhe" if one.id == J1 else "") for one in PLAN.seats),
    stages=(replace(HEATS_STAGE, exclude_same_unit=True), FINAL_STAGE),
)
"""Judge 1 is from the village of Ann, and does not mark her."""

CANNOT_MOVE: list[tuple[Plan, tuple[Command, ...], Command, Kind, str, str]] = [
    (PLAN, (), move(ANN, BEN), "not_now", "entrant",
     "1 Ann has not been called to the stage yet."),
    (PLAN, (call(ANN), mark(ANN, J1, "90")), move(ANN, ANN), "invalid", "to",
     "Name the entrant whose performance this was."),
    (PLAN, (call(ANN), mark(ANN, J1, "90")), move(ANN, EVA), "unknown", "to",
     "There is no entrant eva in this contest."),
    (PLAN, (call(ANN),), move(ANN, BEN), "not_now", "seats", "There is nothing to move."),
    (PLAN, (call(ANN), mark(ANN, J1, "90")), move(ANN, BEN, J2), "not_now", "seats",
     "There is nothing to move."),
    (PLAN, (call(ANN), mark(ANN, J1, "90"), call(BEN), mark(BEN, J1, "80")), move(ANN, BEN),
     "not_now", "seats", "Judge 1 has marked 2 Ben already; nothing may be overwritten."),
    (PLAN, (call(ANN), mark(ANN, J1, "90"), call(BEN), no_show(BEN)), move(ANN, BEN),
     "not_now", "to", "2 Ben did not compete."),
    (PLAN, (call(ANN), mark(ANN, J1, "90"), disqualify(ANN)), move(ANN, BEN),
     "not_now", "to", "1 Ann did not compete."),
    (PLAN, HEATS_CLOSED, move(ANN, BEN), "not_now", "stage", "The stage is closed."),
    (PLAN, (call(ANN), mark(ANN, J1, "90")), move(ANN, BEN, reason=" "), "invalid", "reason",
     "Say why; the reason is kept with the decision."),
    (UNITS, (call(BEN), mark(BEN, J1, "90")), move(BEN, ANN), "invalid", "seat",
     "Judge 1 and 1 Ann belong to the same unit; by the plan this seat does not mark here."),
]  # fmt: skip


@pytest.mark.parametrize(("plan", "history", "command", "kind", "field", "reason"), CANNOT_MOVE)
def test_when_nothing_is_moved(  # noqa: PLR0913, PLR0917 - a table
    plan: Plan, history: tuple[Command, ...], command: Command, kind: Kind, field: str, reason: str
) -> None:
    rejected = given(*history, plan=plan).when(command).refused(kind, field)
    assert str(rejected.reason) == reason
    assert rejected.events == ()


# A performance opened again.


def test_a_settled_performance_takes_marks_again() -> None:
    case = given(*performed(ANN, "90", "91", "92"))
    case.when(reopen(ANN, reason=" Judge 2 was not ready ")).then(
        PerformanceReopened(HEATS, ANN, "Judge 2 was not ready")
    )
    again = given(*performed(ANN, "90", "91", "92"), reopen(ANN), mark(ANN, J2, "94", after=1))
    assert again.scores() == {}
    closed = given(
        *performed(ANN, "90", "91", "92"), reopen(ANN), mark(ANN, J2, "94", after=1), close(ANN)
    )
    assert closed.scores() == {ANN: "92.00"}


def test_an_absence_must_be_named_anew() -> None:
    case = given(*performed(ANN, "90", "92", None), reopen(ANN), plan=LENIENT)
    assert of(case, ANN).absent == ()
    case.when(close(ANN)).refused("not_now", "absent")


def test_who_came_late_after_all_performs_once_reopened() -> None:
    case = given(call(ANN), no_show(ANN), reopen(ANN), mark(ANN, J1, "90"))
    assert of(case, ANN).phase == "open"
    assert of(case, ANN).given() == {J1: song(9000)}


CANNOT_REOPEN: list[tuple[tuple[Command, ...], Command, Kind, str, str]] = [
    ((), reopen(ANN), "not_now", "entrant", "1 Ann has not been called to the stage yet."),
    ((call(ANN),), reopen(ANN), "not_now", "entrant", "Is open; marks can be entered."),
    (HEATS_CLOSED, reopen(ANN), "not_now", "stage", "The stage is closed."),
    (performed(ANN, "90", "91", "92"), reopen(ANN, reason=""), "invalid", "reason",
     "Say why; the reason is kept with the decision."),
    ((), reopen(EVA), "unknown", "entrant", "There is no entrant eva in this contest."),
]  # fmt: skip


@pytest.mark.parametrize(("history", "command", "kind", "field", "reason"), CANNOT_REOPEN)
def test_when_no_performance_is_reopened(
    history: tuple[Command, ...], command: Command, kind: Kind, field: str, reason: str
) -> None:
    rejected = given(*history).when(command).refused(kind, field)
    assert str(rejected.reason) == reason


# A stage opened again.


def test_a_closed_stage_is_opened_again_and_nobody_goes_on_from_it() -> None:
    given(*FINAL_OPEN).when(reopen_stage(reason=" A sheet was lost ")).then(
        StageReopened(HEATS, "A sheet was lost")
    )
    case = given(*FINAL_OPEN, reopen_stage())
    assert not case.contest.stage(HEATS).closed
    assert case.contest.stage(HEATS).advanced == {}
    assert case.contest.field(FINAL_STAGE) == ()
    assert case.places() == {BEN: 1, ANN: 2, DAN: 3, CAI: 4}


def test_after_a_correction_the_stage_is_closed_and_others_go_on() -> None:
    case = given(
        *FINAL_OPEN, reopen_stage(), reopen(CAI),
        *(mark(CAI, seat, "99", after=1) for seat in (J1, J2, J3)),
        close(CAI), close_stage(), advance(CAI, BEN),
    )  # fmt: skip
    assert case.contest.field(FINAL_STAGE) == (CAI, BEN)


CANNOT_REOPEN_STAGE: list[tuple[tuple[Command, ...], Command, Kind, str, str]] = [
    (HEATS_PERFORMED, reopen_stage(), "not_now", "stage", "The stage is open."),
    ((*FINAL_OPEN, call(ANN, FINAL)), reopen_stage(), "not_now", "stage",
     "Final has begun already; what led to it stands."),
    ((*HEATS_CLOSED, advance(reason="None was good enough"), close_stage(FINAL)), reopen_stage(),
     "not_now", "stage", "Final has begun already; what led to it stands."),
    (HEATS_CLOSED, reopen_stage(reason=" "), "invalid", "reason",
     "Say why; the reason is kept with the decision."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("history", "command", "kind", "field", "reason"),
    CANNOT_REOPEN_STAGE,
    ids=["open", "the next has begun", "the next is over", "no reason"],
)
def test_when_no_stage_is_reopened(
    history: tuple[Command, ...], command: Command, kind: Kind, field: str, reason: str
) -> None:
    rejected = given(*history).when(command).refused(kind, field)
    assert str(rejected.reason) == reason


def test_the_last_stage_can_always_be_reopened() -> None:
    case = given(
        *FINAL_OPEN, *performed(ANN, "90", "91", "92", stage=FINAL),
        *performed(BEN, "90", "91", "92", stage=FINAL), close_stage(FINAL),
    )  # fmt: skip
    case.when(reopen_stage(FINAL)).then(StageReopened(FINAL, "A sheet was lost"))


# Disqualified.


@pytest.mark.parametrize(
    "history",
    [(), (call(ANN),), (call(ANN), no_show(ANN)), performed(ANN, "90", "91", "92"), HEATS_CLOSED],
    ids=["not called", "on stage", "no-show", "performed", "stage closed"],
)
def test_who_broke_the_rules_is_out(history: tuple[Command, ...]) -> None:
    case = given(*history)
    case.when(disqualify(ANN, reason=" Playback ")).then(Disqualified(HEATS, ANN, "Playback"))
    out = given(*history, disqualify(ANN, reason="Playback"))
    standing = out.result().of(ANN)
    assert standing is not None
    assert (standing.status, standing.place, standing.score) == ("disqualified", None, None)
    assert out.why(ANN)[0] == "Disqualified: Playback"


def test_the_marks_are_kept_and_the_others_move_up() -> None:
    case = given(*HEATS_CLOSED, disqualify(BEN))
    assert of(case, BEN).given() == {one: song(9500) for one in (J1, J2, J3)}
    assert case.places() == {ANN: 1, DAN: 2, CAI: 3}
    assert case.result().qualifying == (ANN, DAN)


def test_who_is_on_stage_leaves_it() -> None:
    case = given(call(ANN), disqualify(ANN))
    state = case.contest.stage(HEATS)
    assert (state.on_stage, state.last_settled) == (None, ANN)
    case.when(mark(ANN, J1, "90")).refused("not_now", "entrant")


def test_who_is_out_holds_no_stage_open() -> None:
    others = (one for one in HEATS_PERFORMED if getattr(one, "entrant", None) != DAN)
    assert given(*others, disqualify(DAN), close_stage()).contest.stage(HEATS).closed


def test_a_disqualification_is_taken_back_by_reopening() -> None:
    case = given(*performed(ANN, "90", "90", "90"), disqualify(ANN), reopen(ANN), close(ANN))
    assert case.scores() == {ANN: "90.00"}
    assert of(case, ANN).reason == ""


CANNOT_DISQUALIFY: list[tuple[tuple[Command, ...], Command, Kind, str, str]] = [
    ((disqualify(ANN),), disqualify(ANN), "not_now", "entrant",
     "Has been disqualified already."),
    ((), disqualify(EVA), "unknown", "entrant", "There is no entrant eva in this contest."),
    (FINAL_OPEN, disqualify(CAI, FINAL), "invalid", "entrant",
     "3 Cai is not in the field of this stage."),
    ((), disqualify(ANN, reason=" "), "invalid", "reason",
     "Say why; the reason is kept with the decision."),
]  # fmt: skip


@pytest.mark.parametrize(("history", "command", "kind", "field", "reason"), CANNOT_DISQUALIFY)
def test_when_nobody_is_disqualified(
    history: tuple[Command, ...], command: Command, kind: Kind, field: str, reason: str
) -> None:
    rejected = given(*history).when(command).refused(kind, field)
    assert str(rejected.reason) == reason


# Replaced, and back again.


def test_another_comes_in_for_one_who_cannot_come() -> None:
    given(*FINAL_OPEN).when(swap(ANN, DAN, reason=" Ill ")).then(
        EntrantReplaced(HEATS, ANN, DAN, "Ill")
    )
    case = given(*FINAL_OPEN, swap(ANN, DAN))
    assert case.contest.field(FINAL_STAGE) == (BEN, DAN)
    advanced = case.contest.stage(HEATS).advanced[0]
    assert (advanced.qualifying, advanced.replaced) == ((BEN, ANN), ((ANN, DAN),))
    moved = "No. 1 cannot come; No. 4 comes in."
    assert moved in case.why(ANN) and moved in case.why(DAN)


CANNOT_REPLACE: list[tuple[tuple[Command, ...], Command, Kind, str, str]] = [
    (HEATS_CLOSED, swap(ANN, DAN), "not_now", "leaving", "1 Ann does not go on."),
    (FINAL_OPEN, swap(CAI, DAN), "not_now", "leaving", "3 Cai does not go on."),
    (FINAL_OPEN, swap(ANN, BEN), "not_now", "entering", "2 Ben goes on already."),
    (FINAL_OPEN, swap(ANN, ANN), "not_now", "entering", "1 Ann goes on already."),
    (FINAL_OPEN, swap(ANN, EVA), "unknown", "entering",
     "There is no entrant eva in this contest."),
    ((*FINAL_OPEN, withdraw(DAN)), swap(ANN, DAN), "not_now", "entering",
     "4 Dan has withdrawn."),
    ((*FINAL_OPEN, call(ANN, FINAL)), swap(ANN, DAN), "not_now", "leaving",
     "1 Ann has been called in Final already."),
    ((*FINAL_OPEN, withdraw(ANN), withdraw(BEN), close_stage(FINAL)), swap(ANN, DAN),
     "not_now", "stage", "Final is closed; nobody can come in any more."),
    (FINAL_OPEN, swap(ANN, DAN, reason=" "), "invalid", "reason",
     "Say why; the reason is kept with the decision."),
]  # fmt: skip


@pytest.mark.parametrize(("history", "command", "kind", "field", "reason"), CANNOT_REPLACE)
def test_when_nobody_is_replaced(
    history: tuple[Command, ...], command: Command, kind: Kind, field: str, reason: str
) -> None:
    rejected = given(*history).when(command).refused(kind, field)
    assert str(rejected.reason) == reason


def test_who_withdrew_comes_back() -> None:
    given(withdraw(ANN)).when(reinstate(ANN, reason=" Well again ")).then(
        EntrantReinstated(ANN, "Well again")
    )
    case = given(withdraw(ANN), reinstate(ANN), *performed(ANN, "90", "91", "92"))
    assert case.contest.withdrawn == {}
    assert case.scores() == {ANN: "91.00"}


def test_who_comes_back_takes_the_place_back_from_who_came_in() -> None:
    case = given(*FINAL_OPEN, withdraw(ANN), swap(ANN, DAN))
    case.when(reinstate(ANN)).then(
        EntrantReinstated(ANN, "Found her voice"),
        EntrantReplaced(HEATS, DAN, ANN, "Found her voice"),
    )
    back = given(*FINAL_OPEN, withdraw(ANN), swap(ANN, DAN), reinstate(ANN))
    assert back.contest.field(FINAL_STAGE) == (BEN, ANN)


def test_who_comes_back_a_second_time_takes_the_place_back_once() -> None:
    case = given(
        *FINAL_OPEN, withdraw(ANN), swap(ANN, DAN), reinstate(ANN), withdraw(ANN), swap(ANN, DAN)
    )
    case.when(reinstate(ANN)).then(
        EntrantReinstated(ANN, "Found her voice"),
        EntrantReplaced(HEATS, DAN, ANN, "Found her voice"),
    )


def test_who_comes_back_without_a_replacement_is_still_in() -> None:
    case = given(*FINAL_OPEN, withdraw(ANN))
    case.when(reinstate(ANN)).then(EntrantReinstated(ANN, "Found her voice"))
    assert given(*FINAL_OPEN, withdraw(ANN), reinstate(ANN)).contest.field(FINAL_STAGE) == (
        BEN,
        ANN,
    )


WITHOUT_ANN = (
    *(one for one in HEATS_PERFORMED if getattr(one, "entrant", None) != ANN), withdraw(ANN),
)  # fmt: skip

CANNOT_REINSTATE: list[tuple[tuple[Command, ...], Command, Kind, str, str]] = [
    ((), reinstate(ANN), "not_now", "entrant", "Has not withdrawn."),
    ((), reinstate(EVA), "unknown", "entrant", "There is no entrant eva in this contest."),
    ((withdraw(ANN),), reinstate(ANN, reason=" "), "invalid", "reason",
     "Say why; the reason is kept with the decision."),
    ((*FINAL_OPEN, withdraw(ANN), swap(ANN, DAN), call(DAN, FINAL)), reinstate(ANN), "not_now",
     "entrant", "4 Dan came in instead and has been called already; both cannot stay."),
    ((*WITHOUT_ANN, close_stage()), reinstate(ANN), "not_now", "entrant",
     "Heats was closed without 1 Ann; reopen it first."),
    ((call(ANN), *WITHOUT_ANN, close_stage()), reinstate(ANN), "not_now", "entrant",
     "Heats was closed without 1 Ann; reopen it first."),
]  # fmt: skip


@pytest.mark.parametrize(("history", "command", "kind", "field", "reason"), CANNOT_REINSTATE)
def test_when_nobody_comes_back(
    history: tuple[Command, ...], command: Command, kind: Kind, field: str, reason: str
) -> None:
    rejected = given(*history).when(command).refused(kind, field)
    assert str(rejected.reason) == reason
