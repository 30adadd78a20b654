"""Chromium with a profile that outlives it, and may be killed like a tablet without battery."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import BrowserContext, Page, Playwright, ViewportSize

from tests.browser.chromium import launch_options

_TABLET = ViewportSize(width=820, height=1180)


class Tablet:
    """A browser on a profile of its own."""

    def __init__(self, context: BrowserContext, profile: Path) -> None:
        self.context, self.profile = context, profile
        self.alive = True

    @property
    def page(self) -> Page:
        """The page in front."""
        return self.context.pages[0]

    async def kill(self) -> None:
        """SIGKILL to the processes of this profile: nothing is written any more."""
        self.alive = False
        for process in _of_profile(self.profile):
            os.kill(process, signal.SIGKILL)
        await asyncio.to_thread(_until_gone, self.profile)


def _of_profile(profile: Path) -> list[int]:
    wanted = f"--user-data-dir={profile}".encode()
    return [
        int(one.name)
        for one in Path("/proc").iterdir()
        if one.name.isdigit() and wanted in _command(one)
    ]


def _until_gone(profile: Path) -> None:
    while _of_profile(profile):
        time.sleep(0.02)


def _command(process: Path) -> list[bytes]:
    try:
        return (process / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return []


@asynccontextmanager
async def tablet_on(playwright: Playwright, profile: Path) -> AsyncGenerator[Tablet]:
    """The browser started on this profile, with whatever it kept there."""
    path, arguments = launch_options()
    context = await playwright.chromium.launch_persistent_context(
        str(profile), executable_path=path, args=arguments, viewport=_TABLET
    )
    tablet = Tablet(context, profile)
    try:
        yield tablet
    finally:
        if tablet.alive:
            await context.close()
