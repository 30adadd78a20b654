"""Table tennis, 乒乓球: games to 11, best of any odd number, singles, doubles and teams."""

from collections.abc import Iterator
from typing import Literal

from scoring.rules.counting import GameRules, RallyRules
from scoring.rules.pool_books import ITTF, ITTF_TEAM
from scoring.rules.service import Turns
from scoring.sport import Edition, Sport, SportId, TeamEvent, TeamRubber
from scoring.wording import Label


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


def _both(best_of: int, name: Label) -> Iterator[Edition]:
    """Singles and doubles."""
    for players in (1, 2):
        yield Edition(
            id=f"best-of-{best_of}", name=name, players=players,
            rules=table_tennis(players, best_of), book=ITTF,
        )  # fmt: skip


_FIVE_SINGLES = tuple(
    TeamRubber(f"S{number}", Label(zh=f"第{zh}单打", en=f"Singles {number}"), 1)
    for number, zh in enumerate("一二三四五", start=1)
)
_DOUBLES_FIRST = (
    TeamRubber("D", Label(zh="双打", en="Doubles"), 2),
    *_FIVE_SINGLES[:4],
)

SPORT = Sport(
    id=SportId("table-tennis"),
    name=Label(zh="乒乓球", en="Table tennis"),
    entrant=Label(zh="选手", en="Player"),
    matches=(
        *_both(5, Label(zh="五局三胜，每局11分", en="Best of five to 11")),
        *_both(7, Label(zh="七局四胜，每局11分", en="Best of seven to 11")),
        *_both(3, Label(zh="三局两胜，每局11分", en="Best of three to 11")),
    ),
    teams=(
        TeamEvent(
            id="five-singles",
            name=Label(zh="五场单打", en="Five singles"),
            rubbers=_FIVE_SINGLES,
            per_player=2,
            squad=3,
            book=ITTF_TEAM,
        ),
        TeamEvent(
            id="doubles-first",
            name=Label(zh="一双打四单打", en="A doubles, then four singles"),
            rubbers=_DOUBLES_FIRST,
            per_player=2,
            squad=3,
            book=ITTF_TEAM,
        ),
    ),
)
