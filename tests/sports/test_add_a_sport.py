"""The page on adding a sport shows what is really there."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "add-a-sport.md").read_text("utf-8")
DIFFS = re.findall(r"^```diff\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def _file(diff: str) -> Path:
    found = re.search(r"^\+\+\+ b/(.+)$", diff, re.MULTILINE)
    assert found is not None
    return ROOT / found[1]


def _hunks(diff: str) -> list[str]:
    """What each hunk leaves in the file."""
    parts = re.split(r"^@@ .+ @@\n", diff, flags=re.MULTILINE)[1:]
    for part in parts:
        assert {line[:1] for line in part.splitlines()} <= {"+", " "}
    return ["".join(line[1:] for line in part.splitlines(keepends=True)) for part in parts]


@pytest.mark.parametrize("diff", DIFFS, ids=lambda one: _file(one).name)
def test_every_hunk_is_in_its_file_and_in_this_order(diff: str) -> None:
    text = _file(diff).read_text("utf-8")
    places = [text.find(hunk) for hunk in _hunks(diff)]
    assert all(place >= 0 for place in places)
    assert all(before < after for before, after in pairwise(places))


def test_the_sport_is_shown_whole() -> None:
    (hunk,) = _hunks(DIFFS[0])
    assert hunk == _file(DIFFS[0]).read_text("utf-8")


def test_the_page_shows_one_file_its_name_and_one_contest() -> None:
    assert [_file(one).name for one in DIFFS] == [
        "sepak_takraw.py", "__init__.py", "sepak-takraw.json",
    ]  # fmt: skip
    added = [line for line in DIFFS[1].splitlines() if re.match(r"\+ ", line)]
    assert added == ['+    "sepak_takraw",']
