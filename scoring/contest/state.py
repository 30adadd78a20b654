"""A contest as it stands: the fold of its events, holding facts only."""

from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias, assert_never

from msgspec import Struct
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
from scoring.contest.history import History
from scoring.contest.ids import CriterionId, EntrantId, PanelId, SeatId, StageId
from scoring.contest.match_events import LineupHandedIn, MatchEvent, TapContested
from scoring.contest.paper_events import PaperEvent
from scoring.contest.papers import NO_PAPERS, Papers
from scoring.contest.papers import evolved as papers_evolved
from scoring.contest.plan import Entrant, JudgedStage, Plan, PlayedStage, Stage
from scoring.contest.play import MatchRecord, Play, RecordKey
from scoring.contest.play import evolved as play_evolved
from scoring.contest.release_events import (
    ReleaseEvent,
    ResultRevealed,
    ResultsApproved,
    StageFrozen,
    StageThawed,
)
from scoring.rules.measured import Outcome
from scoring.rules.shelf import Shelf

MarksInTicks = dict[CriterionId, int]
SheetKey: TypeAlias = tuple[SeatId, int]
"""A seat, and the attempt that its sheet is of; 0 for the performance as a whole."""

_SheetEvent: TypeAlias = (
    MarksEntered | SheetAmended | SheetContested | AmendmentRequested | AmendmentAnswered
)


class Given(Struct, frozen=True):
    """What a sheet says: marks, or the outcome that stands in their place."""

    marks: MarksInTicks
    outcome: Outcome | None = None


class Request(Struct, frozen=True):
    """A seat's wish to change what it handed in, and what the head judge said to it."""

    reason: str
    answer: Literal["granted", "refused"] | None = None
    why: str = ""
    """The reason of the answer."""


class Sheet(Struct, frozen=True):
    """What one seat recorded of one performance or attempt. Revision 0 is an empty sheet."""

    revision: int = 0
    given: Given | None = None
    contested: tuple[Given, ...] = ()
    """Marks refused because the sheet had changed meanwhile, until somebody chooses."""
    request: Request | None = None
    """The wish to change it; gone once it was changed."""

    @property
    def may_change(self) -> bool:
        """Whether it was handed in and may be changed once."""
        return self.request is not None and self.request.answer == "granted"


BLANK = Sheet()
HIDDEN = (
    SheetContested | TapContested | LineupHandedIn | AmendmentRequested | AmendmentAnswered
    | PaperEvent
)  # fmt: skip
"""Events that change nothing the public may see."""


class Performance(Struct, frozen=True):
    """An entrant's turn, from the call on."""

    phase: Literal["open", "closed", "no_show", "disqualified"] = "open"
    sheets: dict[SheetKey, Sheet] = {}
    apart: dict[SheetKey, Sheet] = {}
    """The sheets of trainees, which never count."""
    absent: tuple[SeatId, ...] = ()
    reason: str = ""
    """Why disqualified."""

    def settled(self) -> "Performance":
        """What the public may know of it: what was given, not how it came to that."""
        given = {key: Sheet(1, one.given) for key, one in self.sheets.items() if one.given}
        return replace(self, sheets=given, apart={})

    def emptied(self) -> dict[SheetKey, Sheet]:
        """Blank sheets that count on from these."""
        return {
            key: Sheet(one.revision + (one.given is not None))
            for key, one in {**self.sheets, **self.apart}.items()
            if one.revision
        }

    def sheet(self, seat: SeatId, attempt: int = 0) -> Sheet:
        key = (seat, attempt)
        return self.apart.get(key) or self.sheets.get(key, BLANK)

    def given(self, attempt: int = 0) -> dict[SeatId, Given]:
        """What every seat that gave something gave for this attempt."""
        return {
            seat: sheet.given
            for (seat, of), sheet in self.sheets.items()
            if of == attempt and sheet.given is not None
        }

    def attempts(self) -> tuple[int, ...]:
        """The attempts of which anything is recorded, in order; 0, the whole, is none of them."""
        found = {of for (_, of), sheet in self.sheets.items() if of and sheet.given is not None}
        return tuple(sorted(found))


class Advanced(Struct, frozen=True):
    """The recorded decision who goes on by one route."""

    entrants: tuple[EntrantId, ...]
    qualifying: tuple[EntrantId, ...]
    reason: str
    replaced: tuple[tuple[EntrantId, EntrantId], ...] = ()
    """Who left and who came in instead, in the order in which it was decided."""
    placed: dict[str, EntrantId] = {}
    """From a stage of groups: who had which place, such as "A:1" or "best:3:2"."""


