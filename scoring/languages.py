"""Chinese and English: messages translated from the catalogues, languages chosen for a reader."""

from functools import cache, partial
from pathlib import Path

from babel.core import negotiate_locale
from babel.messages.pofile import read_po

from scoring.views.words import Words
from scoring.wording import Message, filled, in_english

LANGUAGES = ("zh", "en")
_CATALOGUES = Path(__file__).parent / "catalogues"


@cache
def catalogue(language: str) -> dict[str, str]:
    """English text -> translation. English itself needs none."""
    if language == "en":
        return {}
    with (_CATALOGUES / f"{language}.po").open("rb") as file:
        entries = [entry for entry in read_po(file) if entry.id and entry.string]
    return {str(entry.id): str(entry.string) for entry in entries}


def translated(message: Message, language: str) -> str:
    """The message for a reader of this language; English where the catalogue has no entry."""
    template = catalogue(language).get(message.text, message.text)
    return filled(template, message, language, partial(translated, language=language))


@cache
def words(language: str) -> Words:
    """A reader's language, as the screens want it."""
    if language == "en":
        return Words("en", in_english)
    return Words(language, partial(translated, language=language))


def preferred(*wishes: str | None) -> str:
    """The first language we have among what was asked for, cookies and Accept-Language alike."""
    for wish in wishes:
        if wish:
            asked = [part.split(";")[0].strip().replace("-", "_") for part in wish.split(",")]
            found = negotiate_locale([tag for tag in asked if tag], LANGUAGES, sep="_")
            if found:
                return str(found)
    return LANGUAGES[0]
