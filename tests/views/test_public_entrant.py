"""An entrant's public page: what is told, how far the line is, and what stays hidden."""

import msgspec
import pytest
from msgspec.structs import replace

from scoring.contest.advancement import Advancement, Quota, Threshold, TopN
from scoring.contest.commands import Command, SettleTie
from scoring.contest.ids import EntrantId
from scoring.contest.plan import Plan
from scoring.contest.scoring import ByHighestMarks, Panel, Scoring
from scoring.languages import words
from scoring.views.distance import Distance
from scoring.views.public_entrant import PublicEntrantScreen, public_entrant_screen
from scoring.wording import Label
from tests.contest.given import (
    ANN,
    BEN,
    CAI,
    DAN,
    DROP_BOTH,
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
    UNTRIMMED,
    VOICE,
    advance,
    amend,
    broken_by,
    call,
    close,
    close_stage,
    disqualify,
    given,
    mark,
    mark_of,
    no_show,
    performed,
    plan_with,
    reopen,
    scored_by,
    step,
    swap,
    withdraw,
)
from tests.views.test_board import BEST_ONE, NEXT_TWO, cubing, solved

ENGLISH = words("en")


def screen(entrant: EntrantId, *commands: Command, plan: Plan = PLAN) -> PublicEntrantScreen:
    return public_entrant_screen(given(*commands, plan=plan).contest, entrant, ENGLISH)


def told(entrant: EntrantId, *commands: Command, plan: Plan = PLAN) -> str:
    """Everything that the page and the JSON can be drawn from."""
    return msgspec.json.encode(screen(entrant, *commands, plan=plan)).decode()


def publishing(plan: Plan) -> Plan:
    heats, final = plan.stages
    return replace(plan, stages=(replace(heats, publish_marks=True), final))


def test_place_score_and_how_far_the_line_is() -> None:
    inside, outside = screen(ANN, *HEATS_PERFORMED), screen(CAI, *HEATS_PERFORMED)
    assert (inside.row.place, inside.row.score, inside.row.fate) == (2, "90.00", "qualifying")
    assert inside.distances == (Distance("Final", "above", "5.00"),)
    assert outside.distances == (Distance("Final", "below", "10.00"),)


def test_of_several_lines_the_own_one_and_those_above() -> None:
    plan = plan_with(advancement=(BEST_ONE, NEXT_TWO))
    assert [
        [
            (one.side, one.gap, one.to)
            for one in screen(entrant, *HEATS_PERFORMED, plan=plan).distances
        ]
        for entrant in (BEN, ANN, CAI)
    ] == [
        [("above", "5.00", "Final")],
        [("below", "5.00", "Final"), ("above", "10.00", "Repechage")],
        [("below", "15.00", "Final"), ("below", "5.00", "Repechage")],
    ]


def test_a_threshold_is_the_line_itself() -> None:
    reach = Advancement(to=Label(en="Final"), rules=(Threshold(score="85.5"),), tie="all_in")
    plan = plan_with(advancement=reach)
    assert screen(ANN, *HEATS_PERFORMED, plan=plan).distances[0].gap == "4.50"
    level = performed(ANN, "85.5", "85.5", "85.5")
    assert screen(ANN, *level, plan=plan).distances == (Distance("Final", "level", "0.00"),)


def test_where_less_is_better_a_lower_result_is_above_the_line() -> None:
    plan = cubing("best")
    raced = (*solved(ANN, *["1:10"] * 5), *solved(BEN, *["55"] * 5), *solved(CAI, *["59.5"] * 5))
    assert screen(CAI, *raced, plan=plan).distances == (Distance("Final", "above", "10.50"),)
    assert screen(ANN, *raced, plan=plan).distances == (Distance("Final", "below", "10.50"),)


def test_no_distance_where_the_rank_alone_does_not_decide() -> None:
    quota = Advancement(to=Label(en="Final"), rules=(Quota(by="group", best=1),), tie="all_in")
    assert screen(BEN, *HEATS_PERFORMED, plan=plan_with(advancement=quota)).distances == ()
    guests = tuple(replace(one, guest=one.id == BEN) for one in ENTRANTS)
    assert screen(BEN, *HEATS_PERFORMED, plan=plan_with(entrants=guests)).distances == ()
    assert screen(ANN, *HEATS_PERFORMED, withdraw(ANN)).distances == ()


