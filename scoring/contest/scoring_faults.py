"""What is wrong with the scoring of a stage: criteria, steps and tie-breaks that do not fit."""

from collections.abc import Collection, Iterator

from scoring.contest.fault import Fault, not_decimal, twice, unknown
from scoring.contest.ids import StepId
from scoring.contest.panels import panel_criteria
from scoring.contest.plan import JudgedStage, Plan
from scoring.contest.scores import panel_of_judges, used
from scoring.contest.scoring import (
    ByBestAttempts,
    ByCountback,
    ByHighestMarks,
    ByPreference,
    ByStep,
    Carried,
    Criterion,
    Entered,
    OverAttempts,
    Panel,
    Placings,
    Product,
    RankPoints,
    Scoring,
    Step,
    Sum,
)
from scoring.rules.exact import NotDecimal, TooFine, exact, ticks
from scoring.rules.judged import fewest
from scoring.wording import say

_NATURAL = {
    "rank_sum": "lower", "majority": "lower", "skating": "lower",
    "borda": "higher", "crosses": "higher", "points": "higher",
}  # fmt: skip
"""Which direction is better for what a method of placing comes to."""


def scoring_faults(where: str, plan: Plan, stage: JudgedStage) -> Iterator[Fault]:
    """Everything wrong with a stage's scoring that its types cannot exclude."""
    scoring = stage.scoring
    yield from twice(f"{where}.criteria", (one.id for one in scoring.criteria))
    seats = {seat.id for seat in plan.seats}
    for index, criterion in enumerate(scoring.criteria):
        yield from _criterion(f"{where}.criteria[{index}]", criterion, scoring, seats)
    yield from twice(f"{where}.steps", (one.id for one in scoring.steps))
    found = list(_steps(f"{where}.steps", plan, stage))
    yield from found
    if not found:
        yield from _score(where, plan, scoring)
        yield from _tie_breaks(f"{where}.tie_breaks", scoring)
    yield from _decimal(f"{where}.unusual", scoring.unusual)
    for index, scale in enumerate(scoring.scales):
        for value in scale.values:
            yield from _decimal(f"{where}.scales[{index}].values", value)


def _criterion(
    where: str, criterion: Criterion, scoring: Scoring, seats: Collection[str]
) -> Iterator[Fault]:
    bounds: dict[str, int] = {}
    for field in ("minimum", "maximum", "default", "step"):
        text: str | None = getattr(criterion, field)
        if text is None:
            continue
        try:
            bounds[field] = ticks(text, criterion.decimals)
        except (NotDecimal, TooFine):
            yield Fault(f"{where}.{field}", not_decimal(text, criterion.decimals))
    if {"minimum", "maximum"} <= set(bounds) and bounds["minimum"] >= bounds["maximum"]:
        yield Fault(f"{where}.maximum", say("The maximum must be greater than the minimum."))
    if bounds.get("step", 1) <= 0:
        yield Fault(f"{where}.step", say("A step must be greater than 0."))
    try:
        weight = exact(criterion.weight)
    except NotDecimal:
        yield Fault(f"{where}.weight", not_decimal(criterion.weight, 6))
    else:
        if weight <= 0:
            yield Fault(f"{where}.weight", say("A weight must be greater than 0."))
    yield from (unknown(f"{where}.by", seat, seats) for seat in criterion.by if seat not in seats)
    if criterion.per == "attempt" and not scoring.attempts:
        text_ = say("Marked by attempt, but the stage has no attempts; say how many.")
        yield Fault(f"{where}.per", text_)


def by_attempt_steps(scoring: Scoring) -> frozenset[StepId]:
    """The steps that have a value for each attempt rather than one for the performance."""
    found: set[StepId] = set()
    for step in scoring.steps:
        if _is_by_attempt(scoring, step, found):
            found.add(step.id)
    return frozenset(found)


def _is_by_attempt(scoring: Scoring, step: Step, found: Collection[StepId]) -> bool:
    match step.value:
        case Panel() as formula:
            return any(one.per == "attempt" for one in panel_criteria(scoring, formula))
        case Entered(criterion=criterion):
            return scoring.criterion(criterion).per == "attempt"
        case Sum() | Product():
            return any(one in found for one in used(step.value))
        case _:
            return False


