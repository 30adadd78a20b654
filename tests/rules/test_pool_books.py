"""The rule books of groups, clause by clause."""

from collections.abc import Mapping

import pytest

from scoring.rules.outcomes import How, Score
from scoring.rules.pool_books import (
    BWF_TEAM,
    FIBA,
    FIFA,
    ITTF,
    ITTF_TEAM,
    NET_SHUTTLECOCK,
    UEFA,
    VOLLEYBALL,
)
from scoring.rules.pool_results import Balance, Result, Scored
from scoring.rules.pool_values import Recorded
from tests.rules.pool_builders import all_goals, clauses, conceded, games, goals, of, order, ties


@pytest.mark.parametrize(
    ("results", "expected", "cited"),
    [
        pytest.param(
            (ties("A", "B", "3-2"), ties("A", "C", "4-1"), ties("B", "C", "3-2")),
            "A B C",
            ["16.1 wins"],
            id="16.1 ties won",
        ),
        pytest.param(
            (
                *(ties("A", "B", "3-2"), ties("A", "C", "3-2"), ties("D", "A", "5-0")),
                *(ties("B", "C", "5-0"), ties("B", "D", "5-0"), ties("C", "D", "3-2")),
            ),
            "A B C D",
            ["16.1 wins", "16.1 wins", "16.1 wins"],
            id="16.1 two equal: their tie",
        ),
        pytest.param(
            (ties("A", "B", "3-2"), ties("B", "C", "4-1"), ties("C", "A", "3-2")),
            "B A C",
            ["16.1 rubber_difference"],
            id="16.1 three equal: rubbers",
        ),
        pytest.param(
            (
                *(ties("A", "B", "3-2", "6-5"), ties("B", "C", "3-2", "7-4")),
                ties("C", "A", "3-2", "6-6"),
            ),
            "B A C",
            ["16.1 game_difference"],
            id="16.1 rubbers equal: games",
        ),
        pytest.param(
            (
                *(ties("A", "B", "3-2", "6-5", "200-190"), ties("B", "C", "3-2", "6-5", "1-0")),
                ties("C", "A", "3-2", "6-5", "200-195"),
            ),
            "A C B",
            ["16.1 point_difference"],
            id="16.1 games equal: points",
        ),
    ],
)
def test_bwf_16_1_team_pools(
    results: tuple[Result[str], ...], expected: str, cited: list[str]
) -> None:
    found = of(BWF_TEAM, *results)
    assert order(found) == expected
    told = [f"{one.clause.text} {one.clause.measure}" for one in found.partings]
    assert told == cited


@pytest.mark.parametrize(
    ("results", "expected", "cited"),
    [
        pytest.param(
            "A-B 100-55, B-C 100-95, A-C 90-85, B-D 80-75, A-D 75-80, C-D 60-55",
            "A B C D",
            ["D.1.1", "D.1.3", "D.1.3"],
            id="example 1: the game between the two",
        ),
        pytest.param(
            "A-B 100-55, B-C 100-85, A-C 90-85, B-D 75-80, A-D 120-75, C-D 65-55",
            "A B C D",
            ["D.1.1", "D.1.3", "D.1.3"],
            id="example 2: D.1.4 begins again for C and D",
        ),
        pytest.param(
            "A-B 85-90, B-C 100-95, A-C 55-100, B-D 75-85, A-D 75-120, C-D 65-55",
            "C D B A",
            ["D.1.1", "D.1.3"],
            id="example 3, not confirmed as the official one",
        ),
    ],
)
def test_case_k_fiba(results: str, expected: str, cited: list[str]) -> None:
    found = of(FIBA, *all_goals(results))
    assert order(found) == expected
    assert clauses(found) == cited


def test_case_k_fiba_example_1_goes_by_the_game_between_two_who_are_equal_otherwise() -> None:
    found = of(
        FIBA, *all_goals("A-B 100-55, B-C 100-95, A-C 90-85, B-D 80-75, A-D 75-80, C-D 60-55")
    )
    assert [one.points.difference for one in found.rows[2:]] == [-5, -5]
    between = found.partings[-1]
    assert (between.clause.measure, between.among) == ("league_points", ("C", "D"))
    assert between.values == {"C": 2, "D": 1}


def test_case_k_fiba_example_3_goes_by_the_difference_between_three() -> None:
    found = of(
        FIBA, *all_goals("A-B 85-90, B-C 100-95, A-C 55-100, B-D 75-85, A-D 75-120, C-D 65-55")
    )
    between = found.partings[-1]
    assert (between.clause.measure, sorted(between.among)) == ("point_difference", ["B", "C", "D"])
    values = {
        one: value.difference
        for one, value in between.values.items()
        if isinstance(value, Balance)
    }
    assert values == {"C": 5, "D": 0, "B": -5}