def test_when_the_turn_comes() -> None:
    sung = performed(ANN, "80", "80", "80")
    assert [screen(one, *sung).before for one in (ANN, BEN, CAI, DAN)] == [None, 0, 1, 2]
    assert [screen(one, *sung, call(BEN)).before for one in (BEN, CAI, DAN)] == [None, 1, 2]
    assert screen(BEN, *sung, call(BEN)).on_stage
    assert screen(CAI, *sung, withdraw(CAI)).before is None


def test_an_open_performance_reveals_nothing() -> None:
    open_one = (*performed(ANN, "80", "80", "80"), call(BEN))
    marked = (*open_one, mark(BEN, J1, "61.23"), mark(BEN, J2, "61.23"))
    for entrant in (ANN, BEN, CAI):
        assert told(entrant, *marked) == told(entrant, *open_one)
        plan = publishing(PLAN)
        assert told(entrant, *marked, plan=plan) == told(entrant, *open_one, plan=plan)


def test_a_reopened_performance_is_hidden_again() -> None:
    again = (*HEATS_PERFORMED, reopen(BEN))
    assert screen(BEN, *again).row.score is None
    assert "95" not in told(BEN, *again, plan=publishing(PLAN))
    assert screen(ANN, *again).row.place == 1


def test_no_judges_mark_is_told_unless_the_plan_publishes_them() -> None:
    sung = performed(ANN, "81.17", "92.29", "94.43")
    plan = plan_with(scoring=scored_by(Panel(drop_high=1, drop_low=1, too_few="keep_all")))
    middle_is_the_score = ("81.17", "94.43")
    assert not any(one in told(ANN, *sung, plan=plan) for one in middle_is_the_score)
    assert all(one in told(ANN, *sung, plan=publishing(plan)) for one in middle_is_the_score)


HEAD_DECIDES = broken_by(ONE_MARK, mark_of(J1))
TIED = (*performed(ANN, "80.11", "90", "90"), *performed(BEN, "80.55", "89.78", "89.78"))


def test_a_tie_broken_by_one_judges_mark_tells_the_order_only() -> None:
    plan = plan_with(scoring=HEAD_DECIDES)
    page = screen(ANN, *TIED, plan=plan)
    assert page.row.place == 2
    assert "Tie-break 1, higher value of Mark of J1: in this order No. 2, No. 1." in page.why
    assert not any(one in told(ANN, *TIED, plan=plan) for one in ("80.11", "80.55"))
    assert "80.55" in told(ANN, *TIED, plan=publishing(plan))


def test_a_tie_broken_by_the_higher_marks_tells_the_order_only() -> None:
    scoring = replace(ONE_MARK, tie_breaks=(ByHighestMarks(),))
    tied = (*performed(ANN, "80", "90", "91.11"), *performed(BEN, "80", "89.89", "91.22"))
    page = screen(BEN, *tied, plan=plan_with(scoring=scoring))
    assert page.row.place == 1
    assert "Tie-break 1, the higher single marks: in this order No. 2, No. 1." in page.why
    assert not any(
        one in told(BEN, *tied, plan=plan_with(scoring=scoring)) for one in ("91.11", "91.22")
    )


def test_a_tie_broken_by_a_mean_tells_the_values() -> None:
    scoring = broken_by(scored_by(Panel(take="median")), UNTRIMMED)
    tied = (*performed(ANN, "80", "90", "95"), *performed(BEN, "85", "90", "95"))
    page = screen(BEN, *tied, plan=plan_with(scoring=scoring))
    assert (
        "Tie-break 1, higher value of Mean of all marks: No. 2 90.00, No. 1 88.333333." in page.why
    )


def test_a_lot_is_told_with_its_seed_and_without_notes() -> None:
    lots = msgspec.convert(
        {"to": {"en": "Final"}, "rules": [{"type": "top", "count": 1}], "tie": "lots"}, Advancement
    )
    tied = (
        *performed(ANN, "90", "90", "90"), *performed(BEN, "90", "90", "90"),
        *performed(CAI, "80", "80", "80"), *performed(DAN, "70", "70", "70"), close_stage(),
    )  # fmt: skip
    drawn = SettleTie(
        id=ID, stage=HEATS, by="lot", order=(ANN, BEN), seed="seed-of-the-hall",
        reason="asked by the mayor",
    )  # fmt: skip
    plan = plan_with(advancement=lots)
    assert screen(ANN, *tied, plan=plan).row.held == "lot"
    page = told(ANN, *tied, drawn, plan=plan)
    assert "mayor" not in page
    assert "seed-of-the-hall" in page


