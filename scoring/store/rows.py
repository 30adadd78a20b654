"""A row of the log: one event in its envelope, chained to the row before by a hash."""

from collections.abc import Iterable
from hashlib import sha256

import msgspec
from msgspec import Struct

GENESIS = bytes(32)
"""What the first row of every log is chained to."""

_encoder = msgspec.json.Encoder()


class Row(Struct, frozen=True):
    """One event as stored. The desk stamps everything but the event itself.

    `at` is the server's time and `entered_at` the device's, as ISO text; neither orders anything.
    `cause` is the id of the command, `part` counts the events of that command from 0, and
    `digest` is a hash of the command, so that an id cannot be used for two different ones.
    """

    log: str
    seq: int
    at: str
    entered_at: str | None
    by: str
    cause: str
    part: int
    digest: bytes
    event: bytes
    hash: bytes


class BrokenChain(ValueError):
    """A log was altered, or rows are missing; `seq` is the first row that does not fit."""

    def __init__(self, log: str, seq: int) -> None:
        super().__init__(f"log {log}: the chain is broken at row {seq}")
        self.log, self.seq = log, seq


def sealed(previous: bytes, row: Row) -> bytes:
    """The hash of a row: SHA-256 over the previous row's hash and this row as a JSON array."""
    fields = (
        row.log, row.seq, row.at, row.entered_at, row.by, row.cause, row.part,
        row.digest.hex(), msgspec.Raw(row.event),
    )  # fmt: skip
    return sha256(previous + _encoder.encode(fields)).digest()


def check_chain(rows: Iterable[Row]) -> bytes:
    """Follow a whole log from its first row; the last hash. Raises BrokenChain."""
    previous = GENESIS
    for seq, row in enumerate(rows, start=1):
        if row.seq != seq or row.hash != sealed(previous, row):
            raise BrokenChain(row.log, seq)
        previous = row.hash
    return previous
