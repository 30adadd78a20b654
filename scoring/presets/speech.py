"""Speech contests, 演讲比赛: content, expression, manner, and a deduction for running over."""

from scoring.contest.ids import CriterionId, StepId
from scoring.contest.plan import JudgedStage, Seat
from scoring.contest.scoring import Criterion, Entered, Scoring, Step, Sum, Term
from scoring.presets.answers import Answers
from scoring.presets.fields import Field, Section, When
from scoring.presets.jury import (
    judge_fields,
    jury,
    mark_fields,
    remembered_jury,
    total_fields,
)
from scoring.presets.preset import Marking, Preset, official
from scoring.presets.ties import (
    CHIEF,
    CRITERIA,
    HIGHEST,
    PREFERENCE,
    chain,
    of_judges,
    remembered_ties,
    tie_section,
)
from scoring.sports.speech import SPORT
from scoring.wording import Label

_ROWS = (
    (Label(zh="演讲内容", en="Content"), "50"),
    (Label(zh="语言表达", en="Expression"), "30"),
    (Label(zh="仪态形象", en="Manner"), "20"),
)
_OVERTIME = CriterionId("overtime")
_PENALTY = Label(zh="超时扣分", en="Overtime deduction")


def _marking(answers: Answers) -> Marking:
    panel = jury(answers, tuple(name for name, _ in _ROWS))
    result = answers.whole("result")
    asides, links = chain(answers, of_judges(panel, panel.panel, result))
    timed = answers.yes("timed")
    name = Label(zh="评委平均分", en="Judges' mean") if timed else _SCORE
    mean = Step(
        id=StepId("mean" if timed else "score"), name=name, value=panel.panel, decimals=result
    )
    if not timed:
        scoring = Scoring(criteria=panel.criteria, steps=(mean, *asides), tie_breaks=links)
        return Marking(panel.seats, panel.ids, scoring)
    timekeeper = official("timekeeper", "计时员", "Timekeeper")
    overtime = Criterion(
        id=_OVERTIME, name=_PENALTY, maximum=answers.decimal("penalty"), decimals=1,
        by=(timekeeper.id,), default="0",
    )  # fmt: skip
    scoring = Scoring(
        criteria=(*panel.criteria, overtime),
        steps=(mean, *_less(result), *asides),
        tie_breaks=links,
    )
    return Marking((*panel.seats, timekeeper), panel.ids, scoring)


_SCORE = Label(zh="得分", en="Score")


def _less(decimals: int) -> tuple[Step, ...]:
    penalty = Step(
        id=StepId("penalty"), name=_PENALTY, value=Entered(criterion=_OVERTIME), decimals=1
    )
    terms = (Term(step=StepId("mean")), Term(step=penalty.id, weight="-1"))
    score = Step(
        id=StepId("score"), name=_SCORE, value=Sum(terms=terms, minimum="0"), decimals=decimals
    )
    return penalty, score


def _remembered(stage: JudgedStage, seats: tuple[Seat, ...]) -> dict[str, str]:
    penalty = [one.maximum for one in stage.scoring.criteria if one.id == _OVERTIME]
    timed = {"timed": "yes", "penalty": penalty[0]} if penalty else {"timed": "no"}
    return {**remembered_jury(stage, seats), **remembered_ties(stage.scoring), **timed}


SPEECH = Preset(
    of_judges=True,
    id="speech",
    sport=SPORT.id,
    name=Label(zh="演讲比赛", en="Speech contest"),
    description=Label(
        zh="按内容、表达、仪态分项打分，去掉最高分和最低分后取平均，由计时员扣超时分。",
        en="Content, expression and manner are marked; extremes are dropped, the rest averaged,"
        " and a timekeeper deducts for running over.",
    ),
    sections=(
        Section(
            Label(zh="评委打分", en="Judging"),
            (*judge_fields(7), *mark_fields("points", _ROWS, decimals="1"), *total_fields()),
        ),
        Section(
            Label(zh="计时", en="Time"),
            (
                Field(
                    id="timed", name=Label(zh="由计时员扣超时分", en="A timekeeper deducts"),
                    kind="switch", default="yes",
                ),
                Field(
                    id="penalty", name=Label(zh="最多扣几分", en="At most"), kind="decimal",
                    default="5", least=1, most=100, when=(When("timed", ("yes",)),),
                ),
            ),
        ),
        tie_section("criteria", CRITERIA, HIGHEST, CHIEF, PREFERENCE),
    ),
    marking=_marking,
    remembered=_remembered,
)  # fmt: skip

PRESETS = (SPEECH,)
