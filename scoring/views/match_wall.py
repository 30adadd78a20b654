"""The wall of a contest of matches: courts with huge scores; tables, bracket, order of play."""

from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from scoring.contest.ids import StageId
from scoring.contest.match_outlook import Look, match_outlook
from scoring.contest.state import Contest
from scoring.contest.tables import PlayedRank, played_standings
from scoring.views.board import StageTab
from scoring.views.drawing import Box
from scoring.views.match_board import bracket_of, stage_asked, stage_tabs
from scoring.views.match_bracket import most_games, on_walls
from scoring.views.match_head import MatchHead, match_head
from scoring.views.match_rows import (
    CourtRow,
    MatchRow,
    courts_of,
    latest,
    matches_of,
    upcoming,
)
from scoring.views.match_tables import Table, tables_of
from scoring.views.words import Words

T = TypeVar("T")

Show: TypeAlias = Literal["courts", "tables", "bracket", "schedule"]

_COURTS, _LINES, _ROWS = 6, 12, 6
"""What a page can hold so that it is read from far away: courts, lines of tables, matches."""


class WallPage(Struct, frozen=True, kw_only=True):
    """What the wall shows at a time; it has either of these."""

    id: str
    show: Show
    courts: tuple[CourtRow, ...] = ()
    tables: tuple[Table, ...] = ()
    first: int = 0
    """How many lines of a long table stand on the pages before."""
    bracket: tuple[Box, ...] = ()
    upcoming: tuple[MatchRow, ...] = ()
    latest: tuple[MatchRow, ...] = ()


class MatchWallScreen(Struct, frozen=True, kw_only=True):
    """All pages; the wall turns them by itself, or stays with those asked for."""

    head: MatchHead
    stages: tuple[StageTab, ...]
    games: int
    """How many numbers may stand beside a name of the bracket."""
    playing: bool
    """Whether a court is in use, so that courts come first."""
    pages: tuple[WallPage, ...]


def match_wall_screen(
    contest: Contest,
    asked: StageId,
    words: Words,
    rank: PlayedRank = played_standings,
    look: Look = match_outlook,
) -> MatchWallScreen:
    """The wall of a stage; of the one in play unless another is named."""
    stage = stage_asked(contest, asked)
    result = rank(contest, stage)
    matches = matches_of(contest, stage, result.encounters, words)
    courts = courts_of(matches, words)
    return MatchWallScreen(
        head=match_head(contest, stage, result.encounters, words),
        stages=stage_tabs(contest, stage, words),
        games=most_games(stage),
        playing=any(one.now for one in courts),
        pages=(
            *_court_pages([one for one in courts if one.now or one.next]),
            *_table_pages(tables_of(look(result), matches, words)),
            *_bracket_pages(bracket_of(matches, words)),
            *_schedule_pages(upcoming(matches, _ROWS), latest(matches, _ROWS)),
        ),
    )


def _court_pages(courts: Sequence[CourtRow]) -> Iterator[WallPage]:
    for number, those in enumerate(_parts(courts, _COURTS), start=1):
        yield WallPage(id=f"courts-{number}", show="courts", courts=those)


def _table_pages(tables: Sequence[Table]) -> Iterator[WallPage]:
    """Small tables in two columns side by side, a long one by itself page after page."""
    number = 0
    for those in _packed(tables):
        parts = _parts(those[0].rows, _LINES) if len(those) == 1 else [()]
        for part, rows in enumerate(parts):
            number += 1
            shown = (replace(those[0], rows=rows),) if rows else those
            first = sum(len(one) for one in parts[:part])
            yield WallPage(id=f"tables-{number}", show="tables", tables=shown, first=first)


def _packed(tables: Sequence[Table]) -> list[tuple[Table, ...]]:
    """As many tables on a page as two columns hold, each with two lines for its heads."""
    pages: list[list[Table]] = []
    room: list[int] = []
    for one in tables:
        lines = len(one.rows) + 2
        fits = [column for column, left in enumerate(room) if lines <= left]
        if not fits:
            pages.append([])
            room = [_LINES, _LINES]
            fits = [0]
        room[fits[0]] -= lines
        pages[-1].append(one)
    return [tuple(page) for page in pages]


def _bracket_pages(drawn: Sequence[Box]) -> Iterator[WallPage]:
    for number, page in enumerate(on_walls(drawn), start=1):
        yield WallPage(id=f"bracket-{number}", show="bracket", bracket=page)


def _schedule_pages(
    to_come: tuple[MatchRow, ...], over: tuple[MatchRow, ...]
) -> Iterator[WallPage]:
    if to_come or over:
        yield WallPage(id="schedule-1", show="schedule", upcoming=to_come, latest=over)


def _parts(those: Sequence[T], most: int) -> list[tuple[T, ...]]:
    """About equally long parts of at most so many."""
    count = -(-len(those) // most)
    return [
        tuple(those[len(those) * part // count : len(those) * (part + 1) // count])
        for part in range(count)
    ]
