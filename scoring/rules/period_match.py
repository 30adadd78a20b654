"""A match in periods as a fold: what was tapped, one by one, gives where it stands."""

from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias, assert_never

from msgspec import Struct
from msgspec.structs import replace

from scoring.rules.cards import ShowCard
from scoring.rules.outcomes import (
    NIL,
    BothOut,
    Conceded,
    Drawn,
    Outcome,
    Played,
    Score,
    Side,
    Stop,
    Unplayed,
    other,
)
from scoring.rules.periods import (
    NoResult,
    PeriodRules,
    PeriodScore,
    Reason,
    defaulted,
    forfeited,
    result,
)
from scoring.rules.undo import Redo, Undo, standing

Due: TypeAlias = Literal[
    "period_over", "overtime", "shootout", "player_out", "fouls_penalised", "match_over"
]
"""What to announce now."""


class Begin(Struct, frozen=True, tag="begin", forbid_unknown_fields=True):
    """Play begins, with the first period."""


class Goal(Struct, frozen=True, tag="goal", forbid_unknown_fields=True):
    side: Side
    points: int = 1
    player: str | None = None


class Foul(Struct, frozen=True, tag="foul", forbid_unknown_fields=True):
    """A foul that counts against the side, and against the player if one is named."""

    side: Side
    player: str | None = None


class PeriodOver(Struct, frozen=True, tag="period_over", forbid_unknown_fields=True):
    """The time of the period is over; what follows begins with it."""


class Kick(Struct, frozen=True, tag="kick", forbid_unknown_fields=True):
    """A penalty kick of the shoot-out."""

    side: Side
    scored: bool


class SetScore(Struct, frozen=True, tag="set_score", forbid_unknown_fields=True):
    """The final score from paper, in place of what was counted."""

    score: PeriodScore


Event: TypeAlias = Begin | Goal | Foul | PeriodOver | Kick | ShowCard | SetScore | Stop


class PeriodState(Struct, frozen=True, kw_only=True):
    """Where a match stands. Without a score it has not begun, which is no 0-0."""

    score: PeriodScore | None = None
    by_period: tuple[Score, ...] = ()
    """Period by period, the one in progress last; none if only the final score is known."""
    team_fouls: Score = NIL
    """In this period; those of overtime go on from the last period (FIBA 41)."""
    personal_fouls: Mapping[tuple[Side, str], int] = {}
    kicks: tuple[Kick, ...] = ()
    cards: tuple[ShowCard, ...] = ()
    due: tuple[Due, ...] = ()
    outcome: Outcome | None = None


NOT_BEGUN = PeriodState()

Refusal: TypeAlias = Literal[
    "not_started",
    "already_started",
    "over",
    "no_such_points",
    "no_fouls",
    "player_out",
    "in_shootout",
    "no_shootout",
    "not_their_kick",
    "no_such_score",
]


class NotPossible(ValueError):
    """The event does not fit where the match stands."""

    def __init__(self, reason: Refusal, score: Reason | None = None) -> None:
        super().__init__(reason)
        self.reason: Refusal = reason
        self.score: Reason | None = score


def play(rules: PeriodRules, events: Iterable[Event | Undo | Redo]) -> PeriodState:
    """Fold all that still stands; raises NotPossible, and NothingThere for an undo too many."""
    state = NOT_BEGUN
    stand: tuple[Event, ...] = standing(events)
    for event in stand:
        state = after(rules, state, event)
    return state


def after(rules: PeriodRules, state: PeriodState, event: Event) -> PeriodState:
    """The state after one more event; raises NotPossible."""
    match event:
        case Goal():
            return _goal(rules, state, event)
        case Foul():
            return _foul(rules, state, event)
        case PeriodOver():
            return _period_over(rules, state)
        case Kick():
            return _kick(rules, state, event)
        case ShowCard():
            return replace(state, cards=(*state.cards, event))
        case Begin():
            return _begun(state)
        case SetScore(score=score):
            return _set_score(rules, state, score)
        case Stop():
            return _stopped(state, event)
    assert_never(event)


def published(rules: PeriodRules, state: PeriodState) -> Score | None:
    """The goals as a result list shows them, awarded if need be; None if there is no score."""
    total = None if state.score is None else state.score.total
    if not isinstance(state.outcome, Conceded):
        return total
    innocent = other(state.outcome.by)
    if state.outcome.how == "default":
        return defaulted(rules, innocent, total or NIL)
    return forfeited(rules, innocent)


def fouls_penalised(rules: PeriodRules, state: PeriodState, by: Side) -> bool:
    """Whether the next foul of that side is penalised (FIBA 41: from the fifth on)."""
    return rules.fouls is not None and state.team_fouls.of(by) >= rules.fouls.team


def _score(state: PeriodState) -> PeriodScore:
    """The score of a match in progress; raises NotPossible if there is none."""
    if state.outcome is not None:
        raise NotPossible("over")
    if state.score is None:
        raise NotPossible("not_started")
    return state.score


