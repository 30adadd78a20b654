"""Knock-out brackets of any size, and how results move through them."""

from collections import Counter
from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.rules.brackets import (
    Bracket,
    Consolation,
    NoBracket,
    Playing,
    seeded,
    single_elimination,
    size_for,
)
from scoring.rules.propagation import (
    NOBODY,
    Awaited,
    Known,
    Result,
    SlotChange,
    complete,
    consequences,
    contenders,
    fixtures,
    placed,
)
from scoring.rules.seeding import (
    NCAA_REGION,
    NoOrder,
    Order,
    bye_numbers,
    order_of,
    seed_groups,
    seeds_for,
)
from scoring.rules.slots import (
    BYE,
    FirstLoss,
    Loser,
    Match,
    Round,
    RoundName,
    Seed,
    Slot,
    Span,
    Winner,
    round_name,
)
from tests.rules.knock_out import SIZES, field, lines, play, seeds, sides, won

ORDER_OF_32 = (
    "1 32 16 17 8 25 9 24 4 29 13 20 5 28 12 21 2 31 15 18 7 26 10 23 3 30 14 19 6 27 11 22"
)
ORDER_OF_64 = (
    "1 64 32 33 16 49 17 48 8 57 25 40 9 56 24 41 4 61 29 36 13 52 20 45 5 60 28 37 12 53 21 44 "
    "2 63 31 34 15 50 18 47 7 58 26 39 10 55 23 42 3 62 30 35 14 51 19 46 6 59 27 38 11 54 22 43"
)


@pytest.mark.parametrize(
    ("size", "order"),
    [
        (8, "1 8 4 5 2 7 3 6"),
        (16, "1 16 8 9 4 13 5 12 2 15 7 10 3 14 6 11"),
        (
            32,
            ORDER_OF_32,
        ),
        (64, ORDER_OF_64),
    ],
)
def test_case_g_each_seed_is_followed_by_its_opponent(size: int, order: str) -> None:
    assert order_of("recursive", size) == tuple(map(int, order.split()))


@pytest.mark.parametrize(
    ("size", "groups"),
    [
        (8, [{1}, {8}, {3, 6}]),
        (16, [{1}, {16}, {5, 12}, {3, 7, 10, 14}]),
        (32, [{1}, {32}, {9, 24}, {5, 13, 20, 28}, {3, 7, 11, 15, 18, 22, 26, 30}]),
        (64, [{1}, {64}, {17, 48}, {9, 25, 40, 56}, {5, 13, 21, 29, 36, 44, 52, 60}]),
    ],
    ids=[f"GCR 12.9 draw of {size}" for size in (8, 16, 32, 64)],
)
def test_the_lines_of_bwf_seeds(size: int, groups: list[set[int]]) -> None:
    order = order_of("bwf", size)
    seeds_of = seed_groups(min(16, 2 ** (len(groups) - 1)))
    assert [{order.index(number) + 1 for number in group} for group in seeds_of] == groups


def test_an_order_of_ones_own_is_taken_as_it_is_if_strong_meet_weak() -> None:
    assert order_of(NCAA_REGION, 16) == NCAA_REGION
    with pytest.raises(NoOrder):
        order_of(NCAA_REGION, 32)
    with pytest.raises(NoOrder):
        order_of((1, 2, 3, 4), 4)


@pytest.mark.parametrize(
    ("entries", "count"), [(5, 2), (15, 2), (16, 4), (31, 4), (32, 8), (63, 8), (64, 16)]
)
def test_how_many_are_seeded(entries: int, count: int) -> None:
    assert seeds_for(entries) == count


@pytest.mark.parametrize(
    ("seeded_count", "groups"),
    [(0, []), (1, [[1]]), (2, [[1], [2]]), (3, [[1], [2], [3]]), (6, [[1], [2], [3, 4], [5, 6]])],
)
def test_seeds_draw_lots_within_their_group(seeded_count: int, groups: list[list[int]]) -> None:
    assert [[*group] for group in seed_groups(seeded_count)] == groups


def _byes(bracket: Bracket) -> set[int]:
    """The seeds whose neighbour on the sheet is a bye."""
    pairs = zip(bracket.lines[::2], bracket.lines[1::2], strict=True)
    return {
        side.number for pair in pairs if BYE in pair for side in pair if isinstance(side, Seed)
    }


def _first_round(bracket: Bracket) -> list[tuple[int, ...]]:
    return [seeds(match) for match in bracket.matches if match.id.startswith("main-1-")]


