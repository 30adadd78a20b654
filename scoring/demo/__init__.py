"""The demo: scratch meets whose officials are simulated and use the real API."""

import asyncio
import tempfile
from collections.abc import Callable
from pathlib import Path

import httpx
import msgspec

from scoring.access import Organizer
from scoring.contest.file import ContestFile
from scoring.demo.courts import Courts, umpired
from scoring.demo.hall import Hall, played
from scoring.demo.officials import Officials
from scoring.web.server import HallServer
from scoring.web.service import Service
from scoring.wording import Message, say

SINGING = Path("our-village-k-2024/yuhang-renhe.json")
KICKING = Path("zone-sports-day-2024/kicking-individual.json")
BADMINTON = Path("zone-sports-day-2024/badminton-team.json")
BASKETBALL = Path("zone-sports-day-2024/basketball.json")
SHUTTLECOCK = Path("zone-sports-day-2024/net-shuttlecock.json")
_HALLS = {SINGING: 40, KICKING: 8}
"""The judged contests that are played: how many have had their turn when the demo begins."""
_COURTS = {BADMINTON: 12, BASKETBALL: 12, SHUTTLECOCK: 9}
"""The contests of matches that are played: how many matches are over when the demo begins."""


def folder() -> Path:
    """The contest files: beside the package in a checkout, inside it once installed."""
    package = Path(__file__).parents[1]
    checkout = package.parent / "fixtures"
    return checkout if checkout.is_dir() else package / "fixtures"


def contest_file(path: Path = SINGING) -> ContestFile:
    """One of the contest files, by its path in their folder."""
    return msgspec.json.decode((folder() / path).read_bytes(), type=ContestFile)


async def run(port: int, pace: float, tell: Callable[[Message], None]) -> None:
    """Serve a scratch database and play until stopped; `pace` is the seconds for each turn."""
    with tempfile.TemporaryDirectory(prefix="scoring-demo-") as scratch:
        server = HallServer(Path(scratch) / "demo.db", "127.0.0.1", port)
        async with server.running() as service:
            base = f"http://127.0.0.1:{server.port}"
            async with httpx.AsyncClient(base_url=base, timeout=30) as client:
                halls, courts = await _halls(service, client), await _courts(service, client)
                await _finished(halls[0])
                await _told(halls[0], courts[0], base, tell)
                tasks = [
                    asyncio.create_task(_all_played(halls, courts, pace, tell)),
                    *(asyncio.create_task(one.present()) for one in (*halls, *courts)),
                ]
                try:
                    await server.until_told()
                finally:
                    for task in tasks:
                        task.cancel()
                    await asyncio.gather(*tasks, return_exceptions=True)


async def _halls(service: Service, client: httpx.AsyncClient) -> list[Hall]:
    halls = [Hall(service, client, contest_file(path), begun) for path, begun in _HALLS.items()]
    for hall in halls:
        await hall.prepare()
    return halls


async def _courts(service: Service, client: httpx.AsyncClient) -> list[Courts]:
    found = [Courts(service, client, contest_file(path), begun) for path, begun in _COURTS.items()]
    for courts in found:
        await courts.prepare()
    return found


async def _finished(officials: Officials) -> None:
    """Register all other contests as they ended."""
    for path in sorted(folder().glob("*/*.json")):
        if path.relative_to(folder()) not in {*_HALLS, *_COURTS}:
            await officials.register(contest_file(path))


async def _told(hall: Hall, courts: Courts, base: str, tell: Callable[[Message], None]) -> None:
    contest = f"{base}/contests/{hall.file.plan.id}"
    matches = f"{base}/contests/{courts.file.plan.id}"
    organizer = await hall.service.keys.new_link(Organizer())
    tell(say("Audience:  {address}", address=contest))
    tell(say("Big wall:  {address}", address=f"{contest}/wall"))
    tell(say("Matches:   {address}", address=matches))
    tell(say("Courts:    {address}", address=f"{matches}/wall"))
    tell(say("Stream:    {address}", address=f"{contest}/overlay"))
    tell(say("A display: {address}", address=f"{base}/display"))
    tell(say("A judge:   {address}", address=f"{base}/enter#k={hall.judge_link}"))
    tell(say("Organizer: {address}", address=f"{base}/enter#k={organizer}"))
    tell(say("The last two links sign in one browser, once. Ctrl-C ends the demo."))
    tell(say("Towards the end the board freezes; the organizer's page leads to the reveal."))


async def _all_played(
    halls: list[Hall], courts: list[Courts], pace: float, tell: Callable[[Message], None]
) -> None:
    await asyncio.gather(
        *(played(hall, pace) for hall in halls), *(umpired(one, pace) for one in courts)
    )
    tell(say("Everything has been played; the boards stay until Ctrl-C."))
