"""The public board: lines of several routes, ties that wait, guests, small numbers, stages."""

import msgspec
import pytest
from msgspec.structs import replace

from scoring.contest.advancement import Advancement, Places, Quota, Threshold, TopN
from scoring.contest.commands import AssignPanels, Command, EnterMarks
from scoring.contest.ids import CriterionId, EntrantId, PanelId
from scoring.contest.plan import ParallelPanel, Plan
from scoring.contest.scoring import (
    Criterion,
    Entered,
    OverAttempts,
    Panel,
    Scoring,
    Sum,
    Term,
)
from scoring.languages import words
from scoring.rules.measured import Outcome
from scoring.views.board import BoardScreen, board_screen
from scoring.views.columns import Columns
from scoring.views.rows import Row
from scoring.wording import Label
from tests.contest.given import (
    ANN,
    BEN,
    CAI,
    CHIEF,
    DAN,
    ENTRANTS,
    FINAL,
    FINAL_OPEN,
    HEATS,
    HEATS_CLOSED,
    HEATS_PERFORMED,
    ID,
    J1,
    J2,
    J3,
    ONE_MARK,
    PLAN,
    STYLE,
    TWO_MARKS,
    VOICE,
    advance,
    call,
    close,
    close_stage,
    disqualify,
    given,
    mark,
    marks,
    no_show,
    performed,
    plan_with,
    scored_by,
    step,
    withdraw,
)

ENGLISH = words("en")
BEST_ONE = Advancement(to=Label(en="Final"), rules=(TopN(count=1),), tie="all_in")
NEXT_TWO = Advancement(to=Label(en="Repechage"), rules=(TopN(count=2),), tie="all_in")


def board(*commands: Command, plan: Plan = PLAN) -> BoardScreen:
    return board_screen(given(*commands, plan=plan).contest, ENGLISH)


def row(screen: BoardScreen, entrant: EntrantId) -> Row:
    return next(one for one in screen.rows if one.card.entrant == entrant)


def lines(screen: BoardScreen) -> list[tuple[int, str, int, bool]]:
    return [(one.after, one.to, one.inside, one.gaps) for one in screen.cuts]


def test_each_route_has_its_line_and_rows_tell_where_it_leads() -> None:
    screen = board(*HEATS_PERFORMED, plan=plan_with(advancement=(BEST_ONE, NEXT_TWO)))
    assert lines(screen) == [(1, "Final", 1, False), (3, "Repechage", 2, False)]
    assert [one.to for one in screen.rows] == ["Final", "Repechage", "Repechage", ""]
    assert [one.fate for one in screen.rows] == ["qualifying", "qualifying", "qualifying", "out"]


def test_a_route_that_takes_nobody_yet_has_its_line_where_the_one_before_ends() -> None:
    screen = board(
        *performed(ANN, "90", "90", "90"), plan=plan_with(advancement=(BEST_ONE, NEXT_TWO))
    )
    assert lines(screen) == [(1, "Final", 1, False), (1, "Repechage", 0, False)]


def test_one_route_recorded_leaves_the_other_as_it_stands() -> None:
    plan = plan_with(advancement=(BEST_ONE, NEXT_TWO))
    story = given(*HEATS_CLOSED, advance(BEN), plan=plan)
    screen = board_screen(story.contest, ENGLISH, stage=plan.judged[0])
    assert [one.recorded for one in screen.cuts] == [True, False]
    assert [one.fate for one in screen.rows] == ["advancing", "qualifying", "qualifying", "out"]


def test_a_line_with_gaps_above_says_so() -> None:
    quota = Advancement(to=Label(en="Final"), rules=(Quota(by="group", best=1),), tie="all_in")
    screen = board(*HEATS_PERFORMED, plan=plan_with(advancement=quota))
    assert [one.fate for one in screen.rows] == ["out", "qualifying", "out", "out"]
    assert lines(screen) == [(2, "Final", 1, True)]


def test_who_withdrew_and_who_is_a_guest_leave_no_gap() -> None:
    guest = tuple(replace(one, guest=one.id == BEN) for one in ENTRANTS)
    screen = board(*HEATS_PERFORMED, withdraw(ANN), plan=plan_with(entrants=guest))
    assert [(one.card.entrant, one.place, one.fate) for one in screen.rows] == [
        (BEN, 1, None), (ANN, 1, "out"), (DAN, 2, "qualifying"), (CAI, 3, "qualifying"),
    ]  # fmt: skip
    assert lines(screen) == [(4, "Final", 2, False)]
    assert not any(one.shared for one in screen.rows)


TIED = (
    *performed(BEN, "95", "95", "95"),
    *performed(ANN, "90", "90", "90"),
    *performed(CAI, "90", "90", "90"),
    *performed(DAN, "80", "80", "80"),
)


