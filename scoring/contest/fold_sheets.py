"""What becomes of sheets: marks entered, amended, contested, asked to be amended, moved."""

from typing import Literal, TypeAlias

from msgspec.structs import replace

from scoring.contest.events import (
    AmendmentAnswered,
    AmendmentRequested,
    MarksEntered,
    SheetAmended,
    SheetContested,
    SheetsMoved,
)
from scoring.contest.ids import SeatId
from scoring.contest.performance import Given, Performance, Request, Sheet, SheetKey
from scoring.contest.plan import JudgedStage
from scoring.contest.state import Contest

SheetEvent: TypeAlias = (
    MarksEntered | SheetAmended | SheetContested | AmendmentRequested | AmendmentAnswered
)


def with_sheet(contest: Contest, event: SheetEvent) -> Contest:
    performance = contest.stage(event.stage).performances[event.entrant]
    sheet = _changed_sheet(performance.sheet(event.seat, event.attempt), event)
    absent = performance.absent
    if isinstance(event, SheetAmended):
        absent = tuple(seat for seat in absent if seat != event.seat)
    key = (event.seat, event.attempt)
    if is_apart(contest, event):
        changed = replace(performance, apart={**performance.apart, key: sheet})
    else:
        changed = replace(performance, sheets={**performance.sheets, key: sheet}, absent=absent)
    return contest.with_performance(event.stage, event.entrant, changed)


def is_apart(contest: Contest, event: SheetEvent) -> bool:
    stage = contest.plan.stage(event.stage)
    return isinstance(stage, JudgedStage) and event.seat in stage.trainees


def _changed_sheet(sheet: Sheet, event: SheetEvent) -> Sheet:
    match event:
        case MarksEntered(marks=marks, outcome=outcome):
            given = Given(marks, outcome)
            return replace(sheet, revision=event.revision, given=given, request=None)
        case SheetAmended(marks=marks, outcome=outcome):
            return Sheet(event.revision, Given(marks, outcome))
        case SheetContested(marks=marks, outcome=outcome):
            return replace(sheet, contested=(*sheet.contested, Given(marks, outcome)))
        case AmendmentRequested(reason=reason):
            return replace(sheet, request=Request(reason))
        case AmendmentAnswered(granted=granted, reason=reason):
            asked = sheet.request or Request("")
            answer: Literal["granted", "refused"] = "granted" if granted else "refused"
            return replace(sheet, request=replace(asked, answer=answer, why=reason))


def with_moved_sheets(contest: Contest, event: SheetsMoved) -> Contest:
    """Both performances are open again, as their panels are now to be looked at anew.

    Both sides count the move as a revision: neither tablet's older view fits any more.
    """
    state = contest.stage(event.stage)
    source, target = state.performances[event.entrant], state.turn(event.to)
    emptied, filled = _moved(source.sheets, target, event.seats)
    emptied_apart, filled_apart = _moved(source.apart, target, event.seats)
    changed = replace(
        source, phase="open", absent=(),
        sheets={**source.sheets, **emptied}, apart={**source.apart, **emptied_apart},
    )  # fmt: skip
    contest = contest.with_performance(event.stage, event.entrant, changed)
    received = replace(
        target, phase="open", absent=(),
        sheets={**target.sheets, **filled}, apart={**target.apart, **filled_apart},
    )  # fmt: skip
    return contest.with_performance(event.stage, event.to, received)


def _moved(
    sheets: dict[SheetKey, Sheet], target: Performance, seats: tuple[SeatId, ...]
) -> tuple[dict[SheetKey, Sheet], dict[SheetKey, Sheet]]:
    """What is left of these seats' sheets, and what becomes of the target's."""
    moved = {key: one for key, one in sheets.items() if key[0] in seats and one.given is not None}
    emptied = {key: Sheet(one.revision + 1) for key, one in moved.items()}
    filled = {
        key: replace(
            there := target.sheet(*key),
            revision=there.revision + 1,
            given=one.given,
            contested=(*there.contested, *one.contested),
        )
        for key, one in moved.items()
    }
    return emptied, filled
