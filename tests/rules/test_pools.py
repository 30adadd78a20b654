"""Tables of groups: what counts, how it is explained, and that lots are left to be drawn."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations
from random import Random
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from scoring.rules.outcomes import BothOut, Conceded, Played, Score, Treatment, Unplayed
from scoring.rules.outcomes import other as other_side
from scoring.rules.pool_books import (
    BWF,
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
from scoring.rules.pool_rules import RuleBook
from scoring.rules.pool_values import Recorded
from scoring.rules.pools import Pool, Table, row, table
from tests.rules.pool_builders import clauses, games, goals, of, order, outcome, score

BOOKS = [BWF, BWF_TEAM, FIBA, ITTF, ITTF_TEAM, FIFA, UEFA, VOLLEYBALL, NET_SHUTTLECOCK]


CASE_I = (
    games("A", "B", "2-0"),
    games("B", "C", "2-1"),
    games("C", "A", "2-1"),
    games("A", "D", "2-1"),
    games("B", "D", "2-0"),
    games("C", "D", "2-0"),
)


def test_case_i_bwf_by_games_of_the_whole_pool_and_then_the_match_of_the_two_left() -> None:
    found = of(BWF, *CASE_I)
    assert order(found) == "C A B D"
    assert clauses(found) == ["16.2.1", "16.2.3", "16.2.3.1"]
    assert found.partings[1].values == {"A": Balance(5, 3), "B": Balance(4, 3), "C": Balance(5, 3)}
    assert found.partings[1].groups == (("A", "C"), ("B",))
    assert found.partings[2].values == {"C": 1, "A": 0}


def test_case_i_ittf_by_ratios_between_those_tied() -> None:
    found = of(ITTF, *CASE_I)
    assert order(found) == "A C B D"
    assert found.partings[1].clause.text == "3.7.5.2"
    assert found.partings[1].values == {"A": (3, 2), "C": (3, 3), "B": (2, 3)}
    ratios = [one.ratio for one in found.partings[1].values.values() if isinstance(one, Balance)]
    assert ratios == [Fraction(3, 2), Fraction(1), Fraction(2, 3)]


def test_case_i_bwf_16_2_5_deletes_all_results_of_who_withdraws() -> None:
    members = ("A", "B", "C", "D")
    decided = table(Pool(members=members, results=CASE_I, struck=("D",)), BWF)
    assert order(decided) == "A C B"
    assert decided.struck == ("D",)
    assert "D" not in decided.places()
    retired = replace(CASE_I[5], outcome=Conceded(by="b", how="retired"))
    assert order(of(BWF, *CASE_I[:5], retired)) == "A C B"
    assert all(one.played == 2 for one in decided.rows)


def cycle(ab: str, bc: str, ca: str) -> tuple[Result[str], ...]:
    return games("A", "B", ab), games("B", "C", bc), games("C", "A", ca)


def test_case_j_point_difference_and_then_the_match_of_the_two_left() -> None:
    found = of(BWF, *cycle("21-10 21-10", "21-15 21-15", "21-10 21-15"))
    assert order(found) == "C A B"
    assert clauses(found) == ["16.2.4", "16.2.4.1"]
    assert found.partings[0].values == {"A": (67, 62), "B": (62, 72), "C": (72, 67)}


def test_case_j_equal_in_everything_waits_for_lots() -> None:
    same = cycle("21-15 21-15", "21-15 21-15", "21-15 21-15")
    found = of(BWF, *same)
    assert found.lots == (("A", "B", "C"),)
    assert found.places() == {"A": 1, "B": 1, "C": 1}
    drawn = of(BWF, *same, recorded=Recorded(lots=(("B", "C", "A"),)))
    assert order(drawn) == "B C A"
    assert clauses(drawn) == ["16.2.4.2"]
    assert drawn.partings[0].values == {"B": 1, "C": 2, "A": 3}


def test_a_lot_drawn_among_others_decides_nothing() -> None:
    same = cycle("21-15 21-15", "21-15 21-15", "21-15 21-15")
    assert order(of(BWF, *same, recorded=Recorded(lots=(("B", "C"),)))) == "A=B=C"


def test_bwf_wd_2020_two_left_after_the_game_step_meet_again() -> None:
    """A sort by games and then points would put polii ahead; the scores are reconstructed."""
    found = of(
        BWF,
        games("lee", "chow", "21-10 21-10"),
        games("chow", "polii", "21-15 10-21 21-17"),
        games("polii", "lee", "21-17 17-21 21-15"),
        games("lee", "d", "21-10 21-10"),
        games("chow", "d", "21-8 21-9"),
        games("polii", "d", "21-15 19-21 21-18"),
    )
    assert order(found) == "lee chow polii d"
    assert clauses(found) == ["16.2.1", "16.2.3", "16.2.3.1"]
    differences = {one.entrant: one.games.difference for one in found.rows}
    assert differences == {"lee": 3, "chow": 1, "polii": 1, "d": -5}
    assert [one.points.difference for one in found.rows[1:3]] == [2, 14]


def test_case_u_unplayed_is_no_draw() -> None:
    to_come = Result(a="A", b="B")
    called_off: Result[str] = Result(a="B", b="C", outcome=Unplayed("called_off"))
    found = of(FIFA, to_come, called_off, goals("A", "C", "0-0"))
    rows = {one.entrant: (one.played, one.drawn, one.league_points) for one in found.rows}
    assert rows == {"A": (1, 1, 1), "B": (0, 0, 0), "C": (1, 1, 1)}
    assert not found.complete
    assert of(FIFA, called_off, goals("A", "C", "0-0")).complete


@pytest.mark.parametrize(
    ("book", "points"),
    [
        pytest.param(ITTF, {"A": 0, "B": 0}, id="3.7.5.1 nothing for either"),
        pytest.param(FIBA, {"A": 0, "B": 0}, id="20.2.2 both forfeit"),
    ],
)
def test_where_neither_came_both_have_lost(book: RuleBook, points: Mapping[str, int]) -> None:
    found = of(book, Result(a="A", b="B", outcome=BothOut()))
    assert {one.entrant: one.league_points for one in found.rows} == points
    assert all((one.played, one.lost) == (1, 1) for one in found.rows)
    assert found.groups == (("A", "B"),)


def test_bwf_16_2_5_two_who_did_not_come_are_both_taken_out() -> None:
    found = of(BWF, Result(a="A", b="B", outcome=BothOut()), games("A", "C", "2-0"))
    assert order(found) == "C"
    assert found.struck == ("A", "B")


def test_matches_of_who_was_taken_out_are_not_waited_for() -> None:
    gone = Result(a="D", b="A", outcome=Conceded(by="a", how="retired"))
    left = Result(a="D", b="B"), Result(a="C", b="D")
    rest = cycle("21-15 21-15", "21-15 21-15", "21-15 21-15")
    assert of(BWF, gone, *left, *rest).lots == (("A", "B", "C"),)


def test_the_published_score_of_a_match_given_up_counts() -> None:
    """The rubbers that a team gave up go to the others; the true score is kept beside it."""
    tie = Result(
        a="A",
        b="B",
        outcome=Conceded(by="a", how="retired"),
        scored=Scored(rubbers=Score(2, 1)),
        published=Scored(rubbers=Score(2, 3)),
    )
    found = of(BWF_TEAM, tie)
    assert found.rows[0].entrant == "B"
    assert found.rows[0].rubbers == (3, 2)


@pytest.mark.parametrize(
    ("treatment", "points"), [("as_it_stood", (7, 5)), ("completed", (7, 21)), ("none", (0, 0))]
)
def test_a_conceded_match_counts_as_its_treatment_says(
    treatment: Literal["as_it_stood", "completed", "none"], points: tuple[int, int]
) -> None:
    book = replace(BWF, policy={"retired": Treatment(score=treatment, loss="lost")})
    match = Result(
        a="A",
        b="B",
        outcome=Conceded(by="a", how="retired"),
        scored=Scored(points=Score(7, 5)),
        published=Scored(points=Score(7, 21)),
    )
    found = of(book, match)
    assert order(found) == "B A"
    assert found.rows[1].points == points


def test_a_mini_table_can_be_shown() -> None:
    found = of(ITTF, *CASE_I)
    mini = row(found.matches, found.carried, "A", found.partings[1].among)
    assert (mini.played, mini.won, mini.games) == (2, 1, (3, 2))


def test_a_group_of_nobody() -> None:
    found: Table[str] = table(Pool(members=()), BWF)
    assert found.rows == () and found.groups == () and found.complete


OUTCOMES = st.sampled_from(["2-0", "2-1", "1-2", "0-2"])


@st.composite
def pools(draw: st.DrawFn) -> Pool[str]:
    """All against all, perhaps twice, with some matches still to come."""
    members = "ABCDE"[: draw(st.integers(2, 5))]
    results: list[Result[str]] = []
    for a, b in combinations(members, 2):
        units = score(draw(OUTCOMES))
        points = Score(draw(st.integers(0, 4)), draw(st.integers(0, 4)))
        scored = Scored(rubbers=units, games=units, points=points)
        played = Result(a=a, b=b, outcome=outcome(units), scored=scored)
        results.append(draw(st.sampled_from([played, played, Result(a=a, b=b)])))
    return Pool(members=tuple(members), results=tuple(results))


@given(pools(), st.sampled_from(BOOKS), st.randoms(use_true_random=False))
def test_no_order_of_rows_decides(pool: Pool[str], book: RuleBook, dice: Random) -> None:
    members, results = [*pool.members], [turned(one, dice) for one in pool.results]
    dice.shuffle(members)
    dice.shuffle(results)
    other = table(Pool(members=tuple(members), results=tuple(results)), book)
    assert other.places() == table(pool, book).places()


def turned(result: Result[str], dice: Random) -> Result[str]:
    """The same match told from the other side, or not."""
    if dice.random() < 0.5:
        return result
    scored = Scored(
        rubbers=Score(result.scored.rubbers.b, result.scored.rubbers.a),
        games=Score(result.scored.games.b, result.scored.games.a),
        points=Score(result.scored.points.b, result.scored.points.a),
    )
    ended = result.outcome
    if isinstance(ended, Played):
        ended = Played(other_side(ended.winner))
    return Result(a=result.b, b=result.a, outcome=ended, scored=scored)


@given(pools(), st.sampled_from(BOOKS))
def test_every_separation_is_explained_once(pool: Pool[str], book: RuleBook) -> None:
    """The separations, applied one after the other, give exactly the groups of the table."""
    found = table(pool, book)
    groups = [frozenset(pool.members)]
    for one in found.partings:
        parts = [frozenset(part) for part in one.groups]
        whole = frozenset().union(*parts)
        assert len(parts) > 1 and whole == set(one.values)
        at = groups.index(whole)
        groups[at : at + 1] = parts
    assert groups == [frozenset(part) for part in found.groups]


@given(pools(), st.sampled_from(BOOKS))
def test_what_is_scored_for_is_scored_against(pool: Pool[str], book: RuleBook) -> None:
    rows = table(pool, book).rows
    assert sum(one.points.difference for one in rows) == 0
    assert sum(one.games.difference for one in rows) == 0
    assert sum(one.won for one in rows) == sum(one.lost for one in rows)
    assert all(one.played == one.won + one.drawn + one.lost for one in rows)


@given(pools(), st.sampled_from(BOOKS))
def test_the_first_clause_is_never_overruled(pool: Pool[str], book: RuleBook) -> None:
    first = book.blocks[0].clauses[0].measure
    rows = table(pool, book).rows
    values = [one.won if first == "wins" else one.league_points for one in rows]
    assert values == sorted(values, reverse=True)
