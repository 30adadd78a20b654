"""Folded extremes, trimmed sums, middle marks, and substitutes for absent judges."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from statistics import median
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.rules.judged import (
    PanelValue,
    TooFewMarks,
    fewest,
    folded_mean,
    panel_mean,
    panel_median,
    panel_sum,
    with_substitutes,
)

Method: TypeAlias = Callable[[Mapping[str, int], int, int], PanelValue[str]]
METHODS = pytest.mark.parametrize("method", [folded_mean, panel_sum])


def by_judge(*marks: int) -> dict[str, int]:
    return {f"J{number}": mark for number, mark in enumerate(marks, start=1)}


@pytest.mark.parametrize(
    ("marks", "mean"),
    [((5, 5, 7, 7, 7), Fraction("6.25")), ((4, 6, 6, 6, 7, 7), Fraction("6.10"))],
)
def test_case_33_the_mean_of_the_extremes_counts_as_one_mark(
    marks: tuple[int, ...], mean: Fraction
) -> None:
    assert folded_mean(by_judge(*marks), 1, 1).value == mean


@pytest.mark.parametrize(
    ("marks", "low", "high", "mean"),
    [
        pytest.param((9, 8, 7), 0, 0, Fraction(8), id="1.1 nothing dropped, nothing added"),
        pytest.param((3, 5, 5), 1, 0, Fraction(13, 3), id="1.1 only the lowest"),
        pytest.param((3, 5, 8), 0, 1, Fraction(16, 3), id="1.1 only the highest"),
        pytest.param((0, 2, 6, 8, 10), 2, 2, Fraction(11, 2), id="1.1 four extremes, one mark"),
        pytest.param((7, 7, 7), 1, 1, Fraction(7), id="1.1 all equal"),
    ],
)
def test_folded_mean(marks: tuple[int, ...], low: int, high: int, mean: Fraction) -> None:
    assert folded_mean(by_judge(*marks), low, high).value == mean


@pytest.mark.parametrize(
    ("marks", "low", "high", "total"),
    [
        pytest.param((75, 80, 85, 80, 70, 90, 80), 2, 2, 240, id="2 diving, the middle three"),
        pytest.param((75, 80, 85, 80, 70, 90, 80), 1, 1, 400, id="2 Sydney, the middle five"),
        pytest.param((180, 185, 190, 175, 185), 1, 1, 550, id="2 ski jumping, style"),
        pytest.param((1, 2, 3), 0, 0, 6, id="1.1 plain sum"),
        pytest.param((-3, -1, 0), 1, 1, -1, id="negative grades"),
        pytest.param((0, 0, 0), 1, 1, 0, id="zero is a mark"),
    ],
)
def test_trimmed_sum(marks: tuple[int, ...], low: int, high: int, total: int) -> None:
    assert panel_sum(by_judge(*marks), low, high).value == total


@pytest.mark.parametrize(
    ("marks", "middle", "whose"),
    [
        pytest.param((7,), Fraction(7), ("J1",), id="one"),
        pytest.param((6, 7), Fraction(13, 2), ("J1", "J2"), id="two"),
        pytest.param((9, 1, 5), Fraction(5), ("J3",), id="odd"),
        pytest.param((9, 1, 5, 6), Fraction(11, 2), ("J3", "J4"), id="even"),
    ],
)
def test_the_middle_mark_says_whose_it_is(
    marks: tuple[int, ...], middle: Fraction, whose: tuple[str, ...]
) -> None:
    result = panel_median(by_judge(*marks))
    assert (result.value, result.kept) == (middle, whose)


@METHODS
def test_the_dropped_and_the_kept_are_named_as_for_the_mean(method: Method) -> None:
    marks = by_judge(70, 95, 80, 60, 90)
    mean, result = panel_mean(marks, 1, 2), method(marks, 1, 2)
    assert (result.kept, result.dropped_low, result.dropped_high) == (
        (mean.kept, mean.dropped_low, mean.dropped_high)
    )


@METHODS
@pytest.mark.parametrize(
    ("panel", "low", "high"), [(0, 0, 0), (1, 1, 1), (2, 1, 1), (1, 0, 1), (4, 2, 2)]
)
def test_case_32_too_few_marks_are_refused_and_never_come_to_zero(
    method: Method, panel: int, low: int, high: int
) -> None:
    with pytest.raises(TooFewMarks) as caught:
        method(by_judge(*[90] * panel), low, high)
    assert (caught.value.present, caught.value.needed) == (panel, fewest(low, high))


def test_case_32_no_marks_have_no_middle() -> None:
    with pytest.raises(TooFewMarks):
        panel_median({})


def test_an_absent_judge_gets_the_exact_mean_of_those_present() -> None:
    marks = with_substitutes({"J1": 9, "J3": 8, "J4": 8}, ["J2", "J5"])
    third = Fraction(25, 3)
    assert marks == {"J1": 9, "J3": 8, "J4": 8, "J2": third, "J5": third}


def test_a_given_mark_is_never_replaced_by_a_substitute() -> None:
    assert with_substitutes({"J1": 0, "J2": 4}, ["J1"]) == {"J1": 0, "J2": 4}


def test_nobody_present_means_no_substitutes() -> None:
    with pytest.raises(TooFewMarks):
        with_substitutes({}, ["J1", "J2"])


PANELS = st.lists(st.integers(-100, 10_000), min_size=5, max_size=11)
DROPS = st.tuples(st.integers(0, 2), st.integers(0, 2))


@METHODS
@given(marks=PANELS, drops=DROPS, which=st.integers(0, 10), more=st.integers(0, 10_000))
def test_raising_one_mark_never_lowers_the_value(
    method: Method, marks: list[int], drops: tuple[int, int], which: int, more: int
) -> None:
    raised = [*marks]
    raised[which % len(marks)] += more
    assert method(by_judge(*raised), *drops).value >= method(by_judge(*marks), *drops).value


@METHODS
@given(marks=PANELS, drops=DROPS, data=st.data())
def test_the_value_does_not_depend_on_who_gave_which_mark(
    method: Method, marks: list[int], drops: tuple[int, int], data: st.DataObject
) -> None:
    others = data.draw(st.permutations(marks))
    assert method(by_judge(*marks), *drops).value == method(by_judge(*others), *drops).value


@given(marks=PANELS, drops=DROPS)
def test_the_sum_is_the_mean_times_the_marks_kept(
    marks: list[int], drops: tuple[int, int]
) -> None:
    mean = panel_mean(by_judge(*marks), *drops)
    assert panel_sum(by_judge(*marks), *drops).value == mean.value * len(mean.kept)


@given(marks=PANELS, drops=DROPS)
def test_folding_stays_within_the_marks(marks: list[int], drops: tuple[int, int]) -> None:
    assert min(marks) <= folded_mean(by_judge(*marks), *drops).value <= max(marks)


@given(marks=st.lists(st.fractions(), min_size=1, max_size=9))
def test_the_middle_mark_is_the_median(marks: list[Fraction]) -> None:
    given_marks = {str(number): mark for number, mark in enumerate(marks)}
    assert panel_median(given_marks).value == median(marks)


@given(marks=PANELS, absent=st.integers(0, 4))
def test_substitutes_leave_the_mean_where_it_was(marks: list[int], absent: int) -> None:
    full = with_substitutes(by_judge(*marks), [f"A{number}" for number in range(absent)])
    assert len(full) == len(marks) + absent
    assert panel_mean(full).value == panel_mean(by_judge(*marks)).value
