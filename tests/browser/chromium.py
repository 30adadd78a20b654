"""Chromium for the browser tests; they are skipped, saying so, where it is not installed."""

import shutil
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, async_playwright, expect

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_PATH = next((path for name in _NAMES if (path := shutil.which(name))), None)
_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip

needs_chromium = pytest.mark.skipif(
    _PATH is None, reason="Chromium is not installed (Debian: apt-get install chromium)"
)


def launch_options() -> tuple[str | None, list[str]]:
    """Where the browser is, and what keeps it to this machine."""
    return _PATH, _ARGUMENTS


expect.set_options(timeout=20_000)
"""Milliseconds: on a machine with much else to do a page may come late, but it comes."""


@asynccontextmanager
async def chromium(*more: str) -> AsyncGenerator[Browser]:
    """A headless browser that asks for nothing outside this machine; `more` are its arguments."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=_PATH, args=[*_ARGUMENTS, *more]
        )
        try:
            yield browser
        finally:
            await browser.close()
