"""Reading requests: strict JSON into commands, queries, with errors that name the field."""

import asyncio
import json
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import TypeAlias, TypeVar, cast, get_args

import msgspec

from scoring.contest.commands import Command
from scoring.contest.fault import Fault
from scoring.web.declared import TAKES, Query, queries
from scoring.web.problems import Problem, problem
from scoring.web.rendering import AnyRequest
from scoring.wording import Message, say

T = TypeVar("T")
Named: TypeAlias = str | Message

PATIENCE = 60
"""Seconds for a body to arrive; nobody may hold a connection for ever."""

_COMMANDS = ", ".join(command.__struct_config__.tag for command in get_args(Command))
_KINDS = {
    "str": say("a text"),
    "int": say("a whole number"),
    "float": say("a number with a point"),
    "bool": say("true or false"),
    "object": say("an object"),
    "array": say("a list"),
    "null": say("nothing (null)"),
}


async def read_json(request: AnyRequest, decoder: msgspec.json.Decoder[T]) -> T:
    """Decode the body. Raises Problem: 415 unless it is called JSON, else as `decoded`."""
    declared: object = request.route_handler.opt.get(TAKES)
    if declared is not decoder:
        raise RuntimeError(f"{request.route_handler} reads a body without declaring takes=")
    if request.content_type[0] != "application/json":
        text = say("Send JSON, with the content type application/json.")
        raise problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "media_type", text)
    try:
        async with asyncio.timeout(PATIENCE):
            body = await request.body()
    except TimeoutError:
        text = say("The request took too long to arrive. It is safe to send it again.")
        raise problem(HTTPStatus.REQUEST_TIMEOUT, "too_slow", text) from None
    return decoded(body, decoder)


def read_query(request: AnyRequest, query: Query[T]) -> T | None:
    """What stands behind the question mark; None without. Raises Problem: 422 if it is wrong."""
    if query not in queries(request.route_handler):
        raise RuntimeError(f"{request.route_handler} reads ?{query.name}= without declaring asks=")
    given = request.query_params.get(query.name, "").strip()
    if not given:
        return None
    try:
        return cast("T", msgspec.convert(given, query.kind, strict=False))
    except msgspec.ValidationError as error:
        raise _invalid(str(error), query.name) from error


def decoded(body: bytes, decoder: msgspec.json.Decoder[T]) -> T:
    """Decode strictly. Raises Problem: 400 if this is not JSON, 422 if it is the wrong one."""
    try:
        value = decoder.decode(body)
        json.loads(body, object_pairs_hook=_each_once)
    except msgspec.ValidationError as error:
        raise _invalid(str(error)) from error
    except _Twice as error:
        text = say("The field {field} is there twice; once is right.", field=error.field)
        raise problem(HTTPStatus.BAD_REQUEST, "malformed", text, error.field) from error
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        text = say("This is not correct JSON: {detail}", detail=str(error)[:200])
        raise problem(HTTPStatus.BAD_REQUEST, "malformed", text) from error
    return value


class _Twice(ValueError):
    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def _each_once(pairs: list[tuple[str, object]]) -> None:
    seen: set[str] = set()
    for field, _ in pairs:
        if field in seen:
            raise _Twice(field)
        seen.add(field)


def _invalid(text: str, named: str = "") -> Problem:
    detail, _, path = text.partition(" - at `$")
    field = named or path.rstrip("`").removeprefix(".")
    return Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", Fault(field, _explained(detail, field))
    )


def _explained(detail: str, field: str) -> Message:
    """What msgspec says, as a sentence with the allowed values."""
    named = field or say("The body")
    for pattern, write in _SENTENCES:
        found = re.fullmatch(pattern, detail)
        if found:
            return write(named, *found.groups())
    if field in ("type", "") or re.fullmatch(r"(commands)?\[\d+\]\.type", field):
        return say("{field}: allowed are {allowed}.", field=named, allowed=_COMMANDS)
    return say("{field}: {detail}", field=named, detail=Message(detail, {}))


def _kind(names: str) -> Message:
    kinds = tuple(_KINDS.get(name.strip(), say("another value")) for name in names.split("|"))
    return say("{kinds}", kinds=kinds)


def _expected(named: Named, expected: str, got: str) -> Message:
    return say(
        "{field} must be {expected}; given is {got}.",
        field=named,
        expected=_kind(expected),
        got=_kind(got),
    )


def _bounded(named: Named, _kind_name: str, relation: str, bound: str) -> Message:
    if relation == ">=":
        return say("{field} must be {bound} or more.", field=named, bound=bound)
    return say("{field} must be {bound} or less.", field=named, bound=bound)


def _sized(named: Named, kind: str, relation: str, bound: str) -> Message:
    match (kind, relation):
        case ("str", ">="):
            return say("{field} needs {bound} characters or more.", field=named, bound=bound)
        case ("str", _):
            return say("{field} may have up to {bound} characters.", field=named, bound=bound)
        case (_, ">="):
            return say("{field} needs {bound} entries or more.", field=named, bound=bound)
        case _:
            return say("{field} may have up to {bound} entries.", field=named, bound=bound)


def _shaped(named: Named, pattern: str) -> Message:
    if ":" in pattern:
        return say("{field} must look like tablet-7:42, a device and a number.", field=named)
    if "{4}" in pattern:
        return say("{field} must be a date such as 2024-07-06.", field=named)
    return say(
        "{field} may have 1 to 40 letters (a to z), digits, hyphens and underscores.", field=named
    )


def _missing(named: Named, missing: str) -> Message:
    return say("{field} lacks the field {missing}.", field=named, missing=missing)


def _unknown(named: Named, unknown: str) -> Message:
    return say(
        "{field} has a field {unknown} that is not known here.", field=named, unknown=unknown
    )


def _too_large(named: Named) -> Message:
    return say("{field} is a number too large to read.", field=named)


_SENTENCES: tuple[tuple[str, Callable[..., Message]], ...] = (
    (r"Expected `(.+)`, got `(.+)`", _expected),
    (r"Number out of range", _too_large),
    (r"Object missing required field `(.+)`", _missing),
    (r"Object contains unknown field `(.+)`", _unknown),
    (r"Expected `(\w+)` (>=|<=) (-?\d+)", _bounded),
    (r"Expected `(\w+)` of length (>=|<=) (\d+)", _sized),
    (r"Expected `str` matching regex '(.+)'", _shaped),
)
