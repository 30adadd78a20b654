"""Links and tokens: a link signs in once, a token signs requests, and only hashes are stored."""

import asyncio
from collections.abc import AsyncGenerator
from hashlib import sha256
from pathlib import Path

import pytest

from scoring.access import Grant, Holder, Organizer, SeatHolder, grant_bytes
from scoring.contest.ids import ContestId, SeatId
from scoring.store.memory import MemoryStore
from scoring.store.protocol import StoreFailed
from scoring.store.sqlite import SqliteStore
from scoring.web.codes import LIFE, code_hash
from scoring.web.keys import Keys, KeysAndRecords, device_id

SMALL = ContestId("small")
JUDGE = SeatHolder(SMALL, SeatId("J1"))
OTHER = SeatHolder(SMALL, SeatId("J2"))
ELSEWHERE = SeatHolder(ContestId("large"), SeatId("J1"))
NOON = 1_750_000_000
HOLDERS: tuple[Holder, ...] = (Organizer(), JUDGE)


class Clock:
    """A clock that goes when told to."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> int:
        return self.now


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
def store(request: pytest.FixtureRequest, sqlite: SqliteStore) -> KeysAndRecords:
    return MemoryStore() if request.param == "memory" else sqlite


@pytest.fixture
def keys(store: KeysAndRecords) -> Keys:
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


async def test_a_token_is_known_after_a_restart(store: KeysAndRecords) -> None:
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
    keys = Keys(store, Clock())
    link = await keys.new_link(JUDGE)
    signed_in = await keys.sign_in(link)
    assert signed_in is not None
    direct = await keys.new_token(Organizer())
    hashes = [sha256(secret.encode()).digest() for secret in (link, signed_in[0], direct)]
    assert store.given == [
        hashes[0],
        grant_bytes(Grant(JUDGE, link=True, made=NOON)),
        hashes[0],
        hashes[1],
        grant_bytes(Grant(JUDGE, link=False, made=NOON)),
        hashes[2],
        grant_bytes(Grant(Organizer(), link=False, made=NOON)),
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


# Codes: the same invitation as the link beside them.


async def test_a_code_signs_in_once_and_uses_up_its_link(keys: Keys) -> None:
    invitation = await keys.invite(JUDGE)
    signed_in = await keys.sign_in_by_code(invitation.code)
    assert signed_in is not None
    assert signed_in[1] == await keys.holder(signed_in[0]) == JUDGE
    assert await keys.sign_in_by_code(invitation.code) is None
    assert await keys.sign_in(invitation.secret) is None


async def test_a_link_uses_up_its_code(keys: Keys) -> None:
    invitation = await keys.invite(JUDGE)
    assert await keys.sign_in(invitation.secret) is not None
    assert await keys.sign_in_by_code(invitation.code) is None


async def test_of_all_who_use_the_code_and_the_link_at_once_one_signs_in(keys: Keys) -> None:
    invitation = await keys.invite(JUDGE)
    outcomes = await asyncio.gather(
        *(keys.sign_in_by_code(invitation.code) for _ in range(4)),
        *(keys.sign_in(invitation.secret) for _ in range(4)),
    )
    assert len([one for one in outcomes if one is not None]) == 1
    assert len((await keys.devices(SMALL))[JUDGE.seat]) == 1


async def test_a_code_works_for_its_hours_and_its_link_longer(store: KeysAndRecords) -> None:
    keys = Keys(store, clock := Clock())
    first = await keys.invite(JUDGE)
    assert first.until == NOON + LIFE
    clock.now = NOON + LIFE - 1
    second = await keys.invite(OTHER)
    assert await keys.sign_in_by_code(first.code) is not None
    clock.now = second.until
    assert await keys.sign_in_by_code(second.code) is None
    assert await keys.sign_in(second.secret) is not None


async def test_a_new_invitation_ends_the_older_ones_of_its_seat_only(keys: Keys) -> None:
    plain = await keys.new_link(JUDGE)
    first, beside = await keys.invite(JUDGE), await keys.invite(OTHER)
    elsewhere = await keys.invite(ELSEWHERE)
    assert not await keys.is_open(plain)
    second = await keys.invite(JUDGE)
    assert await keys.sign_in(first.secret) is None
    assert await keys.sign_in_by_code(first.code) is None
    for one in (beside, elsewhere, second):
        assert await keys.sign_in_by_code(one.code) is not None


async def test_invitations_asked_for_at_once_leave_one_open(keys: Keys) -> None:
    made = await asyncio.gather(*(keys.invite(JUDGE) for _ in range(5)))
    assert [await keys.is_open(one.secret) for one in made].count(True) == 1


async def test_a_code_is_known_after_a_restart(store: KeysAndRecords) -> None:
    invitation = await Keys(store).invite(JUDGE)
    assert await Keys(store).sign_in_by_code(invitation.code) is not None


async def test_nothing_on_disk_gives_a_code_away(tmp_path: Path, sqlite: SqliteStore) -> None:
    """Whoever has the file cannot try all codes: each costs an argon2, with this file's salt."""
    made = await Keys(sqlite).invite(JUDGE)
    content = on_disk(tmp_path)
    for plain in (made.code, made.code.lower(), f"{made.code[:4]} {made.code[4:]}"):
        assert plain.encode() not in content
        fast = sha256(plain.encode())
        assert fast.digest() not in content
        assert fast.hexdigest().encode() not in content


