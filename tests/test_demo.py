"""The demo plays the whole evening through the real API and comes to the fixture's own result."""

import asyncio
import re

import httpx
import pytest

from scoring import demo
from scoring.contest.file import ContestFile, played
from scoring.contest.standings import standings
from scoring.wording import Message


@pytest.mark.timeout(120)
async def test_the_demo_comes_to_the_result_of_the_contest_file() -> None:
    told: list[str] = []
    over = asyncio.Event()

    def tell(message: Message) -> None:
        told.append(str(message))
        if "is over" in told[-1]:
            over.set()

    demonstration = asyncio.create_task(demo.run(0, 0.05, tell))
    try:
        await asyncio.wait_for(over.wait(), 100)
        board = re.search(r"http://\S+/contests/[\w-]+", told[0])
        assert board is not None
        async with httpx.AsyncClient() as audience:
            answer = await audience.get(
                board[0].replace("/contests/", "/api/contests/") + "/board"
            )
    finally:
        demonstration.cancel()
        await asyncio.gather(demonstration, return_exceptions=True)
    rows = answer.json()["rows"]
    assert {row["card"]["entrant"]: row["score"] for row in rows} == expected(demo.contest_file())
    assert answer.json()["head"]["phase"] == "advanced"
    assert [line.partition(":")[0] for line in told[:4]] == [
        "Audience", "Big wall", "A judge", "Organizer",
    ]  # fmt: skip


def expected(file: ContestFile) -> dict[str, str | None]:
    contest = played(file)
    result = standings(contest, contest.plan.stages[0])
    return {one.entrant: str(one.score) if one.score else None for one in result.standings}
