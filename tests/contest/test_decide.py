"""Given a history, when a command comes, then these events follow, or this refusal."""

from typing import cast

import pytest
from msgspec.structs import replace

from scoring.contest.commands import (
    Amend,
    Command,
    DrawOrder,
    Enter,
    EnterMarks,
    Mark,
    SetOrder,
    Withdraw,
)
from scoring.contest.decide import decide
from scoring.contest.events import (
    ContestRegistered,
    EntrantEntered,
    EntrantsAdvanced,
    EntrantWithdrawn,
    MarksEntered,
    NoShowRecorded,
    OrderDrawn,
    OrderSet,
    PerformanceCalled,
    PerformanceClosed,
    SheetAmended,
    SheetContested,
    StageClosed,
)
from scoring.contest.guards import Kind
from scoring.contest.ids import CriterionId, EntrantId, SeatId, StageId
from scoring.contest.plan import Entrant
from scoring.rules.lots import drawn_order
from scoring.sport import SportId
from scoring.sports import SPORTS
from tests.contest.given import (
    ANN,
    BEN,
    CAI,
    CHIEF,
    DAN,
    DROP_BOTH,
    FINAL,
    FINAL_OPEN,
    HEATS,
    HEATS_CLOSED,
    HEATS_PERFORMED,
    ID,
    J1,
    J2,
    J3,
    PLAN,
    PRESENT,
    SONG,
    STYLE,
    TWO_MARKS,
    VOICE,
    advance,
    amend,
    call,
    close,
    close_stage,
    enter,
    given,
    mark,
    no_show,
    performed,
    plan_with,
    register,
    scored_by,
    withdraw,
)

KNOWN = ", ".join(sport.id for sport in SPORTS)
EVA = EntrantId("eva")
NOWHERE = StageId("nowhere")
DIVIDE = plan_with(scoring=scored_by(PRESENT))
DIVIDE_AND_DROP = plan_with(scoring=scored_by(replace(DROP_BOTH, absent="divide_by_present")))


def draw(stage: StageId = HEATS, seed: str = "seed-2024") -> DrawOrder:
    return DrawOrder(id=ID, stage=stage, seed=seed)


def set_order(*order: EntrantId, stage: StageId = HEATS) -> SetOrder:
    return SetOrder(id=ID, stage=stage, order=order, reason="Lots drawn in the hall")


# Any contest, any stage.


@pytest.mark.parametrize(
    "command",
    [enter("eva", 5), withdraw(ANN), call(ANN), mark(ANN, J1, "90"), close_stage()],
    ids=lambda one: type(one).__name__,
)
def test_nothing_is_asked_of_a_contest_that_does_not_exist(command: Command) -> None:
    decision = decide(None, command)
    assert not isinstance(decision, tuple)
    assert (decision.kind, decision.problems[0].field) == ("unknown", "contest")
    assert str(decision.reason) == "There is no contest with this id."


IN_A_STAGE: list[Command] = [
    draw(NOWHERE),
    set_order(ANN, stage=NOWHERE),
    call(ANN, NOWHERE),
    mark(ANN, J1, "90", stage=NOWHERE),
    replace(amend(ANN, J1, "90"), stage=NOWHERE),
    no_show(ANN, NOWHERE),
    close(ANN, stage=NOWHERE),
    close_stage(NOWHERE),
    advance(stage=NOWHERE),
]


@pytest.mark.parametrize("command", IN_A_STAGE, ids=lambda one: type(one).__name__)
def test_case_52_an_unknown_stage_is_refused_with_text(command: Command) -> None:
    rejected = given().when(command).refused("unknown", "stage")
    assert str(rejected.reason) == "nowhere is not known here; known are: final, heats."


OF_AN_ENTRANT: list[Command] = [
    withdraw(EVA),
    call(EVA),
    mark(EVA, J1, "90"),
    amend(EVA, J1, "90"),
    no_show(EVA),
    close(EVA),
]


@pytest.mark.parametrize("command", OF_AN_ENTRANT, ids=lambda one: type(one).__name__)
def test_case_52_an_unknown_entrant_is_refused_with_text(command: Command) -> None:
    rejected = given().when(command).refused("unknown", "entrant")
    assert str(rejected.reason) == "There is no entrant eva in this contest."


