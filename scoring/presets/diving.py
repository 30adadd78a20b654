"""Diving, 跳水: the middle three of the judges' marks times the difficulty, dive by dive."""

from scoring.contest.ids import CriterionId, StepId
from scoring.contest.plan import JudgedStage, Seat
from scoring.contest.scoring import (
    ByBestAttempts,
    Criterion,
    Entered,
    OverAttempts,
    Panel,
    Product,
    Scoring,
    Step,
)
from scoring.presets.answers import Answers
from scoring.presets.fields import Field, Option, Section, options
from scoring.presets.jury import Absent, judge_fields, judges, panel_of, remembered_judges
from scoring.presets.preset import Marking, Preset, official
from scoring.presets.ties import Offer, chain, remembered_ties, tie_section
from scoring.sports.diving import SPORT
from scoring.wording import Label, say

_COUNTED = 3
_MARK, _DIFFICULTY = CriterionId("mark"), CriterionId("difficulty")
_EXECUTION, _DEGREE, _DIVE = StepId("execution"), StepId("degree"), StepId("dive")
_ATTEMPTS = Option("attempts", Label(zh="单跳得分高者列前", en="The higher single dive"))


def _marking(answers: Answers) -> Marking:
    seats, dives = judges(answers), answers.whole("dives")
    drop, odd = divmod(len(seats) - _COUNTED, 2)
    if drop < 0 or odd:
        answers.wrong("judges", say("Three marks count: 3, 5, 7 or 9 judges are needed."))
        drop = 0
    absent: Absent = "refuse" if answers.choice("absent") == "refuse" else "substitute"
    referee = official("referee", "裁判长", "Referee")
    execution = Panel(criteria=(_MARK,), take="sum", drop_high=drop, drop_low=drop, absent=absent)
    _, links = chain(answers, {_ATTEMPTS.value: Offer((ByBestAttempts(step=_DIVE),))})
    scoring = Scoring(
        criteria=(
            Criterion(
                id=_MARK, name=Label(zh="动作分", en="Award"), maximum="10", decimals=1,
                step="0.5", per="attempt",
            ),
            Criterion(
                id=_DIFFICULTY, name=Label(zh="难度系数", en="Degree of difficulty"),
                minimum="1", maximum="6", decimals=1, per="attempt", by=(referee.id,),
            ),
        ),
        attempts=dives,
        attempt_names=tuple(
            Label(zh=f"第{number}跳", en=f"Dive {number}") for number in range(1, dives + 1)
        ),
        steps=(
            Step(
                id=_EXECUTION, name=Label(zh="有效分之和", en="Sum of the marks that count"),
                value=execution, decimals=1,
            ),
            Step(
                id=_DEGREE, name=Label(zh="难度系数", en="Degree of difficulty"),
                value=Entered(criterion=_DIFFICULTY), decimals=1,
            ),
            Step(
                id=_DIVE, name=Label(zh="单跳得分", en="Score of a dive"),
                value=Product(of=(_EXECUTION, _DEGREE)),
            ),
            Step(
                id=StepId("score"), name=Label(zh="总分", en="Total"),
                value=OverAttempts(of=_DIVE, take="sum"),
            ),
        ),
        tie_breaks=links,
    )  # fmt: skip
    return Marking((*seats, referee), tuple(seat.id for seat in seats), scoring)


def _remembered(stage: JudgedStage, seats: tuple[Seat, ...]) -> dict[str, str]:
    return {
        **remembered_judges([seat for seat in seats if seat.id in stage.panel]),
        **remembered_ties(stage.scoring),
        "dives": str(stage.scoring.attempts),
        "absent": panel_of(stage.scoring).absent,
    }


DIVING = Preset(
    id="diving",
    sport=SPORT.id,
    name=Label(zh="跳水", en="Diving"),
    description=Label(
        zh="每跳由评委打0至10分，去掉最高和最低的，取中间三个之和乘以难度系数；各跳相加。",
        en="Every dive: marks from 0 to 10, the middle three added and multiplied by the"
        " difficulty; the dives are added up.",
    ),
    sections=(
        Section(
            Label(zh="打分", en="Judging"),
            (
                *judge_fields(7, least=3),
                Field(
                    id="dives", name=Label(zh="跳几次", en="Number of dives"), kind="whole",
                    default="6", least=1, most=12,
                    hint=Label(zh="通常女子5跳，男子6跳。", en="Usually 5 women's, 6 men's."),
                ),
                Field(
                    id="absent", name=Label(zh="有评委缺席时", en="If a judge is absent"),
                    kind="choice", default="substitute",
                    options=options(
                        ("substitute", "用其他评委的平均分代替", "The others' mean stands in"),
                        ("refuse", "缺一位就不出分", "No score without every mark"),
                    ),
                ),
            ),
        ),
        tie_section("none", _ATTEMPTS),
    ),
    marking=_marking,
    remembered=_remembered,
)  # fmt: skip

PRESETS = (DIVING,)
