"""How a score came about: each step of the plan in a sentence, with the numbers it used."""

from collections.abc import Iterator
from fractions import Fraction

from scoring.contest.columns import majority_of
from scoring.contest.ids import EntrantId, SeatId, StepId
from scoring.contest.names import (
    amount_text,
    attempt_label,
    fine,
    needed_decimals,
    number_text,
    seat_label,
)
from scoring.contest.panels import Part, panel_criteria, panel_parts
from scoring.contest.scores import Amount, Entry, Number, Values, panel_marks
from scoring.contest.scoring import (
    Carried,
    Entered,
    OverAttempts,
    Panel,
    Placings,
    Product,
    RankPoints,
    Step,
    Sum,
)
from scoring.contest.stage_result import StageStandings
from scoring.contest.state import Contest
from scoring.rules.exact import decimal_text, exact, rounded
from scoring.rules.skating_system import Final, Result
from scoring.rules.skating_system import Step as RuleStep
from scoring.wording import Label, Message, say


def working(contest: Contest, result: StageStandings, entrant: EntrantId) -> tuple[Message, ...]:
    """Every step on the way to an entrant's score; empty where nothing has been settled."""
    entry = result.chain.field.entries.get(entrant)
    if entry is None:
        return ()
    lines: list[Message] = []
    for step in result.stage.scoring.steps:
        if not step.aside:
            lines += _step(contest, result, step, entrant, entry)
    if entry.performance.absent:
        seats = tuple(seat_label(contest.plan, seat) for seat in entry.performance.absent)
        lines.append(say("Absent: {seats}.", seats=seats))
        if any(_substitutes(step) for step in result.stage.scoring.steps):
            lines.append(say("The mean of those present counts in place of the absent."))
    return tuple(lines)


def _substitutes(step: Step) -> bool:
    formula = step.value
    return isinstance(formula, Panel) and formula.absent == "substitute" and not step.aside


def _step(
    contest: Contest, result: StageStandings, step: Step, entrant: EntrantId, entry: Entry
) -> Iterator[Message]:
    scoring = result.stage.scoring
    values = result.chain.values[entrant]
    value = values.get(step.id)
    if value is None:
        return
    formula = step.value
    if isinstance(formula, Placings):
        yield from _placing(contest, result, step, formula, entrant)
        return
    of_attempts: dict[int, Amount] = value if isinstance(value, dict) else {0: value}
    for attempt, amount in of_attempts.items():
        title: Label | Message = step.name
        if attempt:
            name = attempt_label(scoring, attempt)
            title = say("{step}, {attempt}", step=step.name, attempt=name)
        if isinstance(formula, Panel) and formula.normalise == "none":
            yield from _panel(contest, result, step, title, entry, attempt, amount)
        else:
            shown = amount_text(step, amount)
            how = _how(result, step, values, attempt)
            yield say("{title} {value}: {how}.", title=title, value=shown, how=how)


def _how(result: StageStandings, step: Step, values: Values, attempt: int) -> Message:
    scoring = result.stage.scoring
    formula = step.value
    match formula:
        case Sum(terms=terms):
            return say("{sum}", sum=_written_sum(
                [(exact(one.weight), _used(values, one.step, attempt)) for one in terms]
            ))  # fmt: skip
        case Product(of=of, factor=factor):
            parts = [_shown(_used(values, one, attempt)) for one in of]
            return say("{sum}", sum=" × ".join([*parts, *([factor] if factor != "1" else [])]))
        case OverAttempts(of=of, take=take, nth=nth):
            source = values.get(of)
            made = source if isinstance(source, dict) else {}
            shown = tuple(
                say("{text}", text=amount_text(scoring.step(of), one)) for one in made.values()
            )
            return say("{take} of {attempts}", take=_take(take, nth), attempts=shown)
        case Entered():
            return say("entered by the official")
        case Carried(share=share):
            return say("brought along, times {share}", share=share)
        case RankPoints(of=of):
            return say("for the place by {step}", step=scoring.step(of).name)
        case Panel():
            return say(
                "the judges' marks made comparable, each by that judge's own mean and spread"
            )
        case Placings():
            return say("from the judges' places")


def _take(take: str, nth: int) -> Message:
    match take:
        case "best" if nth > 1:
            return say("number {nth} from the best", nth=nth)
        case "best":
            return say("the best")
        case "best_sum":
            return say("the sum of the best {nth}", nth=nth)
        case "sum":
            return say("the sum")
        case "mean":
            return say("the mean")
        case "middle_mean":
            return say("the mean without the best and the worst")
        case _:
            return say("the last")


def _used(values: Values, step: StepId, attempt: int) -> Amount | None:
    value = values.get(step)
    return value.get(attempt) if isinstance(value, dict) else value


def _shown(amount: Amount | None) -> str:
    return number_text(amount) if isinstance(amount, Number) else "–"


def _written_sum(terms: list[tuple[Fraction, Amount | None]]) -> str:
    written = ""
    for weight, amount in terms:
        sign = " − " if weight < 0 else " + "
        factor = "" if abs(weight) == 1 else f"{fine(abs(weight), 0)} × "
        lead = ("−" if weight < 0 else "") if not written else sign
        written += f"{lead}{factor}{_shown(amount)}"
    return written


