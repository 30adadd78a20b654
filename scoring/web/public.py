"""What everybody may see: meets, boards, the wall, an entrant's page, and their live streams."""

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import TypeAlias

from litestar import Response, get
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Stream
from msgspec import Struct

from scoring.access import Role
from scoring.contest.ids import EntrantId, MeetId, StageId
from scoring.contest.plan import PlayedStage
from scoring.contest.state import Contest
from scoring.languages import LANGUAGES, words
from scoring.live import Channel, Form, ScreenName, Snapshot
from scoring.views.board import BoardScreen, board_pages
from scoring.views.finding import find_screen
from scoring.views.head import Head, has_field
from scoring.views.match import MatchScreen, has_match
from scoring.views.match_board import MatchBoardScreen
from scoring.views.match_entrant import MatchEntrantScreen
from scoring.views.match_head import contest_head
from scoring.views.public_entrant import PublicEntrantScreen
from scoring.web.card import picture_of
from scoring.web.declared import NAME, PAGE, SINCE, STAGE, Query
from scoring.web.direct import write_of
from scoring.web.hot import while_true
from scoring.web.problems import not_found
from scoring.web.rendering import LANGUAGE_COOKIE, AnyRequest, language_of, page
from scoring.web.service import OFFICIALS, PAGED, Service, screen_name
from scoring.web.wire import read_query

_LONGEST_NAME = 100
_YEAR = 365 * 24 * 3600
_SHORT = "public, max-age=1, stale-while-revalidate=5"

Subject: TypeAlias = Callable[[AnyRequest, Contest], str]
"""What of a contest an address asks for: a stage, an entrant or a match."""


class MeetOverview(Struct, frozen=True):
    """A meet's name and the heads of its contests."""

    id: MeetId
    name: str
    contests: tuple[Head, ...]


def meets(contests: list[Contest], language: str) -> list[MeetOverview]:
    """The contests by meet, by date."""
    speak = words(language)
    grouped: dict[MeetId, tuple[str, list[Head]]] = {}
    for contest in sorted(contests, key=lambda one: one.plan.date or ""):
        drawn = contest_head(contest, speak)
        grouped.setdefault(contest.plan.meet.id, (drawn.meet, []))[1].append(drawn)
    return [MeetOverview(meet, name, tuple(heads)) for meet, (name, heads) in grouped.items()]


def html(request: AnyRequest, content: bytes) -> Response[bytes]:
    """A page; a language asked for in the address is remembered on this device."""
    return Response(
        content,
        media_type="text/html",
        headers={"Cache-Control": "no-cache", "Vary": "Accept-Language, Cookie"},
        cookies=_language_asked(request),
    )


def _language_asked(request: AnyRequest) -> list[Cookie]:
    asked = request.query_params.get("lang")
    if asked not in LANGUAGES or request.cookies.get(LANGUAGE_COOKIE) == asked:
        return []
    return [Cookie(LANGUAGE_COOKIE, value=asked, max_age=_YEAR, samesite="lax")]


def answered(request: AnyRequest, snapshot: Snapshot, kind: str) -> Response[bytes]:
    """A snapshot that proxies may hand on for a moment, or 304 if the client has it."""
    read = "" if request.query_params.get("lang") in LANGUAGES else ", Accept-Language, Cookie"
    headers = {
        "ETag": f'"{snapshot.tag}"', "Cache-Control": _SHORT, "Vary": f"Accept-Encoding{read}",
    }  # fmt: skip
    if snapshot.tag in re.findall(r'"([^"]*)"', request.headers.get("if-none-match", "")):
        return Response(b"", status_code=HTTPStatus.NOT_MODIFIED, headers=headers, media_type=kind)
    content = snapshot.plain
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        content = snapshot.packed
    return Response(content, headers=headers, media_type=kind)


def _while_shown(request: AnyRequest, service: Service, channel: Channel) -> None:
    """Whoever asks the same is answered the same until the channel has another version."""
    version = service.version(channel)

    def still() -> bool:
        gone = service.desk.public(channel.contest) is None
        return not gone and service.version(channel) == version

    while_true(request, still)


