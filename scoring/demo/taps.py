"""Taps that lead to a result: how a match may have gone that ended with these scores."""

import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from scoring.contest.match_commands import Happening, Outright
from scoring.contest.play import GameRules
from scoring.rules.counting import GameRules as OneGame
from scoring.rules.counting import RallyRules
from scoring.rules.outcomes import Score, Side, Stop, other
from scoring.rules.period_match import Begin, Goal, PeriodOver, SetScore
from scoring.rules.periods import PeriodRules, PeriodScore
from scoring.rules.rally_state import Rally, SetGames, Start
from scoring.rules.service import Player

_LONG_SHOTS = 0.2


def taps(rules: GameRules, result: Outright, chance: random.Random) -> Iterator[Happening]:
    """What an umpire may have tapped of a result; nothing for one that had no score."""
    for one in result:
        match one:
            case SetGames(games=games) if isinstance(rules, RallyRules):
                yield Start(server=Player("a", 1), receiver=Player("b", 1))
                for number, game in enumerate(games, start=1):
                    yield from map(Rally, _rallies(rules.game_rules(number), game, chance))
            case SetScore(score=score) if isinstance(rules, PeriodRules):
                yield from _periods(rules, score, chance)
            case Stop():
                yield one
            case _:
                raise ValueError(f"{one} does not belong to these rules")


def _rallies(rules: OneGame, game: Score, chance: random.Random) -> list[Side]:
    """Who wins each rally: nobody is there before the last one.

    Once both were one short of the game, neither may lead by two before its end.
    """
    leader: Side = game.leader() or "a"
    more, less = max(game), min(game)
    level = (rules.points or more) - 1
    if less < level:
        return [*_mixed(leader, more - 1, less, chance), leader]
    found = _mixed(leader, level, level, chance)
    for _ in range(less - level):
        found += _mixed(leader, 1, 1, chance)
    return [*found, *_mixed(leader, more - less, 0, chance)]


def _mixed(leader: Side, more: int, less: int, chance: random.Random) -> list[Side]:
    trailer = other(leader)
    found: list[Side] = [leader if number < more else trailer for number in range(more + less)]
    chance.shuffle(found)
    return found


def _periods(rules: PeriodRules, score: PeriodScore, chance: random.Random) -> Iterator[Happening]:
    yield Begin()
    for part in _parts(score.regular, rules.periods, chance):
        yield from _goals(rules.points, part, chance)
        yield PeriodOver()
    if score.overtime is not None:
        yield from _goals(rules.points, score.overtime, chance)
        yield PeriodOver()


def _parts(score: Score, count: int, chance: random.Random) -> Iterator[Score]:
    """A score in so many parts, roughly equal."""
    a, b = (_split(points, count, chance) for points in score)
    for one, another in zip(a, b, strict=True):
        yield Score(one, another)


def _split(points: int, count: int, chance: random.Random) -> Sequence[int]:
    even = (round(points * number / count) for number in range(1, count))
    cuts = sorted(max(0, min(points, cut + chance.randint(-2, 2))) for cut in even)
    return [after - before for before, after in pairwise([0, *cuts, points])]


def _goals(points: Iterable[int], score: Score, chance: random.Random) -> list[Goal]:
    """Baskets of both sides, mixed; mostly the usual one of two points."""
    known = sorted(points)
    sides: tuple[Side, Side] = ("a", "b")
    found = [
        Goal(side, worth) for side in sides for worth in _worth(known, score.of(side), chance)
    ]
    chance.shuffle(found)
    return found


def _worth(known: Sequence[int], total: int, chance: random.Random) -> Iterator[int]:
    usual = known[min(1, len(known) - 1)]
    while total:
        worth = known[-1] if chance.random() < _LONG_SHOTS else usual
        while worth > total:
            worth = known[known.index(worth) - 1]
        yield worth
        total -= worth
