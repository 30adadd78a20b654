"""A mark's way on a real server: tapped, acknowledged, on disk, in the stream, on the page."""

import asyncio
import sqlite3
from pathlib import Path

import httpx

from tests.contests import called, marking, small_plan
from tests.web.hall import Hall, running_hall

MARKS = {
    "J1": "95.80", "J2": "94.50", "J3": "96.00", "J4": "97.50",
    "J5": "95.88", "J6": "96.50", "J7": "95.77",
}  # fmt: skip


async def test_a_tap_reaches_the_disk_the_stream_and_the_page(tmp_path: Path) -> None:
    database = tmp_path / "hall.db"
    async with running_hall(database) as hall:
        await hall.register(called(small_plan(), [1]))
        frames: asyncio.Queue[str] = asyncio.Queue()
        viewer = asyncio.create_task(watched(hall.base, frames))
        assert "95.99" not in await frames.get()

        await asyncio.gather(*(tapped(hall, seat, mark) for seat, mark in MARKS.items()))
        assert on_disk(database) == MARKS

        close = {"type": "close_performance", "id": "desk-t:1", "stage": "final", "entrant": "e1"}
        answer = await hall.client.post(
            "/api/contests/small/commands", json=close, headers=await hall.organizer()
        )
        assert answer.json()["accepted"][0]["id"] == "desk-t:1"

        async with asyncio.timeout(10):
            while "95.99" not in await frames.get():
                pass
        assert "95.99" in (await hall.client.get("/contests/small")).text
        viewer.cancel()
        await asyncio.gather(viewer, return_exceptions=True)


async def tapped(hall: Hall, seat: str, mark: str) -> None:
    """Post one seat's mark; the acknowledgement echoes the command's id."""
    headers = await hall.seat("small", seat)
    answer = await hall.give("small", marking(f"tablet-{seat}:1", 1, seat, mark), headers)
    assert answer.json()["accepted"][0]["id"] == f"tablet-{seat}:1"


def on_disk(database: Path) -> dict[str, str]:
    """The marks that a second connection reads from the file."""
    query = (
        "SELECT event ->> '$.seat', event ->> '$.marks.overall' FROM"
        " (SELECT CAST(event AS TEXT) AS event FROM events)"
        " WHERE event ->> '$.type' = 'marks_entered' ORDER BY 1"
    )
    second = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        return {seat: f"{mark // 100}.{mark % 100:02}" for seat, mark in second.execute(query)}
    finally:
        second.close()


async def watched(base: str, frames: asyncio.Queue[str]) -> None:
    """Put every frame of the public board's stream into the queue."""
    async with (
        httpx.AsyncClient(base_url=base, timeout=30) as client,
        client.stream("GET", "/contests/small/live") as answer,
    ):
        frame = ""
        async for line in answer.aiter_lines():
            if line:
                frame += line + "\n"
            else:
                frames.put_nowait(frame)
                frame = ""
