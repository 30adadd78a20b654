"""A meet at a glance: one page for all its contests, and its live stream."""

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Stream

from scoring.contest.ids import MeetId
from scoring.live import Channel
from scoring.web.declared import SINCE
from scoring.web.public import answered, html, streaming
from scoring.web.rendering import AnyRequest, language_of, page
from scoring.web.service import Service, meet_key


def _channel(request: AnyRequest, service: Service, meet: str) -> Channel:
    """Raises Problem 404."""
    service.meet(meet)
    return Channel(meet_key(MeetId(meet)), "meet", language_of(request), meet)


@get("/meets/{meet:str}")
async def meet_page(
    request: AnyRequest, service: NamedDependency[Service], meet: FromPath[str]
) -> Response[bytes]:
    """What goes on in every contest of a meet."""
    channel = _channel(request, service, meet)
    return html(request, page("meet.html", request, screen=service.screen(channel)))


@get("/meets/{meet:str}/live", asks=(SINCE,))
async def meet_live(
    request: AnyRequest, service: NamedDependency[Service], meet: FromPath[str]
) -> Stream:
    """The same as server-sent events: a frame now, and a patch for every change."""
    return streaming(service, request, _channel(request, service, meet))


@get("/meets/{meet:str}/frame", tagged=True, packed=True)
async def meet_frame(
    request: AnyRequest, service: NamedDependency[Service], meet: FromPath[str]
) -> Response[bytes]:
    """The newest frame of the page."""
    snapshot = service.live.newest(_channel(request, service, meet)).snapshot
    return answered(request, snapshot, "text/html")


HANDLERS: list[HTTPRouteHandler] = [meet_page, meet_live, meet_frame]
