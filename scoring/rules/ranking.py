"""Places from keys: standard competition ranking 1-2-2-4, with a step for every separation."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Generic, TypeAlias, TypeVar

from msgspec import Struct

E = TypeVar("E")

Link: TypeAlias = Callable[[Sequence[E]], Mapping[E, Fraction | int]]
"""One link of a tie-break chain: values for those still tied, the greater the better."""


class Separation(Struct, Generic[E], frozen=True):
    """Link number `link` told apart those who were tied so far, by these values."""

    link: int
    values: dict[E, Fraction | int]


class Ranking(Struct, Generic[E], frozen=True):
    """Groups of equals, best first; and every separation after the first link."""

    groups: tuple[tuple[E, ...], ...]
    separations: tuple[Separation[E], ...]

    def places(self) -> dict[E, int]:
        """Shared places: two on place 2 are followed by place 4."""
        places: dict[E, int] = {}
        for group in self.groups:
            place = len(places) + 1
            places.update(dict.fromkeys(group, place))
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
            values = dict(link(group))
            split = _by_value(group, values)
            if number and len(split) > 1:
                separations.append(Separation(number, values))
            refined.extend(split)
        groups = refined
    return Ranking(tuple(groups), tuple(separations))


def _by_value(group: tuple[E, ...], values: Mapping[E, Fraction | int]) -> list[tuple[E, ...]]:
    split: dict[Fraction | int, list[E]] = {}
    for entrant in group:
        split.setdefault(values[entrant], []).append(entrant)
    return [tuple(split[value]) for value in sorted(split, reverse=True)]
