"""Every refusal as an answer: the right status, and a sentence in the reader's language."""

import logging
from http import HTTPStatus

import msgspec
from litestar import Response
from litestar.exceptions import HTTPException
from msgspec import Struct

from scoring.contest.fault import Fault
from scoring.contest.guards import Rejected
from scoring.desk import DeskDown
from scoring.languages import words
from scoring.store.protocol import StoreError, StoreFull
from scoring.web.rendering import AnyRequest, language_of, page
from scoring.wording import Message, say

log = logging.getLogger("scoring")


class Problem(Exception):
    """Something to tell the client: HTTP status, a stable word, and what is wrong where."""

    def __init__(self, status: HTTPStatus, error: str, *faults: Fault) -> None:
        super().__init__(str(faults[0].message))
        self.status, self.error, self.faults = status, error, faults
        self.headers: dict[str, str] = {}


class ProblemField(Struct, frozen=True):
    """One field that is wrong, and what would be right."""

    field: str
    message: str


class ProblemBody(Struct, frozen=True):
    """An error answer (RFC 9457): `error` for programs, `message` for people."""

    status: int
    title: str
    error: str
    message: str
    problems: tuple[ProblemField, ...]


class ContestApiProblem(ProblemBody, frozen=True):
    """The same as the Contest API wants it, whose `code` is the status."""

    code: int


PROBLEM = "application/problem+json"

MEANINGS = {
    HTTPStatus.BAD_REQUEST: "This is not JSON, or nothing is known since this token.",
    HTTPStatus.UNAUTHORIZED: "Not signed in.",
    HTTPStatus.FORBIDDEN: "Signed in, but not for this; or sent by a page of somebody else.",
    HTTPStatus.NOT_FOUND: "There is no such contest, stage, entrant, seat or meet.",
    HTTPStatus.REQUEST_TIMEOUT: "The body did not arrive in time.",
    HTTPStatus.CONFLICT: "Not at this point, or the sheet has changed meanwhile.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Larger than is taken.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "Not called JSON.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "A value is wrong; each problem names its field.",
    HTTPStatus.TOO_MANY_REQUESTS: "Too many; Retry-After says for how many seconds.",
    HTTPStatus.SERVICE_UNAVAILABLE: "Nothing was stored; it is safe to send it again.",
    HTTPStatus.INSUFFICIENT_STORAGE: "The disk is full; nothing was stored.",
}
"""What the statuses of refusals mean, for those who write programs."""

_STATUS = {
    "invalid": HTTPStatus.UNPROCESSABLE_ENTITY,
    "unknown": HTTPStatus.NOT_FOUND,
    "not_now": HTTPStatus.CONFLICT,
    "stale": HTTPStatus.CONFLICT,
}


_TITLES = {
    "unknown": say("Nothing here"),
    "unauthorized": say("Not signed in"),
    "moved": say("Moved to another tablet"),
    "forbidden": say("Not allowed"),
    "too_many": say("Too many attempts"),
    "storage_full": say("The disk is full"),
    "storage_failed": say("Could not be stored"),
}


def problem(status: HTTPStatus, error: str, message: Message, field: str = "") -> Problem:
    """A problem with a single sentence."""
    return Problem(status, error, Fault(field, message))


def rejection(rejected: Rejected, where: str = "") -> Problem:
    """A rejected command as a problem; `where` is its path in a list, such as "commands[3]."."""
    faults = [Fault(where + fault.field, fault.message) for fault in rejected.problems]
    return Problem(_STATUS[rejected.kind], rejected.kind, *faults)


def not_found() -> Problem:
    """There is nothing at this address."""
    return problem(HTTPStatus.NOT_FOUND, "unknown", say("There is nothing here."))


def problem_shape(path: str) -> type[ProblemBody] | None:
    """What an address tells programs if something is wrong; None where people get a page."""
    if path.startswith("/clics"):
        return ContestApiProblem
    return ProblemBody if path.startswith("/api/") else None


def told(request: AnyRequest, error: Exception) -> Response[bytes]:
    """The answer to any exception: JSON for the API, a page for people."""
    found = _understood(error)
    speak = words(language_of(request))
    fields = tuple(ProblemField(one.field, speak(one.message)) for one in found.faults)
    title = speak(_TITLES.get(found.error, say("That did not work")))
    status, message = int(found.status), fields[0].message
    body = ProblemBody(status, title, found.error, message, fields)
    shape = problem_shape(request.url.path)
    if shape is ContestApiProblem:
        body = ContestApiProblem(status, title, found.error, message, fields, status)
    if shape is not None:
        content, media_type = msgspec.json.encode(body), PROBLEM
    else:
        content = page("problem.html", request, problem=body)
        media_type = "text/html"
    return Response(
        content, status_code=found.status, media_type=media_type,
        headers={"Cache-Control": "no-store", **found.headers},
    )  # fmt: skip


def _understood(error: Exception) -> Problem:
    match error:
        case Problem():
            return error
        case StoreFull():
            return problem(
                HTTPStatus.INSUFFICIENT_STORAGE,
                "storage_full",
                say("The disk is full: nothing was stored. Free some space, then send it again."),
            )
        case StoreError() | DeskDown():
            log.error("the store failed: %s", error)
            return problem(
                HTTPStatus.SERVICE_UNAVAILABLE,
                "storage_failed",
                say("It could not be stored; nothing was changed. It is safe to send it again."),
            )
        case HTTPException(status_code=status, headers=headers):
            found = _http(HTTPStatus(status))
            if headers and "allow" in headers:
                found.headers["Allow"] = headers["allow"]
            return found
        case _:
            log.error("unexpected", exc_info=error)
            return problem(
                HTTPStatus.INTERNAL_SERVER_ERROR,
                "fault",
                say("Something went wrong here; nothing was changed. It is safe to try again."),
            )


def _http(status: HTTPStatus) -> Problem:
    match status:
        case HTTPStatus.NOT_FOUND:
            return not_found()
        case HTTPStatus.METHOD_NOT_ALLOWED:
            return problem(status, "method", say("This address does not take such requests."))
        case HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            text = say("Too large: at most {limit} MB are taken.", limit=BODY_LIMIT // 2**20)
            return problem(status, "too_large", text)
        case _:
            return problem(status, "request", say("The request is not understood."))


BODY_LIMIT = 8 * 2**20
"""The largest request body in bytes; a contest file of 10,000 marks is about 2 MB."""
