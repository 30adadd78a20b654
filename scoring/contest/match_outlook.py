"""Who goes on for certain, who is out and who is in between, while matches are still to come.

Nobody is called qualified or eliminated without a certificate that can be checked by itself. All
of it holds while the matches to come are played to their end: a correction, a withdrawal or a
disqualification may overturn it.
"""

from collections.abc import Callable, Collection, Mapping
from typing import TypeAlias

from msgspec import Struct

from scoring.contest import bracket_outlook, swiss_outlook
from scoring.contest.bracket_outlook import Ending, Path, bracket_paths, ways
from scoring.contest.encounters import InGroup as GroupRound
from scoring.contest.encounters import gone
from scoring.contest.formats import DoubleElimination, Groups, KnockOut, Swiss
from scoring.contest.group_lines import Line, place_lines
from scoring.contest.group_outlook import GroupOutlook, group_outlooks, lines_of
from scoring.contest.ids import EntrantId
from scoring.contest.swiss_outlook import Race, races
from scoring.contest.tables import PlayedStandings
from scoring.contest.wildcard_outlook import Wild, wild
from scoring.rules.chances import Chance, State, between
from scoring.rules.cuts import Cut
from scoring.rules.needs import decided
from scoring.rules.slots import MatchId, Span


class Final(Struct, frozen=True, tag="final"):
    """Nothing is left to be played that it depends on."""


class Left(Struct, frozen=True, tag="left"):
    """Withdrew, was disqualified, or was taken out by the rule book."""


class InGroup(Struct, frozen=True, tag="in_group"):
    """By every ending of the matches of the group, or by those who must take too many wins."""

    group: str
    line: Line
    parts: tuple[Chance[EntrantId], ...]
    """Of the first places down to the line; before that, if it is not the first to be drawn, of
    the places above it."""

    @property
    def chance(self) -> Chance[EntrantId]:
        """Of ending on the places of the line."""
        above, *within = self.parts
        return between(above, within[0]) if within else above


class AcrossGroups(Struct, frozen=True, tag="across_groups"):
    """By the places in the group, and by what the other groups must come to."""

    group: str
    wild: Wild


class InRace(Struct, frozen=True, tag="in_race"):
    """By the points that everybody can still come to in a Swiss system."""

    line: Line
    race: Race


class InBracket(Struct, frozen=True, tag="in_bracket"):
    """By the places that can still be reached; where both may happen, by a way to either."""

    line: Line
    places: Span
    onward: Ending = {}
    out: Ending = {}


Certificate: TypeAlias = Final | Left | InGroup | AcrossGroups | InRace | InBracket


class Prospect(Struct, frozen=True, kw_only=True):
    """What may become of one entrant by one route onward."""

    state: State
    certificate: Certificate | None = None
    """What shows it; of what is open, what is known about it."""


OPEN = Prospect(state="open")
Prospects: TypeAlias = Mapping[EntrantId, Prospect]


class MatchOutlook(Struct, frozen=True, kw_only=True):
    """What can still happen in a played stage."""

    result: PlayedStandings
    routes: tuple[Prospects, ...] = ()
    """For each route onward, everybody in the stage; nobody before the draw."""
    groups: Mapping[str, GroupOutlook] = {}
    paths: Mapping[EntrantId, Path] = {}
    """In a bracket."""
    decided: frozenset[MatchId] = frozenset()
    """Matches to come that cannot change any more who goes on."""


Look: TypeAlias = Callable[[PlayedStandings], MatchOutlook]
"""Works out what can still happen, or knows it."""


def match_outlook(result: PlayedStandings, before: MatchOutlook | None = None) -> MatchOutlook:
    """What can still happen; what was found before is used where nothing has changed."""
    stage, found = result.stage, result.encounters
    if not found.by_id:
        return MatchOutlook(result=result)
    match stage.format:
        case Groups():
            earlier = before if before is not None and before.result.stage == stage else None
            groups = group_outlooks(result, stage.format, earlier.groups if earlier else {})
            routes = tuple(_in_groups(result, groups, number) for number in _routes(result))
            left = _decided_in_groups(result, groups, routes)
            return MatchOutlook(result=result, routes=routes, groups=groups, decided=left)
        case Swiss():
            swiss = tuple(_in_race(result, stage.format, number) for number in _routes(result))
            return MatchOutlook(result=result, routes=swiss, decided=_if_all(result, swiss))
        case KnockOut() | DoubleElimination():
            paths = bracket_paths(result)
            bracket = tuple(_in_bracket(result, paths, number) for number in _routes(result))
            return MatchOutlook(result=result, routes=bracket, paths=paths)


