"""Jumps and throws for distance, 跳远, 投掷: the best attempt, then the second best."""

from scoring.contest.ids import CriterionId
from scoring.contest.scoring import Criterion
from scoring.presets.answers import Answers
from scoring.presets.fields import Section
from scoring.presets.measured import SECOND, measured, measured_fields, remembered_measured
from scoring.presets.preset import Marking, Preset, official
from scoring.presets.ties import tie_section
from scoring.sports.athletics import SPORT
from scoring.wording import Label

_DISTANCE = Criterion(
    id=CriterionId("distance"), name=Label(zh="成绩（米）", en="Distance (m)"), maximum="1000"
)


def _marking(answers: Answers) -> Marking:
    referee = official("measurer", "丈量员", "Measurer")
    return measured(
        answers, _DISTANCE, referee, "higher", Label(zh="第{}次试跳（掷）", en="Attempt {}")
    )


JUMP = Preset(
    id="jump",
    sport=SPORT.id,
    name=Label(zh="跳远与投掷", en="Jumps and throws"),
    description=Label(
        zh="每人几次试跳或试掷，取最好成绩；成绩相同，比第二好的。犯规由丈量员记为无成绩。",
        en="Several attempts, the best counts; of equals, the second best. The measurer records a"
        " foul as no result.",
    ),
    sections=(
        Section(
            Label(zh="丈量", en="Measuring"),
            measured_fields(3, Label(zh="试跳（掷）次数", en="Attempts; the best counts"), 2),
        ),
        tie_section("attempts", SECOND),
    ),
    marking=_marking,
    remembered=remembered_measured,
)

PRESETS = (JUMP,)
