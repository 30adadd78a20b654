"""Football, 足球: two halves; knock-outs go on with extra time and penalty kicks."""

from scoring.rules.periods import Overtime, PeriodRules
from scoring.rules.pool_books import FIFA, UEFA
from scoring.sport import Edition, Sport, SportId
from scoring.wording import Label

FOOTBALL_GROUP = PeriodRules(periods=2, seconds=2700, forfeit=3)
FOOTBALL_KNOCKOUT = PeriodRules(
    periods=2,
    seconds=2700,
    overtime=Overtime(periods=2, seconds=900),
    shootout=5,
    forfeit=3,
)

SPORT = Sport(
    id=SportId("football"),
    name=Label(zh="足球", en="Football"),
    entrant=Label(zh="队伍", en="Team"),
    matches=(
        Edition(
            id="fifa",
            name=Label(zh="两个45分钟；积分相同先比净胜球", en="2 × 45 minutes; FIFA tables"),
            players="team",
            rules=FOOTBALL_GROUP,
            knock_out=FOOTBALL_KNOCKOUT,
            book=FIFA,
        ),
        Edition(
            id="uefa",
            name=Label(zh="两个45分钟；积分相同先比相互战绩", en="2 × 45 minutes; UEFA tables"),
            players="team",
            rules=FOOTBALL_GROUP,
            knock_out=FOOTBALL_KNOCKOUT,
            book=UEFA,
        ),
    ),
)
