"""Small contests that wait for a decision: ties at a line, two routes onward, parallel panels."""

from collections.abc import Iterable, Mapping
from itertools import count

from msgspec.structs import replace

from scoring.contest.advancement import Advancement, TopN
from scoring.contest.commands import (
    Advance,
    AssignPanels,
    Call,
    ClosePerformance,
    CloseStage,
    Command,
    EnterMarks,
    Mark,
)
from scoring.contest.file import ContestFile, played
from scoring.contest.ids import CommandId, EntrantId, PanelId, SeatId, StageId, StepId
from scoring.contest.plan import JudgedStage, ParallelPanel, Plan
from scoring.contest.scoring import ByDecision, Criterion, OverAttempts, Panel, Scoring, Step
from scoring.contest.state import Contest
from scoring.rules.routes import TiePolicy
from scoring.wording import Label
from tests.contests import OVERALL, entrant_id, small_plan

HEATS, REPECHAGE, FINAL = StageId("heats"), StageId("repechage"), StageId("final")
NORTH, SOUTH = PanelId("north"), PanelId("south")
MEAN = Step(id=StepId("score"), name=Label(zh="得分", en="Score"), value=Panel())
SCORING = Scoring(
    criteria=(Criterion(id=OVERALL, name=Label(zh="综合", en="Overall")),), steps=(MEAN,)
)
DANCES = ("华尔兹", "Waltz"), ("探戈", "Tango"), ("狐步", "Foxtrot")
_numbers = count(1)


def fresh() -> CommandId:
    """A command id that was never used."""
    return CommandId(f"story:{next(_numbers)}")


def onward(to: StageId, name: Label, spots: int, tie: TiePolicy, alternates: int) -> Advancement:
    return Advancement(
        to=name, stage=to, rules=(TopN(count=spots),), tie=tie, alternates=alternates
    )


def knock_out_plan(
    entrants: int = 6, spots: int = 2, tie: TiePolicy = "lots", *, places_by_lot: bool = False
) -> Plan:
    """Heats marked by two judges; the best go to the final, and two are named as next in line."""
    plan = small_plan(entrants, judges=2)
    by_lot = (ByDecision(by="lot"),) if places_by_lot else ()
    heats = JudgedStage(
        id=HEATS,
        name=Label(zh="初赛", en="Heats"),
        panel=tuple(seat.id for seat in plan.seats),
        scoring=replace(SCORING, tie_breaks=by_lot),
        advancement=(onward(FINAL, Label(zh="决赛", en="Final"), spots, tie, 2),),
    )
    final = replace(heats, id=FINAL, name=Label(zh="决赛", en="Final"), advancement=())
    return replace(plan, stages=(heats, final))


def repechage_plan() -> Plan:
    """The best two of six go to the final, the next two to a repechage that sends one more."""
    plan = knock_out_plan()
    heats, final = plan.stages
    second = onward(REPECHAGE, Label(zh="复活赛", en="Repechage"), 2, "all_in", 0)
    heats = replace(heats, advancement=(*heats.advancement, second))
    third = onward(FINAL, Label(zh="决赛", en="Final"), 1, "all_in", 0)
    repechage = replace(
        heats, id=REPECHAGE, name=Label(zh="复活赛", en="Repechage"), advancement=(third,)
    )
    return replace(plan, stages=(heats, repechage, final))


def parallel_plan() -> Plan:
    """Six singers before two panels of two judges each."""
    plan = small_plan(entrants=6, judges=4)
    seats = [seat.id for seat in plan.seats]
    north = ParallelPanel(id=NORTH, name=Label(zh="北厅", en="North hall"), seats=tuple(seats[:2]))
    south = ParallelPanel(id=SOUTH, name=Label(zh="南厅", en="South hall"), seats=tuple(seats[2:]))
    heats = replace(knock_out_plan().judged[0], panel=(), panels=(north, south), scoring=SCORING)
    return replace(plan, stages=(heats, replace(plan.judged[0], advancement=())))


def dance_plan() -> Plan:
    """Seven judges mark each of three dances on a sheet of its own."""
    plan = small_plan(entrants=3, judges=7)
    dance = StepId("dance")
    scoring = Scoring(
        criteria=(
            Criterion(
                id=OVERALL,
                name=Label(zh="综合", en="Overall"),
                per="attempt",
                maximum="10",
                decimals=1,
            ),
        ),
        attempts=len(DANCES),
        attempt_names=tuple(Label(zh=zh, en=en) for zh, en in DANCES),
        steps=(
            Step(id=dance, name=Label(zh="单支舞", en="Dance"), value=Panel(criteria=(OVERALL,))),
            replace(MEAN, value=OverAttempts(of=dance, take="sum")),
        ),
    )
    stage = replace(plan.judged[0], scoring=scoring, advancement=())
    return replace(plan, stages=(stage,))


def marked(
    plan: Plan, stage: StageId, entrant: int, mark: str, seats: Iterable[SeatId] = ()
) -> list[Command]:
    """Called, marked alike by every judge, and closed."""
    found = plan.judged_stage(stage)
    panel = tuple(seats) or (found.panel if found else ())
    given = (Mark(criterion=OVERALL, mark=mark),)
    who = entrant_id(entrant)
    return [
        Call(id=fresh(), stage=stage, entrant=who),
        *(
            EnterMarks(id=fresh(), stage=stage, entrant=who, seat=seat, after=0, marks=given)
            for seat in panel
        ),
        ClosePerformance(id=fresh(), stage=stage, entrant=who),
    ]


def ended(plan: Plan, marks: Mapping[int, str], stage: StageId = HEATS) -> list[Command]:
    """A whole stage, closed."""
    commands = [one for who, mark in marks.items() for one in marked(plan, stage, who, mark)]
    return [*commands, CloseStage(id=fresh(), stage=stage)]


def advanced(entrants: Iterable[int], route: int = 0, reason: str = "") -> Advance:
    """These go on from the heats."""
    going = tuple(entrant_id(one) for one in entrants)
    return Advance(id=fresh(), stage=HEATS, route=route, entrants=going, reason=reason)


def dealt(north: Iterable[int], south: Iterable[int]) -> AssignPanels:
    def those(numbers: Iterable[int]) -> tuple[EntrantId, ...]:
        return tuple(entrant_id(one) for one in numbers)

    return AssignPanels(id=fresh(), stage=HEATS, panels={NORTH: those(north), SOUTH: those(south)})


def story(plan: Plan, commands: Iterable[Command]) -> ContestFile:
    return ContestFile(plan=plan, commands=tuple(commands))


def told(plan: Plan, commands: Iterable[Command]) -> Contest:
    """The contest after all these commands, none of which may be refused."""
    return played(story(plan, commands))
