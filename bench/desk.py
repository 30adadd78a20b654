"""Acknowledged marks per second, beside one commit per request and beside the bare disk.

Every client hands in its next marks only when the last ones were acknowledged, and has a device
id of its own. All lines of a run use the same disk, the same table and rows of the same bytes.
"""

import argparse
import asyncio
import os
import resource
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

import aiosqlite
import msgspec
import uvloop
from hall import (
    Line,
    Tablet,
    about_this_machine,
    all_called,
    contest_file,
    desk_on,
    percentile,
    prepared,
    scratch,
    serving,
    table,
)
from msgspec import Struct
from msgspec.structs import astuple

from scoring.contest.file import ContestFile
from scoring.desk import Accepted
from scoring.store.rows import Row, check_chain
from scoring.store.sqlite import SqliteStore

CLIENTS = (1, 10, 100)
_INSERT = "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_APART = 7_919
"""How far the counts of two tablets lie apart where they are out of step."""


class Measured(Struct, frozen=True):
    """One line of the table."""

    name: str
    clients: int
    per_second: float
    p50: float
    p99: float


Give = Callable[[int], Awaitable[None]]
"""One request of the client with this number, from asking to its acknowledgement."""


async def measured(name: str, clients: int, seconds: float, give: Give) -> Measured:
    """Let so many clients ask for so many seconds, each as fast as it is answered."""
    waits: list[float] = []
    begun = time.perf_counter()
    end = begun + seconds

    async def client(number: int) -> None:
        asked = time.perf_counter()
        while asked < end:
            await give(number)
            answered = time.perf_counter()
            waits.append(answered - asked)
            asked = answered

    await asyncio.gather(*(client(number) for number in range(clients)))
    rate = len(waits) / (time.perf_counter() - begun)
    return Measured(name, clients, rate, percentile(waits, 50), percentile(waits, 99))


async def through_desk(
    path: Path, clients: int, seconds: float, *, in_step: bool = True
) -> Measured:
    """The desk in process, on its SQLite store."""
    plan = contest_file().plan
    async with desk_on(path) as (desk, store):
        await desk.submit(plan.id, all_called(plan), "organizer")
        before = desk.contests()[0].seq
        tablets = [
            Tablet(plan, number, clients, 0 if in_step else number * _APART)
            for number in range(clients)
        ]

        async def give(number: int) -> None:
            answer = await desk.submit(plan.id, (tablets[number].next_marks(),), "seat:J1")
            if not isinstance(answer, Accepted):
                raise SystemExit(f"refused: {answer}")
            acknowledged.append(answer.receipts[0].seq)

        acknowledged: list[int] = []
        name = "desk in process" if in_step else "desk, tablets out of step"
        result = await measured(name, clients, seconds, give)
        rows = await store.read(plan.id)
        check_chain(rows)
        if sorted(acknowledged) != [row.seq for row in rows[before:]]:
            raise SystemExit("what was acknowledged is not what is stored")
        return result


async def over_http(path: Path, clients: int, seconds: float) -> Measured:
    """The service as it runs in a hall; the clients are in this process."""
    plan = contest_file().plan
    tokens = await prepared(path, all_called(plan), plan.id)
    tablets = [Tablet(plan, number, clients) for number in range(clients)]
    with serving(path) as server:
        lines = [await Line.open(server.port) for _ in range(clients)]

        async def give(number: int) -> None:
            marks = tablets[number].next_marks()
            await lines[number].give(plan.id, tokens.seats[marks.seat], marks)

        result = await measured("desk over HTTP", clients, seconds, give)
        for line in lines:
            await line.close()
        server.terminate()
    return result


async def a_row(path: Path) -> Row:
    """A row as the desk writes it for a mark."""
    plan = contest_file().plan
    async with desk_on(path) as (desk, store):
        await desk.submit(plan.id, ContestFile(plan=plan).all_commands(), "organizer")
        await desk.submit(plan.id, all_called(plan)[1:], "organizer")
        before = desk.contests()[0].seq
        await desk.submit(plan.id, (Tablet(plan, 50, 100).next_marks(),), "seat:J1")
        return (await store.read(plan.id, before))[0]


class Baseline:
    """One commit per request: the same row into the same table, by any client at any time."""

    def __init__(self, row: Row, connections: list[aiosqlite.Connection]) -> None:
        self._row, self._connections = row, connections
        self._locks = [asyncio.Lock() for _ in connections]
        self._seq = 0

    def _values(self, number: int) -> tuple[object, ...]:
        self._seq += 1
        values = list(astuple(self._row))
        values[1], values[5] = self._seq, f"tablet-{number}:{self._seq}"
        return tuple(values)

    async def three_calls(self, number: int) -> None:
        """BEGIN, INSERT and COMMIT, each awaited, as a handler would write it."""
        at = number % len(self._connections)
        async with self._locks[at]:
            await self._connections[at].execute("BEGIN IMMEDIATE")
            await self._connections[at].execute(_INSERT, self._values(number))
            await self._connections[at].execute("COMMIT")

    async def own_connection(self, path: Path, number: int) -> None:
        """A connection for each request, as the library's own examples open one."""
        async with aiosqlite.connect(path, timeout=30) as connection:
            await connection.execute("PRAGMA synchronous=FULL")
            await connection.execute(_INSERT, self._values(number))
            await connection.commit()

    async def one_call(self, number: int) -> None:
        """INSERT in autocommit: begun and committed in the one call, the least there is."""
        at = number % len(self._connections)
        async with self._locks[at]:
            await self._connections[at].execute(_INSERT, self._values(number))


