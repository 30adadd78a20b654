"""What people read about who goes on: the word, the needs, the proof, in both languages."""

import msgspec
import pytest

from scoring.contest.state import Contest
from scoring.languages import words
from scoring.results import Results
from scoring.rules.endings import by_games, by_goals, by_rubbers
from scoring.rules.pool_books import BWF, FIFA, ITTF
from scoring.rules.pool_gains import Ending
from scoring.rules.pool_rules import RuleBook
from scoring.sports.badminton import badminton_3x21
from scoring.views.ending_words import Asked, condition
from scoring.views.match_board import match_board_screen
from scoring.views.match_chances import (
    ChanceShown,
    chances_shown,
    path_lines,
    sureness_of,
)
from scoring.views.match_entrant import match_entrant_screen
from scoring.views.report import report
from tests.contest.leagues import league, outlook, team, told, top, with_results
from tests.contest.playing import PERIODS, RALLIES, command, drawn, plan, played, stage

EN, ZH = words("en"), words("zh")
WON = "2-0 2-0"
GOALS = {**PERIODS, "points": [1]}
CASE_N = {
    "A-D": "2-0 0-2 2-1",
    "C-B": "2-0 2-1",
    "A-C": "2-0 0-2 2-1",
    "B-D": "2-0 0-2 2-1",
}


def shown(contest: Contest, letter: str, language: str = "en") -> ChanceShown:
    (found,) = chances_shown(outlook(contest), team(letter), words(language))
    return found


def needs(contest: Contest, letter: str, language: str = "en") -> list[str]:
    found = shown(contest, letter, language).needs
    return [line for one in found for line in (one.text, *one.cases)]


def test_case_n_what_everybody_needs() -> None:
    contest = league(4, CASE_N)
    assert needs(contest, "A") == [
        "Goes on to the semi-finals in every case but this:",
        "Team 2 beats Team 1 2-0, and Team 3 beats Team 4.",
    ]
    assert needs(contest, "B") == [
        "Goes on to the semi-finals in these cases, and in no other:",
        "Team 2 beats Team 1 2-0.",
        "Team 2 beats Team 1, and Team 4 beats Team 3.",
    ]
    assert needs(contest, "C")[1:] == [
        "Team 3 beats Team 4.",
        "Team 3 does not lose to Team 4 0-2, and Team 1 beats Team 2.",
    ]
    assert needs(contest, "D")[1:] == ["Team 4 beats Team 3 2-0, and Team 1 beats Team 2."]


def test_case_n_in_chinese() -> None:
    assert needs(league(4, CASE_N), "B", "zh") == [
        "只有在以下情况下才能晋级半决赛：",
        "Team 2以2-0胜Team 1。",
        "Team 2胜Team 1，并且Team 4胜Team 3。",
    ]


def test_a_margin_in_goals_and_where_the_exact_scores_decide() -> None:
    results = {"A-B": "2:0", "C-D": "1:1", "A-C": "0:0", "B-D": "3:1"}
    contest = league(4, results, book=FIFA, match=GOALS)
    assert needs(contest, "D") == [
        "Goes on to the semi-finals for certain in these cases:",
        "Team 4 beats Team 1 by 3 or more.",
        "Then it takes more to tell: the exact scores, or lots:",
        "Team 4 beats Team 1 by 2.",
    ]
    assert needs(contest, "A") == [
        "Goes on to the semi-finals for certain in these cases:",
        "Team 1 does not lose to Team 4 by 2 or more.",
    ]


def test_who_is_through_or_out_reads_why_and_needs_nothing() -> None:
    contest = with_results(league(4, CASE_N), {"A-B": "0-2 0-2"})
    sure, out = shown(contest, "B"), shown(contest, "D")
    assert (sure.state, sure.text, sure.needs) == ("certain", "Certain", ())
    assert sure.proof == (
        "Whichever of the 4 ways the remaining matches (1) end: Team 2 comes to places 1 to 2.",
    )
    assert (out.state, out.text, out.needs) == ("out", "Out", ())
    assert "does not come to places 1 to 2" in out.proof[0]
    assert shown(contest, "B", "zh").text == "确定晋级"


