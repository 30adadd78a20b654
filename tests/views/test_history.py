"""The history: every event in words, what a mark was before, what can be taken back."""

from typing import get_args

from msgspec.structs import replace

from scoring.contest.commands import Amend, Command, EnterMarks
from scoring.contest.events import (
    AmendmentAnswered,
    AmendmentRequested,
    ContestRegistered,
    CutSealed,
    Disqualified,
    EntrantEntered,
    EntrantReinstated,
    EntrantReplaced,
    EntrantsAdvanced,
    EntrantsReceived,
    EntrantWithdrawn,
    Event,
    MarksEntered,
    NoShowRecorded,
    OrderDrawn,
    OrderSet,
    PanelsAssigned,
    PerformanceCalled,
    PerformanceClosed,
    PerformanceReopened,
    PlanRevised,
    SheetAmended,
    SheetContested,
    SheetsMoved,
    StageClosed,
    StageReopened,
    TieSettled,
    Undone,
)
from scoring.contest.ids import ContestId, CriterionId, EntrantId, PanelId, SeatId, StageId
from scoring.contest.match_events import (
    Booking,
    DrawAnnounced,
    LinesDrawn,
    LinesSet,
    LinesSwapped,
    LineupHandedIn,
    LineupsRevealed,
    MatchesScheduled,
    MatchOpened,
    MatchReopened,
    ResultConfirmed,
    ResultEntered,
    RoundPaired,
    TapContested,
    TapRecorded,
    ValuesRecorded,
)
from scoring.contest.paper_events import (
    PaperEntered,
    PaperResultEntered,
    RecordedKept,
    RecordedResultKept,
)
from scoring.contest.plan import Entrant
from scoring.contest.release_events import (
    ResultRevealed,
    ResultsApproved,
    StageFrozen,
    StageThawed,
)
from scoring.contest.scoring import Criterion, Entered, Scoring
from scoring.contest.state import Contest
from scoring.languages import words
from scoring.rules.outcomes import Conceded, Score, Stop
from scoring.rules.rally_state import Rally, SetGames
from scoring.rules.undo import Undo
from scoring.views.event_words import Naming, event_text
from scoring.views.history import (
    KINDS,
    PAGE,
    HistoryLine,
    HistoryScreen,
    Stamp,
    Wanted,
    history_screen,
    kind_of,
    wanted_events,
)
from scoring.wording import Label, in_english
from tests.contest.given import (
    ANN,
    BEN,
    CHIEF,
    HEATS,
    HEATS_CLOSED,
    HEATS_PERFORMED,
    ID,
    J1,
    J2,
    J3,
    PLAN,
    amend,
    call,
    enter,
    given,
    mark,
    move,
    performed,
    plan_with,
    step,
    undo,
)
from tests.contest.playing import (
    FIRST_TWO,
    RALLIES,
    TIE,
    command,
    drawn,
    groups,
    plan,
    played,
    stage,
)

