"""The Swiss system for any number of entrants, its tie-breaks, and the pairing behind it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.rules.matching import matched
from scoring.rules.ranking import Key, ranked
from scoring.rules.swiss import (
    Game,
    NoPairing,
    buchholz,
    buchholz_difference,
    by_number,
    by_score,
    direct_encounter,
    paired,
    rounds_for,
    scores,
)
from tests.rules.knock_out import SIZES

WIN, DRAW, LOSS = Fraction(1), Fraction(1, 2), Fraction(0)


def beat(winner: str, loser: str, *, played: bool = True) -> Game[str]:
    return Game(a=winner, b=loser, points=(WIN, LOSS), played=played)


def drew(a: str, b: str) -> Game[str]:
    return Game(a=a, b=b, points=(DRAW, DRAW))


def bye(who: str) -> Game[str]:
    return Game(a=who, b=None, points=(WIN, LOSS), played=False)


@pytest.mark.parametrize("entries", SIZES)
def test_every_size_of_swiss(entries: int) -> None:
    """As many rounds as leave one winner: nobody meets twice or has two byes."""
    dice = Random(entries)
    everyone = range(entries)
    games: list[Game[int]] = []
    for _ in range(min(rounds_for(entries), entries - 1)):
        points = scores(everyone, games)
        order = sorted(everyone, key=lambda one: (-points[one], one))
        pairing = paired(order, games)
        present = [one for pair in pairing.pairs for one in pair]
        present += [] if pairing.bye is None else [pairing.bye]
        assert sorted(present) == [*everyone]
        assert (pairing.bye is not None) == (entries % 2 == 1)
        for a, b in pairing.pairs:
            assert points[a] >= points[b]
            first, second = dice.choice(((WIN, LOSS), (LOSS, WIN), (DRAW, DRAW)))
            games.append(Game(a=a, b=b, points=(first, second)))
        if pairing.bye is not None:
            games.append(Game(a=pairing.bye, b=None, points=(WIN, LOSS), played=False))
    met = Counter(frozenset((game.a, game.b)) for game in games)
    assert set(met.values()) == {1}
    assert sum(scores(everyone, games).values()) == len(games)


@pytest.mark.parametrize("entries", [3, 4, 5, 6, 7, 8, 9, 10, 12])
@pytest.mark.parametrize("dice", range(5))
def test_pairing_goes_on_as_long_as_it_can(entries: int, dice: int) -> None:
    """To the last round that is possible at all: when it stops, nobody could have gone on."""
    results = Random(dice)
    games: list[Game[int]] = []
    for _ in range(entries - 1 + entries % 2):
        points = scores(range(entries), games)
        order = sorted(range(entries), key=lambda one: (-points[one], one))
        met = {frozenset((game.a, game.b)) for game in games}
        had = {game.a for game in games if game.b is None}
        try:
            pairing = paired(order, games)
        except NoPairing:
            left = (
                [set(order) - {one} for one in order if one not in had]
                if entries % 2
                else [set(order)]
            )
            assert not any(_perfect(sorted(those), met) for those in left)
            return
        for a, b in pairing.pairs:
            games.append(Game(a=a, b=b, points=results.choice(((WIN, LOSS), (LOSS, WIN)))))
        if pairing.bye is not None:
            games.append(Game(a=pairing.bye, b=None, points=(WIN, LOSS), played=False))
    with pytest.raises(NoPairing):
        paired(range(entries), games)


def _perfect(left: Sequence[int], met: set[frozenset[int | None]]) -> bool:
    """By trying everything."""
    if not left:
        return True
    one, *others = left
    return any(
        frozenset((one, other)) not in met
        and _perfect([who for who in others if who != other], met)
        for other in others
    )


def test_the_first_round_folds_the_field() -> None:
    assert paired("abcdefgh", []).pairs == (("a", "e"), ("b", "f"), ("c", "g"), ("d", "h"))
    odd = paired("abcde", [])
    assert (odd.pairs, odd.bye) == ((("a", "c"), ("b", "d")), "e")


def test_equals_meet_equals() -> None:
    games = [beat("a", "c"), beat("b", "d")]
    assert paired("abcd", games).pairs == (("a", "b"), ("c", "d"))


def test_as_many_as_possible_on_one_score_are_paired_among_themselves() -> None:
    """The first choice of b would be e, but that leaves c and f, who have met."""
    games = [drew("a", "e"), drew("b", "d"), drew("c", "f")]
    assert paired("abcdef", games).pairs == (("a", "d"), ("b", "f"), ("c", "e"))


def test_whoever_has_met_all_equals_meets_the_best_of_the_next_score() -> None:
    games = [drew("a", "b"), beat("a", "c"), beat("b", "d"), drew("c", "d")]
    assert paired("abcd", games).pairs == (("a", "d"), ("b", "c"))


def test_the_pairs_at_the_top_leave_somebody_for_those_at_the_bottom() -> None:
    """E and f have met, so that a pair above is given up for them."""
    games = [beat("a", "e"), beat("b", "f"), beat("c", "f"), beat("d", "e"),
             beat("a", "f"), beat("b", "e"), drew("e", "f")]  # fmt: skip
    order = ["a", "b", "c", "d", "e", "f"]
    pairing = paired(order, games)
    assert pairing.pairs == (("a", "b"), ("c", "e"), ("d", "f"))


class TestByes:
    def test_the_last_without_one_has_it(self) -> None:
        games = [beat("a", "b"), bye("c")]
        assert paired("acb", games).bye == "b"

    def test_a_win_without_playing_counts_as_one(self) -> None:
        """C.04.1: no bye after a forfeit win."""
        games = [beat("c", "d", played=False), beat("a", "b"), bye("e")]
        assert paired("acebd", games).bye == "d"
        games = [beat("d", "c", played=False), beat("a", "b"), bye("e")]
        assert paired("adebc", games).bye == "c"
        assert paired("aebcd", games).bye == "c"

    def test_two_who_did_not_play_may_be_paired_again(self) -> None:
        games = [beat("a", "b", played=False)]
        assert paired("ab", games).pairs == (("a", "b"),)
        with pytest.raises(NoPairing):
            paired("ab", [beat("a", "b")])

    def test_it_goes_further_up_when_the_others_could_not_be_paired(self) -> None:
        games = [beat("a", "b"), beat("a", "c"), beat("a", "d")]
        pairing = paired("abcde", games)
        assert (pairing.pairs, pairing.bye) == ((("a", "e"), ("b", "c")), "d")

    def test_nobody_has_a_second_one(self) -> None:
        with pytest.raises(NoPairing):
            paired("a", [bye("a")])


@pytest.mark.parametrize(("entries", "rounds"), [(2, 1), (3, 2), (8, 3), (9, 4), (130, 8)])
def test_how_many_rounds_leave_one_unbeaten(entries: int, rounds: int) -> None:
    assert rounds_for(entries) == rounds


SMALL = [
    *(beat("a", "d"), beat("b", "c"), bye("e")),
    *(beat("a", "b"), drew("e", "c"), bye("d")),
    *(drew("a", "e"), beat("b", "d"), bye("c")),
]
"""Points: a 2½, b 2, c 1½, d 1, e 2."""


def _values(link: Mapping[str, Key | None]) -> list[Key | None]:
    return [link[one] for one in "abcde"]


def test_scores_add_up() -> None:
    assert _values({**scores("abcde", SMALL)}) == [Fraction(5, 2), 2, Fraction(3, 2), 1, 2]


@pytest.mark.parametrize(
    ("low", "high", "values"),
    [
        (0, 0, [5, 5, 4, Fraction(9, 2), 4]),
        (1, 0, [4, 4, 4, Fraction(9, 2), 4]),
        (1, 1, [2, Fraction(3, 2), 2, 2, Fraction(3, 2)]),
    ],
    ids=["buchholz", "cut-1", "median"],
)
def test_buchholz_is_the_sum_of_the_opponents_scores(
    low: int, high: int, values: list[Key]
) -> None:
    assert _values({**buchholz(SMALL, drop_low=low, drop_high=high)("abcde")}) == values


def test_a_round_without_opponent_may_count_as_the_own_score() -> None:
    link = buchholz(SMALL, unplayed="own_score")
    assert _values({**link("abcde")}) == [5, 5, Fraction(11, 2), Fraction(11, 2), 6]


def test_the_buchholz_difference_takes_the_losses_off() -> None:
    """Opponents' wins minus losses: a +2, b +1, c 0 (a loss and a bye), d -1, e +1."""
    assert _values({**buchholz_difference(SMALL)("abcde")}) == [1, 1, 2, 3, 2]


