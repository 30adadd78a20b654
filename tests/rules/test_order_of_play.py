"""A proposed order of play never breaks what an order of play must keep."""

from hypothesis import given
from hypothesis import strategies as st

from scoring.rules.order_of_play import Wanted, proposed
from scoring.rules.timetable import Booking, conflicts

NINE = 9 * 60
COURTS = ("1", "2", "3")


def wanted(match: str, *players: str, after: tuple[str, ...] = ()) -> Wanted[str, str]:
    return Wanted(match=match, minutes=40, players=frozenset(players), after=after)


def placed(found: tuple[Booking[str, str], ...]) -> dict[str, tuple[str, int]]:
    return {one.match: (one.court, one.start - NINE) for one in found}


def test_in_turn_from_the_start_on_every_court() -> None:
    matches = [wanted(name, f"{name}-a", f"{name}-b") for name in "PQRS"]
    assert placed(proposed(matches, COURTS, start=NINE, rest=20)) == {
        "P": ("1", 0), "Q": ("2", 0), "R": ("3", 0), "S": ("1", 40),
    }  # fmt: skip


def test_rest_between_the_matches_of_a_player() -> None:
    matches = [wanted("P", "x", "y"), wanted("Q", "x", "z")]
    assert placed(proposed(matches, COURTS, start=NINE, rest=20)) == {
        "P": ("1", 0), "Q": ("1", 60),
    }  # fmt: skip


def test_a_match_waits_for_those_that_decide_who_plays() -> None:
    matches = [wanted("F", after=("P", "Q")), wanted("P", "a", "b"), wanted("Q", "c", "d")]
    found = placed(proposed(matches, COURTS, start=NINE, rest=20))
    assert found["F"] == ("1", 60)


def test_what_is_taken_already_is_left_alone() -> None:
    taken = Booking(match="other", court="1", start=NINE, end=NINE + 30, players=frozenset({"x"}))
    found = proposed([wanted("P", "x", "y")], ("1",), start=NINE, rest=20, taken=[taken])
    assert placed(found) == {"P": ("1", 50)}


def test_what_goes_on_elsewhere_is_waited_for_until_it_is_over() -> None:
    final = wanted("F", after=("live",))
    found = proposed([final], COURTS, start=NINE, rest=20, ends={"live": NINE + 40})
    assert placed(found) == {"F": ("1", 60)}


def test_without_a_court_nothing_is_proposed() -> None:
    assert proposed([wanted("P")], (), start=NINE, rest=0) == ()


@given(
    st.lists(
        st.tuples(st.sets(st.sampled_from("abcdef"), min_size=2, max_size=4), st.booleans()),
        max_size=14,
    ),
    st.integers(1, 4),
    st.integers(0, 60),
)
def test_no_conflict_is_ever_proposed(
    given_matches: list[tuple[set[str], bool]], courts: int, rest: int
) -> None:
    matches = [
        wanted(str(number), *players, after=(str(number - 1),) if waits and number else ())
        for number, (players, waits) in enumerate(given_matches)
    ]
    found = proposed(matches, [str(one) for one in range(courts)], start=NINE, rest=rest)
    assert len(found) == len(matches)
    assert conflicts(found, rest, {one.match: one.after for one in matches}) == ()
