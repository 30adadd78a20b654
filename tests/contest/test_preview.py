"""Corrections are weighed before they are made: who moves, who is in, who is out."""

from msgspec.structs import replace

from scoring.contest.commands import Command
from scoring.contest.decide import decide
from scoring.contest.events import SheetAmended, Undone
from scoring.contest.guards import Rejected
from scoring.contest.ids import EntrantId
from scoring.contest.preview import Declined, Preview, StagePreview, preview
from scoring.contest.scoring import Carried, Sum, Term
from scoring.contest.state import Contest
from tests.contest.given import (
    ANN,
    BEN,
    CAI,
    DAN,
    FINAL,
    FINAL_OPEN,
    HEATS,
    HEATS_CLOSED,
    HEATS_PERFORMED,
    J1,
    J2,
    J3,
    ONE_MARK,
    PLAN,
    advance,
    after,
    amend,
    call,
    close,
    events_of,
    given,
    mark,
    move,
    performed,
    step,
    swap,
    undo,
    withdraw,
)

FINAL_BEGUN = (*FINAL_OPEN, *performed(BEN, "91", "91", "91", stage=FINAL))
CAI_UP = tuple(amend(CAI, seat, "93") for seat in (J1, J2, J3))
"""Cai goes from 80 and place 4 to 93 and place 2."""


def weighed(contest: Contest, *commands: Command) -> Preview:
    found = preview(contest, commands)
    assert isinstance(found, Preview)
    return found


def the_stage(found: Preview) -> StagePreview:
    (stage,) = found.stages
    return stage


def places(stage: StagePreview) -> dict[EntrantId, tuple[int | None, int | None]]:
    return {one.entrant: (one.before.place, one.after.place) for one in stage.moves}


def scores(stage: StagePreview) -> dict[EntrantId, tuple[str, str]]:
    return {one.entrant: (str(one.before.score), str(one.after.score)) for one in stage.moves}


def test_a_correction_says_who_moves_and_nothing_has_happened() -> None:
    contest = given(*HEATS_PERFORMED).contest
    before = contest.seq, contest.version, list(contest.history)
    stage = the_stage(weighed(contest, *CAI_UP))
    assert places(stage) == {CAI: (4, 2), ANN: (2, 3), DAN: (3, 4)}
    assert scores(stage)[CAI] == ("80.00", "93.00")
    assert [one.entrant for one in stage.moves if not one.moves_only] == [CAI, ANN]
    line = stage.lines[0]
    assert (line.before, line.after) == ("90.00", "93.00")
    assert (line.joining, line.leaving, line.recorded) == ((CAI,), (ANN,), False)
    assert (contest.seq, contest.version, list(contest.history)) == before


def test_case_18_after_the_next_stage_has_begun_who_is_in_stays_and_the_difference_is_listed() -> (
    None
):
    contest = given(*FINAL_BEGUN).contest
    found = weighed(contest, *CAI_UP)
    heats = found.stages[0]
    assert heats.stage.id == HEATS
    assert heats.opened
    line = heats.lines[0]
    assert (line.joining, line.leaving) == ((CAI,), (ANN,))
    assert (line.unearned, line.passed_over) == ((ANN,), (CAI,))
    final = found.after.plan.stages[1]
    assert found.after.field(final) == contest.field(final) == (BEN, ANN)
    assert [one.stage.id for one in found.stages] == [HEATS]


def test_case_19_who_comes_in_is_as_if_the_one_removed_ranked_where_the_correction_leads() -> None:
    contest = given(*FINAL_OPEN).contest
    worse = tuple(amend(ANN, seat, "82") for seat in (J1, J2, J3))
    found = weighed(contest, *worse)
    assert places(the_stage(found))[ANN] == (2, 3)
    line = the_stage(found).lines[0]
    assert (line.unearned, line.passed_over) == ((ANN,), (DAN,))
    replaced = weighed(contest, *worse, swap(ANN, DAN))
    assert replaced.after.field(replaced.after.plan.stages[1]) == (BEN, DAN)
    assert replaced.stages[0].lines[0].unearned == ()
    final = replaced.stages[1]
    assert [(one.entrant, one.after.status) for one in final.moves] == [
        (ANN, None), (DAN, "waiting"),
    ]  # fmt: skip


