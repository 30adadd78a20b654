"""The judges' statistics: who is compared with whom, in figures and in words."""

from fractions import Fraction

import msgspec
from msgspec.structs import replace

from scoring.contest.commands import AssignPanels, Command, EnterMarks, Mark
from scoring.contest.ids import CriterionId, PanelId, SeatId, StepId
from scoring.contest.plan import ParallelPanel, Plan
from scoring.contest.scoring import Criterion, Entered, OverAttempts, Panel, Scoring
from scoring.languages import words
from scoring.rules.statistics import icc, kendalls_w, leave_one_out
from scoring.views.statistics import PanelStatistics, StatisticsScreen, statistics_screen
from scoring.wording import Label
from tests.contest.given import (
    ANN,
    BEN,
    CAI,
    CHIEF,
    DAN,
    DROP_BOTH,
    HEATS,
    ID,
    J1,
    J2,
    J3,
    PLAN,
    PRESENT,
    call,
    close,
    given,
    mark,
    performed,
    plan_with,
    scored_by,
    step,
)

MARKS = {
    ANN: (90, 84, 91), BEN: (95, 88, 93), CAI: (80, 79, 85), DAN: (85, 80, 84),
}  # fmt: skip
SUNG: tuple[Command, ...] = tuple(
    command for one, row in MARKS.items() for command in performed(one, *map(str, row))
)
TABLE = {one: dict(zip((J1, J2, J3), row, strict=True)) for one, row in MARKS.items()}


def screen(
    *commands: Command, plan: Plan = PLAN, step: str | None = None, language: str = "en"
) -> StatisticsScreen:
    contest = given(*commands, plan=plan).contest
    chosen = StepId(step) if step else None
    return statistics_screen(contest, contest.plan.judged[0], words(language), step=chosen)


def the_panel(*commands: Command, plan: Plan = PLAN) -> PanelStatistics:
    (panel,) = screen(*commands, plan=plan).panels
    return panel


def test_the_measures_are_those_of_the_rules() -> None:
    panel = the_panel(*SUNG)
    concordance, agreement = kendalls_w(TABLE), icc(TABLE).icc_2_1
    assert concordance is not None and agreement is not None
    assert abs(Fraction(panel.w.value or "") - concordance.w) <= Fraction(1, 200)
    assert abs(Fraction(panel.icc.value or "") - agreement) <= Fraction(1, 200)
    biases = leave_one_out(TABLE, 2)
    for line in panel.judges:
        bias = biases[line.seat]
        assert bias.t is not None
        assert abs(Fraction(line.bias or "") - bias.mean) <= Fraction(1, 200)
        assert Fraction(line.t or "") == Fraction(bias.t, 100)


def test_each_judge_in_figures_and_in_words() -> None:
    first, second, third = the_panel(*SUNG).judges
    assert (first.name, first.count, first.mean) == ("Judge 1", 4, "87.50")
    assert (second.lowest, second.highest, second.spread) == ("79.00", "88.00", "4.11")
    assert (second.bias, second.reading, second.noticeable) == (
        "-5.13", "gives less than the others", True,
    )  # fmt: skip
    assert (first.reading, first.noticeable) == ("like the others", False)
    assert sum(dot.count for dot in third.dots) == 4
    assert max(abs(dot.x) for line in (first, second, third) for dot in line.dots) == 500


def test_how_often_a_mark_was_dropped() -> None:
    panel = the_panel(*SUNG, plan=plan_with(scoring=scored_by(DROP_BOTH)))
    assert panel.dropping
    dropped = {line.seat: (line.dropped_high, line.dropped_low) for line in panel.judges}
    assert dropped == {J1: (2, 0), J2: (0, 4), J3: (2, 0)}
    assert not the_panel(*SUNG).dropping


def test_only_what_all_judges_marked_is_compared() -> None:
    plan = plan_with(scoring=scored_by(PRESENT))
    rows = (*SUNG[:-5], *performed(DAN, "85", "80", None))
    panel = the_panel(*rows, plan=plan)
    assert (panel.items, panel.complete) == (4, 3)
    assert [line.count for line in panel.judges] == [4, 4, 3]


def test_the_widest_and_the_farthest_come_first() -> None:
    panel = the_panel(*SUNG)
    assert [(line.card.number, line.spread) for line in panel.widest] == [
        (1, "7.00"), (2, "7.00"), (3, "6.00"), (4, "5.00"),
    ]  # fmt: skip
    assert [one.mark for one in panel.widest[0].marks] == ["90.00", "84.00", "91.00"]
    line = panel.farthest[0]
    assert (line.card.number, line.name, line.mark, line.others, line.distance) == (
        1, "Judge 2", "84.00", "90.50", "-6.50",
    )  # fmt: skip
    assert not line.unusual


