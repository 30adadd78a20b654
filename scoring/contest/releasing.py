"""Decisions about what the public may know: approved, kept back, made public again, revealed."""

from scoring.contest.ceremony import steps_left, steps_taken
from scoring.contest.encounters import encounters
from scoring.contest.events import Undone
from scoring.contest.guards import refuse
from scoring.contest.plan import JudgedStage, Stage
from scoring.contest.projection import matches_waiting, waiting
from scoring.contest.release_commands import (
    Approve,
    Freeze,
    ReleaseCommand,
    Reveal,
    Thaw,
    Unreveal,
)
from scoring.contest.release_events import (
    ReleaseEvent,
    ResultRevealed,
    ResultsApproved,
    StageFrozen,
    StageThawed,
)
from scoring.contest.state import Contest
from scoring.wording import Message, say


def release(contest: Contest, stage: Stage, command: ReleaseCommand) -> ReleaseEvent | Undone:
    match command:
        case Approve():
            return _approve(contest, stage, command)
        case Freeze():
            if contest.stage(stage.id).frozen is not None:
                raise refuse("not_now", "stage", say("The results are being kept back already."))
            return StageFrozen(stage.id)
        case Thaw():
            _require_frozen(contest, stage)
            return StageThawed(stage.id)
        case Reveal():
            return _reveal(contest, stage, command)
        case Unreveal():
            return _unreveal(contest, stage, command)


def _approve(contest: Contest, stage: Stage, command: Approve) -> ResultsApproved:
    if not stage.approval:
        text = say("By the plan, results of this stage are public without approval.")
        raise refuse("not_now", "stage", text)
    entrants = command.entrants
    matches = tuple((one.match, one.rubber) for one in command.matches)
    if not (entrants or matches):
        raise refuse("invalid", "entrants", say("Say which results are approved."))
    if isinstance(stage, JudgedStage):
        if matches or not set(waiting(contest, stage)).issuperset(entrants):
            raise refuse("not_now", "entrants", _nothing_waits())
    elif entrants or not set(matches_waiting(contest, stage)).issuperset(matches):
        raise refuse("not_now", "matches", _nothing_waits())
    return ResultsApproved(stage.id, tuple(dict.fromkeys(entrants)), tuple(dict.fromkeys(matches)))


def _nothing_waits() -> Message:
    return say("No result of this waits for approval: it is open, or approved as it stands.")


def _reveal(contest: Contest, stage: Stage, command: Reveal) -> ResultRevealed:
    _require_frozen(contest, stage)
    _require_seen(len(steps_taken(contest, stage)), command)
    reason = why_no_ceremony(contest, stage)
    if reason is not None:
        raise refuse("not_now", "stage", reason)
    return steps_left(contest, stage)[0]


def _unreveal(contest: Contest, stage: Stage, command: Unreveal) -> Undone:
    taken = steps_taken(contest, stage)
    _require_seen(len(taken), command)
    return Undone(taken[-1], "")


def _require_seen(taken: int, command: Reveal | Unreveal) -> None:
    if command.after != taken:
        text = say("The ceremony has gone on at another device; look where it stands now.")
        raise refuse("stale", "after", text)


def why_no_ceremony(contest: Contest, stage: Stage) -> Message | None:
    """Why nothing can be revealed of a frozen stage now; None if it can."""
    if isinstance(stage, JudgedStage):
        complete = all(contest.is_settled(stage, one) for one in contest.field(stage))
        unapproved = bool(waiting(contest, stage))
    else:
        complete = encounters(contest, stage).complete
        unapproved = bool(matches_waiting(contest, stage))
    if not complete:
        return say("Not everything is settled yet; the ceremony goes from the last place up.")
    if unapproved:
        return say("Results still wait for approval.")
    if not steps_left(contest, stage):
        return say("Nothing is left to reveal; show everything at once.")
    return None


def _require_frozen(contest: Contest, stage: Stage) -> None:
    if contest.stage(stage.id).frozen is None:
        raise refuse("not_now", "stage", say("No results are being kept back."))
