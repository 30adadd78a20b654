"""The paper twin: sheets to print, and what they say typed in beside what was recorded."""

import asyncio
from http import HTTPStatus
from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from markupsafe import Markup
from msgspec import Meta, Struct

from scoring.access import Asking, rights, roles_in
from scoring.contest.commands import EnterPaperResult
from scoring.contest.decide import decide
from scoring.contest.guards import Rejected
from scoring.contest.ids import WORD, CommandId, SeatId, StageId
from scoring.contest.match_commands import Match, Outright, Rubber
from scoring.contest.paper_codes import Code, found_sheet, read_code
from scoring.contest.paper_events import PaperResultEntered
from scoring.contest.plan import PlayedStage
from scoring.contest.play import MatchRecord, from_scratch, rules_of
from scoring.contest.result_text import Ended, Unreadable, read_result
from scoring.contest.state import Contest
from scoring.languages import words
from scoring.rules.outcomes import Side
from scoring.views.history import Stamp
from scoring.views.paper import Wanted, paper_screen
from scoring.views.paper_entry import EntryScreen, entry_screen
from scoring.views.result_form import understood
from scoring.web.declared import STAGE, Query
from scoring.web.problems import not_found, problem, rejection
from scoring.web.public import html
from scoring.web.rendering import AnyRequest, language_of, page
from scoring.web.seats import qr_svg
from scoring.web.service import Service, forbidden
from scoring.web.wire import read_json, read_query

_Number = Annotated[int, Meta(ge=0, le=99_999)]

WHAT: Query[str] = Query("what", str, "Which sheets: blank, or filled as recorded.")
SEAT: Query[str] = Query("seat", str, "Only the sheets of this seat; all for everybody's.")
FIRST: Query[int] = Query("first", _Number, "Only from this number on.")
LAST: Query[int] = Query("last", _Number, "Only up to this number.")
CODE: Query[str] = Query("code", str, "The code of the sheet that is to be typed in.")
DONE: Query[str] = Query("done", str, "The code of the sheet that was typed in last.")


def _qr(code: str) -> Markup:
    return Markup(qr_svg(code))  # noqa: S704 - drawn here, of figures


def _wanted(request: AnyRequest, contest: Contest) -> Wanted:
    named, seat = read_query(request, STAGE), read_query(request, SEAT)
    if named and contest.plan.stage(StageId(named)) is None:
        raise not_found()
    return Wanted(
        what="filled" if read_query(request, WHAT) == "filled" else "blank",
        stage=StageId(named) if named else None,
        seat=SeatId(seat) if seat else None,
        first=read_query(request, FIRST),
        last=read_query(request, LAST),
    )


