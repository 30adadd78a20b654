"""The five draws of the All England 2019: every winner comes to the match he played next."""

import csv
from collections import Counter
from typing import NamedTuple

import pytest

from scoring.rules.brackets import single_elimination
from scoring.rules.propagation import Known, Result, complete, fixtures, placed
from scoring.rules.slots import Seed, Source, round_name
from tests.data.converters.matches import draw_order
from tests.data.official import official_file

ROUNDS = ("Round of 32", "Round of 16", "Quarter final", "Semi final", "Final")
FINALISTS = {
    "MS": ("Kento Momota", "Viktor Axelsen"),
    "WS": ("Yufei Chen", "Tzu Ying Tai"),
    "MD": ("Mohammad Ahsan", "Aaron Chia"),
    "WD": ("Qingchen Chen", "Mayu Matsumoto"),
    "XD": ("Siwei Zheng", "Yuta Watanabe"),
}
"""The champion first; a pair is called by its first player."""


class Line(NamedTuple):
    """One match; the file leaves open who won when somebody retired."""

    sides: tuple[str, str]
    winner: str | None


def played(discipline: str) -> list[list[Line]]:
    """The matches round by round, in the order of the file."""
    path = official_file("badminton", "all-england-2019.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["discipline"] == discipline]
    column = {"0": None, "1": "team_one", "2": "team_two"}
    return [
        [
            Line((row["team_one"], row["team_two"]), row[won] if won else None)
            for row in rows
            if row["round"] == name
            for won in (column[row["winner"]],)
        ]
        for name in ROUNDS
    ]


@pytest.mark.parametrize("discipline", FINALISTS)
def test_every_winner_comes_to_the_match_played_next(discipline: str) -> None:
    rounds = played(discipline)
    assert [len(lines) for lines in rounds] == [16, 8, 4, 2, 1]
    order = draw_order([[line.sides for line in lines] for lines in rounds])
    assert len(set(order)) == 32
    draw = single_elimination([Seed(line) for line in range(1, 33)])
    entrants: dict[Source, str | None] = {
        Seed(number): who for number, who in enumerate(order, start=1)
    }
    results: dict[str, Result[str]] = {}
    for number, lines in enumerate(rounds, start=1):
        found = fixtures(draw.matches, entrants, results)
        here = [one for one in found.values() if one.match.round.number == number]
        by_sides = {frozenset(line.sides): line for line in lines}
        assert {one.progress for one in here} == {"ready"}
        assert {frozenset(one.known()) for one in here} == by_sides.keys()
        later = {side for line in rounds[number] for side in line.sides} if number < 5 else set()
        for one in here:
            line = by_sides[frozenset(one.known())]
            winner = line.winner or next(side for side in line.sides if side in later)
            results[one.match.id] = Result(line.sides, winner)
    found = fixtures(draw.matches, entrants, results)
    assert complete(found)
    final = found["main-5-1"]
    assert round_name(final.match.round) == ("final", 2)
    assert (final.winner, final.loser) == tuple(map(Known, FINALISTS[discipline]))
    best = Counter(span.best for span in placed(found, draw.places).values())
    assert best == {1: 1, 2: 1, 3: 2, 5: 4, 9: 8, 17: 16}


def test_who_won_is_told_by_the_file_but_for_three_who_retired() -> None:
    lines = [line for name in FINALISTS for round_ in played(name) for line in round_]
    assert len(lines) == 155
    assert [line.sides for line in lines if line.winner is None] == [
        ("Kenta Nishimoto", "Wan Ho Son"),
        ("Ni Ketut Mahadewi Istarani", "Maiken Fruergaard"),
        ("Kohei Gondo", "Niclas Nohr"),
    ]
