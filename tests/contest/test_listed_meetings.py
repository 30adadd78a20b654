"""Groups whose meetings the plan lists, across groups too, and what somebody brings along."""

from collections import Counter

import pytest

from scoring.contest.encounters import InGroup, encounters
from scoring.contest.faults import plan_faults
from scoring.contest.ids import EntrantId
from scoring.contest.match_outlook import match_outlook
from scoring.contest.match_proof import proves
from scoring.contest.state import Contest
from scoring.contest.tables import PlayedStandings, played_standings
from scoring.languages import words
from scoring.rules.pool_results import Balance
from scoring.rules.pools import Row
from scoring.views.played_words import played_paragraphs
from tests.contest.leagues import with_results
from tests.contest.playing import (
    BOOK,
    FIRST_TWO,
    PERIODS,
    Wire,
    accepted,
    by_number,
    command,
    plan,
    played,
    stage,
)

FIRST = {**FIRST_TWO, "rules": [{"type": "quota", "by": "pool", "best": 1}]}
MEETINGS = (
    {"a": "t1", "b": "t2", "times": 3},
    {"a": "t3", "b": "t1"},
    {"a": "t2", "b": "t4", "times": 2},
)


def layout(*meetings: Wire, brought: tuple[Wire, ...] = (), names: str = "A") -> Wire:
    return {
        "type": "groups", "names": [*names], "book": BOOK,
        "meetings": meetings, "brought": brought,
    }  # fmt: skip


def season(made: Wire, count: int = 4) -> Contest:
    return played(plan(count, stage("league", made, PERIODS, FIRST)))


def divisions(*meetings: Wire) -> Contest:
    """A with the first two, B with the others."""
    lines = [["t1", "t2"], ["t3", "t4"]]
    draw = command("set_lines", stage="league", lines=lines, reason="by region")
    return accepted(season(layout(*meetings, names="AB")), [draw])


def result(contest: Contest) -> PlayedStandings:
    return played_standings(contest, contest.plan.played[0])


def rows(contest: Contest, group: int = 0) -> dict[str, Row[EntrantId]]:
    return {one.entrant: one for one in result(contest).tables[group].table.rows}


def meeting(contest: Contest) -> list[str]:
    return [
        f"{one.id} {one.entrants[0]}-{one.entrants[1]}"
        for one in encounters(contest, contest.plan.played[0])
        if one.entrants
    ]


def test_the_listed_ones_meet_so_often_in_turn_at_home() -> None:
    assert meeting(season(layout(*MEETINGS))) == [
        "m1-1 t1-t2",
        "m2-1 t3-t1",
        "m3-1 t2-t4",
        "m1-2 t2-t1",
        "m3-2 t4-t2",
        "m1-3 t1-t2",
    ]


def test_nobody_else_meets_and_the_stage_is_over_after_them() -> None:
    contest = season(layout(*MEETINGS))
    contest = accepted(contest, by_number(contest))
    assert {one: row.played for one, row in rows(contest).items()} == {
        "t1": 4, "t2": 5, "t3": 1, "t4": 2,
    }  # fmt: skip
    assert result(contest).tables[0].table.complete
    assert result(contest).encounters.complete


def test_a_match_across_groups_counts_in_both_tables() -> None:
    contest = divisions({"a": "t1", "b": "t2"}, {"a": "t1", "b": "t3"}, {"a": "t4", "b": "t2"})
    assert [
        (one.where.group, one.where.across)
        for one in result(contest).encounters
        if isinstance(one.where, InGroup)
    ] == [("A", ""), ("A", "B"), ("B", "A")]
    contest = accepted(contest, by_number(contest))
    first, second = rows(contest, 0), rows(contest, 1)
    assert {one: (row.won, row.lost) for one, row in first.items()} == {"t1": (2, 0), "t2": (1, 1)}
    assert {one: (row.won, row.lost) for one, row in second.items()} == {
        "t3": (0, 1),
        "t4": (0, 1),
    }


def test_who_is_in_no_group_yet_meets_nobody() -> None:
    assert meeting(season(layout(*MEETINGS, names="AB"))) == []


def test_a_match_between_two_seconds_is_compared_once() -> None:
    """Wildcards compare the seconds of the groups: 1-0 between them is one match of each."""
    pairs = ("t1", "t2"), ("t3", "t4"), ("t1", "t3"), ("t2", "t4")
    contest = divisions(*({"a": a, "b": b} for a, b in pairs))
    contest = accepted(contest, by_number(contest))
    second = result(contest).across[2]
    assert [(row.entrant, row.played, row.won) for row in second.rows] == [
        ("t2", 2, 1),
        ("t4", 2, 0),
    ]


