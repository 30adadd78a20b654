"""Who is through, who is out, and what somebody needs, while matches of a group are to come.

Every way the matches can end is looked at, many at a time. The boxes found are the proof: they do
not overlap, leave no way out, and each can be checked by itself. All this holds while the matches
are played to their end, nobody is taken out, and nothing is corrected.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from itertools import combinations
from math import prod
from typing import Generic, Literal, TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from scoring.rules.chance_search import (
    Box,
    Ground,
    Leaf,
    Question,
    Search,
    Verdict,
    ended_so,
    meet,
)
from scoring.rules.elimination import (
    Eliminated,
    League,
    Possible,
    alone_in_first_place,
    first_place,
    proves,
)
from scoring.rules.outcomes import Drawn
from scoring.rules.pool_gains import Ending
from scoring.rules.pool_results import Result
from scoring.rules.pools import row

E = TypeVar("E", bound=Hashable)

__all__ = [
    "Case",
    "Chance",
    "Question",
    "State",
    "Verdict",
    "between",
    "chance",
    "chances",
    "holds",
    "league_of",
]

State: TypeAlias = Literal["qualified", "eliminated", "contending", "open"]
"""Qualified and eliminated are proved; contending: there is a way to either; open: not proved."""


class Case(Struct, frozen=True):
    """If each match ends in one of these ways, that is what becomes of the one who asks."""

    endings: tuple[tuple[Ending, ...], ...]
    """In the order of the matches."""
    verdict: Verdict
    box: Box
    """The same as numbers."""


class Chance(Struct, Generic[E], frozen=True, kw_only=True):
    """What may become of one entrant."""

    entrant: E
    state: State
    matches: tuple[Result[E], ...]
    """Those to come: first the entrant's own."""
    endings: tuple[tuple[Ending, ...], ...]
    """All that each of them may come to."""
    cases: tuple[Case, ...]
    """Everything that can happen, once."""
    steps: int
    """How many boxes were looked at."""
    beaten: Eliminated[E] | None = None
    """Who keeps the entrant from the first place by wins, where only these count."""
    found: Mapping[Verdict, tuple[Result[E], ...]] = {}
    """Endings that were tried, where the cases do not tell."""

    def witness(self, verdict: Verdict) -> tuple[Result[E], ...] | None:
        """Results of all matches to come by which it goes like this."""
        case = next((one for one in self.cases if one.verdict == verdict), None)
        if case is None:
            return self.found.get(verdict)
        return tuple(
            ended_so(match, endings[0])
            for match, endings in zip(self.matches, case.endings, strict=True)
        )

    @property
    def exact(self) -> bool:
        """Whether the cases tell of every ending what becomes of the entrant."""
        return all(one.verdict in {"through", "out"} for one in self.cases)


def chance(question: Question[E], entrant: E, budget: int) -> Chance[E]:
    """What may become of one entrant; `budget` is how many boxes may be looked at."""
    ground = Ground(question)
    found = _searched(ground, entrant, budget)
    if found.state != "open":
        return found
    ways, _ = _ways(ground, [entrant], _TRIES)
    return _or_beaten(_for_the_first(ground), _with(found, ways[entrant]))


