"""One entrant for the organizer: sheets to correct, what else can be done, and why this place."""

from typing import Literal

from msgspec import Struct

from scoring.contest.events import Disqualified, Event, NoShowRecorded
from scoring.contest.ids import EntrantId, StageId
from scoring.contest.performance import Performance
from scoring.contest.plan import JudgedStage
from scoring.contest.sheets import sheet_criteria
from scoring.contest.stage_result import Rank
from scoring.contest.standings import standings
from scoring.contest.state import Contest
from scoring.contest.undoing import obstacle
from scoring.contest.why import why
from scoring.views.corrected import corrected_lines
from scoring.views.corrections import Named
from scoring.views.head import Head, head, stage_in_progress
from scoring.views.panel import Cell, PerformancePanel, panel_of
from scoring.views.proofs import proof_lines
from scoring.views.words import Words

Act = Literal[
    "correct", "move", "withdraw", "reinstate", "disqualify", "reopen", "no_show", "take_back"
]


class EntrantScreen(Struct, frozen=True):
    """One entrant for the organizer, in one stage."""

    head: Head
    seq: int
    stages: tuple[tuple[StageId, str], ...]
    """The stages that the entrant is in."""
    panel: PerformancePanel
    officials: tuple[str, ...]
    """Sheets (seat-attempt) of officials only, which may also say that there is no result."""
    acts: tuple[Act, ...]
    """What can be done now."""
    take_back: int | None
    """The event that a no-show or a disqualification can be taken back by."""
    others: tuple[Named, ...]
    """Whom sheets can be moved to: everybody else in the stage."""
    withdrawn: str
    """Why the entrant withdrew; mostly empty."""
    why: tuple[str, ...]


def entrant_screen(
    contest: Contest,
    entrant: EntrantId,
    words: Words,
    rank: Rank = standings,
    stage: JudgedStage | None = None,
) -> EntrantScreen:
    """One entrant, who must exist; without a stage, the last one that the entrant is in."""
    stages = [one for one in contest.plan.judged if entrant in contest.field(one)]
    if stage is None:
        stage = stages[-1] if stages else stage_in_progress(contest)
    result = rank(contest, stage)
    panel = panel_of(contest, result, entrant, words)
    take_back = _take_back(contest, stage, entrant)
    return EntrantScreen(
        head=head(contest, stage, words, result),
        seq=contest.seq,
        stages=tuple((one.id, words.label(one.name)) for one in stages),
        panel=panel,
        officials=tuple(
            f"{cell.seat}-{cell.attempt}"
            for cell in panel.cells
            if _is_official(contest, stage, entrant, cell)
        ),
        acts=_acts(contest, stage, entrant, panel, take_back),
        take_back=take_back,
        others=tuple(
            Named(one, contest.entrants[one].number, contest.entrants[one].name)
            for one in sorted(contest.field(stage), key=lambda one: contest.entrants[one].number)
            if one != entrant
        ),
        withdrawn=contest.withdrawn.get(entrant, ""),
        why=(
            *(words(line) for line in why(contest, result, entrant)),
            *corrected_lines(contest, stage, entrant, words),
            *proof_lines(contest, result, entrant, words),
        ),
    )


def _is_official(contest: Contest, stage: JudgedStage, entrant: EntrantId, cell: Cell) -> bool:
    criteria = sheet_criteria(stage, contest.panel(stage, entrant), cell.seat, cell.attempt)
    return all(one.by for one in criteria)


def _acts(
    contest: Contest,
    stage: JudgedStage,
    entrant: EntrantId,
    panel: PerformancePanel,
    take_back: int | None,
) -> tuple[Act, ...]:
    state = contest.stage(stage.id)
    performance = state.performances.get(entrant)
    inside = entrant in contest.field(stage)
    phase = performance.phase if performance else None
    given = any(cell.given for cell in panel.cells)
    taught = any(one.cell.given for one in panel.trainees)
    possible: dict[Act, bool] = {
        "correct": inside and phase not in {None, "no_show"},
        "move": not state.closed and (given or taught) and phase in {"open", "closed"},
        "no_show": not state.closed and phase == "open" and not given,
        "reopen": not state.closed and phase not in {None, "open"},
        "take_back": take_back is not None,
        "disqualify": inside and phase != "disqualified",
        "withdraw": entrant not in contest.withdrawn,
        "reinstate": entrant in contest.withdrawn,
    }
    return tuple(act for act, can in possible.items() if can)


def _take_back(contest: Contest, stage: JudgedStage, entrant: EntrantId) -> int | None:
    """The event behind a no-show or a disqualification, if nothing later stands on it."""
    performance = contest.stage(stage.id).performances.get(entrant, Performance())
    if performance.phase not in {"no_show", "disqualified"}:
        return None
    for seq in range(contest.seq, 0, -1):
        if seq not in contest.undone and _put_out(contest.history[seq - 1], stage.id, entrant):
            return seq if obstacle(contest, seq) is None else None
    return None


def _put_out(event: Event, stage: StageId, entrant: EntrantId) -> bool:
    match event:
        case NoShowRecorded() | Disqualified():
            return (event.stage, event.entrant) == (stage, entrant)
        case _:
            return False
