"""Double elimination: two defeats, a grand final that may be repeated, everything for any size."""

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.rules.brackets import NoBracket
from scoring.rules.double_elimination import GrandFinal, double_elimination, dropped
from scoring.rules.propagation import (
    NOBODY,
    Awaited,
    Known,
    complete,
    consequences,
    fixtures,
    placed,
)
from scoring.rules.slots import BYE, Loser, Seed, Span, Winner, WonBy
from tests.rules.knock_out import SIZES, field, lines, play, sides, won

GRAND, AGAIN = "grand_final-1-1", "grand_final-2-1"


@pytest.mark.parametrize("entries", SIZES)
@pytest.mark.parametrize(("kind", "extra"), [("none", -1), ("single", 0), ("double", 1)])
def test_case_h_every_size_of_double_elimination(
    entries: int, kind: GrandFinal, extra: int
) -> None:
    bracket = double_elimination(lines(entries), kind)
    assert len(bracket.matches) == 2 * entries - 2 + extra
    used = Counter(side for match in bracket.matches for side in match.sides)
    assert set(used.values()) == {1}
    assert BYE not in used
    assert used.keys() >= {Seed(number) for number in range(1, entries + 1)}
    feeding = {side.match for side in used if isinstance(side, Winner)}
    last = [match.id for match in bracket.matches if match.id not in feeding]
    assert len(last) == (1 if kind != "none" or entries == 2 else 2)
    winners = [match for match in bracket.matches if match.round.part == "winners"]
    assert len(winners) == entries - 1
    if kind != "none":
        assert {Loser(match.id) for match in winners} <= used.keys(), "everybody has two chances"


@pytest.mark.parametrize("entries", SIZES)
@pytest.mark.parametrize("kind", ["none", "single", "double"])
def test_who_is_out_has_lost_twice(entries: int, kind: GrandFinal) -> None:
    dice = Random(entries)
    bracket = double_elimination(lines(entries), kind)
    found, results = play(bracket, entries, lambda a, b: dice.choice((a, b)))
    assert complete(found)
    lost = Counter(
        one for result in results.values() for one in result.sides if one != result.winner
    )
    spans = placed(found, bracket.places)
    champion = next(one for one, span in spans.items() if span == (1, 1))
    if kind == "double":
        assert lost[champion] <= 1
        assert set(lost.values()) <= {1, 2}
        assert all(lost[one] == 2 for one in range(1, entries + 1) if one != champion)
        assert len(results) == 2 * entries - 2 + lost[champion]
    out = {one for one in range(1, entries + 1) if spans[one].best > 2}
    assert all(lost[one] == 2 for one in out)
    assert Counter(spans.values()) == _shared(spans.values())


def _shared(spans: Iterable[Span]) -> Counter[Span]:
    """As many share a place as its span is wide, and the spans cover all places."""
    distinct = sorted(set(spans))
    assert distinct[0].best == 1
    assert all(a.worst + 1 == b.best for a, b in pairwise(distinct))
    return Counter({span: span.worst - span.best + 1 for span in distinct})


def test_case_h_twelve_play_22_matches_or_23() -> None:
    bracket = double_elimination(lines(12))
    assert len(play(bracket, 12, min).results) == 22
    meetings = iter([1, 2, 1])
    upset = play(bracket, 12, lambda a, b: next(meetings) if {a, b} == {1, 2} else min(a, b))
    assert len(upset.results) == 23
    assert upset.found[AGAIN].winner == Known(1)


FOUR = double_elimination(lines(4))
TO_THE_FINAL = {
    "winners-1-1": (1, 4),
    "winners-1-2": (2, 3),
    "winners-2-1": (1, 2),
    "losers-1-1": (3, 4),
    "losers-2-1": (2, 3),
}


def test_case_o_the_winner_of_the_losers_part_wins_so_they_play_again() -> None:
    found = fixtures(FOUR.matches, field(4), won({**TO_THE_FINAL, GRAND: (2, 1)}))
    assert found[AGAIN].progress == "ready"
    assert found[AGAIN].sides == (Known(1), Known(2))
    assert not complete(found)
    found = fixtures(FOUR.matches, field(4), won({**TO_THE_FINAL, GRAND: (2, 1), AGAIN: (1, 2)}))
    assert complete(found)
    assert placed(found, FOUR.places) == {1: (1, 1), 2: (2, 2), 3: (3, 3), 4: (4, 4)}


def test_case_o_the_winner_of_the_winners_part_wins_and_it_is_over() -> None:
    before = fixtures(FOUR.matches, field(4), won(TO_THE_FINAL))
    assert before[AGAIN].progress == "waiting"
    assert before[AGAIN].match.only_if == WonBy(GRAND, "b")
    found = fixtures(FOUR.matches, field(4), won({**TO_THE_FINAL, GRAND: (1, 2)}))
    assert found[AGAIN].progress == "not_needed"
    assert found[AGAIN].winner == Known(1)
    assert complete(found)
    assert placed(found, FOUR.places) == {1: (1, 1), 2: (2, 2), 3: (3, 3), 4: (4, 4)}


def test_case_o_a_second_final_that_is_no_longer_needed_is_told() -> None:
    both = {**TO_THE_FINAL, GRAND: (2, 1), AGAIN: (1, 2)}
    before = fixtures(FOUR.matches, field(4), won(both))
    after = fixtures(FOUR.matches, field(4), won({**both, GRAND: (1, 2)}))
    change = consequences(before, after, started={AGAIN})
    assert change.matches == change.overtaken == change.started == (AGAIN,)


