"""Races against the clock, 计时赛: the lower time is better."""

from scoring.contest.ids import CriterionId
from scoring.contest.scoring import Criterion
from scoring.presets.answers import Answers
from scoring.presets.fields import Section
from scoring.presets.measured import SECOND, measured, measured_fields, remembered_measured
from scoring.presets.preset import Marking, Preset, official
from scoring.presets.ties import tie_section
from scoring.sports.athletics import SPORT
from scoring.wording import Label

_TIME = Criterion(
    id=CriterionId("time"), name=Label(zh="用时", en="Time"), maximum="86400", kind="time"
)


def _marking(answers: Answers) -> Marking:
    timekeeper = official("timekeeper", "计时员", "Timekeeper")
    return measured(answers, _TIME, timekeeper, "lower", Label(zh="第{}次", en="Run {}"))


RACE = Preset(
    id="race",
    sport=SPORT.id,
    name=Label(zh="计时赛", en="Race against the clock"),
    description=Label(
        zh="跑步、游泳、骑行等比用时，用时少者列前；可以跑一次，也可以跑几次取最好。",
        en="Running, swimming, cycling: the shorter time wins. One run, or the best of several.",
    ),
    sections=(
        Section(
            Label(zh="计时", en="Timing"),
            measured_fields(1, Label(zh="每人几次，取最好一次", en="Runs; the best counts"), 2),
        ),
        tie_section("none", SECOND),
    ),
    marking=_marking,
    remembered=remembered_measured,
)

PRESETS = (RACE,)