def _panel(  # noqa: PLR0913, PLR0917 - one panel in its whole context
    contest: Contest,
    result: StageStandings,
    step: Step,
    title: Label | Message,
    entry: Entry,
    attempt: int,
    amount: Amount,
) -> Iterator[Message]:
    scoring, formula = result.stage.scoring, step.value
    if not isinstance(formula, Panel):
        return
    marks = panel_marks(scoring, formula, entry, attempt)
    parts = panel_parts(scoring, step, formula, marks)
    if parts is None:
        yield say("{title} {value}: nothing was entered.", title=title,
                  value=amount_text(step, amount))  # fmt: skip
        return
    for part in parts:
        named = title
        if part.criterion is not None:
            named = scoring.criterion(part.criterion).name
        yield _part(contest, result, step, formula, named, part)
    if formula.combine == "criteria":
        yield say(
            "{title} {score}: each criterion times its factor, rounded, then added.",
            title=title,
            score=amount_text(step, amount),
        )


def _part(  # noqa: PLR0913, PLR0917 - one aggregate in its whole context
    contest: Contest,
    result: StageStandings,
    step: Step,
    formula: Panel,
    title: Label | Message,
    part: Part,
) -> Message:
    seats = [*part.panel.kept, *part.panel.dropped_low, *part.panel.dropped_high]
    criteria = panel_criteria(result.stage.scoring, formula)
    marked = [one.decimals for one in criteria if part.criterion in (None, one.id)]
    finest = max(*marked, *(needed_decimals(part.marks[seat]) for seat in seats))

    def text(seat: SeatId) -> str:
        return decimal_text(rounded(part.marks[seat], finest), finest)

    def listed(chosen: tuple[SeatId, ...]) -> tuple[Message, ...]:
        return tuple(
            say("{seat} {mark}", seat=seat_label(contest.plan, seat), mark=text(seat))
            for seat in chosen
        )

    total = sum((part.marks[seat] for seat in part.panel.kept), Fraction(0))
    decimals = step.decimals if step.decimals is not None else 6
    values: dict[str, str | int] = {
        "kept": " + ".join(text(seat) for seat in part.panel.kept),
        "count": len(part.panel.kept),
        "total": decimal_text(rounded(total, finest), finest),
        "mean": decimal_text(rounded(part.published, decimals), decimals),
    }
    high, low = listed(part.panel.dropped_high), listed(part.panel.dropped_low)
    if formula.take == "median":
        return say(
            "{title} {mean}: the middle of {count}: {kept}.",
            title=title,
            mean=values["mean"],
            count=len(seats),
            kept=listed(part.panel.kept),
        )
    if formula.take == "sum":
        return say("{title} {mean}: highest dropped {high}; lowest dropped {low};"
                   " {kept} = {total}.",
                   title=title, high=high or "–", low=low or "–", mean=values["mean"],
                   kept=values["kept"], total=values["total"])  # fmt: skip
    if formula.extremes == "fold" and (high or low):
        return say(
            "{title} {mean}: the mean of the highest {high} and the lowest {low} counts as one"
            " mark beside {kept}.",
            title=title, high=high or "–", low=low or "–", mean=values["mean"],
            kept=values["kept"],
        )  # fmt: skip
    if not high and not low:
        return say(
            "{title} {mean}: ({kept}) = {total}, divided by {count}.", title=title, **values
        )
    return say(
        "{title} {mean}: highest dropped {high}; lowest dropped {low};"
        " ({kept}) = {total}, divided by {count}.",
        title=title,
        high=high or "–",
        low=low or "–",
        **values,
    )


def _placing(
    contest: Contest, result: StageStandings, step: Step, formula: Placings, entrant: EntrantId
) -> Iterator[Message]:
    value = result.chain.values[entrant].get(step.id)
    if not isinstance(value, Number):
        return
    shown = number_text(value)
    if formula.method in ("rank_sum", "borda", "crosses", "points"):
        yield say(
            "{title} {value}: added up from the judges' sheets.", title=step.name, value=shown
        )
        return
    found = majority_of(result.stage.scoring, formula, result.chain.field)
    if isinstance(found, Final):
        names = tuple(
            say(
                "{dance} {place}",
                dance=attempt_label(result.stage.scoring, dance),
                place=fine(places.places[entrant], 0),
            )
            for dance, places in found.dances.items()
        )
        yield say("{title} {value}: places in the dances {places}, together {total}.",
                  title=step.name, value=shown, places=names,
                  total=fine(found.totals[entrant], 0))  # fmt: skip
        found = found.result
    if isinstance(found, Result):
        for rule in found.concerning(entrant):
            yield _rule(contest, rule)


def _rule(contest: Contest, rule: RuleStep[EntrantId]) -> Message:
    values = tuple(
        say("No. {number} {value}", number=contest.entrants[one].number, value=fine(value, 0))
        for one, value in rule.values.items()
    )
    best = tuple(say("No. {number}", number=contest.entrants[one].number) for one in rule.best)
    if rule.rule == "head_to_head":
        return say("Place {place}, head to head: {values}.", place=rule.place, values=values)
    if rule.column is None:
        return say("Place {place}, rule {rule}: totals {values}; best {best}.", place=rule.place,
                   rule=rule.rule, values=values, best=best or "–")  # fmt: skip
    if rule.measure == "sum":
        return say("Place {place}, rule {rule}: sum of the places up to {column}: {values};"
                   " best {best}.", place=rule.place, rule=rule.rule, column=rule.column,
                   values=values, best=best or "–")  # fmt: skip
    return say("Place {place}, rule {rule}: how many placed up to {column}: {values};"
               " best {best}.", place=rule.place, rule=rule.rule, column=rule.column,
               values=values, best=best or "–")  # fmt: skip
