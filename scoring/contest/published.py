"""What the public may see: nothing of an open performance, and no single judge's mark."""

from collections.abc import Collection

from msgspec.structs import replace

from scoring.contest.events import MarksEntered
from scoring.contest.fold import HIDDEN
from scoring.contest.ids import EntrantId, StageId, StepId
from scoring.contest.match_events import TapRecorded
from scoring.contest.plan import JudgedStage
from scoring.contest.scores import Entry, by_attempt, panel_marks, used
from scoring.contest.scoring import (
    ByBestAttempts,
    ByHighestMarks,
    ByStep,
    Entered,
    Panel,
    Placings,
    Step,
    TieBreak,
)
from scoring.contest.stage_result import StageStandings
from scoring.contest.state import Contest
from scoring.rules.slots import MatchId


def without_open_marks(contest: Contest, result: StageStandings) -> Contest:
    """The contest as if nobody had marked a performance that is not settled.

    What is sure of the others may be told only as far as it does not follow from such marks.
    """
    state = contest.stage(result.stage.id)
    performances = state.performances
    for one in result.in_state("on_stage"):
        performances = performances.having(one, replace(performances[one], sheets={}))
    unmarked = replace(state, performances=performances)
    return replace(contest, stages={**contest.stages, result.stage.id: unmarked})


def settled_version(contest: Contest) -> int:
    """The version of all that is settled: marks for open performances do not change it."""
    version = contest.version
    for index in range(contest.seq - 1, -1, -1):
        event = contest.history[index]
        if isinstance(event, MarksEntered):
            version -= 1
        elif not isinstance(event, HIDDEN):
            break
    return version


def version_of(contest: Contest, matches: Collection[tuple[StageId, MatchId]]) -> int:
    """The version of these matches: the rallies of others do not change it, all else may."""
    version = contest.version
    for index in range(contest.seq - 1, -1, -1):
        event = contest.history[index]
        if isinstance(event, TapRecorded):
            if (event.stage, event.match) in matches:
                break
            version -= 1
        elif not isinstance(event, HIDDEN):
            break
    return version


def hidden_steps(stage: JudgedStage, entry: Entry) -> frozenset[StepId]:
    """The steps that are one judge's, or that would let anybody work out what one judge gave.

    Where one number on the way to the score is, none but the score itself is shown: the others
    would leave it as what is missing.
    """
    if stage.publish_marks:
        return frozenset()
    score = stage.scoring.score.id
    steps = [step for step in stage.scoring.steps if step.id != score]
    hidden = _spread(steps, {step.id for step in steps if _is_one_judges(stage, step, entry)})
    on_the_way = {step.id for step in steps if not step.aside}
    return frozenset(_spread(steps, hidden | on_the_way) if hidden & on_the_way else hidden)


def hides_values(result: StageStandings, tie: TieBreak, group: tuple[EntrantId, ...]) -> bool:
    """Whether what a tie-break compared must not be told."""
    match tie:
        case ByStep(step=step) | ByBestAttempts(step=step):
            entries = result.chain.field.entries
            return any(step in hidden_steps(result.stage, entries[one]) for one in group)
        case ByHighestMarks():
            return not result.stage.publish_marks
        case _:
            return False


def _spread(steps: list[Step], hidden: set[StepId]) -> set[StepId]:
    """With every step that takes up a hidden one."""
    spread = set(hidden)
    for step in steps:
        if spread.intersection(used(step.value)):
            spread.add(step.id)
    return spread


def _is_one_judges(stage: JudgedStage, step: Step, entry: Entry) -> bool:
    """Whether a step has a value that a single seat gave; what officials measure is no mark."""
    formula = step.value
    match formula:
        case Panel():
            several = by_attempt(stage.scoring, formula)
            attempts = entry.performance.attempts() if several else (0,)
            return any(_givers(stage, formula, entry, attempt) == 1 for attempt in attempts)
        case Placings(criterion=criterion):
            return len(stage.scoring.criterion(criterion).by or entry.panel) == 1
        case Entered():
            return step.aside
        case _:
            return False


def _givers(stage: JudgedStage, formula: Panel, entry: Entry, attempt: int) -> int:
    marks = panel_marks(stage.scoring, formula, entry, attempt)
    return sum(
        1
        for seat in marks.expected
        if seat in marks.given and (not formula.seats or seat in formula.seats)
    )
