"""A draw that anyone can repeat: the seed and the entry list give the order."""

from collections.abc import Sequence
from hashlib import sha256
from typing import TypeVar

E = TypeVar("E", bound=str)


def drawn_order(entrants: Sequence[E], seed: str) -> tuple[E, ...]:
    """Order entrants by SHA-256 of "seed/entrant", as hexadecimal text, smallest first.

    Independent of the order in which they are given; to check it, any SHA-256 tool will do.
    """
    return tuple(sorted(entrants, key=lambda one: sha256(f"{seed}/{one}".encode()).hexdigest()))
