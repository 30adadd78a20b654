"""Draws by lot: fixed places for seeds, units kept apart, and checked afterwards by anyone."""

from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from scoring.rules.brackets import single_elimination, size_for
from scoring.rules.draws import (
    BadTerms,
    Drawn,
    GroupTerms,
    KnockOutTerms,
    Swap,
    Terms,
    announcement,
    commitment,
    deviations,
    draw,
    in_groups,
    lines_by_lot,
    numbered,
    slots,
)
from scoring.rules.grouping import snake
from scoring.rules.propagation import Known, fixtures
from scoring.rules.seeding import NCAA_REGION, seed_groups
from scoring.rules.slots import BYE, Seed
from tests.rules.knock_out import SIZES


def names(count: int) -> tuple[str, ...]:
    return tuple(f"e{number}" for number in range(1, count + 1))


def terms(entries: int, seeded: int, units: Mapping[str, str] | None = None) -> KnockOutTerms[str]:
    return KnockOutTerms(entrants=names(entries), seeded=seeded, units=units or {})


VILLAGES = {"e1": "陈村", "e2": "李村", "e3": "陈村", "e5": "李村", "e6": "陈村", "e7": "张村"}
OTHER = "another"
DRAW = draw(terms(12, 4, VILLAGES), "3f2a-0c77-91d4", "今晚打老虎")


def test_a_draw_once_made_is_made_so_for_ever() -> None:
    assert DRAW.lines == (
        "e1", None, "e5", "e12", "e4", None, "e9", "e11",
        "e10", "e7", None, "e3", "e6", "e8", None, "e2",
    )  # fmt: skip


def test_the_commitment_is_what_sha256sum_gives() -> None:
    text = announcement(DRAW.terms)
    assert text == (
        '{"type":"knock_out","entrants":["e1","e2","e3","e4","e5","e6","e7","e8","e9","e10","e11",'
        '"e12"],"seeded":4,"units":{"e1":"陈村","e2":"李村","e3":"陈村","e5":"李村","e6":"陈村",'
        '"e7":"张村"},"size":null,"order":"bwf","seed_lots":true,"byes":"seeds_first"}'
    )
    printed = sha256(f"3f2a-0c77-91d4\n{text}".encode()).hexdigest()
    assert commitment(DRAW.terms, DRAW.secret) == printed


def _tampered() -> Sequence[tuple[str, Drawn[str], tuple[str, ...]]]:
    first, second, *others = DRAW.lines
    return [
        ("another secret", replace(DRAW, secret=OTHER), ("commitment", "lines")),
        ("another word", replace(DRAW, word="another"), ("lines",)),
        ("lines exchanged", replace(DRAW, lines=(second, first, *others)), ("lines",)),
        (
            "another policy",
            replace(DRAW, terms=replace(terms(12, 4, VILLAGES), byes="bottom_first")),
            ("commitment",),
        ),
        (
            "a unit left out",
            replace(DRAW, terms=replace(terms(12, 4, VILLAGES), units={})),
            ("commitment", "lines"),
        ),
    ]


@pytest.mark.parametrize(
    ("changed", "found"),
    [(changed, found) for _, changed, found in _tampered()],
    ids=[name for name, _, _ in _tampered()],
)
def test_whatever_was_tampered_with_is_found(changed: Drawn[str], found: tuple[str, ...]) -> None:
    published = commitment(DRAW.terms, DRAW.secret)
    assert deviations(DRAW, published) == ()
    assert deviations(changed, published) == found


def test_the_same_units_entered_in_another_order_are_the_same_terms() -> None:
    turned = dict(reversed(VILLAGES.items()))
    assert announcement(terms(12, 4, turned)) == announcement(terms(12, 4, VILLAGES))


def test_swaps_by_hand_are_kept_beside_what_was_drawn() -> None:
    swapped = replace(DRAW, swaps=(Swap(3, 9, "flight delayed"), Swap(9, 10, "asked for")))
    assert deviations(swapped, commitment(DRAW.terms, DRAW.secret)) == ()
    final = swapped.final()
    assert (final[2], final[8], final[9]) == ("e10", "e7", "e5")
    assert swapped.lines == DRAW.lines
    assert Counter(final) == Counter(DRAW.lines)


@pytest.mark.parametrize("line", [0, 17])
def test_a_swap_of_a_line_that_is_not_there_is_found(line: int) -> None:
    swapped = replace(DRAW, swaps=(Swap(3, line, "slip"),))
    assert deviations(swapped, commitment(DRAW.terms, DRAW.secret)) == ("swaps",)


