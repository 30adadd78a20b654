"""The picture of a contest for chats and networks that show one beside a link (Open Graph)."""

import asyncio
from functools import cache, lru_cache
from hashlib import sha256
from http import HTTPStatus

import resvg_py
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from scoring.contest.state import Contest
from scoring.languages import words
from scoring.live import Channel
from scoring.views.board import BoardScreen
from scoring.views.card import card_screen
from scoring.views.match_board import MatchBoardScreen
from scoring.web.problems import problem
from scoring.web.rendering import AnyRequest, drawn, language_of
from scoring.web.service import Service, screen_name
from scoring.wording import say

_SHORT = "public, max-age=60, stale-while-revalidate=600"
_FAMILIES = (
    "Noto Sans CJK SC, Noto Sans SC, Source Han Sans SC, Microsoft YaHei, PingFang SC,"
    " WenQuanYi Micro Hei, WenQuanYi Zen Hei, Droid Sans Fallback, SimHei, SimSun"
)
"""Fonts with Chinese letters that systems come with, or can be given."""
_LETTER = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">'
    f'<text y="30" font-size="30" font-family="{_FAMILIES}">%s</text></svg>'
)


@get("/contests/{contest:str}/card.png", media_type="image/png", tagged=True)
async def card(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[bytes]:
    """1200 by 630 pixels: the contest's name, how far it is, and who leads."""
    found, language = service.public(contest), language_of(request)
    if not await asyncio.to_thread(has_fonts):
        text = say("This server has no font with Chinese letters; the administrator installs one.")
        raise problem(HTTPStatus.NOT_FOUND, "no_font", text)
    screen = service.screen(Channel(found.plan.id, screen_name(found, "board"), language))
    if not isinstance(screen, BoardScreen | MatchBoardScreen):
        raise TypeError(screen)
    shown = card_screen(screen, words(language))
    svg = drawn("card.svg", language, screen=shown, families=_FAMILIES)
    tag = sha256(svg.encode()).hexdigest()[:16]
    headers = {"ETag": f'"{tag}"', "Cache-Control": _SHORT, "Vary": "Accept-Language, Cookie"}
    if f'"{tag}"' in request.headers.get("if-none-match", ""):
        status = HTTPStatus.NOT_MODIFIED
        return Response(b"", status_code=status, headers=headers, media_type="image/png")
    content = await asyncio.to_thread(painted, svg)
    return Response(content, headers=headers, media_type="image/png")


def picture_of(request: AnyRequest, contest: Contest) -> str:
    """The picture's whole address, as links need it; empty where there is none."""
    address = f"{request.base_url.netloc}/contests/{contest.plan.id}/card.png"
    return f"{request.base_url.scheme}://{address}" if has_fonts() else ""


@cache
def has_fonts() -> bool:
    """Whether a picture would tell one Chinese letter from another."""
    one, other = (_LETTER % letter for letter in "汉字")
    return painted(one) != painted(other)


@lru_cache(maxsize=100)
def painted(svg: str) -> bytes:
    """A drawing as PNG, by the fonts of this machine."""
    return bytes(resvg_py.svg_to_bytes(svg_string=svg))


HANDLERS: list[HTTPRouteHandler] = [card]
