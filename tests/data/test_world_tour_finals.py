"""World Tour Finals 2018 and 2019: by GCR 16.2 the first two of a group are the semi-finalists."""

import csv
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

import pytest

from scoring.rules.outcomes import Conceded, Played, Score, Side
from scoring.rules.pool_books import BWF
from scoring.rules.pool_results import Result, Scored
from scoring.rules.pools import Pool, Table, table
from tests.data.official import official_file

YEARS = ("2018", "2019")
DISCIPLINES = ("MS", "WS", "MD", "WD", "XD")
INCOMPLETE = ("2018", "MD", "Chengkai HAN")
"""At the source the match of HAN and GIDEON is missing, of men's doubles 2018.

GIDEON gave it up; `test_badminton_contests` enters the walkover, and the group comes out as well.
"""
RETIRED = {
    ("2018", "Nozomi OKUHARA", "Yufei CHEN", "5-4"): "Yufei CHEN",
    ("2018", "Tzu Ying TAI", "Akane YAMAGUCHI", "17-21 12-11"): "Tzu Ying TAI",
    ("2019", "Viktor Axelsen", "Anthony Sinisuka Ginting", "6-13"): "Viktor Axelsen",
}
"""Who gave up, which the source leaves open: it marks the match and names no winner.

As reported by EFE and by CNA on 14 December 2018, and by JPNN on 13 December 2019.
"""


class Tournament(NamedTuple):
    """One discipline of one year."""

    groups: list[Table[str]]
    semi_finalists: frozenset[str]


def rows(year: str, discipline: str) -> list[dict[str, str]]:
    path = official_file("badminton", "world-tour-finals-2018-2019.csv")
    with path.open(encoding="utf-8", newline="") as stream:
        return [
            row
            for row in csv.DictReader(stream)
            if row["tournament"].endswith(year) and row["discipline"] == discipline
        ]


def tournament(year: str, discipline: str) -> Tournament:
    all_rows = rows(year, discipline)
    results = [result(row) for row in all_rows if row["round"].startswith("Round")]
    semi_finals = [row for row in all_rows if row["round"] == "Semi final"]
    return Tournament(
        [table(pool, BWF) for pool in pools(results)],
        frozenset(chain.from_iterable((row["team_one"], row["team_two"]) for row in semi_finals)),
    )


def result(row: dict[str, str]) -> Result[str]:
    games = [Score(*map(int, one.split("-"))) for one in games_of(row)]
    scored = Scored(
        games=Score(sum(one.a > one.b for one in games), sum(one.b > one.a for one in games)),
        points=Score(sum(one.a for one in games), sum(one.b for one in games)),
    )
    return Result(a=row["team_one"], b=row["team_two"], outcome=outcome(row), scored=scored)


def games_of(row: dict[str, str]) -> list[str]:
    return [row[name] for name in ("game_1_score", "game_2_score", "game_3_score") if row[name]]


def outcome(row: dict[str, str]) -> Played | Conceded:
    if row["retired"] == "True":
        return Conceded("a" if RETIRED[match(row)] == row["team_one"] else "b", "retired")
    winners: dict[str, Side] = {"1": "a", "2": "b"}
    return Played(winners[row["winner"]])


def match(row: dict[str, str]) -> tuple[str, str, str, str]:
    return row["date"][-4:], row["team_one"], row["team_two"], " ".join(games_of(row))


def pools(results: list[Result[str]]) -> Iterator[Pool[str]]:
    """Those who met, directly or through others, are one group."""
    groups: list[set[str]] = []
    for one in results:
        met = [group for group in groups if group & {one.a, one.b}]
        groups = [group for group in groups if group not in met]
        groups.append({one.a, one.b}.union(*met))
    for group in groups:
        own = tuple(one for one in results if one.a in group)
        yield Pool(members=tuple(sorted(group)), results=own)


@pytest.mark.parametrize("discipline", DISCIPLINES)
@pytest.mark.parametrize("year", YEARS)
def test_the_first_two_of_every_group_played_the_semi_finals(year: str, discipline: str) -> None:
    found = tournament(year, discipline)
    assert len(found.groups) == 2
    for group in found.groups:
        if INCOMPLETE[:2] == (year, discipline) and INCOMPLETE[2] in group.places():
            continue
        places = group.places()
        first_two = {one for one, place in places.items() if place <= 2}
        assert len(first_two) == 2
        assert first_two == found.semi_finalists & {*places, *group.struck}
        assert group.lots == ()


def test_the_matches_given_up_are_those_reported_and_the_source_names_no_winner() -> None:
    given_up = [
        row
        for year in YEARS
        for discipline in DISCIPLINES
        for row in rows(year, discipline)
        if row["retired"] == "True" and row["round"].startswith("Round")
    ]
    assert {match(row) for row in given_up} == RETIRED.keys()
    assert {row["winner"] for row in given_up} == {"0"}
    assert all(who in key for key, who in RETIRED.items())


def test_gcr_16_2_5_three_retired_and_are_taken_out() -> None:
    tournaments = [tournament(year, discipline) for year in YEARS for discipline in DISCIPLINES]
    tables = [group for one in tournaments for group in one.groups]
    struck = [one for group in tables for one in group.struck]
    assert sorted(struck) == sorted(RETIRED.values())
    assert len(tables) == 20


@pytest.mark.parametrize("given_up", RETIRED, ids=" ".join)
def test_gcr_16_2_5_the_semi_finals_agree_with_who_gave_up(
    given_up: tuple[str, str, str, str],
) -> None:
    """The opponents played them, and would have been taken out had it been they who gave up."""
    year, *sides, _ = given_up
    qualified = {
        one for discipline in ("MS", "WS") for one in tournament(year, discipline).semi_finalists
    }
    assert set(sides) - qualified == {RETIRED[given_up]}


def test_the_group_left_out_lacks_one_match() -> None:
    year, discipline, member = INCOMPLETE
    groups = tournament(year, discipline).groups
    lacking = [group for group in groups if len(group.matches) < 6 and not group.struck]
    assert [member in group.places() for group in lacking] == [True]
    assert len(lacking[0].matches) == 5


def test_three_equal_and_then_the_match_of_the_two_left() -> None:
    """Men's singles 2019: Antonsen has the better points, and Christie beat him."""
    groups = tournament("2019", "MS").groups
    group = next(one for one in groups if "Kento Momota" in one.places())
    assert [one.entrant for one in group.rows] == [
        "Kento Momota",
        "Tzu Wei Wang",
        "Jonatan Christie",
        "Anders Antonsen",
    ]
    assert [one.clause.text for one in group.partings] == ["16.2.1", "16.2.3", "16.2.3.1"]
    third, fourth = group.rows[2:]
    assert third.points.difference < fourth.points.difference
