"""Checking a log against the rules."""

import pytest
from msgspec.structs import replace

from scoring.contest.audit import audited
from scoring.contest.commands import Command, DrawOrder
from scoring.contest.events import ContestRegistered, EntrantsAdvanced, Event, OrderDrawn
from tests.contest.given import (
    ANN,
    BEN,
    CAI,
    HEATS,
    HEATS_CLOSED,
    ID,
    PLAN,
    Given,
    advance,
    after,
    events_of,
    given,
)

DRAWN = DrawOrder(id=ID, stage=HEATS, seed="seed-2024")


def log(*commands: Command) -> list[Event]:
    """The events that the commands leave."""
    events: list[Event] = [ContestRegistered(PLAN)]
    for command in commands:
        contest = after(None, tuple(events))
        assert contest is not None
        events += events_of(Given(contest).when(command).decision)
    return events


def test_an_honest_log_gives_its_contest_and_no_findings() -> None:
    commands = (DRAWN, *HEATS_CLOSED, advance(BEN, CAI, reason="Ann is the host"))
    assert audited(log(*commands)) == (given(*commands).contest, [])


def test_no_log_is_no_contest() -> None:
    assert audited([]) == (None, [])


@pytest.mark.parametrize("where", [OrderDrawn, EntrantsAdvanced], ids=["draw", "advance"])
def test_what_was_recorded_otherwise_is_found(where: type[Event]) -> None:
    found = {
        OrderDrawn: "The recorded running order does not follow from its seed.",
        EntrantsAdvanced: "Those recorded as qualifying do not follow from the marks.",
    }
    events = log(DRAWN, *HEATS_CLOSED, advance(BEN, ANN))
    forged = [forge(event) if isinstance(event, where) else event for event in events]
    _, findings = audited(forged)
    assert [str(one) for one in findings] == [found[where]]


def forge(event: Event) -> Event:
    match event:
        case OrderDrawn(order=order):
            return replace(event, order=order[::-1])
        case EntrantsAdvanced():
            return replace(event, qualifying=(ANN, CAI))
        case _:
            return event


def test_a_draw_that_leaves_somebody_out_is_found() -> None:
    events = log(DRAWN)
    forged = [
        replace(event, order=event.order[1:]) if isinstance(event, OrderDrawn) else event
        for event in events
    ]
    _, findings = audited(forged)
    assert [str(one) for one in findings] == [
        "The recorded running order does not follow from its seed."
    ]
