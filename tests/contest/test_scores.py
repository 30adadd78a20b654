"""What the marks of a performance come to, step by step as the plan says."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from scoring.contest.ids import CriterionId, SeatId
from scoring.contest.plan import Criterion, Scoring
from scoring.contest.scores import judge_totals, panel_score, score
from scoring.contest.state import MarksInTicks, Performance, Sheet
from scoring.rules.exact import Rounding, decimal_text, ticks
from scoring.rules.judged import TooFewMarks
from scoring.wording import Label
from tests.contest.given import ONE_MARK, SONG

Marks = dict[SeatId, MarksInTicks]


def song(*texts: str) -> Marks:
    """One mark for the song from J1, J2, ..."""
    return {
        SeatId(f"J{number}"): {SONG: ticks(text, 2)} for number, text in enumerate(texts, start=1)
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
        SeatId(f"J{number}"): {
            one.id: ticks(text, one.decimals)
            for one, text in zip(scoring.criteria, row, strict=True)
        }
        for number, row in enumerate(rows, start=1)
    }


DROP = replace(ONE_MARK, drop_high=1, drop_low=1)


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
            replace(DROP, rounding="half_even"),
            ("95.98", "95.98", "95.99", "95.99"),
            "95.98",
            id="1.2: 95.985 half even",
        ),
        pytest.param(replace(DROP, decimals=0), ("1", "90", "91", "99"), "91", id="no decimals"),
        pytest.param(replace(DROP, decimals=4), ("1", "90", "91", "99"), "90.5000", id="four"),
    ],
)
def test_the_score_of_a_panel(scoring: Scoring, marks: tuple[str, ...], expected: str) -> None:
    assert str(panel_score(song(*marks), scoring)) == expected


def test_a_score_keeps_its_unrounded_value_and_its_part() -> None:
    result = panel_score(song("1", "90", "91", "91", "99"), DROP)
    assert (result.published, result.exact) == (9067, Fraction(272, 3))
    (part,) = result.parts
    assert part.criterion is None
    assert part.published == Fraction(9067, 100)
    assert part.panel.dropped_low == ("J1",)
    assert part.panel.dropped_high == ("J5",)


THREE = Scoring(
    criteria=criteria(("voice", 2, "0.6"), ("rhythm", 1, "0.25"), ("stage", 0, "0.15"))
)


def test_a_judge_s_criteria_are_weighted_and_added() -> None:
    marks = sheets(THREE, ("90.50", "88.5", "70"), ("80.00", "80.0", "80"))
    assert judge_totals(marks, THREE) == {
        "J1": Fraction("86.925"),
        "J2": Fraction(80),
    }
    assert str(panel_score(marks, THREE)) == "83.46"


def test_case_35_only_assigned_judges_divide() -> None:
    scoring = Scoring(criteria=criteria(("interview", 2, "0.25")))
    assigned = sheets(scoring, *[("100",)] * 4)
    assert str(panel_score(assigned, scoring)) == "25.00"


JUDGES_FIRST = Scoring(
    criteria=criteria(("voice", 0, "1"), ("style", 0, "1")), drop_high=1, drop_low=1
)


def test_what_is_combined_first_decides_what_is_dropped() -> None:
    rows = [("9", "1"), ("5", "5"), ("4", "9")]
    marks = sheets(JUDGES_FIRST, *rows)
    # Totals 10, 10, 13: one 10 remains. Voice 4, 5, 9 and style 1, 5, 9: 5 and 5 remain.
    assert str(panel_score(marks, JUDGES_FIRST)) == "10.00"
    rows[0] = ("9", "2")
    marks = sheets(JUDGES_FIRST, *rows)
    assert str(panel_score(marks, JUDGES_FIRST)) == "11.00"
    assert str(panel_score(marks, replace(JUDGES_FIRST, combine="criteria"))) == "10.00"


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
        combine="criteria",
        rounding=rounding,
    )
    marks = sheets(scoring, ("7.25", "7.25"), ("7.00", "7.00"))
    result = panel_score(marks, scoring)
    assert str(result) == expected
    assert result.exact == Fraction("7.125")
    assert [one.criterion for one in result.parts] == ["skating", "music"]


@pytest.mark.parametrize("combine", ["judges", "criteria"])
@pytest.mark.parametrize("present", [0, 1, 2])
def test_case_32_too_few_marks_come_to_no_score(combine: str, present: int) -> None:
    scoring = replace(DROP, combine=combine)
    with pytest.raises(TooFewMarks):
        panel_score(song(*["90"] * present), scoring)


def performance_of(marks: Marks) -> Performance:
    return Performance(sheets={seat: Sheet(1, sheet) for seat, sheet in marks.items()})


def test_only_a_closed_performance_has_a_score() -> None:
    performance = performance_of(song("90", "91", "92"))
    assert score(performance, ONE_MARK) is None
    assert score(Performance(phase="no_show"), ONE_MARK) is None
    assert str(score(replace(performance, phase="closed"), ONE_MARK)) == "91.00"


def test_a_sheet_that_is_only_contested_does_not_count() -> None:
    sheets_given = performance_of(song("90", "92")).sheets
    contested = {**sheets_given, SeatId("J3"): Sheet(contested=({SONG: 0},))}
    performance = Performance(phase="closed", sheets=contested)
    assert str(score(performance, ONE_MARK)) == "91.00"


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
        )
    )
    sheet = {one.id: mark for one, (_, _, mark) in zip(scoring.criteria, rows, strict=True)}
    expected = sum(
        Fraction(weight, 10**6) * Fraction(mark, 10**decimals) for decimals, weight, mark in rows
    )
    marks = {SeatId("J1"): sheet}
    assert judge_totals(marks, scoring) == {"J1": expected}
    assert panel_score(marks, scoring).exact == expected
    assert panel_score(marks, replace(scoring, combine="criteria")).exact == expected
