"""Links and tokens: a link signs in once, a token signs requests, and only hashes are stored."""

import asyncio
from collections.abc import AsyncGenerator
from hashlib import sha256
from pathlib import Path

import pytest

from scoring.access import Grant, Holder, Organizer, SeatHolder, grant_bytes
from scoring.contest.ids import ContestId, SeatId
from scoring.store.memory import MemoryStore
from scoring.store.protocol import KeyStore, StoreFailed
from scoring.store.sqlite import SqliteStore
from scoring.web.keys import Keys

JUDGE = SeatHolder(ContestId("small"), SeatId("J1"))
HOLDERS: tuple[Holder, ...] = (Organizer(), JUDGE)


class Recording(MemoryStore):
    """Remembers all bytes that were ever handed to it."""

    def __init__(self) -> None:
        super().__init__()
        self.given: list[bytes] = []

    async def issue(self, key: bytes, grant: bytes) -> None:
        self.given += [key, grant]
        await super().issue(key, grant)

    async def exchange(self, key: bytes, new_key: bytes, grant: bytes) -> bool:
        self.given += [key, new_key, grant]
        return await super().exchange(key, new_key, grant)


@pytest.fixture
async def sqlite(tmp_path: Path) -> AsyncGenerator[SqliteStore]:
    store = await SqliteStore.open(tmp_path / "hall.db")
    yield store
    await store.close()


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, sqlite: SqliteStore) -> KeyStore:
    return MemoryStore() if request.param == "memory" else sqlite


@pytest.fixture
def keys(store: KeyStore) -> Keys:
    return Keys(store)


@pytest.mark.parametrize("holder", HOLDERS, ids=str)
async def test_a_link_signs_in_one_device_once(keys: Keys, holder: Holder) -> None:
    link = await keys.new_link(holder)
    assert await keys.is_open(link)
    signed_in = await keys.sign_in(link)
    assert signed_in is not None
    token, found = signed_in
    assert found == holder
    assert await keys.holder(token) == holder
    assert not await keys.is_open(link)
    assert await keys.sign_in(link) is None
    assert await keys.holder(token) == holder


async def test_of_two_devices_with_one_link_one_signs_in(keys: Keys) -> None:
    link = await keys.new_link(JUDGE)
    outcomes = await asyncio.gather(*(keys.sign_in(link) for _ in range(10)))
    (signed_in,) = (one for one in outcomes if one is not None)
    assert await keys.holder(signed_in[0]) == JUDGE


async def test_a_link_signs_no_request(keys: Keys) -> None:
    link = await keys.new_link(Organizer())
    assert await keys.holder(link) is None
    signed_in = await keys.sign_in(link)
    assert signed_in is not None
    assert await keys.holder(link) is None


async def test_a_token_is_no_link(keys: Keys) -> None:
    """Or else whoever sees a token could take it away from its device."""
    link = await keys.new_link(JUDGE)
    signed_in = await keys.sign_in(link)
    assert signed_in is not None
    for token in (signed_in[0], await keys.new_token(Organizer())):
        assert not await keys.is_open(token)
        assert await keys.sign_in(token) is None
        assert await keys.holder(token) is not None


@pytest.mark.parametrize("secret", ["", " ", "unknown", "评委", "x" * 10_000, "' OR 1=1 --"])
async def test_an_unknown_secret_opens_nothing(keys: Keys, secret: str) -> None:
    await keys.new_link(Organizer())
    assert not await keys.is_open(secret)
    assert await keys.sign_in(secret) is None
    assert await keys.holder(secret) is None


async def test_a_secret_with_anything_added_is_another_secret(keys: Keys) -> None:
    token = await keys.new_token(Organizer())
    for other in (token + "=", token + " ", token[:-1], token.swapcase()):
        assert await keys.holder(other) is None


async def test_each_token_is_for_its_own_holder(keys: Keys) -> None:
    seats = [SeatHolder(ContestId("small"), SeatId(f"J{number}")) for number in range(20)]
    tokens = await asyncio.gather(*(keys.new_token(seat) for seat in seats))
    for _ in range(2):
        assert [await keys.holder(token) for token in tokens] == seats


async def test_a_token_is_known_after_a_restart(store: KeyStore) -> None:
    signed_in = await (before := Keys(store)).sign_in(await before.new_link(JUDGE))
    assert signed_in is not None
    assert await Keys(store).holder(signed_in[0]) == JUDGE
    waiting = await before.new_link(Organizer())
    assert await Keys(store).sign_in(waiting) is not None


async def test_secrets_are_256_random_bits_for_a_url(keys: Keys) -> None:
    secrets = [await keys.new_link(JUDGE) for _ in range(50)]
    secrets += [await keys.new_token(JUDGE) for _ in range(50)]
    assert len(set(secrets)) == 100
    for secret in secrets:
        assert len(secret) == 43
        assert set(secret) <= set(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        )


async def test_only_hashes_are_stored() -> None:
    store = Recording()
    keys = Keys(store)
    link = await keys.new_link(JUDGE)
    signed_in = await keys.sign_in(link)
    assert signed_in is not None
    direct = await keys.new_token(Organizer())
    hashes = [sha256(secret.encode()).digest() for secret in (link, signed_in[0], direct)]
    assert store.given == [
        hashes[0],
        grant_bytes(Grant(JUDGE, link=True)),
        hashes[0],
        hashes[1],
        grant_bytes(Grant(JUDGE, link=False)),
        hashes[2],
        grant_bytes(Grant(Organizer(), link=False)),
    ]
    for secret in (link, signed_in[0], direct):
        assert not any(secret.encode() in stored for stored in store.given)


async def test_the_file_holds_no_secret(tmp_path: Path, sqlite: SqliteStore) -> None:
    keys = Keys(sqlite)
    secrets = [await keys.new_link(JUDGE), await keys.new_token(Organizer())]
    signed_in = await keys.sign_in(await keys.new_link(JUDGE))
    assert signed_in is not None
    secrets.append(signed_in[0])
    content = on_disk(tmp_path)
    assert sha256(secrets[0].encode()).digest() in content
    assert not any(secret.encode() in content for secret in secrets)


def on_disk(folder: Path) -> bytes:
    return b"".join(one.read_bytes() for one in folder.iterdir())


async def test_a_link_is_not_used_up_when_the_store_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    store = MemoryStore()
    keys = Keys(store)
    link = await keys.new_link(JUDGE)

    async def fail(_key: bytes, _new_key: bytes, _grant: bytes) -> bool:
        raise StoreFailed("disk I/O error")

    with monkeypatch.context() as failing:
        failing.setattr(store, "exchange", fail)
        with pytest.raises(StoreFailed):
            await keys.sign_in(link)
    assert await keys.sign_in(link) is not None
