"""What everybody may see: meets, boards, the wall, and their live streams."""

from http import HTTPStatus

from litestar import Response, get
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Stream
from msgspec import Struct

from scoring.contest.state import Contest
from scoring.languages import LANGUAGES, words
from scoring.live import Channel, ScreenName
from scoring.views.board import board_screen
from scoring.views.head import Head, head, stage_in_progress
from scoring.web.rendering import LANGUAGE_COOKIE, AnyRequest, build, language_of, page
from scoring.web.service import Service

_YEAR = 365 * 24 * 3600
_SHORT = "public, max-age=1, stale-while-revalidate=5"


class MeetOverview(Struct, frozen=True):
    """A meet's name and the heads of its contests."""

    name: str
    contests: tuple[Head, ...]


def meets(contests: list[Contest], language: str) -> list[MeetOverview]:
    """The contests by meet, in the order in which they were registered."""
    speak = words(language)
    grouped: dict[str, tuple[str, list[Head]]] = {}
    for contest in contests:
        drawn = head(contest, stage_in_progress(contest), speak)
        grouped.setdefault(contest.plan.meet.id, (drawn.meet, []))[1].append(drawn)
    return [MeetOverview(name, tuple(heads)) for name, heads in grouped.values()]


def html(request: AnyRequest, content: bytes) -> Response[bytes]:
    """A page; a language asked for in the address is remembered on this device."""
    asked = request.query_params.get("lang")
    cookies = (
        [Cookie(LANGUAGE_COOKIE, value=asked, max_age=_YEAR, samesite="lax")]
        if asked in LANGUAGES
        else []
    )
    return Response(
        content,
        media_type="text/html",
        headers={"Cache-Control": "no-cache", "Vary": "Accept-Language, Cookie"},
        cookies=cookies,
    )


def unless_known(request: AnyRequest, tag: str, content: bytes, kind: str) -> Response[bytes]:
    """The content with its ETag, or 304 if the client has it."""
    headers = {"ETag": tag, "Cache-Control": _SHORT, "Vary": "Accept-Language, Cookie"}
    known = [one.strip() for one in request.headers.get("if-none-match", "").split(",")]
    if tag in known or f"W/{tag}" in known:
        return Response(b"", status_code=HTTPStatus.NOT_MODIFIED, headers=headers, media_type=kind)
    return Response(content, headers=headers, media_type=kind)


def streamed(service: Service, request: AnyRequest, contest: str, screen: ScreenName) -> Stream:
    """A live stream of one screen, compressed if the client takes gzip."""
    found = service.contest(contest)
    channel = Channel(found.plan.id, screen, language_of(request))
    gzip = "gzip" in request.headers.get("accept-encoding", "")
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    if gzip:
        headers["Content-Encoding"] = "gzip"
    return Stream(
        service.live.stream(channel, gzip=gzip), media_type="text/event-stream", headers=headers
    )


def framed(
    service: Service, request: AnyRequest, contest: str, screen: ScreenName
) -> Response[bytes]:
    """The newest frame of a screen by itself, for pages that lost their stream."""
    language = language_of(request)
    channel = Channel(service.contest(contest).plan.id, screen, language)
    frame = service.live.newest(channel)
    tag = f'"{build()}-{frame.version}-{language}"'
    return unless_known(request, tag, frame.text.encode(), "text/html")


@get("/")
async def home(request: AnyRequest, service: NamedDependency[Service]) -> Response[bytes]:
    """Meets and contests."""
    shown = meets(service.desk.contests(), language_of(request))
    return html(request, page("home.html", request, meets=shown))


@get("/contests/{contest:str}")
async def board(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[bytes]:
    """The public board."""
    screen = board_screen(service.contest(contest), words(language_of(request)), service.results)
    return html(request, page("board.html", request, screen=screen))


@get("/contests/{contest:str}/live")
async def board_live(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Stream:
    """The board as server-sent events: a frame now, and one for every change."""
    return streamed(service, request, contest, "board")


@get("/contests/{contest:str}/frame")
async def board_frame(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[bytes]:
    """The board's newest frame."""
    return framed(service, request, contest, "board")


@get("/contests/{contest:str}/wall")
async def wall(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[bytes]:
    """The board for the projector."""
    screen = board_screen(service.contest(contest), words(language_of(request)), service.results)
    address = f"{request.base_url.netloc}/contests/{screen.head.contest}"
    return html(request, page("wall.html", request, screen=screen, address=address))


@get("/contests/{contest:str}/wall/live")
async def wall_live(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Stream:
    """The projector's board as server-sent events."""
    return streamed(service, request, contest, "wall")


@get("/contests/{contest:str}/wall/frame")
async def wall_frame(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[bytes]:
    """The projector's newest frame."""
    return framed(service, request, contest, "wall")


@get("/contests/{contest:str}/pulse")
async def pulse(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Stream:
    """Only the number of the newest version: tells tablets when to look again."""
    return streamed(service, request, contest, "pulse")


@get("/api/contests/{contest:str}/board")
async def board_json(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[bytes]:
    """The public board as JSON, with an ETag."""
    found, language = service.contest(contest), language_of(request)
    tag = f'"{build()}-{found.version}-{language}"'
    return unless_known(request, tag, service.board_json(found, language), "application/json")


HANDLERS: list[HTTPRouteHandler] = [
    home, board, board_live, board_frame, wall, wall_live, wall_frame, pulse, board_json,
]  # fmt: skip
