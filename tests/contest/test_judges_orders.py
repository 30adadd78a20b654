"""What follows from each judge's own order: points for places, countback, level with guests."""

from typing import Any

import pytest

from scoring.contest.faults import plan_faults
from scoring.contest.ids import EntrantId
from scoring.contest.why import why
from tests.contest.wire import Playing, Wire, label, plan

PLACE = {"id": "place", "name": label("Place"), "kind": "place", "minimum": "1", "maximum": "9",
         "decimals": 0}  # fmt: skip
MARK = {"id": "mark", "name": label("Mark")}


def step(name: str, value: Wire, **more: Any) -> Wire:  # noqa: ANN401 - the wire format
    return {"id": name, "name": label(name), "value": value, **more}


def by_places(*tie_breaks: str) -> Wire:
    """The judges write places; the lowest sum wins."""
    return {
        "criteria": [PLACE],
        "steps": [step("score", {"type": "panel", "take": "sum"}, decimals=0)],
        "better": "lower",
        "tie_breaks": [{"type": one} for one in tie_breaks],
    }


def placed(scoring: Wire, *rows: str, judges: int = 3, guests: str = "") -> Playing:
    """Entrants a, b, c, ... Each row has one entrant's marks, a digit from each judge."""
    field = [{"id": name, "guest": name in guests} for name in "abcdef"[: len(rows)]]
    playing = Playing(plan(scoring, field, [f"J{n}" for n in range(1, judges + 1)]))
    criterion = playing.now.plan.judged[0].scoring.criteria[0].id
    for entrant, row in zip(field, rows, strict=True):
        name = str(entrant["id"])
        playing.tell("call", entrant=name)
        for number, given in enumerate(row, start=1):
            playing.mark(name, f"J{number}", 0, **{criterion: given})
        playing.tell("close_performance", entrant=name)
    return playing


@pytest.mark.parametrize("link", ["countback", "preference"])
def test_of_places_the_lower_is_the_better(link: str) -> None:
    # a: 1 + 1 + 4 = 6, b: 2 + 2 + 2 = 6. a has more firsts, and more judges put a before b.
    playing = placed(by_places(link), "114", "222")
    assert playing.scores() == {"a": "6", "b": "6"}
    assert playing.places() == {"a": 1, "b": 2}


def test_of_single_places_the_lowest_decides() -> None:
    # Both 10; a has the one first place among them, b the one fourth.
    playing = placed(by_places("highest_marks"), "1333", "2224", judges=4)
    assert playing.scores() == {"a": "10", "b": "10"}
    assert playing.places() == {"a": 1, "b": 2}
    told = " ".join(str(line) for line in why(playing.now, playing.result(), EntrantId("a")))
    assert "Tie-break 1, the better single places: No. 1 1 3 3 3" in told


def test_a_guest_takes_no_first_place_from_anybody_in_the_countback() -> None:
    # Without the guest c the orders are: J1 a b, J2 b a, J3 a b: a has two firsts, b one.
    scoring = {
        "criteria": [MARK],
        "steps": [step("score", {"type": "panel"}, decimals=0)],
        "tie_breaks": [{"type": "countback"}],
    }
    # With the guest c on the first places of J1 and J3, only b would have a first.
    playing = placed(scoring, "848", "776", "919", guests="c")
    # a: (8 + 4 + 8) / 3, b: (7 + 7 + 6) / 3: both 6.67, as printed 7.
    assert playing.scores() == {"a": "7", "b": "7", "c": "6"}
    assert playing.places() == {"a": 1, "b": 2, "c": 3}


def points_scoring(**formula: Any) -> Wire:  # noqa: ANN401 - the wire format
    value = {"type": "placings", "criterion": "mark", "method": "points", **formula}
    return {"criteria": [MARK], "steps": [step("score", value)]}


def faults(scoring: Wire, **stage: Any) -> list[str]:  # noqa: ANN401 - the wire format
    return [str(one.message) for one in plan_faults(plan(scoring, ["a", "b"], stage=stage))]


def test_points_need_a_table_and_nothing_else_takes_one() -> None:
    told = ["Points by each judge's places need a table, and only they do."]
    assert faults(points_scoring()) == told
    assert faults(points_scoring(method="borda", table=["3", "1"])) == told
    assert faults(points_scoring(table=["3", "1"])) == []
    assert faults(points_scoring(table=["3", "one"])) != []


def test_only_a_rank_sum_drops_places() -> None:
    told = ["Only the places of a rank sum can be dropped."]
    assert faults(points_scoring(method="borda", drop_high=1)) == told
    assert faults(points_scoring(table=["3", "1"], drop_low=1)) == told


def test_a_rank_sum_keeps_at_least_one_place() -> None:
    told = ["Dropping 4 marks needs a panel of at least 5; it has 3."]
    lower = {**points_scoring(method="rank_sum", drop_high=2, drop_low=2), "better": "lower"}
    assert faults(lower) == told
    assert faults({**points_scoring(method="rank_sum", drop_high=2), "better": "lower"}) == []


@pytest.mark.parametrize("method", ["borda", "points"])
def test_judges_who_see_parts_of_the_field_cannot_place_it(method: str) -> None:
    table = {"table": ["3", "1"]} if method == "points" else {}
    panels = [{"id": "red", "name": label("Red"), "seats": ["J1"]},
              {"id": "blue", "name": label("Blue"), "seats": ["J2"]}]  # fmt: skip
    told = ["Every judge must place everybody; here some judges leave out entrants."]
    assert faults(points_scoring(method=method, **table), panel=[], panels=panels) == told
    own = faults(points_scoring(method=method, **table), exclude_same_unit=True)
    assert own == ([] if method == "points" else told)


