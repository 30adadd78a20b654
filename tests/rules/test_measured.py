"""Results of several attempts: what counts when some have no value; clock times."""

import csv
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.rules.exact import NotDecimal, TooFine, rounded
from scoring.rules.measured import (
    Attempt,
    Better,
    NotClock,
    Outcome,
    Result,
    TooFewAttempts,
    best,
    best_sum,
    clock_text,
    last,
    mean_of_all,
    middle_mean,
    nth_best,
    read_clock,
    total,
)

FOLDER = Path(__file__).parents[2].parent / "shared" / "data" / "speedcubing"

Attempts = tuple[Attempt, ...]


@pytest.mark.parametrize(
    ("attempts", "better", "expected"),
    [
        pytest.param((30, 10, 20), "lower", 10, id="the shortest time"),
        pytest.param((30, 10, 20), "higher", 30, id="the longest jump"),
        pytest.param((0, "dnf"), "higher", 0, id="zero is a value"),
        pytest.param((-3, 0), "lower", -3, id="negative values"),
        pytest.param((20, "dnf", "dns"), "lower", 20, id="WCA 9f7 without a value is the worst"),
        pytest.param(("dnf", "dnf"), "lower", "dnf", id="WCA 9f7 nothing finished"),
        pytest.param(("dns", "dnf"), "lower", "dnf", id="one was started"),
        pytest.param(("dns", "dns"), "lower", "dns", id="none was started"),
        pytest.param((20, "dsq"), "lower", "dsq", id="disqualification voids the rest"),
        pytest.param(("dsq", "dns"), "higher", "dsq", id="disqualification says more than dns"),
    ],
)
def test_best(attempts: Attempts, better: Better, expected: Result | int) -> None:
    assert best(attempts, better) == expected


@pytest.mark.parametrize(
    ("attempts", "n", "expected"),
    [
        pytest.param((70, 95, 80), 2, 80, id="2 halfpipe, the second best run"),
        pytest.param((95, 95, 80), 2, 95, id="equal attempts count each"),
        pytest.param((70, "dnf", 80), 2, 70, id="values first"),
        pytest.param((70, "dns", "dnf"), 2, "dnf", id="then dnf"),
        pytest.param((70, "dns", "dnf"), 3, "dns", id="then dns"),
        pytest.param((70, "dsq", 80), 2, "dsq", id="disqualification voids the rest"),
    ],
)
def test_second_best(attempts: Attempts, n: int, expected: Result | int) -> None:
    assert nth_best(attempts, n, "higher") == expected


@pytest.mark.parametrize(
    ("attempts", "expected"),
    [
        pytest.param((10, 40, 30), 70, id="the two best of three"),
        pytest.param((10, "dnf", 30), 40, id="the missing one is left out"),
        pytest.param((10, "dnf", "dns"), "dnf", id="one value is no sum of two"),
        pytest.param(("dns", "dns"), "dns", id="none was started"),
        pytest.param((10, 30, "dsq"), "dsq", id="disqualification voids the rest"),
    ],
)
def test_the_sum_of_the_two_best(attempts: Attempts, expected: Result | int) -> None:
    assert best_sum(attempts, 2, "higher") == expected


@pytest.mark.parametrize(
    ("attempts", "summed", "mean"),
    [
        pytest.param((10, 20, 31), 61, Fraction(61, 3), id="WCA 9f10"),
        pytest.param((0, 0), 0, 0, id="zeros are values"),
        pytest.param((10, 20, "dnf"), "dnf", "dnf", id="WCA 9f11 one dnf"),
        pytest.param((10, 20, "dns"), "dnf", "dnf", id="WCA 9f11 one dns"),
        pytest.param(("dns", "dns", "dns"), "dns", "dns", id="none was started"),
        pytest.param((10, "dnf", "dsq"), "dsq", "dsq", id="disqualification"),
    ],
)
def test_total_and_mean(attempts: Attempts, summed: Result | int, mean: Result | int) -> None:
    assert (total(attempts), mean_of_all(attempts)) == (summed, mean)


