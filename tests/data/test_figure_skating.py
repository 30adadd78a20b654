"""Three figure skating competitions come out exactly from contest files (ISU, 2016-18).

The protocols are BuzzFeedNews/figure-skating-scores (CC BY 4.0) and not part of the project.
"""

import json
import re
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from msgspec.structs import replace

from scoring.contest.commands import ClosePerformance, EnterMarks
from scoring.contest.file import ContestFile, Refused, played
from scoring.presets.figure_skating import BASE, COMPONENTS, FACTORS
from scoring.rules.exact import exact
from tests.data.converters.figure_skating import (
    Performance,
    absent,
    contest_file,
    discipline_of,
    entrant_of,
    segment_of,
    segments,
    valued,
)
from tests.data.official import Line, official_file, ranked, written

SEASONS = {"gpusa2016": 2016, "gprus2017": 2017, "gpf1617": 2016}
PERFORMANCES = {"gpusa2016": 78, "gprus2017": 84, "gpf1617": 94}
PROTOCOLS = pytest.mark.parametrize("protocol", SEASONS)
PAIRS_SHORT = "PAIRS SHORT PROGRAM"

_STEP = re.compile(r"(?P<title>[^:]+?) (?P<value>-?\d+\.\d\d): ")


@lru_cache
def of_protocol(protocol: str) -> dict[str, list[Performance]]:
    return segments(official_file("figure-skating", f"{protocol}_protocol.json"))


def file_of(protocol: str, program: str) -> ContestFile:
    return contest_file(program, of_protocol(protocol)[program], SEASONS[protocol])


@lru_cache
def results(protocol: str) -> list[tuple[Performance, Line]]:
    """Every performance of a competition, and what the command line says of it."""
    found: list[tuple[Performance, Line]] = []
    with TemporaryDirectory() as folder:
        for program, performances in of_protocol(protocol).items():
            file = contest_file(program, performances, SEASONS[protocol])
            (stage,) = ranked(file, Path(folder))
            lines = {line["entrant"]: line for line in stage["standings"]}
            found += [(one, lines[entrant_of(one)]) for one in performances]
    return found


def steps(line: Line) -> dict[str, str]:
    """The numbers on the way to the score, by their titles in the explanation."""
    found = [match for one in line["why"] if (match := _STEP.match(one))]
    return {match["title"]: match["value"] for match in found}


@PROTOCOLS
def test_every_segment_score_and_rank_comes_out_exactly(protocol: str) -> None:
    compared = [
        (
            (line["score"], str(line["place"])),
            (one["metadata"]["total_segment_score"], one["metadata"]["rank"]),
        )
        for one, line in results(protocol)
    ]
    assert len(compared) == PERFORMANCES[protocol]
    assert [pair for pair in compared if pair[0] != pair[1]] == []


@PROTOCOLS
def test_elements_components_and_deductions_come_out_exactly(protocol: str) -> None:
    names = {
        "Total element score": "total_element_score",
        "Total program component score": "total_component_score",
        "Deductions": "total_deductions",
    }
    for one, line in results(protocol):
        found = steps(line)
        official = {title: one["metadata"][name] for title, name in names.items()}
        assert {title: found[title] for title in names} == official


@PROTOCOLS
def test_every_component_mean_comes_out_exactly(protocol: str) -> None:
    compared = [
        (exact(steps(line)[str(name.en)]), exact(row["scores_of_panel"]))
        for one, line in results(protocol)
        for name, row in zip(COMPONENTS.values(), one["components"], strict=True)
    ]
    assert len(compared) == 5 * PERFORMANCES[protocol]
    assert [pair for pair in compared if pair[0] != pair[1]] == []


@PROTOCOLS
def test_every_element_and_its_grade_comes_out_exactly(protocol: str) -> None:
    for one, line in results(protocol):
        found = steps(line)
        for attempt, row in enumerate(valued(one), start=1):
            grade = exact(found[f"Grade of execution, attempt {attempt}"])
            score = exact(found[f"Element score, attempt {attempt}"])
            assert (grade, score) == (exact(row["goe"]), exact(row["scores_of_panel"]))


@PROTOCOLS
def test_what_is_left_out_of_the_contest_file_has_no_value(protocol: str) -> None:
    for one, _ in results(protocol):
        left_out = [row for row in one["elements"] if row not in valued(one)]
        assert {(row["base_value"], row["scores_of_panel"]) for row in left_out} <= {
            ("0.0", "0.0")
        }


@PROTOCOLS
def test_the_components_and_factors_of_the_preset_are_those_of_the_protocol(protocol: str) -> None:
    names = [str(name.en) for name in COMPONENTS.values()]
    for one, _ in results(protocol):
        rows, program = one["components"], one["metadata"]["program"]
        # In ice dance the last one is "Interpretation of the Music / Timing".
        assert [row["component_desc"].partition("/")[0].strip() for row in rows] == names
        factor = exact(FACTORS[discipline_of(program), segment_of(program)])
        assert {exact(row["factor"]) for row in rows} == {factor}


