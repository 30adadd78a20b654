"""Who can no longer win a league, with a proof either way, against every way it can end."""

from collections.abc import Iterator
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.rules.elimination import (
    Eliminated,
    League,
    Possible,
    first_place,
    proves,
    shows,
)
from scoring.rules.maxflow import max_flow


def league(
    wins: dict[str, int], left: dict[tuple[str, str], int], outside: dict[str, int] | None = None
) -> League[str]:
    remaining = {
        one: sum(count for pair, count in left.items() if one in pair)
        + (outside or {}).get(one, 0)
        for one in wins
    }
    return League(wins=wins, remaining=remaining, left=left)


def endings(one: League[str]) -> Iterator[dict[str, int]]:
    """The final wins, however the matches left between them end."""
    pairs = [pair for pair, count in one.left.items() for _ in range(count)]
    for winners in product((0, 1), repeat=len(pairs)):
        final = dict(one.wins)
        for pair, winner in zip(pairs, winners, strict=True):
            final[pair[winner]] += 1
        yield final


def comes_first(one: League[str], entrant: str) -> bool:
    """Whether there is an ending with nobody ahead; matches outside go the entrant's way."""
    inside = sum(count for pair, count in one.left.items() if entrant in pair)
    extra = one.remaining[entrant] - inside
    return any(final[entrant] + extra >= max(final.values()) for final in endings(one))


@st.composite
def leagues(draw: st.DrawFn) -> League[str]:
    teams = "ABCDE"[: draw(st.integers(2, 5))]
    wins = {one: draw(st.integers(0, 4)) for one in teams}
    pairs = draw(st.lists(st.sampled_from([*combinations(teams, 2)]), max_size=8))
    left = {pair: pairs.count(pair) for pair in pairs}
    return league(wins, left, {one: draw(st.integers(0, 2)) for one in teams})


@given(leagues())
def test_the_answer_is_right_and_its_proof_holds(one: League[str]) -> None:
    for entrant in one.wins:
        found = first_place(one, entrant)
        if comes_first(one, entrant):
            assert isinstance(found, Possible)
            assert shows(one, entrant, found)
        else:
            assert isinstance(found, Eliminated)
            assert proves(one, entrant, found)


def test_too_few_matches_left() -> None:
    assert first_place(league({"A": 5, "B": 1}, {("A", "B"): 3}), "B") == Eliminated(("A",))


def test_two_who_still_meet_cannot_both_lose() -> None:
    """C could reach 5, but A or B gets there and beyond."""
    one = league({"A": 5, "B": 5, "C": 4}, {("A", "B"): 1, ("A", "C"): 1})
    assert first_place(one, "C") == Eliminated(("A", "B"))


def test_a_wrong_proof_is_found_out() -> None:
    one = league({"A": 5, "B": 5, "C": 4}, {("A", "B"): 1, ("A", "C"): 1})
    assert not proves(one, "C", Eliminated(("A",)))
    assert not proves(one, "C", Eliminated(("A", "B", "C")))
    assert not proves(one, "C", Eliminated(()))


@pytest.mark.parametrize(
    ("wins", "why"),
    [
        ({("A", "B"): (1, 1), ("A", "C"): (0, 1)}, "more wins than matches"),
        ({("A", "B"): (2, -1), ("A", "C"): (0, 1)}, "fewer than none"),
        ({("A", "B"): (1, 0), ("A", "C"): (1, 0)}, "somebody is ahead"),
    ],
)
def test_a_wrong_witness_is_found_out(
    wins: dict[tuple[str, str], tuple[int, int]], why: str
) -> None:
    one = league({"A": 5, "B": 5, "C": 5}, {("A", "B"): 1, ("A", "C"): 1})
    assert not shows(one, "C", Possible(wins)), why


def test_flow_and_cut_are_equal() -> None:
    pipes = {
        ("s", "a"): 3,
        ("s", "b"): 2,
        ("a", "b"): 1,
        ("a", "t"): 2,
        ("b", "t"): 3,
    }
    flow = max_flow(pipes, "s", "t")
    assert flow.amount == 5
    assert sum(through for (start, _), through in flow.along.items() if start == "s") == 5
    assert flow.source_side == {"s"}


def test_a_detour_is_taken_back() -> None:
    """The first shortest path uses the edge across, which the second must undo."""
    pipes = {("s", "a"): 1, ("a", "d"): 1, ("d", "t"): 1}
    pipes |= {("s", "b"): 1, ("b", "c"): 1, ("c", "d"): 1, ("a", "e"): 1, ("e", "f"): 1}
    pipes |= {("f", "g"): 1, ("g", "t"): 1}
    assert max_flow(pipes, "s", "t").amount == 2


@st.composite
def pipes(draw: st.DrawFn) -> dict[tuple[int, int], int]:
    ends = st.tuples(st.integers(0, 5), st.integers(0, 5)).filter(lambda one: one[0] != one[1])
    return draw(st.dictionaries(ends, st.integers(0, 6), max_size=15))


@given(pipes())
def test_what_flows_is_what_the_cut_lets_through(capacities: dict[tuple[int, int], int]) -> None:
    flow = max_flow(capacities, 0, 5)
    side = flow.source_side
    cut = sum(
        capacity
        for (start, end), capacity in capacities.items()
        if start in side and end not in side
    )
    assert flow.amount == cut
    assert 0 in side and 5 not in side