@pytest.mark.parametrize(
    ("attempts", "expected"),
    [
        pytest.param((970, 748, 900, 752, 828), Fraction(2480, 3), id="WCA 9f8"),
        pytest.param((901, 945, 871, 935, "dnf"), 927, id="WCA 9f9 one dnf is the worst"),
        pytest.param((901, 945, 871, 935, "dns"), 927, id="WCA 9f9 one dns is the worst"),
        pytest.param((901, 945, 871, "dnf", "dnf"), "dnf", id="WCA 9f9 two"),
        pytest.param((901, 945, 871, "dns", "dnf"), "dnf", id="WCA 9f9 one of each"),
        pytest.param((901, "dns", "dns", "dns", "dns"), "dnf", id="WCA 9f9 one was started"),
        pytest.param(("dnf", "dns", "dns", "dns", "dns"), "dnf", id="one was started, in vain"),
        pytest.param(("dns",) * 5, "dns", id="none was started"),
        pytest.param((1, 2, 3, 4, "dsq"), "dsq", id="disqualification is not the worst one"),
        pytest.param((5, 1, 3), 3, id="of three, the middle one"),
        pytest.param((1, 1, 1, 9, 9), Fraction(11, 3), id="one occurrence of equals"),
    ],
)
def test_the_middle_of_five(attempts: Attempts, expected: Result | int) -> None:
    assert middle_mean(attempts, "lower") == expected


def test_the_worst_is_the_lowest_where_higher_is_better() -> None:
    assert middle_mean((1, 5, 9, "dnf"), "higher") == Fraction(3)


@pytest.mark.parametrize(
    ("attempts", "expected"), [((3, 9), 9), ((9, "dnf"), "dnf"), (("dsq", "dns"), "dsq")]
)
def test_the_last_counts_whatever_it_came_to(attempts: Attempts, expected: Result | int) -> None:
    assert last(attempts) == expected


def test_values_come_back_exact() -> None:
    for result in (best((3, 4), "lower"), last((3,)), total((1, 2)), mean_of_all((1, 2))):
        assert isinstance(result, Fraction)


def test_attempts_to_come_are_no_dns() -> None:
    with pytest.raises(TooFewAttempts) as caught:
        middle_mean((10, 20), "lower")
    assert (caught.value.made, caught.value.needed) == (2, 3)
    assert str(caught.value) == "2 attempts, at least 3 needed"


def test_no_attempts_have_no_result() -> None:
    for result in (total, mean_of_all, last):
        with pytest.raises(TooFewAttempts):
            result(())
    with pytest.raises(TooFewAttempts):
        best((), "lower")


@pytest.mark.parametrize("n", [0, -1, 3])
def test_there_is_no_attempt_of_that_number(n: int) -> None:
    with pytest.raises(TooFewAttempts):
        nth_best((1, 2), n, "lower")
    with pytest.raises(TooFewAttempts):
        best_sum((1, 2), n, "lower")


BETTER: st.SearchStrategy[Better] = st.sampled_from(["higher", "lower"])
WITHOUT: st.SearchStrategy[Outcome] = st.sampled_from(["dnf", "dns"])
MADE: st.SearchStrategy[list[Attempt]] = st.lists(
    st.integers(-1000, 1000) | WITHOUT, min_size=3, max_size=7
)


def value(result: Result, better: Better) -> tuple[int, Fraction]:
    """The greater the better; any value is better than none, a dnf than a dns."""
    if isinstance(result, str):
        return (["dsq", "dns", "dnf"].index(result), Fraction(0))
    return (3, result if better == "higher" else -result)


@given(attempts=MADE, better=BETTER, data=st.data())
def test_the_order_of_attempts_decides_nothing(
    attempts: list[Attempt], better: Better, data: st.DataObject
) -> None:
    others = data.draw(st.permutations(attempts))
    assert best(attempts, better) == best(others, better)
    assert nth_best(attempts, 2, better) == nth_best(others, 2, better)
    assert best_sum(attempts, 2, better) == best_sum(others, 2, better)
    assert total(attempts) == total(others)
    assert middle_mean(attempts, better) == middle_mean(others, better)


@given(attempts=MADE, better=BETTER, more=st.integers(-1000, 1000) | WITHOUT)
def test_one_attempt_more_never_worsens_the_best_and_a_worse_one_leaves_it(
    attempts: list[Attempt], better: Better, more: Attempt
) -> None:
    before, after = best(attempts, better), best([*attempts, more], better)
    assert value(after, better) == max(value(before, better), value(best([more], better), better))


@given(attempts=MADE, better=BETTER, which=st.integers(0, 6), gain=st.integers(0, 1000))
def test_improving_one_attempt_never_worsens_a_result(
    attempts: list[Attempt], better: Better, which: int, gain: int
) -> None:
    improved = [*attempts]
    chosen = improved[which % len(improved)]
    if isinstance(chosen, str):
        improved[which % len(improved)] = gain
    else:
        improved[which % len(improved)] = chosen + gain * (1 if better == "higher" else -1)
    for result in (best, middle_mean):
        assert value(result(improved, better), better) >= value(result(attempts, better), better)
    assert value(total(improved), better) >= value(total(attempts), better)


