"""Which tablets are at the seats: links and codes for them, who is signed in, signing out."""

from http import HTTPStatus
from io import BytesIO
from typing import Annotated

import msgspec
import segno
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from msgspec import Meta, Struct

from scoring.access import SeatHolder
from scoring.contest.ids import SeatId
from scoring.contest.state import Contest
from scoring.views.devices import DeviceLine, SeatState
from scoring.web.codes import grouped
from scoring.web.keys import Invitation, SignedIn, device_id
from scoring.web.problems import not_found
from scoring.web.rendering import AnyRequest, language_of
from scoring.web.service import Service, bearer, forbidden
from scoring.web.wire import read_json

NO_STORE = {"Cache-Control": "no-store"}


class SeatLink(Struct, frozen=True):
    """A one-time link for a judge's device, its QR code as SVG markup, and a code to type."""

    url: str
    qr: str
    code: str
    """Stands for the same link: whichever comes first uses up both."""
    until: int
    """Until when the code works, in seconds since 1970."""


class Tablet(Struct, frozen=True):
    """A tablet that is signed in to a seat, and how it was when last heard of."""

    id: str
    name: str
    since: int
    state: SeatState
    """none: nothing heard since the server was started."""
    ago: str
    unsent: int


class SeatTablets(Struct, frozen=True):
    """Who is signed in to a seat."""

    seat: SeatId
    tablets: tuple[Tablet, ...]
    open_since: int | None
    """When the link was made that still waits for its tablet."""


class SignOut(Struct, frozen=True, forbid_unknown_fields=True):
    """Which tablet; nothing for all of the seat."""

    device: Annotated[str, Meta(max_length=40)] | None = None


class SignedOut(Struct, frozen=True):
    """Which tablets are signed out now."""

    devices: tuple[str, ...]


_sign_out_decoder = msgspec.json.Decoder(SignOut)


def qr_svg(text: str) -> str:
    """A QR code as an SVG element that scales with its box."""
    out = BytesIO()
    segno.make(text, error="m").save(out, kind="svg", xmldecl=False, omitsize=True, border=2)
    return out.getvalue().decode()


def holder_of(contest: Contest, seat: str) -> SeatHolder:
    """Who sits there. Raises Problem 404."""
    found = next((one.id for one in contest.plan.seats if one.id == seat), None)
    if found is None:
        raise not_found()
    return SeatHolder(contest.plan.id, found)


async def own_seat(request: AnyRequest, service: Service, contest: str, seat: str) -> SeatHolder:
    """The seat, if it is its own device that asks. Raises Problem 401, 403 or 404."""
    asking = await service.signed_in(request)
    holder = holder_of(service.contest(contest), seat)
    if asking != holder:
        raise forbidden()
    return holder


def shown_link(request: AnyRequest, made: Invitation) -> SeatLink:
    """An invitation as somebody reads, scans or types it."""
    url = f"{str(request.base_url).rstrip('/')}/enter#k={made.secret}"
    return SeatLink(url, qr_svg(url), grouped(made.code), made.until)


def devices_gone(service: Service, holder: SeatHolder, devices: tuple[str, ...]) -> None:
    """Their streams end, and they ask again at once and are told."""
    for one in devices:
        service.devices.forget((holder.contest, holder.seat), device_name(one))
    service.wake_all()


def device_name(device: str) -> str:
    """What people call a tablet."""
    return device[:4].upper()


@post("/api/contests/{contest:str}/seats/{seat:str}/link", signed=True)
async def new_seat_link(
    request: AnyRequest,
    service: NamedDependency[Service],
    contest: FromPath[str],
    seat: FromPath[str],
) -> Response[SeatLink]:
    """A fresh link that signs one device in to a seat; one that nobody used yet ends."""
    await service.organizer(request, "give_seats")
    made = await service.keys.invite(holder_of(service.contest(contest), seat))
    return Response(shown_link(request, made), headers=NO_STORE)


@get("/api/contests/{contest:str}/seats/{seat:str}/tablets", signed=True)
async def seat_tablets(
    request: AnyRequest,
    service: NamedDependency[Service],
    contest: FromPath[str],
    seat: FromPath[str],
) -> Response[SeatTablets]:
    """Which tablets are signed in to a seat."""
    await service.organizer(request, "give_seats")
    holder = holder_of(service.contest(contest), seat)
    signed_in = (await service.keys.devices(holder.contest)).get(holder.seat, ())
    screen = service.devices.screen(holder.contest, language_of(request))
    lines = next(one.devices for one in screen.seats if one.seat == holder.seat)
    heard = {line.name: line for line in lines}
    tablets = tuple(_tablet(one, heard.get(device_name(one.id))) for one in signed_in)
    open_since = await service.keys.open_since(holder)
    return Response(SeatTablets(holder.seat, tablets, open_since), headers=NO_STORE)


def _tablet(signed_in: SignedIn, line: DeviceLine | None) -> Tablet:
    name = device_name(signed_in.id)
    if line is None:
        return Tablet(signed_in.id, name, signed_in.since, "none", "", 0)
    return Tablet(signed_in.id, name, signed_in.since, line.state, line.ago, line.unsent)


@post(
    "/api/contests/{contest:str}/seats/{seat:str}/sign-out",
    status_code=HTTPStatus.OK,
    takes=_sign_out_decoder,
    signed=True,
)
async def sign_seat_out(
    request: AnyRequest,
    service: NamedDependency[Service],
    contest: FromPath[str],
    seat: FromPath[str],
) -> Response[SignedOut]:
    """Sign a tablet of a seat out, or all of them and the links that wait; at once."""
    await service.organizer(request, "give_seats")
    holder = holder_of(service.contest(contest), seat)
    given = await read_json(request, _sign_out_decoder)
    gone = await service.keys.sign_out(holder, given.device)
    devices_gone(service, holder, gone)
    return Response(SignedOut(gone), headers=NO_STORE)


@post("/api/contests/{contest:str}/seats/{seat:str}/leave", status_code=HTTPStatus.OK, signed=True)
async def leave_seat(
    request: AnyRequest,
    service: NamedDependency[Service],
    contest: FromPath[str],
    seat: FromPath[str],
) -> Response[SignedOut]:
    """A tablet signs itself out, as when it signs in anew."""
    holder = await own_seat(request, service, contest, seat)
    gone = await service.keys.sign_out(holder, device_id(bearer(request)))
    devices_gone(service, holder, gone)
    return Response(SignedOut(gone), headers=NO_STORE)


HANDLERS: list[HTTPRouteHandler] = [new_seat_link, seat_tablets, sign_seat_out, leave_seat]
