"""The one writer: acknowledged is stored, stored is stored once, and nobody is left waiting."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from hashlib import blake2b
from itertools import count, cycle
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from scoring import desk as desk_module
from scoring.contest.audit import audited
from scoring.contest.commands import (
    Advance,
    Call,
    ClosePerformance,
    CloseStage,
    Command,
    DrawOrder,
    Register,
    Withdraw,
)
from scoring.contest.decide import Decision, decide
from scoring.contest.events import MarksEntered, SheetContested, decode
from scoring.contest.ids import CommandId, ContestId, SeatId
from scoring.contest.performance import Given, Sheet
from scoring.contest.state import Contest
from scoring.desk import Accepted, Answer, Desk, DeskDown, Receipt, Refused
from scoring.store.memory import MemoryStore
from scoring.store.protocol import EventStore, RowTaken, StoreFailed, StoreFull
from scoring.store.rows import GENESIS, BrokenChain, Row, check_chain, sealed
from scoring.store.sqlite import SqliteStore
from tests.contests import OVERALL, STAGE, called, entrant_id, marking, small_plan

SMALL = ContestId("small")
REGISTER = Register(id=CommandId("desk:0"), plan=small_plan())
CLOCK = "2024-07-06T20:00:00.000+00:00"


class Watched:
    """A store in front of another: it can be held, made to fail, and counts the appends."""

    def __init__(self, inner: EventStore) -> None:
        self.inner = inner
        self.appends = 0
        self.faults: list[Exception] = []
        """What the next appends raise instead of storing anything."""
        self.reached = asyncio.Event()
        """Set when an append has come."""
        self._may_pass = asyncio.Event()
        self._may_pass.set()

    def hold(self) -> None:
        """Let appends wait until they are released."""
        self._may_pass.clear()
        self.reached.clear()

    def release(self) -> None:
        self._may_pass.set()

    async def append(self, rows: Sequence[Row]) -> None:
        self.appends += 1
        self.reached.set()
        await self._may_pass.wait()
        if self.faults:
            raise self.faults.pop(0)
        await self.inner.append(rows)

    async def read(self, log: str, after: int = 0) -> list[Row]:
        return await self.inner.read(log, after)

    async def caused(self, log: str, cause: str) -> list[Row]:
        return await self.inner.caused(log, cause)

    async def logs(self) -> list[str]:
        return await self.inner.logs()

    async def close(self) -> None:
        await self.inner.close()


async def memory(_folder: Path) -> EventStore:
    return MemoryStore()


async def sqlite(folder: Path) -> EventStore:
    return await SqliteStore.open(folder / "hall.db")


@pytest.fixture(params=[memory, sqlite], ids=["memory", "sqlite"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncGenerator[Watched]:
    opened = Watched(await request.param(tmp_path))
    yield opened
    await opened.close()


@pytest.fixture
def in_memory() -> Watched:
    return Watched(MemoryStore())


class Told:
    """Whom a desk has woken, and whether it has died."""

    def __init__(self) -> None:
        self.woken: list[ContestId] = []
        self.died = 0

    def count_death(self) -> None:
        self.died += 1


def desk_on(store: EventStore, told: Told | None = None) -> Desk:
    told = told or Told()
    return Desk(store, lambda: CLOCK, told.woken.append, told.count_death)


@asynccontextmanager
async def running(store: EventStore, told: Told | None = None) -> AsyncGenerator[Desk]:
    desk = desk_on(store, told)
    await desk.start()
    yield desk
    await desk.stop()


@asynccontextmanager
async def opened(
    store: EventStore, told: Told | None = None, entrants: Sequence[int] = (1,)
) -> AsyncGenerator[Desk]:
    """A desk with the small contest and these entrants called to the stage."""
    async with running(store, told) as desk:
        await register(desk, entrants=entrants)
        if told is not None:
            told.woken.clear()
        yield desk


async def register(desk: Desk, contest: str = "small", entrants: Sequence[int] = (1,)) -> None:
    file = called(small_plan(contest=contest), entrants)
    answer = await desk.submit(file.plan.id, file.all_commands(), "organizer")
    assert isinstance(answer, Accepted)


def giving(desk: Desk, *commands: Command, log: ContestId = SMALL) -> asyncio.Task[Answer]:
    """Hand in commands without waiting for the answer."""
    return asyncio.create_task(desk.submit(log, commands, "seat:J1"))


async def answers_of(*given: asyncio.Task[Answer]) -> list[Answer]:
    return list(await asyncio.gather(*given))


def receipt(command: str, seq: int) -> Accepted:
    return Accepted((Receipt(CommandId(command), seq),))


def call(command: str, entrant: int) -> Call:
    return Call(id=CommandId(command), stage=STAGE, entrant=entrant_id(entrant))


def contest_of(desk: Desk, log: ContestId = SMALL) -> Contest:
    contest = desk.contest(log)
    assert contest is not None
    return contest


def given_mark(ticks: int) -> Given:
    return Given({OVERALL: ticks})


def sheet(desk: Desk, seat: str, entrant: int = 1) -> Sheet:
    """A seat's sheet as committed."""
    return contest_of(desk).stage(STAGE).performances[entrant_id(entrant)].sheet(SeatId(seat))


