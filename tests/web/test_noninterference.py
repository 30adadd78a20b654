"""What is kept back is nowhere: histories that differ only in it give the same bytes."""

import asyncio
import csv
import zlib
from collections.abc import AsyncGenerator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import pairwise
from pathlib import Path
from random import Random

import httpx
import pytest
from msgspec.structs import replace

from scoring.contest.decide import decide
from scoring.contest.encounters import encounters
from scoring.contest.file import ContestFile
from scoring.contest.fold import evolve
from scoring.contest.guards import Rejected
from scoring.contest.ids import StageId
from scoring.contest.projection import public, published
from scoring.contest.state import Contest
from scoring.languages import words
from scoring.views.board import board_screen
from scoring.views.match_board import match_board_screen
from scoring.web import app
from scoring.web.lined import lined
from tests.contest.given import register
from tests.contest.releasing import Told
from tests.web.hall import Hall, running_hall
from tests.web.secrets import STORIES, Telling

PAIRS = 200
LOOKS = 20
"""At how many of the addresses of a contest each pair is compared."""
MATRIX = Path(__file__).parent / "access_matrix.csv"
_ENDLESS = ("/live", "/pulse", "/event-feed")


class Clock:
    """What both halls take for the time of an event."""

    text = "2026-11-28T10:00:00.000+00:00"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(app, "now", lambda: found.text)
    return found


@pytest.fixture
async def halls(tmp_path: Path, clock: Clock) -> AsyncGenerator[tuple[Hall, Hall]]:
    assert clock.text
    async with AsyncExitStack() as both:
        yield (
            await both.enter_async_context(running_hall(tmp_path / "one.db")),
            await both.enter_async_context(running_hall(tmp_path / "other.db")),
        )


def told(number: int, secret: int) -> Telling:
    """One contest; the same number tells the same to the public, whatever the secret."""
    story = STORIES[number % len(STORIES)]
    return story(Random(number), Random(f"{number}/{secret}"), f"c{number}")


def addresses(contest: Contest) -> Iterator[str]:
    """Every address of a contest that anybody may ask, as the access matrix lists them."""
    with MATRIX.open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["anonymous"] == "yes"]
    for row in rows:
        method, _, path = row["address"].partition(" ")
        of_it = "{contest}" in path or "{meet}" in path
        if method == "GET" and of_it and not path.endswith(_ENDLESS):
            named = path.replace("{contest}", contest.plan.id)
            yield from _filled(contest, named.replace("{meet}", contest.plan.meet.id))


def _filled(contest: Contest, path: str) -> Iterator[str]:
    if "{entrant}" in path:
        yield from (path.replace("{entrant}", one) for one in contest.entrants)
    elif "{match}" in path:
        for stage in contest.plan.played:
            for match in encounters(contest, stage).by_id:
                yield path.replace("{stage}", stage.id).replace("{match}", match)
    elif "{object}" in path:
        turns = [f"{one.id}.{who}" for one in contest.plan.stages for who in contest.entrants]
        yield from (path.replace("{object}", one) for one in turns[::3])
    elif "{section}" in path:
        yield from (path.replace("{section}", stage.id) for stage in contest.plan.stages)
    elif "{" not in path:
        yield path
        yield from (f"{path}?stage={stage.id}" for stage in contest.plan.stages)


def shown(hall: Hall, answer: httpx.Response) -> tuple[int, bytes, str | None]:
    """An answer without the server's own address, which pages print for phones to follow."""
    own = hall.base.removeprefix("http://").encode()
    content = answer.content.replace(own, b"hall")
    tag = answer.headers.get("etag") if content == answer.content else None
    return answer.status_code, content, tag


@pytest.mark.parametrize("number", range(len(STORIES)))
async def test_the_public_cannot_tell_two_secrets_apart(
    halls: tuple[Hall, Hall], number: int
) -> None:
    differing = 0
    for pair in range(number, PAIRS, len(STORIES)):
        both = [told(pair, secret) for secret in (1, 2)]
        differing += both[0].commands != both[1].commands
        for hall, told_there in zip(halls, both, strict=True):
            (await hall.register(told_there.file())).raise_for_status()
        one, other = halls
        every = list(addresses(both[0].contest))
        for path in Random(pair).sample(every, LOOKS):
            first, second = await one.client.get(path), await other.client.get(path)
            assert shown(one, first) == shown(other, second), (pair, path)
        boards = [
            {board.contest: board.version for board in hall.service.boards()} for hall in halls
        ]
        assert boards[0] == boards[1], pair
    assert differing > PAIRS / len(STORIES) / 2


