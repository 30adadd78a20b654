"""The league tables of Princeton's exercise in baseball elimination, as a contest in mid-season.

A line is a team, its wins, losses and matches left, and how many of these against each of the
teams. Whatever is left beyond that is against teams of other leagues: here they are one entrant of
a group of its own.
"""

from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from scoring.contest.advancement import Advancement, Quota
from scoring.contest.file import ContestFile
from scoring.contest.formats import BroughtAlong, Groups, Meeting
from scoring.contest.ids import StageId
from scoring.contest.plan import Plan
from scoring.rules.elimination import League
from scoring.rules.pool_rules import Block, Clause, LeaguePoints, RuleBook
from scoring.sports.basketball import BASKETBALL, SPORT
from scoring.wording import Label
from tests.data.converters.matches import (
    COURTS,
    MatchScript,
    contest_id,
    entrant_id,
    entrants,
    meet,
    played_stage,
)

LEAGUE = StageId("league")
OTHERS = "Teams of other leagues"
WINS = RuleBook(
    name=Label(en="Wins, then lots"),
    points=LeaguePoints(win=1),
    blocks=(Block((Clause(text="1", measure="wins"), Clause(text="2", measure="lots"))),),
    policy={},
)


class Team(NamedTuple):
    """One line of a table."""

    name: str
    won: int
    lost: int
    left: int
    against: dict[str, int]

    @property
    def beyond(self) -> int:
        """Matches left against teams that are not in the table."""
        return self.left - sum(self.against.values())


def teams_of(path: Path) -> list[Team]:
    lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    names = [line[0] for line in lines]
    return [
        Team(
            name=line[0],
            won=int(line[1]),
            lost=int(line[2]),
            left=int(line[3]),
            against=dict(zip(names, map(int, line[4 : 4 + len(names)]), strict=True)),
        )
        for line in lines
    ]


def league_of(teams: list[Team]) -> League[str]:
    """The same as the rules see it."""
    return League(
        wins={one.name: one.won for one in teams},
        remaining={one.name: one.left for one in teams},
        left={
            (one.name, other.name): count
            for one, other in combinations(teams, 2)
            if (count := one.against[other.name])
        },
    )


def league_file(name: str, teams: list[Team]) -> ContestFile:
    """One table, whose first place goes on."""
    script = MatchScript()
    script.set_lines(LEAGUE, [[one.name for one in teams], [OTHERS]], "The leagues of the season")
    first = Quota(by="pool", best=0, counts={"A": 1})
    pennant = Advancement(to=Label(en="The play-offs"), rules=(first,), tie="lots")
    plan = Plan(
        id=contest_id("elimination", name),
        meet=meet("Leagues"),
        name=Label(en=name),
        sport=SPORT.id,
        entrants=entrants([*(one.name for one in teams), OTHERS]),
        seats=COURTS,
        stages=(played_stage(LEAGUE, _season(teams), BASKETBALL, pennant),),
    )
    return ContestFile(plan=plan, commands=tuple(script.commands))


def _season(teams: list[Team]) -> Groups:
    meetings = [
        (one.name, other.name, one.against[other.name]) for one, other in combinations(teams, 2)
    ]
    meetings += [(one.name, OTHERS, one.beyond) for one in teams]
    return Groups(
        names=("A", "B"),
        book=WINS,
        meetings=tuple(
            Meeting(a=entrant_id(one), b=entrant_id(other), times=times)
            for one, other, times in meetings
            if times
        ),
        brought=tuple(
            BroughtAlong(entrant=entrant_id(one.name), won=one.won, lost=one.lost) for one in teams
        ),
    )
