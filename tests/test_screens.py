"""The gallery shows every picture, and every page shows pictures that are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
MEGABYTES = 6


def pictures(page: Path) -> set[Path]:
    found = re.findall(r"\(([^()\s]*images/[^()\s]+)\)", page.read_text(encoding="utf-8"))
    return {(page.parent / one).resolve() for one in found}


def test_the_gallery_shows_every_picture() -> None:
    assert pictures(ROOT / "docs" / "screens.md") == set(IMAGES.iterdir())


@pytest.mark.parametrize("page", ["README.md", "docs/running-a-hall.md"])
def test_a_page_shows_pictures_that_are_there(page: str) -> None:
    shown = pictures(ROOT / page)
    assert shown
    assert shown <= set(IMAGES.iterdir())


def test_they_stay_small() -> None:
    assert sum(one.stat().st_size for one in IMAGES.iterdir()) < MEGABYTES * 10**6


def test_the_script_makes_every_picture() -> None:
    script = (ROOT / "docs" / "screenshots.py").read_text(encoding="utf-8")
    named = set(re.findall(r'Shot\(\s*"([a-z-]+)"', script))
    assert named | {"hall"} == {one.stem for one in IMAGES.iterdir()}
