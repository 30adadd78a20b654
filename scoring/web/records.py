"""What was recorded: the history with its undo, and what the marks say about the judges."""

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from scoring.access import roles_in
from scoring.contest.ids import StageId, StepId
from scoring.contest.plan import JudgedStage
from scoring.contest.state import Contest
from scoring.languages import words
from scoring.views.head import stage_in_progress
from scoring.views.history import KINDS, Stamp, Wanted, history_screen, wanted_events
from scoring.views.statistics import StatisticsScreen, statistics_screen
from scoring.web.declared import BEFORE, KIND, NUMBER, STAGE, STEP
from scoring.web.problems import not_found
from scoring.web.public import html
from scoring.web.rendering import AnyRequest, language_of, page
from scoring.web.service import Service
from scoring.web.wire import read_query


def stage_asked_for(request: AnyRequest, contest: Contest) -> JudgedStage | None:
    """The stage named in the address, if any. Raises Problem 404 for one that is not there."""
    name = read_query(request, STAGE)
    if not name:
        return None
    stage = contest.plan.judged_stage(StageId(name))
    if stage is None:
        raise not_found()
    return stage


def _wanted(request: AnyRequest) -> Wanted:
    named = read_query(request, KIND)
    kind = KINDS[KINDS.index(named)] if named in KINDS else None
    return Wanted(read_query(request, NUMBER), kind, read_query(request, BEFORE))


@get("/contests/{contest:str}/desk/history", signed=True, asks=(NUMBER, KIND, BEFORE))
async def desk_history(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[bytes]:
    """Every event in plain words, newest first, and what can be taken back."""
    holder = await service.organizer(request, "see")
    found, wanted = service.contest(contest), _wanted(request)
    events = wanted_events(found, wanted)
    after = min(events, default=1) - 1
    rows = await service.store.read(found.plan.id, after)
    stamps = {row.seq: Stamp(row.at, row.entered_at, row.by) for row in rows}
    screen = history_screen(found, wanted, events, stamps, words(language_of(request)))
    roles = roles_in(holder, found.plan.meet.id)
    return html(request, page("desk_history.html", request, roles, screen=screen))


def _statistics(request: AnyRequest, service: Service, contest: str) -> StatisticsScreen:
    found = service.contest(contest)
    if not found.plan.judged:
        raise not_found()
    stage = stage_asked_for(request, found) or stage_in_progress(found)
    step = read_query(request, STEP)
    chosen = StepId(step) if step else None
    return statistics_screen(found, stage, words(language_of(request)), service.results, chosen)


@get("/contests/{contest:str}/desk/statistics", signed=True, asks=(STAGE, STEP))
async def desk_statistics(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[bytes]:
    """How each judge of a stage marked, and how far they agree."""
    await service.organizer(request, "see")
    screen = _statistics(request, service, contest)
    return html(request, page("desk_statistics.html", request, screen=screen))


@get("/api/contests/{contest:str}/statistics", signed=True, asks=(STAGE, STEP))
async def statistics_json(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[StatisticsScreen]:
    """The same for programs: `?stage=` and `?step=` choose, numbers are decimal text."""
    await service.organizer(request, "see")
    screen = _statistics(request, service, contest)
    return Response(screen, headers={"Cache-Control": "no-store"})


HANDLERS: list[HTTPRouteHandler] = [desk_history, desk_statistics, statistics_json]