def chances(question: Question[E], effort: int, *, cases: bool) -> dict[E, Chance[E]]:
    """What may become of everybody, for about so much effort.

    With `cases` all that can happen is asked for, also of those who have a way to either.
    """
    ground = Ground(question)
    league = _for_the_first(ground)
    everything = ground.told_everybody(ground.whatever())
    found = {one: _at_once(ground, one, verdict) for one, verdict in everything.items()}
    found |= {one: _or_beaten(league, each) for one, each in found.items() if each.state != "open"}
    asking = [one for one, verdict in everything.items() if verdict == "results"]
    left = effort // ground.effort
    ways, tries = _ways(ground, asking, left)
    left -= tries
    for one in asking:
        if "through" not in ways[one]:
            ways[one] |= _by_wins(league, ground, one)
        found[one] = _or_beaten(league, _with(found[one], ways[one]))
    asking = sorted(
        (
            one
            for one in asking
            if found[one].state == "open" or (cases and found[one].state == "contending")
        ),
        key=lambda one: found[one].state == "contending",
    )
    for number, one in enumerate(asking):
        deeper = _searched(ground, one, left // (len(asking) - number))
        left -= deeper.steps
        found[one] = _with(deeper, ways[one])
    return found


def _searched(ground: Ground[E], entrant: E, budget: int) -> Chance[E]:
    search = Search(ground, entrant, budget)
    return _found(search, search.leaves(search.everything))


def _at_once(ground: Ground[E], entrant: E, verdict: Verdict) -> Chance[E]:
    """By a single look at all that can happen."""
    search = Search(ground, entrant, 1)
    told: Verdict = "unknown" if verdict == "results" else verdict
    return _found(search, [Leaf(search.everything, told)])


def _found(search: Search[E], leaves: Sequence[Leaf]) -> Chance[E]:
    cases = tuple(Case(_endings(search.endings, box), verdict, box) for box, verdict in leaves)
    verdicts: list[Verdict] = [leaf.verdict for leaf in leaves]
    state = _state(verdicts)
    return Chance(
        entrant=search.entrant,
        state=state,
        matches=search.matches,
        endings=search.endings,
        cases=cases,
        steps=max(1, search.steps),
    )


_TRIES = 8
Ways: TypeAlias = dict[Verdict, tuple[Result[E], ...]]


def _ways(ground: Ground[E], entrants: Sequence[E], most: int) -> tuple[dict[E, Ways[E]], int]:
    """A way through and a way out of each, where trying the plainest endings finds one.

    And how many were tried.
    """
    tries = 0
    ways: dict[E, Ways[E]] = {one: {} for one in ground.members}
    wanted: tuple[tuple[Verdict, bool], ...] = (("through", True), ("out", False))
    for one in entrants:
        for verdict, own in wanted:
            for results in ground.plain(one, own=own):
                if verdict in ways[one] or tries >= most:
                    break
                tries += 1
                for other, told in ground.told_everybody(ground.brought(results)).items():
                    if told in {"through", "out"}:
                        ways[other].setdefault(told, results)
    return ways, tries


def _by_wins(league: League[E] | None, ground: Ground[E], entrant: E) -> Ways[E]:
    """A way to win more than anybody else, where only wins count."""
    found = None if league is None else alone_in_first_place(league, entrant)
    return {} if found is None else {"through": tuple(_so_often(ground, entrant, found))}


def _so_often(ground: Ground[E], entrant: E, way: Possible[E]) -> Iterator[Result[E]]:
    """The matches left, won as often as it says; against others than members all of its own."""
    wins = {
        both: won
        for (one, two), (of_one, of_two) in way.wins.items()
        for both, won in (((one, two), of_one), ((two, one), of_two))
    }
    for match, endings in zip(ground.left, ground.endings, strict=True):
        pair = match.a, match.b
        if pair in wins:
            for_a = wins[pair] > 0
            wins[pair if for_a else (match.b, match.a)] -= 1
        else:
            for_a = (match.a in ground.members) == (entrant in pair)
        yield ended_so(match, endings[0 if for_a else -1])


def _with(found: Chance[E], ways: Mapping[Verdict, tuple[Result[E], ...]]) -> Chance[E]:
    """With ways that were found otherwise, where the cases leave it open."""
    if found.state != "open":
        return found
    verdicts: list[Verdict] = [case.verdict for case in found.cases]
    return replace(found, state=_state(verdicts, ways), found=ways)


def _state(told: Collection[Verdict], tried: Collection[Verdict] = ()) -> State:
    verdicts = {*told, *tried}
    if verdicts == {"through"}:
        return "qualified"
    if verdicts == {"out"}:
        return "eliminated"
    return "contending" if verdicts >= {"through", "out"} else "open"


def between(above: Chance[E], within: Chance[E]) -> Chance[E]:
    """Of one entrant: ending in certain places that are not the first ones.

    Through is who is out of the places `above` and within the larger number `within`.
    """
    cases: list[Leaf] = [
        Leaf(box, _both(one.verdict, other.verdict))
        for one in above.cases
        for other in within.cases
        for box in [meet(one.box, other.box)]
        if box is not None
    ]
    out = within.found.get("out", above.found.get("through"))
    found: dict[Verdict, tuple[Result[E], ...]] = {} if out is None else {"out": out}
    beaten = within.beaten
    verdicts: list[Verdict] = [verdict for _, verdict in cases]
    return Chance(
        entrant=within.entrant,
        state="eliminated" if beaten else _state(verdicts, found),
        matches=within.matches,
        endings=within.endings,
        cases=tuple(Case(_endings(within.endings, box), told, box) for box, told in cases),
        steps=above.steps + within.steps,
        beaten=beaten,
        found=found,
    )


def _both(above: Verdict, within: Verdict) -> Verdict:
    if above == "through" or within == "out":
        return "out"
    if above == "out" and within == "through":
        return "through"
    doubts: tuple[Verdict, ...] = ("unknown", "results", "level")
    return next(one for one in doubts if one in {above, within})


def _endings(every: Sequence[tuple[Ending, ...]], box: Box) -> tuple[tuple[Ending, ...], ...]:
    return tuple(each[low:high] for each, (low, high) in zip(every, box, strict=True))


def holds(question: Question[E], found: Chance[E]) -> bool:
    """Whether all that is claimed can be found again, each case by itself."""
    ground = Ground(question)
    search = Search(ground, found.entrant, 1)
    if (found.matches, found.endings) != (search.matches, search.endings):
        return False
    if found.beaten is not None:
        standing = _league(ground)
        beaten = standing is not None and proves(standing, found.entrant, found.beaten)
        return beaten and found.state == "eliminated"
    verdicts: list[Verdict] = [case.verdict for case in found.cases]
    return (
        found.state == _state(verdicts, found.found)
        and _each_once(found)
        and all(_comes_to(ground, found, case) for case in found.cases)
        and all(
            ground.told(ground.brought(results), found.entrant) == told
            for told, results in found.found.items()
        )
    )


def _each_once(found: Chance[E]) -> bool:
    """Whether the cases are all endings, and none of them is in two."""
    boxes = [case.box for case in found.cases]
    size = sum(prod(high - low for low, high in box) for box in boxes)
    apart = all(meet(one, other) is None for one, other in combinations(boxes, 2))
    return apart and size == prod(len(endings) for endings in found.endings)


def _comes_to(ground: Ground[E], found: Chance[E], case: Case) -> bool:
    if case.verdict == "unknown":
        return True
    leaves = Search(ground, found.entrant, found.steps).leaves(case.box)
    return all(leaf.verdict == case.verdict for leaf in leaves)


def league_of(question: Question[E]) -> League[E] | None:
    """The group as one where only wins count, if it is one."""
    return _league(Ground(question))


def _or_beaten(league: League[E] | None, found: Chance[E]) -> Chance[E]:
    """Out for want of wins, which is told more easily than by all that can happen."""
    if league is None or found.state not in {"open", "eliminated"} or "through" in found.found:
        return found
    beaten = first_place(league, found.entrant)
    if isinstance(beaten, Possible):
        return found
    return replace(found, state="eliminated", beaten=beaten)


def _for_the_first(ground: Ground[E]) -> League[E] | None:
    """The group as one where only wins count, if the first place alone is asked for."""
    return _league(ground) if ground.question.spots == 1 else None


def _league(ground: Ground[E]) -> League[E] | None:
    """The group as one where only wins count, if it is one."""
    question = ground.question
    points = question.book.points
    measure = question.book.blocks[0].clauses[0].measure
    worth_one = measure == "league_points" and points.win - points.loss == 1 and not points.narrow
    draws = any(isinstance(one.outcome, Drawn) for each in ground.endings for one in each)
    if draws or not (worth_one or measure == "wins"):
        return None
    remaining = Counter(one for match in ground.left for one in (match.a, match.b))
    carried = question.pool.carried
    rows = [
        row(ground.played, carried, one) for one in ground.members if one not in question.aside
    ]
    return League(
        # Whoever loses all that is left has this, counted in what a win is worth more than a loss.
        wins={
            one.entrant: one.league_points + points.loss * remaining[one.entrant]
            if worth_one
            else one.won
            for one in rows
        },
        remaining={one.entrant: remaining[one.entrant] for one in rows},
        left=_between_members(ground),
    )


def _between_members(ground: Ground[E]) -> dict[tuple[E, E], int]:
    """How often two of them still meet, whoever is at home."""
    number = {one: at for at, one in enumerate(ground.members)}
    pairs = [(one.a, one.b) for one in ground.left if one.a in number and one.b in number]
    return Counter((a, b) if number[a] < number[b] else (b, a) for a, b in pairs)
