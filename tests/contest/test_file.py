"""Contest files: a plan and commands, in the wire format of the API."""

from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from scoring.contest.commands import Command, Register
from scoring.contest.file import ContestFile, Refused, played
from scoring.contest.ids import CommandId, ContestId, EntrantId, PanelId, device_and_count
from scoring.contest.performance import Given
from scoring.contest.plan import Feeder, ParallelPanel
from scoring.contest.scores import Score
from scoring.contest.scoring import ByDecision
from scoring.contest.standings import standings
from scoring.contest.state import Contest
from scoring.contest.tables import played_standings
from scoring.wording import Label
from tests.contest import matches_file
from tests.contest.given import (
    ANN,
    BEN,
    CAI,
    CHIEF,
    DAN,
    FINAL_OPEN,
    J1,
    J2,
    J3,
    ONE_MARK,
    PANEL,
    PLAN,
    SONG,
    amend,
    call,
    given,
    mark,
    performed,
    plan_with,
    register,
)

FAY = EntrantId("fay")
DECODER = msgspec.json.Decoder(ContestFile)

HEATS_STAGE = PLAN.judged[0]
FINAL_STAGE = replace(PLAN.judged[1], approval=True)
REVISED = replace(
    PLAN,
    entrants=(),
    feeders=(Feeder(contest=ContestId("renhe"), name=Label(en="Renhe"), quota=1),),
    stages=(
        replace(
            HEATS_STAGE,
            panel=(),
            panels=(
                ParallelPanel(id=PanelId("A"), name=Label(en="Hall A"), seats=(J1, J2)),
                ParallelPanel(id=PanelId("B"), name=Label(en="Hall B"), seats=(J3, CHIEF)),
            ),
            scoring=replace(ONE_MARK, tie_breaks=(ByDecision(by="lot"),)),
        ),
        FINAL_STAGE,
    ),
)
"""Two halls side by side, and one singer comes from another contest."""

