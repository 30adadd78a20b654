"""Badminton, 羽毛球: the counting systems of the BWF and of clubs, and its team ties."""

from collections.abc import Callable, Iterator
from typing import Literal

from scoring.rules.counting import GameRules, RallyRules
from scoring.rules.pool_books import BWF, BWF_TEAM
from scoring.rules.service import Courts
from scoring.sport import Edition, Sport, SportId, TeamEvent, TeamRubber
from scoring.wording import Label


def badminton_3x21(players: Literal[1, 2]) -> RallyRules:
    """BWF Laws 7, 8 and 16.2, in force since 31 May 2019."""
    return _badminton(
        players,
        3,
        GameRules(points=21, cap=30, intervals=(11,)),
        GameRules(points=21, cap=30, intervals=(11,), ends_at=11),
    )


def badminton_3x15(players: Literal[1, 2]) -> RallyRules:
    """From 4 January 2027: reported of the AGM of 25 April 2026, unconfirmed by the Laws.

    Unconfirmed, too: the interval and the change of ends at 8.
    """
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


def _both(
    name: str, label: Label, rules: Callable[[Literal[1, 2]], RallyRules], since: str | None = None
) -> Iterator[Edition]:
    """Singles and doubles."""
    yield Edition(id=name, name=label, players=1, rules=rules(1), book=BWF, since=since)
    yield Edition(id=name, name=label, players=2, rules=rules(2), book=BWF, since=since)


_MS = TeamRubber("MS", Label(zh="男单", en="Men's singles"), 1, "m")
_WS = TeamRubber("WS", Label(zh="女单", en="Women's singles"), 1, "f")
_MD = TeamRubber("MD", Label(zh="男双", en="Men's doubles"), 2, "m")
_WD = TeamRubber("WD", Label(zh="女双", en="Women's doubles"), 2, "f")
_XD = TeamRubber("XD", Label(zh="混双", en="Mixed doubles"), 2, "mixed")
_THREE_AND_TWO = (
    TeamRubber("S1", Label(zh="第一单打", en="First singles"), 1),
    TeamRubber("D1", Label(zh="第一双打", en="First doubles"), 2),
    TeamRubber("S2", Label(zh="第二单打", en="Second singles"), 1),
    TeamRubber("D2", Label(zh="第二双打", en="Second doubles"), 2),
    TeamRubber("S3", Label(zh="第三单打", en="Third singles"), 1),
)

_TO_15 = Label(
    zh="三局两胜，每局15分（细则待确认）", en="Best of three to 15 (details unconfirmed)"
)

SPORT = Sport(
    id=SportId("badminton"),
    name=Label(zh="羽毛球", en="Badminton"),
    entrant=Label(zh="选手", en="Player"),
    matches=(
        *_both("3x21", Label(zh="三局两胜，每局21分", en="Best of three to 21"), badminton_3x21,
               "2019-05-31"),
        *_both("3x15", _TO_15, badminton_3x15, "2027-01-04"),
        *_both("1x21", Label(zh="一局21分", en="One game to 21"), badminton_1x21),
        *_both("1x31", Label(zh="一局31分，不加分", en="One game to 31, no setting"),
               badminton_1x31),
        *_both("timed", Label(zh="计时10分钟", en="Ten minutes on time"),
               lambda players: badminton_timed(players, 600)),
    ),
    teams=(
        TeamEvent(
            id="mixed",
            name=Label(zh="混合团体：男单、女单、男双、女双、混双",
                       en="Mixed team: MS, WS, MD, WD, XD"),
            rubbers=(_MS, _WS, _MD, _WD, _XD),
            per_player=2,
            squad=4,
            book=BWF_TEAM,
        ),
        TeamEvent(
            id="three-two",
            name=Label(zh="三单两双（汤尤杯）", en="Three singles, two doubles (Thomas, Uber)"),
            rubbers=_THREE_AND_TWO,
            per_player=2,
            squad=4,
            book=BWF_TEAM,
        ),
        TeamEvent(
            id="doubles",
            name=Label(zh="三双打：男双、女双、混双", en="Three doubles: MD, WD, XD"),
            rubbers=(_MD, _WD, _XD),
            per_player=1,
            squad=6,
            book=BWF_TEAM,
        ),
    ),
)  # fmt: skip
