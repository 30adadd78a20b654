"""Places, tie-breaks and who qualifies, derived from the facts."""

from fractions import Fraction
from typing import cast

import pytest
from msgspec.structs import replace

from scoring.contest.advancement import Advancement, AdvancementRule, Threshold, TopN
from scoring.contest.commands import Command, DrawOrder, SetOrder
from scoring.contest.ids import EntrantId
from scoring.contest.scoring import ByOrder, ByStep, Panel, Step, TieBreak
from scoring.contest.stage_result import Status
from scoring.contest.tie_breaks import link
from scoring.rules.ranking import Separation
from scoring.rules.routes import TiePolicy
from tests.contest.given import (
    ANN,
    BEN,
    BEST_TWO,
    CAI,
    DAN,
    DROP_BOTH,
    FINAL,
    FINAL_OPEN,
    HEATS,
    HEATS_CLOSED,
    HEATS_PERFORMED,
    ID,
    J1,
    J2,
    J3,
    MEDIAN,
    ONE_MARK,
    PRESENT,
    STYLE,
    TWO_MARKS,
    UNTRIMMED,
    VOICE,
    advance,
    amend,
    broken_by,
    call,
    enter,
    given,
    mark,
    mark_of,
    mean_of,
    no_show,
    performed,
    plan_with,
    scored_by,
    withdraw,
)


def scored(ann: str, ben: str, cai: str, dan: str) -> tuple[Command, ...]:
    """Every judge gives a singer the same mark."""
    given_marks = {ANN: ann, BEN: ben, CAI: cai, DAN: dan}
    return tuple(
        command for one, text in given_marks.items() for command in performed(one, *[text] * 3)
    )


# Places


def test_places_follow_the_score() -> None:
    case = given(*HEATS_PERFORMED)
    assert case.places() == {BEN: 1, ANN: 2, DAN: 3, CAI: 4}
    assert case.scores() == {BEN: "95.00", ANN: "90.00", DAN: "85.00", CAI: "80.00"}


@pytest.mark.parametrize(
    ("marks", "places"),
    [
        pytest.param(("90", "90", "80", "70"), [1, 1, 3, 4], id="case 28: 1,1,3"),
        pytest.param(("90", "90", "90", "70"), [1, 1, 1, 4], id="case 28: 1,1,1,4"),
        pytest.param(("95", "90", "90", "70"), [1, 2, 2, 4], id="1.4 standard"),
        pytest.param(("9.85", "10.02", "9.8", "100"), [3, 2, 4, 1], id="numbers, not texts"),
    ],
)
def test_equal_scores_share_a_place(marks: tuple[str, str, str, str], places: list[int]) -> None:
    found = given(*scored(*marks)).places()
    assert [found[one] for one in (ANN, BEN, CAI, DAN)] == places


def test_nobody_has_a_place_before_a_performance_is_settled() -> None:
    case = given(call(ANN), mark(ANN, J1, "90"), mark(ANN, J2, "90"), mark(ANN, J3, "90"))
    assert case.places() == {}
    assert case.result().ranking.groups == ()
    assert case.result().qualifying == ()


def test_who_has_a_place_comes_first_then_the_others_in_running_order() -> None:
    order = SetOrder(id=ID, stage=HEATS, order=(DAN, CAI, BEN, ANN), reason="Lots in the hall")
    case = given(order, call(DAN), no_show(DAN), *performed(BEN, "90", "90", "90"), call(CAI))
    listed: list[tuple[EntrantId, Status]] = [
        (one.entrant, one.status) for one in case.result().standings
    ]
    assert listed == [(BEN, "ranked"), (DAN, "no_show"), (CAI, "on_stage"), (ANN, "waiting")]


def test_only_those_in_the_field_are_listed() -> None:
    result = given(*FINAL_OPEN).result(FINAL)
    assert [one.entrant for one in result.standings] == [ANN, BEN]
    assert result.of(CAI) is None
    assert result.qualifying == ()


