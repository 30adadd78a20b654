"""The order of play of a contest as times and persons: for conflicts, and to propose one."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct

from scoring.contest.encounters import Encounter, Encounters, encounters
from scoring.contest.ids import ContestId, EntrantId, SeatId, StageId
from scoring.contest.match_commands import Slated
from scoring.contest.plan import PlayedStage
from scoring.contest.state import Contest
from scoring.rules.days import BadTime, minute, minute_text
from scoring.rules.order_of_play import Wanted, proposed
from scoring.rules.propagation import Awaited, Known
from scoring.rules.slots import FirstLoss, Loser, MatchId, Winner
from scoring.rules.timetable import Booking, Conflict, conflicts

MatchKey: TypeAlias = tuple[ContestId, StageId, MatchId]
Person: TypeAlias = tuple[str, str]
"""A name and a unit: who has both in common is taken for the same person, in any contest."""


class Fill(Struct, frozen=True, kw_only=True):
    """How matches are to be put on courts."""

    start: str
    courts: tuple[SeatId, ...]
    minutes: int
    rest: int


def persons(contest: Contest, one: Encounter) -> frozenset[Person]:
    """Everybody known to play in a match: the members, or who stands for them."""
    known = [side.entrant for side in one.sides if isinstance(side, Known)]
    return frozenset(person for entrant in known for person in people(contest, entrant))


def people(contest: Contest, entrant: EntrantId) -> tuple[Person, ...]:
    found = contest.entrants[entrant]
    names = [one.name for one in found.members] or [found.name]
    return tuple((name, found.unit) for name in names)


def needed(one: Encounter) -> tuple[MatchId, ...]:
    """The matches that decide who plays in this one."""
    return tuple(
        side.slot.match
        for side in one.sides
        if isinstance(side, Awaited) and isinstance(side.slot, Winner | Loser | FirstLoss)
    )


def bookings(contest: Contest) -> tuple[Booking[MatchKey, Person], ...]:
    """Every match that has a time; one that is over, or will not be played, takes nobody's."""
    return tuple(
        one
        for stage in contest.plan.played
        for one in _of_stage(contest, stage, encounters(contest, stage))
    )


def _of_stage(
    contest: Contest, stage: PlayedStage, found: Encounters
) -> Iterable[Booking[MatchKey, Person]]:
    for one in found:
        begin = _begin(one)
        if begin is not None and not one.settled:
            yield Booking(
                match=(contest.plan.id, stage.id, one.id),
                court=_court(contest, one.court),
                start=begin,
                end=begin + stage.minutes,
                players=persons(contest, one),
            )


def _begin(one: Encounter) -> int | None:
    try:
        return None if one.start is None else minute(one.start)
    except BadTime:
        return None


def _court(contest: Contest, court: SeatId | None) -> str:
    """A court by its name and hall: contests of a meet share them; none is nobody's."""
    if court is None:
        return ""
    seat = next(one for one in contest.plan.seats if one.id == court)
    venue = contest.plan.venue
    return f"{seat.name.zh or seat.name.en} {(venue.zh or venue.en) if venue else ''}".strip()


def all_conflicts(
    contests: Sequence[Contest], rest: int
) -> tuple[Conflict[MatchKey, Person], ...]:
    """What cannot be in the order of play of these contests together."""
    booked = [one for contest in contests for one in bookings(contest)]
    needs = {
        (contest.plan.id, stage.id, one.id): [
            (contest.plan.id, stage.id, name) for name in needed(one)
        ]
        for contest in contests
        for stage in contest.plan.played
        for one in encounters(contest, stage)
    }
    nowhere = [
        Booking(match=one.match, court=f"?{number}", start=one.start, end=one.end,
                players=one.players)
        if not one.court else one
        for number, one in enumerate(booked)
    ]  # fmt: skip
    return conflicts(nowhere, rest, needs)


def fill(
    contest: Contest, stage: PlayedStage, wanted: Fill, others: Sequence[Contest] = ()
) -> tuple[Slated, ...]:
    """Put every match that is still to be called onto a court; raises BadTime.

    What is being played without a time is taken to last as long from the start as any other.
    """
    found = encounters(contest, stage)
    open_ones = [one for one in found if one.phase in {"waiting", "ready"}]
    here = {(contest.plan.id, stage.id, one.id): one for one in open_ones}
    names: Mapping[str, SeatId] = {_court(contest, one): one for one in wanted.courts}
    matches = [
        Wanted(
            match=key,
            minutes=wanted.minutes,
            players=persons(contest, one),
            after=[(*key[:2], name) for name in needed(one)],
        )
        for key, one in here.items()
    ]
    taken = [
        one for other in (contest, *others) for one in bookings(other) if one.match not in here
    ]
    start = minute(wanted.start)
    on_court = {
        (contest.plan.id, stage.id, one.id): start + wanted.minutes
        for one in found
        if one.phase in {"called", "live", "over"}
    }
    plan = proposed(
        matches, tuple(names), start=start, rest=wanted.rest, taken=taken, ends=on_court
    )
    return tuple(
        Slated(
            match=one.match[2],
            court=names[one.court],
            start=minute_text(one.start, wanted.start),
        )
        for one in plan
    )
