"""The API described: OpenAPI 3.1, from the routes and the very types that read and answer."""

from collections.abc import Iterable, Iterator, Sequence
from http import HTTPStatus
from importlib.metadata import version
from types import UnionType
from typing import Any, Final, TypeAlias, Union, get_args, get_origin

import msgspec
from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.response import Redirect, Stream
from litestar.routes import HTTPRoute

from scoring.contest.ids import END
from scoring.web.declared import GIVES, LANG, REFUSES, SIGNED, TAGGED, TAKES, Query, queries
from scoring.web.problems import MEANINGS, PROBLEM, problem_shape
from scoring.web.rendering import AnyRequest

Json: TypeAlias = dict[str, "Json"] | list["Json"] | str | int | float | bool | None
Node: TypeAlias = dict[str, Json]

MEDIA_TYPE: Final = "application/vnd.oai.openapi+json"
_JSON: Final = "application/json"
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_OURS = "scoring."
_KEYS: Node = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "A program's key, or a device's token.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "session",
        "description": "A browser's session. It counts for reading, and for what a page of ours"
        " sends: Sec-Fetch-Site or Origin must say so.",
    },
    "session_over_https": {
        "type": "apiKey",
        "in": "cookie",
        "name": "__Host-session",
        "description": "The same over HTTPS.",
    },
}
_TEXT: Node = {"type": "string"}
_TAG_KNOWN: Node = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "schema": _TEXT,
    "description": "The ETag of what is there already.",
}


class Sent(msgspec.Struct, frozen=True):
    """One event of a stream; a comment now and then keeps the line open."""

    data: str
    event: str = "message"
    id: str = ""


def routes_described(routes: Iterable[object]) -> Iterator[tuple[str, str, HTTPRouteHandler]]:
    """Every address of ours, its method, and what answers it."""
    for route in routes:
        if isinstance(route, HTTPRoute):
            for handler in route.route_handlers:
                ours = handler.fn.__module__.startswith(_OURS)
                for method in sorted(set(_METHODS) & {str(one) for one in handler.http_methods}):
                    if ours:
                        yield route.path_format, method, handler


def described(routes: Iterable[object]) -> Node:
    """The whole description."""
    types, paths = _Types(), dict[str, Node]()
    for path, method, handler in sorted(routes_described(routes), key=lambda one: one[:2]):
        operation = _operation(types, path, method, handler)
        paths.setdefault(path, {})[method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {"title": "scoring", "version": version("scoring")},
        "paths": dict(paths),
        "components": {"schemas": types.told(), "securitySchemes": _KEYS},
    }


class _Types:
    """The types asked for, and their schemas, which msgspec makes all at once."""

    def __init__(self) -> None:
        self._asked: list[tuple[object, Node]] = []

    def schema(self, kind: object) -> Node:
        """Where the schema of a type is going to stand."""
        place: Node = {}
        self._asked.append((kind, place))
        return place

    def told(self) -> Node:
        """Fill every place, and give the schemas that they refer to."""
        kinds = [kind for kind, _ in self._asked]
        schemas, named = msgspec.json.schema_components(
            kinds, ref_template="#/components/schemas/{name}"
        )
        for (_, place), schema in zip(self._asked, schemas, strict=True):
            place.update(_portable(schema))
        return {name: _portable(schema) for name, schema in sorted(named.items())}


def _portable(schema: dict[str, object]) -> Node:
    """With patterns for everybody: elsewhere `$` alone lets no line break follow."""
    text = msgspec.json.encode(schema)
    spelled = msgspec.json.encode(END)[1:-1]
    found: Node = msgspec.json.decode(text.replace(spelled, b"$"))
    return found


def _operation(types: _Types, path: str, method: str, handler: HTTPRouteHandler) -> Node:
    opt = handler.opt
    tagged, signed, takes = opt.get(TAGGED, False), opt.get(SIGNED, False), opt.get(TAKES)
    parameters: list[Json] = list(_parameters(types, handler))
    if tagged:
        parameters.append(_TAG_KNOWN)
    operation: Node = {
        "operationId": _name(path, method),
        "summary": (handler.fn.__doc__ or "").partition("\n")[0],
        "parameters": parameters,
        "responses": {
            **_answers(types, handler),
            **_refusals(types, path, _statuses(method, handler)),
        },
        "security": [{key: []} for key in _KEYS] if signed else [],
    }
    if takes is not None:
        content: Node = {_JSON: {"schema": types.schema(takes.type)}}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _name(path: str, method: str) -> str:
    parts = "".join(one if one.isalnum() else " " for one in path).split()
    return "_".join([method.lower(), *parts])


