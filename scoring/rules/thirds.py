"""Those on the same place of several groups, compared: the best thirds, the best runners-up."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Generic, Literal, NamedTuple, TypeAlias, TypeVar

from msgspec import Struct

from scoring.rules.pool_counting import Counted
from scoring.rules.pool_gains import Gained, gained, gained_elsewhere
from scoring.rules.pool_order import order
from scoring.rules.pool_results import Carried
from scoring.rules.pool_rules import Block, Clause, Measure, RuleBook
from scoring.rules.pool_values import Recorded, values
from scoring.rules.pools import Parting, Row, Table, parting, row
from scoring.rules.spans import Span

E = TypeVar("E")

Unequal: TypeAlias = Literal["as_played", "without_last", "per_match"]
"""What is done about groups of different size; it must be stated.

as_played: nothing. without_last: results against the last of larger groups do not count, until all
have as many opponents. per_match: what can be summed is divided by the matches played.
"""


class Waiting(Struct, Generic[E], frozen=True):
    """Equals in one group, one of whom has the place, or is the last not to count against."""

    tied: tuple[E, ...]


class Across(Struct, Generic[E], frozen=True, kw_only=True):
    """Those on one place, ordered across the groups."""

    groups: tuple[tuple[E, ...], ...]
    """Of equals, best first."""
    rows: tuple[Row[E], ...]
    """What was compared, best first."""
    partings: tuple[Parting[E], ...]
    waiting: tuple[Waiting[E], ...]
    """Who is missing: until they are told apart, nobody is surely among the best."""


class _Entry(NamedTuple, Generic[E]):
    entrant: E
    matches: list[Counted[E]]


class _Asked(NamedTuple, Generic[E]):
    matches: Sequence[Gained[E]]
    recorded: Recorded[E]
    per: Mapping[E, int] | None
    """By how many matches to divide what is summed."""

    def values(
        self, clause: Clause, group: Sequence[E], among: Sequence[E]
    ) -> Mapping[E, Span] | None:
        found = values(self.matches, self.recorded, clause, group, among)
        if found is None or self.per is None or clause.measure not in _SUMMED:
            return found
        if any(not self.per[one] for one in group):
            return None
        return {one: span.per(self.per[one]) for one, span in found.items()}


_SUMMED: frozenset[Measure] = frozenset(
    {
        "league_points",
        "wins",
        "rubber_difference",
        "game_difference",
        "point_difference",
        "points_scored",
        "conduct",
    }
)


def across(
    tables: Sequence[Table[E]],
    place: int,
    book: RuleBook,
    unequal: Unequal,
    recorded: Recorded[E],
) -> Across[E]:
    """Compare those who are on this place of their group; a smaller group sends nobody."""
    having = [one for one in tables if len(one.rows) >= place]
    smallest = min((len(one.rows) for one in having), default=0)
    entries: list[_Entry[E]] = []
    waiting: list[Waiting[E]] = []
    for one in having:
        surplus = len(one.rows) - smallest if unequal == "without_last" else 0
        match _entry(one, place, surplus):
            case Waiting() as tied:
                waiting.append(tied)
            case entry:
                entries.append(entry)
    matches = [*_each_once(entries)]
    carried = {one: has for each in having for one, has in each.carried.items()}
    played = {entry.entrant: _played(entry, carried) for entry in entries}
    per = played if unequal == "per_match" else None
    gains = [*gained_elsewhere(carried), *(gained(one) for one in matches)]
    asked = _Asked(gains, recorded, per)
    blocks = [Block((clause,)) for clause in book.across]
    found = order([*played], blocks, asked.values)
    groups = tuple(cluster.members for cluster in found.clusters)
    return Across(
        groups=groups,
        rows=tuple(row(matches, carried, one) for group in groups for one in group),
        partings=tuple(parting(split, matches, carried, recorded) for split in found.splits),
        waiting=tuple(waiting),
    )


def _each_once(entries: Sequence[_Entry[E]]) -> Iterator[Counted[E]]:
    """A match between two of them is in the table of either."""
    told: set[E] = set()
    for entry in entries:
        yield from (one for one in entry.matches if told.isdisjoint((one.a, one.b)))
        told.add(entry.entrant)


def _played(entry: _Entry[E], carried: Mapping[E, Carried]) -> int:
    before = carried.get(entry.entrant)
    return len(entry.matches) + (before.played if before else 0)


def _entry(table: Table[E], place: int, surplus: int) -> _Entry[E] | Waiting[E]:
    """Whoever has the place, and the matches that count."""
    on_place = _from_to(table.groups, place - 1, place)
    if isinstance(on_place, Waiting):
        return on_place
    last = _from_to(table.groups, len(table.rows) - surplus, len(table.rows))
    if isinstance(last, Waiting):
        return last
    (entrant,) = on_place
    sides = ({one.a, one.b} for one in table.matches)
    return _Entry(
        entrant,
        [
            one
            for one, both in zip(table.matches, sides, strict=True)
            if entrant in both and both.isdisjoint(last)
        ],
    )


def _from_to(groups: Sequence[tuple[E, ...]], start: int, stop: int) -> list[E] | Waiting[E]:
    """Those in this range of places, unless equals lie across its bounds."""
    found: list[E] = []
    ahead = 0
    for group in groups:
        behind = ahead + len(group)
        if start <= ahead and behind <= stop:
            found.extend(group)
        elif ahead < stop and start < behind:
            return Waiting(group)
        ahead = behind
    return found