@pytest.mark.parametrize(
    "story",
    [
        (*HEATS_PERFORMED, disqualify(CAI, reason="secret")),
        (*HEATS_PERFORMED, withdraw(CAI, "secret")),
        (*HEATS_PERFORMED, amend(CAI, J1, "80.5", reason="secret")),
        (*HEATS_CLOSED, advance(BEN, CAI, reason="secret")),
        (*FINAL_OPEN, withdraw(ANN, "secret"), swap(ANN, CAI, reason="secret")),
    ],
)
def test_what_officials_write_down_is_not_told(story: tuple[Command, ...]) -> None:
    for entrant in (ANN, BEN, CAI, DAN):
        assert "secret" not in told(entrant, *story)


def test_published_marks_stand_in_a_table_with_the_dropped_ones_marked() -> None:
    scoring = replace(
        TWO_MARKS,
        steps=(step("Score", Panel(combine="criteria", drop_high=1, drop_low=1)),),
    )
    sung = performed(ANN, ("50", "7.0"), ("51", "9.0"), ("52", "8.0"))
    page = screen(ANN, *sung, plan=publishing(plan_with(scoring=scoring)))
    (table,) = page.marks
    assert table.columns == ("Voice", "Style")
    assert [
        (one.seat, [(cell.text, cell.counts) for cell in one.cells]) for one in table.rows
    ] == [
        ("Judge 1", [("50.00", False), ("7.0", False)]),
        ("Judge 2", [("51.00", True), ("9.0", False)]),
        ("Judge 3", [("52.00", False), ("8.0", True)]),
    ]
    assert page.working


def test_a_dropped_judge_is_dropped_with_every_mark_and_an_absent_one_has_a_word() -> None:
    panel = Panel(criteria=(VOICE, STYLE), drop_low=1, absent="divide_by_present")
    scoring = replace(TWO_MARKS, steps=(step("Score", panel),))
    sung = performed(ANN, ("50", "7.0"), ("51", "9.0"), None)
    (table,) = screen(ANN, *sung, plan=publishing(plan_with(scoring=scoring))).marks
    assert [[cell.counts for cell in one.cells] for one in table.rows[:2]] == [
        [False, False], [True, True],
    ]  # fmt: skip
    assert [one.absent for one in table.rows] == [False, False, True]


def test_published_attempts_stand_in_a_table_of_their_own() -> None:
    page = screen(ANN, *solved(ANN, "1:05", "dnf", "60", "55", "61"), plan=publishing(cubing()))
    (table,) = page.marks
    assert (table.title, table.columns) == ("Time", ("1", "2", "3", "4", "5"))
    assert [cell.text for cell in table.rows[0].cells] == [
        "1:05.00", "did not finish", "1:00.00", "55.00", "1:01.00",
    ]  # fmt: skip


def test_the_numbers_on_the_way_to_the_score() -> None:
    scoring: Scoring = replace(
        ONE_MARK, steps=(step("Mean", DROP_BOTH), UNTRIMMED, step("Score", Panel())))  # fmt: skip
    sung = performed(ANN, "80", "90", "94")
    parts = screen(ANN, *sung, plan=plan_with(scoring=scoring)).parts
    assert [(one.name, one.value) for one in parts] == [("Mean", "90.00"), ("Score", "88.00")]
    assert screen(BEN, *sung, call(BEN)).parts == ()


def test_the_last_stage_reached_and_those_before_it() -> None:
    story = (*FINAL_OPEN, *performed(BEN, "70", "70", "70", stage=FINAL))
    finalist, other = screen(BEN, *story), screen(DAN, *story)
    assert (finalist.head.stage, finalist.row.score) == (FINAL, "70.00")
    (earlier,) = finalist.earlier
    assert (earlier.place, earlier.score, earlier.to) == (1, "95.00", "Final")
    assert (other.row.score, other.earlier) == ("85.00", ())


def test_who_did_not_come_has_a_page_too() -> None:
    page = screen(ANN, call(ANN), no_show(ANN))
    assert (page.row.status, page.before, page.parts, page.distances) == ("no_show", None, (), ())


def test_its_version_counts_no_open_mark() -> None:
    open_one = (*performed(ANN, "80", "80", "80"), call(BEN))
    marks = [mark(BEN, one, "70") for one in (J1, J2, J3)]
    version = screen(ANN, *open_one).head.version
    assert screen(ANN, *open_one, *marks).head.version == version
    assert screen(ANN, *open_one, *marks, close(BEN)).head.version > version


def test_a_line_of_nobody_is_no_distance() -> None:
    nobody = Advancement(
        to=Label(en="Final"), rules=(TopN(count=2), Threshold(score="99")), tie="all_in"
    )
    assert screen(ANN, *HEATS_PERFORMED, plan=plan_with(advancement=nobody)).distances == ()
