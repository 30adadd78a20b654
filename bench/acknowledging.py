"""How long a mark's acknowledgement takes with 100 tablets, beside requests that do nothing.

The server is one process, the tablets are another; each has a connection and a device's token of
its own. Rounds of a mark alternate with rounds of requests that cost signing in and little else.
"""

import argparse
import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

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

from scoring.access import SeatHolder
from scoring.contest.ids import SeatId
from scoring.contest.plan import Plan
from scoring.presence import Report
from scoring.store.rows import check_chain
from scoring.store.sqlite import SqliteStore
from scoring.web.keys import Keys

TABLETS = 100
ROUNDS = 5
DEMAND = 5.0
"""So many times the p99 of a request that does nothing may a mark's be."""
NOTHING, HERE, MARK = "signed in, sent away (415)", "tablet says it is there", "mark acknowledged"
_HERE = msgspec.json.encode(Report(build="bench", visible=True, unsent=0))
_BETWEEN = 0.25
LINES = (
    (NOTHING, "incessantly"), (MARK, "incessantly"),
    (NOTHING, "together"), (HERE, "together"), (MARK, "together"),
)  # fmt: skip
"""How often a tablet says that it is there is limited, so not incessantly."""


class Waits(Struct):
    """What 100 tablets waited for one kind of request, in one pattern."""

    kind: str
    pattern: str
    seconds: list[float] = []
    worked: float = 0
    """Processor time of the server for all of them, in seconds."""


class Client:
    """One tablet: its connection, its tokens, and the marks it has seen acknowledged."""

    def __init__(self, plan: Plan, number: int, tokens: dict[SeatId, str], line: Line) -> None:
        self._contest, self._tokens, self._line = plan.id, tokens, line
        self._tablet = Tablet(plan, number, TABLETS)
        self.acknowledged = 0

    async def ask(self, kind: str) -> float:
        """The seconds from asking to the answer."""
        commands, seat = f"/api/contests/{self._contest}/commands", next(iter(self._tokens))
        if kind == MARK:
            marks = self._tablet.next_marks()
            path, seat, body, status = commands, marks.seat, msgspec.json.encode(marks), 200
        elif kind == HERE:
            path, body, status = f"/api/contests/{self._contest}/seats/{seat}/here", _HERE, 200
        else:
            path, body, status = commands, b"", 415
        asked = time.perf_counter()
        await self._line.post(path, self._tokens[seat], body, status)
        self.acknowledged += kind == MARK
        return time.perf_counter() - asked


async def tokens_of(path: Path, plan: Plan) -> list[dict[SeatId, str]]:
    """For each tablet a token of each seat."""
    async with desk_on(path) as (_, store):
        keys = Keys(store)
        return [
            {one.id: await keys.new_token(SeatHolder(plan.id, one.id)) for one in plan.seats}
            for _ in range(TABLETS)
        ]


async def incessantly(clients: list[Client], kind: str, seconds: float) -> list[float]:
    """Every tablet asks again as soon as it was answered."""
    end = time.perf_counter() + seconds

    async def one(client: Client) -> list[float]:
        waits: list[float] = []
        while time.perf_counter() < end:
            waits.append(await client.ask(kind))
        return waits

    return [wait for waits in await asyncio.gather(*map(one, clients)) for wait in waits]


async def together(clients: list[Client], kind: str, seconds: float) -> list[float]:
    """All tablets ask in the same moment, rest, and ask again."""
    waits: list[float] = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        waits += await asyncio.gather(*(client.ask(kind) for client in clients))
        await asyncio.sleep(_BETWEEN)
    return waits


Pattern = Callable[[list[Client], str, float], Awaitable[list[float]]]
PATTERNS: dict[str, Pattern] = {"incessantly": incessantly, "together": together}


async def run(path: Path, seconds: float) -> list[Waits]:
    """Every kind in every pattern, those that are compared next to each other in time."""
    plan = contest_file().plan
    await prepared(path, all_called(plan), plan.id)
    tokens = await tokens_of(path, plan)
    found = [Waits(kind, name) for kind, name in LINES]
    with serving(path) as server:
        clients = [
            Client(plan, number, tokens[number], await Line.open(server.port))
            for number in range(TABLETS)
        ]
        for kind in (NOTHING, HERE, MARK):
            await together(clients, kind, 0.5)  # the first request of a connection costs more
        for _ in range(ROUNDS):
            for one in found:
                before = server.worked()
                one.seconds += await PATTERNS[one.pattern](clients, one.kind, seconds / ROUNDS)
                one.worked += server.worked() - before
        server.terminate()
    await check(path, plan, sum(client.acknowledged for client in clients))
    return found


async def check(path: Path, plan: Plan, acknowledged: int) -> None:
    """Everything that was acknowledged is on disk, in an unbroken chain."""
    store = await SqliteStore.open(path)
    rows = await store.read(plan.id)
    await store.close()
    check_chain(rows)
    marks = sum(row.cause.startswith("tablet-") for row in rows)
    if marks != acknowledged:
        raise SystemExit(f"acknowledged are {acknowledged} marks, stored {marks}")


def ratios(found: list[Waits]) -> dict[str, float]:
    """A mark's p99 beside each of the others, pattern by pattern."""
    p99 = {(one.kind, one.pattern): percentile(one.seconds, 99) for one in found}
    words = {NOTHING: "nothing", HERE: "here"}
    return {
        f"p99_mark_to_{words[kind]}_{name}": p99[MARK, name] / p99[kind, name]
        for kind, name in LINES
        if kind != MARK
    }


def main() -> None:
    """Measure, print the table and the ratios as JSON; exit 1 if the demand is not met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0, help="time for each line")
    parser.add_argument("--directory", type=Path, default=Path(), help="on the disk to measure")
    given = parser.parse_args()
    with scratch(given.directory) as folder:
        found = uvloop.run(run(folder / "hall.db", given.seconds))
    print(about_this_machine())
    rows = [
        [f"{one.kind}, {one.pattern}", f"{len(one.seconds):,}"]
        + [f"{percentile(one.seconds, part) * 1000:.1f}" for part in (50, 99, 100)]
        + [f"{one.worked / len(one.seconds) * 1000:.2f}"]
        for one in found
    ]
    print(table([f"{TABLETS} tablets", "requests", "p50 ms", "p99 ms", "max ms", "CPU ms"], rows))
    result = {name: round(value, 2) for name, value in ratios(found).items()}
    print(msgspec.json.encode({"name": "acknowledging", **result}).decode())
    if max(result.values()) >= DEMAND:
        raise SystemExit(f"a mark's p99 is {DEMAND} times an empty request's, or more")


if __name__ == "__main__":
    main()