def test_case_k_fiba_example_2_says_by_what() -> None:
    found = of(
        FIBA, *all_goals("A-B 100-55, B-C 100-85, A-C 90-85, B-D 75-80, A-D 120-75, C-D 65-55")
    )
    _, difference, again = found.partings
    assert difference.clause.measure == "point_difference"
    assert difference.values == {"B": (175, 165), "C": (150, 155), "D": (135, 140)}
    assert difference.groups == (("B",), ("C", "D"))
    assert again.clause.measure == "league_points"
    assert again.among == ("C", "D")
    assert again.values == {"C": 2, "D": 1}


CYCLE = "A-B 80-70, B-C 80-70, C-A 80-70"


@pytest.mark.parametrize(
    ("results", "expected", "measure", "over"),
    [
        pytest.param(
            "A-B 80-70, B-C 90-70, C-A 85-80",
            "B A C",
            "point_difference",
            "tied",
            id="D.1.3 difference between the tied",
        ),
        pytest.param(
            "A-B 80-70, B-C 90-80, C-A 70-60, A-D 99-5, B-D 10-6, C-D 11-7",
            "B C A D",
            "points_scored",
            "tied",
            id="D.1.3 goals between the tied",
        ),
        pytest.param(
            f"{CYCLE}, A-D 9-5, B-D 9-1, C-D 10-0",
            "C B A D",
            "point_difference",
            "all",
            id="D.1.3 difference over all games",
        ),
        pytest.param(
            f"{CYCLE}, A-D 9-5, B-D 10-6, C-D 11-7",
            "C B A D",
            "points_scored",
            "all",
            id="D.1.3 goals over all games",
        ),
    ],
)
def test_fiba_clause(results: str, expected: str, measure: str, over: str) -> None:
    found = of(FIBA, *all_goals(results))
    assert order(found) == expected
    clause = found.partings[-1].clause
    assert (clause.measure, clause.over) == (measure, over)


def test_fiba_d_1_3_at_the_end_a_draw_decides() -> None:
    results = all_goals(f"{CYCLE}, A-D 9-5, B-D 9-5, C-D 9-5")
    assert of(FIBA, *results).lots == (("A", "B", "C"),)
    drawn = of(FIBA, *results, recorded=Recorded(lots=(("C", "A", "B"),)))
    assert order(drawn) == "C A B D"
    assert drawn.lots == ()


def test_fiba_before_the_end_the_place_is_shared_and_no_draw_is_asked_for() -> None:
    played = goals("A", "B", "80-70"), goals("C", "D", "80-70")
    found = of(FIBA, *played, Result(a="A", b="C"), Result(a="B", b="D"))
    assert order(found) == "A=C B=D"
    assert found.lots == ()
    assert not found.complete


def forfeit(a: str, b: str) -> Result[str]:
    return conceded(a, b, "forfeit", Scored(points=Score(0, 20)))


def test_case_l_a_forfeit_is_20_to_0_and_no_point() -> None:
    found = of(FIBA, forfeit("D", "A"), goals("B", "D", "70-80"), goals("A", "B", "60-70"))
    rows = {one.entrant: one for one in found.rows}
    assert rows["D"].league_points == 2
    assert rows["B"].league_points == 3
    assert rows["A"].points == (80, 70)
    assert (rows["D"].played, rows["D"].lost) == (2, 1)


def test_case_l_the_second_forfeit_makes_all_games_of_the_team_vanish() -> None:
    results = (
        goals("D", "A", "80-70"),
        forfeit("D", "B"),
        forfeit("D", "C"),
        *all_goals("A-B 80-70, B-C 80-70, A-C 80-70"),
    )
    found = of(FIBA, *results)
    assert order(found) == "A B C"
    assert found.struck == ("D",)
    assert {one.entrant: one.league_points for one in found.rows} == {"A": 4, "B": 3, "C": 2}
    assert all(one.played == 2 for one in found.rows)


def test_fiba_a_default_is_a_loss_with_its_point() -> None:
    found = of(FIBA, conceded("A", "B", "default", Scored(points=Score(0, 2))))
    assert {one.entrant: one.league_points for one in found.rows} == {"B": 2, "A": 1}


