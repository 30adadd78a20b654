"""The contest's definition: entrants, seats, stages, scoring, tie-breaks, advancement."""

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

from scoring.contest.advancement import Advancement
from scoring.contest.formats import Format
from scoring.contest.ids import (
    END,
    WORD,
    ContestId,
    EntrantId,
    GroupId,
    MeetId,
    MemberId,
    PanelId,
    SeatId,
    StageId,
)
from scoring.contest.scoring import Decimal, Scoring
from scoring.rules.counting import RallyRules
from scoring.rules.periods import PeriodRules
from scoring.rules.ties import TieRules
from scoring.sport import SportId
from scoring.wording import Label

Name = Annotated[str, Meta(min_length=1, max_length=80)]
Reason = Annotated[str, Meta(min_length=1, max_length=400)]
FreezeAfter = Annotated[int, Meta(ge=1, le=100_000)]


class Meet(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The occasion that the contest belongs to."""

    id: Annotated[MeetId, WORD]
    name: Label


class Group(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of entrants, such as villagers or freelancers."""

    id: Annotated[GroupId, WORD]
    name: Label


class Origin(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where an entrant comes from: the contest that sent it, and what it reached there."""

    contest: ContestId
    stage: StageId
    entrant: EntrantId
    number: Annotated[int, Meta(ge=1, le=99_999)]
    place: Annotated[int, Meta(ge=1)] | None = None
    score: Decimal | None = None
    """The published score, brought along where the plan carries it over."""


class Member(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One player of a pair or a team."""

    id: Annotated[MemberId, WORD]
    name: Name
    gender: Literal["m", "f"] | None = None
    number: Annotated[str, Meta(max_length=3)] = ""
    """Worn on the shirt; text, as 0 and 00 are two basketball players."""


class Entrant(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who competes. The number tells apart two entrants of the same name."""

    id: Annotated[EntrantId, WORD]
    number: Annotated[int, Meta(ge=1, le=99_999)]
    name: Name
    unit: Annotated[str, Meta(max_length=80)] = ""
    """The village or company the entrant stands for."""
    group: GroupId | None = None
    work: Annotated[str, Meta(max_length=120)] = ""
    """The song, routine or speech."""
    guest: bool = False
    """Performs out of competition: ranked as if, without taking a place from anybody."""
    origin: Origin | None = None
    members: Annotated[tuple[Member, ...], Meta(max_length=100)] = ()
    """The players of a pair or a team."""


class Seat(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A judge's, counter's or official's place in the contest."""

    id: Annotated[SeatId, WORD]
    name: Label
    unit: Annotated[str, Meta(max_length=80)] = ""
    """Where the judge belongs, for plans that keep judges from marking their own unit."""


class ParallelPanel(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of several panels that judge parts of a stage's field side by side."""

    id: Annotated[PanelId, WORD]
    name: Label
    seats: Annotated[tuple[SeatId, ...], Meta(min_length=1, max_length=60)]


class Feeder(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An earlier contest that sends entrants, and how many places it has been given."""

    contest: Annotated[ContestId, WORD]
    name: Label
    quota: Annotated[int, Meta(ge=1, le=100_000)]
    stage: Annotated[StageId, WORD] | None = None
    """The stage that sends them; without, the last with a route onward."""
    route: Annotated[int, Meta(ge=0, le=19)] = 0


class JudgedStage(Struct, frozen=True, tag="judged", kw_only=True, forbid_unknown_fields=True):
    """A stage of performances that a jury marks, or that a stopwatch or a counter measures."""

    id: Annotated[StageId, WORD]
    name: Label
    panel: Annotated[tuple[SeatId, ...], Meta(max_length=60)] = ()
    """Who marks; empty where parallel panels do, or where officials give every criterion."""
    panels: Annotated[tuple[ParallelPanel, ...], Meta(max_length=20)] = ()
    exclude_same_unit: bool = False
    """Whether a judge leaves out the entrants of the judge's own unit."""
    publish_marks: bool = False
    """Whether the audience sees every judge's marks of a settled performance."""
    signed: bool = False
    """Whether a sheet that was handed in is locked; the head judge gives leave to change it."""
    trainees: Annotated[tuple[SeatId, ...], Meta(max_length=60)] = ()
    """Who marks like the panel to learn it: never counted, waited for, or shown to the public."""
    approval: bool = False
    """Whether a result is public only once the head judge has approved it."""
    freeze_after: FreezeAfter | None = None
    """After how many settled performances the rest is kept back from the public."""
    scoring: Scoring
    advancement: Annotated[tuple[Advancement, ...], Meta(max_length=20)] = ()
    """Routes onward; each takes from those whom the earlier ones left."""


MatchRules: TypeAlias = RallyRules | PeriodRules | TieRules
"""How one match is played and counted: rally by rally, in periods, or as a tie of rubbers."""


class PlayedStage(Struct, frozen=True, tag="played", kw_only=True, forbid_unknown_fields=True):
    """A stage of matches between two entrants each."""

    id: Annotated[StageId, WORD]
    name: Label
    format: Format
    match: MatchRules
    minutes: Annotated[int, Meta(ge=1, le=1440)] = 40
    """How long a match is expected to take, for the order of play."""
    courts: Annotated[tuple[SeatId, ...], Meta(max_length=100)] = ()
    """The seats whose tablets matches are umpired on, one for each court."""
    approval: bool = False
    """Whether a result is public only once the head judge has approved it."""
    freeze_after: FreezeAfter | None = None
    """After how many confirmed matches the rest is kept back from the public."""
    advancement: Annotated[tuple[Advancement, ...], Meta(max_length=20)] = ()
    """Routes onward; each takes from those whom the earlier ones left."""


Stage: TypeAlias = JudgedStage | PlayedStage


class Plan(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One competition with its own result."""

    id: Annotated[ContestId, WORD]
    meet: Meet
    name: Label
    sport: SportId
    venue: Label | None = None
    date: Annotated[str, Meta(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}" + END)] | None = None
    groups: tuple[Group, ...] = ()
    feeders: Annotated[tuple[Feeder, ...], Meta(max_length=200)] = ()
    """Contests whose best come here, each with its quota."""
    entrants: Annotated[tuple[Entrant, ...], Meta(max_length=100_000)] = ()
    seats: Annotated[tuple[Seat, ...], Meta(min_length=1, max_length=200)]
    stages: Annotated[tuple[Stage, ...], Meta(min_length=1, max_length=40)]
    """All judged or all played."""

    @property
    def judged(self) -> tuple[JudgedStage, ...]:
        return tuple(stage for stage in self.stages if isinstance(stage, JudgedStage))

    @property
    def played(self) -> tuple[PlayedStage, ...]:
        return tuple(stage for stage in self.stages if isinstance(stage, PlayedStage))

    def stage(self, stage_id: StageId) -> Stage | None:
        """The stage with this id, or None."""
        return next((stage for stage in self.stages if stage.id == stage_id), None)

    def judged_stage(self, stage_id: StageId) -> JudgedStage | None:
        """The judged stage with this id, or None."""
        return next((stage for stage in self.judged if stage.id == stage_id), None)

    def routes_to(self, stage: Stage) -> tuple[tuple[Stage, int], ...]:
        """The routes that lead to a stage: earlier stages, and the number of the route there."""
        index = self.stages.index(stage)
        return tuple(
            (earlier, number)
            for position, earlier in enumerate(self.stages[:index])
            for number, route in enumerate(earlier.advancement)
            if route.stage == stage.id or (route.stage is None and position + 1 == index)
        )

    def is_first(self, stage: Stage) -> bool:
        """Whether everybody entered competes in it, as nothing leads to it."""
        return not self.routes_to(stage)
