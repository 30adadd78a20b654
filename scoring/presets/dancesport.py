"""Rounds of a dance competition by the Skating System: recalls with crosses, and finals."""

from scoring.contest.advancement import Advancement, TopN
from scoring.contest.ids import CriterionId, SeatId, StageId, StepId
from scoring.contest.plan import JudgedStage
from scoring.contest.scoring import Criterion, Placings, Scoring, Step
from scoring.rules.routes import TiePolicy
from scoring.wording import Label

PLACE, CROSS = CriterionId("place"), CriterionId("cross")

WALTZ = Label(zh="华尔兹", en="Waltz")
TANGO = Label(zh="探戈", en="Tango")
VIENNESE_WALTZ = Label(zh="维也纳华尔兹", en="Viennese Waltz")
SLOW_FOXTROT = Label(zh="狐步", en="Slow Foxtrot")
QUICKSTEP = Label(zh="快步", en="Quickstep")
STANDARD = (WALTZ, TANGO, VIENNESE_WALTZ, SLOW_FOXTROT, QUICKSTEP)

SAMBA = Label(zh="桑巴", en="Samba")
CHA_CHA_CHA = Label(zh="恰恰", en="Cha-Cha-Cha")
RUMBA = Label(zh="伦巴", en="Rumba")
PASO_DOBLE = Label(zh="斗牛", en="Paso Doble")
JIVE = Label(zh="牛仔", en="Jive")
LATIN = (SAMBA, CHA_CHA_CHA, RUMBA, PASO_DOBLE, JIVE)


def preliminary(  # noqa: PLR0913 - a round and whom it lets through
    stage: StageId,
    name: Label,
    judges: tuple[SeatId, ...],
    dances: tuple[Label, ...],
    *,
    called: int,
    tie: TiePolicy = "all_in",
) -> JudgedStage:
    """A preliminary round: in each dance every judge crosses as many couples as are called for.

    Rule 1: the crosses are counted; who is level at the line goes on or not as `tie` says, which
    is for the chairman to decide beforehand.
    """
    counted = Placings(criterion=CROSS, method="crosses", called=called)
    return JudgedStage(
        id=stage,
        name=name,
        panel=judges,
        scoring=Scoring(
            criteria=(
                Criterion(
                    id=CROSS,
                    name=Label(zh="打叉", en="Cross"),
                    maximum="1",
                    decimals=0,
                    per="attempt",
                    kind="cross",
                ),
            ),
            attempts=len(dances),
            attempt_names=dances,
            steps=(
                Step(
                    id=StepId("crosses"),
                    name=Label(zh="叉数", en="Crosses"),
                    value=counted,
                    decimals=0,
                ),
            ),
        ),
        advancement=(
            Advancement(
                to=Label(zh="下一轮", en="Next round"), rules=(TopN(count=called),), tie=tie
            ),
        ),
    )


def final(
    stage: StageId, judges: tuple[SeatId, ...], dances: tuple[Label, ...], couples: int
) -> JudgedStage:
    """The final: every judge places all couples in every dance (rules 2 to 4).

    One dance is decided by rules 5 to 8, several by rules 5 to 11. The score is the place, with
    the mean for couples who share one.
    """
    several = len(dances) > 1
    decided = Placings(criterion=PLACE, method="skating" if several else "majority")
    return JudgedStage(
        id=stage,
        name=Label(zh="决赛", en="Final"),
        panel=judges,
        publish_marks=True,
        scoring=Scoring(
            criteria=(
                Criterion(
                    id=PLACE,
                    name=Label(zh="名次", en="Place"),
                    minimum="1",
                    maximum=str(max(couples, 2)),
                    decimals=0,
                    per="attempt",
                    kind="place",
                ),
            ),
            attempts=len(dances),
            attempt_names=dances,
            steps=(
                Step(
                    id=StepId("place"),
                    name=Label(zh="名次", en="Place"),
                    value=decided,
                    decimals=1,
                ),
            ),
            better="lower",
        ),
    )