async def causes(store: EventStore, log: str = SMALL) -> list[str]:
    return [row.cause for row in await store.read(log)]


async def settled() -> None:
    """Let everything run that can run without the disk."""
    for _ in range(20):
        await asyncio.sleep(0)


# Registering, and what an answer tells.


async def test_registering_and_marking(store: Watched) -> None:
    async with running(store) as desk:
        assert desk.contests() == []
        assert desk.contest(SMALL) is None
        assert await giving(desk, REGISTER) == receipt("desk:0", 1)
        assert await giving(desk, call("desk:1", 1)) == receipt("desk:1", 2)
        assert await giving(desk, marking("t:1", 1, "J1", "95.99")) == receipt("t:1", 3)
        assert sheet(desk, "J1") == Sheet(1, given_mark(9599))
        assert desk.contests() == [contest_of(desk)]
    assert await causes(store) == ["desk:0", "desk:1", "t:1"]


async def test_each_row_carries_its_envelope_and_is_chained(store: Watched) -> None:
    entered = replace(marking("t:1", 1, "J1", "95.99"), entered_at="2024-07-06T19:59:59Z")
    async with opened(store) as desk:
        await desk.submit(SMALL, [entered], "seat:J1")
    rows = await store.read(SMALL)
    assert check_chain(rows) == rows[-1].hash
    last = rows[-1]
    assert (last.seq, last.at, last.entered_at) == (3, CLOCK, "2024-07-06T19:59:59Z")
    assert (last.by, last.cause, last.part) == ("seat:J1", "t:1", 0)
    assert rows[0].by == "organizer"
    assert isinstance(decode(last.event), MarksEntered)


async def test_a_command_for_no_contest_is_refused_and_leaves_no_log(store: Watched) -> None:
    async with running(store) as desk:
        answer = await giving(desk, marking("t:1", 1, "J1", "95.99"))
        assert isinstance(answer, Refused)
        assert answer.rejected.kind == "unknown"
        assert desk.contests() == []
    assert await store.logs() == []


async def test_nothing_handed_in_is_accepted_without_an_append(in_memory: Watched) -> None:
    async with opened(in_memory) as desk:
        before = in_memory.appends
        assert await giving(desk) == Accepted(())
        assert in_memory.appends == before


async def test_contests_do_not_disturb_each_other(store: Watched) -> None:
    other = ContestId("other")
    async with opened(store) as desk:
        await register(desk, "other", [2])
        answers = await answers_of(
            giving(desk, marking("t:1", 1, "J1", "95.99")),
            giving(desk, marking("t:1", 2, "J1", "90.00"), log=other),
            giving(desk, marking("t:2", 1, "J1", "1.00"), log=other),
        )
        assert answers[:2] == [receipt("t:1", 3), receipt("t:1", 3)]
        assert isinstance(answers[2], Refused)
        assert [contest.plan.id for contest in desk.contests()] == [SMALL, other]
    for log in (SMALL, other):
        assert len(await store.read(log)) == 3
        check_chain(await store.read(log))


# Once.


async def test_the_same_command_twice_is_once(store: Watched) -> None:
    async with opened(store) as desk:
        mark = marking("t:1", 1, "J1", "95.99")
        first = await giving(desk, mark)
        await giving(desk, marking("t:2", 1, "J2", "90.00"))
        for _ in range(3):
            assert await giving(desk, mark) == first == receipt("t:1", 3)
        assert contest_of(desk).seq == 4
    assert (await causes(store)).count("t:1") == 1


async def test_the_same_command_many_times_at_once_is_once(store: Watched) -> None:
    async with opened(store) as desk:
        mark = marking("t:1", 1, "J1", "95.99")
        answers = await asyncio.gather(*(giving(desk, mark) for _ in range(50)))
        assert answers == [receipt("t:1", 3)] * 50
        assert await giving(desk, mark, mark) == Accepted((Receipt(mark.id, 3),) * 2)
    assert (await causes(store)).count("t:1") == 1


async def test_a_repetition_waits_with_the_first_for_the_disk(in_memory: Watched) -> None:
    mark = marking("t:1", 1, "J1", "95.99")
    async with opened(in_memory) as desk:
        in_memory.hold()
        first, again = giving(desk, mark), giving(desk, mark)
        await in_memory.reached.wait()
        later = giving(desk, mark)
        await settled()
        assert not (first.done() or again.done() or later.done())
        in_memory.release()
        assert await answers_of(first, again, later) == [receipt("t:1", 3)] * 3
    assert (await causes(in_memory)).count("t:1") == 1


async def test_a_repetition_is_known_after_a_restart(store: Watched) -> None:
    mark, more = marking("t:7", 1, "J1", "95.99"), marking("t:8", 1, "J1", "90.00", after=1)
    async with opened(store) as desk:
        assert await giving(desk, mark) == receipt("t:7", 3)
        assert await giving(desk, more) == receipt("t:8", 4)
    async with running(store) as desk:
        assert await giving(desk, mark) == receipt("t:7", 3)
        assert await giving(desk, more, mark) == Accepted(
            (Receipt(more.id, 4), Receipt(mark.id, 3))
        )
        assert contest_of(desk).seq == 4


