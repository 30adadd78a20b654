"""What officials ask about what the public may know: approve, keep back, reveal."""

from typing import Annotated, TypeAlias

from msgspec import Meta, Struct

from scoring.contest.envelope import AnyCommand
from scoring.contest.ids import EntrantId, StageId
from scoring.contest.match_commands import Match, Rubber


class MatchNamed(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A match, or one rubber of a team tie."""

    match: Match
    rubber: Rubber = 0


class Approve(AnyCommand, frozen=True, kw_only=True, tag="approve"):
    """Make results public that wait for it; as they stand now, not as they may be corrected."""

    stage: StageId
    entrants: Annotated[tuple[EntrantId, ...], Meta(max_length=100_000)] = ()
    """Of a judged stage: whose."""
    matches: Annotated[tuple[MatchNamed, ...], Meta(max_length=4096)] = ()
    """Of a played stage: which."""


class Freeze(AnyCommand, frozen=True, kw_only=True, tag="freeze"):
    """Keep every further result of a stage back from the public."""

    stage: StageId


class Thaw(AnyCommand, frozen=True, kw_only=True, tag="thaw"):
    """Make all at once public that was kept back."""

    stage: StageId


class Reveal(AnyCommand, frozen=True, kw_only=True, tag="reveal"):
    """Make public what comes next, from the last place to the first; the last step thaws."""

    stage: StageId
    after: Annotated[int, Meta(ge=0, le=1_000_000)]
    """How many steps had been revealed when the button was pressed."""


class Unreveal(AnyCommand, frozen=True, kw_only=True, tag="unreveal"):
    """Take the last step of the ceremony back."""

    stage: StageId
    after: Annotated[int, Meta(ge=1, le=1_000_000)]
    """How many steps had been revealed when the button was pressed."""


ReleaseCommand: TypeAlias = Approve | Freeze | Thaw | Reveal | Unreveal
