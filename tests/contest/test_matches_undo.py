"""Taking back what organizers decided about matches; what umpires did is undone in the match."""

import pytest

from scoring.contest.commands import Command
from scoring.contest.decide import decide
from scoring.contest.events import Undone
from scoring.contest.guards import Rejected
from scoring.contest.plan import Plan
from scoring.contest.state import Contest
from tests.contest.match_undos import (
    CALLED_TIE,
    CUP,
    EACH_KIND,
    FINAL,
    LEAGUE,
    LINES,
    OF_A_MATCH,
    OPENED,
    REPLACED,
    SLATED,
    STANDS_ON,
    STARTED,
    TIES,
    lineup,
)
from tests.contest.playing import after, command, facts, played


def undo(seq: int) -> Command:
    return command("undo", seq=seq, reason=" Tapped ")


def then(contest: Contest, asked: Command) -> Contest:
    decision = decide(contest, asked)
    assert not isinstance(decision, Rejected), str(decision.reason)
    return after(contest, decision)


def refused(contest: Contest, seq: int) -> str:
    decision = decide(contest, undo(seq))
    assert isinstance(decision, Rejected), decision
    return str(decision.reason)


@pytest.mark.parametrize(
    ("plan", "history", "asked"), EACH_KIND, ids=lambda one: type(one).__name__
)
def test_what_was_decided_is_taken_back_and_brought_back(
    plan: Plan, history: tuple[Command, ...], asked: Command
) -> None:
    before = played(plan, history)
    done = then(before, asked)
    assert facts(done) != facts(before)
    once = then(done, undo(done.seq))
    assert once.history[once.seq - 1] == Undone(done.seq, "Tapped")
    assert facts(once) == facts(before)
    twice = then(once, undo(once.seq))
    assert facts(twice) == facts(done)
    assert facts(then(twice, undo(twice.seq))) == facts(before)


@pytest.mark.parametrize(
    ("plan", "history", "asked"), OF_A_MATCH, ids=lambda one: type(one).__name__
)
def test_what_happened_in_a_match_is_taken_back_there(
    plan: Plan, history: tuple[Command, ...], asked: Command
) -> None:
    contest = then(played(plan, history), asked)
    text = "What happened in a match is taken back or corrected in the match."
    assert refused(contest, contest.seq) == text


@pytest.mark.parametrize(("plan", "history", "seq", "later"), STANDS_ON)
def test_a_decision_that_another_stands_on_stays(
    plan: Plan, history: tuple[Command, ...], seq: int, later: int
) -> None:
    text = f"A later event ({later}) stands on this one; take that back first."
    assert refused(played(plan, history), seq) == text


def test_a_draw_is_taken_back_though_somebody_came_in_after_it() -> None:
    contest = played(LEAGUE, [*FINAL, REPLACED])
    drawn = contest.seq - 1
    assert contest.play[contest.plan.played[1].id].lines == (("t3", "t2"),)
    without = then(contest, undo(drawn))
    assert without.play[contest.plan.played[1].id].lines == ()
    assert facts(then(without, undo(without.seq))) == facts(contest)


def test_one_team_takes_its_line_up_back_whatever_the_other_has_handed_in() -> None:
    contest = then(played(TIES, [*CALLED_TIE, lineup(1), lineup(2)]), undo(4))
    assert facts(contest) == facts(played(TIES, [*CALLED_TIE, lineup(2)]))


def test_a_time_is_taken_back_whatever_was_played_since() -> None:
    contest = played(CUP, [LINES, SLATED, OPENED, STARTED])
    assert facts(then(contest, undo(3))) == facts(played(CUP, [LINES, OPENED, STARTED]))