@pytest.mark.parametrize(
    ("entries", "byes", "first_round"),
    [
        (5, 3, {(4, 5)}),
        (6, 2, {(4, 5), (3, 6)}),
        (9, 7, {(8, 9)}),
        (12, 4, {(8, 9), (5, 12), (7, 10), (6, 11)}),
        (13, 3, {(8, 9), (4, 13), (5, 12), (7, 10), (6, 11)}),
        (24, 8, {(number, 33 - number) for number in range(9, 17)}),
        (33, 31, {(32, 33)}),
    ],
)
def test_case_h_byes_go_to_the_best_seeds(
    entries: int, byes: int, first_round: set[tuple[int, ...]]
) -> None:
    bracket = single_elimination(lines(entries))
    assert _byes(bracket) == set(range(1, byes + 1))
    found = _first_round(bracket)
    assert len(found) == len(first_round) == entries - size_for(entries) // 2
    assert {(min(pair), max(pair)) for pair in found} >= first_round


def test_case_h_twelve_play_eleven_matches_in_four_rounds() -> None:
    bracket = single_elimination(lines(12))
    assert _first_round(bracket) == [(8, 9), (5, 12), (7, 10), (6, 11)]
    assert len(bracket.matches) == 11
    assert {match.round.number for match in bracket.matches} == {1, 2, 3, 4}
    assert len(single_elimination(lines(12), "third").matches) == 12


def test_twelve_in_a_bwf_draw_of_sixteen_have_byes_on_both_ends_of_each_half() -> None:
    sheet = lines(12, "bwf")
    assert [line for line, slot in enumerate(sheet, start=1) if slot == BYE] == [2, 6, 11, 15]


@pytest.mark.parametrize(
    ("entries", "top", "bottom"), [(13, 1, 2), (15, 0, 1), (14, 1, 1), (12, 2, 2), (11, 2, 3)]
)
def test_by_the_old_convention_the_lower_half_has_the_odd_bye(
    entries: int, top: int, bottom: int
) -> None:
    for order in (order_of("recursive", 16), order_of("bwf", 16)):
        byes = bye_numbers(order, 16 - entries, "bottom_first")
        halves = order[:8], order[8:]
        assert [sum(one in byes for one in half) for half in halves] == [top, bottom]


def test_case_h_a_bye_meets_a_bye_only_where_the_size_is_fixed() -> None:
    bracket = single_elimination(seeded(order_of("recursive", 16), 5))
    assert [seeds(match) for match in bracket.matches if seeds(match)] == [(4, 5), (1,), (2, 3)]
    assert len(bracket.matches) == 4
    assert complete(play(bracket, 5).found)


@pytest.mark.parametrize(
    "wrong",
    [(), (Seed(1),), (Seed(1), Seed(2), Seed(3)), (Seed(1), BYE), (BYE, BYE, BYE, Seed(1))],
)
def test_what_is_no_bracket(wrong: tuple[Slot, ...]) -> None:
    with pytest.raises(NoBracket):
        single_elimination(wrong)


@pytest.mark.parametrize("entries", SIZES)
@pytest.mark.parametrize("order", ["recursive", "bwf"])
def test_every_size_of_single_elimination(entries: int, order: Order) -> None:
    bracket = single_elimination(lines(entries, order))
    assert len(bracket.lines) == size_for(entries) < 2 * entries
    used = Counter(side for match in bracket.matches for side in match.sides)
    assert used.keys() >= {Seed(number) for number in range(1, entries + 1)}
    assert set(used.values()) == {1}, "somebody is in two places"
    *others, final = bracket.matches
    assert {side for side in used if isinstance(side, Winner)} == {
        Winner(match.id) for match in others
    }
    assert round_name(final.round) == ("final", 2)
    assert len(bracket.matches) == entries - 1
    pairs = zip(bracket.lines[::2], bracket.lines[1::2], strict=True)
    assert (BYE, BYE) not in pairs
    assert _byes(bracket) == set(range(1, size_for(entries) - entries + 1))


@pytest.mark.parametrize("entries", SIZES)
def test_the_better_seed_always_wins_and_the_best_meet_as_late_as_possible(entries: int) -> None:
    for order in ("recursive", "bwf"):
        bracket = single_elimination(lines(entries, order))
        found = play(bracket, entries).found
        for one in found.values():
            left = round_name(one.match.round).sides
            assert set(one.known()) <= set(range(1, left + 1))
            assert sum(one.known()) == left + 1
        spans = placed(found, bracket.places)
        assert {one: span.best for one, span in spans.items()} == {
            number: 1 if number == 1 else 1 + size_for(number) // 2
            for number in range(1, entries + 1)
        }