async def test_an_id_used_for_another_command_is_refused(store: Watched) -> None:
    mark = marking("t:1", 1, "J1", "95.99")
    others: list[Command] = [
        marking("t:1", 1, "J1", "59.99"),
        marking("t:1", 1, "J2", "95.99"),
        replace(mark, entered_at="2024-07-06T19:59:59Z"),
        call("t:1", 2),
    ]
    async with opened(store) as desk:
        assert await giving(desk, mark) == receipt("t:1", 3)
        for other in others:
            answer = await giving(desk, other)
            assert isinstance(answer, Refused)
            assert (answer.index, answer.id, answer.rejected.kind) == (0, "t:1", "invalid")
            assert answer.rejected.problems[0].field == "id"
        answers = await asyncio.gather(
            giving(desk, marking("t:2", 1, "J2", "95.99")),
            giving(desk, marking("t:2", 1, "J2", "59.99")),
        )
        assert answers[0] == receipt("t:2", 4)
        assert isinstance(answers[1], Refused)
        assert contest_of(desk).seq == 4


async def test_a_refused_command_may_be_given_again_with_its_id(store: Watched) -> None:
    mark = marking("t:1", 2, "J1", "95.99")
    async with opened(store) as desk:
        assert isinstance(await giving(desk, mark), Refused)  # not called to the stage yet
        await giving(desk, call("desk:9", 2))
        assert await giving(desk, mark) == receipt("t:1", 4)


async def test_a_device_may_send_its_numbers_in_any_order(store: Watched) -> None:
    order = [5, 2, 9, 1, 7]
    marks = [marking(f"t:{number}", 1, f"J{at}", "95.99") for at, number in enumerate(order, 1)]
    async with opened(store) as desk:
        for seq, mark in enumerate(marks, start=3):
            assert await giving(desk, mark) == receipt(mark.id, seq)
        for seq, mark in enumerate(marks, start=3):
            assert await giving(desk, mark) == receipt(mark.id, seq)
    async with running(store) as desk:
        assert await giving(desk, marking("t:3", 1, "J6", "95.99")) == receipt("t:3", 8)
        assert await giving(desk, marking("t:0", 1, "J7", "95.99")) == receipt("t:0", 9)
        assert await giving(desk, marking("t:0", 1, "J7", "95.99")) == receipt("t:0", 9)


async def test_registering_the_same_plan_again_is_no_second_contest(store: Watched) -> None:
    file, other = called(small_plan(), [1]), called(small_plan(entrants=6), [1])
    async with running(store) as desk:
        first = await giving(desk, *file.all_commands())
        assert await giving(desk, *file.all_commands()) == first
        answer = await giving(desk, *other.all_commands())
        assert isinstance(answer, Refused)
        assert (answer.index, answer.rejected.kind) == (0, "not_now")
        assert len(contest_of(desk).entrants) == 4


# All or nothing.


async def test_a_list_takes_effect_as_a_whole(store: Watched) -> None:
    marks = [marking(f"t:{number}", 1, f"J{number}", "95.99") for number in range(1, 8)]
    async with opened(store) as desk:
        assert await giving(desk, *marks) == Accepted(
            tuple(Receipt(mark.id, seq) for seq, mark in enumerate(marks, start=3))
        )
        assert contest_of(desk).seq == 9


@pytest.mark.parametrize("index", [0, 1, 3])
async def test_a_list_with_a_refused_command_leaves_nothing(store: Watched, index: int) -> None:
    good: list[Command] = [marking(f"t:{number}", 1, f"J{number}", "95") for number in (1, 2, 3)]
    bad = call("desk:9", 99)
    async with opened(store) as desk:
        before = contest_of(desk)
        answer = await giving(desk, *good[:index], bad, *good[index:])
        assert isinstance(answer, Refused)
        assert (answer.index, answer.id, answer.rejected.kind) == (index, "desk:9", "unknown")
        assert contest_of(desk) is before
        assert len(await store.read(SMALL)) == 2
        assert isinstance(await giving(desk, *good), Accepted)


async def test_a_refused_list_does_not_disturb_those_beside_it(store: Watched) -> None:
    async with opened(store) as desk:
        answers = await asyncio.gather(
            giving(desk, marking("a:1", 1, "J1", "95")),
            giving(desk, marking("b:1", 1, "J2", "95"), call("b:2", 99)),
            giving(desk, marking("c:1", 1, "J3", "95")),
        )
        assert answers[0] == receipt("a:1", 3)
        assert isinstance(answers[1], Refused)
        assert answers[2] == receipt("c:1", 4)
        assert sheet(desk, "J2").given is None
    assert await causes(store) == ["contest-file:0", "desk:1", "a:1", "c:1"]


# A stale sheet.


async def test_a_stale_sheet_is_refused_and_kept(store: Watched) -> None:
    late = marking("tablet-b:1", 1, "J1", "59.99")
    async with opened(store) as desk:
        await giving(desk, marking("tablet-a:1", 1, "J1", "95.99"))
        answer = await giving(desk, late)
        assert isinstance(answer, Refused)
        assert (answer.index, answer.id, answer.rejected.kind) == (0, late.id, "stale")
        assert sheet(desk, "J1") == Sheet(1, given_mark(9599), (given_mark(5999),))
    last = (await store.read(SMALL))[-1]
    assert isinstance(decode(last.event), SheetContested)
    assert last.cause == late.id


