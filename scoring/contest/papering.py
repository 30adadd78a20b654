"""Decisions about paper: typed in beside what was recorded, and what stands where they differ."""

from typing import assert_never

from scoring.contest.commands import (
    EnterPaper,
    EnterPaperResult,
    KeepRecorded,
    KeepRecordedResult,
    PaperCommand,
)
from scoring.contest.encounters import encounters
from scoring.contest.guards import (
    Refusal,
    Rejected,
    judged_stage,
    played_stage,
    refuse,
    require_in_field,
    stated_reason,
)
from scoring.contest.marking import read_given
from scoring.contest.match_refusals import not_possible
from scoring.contest.paper_checks import Found, compared, compared_result
from scoring.contest.paper_events import (
    PaperEntered,
    PaperEvent,
    PaperResultEntered,
    RecordedKept,
    RecordedResultKept,
)
from scoring.contest.papers import NO_PAPERS
from scoring.contest.performance import Performance
from scoring.contest.play import MatchRecord, from_scratch, rules_of
from scoring.contest.state import Contest
from scoring.contest.umpiring import known_encounter
from scoring.rules import period_match, rally_state
from scoring.wording import say


def paper(contest: Contest, command: PaperCommand) -> tuple[PaperEvent, ...] | Rejected:
    match command:
        case EnterPaper():
            return _entered(contest, command)
        case EnterPaperResult():
            return (_result_entered(contest, command),)
        case KeepRecorded():
            return (_kept(contest, command),)
        case KeepRecordedResult():
            return (_result_kept(contest, command),)
    assert_never(command)


def _entered(contest: Contest, command: EnterPaper) -> tuple[PaperEvent, ...] | Rejected:
    """Also before the performance was called: paper is there where tablets failed."""
    stage = judged_stage(contest, command.stage)
    require_in_field(contest, stage, command.entrant)
    given = read_given(contest, stage, command)
    if isinstance(given, Rejected):
        return given
    entered = PaperEntered(
        stage.id, command.entrant, command.seat, given.marks, command.attempt, given.outcome
    )
    return (entered,)


def _result_entered(contest: Contest, command: EnterPaperResult) -> PaperResultEntered:
    stage = played_stage(contest, command.stage)
    one = known_encounter(encounters(contest, stage), command.match)
    rules = rules_of(stage.match, command.rubber)
    if rules is None:
        text = say("A score sheet is of a match, or of one rubber of a tie; say which.")
        raise refuse("invalid", "rubber", text)
    if one.entrants is None:
        raise refuse("not_now", "match", say("It is not known yet who plays this match."))
    try:
        steps = from_scratch(rules, command.result)
    except (rally_state.NotPossible, period_match.NotPossible, TypeError) as error:
        text = not_possible(rules, error, command.result)
        raise refuse("invalid", "result", text) from None
    if MatchRecord(steps).outcome is None:
        raise refuse("invalid", "result", say("By this score the match is not over."))
    return PaperResultEntered(stage.id, one.id, one.entrants, command.result, command.rubber)


def _kept(contest: Contest, command: KeepRecorded) -> RecordedKept:
    stage = judged_stage(contest, command.stage)
    require_in_field(contest, stage, command.entrant)
    found = contest.stage(stage.id).performances.get(command.entrant, Performance())
    sheet = found.sheet(command.seat, command.attempt)
    papers = contest.paper.get(stage.id, NO_PAPERS)
    on_paper = papers.sheets.get((command.entrant, command.seat, command.attempt))
    _require_difference(compared(sheet.given, sheet.revision, on_paper))
    if sheet.revision != command.after:
        raise _changed()
    return RecordedKept(
        stage.id, command.entrant, command.seat, sheet.revision,
        stated_reason(command.reason), command.attempt,
    )  # fmt: skip


def _result_kept(contest: Contest, command: KeepRecordedResult) -> RecordedResultKept:
    stage = played_stage(contest, command.stage)
    one = known_encounter(encounters(contest, stage), command.match)
    _require_difference(compared_result(contest, stage, one, command.rubber))
    revision = contest.play[stage.id].record(one.id, command.rubber).revision
    if revision != command.after:
        raise _changed()
    return RecordedResultKept(
        stage.id, one.id, revision, stated_reason(command.reason), command.rubber
    )


def _require_difference(found: Found | None) -> None:
    if found != "differ":
        text = say("Paper and tablet do not differ here; there is nothing to decide.")
        raise refuse("not_now", "after", text)


def _changed() -> Refusal:
    return refuse("stale", "after", say("It was corrected meanwhile; look at both again."))
