"""The ways a match may end, best for side a first, as finely as a table looks at them."""

from collections.abc import Sequence

from scoring.rules.counting import GameRules, RallyRules
from scoring.rules.game_scores import top, winning
from scoring.rules.outcomes import Drawn, Played, Score, other
from scoring.rules.pool_gains import Ending, Spread, any_of, spread, sum_of
from scoring.rules.pool_results import Scored
from scoring.rules.spans import Span, exactly

_LEVEL = Spread(Span(0, None), Span(0, None), exactly(0))


def by_games(rules: RallyRules) -> tuple[Ending, ...]:
    """2-0, 2-1, 1-2, 0-2; the points are whatever such games, begun at nil-all, can have."""
    drawn = Ending(outcome=Drawn(), points=_LEVEL, sample=Scored())
    may_be_drawn = rules.best_of == 1 and rules.game.level == "draw"
    won = [_won_by_games(rules, lost) for lost in range(rules.to_win)]
    return _both_ways(won, [drawn] if may_be_drawn else [])


def by_goals(up_to: int, *, draws: bool, shootout: bool = False) -> tuple[Ending, ...]:
    """Won by each margin up to a number, and by more; how many goals there are is open.

    With a shoot-out a match is won, too, that is level by goals.
    """
    drawn = Ending(outcome=Drawn(), points=_LEVEL, sample=Scored())
    margins = [Span(up_to + 1, None), *(exactly(goals) for goals in range(up_to, 0, -1))]
    samples = range(up_to + 1, 0, -1)
    won = [_won_by(margin, goals) for margin, goals in zip(margins, samples, strict=True)]
    if shootout:
        won.append(Ending(outcome=Played("a"), points=_LEVEL, sample=Scored()))
    return _both_ways(won, [drawn] if draws else [])


def by_rubbers(
    rubbers: int, rubber: RallyRules, *, all_played: bool, beside: bool = False
) -> tuple[Ending, ...]:
    """5-0, 4-1, ... of a team tie, or 3-0, 3-1, ... where it ends once it is decided.

    Beside: rubbers that are on another court then are played to their end, and count.
    """
    to_win, most = rubbers // 2 + 1, rubbers if all_played or beside else rubbers // 2 + 1
    scores = [
        Score(won, lost)
        for won in range(to_win, most + 1)
        for lost in range(rubbers - won + 1)
        if won + lost == rubbers or not all_played
    ]
    scores.sort(key=lambda one: (one.b - one.a, one.b))
    half = Score(rubbers // 2, rubbers // 2)
    level = [_by_rubbers(half, rubber, Drawn())] if rubbers % 2 == 0 else []
    return _both_ways([_by_rubbers(one, rubber, Played("a")) for one in scores], level)


def _both_ways(won: Sequence[Ending], drawn: Sequence[Ending]) -> tuple[Ending, ...]:
    return (*won, *drawn, *(_turned(one) for one in reversed(won)))


def _turned(ending: Ending) -> Ending:
    """The same for the other side."""
    outcome = ending.outcome
    sample = ending.sample
    return Ending(
        outcome=Played(other(outcome.winner)) if isinstance(outcome, Played) else outcome,
        rubbers=ending.rubbers.turned(),
        games=ending.games.turned(),
        points=ending.points.turned(),
        sample=Scored(
            rubbers=Score(sample.rubbers.b, sample.rubbers.a),
            games=Score(sample.games.b, sample.games.a),
            points=Score(sample.points.b, sample.points.a),
        ),
    )


def _won_by(margin: Span, goals: int) -> Ending:
    points = Spread(Span(margin.low, None), Span(0, None), margin)
    return Ending(outcome=Played("a"), points=points, sample=Scored(points=Score(goals, 0)))


def _won_by_games(rules: RallyRules, lost: int) -> Ending:
    earlier, last = rules.game, rules.game_rules(rules.to_win + lost)
    won = [*[earlier] * (rules.to_win - 1), last]
    games = Score(rules.to_win, lost)
    return Ending(
        outcome=Played("a"),
        games=spread(games),
        points=sum_of([*map(_game, won), *[_game(earlier).turned()] * lost]),
        sample=Scored(
            games=games,
            points=Score(sum(map(_to_nil, won)), lost * _to_nil(earlier)),
        ),
    )


def _to_nil(rules: GameRules) -> int:
    return winning(rules, 0) or 1


def _game(rules: GameRules) -> Spread:
    """The points of a game that side a won."""
    if rules.points is None:
        return Spread(Span(1, None), Span(0, None), Span(1, None))
    most = top(rules)
    closest = rules.lead if rules.cap is None and rules.seconds is None else 1
    least = rules.points if rules.seconds is None else 1
    loser = None if most is None else most - closest
    return Spread(Span(least, most), Span(0, loser), Span(closest, rules.points))


def _by_rubbers(score: Score, rubber: RallyRules, outcome: Played | Drawn) -> Ending:
    endings = [one for one in by_games(rubber) if one.outcome == Played("a")]
    games = any_of([one.games for one in endings])
    points = any_of([one.points for one in endings])
    sample = endings[0].sample
    return Ending(
        outcome=outcome,
        rubbers=spread(score),
        games=sum_of([*[games] * score.a, *[games.turned()] * score.b]),
        points=sum_of([*[points] * score.a, *[points.turned()] * score.b]),
        sample=Scored(
            rubbers=score,
            games=_times(score, sample.games.a),
            points=_times(score, sample.points.a),
        ),
    )


def _times(score: Score, each: int) -> Score:
    return Score(score.a * each, score.b * each)
