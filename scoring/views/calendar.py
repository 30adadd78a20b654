"""When and where a contest is held, as entries of a calendar."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from scoring.contest.ids import StageId
from scoring.contest.plan import Plan
from scoring.views.match_board import MatchBoardScreen
from scoring.views.results_list import Board, matches_of
from scoring.views.words import Words


class Entry(Struct, frozen=True, kw_only=True):
    """One match, or the day of a contest."""

    id: str
    """Unique in the contest, and the same when the entry is moved."""
    title: str
    start: str
    """A day, "2024-11-02", or a time at the venue, "2024-11-02T09:30"."""
    minutes: int = 0
    place: str
    note: str = ""


def entries(plan: Plan, boards: Sequence[Board], words: Words) -> tuple[Entry, ...]:
    """Every match that has a time; before there is one, the day of the contest."""
    minutes = {one.id: one.minutes for one in plan.played}
    matches = [
        entry
        for board in boards
        if isinstance(board, MatchBoardScreen)
        for entry in _matches(board, minutes)
    ]
    if matches or plan.date is None:
        return tuple(matches)
    name, venue = words.label(plan.name), words.label(plan.venue)
    return (Entry(id="day", title=name, start=plan.date, place=venue),)


def _matches(board: MatchBoardScreen, minutes: Mapping[StageId, int]) -> Iterator[Entry]:
    head = board.head
    for card in (row.card for _, row in matches_of(board)):
        if card.start:
            yield Entry(
                id=f"{card.stage}-{card.id}",
                title=f"{card.a.name} – {card.b.name}",
                start=card.start,
                minutes=minutes[card.stage],
                place=", ".join(filter(None, (card.court, head.venue))),
                note=f"{head.name} · {card.name}",
            )
