"""What is said of matches whose score does not say it all: level ones, and shoot-outs."""

from scoring.contest.encounters import encounters
from scoring.contest.ids import EntrantId
from scoring.contest.match_why import match_why
from scoring.contest.state import Contest
from scoring.contest.tables import played_standings
from scoring.languages import words
from scoring.views.match_card import match_card
from tests.contest.playing import DECIDED, PERIODS, command, drawn, groups, plan, played, stage

LEVEL = {"type": "set_score", "score": {"regular": [1, 1]}}
KICKS = {
    "type": "set_score",
    "score": {"regular": [1, 1], "overtime": [1, 1], "shootout": [4, 5]},
}


def reasons(contest: Contest, entrant: str) -> list[str]:
    result = played_standings(contest, contest.plan.played[0])
    return [str(one) for one in match_why(result, EntrantId(entrant))]


def test_a_match_won_on_penalties_is_told_with_them_apart_from_the_goals() -> None:
    lines = command("set_lines", stage="cup", lines=[["t1", "t2"]], reason="Lots")
    result = command("enter_result", stage="cup", match="main-1-1", result=[KICKS])
    contest = played(plan(2, stage("cup", drawn(), DECIDED)), [lines, result])
    assert reasons(contest, "t2") == ["Beat Team 1 2-2 (5-4 on penalties)."]
    assert reasons(contest, "t1") == ["Lost to Team 2 2-2 (4-5 on penalties)."]


def test_the_card_of_a_match_won_on_penalties_notes_them() -> None:
    lines = command("set_lines", stage="cup", lines=[["t1", "t2"]], reason="Lots")
    result = command("enter_result", stage="cup", match="main-1-1", result=[KICKS])
    contest = played(plan(2, stage("cup", drawn(), DECIDED)), [lines, result])
    cup = contest.plan.played[0]
    found = encounters(contest, cup)
    (match,) = found
    card = match_card(contest, cup, found, match, words("en"))
    assert (card.score, card.note, card.b.won) == ((2, 2), "4-5 on penalties", True)


def test_a_drawn_match_is_told_as_one() -> None:
    result = command("enter_result", stage="league", match="A-1-1", result=[LEVEL])
    contest = played(plan(2, stage("league", groups("A"), PERIODS)), [result])
    assert reasons(contest, "t1")[0] == "Drew with Team 2 1-1."


def test_a_match_called_off_has_no_winner() -> None:
    off = {"type": "stop", "outcome": {"type": "unplayed", "why": "called_off"}}
    result = command("enter_result", stage="league", match="A-1-1", result=[off])
    contest = played(plan(2, stage("league", groups("A"), PERIODS)), [result])
    assert reasons(contest, "t1")[0] == "No winner against Team 2 (–)."


def test_whose_results_the_rule_book_deletes_is_told_so() -> None:
    retired = {"type": "stop", "outcome": {"type": "conceded", "by": "a", "how": "retired"}}
    result = command("enter_result", stage="league", match="A-1-1", result=[retired])
    contest = played(plan(2, stage("league", groups("A"), PERIODS)), [result])
    standing = played_standings(contest, contest.plan.played[0]).of(EntrantId("t1"))
    assert standing is not None
    assert (standing.status, standing.place, standing.group) == ("struck", None, "A")
    assert reasons(contest, "t1") == [
        "Conceded to Team 2 (0-3).",
        "By the rule book all results of the group are deleted.",
    ]
