"""The contest as the public may know it: every public screen is drawn of this one alone."""

from collections.abc import Container, Mapping
from typing import TypeAlias, TypeVar

from msgspec.structs import replace

from scoring.contest.encounters import encounters
from scoring.contest.events import (
    AmendmentAnswered,
    AmendmentRequested,
    Event,
    MarksEntered,
    SheetAmended,
    SheetContested,
)
from scoring.contest.formats import Swiss
from scoring.contest.history import History
from scoring.contest.ids import EntrantId, StageId
from scoring.contest.match_events import (
    MatchReopened,
    ResultConfirmed,
    ResultEntered,
    TapContested,
    TapRecorded,
)
from scoring.contest.performance import Performance
from scoring.contest.plan import JudgedStage, PlayedStage, Stage
from scoring.contest.play import Play, RecordKey
from scoring.contest.release_events import StageFrozen
from scoring.contest.state import Contest, Frozen, StageState
from scoring.rules.shelf import Shelf
from scoring.rules.slots import MatchId

T = TypeVar("T")

_QUIET: TypeAlias = (
    MarksEntered | SheetAmended | SheetContested | AmendmentRequested | AmendmentAnswered
    | TapRecorded | TapContested | ResultConfirmed | ResultEntered | MatchReopened
)  # fmt: skip
"""What the public never learns by itself while results are kept back."""


def keeps_back(contest: Contest, stage: Stage) -> bool:
    """Whether results of a stage are public only once somebody says so."""
    return stage.approval or contest.stages[stage.id].frozen is not None


def public(contest: Contest) -> Contest:
    """The contest without what is kept back; itself where nothing is.

    A result that is not public looks like one still to come, whatever came of it. What officials
    decided from such results is left out with it, and so is every stage that follows from it.
    """
    if not any(keeps_back(contest, stage) for stage in contest.plan.stages):
        return contest
    shown = replace(contest, history=History(), undone=frozenset(), paper={})
    for stage in contest.plan.stages:
        shown = _with_public_stage(shown, contest, stage)
    return shown


def published(shown: Contest, before: Contest, after: Contest, event: Event) -> Contest:
    """What is public after an event; `shown` is what was, `before` and `after` the contest itself.

    Its version goes up only where something public changed, so that nothing hidden can be counted.
    """
    kept = [stage.id for stage in after.plan.stages if keeps_back(after, stage)]
    kept_before = [stage.id for stage in before.plan.stages if keeps_back(before, stage)]
    if not kept and not kept_before:
        version = shown.version + after.version - before.version
        return after if version == after.version else replace(after, version=version)
    if kept == kept_before and isinstance(event, _QUIET) and event.stage in kept:
        return shown
    now = public(after)
    same = bool(kept) == bool(kept_before) and _is_same(shown, now)
    return shown if same else replace(now, version=shown.version + 1)


def waiting(contest: Contest, stage: JudgedStage) -> tuple[EntrantId, ...]:
    """Who is settled, or was corrected since, and waits for approval."""
    if not stage.approval:
        return ()
    state = contest.stages[stage.id]
    return tuple(
        one
        for one, performance in state.performances.items()
        if performance.phase != "open" and performance.settled() != state.approved.get(one)
    )


def matches_waiting(contest: Contest, stage: PlayedStage) -> tuple[RecordKey, ...]:
    """Which confirmed results wait for approval."""
    if not stage.approval:
        return ()
    play = contest.play[stage.id]
    return tuple(
        key
        for key, record in play.records.items()
        if record.confirmed and record.settled() != play.approved.get(key)
    )


def settled_count(contest: Contest, stage: Stage) -> int:
    """How many performances or matches of a stage have a result."""
    if isinstance(stage, PlayedStage):
        found = encounters(contest, stage)
        return sum(1 for one in found if one.phase == "confirmed")
    performances = contest.stages[stage.id].performances.values()
    return sum(1 for one in performances if one.phase != "open")


def with_freezes(contest: Contest, after: Contest) -> tuple[StageFrozen, ...]:
    """The freezes that the plan asks for at this point of a stage."""
    return tuple(
        StageFrozen(stage.id)
        for stage in after.plan.stages
        if stage.freeze_after is not None
        and not after.stages[stage.id].thawed
        and after.stages[stage.id].frozen is None
        and _has_changed(contest, after, stage.id)
        and settled_count(after, stage) >= stage.freeze_after
    )


def _has_changed(before: Contest, after: Contest, stage: StageId) -> bool:
    same = before.stages[stage] is after.stages[stage]
    return not same or before.play.get(stage) is not after.play.get(stage)


def _is_same(a: Contest, b: Contest) -> bool:
    plans = a.plan is b.plan or a.plan == b.plan
    return plans and (a.entrants, a.stages, a.play, a.withdrawn) == (
        b.entrants, b.stages, b.play, b.withdrawn,
    )  # fmt: skip


