"""Dance sport (ballroom and Latin), judged by the Skating System."""

from scoring.sport import Sport, SportId
from scoring.wording import Label

SPORT = Sport(
    id=SportId("dancesport"),
    name=Label(zh="体育舞蹈", en="Dance sport"),
    entrant=Label(zh="舞伴", en="Couple"),
    work=Label(zh="舞种", en="Dance"),
)
