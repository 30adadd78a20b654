"""The Contest API (CLICS) for scoreboards, resolvers and overlays that speak it; read-only."""

from collections.abc import Sequence
from http import HTTPStatus
from importlib.metadata import version

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Stream

from scoring.contest.ids import GroupId, StageId
from scoring.contest.plan import JudgedStage
from scoring.feed import tag
from scoring.live import Snapshot
from scoring.views import clics_shapes as shapes
from scoring.views.clics import changes, identifier, scoreboard, with_token
from scoring.views.clics_shapes import SHAPES, Kind, Notification, access
from scoring.views.head import has_field
from scoring.web.clics_follower import Follower, Shown, TokenUnknown
from scoring.web.declared import STAGE, Query
from scoring.web.problems import not_found, problem
from scoring.web.public import answered
from scoring.web.rendering import AnyRequest, language_of
from scoring.web.service import Service
from scoring.web.wire import read_query
from scoring.wording import say

_NDJSON = "application/x-ndjson"
_ANYWHERE = {"Access-Control-Allow-Origin": "*"}
"""It is public, and read by pages of others."""
_PATH = "/clics/contests/{contest:str}"
_MAY_FAIL = (HTTPStatus.SERVICE_UNAVAILABLE,)
"""Whoever asks first has the log read."""
_SINCE_TOKEN: Query[str] = Query("since_token", str, "The token to go on from.")
_GROUP: Query[str] = Query("group_id", str, "Only teams of this group, ranked among themselves.")


def _filter(name: str) -> Query[str]:
    return Query(name, str, "Only those that refer to this.")


_FILTERS: dict[Kind, tuple[Query[str], ...]] = {
    "teams": (_filter("organization_id"),),
    "submissions": (_filter("team_id"), _filter("problem_id")),
    "judgements": (_filter("submission_id"), _filter("judgement_type_id")),
}


async def _followed(service: Service, contest: str) -> tuple[Follower, Shown]:
    """A judged contest and what is public of it. Raises Problem 404."""
    plan = service.public(contest).plan
    if plan.played:
        text = say(
            "The Contest API has judged and measured contests only; this is one of matches."
            " Its board is at {address}.",
            address=f"/api/contests/{plan.id}/board",
        )
        raise problem(HTTPStatus.NOT_FOUND, "unknown", text)
    follower = service.clics.of(plan.id)
    return follower, await follower.now()


def _said(request: AnyRequest, number: int, value: object) -> Response[bytes]:
    text = msgspec.json.encode(value).decode()
    answer = answered(request, Snapshot(tag(number, text), text), "application/json")
    answer.headers.update(_ANYWHERE)
    return answer


@get(["/clics", "/clics/api"], gives=shapes.Information, tagged=True, packed=True)
async def information(request: AnyRequest) -> Response[bytes]:
    """The edition of the Contest API that is spoken here."""
    provider = shapes.Provider(name="scoring", version=version("scoring"))
    told = shapes.Information(
        version=shapes.VERSION, version_url=shapes.VERSION_URL, provider=provider
    )
    return _said(request, 0, told)


@get("/clics/contests", gives=list[shapes.Contest], refuses=_MAY_FAIL, tagged=True, packed=True)
async def contests(request: AnyRequest, service: NamedDependency[Service]) -> Response[bytes]:
    """All judged and measured contests."""
    found: list[object] = []
    for one in service.desk.public_contests():
        if not one.plan.played:
            follower, shown = await _followed(service, one.plan.id)
            found += follower.objects(shown, language_of(request))["contest"].values()
    return _said(request, 0, found)


def _single(kind: Kind, path: str, says: str) -> HTTPRouteHandler:
    """The only object of its kind."""

    async def whole(
        request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
    ) -> Response[bytes]:
        follower, shown = await _followed(service, contest)
        found = follower.objects(shown, language_of(request))[kind][""]
        return _said(request, shown.contest.version, found)

    whole.__doc__ = says
    return get(path, gives=SHAPES[kind], refuses=_MAY_FAIL, tagged=True, packed=True)(whole)


