"""Parallel panels made comparable, with roots rounded exactly."""

import decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scoring.rules.exact import rounded
from scoring.rules.normalising import rescaled, t_scores, z_scores
from scoring.rules.roots import rounded_root
from scoring.rules.statistics import Number, mean, variance

ONE = Fraction(1)


@pytest.mark.parametrize(
    ("constant", "factor", "radicand", "decimals", "expected"),
    [
        pytest.param("0", "1", "2", 3, 1414, id="sqrt(2)"),
        pytest.param("0", "-1", "2", 3, -1414, id="-sqrt(2)"),
        pytest.param("0", "1", "1/4", 0, 1, id="1.2 a half goes up"),
        pytest.param("0", "-1", "1/4", 0, -1, id="a negative half goes away from zero"),
        pytest.param("1", "-1", "1/4", 0, 1, id="1 - 1/2"),
        pytest.param("-1", "1", "1/4", 0, -1, id="-1 + 1/2"),
        pytest.param("3", "-1", "9", 2, 0, id="exactly zero"),
        pytest.param("7.125", "0", "5", 2, 713, id="no root left, officially 7.13"),
        pytest.param("7.125", "5", "0", 2, 713, id="root of zero"),
        pytest.param("50", "10", "1/2", 2, 5707, id="50 + 10 * sqrt(1/2)"),
        pytest.param("-3/2", "1", "2", 1, -1, id="just below zero"),
        pytest.param("3/2", "-1", "2", 1, 1, id="just above zero"),
    ],
)
def test_rounded_root(
    constant: str, factor: str, radicand: str, decimals: int, expected: int
) -> None:
    found = rounded_root(Fraction(constant), Fraction(factor), Fraction(radicand), decimals)
    assert found == expected


@pytest.mark.parametrize(("off", "expected"), [(-1, 1), (0, 2), (1, 2)])
def test_a_hair_beside_a_half(off: int, expected: int) -> None:
    """Where a binary float sees 1.5 exactly."""
    square = Fraction(9, 4) + Fraction(off, 10**40)
    assert float(square) == 2.25
    assert rounded_root(Fraction(0), ONE, square, 0) == expected
    assert rounded_root(Fraction(0), -ONE, square, 0) == -expected
    assert rounded_root(Fraction(4), -ONE, square, 0) == (2 if off > 0 else 3)


def test_there_is_no_root_of_a_negative_number() -> None:
    with pytest.raises(ValueError, match="no square root of -1"):
        rounded_root(ONE, ONE, Fraction(-1), 2)


NUMBERS = st.fractions(-1000, 1000, max_denominator=999)
DECIMALS = st.integers(0, 6)


@given(
    constant=NUMBERS,
    factor=NUMBERS,
    radicand=st.fractions(0, 1000, max_denominator=999),
    decimals=DECIMALS,
)
def test_rounding_agrees_with_decimals_of_sixty_digits(
    constant: Fraction, factor: Fraction, radicand: Fraction, decimals: int
) -> None:
    with decimal.localcontext(prec=60):
        number = in_decimal(constant) + in_decimal(factor) * in_decimal(radicand).sqrt()
        scaled = number.scaleb(decimals)
        assume(abs(abs(scaled) % 1 - decimal.Decimal("0.5")) > decimal.Decimal("1e-30"))
        expected = scaled.quantize(decimal.Decimal(1), decimal.ROUND_HALF_UP)
    assert rounded_root(constant, factor, radicand, decimals) == expected


def in_decimal(number: Fraction) -> decimal.Decimal:
    return decimal.Decimal(number.numerator) / number.denominator


@given(constant=NUMBERS, factor=NUMBERS, root=NUMBERS, decimals=DECIMALS)
def test_roots_of_squares_round_as_the_numbers_they_are(
    constant: Fraction, factor: Fraction, root: Fraction, decimals: int
) -> None:
    expected = rounded(constant + factor * abs(root), decimals)
    assert rounded_root(constant, factor, root * root, decimals) == expected


