"""A screen as lines of text, and patches that make one version of it into another."""

import zlib
from collections.abc import Sequence
from itertools import takewhile
from typing import TypeAlias

import msgspec
from msgspec import Struct, field

Part: TypeAlias = str | tuple[int, ...]
"""A new line; or lines of the old text as (first, count) or (first, count, by).

With `by`, each of them that is nothing but a number has it added: the places of a ranking below
somebody new go on by one, and do not travel.
"""

_MOST_DIGITS = 9
_DIGITS = frozenset("0123456789")


class Patch(Struct, frozen=True):
    """What makes the text of one version into that of another."""

    since: str = field(name="from")
    to: str
    lines: tuple[Part, ...]


def tag(version: int, text: str) -> str:
    """What tells a version's text apart from any other: its number, a checksum of its bytes."""
    return f"{version}-{zlib.crc32(text.encode()):08x}"


def patched(lines: Sequence[str], parts: Sequence[Part]) -> list[str]:
    """The new lines."""
    new: list[str] = []
    for part in parts:
        if isinstance(part, str):
            new.append(part)
            continue
        first, count, *by = part
        copied = lines[first : first + count]
        new += (_more(line, by[0]) for line in copied) if by else copied
    return new


def difference(old: Sequence[str], new: Sequence[str]) -> tuple[Part, ...]:
    """The parts that make the old lines into the new ones; few where little has changed."""
    same = sum(1 for _ in takewhile(_alike, zip(old, new, strict=False)))
    found = _Difference(old, same)
    found.take_all(new[same:])
    return found.parts()


class _Difference:
    """The new text so far: whole runs of old lines wherever they can be had."""

    def __init__(self, old: Sequence[str], same: int) -> None:
        self._old, self._parts = old, list[Part]()
        self._first, self._next, self._by = 0, same, None if same == 0 else 0
        self._where: dict[str, int] = {}
        for index in range(len(old) - 1, same - 1, -1):
            self._where[old[index]] = index

    def take_all(self, lines: Sequence[str]) -> None:
        """Line after line; most of them are as the old text goes on, which is told fast."""
        old, end = self._old, len(self._old)
        for line in lines:
            if self._next < end and old[self._next] == line and line[:1] not in _DIGITS:
                self._next += 1
            else:
                self._take(line)

    def _take(self, line: str) -> None:
        """The next line: as the old text goes on, else from elsewhere in it, else new."""
        if not self._goes_on(line):
            self._end()
            elsewhere = self._next if _is_number(line) else self._where.get(line, self._next)
            self._first = self._next = elsewhere
            if not self._goes_on(line):
                self._parts.append(line)
                return
        self._next += 1

    def parts(self) -> tuple[Part, ...]:
        self._end()
        return tuple(self._parts)

    def _goes_on(self, line: str) -> bool:
        if self._next >= len(self._old):
            return False
        number, before = _number(line), _number(self._old[self._next])
        if number is None or before is None:
            return self._old[self._next] == line
        if self._by is None:
            self._by = number - before
        return number - before == self._by

    def _end(self) -> None:
        count = self._next - self._first
        if count:
            by = self._by
            self._parts.append((self._first, count, by) if by else (self._first, count))
        self._first, self._by = self._next, None


def encoded(since: str, to: str, parts: tuple[Part, ...]) -> str:
    """A patch as JSON."""
    return msgspec.json.encode(Patch(since, to, parts)).decode()


def _alike(pair: tuple[str, str]) -> bool:
    return pair[0] == pair[1]


def _number(line: str) -> int | None:
    """A line that is nothing but a number, written the only way there is."""
    if not line or len(line) > _MOST_DIGITS or not (line.isascii() and line.isdigit()):
        return None
    return None if line[0] == "0" and len(line) > 1 else int(line)


def _is_number(line: str) -> bool:
    """Such are alike everywhere: they are taken only where the old text goes on."""
    return _number(line) is not None


def _more(line: str, by: int) -> str:
    number = _number(line)
    return line if number is None else str(number + by)
