"""What can still happen in a bracket: who is left in it, which places, whom one would meet."""

from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct

from scoring.contest.encounters import Encounters, gone
from scoring.contest.group_lines import Line
from scoring.contest.ids import EntrantId
from scoring.contest.tables import PlayedStandings
from scoring.rules.propagation import Awaited, Fixture, Known, contenders, fixtures, placed
from scoring.rules.propagation import Result as Won
from scoring.rules.slots import (
    BestPlaced,
    FirstLoss,
    Loser,
    MatchId,
    Placed,
    Seed,
    Source,
    Span,
    Winner,
)

_FEW = 8
"""With so many left in it, every one's best and worst way to the end is played through."""

Ending: TypeAlias = Mapping[MatchId, Won[EntrantId]]
"""Results of all matches to come."""


class Path(Struct, frozen=True, kw_only=True):
    """What is left for one entrant of a bracket."""

    places: Span
    """Those that can still be reached; shared where they are not played out."""
    alive: bool
    """Has a match left."""
    match: MatchId | None = None
    """The next one, where it is known."""
    opponents: tuple[EntrantId, ...] = ()
    """Who may be met there: one, once that is known."""


def bracket_paths(result: PlayedStandings) -> dict[EntrantId, Path]:
    """Everybody who is in a match of the bracket."""
    found = result.encounters
    may = contenders(found.fixtures)
    paths: dict[EntrantId, Path] = {}
    for one in result.standings:
        if one.span is not None:
            fixture = _next(found, one.entrant)
            paths[one.entrant] = Path(
                places=one.span,
                alive=fixture is not None,
                match=None if fixture is None else fixture.match.id,
                opponents=() if fixture is None else _opponents(fixture, one.entrant, may),
            )
    return paths


def _next(found: Encounters, entrant: EntrantId) -> Fixture[EntrantId] | None:
    return next(
        (
            one
            for one in found.fixtures.values()
            if one.progress in {"waiting", "ready"} and entrant in one.known()
        ),
        None,
    )


def _opponents(
    fixture: Fixture[EntrantId],
    entrant: EntrantId,
    may: Mapping[MatchId, frozenset[EntrantId]],
) -> tuple[EntrantId, ...]:
    for side in fixture.sides:
        match side:
            case Known(entrant=other) if other != entrant:
                return (other,)
            case Awaited(slot=Winner() | Loser() | FirstLoss() as slot):
                return tuple(sorted(may[slot.match] - {entrant}))
            case _:
                pass
    return ()


def inside(result: PlayedStandings, line: Line, places: Span) -> bool | None:
    """Whether all these places go on, or none; None for neither. Whoever left makes room."""
    best, worst = places.best - len(gone(result.contest, result.stage)), places.worst
    if line.first <= best and worst <= line.last:
        return True
    return False if best > line.last or worst < line.first else None


def ways(result: PlayedStandings, entrant: EntrantId, line: Line) -> dict[bool, Ending]:
    """A way to go on and one not to: all own matches won, or all lost; as far as they are ones."""
    found: dict[bool, Ending] = {}
    alive = sum(_next(result.encounters, one.entrant) is not None for one in result.standings)
    for wins in (True, False) if alive <= _FEW else ():
        ending = _played_through(result, entrant, wins=wins)
        goes = goes_on(result, entrant, line, ending)
        if goes is not None:
            found[goes] = ending
    return found


def goes_on(
    result: PlayedStandings, entrant: EntrantId, line: Line, ending: Ending
) -> bool | None:
    """What becomes of one if the matches to come end like this; None if they do not tell."""
    bracket, now = result.encounters.bracket, _with(result, ending)
    if bracket is None or any(one.progress in {"waiting", "ready"} for one in now.values()):
        return None
    places = placed(now, bracket.places).get(entrant)
    return None if places is None else inside(result, line, places)


def _played_through(result: PlayedStandings, entrant: EntrantId, *, wins: bool) -> Ending:
    """One wins all of its own matches, or none; of others always the first."""
    ending: dict[MatchId, Won[EntrantId]] = {}
    while True:
        ready = [one for one in _with(result, ending).values() if one.progress == "ready"]
        if not ready:
            return ending
        for one in ready:
            a, b = one.known()
            own = a if (entrant == a) == wins else b
            ending[one.match.id] = Won((a, b), own if entrant in {a, b} else a)


def _with(result: PlayedStandings, ending: Ending) -> dict[MatchId, Fixture[EntrantId]]:
    """The bracket as it would be with these results as well."""
    found = result.encounters.fixtures
    sources: dict[Source, EntrantId | None] = {}
    results: dict[MatchId, Won[EntrantId]] = dict(ending)
    for name, one in found.items():
        for slot, side in zip(one.match.sides, one.sides, strict=True):
            if isinstance(slot, Seed | Placed | BestPlaced) and not isinstance(side, Awaited):
                sources[slot] = side.entrant if isinstance(side, Known) else None
        if one.progress == "decided":
            a, b = one.known()
            winner = one.winner.entrant if isinstance(one.winner, Known) else None
            results[name] = Won((a, b), winner)
    matches = [one.match for one in found.values()]
    return fixtures(matches, sources, results, gone(result.contest, result.stage))
