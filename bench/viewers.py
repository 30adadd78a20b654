"""From a judge's tap to the last of many screens, and the end of a server that they all watch.

Server, viewers and judges are processes of their own and talk over loopback. A bare loop that
writes the same bytes to as many sockets is the baseline.
"""

import argparse
import asyncio
import multiprocessing
import resource
import subprocess
import sys
import time
import zlib
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import msgspec
import uvloop
from bare import DONE, PUSH_END, serve
from hall import (
    Line,
    Tokens,
    about_this_machine,
    contest_file,
    percentile,
    prepared,
    scratch,
    serving,
    table,
)
from msgspec import Struct
from watching import Seen, version_of, watch

from scoring.contest.commands import Call, Command, EnterMarks
from scoring.contest.file import ContestFile
from scoring.contest.ids import ContestId
from scoring.store.sqlite import SqliteStore
from scoring.web.api import Acknowledged

_SUNG = 100
"""How many have sung when the measuring begins."""
_PATIENCE = 60.0
_OWN_FILES = 200
"""Open files of a process apart from its viewers' sockets."""
_spawn = multiprocessing.get_context("spawn")


class Change(Struct, frozen=True):
    """A change of the board: the version it made, and when; by the clock of this machine."""

    version: int
    sent: float
    acknowledged: float


class Watched(Struct, frozen=True):
    """All that is measured about one server and its viewers."""

    changes: list[Change]
    seen: Seen
    opening: float
    memory_each: float
    ending: float


def split(file: ContestFile, changes: int) -> tuple[list[Command], list[Command]]:
    """The contest until so many have sung, and the commands of the next turns."""
    calls = [index for index, one in enumerate(file.commands) if isinstance(one, Call)]
    start = calls[_SUNG]
    commands = file.all_commands()
    return list(commands[: start + 1]), list(commands[start + 1 : start + 1 + changes])


async def played(
    port: int, contest: ContestId, tokens: Tokens, commands: Sequence[Command], pause: float
) -> list[Change]:
    """Give one command after another, with a pause before each."""
    line = await Line.open(port)
    changes: list[Change] = []
    for command in commands:
        await asyncio.sleep(pause)
        seat = tokens.seats[command.seat] if isinstance(command, EnterMarks) else None
        sent = time.monotonic()
        answer = await line.give(contest, seat or tokens.organizer, command)
        acknowledged = time.monotonic()
        version = msgspec.json.decode(answer, type=Acknowledged).accepted[0].seq
        changes.append(Change(version, sent, acknowledged))
    await asyncio.sleep(pause)
    await line.close()
    return changes


def watched(database: Path, viewers: int, changes: int, pause: float) -> Watched:
    """Serve the contest, let everybody watch, give the commands, and end the server."""
    file = contest_file()
    contest = file.plan.id
    before, commands = split(file, changes)
    tokens = asyncio.run(prepared(database, before, contest))
    with serving(database) as server:
        empty = server.memory()
        with watching(server.port, f"/contests/{contest}/live", viewers) as pipe:
            opening: float = pipe.recv()
            memory_each = (server.memory() - empty) / viewers
            given = uvloop.run(played(server.port, contest, tokens, commands, pause))
            ending = server.terminate()
            seen: Seen = pipe.recv()
    asyncio.run(checked(database, contest, commands))
    return Watched(given, seen, opening, memory_each, ending)


@contextmanager
def watching(port: int, path: str, viewers: int) -> Generator["Connection[object, Any]"]:
    """So many viewers in a process of their own, and the pipe that it reports to."""
    own, theirs = _spawn.Pipe()
    process = _spawn.Process(target=watch, args=(port, path, viewers, theirs))
    process.start()
    theirs.close()  # so that reading ends when the process does
    try:
        yield own
        process.join(_PATIENCE)
    finally:
        process.kill()


async def checked(database: Path, contest: ContestId, commands: Sequence[Command]) -> None:
    """Whether all that was acknowledged is on disk, and `scoring verify` finds it sound."""
    store = await SqliteStore.open_to_read(database)
    try:
        lost = [one.id for one in commands if not await store.caused(contest, one.id)]
    finally:
        await store.close()
    if lost:
        raise SystemExit(f"acknowledged, and not on disk: {lost}")
    verify = [sys.executable, "-m", "scoring", "verify", "--database", str(database)]
    subprocess.run(verify, check=True, stdout=subprocess.DEVNULL)  # noqa: S603, ASYNC221


