"""Who is on the lines of a draw, when people leave, come back, or come in for others."""

from typing import Any

import pytest

from scoring.contest.commands import Command
from scoring.contest.decide import decide
from scoring.contest.guards import Rejected
from scoring.contest.ids import EntrantId
from scoring.contest.plan import Plan
from scoring.contest.state import Contest
from scoring.contest.tables import played_standings
from tests.contest.playing import (
    BEST_TWO,
    PERIODS,
    RALLIES,
    after,
    by_number,
    command,
    drawn,
    groups,
    plan,
    played,
    stage,
)

CUP = plan(3, stage("cup", drawn(), RALLIES))
LEAGUE_AND_CUP = plan(
    3, stage("league", groups("A"), PERIODS, BEST_TWO), stage("cup", drawn(), RALLIES)
)
OF_EACH_FORMAT = {
    "knock-out": CUP,
    "groups": plan(4, stage("cup", groups("A", "B"), PERIODS)),
    "swiss": plan(4, stage("cup", {"type": "swiss", "rounds": 2}, RALLIES)),
}


def on(kind: str, **fields: Any) -> Command:  # noqa: ANN401 - as on the wire
    return command(kind, stage="cup", **fields)


def lines(*teams: str | None) -> Command:
    return on("set_lines", lines=[teams], reason="Lots")


def withdraw(team: str) -> Command:
    return command("withdraw", entrant=team, reason="Ill")


def reinstate(team: str) -> Command:
    return command("reinstate", entrant=team, reason="Well again")


def undo(seq: int) -> Command:
    return command("undo", seq=seq, reason="Tapped")


def refused(contest: Contest, asked: Command) -> str:
    decision = decide(contest, asked)
    assert isinstance(decision, Rejected), decision
    return str(decision.reason)


def in_the_cup(*commands: Command) -> Contest:
    """Teams 1 and 2 went on from the league."""
    over = [
        command("close_stage", stage="league"),
        command("advance", stage="league", entrants=["t1", "t2"]),
    ]
    results = by_number(played(LEAGUE_AND_CUP))
    return played(LEAGUE_AND_CUP, [*results, *over, *commands])


def swap(leaving: str, entering: str) -> Command:
    return command(
        "replace", stage="league", leaving=leaving, entering=entering, reason="Cannot come"
    )


@pytest.mark.parametrize("made", OF_EACH_FORMAT.values(), ids=OF_EACH_FORMAT)
def test_before_a_draw_everybody_is_listed_without_a_place(made: Plan) -> None:
    result = played_standings(contest := played(made, [withdraw("t2")]), contest.plan.played[0])
    by_status = {one.entrant: one.status for one in result.standings}
    assert by_status.pop(EntrantId("t2")) == "withdrawn"
    assert len(by_status) == len(contest.entrants) - 1
    assert set(by_status.values()) == {"playing"}


def test_who_left_before_a_draw_is_listed_beside_it() -> None:
    made = OF_EACH_FORMAT["groups"]
    two = command("set_lines", stage="cup", lines=[["t1"], ["t3", "t4"]], reason="Lots")
    result = played_standings(contest := played(made, [withdraw("t2"), two]), made.played[0])
    standing = result.of(contest.plan.entrants[1].id)
    assert standing is not None
    assert (standing.status, standing.place, standing.group) == ("withdrawn", None, None)


def test_who_was_away_at_the_draw_comes_back_only_before_it() -> None:
    contest = played(CUP, [withdraw("t3"), lines("t1", "t2")])
    text = "Cup was drawn without 3 Team 3; undo the draw first."
    assert refused(contest, reinstate("t3")) == text
    back = played(CUP, [withdraw("t3"), lines("t1", "t2"), undo(3), reinstate("t3")])
    assert back.withdrawn == {}


def test_who_is_on_the_lines_may_leave_and_come_back() -> None:
    there = played(CUP, [lines("t1", None, "t2", "t3"), withdraw("t3"), reinstate("t3")])
    assert there.withdrawn == {}


