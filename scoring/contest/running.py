"""Decisions while a stage runs: order, panels, calls, and closing a performance."""

from collections import Counter
from collections.abc import Iterable

from msgspec.structs import replace

from scoring.contest.commands import (
    AssignPanels,
    Call,
    ClosePerformance,
    Disqualify,
    DrawOrder,
    RecordNoShow,
    ReopenPerformance,
    SetOrder,
)
from scoring.contest.events import (
    Disqualified,
    NoShowRecorded,
    OrderDrawn,
    OrderSet,
    PanelsAssigned,
    PerformanceCalled,
    PerformanceClosed,
    PerformanceReopened,
)
from scoring.contest.fault import listing
from scoring.contest.guards import (
    entrant_name,
    known_performance,
    open_performance,
    refuse,
    require_field,
    require_in_field,
    require_not_begun,
    require_open,
    seat_name,
    stated_reason,
)
from scoring.contest.ids import EntrantId, PanelId, SeatId
from scoring.contest.panels import panel_criteria
from scoring.contest.performance import Performance
from scoring.contest.plan import JudgedStage
from scoring.contest.scores import own_steps, own_values
from scoring.contest.scoring import Panel
from scoring.contest.sheets import missing
from scoring.contest.standings import entry
from scoring.contest.state import Contest
from scoring.rules.lots import drawn_order
from scoring.wording import say


def draw_order(contest: Contest, stage: JudgedStage, command: DrawOrder) -> OrderDrawn:
    require_not_begun(contest, stage)
    order = drawn_order(contest.present_field(stage), command.seed)
    return OrderDrawn(stage.id, command.seed, order)


def set_order(contest: Contest, stage: JudgedStage, command: SetOrder) -> OrderSet:
    require_not_begun(contest, stage)
    _require_each_once(contest.present_field(stage), command.order, "order")
    return OrderSet(stage.id, command.order, stated_reason(command.reason))


def assign_panels(contest: Contest, stage: JudgedStage, command: AssignPanels) -> PanelsAssigned:
    """By lot the field is dealt out in the drawn order, one to each panel in turn.

    Once somebody has performed, only those who have no panel yet, as they came late, get one.
    """
    require_open(contest, stage)
    require_field(contest, stage)
    known = [panel.id for panel in stage.panels]
    if not known:
        raise refuse("not_now", "stage", say("This stage has one panel only."))
    state = contest.stage(stage.id)
    wanted = contest.present_field(stage)
    if state.performances:
        wanted = tuple(one for one in wanted if one not in state.panels)
        if not wanted:
            raise refuse("not_now", "stage", say("The stage has begun; its panels stand."))
    if command.seed is not None:
        order = drawn_order(wanted, command.seed)
        dealt: dict[PanelId, tuple[EntrantId, ...]] = {
            panel: order[number :: len(known)] for number, panel in enumerate(known)
        }
        return PanelsAssigned(stage.id, dealt, command.seed)
    for panel in command.panels:
        if panel not in known:
            text = say(
                "{given} is not known here; known are: {known}.", given=panel, known=listing(known)
            )
            raise refuse("invalid", "panels", text)
    _require_each_once(
        wanted, [one for those in command.panels.values() for one in those], "panels"
    )
    return PanelsAssigned(stage.id, command.panels)


def _require_each_once(
    field: Iterable[EntrantId], listed: Iterable[EntrantId], where: str
) -> None:
    times = Counter(listed)
    wanted = set(field)
    wrong = {one for one, count in times.items() if count > 1} | (wanted ^ set(times))
    if wrong:
        text = say(
            "The order must name each of the {count} entrants once; wrong or missing: {who}.",
            count=len(wanted),
            who=listing(wrong),
        )
        raise refuse("invalid", where, text)


