"""Places: 1-2-2-4, chains of tie-breaks, and a step for every separation."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.rules.exact import rounded
from scoring.rules.ranking import Link, Separation, ranked


def by(values: Mapping[str, Fraction | int]) -> Link[str]:
    return lambda group: {one: values[one] for one in group}


def places(values: Mapping[str, Fraction | int], *more: Mapping[str, Fraction | int]) -> list[int]:
    """The places in the order in which the values are given."""
    found = ranked([*values], [by(one) for one in (values, *more)]).places()
    return [found[one] for one in values]


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        pytest.param((), [], id="case 28: nobody, no place"),
        pytest.param((7,), [1], id="one"),
        pytest.param((9, 9, 8), [1, 1, 3], id="case 28: 1,1,3"),
        pytest.param((9, 9, 9, 8), [1, 1, 1, 4], id="case 28: 1,1,1,4"),
        pytest.param((9, 8, 8, 7), [1, 2, 2, 4], id="1.4 standard"),
        pytest.param((985, 1002), [2, 1], id="case 27: 1002 above 985"),
        pytest.param((0, -1), [1, 2], id="zero and less"),
    ],
)
def test_shared_places_of_standard_competition_ranking(
    scores: tuple[int, ...], expected: list[int]
) -> None:
    assert places({f"e{number}": score for number, score in enumerate(scores)}) == expected


def test_case_25_ranks_exactly_what_one_decimal_shows_alike() -> None:
    means = {"73/7": Fraction(73, 7), "83.2/8": Fraction(832, 80), "83/8": Fraction(83, 8)}
    assert {rounded(mean, 1) for mean in means.values()} == {104}
    assert places(means) == [1, 2, 3]


def test_case_36_ratios_of_unequal_games() -> None:
    ratios = {"10/5": Fraction(10, 5), "19/9": Fraction(19, 9), "20/10": Fraction(20, 10)}
    assert places(ratios) == [2, 1, 2]


def test_a_later_link_only_tells_apart_those_still_tied() -> None:
    scores = {"a": 9, "b": 8, "c": 8, "d": 7}
    assert places(scores, {"a": 0, "b": 1, "c": 2, "d": 99}) == [1, 3, 2, 4]


def test_a_later_link_sees_only_those_still_tied() -> None:
    seen: list[tuple[str, ...]] = []

    def watching(group: Sequence[str]) -> dict[str, int]:
        seen.append(tuple(group))
        return dict.fromkeys(group, 0)

    ranked(["a", "b", "c", "d"], [by({"a": 9, "b": 8, "c": 8, "d": 7}), watching])
    assert seen == [("b", "c")]


def test_without_links_all_are_tied() -> None:
    assert ranked(["a", "b"], []).places() == {"a": 1, "b": 1}


def test_who_is_equal_in_every_link_shares_the_place() -> None:
    scores = {"a": 8, "b": 8, "c": 8}
    assert places(scores, {"a": 1, "b": 2, "c": 1}, {"a": 5, "b": 0, "c": 5}) == [2, 1, 2]


def test_every_separation_after_the_first_link_leaves_a_trace() -> None:
    ranking = ranked(
        ["a", "b", "c", "d", "e"],
        [
            by({"a": 9, "b": 9, "c": 9, "d": 8, "e": 8}),
            by({"a": 1, "b": 1, "c": 0, "d": 5, "e": 5}),
            by({"a": 3, "b": 4, "c": 0, "d": 6, "e": 6}),
        ],
    )
    assert ranking.groups == (("b",), ("a",), ("c",), ("d", "e"))
    assert ranking.separations == (
        Separation(1, {"a": 1, "b": 1, "c": 0}),
        Separation(2, {"a": 3, "b": 4}),
    )


def test_case_24_a_link_that_fails_ranks_nobody() -> None:
    with pytest.raises(KeyError):
        ranked(["a", "b"], [by({"a": 1})])


TABLES = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=2),
    st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 2)),
    max_size=12,
)


def _links(table: Mapping[str, tuple[int, int, int]]) -> list[Link[str]]:
    return [by({one: row[link] for one, row in table.items()}) for link in range(3)]


@given(table=TABLES, data=st.data())
def test_places_do_not_depend_on_the_order_of_entrants(
    table: dict[str, tuple[int, int, int]], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(list(table)))
    one, other = ranked([*table], _links(table)), ranked(shuffled, _links(table))
    assert one.places() == other.places()
    assert one.separations == other.separations


@given(table=TABLES)
def test_a_place_is_one_more_than_the_number_of_the_better(
    table: dict[str, tuple[int, int, int]],
) -> None:
    expected = {
        one: 1 + sum(other > row for other in table.values()) for one, row in table.items()
    }
    assert ranked([*table], _links(table)).places() == expected