def test_the_direct_encounter_needs_all_who_are_tied_to_have_met() -> None:
    link = direct_encounter(SMALL)
    assert link("be") == {"b": None, "e": None}
    assert link("ab") == {"a": 1, "b": 0}
    assert link("abd") == {"a": 2, "b": 1, "d": 0}
    assert link("abc") == dict.fromkeys("abc")


def test_a_chain_ranks_and_tells_what_separated() -> None:
    chain = [by_score(SMALL), direct_encounter(SMALL), buchholz(SMALL), by_number("abcde")]
    found = ranked("abcde", chain)
    assert found.groups == (("a",), ("b",), ("e",), ("c",), ("d",))
    assert [(one.link, one.values) for one in found.separations] == [(2, {"b": 5, "e": 4})]
    level = ranked("ba", [by_score([drew("a", "b")]), by_number("ab")])
    assert level.groups == (("a",), ("b",))


def _graph(count: int, edges: Sequence[tuple[int, int]]) -> dict[int, int]:
    both = {*edges, *((b, a) for a, b in edges)}
    pairs = matched(range(count), lambda a, b: (a, b) in both)
    assert all(pairs[other] == one and (one, other) in both for one, other in pairs.items())
    return pairs


@pytest.mark.parametrize(
    ("count", "edges", "covered"),
    [
        (0, [], 0),
        (3, [(0, 1), (1, 2), (2, 0)], 2),
        # Two odd rings with a bridge; the first pairs taken lie in the rings.
        (6, [(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3), (2, 3)], 6),
        # A stem to a ring of five with a way out at its far side.
        (8, [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 6), (6, 2), (4, 7)], 8),
        # A star: the centre serves only one.
        (5, [(0, 1), (0, 2), (0, 3), (0, 4)], 2),
    ],
    ids=["nobody", "triangle", "two rings", "ring on a stem", "star"],
)
def test_as_many_pairs_as_possible(count: int, edges: list[tuple[int, int]], covered: int) -> None:
    assert len(_graph(count, edges)) == covered


