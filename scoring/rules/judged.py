"""What a panel's marks come to, exact until the number the rule book publishes."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Generic, TypeAlias, TypeVar

from msgspec import Struct

J = TypeVar("J")

Marks: TypeAlias = Mapping[J, int] | Mapping[J, Fraction]
"""A mark of each judge who is present, all in one unit."""


class TooFewMarks(ValueError):
    """Nothing would remain after dropping the highest and lowest marks."""

    def __init__(self, present: int, needed: int) -> None:
        super().__init__(f"{present} marks, at least {needed} needed")
        self.present, self.needed = present, needed


class PanelValue(Struct, Generic[J], frozen=True):
    """What the marks come to, by whichever method: whose were kept, whose were the extremes."""

    value: Fraction
    kept: tuple[J, ...]
    dropped_low: tuple[J, ...]
    dropped_high: tuple[J, ...]


def fewest(drop_low: int, drop_high: int) -> int:
    """How many marks a trimmed mean needs at the least."""
    return drop_low + drop_high + 1


def panel_mean(marks: Marks[J], drop_low: int = 0, drop_high: int = 0) -> PanelValue[J]:
    """Drop the lowest and highest marks, one occurrence each when equal; mean of the rest.

    The mean is in the unit of the marks. Divides by the marks that remain; an absent judge is
    not in `marks`. Raises TooFewMarks when none would remain.
    """
    kept, low, high = _trimmed(marks, drop_low, drop_high)
    return PanelValue(_mean(marks, kept), kept, low, high)


def panel_sum(marks: Marks[J], drop_low: int = 0, drop_high: int = 0) -> PanelValue[J]:
    """Drop as for the mean; the sum of the rest (diving: two and two of seven, three remain)."""
    kept, low, high = _trimmed(marks, drop_low, drop_high)
    return PanelValue(Fraction(sum(marks[judge] for judge in kept)), kept, low, high)


def folded_mean(marks: Marks[J], drop_low: int, drop_high: int) -> PanelValue[J]:
    """Drop as for the mean; the mean of all those dropped counts as one more mark."""
    kept, low, high = _trimmed(marks, drop_low, drop_high)
    counted = [Fraction(marks[judge]) for judge in kept]
    if low or high:
        counted.append(_mean(marks, low + high))
    return PanelValue(sum(counted, Fraction(0)) / len(counted), kept, low, high)


def panel_median(marks: Marks[J]) -> PanelValue[J]:
    """The middle mark, or the mean of the two middle ones, and whose they are."""
    around = max(len(marks) - 1, 0) // 2
    kept, low, high = _trimmed(marks, around, around)
    return PanelValue(_mean(marks, kept), kept, low, high)


def with_substitutes(marks: Marks[J], absent: Iterable[J]) -> dict[J, Fraction]:
    """Give each absent judge the mean of those present; a mark that was given stays.

    Raises TooFewMarks when nobody is present.
    """
    if not marks:
        raise TooFewMarks(0, 1)
    mean = _mean(marks, tuple(marks))
    present = {judge: Fraction(marks[judge]) for judge in marks}
    return {**present, **{judge: mean for judge in absent if judge not in present}}


def _trimmed(
    marks: Marks[J], drop_low: int, drop_high: int
) -> tuple[tuple[J, ...], tuple[J, ...], tuple[J, ...]]:
    if len(marks) < fewest(drop_low, drop_high):
        raise TooFewMarks(len(marks), fewest(drop_low, drop_high))
    by_mark = sorted(marks, key=lambda judge: marks[judge])
    last = len(by_mark) - drop_high
    dropped = {*by_mark[:drop_low], *by_mark[last:]}
    kept = tuple(judge for judge in marks if judge not in dropped)
    return kept, tuple(by_mark[:drop_low]), tuple(by_mark[last:])


def _mean(marks: Marks[J], judges: tuple[J, ...]) -> Fraction:
    return Fraction(sum(marks[judge] for judge in judges), len(judges))
