"""Exact decimals: reading, writing, and rounding where the rule book says so."""

import decimal
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.rules.exact import (
    NotDecimal,
    Rounding,
    TooFine,
    decimal_text,
    exact,
    rounded,
    ticks,
    unit,
)


@pytest.mark.parametrize(
    ("text", "decimals", "expected"),
    [
        ("95.99", 2, 9599),
        ("95.9", 2, 9590),
        ("95", 2, 9500),
        ("95", 0, 95),
        ("0", 2, 0),
        ("0.00", 2, 0),
        ("-0", 2, 0),
        ("-0.5", 2, -50),
        ("-3", 0, -3),
        ("007.5", 1, 75),
        ("95.9000", 1, 959),
        ("95.0", 0, 95),
        ("999999999.999999", 6, 999_999_999_999_999),
    ],
)
def test_ticks_reads_a_decimal_in_the_smallest_unit(
    text: str, decimals: int, expected: int
) -> None:
    assert ticks(text, decimals) == expected


NOT_DECIMALS = [
    pytest.param("", id="empty"),
    pytest.param(" 95", id="space"),
    pytest.param("95\n", id="newline"),
    pytest.param("NaN", id="NaN"),
    pytest.param("Infinity", id="Infinity"),
    pytest.param("1e9999", id="1e9999"),
    pytest.param("1_000", id="underscore"),
    pytest.param("+95", id="plus"),
    pytest.param("--95", id="minus twice"),
    pytest.param("95.", id="no digit after the point"),
    pytest.param(".95", id="no digit before the point"),
    pytest.param("95,99", id="comma"),
    pytest.param("9.5.9", id="two points"),
    pytest.param("19/2", id="fraction"),
    pytest.param("0x5f", id="hexadecimal"),
    pytest.param("９５", id="full-width digits"),
    pytest.param("٩٥", id="Arabic-Indic digits"),
    pytest.param("1234567890", id="ten digits before the point"),
    pytest.param("1.2345678", id="seven digits after the point"),
]


@pytest.mark.parametrize("text", NOT_DECIMALS)
def test_ticks_refuses_whatever_is_no_plain_decimal(text: str) -> None:
    with pytest.raises(NotDecimal):
        ticks(text, 6)


@pytest.mark.parametrize("text", NOT_DECIMALS)
def test_exact_refuses_whatever_is_no_plain_decimal(text: str) -> None:
    with pytest.raises(NotDecimal):
        exact(text)


@pytest.mark.parametrize(("text", "decimals"), [("95.999", 2), ("95.5", 0), ("0.001", 2)])
def test_ticks_refuses_more_decimals_than_the_unit_has(text: str, decimals: int) -> None:
    with pytest.raises(TooFine):
        ticks(text, decimals)


def test_exact_is_exact() -> None:
    assert exact("0.1") + exact("0.2") == exact("0.3")
    assert exact("-1.25") == Fraction(-5, 4)


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (9590, 2, "95.90"),
        (95, 0, "95"),
        (-95, 0, "-95"),
        (0, 2, "0.00"),
        (5, 2, "0.05"),
        (-5, 2, "-0.05"),
        (-123, 2, "-1.23"),
        (1, 6, "0.000001"),
    ],
)
def test_decimal_text_writes_every_decimal(value: int, decimals: int, expected: str) -> None:
    assert decimal_text(value, decimals) == expected


@pytest.mark.parametrize("decimals", range(7))
def test_a_unit_has_ten_times_as_many_ticks_for_each_decimal(decimals: int) -> None:
    assert unit(decimals) == int("1" + "0" * decimals)


