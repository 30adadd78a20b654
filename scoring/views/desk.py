"""The organizer's screens: the cockpit, and one entrant's sheets."""

from typing import Literal

from msgspec import Struct

from scoring.contest.ids import EntrantId, GroupId, SeatId
from scoring.contest.plan import Advancement, JudgedStage
from scoring.contest.standings import StageStandings, standings
from scoring.contest.state import Contest, StageState
from scoring.contest.why import why
from scoring.views.board import still_waiting
from scoring.views.head import (
    Card,
    CriterionField,
    Head,
    card,
    criteria,
    head,
    seat_label,
    stage_in_progress,
)
from scoring.views.panel import PerformancePanel, panel_of
from scoring.views.rows import CutLine, Row, cut_line, ranking_rows
from scoring.views.words import Words
from scoring.wording import say


class Need(Struct, frozen=True):
    """Something that waits for the organizer."""

    kind: Literal["draw", "missing", "contested", "tie", "close_stage", "advance"]
    text: str
    entrant: EntrantId | None = None


class DeskScreen(Struct, frozen=True):
    """The organizer's cockpit."""

    head: Head
    seq: int
    needs: tuple[Need, ...]
    on_stage: EntrantId | None
    open: tuple[PerformancePanel, ...]
    """Called and not closed, the one on stage first."""
    next: Card | None
    order: tuple[Row, ...]
    """Everybody in running order."""
    drawn: bool
    seed: str | None
    criteria: tuple[CriterionField, ...]
    seats: tuple[tuple[SeatId, str], ...]
    cut: CutLine | None
    may_enter: bool
    """Whether late entrants are still taken: while the first stage is open."""
    groups: tuple[tuple[GroupId, str], ...]
    may_close_stage: bool
    may_advance: bool
    qualifying: tuple[Card, ...]
    advanced: tuple[Card, ...]
    differs: tuple[Card, ...]
    """Who qualifies now but was not advanced, or the other way round."""


class EntrantScreen(Struct, frozen=True):
    """One entrant for the organizer: sheets to correct, and why this place."""

    head: Head
    panel: PerformancePanel
    criteria: tuple[CriterionField, ...]
    why: tuple[str, ...]


def desk_screen(contest: Contest, words: Words) -> DeskScreen:
    """The organizer's view of the stage in progress."""
    stage = stage_in_progress(contest)
    result = standings(contest, stage)
    rows = ranking_rows(contest, result, words)
    by_entrant = {row.card.entrant: row for row in rows}
    state = contest.stage(stage.id)
    waiting = still_waiting(contest, stage)
    panels = tuple(panel_of(contest, result, one, words) for one in _open(state))
    advanced = state.advanced.entrants if state.advanced else ()
    differs = set(advanced) ^ set(result.qualifying) if state.advanced else set[EntrantId]()

    def cards(entrants: tuple[EntrantId, ...]) -> tuple[Card, ...]:
        return tuple(card(contest, one, words) for one in entrants)

    return DeskScreen(
        head=head(contest, stage, words),
        seq=contest.seq,
        needs=_needs(contest, result, panels, words),
        on_stage=state.on_stage,
        open=panels,
        next=card(contest, waiting[0], words) if waiting and not state.closed else None,
        order=tuple(by_entrant[one] for one in contest.running_order(stage)),
        drawn=bool(state.order),
        seed=state.seed,
        criteria=criteria(stage.scoring, words),
        seats=tuple((seat.id, words.label(seat.name)) for seat in contest.plan.seats),
        cut=cut_line(contest, result, rows, words),
        may_enter=not contest.stage(contest.plan.stages[0].id).closed,
        groups=tuple((group.id, words.label(group.name)) for group in contest.plan.groups),
        may_close_stage=_may_close(contest, stage),
        may_advance=_may_advance(stage.advancement, state),
        qualifying=cards(result.qualifying),
        advanced=cards(advanced),
        differs=cards(tuple(one for one in contest.running_order(stage) if one in differs)),
    )


def entrant_screen(contest: Contest, entrant: EntrantId, words: Words) -> EntrantScreen:
    """One entrant of the stage in progress, for the organizer. The entrant must exist."""
    stage = stage_in_progress(contest)
    result = standings(contest, stage)
    return EntrantScreen(
        head=head(contest, stage, words),
        panel=panel_of(contest, result, entrant, words),
        criteria=criteria(stage.scoring, words),
        why=tuple(words(line) for line in why(contest, result, entrant)),
    )


def _open(state: StageState) -> list[EntrantId]:
    found = [one for one, played in state.performances.items() if played.phase == "open"]
    return sorted(found, key=lambda one: one != state.on_stage)


def _needs(
    contest: Contest, result: StageStandings, panels: tuple[PerformancePanel, ...], words: Words
) -> tuple[Need, ...]:
    stage, state = result.stage, contest.stage(result.stage.id)
    needs = [
        Need(
            "contested",
            words(
                say(
                    "{seat}: two devices sent different marks for No. {number}. Choose one.",
                    seat=seat_label(contest, seat),
                    number=contest.entrants[entrant].number,
                )
            ),
            entrant,
        )
        for entrant, performance in state.performances.items()
        for seat, sheet in performance.sheets.items()
        if sheet.contested
    ]
    if not state.order and not state.performances:
        needs.append(Need("draw", words(say("The running order has not been drawn yet."))))
    needs += [
        Need(
            "missing",
            words(
                say(
                    "No. {number} still lacks marks from {seats}.",
                    number=panel.card.number,
                    seats=tuple(cell.name for cell in panel.cells if cell.state == "waiting"),
                )
            ),
            panel.card.entrant,
        )
        for panel in panels
        if panel.missing and panel.card.entrant != state.on_stage
    ]
    if _may_close(contest, stage):
        needs.append(Need("close_stage", words(say("Everybody has performed: close the stage."))))
    if _may_advance(stage.advancement, state):
        needs += _tie_at_line(contest, result, words)
        needs.append(Need("advance", words(say("Record who goes on."))))
    return tuple(needs)


def _tie_at_line(contest: Contest, result: StageStandings, words: Words) -> list[Need]:
    if not result.cut.tied_at_line or result.stage.advancement is None:
        return []
    numbers = tuple(
        say("No. {number}", number=contest.entrants[one].number) for one in result.cut.tied_at_line
    )
    text = (
        say("{who} are tied across the line; by the plan all of them go on.", who=numbers)
        if result.stage.advancement.tie == "all_in"
        else say("{who} are tied across the line; by the plan none of them goes on.", who=numbers)
    )
    return [Need("tie", words(text))]


def _may_close(contest: Contest, stage: JudgedStage) -> bool:
    field = contest.field(stage)
    closed = contest.stage(stage.id).closed
    return bool(field) and not closed and all(contest.is_settled(stage, one) for one in field)


def _may_advance(advancement: Advancement | None, state: StageState) -> bool:
    return advancement is not None and state.closed and state.advanced is None
