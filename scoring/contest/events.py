"""What happened, in the past tense, and its stored form. Tags and fields never change meaning."""

from typing import Literal, TypeAlias

import msgspec
from msgspec import Struct

from scoring.contest.ids import ContestId, CriterionId, EntrantId, PanelId, SeatId, StageId
from scoring.contest.match_events import MatchEvent
from scoring.contest.paper_events import PaperEvent
from scoring.contest.plan import Entrant, Plan
from scoring.contest.release_events import ReleaseEvent
from scoring.rules.measured import Outcome


class _Event(Struct, frozen=True, tag_field="type", omit_defaults=True):
    pass


class ContestRegistered(_Event, frozen=True, tag="contest_registered"):
    """The contest exists, with this plan."""

    plan: Plan


class PlanRevised(_Event, frozen=True, tag="plan_revised"):
    """The plan was changed before anybody had performed; its own list of entrants is empty."""

    plan: Plan


class EntrantEntered(_Event, frozen=True, tag="entrant_entered"):
    """An entrant was added after registration."""

    entrant: Entrant


class EntrantsReceived(_Event, frozen=True, tag="entrants_received"):
    """Another contest handed these entrants over."""

    contest: ContestId
    entrants: tuple[Entrant, ...]
    reason: str = ""


class EntrantWithdrawn(_Event, frozen=True, tag="entrant_withdrawn"):
    """An entrant left the contest."""

    entrant: EntrantId
    reason: str


class EntrantReinstated(_Event, frozen=True, tag="entrant_reinstated"):
    """A withdrawal was taken back."""

    entrant: EntrantId
    reason: str


class OrderDrawn(_Event, frozen=True, tag="order_drawn"):
    """The running order was drawn; `order` is what the seed gave, stored as resolved."""

    stage: StageId
    seed: str
    order: tuple[EntrantId, ...]


class OrderSet(_Event, frozen=True, tag="order_set"):
    """A running order decided elsewhere was recorded."""

    stage: StageId
    order: tuple[EntrantId, ...]
    reason: str


class PanelsAssigned(_Event, frozen=True, tag="panels_assigned"):
    """Which parallel panel judges whom; with a seed, what the seed gave."""

    stage: StageId
    panels: dict[PanelId, tuple[EntrantId, ...]]
    seed: str | None = None


class CutSealed(_Event, frozen=True, tag="cut_sealed"):
    """The rules of who goes on were fixed; `digest` is the SHA-256 of their wire form."""

    stage: StageId
    digest: str
    seed: str | None = None


class PerformanceCalled(_Event, frozen=True, tag="performance_called"):
    """An entrant was called to the stage; marks may come in."""

    stage: StageId
    entrant: EntrantId


class MarksEntered(_Event, frozen=True, tag="marks_entered"):
    """A seat filled in its sheet; marks are in the smallest unit of their criterion."""

    stage: StageId
    entrant: EntrantId
    seat: SeatId
    revision: int
    marks: dict[CriterionId, int]
    attempt: int = 0
    outcome: Outcome | None = None


class SheetContested(_Event, frozen=True, tag="sheet_contested"):
    """Marks for a sheet that had changed meanwhile: refused, and kept to choose from.

    They were made after revision `after`; the sheet was at `revision` already.
    """

    stage: StageId
    entrant: EntrantId
    seat: SeatId
    after: int
    revision: int
    marks: dict[CriterionId, int]
    attempt: int = 0
    outcome: Outcome | None = None


class SheetAmended(_Event, frozen=True, tag="sheet_amended"):
    """A sheet was corrected, and why; settles what was contested."""

    stage: StageId
    entrant: EntrantId
    seat: SeatId
    revision: int
    marks: dict[CriterionId, int]
    reason: str
    attempt: int = 0
    outcome: Outcome | None = None


class AmendmentRequested(_Event, frozen=True, tag="amendment_requested"):
    """A seat asked for leave to change what it had handed in."""

    stage: StageId
    entrant: EntrantId
    seat: SeatId
    reason: str
    attempt: int = 0


