"""Ten minutes of an evening: 10,000 viewers, a mark a second, and 100 judges who post meanwhile.

Server, viewers and judges are processes of their own; the server has two cores, the others the
rest. The judges mark in a contest of their own, so that every change of the board is counted.
"""

import argparse
import asyncio
import os
import re
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import msgspec
import uvloop
from fanout import checked, split, watching
from hall import (
    Line,
    Server,
    Tablet,
    Tokens,
    about_this_machine,
    all_called,
    contest_file,
    percentile,
    prepared,
    scratch,
    serving,
    table,
)
from msgspec import Struct
from msgspec.structs import replace
from watching import Watch, allow_files, inflated, opened

from scoring.contest.commands import Command, EnterMarks
from scoring.contest.ids import ContestId
from scoring.contest.plan import Plan

JUDGES = 100
BEHIND, P99_MS, GROWTH = 2, 100.0, 0.05
"""At most: versions that a viewer lacks, a judge's wait, memory gained after the first minute."""
_NUMBER = re.compile(rb"^id: (\d+)-", re.MULTILINE)
_SERVERS = 2
"""Cores that the server has."""


class Sample(Struct, frozen=True):
    """The oldest and the newest version that any viewer had at a moment."""

    at: float
    oldest: int
    newest: int


class Following(Watch):
    """Viewers of whom only the number of the version is remembered that each has."""

    def __init__(self, viewers: int) -> None:
        super().__init__(viewers)
        self.have = [0] * viewers
        self._numbers: dict[bytes, int] = {}

    def take(self, viewer: int, chunk: bytes) -> None:
        """A message; all get the same bytes, so each is taken apart once."""
        number = self._numbers.get(chunk)
        if number is None:
            found = _NUMBER.search(inflated(chunk))
            number = self._numbers[chunk] = int(found[1]) if found else 0
            if len(self._numbers) > JUDGES:
                del self._numbers[next(iter(self._numbers))]
        if number:
            self.have[viewer] = number


def follow(port: int, path: str, viewers: int, pipe: "Connection[Any, object]") -> None:
    """Tell when all are there, and, when the server has ended, what they had every second."""
    allow_files(viewers)
    uvloop.run(_followed(port, path, viewers, pipe))


async def _followed(port: int, path: str, viewers: int, pipe: "Connection[Any, object]") -> None:
    watch = Following(viewers)
    pipe.send(await opened(watch, port, path))
    samples: list[Sample] = []
    while not watch.all_lost.is_set():
        await asyncio.sleep(1)
        samples.append(Sample(time.monotonic(), min(watch.have), max(watch.have)))
    pipe.send((samples, viewers - watch.finished))


class Found(Struct):
    """What is measured while the minutes pass."""

    marks: list[float] = []
    """When each mark of the watched contest was acknowledged."""
    waits: list[float] = []
    """Of the hundred judges, in seconds."""
    memory: list[int] = []
    """Of the server, every ten seconds."""


class Judges(Struct, frozen=True):
    """The contest in which the hundred mark, and every how many seconds each does."""

    plan: Plan
    tokens: Tokens
    pace: float

    async def mark(self, number: int, port: int, found: Found) -> None:
        """What one of them does, at a moment of its own among those seconds."""
        tablet, line = Tablet(self.plan, number, JUDGES), await Line.open(port)
        await asyncio.sleep(self.pace * number / JUDGES)
        while True:
            marks = tablet.next_marks()
            begun = time.monotonic()
            await line.give(self.plan.id, self.tokens.seats[marks.seat], marks)
            found.waits.append(time.monotonic() - begun)
            await asyncio.sleep(max(0.0, begun + self.pace - time.monotonic()))