@pytest.mark.parametrize(
    ("how", "points"),
    [
        pytest.param("walkover", 0, id="3.7.5.1 unplayed"),
        pytest.param("retired", 0, id="3.7.5.1 unfinished"),
        pytest.param("disqualified", 0, id="3.7.5.1 defaulted"),
    ],
)
def test_ittf_a_match_unplayed_or_unfinished_gives_the_loser_nothing(
    how: How, points: int
) -> None:
    found = of(ITTF, conceded("A", "B", how), games("A", "C", "1-3"), games("B", "C", "3-0"))
    assert found.rows[-1].entrant == "A"
    assert found.rows[-1].league_points == points + 1


def test_ittf_3_7_5_3_begins_again_for_those_still_equal() -> None:
    """Among the three B has the best ratio of games; A and C, level, go by their own match."""
    found = of(ITTF, games("A", "B", "3-2"), games("B", "C", "3-1"), games("C", "A", "3-2"))
    assert [one.values for one in found.partings] == [
        {"B": (5, 4), "A": (5, 5), "C": (4, 5)},
    ]
    found = of(ITTF, games("A", "B", "3-1"), games("B", "C", "3-2"), games("C", "A", "3-1"))
    assert order(found) == "C A B"
    four = of(
        ITTF,
        *(games("A", "B", "3-1"), games("B", "C", "3-1"), games("C", "A", "3-1")),
        *(games("A", "D", "3-2"), games("D", "B", "3-2"), games("C", "D", "3-2")),
    )
    assert order(four) == "C A D B"
    assert four.partings[-1].among == ("B", "D")


def test_ittf_team_ties_go_by_individual_matches_first() -> None:
    found = of(
        ITTF_TEAM,
        ties("A", "B", "3-2", "9-9"),
        ties("B", "C", "3-0", "9-8"),
        ties("C", "A", "3-1", "9-0"),
    )
    assert order(found) == "B A C"
    assert found.partings[0].clause.measure == "rubber_ratio"


def test_a_ratio_without_a_game_lost_is_above_every_other() -> None:
    """Two of three matches played: A has 3:0, C 3:2 and B neither."""
    found = of(
        VOLLEYBALL,
        games("A", "B", "3-0"),
        games("C", "D", "3-1"),
        games("E", "F", "3-0"),
    )
    assert order(found) == "A=E C D B=F"
    balances = found.partings[1].values
    assert found.partings[1].clause.measure == "game_ratio"
    assert balances["A"] == (3, 0)


@pytest.mark.parametrize(
    ("text", "points"),
    [("3-0", {"A": 3, "B": 0}), ("3-1", {"A": 3, "B": 0}), ("3-2", {"A": 2, "B": 1})],
)
def test_fivb_2_points_by_sets(text: str, points: Mapping[str, int]) -> None:
    found = of(VOLLEYBALL, games("A", "B", text))
    assert {one.entrant: one.league_points for one in found.rows} == points


def test_fivb_wins_come_before_points() -> None:
    found = of(
        VOLLEYBALL,
        *(games("A", "B", "3-2"), games("A", "C", "3-2"), games("D", "A", "3-0")),
        *(games("B", "C", "3-0"), games("B", "D", "2-3"), games("C", "D", "3-0")),
    )
    assert [(one.entrant, one.won, one.league_points) for one in found.rows] == [
        ("D", 2, 5),
        ("A", 2, 4),
        ("B", 1, 5),
        ("C", 1, 4),
    ]


THREE = "A-B 1-0, B-C 2-1, C-A 1-0, A-D 4-2, B-D 3-1, C-D 3-1"


@pytest.mark.parametrize(
    ("results", "expected", "cited"),
    [
        pytest.param("A-B 1-0, C-D 1-1", "A C=D B", ["a"], id="32.5 a points"),
        pytest.param("A-B 1-0, C-D 2-0", "C A B D", ["a", "b", "b"], id="32.5 b difference"),
        pytest.param("A-B 1-0, C-D 2-1", "C A D B", ["a", "c", "c"], id="32.5 c goals"),
        pytest.param(
            "A-B 1-0, C-A 1-0, A-D 1-0, B-C 1-0, B-D 1-0, C-D 0-0",
            "A B C D",
            ["a", "d"],
            id="32.5 d points between them",
        ),
        pytest.param(
            "A-B 2-0, B-C 1-0, C-A 1-0, A-D 3-2, B-D 4-1, C-D 4-2",
            "A C B D",
            ["a", "e"],
            id="32.5 e difference between them",
        ),
        pytest.param(THREE, "B=C A D", ["a", "f"], id="32.5 f goals between them"),
    ],
)
def test_fifa(results: str, expected: str, cited: list[str]) -> None:
    found = of(FIFA, *all_goals(results))
    assert order(found) == expected
    assert clauses(found) == cited