def long_league(book: RuleBook = BWF) -> Contest:
    contest = league(6, {}, top(1), legs=3, book=book)
    for leader in "AB":
        for pair in [f"{leader}-E", f"{leader}-C"] * 3 + [f"{leader}-D"]:
            contest = with_results(contest, {pair: WON})
    return with_results(contest, {"C-E": WON})


def test_who_together_must_win_too_much_is_named_with_the_sums() -> None:
    assert "".join(shown(long_league(), "E").proof) == (
        "Team 1, Team 2 have 14 wins together and 3 matches among themselves: 17 for 2. So one of"
        " them ends with more than 8, which is the most that Team 5 can come to."
    )


def test_where_a_defeat_is_worth_a_point_the_sums_are_of_points() -> None:
    """A and B: 14 wins in 14 matches, 16 more to play: 28 + 16, and 3 more; E: 7 + 16."""
    assert "".join(shown(long_league(ITTF), "E").proof) == (
        "Team 1, Team 2 come to 44 points together even without another win, and play 3 matches"
        " among themselves, each worth one more: 47 for 2. So one of them ends with more than 23,"
        " which is the most that Team 5 can come to."
    )


def test_an_example_of_either_where_not_all_was_looked_at() -> None:
    contest = league(4, {"A-B": WON})
    found = shown(contest, "A")
    assert (found.state, found.needs) == ("contending", ())
    assert found.proof[0].startswith("Goes on, for example, with: Team ")
    assert found.proof[1].startswith("Does not, for example, with: Team ")


def test_over_several_routes_certain_of_one_is_certain_and_out_is_out_of_all() -> None:
    second = {**top(1), "to": {"en": "Second league"}}
    results = {"A-B": WON, "A-C": WON, "A-D": WON, "B-C": WON, "B-D": WON}
    found = sureness_of(outlook(league(4, results, top(1), second)))
    assert found == {
        team("A"): "certain",
        team("B"): "certain",
        team("C"): "out",
        team("D"): "out",
    }


def test_once_it_is_recorded_who_goes_on_nothing_is_unsure() -> None:
    contest = league(3, {"A-B": WON, "A-C": WON, "B-C": WON})
    closed = told(contest, command("close_stage", stage="league"))
    assert sureness_of(outlook(closed))[team("A")] == "certain"
    going = command("advance", stage="league", entrants=[team("A"), team("B")])
    assert sureness_of(outlook(told(closed, going))) == {}


def cup() -> Contest:
    lines = [["t1", "t2", "t3", "t4"]]
    return played(
        plan(4, stage("league", drawn(), RALLIES)),
        [command("set_lines", stage="league", lines=lines, reason="Lots")],
    )


def test_in_a_bracket_the_next_opponent_and_the_places() -> None:
    contest = with_results(cup(), {"A-B": WON})
    found = outlook(contest)
    assert path_lines(found, team("A"), EN) == (
        "Next against one of Team 3, Team 4.",
        "Places 1 to 2 can still be reached.",
    )
    assert path_lines(found, team("C"), EN)[0] == "Next against Team 4."
    assert path_lines(found, team("B"), EN) == ()
    assert chances_shown(found, team("A"), EN) == ()


GAMES = by_games(badminton_3x21(1))
MARGINS = by_goals(2, draws=True)
TIES = by_rubbers(5, badminton_3x21(1), all_played=True)


