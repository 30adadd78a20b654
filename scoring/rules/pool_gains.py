"""What a match brings each of its sides, as far as it is known: the same for past and future."""

from collections.abc import Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

from msgspec import Struct

from scoring.rules.outcomes import Drawn, Played, Score, Side
from scoring.rules.pool_counting import Counted
from scoring.rules.pool_results import Carried, Scored
from scoring.rules.pool_rules import LeaguePoints
from scoring.rules.spans import ZERO, Span, exactly, hull, total

E = TypeVar("E")


class Spread(NamedTuple):
    """For, against, and the difference, which may be known better than the two."""

    scored: Span
    conceded: Span
    difference: Span

    def turned(self) -> "Spread":
        return Spread(self.conceded, self.scored, self.difference.opposite())


def spread(score: Score) -> Spread:
    return Spread(exactly(score.a), exactly(score.b), exactly(score.a - score.b))


def sum_of(spreads: Sequence[Spread]) -> Spread:
    return Spread(*(total(part) for part in zip(*spreads, strict=True)))


def any_of(spreads: Sequence[Spread]) -> Spread:
    return Spread(*(hull(part) for part in zip(*spreads, strict=True)))


NOTHING = spread(Score(0, 0))


class Gain(NamedTuple):
    """What one side has from one match, or from several."""

    wins: Span
    league_points: Span
    rubbers: Spread
    games: Spread
    points: Spread


class Gained(NamedTuple, Generic[E]):
    """What a match brings both."""

    a: E
    b: E | None
    """None: what the first has from elsewhere."""
    for_a: Gain
    for_b: Gain


class Ending(Struct, frozen=True, kw_only=True):
    """One way a match may end; spreads are those of side a."""

    outcome: Played | Drawn
    rubbers: Spread = NOTHING
    games: Spread = NOTHING
    points: Spread = NOTHING
    sample: Scored
    """A score that ends it so."""


def gained(match: Counted[E]) -> Gained[E]:
    """What a match that was counted brought."""
    return Gained(match.a, match.b, _gain(match, "a"), _gain(match, "b"))


def gained_elsewhere(carried: Mapping[E, Carried]) -> list[Gained[E]]:
    """What they have before the first match."""
    return [
        Gained(
            entrant,
            None,
            Gain(
                exactly(one.won),
                exactly(one.league_points),
                spread(one.scored.rubbers),
                spread(one.scored.games),
                spread(one.scored.points),
            ),
            _NO_GAIN,
        )
        for entrant, one in carried.items()
    ]


_NO_GAIN = Gain(ZERO, ZERO, NOTHING, NOTHING, NOTHING)


def _gain(match: Counted[E], side: Side) -> Gain:
    rubbers, games, points = (
        spread(one) if side == "a" else spread(one).turned()
        for one in (match.scored.rubbers, match.scored.games, match.scored.points)
    )
    wins = exactly(int(match.winner == side))
    return Gain(wins, exactly(match.league_points.of(side)), rubbers, games, points)


def may_gain(a: E, b: E, endings: Sequence[Ending], points: LeaguePoints) -> Gained[E]:
    """What a match brings that ends in one of these ways."""
    return Gained(a, b, _gain_of_any(endings, "a", points), _gain_of_any(endings, "b", points))


def _gain_of_any(endings: Sequence[Ending], side: Side, points: LeaguePoints) -> Gain:
    units = (
        [one.rubbers for one in endings],
        [one.games for one in endings],
        [one.points for one in endings],
    )
    rubbers, games, scored = (
        any_of(unit) if side == "a" else any_of(unit).turned() for unit in units
    )
    won = [isinstance(one.outcome, Played) and one.outcome.winner == side for one in endings]
    league = hull(_league_points(one, side, points) for one in endings)
    return Gain(hull(exactly(int(one)) for one in won), league, rubbers, games, scored)


def _league_points(ending: Ending, side: Side, points: LeaguePoints) -> Span:
    if isinstance(ending.outcome, Drawn):
        return exactly(points.draw)
    won = ending.outcome.winner == side
    usual = exactly(points.win if won else points.loss)
    if points.narrow is None:
        return usual
    narrow = exactly(points.narrow.win if won else points.narrow.loss)
    ahead = ending.games.difference
    lead = ahead if ending.outcome.winner == "a" else ahead.opposite()
    if lead == exactly(1):
        return narrow
    return usual if exactly(1).below(lead) else hull((usual, narrow))
