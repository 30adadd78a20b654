"""Line-ups: what is wrong with one, and rubbers arranged so that players rest between two."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from scoring.rules.lineups import LineupFault, lineup_faults
from scoring.rules.rubber_order import InARow, in_a_row, order_of_play
from scoring.rules.ties import TieRules
from tests.rules.team_ties import (
    FOUR,
    LINEUP,
    SQUAD,
    SUDIRMAN,
    THOMAS,
    Lineup,
    Squad,
    lineup,
    rubber,
)


def faults_of(text: str, rules: TieRules = SUDIRMAN, squad: Squad = SQUAD) -> list[str]:
    found = lineup_faults(rules, squad, lineup(text))
    return [" ".join(filter(None, (one.reason, one.rubber, one.member))) for one in found]


def test_a_lineup_without_faults() -> None:
    assert lineup_faults(SUDIRMAN, SQUAD, LINEUP) == ()


def test_four_players_in_two_rubbers_each_are_enough() -> None:
    assert faults_of("MS Li, WS An, MD Li He, WD An Bo, XD He Bo", squad=FOUR) == []


def test_case_v_a_player_in_three_rubbers_is_rejected() -> None:
    found = lineup_faults(SUDIRMAN, SQUAD, lineup("MS Li, WS An, MD Li He, WD Bo Yu, XD Li An"))
    assert found == (LineupFault("too_many_rubbers", member="Li"),)


def test_case_v_the_same_pair_twice_is_rejected() -> None:
    found = lineup_faults(THOMAS, SQUAD, lineup("D1 Li He, D2 He Li"))
    assert found == (LineupFault("same_pair", "D2"),)


def test_case_v_a_missing_rubber_is_no_fault() -> None:
    assert faults_of("MS Li, WS, XD Li An") == []
    assert faults_of("") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MS Xi", "unknown_member MS Xi"),
        ("MX Li", "unknown_rubber MX"),
        ("MS Li He", "wrong_number MS"),
        ("MD Li", "wrong_number MD"),
        ("MD Li He Wu", "wrong_number MD"),
        ("MD Li Li", "twice_in_rubber MD Li"),
        ("MS An", "wrong_gender MS An"),
        ("WD An Li", "wrong_gender WD Li"),
        ("MD An Bo", "wrong_gender MD An, wrong_gender MD Bo"),
        ("XD Li He", "wrong_gender XD"),
        ("XD An Bo", "wrong_gender XD"),
        ("XD Li An", ""),
        ("XD Bo He", ""),
        ("MS Xi Xi", "wrong_number MS, unknown_member MS Xi, twice_in_rubber MS Xi"),
        ("MD Xi An, XD An Yo", "unknown_member MD Xi, wrong_gender MD An, unknown_member XD Yo"),
    ],
)
def test_everything_wrong_is_told(text: str, expected: str) -> None:
    assert ", ".join(faults_of(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MS Li", ["gender_unknown MS Li"]),
        ("XD Li An", ["gender_unknown XD Li"]),
        ("XD Li He", ["gender_unknown XD Li"]),
    ],
)
def test_a_gender_that_nobody_entered_is_asked_for(text: str, expected: list[str]) -> None:
    assert faults_of(text, squad={**SQUAD, "Li": None}) == expected


def test_where_gender_does_not_matter_it_is_not_asked_for() -> None:
    anybody = TieRules(rubbers=(rubber("D1", 2), rubber("D2", 2)))
    assert faults_of("D1 Li An, D2 Li Bo", anybody, {"Li": None, "An": "f", "Bo": None}) == []


def test_one_player_may_play_several_singles() -> None:
    """A pair plays once, a player as often as the number per player says."""
    assert faults_of("S1 Li, S2 Li", THOMAS) == []
    once = replace(THOMAS, per_player=1)
    assert faults_of("S1 Li, S2 Li", once) == ["too_many_rubbers Li"]


def test_the_same_pair_three_times_is_told_of_each() -> None:
    pairs = TieRules(rubbers=tuple(rubber(one, 2) for one in ("D1", "D2", "D3")), per_player=3)
    assert faults_of("D1 Li He, D2 He Li, D3 Li He", pairs) == ["same_pair D2", "same_pair D3"]


def test_a_team_of_three_is_too_small_for_four() -> None:
    squad: Squad = {"Li": "m", "An": "f", "Bo": "f"}
    assert faults_of("MS Li, WS An, WD An Bo, XD Li Bo", squad=squad) == ["squad_too_small"]


def names(order: tuple[int, ...], rules: TieRules = SUDIRMAN) -> str:
    return " ".join(rules.rubbers[number - 1].id for number in order)


PLANNED = "MS WS MD WD XD"
FRESH = lineup("MS li, WS an, MD he wu, WD bo yu")


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        pytest.param(LINEUP, FRESH, PLANNED, id="nobody twice in a row as planned"),
        pytest.param(
            lineup("MS Li, WS An, MD He Wu, WD Bo Yu, XD Li Yu"),
            lineup("MS li, WS an, MD he wu, WD bo yu, XD li an"),
            "MS WS WD MD XD",
            id="the mixed not right after the other rubber of its woman",
        ),
        pytest.param({}, LINEUP, PLANNED, id="nothing is played"),
    ],
)
def test_the_order_lets_players_rest(ours: Lineup, theirs: Lineup, expected: str) -> None:
    order = order_of_play(SUDIRMAN, ours, theirs)
    assert names(order) == expected
    assert in_a_row(SUDIRMAN, order, ours, theirs) == ()


def test_both_teams_are_looked_at() -> None:
    ours = lineup("MS Li, WS An, MD He Wu, WD Bo Yu, XD Li Yu")
    theirs = lineup("MS li, WS an, MD li he, WD bo yu, XD wu an")
    assert in_a_row(SUDIRMAN, (1, 2, 3, 4, 5), ours, theirs) == (InARow("a", "Yu", 4, 5),)
    order = order_of_play(SUDIRMAN, ours, theirs)
    assert in_a_row(SUDIRMAN, order, ours, theirs) == ()


def test_players_of_the_two_teams_may_be_called_alike() -> None:
    both = lineup("MS p1, WS p2, MD p3 p4, WD p5 p6, XD p7 p8")
    other_team = lineup("MS p9, WS p1, MD p2 p5, WD p3 p4, XD p6 p9")
    assert names(order_of_play(SUDIRMAN, both, other_team)) == PLANNED


def test_four_players_of_each_team_play_twice_and_all_rest_in_between() -> None:
    ours = lineup("MS Li, WS An, MD Li He, WD An Bo, XD He Bo")
    order = order_of_play(SUDIRMAN, ours, ours)
    assert names(order) == "MS WD MD WS XD"
    assert in_a_row(SUDIRMAN, order, ours, ours) == ()


def test_who_cannot_rest_is_told_with_the_rubbers_in_between_which_it_is_owed() -> None:
    pairs = TieRules(rubbers=tuple(rubber(one, 2) for one in ("D1", "D2", "D3")), order="rest")
    ours, theirs = lineup("D1 u v, D2 v w, D3 w u"), lineup("D1 r s, D2 s t, D3 p q")
    order = order_of_play(pairs, ours, theirs)
    assert order == (1, 3, 2)
    found = in_a_row(pairs, order, ours, theirs)
    assert found == (InARow("a", "u", 1, 3), InARow("a", "w", 3, 2))


def test_nobody_rests_during_a_rubber_that_is_lost_unplayed() -> None:
    """Between men's singles and the mixed stands only a rubber for which B has nobody."""
    rules = replace(
        SUDIRMAN, rubbers=(SUDIRMAN.rubbers[0], SUDIRMAN.rubbers[1], SUDIRMAN.rubbers[4])
    )
    ours, theirs = lineup("MS Li, WS Bo, XD Li An"), lineup("MS li, XD he an")
    assert in_a_row(rules, (1, 2, 3), ours, theirs) == (InARow("a", "Li", 1, 3),)
    assert in_a_row(rules, (1, 2, 3), ours, {**theirs, "WS": ("bo",)}) == ()


