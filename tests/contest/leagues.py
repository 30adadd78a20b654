"""Leagues and groups of a few teams that are played in part, in short form."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from scoring.contest.decide import decide
from scoring.contest.encounters import encounters
from scoring.contest.guards import Rejected
from scoring.contest.ids import EntrantId
from scoring.contest.match_outlook import MatchOutlook, Prospect, match_outlook
from scoring.contest.state import Contest
from scoring.contest.tables import played_standings
from scoring.rules.pool_books import BWF
from scoring.rules.pool_rules import RuleBook
from tests.contest.playing import RALLIES, Wire, after, command, plan, played, stage

TOP_TWO: Wire = {
    "to": {"en": "the semi-finals", "zh": "半决赛"},
    "rules": [{"type": "quota", "by": "pool", "best": 2}],
    "tie": "lots",
}


def top(count: int, tie: str = "lots") -> Wire:
    return {**TOP_TWO, "rules": [{"type": "top", "count": count}], "tie": tie}


def team(letter: str) -> EntrantId:
    """A is the first team."""
    return EntrantId(f"t{ord(letter) - ord('A') + 1}")


def league(
    count: int,
    results: Mapping[str, str] = {},
    *onward: Wire,
    book: RuleBook = BWF,
    match: Wire = RALLIES,
    **layout: Any,  # noqa: ANN401 - as on the wire
) -> Contest:
    """One group; a result such as {"A-B": "2-0 0-2 2-1"} is told game by game, or goals as 3:1."""
    made = {"type": "groups", "names": ["A"], "book": msgspec.to_builtins(book), **layout}
    contest = played(plan(count, stage("league", made, match, *(onward or (TOP_TWO,)))))
    return with_results(contest, results)


def with_results(contest: Contest, results: Mapping[str, str]) -> Contest:
    """Enter the results of pairs, whichever match they meet in next."""
    for pair, score in results.items():
        a, b = (team(letter) for letter in pair.split("-"))
        contest = with_result(contest, a, b, outright(score))
    return contest


def outright(score: str) -> list[Wire]:
    if ":" in score:
        goals = [int(one) for one in score.split(":")]
        return [{"type": "set_score", "score": {"regular": goals}}]
    games = [[int(point) for point in game.split("-")] for game in score.split()]
    return [{"type": "set_games", "games": games}]


def with_result(contest: Contest, a: EntrantId, b: EntrantId, result: Sequence[Wire]) -> Contest:
    found = encounters(contest, contest.plan.played[0])
    one = next(one for one in found if one.result is None and set(one.entrants or ()) == {a, b})
    if one.entrants == (b, a):
        result = [turned(part) for part in result]
    return told(contest, command("enter_result", stage="league", match=one.id, result=result))


def told(contest: Contest, asked: Any) -> Contest:  # noqa: ANN401 - any command
    decision = decide(contest, asked)
    assert not isinstance(decision, Rejected), f"{asked}: {decision.reason}"
    return after(contest, decision)


def turned(part: Wire) -> Wire:
    if part["type"] == "set_games":
        return {**part, "games": [game[::-1] for game in part["games"]]}
    if part["type"] == "set_score":
        return {**part, "score": {key: each[::-1] for key, each in part["score"].items()}}
    return part


def outlook(contest: Contest) -> MatchOutlook:
    return match_outlook(played_standings(contest, contest.plan.played[0]))


def prospect(contest: Contest, letter: str, route: int = 0) -> Prospect:
    return outlook(contest).routes[route][team(letter)]


def states(contest: Contest, route: int = 0) -> dict[str, str]:
    """What is known of each by one route: {"A": "qualified"}."""
    found = outlook(contest).routes[route]
    return {chr(ord("A") + int(one[1:]) - 1): each.state for one, each in found.items()}
