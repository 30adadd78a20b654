"""The organizer's side: the desk, an entrant's sheets, and links for the judges."""

from io import BytesIO

import segno
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect, Stream
from msgspec import Struct

from scoring.access import EVERY_MEET, SeatHolder, meets_where
from scoring.contest.ids import EntrantId
from scoring.contest.state import Contest
from scoring.languages import words
from scoring.live import Channel
from scoring.views.entrant import entrant_screen
from scoring.web.problems import not_found
from scoring.web.public import framed, html, meets, stage_asked, streamed
from scoring.web.records import stage_asked_for
from scoring.web.rendering import AnyRequest, language_of, page
from scoring.web.service import Service, screen_name


class SeatLink(Struct, frozen=True):
    """A one-time link for a judge's device, and its QR code as SVG markup."""

    url: str
    qr: str


def qr_svg(text: str) -> str:
    """A QR code as an SVG element that scales with its box."""
    out = BytesIO()
    segno.make(text, error="m").save(out, kind="svg", xmldecl=False, omitsize=True, border=2)
    return out.getvalue().decode()


@get("/desk")
async def desk_home(request: AnyRequest, service: NamedDependency[Service]) -> Response[bytes]:
    """All contests, and the form to register one."""
    where = meets_where(await service.organizer(request, "see"), "see")
    mine = [
        one for one in service.desk.contests() if EVERY_MEET in where or one.plan.meet.id in where
    ]
    shown = meets(mine, language_of(request))
    return html(request, page("desk_home.html", request, meets=shown))


def _stage_at_the_desk(request: AnyRequest, contest: Contest) -> str:
    """A judged contest's desk is always at the stage in progress."""
    return stage_asked(request, contest) if contest.plan.played else ""


@get("/contests/{contest:str}/desk")
async def desk(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[bytes]:
    """The organizer's cockpit."""
    await service.organizer(request, "see")
    found = service.contest(contest)
    name = screen_name(found, "desk")
    subject = _stage_at_the_desk(request, found)
    screen = service.screen(Channel(found.plan.id, name, language_of(request), subject))
    return html(request, page(f"{name}.html", request, screen=screen))


@get("/contests/{contest:str}/desk/live")
async def desk_live(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Stream:
    """The cockpit as server-sent events."""
    await service.organizer(request, "see")
    subject = _stage_at_the_desk(request, service.contest(contest))
    allowed = service.watching(request, "see")
    return streamed(service, request, contest, "desk", subject, allowed=allowed)


@get("/contests/{contest:str}/desk/frame")
async def desk_frame(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[bytes]:
    """The cockpit's newest frame."""
    await service.organizer(request, "see")
    subject = _stage_at_the_desk(request, service.contest(contest))
    answer = framed(service, request, contest, "desk", subject)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@get("/contests/{contest:str}/desk/entrants/{entrant:str}")
async def desk_entrant(
    request: AnyRequest,
    service: NamedDependency[Service],
    contest: FromPath[str],
    entrant: FromPath[str],
) -> Response[bytes] | Redirect:
    """One entrant: sheets to correct, and why this place; of matches everybody sees as much."""
    await service.organizer(request, "see")
    found = service.contest(contest)
    if EntrantId(entrant) not in found.entrants:
        raise not_found()
    if found.plan.played:
        return Redirect(f"/contests/{found.plan.id}/entrants/{entrant}")
    stage = stage_asked_for(request, found)
    screen = entrant_screen(
        found, EntrantId(entrant), words(language_of(request)), service.results, stage
    )
    return html(request, page("desk_entrant.html", request, screen=screen))


@post("/api/contests/{contest:str}/seats/{seat:str}/link")
async def new_seat_link(
    request: AnyRequest,
    service: NamedDependency[Service],
    contest: FromPath[str],
    seat: FromPath[str],
) -> Response[SeatLink]:
    """A fresh link that signs one device in to a seat."""
    await service.organizer(request, "give_seats")
    found = service.contest(contest)
    chair = next((one.id for one in found.plan.seats if one.id == seat), None)
    if chair is None:
        raise not_found()
    secret = await service.keys.new_link(SeatHolder(found.plan.id, chair))
    url = f"{str(request.base_url).rstrip('/')}/enter#k={secret}"
    return Response(SeatLink(url, qr_svg(url)), headers={"Cache-Control": "no-store"})


HANDLERS: list[HTTPRouteHandler] = [
    desk_home, desk, desk_live, desk_frame, desk_entrant, new_seat_link,
]  # fmt: skip