def test_what_is_brought_along_is_in_the_table_and_decides() -> None:
    brought = (
        {"entrant": "t2", "won": 2, "drawn": 1, "lost": 1, "league_points": 7, "points": [9, 5]},
        {"entrant": "t1", "league_points": -3},
    )
    contest = season(layout(*MEETINGS, brought=brought))
    row = rows(contest)["t2"]
    assert (row.played, row.won, row.drawn, row.lost, row.league_points) == (4, 2, 1, 1, 7)
    assert row.points == Balance(9, 5)
    assert [*rows(contest)] == ["t2", "t3", "t4", "t1"]
    contest = with_results(contest, {"A-B": "1:0"})
    table = rows(contest)
    assert (table["t1"].league_points, table["t1"].played) == (0, 1)
    assert (table["t2"].league_points, table["t2"].played) == (7, 5)


def test_what_is_brought_along_does_not_count_between_those_tied() -> None:
    block = {"clauses": [{"text": "1", "measure": "league_points"}]}
    direct = {"clauses": [{"text": "2", "measure": "point_difference", "over": "tied"}]}
    made = layout(
        {"a": "t1", "b": "t2"},
        brought=({"entrant": "t2", "league_points": 3, "points": [50, 0]},),
    )
    made = {**made, "book": {**BOOK, "blocks": [block, direct]}}
    contest = with_results(season(made, 2), {"A-B": "1:0"})
    assert [*rows(contest)] == ["t1", "t2"]


def test_who_leads_by_what_is_brought_along_is_through_with_a_proof() -> None:
    brought = ({"entrant": "t4", "won": 9, "league_points": 27},)
    contest = season(layout(*MEETINGS, brought=brought))
    found = match_outlook(result(contest)).routes[0]
    assert {one: prospect.state for one, prospect in found.items()} == {
        "t1": "eliminated", "t2": "eliminated", "t3": "eliminated", "t4": "qualified",
    }  # fmt: skip
    assert all(proves(result(contest), 0, one, prospect) for one, prospect in found.items())


def test_a_match_that_matters_in_one_of_its_groups_is_not_decided() -> None:
    contest = divisions({"a": "t1", "b": "t3"}, {"a": "t3", "b": "t4"})
    contest = with_results(contest, {"C-D": "1:0"})
    found = match_outlook(result(contest))
    states = {str(one): prospect.state for one, prospect in found.routes[0].items()}
    assert states == {
        "t1": "contending", "t2": "contending", "t3": "qualified", "t4": "eliminated",
    }  # fmt: skip
    assert not found.decided


def test_who_withdraws_is_missed_by_those_of_the_other_group() -> None:
    contest = divisions({"a": "t1", "b": "t3"}, {"a": "t3", "b": "t4"})
    contest = accepted(contest, [command("withdraw", entrant="t3", reason="ill")])
    assert rows(contest)["t1"].won == 1
    assert Counter(one.phase for one in result(contest).encounters) == {"confirmed": 2}


@pytest.mark.parametrize(
    ("made", "field", "text"),
    [
        (layout({"a": "t1", "b": "t9"}), "meetings[0]", "t9"),
        (layout({"a": "t1", "b": "t1"}), "meetings[0]", "Nobody meets themselves"),
        (layout(MEETINGS[0], {"a": "t2", "b": "t1"}), "meetings[1]", "listed already"),
        (layout(brought=({"entrant": "t9"},)), "brought", "t9"),
        (layout(brought=({"entrant": "t1"}, {"entrant": "t1"})), "brought", "t1"),
    ],
)
def test_what_is_wrong_with_a_list_is_said(made: Wire, field: str, text: str) -> None:
    (fault,) = plan_faults(plan(4, stage("league", made, PERIODS, FIRST)))
    assert fault.field.endswith(f".format.{field}")
    assert text in words("en")(fault.message)


def test_the_rules_say_it_in_words() -> None:
    brought = (
        {"entrant": "t2", "won": 2, "drawn": 1, "lost": 1, "league_points": 7},
        {"entrant": "t1", "league_points": -3},
    )
    speak = words("en")
    paragraphs = played_paragraphs(season(layout(*MEETINGS, brought=brought)).plan, 0)
    told = " ".join(speak(one) for _, lines in paragraphs for line in lines for one in line)
    assert "Who meets whom is listed: 6 matches." in told
    assert "Team 2 begins with 2 won, 1 drawn, 1 lost; points: 7." in told
    assert "Team 1 begins with -3 points." in told


def test_where_one_group_alone_sends_somebody_the_others_are_not_named() -> None:
    alone = {**FIRST, "rules": [{"type": "quota", "by": "pool", "best": 0, "counts": {"A": 1}}]}
    made = plan(4, stage("league", layout(*MEETINGS, names="AB"), PERIODS, alone))
    speak = words("en")
    told = " ".join(
        speak(one) for _, lines in played_paragraphs(made, 0) for line in lines for one in line
    )
    assert "A: the best 1" in told
    assert "the best 0" not in told
