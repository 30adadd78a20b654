"""What somebody asks: the wire format, the request body and the lines of a contest file."""

from typing import Annotated, TypeAlias

from msgspec import Meta, Struct

from scoring.contest.ids import (
    DEVICE_AND_COUNT,
    CommandId,
    CriterionId,
    EntrantId,
    SeatId,
    StageId,
)
from scoring.contest.plan import Decimal, Entrant, Plan, Reason


class Mark(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One seat's mark for one criterion, as decimal text: "95.99"."""

    criterion: CriterionId
    mark: Decimal


Marks: TypeAlias = Annotated[tuple[Mark, ...], Meta(min_length=1, max_length=40)]


class _Command(
    Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag_field="type",
    omit_defaults=True,
):
    id: Annotated[CommandId, DEVICE_AND_COUNT]
    entered_at: Annotated[str, Meta(max_length=40)] | None = None
    """When the device says it was entered (ISO 8601). Never orders anything."""


class Register(_Command, frozen=True, kw_only=True, tag="register"):
    """Open a contest with this plan."""

    plan: Plan


class Enter(_Command, frozen=True, kw_only=True, tag="enter"):
    """Add an entrant; one who comes after the draw performs last."""

    entrant: Entrant


class Withdraw(_Command, frozen=True, kw_only=True, tag="withdraw"):
    """Take an entrant out; a score already won stays in the ranking, without advancing."""

    entrant: EntrantId
    reason: Reason


class DrawOrder(_Command, frozen=True, kw_only=True, tag="draw_order"):
    """Draw the running order of a stage from a seed that anyone can check afterwards."""

    stage: StageId
    seed: Annotated[str, Meta(min_length=8, max_length=80)]


class SetOrder(_Command, frozen=True, kw_only=True, tag="set_order"):
    """Record a running order decided elsewhere, such as lots drawn in the hall."""

    stage: StageId
    order: Annotated[tuple[EntrantId, ...], Meta(min_length=1)]
    reason: Reason


class Call(_Command, frozen=True, kw_only=True, tag="call"):
    """Call an entrant to the stage: the performance opens for marks."""

    stage: StageId
    entrant: EntrantId


class EnterMarks(_Command, frozen=True, kw_only=True, tag="enter_marks"):
    """Fill in, or fill in anew, one seat's sheet of an open performance.

    `after` is the revision of the sheet that the judge saw: 0 for an empty one.
    """

    stage: StageId
    entrant: EntrantId
    seat: SeatId
    after: Annotated[int, Meta(ge=0, le=1_000_000)]
    marks: Marks


class Amend(_Command, frozen=True, kw_only=True, tag="amend"):
    """Correct one seat's sheet, also after the performance was closed; says why."""

    stage: StageId
    entrant: EntrantId
    seat: SeatId
    after: Annotated[int, Meta(ge=0, le=1_000_000)]
    marks: Marks
    reason: Reason


class RecordNoShow(_Command, frozen=True, kw_only=True, tag="record_no_show"):
    """The entrant was called and did not come."""

    stage: StageId
    entrant: EntrantId


class ClosePerformance(_Command, frozen=True, kw_only=True, tag="close_performance"):
    """Settle a performance. Seats without marks must be named as absent, never assumed so."""

    stage: StageId
    entrant: EntrantId
    absent: tuple[SeatId, ...] = ()


class CloseStage(_Command, frozen=True, kw_only=True, tag="close_stage"):
    """Settle a stage in which everybody has performed, failed to come or withdrawn."""

    stage: StageId


class Advance(_Command, frozen=True, kw_only=True, tag="advance"):
    """Record who goes on. A list other than the qualifying ones needs a reason."""

    stage: StageId
    entrants: tuple[EntrantId, ...]
    reason: Annotated[str, Meta(max_length=400)] = ""


Command: TypeAlias = (
    Register
    | Enter
    | Withdraw
    | DrawOrder
    | SetOrder
    | Call
    | EnterMarks
    | Amend
    | RecordNoShow
    | ClosePerformance
    | CloseStage
    | Advance
)