async def test_a_stale_sheet_given_again_gets_the_same_refusal_and_leaves_no_more(
    store: Watched,
) -> None:
    late = marking("tablet-b:1", 1, "J1", "59.99")
    async with opened(store) as desk:
        await giving(desk, marking("tablet-a:1", 1, "J1", "95.99"))
        answers = await asyncio.gather(*(giving(desk, late) for _ in range(5)))
        # The sheet goes on meanwhile; the answer stays the first one.
        await giving(desk, marking("tablet-a:2", 1, "J1", "96.99", after=1))
        answers.append(await giving(desk, late))
    async with running(store) as desk:
        answers.append(await giving(desk, late))
    first = answers[0]
    assert isinstance(first, Refused)
    for answer in answers[1:]:
        assert isinstance(answer, Refused)
        assert answer.rejected.problems == first.rejected.problems
        assert (answer.id, answer.rejected.kind) == (late.id, "stale")
    assert (await causes(store)).count(late.id) == 1


async def test_a_list_that_makes_its_own_sheet_stale_leaves_nothing(store: Watched) -> None:
    first, second = marking("t:1", 1, "J1", "95.99"), marking("t:2", 1, "J1", "59.99")
    async with opened(store) as desk:
        before = contest_of(desk)
        for _ in range(2):
            answer = await giving(desk, first, second)
            assert isinstance(answer, Refused)
            assert (answer.index, answer.rejected.kind) == (1, "stale")
            assert contest_of(desk) is before
        assert await giving(desk, first) == receipt("t:1", 3)


async def test_a_list_that_calls_and_then_marks_a_later_sheet_leaves_nothing(
    store: Watched,
) -> None:
    async with opened(store) as desk:
        for _ in range(2):
            answer = await giving(desk, call("desk:9", 2), marking("t:1", 2, "J1", "90", after=3))
            assert isinstance(answer, Refused)
            assert (answer.index, answer.rejected.kind) == (1, "stale")
        assert desk.working
        assert contest_of(desk).seq == 2
        assert isinstance(await giving(desk, marking("t:1", 1, "J1", "95.99")), Accepted)


async def test_a_contest_file_with_a_stale_sheet_registers_nothing(store: Watched) -> None:
    file = called(small_plan(), [1])
    async with running(store) as desk:
        answer = await giving(desk, *file.all_commands(), marking("t:1", 1, "J1", "90", after=3))
        assert isinstance(answer, Refused)
        assert (answer.index, answer.rejected.kind) == (2, "stale")
        assert desk.working
        assert desk.contests() == []
        assert isinstance(await giving(desk, *file.all_commands()), Accepted)


async def test_a_refused_list_keeps_the_sheet_that_is_stale_without_it_too(
    store: Watched,
) -> None:
    late = marking("tablet-b:1", 1, "J1", "59.99")
    async with opened(store) as desk:
        await giving(desk, marking("tablet-a:1", 1, "J1", "95.99"))
        answer = await giving(desk, call("desk:9", 2), late)
        assert isinstance(answer, Refused)
        assert (answer.index, answer.rejected.kind) == (1, "stale")
        assert sheet(desk, "J1").contested == (given_mark(5999),)
        assert entrant_id(2) not in contest_of(desk).stage(STAGE).performances
        again = await giving(desk, late)
        assert isinstance(again, Refused)
        assert again.rejected.problems == answer.rejected.problems
    assert await causes(store) == ["contest-file:0", "desk:1", "tablet-a:1", "tablet-b:1"]


# Nothing is told before it is on disk.


async def test_nothing_is_answered_shown_or_woken_before_the_commit(in_memory: Watched) -> None:
    told = Told()
    async with opened(in_memory, told) as desk:
        before, contests = contest_of(desk), desk.contests()
        in_memory.hold()
        waiting = giving(desk, marking("t:1", 1, "J1", "95.99"))
        await in_memory.reached.wait()
        await settled()
        assert not waiting.done()
        assert contest_of(desk) is before
        assert desk.contests() == contests
        assert told.woken == []
        in_memory.release()
        assert await waiting == receipt("t:1", 3)
        assert contest_of(desk).seq == 3
        assert told.woken == [SMALL]


async def test_when_somebody_is_woken_the_new_state_is_there(in_memory: Watched) -> None:
    seen: list[int] = []

    def look(log: ContestId) -> None:
        seen.append(contest_of(desk, log).seq)

    desk = Desk(in_memory, lambda: CLOCK, look, Told().count_death)
    await desk.start()
    await register(desk)
    await giving(desk, marking("t:1", 1, "J1", "95.99"))
    await desk.stop()
    assert seen == [2, 3]


async def test_each_changed_contest_is_woken_once_a_batch(in_memory: Watched) -> None:
    told = Told()
    async with opened(in_memory, told) as desk:
        for name in ("other", "third"):
            await register(desk, name, [1])
        told.woken.clear()
        in_memory.hold()
        first = giving(desk, marking("t:1", 1, "J1", "95.99"))
        await in_memory.reached.wait()
        batch = [
            giving(desk, marking(f"t:{number}", 1, f"J{number}", "95.99"), log=ContestId(name))
            for number in range(2, 7)
            for name in ("small", "other")
        ]
        refused = giving(desk, marking("t:1", 99, "J1", "95.99"), log=ContestId("third"))
        await settled()
        in_memory.release()
        await asyncio.gather(first, refused, *batch)
        assert told.woken[0] == SMALL
        assert sorted(told.woken[1:]) == ["other", "small"]


