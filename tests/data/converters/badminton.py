"""Badminton tournaments rally by rally, as contest files: five knock-out draws, ten finals.

The rallies are those of SanderP99/Badminton-Data. In doubles a side is called by its first player.
"""

import csv
import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from scoring.contest.advancement import Advancement, Quota
from scoring.contest.file import ContestFile
from scoring.contest.formats import Drawn, Groups, KnockOut
from scoring.contest.ids import StageId
from scoring.contest.match_commands import Outright, Tap
from scoring.contest.plan import Plan
from scoring.rules.counting import RallyRules
from scoring.rules.outcomes import Conceded, Score, Side, Stop, other
from scoring.rules.pool_books import BWF
from scoring.rules.rally_state import Rally, SetGames, Start
from scoring.rules.service import Player
from scoring.sports.badminton import SPORT, badminton_3x21
from scoring.wording import Label
from tests.data.converters.matches import (
    COURTS,
    Known,
    MatchScript,
    Sides,
    bracket_matches,
    contest_id,
    draw_order,
    entrants,
    group_matches,
    meet,
    played_stage,
)

ALL_ENGLAND, FINALS = "all-england-2019.csv", "world-tour-finals-2018-2019.csv"
GROUPS, KNOCK_OUT = StageId("groups"), StageId("knock-out")
KNOCK_OUT_ROUNDS = ("Round of 32", "Round of 16", "Quarter final", "Semi final", "Final")
Recorded: TypeAlias = Literal["rallies", "results"]
"""Whether every rally is tapped, or results are entered as a whole."""

GAVE_UP = {
    "Nozomi OKUHARA 5-4 Yufei CHEN": "Yufei CHEN",
    "Tzu Ying TAI 17-21 12-11 Akane YAMAGUCHI": "Tzu Ying TAI",
    "Viktor Axelsen 6-13 Anthony Sinisuka Ginting": "Viktor Axelsen",
}
"""Who gave up in groups, as reported by EFE and CNA (14 December 2018), JPNN (13 December 2019).

The source marks such a match and names no winner; in a knock-out the next round shows who it was.
"""
WALKOVERS = {("2018", "MD"): ("Chengkai HAN", "Marcus Fernaldi GIDEON")}
"""The match that is not in the source: the second side gave its third group match up, injured.

As reported by badmintonindonesia.org (Citizen Daily, 18 December 2018).
"""


class Match(NamedTuple):
    """One line of the source: the score after every rally of every game."""

    sides: Sides
    round: str
    winner: Side | None
    retired: bool
    games: tuple[tuple[Score, ...], ...]

    @property
    def stage(self) -> StageId:
        return KNOCK_OUT if self.round in KNOCK_OUT_ROUNDS else GROUPS

    @property
    def scores(self) -> tuple[Score, ...]:
        """The last score of every game."""
        return tuple(one[-1] for one in self.games)

    @property
    def text(self) -> str:
        scores = " ".join(f"{one.a}-{one.b}" for one in self.scores)
        return f"{self.sides[0]} {scores} {self.sides[1]}"


