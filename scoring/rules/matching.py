"""As many pairs as can be formed at all among those who may meet (Edmonds' blossoms)."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def matched(
    vertices: Sequence[T], may_meet: Callable[[T, T], bool], pairs: dict[T, T] | None = None
) -> dict[T, T]:
    """A largest set of pairs, each told from both sides, made from the pairs given if any.

    Whoever has a partner in these keeps one, though perhaps another.
    """
    search = _Search(len(vertices), lambda a, b: may_meet(vertices[a], vertices[b]))
    numbers = {vertex: number for number, vertex in enumerate(vertices)}
    for one, other in (pairs or {}).items():
        if one in numbers and other in numbers:
            search.mate[numbers[one]] = numbers[other]
    for number in range(len(vertices)):
        if number not in search.mate:
            search.augment(number)
    return {vertices[one]: vertices[other] for one, other in search.mate.items()}


class _Search:
    """Paths from somebody alone to somebody else alone, every second step a pair.

    An odd ring found on the way counts as a single vertex, its base.
    """

    def __init__(self, count: int, may_meet: Callable[[int, int], bool]) -> None:
        self.count, self.may_meet = count, may_meet
        self.mate: dict[int, int] = {}
        self.parent: dict[int, int] = {}
        self.base: list[int] = []
        self.reached: list[int] = []
        """Those at an even distance from the start, in the order in which they are looked at."""
        self.even: set[int] = set()

    def augment(self, start: int) -> None:
        """Pair one more, if a path leads on from here."""
        end = self.path_end(start)
        while end is not None:
            partner = self.parent[end]
            following = self.mate.get(partner)
            self.mate[end], self.mate[partner] = partner, end
            end = following

    def path_end(self, start: int) -> int | None:
        self.parent = {}
        self.base = [*range(self.count)]
        self.reached = [start]
        self.even = {start}
        for one in self.reached:
            for other in range(self.count):
                if other == one or not self.may_meet(one, other):
                    continue
                if self.base[one] == self.base[other] or self.mate.get(one) == other:
                    continue
                if other in self.even:
                    self.shrink(one, other)
                elif other not in self.parent:
                    self.parent[other] = one
                    if other not in self.mate:
                        return other
                    self.reach(self.mate[other])
        return None

    def reach(self, one: int) -> None:
        if one not in self.even:
            self.even.add(one)
            self.reached.append(one)

    def shrink(self, one: int, other: int) -> None:
        """Two at even distance may meet: the ring they close becomes one vertex."""
        root = self.common_base(one, other)
        ring = {*self.mark(one, root, other), *self.mark(other, root, one)}
        for vertex in range(self.count):
            if self.base[vertex] in ring:
                self.base[vertex] = root
                self.reach(vertex)

    def common_base(self, one: int, other: int) -> int:
        ahead = set(self.bases(one))
        return next(base for base in self.bases(other) if base in ahead)

    def bases(self, one: int) -> Iterator[int]:
        """The bases at even distance on the way back to the start."""
        base = self.base[one]
        yield base
        while base in self.mate:
            base = self.base[self.parent[self.mate[base]]]
            yield base

    def mark(self, one: int, root: int, child: int) -> Iterator[int]:
        """Turn the way back to the root round: a path may enter the ring on either side."""
        while self.base[one] != root:
            partner = self.mate[one]
            yield self.base[one]
            yield self.base[partner]
            self.parent[one] = child
            child = partner
            one = self.parent[partner]
