"""Behind a real nginx with the configuration of the documentation."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import msgspec
import pytest

from scoring.contest.commands import Call
from scoring.contest.ids import CommandId
from tests.contests import called, entrant_id, marking, small_plan
from tests.web.hall import Hall, running_hall

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
CONFIG = Path(__file__).parents[2] / "docs" / "nginx.conf"
_FOLDERS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")

pytestmark = pytest.mark.skipif(
    NGINX is None, reason="nginx is not installed (Debian: apt-get install nginx-light)"
)


def configuration(folder: Path, listening: Path, upstream: int) -> str:
    """The documented part, moved to a socket and folders of its own."""
    part = CONFIG.read_text(encoding="utf-8")
    part = part.replace("/var/cache/nginx/scoring", str(folder / "cache"))
    part = part.replace("server 127.0.0.1:8000;", f"server 127.0.0.1:{upstream};")
    part = part.replace("listen 80;", f"listen unix:{listening};")
    paths = "\n".join(f"{one}_temp_path {folder / one};" for one in _FOLDERS)
    # As root its workers would become somebody who may not write into these folders.
    user = "user root;" if os.geteuid() == 0 else ""
    return (
        f"{user} daemon off; pid {folder / 'nginx.pid'}; error_log {folder / 'error.log'};\n"
        f"events {{ worker_connections 512; }}\nhttp {{ access_log off;\n{paths}\n{part}\n}}\n"
    )


@asynccontextmanager
async def behind_nginx(folder: Path) -> AsyncGenerator[tuple[Hall, httpx.AsyncClient]]:
    """A hall, and a client that reaches it through the proxy."""
    assert NGINX is not None
    socket = folder / "n.sock"
    async with running_hall(None) as hall:
        await hall.register(called(small_plan(), [1]))
        port = int(hall.base.rpartition(":")[2])
        config = folder / "nginx.conf"
        config.write_text(configuration(folder, socket, port), encoding="utf-8")
        command = [NGINX, "-e", str(folder / "error.log"), "-p", str(folder), "-c", str(config)]
        with subprocess.Popen(command) as process:  # noqa: ASYNC220 - it is ended below
            try:
                async with asyncio.timeout(10):
                    while not socket.exists():
                        assert process.poll() is None, (folder / "error.log").read_text()
                        await asyncio.sleep(0.02)
                transport = httpx.AsyncHTTPTransport(uds=str(socket))
                async with httpx.AsyncClient(
                    transport=transport, base_url="http://scoring.example.org", timeout=20
                ) as client:
                    yield hall, client
            finally:
                process.terminate()


async def test_a_thousand_pollers_are_one_request_a_second(tmp_path: Path) -> None:
    async with behind_nginx(tmp_path) as (_, client):
        found = [await client.get("/contests/small/frame?lang=zh") for _ in range(30)]
        assert {one.status_code for one in found} == {200}
        assert len({one.text for one in found}) == 1
        states = [one.headers["x-cache"] for one in found]
        assert states[0] == "MISS"
        assert states.count("HIT") + states.count("STALE") >= 25
        tag = found[0].headers["etag"]
        again = await client.get("/contests/small/frame?lang=zh", headers={"If-None-Match": tag})
        assert again.status_code == 304
        other = await client.get("/contests/small/frame?lang=en")
        assert other.text != found[0].text


async def test_a_change_comes_through_the_stream_at_once(tmp_path: Path) -> None:
    stage = small_plan().stages[0].id
    call = Call(id=CommandId("t:1"), stage=stage, entrant=entrant_id(2))
    async with (
        asyncio.timeout(15),
        behind_nginx(tmp_path) as (hall, client),
        client.stream("GET", "/contests/small/live?lang=zh") as stream,
    ):
        lines = stream.aiter_lines()
        assert await anext(lines) == "event: board"
        given = await hall.give("small", [call], await hall.organizer())
        assert given.status_code == 200
        while not (await anext(lines)).startswith("event: "):
            pass


async def test_marks_go_through_and_private_answers_are_kept_nowhere(tmp_path: Path) -> None:
    async with behind_nginx(tmp_path) as (hall, client):
        headers = await hall.seat("small", "J1")
        mark = marking("t:1", 1, "J1", "91.11")
        answer = await client.post(
            "/api/contests/small/commands", content=msgspec.json.encode(mark), headers=headers
        )
        assert answer.status_code == 200, answer.text
        own = [await client.get("/api/contests/small/seats/J1", headers=headers) for _ in range(2)]
        assert all("91.11" in one.text and "x-cache" not in one.headers for one in own)
        stranger = await client.get("/api/contests/small/seats/J1")
        assert stranger.status_code == 401
