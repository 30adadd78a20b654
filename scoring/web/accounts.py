"""Accounts of officials: names, hashed passwords, roles, and the sessions they sign in by."""

import asyncio
import re
import secrets
from collections.abc import Callable
from hashlib import sha256
from time import time
from typing import TypeVar

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from msgspec import Struct
from msgspec.structs import replace

from scoring.access import Official, Role
from scoring.contest.ids import MeetId
from scoring.store.protocol import RecordStore

T = TypeVar("T")

IDLE = 24 * 3600
"""Seconds without a request after which a session ends: over night it may last."""
LONGEST = 14 * 24 * 3600
SHORTEST_PASSWORD, LONGEST_PASSWORD = 8, 200
_NOTED = 600
_NAME = re.compile(r"[\w.@-]{1,40}")


def now_in_seconds() -> int:
    """The server's clock; sessions must outlive a restart."""
    return int(time())


class Account(Struct, frozen=True):
    """Who may sign in, and as what in which meets."""

    name: str
    password: str
    """An argon2id hash with its salt and parameters."""
    roles: dict[MeetId, Role]


class Session(Struct, frozen=True):
    """One browser in which an account is signed in."""

    account: str
    begun: int
    seen: int


def hashed(secret: str) -> str:
    """How a secret of 256 random bits is known: it needs no salt."""
    return sha256(secret.encode()).hexdigest()


def is_name(text: str) -> bool:
    """Letters of any script, digits and . @ - _; no spaces, at most 40."""
    return _NAME.fullmatch(text) is not None


class Accounts:
    """All accounts and sessions: kept in memory, written before anything is answered."""

    def __init__(
        self,
        store: RecordStore,
        changed: Callable[[], None],
        clock: Callable[[], int] = now_in_seconds,
    ) -> None:
        """`changed` is called when somebody may do less than before."""
        self._store, self._changed, self._clock = store, changed, clock
        self._accounts: dict[str, Account] = {}
        self._sessions: dict[str, Session] = {}
        self._hasher = PasswordHasher()
        self._nobodys = self._hasher.hash(secrets.token_urlsafe(16))
        self._hashing = asyncio.Semaphore(2)
        self._writing = asyncio.Lock()

    async def load(self) -> None:
        """Read everything once; sessions that have ended are forgotten."""
        self._accounts = _decoded(await self._store.kept("accounts"), Account)
        self._sessions = _decoded(await self._store.kept("sessions"), Session)
        for key in [key for key, one in self._sessions.items() if not self._lives(one)]:
            await self._end(key)

    def all(self) -> list[Account]:
        """Every account, by name."""
        return sorted(self._accounts.values(), key=lambda one: one.name)

    def find(self, name: str) -> Account | None:
        """The account of this name."""
        return self._accounts.get(name)

    async def set_role(self, name: str, meet: MeetId, role: Role | None) -> bool:
        """Give an account a role in a meet, or take it away; False without such an account."""
        async with self._writing:
            account = self._accounts.get(name)
            if account is None:
                return False
            roles = {one: had for one, had in account.roles.items() if one != meet}
            if role is not None:
                roles[meet] = role
            await self._keep(replace(account, roles=roles))
        self._changed()
        return True

    async def add(self, name: str, password: str) -> bool:
        """A new account without any role; False if the name is taken."""
        stored = await self._hash(password)
        async with self._writing:
            if name in self._accounts:
                return False
            await self._keep(Account(name, stored, {}))
        return True

    async def set_password(self, name: str, password: str) -> Account | None:
        """Change a password and end every session of the account; None without such one."""
        stored = await self._hash(password)
        async with self._writing:
            account = self._accounts.get(name)
            if account is None:
                return None
            changed = replace(account, password=stored)
            await self._keep(changed)
            for key in [key for key, one in self._sessions.items() if one.account == name]:
                await self._end(key)
        self._changed()
        return changed

    async def verify(self, name: str, password: str) -> Account | None:
        """The account, if the password is right; takes as long for a name that nobody has."""
        account = self._accounts.get(name)
        stored = account.password if account else self._nobodys
        async with self._hashing:
            right = await asyncio.to_thread(self._matches, stored, password)
        return account if right else None

    async def begin(self, known: Account) -> str | None:
        """A new session with a new token, whatever the browser had before.

        None if the password was changed after `known` was verified.
        """
        async with self._writing:
            account = self._accounts.get(known.name)
            if account is None or account.password != known.password:
                return None
            token, now = secrets.token_urlsafe(32), self._clock()
            await self._keep_session(hashed(token), Session(known.name, now, now))
        return token

    async def end(self, token: str) -> bool:
        """Sign out; False if this is no session."""
        async with self._writing:
            if hashed(token) not in self._sessions:
                return False
            await self._end(hashed(token))
        self._changed()
        return True

    def official(self, token: str) -> Official | None:
        """Who is signed in by this token, with the roles of this moment."""
        session = self._sessions.get(hashed(token))
        if session is None or not self._lives(session):
            return None
        account = self._accounts.get(session.account)
        return Official(f"account:{account.name}", account.roles) if account else None

    async def seen(self, token: str) -> None:
        """Note that a session is used; on disk only now and then."""
        key, now = hashed(token), self._clock()
        session = self._sessions.get(key)
        if session is None or now - session.seen < _NOTED:
            return
        async with self._writing:
            if key in self._sessions:  # it may have been ended meanwhile
                await self._keep_session(key, replace(session, seen=now))

    def _lives(self, session: Session) -> bool:
        now = self._clock()
        return now - session.seen < IDLE and now - session.begun < LONGEST

    async def _hash(self, password: str) -> str:
        async with self._hashing:
            return await asyncio.to_thread(self._hasher.hash, password)

    def _matches(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerifyMismatchError, InvalidHashError):
            return False

    async def _keep(self, account: Account) -> None:
        await self._store.keep("accounts", account.name, msgspec.json.encode(account))
        self._accounts[account.name] = account

    async def _keep_session(self, key: str, session: Session) -> None:
        await self._store.keep("sessions", key, msgspec.json.encode(session))
        self._sessions[key] = session

    async def _end(self, key: str) -> None:
        await self._store.discard("sessions", key)
        self._sessions.pop(key, None)


def _decoded(stored: dict[str, bytes], kind: type[T]) -> dict[str, T]:
    return {name: msgspec.json.decode(content, type=kind) for name, content in stored.items()}