def streamed(  # noqa: PLR0913 - what to stream, to whom, and for how long
    service: Service,
    request: AnyRequest,
    contest: str,
    screen: ScreenName,
    subject: str = "",
    *,
    roles: tuple[Role, ...] = (),
    allowed: Callable[[], bool] = lambda: True,
    form: Form = "html",
) -> Stream:
    """A live stream of one screen of a contest."""
    found = service.public(contest)
    name = screen_name(found, screen)
    channel = Channel(found.plan.id, name, language_of(request), subject, roles, form)
    return streaming(service, request, channel, allowed)


def streaming(
    service: Service,
    request: AnyRequest,
    channel: Channel,
    allowed: Callable[[], bool] = lambda: True,
) -> Stream:
    """A live stream, compressed if the client takes gzip."""
    gzip = "gzip" in request.headers.get("accept-encoding", "")
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    if gzip:
        headers["Content-Encoding"] = "gzip"
    messages = service.live.stream(
        channel, gzip=gzip, since=known(request), allowed=allowed, write=write_of(request)
    )
    return Stream(messages, media_type="text/event-stream", headers=headers)


def known(request: AnyRequest) -> str | None:
    """The version that whoever opens a stream has already."""
    return request.headers.get("last-event-id") or read_query(request, SINCE)


def framed(  # noqa: PLR0913 - what to show, and to whom
    service: Service,
    request: AnyRequest,
    contest: str,
    screen: ScreenName,
    subject: str = "",
    *,
    roles: tuple[Role, ...] = (),
    form: Form = "html",
    for_all: bool = False,
) -> Response[bytes]:
    """The newest frame of a screen by itself: the snapshot that a stream begins with."""
    found = service.public(contest)
    name = screen_name(found, screen)
    channel = Channel(found.plan.id, name, language_of(request), subject, roles, form)
    if for_all:
        _while_shown(request, service, channel)
    kind = "text/html" if form == "html" else "application/json"
    return answered(request, service.live.newest(channel).snapshot, kind)


def stage_asked(request: AnyRequest, contest: Contest) -> str:
    """The stage of ?stage=; empty for the one in progress. Raises Problem 404."""
    named = read_query(request, STAGE) or ""
    if named and not _is_shown(contest, StageId(named)):
        raise not_found()
    return named


def board_asked(request: AnyRequest, contest: Contest) -> str:
    """The stage and the page of a board that an address asks for. Raises Problem 404."""
    named, page = stage_asked(request, contest), read_query(request, PAGE) or 1
    if page == 1:
        return named
    stage = contest.plan.judged_stage(StageId(named)) if named else None
    if contest.plan.played or page > board_pages(contest, stage):
        raise not_found()
    return f"{named}{PAGED}{page}"


def _is_shown(contest: Contest, asked: StageId) -> bool:
    stage = contest.plan.stage(asked)
    return isinstance(stage, PlayedStage) or (stage is not None and has_field(contest, stage))


def entrant_asked(request: AnyRequest, contest: Contest) -> str:
    """The entrant of the path. Raises Problem 404."""
    asked = EntrantId(str(request.path_params["entrant"]))
    if asked not in contest.entrants:
        raise not_found()
    return asked


def match_asked(request: AnyRequest, contest: Contest) -> str:
    """The stage and the match of the path. Raises Problem 404."""
    stage, match = StageId(str(request.path_params["stage"])), str(request.path_params["match"])
    if not has_match(contest, stage, match):
        raise not_found()
    return f"{stage}/{match}"


