"""Decisions about leave to change a sheet that was handed in: asked for, given, refused."""

from scoring.contest.commands import AnswerAmendment, RequestAmendment
from scoring.contest.events import (
    AmendmentAnswered,
    AmendmentRequested,
    Event,
    PerformanceReopened,
)
from scoring.contest.guards import (
    entrant_name,
    known_performance,
    refuse,
    require_on_panel,
    require_open,
    stated_reason,
)
from scoring.contest.performance import Performance
from scoring.contest.plan import JudgedStage
from scoring.contest.sheets import is_locked
from scoring.contest.state import Contest
from scoring.wording import say


def request_amendment(
    contest: Contest, stage: JudgedStage, command: RequestAmendment
) -> AmendmentRequested:
    performance = _competed(contest, stage, command)
    sheet = performance.sheet(command.seat, command.attempt)
    if sheet.given is None:
        text = say("Nothing has been handed in here; there is nothing to change.")
        raise refuse("not_now", "seat", text)
    if sheet.revision != command.after:
        text = say(
            "The sheet has changed meanwhile (version {revision}, yours was made from {after});"
            " look at it again.",
            revision=sheet.revision,
            after=command.after,
        )
        raise refuse("stale", "after", text)
    if performance.phase == "open" and not is_locked(stage, sheet):
        text = say("You can still change this sheet yourself.")
        raise refuse("not_now", "seat", text)
    if sheet.request is not None and sheet.request.answer is None:
        raise refuse("not_now", "seat", say("You have asked already; the head judge answers."))
    return AmendmentRequested(
        stage.id, command.entrant, command.seat, stated_reason(command.reason), command.attempt
    )


def answer_amendment(
    contest: Contest, stage: JudgedStage, command: AnswerAmendment
) -> tuple[Event, ...]:
    """Leave for a sheet that counts opens a settled performance again."""
    performance = _competed(contest, stage, command)
    sheet = performance.sheet(command.seat, command.attempt)
    if sheet.request is None or sheet.request.answer is not None:
        raise refuse("not_now", "seat", say("No request of this seat waits for an answer."))
    reason = command.reason.strip() if command.grant else stated_reason(command.reason)
    answered = AmendmentAnswered(
        stage.id, command.entrant, command.seat, command.grant, reason, command.attempt
    )
    if not command.grant:
        return (answered,)
    require_open(contest, stage)
    if performance.phase == "open" or command.seat in stage.trainees:
        return (answered,)
    return (answered, PerformanceReopened(stage.id, command.entrant, sheet.request.reason))


def _competed(
    contest: Contest, stage: JudgedStage, command: RequestAmendment | AnswerAmendment
) -> Performance:
    performance = known_performance(contest, stage, command.entrant)
    require_on_panel(contest, stage, command.entrant, command.seat)
    if performance.phase in ("no_show", "disqualified"):
        text = say("{name} did not compete.", name=entrant_name(contest, command.entrant))
        raise refuse("not_now", "entrant", text)
    return performance