@pytest.mark.parametrize(("tie", "held"), [("lots", "lot"), ("run_off", "run_off")])
def test_a_tie_at_the_line_is_shown_as_waiting_once_the_stage_is_closed(
    tie: str, held: str
) -> None:
    route = msgspec.convert(
        {"to": {"en": "Final"}, "rules": [{"type": "top", "count": 2}], "tie": tie}, Advancement
    )
    plan = plan_with(advancement=route)
    running = board(*TIED, plan=plan)
    assert [one.held for one in running.rows] == [None, "tie", "tie", None]
    closed = board(*TIED, close_stage(), plan=plan)
    assert [one.held for one in closed.rows] == [None, held, held, None]
    assert lines(closed) == [(1, "Final", 1, False)]
    decided = given(*TIED, close_stage(), advance(BEN, CAI, reason="Lot"), plan=plan).contest
    shown = board_screen(decided, ENGLISH, stage=plan.judged[0])
    assert [one.held for one in shown.rows] == [None] * 4


def test_nothing_tells_of_marks_that_are_not_settled() -> None:
    """Even what is certain of the others must not follow from them."""
    sung = (*performed(ANN, "90", "90", "90"), *performed(BEN, "80", "80", "80"),
            *performed(CAI, "70", "70", "70"))  # fmt: skip
    before = board(*sung, call(DAN))
    marked = board(*sung, call(DAN), mark(DAN, J1, "1.23"), mark(DAN, J2, "1.23"))
    assert marked.rows == before.rows
    assert marked.on_stage is not None
    assert marked.on_stage.marked == 2
    assert b"1.23" not in msgspec.json.encode(marked)
    settled = board(
        *sung, call(DAN), *(mark(DAN, one, "1.23") for one in (J1, J2, J3)), close(DAN)
    )
    assert [one.certainty for one in settled.rows] == ["certain", "certain", "out", "out"]


def test_a_disqualified_entrant_has_a_word_and_no_score() -> None:
    screen = board(*HEATS_PERFORMED, disqualify(BEN))
    found = row(screen, BEN)
    assert (found.status, found.place, found.score) == ("disqualified", None, None)
    assert row(screen, ANN).place == 1


STEPS = replace(
    TWO_MARKS,
    steps=(
        step("Technique", Panel(criteria=(VOICE,))),
        step("Programme", Panel(criteria=(STYLE,)), 1),
        step("Total", Sum(terms=(Term(step=step("Technique", Panel()).id),
                                 Term(step=step("Programme", Panel()).id)))),
    ),
)  # fmt: skip


def test_the_steps_to_the_score_are_columns() -> None:
    sung = performed(ANN, ("50", "9.0"), ("51", "9.0"), ("52", "9.0"))
    screen = board(*sung, plan=plan_with(scoring=STEPS))
    assert screen.columns == Columns("steps", ("Technique", "Programme"))
    assert [one.text for one in row(screen, ANN).cells] == ["51.00", "9.0"]
    assert row(screen, BEN).cells == ()


def test_a_step_that_is_one_judges_mark_is_no_column() -> None:
    head = step("Head", Panel(criteria=(VOICE,), seats=(J1,)))
    first, second, total = STEPS.steps
    scoring = replace(STEPS, steps=(head, first, second, total))
    sung = performed(ANN, ("50.03", "9.0"), ("51", "9.0"), ("52", "9.0"))
    screen = board(*sung, plan=plan_with(scoring=scoring))
    assert row(screen, ANN).cells == ()
    assert b"50.03" not in msgspec.json.encode(screen)


TIME = CriterionId("time")


def cubing(take: str = "middle_mean") -> Plan:
    """Five timed solves."""
    criterion = Criterion(
        id=TIME, name=Label(en="Time"), maximum="600", by=(CHIEF,), per="attempt", kind="time"
    )
    solve = replace(step("Solve", Entered(criterion=TIME)), clock=True)
    value = msgspec.convert({"type": "attempts", "of": solve.id, "take": take, "better": "lower"},
                            OverAttempts)  # fmt: skip
    scoring = Scoring(
        criteria=(criterion,),
        attempts=5,
        steps=(solve, replace(step("Result", value), clock=True)),
        better="lower",
    )
    return plan_with(scoring=scoring, panel=())


def solved(entrant: EntrantId, *results: str) -> tuple[Command, ...]:
    """Times; or an outcome."""

    def sheet(attempt: int, text: str) -> EnterMarks:
        outcome: Outcome | None = "dnf" if text == "dnf" else None
        given = () if outcome else (replace(marks("1")[0], criterion=TIME, mark=text),)
        return EnterMarks(
            id=ID, stage=HEATS, entrant=entrant, seat=CHIEF, attempt=attempt, after=0,
            marks=given, outcome=outcome,
        )  # fmt: skip

    sheets = (sheet(number, text) for number, text in enumerate(results, start=1))
    return (call(entrant), *sheets, close(entrant))