async def test_a_repetition_wakes_nobody(in_memory: Watched) -> None:
    told = Told()
    async with opened(in_memory, told) as desk:
        mark = marking("t:1", 1, "J1", "95.99")
        await giving(desk, mark)
        before = in_memory.appends
        await giving(desk, mark)
        assert told.woken == [SMALL]
        assert in_memory.appends == before


# Batches.


async def test_who_comes_during_a_commit_shares_the_next_one(in_memory: Watched) -> None:
    async with opened(in_memory, entrants=range(1, 5)) as desk:
        before = in_memory.appends
        in_memory.hold()
        first = giving(desk, marking("t:1", 1, "J1", "95.99"))
        await in_memory.reached.wait()
        others = [
            giving(desk, marking(f"t-{seat}:{entrant}", entrant, f"J{seat}", "95.99"))
            for seat in range(2, 8)
            for entrant in range(1, 5)
        ]
        await settled()
        assert in_memory.appends == before + 1
        in_memory.release()
        answers = await asyncio.gather(first, *others)
        assert in_memory.appends == before + 2
        assert all(isinstance(answer, Accepted) for answer in answers)
        assert contest_of(desk).seq == 5 + 25


async def test_a_hundred_clients_need_few_commits(store: Watched) -> None:
    async with running(store) as desk:
        file = called(small_plan(entrants=20), range(1, 21))
        await giving(desk, *file.all_commands())
        before = store.appends

        async def device(seat: int, entrant: int) -> None:
            await giving(desk, marking(f"t-{seat}-{entrant}:1", entrant, f"J{seat}", "95.99"))

        await asyncio.gather(
            *(device(seat, entrant) for seat in range(1, 6) for entrant in range(1, 21))
        )
        assert contest_of(desk).seq == 21 + 100
        assert store.appends - before <= 5


async def test_answers_follow_the_order_in_which_commands_came(in_memory: Watched) -> None:
    async with opened(in_memory, entrants=()) as desk:
        in_memory.hold()
        first = giving(desk, call("desk:1", 1))
        await in_memory.reached.wait()
        chain: list[Command] = [
            marking("t:1", 1, "J1", "90"),
            *(marking(f"t:{after + 1}", 1, "J1", "90", after=after) for after in range(1, 10)),
        ]
        others = [giving(desk, command) for command in chain]
        in_memory.release()
        assert await asyncio.gather(first, *others) == [
            receipt("desk:1", 2),
            *(receipt(command.id, seq) for seq, command in enumerate(chain, start=3)),
        ]


# The store cannot.


@pytest.mark.parametrize("fault", [StoreFull("full"), StoreFailed("I/O"), OSError("gone")])
async def test_a_failing_store_fails_everyone_in_the_batch_and_changes_nothing(
    in_memory: Watched, fault: Exception
) -> None:
    told = Told()
    marks = [marking(f"t-{number}:1", 1, f"J{number}", "95.99") for number in range(1, 6)]
    async with opened(in_memory, told) as desk:
        before, contests = contest_of(desk), desk.contests()
        in_memory.faults = [fault]
        waiting = [giving(desk, mark) for mark in marks]
        outcomes = await asyncio.gather(*waiting, return_exceptions=True)
        assert outcomes == [fault] * 5
        assert contest_of(desk) is before
        assert desk.contests() == contests
        assert told.woken == []
        assert desk.working
        answers = await asyncio.gather(*(giving(desk, mark) for mark in marks))
        assert answers == [receipt(mark.id, seq) for seq, mark in enumerate(marks, start=3)]
    check_chain(await in_memory.read(SMALL))


async def test_a_contest_whose_registration_failed_is_not_there(in_memory: Watched) -> None:
    async with running(in_memory) as desk:
        in_memory.faults = [StoreFull("full")]
        with pytest.raises(StoreFull):
            await giving(desk, REGISTER)
        assert desk.contests() == []
        assert await giving(desk, REGISTER) == receipt("desk:0", 1)


