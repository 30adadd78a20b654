"""Who else works here: signing in by name and password, members of a meet, keys for programs."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Literal

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from msgspec import Meta, Struct

from scoring.access import EVERY_MEET, Official, Role, may_act
from scoring.contest.ids import MeetId
from scoring.languages import words
from scoring.web.accounts import LONGEST_PASSWORD, SHORTEST_PASSWORD, Account, is_name
from scoring.web.api_keys import ApiKey
from scoring.web.problems import Problem, not_found, problem
from scoring.web.public import html
from scoring.web.rendering import AnyRequest, language_of, page
from scoring.web.service import Service, forbidden, from_own_pages
from scoring.web.tablet import address_of, session
from scoring.web.webhooks import Webhook
from scoring.web.wire import read_json
from scoring.wording import Message, say

_NO_STORE = {"Cache-Control": "no-store"}

Text = Annotated[str, Meta(max_length=400)]


class LogIn(Struct, frozen=True, forbid_unknown_fields=True):
    """A name and a password."""

    name: Text
    password: Text


class LoggedIn(Struct, frozen=True):
    """Where to go on; the session is in a cookie that scripts cannot read."""

    page: str


class NewPassword(Struct, frozen=True, forbid_unknown_fields=True):
    """One's own password, changed."""

    old: Text
    new: Text


