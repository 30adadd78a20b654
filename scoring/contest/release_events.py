"""What happened to what the public may know. Tags and fields never change meaning."""

from typing import TypeAlias

from msgspec import Struct

from scoring.contest.ids import EntrantId, SeatId, StageId
from scoring.rules.slots import MatchId


class _Event(Struct, frozen=True, tag_field="type", omit_defaults=True):
    pass


class ResultsApproved(_Event, frozen=True, tag="results_approved"):
    """These results are public as they stood at this moment."""

    stage: StageId
    entrants: tuple[EntrantId, ...] = ()
    matches: tuple[tuple[MatchId, int], ...] = ()
    """A match and the number of its rubber; 0 for a match that is no tie."""


class StageFrozen(_Event, frozen=True, tag="stage_frozen"):
    """From now on no result of the stage becomes public."""

    stage: StageId


class StageThawed(_Event, frozen=True, tag="stage_thawed"):
    """All that was kept back became public."""

    stage: StageId


class ResultRevealed(_Event, frozen=True, tag="result_revealed"):
    """One step of the ceremony: a seat's marks of an entrant, or a whole result."""

    stage: StageId
    entrant: EntrantId | None = None
    match: MatchId | None = None
    rubber: int = 0
    seat: SeatId | None = None
    """Whose marks alone; None for the whole result."""
    last: bool = False
    """Nothing is kept back after it."""


ReleaseEvent: TypeAlias = ResultsApproved | StageFrozen | StageThawed | ResultRevealed
