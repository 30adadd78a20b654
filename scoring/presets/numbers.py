"""Exact numbers and the decimal texts that plans write them as."""

from fractions import Fraction

from scoring.rules.exact import decimal_text, exact, rounded, unit


def plain(value: Fraction) -> str:
    """A number with no more decimals than it needs, and six at the most."""
    decimals = next((n for n in range(6) if (value * unit(n)).denominator == 1), 6)
    return decimal_text(rounded(value, decimals), decimals)


def hundredth(percent: str) -> str:
    """A percentage as a factor: "20" is "0.2"."""
    return plain(exact(percent) / 100)


def percent(factor: str) -> str:
    """A factor as a percentage: "0.2" is "20"."""
    return plain(exact(factor) * 100)
