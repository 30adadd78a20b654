"""How a match is played, in plain sentences: games and points, periods, the rubbers of a tie."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from scoring.contest.plan import MatchRules
from scoring.rules.counting import GameRules, RallyRules
from scoring.rules.periods import PeriodRules
from scoring.rules.service import Courts, Rotation, Turns
from scoring.rules.ties import RubberPlan, TieRules
from scoring.wording import Label, Message, say

_MINUTE = 60
_HALVES = 2


Line: TypeAlias = tuple[Message, ...]
"""Sentences that belong together."""


def match_lines(rules: MatchRules) -> Iterator[Line]:
    """What decides a match, from the first point on."""
    match rules:
        case RallyRules():
            yield from _rally(rules)
        case PeriodRules():
            yield tuple(_periods(rules))
        case TieRules():
            yield from _tie(rules)


def _rally(rules: RallyRules) -> Iterator[Line]:
    yield tuple(_games(rules))
    yield (*_on_the_way(rules), *_service(rules))


def _games(rules: RallyRules) -> Iterator[Message]:
    if rules.best_of == 1:
        yield say("One game decides.")
    else:
        yield say("Best of {count} games: {needed} win the match.",
                  count=rules.best_of, needed=rules.to_win)  # fmt: skip
    yield from _game(rules.game)
    last = rules.last
    if last is not None and (last.points, last.cap, last.seconds) != _goal(rules.game):
        yield from _last(last)


def _goal(game: GameRules) -> tuple[int | None, int | None, int | None]:
    return game.points, game.cap, game.seconds


def _game(game: GameRules) -> Iterator[Message]:
    if game.points is not None:
        yield _points(game, game.points)
    if game.seconds is None:
        return
    if game.points is None:
        yield say("A game lasts {time}; who leads then wins it.", time=_time(game.seconds))
    else:
        yield say("After {time} a game ends at the latest; who leads then wins it.",
                  time=_time(game.seconds))  # fmt: skip
    if game.level == "draw":
        yield say("Level when time is up, it is a draw.")
    else:
        yield say("Level when time is up, the next point decides.")


def _points(game: GameRules, points: int) -> Message:
    if game.lead == 1:
        return say("A game goes to {points} points, without setting.", points=points)
    if game.cap is None:
        return say("A game goes to {points} points, with a lead of {lead}.",
                   points=points, lead=game.lead)  # fmt: skip
    return say("A game goes to {points} points with a lead of {lead}, at most to {cap}.",
               points=points, lead=game.lead, cap=game.cap)  # fmt: skip


def _last(last: GameRules) -> Iterator[Message]:
    if last.points is not None and last.cap is not None:
        yield say("The deciding game goes to {points}, at most to {cap}.",
                  points=last.points, cap=last.cap)  # fmt: skip
    elif last.points is not None:
        yield say("The deciding game goes to {points}.", points=last.points)
    elif last.seconds is not None:
        yield say("The deciding game lasts {time}.", time=_time(last.seconds))


def _on_the_way(rules: RallyRules) -> Iterator[Message]:
    if rules.game.intervals:
        yield say("There is an interval when the leading side reaches {points}.",
                  points=tuple(str(one) for one in rules.game.intervals))  # fmt: skip
    last = rules.last or rules.game
    if last.ends_at is not None:
        if rules.best_of == 1:
            yield say("Ends change at {points}.", points=last.ends_at)
        else:
            yield say("Ends change after every game, and in the deciding game at {points}.",
                      points=last.ends_at)  # fmt: skip


def _service(rules: RallyRules) -> Iterator[Message]:
    match rules.service:
        case Courts():
            yield say("Who wins a rally scores and serves.")
        case Turns(every=every, singly_at_deuce=singly):
            yield say("The service changes after every {count} points.", count=every)
            if singly and rules.game.points is not None:
                yield say("From {points} all it changes after every point.",
                          points=rules.game.points - 1)  # fmt: skip
        case Rotation(alternately_at_deuce=alternately):
            yield say("Who wins a rally scores and serves.")
            if alternately and rules.game.points is not None:
                yield say("From {points} all the sides serve in turn.",
                          points=rules.game.points - 1)  # fmt: skip


def _periods(rules: PeriodRules) -> Iterator[Message]:
    if rules.periods == _HALVES:
        yield say("Two halves of {time}.", time=_time(rules.seconds))
    else:
        yield say("{count} periods of {time}.", count=rules.periods, time=_time(rules.seconds))
    overtime = rules.overtime
    if overtime is not None and overtime.repeated:
        yield say("If it is level, overtimes of {time} follow until it is decided.",
                  time=_time(overtime.seconds))  # fmt: skip
    elif overtime is not None:
        yield say("If it is level, overtime follows: {count} × {time}.",
                  count=overtime.periods, time=_time(overtime.seconds))  # fmt: skip
    if rules.shootout is not None:
        yield say("Still level, penalty kicks decide: {count} for each side, then one by one.",
                  count=rules.shootout)  # fmt: skip
    elif overtime is None or not overtime.repeated:
        yield say("A match may end in a draw.")
    if rules.fouls is not None:
        yield say("A player is out with {personal} fouls; with more than {team} of a side in a"
                  " period each further one is penalised.",
                  personal=rules.fouls.personal, team=rules.fouls.team)  # fmt: skip
    yield say("Who does not come loses {points}–0.", points=rules.forfeit)


def _time(seconds: int) -> Message:
    if seconds % _MINUTE == 0:
        return say("{count} minutes", count=seconds // _MINUTE)
    return say("{count} seconds", count=seconds)


def _tie(rules: TieRules) -> Iterator[Line]:
    names = tuple(one.name for one in rules.rubbers)
    until = say("It is over as soon as it is decided; the others are not played.")
    if rules.play_all:
        until = say("All of them are played.")
    yield say("A tie has {count} rubbers: {names}.", count=len(names), names=names), until
    yield tuple(_lineups(rules))
    yield from _rubbers(rules.rubbers)


def _lineups(rules: TieRules) -> Iterator[Message]:
    yield say("Both line-ups are handed in secretly and revealed together.")
    if rules.squad > 1:
        yield say("A team has at least {count} players.", count=rules.squad)
    if rules.per_player < len(rules.rubbers):
        yield say("Nobody plays more than {count} of them.", count=rules.per_player)
    if rules.order == "rest":
        yield say("They are played in an order that lets nobody play twice in a row.")


def _rubbers(rubbers: Sequence[RubberPlan]) -> Iterator[Line]:
    """How the rubbers are counted: once for all those that are alike."""
    kinds: list[tuple[list[Line], list[Label]]] = []
    for one in rubbers:
        lines = list(_rally(one.rules))
        names = next((named for told, named in kinds if told == lines), None)
        if names is None:
            kinds.append((lines, [one.name]))
        else:
            names.append(one.name)
    for lines, names in kinds:
        if len(kinds) > 1:
            yield (say("{rubbers}:", rubbers=tuple(names)),)
        yield from lines
