"""A seat's tablet: its own sheets, what is usual here, and nothing of the others' marks."""

from itertools import count

import msgspec
from msgspec.structs import replace

from scoring.contest.commands import (
    AssignPanels,
    Call,
    ClosePerformance,
    Command,
    EnterMarks,
    Mark,
    RecordNoShow,
)
from scoring.contest.file import ContestFile, played
from scoring.contest.ids import CommandId, CriterionId, PanelId, SeatId
from scoring.contest.plan import ParallelPanel, Plan
from scoring.languages import words
from scoring.rules.measured import Outcome
from scoring.views.seat import OwnSheet, SeatScreen, seat_screen
from scoring.views.usual import Usual
from tests.contests import OVERALL, STAGE, entrant_id, small_plan
from tests.tablets import (
    all_called,
    components,
    dancing,
    diving,
    kicking,
    named,
    running,
    singing,
)

_numbers = count(1)
J1, J2 = SeatId("J1"), SeatId("J2")


def an_id() -> CommandId:
    return CommandId(f"test:{next(_numbers)}")


def call(*entrants: int) -> tuple[Command, ...]:
    return tuple(Call(id=an_id(), stage=STAGE, entrant=entrant_id(one)) for one in entrants)


def give(
    entrant: int, seat: SeatId, attempt: int = 0, outcome: Outcome | None = None, **marks: str
) -> EnterMarks:
    return EnterMarks(
        id=an_id(),
        stage=STAGE,
        entrant=entrant_id(entrant),
        seat=seat,
        attempt=attempt,
        after=0,
        marks=tuple(Mark(criterion=CriterionId(one), mark=text) for one, text in marks.items()),
        outcome=outcome,
    )


def close(entrant: int, *absent: SeatId) -> ClosePerformance:
    return ClosePerformance(id=an_id(), stage=STAGE, entrant=entrant_id(entrant), absent=absent)


def sung(entrant: int, *marks: str) -> tuple[Command, ...]:
    """Called, marked by J1, J2, ... and closed."""
    seats = [SeatId(f"J{number}") for number in range(1, len(marks) + 1)]
    sheets = (give(entrant, seat, overall=mark) for seat, mark in zip(seats, marks, strict=True))
    return (*call(entrant), *sheets, close(entrant))


def screen(plan: Plan, *commands: Command, seat: SeatId = J1, language: str = "en") -> SeatScreen:
    contest = played(ContestFile(plan=plan, commands=commands))
    return seat_screen(contest, seat, words(language))


def keys(sheets: tuple[OwnSheet, ...]) -> list[tuple[int, int]]:
    return [(one.card.number, one.attempt) for one in sheets]


THREE_SUNG = (
    *sung(1, "91.40", "91.40", "91.40"),
    *sung(2, "92.40", "92.40", "92.40"),
    *sung(3, "93.40", "93.40", "93.50"),
)


def test_nothing_is_usual_before_three_performances_are_settled() -> None:
    assert screen(singing(), *THREE_SUNG[:10]).usual == {}
    assert screen(singing(), *THREE_SUNG[:-1]).usual == {}


def test_usual_is_the_mean_of_the_panel_and_the_bounds_are_exact() -> None:
    # 831.7 / 9 is 92.4111...: what is asked about begins below 82.4111 and above 102.4111.
    assert screen(singing(), *THREE_SUNG).usual == {OVERALL: Usual("92", "82.42", "102.41")}


def test_usual_is_said_as_finely_as_the_distance() -> None:
    assert screen(singing(unusual="0.5"), *THREE_SUNG).usual[OVERALL].about == "92.4"
    assert screen(singing(unusual=None), *THREE_SUNG).usual == {}


def test_others_marks_of_the_performance_on_stage_are_not_on_the_screen() -> None:
    before = screen(singing(), *THREE_SUNG, *call(4))
    after = screen(singing(), *THREE_SUNG, *call(4), give(4, J2, overall="17.17"))
    assert b"17.17" not in msgspec.json.encode(after)
    assert (after.usual, after.current) == (before.usual, before.current)


def test_a_time_is_usual_as_a_clock_and_its_bounds_are_seconds() -> None:
    plan = running()
    stage = plan.judged[0]
    plan = replace(plan, stages=(replace(stage, scoring=replace(stage.scoring, unusual="20")),))
    runs = [
        command
        for entrant, time in ((1, "1:00"), (2, "1:01"), (3, "1:02"))
        for command in (
            *call(entrant),
            give(entrant, J1, 1, time=time),
            give(entrant, J1, 2, outcome="dnf"),
            close(entrant),
        )
    ]
    assert screen(plan, *runs).usual == {CriterionId("time"): Usual("1:01.00", "41.00", "81.00")}


