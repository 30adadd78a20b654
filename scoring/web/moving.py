"""A seat moves to another tablet: the desk keeps what the old one has until the new one has it."""

from http import HTTPStatus
from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from msgspec import Meta, Raw, Struct

from scoring.access import SeatHolder
from scoring.contest.ids import DEVICE_AND_COUNT, CommandId
from scoring.web.accounts import now_in_seconds
from scoring.web.keys import device_id
from scoring.web.rendering import AnyRequest
from scoring.web.seats import NO_STORE, SeatLink, devices_gone, own_seat, shown_link
from scoring.web.service import Service, bearer
from scoring.web.wire import read_json

SHELF = "moving"
_Name = Annotated[str, Meta(max_length=40)]


class KeptEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A command that was given on a tablet and that the desk has not acknowledged."""

    id: Annotated[CommandId, DEVICE_AND_COUNT]
    entrant: _Name
    command: dict[str, Raw]
    """As the tablet sends it; whichever tablet does, its id lets it count once."""
    refused: Annotated[str, Meta(max_length=2_000)] | None = None


class Luggage(Struct, frozen=True, forbid_unknown_fields=True):
    """What a tablet has that the desk has not."""

    entries: Annotated[tuple[KeptEntry, ...], Meta(max_length=10_000)]
    drafts: Annotated[dict[_Name, Annotated[str, Meta(max_length=200_000)]], Meta(max_length=20)]
    """What is typed and not sent, as the page keeps it."""


class Deposit(Struct, frozen=True):
    """Luggage at the desk: of which device, since when."""

    by: str
    at: int
    luggage: Luggage


class Deposits(Struct, frozen=True):
    """What waits at the desk for the device that asks."""

    deposits: tuple[Deposit, ...]


class Taken(Struct, frozen=True, forbid_unknown_fields=True):
    """From which devices everything is on this one now, and will outlive it being switched off."""

    by: Annotated[tuple[_Name, ...], Meta(max_length=20)]


class Settled(Struct, frozen=True):
    """It is so, and on disk."""

    done: bool = True


_luggage_decoder = msgspec.json.Decoder(Luggage)
_taken_decoder = msgspec.json.Decoder(Taken)
_deposit_decoder = msgspec.json.Decoder(Deposit)


@post("/api/contests/{contest:str}/seats/{seat:str}/move", takes=_luggage_decoder, signed=True)
async def move_seat(
    request: AnyRequest,
    service: NamedDependency[Service],
    contest: FromPath[str],
    seat: FromPath[str],
) -> Response[SeatLink]:
    """A tablet hands over what it has, for the tablet that signs in by this link."""
    holder = await own_seat(request, service, contest, seat)
    luggage = await read_json(request, _luggage_decoder)
    own = device_id(bearer(request))
    deposit = Deposit(own, now_in_seconds(), luggage)
    await service.store.keep(SHELF, _name(holder, own), msgspec.json.encode(deposit))
    made = await service.keys.invite(holder, own)
    return Response(shown_link(request, made), headers=NO_STORE)


@post(
    "/api/contests/{contest:str}/seats/{seat:str}/move/back",
    status_code=HTTPStatus.OK,
    signed=True,
)
async def stay(
    request: AnyRequest,
    service: NamedDependency[Service],
    contest: FromPath[str],
    seat: FromPath[str],
) -> Response[Settled]:
    """The seat stays on this tablet after all; the link for the other one ends."""
    holder = await own_seat(request, service, contest, seat)
    own = device_id(bearer(request))
    await service.keys.withdraw(holder, own)
    await service.store.discard(SHELF, _name(holder, own))
    return Response(Settled(), headers=NO_STORE)


@get("/api/contests/{contest:str}/seats/{seat:str}/moved", signed=True)
async def moved_here(
    request: AnyRequest,
    service: NamedDependency[Service],
    contest: FromPath[str],
    seat: FromPath[str],
) -> Response[Deposits]:
    """What other tablets of this seat left for one that signed in after them."""
    holder = await own_seat(request, service, contest, seat)
    found = await _for_this_device(request, service, holder)
    return Response(Deposits(found), headers=NO_STORE)


@post(
    "/api/contests/{contest:str}/seats/{seat:str}/moved",
    status_code=HTTPStatus.OK,
    takes=_taken_decoder,
    signed=True,
)
async def take_over(
    request: AnyRequest,
    service: NamedDependency[Service],
    contest: FromPath[str],
    seat: FromPath[str],
) -> Response[Settled]:
    """The new tablet has everything: the old one is signed out and told that it was moved."""
    holder = await own_seat(request, service, contest, seat)
    taken = (await read_json(request, _taken_decoder)).by
    for one in await _for_this_device(request, service, holder):
        if one.by in taken:
            await service.keys.retire(holder, one.by)
            await service.store.discard(SHELF, _name(holder, one.by))
            devices_gone(service, holder, (one.by,))
    return Response(Settled(), headers=NO_STORE)


async def _for_this_device(
    request: AnyRequest, service: Service, holder: SeatHolder
) -> tuple[Deposit, ...]:
    kept = await service.store.kept(SHELF)
    deposits = [
        _deposit_decoder.decode(content)
        for name, content in sorted(kept.items())
        if name.startswith(_name(holder, ""))
    ]
    if not deposits:
        return ()
    own = device_id(bearer(request))
    signed_in = (await service.keys.devices(holder.contest)).get(holder.seat, ())
    since = next((one.since for one in signed_in if one.id == own), 0)
    return tuple(one for one in deposits if one.by != own and one.at <= since)


def _name(holder: SeatHolder, device: str) -> str:
    return f"{holder.contest}/{holder.seat}/{device}"


HANDLERS: list[HTTPRouteHandler] = [move_seat, stay, moved_here, take_over]
