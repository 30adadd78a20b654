"""The log in one SQLite file: WAL, synchronous=FULL, one connection that alone writes."""

import sqlite3
from collections.abc import Generator, Iterable, Sequence
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiosqlite
from msgspec.structs import astuple

from scoring.store.protocol import (
    RowTaken,
    StoreFailed,
    StoreFull,
    StoreTaken,
    StoreTooNew,
    StoreTooOld,
)
from scoring.store.rows import Row

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE events (
        log TEXT NOT NULL,
        seq INTEGER NOT NULL,
        at TEXT NOT NULL,
        entered_at TEXT,
        "by" TEXT NOT NULL,
        cause TEXT NOT NULL,
        part INTEGER NOT NULL,
        digest BLOB NOT NULL,
        event BLOB NOT NULL,
        hash BLOB NOT NULL,
        PRIMARY KEY (log, seq)
    ) WITHOUT ROWID;
    CREATE UNIQUE INDEX events_by_cause ON events (
        log, substr(cause, instr(cause, ':')) || cause, part
    );
    CREATE TABLE logs (number INTEGER PRIMARY KEY, log TEXT NOT NULL UNIQUE);
    CREATE TRIGGER log_begun AFTER INSERT ON events WHEN NEW.seq = 1
    BEGIN INSERT INTO logs (log) VALUES (NEW.log); END;
    CREATE TABLE keys (key BLOB PRIMARY KEY, "grant" BLOB NOT NULL) WITHOUT ROWID;
    """,
    """
    CREATE TABLE records (
        shelf TEXT NOT NULL,
        name TEXT NOT NULL,
        content BLOB NOT NULL,
        PRIMARY KEY (shelf, name)
    ) WITHOUT ROWID;
    """,
)
"""Step n brings a database from version n to n + 1. Steps are added, never changed."""

_INSERT_ROW = "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_INSERT_KEY = "INSERT INTO keys VALUES (?, ?)"
_EXCHANGE_KEY = 'UPDATE keys SET key = ?, "grant" = ? WHERE key = ?'
_REVOKE_KEY = "DELETE FROM keys WHERE key = ?"
_KEEP_RECORD = "INSERT OR REPLACE INTO records VALUES (?, ?, ?)"
_DISCARD_RECORD = "DELETE FROM records WHERE shelf = ? AND name = ?"
# The index leads with the number that a command's device counted: tablets count about in step,
# so what is committed together lies on a few pages, not on one for each tablet.
_CAUSED = """
    SELECT * FROM events WHERE log = :log
    AND substr(cause, instr(cause, ':')) || cause = substr(:cause, instr(:cause, ':')) || :cause
    ORDER BY part
