"""The one writer: whatever waited -> decide -> one transaction -> answer -> wake the screens."""

import asyncio
import gc
import logging
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from typing import TypeAlias

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from scoring.contest import marking, umpiring
from scoring.contest.commands import Command, Register
from scoring.contest.decide import decide
from scoring.contest.events import Event, SheetContested, decode, encode
from scoring.contest.fault import Fault
from scoring.contest.fold import evolve
from scoring.contest.guards import Rejected
from scoring.contest.ids import CommandId, ContestId, device_and_count
from scoring.contest.match_events import TapContested
from scoring.contest.projection import public, published
from scoring.contest.state import Contest
from scoring.store.protocol import EventStore, RowTaken, StoreFailed
from scoring.store.rows import GENESIS, Row, check_chain, sealed
from scoring.wording import say

log = logging.getLogger("scoring")

_ATTEMPTS = 3
_command_encoder = msgspec.json.Encoder()


class Receipt(Struct, frozen=True):
    """An acknowledged command: its id, and the seq of the last event it left."""

    id: CommandId
    seq: int


class Accepted(Struct, frozen=True):
    """Every command is on disk, or was before."""

    receipts: tuple[Receipt, ...]


class Refused(Struct, frozen=True):
    """The command at `index` was rejected, and with it the whole list."""

    index: int
    id: CommandId
    rejected: Rejected


Answer: TypeAlias = Accepted | Refused


class DeskDown(Exception):
    """The desk has stopped; nothing can be acknowledged until the service is started again."""


class _Log(Struct, frozen=True):
    """One contest's log as committed or drafted: its fold, and how its chain goes on."""

    contest: Contest | None = None
    public: Contest | None = None
    """The contest as the public may know it."""
    hash: bytes = GENESIS
    counts: dict[str, int] = {}
    """The highest command number of each device: a greater one cannot be a repetition."""

    @property
    def seq(self) -> int:
        return self.contest.seq if self.contest else 0


class _Submission:
    def __init__(self, log: ContestId, commands: Sequence[Command], by: str) -> None:
        self.log, self.commands, self.by = log, commands, by
        self.answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()


class Desk:
    """Takes commands of every contest, one batch after another, in the order they came.

    A batch is whatever arrived while the last one was on its way to disk. `clock` gives the
    server's time as text; `wake` is called after the commit with each contest that changed;
    `died` if the writer ends by a fault of its own.
    """

    def __init__(
        self,
        store: EventStore,
        clock: Callable[[], str],
        wake: Callable[[ContestId], None],
        died: Callable[[], None],
    ) -> None:
        self._store, self._clock, self._wake, self._died = store, clock, wake, died
        self._logs: dict[ContestId, _Log] = {}
        self._waiting: list[_Submission] = []
        self._batch: list[_Submission] = []
        self._arrived = asyncio.Event()
        self._stopping = False
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Read every log, check its chain, and begin to take commands."""
        with _not_collecting():
            for name in await self._store.logs():
                self._logs[ContestId(name)] = await self._loaded(ContestId(name))
        self._task = asyncio.create_task(self._run())
        self._task.add_done_callback(self._ended)

    async def stop(self) -> None:
        """Answer what has been handed in, then take no more."""
        self._stopping = True
        self._arrived.set()
        if self._task is not None:
            await asyncio.wait([self._task])

    def contests(self) -> list[Contest]:
        """All contests as committed."""
        return [log.contest for log in self._logs.values() if log.contest is not None]

    def contest(self, log: ContestId) -> Contest | None:
        """One contest as committed; None if there is none with this id."""
        found = self._logs.get(log)
        return found.contest if found else None

    def public_contests(self) -> list[Contest]:
        """All contests as the public may know them."""
        return [log.public for log in self._logs.values() if log.public is not None]

    def public(self, log: ContestId) -> Contest | None:
        """One contest as the public may know it; None if there is none with this id."""
        found = self._logs.get(log)
        return found.public if found else None

    @property
    def working(self) -> bool:
        """Whether commands are taken."""
        return not (self._stopping or self._task is None or self._task.done())

    async def submit(self, log: ContestId, commands: Sequence[Command], by: str) -> Answer:
        """Hand in commands, all or nothing, and wait until they are on disk or refused.

        Raises StoreFull or StoreFailed when they could not be stored, DeskDown after the end.
        """
        if not self.working:
            raise DeskDown
        submission = _Submission(log, commands, by)
        self._waiting.append(submission)
        self._arrived.set()
        return await submission.answer

    async def _run(self) -> None:
        while not (self._stopping and not self._waiting):
            await self._arrived.wait()
            self._arrived.clear()
            self._batch, self._waiting = self._waiting, []
            if self._batch:
                await self._settle(self._batch)

    def _ended(self, task: asyncio.Task[None]) -> None:
        for submission in (*self._batch, *self._waiting):
            _give(submission, DeskDown())
        fault = None if task.cancelled() else task.exception()
        if fault is not None:
            log.critical("the writer has died", exc_info=fault)
            self._died()

    async def _settle(self, batch: list[_Submission]) -> None:
        for _ in range(_ATTEMPTS):
            draft = _Draft(self._store, self._logs, self._clock())
            answers = [await draft.answer(submission) for submission in batch]
            try:
                if draft.rows:
                    await self._store.append(draft.rows)
            except RowTaken:
                for name in draft.logs:
                    self._logs[name] = await self._loaded(name)
                    self._wake(name)
                continue
            except Exception as error:  # noqa: BLE001 - whatever it is, nobody is acknowledged
                for submission in batch:
                    _give(submission, error)
                return
            self._logs.update(draft.logs)
            for submission, answer in zip(batch, answers, strict=True):
                _give(submission, answer)
            for name in draft.logs:
                self._wake(name)
            return
        for submission in batch:
            _give(submission, StoreFailed("another process keeps writing to this database"))

    async def _loaded(self, name: ContestId) -> _Log:
        rows = await self._store.read(name)
        last = check_chain(rows)
        contest: Contest | None = None
        shown: Contest | None = None
        counts: dict[str, int] = {}
        for row in rows:
            contest, shown = folded(contest, shown, decode(row.event))
            device, count = device_and_count(CommandId(row.cause))
            counts[device] = max(count, counts.get(device, 0))
        return _Log(contest, shown, last, counts)


@contextmanager
def _not_collecting() -> Generator[None]:
    """A replay makes no cycles; to look for some among all that is new took half as long again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Draft:
    """One batch being decided: new rows, and the logs as they will be once committed."""

    def __init__(self, store: EventStore, committed: dict[ContestId, _Log], at: str) -> None:
        self._store, self._committed, self._at = store, committed, at
        self.rows: list[Row] = []
        self.logs: dict[ContestId, _Log] = {}

    async def answer(self, submission: _Submission) -> Answer | Exception:
        """Decide a submission, all or nothing. A fault in a rule fails this one only."""
        name = submission.log
        turn = _Turn(self._log(name), submission, self._at)
        try:
            answer = await self._decided(turn)
            if isinstance(answer, Refused):
                turn = _Turn(self._log(name), submission, self._at)
                answer = _traced(turn, answer)
        except Exception as fault:  # noqa: BLE001 - told to this client, and logged at the edge
            return fault
        if turn.rows:
            turn.log.counts.update(turn.counts)
            self.logs[name] = turn.log
            self.rows += turn.rows
        return answer

    def _log(self, name: ContestId) -> _Log:
        if name in self.logs:
            return self.logs[name]
        log = self._committed.get(name, _NO_LOG)
        return replace(log, counts=log.counts.copy())  # once a batch; committed ones never change

    async def _decided(self, turn: "_Turn") -> Answer:
        receipts: list[Receipt] = []
        for index, command in enumerate(turn.submission.commands):
            known = await self._first_answer(turn, command)
            if known is None:
                decision = decide(turn.log.contest, command)
                if isinstance(decision, Rejected):
                    return Refused(index, command.id, decision)
                turn.record(command, decision)
                known = Receipt(command.id, turn.log.seq)
            if isinstance(known, Rejected):
                return Refused(index, command.id, known)
            receipts.append(known)
        return Accepted(tuple(receipts))

    async def _first_answer(self, turn: "_Turn", command: Command) -> Receipt | Rejected | None:
        """What this command was answered before; None if it is new."""
        device, count = device_and_count(command.id)
        if count > turn.log.counts.get(device, -1) and count > turn.counts.get(device, -1):
            return None
        name = turn.submission.log
        drafted = (*self.rows, *turn.rows)
        rows = [row for row in drafted if row.cause == command.id and row.log == name]
        rows = rows or await self._store.caused(name, command.id)
        if not rows or (isinstance(command, Register) and rows[0].digest != _digest(command)):
            return None
        if rows[0].digest != _digest(command):
            text = say("The id {id} has been used for another command.", id=command.id)
            return Rejected("invalid", (Fault("id", text),))
        event = decode(rows[0].event)
        match event:
            case SheetContested():
                return Rejected("stale", (marking.stale(event),))
            case TapContested():
                return Rejected("stale", (umpiring.stale(event),))
            case _:
                pass
        return Receipt(command.id, rows[-1].seq)


