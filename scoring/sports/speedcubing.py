"""Speedcubing by the regulations of the World Cube Association."""

from scoring.sport import Sport, SportId
from scoring.wording import Label

SPORT = Sport(
    id=SportId("speedcubing"),
    name=Label(zh="魔方速拧", en="Speedcubing"),
    entrant=Label(zh="选手", en="Competitor"),
    work=Label(zh="魔方", en="Puzzle"),
)
