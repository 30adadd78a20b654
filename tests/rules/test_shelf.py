"""A shelf is a dictionary that is continued, never changed."""

from hypothesis import given
from hypothesis import strategies as st

from scoring.rules.shelf import Shelf

KEYS = st.integers(0, 600)
STEPS = st.lists(st.tuples(st.sampled_from(["set", "set", "drop", "back"]), KEYS, st.integers()))


@given(start=st.dictionaries(KEYS, st.integers(), max_size=600), steps=STEPS)
def test_a_shelf_holds_what_a_dictionary_would_however_histories_branch(
    start: dict[int, int], steps: list[tuple[str, int, int]]
) -> None:
    held = [(Shelf(start), dict(start))]
    for kind, key, value in steps:
        shelf, plain = held[value % len(held)] if kind == "back" else held[-1]
        if kind == "drop":
            held.append((shelf.without(key), {k: v for k, v in plain.items() if k != key}))
        else:
            held.append((shelf.having(key, value), {**plain, key: value}))
    for shelf, plain in held:
        assert shelf == plain
        assert plain == shelf
        assert len(shelf) == len(plain)
        assert set(shelf) == set(plain)
        assert [key for key in range(601) if key in shelf] == sorted(plain)


@given(start=st.dictionaries(KEYS, st.integers(), max_size=600), steps=STEPS)
def test_what_changed_is_found(start: dict[int, int], steps: list[tuple[str, int, int]]) -> None:
    before = shelf = Shelf(start)
    for kind, key, value in steps:
        shelf = shelf.without(key) if kind == "drop" else shelf.having(key, value)
    for new, old in ((shelf, before), (before, shelf), (Shelf(shelf), before)):
        differ = {key for key in range(601) if new.get(key) != old.get(key)}
        found = list(new.changed_since(old))
        assert differ <= set(found)
        assert len(set(found)) == len(found)
    assert list(shelf.changed_since(shelf)) == []


def test_keys_keep_the_order_in_which_they_came_and_one_that_comes_back_its_place() -> None:
    shelf = Shelf({"b": 1, "a": 2}).having("c", 3).having("b", 4).without("a")
    assert list(shelf.items()) == [("b", 4), ("c", 3)]
    assert list(shelf.having("a", 5)) == ["b", "a", "c"]
    assert repr(shelf) == "Shelf({'b': 4, 'c': 3})"
