"""What stands over every screen of a contest, and how an entrant is introduced."""

from typing import Literal, TypeAlias

from msgspec import Struct

from scoring.contest.ids import ContestId, CriterionId, EntrantId, SeatId, StageId
from scoring.contest.plan import Entrant, JudgedStage, Scoring
from scoring.contest.state import Contest, MarksInTicks, StageState
from scoring.rules.exact import decimal_text
from scoring.sports import find_sport
from scoring.views.words import Words
from scoring.wording import Label

Phase: TypeAlias = Literal["before", "running", "closed", "advanced"]


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


class Card(Struct, frozen=True):
    """An entrant as introduced to the hall."""

    entrant: EntrantId
    number: int
    name: str
    unit: str
    group: str
    work: str


class CriterionField(Struct, frozen=True):
    """What a judge fills in: name, bounds and the smallest step, as decimal text."""

    criterion: CriterionId
    name: str
    minimum: str
    maximum: str
    decimals: int


def head(contest: Contest, stage: JudgedStage, words: Words) -> Head:
    plan, field = contest.plan, contest.field(stage)
    sport = find_sport(plan.sport)
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
        phase=phase(contest.stage(stage.id)),
        settled=sum(1 for one in field if contest.is_settled(stage, one)),
        total=len(field),
    )


def card(contest: Contest, entrant_id: EntrantId, words: Words) -> Card:
    entrant: Entrant = contest.entrants[entrant_id]
    group = next((one.name for one in contest.plan.groups if one.id == entrant.group), None)
    return Card(
        entrant.id, entrant.number, entrant.name, entrant.unit, words.label(group), entrant.work
    )


def criteria(scoring: Scoring, words: Words) -> tuple[CriterionField, ...]:
    return tuple(
        CriterionField(one.id, words.label(one.name), one.minimum, one.maximum, one.decimals)
        for one in scoring.criteria
    )


def marks_text(scoring: Scoring, marks: MarksInTicks) -> tuple[str, ...]:
    return tuple(decimal_text(marks[one.id], one.decimals) for one in scoring.criteria)


def stage_in_progress(contest: Contest) -> JudgedStage:
    """The last stage that has a field: the first one, until entrants advance from it."""
    return next(stage for stage in reversed(contest.plan.stages) if has_field(contest, stage))


def has_field(contest: Contest, stage: JudgedStage) -> bool:
    return contest.plan.stage_before(stage) is None or bool(contest.field(stage))


def phase(state: StageState) -> Phase:
    if state.advanced is not None:
        return "advanced"
    if state.closed:
        return "closed"
    return "running" if state.performances else "before"


def seat_label(contest: Contest, seat: SeatId) -> Label:
    return next(one.name for one in contest.plan.seats if one.id == seat)