def heard(of: Telling) -> list[tuple[int, str]]:
    """What a stream of the public board says from the first command to the last."""
    contest: Contest | None = None
    shown: Contest | None = None
    said: list[tuple[int, str]] = []
    for command in (register(of.plan), *of.commands):
        decision = decide(contest, command)
        assert not isinstance(decision, Rejected)
        for event in decision:
            after = evolve(contest, event)
            before = shown
            if contest is None or shown is None:
                shown = public(after)
            else:
                shown = published(shown, contest, after, event)
            contest = after
            if shown is not before:
                said.append((shown.version, board(shown)))
    return said


def board(contest: Contest) -> str:
    speak = words("zh")
    if contest.plan.played:
        return lined(match_board_screen(contest, StageId(""), speak))
    return lined(board_screen(contest, speak))


def changes(said: list[tuple[int, str]]) -> list[tuple[int, str]]:
    return [one for before, one in pairwise([(0, ""), *said]) if one != before]


@pytest.mark.parametrize("number", range(len(STORIES)))
def test_nor_by_when_and_how_often_the_stream_says_something(number: int) -> None:
    for pair in range(number, PAIRS, len(STORIES)):
        one, other = (changes(heard(told(pair, secret))) for secret in (1, 2))
        assert one == other, pair
        assert len(one) > 3


@asynccontextmanager
async def event_feed(hall: Hall, contest: str) -> AsyncGenerator[list[str]]:
    """The lines of a running event feed, as they come."""
    lines: list[str] = []

    async def read(answer: httpx.Response) -> None:
        async for line in answer.aiter_lines():
            lines.append(line)  # noqa: PERF401 - each as it comes

    address = f"/clics/contests/{contest}/event-feed?lang=zh"
    async with hall.client.stream("GET", address, timeout=None) as answer:
        reading = asyncio.create_task(read(answer))
        try:
            yield lines
        finally:
            reading.cancel()


async def lines_of(hall: Hall, clock: Clock, of: Telling) -> list[str]:
    """What the event feed says to the end; each command is at a time of its own.

    Where the public learns something it is the same time for the same news, and where it learns
    nothing another for each secret.
    """
    preview, headers = Told(of.plan), await hall.organizer()
    (await hall.register(ContestFile(plan=of.plan))).raise_for_status()
    async with event_feed(hall, of.plan.id) as lines:
        for number, command in enumerate(of.commands, start=2):
            before = preview.public.version
            version = preview.give(command).public.version
            secret = hash_of(of, number) if version == before else 0
            clock.text = f"2026-11-28T1{int(secret > 0)}:{version:02}:{secret:02}.000+00:00"
            given = replace(command, id=f"desk:{number}")
            (await hall.give(of.plan.id, given, headers)).raise_for_status()
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.2)
        for path in ("", f"/{of.plan.id}/scoreboard"):
            lines.append((await hall.client.get(f"/clics/contests{path}?lang=zh")).text)
        return lines


def hash_of(of: Telling, number: int) -> int:
    return 1 + zlib.crc32(repr(of.commands[: number - 1]).encode()) % 59


async def test_two_running_event_feeds_say_the_same(
    halls: tuple[Hall, Hall], clock: Clock
) -> None:
    differing = 0
    for number in (0, 1, 4, 5, 8, 9):
        both = [told(number, secret) for secret in (1, 2)]
        differing += both[0].commands != both[1].commands
        one, other = [
            await lines_of(hall, clock, of) for hall, of in zip(halls, both, strict=True)
        ]
        assert one == other, number
        assert len(one) > 20
    assert differing > 3


def test_the_matrix_names_pages_to_look_at() -> None:
    contest = told(2, 1).contest
    assert len(list(addresses(contest))) > 20


async def test_secrets_do_differ_for_officials(halls: tuple[Hall, Hall]) -> None:
    both = [told(0, secret) for secret in (1, 2)]
    desks: list[bytes] = []
    for hall, one in zip(halls, both, strict=True):
        await hall.register(one.file())
        desk = await hall.client.get("/contests/c0/desk/frame", headers=await hall.organizer())
        desks.append(desk.content)
    assert desks[0] != desks[1]
