"""What every store promises: one set of tests for all of them."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from scoring.store.memory import MemoryStore
from scoring.store.protocol import RowTaken, Store
from scoring.store.rows import Row, check_chain
from scoring.store.sqlite import SqliteStore
from tests.store.chains import chain, row


async def memory(_folder: Path) -> Store:
    return MemoryStore()


async def sqlite(folder: Path) -> Store:
    return await SqliteStore.open(folder / "hall.db")


STORES: dict[str, Callable[[Path], Awaitable[Store]]] = {"memory": memory, "sqlite": sqlite}


@pytest.fixture(params=STORES)
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncGenerator[Store]:
    opened = await STORES[request.param](tmp_path)
    yield opened
    await opened.close()


# Appending and reading.


async def test_an_empty_store_has_nothing(store: Store) -> None:
    assert await store.logs() == []
    assert await store.read("songs") == []
    assert await store.caused("songs", "tablet:1") == []


async def test_rows_come_back_as_they_were_in_order(store: Store) -> None:
    rows = chain("songs", 5)
    await store.append(rows[:2])
    await store.append(rows[2:])
    assert await store.read("songs") == rows
    check_chain(await store.read("songs"))


async def test_seq_orders_rows_however_they_were_handed_in(store: Store) -> None:
    rows = chain("songs", 12)
    await store.append(rows[::-1])
    assert await store.read("songs") == rows


async def test_times_order_nothing(store: Store) -> None:
    rows = [row("songs", seq, f"t:{seq}", at=f"2024-07-06T20:00:0{9 - seq}Z") for seq in (1, 2, 3)]
    await store.append(rows)
    assert await store.read("songs") == rows


@pytest.mark.parametrize("after", [0, 1, 4, 5, 99])
async def test_reading_goes_on_after_a_seq(store: Store, after: int) -> None:
    rows = chain("songs", 5)
    await store.append(rows)
    assert await store.read("songs", after) == rows[after:]


async def test_a_batch_of_several_logs(store: Store) -> None:
    songs, dances = chain("songs", 3), chain("dances", 2)
    await store.append([songs[0], dances[0], songs[1], dances[1], songs[2]])
    assert await store.read("songs") == songs
    assert await store.read("dances") == dances


async def test_thousands_of_rows(store: Store) -> None:
    rows = chain("songs", 5_000)
    await store.append(rows[:4_000])
    for one in rows[4_000:4_100]:
        await store.append([one])
    await store.append(rows[4_100:])
    assert await store.read("songs") == rows
    assert await store.read("songs", 4_990) == rows[4_990:]
    assert await store.caused("songs", "tablet:4050") == [rows[4_049]]


async def test_a_row_handed_out_is_no_way_to_change_the_store(store: Store) -> None:
    rows = chain("songs", 2)
    await store.append(rows)
    (await store.read("songs")).clear()
    (await store.caused("songs", "tablet:1")).clear()
    (await store.logs()).clear()
    rows.clear()
    assert len(await store.read("songs")) == 2
    assert len(await store.caused("songs", "tablet:1")) == 1
    assert await store.logs() == ["songs"]


# Every field comes back exactly.


@pytest.mark.parametrize(
    "event",
    [
        b"",
        b"\x00",
        b"null",
        b"\xff\xfe not UTF-8 \xc3\x28",
        bytes(range(256)),
        "《画你》🎤".encode(),
        b"x" * 1_000_000,
    ],
    ids=["empty", "nul", "null", "broken", "every byte", "song", "a megabyte"],
)
async def test_bytes_come_back_exactly(store: Store, event: bytes) -> None:
    given = Row(
        "songs", 1, "2024-07-06T20:00:00Z", None, "organizer", "t:1", 0,
        bytes(range(248, 256)), event, bytes(range(224, 256)),
    )  # fmt: skip
    await store.append([given])
    (found,) = await store.read("songs")
    assert found == given
    assert type(found.event) is type(found.digest) is type(found.hash) is bytes


async def test_texts_and_numbers_come_back_exactly(store: Store) -> None:
    given = Row(
        "歌-1", 2**53, "00123", "1e5", "seat:评委1", "t:9007199254740993", 2**31,
        b"", b"{}", b"",
    )  # fmt: skip
    await store.append([given])
    assert await store.read("歌-1") == [given]
    assert await store.caused("歌-1", given.cause) == [given]


# All or nothing.


TAKEN = {
    "the seq of the last row": row("songs", 5, "new:1"),
    "the seq of the first row": row("songs", 1, "new:1"),
    "the cause of the last row": row("songs", 9, "tablet:5"),
    "the cause of the first row": row("songs", 9, "tablet:1"),
    "a seq of the batch": row("songs", 6, "new:1"),
    "a cause of the batch": row("songs", 9, "tablet:6"),
}


@pytest.mark.parametrize("taken", TAKEN.values(), ids=TAKEN)
@pytest.mark.parametrize("index", [0, 1, 3])
async def test_a_batch_with_a_taken_row_leaves_nothing(
    store: Store, taken: Row, index: int
) -> None:
    rows = chain("songs", 7)
    await store.append(rows[:5])
    batch = [row("dances", 1, "tablet:6"), rows[5], rows[6]]
    batch.insert(index, taken)
    with pytest.raises(RowTaken):
        await store.append(batch)
    assert await store.read("songs") == rows[:5]
    assert await store.logs() == ["songs"]
    assert await store.read("dances") == []
    for cause in ("new:1", "tablet:6", "tablet:7"):
        assert await store.caused("songs", cause) == []
    await store.append(rows[5:])
    assert await store.read("songs") == rows


async def test_one_place_in_one_log_is_no_place_in_another(store: Store) -> None:
    await store.append(chain("songs", 3))
    await store.append(chain("dances", 3))
    assert await store.read("dances") == chain("dances", 3)


async def test_of_many_who_want_one_place_one_gets_it(store: Store) -> None:
    await store.append(chain("songs", 1))
    rivals = [row("songs", 2, f"tablet-{number}:1") for number in range(20)]
    outcomes = await asyncio.gather(
        *(store.append([rival]) for rival in rivals), return_exceptions=True
    )
    assert [type(one) for one in outcomes if one is not None] == [RowTaken] * 19
    (won,) = await store.read("songs", 1)
    assert outcomes[rivals.index(won)] is None


async def test_whoever_reads_meanwhile_sees_whole_batches(store: Store) -> None:
    rows = chain("songs", 200)
    appending = asyncio.gather(*(store.append(rows[at : at + 10]) for at in range(0, 200, 10)))
    seen: list[int] = []
    while not appending.done():
        found = await store.read("songs")
        assert found == rows[: len(found)]
        seen.append(len(found))
        await asyncio.sleep(0)
    await appending
    assert all(count % 10 == 0 for count in seen)
    assert seen == sorted(seen)


# What a command left, and which logs there are.


async def test_what_a_command_left(store: Store) -> None:
    rows = [
        row("songs", 1, "desk:1"),
        row("songs", 2, "desk:2", 0),
        row("songs", 3, "desk:2", 1),
        row("songs", 4, "desk:2", 2),
        row("songs", 5, "desk:3"),
        row("dances", 1, "desk:2"),
    ]
    await store.append(rows)
    assert await store.caused("songs", "desk:2") == rows[1:4]
    assert await store.caused("dances", "desk:2") == rows[5:]
    assert await store.caused("songs", "desk:22") == []
    assert await store.caused("marches", "desk:2") == []


async def test_logs_are_in_the_order_of_their_first_rows(store: Store) -> None:
    await store.append([row("songs", 1, "a:1"), row("dances", 1, "a:1"), row("walks", 1, "a:1")])
    await store.append([row("dances", 2, "a:2"), row("aria", 1, "a:2")])
    await store.append([row("songs", 2, "a:3"), row("late", 1, "a:3", at="2024-07-06T10:00:00Z")])
    assert await store.logs() == ["songs", "dances", "walks", "aria", "late"]


# Keys.

LINK, TOKEN, OTHER = b"\x00" * 32, b"\xff" * 32, bytes(range(32))


async def test_an_unknown_key_grants_nothing(store: Store) -> None:
    assert await store.granted(LINK) is None
    assert not await store.exchange(LINK, TOKEN, b"judge")
    assert await store.granted(TOKEN) is None


@pytest.mark.parametrize("grant", [b"judge", b"", b"\xff\x00"], ids=["text", "empty", "broken"])
async def test_a_key_grants_what_it_was_issued_for(store: Store, grant: bytes) -> None:
    await store.issue(LINK, grant)
    await store.issue(OTHER, b"something else")
    assert await store.granted(LINK) == grant
    assert await store.granted(LINK) == grant


async def test_a_key_is_exchanged_once(store: Store) -> None:
    await store.issue(LINK, b"link")
    assert await store.exchange(LINK, TOKEN, b"token")
    assert await store.granted(LINK) is None
    assert await store.granted(TOKEN) == b"token"
    assert not await store.exchange(LINK, OTHER, b"token")
    assert await store.granted(OTHER) is None
    assert await store.granted(TOKEN) == b"token"


async def test_of_many_who_exchange_one_key_one_succeeds(store: Store) -> None:
    for wave in range(40):
        link, tokens = b"link %d" % wave, [b"token %d-%d" % (wave, number) for number in range(20)]
        await store.issue(link, b"link")
        outcomes = await asyncio.gather(*(store.exchange(link, token, token) for token in tokens))
        assert outcomes.count(True) == 1
        known = [await store.granted(token) is not None for token in tokens]
        assert known == outcomes


async def test_a_hall_full_of_devices_signs_in_at_once(store: Store) -> None:
    links = [b"link %d" % number for number in range(300)]
    tokens = [b"token %d" % number for number in range(300)]
    await asyncio.gather(*(store.issue(link, link) for link in links))
    pairs = zip(links, tokens, strict=True)
    assert all(await asyncio.gather(*(store.exchange(link, new, new) for link, new in pairs)))
    assert await asyncio.gather(*(store.granted(link) for link in links)) == [None] * 300
    assert await asyncio.gather(*(store.granted(token) for token in tokens)) == tokens


async def test_a_key_never_gets_a_second_meaning(store: Store) -> None:
    await store.issue(LINK, b"link")
    await store.issue(TOKEN, b"token")
    with pytest.raises(RowTaken):
        await store.issue(LINK, b"organizer")
    with pytest.raises(RowTaken):
        await store.exchange(LINK, TOKEN, b"organizer")
    assert await store.granted(LINK) == b"link"
    assert await store.granted(TOKEN) == b"token"


async def test_a_revoked_key_grants_nothing(store: Store) -> None:
    await store.issue(TOKEN, b"token")
    await store.issue(OTHER, b"other")
    assert await store.revoke(TOKEN)
    assert await store.granted(TOKEN) is None
    assert await store.granted(OTHER) == b"other"
    assert not await store.revoke(TOKEN)
    assert not await store.exchange(TOKEN, LINK, b"token")


async def test_all_keys_are_told_with_what_they_grant(store: Store) -> None:
    assert await store.grants() == {}
    await store.issue(LINK, b"link")
    await store.issue(OTHER, b"\x00\xff")
    assert await store.grants() == {LINK: b"link", OTHER: b"\x00\xff"}
    await store.exchange(LINK, TOKEN, b"token")
    await store.revoke(OTHER)
    found = await store.grants()
    assert found == {TOKEN: b"token"}
    found.clear()
    assert await store.granted(TOKEN) == b"token"


# Records.


async def test_an_empty_shelf_holds_nothing(store: Store) -> None:
    assert await store.kept("accounts") == {}
    assert not await store.discard("accounts", "liwei")


@pytest.mark.parametrize("content", [b"", b"\x00\xff", b"x" * 100_000], ids=["", "nul", "long"])
async def test_a_record_comes_back_exactly(store: Store, content: bytes) -> None:
    await store.keep("accounts", "李伟", content)
    await store.keep("accounts", "wang", b"another")
    assert await store.kept("accounts") == {"李伟": content, "wang": b"another"}


async def test_a_record_is_replaced_and_discarded(store: Store) -> None:
    await store.keep("accounts", "liwei", b"1")
    await store.keep("accounts", "liwei", b"2")
    await store.keep("sessions", "liwei", b"3")
    assert await store.kept("accounts") == {"liwei": b"2"}
    assert await store.discard("accounts", "liwei")
    assert not await store.discard("accounts", "liwei")
    assert await store.kept("accounts") == {}
    assert await store.kept("sessions") == {"liwei": b"3"}


async def test_a_shelf_handed_out_is_no_way_to_change_the_store(store: Store) -> None:
    await store.keep("accounts", "liwei", b"1")
    (await store.kept("accounts")).clear()
    assert await store.kept("accounts") == {"liwei": b"1"}


async def test_keys_and_rows_do_not_disturb_each_other(store: Store) -> None:
    rows = chain("songs", 30)
    await store.append(rows[:1])
    keys = [bytes([number]) * 32 for number in range(30)]
    outcomes = await asyncio.gather(
        *(store.append([one]) for one in rows[1:]),
        *(store.issue(key, key) for key in keys),
        store.append([replace(rows[0], cause="again:1")]),
        return_exceptions=True,
    )
    assert [type(one) for one in outcomes if one is not None] == [RowTaken]
    assert await store.read("songs") == rows
    assert [await store.granted(key) for key in keys] == keys