def test_what_was_drawn_makes_a_bracket() -> None:
    sheet = slots(DRAW.terms.entrants, DRAW.final())
    assert sheet[:4] == (Seed(1), BYE, Seed(5), Seed(12))
    bracket = single_elimination(sheet)
    found = fixtures(bracket.matches, numbered(DRAW.terms.entrants), {})
    assert found["main-1-2"].sides == (Known("e5"), Known("e12"))
    assert found["main-2-1"].sides[0] == Known("e1")


@pytest.mark.parametrize("entries", SIZES)
@pytest.mark.parametrize("seeded", [0, 2, 4, 8, 16])
def test_every_size_has_everybody_once_and_byes_with_the_seeds(entries: int, seeded: int) -> None:
    if seeded > entries:
        with pytest.raises(BadTerms):
            lines_by_lot(terms(entries, seeded), "lot")
        return
    lines = lines_by_lot(terms(entries, seeded), "lot")
    assert len(lines) == size_for(entries)
    present = [one for one in lines if one is not None]
    assert sorted(present) == sorted(names(entries))
    pairs = [*zip(lines[::2], lines[1::2], strict=True)]
    assert (None, None) not in pairs
    byes = {one for pair in pairs if None in pair for one in pair if one}
    assert len(byes) == len(lines) - entries
    favoured = names(min(seeded, len(byes)))
    assert byes >= set(favoured)


@pytest.mark.parametrize("lot", [f"lot {number}" for number in range(20)])
@pytest.mark.parametrize(
    ("entries", "seeded", "allowed"),
    [
        (16, 4, [{1}, {16}, {5, 12}]),
        (30, 8, [{1}, {32}, {9, 24}, {5, 13, 20, 28}]),
        (64, 16, [{1}, {64}, {17, 48}, {9, 25, 40, 56}, {5, 13, 21, 29, 36, 44, 52, 60}]),
    ],
    ids=["GCR 12.9 draw of 16", "GCR 12.9 draw of 30", "GCR 12.9 draw of 64"],
)
def test_seeds_draw_lots_for_the_lines_of_their_group(
    entries: int, seeded: int, allowed: list[set[int]], lot: str
) -> None:
    lines = lines_by_lot(terms(entries, seeded), lot)
    where = [{lines.index(f"e{number}") + 1 for number in group} for group in seed_groups(seeded)]
    assert where == allowed


def test_a_bye_goes_along_with_the_seed_who_drew_another_line() -> None:
    """Of 13, three have a bye: seed 3 too, whichever quarter it drew."""
    quarters = set[int]()
    for number in range(20):
        lines = lines_by_lot(terms(13, 4), f"lot {number}")
        at = lines.index("e3")
        quarters.add(at + 1)
        assert lines[at ^ 1] is None
        assert lines[lines.index("e4") ^ 1] is not None
    assert quarters == {5, 12}


def test_without_lots_among_seeds_every_seed_has_a_line() -> None:
    fixed = replace(terms(8, 8), order="recursive", seed_lots=False)
    assert lines_by_lot(fixed, "any") == ("e1", "e8", "e4", "e5", "e2", "e7", "e3", "e6")


def test_lots_give_everybody_every_free_line() -> None:
    drawn = [lines_by_lot(terms(8, 2), f"lot {number}") for number in range(200)]
    seen = {(line, one) for lines in drawn for line, one in enumerate(lines)}
    assert len(seen) == 2 + 6 * 6


@pytest.mark.parametrize(
    "wrong",
    [
        terms(1, 0),
        KnockOutTerms(entrants=("a", "b", "a"), seeded=0),
        replace(terms(5, 0), size=4),
        replace(terms(5, 0), size=12),
        replace(terms(4, 0), seeded=-1),
        replace(terms(15, 15), byes="bottom_first"),
        replace(terms(8, 2), order=NCAA_REGION),
        GroupTerms(entrants=names(4), seeded=0, groups=5),
    ],
    ids=[
        "one entrant",
        "twice",
        "too small",
        "no power of two",
        "minus one",
        "seed on a bye",
        "another size",
        "more groups than entrants",
    ],
)
def test_terms_on_which_nothing_can_be_drawn(wrong: Terms[str]) -> None:
    with pytest.raises(BadTerms):
        draw(wrong, "secret", "word")


def test_a_draw_of_fixed_size_leaves_whole_pairs_empty() -> None:
    lines = lines_by_lot(replace(terms(5, 2), size=16), "lot")
    assert len(lines) == 16
    assert sum(one is not None for one in lines) == 5
    pairs = [*zip(lines[::2], lines[1::2], strict=True)]
    assert sum(pair == (None, None) for pair in pairs) == 3


entries_with_units = st.integers(2, 60).flatmap(
    lambda count: st.tuples(
        st.just(count),
        st.lists(st.sampled_from(["", "a", "b", "c", "d", "e"]), min_size=count, max_size=count),
    )
)