WIRE = r"""{
  "plan": PLAN,
  "commands": [
    {"type": "revise", "id": "desk:1", "plan": REVISED},
    {"type": "enter", "id": "desk:2", "entrant": {"id": "eva", "number": 5, "name": "Eva"}},
    {"type": "receive", "id": "desk:3", "contest": "renhe", "entrants": [
      {"id": "fay", "number": 6, "name": "Fay",
       "origin": {"contest": "renhe", "stage": "village", "entrant": "e7", "number": 7}}
    ]},
    {"type": "withdraw", "id": "desk:4", "entrant": "cai", "reason": "Ill"},
    {"type": "withdraw", "id": "desk:5", "entrant": "dan", "reason": "Ill"},
    {"type": "reinstate", "id": "desk:6", "entrant": "dan", "reason": "Well again"},
    {"type": "draw_order", "id": "desk:7", "stage": "heats", "seed": "seed-2024"},
    {"type": "set_order", "id": "desk:8", "stage": "heats",
     "order": ["ann", "ben", "dan", "eva", "fay"], "reason": "Lots in the hall"},
    {"type": "assign_panels", "id": "desk:9", "stage": "heats",
     "panels": {"A": ["ann", "ben", "dan"], "B": ["eva", "fay"]}},
    {"type": "seal_cut", "id": "desk:10", "stage": "heats", "seed": "lots-2024"},
    {"type": "call", "id": "desk:11", "stage": "heats", "entrant": "ann"},
    {"type": "enter_marks", "id": "tablet-1:1", "entered_at": "2024-07-06T09:00:00+08:00",
     "stage": "heats", "entrant": "ann", "seat": "J1", "after": 0,
     "marks": [{"criterion": "song", "mark": "95.9"}]},
    {"type": "call", "id": "desk:12", "stage": "heats", "entrant": "ben"},
    {"type": "move_sheets", "id": "desk:13", "stage": "heats", "entrant": "ann", "to": "ben",
     "seats": ["J1"], "reason": "Ben sang first"},
    {"type": "enter_marks", "id": "tablet-1:2", "stage": "heats", "entrant": "ann", "seat": "J1",
     "after": 2, "marks": [{"criterion": "song", "mark": "95"}]},
    {"type": "enter_marks", "id": "tablet-2:1", "stage": "heats", "entrant": "ann", "seat": "J2",
     "after": 0, "marks": [{"criterion": "song", "mark": "94"}]},
    {"type": "close_performance", "id": "desk:14", "stage": "heats", "entrant": "ann"},
    {"type": "reopen_performance", "id": "desk:15", "stage": "heats", "entrant": "ann",
     "reason": "Judge 2 is not sure"},
    {"type": "close_performance", "id": "desk:16", "stage": "heats", "entrant": "ann"},
    {"type": "request_amendment", "id": "tablet-1:3", "stage": "heats", "entrant": "ann",
     "seat": "J1", "after": 3, "reason": "Typed the wrong number"},
    {"type": "answer_amendment", "id": "desk:40", "stage": "heats", "entrant": "ann",
     "seat": "J1", "grant": false, "reason": "The recording says otherwise"},
    {"type": "amend", "id": "desk:17", "stage": "heats", "entrant": "ann", "seat": "J2",
     "after": 1, "marks": [{"criterion": "song", "mark": "49"}], "reason": "Digits swapped"},
    {"type": "enter_marks", "id": "tablet-2:2", "stage": "heats", "entrant": "ben", "seat": "J2",
     "after": 0, "marks": [{"criterion": "song", "mark": "94.1"}]},
    {"type": "close_performance", "id": "desk:18", "stage": "heats", "entrant": "ben"},
    {"type": "call", "id": "desk:19", "stage": "heats", "entrant": "dan"},
    {"type": "record_no_show", "id": "desk:20", "stage": "heats", "entrant": "dan"},
    {"type": "disqualify", "id": "desk:21", "stage": "heats", "entrant": "eva",
     "reason": "Playback"},
    {"type": "call", "id": "desk:22", "stage": "heats", "entrant": "fay"},
    {"type": "enter_marks", "id": "tablet-3:1", "stage": "heats", "entrant": "fay", "seat": "J3",
     "after": 0, "marks": [{"criterion": "song", "mark": "95"}]},
    {"type": "enter_marks", "id": "tablet-4:1", "stage": "heats", "entrant": "fay",
     "seat": "chief", "after": 0, "marks": [{"criterion": "song", "mark": "95"}]},
    {"type": "close_performance", "id": "desk:23", "stage": "heats", "entrant": "fay"},
    {"type": "close_stage", "id": "desk:24", "stage": "heats"},
    {"type": "reopen_stage", "id": "desk:25", "stage": "heats", "reason": "A sheet was lost"},
    {"type": "close_stage", "id": "desk:26", "stage": "heats"},
    {"type": "settle_tie", "id": "desk:27", "stage": "heats", "by": "lot",
     "order": ["ben", "fay"], "seed": "lots-2024"},
    {"type": "advance", "id": "desk:28", "stage": "heats", "entrants": ["ben", "fay"]},
    {"type": "replace", "id": "desk:29", "stage": "heats", "leaving": "ben", "entering": "ann",
     "reason": "Ben cannot come"},
    {"type": "undo", "id": "desk:30", "seq": 38, "reason": "Ben can come after all"},
    {"type": "freeze", "id": "desk:31", "stage": "final"},
    {"type": "call", "id": "desk:32", "stage": "final", "entrant": "ben"},
    {"type": "record_no_show", "id": "desk:33", "stage": "final", "entrant": "ben"},
    {"type": "call", "id": "desk:34", "stage": "final", "entrant": "fay"},
    {"type": "record_no_show", "id": "desk:35", "stage": "final", "entrant": "fay"},
    {"type": "approve", "id": "desk:36", "stage": "final", "entrants": ["ben", "fay"]},
    {"type": "reveal", "id": "desk:37", "stage": "final", "after": 0},
    {"type": "unreveal", "id": "desk:38", "stage": "final", "after": 1},
    {"type": "thaw", "id": "desk:39", "stage": "final"},
    {"type": "enter_paper", "id": "desk:41", "stage": "heats", "entrant": "ann", "seat": "J1",
     "marks": [{"criterion": "song", "mark": "59"}]},
    {"type": "keep_recorded", "id": "desk:42", "stage": "heats", "entrant": "ann", "seat": "J1",
     "after": 3, "reason": "The clerk misread"}
  ]
}"""


