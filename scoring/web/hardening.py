"""What is on every answer, whoever made it: pages, data, static files, errors."""

from functools import cache
from typing import Any, cast

from litestar.types import Message, Scope

from scoring.web.declared import SIGNED
from scoring.web.rendering import BUILD_HEADER, HEADERS, build

_HSTS = (b"strict-transport-security", f"max-age={365 * 24 * 3600}".encode())
"""Over HTTPS, browsers are told to come back so; other names of the domain are not ours."""
_CACHE_CONTROL = b"cache-control"


async def hardened(message: Message, scope: Scope) -> None:
    """Add what is not there yet, and keep from everybody in between what is one person's."""
    if message["type"] != "http.response.start":
        return
    headers = dict(message["headers"])
    if _is_private(cast("dict[str, Any]", scope)):
        headers[_CACHE_CONTROL] = _for_one_person(headers.get(_CACHE_CONTROL, b"no-store"))
    if scope["scheme"] == "https":
        headers[_HSTS[0]] = _HSTS[1]
    several = [one for one in message["headers"] if one[0] == b"set-cookie"]
    headers.pop(b"set-cookie", None)
    message["headers"] = [*({**_always(build()), **headers}).items(), *several]


@cache
def _always(of_build: str) -> dict[bytes, bytes]:
    found = {**HEADERS, BUILD_HEADER: of_build}
    return {name.lower().encode(): value.encode() for name, value in found.items()}


def _for_one_person(kept: bytes) -> bytes:
    said = {part.strip() for part in kept.split(b",")}
    return kept if said & {b"no-store", b"private"} else b"private, " + kept


def _is_private(scope: dict[str, Any]) -> bool:
    """Whether the answer is for whoever asked and for nobody in between."""
    handler = scope.get("route_handler")
    if handler is None:
        return False
    return scope.get("method") not in {"GET", "HEAD"} or bool(handler.opt.get(SIGNED, False))
