"""The demo: a scratch meet whose officials are simulated and use the real API."""

import asyncio
import random
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import msgspec
from msgspec import Struct
from msgspec.structs import replace

from scoring.access import Organizer, SeatHolder
from scoring.contest.commands import (
    Advance,
    Call,
    ClosePerformance,
    Command,
    EnterMarks,
)
from scoring.contest.file import ContestFile
from scoring.contest.ids import EntrantId, SeatId
from scoring.web.server import HallServer
from scoring.web.service import Service
from scoring.wording import Message, say

CONTEST = Path("our-village-k-2024/yuhang-renhe.json")
_ALREADY_SUNG = 40
_PATIENCE = 20.0
"""Seconds that the simulation waits for the marks of a person who took the free seat."""


def contest_file() -> ContestFile:
    """The contest that is played: beside the package in a checkout, inside it once installed."""
    package = Path(__file__).parent
    checkout = package.parent / "fixtures"
    folder = checkout if checkout.is_dir() else package / "fixtures"
    return msgspec.json.decode((folder / CONTEST).read_bytes(), type=ContestFile)


async def run(port: int, pace: float, tell: Callable[[Message], None]) -> None:
    """Serve a scratch database and play until stopped; `pace` is the seconds for each singer."""
    file = contest_file()
    with tempfile.TemporaryDirectory(prefix="scoring-demo-") as folder:
        server = HallServer(Path(folder) / "demo.db", "127.0.0.1", port)
        async with server.running() as service:
            base = f"http://127.0.0.1:{server.port}"
            async with httpx.AsyncClient(base_url=base, timeout=30) as client:
                hall = await _hall(service, client, file)
                await _told(hall, base, tell)
                playing = asyncio.create_task(_played(hall, pace, tell))
                try:
                    await server.until_told()
                finally:
                    playing.cancel()
                    await asyncio.gather(playing, return_exceptions=True)


async def _told(hall: "_Hall", base: str, tell: Callable[[Message], None]) -> None:
    contest = f"{base}/contests/{hall.file.plan.id}"
    organizer = await hall.service.keys.new_link(Organizer())
    tell(say("Audience:  {address}", address=contest))
    tell(say("Big wall:  {address}", address=f"{contest}/wall"))
    tell(say("A judge:   {address}", address=f"{base}/enter#k={hall.judge_link}"))
    tell(say("Organizer: {address}", address=f"{base}/enter#k={organizer}"))
    tell(say("The last two links sign in one browser, once. Ctrl-C ends the demo."))


class _Hall:
    """Everyone simulated: their tokens, and the link that leaves one seat to a person."""

    def __init__(self, service: Service, client: httpx.AsyncClient, file: ContestFile) -> None:
        self.service, self.client, self.file = service, client, file
        self.organizer = ""
        self.seats: dict[SeatId, str] = {}
        self.judge_link = ""

    @property
    def free_seat(self) -> SeatId:
        return self.file.plan.stages[0].panel[-1]

    async def taken(self) -> bool:
        """Whether a person sits in the free seat."""
        return not await self.service.keys.is_open(self.judge_link)

    async def give(self, command: Command) -> bool:
        """Post a command as the one whose task it is; False if the desk refuses it."""
        seat = command.seat if isinstance(command, EnterMarks) else None
        token = self.seats[seat] if seat is not None else self.organizer
        entered = replace(command, entered_at=datetime.now(UTC).isoformat(timespec="seconds"))
        answer = await self.client.post(
            f"/api/contests/{self.file.plan.id}/commands",
            content=msgspec.json.encode(entered),
            headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        )
        return answer.is_success

    async def qualifying(self) -> tuple[EntrantId, ...]:
        """Who qualifies by the public board."""
        answer = await self.client.get(f"/api/contests/{self.file.plan.id}/board")
        rows = answer.json()["rows"]
        return tuple(row["card"]["entrant"] for row in rows if row["fate"] == "qualifying")

    async def lacks(self, entrant: EntrantId) -> bool:
        """Whether the free seat has not marked this performance."""
        answer = await self.client.get(
            f"/api/contests/{self.file.plan.id}/seats/{self.free_seat}",
            headers={"Authorization": f"Bearer {self.seats[self.free_seat]}"},
        )
        current = answer.json()["current"]
        if current is None or current["card"]["entrant"] != entrant:
            return False
        return not current["marks"]


async def _hall(service: Service, client: httpx.AsyncClient, file: ContestFile) -> _Hall:
    hall = _Hall(service, client, file)
    hall.organizer = await service.keys.new_token(Organizer())
    for seat in file.plan.seats:
        hall.seats[seat.id] = await service.keys.new_token(SeatHolder(file.plan.id, seat.id))
    hall.judge_link = await service.keys.new_link(SeatHolder(file.plan.id, hall.free_seat))
    begun = ContestFile(plan=file.plan, commands=file.commands[: _start(file)])
    answer = await hall.client.post(
        "/api/contests",
        content=msgspec.json.encode(begun),
        headers={"Authorization": f"Bearer {hall.organizer}", "Content-Type": "application/json"},
    )
    answer.raise_for_status()
    return hall


def _start(file: ContestFile) -> int:
    """The index of the command at which the demo begins: some have sung already."""
    calls = [index for index, one in enumerate(file.commands) if isinstance(one, Call)]
    return calls[min(_ALREADY_SUNG, len(calls) - 1)]


class _Turn(Struct):
    """What happens around one call: the marks, then what the organizer does."""

    call: Call
    marks: list[EnterMarks]
    after: list[Command]


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


async def _played(hall: _Hall, pace: float, tell: Callable[[Message], None]) -> None:
    for turn in _turns(hall.file.commands[_start(hall.file) :]):
        await hall.give(turn.call)
        await asyncio.gather(*(_marked(hall, mark, pace) for mark in turn.marks))
        absent = await _free_seat_done(hall, turn)
        await asyncio.sleep(pace * 0.15)
        for command in turn.after:
            await _organized(hall, command, absent)
        await asyncio.sleep(pace * 0.25)
    tell(say("The contest is over; the boards stay until Ctrl-C."))


async def _marked(hall: _Hall, mark: EnterMarks, pace: float) -> None:
    await asyncio.sleep(pace * (0.2 + 0.4 * random.random()) + 0.02 * mark.after)  # noqa: S311
    if mark.seat != hall.free_seat or not await hall.taken():
        await hall.give(mark)


async def _free_seat_done(hall: _Hall, turn: _Turn) -> tuple[SeatId, ...]:
    """Wait a while for a person's marks; the free seat as absent if they do not come."""
    entrant = turn.call.entrant
    if not turn.marks or not await hall.taken():
        return ()
    waited = 0.0
    while await hall.lacks(entrant):
        if waited >= _PATIENCE:
            return (hall.free_seat,)
        await asyncio.sleep(0.5)
        waited += 0.5
    return ()


async def _organized(hall: _Hall, command: Command, absent: tuple[SeatId, ...]) -> None:
    match command:
        case ClosePerformance():
            missing = tuple(dict.fromkeys((*command.absent, *absent)))
            await hall.give(replace(command, absent=missing))
        case Advance():
            await hall.give(replace(command, entrants=await hall.qualifying()))
        case _:
            await hall.give(command)
