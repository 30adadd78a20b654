"""Matches played in periods, as data: basketball, football; and what a final score means."""

from typing import Literal, TypeAlias

from msgspec import Struct

from scoring.rules.outcomes import Drawn, Played, Positive, Score, Side, score_of


class Overtime(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What follows when it is level after regular time."""

    periods: Positive = 1
    seconds: Positive
    repeated: bool = False
    """Again and again until it is decided."""


class Fouls(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many a player may commit, and from how many on those of a side are penalised."""

    personal: Positive
    """With so many a player is out."""
    team: Positive
    """With more than so many in a period every foul is penalised."""


class PeriodRules(Struct, frozen=True, tag="periods", kw_only=True, forbid_unknown_fields=True):
    """How long is played, what counts, and what a match that was not played out is worth."""

    periods: Positive
    seconds: Positive
    overtime: Overtime | None = None
    shootout: Positive | None = None
    """So many penalty kicks for each side, and then on until one kick decides."""
    points: tuple[Positive, ...] = (1,)
    """What one goal may count."""
    fouls: Fouls | None = None
    forfeit: Positive
    """This to nil for the side that did not forfeit."""
    default: Positive | None = None
    """This to nil on a default, unless the others are in the lead; None: as a forfeit."""


class PeriodScore(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Goals in regular time, in overtime and from a shoot-out are three numbers, never one."""

    regular: Score
    overtime: Score | None = None
    shootout: Score | None = None

    @property
    def total(self) -> Score:
        """The goals of play."""
        if self.overtime is None:
            return self.regular
        return Score(self.regular.a + self.overtime.a, self.regular.b + self.overtime.b)


Reason: TypeAlias = Literal[
    "negative",
    "overtime_not_due",
    "overtime_missing",
    "overtime_level",
    "shootout_not_due",
    "shootout_missing",
    "shootout_level",
]


class NoResult(Struct, frozen=True):
    """Why no match ends so."""

    reason: Reason


def result(rules: PeriodRules, score: PeriodScore) -> Played | Drawn | NoResult:
    """Who won by a final score."""
    parts = [one for one in (score.regular, score.overtime, score.shootout) if one is not None]
    if any(min(one) < 0 for one in parts):
        return NoResult("negative")
    return _after_regular(rules, score)


def _after_regular(rules: PeriodRules, score: PeriodScore) -> Played | Drawn | NoResult:
    leading, overtime = score.regular.leader(), score.overtime
    if leading or rules.overtime is None:
        if overtime is not None:
            return NoResult("overtime_not_due")
        return _after_play(rules, score, leading)
    if overtime is None:
        return NoResult("overtime_missing")
    leading = overtime.leader()
    if leading is None and rules.overtime.repeated:
        return NoResult("overtime_level")
    return _after_play(rules, score, leading)


def _after_play(
    rules: PeriodRules, score: PeriodScore, leading: Side | None
) -> Played | Drawn | NoResult:
    if leading or rules.shootout is None:
        if score.shootout is not None:
            return NoResult("shootout_not_due")
        return Played(leading) if leading else Drawn()
    if score.shootout is None:
        return NoResult("shootout_missing")
    leading = score.shootout.leader()
    return Played(leading) if leading else NoResult("shootout_level")


def forfeited(rules: PeriodRules, innocent: Side) -> Score:
    """FIBA 20.2.1."""
    return score_of(innocent, rules.forfeit, 0)


def defaulted(rules: PeriodRules, innocent: Side, score: Score) -> Score:
    """FIBA 21: the score stands if the others are in the lead."""
    if rules.default is None:
        return forfeited(rules, innocent)
    return score if score.leader() == innocent else score_of(innocent, rules.default, 0)