NOT_IN_THE_FINAL: list[Command] = [
    call(CAI, FINAL),
    mark(CAI, J1, "90", stage=FINAL),
    replace(amend(CAI, J1, "90"), stage=FINAL),
    no_show(CAI, FINAL),
    close(CAI, stage=FINAL),
]


@pytest.mark.parametrize("command", NOT_IN_THE_FINAL, ids=lambda one: type(one).__name__)
def test_who_has_not_advanced_is_not_in_the_field(command: Command) -> None:
    rejected = given(*FINAL_OPEN).when(command).refused("invalid", "entrant")
    assert str(rejected.reason) == "3 Cai is not in the field of this stage."


IN_THE_CLOSED_HEATS: list[Command] = [
    enter("eva", 5),
    draw(),
    set_order(ANN, BEN, CAI, DAN),
    call(ANN),
    close_stage(),
]


@pytest.mark.parametrize("command", IN_THE_CLOSED_HEATS, ids=lambda one: type(one).__name__)
def test_a_closed_stage_stays_closed(command: Command) -> None:
    rejected = given(*HEATS_CLOSED).when(command).refused("not_now", "stage")
    assert str(rejected.reason) == "The stage is closed."


@pytest.mark.parametrize("command", [draw(), set_order(ANN, BEN, CAI, DAN)], ids=["draw", "set"])
def test_the_order_stands_once_the_stage_has_begun(command: Command) -> None:
    given(call(ANN)).when(command).refused("not_now", "stage")


@pytest.mark.parametrize(
    "command", [draw(FINAL), close_stage(FINAL)], ids=lambda one: type(one).__name__
)
def test_a_stage_waits_until_somebody_is_in_it(command: Command) -> None:
    rejected = given(*HEATS_CLOSED).when(command).refused("not_now", "stage")
    assert str(rejected.reason) == "Nobody is in this stage yet."


@pytest.mark.parametrize("command", [draw(), close_stage()], ids=lambda one: type(one).__name__)
def test_case_07_a_contest_without_entrants_is_no_result_but_a_clear_refusal(
    command: Command,
) -> None:
    empty = plan_with(entrants=())
    rejected = given(plan=empty).when(command).refused("not_now", "stage")
    assert str(rejected.reason) == "Nobody is in this stage yet."


def test_a_command_that_nobody_decides_fails_loudly() -> None:
    class Unheard:
        stage = HEATS

    with pytest.raises(AssertionError):
        given().when(cast("Command", Unheard()))


# Register


def test_a_sound_plan_is_registered() -> None:
    assert decide(None, register()) == (ContestRegistered(PLAN),)


def test_a_plan_with_faults_is_refused_with_all_of_them() -> None:
    plan = replace(plan_with(panel=(J1, SeatId("J9"))), sport=SportId("chess"))
    decision = decide(None, register(plan))
    assert not isinstance(decision, tuple)
    assert decision.kind == "invalid"
    assert [one.field for one in decision.problems] == ["plan.sport", "plan.stages[0].panel"]
    assert str(decision.reason) == f"Unknown sport chess; known are: {KNOWN}."


def test_a_contest_is_registered_once() -> None:
    rejected = given().when(register()).refused("not_now", "plan.id")
    assert "songs is registered already" in str(rejected.reason)


# Enter


def test_a_late_entrant_is_entered() -> None:
    command = enter("eva", 5, "guests")
    given(call(ANN)).when(command).then(EntrantEntered(command.entrant))


def test_two_entrants_may_have_one_name() -> None:
    entrant = Entrant(id=EVA, number=5, name="Ann")
    given().when(Enter(id=ID, entrant=entrant)).then(EntrantEntered(entrant))


def test_an_entrant_is_entered_once() -> None:
    rejected = given().when(enter("ann", 5)).refused("invalid", "entrant.id")
    assert str(rejected.reason) == "ann is entered already."


