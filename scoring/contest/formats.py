"""How a played stage is laid out: a knock-out, groups, a Swiss system; and how it is entered."""

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

from scoring.contest.ids import END, WORD, EntrantId
from scoring.rules.brackets import Consolation, Playing
from scoring.rules.double_elimination import GrandFinal
from scoring.rules.pool_rules import RuleBook
from scoring.rules.seeding import Byes, Order
from scoring.rules.thirds import Unequal

GroupName: TypeAlias = Annotated[str, Meta(pattern="^[A-Za-z0-9]{1,8}" + END)]
"""A, B, ...: part of the ids of the group's matches."""
Lines: TypeAlias = Annotated[int, Meta(ge=2, le=1024)]


class Drawn(Struct, frozen=True, tag="drawn", kw_only=True, forbid_unknown_fields=True):
    """Seeds are placed, everybody else is drawn by lot onto the lines of the bracket."""

    size: Lines | None = None
    """A fixed draw; None for the smallest that holds everybody."""
    order: Order = "bwf"
    seed_lots: bool = True
    """Seeds 3 and 4, 5 to 8, and so on draw lots for their lines (BWF GCR 12.9)."""
    byes: Byes = "seeds_first"
    separate_units: bool = True
    """Entrants of one unit meet as late as possible."""


class Crossed(Struct, frozen=True, tag="crossed", kw_only=True, forbid_unknown_fields=True):
    """The first of each group of an earlier stage, winners apart, the second in the other half."""

    places: Annotated[int, Meta(ge=1, le=64)]
    best: Annotated[int, Meta(ge=0, le=64)] = 0
    """So many of the best on the place after those."""


class FromGroup(Struct, frozen=True, tag="group", kw_only=True, forbid_unknown_fields=True):
    """The one on this place of a group."""

    group: GroupName
    place: Annotated[int, Meta(ge=1, le=1024)]


class FromBest(Struct, frozen=True, tag="best", kw_only=True, forbid_unknown_fields=True):
    """Of those on this place of all groups, the best, the second best, and so on."""

    place: Annotated[int, Meta(ge=1, le=1024)]
    number: Annotated[int, Meta(ge=1, le=1024)]


class Written(Struct, frozen=True, tag="written", kw_only=True, forbid_unknown_fields=True):
    """Who stands on each line, from the top, as places of an earlier stage; None is a bye."""

    lines: Annotated[tuple[FromGroup | FromBest | None, ...], Meta(min_length=2, max_length=1024)]


Entry: TypeAlias = Drawn | Crossed | Written


class KnockOut(Struct, frozen=True, tag="knock_out", kw_only=True, forbid_unknown_fields=True):
    """Who loses is out, or plays for the places that the plan plays out."""

    entry: Entry
    playing: Playing = "none"
    consolation: Consolation = "none"


class DoubleElimination(
    Struct, frozen=True, tag="double_elimination", kw_only=True, forbid_unknown_fields=True
):
    """Who loses twice is out."""

    entry: Entry
    grand_final: GrandFinal = "double"


class Meeting(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Two who meet; who is named first is at home in the first of their matches, the third, ..."""

    a: Annotated[EntrantId, WORD]
    b: Annotated[EntrantId, WORD]
    times: Annotated[int, Meta(ge=1, le=200)] = 1


Count: TypeAlias = Annotated[int, Meta(ge=0, le=1_000_000)]
ForAndAgainst: TypeAlias = tuple[Count, Count]


class BroughtAlong(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody has before the first match: from an earlier round, or points taken away."""

    entrant: Annotated[EntrantId, WORD]
    won: Count = 0
    drawn: Count = 0
    lost: Count = 0
    league_points: Annotated[int, Meta(ge=-100_000, le=1_000_000)] = 0
    """What these are worth; below zero where points are taken away."""
    rubbers: ForAndAgainst = (0, 0)
    games: ForAndAgainst = (0, 0)
    points: ForAndAgainst = (0, 0)


class Groups(Struct, frozen=True, tag="groups", kw_only=True, forbid_unknown_fields=True):
    """Everybody of a group meets everybody; one group alone is a round robin."""

    names: Annotated[tuple[GroupName, ...], Meta(min_length=1, max_length=64)]
    legs: Annotated[int, Meta(ge=1, le=8)] = 1
    book: RuleBook
    unequal: Unequal = "per_match"
    """How those on the same place of groups of different sizes are compared."""
    separate_units: bool = True
    meetings: Annotated[tuple[Meeting, ...], Meta(max_length=20_000)] = ()
    """Who meets whom, where that is not everybody; also across groups, and then it counts in both.
    """
    brought: Annotated[tuple[BroughtAlong, ...], Meta(max_length=1024)] = ()


SwissTieBreak: TypeAlias = Literal[
    "buchholz", "buchholz_cut_1", "buchholz_median", "buchholz_difference", "direct", "seed"
]


class Swiss(Struct, frozen=True, tag="swiss", kw_only=True, forbid_unknown_fields=True):
    """So many rounds, equals against equals, nobody meets twice (FIDE C.04.1)."""

    rounds: Annotated[int, Meta(ge=1, le=64)]
    win: Annotated[int, Meta(ge=1, le=100)] = 2
    draw: Annotated[int, Meta(ge=0, le=100)] = 1
    tie_breaks: Annotated[tuple[SwissTieBreak, ...], Meta(max_length=6)] = (
        "buchholz_cut_1",
        "buchholz",
        "direct",
    )


Format: TypeAlias = KnockOut | DoubleElimination | Groups | Swiss
