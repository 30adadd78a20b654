"""Who is surely among the best on one place of all groups, or surely not, before all is played.

Bounds and no more: what is compared across the groups is looked at as far as results decide it, in
a group that is not over only what comes first, and only if the table begins with it as well.
"""

from collections.abc import Hashable, Mapping, Sequence
from typing import Generic, Literal, TypeAlias, TypeVar

from msgspec import Struct

from scoring.rules.chance_search import Ground, Question
from scoring.rules.pool_gains import Gain
from scoring.rules.pool_rules import Clause, RuleBook
from scoring.rules.pool_values import measured
from scoring.rules.spans import Number, Span, hull

E = TypeVar("E", bound=Hashable)

Order: TypeAlias = Literal["ahead", "behind", "open"]


class Level(Struct, Generic[E], frozen=True, kw_only=True):
    """What those of one group bring into the comparison."""

    own: Mapping[E, tuple[Span, ...]]
    """Of everybody."""
    at: tuple[Span, ...]
    """Of whoever comes to be on the place."""


def level(question: Question[E], place: int) -> Level[E]:
    """What is certain of a group and of this place in it."""
    ground = Ground(question)
    clauses = question.book.across
    if ground.left:
        clauses = clauses[:1] if _begins_alike(question.book) else ()
    sums = ground.sums(ground.whatever())
    own = {one: _values(brought, clauses) for one, brought in sums.items()}
    return Level(own=own, at=_at(ground, own, place))


def _begins_alike(book: RuleBook) -> bool:
    first = book.blocks[0].clauses[0]
    everybody = first.over == "all" and first.tied == "any"
    return everybody and bool(book.across) and first.measure == book.across[0].measure


def _values(brought: Sequence[Gain], clauses: Sequence[Clause]) -> tuple[Span, ...]:
    """As many as there are: a ratio of nothing is no number."""
    found: list[Span] = []
    for clause in clauses:
        match clause.measure:
            case "conduct" | "ranking" | "lots":
                break
            case measure:
                value = measured(brought, measure)
        if value is None:
            break
        found.append(value)
    return tuple(found)


def _at(ground: Ground[E], own: Mapping[E, tuple[Span, ...]], place: int) -> tuple[Span, ...]:
    if not ground.left:
        ahead = 0
        for cluster in ground.ranked(()):
            ahead += len(cluster.members)
            if ahead >= place:
                columns = zip(*(own[one] for one in cluster.members), strict=False)
                return tuple(hull(column) for column in columns)
        return ()
    first = [values[0] for values in own.values() if values]
    if len(first) < max(len(own), place):
        return ()
    return (
        Span(_nth(place, [one.low for one in first]), _nth(place, [one.high for one in first])),
    )


def _nth(place: int, bounds: Sequence[Number | None]) -> Number | None:
    known = sorted((one for one in bounds if one is not None), reverse=True)
    return known[place - 1] if len(known) == len(bounds) else None


def compared(mine: tuple[Span, ...], theirs: tuple[Span, ...]) -> Order:
    """How the one stands to the other however the rest ends: ahead, behind, or open."""
    for own, other in zip(mine, theirs, strict=False):
        if other.below(own):
            return "ahead"
        if own.below(other):
            return "behind"
        if not (own.known and other.known):
            return "open"
    return "open"
