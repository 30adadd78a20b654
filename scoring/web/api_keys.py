"""Keys for programs: each of one meet and one role, named, stored as hashes, revoked at once."""

import asyncio
import secrets
from collections.abc import Callable

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from scoring.access import Official, Role
from scoring.contest.ids import MeetId
from scoring.store.protocol import RecordStore
from scoring.web.accounts import hashed, now_in_seconds

PREFIX = "scoring_"
"""So that a key is known for one wherever it turns up."""
_NOTED = 60


class ApiKey(Struct, frozen=True):
    """A program's key but for the secret itself."""

    id: str
    name: str
    meet: MeetId
    role: Role
    made: int
    used: int | None = None
    """When it was used last, to the minute, in seconds since 1970."""


class ApiKeys:
    """All keys: kept in memory, written before anything is answered."""

    def __init__(
        self,
        store: RecordStore,
        changed: Callable[[], None],
        clock: Callable[[], int] = now_in_seconds,
    ) -> None:
        """`changed` is called when a key was revoked."""
        self._store, self._changed, self._clock = store, changed, clock
        self._keys: dict[str, ApiKey] = {}
        self._writing = asyncio.Lock()

    async def load(self) -> None:
        """Read all keys once."""
        stored = await self._store.kept("api_keys")
        self._keys = {key: msgspec.json.decode(one, type=ApiKey) for key, one in stored.items()}

    def of_meet(self, meet: MeetId) -> list[ApiKey]:
        """The keys of a meet, oldest first."""
        found = [one for one in self._keys.values() if one.meet == meet]
        return sorted(found, key=lambda one: (one.made, one.id))

    async def issue(self, name: str, meet: MeetId, role: Role) -> tuple[str, ApiKey]:
        """A new key: its secret, told this once, and what is kept of it."""
        secret = PREFIX + secrets.token_urlsafe(32)
        key = ApiKey(secrets.token_hex(6), name, meet, role, self._clock())
        await self._keep(hashed(secret), key)
        return secret, key

    async def revoke(self, meet: MeetId, key_id: str) -> bool:
        """Revoke a key of this meet; False if there is none."""
        async with self._writing:
            found = [
                digest
                for digest, key in self._keys.items()
                if key.id == key_id and key.meet == meet
            ]
            for digest in found:
                await self._store.discard("api_keys", digest)
                del self._keys[digest]
        self._changed()
        return bool(found)

    def official(self, secret: str) -> Official | None:
        """Which program asks, as what."""
        key = self._keys.get(hashed(secret))
        return Official(f"key:{key.name}", {key.meet: key.role}) if key else None

    async def seen(self, secret: str) -> None:
        """Note that a key is used; on disk at most once a minute."""
        digest, now = hashed(secret), self._clock()
        key = self._keys.get(digest)
        if key is None or (key.used is not None and now - key.used < _NOTED):
            return
        async with self._writing:
            if digest in self._keys:  # it may have been revoked meanwhile
                await self._keep(digest, replace(key, used=now))

    async def _keep(self, digest: str, key: ApiKey) -> None:
        await self._store.keep("api_keys", digest, msgspec.json.encode(key))
        self._keys[digest] = key
