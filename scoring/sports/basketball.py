"""Basketball, 篮球: four quarters, and overtime until it is decided."""

from scoring.rules.periods import Fouls, Overtime, PeriodRules
from scoring.rules.pool_books import FIBA
from scoring.sport import Edition, Sport, SportId
from scoring.wording import Label

BASKETBALL = PeriodRules(
    periods=4,
    seconds=600,
    overtime=Overtime(seconds=300, repeated=True),
    points=(1, 2, 3),
    fouls=Fouls(personal=5, team=4),
    forfeit=20,
    default=2,
)
"""FIBA Articles 8, 20 and 21; the text of 8 and the score of a default are unconfirmed."""

SPORT = Sport(
    id=SportId("basketball"),
    name=Label(zh="篮球", en="Basketball"),
    entrant=Label(zh="队伍", en="Team"),
    matches=(
        Edition(
            id="fiba",
            name=Label(zh="国际篮联规则：4节，每节10分钟", en="FIBA: four quarters of 10 minutes"),
            players="team",
            rules=BASKETBALL,
            book=FIBA,
        ),
    ),
)
