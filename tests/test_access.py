"""Who may do what: every holder with every command, in its own contest and in another's."""

from typing import get_args

import msgspec
import pytest
from msgspec.structs import replace

from scoring.access import (
    EVERY_MEET,
    Act,
    Asking,
    Grant,
    Holder,
    Official,
    Organizer,
    Role,
    SeatHolder,
    grant_bytes,
    may_act,
    meets_where,
    read_grant,
    why_not,
)
from scoring.contest.commands import (
    Advance,
    Amend,
    AnswerAmendment,
    AssignPanels,
    Call,
    ClosePerformance,
    CloseStage,
    Command,
    Disqualify,
    DrawOrder,
    Enter,
    EnterPaper,
    EnterPaperResult,
    KeepRecorded,
    KeepRecordedResult,
    MoveSheets,
    Receive,
    RecordNoShow,
    Register,
    Reinstate,
    ReopenPerformance,
    ReopenStage,
    Replace,
    RequestAmendment,
    Revise,
    SealCut,
    SetOrder,
    SettleTie,
    Undo,
    Withdraw,
)
from scoring.contest.ids import CommandId, ContestId, MeetId, MemberId, SeatId
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
from scoring.contest.plan import Meet, Plan
from scoring.contest.release_commands import Approve, Freeze, Reveal, Thaw, Unreveal
from scoring.rules.outcomes import Score
from scoring.rules.rally_state import Rally, SetGames
from tests.contests import STAGE, entrant_id, marking, small_plan
from tests.played import PHRASE

OWN, OTHER = ContestId("small"), ContestId("other")
HERE, THERE = MeetId("test-meet"), MeetId("other-meet")
PLANS: dict[ContestId, Plan] = {one: small_plan(contest=one) for one in (OWN, OTHER)}
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
    AnswerAmendment(id=ID, stage=STAGE, entrant=E1, seat=J1, grant=True),
    EnterPaper(id=ID, stage=STAGE, entrant=E1, seat=J1, marks=MARKS.marks),
    EnterPaperResult(id=ID, stage=STAGE, match=MATCH, result=(SetGames((Score(21, 15),)),)),
    KeepRecorded(id=ID, stage=STAGE, entrant=E1, seat=J1, after=1, reason="Misread"),
    KeepRecordedResult(id=ID, stage=STAGE, match=MATCH, after=1, reason="Misread"),
    Approve(id=ID, stage=STAGE, entrants=(E1,)),
    Freeze(id=ID, stage=STAGE),
    Thaw(id=ID, stage=STAGE),
    Reveal(id=ID, stage=STAGE, after=0),
    Unreveal(id=ID, stage=STAGE, after=1),
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
    RequestAmendment(id=ID, stage=STAGE, entrant=E1, seat=J1, after=1, reason="95, not 59"),
    OpenMatch(id=ID, stage=STAGE, match=MATCH, seat=J1),
    Record(id=ID, stage=STAGE, match=MATCH, seat=J1, after=0, tap=Rally("a")),
    ConfirmResult(id=ID, stage=STAGE, match=MATCH, seat=J1, after=1),
    HandInLineup(
        id=ID, stage=STAGE, match=MATCH, seat=J1, side=E1, lineup={"MS": (MemberId("m1"),)}
    ),
)
"""What a tablet may do in its own name; whether the match, or the sheet, is its own is decided."""

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
    assert why_not(Organizer(), PLANS[contest], command) is None


@pytest.mark.parametrize("command", ORGANIZERS, ids=name)
def test_a_seat_may_do_nothing_but_mark(command: Command) -> None:
    """Not even amend its own sheet."""
    assert str(why_not(FIRST, PLANS[OWN], command)) == "A judge's device may only enter marks."


@pytest.mark.parametrize("command", [*ORGANIZERS, *COURTS, MARKS], ids=name)
def test_a_seat_may_do_nothing_in_another_contest(command: Command) -> None:
    refusal = "This device is signed in to the contest small, not to other."
    assert str(why_not(FIRST, PLANS[OTHER], command)) == refusal


def test_a_seat_marks_for_itself_only() -> None:
    assert why_not(FIRST, PLANS[OWN], MARKS) is None
    refusal = "This device is signed in to seat J2; it cannot mark for J1."
    assert str(why_not(SECOND, PLANS[OWN], MARKS)) == refusal


@pytest.mark.parametrize("command", COURTS, ids=name)
def test_a_court_umpires_in_its_own_name_only(command: Command) -> None:
    assert why_not(FIRST, PLANS[OWN], command) is None
    refusal = "This device is signed in to seat J2; it cannot mark for J1."
    assert str(why_not(SECOND, PLANS[OWN], command)) == refusal
    nameless = replace(command, seat=None)
    assert str(why_not(FIRST, PLANS[OWN], nameless)) == (
        "This device is signed in to seat J1; it must say so."
    )


