"""Scoring, ranking and corrections as numbered in the collection of acceptance cases."""

import pytest
from msgspec.structs import replace

from scoring.contest.faults import plan_faults
from scoring.contest.ids import EntrantId, StageId
from scoring.contest.plan import Plan
from scoring.contest.why import why
from scoring.views.head import stage_in_progress
from scoring.wording import Label
from tests.contest.wire import Playing, label, panel_score, plan

PUBLIC = {"id": "public", "name": label("Public votes"), "decimals": 0, "maximum": "100000",
          "by": ["online"], "kind": "count"}  # fmt: skip
JURY = {"id": "mark", "name": label("Mark"), "maximum": "95"}


def test_case_20_a_removal_is_reversible_with_all_marks() -> None:
    playing = Playing(plan(panel_score(), ["a", "b", "c"], ["J1"]))
    for entrant, mark in (("a", "90"), ("b", "80"), ("c", "70")):
        playing.perform(entrant, [mark])
    before = playing.result().standings
    removed = [playing.now.seq + 1, playing.now.seq + 2]
    playing.tell("withdraw", entrant="a", reason="ill")
    playing.tell("disqualify", entrant="b", reason="playback")
    assert playing.places() == {"a": 1, "c": 2, "b": None}
    for seq in reversed(removed):
        playing.tell("undo", seq=seq, reason="by mistake")
    assert playing.result().standings == before


def test_case_27_numbers_are_ranked_as_numbers_and_not_as_text() -> None:
    scoring = panel_score()
    wide = {**scoring, "criteria": [{"id": "mark", "name": label("Mark"), "maximum": "2000"}]}
    playing = Playing(plan(wide, ["a", "b"], ["J1"]))
    playing.perform("a", ["985"])
    playing.perform("b", ["1002"])
    assert playing.places() == {"b": 1, "a": 2}


def points_plan(entrants: int, table: list[str], tie_breaks: list[object]) -> Plan:
    scoring = panel_score()
    steps = [
        {"id": "mean", "name": label("Mean"), "value": {"type": "panel"}},
        {"id": "score", "name": label("Points"),
         "value": {"type": "rank_points", "of": "mean", "table": table}},
    ]  # fmt: skip
    field = [f"e{n}" for n in range(1, entrants + 1)]
    return plan({**scoring, "steps": steps, "tie_breaks": tie_breaks}, field)


def test_case_39_points_for_few_places_and_a_large_field_are_warned_of_at_set_up() -> None:
    seven = ["10", "8", "6", "4", "3", "2", "1"]
    faults = plan_faults(points_plan(70, seven, []))
    assert [fault.field for fault in faults] == ["plan.stages[0].scoring.steps[1].value.table"]
    assert str(faults[0].message).startswith("Points for 7 places, but 70 entrants")
    assert not plan_faults(points_plan(70, seven, [{"type": "step", "step": "mean"}]))
    assert not plan_faults(points_plan(7, seven, []))


def test_case_35_a_judge_of_the_same_unit_is_left_out_and_only_the_others_divide() -> None:
    judges = [{"id": "J1", "unit": "Renhe"}, {"id": "J2"}, {"id": "J3"}]
    made = plan(
        panel_score(),
        [{"id": "a", "unit": "Renhe"}, {"id": "b", "unit": "Pingyao"}],
        judges,
        stage={"exclude_same_unit": True},
    )
    playing = Playing(made)
    playing.tell("call", entrant="a")
    refusal = playing.refused(
        "enter_marks",
        entrant="a",
        seat="J1",
        after=0,
        marks=[{"criterion": "mark", "mark": "100"}],
    )
    assert "belong to the same unit" in refusal
    playing.mark("a", "J2", mark="80")
    playing.mark("a", "J3", mark="90")
    playing.tell("close_performance", entrant="a")
    playing.perform("b", ["70", "80", "90"])
    assert playing.scores() == {"a": "85.00", "b": "80.00"}


