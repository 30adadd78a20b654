"""Undoing: which events no longer hold, and revisions that count on, so no tablet is fooled."""

from collections.abc import Sequence

from msgspec.structs import replace

from scoring.contest.events import Event, Undone
from scoring.contest.performance import BLANK, Performance, Sheet
from scoring.contest.play import MatchRecord, Play
from scoring.contest.state import Contest, StageState
from scoring.rules.shelf import Shelf


def undone_numbers(events: Sequence[Event]) -> frozenset[int]:
    """Which events of a log no longer hold: those of which an undo holds."""
    found: set[int] = set()
    for number in range(len(events), 0, -1):
        event = events[number - 1]
        if isinstance(event, Undone) and number not in found:
            found.add(event.seq)
    return frozenset(found)


def counted_on(before: Contest, after: Contest) -> Contest:
    """The contest `after` an undo, with revisions greater than those `before` it."""
    stages = {
        stage: _stage_counted_on(before.stages.get(stage, StageState()), state)
        for stage, state in after.stages.items()
    }
    play = {
        stage: _records_counted_on(before.play.get(stage, Play()), one)
        for stage, one in after.play.items()
    }
    return replace(after, stages=stages, play=play)


def _stage_counted_on(before: StageState, after: StageState) -> StageState:
    """Sheets that changed get a new revision, as no tablet has seen them in this state."""

    def sheet(old: Sheet, restored: Sheet) -> Sheet:
        changed = old.given != restored.given
        return replace(restored, revision=max(old.revision + changed, restored.revision))

    def performance(old: Performance, restored: Performance) -> Performance:
        sheets = {**dict.fromkeys(old.sheets, BLANK), **restored.sheets}
        apart = {**dict.fromkeys(old.apart, BLANK), **restored.apart}
        return replace(
            restored,
            sheets={key: sheet(old.sheet(*key), one) for key, one in sheets.items()},
            apart={key: sheet(old.sheet(*key), one) for key, one in apart.items()},
        )

    gone = {
        one: {key: sheet.revision for key, sheet in before.turn(one).emptied().items()}
        for one in {**before.revisions, **before.performances}
        if one not in after.performances
    }
    performances = {
        one: performance(before.turn(one), restored)
        for one, restored in after.performances.items()
    }
    return replace(after, performances=Shelf(performances), revisions=gone)


def _records_counted_on(before: Play, after: Play) -> Play:
    """As with sheets: a record that changed gets a revision that no tablet has seen."""

    def counted(old: MatchRecord, restored: MatchRecord) -> MatchRecord:
        changed = old.steps != restored.steps
        return replace(restored, revision=max(old.revision + changed, restored.revision))

    records = {
        key: counted(before.record(*key), after.record(*key))
        for key in {**before.records, **after.records}
    }
    return replace(after, records=records)
