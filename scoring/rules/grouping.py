"""Groups by the snake with units divided evenly, and the bracket that follows a group stage."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias, TypeVar

from scoring.rules.brackets import size_for
from scoring.rules.seeding import order_of, spread
from scoring.rules.slots import BYE, BestPlaced, Placed, Slot, Source

E = TypeVar("E")

_End: TypeAlias = int | tuple[str, int]
"""A row, or (a part of) a unit."""


class NoGroups(ValueError):
    """Not at least one group, or more groups than entrants."""


def snake(
    entrants: Sequence[E], groups: int, units: Mapping[E, str] | None = None
) -> tuple[tuple[E, ...], ...]:
    """Deal out rows, best first, every other one in opposite direction; raises NoGroups.

    Each group has one of each row. With units, entrants move within their row as far as needed
    for every unit to have as equally many in each group as can be: at most the mean, rounded up.
    This is always possible. The first row stays as it is.
    """
    if not 0 < groups <= len(entrants):
        raise NoGroups(f"{groups} groups of {len(entrants)} entrants")
    deal = _Deal(entrants, groups, units or {})
    for number in range(len(entrants)):
        deal.add(number)
    first = {deal.group[number]: number for number in range(groups)}
    found: list[list[E]] = [[] for _ in range(groups)]
    for number, entrant in enumerate(entrants):
        found[first[deal.group[number]]].append(entrant)
    return tuple(tuple(group) for group in found)


class _Deal:
    """Entrants are edges between their row and their unit, groups are colours.

    No two edges at one end may have the same colour. With as many colours as edges at any end
    that can be reached (König's edge colouring), by swapping two colours along a path.
    """

    def __init__(self, entrants: Sequence[E], groups: int, units: Mapping[E, str]) -> None:
        self.groups = groups
        self.group: dict[int, int] = {}
        self.at: dict[tuple[_End, int], int] = {}
        """Which entrant an end has in a group."""
        self.ends: list[tuple[_End, _End]] = []
        counted: dict[str, int] = {}
        for number, entrant in enumerate(entrants):
            unit = units.get(entrant)
            if unit:
                before = counted.get(unit, 0)
                counted[unit] = before + 1
                # A unit with more members than groups counts as several, each dealt once round.
                self.ends.append((number // groups, (unit, before // groups)))
            else:
                self.ends.append((number // groups, ("", number)))

    def add(self, number: int) -> None:
        row, unit = self.ends[number]
        wanted = self.by_snake(number)
        here = self.free(row, wanted)
        there = self.free(unit, here)
        if here != there:
            self.swap(row, there, here)
        self.put(number, there)

    def by_snake(self, number: int) -> int:
        column = number % self.groups
        return self.groups - 1 - column if number // self.groups % 2 else column

    def free(self, end: _End, wanted: int) -> int:
        """A group the end has nobody in: the one wanted, if possible."""
        if (end, wanted) not in self.at:
            return wanted
        return next(group for group in range(self.groups) if (end, group) not in self.at)

    def swap(self, end: _End, one: int, other: int) -> None:
        """Exchange two groups along the path that begins with the first of them at this end."""
        path: list[int] = []
        group, number = one, self.at.get((end, one))
        while number is not None:
            path.append(number)
            row, unit = self.ends[number]
            end = unit if end == row else row
            group = other if group == one else one
            number = self.at.get((end, group))
        before = [self.group[number] for number in path]
        for number, group in zip(path, before, strict=True):
            for place in self.ends[number]:
                del self.at[place, group]
        for number, group in zip(path, before, strict=True):
            self.put(number, other if group == one else one)

    def put(self, number: int, group: int) -> None:
        self.group[number] = group
        for end in self.ends[number]:
            self.at[end, group] = number


def crossed(
    groups: Sequence[str], places: int, best: BestPlaced | None = None
) -> tuple[Slot, ...]:
    """The lines of a bracket for the first few of each group: winners apart, byes to them first.

    The second of a group stands in the other half than its winner, where half the groups can be
    placed so, and later places again as far off as possible. `best` adds those best placed up to
    its number; their groups are not known beforehand, so they may meet their own.
    """
    wild = range(1, best.number + 1) if best else ()
    order = order_of("recursive", size_for(len(groups) * places + len(wild)))
    lines = {number: line for line, number in enumerate(order, start=1)}
    units: dict[Source, str] = {}
    taken: dict[int, Source] = {}
    for place in range(1, places + 1):
        row: list[Source] = [Placed(group, place) for group in groups]
        free = [lines[len(taken) + number] for number in range(1, len(row) + 1)]
        units |= zip(row, groups, strict=True)
        if place == 1:
            taken |= zip(free, row, strict=True)
        else:
            taken |= spread(row, sorted(free), taken, units, len(order))
    if best:
        first = len(taken)
        taken |= {lines[first + number]: BestPlaced(best.place, number) for number in wild}
    return tuple(taken.get(line, BYE) for line in range(1, len(order) + 1))
