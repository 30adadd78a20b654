"""A performance and its panel, as officials see them."""

from typing import Literal

from msgspec import Struct

from scoring.contest.ids import EntrantId, SeatId
from scoring.contest.plan import JudgedStage, Scoring
from scoring.contest.scores import panel_score
from scoring.contest.standings import StageStandings, Status
from scoring.contest.state import Contest, Performance
from scoring.rules.judged import TooFewMarks
from scoring.views.head import Card, card, marks_text
from scoring.views.words import Words
from scoring.wording import say


class Cell(Struct, frozen=True):
    """One seat's sheet as the organizer sees it."""

    seat: SeatId
    name: str
    state: Literal["waiting", "marked", "absent", "contested"]
    revision: int
    marks: tuple[str, ...]
    """In the order of the criteria; empty while waiting."""
    contested: tuple[tuple[str, ...], ...]
    """Other versions that came from another device."""


class PerformancePanel(Struct, frozen=True):
    """A performance and its panel."""

    card: Card
    status: Status
    cells: tuple[Cell, ...]
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
    cells = tuple(_cell(contest, stage, performance, seat, words) for seat in stage.panel)
    missing = tuple(cell.seat for cell in cells if cell.state == "waiting") if found else ()
    return PerformancePanel(
        card=card(contest, entrant, words),
        status=standing.status if standing else "waiting",
        cells=cells,
        missing=missing,
        missing_names=_joined([cell.name for cell in cells if cell.seat in missing], words),
        score=_score_so_far(performance, stage.scoring),
        place=standing.place if standing else None,
    )


def _joined(names: list[str], words: Words) -> str:
    return words(say("{names}", names=tuple(names)))


def _score_so_far(performance: Performance, scoring: Scoring) -> str | None:
    try:
        return str(panel_score(performance.marks(), scoring))
    except TooFewMarks:
        return None


def _cell(
    contest: Contest, stage: JudgedStage, performance: Performance, seat: SeatId, words: Words
) -> Cell:
    sheet = performance.sheet(seat)
    name = next(words.label(one.name) for one in contest.plan.seats if one.id == seat)
    state: Literal["waiting", "marked", "absent", "contested"] = "waiting"
    if sheet.contested:
        state = "contested"
    elif sheet.marks is not None:
        state = "marked"
    elif seat in performance.absent:
        state = "absent"
    marks = marks_text(stage.scoring, sheet.marks) if sheet.marks is not None else ()
    contested = tuple(marks_text(stage.scoring, one) for one in sheet.contested)
    return Cell(seat, name, state, sheet.revision, marks, contested)
