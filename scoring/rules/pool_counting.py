"""What the results of a group count for: conceded matches treated as the rule book says."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Generic, NamedTuple, TypeVar

from msgspec import Struct

from scoring.rules.outcomes import (
    BothOut,
    Conceded,
    Drawn,
    How,
    Played,
    Score,
    Side,
    Unplayed,
    other,
    score_of,
    winner,
)
from scoring.rules.pool_results import Result, Scored
from scoring.rules.pool_rules import LeaguePoints, RuleBook

E = TypeVar("E")


class Counted(Struct, Generic[E], frozen=True, kw_only=True):
    """One match as it counts in the table."""

    a: E
    b: E
    winner: Side | None
    drawn: bool
    """Neither won nor drawn: lost by both."""
    scored: Scored
    league_points: Score


class Counting(NamedTuple, Generic[E]):
    """The matches that count, and whose results were all deleted."""

    matches: tuple[Counted[E], ...]
    struck: frozenset[E]


def counted(
    results: Sequence[Result[E]], book: RuleBook, struck: Collection[E] = ()
) -> Counting[E]:
    """Count the results under a rule book; those `struck` by decision are taken out with it."""
    out = frozenset(struck) | _struck(results, book)
    played = [one for one in results if one.a not in out and one.b not in out]
    return Counting(tuple(found for one in played if (found := _counted(one, book))), out)


def _struck(results: Sequence[Result[E]], book: RuleBook) -> set[E]:
    """Who conceded so often that the book deletes all its results."""
    conceded = Counter(gave_up for one in results for gave_up in _gave_up(one, book))
    return {
        one
        for (one, how), times in conceded.items()
        if (limit := book.treatment(how).deleted_after) is not None and times >= limit
    }


def _gave_up(result: Result[E], book: RuleBook) -> list[tuple[E, How]]:
    match result.outcome:
        case Conceded(by=side, how=how):
            return [(result.a if side == "a" else result.b, how)]
        case BothOut():
            how = _staying_away(book)
            return [(result.a, how), (result.b, how)]
        case _:
            return []


def _staying_away(book: RuleBook) -> How:
    return "forfeit" if "forfeit" in book.policy else "walkover"


def _counted(result: Result[E], book: RuleBook) -> Counted[E] | None:
    outcome = result.outcome
    if outcome is None or isinstance(outcome, Unplayed):
        return None
    scored = _scored(result, book)
    return Counted(
        a=result.a,
        b=result.b,
        winner=winner(outcome),
        drawn=isinstance(outcome, Drawn),
        scored=scored,
        league_points=_league_points(outcome, scored, book),
    )


def _scored(result: Result[E], book: RuleBook) -> Scored:
    published = result.scored if result.published is None else result.published
    match result.outcome:
        case BothOut():
            return Scored()
        case Conceded(how=how):
            treatment = book.treatment(how).score
            if treatment == "none":
                return Scored()
            return result.scored if treatment == "as_it_stood" else published
        case _:
            return published


def _league_points(
    outcome: Played | Drawn | Conceded | BothOut, scored: Scored, book: RuleBook
) -> Score:
    points = book.points
    match outcome:
        case Drawn():
            return Score(points.draw, points.draw)
        case Played(winner=side):
            if points.narrow and abs(scored.games.a - scored.games.b) == 1:
                return score_of(side, points.narrow.win, points.narrow.loss)
            return score_of(side, points.win, points.loss)
        case Conceded(by=side, how=how):
            return score_of(other(side), points.win, _for_losing(points, book, how))
        case BothOut():
            lost = _for_losing(points, book, _staying_away(book))
            return Score(lost, lost)


def _for_losing(points: LeaguePoints, book: RuleBook, how: How) -> int:
    match book.treatment(how).loss:
        case "lost":
            return points.loss
        case "unplayed":
            return points.unplayed
        case "forfeit":
            return points.forfeit
