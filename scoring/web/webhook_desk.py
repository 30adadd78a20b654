"""Where owners of a meet say which programs are told that a board has changed."""

import ipaddress
from http import HTTPStatus
from typing import Annotated
from urllib.parse import SplitResult, urlsplit

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from msgspec import Meta, Struct

from scoring.contest.ids import MeetId
from scoring.web.officials import Done
from scoring.web.outbound import is_public
from scoring.web.problems import Problem, not_found, problem
from scoring.web.rendering import AnyRequest
from scoring.web.service import Service
from scoring.web.webhooks import Webhook
from scoring.web.wire import read_json
from scoring.wording import Message, say

_NO_STORE = {"Cache-Control": "no-store"}
_MOST = 20


class NewWebhook(Struct, frozen=True, forbid_unknown_fields=True):
    """Where to tell what changes."""

    url: Annotated[str, Meta(min_length=1, max_length=400)]


class MadeWebhook(Struct, frozen=True):
    """A new webhook: the secret that signs its messages is told this once."""

    id: str
    secret: str


class WebhookId(Struct, frozen=True, forbid_unknown_fields=True):
    """Which webhook is meant."""

    id: Annotated[str, Meta(max_length=40)]


class WebhookState(Struct, frozen=True):
    """A webhook but for its secret."""

    id: str
    url: str
    made: int
    failures: int
    """Attempts in a row that were not taken."""
    answer: str
    """What became of the last: a status, or the kind of fault."""
    off: bool


_new = msgspec.json.Decoder(NewWebhook)
_which = msgspec.json.Decoder(WebhookId)


def state_of(hook: Webhook) -> WebhookState:
    """What may be shown of it."""
    return WebhookState(hook.id, hook.url, hook.made, hook.failures, hook.answer, hook.off)


@get("/api/meets/{meet:str}/webhooks", signed=True)
async def webhooks(
    request: AnyRequest, service: NamedDependency[Service], meet: FromPath[str]
) -> Response[list[WebhookState]]:
    """The webhooks of a meet, oldest first."""
    await service.organizer(request, "manage")
    found = [state_of(one) for one in service.webhooks.of_meet(MeetId(meet))]
    return Response(found, headers=_NO_STORE)


@post("/api/meets/{meet:str}/webhooks", status_code=HTTPStatus.CREATED, takes=_new, signed=True)
async def new_webhook(
    request: AnyRequest, service: NamedDependency[Service], meet: FromPath[str]
) -> Response[MadeWebhook]:
    """Tell this address of every change from now on."""
    await service.organizer(request, "manage")
    given = await read_json(request, _new)
    url = given.url.strip()
    wrong = _fault(url)
    if wrong is not None:
        raise _invalid(wrong)
    if not any(one.plan.meet.id == meet for one in service.desk.contests()):
        raise not_found()
    if len(service.webhooks.of_meet(MeetId(meet))) >= _MOST:
        raise _invalid(say("A meet has at most {count} of these; remove one first.", count=_MOST))
    hook = await service.webhooks.add(MeetId(meet), url)
    made = MadeWebhook(hook.id, hook.secret)
    return Response(made, status_code=HTTPStatus.CREATED, headers=_NO_STORE)


@post(
    "/api/meets/{meet:str}/webhooks/remove", status_code=HTTPStatus.OK, takes=_which, signed=True
)
async def remove_webhook(
    request: AnyRequest, service: NamedDependency[Service], meet: FromPath[str]
) -> Response[Done]:
    """Tell it nothing more."""
    await service.organizer(request, "manage")
    given = await read_json(request, _which)
    if not await service.webhooks.remove(MeetId(meet), given.id):
        raise not_found()
    return Response(Done(), headers=_NO_STORE)


@post(
    "/api/meets/{meet:str}/webhooks/resume", status_code=HTTPStatus.OK, takes=_which, signed=True
)
async def resume_webhook(
    request: AnyRequest, service: NamedDependency[Service], meet: FromPath[str]
) -> Response[Done]:
    """Try again at once, also one that was switched off as it failed for too long."""
    await service.organizer(request, "manage")
    given = await read_json(request, _which)
    if not await service.webhooks.resume(MeetId(meet), given.id):
        raise not_found()
    return Response(Done(), headers=_NO_STORE)


def _fault(url: str) -> Message | None:
    """What is wrong with an address to tell."""
    if not url.isascii() or any(one.isspace() for one in url):
        return say("This is no address.")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return say("This is no address.")
    if parts.scheme != "https" or not host or _beside(parts):
        return say("Give an address such as {example}.", example="https://example.org/scoring")
    try:
        public = is_public(ipaddress.ip_address(host))
    except ValueError:
        public = "." in host and not host.endswith((".local", ".localhost", ".internal"))
    if not public:
        return say("This address is not on the public net; messages go there only.")
    return None


def _beside(parts: SplitResult) -> bool:
    return bool(parts.username or parts.password or parts.fragment)


def _invalid(message: Message) -> Problem:
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", message, "url")


HANDLERS: list[HTTPRouteHandler] = [webhooks, new_webhook, remove_webhook, resume_webhook]
