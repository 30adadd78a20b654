"""The steps from marks to the score in sentences, as the rules of a contest announce them."""

from collections.abc import Iterator
from typing import assert_never

from scoring.contest.ids import CriterionId, SeatId, StepId
from scoring.contest.panels import panel_criteria
from scoring.contest.plan import JudgedStage, Plan
from scoring.contest.scoring import (
    Carried,
    Entered,
    OverAttempts,
    Panel,
    Placings,
    Product,
    RankPoints,
    Scoring,
    Step,
    Sum,
    Term,
)
from scoring.wording import Label, Message, say


def step_sentences(plan: Plan, stage: JudgedStage, step: Step) -> tuple[Message, ...]:
    """One step: what it is, then what else is to be known about it."""
    return (*_formula(plan, stage, step), *_rounding(step))


def seats_text(plan: Plan, seats: tuple[SeatId, ...]) -> tuple[Label, ...]:
    return tuple(seat.name for seat in plan.seats if seat.id in seats)


def _formula(plan: Plan, stage: JudgedStage, step: Step) -> Iterator[Message]:
    scoring, title, formula = stage.scoring, step.name, step.value
    match formula:
        case Panel():
            yield from _panel(plan, scoring, step, formula)
        case Entered(criterion=criterion):
            yield from _entered(plan, scoring, step, criterion)
        case Sum():
            yield say("{title}: {sum}.", title=title, sum=_sum(scoring, formula))
            if formula.minimum is not None:
                yield say("Never less than {minimum}.", minimum=formula.minimum)
        case Product():
            yield say("{title}: {product}.", title=title, product=_product(scoring, formula))
        case OverAttempts():
            yield _over_attempts(scoring, title, formula)
        case Carried():
            yield _carried(plan, title, formula)
        case RankPoints():
            yield from _rank_points(scoring, title, formula)
        case Placings():
            yield from _placings(scoring, title, formula)
        case _:
            assert_never(formula)


def _entered(
    plan: Plan, scoring: Scoring, step: Step, criterion_id: CriterionId
) -> Iterator[Message]:
    """Nothing where the criterion of the same name has been told of already."""
    criterion = scoring.criterion(criterion_id)
    if step == scoring.score:
        yield say("The result: {title}.", title=step.name)
    elif criterion.name != step.name:
        yield say("{title}: what {seats} enters.", title=step.name,
                  seats=seats_text(plan, criterion.by))  # fmt: skip


def _rounding(step: Step) -> Iterator[Message]:
    if step.decimals is None or not _computes(step):
        return
    if step.decimals == 0:
        yield say("Rounded to a whole number.")
    elif step.decimals == 1:
        yield say("Rounded to one decimal.")
    else:
        yield say("Rounded to {decimals} decimals.", decimals=step.decimals)
    if step.rounding == "half_even":
        yield say("An exact half goes to the even digit.")


def _computes(step: Step) -> bool:
    """Whether a step can come to more decimals than what it takes up."""
    match step.value:
        case Entered() | Carried() | Placings():
            return False
        case OverAttempts(take=take):
            return take in ("mean", "middle_mean")
        case _:
            return True


def _panel(plan: Plan, scoring: Scoring, step: Step, formula: Panel) -> Iterator[Message]:
    criteria = panel_criteria(scoring, formula)
    title = step.name
    if formula.combine == "criteria":
        yield say("{title}: criterion by criterion: the judges' marks are averaged, rounded,"
                  " multiplied by the criterion's factor, rounded again, and added up.",
                  title=title)  # fmt: skip
    elif len(criteria) > 1:
        yield say("{title}: each judge's marks are added up to a total.", title=title)
    else:
        yield say("{title}: from the judges' marks.", title=title)
    if formula.scale is not None:
        yield say("A grade is worth what its scale says.")
    yield from _normalised(formula)
    yield from _trimmed(formula)
    if formula.seats:
        yield say("Only the marks of {seats} count here.", seats=seats_text(plan, formula.seats))
    yield from _absent(formula)


def _trimmed(formula: Panel) -> Iterator[Message]:
    high, low = formula.drop_high, formula.drop_low
    if high or low:
        yield _dropped(high, low)
    if formula.extremes == "fold" and (high or low):
        yield say("Their mean counts as one more mark beside the others; these are averaged.")
    elif formula.take == "median":
        yield say("The middle one counts.")
    elif formula.take == "sum":
        yield say("The others are added up.") if high or low else say("They are added up.")
    else:
        yield say("The others are averaged.") if high or low else say("They are averaged.")
    if formula.too_few == "keep_all" and (high or low):
        yield say("With too few marks for that, none is dropped.")


def _dropped(high: int, low: int) -> Message:
    if (high, low) == (1, 1):
        return say("One highest and one lowest are dropped.")
    if high == low:
        return say("The {count} highest and the {count} lowest are dropped.", count=high)
    if not low:
        return say("The highest are dropped: {count}.", count=high)
    if not high:
        return say("The lowest are dropped: {count}.", count=low)
    return say("Dropped: highest {high}, lowest {low}.", high=high, low=low)


