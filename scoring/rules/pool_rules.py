"""How a rule book orders a group, as data: clause by clause, and where it starts again."""

from typing import Literal, TypeAlias

from msgspec import Struct

from scoring.rules.outcomes import How, Policy, Treatment
from scoring.wording import Label

ResultMeasure: TypeAlias = Literal[
    "league_points",
    "wins",
    "rubber_difference",
    "game_difference",
    "point_difference",
    "points_scored",
    "rubber_ratio",
    "game_ratio",
    "point_ratio",
]
Measure: TypeAlias = ResultMeasure | Literal["conduct", "ranking", "lots"]
"""What a clause compares, the greater the better.

conduct: fair play points, minus what cards cost. ranking: a list from before, 1 the first. lots:
an order that was drawn, or decided otherwise, and recorded.
"""


class Clause(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One sentence of a rule book."""

    text: str
    """Its number there."""
    measure: Measure
    over: Literal["all", "tied"] = "all"
    """All matches of the group, or those between the ones equal when the block began."""
    tied: Literal["any", "two", "more"] = "any"
    """It is only for exactly two who are equal, or only for three or more."""


class Block(Struct, frozen=True, forbid_unknown_fields=True):
    """Clauses applied one after the other, each to those whom the ones before left equal.

    Restart says what follows once some are told apart. never: those equal pass on to the next
    block. after_each: at once each of the groups of equals begins this block
    anew by itself. after_all: they do so after its last clause.
    """

    clauses: tuple[Clause, ...]
    restart: Literal["never", "after_each", "after_all"] = "never"


class Narrow(Struct, frozen=True, forbid_unknown_fields=True):
    """League points where the loser was one game short."""

    win: int
    loss: int


class LeaguePoints(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a match is worth."""

    win: int
    draw: int = 0
    loss: int = 0
    unplayed: int = 0
    """For losing a match unplayed or unfinished, where the treatment says so."""
    forfeit: int = 0
    narrow: Narrow | None = None


class RuleBook(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that makes a table of results."""

    name: Label
    points: LeaguePoints
    blocks: tuple[Block, ...]
    across: tuple[Clause, ...] = ()
    """Comparing those placed alike in several groups."""
    policy: Policy

    def treatment(self, how: How) -> Treatment:
        """A match conceded in a way the book does not name is lost, by the published score."""
        return self.policy.get(how, _LOST)


_LOST = Treatment(score="completed", loss="lost")
