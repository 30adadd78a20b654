"""A proposal for an order of play: every match as early as courts, rest and others let it.

Times are minutes. Nothing is optimised: the first in the list that can be played goes first, so
that people see why a match stands where it does.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Generic, TypeVar

from msgspec import Struct

from scoring.rules.timetable import Booking

P = TypeVar("P")
M = TypeVar("M")

_LOOKED_AHEAD = 40
"""So many of those next in line are weighed against each other."""


class Wanted(Struct, Generic[M, P], frozen=True, kw_only=True):
    """A match to be put somewhere: who is known to play it, and what must be over before."""

    match: M
    minutes: int
    players: frozenset[P] = frozenset()
    after: Collection[M] = ()


class _Busy(Generic[P]):
    """When courts and players are taken; players longer by the rest they are owed."""

    def __init__(self, rest: int) -> None:
        self._rest = rest
        self._courts: dict[str, list[tuple[int, int]]] = {}
        self._players: dict[P, list[tuple[int, int]]] = {}

    def take(self, booking: Booking[M, P]) -> None:
        span = (booking.start, booking.end)
        self._courts.setdefault(booking.court, []).append(span)
        for one in booking.players:
            owed = (booking.start - self._rest, booking.end + self._rest)
            self._players.setdefault(one, []).append(owed)

    def earliest(self, court: str, players: Collection[P], start: int, minutes: int) -> int:
        spans = [*self._courts.get(court, ())]
        for one in players:
            spans += self._players.get(one, ())
        for begin, end in sorted(spans):
            if begin < start + minutes and start < end:
                start = end
        return start


def proposed(  # noqa: PLR0913 - what an order of play depends on
    matches: Sequence[Wanted[M, P]],
    courts: Sequence[str],
    *,
    start: int,
    rest: int,
    taken: Sequence[Booking[M, P]] = (),
    ends: Mapping[M, int] | None = None,
) -> tuple[Booking[M, P], ...]:
    """Where and when each match may be played, in the order of time.

    `taken` stays where it is; `ends` says when matches are over that others of these wait for.
    """
    busy: _Busy[P] = _Busy(rest)
    over: dict[M, int] = dict(ends or {})
    for one in taken:
        busy.take(one)
        over[one.match] = one.end
    waiting = list(matches)
    names = {one.match for one in waiting}
    found: list[Booking[M, P]] = []
    while waiting and courts:
        free = [one for one in waiting if not names.difference(over).intersection(one.after)]
        if not free:
            break
        choices = [
            (_when(busy, one, court, start, rest, over), position, place, one)
            for position, one in enumerate(free[:_LOOKED_AHEAD])
            for place, court in enumerate(courts)
        ]
        begin, _, place, chosen = min(choices, key=lambda one: one[:3])
        booking = Booking(
            match=chosen.match,
            court=courts[place],
            start=begin,
            end=begin + chosen.minutes,
            players=chosen.players,
        )
        busy.take(booking)
        over[chosen.match] = booking.end
        waiting.remove(chosen)
        found.append(booking)
    return tuple(sorted(found, key=lambda one: (one.start, courts.index(one.court))))


def _when(  # noqa: PLR0913, PLR0917 - what the earliest time depends on
    busy: _Busy[P],
    one: Wanted[M, P],
    court: str,
    start: int,
    rest: int,
    over: Mapping[M, int],
) -> int:
    after = [over[name] + rest for name in one.after if name in over]
    return busy.earliest(court, one.players, max([start, *after]), one.minutes)
