"""The tablets of judges, umpires and team leaders, and the sign-in by link."""

from http import HTTPStatus
from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from msgspec import Meta, Struct

from scoring.access import Holder, Organizer, SeatHolder
from scoring.contest.ids import ContestId, SeatId
from scoring.languages import words
from scoring.rules.course import Course, course
from scoring.views.court import CourtScreen, court_screen, find_course
from scoring.views.head import head, stage_in_progress
from scoring.views.seat import SeatScreen, seat_screen
from scoring.views.team import TeamScreen, is_of_team, team_screen
from scoring.web.codes import typed_code
from scoring.web.problems import Problem, not_found, problem
from scoring.web.public import html
from scoring.web.rendering import AnyRequest, language_of, page
from scoring.web.service import Service, session_cookie
from scoring.web.wire import read_json
from scoring.wording import say

_MONTH = 30 * 24 * 3600
_YEAR = 365 * 24 * 3600
_SHORTEST_LINK = 20


class SignIn(Struct, frozen=True, forbid_unknown_fields=True):
    """The secret of a link, as it stood behind the # of the address; or a code."""

    secret: Annotated[str, Meta(max_length=400)]


class SignedInSeat(Struct, frozen=True, tag="seat", tag_field="role"):
    """A judge's device: signs its requests with the token as bearer."""

    contest: ContestId
    seat: SeatId
    token: str
    page: str


class SignedInOrganizer(Struct, frozen=True, tag="organizer", tag_field="role"):
    """The organizer's browser: the token is in a cookie that scripts cannot read."""

    page: str


_sign_in_decoder = msgspec.json.Decoder(SignIn)


@get("/enter")
async def enter(request: AnyRequest) -> Response[bytes]:
    """Where every link leads; the secret never reaches the server in an address."""
    return html(request, page("enter.html", request))


def address_of(request: AnyRequest) -> str:
    """Where a request comes from, for those who are not signed in."""
    return request.client.host if request.client else ""


def session(request: AnyRequest, token: str) -> Cookie:
    """The cookie of a session: unseen by scripts, sent by our own pages only."""
    secure = request.url.scheme == "https"
    return Cookie(
        session_cookie(request), value=token, httponly=True, samesite="strict", secure=secure,
        max_age=_MONTH,
    )  # fmt: skip


@post("/api/sign-in", status_code=HTTPStatus.OK, takes=_sign_in_decoder)
async def sign_in(
    request: AnyRequest, service: NamedDependency[Service]
) -> Response[SignedInSeat] | Response[SignedInOrganizer]:
    """Exchange a link's secret, or the code beside it, once, for a token of this device."""
    given = await read_json(request, _sign_in_decoder)
    code = typed_code(given.secret)
    token, holder = await (
        _by_link(request, service, given.secret.strip())
        if code is None
        else _by_code(request, service, code)
    )
    match holder:
        case Organizer():
            await service.sign_out(request)
            cookie = session(request, token)
            return Response(SignedInOrganizer("/desk"), cookies=[cookie])
        case SeatHolder(contest=contest, seat=seat):
            address = f"/contests/{contest}/seats/{seat}"
            return Response(SignedInSeat(contest, seat, token, address))


async def _by_link(request: AnyRequest, service: Service, secret: str) -> tuple[str, Holder]:
    signed_in = await service.keys.sign_in(secret)
    if signed_in is None:
        service.limits.link.take(address_of(request))
        if len(secret) < _SHORTEST_LINK:
            raise _wrong_code()
        text = say("This link has been used or withdrawn. Ask the organizer for a new one.")
        raise problem(HTTPStatus.UNAUTHORIZED, "unauthorized", text, "secret")
    return signed_in


def _wrong_code() -> Problem:
    text = say("This code is wrong, used up or too old. Ask the organizer for a new one.")
    return problem(HTTPStatus.UNAUTHORIZED, "unauthorized", text, "secret")


async def _by_code(request: AnyRequest, service: Service, code: str) -> tuple[str, Holder]:
    """Wrong codes count, for the address and for all together; a right one does not."""
    limits, address = service.limits, address_of(request)
    limits.code.take(address)
    try:
        limits.codes.take("")
    except Problem:
        limits.code.give_back(address)
        raise
    signed_in = await service.keys.sign_in_by_code(code)
    if signed_in is None:
        raise _wrong_code()
    limits.code.give_back(address)
    limits.codes.give_back("")
    return signed_in


@get("/contests/{contest:str}/seats/{seat:str}")
async def tablet(
    request: AnyRequest,
    service: NamedDependency[Service],
    contest: FromPath[str],
    seat: FromPath[str],
) -> Response[bytes]:
    """A seat's page. It holds nothing secret; its script asks with the device's token."""
    found, speak = service.contest(contest), words(language_of(request))
    chair = next((one for one in found.plan.seats if one.id == seat), None)
    if chair is None:
        raise not_found()
    name = speak.label(chair.name)
    if found.plan.played:
        own = "team.html" if is_of_team(found, chair.id) else "court.html"
        title = speak.label(found.plan.name)
        shown_own = page(
            own, request, contest=found.plan.id, name=title, seat=chair.id, seat_name=name
        )
        return html(request, shown_own)
    shown = head(found, stage_in_progress(found), speak)
    return html(request, page("seat.html", request, head=shown, seat=chair.id, seat_name=name))


@get("/api/contests/{contest:str}/seats/{seat:str}", signed=True)
async def seat_json(
    request: AnyRequest,
    service: NamedDependency[Service],
    contest: FromPath[str],
    seat: FromPath[str],
) -> Response[SeatScreen] | Response[CourtScreen] | Response[TeamScreen]:
    """What this seat sees: a judge only the own marks, an umpire the matches, a team its ties."""
    found = service.contest(contest)
    chair = await service.seat(request, found, seat)
    speak, headers = words(language_of(request)), {"Cache-Control": "no-store"}
    if is_of_team(found, chair):
        return Response(team_screen(found, service.public(contest), chair, speak), headers=headers)
    if found.plan.played:
        return Response(court_screen(found, chair, speak), headers=headers)
    return Response(seat_screen(found, chair, speak), headers=headers)


@get("/api/contests/{contest:str}/courses/{name:str}")
async def course_json(
    service: NamedDependency[Service], contest: FromPath[str], name: FromPath[str]
) -> Response[Course]:
    """What every point of a match leads to, so that a tablet can umpire it without the server."""
    found = find_course(service.contest(contest), name)
    if found is None:
        raise not_found()
    headers = {"Cache-Control": f"public, max-age={_YEAR}, immutable"}
    return Response(course(*found), headers=headers)


HANDLERS: list[HTTPRouteHandler] = [enter, sign_in, tablet, seat_json, course_json]