def test_a_number_that_is_taken_is_refused_and_a_free_one_named() -> None:
    rejected = given().when(enter("eva", 2)).refused("invalid", "entrant.number")
    assert str(rejected.reason) == "Number 2 belongs to Ben; free is for example 5."


def test_a_number_stays_taken_after_a_withdrawal() -> None:
    given(withdraw(BEN)).when(enter("eva", 2)).refused("invalid", "entrant.number")


def test_an_unknown_group_is_refused_and_the_known_ones_named() -> None:
    rejected = given().when(enter("eva", 5, "pupils")).refused("invalid", "entrant.group")
    assert str(rejected.reason) == "pupils is not known here; known are: guests, villagers."


# Withdraw


def test_an_entrant_withdraws() -> None:
    given().when(withdraw(ANN, "Ill")).then(EntrantWithdrawn(ANN, "Ill"))


def test_case_60_an_entrant_withdraws_after_a_score_and_after_the_stage() -> None:
    given(*HEATS_PERFORMED).when(withdraw(ANN, "Ill")).then(EntrantWithdrawn(ANN, "Ill"))
    given(*FINAL_OPEN).when(withdraw(ANN, "Ill")).then(EntrantWithdrawn(ANN, "Ill"))


def test_an_entrant_withdraws_once() -> None:
    rejected = given(withdraw(ANN)).when(withdraw(ANN)).refused("not_now", "entrant")
    assert str(rejected.reason) == "Has been withdrawn already."


# DrawOrder and SetOrder


def test_the_order_is_drawn_and_stored_as_resolved() -> None:
    order = drawn_order([ANN, BEN, CAI, DAN], "seed-2024")
    given().when(draw()).then(OrderDrawn(HEATS, "seed-2024", order))


def test_the_order_of_a_final_is_drawn_among_those_advanced() -> None:
    order = drawn_order([ANN, BEN], "seed-2024")
    given(*FINAL_OPEN).when(draw(FINAL)).then(OrderDrawn(FINAL, "seed-2024", order))


def test_who_has_withdrawn_is_not_drawn() -> None:
    order = drawn_order([ANN, CAI, DAN], "seed-2024")
    given(withdraw(BEN)).when(draw()).then(OrderDrawn(HEATS, "seed-2024", order))


def test_an_order_decided_elsewhere_is_recorded() -> None:
    command = set_order(DAN, CAI, BEN, ANN)
    given(draw()).when(command).then(OrderSet(HEATS, (DAN, CAI, BEN, ANN), command.reason))


@pytest.mark.parametrize(
    ("order", "wrong"),
    [
        pytest.param((ANN, BEN, CAI), "dan", id="one missing"),
        pytest.param((ANN, BEN, CAI, EVA), "dan, eva", id="one exchanged"),
        pytest.param((ANN, BEN, CAI, DAN, EVA), "eva", id="one too many"),
        pytest.param((ANN, BEN, CAI, DAN, CAI), "cai", id="one twice"),
        pytest.param((ANN, BEN, CAI, CAI), "cai, dan", id="one twice, one missing"),
    ],
)
def test_an_order_must_name_everybody_once(order: tuple[EntrantId, ...], wrong: str) -> None:
    rejected = given().when(set_order(*order)).refused("invalid", "order")
    assert str(rejected.reason) == (
        f"The order must name each of the 4 entrants once; wrong or missing: {wrong}."
    )


def test_who_has_withdrawn_has_no_place_in_the_order() -> None:
    case = given(withdraw(BEN))
    case.when(set_order(DAN, CAI, BEN, ANN)).refused("invalid", "order")
    case.when(set_order(DAN, CAI, ANN)).then(
        OrderSet(HEATS, (DAN, CAI, ANN), "Lots drawn in the hall")
    )


# Call


def test_an_entrant_is_called() -> None:
    given().when(call(ANN)).then(PerformanceCalled(HEATS, ANN))


def test_a_finalist_is_called() -> None:
    given(*FINAL_OPEN).when(call(BEN, FINAL)).then(PerformanceCalled(FINAL, BEN))