@get(
    "/contests/{contest:str}/paper",
    signed=True,
    asks=(STAGE, WHAT, SEAT, FIRST, LAST),
)
async def paper(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[bytes]:
    """Sheets to print, and the choice which."""
    holder = await service.organizer(request, "see")
    found = service.contest(contest)
    wanted = _wanted(request, found)
    stamps: dict[int, Stamp] = {}
    if wanted.what == "filled":
        rows = await service.store.read(found.plan.id, 0)
        stamps = {row.seq: Stamp(row.at, row.entered_at, row.by) for row in rows}
    roles = roles_in(holder, found.plan.meet.id)

    def drawn() -> bytes:
        screen = paper_screen(found, wanted, stamps, words(language_of(request)))
        return page("paper.html", request, roles, screen=screen, qr=_qr)

    # Hundreds of QR codes take their time, which the live screens must not wait for.
    answer = html(request, await asyncio.to_thread(drawn))
    answer.headers["Cache-Control"] = "no-store"
    return answer


async def _clerk(request: AnyRequest, service: Service, contest: str) -> Asking:
    """Who may type paper in. Raises Problem 401 or 403."""
    holder = await service.organizer(request, "see")
    meet = service.contest(contest).plan.meet.id
    if "enter_paper" not in rights(roles_in(holder, meet)):
        raise forbidden()
    return holder


def _elsewhere(service: Service, holder: Asking, code: Code) -> Contest | None:
    """The contest that a code is of, among those in which they may type paper in."""
    others = (
        one
        for one in service.desk.contests()
        if "enter_paper" in rights(roles_in(holder, one.plan.meet.id))
    )
    return next((one for one in others if found_sheet(one, code) is not None), None)


def _entry(request: AnyRequest, service: Service, holder: Asking, contest: Contest) -> EntryScreen:
    speak = words(language_of(request))
    typed, done = read_query(request, CODE) or "", read_code(read_query(request, DONE) or "")
    last = found_sheet(contest, done) if done is not None else None
    if not typed:
        return entry_screen(contest, speak, done=last)
    code = read_code(typed)
    if code is None:
        return entry_screen(contest, speak, typed=typed, problem="mistyped", done=last)
    sheet = found_sheet(contest, code)
    if sheet is not None:
        return entry_screen(contest, speak, typed=typed, asked=sheet, done=last)
    where = _elsewhere(service, holder, code)
    return entry_screen(
        contest,
        speak,
        typed=typed,
        problem="unknown" if where is None else "elsewhere",
        elsewhere=() if where is None else ((where.plan.id, speak.label(where.plan.name)),),
        done=last,
    )


@get("/contests/{contest:str}/paper/entry", signed=True, asks=(CODE, DONE))
async def paper_entry(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[bytes]:
    """Type in paper by its code, and see where it differs from what was recorded."""
    holder = await _clerk(request, service, contest)
    found = service.contest(contest)
    roles = roles_in(holder, found.plan.meet.id)
    screen = _entry(request, service, holder, found)
    answer = html(request, page("paper_entry.html", request, roles, screen=screen))
    answer.headers["Cache-Control"] = "no-store"
    return answer


class PaperAsked(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The result of a match as somebody typed it in from paper."""

    stage: Annotated[StageId, WORD]
    match: Match
    rubber: Rubber = 0
    ended: Ended = "played"
    by: Side | None = None
    score: Annotated[str, Meta(max_length=400)] = ""


class PaperRead(Struct, frozen=True, kw_only=True):
    """How it was understood: what a command of the type enter_paper_result takes."""

    said: str
    result: Outright


_asked_decoder = msgspec.json.Decoder(PaperAsked)


@post(
    "/api/contests/{contest:str}/paper/result",
    status_code=HTTPStatus.OK,
    takes=_asked_decoder,
    signed=True,
)
async def paper_result(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[PaperRead]:
    """Read a score sheet as typed; nothing is stored. Refused as the command would be."""
    await _clerk(request, service, contest)
    asked = await read_json(request, _asked_decoder)
    found = service.contest(contest)
    stage = found.plan.stage(asked.stage)
    rules = rules_of(stage.match, asked.rubber) if isinstance(stage, PlayedStage) else None
    if rules is None:
        raise not_found()
    try:
        result = read_result(rules, asked.ended, asked.by, asked.score)
    except Unreadable as wrong:
        raise problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", wrong.message, "score") from None
    command = EnterPaperResult(
        id=CommandId("reading:1"),
        stage=asked.stage,
        match=asked.match,
        rubber=asked.rubber,
        result=result,
    )
    decision = decide(found, command)
    if isinstance(decision, Rejected):
        raise rejection(decision, "")
    (entered,) = decision
    assert isinstance(entered, PaperResultEntered)  # noqa: S101 - what that command becomes
    outcome = MatchRecord(from_scratch(rules, result)).outcome
    said = understood(found, result, outcome, entered.sides)
    speak = words(language_of(request))
    return Response(
        PaperRead(said=speak(said), result=result), headers={"Cache-Control": "no-store"}
    )


HANDLERS: list[HTTPRouteHandler] = [paper, paper_entry, paper_result]
