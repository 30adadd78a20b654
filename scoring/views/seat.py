"""A judge's tablet."""

from msgspec import Struct

from scoring.contest.ids import CriterionId, EntrantId, SeatId
from scoring.contest.plan import JudgedStage
from scoring.contest.state import Contest
from scoring.views.head import (
    Card,
    CriterionField,
    Head,
    card,
    criteria,
    head,
    marks_text,
    stage_in_progress,
)
from scoring.views.words import Words


class OwnSheet(Struct, frozen=True):
    """A performance as one judge sees it: only the judge's own marks."""

    card: Card
    open: bool
    revision: int
    marks: dict[CriterionId, str]


class SeatScreen(Struct, frozen=True):
    """A judge's tablet."""

    head: Head
    seq: int
    seat: SeatId
    seat_name: str
    criteria: tuple[CriterionField, ...]
    current: OwnSheet | None
    """Who is on stage now."""
    others: tuple[OwnSheet, ...]
    """Other performances that still await this seat's marks."""
    past: tuple[OwnSheet, ...]
    """What this seat has marked so far, newest first, for comparison."""


def seat_screen(contest: Contest, seat: SeatId, words: Words) -> SeatScreen:
    """One judge's tablet. The seat must exist."""
    stage = stage_in_progress(contest)
    state = contest.stage(stage.id)
    sheets = [_own_sheet(contest, stage, one, seat, words) for one in state.performances]
    current = next((one for one in sheets if one.card.entrant == state.on_stage), None)
    return SeatScreen(
        head=head(contest, stage, words),
        seq=contest.seq,
        seat=seat,
        seat_name=next(words.label(one.name) for one in contest.plan.seats if one.id == seat),
        criteria=criteria(stage.scoring, words),
        current=current,
        others=tuple(one for one in sheets if one.open and not one.marks and one is not current),
        past=tuple(one for one in reversed(sheets) if one.marks and one is not current),
    )


def _own_sheet(
    contest: Contest, stage: JudgedStage, entrant: EntrantId, seat: SeatId, words: Words
) -> OwnSheet:
    performance = contest.stage(stage.id).performances[entrant]
    sheet = performance.sheet(seat)
    texts = marks_text(stage.scoring, sheet.marks) if sheet.marks is not None else ()
    names = [one.id for one in stage.scoring.criteria][: len(texts)]
    return OwnSheet(
        card=card(contest, entrant, words),
        open=performance.phase == "open",
        revision=sheet.revision,
        marks=dict(zip(names, texts, strict=True)),
    )
