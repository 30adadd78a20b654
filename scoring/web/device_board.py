"""Tablets that say how they are, the board that shows it to officials, and nudges."""

import time
from http import HTTPStatus

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Stream
from msgspec import Struct

from scoring.access import Asking, SeatHolder, roles_in
from scoring.contest.ids import SeatId
from scoring.contest.state import Contest
from scoring.languages import words
from scoring.live import Channel
from scoring.presence import About, Nudge, Report
from scoring.views.device_words import nudge_text, second_tablet
from scoring.views.devices import DevicesScreen
from scoring.views.seat_turns import is_awaited
from scoring.views.words import Words
from scoring.web.accounts import hashed
from scoring.web.declared import SINCE, Query
from scoring.web.devices import STRIP
from scoring.web.problems import not_found, problem
from scoring.web.public import answered, html, known
from scoring.web.rendering import AnyRequest, language_of, page
from scoring.web.service import Service, bearer, forbidden
from scoring.web.wire import read_json, read_query
from scoring.wording import say


class NudgeTold(Struct, frozen=True):
    """What the tablet says, and the number that it sends back when somebody has touched it."""

    number: int
    text: str


class Heard(Struct, frozen=True):
    """The answer to a tablet's report."""

    answered: int
    """The desk's clock, in milliseconds since 1970."""
    others: tuple[str, ...]
    """The names of other tablets at this seat."""
    others_text: str
    nudge: NudgeTold | None


class Nudging(Struct, frozen=True, forbid_unknown_fields=True):
    """Whose mark is waited for; nothing if it is only that somebody should look."""

    about: About | None = None


class Nudged(Struct, frozen=True):
    """A nudge is on its way."""

    number: int


PART: Query[str] = Query("part", str, "strip: only what a desk shows of its tablets.")
_report_decoder = msgspec.json.Decoder(Report)
_nudging_decoder = msgspec.json.Decoder(Nudging)


def _seat(contest: Contest, asked: str) -> SeatId:
    found = next((one.id for one in contest.plan.seats if one.id == asked), None)
    if found is None:
        raise not_found()
    return found


@post(
    "/api/contests/{contest:str}/seats/{seat:str}/here",
    status_code=HTTPStatus.OK,
    takes=_report_decoder,
    signed=True,
)
async def here(
    request: AnyRequest,
    service: NamedDependency[Service],
    contest: FromPath[str],
    seat: FromPath[str],
) -> Response[Heard]:
    """A seat's tablet says how it is, every ten seconds and at once when something changes."""
    holder = await service.signed_in(request)
    found = service.contest(contest)
    chair = _seat(found, seat)
    if holder != SeatHolder(found.plan.id, chair):
        raise forbidden()
    report = await read_json(request, _report_decoder)
    place, name = (found.plan.id, chair), device_name(request)
    service.devices.heard(place, name, report)
    speak = words(language_of(request))
    others, nudge = service.devices.others(place, name), service.devices.pending(place)
    body = Heard(
        answered=time.time_ns() // 1_000_000,
        others=others,
        others_text=speak(second_tablet(name, others)) if others else "",
        nudge=_told(found, chair, nudge, speak) if nudge else None,
    )
    return Response(body, headers={"Cache-Control": "no-store"})


def device_name(request: AnyRequest) -> str:
    """What people call a tablet: four letters that do not tell its token."""
    return hashed(bearer(request))[:4].upper()


def _told(contest: Contest, seat: SeatId, nudge: Nudge, speak: Words) -> NudgeTold | None:
    if nudge.about is None:
        return NudgeTold(nudge.number, speak(nudge_text(None, "")))
    if not is_awaited(contest, seat, nudge.about):
        return None
    entrant = contest.entrants[nudge.about.entrant]
    return NudgeTold(nudge.number, speak(nudge_text(entrant.number, entrant.name)))


@post(
    "/api/contests/{contest:str}/seats/{seat:str}/nudge",
    takes=_nudging_decoder,
    signed=True,
)
async def nudge_seat(
    request: AnyRequest,
    service: NamedDependency[Service],
    contest: FromPath[str],
    seat: FromPath[str],
) -> Response[Nudged]:
    """Ask whoever sits at a seat to look at the tablet."""
    await service.organizer(request, "give_seats")
    found = service.contest(contest)
    chair = _seat(found, seat)
    asked = await read_json(request, _nudging_decoder)
    if asked.about is not None and not is_awaited(found, chair, asked.about):
        text = say("This seat is not waited for any more.")
        raise problem(HTTPStatus.CONFLICT, "not_now", text)
    made = service.devices.nudge((found.plan.id, chair), asked.about)
    return Response(Nudged(made.number))


def _channel(request: AnyRequest, contest: Contest, holder: Asking) -> Channel:
    part = STRIP if read_query(request, PART) == STRIP else ""
    roles = roles_in(holder, contest.plan.meet.id)
    return Channel(contest.plan.id, "devices", language_of(request), part, roles)


@get("/contests/{contest:str}/devices", signed=True)
async def devices(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[bytes]:
    """The device board."""
    holder = await service.organizer(request, "see")
    plan = service.contest(contest).plan
    screen = service.devices.screen(plan.id, language_of(request))
    roles = roles_in(holder, plan.meet.id)
    return html(request, page("devices.html", request, roles, screen=screen))


@get("/contests/{contest:str}/devices/live", signed=True, asks=(PART, SINCE))
async def devices_live(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Stream:
    """The device board, or with ?part=strip what a desk shows of it, as server-sent events."""
    holder = await service.organizer(request, "see")
    channel = _channel(request, service.contest(contest), holder)
    gzip = "gzip" in request.headers.get("accept-encoding", "")
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    if gzip:
        headers["Content-Encoding"] = "gzip"
    allowed = service.watching(request, "see")
    since = known(request)
    frames = service.devices.live.stream(channel, gzip=gzip, since=since, allowed=allowed)
    return Stream(frames, media_type="text/event-stream", headers=headers)


@get("/contests/{contest:str}/devices/frame", signed=True, asks=(PART,), tagged=True, packed=True)
async def devices_frame(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[bytes]:
    """The newest frame of the same."""
    holder = await service.organizer(request, "see")
    channel = _channel(request, service.contest(contest), holder)
    frame = service.devices.live.newest(channel)
    answer = answered(request, frame.snapshot, "text/html")
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@get("/api/contests/{contest:str}/devices", signed=True)
async def devices_json(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[DevicesScreen]:
    """The device board for programs."""
    await service.organizer(request, "see")
    screen = service.devices.screen(service.contest(contest).plan.id, language_of(request))
    return Response(screen, headers={"Cache-Control": "no-store"})


HANDLERS: list[HTTPRouteHandler] = [
    here, nudge_seat, devices, devices_live, devices_frame, devices_json,
]  # fmt: skip