@pytest.mark.parametrize("entries", SIZES)
def test_third_place_is_one_match_more_for_four_and_above(entries: int) -> None:
    bracket = single_elimination(lines(entries), "third")
    assert len(bracket.matches) == entries - (1 if entries < 4 else 0)
    spans = placed(play(bracket, entries).found, bracket.places)
    assert [spans[number] for number in range(1, min(entries, 4) + 1)] == [
        (number, number) for number in range(1, min(entries, 4) + 1)
    ]
    assert all(spans[number].best > 4 for number in range(5, entries + 1))


@pytest.mark.parametrize("entries", SIZES)
def test_playing_for_all_places_gives_everybody_one(entries: int) -> None:
    bracket = single_elimination(lines(entries), "all")
    used = Counter(side for match in bracket.matches for side in match.sides)
    assert set(used.values()) == {1}
    spans = placed(play(bracket, entries).found, bracket.places)
    assert sorted(spans.values()) == [(place, place) for place in range(1, entries + 1)]
    if entries & (entries - 1) == 0:
        assert spans == {number: (number, number) for number in range(1, entries + 1)}


def test_places_five_to_eight_are_a_bracket_of_their_own() -> None:
    bracket = single_elimination(lines(8), "all")
    lower = [match for match in bracket.matches if match.round.best == 5]
    assert [(match.id, match.sides) for match in lower] == [
        ("places_5-1-1", (Loser("main-1-1"), Loser("main-1-2"))),
        ("places_5-1-2", (Loser("main-1-3"), Loser("main-1-4"))),
        ("places_5-2-1", (Winner("places_5-1-1"), Winner("places_5-1-2"))),
    ]
    assert bracket.places[Winner("places_5-1-1")] == (5, 6)
    assert bracket.places[Loser("places_5-1-1")] == (7, 8)
    assert bracket.places[Loser("main-1-1")] == (5, 8)
    assert bracket.places[Winner("main-1-1")] == (1, 4)


def test_places_that_are_not_played_for_are_shared() -> None:
    bracket = single_elimination(lines(12))
    assert bracket.places[Loser("main-1-2")] == Span(9, 12)
    assert bracket.places[Loser("main-2-1")] == Span(5, 8)
    assert bracket.places[Loser("main-3-1")] == Span(3, 4)
    assert placed(fixtures(bracket.matches, field(12), {}), bracket.places)[1] == Span(1, 12)


@pytest.mark.parametrize(
    ("entries", "names"),
    [
        (2, ["final"]),
        (4, ["semi_final", "final"]),
        (8, ["quarter_final", "semi_final", "final"]),
        (33, ["round_of", "round_of", "round_of", "quarter_final", "semi_final", "final"]),
    ],
)
def test_rounds_have_names(entries: int, names: list[str]) -> None:
    rounds = dict.fromkeys(match.round for match in single_elimination(lines(entries)).matches)
    assert [round_name(one).kind for one in rounds] == names
    assert [round_name(one).sides for one in rounds] == [
        2**left for left in range(len(names), 0, -1)
    ]


def test_a_slot_says_where_its_occupant_comes_from() -> None:
    bracket = single_elimination(lines(8), "third")
    final = next(match for match in bracket.matches if match.id == "main-3-1")
    assert final.sides == (Winner("main-2-1"), Winner("main-2-2"))
    assert bracket.matches[-1].sides == (Loser("main-2-1"), Loser("main-2-2"))
    assert bracket.matches[-1].round == Round(part="places", number=1, of=1, best=3)
    assert round_name(bracket.matches[-1].round) == RoundName("final", 2)
    assert fixtures(bracket.matches, field(8), {})["main-3-1"].sides[0] == Awaited(
        Winner("main-2-1")
    )


def test_a_bracket_is_data() -> None:
    bracket = single_elimination(lines(6), "third", "first_match")
    matches = msgspec.json.decode(
        msgspec.json.encode(bracket.matches), type=type(bracket).__annotations__["matches"]
    )
    assert matches == bracket.matches


