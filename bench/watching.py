"""Many viewers of one live stream in a process of their own: raw sockets that take gzip."""

import asyncio
import re
import resource
import time
import zlib
from functools import partial
from multiprocessing.connection import Connection
from typing import cast

import uvloop
from msgspec import Struct

_PATIENCE = 60.0
"""Seconds that opening, and afterwards the whole measuring, may take."""
_OPENING_AT_ONCE = 100
_OWN_FILES = 200
"""Open files of a process apart from its viewers' sockets."""
_GZIP_HEADER_SIZE = 10
_MESSAGE = re.compile(rb"event: (board|patch)\n")


class Seen(Struct, frozen=True):
    """When each viewer had each message, in the order in which the first one had it."""

    arrivals: dict[bytes, list[float]]
    """Each message as it was on the wire, and so the same for everybody."""
    bytes_each: float
    cut_off: int
    """Connections that ended otherwise than with the last chunk of a response."""


class Watch:
    """The viewers of this process: how many there are, were greeted, and have gone."""

    def __init__(self, viewers: int) -> None:
        self.viewers = viewers
        self.received = self.greeted = self.finished = self.lost = 0
        self.all_greeted, self.all_lost = asyncio.Event(), asyncio.Event()

    def take(self, viewer: int, chunk: bytes) -> None:
        """A viewer has had a chunk."""
        raise NotImplementedError


class _Times(Watch):
    """When each of them had each message."""

    def __init__(self, viewers: int) -> None:
        super().__init__(viewers)
        self.times: dict[bytes, list[float]] = {}

    def take(self, viewer: int, chunk: bytes) -> None:  # noqa: ARG002 - whoever it was
        """Remember the moment."""
        self.times.setdefault(chunk, []).append(time.monotonic())

    def seen(self) -> Seen:
        """The messages about the board among all chunks."""
        arrivals = {
            one: times for one, times in self.times.items() if _MESSAGE.match(inflated(one))
        }
        return Seen(arrivals, self.received / self.viewers, self.viewers - self.finished)


class _Viewer(asyncio.Protocol):
    """One screen: asks for the stream, and takes its chunks apart as they come."""

    def __init__(self, watch: Watch, number: int, path: str) -> None:
        self._watch, self._number, self._path = watch, number, path
        self._buffer = bytearray()
        self._in_body = self._greeted = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        request = (
            f"GET {self._path} HTTP/1.1\r\nHost: hall\r\n"
            "Accept-Encoding: gzip\r\nTE: chunked\r\n\r\n"
        )
        cast("asyncio.WriteTransport", transport).write(request.encode())

    def data_received(self, data: bytes) -> None:
        self._watch.received += len(data)
        self._buffer += data
        if not self._in_body:
            head, blank, body = self._buffer.partition(b"\r\n\r\n")
            if not blank:
                return
            if not head.startswith(b"HTTP/1.1 200"):
                raise SystemExit(head.decode())
            self._in_body, self._buffer = True, body
        while self._take_chunk():
            pass

    def _take_chunk(self) -> bool:
        end = self._buffer.find(b"\r\n")
        size = int(self._buffer[:end], 16) if end > 0 else 0
        begin = end + 2
        if end < 0 or len(self._buffer) < begin + size + 2:
            return False
        if size == 0:
            self._watch.finished += 1
        else:
            chunk = bytes(self._buffer[begin : begin + size])
            self._watch.take(self._number, chunk)
        del self._buffer[: begin + size + 2]
        if size > _GZIP_HEADER_SIZE and not self._greeted:
            self._greeted = True
            self._watch.greeted += 1
            if self._watch.greeted == self._watch.viewers:
                self._watch.all_greeted.set()
        return True

    def connection_lost(self, _exc: Exception | None) -> None:
        self._watch.lost += 1
        if self._watch.lost == self._watch.viewers:
            self._watch.all_lost.set()


def allow_files(viewers: int) -> None:
    """Let this process and those that it starts open a socket for each viewer."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = viewers + _OWN_FILES
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))


def inflated(chunk: bytes) -> bytes:
    """The text of a compressed message; empty for any other chunk."""
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(chunk)
    except zlib.error:
        return b""


def watch(port: int, path: str, viewers: int, pipe: "Connection[float | Seen, object]") -> None:
    """Send how long it took until all had the first frame; after the end, what they saw."""
    uvloop.run(_watched(port, path, viewers, pipe))


async def _watched(
    port: int, path: str, viewers: int, pipe: "Connection[float | Seen, object]"
) -> None:
    watch = _Times(viewers)
    pipe.send(await opened(watch, port, path))
    await asyncio.wait_for(watch.all_lost.wait(), _PATIENCE)
    pipe.send(watch.seen())


async def opened(watch: Watch, port: int, path: str) -> float:
    """Let all of them ask for the stream; the seconds until each has had its first message."""
    loop = asyncio.get_running_loop()
    begun = time.monotonic()
    for first in range(0, watch.viewers, _OPENING_AT_ONCE):
        numbers = range(first, min(first + _OPENING_AT_ONCE, watch.viewers))
        made = [partial(_Viewer, watch, number, path) for number in numbers]
        await asyncio.gather(*(loop.create_connection(one, "127.0.0.1", port) for one in made))
    await asyncio.wait_for(watch.all_greeted.wait(), _PATIENCE)
    return time.monotonic() - begun
