"""The API: register contests, give commands, read the log."""

from http import HTTPStatus

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from msgspec import Struct

from scoring.access import may_act, why_not
from scoring.contest.commands import Command
from scoring.contest.file import ContestFile
from scoring.contest.ids import ContestId
from scoring.desk import Accepted, Answer, Receipt
from scoring.store.rows import Row
from scoring.web.problems import problem, rejection
from scoring.web.rendering import AnyRequest
from scoring.web.service import Service, forbidden
from scoring.web.wire import read_json

_file_decoder = msgspec.json.Decoder(ContestFile)
commands_decoder: msgspec.json.Decoder[Command | tuple[Command, ...]] = msgspec.json.Decoder(
    Command | tuple[Command, ...]
)


class Acknowledged(Struct, frozen=True):
    """Each command's id, echoed, with the seq of its last event."""

    accepted: tuple[Receipt, ...]


class Registered(Struct, frozen=True):
    """A registered contest and the organizer's page for it."""

    contest: ContestId
    page: str


def acknowledged(answer: Answer, where: str) -> tuple[Receipt, ...]:
    """The receipts. Raises Problem for a refusal; `where` is a template of the command's path."""
    if isinstance(answer, Accepted):
        return answer.receipts
    raise rejection(answer.rejected, where.format(answer.index))


@post("/api/contests", takes=_file_decoder, signed=True)
async def register(request: AnyRequest, service: NamedDependency[Service]) -> Response[Registered]:
    """Register a contest file: its plan and all its commands, or nothing of it."""
    organizer = await service.organizer(request, "plan")
    file = await read_json(request, _file_decoder)
    if not may_act(organizer, "plan", file.plan.meet.id):
        raise forbidden()
    answer = await service.desk.submit(file.plan.id, file.all_commands(), str(organizer))
    if not isinstance(answer, Accepted):
        at_plan = answer.index == 0
        raise rejection(answer.rejected, "" if at_plan else f"commands[{answer.index - 1}].")
    body = Registered(file.plan.id, f"/contests/{file.plan.id}/desk")
    return Response(body, status_code=HTTPStatus.CREATED)


@post(
    "/api/contests/{contest:str}/commands",
    status_code=HTTPStatus.OK,
    takes=commands_decoder,
    signed=True,
)
async def give_commands(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[Acknowledged]:
    """Give one command, or a list of which all or none take effect."""
    holder = await service.signed_in(request)
    given = await read_json(request, commands_decoder)
    commands = given if isinstance(given, tuple) else (given,)
    plan = service.contest(contest).plan
    name = plan.id
    for command in commands:
        refusal = why_not(holder, plan, command)
        if refusal is not None:
            raise problem(HTTPStatus.FORBIDDEN, "forbidden", refusal)
    answer = await service.desk.submit(name, commands, str(holder))
    receipts = acknowledged(answer, "[{}]." if isinstance(given, tuple) else "")
    return Response(Acknowledged(receipts))


@get("/api/contests/{contest:str}/log", signed=True, media_type="application/x-ndjson")
async def log(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[bytes]:
    """The log for organizers: one event a line in its envelope, with its hash."""
    await service.organizer(request, "see_secrets")
    rows = await service.store.read(service.contest(contest).plan.id)
    lines = b"".join(msgspec.json.encode(_line(row)) + b"\n" for row in rows)
    return Response(lines, media_type="application/x-ndjson")


class LogLine(Struct, frozen=True):
    """A row of the log as exported; hashes in hexadecimal."""

    seq: int
    at: str
    entered_at: str | None
    by: str
    cause: str
    part: int
    digest: str
    event: msgspec.Raw
    hash: str


def _line(row: Row) -> LogLine:
    return LogLine(
        row.seq, row.at, row.entered_at, row.by, row.cause, row.part,
        row.digest.hex(), msgspec.Raw(row.event), row.hash.hex(),
    )  # fmt: skip


@get("/healthz")
async def healthz(service: NamedDependency[Service]) -> Response[dict[str, str]]:
    """Whether the desk takes commands."""
    working = service.desk.working
    status = HTTPStatus.OK if working else HTTPStatus.SERVICE_UNAVAILABLE
    return Response({"desk": "working" if working else "down"}, status_code=status)


HANDLERS: list[HTTPRouteHandler] = [register, give_commands, log, healthz]