@pytest.mark.parametrize(
    "history",
    [(call(ANN),), performed(ANN, "90", "90", "90")],
    ids=["on stage", "performed"],
)
def test_nobody_is_called_twice(history: tuple[Command, ...]) -> None:
    rejected = given(*history).when(call(ANN)).refused("not_now", "entrant")
    assert str(rejected.reason) == "Has been called already."


def test_who_missed_the_turn_may_be_called_again() -> None:
    given(call(ANN), no_show(ANN)).when(call(ANN)).then(PerformanceCalled(HEATS, ANN))


def test_who_has_withdrawn_is_not_called() -> None:
    rejected = given(withdraw(ANN)).when(call(ANN)).refused("not_now", "entrant")
    assert str(rejected.reason) == "Withdrawn; cannot be called to the stage."


# EnterMarks


def test_a_sheet_is_filled_in() -> None:
    given(call(ANN)).when(mark(ANN, J1, "95.99")).then(
        MarksEntered(HEATS, ANN, J1, 1, {SONG: 9599})
    )


def test_case_53_zero_is_a_mark() -> None:
    given(call(ANN)).when(mark(ANN, J1, "0")).then(MarksEntered(HEATS, ANN, J1, 1, {SONG: 0}))


def test_a_sheet_is_filled_in_anew() -> None:
    case = given(call(ANN), mark(ANN, J1, "95.99"))
    case.when(mark(ANN, J1, "95.90", after=1)).then(MarksEntered(HEATS, ANN, J1, 2, {SONG: 9590}))


def test_sheets_have_revisions_of_their_own() -> None:
    case = given(call(ANN), call(BEN), mark(ANN, J1, "95"), mark(ANN, J1, "96", after=1))
    case.when(mark(ANN, J2, "90")).then(MarksEntered(HEATS, ANN, J2, 1, {SONG: 9000}))
    case.when(mark(BEN, J1, "90")).then(MarksEntered(HEATS, BEN, J1, 1, {SONG: 9000}))


def test_every_criterion_is_marked_in_its_own_unit() -> None:
    case = given(call(ANN), plan=plan_with(scoring=TWO_MARKS))
    case.when(mark(ANN, J1, "55.5", "9.5")).then(
        MarksEntered(HEATS, ANN, J1, 1, {VOICE: 5550, STYLE: 95})
    )


def test_case_48_two_devices_on_one_seat_both_versions_are_kept() -> None:
    case = given(call(ANN), mark(ANN, J1, "95.99"))
    rejected = case.when(mark(ANN, J1, "59.99")).refused("stale", "after")
    assert rejected.events == (SheetContested(HEATS, ANN, J1, 0, 1, {SONG: 5999}),)
    assert str(rejected.reason) == (
        "This sheet has changed on another device (version 1, yours was made from 0)."
        " Both are kept; the head judge chooses."
    )


def test_a_sheet_from_a_version_that_never_was_is_kept_too() -> None:
    rejected = given(call(ANN)).when(mark(ANN, J1, "90", after=3)).refused("stale", "after")
    assert rejected.events == (SheetContested(HEATS, ANN, J1, 3, 0, {SONG: 9000}),)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("95.999", "Song: 95.999 has too many decimals; at most 2 are allowed."),
        ("101", "Song: 101 is out of range; allowed is 0 to 100."),
        ("100.01", "Song: 100.01 is out of range; allowed is 0 to 100."),
        ("-0.01", "Song: -0.01 is out of range; allowed is 0 to 100."),
        ("NaN", "Song: “NaN” is no number with at most 2 decimals, such as 95.99."),
        ("1e9999", "Song: “1e9999” is no number with at most 2 decimals, such as 95.99."),
        ("", "Song: “” is no number with at most 2 decimals, such as 95.99."),
        ("９５", "Song: “９５” is no number with at most 2 decimals, such as 95.99."),
    ],
)
@pytest.mark.parametrize("correcting", [False, True], ids=["entered", "amended"])
def test_case_54_a_mark_that_is_none_is_refused_at_its_field(
    text: str, problem: str, *, correcting: bool
) -> None:
    case = given(call(ANN), mark(ANN, J1, "90"))
    command = amend(ANN, J1, text) if correcting else mark(ANN, J1, text, after=1)
    rejected = case.when(command).refused("invalid", "marks[0].mark")
    assert str(rejected.reason) == problem
    assert rejected.events == ()


