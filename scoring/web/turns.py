"""Threads take turns often: the one that writes to disk does not wait while thousands are told."""

import sys
from collections.abc import Generator
from contextlib import contextmanager

_SECONDS = 0.0005
"""Python's own is ten times as long, and a commit needs several turns."""


@contextmanager
def short_turns() -> Generator[None]:
    """Inside the block, a thread that waits for the interpreter soon has it."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
