"""Placing-based judging: shared and mean places, rank sums, countback, shares of a judge."""

from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.rules.judged import TooFewMarks
from scoring.rules.placings import (
    Better,
    NothingToShare,
    NotPlaced,
    Number,
    borda,
    counts_of,
    head_to_head,
    mean_places,
    places,
    places_with_guests,
    points,
    prefers,
    rank_sum,
    shares,
)
from scoring.rules.ranking import Link, ranked


def numbered(*values: int) -> dict[str, int]:
    return {f"e{number}": value for number, value in enumerate(values, start=1)}


def in_order(found: Mapping[str, Number]) -> list[Number]:
    return list(found.values())


def ballots(*rows: str) -> dict[str, dict[str, int]]:
    """Ballots of J1, J2, ...: each text has the placings of a, b, c, ..., one digit each."""
    return {
        f"J{judge}": dict(zip("abcdefgh", map(int, row), strict=False))
        for judge, row in enumerate(rows, start=1)
    }


@pytest.mark.parametrize(
    ("values", "better", "expected"),
    [
        pytest.param((), "higher", [], id="case 28: nobody, no rank"),
        pytest.param((9, 9, 8), "higher", [1, 1, 3], id="case 28: 1,1,3"),
        pytest.param((9, 9, 9, 8), "higher", [1, 1, 1, 4], id="case 28: 1,1,1,4"),
        pytest.param((9, 8, 8, 7), "higher", [1, 2, 2, 4], id="1.4 standard"),
        pytest.param((9, 8, 8, 7), "lower", [4, 2, 2, 1], id="lower is better"),
        pytest.param((0, -1, 1), "lower", [2, 1, 3], id="zero is a value"),
    ],
)
def test_case_28_shared_places(
    values: tuple[int, ...], better: Better, expected: list[int]
) -> None:
    assert in_order(places(numbered(*values), better)) == expected


def test_case_26_equal_sets_of_marks_tie_whatever_the_order_of_judges() -> None:
    by_judge = ballots("123", "231", "312")
    assert rank_sum(by_judge) == {"a": 6, "b": 6, "c": 6}
    assert places(rank_sum(by_judge), "lower") == {"a": 1, "b": 1, "c": 1}
    assert places(borda(by_judge), "higher") == {"a": 1, "b": 1, "c": 1}
    # In binary floats 0.1 + 0.2 + 0.3 and 0.3 + 0.2 + 0.1 differ.
    tenths = {
        "J1": {"a": Fraction(1, 10), "b": Fraction(3, 10)},
        "J2": {"a": Fraction(2, 10), "b": Fraction(2, 10)},
        "J3": {"a": Fraction(3, 10), "b": Fraction(1, 10)},
    }
    assert places(rank_sum(tenths), "lower") == {"a": 1, "b": 1}


def test_case_29_placing_points_split_ties() -> None:
    found = mean_places(numbered(10, 20, 20, 40, 40, 40, 70, 70), "lower")
    assert in_order(found) == [1, Fraction(5, 2), Fraction(5, 2), 5, 5, 5, *[Fraction(15, 2)] * 2]


def test_case_30_average_ranks_ascending() -> None:
    values = numbered(10, 8, 8, 6, 6, 6, 4)
    half = Fraction(11, 2)
    assert in_order(mean_places(values, "lower")) == [7, half, half, 3, 3, 3, 1]
    assert in_order(mean_places(values, "higher")) == [1, *[Fraction(5, 2)] * 2, 5, 5, 5, 7]


@pytest.mark.parametrize(
    ("values", "guests", "expected"),
    [
        pytest.param((1, 10, 100, 1000, 10000), {"e3"}, [1, 2, 3, 3, 4], id="one guest"),
        pytest.param((1, 2, 3, 4, 5, 6, 7), {"e2", "e3", "e5"}, [1, 2, 2, 2, 3, 3, 4], id="three"),
        pytest.param((5, 5, 6), {"e1"}, [1, 1, 2], id="a guest equal to an entrant"),
        pytest.param((5, 6), {"e1", "e2"}, [1, 1], id="guests only"),
    ],
)
def test_case_31_guests_take_no_place(
    values: tuple[int, ...], guests: set[str], expected: list[int]
) -> None:
    assert in_order(places_with_guests(numbered(*values), guests, "lower")) == expected
    mirrored = {one: -value for one, value in numbered(*values).items()}
    assert in_order(places_with_guests(mirrored, guests, "higher")) == expected


