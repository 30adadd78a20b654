"""Everything that happened, in order, growing without being copied."""

from collections.abc import Iterator
from typing import Generic, TypeVar, cast

T = TypeVar("T")


class History(Generic[T]):
    """A list that is never changed, only continued; continuing it costs the same at any length.

    Histories that share a beginning share its storage: the one that is continued first keeps it,
    and another continuation of the same beginning takes a copy.
    """

    __slots__ = ("_items", "_length")

    def __init__(self, items: list[T] | None = None, length: int = 0) -> None:
        self._items: list[T] = [] if items is None else items
        self._length = length

    def continued(self, item: T) -> "History[T]":
        """The history with one thing more."""
        items = self._items if len(self._items) == self._length else self._items[: self._length]
        items.append(item)
        return History(items, self._length + 1)

    def shortened(self) -> "History[T]":
        """The history without its last thing; there must be one."""
        return History(self._items, self._length - 1)

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[T]:
        return (self._items[index] for index in range(self._length))

    def __getitem__(self, index: int) -> T:
        if not 0 <= index < self._length:
            raise IndexError(index)
        return self._items[index]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, History):
            return NotImplemented
        return list(self) == list(cast("History[object]", other))

    def __hash__(self) -> int:
        return hash(self._length)

    def __repr__(self) -> str:
        return f"History({list(self)!r})"
