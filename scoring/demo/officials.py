"""Simulated officials: who signs what, and how their commands reach the desk."""

import asyncio
import random
from datetime import UTC, datetime

import httpx
import msgspec
from msgspec.structs import replace

from scoring.access import Organizer, SeatHolder
from scoring.contest.commands import Command
from scoring.contest.file import ContestFile
from scoring.contest.ids import SeatId
from scoring.presence import Doing, Report
from scoring.web.rendering import build
from scoring.web.service import Service

_EVERY = 10.0
"""Seconds between two reports of a tablet that says only that it is there."""


class Officials:
    """Everyone who works at one contest, with their tokens."""

    def __init__(self, service: Service, client: httpx.AsyncClient, file: ContestFile) -> None:
        self.service, self.client, self.file = service, client, file
        self.organizer = ""
        self.seats: dict[SeatId, str] = {}
        self.battery: dict[SeatId, int] = {}

    @property
    def free_seat(self) -> SeatId | None:
        """A judge's seat that is left to a person."""
        return None

    async def sign_in(self) -> None:
        """A token for the organizer, and one for every seat."""
        self.organizer = await self.service.keys.new_token(Organizer())
        for seat in self.file.plan.seats:
            holder = SeatHolder(self.file.plan.id, seat.id)
            self.seats[seat.id] = await self.service.keys.new_token(holder)
            self.battery[seat.id] = random.randint(15, 100)  # noqa: S311 - plays, keeps no secret

    async def register(self, file: ContestFile) -> None:
        (await self._post("/api/contests", file, self.organizer)).raise_for_status()

    async def give(self, command: Command, seat: SeatId | None = None) -> bool:
        """Post a command as this seat, or as the organizer; False if the desk refuses it."""
        token = self.organizer if seat is None else self.seats[seat]
        entered = replace(command, entered_at=datetime.now(UTC).isoformat(timespec="seconds"))
        path = f"/api/contests/{self.file.plan.id}/commands"
        return (await self._post(path, entered, token)).is_success

    async def here(self, seat: SeatId, doing: Doing | None = None) -> None:
        """The tablet of a seat says how it is, as a real one does."""
        report = Report(
            build=build(), visible=True, unsent=0, battery=self.battery[seat], charging=False,
            doing=doing,
        )  # fmt: skip
        path = f"/api/contests/{self.file.plan.id}/seats/{seat}/here"
        await self._post(path, report, self.seats[seat])

    async def present(self) -> None:
        """All simulated tablets, until the demo ends."""
        while True:
            for seat in self.seats:
                if seat != self.free_seat:
                    await self.here(seat)
            await asyncio.sleep(_EVERY)

    async def _post(
        self, path: str, body: ContestFile | Command | Report, token: str
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        return await self.client.post(path, content=msgspec.json.encode(body), headers=headers)