def _routes(result: PlayedStandings) -> range:
    return range(len(result.stage.advancement))


def _by_cut(result: PlayedStandings, cut: Cut[EntrantId], entrant: EntrantId) -> Prospect:
    """Where everything is played that it depends on."""
    if entrant in cut.undecided:
        return OPEN
    state: State = "qualified" if entrant in cut.qualifying else "eliminated"
    left = state == "eliminated" and has_left(result, entrant)
    return Prospect(state=state, certificate=Left() if left else Final())


def is_final(result: PlayedStandings, route: int, entrant: EntrantId) -> bool:
    """Whether nothing is left to be played that it depends on, so that the cut tells it."""
    complete, layout = result.encounters.complete, result.stage.format
    match layout:
        case Swiss(rounds=rounds):
            return complete and rounds == len(result.contest.play[result.stage.id].rounds)
        case KnockOut() | DoubleElimination():
            return complete
        case Groups():
            line = lines_of(result)[route]
            if line is not None and not line.wildcards:
                members = result.encounters.members
                own = [one.table for one in result.tables if entrant in members[one.name]]
                return all(one.complete for one in own)
            # Equals in a group share a place, which nobody has to compare before the lot is drawn.
            return complete and (not result.ties or len(result.tables) == 1)


def has_left(result: PlayedStandings, entrant: EntrantId) -> bool:
    """Whether somebody withdrew, was disqualified, or has no results left by the rule book."""
    struck = (one.table.struck for one in result.tables)
    out = gone(result.contest, result.stage)
    return entrant in out or any(entrant in those for those in struck)


def _in_groups(
    result: PlayedStandings, groups: Mapping[str, GroupOutlook], route: int
) -> Prospects:
    line, cut = lines_of(result)[route], result.cuts[route]
    prospects: dict[EntrantId, Prospect] = {}
    for one in result.tables:
        for entrant in result.encounters.members[one.name]:
            if is_final(result, route, entrant) or has_left(result, entrant):
                prospects[entrant] = _by_cut(result, cut, entrant)
            elif line is None:
                prospects[entrant] = OPEN
            elif line.wildcards:
                prospects[entrant] = _across(result, groups, one.name, route, entrant)
            else:
                own = line.own[one.name]
                prospects[entrant] = _in_group(groups[one.name], one.name, own, entrant)
    return prospects


def _across(
    result: PlayedStandings,
    groups: Mapping[str, GroupOutlook],
    name: str,
    route: int,
    entrant: EntrantId,
) -> Prospect:
    line = lines_of(result)[route]
    if line is None or result.stage.advancement[route].tie not in {"lots", "run_off"}:
        return OPEN
    found = wild(result, groups, name, line, entrant)
    if found is None:
        own = _in_group(groups[name], name, line.own[name], entrant)
        return own if own.state == "qualified" else OPEN
    return Prospect(state=_STATES[found.goes], certificate=AcrossGroups(name, found))


def _in_group(group: GroupOutlook, name: str, line: Line, entrant: EntrantId) -> Prospect:
    if not group.chances:
        return OPEN
    asked = (line.first - 1, line.last) if line.first > 1 else (line.last,)
    certificate = InGroup(name, line, tuple(group.chances[spots][entrant] for spots in asked))
    return Prospect(state=certificate.chance.state, certificate=certificate)


