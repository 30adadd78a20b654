"""Corrections: what they would change, before anybody confirms them."""

from http import HTTPStatus

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from scoring.access import why_not
from scoring.contest.match_preview import MatchPreview, match_preview
from scoring.contest.preview import Declined, preview
from scoring.languages import words
from scoring.views.corrections import PreviewScreen, preview_screen
from scoring.views.match_corrections import EffectScreen, effect_screen
from scoring.web.api import commands_decoder
from scoring.web.problems import problem, rejection
from scoring.web.rendering import AnyRequest, language_of
from scoring.web.service import Service
from scoring.web.wire import read_json


@post(
    "/api/contests/{contest:str}/preview",
    status_code=HTTPStatus.OK,
    takes=commands_decoder,
    signed=True,
)
async def preview_commands(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[PreviewScreen | EffectScreen]:
    """What one command, or a list, would change; nothing is stored. Refused as they would be."""
    holder = await service.organizer(request, "see")
    given = await read_json(request, commands_decoder)
    commands = given if isinstance(given, tuple) else (given,)
    known, speak = service.contest(contest), words(language_of(request))
    for command in commands:
        refusal = why_not(holder, known.plan, command)
        if refusal is not None:
            raise problem(HTTPStatus.FORBIDDEN, "forbidden", refusal)
    found = (
        match_preview(known, commands, service.results.played)
        if known.plan.played
        else preview(known, commands, service.results)
    )
    if isinstance(found, Declined):
        where = f"[{found.index}]." if isinstance(given, tuple) else ""
        raise rejection(found.rejected, where)
    screen = (
        effect_screen(found, speak)
        if isinstance(found, MatchPreview)
        else preview_screen(found, speak)
    )
    return Response(screen, headers={"Cache-Control": "no-store"})


HANDLERS: list[HTTPRouteHandler] = [preview_commands]
