"""Four leagues in mid-season, as contest files: who is out of the first place, and by whom.

Of these tables come the wins so far and how often which two still meet; see the converter for how
that is a plan.
"""

from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from scoring.contest.file import played
from scoring.contest.ids import EntrantId
from scoring.contest.match_outlook import InGroup, MatchOutlook, Prospect, match_outlook
from scoring.contest.match_proof import proves, sums, witness
from scoring.contest.tables import played_standings
from scoring.rules import elimination
from scoring.rules.elimination import Eliminated, Possible, first_place, shows
from scoring.rules.outcomes import winner
from tests.data.converters.elimination import (
    OTHERS,
    Team,
    league_file,
    league_of,
    teams_of,
)
from tests.data.converters.matches import entrant_id
from tests.data.official import official_file, ranked

TABLES = ("teams4", "teams5", "teams7", "teams24")
OUT: dict[str, dict[str, tuple[str, ...]]] = {
    "teams4": {"Philadelphia": ("Atlanta", "New_York"), "Montreal": ("Atlanta",)},
    "teams5": {"Detroit": ("New_York", "Baltimore", "Boston", "Toronto")},
    "teams7": {"Ireland": ("U.S.A.", "France", "Germany"), "China": ("France",)},
}
"""By whom; that of the table of 24 is not so short, see below."""

each_table = pytest.mark.parametrize("name", TABLES)
each_listed = pytest.mark.parametrize("name", OUT)


def teams(name: str) -> list[Team]:
    return teams_of(official_file("elimination", f"{name}.txt"))


@cache
def outlook(name: str) -> MatchOutlook:
    contest = played(league_file(name, teams(name)))
    stage = contest.plan.played[0]
    return match_outlook(played_standings(contest, stage))


def prospects(name: str) -> dict[str, Prospect]:
    """What may become of each team of the table."""
    found = outlook(name).routes[0]
    return {one.name: found[entrant_id(one.name)] for one in teams(name)}


def certificate(prospect: Prospect) -> InGroup:
    assert isinstance(prospect.certificate, InGroup)
    return prospect.certificate


def ids(names: Iterable[str]) -> set[EntrantId]:
    return {entrant_id(one) for one in names}


def out(name: str) -> dict[str, tuple[EntrantId, ...]]:
    """Who is out, and those who together must win too much."""
    found: dict[str, tuple[EntrantId, ...]] = {}
    for team, prospect in prospects(name).items():
        if prospect.state == "eliminated":
            counted = sums(outlook(name).result, certificate(prospect))
            assert counted is not None
            assert counted.sure + counted.between > len(counted.by) * counted.bound
            found[team] = counted.by
    return found


@each_table
def test_case_m_what_is_claimed_of_everybody_is_proved(name: str) -> None:
    found = outlook(name)
    for team, prospect in prospects(name).items():
        assert proves(found.result, 0, entrant_id(team), prospect)


@each_listed
def test_case_m_these_are_out_by_those_and_nobody_else_is(name: str) -> None:
    assert {team: {*by} for team, by in out(name).items()} == {
        team: ids(by) for team, by in OUT[name].items()
    }


def test_case_m_of_24_one_is_out_by_several_together_and_the_others_are_plainly_behind() -> None:
    """Plainly behind is who cannot reach the wins that somebody has already."""
    table = league_of(teams("teams24"))
    most = max(table.wins.values())
    behind = {one for one in table.wins if table.bound(one) < most}
    found = out("teams24")
    assert {one for one, by in found.items() if len(by) > 1} == {"Team13"}
    assert found.keys() == behind | {"Team13"}
    assert table.bound("Team13") >= most


@each_table
def test_case_m_everybody_else_has_a_way_to_win_the_league(name: str) -> None:
    """Alone in front; or, where that cannot be, with as many wins, and then lots are drawn."""
    table, found = league_of(teams(name)), outlook(name)
    for team, prospect in prospects(name).items():
        if prospect.state == "eliminated":
            continue
        way = witness(found.result, certificate(prospect), "through")
        if way is None:
            shared = first_place(table, team)
            assert isinstance(shared, Possible) and shows(table, team, shared)
            assert elimination.alone_in_first_place(table, team) is None
            assert prospect.state == "open"
            continue
        final = {entrant_id(one): wins for one, wins in table.wins.items()}
        final[entrant_id(OTHERS)] = 0
        for result in way.values():
            assert result.outcome is not None
            final[result.a if winner(result.outcome) == "a" else result.b] += 1
        del final[entrant_id(OTHERS)]
        assert [one for one, wins in final.items() if wins == max(final.values())] == [
            entrant_id(team)
        ]


@each_table
def test_case_m_everybody_plays_what_is_left(name: str) -> None:
    result = outlook(name).result
    rows = {row.entrant: row for row in result.tables[0].table.rows}
    left = Counter(side for each in result.encounters for side in each.entrants or ())
    for one in teams(name):
        assert left[entrant_id(one.name)] == one.left
        row = rows[entrant_id(one.name)]
        assert (row.played, row.won, row.lost) == (one.won + one.lost, one.won, one.lost)


@each_listed
def test_case_m_rank_says_who_is_out_and_why(name: str, tmp_path: Path) -> None:
    (stage,) = ranked(league_file(name, teams(name)), tmp_path)
    lines = {line["name"]: line["outlook"][0] for line in stage["standings"] if line["outlook"]}
    told = {one for one, line in lines.items() if one != OTHERS and line["state"] == "eliminated"}
    assert told == OUT[name].keys()
    for team, by in OUT[name].items():
        (reason,) = lines[team]["proof"]
        assert all(one in reason for one in (team, *by))


def test_case_m_detroit_by_an_average_of_76_and_a_quarter(tmp_path: Path) -> None:
    (stage,) = ranked(league_file("teams5", teams("teams5")), tmp_path)
    (detroit,) = [line for line in stage["standings"] if line["name"] == "Detroit"]
    assert detroit["outlook"] is not None
    (reason,) = detroit["outlook"][0]["proof"]
    for number in ("278", "27", "305", "4", "76"):
        assert number in reason.replace(",", " ").replace(".", " ").split()


@each_table
def test_case_m_a_certificate_of_somebody_else_proves_nothing(name: str) -> None:
    found, claims = outlook(name), prospects(name)
    for claim in claims.values():
        for other, theirs in claims.items():
            if claim.state == "eliminated" != theirs.state:
                assert not proves(found.result, 0, entrant_id(other), claim)


@each_table
def test_case_m_the_rules_by_themselves_say_the_same(name: str) -> None:
    table = league_of(teams(name))
    for team in table.wins:
        found = first_place(table, team)
        assert isinstance(found, Eliminated) == (prospects(name)[team].state == "eliminated")
        if isinstance(found, Eliminated):
            assert elimination.proves(table, team, found)
        else:
            assert shows(table, team, found)
