"""The demo: scratch meets whose officials are simulated and use the real API."""

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

SINGING = Path("our-village-k-2024/yuhang-renhe.json")
KICKING = Path("zone-sports-day-2024/kicking-individual.json")
_LIVE = {SINGING: 40, KICKING: 8}
"""The contests that are played, and how many have had their turn when the demo begins."""
_PATIENCE = 20.0
"""Seconds that the simulation waits for the marks of a person who took the free seat."""


def folder() -> Path:
    """The contest files: beside the package in a checkout, inside it once installed."""
    package = Path(__file__).parent
    checkout = package.parent / "fixtures"
    return checkout if checkout.is_dir() else package / "fixtures"


def contest_file(path: Path = SINGING) -> ContestFile:
    """One of the contest files, by its path in their folder."""
    return msgspec.json.decode((folder() / path).read_bytes(), type=ContestFile)


async def run(port: int, pace: float, tell: Callable[[Message], None]) -> None:
    """Serve a scratch database and play until stopped; `pace` is the seconds for each turn."""
    with tempfile.TemporaryDirectory(prefix="scoring-demo-") as scratch:
        server = HallServer(Path(scratch) / "demo.db", "127.0.0.1", port)
        async with server.running() as service:
            base = f"http://127.0.0.1:{server.port}"
            async with httpx.AsyncClient(base_url=base, timeout=30) as client:
                halls = await _halls(service, client)
                await _told(halls[0], base, tell)
                playing = asyncio.create_task(_all_played(halls, pace, tell))
                try:
                    await server.until_told()
                finally:
                    playing.cancel()
                    await asyncio.gather(playing, return_exceptions=True)


async def _halls(service: Service, client: httpx.AsyncClient) -> list["_Hall"]:
    """The contests that are played, the singing first; all others are registered as finished."""
    halls = [
        await _hall(service, client, contest_file(path), begun) for path, begun in _LIVE.items()
    ]
    for path in sorted(folder().glob("*/*.json")):
        if path.relative_to(folder()) not in _LIVE:
            await halls[0].register(contest_file(path))
    return halls


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

    def __init__(
        self, service: Service, client: httpx.AsyncClient, file: ContestFile, begun: int
    ) -> None:
        self.service, self.client, self.file = service, client, file
        calls = [index for index, one in enumerate(file.commands) if isinstance(one, Call)]
        self.start = calls[begun]
        """The index of the command at which the demo begins."""
        self.organizer = ""
        self.seats: dict[SeatId, str] = {}
        self.judge_link = ""

    @property
    def free_seat(self) -> SeatId | None:
        """A judge's seat that is left to a person; none where officials count."""
        panel = self.file.plan.judged[0].panel
        return panel[-1] if panel else None

    async def taken(self) -> bool:
        """Whether a person sits in the free seat."""
        return bool(self.judge_link) and not await self.service.keys.is_open(self.judge_link)

    async def register(self, file: ContestFile) -> None:
        (await self._post("/api/contests", file, self.organizer)).raise_for_status()

    async def give(self, command: Command) -> bool:
        """Post a command as the one whose task it is; False if the desk refuses it."""
        seat = command.seat if isinstance(command, EnterMarks) else None
        token = self.seats[seat] if seat is not None else self.organizer
        entered = replace(command, entered_at=datetime.now(UTC).isoformat(timespec="seconds"))
        path = f"/api/contests/{self.file.plan.id}/commands"
        return (await self._post(path, entered, token)).is_success

    async def _post(self, path: str, body: ContestFile | Command, token: str) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        return await self.client.post(path, content=msgspec.json.encode(body), headers=headers)

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


async def _hall(
    service: Service, client: httpx.AsyncClient, file: ContestFile, begun: int
) -> _Hall:
    hall = _Hall(service, client, file, begun)
    hall.organizer = await service.keys.new_token(Organizer())
    for seat in file.plan.seats:
        hall.seats[seat.id] = await service.keys.new_token(SeatHolder(file.plan.id, seat.id))
    if hall.free_seat is not None:
        hall.judge_link = await service.keys.new_link(SeatHolder(file.plan.id, hall.free_seat))
    await hall.register(ContestFile(plan=file.plan, commands=file.commands[: hall.start]))
    return hall


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


async def _all_played(halls: list[_Hall], pace: float, tell: Callable[[Message], None]) -> None:
    await asyncio.gather(*(_played(hall, pace) for hall in halls))
    tell(say("The contest is over; the boards stay until Ctrl-C."))


async def _played(hall: _Hall, pace: float) -> None:
    for turn in _turns(hall.file.commands[hall.start :]):
        await hall.give(turn.call)
        await asyncio.gather(*(_marked(hall, marks, pace) for marks in turn.by_seat()))
        absent = await _free_seat_done(hall, turn)
        await asyncio.sleep(pace * 0.15)
        for command in turn.after:
            await _organized(hall, command, absent)
        await asyncio.sleep(pace * 0.25)


async def _marked(hall: _Hall, marks: list[EnterMarks], pace: float) -> None:
    """One seat after its thinking, which is shorter for each of several sheets."""
    for mark in marks:
        await asyncio.sleep(pace * (0.2 + 0.4 * random.random()) / len(marks))  # noqa: S311
        if mark.seat != hall.free_seat or not await hall.taken():
            await hall.give(mark)


async def _free_seat_done(hall: _Hall, turn: _Turn) -> tuple[SeatId, ...]:
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


async def _organized(hall: _Hall, command: Command, absent: tuple[SeatId, ...]) -> None:
    match command:
        case ClosePerformance():
            missing = tuple(dict.fromkeys((*command.absent, *absent)))
            await hall.give(replace(command, absent=missing))
        case Advance():
            await hall.give(replace(command, entrants=await hall.qualifying()))
        case _:
            await hall.give(command)
