"""Tells other programs that a board has changed: signed, in order, again until they have it.

Each message is signed as Standard Webhooks says (standardwebhooks.com). What it tells is a contest
and the version of its public board, never a result: the receiver asks the board for that. So a
receiver that was away hears of the newest version alone, and nothing hidden can be in a message.
"""

import asyncio
import base64
import hmac
import secrets
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from typing import NamedTuple

import httpcore
import msgspec
from msgspec import Struct
from msgspec.structs import replace

from scoring.contest.ids import ContestId, MeetId
from scoring.store.protocol import RecordStore, StoreError
from scoring.web.accounts import now_in_seconds
from scoring.web.outbound import NotPublic, Outbound

_SHELF = "webhooks"
GONE = 410


class Pace(NamedTuple):
    """In seconds, how long to wait."""

    waits: tuple[float, ...] = (5, 30, 300, 1800, 7200, 18_000, 36_000, 36_000)
    """Before each new attempt; after the last the webhook is switched off."""
    apart: float = 1.0
    """Between two messages to one receiver: what changes meanwhile is told as one."""


_USUAL = Pace()


class Webhook(Struct, frozen=True, kw_only=True):
    """Where to tell what changes in a meet, and how far that has come."""

    id: str
    meet: MeetId
    url: str
    secret: str
    """whsec_ and 32 bytes in base64; kept as it is, as every message is signed with it."""
    made: int
    told: dict[ContestId, int] = {}
    """The version of each contest's board that the receiver has acknowledged."""
    failures: int = 0
    """In a row."""
    answer: str = ""
    """What became of the last attempt: a status, or the kind of fault."""
    off: bool = False
    """It failed for too long, or said that it is gone."""


class Changed(Struct, frozen=True, kw_only=True):
    """What a message tells of a contest."""

    contest: ContestId
    meet: MeetId
    version: int
    board: str
    """The address of the board's JSON, from the root of the server."""


class Message(Struct, frozen=True, kw_only=True):
    """The body of a message, as Standard Webhooks recommends it."""

    type: str
    timestamp: str
    data: Changed


