"""The members of a pair or a team as people write them: names, and behind them what is known."""

import re
from collections.abc import Iterator
from typing import Literal, TypeAlias
from unicodedata import normalize

from msgspec import Struct

Gender: TypeAlias = Literal["m", "f"]

_BETWEEN = re.compile(r"[/、;,&+|\n]")
_GENDERS: dict[str, Gender] = {
    "男": "m", "m": "m", "male": "m", "man": "m", "女": "f", "f": "f", "female": "f", "woman": "f",
    "w": "f",
}  # fmt: skip
_SHIRT = re.compile(r"(?:#|no\.?)?([0-9]{1,3})号?", re.IGNORECASE)


class MemberLine(Struct, frozen=True):
    """One member as read."""

    name: str
    gender: Gender | None = None
    number: str = ""


def read_members(cell: str) -> tuple[MemberLine, ...]:
    """All in one cell: “王刚 男 7、李娜(女) 12”."""
    return tuple(_members(normalize("NFKC", cell)))


def _members(cell: str) -> Iterator[MemberLine]:
    for part in _BETWEEN.split(cell):
        words = re.sub(r"[()]", " ", part).split()
        if words:
            yield _member(words)


def _member(words: list[str]) -> MemberLine:
    """What stands behind the name, or a number before it; a name alone stays what it is."""
    gender: Gender | None = None
    number = ""
    while len(words) > 1:
        if gender is None and (found := read_gender(words[-1])):
            gender = found
            words.pop()
        elif not number and (shirt := read_shirt(words[-1])):
            number = shirt
            words.pop()
        elif not number and (shirt := read_shirt(words[0])):
            number = shirt
            words.pop(0)
        else:
            break
    return MemberLine(" ".join(words), gender, number)


def read_gender(word: str) -> Gender | None:
    return _GENDERS.get(word.strip().casefold())


def read_shirt(word: str) -> str:
    """The digits as written, as 0 and 00 are two players; empty for anything else."""
    found = _SHIRT.fullmatch(normalize("NFKC", word).strip())
    return found[1] if found else ""