def test_case_55_a_correction_keeps_what_was_and_its_undo_is_one_more_event() -> None:
    closed = given(*HEATS_CLOSED)
    command = amend(ANN, J1, "96", reason="Digits swapped")
    stage = the_stage(weighed(closed.contest, command))
    assert scores(stage) == {ANN: ("90.00", "92.00")}
    corrected = given(*HEATS_CLOSED, command)
    log = list(corrected.contest.history)
    seq = len(log)
    amended = log[-1]
    assert isinstance(amended, SheetAmended)
    assert (amended.marks, amended.reason) == ({"song": 9600}, "Digits swapped")
    back = the_stage(weighed(corrected.contest, undo(seq)))
    assert scores(back) == {ANN: ("92.00", "90.00")}
    undone = given(*HEATS_CLOSED, command, undo(seq))
    assert list(undone.contest.history) == [*log, Undone(seq, "Tapped by mistake")]
    assert undone.scores() == closed.scores()


def test_the_score_of_a_later_stage_that_carries_it_over_moves_too() -> None:
    carried = replace(
        ONE_MARK,
        steps=(
            step("Sung", ONE_MARK.steps[0].value),
            step("Heats", Carried(stage=HEATS)),
            step("Score", Sum(terms=(Term(step=step("Sung", ONE_MARK.steps[0].value).id),
                                     Term(step=step("Heats", Carried(stage=HEATS)).id)))),
        ),
    )  # fmt: skip
    heats, final = PLAN.stages
    plan = replace(PLAN, stages=(heats, replace(final, scoring=carried)))
    contest = given(*FINAL_BEGUN, plan=plan).contest
    found = weighed(contest, amend(BEN, J1, "98"))
    assert [one.stage.id for one in found.stages] == [HEATS, FINAL]
    assert scores(found.stages[1]) == {BEN: ("186.00", "187.00")}


def test_a_withdrawal_lets_the_next_in_and_keeps_the_place() -> None:
    stage = the_stage(weighed(given(*HEATS_PERFORMED).contest, withdraw(ANN)))
    assert {one.entrant: (one.before.status, one.after.status) for one in stage.moves} == {
        ANN: ("ranked", "withdrawn"), DAN: ("ranked", "ranked"),
    }  # fmt: skip
    assert (stage.lines[0].joining, stage.lines[0].leaving) == ((DAN,), (ANN,))
    assert places(stage)[ANN] == (2, 2)


def test_moved_sheets_open_both_performances() -> None:
    contest = given(*performed(ANN, "90", "90", "90"), call(BEN)).contest
    stage = the_stage(weighed(contest, move(ANN, BEN)))
    assert [(one.entrant, one.after.status) for one in stage.moves] == [(ANN, "on_stage")]


def test_what_changes_nothing_says_so() -> None:
    contest = given(call(ANN), mark(ANN, J1, "90")).contest
    assert weighed(contest, amend(ANN, J1, "91")).nothing_changes
    assert weighed(given(*HEATS_CLOSED).contest, amend(ANN, J1, "90")).nothing_changes


def test_digits_that_are_not_published_move_nobody() -> None:
    tenth = replace(ONE_MARK, steps=(step("Score", ONE_MARK.steps[0].value, 0),))
    heats, final = PLAN.stages
    plan = replace(PLAN, stages=(replace(heats, scoring=tenth), final))
    contest = given(*HEATS_PERFORMED, plan=plan).contest
    assert weighed(contest, amend(ANN, J1, "90.5")).nothing_changes


def test_a_refusal_is_the_one_that_the_command_would_get() -> None:
    contest = given(*HEATS_CLOSED).contest
    commands = (amend(ANN, J1, "96"), amend(ANN, J1, "97", after=1))
    declined = preview(contest, commands)
    assert isinstance(declined, Declined)
    assert declined.index == 1
    first = after(contest, events_of(decide(contest, commands[0])))
    assert declined.rejected == decide(first, commands[1])
    assert isinstance(declined.rejected, Rejected)
    assert declined.rejected.kind == "stale"


def test_closing_makes_certain_and_is_told() -> None:
    contest = given(
        *performed(BEN, "95", "95", "95"), *performed(ANN, "90", "90", "90"),
        *performed(CAI, "80", "80", "80"),
        call(DAN),
    ).contest  # fmt: skip
    sung: tuple[Command, ...] = (*(mark(DAN, seat, "85") for seat in (J1, J2, J3)), close(DAN))
    stage = the_stage(weighed(contest, *sung))
    sure = {one.entrant: (one.before.certain, one.after.certain) for one in stage.moves}
    assert sure[ANN] == (False, True)


def test_a_list_of_who_goes_on_changes_the_field_of_the_next_stage() -> None:
    found = weighed(given(*HEATS_CLOSED).contest, advance(BEN, ANN))
    assert [(one.stage.id, [move.entrant for move in one.moves]) for one in found.stages] == [
        (FINAL, [ANN, BEN])
    ]