class TestConsolation:
    def test_the_losers_of_the_first_round_play_on(self) -> None:
        bracket = single_elimination(lines(12), consolation="first_round")
        found = [match for match in bracket.matches if match.round.part == "consolation"]
        assert [match.sides for match in found] == [
            (Loser("main-1-2"), Loser("main-1-4")),
            (Loser("main-1-6"), Loser("main-1-8")),
            (Winner("consolation-2-1"), Winner("consolation-2-2")),
        ]

    def test_a_bye_puts_the_first_match_off_by_a_round(self) -> None:
        bracket = single_elimination(lines(6), consolation="first_match")
        found = [match for match in bracket.matches if match.round.part == "consolation"]
        assert [match.sides for match in found] == [
            (FirstLoss("main-2-1"), Loser("main-1-2")),
            (FirstLoss("main-2-2"), Loser("main-1-4")),
            (Winner("consolation-1-1"), Winner("consolation-1-2")),
        ]

    @pytest.mark.parametrize("entries", SIZES)
    def test_who_loses_the_first_match_plays_in_it(self, entries: int) -> None:
        for pick in (min, max):
            bracket = single_elimination(lines(entries), consolation="first_match")
            found = play(bracket, entries, pick).found
            assert complete(found)
            losers: list[int] = []
            debuts: set[int] = set()
            here: set[int] = set()
            for one in found.values():
                if one.match.round.part == "consolation":
                    here.update(one.known())
                elif round_name(one.match.round).kind != "final":
                    losers += [
                        who for who in one.known() if who not in debuts and one.loser == Known(who)
                    ]
                    debuts.update(one.known())
            if entries >= 6:
                assert here == set(losers)

    def test_who_won_a_match_before_does_not_come_into_it(self) -> None:
        bracket = single_elimination(lines(6), consolation="first_match")
        results = won({"main-1-2": (4, 5), "main-2-1": (1, 4)})
        found = fixtures(bracket.matches, field(6), results)
        assert found["consolation-1-1"].sides == (NOBODY, Known(5))
        assert found["consolation-1-1"].winner == Known(5)
        results = won({"main-1-2": (4, 5), "main-2-1": (4, 1)})
        found = fixtures(bracket.matches, field(6), results)
        assert found["consolation-1-1"].sides == (Known(1), Known(5))
        assert found["consolation-1-1"].progress == "ready"

    @pytest.mark.parametrize("playing", ["none", "third", "all"])
    @pytest.mark.parametrize("kind", ["first_round", "first_match"])
    def test_nobody_plays_on_in_two_places(self, playing: Playing, kind: Consolation) -> None:
        for entries in SIZES:
            bracket = single_elimination(lines(entries), playing, kind)
            used = Counter(
                Loser(side.match) if isinstance(side, FirstLoss) else side
                for match in bracket.matches
                for side in match.sides
            )
            assert set(used.values()) == {1}


EIGHT = single_elimination(lines(8), "third")
QUARTERS = {
    "main-1-1": (1, 8),
    "main-1-2": (4, 5),
    "main-1-3": (2, 7),
    "main-1-4": (3, 6),
}


def test_case_p_a_corrected_quarter_final_moves_the_semi_final() -> None:
    before = fixtures(EIGHT.matches, field(8), won(QUARTERS))
    after = fixtures(EIGHT.matches, field(8), won({**QUARTERS, "main-1-2": (5, 4)}))
    change = consequences(before, after, started=())
    assert change.slots == (SlotChange("main-2-1", "b", Known(4), Known(5)),)
    assert change.matches == ("main-2-1",)
    assert (change.overtaken, change.started) == ((), ())
    assert sides(after, "main-2-1") == (1, 5)


def test_case_p_a_semi_final_that_has_started_is_reported() -> None:
    before = fixtures(EIGHT.matches, field(8), won(QUARTERS))
    after = fixtures(EIGHT.matches, field(8), won({**QUARTERS, "main-1-2": (5, 4)}))
    assert consequences(before, after, started={"main-2-1", "main-2-2"}).started == ("main-2-1",)


def test_case_p_every_later_result_that_no_longer_counts_is_told() -> None:
    finished = {**QUARTERS, "main-2-1": (4, 1), "main-2-2": (2, 3), "main-3-1": (4, 2)}
    before = fixtures(EIGHT.matches, field(8), won(finished))
    after = fixtures(EIGHT.matches, field(8), won({**finished, "main-1-2": (5, 4)}))
    change = consequences(before, after, started={*finished})
    assert change.matches == ("main-2-1", "main-3-1", "places_3-1-1")
    assert change.overtaken == ("main-2-1", "main-3-1")
    assert change.started == ("main-2-1", "main-3-1")
    assert after["main-2-1"].progress == "ready" and after["main-2-1"].overtaken
    assert after["main-3-1"].progress == "waiting"
    assert after["main-3-1"].sides == (Awaited(Winner("main-2-1")), Known(2))