def test_nobody_gives_points_to_the_own_unit() -> None:
    units = ["Renhe", "Pingyao", "Liangzhu"]
    made = plan(
        points_scoring(table=["12", "10"]),
        [{"id": name, "unit": unit} for name, unit in zip("abc", units, strict=True)],
        [{"id": f"J{n}", "unit": unit} for n, unit in enumerate(units, 1)],
        stage={"exclude_same_unit": True},
    )
    playing = Playing(made)
    playing.perform("a", ["80", "70"])  # from J2 and J3
    playing.perform("b", ["90", "60"])  # from J1 and J3
    playing.perform("c", ["85", "75"])  # from J1 and J2
    # J1: b 12, c 10; J2: a 12, c 10; J3: a 12, b 10.
    assert playing.scores() == {"a": "24.00", "b": "22.00", "c": "20.00"}


def test_without_a_judge_who_has_marked_others_nobody_has_points() -> None:
    playing = Playing(plan(points_scoring(table=["12", "10"]), ["a", "b"], ["J1", "J2"]))
    playing.perform("a", ["90", "80"])
    playing.perform("b", ["70", None], absent=["J2"])
    assert playing.scores() == {"a": None, "b": None}


WATCHES = {
    "criteria": [{"id": "time", "name": label("Time"), "kind": "time", "maximum": "600",
                  "by": ["W1", "W2", "W3"]}],
    "steps": [step("score", {"type": "panel", "criteria": ["time"], "take": "median",
                             "absent": "divide_by_present"}, clock=True)],
    "better": "lower",
}  # fmt: skip


def test_three_watches_agree_that_nobody_finished() -> None:
    made = plan(WATCHES, ["a", "b"], [], officials=["W1", "W2", "W3"])
    playing = Playing(made)
    playing.tell("call", entrant="a")
    for seat, time in (("W1", "12.34"), ("W2", "12.31"), ("W3", "12.40")):
        playing.mark("a", seat, time=time)
    playing.tell("close_performance", entrant="a")
    playing.tell("call", entrant="b")
    for seat in ("W1", "W2", "W3"):
        playing.tell("enter_marks", entrant="b", seat=seat, after=0, outcome="dnf")
    playing.tell("close_performance", entrant="b")
    assert playing.scores() == {"a": "12.34", "b": None}
    standing = playing.result().of(EntrantId("b"))
    assert standing is not None and standing.outcome == "dnf"


def test_a_judge_who_leaves_out_the_own_unit_places_the_others() -> None:
    scoring = {**points_scoring(criterion="place", table=["12", "10"]), "criteria": [PLACE]}
    made = plan(
        scoring,
        [{"id": "a", "unit": "Renhe"}, {"id": "b"}, {"id": "c"}],
        [{"id": "J1", "unit": "Renhe"}],
        stage={"exclude_same_unit": True},
    )
    playing = Playing(made)
    playing.tell("call", entrant="a")
    playing.tell("close_performance", entrant="a")
    for entrant, place in (("b", "2"), ("c", "1")):
        playing.tell("call", entrant=entrant)
        playing.mark(entrant, "J1", place=place)
        playing.tell("close_performance", entrant=entrant)
    playing.tell("close_stage")
    assert playing.scores() == {"c": "12.00", "b": "10.00", "a": "0.00"}


RUN = {"id": "run", "name": label("Run"), "per": "attempt"}
BEST_RUN = [
    step("run", {"type": "panel", "criteria": ["run"]}),
    step("score", {"type": "attempts", "of": "run", "take": "best"}),
]


@pytest.mark.parametrize("link", ["highest_marks", "preference", "countback"])
def test_marks_of_single_runs_are_no_judges_totals(link: str) -> None:
    scoring = {"criteria": [RUN], "attempts": 2, "steps": BEST_RUN, "tie_breaks": [{"type": link}]}
    assert faults(scoring) == ["There is no panel of judges whose marks could decide."]
    overall = step("overall", {"type": "panel", "criteria": ["mark"]}, aside=True)
    both = {**scoring, "criteria": [RUN, MARK], "steps": [*BEST_RUN, overall]}
    playing = Playing(plan(both, ["a", "b"], ["J1"]))
    for entrant, mark in (("a", "70"), ("b", "80")):
        playing.tell("call", entrant=entrant)
        playing.mark(entrant, "J1", mark=mark)
        for run in (1, 2):
            playing.mark(entrant, "J1", run, run="90")
        playing.tell("close_performance", entrant=entrant)
    assert playing.places() == {"b": 1, "a": 2}


def test_what_was_left_out_of_a_panels_sheet_counts_as_the_default() -> None:
    bonus = {"id": "bonus", "name": label("Bonus"), "default": "1"}
    scoring = {
        "criteria": [MARK, bonus],
        "steps": [step("score", {"type": "panel"})],
        "tie_breaks": [{"type": "highest_marks"}],
    }
    playing = Playing(plan(scoring, ["a", "b"], ["J1"]))
    for entrant, marks in (("a", {"mark": "90"}), ("b", {"mark": "90", "bonus": "2"})):
        playing.tell("call", entrant=entrant)
        playing.mark(entrant, "J1", 0, **marks)
        playing.tell("close_performance", entrant=entrant)
    assert playing.scores() == {"b": "92.00", "a": "91.00"}
