"""A board of several pages: together they are the whole, and each is drawn without the others."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from scoring.contest.fold import evolve
from scoring.contest.guards import Rejected
from scoring.languages import words
from scoring.views import board as module
from scoring.views.board import BoardScreen, board_pages, board_screen
from tests.contest.test_incremental import JUDGES, ONE_LINE, OPS, asked, local
from tests.contest.wire import Playing, plan

ENTRANTS = tuple("abcdefgh")
ENGLISH = words("en")


def of_others(screen: BoardScreen) -> tuple[int, int, int]:
    """The same counts, of the rows."""
    apart = [row for row in screen.rows if row.place is None]
    coming = [row for row in apart if row.status in {"on_stage", "unfinished"} and not row.outcome]
    waiting = [row for row in apart if row.status == "waiting"]
    return len(coming), len(waiting), len(apart) - len(coming) - len(waiting)


@given(ops=OPS, onward=ONE_LINE)
@settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_the_pages_together_are_the_whole_board(
    monkeypatch: pytest.MonkeyPatch,
    ops: list[tuple[str, str, str, str, int]],
    onward: list[dict[str, Any]],
) -> None:
    monkeypatch.setattr(module, "_PAGE", 3)
    playing = Playing(plan(local(), ENTRANTS, JUDGES, stage={"advancement": onward}))
    for op in ops:
        decision = asked(playing, op)
        for event in decision.events if isinstance(decision, Rejected) else decision:
            playing.contest = evolve(playing.contest, event)
    whole = board_screen(playing.now, ENGLISH, page=None)
    count = board_pages(playing.now, None)
    pages = [board_screen(playing.now, ENGLISH, page=number + 1) for number in range(count)]
    assert count == -(-len(whole.rows) // 3)
    assert tuple(row for one in pages for row in one.rows) == whole.rows
    others = whole.others
    assert of_others(whole) == (others.coming, others.waiting, others.without)
    for number, one in enumerate(pages, 1):
        assert (one.page.number, one.page.pages) == (number, count)
        assert (one.cuts, one.others, one.head) == (whole.cuts, whole.others, whole.head)
        assert (one.latest, one.upcoming) == (whole.latest, whole.upcoming)
