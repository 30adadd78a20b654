"""The All England 2019 and two World Tour Finals as contest files, umpired rally by rally.

The rallies are those of SanderP99/Badminton-Data, and not part of the project. Nothing of it is
left out: seven matches end when somebody retires, and one that is missing was not played.
"""

import json
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from scoring.contest.encounters import encounters
from scoring.contest.file import ContestFile, played
from scoring.contest.ids import EntrantId
from scoring.contest.match_commands import Record
from scoring.contest.state import Contest
from scoring.rules.outcomes import Conceded, Played, Side, other
from scoring.rules.rally_state import MatchState, Rally
from tests.data.converters.badminton import (
    ALL_ENGLAND,
    FINALS,
    GROUPS,
    KNOCK_OUT,
    WALKOVERS,
    Match,
    Recorded,
    all_england,
    decided,
    read,
    turned,
    world_tour_finals,
)
from tests.data.converters.matches import Sides, entrant_id
from tests.data.official import official_file, ranked, written

CHAMPIONS = {
    ("All England", "MS"): ("Kento Momota", "Viktor Axelsen"),
    ("All England", "WS"): ("Yufei Chen", "Tzu Ying Tai"),
    ("All England", "MD"): ("Mohammad Ahsan", "Aaron Chia"),
    ("All England", "WD"): ("Qingchen Chen", "Mayu Matsumoto"),
    ("All England", "XD"): ("Siwei Zheng", "Yuta Watanabe"),
    ("2018", "MS"): ("Yuqi SHI", "Kento MOMOTA"),
    ("2018", "WS"): ("V. Sindhu PUSARLA", "Nozomi OKUHARA"),
    ("2018", "MD"): ("Junhui LI", "Hiroyuki ENDO"),
    ("2018", "WD"): ("Misaki MATSUTOMO", "So Hee LEE"),
    ("2018", "XD"): ("Yilyu WANG", "Siwei ZHENG"),
    ("2019", "MS"): ("Kento Momota", "Anthony Sinisuka Ginting"),
    ("2019", "WS"): ("Yu Fei Chen", "Tzu Ying Tai"),
    ("2019", "MD"): ("Mohammad Ahsan", "Hiroyuki Endo"),
    ("2019", "WD"): ("Qing Chen Chen", "Mayu Matsumoto"),
    ("2019", "XD"): ("Si Wei Zheng", "Yi Lyu Wang"),
}
"""The champion, and whom he beat in the final; a pair is called by its first player."""
GIVEN_UP = {
    "Kenta Nishimoto 23-21 14-5 Wan Ho Son": "Wan Ho Son",
    "Ni Ketut Mahadewi Istarani 11-12 Maiken Fruergaard": "Maiken Fruergaard",
    "Kohei Gondo 7-3 Niclas Nohr": "Niclas Nohr",
    "Viktor Axelsen 6-13 Anthony Sinisuka Ginting": "Viktor Axelsen",
    "Nozomi OKUHARA 5-4 Yufei CHEN": "Yufei CHEN",
    "Tzu Ying TAI 17-21 12-11 Akane YAMAGUCHI": "Tzu Ying TAI",
    "Misaki MATSUTOMO 22-20 11-3 Yue DU": "Yue DU",
}
"""The sequences that the source breaks off, and who retired: it marks them, and no winner."""
STRUCK = {
    ("2018", "WS"): {"Yufei CHEN", "Tzu Ying TAI"},
    ("2018", "MD"): {"Marcus Fernaldi GIDEON"},
    ("2019", "MS"): {"Viktor Axelsen"},
}
"""Who did not complete all matches of a group (GCR 16.2.5)."""


@cache
def file_of(tournament: str, discipline: str, recorded: Recorded = "rallies") -> ContestFile:
    if tournament == "All England":
        return all_england(official_file("badminton", ALL_ENGLAND), discipline, recorded)
    path = official_file("badminton", FINALS)
    return world_tour_finals(path, tournament, discipline, recorded)


def source(tournament: str, discipline: str) -> list[Match]:
    if tournament == "All England":
        return decided(read(official_file("badminton", ALL_ENGLAND), discipline))
    return decided(read(official_file("badminton", FINALS), discipline, tournament))


@pytest.mark.parametrize(("tournament", "discipline"), CHAMPIONS)
def test_every_rally_is_accepted_and_every_match_comes_out_as_it_did(
    tournament: str, discipline: str
) -> None:
    """The games as played; the rest of a match that was given up is the others'."""
    contest = played(file_of(tournament, discipline))
    official = {
        (one.stage, frozenset(map(entrant_id, one.sides))): one
        for one in source(tournament, discipline)
    }
    for stage in contest.plan.played:
        for one in encounters(contest, stage):
            assert one.entrants is not None
            assert one.result is not None
            match = official.pop((stage.id, frozenset(one.entrants)), None)
            if match is None:
                assert one.result.outcome == Conceded(gave_up(contest, one.entrants), "walkover")
                continue
            match = turned(match, _as_first(match.sides, one.entrants[0]))
            assert match.winner is not None
            if match.retired:
                assert one.result.outcome == Conceded(other(match.winner), "retired")
                state = contest.play[stage.id].record(one.id).state
                assert isinstance(state, MatchState)
                assert (*state.games, state.score) == match.scores
            else:
                assert one.result.outcome == Played(match.winner)
                assert one.result.games == match.scores
    assert official == {}


