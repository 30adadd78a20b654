"""Undo and redo as events: which of what was tapped still stands."""

from collections.abc import Iterable
from typing import TypeVar

from msgspec import Struct

T = TypeVar("T")


class Undo(Struct, frozen=True, tag="undo", forbid_unknown_fields=True):
    """Takes back the last event that still stands."""


class Redo(Struct, frozen=True, tag="redo", forbid_unknown_fields=True):
    """Brings back what was undone last, as long as nothing else was entered since."""


class NothingThere(ValueError):
    """Nothing to undo, or nothing to bring back."""

    def __init__(self, asked: Undo | Redo) -> None:
        self.reason = "nothing_to_undo" if isinstance(asked, Undo) else "nothing_to_redo"
        super().__init__(self.reason)


def standing(entered: Iterable[T | Undo | Redo]) -> tuple[T, ...]:
    """The events that still stand, in order; raises NothingThere."""
    stand: list[T] = []
    undone: list[T] = []
    for one in entered:
        if isinstance(one, Undo):
            _move(stand, undone, one)
        elif isinstance(one, Redo):
            _move(undone, stand, one)
        else:
            stand.append(one)
            undone.clear()
    return tuple(stand)


def _move(source: list[T], target: list[T], asked: Undo | Redo) -> None:
    if not source:
        raise NothingThere(asked)
    target.append(source.pop())
