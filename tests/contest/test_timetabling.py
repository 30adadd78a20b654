"""The order of play of contests: the same person in two of them, and a proposal that fits."""

from typing import Any

import pytest
from msgspec.structs import replace

from scoring.contest.commands import Command
from scoring.contest.ids import ContestId, SeatId
from scoring.contest.match_commands import Slated
from scoring.contest.plan import Plan
from scoring.contest.state import Contest
from scoring.contest.timetabling import Fill, all_conflicts, fill
from scoring.rules.days import BadTime, minute, minute_text
from scoring.rules.timetable import CourtTwice, OutOfOrder, PlayerTwice, RestTooShort
from tests.contest.playing import RALLIES, command, drawn, plan, played, stage

LINES = command("set_lines", stage="cup", lines=[["t1", "t2", "t3", "t4"]], reason="Lots")


def cup(made: Plan | None = None, *commands: Command) -> Contest:
    found = made or plan(4, stage("cup", drawn(), RALLIES))
    return played(found, [LINES, *commands])


def slated(match: str, start: str, court: str | None = "court-1") -> dict[str, Any]:
    return {"match": match, "court": court, "start": f"2026-11-28T{start}"}


def schedule(*matches: dict[str, Any]) -> Command:
    return command("schedule", stage="cup", matches=matches)


@pytest.mark.parametrize("text", ["2026-02-30T09:00", "2026-13-01T09:00", "2026-11-28T24:00",
                                  "2026-11-28T09:60", "2026-00-10T09:00"])  # fmt: skip
def test_a_day_that_there_is_not(text: str) -> None:
    with pytest.raises(BadTime):
        minute(text)


@pytest.mark.parametrize(
    ("start", "later", "text"),
    [
        ("2026-11-28T09:00", 40, "2026-11-28T09:40"),
        ("2026-11-28T23:30", 40, "2026-11-29T00:10"),
        ("2026-12-31T23:30", 40, "2027-01-01T00:10"),
        ("2028-02-28T23:59", 1, "2028-02-29T00:00"),
    ],
)
def test_minutes_are_written_as_they_are_read(start: str, later: int, text: str) -> None:
    assert minute_text(minute(start) + later, start) == text
    assert minute(text) == minute(start) + later


def test_two_matches_on_one_court_and_a_final_before_its_semi_final() -> None:
    contest = cup(
        None,
        schedule(slated("main-1-1", "09:00"), slated("main-1-2", "09:30"),
                 slated("main-2-1", "09:20", "court-2")),
    )  # fmt: skip
    kinds = {type(one) for one in all_conflicts([contest], 0)}
    assert kinds == {CourtTwice, OutOfOrder}


def test_rest_is_owed_to_whoever_wins() -> None:
    contest = cup(
        None, schedule(slated("main-1-1", "09:00"), slated("main-2-1", "09:45", "court-2"))
    )
    (one,) = all_conflicts([contest], 20)
    assert isinstance(one, RestTooShort) and one.minutes == 5
    assert all_conflicts([contest], 5) == ()


def test_the_same_name_and_unit_in_another_contest_is_the_same_person() -> None:
    first = cup(None, schedule(slated("main-1-1", "09:00")))
    made = plan(4, stage("cup", drawn(), RALLIES))
    second = cup(
        replace(made, id=ContestId("doubles")), schedule(slated("main-1-1", "09:20", "court-2"))
    )
    found = all_conflicts([first, second], 0)
    assert {type(one) for one in found} == {PlayerTwice}
    assert {one.player for one in found if isinstance(one, PlayerTwice)} == {
        ("Max 1", "Unit 0"), ("Wei 1", "Unit 0"), ("Max 2", "Unit 1"), ("Wei 2", "Unit 1"),
    }  # fmt: skip
    strangers = tuple(replace(one, unit="Elsewhere") for one in made.entrants)
    elsewhere = replace(made, id=ContestId("others"), entrants=strangers)
    third = cup(elsewhere, schedule(slated("main-1-1", "09:20", "court-2")))
    assert all_conflicts([first, third], 0) == ()


def test_a_match_that_is_over_takes_nobody() -> None:
    result = [{"type": "set_games", "games": [[2, 0], [2, 0]]}]
    contest = cup(
        None,
        schedule(slated("main-1-1", "09:00"), slated("main-1-2", "09:00")),
        command("enter_result", stage="cup", match="main-1-1", result=result),
    )
    assert all_conflicts([contest], 0) == ()


def wanted(start: str = "2026-11-28T09:00", *courts: str) -> Fill:
    chosen = tuple(SeatId(one) for one in courts or ("court-1", "court-2"))
    return Fill(start=start, courts=chosen, minutes=40, rest=20)


def test_a_proposal_keeps_rest_and_order() -> None:
    contest = cup()
    found = fill(contest, contest.plan.played[0], wanted())
    assert found == (
        Slated(match="main-1-1", court=SeatId("court-1"), start="2026-11-28T09:00"),
        Slated(match="main-1-2", court=SeatId("court-2"), start="2026-11-28T09:00"),
        Slated(match="main-2-1", court=SeatId("court-1"), start="2026-11-28T10:00"),
    )
    booked = cup(
        None, schedule(*[{"match": o.match, "court": o.court, "start": o.start} for o in found])
    )
    assert all_conflicts([booked], 20) == ()


def test_a_proposal_leaves_other_contests_their_players_and_courts() -> None:
    made = plan(4, stage("cup", drawn(), RALLIES))
    other = cup(replace(made, id=ContestId("doubles")), schedule(slated("main-1-1", "09:00")))
    contest = cup()
    found = fill(contest, contest.plan.played[0], wanted(), [other])
    assert {one.match: one.start for one in found} == {
        "main-1-2": "2026-11-28T09:00", "main-1-1": "2026-11-28T10:00",
        "main-2-1": "2026-11-28T11:00",
    }  # fmt: skip


def test_a_proposal_waits_for_what_is_being_played() -> None:
    contest = cup(None, command("open_match", stage="cup", match="main-1-1", court="court-1"))
    found = fill(contest, contest.plan.played[0], wanted())
    assert {one.match: one.start for one in found} == {
        "main-1-2": "2026-11-28T09:00", "main-2-1": "2026-11-28T10:00",
    }  # fmt: skip


def test_a_day_that_there_is_not_is_no_start() -> None:
    contest = cup()
    with pytest.raises(BadTime):
        fill(contest, contest.plan.played[0], wanted("2026-02-30T09:00"))