@pytest.mark.parametrize(
    ("endings", "low", "high", "text"),
    [
        (GAMES, 0, 2, "A beats B"),
        (GAMES, 2, 4, "B beats A"),
        (GAMES, 0, 1, "A beats B 2-0"),
        (GAMES, 3, 4, "B beats A 2-0"),
        (GAMES, 1, 2, "A beats B 2-1"),
        (GAMES, 0, 3, "A does not lose to B 0-2"),
        (GAMES, 1, 4, "B does not lose to A 0-2"),
        (GAMES, 1, 3, "A against B ends 2-1, 1-2"),
        (TIES, 0, 2, "A beats B 5-0, 4-1"),
        (TIES, 4, 5, "B beats A 4-1"),
        (TIES, 1, 6, "B does not lose to A 0-5"),
        (MARGINS, 0, 3, "A beats B"),
        (MARGINS, 0, 1, "A beats B by 3 or more"),
        (MARGINS, 0, 2, "A beats B by 2 or more"),
        (MARGINS, 1, 2, "A beats B by 2"),
        (MARGINS, 1, 3, "A beats B by 1 to 2"),
        (MARGINS, 4, 6, "B beats A by 1 to 2"),
        (MARGINS, 3, 4, "A and B draw"),
        (MARGINS, 0, 4, "A does not lose to B"),
        (MARGINS, 3, 7, "B does not lose to A"),
        (MARGINS, 0, 5, "A does not lose to B by 2 or more"),
        (MARGINS, 2, 5, "A against B ends won by 1, in a draw, lost by 1"),
        (MARGINS, 1, 6, "A against B ends won by 2, won by 1, in a draw, lost by 1, lost by 2"),
    ],
)
def test_endings_in_words(endings: tuple[Ending, ...], low: int, high: int, text: str) -> None:
    assert EN(condition(Asked("A", "B", endings), low, high)) == text


def test_the_board_marks_who_is_sure_and_which_matches_are_decided() -> None:
    """A is through with three wins; B and C meet for the second place; D and E are out."""
    results = {
        **{f"A-{one}": WON for one in "BCDE"},
        **{f"{one}-{two}": WON for one in "BC" for two in "DE"},
    }
    contest = league(5, results)
    screen = match_board_screen(contest, contest.plan.played[0].id, EN)
    (table,) = screen.tables
    assert [row.sure for row in table.rows] == [
        "certain", "contending", "contending", "out", "out",
    ]  # fmt: skip
    rows = [row for each in table.rounds for row in each.rows]
    decided = [(row.card.a.name, row.card.b.name) for row in rows if row.decided]
    assert [set(one) for one in decided] == [{"Team 4", "Team 5"}]


def test_the_page_of_an_entrant_tells_what_is_needed() -> None:
    contest = league(4, CASE_N)
    (found,) = match_entrant_screen(contest, team("D"), ZH).stages
    assert found.sure == "contending"
    (chance,) = found.chances
    assert chance.needs[0].cases == ("Team 4以2-0胜Team 3，并且Team 1胜Team 2。",)


def test_rank_as_json_tells_the_outlook_of_stages_that_lead_on() -> None:
    (found,) = report(league(4, CASE_N), EN).stages
    lines = {one.entrant: one for one in found.standings}
    (line,) = lines[team("D")].outlook or ()
    assert (line.to, line.state) == ("the semi-finals", "contending")
    assert line.needs[1] == "Team 4 beats Team 3 2-0, and Team 1 beats Team 2."
    (bracket,) = report(cup(), EN).stages
    assert b'"outlook"' not in msgspec.json.encode(bracket)


def test_what_was_found_is_kept_while_no_result_changes() -> None:
    contest, results = league(4, CASE_N), Results()
    stage_ = contest.plan.played[0]
    first = results.outlook(results.played(contest, stage_))
    assert results.outlook(results.played(contest, stage_)) is first
    (match, *_) = [one.id for one in first.result.encounters if one.result is None]
    begun = told(contest, command("open_match", stage="league", match=match, court="court-1"))
    server = {"type": "start", "server": ["a", 1]}
    live = told(begun, command("record", stage="league", match=match, after=0, tap=server))
    later = results.outlook(results.played(live, stage_))
    assert later is not first
    assert later.groups["A"] is first.groups["A"]
