"""The objects of the Contest API (CLICS, https://ccs-specs.icpc.io/2023-06/contest_api)."""

from typing import Annotated, Final, Literal, TypeAlias

from msgspec import Meta, Raw, Struct

VERSION: Final = "2023-06"
VERSION_URL: Final = "https://ccs-specs.icpc.io/2023-06/contest_api"

Exact: TypeAlias = Annotated[Raw, Meta(extra_json_schema={"type": "number"})]
"""A number written as it is printed: 95.00 stays 95.00."""
Encoded: TypeAlias = Annotated[Raw, Meta(extra_json_schema={"type": ["object", "null"]})]
"""An object of the type that is named beside it."""


class _Object(Struct, frozen=True, omit_defaults=True):
    """What is null is left out, as the specification allows."""


class Contest(_Object, frozen=True, kw_only=True):
    """A judged or measured contest."""

    id: str
    name: str
    formal_name: str
    sport: str
    """Beyond the specification: what the sport is called."""
    start_time: str | None = None
    """When the first entrant was called; a plan knows the day only."""
    duration: str
    """How long it took; until it has ended, as many whole days as it has come to."""
    scoreboard_freeze_duration: str | None = None
    """From the freeze to the end of that duration."""
    scoreboard_type: Literal["score"]


class JudgementType(_Object, frozen=True, kw_only=True):
    """What may come of a performance."""

    id: Literal["AC", "RE"]
    name: str
    penalty: bool
    solved: bool


class Language(_Object, frozen=True, kw_only=True):
    """A programming language; there are none."""

    id: str
    name: str


class Problem(_Object, frozen=True, kw_only=True):
    """A stage."""

    id: str
    label: str
    name: str
    ordinal: int
    time_limit: int
    """Required, and without a meaning here: 0."""
    test_data_count: int
    """Likewise: 1."""


class Group(_Object, frozen=True, kw_only=True):
    """A kind of entrants."""

    id: str
    name: str


class Organization(_Object, frozen=True, kw_only=True):
    """A unit: the village or company that an entrant stands for."""

    id: str
    name: str


class Team(_Object, frozen=True, kw_only=True):
    """An entrant."""

    id: str
    label: str
    """The number."""
    name: str
    organization_id: str | None = None
    group_ids: tuple[str, ...]


class Submission(_Object, frozen=True, kw_only=True):
    """An entrant's turn in a stage, from the call on."""

    id: str
    team_id: str
    problem_id: str
    time: str
    contest_time: str
    files: tuple[str, ...]
    """Required; there are none."""


class Judgement(_Object, frozen=True, kw_only=True):
    """The public result of a turn."""

    id: str
    submission_id: str
    judgement_type_id: Literal["AC", "RE"]
    score: Exact | None = None
    """As printed; of a time, its seconds; none without a result."""
    start_time: str
    start_contest_time: str
    end_time: str
    end_contest_time: str


class Award(_Object, frozen=True, kw_only=True):
    """Who goes on by a route, and who has won."""

    id: str
    citation: str
    team_ids: tuple[str, ...] | None = None
    """None until it is decided."""


class State(Struct, frozen=True, kw_only=True):
    """How far the contest is."""

    started: str | None
    """The first entrant was called."""
    frozen: str | None
    """Results began to be kept back."""
    ended: str | None
    """Everybody had had their turn."""
    thawed: str | None
    """No result was kept back any more."""
    finalized: str | None
    """Every stage's result was official."""
    end_of_updates: str | None
    """The same; it is taken back if something is changed all the same."""


class TotalScore(_Object, frozen=True, kw_only=True):
    """What a place follows from."""

    score: Exact
    time: int | None = None
    """Minutes into the contest."""


class ProblemScore(_Object, frozen=True, kw_only=True):
    """What a row has in a stage."""

    problem_id: str
    num_judged: int
    num_pending: int
    score: Exact
    time: int | None = None
    """Minutes into the contest."""


class ScoreboardRow(_Object, frozen=True, kw_only=True):
    """A place of the public standings."""

    rank: int
    team_id: str
    score: TotalScore
    problems: tuple[ProblemScore, ...]


class Scoreboard(_Object, frozen=True, kw_only=True):
    """The public standings of one stage."""

    time: str
    contest_time: str
    state: State
    rows: tuple[ScoreboardRow, ...]


class Endpoint(_Object, frozen=True, kw_only=True):
    """What objects of a type have."""

    type: str
    properties: tuple[str, ...]


class Access(_Object, frozen=True, kw_only=True):
    """What can be asked for, and done."""

    capabilities: tuple[str, ...]
    """Nothing can be written here."""
    endpoints: tuple[Endpoint, ...]


class Provider(_Object, frozen=True, kw_only=True):
    """The software."""

    name: str
    version: str


class Information(_Object, frozen=True, kw_only=True):
    """Which edition of the API this is."""

    version: str
    version_url: str
    provider: Provider


Shape: TypeAlias = (
    Contest
    | JudgementType
    | Language
    | Problem
    | Group
    | Organization
    | Team
    | Submission
    | Judgement
    | Award
    | State
)
Kind: TypeAlias = Literal[
    "contest",
    "judgement-types",
    "languages",
    "problems",
    "groups",
    "organizations",
    "teams",
    "submissions",
    "judgements",
    "awards",
    "state",
]
SHAPES: Final[dict[Kind, type[Shape]]] = {
    "contest": Contest,
    "judgement-types": JudgementType,
    "languages": Language,
    "problems": Problem,
    "groups": Group,
    "organizations": Organization,
    "teams": Team,
    "submissions": Submission,
    "judgements": Judgement,
    "awards": Award,
    "state": State,
}
"""In an order in which nothing refers to what comes later."""
SINGLE: Final[frozenset[Kind]] = frozenset({"contest", "state"})


class Notification(_Object, frozen=True, kw_only=True):
    """A line of the event feed: an object as it is now, or null for one that is gone."""

    type: Kind
    id: str | None
    """None where there is only one of the type."""
    data: Encoded
    token: str | None = None
    """What to come back with; on the last line of what belongs together."""


def access() -> Access:
    """The same for everybody."""
    kinds = (
        Endpoint(type=kind, properties=shape.__struct_fields__) for kind, shape in SHAPES.items()
    )
    return Access(
        capabilities=(),
        endpoints=(
            *kinds,
            Endpoint(type="scoreboard", properties=Scoreboard.__struct_fields__),
            Endpoint(type="event-feed", properties=Notification.__struct_fields__),
        ),
    )
