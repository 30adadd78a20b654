"""A ranking that is continued: one result more costs hardly more in a large field than a small."""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Generic, NamedTuple, TypeAlias, TypeVar, cast, overload

from msgspec import Struct

from scoring.rules.ranking import Key, Link, Ranking, Separation, by_value, separated
from scoring.rules.shelf import Shelf

E = TypeVar("E")

_FLIGHT = 256
"""Rungs that are copied together when one of them changes; twice as many are parted."""


class Sums(NamedTuple):
    """How many are listed; how many of them take a place from others; how many may go on."""

    listed: int = 0
    counting: int = 0
    competing: int = 0

    def plus(self, other: "Sums") -> "Sums":
        return Sums(*(one + more for one, more in zip(self, other, strict=True)))


class Rung(Struct, Generic[E], frozen=True):
    """Those equal in the first link, and what the following links made of them."""

    value: Key | None
    members: tuple[E, ...]
    groups: tuple[tuple[E, ...], ...]
    separations: tuple[Separation[E], ...]
    sums: Sums


class Flight(Struct, Generic[E], frozen=True):
    """A run of rungs."""

    rungs: tuple[Rung[E], ...]
    sums: Sums


class Level(NamedTuple, Generic[E]):
    """A group of equals, and how many are before it."""

    group: tuple[E, ...]
    value: Key | None
    """In the first link."""
    before: Sums

    @property
    def place(self) -> int:
        """Two on place 2 are followed by place 4; a guest takes its place from nobody."""
        return self.before.counting + 1


_Steps: TypeAlias = Sequence[Flight[E]] | Sequence[Rung[E]]


class Ladder(Struct, Generic[E], frozen=True, dict=True):
    """Everybody ranked, best first, in rungs that can be counted without looking at each.

    Guests have the place that a score like theirs gives. Neither they nor the `out` may go on, nor
    whoever has no value in the first link.
    """

    values: Shelf[E, Key | None]
    """Of the first link."""
    flights: tuple[Flight[E], ...]
    guests: Collection[E] = ()
    out: Collection[E] = ()

    @cached_property
    def ranking(self) -> Ranking[E]:
        """All groups and separations."""
        rungs = [rung for flight in self.flights for rung in flight.rungs]
        return Ranking(
            tuple(chain.from_iterable(rung.groups for rung in rungs)),
            tuple(chain.from_iterable(rung.separations for rung in rungs)),
        )

    @cached_property
    def sums(self) -> Sums:
        return _total(self.flights)

    def levels(self, first: int = 0) -> Iterator[Level[E]]:
        """The groups of equals from the one on that so many are listed before, or within."""
        return self._levels("listed", first + 1)

    def levels_at(self, spots: int) -> Iterator[Level[E]]:
        """From the group on in which so many who may go on are complete."""
        return self._levels("competing", spots)

    def level_of(self, one: E) -> Level[E] | None:
        """The group that somebody is in; None for who is not ranked."""
        if one not in self.values:
            return None
        number, at = _where(self.flights, self.values[one])
        rung = self.flights[number].rungs[at]
        before = _total(self.flights[:number]).plus(_total(self.flights[number].rungs[:at]))
        for group in rung.groups:
            if one in group:
                return Level(group, rung.value, before)
            before = before.plus(self._sums(group, rung.value))
        raise LookupError(one)

    def competes(self, one: E) -> bool:
        """Whether somebody's place may lead onward."""
        return self.values.get(one) is not None and one not in self.guests and one not in self.out

    def shared(self, level: Level[E]) -> bool:
        """Whether several who count have this place."""
        return self._sums(level.group, 0).counting > 1

    def continued(
        self,
        links: Sequence[Link[E]],
        changed: Collection[E],
        entrants: Collection[E],
        position: Mapping[E, int],
    ) -> "Ladder[E]":
        """The ladder after some have `changed`, of whom only the `entrants` are ranked now.

        Only the ties that somebody left, entered or changed in are broken anew, so the links must
        be those of before and look at nothing but those tied. `position` is the order that equals
        are listed in.
        """
        first, *others = links
        values = self.values
        touched = {values[one] for one in changed if one in values}
        fresh = first([*entrants])
        for one in changed:
            if one not in fresh:
                values = values.without(one)
        for one, value in fresh.items():
            values = values.having(one, value)
        flights = self.flights
        for value in touched | set(fresh.values()):
            known = _rung(flights, value)
            stay = [one for one in known.members if one not in changed] if known else []
            those = stay + [one for one, key in fresh.items() if key == value]
            members = tuple(sorted(those, key=position.__getitem__))
            flights = _put(flights, value, self.rung(value, members, others) if those else None)
        return Ladder(values, flights, self.guests, self.out)

    def _levels(self, what: str, count: int) -> Iterator[Level[E]]:
        before = Sums()
        reached = False

        def passed(sums: Sums) -> bool:
            """Whether all of it is before; then it is counted as such."""
            nonlocal before
            after = before.plus(sums)
            if reached or cast("int", getattr(after, what)) >= count:
                return False
            before = after
            return True

        for flight in self.flights:
            if passed(flight.sums):
                continue
            for rung in flight.rungs:
                if passed(rung.sums):
                    continue
                for group in rung.groups:
                    sums = self._sums(group, rung.value)
                    if passed(sums):
                        continue
                    reached = True
                    yield Level(group, rung.value, before)
                    before = before.plus(sums)

    def rung(self, value: Key | None, members: tuple[E, ...], links: Sequence[Link[E]]) -> Rung[E]:
        """Those equal by this value, told apart by the links that follow the first."""
        return Rung(value, members, *separated(members, links), self._sums(members, value))

    def _sums(self, group: Sequence[E], value: Key | None) -> Sums:
        counting = [one for one in group if one not in self.guests] if self.guests else group
        competing = [one for one in counting if one not in self.out] if self.out else counting
        return Sums(len(group), len(counting), 0 if value is None else len(competing))


