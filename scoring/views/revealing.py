"""Whom the ceremony is at: the marks told so far, judge by judge."""

from msgspec import Struct

from scoring.contest.names import seat_label
from scoring.contest.plan import JudgedStage
from scoring.contest.state import Contest
from scoring.views.head import Card, card, marks_text
from scoring.views.words import Words


class Revealing(Struct, frozen=True):
    """An entrant whose marks are being told one judge after another."""

    card: Card
    marks: tuple[tuple[str, tuple[str, ...]], ...]
    """The judge's name, and what that judge gave."""


def revealing(contest: Contest, stage: JudgedStage, words: Words) -> Revealing | None:
    """None before the ceremony, after it, and when a whole result was revealed last."""
    frozen = contest.stage(stage.id).frozen
    last = frozen.steps[-1] if frozen is not None and frozen.steps else None
    if frozen is None or last is None or last.entrant is None or last.seat is None:
        return None
    performance = contest.stage(stage.id).performances[last.entrant]
    told: list[tuple[str, tuple[str, ...]]] = []
    for step in frozen.steps:
        if step.entrant == last.entrant and step.seat is not None:
            given = [
                mark
                for (seat, _), sheet in sorted(performance.sheets.items())
                if seat == step.seat and sheet.given is not None
                for mark in marks_text(stage.scoring.criteria, sheet.given).values()
            ]
            told.append((words.label(seat_label(contest.plan, step.seat)), tuple(given)))
    return Revealing(card(contest, last.entrant, words), tuple(told))
