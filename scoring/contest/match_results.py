"""What a match came to, or stands at: read off what was recorded of it and of its rubbers."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

from scoring.contest.plan import MatchRules, PlayedStage
from scoring.contest.play import NO_LINEUPS, GameRules, MatchRecord, Play, State
from scoring.rules import period_match, rally
from scoring.rules.counting import RallyRules
from scoring.rules.lineups import unfielded
from scoring.rules.outcomes import (
    NIL,
    BothOut,
    Conceded,
    How,
    Outcome,
    Score,
    Side,
    Stop,
    Unplayed,
)
from scoring.rules.period_match import PeriodState
from scoring.rules.periods import PeriodRules
from scoring.rules.pool_results import Scored
from scoring.rules.rally_state import NOT_STARTED, MatchState
from scoring.rules.slots import MatchId
from scoring.rules.tie_state import TieState, tie_state, totals
from scoring.rules.ties import TieRules

Started: TypeAlias = Literal["called", "live", "over", "confirmed"]


class MatchResult(Struct, frozen=True, kw_only=True):
    """How a match ended, the true score, and the score as it is published where that differs."""

    outcome: Outcome
    scored: Scored = Scored()
    published: Scored | None = None
    games: tuple[Score, ...] = ()
    """Game by game as published; of a match in periods the goals, of a tie the rubbers."""
    shootout: Score | None = None
    """What decided a match in periods whose goals were level."""


def match_result(stage: PlayedStage, play: Play, match: MatchId) -> MatchResult | None:
    """What a match came to, once that counts; None until then."""
    rules, record = stage.match, play.record(match)
    if isinstance(rules, TieRules):
        return tie_result(rules, play, match)
    return counting(rules, record)


def counting(rules: GameRules, record: MatchRecord) -> MatchResult | None:
    """The result of one record, if it is confirmed."""
    state = record.state
    if not record.confirmed or state is None or state.outcome is None:
        return None
    return result_of(rules, state, state.outcome)


def result_of(rules: GameRules, state: State, outcome: Outcome) -> MatchResult:
    """The result of a match that is over."""
    conceded = isinstance(outcome, Conceded)
    if isinstance(state, MatchState):
        assert isinstance(rules, RallyRules)  # noqa: S101 - the state is of these rules
        open_game = () if state.score is None else (state.score,)
        games = rally.published(rules, state)
        return MatchResult(
            outcome=outcome,
            scored=Scored(games=state.won, points=_sum((*state.games, *open_game))),
            published=Scored(games=_won(games), points=_sum(games)) if conceded else None,
            games=games,
        )
    assert isinstance(rules, PeriodRules)  # noqa: S101 - the state is of these rules
    total = NIL if state.score is None else state.score.total
    shown = period_match.published(rules, state)
    return MatchResult(
        outcome=outcome,
        scored=Scored(points=total),
        published=Scored(points=shown) if conceded and shown is not None else None,
        games=() if shown is None else (shown,),
        shootout=None if conceded or state.score is None else state.score.shootout,
    )


def _sum(games: tuple[Score, ...]) -> Score:
    return Score(sum(one.a for one in games), sum(one.b for one in games))


def _won(games: tuple[Score, ...]) -> Score:
    won = NIL
    for game in games:
        leader = game.leader()
        if leader is not None:
            won = won.plus(leader)
    return won


def tie_of(rules: TieRules, play: Play, match: MatchId) -> TieState:
    """Where a team tie stands by its confirmed rubbers, and those nobody was named for."""
    lineups = play.lineups.get(match, NO_LINEUPS)
    outcomes: list[Outcome | None] = [None] * len(rules.rubbers)
    if lineups.order is not None:
        a, b = play.opened[match].sides
        named = (lineups.by_side.get(a, {}), lineups.by_side.get(b, {}))
        outcomes = list(unfielded(rules, *named))
    for number in range(1, len(outcomes) + 1):
        record = play.record(match, number)
        if record.confirmed and record.outcome is not None:
            outcomes[number - 1] = record.outcome
    whole = play.record(match)
    stopped = whole.outcome if whole.confirmed else None
    if isinstance(stopped, Conceded | BothOut | Unplayed):
        return tie_state(rules, outcomes, lineups.order or (), stopped)
    return tie_state(rules, outcomes, lineups.order or ())


def tie_result(rules: TieRules, play: Play, match: MatchId) -> MatchResult | None:
    """What a tie came to; a knock-out tie that ends before its last rubber included."""
    tie = tie_of(rules, play, match)
    if tie.outcome is None:
        return None
    states = [play.record(match, number).state for number in range(1, len(rules.rubbers) + 1)]
    return _tie_result(rules, tie, states, tie.outcome)


def _tie_result(
    rules: TieRules, tie: TieState, states: Sequence[State | None], outcome: Outcome
) -> MatchResult:
    rallies = [one if isinstance(one, MatchState) else None for one in states]
    scored, published = totals(rules, tie, rallies)
    shown = scored.rubbers if published is None else published.rubbers
    return MatchResult(outcome=outcome, scored=scored, published=published, games=(shown,))


def left_alone(rules: MatchRules, *, a_left: bool, b_left: bool) -> MatchResult:
    """The result of a match that one side, or both, left without playing."""
    if a_left and b_left:
        return MatchResult(outcome=BothOut())
    by: Side = "a" if a_left else "b"
    how: How = "forfeit" if isinstance(rules, PeriodRules) else "walkover"
    return not_played(rules, Conceded(by, how))


def not_played(rules: MatchRules, outcome: Conceded) -> MatchResult:
    """The result of a match conceded before it began."""
    match rules:
        case TieRules():
            nothing: list[State | None] = [None] * len(rules.rubbers)
            tie = tie_state(rules, [None] * len(nothing), stopped=outcome)
            return _tie_result(rules, tie, nothing, outcome)
        case RallyRules():
            return result_of(rules, rally.after(rules, NOT_STARTED, Stop(outcome)), outcome)
        case PeriodRules():
            state = PeriodState(outcome=outcome)
            return result_of(rules, state, outcome)


def started(stage: PlayedStage, play: Play, match: MatchId) -> Started:
    """How far a match is that was called."""
    count = len(stage.match.rubbers) if isinstance(stage.match, TieRules) else 0
    records = [play.record(match, rubber) for rubber in range(count + 1)]
    if match_result(stage, play, match) is not None:
        return "confirmed"
    if not any(len(one.steps) for one in records):
        return "called"
    over = not count and records[0].outcome is not None
    return "over" if over else "live"
