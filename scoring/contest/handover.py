"""From one contest to the next: those recorded as going on, as the next contest takes them in."""

from collections.abc import Collection
from typing import NamedTuple

from msgspec import Struct

from scoring.contest.ids import ContestId, EntrantId
from scoring.contest.plan import Entrant, Feeder, JudgedStage, Origin, Stage
from scoring.contest.standings import standings
from scoring.contest.state import Contest
from scoring.contest.tables import played_standings


class Incoming(Struct, frozen=True):
    """What a feeder sends now: all who go on from it and have not been taken in yet."""

    contest: ContestId
    entrants: tuple[Entrant, ...]
    """As the next contest will know them, best first."""
    gone: tuple[EntrantId, ...]
    """Taken in earlier, and not among those who go on any more: by the next contest's ids."""


def incoming(source: Contest, target: Contest, feeder: Feeder) -> Incoming:
    """Who comes from the source, with new numbers where theirs are taken.

    An entrant keeps its id if that is free; otherwise the id is made of the new number.
    """
    stage = _last(source, feeder)
    advanced = source.stage(stage.id).advanced.get(feeder.route) if stage else None
    if stage is None or advanced is None:
        return Incoming(source.plan.id, (), ())
    there = {
        one.origin.entrant: one.id
        for one in target.entrants.values()
        if one.origin is not None and one.origin.contest == source.plan.id
    }
    ranked = [one for one in _lines(source, stage) if one.entrant in advanced.entrants]
    taken = {one.number for one in target.entrants.values()}
    entrants: list[Entrant] = []
    for standing in ranked:
        if standing.entrant in there or standing.entrant in source.withdrawn:
            continue
        entrant = source.entrants[standing.entrant]
        number = entrant.number if entrant.number not in taken else max(taken) + 1
        taken.add(number)
        origin = Origin(
            contest=source.plan.id, stage=stage.id, entrant=entrant.id, number=entrant.number,
            place=standing.place, score=standing.score,
        )  # fmt: skip
        used = [one.id for one in entrants]
        entrants.append(_arriving(target, entrant, number, origin, used))
    gone = tuple(
        here
        for origin, here in there.items()
        if (origin not in advanced.entrants or origin in source.withdrawn)
        and here not in target.withdrawn
    )
    return Incoming(source.plan.id, tuple(entrants), gone)


class _Line(NamedTuple):
    entrant: EntrantId
    place: int | None
    score: str | None


def _lines(source: Contest, stage: Stage) -> list[_Line]:
    """Who is where, best first; of matches nobody has a score."""
    if isinstance(stage, JudgedStage):
        return [
            _Line(
                one.entrant,
                one.place,
                str(one.score) if one.score and not one.score.clock else None,
            )
            for one in standings(source, stage).standings
        ]
    return [
        _Line(one.entrant, one.place, None) for one in played_standings(source, stage).standings
    ]


def _arriving(
    target: Contest, entrant: Entrant, number: int, origin: Origin, used: Collection[EntrantId]
) -> Entrant:
    """Groups that the next contest does not have are left behind."""
    known = {group.id for group in target.plan.groups}
    free = entrant.id not in target.entrants and entrant.id not in used
    return Entrant(
        id=entrant.id if free else EntrantId(f"n{number}"),
        number=number,
        name=entrant.name,
        unit=entrant.unit,
        group=entrant.group if entrant.group in known else None,
        work=entrant.work,
        guest=entrant.guest,
        origin=origin,
    )


def _last(source: Contest, feeder: Feeder) -> Stage | None:
    """The stage that sends: the one named, or the last whose routes lead out of the contest."""
    if feeder.stage is not None:
        return source.plan.stage(feeder.stage)
    return next((one for one in reversed(source.plan.stages) if one.advancement), None)
