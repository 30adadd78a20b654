"""The organizer's cockpit: what needs a decision, who is on stage, everybody in order."""

from typing import Literal

from msgspec import Struct

from scoring.contest.ids import EntrantId, GroupId, PanelId, SeatId
from scoring.contest.names import numbers, seat_label
from scoring.contest.plan import JudgedStage
from scoring.contest.standings import Rank, StageStandings, standings
from scoring.contest.state import Contest, StageState
from scoring.views.board import still_waiting
from scoring.views.head import Card, Head, card, head, stage_in_progress
from scoring.views.onward import RouteScreen, may_advance, route_screens
from scoring.views.panel import PerformancePanel, panel_of
from scoring.views.rows import CutLine, Row, cut_lines, ranking_rows
from scoring.views.words import Words
from scoring.wording import say


class Need(Struct, frozen=True):
    """Something that waits for the organizer."""

    kind: Literal["draw", "panels", "missing", "contested", "tie", "close_stage", "advance"]
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
    panels: tuple[tuple[PanelId, str], ...]
    """The parallel panels that the field is to be dealt out to; empty with a single one."""
    seats: tuple[tuple[SeatId, str], ...]
    cuts: tuple[CutLine, ...]
    may_enter: bool
    """Whether late entrants are still taken: while the first stage is open."""
    groups: tuple[tuple[GroupId, str], ...]
    may_close_stage: bool
    routes: tuple[RouteScreen, ...]
    """The routes onward: who qualifies, who was recorded, ties that wait, who is next in line."""
    sealed: str | None
    """The digest of the rules of who goes on, if they were sealed beforehand."""


def desk_screen(contest: Contest, words: Words, rank: Rank = standings) -> DeskScreen:
    """The organizer's view of the stage in progress."""
    stage = stage_in_progress(contest)
    result = rank(contest, stage)
    rows = ranking_rows(contest, result, words)
    by_entrant = {row.card.entrant: row for row in rows}
    state = contest.stage(stage.id)
    waiting = still_waiting(contest, stage)
    panels = tuple(panel_of(contest, result, one, words) for one in _open(state))
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
        panels=tuple((panel.id, words.label(panel.name)) for panel in stage.panels),
        seats=tuple((seat.id, words.label(seat.name)) for seat in contest.plan.seats),
        cuts=cut_lines(contest, result, rows, words),
        may_enter=not contest.stage(contest.plan.stages[0].id).closed,
        groups=tuple((group.id, words.label(group.name)) for group in contest.plan.groups),
        may_close_stage=_may_close(contest, stage),
        routes=route_screens(contest, result, words),
        sealed=state.seal.digest if state.seal else None,
    )


def _open(state: StageState) -> list[EntrantId]:
    found = [one for one, played in state.performances.items() if played.phase == "open"]
    return sorted(found, key=lambda one: one != state.on_stage)


def _needs(
    contest: Contest, result: StageStandings, panels: tuple[PerformancePanel, ...], words: Words
) -> tuple[Need, ...]:
    stage, state = result.stage, contest.stage(result.stage.id)
    needs = _contested(contest, state, words)
    if not state.order and not state.performances:
        needs.append(Need("draw", words(say("The running order has not been drawn yet."))))
    if stage.panels and not state.panels and not state.performances:
        text = say("Nobody has been assigned to a panel yet.")
        needs.append(Need("panels", words(text)))
    needs += [
        Need(
            "missing",
            words(
                say(
                    "No. {number} still lacks marks from {seats}.",
                    number=panel.card.number,
                    seats=panel.missing_names,
                )
            ),
            panel.card.entrant,
        )
        for panel in panels
        if panel.missing and panel.card.entrant != state.on_stage
    ]
    if _may_close(contest, stage):
        needs.append(Need("close_stage", words(say("Everybody has performed: close the stage."))))
    if state.closed:
        needs += _ties(contest, result, words)
    if may_advance(stage, state):
        needs.append(Need("advance", words(say("Record who goes on."))))
    return tuple(needs)


def _contested(contest: Contest, state: StageState, words: Words) -> list[Need]:
    return [
        Need(
            "contested",
            words(
                say(
                    "{seat}: two devices sent different marks for No. {number}. Choose one.",
                    seat=seat_label(contest.plan, seat),
                    number=contest.entrants[entrant].number,
                )
            ),
            entrant,
        )
        for entrant, performance in state.performances.items()
        for (seat, _), sheet in performance.sheets.items()
        if sheet.contested
    ]


def _ties(contest: Contest, result: StageStandings, words: Words) -> list[Need]:
    """Ties that wait for a lot or a run-off: at a line, or for a place by the plan's chain."""
    return [
        Need(
            "tie",
            words(
                say(
                    "{who} are tied at the line; it waits for a lot or a run-off.",
                    who=numbers(contest, cut.undecided),
                )
            ),
            cut.undecided[0],
        )
        for number, cut in enumerate(result.cuts)
        if cut.undecided and number not in contest.stage(result.stage.id).advanced
    ]


def _may_close(contest: Contest, stage: JudgedStage) -> bool:
    field = contest.field(stage)
    closed = contest.stage(stage.id).closed
    return bool(field) and not closed and all(contest.is_settled(stage, one) for one in field)