def sheet_of(*given_marks: tuple[str, str]) -> tuple[Mark, ...]:
    return tuple(Mark(criterion=CriterionId(one), mark=text) for one, text in given_marks)


@pytest.mark.parametrize(
    ("marks", "fields"),
    [
        pytest.param(sheet_of(("voice", "55")), ("marks",), id="a criterion missing"),
        pytest.param((), ("marks", "marks"), id="no marks at all"),
        pytest.param(
            sheet_of(("voice", "55"), ("style", "9"), ("voice", "54")),
            ("marks[2].criterion",),
            id="a criterion twice",
        ),
        pytest.param(
            sheet_of(("voice", "55"), ("style", "9"), ("dance", "9")),
            ("marks[2].criterion",),
            id="an unknown criterion",
        ),
        pytest.param(
            sheet_of(("voice", "61"), ("style", "0.9")),
            ("marks[0].mark", "marks[1].mark"),
            id="both out of range",
        ),
    ],
)
def test_everything_wrong_with_a_sheet_is_said_at_once(
    marks: tuple[Mark, ...], fields: tuple[str, ...]
) -> None:
    command = EnterMarks(id=ID, stage=HEATS, entrant=ANN, seat=J1, after=0, marks=marks)
    case = given(call(ANN), plan=plan_with(scoring=TWO_MARKS))
    case.when(command).refused("invalid", *fields)


@pytest.mark.parametrize("seat", [CHIEF, SeatId("J9")], ids=["another panel's", "nobody's"])
@pytest.mark.parametrize("correcting", [False, True], ids=["entered", "amended"])
def test_a_seat_that_is_not_on_the_panel_does_not_mark(seat: SeatId, *, correcting: bool) -> None:
    command = amend(ANN, seat, "90", after=0) if correcting else mark(ANN, seat, "90")
    rejected = given(call(ANN)).when(command).refused("invalid", "seat")
    assert str(rejected.reason) == (
        f"{seat} is not on the panel of this stage; on it are: Judge 1, Judge 2, Judge 3."
    )


ON_STAGE_ONLY: list[Command] = [mark(ANN, J1, "90"), no_show(ANN), close(ANN)]


@pytest.mark.parametrize("command", ON_STAGE_ONLY, ids=lambda one: type(one).__name__)
def test_a_performance_must_have_been_called(command: Command) -> None:
    rejected = given().when(command).refused("not_now", "entrant")
    assert str(rejected.reason) == "1 Ann has not been called to the stage yet."


@pytest.mark.parametrize("command", ON_STAGE_ONLY, ids=lambda one: type(one).__name__)
@pytest.mark.parametrize(
    "history",
    [
        performed(ANN, "90", "90", "90"),
        (call(ANN), no_show(ANN)),
        HEATS_CLOSED,
    ],
    ids=["performed", "no-show", "stage closed"],
)
def test_a_settled_performance_is_closed(history: tuple[Command, ...], command: Command) -> None:
    rejected = given(*history).when(command).refused("not_now", "entrant")
    assert str(rejected.reason) == (
        "The performance of 1 Ann is closed; the head judge can correct it."
    )


@pytest.mark.parametrize("command", ON_STAGE_ONLY, ids=lambda one: type(one).__name__)
def test_who_withdrew_on_stage_gets_no_score_after_the_stage_was_closed(command: Command) -> None:
    others = (one for one in HEATS_PERFORMED if getattr(one, "entrant", None) != ANN)
    case = given(call(ANN), *others, withdraw(ANN), close_stage())
    case.when(command).refused("not_now", "stage")


# Amend


@pytest.mark.parametrize(
    "history",
    [
        (call(ANN), mark(ANN, J1, "95.99")),
        performed(ANN, "95.99", "90", "90"),
        FINAL_OPEN,
    ],
    ids=["open", "closed", "next stage open"],
)
def test_a_sheet_is_amended_with_a_reason(history: tuple[Command, ...]) -> None:
    given(*history).when(amend(ANN, J1, "59.99", reason=" Digits swapped ")).then(
        SheetAmended(HEATS, ANN, J1, 2, {SONG: 5999}, "Digits swapped")
    )