def bare(frames: Sequence[bytes], viewers: int) -> list[float]:
    """Seconds until the last viewer has each of these frames from the bare loop."""
    own, theirs = _spawn.Pipe()
    server = _spawn.Process(target=serve, args=(theirs,))
    server.start()
    try:
        port: int = own.recv()
        with watching(port, "/", viewers) as pipe:
            pipe.recv()
            pushed = asyncio.run(_pushed(port, frames))
            server.terminate()
            seen: Seen = pipe.recv()
    finally:
        server.kill()
    return [max(seen.arrivals[version]) - sent for version, sent in pushed.items()]


async def _pushed(port: int, frames: Sequence[bytes]) -> dict[int, float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    sent: dict[int, float] = {}
    for frame in frames:
        await asyncio.sleep(0.2)
        sent[version_of(frame) or 0] = time.monotonic()
        writer.write(frame + PUSH_END)
        await reader.readexactly(len(DONE))
    await asyncio.sleep(1)
    writer.close()
    await writer.wait_closed()
    return sent


def _allow_files(viewers: int) -> None:
    """Let this process and those that it starts open a socket for each viewer."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = viewers + _OWN_FILES
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))


def main() -> None:
    """Measure, print the table, and as the last line the ratios as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--viewers", type=int, default=1000)
    parser.add_argument("--changes", type=int, default=10, help="of the board, one a second")
    parser.add_argument("--directory", type=Path, default=Path(), help="for the database")
    given = parser.parse_args()
    _allow_files(given.viewers)
    begun = time.perf_counter()
    with scratch(given.directory) as folder:
        found = watched(folder / "hall.db", given.viewers, given.changes, 1.0)
    seen = found.seen
    for one in found.changes:
        had = len(seen.arrivals.get(one.version, ()))
        if had != given.viewers:
            raise SystemExit(f"version {one.version} reached {had} of {given.viewers} viewers")
    frames = [seen.frames[one.version] for one in found.changes]
    alone = bare(frames, given.viewers)
    everyone = [
        at - one.acknowledged for one in found.changes for at in seen.arrivals[one.version]
    ]
    last = [max(seen.arrivals[one.version]) - one.acknowledged for one in found.changes]
    from_tap = [max(seen.arrivals[one.version]) - one.sent for one in found.changes]
    print(f"{about_this_machine()}; {given.viewers} viewers, {given.changes} changes")
    lines = {
        "acknowledged to each viewer": everyone,
        "acknowledged to the last viewer": last,
        "tap to the last viewer": from_tap,
        "bare loop to the last viewer": alone,
    }
    rows = [
        [name, *(f"{percentile(waits, percent) * 1000:.0f}" for percent in (50, 99, 100))]
        for name, waits in lines.items()
    ]
    print(table(["", "p50 ms", "p99 ms", "max ms"], rows))
    plain = [len(zlib.decompressobj(-zlib.MAX_WBITS).decompress(one)) for one in frames]
    print(f"a frame: {max(plain):,} bytes, {max(map(len, frames)):,} compressed")
    print(f"a viewer: {seen.bytes_each:,.0f} bytes received, {found.memory_each:,.0f} in memory")
    print(
        f"all connected after {found.opening:.2f} s; the server ended {found.ending:.2f} s after"
    )
    print(f"SIGTERM with {seen.cut_off} viewers cut off; all that was acknowledged is on disk")
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    result = {
        "viewers": given.viewers,
        "p50_ms": round(percentile(everyone, 50) * 1000, 1),
        "p99_ms": round(percentile(everyone, 99) * 1000, 1),
        "max_ms": round(max(everyone) * 1000, 1),
        "tap_to_last_max_ms": round(max(from_tap) * 1000, 1),
        "ratio_gzip_to_plain": round(sum(map(len, frames)) / sum(plain), 3),
        "ratio_last_to_bare": round(percentile(from_tap, 50) / percentile(alone, 50), 2),
        "bytes_per_viewer": round(seen.bytes_each),
        "memory_per_viewer": round(found.memory_each),
        "seconds_to_end": round(found.ending, 2),
        "cut_off": seen.cut_off,
        "acknowledged_on_disk": True,
        "seconds": round(time.perf_counter() - begun, 1),
        "cpu": round(sum(one.ru_utime + one.ru_stime for one in used), 1),
    }
    print(msgspec.json.encode({"name": "viewers", **result}).decode())


if __name__ == "__main__":
    main()
