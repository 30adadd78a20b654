"""kill -9 in a storm of marks, an orderly end with viewers: nothing acknowledged is lost."""

import asyncio
import random
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import msgspec
import pytest

from scoring.contest.events import MarksEntered, decode
from scoring.contest.ids import ContestId, SeatId
from scoring.store.rows import Row, check_chain
from scoring.store.sqlite import SqliteStore
from tests.contests import called, marking, small_plan
from tests.process import Serving, seat_token, serving

CONTEST = ContestId("small")
ENTRANTS, CLIENTS = 40, 8
EVENINGS, ROUNDS = 5, 5
"""25 times in all, five of them one after the other on the same file."""


class Judge:
    """A judge's device that marks without pause, and asks again with the same id when in doubt."""

    def __init__(self, seat: SeatId, token: str) -> None:
        self.seat, self.token = seat, token
        self.sent = 0
        self.acknowledged: dict[str, int] = {}
        """Command id -> the seq that was acknowledged."""

    async def storm(self, base: str, done: asyncio.Semaphore) -> None:
        """Send marks, one after another, until the connection breaks; count those taken."""
        async with self._client(base) as client:
            while await self._next(client):
                self.sent += 1
                done.release()

    async def ask_again(self, base: str) -> None:
        """Clear up the one command whose reply was lost."""
        async with self._client(base) as client:
            assert await self._next(client)
        self.sent += 1

    @asynccontextmanager
    async def _client(self, base: str) -> AsyncGenerator[httpx.AsyncClient]:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        async with httpx.AsyncClient(base_url=base, headers=headers, timeout=20) as client:
            yield client

    async def _next(self, client: httpx.AsyncClient) -> bool:
        entrant, revision = self.sent % ENTRANTS + 1, self.sent // ENTRANTS
        command = marking(
            f"tablet-{self.seat}:{self.sent + 1}", entrant, self.seat, "95.99", revision
        )
        body = msgspec.json.encode(command)
        try:
            answer = await client.post(f"/api/contests/{CONTEST}/commands", content=body)
        except httpx.TransportError:
            return False
        assert answer.status_code == 200, answer.text
        receipt = answer.json()["accepted"][0]
        assert receipt["id"] == command.id
        self.acknowledged[command.id] = receipt["seq"]
        return True


async def hall_with_judges(server: Serving) -> list[Judge]:
    organizer = await server.organizer()
    file = called(small_plan(ENTRANTS, CLIENTS), range(1, ENTRANTS + 1))
    answer = await organizer.post(
        "/api/contests",
        content=msgspec.json.encode(file),
        headers={"Content-Type": "application/json"},
    )
    assert answer.status_code == 201, answer.text
    seats = [seat.id for seat in file.plan.seats]
    judges = [Judge(seat, await seat_token(organizer, CONTEST, seat)) for seat in seats]
    await organizer.aclose()
    return judges


async def stored(database: Path) -> list[Row]:
    store = await SqliteStore.open_to_read(database)
    try:
        return await store.read(CONTEST)
    finally:
        await store.close()


def verify(database: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scoring", "verify", "--database", str(database)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("evening", range(EVENINGS))
async def test_kill_9_loses_no_acknowledged_mark_and_doubles_none(
    tmp_path: Path, evening: int
) -> None:
    database = tmp_path / "hall.db"
    pauses = random.Random(20240706 + evening)
    judges: list[Judge] = []
    for number in range(ROUNDS):
        async with serving(database) as server:
            if number == 0:
                judges = await hall_with_judges(server)
            else:
                await asyncio.gather(*(judge.ask_again(server.base) for judge in judges))
            done = asyncio.Semaphore(0)
            storm = [asyncio.create_task(judge.storm(server.base, done)) for judge in judges]
            for _ in judges:
                await done.acquire()
            await asyncio.sleep(pauses.uniform(0, 0.3))
            await server.kill()
            await asyncio.gather(*storm)
    rows = await stored(database)
    check_chain(rows)
    seq_of = {row.cause: row.seq for row in rows}
    acknowledged = {cause: seq for judge in judges for cause, seq in judge.acknowledged.items()}
    assert len(acknowledged) >= ROUNDS * CLIENTS
    assert acknowledged.items() <= seq_of.items()
    assert set(Counter(row.cause for row in rows).values()) == {1}
    marks = [event for row in rows if isinstance(event := decode(row.event), MarksEntered)]
    sheets = Counter((mark.entrant, mark.seat, mark.revision) for mark in marks)
    assert set(sheets.values()) == {1}
    assert verify(database).returncode == 0


async def test_sigterm_with_viewers_connected_ends_the_server_and_loses_nothing(
    tmp_path: Path,
) -> None:
    database = tmp_path / "hall.db"
    async with serving(database) as server:
        judges = await hall_with_judges(server)
        watching = asyncio.Barrier(101)
        viewers = [asyncio.create_task(watch(server.base, watching)) for _ in range(100)]
        await watching.wait()
        storm = [
            asyncio.create_task(judge.storm(server.base, asyncio.Semaphore(0))) for judge in judges
        ]
        await asyncio.sleep(1)
        async with asyncio.timeout(10):
            assert await server.terminate() == 0
        endings = await asyncio.gather(*viewers)
        await asyncio.gather(*storm, return_exceptions=True)
    assert all("retry:" in ending for ending in endings)
    causes = {row.cause for row in await stored(database)}
    assert all(judge.acknowledged.keys() <= causes for judge in judges)
    assert verify(database).returncode == 0


async def watch(base: str, watching: asyncio.Barrier) -> str:
    """Watch the board to the end of the stream; its last lines. Passes once it sees something."""
    text = ""
    async with (
        httpx.AsyncClient(base_url=base, timeout=30) as client,
        client.stream("GET", f"/contests/{CONTEST}/live") as answer,
    ):
        async for part in answer.aiter_text():
            if not text:
                await watching.wait()
            text = text[-200:] + part
    return text
