"""The codes on paper sheets: which sheet of which contest one is, and whether it was mistyped.

A code is figures only, so that a number pad will do: 48213-12-3-07 is the stage (with its contest
and its seats), the entrant's number, the seat, and two figures to check the others. A sheet of an
attempt has its number after the seat; a match has its own number, a rubber its number after that.
"""

import re
from collections.abc import Sequence
from hashlib import sha256
from typing import TypeAlias
from unicodedata import normalize

from msgspec import Struct

from scoring.contest.encounters import Encounter, encounters
from scoring.contest.ids import EntrantId, SeatId, StageId
from scoring.contest.plan import JudgedStage, PlayedStage
from scoring.contest.state import Contest
from scoring.rules.slots import MatchId

_STAGES = 100_000
_CHECK = 97
"""A prime: any one wrong figure, and any two exchanged neighbours, change the remainder."""
_SIGNS = "0123456789-"
_LONGEST = 40


class OfPerformance(Struct, frozen=True):
    """A judge's sheet of a performance, or of one attempt."""

    stage: StageId
    entrant: EntrantId
    seat: SeatId
    attempt: int = 0


class OfMatch(Struct, frozen=True):
    """The score sheet of a match, or of a rubber of a tie."""

    stage: StageId
    match: MatchId
    rubber: int = 0


OfPaper: TypeAlias = OfPerformance | OfMatch


class Code(Struct, frozen=True):
    """What a code says, checked."""

    stage: int
    parts: tuple[int, ...]


def sheet_code(contest: Contest, sheet: OfPerformance) -> str:
    """The code of a judge's sheet."""
    seat = [one.id for one in contest.plan.seats].index(sheet.seat) + 1
    attempt = (sheet.attempt,) if sheet.attempt else ()
    number = contest.entrants[sheet.entrant].number
    return _written(_judged(contest, sheet.stage), (number, seat, *attempt))


def match_code(
    contest: Contest, stage: StageId, number: int, one: Encounter, rubber: int = 0
) -> str:
    """The code of a score sheet; `number` counts the matches of the stage, from 1."""
    return _written(_played(contest, stage, one), (number, rubber) if rubber else (number,))


def read_code(text: str) -> Code | None:
    """What somebody typed or scanned; None if a figure is wrong, missing or too many."""
    plain = normalize("NFKC", text[:_LONGEST])
    figures = [int(one) for one in re.findall(r"[0-9]+", plain)]
    if re.search(r"[^\W\d_]", plain) or not 3 <= len(figures) <= 5:  # noqa: PLR2004 - parts
        return None
    stage, *parts, check = figures
    if stage >= _STAGES or _check(_text(stage, parts)) != check:
        return None
    return Code(stage, tuple(parts))


def found_sheet(contest: Contest, code: Code) -> OfPaper | None:
    """The sheet of this contest that has the code, as its plan and its draw are now."""
    for stage in contest.plan.stages:
        found = (
            _in_performances(contest, stage, code)
            if isinstance(stage, JudgedStage)
            else _in_matches(contest, stage, code)
        )
        if found is not None:
            return found
    return None


def _in_performances(contest: Contest, stage: JudgedStage, code: Code) -> OfPerformance | None:
    if code.stage != _judged(contest, stage.id) or len(code.parts) == 1:
        return None
    number, seat, *attempts = code.parts
    attempt = attempts[0] if attempts else 0
    entrant = next((one.id for one in contest.entrants.values() if one.number == number), None)
    if entrant is None or not 1 <= seat <= len(contest.plan.seats):
        return None
    if attempt > stage.scoring.attempts:
        return None
    return OfPerformance(stage.id, entrant, contest.plan.seats[seat - 1].id, attempt)


def _in_matches(contest: Contest, stage: PlayedStage, code: Code) -> OfMatch | None:
    number, *rubbers = code.parts
    matches = list(encounters(contest, stage))
    if len(rubbers) > 1 or not 1 <= number <= len(matches):
        return None
    one = matches[number - 1]
    if code.stage != _played(contest, stage.id, one):
        return None
    return OfMatch(stage.id, one.id, rubbers[0] if rubbers else 0)


def _judged(contest: Contest, stage: StageId) -> int:
    """Other seats are another code: a sheet from before is not read as somebody else's."""
    return _number(contest.plan.id, stage, *(one.id for one in contest.plan.seats))


def _played(contest: Contest, stage: StageId, one: Encounter) -> int:
    """Likewise other sides."""
    return _number(contest.plan.id, stage, one.id, *(one.entrants or ()))


def _number(*parts: str) -> int:
    return int(sha256("/".join(parts).encode()).hexdigest(), 16) % _STAGES


def _written(stage: int, parts: Sequence[int]) -> str:
    text = _text(stage, parts)
    return f"{text}-{_check(text):02}"


def _text(stage: int, parts: Sequence[int]) -> str:
    return "-".join((f"{stage:05}", *map(str, parts)))


def _check(text: str) -> int:
    remainder = 0
    for sign in text:
        remainder = (remainder * len(_SIGNS) + _SIGNS.index(sign)) % _CHECK
    return remainder
