"""The Skating System, Rules 1 to 11, against worked examples of the DTV and the WDSF.

The examples are data beside the project and not part of it.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias, TypedDict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.rules.cuts import cut
from scoring.rules.placings import NotPlaced, Number, mean_places, rank_sum
from scoring.rules.routes import Best, Counts, Field, Route
from scoring.rules.skating_system import (
    NotARanking,
    Result,
    Step,
    WrongNumberOfCrosses,
    dance,
    final,
    majority,
    recalls,
)

FOLDER = Path(__file__).parents[2].parent / "shared" / "data" / "skating-system"

ByJudge: TypeAlias = dict[str, dict[str, int]]


class Couple(TypedDict):
    """A couple in one dance of an example: its placings by judge, and the official place."""

    judges: list[int]
    place: Fraction


class Example(TypedDict):
    """A final of the DTV regulations, couples in the same order in every dance."""

    example: str
    dances: list[list[Couple]]
    final: list[Fraction]


def loaded(name: str) -> Any:  # noqa: ANN401 - each file has a shape of its own
    path = FOLDER / name
    if not path.is_file():
        pytest.skip(f"worked examples are not at hand: no file {path.name} in {FOLDER.name}")
    with path.open(encoding="utf-8") as stream:
        return json.load(stream, parse_float=Fraction)


def ballots(couples: Mapping[str, str | Sequence[int]]) -> ByJudge:
    """Turn placings by judge of each couple into ballots of J1, J2, ..."""
    rows = {couple: [int(mark) for mark in marks] for couple, marks in couples.items()}
    judges = len(next(iter(rows.values())))
    return {
        f"J{judge + 1}": {couple: row[judge] for couple, row in rows.items()}
        for judge in range(judges)
    }


def numbered(rows: Sequence[Sequence[int]]) -> ByJudge:
    return ballots(dict(zip(names(rows), rows, strict=True)))


def names(couples: Sequence[object]) -> list[str]:
    return [str(number) for number in range(1, len(couples) + 1)]


def in_order(result: Result[str], couples: Collection[str]) -> list[Fraction]:
    return [result.places[couple] for couple in couples]


def placed(couples: Mapping[str, str | Sequence[int]], *, h2h: bool = False) -> list[Fraction]:
    """The places of one dance, in the order in which the couples are given."""
    by_judge = ballots(couples)
    if not h2h:
        assert dance(by_judge) == majority(by_judge)
    return in_order(majority(by_judge, two_equal_head_to_head=h2h), couples)


HALF = Fraction(1, 2)


# Rule 1


def test_rule_1_counts_crosses_and_groups_equals() -> None:
    by_judge = {"J1": ["a", "b"], "J2": ["b", "c"], "J3": ["b", "a"], "J4": ["d", "c"]}
    found = recalls(["a", "b", "c", "d", "e"], by_judge, called=2)
    assert found.crosses == {"a": 2, "b": 3, "c": 2, "d": 1, "e": 0}
    assert found.groups == (("b",), ("a", "c"), ("d",), ("e",))
    field = Field(
        groups=found.groups,
        counts=Counts(entered=4, present=4, ranked=4),
        scores={one: Fraction(crosses) for one, crosses in found.crosses.items()},
        membership={},
    )
    onward = cut(field, Route(steps=(Best(spots=2),), tie="all_in"))
    assert onward.qualifying == ("b", "a", "c")
    assert onward.tied_at_line == ("a", "c")


@pytest.mark.parametrize(
    ("ballot", "marked"),
    [
        pytest.param(["a"], 1, id="too few"),
        pytest.param(["a", "b", "c"], 3, id="too many"),
        pytest.param(["a", "x"], 1, id="one who is not in the round"),
        pytest.param(["a", "a"], 1, id="one twice"),
        pytest.param([], 0, id="none"),
    ],
)
def test_rule_1_refuses_any_other_number_of_crosses(ballot: list[str], marked: int) -> None:
    with pytest.raises(WrongNumberOfCrosses) as caught:
        recalls(["a", "b", "c"], {"J1": ["a", "b"], "J2": ballot}, called=2)
    assert (caught.value.judge, caught.value.marked, caught.value.called) == ("J2", marked, 2)
    assert str(caught.value) == f"judge J2 marked {marked} of this round, 2 are called"


# Rules 2 to 4


@pytest.mark.parametrize(
    ("ballot", "named"),
    [
        pytest.param({"a": 1, "b": 1}, "J2", id="Rule 4: a tie"),
        pytest.param({"a": 1, "b": 3}, "J2", id="Rule 3: a gap"),
        pytest.param({"a": 0, "b": 1}, "J2", id="Rule 3: from 1 on"),
        pytest.param({"a": 1}, "J2", id="Rule 2: not everybody"),
        pytest.param({"a": 1, "b": 2, "c": 3}, "J1", id="Rule 2: not whom another ranks"),
    ],
)
def test_rules_2_to_4_every_judge_ranks_everybody_without_ties(
    ballot: dict[str, int], named: str
) -> None:
    proper = {"a": 2, "b": 1}
    for dances in (
        {"W": {"J1": proper, "J2": ballot}},
        {"W": {"J1": proper}, "Q": {"J2": ballot}},
    ):
        with pytest.raises(NotARanking) as caught:
            final(dances)
        assert caught.value.judge == named
        assert str(caught.value) == f"the placings of judge {named} are not 1 to n, each once"


def test_a_dance_refuses_what_the_majority_of_any_placings_allows() -> None:
    by_judge = {"J1": {"a": 1, "b": 1, "c": 3}}
    assert majority(by_judge).places == {"a": 3 * HALF, "b": 3 * HALF, "c": 3}
    with pytest.raises(NotARanking):
        dance(by_judge)


def test_shared_placings_may_differ_in_the_last_column_only() -> None:
    by_judge: dict[str, dict[str, Number]] = {
        "J1": {"a": 1, "b": 1},
        "J2": {"a": 1, "b": 1},
        "J3": {"a": 3, "b": 5 * HALF},
    }
    assert majority(by_judge).places == {"b": 1, "a": 2}


def test_the_majority_needs_everybody_placed_by_every_judge() -> None:
    with pytest.raises(NotPlaced):
        majority({"J1": {"a": 1, "b": 2}, "J2": {"a": 1}})


def test_nobody_is_placed_where_nobody_danced() -> None:
    assert majority({}) == dance({}) == final({}).result == Result({}, ())


# Rules 5 to 8


def test_case_40_a_majority_in_every_column() -> None:
    couples = {"11": "11152", "12": "23311", "13": "32225", "14": "44533", "15": "55444"}
    assert placed(couples) == [1, 2, 3, 4, 5]


def test_case_41_the_larger_majority_first() -> None:
    assert placed({"11": "11223", "12": "22112", "13": "33331"}) == [2, 1, 3]


def test_case_42_equal_to_the_last_column_share_the_mean_of_the_places() -> None:
    couples = {"11": "11334", "12": "22222", "13": "33411", "14": "44143"}
    assert placed(couples) == [5 * HALF, 1, 5 * HALF, 4]


def test_case_43_quality_of_majority() -> None:
    couples = {"A": "1112344", "B": "2221433", "C": "3433121", "D": "4344212"}
    assert placed(couples) == [1, 2, 3, 4]
    assert Step(7, 1, 2, "sum", {"A": 5, "B": 7}, ("A",)) in dance(ballots(couples)).steps


CASE_44 = {"A": "11235", "B": "42113", "C": "33341", "D": "24552", "E": "55424"}


def test_case_44_tied_twice_and_nobody_else_is_swept_in() -> None:
    assert placed(CASE_44) == [2, 1, 3, 4, 5]


def test_case_45_head_to_head_of_exactly_two() -> None:
    couples = {"A": "12231", "B": "21123", "C": "33312"}
    assert placed(couples) == [3 * HALF, 3 * HALF, 3]
    assert placed(couples, h2h=True) == [2, 1, 3]
    steps = majority(ballots(couples), two_equal_head_to_head=True).steps
    assert Step("head_to_head", 1, None, "count", {"A": 2, "B": 3}, ("B",)) in steps


def test_case_46_equal_head_to_head_as_well() -> None:
    couples = {"A": "1122", "B": "2211", "C": "3333"}
    assert placed(couples) == placed(couples, h2h=True) == [3 * HALF, 3 * HALF, 3]


def test_head_to_head_leaves_three_equal() -> None:
    couples = {"A": "123", "B": "231", "C": "312"}
    assert placed(couples, h2h=True) == [2, 2, 2]
    assert "head_to_head" not in {step.rule for step in majority(ballots(couples)).steps}


def test_case_47_the_search_goes_on_where_it_left_off_seven_judges() -> None:
    couples = {
        "SS_GW": "7231224",
        "CL_EA": "3315141",
        "JP_FF": "8142435",
        "AW_DP": "9454813",
        "LC_HR": "1698352",
        "MD_AH": "2526568",
        "TN_TS": "5963687",
        "TL_LD": "4877776",
        "TM_RP": "6789999",
    }
    assert placed(couples) == [*range(1, 10)]


def test_case_47_the_search_goes_on_where_it_left_off_five_judges() -> None:
    couples = {
        "MD_FF": (4, 2, 2, 5, 2),
        "DR_CH": (7, 3, 6, 2, 1),
        "DS_JZ": (3, 8, 3, 1, 10),
        "CL_GW": (1, 1, 5, 4, 4),
        "NE_LJ": (2, 6, 10, 3, 8),
        "CJ_CH": (5, 10, 4, 6, 7),
        "HC_CB": (9, 7, 1, 10, 5),
        "TM": (10, 5, 9, 7, 6),
        "JP_SVH": (6, 4, 8, 8, 9),
        "TL_AS": (8, 9, 7, 9, 3),
    }
    assert placed(couples) == [*range(1, 11)]


def test_every_decision_of_a_dance_leaves_a_step() -> None:
    result = dance(ballots(CASE_44))
    assert [step for step in result.steps if step.place < 4] == [
        Step(8, 1, 1, "count", {"A": 2, "B": 2, "C": 1, "D": 0, "E": 0}, ()),
        Step(6, 1, 2, "count", {"A": 3, "B": 3, "C": 1, "D": 2, "E": 1}, ("A", "B")),
        Step(7, 1, 2, "sum", {"A": 4, "B": 4}, ("A", "B")),
        Step(7, 1, 3, "count", {"A": 4, "B": 4}, ("A", "B")),
        Step(7, 1, 3, "sum", {"A": 7, "B": 7}, ("A", "B")),
        Step(7, 1, 4, "count", {"A": 4, "B": 5}, ("B",)),
        Step(5, 2, 2, "count", {"A": 3, "C": 1, "D": 2, "E": 1}, ("A",)),
        Step(8, 3, 2, "count", {"C": 1, "D": 2, "E": 1}, ()),
        Step(5, 3, 3, "count", {"C": 4, "D": 2, "E": 1}, ("C",)),
    ]
    assert [step.place for step in result.concerning("B")] == [1] * 6


# Rules 9 to 11: worked example N of reference 1.5, couples 1 to 6 in each dance

EXAMPLE_N = {
    "1": "11253 22525 33636 45311 66144 54462",
    "2": "12234 53122 44441 31313 25555 66666",
    "3": "11111 23456 34562 45623 52234 66345",
    "4": "11252 56323 22515 33136 45441 64664",
    "5": "15152 32424 26261 51513 63345 44636",
}


def example_n() -> dict[str, ByJudge]:
    return {
        name: ballots(dict(zip("123456", marks.split(), strict=True)))
        for name, marks in EXAMPLE_N.items()
    }


def test_example_n_the_rest_of_the_rule_11_group_comes_before_others_on_the_same_total() -> None:
    found = final(example_n())
    assert in_order(found.result, "123456") == [1, 2, 3, 4, 5, 6]
    assert list(found.totals.values()) == [5, 16, 16, 16, 22, 30]
    by_couple = ["".join(str(one.places[c]) for one in found.dances.values()) for c in "123456"]
    assert by_couple == ["11111", "22444", "44422", "33433", "55255", "66666"]


def test_example_n_leaves_a_step_for_every_decision() -> None:
    totals: dict[str, Number] = {"1": 5, "2": 16, "3": 16, "4": 16, "5": 22, "6": 30}
    later = {couple: totals[couple] for couple in "23456"}
    assert final(example_n()).result.steps == (
        Step(9, 1, None, "sum", totals, ("1",)),
        Step(9, 2, None, "sum", later, ("2", "3", "4")),
        Step(10, 2, 2, "count", {"2": 2, "3": 2, "4": 0}, ("2", "3")),
        Step(10, 2, 2, "sum", {"2": 4, "3": 4}, ("2", "3")),
        Step(11, 2, 2, "count", {"2": 10, "3": 8}, ()),
        Step(11, 2, 3, "count", {"2": 15, "3": 12}, ("2",)),
        Step(9, 5, None, "sum", {"5": 22, "6": 30}, ("5",)),
        Step(9, 6, None, "sum", {"6": 30}, ("6",)),
    )


def test_rule_10_sums_nothing_where_nobody_has_such_a_place() -> None:
    by_judge = ballots({"11": "11334", "12": "22222", "13": "33411", "14": "44143"})
    steps = final({"W": by_judge}).result.steps
    assert [step for step in steps if step.rule == 10] == [
        Step(10, 2, 2, "count", {"11": 0, "13": 0}, ("11", "13"))
    ]


def test_equal_in_everything_share_the_mean_after_rule_11() -> None:
    cyclic = {
        str(number): numbered([[number], [number % 3 + 1], [(number + 1) % 3 + 1]])
        for number in (1, 2, 3)
    }
    found = final(cyclic).result
    assert in_order(found, "123") == [2, 2, 2]
    assert found.steps[-1].rule == 11
    assert found.steps[-1].best == ("1", "2", "3")


# Worked examples of the federations


def examples() -> list[Example]:
    found: list[Example] = loaded("dtv_tso_examples_A-P.json")
    return found


def dance_of(couples: Sequence[Couple]) -> ByJudge:
    return numbered([couple["judges"] for couple in couples])


def test_every_dance_of_the_dtv_examples() -> None:
    dances = [couples for example in examples() for couples in example["dances"]]
    assert len(dances) == 50
    for couples in dances:
        found = dance(dance_of(couples))
        assert in_order(found, names(couples)) == [couple["place"] for couple in couples]


def test_every_final_of_the_dtv_examples() -> None:
    assert len(examples()) == 15
    for example in examples():
        found = final(dict(enumerate(map(dance_of, example["dances"]))))
        assert in_order(found.result, names(example["final"])) == example["final"]
        for number, couples in enumerate(example["dances"]):
            official = [couple["place"] for couple in couples]
            assert in_order(found.dances[number], names(couples)) == official


@pytest.mark.parametrize("rule", [5, 6, 7, 8])
def test_wdsf_examples_of_rules_5_to_8(rule: int) -> None:
    rows = {one["rule"]: one for one in loaded("wdsf_rules5-8.json")["wdsf_rules_5_8"]}
    marks: list[list[int]] = rows[rule]["marks"]
    result = dance(numbered(marks))
    assert in_order(result, names(marks)) == rows[rule]["places"]
    assert rule in {step.rule for step in result.steps}


# Properties


def rows_of(couples: int, judges: int) -> st.SearchStrategy[ByJudge]:
    ballot = st.permutations(range(1, couples + 1)).map(
        lambda row: {str(number): mark for number, mark in enumerate(row)}
    )
    return st.lists(ballot, min_size=judges, max_size=judges).map(
        lambda found: {f"J{judge}": each for judge, each in enumerate(found)}
    )


PANELS = st.tuples(st.integers(1, 6), st.integers(1, 7))
DANCES = PANELS.flatmap(lambda panel: rows_of(*panel))
FINALS = st.tuples(PANELS, st.integers(1, 4)).flatmap(
    lambda drawn: st.lists(rows_of(*drawn[0]), min_size=drawn[1], max_size=drawn[1]).map(
        lambda found: {f"D{number}": each for number, each in enumerate(found)}
    )
)


def shuffled(by_judge: ByJudge, data: st.DataObject) -> ByJudge:
    judges = data.draw(st.permutations(list(by_judge)))
    couples = data.draw(st.permutations(list(by_judge[judges[0]])))
    return {judge: {couple: by_judge[judge][couple] for couple in couples} for judge in judges}


def traced(result: Result[str]) -> list[tuple[object, ...]]:
    return [
        (one.rule, one.place, one.column, one.measure, one.values, set(one.best))
        for one in result.steps
    ]


def is_all_places(found: Result[str], couples: int) -> bool:
    return 2 * sum(found.places.values()) == couples * (couples + 1)


@given(by_judge=DANCES, data=st.data())
def test_a_dance_does_not_depend_on_the_order_of_couples_or_judges(
    by_judge: ByJudge, data: st.DataObject
) -> None:
    one, other = dance(by_judge), dance(shuffled(by_judge, data))
    assert one.places == other.places
    assert traced(one) == traced(other)


@given(dances=FINALS, data=st.data())
def test_a_final_does_not_depend_on_the_order_of_couples_judges_or_dances(
    dances: dict[str, ByJudge], data: st.DataObject
) -> None:
    names = data.draw(st.permutations(list(dances)))
    one = final(dances)
    other = final({name: shuffled(dances[name], data) for name in names})
    assert one.result.places == other.result.places
    assert traced(one.result) == traced(other.result)


def key(marks: Sequence[int], columns: int) -> tuple[int, ...]:
    """Rules 5 to 8 as one key: the column of the majority, then count and sum from it on."""
    first = sorted(marks)[len(marks) // 2]
    upto = [[mark for mark in marks if mark <= column] for column in range(first, columns + 1)]
    return (first, *(value for counted in upto for value in (-len(counted), sum(counted))))


@given(by_judge=DANCES)
def test_a_dance_is_the_order_of_majority_columns_counts_and_sums(by_judge: ByJudge) -> None:
    couples = list(by_judge["J0"])
    keys = {one: key([row[one] for row in by_judge.values()], len(couples)) for one in couples}
    ordered = sorted(keys.values())
    values = {one: ordered.index(keys[one]) for one in couples}
    assert dance(by_judge).places == mean_places(values, "lower")


@given(dances=FINALS)
def test_places_sum_up_and_follow_the_totals(dances: dict[str, ByJudge]) -> None:
    found = final(dances)
    couples = len(found.totals)
    assert all(is_all_places(one, couples) for one in (found.result, *found.dances.values()))
    totals = rank_sum({name: one.places for name, one in found.dances.items()})
    assert found.totals == totals
    assert sorted(totals, key=lambda one: (totals[one], found.result.places[one])) == sorted(
        totals, key=lambda one: (found.result.places[one], totals[one])
    )


@given(dances=FINALS)
def test_the_last_step_for_a_place_names_who_takes_it(dances: dict[str, ByJudge]) -> None:
    found = final(dances)
    for result in found.dances.values():
        last = {step.place: step.best for step in result.steps}
        named = {
            one: place + Fraction(len(best) - 1, 2) for place, best in last.items() for one in best
        }
        assert named == result.places
    assert all(found.result.concerning(couple) for couple in found.totals)


@given(by_judge=DANCES)
def test_a_final_of_one_dance_is_that_dance(by_judge: ByJudge) -> None:
    assert final({"W": by_judge}).result.places == dance(by_judge).places


@given(dances=FINALS)
def test_who_is_first_with_every_judge_wins(dances: dict[str, ByJudge]) -> None:
    def beaten(ballot: Mapping[str, int]) -> dict[str, int]:
        return {"first": 1, **{couple: mark + 1 for couple, mark in ballot.items()}}

    found = final(
        {
            name: {judge: beaten(ballot) for judge, ballot in by_judge.items()}
            for name, by_judge in dances.items()
        }
    )
    assert found.result.places["first"] == 1
    assert min(place for one, place in found.result.places.items() if one != "first") > 1
