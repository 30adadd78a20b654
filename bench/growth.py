"""One more mark in contests of 100, 1,000, 10,000 and 100,000 performances: what each step costs.

Everybody has sung, and a mark of somebody on the first page of the board is corrected: decided and
folded, committed, ranked, drawn as that page, made into a patch, and applied by a viewer.
"""

import argparse
import asyncio
import gc
import random
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import log
from pathlib import Path
from statistics import median

import msgspec
from hall import about_this_machine, scratch, table
from msgspec.structs import replace
from ranking import MARK, STAGE, marks, performed, plan

from scoring.contest.commands import Amend, Mark
from scoring.contest.decide import decide
from scoring.contest.events import encode
from scoring.contest.fold import evolve
from scoring.contest.guards import Rejected
from scoring.contest.ids import CommandId, SeatId
from scoring.contest.performance import Given, Performance, Sheet
from scoring.contest.state import Contest
from scoring.feed import Patch, patched
from scoring.languages import words
from scoring.live import Drawing, Frame
from scoring.results import Results
from scoring.rules.shelf import Shelf
from scoring.store.rows import GENESIS, sealed
from scoring.store.rows import Row as LogRow
from scoring.store.sqlite import SqliteStore
from scoring.views.board import board_screen
from scoring.views.rows import Row
from scoring.web.rendering import drawn

_STEPS = ("decide and fold", "commit", "rank", "draw", "patch", "viewer applies")
_DESK = _STEPS[:5]


class Clock:
    """How long each step took, time after time."""

    def __init__(self) -> None:
        self.waits: dict[str, list[float]] = {step: [] for step in _STEPS}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Measure what is inside."""
        begun = time.perf_counter()
        yield
        self.waits[name].append(time.perf_counter() - begun)

    def milliseconds(self, name: str) -> float:
        """What a step usually takes."""
        return median(self.waits[name]) * 1000


def contest_of(size: int) -> Contest:
    """A contest in which so many have sung, put together without a fold of every event."""
    given = marks(size, random.Random(size))  # noqa: S311 - made-up, alike in every run
    whole = performed(given[:1])
    wanted = plan(size)
    seats = [seat.id for seat in wanted.seats]
    performances = {
        one.id: Performance(
            phase="closed",
            sheets={
                (seat, 0): Sheet(1, Given({MARK: mark}))
                for seat, mark in zip(seats, row, strict=True)
            },
        )
        for one, row in zip(wanted.entrants, given, strict=True)
    }
    state = replace(whole.stage(STAGE), performances=Shelf(performances))
    entrants = {one.id: one for one in wanted.entrants}
    return replace(whole, plan=wanted, entrants=entrants, stages={STAGE: state})


def amendment(contest: Contest, rows: Sequence[Row], number: int) -> Amend:
    """One seat corrects its mark for somebody among these rows of the board."""
    entrant, seat = rows[number * 37 % len(rows)].card.entrant, SeatId("J3")
    mark = 9_400 + number * 131 % 600
    return Amend(
        id=CommandId(f"bench:{number}"),
        stage=STAGE,
        entrant=entrant,
        seat=seat,
        after=contest.stage(STAGE).performances[entrant].sheet(seat).revision,
        marks=(Mark(criterion=MARK, mark=f"{mark // 100}.{mark % 100:02}"),),
        reason="bench",
    )


async def measured(size: int, times: int, database: Path) -> tuple[Clock, dict[str, float]]:
    """Correct so many marks, one after another."""
    clock, contest, results = Clock(), contest_of(size), Results()
    stage, speak = contest.plan.judged[0], words("zh")
    store = await SqliteStore.open(database)
    screen = board_screen(contest, speak, results, stage)
    frame: Frame | None = None
    lines: list[str] = []
    sizes: list[int] = []
    last = GENESIS
    gc.collect()
    gc.freeze()
    for number in range(times + 1):
        command = amendment(contest, screen.rows, number)
        before = contest
        with clock.step("decide and fold"):
            decision = decide(contest, command)
            if isinstance(decision, Rejected):
                raise SystemExit(f"refused: {decision}")
            for fact in decision:
                contest = evolve(contest, fact)
        event = encode(decision[0])
        row = LogRow("large", number + 1, "", None, "bench", command.id, 0, b"", event, b"")
        last = sealed(last, row)
        with clock.step("commit"):
            await store.append([replace(row, hash=last)])
        with clock.step("rank"):
            results(contest, stage)
        with clock.step("draw"):
            screen = board_screen(contest, speak, results, stage)
            text = drawn("partials/board.html", "zh", screen=screen)
        with clock.step("patch"):
            newest = Frame("board", Drawing(contest.version, text), frame)
            message = newest.after(frame.tag if frame else None)
            packed = message.packed
        if frame is None:
            clock = Clock()  # all of it for the first time
            lines = list(newest.lines)
        else:
            data = message.plain.partition(b"data: ")[2]
            with clock.step("viewer applies"):
                lines = patched(lines, msgspec.json.decode(data, type=Patch).lines)
            if lines != list(newest.lines) or before.version == contest.version:
                raise SystemExit("the viewer has another board than the desk")
            sizes.append(len(packed))
        frame = newest
    await store.close()
    gc.unfreeze()
    whole = frame.snapshot.plain if frame else b""
    return clock, {
        "patch": median(sizes),
        "whole": len(whole),
        "packed": len(zlib.compress(whole)),
    }


def main() -> None:
    """Measure, print the table, and as the last line how costs grow as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=40, help="marks in each contest")
    parser.add_argument("--largest", type=int, default=100_000)
    parser.add_argument("--directory", type=Path, default=Path(), help="for the databases")
    given = parser.parse_args()
    sizes = [size for size in (100, 1_000, 10_000, 100_000) if size <= given.largest]
    found: dict[int, tuple[Clock, dict[str, float]]] = {}
    with scratch(given.directory) as folder:
        for size in sizes:
            found[size] = asyncio.run(measured(size, given.times, folder / f"{size}.db"))
    print(about_this_machine())
    head = ["milliseconds", *(f"{size:,}" for size in sizes)]
    rows = [
        [step, *(f"{found[size][0].milliseconds(step):.2f}" for size in sizes)] for step in _STEPS
    ]
    names = {"patch": "bytes: patch, compressed", "packed": "bytes: the whole, compressed"}
    rows += [
        [name, *(f"{found[size][1][key]:,.0f}" for size in sizes)] for key, name in names.items()
    ]
    print(table(head, rows))

    def growth(*steps: str) -> dict[str, float]:
        cost = {size: sum(found[size][0].milliseconds(one) for one in steps) for size in sizes}
        return {str(size): round(cost[size] / cost[1_000], 2) for size in sizes}

    result = {
        "desk_to_1000": growth(*_DESK),
        "rank_to_1000": growth("rank"),
        "draw_and_patch_to_1000": growth("draw", "patch"),
        "log_to_1000": {str(size): round(log(size) / log(1_000), 2) for size in sizes},
        "bytes_to_1000": {
            str(size): round(found[size][1]["patch"] / found[1_000][1]["patch"], 2)
            for size in sizes
        },
    }
    print(msgspec.json.encode({"name": "growth", **result}).decode())
    allowed = result["log_to_1000"]
    if any(
        grown > allowed[size] for size, grown in result["desk_to_1000"].items() if size != "100"
    ):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
