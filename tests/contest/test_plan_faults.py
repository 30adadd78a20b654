"""What is wrong with a plan, field by field."""

import msgspec
import pytest
from msgspec.structs import replace

from scoring.contest.advancement import Advancement, AdvancementRule, Threshold, TopN
from scoring.contest.fault import listing, not_decimal
from scoring.contest.faults import plan_faults
from scoring.contest.ids import CriterionId, EntrantId, GroupId, SeatId, StepId
from scoring.contest.plan import Entrant, Plan
from scoring.contest.scoring import ByStep, Criterion, Decimals, Panel, Scoring, Step
from scoring.sport import SportId
from scoring.sports import SPORTS
from scoring.wording import Label
from tests.contest.given import (
    BEST_TWO,
    ENTRANTS,
    J1,
    J2,
    MEDIAN,
    ONE_MARK,
    PANEL,
    PLAN,
    SONG,
    TWO_MARKS,
    UNTRIMMED,
    aside,
    broken_by,
    mark_of,
    mean_of,
    plan_with,
    scored_by,
)

KNOWN = ", ".join(sport.id for sport in SPORTS)


def found(plan: Plan) -> list[tuple[str, str]]:
    return [(fault.field, str(fault.message)) for fault in plan_faults(plan)]


def test_a_sound_plan_has_no_faults() -> None:
    assert plan_faults(PLAN) == []


@pytest.mark.parametrize(
    "day", ["2026-02-29", "2026-13-01", "2026-00-10", "0000-01-01", "9999-12-31"]
)
def test_a_day_that_there_is_not(day: str) -> None:
    assert found(replace(PLAN, date=day)) == [
        ("plan.date", f"There is no such day or time: {day}.")
    ]


def test_an_unknown_sport() -> None:
    assert found(replace(PLAN, sport=SportId("chess"))) == [
        ("plan.sport", f"Unknown sport chess; known are: {KNOWN}.")
    ]


@pytest.mark.parametrize(
    ("plan", "field", "twice"),
    [
        pytest.param(replace(PLAN, seats=(*PLAN.seats, PLAN.seats[0])), "seats", "J1", id="seat"),
        pytest.param(
            replace(PLAN, groups=(*PLAN.groups, PLAN.groups[1])), "groups", "guests", id="group"
        ),
        pytest.param(
            replace(PLAN, stages=(*PLAN.stages, PLAN.stages[1])), "stages", "final", id="stage"
        ),
        pytest.param(
            plan_with(entrants=(*ENTRANTS, replace(ENTRANTS[0], number=9))),
            "entrants",
            "ann",
            id="entrant",
        ),
        pytest.param(plan_with(panel=(*PANEL, J2)), "stages[0].panel", "J2", id="panel"),
        pytest.param(
            plan_with(scoring=replace(ONE_MARK, criteria=ONE_MARK.criteria * 2)),
            "stages[0].scoring.criteria",
            "song",
            id="criterion",
        ),
        pytest.param(
            plan_with(scoring=replace(ONE_MARK, steps=ONE_MARK.steps * 2)),
            "stages[0].scoring.steps",
            "score",
            id="step",
        ),
    ],
)
def test_an_id_that_is_there_twice(plan: Plan, field: str, twice: str) -> None:
    assert (f"plan.{field}", f"{twice} is there twice; every id must differ.") in found(plan)


def test_two_entrants_with_one_number_are_both_named() -> None:
    entrants = (*ENTRANTS, Entrant(id=EntrantId("eva"), number=1, name="Eva"))
    assert found(plan_with(entrants=entrants)) == [
        (
            "plan.entrants[4].number",
            "Number 1 is given to both Ann and Eva; every entrant needs a number of its own.",
        )
    ]


def test_two_entrants_of_one_name_are_told_apart_by_their_numbers() -> None:
    entrants = (*ENTRANTS, Entrant(id=EntrantId("ann2"), number=5, name="Ann"))
    assert found(plan_with(entrants=entrants)) == []


def test_an_unknown_group() -> None:
    entrants = (*ENTRANTS, Entrant(id=EntrantId("eva"), number=5, name="Eva", group=GroupId("x")))
    assert found(plan_with(entrants=entrants)) == [
        ("plan.entrants[4].group", "x is not known here; known are: guests, villagers.")
    ]


def test_a_seat_on_the_panel_that_does_not_exist() -> None:
    assert found(plan_with(panel=(J1, SeatId("J9")))) == [
        ("plan.stages[0].panel", "J9 is not known here; known are: J1, J2, J3, chief.")
    ]


SCORE = "plan.stages[0].scoring.steps[0].value"


