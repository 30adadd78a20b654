"""What follows from a command: events, or a refusal written for the person who tapped."""

from collections import Counter
from typing import TypeAlias, assert_never

from scoring.contest.commands import (
    Advance,
    Amend,
    Call,
    ClosePerformance,
    CloseStage,
    Command,
    DrawOrder,
    Enter,
    EnterMarks,
    RecordNoShow,
    Register,
    SetOrder,
    Withdraw,
)
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
from scoring.contest.faults import Fault, listing, plan_faults
from scoring.contest.guards import (
    Refusal,
    Rejected,
    known_stage,
    open_performance,
    refuse,
    require_entrant,
    require_field,
    require_in_field,
    require_not_begun,
    require_on_panel,
    require_open,
    seat_name,
    stated_reason,
)
from scoring.contest.plan import JudgedStage
from scoring.contest.sheets import read_marks
from scoring.contest.standings import standings
from scoring.contest.state import Contest
from scoring.rules.judged import fewest
from scoring.rules.lots import drawn_order
from scoring.wording import say

Decision: TypeAlias = tuple[Event, ...] | Rejected

_Staged: TypeAlias = (
    DrawOrder | SetOrder | Call | EnterMarks | Amend | RecordNoShow | ClosePerformance | CloseStage
    | Advance
)  # fmt: skip


def decide(contest: Contest | None, command: Command) -> Decision:
    """The events that follow from a command in this state, or why nothing does."""
    try:
        return _decided(contest, command)
    except Refusal as refusal:
        return refusal.rejected


def _decided(contest: Contest | None, command: Command) -> Decision:
    if isinstance(command, Register):
        return _register(contest, command)
    if contest is None:
        raise refuse("unknown", "contest", say("There is no contest with this id."))
    match command:
        case Enter():
            return (_enter(contest, command),)
        case Withdraw():
            return (_withdraw(contest, command),)
        case _:
            return _in_stage(contest, known_stage(contest, command.stage), command)


def _in_stage(contest: Contest, stage: JudgedStage, command: _Staged) -> Decision:
    match command:
        case EnterMarks():
            return _enter_marks(contest, stage, command)
        case Amend():
            return _amend(contest, stage, command)
        case DrawOrder():
            return (_draw_order(contest, stage, command),)
        case SetOrder():
            return (_set_order(contest, stage, command),)
        case Call():
            return (_call(contest, stage, command),)
        case RecordNoShow():
            return (_no_show(contest, stage, command),)
        case ClosePerformance():
            return (_close_performance(contest, stage, command),)
        case CloseStage():
            return (_close_stage(contest, stage),)
        case Advance():
            return (_advance(contest, stage, command),)
    assert_never(command)


def _register(contest: Contest | None, command: Register) -> Decision:
    if contest is not None:
        text = say(
            "The contest {id} is registered already; take another id for a new one.",
            id=command.plan.id,
        )
        raise refuse("not_now", "plan.id", text)
    faults = plan_faults(command.plan)
    return Rejected("invalid", tuple(faults)) if faults else (ContestRegistered(command.plan),)


def _enter(contest: Contest, command: Enter) -> EntrantEntered:
    entrant = command.entrant
    require_open(contest, contest.plan.stages[0])
    if entrant.id in contest.entrants:
        raise refuse("invalid", "entrant.id", say("{id} is entered already.", id=entrant.id))
    for other in contest.entrants.values():
        if other.number == entrant.number:
            text = say(
                "Number {number} belongs to {name}; free is for example {free}.",
                number=entrant.number,
                name=other.name,
                free=max(one.number for one in contest.entrants.values()) + 1,
            )
            raise refuse("invalid", "entrant.number", text)
    groups = {group.id for group in contest.plan.groups}
    if entrant.group is not None and entrant.group not in groups:
        text = say(
            "{given} is not known here; known are: {known}.",
            given=entrant.group,
            known=listing(groups),
        )
        raise refuse("invalid", "entrant.group", text)
    return EntrantEntered(entrant)


def _withdraw(contest: Contest, command: Withdraw) -> EntrantWithdrawn:
    require_entrant(contest, command.entrant)
    if command.entrant in contest.withdrawn:
        raise refuse("not_now", "entrant", say("Has been withdrawn already."))
    return EntrantWithdrawn(command.entrant, stated_reason(command.reason))


def _draw_order(contest: Contest, stage: JudgedStage, command: DrawOrder) -> OrderDrawn:
    require_not_begun(contest, stage)
    order = drawn_order(contest.present_field(stage), command.seed)
    return OrderDrawn(stage.id, command.seed, order)


def _set_order(contest: Contest, stage: JudgedStage, command: SetOrder) -> OrderSet:
    require_not_begun(contest, stage)
    wanted = set(contest.present_field(stage))
    repeated = {one for one, times in Counter(command.order).items() if times > 1}
    wrong = repeated | (wanted ^ set(command.order))
    if wrong:
        text = say(
            "The order must name each of the {count} entrants once; wrong or missing: {who}.",
            count=len(wanted),
            who=listing(wrong),
        )
        raise refuse("invalid", "order", text)
    return OrderSet(stage.id, command.order, stated_reason(command.reason))


def _call(contest: Contest, stage: JudgedStage, command: Call) -> PerformanceCalled:
    require_open(contest, stage)
    require_in_field(contest, stage, command.entrant)
    if command.entrant in contest.withdrawn:
        raise refuse("not_now", "entrant", say("Withdrawn; cannot be called to the stage."))
    performance = contest.stage(stage.id).performances.get(command.entrant)
    # Who missed the turn may be called again while the stage is open; who performed may not.
    if performance is not None and performance.phase != "no_show":
        raise refuse("not_now", "entrant", say("Has been called already."))
    return PerformanceCalled(stage.id, command.entrant)


