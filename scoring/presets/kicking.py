"""Shuttlecock kicking, 踢毽子: the most kicks in a minute, alone or as a team in relay."""

from scoring.contest.ids import CriterionId, StepId
from scoring.contest.plan import JudgedStage, Seat
from scoring.contest.scoring import (
    ByBestAttempts,
    ByStep,
    Criterion,
    Entered,
    OverAttempts,
    Scoring,
    Step,
    TieBreak,
)
from scoring.presets.answers import Answers
from scoring.presets.fields import Field, Option, Section
from scoring.presets.preset import Marking, Preset, official
from scoring.presets.ties import Offer, chain, remembered_ties, tie_section
from scoring.sports.kicking import SPORT
from scoring.wording import Label

_KICKS, _DROPS = CriterionId("kicks"), CriterionId("drops")
_ROUND, _SCORE, _FAULTS = StepId("round"), StepId("score"), StepId("drops")
_FEWER = Option("drops", Label(zh="失误少者列前", en="Fewer drops"))
_BEST = Option("attempts", Label(zh="单人成绩高者列前", en="The better single member"))
_COUNTER = official("counter", "计数员", "Counter")
_KICKS_NAME, _DROPS_NAME = Label(zh="踢毽个数", en="Kicks"), Label(zh="失误次数", en="Drops")


def _criteria(*, by_attempt: bool) -> tuple[Criterion, ...]:
    return (
        Criterion(
            id=_KICKS, name=_KICKS_NAME, maximum="9999", decimals=0, kind="count",
            per="attempt" if by_attempt else "performance", by=(_COUNTER.id,),
        ),
        Criterion(
            id=_DROPS, name=_DROPS_NAME, maximum="999", decimals=0, kind="count",
            per="attempt" if by_attempt else "performance", by=(_COUNTER.id,), default="0",
        ),
    )  # fmt: skip


def _alone(answers: Answers) -> Marking:
    """One go, or the best of several; the drops of all are added up."""
    rounds = answers.whole("rounds")
    fewer = Offer((ByStep(step=_FAULTS, better="lower"),))
    _, links = chain(answers, {_FEWER.value: fewer})
    if rounds == 1:
        steps = (
            Step(id=_SCORE, name=_KICKS_NAME, value=Entered(criterion=_KICKS), decimals=0),
            Step(
                id=_FAULTS, name=_DROPS_NAME, value=Entered(criterion=_DROPS), decimals=0,
                aside=True,
            ),
        )  # fmt: skip
        scoring = Scoring(criteria=_criteria(by_attempt=False), steps=steps, tie_breaks=links)
        return Marking((_COUNTER,), (), scoring)
    names = tuple(Label(zh=f"第{n}轮", en=f"Round {n}") for n in range(1, rounds + 1))
    best = Step(
        id=_SCORE, name=Label(zh="最好一轮", en="Best round"),
        value=OverAttempts(of=_ROUND, take="best"), decimals=0,
    )  # fmt: skip
    return Marking((_COUNTER,), (), _by_attempt(names, best, links))


def _team(answers: Answers) -> Marking:
    """The members' kicks added up; every member has one go."""
    members = answers.whole("members")
    fewer = Offer((ByStep(step=_FAULTS, better="lower"),))
    best = Offer((ByBestAttempts(step=_ROUND),))
    _, links = chain(answers, {_FEWER.value: fewer, _BEST.value: best})
    names = tuple(Label(zh=f"第{n}棒", en=f"Member {n}") for n in range(1, members + 1))
    total = Step(
        id=_SCORE, name=Label(zh="全队总数", en="Team total"),
        value=OverAttempts(of=_ROUND, take="sum"), decimals=0,
    )  # fmt: skip
    return Marking((_COUNTER,), (), _by_attempt(names, total, links))


def _by_attempt(names: tuple[Label, ...], score: Step, links: tuple[TieBreak, ...]) -> Scoring:
    each = StepId("drops-each")
    steps = (
        Step(id=_ROUND, name=_KICKS_NAME, value=Entered(criterion=_KICKS), decimals=0),
        score,
        Step(
            id=each, name=_DROPS_NAME, value=Entered(criterion=_DROPS), decimals=0, aside=True
        ),
        Step(
            id=_FAULTS, name=Label(zh="失误合计", en="Drops altogether"),
            value=OverAttempts(of=each, take="sum"), decimals=0, aside=True,
        ),
    )  # fmt: skip
    return Scoring(
        criteria=_criteria(by_attempt=True), attempts=len(names), attempt_names=names,
        steps=steps, tie_breaks=links,
    )  # fmt: skip


def _remembered_alone(stage: JudgedStage, _seats: tuple[Seat, ...]) -> dict[str, str]:
    return {"rounds": str(stage.scoring.attempts or 1), **remembered_ties(stage.scoring)}


def _remembered_team(stage: JudgedStage, _seats: tuple[Seat, ...]) -> dict[str, str]:
    return {"members": str(stage.scoring.attempts), **remembered_ties(stage.scoring)}


ALONE = Preset(
    id="kicking",
    sport=SPORT.id,
    name=Label(zh="踢毽子：个人", en="Shuttlecock kicking"),
    description=Label(
        zh="60秒内踢得最多者胜，由一名计数员录入个数和失误；个数相同，失误少者列前。",
        en="The most kicks in 60 seconds, entered by one counter; of equal counts, fewer drops.",
    ),
    sections=(
        Section(
            Label(zh="计数", en="Counting"),
            (
                Field(
                    id="rounds", name=Label(zh="踢几轮，取最好一轮", en="Rounds; the best counts"),
                    kind="whole", default="1", least=1, most=10,
                ),
            ),
        ),
        tie_section("drops", _FEWER),
    ),
    marking=_alone,
    remembered=_remembered_alone,
)  # fmt: skip

TEAM = Preset(
    id="kicking-team",
    sport=SPORT.id,
    name=Label(zh="踢毽子：团体接力", en="Shuttlecock kicking, team relay"),
    description=Label(
        zh="一队几人依次各踢60秒，个数相加；总数相同，失误少的队列前。",
        en="The members of a team kick for 60 seconds each, one after another; the kicks are"
        " added up. Of equal totals, fewer drops.",
    ),
    sections=(
        Section(
            Label(zh="计数", en="Counting"),
            (
                Field(
                    id="members", name=Label(zh="每队几人", en="Members of a team"),
                    kind="whole", default="5", least=2, most=20,
                ),
            ),
        ),
        tie_section("drops", _FEWER, _BEST),
    ),
    marking=_team,
    remembered=_remembered_team,
)  # fmt: skip

PRESETS = (ALONE, TEAM)
