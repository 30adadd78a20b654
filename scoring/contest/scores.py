"""What one performance comes to, step by step as the plan says."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias, assert_never

from msgspec import Struct

from scoring.contest.ids import CriterionId, SeatId, StageId, StepId
from scoring.contest.panels import PanelMarks, panel_criteria, panel_parts, panel_total
from scoring.contest.performance import Given, Performance
from scoring.contest.scoring import (
    Carried,
    Criterion,
    Entered,
    Formula,
    OverAttempts,
    Panel,
    Placings,
    Product,
    RankPoints,
    Scoring,
    Step,
    Sum,
)
from scoring.rules import measured
from scoring.rules.exact import decimal_text, exact, rounded, ticks, unit
from scoring.rules.measured import Outcome, clock_text


class Number(Struct, frozen=True):
    """A step's value: before its rounding, and in ticks of 10**-decimals as printed."""

    exact: Fraction
    ticks: int | None
    decimals: int | None

    @property
    def printed(self) -> Fraction:
        """The number that later steps use: rounded, if the step is."""
        if self.ticks is None or self.decimals is None:
            return self.exact
        return Fraction(self.ticks, unit(self.decimals))


Amount: TypeAlias = Number | Outcome
Value: TypeAlias = Amount | dict[int, Amount]
"""Of the whole performance, or of each attempt by its number."""
Values: TypeAlias = dict[StepId, Value]
"""Steps that have a value so far."""


class Entry(Struct, frozen=True):
    """A performance and what is needed to score it: its judges, and what it brings along."""

    performance: Performance
    panel: tuple[SeatId, ...]
    carried: Mapping[StageId | None, Fraction] = {}


class Score(Struct, frozen=True):
    """A performance's score: as published, in ticks of 10**-decimals, and unrounded."""

    published: int
    exact: Fraction
    decimals: int
    clock: bool = False

    @property
    def printed(self) -> Fraction:
        """The published score as a number."""
        return Fraction(self.published, unit(self.decimals))

    def __str__(self) -> str:
        if self.clock:
            return clock_text(self.published, self.decimals)
        return decimal_text(self.published, self.decimals)


def score_of(scoring: Scoring, values: Values) -> Score | Outcome | None:
    """The score among the steps' values; an outcome where there is none; None if not known yet."""
    step = scoring.score
    value = values.get(step.id)
    if isinstance(value, Number) and value.ticks is not None and value.decimals is not None:
        return Score(value.ticks, value.exact, value.decimals, step.clock)
    return value if isinstance(value, str) else None


def number(value: Fraction, step: Step) -> Number:
    """A step's value, rounded as it says."""
    if step.decimals is None:
        return Number(value, None, None)
    return Number(value, rounded(value, step.decimals, step.rounding), step.decimals)


@lru_cache(maxsize=512)
def own_steps(scoring: Scoring) -> tuple[Step, ...]:
    """The steps that follow from a performance alone, whatever the others do."""
    found: list[Step] = []
    for step in scoring.steps:
        if not _compares(step.value) and set(used(step.value)) <= {one.id for one in found}:
            found.append(step)
    return tuple(found)


def used(formula: Formula) -> tuple[StepId, ...]:
    """The earlier steps that a step takes up."""
    match formula:
        case Sum(terms=terms):
            return tuple(term.step for term in terms)
        case Product(of=of):
            return of
        case OverAttempts(of=of) | RankPoints(of=of):
            return (of,)
        case Panel() | Entered() | Carried() | Placings():
            return ()
    assert_never(formula)


def _compares(formula: Formula) -> bool:
    """Whether a step looks at the whole field."""
    match formula:
        case Placings() | RankPoints():
            return True
        case Panel(normalise=normalise):
            return normalise != "none"
        case _:
            return False


def own_values(scoring: Scoring, entry: Entry, *, so_far: bool = False) -> Values:
    """The values of all steps that follow from this performance alone.

    With `so_far`, those who have marked are averaged although others are still to mark.
    """
    values: Values = {}
    for step in own_steps(scoring):
        value = _value(scoring, step, entry, values, so_far=so_far)
        if value is not None:
            values[step.id] = value
    return values


def _value(
    scoring: Scoring, step: Step, entry: Entry, values: Values, *, so_far: bool
) -> Value | None:
    formula = step.value
    match formula:
        case Panel():
            return _panel(scoring, step, formula, entry, so_far=so_far)
        case Entered(criterion=criterion):
            return _entered(scoring.criterion(criterion), step, entry.performance)
        case Carried(stage=stage, share=share):
            brought = entry.carried.get(stage)
            return None if brought is None else number(brought * exact(share), step)
        case RankPoints() | Placings():
            return None
        case Sum() | Product() | OverAttempts():
            return combined(step, values)
    assert_never(formula)


def combined(step: Step, values: Values) -> Value | None:
    """The value of a step that takes up earlier ones; None while one of them is missing."""
    formula = step.value
    match formula:
        case OverAttempts(of=of):
            return _over_attempts(formula, step, values.get(of))
        case Sum(terms=terms, minimum=minimum):
            weights = [exact(term.weight) for term in terms]
            least = None if minimum is None else exact(minimum)

            def added(numbers: list[Fraction]) -> Fraction:
                total = sum(
                    (weight * one for weight, one in zip(weights, numbers, strict=True)),
                    Fraction(0),
                )
                return total if least is None else max(least, total)

            return _elementwise(step, [values.get(term.step) for term in terms], added)
        case Product(of=of, factor=factor):

            def multiplied(numbers: list[Fraction]) -> Fraction:
                product = exact(factor)
                for one in numbers:
                    product *= one
                return product

            return _elementwise(step, [values.get(one) for one in of], multiplied)
        case _:
            return None


