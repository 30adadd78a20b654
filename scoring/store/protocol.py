"""What every store promises, and how it says that it cannot."""

from collections.abc import Sequence
from typing import Protocol

from scoring.store.rows import Row


class StoreError(Exception):
    """The store could not do it; nothing of what was asked is stored."""


class StoreFull(StoreError):
    """No space left. Reading goes on; writing works again once there is space."""


class StoreFailed(StoreError):
    """The disk or the file failed."""


class RowTaken(StoreError):
    """It is there already: a row under this (log, seq) or (log, cause, part), or this key."""


class StoreTaken(StoreError):
    """Another desk has this database open; there is one writer only."""


class StoreTooNew(StoreError):
    """The database was made by a newer version of this software."""


class StoreTooOld(StoreError):
    """The database is not up to date; it is brought up when a desk opens it."""


class EventStore(Protocol):
    """Append-only logs. All methods raise StoreError subclasses only."""

    async def append(self, rows: Sequence[Row]) -> None:
        """Store all rows or none; when this returns, they survive a power cut."""
        ...

    async def read(self, log: str, after: int = 0) -> list[Row]:
        """The rows of a log with a seq greater than `after`, in order."""
        ...

    async def caused(self, log: str, cause: str) -> list[Row]:
        """The rows that a command left, in order; empty for an unknown id."""
        ...

    async def logs(self) -> list[str]:
        """The names of all logs, in the order of their first rows."""
        ...

    async def close(self) -> None:
        """Let go of the file. The store cannot be used any more."""
        ...


class KeyStore(Protocol):
    """Hashes of secrets, and what they grant. The secrets themselves are never stored."""

    async def issue(self, key: bytes, grant: bytes) -> None:
        """Remember what a key grants."""
        ...

    async def granted(self, key: bytes) -> bytes | None:
        """What the key grants; None if it is unknown or was used up."""
        ...

    async def grants(self) -> dict[bytes, bytes]:
        """All keys that grant something, and what."""
        ...

    async def exchange(self, key: bytes, new_key: bytes, grant: bytes) -> bool:
        """Use up a key for a new one, at once or not at all; False if the key is not valid."""
        ...

    async def revoke(self, key: bytes) -> bool:
        """Forget a key: it grants nothing any more; False if it is unknown."""
        ...


class RecordStore(Protocol):
    """Small things kept by name on shelves: accounts, sessions, programs' keys."""

    async def keep(self, shelf: str, name: str, content: bytes) -> None:
        """Put something on a shelf, in place of what has this name there."""
        ...

    async def kept(self, shelf: str) -> dict[str, bytes]:
        """Everything on a shelf, by name."""
        ...

    async def discard(self, shelf: str, name: str) -> bool:
        """Take something off a shelf for ever; False if it is not there."""
        ...


class Store(EventStore, KeyStore, RecordStore, Protocol):
    """Everything the service keeps."""
