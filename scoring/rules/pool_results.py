"""The result of a match between two of a group, as a value: what was scored and how it ended."""

from fractions import Fraction
from typing import Generic, NamedTuple, TypeVar

from msgspec import Struct

from scoring.rules.outcomes import NIL, Outcome, Score

E = TypeVar("E")


class Scored(Struct, frozen=True, kw_only=True):
    """The score in every unit that the sport has."""

    rubbers: Score = NIL
    """Of a team tie."""
    games: Score = NIL
    points: Score = NIL
    """The smallest unit: points of rallies, baskets, or goals."""


class Result(Struct, Generic[E], frozen=True, kw_only=True):
    """A match of a group, played or not."""

    a: E
    b: E
    outcome: Outcome | None = None
    """None: still to be played, which is no draw."""
    scored: Scored = Scored()
    published: Scored | None = None
    """Where it differs: the score completed for the winner, or awarded."""


class Carried(Struct, frozen=True, kw_only=True):
    """What somebody has before the first match: from results elsewhere, or taken away."""

    won: int = 0
    drawn: int = 0
    lost: int = 0
    league_points: int = 0
    """What these are worth; below zero where points are taken away."""
    scored: Scored = Scored()
    """For and against."""

    @property
    def played(self) -> int:
        return self.won + self.drawn + self.lost


class Balance(NamedTuple):
    """For and against."""

    scored: int
    conceded: int

    @property
    def difference(self) -> int:
        return self.scored - self.conceded

    @property
    def ratio(self) -> Fraction | None:
        """None with nothing conceded: more than any number, unless nothing was scored either."""
        return Fraction(self.scored, self.conceded) if self.conceded else None

    def plus(self, scored: int, conceded: int) -> "Balance":
        return Balance(self.scored + scored, self.conceded + conceded)
