"""A performance and its panel, as officials see them."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from scoring.contest.ids import CriterionId, EntrantId, SeatId
from scoring.contest.names import attempt_label, outcome_label, seat_label
from scoring.contest.panels import judge_totals, panel_criteria
from scoring.contest.performance import Given, Performance
from scoring.contest.plan import JudgedStage
from scoring.contest.scores import Entry as Scored
from scoring.contest.scores import Score, by_attempt, own_values, panel_marks, score_of
from scoring.contest.scoring import Panel
from scoring.contest.sheets import expected, seats, sheet_criteria, sheets_of
from scoring.contest.stage_result import StageStandings, Status
from scoring.contest.standings import entry
from scoring.contest.state import Contest
from scoring.views.agreement import signed_text
from scoring.views.head import (
    Card,
    CriterionField,
    card,
    criterion_fields,
    marks_text,
)
from scoring.views.words import Words
from scoring.wording import Message, say


class Entry(Struct, frozen=True):
    """One version of a sheet: its marks, or why there are none."""

    marks: dict[CriterionId, str]
    outcome: str | None
    outcome_text: str


class Cell(Struct, frozen=True):
    """One seat's sheet as the organizer sees it."""

    seat: SeatId
    attempt: int
    """0: the performance as a whole."""
    name: str
    attempt_name: str
    state: Literal["waiting", "marked", "absent", "contested"]
    needed: bool
    """Whether there is no score without it."""
    revision: int
    criteria: tuple[CriterionField, ...]
    given: Entry | None
    contested: tuple[Entry, ...]
    """Other versions that came from another device."""


class Trainee(Struct, frozen=True):
    """The sheet of somebody who marks to learn it, beside the panel's."""

    cell: Cell
    deviation: str | None
    """How far above the mean of the panel's marks so far; None where that cannot be said."""


class PerformancePanel(Struct, frozen=True):
    """A performance and its panel."""

    card: Card
    status: Status
    cells: tuple[Cell, ...]
    trainees: tuple[Trainee, ...]
    """They never count, and nobody waits for them."""
    missing: tuple[SeatId, ...]
    """Seats that have not marked and are not recorded as absent."""
    missing_names: str
    score: str | None
    """What the marks at hand come to; provisional until the performance is closed."""
    place: int | None


def panel_of(
    contest: Contest, result: StageStandings, entrant: EntrantId, words: Words
) -> PerformancePanel:
    stage, standing = result.stage, result.of(entrant)
    found = contest.stage(stage.id).performances.get(entrant)
    performance = found or Performance()
    needed = set(expected(contest, stage, entrant, performance))
    cells = tuple(
        _cell(contest, stage, entrant, performance, (seat, attempt), needed, words)
        for seat in seats(stage)
        for attempt in sheets_of(stage, contest.panel(stage, entrant), seat)
    )
    waiting = [cell for cell in cells if cell.state == "waiting" and cell.needed] if found else []
    missing = tuple(dict.fromkeys(cell.seat for cell in waiting))
    names = tuple(dict.fromkeys(cell.name for cell in waiting))
    return PerformancePanel(
        card=card(contest, entrant, words),
        status=standing.status if standing else "waiting",
        cells=cells,
        trainees=tuple(_trainees(contest, stage, entrant, performance, words)),
        missing=missing,
        missing_names=words(say("{names}", names=names)),
        score=_score_so_far(contest, stage, entrant),
        place=standing.place if standing else None,
    )


def _trainees(
    contest: Contest,
    stage: JudgedStage,
    entrant: EntrantId,
    performance: Performance,
    words: Words,
) -> Iterator[Trainee]:
    markers = contest.marking(stage, entrant)
    for seat in stage.trainees:
        for attempt in sheets_of(stage, markers, seat):
            cell = _cell(contest, stage, entrant, performance, (seat, attempt), set(), words)
            found = _deviation(contest, stage, entrant, performance, (seat, attempt))
            yield Trainee(cell, None if found is None else signed_text(found))


def _deviation(
    contest: Contest,
    stage: JudgedStage,
    entrant: EntrantId,
    performance: Performance,
    key: tuple[SeatId, int],
) -> Fraction | None:
    """Weighed as the score weighs a judge's marks."""
    seat, attempt = key
    given = performance.sheet(seat, attempt).given
    formula = _formula(stage, attempt)
    if given is None or formula is None:
        return None
    entered = Scored(performance, contest.panel(stage, entrant))
    marks = panel_marks(stage.scoring, formula, entered, attempt)
    totals, per_point = judge_totals(stage.scoring, formula, marks)
    if not totals or (formula.scale is not None and marks.scale is None):
        return None
    own = replace(marks, expected=(seat,), given={seat: given})
    mine, _ = judge_totals(stage.scoring, replace(formula, seats=()), own)
    return (mine[seat] - Fraction(sum(totals.values()), len(totals))) / per_point


def _formula(stage: JudgedStage, attempt: int) -> Panel | None:
    """The first number on the way to the score that the panel gives, of the kind of this sheet."""
    for step in stage.scoring.steps:
        formula = step.value
        if not isinstance(formula, Panel) or panel_criteria(stage.scoring, formula)[0].by:
            continue
        if by_attempt(stage.scoring, formula) == bool(attempt):
            return formula
    return None


def _score_so_far(contest: Contest, stage: JudgedStage, entrant: EntrantId) -> str | None:
    """What the marks at hand come to, where they alone decide."""
    found = entry(contest, stage, entrant)
    if found is None:
        return None
    score = score_of(stage.scoring, own_values(stage.scoring, found, so_far=True))
    return str(score) if isinstance(score, Score) else None


def _cell(  # noqa: PLR0913, PLR0917 - one sheet in its whole context
    contest: Contest,
    stage: JudgedStage,
    entrant: EntrantId,
    performance: Performance,
    key: tuple[SeatId, int],
    needed: set[tuple[SeatId, int]],
    words: Words,
) -> Cell:
    seat, attempt = key
    sheet = performance.sheet(seat, attempt)
    criteria = sheet_criteria(stage, contest.marking(stage, entrant), seat, attempt)
    fields = criterion_fields(criteria, words)

    def version(given: Given) -> Entry:
        text = words(outcome_label(given.outcome)) if given.outcome else ""
        return Entry(marks_text(criteria, given), given.outcome, text)

    state: Literal["waiting", "marked", "absent", "contested"] = "waiting"
    if sheet.contested:
        state = "contested"
    elif sheet.given is not None:
        state = "marked"
    elif seat in performance.absent:
        state = "absent"
    return Cell(
        seat=seat,
        attempt=attempt,
        name=words.label(seat_label(contest.plan, seat)),
        attempt_name=attempt_name(stage, attempt, words),
        state=state,
        needed=key in needed,
        revision=sheet.revision,
        criteria=fields,
        given=version(sheet.given) if sheet.given else None,
        contested=tuple(version(one) for one in sheet.contested),
    )


def attempt_name(stage: JudgedStage, attempt: int, words: Words) -> str:
    if not attempt:
        return ""
    name = attempt_label(stage.scoring, attempt)
    return words(name) if isinstance(name, Message) else words.label(name)