@given(halves=st.integers(-(10**6), 10**6), factor=NUMBERS, root=NUMBERS, decimals=DECIMALS)
def test_exact_halves_go_away_from_zero(
    halves: int, factor: Fraction, root: Fraction, decimals: int
) -> None:
    half = Fraction(2 * halves + 1, 2 * 10**decimals)
    expected = rounded(half, decimals)
    assert rounded_root(half - factor * abs(root), factor, root * root, decimals) == expected


PANELS: dict[str, dict[str, Number]] = {
    "A": {"J1": 70, "J2": 90},
    "B": {"J1": 80, "J2": 90},
    "C": {"J1": 90, "J2": 90},
    "D": {"J3": 95},
    "E": {"J3": 99},
    "F": {"J4": 60},
}


def test_z_by_each_judge_s_own_mean_and_deviation() -> None:
    assert z_scores(PANELS, 2) == {
        "A": {"J1": -100, "J2": 0},
        "B": {"J1": 0, "J2": 0},
        "C": {"J1": 100, "J2": 0},
        "D": {"J3": -71},
        "E": {"J3": 71},
        "F": {"J4": 0},
    }


def test_t_is_fifty_and_ten_times_the_exact_z() -> None:
    found = t_scores(PANELS, 2)
    assert found["A"] == {"J1": 4000, "J2": 5000}
    # 50 + 10 * 0.70710..., and not 50 + 10 * 0.71.
    assert (found["D"], found["E"]) == ({"J3": 4293}, {"J3": 5707})
    assert found["F"] == {"J4": 5000}


def test_rescaling_moves_each_judge_to_the_pooled_mean_and_deviation() -> None:
    """A strict and a mild judge who are otherwise alike come out alike."""
    found = rescaled({"A": {"J1": 60}, "B": {"J1": 70}, "C": {"J2": 80}, "D": {"J2": 90}}, 2)
    # Pooled: mean 75, variance 500/3; own variance 50: 75 -+ 5 * sqrt(10/3) = 75 -+ 9.1287...
    assert found == {"A": {"J1": 6587}, "B": {"J1": 8413}, "C": {"J2": 6587}, "D": {"J2": 8413}}


def test_one_judge_alone_keeps_the_marks() -> None:
    marks = {"A": {"J1": 61}, "B": {"J1": 70}, "C": {"J1": 88}}
    assert rescaled(marks, 1) == {"A": {"J1": 610}, "B": {"J1": 700}, "C": {"J1": 880}}


def test_nothing_comes_of_nothing() -> None:
    assert rescaled({}, 2) == {}
    assert z_scores({"A": {}}, 2) == {"A": {}}


COLUMN = st.lists(st.integers(0, 10_000), min_size=1, max_size=8)


@given(column=COLUMN, decimals=DECIMALS)
def test_z_is_that_of_decimals_with_sixty_digits(column: list[int], decimals: int) -> None:
    found = z_scores({item: {"J1": mark} for item, mark in enumerate(column)}, decimals)
    for item, mark in enumerate(column):
        if len(set(column)) == 1:
            assert found[item] == {"J1": 0}
            continue
        with decimal.localcontext(prec=60):
            z = in_decimal(mark - mean(column)) / in_decimal(variance(column)).sqrt()
            expected = z.scaleb(decimals).quantize(decimal.Decimal(1), decimal.ROUND_HALF_UP)
        assert found[item] == {"J1": expected}


@given(column=COLUMN, shift=st.integers(-500, 500), factor=st.integers(1, 9))
def test_a_judge_s_level_and_scale_do_not_matter(
    column: list[int], shift: int, factor: int
) -> None:
    plain = {item: {"J1": mark} for item, mark in enumerate(column)}
    moved = {item: {"J1": mark * factor + shift} for item, mark in enumerate(column)}
    assert t_scores(moved, 4) == t_scores(plain, 4)
    assert z_scores(moved, 4) == z_scores(plain, 4)


@given(column=COLUMN)
def test_the_order_a_judge_gave_is_kept(column: list[int]) -> None:
    marks = {item: {"J1": mark, "J2": 10 * mark} for item, mark in enumerate(column)}
    for scores in (z_scores(marks, 3), t_scores(marks, 3), rescaled(marks, 3)):
        by_mark = sorted(range(len(column)), key=column.__getitem__)
        judged = [scores[item]["J1"] for item in by_mark]
        assert judged == sorted(judged)
