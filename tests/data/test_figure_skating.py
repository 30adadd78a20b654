"""Official protocols of three figure skating competitions come out exactly (ISU, 2016-18).

The protocols are BuzzFeedNews/figure-skating-scores (CC BY 4.0) and not part of the project.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import TypeAlias, TypedDict, cast

import pytest

from scoring.contest.ids import CriterionId, SeatId
from scoring.contest.plan import Criterion, Scoring
from scoring.contest.scores import panel_score
from scoring.contest.state import MarksInTicks
from scoring.rules.exact import exact, rounded, ticks
from scoring.rules.judged import panel_mean
from scoring.rules.ranking import Link, ranked
from scoring.wording import Label

FOLDER = Path(__file__).parents[2].parent / "shared" / "data" / "figure-skating"
JUDGES = tuple(f"J{number}" for number in range(1, 10))

Row: TypeAlias = Mapping[str, str]
"""A component or an element: one mark per judge beside the official result, all as text."""


class Performance(TypedDict):
    """A performance of a protocol."""

    components: list[Row]
    elements: list[Row]
    metadata: Row


Segment: TypeAlias = list[Performance]
"""Everybody's short program, or free skating, or dance, of one category."""


def segments(protocol: str) -> dict[str, Segment]:
    """The segments of a competition. Numbers stay text, so that no binary float gets in."""
    path = FOLDER / f"{protocol}_protocol.json"
    if not path.is_file():
        pytest.skip(f"official protocols are not at hand: no file {path.name} in {FOLDER.name}")
    with path.open(encoding="utf-8") as stream:
        loaded = json.load(stream, parse_float=str, parse_int=str, parse_constant=str)
    found: dict[str, Segment] = {}
    for performance in cast("Segment", loaded["performances"]):
        found.setdefault(performance["metadata"]["program"], []).append(performance)
    return found


def absent(segment: Segment) -> set[str]:
    """The judges who gave nothing but 0.0 or no mark in a whole segment."""
    rows = [
        row
        for performance in segment
        for row in (*performance["components"], *performance["elements"])
    ]
    return {judge for judge in JUDGES if all(row[judge] in {"0.0", "NaN"} for row in rows)}


def components(protocol: str) -> Iterator[tuple[Row, set[str]]]:
    """Every component of a competition, and the judges absent from its segment."""
    for segment in segments(protocol).values():
        away = absent(segment)
        for performance in segment:
            for component in performance["components"]:
                yield component, away


def component_mean(component: Row, without: set[str]) -> Fraction:
    """The panel's mean, one highest and one lowest mark dropped."""
    marks = {judge: exact(component[judge]) for judge in JUDGES if judge not in without}
    return panel_mean(marks, drop_low=1, drop_high=1).mean


def official(component: Row) -> int:
    """The published score in hundredths."""
    return ticks(component["scores_of_panel"], 2)


ALL = {"gpusa2016": 390, "gprus2017": 420, "gpf1617": 470}
"""The competitions, and how many components their protocols have."""
PROTOCOLS = pytest.mark.parametrize(("protocol", "count"), ALL.items())


@PROTOCOLS
def test_every_component_of_every_skater_comes_out_exactly(protocol: str, count: int) -> None:
    compared = [
        (rounded(component_mean(component, away), 2, "half_up"), official(component))
        for component, away in components(protocol)
    ]
    assert len(compared) == count
    assert [pair for pair in compared if pair[0] != pair[1]] == []


def test_one_judge_was_absent_from_one_segment() -> None:
    found = {
        (protocol, program): absent(segment)
        for protocol in ALL
        for program, segment in segments(protocol).items()
    }
    assert {segment: away for segment, away in found.items() if away} == {
        ("gpusa2016", "PAIRS SHORT PROGRAM"): {"J6"}
    }


def test_absent_is_not_zero() -> None:
    """As zeros, all 40 components of that segment come out wrong; elsewhere nobody is absent."""
    wrong = Counter(
        rounded(component_mean(component, set()), 2) != official(component)
        for component, away in components("gpusa2016")
        if away
    )
    assert wrong == {True: 40}


def test_the_absent_judge_has_zeros_for_components_and_no_grades_for_elements() -> None:
    pairs = segments("gpusa2016")["PAIRS SHORT PROGRAM"]
    marks = Counter(row["J6"] for one in pairs for row in one["components"])
    grades = Counter(row["J6"] for one in pairs for row in one["elements"])
    assert (marks, grades) == ({"0.0": 40}, {"NaN": 56})


def test_official_rounding_is_half_up() -> None:
    """Means such as 42.75 / 6 = 7.125 show it: the protocol says 7.13."""
    means = [
        (component_mean(component, away), official(component))
        for protocol in ALL
        for component, away in components(protocol)
    ]
    halves = [(mean, score) for mean, score in means if (mean * 1000) % 10 == 5]
    assert halves
    assert all(rounded(mean, 2, "half_up") == score for mean, score in halves)
    assert any(rounded(mean, 2, "half_even") != score for mean, score in halves)


def scoring_of(rows: list[Row]) -> Scoring:
    """The plan of a segment: each component with its factor."""
    return Scoring(
        criteria=tuple(
            Criterion(
                id=CriterionId(f"C{number}"),
                name=Label(en=row["component_desc"]),
                maximum="10",
                weight=row["factor"],
            )
            for number, row in enumerate(rows)
        ),
        combine="criteria",
        drop_high=1,
        drop_low=1,
        absent="divide_by_present",
    )


def sheets_of(rows: list[Row], away: set[str]) -> dict[SeatId, MarksInTicks]:
    return {
        SeatId(judge): {
            CriterionId(f"C{number}"): ticks(row[judge], 2) for number, row in enumerate(rows)
        }
        for judge in JUDGES
        if judge not in away
    }


@PROTOCOLS
def test_every_total_component_score_comes_out_exactly(protocol: str, count: int) -> None:
    compared = 0
    for segment in segments(protocol).values():
        away = absent(segment)
        for performance in segment:
            rows = performance["components"]
            result = panel_score(sheets_of(rows, away), scoring_of(rows))
            assert str(result) == performance["metadata"]["total_component_score"]
            printed = [part.published for part in result.parts]
            assert printed == [exact(row["scores_of_panel"]) for row in rows]
            compared += len(rows)
    assert compared == count


def total(performance: Performance, name: str) -> Fraction:
    return exact(performance["metadata"][name])


@PROTOCOLS
def test_every_segment_score_is_elements_and_components_less_deductions(
    protocol: str, count: int
) -> None:
    performances = [one for segment in segments(protocol).values() for one in segment]
    assert len(performances) * 5 == count
    for one in performances:
        elements = sum(exact(row["scores_of_panel"]) for row in one["elements"])
        assert elements == total(one, "total_element_score")
        assert total(one, "total_segment_score") == (
            elements + total(one, "total_component_score") - abs(total(one, "total_deductions"))
        )


def by(totals: Mapping[str, Fraction]) -> Link[str]:
    return lambda group: {one: totals[one] for one in group}


@PROTOCOLS
def test_every_rank_is_that_of_the_segment_scores(protocol: str, count: int) -> None:
    """No two of a segment have equal scores here, so no tie-break is at work."""
    places = 0
    for segment in segments(protocol).values():
        totals = {one["metadata"]["name"]: total(one, "total_segment_score") for one in segment}
        expected = {one["metadata"]["name"]: int(one["metadata"]["rank"]) for one in segment}
        assert ranked([*totals], [by(totals)]).places() == expected
        places += len(expected)
    assert places * 5 == count
