"""What follows from a command: events, or a refusal written for the person who tapped."""

from typing import TypeAlias, assert_never

from scoring.contest import advancing, entering, marking, running, undoing
from scoring.contest.commands import (
    Advance,
    Amend,
    AssignPanels,
    Call,
    ClosePerformance,
    CloseStage,
    Command,
    Disqualify,
    DrawOrder,
    Enter,
    EnterMarks,
    MoveSheets,
    Receive,
    RecordNoShow,
    Register,
    Reinstate,
    ReopenPerformance,
    ReopenStage,
    Replace,
    Revise,
    SealCut,
    SetOrder,
    SettleTie,
    Undo,
    Withdraw,
)
from scoring.contest.events import Event
from scoring.contest.guards import Refusal, Rejected, known_stage, refuse
from scoring.contest.plan import JudgedStage
from scoring.contest.state import Contest
from scoring.wording import say

Decision: TypeAlias = tuple[Event, ...] | Rejected

_Field: TypeAlias = Revise | Enter | Receive | Withdraw | Reinstate | Undo
_Running: TypeAlias = (
    DrawOrder | SetOrder | AssignPanels | Call | RecordNoShow | Disqualify | ClosePerformance
    | ReopenPerformance
)  # fmt: skip
_Advancing: TypeAlias = SealCut | CloseStage | ReopenStage | SettleTie | Advance | Replace


def decide(contest: Contest | None, command: Command) -> Decision:
    """The events that follow from a command in this state, or why nothing does."""
    try:
        return _decided(contest, command)
    except Refusal as refusal:
        return refusal.rejected


def _decided(contest: Contest | None, command: Command) -> Decision:
    if isinstance(command, Register):
        return entering.register(contest, command)
    if contest is None:
        raise refuse("unknown", "contest", say("There is no contest with this id."))
    if isinstance(command, EnterMarks):
        return marking.enter_marks(contest, known_stage(contest, command.stage), command)
    match command:
        case Revise() | Enter() | Receive() | Withdraw() | Reinstate() | Undo():
            return _in_contest(contest, command)
        case Amend():
            return marking.amend(contest, known_stage(contest, command.stage), command)
        case MoveSheets():
            return (marking.move_sheets(contest, known_stage(contest, command.stage), command),)
        case SealCut() | CloseStage() | ReopenStage() | SettleTie() | Advance() | Replace():
            return (_advancing(contest, known_stage(contest, command.stage), command),)
        case _:
            return (_running(contest, known_stage(contest, command.stage), command),)


def _in_contest(contest: Contest, command: _Field) -> Decision:
    match command:
        case Revise():
            return entering.revise(contest, command)
        case Enter():
            return (entering.enter(contest, command),)
        case Receive():
            return (entering.receive(contest, command),)
        case Withdraw():
            return (entering.withdraw(contest, command),)
        case Reinstate():
            return entering.reinstate(contest, command)
        case Undo():
            return (undoing.undo(contest, command),)
    assert_never(command)


def _running(contest: Contest, stage: JudgedStage, command: _Running) -> Event:
    match command:
        case DrawOrder():
            return running.draw_order(contest, stage, command)
        case SetOrder():
            return running.set_order(contest, stage, command)
        case AssignPanels():
            return running.assign_panels(contest, stage, command)
        case Call():
            return running.call(contest, stage, command)
        case RecordNoShow():
            return running.no_show(contest, stage, command)
        case Disqualify():
            return running.disqualify(contest, stage, command)
        case ClosePerformance():
            return running.close_performance(contest, stage, command)
        case ReopenPerformance():
            return running.reopen_performance(contest, stage, command)
    assert_never(command)


def _advancing(contest: Contest, stage: JudgedStage, command: _Advancing) -> Event:
    match command:
        case SealCut():
            return advancing.seal_cut(contest, stage, command)
        case CloseStage():
            return advancing.close_stage(contest, stage)
        case ReopenStage():
            return advancing.reopen_stage(contest, stage, command)
        case SettleTie():
            return advancing.settle_tie(contest, stage, command)
        case Advance():
            return advancing.advance(contest, stage, command)
        case Replace():
            return advancing.replace(contest, stage, command)
    assert_never(command)
