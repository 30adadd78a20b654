"""Dance finals and recalls come out from contest files as the federations' examples say.

The worked examples are those of the DTV (as in jUdge, Apache-2.0) and the WDSF, and not part of
the project.
"""

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import TypedDict, cast

import pytest

from scoring.contest.file import Refused, played
from scoring.rules.exact import exact
from scoring.rules.routes import TiePolicy
from tests.data.converters.skating_system import (
    Sheets,
    couple,
    final_file,
    preliminary_file,
)
from tests.data.official import Line, official_file, ranked

EXAMPLES = [*"ABCDEFGHJKMNP", "EDGE1", "EDGE2"]
_DANCE = re.compile(r"(?:Waltz|Tango|Viennese Waltz|Slow Foxtrot|Quickstep) (\d+(?:\.5)?)")


class Couple(TypedDict):
    """One couple in one dance: every judge's place, and the place that they come to."""

    judges: list[int]
    place: Fraction


class Example(TypedDict):
    """A final of the DTV."""

    example: str
    dances: list[list[Couple]]
    final: list[Fraction]


class Rule(TypedDict):
    """A single dance of the WDSF."""

    rule: int
    marks: list[list[int]]
    places: list[int]


def dtv(name: str) -> Example:
    """Places are read as fractions, never as floats."""
    path = official_file("skating-system", "dtv_tso_examples_A-P.json")
    examples = json.loads(path.read_text(encoding="utf-8"), parse_float=Fraction)
    return next(one for one in cast("list[Example]", examples) if one["example"] == name)


def wdsf(rule: int) -> Rule:
    path = official_file("skating-system", "wdsf_rules5-8.json")
    rules = cast("dict[str, list[Rule]]", json.loads(path.read_text(encoding="utf-8")))
    return next(one for one in rules["wdsf_rules_5_8"] if one["rule"] == rule)


def in_order(lines: list[Line]) -> list[Line]:
    """Couple by couple, as the examples list them."""
    by_couple = {line["entrant"]: line for line in lines}
    return [by_couple[couple(number)] for number in range(1, len(lines) + 1)]


def shared_places(scores: list[Fraction]) -> list[int]:
    """Places as printed in a ranking: 1, 2, 2, 4."""
    return [1 + sum(other < one for other in scores) for one in scores]


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_final_comes_out_as_the_example_says(name: str, tmp_path: Path) -> None:
    example = dtv(name)
    sheets = [[one["judges"] for one in dance] for dance in example["dances"]]
    (stage,) = ranked(final_file(f"example-{name}", sheets), tmp_path)
    lines = in_order(stage["standings"])
    assert [exact(str(line["score"])) for line in lines] == example["final"]
    assert [line["place"] for line in lines] == shared_places(example["final"])
    if len(sheets) > 1:
        of_dances = [[one["place"] for one in dance] for dance in example["dances"]]
        explained = [
            [exact(place) for line in line["why"][:1] for place in _DANCE.findall(line)]
            for line in lines
        ]
        assert explained == [list(row) for row in zip(*of_dances, strict=True)]


@pytest.mark.parametrize("rule", [5, 6, 7, 8])
def test_a_single_dance_comes_out_by_its_rule(rule: int, tmp_path: Path) -> None:
    example = wdsf(rule)
    (stage,) = ranked(final_file(f"rule-{rule}", [example["marks"]]), tmp_path)
    lines = in_order(stage["standings"])
    assert [exact(str(line["score"])) for line in lines] == example["places"]
    assert [line["place"] for line in lines] == example["places"]


def test_a_shared_place_is_printed_as_the_mean(tmp_path: Path) -> None:
    sheets = [[one["judges"] for one in dance] for dance in dtv("E")["dances"]]
    (stage,) = ranked(final_file("example-E", sheets), tmp_path)
    lines = in_order(stage["standings"])
    assert [(line["place"], line["score"]) for line in lines[1:3]] == [(2, "2.5"), (2, "2.5")]


def test_rule_11_is_named_in_the_explanation(tmp_path: Path) -> None:
    """Example N: couple 3 comes before couple 4 by rule 11, not by rule 10 started anew."""
    sheets = [[one["judges"] for one in dance] for dance in dtv("N")["dances"]]
    (stage,) = ranked(final_file("example-N", sheets), tmp_path)
    third = in_order(stage["standings"])[2]
    assert any("rule 11" in line for line in third["why"])


TWICE = [[[1, 1], [1, 2], [3, 3]]]
"""Three couples in one dance; the first judge has given the first place twice."""


def test_a_final_in_which_a_judge_ties_two_couples_cannot_be_closed() -> None:
    """Rules 2 to 4: everybody is placed, and nobody tied."""
    with pytest.raises(Refused, match=r"J1.*Waltz.*place 1 is given twice"):
        played(final_file("twice", TWICE))


# Five couples, three judges, two dances, three called for: 6, 5, 4, 2 and 1 crosses.
CROSSES: Sheets = [
    [[1, 1, 1], [1, 1, 1], [1, 1, 0], [0, 0, 1], [0, 0, 0]],
    [[1, 1, 1], [1, 1, 0], [0, 1, 1], [0, 0, 1], [1, 0, 0]],
]
# The same, but couples 3 and 4 are level with three crosses.
LEVEL: Sheets = [
    [[1, 1, 1], [1, 1, 1], [1, 0, 0], [0, 1, 1], [0, 0, 0]],
    [[1, 1, 1], [1, 1, 0], [0, 1, 1], [0, 0, 1], [1, 0, 0]],
]


def test_crosses_are_counted_and_the_called_number_goes_on(tmp_path: Path) -> None:
    stage = ranked(preliminary_file("round", CROSSES, called=3), tmp_path)[0]
    lines = in_order(stage["standings"])
    assert [(line["score"], line["place"]) for line in lines] == [
        ("6", 1), ("5", 2), ("4", 3), ("2", 4), ("1", 5),
    ]  # fmt: skip
    assert stage["qualifying"] == [couple(1), couple(2), couple(3)]


@pytest.mark.parametrize(("tie", "going"), [("all_in", 4), ("all_out", 2)])
def test_couples_level_at_the_line_go_on_or_not_as_stated(
    tie: TiePolicy, going: int, tmp_path: Path
) -> None:
    stage = ranked(preliminary_file("level", LEVEL, called=3, tie=tie), tmp_path)[0]
    assert [line["place"] for line in in_order(stage["standings"])] == [1, 2, 3, 3, 5]
    assert stage["qualifying"] == [couple(number) for number in range(1, going + 1)]


def test_a_round_with_a_cross_too_few_cannot_be_closed() -> None:
    """Rule 1: exactly the number called, in each dance."""
    fewer = [CROSSES[0], [[1, 1, 1], [1, 1, 0], [0, 1, 1], [0, 0, 1], [0, 0, 0]]]
    with pytest.raises(Refused, match=r"J1.*Tango.*2 crosses, but 3 are called"):
        played(preliminary_file("fewer", fewer, called=3))
