"""Sheets that are signed: locked once handed in, and the way to change them all the same."""

import pytest
from msgspec.structs import replace

from scoring.contest.commands import Command
from scoring.contest.events import (
    AmendmentAnswered,
    AmendmentRequested,
    MarksEntered,
    PerformanceReopened,
    SheetAmended,
)
from scoring.contest.guards import Kind
from scoring.contest.ids import SeatId
from scoring.contest.performance import Request
from tests.contest.given import (
    ANN,
    BEN,
    CAI,
    CHIEF,
    DAN,
    HEATS,
    J1,
    J2,
    PRESENT,
    SONG,
    amend,
    answer,
    ask,
    call,
    close_stage,
    disqualify,
    given,
    mark,
    move,
    performed,
    plan_with,
    scored_by,
    undo,
)

LOOSE = plan_with(scoring=scored_by(PRESENT))
SIGNED = replace(LOOSE, stages=(replace(LOOSE.judged[0], signed=True), LOOSE.judged[1]))
HANDED_IN = (call(ANN), mark(ANN, J1, "59"))
"""One sheet handed in; the performance is open."""


def sheet(*commands: Command, seat: SeatId = J1) -> Request | None:
    contest = given(*commands, plan=SIGNED).contest
    return contest.stage(HEATS).performances[ANN].sheet(seat).request


def test_a_sheet_not_handed_in_yet_takes_marks() -> None:
    given(call(ANN), plan=SIGNED).when(mark(ANN, J1, "59")).then(
        MarksEntered(HEATS, ANN, J1, 1, {SONG: 5900})
    )


def test_a_sheet_handed_in_is_locked() -> None:
    refused = given(*HANDED_IN, plan=SIGNED).when(mark(ANN, J1, "95", after=1))
    refused.told("not_now", "signed and handed in")


def test_without_signing_it_is_not() -> None:
    given(*HANDED_IN, plan=LOOSE).when(mark(ANN, J1, "95", after=1)).then(
        MarksEntered(HEATS, ANN, J1, 2, {SONG: 9500})
    )


def test_other_seats_are_not_locked_by_it() -> None:
    given(*HANDED_IN, plan=SIGNED).when(mark(ANN, J2, "95")).then(
        MarksEntered(HEATS, ANN, J2, 1, {SONG: 9500})
    )


def test_a_second_tablet_of_the_seat_still_leaves_its_version() -> None:
    contested = given(*HANDED_IN, mark(ANN, J1, "95"), plan=SIGNED).contest
    found = contested.stage(HEATS).performances[ANN].sheet(J1)
    assert [one.marks for one in found.contested] == [{SONG: 9500}]
    assert found.given is not None and found.given.marks == {SONG: 5900}


def test_the_head_judge_corrects_it_and_it_is_locked_again() -> None:
    case = given(*HANDED_IN, amend(ANN, J1, "95"), plan=SIGNED)
    case.when(mark(ANN, J1, "96", after=2)).told("not_now", "signed and handed in")


def test_a_seat_asks_and_says_why() -> None:
    case = given(*HANDED_IN, plan=SIGNED)
    case.when(ask(ANN, J1, reason=" 95, not 59 ")).then(
        AmendmentRequested(HEATS, ANN, J1, "95, not 59")
    )
    case.when(ask(ANN, J1, reason=" ")).told("invalid", "Say why")
    assert sheet(*HANDED_IN, ask(ANN, J1)) == Request("95, not 59")


def test_nothing_is_changed_by_asking() -> None:
    case = given(*HANDED_IN, ask(ANN, J1), plan=SIGNED)
    case.when(mark(ANN, J1, "95", after=1)).told("not_now", "signed and handed in")
    assert case.contest.version == given(*HANDED_IN, plan=SIGNED).contest.version


@pytest.mark.parametrize(
    ("before", "asked", "kind", "told"),
    [
        ((call(ANN),), ask(ANN, J1), "not_now", "Nothing has been handed in"),
        (HANDED_IN, ask(ANN, J1, after=2), "stale", "has changed meanwhile"),
        ((*HANDED_IN, ask(ANN, J1)), ask(ANN, J1), "not_now", "asked already"),
        ((*HANDED_IN, disqualify(ANN)), ask(ANN, J1), "not_now", "did not compete"),
        ((), ask(ANN, J1), "not_now", "not been called"),
        (HANDED_IN, ask(ANN, CHIEF), "invalid", "not on the panel"),
        ((*HANDED_IN, ask(ANN, J1), answer(ANN, J1)), ask(ANN, J1), "not_now", "yourself"),
    ],
)
def test_asking_is_refused(
    before: tuple[Command, ...], asked: Command, kind: Kind, told: str
) -> None:
    given(*before, plan=SIGNED).when(asked).told(kind, told)


def test_who_may_change_the_sheet_anyway_need_not_ask() -> None:
    given(*HANDED_IN, plan=LOOSE).when(ask(ANN, J1)).told("not_now", "yourself")


