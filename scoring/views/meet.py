"""A meet at a glance: what goes on in each of its contests."""

from typing import TypeAlias

from msgspec import Struct

from scoring.contest.ids import MeetId
from scoring.views.board import BoardScreen
from scoring.views.match_board import MatchBoardScreen

Board: TypeAlias = BoardScreen | MatchBoardScreen


class MeetScreen(Struct, frozen=True):
    """The public boards of a meet's contests: those in progress first, then by date."""

    id: MeetId
    name: str
    boards: tuple[Board, ...]
    live: int
    """How many contests are in progress."""


def meet_screen(meet: MeetId, boards: list[Board]) -> MeetScreen:
    """There must be a board; the first has the name of the meet."""
    ordered = sorted(boards, key=lambda one: (not _is_live(one), one.head.date, one.head.contest))
    return MeetScreen(meet, ordered[0].head.meet, tuple(ordered), sum(map(_is_live, ordered)))


def _is_live(board: Board) -> bool:
    return board.head.phase == "running"