def test_five_per_cent_online_by_rank_as_at_danzhou() -> None:
    """95% panel (maximum 95), and online 5/N x (N + 1 - rank)."""
    scoring = {
        "criteria": [JURY, PUBLIC],
        "steps": [
            {"id": "jury", "name": label("Jury"),
             "value": {"type": "panel", "criteria": ["mark"]}},
            {"id": "votes", "name": label("Votes"), "decimals": 0,
             "value": {"type": "entered", "criterion": "public"}},
            {"id": "online", "name": label("Online"),
             "value": {"type": "rank_points", "of": "votes", "top": "5"}},
            {"id": "score", "name": label("Score"),
             "value": {"type": "sum", "terms": [{"step": "jury"}, {"step": "online"}]}},
        ],
    }  # fmt: skip
    playing = Playing(plan(scoring, ["a", "b", "c", "d"], ["J1"], officials=["online"]))
    for entrant, mark, votes in (
        ("a", "90", "100"), ("b", "89.5", "4000"), ("c", "80", "4000"), ("d", "70", "10"),
    ):  # fmt: skip
        playing.tell("call", entrant=entrant)
        playing.mark(entrant, "J1", mark=mark)
        playing.mark(entrant, "online", public=votes)
        playing.tell("close_performance", entrant=entrant)
    # b and c share the first place online: 5/4 x 4 = 5; a is third: 5/4 x 2; d fourth: 5/4 x 1.
    assert playing.scores() == {"b": "94.50", "a": "92.50", "c": "85.00", "d": "71.25"}
    told = why(playing.now, playing.result(), EntrantId("a"))
    lines = [str(line) for line in told]
    assert "Online 2.50: for the place by Votes." in lines
    assert "Score 92.50: 90.00 + 2.50." in lines


def half_and_half(normalise: str) -> Playing:
    """Two halls: a lenient panel and a strict one, with the same order of quality."""
    panels = [
        {"id": "red", "name": label("Red hall"), "seats": ["J1", "J2"]},
        {"id": "blue", "name": label("Blue hall"), "seats": ["J3", "J4"]},
    ]
    made = plan(
        panel_score(normalise=normalise),
        [f"e{n}" for n in range(1, 7)],
        ["J1", "J2", "J3", "J4"],
        stage={"panel": [], "panels": panels},
    )
    playing = Playing(made)
    playing.tell("assign_panels", panels={"red": ["e1", "e2", "e3"], "blue": ["e4", "e5", "e6"]})
    for entrant, marks in (
        ("e1", ["95", "96"]), ("e2", ["93", "94"]), ("e3", ["91", "92"]),
        ("e4", ["85", "86"]), ("e5", ["83", "84"]), ("e6", ["81", "82"]),
    ):  # fmt: skip
        playing.perform(entrant, marks)
    return playing


def test_parallel_panels_raw_and_made_comparable() -> None:
    assert half_and_half("none").places() == {
        "e1": 1, "e2": 2, "e3": 3, "e4": 4, "e5": 5, "e6": 6,
    }  # fmt: skip
    # The best of each hall are equal once each judge is measured by that judge's own marks.
    comparable = half_and_half("t")
    assert comparable.places() == {"e1": 1, "e4": 1, "e2": 3, "e5": 3, "e3": 5, "e6": 5}
    assert comparable.scores()["e2"] == "50.00"
    assert comparable.scores()["e1"] == "60.00"


def test_an_entrant_without_a_panel_is_not_called() -> None:
    panels = [{"id": "red", "name": label("Red"), "seats": ["J1"]},
              {"id": "blue", "name": label("Blue"), "seats": ["J2"]}]  # fmt: skip
    made = plan(
        panel_score(), ["a", "b", "c"], ["J1", "J2"], stage={"panel": [], "panels": panels}
    )
    playing = Playing(made)
    assert "No panel has been assigned" in playing.refused("call", entrant="a")
    playing.tell("assign_panels", seed="village-hall")
    dealt = playing.now.stages["stage"].panels  # type: ignore[index]
    assert sorted(dealt) == ["a", "b", "c"]
    assert {"red", "blue"} == set(dealt.values())
    playing.tell("call", entrant="a")
    assert "The stage has begun" in playing.refused("assign_panels", seed="another-seed")
    playing.tell("enter", entrant={"id": "late", "number": 9, "name": "Late"})
    assert "wrong or missing" in playing.refused("assign_panels", panels={"red": ["a", "late"]})
    playing.tell("assign_panels", panels={"blue": ["late"]})
    assert playing.now.stages["stage"].panels[EntrantId("late")] == "blue"  # type: ignore[index]
    assert len(playing.now.stages["stage"].panels) == len(dealt) + 1  # type: ignore[index]
    playing.tell("call", entrant="late")


def test_lots_sealed_beforehand_settle_the_tie_at_the_line() -> None:
    onward = {"to": label("Next"), "rules": [{"type": "top", "count": 1}], "tie": "lots",
              "alternates": 1}  # fmt: skip
    made = plan(panel_score(), ["a", "b", "c"], ["J1"], stage={"advancement": [onward]})
    playing = Playing(made)
    playing.tell("seal_cut", seed="sealed-before")
    for entrant, mark in (("a", "90"), ("b", "90"), ("c", "80")):
        playing.perform(entrant, [mark])
    playing.tell("close_stage")
    assert playing.result().cuts[0].qualifying == ()
    assert set(playing.result().cuts[0].undecided) == {"a", "b"}
    refusal = playing.refused("settle_tie", by="lot", order=["a", "b"], seed="another-one")
    assert "sealed before the stage" in refusal
    assert "do not share a place" in playing.refused(
        "settle_tie", by="lot", order=["a", "c"], seed="sealed-before"
    )
    assert "waits to be settled" in playing.refused("advance", entrants=[])
    playing.tell("settle_tie", by="lot", order=["a", "b"], seed="sealed-before")
    again = playing.refused("settle_tie", by="lot", order=["b", "a"], seed="sealed-before")
    assert again == "It has been settled already, and what was drawn stands; undo that first."
    (winner,) = playing.result().cuts[0].qualifying
    assert winner in ("a", "b")
    playing.tell("advance", entrants=[winner])
    assert playing.places()["a"] == playing.places()["b"] == 1


