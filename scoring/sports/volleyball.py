"""Volleyball, 排球: sets to 25, the deciding one to 15."""

from scoring.rules.counting import GameRules, RallyRules
from scoring.rules.pool_books import VOLLEYBALL
from scoring.rules.service import Rotation
from scoring.sport import Edition, Sport, SportId
from scoring.wording import Label


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


SPORT = Sport(
    id=SportId("volleyball"),
    name=Label(zh="排球", en="Volleyball"),
    entrant=Label(zh="队伍", en="Team"),
    matches=(
        Edition(
            id="best-of-5",
            name=Label(zh="五局三胜，每局25分", en="Best of five to 25"),
            players="team",
            rules=volleyball(5),
            book=VOLLEYBALL,
        ),
        Edition(
            id="best-of-3",
            name=Label(zh="三局两胜，每局25分", en="Best of three to 25"),
            players="team",
            rules=volleyball(3),
            book=VOLLEYBALL,
        ),
    ),
)
