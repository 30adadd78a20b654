"""Every test in this folder opens a browser: where there is none they are skipped, saying so."""

from pathlib import Path

import pytest

from tests.browser.chromium import needs_chromium

_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark them here, where nobody can forget it."""
    for one in items:
        if one.path.is_relative_to(_HERE):
            one.add_marker(needs_chromium)
