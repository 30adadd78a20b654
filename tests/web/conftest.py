"""Fixtures of the web tests."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from tests.web.hall import Hall, running_hall


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncGenerator[Hall]:
    async with running_hall(tmp_path / "hall.db") as running:
        yield running
