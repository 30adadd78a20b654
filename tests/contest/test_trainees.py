"""Trainees mark like the panel: never counted, never waited for, nothing the public can see."""

import pytest
from msgspec.structs import replace

from scoring.contest.commands import Command
from scoring.contest.events import AmendmentAnswered, MarksEntered, NoShowRecorded
from scoring.contest.faults import plan_faults
from scoring.contest.ids import PanelId, SeatId
from scoring.contest.performance import Given as Marks
from scoring.contest.plan import ParallelPanel, Plan, Seat
from scoring.contest.scoring import (
    ByCountback,
    ByHighestMarks,
    ByPreference,
    Criterion,
    Entered,
    Panel,
    Placings,
    Scoring,
)
from scoring.wording import Label
from tests.contest.given import (
    ANN,
    BEN,
    CHIEF,
    HEATS,
    J1,
    J2,
    J3,
    PRESENT,
    SONG,
    amend,
    answer,
    ask,
    call,
    close,
    given,
    mark,
    move,
    no_show,
    performed,
    plan_with,
    scored_by,
    step,
    undo,
)

TOM = SeatId("tom")


def with_trainee(scoring: Scoring, unit: str = "", *, signed: bool = False) -> Plan:
    """Three judges and a trainee."""
    plan = plan_with(scoring=scoring)
    heats, final = plan.judged
    taught = replace(heats, trainees=(TOM,), signed=signed, exclude_same_unit=bool(unit))
    seats = (*plan.seats, Seat(id=TOM, name=Label(en="Tom"), unit=unit))
    return replace(plan, seats=seats, stages=(taught, final))


LOOSE = with_trainee(scored_by(PRESENT))
STRICT = with_trainee(scored_by(Panel()))
WITH_TOM = (call(ANN), mark(ANN, TOM, "10"), mark(ANN, J1, "90"), mark(ANN, J2, "92"))


def test_a_trainee_marks_and_it_is_kept_apart() -> None:
    given(call(ANN), plan=STRICT).when(mark(ANN, TOM, "10")).then(
        MarksEntered(HEATS, ANN, TOM, 1, {SONG: 1000})
    )
    performance = given(*WITH_TOM, plan=STRICT).contest.stage(HEATS).performances[ANN]
    assert performance.sheet(TOM).given == Marks({SONG: 1000})
    assert set(performance.given()) == {J1, J2}


def test_nobody_waits_for_a_trainee() -> None:
    panel: list[Command] = [call(ANN), *(mark(ANN, one, "90") for one in (J1, J2, J3))]
    assert given(*panel, close(ANN), plan=STRICT).scores() == {ANN: "90.00"}
    given(*panel, plan=STRICT).when(close(ANN, TOM)).refused("invalid", "absent")


def test_a_trainee_stands_in_for_nobody() -> None:
    given(*WITH_TOM, plan=STRICT).when(close(ANN)).refused("not_now", "absent")
    given(*WITH_TOM, plan=LOOSE).when(close(ANN)).refused("not_now", "absent")
    assert given(*WITH_TOM, close(ANN, J3), plan=LOOSE).scores() == {ANN: "91.00"}


TIES = (ByHighestMarks(), ByPreference(), ByCountback())
RANKS = scored_by(PRESENT, decimals=2)
RANK_SUM = replace(
    RANKS, better="lower", steps=(step("Sum", Placings(criterion=SONG, method="rank_sum"), 0),)
)
T_SCORES = scored_by(Panel(normalise="t"))
DEFAULTED = replace(RANKS, criteria=(replace(RANKS.criteria[0], default="0"),))


@pytest.mark.parametrize(
    "scoring",
    [
        scored_by(PRESENT),
        scored_by(Panel(take="median")),
        scored_by(Panel(drop_high=1, drop_low=1)),
        T_SCORES,
        RANK_SUM,
        DEFAULTED,
        *(replace(RANKS, tie_breaks=(tie,)) for tie in TIES),
    ],
    ids=["mean", "median", "trimmed", "t", "ranks", "default", "highest", "preference", "back"],
)
def test_no_formula_and_no_tie_break_ever_counts_one(scoring: Scoring) -> None:
    panel = (*performed(ANN, "90", "80", "70"), *performed(BEN, "70", "90", "80"))
    apart = (
        call(ANN), mark(ANN, TOM, "1"), mark(ANN, J1, "90"), mark(ANN, J2, "80"),
        mark(ANN, J3, "70"), close(ANN),
        call(BEN), mark(BEN, TOM, "100"), mark(BEN, J1, "70"), mark(BEN, J2, "90"),
        mark(BEN, J3, "80"), close(BEN),
    )  # fmt: skip
    plan = with_trainee(scoring)
    without, beside = given(*panel, plan=plan), given(*apart, plan=plan)
    assert without.places() and beside.places() == without.places()
    assert beside.scores() == without.scores()
    assert beside.why(ANN) == without.why(ANN)


