"""The newest frame per screen and the patches that lead to it: made once for all who watch."""

import asyncio
import random
import re
import zlib
from collections.abc import AsyncIterator, Callable, Sequence
from gzip import compress as gzip_bytes
from itertools import islice
from typing import Literal, TypeAlias

from msgspec import Struct

from scoring.access import Role
from scoring.contest.ids import ContestId
from scoring.feed import Part, difference, encoded, patched, tag

ScreenName: TypeAlias = Literal[
    "board",
    "wall",
    "overlay",
    "entrant",
    "desk",
    "match_board",
    "match_wall",
    "match_overlay",
    "match_entrant",
    "match_desk",
    "match",
    "pulse",
    "devices",
    "reveal",
    "display",
    "meet",
]
"""Those of a contest of matches are called so; "match" is the page of a single one."""

Form: TypeAlias = Literal["html", "json"]
Write: TypeAlias = Callable[[bytes], bool]
"""Hands over a chunk at once; false, and nothing is sent, while the last one is still waiting."""

PING_SECONDS = 10.0
_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_KEPT_SCREENS = 500
_KEPT_VERSIONS = 16
"""Of each screen, beside the newest: whoever has one of these needs only a patch."""
_LINE_ENDS = re.compile("\r\n|\r|\n")
"""Those of a stream of events; whatever else may end a line is part of it."""
_AT_A_TURN = 64
"""Viewers who are written to before the loop sees to anything else."""
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
    form: Form = "html"


class Drawing(Struct, frozen=True):
    """A screen drawn at one version of it: HTML, JSON or plain text."""

    version: int
    text: str


class Message:
    """One event as bytes on the wire, compressed when first needed, once for all."""

    def __init__(self, event: str, tag: str, text: str) -> None:
        lines = "".join(f"data: {line}\n" for line in text.split("\n"))
        numbered = f"id: {tag}\n" if tag else ""
        self.plain = f"event: {event}\n{numbered}{lines}\n".encode()
        self._packed: bytes | None = None
        self._chunks: dict[bool, bytes] = {}

    @property
    def packed(self) -> bytes:
        """The message as a deflate block of its own, which any gzip stream may join in at."""
        if self._packed is None:
            self._packed = _deflated(self.plain)
        return self._packed

    def chunk(self, *, gzip: bool) -> bytes:
        """The message as a chunk of an HTTP/1.1 response."""
        if gzip not in self._chunks:
            body = self.packed if gzip else self.plain
            self._chunks[gzip] = b"%x\r\n%s\r\n" % (len(body), body)
        return self._chunks[gzip]


class Snapshot:
    """A text as the body of answers, compressed when first needed, once for all."""

    def __init__(self, tag: str, text: str) -> None:
        self.tag, self.plain = tag, text.encode()
        self._packed: bytes | None = None

    @property
    def packed(self) -> bytes:
        """The body for those who take gzip."""
        if self._packed is None:
            self._packed = gzip_bytes(self.plain, compresslevel=6, mtime=0)
        return self._packed


class Frame:
    """One drawing by lines, and the messages that bring a viewer to it."""

    def __init__(self, event: str, drawing: Drawing, before: "Frame | None" = None) -> None:
        """`before` is the frame that it takes the place of."""
        self.version = drawing.version
        lines = _LINE_ENDS.split(drawing.text)
        self.text = "\n".join(lines)
        self.tag = tag(drawing.version, self.text)
        self.whole = Message(event, self.tag, self.text)
        self.snapshot = Snapshot(self.tag, self.text)
        self._patches: dict[str, Message] = {}
        self.lines: Sequence[str] = lines
        self.older: dict[str, Sequence[str]] = {}
        """The lines of recent versions, by their tags."""
        if before is None:
            return
        parts = difference(before.lines, lines)
        self.lines = patched(before.lines, parts)  # the same, but shares with the one before
        recent = list(before.older.items())[1 - _KEPT_VERSIONS :]
        self.older = {**dict(recent), before.tag: before.lines}
        self.older.pop(self.tag, None)
        self._patches[before.tag] = self._message(before.tag, parts)

    def after(self, seen: str | None) -> Message:
        """What to tell a viewer who has the version with this tag: a patch, or the whole."""
        if seen is None or seen not in self.older:
            return self.whole
        if seen not in self._patches:
            self._patches[seen] = self._message(seen, difference(self.older[seen], self.lines))
        return self._patches[seen]

    def _message(self, seen: str, parts: tuple[Part, ...]) -> Message:
        patch = Message("patch", self.tag, encoded(seen, self.tag, parts))
        return patch if len(patch.plain) < len(self.whole.plain) else self.whole


