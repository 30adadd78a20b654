"""The numbers on the way to a score: each step, each attempt, and which of them count."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from scoring.contest.ids import EntrantId, StepId
from scoring.contest.names import attempt_label, number_text
from scoring.contest.plan import JudgedStage
from scoring.contest.published import hidden_steps
from scoring.contest.scores import Amount, Number, Value, by_attempt, used
from scoring.contest.scoring import Entered, OverAttempts, Panel, Placings, Scoring, Step
from scoring.contest.stage_result import StageStandings
from scoring.rules.measured import Outcome
from scoring.views.rows import Cell
from scoring.views.words import Words
from scoring.wording import Message, say

_FEWEST_STEPS, _MOST_STEPS = 2, 4
_MOST_ATTEMPTS = 6
_NOTHING = Cell("–", counts=False)


class Columns(Struct, frozen=True):
    """The small columns of a board, if its plan has few enough numbers for them."""

    kind: Literal["steps", "attempts", "none"]
    names: tuple[str, ...] = ()


def columns(stage: JudgedStage, words: Words) -> Columns:
    """Attempts where there are few, otherwise the steps that lead to the score."""
    scoring = stage.scoring
    if attempted(scoring) is not None and scoring.attempts <= _MOST_ATTEMPTS:
        numbers = range(1, scoring.attempts + 1)
        return Columns("attempts", tuple(attempt_name(scoring, one, words) for one in numbers))
    steps = steps_to_score(scoring)
    if _FEWEST_STEPS <= len(steps) <= _MOST_STEPS:
        return Columns("steps", tuple(words.label(step.name) for step in steps))
    return Columns("none")


def cells(result: StageStandings, entrant: EntrantId, kind: str, words: Words) -> tuple[Cell, ...]:
    """An entrant's numbers, one for each column; none while nothing is settled."""
    scoring = result.stage.scoring
    over = attempted(scoring)
    if kind == "attempts" and over is not None:
        made = attempt_cells(result, entrant, over, words)
        columns_of = range(1, scoring.attempts + 1)
        return tuple(made.get(one, _NOTHING) for one in columns_of) if made else ()
    if kind == "steps":
        steps, values = steps_to_score(scoring), published_values(result, entrant)
        if any(step.id in values for step in steps):
            return tuple(_step_cell(step, values.get(step.id), words) for step in steps)
    return ()


def _step_cell(step: Step, value: Value | None, words: Words) -> Cell:
    if value is None or isinstance(value, dict):
        return _NOTHING
    return Cell(_short(step, value, words))


def published_values(result: StageStandings, entrant: EntrantId) -> Mapping[StepId, Value]:
    """What the steps come to, as far as the public may see it."""
    entry = result.chain.field.entries.get(entrant)
    if entry is None:
        return {}
    hidden = hidden_steps(result.stage, entry)
    values = result.chain.values[entrant]
    return {step: value for step, value in values.items() if step not in hidden}


def attempt_cells(
    result: StageStandings, entrant: EntrantId, over: OverAttempts, words: Words
) -> dict[int, Cell]:
    """Every attempt that was made, by its number."""
    value = published_values(result, entrant).get(over.of)
    if not isinstance(value, dict):
        return {}
    counting = _counting(over, value)
    step = result.stage.scoring.step(over.of)
    return {
        attempt: Cell(_short(step, amount, words), attempt in counting)
        for attempt, amount in value.items()
    }


def attempted(scoring: Scoring) -> OverAttempts | None:
    """How the attempts come to one number on the way to the score; None without attempts."""
    found = (step.value for step in scoring.steps if not step.aside)
    return next((one for one in found if isinstance(one, OverAttempts)), None)


def steps_to_score(scoring: Scoring) -> tuple[Step, ...]:
    """The steps before the score that have one value for the whole performance."""
    score = scoring.score.id
    single: set[StepId] = {step.id for step in scoring.steps if not _by_attempt(scoring, step)}
    return tuple(
        step for step in scoring.steps if not step.aside and step.id != score and step.id in single
    )


def attempt_name(scoring: Scoring, attempt: int, words: Words) -> str:
    """The attempt's name in the plan; otherwise just its number."""
    name = attempt_label(scoring, attempt)
    return str(attempt) if isinstance(name, Message) else words.label(name)


def _by_attempt(scoring: Scoring, step: Step) -> bool:
    match step.value:
        case Panel() as formula:
            return by_attempt(scoring, formula)
        case Entered(criterion=criterion):
            return scoring.criterion(criterion).per == "attempt"
        case OverAttempts() | Placings():
            return False
        case formula:
            return any(_by_attempt(scoring, scoring.step(one)) for one in used(formula))


def _counting(over: OverAttempts, made: Mapping[int, Amount]) -> set[int]:
    """The attempts that go into the number; of equal ones the earlier."""
    sign = -1 if over.better == "higher" else 1
    worst = 1 + max(
        (abs(one.printed) for one in made.values() if isinstance(one, Number)), default=Fraction(0)
    )

    def rank(attempt: int) -> tuple[Fraction, int]:
        amount = made[attempt]
        return (sign * amount.printed if isinstance(amount, Number) else worst, attempt)

    best: Sequence[int] = sorted(made, key=rank)
    match over.take:
        case "best":
            return set(best[over.nth - 1 : over.nth])
        case "best_sum":
            return set(best[: over.nth])
        case "middle_mean":
            return set(best[1:-1])
        case "last":
            return {max(made)} if made else set()
        case "sum" | "mean":
            return set(made)


def _short(step: Step, amount: Amount, words: Words) -> str:
    if isinstance(amount, str):
        return words(_short_outcome(amount))
    return number_text(amount, clock=step.clock)


def _short_outcome(outcome: Outcome) -> Message:
    match outcome:
        case "dnf":
            return say("DNF")
        case "dns":
            return say("DNS")
        case "dsq":
            return say("DSQ")
