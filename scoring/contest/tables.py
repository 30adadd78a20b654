"""Tables, places and who qualifies in a played stage: derived from its matches, never stored."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Literal, TypeAlias, assert_never

from msgspec import Struct
from msgspec.structs import replace

from scoring.contest.advancement import Advancement, Quota, route
from scoring.contest.encounters import (
    Encounters,
    encounters,
    gone,
    place_text,
    pool_results,
)
from scoring.contest.formats import (
    DoubleElimination,
    Format,
    Groups,
    KnockOut,
    Swiss,
    SwissTieBreak,
)
from scoring.contest.ids import EntrantId
from scoring.contest.plan import PlayedStage
from scoring.contest.state import Contest
from scoring.rules.cuts import Cut, cuts
from scoring.rules.outcomes import Drawn, Score, Unplayed, winner
from scoring.rules.pool_results import Carried, Scored
from scoring.rules.pool_values import Recorded, drawn_order
from scoring.rules.pools import Pool, Table, table
from scoring.rules.propagation import Known, placed
from scoring.rules.ranking import Key, Link, Ranking, ranked
from scoring.rules.routes import Counts, Field, Route
from scoring.rules.slots import BestPlaced, Placed, Span
from scoring.rules.swiss import (
    Game,
    buchholz,
    buchholz_difference,
    by_number,
    by_score,
    direct_encounter,
)
from scoring.rules.thirds import Across, across

PlayedStatus: TypeAlias = Literal["ranked", "playing", "struck", "withdrawn", "disqualified"]
"""playing: the place can still change, or nobody has been placed yet. struck: by the rule book all
results are deleted of who gave matches up (BWF GCR 16.2.5, FIBA 20.2.3).
"""


class PlayedStanding(Struct, frozen=True, kw_only=True):
    """One entrant in a played stage."""

    entrant: EntrantId
    status: PlayedStatus
    place: int | None = None
    """In the group, where there are groups; shared where nothing tells two apart."""
    group: str | None = None
    span: Span | None = None
    """The places that can still be reached, in a bracket."""


class GroupTable(Struct, frozen=True):
    """One group and its table."""

    name: str
    table: Table[EntrantId]


class PlayedStandings(Struct, frozen=True, kw_only=True):
    """A played stage's result so far."""

    contest: Contest
    stage: PlayedStage
    encounters: Encounters
    tables: tuple[GroupTable, ...] = ()
    across: Mapping[int, Across[EntrantId]] = {}
    """Those on the same place of all groups, compared; where a route or a bracket asks for it."""
    ranking: Ranking[EntrantId]
    """Over all groups: first those on place 1, and so on."""
    standings: tuple[PlayedStanding, ...]
    ties: tuple[tuple[EntrantId, ...], ...] = ()
    """Those whom only lots can tell apart."""
    cuts: tuple[Cut[EntrantId], ...]
    """Who qualifies by each route onward."""

    @property
    def qualifying(self) -> tuple[EntrantId, ...]:
        return tuple(one for cut in self.cuts for one in cut.qualifying)

    def of(self, entrant: EntrantId) -> PlayedStanding | None:
        return next((one for one in self.standings if one.entrant == entrant), None)

    def placings(self) -> dict[str, EntrantId]:
        """Who has which place of which group, where that is clear: "A:1", "best:3:1"."""
        found: dict[str, EntrantId] = {}
        for one in self.tables:
            for place, group in _places(one.table):
                if len(group) == 1:
                    found[place_text(Placed(one.name, place))] = group[0]
        for place, compared in self.across.items():
            if not compared.waiting:
                for number, group in _numbered(compared.groups):
                    if len(group) == 1:
                        found[place_text(BestPlaced(place, number))] = group[0]
        return found


PlayedRank: TypeAlias = Callable[[Contest, PlayedStage], PlayedStandings]
"""Works out a stage, or knows what it came to."""


def played_standings(contest: Contest, stage: PlayedStage) -> PlayedStandings:
    """Places of everybody by the results that are confirmed."""
    found = encounters(contest, stage)
    match stage.format:
        case Groups():
            return _of_groups(contest, stage, stage.format, found)
        case Swiss():
            return _of_swiss(contest, stage, stage.format, found)
        case KnockOut() | DoubleElimination():
            return _of_bracket(contest, stage, found)
    assert_never(stage.format)


