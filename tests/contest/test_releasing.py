"""What becomes public when: approved, kept back by a freeze, thawed, revealed step by step."""

from typing import Any

from scoring.contest.commands import Command
from scoring.contest.encounters import encounters
from scoring.contest.fold import folded
from scoring.contest.ids import EntrantId, StageId
from scoring.contest.plan import JudgedStage, Plan, PlayedStage
from scoring.contest.release_events import ResultRevealed, ResultsApproved, StageFrozen
from scoring.contest.standings import standings
from scoring.contest.state import Contest
from tests.contest.given import (
    ANN,
    BEN,
    CAI,
    DAN,
    FINAL,
    HEATS,
    HEATS_PERFORMED,
    J1,
    J2,
    J3,
    PLAN,
    advance,
    amend,
    call,
    close,
    close_stage,
    disqualify,
    given,
    mark,
    no_show,
    performed,
    reopen,
    undo,
)
from tests.contest.playing import RALLIES, Wire, command, drawn, plan, stage
from tests.contest.releasing import (
    FREEZE,
    THAW,
    Told,
    approve,
    approve_matches,
    plan_that,
    release,
    reveal,
)

APPROVED = plan_that(approval=True)
CUP = StageId("cup")


def scores(contest: Contest) -> dict[EntrantId, str]:
    """Every score of the heats."""
    heats = contest.plan.stages[0]
    assert isinstance(heats, JudgedStage)
    return {
        one.entrant: str(one.score)
        for one in standings(contest, heats).standings
        if one.score is not None
    }


# Without either option nothing is different.


def test_where_nothing_is_kept_back_the_public_knows_the_contest_itself() -> None:
    told = Told(PLAN, (*HEATS_PERFORMED, close_stage(), advance(BEN, ANN)))
    assert told.public is told.contest


# Approval.


def test_a_result_is_public_once_it_is_approved() -> None:
    told = Told(APPROVED, performed(ANN, "90", "90", "90"))
    assert scores(told.public) == {}
    told.give(approve(ANN))
    assert scores(told.public) == {ANN: "90.00"}


def test_before_that_it_looks_like_one_that_nobody_has_marked() -> None:
    unmarked = Told(APPROVED, (call(ANN), call(BEN)))
    waiting = Told(APPROVED, (*performed(ANN, "90", "90", "90"), call(BEN), mark(BEN, J1, "70")))
    assert waiting.public.stages == unmarked.public.stages


def test_whatever_became_of_it() -> None:
    before = Told(APPROVED, (call(ANN),))
    marked = tuple(mark(ANN, one, "90") for one in (J1, J2, J3))
    endings: tuple[tuple[Command, ...], ...] = (
        (*marked, close(ANN)),
        (no_show(ANN),),
        (marked[0], disqualify(ANN)),
    )
    hidden = [Told(APPROVED, (call(ANN), *one)).public for one in endings]
    assert {ANN: hidden[0].stages[HEATS].performances[ANN]} == before.public.stages[
        HEATS
    ].performances
    assert hidden[0].stages == hidden[1].stages == hidden[2].stages


def test_the_version_stays_where_only_officials_learn_something() -> None:
    told = Told(APPROVED, (call(ANN),))
    before = told.public.version
    told.give(mark(ANN, J1, "90"), mark(ANN, J1, "91", after=1), mark(ANN, J2, "90"))
    assert told.public.version == before
    told.give(mark(ANN, J3, "90"), close(ANN))
    left = told.public.version
    told.give(amend(ANN, J2, "89", reason="Misread"))
    assert (left, told.public.version) == (before + 1, before + 1)
    told.give(approve(ANN))
    assert told.public.version == left + 1


def test_a_correction_needs_approval_again_and_the_last_approved_stands_meanwhile() -> None:
    told = Told(APPROVED, (*performed(ANN, "90", "90", "90"), approve(ANN)))
    told.give(amend(ANN, J1, "60"))
    assert (scores(told.public), scores(told.contest)) == ({ANN: "90.00"}, {ANN: "80.00"})
    told.give(approve(ANN))
    assert scores(told.public) == {ANN: "80.00"}


def test_also_while_the_performance_is_open_again() -> None:
    told = Told(APPROVED, (*performed(ANN, "90", "90", "90"), approve(ANN), reopen(ANN)))
    assert scores(told.public) == {ANN: "90.00"}
    assert told.refused(approve(ANN)).kind == "not_now"


def test_what_was_decided_from_results_is_public_when_all_of_them_are() -> None:
    told = Told(APPROVED, (*HEATS_PERFORMED, close_stage(), advance(BEN, ANN), call(BEN, FINAL)))
    heats = told.public.stages[HEATS]
    assert (heats.closed, heats.advanced) == (False, {})
    assert told.public.stages[FINAL].performances == {}
    told.give(approve(ANN, BEN, CAI))
    assert not told.public.stages[HEATS].closed
    told.give(approve(DAN))
    assert told.public.stages[HEATS].closed
    assert told.public.field(PLAN.stages[1]) == (BEN, ANN)
    assert set(told.public.stages[FINAL].performances) == {BEN}


