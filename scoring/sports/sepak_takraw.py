"""Sepak takraw, 藤球: kicked over a net by teams of three, five sets to 15."""

from msgspec.structs import replace

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
"""As Sepak Takraw Canada sums up ISTAF: two ahead, at most to 17, three services each in turn.

Single services from 14-all, the toss before the last set and its change of ends at 8 are
unconfirmed.
"""

# No federation's rule on tables is known: as meets of net shuttlecock do it.
BOOK = replace(
    NET_SHUTTLECOCK,
    name=Label(zh="藤球地方规程", en="sepak takraw, by local regulations"),
)

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
            book=BOOK,
        ),
    ),
)
