"""What those without a final result may still come to."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor, lcm
from typing import Generic, NamedTuple, TypeVar

from msgspec import Struct

from scoring.rules.routes import Field

E = TypeVar("E")


class Outlook(Struct, frozen=True, kw_only=True):
    """The bounds of a result still to come, both possible; without one there is no bound."""

    worst: Fraction | None = None
    best: Fraction | None = None
    absent: bool = False
    """May turn out not to have come: neither present nor ranked."""
    unplaced: bool = False
    """May have come and end without a result: present, not ranked."""


class Prospects(Struct, Generic[E], frozen=True, kw_only=True):
    """The field of those whose result is settled, and the outlook of those still open.

    The field's counts are of the settled, except that `entered` is of all; its membership is of
    all. With `chain`, links after the score may part or reorder equals; without, equals are tied.
    """

    field: Field[E]
    open: Mapping[E, Outlook]
    chain: bool

    def ranks_by_score(self) -> bool:
        """Whether the ranking is by score before all else; only then do bounds say anything."""
        scores, order = self.field.scores, list(self.field.everyone())
        if any(one not in scores for one in order):
            return False
        given = [scores[one] for one in order]
        if self.field.better == "lower":
            given.reverse()
        return all(one >= other for one, other in pairwise(given))


class Span(NamedTuple):
    """An outlook in whole numbers, the more the better."""

    worst: int
    best: int
    absent: bool
    unplaced: bool


class Scale(Struct, Generic[E], frozen=True):
    """Scores as whole numbers, the more the better: they compare much faster than fractions."""

    unit: int
    """Ticks to one; negative where lower is better."""
    top: int
    """Better than all that is known; stands for the best of an outlook without bound."""
    scores: dict[E, int]
    spans: dict[E, Span]

    def least(self, score: Fraction, *, strict: bool) -> int:
        """The least that reaches the score; with `strict`, exceeds it."""
        wanted = score * self.unit
        return floor(wanted) + 1 if strict else ceil(wanted)

    def score(self, ticks: int) -> Fraction:
        return Fraction(ticks, self.unit)


def scale(prospects: Prospects[E]) -> Scale[E]:
    field = prospects.field
    given = {one: field.scores[one] for one in field.everyone()}
    outlooks = prospects.open.values()
    bounds = [end for one in outlooks for end in (one.worst, one.best) if end is not None]
    size = lcm(*{value.denominator for value in (*given.values(), *bounds)})
    unit = size if field.better == "higher" else -size
    scores = {one: _ticks(value, unit) for one, value in given.items()}
    ends = [0, *scores.values(), *(_ticks(bound, unit) for bound in bounds)]
    floor_, top = min(ends) - 1, max(ends) + 1
    spans = {
        one: Span(
            floor_ if outlook.worst is None else _ticks(outlook.worst, unit),
            top if outlook.best is None else _ticks(outlook.best, unit),
            outlook.absent,
            outlook.unplaced,
        )
        for one, outlook in prospects.open.items()
    }
    return Scale(unit, top, scores, spans)


def _ticks(value: Fraction, unit: int) -> int:
    return value.numerator * (unit // value.denominator)
