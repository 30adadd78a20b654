"""Decisions about sheets: entered, corrected, moved to the entrant they were meant for."""

from scoring.contest.commands import Amend, EnterMarks, EnterPaper, MoveSheets
from scoring.contest.events import Event, MarksEntered, SheetAmended, SheetContested, SheetsMoved
from scoring.contest.fault import Fault
from scoring.contest.guards import (
    Rejected,
    entrant_name,
    known_performance,
    open_performance,
    refuse,
    require_in_field,
    require_on_panel,
    require_open,
    seat_name,
    stated_reason,
)
from scoring.contest.ids import SeatId
from scoring.contest.performance import Given, Performance
from scoring.contest.plan import JudgedStage
from scoring.contest.sheets import is_locked, may_mark, read_sheet, sheet_criteria
from scoring.contest.state import Contest
from scoring.wording import say


def enter_marks(
    contest: Contest, stage: JudgedStage, command: EnterMarks
) -> tuple[Event, ...] | Rejected:
    performance = known_performance(contest, stage, command.entrant)
    if not may_mark(stage, performance, command.seat, command.attempt):
        open_performance(contest, stage, command.entrant)
    require_open(contest, stage)
    given = read_given(contest, stage, command)
    if isinstance(given, Rejected):
        return given
    sheet = performance.sheet(command.seat, command.attempt)
    if sheet.revision != command.after:
        kept = SheetContested(
            command.stage, command.entrant, command.seat, command.after, sheet.revision,
            given.marks, command.attempt, given.outcome,
        )  # fmt: skip
        return Rejected("stale", (stale(kept),), (kept,))
    if is_locked(stage, sheet):
        text = say("This sheet is signed and handed in; to change it, ask the head judge.")
        raise refuse("not_now", "seat", text)
    entered = MarksEntered(
        command.stage, command.entrant, command.seat, sheet.revision + 1,
        given.marks, command.attempt, given.outcome,
    )  # fmt: skip
    return (entered,)


def stale(contested: SheetContested) -> Fault:
    """The sentence for marks that came for a sheet which had changed meanwhile."""
    text = say(
        "This sheet has changed on another device (version {revision}, yours was made from"
        " {after}). Both are kept; the head judge chooses.",
        revision=contested.revision,
        after=contested.after,
    )
    return Fault("after", text)


def amend(contest: Contest, stage: JudgedStage, command: Amend) -> tuple[Event, ...] | Rejected:
    require_in_field(contest, stage, command.entrant)
    performance = contest.stage(stage.id).performances.get(command.entrant)
    if performance is None or performance.phase == "no_show":
        raise refuse("not_now", "entrant", say("Has not performed; there is nothing to correct."))
    reason = stated_reason(command.reason)
    given = read_given(contest, stage, command)
    if isinstance(given, Rejected):
        return given
    sheet = performance.sheet(command.seat, command.attempt)
    if sheet.revision != command.after:
        text = say(
            "The sheet has changed meanwhile (version {revision}, yours was made from {after});"
            " look at it again.",
            revision=sheet.revision,
            after=command.after,
        )
        raise refuse("stale", "after", text)
    amended = SheetAmended(
        command.stage, command.entrant, command.seat, sheet.revision + 1, given.marks, reason,
        command.attempt, given.outcome,
    )  # fmt: skip
    return (amended,)


def move_sheets(contest: Contest, stage: JudgedStage, command: MoveSheets) -> SheetsMoved:
    """The wrong entrant was marked. Nothing of the right one's may be overwritten."""
    require_open(contest, stage)
    source = known_performance(contest, stage, command.entrant)
    require_in_field(contest, stage, command.to, "to")
    if command.to == command.entrant:
        raise refuse("invalid", "to", say("Name the entrant whose performance this was."))
    target = contest.stage(stage.id).performances.get(command.to, Performance())
    seats = command.seats or tuple(dict.fromkeys(seat for seat, _ in _filled(source)))
    moved = [key for key in _filled(source) if key[0] in seats]
    if not moved:
        raise refuse("not_now", "seats", say("There is nothing to move."))
    for name, performance in ((command.entrant, source), (command.to, target)):
        if performance.phase in ("no_show", "disqualified"):
            text = say("{name} did not compete.", name=entrant_name(contest, name))
            raise refuse("not_now", "to", text)
    for seat, attempt in moved:
        require_on_panel(contest, stage, command.to, seat)
        if target.sheet(seat, attempt).given is not None:
            text = say(
                "{seat} has marked {name} already; nothing may be overwritten.",
                seat=seat_name(contest, seat),
                name=entrant_name(contest, command.to),
            )
            raise refuse("not_now", "seats", text)
    return SheetsMoved(stage.id, command.entrant, command.to, seats, stated_reason(command.reason))


def _filled(performance: Performance) -> list[tuple[SeatId, int]]:
    sheets = {**performance.sheets, **performance.apart}
    return [key for key, sheet in sheets.items() if sheet.given is not None]


def read_given(
    contest: Contest, stage: JudgedStage, command: EnterMarks | Amend | EnterPaper
) -> Given | Rejected:
    """The sheet's marks, checked against what this seat fills in for this attempt."""
    require_on_panel(contest, stage, command.entrant, command.seat)
    if command.attempt > stage.scoring.attempts:
        text = say(
            "There is no attempt {given}; there are {attempts}.",
            given=command.attempt,
            attempts=stage.scoring.attempts,
        )
        raise refuse("invalid", "attempt", text)
    markers = contest.marking(stage, command.entrant)
    criteria = sheet_criteria(stage, markers, command.seat, command.attempt)
    if not criteria:
        text = (
            say("This seat marks each attempt by itself; say which one (from 1).")
            if command.attempt == 0
            else say("This seat marks the performance as a whole (attempt 0).")
        )
        raise refuse("invalid", "attempt", text)
    given = read_sheet(criteria, command.marks, command.outcome)
    return given if isinstance(given, Given) else Rejected("invalid", given)
