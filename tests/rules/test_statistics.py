"""Judge statistics against published examples, and what must hold for every panel."""

import decimal
from collections.abc import Mapping, Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.rules.exact import rounded
from scoring.rules.statistics import (
    Bias,
    Number,
    TableIncomplete,
    TableTooSmall,
    TooFewValues,
    deviation,
    icc,
    kendalls_w,
    leave_one_out,
    mean,
    spread,
    variance,
)

SHROUT_FLEISS = (
    (9, 2, 5, 8),
    (6, 1, 3, 2),
    (8, 4, 6, 8),
    (7, 1, 2, 6),
    (10, 5, 6, 9),
    (6, 2, 4, 7),
)


def table(rows: Sequence[Sequence[Number]]) -> dict[int, dict[str, Number]]:
    """Rows are items, columns judges."""
    return {
        item: {f"J{judge}": mark for judge, mark in enumerate(row, start=1)}
        for item, row in enumerate(rows, start=1)
    }


def test_mean_and_variance_are_exact() -> None:
    assert mean([1, 2, 2]) == Fraction(5, 3)
    assert variance([1, 2, 2]) == Fraction(1, 3)
    assert variance([Fraction(1, 3), Fraction(1, 3)]) == 0


@pytest.mark.parametrize(
    ("values", "decimals", "expected"),
    [
        pytest.param((2, 4, 4, 4, 5, 5, 7, 9), 3, 2138, id="sqrt(32/7)"),
        pytest.param((0, 2), 3, 1414, id="sqrt(2)"),
        pytest.param((5, 5, 5), 3, 0, id="no deviation"),
        pytest.param((1, 2, 3), 0, 1, id="exactly one"),
        pytest.param((Fraction("1.25"), Fraction("1.5"), Fraction("1.75")), 1, 3, id="a half"),
    ],
)
def test_deviation_of_a_sample(values: tuple[Number, ...], decimals: int, expected: int) -> None:
    assert deviation(values, decimals) == expected


def test_too_few_values_are_refused() -> None:
    with pytest.raises(TooFewValues, match="0 values, at least 1 needed"):
        mean([])
    for values in ([], [5]):
        with pytest.raises(TooFewValues) as caught:
            variance(values)
        assert (caught.value.present, caught.value.needed) == (len(values), 2)


def test_spread_is_highest_less_lowest() -> None:
    marks: dict[str, dict[str, Number]] = {
        "A": {"J1": 5, "J2": Fraction("7.5"), "J3": 6},
        "B": {"J1": 3},
        "C": {},
    }
    assert spread(marks) == {"A": Fraction(5, 2), "B": 0}


def test_bias_is_against_the_mean_of_the_other_judges() -> None:
    # J1 is 3, 0 and 3 above the mean of J2 and J3: mean 2, variance 3, t = 2 / sqrt(3/3).
    found = leave_one_out(table([(8, 4, 6), (5, 5, 5), (9, 6, 6)]), 3)
    assert found["J1"] == Bias(Fraction(2), 3, 2000)
    assert found["J2"].mean == Fraction(-3, 2)
    assert sum(bias.mean for bias in found.values()) == 0


def test_a_judge_who_is_always_as_far_above_has_no_t() -> None:
    found = leave_one_out(table([(6, 5), (8, 7)]), 2)
    assert found == {"J1": Bias(Fraction(1), 2, None), "J2": Bias(Fraction(-1), 2, None)}


def test_the_sign_of_t_is_that_of_the_bias() -> None:
    found = leave_one_out(table([(7, 5), (8, 7), (9, 8)]), 2)
    # 2, 1, 1: mean 4/3, variance 1/3, so t is 4.
    assert (found["J1"].t, found["J2"].t) == (400, -400)


def test_shrout_fleiss_1979() -> None:
    found = icc(table(SHROUT_FLEISS))
    values = (
        *(found.icc_1_1, found.icc_2_1, found.icc_3_1),
        *(found.icc_1_k, found.icc_2_k, found.icc_3_k),
    )
    assert [rounded(value, 3) for value in values if value is not None] == [
        *(166, 290, 715),
        *(443, 620, 909),
    ]


def test_no_variance_at_all_has_no_correlation() -> None:
    found = icc(table([(5, 5), (5, 5)]))
    assert (found.icc_1_1, found.icc_2_1, found.icc_3_1) == (None, None, None)
    assert (found.icc_1_k, found.icc_2_k, found.icc_3_k) == (None, None, None)


def test_a_constant_bias_lowers_agreement_but_not_consistency() -> None:
    found = icc(table([(1, 3), (2, 4), (3, 5)]))
    assert found.icc_3_1 == 1
    assert found.icc_2_1 == Fraction(1, 3)


def test_kendalls_w_by_the_chi_square_of_friedman() -> None:
    """The heart rates of seven students under three conditions: Friedman gives 10.571."""
    students = (
        (72, 96, 88, 92, 74, 76, 82),
        (120, 120, 132, 120, 101, 96, 112),
        (76, 95, 104, 96, 84, 72, 76),
    )
    found = kendalls_w(table(students))
    assert found is not None
    assert found.chi_square == Fraction(74, 7)
    assert found.w == Fraction(37, 49)


def test_kendalls_w_is_corrected_for_ties() -> None:
    # Ranks 1, 2, 3 and 1.5, 1.5, 3; S = 6.5 and one tie of two: 78 / (96 - 12).
    found = kendalls_w(table([(1, 7), (2, 7), (3, 9)]))
    assert found is not None
    assert (found.w, found.chi_square) == (Fraction(13, 14), Fraction(26, 7))


