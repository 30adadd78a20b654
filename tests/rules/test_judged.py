"""Trimmed means: one occurrence of each extreme goes, the rest divide by how many remain."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.rules.judged import TooFewMarks, fewest, panel_mean, panel_median


def by_judge(*marks: int) -> dict[str, int]:
    return {f"J{number}": mark for number, mark in enumerate(marks, start=1)}


@pytest.mark.parametrize(
    ("marks", "low", "high", "mean"),
    [
        pytest.param((9, 8, 7), 0, 0, Fraction(8), id="1.1 plain mean"),
        pytest.param((9, 8, 8), 0, 0, Fraction(25, 3), id="1.1 exact, not rounded"),
        pytest.param((1, 5, 6, 7, 100), 1, 1, Fraction(6), id="1.1 one of each end"),
        pytest.param((5, 5, 5, 7, 9), 1, 1, Fraction(17, 3), id="1.1 one occurrence of equals"),
        pytest.param((8, 8, 8), 1, 1, Fraction(8), id="1.1 all equal"),
        pytest.param((1, 2, 3, 4, 5, 6, 60), 2, 2, Fraction(4), id="2 diving, two of each end"),
        pytest.param((1, 2, 9), 0, 1, Fraction(3, 2), id="only the highest"),
        pytest.param((1, 2, 9), 1, 0, Fraction(11, 2), id="only the lowest"),
        pytest.param((7,), 0, 0, Fraction(7), id="one judge"),
        pytest.param((0, 0, 0), 1, 1, Fraction(0), id="zero is a mark"),
        pytest.param((-3, -1, 0), 0, 0, Fraction(-4, 3), id="negative grades"),
    ],
)
def test_trimmed_mean(marks: tuple[int, ...], low: int, high: int, mean: Fraction) -> None:
    assert panel_mean(by_judge(*marks), low, high).value == mean


def test_the_dropped_and_the_kept_are_named_lowest_and_kept_in_order() -> None:
    result = panel_mean(by_judge(70, 95, 80, 60, 90), 1, 2)
    assert result.dropped_low == ("J4",)
    assert result.dropped_high == ("J5", "J2")
    assert result.kept == ("J1", "J3")
    assert result.value == 75


def test_an_absent_judge_is_not_in_the_marks_and_does_not_divide() -> None:
    present = {"J1": 90, "J2": 92}
    assert panel_mean(present).value == 91
    assert panel_mean({**present, "J3": 0}).value != 91


@pytest.mark.parametrize(
    ("panel", "low", "high", "needed"),
    [(0, 0, 0, 1), (1, 1, 1, 3), (2, 1, 1, 3), (4, 2, 2, 5), (1, 0, 1, 2)],
)
def test_case_32_too_few_marks_are_refused_and_never_come_to_zero(
    panel: int, low: int, high: int, needed: int
) -> None:
    assert fewest(low, high) == needed
    with pytest.raises(TooFewMarks) as caught:
        panel_mean(by_judge(*[90] * panel), low, high)
    assert (caught.value.present, caught.value.needed) == (panel, needed)
    assert str(caught.value) == f"{panel} marks, at least {needed} needed"


@pytest.mark.parametrize("judges", [2_100, 10_000])
def test_case_38_every_mark_counts(judges: int) -> None:
    marks = by_judge(*range(judges))
    assert panel_mean(marks).value == Fraction(judges - 1, 2)
    assert len(panel_mean(marks, 1, 1).kept) == judges - 2


def test_case_26_equal_sets_of_marks_tie_whatever_the_order_of_judges() -> None:
    # In binary floats 0.1 + 0.2 + 0.3 and 0.3 + 0.2 + 0.1 differ.
    one = {judge: Fraction(mark, 10) for judge, mark in by_judge(1, 2, 3).items()}
    other = {judge: Fraction(mark, 10) for judge, mark in by_judge(3, 2, 1).items()}
    assert panel_mean(one).value == panel_mean(other).value


@pytest.mark.parametrize(
    ("marks", "middle"),
    [
        pytest.param((7,), Fraction(7), id="one"),
        pytest.param((9, 1, 5), Fraction(5), id="odd"),
        pytest.param((9, 1, 5, 6), Fraction(11, 2), id="even"),
        pytest.param((5, 5, 9), Fraction(5), id="equal"),
    ],
)
def test_median(marks: tuple[int, ...], middle: Fraction) -> None:
    assert panel_median(by_judge(*marks)).value == middle


PANELS = st.lists(st.integers(0, 10_000), min_size=5, max_size=11)
DROPS = st.tuples(st.integers(0, 2), st.integers(0, 2))


@given(marks=PANELS, drops=DROPS, which=st.integers(0, 10), more=st.integers(0, 10_000))
def test_raising_one_mark_never_lowers_the_mean(
    marks: list[int], drops: tuple[int, int], which: int, more: int
) -> None:
    raised = [*marks]
    raised[which % len(marks)] += more
    before, after = (panel_mean(by_judge(*those), *drops).value for those in (marks, raised))
    assert after >= before


@given(marks=PANELS, drops=DROPS, data=st.data())
def test_the_mean_does_not_depend_on_who_gave_which_mark(
    marks: list[int], drops: tuple[int, int], data: st.DataObject
) -> None:
    others = data.draw(st.permutations(marks))
    one, other = (panel_mean(by_judge(*those), *drops).value for those in (marks, others))
    assert one == other


@given(marks=PANELS, drops=DROPS)
def test_every_judge_is_kept_or_dropped_once_and_extremes_are_dropped(
    marks: list[int], drops: tuple[int, int]
) -> None:
    given_marks = by_judge(*marks)
    result = panel_mean(given_marks, *drops)
    named = [*result.dropped_low, *result.kept, *result.dropped_high]
    assert sorted(named) == sorted(given_marks)
    assert (len(result.dropped_low), len(result.dropped_high)) == drops
    kept = [given_marks[judge] for judge in result.kept]
    assert all(given_marks[judge] <= min(kept) for judge in result.dropped_low)
    assert all(given_marks[judge] >= max(kept) for judge in result.dropped_high)
    assert min(marks) <= result.value <= max(marks)
