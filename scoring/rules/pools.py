"""The table of a group under a rule book: rows, places, and why each is where it is."""

from collections.abc import Collection, Mapping, Sequence
from typing import Generic, TypeAlias, TypeVar

from msgspec import Struct

from scoring.rules.outcomes import Side, other
from scoring.rules.pool_counting import Counted, counted
from scoring.rules.pool_gains import gained, gained_elsewhere
from scoring.rules.pool_order import Split, order
from scoring.rules.pool_results import Balance, Carried, Result, Scored
from scoring.rules.pool_rules import Clause, RuleBook
from scoring.rules.pool_values import Recorded, drawn_order, values
from scoring.rules.ranking import Ranking

E = TypeVar("E")

Value: TypeAlias = int | Balance
"""What a clause compared; a difference or a ratio is shown by what it is of."""


class Pool(Struct, Generic[E], frozen=True, kw_only=True):
    """The facts of a group; who meets how often is told by the results, those to come included."""

    members: tuple[E, ...]
    results: tuple[Result[E], ...] = ()
    """Of matches against others than members as well, where the plan has any."""
    struck: tuple[E, ...] = ()
    """Taken out with all their results, by decision."""
    recorded: Recorded[E] = Recorded()
    carried: Mapping[E, Carried] = {}


class Row(Struct, Generic[E], frozen=True, kw_only=True):
    """One line of a table."""

    entrant: E
    played: int
    won: int
    drawn: int
    lost: int
    league_points: int
    rubbers: Balance
    games: Balance
    points: Balance


class Parting(Struct, Generic[E], frozen=True, kw_only=True):
    """A clause told some apart who were equal until then, by these values."""

    clause: Clause
    values: dict[E, Value]
    among: tuple[E, ...]
    """Between whom the matches counted, where the clause is about those tied."""
    groups: tuple[tuple[E, ...], ...]
    """Best first; those in one stayed equal."""


class Table(Struct, Generic[E], frozen=True, kw_only=True):
    """A group under a rule book."""

    rows: tuple[Row[E], ...]
    """Best first; in what order equals stand means nothing."""
    groups: tuple[tuple[E, ...], ...]
    """Of equals, best first."""
    partings: tuple[Parting[E], ...]
    struck: tuple[E, ...]
    """Whose results were all deleted: they have no place."""
    matches: tuple[Counted[E], ...]
    """Those that count."""
    carried: Mapping[E, Carried]
    complete: bool
    """Nothing more is to be played."""

    @property
    def lots(self) -> tuple[tuple[E, ...], ...]:
        """Those between whom only lots are left; while matches are, they share the place."""
        return tuple(one for one in self.groups if len(one) > 1) if self.complete else ()

    def places(self) -> dict[E, int]:
        return Ranking(self.groups, ()).places()


def table(pool: Pool[E], book: RuleBook) -> Table[E]:
    """Order a group; whoever is equal by every clause stays so, and nothing else decides."""
    matches, out = counted(pool.results, book, pool.struck)
    members = [one for one in pool.members if one not in out]
    carried = {one: has for one, has in pool.carried.items() if one in members}
    gains = [*gained_elsewhere(carried), *(gained(one) for one in matches)]
    found = order(
        members,
        book.blocks,
        lambda clause, group, among: values(gains, pool.recorded, clause, group, among),
    )
    groups = tuple(cluster.members for cluster in found.clusters)
    open_ = (one for one in pool.results if one.outcome is None)
    return Table(
        rows=tuple(row(matches, carried, one) for group in groups for one in group),
        groups=groups,
        partings=tuple(parting(split, matches, carried, pool.recorded) for split in found.splits),
        struck=tuple(one for one in pool.members if one in out),
        matches=matches,
        carried=carried,
        complete=all(one.a in out or one.b in out for one in open_),
    )


_NOTHING = Carried()


def row(
    matches: Sequence[Counted[E]],
    carried: Mapping[E, Carried],
    entrant: E,
    among: Collection[E] | None = None,
) -> Row[E]:
    """The line of one entrant: of all matches and what it has from before, or `among` some."""
    before = carried.get(entrant, _NOTHING) if among is None else _NOTHING
    own: list[tuple[Counted[E], Side]] = [
        (one, side)
        for one in matches
        for side in _sides(one, entrant)
        if among is None or (one.a in among and one.b in among)
    ]
    won = sum(match.winner == side for match, side in own)
    drawn = sum(match.drawn for match, _ in own)
    rubbers, games, points = _balances(before.scored)
    for match, side in own:
        scored = match.scored
        rubbers = rubbers.plus(scored.rubbers.of(side), scored.rubbers.of(other(side)))
        games = games.plus(scored.games.of(side), scored.games.of(other(side)))
        points = points.plus(scored.points.of(side), scored.points.of(other(side)))
    return Row(
        entrant=entrant,
        played=before.played + len(own),
        won=before.won + won,
        drawn=before.drawn + drawn,
        lost=before.lost + len(own) - won - drawn,
        league_points=before.league_points
        + sum(match.league_points.of(side) for match, side in own),
        rubbers=rubbers,
        games=games,
        points=points,
    )


def _balances(scored: Scored) -> tuple[Balance, Balance, Balance]:
    return Balance(*scored.rubbers), Balance(*scored.games), Balance(*scored.points)


def _sides(match: Counted[E], entrant: E) -> tuple[Side, ...]:
    if match.a == entrant:
        return ("a",)
    return ("b",) if match.b == entrant else ()


def parting(
    split: Split[E],
    matches: Sequence[Counted[E]],
    carried: Mapping[E, Carried],
    recorded: Recorded[E],
) -> Parting[E]:
    """The separation with the values as a reader knows them."""
    clause = split.clause
    among = split.among if clause.over == "tied" else None
    group = [one for part in split.groups for one in part]
    return Parting(
        clause=clause,
        values={
            one: _value(row(matches, carried, one, among), group, clause, recorded)
            for one in group
        },
        among=among or (),
        groups=split.groups,
    )


def _value(row: Row[E], group: Sequence[E], clause: Clause, recorded: Recorded[E]) -> Value:
    match clause.measure:
        case "league_points":
            return row.league_points
        case "wins":
            return row.won
        case "rubber_difference" | "rubber_ratio":
            return row.rubbers
        case "game_difference" | "game_ratio":
            return row.games
        case "point_difference" | "point_ratio" | "points_scored":
            return row.points
        case "conduct":
            return recorded.conduct[row.entrant]
        case "ranking":
            return recorded.ranking[row.entrant]
        case "lots":
            return 1 + drawn_order(recorded.lots, group).index(row.entrant)
