"""What somebody asks: the wire format, the request body and the lines of a contest file."""

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct, field

from scoring.contest.envelope import AnyCommand, Seed
from scoring.contest.ids import (
    ContestId,
    CriterionId,
    EntrantId,
    PanelId,
    SeatId,
    StageId,
)
from scoring.contest.match_commands import Match, MatchCommand, Outright, Revision, Rubber
from scoring.contest.plan import Entrant, Plan, Reason
from scoring.contest.release_commands import ReleaseCommand
from scoring.contest.scoring import Decimal
from scoring.rules.measured import Outcome


class Mark(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One seat's mark for one criterion, as decimal text: "95.99"."""

    criterion: CriterionId
    mark: Decimal


Marks: TypeAlias = Annotated[tuple[Mark, ...], Meta(max_length=40)]
Attempt: TypeAlias = Annotated[int, Meta(ge=0, le=60)]
"""Which attempt (run, dive, element, dance) a sheet is of; 0 for the performance as a whole."""


class Register(AnyCommand, frozen=True, kw_only=True, tag="register"):
    """Open a contest with this plan."""

    plan: Plan


class Enter(AnyCommand, frozen=True, kw_only=True, tag="enter"):
    """Add an entrant; one who comes after the draw performs last."""

    entrant: Entrant


class Withdraw(AnyCommand, frozen=True, kw_only=True, tag="withdraw"):
    """Take an entrant out; a score already won stays in the ranking, without advancing."""

    entrant: EntrantId
    reason: Reason


class DrawOrder(AnyCommand, frozen=True, kw_only=True, tag="draw_order"):
    """Draw the running order of a stage from a seed that anyone can check afterwards."""

    stage: StageId
    seed: Seed


class SetOrder(AnyCommand, frozen=True, kw_only=True, tag="set_order"):
    """Record a running order decided elsewhere, such as lots drawn in the hall."""

    stage: StageId
    order: Annotated[tuple[EntrantId, ...], Meta(min_length=1)]
    reason: Reason


class Call(AnyCommand, frozen=True, kw_only=True, tag="call"):
    """Call an entrant to the stage: the performance opens for marks."""

    stage: StageId
    entrant: EntrantId


class _OfSheet(AnyCommand, frozen=True, kw_only=True):
    stage: StageId
    entrant: EntrantId
    seat: SeatId
    attempt: Attempt = 0
    after: Annotated[int, Meta(ge=0, le=1_000_000)]
    """The revision of the sheet that the judge saw: 0 for an empty one."""
    marks: Marks = ()
    outcome: Outcome | None = None
    """Instead of marks: did not finish (dnf), did not start (dns), disqualified (dsq)."""


class EnterMarks(_OfSheet, frozen=True, kw_only=True, tag="enter_marks"):
    """Fill in, or fill in anew, one seat's sheet of an open performance."""


class Amend(_OfSheet, frozen=True, kw_only=True, tag="amend"):
    """Correct one seat's sheet, also after the performance was closed; says why."""

    reason: Reason


class RequestAmendment(AnyCommand, frozen=True, kw_only=True, tag="request_amendment"):
    """A seat asks the head judge for leave to change its sheet, and says why."""

    stage: StageId
    entrant: EntrantId
    seat: SeatId
    attempt: Attempt = 0
    after: Annotated[int, Meta(ge=1, le=1_000_000)]
    """The revision of the sheet that is to be changed."""
    reason: Reason


class AnswerAmendment(AnyCommand, frozen=True, kw_only=True, tag="answer_amendment"):
    """Give a seat leave to change its sheet once, or refuse it; a refusal says why."""

    stage: StageId
    entrant: EntrantId
    seat: SeatId
    attempt: Attempt = 0
    grant: bool
    reason: Annotated[str, Meta(max_length=400)] = ""


class MoveSheets(AnyCommand, frozen=True, kw_only=True, tag="move_sheets"):
    """The wrong entrant was marked: give what these seats recorded to another entrant."""

    stage: StageId
    entrant: EntrantId
    to: EntrantId
    seats: tuple[SeatId, ...] = ()
    """Whose sheets; empty for all."""
    reason: Reason


class RecordNoShow(AnyCommand, frozen=True, kw_only=True, tag="record_no_show"):
    """The entrant was called and did not come."""

    stage: StageId
    entrant: EntrantId


class Disqualify(AnyCommand, frozen=True, kw_only=True, tag="disqualify"):
    """Take an entrant's performance out of the ranking; the marks are kept."""

    stage: StageId
    entrant: EntrantId
    reason: Reason


class ClosePerformance(AnyCommand, frozen=True, kw_only=True, tag="close_performance"):
    """Settle a performance. Seats without marks must be named as absent, never assumed so."""

    stage: StageId
    entrant: EntrantId
    absent: tuple[SeatId, ...] = ()


class ReopenPerformance(AnyCommand, frozen=True, kw_only=True, tag="reopen_performance"):
    """Take marks again for a performance that was settled."""

    stage: StageId
    entrant: EntrantId
    reason: Reason


class CloseStage(AnyCommand, frozen=True, kw_only=True, tag="close_stage"):
    """Settle a stage in which everybody has performed, failed to come or withdrawn."""

    stage: StageId


class ReopenStage(AnyCommand, frozen=True, kw_only=True, tag="reopen_stage"):
    """Go back behind the close of a stage, as long as nothing has begun that it leads to."""

    stage: StageId
    reason: Reason


class SealCut(AnyCommand, frozen=True, kw_only=True, tag="seal_cut"):
    """Fix who will go on and how ties are settled before anybody has performed.

    A `seed` given here is the one that lots must be drawn from later.
    """

    stage: StageId
    seed: Seed | None = None


class SettleTie(AnyCommand, frozen=True, kw_only=True, tag="settle_tie"):
    """Record how a tie was settled: lots from a seed, lots drawn in the hall, or a run-off.

    `order` is the result, best first; with a `seed` only who takes part, and the seed decides.
    """

    stage: StageId
    by: Literal["lot", "run_off"]
    order: Annotated[tuple[EntrantId, ...], Meta(min_length=2, max_length=1000)]
    seed: Seed | None = None
    reason: Annotated[str, Meta(max_length=400)] = ""


class AssignPanels(AnyCommand, frozen=True, kw_only=True, tag="assign_panels"):
    """Say which of the parallel panels judges whom: everybody by lot from a seed, or as listed."""

    stage: StageId
    seed: Seed | None = None
    panels: dict[PanelId, tuple[EntrantId, ...]] = field(default_factory=dict)


class Advance(AnyCommand, frozen=True, kw_only=True, tag="advance"):
    """Record who goes on. A list other than the qualifying ones needs a reason."""

    stage: StageId
    route: Annotated[int, Meta(ge=0, le=19)] = 0
    """Which of the stage's routes onward, counted from 0."""
    entrants: tuple[EntrantId, ...]
    reason: Annotated[str, Meta(max_length=400)] = ""


class Replace(AnyCommand, frozen=True, kw_only=True, tag="replace"):
    """Let another entrant go on in the place of one who went on and cannot come."""

    stage: StageId
    leaving: EntrantId
    entering: EntrantId
    reason: Reason


class Reinstate(AnyCommand, frozen=True, kw_only=True, tag="reinstate"):
    """Take back a withdrawal; who came in for the returner leaves again."""

    entrant: EntrantId
    reason: Reason


class Receive(AnyCommand, frozen=True, kw_only=True, tag="receive"):
    """Take in those whom another contest sends, in one hand-over."""

    contest: ContestId
    entrants: Annotated[tuple[Entrant, ...], Meta(min_length=1, max_length=100_000)]
    reason: Annotated[str, Meta(max_length=400)] = ""


class Revise(AnyCommand, frozen=True, kw_only=True, tag="revise"):
    """Change the plan before anybody has performed; the entrants stay as they are."""

    plan: Plan


class EnterPaper(AnyCommand, frozen=True, kw_only=True, tag="enter_paper"):
    """Type in what a paper sheet says, beside what a tablet recorded; no mark changes by it."""

    stage: StageId
    entrant: EntrantId
    seat: SeatId
    attempt: Attempt = 0
    marks: Marks = ()
    outcome: Outcome | None = None


class EnterPaperResult(AnyCommand, frozen=True, kw_only=True, tag="enter_paper_result"):
    """The same of a match, or a rubber of a tie: the result that its score sheet says."""

    stage: StageId
    match: Match
    rubber: Rubber = 0
    result: Outright


class KeepRecorded(AnyCommand, frozen=True, kw_only=True, tag="keep_recorded"):
    """Paper and tablet differ: what the tablet recorded stands."""

    stage: StageId
    entrant: EntrantId
    seat: SeatId
    attempt: Attempt = 0
    after: Annotated[int, Meta(ge=1, le=1_000_000)]
    """The revision of the sheet that is kept."""
    reason: Reason


class KeepRecordedResult(AnyCommand, frozen=True, kw_only=True, tag="keep_recorded_result"):
    """The same of a match, or a rubber of a tie."""

    stage: StageId
    match: Match
    rubber: Rubber = 0
    after: Revision
    reason: Reason


PaperCommand: TypeAlias = EnterPaper | EnterPaperResult | KeepRecorded | KeepRecordedResult


class Undo(AnyCommand, frozen=True, kw_only=True, tag="undo"):
    """Take back what one earlier event recorded; the event stays in the log."""

    seq: Annotated[int, Meta(ge=2)]
    reason: Reason


Command: TypeAlias = (
    Register
    | Revise
    | Enter
    | Receive
    | Withdraw
    | Reinstate
    | DrawOrder
    | SetOrder
    | AssignPanels
    | SealCut
    | Call
    | EnterMarks
    | Amend
    | RequestAmendment
    | AnswerAmendment
    | MoveSheets
    | RecordNoShow
    | Disqualify
    | ClosePerformance
    | ReopenPerformance
    | CloseStage
    | ReopenStage
    | SettleTie
    | Advance
    | Replace
    | PaperCommand
    | Undo
    | MatchCommand
    | ReleaseCommand
)
