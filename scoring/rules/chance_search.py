"""What becomes of one of a group, for many endings of the matches to come at a time.

A box holds some endings of each match. Where the rule book decides for all of them alike nothing
in it is looked at singly; otherwise it is split.
"""

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Generic, Literal, NamedTuple, TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from scoring.rules.pool_counting import counted
from scoring.rules.pool_gains import (
    NOTHING,
    Ending,
    Gain,
    Gained,
    gained,
    gained_elsewhere,
    may_gain,
    sum_of,
)
from scoring.rules.pool_order import Cluster, order
from scoring.rules.pool_results import Result
from scoring.rules.pool_rules import Clause, RuleBook
from scoring.rules.pool_values import Recorded, gains, measured, values
from scoring.rules.pools import Pool
from scoring.rules.spans import Span, total

E = TypeVar("E", bound=Hashable)

Verdict: TypeAlias = Literal["through", "out", "results", "level", "unknown"]
"""Through and out are certain. results: it is a matter of points, or whatever the endings leave
open. level: equal across the line by all results, and what is on record or lots decide. unknown:
the budget was spent.
"""
Box: TypeAlias = tuple[tuple[int, int], ...]
"""Of each match, from which of its endings to before which."""


class Question(Struct, Generic[E], frozen=True, kw_only=True):
    """Whether somebody ends in the first so many places."""

    pool: Pool[E]
    book: RuleBook
    spots: int
    endings: Callable[[Result[E]], tuple[Ending, ...]]
    """In how many ways a match left may end, best for side a first."""
    aside: frozenset[E] = frozenset()
    """Who left and makes room: the results stand, but no place is taken."""


class Leaf(NamedTuple):
    """A box that is not split any further."""

    box: Box
    verdict: Verdict


class Ground(Generic[E]):
    """What every search in one group begins from."""

    def __init__(self, question: Question[E]) -> None:
        pool, book = question.pool, question.book
        played, out = counted(pool.results, book, pool.struck)
        left = [one for one in pool.results if one.outcome is None]
        self.question = question
        self.played = played
        self.members = [one for one in pool.members if one not in out]
        self.left = tuple(one for one in left if one.a not in out and one.b not in out)
        self.endings = tuple(question.endings(one) for one in self.left)
        self._decided = [*gained_elsewhere(pool.carried), *(gained(one) for one in played)]
        self._brought: dict[Result[E], Gained[E]] = {}
        self._may_bring: dict[tuple[Result[E], int, int], Gained[E]] = {}
        self._so_far = {one: _together(gains(self._decided, one)) for one in self.members}
        # Cards may still be shown, and lots are drawn when all is played.
        self._recorded: Recorded[E] = Recorded() if self.left else pool.recorded

    @property
    def effort(self) -> int:
        """About how much a single look costs, counted in what is added up."""
        return 2 * len(self.left) + len(self.members) + 10

    def sums(self, rest: Sequence[Gained[E]]) -> dict[E, list[Gain]]:
        """What everybody has so far, and what the matches left bring."""
        return {one: [self._so_far[one], *gains(rest, one)] for one in self.members}

    def ranked(self, rest: Sequence[Gained[E]], only: E | None = None) -> tuple[Cluster[E], ...]:
        """The table, as far as it is known, if the matches left bring this."""
        own = self.sums(rest)

        def ask(clause: Clause, group: Sequence[E], among: Sequence[E]) -> Mapping[E, Span] | None:
            match clause.measure:
                case "conduct" | "ranking" | "lots":
                    return values((), self._recorded, clause, group, among)
                case measure if clause.over == "all":
                    found = {one: measured(own[one], measure) for one in group}
                    known = {one: span for one, span in found.items() if span is not None}
                    return known if len(known) == len(found) else None
                case _:
                    every = [*self._decided, *rest]
                    return values(every, self._recorded, clause, group, among)

        return order(self.members, self.question.book.blocks, ask, only).clusters

    def told(self, rest: Sequence[Gained[E]], entrant: E) -> Verdict:
        """What becomes of somebody if the matches left bring this."""
        question = self.question
        return _placed(self.ranked(rest, entrant), entrant, question.spots, question.aside)

    def told_everybody(self, rest: Sequence[Gained[E]]) -> dict[E, Verdict]:
        """What becomes of each of them."""
        clusters, question = self.ranked(rest), self.question
        return {
            one: _placed(clusters, one, question.spots, question.aside) for one in self.members
        }

    def brought(self, results: Sequence[Result[E]]) -> list[Gained[E]]:
        """What the matches left bring if they end like this."""
        return [self._brings(one) for one in results]

    def _brings(self, result: Result[E]) -> Gained[E]:
        if result not in self._brought:
            (match,) = counted([result], self.question.book).matches
            self._brought[result] = gained(match)
        return self._brought[result]

    def whatever(self) -> list[Gained[E]]:
        """What the matches left may bring."""
        both = zip(self.left, self.endings, strict=True)
        return [self.may_bring(match, every, 0, len(every)) for match, every in both]

    def may_bring(
        self, match: Result[E], every: Sequence[Ending], low: int, high: int
    ) -> Gained[E]:
        """What a match brings that ends in one of these ways, of all it may."""
        key = (match, low, high)
        if key not in self._may_bring:
            points = self.question.book.points
            self._may_bring[key] = may_gain(match.a, match.b, every[low:high], points)
        return self._may_bring[key]

    def plain(self, entrant: E, *, own: bool) -> Iterator[tuple[Result[E], ...]]:
        """Endings in which a way is likely found: all of its own matches won, or all lost."""
        for others in _OTHERS:
            yield tuple(self._plain(entrant, own, others))

    def _plain(self, entrant: E, own: bool, others: "_Others") -> Iterator[Result[E]]:  # noqa: FBT001 - as in `plain`
        ahead = {one: gain.league_points.low or 0 for one, gain in self._so_far.items()}
        for match, endings in zip(self.left, self.endings, strict=True):
            if entrant in (match.a, match.b):
                for_a = own == (match.a == entrant)
            elif others in ("a", "b"):
                for_a = others == "a"
            else:
                for_a = (others == "ahead") == (ahead.get(match.a, 0) >= ahead.get(match.b, 0))
            yield ended_so(match, endings[0 if for_a else -1])


