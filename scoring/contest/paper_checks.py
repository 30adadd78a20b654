"""Paper and tablets side by side: which sheets agree, which differ, which are only on one."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

from msgspec import Struct

from scoring.contest.encounters import Encounter, encounters
from scoring.contest.match_results import MatchResult, counting
from scoring.contest.paper_codes import OfMatch, OfPaper, OfPerformance
from scoring.contest.papers import NO_PAPERS, PaperResult, Papers, PaperSheet
from scoring.contest.performance import Given, Performance
from scoring.contest.plan import JudgedStage, PlayedStage, Stage
from scoring.contest.play import GameRules, MatchRecord, from_scratch, rules_of
from scoring.contest.sheets import seats, sheets_of
from scoring.contest.state import Contest
from scoring.rules.ties import TieRules

Found: TypeAlias = Literal["agree", "differ", "kept", "only_paper", "only_tablet", "neither"]
"""kept: they differ, and the head judge decided for the tablet's."""


class Checked(Struct, frozen=True):
    """One sheet, and how the two compare."""

    sheet: OfPaper
    found: Found


def checks(contest: Contest, stage: Stage) -> tuple[Checked, ...]:
    """Every sheet that was, or should have been, filled in so far; in the order of the sheets."""
    papers = contest.paper.get(stage.id, NO_PAPERS)
    if isinstance(stage, JudgedStage):
        return tuple(_performances(contest, stage, papers))
    return tuple(_matches(contest, stage))


def counted(checked: Iterable[Checked]) -> Counter[Found]:
    """How many sheets there are of each kind."""
    return Counter(one.found for one in checked)


def compared(recorded: Given | None, revision: int, paper: PaperSheet | None) -> Found:
    """How a sheet and its paper compare."""
    if paper is None:
        return "neither" if recorded is None else "only_tablet"
    if recorded is None:
        return "only_paper"
    if recorded == Given(paper.marks, paper.outcome):
        return "agree"
    return "kept" if paper.kept == revision else "differ"


def _performances(contest: Contest, stage: JudgedStage, papers: Papers) -> Iterator[Checked]:
    performances = contest.stage(stage.id).performances
    for entrant in contest.running_order(stage):
        called = performances.get(entrant)
        performance = called or Performance()
        panel = contest.panel(stage, entrant)
        attempts = performance.attempts()
        for seat in seats(stage):
            for attempt in sheets_of(stage, panel, seat):
                paper = papers.sheets.get((entrant, seat, attempt))
                sheet = performance.sheet(seat, attempt)
                expected = called is not None and (not attempt or attempt in attempts)
                found = compared(sheet.given, sheet.revision, paper)
                missing = found == "neither" and performance.phase != "no_show"
                if found != "neither" or (missing and expected):
                    yield Checked(OfPerformance(stage.id, entrant, seat, attempt), found)


def paper_of_match(
    contest: Contest, stage: PlayedStage, one: Encounter, rubber: int
) -> PaperResult | None:
    """What was typed in of a match between those who meet in it now."""
    paper = contest.paper.get(stage.id, NO_PAPERS).results.get((one.id, rubber))
    return paper if paper is not None and paper.sides == one.entrants else None


def on_paper(rules: GameRules, paper: PaperResult) -> MatchResult | None:
    """What the result on paper comes to."""
    return counting(rules, MatchRecord(from_scratch(rules, paper.result), confirmed=True))


def compared_result(
    contest: Contest, stage: PlayedStage, one: Encounter, rubber: int
) -> Found | None:
    """How a confirmed result and its paper compare; None where there is no such match."""
    rules = rules_of(stage.match, rubber)
    if rules is None:
        return None
    record = contest.play[stage.id].record(one.id, rubber)
    result = counting(rules, record)
    paper = paper_of_match(contest, stage, one, rubber)
    if paper is None:
        return "neither" if result is None else "only_tablet"
    if result is None:
        return "only_paper"
    if result == on_paper(rules, paper):
        return "agree"
    return "kept" if paper.kept == record.revision else "differ"


def _matches(contest: Contest, stage: PlayedStage) -> Iterator[Checked]:
    opened = contest.play[stage.id].opened
    for one in encounters(contest, stage):
        for rubber in rubbers_of(stage):
            found = compared_result(contest, stage, one, rubber)
            is_due = one.id in opened and not rubber
            if found is not None and (found != "neither" or is_due):
                yield Checked(OfMatch(stage.id, one.id, rubber), found)


def rubbers_of(stage: PlayedStage) -> tuple[int, ...]:
    """What has a score sheet of its own: each rubber of a tie, or the match."""
    if isinstance(stage.match, TieRules):
        return tuple(range(1, len(stage.match.rubbers) + 1))
    return (0,)