def test_the_sheet_of_a_judge_who_was_absent_is_amended_in() -> None:
    case = given(*performed(ANN, "90", "90", None), plan=DIVIDE)
    case.when(amend(ANN, J3, "93", after=0)).then(
        SheetAmended(HEATS, ANN, J3, 1, {SONG: 9300}, "Digits swapped")
    )


def test_the_head_judge_chooses_by_amending() -> None:
    case = given(call(ANN), mark(ANN, J1, "95.99"), mark(ANN, J1, "59.99"))
    case.when(amend(ANN, J1, "95.99", reason="Asked the judge")).then(
        SheetAmended(HEATS, ANN, J1, 2, {SONG: 9599}, "Asked the judge")
    )


@pytest.mark.parametrize("history", [(), (call(ANN), no_show(ANN))], ids=["not called", "no-show"])
def test_there_is_nothing_to_amend_before_a_performance(history: tuple[Command, ...]) -> None:
    rejected = given(*history).when(amend(ANN, J1, "90")).refused("not_now", "entrant")
    assert str(rejected.reason) == "Has not performed; there is nothing to correct."


@pytest.mark.parametrize("reason", ["", "  "], ids=["empty", "blank"])
def test_case_55_a_correction_needs_a_reason(reason: str) -> None:
    case = given(*performed(ANN, "90", "90", "90"))
    case.when(amend(ANN, J1, "91", reason=reason)).refused("invalid", "reason")


def test_a_correction_of_a_version_that_has_changed_is_refused_and_not_kept() -> None:
    case = given(*performed(ANN, "90", "90", "90"), amend(ANN, J1, "91"))
    rejected = case.when(amend(ANN, J1, "92")).refused("stale", "after")
    assert rejected.events == ()
    assert str(rejected.reason) == (
        "The sheet has changed meanwhile (version 2, yours was made from 1); look at it again."
    )


def test_an_amendment_must_be_a_whole_sheet() -> None:
    history = performed(ANN, ("55", "9"), ("55", "9"), ("55", "9"))
    incomplete = Amend(
        id=ID,
        stage=HEATS,
        entrant=ANN,
        seat=J1,
        after=1,
        marks=sheet_of(("voice", "50")),
        reason="Too high",
    )
    case = given(*history, plan=plan_with(scoring=TWO_MARKS))
    case.when(incomplete).refused("invalid", "marks")


# RecordNoShow


def test_who_was_called_and_did_not_come() -> None:
    given(call(ANN)).when(no_show(ANN)).then(NoShowRecorded(HEATS, ANN))


def test_who_has_marks_has_come() -> None:
    case = given(call(ANN), mark(ANN, J1, "90"))
    rejected = case.when(no_show(ANN)).refused("not_now", "entrant")
    assert str(rejected.reason) == "Has marks already; who performed is no no-show."


# ClosePerformance


def marked(*seats: SeatId) -> tuple[Command, ...]:
    return (call(ANN), *(mark(ANN, seat, "90") for seat in seats))


def test_a_performance_that_everybody_marked_is_closed() -> None:
    given(*marked(J1, J2, J3)).when(close(ANN)).then(PerformanceClosed(HEATS, ANN))


def test_a_performance_is_closed_without_a_judge_named_as_absent() -> None:
    given(*marked(J1, J2), plan=DIVIDE).when(close(ANN, J3)).then(
        PerformanceClosed(HEATS, ANN, (J3,))
    )


def test_an_absent_judge_named_twice_is_absent_once() -> None:
    given(*marked(J1), plan=DIVIDE).when(close(ANN, J3, J2, J3)).then(
        PerformanceClosed(HEATS, ANN, (J3, J2))
    )


@pytest.mark.parametrize("seat", [J1, CHIEF], ids=["has marked", "not on the panel"])
def test_who_is_absent_is_on_the_panel_and_has_not_marked(seat: SeatId) -> None:
    case = given(*marked(J1, J2), plan=DIVIDE)
    rejected = case.when(close(ANN, J3, seat)).refused("invalid", "absent")
    assert str(rejected.reason) == f"{seat} has marked or is not on the panel; not absent."