"""


class _Connection(sqlite3.Connection):
    """Each `executemany` is a transaction of its own, and one callable on aiosqlite's thread.

    Nobody's statement comes in between, and it runs to its end though whoever asked has gone.
    """

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> sqlite3.Cursor:
        with self:
            done = super().executemany(sql, parameters)
        # Let go of the statement here: dropped on another thread, the cursor would reset it
        # while the next transaction is using it.
        done.close()
        return done


class SqliteStore:
    """A Store in a file. Open with `SqliteStore.open`, close when done."""

    def __init__(
        self, connection: aiosqlite.Connection, lock: sqlite3.Connection | None = None
    ) -> None:
        self._connection, self._lock = connection, lock

    @classmethod
    async def open(cls, path: Path) -> "SqliteStore":
        """Open or create the file as its one writer, and bring it to the present schema.

        Raises StoreTaken while another process has it open, and other StoreErrors.
        """
        with _store_errors():
            async with AsyncExitStack() as opened:
                lock = _only_writer(path)
                opened.callback(lock.close)
                connection = await aiosqlite.connect(
                    path, isolation_level="IMMEDIATE", factory=_Connection
                )
                opened.push_async_callback(connection.close)
                for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000"):
                    await connection.execute_fetchall(f"PRAGMA {pragma}")
                await _migrate(connection)
                opened.pop_all()
        return cls(connection, lock)

    @classmethod
    async def open_to_read(cls, path: Path) -> "SqliteStore":
        """Open an existing file only to read it, also beside a running desk. Raises StoreError."""
        address = f"file:{quote(str(path))}?mode=ro"
        with _store_errors():
            async with AsyncExitStack() as opened:
                connection = await aiosqlite.connect(address, uri=True)
                opened.push_async_callback(connection.close)
                version = await _known_version(connection)
                if version < len(MIGRATIONS):
                    raise StoreTooOld(
                        f"the database has schema {version}, not yet {len(MIGRATIONS)}:"
                        " start the service with it once"
                    )
                opened.pop_all()
        return cls(connection)

    async def append(self, rows: Sequence[Row]) -> None:
        await self._written(_INSERT_ROW, [astuple(row) for row in rows])

    async def read(self, log: str, after: int = 0) -> list[Row]:
        query = "SELECT * FROM events WHERE log = ? AND seq > ? ORDER BY seq"
        return [Row(*found) for found in await self._fetched(query, (log, after))]

    async def caused(self, log: str, cause: str) -> list[Row]:
        values = {"log": log, "cause": cause}
        return [Row(*found) for found in await self._fetched(_CAUSED, values)]

    async def logs(self) -> list[str]:
        return [found[0] for found in await self._fetched("SELECT log FROM logs ORDER BY number")]

    async def issue(self, key: bytes, grant: bytes) -> None:
        await self._written(_INSERT_KEY, [(key, grant)])

    async def granted(self, key: bytes) -> bytes | None:
        found = await self._fetched('SELECT "grant" FROM keys WHERE key = ?', (key,))
        return found[0][0] if found else None

    async def grants(self) -> dict[bytes, bytes]:
        found = await self._fetched('SELECT key, "grant" FROM keys')
        return {one[0]: one[1] for one in found}

    async def exchange(self, key: bytes, new_key: bytes, grant: bytes) -> bool:
        return await self._written(_EXCHANGE_KEY, [(new_key, grant, key)]) == 1

    async def revoke(self, key: bytes) -> bool:
        return await self._written(_REVOKE_KEY, [(key,)]) == 1

    async def keep(self, shelf: str, name: str, content: bytes) -> None:
        await self._written(_KEEP_RECORD, [(shelf, name, content)])

    async def kept(self, shelf: str) -> dict[str, bytes]:
        query = "SELECT name, content FROM records WHERE shelf = ?"
        return {found[0]: found[1] for found in await self._fetched(query, (shelf,))}

    async def discard(self, shelf: str, name: str) -> bool:
        return await self._written(_DISCARD_RECORD, [(shelf, name)]) == 1

    async def close(self) -> None:
        await self._connection.close()
        if self._lock is not None:
            self._lock.close()

    async def _fetched(
        self, query: str, values: Sequence[object] | dict[str, str] = ()
    ) -> list[sqlite3.Row]:
        with _store_errors():
            return list(await self._connection.execute_fetchall(query, values))

    async def _written(self, statement: str, values: Sequence[Sequence[object]]) -> int:
        """Run one transaction; how many rows it changed."""
        with _store_errors():
            cursor = await self._connection.executemany(statement, values)
            return cursor.rowcount


def _only_writer(path: Path) -> sqlite3.Connection:
    """Hold a lock beside the file, which the system lets go of however this process ends."""
    lock = sqlite3.connect(f"{path}-lock", timeout=0, isolation_level=None)
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        lock.close()
        if _code(error) == sqlite3.SQLITE_BUSY:
            raise StoreTaken(f"another desk has {path} open") from error
        raise
    return lock


async def _known_version(connection: aiosqlite.Connection) -> int:
    """The version of the database's schema. Raises StoreTooNew."""
    found = list(await connection.execute_fetchall("PRAGMA user_version"))
    version: int = found[0][0]
    if version > len(MIGRATIONS):
        raise StoreTooNew(
            f"the database has schema {version}; this version knows up to {len(MIGRATIONS)}"
        )
    return version


async def _migrate(connection: aiosqlite.Connection) -> None:
    version = await _known_version(connection)
    for number in range(version, len(MIGRATIONS)):
        step = f"BEGIN IMMEDIATE; {MIGRATIONS[number]} PRAGMA user_version = {number + 1}; COMMIT;"
        await connection.executescript(step)


@contextmanager
def _store_errors() -> Generator[None]:
    """Say in the store's own words what SQLite reports."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise RowTaken(str(error)) from error
    except sqlite3.Error as error:
        if _code(error) == sqlite3.SQLITE_FULL:
            raise StoreFull(str(error)) from error
        raise StoreFailed(str(error)) from error


def _code(error: sqlite3.Error) -> int:
    """SQLite's number for what happened, without the further bits that tell where."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF
