"""Sepak takraw, 藤球: kicked over a net by teams of three, five sets to 15."""

from scoring.rules.counting import GameRules, RallyRules
from scoring.rules.pool_books import NET_SHUTTLECOCK
from scoring.rules.service import Turns
from scoring.sport import Edition, Sport, SportId
from scoring.wording import Label

REGU = RallyRules(
    best_of=5,
    game=GameRules(points=15, cap=17),
    last=GameRules(points=15, cap=17, ends_at=8),
    service=Turns(players=1, every=3),
    toss_before_last=True,
    break_seconds=120,
)
"""As Sepak Takraw Canada sums up ISTAF: at 14-all two ahead, 17 at most, three services each.

From 14-all single services, the toss and the change of ends at 8 are unconfirmed.
"""

SPORT = Sport(
    id=SportId("sepak-takraw"),
    name=Label(zh="藤球", en="Sepak takraw"),
    entrant=Label(zh="队伍", en="Team"),
    matches=(
        Edition(
            id="regu",
            name=Label(zh="五局三胜，每局15分", en="Best of five to 15"),
            players="team",
            rules=REGU,
            # No federation's rule on tables is known: as in net shuttlecock.
            book=NET_SHUTTLECOCK,
        ),
    ),
)
