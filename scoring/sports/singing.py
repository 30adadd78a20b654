"""Singing contests: village song contests, 歌手大赛, choir competitions."""

from scoring.sport import Sport, SportId
from scoring.wording import Label

SPORT = Sport(
    id=SportId("singing"),
    name=Label(zh="歌唱", en="Singing"),
    entrant=Label(zh="歌手", en="Singer"),
    work=Label(zh="曲目", en="Song"),
)
