"""A program that is told of changes: keeps what it is sent, and answers as it is bidden."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from msgspec import Struct


class Received(Struct, frozen=True):
    """One message."""

    headers: dict[str, str]
    body: bytes


class Receiver:
    """What came, and the statuses that the next answers have; 200 after these."""

    def __init__(self) -> None:
        self.url = ""
        self.answers: list[int] = []
        self.came: list[Received] = []
        self._news = asyncio.Event()

    async def count(self, wanted: int) -> list[Received]:
        """Everything that came, once it is so much."""
        async with asyncio.timeout(10):
            while len(self.came) < wanted:
                self._news.clear()
                await self._news.wait()
        return self.came

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request, and the connection is closed."""
        _, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().splitlines()
        headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in lines if line)
        }
        body = await reader.readexactly(int(headers["content-length"]))
        self.came.append(Received(headers, body))
        status = self.answers.pop(0) if self.answers else 200
        location = "Location: http://127.0.0.1:1/\r\n" if status == 302 else ""
        writer.write(
            f"HTTP/1.1 {status} X\r\n{location}Content-Length: 0\r\n"
            "Connection: close\r\n\r\n".encode()
        )
        await writer.drain()
        writer.close()
        self._news.set()


@asynccontextmanager
async def receiving() -> AsyncGenerator[Receiver]:
    """A receiver on a port of this machine."""
    receiver = Receiver()
    async with await asyncio.start_server(receiver.serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        receiver.url = f"http://127.0.0.1:{port}/told"
        yield receiver