class Board(Struct, frozen=True, kw_only=True):
    """What of a contest a webhook can tell."""

    contest: ContestId
    meet: MeetId
    version: int


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """The header webhook-signature."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message_id}.{timestamp}.".encode() + body
    digest = hmac.digest(key, signed, "sha256")
    return "v1," + base64.b64encode(digest).decode()


class Webhooks:
    """All webhooks, and a task for each that tells it what has changed."""

    def __init__(
        self,
        store: RecordStore,
        boards: Callable[[], Iterable[Board]],
        outbound: Outbound | None = None,
        pace: Pace = _USUAL,
    ) -> None:
        """`boards` lists every contest with the version of its public board."""
        self._store, self._boards, self._pace = store, boards, pace
        self._outbound = outbound or Outbound()
        self._hooks: dict[str, Webhook] = {}
        self._woken: dict[str, asyncio.Event] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def load(self) -> None:
        """Read them once."""
        stored = await self._store.kept(_SHELF)
        self._hooks = {key: msgspec.json.decode(one, type=Webhook) for key, one in stored.items()}

    def start(self) -> None:
        """Begin to tell, first of what changed while nobody did."""
        for hook in self._hooks:
            self._begin(hook)

    async def close(self) -> None:
        """Stop; what was not acknowledged is told after the next start."""
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        await self._outbound.close()

    def of_meet(self, meet: MeetId) -> list[Webhook]:
        """The webhooks of a meet, oldest first."""
        found = [one for one in self._hooks.values() if one.meet == meet]
        return sorted(found, key=lambda one: (one.made, one.id))

    def wake(self) -> None:
        """Something has changed."""
        for woken in self._woken.values():
            woken.set()

    async def add(self, meet: MeetId, url: str) -> Webhook:
        """A new one, told of what changes from now on."""
        secret = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
        now = {one.contest: one.version for one in self._boards() if one.meet == meet}
        hook = Webhook(
            id=secrets.token_hex(6), meet=meet, url=url, secret=secret, made=now_in_seconds(),
            told=now,
        )  # fmt: skip
        await self._store.keep(_SHELF, hook.id, msgspec.json.encode(hook))
        self._hooks[hook.id] = hook
        self._begin(hook.id)
        return hook

    async def remove(self, meet: MeetId, hook_id: str) -> bool:
        """Tell it nothing more; False if there is none of this meet."""
        hook = self._hooks.get(hook_id)
        if hook is None or hook.meet != meet:
            return False
        del self._hooks[hook_id]
        self._tasks.pop(hook_id).cancel()
        del self._woken[hook_id]
        await self._store.discard(_SHELF, hook_id)
        return True

    async def resume(self, meet: MeetId, hook_id: str) -> bool:
        """Try anew at once, one that was switched off too; False if there is none of this meet."""
        hook = self._hooks.get(hook_id)
        if hook is None or hook.meet != meet:
            return False
        self._tasks.pop(hook_id).cancel()
        await self._keep(replace(hook, failures=0, off=False))
        self._begin(hook_id)
        return True

    def _begin(self, hook_id: str) -> None:
        self._woken[hook_id] = asyncio.Event()
        self._woken[hook_id].set()
        self._tasks[hook_id] = asyncio.create_task(self._tell(hook_id))

    async def _tell(self, hook_id: str) -> None:
        woken = self._woken[hook_id]
        while True:
            await woken.wait()
            woken.clear()
            while (board := self._untold(hook_id)) is not None:
                await self._attempt(hook_id, board)
                failures = self._hooks[hook_id].failures
                await asyncio.sleep(
                    self._pace.waits[failures - 1] if failures else self._pace.apart
                )

    def _untold(self, hook_id: str) -> Board | None:
        """The contest that waits longest to be told of."""
        hook = self._hooks[hook_id]
        if hook.off:
            return None
        waiting = [
            one
            for one in self._boards()
            if one.meet == hook.meet and hook.told.get(one.contest) != one.version
        ]
        order = [*hook.told]
        return min(
            waiting,
            key=lambda one: order.index(one.contest) if one.contest in order else -1,
            default=None,
        )

    async def _attempt(self, hook_id: str, board: Board) -> None:
        hook = self._hooks[hook_id]
        answer, taken = await self._post(hook, board)
        if taken:
            told = {one: version for one, version in hook.told.items() if one != board.contest}
            told[board.contest] = board.version
            hook = replace(hook, told=told, failures=0, answer=answer)
        else:
            failures = hook.failures + 1
            off = answer == str(GONE) or failures > len(self._pace.waits)
            hook = replace(hook, failures=0 if off else failures, answer=answer, off=off)
        with suppress(StoreError):  # a full disk: after a restart it is told once more
            await self._keep(hook)

    async def _post(self, hook: Webhook, board: Board) -> tuple[str, bool]:
        """What came back, and whether the receiver has taken it."""
        now = now_in_seconds()
        message_id = f"msg_{hook.id}_{board.contest}_{board.version}"
        body = msgspec.json.encode(
            Message(
                type="board.changed",
                timestamp=datetime.fromtimestamp(now, UTC).isoformat(),
                data=Changed(
                    contest=board.contest,
                    meet=board.meet,
                    version=board.version,
                    board=f"/api/contests/{board.contest}/board",
                ),
            )
        )
        headers: dict[bytes | str, bytes | str] = {
            "Content-Type": "application/json",
            "User-Agent": "scoring",
            "webhook-id": message_id,
            "webhook-timestamp": str(now),
            "webhook-signature": signature(hook.secret, message_id, now, body),
        }
        try:
            status = await self._outbound.post(hook.url, headers, body)
        except NotPublic:
            return "not_public", False
        except (OSError, TimeoutError, httpcore.NetworkError, httpcore.ProtocolError,
                httpcore.TimeoutException) as error:  # fmt: skip
            return type(error).__name__, False
        return str(status), 200 <= status < 300  # noqa: PLR2004 - of HTTP

    async def _keep(self, hook: Webhook) -> None:
        self._hooks[hook.id] = hook
        await self._store.keep(_SHELF, hook.id, msgspec.json.encode(hook))