def test_case_34_shares_of_judges_who_scored_different_subsets() -> None:
    by_judge: dict[str, dict[str, Number]] = {
        "J1": {"a": 3, "b": 1},
        "J2": {"b": 5, "c": 5, "d": 5},
        "J3": {"d": Fraction(1, 3)},
    }
    found = shares(by_judge)
    third = Fraction(100, 3)
    assert found.by_judge == {
        "J1": {"a": 75, "b": 25, "c": 0, "d": 0},
        "J2": {"a": 0, "b": third, "c": third, "d": third},
        "J3": {"a": 0, "b": 0, "c": 0, "d": 100},
    }
    assert found.mean == {
        "a": 25,
        "b": Fraction(175, 9),
        "c": Fraction(100, 9),
        "d": Fraction(400, 9),
    }
    assert sum(found.mean.values()) == 100


def test_case_34_marks_that_come_to_zero_have_no_shares() -> None:
    with pytest.raises(NothingToShare) as caught:
        shares({"J1": {"a": 1}, "J2": {"a": 0, "b": 0}})
    assert caught.value.judge == "J2"
    assert str(caught.value) == "the marks of judge J2 come to zero"


def test_case_36_ratios_of_unequal_games() -> None:
    ratios = {"10/5": Fraction(10, 5), "19/9": Fraction(19, 9), "20/10": Fraction(20, 10)}
    assert places(ratios, "higher") == {"19/9": 1, "10/5": 2, "20/10": 2}


def test_case_37_who_beat_whom_applies_to_exactly_two() -> None:
    by_judge = ballots("1234", "2134", "2134")
    assert head_to_head(["a", "b"], by_judge) == {"a": 1, "b": 2}
    assert head_to_head(["a", "b", "c"], by_judge) == {"a": 0, "b": 0, "c": 0}
    points = {"a": 9, "b": 9, "c": 7, "d": 7}
    links: list[Link[str]] = [lambda _: points, lambda tied: head_to_head(tied, by_judge)]
    assert ranked([*points], links).places() == {"a": 2, "b": 1, "c": 3, "d": 4}
    points["c"] = 9
    assert ranked([*points], links).places() == {"a": 1, "b": 1, "c": 1, "d": 4}


def test_prefers_counts_judges_of_both_by_placings_or_by_marks() -> None:
    by_judge = {**ballots("12", "11", "21", "12"), "J5": {"a": 1}}
    assert (prefers("a", "b", by_judge), prefers("b", "a", by_judge)) == (2, 1)
    assert prefers("a", "b", by_judge, "higher") == 1


def test_rank_sum() -> None:
    assert rank_sum(ballots("123", "132", "213")) == {"a": 4, "b": 6, "c": 8}
    assert rank_sum({}) == {}


def test_rank_sum_of_mean_places_is_exact() -> None:
    marks = {"J1": numbered(9, 8, 8), "J2": numbered(7, 7, 5)}
    by_judge = {judge: mean_places(row, "higher") for judge, row in marks.items()}
    assert rank_sum(by_judge) == {"e1": Fraction(5, 2), "e2": 4, "e3": Fraction(11, 2)}


def test_rank_sum_drops_one_occurrence_of_the_smallest_and_greatest_placings() -> None:
    by_judge = ballots("123", "132", "213", "321", "123")
    assert rank_sum(by_judge, drop_low=1, drop_high=1) == {"a": 4, "b": 6, "c": 8}
    assert rank_sum(by_judge, drop_low=1) == {"a": 7, "b": 9, "c": 11}
    assert rank_sum(by_judge, drop_high=1) == {"a": 5, "b": 7, "c": 9}


def test_rank_sum_with_nothing_left_is_refused_and_never_zero() -> None:
    with pytest.raises(TooFewMarks):
        rank_sum(ballots("12", "21"), drop_low=1, drop_high=1)


@pytest.mark.parametrize("omitting", ["J1", "J2"])
def test_a_judge_who_left_somebody_out_is_named(omitting: str) -> None:
    by_judge = ballots("12", "21")
    del by_judge[omitting]["b"]
    for method in (rank_sum, borda):
        with pytest.raises(NotPlaced) as caught:
            method(by_judge)
        assert (caught.value.judge, caught.value.entrant) == (omitting, "b")
        assert str(caught.value) == f"judge {omitting} has not placed b"


