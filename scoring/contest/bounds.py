"""The worst and the best that a performance can still come to, from the ranges of its marks."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Literal, TypeAlias

from msgspec.structs import replace

from scoring.contest.ids import CriterionId, EntrantId, StepId
from scoring.contest.panels import panel_criteria
from scoring.contest.performance import Given, Sheet, SheetKey
from scoring.contest.plan import JudgedStage
from scoring.contest.scores import Entry, Score, own_steps, own_values, score_of
from scoring.contest.scoring import (
    Carried,
    Entered,
    OverAttempts,
    Panel,
    Product,
    Scoring,
    Sum,
)
from scoring.contest.sheets import missing, sheet_criteria
from scoring.contest.state import Contest
from scoring.rules.exact import exact, ticks
from scoring.rules.outlook import Outlook

Sign: TypeAlias = Literal[-1, 0, 1]
End: TypeAlias = Literal["worst", "best"]

NO_BOUND = Outlook(absent=True, unplaced=True)


def outlook(contest: Contest, stage: JudgedStage, entrant: EntrantId, entry: Entry) -> Outlook:
    """What an entrant whose performance is not settled may still come to.

    The marks given stand; each missing one may be anything in its range, or its judge may turn out
    to be absent. No bounds are given where the steps do not only rise, or only fall, with a mark.
    """
    scoring = stage.scoring
    signs = directions(scoring)
    open_ended = scoring.attempts > 0 and not scoring.every_attempt
    if signs is None or open_ended or scoring.score not in own_steps(scoring):
        return NO_BOUND
    performance = entry.performance
    left = missing(contest, stage, entrant, performance)
    worst, best = (
        _score(scoring, filled(stage, entry, left, _ends(scoring, signs, end)))
        for end in ("worst", "best")
    )
    if worst is None or best is None:
        return NO_BOUND
    without_the_missing = _score(scoring, entry, so_far=True)
    possible = [worst, best] + ([] if without_the_missing is None else [without_the_missing])
    lowest, highest = min(possible), max(possible)
    higher = scoring.better == "higher"
    return Outlook(
        worst=lowest if higher else highest,
        best=highest if higher else lowest,
        absent=not any(sheet.given is not None for sheet in performance.sheets.values()),
        unplaced=any(one.by for one in scoring.criteria),
    )


def filled(
    stage: JudgedStage, entry: Entry, left: Iterable[SheetKey], marks: Mapping[CriterionId, int]
) -> Entry:
    """The performance with these marks on every sheet that is still missing."""
    sheets = dict(entry.performance.sheets)
    for seat, attempt in left:
        criteria = sheet_criteria(stage, entry.panel, seat, attempt)
        sheets[seat, attempt] = Sheet(1, Given({one.id: marks[one.id] for one in criteria}))
    return replace(entry, performance=replace(entry.performance, sheets=sheets))


def _score(scoring: Scoring, entry: Entry, *, so_far: bool = False) -> Fraction | None:
    score = score_of(scoring, own_values(scoring, entry, so_far=so_far))
    return score.printed if isinstance(score, Score) else None


def _ends(scoring: Scoring, signs: Mapping[CriterionId, Sign], end: End) -> dict[CriterionId, int]:
    """Of each criterion, the end of its range that makes the score as great, or small, as can be.

    For the worst this is the smallest score, and so the other way round where lower is better.
    """
    found: dict[CriterionId, int] = {}
    for one in scoring.criteria:
        rises = signs[one.id] >= 0
        text = one.maximum if rises == (end == "best") else one.minimum
        found[one.id] = ticks(text, one.decimals)
    return found


@lru_cache(maxsize=256)
def directions(scoring: Scoring) -> Mapping[CriterionId, Sign] | None:
    """Whether the score rises or falls with each criterion; None where that cannot be said."""
    by_step: dict[StepId, dict[CriterionId, Sign]] = {}
    for step in own_steps(scoring):
        found = _directions(scoring, step.value, by_step)
        if found is None:
            if step.aside:
                continue
            return None
        by_step[step.id] = found
    score = by_step.get(scoring.score.id, {})
    return {one.id: score.get(one.id, 0) for one in scoring.criteria}


def _directions(
    scoring: Scoring, formula: object, by_step: Mapping[StepId, dict[CriterionId, Sign]]
) -> dict[CriterionId, Sign] | None:
    match formula:
        case Panel(scale=None):
            return {one.id: 1 for one in panel_criteria(scoring, formula)}
        case Entered(criterion=criterion):
            return {criterion: 1}
        case OverAttempts(of=of):
            return by_step.get(of)
        case Carried():
            return {}
        case Product(of=of, factor=factor) if exact(factor) >= 0:
            if any(exact(one.minimum) < 0 for one in scoring.criteria):
                return None
            return _joined((by_step.get(one), 1) for one in of)
        case Sum(terms=terms):
            return _joined(
                (by_step.get(one.step), 1 if exact(one.weight) >= 0 else -1) for one in terms
            )
        case _:
            return None


def _joined(
    parts: Iterable[tuple[dict[CriterionId, Sign] | None, Literal[1, -1]]],
) -> dict[CriterionId, Sign] | None:
    joined: dict[CriterionId, Sign] = {}
    for signs, factor in parts:
        if signs is None:
            return None
        for criterion, sign in signs.items():
            turned: Sign = sign if factor == 1 else (-1 if sign == 1 else 1 if sign == -1 else 0)
            if joined.get(criterion, turned) != turned:
                return None
            joined[criterion] = turned
    return joined
