"""Live screens: the newest frame for everyone, drawn once, and nobody waits for anybody."""

import asyncio
import re
import zlib
from collections.abc import AsyncGenerator, AsyncIterator
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import live as live_module
from scoring.contest.ids import ContestId
from scoring.feed import tag
from scoring.live import Channel, Drawing, Frame, Live

SMALL, OTHER = ContestId("small"), ContestId("other")
BOARD = Channel(SMALL, "board", "zh")
ENGLISH = Channel(SMALL, "board", "en")
WALL = Channel(SMALL, "wall", "zh")
ELSEWHERE = Channel(OTHER, "board", "zh")
PING = "event: ping\ndata: \n\n"
GOODBYE = re.compile(r"retry: (\d+)\n\n")


class Hall:
    """Contests whose screens only say their version, and how often each was drawn."""

    def __init__(self) -> None:
        self.versions: dict[ContestId, int] = {SMALL: 1, OTHER: 1}
        self.drawn: list[Channel] = []
        self.live = Live(lambda channel: self.versions[channel.contest], self.draw)

    def draw(self, channel: Channel) -> Drawing:
        self.drawn.append(channel)
        version = self.versions[channel.contest]
        return Drawing(version, self.text(channel, version))

    @staticmethod
    def text(channel: Channel, version: int) -> str:
        return f"<main>\n  第{version}版 {channel.contest} {channel.language}\n</main>"

    def change(self, contest: ContestId = SMALL, versions: int = 1) -> None:
        """Something has happened, and whoever watches is told."""
        self.versions[contest] += versions
        self.live.wake(contest)

    def watch(self, channel: Channel = BOARD, *, gzip: bool = False) -> "Viewer":
        return Viewer(self.live.stream(channel, gzip=gzip))


class Viewer:
    """Somebody who watches: takes pieces of the stream when it likes."""

    def __init__(self, stream: AsyncIterator[bytes]) -> None:
        self.stream = cast("AsyncGenerator[bytes]", stream)

    async def piece(self) -> bytes:
        async with asyncio.timeout(5):
            return await anext(self.stream)

    async def message(self) -> str:
        return (await self.piece()).decode()

    async def ended(self) -> bool:
        try:
            await self.piece()
        except StopAsyncIteration:
            return True
        return False

    def waiting(self) -> asyncio.Task[bytes]:
        """Wait for the next piece in the background."""
        return asyncio.create_task(self.piece())

    async def leave(self) -> None:
        await self.stream.aclose()


@pytest.fixture
def hall() -> Hall:
    return Hall()


def message(version: int, channel: Channel = BOARD) -> str:
    """The event of a version as it should be on the wire."""
    text = Hall.text(channel, version)
    data = "".join(f"data: {line}\n" for line in text.split("\n"))
    return f"event: {channel.screen}\nid: {tag(version, text)}\n{data}\n"


async def settled() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


def parsed(stream: str) -> list[tuple[str, str, str]]:
    """What a browser makes of a stream: event, id and data of each message."""
    found: list[tuple[str, str, str]] = []
    event, last_id, data = "", "", list[str]()
    for line in re.split("\r\n|\n|\r", stream):
        if not line:
            if data:
                found.append((event or "message", last_id, "\n".join(data)))
            event, data = "", []
            continue
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        match field:
            case "event":
                event = value
            case "id":
                last_id = value
            case "data":
                data.append(value)
            case _:
                pass
    return found


# One drawing for all.


async def test_the_first_frame_comes_at_once(hall: Hall) -> None:
    viewer = hall.watch()
    assert await viewer.message() == message(1)
    await viewer.leave()


async def test_many_viewers_share_one_drawing_and_one_piece_of_bytes(hall: Hall) -> None:
    viewers = [hall.watch() for _ in range(200)]
    pieces = [await viewer.piece() for viewer in viewers]
    assert len({id(piece) for piece in pieces}) == 1
    assert hall.drawn == [BOARD]
    waiting = [viewer.waiting() for viewer in viewers]
    await settled()
    hall.change()
    pieces = await asyncio.gather(*waiting)
    assert len({id(piece) for piece in pieces}) == 1
    assert pieces[0].decode() == message(2)
    assert hall.drawn == [BOARD, BOARD]
    for viewer in viewers:
        await viewer.leave()


