"""What stands at a side of a match before anybody does, and the matches that follow from it.

A match is a value without entrants: its sides name where they come from. A bye meets nobody, so
whatever would be played against one is no match: the other side stands one round further.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias

from msgspec import Struct

from scoring.rules.outcomes import Side

MatchId: TypeAlias = str
Part: TypeAlias = Literal["main", "places", "consolation", "winners", "losers", "grand_final"]
"""Places: played out for places, such as 5 to 8. Winners and losers: of a double elimination."""


class Seed(Struct, frozen=True, tag="seed"):
    """The entrant with this number on the entry list of a draw: the best seed is number 1."""

    number: int


class Bye(Struct, frozen=True, tag="bye"):
    """Nobody: who would meet a bye goes on without playing."""


class Winner(Struct, frozen=True, tag="winner"):
    match: MatchId


class Loser(Struct, frozen=True, tag="loser"):
    match: MatchId


class FirstLoss(Struct, frozen=True, tag="first_loss"):
    """The loser of a match if it was the first that entrant played, otherwise nobody."""

    match: MatchId


class Placed(Struct, frozen=True, tag="placed"):
    """The one on this place of a group."""

    group: str
    place: int


class BestPlaced(Struct, frozen=True, tag="best_placed"):
    """Of those on this place of all groups, the best one, the second best, and so on."""

    place: int
    number: int


Source: TypeAlias = Seed | Placed | BestPlaced
"""Filled from outside: by a draw, or by an earlier stage."""
Outlet: TypeAlias = Winner | Loser
Slot: TypeAlias = Source | Bye | Outlet | FirstLoss

BYE = Bye()


class Round(Struct, frozen=True, kw_only=True):
    """Which round of which part of a bracket."""

    part: Part
    number: int
    of: int
    """How many rounds the part has."""
    best: int = 1
    """The best place that can be won in it: 5 for the places 5 to 8."""

    def id(self, number: int) -> MatchId:
        part = f"{self.part}_{self.best}" if self.part == "places" else self.part
        return f"{part}-{self.number}-{number}"


RoundKind: TypeAlias = Literal["final", "semi_final", "quarter_final", "round_of"]


class RoundName(NamedTuple):
    """What a round is called: a round of 16 has kind "round_of" and 16 sides."""

    kind: RoundKind
    sides: int


def round_name(of: Round) -> RoundName:
    """The name within its part, counted from the last round; a losers' part has numbers only."""
    left = of.of - of.number
    kinds: tuple[RoundKind, ...] = ("final", "semi_final", "quarter_final")
    return RoundName(kinds[left] if left < len(kinds) else "round_of", 2 ** (left + 1))


class WonBy(Struct, frozen=True):
    """That this side won that match."""

    match: MatchId
    side: Side


class Match(Struct, frozen=True, kw_only=True):
    """One encounter of a bracket."""

    id: MatchId
    round: Round
    number: int
    """Its position in the round from the top; where others have a bye, numbers are missing."""
    sides: tuple[Slot, Slot]
    only_if: WonBy | None = None
    """Otherwise it is not needed, and the result of that match is its own."""


def feeders(match: Match) -> tuple[MatchId, ...]:
    """The matches that decide who plays this one, each once."""
    come_from = (side for side in match.sides if isinstance(side, Winner | Loser | FirstLoss))
    return tuple(dict.fromkeys(side.match for side in come_from))


class Span(NamedTuple):
    """Places from the best to the worst that are still open; one place when they are equal."""

    best: int
    worst: int


class Met(NamedTuple):
    """A round of matches: who goes on from each pair of lines, and who lost there."""

    matches: tuple[Match, ...]
    winners: tuple[Slot, ...]
    losers: tuple[Slot, ...]


def met(of: Round, lines: Sequence[Slot]) -> Met:
    """Let neighbouring lines meet: the first and second, the third and fourth, and so on."""
    matches: list[Match] = []
    winners: list[Slot] = []
    losers: list[Slot] = []
    for number, sides in enumerate(zip(lines[::2], lines[1::2], strict=True), start=1):
        real = [side for side in sides if side != BYE]
        if len(real) == len(sides):
            one = Match(id=of.id(number), round=of, number=number, sides=sides)
            matches.append(one)
            winners.append(Winner(one.id))
            losers.append(Loser(one.id))
        else:
            winners.append(real[0] if real else BYE)
            losers.append(BYE)
    return Met(tuple(matches), tuple(winners), tuple(losers))
