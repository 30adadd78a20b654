"""The ceremony: revealed step by step from a phone, and rehearsed without a trace."""

from typing import Annotated

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Stream
from msgspec import Meta

from scoring.access import roles_in
from scoring.contest.ceremony import steps_left
from scoring.contest.ids import StageId
from scoring.contest.plan import PlayedStage
from scoring.contest.projection import public
from scoring.contest.state import Contest
from scoring.languages import words
from scoring.live import Channel
from scoring.views.board import board_screen
from scoring.views.match_board import match_board_screen
from scoring.views.reveal import rehearsed, reveal_stage
from scoring.web.declared import SINCE, STAGE, Query
from scoring.web.problems import not_found
from scoring.web.public import framed, html, streamed
from scoring.web.rendering import AnyRequest, language_of, page
from scoring.web.service import Service
from scoring.web.wire import read_query

_Steps = Annotated[int, Meta(ge=0, le=1_000_000)]
AT: Query[int] = Query("at", _Steps, "How many steps from now the rehearsal is at.")


def _stage_of(request: AnyRequest, contest: Contest) -> str:
    named = StageId(read_query(request, STAGE) or "")
    if named and contest.plan.stage(named) is None:
        raise not_found()
    return reveal_stage(contest, named).id


@get("/contests/{contest:str}/reveal", signed=True, asks=(STAGE,))
async def reveal(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[bytes]:
    """What comes next, with Next and Back."""
    holder = await service.organizer(request, "see_secrets")
    found = service.contest(contest)
    roles, stage = roles_in(holder, found.plan.meet.id), _stage_of(request, found)
    screen = service.screen(Channel(found.plan.id, "reveal", language_of(request), stage, roles))
    return html(request, page("reveal.html", request, roles, screen=screen))


@get("/contests/{contest:str}/reveal/live", signed=True, asks=(STAGE, SINCE))
async def reveal_live(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Stream:
    """The same as server-sent events."""
    holder = await service.organizer(request, "see_secrets")
    found = service.contest(contest)
    roles, stage = roles_in(holder, found.plan.meet.id), _stage_of(request, found)
    allowed = service.watching(request, "see_secrets")
    return streamed(service, request, contest, "reveal", stage, roles=roles, allowed=allowed)


@get("/contests/{contest:str}/reveal/frame", signed=True, asks=(STAGE,), tagged=True, packed=True)
async def reveal_frame(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[bytes]:
    """Its newest frame."""
    holder = await service.organizer(request, "see_secrets")
    found = service.contest(contest)
    roles, stage = roles_in(holder, found.plan.meet.id), _stage_of(request, found)
    answer = framed(service, request, contest, "reveal", stage, roles=roles)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@get("/contests/{contest:str}/reveal/rehearsal", signed=True, asks=(STAGE, AT))
async def rehearsal(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[bytes]:
    """The board as it would be so many steps from now; nothing is recorded."""
    await service.organizer(request, "see_secrets")
    found = service.contest(contest)
    stage = reveal_stage(found, StageId(_stage_of(request, found)))
    left = len(steps_left(found, stage))
    step = min(max(read_query(request, AT) or 0, 0), left)
    shown, speak = public(rehearsed(found, stage, step)), words(language_of(request))
    played = isinstance(stage, PlayedStage)
    screen = (
        match_board_screen(shown, stage.id, speak)
        if isinstance(stage, PlayedStage)
        else board_screen(shown, speak, stage=stage)
    )
    board = "partials/match_board.html" if played else "partials/board.html"
    return html(
        request,
        page("rehearsal.html", request, screen=screen, step=step, left=left, board=board),
    )


HANDLERS: list[HTTPRouteHandler] = [reveal, reveal_live, reveal_frame, rehearsal]