FAY = Entrant(id=EntrantId("fay"), number=6, name="Fay")
SAID: dict[type[Event], tuple[Event, str]] = {
    type(event): (event, said)
    for event, said in (
        (ContestRegistered(PLAN), "Contest registered: 4 entrants, Heats, Final."),
        (PlanRevised(PLAN), "The plan was changed."),
        (EntrantEntered(PLAN.entrants[0]), "No. 1 Ann entered."),
        (EntrantsReceived(ContestId("village"), PLAN.entrants[1:3]),
         "From village came: No. 2 Ben, No. 3 Cai."),
        (EntrantWithdrawn(ANN, "Ill"), "No. 1 Ann withdrew."),
        (EntrantReinstated(ANN, "Well"), "No. 1 Ann is back in."),
        (OrderDrawn(HEATS, "dice 4261", (ANN, BEN)),
         "Heats: running order drawn from “dice 4261”."),
        (OrderSet(HEATS, (ANN, BEN), "In the hall"),
         "Heats: running order set as drawn elsewhere."),
        (PanelsAssigned(HEATS, {PanelId("a"): (ANN,)}, "dice 4261"),
         "Heats: panels drawn from “dice 4261”."),
        (CutSealed(HEATS, "0123456789abcdef"), "Heats: who will go on sealed, 0123456789ab…."),
        (StageFrozen(HEATS), "Heats: results are being kept back from now on."),
        (StageThawed(HEATS), "Heats: all results were made public."),
        (PerformanceCalled(HEATS, ANN), "No. 1 Ann called to the stage."),
        (MarksEntered(HEATS, ANN, J1, 1, {}), "Judge 1 marked No. 1 Ann."),
        (SheetContested(HEATS, ANN, J1, 0, 1, {}),
         "Judge 1: another device sent other marks for No. 1 Ann; kept to choose from."),
        (SheetAmended(HEATS, ANN, J1, 2, {}, "Slip"), "Judge 1: sheet of No. 1 Ann corrected."),
        (AmendmentRequested(HEATS, ANN, J1, "Slip"),
         "Judge 1 asks to change the sheet of No. 1 Ann."),
        (AmendmentAnswered(HEATS, ANN, J1, granted=True),
         "Judge 1 may change the sheet of No. 1 Ann once."),
        (SheetsMoved(HEATS, ANN, BEN, (J1, J2), "Mixed up"),
         "Sheets of No. 1 Ann given to No. 2 Ben: Judge 1, Judge 2."),
        (NoShowRecorded(HEATS, ANN), "No. 1 Ann did not come."),
        (Disqualified(HEATS, ANN, "Playback"), "No. 1 Ann disqualified."),
        (PerformanceClosed(HEATS, ANN, (J3,)), "No. 1 Ann: performance closed without Judge 3."),
        (PerformanceReopened(HEATS, ANN, "Too early"),
         "No. 1 Ann: performance opened again for marks."),
        (StageClosed(HEATS), "Heats closed."),
        (StageReopened(HEATS, "A sheet was lost"), "Heats opened again."),
        (TieSettled(HEATS, "run_off", (BEN, ANN)),
         "Tie settled by a run-off: No. 2 Ben, No. 1 Ann."),
        (EntrantsAdvanced(HEATS, (BEN, ANN), (BEN, ANN)),
         "Heats: 2 go on to Final: No. 2 Ben, No. 1 Ann."),
        (EntrantReplaced(HEATS, ANN, BEN, "Ill"),
         "Heats: instead of No. 1 Ann, No. 2 Ben goes on."),
        (Undone(7, "Slip"), "Event 7 taken back."),
        (PaperEntered(HEATS, ANN, J1, {}), "Typed in from paper: sheet of Judge 1 for No. 1 Ann."),
        (RecordedKept(HEATS, ANN, J1, 1, "Misread"),
         "Judge 1, No. 1 Ann: the tablet's marks stand, though the paper differs."),
    )
}  # fmt: skip
T1, T2 = EntrantId("t1"), EntrantId("t2")
CUP, SEMI = StageId("cup"), "main-1-2"
SAID_OF_MATCHES: dict[type[Event], tuple[Event, str]] = {
    type(event): (event, said)
    for event, said in (
        (DrawAnnounced(CUP, (T1, T2), "{}", "0" * 64), "Cup: draw announced, 2 seeded."),
        (LinesDrawn(CUP, (T1,), "secret", "osmanthus", ((T1, T2),)),
         "Cup: draw made, with the word “osmanthus”."),
        (LinesSet(CUP, ((T1, T2),), "Lots"), "Cup: a draw made elsewhere was recorded."),
        (LinesSwapped(CUP, 1, 3, "Same club"), "Cup: lines 1 and 3 exchanged."),
        (RoundPaired(CUP, ((T1, T2),), None), "Cup: round paired, 1 matches."),
        (MatchesScheduled(CUP, {SEMI: Booking()}), "Cup: order of play of 1 matches."),
        (MatchOpened(CUP, SEMI, (T1, T2), SeatId("court-1")),
         "SF 2: No. 1 Team 1 against No. 2 Team 2, on Court 1."),
        (LineupHandedIn(CUP, SEMI, T1, {}), "SF 2: the line-up of No. 1 Team 1 was handed in."),
        (LineupsRevealed(CUP, SEMI, (1, 2)), "SF 2: the line-ups were revealed."),
        (TapRecorded(CUP, SEMI, 2, 3, Rally("b"), "d"), "SF 2, Women: point for B."),
        (TapContested(CUP, SEMI, 1, 2, 3, Undo(), "d"),
         "SF 2, Men: an entry of another tablet came too late and was kept: taken back."),
        (ResultConfirmed(CUP, SEMI, 1), "SF 2, Men: result confirmed."),
        (ResultEntered(CUP, SEMI, 3, 4, (SetGames((Score(2, 1), Score(1, 0))),
                                         Stop(Conceded("b", "retired"))), "d"),
         "SF 2, Any: result entered: 2–1 1–0, B retired."),
        (MatchReopened(CUP, SEMI, "Wrong winner", 1), "SF 2, Men reopened."),
        (PaperResultEntered(CUP, SEMI, (T1, T2), (SetGames((Score(2, 1),)),), 1),
         "Typed in from paper: SF 2, Men, 2–1."),
        (RecordedResultKept(CUP, SEMI, 4, "Misread"),
         "SF 2: the recorded result stands, though the paper differs."),
        (ResultsApproved(CUP, (), ((SEMI, 1),)), "Approved for the public: SF 2, Men."),
        (ResultRevealed(CUP, match=SEMI, rubber=2), "Revealed: SF 2, Women."),
        (ValuesRecorded(CUP, "ranking", {T1: 1}, "List"),
         "Cup: a ranking from before was recorded."),
    )
}  # fmt: skip
"""In a contest of team ties."""


