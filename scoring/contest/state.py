"""A contest as it stands: the fold of its events, holding facts only."""

from typing import Literal, assert_never

from msgspec import Struct
from msgspec.structs import replace

from scoring.contest.events import (
    ContestRegistered,
    EntrantEntered,
    EntrantsAdvanced,
    EntrantWithdrawn,
    Event,
    MarksEntered,
    NoShowRecorded,
    OrderDrawn,
    OrderSet,
    PerformanceCalled,
    PerformanceClosed,
    SheetAmended,
    SheetContested,
    StageClosed,
)
from scoring.contest.ids import CriterionId, EntrantId, SeatId, StageId
from scoring.contest.plan import Entrant, JudgedStage, Plan

MarksInTicks = dict[CriterionId, int]


class Sheet(Struct, frozen=True):
    """What one seat recorded of one performance. Revision 0 is an empty sheet."""

    revision: int = 0
    marks: MarksInTicks | None = None
    contested: tuple[MarksInTicks, ...] = ()
    """Marks refused because the sheet had changed meanwhile, until somebody chooses."""


BLANK = Sheet()


class Performance(Struct, frozen=True):
    """An entrant's turn, from the call on."""

    phase: Literal["open", "closed", "no_show"] = "open"
    sheets: dict[SeatId, Sheet] = {}
    absent: tuple[SeatId, ...] = ()

    def sheet(self, seat: SeatId) -> Sheet:
        return self.sheets.get(seat, BLANK)

    def marks(self) -> dict[SeatId, MarksInTicks]:
        """The marks of every seat that has given some."""
        return {
            seat: sheet.marks for seat, sheet in self.sheets.items() if sheet.marks is not None
        }


class Advanced(Struct, frozen=True):
    """The recorded decision who goes on."""

    entrants: tuple[EntrantId, ...]
    qualifying: tuple[EntrantId, ...]
    reason: str


class StageState(Struct, frozen=True):
    """A stage as it stands. Who is not in `performances` has not been called yet."""

    order: tuple[EntrantId, ...] = ()
    seed: str | None = None
    performances: dict[EntrantId, Performance] = {}
    on_stage: EntrantId | None = None
    last_settled: EntrantId | None = None
    closed: bool = False
    advanced: Advanced | None = None


class Contest(Struct, frozen=True):
    """One contest: the fold of its log.

    `seq` is the number of its last event. `version` counts the events that changed what the public
    may see: public screens are numbered by it, so that nothing hidden can be counted from outside.
    """

    plan: Plan
    entrants: dict[EntrantId, Entrant]
    stages: dict[StageId, StageState]
    withdrawn: dict[EntrantId, str] = {}
    seq: int = 1
    version: int = 1

    def stage(self, stage_id: StageId) -> StageState:
        return self.stages[stage_id]

    def field(self, stage: JudgedStage) -> tuple[EntrantId, ...]:
        """Who competes in a stage: all entrants in the first, those advanced in the others."""
        before = self.plan.stage_before(stage)
        if before is None:
            return tuple(self.entrants)
        advanced = self.stages[before.id].advanced
        return advanced.entrants if advanced else ()

    def present_field(self, stage: JudgedStage) -> tuple[EntrantId, ...]:
        """The field without those who withdrew."""
        return tuple(one for one in self.field(stage) if one not in self.withdrawn)

    def is_settled(self, stage: JudgedStage, entrant: EntrantId) -> bool:
        """Whether the entrant's turn is over, or will not come."""
        performance = self.stages[stage.id].performances.get(entrant)
        if performance is None or performance.phase == "open":
            return entrant in self.withdrawn
        return True

    def running_order(self, stage: JudgedStage) -> tuple[EntrantId, ...]:
        """The order drawn or set; whoever is not in it (yet), or withdrew before, by number."""
        order = self.stages[stage.id].order
        others = set(self.field(stage)).difference(order)
        return (*order, *sorted(others, key=lambda one: self.entrants[one].number))


def evolve(contest: Contest | None, event: Event) -> Contest:
    """The contest after one more event. Trusts the log: what may happen is decided elsewhere."""
    if isinstance(event, ContestRegistered):
        return _registered(event.plan)
    if contest is None:
        raise ValueError(f"a log begins with contest_registered, not {type(event).__name__}")
    version = contest.version + (not isinstance(event, SheetContested))
    return replace(_evolved(contest, event), seq=contest.seq + 1, version=version)