def test_to_withdraw_is_not_undone_once_it_was_drawn_without_who_left() -> None:
    contest = played(CUP, [withdraw("t3"), lines("t1", "t2")])
    assert refused(contest, undo(2)) == "Cup was drawn without 3 Team 3; undo the draw first."


def test_a_draw_is_not_undone_to_one_without_who_has_come_back() -> None:
    again = lines("t1", None, "t2", "t3")
    contest = played(CUP, [withdraw("t3"), lines("t1", "t2"), again, reinstate("t3")])
    assert refused(contest, undo(4)) == "Cup was drawn without 3 Team 3; undo the draw first."


def test_who_comes_in_after_the_draw_takes_the_line_of_who_left() -> None:
    contest = in_the_cup(lines("t2", "t1"), swap("t1", "t3"))
    cup = contest.plan.played[1]
    assert contest.play[cup.id].lines == (("t2", "t3"),)
    assert contest.field(cup) == ("t2", "t3")
    undone = after(contest, decide(contest, undo(contest.seq)))
    assert undone.play[cup.id].lines == (("t2", "t1"),)


def test_nobody_comes_in_for_one_without_whom_it_was_drawn() -> None:
    contest = in_the_cup(withdraw("t1"), lines("t2", None))
    text = "Cup was drawn without 1 Team 1; undo the draw first."
    assert refused(contest, swap("t1", "t3")) == text


def test_nobody_comes_in_for_one_whose_match_was_called() -> None:
    contest = in_the_cup(lines("t2", "t1"), on("open_match", match="main-1-1"))
    assert refused(contest, swap("t1", "t3")) == "1 Team 1 has been called in Cup already."


def test_nobody_comes_back_for_one_whose_match_was_called() -> None:
    commands = [lines("t2", "t1"), withdraw("t1"), swap("t1", "t3")]
    contest = in_the_cup(*commands, on("open_match", match="main-1-1"))
    text = "3 Team 3 came in instead and has been called already; both cannot stay."
    assert refused(contest, reinstate("t1")) == text


def test_who_leaves_after_all_matches_of_a_stage_comes_back_to_the_next() -> None:
    contest = in_the_cup(withdraw("t1"), swap("t1", "t3"), reinstate("t1"))
    assert set(contest.field(contest.plan.played[1])) == {"t1", "t2"}


def test_who_conceded_a_match_of_a_closed_stage_does_not_come_back() -> None:
    played_without = [
        one for one in by_number(played(LEAGUE_AND_CUP)) if getattr(one, "match", "") == "A-3-1"
    ]
    over = command("close_stage", stage="league")
    contest = played(LEAGUE_AND_CUP, [withdraw("t3"), *played_without, over])
    text = "League was closed without 3 Team 3; reopen it first."
    assert refused(contest, reinstate("t3")) == text


def test_who_left_a_cup_that_is_over_does_not_come_back_to_its_matches() -> None:
    result = [{"type": "set_games", "games": [[2, 0], [2, 0]]}]
    commands = [
        lines("t1", None, "t2", "t3"),
        withdraw("t3"),
        on("enter_result", match="main-2-1", result=result),
        on("close_stage"),
    ]
    text = "Cup was closed without 3 Team 3; reopen it first."
    assert refused(played(CUP, commands), reinstate("t3")) == text


def test_nobody_comes_back_for_one_without_whom_the_next_stage_was_drawn() -> None:
    contest = in_the_cup(withdraw("t1"), swap("t1", "t3"), withdraw("t3"), lines("t2", None))
    text = "Cup was drawn without 1 Team 1; undo the draw first."
    assert refused(contest, reinstate("t1")) == text


def test_a_stage_is_not_reopened_once_the_next_is_drawn() -> None:
    contest = in_the_cup(lines("t2", "t1"))
    reopen = command("reopen_stage", stage="league", reason="A result was wrong")
    assert refused(contest, reopen) == "Cup has been drawn already; undo that first."
    back = after(contest, decide(contest, undo(contest.seq)))
    assert not isinstance(decide(back, reopen), Rejected)
