"""Checking what is claimed about who goes on, and the results that would make it so."""

from collections.abc import Mapping
from typing import Literal, NamedTuple, assert_never

from scoring.contest import swiss_outlook
from scoring.contest.bracket_outlook import bracket_paths, goes_on, inside
from scoring.contest.formats import Groups, Swiss
from scoring.contest.group_outlook import group_outlooks, group_question, lines_of
from scoring.contest.ids import EntrantId
from scoring.contest.match_outlook import (
    AcrossGroups,
    Final,
    InBracket,
    InGroup,
    InRace,
    Left,
    Prospect,
    has_left,
    is_final,
    numbered_matches,
    place_line,
)
from scoring.contest.tables import PlayedStandings
from scoring.contest.wildcard_outlook import Wild, wild
from scoring.rules.chances import holds, league_of
from scoring.rules.pool_results import Result
from scoring.rules.slots import MatchId


def proves(result: PlayedStandings, route: int, entrant: EntrantId, claim: Prospect) -> bool:
    """Whether the certificate shows the state, worked out anew; nothing is claimed of the open."""
    match claim.certificate:
        case _ if claim.state == "open":
            return True
        case None:
            return False
        case Left():
            return claim.state == "eliminated" and has_left(result, entrant)
        case Final():
            cut = result.cuts[route]
            return (
                is_final(result, route, entrant)
                and entrant not in cut.undecided
                and claim.state == _state(entrant in cut.qualifying)
            )
        case InGroup() as certificate:
            return _in_group(result, route, entrant, claim, certificate)
        case AcrossGroups(group=name, wild=found):
            again = _across_again(result, route, entrant, name)
            return found == again and claim.state == _state(found.goes)
        case InRace(line=line, race=race):
            layout = result.stage.format
            return (
                isinstance(layout, Swiss)
                and line == place_line(result, route)
                and race == swiss_outlook.races(result, layout).get(entrant)
                and claim.state == _state(swiss_outlook.inside(line, race))
            )
        case InBracket() as certificate:
            return _in_bracket(result, route, entrant, claim, certificate)
    assert_never(claim.certificate)


def _state(goes: bool | None) -> str:  # noqa: FBT001 - three answers, of which one is None
    return "open" if goes is None else "qualified" if goes else "eliminated"


def _in_group(
    result: PlayedStandings,
    route: int,
    entrant: EntrantId,
    claim: Prospect,
    certificate: InGroup,
) -> bool:
    layout, line = result.stage.format, lines_of(result)[route]
    if not isinstance(layout, Groups) or line is None:
        return False
    first, last = line.own[certificate.group]
    asked = (first - 1, last) if first > 1 else (last,)
    return (
        certificate.line == (first, last)
        and len(asked) == len(certificate.parts)
        and all(part.entrant == entrant for part in certificate.parts)
        and all(
            holds(group_question(result, layout, certificate.group, spots), part)
            for spots, part in zip(asked, certificate.parts, strict=True)
        )
        and certificate.chance.state == claim.state
    )


def _across_again(
    result: PlayedStandings, route: int, entrant: EntrantId, name: str
) -> Wild | None:
    """Worked out anew, and its parts checked."""
    layout, line = result.stage.format, lines_of(result)[route]
    if not isinstance(layout, Groups) or line is None:
        return None
    found = wild(result, group_outlooks(result, layout, {}), name, line, entrant)
    last = line.own[name].last
    sound = (
        found is not None
        and holds(group_question(result, layout, name, last), found.own)
        and holds(group_question(result, layout, name, last + 1), found.within)
    )
    return found if sound else None


def _in_bracket(
    result: PlayedStandings,
    route: int,
    entrant: EntrantId,
    claim: Prospect,
    certificate: InBracket,
) -> bool:
    line, places = certificate.line, certificate.places
    if line != place_line(result, route) or places != bracket_paths(result)[entrant].places:
        return False
    if claim.state == "contending":
        return all(
            goes_on(result, entrant, line, ending) is goes
            for goes, ending in ((True, certificate.onward), (False, certificate.out))
        )
    return claim.state == _state(inside(result, line, places))


def witness(
    result: PlayedStandings, certificate: InGroup, verdict: Literal["through", "out"]
) -> Mapping[MatchId, Result[EntrantId]] | None:
    """Results of all matches to come of a group by which it goes like this, if any are known."""
    chance = certificate.chance
    results = chance.witness(verdict)
    if results is None:
        return None
    names: dict[tuple[EntrantId, EntrantId], list[MatchId]] = {}
    numbered = numbered_matches(result, certificate.group, chance)
    for name, match in zip(numbered, chance.matches, strict=True):
        names.setdefault((match.a, match.b), []).append(name)
    return {names[one.a, one.b].pop(0): one for one in results}


class Sums(NamedTuple):
    """What those come to who together must win too much."""

    by: tuple[EntrantId, ...]
    unit: Literal["wins", "points"]
    sure: int
    """Their wins so far; or the points that they come to without another win."""
    between: int
    """The matches still to come among them."""
    bound: int
    """The most that the one they keep out can come to."""


def sums(result: PlayedStandings, certificate: InGroup) -> Sums | None:
    """The sums of a certificate that names who must win too much; None of any other."""
    chance, layout = certificate.parts[-1], result.stage.format
    if chance.beaten is None or not isinstance(layout, Groups):
        return None
    asked = group_question(result, layout, certificate.group, certificate.line.last)
    league = league_of(asked)
    if league is None:
        return None
    by = chance.beaten.by
    return Sums(
        by=by,
        unit="wins" if layout.book.blocks[0].clauses[0].measure == "wins" else "points",
        sure=sum(league.wins[one] for one in by),
        between=sum(count for pair, count in league.left.items() if {*by}.issuperset(pair)),
        bound=league.bound(chance.entrant),
    )
