"""Offline evenings of 50 entries, each of another seed: python -m tests.browser.offline_seeds."""

import asyncio
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.browser.offline import offline_evening

_ENTRIES = 50


def main() -> None:
    """Evenings with the seeds from 1 to the number given, 20 without one."""
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    for seed in range(1, seeds + 1):
        begun = time.monotonic()
        with TemporaryDirectory() as folder:
            asyncio.run(offline_evening(Path(folder), _ENTRIES, seed))
        seconds = time.monotonic() - begun
        sys.stdout.write(f"seed {seed}: {_ENTRIES} of {_ENTRIES} arrived, {seconds:.0f} s\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
