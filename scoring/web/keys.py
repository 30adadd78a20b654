"""Secrets: one-time links and the tokens they are exchanged for. Only hashes are stored."""

import secrets
from hashlib import sha256

from scoring.access import Grant, Holder, grant_bytes, read_grant
from scoring.store.protocol import KeyStore


class Keys:
    """Issues links, exchanges them once, and tells who holds a token."""

    def __init__(self, store: KeyStore) -> None:
        self._store = store
        self._known: dict[bytes, Holder] = {}

    async def new_link(self, holder: Holder) -> str:
        """A fresh 256-bit secret that signs in one device, once."""
        return await self._issued(Grant(holder, link=True))

    async def new_token(self, holder: Holder) -> str:
        """A token without a link before it, for programs on this machine."""
        return await self._issued(Grant(holder, link=False))

    async def sign_in(self, secret: str) -> tuple[str, Holder] | None:
        """Exchange a link's secret for a token; None if it is unknown or used up."""
        grant = await self._granted(_hashed(secret))
        if grant is None or not grant.link:
            return None
        token = secrets.token_urlsafe(32)
        given = grant_bytes(Grant(grant.holder, link=False))
        if not await self._store.exchange(_hashed(secret), _hashed(token), given):
            return None
        return token, grant.holder

    async def is_open(self, secret: str) -> bool:
        """Whether a link still waits for its device."""
        grant = await self._granted(_hashed(secret))
        return grant is not None and grant.link

    async def holder(self, token: str) -> Holder | None:
        """Who holds this token; None for anything else, links included."""
        key = _hashed(token)
        if key not in self._known:
            grant = await self._granted(key)
            if grant is None or grant.link:
                return None
            self._known[key] = grant.holder
        return self._known[key]

    def known(self, token: str) -> Holder | None:
        """Who holds this token, if it signed a request before and was not revoked."""
        return self._known.get(_hashed(token))

    async def revoke(self, token: str) -> bool:
        """Sign a device out; False if the token is not valid."""
        self._known.pop(_hashed(token), None)
        revoked = await self._store.revoke(_hashed(token))
        self._known.pop(_hashed(token), None)
        return revoked

    async def _granted(self, key: bytes) -> Grant | None:
        stored = await self._store.granted(key)
        return read_grant(stored) if stored else None

    async def _issued(self, grant: Grant) -> str:
        secret = secrets.token_urlsafe(32)
        await self._store.issue(_hashed(secret), grant_bytes(grant))
        return secret


def _hashed(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