def test_case_p_a_match_played_again_clears_what_followed() -> None:
    results = won({**QUARTERS, "main-2-1": (1, 4)})
    before = fixtures(EIGHT.matches, field(8), results)
    del results["main-2-1"]
    after = fixtures(EIGHT.matches, field(8), results)
    assert {(one.match, one.after) for one in consequences(before, after, ()).slots} == {
        ("main-3-1", Awaited(Winner("main-2-1"))),
        ("places_3-1-1", Awaited(Loser("main-2-1"))),
    }


def test_a_correction_taken_back_brings_the_later_results_back() -> None:
    finished = {**QUARTERS, "main-2-1": (4, 1)}
    once = fixtures(EIGHT.matches, field(8), won(finished))
    fixtures(EIGHT.matches, field(8), won({**finished, "main-1-2": (5, 4)}))
    again = fixtures(EIGHT.matches, field(8), won(finished))
    assert consequences(once, again, ()).matches == ()
    assert again == once


def test_a_result_does_not_depend_on_who_is_named_first() -> None:
    turned = {name: Result((b, a), a) for name, (a, b) in QUARTERS.items()}
    assert fixtures(EIGHT.matches, field(8), turned) == fixtures(
        EIGHT.matches, field(8), won(QUARTERS)
    )


def test_a_result_whose_winner_did_not_play_does_not_count() -> None:
    found = fixtures(EIGHT.matches, field(8), {"main-1-1": Result((1, 8), 3)})
    assert found["main-1-1"].progress == "ready" and found["main-1-1"].overtaken


def test_case_q_the_bronze_match_does_not_lock_the_final() -> None:
    results = won({
        **QUARTERS, "main-2-1": (1, 4), "main-2-2": (2, 3), "places_3-1-1": (3, 4),
    })  # fmt: skip
    found = fixtures(EIGHT.matches, field(8), results)
    assert found["places_3-1-1"].progress == "decided"
    assert found["main-3-1"].progress == "ready"
    assert not complete(found)
    results |= won({"main-3-1": (2, 1)})
    found = fixtures(EIGHT.matches, field(8), results)
    assert complete(found)
    spans = placed(found, EIGHT.places)
    assert [spans[number] for number in (2, 1, 3, 4)] == [(place, place) for place in (1, 2, 3, 4)]
    assert {spans[number] for number in (5, 6, 7, 8)} == {(5, 8)}


@pytest.mark.parametrize("winner", [None, 8, 1])
def test_case_r_a_walkover_where_nobody_stands_lets_the_participant_go_on(
    winner: int | None,
) -> None:
    """Both of a quarter-final are out; whatever is entered against nobody changes nothing."""
    results = won(QUARTERS)
    results["main-1-2"] = Result((4, 5), None)
    results["main-2-1"] = Result((1, 8), winner)
    found = fixtures(EIGHT.matches, field(8), results)
    assert found["main-2-1"].sides == (Known(1), NOBODY)
    assert found["main-2-1"].progress == "passed"
    assert found["main-2-1"].winner == Known(1)
    assert sides(found, "main-3-1") == (1, None)
    assert found["places_3-1-1"].sides == (NOBODY, Awaited(Loser("main-2-2")))
    assert found["places_3-1-1"].winner == Awaited(Loser("main-2-2"))


def test_case_r_a_place_that_nobody_takes_is_a_bye() -> None:
    found = fixtures(EIGHT.matches, {**field(8), Seed(8): None}, {})
    assert found["main-1-1"].progress == "passed"
    assert sides(found, "main-2-1") == (1, None)


def test_case_u_what_is_not_played_is_no_draw() -> None:
    found = fixtures(EIGHT.matches, field(8), {})
    assert found["main-1-1"].progress == "ready"
    assert found["main-1-1"].winner == Awaited(Winner("main-1-1"))
    assert found["main-2-1"].progress == "waiting"
    assert placed(found, EIGHT.places) == dict.fromkeys(range(1, 9), Span(1, 8))


def test_a_place_of_a_group_is_awaited_until_it_is_known() -> None:
    found = fixtures(EIGHT.matches, {Seed(1): 1}, {})
    assert found["main-1-1"].sides == (Known(1), Awaited(Seed(8)))
    assert found["main-1-1"].progress == "waiting"


