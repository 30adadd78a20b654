"""Running the application with uvicorn: in a hall, in the demo and in the tests alike."""

import asyncio
import importlib.util
import signal
import socket
import threading
from collections.abc import AsyncGenerator, Generator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from types import FrameType

import uvicorn

from scoring.store.memory import MemoryStore
from scoring.store.protocol import Store
from scoring.store.sqlite import SqliteStore
from scoring.web.app import create_app
from scoring.web.connection import Connection
from scoring.web.hot import Hot
from scoring.web.open_files import allow_connections
from scoring.web.service import Service

KEEP_ALIVE = 20
"""Seconds that a connection stays open between two requests.

Longer than proxies and programs keep theirs (`docs/nginx.conf`: 10, httpx: 5): whoever goes on
asking has closed it first, and no request meets a connection that is just being closed.
"""
_SECONDS_TO_FINISH = 2


class CannotServe(Exception):
    """The address cannot be listened on; something else may be using the port."""


class HallServer(uvicorn.Server):
    """A server that ends its live streams at once when it is told to stop."""

    def __init__(
        self, database: Path | None, host: str, port: int, proxies: Sequence[str] = ()
    ) -> None:
        """Serve a database file, or a store in memory where `database` is None.

        Only `proxies`, by address, are believed who asks (X-Forwarded-For) and whether that is
        over HTTPS (X-Forwarded-Proto).
        """
        self._service: Service | None = None
        self._database = database
        self._serving: asyncio.Task[None] | None = None
        self.failed = False
        app = create_app(self._open, self._died, self._ready)
        super().__init__(
            uvicorn.Config(
                Hot(app), host=host, port=port, log_level="warning", access_log=False, ws="none",
                timeout_graceful_shutdown=_SECONDS_TO_FINISH, timeout_keep_alive=KEEP_ALIVE,
                backlog=4096, http=Connection,
                server_header=False, proxy_headers=bool(proxies),
                forwarded_allow_ips=list(proxies),
            )
        )  # fmt: skip

    @property
    def service(self) -> Service:
        """The running service. Only once started."""
        if self._service is None:
            raise RuntimeError("the server has not started")
        return self._service

    @property
    def port(self) -> int:
        """The port that is listened on, also when 0 was asked for."""
        name: tuple[str, int] = self.servers[0].sockets[0].getsockname()[:2]
        return name[1]

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """End in an orderly way on SIGINT and SIGTERM; the process then ends with status 0."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        loop = asyncio.get_running_loop()

        def told(sig: int, frame: FrameType | None) -> None:
            # Open streams would keep the server from ending: end them first.
            loop.call_soon_threadsafe(self.service.close_streams)
            self.handle_exit(sig, frame)

        before = {sig: signal.signal(sig, told) for sig in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for sig, handler in before.items():
                signal.signal(sig, handler)

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[Service]:
        """Serve inside the block, and stop in an orderly way after it."""
        allow_connections()
        self._serving = asyncio.create_task(self.serve())
        while not self.started:
            if self._serving.done():
                await self._serving
                raise CannotServe(f"cannot listen on {self.config.host}:{self.config.port}")
            await asyncio.sleep(0.01)
        try:
            yield self.service
        finally:
            self.service.close_streams()
            self.should_exit = True
            await self._serving

    async def until_told(self) -> None:
        """Wait until a signal or a fault has ended the server."""
        if self._serving is not None:
            await asyncio.wait([self._serving])

    async def _open(self) -> Store:
        return MemoryStore() if self._database is None else await SqliteStore.open(self._database)

    async def _ready(self, service: Service) -> None:
        self._service = service

    def _died(self) -> None:
        self.failed = True
        self.should_exit = True


def new_loop() -> asyncio.AbstractEventLoop:
    """uvloop's, where there is one: it answers more requests with the same processor."""
    if importlib.util.find_spec("uvloop") is None:
        return asyncio.new_event_loop()
    made: asyncio.AbstractEventLoop = importlib.import_module("uvloop").new_event_loop()
    return made


def lan_address() -> str | None:
    """The address of this machine in the local network; None without one. Sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # RFC 5737: an address that belongs to nobody
        except OSError:
            return None
        address: str = probe.getsockname()[0]
    return None if address.startswith("127.") else address
