"""Rally sports by the numbers of their rule books; a contest may edit every one of them."""

from typing import Literal

from scoring.rules.counting import GameRules, RallyRules
from scoring.rules.service import Courts, Rotation, Turns


def badminton_3x21(players: Literal[1, 2]) -> RallyRules:
    """BWF Laws 7, 8 and 16.2, in force since 31 May 2019."""
    return _badminton(
        players,
        3,
        GameRules(points=21, cap=30, intervals=(11,)),
        GameRules(points=21, cap=30, intervals=(11,), ends_at=11),
    )


def badminton_3x15(players: Literal[1, 2]) -> RallyRules:
    """Effective 4 January 2027; interval and change of ends at 8 are not confirmed."""
    return _badminton(
        players,
        3,
        GameRules(points=15, cap=21, intervals=(8,)),
        GameRules(points=15, cap=21, intervals=(8,), ends_at=8),
    )


def badminton_1x21(players: Literal[1, 2]) -> RallyRules:
    """One game as the last of three would be."""
    return _badminton(players, 1, GameRules(points=21, cap=30, intervals=(11,), ends_at=11))


def badminton_1x31(players: Literal[1, 2]) -> RallyRules:
    """One game to 31 without setting, as clubs play it; in no rule book."""
    return _badminton(players, 1, GameRules(points=31, lead=1, intervals=(16,), ends_at=16))


def badminton_timed(players: Literal[1, 2], seconds: int) -> RallyRules:
    """One game on time; level, the next point wins. In no rule book."""
    return _badminton(players, 1, GameRules(seconds=seconds))


def _badminton(
    players: Literal[1, 2], best_of: int, game: GameRules, last: GameRules | None = None
) -> RallyRules:
    return RallyRules(
        best_of=best_of,
        game=game,
        last=last,
        service=Courts(players=players),
        cards={"yellow": 0, "red": 1},  # 16.7
        disqualifying="black",
        interval_seconds=60,
        break_seconds=120,
    )


def table_tennis(players: Literal[1, 2], best_of: int) -> RallyRules:
    """ITTF 2.11 to 2.13."""
    return RallyRules(
        best_of=best_of,
        game=GameRules(points=11),
        last=GameRules(points=11, ends_at=5),
        service=Turns(players=players),
        cards={"yellow": 0, "yellow_red": 1},
        break_seconds=60,
    )


def volleyball(best_of: int) -> RallyRules:
    """Sets to 25, the deciding one to 15 after a new toss (FIVB)."""
    return RallyRules(
        best_of=best_of,
        game=GameRules(points=25),
        last=GameRules(points=15, ends_at=8),
        service=Rotation(players=6),
        toss_before_last=True,
        cards={"yellow": 0, "red": 1},
        break_seconds=180,
    )


def net_shuttlecock() -> RallyRules:
    """毽球: sets to 21 without a cap; from 20-all (14-all) the service alternates.

    Best of three, the third set to 15 and its change of ends at 8 are not confirmed.
    """
    return RallyRules(
        best_of=3,
        game=GameRules(points=21),
        last=GameRules(points=15, ends_at=8),
        service=Rotation(alternately_at_deuce=True),
        toss_before_last=True,
    )