def test_who_withdrew_before_the_draw_is_listed_as_withdrawn() -> None:
    draw = DrawOrder(id=ID, stage=HEATS, seed="seed-2024")
    standing = given(withdraw(ANN), draw).result().of(ANN)
    assert standing is not None and standing.status == "withdrawn"


@pytest.mark.parametrize(
    ("compare", "places"), [("published", [1, 1, 3, 4]), ("exact", [2, 1, 3, 4])]
)
def test_case_25_equal_as_published_or_as_computed(compare: str, places: list[int]) -> None:
    scoring = replace(scored_by(Panel(), decimals=1), compare=compare)
    history = (
        *performed(ANN, "90.41", "90.42", "90.43"),
        *performed(BEN, "90.42", "90.43", "90.43"),
        *performed(CAI, "80", "80", "80"),
        *performed(DAN, "70", "70", "70"),
    )
    case = given(*history, plan=plan_with(scoring=scoring))
    assert [case.places()[one] for one in (ANN, BEN, CAI, DAN)] == places
    assert case.scores()[ANN] == case.scores()[BEN] == "90.4"


def test_case_26_equal_sets_of_marks_tie_whatever_the_order_of_judges() -> None:
    case = given(*performed(ANN, "0.10", "0.20", "0.30"), *performed(BEN, "0.30", "0.20", "0.10"))
    assert case.places() == {ANN: 1, BEN: 1}


# Withdrawals and corrections


def test_case_60_who_withdraws_after_a_score_keeps_score_and_place() -> None:
    case = given(*HEATS_PERFORMED, withdraw(ANN))
    standing = case.result().of(ANN)
    assert standing is not None
    assert (standing.status, standing.place, str(standing.score)) == ("withdrawn", 2, "90.00")
    assert case.places() == {BEN: 1, ANN: 2, DAN: 3, CAI: 4}


def test_case_15_the_next_moves_up_at_the_cut() -> None:
    assert given(*HEATS_PERFORMED, withdraw(ANN)).result().qualifying == (BEN, DAN)
    assert given(*HEATS_PERFORMED, withdraw(BEN), withdraw(DAN)).result().qualifying == (ANN, CAI)


def test_who_withdraws_from_a_tie_at_the_line_leaves_no_tie() -> None:
    history = scored("90", "95", "90", "85")
    assert given(*history).result().cuts[0].tied_at_line == (ANN, CAI)
    (cut,) = given(*history, withdraw(CAI)).result().cuts
    assert (cut.qualifying, cut.tied_at_line) == ((BEN, ANN), ())


def test_who_withdraws_before_a_score_has_no_place() -> None:
    case = given(call(ANN), mark(ANN, J1, "99"), withdraw(ANN), withdraw(BEN))
    for one in (ANN, BEN):
        standing = case.result().of(one)
        assert standing is not None
        assert (standing.status, standing.place, standing.score) == ("withdrawn", None, None)


def test_case_18_a_correction_changes_who_qualifies_and_not_who_is_in() -> None:
    corrections = (amend(CAI, seat, "99") for seat in (J1, J2, J3))
    case = given(*FINAL_OPEN, *corrections)
    assert case.result().qualifying == (CAI, BEN)
    assert [one.entrant for one in case.result(FINAL).standings] == [ANN, BEN]


def test_case_55_a_correction_moves_the_places() -> None:
    case = given(*HEATS_CLOSED, *(amend(BEN, seat, "59") for seat in (J1, J2, J3)))
    assert case.places() == {ANN: 1, DAN: 2, CAI: 3, BEN: 4}


# The cut line


def cut(*rules: AdvancementRule, tie: TiePolicy = "all_in") -> Advancement:
    return replace(BEST_TWO, rules=rules, tie=tie)