async def test_one_code_has_another_hash_in_another_database() -> None:
    found: set[str] = set()
    for store in (MemoryStore(), MemoryStore()):
        await Keys(store).invite(JUDGE)
        salt = (await store.kept("codes"))["salt"]
        found.add(await code_hash("ACDE2345", salt))
    assert len(found) == 2


# Who is signed in to a seat.


async def token_of(keys: Keys, holder: SeatHolder = JUDGE) -> str:
    signed_in = await keys.sign_in(await keys.new_link(holder))
    assert signed_in is not None
    return signed_in[0]


async def test_devices_are_listed_by_seat_in_the_order_in_which_they_came(
    store: KeysAndRecords,
) -> None:
    keys = Keys(store, clock := Clock())
    tokens: list[str] = []
    for holder in (JUDGE, OTHER, JUDGE, ELSEWHERE):
        clock.now += 60
        tokens.append(await token_of(keys, holder))
    await keys.invite(JUDGE)
    await keys.new_token(Organizer())
    found = await keys.devices(SMALL)
    assert {seat: [one.id for one in all_] for seat, all_ in found.items()} == {
        JUDGE.seat: [device_id(tokens[0]), device_id(tokens[2])],
        OTHER.seat: [device_id(tokens[1])],
    }
    assert [one.since for one in found[JUDGE.seat]] == [NOON + 60, NOON + 180]
    assert not any(token[:4] in device_id(token) for token in tokens)


async def test_a_token_of_before_is_listed_without_a_time(store: KeysAndRecords) -> None:
    before = b'{"holder":{"type":"seat","contest":"small","seat":"J1"},"link":false}'
    await store.issue(sha256(b"token of long ago").digest(), before)
    keys = Keys(store)
    assert await keys.holder("token of long ago") == JUDGE
    (one,) = (await keys.devices(SMALL))[JUDGE.seat]
    assert (one.id, one.since) == (device_id("token of long ago"), 0)


async def test_one_device_is_signed_out_and_the_others_stay(keys: Keys) -> None:
    gone, stays, beside = [await token_of(keys, one) for one in (JUDGE, JUDGE, OTHER)]
    assert await keys.holder(gone) == JUDGE
    waiting = await keys.invite(JUDGE)
    assert await keys.sign_out(JUDGE, device_id(gone)) == (device_id(gone),)
    assert await keys.holder(gone) is None
    assert keys.known(gone) is None
    assert await keys.holder(stays) == JUDGE
    assert await keys.holder(beside) == OTHER
    assert await keys.is_open(waiting.secret)
    assert await keys.sign_out(JUDGE, device_id(beside)) == ()
    assert await keys.holder(beside) == OTHER


async def test_signing_all_out_ends_the_links_too(keys: Keys) -> None:
    tokens = [await token_of(keys) for _ in range(2)]
    waiting, beside = await keys.invite(JUDGE), await keys.invite(OTHER)
    assert set(await keys.sign_out(JUDGE)) == {device_id(one) for one in tokens}
    assert [await keys.holder(one) for one in tokens] == [None, None]
    assert await keys.sign_in(waiting.secret) is None
    assert await keys.is_open(beside.secret)


async def test_a_device_takes_the_link_along_that_it_asked_for(keys: Keys) -> None:
    """Or else a stolen tablet would let in another before it is signed out."""
    stolen = device_id(await token_of(keys))
    link = await keys.invite(JUDGE, stolen)
    await keys.sign_out(JUDGE, stolen)
    assert await keys.sign_in(link.secret) is None
    assert await keys.sign_in_by_code(link.code) is None


async def test_a_retired_device_is_told_so_and_opens_nothing(store: KeysAndRecords) -> None:
    keys = Keys(store)
    old, new = await token_of(keys), await token_of(keys)
    assert await keys.holder(old) == JUDGE
    await keys.retire(JUDGE, device_id(old))
    for one in (keys, Keys(store)):
        assert await one.holder(old) is None
        assert await one.was_moved(old)
        assert not await one.was_moved(new)
        assert await one.sign_in(old) is None
    assert [one.id for one in (await keys.devices(SMALL))[JUDGE.seat]] == [device_id(new)]
    assert await keys.sign_out(JUDGE) == (device_id(new),)