def live_page(
    path: str, screen: ScreenName, subject: Subject, *asks: Query[object]
) -> list[HTTPRouteHandler]:
    """A page that stays current: itself, its stream, and its newest frame for a lost stream."""

    @get(path, asks=asks, tagged=True, packed=True)
    async def whole(
        request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
    ) -> Response[bytes]:
        """The page, complete without JavaScript."""
        found = service.public(contest)
        name = screen_name(found, screen)
        channel = Channel(found.plan.id, name, language_of(request), subject(request, found))
        address = f"{request.base_url.netloc}/contests/{found.plan.id}"
        picture = picture_of(request, found)

        def draw() -> bytes:
            shown = service.screen(channel)
            return page(f"{name}.html", request, screen=shown, address=address, picture=picture)

        _while_shown(request, service, channel)
        answer = answered(request, service.page(channel, picture or address, draw), "text/html")
        answer.cookies.extend(_language_asked(request))
        if answer.cookies:
            answer.headers["Cache-Control"] = "no-cache"
        return answer

    @get(f"{path}/live", asks=(*asks, SINCE))
    async def live(
        request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
    ) -> Stream:
        """The page's live region as server-sent events: a frame now, and one for every change."""
        asked = subject(request, service.public(contest))
        return streamed(service, request, contest, screen, asked)

    @get(f"{path}/frame", asks=asks, tagged=True, packed=True)
    async def frame(
        request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
    ) -> Response[bytes]:
        """The live region's newest frame."""
        asked = subject(request, service.public(contest))
        return framed(service, request, contest, screen, asked, for_all=True)

    return [whole, live, frame]


def as_json(
    path: str, screen: ScreenName, subject: Subject, gives: object, *asks: Query[object]
) -> list[HTTPRouteHandler]:
    """The same screen as data, and its stream."""

    @get(path, gives=gives, asks=asks, tagged=True, packed=True)
    async def data(
        request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
    ) -> Response[bytes]:
        """The screen as JSON, with an ETag."""
        asked = subject(request, service.public(contest))
        return framed(service, request, contest, screen, asked, form="json", for_all=True)

    @get(f"{path}/live", asks=(*asks, SINCE))
    async def live(
        request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
    ) -> Stream:
        """The same as server-sent events: the whole now, and a patch for every change."""
        asked = subject(request, service.public(contest))
        return streamed(service, request, contest, screen, asked, form="json")

    return [data, live]


@get("/")
async def home(request: AnyRequest, service: NamedDependency[Service]) -> Response[bytes]:
    """Meets and contests."""
    shown = meets(service.desk.public_contests(), language_of(request))
    return html(request, page("home.html", request, meets=shown))


@get("/contests/{contest:str}/find", asks=(NAME,))
async def find(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[bytes]:
    """Who is meant by a number or a part of a name."""
    found, asked = service.public(contest), (read_query(request, NAME) or "")[:_LONGEST_NAME]
    speak = words(language_of(request))
    screen = find_screen(found, asked, speak, service.results_of(found))
    return html(request, page("find.html", request, screen=screen))


@get("/contests/{contest:str}/pulse", asks=(SINCE,))
async def pulse(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Stream:
    """Only the number of the newest version: tells tablets when to look again."""
    official = await service.holder(request) is not None
    return streamed(service, request, contest, "pulse", OFFICIALS if official else "")


HANDLERS: list[HTTPRouteHandler] = [
    home,
    *live_page("/contests/{contest:str}", "board", board_asked, STAGE, PAGE),
    *live_page("/contests/{contest:str}/wall", "wall", stage_asked, STAGE),
    *live_page("/contests/{contest:str}/overlay", "overlay", stage_asked, STAGE),
    *live_page("/contests/{contest:str}/entrants/{entrant:str}", "entrant", entrant_asked),
    *live_page("/contests/{contest:str}/matches/{stage:str}/{match:str}", "match", match_asked),
    find,
    pulse,
    *as_json(
        "/api/contests/{contest:str}/board",
        "board",
        board_asked,
        BoardScreen | MatchBoardScreen,
        STAGE,
        PAGE,
    ),
    *as_json(
        "/api/contests/{contest:str}/entrants/{entrant:str}",
        "entrant",
        entrant_asked,
        PublicEntrantScreen | MatchEntrantScreen,
    ),
    *as_json(
        "/api/contests/{contest:str}/matches/{stage:str}/{match:str}",
        "match",
        match_asked,
        MatchScreen,
    ),
]