def _normalised(formula: Panel) -> Iterator[Message]:
    match formula.normalise:
        case "none":
            return
        case "t":
            yield say("Each judge's totals are made comparable: 50 plus ten times the distance"
                      " from the judge's mean in standard deviations.")  # fmt: skip
        case "rescaled":
            yield say("Each judge's totals are brought to the mean and spread of all marks.")
        case "share":
            yield say("Each judge's totals are turned into shares of all that the judge gave.")


def _absent(formula: Panel) -> Iterator[Message]:
    match formula.absent:
        case "divide_by_present":
            yield say("If a judge is absent, the marks of those present count.")
        case "substitute":
            yield say("In the place of an absent judge stands the mean of the others.")
        case "refuse":
            yield say("Without every judge's marks there is no score.")


def _sum(scoring: Scoring, formula: Sum) -> str | Message:
    first, *rest = formula.terms
    text: Message = _term(scoring, first)
    for term in rest:
        bare = Term(step=term.step, weight=term.weight.removeprefix("-"))
        if term.weight.startswith("-"):
            text = say("{sum} − {term}", sum=text, term=_term(scoring, bare))
        else:
            text = say("{sum} + {term}", sum=text, term=_term(scoring, bare))
    return text


def _term(scoring: Scoring, term: Term) -> Message:
    name = _name(scoring, term.step)
    if term.weight == "1":
        return say("{term}", term=name)
    return say("{term} × {factor}", term=name, factor=term.weight)


def _product(scoring: Scoring, formula: Product) -> Message:
    first, *rest = formula.of
    text = say("{term}", term=_name(scoring, first))
    for one in rest:
        text = say("{term} × {factor}", term=text, factor=_name(scoring, one))
    if formula.factor != "1":
        text = say("{term} × {factor}", term=text, factor=formula.factor)
    return text


def _name(scoring: Scoring, step: StepId) -> Label:
    return scoring.step(step).name


def _over_attempts(scoring: Scoring, title: Label, formula: OverAttempts) -> Message:
    of, nth = _name(scoring, formula.of), formula.nth
    match formula.take:
        case "best" if nth == 1:
            return say("{title}: the best {of} counts.", title=title, of=of)
        case "best":
            return say(
                "{title}: the {of} ranked {nth} among the own ones.", title=title, of=of, nth=nth
            )
        case "best_sum":
            return say("{title}: {of}, the {nth} best added up.", title=title, of=of, nth=nth)
        case "sum":
            return say("{title}: {of}, all added up.", title=title, of=of)
        case "mean":
            return say("{title}: {of}, all averaged.", title=title, of=of)
        case "middle_mean":
            return say("{title}: {of}, averaged without the best and the worst.",
                       title=title, of=of)  # fmt: skip
        case "last":
            return say("{title}: {of}, the last one.", title=title, of=of)


def _carried(plan: Plan, title: Label, formula: Carried) -> Message:
    if formula.stage is None:
        text = say("{title}: the score brought along from the contest before.", title=title)
    else:
        stage = next(one.name for one in plan.judged if one.id == formula.stage)
        text = say("{title}: the score of {stage}.", title=title, stage=stage)
    if formula.share == "1":
        return text
    return say("{sentence} It counts with the factor {factor}.",
               sentence=text, factor=formula.share)  # fmt: skip


def _rank_points(scoring: Scoring, title: Label, formula: RankPoints) -> Iterator[Message]:
    of = _name(scoring, formula.of)
    if formula.table:
        yield say("{title}: points for the place by {of}, from the first on: {points}.",
                  title=title, of=of, points=tuple(formula.table))  # fmt: skip
    elif formula.top is not None:
        yield say("{title}: for the place by {of}; of N entrants, place n gets"
                  " {top} × (N + 1 − n) ÷ N.", title=title, of=of, top=formula.top)  # fmt: skip
    else:
        yield say("{title}: the place by {of}.", title=title, of=of)
    if formula.ties == "mean":
        yield say("Those who share a place share the points of the places they take up.")


def _placings(scoring: Scoring, title: Label, formula: Placings) -> Iterator[Message]:
    name = scoring.criterion(formula.criterion).name
    match formula.method:
        case "rank_sum":
            yield say("{title}: every judge's places for {name} are added up; the lowest sum"
                      " wins.", title=title, name=name)  # fmt: skip
        case "borda":
            yield say("{title}: from each judge one point for everybody placed behind; the"
                      " points are added up.", title=title)  # fmt: skip
        case "majority":
            yield say("{title}: whom a majority of the judges places first wins, and so on down"
                      " (Skating System, rules 5 to 8).", title=title)  # fmt: skip
        case "skating":
            yield say("{title}: by the Skating System over all dances (rules 5 to 11).",
                      title=title)  # fmt: skip
        case "points":
            yield say("{title}: each judge's places give points, from the first on {points};"
                      " they are added up.", title=title, points=tuple(formula.table))  # fmt: skip
        case "crosses":
            yield say("{title}: the judges' crosses are counted.", title=title)
            if formula.called is not None:
                yield say("In each dance every judge crosses {count}.", count=formula.called)
    if formula.drop_high or formula.drop_low:
        yield _dropped(formula.drop_high, formula.drop_low)
    if formula.head_to_head:
        yield say("If only two are equal, whom more judges prefer comes first.")
