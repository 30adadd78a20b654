"""Certain, out, in contention or open in a stage of matches: the word, the needs, the proof."""

from collections.abc import Iterator, Sequence
from functools import reduce
from math import prod
from typing import Literal, TypeAlias, assert_never

from msgspec import Struct

from scoring.contest.group_lines import Line
from scoring.contest.ids import EntrantId
from scoring.contest.match_outlook import (
    AcrossGroups,
    Final,
    InBracket,
    InGroup,
    InRace,
    Left,
    MatchOutlook,
    Prospect,
)
from scoring.contest.match_proof import Sums, sums, witness
from scoring.contest.swiss_outlook import Race
from scoring.contest.tables import PlayedStandings
from scoring.contest.wildcard_outlook import Wild
from scoring.rules.chance_search import Box
from scoring.rules.chances import Chance, Verdict
from scoring.rules.needs import ways
from scoring.rules.outcomes import NIL
from scoring.rules.pool_gains import Ending
from scoring.rules.pool_results import Result
from scoring.views.ending_words import Asked, condition
from scoring.views.words import Words
from scoring.wording import Message, Value, say

Sureness: TypeAlias = Literal["certain", "contending", "open", "out"]
"""Contending: a way to either is known. Open: nothing is proved yet."""

_MANY = 6
"""So many cases are told; of more only those that the own matches decide."""


class Needs(Struct, frozen=True):
    """What must happen, case by case."""

    text: str
    cases: tuple[str, ...]


class ChanceShown(Struct, frozen=True, kw_only=True):
    """What one entrant may hope for by one route onward."""

    to: str
    state: Sureness
    text: str
    """The state in a word or two."""
    needs: tuple[Needs, ...] = ()
    proof: tuple[str, ...] = ()


_STATES: dict[str, Sureness] = {
    "qualified": "certain",
    "eliminated": "out",
    "contending": "contending",
    "open": "open",
}
_ORDER: tuple[Sureness, ...] = ("certain", "contending", "open", "out")


def sureness_of(outlook: MatchOutlook) -> dict[EntrantId, Sureness]:
    """Over all routes: certain of one is certain, and out is only who is out of every one.

    Nothing of a stage from which nobody goes on, and nothing once all of it is recorded.
    """
    found: dict[EntrantId, Sureness] = {}
    advanced = outlook.result.contest.stage(outlook.result.stage.id).advanced
    for number, prospects in enumerate(outlook.routes):
        if number not in advanced:
            for one, prospect in prospects.items():
                states = {_STATES[prospect.state], found.get(one, "out")}
                found[one] = next(state for state in _ORDER if state in states)
    return found


def state_text(state: Sureness) -> Message:
    match state:
        case "certain":
            return say("Certain")
        case "contending":
            return say("In contention")
        case "open":
            return say("Open")
        case "out":
            return say("Out")


def chances_shown(
    outlook: MatchOutlook, entrant: EntrantId, words: Words
) -> tuple[ChanceShown, ...]:
    """For each route onward: how sure it is, what is still needed, and why."""
    result = outlook.result
    return tuple(
        ChanceShown(
            to=words.label(route.to),
            state=_STATES[prospect.state],
            text=words(state_text(_STATES[prospect.state])),
            needs=tuple(_needs(result, prospect, words.label(route.to), words)),
            proof=tuple(words(line) for line in proof_of(result, entrant, prospect)),
        )
        for route, prospects in zip(result.stage.advancement, outlook.routes, strict=False)
        if (prospect := prospects.get(entrant)) is not None
    )


def path_lines(outlook: MatchOutlook, entrant: EntrantId, words: Words) -> tuple[str, ...]:
    """In a bracket: whom one would meet next, and the places that can be reached."""
    path = outlook.paths.get(entrant)
    if path is None or not path.alive:
        return ()
    names = _names(outlook.result, path.opponents)
    lines = [_reached(*path.places)]
    if len(names) == 1:
        lines.insert(0, say("Next against {opponent}.", opponent=names[0]))
    elif names:
        lines.insert(0, say("Next against one of {opponents}.", opponents=names))
    return tuple(words(one) for one in lines)


def _reached(best: int, worst: int) -> Message:
    return say("Places {best} to {worst} can still be reached.", best=best, worst=worst)