_Others: TypeAlias = Literal["ahead", "behind", "a", "b"]
"""Who wins where the one who asks does not play."""
_OTHERS: tuple[_Others, ...] = ("ahead", "behind", "a", "b")


class Search(Generic[E]):
    """Splits boxes until each is decided, cannot be split, or the budget is spent."""

    def __init__(self, ground: Ground[E], entrant: E, budget: int) -> None:
        self.steps = 0
        left = zip(ground.left, ground.endings, strict=True)
        own_first = sorted(left, key=lambda one: entrant not in (one[0].a, one[0].b))
        self.matches = tuple(match for match, _ in own_first)
        self.endings = tuple(endings for _, endings in own_first)
        self._ground = ground
        self._budget = budget
        self.entrant = entrant

    @property
    def everything(self) -> Box:
        return tuple((0, len(each)) for each in self.endings)

    def leaves(self, box: Box) -> list[Leaf]:
        """The boxes that this one falls into, each decided as far as it can be."""
        if self.steps >= self._budget:
            return [Leaf(box, "unknown")]
        self.steps += 1
        parts = zip(self.matches, self.endings, box, strict=True)
        rest = [self._ground.may_bring(match, every, *part) for match, every, part in parts]
        verdict = self._ground.told(rest, self.entrant)
        at = next((at for at, (low, high) in enumerate(box) if high - low > 1), None)
        if at is None or verdict != "results":
            return [Leaf(box, verdict)]
        split = self._parts(at, box[at])
        return _joined(
            at, [leaf for part in split for leaf in self.leaves((*box[:at], part, *box[at + 1 :]))]
        )

    def _parts(self, at: int, bounds: tuple[int, int]) -> list[tuple[int, int]]:
        """By outcome; those of one outcome in halves."""
        low, high = bounds
        outcomes = [one.outcome for one in self.endings[at][low:high]]
        cuts = [low + 1 + cut for cut, (one, two) in enumerate(pairwise(outcomes)) if one != two]
        return [*pairwise([low, *(cuts or [(low + high) // 2]), high])]


def ended_so(match: Result[E], ending: Ending) -> Result[E]:
    """The match with a result of this kind."""
    return replace(match, outcome=ending.outcome, scored=ending.sample)


def meet(one: Box, other: Box) -> Box | None:
    """What two boxes have in common."""
    both = tuple(
        (max(low, also_low), min(high, also_high))
        for (low, high), (also_low, also_high) in zip(one, other, strict=True)
    )
    return None if any(low >= high for low, high in both) else both


def _together(brought: Sequence[Gain]) -> Gain:
    return Gain(
        wins=total(one.wins for one in brought),
        league_points=total(one.league_points for one in brought),
        rubbers=sum_of([one.rubbers for one in brought]) if brought else NOTHING,
        games=sum_of([one.games for one in brought]) if brought else NOTHING,
        points=sum_of([one.points for one in brought]) if brought else NOTHING,
    )


def _placed(
    clusters: Sequence[Cluster[E]], entrant: E, spots: int, aside: Collection[E]
) -> Verdict:
    ahead = 0
    for cluster in clusters:
        if entrant in cluster.members:
            return _within(cluster, entrant, spots - ahead, aside)
        ahead += sum(one not in aside for one in cluster.members)
    return "out"


def _within(cluster: Cluster[E], entrant: E, spots: int, aside: Collection[E]) -> Verdict:
    """The verdict where so many spots are left for this cluster."""
    others = [one for one in cluster.members if one != entrant and one not in aside]
    best, worst = 1, 1 + len(others)
    if not cluster.level:
        own, against = cluster.values[entrant], [cluster.values[one] for one in others]
        best += sum(own.below(one) for one in against)
        worst -= sum(one.below(own) for one in against)
    if worst <= spots:
        return "through"
    if best > spots:
        return "out"
    return "level" if cluster.level else "results"


def _joined(at: int, leaves: Sequence[Leaf]) -> list[Leaf]:
    """Neighbouring endings of one match that come to the same are told as one."""
    by_part: dict[tuple[int, int], list[tuple[Box, Box, Verdict]]] = {}
    for box, verdict in leaves:
        by_part.setdefault(box[at], []).append((box[:at], box[at + 1 :], verdict))
    joined: list[Leaf] = []
    for _, same in groupby(sorted(by_part), key=by_part.__getitem__):
        parts = [*same]
        part = (parts[0][0], parts[-1][1])
        joined += [Leaf((*left, part, *right), told) for left, right, told in by_part[parts[0]]]
    return joined