def recorded(contest: Contest, stage: PlayedStage) -> Recorded[EntrantId]:
    """What decides in a table beside the results."""
    play = contest.play[stage.id]
    lots = tuple(tie.order for tie in contest.stage(stage.id).ties)
    return Recorded(conduct=play.conduct, ranking=play.ranking, lots=lots)


def pool_of(
    contest: Contest, stage: PlayedStage, found: Encounters, group: str
) -> Pool[EntrantId]:
    """A group as its rule book sees it."""
    members = found.members[group]
    return Pool(
        members=members,
        results=pool_results(found, group),
        struck=tuple(sorted(found.struck)),
        recorded=recorded(contest, stage),
        carried=_carried(stage.format, members),
    )


def _carried(layout: Format, members: Collection[EntrantId]) -> dict[EntrantId, Carried]:
    """What members of a group have before the first match."""
    brought = layout.brought if isinstance(layout, Groups) else ()
    return {
        one.entrant: Carried(
            won=one.won,
            drawn=one.drawn,
            lost=one.lost,
            league_points=one.league_points,
            scored=Scored(
                rubbers=Score(*one.rubbers), games=Score(*one.games), points=Score(*one.points)
            ),
        )
        for one in brought
        if one.entrant in members
    }


def _of_groups(
    contest: Contest, stage: PlayedStage, layout: Groups, found: Encounters
) -> PlayedStandings:
    tables = tuple(
        GroupTable(name, table(pool_of(contest, stage, found, name), layout.book))
        for name in found.members
    )
    deepest = max((len(one.table.rows) for one in tables), default=0)
    compared = {
        place: across(
            [one.table for one in tables],
            place,
            layout.book,
            layout.unequal,
            recorded(contest, stage),
        )
        for place in range(1, deepest + 1)
    }
    groups = [group for place in compared for group in _level(tables, place, compared[place])]
    ranking = Ranking(tuple(groups), ())
    pool = {one: name for name, members in found.members.items() for one in members}
    lines = tuple(_group_lines(contest, stage, tables))
    ties = [lots for one in tables for lots in one.table.lots]
    ties += [
        group
        for place, one in compared.items()
        if found.complete and not one.waiting and place in _compared_places(stage)
        for group in one.groups
        if len(group) > 1
    ]
    return PlayedStandings(
        contest=contest,
        stage=stage,
        encounters=found,
        tables=tables,
        across=compared,
        ranking=ranking,
        standings=(*lines, *_not_placed(contest, stage, lines)),
        ties=tuple(ties),
        cuts=tuple(_waiting_for_lots(cut, tables) for cut in _cuts(contest, stage, ranking, pool)),
    )


def _waiting_for_lots(cut: Cut[EntrantId], tables: Sequence[GroupTable]) -> Cut[EntrantId]:
    """While equals of a group have no places, none of them goes on by one of these places.

    Unless everybody on these places, of every group, does.
    """
    by_place: dict[int, set[EntrantId]] = {}
    equals: list[tuple[range, tuple[EntrantId, ...]]] = []
    for one in tables:
        for place, group in _places(one.table):
            places = range(place, place + len(group))
            for number in places:
                by_place.setdefault(number, set()).update(group)
            if len(group) > 1:
                equals.append((places, group))
    going = set(cut.qualifying)
    waiting = {
        one
        for places, group in equals
        if not all(by_place[place] <= going for place in places)
        for one in group
        if one in going
    }
    if not waiting:
        return cut
    return replace(
        cut,
        qualifying=tuple(one for one in cut.qualifying if one not in waiting),
        undecided=(*cut.undecided, *(one for one in cut.qualifying if one in waiting)),
    )


def _compared_places(stage: PlayedStage) -> set[int]:
    """The places on which somebody goes on as one of the best of several groups."""
    quotas = [rule for one in stage.advancement for rule in one.rules if isinstance(rule, Quota)]
    return {one.best + 1 for one in quotas if one.by == "pool" and one.wildcards}


def _level(
    tables: Sequence[GroupTable], place: int, compared: Across[EntrantId]
) -> Sequence[tuple[EntrantId, ...]]:
    """Those on one place of their groups, best first; all equal while one of them is open."""
    there = tuple(
        one
        for found in tables
        for at, group in _places(found.table)
        if at == place
        for one in group
    )
    if len(tables) == 1 or sum(map(len, compared.groups)) < len(there):
        return (there,) if there else ()
    return compared.groups


