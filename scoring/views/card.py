"""The picture that stands beside a shared link: what contest it is, and who leads."""

from msgspec import Struct

from scoring.views.board import BoardScreen
from scoring.views.fitting import Fitted, fitted, text_width
from scoring.views.head import status_text
from scoring.views.match_board import MatchBoardScreen
from scoring.views.match_rows import MatchRow
from scoring.views.words import Words

_LINES = 3
_ROOM, _NAME_ROOM, _GAP = 1080, 700, 28
"""Pixels for a text across the picture, for a name between place and score, and between texts."""


class CardLine(Struct, frozen=True):
    """One of the best, or one of the matches played last."""

    place: str
    name: Fitted
    score: str


class CardScreen(Struct, frozen=True):
    """What is on the picture."""

    meet: Fitted
    name: Fitted
    status: str
    facts: Fitted
    lines: tuple[CardLine, ...]


def card_screen(board: BoardScreen | MatchBoardScreen, words: Words) -> CardScreen:
    """The picture of a public board as it stands."""
    head, status = board.head, words(status_text(board.head.status))
    facts = "  ·  ".join(one for one in (head.stage_name, head.venue, head.date) if one)
    beside = _ROOM - _GAP - text_width(status, 32, bold=True)
    lines = _matches(board) if isinstance(board, MatchBoardScreen) else _best(board)
    return CardScreen(
        meet=fitted(head.meet, _ROOM, (34, 28)),
        name=fitted(head.name, _ROOM, (72, 60), (52, 44), bold=True),
        status=status,
        facts=fitted(facts, beside, (32, 28, 24, 20)),
        lines=tuple(lines),
    )


def _best(board: BoardScreen) -> list[CardLine]:
    ranked = [row for row in board.rows if row.place is not None and row.score is not None]
    return [
        CardLine(str(row.place), _name(row.card.name), row.score or "") for row in ranked[:_LINES]
    ]


def _matches(board: MatchBoardScreen) -> list[CardLine]:
    rows = (*board.on_court, *board.latest)[:_LINES]
    return [CardLine("", _name(_sides(row)), _score(row)) for row in rows]


def _sides(row: MatchRow) -> str:
    return f"{row.card.a.name} – {row.card.b.name}"


def _score(row: MatchRow) -> str:
    score = row.card.score or row.card.live
    return "" if score is None else f"{score.a}:{score.b}"


def _name(text: str) -> Fitted:
    return fitted(text, _NAME_ROOM, (46, 40, 34), (30, 26), bold=True)
