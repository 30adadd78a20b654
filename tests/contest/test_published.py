"""What must not be told in public: which steps give away a single judge's mark."""

import pytest
from msgspec.structs import replace

from scoring.contest.commands import EnterPaper
from scoring.contest.ids import CriterionId, SeatId, StepId
from scoring.contest.published import hidden_steps, settled_version
from scoring.contest.scoring import (
    Criterion,
    Entered,
    Panel,
    Placings,
    Product,
    RankPoints,
    Scoring,
    Step,
    Sum,
    Term,
)
from scoring.wording import Label
from tests.contest.given import (
    ANN,
    BEN,
    CHIEF,
    HEATS,
    ID,
    J1,
    J2,
    J3,
    MEDIAN,
    ONE_MARK,
    SONG,
    UNTRIMMED,
    Given,
    amend,
    aside,
    call,
    close,
    given,
    mark,
    mark_of,
    marks,
    performed,
    plan_with,
    step,
)

SUNG = performed(ANN, "80", "90", "97")
HEAD = step("Head", Panel(seats=(J1,)))
JURY = step("Jury", Panel())
TOTAL = step(
    "Total", Sum(terms=(Term(step=HEAD.id, weight="0.2"), Term(step=JURY.id, weight="0.8")))
)


def with_steps(*steps: Step) -> Scoring:
    return replace(ONE_MARK, steps=steps)


def hidden(story: Given) -> frozenset[StepId]:
    result = story.result()
    return hidden_steps(result.stage, result.chain.field.entries[ANN])


def hidden_of(*steps: Step) -> frozenset[StepId]:
    return hidden(given(*SUNG, plan=plan_with(scoring=with_steps(*steps))))


def test_means_of_several_judges_are_told() -> None:
    assert hidden_of(UNTRIMMED, MEDIAN, JURY, step("Score", Panel())) == frozenset()


def test_the_mark_of_one_judge_is_not_told() -> None:
    assert hidden_of(mark_of(J1), step("Score", Panel())) == {mark_of(J1).id}


def test_what_takes_up_such_a_mark_is_not_told_either() -> None:
    doubled = aside("Doubled", Product(of=(mark_of(J1).id,), factor="2"))
    placed = aside("Placed", RankPoints(of=doubled.id))
    found = hidden_of(mark_of(J1), doubled, placed, step("Score", Panel()))
    assert found == {mark_of(J1).id, doubled.id, placed.id}


def test_nothing_is_left_to_work_out_the_part_of_one_judge() -> None:
    assert hidden_of(HEAD, JURY, TOTAL) == {HEAD.id, JURY.id}


def test_a_plan_that_publishes_marks_hides_nothing() -> None:
    plan = plan_with(scoring=with_steps(HEAD, JURY, TOTAL))
    heats, final = plan.stages
    open_plan = replace(plan, stages=(replace(heats, publish_marks=True), final))
    assert hidden(given(*SUNG, plan=open_plan)) == frozenset()


def test_where_only_one_judge_was_present_the_mean_is_that_judges_mark() -> None:
    half = step("Half", Panel(absent="divide_by_present"))
    score = step("Score", Product(of=(half.id,)))
    plan = plan_with(scoring=with_steps(half, score))
    assert hidden(given(*performed(ANN, "80", "90", None), plan=plan)) == frozenset()
    assert hidden(given(*performed(ANN, "80", None, None), plan=plan)) == {half.id}


DEDUCTION = Criterion(
    id=CriterionId("deduction"), name=Label(en="Deduction"), by=(CHIEF,), default="0"
)


@pytest.mark.parametrize("on_the_way", [True, False])
def test_what_an_official_measures_is_told_unless_it_only_breaks_ties(on_the_way: bool) -> None:
    entered = replace(step("Deduction", Entered(criterion=DEDUCTION.id)), aside=not on_the_way)
    scoring = Scoring(
        criteria=(*ONE_MARK.criteria, DEDUCTION), steps=(entered, step("Score", Panel()))
    )
    found = hidden(given(*SUNG, plan=plan_with(scoring=scoring)))
    assert found == (frozenset() if on_the_way else {entered.id})


def test_places_from_a_single_judge_are_that_judges() -> None:
    places = aside("Places", Placings(criterion=SONG, method="rank_sum"))
    scoring = with_steps(places, step("Score", Panel()))
    assert hidden(given(*SUNG, plan=plan_with(scoring=scoring))) == frozenset()
    alone = plan_with(scoring=scoring, panel=(J1,))
    assert hidden(given(*performed(ANN, "80"), plan=alone)) == {places.id}


def test_the_settled_version_counts_no_mark_of_an_open_performance() -> None:
    before = given(*SUNG, call(BEN)).contest
    marked = given(*SUNG, call(BEN), mark(BEN, J1, "70"), mark(BEN, J2, "71")).contest
    assert marked.version == before.version + 2
    assert settled_version(marked) == settled_version(before) == before.version


def test_the_settled_version_counts_nothing_that_is_hidden_after_a_mark() -> None:
    paper = EnterPaper(id=ID, stage=HEATS, entrant=BEN, seat=J1, marks=marks("70"))
    before = given(*SUNG, call(BEN)).contest
    typed_in = given(*SUNG, call(BEN), mark(BEN, J1, "70"), paper).contest
    assert settled_version(typed_in) == settled_version(before)


def test_the_settled_version_moves_with_what_is_settled() -> None:
    marks = [mark(BEN, SeatId(seat), "70") for seat in (J1, J2, J3)]
    marked = given(*SUNG, call(BEN), *marks).contest
    closed = given(*SUNG, call(BEN), *marks, close(BEN)).contest
    corrected = given(*SUNG, call(BEN), amend(ANN, J1, "81")).contest
    assert settled_version(closed) > settled_version(marked)
    assert settled_version(corrected) == corrected.version
    assert closed.stage(HEATS).last_settled == BEN
