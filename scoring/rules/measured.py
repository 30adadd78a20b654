"""Results of several attempts, some of them without a value; and times as a clock shows them."""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Literal, TypeAlias

from scoring.rules.exact import NotDecimal, ticks, unit

Outcome: TypeAlias = Literal["dnf", "dns", "dsq"]
"""Why there is no value: did not finish, did not start, disqualified.

An attempt that a judge does not count (a foul, a missed gate) is a "dnf" (WCA 9f4). "dsq" is
said of the entrant: whatever else was achieved in the same round is void (World Athletics,
effect of disqualification), so one "dsq" makes every result "dsq".
"""
Attempt: TypeAlias = int | Fraction | Outcome
Result: TypeAlias = Fraction | Outcome
Better: TypeAlias = Literal["higher", "lower"]

_WORSE: tuple[Outcome, ...] = ("dnf", "dns", "dsq")
_CLOCK = re.compile(r"[0-9]{1,9}(:[0-5][0-9]){0,2}(\.[0-9]{1,6})?", re.ASCII)


class TooFewAttempts(ValueError):
    """The result asked for needs more attempts than were made; those to come are no "dns"."""

    def __init__(self, made: int, needed: int) -> None:
        super().__init__(f"{made} attempts, at least {needed} needed")
        self.made, self.needed = made, needed


class NotClock(NotDecimal):
    """The text is no time such as 59.99, 1:02.45 or 1:02:03."""


def best(attempts: Sequence[Attempt], better: Better) -> Result:
    """The best value; without any, "dns" if no attempt was started, otherwise "dnf"."""
    return nth_best(attempts, 1, better)


def nth_best(attempts: Sequence[Attempt], n: int, better: Better) -> Result:
    """The n-th best attempt, from 1: values first, then "dnf", then "dns"."""
    _need(attempts, n)
    return "dsq" if "dsq" in attempts else _best_first(attempts, better)[n - 1]


def best_sum(attempts: Sequence[Attempt], n: int, better: Better) -> Result:
    """The sum of the n best; with fewer than n values there is none."""
    _need(attempts, n)
    return _sum(_best_first(attempts, better)[:n], attempts)


def total(attempts: Sequence[Attempt]) -> Result:
    """The sum of all; there is none without a value for each."""
    _need(attempts, 1)
    return _sum(attempts, attempts)


def mean_of_all(attempts: Sequence[Attempt]) -> Result:
    """The mean of all; there is none without a value for each (WCA 9f11)."""
    return _shared(total(attempts), len(attempts))


def middle_mean(attempts: Sequence[Attempt], better: Better) -> Result:
    """Drop the best and the worst, mean of the rest.

    One attempt without a value counts as the worst; with two of them there is no mean (WCA 9f9).
    """
    _need(attempts, 3)
    middle = _best_first(attempts, better)[1:-1]
    return _shared(_sum(middle, attempts), len(middle))


def last(attempts: Sequence[Attempt]) -> Result:
    """Whatever the last attempt came to."""
    _need(attempts, 1)
    return "dsq" if "dsq" in attempts else _result(attempts[-1])


def clock_text(value: int, decimals: int) -> str:
    """Write ticks of 10**-decimals seconds: ``clock_text(6245, 2) == "1:02.45"``."""
    seconds, part = divmod(abs(value), unit(decimals))
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        text = f"{hours}:{minutes:02}:{seconds:02}"
    else:
        text = f"{minutes}:{seconds:02}" if minutes else str(seconds)
    sign = "-" if value < 0 else ""
    return f"{sign}{text}.{part:0{decimals}}" if decimals else sign + text


def read_clock(text: str, decimals: int) -> int:
    """Read a time in ticks of 10**-decimals seconds: ``read_clock("1:02.45", 2) == 6245``.

    Only the first number may exceed 59 and have other than two digits: 75.30 and 90:00 are times,
    1:75 and 1:2 are none. Raises NotClock for anything else, TooFine for too many decimals.
    """
    if not _CLOCK.fullmatch(text):
        raise NotClock(text)
    *longer, seconds = text.split(":")
    minutes = 0
    for number in longer:
        minutes = minutes * 60 + int(number)
    return minutes * 60 * unit(decimals) + ticks(seconds, decimals)


def _need(attempts: Sequence[Attempt], needed: int) -> None:
    if not 1 <= needed <= len(attempts):
        raise TooFewAttempts(len(attempts), needed)


def _result(attempt: Attempt) -> Result:
    return attempt if isinstance(attempt, str) else Fraction(attempt)


def _values(attempts: Sequence[Attempt]) -> list[Fraction]:
    return [Fraction(one) for one in attempts if not isinstance(one, str)]


def _best_first(attempts: Sequence[Attempt], better: Better) -> list[Result]:
    values = sorted(_values(attempts), reverse=better == "higher")
    without: list[Outcome] = [one for one in attempts if isinstance(one, str)]
    return [*values, *sorted(without, key=_WORSE.index)]


def _sum(counted: Sequence[Attempt], attempts: Sequence[Attempt]) -> Result:
    values = _values(counted)
    if "dsq" in attempts:
        return "dsq"
    if len(values) == len(counted):
        return sum(values, Fraction(0))
    return "dns" if all(one == "dns" for one in attempts) else "dnf"


def _shared(result: Result, among: int) -> Result:
    return result if isinstance(result, str) else result / among