class Seal(Struct, frozen=True):
    """The rules of who goes on, fixed beforehand; lots must come from `seed` if there is one."""

    digest: str
    seed: str | None


class Frozen(Struct, frozen=True):
    """What the public knows of a stage whose results are being kept for the ceremony."""

    performances: dict[EntrantId, Performance]
    records: dict[RecordKey, MatchRecord]
    closed: bool
    ties: tuple[TieSettled, ...]
    advanced: dict[int, Advanced]
    disqualified: dict[EntrantId, str]
    conduct: dict[EntrantId, int]
    ranking: dict[EntrantId, int]
    since: int
    """How many results were public then."""
    steps: tuple[ResultRevealed, ...] = ()
    """What has been revealed."""


class StageState(Struct, frozen=True):
    """A stage as it stands. Who is not in `performances` has not been called yet."""

    order: tuple[EntrantId, ...] = ()
    seed: str | None = None
    panels: dict[EntrantId, PanelId] = {}
    seal: Seal | None = None
    performances: Shelf[EntrantId, Performance] = Shelf()
    on_stage: EntrantId | None = None
    last_settled: EntrantId | None = None
    """Whose result came last; after a ceremony, whose was told last."""
    closed: bool = False
    ties: tuple[TieSettled, ...] = ()
    advanced: dict[int, Advanced] = {}
    """By the number of the route onward."""
    revisions: dict[EntrantId, dict[SheetKey, int]] = {}
    """How far the sheets were counted of performances that were taken back."""
    disqualified: dict[EntrantId, str] = {}
    """Who was taken out of a played stage, and why."""
    approved: dict[EntrantId, Performance] = {}
    """As they stood when they were approved last, the newest at the end."""
    frozen: Frozen | None = None
    thawed: bool = False
    """Whether it was frozen before."""

    def turn(self, entrant: EntrantId) -> Performance:
        """The entrant's performance, or a new one with blank sheets that count on."""
        if entrant in self.performances:
            return self.performances[entrant]
        used = self.revisions.get(entrant, {})
        return Performance(sheets={key: Sheet(revision) for key, revision in used.items()})


class Contest(Struct, frozen=True):
    """One contest: the fold of its log.

    `seq` is the number of its last event. `version` counts the events that changed what the public
    may see: public screens are numbered by it, so that nothing hidden can be counted from outside.
    """

    plan: Plan
    entrants: dict[EntrantId, Entrant]
    stages: dict[StageId, StageState]
    history: History[Event]
    """Every event so far; number n is at n - 1."""
    play: dict[StageId, Play] = {}
    """The matches of the played stages."""
    paper: dict[StageId, Papers] = {}
    """What was typed in from paper sheets."""
    withdrawn: dict[EntrantId, str] = {}
    undone: frozenset[int] = frozenset()
    """The numbers of the events that no longer hold."""
    version: int = 1

    @property
    def seq(self) -> int:
        return len(self.history)

    def stage(self, stage_id: StageId) -> StageState:
        return self.stages[stage_id]

    def has_begun(self, stage_id: StageId) -> bool:
        """Whether anybody has been called, or a match was."""
        play = self.play.get(stage_id)
        played = play is not None and bool(play.opened or play.rounds)
        return played or bool(self.stages[stage_id].performances)

    def has_appeared(self, stage_id: StageId, entrant: EntrantId) -> bool:
        """Whether somebody has been called in a stage, alone or to a match."""
        play = self.play.get(stage_id)
        if play is None:
            return entrant in self.stages[stage_id].performances
        paired = (pair for one in play.rounds for pair in (*one.pairs, (one.bye,)))
        opened = (one.sides for one in play.opened.values())
        return any(entrant in together for together in (*paired, *opened))

    def field(self, stage: Stage) -> tuple[EntrantId, ...]:
        """Who competes in a stage: everybody entered, or those whom earlier stages sent."""
        routes = self.plan.routes_to(stage)
        if not routes:
            return tuple(self.entrants)
        decided = (self.stages[earlier.id].advanced.get(number) for earlier, number in routes)
        return tuple(
            dict.fromkeys(one for advanced in decided if advanced for one in advanced.entrants)
        )

    def present_field(self, stage: Stage) -> tuple[EntrantId, ...]:
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
        field = set(self.field(stage))
        others = field.difference(order)
        drawn = tuple(one for one in order if one in field)
        return (*drawn, *sorted(others, key=lambda one: self.entrants[one].number))

    def marking(self, stage: JudgedStage, entrant: EntrantId) -> tuple[SeatId, ...]:
        """The judges who mark this entrant, and the trainees who do so beside them."""
        if not stage.trainees:
            return self.panel(stage, entrant)
        return (*self.panel(stage, entrant), *self._of_other_units(stage, entrant, stage.trainees))

    def panel(self, stage: JudgedStage, entrant: EntrantId) -> tuple[SeatId, ...]:
        """The judges who mark this entrant: the panel assigned, without those of the own unit."""
        seats = stage.panel
        if stage.panels:
            assigned = self.stages[stage.id].panels.get(entrant)
            seats = next((one.seats for one in stage.panels if one.id == assigned), ())
        return self._of_other_units(stage, entrant, seats)

    def _of_other_units(
        self, stage: JudgedStage, entrant: EntrantId, seats: tuple[SeatId, ...]
    ) -> tuple[SeatId, ...]:
        unit = self.entrants[entrant].unit
        if not stage.exclude_same_unit or not unit:
            return seats
        own = {seat.id for seat in self.plan.seats if seat.unit == unit}
        return tuple(seat for seat in seats if seat not in own)


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
        return _is_apart(contest, event)
    return isinstance(event, HIDDEN)


