"""Shuttlecock kicking for count: 踢毽子."""

from scoring.sport import Sport, SportId
from scoring.wording import Label

SPORT = Sport(
    id=SportId("kicking"),
    name=Label(zh="踢毽子", en="Shuttlecock kicking"),
    entrant=Label(zh="选手", en="Kicker"),
    work=Label(zh="套路", en="Routine"),
)
