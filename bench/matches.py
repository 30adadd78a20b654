"""A draw of 64 pairs with 100,000 rallies: read back from disk, and one rally early and late.

Beside the replay, in the same run, the least that any replay must do: reading the same rows and
following their hashes. Beside the rally acknowledged late, one acknowledged early.
"""

import argparse
import random
import time
from pathlib import Path
from statistics import median

import msgspec
import uvloop
from hall import about_this_machine, desk_on, scratch, table

from scoring.contest.commands import Command
from scoring.contest.encounters import encounters
from scoring.contest.file import ContestFile
from scoring.contest.formats import Drawn, KnockOut
from scoring.contest.ids import CommandId, ContestId, EntrantId, MeetId, MemberId, SeatId, StageId
from scoring.contest.match_commands import ConfirmResult, Draw, OpenMatch, Record
from scoring.contest.plan import Entrant, Meet, Member, Plan, PlayedStage, Seat
from scoring.contest.state import Contest
from scoring.desk import Accepted, Desk
from scoring.rules.counting import GameRules, RallyRules
from scoring.rules.outcomes import Side
from scoring.rules.rally_state import Rally, Start
from scoring.rules.service import Courts, Player
from scoring.sport import SportId
from scoring.store.rows import check_chain
from scoring.store.sqlite import SqliteStore
from scoring.wording import Label

PAIRS = 64
GAMES = 49
"""The best of so many games to 21 are some 1,600 rallies in each of the 63 matches."""
STAGE, COURT, CONTEST = StageId("draw"), SeatId("court-1"), ContestId("large")
SAMPLE = 1_000


def plan() -> Plan:
    """A knock-out of doubles, far longer than any is played."""
    game = GameRules(points=21, cap=30, intervals=(11,))
    return Plan(
        id=CONTEST,
        meet=Meet(id=MeetId("bench"), name=Label(en="Bench")),
        name=Label(en="Large"),
        sport=SportId("kicking"),
        entrants=tuple(
            Entrant(
                id=EntrantId(f"e{n}"),
                number=n,
                name=f"Pair {n}",
                members=tuple(Member(id=MemberId(f"e{n}{m}"), name=f"{n}{m}") for m in "ab"),
            )
            for n in range(1, PAIRS + 1)
        ),
        seats=(Seat(id=COURT, name=Label(en="Court 1")),),
        stages=(
            PlayedStage(
                id=STAGE,
                name=Label(en="Draw"),
                format=KnockOut(entry=Drawn()),
                match=RallyRules(best_of=GAMES, game=game, service=Courts(players=2)),
                courts=(COURT,),
            ),
        ),
    )


def the_contest(desk: Desk) -> Contest:
    """The contest as committed."""
    found = desk.contest(CONTEST)
    if found is None:
        raise SystemExit("the contest is not there")
    return found


class Umpire:
    """Opens, umpires and confirms one match after the other, each tap from the state it saw."""

    def __init__(self, desk: Desk, chance: random.Random) -> None:
        self._desk, self._chance, self._count = desk, chance, 0
        self.rallies = 0
        self.waits: list[float] = []
        """The seconds of every rally, from asking to its acknowledgement."""

    def contest(self) -> Contest:
        return the_contest(self._desk)

    async def give(self, command: Command) -> None:
        answer = await self._desk.submit(CONTEST, [command], "organizer")
        if not isinstance(answer, Accepted):
            raise SystemExit(f"refused: {answer}")

    def id(self) -> CommandId:
        self._count += 1
        return CommandId(f"umpire:{self._count}")

    async def play_all(self) -> None:
        """The draw to its end, round by round."""
        await self.give(Draw(id=self.id(), stage=STAGE, secret=f"{PAIRS} pairs", word=""))
        stage = self.contest().plan.played[0]
        while ready := [
            one.id for one in encounters(self.contest(), stage) if one.phase == "ready"
        ]:
            for match in ready:
                await self.play(match)

    async def play(self, match: str) -> None:
        await self.give(OpenMatch(id=self.id(), stage=STAGE, match=match, court=COURT))
        begin = Start(server=Player("a", 1), receiver=Player("b", 1))
        await self.give(Record(id=self.id(), stage=STAGE, match=match, after=0, tap=begin))
        revision = 1
        while self.contest().play[STAGE].record(match).outcome is None:
            side: Side = self._chance.choice(("a", "b"))
            tap = Record(
                id=self.id(), stage=STAGE, match=match, after=revision, tap=Rally(winner=side)
            )
            begun = time.perf_counter()
            await self.give(tap)
            self.waits.append(time.perf_counter() - begun)
            revision += 1
        await self.give(ConfirmResult(id=self.id(), stage=STAGE, match=match, after=revision))


async def replayed(path: Path) -> tuple[float, Contest]:
    """The seconds a desk takes to have the contest again, from a closed file."""
    begun = time.perf_counter()
    async with desk_on(path) as (desk, _):
        found = the_contest(desk)
        return time.perf_counter() - begun, found


async def read_only(path: Path) -> float:
    """The seconds that reading the rows and following their hashes takes."""
    store = await SqliteStore.open(path)
    try:
        begun = time.perf_counter()
        check_chain(await store.read(CONTEST))
        return time.perf_counter() - begun
    finally:
        await store.close()


async def measured(path: Path, times: int) -> dict[str, float]:
    """All numbers of a run, in seconds but for counts and ratios."""
    async with desk_on(path) as (desk, _):
        commands = ContestFile(plan=plan()).all_commands()
        answer = await desk.submit(CONTEST, commands, "organizer")
        if not isinstance(answer, Accepted):
            raise SystemExit(f"refused: {answer}")
        umpire = Umpire(desk, random.Random(64))  # noqa: S311 - made-up, alike in every run
        await umpire.play_all()
        before = umpire.contest()
    again = [await replayed(path) for _ in range(times)]
    if any(found != before for _, found in again):
        raise SystemExit("the replayed contest is another one")
    reading = [await read_only(path) for _ in range(times)]
    early, late = median(umpire.waits[:SAMPLE]), median(umpire.waits[-SAMPLE:])
    return {
        "rallies": len(umpire.waits),
        "events": before.seq,
        "replay": median(seconds for seconds, _ in again),
        "read": median(reading),
        "early": early,
        "late": late,
        "ratio": late / early,
    }


def main() -> None:
    """Measure, print the table, and the numbers as JSON on the last line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=3, help="replays")
    parser.add_argument("--directory", type=Path, default=Path.cwd(), help="on which disk")
    asked = parser.parse_args()
    times: int = asked.times
    print(about_this_machine())
    with scratch(asked.directory) as folder:
        found = uvloop.run(measured(folder / "bench.db", times))
    print(
        table(
            ("what", "measured"),
            [
                ("rallies", f"{found['rallies']:,.0f}"),
                ("read back from disk", f"{found['replay']:.2f} s"),
                ("reading and hashing alone", f"{found['read']:.2f} s"),
                (f"one of the first {SAMPLE:,} rallies", f"{found['early'] * 1e6:.0f} µs"),
                (f"one of the last {SAMPLE:,} rallies", f"{found['late'] * 1e6:.0f} µs"),
                ("late to early", f"{found['ratio']:.2f}"),
            ],
        )
    )
    print(msgspec.json.encode(found).decode())


if __name__ == "__main__":
    main()