def _elementwise(
    step: Step, parts: list[Value | None], combine: Callable[[list[Fraction]], Fraction]
) -> Value | None:
    """Attempt by attempt where a part is given by attempt; the others hold for each attempt."""
    known: list[Value] = []
    by_attempt: list[dict[int, Amount]] = []
    for part in parts:
        if part is None:
            return None
        known.append(part)
        if isinstance(part, dict):
            by_attempt.append(part)
    if not by_attempt:
        return _together(step, [_of_attempt(part, 0) for part in known], combine)
    return {
        attempt: _together(step, [_of_attempt(part, attempt) for part in known], combine)
        for attempt in sorted(by_attempt[0])
        if all(attempt in part for part in by_attempt)
    }


def _of_attempt(value: Value, attempt: int) -> Amount:
    return value[attempt] if isinstance(value, dict) else value


def _together(
    step: Step, amounts: list[Amount], combine: Callable[[list[Fraction]], Fraction]
) -> Amount:
    numbers: list[Fraction] = []
    for amount in amounts:
        if isinstance(amount, str):
            return amount
        numbers.append(amount.printed)
    return number(combine(numbers), step)


def _over_attempts(formula: OverAttempts, step: Step, value: Value | None) -> Amount | None:
    if not isinstance(value, dict):
        return None
    made: list[measured.Attempt] = [
        one if isinstance(one, str) else one.printed for _, one in sorted(value.items())
    ]
    try:
        result = _taken(formula, made)
    except measured.TooFewAttempts:
        return None
    return result if isinstance(result, str) else number(result, step)


def _taken(formula: OverAttempts, made: list[measured.Attempt]) -> measured.Result:
    match formula.take:
        case "best":
            return measured.nth_best(made, formula.nth, formula.better)
        case "best_sum":
            return measured.best_sum(made, formula.nth, formula.better)
        case "sum":
            return measured.total(made)
        case "mean":
            return measured.mean_of_all(made)
        case "middle_mean":
            return measured.middle_mean(made, formula.better)
        case "last":
            return measured.last(made)


def panel_marks(scoring: Scoring, formula: Panel, entry: Entry, attempt: int = 0) -> PanelMarks:
    """The sheets that a panel step takes up, of the performance or one attempt."""
    by = panel_criteria(scoring, formula)[0].by
    given = entry.performance.given(attempt)
    scale = None
    if formula.scale is not None:
        found = _official(scoring.criterion(formula.scale), given)
        scale = found if isinstance(found, int) else None
    return PanelMarks(by or entry.panel, given, scale)


def by_attempt(scoring: Scoring, formula: Panel) -> bool:
    """Whether a panel step has a value for each attempt."""
    return panel_criteria(scoring, formula)[0].per == "attempt"


def panel_of_judges(scoring: Scoring) -> Panel | None:
    """The first panel step over whole performances: judges' own totals are taken from it."""
    panels = [step.value for step in scoring.steps if isinstance(step.value, Panel)]
    return next((one for one in panels if not by_attempt(scoring, one)), None)


def _panel(
    scoring: Scoring, step: Step, formula: Panel, entry: Entry, *, so_far: bool
) -> Value | None:
    def amount(attempt: int) -> Amount | None:
        marks = panel_marks(scoring, formula, entry, attempt)
        parts = panel_parts(scoring, step, formula, marks, so_far=so_far)
        if parts is None:
            return _no_result(marks) or _default(
                panel_criteria(scoring, formula)[0], step, marks.given
            )
        printed, unrounded = panel_total(scoring, step, formula, parts)
        if step.decimals is None:
            return Number(unrounded, None, None)
        return Number(unrounded, int(printed * unit(step.decimals)), step.decimals)

    if not by_attempt(scoring, formula):
        return amount(0)
    return _each_attempt(entry.performance, amount)


def _no_result(marks: PanelMarks) -> Outcome | None:
    """Why there is none, where no official of several, as with three watches, has a value."""
    outcomes: list[Outcome | None] = [
        marks.given[seat].outcome for seat in marks.expected if seat in marks.given
    ]
    return next(iter(outcomes), None) if all(outcomes) else None


def _each_attempt(
    performance: Performance, amount: Callable[[int], Amount | None]
) -> dict[int, Amount]:
    """The attempts that come to something."""
    found: dict[int, Amount] = {}
    for attempt in performance.attempts():
        one = amount(attempt)
        if one is not None:
            found[attempt] = one
    return found


def _default(criterion: Criterion, step: Step, given: Mapping[SeatId, Given]) -> Number | None:
    missing = not any(criterion.id in one.marks for one in given.values())
    if criterion.default is None or not missing:
        return None
    return number(exact(criterion.default), step)


def _entered(criterion: Criterion, step: Step, performance: Performance) -> Value | None:
    def amount(attempt: int) -> Amount | None:
        found = _official(criterion, performance.given(attempt))
        if isinstance(found, str) or found is None:
            return found
        return number(Fraction(found, unit(criterion.decimals)), step)

    if criterion.per == "performance":
        return amount(0)
    return _each_attempt(performance, amount)


def _official(criterion: Criterion, given: Mapping[SeatId, Given]) -> int | Outcome | None:
    """What the official of a criterion entered, in ticks; else the criterion's default."""
    for seat in criterion.by:
        if seat in given:
            entered = given[seat]
            return entered.outcome or _mark(criterion.id, entered, criterion)
    return None if criterion.default is None else ticks(criterion.default, criterion.decimals)


def _mark(criterion_id: CriterionId, given: Given, criterion: Criterion) -> int | None:
    if criterion_id in given.marks:
        return given.marks[criterion_id]
    return None if criterion.default is None else ticks(criterion.default, criterion.decimals)