def _is_apart(contest: Contest, event: _SheetEvent) -> bool:
    stage = contest.plan.stage(event.stage)
    return isinstance(stage, JudgedStage) and event.seat in stage.trainees


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
    if isinstance(event, _SheetEvent):
        return _with_sheet(contest, event)
    if isinstance(event, MatchEvent):
        return _with_play(contest, event)
    if isinstance(event, PaperEvent):
        papers = papers_evolved(contest.paper.get(event.stage, NO_PAPERS), event)
        return replace(contest, paper={**contest.paper, event.stage: papers})
    match event:
        case ResultsApproved() | StageFrozen() | StageThawed() | ResultRevealed():
            return _released(contest, event)
        case SheetsMoved():
            return _with_moved_sheets(contest, event)
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
            called = _with_performance(contest, stage, entrant, Performance(sheets=sheets))
            return _with_stage(called, stage, on_stage=entrant)
        case NoShowRecorded(stage, entrant):
            sheets = contest.stage(stage).turn(entrant).emptied()
            missed = Performance(phase="no_show", sheets=sheets)
            return _settled(contest, stage, entrant, missed)
        case Disqualified(stage, entrant, reason) if stage in contest.play:
            taken_out = {**contest.stages[stage].disqualified, entrant: reason}
            return _with_stage(contest, stage, disqualified=taken_out)
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
            return _with_performance(contest, stage, entrant, again)
        case EntrantReplaced(stage, leaving, entering):
            return _with_replacement(contest, stage, leaving, entering)
        case _:
            return _with_stage(contest, event.stage, **_stage_changes(contest, event))


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


def _with_stage(contest: Contest, stage: StageId, **changes: object) -> Contest:
    changed = replace(contest.stages[stage], **changes)
    return replace(contest, stages={**contest.stages, stage: changed})


def _with_play(contest: Contest, event: MatchEvent) -> Contest:
    stage = contest.plan.stage(event.stage)
    if not isinstance(stage, PlayedStage):
        raise ValueError(f"{event.stage} is not played in matches")  # noqa: TRY004 - a broken log
    play = play_evolved(stage, contest.play[event.stage], event)
    return replace(contest, play={**contest.play, event.stage: play})


def _released(contest: Contest, event: ReleaseEvent) -> Contest:
    match event:
        case ResultsApproved():
            return _approved(contest, event)
        case StageFrozen(stage):
            return _with_stage(contest, stage, frozen=_frozen(contest, stage))
        case StageThawed(stage):
            return _with_stage(contest, stage, frozen=None, thawed=True)
        case ResultRevealed(stage, entrant, last=True):
            told = entrant or contest.stages[stage].last_settled
            return _with_stage(contest, stage, frozen=None, thawed=True, last_settled=told)
        case ResultRevealed(stage):
            return _with_stage(contest, stage, frozen=_revealed(contest, event))
    assert_never(event)


