"""The ways through: every ending that has them and no other, none wider, none too many."""

from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from scoring.rules.chance_search import Box
from scoring.rules.chances import Chance, Question, Verdict, between, chance, chances, holds
from scoring.rules.needs import decided, ways
from tests.rules.test_chances import CASE_N, questions

VERDICTS: tuple[Verdict, ...] = ("through", "out", "results", "level")


def cells(box: Box) -> set[tuple[int, ...]]:
    return set(product(*(range(low, high) for low, high in box)))


def told(found: Chance[str], *verdicts: Verdict) -> set[tuple[int, ...]]:
    return {cell for case in found.cases if case.verdict in verdicts for cell in cells(case.box)}


@settings(deadline=None, max_examples=60)
@given(questions(), st.sampled_from(VERDICTS))
def test_the_ways_are_all_endings_with_the_verdict_and_no_other(
    asked: Question[str], verdict: Verdict
) -> None:
    for entrant in asked.pool.members:
        found = chance(asked, entrant, 10_000)
        there = [cells(box) for box in ways(found, verdict)]
        assert set().union(*there) == told(found, verdict)


@settings(deadline=None, max_examples=40)
@given(questions())
def test_no_way_can_be_wider_and_none_left_out(asked: Question[str]) -> None:
    found = chance(asked, asked.pool.members[0], 10_000)
    every, boxes = told(found, "through"), ways(found, "through")
    for box in boxes:
        for at, (low, high) in enumerate(box):
            for bounds in ((low - 1, high), (low, high + 1)):
                if bounds[0] >= 0 and bounds[1] <= len(found.endings[at]):
                    assert not cells((*box[:at], bounds, *box[at + 1 :])) <= every
        others = [cells(one) for one in boxes if one != box]
        assert not cells(box) <= set().union(*others)


@settings(deadline=None, max_examples=40)
@given(questions())
def test_a_decided_match_makes_no_difference_to_the_verdict(asked: Question[str]) -> None:
    for entrant in asked.pool.members:
        found = chance(asked, entrant, 10_000)
        verdicts = {cell: case.verdict for case in found.cases for cell in cells(case.box)}
        for at, endings in enumerate(found.endings):
            same = all(
                verdicts[(*cell[:at], other, *cell[at + 1 :])] == verdict
                for cell, verdict in verdicts.items()
                for other in range(len(endings))
            )
            if found.exact:
                assert decided(found, at) == same
            elif decided(found, at):
                assert found.state in {"qualified", "eliminated"}


@settings(deadline=None, max_examples=40)
@given(questions(), st.integers(20, 20_000), st.booleans())
def test_all_at_once_and_one_by_one_agree_and_hold(
    asked: Question[str],
    effort: int,
    cases: bool,
) -> None:
    together = chances(asked, effort, cases=cases)
    for entrant, found in together.items():
        assert holds(asked, found)
        alone = chance(asked, entrant, 10_000)
        if found.state != "open" and alone.state != "open":
            assert found.state == alone.state


@settings(deadline=None, max_examples=40)
@given(questions(), st.randoms(use_true_random=False))
def test_between_is_within_the_one_and_not_the_other(asked: Question[str], dice: Random) -> None:
    entrant = dice.choice(asked.pool.members)
    fewer = chance(replace(asked, spots=asked.spots), entrant, 10_000)
    more = chance(replace(asked, spots=asked.spots + 1), entrant, 10_000)
    found = between(fewer, more)
    assert told(found, "through") == told(fewer, "out") & told(more, "through")
    assert told(found, "out") == told(fewer, "through") | told(more, "out")
    every = set(product(*(range(len(endings)) for endings in found.endings)))
    assert told(found, *VERDICTS) == every


@pytest.mark.parametrize("change", ["state", "case", "found", "steps"])
def test_what_was_tampered_with_does_not_hold(change: str) -> None:
    found = chance(CASE_N, "A", 100)
    assert holds(CASE_N, found)
    first, *rest = found.cases
    wrong = {
        "state": replace(found, state="qualified"),
        "case": replace(found, cases=(replace(first, verdict="out"), *rest)),
        "found": replace(found, found={"out": found.witness("through") or ()}),
        "steps": replace(found, cases=tuple(rest)),
    }
    assert not holds(CASE_N, wrong[change])


def test_whoever_left_takes_no_place() -> None:
    """With C and its results aside, B needs but to stay ahead of D."""
    aside = replace(CASE_N, aside=frozenset("C"))
    assert ways(chance(aside, "B", 200), "through") != ways(chance(CASE_N, "B", 200), "through")
    assert chance(aside, "A", 200).state == "qualified"
