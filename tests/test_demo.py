"""The demo plays through the real API and comes to the contest files' own results."""

import asyncio
import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import httpx
import pytest

from scoring import demo
from scoring.contest.file import ContestFile, played
from scoring.contest.standings import standings
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
        if "is over" in self.lines[-1]:
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
    assert len(boards) == len(files) == 7
    for file in files:
        rows = boards[str(file.plan.id)].json()["rows"]
        assert {row["card"]["entrant"]: row["score"] for row in rows} == expected(file)
        assert f"/contests/{file.plan.id}" in meets
    assert boards["yuhang-renhe"].json()["head"]["phase"] == "advanced"
    assert told.lines[0].endswith("/contests/yuhang-renhe")
    assert [line.partition(":")[0] for line in told.lines[:4]] == [
        "Audience", "Big wall", "A judge", "Organizer",
    ]  # fmt: skip


@pytest.mark.timeout(120)
async def test_who_takes_the_free_seat_and_gives_no_mark_is_absent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(demo, "_PATIENCE", 0)
    async with running_demo(0.02) as told:
        async with told.client() as judge:
            secret = told.lines[2].partition("#k=")[2]
            assert (await judge.post("/api/sign-in", json={"secret": secret})).is_success
        await asyncio.wait_for(told.over.wait(), 100)
        async with told.client() as audience:
            answer = await audience.get("/api/contests/yuhang-renhe/board")
    file = demo.contest_file(demo.SINGING)
    assert answer.json()["head"]["phase"] == "advanced"
    shown = {row["card"]["entrant"]: row["score"] for row in answer.json()["rows"]}
    assert None not in [shown[one] for one, score in expected(file).items() if score]
    assert shown != expected(file)


def expected(file: ContestFile) -> dict[str, str | None]:
    contest = played(file)
    result = standings(contest, contest.plan.judged[-1])
    return {one.entrant: str(one.score) if one.score else None for one in result.standings}
