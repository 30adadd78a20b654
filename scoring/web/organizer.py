"""The organizer's side: the desk, and an entrant's sheets."""

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect, Stream

from scoring.access import EVERY_MEET, meets_where, roles_in
from scoring.contest.ids import EntrantId
from scoring.contest.state import Contest
from scoring.languages import words
from scoring.live import Channel
from scoring.views.entrant import entrant_screen
from scoring.web.declared import SINCE, STAGE
from scoring.web.problems import not_found
from scoring.web.public import framed, html, meets, stage_asked, streamed
from scoring.web.records import stage_asked_for
from scoring.web.rendering import AnyRequest, language_of, page
from scoring.web.service import Service, screen_name


@get("/desk", signed=True)
async def desk_home(request: AnyRequest, service: NamedDependency[Service]) -> Response[bytes]:
    """All contests, and the form to register one."""
    holder = await service.organizer(request, "see")
    where = meets_where(holder, "see")
    mine = [
        one for one in service.desk.contests() if EVERY_MEET in where or one.plan.meet.id in where
    ]
    shown = meets(mine, language_of(request))
    plans = bool(meets_where(holder, "plan"))
    return html(request, page("desk_home.html", request, meets=shown, plans=plans))


def _stage_at_the_desk(request: AnyRequest, contest: Contest) -> str:
    """A judged contest's desk is always at the stage in progress."""
    return stage_asked(request, contest) if contest.plan.played else ""


@get("/contests/{contest:str}/desk", signed=True, asks=(STAGE,))
async def desk(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[bytes]:
    """The organizer's cockpit."""
    holder = await service.organizer(request, "see")
    found = service.contest(contest)
    name, roles = screen_name(found, "desk"), roles_in(holder, found.plan.meet.id)
    subject = _stage_at_the_desk(request, found)
    screen = service.screen(Channel(found.plan.id, name, language_of(request), subject, roles))
    return html(request, page(f"{name}.html", request, roles, screen=screen))


@get("/contests/{contest:str}/desk/live", signed=True, asks=(STAGE, SINCE))
async def desk_live(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Stream:
    """The cockpit as server-sent events."""
    holder = await service.organizer(request, "see")
    found = service.contest(contest)
    roles = roles_in(holder, found.plan.meet.id)
    subject = _stage_at_the_desk(request, found)
    allowed = service.watching(request, "see")
    return streamed(service, request, contest, "desk", subject, roles=roles, allowed=allowed)


@get("/contests/{contest:str}/desk/frame", signed=True, asks=(STAGE,), tagged=True, packed=True)
async def desk_frame(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[bytes]:
    """The cockpit's newest frame."""
    holder = await service.organizer(request, "see")
    found = service.contest(contest)
    roles = roles_in(holder, found.plan.meet.id)
    subject = _stage_at_the_desk(request, found)
    answer = framed(service, request, contest, "desk", subject, roles=roles)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@get("/contests/{contest:str}/desk/entrants/{entrant:str}", signed=True, asks=(STAGE,))
async def desk_entrant(
    request: AnyRequest,
    service: NamedDependency[Service],
    contest: FromPath[str],
    entrant: FromPath[str],
) -> Response[bytes] | Redirect:
    """One entrant: sheets to correct, and why this place; of matches everybody sees as much."""
    holder = await service.organizer(request, "see")
    found = service.contest(contest)
    if EntrantId(entrant) not in found.entrants:
        raise not_found()
    if found.plan.played:
        return Redirect(f"/contests/{found.plan.id}/entrants/{entrant}")
    stage = stage_asked_for(request, found)
    screen = entrant_screen(
        found, EntrantId(entrant), words(language_of(request)), service.results, stage
    )
    roles = roles_in(holder, found.plan.meet.id)
    return html(request, page("desk_entrant.html", request, roles, screen=screen))


HANDLERS: list[HTTPRouteHandler] = [desk_home, desk, desk_live, desk_frame, desk_entrant]
