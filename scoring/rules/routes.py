"""What a cut is made from: the field as ranked, and routes whose steps let entrants through."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain
from typing import Generic, Literal, TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import replace

E = TypeVar("E")

Groups: TypeAlias = Sequence[tuple[E, ...]]
"""Groups of equals, best first, as a ranking gives them."""
TiePolicy: TypeAlias = Literal["all_in", "all_out", "chain", "lots", "run_off"]
"""All go, none goes, or a recorded order decides: until there is one, nobody tied is admitted."""
Better: TypeAlias = Literal["higher", "lower"]
Whole: TypeAlias = Literal["entered", "present", "ranked"]


class Counts(Struct, frozen=True, kw_only=True):
    """How many a percentage may be taken of."""

    entered: int
    present: int
    """Those who came, with or without a result."""
    ranked: int

    def of(self, whole: Whole) -> int:
        match whole:
            case "entered":
                return self.entered
            case "present":
                return self.present
            case "ranked":
                return self.ranked


class Field(Struct, Generic[E], frozen=True, kw_only=True):
    """Those with a result, best first: no guests, nobody who withdrew or was not placed.

    `scores` are the published ones, which thresholds look at; the ranking agrees with them.
    `membership` says for each kind of quota who belongs where: ``{"unit": {entrant: village}}``.
    """

    groups: Groups[E]
    counts: Counts
    scores: Mapping[E, Fraction]
    better: Better = "higher"
    membership: Mapping[str, Mapping[E, str]]

    def everyone(self) -> Iterator[E]:
        return chain.from_iterable(self.groups)

    def members(self, by: str) -> Mapping[E, str]:
        """Who belongs where; an empty text is no membership."""
        return {one: where for one, where in self.membership.get(by, {}).items() if where}

    def without(self, entrant: E) -> "Field[E]":
        """The field as if one had no result; percentages are still taken of as many as before."""
        left = (tuple(one for one in group if one != entrant) for group in self.groups)
        return replace(self, groups=tuple(group for group in left if group))

    def reaches(self, entrant: E, score: Fraction, *, strict: bool) -> bool:
        """Whoever has no score reaches no threshold."""
        own = self.scores.get(entrant)
        return own is not None and reaches(own, score, self.better, strict=strict)


def reaches(own: Fraction, score: Fraction, better: Better, *, strict: bool) -> bool:
    if own == score:
        return not strict
    return (own > score) == (better == "higher")


class Share(Struct, frozen=True):
    """So many in a hundred, rounded down."""

    percent: int
    of: Whole


class Best(Struct, frozen=True, kw_only=True):
    """The best so many of those left. A `hard` line is never exceeded, not by a tie either."""

    spots: int | Share
    hard: bool = False

    def places(self, counts: Counts) -> int:
        match self.spots:
            case Share(percent=percent, of=of):
                return counts.of(of) * percent // 100
            case spots:
                return spots


class Reaching(Struct, frozen=True, kw_only=True):
    """Whoever reaches the score; with `strict`, exceeds it."""

    score: Fraction
    strict: bool = False


class ReachingOrBest(Struct, frozen=True, kw_only=True):
    """Whoever reaches the score, beyond the spots too; spots that remain go by rank."""

    score: Fraction
    spots: int


class Between(Struct, frozen=True, kw_only=True):
    """Those from one place of the whole ranking to another; without a last, to the end.

    A tie across the first place belongs here as far as no earlier route took it, and once settled
    where it waits; a tie across the last is a tie at the line.
    """

    first: int
    last: int | None


class PerMembership(Struct, frozen=True, kw_only=True):
    """The best of each membership, never more than `at_most`; then wildcards by overall rank."""

    by: str
    best: int
    counts: Mapping[str, int]
    """Where a membership has another number of places than `best`."""
    at_most: int | None = None
    wildcards: int = 0

    def places(self, membership: str) -> int:
        return self.counts.get(membership, self.best)


Step: TypeAlias = Best | Reaching | ReachingOrBest | Between | PerMembership


class Route(Struct, Generic[E], frozen=True, kw_only=True):
    """One way on: steps one after another, each among those whom the former let through.

    `orders` are what settles a tie by chain, lots or run-off, one after another, 1 being the
    best. An order separates those tied only if it knows them all.
    """

    steps: tuple[Step, ...]
    tie: TiePolicy
    orders: tuple[Mapping[E, int], ...] = ()
    alternates: int = 0


def settled(groups: Groups[E], route: Route[E]) -> Groups[E]:
    """The ranking as far as recorded orders separate it; other policies look at no order."""
    if route.tie in {"all_in", "all_out"}:
        return groups
    for order in route.orders:
        groups = [part for group in groups for part in _separated(group, order)]
    return groups


def _separated(group: tuple[E, ...], order: Mapping[E, int]) -> list[tuple[E, ...]]:
    if len(group) == 1 or any(one not in order for one in group):
        return [group]
    return [
        tuple(one for one in group if order[one] == position)
        for position in sorted({order[one] for one in group})
    ]


def hardened(tie: TiePolicy) -> TiePolicy:
    """The policy at a hard line: a tie that would exceed it stays out."""
    return "all_out" if tie == "all_in" else tie