# judged.md 1.2. The column "float round" is what binary floats would make of it.
@pytest.mark.parametrize(
    ("value", "half_up", "half_even", "floated"),
    [
        pytest.param("95.985", 9599, 9598, 95.98, id="95.985"),
        pytest.param("94.675", 9468, 9468, 94.67, id="94.675"),
        pytest.param("1.005", 101, 100, 1.0, id="1.005"),
        pytest.param("7.125", 713, 712, 7.12, id="7.125, officially 7.13"),
    ],
)
def test_rounding_table_of_exact_halves(
    value: str, half_up: int, half_even: int, floated: float
) -> None:
    number = exact(value)
    assert rounded(number, 2) == half_up
    assert rounded(number, 2, "half_up") == half_up
    assert rounded(number, 2, "half_even") == half_even
    assert round(float(value), 2) == floated
    assert floated * 100 < half_up


@pytest.mark.parametrize(
    ("value", "half_up", "half_even"),
    [
        pytest.param(Fraction(5, 2), 3, 2, id="5/2"),
        pytest.param(Fraction(7, 2), 4, 4, id="7/2"),
        pytest.param(Fraction(-5, 2), -3, -2, id="-5/2"),
        pytest.param(Fraction(-1, 2), -1, 0, id="-1/2"),
        pytest.param(Fraction(1, 3), 0, 0, id="1/3"),
        pytest.param(Fraction(2, 3), 1, 1, id="2/3"),
        pytest.param(Fraction(-2, 3), -1, -1, id="-2/3"),
        pytest.param(Fraction(0), 0, 0, id="0"),
    ],
)
def test_halves_go_away_from_zero_or_to_even(
    value: Fraction, half_up: int, half_even: int
) -> None:
    assert rounded(value, 0, "half_up") == half_up
    assert rounded(value, 0, "half_even") == half_even


@given(value=st.integers(-(10**9) + 1, 10**9 - 1), decimals=st.integers(0, 6))
def test_written_ticks_read_back_the_same(value: int, decimals: int) -> None:
    assert ticks(decimal_text(value, decimals), decimals) == value


@given(value=st.integers(-(10**9) + 1, 10**9 - 1), decimals=st.integers(0, 6))
def test_ticks_and_exact_agree(value: int, decimals: int) -> None:
    assert exact(decimal_text(value, decimals)) * unit(decimals) == value


@given(
    value=st.decimals(-10_000, 10_000, places=5),
    decimals=st.integers(0, 5),
    rounding=st.sampled_from(
        [("half_up", ROUND_HALF_UP), ("half_even", ROUND_HALF_EVEN)],
    ),
)
def test_rounding_agrees_with_decimal_quantize(
    value: decimal.Decimal, decimals: int, rounding: tuple[Rounding, str]
) -> None:
    ours, theirs = rounding
    quantized = value.quantize(decimal.Decimal(1).scaleb(-decimals), rounding=theirs)
    assert rounded(Fraction(value), decimals, ours) == int(quantized.scaleb(decimals))


@given(
    halves=st.integers(-10_000, 10_000),
    decimals=st.integers(0, 6),
    rounding=st.sampled_from(
        [("half_up", ROUND_HALF_UP), ("half_even", ROUND_HALF_EVEN)],
    ),
)
def test_rounding_of_halves_agrees_with_decimal_quantize(
    halves: int, decimals: int, rounding: tuple[Rounding, str]
) -> None:
    ours, theirs = rounding
    half = decimal.Decimal(halves) / 2
    quantized = half.quantize(decimal.Decimal(1), rounding=theirs)
    assert rounded(Fraction(half) / unit(decimals), decimals, ours) == int(quantized)


@given(value=st.fractions(-1000, 1000), decimals=st.integers(0, 6))
def test_rounding_moves_a_number_by_half_a_tick_at_the_most(
    value: Fraction, decimals: int
) -> None:
    assert abs(rounded(value, decimals) - value * unit(decimals)) <= Fraction(1, 2)


def test_a_mark_read_before_is_read_from_memory() -> None:
    ticks("91.37", 2)
    before = ticks.cache_info().hits
    assert ticks("91.37", 2) == 9137
    assert ticks.cache_info().hits == before + 1
