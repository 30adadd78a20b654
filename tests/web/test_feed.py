"""The feed on a real server: followed as docs/feed.md says, resumed, read slowly."""

import asyncio
import json
import re
import socket
import zlib
from pathlib import Path
from typing import Any, Protocol

import httpx
import pytest

from scoring.contest.commands import Call, ClosePerformance, Command
from tests.contests import STAGE, called, entrant_id, marking, small_plan
from tests.deciding import fresh
from tests.web.hall import Hall

DOCUMENT = Path(__file__).parents[2] / "docs/feed.md"
BOARD = "/api/contests/small/board"


class Follower(Protocol):
    """What the example in docs/feed.md can do."""

    tag: str
    lines: list[str]

    def take(self, event: str, id: str, data: str) -> bool: ...  # noqa: A002 - as in the example
    def screen(self) -> Any: ...  # noqa: ANN401 - any JSON


def follower() -> Follower:
    """The example in docs/feed.md, as it stands there."""
    example = DOCUMENT.read_text(encoding="utf-8").partition("```python\n")[2].partition("```")[0]
    names: dict[str, Any] = {}
    exec(example, names)  # noqa: S102 - our own document
    found: Follower = names["Screen"]()
    return found


def messages(text: str) -> list[tuple[str, str, str]]:
    """The whole messages in a part of a stream."""
    found: list[tuple[str, str, str]] = []
    for block in text.split("\n\n")[:-1]:
        fields = [line.partition(": ") for line in block.split("\n")]
        by_name = {name: value for name, _, value in fields}
        data = "\n".join(value for name, _, value in fields if name == "data")
        found.append((by_name.get("event", ""), by_name.get("id", ""), data))
    return found


