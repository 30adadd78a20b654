"""Where the official results lie, and how a test asks the command line about a contest file."""

import json
from pathlib import Path
from typing import TypedDict, cast

import msgspec
import pytest
from click.testing import CliRunner

from scoring.cli import cli
from scoring.contest.file import ContestFile

FOLDER = Path(__file__).parents[2].parent / "shared" / "data"


class Outlook(TypedDict):
    """What may become of an entrant by one route onward."""

    to: str
    state: str
    needs: list[str]
    proof: list[str]


class Line(TypedDict):
    """One entrant in the JSON that `scoring rank --json` prints."""

    entrant: str
    name: str
    place: int | None
    score: str | None
    status: str
    why: list[str]
    outlook: list[Outlook] | None


class StageReport(TypedDict):
    """One stage in that JSON."""

    id: str
    standings: list[Line]
    qualifying: list[str]
    advancing: list[str]


def official_file(*parts: str) -> Path:
    """A file of official results; without it the test is skipped."""
    path = FOLDER.joinpath(*parts)
    if not path.is_file():
        pytest.skip(f"official results are not at hand: no file {Path(*parts)} in {FOLDER.name}")
    return path


def written(file: ContestFile, folder: Path) -> Path:
    """The contest file on disk, as the command line reads it."""
    path = folder / f"{file.plan.id}.json"
    path.write_bytes(msgspec.json.encode(file))
    return path


def ranked(file: ContestFile, folder: Path) -> list[StageReport]:
    """What `scoring rank FILE --json` prints about every stage."""
    arguments = ["--lang", "en", "rank", str(written(file, folder)), "--json"]
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 0, result.output
    return cast("list[StageReport]", json.loads(result.stdout)["stages"])