def _in_race(result: PlayedStandings, layout: Swiss, route: int) -> Prospects:
    line, cut = place_line(result, route), result.cuts[route]
    running = {} if line is None else races(result, layout)
    prospects: dict[EntrantId, Prospect] = {}
    for standing in result.standings:
        entrant = standing.entrant
        if is_final(result, route, entrant) or has_left(result, entrant):
            prospects[entrant] = _by_cut(result, cut, entrant)
        elif line is None or entrant not in running:
            prospects[entrant] = OPEN
        else:
            race = running[entrant]
            state = _STATES[swiss_outlook.inside(line, race)]
            prospects[entrant] = Prospect(state=state, certificate=InRace(line, race))
    return prospects


_STATES: dict[bool | None, State] = {True: "qualified", False: "eliminated", None: "open"}


def _in_bracket(result: PlayedStandings, paths: Mapping[EntrantId, Path], route: int) -> Prospects:
    line, cut = place_line(result, route), result.cuts[route]
    prospects: dict[EntrantId, Prospect] = {}
    for standing in result.standings:
        entrant = standing.entrant
        if is_final(result, route, entrant) or has_left(result, entrant):
            prospects[entrant] = _by_cut(result, cut, entrant)
        elif line is None or entrant not in paths:
            prospects[entrant] = OPEN
        else:
            prospects[entrant] = _on_path(result, entrant, line, paths[entrant].places)
    return prospects


def _on_path(result: PlayedStandings, entrant: EntrantId, line: Line, places: Span) -> Prospect:
    goes = bracket_outlook.inside(result, line, places)
    if goes is not None:
        return Prospect(state=_STATES[goes], certificate=InBracket(line, places))
    found = ways(result, entrant, line)
    state: State = "contending" if len(found) > 1 else "open"
    either = InBracket(line, places, found.get(True, {}), found.get(False, {}))
    return Prospect(state=state, certificate=either)


def place_line(result: PlayedStandings, route: int) -> Line | None:
    """The places of the one ranking that a route takes, where that alone decides."""
    entered = len(result.contest.field(result.stage))
    return place_lines(result.stage, entered)[route]


def _decided_in_groups(
    result: PlayedStandings, groups: Mapping[str, GroupOutlook], routes: Collection[Prospects]
) -> frozenset[MatchId]:
    """By group; where groups are compared, only when everybody's fate is certain."""
    lines = lines_of(result)
    if not lines or any(line is None or line.wildcards for line in lines):
        return _if_all(result, routes)
    found: set[MatchId] = set()
    matters: set[MatchId] = set()
    for name, group in groups.items():
        to_come = matches_to_come(result, name)
        found |= to_come
        for spots in group.chances.values():
            matters |= to_come - _decided_for_all(result, name, spots.values())
        matters |= set() if group.chances else to_come
    return frozenset(found - matters)


def _decided_for_all(
    result: PlayedStandings, group: str, chances: Collection[Chance[EntrantId]]
) -> set[MatchId]:
    found = matches_to_come(result, group)
    for one in chances:
        numbered = numbered_matches(result, group, one)
        found &= {name for at, name in enumerate(numbered) if decided(one, at)}
    return found


def _if_all(result: PlayedStandings, routes: Collection[Prospects]) -> frozenset[MatchId]:
    """All matches to come, once everybody is through or out."""
    if not routes or any(
        one.state not in {"qualified", "eliminated"}
        for prospects in routes
        for one in prospects.values()
    ):
        return frozenset()
    return frozenset(one.id for one in result.encounters if one.result is None)


def matches_to_come(result: PlayedStandings, group: str) -> set[MatchId]:
    """Those of a group whose results are still open, and will count."""
    struck = {one for each in result.tables if each.name == group for one in each.table.struck}
    return {
        one.id
        for one in result.encounters
        if isinstance(one.where, GroupRound)
        and group in one.where.groups
        and one.result is None
        and one.entrants
        and struck.isdisjoint(one.entrants)
    }


def numbered_matches(
    result: PlayedStandings, group: str, chance: Chance[EntrantId]
) -> tuple[MatchId, ...]:
    """The ids of the matches that a chance looks at, in its order."""
    to_come = matches_to_come(result, group)
    ordered = [one for one in result.encounters if one.id in to_come]
    ordered.sort(key=lambda one: chance.entrant not in (one.entrants or ()))
    return tuple(one.id for one in ordered)