class Reset(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody else's password, set anew."""

    account: Text
    password: Text


class Member(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An account and its role in a meet; a password makes the account if it is new."""

    account: Text
    role: Role
    password: Text | None = None


class Removed(Struct, frozen=True, forbid_unknown_fields=True):
    """Who has no role in a meet any more."""

    account: Text


class NewKey(Struct, frozen=True, forbid_unknown_fields=True):
    """What a program's key is to be called, and what it may do."""

    name: Annotated[str, Meta(min_length=1, max_length=40)]
    role: Literal["organizer", "head_judge", "scorer", "reader"]


class IssuedKey(Struct, frozen=True):
    """A new key: the secret is told this once."""

    id: str
    secret: str


class RevokedKey(Struct, frozen=True, forbid_unknown_fields=True):
    """Which key is to end."""

    id: Text


class Done(Struct, frozen=True):
    """It is done, and on disk."""

    done: bool = True


class MeetAccess(Struct, frozen=True):
    """Who works in a meet: (account, role), and its programs' keys."""

    id: MeetId
    name: str
    members: tuple[tuple[str, Role], ...]
    keys: list[ApiKey]
    webhooks: list[Webhook]


ROLE_WORDS: dict[Role, Message] = {
    "owner": say("Owner: everything, and who may do what"),
    "organizer": say("Organizer: everything of the contests"),
    "head_judge": say("Head judge: calls, marks, corrections, closing"),
    "scorer": say("Scorer: checks, confirms or sends back"),
    "reader": say("Reader: sees the desk, changes nothing"),
}

_log_in = msgspec.json.Decoder(LogIn)
_new_password = msgspec.json.Decoder(NewPassword)
_reset = msgspec.json.Decoder(Reset)
_member = msgspec.json.Decoder(Member)
_removed = msgspec.json.Decoder(Removed)
_new_key = msgspec.json.Decoder(NewKey)
_revoked_key = msgspec.json.Decoder(RevokedKey)


# Signing in and out.


@get("/login")
async def login_page(request: AnyRequest) -> Response[bytes]:
    """Name and password."""
    return html(request, page("login.html", request))


@post("/api/login", status_code=HTTPStatus.OK, takes=_log_in)
async def log_in(request: AnyRequest, service: NamedDependency[Service]) -> Response[LoggedIn]:
    """Begin a session with a new token; the one this browser had ends."""
    if _from_elsewhere(request):
        raise forbidden()
    given = await read_json(request, _log_in)
    account = await _verified(request, service, given.name, given.password)
    token = await service.accounts.begin(account)
    if token is None:
        raise _wrong()
    await service.sign_out(request)
    return Response(LoggedIn("/desk"), cookies=[session(request, token)], headers=_NO_STORE)


@post("/api/logout", status_code=HTTPStatus.OK, signed=True)
async def log_out(request: AnyRequest, service: NamedDependency[Service]) -> Response[Done]:
    """End this browser's session."""
    await service.signed_in(request)
    await service.sign_out(request)
    answer = Response(Done(), headers=_NO_STORE)
    gone = session(request, "")
    gone.max_age = 0
    answer.set_cookie(gone)
    return answer


@post("/api/password", status_code=HTTPStatus.OK, takes=_new_password, signed=True)
async def change_password(
    request: AnyRequest, service: NamedDependency[Service]
) -> Response[LoggedIn]:
    """Change one's own password; every session ends but a new one for this browser."""
    holder = await service.signed_in(request)
    kind, _, name = str(holder).partition(":")
    if not isinstance(holder, Official) or kind != "account":
        raise forbidden()
    given = await read_json(request, _new_password)
    _require_password(given.new, "new")
    await _verified(request, service, name, given.old)
    account = await service.accounts.set_password(name, given.new)
    token = await service.accounts.begin(account) if account else None
    if token is None:
        raise _wrong()
    return Response(LoggedIn("/desk/access"), cookies=[session(request, token)], headers=_NO_STORE)


async def _verified(request: AnyRequest, service: Service, name: str, password: str) -> Account:
    """The account of a right password. Wrong ones count, for the account and the address."""
    limits, address = service.limits, address_of(request)
    limits.address.take(address)
    limits.account.take(name)
    account = await service.accounts.verify(name, password)
    if account is None:
        raise _wrong()
    limits.account.give_back(name)
    limits.address.give_back(address)
    return account


def _wrong() -> Problem:
    text = say("The name or the password is wrong.")
    return problem(HTTPStatus.UNAUTHORIZED, "unauthorized", text, "password")


def _from_elsewhere(request: AnyRequest) -> bool:
    """Programs say nothing of where they are; a browser on another site's page says so."""
    tells = "sec-fetch-site" in request.headers or "origin" in request.headers
    return tells and not from_own_pages(request)


# Who works in a meet.


@get("/desk/access", signed=True)
async def access_page(request: AnyRequest, service: NamedDependency[Service]) -> Response[bytes]:
    """One's own password; for owners, who else may do what."""
    holder = await service.organizer(request, "see")
    speak = words(language_of(request))
    named = {one.plan.meet.id: one.plan.meet.name for one in service.desk.contests()}
    known = [(EVERY_MEET, speak(say("All meets")))]
    known += [(meet, speak.label(name)) for meet, name in named.items()]
    shown = [
        _access_of(service, meet, name) for meet, name in known if may_act(holder, "manage", meet)
    ]
    accounts = [one.name for one in service.accounts.all()] if shown else []
    answer = html(
        request,
        page(
            "desk_access.html",
            request,
            meets=shown,
            accounts=accounts,
            everywhere=may_act(holder, "manage", EVERY_MEET),
            role_words=[(one, speak(word)) for one, word in ROLE_WORDS.items()],
            when=_day,
            who=str(holder).partition(":")[2],
        ),
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _day(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(sep=" ", timespec="minutes")[:16]


def _access_of(service: Service, meet: MeetId, name: str) -> MeetAccess:
    members: tuple[tuple[str, Role], ...] = tuple(
        (one.name, one.roles[meet]) for one in service.accounts.all() if meet in one.roles
    )
    keys, hooks = service.api_keys.of_meet(meet), service.webhooks.of_meet(meet)
    return MeetAccess(meet, name, members, keys, hooks)


@post("/api/meets/{meet:str}/members", status_code=HTTPStatus.OK, takes=_member, signed=True)
async def set_member(
    request: AnyRequest, service: NamedDependency[Service], meet: FromPath[str]
) -> Response[Done]:
    """Give an account a role in a meet, from now on; make the account if there is a password."""
    await service.organizer(request, "manage")
    given = await read_json(request, _member)
    found = _known_meet(service, meet)
    if service.accounts.find(given.account) is None:
        await _make(service, given)
    elif given.password is not None:
        raise _invalid(say("There is an account of this name; its password stays."), "password")
    await service.accounts.set_role(given.account, found, given.role)
    return Response(Done(), headers=_NO_STORE)


async def _make(service: Service, given: Member) -> None:
    if not is_name(given.account):
        text = say("A name has 1 to 40 letters or digits; . @ - and _ may be among them.")
        raise _invalid(text, "account")
    if given.password is None:
        text = say("There is no account of this name. To make one, give it a password.")
        raise _invalid(text, "password")
    _require_password(given.password, "password")
    await service.accounts.add(given.account, given.password)


@post(
    "/api/meets/{meet:str}/members/remove", status_code=HTTPStatus.OK, takes=_removed, signed=True
)
async def remove_member(
    request: AnyRequest, service: NamedDependency[Service], meet: FromPath[str]
) -> Response[Done]:
    """Take an account's role in a meet away, also from pages that are open."""
    await service.organizer(request, "manage")
    given = await read_json(request, _removed)
    account = service.accounts.find(given.account)
    if account is None or MeetId(meet) not in account.roles:
        raise not_found()
    await service.accounts.set_role(given.account, MeetId(meet), None)
    return Response(Done(), headers=_NO_STORE)


@post("/api/accounts/password", status_code=HTTPStatus.OK, takes=_reset, signed=True)
async def reset_password(request: AnyRequest, service: NamedDependency[Service]) -> Response[Done]:
    """Set the password of somebody who forgot it; only owners of all meets, as it opens all."""
    holder = await service.organizer(request, "manage")
    if not may_act(holder, "manage", EVERY_MEET):
        raise forbidden()
    given = await read_json(request, _reset)
    _require_password(given.password, "password")
    if await service.accounts.set_password(given.account, given.password) is None:
        raise not_found()
    return Response(Done(), headers=_NO_STORE)


@post("/api/meets/{meet:str}/keys", status_code=HTTPStatus.CREATED, takes=_new_key, signed=True)
async def new_key(
    request: AnyRequest, service: NamedDependency[Service], meet: FromPath[str]
) -> Response[IssuedKey]:
    """A key for a program, of this meet and one role."""
    await service.organizer(request, "manage")
    given = await read_json(request, _new_key)
    secret, key = await service.api_keys.issue(
        given.name.strip(), _known_meet(service, meet), given.role
    )
    return Response(IssuedKey(key.id, secret), status_code=HTTPStatus.CREATED, headers=_NO_STORE)


@post(
    "/api/meets/{meet:str}/keys/revoke", status_code=HTTPStatus.OK, takes=_revoked_key, signed=True
)
async def revoke_key(
    request: AnyRequest, service: NamedDependency[Service], meet: FromPath[str]
) -> Response[Done]:
    """End a key at once."""
    await service.organizer(request, "manage")
    given = await read_json(request, _revoked_key)
    if not await service.api_keys.revoke(MeetId(meet), given.id):
        raise not_found()
    return Response(Done(), headers=_NO_STORE)


def _known_meet(service: Service, meet: str) -> MeetId:
    known = {one.plan.meet.id for one in service.desk.contests()} | {EVERY_MEET}
    if meet not in known:
        raise not_found()
    return MeetId(meet)


def _require_password(text: str, field: str) -> None:
    if not SHORTEST_PASSWORD <= len(text) <= LONGEST_PASSWORD:
        message = say(
            "A password has {least} to {most} characters; several words are easiest to keep.",
            least=SHORTEST_PASSWORD,
            most=LONGEST_PASSWORD,
        )
        raise _invalid(message, field)


def _invalid(message: Message, field: str) -> Problem:
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", message, field)


HANDLERS: list[HTTPRouteHandler] = [
    login_page, log_in, log_out, change_password, access_page, set_member, remove_member,
    reset_password, new_key, revoke_key,
]  # fmt: skip
