"""Contest files: a plan and commands, in the wire format of the API."""

import msgspec
import pytest

from scoring.contest.commands import Command, Register
from scoring.contest.file import ContestFile, Refused, played
from scoring.contest.ids import CommandId, device_and_count
from tests.contest.given import (
    ANN,
    BEN,
    CAI,
    DAN,
    FINAL_OPEN,
    J1,
    J2,
    J3,
    PANEL,
    PLAN,
    amend,
    call,
    given,
    mark,
    performed,
    plan_with,
    register,
)

DECODER = msgspec.json.Decoder(ContestFile)

WIRE = r"""{
  "plan": PLAN,
  "commands": [
    {"type": "enter", "id": "desk:1", "entrant": {"id": "eva", "number": 5, "name": "Eva"}},
    {"type": "withdraw", "id": "desk:2", "entrant": "cai", "reason": "Ill"},
    {"type": "draw_order", "id": "desk:3", "stage": "heats", "seed": "seed-2024"},
    {"type": "set_order", "id": "desk:4", "stage": "heats",
     "order": ["ann", "ben", "dan", "eva"], "reason": "Lots in the hall"},
    {"type": "call", "id": "desk:5", "stage": "heats", "entrant": "ann"},
    {"type": "enter_marks", "id": "tablet-1:1", "entered_at": "2024-07-06T09:00:00+08:00",
     "stage": "heats", "entrant": "ann", "seat": "J1", "after": 0,
     "marks": [{"criterion": "song", "mark": "95.9"}]},
    {"type": "enter_marks", "id": "tablet-2:1", "stage": "heats", "entrant": "ann", "seat": "J2",
     "after": 0, "marks": [{"criterion": "song", "mark": "95"}]},
    {"type": "enter_marks", "id": "tablet-3:1", "stage": "heats", "entrant": "ann", "seat": "J3",
     "after": 0, "marks": [{"criterion": "song", "mark": "94"}]},
    {"type": "amend", "id": "desk:6", "stage": "heats", "entrant": "ann", "seat": "J3", "after": 1,
     "marks": [{"criterion": "song", "mark": "49"}], "reason": "Digits swapped"},
    {"type": "close_performance", "id": "desk:7", "stage": "heats", "entrant": "ann"},
    {"type": "call", "id": "desk:8", "stage": "heats", "entrant": "ben"},
    {"type": "record_no_show", "id": "desk:9", "stage": "heats", "entrant": "ben"},
    {"type": "withdraw", "id": "desk:10", "entrant": "dan", "reason": "Ill"},
    {"type": "withdraw", "id": "desk:11", "entrant": "eva", "reason": "Ill"},
    {"type": "close_stage", "id": "desk:12", "stage": "heats"},
    {"type": "advance", "id": "desk:13", "stage": "heats", "entrants": ["ann"]}
  ]
}"""


def wire(*, plan: bytes | None = None) -> bytes:
    return WIRE.encode().replace(b"PLAN", plan or msgspec.json.encode(PLAN), 1)


def test_a_file_with_every_kind_of_command_is_read_and_played() -> None:
    file = DECODER.decode(wire())
    kinds = {type(command) for command in file.commands}
    assert kinds == set(Command.__args__) - {Register}
    contest = played(file)
    assert contest.seq == len(file.commands) + 1
    assert contest.stage(PLAN.stages[0].id).performances[ANN].sheet(J3).revision == 2
    assert contest.field(PLAN.stages[1]) == (ANN,)


def test_a_file_is_the_same_after_writing_and_reading_it() -> None:
    file = DECODER.decode(wire())
    assert DECODER.decode(msgspec.json.encode(file)) == file


def test_a_file_leads_to_the_contest_that_its_commands_lead_to() -> None:
    assert played(ContestFile(plan=PLAN, commands=FINAL_OPEN)) == given(*FINAL_OPEN).contest


def test_a_file_without_commands_is_a_registered_contest() -> None:
    assert played(ContestFile(plan=PLAN)) == given().contest


def test_a_file_begins_with_the_registration_of_its_plan() -> None:
    first, *others = ContestFile(plan=PLAN, commands=(call(ANN),)).all_commands()
    assert isinstance(first, Register) and first.plan == PLAN
    assert others == [call(ANN)]


