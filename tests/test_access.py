"""Who may do what: every holder with every command, in its own contest and in another's."""

from typing import get_args

import msgspec
import pytest
from msgspec.structs import replace

from scoring.access import (
    Grant,
    Holder,
    Organizer,
    SeatHolder,
    grant_bytes,
    read_grant,
    why_not,
)
from scoring.contest.commands import (
    Advance,
    Amend,
    AssignPanels,
    Call,
    ClosePerformance,
    CloseStage,
    Command,
    Disqualify,
    DrawOrder,
    Enter,
    MoveSheets,
    Receive,
    RecordNoShow,
    Register,
    Reinstate,
    ReopenPerformance,
    ReopenStage,
    Replace,
    Revise,
    SealCut,
    SetOrder,
    SettleTie,
    Undo,
    Withdraw,
)
from scoring.contest.ids import CommandId, ContestId, MemberId, SeatId
from scoring.contest.match_commands import (
    AnnounceDraw,
    ConfirmResult,
    Draw,
    EnterResult,
    HandInLineup,
    OpenMatch,
    PairRound,
    Record,
    RecordValues,
    ReopenMatch,
    RevealLineups,
    Schedule,
    SetLines,
    Slated,
    SwapLines,
)
from scoring.rules.outcomes import Score
from scoring.rules.rally_state import Rally, SetGames
from tests.contests import STAGE, entrant_id, marking, small_plan
from tests.played import PHRASE

OWN, OTHER = ContestId("small"), ContestId("other")
J1, J2 = SeatId("J1"), SeatId("J2")
ID = CommandId("t:1")
E1, E2 = entrant_id(1), entrant_id(2)
MARKS = marking(ID, 1, J1, "95.99")
MATCH = "main-1-1"

ORGANIZERS: tuple[Command, ...] = (
    Register(id=ID, plan=small_plan()),
    Enter(id=ID, entrant=small_plan().entrants[0]),
    Withdraw(id=ID, entrant=E1, reason="Lost her voice"),
    DrawOrder(id=ID, stage=STAGE, seed="lots-2024"),
    SetOrder(id=ID, stage=STAGE, order=(E1,), reason="Lots drawn in the hall"),
    Call(id=ID, stage=STAGE, entrant=E1),
    Amend(
        id=ID,
        stage=STAGE,
        entrant=E1,
        seat=J1,
        after=1,
        marks=MARKS.marks,
        reason="Digits swapped",
    ),
    RecordNoShow(id=ID, stage=STAGE, entrant=E1),
    ClosePerformance(id=ID, stage=STAGE, entrant=E1),
    CloseStage(id=ID, stage=STAGE),
    Advance(id=ID, stage=STAGE, entrants=(E1,)),
    Revise(id=ID, plan=small_plan(entrants=0)),
    Receive(id=ID, contest=OTHER, entrants=small_plan().entrants),
    Reinstate(id=ID, entrant=E1, reason="Well again"),
    AssignPanels(id=ID, stage=STAGE, seed="lots-2024"),
    SealCut(id=ID, stage=STAGE),
    MoveSheets(id=ID, stage=STAGE, entrant=E1, to=E2, reason="Wrong singer"),
    Disqualify(id=ID, stage=STAGE, entrant=E1, reason="Playback"),
    ReopenPerformance(id=ID, stage=STAGE, entrant=E1, reason="Too early"),
    ReopenStage(id=ID, stage=STAGE, reason="A sheet was lost"),
    SettleTie(id=ID, stage=STAGE, by="run_off", order=(E1, E2), reason="Sang again"),
    Replace(id=ID, stage=STAGE, leaving=E1, entering=E2, reason="Cannot come"),
    Undo(id=ID, seq=2, reason="Tapped"),
    AnnounceDraw(id=ID, stage=STAGE, commitment="0" * 64),
    Draw(id=ID, stage=STAGE, secret=PHRASE, word="osmanthus"),
    SetLines(id=ID, stage=STAGE, lines=((E1, E2),), reason="Drawn in the hall"),
    SwapLines(id=ID, stage=STAGE, first=1, second=2, reason="Same village"),
    PairRound(id=ID, stage=STAGE),
    Schedule(id=ID, stage=STAGE, matches=(Slated(match=MATCH),)),
    RevealLineups(id=ID, stage=STAGE, match=MATCH),
    EnterResult(id=ID, stage=STAGE, match=MATCH, result=(SetGames((Score(21, 15),)),)),
    ReopenMatch(id=ID, stage=STAGE, match=MATCH, reason="Wrong winner"),
    RecordValues(id=ID, stage=STAGE, measure="conduct", values={E1: -1}, reason="Cards"),
)
"""What only an organizer may do."""

