"""Numbers with a square root in them, rounded exactly."""

from fractions import Fraction
from math import isqrt

from scoring.rules.exact import unit

_HALF = Fraction(1, 2)


def rounded_root(constant: Fraction, factor: Fraction, radicand: Fraction, decimals: int) -> int:
    """Round constant + factor * sqrt(radicand) to ticks of 10**-decimals, halves away from zero.

    Raises ValueError for a negative radicand.
    """
    if radicand < 0:
        raise ValueError(f"no square root of {radicand}")
    constant, factor = constant * unit(decimals), factor * unit(decimals)
    if _floor(constant, factor, radicand) < 0:
        return -_floor(_HALF - constant, -factor, radicand)
    return _floor(_HALF + constant, factor, radicand)


def _floor(constant: Fraction, factor: Fraction, radicand: Fraction) -> int:
    """The greatest integer that is no greater than constant + factor * sqrt(radicand)."""
    # factor * sqrt(radicand) = sign * sqrt(x/y) = sign * sqrt(x*y) / y; then one denominator.
    square = factor * factor * radicand
    below = constant.denominator * square.denominator
    whole = constant.numerator * square.denominator
    under = square.numerator * square.denominator * constant.denominator**2
    root = isqrt(under)
    if factor < 0:
        root = -root - (root * root < under)
    return (whole + root) // below