class AmendmentAnswered(_Event, frozen=True, tag="amendment_answered"):
    """The seat got leave to change its sheet once, or was refused it."""

    stage: StageId
    entrant: EntrantId
    seat: SeatId
    granted: bool
    reason: str = ""
    attempt: int = 0


class SheetsMoved(_Event, frozen=True, tag="sheets_moved"):
    """What these seats had recorded of one entrant was another's."""

    stage: StageId
    entrant: EntrantId
    to: EntrantId
    seats: tuple[SeatId, ...]
    reason: str


class NoShowRecorded(_Event, frozen=True, tag="no_show_recorded"):
    """The entrant was called and did not come."""

    stage: StageId
    entrant: EntrantId


class Disqualified(_Event, frozen=True, tag="disqualified"):
    """The entrant's performance does not count."""

    stage: StageId
    entrant: EntrantId
    reason: str


class PerformanceClosed(_Event, frozen=True, tag="performance_closed"):
    """The performance is settled, without the marks of these absent seats."""

    stage: StageId
    entrant: EntrantId
    absent: tuple[SeatId, ...] = ()


class PerformanceReopened(_Event, frozen=True, tag="performance_reopened"):
    """A settled performance takes marks again."""

    stage: StageId
    entrant: EntrantId
    reason: str


class StageClosed(_Event, frozen=True, tag="stage_closed"):
    """Everybody's turn in the stage is settled."""

    stage: StageId


class StageReopened(_Event, frozen=True, tag="stage_reopened"):
    """The close of a stage, and who was to go on from it, were taken back."""

    stage: StageId
    reason: str


class TieSettled(_Event, frozen=True, tag="tie_settled"):
    """A lot or a run-off put those tied in this order, best first."""

    stage: StageId
    by: Literal["lot", "run_off"]
    order: tuple[EntrantId, ...]
    seed: str | None = None
    reason: str = ""


class EntrantsAdvanced(_Event, frozen=True, tag="entrants_advanced"):
    """An organizer decided who goes on; `qualifying` is what the rule gave at that moment."""

    stage: StageId
    entrants: tuple[EntrantId, ...]
    qualifying: tuple[EntrantId, ...]
    reason: str = ""
    route: int = 0
    placed: dict[str, EntrantId] = {}
    """From a stage of groups: who had which place, such as "A:1" or "best:3:2"."""


class EntrantReplaced(_Event, frozen=True, tag="entrant_replaced"):
    """Of those who go on from a stage, one left and another came in."""

    stage: StageId
    leaving: EntrantId
    entering: EntrantId
    reason: str


class Undone(_Event, frozen=True, tag="undone"):
    """What the event of this number recorded no longer holds."""

    seq: int
    reason: str


Event: TypeAlias = (
    ContestRegistered
    | PlanRevised
    | EntrantEntered
    | EntrantsReceived
    | EntrantWithdrawn
    | EntrantReinstated
    | OrderDrawn
    | OrderSet
    | PanelsAssigned
    | CutSealed
    | PerformanceCalled
    | MarksEntered
    | SheetContested
    | SheetAmended
    | AmendmentRequested
    | AmendmentAnswered
    | SheetsMoved
    | NoShowRecorded
    | Disqualified
    | PerformanceClosed
    | PerformanceReopened
    | StageClosed
    | StageReopened
    | TieSettled
    | EntrantsAdvanced
    | EntrantReplaced
    | PaperEvent
    | Undone
    | MatchEvent
    | ReleaseEvent
)

_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[Event] = msgspec.json.Decoder(Event)


def encode(event: Event) -> bytes:
    """The event as stored: compact JSON with its tag under "type"."""
    return _encoder.encode(event)


def decode(stored: bytes) -> Event:
    """Read a stored event; raises msgspec.ValidationError for what is none."""
    return _decoder.decode(stored)
