"""Who goes on to where: the rules of a plan, and the route that they come to."""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias, TypeVar, assert_never

from msgspec import Meta, Struct

from scoring.contest.ids import WORD, StageId
from scoring.contest.scoring import Decimal, TieBreak
from scoring.rules.exact import exact
from scoring.rules.routes import (
    Best,
    Between,
    PerMembership,
    Reaching,
    ReachingOrBest,
    Route,
    Share,
    Step,
    TiePolicy,
    Whole,
)
from scoring.wording import Label

E = TypeVar("E")

Number = Annotated[int, Meta(ge=1, le=100_000)]
NumberOrNone = Annotated[int, Meta(ge=0, le=100_000)]
PerCent = Annotated[int, Meta(ge=1, le=100)]
Membership = Annotated[str, Meta(min_length=1, max_length=80)]


class TopN(Struct, frozen=True, tag="top", kw_only=True, forbid_unknown_fields=True):
    """The best `count`."""

    count: Number


class Percent(Struct, frozen=True, tag="percent", kw_only=True, forbid_unknown_fields=True):
    """The best so many in a hundred of a whole, rounded down.

    The whole is all entered, those who came, or those with a result.
    """

    percent: PerCent
    of: Whole


class Threshold(Struct, frozen=True, tag="threshold", kw_only=True, forbid_unknown_fields=True):
    """Everyone whose published score reaches `score`; with `strict`, is better."""

    score: Decimal
    strict: bool = False


class Places(Struct, frozen=True, tag="places", kw_only=True, forbid_unknown_fields=True):
    """From one place to another; without a last, to the end of the ranking."""

    first: Number
    last: Number | None = None


class AutoThenFill(
    Struct, frozen=True, tag="auto_then_fill", kw_only=True, forbid_unknown_fields=True
):
    """Everyone whose published score reaches `score`, beyond the spots too.

    What is left of the spots goes by rank.
    """

    score: Decimal
    spots: Number


class Quota(Struct, frozen=True, tag="quota", kw_only=True, forbid_unknown_fields=True):
    """The best of each group, unit or origin; then wildcards by overall rank.

    An origin is the stage or contest from which an entrant came, a pool the group of a stage of
    matches in which everybody met.
    """

    by: Literal["group", "unit", "origin", "pool"]
    best: NumberOrNone
    counts: dict[Membership, NumberOrNone] = {}
    """Where one has another number of places than `best`."""
    at_most: Number | None = None
    """How many one may send altogether, wildcards and ties included."""
    wildcards: NumberOrNone = 0


class Cap(Struct, frozen=True, tag="cap", kw_only=True, forbid_unknown_fields=True):
    """Never more than `count`, or than `percent` of a whole: a tie across it stays out."""

    count: Number | None = None
    percent: PerCent | None = None
    of: Whole | None = None


AdvancementRule: TypeAlias = TopN | Percent | Threshold | Places | AutoThenFill | Quota | Cap


class Advancement(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One route onward: each rule lets through some of those whom the rule before it let through.

    Of several routes, each takes from those whom the earlier ones did not take.
    """

    to: Label
    stage: Annotated[StageId, WORD] | None = None
    """The stage that it leads to; without, the one that follows."""
    rules: Annotated[tuple[AdvancementRule, ...], Meta(min_length=1, max_length=20)]
    tie: TiePolicy
    """What becomes of those tied across the line."""
    chain: Annotated[tuple[TieBreak, ...], Meta(max_length=20)] = ()
    """With the policy "chain": links that only decide there, after the stage's own."""
    alternates: Annotated[int, Meta(ge=0, le=1000)] = 0
    """How many of the next in line are named."""


def route(advancement: Advancement, *orders: Mapping[E, int]) -> Route[E]:
    """What the rules mean; `orders` settle ties, in turn. Raises NotDecimal for a bad score."""
    return Route(
        steps=tuple(step(rule) for rule in advancement.rules),
        tie=advancement.tie,
        orders=orders,
        alternates=advancement.alternates,
    )


def step(rule: AdvancementRule) -> Step:
    match rule:
        case TopN(count=count):
            return Best(spots=count)
        case Percent(percent=percent, of=of):
            return Best(spots=Share(percent, of))
        case Threshold(score=score, strict=strict):
            return Reaching(score=exact(score), strict=strict)
        case Places(first=first, last=last):
            return Between(first=first, last=last)
        case AutoThenFill(score=score, spots=spots):
            return ReachingOrBest(score=exact(score), spots=spots)
        case Quota(by=by, best=best, counts=counts, at_most=at_most, wildcards=wildcards):
            return PerMembership(
                by=by, best=best, counts=counts, at_most=at_most, wildcards=wildcards
            )
        case Cap():
            return Best(spots=_cap(rule), hard=True)
    assert_never(rule)


def _cap(cap: Cap) -> int | Share:
    """A cap that does not say one thing, neither or both, lets nobody through."""
    if cap.percent is not None and cap.of is not None and cap.count is None:
        return Share(cap.percent, cap.of)
    return cap.count if cap.count is not None and cap.percent is None else 0
