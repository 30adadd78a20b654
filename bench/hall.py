"""What the benchmarks share: a contest with all performances open, a server, clients, tables."""

import asyncio
import os
import platform
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Callable, Generator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import msgspec
from msgspec import Struct

from scoring.access import Organizer, SeatHolder
from scoring.contest.commands import Call, Command, EnterMarks, Mark
from scoring.contest.file import ContestFile
from scoring.contest.ids import CommandId, ContestId, EntrantId, SeatId, StageId
from scoring.contest.plan import Plan
from scoring.desk import Accepted, Desk
from scoring.store.sqlite import SqliteStore
from scoring.web.app import now
from scoring.web.keys import Keys

_FIXTURE = Path(__file__).parents[1] / "fixtures/our-village-k-2024/yuhang-renhe.json"
DATABASE = "SCORING_BENCH_DATABASE"
"""Names the database to servers that cannot be told it otherwise (bench/asgi.py)."""
_PATIENCE = 20.0
"""Seconds that a server may take to start or to end."""


class Tokens(Struct, frozen=True):
    """What signs the requests of the organizer and of each seat."""

    organizer: str
    seats: dict[SeatId, str]


def contest_file() -> ContestFile:
    """The preliminary with 142 singers and seven judges."""
    return msgspec.json.decode(_FIXTURE.read_bytes(), type=ContestFile)


def all_called(plan: Plan) -> list[Command]:
    """The registration, and everybody called to the stage: every mark is accepted."""
    stage = plan.judged[0].id
    calls = [
        Call(id=CommandId(f"desk:{number}"), stage=stage, entrant=one.id)
        for number, one in enumerate(plan.entrants, start=1)
    ]
    return [*ContestFile(plan=plan).all_commands(), *calls]


@asynccontextmanager
async def desk_on(path: Path) -> AsyncGenerator[tuple[Desk, SqliteStore]]:
    """A working desk on a database file."""
    store = await SqliteStore.open(path)
    try:
        desk = Desk(store, now, lambda _: None, lambda: None)
        await desk.start()
        yield desk, store
        await desk.stop()
    finally:
        await store.close()


async def prepared(path: Path, commands: Sequence[Command], contest: ContestId) -> Tokens:
    """Write a contest and tokens into a new database, for a server to open."""
    async with desk_on(path) as (desk, store):
        answer = await desk.submit(contest, commands, "organizer")
        if not isinstance(answer, Accepted):
            raise SystemExit(f"the contest was refused: {answer}")
        keys = Keys(store)
        found = desk.contest(contest)
        seats = found.plan.seats if found else ()
        return Tokens(
            organizer=await keys.new_token(Organizer()),
            seats={one.id: await keys.new_token(SeatHolder(contest, one.id)) for one in seats},
        )


class Tablet:
    """One device: marks its own sheets round after round, each from the state it has seen."""

    def __init__(self, plan: Plan, number: int, of: int, count: int = 0) -> None:
        stage = plan.judged[0]
        sheets = [(one.id, seat) for one in plan.entrants for seat in stage.panel]
        self._own: list[tuple[EntrantId, SeatId]] = sheets[number::of]
        self._stage: StageId = stage.id
        self._marks = [
            tuple(
                Mark(criterion=one.id, mark=f"{80 + step}.{number % 100:02}")
                for one in stage.scoring.criteria
            )
            for step in range(20)
        ]
        self._number, self._count, self._given = number, count, 0

    def next_marks(self) -> EnterMarks:
        """The next command; only to be called when the last one was acknowledged."""
        revision, place = divmod(self._given, len(self._own))
        entrant, seat = self._own[place]
        self._given += 1
        self._count += 1
        return EnterMarks(
            id=CommandId(f"tablet-{self._number}:{self._count}"),
            entered_at="2026-11-22T10:00:00+08:00",
            stage=self._stage,
            entrant=entrant,
            seat=seat,
            after=revision,
            marks=self._marks[self._given % len(self._marks)],
        )


def resident(pid: int) -> int:
    """Bytes of memory that a process has; 0 where the system does not tell."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return 0
    found = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(found.split()[1]) * 1024


class Server:
    """`scoring serve` as a process of its own."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int) -> None:
        self.process, self.port = process, port

    def memory(self) -> int:
        """Resident bytes."""
        return resident(self.process.pid)

    def worked(self) -> float:
        """Seconds of processor time so far, of all threads; 0 where the system does not tell."""
        told = Path(f"/proc/{self.process.pid}/stat")
        if not told.exists():
            return 0
        fields = told.read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def terminate(self) -> float:
        """Send SIGTERM and wait for the end; the seconds it took."""
        begun = time.perf_counter()
        self.process.terminate()
        self.process.wait(_PATIENCE)
        return time.perf_counter() - begun


def own(database: Path, port: int) -> list[str]:
    """The command that serves a database file as a hall does."""
    address = ["--host", "127.0.0.1", "--port", str(port)]
    return [sys.executable, "-m", "scoring", "serve", "--database", str(database), *address]


@contextmanager
def serving(
    database: Path, cores: Sequence[int] = (), command: Callable[[Path, int], list[str]] = own
) -> Generator[Server]:
    """Serve a database file on a free port of the loopback interface; on these cores only."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    pinned = ["taskset", "-c", ",".join(map(str, cores))] if cores else []
    started = [*pinned, *command(database, port)]
    told = {**os.environ, DATABASE: str(database)}
    with subprocess.Popen(started, stdout=subprocess.DEVNULL, env=told) as process:
        try:
            await_port(process, port)
            yield Server(process, port)
        finally:
            process.kill()


def await_port(process: "subprocess.Popen[bytes]", port: int) -> None:
    """Wait until somebody listens there."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            raise SystemExit("the server did not start")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise SystemExit("the server does not answer")


class Line:
    """A keep-alive HTTP/1.1 connection that posts commands, one after another."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def open(cls, port: int) -> "Line":
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def give(self, contest: ContestId, token: str, command: Command) -> bytes:
        """Post a command and wait for its acknowledgement, which is returned."""
        body = msgspec.json.encode(command)
        return await self.post(f"/api/contests/{contest}/commands", token, body, 200)

    async def post(self, path: str, token: str, body: bytes, status: int) -> bytes:
        """Post a body, as JSON unless it is empty, and wait for the answer with this status."""
        kind = "Content-Type: application/json\r\n" if body else ""
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
            f"{kind}Content-Length: {len(body)}\r\n\r\n"
        )
        self._writer.write(head.encode() + body)
        answered = await self._reader.readuntil(b"\r\n\r\n")
        length = int(answered.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        said = await self._reader.readexactly(length)
        if not answered.startswith(f"HTTP/1.1 {status}".encode()):
            raise SystemExit(f"refused: {said.decode()}")
        return said

    async def close(self) -> None:
        self._writer.close()
        await self._writer.wait_closed()


@contextmanager
def scratch(directory: Path) -> Generator[Path]:
    """A folder on the disk to be measured, removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="scoring-bench-", dir=directory))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def percentile(values: Sequence[float], percent: float) -> float:
    """The value that so many percent of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def about_this_machine() -> str:
    """Cores that may be used, and the versions that matter."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    python, lite = platform.python_version(), sqlite3.sqlite_version
    return f"{cores} cores, {platform.system()}, Python {python}, SQLite {lite}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns in line: the first to the left, numbers to the right."""
    widths = [max(len(line[column]) for line in [head, *rows]) for column in range(len(head))]

    def written(line: Sequence[str]) -> str:
        cells = [line[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)]
        return "  ".join(cells)

    return "\n".join(map(written, [head, *rows]))
