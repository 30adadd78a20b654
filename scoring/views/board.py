"""The public board: no single mark, no unsettled score."""

from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from scoring.contest.ids import EntrantId, StageId
from scoring.contest.plan import JudgedStage
from scoring.contest.projection import keeps_back
from scoring.contest.published import without_open_marks
from scoring.contest.scoring import Panel
from scoring.contest.sheets import seats, sheets_of
from scoring.contest.standings import Rank, StageStandings, standings
from scoring.contest.state import Contest
from scoring.views.columns import Columns, cells, columns
from scoring.views.head import Card, Head, card, has_field, head, stage_in_progress
from scoring.views.revealing import Revealing, revealing
from scoring.views.rows import CutLine, Row, cut_lines, ranking_rows
from scoring.views.words import Words

Comparison: TypeAlias = Literal["raw", "comparable", "partly"]
"""How parallel panels are compared: as given, each judge made comparable, or some of each."""


class OnStage(Struct, frozen=True):
    """Who is performing, and how many of the panel have marked."""

    card: Card
    marked: int | None
    """None where results are public only once they are approved, or are being kept back."""
    panel: int


class StageTab(Struct, frozen=True):
    """A stage that the board can be turned to."""

    stage: StageId
    name: str
    shown: bool
    in_progress: bool


class BoardScreen(Struct, frozen=True):
    """The public board: no judge's single mark, no unsettled score."""

    head: Head
    stages: tuple[StageTab, ...]
    """The stages that have a field; their results stay readable."""
    on_stage: OnStage | None
    revealing: Revealing | None
    """Whose marks the ceremony is showing judge by judge."""
    latest: Row | None
    """The performance settled last."""
    upcoming: tuple[Card, ...]
    columns: Columns
    """What the small numbers of the rows are."""
    comparison: Comparison | None
    """How the scores of parallel panels are compared; None with a single panel."""
    rows: tuple[Row, ...]
    cuts: tuple[CutLine, ...]
    """Where the lines of the routes onward run, in the order of the plan."""


def board_screen(
    contest: Contest, words: Words, rank: Rank = standings, stage: JudgedStage | None = None
) -> BoardScreen:
    """The public board of a stage; of the one in progress unless another is named."""
    current = stage_in_progress(contest)
    stage = stage or current
    result = rank(contest, stage)
    rows = public_rows(contest, result, words)
    state = contest.stage(stage.id)
    return BoardScreen(
        head=head(contest, stage, words),
        stages=tuple(
            StageTab(one.id, words.label(one.name), one == stage, one == current)
            for one in contest.plan.judged
            if has_field(contest, one)
        ),
        on_stage=_on_stage(contest, stage, words),
        revealing=revealing(contest, stage, words),
        latest=next((row for row in rows if row.card.entrant == state.last_settled), None),
        upcoming=tuple(card(contest, one, words) for one in still_waiting(contest, stage)[:3]),
        columns=columns(stage, words),
        comparison=comparison(stage),
        rows=rows,
        cuts=cut_lines(contest, result, rows, words),
    )


def public_rows(contest: Contest, result: StageStandings, words: Words) -> tuple[Row, ...]:
    """The rows with their small numbers; nothing in them follows from unsettled marks."""
    kind = columns(result.stage, words).kind
    rows = ranking_rows(without_open_marks(contest, result.stage), result, words)
    if keeps_back(contest, result.stage):
        rows = tuple(_left_the_stage(contest, result.stage, row) for row in rows)
    if kind == "none":
        return rows
    return tuple(replace(row, cells=cells(result, row.card.entrant, kind, words)) for row in rows)


def _left_the_stage(contest: Contest, stage: JudgedStage, row: Row) -> Row:
    """Whose result is not public yet is not on stage for that."""
    if row.status != "on_stage" or row.card.entrant == contest.stage(stage.id).on_stage:
        return row
    return replace(row, status="unfinished")


def comparison(stage: JudgedStage) -> Comparison | None:
    if not stage.panels:
        return None
    steps = (step.value for step in stage.scoring.steps if not step.aside)
    made = {one.normalise != "none" for one in steps if isinstance(one, Panel)}
    if made == {True}:
        return "comparable"
    return "partly" if True in made else "raw"


def still_waiting(contest: Contest, stage: JudgedStage) -> list[EntrantId]:
    called = contest.stage(stage.id).performances
    return [
        one
        for one in contest.running_order(stage)
        if one not in called and one not in contest.withdrawn
    ]


def _on_stage(contest: Contest, stage: JudgedStage, words: Words) -> OnStage | None:
    state = contest.stage(stage.id)
    if state.on_stage is None:
        return None
    sheets = state.performances[state.on_stage].sheets
    marked = {seat for (seat, _), sheet in sheets.items() if sheet.given is not None}
    panel = [
        one for one in seats(stage) if sheets_of(stage, contest.panel(stage, state.on_stage), one)
    ]
    told = None if keeps_back(contest, stage) else len(marked)
    return OnStage(card(contest, state.on_stage, words), told, len(panel))
