"""Ordering a group clause by clause, as far as what is known tells its members apart.

With every value known this is the table. With matches still to come the values are spans; whoever
cannot be told apart then for want of results stays in one cluster that says so.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Generic, NamedTuple, TypeAlias, TypeVar

from msgspec import Struct

from scoring.rules.pool_rules import Block, Clause
from scoring.rules.spans import Number, Span

E = TypeVar("E")

Ask: TypeAlias = Callable[[Clause, Sequence[E], Sequence[E]], Mapping[E, Span] | None]
"""The values of a clause for some who are equal so far; then come those whose mini-table counts.

None where one of them has no value: the clause then tells nobody apart.
"""


class Cluster(Struct, Generic[E], frozen=True):
    """Some between whom nothing decides, all ahead of or behind everybody else.

    Level: equal so far. Otherwise their values overlap, and results to come decide.
    """

    members: tuple[E, ...]
    level: bool = True
    values: Mapping[E, Span] = {}


class Split(Struct, Generic[E], frozen=True):
    """A clause told some apart who were equal until then."""

    clause: Clause
    among: tuple[E, ...]
    """Whose mini-table it was."""
    groups: tuple[tuple[E, ...], ...]
    """Best first; those in one stayed equal."""


class Order(Struct, Generic[E], frozen=True):
    """Best first, and how it came about."""

    clusters: tuple[Cluster[E], ...]
    splits: tuple[Split[E], ...]


class _Asked(NamedTuple, Generic[E]):
    ask: Ask[E]
    splits: list[Split[E]]
    only: E | None


def order(
    members: Sequence[E], blocks: Sequence[Block], ask: Ask[E], only: E | None = None
) -> Order[E]:
    """Order the members; with `only`, as far as it takes to place that one."""
    asked = _Asked(ask, [], only)
    clusters = tuple(_through(asked, blocks, Cluster(tuple(members)))) if members else ()
    return Order(clusters, tuple(asked.splits))


def _through(
    asked: _Asked[E], blocks: Sequence[Block], cluster: Cluster[E]
) -> Iterator[Cluster[E]]:
    others = asked.only is not None and asked.only not in cluster.members
    if not blocks or others or not cluster.level or len(cluster.members) == 1:
        yield cluster
        return
    block, *rest = blocks
    parts = _through_block(asked, block, cluster)
    again = len(parts) > 1 and block.restart != "never"
    for part in parts:
        yield from _through(asked, blocks if again else rest, part)


def _through_block(asked: _Asked[E], block: Block, cluster: Cluster[E]) -> list[Cluster[E]]:
    parts = [cluster]
    for clause in block.clauses:
        parts = [piece for part in parts for piece in _apart(asked, clause, part, cluster.members)]
        if block.restart == "after_each" and len(parts) > 1:
            break
    return parts


def _apart(
    asked: _Asked[E], clause: Clause, part: Cluster[E], among: tuple[E, ...]
) -> Sequence[Cluster[E]]:
    if not part.level or not _concerns(clause, len(part.members)):
        return [part]
    values = asked.ask(clause, part.members, among)
    if values is None:
        return [part]
    pieces = clustered(values)
    if len(pieces) > 1:
        groups = tuple(piece.members for piece in pieces)
        asked.splits.append(Split(clause, among, groups))
    return pieces


def _concerns(clause: Clause, tied: int) -> bool:
    match clause.tied:
        case "any":
            return tied > 1
        case "two":
            return tied == 2  # noqa: PLR2004 - as it says
        case "more":
            return tied > 2  # noqa: PLR2004 - three or more


def clustered(values: Mapping[E, Span]) -> list[Cluster[E]]:
    """Best first; together stay those whose spans touch, directly or through others."""
    found: list[list[E]] = []
    lowest: Span | None = None
    for one in sorted(values, key=lambda one: _from_the_top(values[one])):
        span = values[one]
        if lowest is None or span.below(lowest):
            found.append([])
            lowest = span
        elif span.low is None or (lowest.low is not None and span.low < lowest.low):
            lowest = span
        found[-1].append(one)
    return [_cluster(tuple(members), values) for members in found]


def _from_the_top(span: Span) -> tuple[bool, Number]:
    return (span.high is not None, 0 if span.high is None else -span.high)


def _cluster(members: tuple[E, ...], values: Mapping[E, Span]) -> Cluster[E]:
    if len(members) == 1 or all(values[one].known for one in members):
        return Cluster(members)
    return Cluster(members, level=False, values={one: values[one] for one in members})
