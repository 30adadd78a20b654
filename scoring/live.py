"""The newest frame per screen: drawn once, encoded once, compressed once for all who watch."""

import asyncio
import random
import zlib
from collections.abc import AsyncIterator, Callable
from typing import Literal, TypeAlias

from msgspec import Struct

from scoring.access import Role
from scoring.contest.ids import ContestId

ScreenName: TypeAlias = Literal[
    "board",
    "wall",
    "entrant",
    "desk",
    "match_board",
    "match_wall",
    "match_entrant",
    "match_desk",
    "match",
    "pulse",
    "devices",
]
"""Those of a contest of matches are called so; "match" is the page of a single one."""

PING_SECONDS = 10.0
_PING = b"event: ping\ndata: \n\n"
_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_KEPT_FRAMES = 500
_ROOM_TO_RETURN = (1_000, 4_000)
"""Milliseconds over which screens spread their return after a restart."""


class Channel(Struct, frozen=True):
    """What one kind of viewer watches."""

    contest: ContestId
    screen: ScreenName
    language: str
    subject: str = ""
    """The stage, entrant or stage/match that the screen is of; empty: the contest as it stands."""
    roles: tuple[Role, ...] = ()
    """Those of whoever watches, where they decide what the screen offers to do."""


class Drawing(Struct, frozen=True):
    """A screen drawn at one version of it: HTML or plain text."""

    version: int
    text: str


class Frame:
    """One drawing as bytes on the wire, made when first needed."""

    def __init__(self, screen: ScreenName, drawing: Drawing) -> None:
        self.version, self.text = drawing.version, drawing.text
        self.plain = _message(screen, drawing)
        self._packed: bytes | None = None

    @property
    def packed(self) -> bytes:
        """The message as a deflate block of its own, which any gzip stream may join in at."""
        if self._packed is None:
            self._packed = _deflated(self.plain)
        return self._packed


class Live:
    """Wakes viewers when a contest has changed and hands them its newest frame.

    `draw` draws a channel as committed now, `version` tells which version that would be. A viewer
    that is slow to take a frame skips to the newest; nothing is queued for anybody.
    """

    def __init__(
        self, version: Callable[[Channel], int], draw: Callable[[Channel], Drawing]
    ) -> None:
        self._version, self._draw = version, draw
        self._frames: dict[Channel, Frame] = {}
        self._signals: dict[ContestId, asyncio.Event] = {}
        self._closed = False
        self._ticks = 0
        self._ticker: asyncio.Task[None] | None = None
        self.viewers = 0

    def start(self) -> None:
        """Begin to ping those who have nothing to see, so that a dead line is noticed."""
        self._ticker = asyncio.create_task(self._tick())

    def close(self) -> None:
        """End every stream; each viewer is told to come back after a moment of its own."""
        self._closed = True
        if self._ticker is not None:
            self._ticker.cancel()
        self.wake_all()

    def wake(self, contest: ContestId) -> None:
        """A contest has changed: everyone who watches it looks again."""
        signal = self._signals.pop(contest, None)
        if signal is not None:
            signal.set()

    def newest(self, channel: Channel) -> Frame:
        """The frame of the present version, drawn now unless somebody saw it before."""
        frame = self._frames.get(channel)
        if frame is None or frame.version != self._version(channel):
            frame = Frame(channel.screen, self._draw(channel))
            self._frames.pop(channel, None)
            self._frames[channel] = frame
            if len(self._frames) > _KEPT_FRAMES:
                del self._frames[next(iter(self._frames))]
        return frame

    async def stream(
        self, channel: Channel, *, gzip: bool, allowed: Callable[[], bool] = lambda: True
    ) -> AsyncIterator[bytes]:
        """An endless SSE body: the newest frame now, and again whenever it has changed.

        It ends before the next frame once `allowed` says no.
        """
        self.viewers += 1
        try:
            if gzip:
                yield _GZIP_HEADER
            seen: int | None = None
            ticks = self._ticks
            while not self._closed and allowed():
                signal = self._signals.setdefault(channel.contest, asyncio.Event())
                frame = self.newest(channel)
                if frame.version != seen:
                    seen = frame.version
                    yield frame.packed if gzip else frame.plain
                elif ticks != self._ticks:
                    yield _PACKED_PING if gzip else _PING
                ticks = self._ticks
                await signal.wait()
            goodbye = f"retry: {random.randint(*_ROOM_TO_RETURN)}\n\n".encode()  # noqa: S311
            yield _deflated(goodbye) if gzip else goodbye
        finally:
            self.viewers -= 1

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(PING_SECONDS)
            self._ticks += 1
            self.wake_all()

    def wake_all(self) -> None:
        """Everyone looks again, and those who may not see it any more are sent away."""
        for contest in list(self._signals):
            self.wake(contest)


def _message(screen: ScreenName, drawing: Drawing) -> bytes:
    lines = "".join(f"data: {line}\n" for line in drawing.text.splitlines() or [""])
    return f"event: {screen}\nid: {drawing.version}\n{lines}\n".encode()


def _deflated(message: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(message) + packer.flush(zlib.Z_FULL_FLUSH)


_PACKED_PING = _deflated(_PING)
