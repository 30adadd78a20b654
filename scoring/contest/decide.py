"""What follows from a command: events, or a refusal written for the person who tapped."""

from typing import TypeAlias, assert_never

from scoring.contest import (
    advancing,
    amending,
    drawing,
    entering,
    marking,
    papering,
    releasing,
    running,
    teams,
    umpiring,
    undoing,
)
from scoring.contest.commands import (
    Advance,
    Amend,
    AnswerAmendment,
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
    PaperCommand,
    Receive,
    RecordNoShow,
    Register,
    Reinstate,
    ReopenPerformance,
    ReopenStage,
    Replace,
    RequestAmendment,
    Revise,
    SealCut,
    SetOrder,
    SettleTie,
    Undo,
    Withdraw,
)
from scoring.contest.events import (
    Disqualified,
    EntrantWithdrawn,
    Event,
    NoShowRecorded,
    PerformanceClosed,
)
from scoring.contest.fold import evolve
from scoring.contest.guards import (
    Refusal,
    Rejected,
    judged_stage,
    known_stage,
    played_stage,
    refuse,
)
from scoring.contest.match_commands import (
    AnnounceDraw,
    ConfirmResult,
    Draw,
    EnterResult,
    HandInLineup,
    MatchCommand,
    OpenMatch,
    PairRound,
    Record,
    RecordValues,
    ReopenMatch,
    RevealLineups,
    Schedule,
    SetLines,
    SwapLines,
)
from scoring.contest.match_events import ResultConfirmed, ResultEntered
from scoring.contest.plan import JudgedStage, PlayedStage, Stage
from scoring.contest.projection import with_freezes
from scoring.contest.release_commands import ReleaseCommand
from scoring.contest.state import Contest
from scoring.wording import say

Decision: TypeAlias = tuple[Event, ...] | Rejected

_Field: TypeAlias = Revise | Enter | Receive | Withdraw | Reinstate | Undo
_Running: TypeAlias = (
    DrawOrder | SetOrder | AssignPanels | Call | RecordNoShow | ClosePerformance
    | ReopenPerformance
)  # fmt: skip
_Advancing: TypeAlias = SealCut | CloseStage | ReopenStage | SettleTie | Advance | Replace


def decide(contest: Contest | None, command: Command) -> Decision:
    """The events that follow from a command in this state, or why nothing does."""
    try:
        decision = _decided(contest, command)
    except Refusal as refusal:
        return refusal.rejected
    if contest is None or isinstance(decision, Rejected) or not _may_freeze(contest, decision):
        return decision
    return (*decision, *with_freezes(contest, _after(contest, decision)))


_SETTLING = (
    PerformanceClosed, NoShowRecorded, Disqualified, ResultConfirmed, ResultEntered,
    EntrantWithdrawn,
)  # fmt: skip


def _may_freeze(contest: Contest, events: tuple[Event, ...]) -> bool:
    planned = any(stage.freeze_after is not None for stage in contest.plan.stages)
    return planned and any(isinstance(event, _SETTLING) for event in events)


def _after(contest: Contest, events: tuple[Event, ...]) -> Contest:
    for event in events:
        contest = evolve(contest, event)
    return contest


def _decided(contest: Contest | None, command: Command) -> Decision:  # noqa: PLR0912 - a line each
    if isinstance(command, Register):
        return entering.register(contest, command)
    if contest is None:
        raise refuse("unknown", "contest", say("There is no contest with this id."))
    if isinstance(command, EnterMarks):
        return marking.enter_marks(contest, judged_stage(contest, command.stage), command)
    if isinstance(command, ReleaseCommand):
        return (releasing.release(contest, known_stage(contest, command.stage), command),)
    if isinstance(command, PaperCommand):
        return papering.paper(contest, command)
    if isinstance(command, MatchCommand):
        return _in_matches(contest, played_stage(contest, command.stage), command)
    match command:
        case Revise() | Enter() | Receive() | Withdraw() | Reinstate() | Undo():
            return _in_contest(contest, command)
        case Amend():
            return marking.amend(contest, judged_stage(contest, command.stage), command)
        case RequestAmendment():
            stage = judged_stage(contest, command.stage)
            return (amending.request_amendment(contest, stage, command),)
        case AnswerAmendment():
            stage = judged_stage(contest, command.stage)
            return amending.answer_amendment(contest, stage, command)
        case MoveSheets():
            return (marking.move_sheets(contest, judged_stage(contest, command.stage), command),)
        case SealCut() | CloseStage() | ReopenStage() | SettleTie() | Advance() | Replace():
            return (_advancing(contest, known_stage(contest, command.stage), command),)
        case Disqualify():
            return (_disqualified(contest, known_stage(contest, command.stage), command),)
        case _:
            return (_running(contest, judged_stage(contest, command.stage), command),)


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
        case ClosePerformance():
            return running.close_performance(contest, stage, command)
        case ReopenPerformance():
            return running.reopen_performance(contest, stage, command)
    assert_never(command)


def _disqualified(contest: Contest, stage: Stage, command: Disqualify) -> Event:
    if isinstance(stage, PlayedStage):
        return umpiring.disqualify(contest, stage, command)
    return running.disqualify(contest, stage, command)


def _in_matches(contest: Contest, stage: PlayedStage, command: MatchCommand) -> Decision:
    match command:
        case Record():
            return umpiring.record(contest, stage, command)
        case EnterResult():
            return umpiring.enter_result(contest, stage, command)
        case ConfirmResult():
            return (umpiring.confirm(contest, stage, command),)
        case OpenMatch():
            return (umpiring.open_match(contest, stage, command),)
        case ReopenMatch():
            return (umpiring.reopen(contest, stage, command),)
        case Schedule():
            return (umpiring.schedule(contest, stage, command),)
        case RecordValues():
            return (umpiring.record_values(contest, stage, command),)
        case HandInLineup():
            return teams.hand_in(contest, stage, command)
        case RevealLineups():
            return (teams.reveal(contest, stage, command),)
        case _:
            return (_drawing(contest, stage, command),)


def _drawing(
    contest: Contest,
    stage: PlayedStage,
    command: AnnounceDraw | Draw | SetLines | SwapLines | PairRound,
) -> Event:
    match command:
        case AnnounceDraw():
            return drawing.announce_draw(contest, stage, command)
        case Draw():
            return drawing.draw(contest, stage, command)
        case SetLines():
            return drawing.set_lines(contest, stage, command)
        case SwapLines():
            return drawing.swap_lines(contest, stage, command)
        case PairRound():
            return drawing.pair_round(contest, stage)
    assert_never(command)


def _advancing(contest: Contest, stage: Stage, command: _Advancing) -> Event:
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