def _approved(contest: Contest, event: ResultsApproved) -> Contest:
    state, play = contest.stages[event.stage], contest.play.get(event.stage)
    before = {one: was for one, was in state.approved.items() if one not in event.entrants}
    now = {one: state.performances[one].settled() for one in event.entrants}
    contest = _with_stage(contest, event.stage, approved={**before, **now})
    if play is None:
        return contest
    records = {key: play.record(*key).settled() for key in event.matches}
    approved = replace(play, approved={**play.approved, **records})
    return replace(contest, play={**contest.play, event.stage: approved})


def _frozen(contest: Contest, stage: StageId) -> Frozen:
    state, play = contest.stages[stage], contest.play.get(stage, Play())
    performances = official_performances(contest, stage)
    records = official_records(contest, stage)
    return Frozen(
        performances=performances,
        records=records,
        since=len(performances) + len(records),
        closed=state.closed,
        ties=state.ties,
        advanced=state.advanced,
        disqualified=state.disqualified,
        conduct=play.conduct,
        ranking=play.ranking,
    )


def official_performances(contest: Contest, stage: StageId) -> dict[EntrantId, Performance]:
    """What may be told unless the stage is frozen: all that is settled, or what was approved."""
    state = contest.stages[stage]
    if _needs_approval(contest, stage):
        return state.approved
    settled = {one: was for one, was in state.performances.items() if was.phase != "open"}
    return {one: was.settled() for one, was in settled.items()}


def official_records(contest: Contest, stage: StageId) -> dict[RecordKey, MatchRecord]:
    """Likewise of matches."""
    play = contest.play.get(stage, Play())
    if _needs_approval(contest, stage):
        return play.approved
    return {key: one.settled() for key, one in play.records.items() if one.confirmed}


def _needs_approval(contest: Contest, stage: StageId) -> bool:
    found = contest.plan.stage(stage)
    return found is not None and found.approval


def _revealed(contest: Contest, event: ResultRevealed) -> Frozen | None:
    frozen = contest.stages[event.stage].frozen
    if frozen is None:
        raise ValueError(f"{event.stage} is not frozen")
    steps = (*frozen.steps, event)
    if event.match is not None:
        key = (event.match, event.rubber)
        shown = official_records(contest, event.stage)[key]
        return replace(frozen, steps=steps, records={**frozen.records, key: shown})
    if event.entrant is None or event.seat is not None:
        return replace(frozen, steps=steps)
    one = event.entrant
    before = {who: was for who, was in frozen.performances.items() if who != one}
    result = official_performances(contest, event.stage)[one]
    return replace(frozen, steps=steps, performances={**before, one: result})


def _with_performance(
    contest: Contest, stage: StageId, entrant: EntrantId, performance: Performance
) -> Contest:
    performances = contest.stages[stage].performances.having(entrant, performance)
    return _with_stage(contest, stage, performances=performances)


def _settled(
    contest: Contest, stage: StageId, entrant: EntrantId, performance: Performance
) -> Contest:
    settled = _with_performance(contest, stage, entrant, performance)
    on_stage = settled.stages[stage].on_stage
    on_stage = None if on_stage == entrant else on_stage
    return _with_stage(settled, stage, on_stage=on_stage, last_settled=entrant)


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
            entered = _with_stage(entered, stage.id, order=(*order, *ids))
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
    replaced = _with_stage(contest, stage, advanced=advanced)
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


def _with_sheet(contest: Contest, event: _SheetEvent) -> Contest:
    performance = contest.stage(event.stage).performances[event.entrant]
    sheet = _changed_sheet(performance.sheet(event.seat, event.attempt), event)
    absent = performance.absent
    if isinstance(event, SheetAmended):
        absent = tuple(seat for seat in absent if seat != event.seat)
    key = (event.seat, event.attempt)
    if _is_apart(contest, event):
        changed = replace(performance, apart={**performance.apart, key: sheet})
    else:
        changed = replace(performance, sheets={**performance.sheets, key: sheet}, absent=absent)
    return _with_performance(contest, event.stage, event.entrant, changed)


def _changed_sheet(sheet: Sheet, event: _SheetEvent) -> Sheet:
    match event:
        case MarksEntered(marks=marks, outcome=outcome):
            given = Given(marks, outcome)
            return replace(sheet, revision=event.revision, given=given, request=None)
        case SheetAmended(marks=marks, outcome=outcome):
            return Sheet(event.revision, Given(marks, outcome))
        case SheetContested(marks=marks, outcome=outcome):
            return replace(sheet, contested=(*sheet.contested, Given(marks, outcome)))
        case AmendmentRequested(reason=reason):
            return replace(sheet, request=Request(reason))
        case AmendmentAnswered(granted=granted, reason=reason):
            asked = sheet.request or Request("")
            answer: Literal["granted", "refused"] = "granted" if granted else "refused"
            return replace(sheet, request=replace(asked, answer=answer, why=reason))


