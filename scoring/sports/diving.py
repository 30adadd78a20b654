"""Diving from springboard and platform: 跳水."""

from scoring.sport import Sport, SportId
from scoring.wording import Label

SPORT = Sport(
    id=SportId("diving"),
    name=Label(zh="跳水", en="Diving"),
    entrant=Label(zh="选手", en="Diver"),
    work=Label(zh="动作", en="Dives"),
)