def _places(one: Table[EntrantId]) -> Iterator[tuple[int, tuple[EntrantId, ...]]]:
    return _numbered(one.groups)


def _numbered(
    groups: Sequence[tuple[EntrantId, ...]],
) -> Iterator[tuple[int, tuple[EntrantId, ...]]]:
    place = 1
    for group in groups:
        yield place, group
        place += len(group)


def _not_placed(
    contest: Contest, stage: PlayedStage, lines: Sequence[PlayedStanding]
) -> Iterator[PlayedStanding]:
    """Whoever is in the field and not in a draw: before it, or having left before."""
    listed = {one.entrant for one in lines}
    for one in contest.field(stage):
        if one not in listed:
            status = _status(contest, stage, one, done=False)
            yield PlayedStanding(entrant=one, status=status)


def _group_lines(
    contest: Contest, stage: PlayedStage, tables: Sequence[GroupTable]
) -> Iterator[PlayedStanding]:
    for one in tables:
        places = one.table.places()
        complete = one.table.complete
        for row in one.table.rows:
            yield PlayedStanding(
                entrant=row.entrant,
                status=_status(contest, stage, row.entrant, done=complete),
                place=places[row.entrant],
                group=one.name,
            )
        for out in one.table.struck:
            status = _status(contest, stage, out, done=complete)
            if status in {"ranked", "playing"}:
                status = "struck"
            yield PlayedStanding(entrant=out, status=status, group=one.name)


def _status(
    contest: Contest, stage: PlayedStage, entrant: EntrantId, *, done: bool
) -> PlayedStatus:
    if entrant in contest.stage(stage.id).disqualified:
        return "disqualified"
    if entrant in contest.withdrawn:
        return "withdrawn"
    return "ranked" if done else "playing"


def _of_bracket(contest: Contest, stage: PlayedStage, found: Encounters) -> PlayedStandings:
    spans = placed(found.fixtures, found.bracket.places) if found.bracket else {}
    playing = {
        side.entrant
        for one in found
        if not one.settled
        for side in one.sides
        if isinstance(side, Known)
    }
    over = {one: span for one, span in spans.items() if one not in playing}
    best: dict[int, list[EntrantId]] = {}
    for one, span in over.items():
        best.setdefault(span.best, []).append(one)
    groups = [tuple(best[place]) for place in sorted(best)]
    alive = tuple(one for one in spans if one in playing)
    ranking = Ranking((alive, *groups) if alive else tuple(groups), ())
    lines = [
        PlayedStanding(
            entrant=one,
            status=_status(contest, stage, one, done=one in over),
            place=spans[one].best if one in over else None,
            span=spans[one],
        )
        for group in ranking.groups
        for one in group
    ]
    return PlayedStandings(
        contest=contest,
        stage=stage,
        encounters=found,
        ranking=ranking,
        standings=(*lines, *_not_placed(contest, stage, lines)),
        cuts=_cuts(contest, stage, ranking, {}),
    )


def swiss_games(
    contest: Contest, stage: PlayedStage, layout: Swiss, found: Encounters
) -> tuple[Game[EntrantId], ...]:
    """What the rounds so far gave; a match still open gives nothing yet."""
    games: list[Game[EntrantId]] = []
    for one in found:
        if one.entrants is None or one.result is None:
            continue
        a, b = one.entrants
        outcome = one.result.outcome
        side = winner(outcome)
        points = Score(0, 0)
        if side is not None:
            points = points.plus(side, layout.win)
        elif isinstance(outcome, Drawn):
            points = Score(layout.draw, layout.draw)
        if not isinstance(outcome, Unplayed):
            both = (Fraction(points.a), Fraction(points.b))
            nothing_played = one.result.scored == Scored()
            games.append(Game(a=a, b=b, points=both, played=not nothing_played))
    for paired in contest.play[stage.id].rounds:
        if paired.bye is not None:
            bye = (Fraction(layout.win), Fraction(0))
            games.append(Game(a=paired.bye, b=None, points=bye, played=False))
    return tuple(games)