def test_case_o_of_three_the_first_loser_goes_straight_through() -> None:
    three = double_elimination(lines(3))
    assert [match.id for match in three.matches] == [
        "winners-1-2", "winners-2-1", "losers-2-1", GRAND, AGAIN,
    ]  # fmt: skip
    found = fixtures(three.matches, field(3), won({"winners-1-2": (2, 3)}))
    assert sides(found, "losers-2-1") == (3, None)
    cleared = fixtures(three.matches, field(3), {})
    change = consequences(found, cleared, started=())
    assert change.matches == ("winners-2-1", "losers-2-1")
    assert {one.after for one in change.slots} == {
        Awaited(Winner("winners-1-2")),
        Awaited(Loser("winners-1-2")),
    }


def test_case_s_who_withdraws_falls_through_the_losers_part_too() -> None:
    eight = double_elimination(lines(8))
    results = won({
        "winners-1-1": (1, 8), "winners-1-2": (4, 5), "winners-1-3": (2, 7), "winners-1-4": (3, 6),
    })  # fmt: skip
    found = fixtures(eight.matches, field(8), results, withdrawn={1})
    assert found["winners-2-1"].winner == Known(4)
    dropped_in = next(
        one for one in found.values() if one.match.round.number == 2 and Known(1) in one.sides
        and one.match.round.part == "losers"
    )  # fmt: skip
    assert dropped_in.progress == "waiting"
    results |= won({"losers-1-1": (8, 5), "losers-1-2": (7, 6)})
    found = fixtures(eight.matches, field(8), results, withdrawn={1})
    after = found[dropped_in.match.id]
    assert after.progress == "decided"
    assert after.loser == Known(1)
    assert placed(found, eight.places)[1] == (5, 6)


def test_case_s_the_only_ones_left_of_a_part_withdraw() -> None:
    found = fixtures(FOUR.matches, field(4), {}, withdrawn={2, 3})
    assert found["winners-1-2"].winner == found["winners-1-2"].loser == NOBODY
    results = won({"winners-1-1": (4, 1)})
    found = fixtures(FOUR.matches, field(4), results, withdrawn={2, 3})
    assert found["winners-2-1"].progress == found["losers-1-1"].progress == "passed"
    assert found[GRAND].sides == (Known(4), Known(1))
    assert found[GRAND].progress == "ready"


def test_two_play_each_other_until_one_has_lost_twice() -> None:
    two = double_elimination(lines(2))
    assert [match.sides for match in two.matches] == [
        (Seed(1), Seed(2)),
        (Winner("winners-1-1"), Loser("winners-1-1")),
        (Loser(GRAND), Winner(GRAND)),
    ]


def test_without_a_grand_final_the_losers_part_plays_for_the_second_place() -> None:
    found, _ = play(double_elimination(lines(8), "none"), 8)
    spans = placed(found, double_elimination(lines(8), "none").places)
    assert [spans[number] for number in (1, 2, 3, 4)] == [(1, 1), (2, 2), (3, 3), (4, 4)]


@pytest.mark.parametrize(
    ("count", "number", "order"),
    [
        (2, 2, "1 0"),
        (4, 2, "2 3 0 1"),
        (8, 2, "4 5 6 7 0 1 2 3"),
        (4, 3, "1 0 3 2"),
        (8, 3, "2 3 0 1 6 7 4 5"),
        (8, 4, "6 7 4 5 2 3 0 1"),
        (1, 5, "0"),
    ],
)
def test_the_order_in_which_losers_drop_in(count: int, number: int, order: str) -> None:
    slots = [Seed(place) for place in range(count)]
    assert dropped(slots, number) == [Seed(int(place)) for place in order.split()]


@settings(deadline=None)
@given(exponent=st.integers(3, 6), dice=st.randoms(use_true_random=False))
def test_those_who_met_meet_again_late(exponent: int, dice: Random) -> None:
    """Never in the first half of the losers' rounds, nor against who dropped in just before."""
    entries = 2**exponent
    bracket = double_elimination(lines(entries))
    found, results = play(bracket, entries, lambda a, b: dice.choice((a, b)))
    met: dict[frozenset[int], str] = {}
    for name, result in results.items():
        pair = frozenset(result.sides)
        of = found[name].match.round
        if pair in met and of.part == "losers":
            assert of.number > of.of // 2
        met[pair] = name


@pytest.mark.parametrize("wrong", [(), (Seed(1), BYE), (Seed(1), Seed(2), Seed(3))])
def test_what_is_no_bracket(wrong: tuple[Seed, ...]) -> None:
    with pytest.raises(NoBracket):
        double_elimination(wrong)


@settings(deadline=None)
@given(entries=st.integers(2, 33), dice=st.randoms(use_true_random=False), data=st.data())
def test_a_correction_in_double_elimination_is_undone_by_its_reverse(
    entries: int, dice: Random, data: st.DataObject
) -> None:
    bracket = double_elimination(lines(entries))
    before, results = play(bracket, entries, lambda a, b: dice.choice((a, b)))
    name = data.draw(st.sampled_from(sorted(results)))
    loser = next(one for one in results[name].sides if one != results[name].winner)
    turned = {**results, name: type(results[name])(results[name].sides, loser)}
    after = fixtures(bracket.matches, field(entries), turned)
    change = consequences(before, after, started=results)
    assert name not in change.matches
    back = consequences(after, before, started=results)
    assert back.matches == change.matches
    assert {(one.match, one.side, one.after) for one in back.slots} == {
        (one.match, one.side, one.before) for one in change.slots
    }
