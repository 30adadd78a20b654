"""The organizer's pages of matches: one match, its line-ups, the draw, the order of play."""

import secrets
from collections.abc import Sequence
from http import HTTPStatus
from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from msgspec import Meta, Struct

from scoring.access import Asking, Role, roles_in
from scoring.contest.drawing import terms
from scoring.contest.encounters import encounters
from scoring.contest.guards import Refusal
from scoring.contest.ids import WORD, CommandId, EntrantId, SeatId, StageId
from scoring.contest.match_commands import (
    AnnounceDraw,
    EnterResult,
    Match,
    Minute,
    Outright,
    Revision,
    Rubber,
    Slated,
)
from scoring.contest.match_preview import match_preview
from scoring.contest.plan import PlayedStage
from scoring.contest.play import rules_of
from scoring.contest.preview import Declined
from scoring.contest.result_text import Ended, Unreadable, read_result
from scoring.contest.state import Contest
from scoring.contest.timetabling import Fill, fill
from scoring.desk import Accepted
from scoring.languages import words
from scoring.rules.days import BadTime
from scoring.rules.draws import commitment
from scoring.rules.outcomes import Side
from scoring.views.desk_draw import desk_draw_screen
from scoring.views.desk_match import desk_match_screen
from scoring.views.desk_times import desk_times_screen
from scoring.views.lineup import lineup_screen
from scoring.views.match_corrections import EffectScreen, effect_screen
from scoring.views.match_head import stage_in_play
from scoring.views.result_form import understood
from scoring.web.declared import REST, STAGE
from scoring.web.problems import not_found, problem, rejection
from scoring.web.public import html
from scoring.web.rendering import AnyRequest, language_of, page
from scoring.web.service import Service
from scoring.web.wire import read_json, read_query
from scoring.wording import say

_NOT_SAID_YET = "…"
_REST = 20
_MOST_REST = 600


def played_stage_asked(request: AnyRequest, contest: Contest) -> PlayedStage:
    """The stage of ?stage=; the one in play without. Raises Problem 404."""
    if not contest.plan.played:
        raise not_found()
    named = read_query(request, STAGE)
    return _stage(contest, named) if named else stage_in_play(contest)


def _stage(contest: Contest, asked: str) -> PlayedStage:
    found = contest.plan.stage(StageId(asked))
    if not isinstance(found, PlayedStage):
        raise not_found()
    return found


def others_of_the_meet(service: Service, contest: Contest) -> list[Contest]:
    """The other contests of matches that share players and courts."""
    return [
        one
        for one in service.desk.contests()
        if one.plan.meet.id == contest.plan.meet.id
        and one.plan.id != contest.plan.id
        and one.plan.played
    ]


# Pages.


def _roles(holder: Asking, contest: Contest) -> tuple[Role, ...]:
    return roles_in(holder, contest.plan.meet.id)


@get("/contests/{contest:str}/desk/matches/{stage:str}/{match:str}", signed=True)
async def desk_match(
    request: AnyRequest,
    service: NamedDependency[Service],
    contest: FromPath[str],
    stage: FromPath[str],
    match: FromPath[str],
) -> Response[bytes]:
    """One match: its result, its rubbers, and both versions where two tablets differ."""
    holder = await service.organizer(request, "see")
    found = service.contest(contest)
    of = _stage(found, stage)
    if match not in encounters(found, of).by_id:
        raise not_found()
    screen = desk_match_screen(found, of, match, words(language_of(request)))
    return html(request, page("desk_match.html", request, _roles(holder, found), screen=screen))


@get(
    "/contests/{contest:str}/desk/matches/{stage:str}/{match:str}/lineups/{entrant:str}",
    signed=True,
)
async def desk_lineup(  # noqa: PLR0913, PLR0917 - as many parts as the address has
    request: AnyRequest,
    service: NamedDependency[Service],
    contest: FromPath[str],
    stage: FromPath[str],
    match: FromPath[str],
    entrant: FromPath[str],
) -> Response[bytes]:
    """The line-up of one team; the other's is nowhere on it."""
    holder = await service.organizer(request, "see_secrets")
    found = service.contest(contest)
    speak = words(language_of(request))
    screen = lineup_screen(found, _stage(found, stage), match, EntrantId(entrant), speak)
    if screen is None:
        raise not_found()
    answer = html(request, page("desk_lineup.html", request, _roles(holder, found), screen=screen))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@get("/contests/{contest:str}/desk/draw", signed=True, asks=(STAGE,))