@pytest.mark.parametrize(
    ("policy", "going"),
    [
        ({"tie": "all_in"}, {"a", "b", "c"}),
        ({"tie": "all_out"}, {"a"}),
        ({"tie": "chain", "chain": [{"type": "order", "first": "earlier"}]}, {"a", "b"}),
    ],
)
def test_case_06_every_policy_for_a_tie_at_the_line(policy: object, going: set[str]) -> None:
    onward = {"to": label("Next"), "rules": [{"type": "top", "count": 2}], **policy}  # type: ignore[dict-item]
    made = plan(panel_score(), ["a", "b", "c"], ["J1"], stage={"advancement": [onward]})
    playing = Playing(made)
    for entrant, mark in (("a", "95"), ("b", "90"), ("c", "90")):
        playing.perform(entrant, [mark])
    assert set(playing.result().cuts[0].qualifying) == going
    assert playing.places() == {"a": 1, "b": 2, "c": 2}


def test_case_54_a_mark_between_the_steps_is_refused() -> None:
    half = {"id": "mark", "name": label("Mark"), "maximum": "10", "decimals": 1, "step": "0.5"}
    playing = Playing(plan({**panel_score(), "criteria": [half]}, ["a"], ["J1"]))
    playing.tell("call", entrant="a")
    marks = [{"criterion": "mark", "mark": "7.3"}]
    told = playing.refused("enter_marks", entrant="a", seat="J1", after=0, marks=marks)
    assert told == "Mark: 7.3 is between the steps; marks go up by 0.5 from 0."
    playing.mark("a", "J1", mark="7.5")


def test_a_judge_who_leaves_after_some_attempts_is_absent_from_the_others() -> None:
    scoring = {
        "criteria": [{"id": "mark", "name": label("Mark"), "per": "attempt"}],
        "attempts": 2,
        "steps": [
            {"id": "run", "name": label("Run"),
             "value": {"type": "panel", "criteria": ["mark"], "absent": "divide_by_present"}},
            {"id": "score", "name": label("Score"),
             "value": {"type": "attempts", "of": "run", "take": "sum"}},
        ],
    }  # fmt: skip
    playing = Playing(plan(scoring, ["a"], ["J1", "J2"]))
    playing.tell("call", entrant="a")
    playing.mark("a", "J1", 1, mark="80")
    playing.mark("a", "J2", 1, mark="90")
    playing.mark("a", "J1", 2, mark="70")
    assert "Still to mark: J2" in playing.refused("close_performance", entrant="a")
    assert "not absent" in playing.refused("close_performance", entrant="a", absent=["J1"])
    playing.tell("close_performance", entrant="a", absent=["J2"])
    assert playing.scores() == {"a": "155.00"}  # (80 + 90) / 2 + 70


def test_heats_stay_in_progress_until_every_route_is_recorded() -> None:
    heats = {
        "advancement": [
            {"to": label("Final"), "stage": "final", "tie": "all_in",
             "rules": [{"type": "places", "first": 1, "last": 1}]},
            {"to": label("Repechage"), "stage": "repechage", "tie": "all_in",
             "rules": [{"type": "places", "first": 2}]},
        ]
    }  # fmt: skip
    made = plan(panel_score(), ["a", "b"], ["J1"], stage=heats)
    later = [
        replace(made.stages[0], id=StageId(one), name=Label(en=one), advancement=onward)
        for one, onward in (("repechage", ()), ("final", ()))
    ]
    playing = Playing(replace(made, stages=(*made.stages, *later)))
    playing.perform("a", ["90"])
    playing.perform("b", ["80"])
    playing.tell("close_stage")
    seen = []
    for route, who in ((0, "a"), (1, "b")):
        seen.append(stage_in_progress(playing.now).id)
        playing.tell("advance", route=route, entrants=[who])
    playing.tell("call", stage="repechage", entrant="b")
    seen.append(stage_in_progress(playing.now).id)
    assert seen == ["stage", "stage", "repechage"]
