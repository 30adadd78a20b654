"""Codes on paper: each names one sheet, and a wrong figure is noticed."""

from itertools import pairwise

import pytest
from msgspec.structs import replace

from scoring.contest.encounters import encounters
from scoring.contest.ids import ContestId, SeatId
from scoring.contest.paper_codes import (
    OfMatch,
    OfPerformance,
    found_sheet,
    match_code,
    read_code,
    sheet_code,
)
from scoring.contest.plan import Seat
from scoring.contest.state import Contest
from scoring.wording import Label
from tests.contest.given import ANN, BEN, FINAL, HEATS, J1, J3, PLAN, call, given
from tests.contest.playing import RALLIES, TIE
from tests.contest.test_papers import cup

CALLED = given(call(ANN)).contest


def code_of(contest: Contest = CALLED, attempt: int = 0) -> str:
    return sheet_code(contest, OfPerformance(HEATS, BEN, J3, attempt))


def found(contest: Contest, text: str) -> object:
    code = read_code(text)
    assert code is not None
    return found_sheet(contest, code)


def test_a_code_names_the_entrants_number_and_the_seat_and_leads_back() -> None:
    stage_number, number, seat, check = code_of().split("-")
    assert (len(stage_number), number, seat, len(check)) == (5, "2", "3", 2)
    assert found(CALLED, code_of()) == OfPerformance(HEATS, BEN, J3)


def test_no_two_sheets_have_the_same_code() -> None:
    codes = [
        sheet_code(CALLED, OfPerformance(stage_id, entrant, seat.id, attempt))
        for stage_id in (HEATS, FINAL)
        for entrant in CALLED.entrants
        for seat in PLAN.seats
        for attempt in range(3)
    ]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("between", [" ", " - ", "—", ".", "/"])
def test_a_code_is_read_however_it_is_separated(between: str) -> None:
    assert found(CALLED, code_of().replace("-", between)) == OfPerformance(HEATS, BEN, J3)


def test_full_width_figures_and_leading_noughts_are_read() -> None:
    wide = code_of().translate(
        {ord("-"): "－", **{ord(str(n)): chr(0xFF10 + n) for n in range(10)}}
    )
    assert found(CALLED, wide) == OfPerformance(HEATS, BEN, J3)
    assert found(CALLED, code_of().replace("-2-", "-002-")) == OfPerformance(HEATS, BEN, J3)


def test_any_one_wrong_figure_is_noticed() -> None:
    code = sheet_code(CALLED, OfPerformance(HEATS, BEN, J3, 1))
    for place, right in enumerate(code):
        for figure in "0123456789":
            if right not in ("-", figure):
                wrong = code[:place] + figure + code[place + 1 :]
                assert read_code(wrong) is None, wrong


def test_any_two_exchanged_neighbours_are_noticed() -> None:
    code = sheet_code(CALLED, OfPerformance(HEATS, BEN, J3, 1))
    for place, (one, other) in enumerate(pairwise(code)):
        if one != other and "-" not in (one, other):
            wrong = code[:place] + other + one + code[place + 2 :]
            assert read_code(wrong) is None, wrong


@pytest.mark.parametrize("text", ["", "12", "48213", "Ann", "1-2-3-4-5-6", "9" * 41, "J-1-2-3"])
def test_what_is_no_code_is_none(text: str) -> None:
    assert read_code(text) is None


def test_another_contest_with_the_same_numbers_has_other_codes() -> None:
    other = given(plan=replace(PLAN, id=ContestId("other"))).contest
    code = read_code(code_of())
    assert code is not None
    assert found_sheet(other, code) is None


def test_after_a_change_of_the_seats_an_older_sheet_is_not_read_as_anothers() -> None:
    seats = (Seat(id=SeatId("J0"), name=Label(en="New")), *PLAN.seats)
    changed = given(plan=replace(PLAN, seats=seats)).contest
    code = read_code(sheet_code(CALLED, OfPerformance(HEATS, BEN, J1)))
    assert code is not None
    assert found_sheet(changed, code) is None


def test_a_match_and_its_rubbers_have_codes_that_lead_back() -> None:
    contest = cup(TIE)
    of = contest.plan.played[0]
    (one,) = (one for one in encounters(contest, of) if one.id == "main-1-1")
    whole, rubber = (match_code(contest, of.id, 1, one, number) for number in (0, 2))
    assert found(contest, whole) == OfMatch(of.id, one.id)
    assert found(contest, rubber) == OfMatch(of.id, one.id, 2)


def test_the_sheet_of_other_sides_is_not_read_for_those_who_play_now() -> None:
    contest = cup(RALLIES)
    of = contest.plan.played[0]
    first, *_ = encounters(contest, of)
    code = read_code(match_code(contest, of.id, 1, replace(first, sides=first.sides[::-1])))
    assert code is not None
    assert found_sheet(contest, code) is None