def _with_moved_sheets(contest: Contest, event: SheetsMoved) -> Contest:
    """Both performances are open again, as their panels are now to be looked at anew.

    Both sides count the move as a revision: neither tablet's older view fits any more.
    """
    state = contest.stage(event.stage)
    source, target = state.performances[event.entrant], state.turn(event.to)
    emptied, filled = _moved(source.sheets, target, event.seats)
    emptied_apart, filled_apart = _moved(source.apart, target, event.seats)
    changed = replace(
        source, phase="open", absent=(),
        sheets={**source.sheets, **emptied}, apart={**source.apart, **emptied_apart},
    )  # fmt: skip
    contest = _with_performance(contest, event.stage, event.entrant, changed)
    received = replace(
        target, phase="open", absent=(),
        sheets={**target.sheets, **filled}, apart={**target.apart, **filled_apart},
    )  # fmt: skip
    return _with_performance(contest, event.stage, event.to, received)


def _moved(
    sheets: dict[SheetKey, Sheet], target: Performance, seats: tuple[SeatId, ...]
) -> tuple[dict[SheetKey, Sheet], dict[SheetKey, Sheet]]:
    """What is left of these seats' sheets, and what becomes of the target's."""
    moved = {key: one for key, one in sheets.items() if key[0] in seats and one.given is not None}
    emptied = {key: Sheet(one.revision + 1) for key, one in moved.items()}
    filled = {
        key: replace(
            there := target.sheet(*key),
            revision=there.revision + 1,
            given=one.given,
            contested=(*there.contested, *one.contested),
        )
        for key, one in moved.items()
    }
    return emptied, filled


def _without(contest: Contest, event: Undone) -> Contest:
    """The contest as if that event had not happened; undoing an undo brings its event back."""
    undone = undone_numbers([*contest.history, event])
    holding = (
        one
        for number, one in enumerate(contest.history, start=1)
        if number not in undone and not isinstance(one, Undone)
    )
    again = folded(holding)
    stages = {
        stage: _counted_on(contest.stages.get(stage, StageState()), state)
        for stage, state in again.stages.items()
    }
    play = {
        stage: _records_counted_on(contest.play.get(stage, Play()), one)
        for stage, one in again.play.items()
    }
    return replace(again, stages=stages, play=play, undone=undone)


def _records_counted_on(before: Play, after: Play) -> Play:
    """As with sheets: a record that changed gets a revision that no tablet has seen."""

    def counted(old: MatchRecord, restored: MatchRecord) -> MatchRecord:
        changed = old.steps != restored.steps
        return replace(restored, revision=max(old.revision + changed, restored.revision))

    records = {
        key: counted(before.record(*key), after.record(*key))
        for key in {**before.records, **after.records}
    }
    return replace(after, records=records)


def undone_numbers(events: Sequence[Event]) -> frozenset[int]:
    """Which events of a log no longer hold: those of which an undo holds."""
    found: set[int] = set()
    for number in range(len(events), 0, -1):
        event = events[number - 1]
        if isinstance(event, Undone) and number not in found:
            found.add(event.seq)
    return frozenset(found)


def _counted_on(before: StageState, after: StageState) -> StageState:
    """Sheets that changed get a new revision, as no tablet has seen them in this state."""

    def sheet(old: Sheet, restored: Sheet) -> Sheet:
        changed = old.given != restored.given
        return replace(restored, revision=max(old.revision + changed, restored.revision))

    def performance(old: Performance, restored: Performance) -> Performance:
        sheets = {**dict.fromkeys(old.sheets, BLANK), **restored.sheets}
        apart = {**dict.fromkeys(old.apart, BLANK), **restored.apart}
        return replace(
            restored,
            sheets={key: sheet(old.sheet(*key), one) for key, one in sheets.items()},
            apart={key: sheet(old.sheet(*key), one) for key, one in apart.items()},
        )

    gone = {
        one: {key: sheet.revision for key, sheet in before.turn(one).emptied().items()}
        for one in {**before.revisions, **before.performances}
        if one not in after.performances
    }
    performances = {
        one: performance(before.turn(one), restored)
        for one, restored in after.performances.items()
    }
    return replace(after, performances=Shelf(performances), revisions=gone)