def _steps(where: str, plan: Plan, stage: JudgedStage) -> Iterator[Fault]:
    scoring = stage.scoring
    earlier: list[StepId] = []
    for index, step in enumerate(scoring.steps):
        at = f"{where}[{index}].value"
        for one in used(step.value):
            if one not in earlier:
                yield unknown(at, one, earlier)
        yield from _formula(at, plan, stage, step)
        earlier.append(step.id)


def _formula(where: str, plan: Plan, stage: JudgedStage, step: Step) -> Iterator[Fault]:
    scoring = stage.scoring
    match step.value:
        case Panel() as formula:
            yield from _panel(where, stage, formula)
        case Entered(criterion=criterion):
            yield from _official(f"{where}.criterion", scoring, criterion)
        case Sum(terms=terms, minimum=minimum):
            for term in terms:
                yield from _decimal(f"{where}.terms", term.weight)
            yield from _decimal(f"{where}.minimum", minimum)
        case Product(factor=factor):
            yield from _decimal(f"{where}.factor", factor)
        case OverAttempts():
            if not scoring.attempts:
                text = say("The stage has no attempts; say how many.")
                yield Fault(where, text)
        case Carried(stage=source, share=share):
            before = [one.id for one in plan.judged[: plan.judged.index(stage)]]
            if source is not None and source not in before:
                yield unknown(f"{where}.stage", source, before)
            yield from _decimal(f"{where}.share", share)
        case RankPoints(table=table, top=top):
            for value in (*table, top):
                yield from _decimal(where, value)
        case Placings() as formula:
            yield from _placings(where, stage, formula)


def _panel(where: str, stage: JudgedStage, formula: Panel) -> Iterator[Fault]:
    scoring = stage.scoring
    known = [one.id for one in scoring.criteria]
    wrong = [one for one in formula.criteria if one not in known]
    yield from (unknown(f"{where}.criteria", one, known) for one in wrong)
    if wrong:
        return
    criteria = panel_criteria(scoring, formula)
    if not criteria:
        yield Fault(f"{where}.criteria", say("Name the criteria that this step takes up."))
        return
    if len({(one.by, one.per) for one in criteria}) > 1:
        text = say("One step can only take up criteria that the same seats give for the same.")
        yield Fault(f"{where}.criteria", text)
    yield from _dropped(where, stage, formula, criteria)
    if formula.normalise != "none" and (
        formula.combine != "judges" or formula.scale is not None or criteria[0].per == "attempt"
    ):
        text = say("Only judges' totals of whole performances can be made comparable.")
        yield Fault(f"{where}.normalise", text)
    if formula.scale is not None:
        yield from _scale(f"{where}.scale", scoring, formula, criteria)


def _dropped(
    where: str, stage: JudgedStage, formula: Panel, criteria: Collection[Criterion]
) -> Iterator[Fault]:
    by = next(iter(criteria)).by
    panels = [by] if by else [panel.seats for panel in stage.panels] or [stage.panel]
    for seat in formula.seats:
        everybody = [one for panel in panels for one in panel]
        if seat not in everybody:
            yield unknown(f"{where}.seats", seat, everybody)
    smallest = min(
        (len([one for one in panel if not formula.seats or one in formula.seats]))
        for panel in panels
    )
    if formula.too_few == "refuse":
        yield from _too_small(where, formula, smallest)


def _too_small(where: str, formula: Panel | Placings, smallest: int) -> Iterator[Fault]:
    """More is dropped than the smallest panel has."""
    needed = fewest(formula.drop_low, formula.drop_high)
    if smallest < needed:
        text = say(
            "Dropping {dropped} marks needs a panel of at least {needed}; it has {size}.",
            dropped=needed - 1,
            needed=needed,
            size=smallest,
        )
        yield Fault(f"{where}.drop_high", text)


def _scale(
    where: str, scoring: Scoring, formula: Panel, criteria: Collection[Criterion]
) -> Iterator[Fault]:
    yield from _official(where, scoring, str(formula.scale))
    if not scoring.scales:
        yield Fault(where, say("The plan has no scales that grades could be worth something on."))
    for criterion in criteria:
        lowest, highest = int(exact(criterion.minimum)), int(exact(criterion.maximum))
        fits = criterion.decimals == 0 and all(
            one.lowest <= lowest and highest < one.lowest + len(one.values)
            for one in scoring.scales
        )
        if not fits:
            text = say("{criterion}: every scale must have a value for each whole grade.",
                       criterion=criterion.name)  # fmt: skip
            yield Fault(where, text)


