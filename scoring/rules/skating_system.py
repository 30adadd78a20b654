"""The Skating System, Rules 1 to 11: recalls, the majority in a dance, the result over all dances.

Rule numbers are those of the WDSF and DTV regulations. Every decision is a step that names them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from math import ceil
from typing import Generic, Literal, NamedTuple, TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from scoring.rules.placings import Ballots, Number, head_to_head, of_each
from scoring.rules.ranking import ranked

E = TypeVar("E")
J = TypeVar("J")
D = TypeVar("D")

Rule: TypeAlias = Literal[5, 6, 7, 8, 9, 10, 11, "head_to_head"]
Measure: TypeAlias = Literal["count", "sum"]
Dances: TypeAlias = Mapping[D, Mapping[J, Mapping[E, int]]]
"""Each judge's placings in each dance."""
_Marks: TypeAlias = Mapping[E, Sequence[Number]]
"""Every entrant's placings: by all judges, in one dance or in all; or in every dance."""


class WrongNumberOfCrosses(ValueError):
    """A judge did not mark exactly the number called, or marked who is not in the round."""

    def __init__(self, judge: object, marked: int, called: int) -> None:
        super().__init__(f"judge {judge} marked {marked} of this round, {called} are called")
        self.judge, self.marked, self.called = judge, marked, called


class NotARanking(ValueError):
    """A judge's placings are not 1 to n, each once, or not of the entrants of the final."""

    def __init__(self, judge: object) -> None:
        super().__init__(f"the placings of judge {judge} are not 1 to n, each once")
        self.judge = judge


class Recalls(Struct, Generic[E], frozen=True):
    """Rule 1: the crosses of each entrant, and groups of equals, most crosses first."""

    crosses: dict[E, int]
    groups: tuple[tuple[E, ...], ...]


class Step(Struct, Generic[E], frozen=True):
    """One look at the place under review: the values compared, and who came out best.

    A count is of placings up to `column`, or of judges head to head, the greater the better. A
    sum is of those same placings, the smaller the better. Without a column it is of all dance
    places. Nobody is best when nobody has a majority. The last step for a place names those who
    take it; several share the mean of their places.
    """

    rule: Rule
    place: int
    column: int | None
    measure: Measure
    values: dict[E, Number]
    best: tuple[E, ...]


class Result(Struct, Generic[E], frozen=True):
    """Places, shared as the mean, best first; and every step on the way to them."""

    places: dict[E, Fraction]
    steps: tuple[Step[E], ...]

    def concerning(self, entrant: E) -> tuple[Step[E], ...]:
        """The steps in which an entrant was compared with others."""
        return tuple(step for step in self.steps if entrant in step.values)


class Final(Struct, Generic[D, E], frozen=True):
    """The result over all dances, that of every dance, and the totals of dance places."""

    result: Result[E]
    dances: dict[D, Result[E]]
    totals: dict[E, Fraction]


def recalls(entrants: Sequence[E], by_judge: Mapping[J, Collection[E]], called: int) -> Recalls[E]:
    """Count the crosses of a preliminary round; raises WrongNumberOfCrosses (Rule 1).

    A judge marks every dance anew, so several dances have a ballot per judge and dance. Who goes
    on if several are equal at the line is for the chairman, not for this rule.
    """
    crosses = dict.fromkeys(entrants, 0)
    for judge, ballot in by_judge.items():
        marked = [entrant for entrant in crosses if entrant in ballot]
        if not len(marked) == len(ballot) == called:
            raise WrongNumberOfCrosses(judge, len(marked), called)
        for entrant in marked:
            crosses[entrant] += 1
    return Recalls(crosses, ranked([*crosses], [lambda _: crosses]).groups)


def dance(by_judge: Mapping[J, Mapping[E, int]]) -> Result[E]:
    """The places of one dance (Rules 2 to 8); raises NotARanking."""
    _check(by_judge, {entrant for ballot in by_judge.values() for entrant in ballot})
    return majority(by_judge)


def _check(by_judge: Mapping[J, Mapping[E, int]], entrants: Collection[E]) -> None:
    """Every judge ranks everybody (Rules 2 and 3), without ties (Rule 4)."""
    for judge, ballot in by_judge.items():
        if set(ballot) != entrants or sorted(ballot.values()) != [*range(1, len(entrants) + 1)]:
            raise NotARanking(judge)


def majority(by_judge: Ballots[J, E], *, two_equal_head_to_head: bool = False) -> Result[E]:
    """Places by the majority of judges (Rules 5 to 8), from any placings, shared ones as well.

    With `two_equal_head_to_head`, exactly two who are equal to the last column are told apart
    by how many judges prefer each, which is beyond the rules. Raises NotPlaced.
    """
    marks = _all_marks([by_judge])
    placed: dict[E, Fraction] = {}
    steps: list[Step[E]] = []
    column = 1
    while len(placed) < len(marks):
        place = len(placed) + 1
        left = [entrant for entrant in marks if entrant not in placed]
        # Rule 6: the search goes on in the column of the place before, for whoever else has a
        # majority there comes next.
        column, best, found = _lead(marks, left, place, column)
        steps.extend(found)
        if two_equal_head_to_head and len(best) == 2:  # noqa: PLR2004 - of more, nobody is ahead
            values: dict[E, Number] = {**head_to_head(best, by_judge)}
            steps.append(_step("head_to_head", place, None, "count", values))
            best = steps[-1].best
        placed.update(_sharing(best, place))
    return Result(placed, tuple(steps))


