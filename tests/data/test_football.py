"""World Cup 2018 and Euro 2020: the tables, the best thirds, and who played on."""

import json
from itertools import chain
from typing import Any

from scoring.rules.outcomes import Drawn, Played, Score
from scoring.rules.pool_books import FIFA, UEFA
from scoring.rules.pool_results import Result, Scored
from scoring.rules.pool_values import Recorded
from scoring.rules.pools import Pool, Table, table
from scoring.rules.thirds import across
from tests.data.official import official_file

FAIR_PLAY_2018 = {"Japan": -4, "Senegal": -6}
"""Published by FIFA for group H; not in the data."""


def loaded(name: str) -> Any:  # noqa: ANN401 - each file has a shape of its own
    return json.loads(official_file("football", name).read_text(encoding="utf-8"))


def result(a: str, b: str, goals: list[int]) -> Result[str]:
    points = Score(*goals)
    leading = points.leader()
    return Result(
        a=a,
        b=b,
        outcome=Played(leading) if leading else Drawn(),
        scored=Scored(points=points),
    )


def world_cup(recorded: Recorded[str]) -> dict[str, Table[str]]:
    groups: dict[str, list[Result[str]]] = {}
    for match in loaded("worldcup-2018.json")["matches"]:
        if "group" in match:
            one = result(match["team1"], match["team2"], match["score"]["ft"])
            groups.setdefault(match["group"], []).append(one)
    found: dict[str, Table[str]] = {}
    for name, results in groups.items():
        members = sorted({side for one in results for side in (one.a, one.b)})
        pool = Pool(members=tuple(members), results=tuple(results), recorded=recorded)
        found[name] = table(pool, FIFA)
    return found


def test_world_cup_2018_tables_are_the_official_ones() -> None:
    tables = world_cup(Recorded(conduct=FAIR_PLAY_2018))
    official = loaded("worldcup-2018.standings.json")["groups"]
    assert len(official) == 8
    for group in official:
        found = tables[group["name"]]
        places = found.places()
        assert [
            (
                row.entrant,
                places[row.entrant],
                *(row.played, row.won, row.drawn, row.lost),
                *row.points,
                row.league_points,
            )
            for row in found.rows
        ] == [
            (
                line["team"]["name"],
                line["pos"],
                *(line["played"], line["won"], line["drawn"], line["lost"]),
                *(line["goals_for"], line["goals_against"]),
                line["pts"],
            )
            for line in group["standings"]
        ]


def test_world_cup_2018_fair_play_told_japan_from_senegal() -> None:
    without = world_cup(Recorded())
    assert [found.lots for found in without.values() if found.lots] == [(("Japan", "Senegal"),)]
    trace = world_cup(Recorded(conduct=FAIR_PLAY_2018))["Group H"].partings[-1]
    assert trace.clause.text == "g"
    assert trace.values == FAIR_PLAY_2018
    assert trace.groups == (("Japan",), ("Senegal",))


def euro() -> tuple[list[Table[str]], set[str]]:
    """The tables, and the teams of the round of 16."""
    rounds = {one["name"]: one["matches"] for one in loaded("euro-2020.json")["rounds"]}
    results: dict[str, list[Result[str]]] = {}
    for match in chain(*(rounds[f"Matchday {day}"] for day in (1, 2, 3))):
        one = result(match["team1"]["name"], match["team2"]["name"], match["score"]["ft"])
        results.setdefault(match["group"], []).append(one)
    tables: list[Table[str]] = []
    for group in loaded("euro-2020.groups.json")["groups"]:
        members = tuple(team["name"] for team in group["teams"])
        pool = Pool(members=members, results=tuple(results[group["name"]]))
        tables.append(table(pool, UEFA))
    last = {match[side]["name"] for match in rounds["Round of 16"] for side in ("team1", "team2")}
    return tables, last


def test_euro_2020_the_last_sixteen_are_the_first_two_and_the_best_four_thirds() -> None:
    tables, last_sixteen = euro()
    assert len(tables) == 6
    assert all(found.lots == () for found in tables)
    thirds = across(tables, 3, UEFA, "as_played", Recorded())
    assert not thirds.waiting
    best = [one for group in thirds.groups[:4] for one in group]
    first_two = [row.entrant for found in tables for row in found.rows[:2]]
    assert len(last_sixteen) == 16
    assert {*first_two, *best} == last_sixteen


def test_euro_2020_the_thirds_in_the_order_that_uefa_published() -> None:
    tables, _ = euro()
    thirds = across(tables, 3, UEFA, "as_played", Recorded())
    assert thirds.groups == (
        ("Portugal",),
        ("Czech Republic",),
        ("Switzerland",),
        ("Ukraine",),
        ("Finland",),
        ("Slovakia",),
    )
    assert [one.clause.text for one in thirds.partings] == [
        "21.03 a",
        "21.03 b",
        "21.03 c",
        "21.03 b",
    ]


def test_euro_2020_group_b_went_by_the_matches_between_three() -> None:
    """Denmark, Finland and Russia had 3 points each: 20.01 b told them apart."""
    tables, _ = euro()
    (group,) = (found for found in tables if "Denmark" in found.places())
    assert [row.entrant for row in group.rows] == ["Belgium", "Denmark", "Finland", "Russia"]
    assert [one.clause.text for one in group.partings] == ["20", "20.01 b"]
    assert group.partings[1].values == {"Denmark": (4, 2), "Finland": (1, 1), "Russia": (2, 4)}
