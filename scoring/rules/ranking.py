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


class Pool(Struct, Generic[E], frozen=True):
    """Those equal in the first link, and what the following links made of them."""

    members: tuple[E, ...]
    groups: tuple[tuple[E, ...], ...]
    separations: tuple[Separation[E], ...]


class Ranking(Struct, Generic[E], frozen=True):
    """Groups of equals, best first; and every separation after the first link."""

    groups: tuple[tuple[E, ...], ...]
    separations: tuple[Separation[E], ...]
    keys: Mapping[E, Key | None] = {}
    """The value of the first link."""
    pools: Mapping[Key | None, Pool[E]] = {}
    """By that value, best first."""

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
    keys = dict(first(entrants))
    split = _by_value(entrants, keys)
    return _ranking(keys, {value: _pool(members, others) for value, members in split})


def _all_alike(group: Sequence[E]) -> dict[E, Key | None]:
    return dict.fromkeys(group, 0)


def reranked(
    before: Ranking[E],
    links: Sequence[Link[E]],
    changed: Collection[E],
    entrants: Collection[E],
    position: Mapping[E, int],
) -> Ranking[E]:
    """The ranking after some have `changed`, of whom only the `entrants` are ranked now.

    Only the ties that somebody left, entered or changed in are broken anew, so the links must be
    those of before and look at nothing but those tied. `position` is the order that equals are
    listed in.
    """
    first, *others = links
    keys = dict(before.keys)
    left = {keys.pop(one) for one in changed if one in keys}
    fresh = first([*entrants])
    keys.update(fresh)
    touched = left | set(fresh.values())
    pools = {value: pool for value, pool in before.pools.items() if value not in touched}
    for value in touched:
        known = before.pools.get(value)
        stay = [one for one in known.members if one not in changed] if known else []
        those = stay + [one for one, key in fresh.items() if key == value]
        if those:
            pools[value] = _pool(tuple(sorted(those, key=position.__getitem__)), others)
    return _ranking(keys, {value: pools[value] for value in _best_first(pools)})


def _ranking(keys: Mapping[E, Key | None], pools: Mapping[Key | None, Pool[E]]) -> Ranking[E]:
    return Ranking(
        tuple(group for pool in pools.values() for group in pool.groups),
        tuple(separation for pool in pools.values() for separation in pool.separations),
        keys,
        pools,
    )


def _pool(members: tuple[E, ...], links: Sequence[Link[E]]) -> Pool[E]:
    groups: list[tuple[E, ...]] = [members]
    separations: list[Separation[E]] = []
    for number, link in enumerate(links, start=1):
        refined: list[tuple[E, ...]] = []
        for group in groups:
            if len(group) == 1:
                refined.append(group)
                continue
            values = link(group)
            split = [part for _, part in _by_value(group, values)]
            if len(split) > 1:
                separations.append(Separation(number, values))
            refined.extend(split)
        groups = refined
    return Pool(members, tuple(groups), tuple(separations))


def _by_value(
    group: Sequence[E], values: Mapping[E, Key | None]
) -> list[tuple[Key | None, tuple[E, ...]]]:
    """Best first; those without a value last."""
    split: dict[Key | None, list[E]] = {}
    for entrant in group:
        split.setdefault(values[entrant], []).append(entrant)
    return [(value, tuple(split[value])) for value in _best_first(split)]


def _best_first(values: Collection[Key | None]) -> list[Key | None]:
    """The greatest first; none comes last. The values of one link are all of one kind."""
    known = [value for value in values if value is not None]
    ordered: list[Key | None] = [*sorted(known, reverse=True)]
    return ordered if len(known) == len(values) else [*ordered, None]
