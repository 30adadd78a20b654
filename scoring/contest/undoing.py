"""Undo of anything: which event may be taken back, and which later one stands on it."""

from collections.abc import Collection, Iterator
from typing import TypeAlias

from scoring.contest.commands import Undo
from scoring.contest.encounters import encounters
from scoring.contest.events import (
    AmendmentAnswered,
    AmendmentRequested,
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
from scoring.contest.fold import evolve
from scoring.contest.fold_undone import undone_numbers
from scoring.contest.guards import (
    entrant_name,
    refuse,
    require_on_the_lines,
    stated_reason,
)
from scoring.contest.ids import EntrantId, StageId
from scoring.contest.match_events import (
    DrawAnnounced,
    LinesDrawn,
    LinesSet,
    LineupHandedIn,
    LineupsRevealed,
    MatchesScheduled,
    MatchEvent,
    MatchOpened,
    MatchReopened,
    ResultConfirmed,
    ResultEntered,
    RoundPaired,
    TapContested,
    TapRecorded,
    ValuesRecorded,
)
from scoring.contest.paper_events import (
    PaperEntered,
    PaperEvent,
    PaperResultEntered,
    RecordedKept,
    RecordedResultKept,
)
from scoring.contest.plan import JudgedStage, Plan
from scoring.contest.release_events import (
    ReleaseEvent,
    ResultRevealed,
    ResultsApproved,
    StageFrozen,
    StageThawed,
)
from scoring.contest.state import Contest
from scoring.wording import say

_OfSheet: TypeAlias = MarksEntered | SheetAmended | AmendmentRequested | AmendmentAnswered

OF_A_MATCH = (TapRecorded, TapContested, ResultConfirmed, ResultEntered, MatchReopened)
"""Taken back by the umpire's own undo, by a correction, or by reopening the match."""


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
    if isinstance(event, OF_A_MATCH):
        text = say("What happened in a match is taken back or corrected in the match.")
        raise refuse("not_now", "seq", text)
    reason = stated_reason(command.reason)
    later = obstacle(contest, seq)
    if later is not None:
        text = say(
            "A later event ({later}) stands on this one; take that back first.", later=later
        )
        raise refuse("not_now", "seq", text)
    undone = Undone(seq, reason)
    _require_settled(contest, evolve(contest, undone))
    return undone


def _require_settled(before: Contest, after: Contest) -> None:
    """No undo may leave anybody who is still to perform, or to play, where that is too late."""
    known = set(_left_over(before))
    for stage, entrant in _left_over(after):
        if (stage, entrant) not in known:
            text = say(
                "{name} would still have to perform in {stage}, which is closed; reopen it first.",
                name=entrant_name(after, entrant),
                stage=stage.name,
            )
            raise refuse("not_now", "seq", text)
    for one in after.plan.played:
        for entrant in after.present_field(one):
            require_on_the_lines(after, one, entrant, "seq")
        if after.stage(one.id).closed and not encounters(after, one).complete:
            text = say(
                "Matches of {stage}, which is closed, would be open again; reopen it first.",
                stage=one.name,
            )
            raise refuse("not_now", "seq", text)


def _left_over(contest: Contest) -> Iterator[tuple[JudgedStage, EntrantId]]:
    for stage in contest.plan.judged:
        if contest.stage(stage.id).closed:
            for entrant in contest.field(stage):
                if not contest.is_settled(stage, entrant):
                    yield stage, entrant


def obstacle(contest: Contest, seq: int) -> int | None:
    """The first later event, still holding, that keeps this one from being taken back."""
    event, plan = contest.history[seq - 1], contest.plan
    root = rooted(contest, event)
    undone_then = undone_numbers(list(contest.history)[:seq])
    for number in range(seq + 1, contest.seq + 1):
        later = contest.history[number - 1]
        if number in contest.undone or _as_it_was(contest, later, undone_then):
            continue
        blocks = (
            _keeps_away(contest, later, root)
            if isinstance(event, Undone)
            else stands_on(plan, later, root)
        )
        if blocks:
            return number
    return None


def _as_it_was(contest: Contest, later: Event, undone_then: Collection[int]) -> bool:
    """Whether an undo and others after it left what they are about as it was."""
    if not isinstance(later, Undone):
        return False
    number = later.seq
    while isinstance(event := contest.history[number - 1], Undone):
        number = event.seq
    return (number in undone_then) == (number in contest.undone)


def rooted(contest: Contest, event: Event) -> Event:
    """What an undo, or the undo of an undo, is about in the end; any other event itself."""
    while isinstance(event, Undone):
        event = contest.history[event.seq - 1]
    return event


def _keeps_away(contest: Contest, later: Event, back: Event) -> bool:
    """Whether an event cannot come back, as something later was done, or undone, without it."""
    plan, root = contest.plan, rooted(contest, later)
    if isinstance(root, PaperEvent) or isinstance(back, PaperEvent):
        return stands_on(plan, back, root) or stands_on(plan, root, back)
    if isinstance(later, Undone) and stands_on(plan, back, root):
        return True
    return isinstance(root, PlanRevised) or stands_on(plan, root, back) or _clashes(root, back)


def _clashes(later: Event, back: Event) -> bool:
    """Whether both cannot hold, though neither stands on the other."""
    match back:
        case EntrantEntered() | EntrantsReceived():
            return isinstance(later, (EntrantEntered, EntrantsReceived, StageClosed))
        case EntrantReinstated():
            return isinstance(later, StageClosed)
        case EntrantWithdrawn(entrant):
            return _names(later, {entrant})
        case StageClosed(stage):
            coming = (EntrantEntered, EntrantsReceived, EntrantReinstated)
            return isinstance(later, coming) or _stage_of(later) == stage
        case PerformanceCalled(stage):
            before = (OrderDrawn, OrderSet, PanelsAssigned, CutSealed, StageClosed)
            return isinstance(later, before) and _stage_of(later) == stage
        case (
            MarksEntered(stage, entrant) | SheetAmended(stage, entrant)
            | AmendmentRequested(stage, entrant) | AmendmentAnswered(stage, entrant)
        ):  # fmt: skip
            return _starts_anew(later, stage, {entrant})
        case SheetsMoved(stage, entrant, to):
            return _starts_anew(later, stage, {entrant, to})
        case _:
            return False


def _starts_anew(later: Event, stage: StageId, entrants: set[EntrantId]) -> bool:
    match later:
        case PerformanceCalled() | NoShowRecorded():
            return later.stage == stage and later.entrant in entrants
        case _:
            return False


def stands_on(plan: Plan, later: Event, earlier: Event) -> bool:  # noqa: C901, PLR0911, PLR0912 - a line for each event
    """Whether the later event would make no sense had the earlier one not happened."""
    if isinstance(later, PaperEvent) or isinstance(earlier, PaperEvent):
        return _stands_on_paper(later, earlier)
    if isinstance(earlier, MatchEvent):
        return _stands_on_match(later, earlier)
    if isinstance(earlier, ReleaseEvent):
        return _stands_on_release(later, earlier)
    match earlier:
        case PlanRevised():
            return not isinstance(later, Undone)
        case EntrantEntered(entrant):
            return isinstance(later, ON_THE_FIELD) or _names(later, {entrant.id})
        case EntrantsReceived(_, entrants):
            return isinstance(later, ON_THE_FIELD) or _names(later, {one.id for one in entrants})
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
        case AmendmentRequested() | AmendmentAnswered():
            return _same_sheet(later, earlier) or _moves(later, earlier.stage, earlier.entrant)
        case SheetsMoved():
            both = {earlier.entrant, earlier.to}
            return _stage_of(later) == earlier.stage and _names(later, both)
        case NoShowRecorded() | Disqualified() | PerformanceClosed() | PerformanceReopened():
            same = _stage_of(later) == earlier.stage
            ends = isinstance(later, (StageClosed, StageFrozen))
            return same and (_names(later, {earlier.entrant}) or ends)
        case ContestRegistered() | SheetContested() | Undone():
            return True


def _stands_on_paper(later: Event, earlier: Event) -> bool:
    """Paper lies beside what was recorded: it needs those whom it names, and a plan."""
    match earlier:
        case PlanRevised():
            return not isinstance(later, Undone)
        case EntrantEntered(entrant):
            return _names(later, {entrant.id})
        case EntrantsReceived(_, entrants):
            return _names(later, {one.id for one in entrants})
        case PaperEntered(stage, entrant, seat, _, attempt):
            same = (stage, entrant, seat, attempt)
            return isinstance(later, RecordedKept) and same == (
                later.stage, later.entrant, later.seat, later.attempt,
            )  # fmt: skip
        case PaperResultEntered(stage, match, _, _, rubber):
            sheet = (stage, match, rubber)
            return isinstance(later, RecordedResultKept) and sheet == (
                later.stage, later.match, later.rubber,
            )  # fmt: skip
        case _:
            return isinstance(later, PlanRevised)


ON_THE_FIELD = (DrawAnnounced, LinesDrawn, LinesSet, MatchesScheduled, MatchOpened, RoundPaired)
"""Who is entered decides who meets whom."""


def _stands_on_match(later: Event, earlier: MatchEvent) -> bool:
    same_stage = _stage_of(later) == earlier.stage
    match earlier:
        case MatchesScheduled():
            return False
        case ValuesRecorded():
            return same_stage and isinstance(later, (EntrantsAdvanced, StageClosed))
        case LineupHandedIn(_, match, side):
            others = isinstance(later, LineupHandedIn) and later.side != side
            return same_stage and getattr(later, "match", None) == match and not others
        case MatchOpened(_, match) | LineupsRevealed(_, match):
            return same_stage and getattr(later, "match", None) == match
        case _:
            return same_stage


def _stands_on_release(later: Event, earlier: ReleaseEvent) -> bool:
    """What was frozen or revealed counts on what was approved before, and step on step."""
    if _stage_of(later) != earlier.stage:
        return False
    match earlier:
        case ResultsApproved():
            again = isinstance(later, ResultsApproved) and (
                not set(later.entrants).isdisjoint(earlier.entrants)
                or not set(later.matches).isdisjoint(earlier.matches)
            )
            return again or isinstance(later, (StageFrozen, ResultRevealed))
        case _:
            return isinstance(later, (StageFrozen, StageThawed, ResultRevealed))


def _stage_of(event: Event) -> StageId | None:
    return getattr(event, "stage", None)


def _stage_matters(later: Event, earlier: EntrantReinstated | PerformanceCalled) -> bool:
    stage = _stage_of(earlier)
    return stage is None or _stage_of(later) == stage


def _names(event: Event, entrants: set[EntrantId]) -> bool:
    """Whether an event is about one of these entrants."""
    match event:
        case EntrantsAdvanced(_, listed) | TieSettled(_, _, listed) | ResultsApproved(_, listed):
            return bool(entrants.intersection(listed))
        case OrderDrawn(_, _, listed) | OrderSet(_, listed):
            return bool(entrants.intersection(listed))
        case PanelsAssigned(_, panels):
            return any(entrants.intersection(listed) for listed in panels.values())
        case EntrantReplaced(_, leaving, entering):
            return leaving in entrants or entering in entrants
        case SheetsMoved(_, entrant, to):
            return entrant in entrants or to in entrants
        case LinesDrawn(lines=lines) | LinesSet(_, lines):
            return any(one in entrants for part in lines for one in part)
        case RoundPaired(_, pairs, bye):
            return bye in entrants or any(entrants.intersection(pair) for pair in pairs)
        case MatchOpened(_, _, sides):
            return bool(entrants.intersection(sides))
        case LineupHandedIn(_, _, side):
            return side in entrants
        case PaperResultEntered(sides=sides):
            return bool(entrants.intersection(sides))
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


def _same_sheet(later: Event, earlier: _OfSheet) -> bool:
    if not isinstance(later, _OfSheet):
        return False
    ours = (earlier.stage, earlier.entrant, earlier.seat, earlier.attempt)
    return (later.stage, later.entrant, later.seat, later.attempt) == ours


def _moves(later: Event, stage: StageId, entrant: EntrantId) -> bool:
    if not isinstance(later, SheetsMoved):
        return False
    return later.stage == stage and entrant in (later.entrant, later.to)


def _settles(later: Event, stage: StageId, entrant: EntrantId) -> bool:
    """Closing a performance, or moving its sheets, counts on the marks that were there."""
    if isinstance(later, StageFrozen):
        return later.stage == stage
    if isinstance(later, ResultsApproved | ResultRevealed):
        return later.stage == stage and _names(later, {entrant})
    if isinstance(later, PerformanceClosed):
        return (later.stage, later.entrant) == (stage, entrant)
    return _moves(later, stage, entrant)