def test_the_public_cannot_count_their_sheets() -> None:
    called = given(call(ANN), plan=LOOSE).contest
    marked = given(call(ANN), mark(ANN, TOM, "10"), plan=LOOSE).contest
    corrected = given(call(ANN), mark(ANN, TOM, "10"), amend(ANN, TOM, "9"), plan=LOOSE).contest
    assert called.version == marked.version == corrected.version
    assert given(call(ANN), mark(ANN, J1, "10"), plan=LOOSE).contest.version > called.version


def test_who_was_marked_by_a_trainee_only_did_not_come() -> None:
    case = given(call(ANN), mark(ANN, TOM, "10"), plan=LOOSE)
    case.when(no_show(ANN)).then(NoShowRecorded(HEATS, ANN))


def test_a_trainees_sheet_is_corrected_moved_signed_and_taken_back_like_any_other() -> None:
    def found(*commands: Command, of: str = ANN) -> Marks | None:
        contest = given(*commands, plan=with_trainee(scored_by(PRESENT), signed=True)).contest
        performance = contest.stage(HEATS).performances.get(BEN if of == BEN else ANN)
        return performance.sheet(TOM).given if performance else None

    marked = (call(ANN), mark(ANN, TOM, "10"))
    assert found(*marked, amend(ANN, TOM, "11")) == Marks({SONG: 1100})
    assert found(*marked, move(ANN, BEN), of=BEN) == Marks({SONG: 1000})
    assert found(*marked, move(ANN, BEN)) is None
    assert found(*marked, undo(3)) is None
    again = (*marked, ask(ANN, TOM), answer(ANN, TOM), mark(ANN, TOM, "12", after=1))
    assert found(*again) == Marks({SONG: 1200})


def test_leave_for_a_trainee_leaves_a_settled_performance_closed() -> None:
    plan = with_trainee(scored_by(PRESENT), signed=True)
    settled = (*WITH_TOM, close(ANN, J3), ask(ANN, TOM))
    given(*settled, plan=plan).when(answer(ANN, TOM)).then(
        AmendmentAnswered(HEATS, ANN, TOM, granted=True)
    )
    allowed = given(*settled, answer(ANN, TOM), plan=plan)
    allowed.when(mark(ANN, TOM, "12", after=1)).then(
        MarksEntered(HEATS, ANN, TOM, 2, {SONG: 1200})
    )
    changed = given(*settled, answer(ANN, TOM), mark(ANN, TOM, "12", after=1), plan=plan)
    assert changed.scores() == {ANN: "91.00"}
    changed.when(mark(ANN, TOM, "13", after=2)).told("not_now", "is closed")
    allowed.when(mark(ANN, J1, "12", after=1)).told("not_now", "is closed")


def test_a_sheet_taken_back_counts_on() -> None:
    case = given(call(ANN), mark(ANN, TOM, "10"), undo(3), plan=LOOSE)
    assert case.contest.stage(HEATS).performances[ANN].sheet(TOM).revision == 2
    case.when(mark(ANN, TOM, "11", after=2)).then(MarksEntered(HEATS, ANN, TOM, 3, {SONG: 1100}))


def test_a_trainee_leaves_out_the_own_unit_like_the_panel() -> None:
    plan = with_trainee(scored_by(PRESENT), "Renhe")
    given(call(ANN), plan=plan).when(mark(ANN, TOM, "10")).told("invalid", "the same unit")
    given(call(BEN), plan=plan).when(mark(BEN, TOM, "10")).then(
        MarksEntered(HEATS, BEN, TOM, 1, {SONG: 1000})
    )


def faults(plan: Plan) -> dict[str, str]:
    return {one.field: str(one.message) for one in plan_faults(plan)}


def test_a_plan_with_trainees_is_sound() -> None:
    assert faults(LOOSE) == {}


@pytest.mark.parametrize(
    ("trainees", "told"),
    [((J1,), "counts already"), ((SeatId("eve"),), "not known"), ((TOM, TOM), "twice")],
)
def test_who_counts_is_no_trainee(trainees: tuple[SeatId, ...], told: str) -> None:
    heats, final = LOOSE.judged
    plan = replace(LOOSE, stages=(replace(heats, trainees=trainees), final))
    assert told in faults(plan)["plan.stages[0].trainees"]


def test_nor_is_who_sits_on_a_parallel_panel_or_gives_a_criterion() -> None:
    heats, final = LOOSE.judged
    panels = (ParallelPanel(id=PanelId("A"), name=Label(en="A"), seats=(J1, J2, J3, TOM)),)
    parallel = replace(LOOSE, stages=(replace(heats, panel=(), panels=panels), final))
    assert "counts already" in faults(parallel)["plan.stages[0].trainees"]
    official = Criterion(id=SONG, name=Label(en="Song"), by=(CHIEF,))
    scoring = Scoring(criteria=(official,), steps=(step("Score", Entered(criterion=SONG)),))
    timed = replace(LOOSE, stages=(replace(heats, panel=(), scoring=scoring), final))
    assert "nothing for trainees" in faults(timed)["plan.stages[0].trainees"]
