"""Four leagues with matches left: who is out of the first place, and by whom.

The tables hold to the rules, not to a contest file: of up to 160 games for each team they give
nothing but the wins, and part of what is left is against teams that are not in the table. A stage
of groups counts matches between its members, and to fill it up they would have to be made up.
"""

from itertools import combinations

import pytest

from scoring.rules.elimination import (
    Eliminated,
    League,
    Possible,
    first_place,
    proves,
    shows,
)
from tests.data.official import official_file


def league(name: str) -> League[str]:
    """A line is a team, its wins, losses and matches left, and those left against each."""
    path = official_file("elimination", f"{name}.txt")
    lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    teams = [line[0] for line in lines]
    against = {line[0]: dict(zip(teams, map(int, line[4:]), strict=True)) for line in lines}
    return League(
        wins={line[0]: int(line[1]) for line in lines},
        remaining={line[0]: int(line[3]) for line in lines},
        left={(a, b): against[a][b] for a, b in combinations(teams, 2) if against[a][b]},
    )


OUT: dict[str, dict[str, tuple[str, ...]]] = {
    "teams4": {"Philadelphia": ("Atlanta", "New_York"), "Montreal": ("Atlanta",)},
    "teams5": {"Detroit": ("New_York", "Baltimore", "Boston", "Toronto")},
    "teams7": {"Ireland": ("U.S.A.", "France", "Germany"), "China": ("France",)},
}


@pytest.mark.parametrize("name", ["teams4", "teams5", "teams7", "teams24"])
def test_case_m_everybody_is_out_with_a_proof_or_in_with_a_witness(name: str) -> None:
    table = league(name)
    for team in table.wins:
        found = first_place(table, team)
        if isinstance(found, Eliminated):
            assert proves(table, team, found)
        else:
            assert shows(table, team, found)


@pytest.mark.parametrize("name", OUT)
def test_case_m_nobody_else_is_out(name: str) -> None:
    table = league(name)
    out = {one for one in table.wins if isinstance(first_place(table, one), Eliminated)}
    assert out == set(OUT[name])


def test_case_m_of_24_one_is_out_by_several_together_and_the_others_are_plainly_behind() -> None:
    """Plainly behind is who cannot reach the wins that somebody has already."""
    table = league("teams24")
    found = {one: first_place(table, one) for one in table.wins}
    out = {one: why.by for one, why in found.items() if isinstance(why, Eliminated)}
    most = max(table.wins.values())
    behind = {one for one in table.wins if table.bound(one) < most}
    assert {one for one, by in out.items() if len(by) > 1} == {"Team13"}
    assert out.keys() == behind | {"Team13"}
    assert table.bound("Team13") >= most


@pytest.mark.parametrize(
    ("name", "team", "by"),
    [(name, team, by) for name, out in OUT.items() for team, by in out.items()],
)
def test_case_m_by_whom(name: str, team: str, by: tuple[str, ...]) -> None:
    assert first_place(league(name), team) == Eliminated(by)


def test_case_m_detroit_by_an_average_of_76_and_a_quarter() -> None:
    table = league("teams5")
    by = OUT["teams5"]["Detroit"]
    between = sum(count for pair, count in table.left.items() if set(pair) <= set(by))
    assert (sum(table.wins[one] for one in by), between) == (278, 27)
    assert table.bound("Detroit") == 76


def test_a_team_still_in_has_a_witness_of_every_match() -> None:
    table = league("teams24")
    found = first_place(table, "Team0")
    assert isinstance(found, Possible)
    assert found.wins.keys() == table.left.keys()