def test_opposite_orders_do_not_agree() -> None:
    found = kendalls_w(table([(1, 3), (2, 2), (3, 1)]))
    assert found is not None
    assert found.w == found.chi_square == 0


def test_without_any_order_there_is_nothing_to_agree_on() -> None:
    assert kendalls_w(table([(5, 6), (5, 6), (5, 6)])) is None


@pytest.mark.parametrize(
    ("rows", "size"),
    [
        pytest.param([], (0, 0), id="empty"),
        pytest.param([(1, 2, 3)], (1, 3), id="one item"),
        pytest.param([(1,), (2,)], (2, 1), id="one judge"),
    ],
)
def test_a_table_too_small_is_refused(rows: list[tuple[int, ...]], size: tuple[int, int]) -> None:
    for statistic in (kendalls_w, icc, lambda marks: leave_one_out(marks, 2)):
        with pytest.raises(TableTooSmall) as caught:
            statistic(table(rows))
        assert (caught.value.items, caught.value.judges) == size


def test_an_item_without_all_judges_is_refused() -> None:
    marks: Mapping[str, Mapping[str, Number]] = {"A": {"J1": 1, "J2": 2}, "B": {"J1": 1, "J3": 2}}
    for statistic in (kendalls_w, icc, lambda marks: leave_one_out(marks, 2)):
        with pytest.raises(TableIncomplete, match="B has other judges"):
            statistic(marks)


ROWS = st.tuples(st.integers(2, 6), st.integers(2, 5)).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(0, 12), min_size=size[1], max_size=size[1]),
        min_size=size[0],
        max_size=size[0],
    )
)


@given(values=st.lists(st.fractions(-100, 100), min_size=2, max_size=9), data=st.data())
def test_neither_order_nor_a_shift_changes_the_variance(
    values: list[Fraction], data: st.DataObject
) -> None:
    shift = data.draw(st.fractions(-100, 100))
    others = data.draw(st.permutations(values))
    assert variance([one + shift for one in others]) == variance(values)
    assert mean([one + shift for one in others]) == mean(values) + shift


@given(
    values=st.lists(st.integers(-(10**6), 10**6), min_size=2, max_size=9),
    decimals=st.integers(0, 6),
)
def test_the_deviation_is_that_of_decimals_with_fifty_digits(
    values: list[int], decimals: int
) -> None:
    with decimal.localcontext(prec=50):
        square = variance(values)
        root = (decimal.Decimal(square.numerator) / square.denominator).sqrt()
        expected = root.scaleb(decimals).quantize(decimal.Decimal(1), decimal.ROUND_HALF_UP)
    assert deviation(values, decimals) == expected


@given(rows=ROWS)
def test_the_mean_biases_of_a_panel_cancel_out(rows: list[list[int]]) -> None:
    found = leave_one_out(table(rows), 3)
    assert sum(bias.mean for bias in found.values()) == 0
    assert {bias.count for bias in found.values()} == {len(rows)}


@given(rows=ROWS, data=st.data())
def test_the_order_of_items_decides_nothing(rows: list[list[int]], data: st.DataObject) -> None:
    others = data.draw(st.permutations(rows))
    assert kendalls_w(table(others)) == kendalls_w(table(rows))
    assert icc(table(others)) == icc(table(rows))
    assert leave_one_out(table(others), 4) == leave_one_out(table(rows), 4)


@given(rows=ROWS)
def test_kendalls_w_lies_between_none_and_full_agreement(rows: list[list[int]]) -> None:
    found = kendalls_w(table(rows))
    assert found is None or 0 <= found.w <= 1


@given(marks=st.lists(st.integers(0, 5), min_size=2, max_size=8), judges=st.integers(2, 5))
def test_judges_of_one_opinion_agree_fully_ties_or_not(marks: list[int], judges: int) -> None:
    found = kendalls_w(table([[mark] * judges for mark in marks]))
    if len(set(marks)) == 1:
        assert found is None
    else:
        assert found is not None
        assert found.w == 1
        assert icc(table([[mark] * judges for mark in marks])).icc_2_1 == 1


@given(orders=st.lists(st.permutations(range(5)), min_size=2, max_size=5))
def test_without_ties_w_follows_from_the_mean_rank_correlation(orders: list[list[int]]) -> None:
    """The mean of Spearman's coefficient over all pairs of judges is (mW - 1) / (m - 1)."""
    m, n = len(orders), len(orders[0])
    pairs = [(one, other) for number, one in enumerate(orders) for other in orders[:number]]
    spearman = [
        1 - Fraction(6 * sum((a - b) ** 2 for a, b in zip(*pair, strict=True)), n**3 - n)
        for pair in pairs
    ]
    found = kendalls_w(table([*zip(*orders, strict=True)]))
    assert found is not None
    assert mean(spearman) == (m * found.w - 1) / (m - 1)


@given(rows=ROWS, shift=st.integers(-50, 50), factor=st.integers(1, 9))
def test_the_unit_of_the_marks_changes_no_correlation(
    rows: list[list[int]], shift: int, factor: int
) -> None:
    moved = [[Fraction(mark * factor + shift, 100) for mark in row] for row in rows]
    assert icc(table(moved)) == icc(table(rows))
    assert kendalls_w(table(moved)) == kendalls_w(table(rows))
