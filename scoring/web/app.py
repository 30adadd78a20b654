"""Wiring: the store, the desk, the live screens and the routes become one application."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from litestar import Litestar
from litestar.config.compression import CompressionConfig
from litestar.datastructures import CacheControlHeader, State
from litestar.di import Provide
from litestar.static_files import (
    create_static_files_router,  # pyright: ignore[reportUnknownVariableType]
)

from scoring.store.protocol import Store
from scoring.web import (
    api,
    card,
    clics,
    corrections,
    device_board,
    display_desk,
    handover,
    keepsakes,
    match_desk,
    moving,
    officials,
    offline,
    organizer,
    overview,
    paper,
    planning,
    public,
    records,
    revealing,
    schema,
    seats,
    tablet,
    webhook_desk,
)
from scoring.web.declared import PACKED
from scoring.web.hardening import hardened
from scoring.web.problems import BODY_LIMIT, told
from scoring.web.rendering import STATIC, build
from scoring.web.service import Service
from scoring.web.tidying import tidied
from scoring.web.turns import short_turns

_YEAR = 365 * 24 * 3600


def now() -> str:
    """The server's time as ISO text, in UTC with milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def create_app(
    open_store: Callable[[], Awaitable[Store]],
    died: Callable[[], None],
    ready: Callable[[Service], Awaitable[None]] | None = None,
) -> Litestar:
    """The application. It opens its store when it starts and closes it when it ends.

    `died` is called if the one writer ends by a fault: the process must not go on without it.
    `ready` is called once the desk takes commands.
    """

    @asynccontextmanager
    async def running(app: Litestar) -> AsyncGenerator[None]:
        store = await open_store()
        try:
            service = Service(store, now, died)
            await service.accounts.load()
            await service.api_keys.load()
            await service.webhooks.load()
            await service.displays.load()
            await service.desk.start()
            service.live.start()
            service.devices.live.start()
            service.displays.live.start()
            service.webhooks.start()
            app.state.service = service
            if ready is not None:
                await ready(service)
            with short_turns():
                async with tidied(lambda: sum(one.seq for one in service.desk.contests())):
                    yield
            service.close_streams()
            await service.webhooks.close()
            await service.desk.stop()
        finally:
            await store.close()

    def service(state: State) -> Service:
        found: Service = state.service
        return found

    static = create_static_files_router(  # pyright: ignore[reportUnknownVariableType]
        path=f"/static/{build()}",
        directories=[STATIC],
        cache_control=CacheControlHeader(max_age=_YEAR, public=True, immutable=True),
    )
    return Litestar(
        [
            *public.HANDLERS,
            *overview.HANDLERS,
            *revealing.HANDLERS,
            *keepsakes.HANDLERS,
            *card.HANDLERS,
            *clics.HANDLERS,
            *tablet.HANDLERS,
            *offline.HANDLERS,
            *organizer.HANDLERS,
            *seats.HANDLERS,
            *moving.HANDLERS,
            *device_board.HANDLERS,
            *display_desk.HANDLERS,
            *officials.HANDLERS,
            *api.HANDLERS,
            *corrections.HANDLERS,
            *records.HANDLERS,
            *paper.HANDLERS,
            *handover.HANDLERS,
            *planning.HANDLERS,
            *match_desk.HANDLERS,
            *webhook_desk.HANDLERS,
            *schema.HANDLERS,
            static,
        ],
        lifespan=[running],
        dependencies={"service": Provide(service, sync_to_thread=False)},
        exception_handlers={Exception: told},
        compression_config=CompressionConfig(
            backend="gzip", exclude=["/live$", "/pulse$", "/event-feed$"], exclude_opt_key=PACKED
        ),
        request_max_body_size=BODY_LIMIT,
        openapi_config=None,
        before_send=[hardened],
        logging_config=None,
    )