@pytest.mark.parametrize(
    ("seats", "absent", "waiting"),
    [((J1,), (), "Judge 2, Judge 3"), ((J2,), (J1,), "Judge 3"), ((), (J1, J2), "Judge 3")],
)
def test_case_53_nobody_is_taken_as_absent_without_being_named(
    seats: tuple[SeatId, ...], absent: tuple[SeatId, ...], waiting: str
) -> None:
    case = given(*marked(*seats), plan=DIVIDE)
    rejected = case.when(close(ANN, *absent)).refused("not_now", "absent")
    assert str(rejected.reason) == (
        f"Still to mark: {waiting}. Wait for them, or name them as absent."
    )


def test_a_sheet_that_is_only_contested_is_still_to_be_marked() -> None:
    case = given(*marked(J1, J2), mark(ANN, J3, "90", after=7), plan=DIVIDE)
    case.when(close(ANN)).refused("not_now", "absent")
    case.when(close(ANN, J3)).then(PerformanceClosed(HEATS, ANN, (J3,)))


def test_by_the_plan_every_judge_must_mark() -> None:
    rejected = given(*marked(J1, J2)).when(close(ANN, J3)).refused("not_now", "absent")
    assert str(rejected.reason) == (
        "By the plan every judge must mark; no score without all of them."
    )


def test_case_32_too_few_marks_to_drop_the_extremes() -> None:
    case = given(*marked(J1, J2), plan=DIVIDE_AND_DROP)
    rejected = case.when(close(ANN, J3)).refused("not_now", "absent")
    assert str(rejected.reason) == ("Score: too few marks for it, by the plan.")


def test_a_performance_without_any_marks_comes_to_no_score() -> None:
    case = given(call(ANN), plan=DIVIDE)
    rejected = case.when(close(ANN, J1, J2, J3)).refused("not_now", "absent")
    assert str(rejected.reason) == ("Score: too few marks for it, by the plan.")


# CloseStage


def test_a_stage_in_which_everybody_is_settled_is_closed() -> None:
    given(*HEATS_PERFORMED).when(close_stage()).then(StageClosed(HEATS))


def test_no_shows_and_withdrawn_hold_no_stage_open() -> None:
    case = given(
        *performed(ANN, "90", "90", "90"), call(BEN), no_show(BEN), withdraw(CAI), withdraw(DAN)
    )
    case.when(close_stage()).then(StageClosed(HEATS))


def test_a_stage_from_which_all_withdrew_is_closed() -> None:
    given(*(withdraw(one) for one in (ANN, BEN, CAI, DAN))).when(close_stage()).then(
        StageClosed(HEATS)
    )


def test_a_final_for_which_nobody_was_good_enough_is_closed() -> None:
    case = given(*HEATS_CLOSED, advance(reason="None was good enough"))
    case.when(close_stage(FINAL)).then(StageClosed(FINAL))


@pytest.mark.parametrize(
    ("history", "waiting"),
    [
        pytest.param(
            (), "4 still to perform or to be closed: No. 1, No. 2, No. 3, No. 4.", id="4"
        ),
        pytest.param(
            (*performed(ANN, "90", "90", "90"), call(BEN), withdraw(CAI)),
            "2 still to perform or to be closed: No. 2, No. 4.",
            id="one open, one not called",
        ),
    ],
)
def test_a_stage_waits_for_everybody(history: tuple[Command, ...], waiting: str) -> None:
    rejected = given(*history).when(close_stage()).refused("not_now", "stage")
    assert str(rejected.reason) == waiting


def test_a_long_list_of_those_waiting_is_cut_short() -> None:
    more = (enter(f"e{number}", number) for number in range(5, 15))
    rejected = given(*more).when(close_stage()).refused("not_now", "stage")
    assert str(rejected.reason).startswith("14 still to perform or to be closed: No. 1, ")
    assert str(rejected.reason).endswith("No. 12, ….")


# Advance


