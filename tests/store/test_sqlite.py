"""The SQLite file: durable, one writer, brought up to date, and honest when the disk fails."""

import asyncio
import sqlite3
import sys
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import ParamSpec

import aiosqlite
import pytest
from msgspec.structs import replace

from scoring.store import sqlite
from scoring.store.protocol import (
    RowTaken,
    StoreError,
    StoreFailed,
    StoreFull,
    StoreTaken,
    StoreTooNew,
    StoreTooOld,
)
from scoring.store.rows import Row, check_chain
from scoring.store.sqlite import MIGRATIONS, SqliteStore
from tests.store.chains import chain

P = ParamSpec("P")
Connections = list[aiosqlite.Connection]

NO_DATABASE = b"Minutes of the village committee.\n" * 200
HOLDER = """
import asyncio, sys
from pathlib import Path
from scoring.store.sqlite import SqliteStore
from tests.store.chains import chain

async def hold() -> None:
    store = await SqliteStore.open(Path(sys.argv[1]))
    await store.append(chain("songs", 3))
    print("open", flush=True)
    await asyncio.sleep(60)

asyncio.run(hold())
"""
"""A process that stores three rows and then holds the database open."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "hall.db"


@pytest.fixture(autouse=True)
async def connections(monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Connections]:
    """Every connection that a store opens; closed in the end also where a test has failed."""
    opened: Connections = []
    connect = remembering(opened, aiosqlite.connect)
    monkeypatch.setattr("scoring.store.sqlite.aiosqlite.connect", connect)
    yield opened
    for connection in opened:
        await connection.close()
    for thread in threading.enumerate():
        if "_connection_worker_thread" in thread.name:
            await asyncio.to_thread(thread.join)


def remembering(
    opened: Connections, connect: Callable[P, aiosqlite.Connection]
) -> Callable[P, aiosqlite.Connection]:
    def remembered(*args: P.args, **options: P.kwargs) -> aiosqlite.Connection:
        opened.append(connect(*args, **options))
        return opened[-1]

    return remembered


@pytest.fixture
async def store(path: Path) -> AsyncGenerator[SqliteStore]:
    opened = await SqliteStore.open(path)
    yield opened
    await opened.close()


async def pragma(connection: aiosqlite.Connection, name: str) -> object:
    (found,) = await connection.execute_fetchall(f"PRAGMA {name}")
    return found[0]


@asynccontextmanager
async def failing_commits(connection: aiosqlite.Connection) -> AsyncGenerator[None]:
    """No transaction can be committed meanwhile."""

    def answer(action: int, verb: str, *_: str) -> int:
        denied = action == sqlite3.SQLITE_TRANSACTION and verb == "COMMIT"
        return sqlite3.SQLITE_DENY if denied else sqlite3.SQLITE_OK

    await connection.set_authorizer(answer)
    yield
    await connection.set_authorizer(None)


async def stored(path: Path, log: str = "songs") -> list[Row]:
    """What another reader finds in the file."""
    reader = await SqliteStore.open_to_read(path)
    try:
        return await reader.read(log)
    finally:
        await reader.close()


async def closing(store: SqliteStore) -> None:
    await store.close()


def files(folder: Path) -> dict[str, bytes]:
    """What is in a folder."""
    return {one.name: one.read_bytes() for one in folder.iterdir()}


def put(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def version(path: Path, new: int | None = None) -> int:
    """The schema version of the file; set to a new one first, if given."""
    connection = sqlite3.connect(path)
    try:
        if new is not None:
            connection.execute(f"PRAGMA user_version = {new}")
        found: int = connection.execute("PRAGMA user_version").fetchone()[0]
        return found
    finally:
        connection.close()


# Durable.


async def test_rows_and_keys_survive_closing(path: Path) -> None:
    rows = chain("songs", 50)
    store = await SqliteStore.open(path)
    await store.append(rows)
    await store.append(chain("dances", 1))
    await store.issue(b"link", b"judge")
    await store.close()
    again = await SqliteStore.open(path)
    try:
        assert await again.read("songs") == rows
        assert await again.caused("songs", "tablet:7") == [rows[6]]
        assert await again.logs() == ["songs", "dances"]
        assert await again.granted(b"link") == b"judge"
        with pytest.raises(RowTaken):
            await again.append(rows[:1])
    finally:
        await again.close()


async def test_the_writing_connection_waits_for_the_disk(
    store: SqliteStore, connections: Connections
) -> None:
    await store.append(chain("songs", 1))
    (writing,) = connections
    assert await pragma(writing, "journal_mode") == "wal"
    assert await pragma(writing, "synchronous") == 2  # FULL
    assert not writing.in_transaction


async def test_an_append_is_one_commit_and_is_over_when_it_returns(
    store: SqliteStore, path: Path
) -> None:
    rows = chain("songs", 100)
    for one in rows:
        await store.append([one])
        assert await stored(path) == rows[: one.seq]


async def test_nothing_is_read_before_it_is_committed(
    store: SqliteStore, connections: Connections
) -> None:
    """Rows that the disk may yet refuse are shown to nobody, on the same connection either."""
    rows = chain("songs", 40)
    async with failing_commits(connections[0]):
        appending = [asyncio.create_task(store.append([one])) for one in rows]
        for _ in rows:
            assert await store.read("songs") == []
            assert await store.caused("songs", "tablet:1") == []
            assert await store.logs() == []
        outcomes = await asyncio.gather(*appending, return_exceptions=True)
    assert [type(one) for one in outcomes] == [StoreFailed] * 40
    await store.append(rows)
    assert await store.read("songs") == rows


# One writer.


async def test_a_second_writer_is_refused_until_the_first_has_closed(
    store: SqliteStore, path: Path
) -> None:
    for _ in range(2):
        with pytest.raises(StoreTaken):
            await SqliteStore.open(path)
    await store.append(chain("songs", 1))
    await store.close()
    second = await SqliteStore.open(path)
    assert await second.read("songs") == chain("songs", 1)
    await second.close()


async def test_a_killed_writer_lets_go_and_leaves_what_it_acknowledged(path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HOLDER, path, stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        assert await process.stdout.readline() == b"open\n"
        with pytest.raises(StoreTaken):
            await SqliteStore.open(path)
        assert await stored(path) == chain("songs", 3)
    finally:
        process.kill()
        await process.communicate()
    store = await SqliteStore.open(path)
    assert await store.read("songs") == chain("songs", 3)
    await store.close()


async def test_two_files_in_one_folder_have_a_writer_each(store: SqliteStore, path: Path) -> None:
    other = await SqliteStore.open(path.with_name("other.db"))
    await other.append(chain("songs", 1))
    assert await store.read("songs") == []
    await other.close()


@pytest.mark.parametrize("where", ["no such folder/hall.db", "."])
async def test_a_place_that_cannot_hold_a_database(tmp_path: Path, where: str) -> None:
    with pytest.raises(StoreFailed):
        await SqliteStore.open(tmp_path / where)


async def test_a_spoilt_lock_is_no_other_desk(path: Path) -> None:
    put(path.with_name(f"{path.name}-lock"), NO_DATABASE)
    with pytest.raises(StoreFailed):
        await SqliteStore.open(path)


# Reading beside the writer.


async def test_a_reader_beside_a_writer_sees_what_was_committed(
    store: SqliteStore, path: Path
) -> None:
    rows = chain("songs", 3)
    await store.append(rows[:1])
    reader = await SqliteStore.open_to_read(path)
    try:
        assert await reader.read("songs") == rows[:1]
        await store.append(rows[1:])
        assert await reader.read("songs") == rows
        assert await reader.logs() == ["songs"]
    finally:
        await reader.close()
    await store.append(chain("dances", 1))


async def test_a_reader_cannot_write(store: SqliteStore, path: Path) -> None:
    reader = await SqliteStore.open_to_read(path)
    try:
        with pytest.raises(StoreFailed):
            await reader.append(chain("songs", 1))
        with pytest.raises(StoreFailed):
            await reader.issue(b"link", b"organizer")
    finally:
        await reader.close()
    assert await store.read("songs") == []


async def test_a_reader_opens_what_no_desk_has_open(path: Path) -> None:
    store = await SqliteStore.open(path)
    await store.append(chain("songs", 3))
    await store.close()
    assert await stored(path) == chain("songs", 3)
    await closing(await SqliteStore.open(path))


async def test_a_reader_creates_nothing(tmp_path: Path) -> None:
    with pytest.raises(StoreFailed):
        await SqliteStore.open_to_read(tmp_path / "hall.db")
    assert files(tmp_path) == {}


# Older and newer databases.


@pytest.mark.parametrize("how", [SqliteStore.open, SqliteStore.open_to_read])
async def test_a_database_from_the_future_is_refused_and_left_alone(
    path: Path, how: Callable[[Path], Awaitable[SqliteStore]]
) -> None:
    await closing(await SqliteStore.open(path))
    present = version(path)
    version(path, present + 1)
    with pytest.raises(StoreTooNew, match=f"schema {present + 1}"):
        await how(path)
    assert version(path) == present + 1
    version(path, present)
    await closing(await SqliteStore.open(path))


async def test_further_steps_bring_a_database_up_with_its_rows(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = await SqliteStore.open(path)
    await store.append(chain("songs", 20))
    await store.issue(b"link", b"judge")
    await store.close()
    steps = (
        "CREATE TABLE notes (text TEXT NOT NULL); INSERT INTO notes VALUES ('one');",
        "INSERT INTO notes SELECT cause FROM events WHERE seq = 20;",
    )
    monkeypatch.setattr(sqlite, "MIGRATIONS", (*MIGRATIONS, *steps))
    with pytest.raises(StoreTooOld):
        await SqliteStore.open_to_read(path)
    for _ in range(2):  # the second time there is nothing to do
        store = await SqliteStore.open(path)
        assert await store.read("songs") == chain("songs", 20)
        assert await store.granted(b"link") == b"judge"
        await store.close()
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT text FROM notes").fetchall() == [("one",), ("tablet:20",)]
    connection.close()
    assert version(path) == len(MIGRATIONS) + 2


@pytest.mark.parametrize(
    "step",
    [
        "CREATE TABLE notes (text); INSERT INTO nowhere VALUES (1);",
        "CREATE TABLE notes (text); this is no SQL;",
        "CREATE TABLE notes (text UNIQUE); INSERT INTO notes VALUES (1), (1);",
    ],
    ids=["fails", "no SQL", "breaks a constraint"],
)
async def test_a_step_that_fails_leaves_the_old_database(
    path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    store = await SqliteStore.open(path)
    await store.append(chain("songs", 20))
    await store.close()
    with monkeypatch.context() as newer:
        newer.setattr(sqlite, "MIGRATIONS", (*MIGRATIONS, step))
        with pytest.raises(StoreError):
            await SqliteStore.open(path)
    assert version(path) == len(MIGRATIONS)
    connection = sqlite3.connect(path)
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        connection.execute("SELECT * FROM notes")
    connection.close()
    store = await SqliteStore.open(path)
    assert await store.read("songs") == chain("songs", 20)
    await store.append(chain("dances", 1))
    await store.close()


# The disk fails.


async def test_a_full_disk_stores_nothing_and_works_again_with_room(
    store: SqliteStore, path: Path, connections: Connections
) -> None:
    (writing,) = connections
    rows = chain("songs", 400)
    await store.append(rows[:10])
    await store.issue(b"old", b"judge")
    pages = await pragma(writing, "page_count")
    assert await pragma(writing, f"max_page_count = {pages}") == pages
    for _ in range(2):
        with pytest.raises(StoreFull):
            await store.append([*rows[10:], *chain("dances", 1)])
        assert not writing.in_transaction
        assert await store.read("songs") == await stored(path) == rows[:10]
        assert await store.logs() == ["songs"]
    with pytest.raises(StoreFull):
        await store.issue(b"new", bytes(1_000_000))
    with pytest.raises(StoreFull):
        await store.exchange(b"old", b"new", bytes(1_000_000))
    assert await store.granted(b"new") is None
    assert await store.granted(b"old") == b"judge"
    await pragma(writing, "max_page_count = 1000000")
    await store.append(rows[10:])
    assert await store.read("songs") == rows
    assert await pragma(writing, "integrity_check") == "ok"


async def test_a_commit_that_fails_stores_nothing(
    store: SqliteStore, path: Path, connections: Connections
) -> None:
    rows = chain("songs", 2)
    await store.append(rows[:1])
    await store.issue(b"old", b"judge")
    async with failing_commits(connections[0]):
        with pytest.raises(StoreFailed):
            await store.append(rows[1:])
        with pytest.raises(StoreFailed):
            await store.exchange(b"old", b"new", b"judge")
        assert not connections[0].in_transaction
        assert await store.read("songs") == await stored(path) == rows[:1]
        assert await store.granted(b"old") == b"judge"
    await store.append(rows[1:])
    assert await stored(path) == rows


@pytest.mark.parametrize("how", [SqliteStore.open, SqliteStore.open_to_read])
async def test_a_file_that_is_no_database_is_refused_and_left_alone(
    path: Path, how: Callable[[Path], Awaitable[SqliteStore]]
) -> None:
    put(path, NO_DATABASE)
    for _ in range(2):  # and the lock is let go of
        with pytest.raises(StoreFailed):
            await how(path)
    assert files(path.parent)[path.name] == NO_DATABASE


async def test_a_spoilt_database_says_so(path: Path) -> None:
    store = await SqliteStore.open(path)
    await store.append(chain("songs", 500))
    await store.close()
    sound = files(path.parent)[path.name]
    quarter = len(sound) // 4
    put(path, sound[:quarter] + b"\xa5" * quarter + sound[2 * quarter :])
    reader = await SqliteStore.open_to_read(path)
    try:
        with pytest.raises(StoreFailed):
            await reader.read("songs")
    finally:
        await reader.close()


async def test_an_edit_with_another_program_breaks_the_chain(path: Path) -> None:
    store = await SqliteStore.open(path)
    await store.append(chain("songs", 5))
    await store.close()
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE events SET \"by\" = 'seat:J1' WHERE seq = 3")
    connection.close()
    with pytest.raises(ValueError, match="broken at row 3"):
        check_chain(await stored(path))


# Whoever asked has gone.


async def test_a_cancelled_append_is_whole_or_not_there_and_blocks_nobody(
    store: SqliteStore, path: Path, connections: Connections
) -> None:
    (writing,) = connections
    batches = 0
    for patience in range(40):
        rows = chain(f"log-{patience}", 40)
        appending = asyncio.create_task(store.append(rows[:20]))
        for _ in range(patience):
            await asyncio.sleep(0)
        appending.cancel()
        await asyncio.gather(appending, return_exceptions=True)
        found = await store.read(f"log-{patience}")
        assert found in ([], rows[:20])
        assert not writing.in_transaction
        batches += bool(found)
        await store.append(rows[len(found) :])
        assert await store.read(f"log-{patience}") == rows
        assert await stored(path, f"log-{patience}") == rows
    assert batches > 0  # some were on their way already


async def test_many_cancelled_among_many(store: SqliteStore) -> None:
    appending = [
        asyncio.create_task(store.append(chain(f"log-{number}", 3))) for number in range(60)
    ]
    for number, task in enumerate(appending):
        if number % 3:
            await asyncio.sleep(0)
        else:
            task.cancel()
    outcomes = await asyncio.gather(*appending, return_exceptions=True)
    for number, outcome in enumerate(outcomes):
        found = await store.read(f"log-{number}")
        allowed = [chain(f"log-{number}", 3)]
        assert found in (allowed if outcome is None else [[], *allowed])


async def test_closing_waits_for_what_is_under_way(path: Path) -> None:
    store = await SqliteStore.open(path)
    appending = asyncio.create_task(store.append(chain("songs", 100)))
    await asyncio.sleep(0)
    appending.cancel()
    await asyncio.sleep(0)
    await store.close()
    assert await stored(path) in ([], chain("songs", 100))
    await closing(await SqliteStore.open(path))


async def test_rows_of_one_batch_may_repeat_a_place_in_no_log(store: SqliteStore) -> None:
    rows = chain("songs", 2)
    with pytest.raises(RowTaken):
        await store.append([rows[0], replace(rows[0], cause="other:1")])
    assert await store.logs() == []
