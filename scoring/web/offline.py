"""What keeps a tablet's page loadable without network: the service worker, and the manifest."""

import re
from functools import cache

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from msgspec import Struct

from scoring.languages import words
from scoring.web.problems import not_found
from scoring.web.rendering import (
    STATIC,
    AnyRequest,
    build,
    language_of,
    static_url,
    template_text,
)
from scoring.web.service import Service

_PAGES = (
    "base.html", "seat.html", "tablet.html", "court.html", "team.html",
    "partials/other_build.html", "partials/here.html", "partials/moving.html",
)  # fmt: skip
_NAMED = re.compile(r"static\('([^']+)'\)")
_IMPORTED = re.compile(r'from "\./([^"]+)"')


class Icon(Struct, frozen=True):
    """A picture for the home screen."""

    src: str
    sizes: str = "any"
    type: str = "image/svg+xml"


class Manifest(Struct, frozen=True):
    """What a browser needs to put a seat's page on the home screen."""

    id: str
    start_url: str
    scope: str
    name: str
    short_name: str
    icons: tuple[Icon, ...]
    display: str = "standalone"
    background_color: str = "#f5f3ec"
    theme_color: str = "#f5f3ec"


@get("/worker.js", media_type="text/javascript")
async def worker() -> Response[bytes]:
    """The service worker of the tablets, with the build and the files that it keeps."""
    files = msgspec.json.encode([static_url(name) for name in tablet_files()]).decode()
    head = f'const BUILD = "{build()}";\nconst FILES = {files};\n'
    script = (STATIC / "worker.js").read_text(encoding="utf-8")
    headers = {"Cache-Control": "no-cache"}
    return Response((head + script).encode(), media_type="text/javascript", headers=headers)


@get(
    "/contests/{contest:str}/seats/{seat:str}/manifest.webmanifest",
    media_type="application/manifest+json",
    gives=Manifest,
)
async def manifest(
    request: AnyRequest,
    service: NamedDependency[Service],
    contest: FromPath[str],
    seat: FromPath[str],
) -> Response[bytes]:
    """A seat's page as an application to install: it opens at this seat."""
    plan, speak = service.contest(contest).plan, words(language_of(request))
    chair = next((one for one in plan.seats if one.id == seat), None)
    if chair is None:
        raise not_found()
    name, address = speak.label(chair.name), f"/contests/{plan.id}/seats/{chair.id}"
    described = Manifest(
        id=address,
        start_url=address,
        scope=address,
        name=f"{name} – {speak.label(plan.name)}",
        short_name=name,
        icons=(Icon(static_url("icon.svg")),),
    )
    return Response(
        msgspec.json.encode(described),
        media_type="application/manifest+json",
        headers={"Cache-Control": "no-cache", "Vary": "Accept-Language, Cookie"},
    )


@cache
def tablet_files() -> tuple[str, ...]:
    """Every file that the tablets' pages name, and what those scripts import."""
    found: dict[str, None] = {}
    waiting = [name for one in _PAGES for name in _NAMED.findall(template_text(one))]
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found[name] = None
            if name.endswith(".js"):
                text = (STATIC / name).read_text(encoding="utf-8")
                waiting.extend(_IMPORTED.findall(text))
    return tuple(found)


HANDLERS: list[HTTPRouteHandler] = [worker, manifest]
