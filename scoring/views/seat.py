"""A judge's, counter's or official's tablet."""

from typing import Literal

from msgspec import Struct

from scoring.contest.ids import CriterionId, EntrantId, SeatId
from scoring.contest.names import seat_label
from scoring.contest.plan import JudgedStage
from scoring.contest.scoring import Placings
from scoring.contest.sheets import is_locked, may_mark, sheet_criteria, sheets_of
from scoring.contest.state import Contest
from scoring.rules.measured import Outcome
from scoring.views.head import (
    Card,
    CriterionField,
    Head,
    card,
    criterion_fields,
    head,
    marks_text,
    stage_in_progress,
)
from scoring.views.panel import attempt_name
from scoring.views.usual import Usual, usual_marks
from scoring.views.words import Words


class Asked(Struct, frozen=True):
    """The seat's wish to change the sheet, and what became of it."""

    reason: str
    answer: Literal["granted", "refused"] | None
    why: str


class OwnSheet(Struct, frozen=True):
    """A sheet of this seat: of a performance, or of one attempt of it."""

    card: Card
    attempt: int
    """0: the performance as a whole."""
    attempt_name: str
    open: bool
    revision: int
    criteria: tuple[CriterionField, ...]
    marks: dict[CriterionId, str]
    outcome: Outcome | None
    filled: bool
    """Whether it has been handed in; with defaults also without any mark."""
    may_record_outcome: bool
    """Whether it is an official's alone, who may record that there is no result."""
    locked: bool
    """Signed and handed in: the head judge alone can let it be changed."""
    may_ask: bool
    """Whether the head judge may be asked for that now."""
    asked: Asked | None


class SeatScreen(Struct, frozen=True):
    """A seat's tablet."""

    head: Head
    seq: int
    seat: SeatId
    seat_name: str
    signed: bool
    """Whether a sheet is locked once it is handed in."""
    trainee: bool
    """Whether the seat's marks do not count."""
    usual: dict[CriterionId, Usual]
    """What this seat's panel usually gives, so that the tablet asks about a mark far from it."""
    to_place: int
    """How many there are to be placed, where places are given."""
    to_cross: int | None
    """How many crosses are called for, where crosses are given."""
    current: tuple[OwnSheet, ...]
    """This seat's sheets of the performance on stage now, in the order of the attempts."""
    others: tuple[OwnSheet, ...]
    """Other performances that still await this seat's marks."""
    past: tuple[OwnSheet, ...]
    """What this seat has marked so far, newest first, for comparison."""


def seat_screen(contest: Contest, seat: SeatId, words: Words) -> SeatScreen:
    """One seat's tablet. The seat must exist."""
    stage = stage_in_progress(contest)
    state = contest.stage(stage.id)
    by_entrant = {one: _own_sheets(contest, stage, one, seat, words) for one in state.performances}
    now = _on_stage_for(contest, stage, by_entrant)
    current = by_entrant[now] if now is not None else ()
    sheets = [one for own in by_entrant.values() if own is not current for one in own]
    settled = [
        state.performances[one]
        for one, own in by_entrant.items()
        if own and state.performances[one].phase == "closed"
    ]
    return SeatScreen(
        head=head(contest, stage, words),
        seq=contest.seq,
        seat=seat,
        seat_name=words.label(seat_label(contest.plan, seat)),
        signed=stage.signed,
        trainee=seat in stage.trainees,
        usual=usual_marks(stage.scoring.criteria, settled, stage.scoring.unusual),
        to_place=_to_place(contest, stage),
        to_cross=_to_cross(stage),
        current=current,
        others=tuple(one for one in sheets if one.open and not one.filled),
        past=tuple(one for one in reversed(sheets) if one.filled),
    )


def _on_stage_for(
    contest: Contest,
    stage: JudgedStage,
    by_entrant: dict[EntrantId, tuple[OwnSheet, ...]],
) -> EntrantId | None:
    """Who performs before this seat: with parallel panels everybody has their own."""
    state = contest.stage(stage.id)
    if state.on_stage is not None and by_entrant.get(state.on_stage):
        return state.on_stage
    mine = [
        one
        for one, sheets in by_entrant.items()
        if sheets and state.performances[one].phase == "open" and stage.panels
    ]
    return mine[-1] if mine else None


def _to_place(contest: Contest, stage: JudgedStage) -> int:
    """Guests are not placed, nor is who did not compete."""
    performances = contest.stage(stage.id).performances
    out = {one for one, it in performances.items() if it.phase in ("no_show", "disqualified")}
    field = contest.present_field(stage)
    return sum(1 for one in field if one not in out and not contest.entrants[one].guest)


def _to_cross(stage: JudgedStage) -> int | None:
    formulas = [step.value for step in stage.scoring.steps if isinstance(step.value, Placings)]
    return next((one.called for one in formulas if one.method == "crosses"), None)


def _own_sheets(
    contest: Contest, stage: JudgedStage, entrant: EntrantId, seat: SeatId, words: Words
) -> tuple[OwnSheet, ...]:
    performance = contest.stage(stage.id).performances[entrant]
    markers = contest.marking(stage, entrant)

    def own(attempt: int) -> OwnSheet:
        sheet = performance.sheet(seat, attempt)
        criteria = sheet_criteria(stage, markers, seat, attempt)
        locked = is_locked(stage, sheet)
        asked = sheet.request
        waiting = asked is not None and asked.answer is None
        fixed = locked if performance.phase == "open" else performance.phase == "closed"
        fixed = fixed and not sheet.may_change
        return OwnSheet(
            card=card(contest, entrant, words),
            attempt=attempt,
            attempt_name=attempt_name(stage, attempt, words),
            open=may_mark(stage, performance, seat, attempt),
            revision=sheet.revision,
            criteria=criterion_fields(criteria, words),
            marks=marks_text(criteria, sheet.given) if sheet.given else {},
            outcome=sheet.given.outcome if sheet.given else None,
            filled=sheet.given is not None,
            may_record_outcome=all(one.by for one in criteria),
            locked=locked,
            may_ask=sheet.given is not None and fixed and not waiting,
            asked=Asked(asked.reason, asked.answer, asked.why) if asked else None,
        )

    return tuple(own(attempt) for attempt in sheets_of(stage, markers, seat))
