"""Who qualifies, and what happens to a tie at the line."""

from collections.abc import Callable, Mapping
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.rules.advancement import Cut, Groups, TiePolicy, every_rule, reaching, top
from scoring.rules.lots import drawn_order
from scoring.rules.ranking import ranked

TIED_AT_THREE = (("a",), ("b",), ("c", "d"), ("e",))
"""Places 1, 2, 3, 3, 5."""


@pytest.mark.parametrize(
    ("groups", "count", "tie", "cut"),
    [
        pytest.param(
            TIED_AT_THREE, 3, "all_in", Cut(("a", "b", "c", "d"), ("c", "d")), id="case 5: all in"
        ),
        pytest.param(
            TIED_AT_THREE, 3, "all_out", Cut(("a", "b"), ("c", "d")), id="case 6: all out"
        ),
        pytest.param(TIED_AT_THREE, 4, "all_out", Cut(("a", "b", "c", "d")), id="tie inside"),
        pytest.param(TIED_AT_THREE, 2, "all_in", Cut(("a", "b")), id="tie below"),
        pytest.param(TIED_AT_THREE, 5, "all_out", Cut(("a", "b", "c", "d", "e")), id="all"),
        pytest.param((), 3, "all_in", Cut(()), id="case 7: nobody"),
        pytest.param((("a",), ("b",)), 9, "all_out", Cut(("a", "b")), id="case 8: fewer than n"),
        pytest.param((("a", "b"),), 1, "all_in", Cut(("a", "b"), ("a", "b")), id="all tied, in"),
        pytest.param((("a", "b"),), 1, "all_out", Cut((), ("a", "b")), id="all tied, out"),
        pytest.param((("a",), ("b",)), 0, "all_in", Cut(()), id="case 24: none when none wanted"),
    ],
)
def test_top(groups: Groups[str], count: int, tie: TiePolicy, cut: Cut[str]) -> None:
    assert top(groups, count, tie) == cut


def test_case_06_a_tie_break_chain_or_a_drawn_lot_leaves_no_tie_at_the_line() -> None:
    order = drawn_order(["c", "d"], "seed-2024")
    scores = {"a": 9, "b": 8, "c": 7, "d": 7, "e": 6}
    lots = {one: -position for position, one in enumerate(order)}
    ranking = ranked(
        [*scores], [lambda _: scores, lambda group: {one: lots[one] for one in group}]
    )
    assert top(ranking.groups, 3, "all_out") == Cut(("a", "b", order[0]))


SCORES = {"a": Fraction("95.01"), "b": Fraction("95.00"), "c": Fraction("94.99")}


@pytest.mark.parametrize(
    ("strict", "qualifying"),
    [
        pytest.param(False, ("a", "b"), id="95.00 reaches 95.00"),
        pytest.param(True, ("a",), id="95.00 does not exceed 95.00"),
    ],
)
def test_threshold(*, strict: bool, qualifying: tuple[str, ...]) -> None:
    groups = (("a",), ("b",), ("c",))
    cut = reaching(groups, SCORES, Fraction(95), strict=strict)
    assert cut == Cut(qualifying)


def best(count: int, tie: TiePolicy = "all_in") -> Callable[[Groups[str]], Cut[str]]:
    return lambda groups: top(groups, count, tie)


def above(scores: Mapping[str, Fraction], threshold: int) -> Callable[[Groups[str]], Cut[str]]:
    return lambda groups: reaching(groups, scores, Fraction(threshold), strict=False)


FIVE = {"a": 95, "b": 93, "c": 91, "d": 91, "e": 80}
FIVE_SCORES = {one: Fraction(score) for one, score in FIVE.items()}


def test_without_rules_everybody_qualifies() -> None:
    assert every_rule(TIED_AT_THREE, []) == Cut(("a", "b", "c", "d", "e"))


def test_every_rule_must_let_an_entrant_through() -> None:
    rules = [best(4), above(FIVE_SCORES, 93)]
    assert every_rule(TIED_AT_THREE, rules).qualifying == ("a", "b")
    assert every_rule(TIED_AT_THREE, rules[::-1]).qualifying == ("a", "b")


def test_a_tie_at_the_line_is_kept_through_later_rules() -> None:
    cut = every_rule(TIED_AT_THREE, [best(3), above(FIVE_SCORES, 91)])
    assert cut == Cut(("a", "b", "c", "d"), ("c", "d"))


def test_who_stays_out_for_a_tie_is_named_also_when_later_rules_follow() -> None:
    cut = every_rule(TIED_AT_THREE, [best(3, "all_out"), above(FIVE_SCORES, 90)])
    assert cut == Cut(("a", "b"), ("c", "d"))


@pytest.mark.parametrize("order", [1, -1], ids=["best first", "threshold first"])
def test_a_tie_that_another_rule_shuts_out_is_no_tie_at_the_line(order: int) -> None:
    rules = [best(3), above(FIVE_SCORES, 92)][::order]
    assert every_rule(TIED_AT_THREE, rules) == Cut(("a", "b"))


def test_a_later_tie_replaces_an_earlier_one() -> None:
    groups = (("a", "b"), ("c", "d"), ("e",))
    assert every_rule(groups, [best(3), best(1)]) == Cut(("a", "b"), ("a", "b"))


GROUPS = st.lists(st.integers(1, 4), max_size=8).map(
    lambda sizes: tuple(
        tuple(f"{group}-{one}" for one in range(size)) for group, size in enumerate(sizes)
    )
)


@given(groups=GROUPS, count=st.integers(0, 20))
def test_all_in_and_all_out_differ_by_the_tied_only(
    groups: tuple[tuple[str, ...], ...], count: int
) -> None:
    taken, left = top(groups, count, "all_in"), top(groups, count, "all_out")
    assert taken.tied_at_line == left.tied_at_line
    assert taken.qualifying == left.qualifying + left.tied_at_line
    everybody = sum(len(group) for group in groups)
    assert len(left.qualifying) <= min(count, everybody) <= len(taken.qualifying)
    assert (not taken.tied_at_line) == (len(taken.qualifying) == min(count, everybody))


@given(groups=GROUPS, count=st.integers(0, 20), tie=st.sampled_from(["all_in", "all_out"]))
def test_whoever_qualifies_is_better_than_whoever_does_not(
    groups: tuple[tuple[str, ...], ...], count: int, tie: TiePolicy
) -> None:
    cut = top(groups, count, tie)
    ranked_entrants = [one for group in groups for one in group]
    assert list(cut.qualifying) == ranked_entrants[: len(cut.qualifying)]
