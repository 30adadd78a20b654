"""The public board: no single mark, no unsettled score."""

from collections.abc import Sequence
from itertools import islice
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from scoring.contest.ids import StageId
from scoring.contest.plan import JudgedStage
from scoring.contest.projection import keeps_back
from scoring.contest.published import without_open_marks
from scoring.contest.scoring import Panel
from scoring.contest.sheets import seats, sheets_of
from scoring.contest.stage_result import Rank, StageStandings, Standing
from scoring.contest.standings import standings
from scoring.contest.state import Contest
from scoring.views.columns import Columns, cells, columns
from scoring.views.head import Card, Head, card, has_field, head, stage_in_progress
from scoring.views.revealing import Revealing, revealing
from scoring.views.rows import CutLine, Row, cut_lines, ranking_rows
from scoring.views.words import Words

Comparison: TypeAlias = Literal["raw", "comparable", "partly"]
"""How parallel panels are compared: as given, each judge made comparable, or some of each."""
_PAGE = 200
"""Rows of a board: what changes in a larger field is drawn and sent by pages."""


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


class Page(Struct, frozen=True):
    """Which part of a large field is shown, by pages that stay the same size."""

    number: int
    """From 1."""
    pages: int
    rows: int
    """On each but the last."""


class Others(Struct, frozen=True):
    """How many have no place: a score to come, a turn to come, neither."""

    coming: int
    waiting: int
    without: int


_PODIUM = 4
"""So many names there is room for beside the ranking of a wall."""


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
    """The ranked by place, then the others in running order: those of the page."""
    page: Page
    others: Others
    """Of the whole field."""
    cuts: tuple[CutLine, ...]
    """Where the lines of the routes onward run, in the order of the plan."""

    @property
    def podium(self) -> tuple[Row, ...]:
        """Once the stage is over: who is on the first three places, without guests.

        A place that more share than there is room for is left out whole, and those after it.
        """
        if self.head.phase in {"before", "running"} or self.head.frozen is not None:
            return ()
        ranked = [one for one in self.rows if one.place is not None and not one.card.guest]
        found: tuple[Row, ...] = ()
        for place in (1, 2, 3):
            sharing = tuple(one for one in ranked if one.place == place)
            if len(found) + len(sharing) > _PODIUM:
                break
            found += sharing
        return found


def board_screen(
    contest: Contest,
    words: Words,
    rank: Rank = standings,
    stage: JudgedStage | None = None,
    page: int | None = 1,
) -> BoardScreen:
    """The public board of a stage; of the one in progress unless another is named.

    Of a field larger than a page only that page, which must exist; all of it for None.
    """
    current = stage_in_progress(contest)
    stage = stage or current
    result = rank(contest, stage)
    rows = public_rows(contest, result, words, _shown(result, page))
    pages = _page_count(len(result.order))
    return BoardScreen(
        head=head(contest, stage, words, result),
        stages=tuple(
            StageTab(one.id, words.label(one.name), one == stage, one == current)
            for one in contest.plan.judged
            if has_field(contest, one)
        ),
        on_stage=_on_stage(contest, stage, words),
        revealing=revealing(contest, stage, words),
        latest=_latest(contest, result, rows, words),
        upcoming=tuple(card(contest, one, words) for one in islice(result.in_state("waiting"), 3)),
        columns=columns(stage, words),
        comparison=comparison(stage),
        rows=rows,
        page=Page(page or 1, pages if page else 1, _PAGE),
        others=Others(
            coming=result.without_place("on_stage", "unfinished"),
            waiting=result.without_place("waiting"),
            without=result.without_place("no_result", "no_show", "withdrawn", "disqualified"),
        ),
        cuts=cut_lines(contest, result, words),
    )


def _latest(
    contest: Contest, result: StageStandings, rows: tuple[Row, ...], words: Words
) -> Row | None:
    """The row of the performance settled last, on whichever page it is."""
    last = contest.stage(result.stage.id).last_settled
    here = next((row for row in rows if row.card.entrant == last), None)
    standing = None if here or last is None else result.of(last)
    return public_rows(contest, result, words, [standing])[0] if standing else here


def board_pages(contest: Contest, stage: JudgedStage | None) -> int:
    """How many pages there are of a stage, or of the one in progress."""
    return _page_count(len(contest.field(stage or stage_in_progress(contest))))


def _page_count(entrants: int) -> int:
    return -(-entrants // _PAGE) or 1


def _shown(result: StageStandings, page: int | None) -> Sequence[Standing]:
    if page is None or len(result.order) <= _PAGE:
        return result.standings
    return tuple(islice(result.lines((page - 1) * _PAGE), _PAGE))


def public_rows(
    contest: Contest, result: StageStandings, words: Words, lines: Sequence[Standing]
) -> tuple[Row, ...]:
    """The rows with their small numbers; nothing in them follows from unsettled marks."""
    kind = columns(result.stage, words).kind
    rows = ranking_rows(without_open_marks(contest, result), result, words, lines)
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