def test_also_without_signing_a_closed_performance_is_asked_about() -> None:
    given(*performed(ANN, "59", "90", "91"), plan=LOOSE).when(ask(ANN, J1)).then(
        AmendmentRequested(HEATS, ANN, J1, "95, not 59")
    )


def test_leave_is_for_one_change() -> None:
    asked = (*HANDED_IN, ask(ANN, J1))
    given(*asked, plan=SIGNED).when(answer(ANN, J1)).then(
        AmendmentAnswered(HEATS, ANN, J1, granted=True)
    )
    allowed = (*asked, answer(ANN, J1))
    given(*allowed, plan=SIGNED).when(mark(ANN, J1, "95", after=1)).then(
        MarksEntered(HEATS, ANN, J1, 2, {SONG: 9500})
    )
    changed = given(*allowed, mark(ANN, J1, "95", after=1), plan=SIGNED)
    changed.when(mark(ANN, J1, "96", after=2)).told("not_now", "signed and handed in")
    assert sheet(*allowed, mark(ANN, J1, "95", after=1)) is None


def test_leave_for_a_closed_performance_opens_it_again() -> None:
    before = (*performed(ANN, "59", "90", "91"), ask(ANN, J1))
    given(*before, plan=SIGNED).when(answer(ANN, J1)).then(
        AmendmentAnswered(HEATS, ANN, J1, granted=True),
        PerformanceReopened(HEATS, ANN, "95, not 59"),
    )
    again = given(*before, answer(ANN, J1), mark(ANN, J1, "95", after=1), plan=SIGNED)
    again.when(mark(ANN, J2, "10", after=1)).told("not_now", "signed and handed in")


def test_of_a_closed_stage_the_head_judge_corrects_the_sheet() -> None:
    everybody = [one for who in (ANN, BEN, CAI, DAN) for one in performed(who, "9", "9", "9")]
    before = (*everybody, close_stage(), ask(ANN, J1))
    given(*before, plan=SIGNED).when(answer(ANN, J1)).told("not_now", "stage is closed")
    given(*before, plan=SIGNED).when(amend(ANN, J1, "10")).then(
        SheetAmended(HEATS, ANN, J1, 2, {SONG: 1000}, "Digits swapped")
    )
    assert sheet(*before, amend(ANN, J1, "10")) is None


def test_a_refusal_says_why_and_the_seat_may_ask_again() -> None:
    asked = given(*HANDED_IN, ask(ANN, J1), plan=SIGNED)
    asked.when(answer(ANN, J1, refused="Seen on the paper")).then(
        AmendmentAnswered(HEATS, ANN, J1, granted=False, reason="Seen on the paper")
    )
    asked.when(answer(ANN, J1, refused=" ")).told("invalid", "Say why")
    refused = (*HANDED_IN, ask(ANN, J1), answer(ANN, J1, refused="Seen"))
    assert sheet(*refused) == Request("95, not 59", "refused", "Seen")
    given(*refused, plan=SIGNED).when(mark(ANN, J1, "95", after=1)).told("not_now", "signed")
    given(*refused, plan=SIGNED).when(ask(ANN, J1)).then(
        AmendmentRequested(HEATS, ANN, J1, "95, not 59")
    )


def test_only_what_was_asked_is_answered_and_once() -> None:
    given(*HANDED_IN, plan=SIGNED).when(answer(ANN, J1)).told("not_now", "No request")
    answered = given(*HANDED_IN, ask(ANN, J1), answer(ANN, J1), plan=SIGNED)
    answered.when(answer(ANN, J1, refused="No")).told("not_now", "No request")
    answered.when(answer(ANN, J2)).told("not_now", "No request")


def test_what_was_asked_goes_with_the_sheet_that_was_another_singers() -> None:
    moved = given(*HANDED_IN, ask(ANN, J1), move(ANN, BEN), plan=SIGNED)
    moved.when(answer(ANN, J1)).told("not_now", "No request")
    moved.when(mark(BEN, J1, "95", after=1)).told("not_now", "signed and handed in")
    moved.when(mark(ANN, J1, "95", after=2)).then(MarksEntered(HEATS, ANN, J1, 3, {SONG: 9500}))


def test_leave_that_was_used_cannot_be_taken_back_before_the_change() -> None:
    commands = (*HANDED_IN, ask(ANN, J1), answer(ANN, J1), mark(ANN, J1, "95", after=1))
    case = given(*commands, plan=SIGNED)
    case.when(undo(case.contest.seq - 1)).told("not_now", "stands on this one")


def test_leave_not_used_is_taken_back_and_the_sheet_is_locked() -> None:
    case = given(*HANDED_IN, ask(ANN, J1), answer(ANN, J1), plan=SIGNED)
    taken = given(*HANDED_IN, ask(ANN, J1), answer(ANN, J1), undo(case.contest.seq), plan=SIGNED)
    taken.when(mark(ANN, J1, "95", after=1)).told("not_now", "signed and handed in")
