"""How a match ended, as tags: unplayed is no 0-0; and what an early end does to a table."""

from collections.abc import Mapping
from typing import Annotated, Literal, NamedTuple, TypeAlias

from msgspec import Meta, Struct

Positive: TypeAlias = Annotated[int, Meta(ge=1, le=100_000)]
Side: TypeAlias = Literal["a", "b"]
"""The side named first on the sheet, and the other."""


class Score(NamedTuple):
    """Points, games or goals of the two sides."""

    a: int
    b: int

    def of(self, side: Side) -> int:
        return self.a if side == "a" else self.b

    def plus(self, side: Side, points: int = 1) -> "Score":
        return Score(self.a + points, self.b) if side == "a" else Score(self.a, self.b + points)

    def leader(self) -> Side | None:
        if self.a == self.b:
            return None
        return "a" if self.a > self.b else "b"


NIL = Score(0, 0)


def other(side: Side) -> Side:
    return "b" if side == "a" else "a"


def score_of(side: Side, mine: int, theirs: int) -> Score:
    """A score told from the point of view of one side."""
    return Score(mine, theirs) if side == "a" else Score(theirs, mine)


How: TypeAlias = Literal["retired", "disqualified", "walkover", "forfeit", "default"]
"""Retired: gave up a match in progress, hurt or not. Walkover: did not come, or gave it up
before it began. Forfeit: FIBA Article 20, absent, too few or refusing to play. Default: FIBA
Article 21, fewer than two players left.
"""


class Played(Struct, frozen=True, tag="played"):
    """Decided by what was scored."""

    winner: Side


class Drawn(Struct, frozen=True, tag="drawn"):
    """Played to its end, and level."""


class Conceded(Struct, frozen=True, tag="conceded", forbid_unknown_fields=True):
    """Lost by one side otherwise than by the score; what was scored until then stays known."""

    by: Side
    how: How


class BothOut(Struct, frozen=True, tag="both_out", forbid_unknown_fields=True):
    """Neither side came, or both were disqualified: nobody wins."""


class Unplayed(Struct, frozen=True, tag="unplayed", forbid_unknown_fields=True):
    """Never played and lost by nobody: not needed any more (a tie at 3-0), or called off."""

    why: Literal["not_needed", "called_off"]


Outcome: TypeAlias = Played | Drawn | Conceded | BothOut | Unplayed


class Stop(Struct, frozen=True, tag="stop", forbid_unknown_fields=True):
    """The match ends, or is not played, otherwise than by the score."""

    outcome: Conceded | BothOut | Unplayed

    def refusal(
        self, outcome: Outcome | None, *, started: bool
    ) -> Literal["over", "already_started"] | None:
        """Why a match cannot end so: only one that has not begun is a walkover or unplayed."""
        if outcome is not None:
            return "over"
        walkover = isinstance(self.outcome, Conceded) and self.outcome.how == "walkover"
        never_begun = walkover or isinstance(self.outcome, Unplayed)
        return "already_started" if started and never_begun else None


def winner(outcome: Outcome) -> Side | None:
    match outcome:
        case Played(winner=side):
            return side
        case Conceded(by=side):
            return other(side)
        case _:
            return None


class Treatment(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a table makes of a match that somebody conceded; applying it is the table's part."""

    score: Literal["as_it_stood", "completed", "none"]
    """As it stood; as `published`: completed for the winner or awarded; or no score at all."""
    loss: Literal["lost", "unplayed", "forfeit"]
    """Which of a table's values for a loss the side that conceded is given."""
    deleted_after: Positive | None = None
    """That many of them delete every result of that side in the table, before and after."""


Policy: TypeAlias = Mapping[How, Treatment]

_LOST = Treatment(score="completed", loss="lost")
_DELETED = Treatment(score="completed", loss="lost", deleted_after=1)
_ITTF = Treatment(score="completed", loss="unplayed")

BWF_GROUP: Policy = {  # GCR 16.2.5: who does not complete all matches of the group is taken out
    "retired": _DELETED,
    "disqualified": _DELETED,
    "walkover": _DELETED,
}
BWF_TEAM_POOL: Policy = {  # GCR 16.1, of rubbers: given up is played, the rest goes to the others
    "retired": _LOST,
    "disqualified": _LOST,
    "walkover": _LOST,
}
ITTF_GROUP: Policy = {  # 3.7.5.1: no match point for a match unplayed or unfinished
    "retired": _ITTF,
    "disqualified": _ITTF,
    "walkover": _ITTF,
}
FIBA_GROUP: Policy = {
    # 20.2.1 and 20.2.3: no point, and the second forfeit nullifies all games of that team.
    "forfeit": Treatment(score="completed", loss="forfeit", deleted_after=2),
    "default": _LOST,  # D.1.1: a point, as for any other loss
}
