"""What somebody asks about matches: draws, orders of play, line-ups, rallies, results."""

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

from scoring.contest.envelope import AnyCommand, Seed
from scoring.contest.ids import END, MATCH, EntrantId, MemberId, SeatId, StageId
from scoring.contest.plan import Reason
from scoring.rules.cards import ShowCard
from scoring.rules.outcomes import Stop
from scoring.rules.period_match import Begin, Foul, Goal, Kick, PeriodOver, SetScore
from scoring.rules.rally_state import (
    Expedite,
    Rally,
    SetGames,
    SetService,
    Start,
    SwapEnds,
    TimeUp,
)
from scoring.rules.slots import MatchId
from scoring.rules.undo import Redo, Undo

Happening: TypeAlias = (
    Start
    | Rally
    | SetService
    | SwapEnds
    | Expedite
    | TimeUp
    | SetGames
    | Begin
    | Goal
    | Foul
    | PeriodOver
    | Kick
    | SetScore
    | ShowCard
    | Stop
)
"""What happens in a match, as its rules know it."""
Tap: TypeAlias = Happening | Undo | Redo
"""What an umpire taps: something that happens, or taking back or repeating the last of it."""
Outright: TypeAlias = Annotated[
    tuple[SetGames | SetScore | Stop, ...], Meta(min_length=1, max_length=2)
]
"""A result as a whole: the score, how the match ended otherwise, or one after the other."""

Match: TypeAlias = Annotated[MatchId, MATCH]
Rubber: TypeAlias = Annotated[int, Meta(ge=0, le=60)]
"""Which rubber of a team tie, from 1; 0 for a match that is no tie, and for the tie itself."""
Revision: TypeAlias = Annotated[int, Meta(ge=0, le=1_000_000)]
LinesOfPart: TypeAlias = Annotated[tuple[EntrantId | None, ...], Meta(max_length=1024)]
Line: TypeAlias = Annotated[int, Meta(ge=1, le=4096)]
Minute: TypeAlias = Annotated[
    str, Meta(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}" + END)
]
"""A time of day at the venue: "2024-11-02T09:30"."""


class AnnounceDraw(AnyCommand, frozen=True, kw_only=True, tag="announce_draw"):
    """Fix what a draw will depend on, and a secret by its hash, before the word is known."""

    stage: StageId
    seeded: tuple[EntrantId, ...] = ()
    """Best first."""
    commitment: Annotated[str, Meta(pattern="^[0-9a-f]{64}" + END)]
    """SHA-256, see `scoring.rules.draws.commitment`."""


class Draw(AnyCommand, frozen=True, kw_only=True, tag="draw"):
    """Draw the lines of a bracket, or the groups, from a secret and a word said in the hall."""

    stage: StageId
    seeded: tuple[EntrantId, ...] = ()
    """Best first; empty where the draw was announced."""
    secret: Seed
    word: Annotated[str, Meta(max_length=80)] = ""


class SetLines(AnyCommand, frozen=True, kw_only=True, tag="set_lines"):
    """Record a draw made elsewhere: the lines from the top, None a bye; or group by group."""

    stage: StageId
    lines: Annotated[tuple[LinesOfPart, ...], Meta(min_length=1, max_length=64)]
    reason: Reason


class SwapLines(AnyCommand, frozen=True, kw_only=True, tag="swap_lines"):
    """Exchange two lines by hand, numbered from 1 throughout."""

    stage: StageId
    first: Line
    second: Line
    reason: Reason


class PairRound(AnyCommand, frozen=True, kw_only=True, tag="pair_round"):
    """Pair the next round of a Swiss system."""

    stage: StageId


class Slated(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When and where a match is to be played."""

    match: Match
    court: SeatId | None = None
    start: Minute | None = None


class Schedule(AnyCommand, frozen=True, kw_only=True, tag="schedule"):
    """Say when and on which courts matches are played; those not listed stay as they are."""

    stage: StageId
    matches: Annotated[tuple[Slated, ...], Meta(min_length=1, max_length=4096)]


class _OfMatch(AnyCommand, frozen=True, kw_only=True):
    stage: StageId
    match: Match
    seat: SeatId | None = None
    """The court whose tablet asks; None for an organizer."""


class OpenMatch(_OfMatch, frozen=True, kw_only=True, tag="open_match"):
    """Call a match onto a court: from now on it can be umpired."""

    court: SeatId | None = None


class HandInLineup(_OfMatch, frozen=True, kw_only=True, tag="hand_in_lineup"):
    """Who plays which rubber of a team tie; kept secret until both line-ups are revealed."""

    side: EntrantId
    lineup: dict[str, tuple[MemberId, ...]]
    """By the id of the rubber; one left out is lost."""


class RevealLineups(_OfMatch, frozen=True, kw_only=True, tag="reveal_lineups"):
    """Make both line-ups known at once; without one, say why: a side loses its rubbers."""

    reason: Annotated[str, Meta(max_length=400)] = ""


class Record(_OfMatch, frozen=True, kw_only=True, tag="record"):
    """One tap of the umpire."""

    rubber: Rubber = 0
    after: Revision
    """The revision of the match that the umpire saw: 0 before anything was recorded."""
    tap: Tap


class ConfirmResult(_OfMatch, frozen=True, kw_only=True, tag="confirm_result"):
    """The umpire confirms the result: from now on it counts."""

    rubber: Rubber = 0
    after: Revision


class EnterResult(_OfMatch, frozen=True, kw_only=True, tag="enter_result"):
    """A result as a whole, entered and confirmed: of a match without umpire, or a correction."""

    rubber: Rubber = 0
    after: Revision = 0
    result: Outright
    reason: Annotated[str, Meta(max_length=400)] = ""
    """Needed where a result was confirmed before."""
    accept: tuple[Match, ...] = ()
    """Later matches that have started, and whose sides this may change all the same."""


class ReopenMatch(_OfMatch, frozen=True, kw_only=True, tag="reopen_match"):
    """Take back a confirmation, so that the match can be umpired on."""

    rubber: Rubber = 0
    reason: Reason
    accept: tuple[Match, ...] = ()


class RecordValues(AnyCommand, frozen=True, kw_only=True, tag="record_values"):
    """Record what a table's rules look at beside the results.

    conduct: fair play points, minus what cards cost. ranking: the position in a list from before.
    """

    stage: StageId
    measure: Literal["conduct", "ranking"]
    values: dict[EntrantId, Annotated[int, Meta(ge=-10_000, le=10_000)]]
    reason: Reason


MatchCommand: TypeAlias = (
    AnnounceDraw
    | Draw
    | SetLines
    | SwapLines
    | PairRound
    | Schedule
    | OpenMatch
    | HandInLineup
    | RevealLineups
    | Record
    | ConfirmResult
    | EnterResult
    | ReopenMatch
    | RecordValues
)
