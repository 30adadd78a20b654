"""Both languages are complete: every sentence has its Chinese, with the same places."""

import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from jinja2 import Environment

from scoring.languages import preferred, translated, words
from scoring.wording import Label, in_english, say

ROOT = Path(__file__).parents[1]
KEYWORDS = {"say": None, "_": None}
TAGS = "scoring.web.kept.Kept"
"""The tag of our own that templates use."""


def sentences() -> dict[str, str]:
    """Every sentence of the source and the templates, with a place where it stands."""
    return dict(_extracted(ROOT / "scoring", "python") | _extracted(ROOT / "templates", "jinja2"))


def _extracted(folder: Path, method: str) -> dict[str, str]:
    mapping = [(f"**.{'py' if method == 'python' else 'html'}", method)]
    found: dict[str, str] = {}
    options = {name: {"extensions": TAGS} for name, _ in mapping}
    for name, line, text, *_ in extract_from_dir(folder, mapping, options, KEYWORDS):
        found[text if isinstance(text, str) else text[0]] = f"{folder.name}/{name}:{line}"
    return found


def catalogue() -> Iterator[tuple[str, str, bool]]:
    with (ROOT / "scoring" / "catalogues" / "zh.po").open("rb") as file:
        for entry in read_po(file):
            if entry.id:
                yield str(entry.id), str(entry.string), entry.fuzzy


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_sentence_has_its_chinese() -> None:
    chinese = {source: text for source, text, _ in catalogue()}
    missing = {text: where for text, where in sentences().items() if not chinese.get(text)}
    assert missing == {}


def test_no_translation_is_left_over() -> None:
    known = sentences()
    assert [source for source, _, _ in catalogue() if source not in known] == []


def test_no_translation_is_fuzzy_and_each_has_the_same_places() -> None:
    for source, text, fuzzy in catalogue():
        assert not fuzzy, source
        assert places(text) == places(source), source


def test_chinese_is_chinese() -> None:
    for source, text, _ in catalogue():
        words_of_its_own = re.sub(r"\{\w+\}", "", source)
        if any(one.isalpha() for one in words_of_its_own):
            assert any("一" <= one <= "鿿" for one in text), source


@pytest.mark.parametrize(
    ("wishes", "language"),
    [
        ((None, None, None), "zh"),
        (("en", "zh", "zh-CN"), "en"),
        ((None, "en", "zh-CN"), "en"),
        ((None, None, "en-GB,en;q=0.8"), "en"),
        ((None, None, "zh-Hans-CN,zh;q=0.9,en;q=0.5"), "zh"),
        ((None, None, "fr,de"), "zh"),
        (("klingon", None, "en"), "en"),
        (("", "", ""), "zh"),
    ],
)
def test_the_first_language_we_have_among_the_wishes(
    wishes: tuple[str | None, ...], language: str
) -> None:
    assert preferred(*wishes) == language


def test_values_are_translated_with_the_sentence() -> None:
    judges = (Label(zh="评委1", en="Judge 1"), Label(zh="评委2", en="Judge 2"))
    message = say("Still to mark: {seats}. Wait for them, or name them as absent.", seats=judges)
    assert "Judge 1, Judge 2" in in_english(message)
    assert "评委1、评委2" in translated(message, "zh")
    assert words("zh").label(None) == ""


def test_every_template_can_be_read_or_its_sentences_would_be_missed() -> None:
    for template in (ROOT / "templates").rglob("*.html"):
        assert (
            Environment(autoescape=True, extensions=[TAGS])
            .parse(template.read_text(encoding="utf-8"))
            .body
        )