COURTS: tuple[Command, ...] = (
    OpenMatch(id=ID, stage=STAGE, match=MATCH, seat=J1),
    Record(id=ID, stage=STAGE, match=MATCH, seat=J1, after=0, tap=Rally("a")),
    ConfirmResult(id=ID, stage=STAGE, match=MATCH, seat=J1, after=1),
    HandInLineup(
        id=ID, stage=STAGE, match=MATCH, seat=J1, side=E1, lineup={"MS": (MemberId("m1"),)}
    ),
)
"""What a court's tablet may do in its own name; whether the match is its own is decided."""

FIRST, SECOND = SeatHolder(OWN, J1), SeatHolder(OWN, J2)
HOLDERS: tuple[Holder, ...] = (Organizer(), FIRST, SECOND)


def name(one: object) -> str:
    return type(one).__name__


def test_every_command_is_in_the_table() -> None:
    commands: tuple[type[Command], ...] = get_args(Command)
    table = (*ORGANIZERS, *COURTS, MARKS)
    assert {type(one) for one in table} == set(commands)
    assert len(table) == len(commands)


def test_every_kind_of_holder_is_in_the_table() -> None:
    assert {type(one) for one in HOLDERS} == set(get_args(Holder))


@pytest.mark.parametrize("contest", [OWN, OTHER])
@pytest.mark.parametrize("command", [*ORGANIZERS, *COURTS, MARKS], ids=name)
def test_an_organizer_may_do_everything_everywhere(command: Command, contest: ContestId) -> None:
    assert why_not(Organizer(), contest, command) is None


@pytest.mark.parametrize("command", ORGANIZERS, ids=name)
def test_a_seat_may_do_nothing_but_mark(command: Command) -> None:
    """Not even amend its own sheet."""
    assert str(why_not(FIRST, OWN, command)) == "A judge's device may only enter marks."


@pytest.mark.parametrize("command", [*ORGANIZERS, *COURTS, MARKS], ids=name)
def test_a_seat_may_do_nothing_in_another_contest(command: Command) -> None:
    refusal = "This device is signed in to the contest small, not to other."
    assert str(why_not(FIRST, OTHER, command)) == refusal


def test_a_seat_marks_for_itself_only() -> None:
    assert why_not(FIRST, OWN, MARKS) is None
    refusal = "This device is signed in to seat J2; it cannot mark for J1."
    assert str(why_not(SECOND, OWN, MARKS)) == refusal


@pytest.mark.parametrize("command", COURTS, ids=name)
def test_a_court_umpires_in_its_own_name_only(command: Command) -> None:
    assert why_not(FIRST, OWN, command) is None
    refusal = "This device is signed in to seat J2; it cannot mark for J1."
    assert str(why_not(SECOND, OWN, command)) == refusal
    nameless = replace(command, seat=None)
    assert str(why_not(FIRST, OWN, nameless)) == (
        "This device is signed in to seat J1; it must say so."
    )


def test_a_seat_of_the_same_name_in_another_contest_is_another_seat() -> None:
    assert why_not(SeatHolder(OTHER, J1), OWN, MARKS) is not None
    assert why_not(SeatHolder(OTHER, J1), OTHER, MARKS) is None


def test_holders_are_named_in_the_log() -> None:
    assert [str(one) for one in HOLDERS] == ["organizer", "seat:J1", "seat:J2"]


# Grants as stored.

STORED = {
    b'{"holder":{"type":"organizer"},"link":true}': Grant(Organizer(), link=True),
    b'{"holder":{"type":"organizer"},"link":false}': Grant(Organizer(), link=False),
    b'{"holder":{"type":"seat","contest":"small","seat":"J1"},"link":true}': Grant(
        FIRST, link=True
    ),
    b'{"holder":{"type":"seat","contest":"small","seat":"J2"},"link":false}': Grant(
        SECOND, link=False
    ),
}


@pytest.mark.parametrize("stored", STORED)
def test_a_grant_is_stored_as_it_always_was(stored: bytes) -> None:
    assert grant_bytes(STORED[stored]) == stored
    assert read_grant(stored) == STORED[stored]


@pytest.mark.parametrize(
    "stored",
    [
        b"",
        b"{}",
        b'{"holder":{"type":"organizer"}}',
        b'{"holder":{"type":"owner"},"link":false}',
        b'{"holder":{"type":"seat","contest":"small"},"link":false}',
        b'{"holder":{"type":"organizer"},"link":"no"}',
    ],
)
def test_what_is_no_grant_grants_nothing(stored: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        read_grant(stored)
