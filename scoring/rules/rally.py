"""A match of rallies as a fold: what was tapped, one event after another, gives where it stands.

    events -> play(rules, events) -> MatchState

Every event costs the same however many came before. What cannot be is refused with a reason.
"""

from collections.abc import Iterable
from typing import Literal, TypeAlias, assert_never

from msgspec.structs import replace

from scoring.rules.cards import ShowCard
from scoring.rules.counting import GameRules, RallyRules
from scoring.rules.game_scores import Impossible, Tally, completed, tally, winning
from scoring.rules.outcomes import (
    NIL,
    BothOut,
    Conceded,
    Drawn,
    Played,
    Score,
    Side,
    Stop,
    Unplayed,
    other,
)
from scoring.rules.rally_state import (
    NOT_STARTED,
    Due,
    Event,
    Expedite,
    MatchState,
    NotPossible,
    Rally,
    SetGames,
    SetService,
    Start,
    SwapEnds,
    TimeUp,
)
from scoring.rules.service import (
    InRotation,
    InTurns,
    Serving,
    WrongPlayer,
    chosen,
    continued,
    corrected,
    expedited,
    first_service,
    next_game,
)
from scoring.rules.undo import Redo, Undo, standing

Stake: TypeAlias = Literal["game", "match"]


def play(rules: RallyRules, events: Iterable[Event | Undo | Redo]) -> MatchState:
    """Fold all that still stands; raises NotPossible, and NothingThere for an undo too many."""
    state = NOT_STARTED
    stand: tuple[Event, ...] = standing(events)
    for event in stand:
        state = after(rules, state, event)
    return state


def after(rules: RallyRules, state: MatchState, event: Event) -> MatchState:
    """The state after one more event; raises NotPossible."""
    match event:
        case Rally(winner=winner):
            return _point(rules, state, winner, _score(state))
        case Start():
            return _started(rules, state, event)
        case ShowCard():
            return _carded(rules, state, event)
        case SetService():
            due = tuple(one for one in state.due if one not in {"choose_service", "toss"})
            return replace(state, serving=_set_service(rules, state, event), due=due)
        case SwapEnds():
            return replace(state, left=other(state.left))
        case Expedite():
            return replace(state, serving=_expedite(state))
        case TimeUp():
            return _time_up(rules, state)
        case SetGames():
            return _set_games(rules, state, event)
        case Stop():
            return _stopped(state, event)
    assert_never(event)


def published(rules: RallyRules, state: MatchState) -> tuple[Score, ...]:
    """The games as a result list shows them: completed where a side gave up; none if unplayed."""
    if isinstance(state.outcome, Conceded):
        so_far = Tally(state.games, state.won, state.score)
        return completed(rules, so_far, state.outcome.by, state.handicap)
    return state.games


def stakes(rules: RallyRules, state: MatchState) -> dict[Side, Stake]:
    """Who wins the game, or the match, with the next point."""
    if state.score is None or state.outcome is not None:
        return {}
    game, score = _game(rules, state), state.score
    sides: tuple[Side, Side] = ("a", "b")
    return {
        side: "match" if state.won.of(side) + 1 == rules.to_win else "game"
        for side in sides
        if state.sudden or _wins(game, score.plus(side), side)
    }


def _game(rules: RallyRules, state: MatchState) -> GameRules:
    return rules.game_rules(len(state.games) + 1)


def _score(state: MatchState) -> Score:
    """The score of the game in progress; raises NotPossible if there is none."""
    if state.outcome is not None:
        raise NotPossible("over")
    if state.score is None:
        raise NotPossible("not_started")
    return state.score


def _wins(game: GameRules, score: Score, side: Side) -> bool:
    return score.of(side) == winning(game, score.of(other(side)))


def _point(rules: RallyRules, state: MatchState, winner: Side, before: Score) -> MatchState:
    game = _game(rules, state)
    score = before.plus(winner)
    if state.sudden or _wins(game, score, winner):
        return _game_won(rules, state, winner, score)
    due = _reached(game, score, winner, state.handicap)
    turn = "change_ends" in due
    serving = state.serving
    if serving is not None:
        deuce = None if game.points is None else game.points - 1
        serving = continued(serving, winner, score, deuce, turn=turn)
    return MatchState(
        games=state.games,
        won=state.won,
        score=score,
        handicap=state.handicap,
        serving=serving,
        left=other(state.left) if turn else state.left,
        cards=state.cards,
        due=due,
    )


def _reached(game: GameRules, score: Score, winner: Side, handicap: Score) -> tuple[Due, ...]:
    """What falls due as the leading side first has so many points."""
    points = score.of(winner)
    if points <= score.of(other(winner)) or handicap != NIL:  # BWF 8.1 and 16.2: not in those
        return ()
    due: list[Due] = []
    if points in game.intervals:
        due.append("interval")
    if points == game.ends_at:
        due.append("change_ends")
    return tuple(due)