@pytest.mark.parametrize(
    ("low", "high", "sound"),
    [(0, 2, True), (1, 1, True), (2, 0, True), (1, 2, False), (2, 2, False), (0, 3, False)],
)
def test_case_32_a_panel_too_small_for_dropping(*, low: int, high: int, sound: bool) -> None:
    scoring = scored_by(Panel(drop_low=low, drop_high=high))
    text = f"Dropping {low + high} marks needs a panel of at least {low + high + 1}; it has 3."
    expected = [] if sound else [(f"{SCORE}.drop_high", text)]
    assert found(plan_with(scoring=scoring)) == expected


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        pytest.param((mean_of(SONG),), [], id="criterion"),
        pytest.param((mark_of(J1),), [], id="seat"),
        pytest.param((MEDIAN,), [], id="median"),
        pytest.param((UNTRIMMED,), [], id="untrimmed mean"),
        pytest.param(
            (MEDIAN, mean_of(CriterionId("dance"))),
            [("steps[1].value.criteria", "dance is not known here; known are: song.")],
            id="unknown criterion",
        ),
        pytest.param(
            (MEDIAN, mark_of(SeatId("chief"))),
            [("steps[1].value.seats", "chief is not known here; known are: J1, J2, J3.")],
            id="seat not on the panel",
        ),
    ],
)
def test_tie_breaks(steps: tuple[Step, ...], expected: list[tuple[str, str]]) -> None:
    assert set(expected) <= {
        (field.removeprefix("plan.stages[0].scoring."), text)
        for field, text in found(plan_with(scoring=broken_by(ONE_MARK, *steps)))
    }
    if not expected:
        assert found(plan_with(scoring=broken_by(ONE_MARK, *steps))) == []


def test_a_tie_break_by_a_step_that_is_not_there() -> None:
    ties = (ByStep(step=MEDIAN.id), ByStep(step=StepId("dance")))
    assert found(plan_with(scoring=replace(broken_by(ONE_MARK, MEDIAN), tie_breaks=ties))) == [
        (
            "plan.stages[0].scoring.tie_breaks[1].step",
            "dance is not known here; known are: middle-mark, score.",
        )
    ]


def test_a_stage_without_a_score() -> None:
    scoring = replace(ONE_MARK, steps=(aside("Mean", Panel()),))
    assert found(plan_with(scoring=scoring)) == [
        ("plan.stages[0].scoring.steps", "One step must be the score, not an aside.")
    ]


def criterion(
    minimum: str = "0", maximum: str = "100", decimals: Decimals = 2, weight: str = "1"
) -> Criterion:
    return Criterion(
        id=SONG,
        name=Label(en="Song"),
        minimum=minimum,
        maximum=maximum,
        decimals=decimals,
        weight=weight,
    )


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        pytest.param(criterion(minimum="-5", maximum="-1"), [], id="negative"),
        pytest.param(criterion(maximum="100.50", decimals=1), [], id="written with a zero more"),
        pytest.param(criterion(weight="0.000001"), [], id="small weight"),
        pytest.param(
            criterion(minimum="none"),
            [("minimum", "“none” is no number with at most 2 decimals, such as 95.99.")],
            id="minimum no number",
        ),
        pytest.param(
            criterion(maximum="99.5", decimals=0),
            [("maximum", "“99.5” is no number with at most 0 decimals, such as 95.")],
            id="maximum too fine",
        ),
        pytest.param(
            criterion(minimum="NaN", maximum="1e9999", decimals=1),
            [
                ("minimum", "“NaN” is no number with at most 1 decimals, such as 95.9."),
                ("maximum", "“1e9999” is no number with at most 1 decimals, such as 95.9."),
            ],
            id="neither a number",
        ),
        pytest.param(
            criterion(minimum="100"),
            [("maximum", "The maximum must be greater than the minimum.")],
            id="maximum equals minimum",
        ),
        pytest.param(
            criterion(minimum="9", maximum="10", weight="half"),
            [("weight", "“half” is no number with at most 6 decimals, such as 95.99.")],
            id="weight no number",
        ),
        pytest.param(
            criterion(weight="0"),
            [("weight", "A weight must be greater than 0.")],
            id="weight zero",
        ),
        pytest.param(
            criterion(weight="-1"),
            [("weight", "A weight must be greater than 0.")],
            id="weight negative",
        ),
    ],
)
def test_criteria(changed: Criterion, expected: list[tuple[str, str]]) -> None:
    scoring = Scoring(criteria=(TWO_MARKS.criteria[0], changed), steps=ONE_MARK.steps)
    where = "plan.stages[0].scoring.criteria[1]"
    assert found(plan_with(scoring=scoring)) == [
        (f"{where}.{field}", text) for field, text in expected
    ]