def _parameters(types: _Types, handler: HTTPRouteHandler) -> Iterator[Node]:
    signature = handler.parsed_fn_signature.parameters
    for name in _in_path(handler):
        kind = signature[name].annotation if name in signature else str
        yield {"name": name, "in": "path", "required": True, "schema": types.schema(kind)}
    asks: tuple[Query[object], ...] = (*queries(handler), LANG)
    for query in asks:
        yield {
            "name": query.name,
            "in": "query",
            "required": False,
            "description": query.says,
            "schema": types.schema(query.shape),
        }


def _in_path(handler: HTTPRouteHandler) -> Sequence[str]:
    path = min(handler.paths)
    return [part[1:].partition(":")[0] for part in path.split("/") if part.startswith("{")]


# Answers.


def _answers(types: _Types, handler: HTTPRouteHandler) -> Node:
    """What a route gives if all is well, by status and media type."""
    kinds: dict[str, list[object]] = {}
    redirects = False
    for given in _members(handler.parsed_fn_signature.return_type.raw):
        if given is Redirect:
            redirects = True
            continue
        for media_type, kind in _kinds(handler, given):
            kinds.setdefault(media_type, []).append(kind)
    content: Node = {
        media_type: {"schema": _any_of(types, found)} for media_type, found in kinds.items()
    }
    answers: Node = {str(handler.status_code): {"description": "Done.", "content": content}}
    if redirects:
        answers[str(HTTPStatus.FOUND.value)] = {"description": "It stands at another address."}
    if handler.opt.get(TAGGED, False):
        answers[str(HTTPStatus.NOT_MODIFIED.value)] = {"description": "As it was."}
    return answers


def _kinds(handler: HTTPRouteHandler, given: object) -> Iterator[tuple[str, object]]:
    """The media type of one kind of answer, and the types that it may have."""
    if given is Stream and GIVES in handler.opt:
        yield str(handler.media_type), handler.opt[GIVES]
        return
    if given is Stream:
        yield "text/event-stream", Sent
        return
    (kind,) = get_args(given)
    if kind is not bytes:
        yield from ((_JSON, one) for one in _members(kind))
    elif GIVES in handler.opt:
        media_type = str(handler.media_type or _JSON)
        yield from ((media_type, one) for one in _members(handler.opt[GIVES]))
    else:
        yield str(handler.media_type or "text/html"), str


def _members(kind: object) -> tuple[object, ...]:
    return get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)


def _any_of(types: _Types, kinds: list[object]) -> Node:
    if len(kinds) == 1:
        return types.schema(kinds[0])
    return {"anyOf": [types.schema(kind) for kind in kinds]}


def _statuses(method: str, handler: HTTPRouteHandler) -> set[HTTPStatus]:
    """With what a route may refuse."""
    found: set[HTTPStatus] = set(handler.opt.get(REFUSES, ()))
    stored = {HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.INSUFFICIENT_STORAGE}
    if handler.opt.get(SIGNED, False):
        found |= {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, *stored}
    if any("{" in path for path in handler.paths):
        found.add(HTTPStatus.NOT_FOUND)
    if queries(handler):
        found |= {HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY}
    if method != "GET":
        found |= {HTTPStatus.TOO_MANY_REQUESTS, *stored}
    if TAKES in handler.opt:
        found |= set(MEANINGS)
    return found


def _refusals(types: _Types, path: str, statuses: set[HTTPStatus]) -> Node:
    told = problem_shape(path)
    kind, shape = ("text/html", str) if told is None else (PROBLEM, told)
    return {
        str(status.value): {
            "description": MEANINGS[status],
            "content": {kind: {"schema": types.schema(shape)}},
        }
        for status in sorted(statuses)
    }


@get(["/schema", "/schema/openapi.json"], media_type=MEDIA_TYPE, gives=dict[str, Any])
async def schema(request: AnyRequest) -> Response[bytes]:
    """Describe the API, for programs and those who write them."""
    state = request.app.state
    if "described" not in state:
        state["described"] = msgspec.json.encode(described(request.app.routes))
    content: bytes = state["described"]
    return Response(content, media_type=MEDIA_TYPE)


HANDLERS: list[HTTPRouteHandler] = [schema]
