"""A speedcubing competition of three rounds comes out exactly from one contest file.

The results are those of the World Cube Association, and not part of the project.
"""

from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from scoring.cli import cli
from scoring.contest.commands import Advance
from scoring.contest.file import Refused, played
from scoring.contest.ids import StageId
from scoring.rules.exact import decimal_text
from scoring.rules.measured import clock_text
from tests.data.converters.speedcubing import ROUNDS, Result, contest_file, rounds
from tests.data.official import StageReport, official_file, ranked, written

FIRST, SECOND, FINAL = ROUNDS.values()


def competition() -> dict[StageId, list[Result]]:
    return rounds(official_file("speedcubing", "1aLordagskubeniVasteras2024_333.csv"))


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, StageReport]:
    """What the command line says of every round."""
    stages = ranked(contest_file(competition()), tmp_path_factory.mktemp("cubes"))
    return {stage["id"]: stage for stage in stages}


@pytest.mark.parametrize(("stage", "field"), [(FIRST, 35), (SECOND, 26), (FINAL, 8)])
def test_every_average_and_place_comes_out_exactly(
    stage: StageId, field: int, reports: dict[str, StageReport]
) -> None:
    official = {
        one["person"]: (int(one["position"]), _average(one["average"]))
        for one in competition()[stage]
    }
    lines = reports[stage]["standings"]
    assert len(lines) == field
    assert {line["entrant"]: (line["place"], line["score"]) for line in lines} == official


def _average(centiseconds: str) -> str | None:
    return None if int(centiseconds) < 0 else clock_text(int(centiseconds), 2)


def test_both_cuts_are_those_of_the_competition(reports: dict[str, StageReport]) -> None:
    """Three quarters of 35 are 26, rounded down; then the best eight."""
    for stage, following, count in ((FIRST, SECOND, 26), (SECOND, FINAL, 8)):
        people = {one["person"] for one in competition()[following]}
        assert len(people) == count
        assert set(reports[stage]["qualifying"]) == people
        assert set(reports[stage]["advancing"]) == people


def test_one_solve_not_finished_is_the_worst_and_two_leave_no_average(
    reports: dict[str, StageReport],
) -> None:
    not_finished = {
        one["person"]: [one[f"s{number}"] for number in range(1, 6)].count("-1")
        for one in competition()[FIRST]
    }
    lines = {line["entrant"]: line for line in reports[FIRST]["standings"]}
    with_one = [lines[person] for person, times in not_finished.items() if times == 1]
    assert len(with_one) == 5
    assert all(line["status"] == "ranked" and line["score"] for line in with_one)
    last = reports[FIRST]["standings"][-1]
    assert not_finished[last["entrant"]] == 2
    assert (last["place"], last["score"], last["status"]) == (35, None, "unfinished")


def test_the_list_for_people_has_whoever_has_no_average(tmp_path: Path) -> None:
    path = written(contest_file(competition()), tmp_path)
    result = CliRunner().invoke(cli, ["--lang", "en", "rank", str(path)])
    assert result.exit_code == 0, result.output
    assert any(line.split() == ["35", "no", "result", "22", "2023BANO01"]
               for line in result.stdout.splitlines())  # fmt: skip


def test_another_list_than_that_of_the_rule_is_refused_without_a_reason() -> None:
    file = contest_file(competition())
    short = tuple(
        replace(one, entrants=one.entrants[:-1]) if isinstance(one, Advance) else one
        for one in file.commands
    )
    with pytest.raises(Refused, match="differs from those who qualify by the rule"):
        played(replace(file, commands=short))


def test_people_level_at_the_line_stay_behind_together(tmp_path: Path) -> None:
    """Number 8 made level with number 9 of the second round: seven go on to the final."""
    by_round = competition()
    second = by_round[SECOND]
    solves = {f"s{number}": second[8][f"s{number}"] for number in range(1, 6)}
    level = [{**one, **solves} if one is second[7] else one for one in second]
    file = contest_file({FIRST: by_round[FIRST], SECOND: level, FINAL: by_round[FINAL][:0]})
    up_to = next(
        number
        for number, one in enumerate(file.commands)
        if isinstance(one, Advance) and one.stage == SECOND
    )
    stages = ranked(replace(file, commands=file.commands[:up_to]), tmp_path)
    report = next(stage for stage in stages if stage["id"] == SECOND)
    places = [line["place"] for line in report["standings"][6:10]]
    assert places == [7, 8, 8, 10]
    assert set(report["qualifying"]) == {one["person"] for one in second[:7]}


def test_equal_averages_are_separated_by_the_best_single(tmp_path: Path) -> None:
    def result(person: str, *solves: int) -> Result:
        times = {f"s{number}": str(one) for number, one in enumerate(solves, start=1)}
        return {"person": person, **times}

    first = [
        result("2024SLOW01", 900, 1000, 1000, 1000, 1200),
        result("2024FAST01", 800, 1000, 1000, 1000, 1100),
        result("2024NONE01", 1500, -1, -1, 1500, 1500),
        result("2024NONE02", 1400, -1, -2, 1500, 1500),
    ]
    file = contest_file({FIRST: first})
    (report,) = ranked(file, tmp_path)
    assert [(line["entrant"], line["place"], line["score"]) for line in report["standings"]] == [
        ("2024FAST01", 1, decimal_text(1000, 2)),
        ("2024SLOW01", 2, decimal_text(1000, 2)),
        ("2024NONE02", 3, None),
        ("2024NONE01", 4, None),
    ]
    assert report["qualifying"] == ["2024FAST01", "2024SLOW01"]
