"""Ranking a field of 100, 1,000 and 10,000: from scratch, and after one more mark.

Beside it, in the same run, the least that any ranking must do: the trimmed means of the same
marks as floating-point numbers, and one sort of them.
"""

import argparse
import gc
import random
import time
from collections.abc import Callable
from statistics import median

import msgspec
from hall import about_this_machine, table

from scoring.contest.advancement import Advancement, TopN
from scoring.contest.events import (
    ContestRegistered,
    Event,
    MarksEntered,
    PerformanceCalled,
    PerformanceClosed,
    SheetAmended,
)
from scoring.contest.fold import evolve, folded
from scoring.contest.ids import ContestId, CriterionId, EntrantId, MeetId, SeatId, StageId, StepId
from scoring.contest.plan import Entrant, JudgedStage, Meet, Plan, Seat
from scoring.contest.scoring import ByStep, Criterion, Panel, Scoring, Step
from scoring.contest.standings import standings
from scoring.contest.state import Contest
from scoring.rules.exact import ticks
from scoring.sport import SportId
from scoring.wording import Label

JUDGES = 7
STAGE = StageId("preliminary")
MARK = CriterionId("overall")
SIZES = (100, 1_000, 10_000)


def plan(entrants: int) -> Plan:
    """A singing preliminary: seven judges, drop one and one, ties by the mean of all marks."""
    seats = tuple(
        Seat(id=SeatId(f"J{n}"), name=Label(en=f"Judge {n}")) for n in range(1, JUDGES + 1)
    )
    every, score = StepId("every"), StepId("score")
    return Plan(
        id=ContestId("large"),
        meet=Meet(id=MeetId("bench"), name=Label(en="Bench")),
        name=Label(en="Large"),
        sport=SportId("singing"),
        entrants=tuple(
            Entrant(id=EntrantId(f"e{n}"), number=n, name=f"Singer {n}")
            for n in range(1, entrants + 1)
        ),
        seats=seats,
        stages=(
            JudgedStage(
                id=STAGE,
                name=Label(en="Preliminary"),
                panel=tuple(seat.id for seat in seats),
                scoring=Scoring(
                    criteria=(Criterion(id=MARK, name=Label(en="Overall")),),
                    steps=(
                        Step(id=every, name=Label(en="All marks"), value=Panel(), decimals=None,
                             aside=True),
                        Step(id=score, name=Label(en="Score"),
                             value=Panel(drop_high=1, drop_low=1)),
                    ),
                    tie_breaks=(ByStep(step=every),),
                ),
                advancement=(
                    Advancement(to=Label(en="Next"), rules=(TopN(count=entrants // 5),),
                                tie="all_in"),
                ),
            ),
        ),
    )  # fmt: skip


def marks(entrants: int, chance: random.Random) -> list[list[int]]:
    """Seven marks for each, in hundredths: a level of one's own, and the judges around it."""
    highest = ticks("100", 2)
    levels = [chance.gauss(9200, 200) for _ in range(entrants)]
    return [
        [min(highest, round(chance.gauss(level, 100))) for _ in range(JUDGES)] for level in levels
    ]


def performed(given: list[list[int]]) -> Contest:
    """The contest in which everybody has performed and been marked."""
    made = plan(len(given))
    events: list[Event] = [ContestRegistered(made)]
    contest = folded(events)
    for entrant, row in zip(made.entrants, given, strict=True):
        turn: list[Event] = [PerformanceCalled(STAGE, entrant.id)]
        turn += [
            MarksEntered(STAGE, entrant.id, seat.id, 1, {MARK: mark})
            for seat, mark in zip(made.seats, row, strict=True)
        ]
        turn.append(PerformanceClosed(STAGE, entrant.id))
        for event in turn:
            contest = evolve(contest, event)
    return contest


def seconds(work: Callable[[int], object], times: int) -> list[float]:
    """How long each of so many runs takes."""
    found: list[float] = []
    for number in range(times):
        gc.collect()
        begun = time.perf_counter()
        work(number)
        found.append(time.perf_counter() - begun)
    return found


def plain(given: list[list[int]]) -> list[float]:
    """The least there is: floating point, no trace, no ties, one sort."""
    means = [sum(sorted(row)[1:-1]) / (JUDGES - 2) for row in given]
    return sorted(means, reverse=True)


def measured(entrants: int, times: int) -> dict[str, float]:
    """Medians for one size of field, in seconds."""
    given = marks(entrants, random.Random(entrants))  # noqa: S311 - made-up, alike in every run
    contest = performed(given)
    stage = contest.plan.judged[0]
    before = standings(contest, stage)
    changes = [
        evolve(
            contest,
            SheetAmended(
                STAGE, EntrantId(f"e{1 + number * 37 % entrants}"), SeatId("J3"), 2,
                {MARK: 8_000 + number * 131 % 2_000}, "bench",
            ),
        )
        for number in range(times * 4)
    ]  # fmt: skip
    for change in changes[:3]:
        if standings(change, stage, before).standings != standings(change, stage).standings:
            raise SystemExit("one more mark gave another ranking than from scratch")
    scratch = seconds(lambda _: standings(contest, stage), times)
    more = seconds(lambda number: standings(changes[number], stage, before), len(changes))
    least = seconds(lambda _: plain(given), times)
    return {
        "scratch": median(scratch), "more": median(more), "worst": max(more),
        "plain": median(least),
    }  # fmt: skip


def main() -> None:
    """Measure, print the table, and the ratios as JSON on the last line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5, help="runs of each line")
    times: int = parser.parse_args().times
    print(about_this_machine())
    found = {size: measured(size, times) for size in SIZES}
    print(
        table(
            ("performances", "from scratch ms", "one more mark ms", "worst ms", "plain sort ms"),
            [
                (f"{size:,}", *(f"{found[size][name] * 1000:.2f}"
                                for name in ("scratch", "more", "worst", "plain")))
                for size in SIZES
            ],
        )
    )  # fmt: skip
    largest, smallest = found[SIZES[-1]], found[SIZES[0]]
    ratios = {
        "scratch_to_plain": largest["scratch"] / largest["plain"],
        "one_more_to_scratch": largest["more"] / largest["scratch"],
        "growth_of_one_more": largest["more"] / smallest["more"],
        "growth_of_field": SIZES[-1] / SIZES[0],
        "scratch_ms": largest["scratch"] * 1000,
        "one_more_ms": largest["more"] * 1000,
    }
    print(msgspec.json.encode({key: round(value, 3) for key, value in ratios.items()}).decode())


if __name__ == "__main__":
    main()
