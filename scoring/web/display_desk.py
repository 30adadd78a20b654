"""The page that a projector opens, and the page from which an organizer steers all of them."""

from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Stream
from msgspec import Meta, Struct

from scoring.contest.ids import ContestId, MeetId
from scoring.languages import words
from scoring.live import Channel
from scoring.web.declared import SINCE
from scoring.web.displays import Display, Kind, Showing
from scoring.web.officials import Done
from scoring.web.problems import Problem, not_found, problem
from scoring.web.public import answered, html, known
from scoring.web.rendering import AnyRequest, language_of, page
from scoring.web.service import Service
from scoring.web.tablet import address_of
from scoring.web.wire import read_json
from scoring.wording import Message, say

_NO_STORE = {"Cache-Control": "no-store"}


class NewDisplay(Struct, frozen=True):
    """A display that shows a code: its page."""

    page: str


class TakeDisplay(Struct, frozen=True, forbid_unknown_fields=True):
    """The code that the display shows, and what to call it."""

    code: Annotated[str, Meta(min_length=1, max_length=20)]
    name: Annotated[str, Meta(min_length=1, max_length=40)]


class Show(Struct, frozen=True, forbid_unknown_fields=True):
    """What a display is to show: a screen of a contest, a text, or nothing."""

    id: Annotated[str, Meta(max_length=40)]
    kind: Kind
    contest: Annotated[str, Meta(max_length=40)] = ""
    text: Annotated[str, Meta(max_length=200)] = ""


class DisplayId(Struct, frozen=True, forbid_unknown_fields=True):
    """Which display is meant."""

    id: Annotated[str, Meta(max_length=40)]


class DisplayRow(Struct, frozen=True):
    """A display on the organizer's page."""

    display: Display
    watched: bool
    """Whether it is switched on and in touch."""


_take = msgspec.json.Decoder(TakeDisplay)
_show = msgspec.json.Decoder(Show)
_which = msgspec.json.Decoder(DisplayId)


@get("/display")
async def new_display_page(request: AnyRequest) -> Response[bytes]:
    """What a projector opens first; it goes on to a page of its own."""
    return html(request, page("display_new.html", request))


@post("/api/displays", status_code=HTTPStatus.CREATED)
async def new_display(
    request: AnyRequest, service: NamedDependency[Service]
) -> Response[NewDisplay]:
    """A new display, which shows a code until somebody takes it."""
    service.limits.display.take(address_of(request))
    made = NewDisplay(f"/displays/{service.displays.new()}")
    return Response(made, status_code=HTTPStatus.CREATED, headers=_NO_STORE)


@get("/displays/{display:str}")
async def display_page(
    request: AnyRequest, service: NamedDependency[Service], display: FromPath[str]
) -> Response[bytes]:
    """The whole screen of one display."""
    _require(service, display)
    screen = service.displays.screen(display)
    return html(request, page("display.html", request, screen=screen))


@get("/displays/{display:str}/live", asks=(SINCE,))
async def display_live(
    request: AnyRequest, service: NamedDependency[Service], display: FromPath[str]
) -> Stream:
    """What it is to show, and every change of that."""
    _require(service, display)
    gzip = "gzip" in request.headers.get("accept-encoding", "")
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    if gzip:
        headers["Content-Encoding"] = "gzip"
    frames = service.displays.live.stream(
        _channel(request, display), gzip=gzip, since=known(request),
        allowed=lambda: service.displays.is_known(display),
    )  # fmt: skip
    counted = _counted(service, display, frames)
    return Stream(counted, media_type="text/event-stream", headers=headers)


async def _counted(
    service: Service, display: str, frames: AsyncIterator[bytes]
) -> AsyncIterator[bytes]:
    service.displays.watch(display, 1)
    try:
        async for frame in frames:
            yield frame
    finally:
        service.displays.watch(display, -1)


@get("/displays/{display:str}/frame", tagged=True)
async def display_frame(
    request: AnyRequest, service: NamedDependency[Service], display: FromPath[str]
) -> Response[bytes]:
    """What it is to show, for a display that lost its stream."""
    _require(service, display)
    newest = service.displays.live.newest(_channel(request, display))
    return answered(request, newest.snapshot, "text/html")


@get("/meets/{meet:str}/displays", signed=True)
async def displays_page(
    request: AnyRequest, service: NamedDependency[Service], meet: FromPath[str]
) -> Response[bytes]:
    """All displays of a meet, each with what it shows."""
    await service.organizer(request, "give_seats")
    contests = [one.plan for one in service.desk.contests() if one.plan.meet.id == meet]
    if not contests:
        raise not_found()
    speak = words(language_of(request))
    answer = html(
        request,
        page(
            "displays.html",
            request,
            meet=meet,
            name=speak.label(contests[0].meet.name),
            contests=[(one.id, speak.label(one.name)) for one in contests],
            rows=[
                DisplayRow(one, service.displays.is_watched(one.id))
                for one in service.displays.of_meet(MeetId(meet))
            ],
            address=f"{request.base_url.netloc}/display",
        ),
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@post("/api/meets/{meet:str}/displays", status_code=HTTPStatus.CREATED, takes=_take, signed=True)
async def take_display(
    request: AnyRequest, service: NamedDependency[Service], meet: FromPath[str]
) -> Response[Display]:
    """Take the display that shows this code."""
    await service.organizer(request, "give_seats")
    given = await read_json(request, _take)
    taken = await service.displays.take(MeetId(meet), given.code, given.name.strip())
    if taken is None:
        raise _invalid(say("No display shows this code. Look at it again."), "code")
    return Response(taken, status_code=HTTPStatus.CREATED, headers=_NO_STORE)


@post("/api/meets/{meet:str}/displays/show", status_code=HTTPStatus.OK, takes=_show, signed=True)
async def show(
    request: AnyRequest, service: NamedDependency[Service], meet: FromPath[str]
) -> Response[Done]:
    """Show something else on a display, at once."""
    await service.organizer(request, "give_seats")
    given = await read_json(request, _show)
    showing = Showing(given.kind, text=given.text.strip())
    if given.kind not in {"note", "blank"}:
        contest = service.desk.contest(ContestId(given.contest))
        if contest is None or contest.plan.meet.id != meet:
            raise _invalid(say("Choose a contest of this meet."), "contest")
        showing = Showing(given.kind, contest.plan.id)
    elif given.kind == "note" and not showing.text:
        raise _invalid(say("Write what is to be shown."), "text")
    if not await service.displays.show(MeetId(meet), given.id, showing):
        raise not_found()
    return Response(Done(), headers=_NO_STORE)


@post(
    "/api/meets/{meet:str}/displays/remove", status_code=HTTPStatus.OK, takes=_which, signed=True
)
async def remove_display(
    request: AnyRequest, service: NamedDependency[Service], meet: FromPath[str]
) -> Response[Done]:
    """Let go of a display: it shows a code again."""
    await service.organizer(request, "give_seats")
    given = await read_json(request, _which)
    if not await service.displays.remove(MeetId(meet), given.id):
        raise not_found()
    return Response(Done(), headers=_NO_STORE)


def _require(service: Service, display: str) -> None:
    if not service.displays.is_known(display):
        raise not_found()


def _channel(request: AnyRequest, display: str) -> Channel:
    return Channel(ContestId(display), "display", language_of(request))


def _invalid(message: Message, field: str) -> Problem:
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", message, field)


HANDLERS: list[HTTPRouteHandler] = [
    new_display_page, new_display, display_page, display_live, display_frame, displays_page,
    take_display, show, remove_display,
]  # fmt: skip
