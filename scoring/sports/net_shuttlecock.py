"""Net shuttlecock, 毽球: kicked over a net, sets to 21."""

from scoring.rules.counting import GameRules, RallyRules
from scoring.rules.pool_books import NET_SHUTTLECOCK
from scoring.rules.service import Rotation
from scoring.sport import Edition, Sport, SportId
from scoring.wording import Label


def net_shuttlecock() -> RallyRules:
    """毽球: sets to 21 without a cap; from 20-all (14-all) the service alternates.

    Best of three, the third set to 15 and its change of ends at 8 are unconfirmed.
    """
    return RallyRules(
        best_of=3,
        game=GameRules(points=21),
        last=GameRules(points=15, ends_at=8),
        service=Rotation(alternately_at_deuce=True),
        toss_before_last=True,
    )


SPORT = Sport(
    id=SportId("net-shuttlecock"),
    name=Label(zh="毽球（网毽）", en="Net shuttlecock"),
    entrant=Label(zh="队伍", en="Team"),
    matches=(
        Edition(
            id="3x21",
            name=Label(zh="三局两胜，每局21分", en="Best of three to 21"),
            players="team",
            rules=net_shuttlecock(),
            book=NET_SHUTTLECOCK,
        ),
    ),
)
