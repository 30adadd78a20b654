"""Contests that feed one another: who may be taken in now, as a command ready to be given."""

from typing import Literal

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from msgspec import Struct

from scoring.contest.entering import places_taken
from scoring.contest.handover import incoming
from scoring.contest.ids import ContestId, EntrantId
from scoring.contest.plan import Entrant
from scoring.languages import words
from scoring.web.rendering import AnyRequest, language_of
from scoring.web.service import Service


class ReceiveReady(Struct, frozen=True, kw_only=True):
    """The command that takes them in, all but its id."""

    type: Literal["receive"] = "receive"
    contest: ContestId
    entrants: tuple[Entrant, ...]


class FeederState(Struct, frozen=True, kw_only=True):
    """A feeder: how many it may send, how many of those are here, who comes now."""

    contest: ContestId
    name: str
    known: bool
    """Whether that contest is registered here."""
    quota: int
    here: int
    command: ReceiveReady | None
    """None while nobody new goes on from it."""
    gone: tuple[EntrantId, ...]
    """Here, but not among those who go on there any more: to be withdrawn, or left as decided."""


@get("/api/contests/{contest:str}/incoming", signed=True)
async def incoming_entrants(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[tuple[FeederState, ...]]:
    """What every feeder of this contest sends now. To take them in, give the command.

    A feeder that keeps its results back sends nobody before they are public: here they would be.
    """
    await service.organizer(request, "see")
    target, speak = service.contest(contest), words(language_of(request))
    states: list[FeederState] = []
    for feeder in target.plan.feeders:
        source = service.desk.public(feeder.contest)
        found = incoming(source, target, feeder) if source is not None else None
        command = (
            ReceiveReady(contest=feeder.contest, entrants=found.entrants)
            if found is not None and found.entrants
            else None
        )
        states.append(
            FeederState(
                contest=feeder.contest,
                name=speak.label(feeder.name),
                known=source is not None,
                quota=feeder.quota,
                here=places_taken(target, feeder),
                command=command,
                gone=found.gone if found else (),
            )
        )
    return Response(tuple(states), headers={"Cache-Control": "no-store"})


HANDLERS: list[HTTPRouteHandler] = [incoming_entrants]
