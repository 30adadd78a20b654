"""Results to keep: the page to print, the spreadsheet, the data and the calendar."""

import csv
import io
from pathlib import Path

import icalendar
import msgspec
import pytest

from scoring.contest.commands import ClosePerformance, Command
from scoring.contest.file import ContestFile
from scoring.contest.ids import CommandId
from scoring.views.results_list import Column, Section
from scoring.web.keepsakes import table_csv
from tests.contests import called, entrant_id, marking, small_plan
from tests.web.hall import Hall

SPORTS_DAY = Path(__file__).parents[2] / "fixtures" / "zone-sports-day-2024"


def section(*rows: tuple[str, ...]) -> Section:
    columns = (Column("No.", number=True), Column("Name"))
    return Section(id="s", title="S", standing="final", columns=columns, rows=rows)


def cells(content: bytes) -> list[list[str]]:
    return [*csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=HYPERLINK(0)", "'=HYPERLINK(0)"),
        ("+cmd", "'+cmd"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("-3", "-3"),
        ("+12.5", "+12.5"),
        ("胡女士", "胡女士"),
        ('a "b", c\nd', 'a "b", c\nd'),
    ],
)
def test_a_name_is_never_a_formula(text: str, cell: str) -> None:
    assert cells(table_csv(section(("1", text))))[1] == ["1", cell]


def test_a_spreadsheet_is_told_the_encoding_and_knows_the_minus() -> None:
    content = table_csv(section(("−4", "云")))
    assert content.startswith(b"\xef\xbb\xbf")
    assert cells(content) == [["No.", "Name"], ["-4", "云"]]


async def played_day(hall: Hall, name: str) -> str:
    content = (SPORTS_DAY / f"{name}.json").read_bytes()
    answer = await hall.client.post(
        "/api/contests", content=content, headers=await hall.organizer()
    )
    contest: str = answer.json()["contest"]
    return contest


async def test_a_tournament_is_kept_with_tables_places_and_matches(hall: Hall) -> None:
    contest = await played_day(hall, "badminton-team")
    kept = (await hall.client.get(f"/api/contests/{contest}/results?lang=zh")).json()
    tables = {one["id"]: one for one in kept["sections"]}
    assert [*tables] == [
        "groups-A", "groups-B", "groups-C", "groups-D", "groups-matches",
        "knock-out-places", "knock-out-matches",
    ]  # fmt: skip
    assert kept["standing"] == "final"
    board = (await hall.client.get(f"/api/contests/{contest}/board?lang=zh")).json()
    assert [row[2] for row in tables["knock-out-places"]["rows"]] == [
        one["card"]["name"] for one in board["places"]
    ]
    assert len(tables["groups-matches"]["rows"]) == 12
    final = tables["knock-out-matches"]["rows"][-1]
    assert final[6].count(":") == 1 and final[4] != final[5]


async def test_every_table_is_a_file_and_on_the_page(hall: Hall) -> None:
    contest = await played_day(hall, "net-shuttlecock")
    kept = (await hall.client.get(f"/api/contests/{contest}/results?lang=zh")).json()
    page = (await hall.client.get(f"/contests/{contest}/results?lang=zh")).text
    for one in kept["sections"]:
        address = f"/contests/{contest}/results/{one['id']}/table.csv"
        assert address in page
        file = await hall.client.get(f"{address}?lang=zh")
        assert file.headers["content-type"].startswith("text/csv")
        assert f"{contest}-{one['id']}.csv" in file.headers["content-disposition"]
        shown = [[cell.replace("−", "-") for cell in row] for row in one["rows"]]
        assert cells(file.content)[1:] == shown
    missing = await hall.client.get(f"/contests/{contest}/results/nothing/table.csv")
    assert missing.status_code == 404


async def test_an_open_performance_is_nowhere_in_it(hall: Hall) -> None:
    plan = small_plan()
    await hall.register(called(plan, [1, 2]))
    headers = await hall.organizer()
    marks = [marking(f"t:{n}", 1, f"J{n}", "91.11") for n in range(1, 8)]
    await hall.give("small", marks, headers)
    before = (await hall.client.get("/api/contests/small/results")).json()
    assert before["standing"] == "to_come"
    assert "91.11" not in msgspec.json.encode(before).decode()
    closing: list[Command] = [
        ClosePerformance(id=CommandId("t:9"), stage=plan.stages[0].id, entrant=entrant_id(1))
    ]
    await hall.give("small", closing, headers)
    after = (await hall.client.get("/api/contests/small/results")).json()
    assert after["standing"] == "provisional"
    assert "91.11" in after["sections"][0]["rows"][0]


async def test_the_calendar_has_every_match_at_the_time_of_the_venue(hall: Hall) -> None:
    contest = await played_day(hall, "badminton-team")
    file = await hall.client.get(f"/contests/{contest}/calendar.ics?lang=zh")
    assert file.headers["content-type"].startswith("text/calendar")
    events = icalendar.Calendar.from_ical(file.content).events
    assert len(events) == 12 + 8
    first = min(events, key=lambda one: str(one.start))
    assert str(first.start) == "2024-10-26 09:00:00"
    assert b"DTSTART:20241026T090000\r\n" in file.content
    assert len({str(one.uid) for one in events}) == len(events)


async def test_a_contest_on_one_day_is_that_day(hall: Hall) -> None:
    plan = msgspec.structs.replace(small_plan(), date="2026-11-28")
    await hall.register(ContestFile(plan=plan))
    file = await hall.client.get("/contests/small/calendar.ics")
    (event,) = icalendar.Calendar.from_ical(file.content).events
    assert str(event.start) == "2026-11-28"