async def commit_per_request(
    path: Path, row: Row, kind: str, clients: int, seconds: float
) -> Measured:
    """A baseline: `kind` is "own connection", "three calls", "one call" or "connections"."""
    store = await SqliteStore.open(path)  # makes the table
    await store.close()
    async with AsyncExitStack() as stack:
        connections = [
            await stack.enter_async_context(aiosqlite.connect(path, isolation_level=None))
            for _ in range(clients if kind == "connections" else 1)
        ]
        for connection in connections:
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=30000"):
                await connection.execute_fetchall(f"PRAGMA {pragma}")
        baseline = Baseline(row, connections)
        kinds: dict[str, Give] = {
            "own connection": partial(baseline.own_connection, path),
            "three calls": baseline.three_calls,
        }
        give = kinds.get(kind, baseline.one_call)
        return await measured(f"commit per request, {kind}", clients, seconds, give)


def bare_disk(path: Path, size: int, seconds: float) -> Measured:
    """Append a record as long as a row and wait for the disk, again and again."""
    record = os.urandom(size)
    waits: list[float] = []
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    begun = asked = time.perf_counter()
    while asked < begun + seconds:
        os.write(file, record)
        os.fdatasync(file)
        answered = time.perf_counter()
        waits.append(answered - asked)
        asked = answered
    os.close(file)
    rate = len(waits) / (asked - begun)
    return Measured("bare disk, write and fdatasync", 1, rate, *_halves(waits))


def _halves(waits: list[float]) -> tuple[float, float]:
    return percentile(waits, 50), percentile(waits, 99)


async def run(folder: Path, seconds: float) -> list[Measured]:
    """Every line, those that are compared next to each other in time."""
    row = await a_row(folder / "row.db")
    size = sum(len(str(one)) if isinstance(one, int) else len(one or "") for one in astuple(row))
    lines = [bare_disk(folder / "disk", size, seconds)]
    for clients in CLIENTS:
        for kind in ("own connection", "three calls", "one call", "connections"):
            if (kind, clients) != ("connections", 1):
                path = folder / f"{kind}-{clients}.db"
                lines.append(await commit_per_request(path, row, kind, clients, seconds))
        lines.append(await through_desk(folder / f"desk-{clients}.db", clients, seconds))
        lines.append(await over_http(folder / f"http-{clients}.db", clients, seconds))
    lines.append(await through_desk(folder / "apart.db", CLIENTS[-1], seconds, in_step=False))
    return lines


def ratios(lines: list[Measured]) -> dict[str, float]:
    """The desk beside the fastest way of committing each request, and beside the bare disk."""

    def rate(name: str, clients: int) -> float:
        return max(
            one.per_second for one in lines if one.clients == clients and one.name.startswith(name)
        )

    most = CLIENTS[-1]
    found = {
        f"ratio_to_commit_per_request_{clients}": rate("desk in", clients)
        / rate("commit per request", clients)
        for clients in CLIENTS
    }
    three = rate("commit per request, three calls", most)
    own = rate("commit per request, own connection", most)
    return found | {
        f"ratio_to_own_connection_{most}": rate("desk in", most) / own,
        f"ratio_to_three_calls_{most}": rate("desk in", most) / three,
        f"ratio_out_of_step_{most}": rate("desk, tablets", most) / rate("commit per", most),
        f"http_{most}_to_commit_per_request": rate("desk over", most) / rate("commit per", most),
        f"http_{most}_to_in_process": rate("desk over", most) / rate("desk in", most),
        f"ratio_to_disk_{most}": rate("desk in", most) / rate("bare disk", 1),
    }


def main() -> None:
    """Measure, print the table, and as the last line the ratios as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0, help="time for each line")
    parser.add_argument("--directory", type=Path, default=Path(), help="on the disk to measure")
    given = parser.parse_args()
    begun = time.perf_counter()
    with scratch(given.directory) as folder:
        lines = uvloop.run(run(folder, given.seconds))
    print(about_this_machine())
    rows = [
        [one.name, str(one.clients), f"{one.per_second:,.0f}"]
        + [f"{wait * 1000:.2f}" for wait in (one.p50, one.p99)]
        for one in lines
    ]
    print(table(["", "clients", "a second", "p50 ms", "p99 ms"], rows))
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    result = {name: round(value, 2) for name, value in ratios(lines).items()} | {
        "seconds": round(time.perf_counter() - begun, 1),
        "cpu": round(sum(one.ru_utime + one.ru_stime for one in used), 1),
    }
    print(msgspec.json.encode({"name": "desk", **result}).decode())


if __name__ == "__main__":
    main()