def test_borda_is_entrants_less_placing() -> None:
    assert borda(ballots("1234", "1243", "2134")) == {"a": 8, "b": 7, "c": 2, "d": 1}


def test_countback_compares_firsts_then_seconds_or_twelves_then_tens() -> None:
    assert counts_of([1, 3, 1, 2], [1, 2, 3, 4]) == (2, 1, 1, 0)
    assert counts_of([12, 10, 12, 8, 0], [12, 10, 8]) == (2, 1, 1)
    points = {"a": [12, 1, 10], "b": [10, 12, 1], "c": [12, 8, 3], "d": [10, 10, 3]}
    vectors = {one: counts_of(row, [12, 10, 8, 3, 1]) for one, row in points.items()}
    assert vectors["a"] == vectors["b"] > vectors["c"] > vectors["d"]


VALUES = st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(-4, 4))
BETTER: st.SearchStrategy[Better] = st.sampled_from(["higher", "lower"])
ROUNDS = st.integers(1, 6).flatmap(
    lambda entrants: st.lists(
        st.permutations(range(1, entrants + 1)).map(lambda row: numbered(*row)),
        min_size=1,
        max_size=6,
    )
)


@given(values=VALUES, better=BETTER, data=st.data())
def test_places_do_not_depend_on_the_order_of_entrants(
    values: dict[str, int], better: Better, data: st.DataObject
) -> None:
    shuffled = {one: values[one] for one in data.draw(st.permutations(list(values)))}
    assert places(values, better) == places(shuffled, better)
    assert mean_places(values, better) == mean_places(shuffled, better)


@given(values=VALUES, better=BETTER)
def test_mean_places_sum_to_what_distinct_places_would(
    values: dict[str, int], better: Better
) -> None:
    found = mean_places(values, better)
    assert 2 * sum(found.values()) == len(values) * (len(values) + 1)
    assert places(found, "lower") == places(values, better)


@given(values=VALUES, better=BETTER)
def test_places_are_those_of_the_ranking(values: dict[str, int], better: Better) -> None:
    sign = 1 if better == "higher" else -1
    keys = {one: sign * value for one, value in values.items()}
    assert places(values, better) == ranked([*values], [lambda _: keys]).places()


@given(rows=ROUNDS, data=st.data())
def test_sums_do_not_depend_on_who_gave_which_placings(
    rows: list[dict[str, int]], data: st.DataObject
) -> None:
    others = data.draw(st.permutations(rows))
    one, other = dict(enumerate(rows)), dict(enumerate(others))
    assert rank_sum(one) == rank_sum(other)
    assert borda(one) == borda(other)
    assert places(rank_sum(one), "lower") == places(borda(one), "higher")


@given(rows=ROUNDS)
def test_shares_of_every_judge_and_their_means_sum_to_100(rows: list[dict[str, int]]) -> None:
    found = shares(dict(enumerate(rows)))
    assert {sum(share.values()) for share in found.by_judge.values()} == {100}
    assert sum(found.mean.values()) == 100


TWELVE = [Fraction(worth) for worth in (12, 10, 8)]


def test_points_by_each_judges_places_are_added_up() -> None:
    first = {"a": 1, "b": 2, "c": 3, "d": 4}
    second = {"b": 1, "a": 2, "d": 3, "c": 4}
    found = points({"J1": first, "J2": second}, TWELVE)
    assert found == {"a": 22, "b": 22, "c": 8, "d": 8}


def test_those_whom_a_judge_puts_level_share_the_mean_of_their_points() -> None:
    # b and c take up places 2 and 3: (10 + 8) / 2; whether 2.5 each or 2 each is written.
    for level in (2, Fraction(5, 2)):
        assert points({"J1": {"a": 1, "b": level, "c": level}}, TWELVE) == {
            "a": 12,
            "b": 9,
            "c": 9,
        }
    # The last three share (8 + 0 + 0) / 3.
    ballot = {"J1": {"a": 1, "b": 2, "c": 3, "d": 3, "e": 3}}
    assert points(ballot, TWELVE)["e"] == Fraction(8, 3)


def test_no_points_from_a_judge_who_is_excused_but_nobody_may_be_left_out() -> None:
    votes = {"J1": {"b": 1, "c": 2}, "J2": {"a": 1, "b": 2, "c": 3}}
    assert points(votes, TWELVE, {"J1": ["a"]}) == {"a": 12, "b": 22, "c": 18}
    with pytest.raises(NotPlaced):
        points(votes, TWELVE)