def _collection(kind: Kind) -> list[HTTPRouteHandler]:
    """All objects of a kind, and each of them."""
    filters = _FILTERS.get(kind, ())
    path, shape = f"{_PATH}/{kind}", SHAPES[kind]

    async def every(
        request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
    ) -> Response[bytes]:
        follower, shown = await _followed(service, contest)
        found: Sequence[object] = [*follower.objects(shown, language_of(request))[kind].values()]
        for one in filters:
            wanted = read_query(request, one)
            if wanted is not None:
                found = [each for each in found if getattr(each, one.name) == wanted]
        return _said(request, shown.contest.version, found)

    async def single(
        request: AnyRequest,
        service: NamedDependency[Service],
        contest: FromPath[str],
        object: FromPath[str],  # noqa: A002 - as in the path
    ) -> Response[bytes]:
        follower, shown = await _followed(service, contest)
        found = follower.objects(shown, language_of(request))[kind].get(object)
        if found is None:
            raise not_found()
        return _said(request, shown.contest.version, found)

    every.__doc__ = f"All {kind} of a contest."
    single.__doc__ = f"One of the {kind} of a contest."
    made = get(path, gives=list[shape], asks=filters, refuses=_MAY_FAIL, tagged=True, packed=True)  # type: ignore[valid-type]
    return [
        made(every),
        get(f"{path}/{{object:str}}", gives=shape, refuses=_MAY_FAIL, tagged=True, packed=True)(
            single
        ),
    ]


@get(
    f"{_PATH}/scoreboard", gives=shapes.Scoreboard, asks=(STAGE, _GROUP), tagged=True, packed=True
)
async def standings(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[bytes]:
    """The public standings of one stage: of the one in progress, or of ?stage=."""
    _, shown = await _followed(service, contest)
    stage, group = _stage_asked(request, shown), _group_asked(request, shown)
    found = scoreboard(shown.contest, shown.times, shown.results, stage, group)
    return _said(request, shown.contest.version, found)


def _stage_asked(request: AnyRequest, shown: Shown) -> JudgedStage | None:
    named = read_query(request, STAGE)
    if named is None:
        return None
    stage = shown.contest.plan.judged_stage(StageId(named))
    if stage is None or not has_field(shown.contest, stage):
        raise not_found()
    return stage


def _group_asked(request: AnyRequest, shown: Shown) -> GroupId | None:
    named = read_query(request, _GROUP)
    if named is None:
        return None
    for one in shown.contest.plan.groups:
        if identifier(one.id) == named:
            return one.id
    raise not_found()


@get(f"{_PATH}/access", gives=shapes.Access, refuses=_MAY_FAIL, tagged=True, packed=True)
async def allowed(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[bytes]:
    """What can be read here; nothing can be written."""
    await _followed(service, contest)
    return _said(request, 0, access())


@get(
    f"{_PATH}/event-feed",
    gives=Notification,
    asks=(_SINCE_TOKEN,),
    refuses=(HTTPStatus.BAD_REQUEST, *_MAY_FAIL),
    media_type=_NDJSON,
)
async def event_feed(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Stream:
    """Everything as it is now, or what is new since a token; then whatever changes."""
    follower, shown = await _followed(service, contest)
    language, token = language_of(request), read_query(request, _SINCE_TOKEN)
    try:
        if token is None:
            told = with_token(changes({}, follower.objects(shown, language)), shown.token)
        else:
            told = follower.since(shown, language, token)
    except TokenUnknown:
        text = say("Nothing is known since this token: read the feed without one.")
        raise problem(HTTPStatus.BAD_REQUEST, "token", text, "since_token") from None
    return Stream(
        service.clics.feed(follower, language, shown, told),
        media_type=_NDJSON,
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no", **_ANYWHERE},
    )


HANDLERS: list[HTTPRouteHandler] = [
    information,
    contests,
    _single("contest", _PATH, "A contest."),
    _single("state", f"{_PATH}/state", "How far a contest is, and since when."),
    *(route for kind in SHAPES if kind not in shapes.SINGLE for route in _collection(kind)),
    standings,
    allowed,
    event_feed,
]
