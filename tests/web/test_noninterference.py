"""What is kept back is nowhere: histories that differ only in it give the same bytes."""

import csv
from collections.abc import AsyncGenerator, Iterator
from contextlib import AsyncExitStack
from itertools import pairwise
from pathlib import Path
from random import Random

import httpx
import pytest

from scoring.contest.decide import decide
from scoring.contest.encounters import encounters
from scoring.contest.guards import Rejected
from scoring.contest.ids import StageId
from scoring.contest.projection import public, published
from scoring.contest.state import Contest, evolve
from scoring.languages import words
from scoring.views.board import board_screen
from scoring.views.match_board import match_board_screen
from scoring.web.lined import lined
from tests.contest.given import register
from tests.web.hall import Hall, running_hall
from tests.web.secrets import STORIES, Telling

PAIRS = 200
LOOKS = 12
"""At how many of the addresses of a contest each pair is compared."""
MATRIX = Path(__file__).parent / "access_matrix.csv"
_ENDLESS = ("/live", "/pulse")


@pytest.fixture
async def halls(tmp_path: Path) -> AsyncGenerator[tuple[Hall, Hall]]:
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
        if method == "GET" and "{contest}" in path and not path.endswith(_ENDLESS):
            yield from _filled(contest, path.replace("{contest}", contest.plan.id))


def _filled(contest: Contest, path: str) -> Iterator[str]:
    if "{entrant}" in path:
        yield from (path.replace("{entrant}", one) for one in contest.entrants)
    elif "{match}" in path:
        for stage in contest.plan.played:
            for match in encounters(contest, stage).by_id:
                yield path.replace("{stage}", stage.id).replace("{match}", match)
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