def _needs(result: PlayedStandings, prospect: Prospect, to: str, words: Words) -> Iterator[Needs]:
    """The cases in which somebody goes on who may or may not."""
    certificate = prospect.certificate
    if not isinstance(certificate, InGroup) or prospect.state not in {"contending", "open"}:
        return
    chance = certificate.chance
    through, out = ways(chance, "through"), ways(chance, "out")
    if chance.exact and len(out) == 1 and len(through) > 1:
        yield Needs(
            words(say("Goes on to {to} in every case but this:", to=to)),
            (_case(result, chance, out[0], words),),
        )
        return
    told = through if len(through) <= _MANY else _own(chance, through)
    cases = tuple(_case(result, chance, box, words) for box in told)
    if len(cases) == 1 and chance.exact and told == through:
        yield Needs(words(say("Goes on to {to} only like this:", to=to)), cases)
    elif cases and chance.exact and told == through:
        yield Needs(words(say("Goes on to {to} in these cases, and in no other:", to=to)), cases)
    elif cases:
        yield Needs(words(say("Goes on to {to} for certain in these cases:", to=to)), cases)
    doubtful = _doubtful(chance)
    if 0 < len(doubtful) <= _MANY:
        cases = tuple(_case(result, chance, box, words) for box in doubtful)
        yield Needs(words(say("Then it takes more to tell: the exact scores, or lots:")), cases)


def _doubtful(chance: Chance[EntrantId]) -> tuple[Box, ...]:
    """Where more than how the matches end decides; nothing where not all was looked at."""
    verdicts: set[Verdict] = {case.verdict for case in chance.cases}
    return () if "unknown" in verdicts else ways(chance, "results", "level")


def _own(chance: Chance[EntrantId], boxes: Sequence[Box]) -> tuple[Box, ...]:
    """Those that no match of others has a part in."""
    others = [at for at, one in enumerate(chance.matches) if chance.entrant not in (one.a, one.b)]
    return tuple(
        box for box in boxes if all(box[at] == (0, len(chance.endings[at])) for at in others)
    )


def _case(result: PlayedStandings, chance: Chance[EntrantId], box: Box, words: Words) -> str:
    parts = [
        condition(_asked(result, match, endings), low, high)
        if chance.entrant != match.b
        else condition(
            _asked(result, match, endings).turned(), len(endings) - high, len(endings) - low
        )
        for match, endings, (low, high) in zip(chance.matches, chance.endings, box, strict=True)
        if high - low < len(endings)
    ]
    whole = reduce(lambda one, two: say("{one}, and {two}", one=one, two=two), parts)
    return words(say("{sentence}.", sentence=whole))


def _asked(
    result: PlayedStandings, match: Result[EntrantId], endings: tuple[Ending, ...]
) -> Asked:
    names = result.contest.entrants
    return Asked(names[match.a].name, names[match.b].name, endings)


def proof_of(
    result: PlayedStandings, entrant: EntrantId, prospect: Prospect
) -> tuple[Message, ...]:
    """Why it is so; of what is open, what is known."""
    match prospect.certificate:
        case None:
            return ()
        case Final():
            return (say("Everything that decides it has been played."),)
        case Left():
            return (say("Who left the contest, or was taken out of it, does not go on."),)
        case InGroup() as certificate:
            return tuple(_in_group(result, entrant, prospect, certificate))
        case AcrossGroups(wild=wild):
            return tuple(_across(prospect, wild))
        case InRace(line=line, race=race):
            return tuple(_in_race(line, race))
        case InBracket() as certificate:
            return tuple(_in_bracket(certificate))
    assert_never(prospect.certificate)


def _in_group(
    result: PlayedStandings, entrant: EntrantId, prospect: Prospect, certificate: InGroup
) -> Iterator[Message]:
    chance, (first, last) = certificate.chance, certificate.line
    found = sums(result, certificate)
    if found is not None:
        yield _beaten(result, entrant, found)
        return
    values: dict[str, Value] = {
        "count": prod(len(one) for one in chance.endings),
        "matches": len(chance.matches),
        "name": result.contest.entrants[entrant].name,
        "places": _places(first, last),
    }
    if prospect.state == "qualified":
        yield say(
            "Whichever of the {count} ways the remaining matches ({matches}) end: {name} comes to"
            " {places}.",
            **values,
        )
    elif prospect.state == "eliminated":
        yield say(
            "Whichever of the {count} ways the remaining matches ({matches}) end: {name} does not"
            " come to {places}.",
            **values,
        )
    elif prospect.state == "open":
        yield say("Not proved either way yet.")
    elif not chance.exact:
        for verdict in _EITHER:
            yield from _example(result, certificate, verdict)