class _Turn:
    """One submission being decided: the log as it would go on, and the rows for it."""

    def __init__(self, log: _Log, submission: _Submission, at: str) -> None:
        self.log, self.submission, self._at = log, submission, at
        self.rows: list[Row] = []
        self.counts: dict[str, int] = {}

    def record(self, command: Command, events: Sequence[Event]) -> None:
        """Put events into their envelopes and fold them."""
        contest, shown = self.log.contest, self.log.public
        last, digest = self.log.hash, _digest(command)
        seq = self.log.seq
        for part, event in enumerate(events):
            seq += 1
            row = Row(
                self.submission.log, seq, self._at, command.entered_at, self.submission.by,
                command.id, part, digest, encode(event), b"",
            )  # fmt: skip
            last = sealed(last, row)
            self.rows.append(replace(row, hash=last))
            contest, shown = folded(contest, shown, event)
        device, count = device_and_count(command.id)
        before = self.counts.get(device) or self.log.counts.get(device, 0)
        self.counts[device] = max(count, before)
        self.log = _Log(contest, shown, last, self.log.counts)


_NO_LOG = _Log()


def folded(
    contest: Contest | None, shown: Contest | None, event: Event
) -> tuple[Contest, Contest]:
    """The contest after one more event, and what of it is public; both None before the first."""
    after = evolve(contest, event)
    if contest is None or shown is None:
        return after, public(after)
    return after, published(shown, contest, after, event)


def _traced(turn: _Turn, refused: Refused) -> Refused:
    """Record the trace that a refused command leaves, as decided without the list it came in."""
    if not refused.rejected.events:
        return refused
    command = turn.submission.commands[refused.index]
    alone = decide(turn.log.contest, command)
    if not isinstance(alone, Rejected) or not alone.events:
        return refused
    turn.record(command, alone.events)
    return Refused(refused.index, refused.id, alone)


def _digest(command: Command) -> bytes:
    return blake2b(_command_encoder.encode(command), digest_size=8).digest()


def _give(submission: _Submission, answer: Answer | Exception) -> None:
    if submission.answer.done():
        return  # whoever asked has gone; asking again with the same id gives this answer
    if isinstance(answer, Exception):
        submission.answer.set_exception(answer)
    else:
        submission.answer.set_result(answer)
