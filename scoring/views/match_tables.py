"""Tables of a played stage: groups by their rule book, a Swiss system by its score."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from scoring.contest.advancement import Quota, TopN
from scoring.contest.advancement_words import rule_text, tie_text
from scoring.contest.encounters import Encounter, InGroup
from scoring.contest.formats import Groups, Swiss, SwissTieBreak
from scoring.contest.ids import EntrantId
from scoring.contest.match_outlook import MatchOutlook
from scoring.contest.match_why import (
    key_text,
    measure_text,
    table_why,
    tie_break_text,
    value_text,
)
from scoring.contest.tables import (
    GroupTable,
    PlayedStandings,
    PlayedStatus,
    swiss_games,
    swiss_values,
)
from scoring.rules.outcomes import Drawn, winner
from scoring.rules.pool_rules import Clause, Measure
from scoring.rules.pools import Row as PoolRow
from scoring.rules.ranking import Key
from scoring.rules.swiss import scores
from scoring.views.head import Card, card
from scoring.views.match_chances import Sureness, sureness_of
from scoring.views.match_rows import Matches, RoundRows, rounds_of
from scoring.views.rows import Fate
from scoring.views.words import Words
from scoring.wording import Message, say


class TableRow(Struct, frozen=True, kw_only=True):
    """One line of a table."""

    card: Card
    place: int | None = None
    """None before anybody has a result, and for whose results were all deleted."""
    shared: bool = False
    played: int = 0
    won: int = 0
    drawn: int = 0
    lost: int = 0
    values: tuple[str, ...] = ()
    """What is compared after the points, column by column."""
    points: str = ""
    status: PlayedStatus
    fate: Fate | None = None
    tied: bool = False
    """Tied across the line: a lot or another match must decide."""
    sure: Sureness | None = None
    """How sure it is who goes on; None where nobody does, or that is recorded."""


class Table(Struct, frozen=True, kw_only=True):
    """A group, or everybody."""

    id: str
    name: str
    """Of the group; empty where everybody is in one."""
    columns: tuple[str, ...]
    """The names of the values."""
    points_name: str = ""
    """Empty where a rule book counts nothing but matches won."""
    draws: bool
    """Whether a match may be drawn."""
    rows: tuple[TableRow, ...]
    line: int
    """How many from the top go on by their place; 0 where that is not told by the place."""
    complete: bool
    why: tuple[str, ...]
    """What told equals apart."""
    rounds: tuple[RoundRows, ...] = ()


class AcrossRow(Struct, frozen=True):
    """One of those compared across groups."""

    card: Card
    group: str
    values: tuple[str, ...]
    fate: Fate | None


class AcrossTable(Struct, frozen=True):
    """Those on the same place of all groups, best first."""

    place: int
    columns: tuple[str, ...]
    rows: tuple[AcrossRow, ...]
    waiting: bool
    """Whether somebody is missing, as a place in a group is not clear yet."""


class RouteShown(Struct, frozen=True):
    """By which rule who goes on; as recorded, or before that as things stand."""

    to: str
    rule: str
    recorded: bool
    entrants: tuple[EntrantId, ...]


_NO_COLUMN: set[Measure] = {"league_points", "wins", "conduct", "ranking", "lots"}
"""These stand elsewhere in a row, or are told in words where they decide."""


def tables_of(outlook: MatchOutlook, matches: Matches, words: Words) -> tuple[Table, ...]:
    """The tables of a stage; none of a bracket."""
    result, sure = outlook.result, sureness_of(outlook)
    match result.stage.format:
        case Groups() as layout:
            tables = [_group(result, layout, one, matches, words) for one in result.tables]
        case Swiss() as layout:
            tables = [_swiss(result, layout, words)] if result.standings else []
        case _:
            tables = []
    return tuple(
        replace(
            one,
            rows=tuple(replace(row, sure=sure.get(row.card.entrant)) for row in one.rows),
        )
        for one in tables
    )


def across_of(result: PlayedStandings, words: Words) -> tuple[AcrossTable, ...]:
    """Those on a place of which only the best go on."""
    layout = result.stage.format
    if not isinstance(layout, Groups) or len(result.tables) == 1:
        return ()
    clauses = _columns(layout.book.across)
    fates = fates_of(result)
    groups = {one.entrant: one.group or "" for one in result.standings}
    places = {one.best + 1 for one in _quotas(result) if one.wildcards}
    return tuple(
        AcrossTable(
            place=place,
            columns=tuple(words(_column_name(one.measure)) for one in clauses),
            rows=tuple(
                AcrossRow(
                    card=card(result.contest, row.entrant, words),
                    group=groups[row.entrant],
                    values=tuple(_value(one, row) for one in clauses),
                    fate=fates.get(row.entrant),
                )
                for row in result.across[place].rows
            ),
            waiting=bool(result.across[place].waiting),
        )
        for place in sorted(places)
        if place in result.across
    )


def routes_of(result: PlayedStandings, words: Words) -> tuple[RouteShown, ...]:
    """The routes onward, in the order of the plan."""
    advanced = result.contest.stage(result.stage.id).advanced
    return tuple(
        RouteShown(
            to=words.label(route.to),
            rule=words(
                say(
                    "{rules}. {policy}",
                    rules=tuple(rule_text(rule) for rule in route.rules),
                    policy=tie_text(route.tie),
                )
            ),
            recorded=number in advanced,
            entrants=advanced[number].entrants if number in advanced else tuple(cut.qualifying),
        )
        for number, (route, cut) in enumerate(
            zip(result.stage.advancement, result.cuts, strict=True)
        )
    )


def fates_of(result: PlayedStandings) -> dict[EntrantId, Fate]:
    """Who goes on, as recorded or as things stand; nobody before there is a result."""
    advanced = result.contest.stage(result.stage.id).advanced
    found: dict[EntrantId, Fate] = {}
    begun = any(one.result is not None for one in result.encounters)
    for number, cut in enumerate(result.cuts):
        if number in advanced:
            found |= dict.fromkeys(advanced[number].entrants, "advancing")
        elif begun:
            found |= dict.fromkeys(cut.qualifying, "qualifying")
    return found


def _quotas(result: PlayedStandings) -> Iterator[Quota]:
    for route in result.stage.advancement:
        for rule in route.rules:
            if isinstance(rule, Quota) and rule.by == "pool":
                yield rule


def _line(result: PlayedStandings) -> int:
    """How many of each group, or of all, go on by their place alone."""
    quotas = [one.best for one in _quotas(result)]
    if quotas:
        return quotas[0]
    tops = [
        rule.count
        for route in result.stage.advancement[:1]
        for rule in route.rules
        if isinstance(rule, TopN)
    ]
    return tops[0] if tops and len(result.tables) < 2 else 0  # noqa: PLR2004 - of one table


def _tied(result: PlayedStandings) -> set[EntrantId]:
    advanced = result.contest.stage(result.stage.id).advanced
    return {
        one
        for number, cut in enumerate(result.cuts)
        if number not in advanced and result.encounters.complete
        for one in cut.undecided
    }


def _group(
    result: PlayedStandings, layout: Groups, one: GroupTable, matches: Matches, words: Words
) -> Table:
    clauses = _columns(clause for block in layout.book.blocks for clause in block.clauses)
    begun = one.table.matches or one.table.carried
    places = one.table.places() if begun else {}
    shared = Counter(places.values())
    points = layout.book.points
    fates, tied = fates_of(result), _tied(result)
    status: dict[EntrantId, PlayedStatus] = {
        line.entrant: line.status for line in result.standings
    }
    leagued = any(
        clause.measure == "league_points" for block in layout.book.blocks
        for clause in block.clauses
    )  # fmt: skip
    rows = [
        TableRow(
            card=card(result.contest, row.entrant, words),
            place=places.get(row.entrant),
            shared=row.entrant in places and shared[places[row.entrant]] > 1,
            played=row.played,
            won=row.won,
            drawn=row.drawn,
            lost=row.lost,
            values=tuple(_value(clause, row) for clause in clauses),
            points=str(row.league_points),
            status=status[row.entrant],
            fate=fates.get(row.entrant),
            tied=row.entrant in tied,
        )
        for row in one.table.rows
    ]
    rows += [
        TableRow(
            card=card(result.contest, out, words),
            values=("–",) * len(clauses),
            points="–",
            status=status[out],
        )
        for out in one.table.struck
    ]
    return Table(
        id=one.name,
        name=words(say("Group {group}", group=one.name)) if len(result.tables) > 1 else "",
        columns=tuple(words(_column_name(clause.measure)) for clause in clauses),
        points_name=words(say("Points")) if leagued else "",
        draws=bool(points.draw) or any(row.drawn for row in rows),
        rows=tuple(rows),
        line=_line(result),
        complete=one.table.complete,
        why=tuple(words(line) for line in table_why(result, one.name)),
        rounds=rounds_of(matches, words, _of_group(matches, one.name)),
    )


def _of_group(matches: Matches, group: str) -> list[Encounter]:
    return [
        one
        for one in matches.found
        if isinstance(one.where, InGroup) and group in one.where.groups
    ]


def _columns(clauses: Iterable[Clause]) -> list[Clause]:
    """What is compared, each measure once."""
    found: dict[Measure, Clause] = {}
    for clause in clauses:
        if clause.measure not in _NO_COLUMN:
            found.setdefault(clause.measure, clause)
    return [*found.values()]


def _column_name(measure: Measure) -> Message:
    """The head of a column: a word or two."""
    match measure:
        case "rubber_difference" | "rubber_ratio":
            return say("Rubbers")
        case "game_difference" | "game_ratio":
            return say("Games")
        case "point_difference":
            return say("Difference")
        case "point_ratio":
            return say("Points ratio")
        case "points_scored":
            return say("Points scored")
        case _:
            return measure_text(measure)


def _value(clause: Clause, row: PoolRow[EntrantId]) -> str:
    match clause.measure:
        case "rubber_difference" | "rubber_ratio":
            return value_text(clause, row.rubbers)
        case "game_difference" | "game_ratio":
            return value_text(clause, row.games)
        case _:
            return value_text(clause, row.points)


def _swiss(result: PlayedStandings, layout: Swiss, words: Words) -> Table:
    """Everybody by score, and what tells those on the same score apart."""
    contest, stage = result.contest, result.stage
    games = swiss_games(contest, stage, layout, result.encounters)
    points = scores([one.entrant for one in result.standings], games)
    told: list[tuple[SwissTieBreak, Mapping[EntrantId, Key | None]]] = [
        (by, values)
        for by, values in zip(layout.tie_breaks, swiss_values(result), strict=True)
        if by not in {"direct", "seed"}
    ]
    tally = _tallies(result)
    shared = Counter(one.place for one in result.standings)
    fates, tied = fates_of(result), _tied(result)
    done = [*filter(None, (one.result for one in result.encounters))]
    return Table(
        id="all",
        name="",
        columns=tuple(words(tie_break_text(by)) for by, _ in told),
        points_name=words(say("Points")),
        draws=any(isinstance(one.outcome, Drawn) for one in done),
        rows=tuple(
            TableRow(
                card=card(contest, one.entrant, words),
                place=one.place if games else None,
                shared=bool(games) and shared[one.place] > 1,
                played=sum(tally[one.entrant]),
                won=tally[one.entrant][0],
                drawn=tally[one.entrant][1],
                lost=tally[one.entrant][2],
                values=tuple(key_text(values.get(one.entrant)) for _, values in told),
                points=key_text(points[one.entrant]),
                status=one.status,
                fate=fates.get(one.entrant),
                tied=one.entrant in tied,
            )
            for one in result.standings
        ),
        line=_line(result),
        complete=result.encounters.complete,
        why=tuple(words(line) for line in table_why(result)),
    )


def _tallies(result: PlayedStandings) -> dict[EntrantId, tuple[int, int, int]]:
    """Matches won, drawn and lost; a bye is none."""
    ends: Counter[tuple[EntrantId, str]] = Counter()
    for one in result.encounters:
        if one.result is None or one.entrants is None:
            continue
        side = winner(one.result.outcome)
        for entrant, name in zip(one.entrants, ("a", "b"), strict=True):
            if side is not None:
                ends[entrant, "won" if side == name else "lost"] += 1
            elif isinstance(one.result.outcome, Drawn):
                ends[entrant, "drawn"] += 1
    every = [one.entrant for one in result.standings]
    return {one: (ends[one, "won"], ends[one, "drawn"], ends[one, "lost"]) for one in every}
