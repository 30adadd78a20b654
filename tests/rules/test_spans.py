"""Bounds of what is not known yet: whatever lies within them stays within."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.rules.spans import ANY, Span, exactly, hull, share, total

NUMBERS = st.integers(-20, 20)


def within(number: int | Fraction, span: Span) -> bool:
    return (span.low is None or span.low <= number) and (span.high is None or number <= span.high)


@st.composite
def known_within(draw: st.DrawFn) -> tuple[int, Span]:
    number = draw(NUMBERS)
    low = draw(st.none() | st.integers(0, 9))
    high = draw(st.none() | st.integers(0, 9))
    return number, Span(
        None if low is None else number - low, None if high is None else number + high
    )


@given(st.lists(known_within(), min_size=1, max_size=4))
def test_a_sum_lies_within_the_total(known: list[tuple[int, Span]]) -> None:
    assert within(sum(number for number, _ in known), total(span for _, span in known))


@given(st.lists(known_within(), min_size=1, max_size=4))
def test_each_lies_within_the_hull(known: list[tuple[int, Span]]) -> None:
    whole = hull(span for _, span in known)
    assert all(within(number, whole) for number, _ in known)


@given(known_within(), st.integers(1, 5))
def test_the_opposite_and_a_part_lie_within_theirs(known: tuple[int, Span], count: int) -> None:
    number, span = known
    assert within(-number, span.opposite())
    assert within(Fraction(number, count), span.per(count))


@given(known_within(), known_within())
def test_what_is_below_is_less(one: tuple[int, Span], other: tuple[int, Span]) -> None:
    if one[1].below(other[1]):
        assert one[0] < other[0]


@st.composite
def goals_within(draw: st.DrawFn) -> tuple[int, Span]:
    number = draw(st.integers(0, 20))
    high = draw(st.none() | st.integers(number, 30))
    return number, Span(draw(st.integers(0, number)), high)


@given(goals_within(), goals_within())
def test_a_share_lies_within_its_span(
    scored: tuple[int, Span], conceded: tuple[int, Span]
) -> None:
    if whole := scored[0] + conceded[0]:
        found = share(scored[1], conceded[1])
        assert found is not None
        assert within(Fraction(scored[0], whole), found)


@pytest.mark.parametrize(
    ("better", "worse"),
    [((3, 2), (3, 3)), ((3, 0), (30, 1)), ((203, 405), (204, 408)), ((1, 5), (0, 1))],
)
def test_shares_order_like_ratios(better: tuple[int, int], worse: tuple[int, int]) -> None:
    more = share(exactly(better[0]), exactly(better[1]))
    less = share(exactly(worse[0]), exactly(worse[1]))
    assert more is not None and less is not None
    assert less.below(more)


def test_nothing_scored_and_nothing_conceded_is_no_share() -> None:
    assert share(exactly(0), exactly(0)) is None


def test_equal_ratios_are_equal_shares() -> None:
    assert share(exactly(5), exactly(0)) == share(exactly(3), exactly(0)) == exactly(1)
    assert share(exactly(6), exactly(4)) == share(exactly(3), exactly(2))


def test_nothing_is_below_or_above_what_is_not_bounded() -> None:
    assert not ANY.below(exactly(0)) and not exactly(0).below(ANY)
    assert not exactly(1).below(exactly(1))
    assert exactly(1).below(exactly(2))
    assert not ANY.known and exactly(1).known