def _official(where: str, scoring: Scoring, criterion_id: str) -> Iterator[Fault]:
    known = [one.id for one in scoring.criteria if one.by]
    if criterion_id not in known:
        yield unknown(where, criterion_id, known)


def _placings(where: str, stage: JudgedStage, formula: Placings) -> Iterator[Fault]:
    scoring = stage.scoring
    known = [one.id for one in scoring.criteria]
    if formula.criterion not in known:
        yield unknown(f"{where}.criterion", formula.criterion, known)
        return
    criterion = scoring.criterion(formula.criterion)
    kind = criterion.kind
    if (formula.method == "crosses") != (kind == "cross"):
        text = say("Crosses are counted, and only crosses: the criterion must be of that kind.")
        yield Fault(f"{where}.method", text)
    if formula.method == "skating" and kind != "place":
        text = say(
            "The Skating System needs places, not marks: the criterion must be of that kind."
        )
        yield Fault(f"{where}.method", text)
    if (formula.method == "points") != bool(formula.table):
        text = say("Points by each judge's places need a table, and only they do.")
        yield Fault(f"{where}.table", text)
    for value in formula.table:
        yield from _decimal(f"{where}.table", value)
    if (formula.drop_high or formula.drop_low) and formula.method != "rank_sum":
        text = say("Only the places of a rank sum can be dropped.")
        yield Fault(f"{where}.drop_high", text)
    elif not stage.panels:
        yield from _too_small(where, formula, len(criterion.by or stage.panel))
    if formula.method != "crosses" and not criterion.by and _divided(stage, formula):
        text = say("Every judge must place everybody; here some judges leave out entrants.")
        yield Fault(f"{where}.method", text)


def _divided(stage: JudgedStage, formula: Placings) -> bool:
    """Whether a judge does not come to see whom others place; own units may get no points."""
    return bool(stage.panels) or (stage.exclude_same_unit and formula.method != "points")


def _score(where: str, plan: Plan, scoring: Scoring) -> Iterator[Fault]:
    if all(step.aside for step in scoring.steps):
        yield Fault(f"{where}.steps", say("One step must be the score, not an aside."))
        return
    score = scoring.score
    at = f"{where}.steps[{scoring.steps.index(score)}]"
    if score.id in by_attempt_steps(scoring):
        text = say("The score must be one number: say how the attempts come together.")
        yield Fault(at, text)
    if score.decimals is None:
        yield Fault(f"{at}.decimals", say("The score is published; say with how many decimals."))
    match score.value:
        case Placings(method=method) if scoring.better != _NATURAL[method]:
            text = say("For this method {better} is better.", better=_NATURAL[method])
            yield Fault(f"{where}.better", text)
        case RankPoints(table=table) if table and len(table) < len(plan.entrants):
            # Points for the first places only would leave all the others tied.
            if not scoring.tie_breaks:
                text = say(
                    "Points for {points} places, but {field} entrants: all beyond would be tied."
                    " Give points for every place, or a tie-break.",
                    points=len(table),
                    field=len(plan.entrants),
                )
                yield Fault(f"{at}.value.table", text)
        case _:
            pass


def _tie_breaks(where: str, scoring: Scoring) -> Iterator[Fault]:
    steps = [step.id for step in scoring.steps]
    by_attempt = by_attempt_steps(scoring)
    for index, tie in enumerate(scoring.tie_breaks):
        at = f"{where}[{index}]"
        match tie:
            case ByStep(step=step):
                if step not in steps or step in by_attempt:
                    yield unknown(f"{at}.step", step, set(steps) - by_attempt)
            case ByBestAttempts(step=step):
                if step not in by_attempt:
                    yield unknown(f"{at}.step", step, by_attempt)
            case ByHighestMarks() | ByPreference() | ByCountback():
                if panel_of_judges(scoring) is None:
                    yield Fault(at, say("There is no panel of judges whose marks could decide."))
            case _:
                pass


def _decimal(where: str, text: str | None) -> Iterator[Fault]:
    if text is None:
        return
    try:
        exact(text)
    except NotDecimal:
        yield Fault(where, not_decimal(text, 6))