def test_a_seat_of_the_same_name_in_another_contest_is_another_seat() -> None:
    assert why_not(SeatHolder(OTHER, J1), PLANS[OWN], MARKS) is not None
    assert why_not(SeatHolder(OTHER, J1), PLANS[OTHER], MARKS) is None


def test_holders_are_named_in_the_log() -> None:
    assert [str(one) for one in HOLDERS] == ["organizer", "seat:J1", "seat:J2"]


# Roles.

CHECKED = """
    close_performance reopen_performance confirm_result reopen_match enter_paper
    enter_paper_result
"""
JUDGED = """
    open_match record hand_in_lineup request_amendment call enter_marks amend answer_amendment
    move_sheets record_no_show disqualify close_stage reopen_stage settle_tie enter_result
    record_values reveal_lineups approve freeze thaw reveal unreveal keep_recorded
    keep_recorded_result
"""
GIVEN: dict[Role, set[str]] = {
    "head_judge": {*CHECKED.split(), *JUDGED.split()},
    "scorer": set(CHECKED.split()),
    "reader": set(),
}
"""What they may give, by tag; owners and organizers may give everything."""

ACTS: dict[Act, str] = {
    "see": "owner organizer head_judge scorer reader",
    "see_secrets": "owner organizer head_judge",
    "give_seats": "owner organizer head_judge",
    "plan": "owner organizer",
    "manage": "owner",
}
ROLES: tuple[Role, ...] = get_args(Role)
EVERYTHING = (*ORGANIZERS, *COURTS, MARKS)


def official(role: Role, meet: MeetId = HERE) -> Official:
    return Official("account:liwei", {meet: role})


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("command", EVERYTHING, ids=name)
def test_a_role_gives_what_the_table_says(role: Role, command: Command) -> None:
    tag = str(command.__struct_config__.tag)
    expected = role not in GIVEN or tag in GIVEN[role]
    assert (why_not(official(role), PLANS[OWN], command) is None) == expected
    assert (why_not(official(role, EVERY_MEET), PLANS[OWN], command) is None) == expected


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("command", EVERYTHING, ids=name)
def test_a_role_gives_nothing_in_another_meet(role: Role, command: Command) -> None:
    refusal = why_not(official(role, THERE), PLANS[OWN], command)
    assert str(refusal) == "Your role in this meet does not allow that."


def test_every_command_of_the_table_exists() -> None:
    tags = {str(one.__struct_config__.tag) for one in EVERYTHING}
    assert all(given <= tags for given in GIVEN.values())


def test_nobody_moves_a_contest_to_a_meet_of_others() -> None:
    moved = Revise(
        id=ID,
        plan=replace(small_plan(), meet=Meet(id=THERE, name=small_plan().meet.name)),
    )
    refusal = "You may not move a contest to a meet that you do not organize."
    assert str(why_not(official("owner"), PLANS[OWN], moved)) == refusal
    assert why_not(Official("account:liwei", {HERE: "organizer", THERE: "organizer"}),
                   PLANS[OWN], moved) is None  # fmt: skip
    reads = Official("account:liwei", {HERE: "organizer", THERE: "reader"})
    assert str(why_not(reads, PLANS[OWN], moved)) == refusal
    assert why_not(Organizer(), PLANS[OWN], moved) is None


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", ROLES)
def test_a_role_acts_as_the_table_says(role: Role, act: Act) -> None:
    expected = role in ACTS[act].split()
    assert may_act(official(role), act, HERE) == expected
    assert may_act(official(role, EVERY_MEET), act, HERE) == expected
    assert not may_act(official(role, THERE), act, HERE)
    assert meets_where(official(role), act) == ({HERE} if expected else set())


@pytest.mark.parametrize("act", ACTS)
def test_the_printed_links_organizer_owns_everything_and_a_seat_nothing(act: Act) -> None:
    assert may_act(Organizer(), act, HERE)
    assert meets_where(Organizer(), act) == {EVERY_MEET}
    assert not may_act(FIRST, act, HERE)
    assert meets_where(FIRST, act) == set()


def test_of_two_roles_the_greater_counts() -> None:
    both = Official("account:liwei", {HERE: "reader", EVERY_MEET: "organizer"})
    assert may_act(both, "plan", HERE)
    assert why_not(both, PLANS[OWN], ORGANIZERS[0]) is None


def test_an_official_is_named_in_the_log() -> None:
    assert str(official("scorer")) == "account:liwei"


def test_every_kind_of_asker_is_covered() -> None:
    assert set(get_args(Asking)) == {Organizer, SeatHolder, Official}


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
    b'{"holder":{"type":"seat","contest":"small","seat":"J1"},"link":true,"made":5,"code":"00ff",'
    b'"until":9,"by":"a1b2c3d4"}': Grant(
        FIRST, link=True, made=5, code="00ff", until=9, by="a1b2c3d4"
    ),
    b'{"holder":{"type":"seat","contest":"small","seat":"J2"},"link":false,"made":7,'
    b'"moved":true}': Grant(SECOND, link=False, made=7, moved=True),
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