def _in_play(state: PeriodState) -> PeriodScore:
    score = _score(state)
    if score.shootout is not None:
        raise NotPossible("in_shootout")
    return score


def _begun(state: PeriodState) -> PeriodState:
    if state.outcome is not None:
        raise NotPossible("over")
    if state.score is not None:
        raise NotPossible("already_started")
    return replace(state, score=PeriodScore(regular=NIL), by_period=(NIL,))


def _goal(rules: PeriodRules, state: PeriodState, goal: Goal) -> PeriodState:
    score = _in_play(state)
    if goal.points not in rules.points:
        raise NotPossible("no_such_points")
    *before, here = state.by_period
    if score.overtime is None:
        score = replace(score, regular=score.regular.plus(goal.side, goal.points))
    else:
        score = replace(score, overtime=score.overtime.plus(goal.side, goal.points))
    by_period = (*before, here.plus(goal.side, goal.points))
    return replace(state, score=score, by_period=by_period, due=())


def _foul(rules: PeriodRules, state: PeriodState, foul: Foul) -> PeriodState:
    _in_play(state)
    if rules.fouls is None:
        raise NotPossible("no_fouls")
    due: list[Due] = []
    personal = state.personal_fouls
    if foul.player is not None:
        who = (foul.side, foul.player)
        count = personal.get(who, 0) + 1
        if count > rules.fouls.personal:
            raise NotPossible("player_out")
        personal = {**personal, who: count}
        if count == rules.fouls.personal:
            due.append("player_out")
    team = state.team_fouls.plus(foul.side)
    if team.of(foul.side) == rules.fouls.team:
        due.append("fouls_penalised")
    return replace(state, team_fouls=team, personal_fouls=personal, due=tuple(due))


def _period_over(rules: PeriodRules, state: PeriodState) -> PeriodState:
    score, played = _in_play(state), len(state.by_period)
    if played < rules.periods:
        return _next_period(state, score, team_fouls=NIL)
    if _extended(rules, score, played - rules.periods):
        score = replace(score, overtime=score.overtime or NIL)
        return _next_period(state, score, team_fouls=state.team_fouls)
    found = result(rules, score)
    if isinstance(found, NoResult):
        shootout = replace(score, shootout=NIL)
        return replace(state, score=shootout, due=("period_over", "shootout"))
    return _ended(replace(state, due=("period_over",)), found)


def _extended(rules: PeriodRules, score: PeriodScore, played: int) -> bool:
    """Whether overtime begins or goes on, of which so many periods were played."""
    if rules.overtime is None:
        return False
    if played % rules.overtime.periods:
        return True
    return score.total.leader() is None and (not played or rules.overtime.repeated)


def _next_period(state: PeriodState, score: PeriodScore, team_fouls: Score) -> PeriodState:
    due: tuple[Due, ...] = ("period_over",)
    if score.overtime is not None:
        due = ("period_over", "overtime")
    by_period = (*state.by_period, NIL)
    return replace(state, score=score, by_period=by_period, team_fouls=team_fouls, due=due)


def _kick(rules: PeriodRules, state: PeriodState, kick: Kick) -> PeriodState:
    score = _score(state)
    if score.shootout is None or rules.shootout is None:
        raise NotPossible("no_shootout")
    if state.kicks and state.kicks[-1].side == kick.side:
        raise NotPossible("not_their_kick")
    kicks = (*state.kicks, kick)
    shootout = score.shootout.plus(kick.side, int(kick.scored))
    score = replace(score, shootout=shootout)
    state = replace(state, score=score, kicks=kicks, due=())
    leading = shootout.leader()
    if leading is None:
        return state
    taken = NIL
    for one in kicks:
        taken = taken.plus(one.side)
    left = max(rules.shootout, *taken) - taken.of(other(leading))
    decided = shootout.of(leading) > shootout.of(other(leading)) + left
    return _ended(state, Played(leading)) if decided else state


def _ended(state: PeriodState, outcome: Played | Drawn) -> PeriodState:
    return replace(state, outcome=outcome, due=(*state.due, "match_over"))


def _set_score(rules: PeriodRules, state: PeriodState, score: PeriodScore) -> PeriodState:
    if isinstance(state.outcome, Conceded | BothOut | Unplayed):
        raise NotPossible("over")
    found = result(rules, score)
    if isinstance(found, NoResult):
        raise NotPossible("no_such_score", found.reason)
    fresh = replace(state, score=score, by_period=(), kicks=(), due=())
    return _ended(fresh, found)


def _stopped(state: PeriodState, stop: Stop) -> PeriodState:
    if why := stop.refusal(state.outcome, started=state.score is not None):
        raise NotPossible(why)
    return replace(state, outcome=stop.outcome, due=("match_over",))
