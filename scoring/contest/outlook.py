"""Certain, provisional or out while marks are missing, and what somebody on stage still needs."""

from collections.abc import Callable, Mapping
from itertools import chain
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from scoring.contest.bounds import filled, outlook
from scoring.contest.cut import cut_field, routes
from scoring.contest.events import PerformanceClosed
from scoring.contest.fold import evolve
from scoring.contest.ids import CriterionId, EntrantId, SeatId
from scoring.contest.performance import Performance
from scoring.contest.plan import JudgedStage
from scoring.contest.scores import Entry, Score, own_values, score_of
from scoring.contest.scoring import Criterion
from scoring.contest.sheets import missing
from scoring.contest.stage_result import StageStandings
from scoring.contest.standings import entry, standings
from scoring.contest.state import Contest
from scoring.rules.certainty import Outlook, Prospects, State, states
from scoring.rules.exact import ticks
from scoring.rules.proof import Proof, prove

Certainty: TypeAlias = State
_MOST = 2_000
"""Entrants up to whom it is worked out for everybody, again after each mark."""


class Needed(Struct, frozen=True):
    """What somebody on stage needs to qualify against those who have performed so far."""

    verdict: Literal["safe", "needs", "beyond"]
    """Qualifies with any marks still to come; needs some; cannot by these marks any more."""
    judges: tuple[SeatId, ...]
    """Whose marks are missing."""
    marks: Mapping[CriterionId, int]
    """The least that each of them must give, in ticks, if all give alike; empty if none."""
    score: Score | None
    """What the performance would come to with them."""


def prospects(contest: Contest, result: StageStandings) -> Prospects[EntrantId]:
    """Those settled as ranked, and the bounds of everybody still to come."""
    stage = result.stage
    field = cut_field(result)
    scoring = stage.scoring
    return Prospects(
        field=field,
        open=_open(contest, stage),
        chain=bool(scoring.tie_breaks) or scoring.compare == "exact",
    )


def certainty(contest: Contest, result: StageStandings) -> tuple[dict[EntrantId, Certainty], ...]:
    """For each route, what is sure of whom. Nobody is certain whose own marks are missing."""
    if not result.stage.advancement:
        return ()
    return states(prospects(contest, result), routes(result))


def verdicts(contest: Contest, result: StageStandings) -> Callable[[EntrantId], Certainty | None]:
    """What is sure of somebody over all routes: certain of one is certain, out only out of all.

    None for who is not in question; of anybody while some are still to come in a very large field.
    """
    if not result.stage.advancement:
        return lambda _one: None
    if contest.stage(result.stage.id).closed or not _anybody_open(result):
        return lambda one: _final(result, one)
    found: dict[EntrantId, Certainty] = {}
    for states_of in certainty(contest, result) if len(result.order) <= _MOST else ():
        for one, state in states_of.items():
            if state == "certain" or found.get(one, "out") == "out":
                found[one] = state
    return found.get


def _anybody_open(result: StageStandings) -> bool:
    guests = result.chain.field.guests
    still = chain(result.in_state("waiting"), result.in_state("on_stage"))
    return any(one not in guests for one in still)


def _final(result: StageStandings, one: EntrantId) -> Certainty | None:
    if not result.ladder.competes(one):
        return None
    if any(one in cut.qualifying for cut in result.cuts):
        return "certain"
    return "provisional" if any(one in cut.undecided for cut in result.cuts) else "out"


def proof(
    contest: Contest, result: StageStandings, route: int, entrant: EntrantId
) -> Proof[EntrantId] | None:
    """The two endings that show it; None for who is not in the field."""
    return prove(prospects(contest, result), routes(result), route, entrant)


def _open(contest: Contest, stage: JudgedStage) -> dict[EntrantId, Outlook]:
    """The outlook of everybody who competes and is not settled; those not called look alike."""
    if contest.stage(stage.id).closed:
        return {}
    found: dict[EntrantId, Outlook] = {}
    alike: dict[tuple[SeatId, ...], Outlook] = {}
    performances = contest.stage(stage.id).performances
    for one in contest.field(stage):
        if contest.entrants[one].guest or contest.is_settled(stage, one):
            continue
        entered = entry(contest, stage, one)
        if one in performances and entered is not None:
            found[one] = outlook(contest, stage, one, entered)
            continue
        panel = contest.panel(stage, one)
        if panel not in alike:
            alike[panel] = outlook(contest, stage, one, Entry(Performance(), panel))
        found[one] = alike[panel]
    return found


def needed(contest: Contest, result: StageStandings, entrant: EntrantId) -> Needed | None:
    """What is still needed by somebody who performs now; None where nothing is missing.

    All missing judges are taken to give alike, at the same height in the range of each criterion;
    it is measured against those settled so far, not against those still to come.
    """
    stage = result.stage
    entered = entry(contest, stage, entrant)
    if entered is None or entered.performance.phase != "open" or not stage.advancement:
        return None
    left = missing(contest, stage, entrant, entered.performance)
    if not left:
        return None
    judges = tuple(dict.fromkeys(seat for seat, _ in left))
    steps = max(_range(one) for one in stage.scoring.criteria)

    def at(height: int) -> dict[CriterionId, int]:
        found: dict[CriterionId, int] = {}
        for one in stage.scoring.criteria:
            low, high = (ticks(text, one.decimals) for text in (one.minimum, one.maximum))
            found[one.id] = low + -(-(high - low) * height // steps)
        return found

    def qualifies(height: int) -> bool:
        tried = filled(stage, entered, left, at(height))
        return _would_qualify(contest, result, entrant, tried)

    if qualifies(0):
        return Needed("safe", judges, {}, None)
    if not qualifies(steps):
        return Needed("beyond", judges, {}, None)
    low, high = 0, steps
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if qualifies(middle) else (middle, high)
    reached = filled(stage, entered, left, at(high))
    score = score_of(stage.scoring, own_values(stage.scoring, reached))
    marks = at(high)
    return Needed("needs", judges, marks, score if isinstance(score, Score) else None)


def _range(criterion: Criterion) -> int:
    low, high = (
        ticks(text, criterion.decimals) for text in (criterion.minimum, criterion.maximum)
    )
    return high - low


def _would_qualify(
    contest: Contest, result: StageStandings, entrant: EntrantId, tried: Entry
) -> bool:
    """Closes the performance with these marks in a contest that nobody keeps."""
    stage = result.stage
    state = contest.stage(stage.id)
    performances = state.performances.having(entrant, tried.performance)
    stages = {**contest.stages, stage.id: replace(state, performances=performances)}
    closed = evolve(replace(contest, stages=stages), PerformanceClosed(stage.id, entrant))
    return entrant in standings(closed, stage, result).qualifying
