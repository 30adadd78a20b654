"""What measures of judges mean, in plain words."""

from fractions import Fraction

from scoring.rules.exact import decimal_text, rounded, unit
from scoring.rules.statistics import Bias
from scoring.wording import Message, say

DECIMALS = 2
"""Of a bias in standard errors, and of everything else that is printed."""


def signed_text(value: Fraction) -> str:
    """A difference with its sign."""
    ticks = rounded(value, DECIMALS)
    return f"{'+' if ticks > 0 else ''}{decimal_text(ticks, DECIMALS)}"


def noticeable(bias: Bias) -> bool:
    """Whether it is more than chance explains: two standard errors, or always the same."""
    if bias.t is None:
        return bias.mean != 0 and bias.count > 1
    return abs(bias.t) >= 2 * unit(DECIMALS)


def bias_reading(bias: Bias | None) -> Message:
    if bias is None:
        return say("too few marks to compare")
    if not noticeable(bias):
        return say("like the others")
    if bias.mean > 0:
        return say("gives more than the others")
    return say("gives less than the others")


def w_reading(w: Fraction | None) -> Message:
    """Kendall's W in words, in steps of a fifth from a half on."""
    if w is None:
        return say("Too few marks to tell.")
    if w >= Fraction(9, 10):
        return say("The judges agree very strongly on the order.")
    if w >= Fraction(7, 10):
        return say("The judges agree strongly on the order.")
    if w >= Fraction(5, 10):
        return say("The judges agree by and large on the order.")
    if w >= Fraction(3, 10):
        return say("The judges agree little on the order.")
    return say("The judges hardly agree on the order.")


def icc_reading(icc: Fraction | None) -> Message:
    """ICC in words, with the bounds of Koo and Li (2016): 0.5, 0.75, 0.9."""
    if icc is None:
        return say("Too few marks to tell.")
    if icc > Fraction(9, 10):
        return say("One judge's mark says nearly as much as the whole panel's.")
    if icc >= Fraction(3, 4):
        return say("The judges mark at much the same height.")
    if icc >= Fraction(1, 2):
        return say("The judges mark at somewhat different heights.")
    return say("The judges mark at very different heights; only the panel together is reliable.")
