"""Places instead of marks: shared and mean places, rank sums, countback, shares of a judge."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Generic, Literal, TypeAlias, TypeVar

from msgspec import Struct

from scoring.rules.judged import panel_sum

E = TypeVar("E")
J = TypeVar("J")
V = TypeVar("V", bound=Hashable)

Number: TypeAlias = Fraction | int
Better: TypeAlias = Literal["higher", "lower"]
Ballots: TypeAlias = Mapping[J, Mapping[E, Number]]
"""What each judge gave to each entrant: a placing or a mark."""


class NotPlaced(ValueError):
    """A judge left out an entrant whom another judge placed."""

    def __init__(self, judge: object, entrant: object) -> None:
        super().__init__(f"judge {judge} has not placed {entrant}")
        self.judge, self.entrant = judge, entrant


class NothingToShare(ValueError):
    """The marks of a judge come to zero, so that nobody can have a share of them."""

    def __init__(self, judge: object) -> None:
        super().__init__(f"the marks of judge {judge} come to zero")
        self.judge = judge


class Shares(Struct, Generic[J, E], frozen=True):
    """Each judge's marks as percentages of that judge's total, and their mean per entrant."""

    by_judge: dict[J, dict[E, Fraction]]
    mean: dict[E, Fraction]


def places(values: Mapping[E, Number], better: Better) -> dict[E, int]:
    """Shared places: 1-2-2-4."""
    return places_with_guests(values, (), better)


def places_with_guests(
    values: Mapping[E, Number], guests: Collection[E], better: Better
) -> dict[E, int]:
    """Shared places, where a guest is told a place but takes none from those who follow."""
    keys = _ascending(values, better)
    ordered = sorted(key for entrant, key in keys.items() if entrant not in guests)
    return {entrant: 1 + bisect_left(ordered, key) for entrant, key in keys.items()}


def mean_places(values: Mapping[E, Number], better: Better) -> dict[E, Fraction]:
    """Fractional places: those who are equal share the mean of their places, 1-2.5-2.5-4."""
    keys = _ascending(values, better)
    ordered = sorted(keys.values())
    return {
        entrant: Fraction(bisect_left(ordered, key) + 1 + bisect_right(ordered, key), 2)
        for entrant, key in keys.items()
    }


def _ascending(values: Mapping[E, Number], better: Better) -> dict[E, Number]:
    return {one: -value if better == "higher" else value for one, value in values.items()}


def of_each(ballots: Ballots[J, E]) -> dict[E, dict[J, Number]]:
    """Turn ballots round: what each entrant got from each judge. Raises NotPlaced."""
    entrants = dict.fromkeys(one for ballot in ballots.values() for one in ballot)
    for judge, ballot in ballots.items():
        for entrant in entrants:
            if entrant not in ballot:
                raise NotPlaced(judge, entrant)
    return {one: {judge: ballots[judge][one] for judge in ballots} for one in entrants}


def rank_sum(
    by_judge: Ballots[J, E], *, drop_low: int = 0, drop_high: int = 0
) -> dict[E, Fraction]:
    """The sum of each entrant's placings, lowest wins.

    Drops that many of an entrant's smallest and greatest placings first, one occurrence each
    when equal. Raises NotPlaced, and TooFewMarks when no placing would remain.
    """
    sums: dict[E, Fraction] = {}
    for entrant, placings in of_each(by_judge).items():
        exact = {judge: Fraction(placing) for judge, placing in placings.items()}
        sums[entrant] = panel_sum(exact, drop_low, drop_high).value
    return sums


def borda(by_judge: Ballots[J, E]) -> dict[E, Fraction]:
    """The number of entrants less the placing, summed over the judges; highest wins."""
    sums = rank_sum(by_judge)
    return {entrant: len(sums) * len(by_judge) - total for entrant, total in sums.items()}


def points(
    by_judge: Ballots[J, E],
    table: Sequence[Fraction],
    excused: Mapping[J, Collection[E]] | None = None,
) -> dict[E, Fraction]:
    """What the table gives for each judge's places, from the first on, summed; highest wins.

    Those whom a judge puts level share the mean of what their places are worth. A judge gives
    nothing to whom that judge is `excused` from placing. Raises NotPlaced.
    """
    worth = {judge: _worth(ballot, table) for judge, ballot in by_judge.items()}
    for judge, entrants in (excused or {}).items():
        if judge in worth:
            worth[judge] = {**dict.fromkeys(entrants, Fraction(0)), **worth[judge]}
    given = of_each(worth)
    return {one: sum(map(Fraction, by.values()), Fraction(0)) for one, by in given.items()}


def _worth(ballot: Mapping[E, Number], table: Sequence[Fraction]) -> dict[E, Fraction]:
    first = places(ballot, "lower")
    sharing = Counter(first.values())

    def worth(place: int) -> Fraction:
        return sum(table[place - 1 : place - 1 + sharing[place]], Fraction(0)) / sharing[place]

    return {one: worth(place) for one, place in first.items()}


def counts_of(values: Iterable[V], order: Sequence[V]) -> tuple[int, ...]:
    """How often each value of `order` occurs: firsts, seconds, ...; or 12s, 10s, ...

    To count back, compare these vectors as they are: the greater the better.
    """
    counts = Counter(values)
    return tuple(counts[value] for value in order)


def prefers(a: E, b: E, by_judge: Ballots[J, E], better: Better = "lower") -> int:
    """How many of the judges who judged both prefer `a` to `b`."""
    sign = -1 if better == "higher" else 1
    return sum(
        sign * ballot[a] < sign * ballot[b]
        for ballot in by_judge.values()
        if a in ballot and b in ballot
    )


def head_to_head(
    tied: Sequence[E], by_judge: Ballots[J, E], better: Better = "lower"
) -> dict[E, int]:
    """How many judges prefer each of exactly two to the other; of more, nobody is ahead."""
    match tied:
        case (a, b):
            return {a: prefers(a, b, by_judge, better), b: prefers(b, a, by_judge, better)}
        case _:  # three can beat one another in a circle
            return dict.fromkeys(tied, 0)


def shares(by_judge: Ballots[J, E]) -> Shares[J, E]:
    """Turn marks into percentages of each judge's total; who is not marked has 0 of it.

    The percentages of a judge sum to 100, and so do the means. Raises NothingToShare.
    """
    entrants = dict.fromkeys(one for ballot in by_judge.values() for one in ballot)
    percentages: dict[J, dict[E, Fraction]] = {}
    for judge, ballot in by_judge.items():
        total = Fraction(sum(ballot.values()))
        if not total:
            raise NothingToShare(judge)
        percentages[judge] = {one: 100 * ballot.get(one, 0) / total for one in entrants}
    mean = {
        one: sum((share[one] for share in percentages.values()), Fraction(0)) / len(percentages)
        for one in entrants
    }
    return Shares(percentages, mean)
