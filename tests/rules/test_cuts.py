"""Who qualifies, and what happens to a tie at the line."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from msgspec.structs import replace

from scoring.rules.cuts import Cut, Excluded, cut, cuts
from scoring.rules.lots import drawn_order
from scoring.rules.routes import (
    Best,
    Better,
    Between,
    Counts,
    Field,
    PerMembership,
    Reaching,
    ReachingOrBest,
    Route,
    Share,
    Step,
    TiePolicy,
)
from scoring.rules.succession import Change, leaver, replacement

Groups = tuple[tuple[str, ...], ...]


def field(
    scores: Mapping[str, int],
    *,
    better: Better = "higher",
    entered: int | None = None,
    present: int | None = None,
    units: Mapping[str, str] | None = None,
) -> Field[str]:
    """A field ranked by score alone."""
    groups = tuple(
        tuple(one for one in scores if scores[one] == score)
        for score in sorted(set(scores.values()), reverse=better == "higher")
    )
    came = len(scores) if present is None else present
    return Field(
        groups=groups,
        counts=Counts(entered=entered or came, present=came, ranked=len(scores)),
        scores={one: Fraction(score) for one, score in scores.items()},
        better=better,
        membership={"unit": units or {}},
    )


def way(
    *steps: Step,
    tie: TiePolicy = "all_in",
    orders: Sequence[Mapping[str, int]] = (),
    more: int = 0,
) -> Route[str]:
    return Route(steps=steps, tie=tie, orders=tuple(orders), alternates=more)


def best(count: int) -> Best:
    return Best(spots=count)


def cap(percent: int) -> Best:
    return Best(spots=Share(percent, "ranked"), hard=True)


def numbered(count: int) -> dict[str, int]:
    """Entrants 1st, 2nd, ... with falling scores."""
    return {f"{place}": 100 - place for place in range(1, count + 1)}


TIED_THIRD = field({"a": 95, "b": 94, "c": 93, "d": 93, "e": 90})
"""Places 1, 2, 3, 3, 5."""


def test_case_01_a_tie_across_the_line_stays_out() -> None:
    found = cut(TIED_THIRD, way(best(3), cap(75), tie="all_out"))
    assert found.qualifying == ("a", "b")
    assert found.tied_at_line == ("c", "d")
    assert found.excluded == (Excluded("c", 0, "tie"), Excluded("d", 0, "tie"))


def test_case_01_the_cap_shuts_the_tie_out_under_all_in_too() -> None:
    found = cut(TIED_THIRD, way(best(3), cap(75)))
    assert found.qualifying == ("a", "b")
    assert found.excluded == (Excluded("c", 1, "tie"), Excluded("d", 1, "tie"))


def test_case_02_the_cap_takes_the_last_place() -> None:
    found = cut(field(numbered(5)), way(best(4), cap(75)))
    assert found.qualifying == ("1", "2", "3")
    assert found.excluded == (Excluded("4", 1, "cap"),)


def test_case_03_a_percentage_is_rounded_down() -> None:
    assert len(cut(field(numbered(5)), way(Best(spots=Share(50, "present")))).qualifying) == 2


def test_case_04_lower_is_better_and_a_strict_line_is_not_reached_by_itself() -> None:
    times = field({"a": 1000, "b": 1100, "c": 1200, "d": 1300}, better="lower")
    strict = Reaching(score=Fraction(1200), strict=True)
    assert cut(times, way(strict)).qualifying == ("a", "b")
    assert cut(times, way(replace(strict, strict=False))).qualifying == ("a", "b", "c")


def test_a_score_reaches_itself() -> None:
    scores = field({"a": 96, "b": 95, "c": 94})
    at_least = Reaching(score=Fraction(95))
    assert cut(scores, way(at_least)).qualifying == ("a", "b")
    assert cut(scores, way(replace(at_least, strict=True))).qualifying == ("a",)


def test_case_05_without_a_cap_a_tie_goes_in() -> None:
    assert cut(TIED_THIRD, way(best(3))).qualifying == ("a", "b", "c", "d")


@pytest.mark.parametrize("tie", ["chain", "lots", "run_off"])
def test_case_06_a_tie_that_waits_admits_none_until_it_is_settled(tie: TiePolicy) -> None:
    waits = cut(TIED_THIRD, way(best(3), tie=tie))
    assert (waits.qualifying, waits.undecided) == (("a", "b"), ("c", "d"))
    assert waits.tied_at_line == ("c", "d")
    drawn = {one: place for place, one in enumerate(drawn_order(["c", "d"], "seed-2024"), 1)}
    first = min(drawn, key=lambda one: drawn[one])
    settled = cut(TIED_THIRD, way(best(3), tie=tie, orders=[drawn]))
    assert settled.qualifying == ("a", "b", first)
    assert settled.undecided == settled.tied_at_line == ()


def test_case_06_the_numbers_under_each_decided_policy() -> None:
    assert len(cut(TIED_THIRD, way(best(3), tie="all_in")).qualifying) == 4
    assert len(cut(TIED_THIRD, way(best(3), tie="all_out")).qualifying) == 2


def test_an_order_that_knows_only_some_of_those_tied_settles_nothing() -> None:
    three = field({"a": 9, "b": 8, "c": 8, "d": 8})
    waits = cut(three, way(best(2), tie="lots", orders=[{"b": 1, "c": 2}]))
    assert (waits.qualifying, waits.undecided) == (("a",), ("b", "c", "d"))


def test_what_the_chain_leaves_tied_is_settled_by_the_next_order() -> None:
    three = field({"a": 9, "b": 8, "c": 8, "d": 8})
    chain = {"b": 2, "c": 1, "d": 2}
    assert cut(three, way(best(2), tie="chain", orders=[chain])).qualifying == ("a", "c")
    waits = cut(three, way(best(3), tie="chain", orders=[chain]))
    assert (waits.qualifying, waits.undecided) == (("a", "c"), ("b", "d"))
    settled = cut(three, way(best(3), tie="chain", orders=[chain, {"d": 1, "b": 2}]))
    assert settled.qualifying == ("a", "c", "d")


def test_case_07_an_empty_field_qualifies_nobody() -> None:
    for step in (best(3), cap(75), ReachingOrBest(score=Fraction(9), spots=3)):
        assert cut(field({}), way(step, more=2)) == Cut()


def test_case_08_more_places_than_entrants_invent_nobody() -> None:
    assert cut(field(numbered(3)), way(best(9), more=2)) == Cut(qualifying=("1", "2", "3"))


def test_case_09_settled_as_absent_the_percentage_is_of_those_present() -> None:
    settled = field(numbered(95), entered=100, present=95)
    assert len(cut(settled, way(Best(spots=Share(75, "present")))).qualifying) == 71
    assert len(cut(settled, way(Best(spots=Share(75, "entered")))).qualifying) == 75


def test_case_10_half_of_nine_and_half_of_eight_are_four() -> None:
    nine = field(numbered(8), present=9)
    for of in ("present", "ranked"):
        assert len(cut(nine, way(Best(spots=Share(50, of)))).qualifying) == 4


def test_case_11_empties_settled_as_absent_are_not_counted() -> None:
    half = way(Best(spots=Share(50, "present")))
    assert len(cut(field(numbered(8), entered=12, present=8), half).qualifying) == 4


EIGHT = field(numbered(8))
TOP_FOUR = ("1", "2", "3", "4")


def test_case_15_the_fifth_comes_in_for_the_second() -> None:
    assert replacement(EIGHT, way(best(4)), TOP_FOUR, "2") == Change(comes=("5",))


def test_case_16_a_tie_for_the_free_place_follows_the_policy() -> None:
    tied = field({**numbered(4), "5": 90, "6": 90, "7": 80})
    assert replacement(tied, way(best(4)), TOP_FOUR, "2").comes == ("5", "6")
    capped = way(best(4), Best(spots=4, hard=True))
    assert replacement(tied, capped, TOP_FOUR, "2") == Change()
    assert replacement(tied, way(best(4), Best(spots=5, hard=True)), TOP_FOUR, "2").comes == (
        "5",
        "6",
    )
    assert replacement(tied, way(best(4), tie="all_out"), TOP_FOUR, "2") == Change()
    waits = replacement(tied, way(best(4), tie="lots"), TOP_FOUR, "2")
    assert waits == Change(undecided=("5", "6"))
    drawn = way(best(4), tie="lots", orders=[{"6": 1, "5": 2}])
    assert replacement(tied, drawn, TOP_FOUR, "2") == Change(comes=("6",))


def test_case_17_who_came_in_must_leave_when_the_quitter_returns() -> None:
    back = leaver(EIGHT, way(best(4)), ("1", "3", "4", "5"), "2")
    assert back == Change(comes=("2",), leaves=("5",))


def test_who_did_not_qualify_displaces_nobody() -> None:
    assert leaver(EIGHT, way(best(4)), TOP_FOUR, "7") == Change()


def test_an_entrant_whom_the_organizer_took_in_stays() -> None:
    back = leaver(EIGHT, way(best(4)), ("1", "3", "4", "5", "8"), "2")
    assert back.leaves == ("5",)


def test_who_returns_into_a_tie_waits_with_the_others() -> None:
    tied = field({"a": 9, "b": 8, "c": 8, "d": 7})
    back = leaver(tied, way(best(2), tie="lots"), ("a", "b"), "c")
    assert back == Change(undecided=("c", "b"))


def test_case_19_a_corrected_entrant_keeps_the_corrected_rank_and_frees_the_place() -> None:
    corrected = field({**numbered(8), "2": 94})
    assert corrected.groups[4] == ("2", "6") or corrected.groups[4] == ("6", "2")
    assert replacement(corrected, way(best(4)), TOP_FOUR, "2", still_ranked=True).comes == ("5",)


def test_case_19_a_tie_with_the_corrected_entrant_remains_a_tie() -> None:
    corrected = field({**numbered(8), "2": 95})
    policy = way(best(4), tie="all_out")
    assert replacement(corrected, policy, TOP_FOUR, "2", still_ranked=True) == Change()
    assert replacement(corrected, policy, TOP_FOUR, "2").comes == ("5",)


def test_case_19_the_percentage_still_counts_who_was_removed() -> None:
    corrected = field({**numbered(8), "2": 50})
    half = way(Best(spots=Share(50, "ranked")))
    for still_ranked in (True, False):
        found = replacement(corrected, half, TOP_FOUR, "2", still_ranked=still_ranked)
        assert found.comes == ("5",)


AUTO = ReachingOrBest(score=Fraction(75), spots=10)


def test_case_21_everyone_at_the_score_goes_beyond_the_spots() -> None:
    twelve = field({f"{place}": 87 - place for place in range(1, 21)})
    found = cut(twelve, way(AUTO, more=1))
    assert found.qualifying == tuple(f"{place}" for place in range(1, 13))
    assert found.alternates == (("13",),)


def test_case_21_spots_that_remain_go_by_rank_and_the_next_is_the_alternate() -> None:
    seven = field({f"{place}": 82 - place for place in range(1, 21)})
    found = cut(seven, way(AUTO, more=1))
    assert found.qualifying == tuple(f"{place}" for place in range(1, 11))
    assert found.alternates == (("11",),)


@pytest.mark.parametrize(
    ("tie", "size", "undecided", "alternates"),
    [
        ("all_in", 11, (), (("12",),)),
        ("all_out", 9, (), (("10", "11"),)),
        ("lots", 9, ("10", "11"), (("12",),)),
    ],
)
def test_case_21_a_tie_at_the_last_spot_follows_the_policy(
    tie: TiePolicy, size: int, undecided: tuple[str, ...], alternates: Groups
) -> None:
    tied = field({f"{place}": 82 - place for place in range(1, 21)} | {"11": 72})
    found = cut(tied, way(AUTO, tie=tie, more=1))
    assert len(found.qualifying) == size
    assert (found.undecided, found.alternates) == (undecided, alternates)


RANGES = (
    way(Between(first=1, last=2)),
    way(Between(first=3, last=10)),
    way(Between(first=11, last=None)),
)


def test_case_22_every_place_leads_to_one_stage() -> None:
    final, semi, repechage = cuts(field(numbered(14)), RANGES)
    assert final.qualifying == ("1", "2")
    assert semi.qualifying == tuple(f"{place}" for place in range(3, 11))
    assert repechage.qualifying == ("11", "12", "13", "14")


@pytest.mark.parametrize(
    ("tie", "final", "semi"),
    [("all_in", ("a", "b", "c"), ("d",)), ("all_out", ("a",), ("b", "c", "d"))],
)
def test_case_22_a_tie_across_two_ranges_goes_to_one_of_them(
    tie: TiePolicy, final: tuple[str, ...], semi: tuple[str, ...]
) -> None:
    tied = field({"a": 9, "b": 8, "c": 8, "d": 7})
    routes = [replace(one, tie=tie) for one in RANGES]
    assert [one.qualifying for one in cuts(tied, routes)] == [final, semi, ()]


def test_case_22_while_a_tie_waits_nobody_tied_lands_anywhere() -> None:
    tied = field({"a": 9, "b": 8, "c": 8, "d": 7})
    final, semi, repechage = cuts(tied, [replace(one, tie="lots") for one in RANGES])
    assert (final.qualifying, final.undecided) == (("a",), ("b", "c"))
    assert (semi.qualifying, semi.undecided) == (("d",), ("b", "c"))
    assert repechage == Cut()


def test_the_best_of_those_left_wait_while_it_is_open_who_is_left() -> None:
    tied = field({"a": 9, "b": 8, "c": 8, "d": 7, "e": 6})
    final, semi = cuts(tied, [way(best(2), tie="lots"), way(best(2), tie="lots")])
    assert (final.qualifying, final.undecided) == (("a",), ("b", "c"))
    assert semi.qualifying == ()
    assert semi.undecided == ("b", "c", "d", "e")
    drawn = way(best(2), tie="lots", orders=[{"c": 1, "b": 2}])
    assert [one.qualifying for one in cuts(tied, [drawn, drawn])] == [("a", "c"), ("b", "d")]


REGIONS = field(
    {"n1": 99, "n2": 98, "n3": 97, "n4": 96, "s1": 95, "s2": 90, "e1": 80, "x": 70},
    units={
        "n1": "north",
        "n2": "north",
        "n3": "north",
        "n4": "north",
        "s1": "south",
        "s2": "south",
        "e1": "east",
    },
)
QUOTA = PerMembership(by="unit", best=1, counts={}, wildcards=1)


def test_case_23_quota_first_then_wildcards_and_the_excluded_are_named() -> None:
    found = cut(REGIONS, way(QUOTA, more=1))
    assert found.qualifying == ("n1", "n2", "s1", "e1")
    assert found.excluded == tuple(Excluded(one, 0, "quota") for one in ("n3", "n4", "s2"))
    assert found.alternates == (("n3",),)


def test_case_23_a_limit_per_region_holds_for_wildcards_too() -> None:
    found = cut(REGIONS, way(replace(QUOTA, wildcards=3, at_most=2), more=1))
    assert found.qualifying == ("n1", "n2", "s1", "s2", "e1", "x")
    assert found.excluded == (Excluded("n3", 0, "at_most"), Excluded("n4", 0, "at_most"))
    assert found.alternates == ()


def test_another_number_of_places_for_one_region() -> None:
    step = replace(QUOTA, counts={"north": 0, "south": 2}, wildcards=0)
    assert cut(REGIONS, way(step)).qualifying == ("s1", "s2", "e1")


def test_who_belongs_nowhere_has_wildcards_only() -> None:
    strangers = field({"a": 9, "b": 8}, units={"a": ""})
    assert cut(strangers, way(replace(QUOTA, wildcards=0))) == Cut()
    assert cut(strangers, way(QUOTA)).qualifying == ("a",)


def test_the_replacement_comes_from_the_own_region() -> None:
    going = ("n1", "n2", "s1", "e1")
    assert replacement(REGIONS, way(QUOTA), going, "s1").comes == ("s2",)
    assert replacement(REGIONS, way(QUOTA), going, "e1").comes == ()


@pytest.mark.parametrize(
    ("tie", "qualifying", "undecided"),
    [
        ("all_in", ("n1", "n2", "s1"), ()),
        ("all_out", ("s1",), ()),
        ("lots", ("s1",), ("n1", "n2")),
    ],
)
def test_a_tie_for_the_place_of_a_region(
    tie: TiePolicy, qualifying: tuple[str, ...], undecided: tuple[str, ...]
) -> None:
    units = {"n1": "north", "n2": "north", "s1": "south"}
    tied = field({"n1": 9, "n2": 9, "s1": 8}, units=units)
    found = cut(tied, way(replace(QUOTA, wildcards=0), tie=tie))
    assert (found.qualifying, found.undecided) == (qualifying, undecided)
    assert found.tied_at_line == ("n1", "n2")


def test_a_tie_for_a_region_is_no_matter_where_wildcards_take_both() -> None:
    tied = field({"n1": 9, "n2": 9, "s1": 8}, units={"n1": "n", "n2": "n", "s1": "s"})
    found = cut(tied, way(replace(QUOTA, wildcards=2), tie="lots"))
    assert found == Cut(qualifying=("n1", "n2", "s1"))


def test_case_24_a_failure_admits_nobody() -> None:
    broken = field({"a": 9, "b": 8})
    assert cut(replace(broken, scores={}), way(Reaching(score=Fraction(1)))).qualifying == ()
    assert cut(broken, way()) == Cut()
    assert cuts(broken, ()) == ()
    with pytest.raises(AssertionError):
        cut(broken, Route(steps=("anything",), tie="all_in"))  # type: ignore[arg-type]


def test_a_tie_that_another_step_shuts_out_is_none_at_the_line() -> None:
    for steps in (
        (best(3), Reaching(score=Fraction(94))),
        (Reaching(score=Fraction(94)), best(3)),
    ):
        assert cut(TIED_THIRD, way(*steps)) == Cut(qualifying=("a", "b"))


def test_who_stays_out_for_a_tie_is_named_also_when_later_steps_follow() -> None:
    found = cut(TIED_THIRD, way(best(3), Reaching(score=Fraction(90)), tie="all_out"))
    assert (found.qualifying, found.tied_at_line) == (("a", "b"), ("c", "d"))


def test_a_cap_of_a_waiting_tie_keeps_those_below_waiting() -> None:
    tied = field({"a": 9, "b": 9, "c": 8}, units={"a": "n", "b": "n", "c": "s"})
    quota = replace(QUOTA, wildcards=0)
    for spots in (1, 2):
        found = cut(tied, way(quota, Best(spots=spots, hard=True), tie="lots"))
        assert (found.qualifying, found.undecided) == ((), ("a", "b", "c"))
    found = cut(tied, way(quota, Best(spots=3, hard=True), tie="lots"))
    assert (found.qualifying, found.undecided) == (("c",), ("a", "b"))


NAMES = "abcdefgh"
STEPS: SearchStrategy[Step] = st.one_of(
    st.builds(Best, spots=st.integers(0, 6), hard=st.booleans()),
    st.builds(Best, spots=st.integers(1, 100).map(lambda percent: Share(percent, "ranked"))),
    st.builds(Reaching, score=st.integers(0, 4).map(Fraction), strict=st.booleans()),
    st.builds(ReachingOrBest, score=st.integers(0, 4).map(Fraction), spots=st.integers(1, 6)),
    st.builds(Between, first=st.integers(1, 4), last=st.one_of(st.none(), st.integers(4, 7))),
    st.builds(
        PerMembership,
        by=st.just("unit"),
        best=st.integers(0, 2),
        counts=st.just({}),
        at_most=st.one_of(st.none(), st.integers(1, 3)),
        wildcards=st.integers(0, 3),
    ),
)
TIES: SearchStrategy[TiePolicy] = st.sampled_from(
    ["all_in", "all_out", "chain", "lots", "run_off"]
)
ORDERS = st.lists(st.dictionaries(st.sampled_from(NAMES), st.integers(1, 3)), max_size=2).map(
    tuple
)
ROUTES = st.lists(
    st.builds(
        Route,
        steps=st.lists(STEPS, min_size=1, max_size=3).map(tuple),
        tie=TIES,
        orders=ORDERS,
        alternates=st.integers(0, 3),
    ),
    min_size=1,
    max_size=3,
)


@st.composite
def fields(draw: DrawFn) -> Field[str]:
    size = draw(st.integers(0, len(NAMES)))
    scores = {one: draw(st.integers(0, 4)) for one in NAMES[:size]}
    units = {one: draw(st.sampled_from(["n", "s", ""])) for one in scores}
    return field(scores, units=units)


def as_sets(found: Sequence[Cut[str]]) -> list[object]:
    return [
        (
            set(one.qualifying),
            set(one.tied_at_line),
            set(one.undecided),
            [set(group) for group in one.alternates],
            {(each.entrant, each.step, each.reason) for each in one.excluded},
        )
        for one in found
    ]


@given(field=fields(), routes=ROUTES, data=st.data())
def test_the_order_of_rows_decides_nothing(
    field: Field[str], routes: list[Route[str]], data: st.DataObject
) -> None:
    shuffled = tuple(tuple(data.draw(st.permutations(group))) for group in field.groups)
    moved = replace(field, groups=shuffled)
    assert as_sets(cuts(field, routes)) == as_sets(cuts(moved, routes))


@given(field=fields(), routes=ROUTES)
def test_nobody_is_in_two_places(field: Field[str], routes: list[Route[str]]) -> None:
    everyone = list(field.everyone())
    found = cuts(field, routes)
    taken = [one for each in found for one in each.qualifying]
    assert len(taken) == len(set(taken))
    for number, (each, way_on) in enumerate(zip(found, routes, strict=True)):
        named = [one for group in each.alternates for one in group]
        kinds = [*each.qualifying, *each.undecided, *named]
        assert len(kinds) == len(set(kinds))
        assert set(kinds) <= set(everyone)
        assert list(each.qualifying) == [one for one in everyone if one in each.qualifying] or (
            way_on.orders
        )
        assert not {one.entrant for one in each.excluded}.intersection(each.qualifying)
        if way_on.tie in {"all_in", "all_out"} and not number:
            assert each.undecided == ()


@given(field=fields(), routes=ROUTES, data=st.data())
def test_settling_a_tie_admits_only_those_who_waited(
    field: Field[str], routes: list[Route[str]], data: st.DataObject
) -> None:
    waiting = [replace(one, orders=(), tie="lots") for one in routes]
    order = {one: at for at, one in enumerate(data.draw(st.permutations(NAMES)), 1)}
    drawn = [replace(one, orders=(order,)) for one in waiting]
    for before, after in zip(cuts(field, waiting), cuts(field, drawn), strict=True):
        assert set(before.qualifying) <= set(after.qualifying)
        assert set(after.qualifying) <= {*before.qualifying, *before.undecided}
        assert after.undecided == ()
