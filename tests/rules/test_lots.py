"""A draw that anyone can repeat."""

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from scoring.rules.lots import drawn_order


def test_a_known_seed_gives_the_order_that_sha256sum_gives() -> None:
    # printf renhe-2024-07-06/e1 | sha256sum, and so on; then sorted.
    order = drawn_order(["e1", "e2", "e3", "e4", "e5"], "renhe-2024-07-06")
    assert order == ("e4", "e3", "e5", "e1", "e2")


def test_the_order_is_that_of_the_digests() -> None:
    order = drawn_order(["e1", "e2", "e3", "陈"], "种子")
    digests = [sha256(f"种子/{one}".encode()).hexdigest() for one in order]
    assert digests == sorted(digests)


def test_nobody_is_drawn_from_nobody() -> None:
    assert drawn_order([], "some-seed") == ()


def test_another_seed_gives_another_order() -> None:
    everybody = [f"e{number}" for number in range(1, 143)]
    assert drawn_order(everybody, "seed-one") != drawn_order(everybody, "seed-two")


@given(
    entrants=st.lists(st.text(max_size=8), unique=True, max_size=20),
    seed=st.text(max_size=20),
    data=st.data(),
)
def test_a_draw_does_not_depend_on_the_order_of_entry(
    entrants: list[str], seed: str, data: st.DataObject
) -> None:
    drawn = drawn_order(entrants, seed)
    assert drawn == drawn_order(data.draw(st.permutations(entrants)), seed)
    assert sorted(drawn) == sorted(entrants)
