"""The best of those on the same place of several groups, under a stated policy."""

import pytest

from scoring.rules.outcomes import Played, Score
from scoring.rules.pool_books import BWF, FIFA
from scoring.rules.pool_results import Result, Scored
from scoring.rules.pool_values import Recorded
from scoring.rules.pools import Table
from scoring.rules.thirds import Across, Unequal, Waiting, across
from tests.rules.pool_builders import all_goals, conceded, of

NOTHING: Recorded[str] = Recorded()


def group(text: str) -> Table[str]:
    return of(FIFA, *all_goals(text))


def four(first: str, second: str, third: str, last: str, *, third_beat_last: str) -> Table[str]:
    """Four in this order; the third won its only match by so much."""
    return group(
        f"{first}-{second} 1-0, {first}-{third} 1-0, {first}-{last} 1-0,"
        f" {second}-{third} 1-0, {second}-{last} 1-0, {third}-{last} {third_beat_last}"
    )


def compared(tables: list[Table[str]], unequal: Unequal = "as_played") -> Across[str]:
    return across(tables, 3, FIFA, unequal, NOTHING)


def test_case_w_two_best_thirds_of_three_groups() -> None:
    found = compared(
        [
            four("A1", "A2", "A3", "A4", third_beat_last="1-0"),
            four("B1", "B2", "B3", "B4", third_beat_last="3-0"),
            four("C1", "C2", "C3", "C4", third_beat_last="2-0"),
        ]
    )
    assert found.groups == (("B3",), ("C3",), ("A3",))
    (parting,) = found.partings
    assert parting.clause.text == "b"
    assert parting.values == {"B3": (3, 2), "C3": (2, 2), "A3": (1, 2)}
    assert [row.entrant for row in found.rows] == ["B3", "C3", "A3"]


def test_case_w_thirds_equal_in_everything_wait_for_lots() -> None:
    tables = [four(*(f"{name}{n}" for n in (1, 2, 3, 4)), third_beat_last="1-0") for name in "AB"]
    assert compared(tables).groups == (("A3", "B3"),)
    drawn = across(tables, 3, FIFA, "as_played", Recorded(lots=(("B3", "A3"),)))
    assert drawn.groups == (("B3",), ("A3",))
    assert drawn.partings[0].clause.text == "h"


UNEQUAL = [
    four("A1", "A2", "A3", "A4", third_beat_last="6-0"),
    group("B1-B2 2-0, B1-B3 1-0, B2-B3 2-1"),
]


@pytest.mark.parametrize(
    ("policy", "expected", "values"),
    [
        pytest.param("as_played", "A3 B3", {"A3": 3, "B3": 0}, id="as played"),
        pytest.param("without_last", "B3 A3", {"B3": (1, 3), "A3": (0, 2)}, id="without the last"),
        pytest.param("per_match", "A3 B3", {"A3": 3, "B3": 0}, id="per match"),
    ],
)
def test_case_w_unequal_groups(
    policy: Unequal, expected: str, values: dict[str, int | tuple[int, int]]
) -> None:
    found = compared(UNEQUAL, policy)
    assert " ".join(one for each in found.groups for one in each) == expected
    assert found.partings[-1].values == values


def test_without_the_last_its_results_are_out_of_the_line_too() -> None:
    found = compared(UNEQUAL, "without_last")
    assert {row.entrant: row.played for row in found.rows} == {"A3": 2, "B3": 2}


def test_averages_are_exact() -> None:
    """4 points of 2 matches are more than 5 of 3."""
    tables = [
        group("A1-A2 0-0, A2-A3 1-0, A1-A3 2-0"),
        group("B1-B2 0-0, B2-B3 0-0, B2-B4 1-0, B1-B3 1-0, B1-B4 1-0, B3-B4 1-0"),
    ]
    per_match = across(tables, 2, FIFA, "per_match", NOTHING)
    assert per_match.groups == (("A2",), ("B2",))
    assert per_match.partings[0].values == {"A2": 4, "B2": 5}
    assert across(tables, 2, FIFA, "as_played", NOTHING).groups == (("B2",), ("A2",))


def test_equal_averages_are_equal() -> None:
    """2 points and 2:2 of 2 matches are 3 and 3:3 of 3."""
    tables = [
        group("A2-A1 1-1, A2-A3 1-1, A1-A3 1-0"),
        group("B2-B1 1-1, B2-B3 1-1, B2-B4 1-1, B1-B3 1-0, B1-B4 1-0, B3-B4 0-0"),
    ]
    assert [found.rows[1].entrant for found in tables] == ["A2", "B2"]
    assert across(tables, 2, FIFA, "per_match", NOTHING).groups == (("A2", "B2"),)
    assert across(tables, 2, FIFA, "as_played", NOTHING).groups == (("B2",), ("A2",))


def test_whoever_has_the_place_only_by_a_lot_waits() -> None:
    shared = group("A1-A2 1-0, A1-A3 1-0, A2-A3 0-0")
    other = group("B1-B2 1-0, B1-B3 1-0, B2-B3 1-0")
    found = compared([shared, other])
    assert found.waiting == (Waiting(("A2", "A3")),)
    assert found.groups == (("B3",),)


def test_who_is_last_must_be_known_before_results_are_left_out() -> None:
    """B3 and B4 are equal: against which of them B2 is not to count, nobody knows."""
    shared = group("B1-B2 1-0, B1-B3 1-0, B1-B4 1-0, B2-B3 1-0, B2-B4 1-0, B3-B4 0-0")
    three = group("A1-A2 1-0, A1-A3 1-0, A2-A3 1-0")
    found = across([shared, three], 2, FIFA, "without_last", NOTHING)
    assert found.waiting == (Waiting(("B3", "B4")),)
    assert across([shared, three], 2, FIFA, "per_match", NOTHING).waiting == ()


def test_of_two_surplus_the_last_two_are_left_out_in_whatever_order() -> None:
    shared = group("B1-B2 1-0, B1-B3 1-0, B1-B4 1-0, B2-B3 1-0, B2-B4 1-0, B3-B4 0-0")
    two = group("A1-A2 1-0")
    found = across([shared, two], 2, FIFA, "without_last", NOTHING)
    assert {row.entrant: row.played for row in found.rows} == {"A2": 1, "B2": 1}


def test_a_group_without_the_place_sends_nobody_and_shortens_no_other() -> None:
    two = group("A1-A2 1-0")
    found = compared([two, UNEQUAL[1]], "without_last")
    assert found.groups == (("B3",),)
    assert found.rows[0].played == 2


def test_a_group_without_any_match_has_no_average() -> None:
    deleted = of(BWF, conceded("A1", "A2", "retired"))
    played = of(BWF, *[_won("B1", "B2")])
    found = across([deleted, played], 1, BWF, "per_match", NOTHING)
    assert deleted.groups == (("A2",),)
    assert found.groups == (("A2", "B1"),)


def _won(a: str, b: str) -> Result[str]:
    return Result(a=a, b=b, outcome=Played("a"), scored=Scored(games=Score(2, 0)))


def test_nobody_anywhere() -> None:
    assert compared([]).groups == ()
