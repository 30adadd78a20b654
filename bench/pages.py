"""The public board as a page and as JSON, beside nginx with the same bytes and a plain service.

The plain service is what a scoring page usually is: every request reads the marks from SQLite,
ranks the singers and fills a template. All three answer the same clients, one after another.
"""

import argparse
import asyncio
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import uvloop
from beside_nginx import installed, nginx
from hall import (
    about_this_machine,
    await_port,
    contest_file,
    percentile,
    prepared,
    scratch,
    serving,
    table,
)
from msgspec import Struct

from scoring.contest.commands import EnterMarks

_PLAIN = Path(__file__).with_name("plain_service.py")


class Load(Struct, frozen=True):
    """What clients saw of one address."""

    rate: float
    p50: float
    p99: float
    size: int


async def loaded(port: int, path: str, clients: int, seconds: float) -> Load:
    """So many clients that ask again as soon as they were answered."""
    waits: list[float] = []
    sizes: set[int] = set()
    end = time.perf_counter() + seconds

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        request = f"GET {path} HTTP/1.1\r\nHost: hall\r\nAccept-Encoding: gzip\r\n\r\n".encode()
        while (begun := time.perf_counter()) < end:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 200"):
                raise SystemExit(head.decode())
            length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
            sizes.add(len(await reader.readexactly(length)))
            waits.append(time.perf_counter() - begun)
        writer.close()

    await asyncio.gather(*(client() for _ in range(clients)))
    return Load(len(waits) / seconds, percentile(waits, 50), percentile(waits, 99), max(sizes))


async def body_of(port: int, path: str) -> bytes:
    """The compressed bytes of an address."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    request = f"GET {path} HTTP/1.1\r\nHost: hall\r\nAccept-Encoding: gzip\r\n\r\n"
    writer.write(request.encode())
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
    body = await reader.readexactly(length)
    writer.close()
    return body


@contextmanager
def plain(database: Path) -> Generator[int]:
    """The plain service, in a process of its own, on a database of its own."""
    rows = [
        (one.entrant, one.seat, str(mark.mark))
        for one in contest_file().commands
        if isinstance(one, EnterMarks)
        for mark in one.marks
    ]
    names = [
        (one.id, one.number, one.name, one.unit, one.work) for one in contest_file().plan.entrants
    ]
    with sqlite3.connect(database) as store:
        store.execute("CREATE TABLE singers (id TEXT PRIMARY KEY, number, name, unit, work)")
        store.execute("CREATE TABLE marks (singer, seat, mark TEXT, PRIMARY KEY (singer, seat))")
        store.executemany("INSERT INTO singers VALUES (?, ?, ?, ?, ?)", names)
        store.executemany("INSERT OR REPLACE INTO marks VALUES (?, ?, ?)", rows)
    store.close()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = [sys.executable, str(_PLAIN), str(database), str(port)]
    with subprocess.Popen(command) as process:
        try:
            await_port(process, port)
            yield port
        finally:
            process.kill()


def main() -> None:
    """Measure, print the table, and as the last line the ratios as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=4.0, help="for each line")
    parser.add_argument("--directory", type=Path, default=Path(), help="for the databases")
    given = parser.parse_args()
    file = contest_file()
    board = f"/contests/{file.plan.id}"
    paths = {"page": board, "json": f"/api{board}/board"}
    found: dict[str, Load] = {}

    def measure(name: str, port: int, path: str) -> None:
        uvloop.run(loaded(port, path, given.clients, given.seconds / 4))
        found[name] = uvloop.run(loaded(port, path, given.clients, given.seconds))

    with scratch(given.directory) as folder:
        asyncio.run(prepared(folder / "hall.db", file.all_commands(), file.plan.id))
        with serving(folder / "hall.db") as server, plain(folder / "plain.db") as other:
            bodies = {
                kind: asyncio.run(body_of(server.port, path)) for kind, path in paths.items()
            }
            for kind, path in paths.items():
                measure(kind, server.port, path)
                measure(f"plain service: {kind}", other, f"/{kind}")
            if installed():
                with nginx(folder, bodies) as port:
                    for kind in paths:
                        measure(f"nginx from disk: {kind}", port, f"/{kind}")
    print(f"{about_this_machine()}; {given.clients} clients")
    rows = [
        [
            name,
            f"{one.rate:,.0f}",
            *(f"{at * 1000:.1f}" for at in (one.p50, one.p99)),
            f"{one.size}",
        ]
        for name, one in found.items()
    ]
    print(table(["", "a second", "p50 ms", "p99 ms", "bytes"], rows))
    result: dict[str, object] = {}
    for name, one in found.items():
        rival, _, kind = name.partition(": ")
        if kind:
            result[f"{kind}_to_{rival.replace(' ', '_')}"] = round(found[kind].rate / one.rate, 2)
    print(msgspec.json.encode({"name": "pages", **result}).decode())


if __name__ == "__main__":
    main()
