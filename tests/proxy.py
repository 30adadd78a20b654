"""A proxy with a bad line: it cuts, delays, duplicates, or answers like a Wi-Fi login page."""

import asyncio
import re
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Literal, TypeAlias

Weather: TypeAlias = Literal[
    "fair", "cut_before", "cut_after", "twice", "slow", "login_page", "login_json"
]
"""What happens to one post of commands; `cut_after`: it arrives, its answer does not."""

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_COMMANDS = re.compile(rb"POST /api/contests/[^/]+/commands")
_CONNECTION = re.compile(rb"\r\nconnection:[^\r]*", re.IGNORECASE)
_LOGIN = b"<!doctype html><title>Wi-Fi</title><form>Please sign in</form>"


def _answer(kind: bytes, body: bytes) -> bytes:
    head = (
        b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
    )
    return head % (kind, len(body)) + body


class Proxy:
    """Between tablets and the desk; `target` may move, as when a desk is started anew."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.up = True
        self.weather: Callable[[], Weather] = lambda: "fair"
        self.server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    @property
    def base(self) -> str:
        """The address that tablets use."""
        assert self.server is not None
        return f"http://127.0.0.1:{self.server.sockets[0].getsockname()[1]}"

    def cut(self) -> None:
        """No network from now on, also on what is open."""
        self.up = False
        for one in self._open:
            one.transport.abort()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request of one connection."""
        self._open.add(writer)
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, OSError):
                await self._passed_on(reader, writer)
        finally:
            self._open.discard(writer)
            writer.close()

    async def _passed_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = _LENGTH.search(head)
        body = await reader.readexactly(int(length[1])) if length else b""
        head = _CONNECTION.sub(b"", head)[:-2] + b"Connection: close\r\n\r\n"
        given = _COMMANDS.match(head) is not None
        weather = self.weather() if given else "fair"
        if not self.up or weather == "cut_before":
            writer.transport.abort()
            return
        match weather:
            case "login_page":
                writer.write(_answer(b"text/html", _LOGIN))
            case "login_json":
                writer.write(_answer(b"application/json", b'{"success": true}'))
            case "cut_after":
                await self._asked(head + body, None)
                writer.transport.abort()
            case "twice":
                await self._asked(head + body, None)
                await self._asked(head + body, writer)
            case "slow":
                await asyncio.sleep(0.2)
                await self._asked(head + body, writer)
            case "fair":
                await self._asked(head + body, writer)

    async def _asked(self, request: bytes, writer: asyncio.StreamWriter | None) -> None:
        """Give the desk a request, and its answer, as it comes, to the writer."""
        reader, desk = await asyncio.open_connection("127.0.0.1", self.target)
        self._open.add(desk)
        try:
            desk.write(request)
            while chunk := await reader.read(65536):
                if writer is not None:
                    writer.write(chunk)
                    await writer.drain()
        finally:
            self._open.discard(desk)
            desk.close()


@asynccontextmanager
async def proxy_to(target: int) -> AsyncGenerator[Proxy]:
    """A proxy on a free port of the loopback interface."""
    proxy = Proxy(target)
    proxy.server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0, limit=2**20)
    try:
        yield proxy
    finally:
        proxy.cut()
        proxy.server.close()