def _most(vertices: Sequence[int], edges: set[tuple[int, int]]) -> int:
    """By trying everything."""
    if not vertices:
        return 0
    one, *others = vertices
    return max(
        _most(others, edges),
        *(
            2 + _most([who for who in others if who != other], edges)
            for other in others
            if (one, other) in edges
        ),
        0,
    )


@settings(deadline=None)
@given(
    count=st.integers(1, 9),
    data=st.data(),
)
def test_pairs_are_as_many_as_trying_everything_finds(count: int, data: st.DataObject) -> None:
    possible = [*combinations(range(count), 2)]
    edges = data.draw(st.sets(st.sampled_from(possible))) if possible else set()
    shuffled = data.draw(st.permutations(range(count)))
    renamed = {(min(shuffled[a], shuffled[b]), max(shuffled[a], shuffled[b])) for a, b in edges}
    assert len(_graph(count, sorted(renamed))) == _most(range(count), renamed)


@settings(deadline=None)
@given(dice=st.randoms(use_true_random=False), count=st.integers(2, 24))
def test_pairs_given_are_built_upon(dice: Random, count: int) -> None:
    edges = {pair for pair in combinations(range(count), 2) if dice.random() < 3 / count}
    both = edges | {(b, a) for a, b in edges}
    full = matched(range(count), lambda a, b: (a, b) in both)
    part = dict(pair for pair in full.items() if max(pair) < count - 2)
    again = matched(range(count), lambda a, b: (a, b) in both, part)
    assert len(again) == len(full)
    assert again.keys() >= {one for one in part if part[one] in part}