def wire() -> bytes:
    written = WIRE.encode().replace(b"PLAN", msgspec.json.encode(PLAN), 1)
    return written.replace(b"REVISED", msgspec.json.encode(REVISED), 1)


def matches() -> ContestFile:
    return DECODER.decode(matches_file.WIRE.encode())


def test_two_files_have_every_kind_of_command_between_them() -> None:
    commands = (*DECODER.decode(wire()).commands, *matches().commands)
    assert {type(one) for one in commands} == set(Command.__args__) - {Register}


def test_a_file_with_every_kind_of_command_about_matches_is_read_and_played() -> None:
    contest = played(matches())
    assert [
        {one.entrant: one.place for one in played_standings(contest, stage).standings}
        for stage in contest.plan.played
    ] == [{"red": 1, "blue": 2}, {"blue": 1, "red": 2}, {"red": 1, "blue": 2}]
    assert all(state.closed for state in contest.stages.values())


def test_a_file_with_every_other_kind_of_command_is_read_and_played() -> None:
    file = DECODER.decode(wire())
    contest = played(file)
    assert contest.seq == len(file.commands) + 1
    heats = contest.stage(HEATS_STAGE.id)
    assert heats.performances[ANN].sheet(J2).revision == 2
    assert heats.performances[BEN].sheet(J1).given == Given({SONG: 9590})
    assert {one: score.published for one, score in scored(contest).items()} == {
        ANN: 7200, BEN: 9500, FAY: 9500,
    }  # fmt: skip
    assert contest.field(FINAL_STAGE) == (BEN, FAY)


def scored(contest: Contest) -> dict[EntrantId, Score]:
    result = standings(contest, contest.plan.judged[0])
    return {one.entrant: one.score for one in result.standings if one.score is not None}


def test_the_documented_example_is_true() -> None:
    page = (Path(__file__).parents[2] / "docs" / "contest-file.md").read_text("utf-8")
    contest = played(DECODER.decode(page.split("```json\n")[1].partition("```")[0]))
    assert {one: str(score) for one, score in scored(contest).items()} == {
        ANN: "91.00", BEN: "90.50",
    }  # fmt: skip
    assert "Ann has 91.00" in page and "90.50. Ann goes on." in page
    (stage,) = contest.plan.stages
    assert contest.stage(stage.id).advanced[0].entrants == (ANN,)


def test_the_documented_match_is_true() -> None:
    page = (Path(__file__).parents[2] / "docs" / "contest-file.md").read_text("utf-8")
    contest = played(DECODER.decode(page.split("```json\n")[2].partition("```")[0]))
    (stage,) = contest.plan.played
    found = played_standings(contest, stage)
    assert [(one.entrant, one.place) for one in found.standings] == [("gu", 1), ("wu", 2)]
    result = found.encounters.by_id["main-1-1"].result
    assert result is not None and result.games == ((2, 3), (3, 1), (3, 0))
    assert "Gu wins 2–3, 3–1, 3–0" in page


def test_every_command_is_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "contest-file.md").read_text("utf-8")
    tags = {str(one.__struct_config__.tag) for one in Command.__args__} - {"register"}
    assert {tag for tag in tags if f"`{tag}`" not in page} == set()


@pytest.mark.parametrize("written", [wire(), matches_file.WIRE.encode()], ids=["acts", "matches"])
def test_a_file_is_the_same_after_writing_and_reading_it(written: bytes) -> None:
    file = DECODER.decode(written)
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
            b'"after":0,"outcome":"late"}',
            id="an unknown outcome",
        ),
        pytest.param(
            b'{"type":"enter_marks","id":"t:1","stage":"heats","entrant":"ann","seat":"J1",'
            b'"after":0,"attempt":-1,"marks":[{"criterion":"song","mark":"90"}]}',
            id="before the first attempt",
        ),
        pytest.param(b'{"type":"undo","id":"desk:1","seq":1,"reason":"No"}', id="undo of all"),
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