def _game_won(rules: RallyRules, state: MatchState, winner: Side, score: Score) -> MatchState:
    games, won = (*state.games, score), state.won.plus(winner)
    if won.of(winner) == rules.to_win:
        return replace(
            state,
            games=games,
            won=won,
            score=None,
            serving=None,
            sudden=False,
            due=("game_over", "match_over"),
            outcome=Played(winner),
        )
    toss = rules.toss_before_last and len(games) + 1 == rules.best_of
    serving = None
    if state.serving is not None and not toss:
        serving = next_game(state.serving, winner, state.handicap)
    return replace(
        state,
        games=games,
        won=won,
        score=state.handicap,
        serving=serving,
        left=state.left if toss else other(state.left),
        sudden=False,
        due=("game_over", "toss") if toss else _between(rules, serving),
    )


def _between(rules: RallyRules, serving: Serving | None) -> tuple[Due, ...]:
    pairs = not isinstance(serving, InRotation) and rules.service.players > 1
    if serving is not None and pairs:
        return ("game_over", "change_ends", "choose_service")
    return ("game_over", "change_ends")


def _started(rules: RallyRules, state: MatchState, event: Start) -> MatchState:
    if state.outcome is not None:
        raise NotPossible("over")
    if state.score is not None:
        raise NotPossible("already_started")
    _check_handicap(rules, event.handicap)
    serving = None
    if event.server is not None:
        try:
            serving = first_service(rules.service, event.server, event.receiver, event.handicap)
        except WrongPlayer as wrong:
            raise NotPossible("wrong_player", player=wrong.player) from wrong
    return replace(
        state, score=event.handicap, handicap=event.handicap, serving=serving, left=event.left
    )


def allows_handicap(rules: RallyRules, handicap: Score) -> bool:
    """Whether every game can begin so: nobody has won it yet."""
    limits = [one.points for one in (rules.game, rules.last) if one and one.points is not None]
    return all(max(handicap) < points for points in limits)


def _check_handicap(rules: RallyRules, handicap: Score) -> None:
    if not allows_handicap(rules, handicap):
        raise NotPossible("handicap_too_high")


def _set_service(rules: RallyRules, state: MatchState, event: SetService) -> Serving:
    score, serving = _score(state), state.serving
    try:
        if serving is None:
            return first_service(rules.service, event.server, event.receiver, score)
        if score == state.handicap:
            if state.games:
                return chosen(serving, event.server, event.receiver, score)
            return first_service(rules.service, event.server, event.receiver, score)
        return corrected(serving, event.server, event.receiver, score)
    except WrongPlayer as wrong:
        raise NotPossible("wrong_player", player=wrong.player) from wrong


def _expedite(state: MatchState) -> Serving:
    _score(state)
    if not isinstance(state.serving, InTurns):
        raise NotPossible("no_expedite")
    return expedited(state.serving)


def _carded(rules: RallyRules, state: MatchState, event: ShowCard) -> MatchState:
    """Before and after the match a card changes no score (BWF RTTO 3.7.7)."""
    shown = replace(state, cards=(*state.cards, event))
    if state.outcome is not None:
        return shown
    if event.card == rules.disqualifying:
        return replace(shown, outcome=Conceded(event.side, "disqualified"), due=("match_over",))
    for _ in range(rules.cards.get(event.card, 0)):
        if shown.score is not None:
            # Points beyond the end of a game go to the next, beyond the match to nobody.
            shown = _point(rules, shown, other(event.side), shown.score)
    return shown


def _time_up(rules: RallyRules, state: MatchState) -> MatchState:
    score, game = _score(state), _game(rules, state)
    if game.seconds is None:
        raise NotPossible("no_time_limit")
    if state.sudden:
        raise NotPossible("time_is_up")
    if leading := score.leader():
        return _game_won(rules, state, leading, score)
    if game.level == "next_point":
        return replace(state, sudden=True)
    return replace(
        state,
        games=(*state.games, score),
        score=None,
        serving=None,
        due=("game_over", "match_over"),
        outcome=Drawn(),
    )


def _set_games(rules: RallyRules, state: MatchState, event: SetGames) -> MatchState:
    if isinstance(state.outcome, Conceded | BothOut | Unplayed):
        raise NotPossible("over")
    handicap = state.handicap if event.handicap is None else event.handicap
    _check_handicap(rules, handicap)
    found = tally(rules, event.games, handicap)
    if isinstance(found, Impossible):
        raise NotPossible("no_such_score", score=found)
    number, score = len(found.games) + 1, found.unfinished
    if score is None and found.outcome is None:
        score = handicap
    return MatchState(
        games=found.games,
        won=found.won,
        score=score,
        handicap=handicap,
        left=state.left,
        # What time has ended is left open only where the next point wins.
        sudden=found.unfinished is not None and rules.game_rules(number).seconds is not None,
        cards=state.cards,
        due=("match_over",) if found.outcome else (),
        outcome=found.outcome,
    )


def _stopped(state: MatchState, stop: Stop) -> MatchState:
    if why := stop.refusal(state.outcome, started=state.score is not None):
        raise NotPossible(why)
    return replace(state, outcome=stop.outcome, due=("match_over",))
