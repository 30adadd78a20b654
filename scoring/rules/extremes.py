"""The worst and the best that the others' open results may do to somebody's place."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple, TypeVar

from msgspec import Struct

from scoring.rules.outlook import Span
from scoring.rules.routes import Best, Counts, Groups, TiePolicy, Whole, hardened

E = TypeVar("E")


class Crowd(Struct, frozen=True, kw_only=True):
    """Everybody still open, in sorted lists that can be counted from any score on.

    `sure` come in any case; `firm` come and get a result in any case.
    """

    counts: Counts
    """Of those whose result is settled; entered are all."""
    bests: list[int]
    sure_bests: list[int]
    firm_bests: list[int]
    worsts: list[int]
    firm_worsts: list[int]
    unplaced_worsts: list[int]

    def joins(self, score: int) -> bool:
        """Whether somebody open may come to exactly this score."""
        return bisect_right(self.worsts, score) > bisect_left(self.bests, score)


def crowd(spans: Iterable[Span], counts: Counts) -> Crowd:
    found = list(spans)
    return Crowd(
        counts=counts,
        bests=sorted(one.best for one in found),
        sure_bests=sorted(one.best for one in found if not one.absent),
        firm_bests=sorted(one.best for one in found if is_firm(one)),
        worsts=sorted(one.worst for one in found),
        firm_worsts=sorted(one.worst for one in found if is_firm(one)),
        unplaced_worsts=sorted(one.worst for one in found if one.unplaced),
    )


def is_firm(span: Span) -> bool:
    return not (span.absent or span.unplaced)


def _from(scores: list[int], score: int, *, level: bool) -> int:
    return len(scores) - (bisect_left if level else bisect_right)(scores, score)


class Rivals(NamedTuple):
    """Those open, as they are in one extreme to somebody with this score.

    Counted are those ahead, or with `level` those tied as well. In the hostile extreme all who
    can get there do, and of the others as few come as can: one more ahead costs a place, and one
    more to take a percentage of gives at most one back. In the kind extreme it is the other way
    round: nobody gets there who can avoid it, and of the others as many come as can.
    """

    crowd: Crowd
    score: int
    level: bool
    hostile: bool
    own: Span | None
    """The outlook of the one who asks, if open; only the kind extreme is asked for then."""

    def ahead(self) -> int:
        if self.hostile:
            return _from(self.crowd.bests, self.score, level=self.level)
        firm = _from(self.crowd.firm_worsts, self.score, level=self.level)
        return firm - (self._self_counted() and self.own is not None and is_firm(self.own))

    def whole(self, of: Whole) -> int:
        """How many a percentage is then taken of."""
        if of == "entered":
            return self.crowd.counts.entered
        return self.crowd.counts.of(of) + (self._fewest(of) if self.hostile else self._most(of))

    def _fewest(self, of: Whole) -> int:
        others = self.crowd.sure_bests if of == "present" else self.crowd.firm_bests
        return self.ahead() + len(others) - _from(others, self.score, level=self.level)

    def _most(self, of: Whole) -> int:
        crowd, own = self.crowd, self._self_counted()
        past = _from(crowd.worsts, self.score, level=self.level) - own
        found = len(crowd.worsts) - past + self.ahead()
        if of == "ranked":
            return found
        without = _from(crowd.unplaced_worsts, self.score, level=self.level)
        return found + without - (own and self.own is not None and self.own.unplaced)

    def _self_counted(self) -> bool:
        """Whether the one who asks is among those counted as level."""
        return self.level and self.own is not None and self.own.worst == self.score


class Standing(NamedTuple):
    """Where one stands among the settled: how many are ahead, and ahead or level with oneself in.

    In the worst case and in the best, for somebody open who joins equals may reorder them.
    """

    score: int
    worst: tuple[int, int]
    best: tuple[int, int]
    own: Span | None = None


def standings(
    groups: Groups[E], scores: Mapping[E, int], everybody: Crowd, *, chain: bool
) -> Iterator[tuple[tuple[E, ...], Standing]]:
    better = 0
    for score, same in groupby(groups, key=lambda group: scores[group[0]]):
        parts = list(same)
        level = better + sum(map(len, parts))
        moves = level > better + 1 and everybody.joins(score)
        ahead = better
        for group in parts:
            here = (ahead, ahead + len(group))
            if not moves:
                yield group, Standing(score, here, here)
            elif chain:
                yield group, Standing(score, (level - 1, level), (better, better + 1))
            else:
                yield group, Standing(score, (ahead, level), (better, here[1]))
            ahead = here[1]
        better = level


def hoped(span: Span, ascending: list[int], *, chain: bool) -> Standing:
    """Where one still open stands at best among the settled, given their scores."""
    better = _from(ascending, span.best, level=False)
    level = _from(ascending, span.best, level=not chain) + 1
    return Standing(span.best, (better, level), (better, level), span)


class Line(NamedTuple):
    """The end of a number of places, put to the test in an extreme."""

    crowd: Crowd
    chain: bool
    tie: TiePolicy

    def level(self, *, hostile: bool, hard: bool = False) -> bool:
        """Whether those level count too; a tie that waits is lost or won, as the extreme is."""
        tie = hardened(self.tie) if hard else self.tie
        return tie == "all_out" or (hostile and tie != "all_in")

    def passes(self, step: Best, at: Standing, *, hostile: bool) -> bool:
        level = self.level(hostile=hostile, hard=step.hard)
        rivals = self.rivals(at, level=level, hostile=hostile)
        spots = step.spots
        if not isinstance(spots, int):
            spots = rivals.whole(spots.of) * spots.percent // 100
        own = (at.worst if hostile else at.best)[level]
        return own + rivals.ahead() + (not level) <= spots

    def ahead(self, at: Standing, *, level: bool, hostile: bool) -> int:
        """How many are ahead, or with `level` ahead or level, oneself included."""
        own = (at.worst if hostile else at.best)[level]
        return own + self.rivals(at, level=level, hostile=hostile).ahead()

    def rivals(self, at: Standing, *, level: bool, hostile: bool) -> Rivals:
        """With a chain those open and level may be put on either side."""
        counted = (level or self.chain) if hostile else (level and not self.chain)
        return Rivals(self.crowd, at.score, counted, hostile, at.own)