def test_one_judge_was_absent_from_one_segment_and_is_named_so() -> None:
    away = {
        (protocol, program): absent(performances)
        for protocol in SEASONS
        for program, performances in of_protocol(protocol).items()
    }
    assert {where: who for where, who in away.items() if who} == {
        ("gpusa2016", PAIRS_SHORT): ("J6",)
    }
    lines = [
        line
        for one, line in results("gpusa2016")
        if one["metadata"]["program"] == PAIRS_SHORT
        and any(sentence.startswith("Absent: J6.") for sentence in line["why"])
    ]
    assert len(lines) == 8


def test_the_absent_judge_cannot_be_passed_over() -> None:
    file = file_of("gpusa2016", PAIRS_SHORT)
    silent = tuple(
        replace(one, absent=()) if isinstance(one, ClosePerformance) else one
        for one in file.commands
    )
    with pytest.raises(Refused, match="Still to mark: J6"):
        played(replace(file, commands=silent))


def test_absent_is_not_zero() -> None:
    """The protocol shows 0.0 for the absent judge; the lowest mark there is, is 0.25."""
    file = file_of("gpusa2016", PAIRS_SHORT)
    components = next(
        one for one in file.commands if isinstance(one, EnterMarks) and not one.attempt
    )
    zeros = tuple(replace(mark, mark="0.0") for mark in components.marks)
    at = file.commands.index(components)
    commands = (*file.commands[:at], replace(components, marks=zeros), *file.commands[at + 1 :])
    with pytest.raises(Refused, match="out of range"):
        played(replace(file, commands=commands))


def test_an_element_without_base_value_keeps_the_performance_open() -> None:
    file = file_of("gpusa2016", PAIRS_SHORT)
    called = next(
        one
        for one in file.commands
        if isinstance(one, EnterMarks) and any(mark.criterion == BASE for mark in one.marks)
    )
    without = tuple(one for one in file.commands if one is not called)
    with pytest.raises(Refused, match="Still to mark: technical"):
        played(replace(file, commands=without))


def test_grades_on_another_scale_give_another_score(tmp_path: Path) -> None:
    """What the technical official names decides: the same grades, worth less."""
    file = file_of("gpusa2016", "MEN SHORT PROGRAM")
    official = {one["entrant"]: one for one in ranked(file, tmp_path)[0]["standings"]}
    first_scale = tuple(
        replace(one, marks=(one.marks[0], replace(one.marks[1], mark="1")))
        if isinstance(one, EnterMarks) and one.seat == "technical"
        else one
        for one in file.commands
    )
    other = ranked(replace(file, commands=first_scale), tmp_path)[0]["standings"]
    assert all(line["score"] != official[line["entrant"]]["score"] for line in other)


@pytest.mark.parametrize(
    ("program", "low", "high", "first"),
    [
        ("MEN SHORT PROGRAM", "1.0", "2.0", "more elements"),
        ("MEN FREE SKATING", "0.5", "1.0", "more components"),
    ],
)
def test_equal_totals_are_separated_by_what_the_segment_says(
    program: str, low: str, high: str, first: str, tmp_path: Path
) -> None:
    """Two skaters with 14 points: 4 for elements and 10 for components, and 9 and 5."""
    pair = [made_up(1, "more components", "4.0", high), made_up(2, "more elements", "9.0", low)]
    lines = ranked(contest_file(program, pair, 2016), tmp_path)[0]["standings"]
    assert [(line["place"], line["score"]) for line in lines] == [(1, "14.00"), (2, "14.00")]
    assert lines[0]["name"] == first


def made_up(number: int, name: str, base: str, mark: str) -> Performance:
    """One triple axel with grades of 0, and the same mark for every component."""
    judges = [f"J{judge}" for judge in range(1, 10)]
    return {
        "components": [dict.fromkeys(judges, mark)] * 5,
        "elements": [
            {**dict.fromkeys(judges, "0.0"), "element_desc": "3A", "base_value": base},
        ],
        "metadata": {
            "name": name, "nation": "ISU", "starting_number": str(number),
            "competition": "Made up", "total_deductions": "0.00",
        },
    }  # fmt: skip


def test_the_command_itself_prints_the_same(tmp_path: Path) -> None:
    path = written(file_of("gpf1617", "JUNIOR LADIES FREE SKATING"), tmp_path)
    command = [sys.executable, "-m", "scoring", "rank", str(path), "--json"]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    first = json.loads(done.stdout)["stages"][0]["standings"][0]
    assert (first["place"], first["name"], first["score"]) == (1, "Alina ZAGITOVA", "136.51")
