"""What was recorded: the history with its undo, and what the marks say about the judges."""

from http import HTTPStatus

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from scoring.contest.ids import StageId, StepId
from scoring.contest.plan import JudgedStage
from scoring.contest.state import Contest
from scoring.languages import words
from scoring.views.head import stage_in_progress
from scoring.views.history import KINDS, Stamp, Wanted, history_screen, wanted_events
from scoring.views.statistics import StatisticsScreen, statistics_screen
from scoring.web.problems import not_found, problem
from scoring.web.public import html
from scoring.web.rendering import AnyRequest, language_of, page
from scoring.web.service import Service
from scoring.wording import say


def stage_asked_for(request: AnyRequest, contest: Contest) -> JudgedStage | None:
    """The stage named in the address, if any. Raises Problem 404 for one that is not there."""
    name = request.query_params.get("stage")
    if not name:
        return None
    stage = contest.plan.judged_stage(StageId(name))
    if stage is None:
        raise not_found()
    return stage


def _number(request: AnyRequest, field: str) -> int | None:
    given = request.query_params.get(field, "").strip()
    if not given:
        return None
    if not (given.isdecimal() and len(given) <= 9):  # noqa: PLR2004 - as many digits as any number has
        text = say("“{given}” is no whole number.", given=given[:40])
        raise problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", text, field)
    return int(given)


def _wanted(request: AnyRequest) -> Wanted:
    asked = request.query_params.get("kind")
    kind = KINDS[KINDS.index(asked)] if asked in KINDS else None
    return Wanted(_number(request, "number"), kind, _number(request, "before"))


@get("/contests/{contest:str}/desk/history")
async def desk_history(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[bytes]:
    """Every event in plain words, newest first, and what can be taken back."""
    await service.organizer(request, "see")
    found, wanted = service.contest(contest), _wanted(request)
    events = wanted_events(found, wanted)
    after = min(events, default=1) - 1
    rows = await service.store.read(found.plan.id, after)
    stamps = {row.seq: Stamp(row.at, row.entered_at, row.by) for row in rows}
    screen = history_screen(found, wanted, events, stamps, words(language_of(request)))
    return html(request, page("desk_history.html", request, screen=screen))


def _statistics(request: AnyRequest, service: Service, contest: str) -> StatisticsScreen:
    found = service.contest(contest)
    if not found.plan.judged:
        raise not_found()
    stage = stage_asked_for(request, found) or stage_in_progress(found)
    step = request.query_params.get("step")
    chosen = StepId(step) if step else None
    return statistics_screen(found, stage, words(language_of(request)), service.results, chosen)


@get("/contests/{contest:str}/desk/statistics")
async def desk_statistics(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[bytes]:
    """How each judge of a stage marked, and how far they agree."""
    await service.organizer(request, "see")
    screen = _statistics(request, service, contest)
    return html(request, page("desk_statistics.html", request, screen=screen))


@get("/api/contests/{contest:str}/statistics")
async def statistics_json(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[StatisticsScreen]:
    """The same for programs: `?stage=` and `?step=` choose, numbers are decimal text."""
    await service.organizer(request, "see")
    screen = _statistics(request, service, contest)
    return Response(screen, headers={"Cache-Control": "no-store"})


HANDLERS: list[HTTPRouteHandler] = [desk_history, desk_statistics, statistics_json]
