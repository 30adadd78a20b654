"""How far an entrant is from the line of each route onward."""

from fractions import Fraction
from typing import Literal

from msgspec import Struct

from scoring.contest.advancement import Threshold
from scoring.contest.plan import JudgedStage
from scoring.contest.scores import Score
from scoring.contest.stage_result import StageStandings, Standing
from scoring.contest.state import Contest
from scoring.rules.exact import exact, unit
from scoring.views.rows import Row, competes, cut_lines, inside, last_listed
from scoring.views.words import Words


class Distance(Struct, frozen=True):
    """An entrant's score beside the line of one route."""

    to: str
    side: Literal["above", "below", "level"]
    gap: str
    """What is between them, without a sign."""


def distances(
    contest: Contest, result: StageStandings, own: Row, words: Words
) -> tuple[Distance, ...]:
    """The line that an entrant is above, and those above; none where ranks alone do not decide.

    Whoever is inside is compared with the best below the line, others with the last inside.
    """
    standing = result.of(own.card.entrant)
    if standing is None or not competes(standing) or own.held:
        return ()
    found: list[Distance] = []
    for number, line in enumerate(cut_lines(contest, result, words)):
        going = inside(contest, result, number)
        if standing.entrant in going:
            rival = next(filter(competes, result.lines(line.after)), None)
        elif (result.index(standing.entrant) or 0) < line.after:
            continue
        else:
            last = last_listed(result, going)
            rival = None if last is None else next(result.lines(last - 1))
        at_line = _limit(result.stage, number)
        if at_line is None and rival is not None:
            at_line = _score(rival)
        distance = None if line.gaps else _distance(result, standing, at_line, line.to)
        if distance is not None:
            found.append(distance)
    return tuple(found)


def _limit(stage: JudgedStage, number: int) -> Fraction | None:
    """The score that the plan itself draws the line at."""
    rules = stage.advancement[number].rules
    first = rules[0]
    return exact(first.score) if len(rules) == 1 and isinstance(first, Threshold) else None


def _score(standing: Standing) -> Fraction | None:
    if standing.score is None:
        return None
    return Fraction(standing.score.published, unit(standing.score.decimals))


def _distance(
    result: StageStandings, standing: Standing, at_line: Fraction | None, to: str
) -> Distance | None:
    if at_line is None or standing.score is None:
        return None
    score = standing.score
    gap = Fraction(score.published, unit(score.decimals)) - at_line
    if result.stage.scoring.better == "lower":
        gap = -gap
    shown = abs(gap) * unit(score.decimals)
    if shown.denominator != 1:
        return None
    text = str(Score(int(shown), abs(gap), score.decimals, score.clock))
    return Distance(to, "level" if gap == 0 else "above" if gap > 0 else "below", text)
