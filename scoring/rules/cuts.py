"""Who qualifies: every step of a route, with ties that wait for a lot kept out meanwhile.

A cut is complete or there is none: whatever fails raises, and no default, empty field or empty
route lets anybody through.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Generic, Literal, TypeAlias, TypeVar, assert_never

from msgspec import Struct

from scoring.rules.routes import (
    Best,
    Between,
    Field,
    Groups,
    PerMembership,
    Reaching,
    ReachingOrBest,
    Route,
    Step,
    TiePolicy,
    hardened,
    settled,
)

E = TypeVar("E")

ExclusionReason: TypeAlias = Literal["tie", "cap", "quota", "at_most"]


class Excluded(Struct, Generic[E], frozen=True):
    """Good enough by rank and shut out all the same: by which step of the route, and why.

    "tie": tied across the line and all stay out. "cap": beyond the cap. "quota": the places of
    the own group are taken and no wildcard is left, while lower ranked of others go. "at_most":
    the own group may send no more.
    """

    entrant: E
    step: int
    reason: ExclusionReason


class Cut(Struct, Generic[E], frozen=True, kw_only=True):
    """Who qualifies by one route, in order of rank."""

    qualifying: Sequence[E] = ()
    tied_at_line: tuple[E, ...] = ()
    """Those for whom the tie policy had to decide or still has to."""
    undecided: tuple[E, ...] = ()
    """Not admitted until a tie is settled: theirs, or one that may decide who is left for them.

    Rather too many than one too few wait where steps or routes follow upon an open tie.
    """
    alternates: tuple[tuple[E, ...], ...] = ()
    """The next in line; a group is of equals."""
    excluded: tuple[Excluded[E], ...] = ()


class Pool(Struct, Generic[E], frozen=True):
    """Those let through so far: for sure, and at most, were every open tie to go their way."""

    sure: frozenset[E]
    most: frozenset[E]

    def only(self, sure: Iterable[E], most: Iterable[E]) -> "Pool[E]":
        return Pool(self.sure.intersection(sure), self.most.intersection(most))


class Sifted(Struct, Generic[E], frozen=True):
    """What a step does to a pool."""

    pool: Pool[E]
    tied: frozenset[E] = frozenset()
    reasons: Mapping[E, ExclusionReason] = {}


def cut(field: Field[E], route: Route[E]) -> Cut[E]:
    """Who qualifies by a single route."""
    return cuts(field, (route,))[0]


def cuts(field: Field[E], routes: Sequence[Route[E]]) -> tuple[Cut[E], ...]:
    """Who qualifies by each route, taking from those whom the earlier ones left."""
    left = frozenset(field.everyone())
    waiting: frozenset[E] = frozenset()
    found: list[Cut[E]] = []
    for route in routes:
        one = _cut(field, route, Pool(left - waiting, left))
        left = left.difference(one.qualifying)
        waiting = waiting.union(one.undecided) & left
        found.append(one)
    return tuple(found)


def _cut(field: Field[E], route: Route[E], pool: Pool[E]) -> Cut[E]:
    if not route.steps:
        return Cut()
    groups = settled(field.groups, route)
    able = _able(field, groups, route, pool.most)
    tied: frozenset[E] = frozenset()
    excluded: dict[E, Excluded[E]] = {}
    for number, step in enumerate(route.steps):
        sifted = _sifted(step, field, groups, pool, route.tie)
        tied = sifted.tied or tied - (pool.most - sifted.pool.most)
        for one, reason in sifted.reasons.items():
            excluded[one] = Excluded(one, number, reason)
        pool = sifted.pool
    blocked = {one for one, why in excluded.items() if why.reason == "at_most"}
    told = pool.most.union(tied, excluded)
    order = [one for one in chain.from_iterable(groups) if one in told]
    return Cut(
        qualifying=tuple(one for one in order if one in pool.sure),
        tied_at_line=tuple(one for one in order if one in tied and one in able),
        undecided=tuple(one for one in order if one in pool.most and one not in pool.sure),
        alternates=_next(groups, able - pool.most - blocked, route.alternates),
        excluded=tuple(excluded[one] for one in order if one in excluded and one in able),
    )


def _able(field: Field[E], groups: Groups[E], route: Route[E], most: frozenset[E]) -> frozenset[E]:
    """Those in question whom nothing but the number of places can keep out."""
    able = most
    for step in route.steps:
        if isinstance(step, Reaching):
            reaching = _reaching(field, step)
            able &= reaching
        elif isinstance(step, Between):
            placed = _from_place(groups, step.first)
            able &= placed
    return able


def _next(groups: Groups[E], able: frozenset[E], wanted: int) -> tuple[tuple[E, ...], ...]:
    found: list[tuple[E, ...]] = []
    for group in groups:
        if sum(map(len, found)) >= wanted:
            break
        if here := tuple(one for one in group if one in able):
            found.append(here)
    return tuple(found)


def _sifted(
    step: Step, field: Field[E], groups: Groups[E], pool: Pool[E], tie: TiePolicy
) -> Sifted[E]:
    match step:
        case Best(hard=hard):
            return _best(step.places(field.counts), groups, pool, tie, hard=hard)
        case Reaching():
            through = _reaching(field, step)
            return Sifted(pool.only(through, through))
        case ReachingOrBest(score=score, spots=spots):
            through = _reaching(field, Reaching(score=score))
            return _reaching_or_best(through, spots, groups, pool, tie)
        case Between():
            return _between(step, groups, pool, tie)
        case PerMembership():
            return _per_membership(step, field, groups, pool, tie)
    assert_never(step)


def _line(groups: Groups[E], pool: Pool[E], spots: int, tie: TiePolicy) -> Sifted[E]:
    """Let the best through, reckoning with everyone who may be in the pool, and with the sure."""
    sure: set[E] = set()
    most: set[E] = set()
    tied: set[E] = set()
    ahead_at_most = ahead_for_sure = 0
    for group in groups:
        here = [one for one in group if one in pool.most]
        if not here:
            continue
        known = sum(one in pool.sure for one in here)
        if ahead_at_most < spots < ahead_at_most + len(here):
            tied.update(here)
        if ahead_at_most + (1 if tie == "all_in" else len(here)) <= spots:
            sure.update(here)
        if ahead_for_sure + (max(known, 1) if tie == "all_out" else 1) <= spots:
            most.update(here)
        ahead_at_most += len(here)
        ahead_for_sure += known
        if ahead_for_sure >= spots:
            break
    return Sifted(Pool(frozenset(sure), frozenset(most)), frozenset(tied))


def _best(
    spots: int, groups: Groups[E], pool: Pool[E], tie: TiePolicy, *, hard: bool
) -> Sifted[E]:
    line = _line(groups, pool, spots, hardened(tie) if hard else tie)
    left = pool.only(line.pool.sure, line.pool.most)
    shut = (pool.most if hard else line.tied) - left.most
    return Sifted(left, line.tied, {one: "tie" if one in line.tied else "cap" for one in shut})


def _reaching(field: Field[E], step: Reaching) -> set[E]:
    return {one for one in field.everyone() if field.reaches(one, step.score, strict=step.strict)}


def _reaching_or_best(
    through: set[E], spots: int, groups: Groups[E], pool: Pool[E], tie: TiePolicy
) -> Sifted[E]:
    """A tie among those who reach the score is none at the line."""
    others = Pool(pool.sure - through, pool.most - through)
    fewest = _line(groups, others, spots - len(pool.most & through), tie)
    most = _line(groups, others, spots - len(pool.sure & through), tie)
    left = pool.only(fewest.pool.sure | through, most.pool.most | through)
    return Sifted(left, fewest.tied, dict.fromkeys(fewest.tied - left.most, "tie"))


def _from_place(groups: Groups[E], first: int) -> set[E]:
    found: set[E] = set()
    counted = 0
    for group in groups:
        counted += len(group)
        if counted >= first:
            found.update(group)
    return found


def _between(step: Between, groups: Groups[E], pool: Pool[E], tie: TiePolicy) -> Sifted[E]:
    """A tie across the first place belongs here, unless it still waits to be settled."""
    most = _from_place(groups, step.first)
    across = _across(groups, step.first)
    sure = most if tie in {"all_in", "all_out"} else most - across
    tied = most - sure
    if step.last is not None:
        everyone = frozenset(one for group in groups for one in group)
        line = _line(groups, Pool(everyone, everyone), step.last, tie)
        sure, most = sure & line.pool.sure, most & line.pool.most
        tied |= line.tied
    left = pool.only(sure, most)
    here = pool.most & tied
    return Sifted(left, here, dict.fromkeys(here - left.most, "tie"))


def _across(groups: Groups[E], first: int) -> set[E]:
    """Those tied who share this place and one before it."""
    ahead = 0
    for group in groups:
        if ahead + 1 < first <= ahead + len(group):
            return set(group)
        ahead += len(group)
    return set()


def _per_membership(
    step: PerMembership, field: Field[E], groups: Groups[E], pool: Pool[E], tie: TiePolicy
) -> Sifted[E]:
    """The own places first, then the wildcards among all who got none.

    Where a tie for an own place waits, those tied contend for the wildcards at most.
    """
    members = field.members(step.by)
    within, own, tied = _own_places(step, by_membership(groups, members), pool, tie)
    unlimited = {one for one in pool.most if one not in members}
    limited = pool.only(within.sure | unlimited, within.most | unlimited)
    contend = Pool(limited.sure - own.most, limited.most - own.sure)
    wild = _line(groups, contend, step.wildcards, tie)
    left = limited.only(own.sure | wild.pool.sure, own.most | wild.pool.most)
    tied = (tied - wild.pool.sure) | wild.tied
    return Sifted(left, tied, _passed_over(groups, pool, limited, left, tied))


def by_membership(groups: Groups[E], members: Mapping[E, str]) -> dict[str, list[tuple[E, ...]]]:
    """The ranking of each membership by itself."""
    found: dict[str, list[tuple[E, ...]]] = {}
    for group in groups:
        parts: dict[str, list[E]] = {}
        for one in group:
            if one in members:
                parts.setdefault(members[one], []).append(one)
        for membership, part in parts.items():
            found.setdefault(membership, []).append(tuple(part))
    return found


def _own_places(
    step: PerMembership,
    rankings: Mapping[str, Groups[E]],
    pool: Pool[E],
    tie: TiePolicy,
) -> tuple[Pool[E], Pool[E], frozenset[E]]:
    """Those within what a membership may send, those on its own places, and the tied for these."""
    within: list[Pool[E]] = []
    own: list[Sifted[E]] = []
    for membership, ranking in rankings.items():
        may = pool
        if step.at_most is not None:
            line = _line(ranking, pool, step.at_most, hardened(tie))
            may = pool.only(line.pool.sure, line.pool.most)
        here = frozenset(one for group in ranking for one in group)
        within.append(may.only(here, here))
        own.append(_line(ranking, may, step.places(membership), tie))
    tied = frozenset(one for line in own for one in line.tied)
    return _joined(within), _joined([line.pool for line in own]), tied


def _joined(pools: Sequence[Pool[E]]) -> Pool[E]:
    nobody: frozenset[E] = frozenset()
    return Pool(
        nobody.union(*(pool.sure for pool in pools)), nobody.union(*(pool.most for pool in pools))
    )


def _passed_over(
    groups: Groups[E], pool: Pool[E], limited: Pool[E], left: Pool[E], tied: frozenset[E]
) -> dict[E, ExclusionReason]:
    """Those ahead of somebody who goes, or level, and those tied."""
    last = max(
        (at for at, group in enumerate(groups) if left.most.intersection(group)), default=-1
    )
    reasons: dict[E, ExclusionReason] = dict.fromkeys(tied - left.most, "tie")
    for group in groups[: last + 1]:
        for one in group:
            if one in pool.most and one not in left.most and one not in reasons:
                reasons[one] = "quota" if one in limited.most else "at_most"
    return reasons
