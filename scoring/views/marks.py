"""Every judge's marks of one performance, for plans that publish them: dropped ones are marked."""

from collections.abc import Iterator
from typing import TypeAlias

from msgspec import Struct

from scoring.contest.ids import CriterionId, EntrantId, SeatId
from scoring.contest.names import outcome_label, seat_label
from scoring.contest.panels import panel_criteria, panel_parts
from scoring.contest.plan import JudgedStage
from scoring.contest.scores import Entry, by_attempt, panel_marks
from scoring.contest.scoring import Criterion, Panel
from scoring.contest.sheets import seats, sheet_criteria
from scoring.contest.stage_result import StageStandings
from scoring.contest.state import Contest
from scoring.views.columns import attempt_name
from scoring.views.head import marks_text
from scoring.views.rows import Cell
from scoring.views.words import Words

_Key: TypeAlias = tuple[SeatId, int, CriterionId]


class MarkRow(Struct, frozen=True):
    """One judge's marks."""

    seat: str
    absent: bool
    cells: tuple[Cell, ...]


class MarkTable(Struct, frozen=True):
    """Judges by criteria; or for one criterion, judges by attempts."""

    title: str
    """The criterion of a table by attempts; empty for the performance as a whole."""
    columns: tuple[str, ...]
    rows: tuple[MarkRow, ...]


def mark_tables(
    contest: Contest, result: StageStandings, entrant: EntrantId, words: Words
) -> tuple[MarkTable, ...]:
    """The marks of a settled performance; none of any other."""
    entry = result.chain.field.entries.get(entrant)
    if entry is None:
        return ()
    criteria = result.stage.scoring.criteria
    whole = [one for one in criteria if one.per == "performance"]
    tables = [_table(contest, result.stage, entry, "", [(0, one) for one in whole], words)]
    attempts = entry.performance.attempts()
    for criterion in criteria:
        if criterion.per == "attempt":
            columns = [(attempt, criterion) for attempt in attempts]
            title = words.label(criterion.name)
            tables.append(_table(contest, result.stage, entry, title, columns, words))
    return tuple(table for table in tables if table.rows)


def _table(  # noqa: PLR0913, PLR0917 - one table in its whole context
    contest: Contest,
    stage: JudgedStage,
    entry: Entry,
    title: str,
    columns: list[tuple[int, Criterion]],
    words: Words,
) -> MarkTable:
    dropped = set(_dropped(stage, entry))
    rows: list[MarkRow] = []
    for seat in seats(stage):
        fills_in = [
            criterion in sheet_criteria(stage, entry.panel, seat, attempt)
            for attempt, criterion in columns
        ]
        if any(fills_in):
            cells = tuple(
                _cell(entry, seat, attempt, criterion, dropped, words)
                for attempt, criterion in columns
            )
            absent = seat in entry.performance.absent
            rows.append(MarkRow(words.label(seat_label(contest.plan, seat)), absent, cells))
    names = tuple(
        attempt_name(stage.scoring, attempt, words) if attempt else words.label(criterion.name)
        for attempt, criterion in columns
    )
    return MarkTable(title, names, tuple(rows))


def _cell(  # noqa: PLR0913, PLR0917 - one mark in its whole context
    entry: Entry,
    seat: SeatId,
    attempt: int,
    criterion: Criterion,
    dropped: set[_Key],
    words: Words,
) -> Cell:
    given = entry.performance.sheet(seat, attempt).given
    if given is None:
        return Cell("")
    if given.outcome is not None:
        return Cell(words(outcome_label(given.outcome)))
    text = marks_text([criterion], given).get(criterion.id, "")
    return Cell(text, (seat, attempt, criterion.id) not in dropped)


def _dropped(stage: JudgedStage, entry: Entry) -> Iterator[_Key]:
    """What the panel steps leave out: a judge's total with all its marks, or single marks."""
    scoring = stage.scoring
    for step in scoring.steps:
        formula = step.value
        if step.aside or not isinstance(formula, Panel) or formula.normalise != "none":
            continue
        attempts = entry.performance.attempts() if by_attempt(scoring, formula) else (0,)
        for attempt in attempts:
            marks = panel_marks(scoring, formula, entry, attempt)
            for part in panel_parts(scoring, step, formula, marks) or ():
                for seat in (*part.panel.dropped_low, *part.panel.dropped_high):
                    for one in panel_criteria(scoring, formula):
                        if part.criterion in (None, one.id):
                            yield seat, attempt, one.id