class Stream:
    """A connection of our own to a live stream, read only when we like."""

    def __init__(self, path: str, *, gzip: bool = False, known: str = "") -> None:
        self.path, self.gzip, self.known = path, gzip, known
        self.events: list[str] = []
        self._unpacking = zlib.decompressobj(31)
        self._text = ""

    async def open(self, hall: Hall) -> "Stream":
        url = httpx.URL(hall.base)
        own = socket.socket()
        own.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        own.setblocking(False)  # noqa: FBT003 - the standard library's
        await asyncio.get_running_loop().sock_connect(own, (url.host, url.port or 80))
        self.reader, self.writer = await asyncio.open_connection(sock=own, limit=2**12)
        known = f"Last-Event-ID: {self.known}\r\n" if self.known else ""
        coding = "gzip" if self.gzip else "identity"
        head = (
            f"GET {self.path} HTTP/1.1\r\nHost: hall\r\nAccept-Encoding: {coding}\r\n{known}\r\n"
        )
        self.writer.write(head.encode())
        assert (await self.reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200")
        return self

    async def into(self, screen: Follower, tag: str) -> None:
        """Take messages until the screen has the version with this tag."""
        async with asyncio.timeout(20):
            while screen.tag != tag:
                size = int(await self.reader.readline(), 16)
                chunk = await self.reader.readexactly(size)
                assert await self.reader.readexactly(2) == b"\r\n"
                self._text += (self._unpacking.decompress(chunk) if self.gzip else chunk).decode()
                for event, new_tag, data in messages(self._text):
                    self.events.append(event)
                    assert screen.take(event, new_tag, data), event
                self._text = self._text.rpartition("\n\n")[2]

    def close(self) -> None:
        self.writer.transport.abort()


async def sung(hall: Hall, *numbers: int) -> None:
    """Whole performances, each command a change of its own."""
    organizer = await hall.organizer()
    for number in numbers:
        entrant = entrant_id(number)
        commands: list[Command] = [Call(id=fresh(), stage=STAGE, entrant=entrant)]
        commands += [
            marking(fresh(), number, seat, f"{80 + number % 20}.{number:02}")
            for seat in ("J1", "J2", "J3")
        ]
        commands.append(ClosePerformance(id=fresh(), stage=STAGE, entrant=entrant))
        for command in commands:
            assert (await hall.give("small", command, organizer)).is_success


async def snapshot(hall: Hall, path: str = BOARD) -> tuple[str, str]:
    answer = await hall.client.get(path)
    return answer.headers["etag"].strip('"'), answer.text


@pytest.mark.parametrize("gzip", [False, True])
async def test_a_program_follows_the_board(hall: Hall, *, gzip: bool) -> None:
    await hall.register(called(small_plan(6, judges=3), []))
    screen = follower()
    stream = await Stream(f"{BOARD}/live", gzip=gzip).open(hall)
    await stream.into(screen, (await snapshot(hall))[0])
    for number in (1, 2, 3, 4):
        await sung(hall, number)
        tag, text = await snapshot(hall)
        await stream.into(screen, tag)
        assert "\n".join(screen.lines) == text
        assert screen.screen() == (await hall.client.get(BOARD)).json()
    assert stream.events[0] == "board"
    assert set(stream.events[1:]) == {"patch"}
    stream.close()


@pytest.mark.parametrize("by", ["header", "address"])
async def test_whoever_comes_back_gets_what_was_missed(hall: Hall, by: str) -> None:
    await hall.register(called(small_plan(6, judges=3), []))
    await sung(hall, 1)
    screen = follower()
    stream = await Stream(f"{BOARD}/live").open(hall)
    await stream.into(screen, (await snapshot(hall))[0])
    stream.close()
    await sung(hall, 2)
    tag, text = await snapshot(hall)
    if by == "header":
        again = await Stream(f"{BOARD}/live", known=screen.tag).open(hall)
    else:
        again = await Stream(f"{BOARD}/live?since={screen.tag}").open(hall)
    await again.into(screen, tag)
    assert again.events == ["patch"]
    assert "\n".join(screen.lines) == text
    again.close()


async def test_whoever_has_the_newest_hears_so_and_whoever_has_another_gets_all(
    hall: Hall,
) -> None:
    await hall.register(called(small_plan(6, judges=3), []))
    tag, text = await snapshot(hall)
    same = await Stream(f"{BOARD}/live", known=tag).open(hall)
    async with asyncio.timeout(5):
        said = (await same.reader.readuntil(b"\n\n")).decode()
    assert said.partition("\r\n")[2] == "event: ping\ndata: \n\n"
    other = await Stream(f"{BOARD}/live", known="7-00000000").open(hall)
    screen = follower()
    await other.into(screen, tag)
    assert (other.events, "\n".join(screen.lines)) == (["board"], text)
    same.close()
    other.close()


async def test_a_slow_viewer_skips_and_ends_up_right(hall: Hall) -> None:
    """It reads nothing while others follow; what then comes is whole messages, and few."""
    await hall.register(called(small_plan(60, judges=3), []))
    path = "/contests/small/live?lang=zh"
    slow = await Stream(path).open(hall)
    quick_screen, slow_screen = follower(), follower()
    quick = await Stream(path, gzip=True).open(hall)
    tag = text = ""
    for number in range(1, 25):
        await sung(hall, number)
        tag, text = await snapshot(hall, "/contests/small/frame?lang=zh")
        await quick.into(quick_screen, tag)
    await slow.into(slow_screen, tag)
    assert "\n".join(slow_screen.lines) == "\n".join(quick_screen.lines) == text
    assert len(slow.events) <= len(quick.events)
    slow.close()
    quick.close()


async def test_pages_and_boards_of_both_forms_have_one_tag_each(hall: Hall) -> None:
    await hall.register(called(small_plan(judges=3), [1]))
    tags = [(await snapshot(hall, path))[0] for path in (BOARD, "/contests/small/frame")]
    assert all(re.fullmatch(r"\d+-[0-9a-f]{8}", tag) for tag in tags)
    assert json.loads((await snapshot(hall))[1])["head"]["version"] == int(
        tags[0].partition("-")[0]
    )
