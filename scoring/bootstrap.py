"""Standing on nothing but Python: makes .venv in a checkout, then starts over inside it."""

import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from hashlib import sha256
from pathlib import Path
from typing import NoReturn

_ROOT = Path(__file__).parents[1]
_VENV = _ROOT / ".venv"
_PYTHON = _VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
_NEEDED = {
    "": (
        "aiosqlite",
        "argon2",
        "babel",
        "click",
        "httpx",
        "jinja2",
        "litestar",
        "segno",
        "uvicorn",
    ),
    "dev": ("basedpyright", "hypothesis", "importlinter", "mypy", "playwright", "pytest", "ruff"),
}


def ensure(module: str, extra: str = "") -> None:
    """Return if everything needed is installed; else install it and run `module` anew."""
    names = {*_NEEDED[""], *_NEEDED[extra]}
    complete = all(importlib.util.find_spec(name) for name in names)
    inside = Path(sys.prefix) == _VENV
    if complete and not (inside and _outdated(extra)):
        return
    if not (_ROOT / "pyproject.toml").exists():
        sys.exit("Parts are missing. Install again with: pip install --force-reinstall scoring")
    if _outdated(extra):
        _install(extra)
    _start_over(module)


def _mark(extra: str) -> Path:
    return _VENV / f"installed-{extra or 'run'}"


def _wanted() -> str:
    return sha256((_ROOT / "pyproject.toml").read_bytes()).hexdigest()


def _outdated(extra: str) -> bool:
    """Whether .venv is missing, or older than what pyproject.toml asks for."""
    mark = _mark(extra)
    return not mark.exists() or mark.read_text() != _wanted()


def _install(extra: str) -> None:
    print("Preparing .venv, once; this takes a minute …", file=sys.stderr)  # noqa: T201 - a command that speaks
    if not _PYTHON.exists():
        _make_venv()
    target = f"{_ROOT}[{extra}]" if extra else str(_ROOT)
    pip = [str(_PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.call([*pip, "--editable", target]) != 0:  # noqa: S603 - our own interpreter
        sys.exit("The installation failed; the lines above say why. Is there a network?")
    for installed in {extra, ""}:
        _mark(installed).write_text(_wanted())


def _make_venv() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        _complete_debian()
    venv.create(_VENV, with_pip=True)


def _complete_debian() -> None:
    """Debian and Ubuntu keep the part of Python that makes environments in its own package."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    apt = shutil.which("apt-get")
    if apt is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        sys.exit(f"A part of Python is missing. Install it with: sudo apt-get install {version}")
    for arguments in (["update", "-q"], ["install", "-q", "-y", version]):
        subprocess.check_call([apt, *arguments], stdout=sys.stderr)  # noqa: S603 - nothing of it comes from outside


def _start_over(module: str) -> NoReturn:
    arguments = [str(_PYTHON), "-m", module, *sys.argv[1:]]
    if os.name == "nt":
        sys.exit(subprocess.call(arguments))  # noqa: S603 - our own interpreter
    os.execv(arguments[0], arguments)  # noqa: S606 - our own interpreter