async def test_a_store_that_cannot_look_up_fails_one_client_only(
    in_memory: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = marking("t:1", 1, "J1", "95.99")

    async def fail(_log: str, _cause: str) -> list[Row]:
        raise StoreFailed("I/O")

    async with opened(in_memory) as desk:
        await giving(desk, mark)
        with monkeypatch.context() as failing:
            failing.setattr(in_memory.inner, "caused", fail)
            outcomes = await asyncio.gather(
                giving(desk, mark), giving(desk, marking("u:1", 1, "J2", "90")),
                return_exceptions=True,
            )  # fmt: skip
        assert isinstance(outcomes[0], StoreFailed)
        assert outcomes[1] == receipt("u:1", 4)
        assert await giving(desk, mark) == receipt("t:1", 3)


# Another writer.


async def test_a_second_writer_is_noticed_and_everything_decided_again(store: Watched) -> None:
    told = Told()
    async with opened(store, told) as desk, running(store) as second:
        for number in range(1, 4):
            await giving(second, marking(f"second:{number}", 1, f"J{number}", "90.00"))
        assert contest_of(desk).seq == 2
        assert await giving(desk, marking("first:1", 1, "J4", "95.99")) == receipt("first:1", 6)
        assert [sheet(desk, f"J{number}").given for number in range(1, 5)] == [
            given_mark(9000), given_mark(9000), given_mark(9000), given_mark(9599),
        ]  # fmt: skip
        assert set(told.woken) == {SMALL}
    rows = await store.read(SMALL)
    assert [row.seq for row in rows] == list(range(1, 7))
    check_chain(rows)


async def test_what_the_second_writer_did_may_change_the_answer(in_memory: Watched) -> None:
    """The refusal follows from the newest state, and the screens learn of that state too."""
    told = Told()
    async with opened(in_memory, told) as desk, running(in_memory) as second:
        await giving(second, call("second:1", 2))
        answer = await giving(desk, call("first:1", 2))
        assert isinstance(answer, Refused)
        assert answer.rejected.kind == "not_now"
        assert contest_of(desk) == contest_of(second)
        assert told.woken == [SMALL]


async def test_a_command_that_the_second_writer_stored_already_is_known(
    in_memory: Watched,
) -> None:
    mark = marking("t:1", 1, "J1", "95.99")
    async with opened(in_memory) as desk, running(in_memory) as second:
        assert await giving(second, mark) == receipt("t:1", 3)
        assert await giving(desk, mark) == receipt("t:1", 3)
    assert (await causes(in_memory)).count("t:1") == 1


async def test_a_contest_that_two_register_at_once_is_one(in_memory: Watched) -> None:
    async with running(in_memory) as desk, running(in_memory) as second:
        assert isinstance(await giving(second, REGISTER), Accepted)
        answer = await giving(desk, Register(id=CommandId("other:1"), plan=small_plan(6)))
        assert isinstance(answer, Refused)
        assert answer.rejected.kind == "not_now"
        assert len(contest_of(desk).entrants) == 4


async def test_a_writer_that_is_always_beaten_gives_up_and_says_so(in_memory: Watched) -> None:
    async with opened(in_memory) as desk:
        in_memory.faults = [RowTaken("songs 3")] * 50
        with pytest.raises(StoreFailed, match="another process"):
            await giving(desk, marking("t:1", 1, "J1", "95.99"))
        in_memory.faults.clear()
        assert await giving(desk, marking("t:1", 1, "J1", "95.99")) == receipt("t:1", 3)


# Faults of our own.


async def test_a_rule_that_raises_fails_that_command_only(
    in_memory: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(contest: Contest | None, command: Command) -> Decision:
        if command.id == "bad:1":
            raise ZeroDivisionError
        return decide(contest, command)

    monkeypatch.setattr(desk_module, "decide", broken)
    bad, good = marking("bad:1", 1, "J2", "90"), marking("c:1", 1, "J3", "90")
    async with opened(in_memory) as desk:
        outcomes = await asyncio.gather(
            giving(desk, marking("a:1", 1, "J1", "90")),
            giving(desk, bad),
            giving(desk, marking("b:1", 1, "J4", "90"), bad),
            giving(desk, good),
            return_exceptions=True,
        )
        assert outcomes[0] == receipt("a:1", 3)
        assert isinstance(outcomes[1], ZeroDivisionError)
        assert isinstance(outcomes[2], ZeroDivisionError)
        assert outcomes[3] == receipt("c:1", 4)
        assert sheet(desk, "J2").given is None
        assert sheet(desk, "J4").given is None
        monkeypatch.setattr(desk_module, "decide", decide)
        assert await giving(desk, bad) == receipt("bad:1", 5)


async def test_a_dying_writer_fails_who_waits_and_says_that_it_died(
    in_memory: Watched, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither those whose batch is under way nor those behind them are left waiting."""
    told = Told()

    async def broken(_log: str, _after: int = 0) -> list[Row]:
        raise RuntimeError("a fault of our own")

    async with opened(in_memory, told) as desk:
        before = contest_of(desk)
        in_memory.hold()
        in_memory.faults = [RowTaken("so that the log is read again")]
        monkeypatch.setattr(in_memory.inner, "read", broken)
        under_way = [giving(desk, marking(f"t-{n}:1", 1, f"J{n}", "90")) for n in (1, 2)]
        await in_memory.reached.wait()
        behind = [giving(desk, marking(f"t-{n}:1", 1, f"J{n}", "90")) for n in (3, 4)]
        await settled()
        in_memory.release()
        async with asyncio.timeout(5):
            outcomes = await asyncio.gather(*under_way, *behind, return_exceptions=True)
        assert [type(outcome) for outcome in outcomes] == [DeskDown] * 4
        assert told.died == 1
        assert not desk.working
        assert contest_of(desk) is before
        with pytest.raises(DeskDown):
            await giving(desk, marking("t:9", 1, "J1", "90"))
    assert "the writer has died" in caplog.text
    assert [record.levelno for record in caplog.records] == [logging.CRITICAL]


async def test_a_clock_that_fails_leaves_nobody_waiting(in_memory: Watched) -> None:
    told, times = Told(), iter([CLOCK])
    desk = Desk(in_memory, lambda: next(times), told.woken.append, told.count_death)
    await desk.start()
    await register(desk)
    async with asyncio.timeout(5):
        with pytest.raises(DeskDown):
            await giving(desk, marking("t:1", 1, "J1", "90"))
    assert told.died == 1
    await desk.stop()


async def test_what_was_acknowledged_before_the_writer_died_is_stored(in_memory: Watched) -> None:
    told = Told()

    def broken(_log: ContestId) -> None:
        raise RuntimeError("a fault of our own")

    desk = Desk(in_memory, lambda: CLOCK, broken, told.count_death)
    await desk.start()
    assert await giving(desk, REGISTER) == receipt("desk:0", 1)
    await settled()
    assert told.died == 1
    assert len(await in_memory.read(SMALL)) == 1
    await desk.stop()


async def test_a_log_that_was_altered_stops_the_start(in_memory: Watched) -> None:
    async with opened(in_memory):
        pass
    row = (await in_memory.read(SMALL))[-1]
    forged = replace(row, seq=3, cause="forger:1")
    await in_memory.append([replace(forged, hash=sealed(GENESIS, forged))])
    desk = desk_on(in_memory)
    with pytest.raises(BrokenChain):
        await desk.start()
    assert not desk.working


# The end, and those who do not wait for it.


async def test_stopping_answers_what_was_handed_in(in_memory: Watched) -> None:
    async with opened(in_memory) as desk:
        in_memory.hold()
        first = giving(desk, marking("t:1", 1, "J1", "90"))
        await in_memory.reached.wait()
        behind = [giving(desk, marking(f"t-{n}:1", 1, f"J{n}", "90")) for n in (2, 3)]
        await settled()
        stopping = asyncio.create_task(desk.stop())
        await settled()
        assert not desk.working
        with pytest.raises(DeskDown):
            await giving(desk, marking("late:1", 1, "J4", "90"))
        assert not stopping.done()
        in_memory.release()
        answers = await asyncio.gather(first, *behind)
        assert answers == [receipt("t:1", 3), receipt("t-2:1", 4), receipt("t-3:1", 5)]
        await stopping
        await desk.stop()
    assert len(await in_memory.read(SMALL)) == 5


async def test_a_desk_that_has_not_started_takes_nothing(in_memory: Watched) -> None:
    desk = desk_on(in_memory)
    assert not desk.working
    with pytest.raises(DeskDown):
        await giving(desk, REGISTER)
    await desk.stop()


async def test_stopping_an_idle_desk_does_not_count_as_dying(in_memory: Watched) -> None:
    told = Told()
    async with opened(in_memory, told):
        await settled()
    assert told.died == 0


async def test_a_client_that_goes_disturbs_nobody_and_its_mark_is_stored_once(
    store: Watched,
) -> None:
    async with opened(store) as desk:
        store.hold()
        first = giving(desk, marking("t-1:1", 1, "J1", "90"))
        await store.reached.wait()
        others = [giving(desk, marking(f"t-{n}:1", 1, f"J{n}", "90")) for n in (2, 3, 4)]
        await settled()
        first.cancel()  # on its way to the disk
        others[0].cancel()  # not yet
        await settled()
        store.release()
        outcomes = await asyncio.gather(first, *others, return_exceptions=True)
        assert [type(one) for one in outcomes[:2]] == [asyncio.CancelledError] * 2
        assert outcomes[2:] == [receipt("t-3:1", 5), receipt("t-4:1", 6)]
        assert await giving(desk, marking("t-1:1", 1, "J1", "90")) == receipt("t-1:1", 3)
        assert await giving(desk, marking("t-2:1", 1, "J2", "90")) == receipt("t-2:1", 4)
    assert sorted(await causes(store)) == sorted(set(await causes(store)))


# The log tells everything.


async def test_replaying_the_log_gives_the_live_contest(store: Watched) -> None:
    numbers = count(1)

    def desk_id() -> CommandId:
        return CommandId(f"org:{next(numbers)}")

    async with opened(store, entrants=()) as desk:
        await giving(desk, DrawOrder(id=desk_id(), stage=STAGE, seed="lots-2024"))
        for entrant in (1, 2, 3):
            await giving(desk, call(desk_id(), entrant))
            for seat in range(1, 8):
                mark = marking(f"t-{seat}:{entrant}", entrant, f"J{seat}", f"9{entrant}.{seat}0")
                await giving(desk, mark)
            await giving(desk, marking(f"u:{entrant}", entrant, "J1", "50.00"))  # contested
            close = ClosePerformance(id=desk_id(), stage=STAGE, entrant=entrant_id(entrant))
            await giving(desk, close)
        leaves = Withdraw(id=desk_id(), entrant=entrant_id(4), reason="Lost her voice")
        await giving(desk, leaves)
        await giving(desk, CloseStage(id=desk_id(), stage=STAGE))
        goes_on = (entrant_id(3), entrant_id(2))
        last = await giving(desk, Advance(id=desk_id(), stage=STAGE, entrants=goes_on))
        assert isinstance(last, Accepted)
        live = contest_of(desk)
    assert live.stage(STAGE).advanced[0].entrants == goes_on
    replayed, findings = audited(decode(row.event) for row in await store.read(SMALL))
    assert replayed == live
    assert findings == []
    async with running(store) as desk:
        assert contest_of(desk) == live
        assert desk.contests() == [live]


# Whatever the interleaving.

Step = tuple[Command, int, bool]
"""A command, how long its device waits before it, and whether it gives up on the answer."""

COMMANDS: st.SearchStrategy[Command] = st.one_of(
    st.builds(
        marking,
        st.sampled_from(["a:1", "a:2", "a:3", "b:1", "b:2", "b:3"]),
        st.integers(1, 2),
        st.sampled_from(["J1", "J2"]),
        st.sampled_from(["90", "95.99"]),
        st.integers(0, 2),
    ),
    st.builds(call, st.sampled_from(["desk-x:1", "desk-x:2"]), st.integers(1, 3)),
)
STEPS = st.tuples(COMMANDS, st.integers(0, 4), st.booleans())
CLIENTS = st.lists(st.lists(STEPS, max_size=8), min_size=1, max_size=5)


async def interleaved(clients: list[list[Step]]) -> tuple[list[Row], Contest, list[Answer]]:
    """Let devices give their commands side by side, repeat them, and go away at times."""
    store, answers = MemoryStore(), list[Answer]()
    async with opened(store, entrants=(1,)) as desk:

        async def client(steps: list[Step]) -> None:
            for command, pause, leaves in steps:
                task = giving(desk, command)
                for _ in range(pause):
                    await asyncio.sleep(0)
                if leaves:
                    task.cancel()
                outcome = (await asyncio.gather(task, return_exceptions=True))[0]
                if isinstance(outcome, Accepted | Refused):
                    answers.append(outcome)
                else:
                    assert isinstance(outcome, asyncio.CancelledError)

        await asyncio.gather(*(client(steps) for steps in clients))
        contest = contest_of(desk)
    return await store.read(SMALL), contest, answers


async def one_after_another(commands: Sequence[Command]) -> tuple[list[Row], Contest]:
    store = MemoryStore()
    async with opened(store, entrants=(1,)) as desk:
        for command in commands:
            await giving(desk, command)
        contest = contest_of(desk)
    return await store.read(SMALL), contest


@settings(max_examples=150, deadline=None)
@given(CLIENTS)
def test_any_interleaving_equals_a_sequence(clients: list[list[Step]]) -> None:
    rows, contest, answers = asyncio.run(interleaved(clients))
    check_chain(rows)
    stored = {row.cause: row for row in rows}
    assert len(stored) == len(rows)  # each command left one event, however often it was given
    for answer in answers:
        if isinstance(answer, Accepted):
            assert all(stored[one.id].seq == one.seq for one in answer.receipts)
        elif answer.rejected.kind == "stale":
            assert isinstance(decode(stored[answer.id].event), SheetContested)
    given_as = {(command.id, digest(command)): command for c in clients for command, _, _ in c}
    sequence = [given_as[CommandId(row.cause), row.digest] for row in rows[2:]]
    assert asyncio.run(one_after_another(sequence)) == (rows, contest)


def digest(command: Command) -> bytes:
    """What tells two commands of one id apart, as stored."""
    return blake2b(msgspec.json.encode(command), digest_size=8).digest()


PATIENCE = st.lists(st.tuples(st.integers(0, 4), st.booleans()), min_size=1, max_size=6)


async def marked_by(devices: list[list[tuple[int, bool]]], *, at_once: bool) -> Contest:
    """Let each device mark two singers and correct each mark twice, asking again when in doubt."""
    store = MemoryStore()
    async with opened(store, entrants=(1, 2)) as desk:

        async def device(seat: int, patience: list[tuple[int, bool]]) -> None:
            waits = cycle(patience)
            sheets = [(entrant, after) for entrant in (1, 2) for after in range(3)]
            for number, (entrant, after) in enumerate(sheets, start=1):
                mark = marking(
                    f"t-{seat}:{number}", entrant, f"J{seat}", f"9{after}.0{seat}", after
                )
                pause, leaves = next(waits)
                first = giving(desk, mark)
                for _ in range(pause):
                    await asyncio.sleep(0)
                if leaves:
                    first.cancel()
                await asyncio.gather(first, return_exceptions=True)
                assert isinstance(await giving(desk, mark), Accepted)

        work = [device(seat, patience) for seat, patience in enumerate(devices, start=1)]
        if at_once:
            await asyncio.gather(*work)
        else:
            for one in work:
                await one
        contest = contest_of(desk)
    assert len(await store.read(SMALL)) == contest.seq == 3 + 6 * len(devices)
    return contest


@settings(max_examples=60, deadline=None)
@given(st.lists(PATIENCE, min_size=1, max_size=7))
def test_devices_side_by_side_leave_what_they_leave_one_after_another(
    devices: list[list[tuple[int, bool]]],
) -> None:
    side_by_side = asyncio.run(marked_by(devices, at_once=True))
    in_turn = asyncio.run(marked_by(devices, at_once=False))
    assert sorted(map(repr, side_by_side.history)) == sorted(map(repr, in_turn.history))
    same = in_turn.history
    assert replace(side_by_side, history=same) == in_turn
