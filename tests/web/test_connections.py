"""How many connections a desk carries, and who closes them."""

import asyncio
import re
import sys
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import httpx
import pytest

from scoring.web.server import KEEP_ALIVE
from tests.process import Serving, serving

NGINX = Path(__file__).parents[2] / "docs" / "nginx.conf"
FEW_FILES = ("sh", "-c", 'ulimit -S -n 64 && exec "$@"', "sh")
"""Starts a command as a system does that lets a process open little unless it asks for more."""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
async def test_a_system_that_allows_little_at_first_lets_no_phone_wait(tmp_path: Path) -> None:
    async with (
        serving(tmp_path / "hall.db", starter=FEW_FILES) as server,
        AsyncExitStack() as stack,
        asyncio.timeout(20),
    ):
        for _ in range(200):
            reader, writer = await stack.enter_async_context(connected(server))
            writer.write(asked(server))
            assert (await reader.readline()).startswith(b"HTTP/1.1 200")


def test_who_asks_closes_a_connection_before_the_desk_does() -> None:
    """A request that meets a connection which is just being closed is lost without an answer."""
    in_front = re.search(r"keepalive_timeout (\d+)s;", NGINX.read_text(encoding="utf-8"))
    assert in_front is not None
    assert int(in_front[1]) < KEEP_ALIVE
    a_program = httpx.Limits().keepalive_expiry
    assert a_program is not None
    assert a_program < KEEP_ALIVE


async def test_the_desk_keeps_a_connection_longer_than_a_program_does(tmp_path: Path) -> None:
    async with serving(tmp_path / "hall.db") as server, connected(server) as (reader, writer):
        for pause in (6, 0):
            writer.write(asked(server))
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            assert head.startswith("HTTP/1.1 200"), head
            length = re.search(r"content-length: (\d+)", head)
            assert length is not None
            await reader.readexactly(int(length[1]))
            await asyncio.sleep(pause)


def asked(server: Serving) -> bytes:
    return f"GET /login HTTP/1.1\r\nHost: {server.base.removeprefix('http://')}\r\n\r\n".encode()


@asynccontextmanager
async def connected(server: Serving) -> AsyncGenerator[tuple[StreamReader, StreamWriter]]:
    """A phone's connection, on which nothing is asked yet."""
    host, port = server.base.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        yield reader, writer
    finally:
        writer.close()
        await writer.wait_closed()
