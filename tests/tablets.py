"""Small contests of every kind that a tablet records: counted, timed, dived, danced, placed."""

from msgspec.structs import replace

from scoring.contest.file import ContestFile
from scoring.contest.ids import CriterionId, SeatId, StepId
from scoring.contest.plan import Plan
from scoring.contest.scoring import (
    Criterion,
    Entered,
    Formula,
    OverAttempts,
    Panel,
    Placings,
    Scoring,
    Step,
    Sum,
    Term,
)
from scoring.wording import Label
from tests.contests import called, small_plan

COUNTER = SeatId("J1")


def named(zh: str, en: str) -> Label:
    return Label(zh=zh, en=en)


def with_scoring(scoring: Scoring, *, judges: int = 3, panel: bool = True) -> Plan:
    """The small contest with other scoring; without a panel, officials give everything."""
    plan = small_plan(entrants=4, judges=judges)
    stage = replace(plan.judged[0], scoring=scoring, advancement=())
    if not panel:
        stage = replace(stage, panel=())
    return replace(plan, stages=(stage,))


def step(step_id: str, value: Formula, *, decimals: int = 2, clock: bool = False) -> Step:
    name = named("得分", "Score")
    return Step(id=StepId(step_id), name=name, value=value, decimals=decimals, clock=clock)


def kicking() -> Plan:
    """Shuttlecock against the clock: kicks, and three of them off for each drop."""
    kicks = Criterion(
        id=CriterionId("kicks"), name=named("个数", "Kicks"), maximum="999", decimals=0,
        by=(COUNTER,), kind="count",
    )  # fmt: skip
    drops = replace(
        kicks, id=CriterionId("drops"), name=named("失误", "Drops"), maximum="99", default="0"
    )
    terms = (Term(step=StepId("kicks")), Term(step=StepId("drops"), weight="-3"))
    return with_scoring(
        Scoring(
            criteria=(kicks, drops),
            steps=(
                step("kicks", Entered(criterion=kicks.id), decimals=0),
                step("drops", Entered(criterion=drops.id), decimals=0),
                step("score", Sum(terms=terms, minimum="0"), decimals=0),
            ),
        ),
        panel=False,
    )


def running() -> Plan:
    """Two runs against the clock, the better one counts."""
    time = Criterion(
        id=CriterionId("time"), name=named("用时", "Time"), maximum="600", by=(COUNTER,),
        per="attempt", kind="time",
    )  # fmt: skip
    return with_scoring(
        Scoring(
            criteria=(time,),
            attempts=2,
            attempt_names=(named("第一轮", "Run 1"), named("第二轮", "Run 2")),
            steps=(
                step("run", Entered(criterion=time.id), clock=True),
                step(
                    "score",
                    OverAttempts(of=StepId("run"), take="best", better="lower"),
                    clock=True,
                ),
            ),
            better="lower",
        ),
        panel=False,
    )


def diving() -> Plan:
    """Three dives from 0 to 10 in halves, added up."""
    dive = Criterion(
        id=CriterionId("dive"), name=named("动作分", "Dive"), maximum="10", decimals=1,
        per="attempt",
    )  # fmt: skip
    return with_scoring(
        Scoring(
            criteria=(dive,),
            attempts=3,
            steps=(
                step("dive", Panel(criteria=(dive.id,))),
                step("score", OverAttempts(of=StepId("dive"), take="sum")),
            ),
        )
    )


def dancing(*, crosses: int | None = None) -> Plan:
    """Two dances, all couples on the floor: places in a final, crosses in a heat."""
    dances = (named("华尔兹", "Waltz"), named("探戈", "Tango"))
    if crosses is None:
        given = Criterion(
            id=CriterionId("place"), name=named("名次", "Place"), minimum="1", maximum="40",
            decimals=0, per="attempt", kind="place",
        )  # fmt: skip
        value = Placings(criterion=given.id, method="skating")
    else:
        given = Criterion(
            id=CriterionId("cross"), name=named("入选", "Cross"), maximum="1", decimals=0,
            per="attempt", kind="cross",
        )  # fmt: skip
        value = Placings(criterion=given.id, method="crosses", called=crosses)
    return with_scoring(
        Scoring(
            criteria=(given,),
            attempts=2,
            attempt_names=dances,
            steps=(step("score", value, decimals=0),),
            better="higher" if crosses else "lower",
        )
    )


def components() -> Plan:
    """Three parts of a mark, a grade from -3 to +3, and deductions that are mostly none."""
    parts = (("voice", "音色", "Voice"), ("style", "风格", "Style"), ("stage", "台风", "Presence"))
    criteria = (
        *(Criterion(id=CriterionId(one), name=named(zh, en)) for one, zh, en in parts),
        Criterion(
            id=CriterionId("grade"), name=named("完成度", "Grade"), minimum="-3", maximum="3",
            decimals=0,
        ),
        Criterion(
            id=CriterionId("off"), name=named("扣分", "Deduction"), maximum="10", decimals=1,
            default="0",
        ),
    )  # fmt: skip
    return with_scoring(Scoring(criteria=criteria, steps=(step("score", Panel()),)))


def singing(*, unusual: str | None = "10") -> Plan:
    """One mark from 0 to 100; what is far from the usual is asked about."""
    plan = small_plan(entrants=5, judges=3)
    stage = plan.judged[0]
    return replace(plan, stages=(replace(stage, scoring=replace(stage.scoring, unusual=unusual)),))


def all_called(plan: Plan) -> ContestFile:
    """Everybody is on the floor."""
    return called(plan, range(1, len(plan.entrants) + 1))