def swiss_seeds(contest: Contest, stage: PlayedStage) -> tuple[EntrantId, ...]:
    """The initial order: as drawn, or as entered."""
    lines = contest.play[stage.id].lines
    if lines:
        return tuple(one for one in lines[0] if one is not None)
    return contest.field(stage)


def swiss_ranking(
    contest: Contest, stage: PlayedStage, layout: Swiss, found: Encounters
) -> Ranking[EntrantId]:
    """By score, then as the plan says."""
    games = swiss_games(contest, stage, layout, found)
    seeds = swiss_seeds(contest, stage)
    links = [by_score(games), *(_link(one, games, seeds) for one in layout.tie_breaks)]
    return ranked(seeds, [*links, _by_lots(recorded(contest, stage).lots)])


def swiss_values(result: PlayedStandings) -> tuple[Mapping[EntrantId, Key | None], ...]:
    """What everybody has in each tie-break of a Swiss system, in the order of the plan."""
    layout = result.stage.format
    if not isinstance(layout, Swiss):
        return ()
    games = swiss_games(result.contest, result.stage, layout, result.encounters)
    seeds = swiss_seeds(result.contest, result.stage)
    return tuple(_link(one, games, seeds)(seeds) for one in layout.tie_breaks)


def _by_lots(lots: Sequence[tuple[EntrantId, ...]]) -> Link[EntrantId]:
    def link(group: Sequence[EntrantId]) -> dict[EntrantId, Key | None]:
        drawn = drawn_order(lots, group)
        return {one: -drawn.index(one) if drawn else None for one in group}

    return link


def _link(
    by: SwissTieBreak, games: Sequence[Game[EntrantId]], seeds: Sequence[EntrantId]
) -> Link[EntrantId]:
    match by:
        case "buchholz":
            return buchholz(games)
        case "buchholz_cut_1":
            return buchholz(games, drop_low=1)
        case "buchholz_median":
            return buchholz(games, drop_low=1, drop_high=1)
        case "buchholz_difference":
            return buchholz_difference(games)
        case "direct":
            return direct_encounter(games)
        case "seed":
            return by_number(seeds)


def _of_swiss(
    contest: Contest, stage: PlayedStage, layout: Swiss, found: Encounters
) -> PlayedStandings:
    ranking = swiss_ranking(contest, stage, layout, found)
    done = found.complete and len(contest.play[stage.id].rounds) == layout.rounds
    lines = [
        PlayedStanding(entrant=one, status=_status(contest, stage, one, done=done), place=place)
        for one, place in ranking.places().items()
    ]
    return PlayedStandings(
        contest=contest,
        stage=stage,
        encounters=found,
        ranking=ranking,
        standings=(*lines, *_not_placed(contest, stage, lines)),
        ties=tuple(group for group in ranking.groups if len(group) > 1) if done else (),
        cuts=_cuts(contest, stage, ranking, {}),
    )


def _cuts(
    contest: Contest,
    stage: PlayedStage,
    ranking: Ranking[EntrantId],
    pool: Mapping[EntrantId, str],
) -> tuple[Cut[EntrantId], ...]:
    """Who qualifies by each route. Whoever left makes room for the next."""
    if not stage.advancement:
        return ()
    out = gone(contest, stage)
    left = [tuple(one for one in group if one not in out) for group in ranking.groups]
    groups = [group for group in left if group]
    entered = contest.field(stage)
    field: Field[EntrantId] = Field(
        groups=groups,
        counts=Counts(
            entered=len(entered),
            present=len([one for one in entered if one not in out]),
            ranked=sum(map(len, groups)),
        ),
        scores={},
        membership={
            "pool": pool,
            "unit": {one: contest.entrants[one].unit for one in entered},
            "group": {one: str(contest.entrants[one].group or "") for one in entered},
        },
    )
    settled = contest.stage(stage.id).ties
    orders = [
        {one: place for place, one in enumerate(tie.order, start=1)} for tie in reversed(settled)
    ]
    return cuts(field, tuple(_route(one, orders) for one in stage.advancement))


def _route(
    advancement: Advancement, orders: Sequence[Mapping[EntrantId, int]]
) -> Route[EntrantId]:
    return route(advancement, *(orders if advancement.tie in {"lots", "run_off"} else ()))
