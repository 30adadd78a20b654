"""Secrets: one-time links, the codes that stand for them, and tokens. Only hashes are stored."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from hashlib import sha256
from typing import Protocol

from msgspec import Struct

from scoring.access import Grant, Holder, SeatHolder, grant_bytes, read_grant
from scoring.contest.ids import ContestId, SeatId
from scoring.store.protocol import KeyStore, RecordStore
from scoring.web.accounts import now_in_seconds
from scoring.web.codes import LIFE, code_hash, new_code

_SHELF, _SALT = "codes", "salt"


class KeysAndRecords(KeyStore, RecordStore, Protocol):
    """What the keys need of a store."""


class Invitation(Struct, frozen=True):
    """A link and a code that sign in one device between them, once."""

    secret: str
    code: str
    until: int
    """Until when the code works, in seconds since 1970; the link lasts until it is used."""


class SignedIn(Struct, frozen=True):
    """A device that is signed in to a seat."""

    id: str
    since: int
    """In seconds since 1970; 0 for those from before this was kept."""


def device_id(token: str) -> str:
    """What a device is called in public: it does not tell its token."""
    return _short(_hashed(token))


class Keys:
    """Issues links, exchanges them once, and tells who holds a token."""

    def __init__(self, store: KeysAndRecords, clock: Callable[[], int] = now_in_seconds) -> None:
        self._store, self._clock = store, clock
        self._known: dict[bytes, Holder] = {}
        self._inviting = asyncio.Lock()

    async def new_link(self, holder: Holder) -> str:
        """A fresh 256-bit secret that signs in one device, once."""
        return await self._issued(Grant(holder, link=True, made=self._clock()))

    async def new_token(self, holder: Holder) -> str:
        """A token without a link before it, for programs on this machine."""
        return await self._issued(Grant(holder, link=False, made=self._clock()))

    async def invite(self, holder: SeatHolder, by: str = "") -> Invitation:
        """A link to a seat and a code for it; links of this seat that nobody used end."""
        async with self._inviting:
            code, now = new_code(), self._clock()
            hashed = await code_hash(code, await self._salt())
            await self._end_links(holder)
            grant = Grant(holder, link=True, made=now, code=hashed, until=now + LIFE, by=by)
            return Invitation(await self._issued(grant), code, grant.until)

    async def withdraw(self, holder: SeatHolder, by: str) -> None:
        """End the links of a seat that this device asked for."""
        await self._end_links(holder, by)

    async def sign_in(self, secret: str) -> tuple[str, Holder] | None:
        """Exchange a link's secret for a token; None if it is unknown or used up."""
        return await self._exchanged(_hashed(secret))

    async def sign_in_by_code(self, code: str) -> tuple[str, Holder] | None:
        """Exchange a code for a token, and with it its link; None if it is wrong or too late.

        Whoever asks for it counts the attempts.
        """
        kept = (await self._store.kept(_SHELF)).get(_SALT)
        if kept is None:
            return None
        hashed, now = await code_hash(code, kept), self._clock()
        async for key, grant in self._grants():
            if grant.link and grant.code == hashed and now < grant.until:
                return await self._exchanged(key)
        return None

    async def is_open(self, secret: str) -> bool:
        """Whether a link still waits for its device."""
        grant = await self._granted(_hashed(secret))
        return grant is not None and grant.link

    async def holder(self, token: str) -> Holder | None:
        """Who holds this token; None for anything else, links included."""
        key = _hashed(token)
        if key not in self._known:
            grant = await self._granted(key)
            if grant is None or not _signs(grant):
                return None
            self._known[key] = grant.holder
        return self._known[key]

    def known(self, token: str) -> Holder | None:
        """Who holds this token, if it signed a request before and was not revoked."""
        return self._known.get(_hashed(token))

    async def revoke(self, token: str) -> bool:
        """Sign a device out; False if the token is not valid."""
        return await self._revoked(_hashed(token))

    async def devices(self, contest: ContestId) -> dict[SeatId, tuple[SignedIn, ...]]:
        """Who is signed in to the seats of a contest, in the order in which they came."""
        found: dict[SeatId, list[SignedIn]] = {}
        async for key, grant in self._grants():
            match grant.holder:
                case SeatHolder(contest=own, seat=seat) if own == contest and _signs(grant):
                    found.setdefault(seat, []).append(SignedIn(_short(key), grant.made))
                case _:
                    pass
        return {seat: tuple(sorted(all_, key=_by_time)) for seat, all_ in found.items()}

    async def open_since(self, holder: SeatHolder) -> int | None:
        """When the link of a seat was made that still waits for its device."""
        made = [one.made async for _, one in self._of(holder) if one.link]
        return max(made, default=None)

    async def sign_out(self, holder: SeatHolder, device: str | None = None) -> tuple[str, ...]:
        """Sign out a device of a seat, or all, and end the links that they asked for."""
        await self._end_links(holder, device)
        gone: list[str] = []
        async for key, grant in self._of(holder):
            if _signs(grant) and device in (None, _short(key)) and await self._revoked(key):
                gone.append(_short(key))
        return tuple(gone)

    async def retire(self, holder: SeatHolder, device: str) -> None:
        """Sign a device out as its seat has moved to another one; it is told so for ever."""
        async for key, grant in self._of(holder):
            if _signs(grant) and _short(key) == device:
                gone = grant_bytes(Grant(holder, link=False, made=self._clock(), moved=True))
                await self._store.exchange(key, _moved(key), gone)
                self._known.pop(key, None)

    async def was_moved(self, token: str) -> bool:
        """Whether this was a token until its seat moved to another tablet."""
        return await self._store.granted(_moved(_hashed(token))) is not None

    async def _granted(self, key: bytes) -> Grant | None:
        stored = await self._store.granted(key)
        return read_grant(stored) if stored else None

    async def _grants(self) -> AsyncIterator[tuple[bytes, Grant]]:
        for key, stored in (await self._store.grants()).items():
            yield key, read_grant(stored)

    async def _of(self, holder: SeatHolder) -> AsyncIterator[tuple[bytes, Grant]]:
        async for key, grant in self._grants():
            if grant.holder == holder:
                yield key, grant

    async def _exchanged(self, key: bytes) -> tuple[str, Holder] | None:
        grant = await self._granted(key)
        if grant is None or not grant.link:
            return None
        token = secrets.token_urlsafe(32)
        given = Grant(grant.holder, link=False, made=self._clock())
        if not await self._store.exchange(key, _hashed(token), grant_bytes(given)):
            return None
        return token, grant.holder

    async def _end_links(self, holder: SeatHolder, by: str | None = None) -> None:
        async for key, grant in self._of(holder):
            if grant.link and by in (None, grant.by):
                await self._store.revoke(key)

    async def _revoked(self, key: bytes) -> bool:
        self._known.pop(key, None)
        revoked = await self._store.revoke(key)
        self._known.pop(key, None)
        return revoked

    async def _issued(self, grant: Grant) -> str:
        secret = secrets.token_urlsafe(32)
        await self._store.issue(_hashed(secret), grant_bytes(grant))
        return secret

    async def _salt(self) -> bytes:
        """Of this database only, so that no table of codes made beforehand is of use."""
        kept = await self._store.kept(_SHELF)
        if _SALT not in kept:
            await self._store.keep(_SHELF, _SALT, secrets.token_bytes(16))
            kept = await self._store.kept(_SHELF)
        return kept[_SALT]


def _signs(grant: Grant) -> bool:
    return not grant.link and not grant.moved


def _by_time(device: SignedIn) -> tuple[int, str]:
    return device.since, device.id


def _short(key: bytes) -> str:
    return key.hex()[:8]


def _moved(key: bytes) -> bytes:
    return sha256(b"moved" + key).digest()


def _hashed(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
