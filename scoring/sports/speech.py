"""Speech contests: 演讲比赛, 朗诵, 讲故事."""

from scoring.sport import Sport, SportId
from scoring.wording import Label

SPORT = Sport(
    id=SportId("speech"),
    name=Label(zh="演讲", en="Speech"),
    entrant=Label(zh="选手", en="Speaker"),
    work=Label(zh="题目", en="Topic"),
)
