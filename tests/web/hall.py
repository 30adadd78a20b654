"""A running hall for tests: a real server on a free port, and clients that are signed in."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import msgspec

from scoring.access import Holder, Organizer, SeatHolder
from scoring.contest.commands import Command
from scoring.contest.file import ContestFile
from scoring.contest.ids import ContestId, SeatId
from scoring.web.server import HallServer
from scoring.web.service import Service

JSON = {"Content-Type": "application/json"}


class Hall:
    """The server's parts and address, and a plain client without any key."""

    def __init__(self, service: Service, client: httpx.AsyncClient) -> None:
        self.service, self.client = service, client
        self.base = str(client.base_url).rstrip("/")

    async def token(self, holder: Holder) -> dict[str, str]:
        """Headers that sign a request as this holder, for JSON bodies."""
        return {"Authorization": f"Bearer {await self.service.keys.new_token(holder)}", **JSON}

    async def organizer(self) -> dict[str, str]:
        return await self.token(Organizer())

    async def seat(self, contest: str, seat: str) -> dict[str, str]:
        return await self.token(SeatHolder(ContestId(contest), SeatId(seat)))

    async def register(self, file: ContestFile) -> httpx.Response:
        return await self.client.post(
            "/api/contests", content=msgspec.json.encode(file), headers=await self.organizer()
        )

    async def give(
        self,
        contest: str,
        commands: Command | Sequence[Command],
        headers: dict[str, str],
        lang: str = "en",
    ) -> httpx.Response:
        return await self.client.post(
            f"/api/contests/{contest}/commands?lang={lang}",
            content=msgspec.json.encode(commands),
            headers=headers,
        )


@asynccontextmanager
async def running_hall(database: Path | None, port: int = 0) -> AsyncGenerator[Hall]:
    """A server inside this process, on the loopback interface; 0 is a free port."""
    server = HallServer(database, "127.0.0.1", port)
    async with (
        server.running() as service,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{server.port}", timeout=20) as client,
    ):
        yield Hall(service, client)
