"""A judged contest in the demo: calls, thinking judges, a seat that a person may take."""

import asyncio
import random
from collections.abc import Iterator

import httpx
from msgspec import Struct
from msgspec.structs import replace

from scoring.access import SeatHolder
from scoring.contest.ceremony import steps_left, steps_taken
from scoring.contest.commands import (
    Advance,
    Call,
    ClosePerformance,
    CloseStage,
    Command,
    EnterMarks,
)
from scoring.contest.file import ContestFile
from scoring.contest.ids import CommandId, EntrantId, SeatId
from scoring.contest.release_commands import Freeze, Reveal
from scoring.contest.state import Contest
from scoring.demo.officials import Officials
from scoring.presence import Doing
from scoring.web.service import Service

_FROZEN = 8
"""So many sing last while the board is frozen; what they got is revealed at the end."""
_PATIENCE = 20.0
"""Seconds that the simulation waits for the marks of a person who took the free seat."""


class Hall(Officials):
    """A judged contest: its judges, and the link that leaves one seat to a person."""

    def __init__(
        self, service: Service, client: httpx.AsyncClient, file: ContestFile, begun: int
    ) -> None:
        super().__init__(service, client, file)
        calls = [index for index, one in enumerate(file.commands) if isinstance(one, Call)]
        self.start = calls[begun]
        """The index of the command at which the demo begins."""
        self.judge_link = ""

    @property
    def free_seat(self) -> SeatId | None:
        """A judge's seat that is left to a person; none where officials count."""
        panel = self.file.plan.judged[0].panel
        return panel[-1] if panel else None

    @property
    def contest(self) -> Contest:
        """As it stands."""
        return self.service.contest(self.file.plan.id)

    async def taken(self) -> bool:
        """Whether a person sits in the free seat."""
        return bool(self.judge_link) and not await self.service.keys.is_open(self.judge_link)

    async def prepare(self) -> None:
        """Everything up to the start."""
        await self.sign_in()
        if self.free_seat is not None:
            holder = SeatHolder(self.file.plan.id, self.free_seat)
            self.judge_link = await self.service.keys.new_link(holder)
        file = self.file
        await self.register(ContestFile(plan=file.plan, commands=file.commands[: self.start]))

    async def told(self, command: Command) -> bool:
        """Post a command as the one whose task it is."""
        return await self.give(command, command.seat if isinstance(command, EnterMarks) else None)

    async def qualifying(self) -> tuple[EntrantId, ...]:
        """Who qualifies by the public board."""
        answer = await self.client.get(f"/api/contests/{self.file.plan.id}/board")
        rows = answer.json()["rows"]
        return tuple(row["card"]["entrant"] for row in rows if row["fate"] == "qualifying")

    async def lacks(self, seat: SeatId, entrant: EntrantId) -> bool:
        """Whether this seat has not marked this performance."""
        answer = await self.client.get(
            f"/api/contests/{self.file.plan.id}/seats/{seat}",
            headers={"Authorization": f"Bearer {self.seats[seat]}"},
        )
        now = [one for one in answer.json()["current"] if one["card"]["entrant"] == entrant]
        return any(not one["filled"] for one in now)


class _Turn(Struct):
    """What happens around one call: the marks, then what the organizer does."""

    call: Call
    marks: list[EnterMarks]
    after: list[Command]

    def by_seat(self) -> list[list[EnterMarks]]:
        """What each seat enters, in its order."""
        seats = dict.fromkeys(mark.seat for mark in self.marks)
        return [[mark for mark in self.marks if mark.seat == seat] for seat in seats]


def _turns(commands: tuple[Command, ...]) -> Iterator[_Turn]:
    turn: _Turn | None = None
    for command in commands:
        if isinstance(command, Call):
            if turn is not None:
                yield turn
            turn = _Turn(command, [], [])
        elif turn is not None and isinstance(command, EnterMarks):
            turn.marks.append(command)
        elif turn is not None:
            turn.after.append(command)
    if turn is not None:
        yield turn


async def played(hall: Hall, pace: float) -> None:
    """Play a judged contest to its end; `pace` is the seconds for each turn."""
    turns = list(_turns(hall.file.commands[hall.start :]))
    for left, turn in zip(range(len(turns), 0, -1), turns, strict=True):
        if left == _FROZEN and hall.free_seat is not None:
            await hall.told(Freeze(id=CommandId("ceremony:1"), stage=turn.call.stage))
        await hall.told(turn.call)
        await asyncio.gather(*(_marked(hall, marks, pace) for marks in turn.by_seat()))
        absent = await _free_seat_done(hall, turn)
        await asyncio.sleep(pace * 0.15)
        for command in turn.after:
            if isinstance(command, CloseStage):
                await _revealed(hall, pace)
            await _organized(hall, command, absent)
        await asyncio.sleep(pace * 0.25)


async def _revealed(hall: Hall, pace: float) -> None:
    """Judge by judge and from the last place to the first, as far as nobody was quicker."""
    stage = hall.file.plan.judged[0]
    while steps_left(hall.contest, stage):
        taken = len(steps_taken(hall.contest, stage))
        await asyncio.sleep(pace * 0.2)
        name = CommandId(f"ceremony:{hall.contest.seq + 1}")
        await hall.told(Reveal(id=name, stage=stage.id, after=taken))


async def _marked(hall: Hall, marks: list[EnterMarks], pace: float) -> None:
    """One seat after its thinking, which is shorter for each of several sheets."""
    for mark in marks:
        thinking = pace * (0.2 + 0.4 * random.random()) / len(marks)  # noqa: S311 - plays, keeps no secret
        await asyncio.sleep(thinking * 0.6)
        await _typing(hall, mark, thinking)
        await asyncio.sleep(thinking * 0.4)
        if mark.seat != hall.free_seat or not await hall.taken():
            await hall.told(mark)


async def _typing(hall: Hall, mark: EnterMarks, thinking: float) -> None:
    """Seen on the device board, if the demo leaves anybody the time to look."""
    if mark.seat != hall.free_seat and thinking > 1:
        await hall.here(mark.seat, Doing(stage=mark.stage, entrant=mark.entrant, now=True))


async def _free_seat_done(hall: Hall, turn: _Turn) -> tuple[SeatId, ...]:
    """Wait a while for a person's marks; the free seat as absent if they do not come."""
    seat = hall.free_seat
    if seat is None or not turn.marks or not await hall.taken():
        return ()
    waited = 0.0
    while await hall.lacks(seat, turn.call.entrant):
        if waited >= _PATIENCE:
            return (seat,)
        await asyncio.sleep(0.5)
        waited += 0.5
    return ()


async def _organized(hall: Hall, command: Command, absent: tuple[SeatId, ...]) -> None:
    match command:
        case ClosePerformance():
            missing = tuple(dict.fromkeys((*command.absent, *absent)))
            await hall.told(replace(command, absent=missing))
        case Advance():
            await hall.told(replace(command, entrants=await hall.qualifying()))
        case _:
            await hall.told(command)