def stamps(contest: Contest, by: str = "organizer") -> dict[int, Stamp]:
    at = "2026-07-06T19:30:00.000+00:00"
    return {seq: Stamp(at, None, by) for seq in range(1, contest.seq + 1)}


def screen(
    contest: Contest, wanted: Wanted | None = None, language: str = "en", by: str = "organizer"
) -> HistoryScreen:
    asked = wanted or Wanted()
    events = wanted_events(contest, asked)
    return history_screen(contest, asked, events, stamps(contest, by), words(language))


def newest(*commands: Command) -> HistoryLine:
    return screen(given(*commands).contest).lines[0]


def changes(line: HistoryLine) -> list[tuple[str, str | None, str | None]]:
    return [(one.name, one.before, one.after) for one in line.changes]


def test_every_kind_of_event_is_said() -> None:
    assert SAID.keys() | SAID_OF_MATCHES.keys() == set(get_args(Event))
    for contest, table in ((given().contest, SAID), (ties(), SAID_OF_MATCHES)):
        named = Naming(contest)
        for event, said in table.values():
            assert in_english(event_text(named, event)) == said
            assert kind_of(event) in KINDS


def ties(*commands: Command) -> Contest:
    """Four teams, drawn for the semi-finals."""
    lines = command("set_lines", stage="cup", lines=[["t1", "t2", "t3", "t4"]], reason="Lots")
    return played(plan(4, stage("cup", drawn(), TIE)), [lines, *commands])


def test_a_match_of_several_stages_is_told_with_its_stage_and_one_that_is_gone_by_its_id() -> None:
    first = stage("groups", groups("A"), RALLIES, FIRST_TWO)
    several = played(plan(4, first, stage("finals", drawn(), RALLIES)))
    groups_, finals = several.plan.played
    named = Naming(several)
    assert in_english(named.match(groups_.id, "A-1-2")) == "Groups, Group A · 1-2"
    assert in_english(named.match(finals.id, "main-9-9")) == "Finals, main-9-9"


def test_what_happened_in_a_match_is_not_undone_from_the_history() -> None:
    walkover = {"type": "stop", "outcome": {"type": "conceded", "by": "b", "how": "walkover"}}
    entered = command("enter_result", stage="cup", match="main-1-1", result=[walkover])
    contest = ties(entered)
    lines = screen(contest).lines
    assert [(one.kind, one.undo) for one in lines[:3]] == [
        ("marks", "never"), ("running", "blocked"), ("running", "blocked"),
    ]  # fmt: skip
    assert lines[0].what == "SF 1: result entered: walkover by B."
    assert [one.seq for one in screen(contest, Wanted(number=2)).lines] == [4, 3]


def test_a_sheet_of_an_attempt_is_told_by_its_attempt() -> None:
    heats, final = PLAN.judged
    tries = replace(heats.scoring, attempts=3, attempt_names=(Label(en="Vault"),))
    plan = replace(PLAN, stages=(replace(heats, scoring=tries), final))
    named = Naming(replace(given().contest, plan=plan))
    event = MarksEntered(HEATS, ANN, J1, 1, {}, attempt=1)
    assert in_english(event_text(named, event)) == "Judge 1, Vault marked No. 1 Ann."


def test_newest_first_with_who_when_and_why() -> None:
    contest = given(*HEATS_CLOSED, amend(ANN, J1, "96", reason="Digits swapped")).contest
    shown = screen(contest)
    assert [line.seq for line in shown.lines] == list(range(contest.seq, 0, -1))
    line = shown.lines[0]
    assert (line.by, line.reason, line.at[:10]) == ("Organizer", "Digits swapped", "2026-07-06")
    assert changes(line) == [("Song", "90.00", "96.00")]
    assert screen(contest, by="seat:J2").lines[0].by == "Judge 2"