def test_there_is_a_sheet_for_each_attempt_of_who_is_on_stage() -> None:
    shown = screen(diving(), *call(1), give(1, J1, 2, dive="8.5"), language="zh")
    assert keys(shown.current) == [(1, 1), (1, 2), (1, 3)]
    assert [one.attempt_name for one in shown.current] == ["第 1 次", "第 2 次", "第 3 次"]
    assert [one.filled for one in shown.current] == [False, True, False]
    assert shown.current[1].marks == {CriterionId("dive"): "8.5"}
    assert (shown.others, shown.past) == ((), ())


def test_who_left_the_stage_open_still_awaits_marks_and_the_filled_are_past() -> None:
    shown = screen(
        diving(), *call(1, 2, 3), give(1, J1, 1, dive="8.5"), give(2, J2, 1, dive="7.0")
    )
    assert keys(shown.current) == [(3, 1), (3, 2), (3, 3)]
    assert keys(shown.others) == [(1, 2), (1, 3), (2, 1), (2, 2), (2, 3)]
    assert keys(shown.past) == [(1, 1)]
    assert all(one.open for one in (*shown.others, *shown.past))


def test_a_sheet_handed_in_without_any_mark_is_filled() -> None:
    plan = kicking()
    stage = plan.judged[0]
    drops = stage.scoring.criterion(CriterionId("drops"))
    kicks = replace(stage.scoring.criterion(CriterionId("kicks")), default="0")
    scoring = replace(stage.scoring, criteria=(kicks, drops))
    plan = replace(plan, stages=(replace(stage, scoring=scoring),))
    (sheet,) = screen(plan, *call(1), give(1, J1)).current
    assert (sheet.filled, sheet.marks, sheet.revision) == (True, {}, 1)


def test_an_outcome_is_an_officials_and_not_a_judges() -> None:
    (kicks,) = screen(kicking(), *call(1), give(1, J1, outcome="dns")).current
    assert (kicks.may_record_outcome, kicks.outcome, kicks.filled) == (True, "dns", True)
    (voice,) = screen(components(), *call(1)).current
    assert not voice.may_record_outcome


def test_only_those_who_compete_are_to_be_placed() -> None:
    plan = dancing()
    guest, *others = plan.entrants
    plan = replace(plan, entrants=(replace(guest, guest=True), *others))
    no_show = RecordNoShow(id=an_id(), stage=STAGE, entrant=entrant_id(2))
    commands = all_called(plan).commands
    assert screen(plan, *commands).to_place == 3
    assert screen(plan, *commands, no_show).to_place == 2


def test_crosses_say_how_many_are_called_for() -> None:
    assert screen(dancing(crosses=2)).to_cross == 2
    assert screen(dancing()).to_cross is None


def side_by_side() -> tuple[Plan, AssignPanels]:
    """Panel a, J1 to J3, judges singers 1 to 3; panel b, J4 to J6, judges singer 4."""
    plan = small_plan(entrants=4, judges=6)
    seats = [seat.id for seat in plan.seats]
    panels = tuple(
        ParallelPanel(id=PanelId(one), name=named(one, one), seats=tuple(those))
        for one, those in (("a", seats[:3]), ("b", seats[3:]))
    )
    stage = plan.judged[0]
    scoring = replace(stage.scoring, unusual="10")
    plan = replace(plan, stages=(replace(stage, panel=(), panels=panels, scoring=scoring),))
    first = tuple(entrant_id(number) for number in (1, 2, 3))
    dealt = {PanelId("a"): first, PanelId("b"): (entrant_id(4),)}
    return plan, AssignPanels(id=an_id(), stage=STAGE, panels=dealt)


def test_with_parallel_panels_each_seat_sees_its_own_performance() -> None:
    plan, assigned = side_by_side()
    commands = (assigned, *call(1, 4))
    assert keys(screen(plan, *commands).current) == [(1, 0)]
    assert keys(screen(plan, *commands, seat=SeatId("J4")).current) == [(4, 0)]


def test_what_is_usual_comes_from_this_seats_own_panel() -> None:
    plan, assigned = side_by_side()
    commands = (assigned, *THREE_SUNG)
    assert screen(plan, *commands).usual[OVERALL].about == "92"
    assert screen(plan, *commands, seat=SeatId("J4")).usual == {}
