"""Parallel panels made comparable: each judge's marks by that judge's own mean and deviation.

Valid only where it was left to chance who came before which panel.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import TypeVar

from scoring.rules.roots import rounded_root
from scoring.rules.statistics import MarksByItem, Number, mean, variance

Item = TypeVar("Item")
Judge = TypeVar("Judge")


def z_scores(
    marks_by_item: MarksByItem[Item, Judge], decimals: int
) -> dict[Item, dict[Judge, int]]:
    """(x - mean) / deviation for each judge's marks, in ticks, rounded half-up.

    The deviation is that of a sample. A judge who marks all alike, or only once, gives zeros.
    """
    return _moved(marks_by_item, Fraction(0), Fraction(1), decimals)


def t_scores(
    marks_by_item: MarksByItem[Item, Judge], decimals: int
) -> dict[Item, dict[Judge, int]]:
    """50 + 10z, from the exact z."""
    return _moved(marks_by_item, Fraction(50), Fraction(100), decimals)


def rescaled(
    marks_by_item: MarksByItem[Item, Judge], decimals: int
) -> dict[Item, dict[Judge, int]]:
    """Give every judge's marks the mean and deviation of all judges' marks taken together."""
    pooled = [mark for marks in marks_by_item.values() for mark in marks.values()]
    return _moved(marks_by_item, *_moments(pooled), decimals)


def _moved(
    marks_by_item: MarksByItem[Item, Judge], centre: Fraction, square: Fraction, decimals: int
) -> dict[Item, dict[Judge, int]]:
    """Move each judge's marks to this mean and this variance."""
    columns: dict[Judge, list[Number]] = {}
    for marks in marks_by_item.values():
        for judge, mark in marks.items():
            columns.setdefault(judge, []).append(mark)
    own = {judge: _moments(column) for judge, column in columns.items()}

    def moved(judge: Judge, mark: Number) -> int:
        own_centre, own_square = own[judge]
        stretch = square / own_square if own_square else Fraction(0)
        return rounded_root(centre, mark - own_centre, stretch, decimals)

    return {
        item: {judge: moved(judge, mark) for judge, mark in marks.items()}
        for item, marks in marks_by_item.items()
    }


def _moments(values: Sequence[Number]) -> tuple[Fraction, Fraction]:
    """Mean and variance; zero where there are too few values for one."""
    return (
        mean(values) if values else Fraction(0),
        variance(values) if len(values) > 1 else Fraction(0),
    )
