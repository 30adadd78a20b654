"""The sentences that lead from the marks to the score, the place and the cut."""

import pytest
from msgspec.structs import replace

from scoring.contest.advancement import Advancement, AdvancementRule, Threshold, TopN
from scoring.contest.scoring import (
    ByBestAttempts,
    ByCountback,
    ByDecision,
    ByHighestMarks,
    ByOrder,
    ByPreference,
    ByStep,
    Panel,
    Scoring,
    Step,
    TieBreak,
)
from scoring.contest.why import tie_rule
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
    HEATS_CLOSED,
    HEATS_PERFORMED,
    J1,
    J2,
    J3,
    MEDIAN,
    PRESENT,
    TWO_MARKS,
    UNTRIMMED,
    VOICE,
    advance,
    amend,
    broken_by,
    call,
    given,
    mark_of,
    mean_of,
    no_show,
    performed,
    plan_with,
    scored_by,
    withdraw,
)

DROP = scored_by(DROP_BOTH)
DIVIDE = scored_by(PRESENT)


def test_a_waiting_entrant() -> None:
    assert given().why(ANN) == ["Has not performed yet."]


def test_an_entrant_on_stage() -> None:
    assert given(call(ANN)).why(ANN) == ["On stage; the judges are still marking."]


def test_a_no_show() -> None:
    assert given(call(ANN), no_show(ANN)).why(ANN) == ["Called to the stage and did not come."]


def test_an_entrant_who_withdrew_before_a_score() -> None:
    assert given(withdraw(ANN, "Ill")).why(ANN) == ["Withdrawn: Ill"]


def test_an_entrant_who_is_not_in_the_stage() -> None:
    assert given(*FINAL_OPEN).why(CAI, FINAL) == ["Not in the field of this stage."]


def test_a_plain_mean() -> None:
    case = given(*performed(ANN, "95.99", "96", "95.5"))
    assert case.why(ANN) == [
        "Score 95.83: (95.99 + 96.00 + 95.50) = 287.49, divided by 3.",
        "Entrants with a better score: 0.",
        "Place 1.",
        "Rule: the best 2 go on.",
        "Qualifies for Final.",
    ]


@pytest.mark.parametrize(
    ("scoring", "first"),
    [
        pytest.param(
            DROP,
            "Score 93.00: highest dropped Judge 1 95.50; lowest dropped Judge 3 90.00;"
            " (93.00) = 93.00, divided by 1.",
            id="both",
        ),
        pytest.param(
            scored_by(Panel(drop_high=1)),
            "Score 91.50: highest dropped Judge 1 95.50; lowest dropped –;"
            " (93.00 + 90.00) = 183.00, divided by 2.",
            id="highest",
        ),
        pytest.param(
            scored_by(Panel(drop_low=2)),
            "Score 95.50: highest dropped –; lowest dropped Judge 3 90.00, Judge 2 93.00;"
            " (95.50) = 95.50, divided by 1.",
            id="lowest two",
        ),
    ],
)
def test_dropped_marks_are_named(scoring: Scoring, first: str) -> None:
    case = given(*performed(ANN, "95.5", "93", "90"), plan=plan_with(scoring=scoring))
    assert case.why(ANN)[0] == first


def test_which_of_equal_marks_is_dropped_does_not_depend_on_who_was_first() -> None:
    opened, first, second, third, closed = performed(ANN, "90", "95", "95")
    plan = plan_with(scoring=DROP)
    one = given(opened, first, second, third, closed, plan=plan)
    other = given(opened, third, second, first, closed, plan=plan)
    assert one.why(ANN) == other.why(ANN)


def test_an_absent_judge_is_named() -> None:
    case = given(*performed(ANN, "90", "92", None), plan=plan_with(scoring=DIVIDE))
    assert case.why(ANN)[:2] == [
        "Score 91.00: (90.00 + 92.00) = 182.00, divided by 2.",
        "Absent: Judge 3.",
    ]


def test_a_substitute_for_an_absent_judge_is_said_to_be_one() -> None:
    scoring = scored_by(Panel(absent="substitute"))
    case = given(*performed(ANN, "90", "92", None), plan=plan_with(scoring=scoring))
    assert case.why(ANN)[:3] == [
        "Score 91.00: (90.00 + 92.00 + 91.00) = 273.00, divided by 3.",
        "Absent: Judge 3.",
        "The mean of those present counts in place of the absent.",
    ]


