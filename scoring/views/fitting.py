"""Fits a name of any length into its room: how wide it will be, a smaller size, two lines."""

import unicodedata
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

_EM = 1000
_WIDE = {"W": _EM, "F": _EM, "A": 750}
_NARROW = frozenset("iljtfrI.,:;'|!()[]/-· ")
_BROAD = frozenset("mwMW@%&—…")
_JOINERS = frozenset("\u200d\u2060\ufe0e\ufe0f")
_BETWEEN_NAMES, _BETWEEN_WORDS = frozenset("/／、，,;；&＆+"), frozenset("·-– ")
_SEPARATORS = _BETWEEN_NAMES | _BETWEEN_WORDS
_BOLD = 1060
_WEIGHT = 2, 3, 5
"""How bad a break is between names, between words and inside a name, for equally long lines."""


class Fitted(Struct, frozen=True):
    """A text as it is to be set: one line or two, and their size."""

    lines: tuple[str, ...]
    size: int
    squeezed: int | None = None
    """The length to press the lines into, where even the smallest size is too long."""


def text_width(text: str, size: int, *, bold: bool = False) -> int:
    """About how wide a text will be; rather too much than too little."""
    thousandths = sum(_em(one) for one in text) * size * (_BOLD if bold else _EM)
    return -(-thousandths // (_EM * _EM))


def fitted(
    text: str,
    room: int,
    sizes: tuple[int, ...],
    small: tuple[int, ...] = (),
    *,
    bold: bool = False,
) -> Fitted:
    """The largest of the sizes at which one line holds the text, or of the small ones two lines.

    Nothing is ever cut off.
    """
    for size in sizes:
        if text_width(text, size, bold=bold) <= room:
            return Fitted((text,), size)
    lines = broken(text) if small else (text,)
    for size in small:
        if all(text_width(line, size, bold=bold) <= room for line in lines):
            return Fitted(lines, size)
    return Fitted(lines, (small or sizes)[-1], room)


def two_lines(text: str, size: int, *, bold: bool = False) -> int:
    """The room a text needs to stand in two lines."""
    return max(text_width(line, size, bold=bold) for line in broken(text))


def broken(text: str) -> tuple[str, ...]:
    """Two lines about as long as each other: between names or words if that can be."""
    found = [(_cost(text, place), place) for place in _places(text)]
    if not found:
        return (text,)
    place = min(found)[1]
    return text[:place].rstrip(), text[place:].lstrip()


def _cost(text: str, place: int) -> int:
    before, after = text[:place].rstrip(), text[place:].lstrip()
    longer = max(text_width(before, _EM), text_width(after, _EM))
    if before[-1] in _BETWEEN_NAMES:
        return longer * _WEIGHT[0]
    words = text[place - 1] in _BETWEEN_WORDS or _closes(before[-1]) or _opens(after[0])
    return longer * _WEIGHT[1 if words else 2]


def _places(text: str) -> Iterator[int]:
    """Where a line may end: not inside a word, nor between a sign and what it belongs to."""
    for place in range(1, len(text)):
        before, after = text[place - 1], text[place]
        if _belongs(after) or _opens(before):
            continue
        if not (text[:place].strip() and text[place:].strip()):
            continue
        if before in _SEPARATORS or _is_wide(before) or _is_wide(after):
            yield place


def _belongs(char: str) -> bool:
    category = unicodedata.category(char)
    return category[0] == "M" or category in {"Pe", "Pf", "Po"} or char in _JOINERS | _SEPARATORS


def _closes(char: str) -> bool:
    return unicodedata.category(char) in {"Pe", "Pf"}


def _opens(char: str) -> bool:
    return unicodedata.category(char) in {"Ps", "Pi"} or char in _JOINERS


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in {"W", "F"}


@cache
def _em(char: str) -> int:
    """The width of a character in thousandths of the size."""
    if unicodedata.category(char)[0] == "M" or char in _JOINERS:
        return 0
    if char in _NARROW:
        return 360
    if char in _BROAD:
        return 920
    if char.isascii():
        return 700 if char.isupper() else 580
    return _WIDE.get(unicodedata.east_asian_width(char), 640)
