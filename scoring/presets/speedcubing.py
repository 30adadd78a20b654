"""A round of a speedcubing event by the regulations of the World Cube Association."""

from scoring.contest.advancement import Advancement, Cap, Percent, TopN
from scoring.contest.ids import CriterionId, SeatId, StageId, StepId
from scoring.contest.plan import JudgedStage
from scoring.contest.scoring import ByStep, Criterion, Entered, OverAttempts, Scoring, Step
from scoring.wording import Label

TIME = CriterionId("time")
SOLVES = 5


def average_of_five(
    stage: StageId, name: Label, entry: SeatId, advancement: Advancement | None = None
) -> JudgedStage:
    """Five solves; without the best and the worst, the mean of three (WCA 9f8), half up (9f1).

    `entry` is the seat that types in the times or DNF and DNS. Ranked by average, then by best
    single (9f); who has no average comes last, by best single.
    """
    time, single, average = StepId("time"), StepId("single"), StepId("average")
    return JudgedStage(
        id=stage,
        name=name,
        publish_marks=True,
        scoring=Scoring(
            criteria=(
                Criterion(
                    id=TIME,
                    name=Label(zh="成绩", en="Time"),
                    minimum="0.01",
                    maximum="599.99",
                    by=(entry,),
                    per="attempt",
                    kind="time",
                ),
            ),
            attempts=SOLVES,
            steps=(
                Step(
                    id=time,
                    name=Label(zh="成绩", en="Time"),
                    value=Entered(criterion=TIME),
                    clock=True,
                ),
                Step(
                    id=single,
                    name=Label(zh="单次", en="Single"),
                    value=OverAttempts(of=time, take="best", better="lower"),
                    clock=True,
                    aside=True,
                ),
                Step(
                    id=average,
                    name=Label(zh="平均", en="Average"),
                    value=OverAttempts(of=time, take="middle_mean", better="lower"),
                    clock=True,
                ),
            ),
            better="lower",
            unfinished="last",
            tie_breaks=(ByStep(step=single, better="lower"),),
        ),
        advancement=(advancement,) if advancement else (),
    )


def onward(to: Label, rule: TopN | Percent) -> Advancement:
    """At least a quarter stays behind (WCA 9p1); who is level advances together or not at all."""
    return Advancement(to=to, rules=(rule, Cap(percent=75, of="present")), tie="all_out")