def _registered(plan: Plan) -> Contest:
    return Contest(
        plan=plan,
        entrants={entrant.id: entrant for entrant in plan.entrants},
        stages={stage.id: StageState() for stage in plan.stages},
    )


def _evolved(contest: Contest, event: Event) -> Contest:
    match event:
        case MarksEntered() | SheetAmended() | SheetContested():
            return _with_sheet(contest, event)
        case ContestRegistered(plan):
            return _registered(plan)
        case EntrantEntered(entrant):
            return _with_entrant(contest, entrant)
        case EntrantWithdrawn(entrant, reason):
            return replace(contest, withdrawn={**contest.withdrawn, entrant: reason})
        case OrderDrawn(stage, seed, order):
            return _with_stage(contest, stage, order=order, seed=seed)
        case OrderSet(stage, order):
            return _with_stage(contest, stage, order=order, seed=None)
        case PerformanceCalled(stage, entrant):
            called = _with_performance(contest, stage, entrant, Performance())
            return _with_stage(called, stage, on_stage=entrant)
        case NoShowRecorded(stage, entrant):
            return _settled(contest, stage, entrant, Performance(phase="no_show"))
        case PerformanceClosed(stage, entrant, absent):
            performance = contest.stage(stage).performances[entrant]
            closed = replace(performance, phase="closed", absent=absent)
            return _settled(contest, stage, entrant, closed)
        case StageClosed(stage):
            return _with_stage(contest, stage, closed=True, on_stage=None)
        case EntrantsAdvanced(stage, entrants, qualifying, reason):
            return _with_stage(contest, stage, advanced=Advanced(entrants, qualifying, reason))
    assert_never(event)


def _with_stage(contest: Contest, stage: StageId, **changes: object) -> Contest:
    changed = replace(contest.stages[stage], **changes)
    return replace(contest, stages={**contest.stages, stage: changed})


def _with_performance(
    contest: Contest, stage: StageId, entrant: EntrantId, performance: Performance
) -> Contest:
    performances = {**contest.stages[stage].performances, entrant: performance}
    return _with_stage(contest, stage, performances=performances)


def _settled(
    contest: Contest, stage: StageId, entrant: EntrantId, performance: Performance
) -> Contest:
    settled = _with_performance(contest, stage, entrant, performance)
    on_stage = settled.stages[stage].on_stage
    on_stage = None if on_stage == entrant else on_stage
    return _with_stage(settled, stage, on_stage=on_stage, last_settled=entrant)


def _with_entrant(contest: Contest, entrant: Entrant) -> Contest:
    entered = replace(contest, entrants={**contest.entrants, entrant.id: entrant})
    first = contest.plan.stages[0].id
    order = contest.stages[first].order
    return _with_stage(entered, first, order=(*order, entrant.id)) if order else entered


def _with_sheet(contest: Contest, event: MarksEntered | SheetAmended | SheetContested) -> Contest:
    performance = contest.stage(event.stage).performances[event.entrant]
    sheet = _changed_sheet(performance.sheet(event.seat), event)
    absent = performance.absent
    if isinstance(event, SheetAmended):
        absent = tuple(seat for seat in absent if seat != event.seat)
    sheets = {**performance.sheets, event.seat: sheet}
    if event.seat not in performance.sheets:
        # In the plan's order, whichever tablet was first: equal marks explain themselves alike.
        sheets = {seat.id: sheets[seat.id] for seat in contest.plan.seats if seat.id in sheets}
    changed = replace(performance, sheets=sheets, absent=absent)
    return _with_performance(contest, event.stage, event.entrant, changed)


def _changed_sheet(sheet: Sheet, event: MarksEntered | SheetAmended | SheetContested) -> Sheet:
    match event:
        case MarksEntered():
            return replace(sheet, revision=event.revision, marks=event.marks)
        case SheetAmended():
            return Sheet(event.revision, event.marks)
        case SheetContested():
            return replace(sheet, contested=(*sheet.contested, event.marks))