def test_weighted_criteria_of_judges_are_shown_exactly() -> None:
    voice, style = TWO_MARKS.criteria
    scoring = replace(TWO_MARKS, criteria=(voice, replace(style, weight="0.125")))
    history = performed(ANN, ("55", "9.5"), ("50", "8"), ("40", "1"))
    assert given(*history, plan=plan_with(scoring=scoring)).why(ANN)[0] == (
        "Score 49.10: (56.1875 + 51.0000 + 40.1250) = 147.3125, divided by 3."
    )


def test_criteria_first_are_shown_one_by_one() -> None:
    scoring = scored_by(Panel(combine="criteria", drop_high=1), TWO_MARKS)
    history = performed(ANN, ("55", "9.5"), ("50", "8"), ("40", "1"))
    case = given(*history, plan=plan_with(scoring=scoring))
    voice, style, total = case.why(ANN)[:3]
    dropped = "highest dropped Judge 1 {}; lowest dropped –;"
    assert (
        voice == f"Voice 45.00: {dropped.format('55.00')} (50.00 + 40.00) = 90.00, divided by 2."
    )
    assert style == f"Style 4.50: {dropped.format('9.5')} (8.0 + 1.0) = 9.0, divided by 2."
    assert total == "Score 49.50: each criterion times its factor, rounded, then added."


# Places


def test_a_place_behind_others() -> None:
    lines = given(*HEATS_PERFORMED).why(DAN)
    assert lines[1:3] == ["Entrants with a better score: 2.", "Place 3."]


def test_a_shared_place() -> None:
    case = given(*performed(ANN, "90", "90", "90"), *performed(BEN, "89", "90", "91"))
    assert case.why(BEN)[1:3] == [
        "Entrants with a better score: 0.",
        "Place 1, shared with 1 more: no rule of the plan separates them.",
    ]


@pytest.mark.parametrize(("compare", "better"), [("published", 0), ("exact", 1)])
def test_higher_is_what_the_plan_compares(compare: str, better: int) -> None:
    scoring = replace(scored_by(Panel(), decimals=0), compare=compare)
    history = (*performed(ANN, "90", "90", "90"), *performed(BEN, "90", "90", "90.5"))
    case = given(*history, plan=plan_with(scoring=scoring))
    assert case.why(ANN)[1] == f"Entrants with a better score: {better}."


# Ties

TIED = (*performed(ANN, "99", "90", "88"), *performed(BEN, "89", "90", "91"))


@pytest.mark.parametrize(
    ("asides", "line"),
    [
        (
            (UNTRIMMED,),
            "Tie-break 1, higher value of Mean of all marks: No. 1 92.333333, No. 2 90.00.",
        ),
        (
            (MEDIAN, mark_of(J3)),
            "Tie-break 2, higher value of Mark of J3: No. 2 91.00, No. 1 88.00.",
        ),
    ],
    ids=["untrimmed mean", "seat, second in the chain"],
)
def test_a_tie_that_was_broken_is_explained_to_both(asides: tuple[Step, ...], line: str) -> None:
    history = (*TIED, *performed(CAI, "80", "80", "80"))
    case = given(*history, plan=plan_with(scoring=broken_by(DROP, *asides)))
    assert line in case.why(ANN)
    assert line in case.why(BEN)
    assert not any("Tie-break" in one for one in case.why(CAI))


@pytest.mark.parametrize(
    ("tie", "name"),
    [
        (ByStep(step=mean_of(VOICE).id), "higher value of Mean of voice"),
        (ByStep(step=MEDIAN.id), "higher value of Middle mark"),
        (ByStep(step=mark_of(J2).id, better="lower"), "lower value of Mark of J2"),
        (ByHighestMarks(), "the higher single marks"),
        (ByBestAttempts(step=MEDIAN.id), "the better single attempts of Middle mark"),
        (ByPreference(), "whom more judges prefer"),
        (ByCountback(), "more first places from the judges, then second places"),
        (ByOrder(first="earlier"), "who performed earlier"),
        (ByOrder(first="later"), "who performed later"),
        (ByDecision(by="lot"), "drawing lots"),
        (ByDecision(by="run_off"), "a run-off"),
    ],
)
def test_every_tie_break_has_a_name(tie: TieBreak, name: str) -> None:
    scoring = broken_by(TWO_MARKS, mean_of(VOICE), MEDIAN, mark_of(J2))
    assert str(tie_rule(scoring, tie)) == name


# The cut


def cut(*rules: AdvancementRule, tie: TiePolicy = "all_in") -> Advancement:
    return replace(BEST_TWO, rules=rules, tie=tie)


