"""Python looks for dead cycles while nothing happens: among thousands of viewers it takes long."""

import asyncio
import gc
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from time import monotonic

_LOOK_EVERY = 1.0
_QUIET = 3.0
"""Seconds without a change after which nobody waits for the next one just now."""
_SELDOM = 60.0
"""Seconds between two rounds, where there is quiet."""
_AT_LAST = 900.0
"""Seconds after which a round is due even while much happens."""
_NEVER = 1_000_000_000
_USUAL = gc.get_threshold()


@asynccontextmanager
async def tidied(changes: Callable[[], int]) -> AsyncGenerator[None]:
    """Inside the block, objects that live long are looked through only in quiet moments."""
    gc.set_threshold(*_USUAL[:2], _NEVER)
    task = asyncio.create_task(_tidy(changes))
    try:
        yield
    finally:
        task.cancel()
        gc.set_threshold(*_USUAL)


async def _tidy(changes: Callable[[], int]) -> None:
    seen, changed, tidied_at = changes(), monotonic(), monotonic()
    while True:
        await asyncio.sleep(_LOOK_EVERY)
        now = monotonic()
        if changes() != seen:
            seen, changed = changes(), now
        since = now - tidied_at
        if since > _AT_LAST or (since > _SELDOM and now - changed > _QUIET):
            gc.collect()
            tidied_at = monotonic()
