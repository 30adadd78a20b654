"""Which scores of games there are, what they come to, and how a match given up is written down."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

from scoring.rules.counting import GameRules, RallyRules
from scoring.rules.outcomes import NIL, Drawn, Played, Score, Side, other, score_of

Reason: TypeAlias = Literal[
    "below_start", "over_earlier", "both_at_cap", "unfinished", "level", "after_the_end"
]
"""Why there is no such score.

below_start: fewer points than the side began with. over_earlier: the game was over at `over_at`.
both_at_cap: whoever had the `top` first had won. unfinished: another game follows an open one.
level: another follows a game that time left level. after_the_end: the match was won before.
"""


class Open(Struct, frozen=True, tag="open"):
    """The game goes on."""


class WonBy(Struct, frozen=True, tag="won"):
    """The game is over."""

    winner: Side


class Impossible(Struct, frozen=True, tag="impossible"):
    """No game comes to this score; `game` counts from 1."""

    reason: Reason
    over_at: Score | None = None
    game: int = 1


Verdict: TypeAlias = Open | WonBy | Impossible


class Tally(Struct, frozen=True):
    """What the scores of games come to; `unfinished` is a last game still open."""

    games: tuple[Score, ...]
    won: Score
    unfinished: Score | None = None
    outcome: Played | Drawn | None = None


def top(game: GameRules) -> int | None:
    """The most points that a side can have: a lead of one needs no cap."""
    return game.points if game.lead == 1 else game.cap


def winning(game: GameRules, loser: int) -> int | None:
    """The points that win against so many; None if only time ends the game."""
    if game.points is None:
        return None
    needed, limit = max(game.points, loser + game.lead), top(game)
    return needed if limit is None else min(needed, limit)


def verdict(game: GameRules, score: Score, start: Score = NIL) -> Verdict:
    """Whether a game stands, or ended, at this score; time is not looked at."""
    if score.a < start.a or score.b < start.b:
        return Impossible("below_start")
    more, less, limit = max(score), min(score), top(game)
    if limit is not None and less >= limit:
        return Impossible("both_at_cap")
    needed = winning(game, less)
    if needed is None or more < needed:
        return Open()
    leading: Side = "a" if score.a == more else "b"
    if more == needed:
        return WonBy(leading)
    return Impossible("over_earlier", score_of(leading, needed, less))


def written(game: GameRules, score: Score, start: Score = NIL) -> Verdict | Drawn:
    """The verdict on a game written down as numbers: one with a time limit was over on time."""
    found = verdict(game, score, start)
    if game.seconds is None or not isinstance(found, Open):
        return found
    if leading := score.leader():
        return WonBy(leading)
    return Drawn() if game.level == "draw" else found


def tally(rules: RallyRules, scores: Sequence[Score], start: Score = NIL) -> Tally | Impossible:
    """What games written down as numbers come to, or which of them cannot be."""
    won = NIL
    for number, score in enumerate(scores, start=1):
        game = rules.game_rules(number)
        if max(won) == rules.to_win:
            return Impossible("after_the_end", game=number)
        found = written(game, score, start)
        match found:
            case WonBy(winner=side):
                won = won.plus(side)
            case Impossible(reason=reason, over_at=over_at):
                return Impossible(reason, over_at, number)
            case Drawn():
                return Tally(tuple(scores), won, outcome=found)
            case Open() if number == len(scores):
                return Tally(tuple(scores[:-1]), won, unfinished=score)
            case Open():
                reason = "unfinished" if game.seconds is None else "level"
                return Impossible(reason, game=number)
    return Tally(tuple(scores), won, outcome=_result(rules, won))


def _result(rules: RallyRules, won: Score) -> Played | None:
    leading = won.leader()
    return Played(leading) if leading and won.of(leading) == rules.to_win else None


def completed(rules: RallyRules, so_far: Tally, by: Side, start: Score = NIL) -> tuple[Score, ...]:
    """The score published when side `by` gives up: it scores no more, the others what they need.

    What time ends cannot be completed in numbers and is published as it stood.
    """
    games = [*so_far.games]
    missing = rules.to_win - so_far.won.of(other(by))
    score = so_far.unfinished
    for _ in range(missing):
        stood = score or start
        needed = winning(rules.game_rules(len(games) + 1), stood.of(by))
        if needed is None:
            return (*games, score) if score else tuple(games)
        games.append(score_of(other(by), needed, stood.of(by)))
        score = None
    return tuple(games)
