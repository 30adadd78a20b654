"""The public board: no single mark, no unsettled score."""

from msgspec import Struct

from scoring.contest.ids import EntrantId
from scoring.contest.plan import JudgedStage
from scoring.contest.sheets import seats, sheets_of
from scoring.contest.standings import Rank, standings
from scoring.contest.state import Contest
from scoring.views.head import Card, Head, card, head, stage_in_progress
from scoring.views.rows import CutLine, Row, cut_lines, ranking_rows
from scoring.views.words import Words


class OnStage(Struct, frozen=True):
    """Who is performing, and how many of the panel have marked."""

    card: Card
    marked: int
    panel: int


class BoardScreen(Struct, frozen=True):
    """The public board: no judge's single mark, no unsettled score."""

    head: Head
    on_stage: OnStage | None
    latest: Row | None
    """The performance settled last."""
    upcoming: tuple[Card, ...]
    rows: tuple[Row, ...]
    cuts: tuple[CutLine, ...]
    """Where the lines of the routes onward run, from the top."""


def board_screen(contest: Contest, words: Words, rank: Rank = standings) -> BoardScreen:
    """The public board of the stage in progress."""
    stage = stage_in_progress(contest)
    result = rank(contest, stage)
    rows = ranking_rows(contest, result, words)
    state = contest.stage(stage.id)
    latest = next((row for row in rows if row.card.entrant == state.last_settled), None)
    return BoardScreen(
        head=head(contest, stage, words),
        on_stage=_on_stage(contest, stage, words),
        latest=latest,
        upcoming=tuple(card(contest, one, words) for one in still_waiting(contest, stage)[:3]),
        rows=rows,
        cuts=cut_lines(contest, result, rows, words),
    )


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
    return OnStage(card(contest, state.on_stage, words), len(marked), len(panel))