def test_a_fixed_order_stays() -> None:
    fixed = replace(SUDIRMAN, order="fixed")
    ours = lineup("MS Li, WS An, MD Li He, WD An Bo, XD He Bo")
    assert names(order_of_play(fixed, ours, ours)) == PLANNED


def moved(order: tuple[int, ...]) -> int:
    """How many two stand the other way round than planned."""
    return sum(earlier > later for at, earlier in enumerate(order) for later in order[at + 1 :])


@st.composite
def drawn_lineups(draw: st.DrawFn, most: int) -> tuple[TieRules, Lineup, Lineup]:
    rubbers = tuple(
        rubber(f"R{one}", draw(st.sampled_from([1, 2])))
        for one in range(1, draw(st.integers(1, most)) + 1)
    )
    rules = TieRules(rubbers=rubbers, order="rest")
    players = st.lists(st.sampled_from("uvwxyz"), unique=True, max_size=2).map(tuple)
    teams = [{one.id: draw(players) for one in rubbers} for _ in range(2)]
    return rules, teams[0], teams[1]


@settings(deadline=None)
@given(drawn_lineups(most=5))
def test_of_all_orders_it_is_the_best_and_of_those_the_nearest_to_the_plan(
    drawn: tuple[TieRules, Lineup, Lineup],
) -> None:
    rules, ours, theirs = drawn
    every = permutations(range(1, len(rules.rubbers) + 1))
    best = min(every, key=lambda one: (len(in_a_row(rules, one, ours, theirs)), moved(one), one))
    assert order_of_play(rules, ours, theirs) == best


@settings(deadline=None, max_examples=50)
@given(drawn_lineups(most=14))
def test_the_order_has_every_rubber_and_is_no_worse_than_the_plan(
    drawn: tuple[TieRules, Lineup, Lineup],
) -> None:
    rules, ours, theirs = drawn
    order = order_of_play(rules, ours, theirs)
    planned = range(1, len(rules.rubbers) + 1)
    assert sorted(order) == [*planned]
    found = len(in_a_row(rules, order, ours, theirs))
    as_planned = len(in_a_row(rules, planned, ours, theirs))
    assert found < as_planned or (found == as_planned and order == (*planned,))


@settings(deadline=None, max_examples=50)
@given(drawn_lineups(most=9))
def test_which_team_is_named_first_makes_no_difference(
    drawn: tuple[TieRules, Lineup, Lineup],
) -> None:
    rules, ours, theirs = drawn
    assert order_of_play(rules, ours, theirs) == order_of_play(rules, theirs, ours)


@given(drawn_lineups(most=6), st.integers(1, 3))
def test_what_has_no_fault_keeps_every_rule(
    drawn: tuple[TieRules, Lineup, Lineup], per_player: int
) -> None:
    rules, ours, _ = drawn
    rules = replace(rules, per_player=per_player)
    squad: Squad = dict.fromkeys("uvwxyz")
    kept = [(one, ours[one.id]) for one in rules.rubbers if ours[one.id]]
    pairs = [frozenset(players) for _, players in kept if len(players) == 2]
    sound = (
        all(len(players) == one.players for one, players in kept)
        and len(set(pairs)) == len(pairs)
        and all(sum(who in players for _, players in kept) <= per_player for who in squad)
    )
    assert (lineup_faults(rules, squad, ours) == ()) == sound