def call(contest: Contest, stage: JudgedStage, command: Call) -> PerformanceCalled:
    require_open(contest, stage)
    require_in_field(contest, stage, command.entrant)
    if command.entrant in contest.withdrawn:
        raise refuse("not_now", "entrant", say("Withdrawn; cannot be called to the stage."))
    state = contest.stage(stage.id)
    if stage.panels and command.entrant not in state.panels:
        text = say("No panel has been assigned to {name} yet.",
                   name=entrant_name(contest, command.entrant))  # fmt: skip
        raise refuse("not_now", "entrant", text)
    performance = state.performances.get(command.entrant)
    # Who missed the turn may be called again while the stage is open; who performed may not.
    if performance is not None and performance.phase != "no_show":
        raise refuse("not_now", "entrant", say("Has been called already."))
    return PerformanceCalled(stage.id, command.entrant)


def no_show(contest: Contest, stage: JudgedStage, command: RecordNoShow) -> NoShowRecorded:
    performance = open_performance(contest, stage, command.entrant)
    if any(sheet.given is not None for sheet in performance.sheets.values()):
        raise refuse("not_now", "entrant", say("Has marks already; who performed is no no-show."))
    return NoShowRecorded(stage.id, command.entrant)


def disqualify(contest: Contest, stage: JudgedStage, command: Disqualify) -> Disqualified:
    require_in_field(contest, stage, command.entrant)
    performance = contest.stage(stage.id).performances.get(command.entrant)
    if performance is not None and performance.phase == "disqualified":
        raise refuse("not_now", "entrant", say("Has been disqualified already."))
    return Disqualified(stage.id, command.entrant, stated_reason(command.reason))


def reopen_performance(
    contest: Contest, stage: JudgedStage, command: ReopenPerformance
) -> PerformanceReopened:
    require_open(contest, stage)
    performance = known_performance(contest, stage, command.entrant)
    if performance.phase == "open":
        raise refuse("not_now", "entrant", say("Is open; marks can be entered."))
    return PerformanceReopened(stage.id, command.entrant, stated_reason(command.reason))


def close_performance(
    contest: Contest, stage: JudgedStage, command: ClosePerformance
) -> PerformanceClosed:
    performance = open_performance(contest, stage, command.entrant)
    _require_absent(contest, stage, command, performance)
    absent = tuple(dict.fromkeys(command.absent))
    closed = replace(performance, phase="closed", absent=absent)
    left = missing(contest, stage, command.entrant, closed)
    if left:
        names = dict.fromkeys(seat for seat, _ in left)
        text = say(
            "Still to mark: {seats}. Wait for them, or name them as absent.",
            seats=tuple(seat_name(contest, seat) for seat in names),
        )
        raise refuse("not_now", "absent", text)
    _require_score(contest, stage, command.entrant, closed)
    return PerformanceClosed(stage.id, command.entrant, absent)


def _require_absent(
    contest: Contest, stage: JudgedStage, command: ClosePerformance, performance: Performance
) -> None:
    left = {seat for seat, _ in missing(contest, stage, command.entrant, performance)}
    for seat in command.absent:
        if seat not in left:
            text = say("{seat} has marked or is not on the panel; not absent.", seat=seat)
            raise refuse("invalid", "absent", text)
        if _refused_without(contest, stage, command.entrant, seat):
            text = say("By the plan every judge must mark; no score without all of them.")
            raise refuse("not_now", "absent", text)


def _refused_without(
    contest: Contest, stage: JudgedStage, entrant: EntrantId, seat: SeatId
) -> bool:
    """Whether some step on the way to the score needs this seat's marks."""
    panel = contest.panel(stage, entrant)
    for step in stage.scoring.steps:
        if step.aside or not isinstance(step.value, Panel) or step.value.absent != "refuse":
            continue
        by = panel_criteria(stage.scoring, step.value)[0].by or panel
        if seat in by:
            return True
    return False


def _require_score(
    contest: Contest, stage: JudgedStage, entrant: EntrantId, closed: Performance
) -> None:
    """Every step that follows from the performance alone must have a value."""
    found = entry(contest, stage, entrant)
    if found is None:
        return
    values = own_values(stage.scoring, replace(found, performance=closed))
    for step in own_steps(stage.scoring):
        if step.aside or step.id in values:
            continue
        text = say("{step}: too few marks for it, by the plan.", step=step.name)
        raise refuse("not_now", "absent", text)
