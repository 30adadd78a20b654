"""The command line as people use it."""

import json
import sqlite3
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from scoring.cli import cli
from tests.contests import called, small_plan

FIXTURE = Path(__file__).parents[1] / "fixtures" / "our-village-k-2024" / "yuhang-renhe.json"


def run(*arguments: str | Path, lang: str = "en") -> Result:
    return CliRunner().invoke(cli, ["--lang", lang, *map(str, arguments)])


@pytest.fixture
def small_file(tmp_path: Path) -> Path:
    path = tmp_path / "small.json"
    path.write_bytes(msgspec.json.encode(called(small_plan(), [1])))
    return path


def test_rank_lists_142_singers_and_the_two_known_scores() -> None:
    result = run("rank", FIXTURE, lang="zh")
    assert result.exit_code == 0, result.output
    lines = [line for line in result.output.splitlines() if "《" in line]
    assert len(lines) == 142
    assert next(line for line in lines if "陈大叔" in line).split()[2] == "95.99"
    assert next(line for line in lines if "胡女士" in line).split()[2] == "94.70"


def test_rank_as_json_has_the_documented_shape() -> None:
    result = run("rank", FIXTURE, "--json")
    report = json.loads(result.output)
    assert report["contest"] == "yuhang-renhe"
    stage = report["stages"][0]
    assert set(stage) == {"id", "standings", "qualifying", "advancing"}
    assert len(stage["standings"]) == 142
    first = stage["standings"][0]
    assert {"entrant", "place", "score", "status", "why"} <= set(first)
    by_name = {one["name"]: one for one in stage["standings"]}
    assert (by_name["陈大叔"]["place"], by_name["陈大叔"]["score"]) == (2, "95.99")
    unplaced = [one for one in stage["standings"] if one["place"] is None]
    assert {one["status"] for one in unplaced} == {"withdrawn", "no_show"}
    assert by_name["陈大叔"]["entrant"] in stage["advancing"]
    assert by_name["胡女士"]["entrant"] in stage["qualifying"]


@pytest.mark.parametrize("who", ["陈大叔", "106", "s106"])
def test_rank_explains_a_place(who: str) -> None:
    result = run("rank", FIXTURE, "--why", who)
    assert "479.95, divided by 5" in result.output
    assert "Place 2." in result.output
    assert "Advanced to Hangzhou round." in result.output


def test_every_place_can_be_explained_in_both_languages() -> None:
    for lang in ("zh", "en"):
        stage = json.loads(run("rank", FIXTURE, "--json", lang=lang).output)["stages"][0]
        assert all(one["why"] for one in stage["standings"])


def test_rank_names_nobody_it_does_not_know() -> None:
    result = run("rank", FIXTURE, "--why", "Nobody")
    assert result.exit_code == 1
    assert "Nobody" in result.output


def test_rank_says_what_is_wrong_with_a_file(tmp_path: Path) -> None:
    plan = small_plan()
    twin = msgspec.structs.replace(plan.entrants[1], number=1)
    bad = msgspec.structs.replace(plan, entrants=(plan.entrants[0], twin))
    path = tmp_path / "bad.json"
    path.write_bytes(msgspec.json.encode({"plan": bad}))
    result = run("rank", path)
    assert result.exit_code == 1
    assert "plan" in result.output
    assert "Number 1 is given to both" in result.output
    path.write_text('{"plan": {}}')
    assert "lacks the field" in run("rank", path).output
    path.write_text("{")
    assert "JSON" in run("rank", path).output


def test_load_then_verify(tmp_path: Path, small_file: Path) -> None:
    database = tmp_path / "hall.db"
    loaded = run("load", FIXTURE, small_file, "--database", database)
    assert loaded.exit_code == 0, loaded.output
    assert "142 entrants" in loaded.output
    again = run("load", FIXTURE, "--database", database)
    assert again.exit_code == 0, again.output
    verified = run("verify", "--database", database)
    assert verified.exit_code == 0, verified.output
    assert "140 places worked out" in verified.output


def test_load_refuses_another_contest_under_the_same_id(tmp_path: Path, small_file: Path) -> None:
    database = tmp_path / "hall.db"
    assert run("load", small_file, "--database", database).exit_code == 0
    small_file.write_bytes(msgspec.json.encode(called(small_plan(entrants=6), [2])))
    refused = run("load", small_file, "--database", database)
    assert refused.exit_code == 1
    assert "registered already" in refused.output


def test_verify_finds_an_altered_mark(tmp_path: Path) -> None:
    database = tmp_path / "hall.db"
    run("load", FIXTURE, "--database", database)
    with sqlite3.connect(database) as connection:
        connection.execute(
            "UPDATE events SET event = replace(CAST(event AS TEXT), '9750', '9950')"
            " WHERE CAST(event AS TEXT) LIKE '%marks_entered%9750%'"
        )
    connection.close()
    result = run("verify", "--database", database)
    assert result.exit_code == 1
    assert "broken" in result.output


def test_verify_without_a_database(tmp_path: Path) -> None:
    result = run("verify", "--database", tmp_path / "none.db")
    assert result.exit_code == 1
    assert "none.db" in result.output


def test_a_file_that_is_no_database_is_said_so(tmp_path: Path, small_file: Path) -> None:
    database = tmp_path / "hall.db"
    database.write_bytes(b"this is no database, but it is long enough to be looked at" * 20)
    result = run("load", small_file, "--database", database)
    assert result.exit_code == 1
    assert "database" in result.output
    assert "Traceback" not in result.output
