"""The organizer's cockpit: what needs a decision, who is on stage, everybody in order."""

from collections import Counter

from msgspec import Struct

from scoring.contest.ids import EntrantId, GroupId, PanelId, SeatId
from scoring.contest.plan import JudgedStage
from scoring.contest.stage_result import Rank
from scoring.contest.standings import standings
from scoring.contest.state import Contest
from scoring.views.head import Card, Head, card, head, stage_in_progress
from scoring.views.lanes import Lane, lanes, off_stage
from scoring.views.needs import Need, late_needs, needs
from scoring.views.onward import StageEnd, stage_end
from scoring.views.panel import PerformancePanel
from scoring.views.releasing import ReleasePart, performances_waiting
from scoring.views.rows import CutLine, Row, cut_lines, ranking_rows
from scoring.views.ties import ties_at_the_line, ties_for_a_place
from scoring.views.words import Words


class PanelShare(Struct, frozen=True):
    """A parallel panel, and how many of the field it has been given."""

    panel: PanelId
    name: str
    count: int


class DeskScreen(Struct, frozen=True):
    """The organizer's cockpit."""

    head: Head
    seq: int
    needs: tuple[Need, ...]
    release: ReleasePart
    lanes: tuple[Lane, ...]
    """Who performs and who is next; one, or one for each parallel panel."""
    still_open: tuple[PerformancePanel, ...]
    """Called and not closed, though somebody else is on stage by now."""
    order: tuple[Row, ...]
    """Everybody in running order."""
    drawn: bool
    seed: str | None
    panels: tuple[PanelShare, ...]
    """The parallel panels; empty with a single one."""
    assigned: dict[EntrantId, PanelId]
    """Which of them judges whom."""
    unassigned: tuple[Card, ...]
    """Who has none of them yet, as those who came late."""
    seats: tuple[tuple[SeatId, str], ...]
    cuts: tuple[CutLine, ...]
    may_enter: bool
    """Whether late entrants are still taken: while the first stage is open."""
    groups: tuple[tuple[GroupId, str], ...]
    may_close_stage: bool
    sealed: str | None
    """The digest of the rules of who goes on, if they were sealed beforehand."""
    lots_seed: str | None
    """The seed that lots must be drawn from, if it was sealed with the rules."""
    end: StageEnd
    """The routes onward: who qualifies, who was recorded, who is next in line."""
    earlier: tuple[StageEnd, ...]
    """How the stages before it ended."""


def desk_screen(contest: Contest, words: Words, rank: Rank = standings) -> DeskScreen:
    """The organizer's view of the stage at the desk."""
    stage = stage_in_progress(contest)
    state = contest.stage(stage.id)
    result = rank(contest, stage)
    rows = ranking_rows(contest, result, words)
    by_entrant = {row.card.entrant: row for row in rows}
    end = stage_end(contest, result, by_entrant, words)
    earlier = _earlier(contest, stage, words, rank)
    ties = ties_at_the_line(contest, result, words), ties_for_a_place(contest, result, words)
    unassigned = _unassigned(contest, stage, words)
    performing = lanes(contest, result, words)
    still_open = off_stage(contest, result, performing, words)
    return DeskScreen(
        head=head(contest, stage, words, result),
        seq=contest.seq,
        needs=(
            *(late_needs(unassigned, words) if state.performances else ()),
            *needs(contest, state, still_open, ties, (end, *earlier), words),
        ),
        release=performances_waiting(contest, stage, by_entrant),
        lanes=performing,
        still_open=still_open,
        order=tuple(by_entrant[one] for one in contest.running_order(stage)),
        drawn=bool(state.order),
        seed=state.seed,
        panels=_panels(contest, stage, words),
        assigned=state.panels,
        unassigned=unassigned,
        seats=tuple((seat.id, words.label(seat.name)) for seat in contest.plan.seats),
        cuts=cut_lines(contest, result, words),
        may_enter=not contest.stage(contest.plan.judged[0].id).closed,
        groups=tuple((group.id, words.label(group.name)) for group in contest.plan.groups),
        may_close_stage=_may_close(contest, stage),
        sealed=state.seal.digest if state.seal else None,
        lots_seed=state.seal.seed if state.seal else None,
        end=end,
        earlier=earlier,
    )


def _earlier(
    contest: Contest, stage: JudgedStage, words: Words, rank: Rank
) -> tuple[StageEnd, ...]:
    before = contest.plan.judged[: contest.plan.judged.index(stage)]
    return tuple(
        stage_end(contest, rank(contest, one), {}, words)
        for one in reversed(before)
        if contest.stage(one.id).closed
    )


def _panels(contest: Contest, stage: JudgedStage, words: Words) -> tuple[PanelShare, ...]:
    shares = Counter(contest.stage(stage.id).panels.values())
    return tuple(
        PanelShare(panel.id, words.label(panel.name), shares[panel.id]) for panel in stage.panels
    )


def _unassigned(contest: Contest, stage: JudgedStage, words: Words) -> tuple[Card, ...]:
    if not stage.panels:
        return ()
    assigned = contest.stage(stage.id).panels
    return tuple(
        card(contest, one, words) for one in contest.present_field(stage) if one not in assigned
    )


def _may_close(contest: Contest, stage: JudgedStage) -> bool:
    field = contest.field(stage)
    closed = contest.stage(stage.id).closed
    return bool(field) and not closed and all(contest.is_settled(stage, one) for one in field)
