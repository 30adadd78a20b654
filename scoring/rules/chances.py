"""Who is through, who is out, and what somebody needs, while matches of a group are to come.

Every way the matches can end is looked at, but many at a time: a box holds several endings of each
match, and where the rule book decides for all of them alike nothing in it is looked at singly.
The boxes found are the proof: they do not overlap, leave no way out, and each can be checked by
itself. All this holds while the matches are played to their end and nothing is corrected.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from itertools import groupby, pairwise
from typing import Generic, Literal, NamedTuple, TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from scoring.rules.elimination import Eliminated, League, first_place
from scoring.rules.outcomes import Drawn
from scoring.rules.pool_counting import counted
from scoring.rules.pool_gains import Ending, Gained, gained, may_gain
from scoring.rules.pool_order import Cluster, order
from scoring.rules.pool_results import Result
from scoring.rules.pool_rules import RuleBook
from scoring.rules.pool_values import Recorded, values
from scoring.rules.pools import Pool, row

E = TypeVar("E", bound=Hashable)

Verdict: TypeAlias = Literal["through", "out", "results", "level", "unknown"]
"""Through and out are certain. results: it is a matter of points, or whatever the endings leave
open. level: equal across the line by all results, and what is on record or lots decide. unknown:
the budget was spent.
"""
State: TypeAlias = Literal["qualified", "eliminated", "contending", "open"]
"""Qualified and eliminated are proved; contending: there is a way to either; open: not proved."""


class Question(Struct, Generic[E], frozen=True, kw_only=True):
    """Whether somebody ends in the first so many places."""

    pool: Pool[E]
    book: RuleBook
    spots: int
    endings: Callable[[Result[E]], tuple[Ending, ...]]
    """In how many ways a match left may end, best for side a first."""


class Case(Struct, frozen=True):
    """If each match ends in one of these ways, that is what becomes of the one who asks."""

    endings: tuple[tuple[Ending, ...], ...]
    """In the order of the matches."""
    verdict: Verdict


class Chance(Struct, Generic[E], frozen=True, kw_only=True):
    """What may become of one entrant."""

    entrant: E
    state: State
    matches: tuple[Result[E], ...]
    """Those to come: first the entrant's own."""
    cases: tuple[Case, ...]
    """Everything that can happen, once."""
    steps: int
    """How many boxes were looked at."""
    beaten: Eliminated[E] | None = None
    """Who keeps the entrant from the first place, where the cases do not tell."""

    def witness(self, verdict: Verdict) -> tuple[Result[E], ...] | None:
        """Results of all matches to come by which it goes like this."""
        case = next((one for one in self.cases if one.verdict == verdict), None)
        if case is None:
            return None
        return tuple(
            replace(match, outcome=endings[0].outcome, scored=endings[0].sample)
            for match, endings in zip(self.matches, case.endings, strict=True)
        )


_Box: TypeAlias = tuple[tuple[int, int], ...]
"""Of each match, from which ending to before which."""


class _Leaf(NamedTuple):
    box: _Box
    verdict: Verdict


def chance(question: Question[E], entrant: E, budget: int) -> Chance[E]:
    """What may become of one entrant; `budget` is how many boxes may be looked at."""
    search = _Search(question, entrant, budget)
    leaves = search.leaves(tuple((0, len(each)) for each in search.endings))
    cases = tuple(
        Case(
            tuple(each[low:high] for each, (low, high) in zip(search.endings, box, strict=True)),
            verdict,
        )
        for box, verdict in leaves
    )
    state = _state({leaf.verdict for leaf in leaves})
    beaten = _beaten(question, entrant, search) if state == "open" else None
    return Chance(
        entrant=entrant,
        state="eliminated" if beaten else state,
        matches=search.matches,
        cases=cases,
        steps=search.steps,
        beaten=beaten,
    )


def _state(verdicts: set[Verdict]) -> State:
    if verdicts == {"through"}:
        return "qualified"
    if verdicts == {"out"}:
        return "eliminated"
    return "contending" if verdicts >= {"through", "out"} else "open"


