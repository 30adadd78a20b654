"""What the marks of a performance come to, step by step as the plan says."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from scoring.contest.ids import CriterionId, SeatId
from scoring.contest.panels import PanelMarks, Part, judge_totals, panel_parts
from scoring.contest.performance import Given, Performance, Sheet, SheetKey
from scoring.contest.scores import Entry, Score, own_values, score_of
from scoring.contest.scoring import Criterion, Panel, Scoring
from scoring.rules.exact import Rounding, decimal_text, ticks
from scoring.rules.measured import Outcome
from scoring.wording import Label
from tests.contest.given import (
    ANN,
    DROP_BOTH,
    J1,
    J2,
    J3,
    ONE_MARK,
    PRESENT,
    SONG,
    call,
    mark,
    no_show,
    performed,
    scored_by,
    step,
)
from tests.contest.given import given as history

Marks = dict[SeatId, Given]


def song(*texts: str) -> Marks:
    """One mark for the song from J1, J2, ..."""
    return {
        SeatId(f"J{number}"): Given({SONG: ticks(text, 2)})
        for number, text in enumerate(texts, start=1)
    }


def criteria(*rows: tuple[str, int, str]) -> tuple[Criterion, ...]:
    """Criteria by id, decimals and weight."""
    return tuple(
        Criterion(id=CriterionId(name), name=Label(en=name), decimals=decimals, weight=weight)
        for name, decimals, weight in rows
    )


def sheets(scoring: Scoring, *rows: tuple[str, ...]) -> Marks:
    """Each row is one judge's marks in the order of the criteria."""
    return {
        SeatId(f"J{number}"): Given(
            {
                one.id: ticks(text, one.decimals)
                for one, text in zip(scoring.criteria, row, strict=True)
            }
        )
        for number, row in enumerate(rows, start=1)
    }


def performance_of(marks: Marks) -> Performance:
    filled: dict[SheetKey, Sheet] = {(seat, 0): Sheet(1, sheet) for seat, sheet in marks.items()}
    return Performance(phase="closed", sheets=filled)


def score(marks: Marks, scoring: Scoring, *more: SeatId) -> Score | Outcome | None:
    """What the marks come to, from a panel of those who marked and of these seats."""
    entry = Entry(performance_of(marks), (*marks, *more))
    return score_of(scoring, own_values(scoring, entry))


def parts(marks: Marks, scoring: Scoring) -> tuple[Part, ...]:
    formula = scoring.score.value
    assert isinstance(formula, Panel)
    found = panel_parts(scoring, scoring.score, formula, PanelMarks(tuple(marks), marks))
    assert found is not None
    return found


def totals(marks: Marks, scoring: Scoring) -> dict[SeatId, Fraction]:
    """Each judge's weighted sum."""
    formula = scoring.score.value
    assert isinstance(formula, Panel)
    found, per_point = judge_totals(scoring, formula, PanelMarks(tuple(marks), marks))
    return {seat: Fraction(total, per_point) for seat, total in found.items()}


DROP = scored_by(DROP_BOTH)


@pytest.mark.parametrize(
    ("scoring", "marks", "expected"),
    [
        pytest.param(ONE_MARK, ("90", "91", "93"), "91.33", id="mean, rounded once"),
        pytest.param(ONE_MARK, ("0", "0", "0"), "0.00", id="case 53: zero is a score"),
        pytest.param(
            DROP,
            ("95.50", "96.80", "95.90", "97.20", "95.85", "94.10", "95.90"),
            "95.99",
            id="seven judges, one of each end dropped",
        ),
        pytest.param(DROP, ("95.98", "95.98", "95.99", "95.99"), "95.99", id="1.2: 95.985"),
        pytest.param(
            scored_by(DROP_BOTH, rounding="half_even"),
            ("95.98", "95.98", "95.99", "95.99"),
            "95.98",
            id="1.2: 95.985 half even",
        ),
        pytest.param(
            scored_by(DROP_BOTH, decimals=0), ("1", "90", "91", "99"), "91", id="no decimals"
        ),
        pytest.param(
            scored_by(DROP_BOTH, decimals=4), ("1", "90", "91", "99"), "90.5000", id="four"
        ),
    ],
)
def test_the_score_of_a_panel(scoring: Scoring, marks: tuple[str, ...], expected: str) -> None:
    assert str(score(song(*marks), scoring)) == expected


def test_a_score_keeps_its_unrounded_value_and_its_part() -> None:
    marks = song("1", "90", "91", "91", "99")
    assert score(marks, DROP) == Score(9067, Fraction(272, 3), 2)
    (part,) = parts(marks, DROP)
    assert part.criterion is None
    assert part.published == Fraction(9067, 100)
    assert part.panel.dropped_low == ("J1",)
    assert part.panel.dropped_high == ("J5",)


def test_marks_stand_in_the_order_of_the_panel_whichever_came_first() -> None:
    late_first = dict(reversed(song("90", "91", "92").items()))
    marks = PanelMarks((J1, J2, J3), late_first)
    found = panel_parts(ONE_MARK, ONE_MARK.score, Panel(), marks)
    assert found is not None
    assert list(found[0].marks) == [J1, J2, J3]


MEAN = (step("Score", Panel()),)
THREE = Scoring(
    criteria=criteria(("voice", 2, "0.6"), ("rhythm", 1, "0.25"), ("stage", 0, "0.15")),
    steps=MEAN,
)


