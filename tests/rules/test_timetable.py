"""An order of play with everything in it that cannot be."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.rules.double_elimination import double_elimination
from scoring.rules.slots import Seed, feeders
from scoring.rules.timetable import (
    Booking,
    CourtTwice,
    OutOfOrder,
    PlayerTwice,
    RestTooShort,
    conflicts,
)


def at(time: str) -> int:
    hours, minutes = time.split(":")
    return 60 * int(hours) + int(minutes)


def booked(
    match: str, start: str, end: str, players: str = "", court: str = ""
) -> Booking[str, str]:
    return Booking(
        match=match,
        court=court or f"court of {match}",
        start=at(start),
        end=at(end),
        players=frozenset(players.split()),
    )


def test_case_t_staggered_matches_of_one_player() -> None:
    found = conflicts([booked("m1", "10:00", "10:30", "陈"), booked("m2", "10:15", "10:45", "陈")])
    assert found == (PlayerTwice("陈", "m1", "m2"),)


def test_case_t_one_match_may_end_when_the_next_begins() -> None:
    bookings = [booked("m1", "10:00", "10:30", "陈"), booked("m2", "10:30", "11:00", "陈")]
    assert conflicts(bookings) == ()


def test_case_t_a_player_in_two_contests_of_one_meet() -> None:
    """Not the pair, nor the team: the person who plays in both."""
    bookings = [
        booked("badminton/main-1-1", "10:00", "10:40", "陈 李"),
        booked("basketball/group-1", "10:20", "11:10", "张 王 李"),
    ]
    assert conflicts(bookings) == (PlayerTwice("李", "badminton/main-1-1", "basketball/group-1"),)


@pytest.mark.parametrize(
    ("first", "second", "clash"),
    [
        (("10:00", "12:00"), ("10:30", "11:00"), True),
        (("10:00", "10:30"), ("10:00", "10:30"), True),
        (("10:00", "10:30"), ("10:29", "10:31"), True),
        (("10:00", "10:30"), ("10:31", "10:32"), False),
    ],
    ids=["nested", "same", "by a minute", "after"],
)
def test_case_t_however_two_matches_overlap(
    first: tuple[str, str], second: tuple[str, str], *, clash: bool
) -> None:
    bookings = [booked("m1", *first, "陈", "1"), booked("m2", *second, "陈", "1")]
    expected = {CourtTwice("1", "m1", "m2"), PlayerTwice("陈", "m1", "m2")} if clash else set()
    assert set(conflicts(bookings)) == expected
    assert len(conflicts([*reversed(bookings)])) == len(expected)


def test_a_long_match_clashes_with_each_of_several_short_ones() -> None:
    bookings = [
        booked("long", "10:00", "12:00", court="1"),
        booked("a", "10:10", "10:20", court="1"),
        booked("b", "10:20", "10:30", court="1"),
        booked("c", "12:00", "12:30", court="1"),
    ]
    assert conflicts(bookings) == (CourtTwice("1", "long", "a"), CourtTwice("1", "long", "b"))


def test_rest_is_counted_from_the_last_match_that_was_over() -> None:
    bookings = [
        booked("m1", "10:00", "10:30", "陈 李"),
        booked("m2", "10:40", "11:00", "陈"),
        booked("m3", "11:20", "11:40", "陈 李"),
    ]
    assert conflicts(bookings, rest=30) == (
        RestTooShort("陈", "m1", "m2", 10),
        RestTooShort("陈", "m2", "m3", 20),
    )
    assert conflicts(bookings, rest=10) == ()


def test_dependencies_out_of_order() -> None:
    bookings = [
        booked("final", "10:20", "10:50"),
        booked("semi 1", "10:00", "10:30"),
        booked("semi 2", "10:00", "10:20"),
    ]
    needs = {"final": ("semi 1", "semi 2"), "semi 1": ("a quarter-final not yet on the list",)}
    assert conflicts(bookings, needs=needs) == (OutOfOrder("final", "semi 1"),)


def test_a_bracket_says_itself_what_comes_first() -> None:
    bracket = double_elimination([Seed(number) for number in range(1, 5)])
    needs = {match.id: feeders(match) for match in bracket.matches}
    assert needs["losers-2-1"] == ("losers-1-1", "winners-2-1")
    assert needs["grand_final-2-1"] == ("grand_final-1-1",)
    in_order: list[Booking[str, str]] = [
        Booking(match=match.id, court="1", start=30 * number, end=30 * number + 30)
        for number, match in enumerate(bracket.matches)
    ]
    assert conflicts(in_order, needs=needs) == ()
    turned: list[Booking[str, str]] = [
        Booking(match=one.match, court="1", start=-one.end, end=-one.start) for one in in_order
    ]
    assert len(conflicts(turned, needs=needs)) == sum(map(len, needs.values()))


def test_whoever_comes_from_a_match_has_to_rest_too() -> None:
    bookings = [booked("semi", "10:00", "10:30", "陈 李"), booked("final", "10:40", "11:00")]
    needs = {"final": ("semi",)}
    assert conflicts(bookings, rest=30, needs=needs) == (RestTooShort(None, "semi", "final", 10),)
    assert conflicts(bookings, rest=10, needs=needs) == ()


def test_a_player_known_already_is_named_and_told_once() -> None:
    bookings = [booked("semi", "10:00", "10:30", "陈 李"), booked("final", "10:40", "11:00", "陈")]
    assert conflicts(bookings, rest=30, needs={"final": ("semi",)}) == (
        RestTooShort("陈", "semi", "final", 10),
    )


bookings_lists = st.lists(
    st.builds(
        lambda start, length, court, players: (start, start + length, court, players),
        st.integers(0, 60),
        st.integers(1, 30),
        st.sampled_from("12"),
        st.frozensets(st.sampled_from("abc"), max_size=2),
    ),
    max_size=10,
)


@settings(deadline=None)
@given(entered=bookings_lists, rest=st.integers(0, 20), data=st.data())
def test_every_two_are_compared(
    entered: list[tuple[int, int, str, frozenset[str]]], rest: int, data: st.DataObject
) -> None:
    bookings = [
        Booking(match=number, court=court, start=start, end=end, players=players)
        for number, (start, end, court, players) in enumerate(entered)
    ]
    found = conflicts(data.draw(st.permutations(bookings)), rest)
    overlapping = [
        (a, b) for a, b in combinations(bookings, 2) if a.start < b.end and b.start < a.end
    ]
    courts = {frozenset((a.match, b.match)) for a, b in overlapping if a.court == b.court}
    players = {
        (who, frozenset((a.match, b.match)))
        for a, b in overlapping
        for who in a.players & b.players
    }
    clashes = [one for one in found if isinstance(one, CourtTwice)]
    assert {frozenset((one.first, one.second)) for one in clashes} == courts
    twice = [one for one in found if isinstance(one, PlayerTwice)]
    assert {(one.player, frozenset((one.first, one.second))) for one in twice} == players
    assert (len(clashes), len(twice)) == (len(courts), len(players))
    tired = {
        (who, b.match)
        for b in bookings
        for who in b.players
        for a in bookings
        if who in a.players and a is not b and 0 <= b.start - a.end < rest
    }
    assert {(one.player, one.second) for one in found if isinstance(one, RestTooShort)} == tired