def test_approval_is_refused_of_what_is_open_approved_or_not_asked_for() -> None:
    told = Told(APPROVED, (*performed(ANN, "90", "90", "90"), call(BEN)))
    assert told.refused(approve(BEN)).kind == "not_now"
    assert told.refused(approve(ANN, BEN)).kind == "not_now"
    assert told.refused(release("approve")).kind == "invalid"
    assert told.refused(approve_matches("heats", "main-1-1")).kind == "not_now"
    told.give(approve(ANN))
    assert told.refused(approve(ANN)).kind == "not_now"
    given(*performed(ANN, "90", "90", "90")).when(approve(ANN)).refused("not_now", "stage")


def test_an_approval_is_taken_back() -> None:
    told = Told(APPROVED, (*performed(ANN, "90", "90", "90"), approve(ANN)))
    assert told.contest.history[told.contest.seq - 1] == ResultsApproved(HEATS, (ANN,))
    told.give(undo(told.contest.seq))
    assert scores(told.public) == {}


def test_what_was_approved_is_not_taken_back_under_it() -> None:
    told = Told(APPROVED, (*performed(ANN, "90", "90", "90"), amend(ANN, J1, "60"), approve(ANN)))
    assert told.refused(undo(told.contest.seq - 1)).kind == "not_now"


# The freeze.


def frozen_after(count: int) -> Told:
    first = HEATS_PERFORMED[: 5 * count]
    return Told(PLAN, (*first, FREEZE, *HEATS_PERFORMED[5 * count :]))


def test_results_settled_after_the_freeze_are_absent() -> None:
    told = frozen_after(2)
    assert scores(told.public) == {ANN: "90.00", BEN: "95.00"}
    assert len(scores(told.contest)) == len(PLAN.entrants)
    told.give(THAW)
    assert scores(told.public) == scores(told.contest)


def test_a_later_correction_of_an_earlier_result_is_absent_too() -> None:
    told = frozen_after(2).give(amend(ANN, J1, "60"))
    assert scores(told.public)[ANN] == "90.00"


def test_a_frozen_stage_does_not_end_for_the_public() -> None:
    told = frozen_after(2).give(close_stage(), advance(BEN, ANN), call(BEN, FINAL))
    assert not told.public.stages[HEATS].closed
    assert told.public.field(PLAN.stages[1]) == ()
    told.give(THAW)
    assert told.public.field(PLAN.stages[1]) == (BEN, ANN)


def test_the_plan_may_say_when_the_freeze_begins() -> None:
    planned = plan_that(freeze_after=2)
    told = Told(planned, HEATS_PERFORMED)
    assert told.contest.history[11] == StageFrozen(HEATS)
    assert set(scores(told.public)) == {ANN, BEN}
    told.give(THAW, reopen(DAN), close(DAN))
    assert told.contest.stages[HEATS].frozen is None


def test_the_public_version_is_the_same_after_a_restart() -> None:
    told = frozen_after(2).give(THAW, close_stage())
    again = Told(PLAN)
    for event in list(told.contest.history)[1:]:
        again.replay(event)
    assert again.public.version == told.public.version
    assert folded(told.contest.history).stages == told.contest.stages


def test_freezing_twice_or_thawing_what_is_not_frozen_is_refused() -> None:
    told = frozen_after(2)
    assert told.refused(FREEZE).kind == "not_now"
    told.give(THAW)
    assert told.refused(THAW).kind == "not_now"
    assert told.refused(reveal(0)).kind == "not_now"


def test_the_states_of_a_freeze() -> None:
    """DOMjudge: what the public sees as frozen, and as final, at every point of a contest."""

    def seen(*commands: Command) -> tuple[bool, bool]:
        told = Told(PLAN, commands)
        state = told.public.stages[HEATS]
        return state.frozen is not None, state.closed

    first, others = HEATS_PERFORMED[:5], HEATS_PERFORMED[5:]
    end = close_stage()
    assert seen() == (False, False)
    assert seen(*first) == (False, False)
    assert seen(*first, FREEZE) == (True, False)
    assert seen(*first, FREEZE, *others, end) == (True, False)
    assert seen(*first, FREEZE, *others, end, THAW) == (False, True)
    assert seen(*first, *others) == (False, False)
    assert seen(*first, *others, end) == (False, True)
    final = (*first, FREEZE, *others, end, advance(BEN, ANN))
    assert seen(*final) == (True, False)
    assert seen(*final, THAW) == (False, True)


# The ceremony.


def test_results_are_revealed_from_the_last_place_to_the_first() -> None:
    told = frozen_after(0)
    shown: list[set[EntrantId]] = []
    for step in range(4):
        told.give(reveal(step))
        shown.append(set(scores(told.public)))
    assert shown == [{CAI}, {CAI, DAN}, {CAI, DAN, ANN}, {CAI, DAN, ANN, BEN}]
    assert told.contest.stages[HEATS].frozen is None
    assert told.contest.history[told.contest.seq - 1] == ResultRevealed(HEATS, BEN, last=True)


