"""`python -m tests`: checks everything; installs what the checks need into .venv first."""

import os
import subprocess
import sys
from pathlib import Path

from scoring import bootstrap

WORKERS = max(2, os.cpu_count() or 2)
"""More than processors: tests in a browser mostly wait."""
CHECKS = (
    ("ruff", "format", "--check", "."),
    ("ruff", "check", "."),
    ("mypy",),
    ("basedpyright",),
    ("lint-imports",),
    ("pytest", "-q", "-n", str(WORKERS), "--dist", "worksteal"),
)


def main() -> None:
    """Run every check, the tests last; exit 1 if any failed."""
    bootstrap.ensure("tests", "dev")
    failed = [check for check in CHECKS if not passes(check)]
    for check in failed:
        tell("failed:", *check)
    sys.exit(1 if failed else 0)


def tell(*words: str) -> None:
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()


def passes(check: tuple[str, ...]) -> bool:
    """Run one tool of the environment we are in."""
    tell("==", *check)
    tool = Path(sys.executable).with_name(check[0])
    return subprocess.call([tool, *check[1:]]) == 0


if __name__ == "__main__":
    main()
