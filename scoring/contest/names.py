"""What things of a plan are called in sentences: seats, attempts, numbers of entrants."""

from collections.abc import Iterable
from fractions import Fraction

from scoring.contest.ids import EntrantId, SeatId
from scoring.contest.plan import Plan
from scoring.contest.scores import Amount, Number, Score
from scoring.contest.scoring import Scoring, Step
from scoring.contest.state import Contest
from scoring.rules.exact import decimal_text, rounded, unit
from scoring.rules.measured import Outcome, clock_text
from scoring.wording import Label, Message, say


def seat_label(plan: Plan, seat: SeatId) -> Label:
    """What a seat is called; it must exist."""
    return next(one.name for one in plan.seats if one.id == seat)


def attempt_label(scoring: Scoring, attempt: int) -> Label | Message:
    """What an attempt is called: its name in the plan, or its number."""
    if 1 <= attempt <= len(scoring.attempt_names):
        return scoring.attempt_names[attempt - 1]
    return say("attempt {number}", number=attempt)


def numbers(contest: Contest, entrants: Iterable[EntrantId]) -> tuple[Message, ...]:
    """Entrants by their numbers."""
    return tuple(say("No. {number}", number=contest.entrants[one].number) for one in entrants)


def outcome_label(outcome: Outcome) -> Message:
    """Why there is no result, in words."""
    match outcome:
        case "dnf":
            return say("did not finish")
        case "dns":
            return say("did not start")
        case "dsq":
            return say("disqualified")


def amount_text(step: Step, amount: Amount) -> str | Message:
    """A step's value as it is shown."""
    if isinstance(amount, str):
        return outcome_label(amount)
    return number_text(amount, clock=step.clock)


def number_text(number: Number, *, clock: bool = False) -> str:
    """A number with its own decimals, or as many as it needs."""
    if number.ticks is None or number.decimals is None:
        return fine(number.exact)
    if clock:
        return clock_text(number.ticks, number.decimals)
    return decimal_text(number.ticks, number.decimals)


def score_text(score: Score | None) -> str | None:
    return None if score is None else str(score)


def fine(value: Fraction | int, least: int = 2) -> str:
    """A number with as many decimals as write it exactly, six at the most."""
    decimals = max(least, needed_decimals(Fraction(value)))
    return decimal_text(rounded(Fraction(value), decimals), decimals)


def needed_decimals(value: Fraction) -> int:
    """How many decimals write the value exactly; six at the most."""
    return next((n for n in range(6) if (value * unit(n)).denominator == 1), 6)
