"""What is shown of signed sheets, of those asked about, corrected or chosen, and of trainees."""

from msgspec.structs import replace

from scoring.contest.commands import Command
from scoring.contest.plan import Plan
from scoring.contest.scoring import Panel, Placings
from scoring.contest.standings import standings
from scoring.languages import words
from scoring.views.corrected import corrected_lines
from scoring.views.desk import desk_screen
from scoring.views.needs import Asking
from scoring.views.panel import panel_of
from scoring.views.seat import Asked, OwnSheet, seat_screen
from tests.contest.given import (
    ANN,
    BEN,
    HEATS,
    HEATS_CLOSED,
    J1,
    J2,
    J3,
    PRESENT,
    SONG,
    TWO_MARKS,
    amend,
    answer,
    ask,
    call,
    given,
    mark,
    move,
    performed,
    plan_with,
    scored_by,
    step,
    undo,
)
from tests.contest.test_trainees import TOM, with_trainee

LOOSE = plan_with(scoring=scored_by(PRESENT))
SIGNED = replace(LOOSE, stages=(replace(LOOSE.judged[0], signed=True), LOOSE.judged[1]))
HANDED_IN = (call(ANN), mark(ANN, J1, "59"))
CLOSED = performed(ANN, "59", "90", "91")


def own(*commands: Command, plan: Plan = SIGNED) -> OwnSheet:
    """Judge 1's sheet of Ann, as the tablet has it."""
    screen = seat_screen(given(*commands, plan=plan).contest, J1, words("en"))
    sheets = (*screen.current, *screen.others, *screen.past)
    return next(one for one in sheets if one.card.entrant == ANN)


def states(*commands: Command, plan: Plan = SIGNED) -> tuple[bool, bool, Asked | None]:
    sheet = own(*commands, plan=plan)
    return sheet.locked, sheet.may_ask, sheet.asked


def test_a_sheet_is_locked_and_asked_about_once_it_is_handed_in() -> None:
    assert states(call(ANN)) == (False, False, None)
    assert states(*HANDED_IN) == (True, True, None)
    assert states(*HANDED_IN, ask(ANN, J1)) == (True, False, Asked("95, not 59", None, ""))


def test_an_answer_is_told_with_its_reason() -> None:
    asked = (*HANDED_IN, ask(ANN, J1))
    granted = (*asked, answer(ANN, J1))
    assert states(*granted) == (False, False, Asked("95, not 59", "granted", ""))
    refused = (*asked, answer(ANN, J1, refused="Seen"))
    assert states(*refused) == (True, True, Asked("95, not 59", "refused", "Seen"))
    assert states(*granted, mark(ANN, J1, "95", after=1)) == (True, True, None)


def test_without_signing_only_a_closed_performance_is_asked_about() -> None:
    assert states(*HANDED_IN, plan=LOOSE) == (False, False, None)
    assert states(*CLOSED, plan=LOOSE) == (False, True, None)


def asking(*commands: Command, plan: Plan = SIGNED) -> list[Asking]:
    needs = desk_screen(given(*commands, plan=plan).contest, words("en")).needs
    return [need.asked for need in needs if need.asked is not None]


def test_the_desk_is_shown_who_asks_what_was_handed_in_and_why() -> None:
    (asked,) = asking(*HANDED_IN, ask(ANN, J1))
    assert asked == Asking(
        HEATS, ANN, J1, 0, 1, "Judge 1", "59.00", "95, not 59", settled=False, final=False
    )
    assert asking(*HANDED_IN, ask(ANN, J1), answer(ANN, J1)) == []


def test_the_desk_is_told_what_leave_would_do() -> None:
    (settled,) = asking(*CLOSED, ask(ANN, J1))
    assert (settled.settled, settled.final) == (True, False)
    (final,) = asking(*HEATS_CLOSED, ask(ANN, J1), plan=LOOSE)
    assert (final.settled, final.final) == (True, True)


