"""Rows to store: chained, and with an event nobody needs to understand."""

from collections.abc import Sequence

from msgspec.structs import replace

from scoring.store.rows import GENESIS, Row, sealed

AT = "2024-07-06T20:00:00.000+00:00"
EVENT = b'{"type":"performance_called","stage":"final","entrant":"e1"}'


def row(log: str, seq: int, cause: str, part: int = 0, *, at: str = AT) -> Row:
    """A row that is not chained to anything."""
    return Row(log, seq, at, None, "organizer", cause, part, bytes(8), EVENT, bytes(32))


def chained(rows: Sequence[Row], previous: bytes = GENESIS) -> list[Row]:
    """The rows with their hashes."""
    done: list[Row] = []
    for one in rows:
        previous = sealed(previous, one)
        done.append(replace(one, hash=previous))
    return done


def chain(log: str, length: int, after: int = 0, previous: bytes = GENESIS) -> list[Row]:
    """`length` chained rows of a log, each by a command of its own."""
    numbers = range(after + 1, after + length + 1)
    return chained([row(log, seq, f"tablet:{seq}") for seq in numbers], previous)
