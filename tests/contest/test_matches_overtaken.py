"""A correction brings others into a match that has started: it is called, and counted, anew."""

from typing import Any

import pytest

from scoring.contest.commands import Command
from scoring.contest.decide import decide
from scoring.contest.encounters import Encounter, encounters
from scoring.contest.guards import Rejected
from scoring.contest.play import MatchRecord
from scoring.contest.state import Contest
from tests.contest.playing import RALLIES, TIE, Wire, after, command, drawn, plan, played, stage

FIRST: list[Wire] = [{"type": "set_games", "games": [[2, 0], [2, 0]]}]
SECOND: list[Wire] = [{"type": "set_games", "games": [[0, 2], [0, 2]]}]


def asked(kind: str, match: str, **fields: Any) -> Command:  # noqa: ANN401 - as on the wire
    return command(kind, stage="cup", match=match, **fields)


LINES = command("set_lines", stage="cup", lines=[["t1", "t2", "t3", "t4"]], reason="Lots")
SEMI_FINALS = [
    asked("enter_result", "main-1-1", result=FIRST),
    asked("enter_result", "main-1-2", result=FIRST),
]
FINAL_CALLED = asked("open_match", "main-2-1", court="court-1")
FINAL_BEGUN = [
    asked("record", "main-2-1", after=0, tap={"type": "start"}),
    asked("record", "main-2-1", after=1, tap={"type": "rally", "winner": "a"}),
]
TURNED = asked(
    "enter_result", "main-1-1", after=1, result=SECOND, reason="Mixed up", accept=["main-2-1"]
)
"""Not team 1 but team 2 won the first semi-final."""


def cup(*commands: Command) -> Contest:
    return played(plan(4, stage("cup", drawn(), RALLIES)), [LINES, *SEMI_FINALS, *commands])


def final(contest: Contest) -> Encounter:
    return encounters(contest, contest.plan.played[0]).by_id["main-2-1"]


def record(contest: Contest) -> MatchRecord:
    return contest.play[contest.plan.played[0].id].record("main-2-1")


def test_a_final_called_anew_for_others_begins_at_nothing() -> None:
    before = cup(FINAL_CALLED, *FINAL_BEGUN, TURNED)
    assert final(before).phase == "ready"
    contest = after(before, decide(before, FINAL_CALLED))
    assert final(contest).phase == "called"
    assert record(contest).state is None
    assert record(contest).revision == 3


def test_a_tablet_that_umpired_the_others_is_told() -> None:
    contest = cup(FINAL_CALLED, *FINAL_BEGUN, TURNED, FINAL_CALLED)
    late = asked("record", "main-2-1", after=2, tap={"type": "rally", "winner": "a"})
    decision = decide(contest, late)
    assert isinstance(decision, Rejected) and decision.kind == "stale"


def test_what_was_umpired_of_others_cannot_be_confirmed() -> None:
    rallies = [
        asked("record", "main-2-1", after=after_, tap={"type": "rally", "winner": "a"})
        for after_ in (2, 3, 4)
    ]
    contest = cup(FINAL_CALLED, *FINAL_BEGUN, *rallies, TURNED)
    decision = decide(contest, asked("confirm_result", "main-2-1", after=5))
    assert isinstance(decision, Rejected)
    assert str(decision.reason) == "Others meet in this match now; call it again."


def test_called_again_for_the_same_two_on_another_court_it_goes_on() -> None:
    moved = asked("open_match", "main-2-1", court="court-2")
    contest = cup(FINAL_CALLED, moved, *FINAL_BEGUN)
    assert record(contest).revision == 2
    assert contest.play[contest.plan.played[0].id].court("main-2-1") == "court-2"


@pytest.mark.parametrize(("revealed", "kept"), [(True, set()), (False, {"t3"})])
def test_who_stays_need_not_hand_in_again_unless_it_was_revealed(
    *, revealed: bool, kept: set[str]
) -> None:
    def stop(by: str) -> list[Wire]:
        return [{"type": "stop", "outcome": {"type": "conceded", "by": by, "how": "walkover"}}]

    def lineup(team: int) -> Command:
        named = {"MS": [f"m{team}"], "WS": [f"w{team}"], "S": [f"m{team}"]}
        return asked("hand_in_lineup", "main-2-1", side=f"t{team}", lineup=named)

    contest = played(
        plan(4, stage("cup", drawn(), TIE)),
        [
            LINES,
            asked("enter_result", "main-1-1", result=stop("b")),
            asked("enter_result", "main-1-2", result=stop("b")),
            FINAL_CALLED,
            lineup(1),
            lineup(3),
            *([asked("reveal_lineups", "main-2-1")] if revealed else []),
            asked(
                "enter_result",
                "main-1-1",
                after=1,
                result=stop("a"),
                reason="Mixed up",
                accept=["main-2-1"],
            ),
            FINAL_CALLED,
        ],
    )
    lineups = contest.play[contest.plan.played[0].id].lineups["main-2-1"]
    assert lineups.order is None
    assert set(lineups.by_side) == kept


def test_to_call_it_for_the_others_is_undone_and_no_tablet_mistakes_the_state() -> None:
    contest = cup(FINAL_CALLED, *FINAL_BEGUN, TURNED, FINAL_CALLED)
    back = after(contest, decide(contest, command("undo", seq=contest.seq, reason="Tapped")))
    assert final(back).phase == "ready"
    assert len(record(back).steps) == 2
    assert (record(contest).revision, record(back).revision) == (3, 4)