def test_the_old_value_of_a_mark_stays_visible() -> None:
    first = (call(ANN), mark(ANN, J1, "90"))
    assert changes(newest(*first)) == [("Song", None, "90.00")]
    assert changes(newest(*first, mark(ANN, J1, "91", after=1))) == [("Song", "90.00", "91.00")]
    assert changes(newest(*first, mark(ANN, J1, "95"))) == [("Song", "90.00", "95.00")]


def test_the_old_value_is_the_one_that_held_then() -> None:
    moved = (call(ANN), mark(ANN, J1, "90"), move(ANN, BEN, J1))
    assert changes(newest(*moved, mark(ANN, J1, "70", after=2))) == [("Song", None, "70.00")]
    corrected = (*HEATS_CLOSED, amend(ANN, J1, "96"))
    seq = given(*corrected).contest.seq
    assert changes(newest(*corrected, undo(seq))) == [("Song", "96.00", "90.00")]
    again = (*corrected, undo(seq), undo(seq + 1))
    assert changes(newest(*again)) == [("Song", "90.00", "96.00")]
    after = amend(ANN, J1, "97", after=2)
    assert changes(newest(*corrected, after)) == [("Song", "96.00", "97.00")]


def test_a_result_that_was_not_reached_is_said_in_the_place_of_the_mark() -> None:
    laps = Criterion(id=CriterionId("laps"), name=Label(en="Laps"), decimals=0, by=(CHIEF,))
    scoring = Scoring(criteria=(laps,), steps=(step("Score", Entered(criterion=laps.id), 0),))
    plan = plan_with(scoring=scoring, panel=())
    counted = EnterMarks(
        id=ID, stage=HEATS, entrant=ANN, seat=CHIEF, after=0, outcome="dnf",
    )  # fmt: skip
    corrected = Amend(
        id=ID, stage=HEATS, entrant=ANN, seat=CHIEF, after=1, outcome="dns", reason="Said so",
    )  # fmt: skip
    line = screen(given(call(ANN), counted, corrected, plan=plan).contest).lines[0]
    assert changes(line) == [("Result", "did not finish", "did not start")]


def test_what_can_be_taken_back_and_what_stands_on_it() -> None:
    contest = given(*performed(ANN, "90", "90", "90")).contest
    undos = {line.seq: (line.undo, line.blocked_by) for line in screen(contest).lines}
    assert undos == {
        1: ("never", None), 2: ("blocked", 3), 3: ("blocked", 6), 4: ("blocked", 6),
        5: ("blocked", 6), 6: ("free", None),
    }  # fmt: skip


def test_what_was_taken_back_is_struck_and_can_be_brought_back() -> None:
    corrected = (*HEATS_CLOSED, amend(ANN, J1, "96"))
    seq = given(*corrected).contest.seq
    undone, event = screen(given(*corrected, undo(seq)).contest).lines[:2]
    assert (event.undo, event.undone_by) == ("undone", seq + 1)
    assert (undone.undo, undone.takes_back, undone.brings_back) == ("free", seq, True)
    again = screen(given(*corrected, undo(seq), undo(seq + 1)).contest).lines[:3]
    assert [(one.undo, one.brings_back) for one in again] == [
        ("free", False), ("undone", True), ("free", False),
    ]  # fmt: skip


def test_who_was_taken_out_again_still_has_a_name() -> None:
    contest = given(enter("eve", 5), undo(2)).contest
    assert [line.what for line in screen(contest).lines[:2]] == [
        "Event 2 taken back.", "No. 5 Eve entered.",
    ]  # fmt: skip
    assert [line.seq for line in screen(contest, Wanted(number=5)).lines] == [3, 2]


def test_filtered_by_number_and_by_kind() -> None:
    contest = given(*HEATS_PERFORMED, amend(ANN, J1, "96")).contest
    about = screen(contest, Wanted(number=1)).lines
    assert len(about) == 6
    assert all("No. 1 Ann" in line.what for line in about)
    only = screen(contest, Wanted(number=1, kind="corrections"))
    assert [line.kind for line in only.lines] == ["corrections"]
    assert screen(contest, Wanted(number=99)).lines == ()


def test_pages_follow_one_another_without_gap() -> None:
    marks = [mark(ANN, J1, "90", after=number) for number in range(2 * PAGE)]
    contest = given(call(ANN), *marks).contest
    before, seen = None, []
    for _ in range(3):
        page = screen(contest, Wanted(before=before))
        seen += [line.seq for line in page.lines]
        before = page.earlier
    assert before is None
    assert seen == list(range(contest.seq, 0, -1))


def test_the_words_are_chinese_too() -> None:
    contest = given(*HEATS_CLOSED).contest
    assert screen(contest, language="zh").lines[0].what == "Heats结束。"
