"""What happened in matches, in the past tense, and its stored form."""

from typing import Literal, TypeAlias

from msgspec import Struct

from scoring.contest.ids import EntrantId, MemberId, SeatId, StageId
from scoring.contest.match_commands import Outright, Tap
from scoring.rules.slots import MatchId

Lines: TypeAlias = tuple[tuple[EntrantId | None, ...], ...]
"""The lines of a bracket from the top, None a bye; or the members group by group."""
Lineup: TypeAlias = dict[str, tuple[MemberId, ...]]


class _Event(Struct, frozen=True, tag_field="type", omit_defaults=True):
    pass


class DrawAnnounced(_Event, frozen=True, tag="draw_announced"):
    """What a draw will depend on was fixed: `terms` is its text, `commitment` hides the secret."""

    stage: StageId
    seeded: tuple[EntrantId, ...]
    terms: str
    commitment: str


class LinesDrawn(_Event, frozen=True, tag="lines_drawn"):
    """The draw was made; `lines` is what terms, secret and word gave, stored as resolved."""

    stage: StageId
    seeded: tuple[EntrantId, ...]
    secret: str
    word: str
    lines: Lines


class LinesSet(_Event, frozen=True, tag="lines_set"):
    """A draw made elsewhere was recorded."""

    stage: StageId
    lines: Lines
    reason: str


class LinesSwapped(_Event, frozen=True, tag="lines_swapped"):
    """Two lines were exchanged by hand."""

    stage: StageId
    first: int
    second: int
    reason: str


class RoundPaired(_Event, frozen=True, tag="round_paired"):
    """The next round of a Swiss system was paired; of an odd number one has a bye."""

    stage: StageId
    pairs: tuple[tuple[EntrantId, EntrantId], ...]
    bye: EntrantId | None = None


class Booking(Struct, frozen=True, omit_defaults=True):
    """When and on which court a match is to be played."""

    court: SeatId | None = None
    start: str | None = None


class MatchesScheduled(_Event, frozen=True, tag="matches_scheduled"):
    """When and where matches are played was said anew."""

    stage: StageId
    bookings: dict[MatchId, Booking]


class MatchOpened(_Event, frozen=True, tag="match_opened"):
    """These two met: the match was called, or a result of it was entered."""

    stage: StageId
    match: MatchId
    sides: tuple[EntrantId, EntrantId]
    court: SeatId | None = None


class LineupHandedIn(_Event, frozen=True, tag="lineup_handed_in"):
    """A team said who plays which rubber; secret until both are revealed."""

    stage: StageId
    match: MatchId
    side: EntrantId
    lineup: Lineup


class LineupsRevealed(_Event, frozen=True, tag="lineups_revealed"):
    """Both line-ups became known; the rubbers are played in this order (numbers from 1)."""

    stage: StageId
    match: MatchId
    order: tuple[int, ...]
    reason: str = ""


class TapRecorded(_Event, frozen=True, tag="tap_recorded"):
    """The umpire recorded something; `revision` counts what was recorded of the match."""

    stage: StageId
    match: MatchId
    rubber: int
    revision: int
    tap: Tap
    device: str


class TapContested(_Event, frozen=True, tag="tap_contested"):
    """A tap for a match that had gone on meanwhile: refused, and kept to look at."""

    stage: StageId
    match: MatchId
    rubber: int
    after: int
    revision: int
    tap: Tap
    device: str


class ResultConfirmed(_Event, frozen=True, tag="result_confirmed"):
    """The umpire confirmed the result: it counts from now on."""

    stage: StageId
    match: MatchId
    rubber: int = 0


class ResultEntered(_Event, frozen=True, tag="result_entered"):
    """A result as a whole, in place of whatever was recorded before, and counting at once."""

    stage: StageId
    match: MatchId
    rubber: int
    revision: int
    result: Outright
    device: str
    reason: str = ""


class MatchReopened(_Event, frozen=True, tag="match_reopened"):
    """The result counts no longer."""

    stage: StageId
    match: MatchId
    reason: str
    rubber: int = 0


class ValuesRecorded(_Event, frozen=True, tag="values_recorded"):
    """What a table's rules look at beside the results."""

    stage: StageId
    measure: Literal["conduct", "ranking"]
    values: dict[EntrantId, int]
    reason: str


MatchEvent: TypeAlias = (
    DrawAnnounced
    | LinesDrawn
    | LinesSet
    | LinesSwapped
    | RoundPaired
    | MatchesScheduled
    | MatchOpened
    | LineupHandedIn
    | LineupsRevealed
    | TapRecorded
    | TapContested
    | ResultConfirmed
    | ResultEntered
    | MatchReopened
    | ValuesRecorded
)
