"""What happened, in plain words: one sentence for every event."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TypeAlias, assert_never

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
from scoring.contest.ids import EntrantId, SeatId, StageId
from scoring.contest.match_events import MatchEvent
from scoring.contest.names import attempt_label
from scoring.contest.paper_events import (
    PaperEntered,
    PaperEvent,
    PaperResultEntered,
    RecordedKept,
    RecordedResultKept,
)
from scoring.contest.plan import Entrant, JudgedStage, PlayedStage
from scoring.contest.release_events import ReleaseEvent
from scoring.contest.state import Contest
from scoring.rules.slots import MatchId
from scoring.rules.ties import TieRules
from scoring.views.match_card import match_name
from scoring.views.match_event_words import match_event_text
from scoring.views.release_words import release_text
from scoring.views.tap_words import outright_text
from scoring.wording import Label, Message, say

_OfSheet: TypeAlias = (
    MarksEntered | SheetAmended | SheetContested | AmendmentRequested | AmendmentAnswered
)


class Naming:
    """Names for whatever events mention, also for who was taken out of the contest again."""

    def __init__(self, contest: Contest) -> None:
        self._contest = contest
        self.entrants: Mapping[EntrantId, Entrant] = {
            entrant.id: entrant for event in contest.history for entrant in _brought(event)
        }
        self._seats = {seat.id: seat.name for seat in contest.plan.seats}

    def entrant(self, entrant: EntrantId) -> Message:
        found = self.entrants[entrant]
        return say("No. {number} {name}", number=found.number, name=found.name)

    def everybody(self, entrants: Iterable[EntrantId]) -> tuple[Message, ...]:
        return tuple(self.entrant(one) for one in entrants)

    def seat(self, seat: SeatId) -> Label:
        return self._seats.get(seat) or Label(en=seat)

    def stage(self, stage: StageId) -> Label:
        found = self._contest.plan.stage(stage)
        return found.name if found else Label(en=stage)

    def match(self, stage: StageId, match: MatchId, rubber: int = 0) -> Message:
        """A match, or a rubber of a tie; by its id where the draw it was of no longer stands."""
        name = self._matches.get((stage, match)) or say("{match}", match=match)
        if len(self._contest.plan.played) > 1:
            name = say("{stage}, {match}", stage=self.stage(stage), match=name)
        found = self._contest.plan.stage(stage)
        rules = found.match if isinstance(found, PlayedStage) else None
        if not rubber or not isinstance(rules, TieRules) or rubber > len(rules.rubbers):
            return name
        return say("{match}, {rubber}", match=name, rubber=rules.rubbers[rubber - 1].name)

    @cached_property
    def _matches(self) -> dict[tuple[StageId, MatchId], Message]:
        return {
            (stage.id, one.id): match_name(one.where, one.number)
            for stage in self._contest.plan.played
            for one in encounters(self._contest, stage)
        }

    def plan_of(self, stage: StageId) -> JudgedStage | None:
        return self._contest.plan.judged_stage(stage)

    def sheet(self, event: _OfSheet | PaperEntered | RecordedKept) -> Label | Message:
        """Whose sheet, and of which attempt where there are several."""
        stage = self.plan_of(event.stage)
        if not event.attempt or stage is None:
            return self.seat(event.seat)
        attempt = attempt_label(stage.scoring, event.attempt)
        return say("{seat}, {attempt}", seat=self.seat(event.seat), attempt=attempt)

    def route(self, stage: StageId, route: int) -> Label | Message:
        found = self._contest.plan.stage(stage)
        if found is None or route >= len(found.advancement):
            return say("the next stage")
        return found.advancement[route].to


def _brought(event: Event) -> Iterable[Entrant]:
    match event:
        case ContestRegistered(plan):
            return plan.entrants
        case EntrantEntered(entrant):
            return (entrant,)
        case EntrantsReceived(_, entrants):
            return entrants
        case _:
            return ()


def event_text(named: Naming, event: Event) -> Message:
    """The sentence for an event."""
    if isinstance(event, MatchEvent):
        return match_event_text(event, named)
    if isinstance(event, PaperEvent):
        return _of_paper(named, event)
    if isinstance(event, ReleaseEvent):
        return release_text(event, named)
    match event:
        case (
            MarksEntered() | SheetAmended() | SheetContested() | AmendmentRequested()
            | AmendmentAnswered() | SheetsMoved()
        ):  # fmt: skip
            return _of_sheets(named, event)
        case EntrantEntered() | EntrantsReceived() | EntrantWithdrawn() | EntrantReinstated():
            return _of_field(named, event)
        case OrderDrawn() | OrderSet() | PanelsAssigned():
            return _of_order(named, event)
        case (
            PerformanceCalled() | NoShowRecorded() | Disqualified() | PerformanceClosed()
            | PerformanceReopened()
        ):  # fmt: skip
            return _of_performance(named, event)
        case (
            CutSealed() | StageClosed() | StageReopened() | TieSettled() | EntrantsAdvanced()
            | EntrantReplaced()
        ):  # fmt: skip
            return _of_ending(named, event)
        case ContestRegistered(plan):
            return say(
                "Contest registered: {count} entrants, {stages}.",
                count=len(plan.entrants),
                stages=tuple(stage.name for stage in plan.stages),
            )
        case PlanRevised():
            return say("The plan was changed.")
        case Undone(seq):
            return say("Event {seq} taken back.", seq=seq)
    assert_never(event)


def _of_sheets(named: Naming, event: _OfSheet | SheetsMoved) -> Message:
    who = named.entrant(event.entrant)
    match event:
        case MarksEntered():
            return say("{seat} marked {who}.", seat=named.sheet(event), who=who)
        case SheetAmended():
            return say("{seat}: sheet of {who} corrected.", seat=named.sheet(event), who=who)
        case SheetContested():
            return say(
                "{seat}: another device sent other marks for {who}; kept to choose from.",
                seat=named.sheet(event),
                who=who,
            )
        case AmendmentRequested():
            return say("{seat} asks to change the sheet of {who}.",
                       seat=named.sheet(event), who=who)  # fmt: skip
        case AmendmentAnswered(granted=True):
            return say("{seat} may change the sheet of {who} once.",
                       seat=named.sheet(event), who=who)  # fmt: skip
        case AmendmentAnswered():
            return say("{seat} may not change the sheet of {who}.",
                       seat=named.sheet(event), who=who)  # fmt: skip
        case SheetsMoved(seats=seats, to=to):
            return say(
                "Sheets of {who} given to {to}: {seats}.",
                who=who,
                to=named.entrant(to),
                seats=tuple(map(named.seat, seats)),
            )
    assert_never(event)


def _of_paper(named: Naming, event: PaperEvent) -> Message:
    match event:
        case PaperEntered():
            return say("Typed in from paper: sheet of {seat} for {who}.",
                       seat=named.sheet(event), who=named.entrant(event.entrant))  # fmt: skip
        case RecordedKept():
            return say("{seat}, {who}: the tablet's marks stand, though the paper differs.",
                       seat=named.sheet(event), who=named.entrant(event.entrant))  # fmt: skip
        case PaperResultEntered(stage, match, _, result, rubber):
            return say("Typed in from paper: {match}, {result}.",
                       match=named.match(stage, match, rubber),
                       result=outright_text(result))  # fmt: skip
        case RecordedResultKept(stage, match, rubber=rubber):
            return say("{match}: the recorded result stands, though the paper differs.",
                       match=named.match(stage, match, rubber))  # fmt: skip
    assert_never(event)


def _of_field(
    named: Naming,
    event: EntrantEntered | EntrantsReceived | EntrantWithdrawn | EntrantReinstated,
) -> Message:
    match event:
        case EntrantEntered(entrant):
            return say("{who} entered.", who=named.entrant(entrant.id))
        case EntrantsReceived(contest, entrants):
            who = named.everybody(one.id for one in entrants)
            return say("From {contest} came: {who}.", contest=contest, who=who)
        case EntrantWithdrawn(entrant):
            return say("{who} withdrew.", who=named.entrant(entrant))
        case EntrantReinstated(entrant):
            return say("{who} is back in.", who=named.entrant(entrant))
    assert_never(event)


def _of_order(named: Naming, event: OrderDrawn | OrderSet | PanelsAssigned) -> Message:
    stage = named.stage(event.stage)
    match event:
        case OrderDrawn(seed=seed):
            return say("{stage}: running order drawn from “{seed}”.", stage=stage, seed=seed)
        case OrderSet():
            return say("{stage}: running order set as drawn elsewhere.", stage=stage)
        case PanelsAssigned(seed=seed) if seed is not None:
            return say("{stage}: panels drawn from “{seed}”.", stage=stage, seed=seed)
        case PanelsAssigned():
            return say("{stage}: panels assigned as listed.", stage=stage)
    assert_never(event)


def _of_performance(
    named: Naming,
    event: PerformanceCalled
    | NoShowRecorded
    | Disqualified
    | PerformanceClosed
    | PerformanceReopened,
) -> Message:
    who = named.entrant(event.entrant)
    match event:
        case PerformanceCalled():
            return say("{who} called to the stage.", who=who)
        case NoShowRecorded():
            return say("{who} did not come.", who=who)
        case Disqualified():
            return say("{who} disqualified.", who=who)
        case PerformanceClosed(absent=()):
            return say("{who}: performance closed.", who=who)
        case PerformanceClosed(absent=absent):
            seats = tuple(map(named.seat, absent))
            return say("{who}: performance closed without {seats}.", who=who, seats=seats)
        case PerformanceReopened():
            return say("{who}: performance opened again for marks.", who=who)
    assert_never(event)


def _of_ending(
    named: Naming,
    event: CutSealed
    | StageClosed
    | StageReopened
    | TieSettled
    | EntrantsAdvanced
    | EntrantReplaced,
) -> Message:
    stage = named.stage(event.stage)
    match event:
        case CutSealed(digest=digest):
            return say("{stage}: who will go on sealed, {digest}.",
                       stage=stage, digest=f"{digest[:12]}…")  # fmt: skip
        case StageClosed():
            return say("{stage} closed.", stage=stage)
        case StageReopened():
            return say("{stage} opened again.", stage=stage)
        case TieSettled(by="lot", order=order):
            return say("Tie settled by lot: {who}.", who=named.everybody(order))
        case TieSettled(order=order):
            return say("Tie settled by a run-off: {who}.", who=named.everybody(order))
        case EntrantsAdvanced(entrants=entrants, route=route):
            return say(
                "{stage}: {count} go on to {to}: {who}.",
                stage=stage,
                count=len(entrants),
                to=named.route(event.stage, route),
                who=named.everybody(entrants) or "–",
            )
        case EntrantReplaced(leaving=leaving, entering=entering):
            return say(
                "{stage}: instead of {leaving}, {entering} goes on.",
                stage=stage,
                leaving=named.entrant(leaving),
                entering=named.entrant(entering),
            )
    assert_never(event)
