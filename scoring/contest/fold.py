"""The fold: what each event makes of a contest."""

from collections.abc import Iterable
from typing import assert_never

from msgspec.structs import replace

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
from scoring.contest.fold_releases import released
from scoring.contest.fold_sheets import SheetEvent, is_apart, with_moved_sheets, with_sheet
from scoring.contest.fold_undone import counted_on, undone_numbers
from scoring.contest.history import History
from scoring.contest.ids import EntrantId, StageId
from scoring.contest.match_events import LineupHandedIn, MatchEvent, TapContested
from scoring.contest.paper_events import PaperEvent
from scoring.contest.papers import NO_PAPERS
from scoring.contest.papers import evolved as papers_evolved
from scoring.contest.performance import Performance
from scoring.contest.plan import Entrant, Plan, PlayedStage
from scoring.contest.play import Play
from scoring.contest.play import evolved as play_evolved
from scoring.contest.release_events import (
    ResultRevealed,
    ResultsApproved,
    StageFrozen,
    StageThawed,
)
from scoring.contest.state import Advanced, Contest, Seal, StageState

HIDDEN = (
    SheetContested | TapContested | LineupHandedIn | AmendmentRequested | AmendmentAnswered
    | PaperEvent
)  # fmt: skip
"""Events that change nothing the public may see."""


def evolve(contest: Contest | None, event: Event) -> Contest:
    """The contest after one more event. Trusts the log: what may happen is decided elsewhere."""
    if contest is None:
        if not isinstance(event, ContestRegistered):
            raise ValueError(f"a log begins with contest_registered, not {type(event).__name__}")
        return _registered(event.plan, History[Event]().continued(event))
    version = contest.version + (not _is_hidden(contest, event))
    history = contest.history.continued(event)
    return replace(_evolved(contest, event), history=history, version=version)


def _is_hidden(contest: Contest, event: Event) -> bool:
    """Whether the public can see nothing of it; a trainee's sheet is none of its business."""
    if isinstance(event, MarksEntered | SheetAmended):
        return is_apart(contest, event)
    return isinstance(event, HIDDEN)


def folded(events: Iterable[Event]) -> Contest:
    """The contest after all these events. Raises ValueError when there are none."""
    contest: Contest | None = None
    for event in events:
        contest = evolve(contest, event)
    if contest is None:
        raise ValueError("a log begins with contest_registered, and this one is empty")
    return contest


def _registered(plan: Plan, history: History[Event]) -> Contest:
    return Contest(
        plan=plan,
        entrants={entrant.id: entrant for entrant in plan.entrants},
        stages={stage.id: StageState() for stage in plan.stages},
        history=history,
        play={stage.id: Play() for stage in plan.played},
    )


def _evolved(contest: Contest, event: Event) -> Contest:  # noqa: C901, PLR0911, PLR0912 - a line each
    if isinstance(event, SheetEvent):
        return with_sheet(contest, event)
    if isinstance(event, MatchEvent):
        return _with_play(contest, event)
    if isinstance(event, PaperEvent):
        papers = papers_evolved(contest.paper.get(event.stage, NO_PAPERS), event)
        return replace(contest, paper={**contest.paper, event.stage: papers})
    match event:
        case ResultsApproved() | StageFrozen() | StageThawed() | ResultRevealed():
            return released(contest, event)
        case SheetsMoved():
            return with_moved_sheets(contest, event)
        case ContestRegistered():
            raise ValueError("a contest is registered once")
        case PlanRevised(plan):
            return _revised(contest, plan)
        case Undone():
            return _without(contest, event)
        case EntrantEntered() | EntrantsReceived() | EntrantWithdrawn() | EntrantReinstated():
            return _with_entrants(contest, event)
        case PerformanceCalled(stage, entrant):
            sheets = contest.stage(stage).turn(entrant).emptied()
            called = contest.with_performance(stage, entrant, Performance(sheets=sheets))
            return called.with_stage(stage, on_stage=entrant)
        case NoShowRecorded(stage, entrant):
            sheets = contest.stage(stage).turn(entrant).emptied()
            missed = Performance(phase="no_show", sheets=sheets)
            return _settled(contest, stage, entrant, missed)
        case Disqualified(stage, entrant, reason) if stage in contest.play:
            taken_out = {**contest.stages[stage].disqualified, entrant: reason}
            return contest.with_stage(stage, disqualified=taken_out)
        case Disqualified(stage, entrant, reason):
            performance = contest.stage(stage).turn(entrant)
            out = replace(performance, phase="disqualified", reason=reason)
            return _settled(contest, stage, entrant, out)
        case PerformanceClosed(stage, entrant, absent):
            performance = contest.stage(stage).performances[entrant]
            closed = replace(performance, phase="closed", absent=absent)
            return _settled(contest, stage, entrant, closed)
        case PerformanceReopened(stage, entrant):
            performance = contest.stage(stage).performances[entrant]
            again = replace(performance, phase="open", absent=(), reason="")
            return contest.with_performance(stage, entrant, again)
        case EntrantReplaced(stage, leaving, entering):
            return _with_replacement(contest, stage, leaving, entering)
        case _:
            return contest.with_stage(event.stage, **_stage_changes(contest, event))


