"""Who can no longer win a league where every match has a winner, with a proof either way.

Schwartz, SIAM Review 8 (1966): matches left flow to their winners, and nobody may get more than
the one who asks can still reach.
"""

from collections.abc import Hashable, Mapping
from typing import Generic, TypeAlias, TypeVar

from msgspec import Struct

from scoring.rules.maxflow import max_flow

E = TypeVar("E", bound=Hashable)

Pair: TypeAlias = tuple[E, E]

_Node: TypeAlias = tuple[str, Hashable]
_SOURCE: _Node = ("source", None)
_SINK: _Node = ("sink", None)


class League(Struct, Generic[E], frozen=True, kw_only=True):
    """Wins so far and matches to come; only wins count, and there are no draws."""

    wins: Mapping[E, int]
    remaining: Mapping[E, int]
    """All matches each has left, those against others than these included."""
    left: Mapping[Pair[E], int]
    """The matches left between two of them."""

    def bound(self, entrant: E) -> int:
        """The wins it has in the end if it wins all that is left."""
        return self.wins[entrant] + self.remaining[entrant]


class Eliminated(Struct, Generic[E], frozen=True, tag="eliminated"):
    """These together must win so much that one of them ends ahead."""

    by: tuple[E, ...]


class Possible(Struct, Generic[E], frozen=True, tag="possible"):
    """How often the first and the second of each pair may win so that the one comes first.

    It shares the place or is alone there; of matches against others than these it wins all of
    its own, and the rest lose all of theirs.
    """

    wins: Mapping[Pair[E], tuple[int, int]]


def first_place(league: League[E], entrant: E) -> Eliminated[E] | Possible[E]:
    """Whether somebody can still come first, shared or alone."""
    return _within(league, entrant, league.bound(entrant))


def alone_in_first_place(league: League[E], entrant: E) -> Possible[E] | None:
    """How somebody can still win more than anybody else; None if that cannot be."""
    found = _within(league, entrant, league.bound(entrant) - 1)
    return found if isinstance(found, Possible) else None


def _within(league: League[E], entrant: E, most: int) -> Eliminated[E] | Possible[E]:
    """Whether no other needs to win more than so often, while the one wins all of its own."""
    others = {pair: count for pair, count in league.left.items() if entrant not in pair}
    for one, wins in league.wins.items():
        if wins > most and one != entrant:
            return Eliminated((one,))
    flow = max_flow(_network(league, others, most), _SOURCE, _SINK)
    if flow.amount < sum(others.values()):
        return Eliminated(tuple(one for one in league.wins if ("team", one) in flow.source_side))
    found = {
        pair: (count, 0) if pair[0] == entrant else (0, count)
        for pair, count in league.left.items()
        if entrant in pair
    }
    for pair in others:
        to_first, to_second = ((("pair", pair), ("team", one)) for one in pair)
        found[pair] = (flow.along[to_first], flow.along[to_second])
    return Possible(found)


def _network(
    league: League[E], others: Mapping[Pair[E], int], bound: int
) -> dict[tuple[_Node, _Node], int]:
    edges: dict[tuple[_Node, _Node], int] = {}
    for pair, count in others.items():
        edges[_SOURCE, ("pair", pair)] = count
        for one in pair:
            edges[("pair", pair), ("team", one)] = count
            edges[("team", one), _SINK] = bound - league.wins[one]
    return edges


def proves(league: League[E], entrant: E, found: Eliminated[E]) -> bool:
    """Whether their wins so far and against each other are more than the bound allows them."""
    by = set(found.by)
    between = sum(count for pair, count in league.left.items() if by.issuperset(pair))
    wins = sum(league.wins[one] for one in by)
    return entrant not in by and wins + between > len(by) * league.bound(entrant)


def shows(league: League[E], entrant: E, found: Possible[E]) -> bool:
    """Whether the matches left can go like this, and nobody then ends ahead."""
    if any(
        min(found.wins[pair]) < 0 or sum(found.wins[pair]) != count
        for pair, count in league.left.items()
    ):
        return False
    final = dict(league.wins)
    for (first, second), (of_first, of_second) in found.wins.items():
        final[first] += of_first
        final[second] += of_second
    inside = sum(count for pair, count in league.left.items() if entrant in pair)
    final[entrant] += league.remaining[entrant] - inside
    return final[entrant] == max(final.values())