@pytest.mark.parametrize(
    ("advancement", "qualifying", "tied"),
    [
        pytest.param(cut(TopN(count=1)), [BEN], [], id="top 1"),
        pytest.param(cut(TopN(count=2)), [BEN, ANN, CAI], [ANN, CAI], id="case 5: all in"),
        pytest.param(cut(TopN(count=2), tie="all_out"), [BEN], [ANN, CAI], id="case 6: all out"),
        pytest.param(cut(TopN(count=3), tie="all_out"), [BEN, ANN, CAI], [], id="tie inside"),
        pytest.param(cut(TopN(count=4)), [BEN, ANN, CAI, DAN], [], id="everybody"),
        pytest.param(cut(Threshold(score="90")), [BEN, ANN, CAI], [], id="90 reaches 90.00"),
        pytest.param(cut(Threshold(score="90", strict=True)), [BEN], [], id="more than 90"),
        pytest.param(cut(Threshold(score="99.5")), [], [], id="nobody reaches it"),
        pytest.param(cut(TopN(count=2), Threshold(score="91")), [BEN], [], id="both"),
    ],
)
def test_who_qualifies(
    advancement: Advancement, qualifying: list[EntrantId], tied: list[EntrantId]
) -> None:
    case = given(*scored("90", "95", "90", "85"), plan=plan_with(advancement=advancement))
    assert list(case.result().qualifying) == qualifying
    assert list(case.result().cuts[0].tied_at_line) == tied


def test_case_08_a_cut_larger_than_those_who_came_lets_all_of_them_in() -> None:
    case = given(*performed(ANN, "90", "90", "90"), call(BEN), no_show(BEN))
    assert case.result().qualifying == (ANN,)


def test_a_threshold_compares_the_published_score() -> None:
    advancement = cut(Threshold(score="90.00"))
    history = performed(ANN, "89.99", "90", "90")
    rough = scored_by(Panel(), decimals=1)
    assert given(*history, plan=plan_with(advancement=advancement)).result().qualifying == (ANN,)
    fine = plan_with(advancement=advancement, scoring=scored_by(Panel(), decimals=3))
    assert given(*history, plan=fine).result().qualifying == ()
    assert given(
        *history, plan=plan_with(advancement=advancement, scoring=rough)
    ).result().qualifying == (ANN,)


# Breaking ties


DROP = scored_by(replace(DROP_BOTH, absent="divide_by_present"))

# Both come to 90 when the highest and the lowest mark are dropped.
TIED = (*performed(ANN, "99", "90", "88"), *performed(BEN, "89", "90", "91"))


@pytest.mark.parametrize(
    ("asides", "places"),
    [
        pytest.param((), {ANN: 1, BEN: 1}, id="no tie-break: shared"),
        pytest.param((UNTRIMMED,), {ANN: 1, BEN: 2}, id="untrimmed mean"),
        pytest.param((MEDIAN,), {ANN: 1, BEN: 1}, id="median: equal"),
        pytest.param((mark_of(J1),), {ANN: 1, BEN: 2}, id="first judge"),
        pytest.param((mark_of(J2),), {ANN: 1, BEN: 1}, id="second judge: equal"),
        pytest.param((mark_of(J3),), {BEN: 1, ANN: 2}, id="third judge"),
        pytest.param((MEDIAN, mark_of(J3)), {BEN: 1, ANN: 2}, id="a chain"),
    ],
)
def test_tie_breaks(asides: tuple[Step, ...], places: dict[EntrantId, int]) -> None:
    case = given(*TIED, plan=plan_with(scoring=broken_by(DROP, *asides)))
    assert case.scores() == {ANN: "90.00", BEN: "90.00"}
    assert case.places() == places


def test_the_lower_value_of_a_step_can_be_the_better_one() -> None:
    scoring = broken_by(DROP, UNTRIMMED)
    lower = replace(scoring, tie_breaks=(ByStep(step=UNTRIMMED.id, better="lower"),))
    assert given(*TIED, plan=plan_with(scoring=lower)).places() == {BEN: 1, ANN: 2}


