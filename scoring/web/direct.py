"""Connections that a live stream writes to without a turn of its own for each viewer."""

from asyncio import Transport
from typing import cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from scoring.live import Write
from scoring.web.rendering import AnyRequest

_NAME = "scoring.write"


class DirectProtocol(HttpToolsProtocol):
    """Uvicorn's HTTP/1.1, which tells a request how to write to its connection directly.

    Only a response that is being streamed, and waits, may do so: what it writes are whole chunks.
    """

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self.scope["extensions"] = {_NAME: {"write": self._write_now}}

    def _write_now(self, chunk: bytes) -> bool:
        transport: Transport = self.transport
        if transport.is_closing() or transport.get_write_buffer_size():
            return False
        transport.write(chunk)
        return True


def write_of(request: AnyRequest) -> Write | None:
    """How to write chunks to whoever sent this request; None where the server cannot."""
    scope = cast("dict[str, object]", request.scope)
    if scope.get("http_version") != "1.1":
        return None
    extensions = cast("dict[str, dict[str, Write]]", scope.get("extensions") or {})
    return extensions.get(_NAME, {}).get("write")
