"""What a panel usually gives: how a tablet notices a slip such as 9.5 for 95, and asks."""

from collections.abc import Collection, Iterable
from fractions import Fraction
from math import ceil, floor

from msgspec import Struct

from scoring.contest.ids import CriterionId
from scoring.contest.performance import Performance
from scoring.contest.scoring import Criterion
from scoring.rules.exact import decimal_text, exact, rounded, unit
from scoring.views.head import mark_text

FEWEST = 3
"""Settled performances before anything is called usual."""
_KINDS = ("mark", "time", "count")


class Usual(Struct, frozen=True):
    """Around what the marks of a criterion are, and the lowest and highest that nobody asks about.

    `low` and `high` are decimal text, for a time in seconds; `about` is as people read it.
    """

    about: str
    low: str
    high: str


def usual_marks(
    criteria: Iterable[Criterion], settled: Collection[Performance], distance: str | None
) -> dict[CriterionId, Usual]:
    """From the settled performances only: of the one on stage nobody learns others' marks."""
    if distance is None:
        return {}
    found = {
        one.id: _usual(one, settled, exact(distance)) for one in criteria if one.kind in _KINDS
    }
    return {criterion: usual for criterion, usual in found.items() if usual is not None}


def _usual(
    criterion: Criterion, settled: Collection[Performance], distance: Fraction
) -> Usual | None:
    by_performance = [
        [
            sheet.given.marks[criterion.id]
            for sheet in one.sheets.values()
            if sheet.given is not None and criterion.id in sheet.given.marks
        ]
        for one in settled
    ]
    if sum(1 for marks in by_performance if marks) < FEWEST:
        return None
    marks = [mark for those in by_performance for mark in those]
    mean, reach = Fraction(sum(marks), len(marks)), distance * unit(criterion.decimals)
    return Usual(
        about=_about(criterion, mean, distance),
        low=decimal_text(ceil(mean - reach), criterion.decimals),
        high=decimal_text(floor(mean + reach), criterion.decimals),
    )


def _about(criterion: Criterion, mean: Fraction, distance: Fraction) -> str:
    """Said no finer than the distance is: a mark 10 away from 92.31 is far from around 92."""
    if criterion.kind == "time":
        return mark_text(criterion, rounded(mean, 0))
    fine = next(n for n in range(criterion.decimals + 1) if _fits(distance, n, criterion.decimals))
    return decimal_text(rounded(mean / unit(criterion.decimals), fine), fine)


def _fits(distance: Fraction, decimals: int, most: int) -> bool:
    return decimals == most or (distance * unit(decimals)).denominator == 1
