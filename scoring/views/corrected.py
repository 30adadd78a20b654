"""Which of an entrant's sheets officials corrected or chose, and why: it explains the place."""

from collections.abc import Iterator

from scoring.contest.events import MarksEntered, SheetAmended, SheetContested, SheetsMoved
from scoring.contest.ids import EntrantId, SeatId
from scoring.contest.names import outcome_label
from scoring.contest.performance import Given
from scoring.contest.plan import JudgedStage
from scoring.contest.state import Contest
from scoring.views.event_words import Naming
from scoring.views.head import marks_text
from scoring.views.words import Words
from scoring.wording import say


def corrected_lines(
    contest: Contest, stage: JudgedStage, entrant: EntrantId, words: Words
) -> Iterator[str]:
    """A line for every correction that holds, in the order in which they were made."""
    named = Naming(contest)
    given: dict[tuple[SeatId, int], Given] = {}
    versions: dict[tuple[SeatId, int], int] = {}
    for number, event in enumerate(contest.history, start=1):
        if number in contest.undone or getattr(event, "stage", None) != stage.id:
            continue
        if isinstance(event, SheetsMoved) and entrant in (event.entrant, event.to):
            given = {key: one for key, one in given.items() if key[0] not in event.seats}
        if not isinstance(event, MarksEntered | SheetAmended | SheetContested):
            continue
        if event.entrant != entrant:
            continue
        key = (event.seat, event.attempt)
        if isinstance(event, SheetContested):
            versions[key] = versions.get(key, 1) + 1
            continue
        now = Given(event.marks, event.outcome)
        if isinstance(event, SheetAmended):
            yield words(
                say(
                    "{seat}: of {count} versions {marks} was chosen. {reason}",
                    seat=named.sheet(event),
                    count=versions.pop(key),
                    marks=_text(stage, now, words),
                    reason=event.reason,
                )
                if key in versions
                else say(
                    "{seat}: {before} corrected to {after}. {reason}",
                    seat=named.sheet(event),
                    before=_text(stage, given[key], words) if key in given else "–",
                    after=_text(stage, now, words),
                    reason=event.reason,
                )
            )
        given[key] = now


def _text(stage: JudgedStage, given: Given, words: Words) -> str:
    if given.outcome is not None:
        return words(outcome_label(given.outcome))
    return " / ".join(marks_text(stage.scoring.criteria, given).values()) or "–"
