"""World Cup 2018 and Euro 2020 goal by goal, as contest files: groups, and the knock-out.

The matches are those of openfootball's worldcup.json and euro.json.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeAlias

from scoring.contest.advancement import Advancement, Quota
from scoring.contest.file import ContestFile
from scoring.contest.formats import Drawn, Entry, FromGroup, Groups, KnockOut, Written
from scoring.contest.ids import StageId
from scoring.contest.match_commands import Outright, Tap
from scoring.contest.plan import Plan
from scoring.rules.brackets import Playing
from scoring.rules.outcomes import Score, Side, other
from scoring.rules.period_match import Begin, Goal, PeriodOver, SetScore
from scoring.rules.periods import PeriodScore
from scoring.rules.pool_books import FIFA, UEFA
from scoring.rules.pool_rules import RuleBook
from scoring.rules.slots import MatchId
from scoring.sports.football import FOOTBALL_GROUP, FOOTBALL_KNOCKOUT, SPORT
from scoring.wording import Label
from tests.data.converters.matches import (
    COURTS,
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

GROUPS, KNOCK_OUT = StageId("groups"), StageId("knock-out")
ROUNDS = ("Round of 16", "Quarter-finals", "Semi-finals", "Final")
THIRD = "Match for third place"
Recorded: TypeAlias = Literal["goals", "results"]
"""Whether every goal is tapped, or results are entered as a whole."""

FAIR_PLAY_2018 = {"Japan": -4, "Senegal": -6}
"""Published by FIFA for group H (28 June 2018); not in the data."""
GOALS_TURNED = frozenset({("Ukraine", "England")})
"""At the source the goals of each side are listed as those of the other: England won 4-0."""
HALF_TIME_WRONG = frozenset({("Japan", "Poland"), ("Senegal", "Colombia")})
"""At the source the final score stands for that at half-time: the goals fell after it."""
ENDS = (45, 90, 105, 120)
"""The minute in which each period ends; what falls later is counted beside it."""


class Match(NamedTuple):
    """One match: its score, that of the first half, and the period of every goal."""

    sides: Sides
    round: str
    group: str | None
    score: PeriodScore
    half: Score | None
    """At half-time, as far as the source is right."""
    goals: tuple[tuple[int, Side], ...]
    """In the order in which they fell; the first period is 0."""


class Tournament(NamedTuple):
    name: str
    groups: Mapping[str, Sequence[str]]
    """By letter, in the order of the source."""
    matches: Sequence[Match]

    @property
    def rounds(self) -> list[list[Sides]]:
        return [[one.sides for one in self.matches if one.round == name] for name in ROUNDS]


def world_cup(matches: Path, standings: Path) -> Tournament:
    """The groups are those of the official standings, in the order of the alphabet."""
    listed = _json(standings)["groups"]
    groups = {
        _letter(group["name"]): sorted(one["team"]["name"] for one in group["standings"])
        for group in listed
    }
    played = _json(matches)["matches"]
    return Tournament(
        "World Cup 2018",
        groups,
        [_match(one, one["round"], (one["team1"], one["team2"])) for one in played],
    )


def euro(matches: Path, groups: Path) -> Tournament:
    by_letter = {
        _letter(group["name"]): [team["name"] for team in group["teams"]]
        for group in _json(groups)["groups"]
    }
    played = [
        _match(one, line["name"], (one["team1"]["name"], one["team2"]["name"]))
        for line in _json(matches)["rounds"]
        for one in line["matches"]
    ]
    return Tournament("Euro 2020", by_letter, played)


def _json(path: Path) -> Any:  # noqa: ANN401 - each file has a shape of its own
    return json.loads(path.read_text(encoding="utf-8"))


def _letter(group: str) -> str:
    return group.removeprefix("Group ")


def _match(one: Mapping[str, Any], round_name: str, sides: Sides) -> Match:
    score = one["score"]
    regular = Score(*score["ft"])
    overtime = None
    if "et" in score:
        in_all = Score(*score["et"])
        overtime = Score(in_all.a - regular.a, in_all.b - regular.b)
    return Match(
        sides,
        round_name,
        _letter(one["group"]) if "group" in one else None,
        PeriodScore(
            regular=regular,
            overtime=overtime,
            shootout=Score(*score["p"]) if "p" in score else None,
        ),
        None if sides in HALF_TIME_WRONG else Score(*score["ht"]),
        tuple(_goals(one, sides)),
    )


def _goals(one: Mapping[str, Any], sides: Sides) -> Iterator[tuple[int, Side]]:
    lists: dict[Side, str] = {"a": "goals1", "b": "goals2"}
    if sides in GOALS_TURNED:
        lists = {"a": "goals2", "b": "goals1"}
    listed = [
        (int(goal["minute"]), int(goal.get("offset", 0)), side)
        for side, name in lists.items()
        for goal in one.get(name, ())
    ]
    for minute, _, side in sorted(listed):
        yield next(number for number, end in enumerate(ENDS) if minute <= end), side


def world_cup_file(tournament: Tournament, recorded: Recorded) -> ContestFile:
    """The first of each group meets the second of its neighbour; the third place is played."""
    pairs = ("A1", "B2", "C1", "D2", "E1", "F2", "G1", "H2")
    lines = (*pairs, *("B1", "A2", "D1", "C2", "F1", "E2", "H1", "G2"))
    entry = Written(lines=tuple(FromGroup(group=one[0], place=int(one[1])) for one in lines))
    first_two = Quota(by="pool", best=2)
    script = MatchScript()
    script.set_lines(GROUPS, tournament.groups.values(), "Drawn in Moscow")
    _write(script, GROUPS, tournament, recorded)
    script.values(GROUPS, "conduct", FAIR_PLAY_2018, "Published by FIFA")
    script.close_stage(GROUPS)
    script.advance_named(GROUPS, draw_order(tournament.rounds))
    _write(script, KNOCK_OUT, tournament, recorded)
    script.close_stage(KNOCK_OUT)
    return _file(script, tournament, FIFA, first_two, entry, "third")


def euro_file(tournament: Tournament, recorded: Recorded) -> ContestFile:
    """The first two and the best four thirds; whom a third meets is read off a list of UEFA."""
    quota = Quota(by="pool", best=2, wildcards=4)
    lines = draw_order(tournament.rounds)
    script = MatchScript()
    script.set_lines(GROUPS, tournament.groups.values(), "Drawn in Bucharest")
    _write(script, GROUPS, tournament, recorded)
    script.close_stage(GROUPS)
    script.advance_named(GROUPS, lines)
    script.set_lines(KNOCK_OUT, [lines], "Article 21.04")
    _write(script, KNOCK_OUT, tournament, recorded)
    script.close_stage(KNOCK_OUT)
    return _file(script, tournament, UEFA, quota, Drawn(separate_units=False), "none")


def _file(  # noqa: PLR0913, PLR0917 - all in which two tournaments differ
    script: MatchScript,
    tournament: Tournament,
    book: RuleBook,
    quota: Quota,
    entry: Entry,
    playing: Playing,
) -> ContestFile:
    onward = Advancement(to=Label(en="Round of 16"), rules=(quota,), tie="lots")
    layout = Groups(names=tuple(tournament.groups), book=book, unequal="as_played")
    knock_out = KnockOut(entry=entry, playing=playing)
    plan = Plan(
        id=contest_id(*tournament.name.split()),
        meet=meet(tournament.name),
        name=Label(en=tournament.name),
        sport=SPORT.id,
        entrants=entrants(chain(*tournament.groups.values())),
        seats=COURTS,
        stages=(
            played_stage(GROUPS, layout, FOOTBALL_GROUP, onward),
            played_stage(KNOCK_OUT, knock_out, FOOTBALL_KNOCKOUT),
        ),
    )
    return ContestFile(plan=plan, commands=tuple(script.commands))


def matches_of(tournament: Tournament, stage: StageId) -> list[tuple[MatchId, Match]]:
    """The matches of a stage and their ids, each with the side first that is first there."""
    here = [one for one in tournament.matches if (one.group is not None) == (stage == GROUPS)]
    known = group_matches(tournament.groups)
    if stage == KNOCK_OUT:
        known = bracket_matches(tournament.rounds)
        known |= {
            frozenset(one.sides): ("places_3-1-1", one.sides) for one in here if one.round == THIRD
        }
    found = [(known[frozenset(one.sides)], one) for one in here]
    return [(match, turned(one, sides)) for (match, sides), one in found]


def turned(one: Match, sides: Sides) -> Match:
    """The match with this side first."""
    if one.sides == sides:
        return one
    score = PeriodScore(
        regular=_back(one.score.regular),
        overtime=None if one.score.overtime is None else _back(one.score.overtime),
        shootout=None if one.score.shootout is None else _back(one.score.shootout),
    )
    half = None if one.half is None else _back(one.half)
    goals = tuple((period, other(side)) for period, side in one.goals)
    return one._replace(sides=sides, score=score, half=half, goals=goals)


def _back(score: Score) -> Score:
    return Score(score.b, score.a)


def _write(
    script: MatchScript, stage: StageId, tournament: Tournament, recorded: Recorded
) -> None:
    for match, one in matches_of(tournament, stage):
        if recorded == "goals":
            script.umpire(stage, match, [*taps(one)])
        else:
            script.enter_result(stage, match, result(one))


def taps(one: Match) -> Iterator[Tap]:
    """Every goal; of a shoot-out only the result is in the source."""
    yield Begin()
    for period in range(2 if one.score.overtime is None else 4):
        yield from (Goal(side) for number, side in one.goals if number == period)
        yield PeriodOver()
    if one.score.shootout is not None:
        yield SetScore(one.score)


def result(one: Match) -> Outright:
    return (SetScore(one.score),)
