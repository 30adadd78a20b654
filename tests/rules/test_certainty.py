"""Certain, provisional and out, against every way in which the open results can end."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby, product
from time import perf_counter
from typing import Literal, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from msgspec.structs import replace

from scoring.rules.certainty import State, states
from scoring.rules.cuts import cuts
from scoring.rules.outlook import Outlook, Prospects
from scoring.rules.proof import Ending, prove
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
    Whole,
)

Groups = tuple[tuple[str, ...], ...]
Without = Literal["absent", "unplaced"]


class Ended(NamedTuple):
    """What one open entrant came to: a score, or none."""

    entrant: str
    score: int | Without


def ways(entrant: str, outlook: Outlook) -> list[Ended]:
    assert outlook.worst is not None and outlook.best is not None
    low, high = sorted((int(outlook.worst), int(outlook.best)))
    scores = [Ended(entrant, score) for score in range(low, high + 1)]
    absent = [Ended(entrant, "absent")] if outlook.absent else []
    return [*scores, *absent, *([Ended(entrant, "unplaced")] if outlook.unplaced else [])]


def weak_orders(entrants: Sequence[str]) -> Iterator[Groups]:
    """Every ranking of these, ties and all."""
    if not entrants:
        yield ()
        return
    for chosen in product((True, False), repeat=len(entrants)):
        first = tuple(one for one, taken in zip(entrants, chosen, strict=True) if taken)
        if first:
            rest = [one for one in entrants if one not in first]
            yield from ((first, *others) for others in weak_orders(rest))


def endings(prospects: Prospects[str]) -> Iterator[Field[str]]:
    """Every field that the open results can make of this one."""
    field = prospects.field
    for ended in product(*(ways(one, outlook) for one, outlook in prospects.open.items())):
        new = {one: Fraction(score) for one, score in ended if isinstance(score, int)}
        came = len(new) + sum(score == "unplaced" for _, score in ended)
        counts = Counts(
            entered=field.counts.entered,
            present=field.counts.present + came,
            ranked=field.counts.ranked + len(new),
        )
        scores = {**field.scores, **new}
        for groups in rankings(prospects, scores, frozenset(new)):
            yield replace(field, groups=groups, counts=counts, scores=scores)


def rankings(
    prospects: Prospects[str], scores: Mapping[str, Fraction], new: frozenset[str]
) -> Iterator[Groups]:
    field = prospects.field
    order = sorted(scores, key=lambda one: scores[one], reverse=field.better == "higher")
    classes: list[list[Groups]] = []
    for score, same in groupby(order, key=lambda one: scores[one]):
        equals = list(same)
        if new.isdisjoint(equals):
            classes.append([tuple(one for one in field.groups if scores[one[0]] == score)])
        elif prospects.chain:
            classes.append(list(weak_orders(equals)))
        else:
            classes.append([(tuple(equals),)])
    for parts in product(*classes):
        yield tuple(group for part in parts for group in part)


def by_enumeration(
    prospects: Prospects[str], routes: Sequence[Route[str]]
) -> list[dict[str, State]]:
    """What `states` answers, found out by trying every ending."""
    everyone = {*prospects.field.everyone(), *prospects.open}
    always = [set(everyone) for _ in routes]
    ever: list[set[str]] = [set() for _ in routes]
    for field in endings(prospects):
        for number, cut in enumerate(cuts(field, routes)):
            always[number] &= set(cut.qualifying)
            ever[number] |= {*cut.qualifying, *cut.undecided}
    return [
        {one: _verdict(one, prospects, inside, may) for one in everyone}
        for inside, may in zip(always, ever, strict=True)
    ]


def _verdict(one: str, prospects: Prospects[str], inside: set[str], may: set[str]) -> State:
    if one not in may:
        return "out"
    return "certain" if one in inside and one not in prospects.open else "provisional"


SHARES = st.builds(
    Share, st.sampled_from([25, 50, 75, 100]), st.sampled_from(["entered", "present", "ranked"])
)
SPOTS = st.one_of(st.integers(0, 4), SHARES)
SCORE = st.sampled_from([Fraction(0), Fraction(1), Fraction(3, 2), Fraction(2)])
BEST = st.builds(Best, spots=SPOTS, hard=st.booleans())
BETWEEN = st.integers(1, 4).flatmap(
    lambda first: st.builds(
        Between, first=st.just(first), last=st.one_of(st.none(), st.integers(first, 5))
    )
)
QUOTA = st.builds(
    PerMembership,
    by=st.just("unit"),
    best=st.integers(0, 2),
    counts=st.dictionaries(st.sampled_from("xy"), st.integers(0, 2), max_size=1),
    at_most=st.one_of(st.none(), st.integers(1, 3)),
    wildcards=st.integers(0, 2),
)
SIMPLE: SearchStrategy[Step] = st.one_of(
    BEST,
    st.builds(Reaching, score=SCORE, strict=st.booleans()),
    st.builds(ReachingOrBest, score=SCORE, spots=st.integers(1, 4)),
)
STEPS: SearchStrategy[Step] = st.one_of(SIMPLE, BETWEEN, QUOTA)


@st.composite
def prospects(draw: DrawFn) -> Prospects[str]:
    chain, better = draw(st.booleans()), draw(BETTER)
    scores = {one: Fraction(draw(st.integers(0, 2))) for one in "abcd"[: draw(st.integers(1, 4))]}
    still_open = draw(st.integers(1, 5 - len(scores) if len(scores) > 2 else 2))
    outlooks = {one: draw(outlook(better)) for one in "vwz"[:still_open]}
    ranked = [*draw(st.permutations(sorted(scores)))]
    ranked.sort(key=lambda one: scores[one], reverse=better == "higher")
    groups: list[tuple[str, ...]] = []
    for one in ranked:
        level = bool(groups) and scores[groups[-1][0]] == scores[one]
        if level and (not chain or draw(st.booleans())):
            groups[-1] += (one,)
        else:
            groups.append((one,))
    units = {one: draw(st.sampled_from(["x", "y", ""])) for one in (*scores, *outlooks)}
    present = len(scores) + draw(st.integers(0, 1))
    counts = Counts(
        entered=present + len(outlooks) + draw(st.integers(0, 1)),
        present=present,
        ranked=len(scores),
    )
    field = Field(
        groups=tuple(groups),
        counts=counts,
        scores=scores,
        better=better,
        membership={"unit": {one: unit for one, unit in units.items() if unit}},
    )
    return Prospects(field=field, open=outlooks, chain=chain)


@st.composite
def outlook(draw: DrawFn, better: Better) -> Outlook:
    low, high = sorted((draw(st.integers(0, 2)), draw(st.integers(0, 2))))
    worst, best = (low, high) if better == "higher" else (high, low)
    return Outlook(
        worst=Fraction(worst),
        best=Fraction(best),
        absent=draw(st.booleans()),
        unplaced=draw(st.booleans()),
    )


BETTER: SearchStrategy[Better] = st.sampled_from(["higher", "lower"])
TIES: SearchStrategy[TiePolicy] = st.sampled_from(
    ["all_in", "all_out", "all_in", "all_out", "chain", "lots", "run_off"]
)
ORDERS = st.one_of(
    st.just(()),
    st.permutations("abcd").map(lambda order: ({one: at for at, one in enumerate(order, 1)},)),
)


def route(steps: SearchStrategy[Step], most: int) -> SearchStrategy[Route[str]]:
    return st.builds(
        Route,
        steps=st.lists(steps, min_size=1, max_size=most).map(tuple),
        tie=TIES,
        orders=ORDERS,
    )


@settings(max_examples=400, deadline=None)
@given(prospects=prospects(), routes=st.lists(route(STEPS, 3), min_size=1, max_size=2).map(tuple))
def test_certain_and_out_hold_in_every_ending(
    prospects: Prospects[str], routes: tuple[Route[str], ...]
) -> None:
    found, true = states(prospects, routes), by_enumeration(prospects, routes)
    for verdicts, really in zip(found, true, strict=True):
        assert set(verdicts) == set(really)
        for one, verdict in verdicts.items():
            assert verdict in {"provisional", really[one]}, one


@settings(max_examples=400, deadline=None)
@given(prospects=prospects(), route=route(SIMPLE, 1))
def test_with_a_single_plain_step_nobody_is_provisional_without_need(
    prospects: Prospects[str], route: Route[str]
) -> None:
    (found,), (true,) = states(prospects, [route]), by_enumeration(prospects, [route])
    assert found == true


@settings(max_examples=200, deadline=None)
@given(prospects=prospects(), route=route(STEPS, 2))
def test_a_proof_shows_two_endings_that_can_happen(
    prospects: Prospects[str], route: Route[str]
) -> None:
    ended = list(endings(prospects))
    for one, state in states(prospects, [route])[0].items():
        proof = prove(prospects, [route], 0, one)
        assert proof is not None and proof.state == state
        for ending in (proof.worst, proof.best):
            assert any(comes_to(ending, field, prospects) for field in ended)
        if state != "provisional":
            assert proof.worst.qualifies == proof.best.qualifies == (state == "certain")


def comes_to(ending: Ending[str], field: Field[str], prospects: Prospects[str]) -> bool:
    new = {one: score for one, score in field.scores.items() if one in prospects.open}
    counts = prospects.field.counts
    return new == ending.scores and (
        field.counts.present == counts.present + len(new) + len(ending.unplaced)
    )


@settings(max_examples=200, deadline=None)
@given(prospects=prospects(), route=route(SIMPLE, 1))
def test_a_settled_entrant_in_doubt_has_one_ending_in_and_one_out(
    prospects: Prospects[str], route: Route[str]
) -> None:
    decided = replace(route, tie="all_in" if route.orders else "all_out")
    for one, state in states(prospects, [decided])[0].items():
        if state == "provisional" and one not in prospects.open:
            proof = prove(prospects, [decided], 0, one)
            assert proof is not None
            assert (proof.worst.qualifies, proof.best.qualifies) == (False, True)


def field_of(*scores: int, better: Better = "higher", entered: int = 0) -> Field[str]:
    return Field(
        groups=tuple((f"{place}",) for place in range(1, len(scores) + 1)),
        counts=Counts(entered=entered or len(scores), present=len(scores), ranked=len(scores)),
        scores={f"{place}": Fraction(score) for place, score in enumerate(scores, 1)},
        better=better,
        membership={},
    )


def best_of(spots: int | Share, tie: TiePolicy = "all_in") -> Route[str]:
    return Route(steps=(Best(spots=spots),), tie=tie)


ANYTHING = Outlook()
LATE_OR_ABSENT = Outlook(absent=True)


def in_state(found: Mapping[str, State], state: State) -> list[str]:
    return [one for one, verdict in found.items() if verdict == state]


@pytest.mark.parametrize("of", ["present", "ranked"])
def test_case_09_seventy_are_certain_and_five_provisional(of: Whole) -> None:
    field = field_of(*range(1000, 905, -1), entered=100)
    late = {f"late {number}": LATE_OR_ABSENT for number in range(5)}
    route = best_of(Share(75, of))
    (found,) = states(Prospects(field=field, open=late, chain=False), [route])
    assert in_state(found, "certain") == [f"{place}" for place in range(1, 71)]
    assert in_state(found, "provisional") == [*(f"{place}" for place in range(71, 76)), *late]
    (absent,) = states(Prospects(field=field, open={}, chain=False), [route])
    assert len(in_state(absent, "certain")) == 71


def test_case_12_one_unfinished_leaves_the_first_two_certain() -> None:
    field = field_of(1000, 1100, 1200, better="lower", entered=4)
    prospects = Prospects(field=field, open={"u": ANYTHING}, chain=False)
    (found,) = states(prospects, [best_of(3)])
    assert found == {"1": "certain", "2": "certain", "3": "provisional", "u": "provisional"}
    certain, doubtful = (prove(prospects, [best_of(3)], 0, one) for one in "23")
    assert certain is not None and (certain.worst.place, certain.worst.qualifies) == (3, True)
    assert doubtful is not None and (doubtful.worst.place, doubtful.worst.qualifies) == (4, False)
    assert (doubtful.best.place, doubtful.best.qualifies) == (3, True)
    assert prove(prospects, [best_of(3)], 0, "nobody") is None


def test_case_13_two_whose_best_lies_below_the_second() -> None:
    field = field_of(1000, 1100, 1200, better="lower", entered=5)
    between = {"u": Outlook(best=Fraction(1150)), "v": Outlook(best=Fraction(1150))}
    (found,) = states(Prospects(field=field, open=between, chain=False), [best_of(3)])
    assert [found[one] for one in "123"] == ["certain", "certain", "provisional"]


def test_case_14_who_lacks_marks_is_never_certain_even_when_leading() -> None:
    leads = {"u": Outlook(worst=Fraction(99), best=Fraction(100))}
    prospects = Prospects(field=field_of(90, 80), open=leads, chain=True)
    for route in (best_of(3), Route(steps=(Reaching(score=Fraction(50)),), tie="all_in")):
        assert states(prospects, [route])[0]["u"] == "provisional"


def test_who_cannot_reach_the_line_any_more_is_out() -> None:
    weak = {"u": Outlook(best=Fraction(85))}
    prospects = Prospects(field=field_of(90, 88, 80, entered=4), open=weak, chain=True)
    assert states(prospects, [best_of(2)]) == (
        {"1": "certain", "2": "certain", "3": "out", "u": "out"},
    )


def test_a_tie_that_waits_for_a_lot_is_provisional() -> None:
    field = replace(field_of(9, 8, 8), groups=(("1",), ("2", "3")))
    (found,) = states(Prospects(field=field, open={}, chain=False), [best_of(2, "lots")])
    assert found == {"1": "certain", "2": "provisional", "3": "provisional"}


def test_a_ranking_by_other_than_score_proves_nothing() -> None:
    field = replace(field_of(7, 8, 9), groups=(("1",), ("2",), ("3",)))
    prospects = Prospects(field=field, open={"u": ANYTHING}, chain=False)
    assert set(states(prospects, [best_of(3)])[0].values()) == {"provisional"}
    unscored = replace(prospects, field=replace(field, scores={}))
    assert set(states(unscored, [best_of(3)])[0].values()) == {"provisional"}


def test_places_that_lead_to_two_stages() -> None:
    field = field_of(9, 8, 7, 6, entered=5)
    routes: list[Route[str]] = [
        Route(steps=(Between(first=1, last=1),), tie="all_in"),
        Route(steps=(Between(first=2, last=3),), tie="all_in"),
    ]
    final, semi = states(
        Prospects(field=field, open={"u": Outlook(best=Fraction(15, 2))}, chain=False), routes
    )
    assert final == {"1": "certain", "2": "out", "3": "out", "4": "out", "u": "out"}
    assert semi == {
        "1": "out",
        "2": "certain",
        "3": "provisional",
        "4": "out",
        "u": "provisional",
    }


def test_ten_thousand_are_told_quickly() -> None:
    size, late = 10_000, 1_000
    field = field_of(*range(2 * size, size + late, -1), entered=size)
    outlooks = {f"late {number}": LATE_OR_ABSENT for number in range(late)}
    prospects = Prospects(field=field, open=outlooks, chain=True)
    started = perf_counter()
    states(prospects, [best_of(Share(75, "present"))])
    assert perf_counter() - started < 1