def test_a_trainees_wish_reaches_the_desk_too() -> None:
    commands = (call(ANN), mark(ANN, TOM, "10"), ask(ANN, TOM))
    (asked,) = asking(*commands, plan=with_trainee(scored_by(PRESENT), signed=True))
    assert (asked.name, asked.marks) == ("Tom", "10.00")


# Corrections and choices.


def why(*commands: Command) -> list[str]:
    contest = given(*commands, plan=LOOSE).contest
    return list(corrected_lines(contest, LOOSE.judged[0], ANN, words("en")))


def test_a_correction_explains_the_place() -> None:
    assert why(*CLOSED) == []
    assert why(*CLOSED, amend(ANN, J1, "95")) == [
        "Judge 1: 59.00 corrected to 95.00. Digits swapped"
    ]
    assert why(*performed(ANN, "59", "90", None), amend(ANN, J3, "95", after=0)) == [
        "Judge 3: – corrected to 95.00. Digits swapped"
    ]


def test_a_choice_between_two_versions_explains_it_and_one_taken_back_does_not() -> None:
    contested = (*HANDED_IN, mark(ANN, J1, "95"))
    chosen = (*contested, amend(ANN, J1, "95", reason="The judge said so"))
    assert why(*contested) == []
    assert why(*chosen) == ["Judge 1: of 2 versions 95.00 was chosen. The judge said so"]
    assert why(*chosen, undo(5)) == []


def test_a_correction_of_somebody_elses_sheet_is_not_told_here() -> None:
    assert why(*CLOSED, *performed(BEN, "1", "2", "3"), amend(BEN, J1, "95")) == []
    assert why(*HANDED_IN, move(ANN, BEN)) == []


# Trainees at the desk.


def deviation(plan: Plan, *commands: Command) -> str | None:
    contest = given(*commands, plan=plan).contest
    panel = panel_of(contest, standings(contest, plan.judged[0]), ANN, words("en"))
    assert TOM not in {one.seat for one in panel.cells} and TOM not in panel.missing
    (trainee,) = panel.trainees
    return trainee.deviation


def test_a_trainee_is_told_apart_by_the_distance_from_the_panels_mean() -> None:
    plan = with_trainee(scored_by(PRESENT))
    assert deviation(plan, call(ANN)) is None
    marked = (call(ANN), mark(ANN, TOM, "90"))
    assert deviation(plan, *marked) is None
    assert deviation(plan, *marked, mark(ANN, J1, "91")) == "-1.00"
    assert deviation(plan, *marked, mark(ANN, J1, "89"), mark(ANN, J2, "90")) == "+0.50"
    thirds = (mark(ANN, J1, "90"), mark(ANN, J2, "90"), mark(ANN, J3, "89"))
    assert deviation(plan, *marked, *thirds) == "+0.33"


def test_several_criteria_are_weighed_as_in_the_score() -> None:
    voice, style = TWO_MARKS.criteria
    weighed = replace(TWO_MARKS, criteria=(voice, replace(style, weight="2")))
    plan = with_trainee(scored_by(Panel(absent="divide_by_present"), weighed))
    marked = (call(ANN), mark(ANN, TOM, "50", "9"), mark(ANN, J1, "52", "7.5"))
    assert deviation(plan, *marked) == "+1.00"


def test_where_places_count_there_is_no_mean_to_be_far_from() -> None:
    order = step("Sum", Placings(criterion=SONG, method="rank_sum"), 0)
    plan = with_trainee(replace(scored_by(PRESENT), better="lower", steps=(order,)))
    assert deviation(plan, call(ANN), mark(ANN, TOM, "90"), mark(ANN, J1, "80")) is None


def test_a_trainees_tablet_says_that_it_does_not_count() -> None:
    plan = with_trainee(scored_by(PRESENT))
    contest = given(call(ANN), plan=plan).contest
    assert seat_screen(contest, TOM, words("en")).trainee
    assert not seat_screen(contest, J1, words("en")).trainee
    assert len(seat_screen(contest, TOM, words("en")).current) == 1
