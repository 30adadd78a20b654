"""What was typed in from paper: facts beside the marks, which never change one."""

from typing import TypeAlias, assert_never

from msgspec import Struct
from msgspec.structs import replace

from scoring.contest.ids import CriterionId, EntrantId, SeatId
from scoring.contest.match_commands import Outright
from scoring.contest.paper_events import (
    PaperEntered,
    PaperEvent,
    PaperResultEntered,
    RecordedKept,
    RecordedResultKept,
)
from scoring.contest.play import RecordKey
from scoring.rules.measured import Outcome

PaperKey: TypeAlias = tuple[EntrantId, SeatId, int]
"""Of whom, by whom, of which attempt; 0 is the performance as a whole."""


class PaperSheet(Struct, frozen=True):
    """A judge's sheet as it is on paper, typed in last."""

    marks: dict[CriterionId, int]
    outcome: Outcome | None
    kept: int | None = None
    """The revision of the recorded sheet that stands against it."""


class PaperResult(Struct, frozen=True):
    """A match's score sheet as it is on paper, typed in last."""

    sides: tuple[EntrantId, EntrantId]
    result: Outright
    kept: int | None = None


class Papers(Struct, frozen=True):
    """The paper of one stage."""

    sheets: dict[PaperKey, PaperSheet] = {}
    results: dict[RecordKey, PaperResult] = {}


NO_PAPERS = Papers()


def evolved(papers: Papers, event: PaperEvent) -> Papers:
    """The paper of the stage after one more event. Trusts the log."""
    match event:
        case PaperEntered(marks=marks, outcome=outcome):
            key = (event.entrant, event.seat, event.attempt)
            return _with_sheet(papers, key, PaperSheet(marks, outcome))
        case RecordedKept(revision=revision):
            key = (event.entrant, event.seat, event.attempt)
            return _with_sheet(papers, key, replace(papers.sheets[key], kept=revision))
        case PaperResultEntered(sides=sides, result=result):
            return _with_result(papers, (event.match, event.rubber), PaperResult(sides, result))
        case RecordedResultKept(revision=revision):
            record = (event.match, event.rubber)
            return _with_result(papers, record, replace(papers.results[record], kept=revision))
    assert_never(event)


def _with_sheet(papers: Papers, key: PaperKey, sheet: PaperSheet) -> Papers:
    return replace(papers, sheets={**papers.sheets, key: sheet})


def _with_result(papers: Papers, key: RecordKey, result: PaperResult) -> Papers:
    return replace(papers, results={**papers.results, key: result})
