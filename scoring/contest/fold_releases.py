"""What the public may know: results approved, a stage frozen, its results revealed one by one."""

from typing import assert_never

from msgspec.structs import replace

from scoring.contest.ids import EntrantId, StageId
from scoring.contest.performance import Performance
from scoring.contest.play import MatchRecord, Play, RecordKey
from scoring.contest.release_events import (
    ReleaseEvent,
    ResultRevealed,
    ResultsApproved,
    StageFrozen,
    StageThawed,
)
from scoring.contest.state import Contest, Frozen


def released(contest: Contest, event: ReleaseEvent) -> Contest:
    match event:
        case ResultsApproved():
            return _approved(contest, event)
        case StageFrozen(stage):
            return contest.with_stage(stage, frozen=_frozen(contest, stage))
        case StageThawed(stage):
            return contest.with_stage(stage, frozen=None, thawed=True)
        case ResultRevealed(stage, entrant, last=True):
            told = entrant or contest.stages[stage].last_settled
            return contest.with_stage(stage, frozen=None, thawed=True, last_settled=told)
        case ResultRevealed(stage):
            return contest.with_stage(stage, frozen=_revealed(contest, event))
    assert_never(event)


def _approved(contest: Contest, event: ResultsApproved) -> Contest:
    state, play = contest.stages[event.stage], contest.play.get(event.stage)
    before = {one: was for one, was in state.approved.items() if one not in event.entrants}
    now = {one: state.performances[one].settled() for one in event.entrants}
    contest = contest.with_stage(event.stage, approved={**before, **now})
    if play is None:
        return contest
    records = {key: play.record(*key).settled() for key in event.matches}
    approved = replace(play, approved={**play.approved, **records})
    return replace(contest, play={**contest.play, event.stage: approved})


def _frozen(contest: Contest, stage: StageId) -> Frozen:
    state, play = contest.stages[stage], contest.play.get(stage, Play())
    performances = official_performances(contest, stage)
    records = official_records(contest, stage)
    return Frozen(
        performances=performances,
        records=records,
        since=len(performances) + len(records),
        closed=state.closed,
        ties=state.ties,
        advanced=state.advanced,
        disqualified=state.disqualified,
        conduct=play.conduct,
        ranking=play.ranking,
    )


def official_performances(contest: Contest, stage: StageId) -> dict[EntrantId, Performance]:
    """What may be told unless the stage is frozen: all that is settled, or what was approved."""
    state = contest.stages[stage]
    if _needs_approval(contest, stage):
        return state.approved
    settled = {one: was for one, was in state.performances.items() if was.phase != "open"}
    return {one: was.settled() for one, was in settled.items()}


def official_records(contest: Contest, stage: StageId) -> dict[RecordKey, MatchRecord]:
    """Likewise of matches."""
    play = contest.play.get(stage, Play())
    if _needs_approval(contest, stage):
        return play.approved
    return {key: one.settled() for key, one in play.records.items() if one.confirmed}


def _needs_approval(contest: Contest, stage: StageId) -> bool:
    found = contest.plan.stage(stage)
    return found is not None and found.approval


def _revealed(contest: Contest, event: ResultRevealed) -> Frozen | None:
    frozen = contest.stages[event.stage].frozen
    if frozen is None:
        raise ValueError(f"{event.stage} is not frozen")
    steps = (*frozen.steps, event)
    if event.match is not None:
        key = (event.match, event.rubber)
        shown = official_records(contest, event.stage)[key]
        return replace(frozen, steps=steps, records={**frozen.records, key: shown})
    if event.entrant is None or event.seat is not None:
        return replace(frozen, steps=steps)
    one = event.entrant
    before = {who: was for who, was in frozen.performances.items() if who != one}
    result = official_performances(contest, event.stage)[one]
    return replace(frozen, steps=steps, performances={**before, one: result})
