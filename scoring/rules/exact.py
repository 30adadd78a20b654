"""Exact decimals: integers in the smallest unit, and rounding only where a rule book says so."""

import re
from fractions import Fraction
from functools import lru_cache
from typing import Literal, TypeAlias

Rounding: TypeAlias = Literal["half_up", "half_even"]

_DECIMAL = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,6})?", re.ASCII)
_UNITS: tuple[int, ...] = tuple(10**decimals for decimals in range(13))


class NotDecimal(ValueError):
    """The text is no plain decimal such as 95.99 (at most nine digits before the point)."""


class TooFine(ValueError):
    """The text has more decimals than the unit allows."""


def unit(decimals: int) -> int:
    """How many ticks make one: 100 with two decimals."""
    return _UNITS[decimals]


@lru_cache(maxsize=4096)
def ticks(text: str, decimals: int) -> int:
    """Read a decimal text in units of 10**-decimals: ``ticks("95.9", 2) == 9590``.

    Raises NotDecimal for anything but plain digits, TooFine for too many decimals.
    """
    if not _DECIMAL.fullmatch(text):
        raise NotDecimal(text)
    whole, _, part = text.partition(".")
    if len(part.rstrip("0")) > decimals:
        raise TooFine(text)
    return int(whole + part[:decimals].ljust(decimals, "0"))


def exact(text: str) -> Fraction:
    """Read a decimal text as an exact number; raises NotDecimal."""
    if not _DECIMAL.fullmatch(text):
        raise NotDecimal(text)
    return Fraction(text)


def decimal_text(value: int, decimals: int) -> str:
    """Write ticks as a decimal text: ``decimal_text(9590, 2) == "95.90"``."""
    if decimals == 0:
        return str(value)
    digits = str(abs(value)).rjust(decimals + 1, "0")
    return f"{'-' if value < 0 else ''}{digits[:-decimals]}.{digits[-decimals:]}"


def rounded(value: Fraction, decimals: int, rounding: Rounding = "half_up") -> int:
    """Round an exact number to ticks of 10**-decimals; halves go away from zero, or to even."""
    scaled = value * unit(decimals)
    whole, rest = divmod(abs(scaled.numerator), scaled.denominator)
    half = 2 * rest - scaled.denominator
    if half > 0 or (half == 0 and (rounding == "half_up" or whole % 2)):
        whole += 1
    return whole if scaled >= 0 else -whole