def test_who_withdraws_loses_what_is_not_played_and_keeps_what_was() -> None:
    results = won({**QUARTERS, "main-2-1": (1, 4)})
    found = fixtures(EIGHT.matches, field(8), results, withdrawn={1, 3})
    assert found["main-2-1"].winner == Known(1)
    assert found["main-2-2"].winner == Known(2)
    assert found["main-3-1"].winner == Known(2)
    assert found["places_3-1-1"].winner == Known(4)
    assert complete(found)
    assert placed(found, EIGHT.places)[1] == (2, 2)


def test_of_two_who_withdraw_neither_goes_on() -> None:
    found = fixtures(EIGHT.matches, field(8), won(QUARTERS), withdrawn={1, 4})
    assert found["main-2-1"].winner == found["main-2-1"].loser == NOBODY
    assert found["main-3-1"].sides == (NOBODY, Awaited(Winner("main-2-2")))
    assert found["places_3-1-1"].winner == Awaited(Loser("main-2-2"))


def test_who_withdraws_does_not_win_against_nobody() -> None:
    results = won(QUARTERS)
    results["main-1-2"] = Result((4, 5), None)
    found = fixtures(EIGHT.matches, field(8), results, withdrawn={1})
    assert found["main-2-1"].winner == NOBODY
    assert found["main-3-1"].sides[0] == NOBODY


def test_who_may_come_to_play_a_match() -> None:
    found = fixtures(EIGHT.matches, field(8), won({"main-1-1": (8, 1)}))
    may = contenders(found)
    assert may["main-2-1"] == {8, 4, 5}
    assert may["main-3-1"] == {8, 4, 5, 2, 7, 3, 6}
    assert may["places_3-1-1"] == may["main-3-1"]


@settings(deadline=None)
@given(
    entries=st.integers(2, 40),
    winners=st.randoms(use_true_random=False),
    data=st.data(),
)
def test_any_correction_touches_only_what_follows_from_it(
    entries: int, winners: Random, data: st.DataObject
) -> None:
    bracket = single_elimination(lines(entries), "all")
    before, results = play(bracket, entries, lambda a, b: winners.choice((a, b)))
    name = data.draw(st.sampled_from(sorted(results)))
    a, b = results[name].sides
    other = b if results[name].winner == a else a
    after = fixtures(bracket.matches, field(entries), {**results, name: Result((a, b), other)})
    change = consequences(before, after, started=results)
    follow = _following(bracket, name)
    assert set(change.matches) <= follow
    assert {match for match in follow if Winner(name) in _sides(bracket, match)} <= set(
        change.matches
    )
    assert set(change.overtaken) == set(change.matches) == set(change.started)
    assert all(after[one] == before[one] for one in before if one not in {*follow, name})


def _sides(bracket: Bracket, name: str) -> tuple[Slot, Slot]:
    return next(match.sides for match in bracket.matches if match.id == name)


def _following(bracket: Bracket, name: str) -> set[str]:
    """Every match that an occupant of this one can come to later."""
    reach = {name}
    for match in bracket.matches:
        if any(isinstance(one, Winner | Loser) and one.match in reach for one in match.sides):
            reach.add(match.id)
    return reach - {name}


@settings(deadline=None)
@given(
    entries=st.integers(2, 40),
    withdrawn=st.frozensets(st.integers(1, 40), max_size=40),
    playing=st.sampled_from(["none", "third", "all"]),
    consolation=st.sampled_from(["none", "first_round", "first_match"]),
)
def test_whoever_withdraws_the_others_play_to_the_end(
    entries: int, withdrawn: frozenset[int], playing: Playing, consolation: Consolation
) -> None:
    bracket = single_elimination(lines(entries), playing, consolation)
    found, results = play(bracket, entries, min, withdrawn)
    assert complete(found)
    assert all(not withdrawn.intersection(result.sides) for result in results.values())
    present = set(range(1, entries + 1)) - withdrawn
    champion = found[f"main-{size_for(entries).bit_length() - 1}-1"].winner
    assert champion == (Known(min(present)) if present else NOBODY)
    spans = placed(found, bracket.places)
    assert spans.keys() == set(range(1, entries + 1))
    assert [one for one, span in spans.items() if span == (1, 1)] == sorted(present)[:1]


def test_a_side_written_as_a_bye_is_nobody() -> None:
    one = Match(id="own", round=Round(part="main", number=1, of=1), number=1, sides=(Seed(1), BYE))
    found = fixtures([one], field(1), {})
    assert (found["own"].progress, found["own"].winner) == ("passed", Known(1))