class _Viewer:
    """Somebody who watches: what they have, and how they are told that there is more."""

    def __init__(
        self,
        channel: Channel,
        *,
        gzip: bool,
        since: str | None,
        allowed: Callable[[], bool],
        write: Write | None,
    ) -> None:
        self.channel, self.gzip, self.seen = channel, gzip, since
        self.allowed, self.write = allowed, write
        self.again = asyncio.Event()
        self.ticks = -1
        self.waits = False
        """Whether the stream has nothing to say, and may be written to from outside."""


class Live:
    """Wakes viewers when a contest has changed and hands them what is new.

    `draw` draws a channel as committed now, `version` tells which version that would be. A viewer
    that is slow to take a message skips to the newest; nothing is queued for anybody.
    """

    def __init__(
        self, version: Callable[[Channel], int], draw: Callable[[Channel], Drawing]
    ) -> None:
        self._version, self._draw = version, draw
        self._frames: dict[Channel, Frame] = {}
        self._watching: dict[ContestId, dict[_Viewer, None]] = {}
        self._due: dict[_Viewer, Write] = {}
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
        was_due = bool(self._due)
        for viewer in self._watching.get(contest, {}):
            if viewer.write is None or not viewer.waits or self._closed:
                viewer.again.set()
            else:
                self._due[viewer] = viewer.write
        if self._due and not was_due:
            asyncio.get_running_loop().call_soon(self._hand_out)

    def wake_all(self) -> None:
        """Everyone looks again, and those who may not see it any more are sent away."""
        for contest in list(self._watching):
            self.wake(contest)

    def newest(self, channel: Channel) -> Frame:
        """The frame of the present version, drawn now unless somebody saw it before."""
        frame = self._frames.get(channel)
        if frame is None or frame.version != self._version(channel):
            frame = Frame(channel.screen, self._draw(channel), self._frames.pop(channel, None))
            self._frames[channel] = frame
            if len(self._frames) > _KEPT_SCREENS:
                del self._frames[next(iter(self._frames))]
        return frame

    async def stream(
        self,
        channel: Channel,
        *,
        gzip: bool,
        since: str | None = None,
        allowed: Callable[[], bool] = lambda: True,
        write: Write | None = None,
    ) -> AsyncIterator[bytes]:
        """An endless SSE body: the newest frame now, and a patch whenever it has changed.

        Whoever says `since` which version they have begins with a patch, too, while it is among
        the recent ones. The body ends before the next message once `allowed` says no. A server
        that gives a way to `write` chunks is spared a turn of this generator for each message.
        """
        viewer = _Viewer(channel, gzip=gzip, since=since, allowed=allowed, write=write)
        watching = self._watching.setdefault(channel.contest, {})
        watching[viewer] = None
        self.viewers += 1
        try:
            if gzip:
                yield _GZIP_HEADER
            while not self._closed and allowed():
                viewer.again.clear()
                frame = self.newest(channel)
                message = self._news(viewer, frame)
                viewer.seen, viewer.ticks = frame.tag, self._ticks
                if message is not None:
                    yield message.packed if gzip else message.plain
                    continue
                viewer.waits = True
                await viewer.again.wait()
                viewer.waits = False
            goodbye = f"retry: {random.randint(*_ROOM_TO_RETURN)}\n\n".encode()  # noqa: S311 - spreads returns, keeps no secret
            yield _deflated(goodbye) if gzip else goodbye
        finally:
            self.viewers -= 1
            del watching[viewer]
            self._due.pop(viewer, None)
            if not watching:
                self._watching.pop(channel.contest, None)

    def _news(self, viewer: _Viewer, frame: Frame) -> Message | None:
        """What a viewer has not been told; a ping, if nothing, at each tick."""
        if frame.tag != viewer.seen:
            return frame.after(viewer.seen)
        return None if viewer.ticks == self._ticks else _PING

    def _hand_out(self) -> None:
        """Write to some of those who are due, and let the others wait for the next turn."""
        frame, channel = None, None
        for viewer in list(islice(self._due, _AT_A_TURN)):
            write = self._due.pop(viewer)
            try:
                if frame is None or viewer.channel != channel:
                    channel = viewer.channel
                    frame = self.newest(channel)
                self._hand(viewer, frame, write)
            except Exception:  # noqa: BLE001 - the stream itself meets the same fault, and ends
                viewer.again.set()
        if self._due:
            asyncio.get_running_loop().call_soon(self._hand_out)

    def _hand(self, viewer: _Viewer, frame: Frame, write: Write) -> None:
        if not viewer.waits:
            return
        if not viewer.allowed():
            viewer.again.set()
            return
        message = self._news(viewer, frame)
        if message is None:
            return
        if write(message.chunk(gzip=viewer.gzip)):
            viewer.seen, viewer.ticks = frame.tag, self._ticks
        else:
            viewer.again.set()

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(PING_SECONDS)
            self._ticks += 1
            self.wake_all()


def _deflated(message: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(message) + packer.flush(zlib.Z_FULL_FLUSH)


_PING = Message("ping", "", "")