@pytest.mark.parametrize(
    ("recorded", "expected", "cited"),
    [
        pytest.param(
            Recorded(conduct={"A": -9, "B": -6, "C": -4, "D": 0}), "C B A D", "g", id="32.5 g"
        ),
        pytest.param(Recorded(lots=(("C", "B"),)), "C B A D", "h", id="32.5 h"),
        pytest.param(
            Recorded(conduct={"B": -4, "C": -4}, lots=(("B", "C"),)), "B C A D", "h", id="g, h"
        ),
    ],
)
def test_fifa_beside_the_results(recorded: Recorded[str], expected: str, cited: str) -> None:
    found = of(FIFA, *all_goals(THREE), recorded=recorded)
    assert order(found) == expected
    assert clauses(found)[-1] == cited


def test_conduct_known_of_one_only_decides_nothing() -> None:
    found = of(FIFA, *all_goals(THREE), recorded=Recorded(conduct={"B": -4}))
    assert found.lots == (("B", "C"),)


GOALS_AGAINST_THE_MATCH = "A-C 3-0, C-B 2-0, B-A 4-3"


@pytest.mark.parametrize(
    ("results", "expected", "cited"),
    [
        pytest.param(
            "A-B 1-0, A-C 0-1, B-C 5-0, A-D 1-0, B-D 0-1, C-D 0-1",
            "A D B C",
            ["20", "20.01 a", "20.01 a"],
            id="20.01 a points between them",
        ),
        pytest.param(
            GOALS_AGAINST_THE_MATCH,
            "A B C",
            ["20.01 b", "20.01 c"],
            id="20.01 c still counts all between the three",
        ),
        pytest.param(
            "A-C 3-0, C-B 2-0, B-A 2-1",
            "A C B",
            ["20.01 b", "20.01 a"],
            id="20.01 d begins again between the two left",
        ),
        pytest.param(
            "A-B 1-1, A-C 2-0, B-C 1-0", "A B C", ["20", "20.01 e"], id="20.01 e difference"
        ),
        pytest.param("A-B 1-1, A-C 2-1, B-C 1-0", "A B C", ["20", "20.01 f"], id="20.01 f goals"),
        pytest.param(
            "A-B 0-0, A-C 2-0, A-D 0-1, A-E 0-1, B-C 1-1, B-D 1-1, B-E 0-0,"
            " C-D 0-1, C-E 0-2, D-E 1-0",
            "D E A B C",
            ["20", "20.01 g"],
            id="20.01 g wins",
        ),
    ],
)
def test_uefa(results: str, expected: str, cited: list[str]) -> None:
    found = of(UEFA, *all_goals(results))
    assert order(found) == expected
    assert clauses(found) == cited


def test_fiba_goes_by_the_match_where_uefa_still_counts_the_three() -> None:
    assert order(of(FIBA, *all_goals(GOALS_AGAINST_THE_MATCH))) == "A C B"


LEVEL = "A-B 1-1, A-C 1-1, B-C 1-1"


@pytest.mark.parametrize(
    ("recorded", "expected", "cited"),
    [
        pytest.param(Recorded(), "A=B=C", [], id="nothing"),
        pytest.param(Recorded(lots=(("B", "A", "C"),)), "B A C", ["20.01 h"], id="20.01 h"),
        pytest.param(
            Recorded(conduct={"A": -3, "B": -2, "C": -3}), "B A=C", ["20.01 i"], id="20.01 i"
        ),
        pytest.param(Recorded(ranking={"A": 9, "B": 30, "C": 2}), "C A B", ["20.01 j"], id="j"),
    ],
)
def test_uefa_beside_the_results(recorded: Recorded[str], expected: str, cited: list[str]) -> None:
    found = of(UEFA, *all_goals(LEVEL), recorded=recorded)
    assert order(found) == expected
    assert clauses(found) == cited


@pytest.mark.parametrize(
    ("results", "expected", "cited"),
    [
        pytest.param(
            (
                *(games("A", "B", "2-0"), games("B", "C", "2-1"), games("C", "A", "2-1")),
                *(games("A", "D", "2-1"), games("B", "D", "2-0"), games("C", "D", "2-0")),
            ),
            "C A B D",
            ["1", "3", "3.1"],
            id="3 games, 3.1 the match of the two left",
        ),
        pytest.param(
            (conceded("A", "B", "walkover"), games("C", "A", "2-0"), games("B", "C", "2-0")),
            "B C A",
            ["1"],
            id="1 nothing for staying away",
        ),
    ],
)
def test_net_shuttlecock_by_local_regulations(
    results: tuple[Result[str], ...], expected: str, cited: list[str]
) -> None:
    found = of(NET_SHUTTLECOCK, *results)
    assert order(found) == expected
    assert clauses(found) == cited
