"""The contest's definition: entrants, seats, stages, scoring, tie-breaks, advancement."""

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

from scoring.contest.ids import (
    END,
    WORD,
    ContestId,
    CriterionId,
    EntrantId,
    GroupId,
    MeetId,
    SeatId,
    StageId,
)
from scoring.rules.advancement import TiePolicy
from scoring.rules.exact import Rounding
from scoring.sport import SportId
from scoring.wording import Label

Name = Annotated[str, Meta(min_length=1, max_length=80)]
Reason = Annotated[str, Meta(min_length=1, max_length=400)]
Decimals = Annotated[int, Meta(ge=0, le=6)]
Decimal: TypeAlias = Annotated[str, Meta(max_length=17)]
"""A decimal number as text, "95.99"; checked against its own unit where it is used."""


class Meet(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The occasion that the contest belongs to."""

    id: Annotated[MeetId, WORD]
    name: Label


class Group(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of entrants, such as villagers or freelancers."""

    id: Annotated[GroupId, WORD]
    name: Label


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


class Seat(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A judge's place in the contest."""

    id: Annotated[SeatId, WORD]
    name: Label


class Criterion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is marked: its range, its decimals, and the factor it counts with."""

    id: Annotated[CriterionId, WORD]
    name: Label
    minimum: Decimal = "0"
    maximum: Decimal = "100"
    decimals: Decimals = 2
    weight: Decimal = "1"


class ByCriterion(Struct, frozen=True, tag="criterion", kw_only=True, forbid_unknown_fields=True):
    """The higher panel mean of one criterion is better."""

    criterion: CriterionId


class ByUntrimmedMean(Struct, frozen=True, tag="untrimmed_mean", forbid_unknown_fields=True):
    """The higher mean of all marks, the dropped ones included, is better."""


class ByMedian(Struct, frozen=True, tag="median", forbid_unknown_fields=True):
    """The higher middle mark is better."""


class BySeat(Struct, frozen=True, tag="seat", kw_only=True, forbid_unknown_fields=True):
    """The higher mark of one named judge is better; where absent, nobody is separated."""

    seat: SeatId


TieBreak: TypeAlias = ByCriterion | ByUntrimmedMean | ByMedian | BySeat


class Scoring(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a panel's marks become a score.

    `combine` says what is summed up first: each judge's criteria ("judges": totals are trimmed
    and averaged), or the panel's marks of each criterion ("criteria": means are rounded, weighted,
    rounded again and added, as in figure skating).
    """

    criteria: Annotated[tuple[Criterion, ...], Meta(min_length=1, max_length=40)]
    combine: Literal["judges", "criteria"] = "judges"
    drop_high: Annotated[int, Meta(ge=0, le=20)] = 0
    drop_low: Annotated[int, Meta(ge=0, le=20)] = 0
    absent: Literal["refuse", "divide_by_present"] = "refuse"
    """What a performance without some judge's marks comes to: no score, or the others' mean."""
    decimals: Decimals = 2
    rounding: Rounding = "half_up"
    compare: Literal["published", "exact"] = "published"
    """Whether equal published scores are equal, or the unrounded ones decide."""
    tie_breaks: tuple[TieBreak, ...] = ()


class TopN(Struct, frozen=True, tag="top", kw_only=True, forbid_unknown_fields=True):
    """The best `count`."""

    count: Annotated[int, Meta(ge=1, le=100_000)]


class Threshold(Struct, frozen=True, tag="threshold", kw_only=True, forbid_unknown_fields=True):
    """Everyone whose published score reaches `score`; with `strict`, exceeds it."""

    score: Decimal
    strict: bool = False


AdvancementRule: TypeAlias = TopN | Threshold


class Advancement(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who goes on to where: every rule must let an entrant through."""

    to: Label
    rules: Annotated[tuple[AdvancementRule, ...], Meta(min_length=1)]
    tie: TiePolicy
    """Whether those tied across the line all go on, or none of them."""


class JudgedStage(Struct, frozen=True, tag="judged", kw_only=True, forbid_unknown_fields=True):
    """A stage in which a panel of judges marks performances."""

    id: Annotated[StageId, WORD]
    name: Label
    panel: Annotated[tuple[SeatId, ...], Meta(min_length=1, max_length=60)]
    scoring: Scoring
    advancement: Advancement | None = None


class Plan(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One competition with its own result."""

    id: Annotated[ContestId, WORD]
    meet: Meet
    name: Label
    sport: SportId
    venue: Label | None = None
    date: Annotated[str, Meta(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}" + END)] | None = None
    groups: tuple[Group, ...] = ()
    entrants: Annotated[tuple[Entrant, ...], Meta(max_length=100_000)] = ()
    seats: Annotated[tuple[Seat, ...], Meta(min_length=1, max_length=200)]
    stages: Annotated[tuple[JudgedStage, ...], Meta(min_length=1, max_length=40)]

    def stage(self, stage_id: StageId) -> JudgedStage | None:
        """The stage with this id, or None."""
        return next((stage for stage in self.stages if stage.id == stage_id), None)

    def stage_before(self, stage: JudgedStage) -> JudgedStage | None:
        """The stage that feeds this one; None for the first."""
        index = self.stages.index(stage)
        return self.stages[index - 1] if index else None
