"""The same screens by other servers: who writes to the connections, and what it costs.

`scoring serve` writes a message to every connection itself; by anything else that speaks ASGI
each viewer is a task that is woken. Granian is left out where it is not installed.
"""

import argparse
import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
from fanout import Watched, watched
from hall import about_this_machine, own, percentile, scratch, table
from msgspec import Struct
from watching import allow_files

_HERE = str(Path(__file__).parent)


class Way(Struct, frozen=True):
    """A server, and the command that starts it on a database and a port."""

    name: str
    command: Callable[[Path, int], list[str]]


def _uvicorn(_: Path, port: int) -> list[str]:
    given = ["--host", "127.0.0.1", "--port", str(port), "--app-dir", _HERE, "--backlog", "4096"]
    quiet = ["--log-level", "critical", "--timeout-graceful-shutdown", "2"]
    return [sys.executable, "-m", "uvicorn", "asgi:app", *given, *quiet]


def _granian(_: Path, port: int) -> list[str]:
    given = ["--interface", "asgi", "--host", "127.0.0.1", "--port", str(port)]
    given += ["--backlog", "4096", "--loop", "uvloop", "--working-dir", _HERE]
    quiet = ["--no-log", "--workers-kill-timeout", "2"]
    return [sys.executable, "-m", "granian", *given, *quiet, "asgi:app"]


def ways() -> list[Way]:
    """Ours first; the others are compared with it."""
    found = [Way("scoring serve", own), Way("uvicorn, a task for each viewer", _uvicorn)]
    if importlib.util.find_spec("granian"):
        found.append(Way("Granian, a task for each viewer", _granian))
    return found


def main() -> None:
    """Measure, print the table, and as the last line the ratios as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--viewers", type=int, default=4000)
    parser.add_argument("--changes", type=int, default=27, help="of the board: nine are a turn")
    parser.add_argument("--directory", type=Path, default=Path(), help="for the databases")
    given = parser.parse_args()
    allow_files(given.viewers)
    found: dict[str, Watched] = {}
    for way in ways():
        with scratch(given.directory) as folder:
            found[way.name] = watched(
                folder / "hall.db", given.viewers, given.changes, 1.0, way.command
            )
    first, *_ = waits = {name: one.to_the_last(given.viewers) for name, one in found.items()}
    print(f"{about_this_machine()}; {given.viewers} viewers, {given.changes} changes")
    rows = [
        [
            name,
            *(f"{percentile(one, percent) * 1000:.0f}" for percent in (50, 99, 100)),
            f"{found[name].opening:.1f}",
            str(found[name].seen.cut_off),
        ]
        for name, one in waits.items()
    ]
    heads = ["tap to the last viewer, ms", "p50", "p99", "max", "all there, s", "cut off"]
    print(table(heads, rows))
    ratios = {
        name: {
            f"p{percent}_times": round(
                percentile(one, percent) / percentile(waits[first], percent), 2
            )
            for percent in (50, 99)
        }
        for name, one in waits.items()
    }
    print(msgspec.json.encode({"name": "servers", "viewers": given.viewers, **ratios}).decode())


if __name__ == "__main__":
    main()