async def test_a_frame_is_packed_once_for_all(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    packings = 0
    compressobj = zlib.compressobj

    def counted(level: int, method: int, bits: int) -> "zlib._Compress":
        nonlocal packings
        packings += 1
        return compressobj(level, method, bits)

    monkeypatch.setattr("scoring.live.zlib.compressobj", counted)
    viewers = [hall.watch(gzip=True) for _ in range(50)]
    for viewer in viewers:
        await viewer.piece()  # the header
        await viewer.piece()
        await viewer.leave()
    plain = hall.watch()
    await plain.piece()
    await plain.leave()
    assert packings == 1


async def test_a_frame_nobody_packs_is_not_packed(hall: Hall) -> None:
    frame = hall.live.newest(BOARD)
    assert frame is hall.live.newest(BOARD)
    assert frame.whole.packed is frame.whole.packed
    assert hall.drawn == [BOARD]


async def test_nothing_is_drawn_for_nobody(hall: Hall) -> None:
    for _ in range(5):
        hall.change()
    await settled()
    assert hall.drawn == []
    assert hall.live.newest(BOARD).version == 6
    assert hall.drawn == [BOARD]


async def test_each_screen_and_language_has_its_own_frame(hall: Hall) -> None:
    channels = [BOARD, ENGLISH, WALL, ELSEWHERE]
    viewers = [hall.watch(channel) for channel in channels]
    for channel, viewer in zip(channels, viewers, strict=True):
        assert await viewer.message() == message(1, channel)
    assert hall.drawn == channels
    for viewer in viewers:
        await viewer.leave()


async def test_frames_drawn_long_ago_are_forgotten(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every entrant has a page: what nobody asks for any more must not fill the memory."""
    monkeypatch.setattr(live_module, "_KEPT_SCREENS", 2)
    first, second, third = (Channel(SMALL, "entrant", "zh", name) for name in ("e1", "e2", "e3"))
    for channel in (first, second, third, second, third, first):
        assert hall.live.newest(channel).version == 1
    assert hall.drawn == [first, second, third, first]


async def test_a_change_of_one_contest_wakes_nobody_elsewhere(hall: Hall) -> None:
    here, elsewhere = hall.watch(), hall.watch(ELSEWHERE)
    await here.piece()
    await elsewhere.piece()
    waiting = [here.waiting(), elsewhere.waiting()]
    await settled()
    hall.change()
    await settled()
    assert [one.done() for one in waiting] == [True, False]
    hall.change(OTHER)
    assert (await waiting[1]).decode() == message(2, ELSEWHERE)
    await here.leave()
    await elsewhere.leave()


# Every viewer at its own pace.


async def test_a_slow_viewer_skips_to_the_newest(hall: Hall) -> None:
    slow, quick = hall.watch(), hall.watch()
    await slow.piece()
    for version in range(1, 6):
        assert await quick.message() == message(version)
        hall.change()
    assert await slow.message() == message(6)
    assert await quick.message() == message(6)
    assert len(hall.drawn) == 6
    waiting = slow.waiting()
    await settled()
    assert not waiting.done()
    waiting.cancel()
    await quick.leave()


async def test_a_change_before_the_viewer_waits_is_not_lost(hall: Hall) -> None:
    viewer = hall.watch()
    await viewer.piece()
    hall.change()  # the viewer has its frame, but does not wait for the next yet
    assert await viewer.message() == message(2)
    await viewer.leave()


async def test_a_change_while_a_frame_is_drawn_is_not_lost(hall: Hall) -> None:
    draw = hall.draw

    def interrupted(channel: Channel) -> Drawing:
        drawing = draw(channel)
        if drawing.version < 4:
            hall.change()
        return drawing

    hall.live = Live(lambda channel: hall.versions[channel.contest], interrupted)
    viewer = hall.watch()
    for version in (1, 2, 3, 4):
        assert await viewer.message() == message(version)
    await viewer.leave()


async def test_a_change_wakes_those_who_came_after_the_last_one(hall: Hall) -> None:
    first = hall.watch()
    await first.piece()
    waiting = [first.waiting()]
    await settled()
    hall.change()
    late = hall.watch()
    assert await late.message() == message(2)
    waiting.append(late.waiting())
    await settled()
    hall.change()
    assert (await waiting[0]).decode() == message(2)
    assert (await waiting[1]).decode() == message(3)
    assert await first.message() == message(3)
    await first.leave()
    await late.leave()


async def test_a_wake_without_a_new_version_sends_nothing(hall: Hall) -> None:
    viewer = hall.watch()
    await viewer.piece()
    waiting = viewer.waiting()
    for _ in range(5):
        await settled()
        hall.live.wake(SMALL)
    await settled()
    assert not waiting.done()
    assert hall.drawn == [BOARD]
    hall.change()
    assert (await waiting).decode() == message(2)
    await viewer.leave()


async def test_a_viewer_that_leaves_is_no_longer_counted(hall: Hall) -> None:
    viewers = [hall.watch(gzip=gzip) for gzip in (False, True) for _ in range(20)]
    assert hall.live.viewers == 0
    for viewer in viewers:
        await viewer.piece()
    assert hall.live.viewers == 40
    waiting = [viewer.waiting() for viewer in viewers[:10]]
    await settled()
    for task in waiting:
        task.cancel()  # the connection broke while it waited
    await asyncio.gather(*waiting, return_exceptions=True)
    assert hall.live.viewers == 30
    for viewer in viewers:
        await viewer.leave()
    assert hall.live.viewers == 0


async def test_a_viewer_that_was_dropped_without_a_word_is_no_longer_counted(hall: Hall) -> None:
    viewer = hall.watch()
    await viewer.piece()
    del viewer
    await settled()
    assert hall.live.viewers == 0


async def test_those_who_leave_do_not_disturb_the_others(hall: Hall) -> None:
    viewers = [hall.watch() for _ in range(30)]
    for viewer in viewers:
        await viewer.piece()
    waiting = [viewer.waiting() for viewer in viewers]
    await settled()
    hall.change()
    for task in waiting[::3]:
        task.cancel()
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    for index, outcome in enumerate(outcomes):
        if index % 3:
            assert outcome == message(2).encode()
        else:
            assert isinstance(outcome, asyncio.CancelledError)
    for viewer in viewers:
        await viewer.leave()


async def test_a_screen_that_cannot_be_drawn_harms_only_who_watches_it(hall: Hall) -> None:
    draw = hall.draw

    def partly(channel: Channel) -> Drawing:
        if channel == WALL and hall.versions[SMALL] == 2:
            raise ZeroDivisionError
        return draw(channel)

    hall.live = Live(lambda channel: hall.versions[channel.contest], partly)
    board, wall = hall.watch(), hall.watch(WALL)
    await board.piece()
    await wall.piece()
    waiting = [wall.waiting(), board.waiting()]
    await settled()
    hall.change()
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    assert isinstance(outcomes[0], ZeroDivisionError)
    assert outcomes[1] == message(2).encode()
    assert hall.live.viewers == 1
    hall.change()
    assert await board.message() == message(3)
    again = hall.watch(WALL)
    assert await again.message() == message(3, WALL)
    await board.leave()
    await again.leave()


# Written to directly, where the server can.


class Connection:
    """A connection that takes chunks until it is full."""

    def __init__(self) -> None:
        self.chunks: list[bytes] = []
        self.full = False

    def write(self, chunk: bytes) -> bool:
        if self.full:
            return False
        self.chunks.append(chunk)
        return True


async def waiting_viewers(hall: Hall, count: int) -> list[tuple[Viewer, Connection]]:
    """Viewers who have the present frame and wait for the next."""
    found: list[tuple[Viewer, Connection]] = []
    for _ in range(count):
        connection = Connection()
        viewer = Viewer(hall.live.stream(BOARD, gzip=False, write=connection.write))
        assert await viewer.message() == message(hall.versions[SMALL])
        found.append((viewer, connection))
    return found


def chunk(text: str) -> bytes:
    return b"%x\r\n%s\r\n" % (len(text.encode()), text.encode())


async def test_whoever_waits_is_written_to_without_a_turn(hall: Hall) -> None:
    viewers = await waiting_viewers(hall, 600)
    pieces = [viewer.waiting() for viewer, _ in viewers]
    await settled()
    for version in (2, 3):
        hall.change()
        await settled()
        assert all(one.chunks[-1] == chunk(message(version)) for _, one in viewers)
    assert not any(piece.done() for piece in pieces)
    assert {len(one.chunks) for _, one in viewers} == {2}
    assert len({id(one.chunks[-1]) for _, one in viewers}) == 1
    hall.live.close()
    for piece in pieces:
        assert GOODBYE.fullmatch((await piece).decode())


async def test_a_full_connection_is_left_to_its_stream(hall: Hall) -> None:
    (viewer, connection), (_other, quick) = await waiting_viewers(hall, 2)
    waiting, others = viewer.waiting(), _other.waiting()
    await settled()
    connection.full = True
    hall.change()
    assert (await waiting).decode() == message(2)
    hall.change()
    hall.change()
    await settled()
    assert connection.chunks == []
    assert await viewer.message() == message(4)
    assert quick.chunks[-1] == chunk(message(4))
    others.cancel()
    await asyncio.gather(others, return_exceptions=True)
    hall.change()
    await settled()
    assert quick.chunks[-1] == chunk(message(4))


async def test_whoever_may_not_see_it_any_more_is_not_written_to(hall: Hall) -> None:
    connection, may = Connection(), [True]
    stream = hall.live.stream(BOARD, gzip=False, allowed=lambda: may[0], write=connection.write)
    viewer = Viewer(stream)
    await viewer.piece()
    waiting = viewer.waiting()
    await settled()
    may[0] = False
    hall.change()
    assert GOODBYE.fullmatch((await waiting).decode())
    assert connection.chunks == []


async def test_whoever_may_not_see_it_any_more_is_sent_away_though_nothing_has_changed(
    hall: Hall,
) -> None:
    connection, may = Connection(), [True]
    stream = hall.live.stream(BOARD, gzip=False, allowed=lambda: may[0], write=connection.write)
    viewer = Viewer(stream)
    await viewer.piece()
    waiting = viewer.waiting()
    await settled()
    may[0] = False
    hall.live.wake_all()
    assert GOODBYE.fullmatch((await waiting).decode())


async def test_a_screen_that_cannot_be_drawn_ends_the_streams_it_is_written_to(hall: Hall) -> None:
    ((viewer, connection),) = await waiting_viewers(hall, 1)
    waiting = viewer.waiting()
    await settled()
    del hall.versions[SMALL]
    hall.live.wake(SMALL)
    with pytest.raises(KeyError):
        await waiting
    assert connection.chunks == []
    assert hall.live.viewers == 0


# On the wire.


async def test_any_joining_point_of_a_packed_stream_can_be_read(hall: Hall) -> None:
    """All share the packed frames; each begins with another one."""
    viewers: list[Viewer] = []
    received: list[bytearray] = []
    for _ in range(6):
        viewers.append(hall.watch(gzip=True))
        received.append(bytearray(await viewers[-1].piece()))
        for viewer, bytes_so_far in zip(viewers, received, strict=True):
            bytes_so_far.extend(await viewer.piece())
        hall.change()
    for joined, packed in enumerate(received, start=1):
        unpacking = zlib.decompressobj(31)
        text = (unpacking.decompress(bytes(packed)) + unpacking.flush()).decode()
        assert text == "".join(message(version) for version in range(joined, 7))
        versions = range(joined, 7)
        texts = [(v, hall.text(BOARD, v)) for v in versions]
        assert parsed(text) == [("board", tag(v, one), one) for v, one in texts]
    for viewer in viewers:
        await viewer.leave()


async def test_a_packed_frame_can_be_read_as_soon_as_it_has_come(hall: Hall) -> None:
    viewer, unpacking = hall.watch(gzip=True), zlib.decompressobj(31)
    assert unpacking.decompress(await viewer.piece()) == b""
    for version in range(1, 5):
        assert unpacking.decompress(await viewer.piece()).decode() == message(version)
        hall.change()
    await viewer.leave()


async def test_packed_and_plain_streams_say_the_same(hall: Hall) -> None:
    plain, packed, unpacking = hall.watch(), hall.watch(gzip=True), zlib.decompressobj(31)
    unpacking.decompress(await packed.piece())
    for _ in range(3):
        assert unpacking.decompress(await packed.piece()) == await plain.piece()
        hall.change()
    hall.live.close()
    await plain.piece()
    assert GOODBYE.fullmatch(unpacking.decompress(await packed.piece()).decode())


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_whatever_is_drawn_stays_one_message(text: str) -> None:
    frame = Frame("pulse", Drawing(7, text))
    ((event, sent_tag, data),) = parsed(frame.whole.plain.decode())
    assert (event, sent_tag, data) == ("pulse", tag(7, frame.text), frame.text)
    assert data == text.replace("\r\n", "\n").replace("\r", "\n")
    assert zlib.decompressobj(-zlib.MAX_WBITS).decompress(frame.whole.packed) == frame.whole.plain


# Signs of life, and the end.


async def test_only_ticks_ping(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_module, "PING_SECONDS", 0.01)
    plain, packed, unpacking = hall.watch(), hall.watch(gzip=True), zlib.decompressobj(31)
    await plain.piece()
    unpacking.decompress(await packed.piece())
    unpacking.decompress(await packed.piece())
    hall.live.start()
    for _ in range(3):
        assert await plain.message() == PING
        assert unpacking.decompress(await packed.piece()).decode() == PING
    assert hall.drawn == [BOARD]
    hall.change()
    messages = [await plain.message() for _ in range(3)]
    assert message(2) in messages
    assert set(messages) == {PING, message(2)}
    hall.live.close()
    await plain.leave()
    await packed.leave()


async def test_who_gets_a_frame_needs_no_ping(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    ticks: asyncio.Queue[None] = asyncio.Queue()

    async def until_tick(_seconds: float) -> None:
        await ticks.get()

    monkeypatch.setattr("scoring.live.asyncio.sleep", until_tick)
    viewer = hall.watch()
    hall.live.start()
    await viewer.piece()
    waiting = viewer.waiting()
    await settle_without_sleep()
    hall.versions[SMALL] += 1
    ticks.put_nowait(None)
    assert (await waiting).decode() == message(2)
    waiting = viewer.waiting()
    await settle_without_sleep()
    assert not waiting.done()
    for _ in range(3):
        ticks.put_nowait(None)
    await settle_without_sleep()
    assert (await waiting).decode() == PING
    hall.live.close()
    await viewer.leave()


async def settle_without_sleep() -> None:
    for _ in range(20):
        await asyncio.create_task(nothing())


async def nothing() -> None:
    """Only takes a turn of the loop."""


async def test_a_stream_without_ticks_is_silent(hall: Hall) -> None:
    viewer = hall.watch()
    await viewer.piece()
    waiting = viewer.waiting()
    await asyncio.sleep(0.05)
    assert not waiting.done()
    waiting.cancel()


async def test_closing_ends_every_stream_and_says_when_to_return(hall: Hall) -> None:
    hall.live.start()
    channels = [BOARD, ENGLISH, WALL, ELSEWHERE] * 10
    viewers = [hall.watch(channel) for channel in channels]
    for viewer in viewers:
        await viewer.piece()
    waiting = [viewer.waiting() for viewer in viewers[:-4]]
    await settled()
    hall.live.close()
    endings = [(await one).decode() for one in waiting]
    endings += [await viewer.message() for viewer in viewers[-4:]]
    matches = [GOODBYE.fullmatch(ending) for ending in endings]
    returns = [int(found[1]) for found in matches if found]
    assert len(returns) == 40
    assert all(1_000 <= milliseconds <= 4_000 for milliseconds in returns)
    assert len(set(returns)) > 20  # not all at once
    assert all([await viewer.ended() for viewer in viewers])
    assert hall.live.viewers == 0


async def test_who_comes_after_the_end_is_sent_away(hall: Hall) -> None:
    hall.live.close()
    hall.live.close()
    viewer = hall.watch()
    assert GOODBYE.fullmatch(await viewer.message())
    assert await viewer.ended()
    assert hall.drawn == []