def test_judge_by_judge_where_marks_are_published() -> None:
    told = Told(plan_that(publish_marks=True), (FREEZE, *HEATS_PERFORMED))
    told.give(reveal(0), reveal(1))
    sheets = told.public.stages[HEATS].performances[CAI].sheets
    assert set(sheets) == {(J1, 0), (J2, 0)}
    assert scores(told.public) == {}
    told.give(reveal(2), reveal(3))
    assert scores(told.public) == {CAI: "80.00"}


def test_a_step_is_taken_back_also_the_last_one() -> None:
    told = frozen_after(0).give(*(reveal(step) for step in range(4)))
    told.give(release("unreveal", after=4))
    assert set(scores(told.public)) == {CAI, DAN, ANN}
    told.give(release("unreveal", after=3), reveal(2), reveal(3))
    assert told.public.stages == told.contest.stages


def test_a_button_pressed_twice_reveals_one_thing() -> None:
    told = frozen_after(0).give(reveal(0))
    assert told.refused(reveal(0)).kind == "stale"
    assert told.refused(release("unreveal", after=2)).kind == "stale"


def test_the_ceremony_waits_for_everybody_and_for_approval() -> None:
    early = Told(PLAN, (FREEZE, *HEATS_PERFORMED[:5]))
    assert early.refused(reveal(0)).kind == "not_now"
    told = Told(APPROVED, (FREEZE, *HEATS_PERFORMED))
    assert told.refused(reveal(0)).kind == "not_now"
    told.give(approve(ANN, BEN, CAI, DAN))
    assert scores(told.public) == {}
    told.give(reveal(0))
    assert scores(told.public) == {CAI: "80.00"}


# Matches.


def of_four(**options: Any) -> Plan:  # noqa: ANN401 - as on the wire
    return plan(4, {**stage("cup", drawn(), RALLIES), **options})


LINES = command("set_lines", stage="cup", lines=[["t1", "t2", "t3", "t4"]], reason="Lots")
WON: list[Wire] = [{"type": "set_games", "games": [[2, 0], [2, 1]]}]
LOST: list[Wire] = [{"type": "set_games", "games": [[0, 2], [1, 2]]}]


def result(match: str, games: list[Wire] = WON) -> Command:
    return command("enter_result", stage="cup", match=match, result=games)


def sides(contest: Contest, match: str) -> tuple[EntrantId, EntrantId] | None:
    found = contest.plan.stages[0]
    assert isinstance(found, PlayedStage)
    return encounters(contest, found).by_id[match].entrants


def test_who_plays_next_stays_unnamed_until_the_result_is_approved() -> None:
    told = Told(of_four(approval=True), (LINES, result("main-1-1"), result("main-1-2")))
    told.give(command("open_match", stage="cup", match="main-2-1"))
    told.give(command("record", stage="cup", match="main-2-1", after=0, tap=WON[0]))
    assert sides(told.contest, "main-2-1") == ("t1", "t3")
    assert sides(told.public, "main-2-1") is None
    assert "main-2-1" not in told.public.play[CUP].opened
    version = told.public.version
    told.give(approve_matches("cup", "main-1-1"))
    assert sides(told.public, "main-2-1") is None
    told.give(approve_matches("cup", "main-1-2"))
    assert sides(told.public, "main-2-1") == ("t1", "t3")
    assert told.public.version == version + 2
    assert told.public.play[CUP].records.keys() == {("main-1-1", 0), ("main-1-2", 0)}


def test_taps_of_a_match_that_is_not_approved_are_nowhere() -> None:
    told = Told(
        of_four(approval=True), (LINES, command("open_match", stage="cup", match="main-1-1"))
    )
    before = told.public
    told.give(command("record", stage="cup", match="main-1-1", after=0, tap=WON[0]))
    told.give(command("confirm_result", stage="cup", match="main-1-1", after=1))
    assert told.public is before


def test_matches_are_revealed_in_their_order() -> None:
    told = Told(of_four(freeze_after=1), (LINES, result("main-1-1"), result("main-1-2")))
    told.give(result("main-2-1", LOST))
    assert sides(told.public, "main-2-1") is None
    told.give(reveal(0, CUP))
    assert sides(told.public, "main-2-1") == ("t1", "t3")
    assert told.public.play[CUP].records.keys() == {("main-1-1", 0), ("main-1-2", 0)}
    told.give(reveal(1, CUP))
    assert told.public.play == told.contest.play


def test_a_round_of_a_swiss_system_is_drawn_up_from_approved_results() -> None:
    swiss = {**stage("cup", {"type": "swiss", "rounds": 2}, RALLIES), "approval": True}
    told = Told(plan(4, swiss), (command("pair_round", stage="cup"), result("1-1"), result("1-2")))
    told.give(command("pair_round", stage="cup"))
    assert len(told.public.play[CUP].rounds) == 1
    told.give(approve_matches("cup", "1-1", "1-2"))
    assert len(told.public.play[CUP].rounds) == 2
