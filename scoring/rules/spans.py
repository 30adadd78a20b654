"""Numbers of which only the bounds are known: a match still to come, counted without guessing."""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple, TypeAlias

Number: TypeAlias = int | Fraction


class Span(NamedTuple):
    """From lowest to highest, both possible; None is no bound."""

    low: Number | None
    high: Number | None

    @property
    def known(self) -> bool:
        return self.low is not None and self.low == self.high

    def below(self, other: "Span") -> bool:
        """Whether all of it is less than all of the other."""
        return self.high is not None and other.low is not None and self.high < other.low

    def opposite(self) -> "Span":
        return Span(
            None if self.high is None else -self.high, None if self.low is None else -self.low
        )

    def per(self, count: int) -> "Span":
        return Span(
            None if self.low is None else Fraction(self.low) / count,
            None if self.high is None else Fraction(self.high) / count,
        )


ANY = Span(None, None)


def exactly(number: Number) -> Span:
    return Span(number, number)


ZERO = exactly(0)


def total(spans: Iterable[Span]) -> Span:
    low: Number | None = 0
    high: Number | None = 0
    for span in spans:
        low = None if low is None or span.low is None else low + span.low
        high = None if high is None or span.high is None else high + span.high
    return Span(low, high)


def hull(spans: Iterable[Span]) -> Span:
    """The span of whatever is in any of them."""
    lows, highs = zip(*spans, strict=True)
    return Span(
        None if None in lows else min(lows),
        None if None in highs else max(highs),
    )


def share(scored: Span, conceded: Span) -> Span | None:
    """What is scored of all that is: it orders like the ratio, and nothing conceded is no trap.

    Neither bound may be negative. None where nothing was scored or conceded.
    """
    if scored.high == 0 and conceded.high == 0:
        return None
    low = 0 if conceded.high is None else _share(scored.low or 0, conceded.high)
    return Span(low, 1 if scored.high is None else _share(scored.high, conceded.low or 0))


def _share(scored: Number, conceded: Number) -> Number:
    return Fraction(scored) / (scored + conceded) if scored else 0
