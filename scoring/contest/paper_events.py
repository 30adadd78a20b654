"""What paper sheets say, and what was decided about it. Tags and fields never change meaning."""

from typing import TypeAlias

from msgspec import Struct

from scoring.contest.ids import CriterionId, EntrantId, SeatId, StageId
from scoring.contest.match_commands import Outright
from scoring.rules.measured import Outcome
from scoring.rules.slots import MatchId


class _Event(Struct, frozen=True, tag_field="type", omit_defaults=True):
    pass


class PaperEntered(_Event, frozen=True, tag="paper_entered"):
    """Somebody typed in a paper sheet; marks are in the smallest unit of their criterion."""

    stage: StageId
    entrant: EntrantId
    seat: SeatId
    marks: dict[CriterionId, int]
    attempt: int = 0
    outcome: Outcome | None = None


class PaperResultEntered(_Event, frozen=True, tag="paper_result_entered"):
    """Somebody typed in the score sheet of a match between these sides."""

    stage: StageId
    match: MatchId
    sides: tuple[EntrantId, EntrantId]
    result: Outright
    rubber: int = 0


class RecordedKept(_Event, frozen=True, tag="recorded_kept"):
    """A sheet stands in this revision, though the paper says otherwise."""

    stage: StageId
    entrant: EntrantId
    seat: SeatId
    revision: int
    reason: str
    attempt: int = 0


class RecordedResultKept(_Event, frozen=True, tag="recorded_result_kept"):
    """A match stands in this revision, though the paper says otherwise."""

    stage: StageId
    match: MatchId
    revision: int
    reason: str
    rubber: int = 0


PaperEvent: TypeAlias = PaperEntered | PaperResultEntered | RecordedKept | RecordedResultKept