def test_the_median_of_all_marks_breaks_a_tie() -> None:
    history = (*performed(ANN, "80", "95", "95"), *performed(BEN, "90", "90", "90"))
    plain = given(*history, plan=plan_with(scoring=ONE_MARK))
    by_median = given(*history, plan=plan_with(scoring=broken_by(ONE_MARK, MEDIAN)))
    assert plain.places() == {ANN: 1, BEN: 1}
    assert by_median.places() == {ANN: 1, BEN: 2}


def test_the_mean_of_one_criterion_breaks_a_tie() -> None:
    history = (
        *performed(ANN, ("50", "9"), ("50", "9"), ("50", "9")),
        *performed(BEN, ("51", "8"), ("51", "8"), ("51", "8")),
    )
    for criterion, first, second in ((VOICE, BEN, ANN), (STYLE, ANN, BEN)):
        scoring = broken_by(TWO_MARKS, mean_of(criterion))
        case = given(*history, plan=plan_with(scoring=scoring))
        assert case.places() == {first: 1, second: 2}


def test_an_absent_judge_separates_nobody() -> None:
    history = (*performed(ANN, "90", "90", None), *performed(BEN, "90", "89", "91"))
    scoring = broken_by(scored_by(PRESENT), mark_of(J3), mark_of(J2))
    case = given(*history, plan=plan_with(scoring=scoring))
    assert case.places() == {ANN: 1, BEN: 2}
    assert case.result().ranking.separations == (Separation(2, {ANN: 90, BEN: 89}),)


def test_every_separation_says_who_was_told_apart_by_what() -> None:
    scoring = broken_by(DROP, MEDIAN, UNTRIMMED)
    case = given(*TIED, *performed(CAI, "80", "80", "80"), plan=plan_with(scoring=scoring))
    (separation,) = case.result().ranking.separations
    assert separation == Separation(2, {ANN: Fraction(277, 3), BEN: 90})


def test_case_06_a_tie_break_chain_leaves_no_tie_at_the_line() -> None:
    plan = plan_with(scoring=broken_by(DROP, mark_of(J3)), advancement=cut(TopN(count=1)))
    result = given(*TIED, plan=plan).result()
    assert (result.qualifying, result.cuts[0].tied_at_line) == ((BEN,), ())


def test_a_rule_that_nobody_applies_fails_loudly_and_lets_nobody_in() -> None:
    unbroken = cast("TieBreak", TopN(count=1))
    with pytest.raises(AssertionError):
        link(given(*TIED).result().chain, unbroken)([ANN, BEN])
    unheard = cut(cast("AdvancementRule", ByOrder(first="earlier")))
    with pytest.raises(AssertionError):
        given(plan=plan_with(advancement=unheard)).result().qualifying  # noqa: B018 - asking for it is what fails


def test_case_38_every_mark_of_a_long_preliminary_counts() -> None:
    more = [enter(f"e{number}", number) for number in range(5, 141)]
    entrants = [ANN, BEN, CAI, DAN, *(one.entrant.id for one in more)]
    history = [
        command
        for position, one in enumerate(entrants)
        for command in performed(one, *[f"{position // 2}.{position % 2}"] * 3)
    ]
    case = given(*more, *history)
    assert list(case.places()) == entrants[::-1]
    assert list(case.places().values()) == list(range(1, 141))


def test_case_21_a_tie_at_the_last_free_place_goes_by_the_policy() -> None:
    everybody = given(*scored("90", "90", "90", "90"))
    assert everybody.result().qualifying == (ANN, BEN, CAI, DAN)
    nobody = given(
        *scored("90", "90", "90", "90"),
        plan=plan_with(advancement=cut(TopN(count=2), tie="all_out")),
    )
    assert nobody.result().qualifying == ()


def test_the_final_of_those_advanced_is_ranked_anew() -> None:
    case = given(
        *HEATS_CLOSED,
        advance(BEN, ANN),
        *performed(ANN, "99", "99", "99", stage=FINAL),
        *performed(BEN, "98", "98", "98", stage=FINAL),
    )
    assert case.places(FINAL) == {ANN: 1, BEN: 2}
    assert case.places() == {BEN: 1, ANN: 2, DAN: 3, CAI: 4}