def _with_public_stage(shown: Contest, contest: Contest, stage: Stage) -> Contest:
    state, play = contest.stages[stage.id], contest.play.get(stage.id)
    if _follows_from_hidden(shown, contest, stage):
        state = StageState(seal=state.seal)
        play = play and Play(bookings=play.bookings)
    elif keeps_back(contest, stage):
        if isinstance(stage, PlayedStage):
            return _with_public_matches(shown, contest, stage)
        state = _performances(state, stage)
    stages = {**shown.stages, stage.id: state}
    if play is None:
        return replace(shown, stages=stages)
    return replace(shown, stages=stages, play={**shown.play, stage.id: play})


def _follows_from_hidden(shown: Contest, contest: Contest, stage: Stage) -> bool:
    """Whether who is in a stage was decided from results that are not public."""
    return any(
        contest.stages[earlier.id].advanced.get(number)
        != shown.stages[earlier.id].advanced.get(number)
        for earlier, number in contest.plan.routes_to(stage)
    )


def _performances(state: StageState, stage: JudgedStage) -> StageState:
    frozen = state.frozen
    shown = state.approved if frozen is None else frozen.performances
    settled = {one: shown[one] for one in state.performances if one in shown}
    complete = len(settled) == len(state.performances)
    told = state if frozen is None else frozen
    return replace(
        state,
        performances=Shelf(
            (one, settled.get(one) or _kept_back(stage, performance, frozen, one))
            for one, performance in state.performances.items()
        ),
        approved={},
        revisions={},
        last_settled=next((one for one in reversed(shown) if one in settled), None),
        closed=told.closed and complete,
        ties=tuple(tie for tie in told.ties if all(one in settled for one in tie.order)),
        advanced=told.advanced if complete else {},
    )


def _kept_back(
    stage: JudgedStage, performance: Performance, frozen: Frozen | None, entrant: EntrantId
) -> Performance:
    """As if nobody had marked; of whom the ceremony is at, the marks revealed so far."""
    steps = () if frozen is None else frozen.steps
    seats = {one.seat for one in steps if one.entrant == entrant}
    if not seats or not stage.publish_marks:
        return Performance()
    sheets = performance.settled().sheets
    return Performance(sheets={key: one for key, one in sheets.items() if key[0] in seats})


def _with_public_matches(shown: Contest, contest: Contest, stage: PlayedStage) -> Contest:
    state, play = contest.stages[stage.id], contest.play[stage.id]
    frozen = state.frozen
    records = play.approved if frozen is None else frozen.records
    told = state if frozen is None else frozen
    values = play if frozen is None else frozen
    open_stage = replace(
        state, closed=False, advanced={}, ties=told.ties, disqualified=told.disqualified
    )
    known = replace(
        play,
        records={key: records[key] for key in play.records if key in records},
        approved={},
        lineups={one: told for one, told in play.lineups.items() if told.order is not None},
        conduct=values.conduct,
        ranking=values.ranking,
    )
    trial = _having(shown, stage, open_stage, known)
    if isinstance(stage.format, Swiss):
        trial = _with_public_rounds(trial, stage)
    trial = _without_unnamed(trial, stage)
    found = encounters(trial, stage)
    rounds = len(trial.play[stage.id].rounds) == len(play.rounds)
    if not (rounds and found.complete):
        return trial
    done = replace(open_stage, closed=told.closed, advanced=told.advanced)
    return replace(trial, stages={**trial.stages, stage.id: done})


def _having(contest: Contest, stage: PlayedStage, state: StageState, play: Play) -> Contest:
    return replace(
        contest,
        stages={**contest.stages, stage.id: state},
        play={**contest.play, stage.id: play},
    )


def _with_public_rounds(contest: Contest, stage: PlayedStage) -> Contest:
    """A round of a Swiss system is drawn up from the results of those before it."""
    play = contest.play[stage.id]
    for count in range(1, len(play.rounds)):
        part = replace(play, rounds=play.rounds[:count])
        trial = replace(contest, play={**contest.play, stage.id: part})
        if not encounters(trial, stage).complete:
            return trial
    return contest


def _without_unnamed(contest: Contest, stage: PlayedStage) -> Contest:
    """Without calls and results of matches of which the public cannot know who meets."""
    play, found = contest.play[stage.id], encounters(contest, stage).by_id
    named = {
        match
        for match, opened in play.opened.items()
        if match in found and found[match].entrants == opened.sides
    }
    unnamed = {match for match in play.opened if match not in named}
    left = replace(
        play,
        opened=_outside(play.opened, unnamed),
        lineups=_outside(play.lineups, unnamed),
        records={key: one for key, one in play.records.items() if key[0] not in unnamed},
    )
    return replace(contest, play={**contest.play, stage.id: left})


def _outside(found: Mapping[MatchId, T], hidden: Container[MatchId]) -> dict[MatchId, T]:
    return {match: one for match, one in found.items() if match not in hidden}