def read(path: Path, discipline: str = "", year: str = "") -> list[Match]:
    """The matches of one discipline and year, or of all, in the order of the file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return [
            _match(row)
            for row in csv.DictReader(stream)
            if discipline in {"", row["discipline"]} and row["tournament"].endswith(year)
        ]


def _match(row: dict[str, str]) -> Match:
    winners: dict[str, Side] = {"1": "a", "2": "b"}
    games = tuple(_scores(row[f"game_{number}_scores"]) for number in (1, 2, 3))
    return Match(
        (row["team_one"], row["team_two"]),
        row["round"],
        winners.get(row["winner"]),
        row["retired"] == "True",
        tuple(one for one in games if one),
    )


def _scores(text: str) -> tuple[Score, ...]:
    listed: list[str] = json.loads(text.replace("'", '"') or "[]")
    return tuple(Score(*map(int, one.split("-"))) for one in listed)


def rules_of(discipline: str) -> RallyRules:
    return badminton_3x21(1 if discipline.endswith("S") else 2)


def rounds_of(matches: Sequence[Match]) -> list[list[Match]]:
    """The rounds of the knock-out; none of group matches."""
    by_round = [[one for one in matches if one.round == name] for name in KNOCK_OUT_ROUNDS]
    return [one for one in by_round if one]


def decided(matches: Sequence[Match]) -> list[Match]:
    """The matches with the winner of each: where the source has none, who played on."""
    return [one if one.winner else one._replace(winner=_winner(one, matches)) for one in matches]


def _winner(one: Match, matches: Sequence[Match]) -> Side:
    if one.text in GAVE_UP:
        return "b" if one.sides[0] == GAVE_UP[one.text] else "a"
    rounds = rounds_of(matches)
    later = rounds[1 + next(n for n, line in enumerate(rounds) if one in line)]
    return "a" if any(one.sides[0] in line.sides for line in later) else "b"


def all_england(path: Path, discipline: str, recorded: Recorded) -> ContestFile:
    """One draw of 32."""
    matches = decided(read(path, discipline))
    rounds = [[one.sides for one in line] for line in rounds_of(matches)]
    lines = draw_order(rounds)
    script = MatchScript()
    script.set_lines(KNOCK_OUT, [lines], "Drawn in Birmingham")
    _write(script, KNOCK_OUT, matches, bracket_matches(rounds), discipline, recorded)
    script.close_stage(KNOCK_OUT)
    stage = played_stage(KNOCK_OUT, KnockOut(entry=Drawn(size=32)), rules_of(discipline))
    plan = Plan(
        id=contest_id("all-england", discipline),
        meet=meet("All England 2019"),
        name=Label(en=discipline),
        sport=SPORT.id,
        date="2019-03-06",
        entrants=entrants(lines),
        seats=COURTS,
        stages=(stage,),
    )
    return ContestFile(plan=plan, commands=tuple(script.commands))


def groups_of(matches: Sequence[Match], also: Sequence[Sides] = ()) -> dict[str, list[str]]:
    """Those who met before the knock-out, directly or through others, are one group."""
    groups: list[set[str]] = []
    for sides in [*(one.sides for one in matches if one.stage == GROUPS), *also]:
        met = [group for group in groups if not group.isdisjoint(sides)]
        groups = [group for group in groups if group not in met]
        groups.append(set(sides).union(*met))
    return dict(zip("AB", (sorted(one) for one in groups), strict=True))


def world_tour_finals(path: Path, year: str, discipline: str, recorded: Recorded) -> ContestFile:
    """Two groups of four, and from their first two the semi-finals as they were drawn."""
    matches = decided(read(path, discipline, year))
    missing = [WALKOVERS[year, discipline]] if (year, discipline) in WALKOVERS else []
    groups = groups_of(matches, missing)
    rounds = [[one.sides for one in line] for line in rounds_of(matches)]
    known = group_matches(groups)
    script = MatchScript()
    script.set_lines(GROUPS, groups.values(), "Drawn in Guangzhou")
    _write(script, GROUPS, matches, known, discipline, recorded)
    for stayed, gave_up in missing:
        match, sides = known[frozenset((stayed, gave_up))]
        by: Side = "a" if sides[0] == gave_up else "b"
        script.enter_result(GROUPS, match, (Stop(Conceded(by, "walkover")),))
    script.close_stage(GROUPS)
    script.advance_named(GROUPS, draw_order(rounds))
    script.set_lines(KNOCK_OUT, [draw_order(rounds)], "Drawn after the groups")
    _write(script, KNOCK_OUT, matches, bracket_matches(rounds), discipline, recorded)
    script.close_stage(KNOCK_OUT)
    rules = rules_of(discipline)
    first_two = Advancement(
        to=Label(en="Semi-finals"), rules=(Quota(by="pool", best=2),), tie="lots"
    )
    layout = Groups(names=("A", "B"), book=BWF)
    plan = Plan(
        id=contest_id("finals", year, discipline),
        meet=meet(f"World Tour Finals {year}"),
        name=Label(en=discipline),
        sport=SPORT.id,
        date=f"{year}-12-12",
        entrants=entrants(one for group in groups.values() for one in group),
        seats=COURTS,
        stages=(
            played_stage(GROUPS, layout, rules, first_two),
            played_stage(KNOCK_OUT, KnockOut(entry=Drawn(separate_units=False)), rules),
        ),
    )
    return ContestFile(plan=plan, commands=tuple(script.commands))


def _write(  # noqa: PLR0913, PLR0917 - what is played, where, and how it is written down
    script: MatchScript,
    stage: StageId,
    matches: Sequence[Match],
    known: Known,
    discipline: str,
    recorded: Recorded,
) -> None:
    for one in matches:
        if one.stage != stage:
            continue
        match, sides = known[frozenset(one.sides)]
        line = turned(one, sides)
        if recorded == "rallies":
            script.umpire(stage, match, [*taps(line, discipline)])
        else:
            script.enter_result(stage, match, result(line))


def turned(one: Match, sides: Sides) -> Match:
    """The match with this side first."""
    if one.sides == sides:
        return one
    games = tuple(tuple(Score(b, a) for a, b in scores) for scores in one.games)
    winner = None if one.winner is None else other(one.winner)
    return one._replace(sides=sides, winner=winner, games=games)


def taps(one: Match, discipline: str) -> Iterator[Tap]:
    """Every rally. Who served first is not in the source: in singles one side is taken."""
    yield Start(server=Player("a", 1)) if discipline.endswith("S") else Start()
    for scores in one.games:
        for before, now in pairwise(scores):
            yield Rally("a" if now.a > before.a else "b")
    if one.retired:
        yield _given_up(one)


def result(one: Match) -> Outright:
    """The games as on paper; the last one unfinished if somebody gave up."""
    return (SetGames(one.scores), _given_up(one)) if one.retired else (SetGames(one.scores),)


def _given_up(one: Match) -> Stop:
    assert one.winner is not None
    return Stop(Conceded(other(one.winner), "retired"))
