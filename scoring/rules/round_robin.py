"""Everybody meets everybody, by the circle method: one stays, the others move on by a place."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from msgspec import Struct

T = TypeVar("T")


class RobinRound(Struct, Generic[T], frozen=True):
    """Who is named first plays at home. Of an odd number one rests."""

    pairs: tuple[tuple[T, T], ...]
    rests: tuple[T, ...] = ()


def round_robin(members: Sequence[T], legs: int = 1) -> tuple[RobinRound[T], ...]:
    """The rounds, best member first: the first and the second meet in the last round.

    In one leg nobody is at home more often than away by more than one, and of an odd number
    everybody equally often. Every other leg exchanges home and away.
    """
    leg = [_round(members, number) for number in range(len(members) - 1 + len(members) % 2)]
    turned = [RobinRound(tuple((b, a) for a, b in one.pairs), one.rests) for one in leg]
    return tuple(one for number in range(legs) for one in (turned if number % 2 else leg))


def _round(members: Sequence[T], number: int) -> RobinRound[T]:
    """Of an even number the first stays, of an odd one nobody does; the others are a ring.

    Every member of the ring is once in each of its places, so it is at home once and away once in
    each of the pairs of places. The last place meets whoever stays, at home in every other round.
    """
    odd = len(members) % 2 == 1
    start = (len(members) + 1) // 2 if odd else 1
    ring = [*members[start:], *(members[:start] if odd else ())]
    *moved, last = (ring[place - number] for place in range(len(ring)))
    pairs = [(moved[place], moved[-1 - place]) for place in range(len(moved) // 2)]
    pairs = [(b, a) if place % 2 == 0 else (a, b) for place, (a, b) in enumerate(pairs)]
    if odd:
        return RobinRound(tuple(pairs), (last,))
    first = (last, members[0]) if number % 2 else (members[0], last)
    return RobinRound((first, *pairs))
