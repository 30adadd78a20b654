"""Paper typed in beside what was recorded: the form, the count, and what differs."""

from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

import msgspec
from msgspec import Struct

from scoring.contest.encounters import Encounter, Encounters, encounters
from scoring.contest.ids import CriterionId, EntrantId, SeatId, StageId
from scoring.contest.match_results import MatchResult, counting
from scoring.contest.names import outcome_label, seat_label
from scoring.contest.paper_checks import (
    Checked,
    Found,
    checks,
    counted,
    on_paper,
    paper_of_match,
)
from scoring.contest.paper_codes import (
    OfMatch,
    OfPaper,
    OfPerformance,
    match_code,
    sheet_code,
)
from scoring.contest.papers import NO_PAPERS
from scoring.contest.performance import Given, Performance
from scoring.contest.plan import JudgedStage, PlayedStage
from scoring.contest.play import rules_of
from scoring.contest.sheets import sheet_criteria
from scoring.contest.state import Contest
from scoring.rules.outcomes import Conceded
from scoring.rules.slots import MatchId
from scoring.rules.ties import TieRules
from scoring.views.head import (
    Card,
    CriterionField,
    Head,
    card,
    criterion_fields,
    mark_text,
    marks_text,
)
from scoring.views.match_card import MatchCard, match_card, outcome_words
from scoring.views.match_head import contest_head
from scoring.views.panel import attempt_name
from scoring.views.result_form import Ending, endings, score_hint
from scoring.views.words import Words
from scoring.wording import say

Problem: TypeAlias = Literal["", "mistyped", "elsewhere", "unknown", "nothing_to_mark"]


class SheetAsked(Struct, frozen=True, kw_only=True):
    """A judge's sheet to type in."""

    code: str
    sheet: OfPerformance
    card: Card
    stage: str
    seat: str
    attempt: str
    criteria: tuple[CriterionField, ...]
    outcomes: bool
    again: bool
    """Whether it was typed in before; what is typed now stands in its place."""


class MatchAsked(Struct, frozen=True, kw_only=True):
    """A score sheet to type in."""

    code: str
    sheet: OfMatch
    card: MatchCard
    rubber: str
    hint: str
    endings: tuple[Ending, ...]
    again: bool


class Side(Struct, frozen=True):
    """A criterion, or the result, as the tablet and as the paper say."""

    name: str
    tablet: str
    paper: str


class Difference(Struct, frozen=True, kw_only=True):
    """A sheet for the head judge to decide on."""

    code: str
    found: Found
    who: str
    what: str
    """The judge, or the rubber."""
    sides: tuple[Side, ...]
    stage: StageId
    entrant: EntrantId | None = None
    seat: SeatId | None = None
    attempt: int = 0
    match: MatchId | None = None
    rubber: int = 0
    revision: int
    marks: dict[CriterionId, str] = {}
    """What the paper says, as a command takes it."""
    outcome: str | None = None
    result: object = None
    """Likewise of a match."""
    callable: bool = True
    """Whether the paper's can be taken now; a performance must have been called."""


class StageCheck(Struct, frozen=True, kw_only=True):
    """How far a stage is compared."""

    stage: StageId
    name: str
    total: int
    agree: int
    differ: int
    kept: int
    only_paper: int
    only_tablet: int
    neither: int
    differences: tuple[Difference, ...]
    to_come: tuple[str, ...]
    """The codes of what is recorded and not typed in; the first of them."""


class Done(Struct, frozen=True):
    """What came of the sheet that was typed in last."""

    code: str
    found: Found
    who: str
    what: str
    sides: tuple[Side, ...]


class EntryScreen(Struct, frozen=True, kw_only=True):
    """The page on which paper is typed in."""

    head: Head
    seq: int
    typed: str
    problem: Problem
    elsewhere: tuple[tuple[str, str], ...]
    """The contest that the code is of: address and name."""
    sheet: SheetAsked | None
    match: MatchAsked | None
    done: Done | None
    checks: tuple[StageCheck, ...]


_FEW = 12


