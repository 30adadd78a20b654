"""Reading a sheet of marks: what goes in, and what is said about what does not."""

import pytest

from scoring.contest.commands import Mark
from scoring.contest.ids import CriterionId
from scoring.contest.performance import Given
from scoring.contest.sheets import read_sheet
from tests.contest.given import ONE_MARK, SONG, STYLE, TWO_MARKS, VOICE


def sheet(*marks: tuple[str, str]) -> tuple[Mark, ...]:
    return tuple(Mark(criterion=CriterionId(one), mark=text) for one, text in marks)


def problems(*marks: tuple[str, str]) -> list[tuple[str, str]]:
    found = read_sheet(TWO_MARKS.criteria, sheet(*marks), None)
    assert isinstance(found, tuple)
    return [(fault.field, str(fault.message)) for fault in found]


@pytest.mark.parametrize(
    ("text", "ticks"),
    [("0", 0), ("0.00", 0), ("-0", 0), ("100", 10_000), ("100.00", 10_000), ("95.990", 9599)],
)
def test_marks_are_read_in_the_smallest_unit_bounds_included(text: str, ticks: int) -> None:
    assert read_sheet(ONE_MARK.criteria, sheet(("song", text)), None) == Given({SONG: ticks})


@pytest.mark.parametrize(
    "marks", [(("voice", "60"), ("style", "1")), (("style", "1"), ("voice", "60"))]
)
def test_every_criterion_has_its_own_unit_in_whatever_order(
    marks: tuple[tuple[str, str], ...],
) -> None:
    assert read_sheet(TWO_MARKS.criteria, sheet(*marks), None) == Given({VOICE: 6000, STYLE: 10})


def test_an_empty_sheet_lacks_every_criterion() -> None:
    assert problems() == [("marks", "Voice has no mark yet."), ("marks", "Style has no mark yet.")]


def test_a_missing_criterion_is_named() -> None:
    assert problems(("style", "9")) == [("marks", "Voice has no mark yet.")]


def test_a_criterion_twice_is_refused_even_with_equal_marks() -> None:
    assert problems(("voice", "55"), ("style", "9"), ("voice", "55")) == [
        ("marks[2].criterion", "Voice is marked twice in one sheet.")
    ]


def test_an_unknown_criterion_is_refused_and_the_known_ones_named() -> None:
    assert problems(("dance", "55")) == [
        ("marks[0].criterion", "dance is not known here; known are: style, voice.")
    ]


def test_every_wrong_mark_is_named_with_its_place() -> None:
    assert problems(("voice", "60.01"), ("style", "9.55")) == [
        ("marks[0].mark", "Voice: 60.01 is out of range; allowed is 0 to 60."),
        ("marks[1].mark", "Style: 9.55 has too many decimals; at most 1 are allowed."),
    ]


def test_out_of_range_is_said_with_the_bounds_of_the_plan() -> None:
    assert problems(("voice", "1"), ("style", "0.9")) == [
        ("marks[1].mark", "Style: 0.9 is out of range; allowed is 1 to 10.")
    ]


def test_what_is_no_number_is_said_to_be_none() -> None:
    assert problems(("voice", "NaN"), ("style", "1e9999")) == [
        ("marks[0].mark", "Voice: “NaN” is no number with at most 2 decimals, such as 95.99."),
        ("marks[1].mark", "Style: “1e9999” is no number with at most 1 decimals, such as 95.9."),
    ]