class _Search(Generic[E]):
    """Splits boxes until each is decided, cannot be split, or the budget is spent."""

    def __init__(self, question: Question[E], entrant: E, budget: int) -> None:
        pool, book = question.pool, question.book
        played, out = counted(pool.results, book, pool.struck)
        left = [
            one
            for one in pool.results
            if one.outcome is None and one.a not in out and one.b not in out
        ]
        self.steps = 0
        self.matches = tuple(sorted(left, key=lambda one: entrant not in (one.a, one.b)))
        self.endings = [question.endings(one) for one in self.matches]
        self.played = played
        self._budget = budget
        self.members = [one for one in pool.members if one not in out]
        self._entrant = entrant
        self._question = question
        self._decided = [gained(one) for one in played]
        # Cards may still be shown, and lots are drawn when all is played.
        self._recorded: Recorded[E] = Recorded() if left else pool.recorded
        self._gains: dict[tuple[int, int, int], Gained[E]] = {}

    def leaves(self, box: _Box) -> list[_Leaf]:
        """The boxes that this one falls into, each decided as far as it can be."""
        if self.steps >= self._budget:
            return [_Leaf(box, "unknown")]
        self.steps += 1
        verdict = self._verdict(box)
        at = next((at for at, (low, high) in enumerate(box) if high - low > 1), None)
        if at is None or verdict != "results":
            return [_Leaf(box, verdict)]
        parts = self._parts(at, box[at])
        return _joined(
            at, [leaf for part in parts for leaf in self.leaves((*box[:at], part, *box[at + 1 :]))]
        )

    def _parts(self, at: int, bounds: tuple[int, int]) -> list[tuple[int, int]]:
        """By outcome; those of one outcome in halves."""
        low, high = bounds
        outcomes = [one.outcome for one in self.endings[at][low:high]]
        cuts = [low + 1 + cut for cut, (one, two) in enumerate(pairwise(outcomes)) if one != two]
        return [*pairwise([low, *(cuts or [(low + high) // 2]), high])]

    def _verdict(self, box: _Box) -> Verdict:
        matches = [*self._decided, *(self._gained(at, *part) for at, part in enumerate(box))]
        found = order(
            self.members,
            self._question.book.blocks,
            lambda clause, group, among: values(matches, self._recorded, clause, group, among),
            self._entrant,
        )
        return _placed(found.clusters, self._entrant, self._question.spots)

    def _gained(self, at: int, low: int, high: int) -> Gained[E]:
        key = (at, low, high)
        if key not in self._gains:
            match, points = self.matches[at], self._question.book.points
            self._gains[key] = may_gain(match.a, match.b, self.endings[at][low:high], points)
        return self._gains[key]


def _placed(clusters: Sequence[Cluster[E]], entrant: E, spots: int) -> Verdict:
    ahead = 0
    for cluster in clusters:
        if entrant in cluster.members:
            return _within(cluster, entrant, spots - ahead)
        ahead += len(cluster.members)
    return "out"


def _within(cluster: Cluster[E], entrant: E, spots: int) -> Verdict:
    """The verdict where so many spots are left for this cluster."""
    best, worst = 1, len(cluster.members)
    if not cluster.level:
        own, others = cluster.values[entrant], cluster.values.values()
        best += sum(own.below(one) for one in others)
        worst -= sum(one.below(own) for one in others)
    if worst <= spots:
        return "through"
    if best > spots:
        return "out"
    return "level" if cluster.level else "results"


def _joined(at: int, leaves: Sequence[_Leaf]) -> list[_Leaf]:
    """Neighbouring endings of one match that come to the same are told as one."""
    by_part: dict[tuple[int, int], list[tuple[_Box, _Box, Verdict]]] = {}
    for box, verdict in leaves:
        by_part.setdefault(box[at], []).append((box[:at], box[at + 1 :], verdict))
    joined: list[_Leaf] = []
    for _, same in groupby(sorted(by_part), key=by_part.__getitem__):
        parts = [*same]
        part = (parts[0][0], parts[-1][1])
        joined += [_Leaf((*left, part, *right), told) for left, right, told in by_part[parts[0]]]
    return joined


def _beaten(question: Question[E], entrant: E, search: _Search[E]) -> Eliminated[E] | None:
    """Out of the first place for want of wins, however large the group."""
    if question.spots != 1:
        return None
    league = _league(question, search)
    found = None if league is None else first_place(league, entrant)
    return found if isinstance(found, Eliminated) else None


def _league(question: Question[E], search: _Search[E]) -> League[E] | None:
    """The group as one where only wins count, if it is one."""
    points = question.book.points
    measure = question.book.blocks[0].clauses[0].measure
    worth_one = measure == "league_points" and points.win - points.loss == 1 and not points.narrow
    draws = any(isinstance(one.outcome, Drawn) for each in search.endings for one in each)
    if draws or not (worth_one or measure == "wins"):
        return None
    remaining = Counter(one for match in search.matches for one in (match.a, match.b))
    rows = [row(search.played, one) for one in search.members]
    return League(
        # Whoever loses all that is left has this, counted in what a win is worth more than a loss.
        wins={
            one.entrant: one.league_points + points.loss * remaining[one.entrant]
            if worth_one
            else one.won
            for one in rows
        },
        remaining={one.entrant: remaining[one.entrant] for one in rows},
        left=Counter((one.a, one.b) for one in search.matches),
    )
