"""Undo of anything: which event may be taken back, and which later one stands on it."""

from scoring.contest.commands import Undo
from scoring.contest.events import (
    ContestRegistered,
    CutSealed,
    Disqualified,
    EntrantEntered,
    EntrantReinstated,
    EntrantReplaced,
    EntrantsAdvanced,
    EntrantsReceived,
    EntrantWithdrawn,
    Event,
    MarksEntered,
    NoShowRecorded,
    OrderDrawn,
    OrderSet,
    PanelsAssigned,
    PerformanceCalled,
    PerformanceClosed,
    PerformanceReopened,
    PlanRevised,
    SheetAmended,
    SheetContested,
    SheetsMoved,
    StageClosed,
    StageReopened,
    TieSettled,
    Undone,
)
from scoring.contest.guards import refuse, stated_reason
from scoring.contest.ids import EntrantId, StageId
from scoring.contest.plan import Plan
from scoring.contest.state import Contest
from scoring.wording import say


def undo(contest: Contest, command: Undo) -> Undone:
    """Raises Refusal where there is nothing to take back, or something later stands on it."""
    seq = command.seq
    if seq > contest.seq:
        raise refuse("unknown", "seq", say("There is no event {seq} in this contest.", seq=seq))
    if seq in contest.undone:
        raise refuse("not_now", "seq", say("Event {seq} has been taken back already.", seq=seq))
    event = contest.history[seq - 1]
    if isinstance(event, (ContestRegistered, SheetContested)):
        raise refuse("not_now", "seq", say("This cannot be taken back."))
    reason = stated_reason(command.reason)
    for number in range(seq + 1, contest.seq + 1):
        later = contest.history[number - 1]
        if number not in contest.undone and stands_on(contest.plan, later, event, seq):
            text = say(
                "A later event ({later}) stands on this one; take that back first.", later=number
            )
            raise refuse("not_now", "seq", text)
    return Undone(seq, reason)


def stands_on(  # noqa: PLR0912 - one line for each event
    plan: Plan, later: Event, earlier: Event, seq: int
) -> bool:
    """Whether the later event would make no sense had the earlier one not happened."""
    match earlier:
        case Undone():
            return _touches_same(later, earlier, seq)
        case PlanRevised():
            return not isinstance(later, Undone)
        case EntrantEntered(entrant):
            return _names(later, {entrant.id})
        case EntrantsReceived(_, entrants):
            return _names(later, {one.id for one in entrants})
        case EntrantWithdrawn(entrant):
            gone = isinstance(later, EntrantReinstated) and later.entrant == entrant
            return gone or isinstance(later, (StageClosed, EntrantReplaced))
        case EntrantReinstated(entrant) | PerformanceCalled(_, entrant):
            return _stage_matters(later, earlier) and _names(later, {entrant})
        case EntrantsAdvanced() | EntrantReplaced() | StageClosed():
            return _after_stage(plan, later, earlier.stage)
        case OrderDrawn() | OrderSet() | PanelsAssigned() | CutSealed() | StageReopened():
            return _stage_of(later) == earlier.stage
        case TieSettled():
            return isinstance(later, EntrantsAdvanced) and later.stage == earlier.stage
        case MarksEntered() | SheetAmended():
            return _same_sheet(later, earlier) or _settles(later, earlier.stage, earlier.entrant)
        case SheetsMoved():
            return any(
                _settles(later, earlier.stage, one) or _marks(later, earlier.stage, one)
                for one in (earlier.entrant, earlier.to)
            )
        case NoShowRecorded() | Disqualified() | PerformanceClosed() | PerformanceReopened():
            same = _stage_of(later) == earlier.stage
            return same and (_names(later, {earlier.entrant}) or isinstance(later, StageClosed))
        case ContestRegistered() | SheetContested():
            return True


def _touches_same(later: Event, _undone: Undone, seq: int) -> bool:
    """An undo may be taken back while nothing else was taken back on top of it."""
    return isinstance(later, Undone) and later.seq == seq


def _stage_of(event: Event) -> StageId | None:
    return getattr(event, "stage", None)


def _stage_matters(later: Event, earlier: EntrantReinstated | PerformanceCalled) -> bool:
    stage = _stage_of(earlier)
    return stage is None or _stage_of(later) == stage


def _names(event: Event, entrants: set[EntrantId]) -> bool:
    """Whether an event is about one of these entrants."""
    match event:
        case EntrantsAdvanced(_, listed) | TieSettled(_, _, listed):
            return bool(entrants.intersection(listed))
        case OrderDrawn(_, _, listed) | OrderSet(_, listed):
            return bool(entrants.intersection(listed))
        case EntrantReplaced(_, leaving, entering):
            return leaving in entrants or entering in entrants
        case SheetsMoved(_, entrant, to):
            return entrant in entrants or to in entrants
        case _:
            return getattr(event, "entrant", None) in entrants


def _after_stage(plan: Plan, later: Event, stage_id: StageId) -> bool:
    """Whether an event builds on how this stage ended: advancing from it, or what it leads to."""
    stage = _stage_of(later)
    ends = (EntrantsAdvanced, EntrantReplaced, StageReopened, StageClosed)
    if isinstance(later, ends) and stage == stage_id:
        return True
    found = plan.stage(stage) if stage is not None else None
    return found is not None and any(one.id == stage_id for one, _ in plan.routes_to(found))


def _same_sheet(later: Event, earlier: MarksEntered | SheetAmended) -> bool:
    if not isinstance(later, (MarksEntered, SheetAmended)):
        return False
    ours = (earlier.stage, earlier.entrant, earlier.seat, earlier.attempt)
    return (later.stage, later.entrant, later.seat, later.attempt) == ours


def _settles(later: Event, stage: StageId, entrant: EntrantId) -> bool:
    """Closing a performance, or moving its sheets, counts on the marks that were there."""
    match later:
        case PerformanceClosed():
            return (later.stage, later.entrant) == (stage, entrant)
        case SheetsMoved():
            return later.stage == stage and entrant in (later.entrant, later.to)
        case _:
            return False


def _marks(later: Event, stage: StageId, entrant: EntrantId) -> bool:
    if not isinstance(later, (MarksEntered, SheetAmended)):
        return False
    return (later.stage, later.entrant) == (stage, entrant)