def _stage_changes(
    contest: Contest,
    event: OrderDrawn | OrderSet | PanelsAssigned | CutSealed | StageClosed | StageReopened
    | TieSettled | EntrantsAdvanced,
) -> dict[str, object]:  # fmt: skip
    state = contest.stage(event.stage)
    match event:
        case OrderDrawn(_, seed, order):
            return {"order": order, "seed": seed}
        case OrderSet(_, order):
            return {"order": order, "seed": None}
        case PanelsAssigned(_, panels):
            assigned = {one: panel for panel, those in panels.items() for one in those}
            return {"panels": {**state.panels, **assigned}}
        case CutSealed(_, digest, seed):
            return {"seal": Seal(digest, seed)}
        case StageClosed():
            return {"closed": True, "on_stage": None}
        case StageReopened():
            return {"closed": False, "advanced": {}}
        case TieSettled():
            return {"ties": (*state.ties, event)}
        case EntrantsAdvanced(_, entrants, qualifying, reason, route, placed):
            decided = Advanced(entrants, qualifying, reason, placed=placed)
            return {"advanced": {**state.advanced, route: decided}}
    assert_never(event)


def _with_play(contest: Contest, event: MatchEvent) -> Contest:
    stage = contest.plan.stage(event.stage)
    if not isinstance(stage, PlayedStage):
        raise ValueError(f"{event.stage} is not played in matches")  # noqa: TRY004 - a broken log
    play = play_evolved(stage, contest.play[event.stage], event)
    return replace(contest, play={**contest.play, event.stage: play})


def _settled(
    contest: Contest, stage: StageId, entrant: EntrantId, performance: Performance
) -> Contest:
    settled = contest.with_performance(stage, entrant, performance)
    on_stage = settled.stages[stage].on_stage
    on_stage = None if on_stage == entrant else on_stage
    return settled.with_stage(stage, on_stage=on_stage, last_settled=entrant)


def _with_entrants(
    contest: Contest,
    event: EntrantEntered | EntrantsReceived | EntrantWithdrawn | EntrantReinstated,
) -> Contest:
    match event:
        case EntrantEntered(entrant):
            return _with_entered(contest, (entrant,))
        case EntrantsReceived(_, entrants):
            return _with_entered(contest, entrants)
        case EntrantWithdrawn(entrant, reason):
            return replace(contest, withdrawn={**contest.withdrawn, entrant: reason})
        case EntrantReinstated(entrant):
            left = {one: why for one, why in contest.withdrawn.items() if one != entrant}
            return replace(contest, withdrawn=left)
    assert_never(event)


def _with_entered(contest: Contest, entrants: tuple[Entrant, ...]) -> Contest:
    """Who comes after the draw performs last."""
    ids = tuple(entrant.id for entrant in entrants)
    entered = replace(
        contest, entrants={**contest.entrants, **dict(zip(ids, entrants, strict=True))}
    )
    for stage in contest.plan.stages:
        order = contest.stages[stage.id].order
        if order and contest.plan.is_first(stage):
            entered = entered.with_stage(stage.id, order=(*order, *ids))
    return entered


def _with_replacement(
    contest: Contest, stage: StageId, leaving: EntrantId, entering: EntrantId
) -> Contest:
    def swapped(advanced: Advanced) -> Advanced:
        if leaving not in advanced.entrants:
            return advanced
        stay = tuple(one for one in advanced.entrants if one != leaving)
        replaced = (*advanced.replaced, (leaving, entering))
        placed = {
            place: entering if one == leaving else one for place, one in advanced.placed.items()
        }
        return replace(advanced, entrants=(*stay, entering), replaced=replaced, placed=placed)

    routes = contest.stages[stage].advanced.items()
    advanced = {route: swapped(one) for route, one in routes}
    play = {
        later.id: _on_the_same_line(contest.play[later.id], leaving, entering)
        for later in contest.plan.played
        if any(earlier.id == stage for earlier, _ in contest.plan.routes_to(later))
    }
    replaced = contest.with_stage(stage, advanced=advanced)
    return replace(replaced, play={**contest.play, **play})


def _on_the_same_line(play: Play, leaving: EntrantId, entering: EntrantId) -> Play:
    """Whoever comes in after a draw takes the place of whoever left."""
    lines = tuple(
        tuple(entering if one == leaving else one for one in part) for part in play.lines
    )
    return replace(play, lines=lines)


def _revised(contest: Contest, plan: Plan) -> Contest:
    """Stages keep what was decided before the start as far as they still exist."""
    kept = {stage.id: contest.stages.get(stage.id, StageState()) for stage in plan.stages}
    play = {
        stage.id: contest.play[stage.id] if _same_layout(contest, stage) else Play()
        for stage in plan.played
    }
    entered = replace(plan, entrants=contest.plan.entrants)
    return replace(contest, plan=entered, stages=kept, play=play, paper={})


def _same_layout(contest: Contest, stage: PlayedStage) -> bool:
    """Whether a draw made before a revision of the plan still fits it."""
    before = contest.plan.stage(stage.id)
    return isinstance(before, PlayedStage) and before.format == stage.format


def _without(contest: Contest, event: Undone) -> Contest:
    """The contest as if that event had not happened; undoing an undo brings its event back."""
    undone = undone_numbers([*contest.history, event])
    holding = (
        one
        for number, one in enumerate(contest.history, start=1)
        if number not in undone and not isinstance(one, Undone)
    )
    return replace(counted_on(contest, folded(holding)), undone=undone)
