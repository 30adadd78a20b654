"""The real command in a process of its own: started, signed in to, killed."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from scoring.contest.ids import ContestId, SeatId

_ENVIRONMENT = {**os.environ, "PYTHONUNBUFFERED": "1"}


class Serving:
    """A running `scoring serve`."""

    def __init__(self, process: asyncio.subprocess.Process, base: str, link: str) -> None:
        self.process, self.base, self.link = process, base, link

    async def kill(self) -> None:
        """SIGKILL: no chance to finish anything."""
        self.process.kill()
        await self.process.wait()

    async def terminate(self) -> int:
        """SIGTERM: an orderly end; its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return await self.process.wait()

    async def organizer(self) -> httpx.AsyncClient:
        """A browser that used the link which `serve` printed."""
        browser = httpx.AsyncClient(base_url=self.base, headers={"Origin": self.base}, timeout=20)
        secret = self.link.partition("#k=")[2]
        answer = await browser.post("/api/sign-in", json={"secret": secret})
        answer.raise_for_status()
        return browser


async def seat_token(organizer: httpx.AsyncClient, contest: ContestId, seat: SeatId) -> str:
    """A device's token, by way of a link that the organizer asks for."""
    link = (await organizer.post(f"/api/contests/{contest}/seats/{seat}/link")).json()
    secret = str(link["url"]).partition("#k=")[2]
    async with httpx.AsyncClient(base_url=str(organizer.base_url)) as device:
        answer = await device.post("/api/sign-in", json={"secret": secret})
    return str(answer.json()["token"])


@asynccontextmanager
async def serving(
    database: Path, port: int = 0, starter: Sequence[str] = ()
) -> AsyncGenerator[Serving]:
    """`scoring serve` on a port of the loopback interface, a free one unless it is given.

    `starter` is a command that starts the one given to it.
    """
    process = await asyncio.create_subprocess_exec(
        *starter, sys.executable, "-m", "scoring", "--lang", "en", "serve",
        "--database", str(database), "--host", "127.0.0.1", "--port", str(port),
        stdout=asyncio.subprocess.PIPE, env=_ENVIRONMENT,
    )  # fmt: skip
    try:
        yield await _started(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _started(process: asyncio.subprocess.Process) -> Serving:
    assert process.stdout is not None
    printed = ""
    async with asyncio.timeout(30):
        while "Ctrl-C" not in printed:
            line = (await process.stdout.readline()).decode()
            assert line, f"the server ended: {printed}"
            printed += line
    base = re.search(r"http://127\.0\.0\.1:\d+", printed)
    link = re.search(r"http://\S+/enter#k=\S+", printed)
    assert base is not None
    assert link is not None
    return Serving(process, base[0], link[0])
