"""One entrant for the organizer: sheets to correct, and why this place."""

from msgspec import Struct

from scoring.contest.ids import EntrantId
from scoring.contest.standings import Rank, standings
from scoring.contest.state import Contest
from scoring.contest.why import why
from scoring.views.head import Head, head, stage_in_progress
from scoring.views.panel import PerformancePanel, panel_of
from scoring.views.words import Words


class EntrantScreen(Struct, frozen=True):
    """One entrant for the organizer: sheets to correct, and why this place."""

    head: Head
    panel: PerformancePanel
    why: tuple[str, ...]


def entrant_screen(
    contest: Contest, entrant: EntrantId, words: Words, rank: Rank = standings
) -> EntrantScreen:
    """One entrant of the stage in progress, for the organizer. The entrant must exist."""
    stage = stage_in_progress(contest)
    result = rank(contest, stage)
    return EntrantScreen(
        head=head(contest, stage, words),
        panel=panel_of(contest, result, entrant, words),
        why=tuple(words(line) for line in why(contest, result, entrant)),
    )