@given(attempts=MADE, better=BETTER)
def test_the_sum_of_the_best_is_made_of_the_best(attempts: list[Attempt], better: Better) -> None:
    summed, two = best_sum(attempts, 2, better), [nth_best(attempts, n, better) for n in (1, 2)]
    if isinstance(summed, Fraction):
        assert summed == total(two)
    else:
        assert any(isinstance(one, str) for one in two)


def cubing() -> list[dict[str, str]]:
    path = FOLDER / "1aLordagskubeniVasteras2024_333.csv"
    if not path.is_file():
        pytest.skip(f"official results are not at hand: no file {path.name} in {FOLDER.name}")
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def recorded(text: str) -> Attempt:
    """An attempt as the federation writes it: negative where there is no time."""
    outcomes: dict[str, Outcome] = {"-1": "dnf", "-2": "dns"}
    return outcomes.get(text, int(text))


def published(result: Result) -> Result:
    """Rounded to centiseconds, which is the unit of the attempts."""
    return result if isinstance(result, str) else Fraction(rounded(result, 0))


def test_every_average_and_best_of_a_competition_comes_out_exactly() -> None:
    compared = 0
    for row in cubing():
        attempts = [recorded(row[f"s{number}"]) for number in range(1, 6)]
        assert published(middle_mean(attempts, "lower")) == recorded(row["average"])
        assert best(attempts, "lower") == recorded(row["best"])
        compared += 1
    assert compared == 69


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (6245, 2, "1:02.45"),
        (5999, 2, "59.99"),
        (6000, 2, "1:00.00"),
        (5, 2, "0.05"),
        (0, 0, "0"),
        (0, 2, "0.00"),
        (59, 0, "59"),
        (60, 0, "1:00"),
        (3599, 0, "59:59"),
        (3600, 0, "1:00:00"),
        (3_723_450, 3, "1:02:03.450"),
        (360_000, 0, "100:00:00"),
    ],
)
def test_clock_times_are_written_and_read(value: int, decimals: int, text: str) -> None:
    assert clock_text(value, decimals) == text
    assert read_clock(text, decimals) == value


@pytest.mark.parametrize(
    ("text", "decimals", "value"),
    [
        pytest.param("75.30", 2, 7530, id="seconds only"),
        pytest.param("90:00", 0, 5400, id="minutes only"),
        pytest.param("00:59.9", 2, 5990, id="leading zeros"),
        pytest.param("1:02.450", 2, 6245, id="zeros more than the unit has"),
    ],
)
def test_clock_times_may_be_written_otherwise(text: str, decimals: int, value: int) -> None:
    assert read_clock(text, decimals) == value


def test_a_lead_may_be_negative() -> None:
    assert clock_text(-6245, 2) == "-1:02.45"
    assert clock_text(-35, 2) == "-0.35"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("1:75", id="75 seconds"),
        pytest.param("1:60:00", id="60 minutes"),
        pytest.param("1:2.45", id="one digit after the colon"),
        pytest.param("1:002", id="three digits after the colon"),
        pytest.param("1:02:03:04", id="days"),
        pytest.param(":30", id="nothing before the colon"),
        pytest.param("1:", id="nothing after the colon"),
        pytest.param("1:02,45", id="comma"),
        pytest.param("1.5:02", id="point before the colon"),
        pytest.param("1:02.", id="no digit after the point"),
        pytest.param("-1:02", id="negative"),
        pytest.param("1:-2", id="negative seconds"),
        pytest.param("1:02 ", id="space"),
        pytest.param("1:02\n", id="newline"),
        pytest.param("１:02", id="full-width digit"),
        pytest.param("1：02", id="full-width colon"),
        pytest.param("DNF", id="DNF"),
        pytest.param("1e3", id="1e3"),
        pytest.param("1234567890", id="ten digits"),
    ],
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(NotClock):
        read_clock(text, 2)
    assert issubclass(NotClock, NotDecimal)


@pytest.mark.parametrize(("text", "decimals"), [("1:02.456", 2), ("59.9", 0)])
def test_a_finer_time_than_the_unit_is_refused(text: str, decimals: int) -> None:
    with pytest.raises(TooFine):
        read_clock(text, decimals)


@given(value=st.integers(0, 10**12), decimals=st.integers(0, 6))
def test_written_times_read_back_the_same(value: int, decimals: int) -> None:
    assert read_clock(clock_text(value, decimals), decimals) == value
