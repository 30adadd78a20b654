"""Best of several runs, each marked by a panel, as in a halfpipe: 多轮取最好一轮."""

from msgspec.structs import replace

from scoring.contest.ids import CriterionId, StepId
from scoring.contest.plan import JudgedStage, Seat
from scoring.contest.scoring import ByBestAttempts, Criterion, OverAttempts, Scoring, Step
from scoring.presets.answers import Answers
from scoring.presets.fields import Field, Option, Section
from scoring.presets.jury import (
    judge_fields,
    judges,
    remembered_judges,
    remembered_total,
    total_fields,
    trimmed,
)
from scoring.presets.preset import Marking, Preset
from scoring.presets.ties import Offer, chain, remembered_ties, tie_section
from scoring.sports.freestyle import SPORT
from scoring.wording import Label

_MARK, _RUN = CriterionId("run"), StepId("run")
_SECOND = Option("attempts", Label(zh="第二好的一轮高者列前", en="The better second-best run"))


def _marking(answers: Answers) -> Marking:
    """FIS halfpipe: the mean without extremes, the best run, then the second best."""
    seats, runs = judges(answers), answers.whole("runs")
    decimals = answers.whole("result")
    panel = trimmed(answers, seats)
    _, links = chain(answers, {_SECOND.value: Offer((ByBestAttempts(step=_RUN),))})
    scoring = Scoring(
        criteria=(
            Criterion(
                id=_MARK, name=Label(zh="本轮打分", en="Mark of the run"), per="attempt",
                maximum=answers.decimal("full"), decimals=answers.whole("decimals"),
            ),
        ),
        attempts=runs,
        attempt_names=tuple(
            Label(zh=f"第{number}轮", en=f"Run {number}") for number in range(1, runs + 1)
        ),
        every_attempt=False,
        steps=(
            Step(
                id=_RUN, name=Label(zh="单轮得分", en="Score of a run"), decimals=decimals,
                value=replace(panel, criteria=(_MARK,)),
            ),
            Step(
                id=StepId("score"), name=Label(zh="最好一轮", en="Best run"), decimals=decimals,
                value=OverAttempts(of=_RUN, take="best"),
            ),
        ),
        tie_breaks=links,
    )  # fmt: skip
    return Marking(seats, tuple(seat.id for seat in seats), scoring)


def _remembered(stage: JudgedStage, seats: tuple[Seat, ...]) -> dict[str, str]:
    mark = stage.scoring.criteria[0]
    return {
        **remembered_judges(seats),
        **remembered_total(stage.scoring),
        **remembered_ties(stage.scoring),
        "runs": str(stage.scoring.attempts),
        "full": mark.maximum,
        "decimals": str(mark.decimals),
    }


RUNS = Preset(
    id="runs",
    sport=SPORT.id,
    name=Label(zh="多轮取最好一轮", en="Best of several runs"),
    description=Label(
        zh="每人做几轮，每轮由评委打0至100分，去掉最高分和最低分后取平均，取最好的一轮；"
        "滑板、街舞、花样跳绳、唱两首取一首都合用。",
        en="Several runs, each marked from 0 to 100; extremes are dropped, the rest averaged, and"
        " the best run counts. For skateboarding, street dance, or two songs of which one counts.",
    ),
    sections=(
        Section(
            Label(zh="评委打分", en="Judging"),
            (
                *judge_fields(6),
                Field(
                    id="runs", name=Label(zh="做几轮", en="Number of runs"), kind="whole",
                    default="2", least=1, most=10,
                ),
                Field(
                    id="full", name=Label(zh="满分", en="Highest mark"), kind="decimal",
                    default="100", least=1, most=1000,
                ),
                Field(
                    id="decimals", name=Label(zh="打分保留小数", en="Decimals of a mark"),
                    kind="whole", default="0", least=0, most=3,
                ),
                *total_fields(),
            ),
        ),
        tie_section("attempts", _SECOND),
    ),
    marking=_marking,
    remembered=_remembered,
)  # fmt: skip

PRESETS = (RUNS,)
