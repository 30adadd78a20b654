"""What a judge's tablet and the public can read while a performance is open: no other's mark."""

import pytest

from scoring.contest.commands import ClosePerformance
from scoring.contest.ids import CommandId
from tests.contests import STAGE, called, entrant_id, marking, small_plan
from tests.web.hall import Hall

THEIRS = ("71.37", "7137")
"""A judge's mark as people read it, and as it is stored."""
PAGES = (
    "/contests/small/seats/J1", "/api/contests/small/seats/J1", "/contests/small",
    "/contests/small/wall", "/api/contests/small/board", "/contests/small/entrants/e1",
    "/api/contests/small/entrants/e1",
)  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
async def test_others_marks_stay_hidden_until_the_performance_is_settled(
    hall: Hall, page: str
) -> None:
    await hall.register(called(small_plan(judges=3), [1]))
    for seat in ("J2", "J3"):
        command = marking(f"their-{seat}:1", 1, seat, "71.37")
        assert (await hall.give("small", command, await hall.seat("small", seat))).is_success
    own = await hall.seat("small", "J1")
    answer = await hall.client.get(page, headers=own)
    assert answer.is_success
    assert not [text for text in THEIRS if text in answer.text]


async def test_once_settled_the_score_is_public_and_a_tablet_still_shows_its_own_only(
    hall: Hall,
) -> None:
    await hall.register(called(small_plan(judges=3), [1]))
    for seat, mark in (("J1", "80"), ("J2", "71.37"), ("J3", "90")):
        command = marking(f"their-{seat}:1", 1, seat, mark)
        assert (await hall.give("small", command, await hall.seat("small", seat))).is_success
    close = ClosePerformance(id=CommandId("desk-c:1"), stage=STAGE, entrant=entrant_id(1))
    assert (await hall.give("small", close, await hall.organizer())).is_success
    own = await hall.seat("small", "J1")
    tablet = await hall.client.get("/api/contests/small/seats/J1", headers=own)
    assert "80.00" in tablet.text and "71.37" not in tablet.text
    board = await hall.client.get("/api/contests/small/board")
    assert "80.00" in board.text and "71.37" not in board.text