@settings(deadline=None)
@given(entered=entries_with_units, lot=st.text(max_size=5))
def test_without_seeds_every_unit_is_divided_evenly_at_every_level(
    entered: tuple[int, list[str]], lot: str
) -> None:
    count, who = entered
    units = dict(zip(names(count), who, strict=True))
    lines = lines_by_lot(terms(count, 0, units), lot)
    length = len(lines) // 2
    while length:
        for unit in set(who) - {""}:
            for start in range(0, len(lines), 2 * length):
                halves = [
                    sum(units.get(one or "") == unit for one in lines[at : at + length])
                    for at in (start, start + length)
                ]
                assert abs(halves[0] - halves[1]) <= 1
        length //= 2


@pytest.mark.parametrize("lot", [f"lot {number}" for number in range(50)])
def test_members_of_a_seeds_unit_are_drawn_into_the_other_parts(lot: str) -> None:
    units = {
        "e1": "a",
        "e7": "a",
        "e2": "b",
        "e8": "b",
        "e3": "c",
        "e9": "c",
        "e10": "c",
        "e4": "a",
    }
    lines = lines_by_lot(terms(16, 4, units), lot)
    half = {one: line // 8 for line, one in enumerate(lines) if one}
    quarter = {one: line // 4 for line, one in enumerate(lines) if one}
    assert half["e4"] != half["e1"], "lots among seeds 3 and 4 look at units, too"
    assert half["e8"] != half["e2"]
    assert quarter["e7"] not in {quarter["e1"], quarter["e4"]}
    assert len({quarter[one] for one in ("e3", "e9", "e10")}) == 3
    assert {half["e9"], half["e10"]} - {half["e3"]}


def test_a_unit_may_outnumber_all_others() -> None:
    units = dict.fromkeys(names(11), "a")
    lines = lines_by_lot(terms(16, 0, units), "lot")
    pairs = zip(lines[::2], lines[1::2], strict=True)
    assert sum({units.get(one or "") for one in pair} == {"a"} for pair in pairs) == 3


class TestSnake:
    def test_rows_go_to_and_fro(self) -> None:
        assert snake(range(1, 13), 3) == ((1, 6, 7, 12), (2, 5, 8, 11), (3, 4, 9, 10))
        assert snake(range(1, 8), 2) == ((1, 4, 5), (2, 3, 6, 7))

    @pytest.mark.parametrize("groups", [0, -1, 5])
    def test_groups_need_entrants(self, groups: int) -> None:
        with pytest.raises(ValueError, match="groups of 4"):
            snake("abcd", groups)

    def test_members_of_a_unit_change_groups_within_their_row(self) -> None:
        units = {1: "a", 6: "a", 2: "b"}
        groups = snake(range(1, 7), 3, units)
        assert [group[0] for group in groups] == [1, 2, 3]
        assert all(not {1, 6} <= set(group) for group in groups)

    def test_a_choice_that_looked_harmless_is_revised(self) -> None:
        """After two rows in the natural order, both a and b would need the same third group."""
        who = "a b c" + " a b d" + " b a e"
        units = dict(enumerate(who.split()))
        for group in snake(range(9), 3, units):
            assert len({units[one] for one in group}) == 3

    @settings(deadline=None)
    @given(
        groups=st.integers(1, 9),
        who=st.lists(st.sampled_from(["", "a", "b", "c", "d", "e", "f"]), min_size=9, max_size=60),
    )
    def test_every_unit_is_in_every_group_as_often_as_need_be(
        self, groups: int, who: list[str]
    ) -> None:
        units = dict(enumerate(who))
        found = snake(range(len(who)), groups, units)
        assert sorted(one for group in found for one in group) == [*range(len(who))]
        assert [group[0] for group in found] == [*range(groups)]
        for group in found:
            assert [one // groups for one in group] == [*range(len(group))], "one of each row"
        for unit, count in Counter(who).items():
            most = max(sum(units[one] == unit for one in group) for group in found)
            assert not unit or most == -(-count // groups)

    def test_a_draw_into_groups_is_checked_like_any_other(self) -> None:
        entered = GroupTerms(entrants=names(7), seeded=2, groups=2, units={"e1": "a", "e5": "a"})
        drawn = draw(entered, "secret", "word")
        assert drawn.lines == ("e1", "e3", "e6", None, "e2", "e5", "e7", "e4")
        groups = in_groups(drawn.lines, 2)
        assert "e5" in groups[1], "e1 is of the same unit"
        assert deviations(drawn, commitment(entered, "secret")) == ()
        assert deviations(replace(drawn, word="other"), commitment(entered, "secret")) == (
            "lines",
        )
