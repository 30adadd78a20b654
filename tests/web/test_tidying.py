"""The collector of cycles waits for a quiet moment, and works then."""

import asyncio
import gc

import pytest

from scoring.web import tidying


class Knot:
    """Only the collector can tell that nobody needs it any more."""

    def __init__(self, untied: list[bool]) -> None:
        self.itself, self._untied = self, untied

    def __del__(self) -> None:
        self._untied.append(True)


async def waited(rounds: int) -> None:
    for _ in range(rounds):
        await asyncio.sleep(0.002)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tidying, "_LOOK_EVERY", 0.001)
    monkeypatch.setattr(tidying, "_SELDOM", 0.005)
    monkeypatch.setattr(tidying, "_QUIET", 0.02)


@pytest.mark.usefixtures("quick")
async def test_it_works_once_nothing_changes() -> None:
    changes, untied = 0, list[bool]()

    def count() -> int:
        return changes

    gc.collect()
    async with tidying.tidied(count):
        assert gc.get_threshold()[2] > 1_000_000
        knot = Knot(untied)
        gc.collect(1)
        del knot
        for _ in range(30):
            changes += 1
            await waited(1)
        busy = list(untied)
        async with asyncio.timeout(5):
            while not untied:
                await waited(1)
    assert busy == []
    assert gc.get_threshold()[2] < 1_000_000


@pytest.mark.usefixtures("quick")
async def test_at_last_it_works_amid_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tidying, "_AT_LAST", 0.02)
    changes, untied = 0, list[bool]()
    async with tidying.tidied(lambda: changes):
        knot = Knot(untied)
        gc.collect(1)
        del knot
        async with asyncio.timeout(5):
            while not untied:
                changes += 1
                await waited(1)
