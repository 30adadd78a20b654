"""Connections that must say what they want in time, and in not too many words."""

import asyncio
from typing import cast

from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from scoring.web.direct import DirectProtocol

PATIENCE = 20
"""Seconds from the first byte of a request to the end of its head."""
LONGEST_HEAD = 64 * 2**10
_TOO_LONG = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-length: 0\r\nconnection: close\r\n\r\n"
)


class Connection(DirectProtocol):
    """uvicorn's, but it ends where a request's head does not come, or does not end.

    Who sends a byte now and then would otherwise keep a connection for ever, and who sends headers
    without end would fill the memory. How long a body may take, `wire.read_json` decides.
    """

    _closing: asyncio.TimerHandle | None = None
    _in_head = False
    _heard = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing comes any more."""
        self._wait_no_more()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Wait again if this begins another request, or goes on after the answer."""
        cycle = cast("RequestResponseCycle | None", self.cycle)
        if self._closing is None and (cycle is None or cycle.response_complete):
            self._wait()
        self._heard = self._heard + len(data) if self._in_head else 0
        super().data_received(data)
        if self._in_head and self._heard > LONGEST_HEAD:
            self.transport.write(_TOO_LONG)
            self.transport.close()

    def on_message_begin(self) -> None:
        """A head begins."""
        self._in_head = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """It said what it wants."""
        self._in_head = False
        self._wait_no_more()
        super().on_headers_complete()

    def _wait(self) -> None:
        self._closing = self.loop.call_later(PATIENCE, self.transport.close)

    def _wait_no_more(self) -> None:
        if self._closing is not None:
            self._closing.cancel()
            self._closing = None
