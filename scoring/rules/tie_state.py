"""Where a team tie stands by the outcomes of its rubbers, and what they add up to."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from scoring.rules.outcomes import (
    NIL,
    BothOut,
    Conceded,
    Drawn,
    Outcome,
    Played,
    Score,
    Side,
    Unplayed,
    winner,
)
from scoring.rules.pool_results import Scored
from scoring.rules.rally import published
from scoring.rules.rally_state import NOT_STARTED, MatchState
from scoring.rules.ties import TieRules

NOT_NEEDED = Unplayed("not_needed")


class TieState(Struct, frozen=True, kw_only=True):
    """Rubbers are numbered from 1 in the order of the plan."""

    won: Score
    """Rubbers won; those that went to the others as a team gave up the tie are left out."""
    rubbers: tuple[Outcome | None, ...]
    """How each ended, in the order of the plan; None: it is still to be played."""
    to_play: tuple[int, ...]
    """The numbers of those still to be played, in the order of play."""
    decided: Side | None = None
    """Who wins the tie however the rest of it ends."""
    outcome: Outcome | None = None


def tie_state(
    rules: TieRules,
    outcomes: Sequence[Outcome | None],
    order: Sequence[int] = (),
    stopped: Conceded | BothOut | Unplayed | None = None,
) -> TieState:
    """Where a tie stands whose rubbers, in the order of the plan, have ended so.

    `order` is that of play, of all rubbers, if not that of the plan. `stopped`: how the tie as a
    whole ended otherwise than by its rubbers; whoever gave it up loses those still open too.
    """
    order = order or range(1, len(outcomes) + 1)
    counted = _counted(rules, outcomes, outcomes, order)
    won = _won(counted)
    if stopped is not None:
        given_up = [stopped if one is None else one for one in outcomes]
        counted = _counted(rules, outcomes, given_up, order)
    to_play = tuple(number for number in order if counted[number - 1] is None)
    over = stopped is None and not to_play
    outcome = _outcome(outcomes, won) if over else stopped
    return TieState(
        won=won,
        rubbers=tuple(counted),
        to_play=to_play,
        decided=_decided(counted) if outcome is None else winner(outcome),
        outcome=outcome,
    )


def _counted(
    rules: TieRules,
    outcomes: Sequence[Outcome | None],
    known: Sequence[Outcome | None],
    order: Sequence[int],
) -> list[Outcome | None]:
    """What is `known` counts; if not all is played, in the order of play and until it decides.

    After that only what was played all the same does, on another court.
    """
    counted: list[Outcome | None] = [None] * len(outcomes)
    for number in order:
        if rules.play_all or _decided(counted) is None:
            counted[number - 1] = known[number - 1]
    if rules.play_all or _decided(counted) is None:
        return counted
    anyway = [NOT_NEEDED if one is None or _unbegun(one) else one for one in outcomes]
    return [late if one is None else one for one, late in zip(counted, anyway, strict=True)]


def _unbegun(outcome: Outcome) -> bool:
    return isinstance(outcome, BothOut) or outcome in _WALKOVERS.values()


_WALKOVERS: dict[Side, Conceded] = {
    "a": Conceded("a", "walkover"),
    "b": Conceded("b", "walkover"),
}


def _won(outcomes: Iterable[Outcome | None]) -> Score:
    won = NIL
    for one in outcomes:
        if one is not None and (side := winner(one)):
            won = won.plus(side)
    return won


def _decided(outcomes: Sequence[Outcome | None]) -> Side | None:
    """Who leads by more than is open."""
    won = _won(outcomes)
    return won.leader() if abs(won.a - won.b) > outcomes.count(None) else None


def _outcome(outcomes: Sequence[Outcome | None], won: Score) -> Outcome:
    """Of a tie in which nothing is left to play."""
    if all(isinstance(one, Unplayed) for one in outcomes):
        return Unplayed("called_off")
    a_came, b_came = _came(outcomes, "a"), _came(outcomes, "b")
    if not a_came and not b_came:
        return BothOut()
    if not a_came or not b_came:
        return _WALKOVERS["b" if a_came else "a"]
    leading = won.leader()
    return Played(leading) if leading else Drawn()


def _came(outcomes: Sequence[Outcome | None], side: Side) -> bool:
    """Whether a team had anybody for any of the rubbers."""
    lost = _WALKOVERS[side]
    return any(one != lost and not isinstance(one, BothOut | Unplayed) for one in outcomes)


class Totals(NamedTuple):
    """What the rubbers of a tie add up to, for a table."""

    scored: Scored
    published: Scored | None
    """Where it differs: what a side gave up is completed for the others."""


def totals(rules: TieRules, tie: TieState, played: Sequence[MatchState | None]) -> Totals:
    """Add up a tie from where its rubbers stand, in the order of the plan; None: not begun.

    Rubbers still open count only if the tie was given up.
    """
    true, shown = Scored(rubbers=tie.won), Scored(rubbers=_won(tie.rubbers))
    for rubber, outcome, state in zip(rules.rubbers, tie.rubbers, played, strict=True):
        if outcome is None or isinstance(outcome, Unplayed):
            continue
        at = replace(state or NOT_STARTED, outcome=outcome)
        true = _plus(true, at.won, at.games if at.score is None else (*at.games, at.score))
        games = published(rubber.rules, at)
        shown = _plus(shown, _games(games), games)
    return Totals(true, None if shown == true else shown)


def _games(scores: Sequence[Score]) -> Score:
    leaders = [one.leader() for one in scores]
    return Score(leaders.count("a"), leaders.count("b"))


def _plus(so_far: Scored, games: Score, points: Sequence[Score]) -> Scored:
    return replace(
        so_far, games=_sum([so_far.games, games]), points=_sum([so_far.points, *points])
    )


def _sum(scores: Sequence[Score]) -> Score:
    return Score(sum(one.a for one in scores), sum(one.b for one in scores))
