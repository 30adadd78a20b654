"""What stands over every screen of a contest, and how an entrant is introduced."""

from collections.abc import Iterable
from typing import Literal, TypeAlias

from msgspec import Struct

from scoring.contest.ids import ContestId, CriterionId, EntrantId, StageId
from scoring.contest.performance import Given
from scoring.contest.plan import Entrant, JudgedStage, Stage
from scoring.contest.scoring import Criterion
from scoring.contest.stage_result import StageStandings
from scoring.contest.state import Contest, StageState
from scoring.rules.exact import decimal_text
from scoring.rules.measured import clock_text
from scoring.sports import find_sport
from scoring.views.words import Words
from scoring.wording import Message, say

Phase: TypeAlias = Literal["before", "running", "closed", "advanced"]
Status: TypeAlias = Literal["to_come", "live", "approved", "frozen", "ended", "official"]
"""How sure results are: changing, as far as approved, kept back, while it is decided who goes on,
or as they stay.
"""


class Head(Struct, frozen=True):
    """What stands over every screen of a contest."""

    contest: ContestId
    version: int
    meet: str
    name: str
    venue: str
    date: str
    entrant_word: str
    """What an entrant is called in this sport: singer."""
    work_word: str
    """What is performed: song."""
    stage: StageId
    stage_name: str
    phase: Phase
    settled: int
    """How many entrants have had their turn, or will not have one."""
    total: int
    frozen: int | None
    """After how many results the others are being kept for the ceremony; None where none are."""
    status: Status


class Card(Struct, frozen=True):
    """An entrant as introduced to the hall."""

    entrant: EntrantId
    number: int
    name: str
    unit: str
    group: str
    work: str
    guest: bool = False


class CriterionField(Struct, frozen=True):
    """What a seat fills in: name, bounds and the smallest step, as decimal text."""

    criterion: CriterionId
    name: str
    minimum: str
    maximum: str
    decimals: int
    kind: Literal["mark", "time", "count", "place", "cross"]
    step: str | None
    """The steps from the minimum up, such as 0.5; None for the smallest by the decimals."""
    default: str | None
    """What counts if nothing is entered; None where something must be."""


def head(
    contest: Contest, stage: JudgedStage, words: Words, result: StageStandings | None = None
) -> Head:
    """`result`, if it is at hand, spares counting how many have had their turn."""
    plan = contest.plan
    settled, total = _progress(contest, stage) if result is None else result.progress
    sport = find_sport(plan.sport)
    now = phase(stage, contest.stage(stage.id))
    return Head(
        contest=plan.id,
        version=contest.version,
        meet=words.label(plan.meet.name),
        name=words.label(plan.name),
        venue=words.label(plan.venue),
        date=plan.date or "",
        entrant_word=words.label(sport.entrant if sport else None),
        work_word=words.label(sport.work if sport else None),
        stage=stage.id,
        stage_name=words.label(stage.name),
        phase=now,
        settled=settled,
        total=total,
        frozen=frozen_since(contest, stage),
        status=status_of(contest, stage, now),
    )


def _progress(contest: Contest, stage: JudgedStage) -> tuple[int, int]:
    field = contest.field(stage)
    return sum(1 for one in field if contest.is_settled(stage, one)), len(field)


def status_of(contest: Contest, stage: Stage, now: Phase) -> Status:
    """How sure the results of a stage are in this phase."""
    if frozen_since(contest, stage) is not None:
        return "frozen"
    match now:
        case "before":
            return "to_come"
        case "running":
            return "approved" if stage.approval else "live"
        case "closed" if stage.advancement:
            return "ended"
        case _:
            return "official"


def status_text(status: Status) -> Message:
    """The same in a word."""
    match status:
        case "to_come":
            return say("Not begun")
        case "live":
            return say("In progress")
        case "approved":
            return say("Approved results so far")
        case "frozen":
            return say("Frozen")
        case "ended":
            return say("Ended")
        case "official":
            return say("Official result")


def frozen_since(contest: Contest, stage: Stage) -> int | None:
    """How many results were public when the others began to be kept back; None if none are."""
    frozen = contest.stage(stage.id).frozen
    return None if frozen is None else frozen.since


def card(contest: Contest, entrant_id: EntrantId, words: Words) -> Card:
    entrant: Entrant = contest.entrants[entrant_id]
    group = next((one.name for one in contest.plan.groups if one.id == entrant.group), None)
    return Card(
        entrant=entrant.id,
        number=entrant.number,
        name=entrant.name,
        unit=entrant.unit,
        group=words.label(group),
        work=entrant.work,
        guest=entrant.guest,
    )


def criterion_fields(criteria: Iterable[Criterion], words: Words) -> tuple[CriterionField, ...]:
    return tuple(
        CriterionField(
            one.id,
            words.label(one.name),
            one.minimum,
            one.maximum,
            one.decimals,
            one.kind,
            one.step,
            one.default,
        )
        for one in criteria
    )


def mark_text(criterion: Criterion, ticks: int) -> str:
    """A mark as its kind is written."""
    if criterion.kind == "time":
        return clock_text(ticks, criterion.decimals)
    return decimal_text(ticks, criterion.decimals)


def marks_text(criteria: Iterable[Criterion], given: Given) -> dict[CriterionId, str]:
    """What was entered, criterion by criterion; nothing where there is no result."""
    return {
        one.id: mark_text(one, given.marks[one.id]) for one in criteria if one.id in given.marks
    }


def stage_in_progress(contest: Contest) -> JudgedStage:
    """The first stage with a field whose end is not recorded by every route; else the last.

    A stage that sends some to the final and others to a repechage stays until both are recorded.
    """
    stages = [stage for stage in contest.plan.judged if has_field(contest, stage)]
    return next((stage for stage in stages if not _is_done(contest, stage)), stages[-1])


def _is_done(contest: Contest, stage: JudgedStage) -> bool:
    state = contest.stage(stage.id)
    return state.closed and len(state.advanced) == len(stage.advancement)


def has_field(contest: Contest, stage: JudgedStage) -> bool:
    return stage == contest.plan.judged[0] or bool(contest.field(stage))


def phase(stage: JudgedStage, state: StageState) -> Phase:
    if state.advanced and len(state.advanced) == len(stage.advancement):
        return "advanced"
    if state.closed:
        return "closed"
    return "running" if state.performances else "before"