def cut(*rules: AdvancementRule) -> Advancement:
    return replace(BEST_TWO, rules=rules)


@pytest.mark.parametrize(
    ("advancement", "expected"),
    [
        pytest.param(cut(TopN(count=4)), [], id="as large as the field"),
        pytest.param(cut(Threshold(score="95.00", strict=True)), [], id="threshold"),
        pytest.param(
            cut(Threshold(score="90"), TopN(count=5)),
            [
                (
                    "rules[1].count",
                    "The cut of 5 is larger than the field of 4; it must be between 1 and 4.",
                )
            ],
            id="larger than the field",
        ),
        pytest.param(
            cut(Threshold(score="A+")),
            [("rules[0].score", "“A+” is no number with at most 6 decimals, such as 95.99.")],
            id="threshold no number",
        ),
    ],
)
def test_advancement(advancement: Advancement, expected: list[tuple[str, str]]) -> None:
    where = "plan.stages[0].advancement[0]"
    assert found(plan_with(advancement=advancement)) == [
        (f"{where}.{field}", text) for field, text in expected
    ]


def test_a_cut_cannot_be_too_large_for_a_field_that_is_still_to_come() -> None:
    assert found(plan_with(advancement=cut(TopN(count=30)), entrants=())) == []
    heats, final = PLAN.stages
    region = replace(final, advancement=(cut(TopN(count=30)),))
    assert found(replace(PLAN, stages=(heats, region))) == []


def test_a_stage_that_another_follows_must_say_who_goes_on() -> None:
    heats, final = PLAN.stages
    assert found(replace(PLAN, stages=(replace(heats, advancement=()), final))) == [
        ("plan.stages[1].id", "No earlier stage leads to this one; say who advances to it.")
    ]


def test_every_fault_is_found_at_once() -> None:
    entrants = (*ENTRANTS, replace(ENTRANTS[0], number=2))
    plan = replace(
        plan_with(entrants=entrants, panel=(J1,), scoring=scored_by(Panel(drop_low=1))),
        sport=SportId("chess"),
    )
    assert [fault.field for fault in plan_faults(plan)] == [
        "plan.sport",
        "plan.entrants",
        "plan.entrants[4].number",
        f"{SCORE}.drop_high",
    ]


def test_long_texts_are_cut_short_in_messages() -> None:
    assert str(not_decimal("9" * 100, 2)).count("9") == 40 + len("9599") - 1
    assert listing(f"e{number:03}" for number in range(30)).endswith("e019 …")
    assert listing(f"e{number:03}" for number in range(20)).endswith("e019")
    assert listing([]) == "–"


def test_a_plan_from_outside_is_read_strictly() -> None:
    decoder = msgspec.json.Decoder(Plan)
    stored = msgspec.json.encode(PLAN)
    assert decoder.decode(stored) == PLAN
    with pytest.raises(msgspec.ValidationError, match="unknown field `colour`"):
        decoder.decode(stored[:-1] + b',"colour":"red"}')


@pytest.mark.parametrize(
    "entrant",
    [
        pytest.param('{"id":"ann","number":0,"name":"Ann"}', id="number 0"),
        pytest.param('{"id":"ann","number":1.5,"name":"Ann"}', id="number 1.5"),
        pytest.param('{"id":"ann","number":"1","name":"Ann"}', id="number as text"),
        pytest.param('{"id":"ann","number":1,"name":""}', id="no name"),
        pytest.param('{"id":"","number":1,"name":"Ann"}', id="no id"),
        pytest.param('{"id":"an n","number":1,"name":"Ann"}', id="id with a space"),
        pytest.param('{"id":"ann\\n","number":1,"name":"Ann"}', id="id with a newline"),
        pytest.param('{"id":"../ann","number":1,"name":"Ann"}', id="id with a path"),
        pytest.param('{"id":"' + "a" * 41 + '","number":1,"name":"Ann"}', id="long id"),
    ],
)
def test_an_entrant_from_outside_is_read_strictly(entrant: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(entrant, type=Entrant)


def test_a_date_is_a_date_and_nothing_after_it() -> None:
    decoder = msgspec.json.Decoder(Plan)
    dated = replace(PLAN, date="2024-07-06")
    assert decoder.decode(msgspec.json.encode(dated)) == dated
    for date in ("6 July 2024", "2024-7-6", "2024-07-06\n"):
        with pytest.raises(msgspec.ValidationError, match="date"):
            decoder.decode(msgspec.json.encode(replace(PLAN, date=date)))
