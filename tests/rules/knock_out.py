"""Plays brackets to their end in tests: entrant 7 is the one on seed 7."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from scoring.rules.brackets import Bracket, size_for
from scoring.rules.propagation import Fixture, Fixtures, Known, Result, fixtures
from scoring.rules.seeding import Order, order_of
from scoring.rules.slots import BYE, Match, MatchId, Seed, Slot, Source

SIZES = range(2, 131)
Pick = Callable[[int, int], int]


def lines(entries: int, order: Order = "recursive") -> tuple[Slot, ...]:
    """Everybody seeded."""
    numbers = order_of(order, size_for(entries))
    return tuple(Seed(number) if number <= entries else BYE for number in numbers)


def field(entries: int) -> dict[Source, int | None]:
    return {Seed(number): number for number in range(1, entries + 1)}


class Played(NamedTuple):
    found: dict[MatchId, Fixture[int]]
    results: dict[MatchId, Result[int]]


def play(
    bracket: Bracket, entries: int, pick: Pick = min, withdrawn: frozenset[int] = frozenset()
) -> Played:
    """Play whatever is ready until nothing is."""
    results: dict[MatchId, Result[int]] = {}
    while True:
        found = fixtures(bracket.matches, field(entries), results, withdrawn)
        ready = [one for one in found.values() if one.progress == "ready"]
        if not ready:
            return Played(found, results)
        for one in ready:
            a, b = one.known()
            results[one.match.id] = Result((a, b), pick(a, b))


def won(results: Mapping[MatchId, tuple[int, int]]) -> dict[MatchId, Result[int]]:
    """Results written as (winner, loser)."""
    return {name: Result(pair, pair[0]) for name, pair in results.items()}


def sides(found: Fixtures[int], match: MatchId) -> tuple[int | None, int | None]:
    """Who stands there; None for nobody, or nobody yet."""
    a, b = (side.entrant if isinstance(side, Known) else None for side in found[match].sides)
    return a, b


def seeds(match: Match) -> tuple[int, ...]:
    return tuple(side.number for side in match.sides if isinstance(side, Seed))