def _all_marks(dances: Iterable[Ballots[J, E]]) -> _Marks[E]:
    marks: dict[E, list[Number]] = {}
    for by_judge in dances:
        for entrant, placings in of_each(by_judge).items():
            marks.setdefault(entrant, []).extend(placings.values())
    return marks


def _sharing(best: Sequence[E], place: int) -> dict[E, Fraction]:
    """Those who stay equal take the mean of their places."""
    return dict.fromkeys(best, place + Fraction(len(best) - 1, 2))


def _step(
    rule: Rule, place: int, column: int | None, measure: Measure, values: dict[E, Number]
) -> Step[E]:
    wanted = max(values.values()) if measure == "count" else min(values.values())
    best = tuple(entrant for entrant, value in values.items() if value == wanted)
    return Step(rule, place, column, measure, values, best)


def _counts(marks: _Marks[E], among: Iterable[E], column: int) -> dict[E, Number]:
    return {one: sum(mark <= column for mark in marks[one]) for one in among}


def _sums(marks: _Marks[E], among: Iterable[E], column: int) -> dict[E, Number]:
    return {one: sum(mark for mark in marks[one] if mark <= column) for one in among}


class _Lead(NamedTuple, Generic[E]):
    """In which column somebody had a majority, who takes the place, and how it was found."""

    column: int
    best: tuple[E, ...]
    steps: tuple[Step[E], ...]


def _lead(marks: _Marks[E], among: Sequence[E], place: int, start: int) -> _Lead[E]:
    """Who takes the place under review, searched from column `start` on (Rules 5 to 8)."""
    column = start
    steps = [_majority(marks, among, place, column)]
    while not steps[-1].best:
        column += 1  # Rule 8
        steps.append(_majority(marks, among, place, column))
    steps.extend(_rule_7(marks, steps[-1].best, place, column))
    return _Lead(column, steps[-1].best, tuple(steps))


def _majority(marks: _Marks[E], among: Sequence[E], place: int, column: int) -> Step[E]:
    """A majority takes the place (Rule 5), the largest of several (Rule 6), or nobody (Rule 8)."""
    counts = _counts(marks, among, column)
    holders = sum(2 * count > len(marks[one]) for one, count in counts.items())
    if not holders:
        return Step(8, place, column, "count", counts, ())
    return _step(5 if holders == 1 else 6, place, column, "count", counts)


def _rule_7(marks: _Marks[E], tied: Sequence[E], place: int, column: int) -> list[Step[E]]:
    """The smaller sum; whoever is still equal goes on, alone, to the next column."""
    if len(tied) == 1:
        return []
    steps = [_step(7, place, column, "sum", _sums(marks, tied, column))]
    last = ceil(max(max(each) for each in marks.values()))
    while len(steps[-1].best) > 1 and column < last:
        column += 1
        steps.append(_step(7, place, column, "count", _counts(marks, steps[-1].best, column)))
        if len(steps[-1].best) > 1:
            steps.append(_step(7, place, column, "sum", _sums(marks, steps[-1].best, column)))
    return steps


def final(dances: Dances[D, J, E]) -> Final[D, E]:
    """The result over several dances (Rules 2 to 11); raises NotARanking."""
    entrants = {one for by_judge in dances.values() for each in by_judge.values() for one in each}
    for by_judge in dances.values():
        _check(by_judge, entrants)
    results = {name: majority(by_judge) for name, by_judge in dances.items()}
    dance_places = _all_marks([{name: result.places for name, result in results.items()}])
    all_marks = _all_marks(dances.values())
    totals = {one: Fraction(sum(dance_places[one])) for one in all_marks}
    placed: dict[E, Fraction] = {}
    steps: list[Step[E]] = []
    while len(placed) < len(totals):
        left: dict[E, Number] = {one: totals[one] for one in totals if one not in placed}
        lowest = _step(9, len(placed) + 1, None, "sum", left)
        settled = _settle(dance_places, all_marks, lowest.best, lowest.place)
        steps.extend((lowest, *settled.steps))
        placed.update(settled.places)
    return Final(Result(placed, tuple(steps)), results, totals)


def _settle(
    dance_places: _Marks[E], all_marks: _Marks[E], group: Sequence[E], first: int
) -> Result[E]:
    """The places from `first` on for entrants on the same total (Rules 10 and 11)."""
    placed: dict[E, Fraction] = {}
    steps: list[Step[E]] = []
    while len(left := [one for one in group if one not in placed]) > 1:
        place = first + len(placed)
        steps.extend(_rule_10(dance_places, left, place))
        tied = best = steps[-1].best
        if len(tied) > 1:
            pooled = _lead(all_marks, tied, place, place)
            steps.extend(replace(step, rule=11) for step in pooled.steps)
            best = pooled.best
        placed.update(_sharing(best, place))
        # Rule 11: the rest of those it was applied to take the places that follow, by Rule 10
        # among themselves, before others on the same total.
        rest = [one for one in tied if one not in best]
        settled = _settle(dance_places, all_marks, rest, first + len(placed))
        steps.extend(settled.steps)
        placed.update(settled.places)
    placed.update(_sharing(left, first + len(placed)))
    return Result(placed, tuple(steps))


def _rule_10(dance_places: _Marks[E], group: Sequence[E], place: int) -> list[Step[E]]:
    """Most dance places up to the place under review, then the lowest sum of those."""
    most = _step(10, place, place, "count", _counts(dance_places, group, place))
    if len(most.best) == 1 or not most.values[most.best[0]]:
        return [most]
    return [most, _step(10, place, place, "sum", _sums(dance_places, most.best, place))]