def entry_screen(  # noqa: PLR0913 - what was asked, and what came of it
    contest: Contest,
    words: Words,
    *,
    typed: str = "",
    asked: OfPaper | None = None,
    problem: Problem = "",
    elsewhere: tuple[tuple[str, str], ...] = (),
    done: OfPaper | None = None,
) -> EntryScreen:
    """The page; `asked` is the sheet to type in, `done` the one that was."""
    sheet = _sheet_asked(contest, asked, words) if isinstance(asked, OfPerformance) else None
    match = _match_asked(contest, asked, words) if isinstance(asked, OfMatch) else None
    if asked is not None and sheet is None and match is None:
        problem = "nothing_to_mark"
    found = {stage.id: checks(contest, stage) for stage in contest.plan.stages}
    told = _Told(contest, words)
    return EntryScreen(
        head=contest_head(contest, words),
        seq=contest.seq,
        typed=typed,
        problem=problem,
        elsewhere=elsewhere,
        sheet=sheet,
        match=match,
        done=_done(told, done, found[done.stage]) if done is not None else None,
        checks=tuple(
            _stage_check(contest, told, stage, checked, words)
            for stage, checked in found.items()
            if checked
        ),
    )


def _sheet_asked(contest: Contest, sheet: OfPerformance, words: Words) -> SheetAsked | None:
    stage = contest.plan.judged_stage(sheet.stage)
    assert stage is not None  # noqa: S101 - found by its code
    marking = contest.marking(stage, sheet.entrant)
    criteria = sheet_criteria(stage, marking, sheet.seat, sheet.attempt)
    if not criteria:
        return None
    papers = contest.paper.get(stage.id, NO_PAPERS).sheets
    return SheetAsked(
        code=sheet_code(contest, sheet),
        sheet=sheet,
        card=card(contest, sheet.entrant, words),
        stage=words.label(stage.name),
        seat=words.label(seat_label(contest.plan, sheet.seat)),
        attempt=attempt_name(stage, sheet.attempt, words),
        criteria=criterion_fields(criteria, words),
        outcomes=all(one.by for one in criteria),
        again=(sheet.entrant, sheet.seat, sheet.attempt) in papers,
    )


def _match_asked(contest: Contest, sheet: OfMatch, words: Words) -> MatchAsked | None:
    stage = _played(contest, sheet.stage)
    rules = rules_of(stage.match, sheet.rubber)
    if rules is None:
        return None
    found = encounters(contest, stage)
    return MatchAsked(
        code=_match_code(contest, stage, found, sheet),
        sheet=sheet,
        card=match_card(contest, stage, found, found.by_id[sheet.match], words),
        rubber=_rubber_name(stage, sheet.rubber, words),
        hint=words(score_hint(rules)),
        endings=endings(rules, words),
        again=paper_of_match(contest, stage, found.by_id[sheet.match], sheet.rubber) is not None,
    )


def _played(contest: Contest, stage_id: StageId) -> PlayedStage:
    return next(one for one in contest.plan.played if one.id == stage_id)


def _rubber_name(stage: PlayedStage, rubber: int, words: Words) -> str:
    if not rubber or not isinstance(stage.match, TieRules):
        return ""
    return words.label(stage.match.rubbers[rubber - 1].name)


def _match_code(contest: Contest, stage: PlayedStage, found: Encounters, sheet: OfMatch) -> str:
    number = list(found.by_id).index(sheet.match) + 1
    return match_code(contest, stage.id, number, found.by_id[sheet.match], sheet.rubber)