def test_those_who_qualify_advance() -> None:
    given(*HEATS_CLOSED).when(advance(BEN, ANN)).then(
        EntrantsAdvanced(HEATS, (BEN, ANN), (BEN, ANN))
    )


def test_another_list_is_recorded_with_its_reason_beside_the_rule() -> None:
    given(*HEATS_CLOSED).when(advance(BEN, CAI, reason=" Ann is the host ")).then(
        EntrantsAdvanced(HEATS, (BEN, CAI), (BEN, ANN), "Ann is the host")
    )


def test_another_order_is_no_other_list() -> None:
    given(*HEATS_CLOSED).when(advance(ANN, BEN)).then(
        EntrantsAdvanced(HEATS, (ANN, BEN), (BEN, ANN))
    )


def test_case_15_the_next_in_the_ranking_moves_up() -> None:
    given(*HEATS_CLOSED, withdraw(ANN)).when(advance(BEN, DAN)).then(
        EntrantsAdvanced(HEATS, (BEN, DAN), (BEN, DAN))
    )


@pytest.mark.parametrize(
    ("entrants", "who"),
    [((BEN,), "Ann"), ((BEN, CAI), "Ann, Cai"), ((ANN, BEN, DAN), "Dan"), ((), "Ann, Ben")],
)
@pytest.mark.parametrize("reason", ["", "  "], ids=["no reason", "blank reason"])
def test_another_list_needs_a_reason(
    entrants: tuple[EntrantId, ...], who: str, reason: str
) -> None:
    case = given(*HEATS_CLOSED)
    rejected = case.when(advance(*entrants, reason=reason)).refused("invalid", "reason")
    assert str(rejected.reason) == (
        f"The list differs from those who qualify by the rule ({who}); say why."
    )


CANNOT_ADVANCE: list[tuple[tuple[Command, ...], Command, Kind, str, str]] = [
    (
        HEATS_PERFORMED,
        advance(BEN, ANN),
        "not_now",
        "stage",
        "Close the stage first; results may still change.",
    ),
    (
        FINAL_OPEN,
        advance(BEN, ANN),
        "not_now",
        "stage",
        "Who advances has been recorded already.",
    ),
    (
        FINAL_OPEN,
        advance(BEN, stage=FINAL),
        "not_now",
        "stage",
        "Nobody advances from this stage: it is the last.",
    ),
    (
        HEATS_CLOSED,
        advance(BEN, EVA),
        "unknown",
        "entrants",
        "There is no entrant eva in this contest.",
    ),
    (HEATS_CLOSED, advance(BEN, ANN, BEN), "invalid", "entrants", "Somebody is named twice."),
]


@pytest.mark.parametrize(
    ("history", "command", "kind", "field", "reason"),
    CANNOT_ADVANCE,
    ids=["before the close", "twice", "from the last stage", "unknown", "named twice"],
)
def test_when_nobody_advances(
    history: tuple[Command, ...], command: Command, kind: Kind, field: str, reason: str
) -> None:
    rejected = given(*history).when(command).refused(kind, field)
    assert str(rejected.reason) == reason


def test_only_those_in_the_field_advance() -> None:
    heats, final = PLAN.stages
    region = replace(final, advancement=heats.advancement)
    case = given(
        *FINAL_OPEN,
        *performed(BEN, "90", "90", "90", stage=FINAL),
        *performed(ANN, "91", "91", "91", stage=FINAL),
        close_stage(FINAL),
        plan=replace(PLAN, stages=(heats, region)),
    )
    case.when(advance(ANN, CAI, stage=FINAL, reason="Host")).refused("invalid", "entrants")
    case.when(advance(ANN, BEN, stage=FINAL)).then(EntrantsAdvanced(FINAL, (ANN, BEN), (ANN, BEN)))


@pytest.mark.parametrize(
    "command",
    [
        Withdraw(id=ID, entrant=ANN, reason="  "),
        SetOrder(id=ID, stage=HEATS, order=(ANN, BEN, CAI, DAN), reason=" "),
    ],
    ids=["withdraw", "set_order"],
)
def test_a_decision_without_a_reason_is_refused(command: Command) -> None:
    given().when(command).refused("invalid", "reason")