@pytest.mark.parametrize(
    ("commands", "index", "reason"),
    [
        pytest.param((call(ANN), call(ANN)), 1, "Has been called already.", id="second"),
        pytest.param(
            (mark(BEN, J1, "90"),),
            0,
            "2 Ben has not been called to the stage yet.",
            id="first",
        ),
        pytest.param(
            (register(),),
            0,
            "The contest songs is registered already; take another id for a new one.",
            id="a registration",
        ),
        pytest.param(
            (call(CAI), mark(CAI, J2, "90"), mark(CAI, J2, "91")),
            2,
            "This sheet has changed on another device (version 1, yours was made from 0)."
            " Both are kept; the head judge chooses.",
            id="a contested sheet",
        ),
        pytest.param(
            (*performed(DAN, "90", "90", "90"), amend(DAN, J1, "101")),
            5,
            "Song: 101 is out of range; allowed is 0 to 100.",
            id="an amendment",
        ),
    ],
)
def test_the_first_command_that_is_refused_is_named(
    commands: tuple[Command, ...], index: int, reason: str
) -> None:
    with pytest.raises(Refused) as caught:
        played(ContestFile(plan=PLAN, commands=commands))
    assert caught.value.index == index
    assert str(caught.value) == f"command {index}: {reason}"
    assert str(caught.value.rejected.reason) == reason


def test_a_plan_with_faults_is_refused_as_number_minus_one() -> None:
    with pytest.raises(Refused) as caught:
        played(ContestFile(plan=plan_with(panel=(*PANEL, J1))))
    assert caught.value.index == -1
    assert caught.value.rejected.problems[0].field == "plan.stages[0].panel"


COMMAND = msgspec.json.Decoder[Command](Command)


@pytest.mark.parametrize(
    "stored",
    [
        pytest.param(b'{"type":"sing","id":"desk:1"}', id="unknown command"),
        pytest.param(b'{"type":"close_stage","id":"desk:1","stage":"h","by":"me"}', id="field"),
        pytest.param(b'{"type":"close_stage","stage":"heats"}', id="no id"),
        pytest.param(b'{"type":"close_stage","id":"desk","stage":"heats"}', id="id, no count"),
        pytest.param(b'{"type":"close_stage","id":"desk:-1","stage":"h"}', id="id, minus"),
        pytest.param(b'{"type":"close_stage","id":"desk:1\\n","stage":"h"}', id="id, newline"),
        pytest.param(b'{"type":"close_stage","id":"a b:1","stage":"h"}', id="id, space"),
        pytest.param(
            b'{"type":"draw_order","id":"desk:1","stage":"heats","seed":"short"}', id="short seed"
        ),
        pytest.param(
            b'{"type":"set_order","id":"desk:1","stage":"heats","order":[],"reason":"Lots"}',
            id="empty order",
        ),
        pytest.param(
            b'{"type":"withdraw","id":"desk:1","entrant":"ann","reason":""}', id="no reason"
        ),
        pytest.param(
            b'{"type":"enter_marks","id":"t:1","stage":"heats","entrant":"ann","seat":"J1",'
            b'"after":0,"marks":[]}',
            id="no marks",
        ),
        pytest.param(
            b'{"type":"enter_marks","id":"t:1","stage":"heats","entrant":"ann","seat":"J1",'
            b'"after":-1,"marks":[{"criterion":"song","mark":"90"}]}',
            id="before the first version",
        ),
        pytest.param(
            b'{"type":"enter_marks","id":"t:1","stage":"heats","entrant":"ann","seat":"J1",'
            b'"after":0,"marks":[{"criterion":"song","mark":95.99}]}',
            id="a mark that is a binary float",
        ),
        pytest.param(
            b'{"type":"enter_marks","id":"t:1","stage":"heats","entrant":"ann","seat":"J1",'
            b'"after":0,"marks":[{"criterion":"song","mark":"123456789.12345678"}]}',
            id="a mark that is too long",
        ),
    ],
)
def test_what_is_no_command_is_not_read(stored: bytes) -> None:
    with pytest.raises(msgspec.ValidationError):
        COMMAND.decode(stored)


def test_a_command_id_is_a_device_and_its_count() -> None:
    assert device_and_count(CommandId("tablet-7:42")) == ("tablet-7", 42)
