"""Who performs now and who comes next: on the one stage, or before each parallel panel."""

from collections.abc import Sequence

from msgspec import Struct

from scoring.contest.ids import EntrantId, PanelId
from scoring.contest.stage_result import StageStandings
from scoring.contest.state import Contest, StageState
from scoring.views.head import Card, card
from scoring.views.panel import PerformancePanel, panel_of
from scoring.views.proofs import needs_line
from scoring.views.words import Words


class Lane(Struct, frozen=True):
    """The turn of performances before one panel."""

    panel: PanelId | None
    """Which of the parallel panels; None where the stage has a single one."""
    name: str
    current: PerformancePanel | None
    """Who is on stage."""
    needed: str | None
    """What the one on stage still needs to go on, by those who have performed so far."""
    next: Card | None
    waiting: int
    """How many have not been called."""


def lanes(contest: Contest, result: StageStandings, words: Words) -> tuple[Lane, ...]:
    """One lane, or one for each parallel panel; nobody comes next once the stage is closed."""
    stage, state = result.stage, contest.stage(result.stage.id)
    waiting = [] if state.closed else list(result.in_state("waiting"))
    if not stage.panels:
        return (_lane(contest, result, (None, ""), _on_stage(state), waiting, words),)
    return tuple(
        _lane(
            contest,
            result,
            (panel.id, words.label(panel.name)),
            _called_last(state, panel.id),
            [one for one in waiting if state.panels.get(one) == panel.id],
            words,
        )
        for panel in stage.panels
    )


def off_stage(
    contest: Contest, result: StageStandings, shown: Sequence[Lane], words: Words
) -> tuple[PerformancePanel, ...]:
    """Called and not closed, though somebody else is on stage by now."""
    on_stage = {lane.current.card.entrant for lane in shown if lane.current}
    return tuple(
        panel_of(contest, result, one, words)
        for one, performance in contest.stage(result.stage.id).performances.items()
        if performance.phase == "open" and one not in on_stage
    )


def _lane(  # noqa: PLR0913, PLR0917 - one lane in its whole context
    contest: Contest,
    result: StageStandings,
    panel: tuple[PanelId | None, str],
    current: EntrantId | None,
    waiting: Sequence[EntrantId],
    words: Words,
) -> Lane:
    return Lane(
        panel=panel[0],
        name=panel[1],
        current=panel_of(contest, result, current, words) if current else None,
        needed=needs_line(contest, result, current, words) if current else None,
        next=card(contest, waiting[0], words) if waiting else None,
        waiting=len(waiting),
    )


def _on_stage(state: StageState) -> EntrantId | None:
    on_stage = state.on_stage
    is_open = on_stage is not None and state.performances[on_stage].phase == "open"
    return on_stage if is_open else None


def _called_last(state: StageState, panel: PanelId) -> EntrantId | None:
    """The stage knows only who was called last of all; each panel has somebody on stage."""
    here = [
        one
        for one, performance in state.performances.items()
        if performance.phase == "open" and state.panels.get(one) == panel
    ]
    if state.on_stage in here:
        return state.on_stage
    return here[-1] if here else None
