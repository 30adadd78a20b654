"""Places from keys: standard competition ranking 1-2-2-4, with a step for every separation."""

from collections.abc import Callable, Collection, Mapping, Sequence
from fractions import Fraction
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
    groups: list[tuple[E, ...]] = [tuple(entrants)] if entrants else []
    separations: list[Separation[E]] = []
    for number, link in enumerate(links):
        refined: list[tuple[E, ...]] = []
        for group in groups:
            if len(group) == 1:
                refined.append(group)
                continue
            values = link(group)
            split = _by_value(group, values)
            if number and len(split) > 1:
                separations.append(Separation(number, values))
            refined.extend(split)
        groups = refined
    return Ranking(tuple(groups), tuple(separations))


def _by_value(group: tuple[E, ...], values: Mapping[E, Key | None]) -> list[tuple[E, ...]]:
    split: dict[Key, list[E]] = {}
    without: list[E] = []
    for entrant in group:
        value = values[entrant]
        if value is None:
            without.append(entrant)
        else:
            split.setdefault(value, []).append(entrant)
    best_first = [tuple(split[value]) for value in sorted(split, reverse=True)]
    return [*best_first, tuple(without)] if without else best_first