def test_a_judge_s_criteria_are_weighted_and_added() -> None:
    marks = sheets(THREE, ("90.50", "88.5", "70"), ("80.00", "80.0", "80"))
    assert totals(marks, THREE) == {J1: Fraction("86.925"), J2: Fraction(80)}
    assert str(score(marks, THREE)) == "83.46"


def test_case_35_only_assigned_judges_divide() -> None:
    scoring = Scoring(criteria=criteria(("interview", 2, "0.25")), steps=MEAN)
    assigned = sheets(scoring, *[("100",)] * 4)
    assert str(score(assigned, scoring)) == "25.00"


JUDGES_FIRST = Scoring(
    criteria=criteria(("voice", 0, "1"), ("style", 0, "1")), steps=(step("Score", DROP_BOTH),)
)
CRITERIA_FIRST = scored_by(replace(DROP_BOTH, combine="criteria"), JUDGES_FIRST)


def test_what_is_combined_first_decides_what_is_dropped() -> None:
    rows = [("9", "1"), ("5", "5"), ("4", "9")]
    marks = sheets(JUDGES_FIRST, *rows)
    # Totals 10, 10, 13: one 10 remains. Voice 4, 5, 9 and style 1, 5, 9: 5 and 5 remain.
    assert str(score(marks, JUDGES_FIRST)) == "10.00"
    rows[0] = ("9", "2")
    marks = sheets(JUDGES_FIRST, *rows)
    assert str(score(marks, JUDGES_FIRST)) == "11.00"
    assert str(score(marks, CRITERIA_FIRST)) == "10.00"


@pytest.mark.parametrize(
    ("rounding", "expected"),
    # Each mean is 7.125; its factor is 0.5. Half up: 7.13, and 3.565 is 3.57; twice 7.14.
    [("half_up", "7.14"), ("half_even", "7.12")],
)
def test_published_components_are_rounded_before_and_after_their_factor(
    rounding: Rounding, expected: str
) -> None:
    scoring = Scoring(
        criteria=criteria(("skating", 2, "0.5"), ("music", 2, "0.5")),
        steps=(step("Score", Panel(combine="criteria"), rounding=rounding),),
    )
    marks = sheets(scoring, ("7.25", "7.25"), ("7.00", "7.00"))
    result = score(marks, scoring)
    assert isinstance(result, Score)
    assert str(result) == expected
    assert result.exact == Fraction("7.125")
    assert [one.criterion for one in parts(marks, scoring)] == ["skating", "music"]


@pytest.mark.parametrize("combine", ["judges", "criteria"])
@pytest.mark.parametrize("absent", ["refuse", "divide_by_present", "substitute"])
@pytest.mark.parametrize("present", [0, 1, 2])
def test_case_32_too_few_marks_come_to_no_score(combine: str, absent: str, present: int) -> None:
    panel = replace(DROP_BOTH, combine=combine, absent=absent)
    assert score(song(*["90"] * present), scored_by(panel)) is None


@pytest.mark.parametrize("combine", ["judges", "criteria"])
def test_an_absent_judge_means_no_score_where_the_plan_wants_every_judge(combine: str) -> None:
    marks, absent = song("90", "90", "90"), SeatId("J4")
    assert score(marks, scored_by(replace(Panel(), combine=combine)), absent) is None
    assert str(score(marks, scored_by(replace(PRESENT, combine=combine)), absent)) == "90.00"


def test_only_a_closed_performance_has_a_score() -> None:
    marked = history(call(ANN), *(mark(ANN, seat, "91") for seat in (J1, J2, J3)))
    assert marked.scores() == {}
    assert marked.result().chain.values == {}
    assert history(call(ANN), no_show(ANN)).scores() == {}
    assert history(*performed(ANN, "90", "91", "92")).scores() == {ANN: "91.00"}


def test_a_sheet_that_is_only_contested_does_not_count() -> None:
    filled = performance_of(song("90", "92")).sheets
    contested = {**filled, (J3, 0): Sheet(contested=(Given({SONG: 0}),))}
    entry = Entry(Performance(phase="closed", sheets=contested, absent=(J3,)), (J1, J2, J3))
    scoring = scored_by(PRESENT)
    assert str(score_of(scoring, own_values(scoring, entry))) == "91.00"


@given(
    rows=st.lists(
        st.tuples(st.integers(0, 3), st.integers(1, 5_000_000), st.integers(0, 10_000)),
        min_size=1,
        max_size=4,
    )
)
def test_totals_are_exact_for_whatever_units_and_weights(
    rows: list[tuple[int, int, int]],
) -> None:
    """Each row is a criterion's decimals, its weight in millionths and the mark in ticks."""
    scoring = Scoring(
        criteria=criteria(
            *(
                (f"C{number}", decimals, decimal_text(weight, 6))
                for number, (decimals, weight, _) in enumerate(rows)
            )
        ),
        steps=MEAN,
    )
    sheet = {one.id: mark for one, (_, _, mark) in zip(scoring.criteria, rows, strict=True)}
    expected = sum(
        Fraction(weight, 10**6) * Fraction(mark, 10**decimals) for decimals, weight, mark in rows
    )
    marks = {J1: Given(sheet)}
    assert totals(marks, scoring) == {J1: expected}
    for way in (scoring, scored_by(Panel(combine="criteria"), scoring)):
        result = score(marks, way)
        assert isinstance(result, Score) and result.exact == expected