async def desk_draw(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[bytes]:
    """The draw of a stage."""
    holder = await service.organizer(request, "see")
    found = service.contest(contest)
    of = played_stage_asked(request, found)
    screen = desk_draw_screen(found, of, words(language_of(request)))
    return html(request, page("desk_draw.html", request, _roles(holder, found), screen=screen))


@get("/contests/{contest:str}/desk/times", signed=True, asks=(STAGE, REST))
async def desk_times(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[bytes]:
    """The order of play; ?rest= says how many minutes everybody is owed between matches."""
    holder = await service.organizer(request, "see")
    found = service.contest(contest)
    played_stage_asked(request, found)
    given = read_query(request, REST) or ""
    rest = min(int(given), _MOST_REST) if given.isdecimal() and len(given) < 5 else _REST  # noqa: PLR2004 - digits
    others = others_of_the_meet(service, found)
    screen = desk_times_screen(found, others, rest, words(language_of(request)))
    return html(request, page("desk_times.html", request, _roles(holder, found), screen=screen))


# Results as text.


class ResultAsked(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody typed into the form of a result."""

    stage: Annotated[StageId, WORD]
    match: Match
    rubber: Rubber = 0
    after: Revision = 0
    ended: Ended = "played"
    by: Side | None = None
    score: Annotated[str, Meta(max_length=400)] = ""
    reason: Annotated[str, Meta(max_length=400)] = ""


class ResultReady(Struct, frozen=True, kw_only=True):
    """How it was understood: the command but for its id, and what it would change."""

    said: str
    result: Outright
    preview: EffectScreen


_asked_decoder = msgspec.json.Decoder(ResultAsked)


@post(
    "/api/contests/{contest:str}/result",
    status_code=HTTPStatus.OK,
    takes=_asked_decoder,
    signed=True,
)
async def result_read(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[ResultReady]:
    """Read a result as typed, and weigh it; nothing is stored. Refused as the command would be."""
    await service.organizer(request, "see")
    asked = await read_json(request, _asked_decoder)
    found = service.contest(contest)
    stage = _stage(found, asked.stage)
    speak = words(language_of(request))
    rules = rules_of(stage.match, asked.rubber) or stage.match
    try:
        result = read_result(rules, asked.ended, asked.by, asked.score)
    except Unreadable as wrong:
        raise problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", wrong.message, "score") from None
    command = EnterResult(
        id=CommandId("reading:1"),
        stage=asked.stage,
        match=asked.match,
        rubber=asked.rubber,
        after=asked.after,
        result=result,
        reason=asked.reason.strip() or _NOT_SAID_YET,
    )
    weighed = match_preview(found, [command], service.results.played)
    if isinstance(weighed, Declined):
        raise rejection(weighed.rejected, "")
    play = weighed.after.play[stage.id]
    outcome = play.record(asked.match, asked.rubber).outcome
    said = understood(weighed.after, result, outcome, play.opened[asked.match].sides)
    ready = ResultReady(said=speak(said), result=result, preview=effect_screen(weighed, speak))
    return Response(ready, headers={"Cache-Control": "no-store"})


# The draw.


class Announcing(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who is seeded, best first."""

    stage: Annotated[StageId, WORD]
    seeded: tuple[EntrantId, ...] = ()


class Announced(Struct, frozen=True, kw_only=True):
    """The secret, told this once; and what was published of it."""

    secret: str
    commitment: str
    seq: int


_announcing_decoder = msgspec.json.Decoder(Announcing)


@post(
    "/api/contests/{contest:str}/announcement",
    status_code=HTTPStatus.OK,
    takes=_announcing_decoder,
    signed=True,
)
async def announce(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[Announced]:
    """Announce a draw with a secret made here; it is not kept, and its hash is published."""
    organizer = await service.organizer(request, "plan")
    asked = await read_json(request, _announcing_decoder)
    found = service.contest(contest)
    secret = secrets.token_urlsafe(18)
    try:
        on = terms(found, _stage(found, asked.stage), asked.seeded)
    except Refusal as refusal:
        raise rejection(refusal.rejected, "") from None
    command = AnnounceDraw(
        id=CommandId(f"announcing-{secrets.token_hex(8)}:1"),
        stage=asked.stage,
        seeded=asked.seeded,
        commitment=commitment(on, secret),
    )
    answer = await service.desk.submit(found.plan.id, (command,), str(organizer))
    if not isinstance(answer, Accepted):
        raise rejection(answer.rejected, "")
    told = Announced(secret=secret, commitment=command.commitment, seq=answer.receipts[-1].seq)
    return Response(told, headers={"Cache-Control": "no-store"})


# The order of play.


class Filling(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the matches of a stage are to be put on courts."""

    stage: Annotated[StageId, WORD]
    start: Minute
    courts: Annotated[tuple[SeatId, ...], Meta(min_length=1, max_length=100)]
    minutes: Annotated[int, Meta(ge=1, le=1440)]
    rest: Annotated[int, Meta(ge=0, le=_MOST_REST)]


class Filled(Struct, frozen=True, kw_only=True):
    """A proposal, to be given as a command once somebody has looked at it."""

    matches: tuple[Slated, ...]


_filling_decoder = msgspec.json.Decoder(Filling)


@post(
    "/api/contests/{contest:str}/times",
    status_code=HTTPStatus.OK,
    takes=_filling_decoder,
    signed=True,
)
async def times_proposed(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[Filled]:
    """Where and when the matches of a stage could be played; nothing is stored."""
    await service.organizer(request, "see")
    asked = await read_json(request, _filling_decoder)
    found = service.contest(contest)
    stage = _stage(found, asked.stage)
    _require_courts(stage, asked.courts)
    wanted = Fill(start=asked.start, courts=asked.courts, minutes=asked.minutes, rest=asked.rest)
    try:
        matches = fill(found, stage, wanted, others_of_the_meet(service, found))
    except BadTime:
        text = say("There is no such day or time: {given}.", given=asked.start)
        raise problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", text, "start") from None
    return Response(Filled(matches=matches), headers={"Cache-Control": "no-store"})


def _require_courts(stage: PlayedStage, courts: Sequence[SeatId]) -> None:
    for one in courts:
        if one not in stage.courts:
            text = say("{given} is no court of this stage.", given=one)
            raise problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", text, "courts")


HANDLERS: list[HTTPRouteHandler] = [
    desk_match, desk_lineup, desk_draw, desk_times, result_read, announce, times_proposed,
]  # fmt: skip
