"""Track and field: races against the clock, jumps and throws for distance, 田径."""

from scoring.sport import Sport, SportId
from scoring.wording import Label

SPORT = Sport(
    id=SportId("athletics"),
    name=Label(zh="田径", en="Athletics"),
    entrant=Label(zh="选手", en="Athlete"),
    work=Label(zh="项目", en="Discipline"),
)
