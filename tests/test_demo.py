"""The demo plays through the real API and comes to the contest files' own results."""

import asyncio
import re
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from scoring import demo
from scoring.contest.file import ContestFile, played
from scoring.contest.standings import standings
from scoring.contest.tables import played_standings
from scoring.demo import hall
from scoring.wording import Message


class Told:
    """What the demo has said, and when it says that it is over."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.begun, self.over = asyncio.Event(), asyncio.Event()

    def __call__(self, message: Message) -> None:
        self.lines.append(str(message))
        if "Organizer" in self.lines[-1]:
            self.begun.set()
        if "has been played" in self.lines[-1]:
            self.over.set()

    def client(self) -> httpx.AsyncClient:
        base = re.search(r"http://[^/]+", self.lines[0])
        assert base is not None
        return httpx.AsyncClient(base_url=base[0])


@asynccontextmanager
async def running_demo(pace: float) -> AsyncGenerator[Told]:
    told = Told()
    demonstration = asyncio.create_task(demo.run(0, pace, told))
    try:
        await asyncio.wait_for(told.begun.wait(), 30)
        yield told
    finally:
        demonstration.cancel()
        await asyncio.gather(demonstration, return_exceptions=True)


@pytest.mark.timeout(120)
async def test_the_demo_comes_to_the_results_of_the_contest_files() -> None:
    files = [demo.contest_file(path) for path in demo.folder().glob("*/*.json")]
    async with running_demo(0.05) as told:
        await asyncio.wait_for(told.over.wait(), 100)
        async with told.client() as audience:
            meets = (await audience.get("/")).text
            boards = {
                str(file.plan.id): await audience.get(f"/api/contests/{file.plan.id}/board")
                for file in files
            }
    assert len(boards) == len(files)
    for file in files:
        assert f"/contests/{file.plan.id}" in meets
        if file.plan.played:
            assert places(boards[str(file.plan.id)].json()) == expected_places(file)
            continue
        rows = boards[str(file.plan.id)].json()["rows"]
        assert {row["card"]["entrant"]: row["score"] for row in rows} == expected(file)
    assert boards["yuhang-renhe"].json()["head"]["phase"] == "advanced"
    assert told.lines[0].endswith("/contests/yuhang-renhe")
    assert [line.partition(":")[0] for line in told.lines[:8]] == [
        "Audience", "Big wall", "Matches", "Courts", "Stream", "A display", "A judge", "Organizer",
    ]  # fmt: skip


@pytest.mark.timeout(120)
async def test_who_takes_the_free_seat_and_gives_no_mark_is_absent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hall, "_PATIENCE", 0)
    async with running_demo(0.02) as told:
        async with told.client() as judge:
            link = next(line for line in told.lines if line.startswith("A judge"))
            secret = link.partition("#k=")[2]
            assert (await judge.post("/api/sign-in", json={"secret": secret})).is_success
        await asyncio.wait_for(told.over.wait(), 100)
        async with told.client() as audience:
            answer = await audience.get("/api/contests/yuhang-renhe/board")
    file = demo.contest_file(demo.SINGING)
    assert answer.json()["head"]["phase"] == "advanced"
    shown = {row["card"]["entrant"]: row["score"] for row in answer.json()["rows"]}
    assert None not in [shown[one] for one, score in expected(file).items() if score]
    assert shown != expected(file)


@pytest.mark.timeout(60)
async def test_matches_are_on_court_from_the_beginning_and_scores_move() -> None:
    async with running_demo(0.5) as told, told.client() as audience:
        before = await board(audience, lambda one: len(one["on_court"]) == 4)
        version = before["head"]["version"]
        assert before["head"]["settled"] == 0
        await board(audience, lambda one: one["head"]["version"] >= version + 20)


@pytest.mark.timeout(120)
async def test_the_board_freezes_and_is_revealed_from_the_last_place_to_the_first() -> None:
    singing = str(demo.contest_file(demo.SINGING).plan.id)
    async with running_demo(0.05) as told, told.client() as audience:
        frozen = await board(audience, lambda one: one["head"]["frozen"] is not None, singing)
        before = frozen["head"]["version"]
        hidden = places_left(frozen)
        revealed = await board(audience, lambda one: places_left(one) < hidden, singing)
        thawed = await board(audience, lambda one: one["head"]["frozen"] is None, singing)
    assert revealed["head"]["version"] > before
    assert hidden - places_left(thawed) == 8


def places_left(board: dict[str, Any]) -> int:
    """How many have sung, or will, and have no score yet that the public may see."""
    return sum(row["score"] is None for row in board["rows"])


@pytest.mark.timeout(60)
async def test_results_are_confirmed_and_winners_go_on_while_others_still_play() -> None:
    async with running_demo(0.05) as told, told.client() as audience:
        league, finals, ties = await asyncio.gather(
            board(audience, lambda one: going_on(one, 10), "net-shuttlecock"),
            board(audience, lambda one: going_on(one, 2), "basketball"),
            board(audience, lambda one: going_on(one, 4)),
        )
    assert league["head"]["phase"] == finals["head"]["phase"] == "running"
    assert sides(finals["on_court"]) <= sides(finals["latest"])
    assert sides(ties["on_court"]) <= sides(ties["latest"], won=True)


def going_on(board: dict[str, Any], settled: int) -> bool:
    """Whether so many matches are settled, and others on court."""
    return bool(board["on_court"]) and int(board["head"]["settled"]) >= settled


def sides(rows: list[dict[str, Any]], *, won: bool = False) -> set[str]:
    """Who plays in these matches; or only who won."""
    both = [row["card"][side] for row in rows for side in "ab"]
    return {one["entrant"] for one in both if one["won"] or not won}


async def board(
    audience: httpx.AsyncClient,
    wanted: Callable[[dict[str, Any]], bool],
    contest: str = "badminton-team",
) -> dict[str, Any]:
    """The board of a contest as soon as it is so."""
    for _ in range(300):
        found: dict[str, Any] = (await audience.get(f"/api/contests/{contest}/board")).json()
        if wanted(found):
            return found
        await asyncio.sleep(0.1)
    raise AssertionError("the board never came to it")


def expected(file: ContestFile) -> dict[str, str | None]:
    contest = played(file)
    result = standings(contest, contest.plan.judged[-1])
    return {one.entrant: str(one.score) if one.score else None for one in result.standings}


def places(board: dict[str, Any]) -> dict[str, int]:
    """Who came where by the board of a contest of matches: in its tables, or in its bracket."""
    rows = [row for table in board["tables"] for row in table["rows"]]
    by_table = {row["card"]["entrant"]: row["place"] for row in rows}
    return by_table or {row["card"]["entrant"]: row["best"] for row in board["places"]}


def expected_places(file: ContestFile) -> dict[str, int | None]:
    contest = played(file)
    stage = contest.plan.played[-1]
    return {
        one.entrant: one.place
        for one in played_standings(contest, stage).standings
        if one.place is not None
    }
