"""What marks say about the judges: bias, spread, agreement; exact, a root only where published."""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import chain
from typing import TypeAlias, TypeVar

from msgspec import Struct

from scoring.rules.roots import rounded_root

Item = TypeVar("Item")
Judge = TypeVar("Judge")

Number: TypeAlias = Fraction | int
MarksByItem: TypeAlias = Mapping[Item, Mapping[Judge, Number]]
"""Rows are items (performances), columns judges."""


class TooFewValues(ValueError):
    """A mean needs one value, a variance two."""

    def __init__(self, present: int, needed: int) -> None:
        super().__init__(f"{present} values, at least {needed} needed")
        self.present, self.needed = present, needed


class TableTooSmall(ValueError):
    """Judges are compared by two items and two judges at the least."""

    def __init__(self, items: int, judges: int) -> None:
        super().__init__(f"{items} items by {judges} judges, at least 2 by 2 needed")
        self.items, self.judges = items, judges


class TableIncomplete(ValueError):
    """Not every item has a mark of every judge."""


class Bias(Struct, frozen=True):
    """How far a judge is above the other judges in the mean, over how many items.

    `t` is the mean in standard errors, in ticks; None where all the differences are equal.
    """

    mean: Fraction
    count: int
    t: int | None


class Concordance(Struct, frozen=True):
    """Kendall's W, from 0 (no agreement on the order) to 1 (the same order), with chi-square."""

    w: Fraction
    chi_square: Fraction


class IntraClass(Struct, frozen=True):
    """The intra-class correlations of Shrout and Fleiss (1979): of one judge, of the panel of k.

    Each item has judges of its own (1), all have the same judges drawn from many (2), or the same
    judges and no others are meant (3). None where the denominator is zero.
    """

    icc_1_1: Fraction | None
    icc_2_1: Fraction | None
    icc_3_1: Fraction | None
    icc_1_k: Fraction | None
    icc_2_k: Fraction | None
    icc_3_k: Fraction | None


def mean(values: Sequence[Number]) -> Fraction:
    """The arithmetic mean; raises TooFewValues for none."""
    if not values:
        raise TooFewValues(0, 1)
    return Fraction(sum(values)) / len(values)


def variance(values: Sequence[Number]) -> Fraction:
    """The variance of a sample: divided by one less than there are; raises TooFewValues."""
    if len(values) <= 1:
        raise TooFewValues(len(values), 2)
    return _squares(values) / (len(values) - 1)


def deviation(values: Sequence[Number], decimals: int) -> int:
    """The standard deviation of a sample in ticks of 10**-decimals, rounded half-up."""
    return rounded_root(Fraction(0), Fraction(1), variance(values), decimals)


def spread(marks_by_item: MarksByItem[Item, Judge]) -> dict[Item, Fraction]:
    """How far apart the highest and the lowest mark of each item are."""
    return {
        item: Fraction(max(marks.values())) - min(marks.values())
        for item, marks in marks_by_item.items()
        if marks
    }


def leave_one_out(marks_by_item: MarksByItem[Item, Judge], decimals: int) -> dict[Judge, Bias]:
    """Compare each judge with the mean of the *other* judges, item by item.

    Raises TableTooSmall, TableIncomplete.
    """
    differences: dict[Judge, list[Fraction]] = {}
    for marks in _table(marks_by_item):
        panel = sum(marks.values())
        for judge, mark in marks.items():
            others = (panel - mark) / (len(marks) - 1)
            differences.setdefault(judge, []).append(mark - others)
    return {judge: _bias(found, decimals) for judge, found in differences.items()}


def kendalls_w(marks_by_item: MarksByItem[Item, Judge]) -> Concordance | None:
    """How far the judges agree on the order of the items, corrected for ties.

    None when every judge gave all items the same mark. Raises TableTooSmall, TableIncomplete.
    """
    table = _table(marks_by_item)
    columns = [[marks[judge] for marks in table] for judge in table[0]]
    n, m = len(table), len(columns)
    rank_sums = [sum(ranks, Fraction(0)) for ranks in zip(*map(_ranks, columns), strict=True)]
    groups = chain.from_iterable(Counter(column).values() for column in columns)
    ties = sum(size**3 - size for size in groups)
    w = _ratio(12 * _squares(rank_sums), Fraction(m**2 * (n**3 - n) - m * ties))
    return None if w is None else Concordance(w, m * (n - 1) * w)


def icc(marks_by_item: MarksByItem[Item, Judge]) -> IntraClass:
    """How much of the variance is the items' own, from the two-way table.

    Raises TableTooSmall, TableIncomplete.
    """
    rows = [[*marks.values()] for marks in _table(marks_by_item)]
    n, k = len(rows), len(rows[0])
    in_rows = sum((_squares(row) for row in rows), Fraction(0))
    of_columns = n * _squares([mean(column) for column in zip(*rows, strict=True)])
    r = k * variance([mean(row) for row in rows])
    w = in_rows / (n * (k - 1))
    c = of_columns / (k - 1)
    e = (in_rows - of_columns) / ((n - 1) * (k - 1))
    return IntraClass(
        icc_1_1=_ratio(r - w, r + (k - 1) * w),
        icc_2_1=_ratio(r - e, r + (k - 1) * e + k * (c - e) / n),
        icc_3_1=_ratio(r - e, r + (k - 1) * e),
        icc_1_k=_ratio(r - w, r),
        icc_2_k=_ratio(r - e, r + (c - e) / n),
        icc_3_k=_ratio(r - e, r),
    )


def _table(marks_by_item: MarksByItem[Item, Judge]) -> list[dict[Judge, Fraction]]:
    """Exact rows, each with the same judges in the same order."""
    rows = [*marks_by_item.values()]
    judges = list(rows[0]) if rows else []
    if min(len(rows), len(judges)) <= 1:
        raise TableTooSmall(len(rows), len(judges))
    for item, marks in marks_by_item.items():
        if marks.keys() != rows[0].keys():
            raise TableIncomplete(f"{item} has other judges than the first item")
    return [{judge: Fraction(marks[judge]) for judge in judges} for marks in rows]


def _squares(values: Sequence[Number]) -> Fraction:
    """The sum of squared deviations from the mean."""
    centre = mean(values)
    return sum(((value - centre) ** 2 for value in values), Fraction(0))


def _bias(differences: list[Fraction], decimals: int) -> Bias:
    centre, count, square = mean(differences), len(differences), variance(differences)
    t = rounded_root(Fraction(0), centre, count / square, decimals) if square else None
    return Bias(centre, count, t)


def _ranks(values: list[Fraction]) -> list[Fraction]:
    """Places from the lowest; equals share the mean of theirs."""
    sizes = Counter(values)
    place: dict[Fraction, Fraction] = {}
    below = 0
    for value in sorted(sizes):
        place[value] = below + Fraction(sizes[value] + 1, 2)
        below += sizes[value]
    return [place[value] for value in values]


def _ratio(top: Fraction, bottom: Fraction) -> Fraction | None:
    return top / bottom if bottom else None
