"""Places from keys: standard competition ranking 1-2-2-4, with a step for every separation."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain
from math import lcm
from typing import Generic, TypeAlias, TypeVar

from msgspec import Struct

E = TypeVar("E")

Key: TypeAlias = int | Fraction | tuple[Fraction, ...] | tuple[int, ...]
Link: TypeAlias = Callable[[Sequence[E]], Mapping[E, Key | None]]
"""One link of a tie-break chain: values for those still tied, the greater the better.

All of one kind; None, for whoever has no value where others have one, comes last.
"""


class Separation(Struct, Generic[E], frozen=True):
    """Link number `link` told apart those who were tied so far, by these values."""

    link: int
    values: Mapping[E, Key | None]


class Ranking(Struct, Generic[E], frozen=True):
    """Groups of equals, best first; and every separation after the first link."""

    groups: tuple[tuple[E, ...], ...]
    separations: tuple[Separation[E], ...]

    def places(self, guests: Collection[E] = ()) -> dict[E, int]:
        """Shared places: two on place 2 are followed by place 4.

        A guest has the place that a score like that gives, and takes it from nobody.
        """
        places: dict[E, int] = {}
        place = 1
        for group in self.groups:
            for one in group:
                places[one] = place
            place += sum(1 for one in group if one not in guests) if guests else len(group)
        return places


def ranked(entrants: Sequence[E], links: Sequence[Link[E]]) -> Ranking[E]:
    """Rank by the first link, then break each tie by the links that follow.

    Whoever is equal in every link stays tied: row order never decides.
    """
    first, *others = links or [_all_alike]
    parted = [separated(members, others) for _, members in by_value(entrants, first(entrants))]
    return Ranking(
        tuple(chain.from_iterable(groups for groups, _ in parted)),
        tuple(chain.from_iterable(separations for _, separations in parted)),
    )


def _all_alike(group: Sequence[E]) -> dict[E, Key | None]:
    return dict.fromkeys(group, 0)


def separated(
    members: tuple[E, ...], links: Sequence[Link[E]]
) -> tuple[tuple[tuple[E, ...], ...], tuple[Separation[E], ...]]:
    """What the links after the first make of those equal in it: groups, and what parted them."""
    groups: list[tuple[E, ...]] = [members]
    separations: list[Separation[E]] = []
    for number, link in enumerate(links, start=1):
        refined: list[tuple[E, ...]] = []
        for group in groups:
            if len(group) == 1:
                refined.append(group)
                continue
            values = link(group)
            split = [part for _, part in by_value(group, values)]
            if len(split) > 1:
                separations.append(Separation(number, values))
            refined.extend(split)
        groups = refined
    return tuple(groups), tuple(separations)


def by_value(
    group: Sequence[E], values: Mapping[E, Key | None]
) -> list[tuple[Key | None, tuple[E, ...]]]:
    """Best first; those without a value last. The values of one link are all of one kind."""
    split: dict[int | tuple[object, ...], list[E]] = {}
    without: list[E] = []
    for entrant, key in zip(group, _sortable([values[one] for one in group]), strict=True):
        (without if key is None else split.setdefault(key, [])).append(entrant)
    parts = [split[key] for key in sorted(split, reverse=True)] + ([without] if without else [])
    return [(values[part[0]], tuple(part)) for part in parts]


def _sortable(keys: Sequence[Key | None]) -> Iterator[int | tuple[object, ...] | None]:
    """The same in the same order; of fractions, which compare slowly, so many parts of one."""
    whole = lcm(*(key.denominator for key in keys if isinstance(key, Fraction)))
    for key in keys:
        if isinstance(key, Fraction):
            yield key.numerator * (whole // key.denominator)
        else:
            yield key * whole if isinstance(key, int) else key
