"""From a template to bytes: Jinja with autoescape, the reader's language, hashed static files."""

from collections.abc import Callable, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Request
from litestar.datastructures import State
from msgspec.structs import replace

from scoring.access import Role, rights
from scoring.languages import LANGUAGES, preferred, words
from scoring.views.drawing import Box, Drawing, drawing
from scoring.views.rows import Row
from scoring.web.kept import HOLE, Kept
from scoring.wording import Message, Value

AnyRequest: TypeAlias = Request[object, object, State]

LANGUAGE_COOKIE = "lang"
STATIC = Path(__file__).parent / "static"
_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
    " form-action 'self'; frame-ancestors"
)
IN_ANY_FRAME = {"Content-Security-Policy": f"{_POLICY} *"}
"""For what is made to stand in other people's pages."""
HEADERS = {
    "Content-Security-Policy": f"{_POLICY} 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""On every answer: nothing inline, nothing from other hosts, in no frame but those of displays."""


def language_of(request: AnyRequest) -> str:
    """What this reader wants to read: ?lang=, else the choice made before, else the browser's."""
    return preferred(
        request.query_params.get("lang"),
        request.cookies.get(LANGUAGE_COOKIE),
        request.headers.get("accept-language"),
    )


def page(
    template: str, request: AnyRequest, roles: tuple[Role, ...] = (), **context: object
) -> bytes:
    """A whole page for this reader; buttons are there for what these roles may do."""
    language = language_of(request)
    other = next(one for one in LANGUAGES if one != language)
    address = f"?lang={other}"
    return drawn(template, language, roles, other_language_url=address, **context).encode()


def drawn(template: str, language: str, roles: tuple[Role, ...] = (), **context: object) -> str:
    """A template in one language; pages and live regions alike."""
    return (
        _environment()
        .get_template(template)
        .render(
            language=language,
            roles=" ".join(roles),
            may=rights(roles),
            _=_translator(language),
            static=static_url,
            draw_bracket=_draftsman(language),
            placeless=_placeless,
            hole=HOLE,
            **context,
        )
    )


def static_url(name: str) -> str:
    """The address of a static file; it changes with the content, so it may be kept for ever."""
    return f"/static/{build()}/{name}"


BUILD_HEADER = "Scoring-Build"
"""On every answer: a page of another build can tell that it is one."""


@cache
def build() -> str:
    """A short hash over templates and static files: tells versions of the pages apart."""
    digest = sha256()
    for folder in (STATIC, _templates()):
        for file in sorted(folder.rglob("*.*")):
            digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:12]


def template_names() -> list[str]:
    """All templates, by their names in the folder."""
    return sorted(str(one.relative_to(_templates())) for one in _templates().rglob("*.html"))


def template_text(name: str) -> str:
    """A template as it is written."""
    return (_templates() / name).read_text(encoding="utf-8")


@cache
def _translator(language: str) -> Callable[..., str]:
    def translate(text: str, **values: Value) -> str:
        return words(language)(Message(text, values))

    return translate


@cache
def _draftsman(language: str) -> Callable[[Sequence[Box], int], Drawing]:
    def draw(boxes: Sequence[Box], games: int) -> Drawing:
        return drawing(boxes, words(language), games)

    return draw


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_templates()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[Kept],
    )


def _placeless(row: Row) -> Row:
    """A row as it is on whichever place."""
    return replace(row, place=None)


def _templates() -> Path:
    """Beside the package in a checkout, inside it once installed."""
    package = Path(__file__).parents[1]
    checkout = package.parent / "templates"
    return checkout if checkout.is_dir() else package / "templates"