@pytest.mark.parametrize(
    ("advancement", "lines"),
    [
        pytest.param(
            cut(TopN(count=3)),
            ["Rule: the best 3 go on.", "Qualifies for Final."],
            id="inside",
        ),
        pytest.param(
            cut(TopN(count=1)),
            ["Rule: the best 1 go on.", "Does not qualify for Final."],
            id="outside",
        ),
        pytest.param(
            cut(TopN(count=2)),
            [
                "Rule: the best 2 go on.",
                "Tied across the line: No. 1, No. 3. A tie across the line: all of them go on.",
                "Qualifies for Final.",
            ],
            id="tied, all in",
        ),
        pytest.param(
            cut(TopN(count=2), tie="all_out"),
            [
                "Rule: the best 2 go on.",
                "Tied across the line: No. 1, No. 3. A tie across the line: none of them goes on.",
                "Does not qualify for Final.",
            ],
            id="tied, all out",
        ),
        pytest.param(
            cut(Threshold(score="90")),
            ["Rule: a score of 90 or more goes on.", "Qualifies for Final."],
            id="threshold reached",
        ),
        pytest.param(
            cut(Threshold(score="90", strict=True)),
            ["Rule: a score above 90 goes on.", "Does not qualify for Final."],
            id="threshold not exceeded",
        ),
        pytest.param(
            cut(TopN(count=2), Threshold(score="91")),
            [
                "Rule: the best 2 go on.",
                "Rule: a score of 91 or more goes on.",
                "Does not qualify for Final.",
            ],
            id="tied, and shut out by another rule",
        ),
    ],
)
def test_the_cut(advancement: Advancement, lines: list[str]) -> None:
    history = (
        *performed(ANN, "90", "90", "90"),
        *performed(BEN, "95", "95", "95"),
        *performed(CAI, "90", "90", "90"),
    )
    case = given(*history, plan=plan_with(advancement=advancement))
    assert case.why(ANN)[3:] == lines


def test_who_withdrew_after_a_score_makes_room() -> None:
    case = given(*HEATS_PERFORMED, withdraw(ANN, "Ill"))
    assert case.why(ANN) == [
        "Withdrawn: Ill",
        "Score 90.00: (90.00 + 90.00 + 90.00) = 270.00, divided by 3.",
        "Entrants with a better score: 1.",
        "Place 2.",
        "Rule: the best 2 go on.",
        "Does not qualify: withdrawn; the next in the ranking moves up.",
    ]
    assert case.why(DAN)[-1] == "Qualifies for Final."


def test_the_last_stage_has_no_cut() -> None:
    case = given(*FINAL_OPEN, *performed(BEN, "90", "90", "90", stage=FINAL))
    assert case.why(BEN, FINAL)[-1] == "Place 1."


# What was decided


def test_who_advanced_by_the_rule() -> None:
    case = given(*FINAL_OPEN)
    assert case.why(BEN)[-2:] == ["Qualifies for Final.", "Advanced to Final."]
    assert case.why(CAI)[-1] == "Does not qualify for Final."


def test_a_decision_that_differs_gives_its_reason() -> None:
    case = given(*HEATS_CLOSED, advance(BEN, CAI, reason="Ann is the host"))
    differs = "The recorded decision differs from the rule: Ann is the host"
    assert case.why(CAI)[-2:] == ["Advanced to Final.", differs]
    assert case.why(ANN)[-2:] == ["Qualifies for Final.", differs]
    assert differs not in case.why(BEN)


CHANGED = (
    "The recorded decision differs from the rule: marks were corrected or somebody withdrew"
    " after it."
)


def test_case_18_a_correction_after_the_decision_is_shown_as_a_difference() -> None:
    case = given(*FINAL_OPEN, *(amend(CAI, seat, "99") for seat in (J1, J2, J3)))
    assert case.why(CAI)[-2:] == ["Qualifies for Final.", CHANGED]
    assert case.why(ANN)[-3:] == ["Does not qualify for Final.", "Advanced to Final.", CHANGED]


def test_a_withdrawal_after_the_decision_is_shown_as_a_difference() -> None:
    case = given(*FINAL_OPEN, withdraw(ANN))
    assert case.why(DAN)[-2:] == ["Qualifies for Final.", CHANGED]
    assert case.why(ANN)[-2:] == ["Advanced to Final.", CHANGED]
    assert CHANGED not in case.why(BEN)
