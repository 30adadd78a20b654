"""Simulated officials: who signs what, and how their commands reach the desk."""

from datetime import UTC, datetime

import httpx
import msgspec
from msgspec.structs import replace

from scoring.access import Organizer, SeatHolder
from scoring.contest.commands import Command
from scoring.contest.file import ContestFile
from scoring.contest.ids import SeatId
from scoring.web.service import Service


class Officials:
    """Everyone who works at one contest, with their tokens."""

    def __init__(self, service: Service, client: httpx.AsyncClient, file: ContestFile) -> None:
        self.service, self.client, self.file = service, client, file
        self.organizer = ""
        self.seats: dict[SeatId, str] = {}

    async def sign_in(self) -> None:
        """A token for the organizer, and one for every seat."""
        self.organizer = await self.service.keys.new_token(Organizer())
        for seat in self.file.plan.seats:
            holder = SeatHolder(self.file.plan.id, seat.id)
            self.seats[seat.id] = await self.service.keys.new_token(holder)

    async def register(self, file: ContestFile) -> None:
        (await self._post("/api/contests", file, self.organizer)).raise_for_status()

    async def give(self, command: Command, seat: SeatId | None = None) -> bool:
        """Post a command as this seat, or as the organizer; False if the desk refuses it."""
        token = self.organizer if seat is None else self.seats[seat]
        entered = replace(command, entered_at=datetime.now(UTC).isoformat(timespec="seconds"))
        path = f"/api/contests/{self.file.plan.id}/commands"
        return (await self._post(path, entered, token)).is_success

    async def _post(self, path: str, body: ContestFile | Command, token: str) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        return await self.client.post(path, content=msgspec.json.encode(body), headers=headers)
