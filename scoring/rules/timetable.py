"""What cannot be in an order of play: a player or a court twice at once, too little rest.

Times are minutes; a match lasts from its start up to, not including, its end.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Generic, TypeAlias, TypeVar

from msgspec import Struct

P = TypeVar("P")
M = TypeVar("M")


class Booking(Struct, Generic[M, P], frozen=True, kw_only=True):
    """When and where a match is played, and every person who plays or may play in it."""

    match: M
    court: str
    start: int
    end: int
    players: frozenset[P] = frozenset()


class PlayerTwice(Struct, Generic[M, P], frozen=True, tag="player_twice"):
    """In two matches at once, be they of one contest or of two."""

    player: P
    first: M
    second: M


class CourtTwice(Struct, Generic[M], frozen=True, tag="court_twice"):
    court: str
    first: M
    second: M


class RestTooShort(Struct, Generic[M, P], frozen=True, tag="rest_too_short"):
    """Without a player: of whoever comes from the first match to the second."""

    player: P | None
    first: M
    second: M
    minutes: int


class OutOfOrder(Struct, Generic[M], frozen=True, tag="out_of_order"):
    """The match begins before one is over that decides who plays in it."""

    match: M
    before: M


Conflict: TypeAlias = PlayerTwice[M, P] | CourtTwice[M] | RestTooShort[M, P] | OutOfOrder[M]


def conflicts(
    bookings: Sequence[Booking[M, P]],
    rest: int = 0,
    needs: Mapping[M, Collection[M]] | None = None,
) -> tuple[Conflict[M, P], ...]:
    """Everything wrong, each kind in order of time.

    `needs` says which matches decide who plays in a match; `rest` is what everyone is owed
    between two of their own.
    """
    ordered = sorted(bookings, key=lambda one: (one.start, one.end))
    found: list[Conflict[M, P]] = []
    for court, booked in _by_court(ordered).items():
        found += [CourtTwice(court, a.match, b.match) for a, b in _overlapping(booked)]
    for player, booked in _by_player(ordered).items():
        found += [PlayerTwice(player, a.match, b.match) for a, b in _overlapping(booked)]
        found += [
            RestTooShort(player, a.match, b.match, b.start - a.end)
            for a, b in _following(booked)
            if b.start - a.end < rest
        ]
    return (*found, *_needing(ordered, rest, needs or {}))


def _by_court(ordered: Sequence[Booking[M, P]]) -> dict[str, list[Booking[M, P]]]:
    found: dict[str, list[Booking[M, P]]] = {}
    for one in ordered:
        found.setdefault(one.court, []).append(one)
    return found


def _by_player(ordered: Sequence[Booking[M, P]]) -> dict[P, list[Booking[M, P]]]:
    found: dict[P, list[Booking[M, P]]] = {}
    for one in ordered:
        for player in one.players:
            found.setdefault(player, []).append(one)
    return found


def _overlapping(
    ordered: Sequence[Booking[M, P]],
) -> Iterator[tuple[Booking[M, P], Booking[M, P]]]:
    """Every two at once, staggered or one within the other."""
    running: list[Booking[M, P]] = []
    for one in ordered:
        running = [other for other in running if one.start < other.end]
        for other in running:
            yield other, one
        running.append(one)


def _following(
    ordered: Sequence[Booking[M, P]],
) -> Iterator[tuple[Booking[M, P], Booking[M, P]]]:
    """Each match and the last one that was over before it."""
    for number, one in enumerate(ordered):
        over = [other for other in ordered[:number] if other.end <= one.start]
        if over:
            yield max(over, key=lambda other: other.end), one


def _needing(
    ordered: Sequence[Booking[M, P]], rest: int, needs: Mapping[M, Collection[M]]
) -> Iterator[Conflict[M, P]]:
    booked = {one.match: one for one in ordered}
    for one in ordered:
        for name in needs.get(one.match, ()):
            before = booked.get(name)
            if before is None:
                continue
            pause = one.start - before.end
            if pause < 0:
                yield OutOfOrder(one.match, name)
            elif pause < rest and not before.players & one.players:
                yield RestTooShort(None, name, one.match, pause)
