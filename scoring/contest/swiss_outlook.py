"""What points alone can say in a Swiss system: who cannot be caught, and who cannot catch up."""

from collections.abc import Sequence

from msgspec import Struct

from scoring.contest.encounters import Encounter, gone
from scoring.contest.formats import Swiss
from scoring.contest.group_lines import Line
from scoring.contest.ids import EntrantId
from scoring.contest.tables import PlayedStandings, swiss_games, swiss_seeds
from scoring.rules.slots import MatchId, Span
from scoring.rules.spans import Span as Points
from scoring.rules.swiss import scores


class Rival(Struct, frozen=True):
    """Somebody else, and all the points that may be had in the end."""

    entrant: EntrantId
    points: Points
    match: MatchId | None
    """The last one to play, once nothing but that is open: not both of a match can win it."""


class Race(Struct, frozen=True, kw_only=True):
    """One against all others, by points."""

    own: Points
    ahead: tuple[Rival, ...]
    """Sure to end with more points."""
    near: tuple[Rival, ...]
    """May come level or ahead, those ahead for sure included."""
    places: Span
    """The best and the worst place that points alone leave open."""


def races(result: PlayedStandings, layout: Swiss) -> dict[EntrantId, Race]:
    """Everybody who has not left."""
    points = _points(result, layout)
    last = _last_matches(result, layout)
    rivals = {one: Rival(one, span, last.get(one)) for one, span in points.items()}
    return {
        one: _race(
            rivals[one].points, [rivals[other] for other in points if other != one], layout.draw
        )
        for one in points
    }


def inside(line: Line, race: Race) -> bool | None:
    """Whether all these places go on, or none; None for neither."""
    best, worst = race.places
    if line.first <= best and worst <= line.last:
        return True
    return False if best > line.last or worst < line.first else None


def _points(result: PlayedStandings, layout: Swiss) -> dict[EntrantId, Points]:
    contest, stage = result.contest, result.stage
    field = [one for one in swiss_seeds(contest, stage) if one not in gone(contest, stage)]
    games = swiss_games(contest, stage, layout, result.encounters)
    have = scores(field, games)
    unpaired = layout.rounds - len(contest.play[stage.id].rounds)
    playing = {side for one in _open(result) for side in one.entrants or ()}
    most = max(layout.win, layout.draw)
    return {
        one: Points(have[one], have[one] + most * (unpaired + (one in playing))) for one in field
    }


def _last_matches(result: PlayedStandings, layout: Swiss) -> dict[EntrantId, MatchId]:
    """Who meets in which match of the last round; empty before, or where a draw wins as much."""
    rounds = len(result.contest.play[result.stage.id].rounds)
    if rounds < layout.rounds or layout.draw >= layout.win:
        return {}
    return {side: one.id for one in _open(result) for side in one.entrants or ()}


def _open(result: PlayedStandings) -> list[Encounter]:
    return [one for one in result.encounters if one.result is None and not one.settled]


def _race(own: Points, rivals: list[Rival], draw: int) -> Race:
    ahead = tuple(one for one in rivals if own.below(one.points))
    near = tuple(one for one in rivals if not one.points.below(own))
    worst = 1 + _at_once(own, near, draw)
    return Race(own=own, ahead=ahead, near=near, places=Span(1 + len(ahead), worst))


def _at_once(own: Points, near: Sequence[Rival], draw: int) -> int:
    """How many of those near can come level or ahead together: two who meet cannot both win."""
    together = 0
    by_match: dict[MatchId | None, list[Rival]] = {}
    for one in near:
        by_match.setdefault(one.match, []).append(one)
    for match, those in by_match.items():
        needed = [(own.low or 0) - (one.points.low or 0) for one in those]
        both = match is None or min(needed) <= 0 or max(needed) <= draw
        together += len(those) if both else 1
    return together
