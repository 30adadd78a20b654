"""Everybody meets everybody, and the bracket that follows a group stage."""

from collections import Counter
from itertools import combinations

import pytest

from scoring.rules.brackets import single_elimination, size_for
from scoring.rules.grouping import crossed
from scoring.rules.propagation import Awaited, Known, fixtures
from scoring.rules.round_robin import round_robin
from scoring.rules.slots import BYE, BestPlaced, Placed, Source
from tests.rules.knock_out import SIZES


@pytest.mark.parametrize("count", SIZES)
def test_every_size_of_round_robin(count: int) -> None:
    rounds = round_robin(range(count))
    assert len(rounds) == count - 1 + count % 2
    met = Counter(frozenset(pair) for one in rounds for pair in one.pairs)
    assert met == Counter(map(frozenset, combinations(range(count), 2)))
    for one in rounds:
        present = [*one.rests, *(member for pair in one.pairs for member in pair)]
        assert sorted(present) == [*range(count)]
        assert len(one.rests) == count % 2
    home = Counter(pair[0] for one in rounds for pair in one.pairs)
    away = Counter(pair[1] for one in rounds for pair in one.pairs)
    assert {abs(home[member] - away[member]) for member in range(count)} == {1 - count % 2}
    assert {0, 1} in [set(pair) for pair in rounds[-1].pairs]


def test_case_z_twelve_play_66_matches_in_11_rounds() -> None:
    rounds = round_robin(range(12))
    assert len(rounds) == 11
    assert sum(len(one.pairs) for one in rounds) == 66
    for one in rounds:
        assert sorted(member for pair in one.pairs for member in pair) == [*range(12)]


def test_case_z_five_play_five_rounds_and_one_rests_in_each() -> None:
    rounds = round_robin("abcde")
    assert len(rounds) == 5
    assert sorted(one.rests for one in rounds) == [("a",), ("b",), ("c",), ("d",), ("e",)]


def test_a_group_of_four() -> None:
    assert [one.pairs for one in round_robin([1, 2, 3, 4])] == [
        ((1, 4), (3, 2)),
        ((3, 1), (2, 4)),
        ((1, 2), (4, 3)),
    ]


def test_every_other_leg_is_played_at_the_others_home() -> None:
    rounds = round_robin("abcde", legs=3)
    assert len(rounds) == 15
    for first, second, third in zip(rounds[:5], rounds[5:10], rounds[10:], strict=True):
        assert second.pairs == tuple((b, a) for a, b in first.pairs)
        assert second.rests == first.rests
        assert third == first


@pytest.mark.parametrize(("count", "rounds"), [(0, 0), (1, 1)])
def test_too_few_to_play(count: int, rounds: int) -> None:
    found = round_robin(range(count))
    assert len(found) == rounds
    assert not any(one.pairs for one in found)


class TestCrossed:
    def test_two_groups(self) -> None:
        assert crossed("AB", 2) == (
            Placed("A", 1), Placed("B", 2), Placed("B", 1), Placed("A", 2),
        )  # fmt: skip

    def test_four_groups(self) -> None:
        assert crossed("ABCD", 2) == (
            Placed("A", 1), Placed("B", 2), Placed("D", 1), Placed("C", 2),
            Placed("B", 1), Placed("A", 2), Placed("C", 1), Placed("D", 2),
        )  # fmt: skip

    def test_three_groups_leave_two_byes_to_the_winners_of_the_first_two(self) -> None:
        lines = crossed("ABC", 2)
        assert lines[:2] == (Placed("A", 1), BYE)
        assert lines[4:6] == (Placed("B", 1), BYE)
        assert lines[2:4] == (Placed("B", 2), Placed("C", 2))
        assert set(lines[6:]) == {Placed("C", 1), Placed("A", 2)}

    def test_the_best_third_placed_come_last(self) -> None:
        lines = crossed("ABC", 2, BestPlaced(place=3, number=2))
        assert len(lines) == 8
        assert BYE not in lines
        assert lines[:2] == (Placed("A", 1), BestPlaced(3, 2))
        assert lines[4:6] == (Placed("B", 1), BestPlaced(3, 1))

    @pytest.mark.parametrize("groups", [1, 2, 4, 8, 16, 32])
    def test_the_first_two_of_a_group_meet_in_the_final_at_the_earliest(self, groups: int) -> None:
        names = [str(number) for number in range(groups)]
        lines = crossed(names, 2)
        half = {line: number * 2 // len(lines) for number, line in enumerate(lines)}
        assert all(half[Placed(name, 1)] != half[Placed(name, 2)] for name in names)
        if groups > 1:
            pairs = [{line.place for line in pair if isinstance(line, Placed)}
                     for pair in zip(lines[::2], lines[1::2], strict=True)]  # fmt: skip
            assert all(pair == {1, 2} for pair in pairs)

    @pytest.mark.parametrize("groups", range(2, 20))
    @pytest.mark.parametrize("places", [1, 2, 3, 4])
    def test_every_place_has_one_line_and_winners_have_the_byes(
        self, groups: int, places: int
    ) -> None:
        names = [str(number) for number in range(groups)]
        lines = crossed(names, places)
        assert len(lines) == size_for(groups * places)
        assert Counter(line for line in lines if line != BYE) == Counter(
            Placed(name, place) for name in names for place in range(1, places + 1)
        )
        pairs = [*zip(lines[::2], lines[1::2], strict=True)]
        free = [line for pair in pairs if BYE in pair for line in pair if isinstance(line, Placed)]
        assert len(free) == len(lines) - groups * places
        taken = {line.place for line in free}
        assert not taken or max(taken) <= -(-len(free) // groups)

    def test_the_bracket_is_there_before_the_groups_are_over(self) -> None:
        bracket = single_elimination(crossed("AB", 2), "third")
        entrants: dict[Source, str | None] = {Placed("A", 1): "陈", Placed("B", 2): "李"}
        found = fixtures(bracket.matches, entrants, {})
        assert found["main-1-1"].sides == (Known("陈"), Known("李"))
        assert found["main-1-1"].progress == "ready"
        assert found["main-1-2"].sides == (Awaited(Placed("B", 1)), Awaited(Placed("A", 2)))
