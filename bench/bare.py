"""The least that a live server could do: a loop that writes given bytes to all its sockets."""

import asyncio
from multiprocessing.connection import Connection
from typing import cast

import uvloop

PUSH_END = b"--the end of what is pushed--"
"""Whoever sends bytes that end so has them written to everybody who sent a GET."""
DONE = b"done"


class _Bare(asyncio.Protocol):
    def __init__(self, viewers: "set[asyncio.WriteTransport]") -> None:
        self._viewers = viewers
        self._pushed = bytearray()
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)

    def data_received(self, data: bytes) -> None:
        if self._transport is None:
            return
        if data.startswith(b"GET "):
            self._transport.write(
                b"HTTP/1.1 200 OK\r\n\r\n" + _chunked(b"something to begin with")
            )
            self._viewers.add(self._transport)
            return
        self._pushed += data
        if self._pushed.endswith(PUSH_END):
            wire = _chunked(bytes(self._pushed.removesuffix(PUSH_END)))
            self._pushed.clear()
            for viewer in self._viewers:
                viewer.write(wire)
            self._transport.write(DONE)

    def connection_lost(self, _exc: Exception | None) -> None:
        if self._transport is not None:
            self._viewers.discard(self._transport)


def _chunked(body: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(body), body)


def serve(pipe: "Connection[int, object]") -> None:
    """Listen on a free port, send its number, and serve until terminated."""
    uvloop.run(_served(pipe))


async def _served(pipe: "Connection[int, object]") -> None:
    viewers: set[asyncio.WriteTransport] = set()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Bare(viewers), "127.0.0.1", backlog=4096)
    port: int = server.sockets[0].getsockname()[1]
    pipe.send(port)
    await server.serve_forever()
