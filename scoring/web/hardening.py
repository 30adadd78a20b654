"""What is on every answer, whoever made it: pages, data, static files, errors."""

from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

from scoring.web.rendering import BUILD_HEADER, HEADERS, build

HTTPS_ONLY = f"max-age={365 * 24 * 3600}"
"""Over HTTPS, browsers are told to come back so; other names of the domain are not ours."""


async def hardened(message: Message, scope: Scope) -> None:
    """Add the headers that are not there yet."""
    if message["type"] != "http.response.start":
        return
    headers = MutableScopeHeaders.from_message(message)
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault(BUILD_HEADER, build())
    if scope["scheme"] == "https":
        headers.setdefault("Strict-Transport-Security", HTTPS_ONLY)
