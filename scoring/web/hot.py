"""Answers that thousands ask for are given again, whole, while what they show has not changed."""

from collections.abc import Callable
from typing import Any, TypeAlias, cast

from litestar.types import ASGIApp, Message, Receive, Scope, Send
from msgspec import Struct

from scoring.web.rendering import AnyRequest

_Key: TypeAlias = tuple[object, ...]

_KEPT = 500
_LARGEST = 2**20
_NAME = "scoring.still"
_READ = frozenset({
    b"host", b"accept-encoding", b"accept-language", b"cookie", b"if-none-match",
})  # fmt: skip
"""All that a public answer may depend on beside its address."""


class _Answer(Struct, frozen=True):
    messages: tuple[Message, ...]
    still: Callable[[], bool]


def while_true(request: AnyRequest, still: Callable[[], bool]) -> None:
    """The answer to this request may be given to whoever asks the same, while this holds."""
    cast("dict[str, Any]", request.scope)[_NAME] = still


class Hot:
    """Stands before the application, and spares it what it has just said."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._answers: dict[_Key, _Answer] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or let the application do it."""
        key = _key(cast("dict[str, Any]", scope))
        if key is None:
            await self._app(scope, receive, send)
            return
        kept = self._answers.pop(key, None)
        if kept is not None and kept.still():
            self._answers[key] = kept
            for message in kept.messages:
                await send(message)
            return
        said: list[Message] = []

        async def remember(message: Message) -> None:
            said.append(message)
            await send(message)

        await self._app(scope, receive, remember)
        self._keep(key, cast("dict[str, Any]", scope).get(_NAME), said)

    def _keep(self, key: _Key, still: Callable[[], bool] | None, said: list[Message]) -> None:
        if still is None or not all(_is_for_all(message) for message in said):
            return
        if len(self._answers) >= _KEPT:
            del self._answers[next(iter(self._answers))]
        self._answers[key] = _Answer(tuple(said), still)


def _key(scope: dict[str, Any]) -> _Key | None:
    """What requests that get the same answer have in common; None if it must not be kept."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return None
    read: list[tuple[bytes, bytes]] = []
    for name, value in scope["headers"]:
        if name == b"authorization":
            return None
        if name in _READ:
            read.append((name, value))
    return (scope["scheme"], scope["raw_path"], scope["query_string"], *read)


def _is_for_all(message: Message) -> bool:
    if message["type"] == "http.response.start":
        return all(name != b"set-cookie" for name, _ in message["headers"])
    return message["type"] == "http.response.body" and len(message["body"]) <= _LARGEST
