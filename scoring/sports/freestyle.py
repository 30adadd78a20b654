"""Runs judged for tricks: halfpipe, skateboard, 街舞, 花样跳绳."""

from scoring.sport import Sport, SportId
from scoring.wording import Label

SPORT = Sport(
    id=SportId("freestyle"),
    name=Label(zh="技巧赛", en="Freestyle"),
    entrant=Label(zh="选手", en="Rider"),
    work=Label(zh="动作", en="Routine"),
)
