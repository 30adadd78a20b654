"""What tablets say of themselves: what is kept, for how long, and what a clock's difference is."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.contest.ids import ContestId, EntrantId, SeatId, StageId
from scoring.presence import (
    AWAY,
    FORGOTTEN,
    MOST_OF_A_SEAT,
    NUDGE_STANDS,
    SILENT,
    SLOWEST,
    About,
    Doing,
    Exchange,
    Presence,
    Report,
    clock_of,
    is_silent,
)
from tests.contests import STAGE

SMALL = ContestId("small")
J1, J2 = (SMALL, SeatId("J1")), (SMALL, SeatId("J2"))
QUIET = Report(build="b1", visible=True, unsent=0)
ABOUT = About(stage=STAGE, entrant=EntrantId("e1"))


def report(**said: object) -> Report:
    return msgspec.convert({"build": "b1", "visible": True, "unsent": 0, **said}, Report)


def typing(entrant: str, *, now: bool = True) -> Report:
    return report(doing={"stage": "final", "entrant": entrant, "now": now})


def test_a_tablet_is_silent_after_half_a_minute_and_forgotten_after_half_a_day() -> None:
    presence = Presence()
    presence.heard(J1, "A", QUIET, 1_000)
    (device,) = presence.devices(J1, 1_000)
    assert not is_silent(device, 1_000 + SILENT)
    assert is_silent(device, 1_001 + SILENT)
    assert presence.devices(J1, 1_000 + FORGOTTEN) == (device,)
    assert presence.devices(J1, 1_001 + FORGOTTEN) == ()


def test_others_are_those_in_use_at_the_same_seat() -> None:
    presence = Presence()
    presence.heard(J1, "A", QUIET, 0)
    presence.heard(J1, "B", QUIET, AWAY)
    presence.heard(J2, "C", QUIET, AWAY)
    assert [one.name for one in presence.others(J1, "A", AWAY)] == ["B"]
    assert [one.name for one in presence.others(J1, "B", AWAY)] == ["A"]
    assert presence.others(J2, "C", AWAY) == ()
    assert presence.others(J1, "B", AWAY + 1) == ()


def test_a_second_tablet_calls_the_first_and_one_that_comes_back_does_so_again() -> None:
    presence = Presence()
    presence.heard(J1, "A", QUIET, 0)
    assert presence.calls(SMALL) == 0
    presence.heard(J1, "B", QUIET, 10)
    assert presence.calls(SMALL) == 1
    for now in (20, 10_000, 20_000):
        presence.heard(J1, "A", QUIET, now)
        presence.heard(J1, "B", QUIET, now)
    assert presence.calls(SMALL) == 1
    for now in range(20_000, 300_000, 10_000):
        presence.heard(J1, "A", QUIET, now)
    presence.heard(J1, "B", QUIET, 300_000)
    assert presence.calls(SMALL) == 2


def test_that_a_tablet_is_still_there_is_no_change_and_what_it_does_is_one() -> None:
    presence = Presence()
    said = [
        (QUIET, True),
        (QUIET, False),
        (report(exchange={"sent": 1, "answered": 2, "received": 3}), False),
        (typing("e1"), True),
        (typing("e1"), False),
        (typing("e1", now=False), True),
        (report(unsent=1), True),
        (report(unsent=1, battery=80), True),
        (report(unsent=1, battery=80, charging=True), True),
    ]
    for step, (one, changes) in enumerate(said):
        before = presence.changes(SMALL)
        presence.heard(J1, "A", one, step)
        assert (presence.changes(SMALL) > before) is changes, one


def test_how_long_entries_wait_is_counted_from_the_first_of_them() -> None:
    presence = Presence()

    def since(unsent: int, now: int) -> int | None:
        presence.heard(J1, "A", report(unsent=unsent), now)
        return presence.devices(J1, now)[0].unsent_since

    assert [since(0, 5), since(1, 10), since(3, 20), since(1, 30)] == [None, 10, 10, 10]
    assert [since(0, 40), since(2, 50)] == [None, 50]


@given(
    offset=st.integers(-(10**9), 10**9),
    there=st.integers(0, SLOWEST // 2),
    back=st.integers(0, SLOWEST // 2),
)
def test_the_difference_of_clocks_is_right_within_what_it_says(
    offset: int, there: int, back: int
) -> None:
    answered = 2 * 10**12
    clock = clock_of(
        Exchange(
            sent=answered - there + offset, answered=answered, received=answered + back + offset
        )
    )
    assert clock is not None
    assert abs(clock.ahead - offset) <= clock.within
    assert clock.within <= (there + back) // 2 + 1


@pytest.mark.parametrize("took", [-1, SLOWEST + 1])
def test_an_exchange_over_a_changed_clock_or_a_slow_line_says_nothing(took: int) -> None:
    assert clock_of(Exchange(sent=10**6, answered=10**6, received=10**6 + took)) is None


def test_a_clock_that_was_known_stays_known() -> None:
    presence = Presence()
    presence.heard(
        J1, "A", report(exchange={"sent": 5_000, "answered": 1_000, "received": 5_200}), 0
    )
    presence.heard(J1, "A", QUIET, 10)
    clock = presence.devices(J1, 10)[0].clock
    assert clock is not None
    assert (clock.ahead, clock.within) == (4_100, 100)


def test_a_seat_keeps_so_many_tablets_and_drops_the_one_not_heard_of_for_longest() -> None:
    presence = Presence()
    presence.heard(J1, "first", QUIET, 0)
    presence.heard(J1, "second", QUIET, 1)
    presence.heard(J1, "first", QUIET, 2)
    for number in range(10_000):
        presence.heard(J1, "first", QUIET, 2 * number + 3)
        presence.heard(J1, f"T{number}", QUIET, 2 * number + 4)
    names = [one.name for one in presence.devices(J1, 20_004)]
    assert len(names) == MOST_OF_A_SEAT
    assert names[0] == "first"
    assert names[-1] == "T9999"
    assert "second" not in names


def test_a_nudge_is_pending_until_it_is_seen_by_its_number() -> None:
    presence = Presence()
    presence.heard(J1, "A", QUIET, 0)
    old = presence.nudge(J1, None, 10)
    nudge = presence.nudge(J1, ABOUT, 20)
    assert presence.pending(J1, 30) == nudge
    assert presence.pending(J2, 30) is None
    presence.heard(J1, "A", report(seen=old.number), 40)
    assert presence.pending(J1, 40) == nudge
    calls = presence.calls(SMALL)
    presence.heard(J1, "A", report(seen=nudge.number), 50)
    assert presence.pending(J1, 50) is None
    assert presence.calls(SMALL) == calls + 1
    presence.heard(J1, "A", report(seen=nudge.number), 60)
    last = presence.nudged(J1)
    assert last is not None
    assert last.seen == 50


def test_a_nudge_that_nobody_saw_does_not_greet_who_comes_later() -> None:
    presence = Presence()
    nudge = presence.nudge(J1, None, 0)
    assert presence.pending(J1, NUDGE_STANDS) == nudge
    assert presence.pending(J1, NUDGE_STANDS + 1) is None


def test_a_tablet_that_was_signed_out_is_gone_at_once() -> None:
    presence = Presence()
    presence.heard(J1, "A", QUIET, 0)
    presence.heard(J1, "B", QUIET, 0)
    calls = presence.calls(SMALL)
    presence.forget(J1, "B")
    presence.forget(J2, "B")
    assert [one.name for one in presence.devices(J1, 0)] == ["A"]
    assert presence.calls(SMALL) == calls + 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"battery": 101}, {"battery": -1}, {"unsent": -1}, {"unsent": 10**7}, {"build": "x" * 41},
        {"doing": {"stage": "../x", "now": True}}, {"doing": {"stage": "s", "entrant": "e" * 41}},
        {"exchange": {"sent": 1, "answered": 2}}, {"more": 1}, {"seen": -1},
        {"exchange": {"sent": 10**16, "answered": 2, "received": 3}},
    ],
)  # fmt: skip
def test_what_no_tablet_says_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        report(**wrong)


def test_a_report_can_say_which_match_is_on_the_tablet() -> None:
    said = report(doing={"stage": "draw", "match": "main-1-1", "now": False})
    assert said.doing == Doing(stage=StageId("draw"), match="main-1-1")