def test_a_distance_that_the_plan_calls_unusual_is_named_so() -> None:
    scoring = replace(PLAN.judged[0].scoring, unusual="5")
    far = the_panel(*SUNG, plan=plan_with(scoring=scoring)).farthest
    assert {line.unusual for line in far} == {True, False}
    assert all(line.unusual == (abs(Fraction(line.distance)) >= 5) for line in far)


def test_before_there_is_anything_to_compare() -> None:
    assert screen().panels == ()
    one = the_panel(*performed(ANN, "90", "84", "91"))
    assert (one.w.value, one.icc.value, one.w.reading) == (None, None, "Too few marks to tell.")
    assert [(line.bias, line.t, line.spread) for line in one.judges] == [(None, None, None)] * 3


def test_judges_who_all_give_the_same_are_like_each_other() -> None:
    panel = the_panel(*performed(ANN, "90", "90", "90"), *performed(BEN, "80", "80", "80"))
    assert panel.w.value == "1.00"
    assert panel.widest == ()
    assert panel.farthest == ()
    assert {line.reading for line in panel.judges} == {"like the others"}


def test_each_attempt_is_an_item_of_its_own() -> None:
    dive = Criterion(
        id=CriterionId("dive"), name=Label(en="Dive"), maximum="10", decimals=1, per="attempt"
    )
    scoring = Scoring(
        criteria=(dive,),
        attempts=2,
        steps=(
            step("Dives", Panel(criteria=(dive.id,)), 1),
            step("Score", OverAttempts(of=StepId("dives"), take="sum"), 1),
        ),
    )

    def dives(seat: SeatId, attempt: int, mark: str) -> EnterMarks:
        return EnterMarks(
            id=ID, stage=HEATS, entrant=ANN, seat=seat, attempt=attempt, after=0,
            marks=(Mark(criterion=dive.id, mark=mark),),
        )  # fmt: skip

    table = {1: ("7.0", "6.5", "7.5"), 2: ("8.0", "8.5", "7.0")}
    given_marks = [
        dives(seat, attempt, mark)
        for attempt, row in table.items()
        for seat, mark in zip((J1, J2, J3), row, strict=True)
    ]
    panel = the_panel(call(ANN), *given_marks, close(ANN), plan=plan_with(scoring=scoring))
    assert (panel.items, panel.complete) == (2, 2)
    assert [(line.attempt_name, line.spread) for line in panel.widest] == [
        ("attempt 2", "1.5"), ("attempt 1", "1.0"),
    ]  # fmt: skip


def test_parallel_panels_are_compared_each_by_itself() -> None:
    heats, final = PLAN.stages
    panels = tuple(
        ParallelPanel(id=PanelId(name), name=Label(en=f"Panel {name}"), seats=seats)
        for name, seats in (("A", (J1, J2)), ("B", (J3, CHIEF)))
    )
    plan = replace(PLAN, stages=(replace(heats, panel=(), panels=panels), final))
    assigned = AssignPanels(
        id=ID, stage=HEATS, panels={PanelId("A"): (ANN, BEN), PanelId("B"): (CAI, DAN)}
    )
    rows = (
        *performed(ANN, "90", "84"), call(CAI),
        *(mark(CAI, seat, "80") for seat in (J3, CHIEF)), close(CAI),
    )  # fmt: skip
    found = screen(assigned, *rows, plan=plan).panels
    assert [(one.id, [line.seat for line in one.judges]) for one in found] == [
        ("A", [J1, J2]), ("B", [J3, CHIEF]),
    ]  # fmt: skip


def test_what_an_official_measures_is_not_compared() -> None:
    laps = Criterion(id=CriterionId("laps"), name=Label(en="Laps"), by=(CHIEF,))
    scoring = Scoring(criteria=(laps,), steps=(step("Score", Entered(criterion=laps.id)),))
    shown = screen(plan=plan_with(scoring=scoring, panel=()))
    assert (shown.step, shown.steps, shown.panels) == (None, (), ())


def test_every_number_is_text_for_programs_and_people_read_chinese() -> None:
    read = msgspec.json.decode(msgspec.json.encode(screen(*SUNG, language="zh")))
    judge = read["panels"][0]["judges"][1]
    assert judge["bias"] == "-5.13"
    assert judge["reading"] == "打分偏低"