class _Told:
    """Sheets in words, with both versions."""

    def __init__(self, contest: Contest, words: Words) -> None:
        self._contest, self._words = contest, words
        self._encounters = {one.id: encounters(contest, one) for one in contest.plan.played}

    def difference(self, checked: Checked) -> Difference:
        sheet = checked.sheet
        if isinstance(sheet, OfPerformance):
            return self._performance(sheet, checked.found)
        return self._match(sheet, checked.found)

    def code(self, sheet: OfPaper) -> str:
        if isinstance(sheet, OfPerformance):
            return sheet_code(self._contest, sheet)
        stage = _played(self._contest, sheet.stage)
        return _match_code(self._contest, stage, self._encounters[stage.id], sheet)

    def _performance(self, sheet: OfPerformance, found: Found) -> Difference:
        contest, words = self._contest, self._words
        stage = contest.plan.judged_stage(sheet.stage)
        assert stage is not None  # noqa: S101 - checked are sheets of stages
        called = contest.stage(stage.id).performances.get(sheet.entrant)
        recorded = (called or Performance()).sheet(sheet.seat, sheet.attempt)
        key = (sheet.entrant, sheet.seat, sheet.attempt)
        paper = contest.paper.get(stage.id, NO_PAPERS).sheets.get(key)
        given = Given(paper.marks, paper.outcome) if paper is not None else None
        entrant = contest.entrants[sheet.entrant]
        seat = words.label(seat_label(contest.plan, sheet.seat))
        attempt = attempt_name(stage, sheet.attempt, words)
        criteria = stage.scoring.criteria
        return Difference(
            code=self.code(sheet),
            found=found,
            who=words(say("No. {number} {name}", number=entrant.number, name=entrant.name)),
            what=" · ".join(filter(None, (seat, attempt))),
            sides=tuple(_sides(stage, recorded.given, given, words)),
            stage=stage.id,
            entrant=sheet.entrant,
            seat=sheet.seat,
            attempt=sheet.attempt,
            revision=recorded.revision,
            marks=marks_text(criteria, given) if given is not None else {},
            outcome=paper.outcome if paper is not None else None,
            callable=called is not None and called.phase != "no_show",
        )

    def _match(self, sheet: OfMatch, found: Found) -> Difference:
        contest, words = self._contest, self._words
        stage = _played(contest, sheet.stage)
        rules = rules_of(stage.match, sheet.rubber)
        assert rules is not None  # noqa: S101 - checked are matches and rubbers
        one = self._encounters[stage.id].by_id[sheet.match]
        record = contest.play[stage.id].record(sheet.match, sheet.rubber)
        paper = paper_of_match(contest, stage, one, sheet.rubber)
        shown = match_card(contest, stage, self._encounters[stage.id], one, words)
        tablet = self._result(counting(rules, record), one)
        written = self._result(on_paper(rules, paper), one) if paper is not None else ""
        return Difference(
            code=self.code(sheet),
            found=found,
            who=f"{shown.a.name} – {shown.b.name}",
            what=" · ".join(filter(None, (shown.name, _rubber_name(stage, sheet.rubber, words)))),
            sides=(Side(words(say("Result")), tablet, written),),
            stage=stage.id,
            match=sheet.match,
            rubber=sheet.rubber,
            revision=record.revision,
            result=msgspec.to_builtins(paper.result) if paper is not None else None,
        )

    def _result(self, result: MatchResult | None, one: Encounter) -> str:
        if result is None:
            return ""
        scores = [f"{game.a}–{game.b}" for game in result.games]
        if result.shootout is not None:
            kicks = f"{result.shootout.a}–{result.shootout.b}"
            scores.append(self._words(say("{kicks} on penalties", kicks=kicks)))
        outcome, ended = result.outcome, outcome_words(result.outcome)
        if isinstance(outcome, Conceded) and ended is not None and one.entrants is not None:
            side = self._contest.entrants[one.entrants[0 if outcome.by == "a" else 1]]
            scores.append(f"{side.name} {self._words(ended)}")
        elif ended is not None:
            scores.append(self._words(ended))
        return " ".join(scores)


def _sides(
    stage: JudgedStage, tablet: Given | None, paper: Given | None, words: Words
) -> Iterator[Side]:
    texts = [
        words(outcome_label(one.outcome)) if one and one.outcome else "" for one in (tablet, paper)
    ]
    if any(texts):
        yield Side(words(say("Result")), texts[0], texts[1])
    for one in stage.scoring.criteria:
        marks = [
            mark_text(one, given.marks[one.id]) if given and one.id in given.marks else ""
            for given in (tablet, paper)
        ]
        if any(marks):
            yield Side(words.label(one.name), marks[0], marks[1])


def _done(told: _Told, sheet: OfPaper, checked: Iterable[Checked]) -> Done | None:
    found = next((one for one in checked if one.sheet == sheet), None)
    if found is None or found.found in {"only_tablet", "neither"}:
        return None
    shown = told.difference(found)
    return Done(shown.code, shown.found, shown.who, shown.what, shown.sides)


def _stage_check(
    contest: Contest,
    told: _Told,
    stage_id: StageId,
    checked: tuple[Checked, ...],
    words: Words,
) -> StageCheck:
    stage = contest.plan.stage(stage_id)
    assert stage is not None  # noqa: S101 - of the plan
    count = counted(checked)
    return StageCheck(
        stage=stage_id,
        name=words.label(stage.name),
        total=len(checked),
        agree=count["agree"],
        differ=count["differ"],
        kept=count["kept"],
        only_paper=count["only_paper"],
        only_tablet=count["only_tablet"],
        neither=count["neither"],
        differences=tuple(
            told.difference(one) for one in checked if one.found in {"differ", "only_paper"}
        ),
        to_come=tuple(told.code(one.sheet) for one in checked if one.found == "only_tablet")[
            :_FEW
        ],
    )
