"""What happened, in the past tense, and its stored form. Tags and fields never change meaning."""

from typing import TypeAlias

import msgspec
from msgspec import Struct

from scoring.contest.ids import CriterionId, EntrantId, SeatId, StageId
from scoring.contest.plan import Entrant, Plan


class ContestRegistered(Struct, frozen=True, tag="contest_registered"):
    """The contest exists, with this plan."""

    plan: Plan


class EntrantEntered(Struct, frozen=True, tag="entrant_entered"):
    """An entrant was added after registration."""

    entrant: Entrant


class EntrantWithdrawn(Struct, frozen=True, tag="entrant_withdrawn"):
    """An entrant left the contest."""

    entrant: EntrantId
    reason: str


class OrderDrawn(Struct, frozen=True, tag="order_drawn"):
    """The running order was drawn; `order` is what the seed gave, stored as resolved."""

    stage: StageId
    seed: str
    order: tuple[EntrantId, ...]


class OrderSet(Struct, frozen=True, tag="order_set"):
    """A running order decided elsewhere was recorded."""

    stage: StageId
    order: tuple[EntrantId, ...]
    reason: str


class PerformanceCalled(Struct, frozen=True, tag="performance_called"):
    """An entrant was called to the stage; marks may come in."""

    stage: StageId
    entrant: EntrantId


class MarksEntered(Struct, frozen=True, tag="marks_entered"):
    """A seat filled in its sheet; marks are in the smallest unit of their criterion."""

    stage: StageId
    entrant: EntrantId
    seat: SeatId
    revision: int
    marks: dict[CriterionId, int]


class SheetContested(Struct, frozen=True, tag="sheet_contested"):
    """Marks for a sheet that had changed meanwhile: refused, and kept to choose from.

    They were made after revision `after`; the sheet was at `revision` already.
    """

    stage: StageId
    entrant: EntrantId
    seat: SeatId
    after: int
    revision: int
    marks: dict[CriterionId, int]


class SheetAmended(Struct, frozen=True, tag="sheet_amended"):
    """A sheet was corrected, and why; settles what was contested."""

    stage: StageId
    entrant: EntrantId
    seat: SeatId
    revision: int
    marks: dict[CriterionId, int]
    reason: str


class NoShowRecorded(Struct, frozen=True, tag="no_show_recorded"):
    """The entrant was called and did not come."""

    stage: StageId
    entrant: EntrantId


class PerformanceClosed(Struct, frozen=True, tag="performance_closed"):
    """The performance is settled, without the marks of these absent seats."""

    stage: StageId
    entrant: EntrantId
    absent: tuple[SeatId, ...] = ()


class StageClosed(Struct, frozen=True, tag="stage_closed"):
    """Everybody's turn in the stage is settled."""

    stage: StageId


class EntrantsAdvanced(Struct, frozen=True, tag="entrants_advanced"):
    """An organizer decided who goes on; `qualifying` is what the rule gave at that moment."""

    stage: StageId
    entrants: tuple[EntrantId, ...]
    qualifying: tuple[EntrantId, ...]
    reason: str = ""


Event: TypeAlias = (
    ContestRegistered
    | EntrantEntered
    | EntrantWithdrawn
    | OrderDrawn
    | OrderSet
    | PerformanceCalled
    | MarksEntered
    | SheetContested
    | SheetAmended
    | NoShowRecorded
    | PerformanceClosed
    | StageClosed
    | EntrantsAdvanced
)

_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[Event] = msgspec.json.Decoder(Event)


def encode(event: Event) -> bytes:
    """The event as stored: compact JSON with its tag under "type"."""
    return _encoder.encode(event)


def decode(stored: bytes) -> Event:
    """Read a stored event; raises msgspec.ValidationError for what is none."""
    return _decoder.decode(stored)
