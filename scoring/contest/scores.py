"""What the panel's marks of one performance come to, step by step as the plan says."""

from fractions import Fraction
from math import lcm

from msgspec import Struct

from scoring.contest.ids import CriterionId, SeatId
from scoring.contest.plan import Criterion, Scoring
from scoring.contest.state import MarksInTicks, Performance
from scoring.rules.exact import decimal_text, exact, rounded, unit
from scoring.rules.judged import PanelMean, panel_mean


class Part(Struct, frozen=True):
    """One trimmed mean: of the judges' totals (no criterion), or of one criterion's marks."""

    criterion: CriterionId | None
    ticks: dict[SeatId, int]
    """What was averaged, in units of 1/`unit`."""
    unit: int
    panel: PanelMean[SeatId]
    published: Fraction
    """The mean as printed, rounded to the plan's decimals, before any weight."""

    @property
    def marks(self) -> dict[SeatId, Fraction]:
        """What was averaged, as exact numbers."""
        return {seat: Fraction(ticks, self.unit) for seat, ticks in self.ticks.items()}

    @property
    def mean(self) -> Fraction:
        """The mean of the marks kept, unrounded."""
        return self.panel.mean / self.unit


class Score(Struct, frozen=True):
    """A performance's score: as published, in ticks of 10**-decimals, and unrounded."""

    published: int
    exact: Fraction
    decimals: int
    parts: tuple[Part, ...]

    def __str__(self) -> str:
        return decimal_text(self.published, self.decimals)


def score(performance: Performance, scoring: Scoring) -> Score | None:
    """The score of a settled performance; None while it is open or where nobody performed."""
    return panel_score(performance.marks(), scoring) if performance.phase == "closed" else None


def panel_score(marks: dict[SeatId, MarksInTicks], scoring: Scoring) -> Score:
    """The score these sheets come to. Raises TooFewMarks when none would be left to average."""
    if scoring.combine == "judges":
        return _judges_first(marks, scoring)
    return _criteria_first(marks, scoring)


def judge_totals(marks: dict[SeatId, MarksInTicks], scoring: Scoring) -> dict[SeatId, Fraction]:
    """Each judge's weighted sum over the criteria."""
    totals, unit_of_totals = _totals(marks, scoring)
    return {seat: Fraction(total, unit_of_totals) for seat, total in totals.items()}


def criterion_marks(
    marks: dict[SeatId, MarksInTicks], criterion: Criterion
) -> dict[SeatId, Fraction]:
    """Every judge's mark for one criterion, as exact numbers."""
    ticks = unit(criterion.decimals)
    return {seat: Fraction(given[criterion.id], ticks) for seat, given in marks.items()}


def _totals(marks: dict[SeatId, MarksInTicks], scoring: Scoring) -> tuple[dict[SeatId, int], int]:
    """The weighted sums as integers, and how many of their units make one point."""
    factors = {one.id: exact(one.weight) / unit(one.decimals) for one in scoring.criteria}
    common = lcm(*(factor.denominator for factor in factors.values()))
    whole = [(criterion, int(factor * common)) for criterion, factor in factors.items()]
    totals = {
        seat: sum(factor * given[criterion] for criterion, factor in whole)
        for seat, given in marks.items()
    }
    return totals, common


def _part(
    criterion: CriterionId | None, ticks: dict[SeatId, int], per_point: int, scoring: Scoring
) -> Part:
    panel = panel_mean(ticks, scoring.drop_low, scoring.drop_high)
    return Part(criterion, ticks, per_point, panel, _printed(panel.mean / per_point, scoring))


def _printed(value: Fraction, scoring: Scoring) -> Fraction:
    return Fraction(rounded(value, scoring.decimals, scoring.rounding), unit(scoring.decimals))


def _judges_first(marks: dict[SeatId, MarksInTicks], scoring: Scoring) -> Score:
    part = _part(None, *_totals(marks, scoring), scoring)
    published = int(part.published * unit(scoring.decimals))
    return Score(published, part.mean, scoring.decimals, (part,))


def _criteria_first(marks: dict[SeatId, MarksInTicks], scoring: Scoring) -> Score:
    parts = tuple(
        _part(
            criterion.id,
            {seat: given[criterion.id] for seat, given in marks.items()},
            unit(criterion.decimals),
            scoring,
        )
        for criterion in scoring.criteria
    )
    weighted = [
        (exact(criterion.weight), part)
        for criterion, part in zip(scoring.criteria, parts, strict=True)
    ]
    # ISU 2016-18: the factored component is a published number, rounded before it is added.
    printed = sum((_printed(weight * part.published, scoring) for weight, part in weighted), 0)
    unrounded = sum((weight * part.mean for weight, part in weighted), Fraction(0))
    return Score(int(printed * unit(scoring.decimals)), unrounded, scoring.decimals, parts)