def _enter_marks(contest: Contest, stage: JudgedStage, command: EnterMarks) -> Decision:
    performance = open_performance(contest, stage, command.entrant)
    require_on_panel(contest, stage, command)
    marks = read_marks(stage.scoring, command.marks)
    if isinstance(marks, tuple):
        return Rejected("invalid", marks)
    sheet = performance.sheet(command.seat)
    if sheet.revision != command.after:
        kept = SheetContested(
            stage.id, command.entrant, command.seat, command.after, sheet.revision, marks
        )
        return Rejected("stale", (stale(kept),), (kept,))
    return (MarksEntered(stage.id, command.entrant, command.seat, sheet.revision + 1, marks),)


def stale(contested: SheetContested) -> Fault:
    """The sentence for marks that came for a sheet which had changed meanwhile."""
    text = say(
        "This sheet has changed on another device (version {revision}, yours was made from"
        " {after}). Both are kept; the head judge chooses.",
        revision=contested.revision,
        after=contested.after,
    )
    return Fault("after", text)


def _amend(contest: Contest, stage: JudgedStage, command: Amend) -> Decision:
    require_in_field(contest, stage, command.entrant)
    performance = contest.stage(stage.id).performances.get(command.entrant)
    if performance is None or performance.phase == "no_show":
        raise refuse("not_now", "entrant", say("Has not performed; there is nothing to correct."))
    require_on_panel(contest, stage, command)
    reason = stated_reason(command.reason)
    marks = read_marks(stage.scoring, command.marks)
    if isinstance(marks, tuple):
        return Rejected("invalid", marks)
    sheet = performance.sheet(command.seat)
    if sheet.revision != command.after:
        text = say(
            "The sheet has changed meanwhile (version {revision}, yours was made from {after});"
            " look at it again.",
            revision=sheet.revision,
            after=command.after,
        )
        raise refuse("stale", "after", text)
    revision = sheet.revision + 1
    return (SheetAmended(stage.id, command.entrant, command.seat, revision, marks, reason),)


def _no_show(contest: Contest, stage: JudgedStage, command: RecordNoShow) -> NoShowRecorded:
    performance = open_performance(contest, stage, command.entrant)
    if performance.marks():
        raise refuse("not_now", "entrant", say("Has marks already; who performed is no no-show."))
    return NoShowRecorded(stage.id, command.entrant)


def _close_performance(
    contest: Contest, stage: JudgedStage, command: ClosePerformance
) -> PerformanceClosed:
    performance = open_performance(contest, stage, command.entrant)
    given = performance.marks()
    for seat in command.absent:
        if seat not in stage.panel or seat in given:
            text = say("{seat} has marked or is not on the panel; not absent.", seat=seat)
            raise refuse("invalid", "absent", text)
    missing = tuple(
        seat_name(contest, seat)
        for seat in stage.panel
        if seat not in given and seat not in command.absent
    )
    if missing:
        text = say("Still to mark: {seats}. Wait for them, or name them as absent.", seats=missing)
        raise refuse("not_now", "absent", text)
    if command.absent and stage.scoring.absent == "refuse":
        text = say("By the plan every judge must mark; no score without all of them.")
        raise refuse("not_now", "absent", text)
    needed = fewest(stage.scoring.drop_low, stage.scoring.drop_high)
    if len(given) < needed:
        text = say(
            "Only {present} judges have marked; dropping extremes needs at least {needed}.",
            present=len(given),
            needed=needed,
        )
        raise refuse("not_now", "absent", text)
    return PerformanceClosed(stage.id, command.entrant, tuple(dict.fromkeys(command.absent)))


def _close_stage(contest: Contest, stage: JudgedStage) -> StageClosed:
    require_open(contest, stage)
    require_field(contest, stage)
    waiting = sorted(
        contest.entrants[one].number
        for one in contest.field(stage)
        if not contest.is_settled(stage, one)
    )
    if waiting:
        first = tuple(say("No. {number}", number=number) for number in waiting[:12])
        text = say(
            "{count} still to perform or to be closed: {numbers}.",
            count=len(waiting),
            numbers=first if len(first) == len(waiting) else (*first, "…"),
        )
        raise refuse("not_now", "stage", text)
    return StageClosed(stage.id)


def _advance(contest: Contest, stage: JudgedStage, command: Advance) -> EntrantsAdvanced:
    state = contest.stage(stage.id)
    if stage.advancement is None:
        raise refuse("not_now", "stage", say("Nobody advances from this stage: it is the last."))
    if state.advanced is not None:
        raise refuse("not_now", "stage", say("Who advances has been recorded already."))
    if not state.closed:
        raise refuse("not_now", "stage", say("Close the stage first; results may still change."))
    for one in command.entrants:
        require_in_field(contest, stage, one, "entrants")
    if len(set(command.entrants)) != len(command.entrants):
        raise refuse("invalid", "entrants", say("Somebody is named twice."))
    qualifying = standings(contest, stage).qualifying
    differing = set(qualifying) ^ set(command.entrants)
    if differing and not command.reason.strip():
        text = say(
            "The list differs from those who qualify by the rule ({who}); say why.",
            who=tuple(contest.entrants[one].name for one in sorted(differing)),
        )
        raise refuse("invalid", "reason", text)
    return EntrantsAdvanced(stage.id, command.entrants, qualifying, command.reason.strip())
