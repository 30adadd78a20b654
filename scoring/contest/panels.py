"""What several judges' marks of one performance or attempt come to, as a panel step says."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from math import lcm

from msgspec import Struct
from msgspec.structs import replace

from scoring.contest.ids import CriterionId, SeatId
from scoring.contest.performance import Given
from scoring.contest.scoring import Criterion, Panel, Scoring, Step
from scoring.rules.exact import exact, rounded, ticks, unit
from scoring.rules.judged import (
    PanelValue,
    TooFewMarks,
    fewest,
    folded_mean,
    panel_mean,
    panel_median,
    panel_sum,
    with_substitutes,
)

_SCALE_DECIMALS = 6


class Part(Struct, frozen=True):
    """One aggregate: of the judges' totals (no criterion), or of one criterion's marks."""

    criterion: CriterionId | None
    ticks: Mapping[SeatId, int] | Mapping[SeatId, Fraction]
    """What was aggregated, in units of 1/`unit`; a substituted mark is a fraction."""
    unit: int
    panel: PanelValue[SeatId]
    value: Fraction
    """The aggregate, unrounded, before any weight."""
    published: Fraction
    """The same as printed."""
    substituted: tuple[SeatId, ...] = ()

    @property
    def marks(self) -> dict[SeatId, Fraction]:
        """What was aggregated, as exact numbers."""
        return {seat: Fraction(value) / self.unit for seat, value in self.ticks.items()}


class PanelMarks(Struct, frozen=True):
    """Who should have marked, and what those present gave."""

    expected: Sequence[SeatId]
    given: Mapping[SeatId, Given]
    scale: int | None = None
    """Which scale the grades of an attempt are worth, from 1; None where it is not known."""


class Weighed(Struct, frozen=True):
    """The criteria of a panel step, each with its factor as a whole number of 1/`unit`."""

    criteria: tuple[tuple[CriterionId, int], ...]
    unit: int


def panel_criteria(scoring: Scoring, formula: Panel) -> tuple[Criterion, ...]:
    """The criteria that a panel step takes up."""
    if formula.criteria:
        return tuple(scoring.criterion(one) for one in formula.criteria)
    return tuple(one for one in scoring.criteria if not one.by and one.per == "performance")


@lru_cache(maxsize=512)
def weighed(scoring: Scoring, formula: Panel) -> Weighed:
    """The factors of the judges' totals, with one common denominator."""
    criteria = panel_criteria(scoring, formula)
    factors = [exact(one.weight) / _unit(one, formula) for one in criteria]
    common = lcm(*(factor.denominator for factor in factors))
    pairs = zip(criteria, factors, strict=True)
    return Weighed(tuple((one.id, int(factor * common)) for one, factor in pairs), common)


def panel_parts(
    scoring: Scoring, step: Step, formula: Panel, marks: PanelMarks, *, so_far: bool = False
) -> tuple[Part, ...] | None:
    """The aggregates of a panel step; None where the plan refuses one, as too few have marked.

    With `so_far`, those who have marked are averaged although others are still to mark.
    """
    present = _present(formula, marks)
    if not so_far and formula.absent == "refuse" and len(present) < len(_expected(formula, marks)):
        return None
    if not present:
        return None
    try:
        return tuple(
            _part(step, formula, marks, criterion, counted, per_point)
            for criterion, counted, per_point in _counted(scoring, formula, marks, present)
        )
    except TooFewMarks:
        return None


def panel_total(
    scoring: Scoring, step: Step, formula: Panel, parts: Sequence[Part]
) -> tuple[Fraction, Fraction]:
    """What the parts come to, as printed on the way and unrounded."""
    if formula.combine == "judges":
        return parts[0].published, parts[0].value
    weights = [exact(one.weight) for one in panel_criteria(scoring, formula)]
    # ISU 2016-18: the factored component is a published number, rounded before it is added.
    printed = sum(
        (
            _printed(weight * part.published, step)
            for weight, part in zip(weights, parts, strict=True)
        ),
        Fraction(0),
    )
    unrounded = sum(
        (weight * part.value for weight, part in zip(weights, parts, strict=True)), Fraction(0)
    )
    return printed, unrounded


def judge_totals(
    scoring: Scoring, formula: Panel, marks: PanelMarks
) -> tuple[dict[SeatId, int], int]:
    """Each present judge's weighted sum over the criteria, and how many of its units make one."""
    present = _present(formula, marks)
    return _totals(scoring, formula, marks, present)