class Leading(Sequence[E]):
    """All who may go on from before a level, best first; and then those whom the line lets in."""

    def __init__(self, found: Ladder[E], level: Level[E] | None, at_line: tuple[E, ...]) -> None:
        """Without a level it is all of them."""
        self._ladder, self._level, self.at_line = found, level, at_line
        self._let_in = frozenset(at_line)
        before = found.sums if level is None else level.before
        self.ahead, self.listed = before.competing, before.listed

    def at_end(self) -> Sequence[E]:
        """Those among whom the last of them is listed."""
        if self.at_line or not self.ahead:
            return self.at_line
        last = next(self._ladder.levels_at(self.ahead))
        return [one for one in last.group if self._ladder.competes(one)]

    def __contains__(self, one: object) -> bool:
        who = cast("E", one)
        if who in self._let_in or not self._ladder.competes(who):
            return who in self._let_in
        level, value = self._level, self._ladder.values[who]
        if level is None or value != level.value:
            return level is None or _is_ahead(value, level.value)
        own = self._ladder.level_of(who)
        return own is not None and own.before.listed < level.before.listed

    def __iter__(self) -> Iterator[E]:
        for level in self._ladder.levels():
            if level.before.competing >= self.ahead:
                break
            yield from (one for one in level.group if self._ladder.competes(one))
        yield from self.at_line

    def __len__(self) -> int:
        return self.ahead + len(self.at_line)

    @overload
    def __getitem__(self, index: int) -> E: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[E]: ...
    def __getitem__(self, index: int | slice) -> E | Sequence[E]:
        return tuple(self)[index]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Leading | tuple):
            return NotImplemented
        return tuple(self) == tuple(cast("Sequence[E]", other))

    def __hash__(self) -> int:
        return hash((self.ahead, self.at_line))


def ladder(
    entrants: Sequence[E],
    links: Sequence[Link[E]],
    guests: Collection[E] = (),
    out: Collection[E] = (),
) -> Ladder[E]:
    """Rank by the first link, then break each tie by the links that follow."""
    first, *others = links
    values = first(entrants)
    empty = Ladder[E](Shelf(), (), guests, out)
    rungs = [empty.rung(value, members, others) for value, members in by_value(entrants, values)]
    flights = tuple(_flights(rungs))
    return Ladder(Shelf((one, values[one]) for one in entrants), flights, guests, out)


def _flights(rungs: Sequence[Rung[E]]) -> Iterator[Flight[E]]:
    for first in range(0, len(rungs), _FLIGHT):
        part = tuple(rungs[first : first + _FLIGHT])
        yield Flight(part, _total(part))


def _total(steps: _Steps[E]) -> Sums:
    sums = [one.sums for one in steps]
    return Sums(*(sum(column) for column in zip(*sums, strict=True))) if sums else Sums()


def _is_ahead(one: Key | None, other: Key | None) -> bool:
    """Nobody is ahead of an equal; whoever has no value comes last."""
    if one is None or other is None:
        return one is not None and other is None
    return cast("int", one) > cast("int", other)


def _where(flights: Sequence[Flight[E]], value: Key | None) -> tuple[int, int]:
    """The flight and the rung of a value, or where they would be."""

    def reaches(rung: Rung[E]) -> bool:
        return not _is_ahead(rung.value, value)

    number = bisect_left(flights, 1, key=lambda flight: reaches(flight.rungs[-1]))
    if number == len(flights):
        return (number - 1, len(flights[-1].rungs)) if flights else (0, 0)
    return number, bisect_left(flights[number].rungs, 1, key=reaches)


def _rung(flights: Sequence[Flight[E]], value: Key | None) -> Rung[E] | None:
    if not flights:
        return None
    number, at = _where(flights, value)
    rungs = flights[number].rungs
    return rungs[at] if at < len(rungs) and rungs[at].value == value else None


def _put(
    flights: tuple[Flight[E], ...], value: Key | None, rung: Rung[E] | None
) -> tuple[Flight[E], ...]:
    """The flights with this rung for the value, or without one."""
    number, at = _where(flights, value)
    rungs = flights[number].rungs if flights else ()
    was_there = at < len(rungs) and rungs[at].value == value
    new = (*rungs[:at], *((rung,) if rung else ()), *rungs[at + was_there :])
    middle = len(new) // 2 if len(new) > 2 * _FLIGHT else len(new)
    parts = [Flight(part, _total(part)) for part in (new[:middle], new[middle:]) if part]
    return (*flights[:number], *parts, *flights[number + 1 :])