_EITHER: tuple[Literal["through"], Literal["out"]] = ("through", "out")
_EXAMPLE = 8
"""Of more matches no example is told."""


def _example(
    result: PlayedStandings, certificate: InGroup, verdict: Literal["through", "out"]
) -> Iterator[Message]:
    found = witness(result, certificate, verdict)
    if found is None or len(found) > _EXAMPLE:
        return
    names = result.contest.entrants
    results = tuple(
        say("{one} – {two} {score}", one=names[one.a].name, two=names[one.b].name,
            score=_score(one))
        for one in found.values()
    )  # fmt: skip
    if verdict == "through":
        yield say("Goes on, for example, with: {results}.", results=results)
    else:
        yield say("Does not, for example, with: {results}.", results=results)


def _score(match: Result[EntrantId]) -> str:
    scored = match.scored
    told = next((one for one in (scored.rubbers, scored.games) if one != NIL), scored.points)
    return f"{told.a}-{told.b}"


def _places(first: int, last: int) -> Message:
    if first == last:
        return say("place {place}", place=first)
    return say("places {first} to {last}", first=first, last=last)


def _beaten(result: PlayedStandings, entrant: EntrantId, found: Sums) -> Message:
    """Points count what the matches left bring at least; a win is worth one more."""
    values: dict[str, Value] = {
        "others": _names(result, found.by),
        "name": result.contest.entrants[entrant].name,
        "sure": found.sure,
        "between": found.between,
        "total": found.sure + found.between,
        "count": len(found.by),
        "bound": found.bound,
    }
    if found.unit == "points" and len(found.by) == 1:
        return say(
            "{others} comes to {sure} points at least; {name} can come to {bound} at most.",
            **values,
        )
    if found.unit == "points":
        return say(
            "{others} come to {sure} points together even without another win, and play {between}"
            " matches among themselves, each worth one more: {total} for {count}. So one of them"
            " ends with more than {bound}, which is the most that {name} can come to.",
            **values,
        )
    if len(found.by) == 1:
        return say(
            "{others} has {sure} wins already; {name} can come to {bound} at most.", **values
        )
    return say(
        "{others} have {sure} wins together and {between} matches among themselves: {total} for"
        " {count}. So one of them ends with more than {bound}, which is the most that {name} can"
        " come to.",
        **values,
    )


def _across(prospect: Prospect, wild: Wild) -> Iterator[Message]:
    if wild.own.state == "qualified":
        yield say("Is sure of a place in the group that goes on by itself.")
    elif prospect.state == "qualified":
        yield say(
            "Comes to place {place} of the group at least, and of the other groups {behind} can no"
            " longer have anybody better on that place; the best {count} there go on.",
            place=wild.place,
            behind=_groups(wild.behind),
            count=wild.count,
        )
    elif prospect.state == "eliminated" and len(wild.ahead) >= wild.count:
        yield say(
            "Comes to place {place} of the group at best, and whoever comes there in {ahead} is"
            " better; the best {count} there go on.",
            place=wild.place,
            ahead=_groups(wild.ahead),
            count=wild.count,
        )
    elif prospect.state == "eliminated":
        yield say(
            "Comes to no place of the group from which anybody goes on.",
        )
    else:
        yield say("Depends on other groups too, and is not proved either way yet.")


def _groups(names: Sequence[str]) -> tuple[Message, ...]:
    return tuple(say("group {name}", name=one) for one in names)


def _in_race(line: Line, race: Race) -> Iterator[Message]:
    yield say(
        "Has {points} points and can come to {most}; {ahead} are out of reach, and {near} can"
        " still come level or pass.",
        points=str(race.own.low),
        most=str(race.own.high),
        ahead=len(race.ahead),
        near=len(race.near) - len(race.ahead),
    )
    yield say(
        "By points alone that leaves {places}; who comes to {line} goes on.",
        places=_places(*race.places),
        line=_places(*line),
    )


def _in_bracket(certificate: InBracket) -> Iterator[Message]:
    yield _reached(*certificate.places)
    yield say("Who comes to {places} goes on.", places=_places(*certificate.line))


def _names(result: PlayedStandings, entrants: Sequence[EntrantId]) -> tuple[str, ...]:
    return tuple(result.contest.entrants[one].name for one in entrants)