@pytest.mark.parametrize(
    ("take", "counting", "score"),
    [
        ("middle_mean", "1 3 5", "1:02.00"),
        ("best", "4", "55.00"),
        ("last", "5", "1:01.00"),
        ("best_sum", "4", "55.00"),
    ],
)
def test_attempts_are_columns_and_say_which_of_them_count(
    take: str, counting: str, score: str
) -> None:
    screen = board(*solved(ANN, "1:05", "dnf", "60", "55", "61"), plan=cubing(take))
    assert screen.columns == Columns("attempts", ("1", "2", "3", "4", "5"))
    found = row(screen, ANN)
    assert found.score == score
    assert [one.text for one in found.cells] == ["1:05.00", "DNF", "1:00.00", "55.00", "1:01.00"]
    assert [str(n) for n, one in enumerate(found.cells, 1) if one.counts] == counting.split()


def test_who_has_no_result_has_a_word_for_it() -> None:
    screen = board(*solved(ANN, "dnf", "dnf", "60", "55", "61"), plan=cubing())
    found = row(screen, ANN)
    assert (found.status, found.score, found.outcome) == ("unfinished", None, "did not finish")


PANELS = (
    ParallelPanel(id=PanelId("hall"), name=Label(en="Hall"), seats=(J1, J2)),
    ParallelPanel(id=PanelId("square"), name=Label(en="Square"), seats=(J3, CHIEF)),
)


def side_by_side(scoring: Scoring = ONE_MARK) -> Plan:
    heats, final = plan_with(scoring=scoring, panel=()).stages
    return replace(PLAN, stages=(replace(heats, panels=PANELS), final))


def test_parallel_panels_are_named_and_never_compared_in_silence() -> None:
    shares: dict[PanelId, tuple[EntrantId, ...]] = {
        PanelId("hall"): (ANN, BEN),
        PanelId("square"): (CAI, DAN),
    }
    assign = AssignPanels(id=ID, stage=HEATS, panels=shares)
    screen = board(assign, plan=side_by_side())
    assert [(one.card.entrant, one.panel) for one in screen.rows] == [
        (ANN, "Hall"), (BEN, "Hall"), (CAI, "Square"), (DAN, "Square"),
    ]  # fmt: skip
    assert screen.comparison == "raw"
    comparable = scored_by(Panel(normalise="t"))
    assert board(plan=side_by_side(comparable)).comparison == "comparable"
    first = step("First", Panel(normalise="t"))
    both = replace(ONE_MARK, steps=(first, step("Second", Panel())))
    assert board(plan=side_by_side(both)).comparison == "partly"
    assert board().comparison is None


def test_a_finished_stage_stays_readable() -> None:
    story = given(*FINAL_OPEN, *performed(ANN, "70", "70", "70", stage=FINAL))
    now = board_screen(story.contest, ENGLISH)
    assert [(one.stage, one.shown, one.in_progress) for one in now.stages] == [
        (HEATS, False, False), (FINAL, True, True),
    ]  # fmt: skip
    assert row(now, ANN).score == "70.00"
    then = board_screen(story.contest, ENGLISH, stage=PLAN.judged[0])
    assert [one.shown for one in then.stages] == [True, False]
    assert [one.score for one in then.rows] == ["95.00", "90.00", "85.00", "80.00"]
    assert [one.stage for one in board(*HEATS_PERFORMED).stages] == [HEATS]


def test_the_rule_is_told_the_way_the_scores_run() -> None:
    reach = Advancement(to=Label(en="Final"), rules=(Threshold(score="60"),), tie="all_in")
    up = board(plan=plan_with(advancement=reach)).cuts[0]
    down = board(
        plan=plan_with(scoring=replace(ONE_MARK, better="lower"), advancement=reach)
    ).cuts[0]
    assert "a score of 60 or more goes on" in up.rule
    assert "a result of 60 or less goes on" in down.rule


def test_a_no_show_and_a_late_place_are_told_apart() -> None:
    screen = board(call(ANN), no_show(ANN), *performed(BEN, "80", "80", "80"))
    assert [(one.card.entrant, one.status) for one in screen.rows[:1]] == [(BEN, "ranked")]
    assert row(screen, ANN).status == "no_show"


def test_ranges_of_places_have_their_lines_in_any_order() -> None:
    def to(name: str, first: int, last: int) -> Advancement:
        return Advancement(
            to=Label(en=name), rules=(Places(first=first, last=last),), tie="all_in"
        )

    screen = board(
        *HEATS_PERFORMED, plan=plan_with(advancement=(to("Semi", 2, 3), to("Final", 1, 1)))
    )
    assert lines(screen) == [(3, "Semi", 2, False), (1, "Final", 1, False)]
    assert [one.to for one in screen.rows] == ["Final", "Semi", "Semi", ""]
