"""One command of every kind that a contest of matches takes back, and what it follows on."""

from typing import Any

from scoring.contest.commands import Command
from scoring.contest.plan import Plan
from tests.contest.playing import (
    BEST_TWO,
    PERIODS,
    RALLIES,
    TIE,
    Wire,
    by_number,
    command,
    drawn,
    groups,
    plan,
    played,
    stage,
)

CUP = plan(4, stage("cup", drawn(), RALLIES))
TIES = plan(2, stage("cup", drawn(), TIE))
ROUNDS = plan(4, stage("cup", {"type": "swiss", "rounds": 2}, RALLIES))
LEAGUE = plan(3, stage("league", groups("A"), PERIODS, BEST_TWO), stage("cup", drawn(), RALLIES))


def cup(kind: str, **fields: Any) -> Command:  # noqa: ANN401 - as on the wire
    return command(kind, stage="cup", **fields)


def league(kind: str, **fields: Any) -> Command:  # noqa: ANN401 - as on the wire
    return command(kind, stage="league", **fields)


def lineup(team: int) -> Command:
    named = {"MS": [f"m{team}"], "WS": [f"w{team}"]}
    return cup("hand_in_lineup", match="main-1-1", side=f"t{team}", lineup=named)


FROM = "a long secret"
SEEDS = ["t2", "t1"]
ANNOUNCED = cup("announce_draw", seeded=SEEDS, commitment="0" * 64)
DRAWN = cup("draw", seeded=SEEDS, secret=FROM, word="hall")
LINES = cup("set_lines", lines=[["t1", "t2", "t3", "t4"]], reason="Lots")
SWAPPED = cup("swap_lines", first=1, second=3, reason="Read out wrongly")
PAIRED = cup("pair_round")
SLATED = cup("schedule", matches=[{"match": "main-1-1", "start": "2024-07-06T09:00"}])
OPENED = cup("open_match", match="main-1-1", court="court-1")
STARTED = cup("record", match="main-1-1", after=0, tap={"type": "start"})
TWO = cup("set_lines", lines=[["t1", "t2"]], reason="Lots")
CALLED_TIE = (TWO, OPENED)
REVEALED = cup("reveal_lineups", match="main-1-1")
CARDS = league("record_values", measure="conduct", values={"t1": -1}, reason="Cards")
OUT = league("disqualify", entrant="t3", reason="Unsporting")
PLAYED = tuple(by_number(played(LEAGUE)))
CLOSED = (*PLAYED, league("close_stage"))
ADVANCED = league("advance", entrants=["t1", "t2"])
FINAL = (*CLOSED, ADVANCED, cup("set_lines", lines=[["t1", "t2"]], reason="Lots"))
REPLACED = league("replace", leaving="t1", entering="t3", reason="Ill")

EACH_KIND: list[tuple[Plan, tuple[Command, ...], Command]] = [
    (CUP, (), ANNOUNCED),
    (CUP, (), DRAWN),
    (CUP, (LINES,), DRAWN),
    (CUP, (DRAWN,), LINES),
    (CUP, (LINES,), SWAPPED),
    (ROUNDS, (), PAIRED),
    (CUP, (LINES,), SLATED),
    (CUP, (LINES,), OPENED),
    (TIES, CALLED_TIE, lineup(1)),
    (TIES, (*CALLED_TIE, lineup(1), lineup(2)), REVEALED),
    (LEAGUE, (), CARDS),
    (LEAGUE, PLAYED, OUT),
    (LEAGUE, PLAYED, league("close_stage")),
    (LEAGUE, CLOSED, ADVANCED),
    (LEAGUE, CLOSED, league("reopen_stage", reason="A result was wrong")),
    (LEAGUE, FINAL, REPLACED),
    (LEAGUE, (), command("withdraw", entrant="t1", reason="Ill")),
]

GAMES: list[Wire] = [{"type": "set_games", "games": [[2, 0], [2, 1]]}]
RESULT = cup("enter_result", match="main-1-1", result=GAMES)
FINISHED = (
    STARTED,
    cup("record", match="main-1-1", after=1, tap=GAMES[0]),
    cup("confirm_result", match="main-1-1", after=2),
)
REOPENED = cup("reopen_match", match="main-1-1", reason="Sides mixed up")
PAPER = cup("enter_paper_result", match="main-1-1", result=GAMES)
LOST: list[Wire] = [{"type": "set_games", "games": [[0, 2], [1, 2]]}]
OTHER = cup("enter_paper_result", match="main-1-1", result=LOST)
KEPT = cup("keep_recorded_result", match="main-1-1", after=1, reason="Misread")
EACH_KIND += [(CUP, (LINES,), PAPER), (CUP, (LINES, RESULT, OTHER), KEPT)]

OF_A_MATCH: list[tuple[Plan, tuple[Command, ...], Command]] = [
    (CUP, (LINES, OPENED), STARTED),
    (CUP, (LINES, OPENED, *FINISHED[:2]), FINISHED[2]),
    (CUP, (LINES,), RESULT),
    (CUP, (LINES, RESULT), REOPENED),
]
"""What the umpire takes back, or what is corrected in the match."""

STANDS_ON: list[tuple[Plan, tuple[Command, ...], int, int]] = [
    (CUP, (ANNOUNCED, LINES), 2, 3),
    (CUP, (LINES, SWAPPED), 2, 3),
    (CUP, (LINES, OPENED), 2, 3),
    (CUP, (LINES, OPENED, STARTED), 3, 4),
    (ROUNDS, (PAIRED, cup("open_match", match="1-1")), 2, 3),
    (TIES, (*CALLED_TIE, lineup(1), lineup(1)), 4, 5),
    (TIES, (*CALLED_TIE, lineup(1), lineup(2), REVEALED), 4, 6),
    (LEAGUE, (CARDS, *CLOSED), 2, 9),
    (LEAGUE, (OUT, PLAYED[2], league("close_stage")), 2, 5),
    (LEAGUE, FINAL, 8, 9),
    (LEAGUE, FINAL, 9, 10),
    (CUP, (command("enter", entrant={"id": "t9", "number": 9, "name": "Team 9"}), DRAWN), 2, 3),
]
