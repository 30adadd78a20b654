"""A result as somebody types it: "21-15 18-21 21-19", full-width too, into what is recorded."""

import re
from typing import Literal, TypeAlias
from unicodedata import normalize

from scoring.contest.match_commands import Outright
from scoring.contest.plan import MatchRules
from scoring.rules.counting import RallyRules
from scoring.rules.outcomes import BothOut, Conceded, How, Score, Side, Stop, Unplayed
from scoring.rules.period_match import SetScore
from scoring.rules.periods import PeriodRules, PeriodScore
from scoring.rules.rally_state import SetGames
from scoring.wording import Message, say

Ended: TypeAlias = Literal["played", "both_out", "called_off"] | How
"""By the score; conceded by one side in one of these ways; lost by both; played by nobody."""

_BETWEEN = re.compile(r"\s*(?:[-–—−‐‑~:/]|比)\s*")
_PAIR = re.compile(r"(\d{1,4})-(\d{1,4})")
_OVERTIME = re.compile(r"(?:overtime|extra\s*time|ot|aet|加时赛?)")
_SHOOTOUT = re.compile(r"(?:shoot-?out|penalties|pens?|pso|点球大?战?)")
_APART = re.compile(r"[\s,;、()|·+]+")
_PARTS = 3
_MOST = 99


class Unreadable(ValueError):
    """What was typed is no result; `message` says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


def read_result(rules: MatchRules, ended: Ended, by: Side | None, text: str) -> Outright:
    """What to record of a match or a rubber; raises Unreadable."""
    stop = _stop(ended, by)
    if ended in {"walkover", "both_out", "called_off"} and text.strip():
        raise Unreadable(say("A match that was not played has no score."))
    if isinstance(rules, RallyRules) and text.strip():
        games = SetGames(_games(text))
        return (games,) if stop is None else (games, stop)
    if stop is not None:
        if text.strip():
            raise Unreadable(say("The rules award the score here; leave it empty."))
        return (stop,)
    if isinstance(rules, PeriodRules):
        return (SetScore(_periods(rules, text)),)
    if isinstance(rules, RallyRules):
        raise Unreadable(say("Type the games, such as 21-15 18-21 21-19."))
    raise Unreadable(say("A team tie is recorded rubber by rubber."))


def _stop(ended: Ended, by: Side | None) -> Stop | None:
    match ended:
        case "played":
            return None
        case "both_out":
            return Stop(BothOut())
        case "called_off":
            return Stop(Unplayed("called_off"))
        case _:
            if by is None:
                raise Unreadable(say("Say which side it was."))
            return Stop(Conceded(by, ended))


def _plain(text: str) -> str:
    """In half-width letters, with one kind of dash between the two numbers."""
    narrow = normalize("NFKC", text).lower().replace("。", ".")
    return _BETWEEN.sub("-", _SHOOTOUT.sub(" pens ", _OVERTIME.sub(" ot ", narrow)))


def _pairs(plain: str) -> tuple[Score, ...]:
    found: list[Score] = []
    for word in _APART.split(plain):
        pair = _PAIR.fullmatch(word.strip("."))
        if pair is not None:
            found.append(Score(int(pair[1]), int(pair[2])))
        elif word.strip("."):
            raise Unreadable(say("“{text}” is no score.", text=word[:40]))
    return tuple(found)


def _games(text: str) -> tuple[Score, ...]:
    games = _pairs(_plain(text))
    if not games or len(games) > _MOST:
        raise Unreadable(say("Type the games, such as 21-15 18-21 21-19."))
    return games


def _periods(rules: PeriodRules, text: str) -> PeriodScore:
    """Regular time, the points of overtime alone, the shoot-out: by name, or in this order."""
    parts = re.split(r"(\bot\b|\bpens\b)", _plain(text))
    named: dict[str, Score] = {}
    for name, part in zip(["", *parts[1::2]], parts[::2], strict=True):
        found = _pairs(part)
        if len(found) > 1 and not name and len(parts) == 1:
            return _in_order(rules, found)
        if len(found) != 1 or name in named:
            raise Unreadable(_example(rules))
        named[name] = found[0]
    return PeriodScore(regular=named[""], overtime=named.get("ot"), shootout=named.get("pens"))


def _in_order(rules: PeriodRules, found: tuple[Score, ...]) -> PeriodScore:
    regular, *more = found
    if len(found) == _PARTS:
        return PeriodScore(regular=regular, overtime=more[0], shootout=more[1])
    if len(found) > _PARTS:
        raise Unreadable(_example(rules))
    if rules.overtime is None and rules.shootout is not None:
        return PeriodScore(regular=regular, shootout=more[0])
    return PeriodScore(regular=regular, overtime=more[0])


def _example(rules: PeriodRules) -> Message:
    if rules.overtime is not None and rules.shootout is not None:
        return say("Type the score, such as 1-1, overtime 0-0, penalties 4-3.")
    if rules.overtime is not None:
        return say("Type the score, such as 88-80, or 75-75 and the points of overtime: OT 10-8.")
    if rules.shootout is not None:
        return say("Type the score, such as 2-1, or 1-1 and penalties 4-3.")
    return say("Type the score, such as 2-1.")
