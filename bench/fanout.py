"""From a judge's tap to the last of many screens, beside nginx with nchan carrying the same bytes.

Server, viewers and judges are processes of their own and talk over loopback. The board is that of
142 singers, nearly all of whom have sung; every mark and every result is a change of it.
"""

import argparse
import asyncio
import multiprocessing
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import msgspec
import uvloop
from beside_nginx import installed, nchan, published
from hall import (
    Line,
    Tokens,
    about_this_machine,
    contest_file,
    own,
    percentile,
    prepared,
    scratch,
    serving,
    table,
)
from msgspec import Struct
from watching import Seen, allow_files, inflated, watch

from scoring.contest.commands import Call, Command, EnterMarks
from scoring.contest.file import ContestFile
from scoring.contest.ids import ContestId
from scoring.store.sqlite import SqliteStore

_TURN = 9
"""Commands of a turn: the call, seven marks, the result."""
_PATIENCE = 60.0
_spawn = multiprocessing.get_context("spawn")


class Change(Struct, frozen=True):
    """A change of the board: when it was sent and acknowledged, by the clock of this machine."""

    sent: float
    acknowledged: float


class Watched(Struct, frozen=True):
    """All that is measured about one server and its viewers."""

    changes: list[Change]
    seen: Seen
    opening: float
    memory_each: float
    ending: float

    def to_the_last(self, viewers: int) -> list[float]:
        """From each tap until the last of them had the change, in seconds; every one had it."""
        frames = list(self.seen.arrivals)
        for frame in frames:
            _check_all(self.seen, frame, viewers)
        lasts = [max(self.seen.arrivals[one]) for one in frames[1:]]
        return [at - one.sent for at, one in zip(lasts, self.changes, strict=True)]


def split(file: ContestFile, changes: int) -> tuple[list[Command], list[Command]]:
    """The contest until nearly everybody has sung, and the commands of the last turns."""
    commands = file.all_commands()
    calls = [index for index, one in enumerate(commands) if isinstance(one, Call)]
    start = calls[-1 - changes // _TURN]
    return list(commands[:start]), list(commands[start : start + changes])


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
        await line.give(contest, seat or tokens.organizer, command)
        changes.append(Change(sent, time.monotonic()))
    await asyncio.sleep(pause)
    await line.close()
    return changes


def watched(
    database: Path,
    viewers: int,
    changes: int,
    pause: float,
    command: Callable[[Path, int], list[str]] = own,
) -> Watched:
    """Serve the contest, let everybody watch, give the commands, and end the server."""
    file = contest_file()
    contest = file.plan.id
    before, commands = split(file, changes)
    tokens = asyncio.run(prepared(database, before, contest))
    with serving(database, command=command) as server:
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
def watching(
    port: int, path: str, viewers: int, by: Callable[..., None] = watch
) -> Generator["Connection[object, Any]"]:
    """So many viewers in a process of their own, and the pipe that it reports to."""
    own, theirs = _spawn.Pipe()
    process = _spawn.Process(target=by, args=(port, path, viewers, theirs))
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
    subprocess.run(verify, check=True, stdout=subprocess.DEVNULL)  # noqa: ASYNC221 - the measuring is over


class Carried(Struct, frozen=True):
    """What nchan took for the same messages to as many viewers."""

    last: list[float]
    memory_each: float


def carried(frames: Sequence[bytes], viewers: int, workers: int, pause: float) -> Carried:
    """Publish the first before anybody comes, and each of the others to all."""
    with scratch(Path(tempfile.gettempdir())) as folder, nchan(folder, workers) as server:
        asyncio.run(published(server.port, frames[:1], 0))
        empty = server.memory()
        with watching(server.port, "/live", viewers) as pipe:
            pipe.recv()
            memory_each = (server.memory() - empty) / viewers
            sent = asyncio.run(published(server.port, frames[1:], pause))
            time.sleep(pause)
            server.terminate()
            seen: Seen = pipe.recv()
    last: list[float] = []
    for frame, at in zip(frames[1:], sent, strict=True):
        _check_all(seen, frame, viewers)
        last.append(max(seen.arrivals[frame]) - at)
    return Carried(last, memory_each)


def _check_all(seen: Seen, frame: bytes, viewers: int) -> None:
    had = len(seen.arrivals.get(frame, ()))
    if had != viewers:
        raise SystemExit(f"a message of {len(frame)} bytes reached {had} of {viewers} viewers")


def main() -> None:
    """Measure, print the table, and as the last line the ratios as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--viewers", type=int, default=1000)
    parser.add_argument("--changes", type=int, default=27, help="of the board: nine are a turn")
    parser.add_argument("--pause", type=float, default=1.0, help="seconds between two changes")
    parser.add_argument("--workers", type=int, default=1, help="processes of nginx")
    parser.add_argument("--directory", type=Path, default=Path(), help="for the database")
    given = parser.parse_args()
    allow_files(given.viewers)
    with scratch(given.directory) as folder:
        found = watched(folder / "hall.db", given.viewers, given.changes, given.pause)
    frames, from_tap = list(found.seen.arrivals), found.to_the_last(given.viewers)
    lines = {
        "tap to acknowledged": [one.acknowledged - one.sent for one in found.changes],
        "tap to the last viewer": from_tap,
    }
    result: dict[str, object] = {"viewers": given.viewers}
    if installed():
        other = carried(frames, given.viewers, given.workers, given.pause)
        lines["nchan: published to the last viewer"] = other.last
        for percent in (50, 99):
            ratio = percentile(from_tap, percent) / percentile(other.last, percent)
            result[f"p{percent}_to_nchan"] = round(ratio, 2)
        result["nchan_memory_per_viewer"] = round(other.memory_each)
    print(f"{about_this_machine()}; {given.viewers} viewers, {given.changes} changes")
    rows = [
        [name, *(f"{percentile(waits, percent) * 1000:.0f}" for percent in (50, 99, 100))]
        for name, waits in lines.items()
    ]
    print(table(["milliseconds", "p50", "p99", "max"], rows))
    whole, *patches = map(inflated, frames)
    sent = sum(map(len, frames[1:])) / len(patches)
    print(f"the board: {len(whole):,} bytes, {len(frames[0]):,} compressed")
    print(f"a patch: {max(map(len, patches)):,} bytes at most, {sent:,.0f} compressed on average")
    print(f"all connected after {found.opening:.2f} s; ended {found.ending:.2f} s after SIGTERM")
    result |= {
        "p50_ms": round(percentile(from_tap, 50) * 1000, 1),
        "p99_ms": round(percentile(from_tap, 99) * 1000, 1),
        "bytes_whole_uncompressed": len(whole),
        "bytes_per_change": round(sent),
        "times_fewer_bytes": round(len(whole) / sent, 1),
        "times_fewer_than_packed": round(len(frames[0]) / sent, 1),
        "memory_per_viewer": round(found.memory_each),
        "seconds_to_end": round(found.ending, 2),
        "cut_off": found.seen.cut_off,
    }
    print(msgspec.json.encode({"name": "fanout", **result}).decode())


if __name__ == "__main__":
    main()
