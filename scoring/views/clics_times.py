"""When what the public knows came to be so, for the Contest API."""

from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from scoring.contest.ids import EntrantId, StageId
from scoring.contest.plan import JudgedStage
from scoring.contest.projection import keeps_back
from scoring.contest.state import Contest
from scoring.views.head import has_field, phase, status_of

Turn: TypeAlias = tuple[StageId, EntrantId]


class Moment(Struct, frozen=True):
    """The time of an event: as text with its offset, and in milliseconds for reckoning."""

    text: str
    milliseconds: int


class Times(Struct, frozen=True, kw_only=True):
    """When everything began that holds now; what was taken back has no time any more."""

    last: Moment
    """The newest change of what the public knows, but for marks on their way."""
    called: Mapping[Turn, Moment] = {}
    settled: Mapping[Turn, Moment] = {}
    started: Moment | None = None
    frozen: Moment | None = None
    ended: Moment | None = None
    thawed: Moment | None = None
    finalized: Moment | None = None


def times_after(times: Times | None, shown: Contest, at: Moment) -> Times:
    """The times once the public contest has become this one; `times` are those before."""
    was = times or Times(last=at)
    turns = {
        (stage.id, entrant): performance
        for stage in shown.plan.judged
        for entrant, performance in shown.stages[stage.id].performances.items()
    }
    settled = [turn for turn, performance in turns.items() if performance.phase != "open"]
    ended = _is_over(shown)
    return _with_freeze(
        replace(
            was,
            last=at,
            called={turn: was.called.get(turn, at) for turn in turns},
            settled={turn: was.settled.get(turn, at) for turn in settled},
            started=_since(was.started, at, holds=bool(turns)),
            ended=_since(was.ended, at, holds=ended),
            finalized=_since(was.finalized, at, holds=ended and _is_official(shown)),
        ),
        shown,
        at,
    )


def _since(before: Moment | None, at: Moment, *, holds: bool) -> Moment | None:
    return (before or at) if holds else None


def _with_freeze(times: Times, shown: Contest, at: Moment) -> Times:
    """A freeze that was taken back never was; a second one begins anew."""
    states = [shown.stages[stage.id] for stage in shown.plan.judged]
    if any(state.frozen is not None for state in states):
        again = times.frozen is None or times.thawed is not None
        return replace(times, frozen=at if again else times.frozen, thawed=None)
    if times.frozen is None or not any(state.thawed for state in states):
        return replace(times, frozen=None, thawed=None)
    return replace(times, thawed=times.thawed or at)


def _is_over(shown: Contest) -> bool:
    """Whether everybody has had their turn, in the last stage too, as all could see."""
    *_, last = stages = [stage for stage in shown.plan.judged if has_field(shown, stage)]
    return last is shown.plan.judged[-1] and all(_is_done(shown, stage) for stage in stages)


def _is_done(shown: Contest, stage: JudgedStage) -> bool:
    state, hidden = shown.stages[stage.id], keeps_back(shown, stage)
    return state.on_stage is None and all(
        shown.is_settled(stage, one) or (hidden and one in state.performances)
        for one in shown.field(stage)
    )


def _is_official(shown: Contest) -> bool:
    return all(
        status_of(shown, stage, phase(stage, shown.stages[stage.id])) == "official"
        for stage in shown.plan.judged
        if has_field(shown, stage)
    )
