"""Logs as they were once stored: they are read for ever, and always come to the same result."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from scoring.contest.audit import audited
from scoring.contest.events import decode, encode
from scoring.contest.fold import folded
from scoring.contest.state import Contest
from scoring.languages import words
from scoring.views.report import report

LOGS = sorted(Path(__file__).parent.glob("*.ndjson"))


def result(contest: Contest) -> dict[str, Any]:
    """What `scoring rank` prints, but for the sentences, which may be said better."""
    found: dict[str, Any] = json.loads(msgspec.json.encode(report(contest, words("en"))))
    for stage in found["stages"]:
        for line in stage["standings"]:
            del line["why"]
            for prospect in line.get("outlook", ()):
                del prospect["needs"], prospect["proof"]
    return found


def test_there_are_logs_of_marks_and_of_matches() -> None:
    assert {"badminton", "marks", "matches"} <= {path.stem for path in LOGS}


@pytest.mark.parametrize("path", LOGS, ids=lambda path: path.stem)
def test_a_stored_log_comes_to_the_result_it_came_to(path: Path) -> None:
    lines = path.read_bytes().splitlines()
    contest, findings = audited(map(decode, lines))
    assert contest is not None
    assert findings == []
    assert result(contest) == json.loads(path.with_suffix(".json").read_bytes())


@pytest.mark.parametrize("path", LOGS, ids=lambda path: path.stem)
def test_a_stored_log_is_written_anew_and_means_the_same(path: Path) -> None:
    contest = folded(decode(line) for line in path.read_bytes().splitlines())
    assert folded(decode(encode(event)) for event in contest.history) == contest
