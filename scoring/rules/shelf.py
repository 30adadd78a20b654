"""A mapping that is never changed, only continued: one more entry costs the same at any size."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, zip_longest
from typing import Final, TypeVar, cast

K = TypeVar("K")
V = TypeVar("V")

_BOARD = 256
"""Entries that are copied together when one of them is set."""


class _Gone:
    """What stands in the place of a key that was taken out."""


_GONE: Final = _Gone()


class Shelf(Mapping[K, V]):
    """Keys in the order in which they came first; one that was taken out comes back to its place.

    Shelves that were continued from one another share whatever is alike, so that what differs
    between two of them is found without looking at the rest.
    """

    __slots__ = ("_boards", "_index", "_length", "_places")

    def __init__(self, items: Mapping[K, V] | Iterable[tuple[K, V]] = ()) -> None:
        given = dict(items)
        entries = tuple(given.items())
        self._index = {key: place for place, key in enumerate(given)}
        self._places = self._length = len(entries)
        self._boards: tuple[tuple[tuple[K, V | _Gone], ...], ...] = tuple(
            entries[first : first + _BOARD] for first in range(0, len(entries), _BOARD)
        )

    def having(self, key: K, value: V) -> "Shelf[K, V]":
        """The shelf with this value for the key."""
        place = self._place(key)
        if place is not None:
            was_gone = isinstance(self._boards[place // _BOARD][place % _BOARD][1], _Gone)
            return self._with(place, (key, value), self._length + was_gone)
        index = self._index
        if index.get(key, self._places) != self._places:  # another shelf has it elsewhere
            index = {one: place for place, (one, _) in enumerate(self._entries())}
        index[key] = self._places
        last = self._places // _BOARD
        board = (*(self._boards[last] if last < len(self._boards) else ()), (key, value))
        boards = (*self._boards[:last], board)
        return self._like(index, boards, self._places + 1, self._length + 1)

    def without(self, key: K) -> "Shelf[K, V]":
        """The shelf without the key."""
        place = self._place(key)
        if place is None or key not in self:
            return self
        return self._with(place, (key, _GONE), self._length - 1)

    def changed_since(self, before: "Shelf[K, V]") -> Iterator[K]:
        """The keys of which the value is another one than before, came, or went."""
        if before._index is not self._index:  # noqa: SLF001 - of its own kind
            keys = {**dict.fromkeys(before), **dict.fromkeys(self)}
            yield from (one for one in keys if before.get(one) is not self.get(one))
            return
        for new, old in zip_longest(self._boards, before._boards, fillvalue=()):  # noqa: SLF001 - of its own kind
            if new is old:
                continue
            for entry, earlier in zip_longest(new, old):
                if entry is not earlier:
                    yield (entry or earlier)[0]

    def _place(self, key: object) -> int | None:
        """Where the key is, or was; a place may belong to a key of another shelf."""
        place = self._index.get(cast("K", key))
        if place is None or place >= self._places:
            return None
        return place if self._boards[place // _BOARD][place % _BOARD][0] == key else None

    def _with(self, place: int, entry: tuple[K, V | _Gone], length: int) -> "Shelf[K, V]":
        number, at = divmod(place, _BOARD)
        board = self._boards[number]
        boards = (
            *self._boards[:number],
            (*board[:at], entry, *board[at + 1 :]),
            *self._boards[number + 1 :],
        )
        return self._like(self._index, boards, self._places, length)

    def _like(
        self,
        index: dict[K, int],
        boards: tuple[tuple[tuple[K, V | _Gone], ...], ...],
        places: int,
        length: int,
    ) -> "Shelf[K, V]":
        made = cast("Shelf[K, V]", Shelf.__new__(Shelf))
        made._index, made._boards = index, boards  # noqa: SLF001 - of its own kind
        made._places, made._length = places, length  # noqa: SLF001 - of its own kind
        return made

    def _entries(self) -> Iterator[tuple[K, V | _Gone]]:
        return chain.from_iterable(self._boards)

    def __getitem__(self, key: K) -> V:
        place = self._place(key)
        if place is not None:
            value = self._boards[place // _BOARD][place % _BOARD][1]
            if not isinstance(value, _Gone):
                return value
        raise KeyError(key)

    def __iter__(self) -> Iterator[K]:
        return (key for key, value in self._entries() if value is not _GONE)

    def __len__(self) -> int:
        return self._length

    def __repr__(self) -> str:
        return f"Shelf({dict(self)!r})"
