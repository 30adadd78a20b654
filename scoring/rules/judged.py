"""What a panel's marks come to: trimmed means, exact until the number the rule book publishes."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Generic, TypeVar

from msgspec import Struct

J = TypeVar("J")


class TooFewMarks(ValueError):
    """Nothing would remain after dropping the highest and lowest marks."""

    def __init__(self, present: int, needed: int) -> None:
        super().__init__(f"{present} marks, at least {needed} needed")
        self.present, self.needed = present, needed


class PanelMean(Struct, Generic[J], frozen=True):
    """The mean of the marks kept, and which judges' marks were dropped, lowest and highest."""

    mean: Fraction
    kept: tuple[J, ...]
    dropped_low: tuple[J, ...]
    dropped_high: tuple[J, ...]


def fewest(drop_low: int, drop_high: int) -> int:
    """How many marks a trimmed mean needs at the least."""
    return drop_low + drop_high + 1


def panel_mean(
    marks: Mapping[J, int] | Mapping[J, Fraction], drop_low: int = 0, drop_high: int = 0
) -> PanelMean[J]:
    """Drop the lowest and highest marks, one occurrence each when equal; mean of the rest.

    The mean is in the unit of the marks. Divides by the marks that remain; an absent judge is
    not in `marks`. Raises TooFewMarks when none would remain.
    """
    if len(marks) < fewest(drop_low, drop_high):
        raise TooFewMarks(len(marks), fewest(drop_low, drop_high))
    by_mark = sorted(marks, key=lambda judge: marks[judge])
    last = len(by_mark) - drop_high
    dropped = {*by_mark[:drop_low], *by_mark[last:]}
    kept = tuple(judge for judge in marks if judge not in dropped)
    total = sum(marks[judge] for judge in kept)
    mean = Fraction(total) / len(kept)
    return PanelMean(mean, kept, tuple(by_mark[:drop_low]), tuple(by_mark[last:]))


def median(marks: Mapping[J, Fraction]) -> Fraction:
    """The middle mark, or the mean of the two middle ones."""
    ordered = sorted(marks.values())
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2