async def hall(
    server: Server, tokens: Tokens, commands: Sequence[Command], others: Judges
) -> Found:
    """A mark a second in the watched contest, while the judges post in the other one."""
    found, contest = Found(), contest_file().plan.id
    line = await Line.open(server.port)
    judges = [
        asyncio.create_task(others.mark(number, server.port, found)) for number in range(JUDGES)
    ]
    begun = time.monotonic()
    for number, command in enumerate(commands):
        await asyncio.sleep(max(0.0, begun + number - time.monotonic()))
        seat = tokens.seats[command.seat] if isinstance(command, EnterMarks) else None
        await line.give(contest, seat or tokens.organizer, command)
        found.marks.append(time.monotonic())
        if number % 10 == 0:
            found.memory.append(server.memory())
    await asyncio.sleep(2)
    for one in judges:
        one.cancel()
    await asyncio.gather(*judges, return_exceptions=True)
    return found


def behind(samples: Sequence[Sample], marks: Sequence[float]) -> list[int]:
    """For each second between the first mark and the last: what the slowest viewer lacks."""
    base = samples[-1].newest - len(marks)
    if samples[-1].oldest != samples[-1].newest:
        raise SystemExit("not everybody came to the last version")
    inside = [one for one in samples if marks[0] <= one.at <= marks[-1]]
    return [base + sum(at <= one.at for at in marks) - one.oldest for one in inside]


def main() -> None:
    """Measure, print, and as the last line the numbers as JSON; exit 1 if a demand is not met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--viewers", type=int, default=10_000)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--pace", type=float, default=5, help="seconds between a judge's marks")
    parser.add_argument("--directory", type=Path, default=Path(), help="for the database")
    given = parser.parse_args()
    file, cores = contest_file(), sorted(os.sched_getaffinity(0))
    allow_files(given.viewers)
    before, commands = split(file, given.seconds)
    plan = replace(file.plan, id=ContestId("other"))
    with scratch(given.directory) as folder:
        database = folder / "hall.db"
        tokens = asyncio.run(prepared(database, before, file.plan.id))
        theirs = asyncio.run(prepared(database, all_called(plan), plan.id))
        others = Judges(plan, theirs, given.pace)
        os.sched_setaffinity(0, cores[_SERVERS:] or cores)  # and what is started from here
        path = f"/contests/{file.plan.id}/live"
        with (
            serving(database, cores[:_SERVERS]) as server,
            watching(server.port, path, given.viewers, follow) as pipe,
        ):
            opening: float = pipe.recv()
            found = uvloop.run(hall(server, tokens, commands, others))
            ended = server.terminate()
            samples, cut_off = pipe.recv()
        asyncio.run(checked(database, file.plan.id, commands))
    told(given.viewers, found, behind(samples, found.marks), opening, ended, cut_off)


def told(  # noqa: PLR0913, PLR0917 - all that was measured
    viewers: int, found: Found, lacks: list[int], opening: float, ended: float, cut_off: int
) -> None:
    """Print it, and compare it with what is demanded."""
    settled = found.memory[min(6, len(found.memory) - 1)]
    gained = found.memory[-1] / settled - 1
    p99 = percentile(found.waits, 99) * 1000
    print(f"the server on two cores; {viewers:,} viewers on {about_this_machine()}")
    print(
        table(
            ["", "p50", "p99", "max"],
            [
                ["a judge's mark acknowledged, ms"]
                + [f"{percentile(found.waits, one) * 1000:.1f}" for one in (50, 99, 100)],
                ["versions that the slowest viewer lacks"]
                + [str(percentile(lacks, one)) for one in (50, 99, 100)],
            ],
        )
    )
    print(f"marks: {len(found.marks)} watched, {len(found.waits):,} of {JUDGES} judges")
    print(f"memory: {settled:,} bytes after a minute, {found.memory[-1]:,} at the end")
    print(f"all connected after {opening:.1f} s; ended {ended:.1f} s after SIGTERM")
    result = {
        "viewers": viewers,
        "seconds": len(found.marks),
        "judges_p99_ms": round(p99, 1),
        "most_versions_behind": max(lacks),
        "memory_gained": round(gained, 3),
        "cut_off": cut_off,
    }
    print(msgspec.json.encode({"name": "evening", **result}).decode())
    if p99 >= P99_MS or max(lacks) > BEHIND or gained > GROWTH or cut_off:
        raise SystemExit("a demand is not met")


if __name__ == "__main__":
    main()
