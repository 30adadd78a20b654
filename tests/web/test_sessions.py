"""Sessions: how long they last, what HTTPS changes, and what cannot bring one back."""

import asyncio

from litestar.testing import RequestFactory

from scoring.access import Official
from scoring.contest.ids import MeetId
from scoring.store.memory import MemoryStore
from scoring.web.accounts import IDLE, LONGEST, Account, Accounts, is_name
from scoring.web.api_keys import ApiKeys
from scoring.web.service import session_cookie
from scoring.web.tablet import session

MEET = MeetId("test-meet")
GOOD, BETTER = "osmanthus in the rain", "osmanthus in the snow"


class Clock:
    """A clock that goes when told to, in seconds."""

    def __init__(self) -> None:
        self.now = 1_000_000

    def __call__(self) -> int:
        return self.now


async def opened(store: MemoryStore, clock: Clock) -> Accounts:
    accounts = Accounts(store, lambda: None, clock)
    await accounts.load()
    return accounts


async def signed_in(accounts: Accounts) -> str:
    await accounts.add("liwei", GOOD)
    account = accounts.find("liwei")
    assert account is not None
    token = await accounts.begin(account)
    assert token is not None
    return token


async def test_an_unused_session_ends_by_itself() -> None:
    store, clock = MemoryStore(), Clock()
    accounts = await opened(store, clock)
    token = await signed_in(accounts)
    clock.now += IDLE - 1
    assert accounts.official(token) == Official("account:liwei", {})
    clock.now += 1
    assert accounts.official(token) is None
    await opened(store, clock)
    assert await store.kept("sessions") == {}


async def test_a_session_in_use_goes_on_also_over_a_restart_but_not_for_ever() -> None:
    store, clock = MemoryStore(), Clock()
    accounts = await opened(store, clock)
    token = await signed_in(accounts)
    for _ in range(LONGEST // (IDLE // 2) - 1):
        clock.now += IDLE // 2
        assert accounts.official(token) is not None
        await accounts.seen(token)
        accounts = await opened(store, clock)
    clock.now += IDLE // 2
    assert accounts.official(token) is None


async def test_a_request_under_way_brings_no_ended_session_back() -> None:
    clock = Clock()
    accounts = await opened(MemoryStore(), clock)
    token = await signed_in(accounts)
    clock.now += 3_600
    await asyncio.gather(*(accounts.seen(token) for _ in range(5)), accounts.end(token))
    assert accounts.official(token) is None
    await accounts.seen(token)
    assert accounts.official(token) is None


async def test_a_request_under_way_brings_no_revoked_key_back() -> None:
    store = MemoryStore()
    keys = ApiKeys(store, lambda: None, Clock())
    secret, key = await keys.issue("scoreboard", MEET, "reader")
    await asyncio.gather(keys.revoke(MEET, key.id), *(keys.seen(secret) for _ in range(5)))
    assert keys.official(secret) is None
    assert await store.kept("api_keys") == {}


async def test_a_key_is_revoked_by_its_own_meet_only() -> None:
    keys = ApiKeys(MemoryStore(), lambda: None, Clock())
    secret, key = await keys.issue("scoreboard", MEET, "reader")
    assert not await keys.revoke(MeetId("other"), key.id)
    assert keys.official(secret) == Official("key:scoreboard", {MEET: "reader"})


async def test_keys_are_known_after_a_restart() -> None:
    store, clock = MemoryStore(), Clock()
    keys = ApiKeys(store, lambda: None, clock)
    secret, _ = await keys.issue("scoreboard", MEET, "reader")
    await keys.seen(secret)
    again = ApiKeys(store, lambda: None, clock)
    await again.load()
    assert again.official(secret) == Official("key:scoreboard", {MEET: "reader"})
    assert [one.used for one in again.of_meet(MEET)] == [clock.now]


async def test_no_session_begins_with_a_password_that_was_changed_meanwhile() -> None:
    accounts = await opened(MemoryStore(), Clock())
    await accounts.add("liwei", GOOD)
    verified = await accounts.verify("liwei", GOOD)
    assert isinstance(verified, Account)
    await accounts.set_password("liwei", BETTER)
    assert await accounts.begin(verified) is None
    assert await accounts.verify("liwei", GOOD) is None


async def test_two_accounts_with_one_password_have_two_hashes() -> None:
    accounts = await opened(MemoryStore(), Clock())
    await accounts.add("liwei", GOOD)
    await accounts.add("wang", GOOD)
    first, second = accounts.all()
    assert first.password != second.password
    assert first.password.startswith("$argon2id$")


async def test_a_name_is_given_once() -> None:
    accounts = await opened(MemoryStore(), Clock())
    outcomes = await asyncio.gather(*(accounts.add("liwei", f"{GOOD} {n}") for n in range(4)))
    assert outcomes.count(True) == 1
    assert not await accounts.set_role("nobody", MEET, "owner")
    assert await accounts.set_password("nobody", GOOD) is None


def test_over_https_the_cookie_belongs_to_this_host_alone() -> None:
    plain = RequestFactory(server="hall.example", scheme="http").get("/")
    secure = RequestFactory(server="hall.example", scheme="https").get("/")
    assert session_cookie(plain) == "session"
    assert session_cookie(secure) == "__Host-session"
    cookie = session(secure, "token")
    assert cookie.secure and cookie.httponly and cookie.samesite == "strict"
    assert cookie.path == "/" and cookie.domain is None
    assert not session(plain, "token").secure


def test_names_are_of_any_script_and_hold_no_tricks() -> None:
    assert all(map(is_name, ["李伟", "liwei", "li.wei@hall-2", "Ó_1", "x" * 40]))
    assert not any(map(is_name, ["", "li wei", "a:b", "a\n", "x" * 41, "<b>", "a/b", "\u202eab"]))
