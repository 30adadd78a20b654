"""Sets of numbers as bits."""

from hypothesis import given
from hypothesis import strategies as st

from scoring.rules.bits import bits, numbers


@given(held=st.frozensets(st.integers(0, 300)), skip=st.integers(0, 310))
def test_bits_hold_numbers_ascending_and_some_can_be_skipped(
    held: frozenset[int], skip: int
) -> None:
    made = bits(held, 301)
    assert list(numbers(made, skip)) == sorted(held)[skip:]
    assert made.bit_count() == len(held)
