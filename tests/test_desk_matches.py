"""Rallies at the desk: two tablets on one match, the same tap again, and a restart in between.

Given/when/then of case X of the acceptance cases.
"""

from scoring.contest.commands import Command
from scoring.contest.events import decode
from scoring.contest.match_events import TapContested
from scoring.contest.play import Kept
from scoring.desk import Accepted, Answer, Desk, Refused
from scoring.rules.outcomes import Score
from scoring.rules.rally_state import MatchState, Rally
from scoring.rules.undo import Undo
from scoring.store.memory import MemoryStore
from tests.matches import CUP, DRAW, FIRST, cup, lines, opening, registered, start, tap

BEGUN: list[Command] = [
    *registered(cup()),
    lines("desk:1", "e1", "e2", "e3", "e4"),
    opening("desk:2"),
    tap("tablet-a:1", 0, start()),
]


async def running(store: MemoryStore) -> Desk:
    desk = Desk(store, lambda: "2024-11-02T09:30:00.000+08:00", lambda _: None, lambda: None)
    await desk.start()
    return desk


async def giving(desk: Desk, *commands: Command) -> Answer:
    return await desk.submit(CUP, commands, "seat:court-1")


def score(desk: Desk) -> Score | None:
    contest = desk.contest(CUP)
    assert contest is not None
    state = contest.play[DRAW].record(FIRST).state
    assert isinstance(state, MatchState)
    return state.score


async def test_case_x_a_stale_tap_is_refused_and_both_are_kept() -> None:
    store = MemoryStore()
    desk = await running(store)
    assert isinstance(await giving(desk, *BEGUN, tap("tablet-a:2", 1, "a")), Accepted)
    late = tap("tablet-b:1", 1, "b")
    first = await giving(desk, late)
    assert isinstance(first, Refused)
    assert first.rejected.kind == "stale"
    assert score(desk) == Score(1, 0)
    contest = desk.contest(CUP)
    assert contest is not None
    assert contest.play[DRAW].record(FIRST).contested == (Kept(Rally("b"), 1, "tablet-b"),)
    # The match goes on; asked again, the answer stays the first one and leaves no more behind.
    await giving(desk, tap("tablet-a:3", 2, "a"))
    again = await giving(desk, late)
    assert isinstance(again, Refused)
    assert again.rejected.problems == first.rejected.problems
    await desk.stop()
    rows = await store.read(CUP)
    assert sum(isinstance(decode(row.event), TapContested) for row in rows) == 1


async def test_case_x_the_same_tap_again_is_a_no_op() -> None:
    desk = await running(MemoryStore())
    await giving(desk, *BEGUN)
    first = await giving(desk, tap("tablet-a:2", 1, "a"))
    assert await giving(desk, tap("tablet-a:2", 1, "a")) == first
    assert score(desk) == Score(1, 0)
    await desk.stop()


async def test_case_x_a_shorter_list_of_taps_never_overwrites_a_longer_one() -> None:
    desk = await running(MemoryStore())
    await giving(desk, *BEGUN)
    await giving(desk, *(tap(f"tablet-a:{n + 1}", n, "a") for n in range(1, 5)))
    shorter = await giving(desk, *(tap(f"tablet-b:{n}", n, "b") for n in range(1, 3)))
    assert isinstance(shorter, Refused)
    assert score(desk) == Score(4, 0)
    await desk.stop()


async def test_case_x_a_restart_in_mid_rally_loses_nothing() -> None:
    store = MemoryStore()
    desk = await running(store)
    await giving(desk, *BEGUN, tap("tablet-a:2", 1, "a"), tap("tablet-a:3", 2, "b"))
    before = desk.contest(CUP)
    await desk.stop()
    desk = await running(store)
    assert desk.contest(CUP) == before
    assert isinstance(await giving(desk, tap("tablet-a:4", 3, Undo())), Accepted)
    assert score(desk) == Score(1, 0)
    await desk.stop()