def gave_up(contest: Contest, sides: tuple[EntrantId, EntrantId]) -> Side:
    """Which side of the match that was not played."""
    first = contest.entrants[sides[0]].name
    assert {contest.entrants[one].name for one in sides} in [
        set(one) for one in WALKOVERS.values()
    ]
    return "a" if first in [who for _, who in WALKOVERS.values()] else "b"


def _as_first(sides: Sides, first: EntrantId) -> Sides:
    a, b = sides
    return sides if entrant_id(a) == first else (b, a)


@pytest.mark.parametrize(("tournament", "discipline"), CHAMPIONS)
def test_scoring_rank_prints_the_places_of_the_tournament(
    tournament: str, discipline: str, tmp_path: Path
) -> None:
    reports = ranked(file_of(tournament, discipline), tmp_path)
    knock_out = reports[-1]["standings"]
    assert tuple(line["name"] for line in knock_out[:2]) == CHAMPIONS[tournament, discipline]
    assert {line["status"] for line in knock_out} == {"ranked"}
    places = Counter(line["place"] for line in knock_out)
    if tournament == "All England":
        assert places == {1: 1, 2: 1, 3: 2, 5: 4, 9: 8, 17: 16}
        return
    assert places == {1: 1, 2: 1, 3: 2}
    groups = reports[0]
    semi_finals = [one for one in source(tournament, discipline) if one.round == "Semi final"]
    semi_finalists = {side for one in semi_finals for side in one.sides}
    first_two = {line["name"] for line in groups["standings"] if line["place"] in (1, 2)}
    assert first_two == semi_finalists
    assert set(groups["qualifying"]) == set(groups["advancing"]) == set(map(entrant_id, first_two))
    struck = {line["name"] for line in groups["standings"] if line["status"] == "struck"}
    assert struck == STRUCK.get((tournament, discipline), set())


@pytest.mark.parametrize(("tournament", "discipline"), CHAMPIONS)
def test_results_entered_as_a_whole_give_the_same_as_every_rally(
    tournament: str, discipline: str, tmp_path: Path
) -> None:
    paper = ranked(file_of(tournament, discipline, "results"), tmp_path)
    assert paper == ranked(file_of(tournament, discipline), tmp_path)


def test_the_numbers_of_matches_games_and_rallies() -> None:
    everything = [one for key in CHAMPIONS for one in source(*key)]
    assert len(everything) == 304
    assert sum(len(one.games) for one in everything) == 715
    assert sum(map(rallies, CHAMPIONS)) == 25_983
    given_up = {one.text: one.sides[one.winner == "a"] for one in everything if one.retired}
    assert given_up == GIVEN_UP


def rallies(key: tuple[str, str]) -> int:
    """How many are tapped in the contest file."""
    taps = (one.tap for one in file_of(*key).commands if isinstance(one, Record))
    return sum(isinstance(tap, Rally) for tap in taps)


def test_who_retired_in_a_semi_final_keeps_the_place_and_in_a_group_loses_everything(
    tmp_path: Path,
) -> None:
    """Women's doubles 2018, Du in the semi-final; women's singles 2018, Tai and Chen."""
    _, knock_out = ranked(file_of("2018", "WD"), tmp_path)
    assert [line["name"] for line in knock_out["standings"] if line["place"] == 3] == [
        "Yue DU",
        "Mayu MATSUMOTO",
    ]
    groups, _ = ranked(file_of("2018", "WS"), tmp_path)
    lines = {line["name"]: line for line in groups["standings"]}
    assert lines["Tzu Ying TAI"]["place"] is None
    assert [lines[one]["place"] for one in CHAMPIONS["2018", "WS"]] == [1, 1]


def test_the_command_line_itself_ranks_a_tournament(tmp_path: Path) -> None:
    path = written(file_of("2018", "MD"), tmp_path)
    command = [sys.executable, "-m", "scoring", "--lang", "en", "rank", str(path), "--json"]
    run = subprocess.run(command, capture_output=True, check=True, timeout=60)
    stages = {one["id"]: one for one in json.loads(run.stdout)["stages"]}
    assert stages[KNOCK_OUT]["standings"][0]["name"] == "Junhui LI"
    group = [one for one in stages[GROUPS]["standings"] if one["group"] == "B"]
    assert [(one["name"], one["place"]) for one in group] == [
        ("Junhui LI", 1),
        ("Kim ASTRUP", 2),
        ("Chengkai HAN", 3),
        ("Marcus Fernaldi GIDEON", None),
    ]