def _totals(
    scoring: Scoring, formula: Panel, marks: PanelMarks, present: Sequence[SeatId]
) -> tuple[dict[SeatId, int], int]:
    factors = weighed(scoring, formula)
    given = marks.given
    if formula.scale is None and len(factors.criteria) == 1:
        ((criterion, factor),) = factors.criteria
        return {
            seat: factor * _mark(scoring, criterion, given[seat]) for seat in present
        }, factors.unit
    return {
        seat: sum(
            factor * _worth(scoring, formula, marks, _mark(scoring, criterion, given[seat]))
            for criterion, factor in factors.criteria
        )
        for seat in present
    }, factors.unit


def _expected(formula: Panel, marks: PanelMarks) -> list[SeatId]:
    if not formula.seats:
        return list(marks.expected)
    return [seat for seat in marks.expected if seat in formula.seats]


def _present(formula: Panel, marks: PanelMarks) -> list[SeatId]:
    """In the panel's order, so that equal marks explain themselves alike."""
    return [
        seat
        for seat in _expected(formula, marks)
        if seat in marks.given and marks.given[seat].outcome is None
    ]


def _counted(
    scoring: Scoring, formula: Panel, marks: PanelMarks, present: Sequence[SeatId]
) -> list[tuple[CriterionId | None, dict[SeatId, int], int]]:
    if formula.combine == "judges":
        totals, per_point = _totals(scoring, formula, marks, present)
        return [(None, totals, per_point)]
    return [
        (
            criterion.id,
            {
                seat: _worth(
                    scoring, formula, marks, _mark(scoring, criterion.id, marks.given[seat])
                )
                for seat in present
            },
            _unit(criterion, formula),
        )
        for criterion in panel_criteria(scoring, formula)
    ]


def _mark(scoring: Scoring, criterion_id: CriterionId, given: Given) -> int:
    """The mark on a sheet; one that may be left out counts as the criterion's default."""
    mark = given.marks.get(criterion_id)
    if mark is not None:
        return mark
    criterion = scoring.criterion(criterion_id)
    if criterion.default is None:
        raise TooFewMarks(0, 1)
    return ticks(criterion.default, criterion.decimals)


def _worth(scoring: Scoring, formula: Panel, marks: PanelMarks, mark: int) -> int:
    """A mark, or what the grade is worth on the scale that the official named."""
    if formula.scale is None:
        return mark
    if marks.scale is None:
        raise TooFewMarks(0, 1)
    scale = scoring.scales[marks.scale - 1]
    return ticks(scale.values[mark - scale.lowest], _SCALE_DECIMALS)


def _unit(criterion: Criterion, formula: Panel) -> int:
    return unit(criterion.decimals if formula.scale is None else _SCALE_DECIMALS)


def _part(  # noqa: PLR0913, PLR0917 - one aggregate needs the whole context once
    step: Step,
    formula: Panel,
    marks: PanelMarks,
    criterion: CriterionId | None,
    counted: dict[SeatId, int],
    per_point: int,
) -> Part:
    absent = [seat for seat in _expected(formula, marks) if seat not in counted]
    if formula.absent != "substitute" or not absent:
        return _aggregated(step, formula, criterion, counted, per_point)
    filled = with_substitutes(counted, absent)
    part = _aggregated(step, formula, criterion, filled, per_point)
    return replace(part, substituted=tuple(absent))


def _aggregated(
    step: Step,
    formula: Panel,
    criterion: CriterionId | None,
    counted: Mapping[SeatId, int] | Mapping[SeatId, Fraction],
    per_point: int,
) -> Part:
    panel = aggregate(formula, counted)
    value = panel.value / per_point
    return Part(criterion, counted, per_point, panel, value, _printed(value, step))


def aggregate(
    formula: Panel, marks: Mapping[SeatId, int] | Mapping[SeatId, Fraction]
) -> PanelValue[SeatId]:
    """One number from several marks. Raises TooFewMarks where none would be left."""
    low, high = formula.drop_low, formula.drop_high
    if formula.too_few == "keep_all" and len(marks) < fewest(low, high):
        low = high = 0
    if formula.take == "median":
        return panel_median(marks)
    if formula.take == "sum":
        return panel_sum(marks, low, high)
    if formula.extremes == "fold":
        return folded_mean(marks, low, high)
    return panel_mean(marks, low, high)


def _printed(value: Fraction, step: Step) -> Fraction:
    if step.decimals is None:
        return value
    return Fraction(rounded(value, step.decimals, step.rounding), unit(step.decimals))
