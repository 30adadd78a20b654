"""Random contests: any sound plan that the language can say, and marks for all of it."""

from collections.abc import Sequence
from typing import Any, TypeAlias

import msgspec
from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from scoring.contest.commands import Command
from scoring.contest.decide import decide
from scoring.contest.faults import plan_faults
from scoring.contest.fold import evolve
from scoring.contest.guards import Rejected
from scoring.contest.plan import Plan
from scoring.contest.state import Contest
from tests.contest.wire import STAGE, Wire, label, plan

Sheet: TypeAlias = Wire
"""A command to fill in one sheet, without its id."""
Told: TypeAlias = Sequence[Wire]

JUDGES = ("J1", "J2", "J3", "J4")
OFFICIALS = ("O1", "O2")
ENTRANTS = ("a", "b", "c", "d")

MARK = {"id": "mark", "maximum": "10", "decimals": 1, "step": "0.5"}
FINE = {"id": "fine", "maximum": "20", "weight": "0.35"}
BONUS = {"id": "bonus", "decimals": 0, "maximum": "3", "default": "1"}
DIVE = {"id": "dive", "maximum": "10", "decimals": 0, "per": "attempt"}
PLACE = {"id": "place", "kind": "place", "minimum": "1", "maximum": "9", "decimals": 0}
DANCE = {**PLACE, "id": "dance", "per": "attempt"}
CROSS = {"id": "cross", "kind": "cross", "maximum": "1", "decimals": 0, "per": "attempt"}
TIME = {"id": "time", "kind": "time", "maximum": "90", "by": ["O1"]}
WATCH = {"id": "watch", "kind": "time", "maximum": "90", "by": ["O1", "O2"]}
DEGREE = {"id": "degree", "maximum": "4", "decimals": 1, "per": "attempt", "by": ["O2"]}
FAULTS = {"id": "faults", "kind": "count", "decimals": 0, "by": ["O1"], "default": "0"}
SCALE = {"id": "scale", "minimum": "1", "maximum": "2", "decimals": 0, "per": "attempt",
         "by": ["O1"]}  # fmt: skip
CRITERIA: tuple[Wire, ...] = (
    MARK,
    FINE,
    BONUS,
    DIVE,
    PLACE,
    DANCE,
    CROSS,
    TIME,
    WATCH,
    DEGREE,
    FAULTS,
    SCALE,
)
SCALES = [
    {"lowest": 0, "values": ["-1.5", "-1", "-0.5", "0", "0.3", "0.6", "1", "2", "3", "4", "5"]},
    {"lowest": 0, "values": ["0", "0", "0", "0", "0", "1", "2", "3", "4", "5", "6.25"]},
]
VALUES = {
    "mark": ["0", "7.5", "8", "10"], "fine": ["0", "12.34", "12.35", "20"],
    "dive": ["0", "5", "6", "10"], "cross": ["0", "1"], "time": ["59.99", "60", "1:02.45"],
    "watch": ["59.99", "1:00"], "degree": ["0", "1.5", "4"], "faults": ["0", "1", "7"],
    "scale": ["1", "2"], "bonus": ["0", "3"],
}  # fmt: skip

DROPS = st.sampled_from([0, 0, 1, 2])
DECIMALS = st.sampled_from([0, 1, 2, 4])
WEIGHTS = st.sampled_from(["1", "0.5", "-1", "2.25"])
BETTER = st.sampled_from(["higher", "lower"])
TABLES = st.sampled_from([[], ["12", "10", "8"], ["3"], ["-1", "2.5", "0", "9"]])


def panels(criteria: Sequence[Wire]) -> SearchStrategy[dict[str, Any]]:
    """Any panel step over some of these, which the same seats give for the same."""
    names = [one["id"] for one in criteria]
    return st.fixed_dictionaries(
        {
            "type": st.just("panel"),
            "criteria": st.lists(st.sampled_from(names), min_size=1, unique=True),
            "take": st.sampled_from(["mean", "sum", "median"]),
            "drop_high": DROPS,
            "drop_low": DROPS,
            "combine": st.sampled_from(["judges", "criteria"]),
            "extremes": st.sampled_from(["drop", "fold"]),
            "too_few": st.sampled_from(["refuse", "keep_all"]),
            "absent": st.sampled_from(["refuse", "divide_by_present", "substitute"]),
        }
    )


@st.composite
def _panel(draw: DrawFn, criteria: Sequence[Wire]) -> dict[str, Any]:
    like = draw(st.sampled_from(criteria))
    alike = [one for one in criteria if _given(one) == _given(like)]
    panel = draw(panels(alike))
    if panel["criteria"] == ["dive"] and any(one["id"] == "scale" for one in criteria):
        panel["scale"] = draw(st.sampled_from([None, "scale"]))
    elif _given(like)[1] == "performance" and panel["combine"] == "judges":
        panel["normalise"] = draw(st.sampled_from(["none", "none", "t", "rescaled", "share"]))
    return panel


def _given(criterion: Wire) -> tuple[tuple[str, ...], str]:
    return tuple(criterion.get("by", ())), criterion.get("per", "performance")


@st.composite
def _formula(
    draw: DrawFn, criteria: Sequence[Wire], whole: list[str], by_attempt: list[str]
) -> dict[str, Any]:
    """A formula over the criteria and the steps so far, by what they have a value for."""
    kinds = ["panel", "placings"]
    officials = [one["id"] for one in criteria if "by" in one]
    kinds += ["entered"] * bool(officials)
    kinds += ["sum", "product"] * bool(whole or by_attempt) + ["rank_points"] * bool(whole)
    kinds += ["attempts", "attempts"] * bool(by_attempt)
    match draw(st.sampled_from(kinds)):
        case "panel":
            return draw(_panel(criteria))
        case "entered":
            return {"type": "entered", "criterion": draw(st.sampled_from(officials))}
        case "placings":
            return draw(_placings(criteria))
        case "sum":
            used = draw(st.lists(st.sampled_from([*whole, *by_attempt]), min_size=1, max_size=3))
            least = draw(st.sampled_from([None, "0"]))
            terms = [{"step": one, "weight": draw(WEIGHTS)} for one in used]
            return {"type": "sum", "terms": terms, "minimum": least}
        case "product":
            used = draw(st.lists(st.sampled_from([*whole, *by_attempt]), min_size=1, max_size=2))
            return {"type": "product", "of": used, "factor": draw(WEIGHTS)}
        case "rank_points":
            return {
                "type": "rank_points", "of": draw(st.sampled_from(whole)),
                "better": draw(BETTER), "table": draw(TABLES),
                "top": draw(st.sampled_from([None, "5"])),
                "ties": draw(st.sampled_from(["same", "mean"])),
            }  # fmt: skip
        case _:
            return {"type": "attempts", "of": draw(st.sampled_from(by_attempt)),
                    "take": draw(st.sampled_from(
                        ["best", "best_sum", "sum", "mean", "middle_mean", "last"])),
                    "nth": draw(st.sampled_from([1, 1, 2])), "better": draw(BETTER)}  # fmt: skip


@st.composite
def _placings(draw: DrawFn, criteria: Sequence[Wire]) -> dict[str, Any]:
    criterion = draw(st.sampled_from(criteria))
    methods = ["rank_sum", "borda", "majority", "points"]
    match criterion.get("kind"):
        case "cross":
            methods = ["crosses"]
        case "place":
            methods = [*methods, "skating"]
        case _:
            pass
    method = draw(st.sampled_from(methods))
    found: dict[str, Any] = {
        "type": "placings", "criterion": criterion["id"], "method": method,
        "head_to_head": draw(st.booleans()),
    }  # fmt: skip
    if method == "points":
        found["table"] = draw(TABLES.filter(bool))
    if method == "rank_sum":
        found |= {"drop_high": draw(DROPS), "drop_low": draw(DROPS)}
    return found


def _has_attempts(formula: Wire, criteria: Sequence[Wire], by_attempt: list[str]) -> bool:
    per = {one["id"]: one.get("per") == "attempt" for one in criteria}
    match formula["type"]:
        case "panel":
            return any(per[one] for one in formula["criteria"])
        case "entered":
            return per[formula["criterion"]]
        case "sum":
            return any(one["step"] in by_attempt for one in formula["terms"])
        case "product":
            return any(one in by_attempt for one in formula["of"])
        case _:
            return False


@st.composite
def _steps(draw: DrawFn, criteria: Sequence[Wire]) -> list[dict[str, Any]]:
    """Up to five steps, the last of them one published number."""
    found: list[dict[str, Any]] = []
    whole: list[str] = []
    by_attempt: list[str] = []
    for number in range(draw(st.integers(1, 5))):
        formula = draw(_formula(criteria, whole, by_attempt))
        name = f"s{number}"
        (by_attempt if _has_attempts(formula, criteria, by_attempt) else whole).append(name)
        found.append(
            {
                "id": name,
                "name": label(name),
                "value": formula,
                "decimals": draw(st.none() | DECIMALS),
                "rounding": draw(st.sampled_from(["half_up", "half_even"])),
                "aside": draw(st.sampled_from([False, False, True])),
            }
        )
    if not whole or found[-1]["id"] in by_attempt:
        closing = {"type": "attempts", "of": by_attempt[-1], "take": "sum"}
        found.append({"id": "last", "name": label("last"), "value": closing})
    return [*found[:-1], {**found[-1], "aside": False, "decimals": draw(DECIMALS)}]


TIE_BREAKS = st.sampled_from(
    [
        {"type": "highest_marks"}, {"type": "preference"}, {"type": "countback"},
        {"type": "order", "first": "earlier"}, {"type": "order", "first": "later"},
        {"type": "decision", "by": "lot"},
        *({"type": "step", "step": f"s{n}", "better": better}
          for n in range(3) for better in ("higher", "lower")),
        {"type": "best_attempts", "step": "s0"}, {"type": "best_attempts", "step": "s1"},
    ]
)  # fmt: skip
RULES = st.sampled_from(
    [
        [{"type": "top", "count": 1}], [{"type": "top", "count": 2}],
        [{"type": "percent", "percent": 50, "of": "present"}],
        [{"type": "threshold", "score": "7.5"}], [{"type": "places", "first": 2}],
        [{"type": "auto_then_fill", "score": "8", "spots": 1}],
        [{"type": "quota", "by": "unit", "best": 1, "wildcards": 1}],
        [{"type": "top", "count": 2}, {"type": "cap", "percent": 50, "of": "ranked"}],
    ]
)  # fmt: skip


@st.composite
def _scoring(draw: DrawFn) -> dict[str, Any]:
    criteria = draw(st.lists(st.sampled_from(CRITERIA), min_size=1, max_size=4,
                             unique_by=lambda one: str(one["id"])))  # fmt: skip
    officials = {seat for one in criteria for seat in _given(one)[0]}
    attempts = any(one.get("per") == "attempt" for one in criteria)
    steps = draw(_steps(criteria))
    better = draw(BETTER)
    if steps[-1]["value"]["type"] == "placings":
        method = steps[-1]["value"]["method"]
        better = "lower" if method in ("rank_sum", "majority", "skating") else "higher"
    assume(len(officials) <= len(OFFICIALS))
    return {
        "criteria": [{"name": label(str(one["id"])), **one} for one in criteria],
        "attempts": draw(st.integers(1, 3)) if attempts else 0,
        "every_attempt": draw(st.booleans()),
        "steps": steps,
        "better": better,
        "compare": draw(st.sampled_from(["published", "exact"])),
        "unfinished": draw(st.sampled_from(["unplaced", "last"])),
        "tie_breaks": draw(st.lists(TIE_BREAKS, max_size=3)),
        "scales": SCALES,
    }


@st.composite
def plans(draw: DrawFn) -> Plan:
    """A sound plan of one stage, with a guest now and then."""
    field = ENTRANTS[: draw(st.integers(2, 4))]
    guest = draw(st.sampled_from([None, None, field[-1]]))
    judges = JUDGES[: draw(st.integers(1, 4))]
    onward = {"to": label("Next"), "rules": draw(RULES),
              "tie": draw(st.sampled_from(["all_in", "all_out", "lots"])),
              "alternates": 1}  # fmt: skip
    made = plan(
        draw(_scoring()),
        [{"id": one, "guest": one == guest, "unit": f"unit-{n % 2}"}
         for n, one in enumerate(field)],
        judges,
        officials=OFFICIALS,
        stage={"advancement": draw(st.sampled_from([[], [onward]])),
               "publish_marks": draw(st.booleans())},
    )  # fmt: skip
    assume(not plan_faults(made))
    return made


@st.composite
def sheets(draw: DrawFn, made: Plan) -> list[Sheet]:
    """Every sheet of everybody; now and then one is missing, or an official has no result."""
    found: list[Sheet] = []
    stage = made.judged[0]
    places = {
        str(seat): draw(st.permutations(range(1, len(made.entrants) + 1))) for seat in stage.panel
    }
    for number, entrant in enumerate(made.entrants):
        for seat in (*stage.panel, *OFFICIALS):
            for attempt in range(stage.scoring.attempts + 1):
                per = "attempt" if attempt else "performance"
                wanted = [
                    one for one in stage.scoring.criteria
                    if one.per == per and (seat in one.by if one.by else seat in stage.panel)
                ]  # fmt: skip
                turn = draw(st.sampled_from(["marks"] * 9 + ["missing", "dnf"]))
                if not wanted or turn == "missing":
                    continue
                filled: dict[str, Any] = {"entrant": entrant.id, "seat": seat, "attempt": attempt}
                if turn == "dnf" and seat in OFFICIALS:
                    found.append({**filled, "outcome": "dnf"})
                    continue
                marks = [
                    {"criterion": one.id, "mark": str(places[seat][number])
                     if one.kind == "place" else draw(st.sampled_from(VALUES[one.id]))}
                    for one in wanted
                    if one.default is None or draw(st.booleans())
                ]  # fmt: skip
                found.append({**filled, "marks": marks})
    return found


def contest_of(made: Plan, called: Sequence[str], filled: Sequence[Sheet]) -> Contest:
    """Call in this order, fill in the sheets in that one, close whoever can be closed."""
    contest = _after(None, {"type": "register", "plan": msgspec.to_builtins(made)})
    for entrant in called:
        contest = _after(contest, {"type": "call", "entrant": entrant})
    for one in filled:
        contest = _after(contest, {"type": "enter_marks", "after": 0, **one})
    for entrant in called:
        contest = _closed(contest, entrant)
    return contest


def _closed(contest: Contest, entrant: str) -> Contest:
    """With those absent who gave nothing, if the plan allows it; otherwise it stays open."""
    stage = contest.plan.judged[0]
    performance = contest.stages[stage.id].performances[entrant]  # type: ignore[index]
    given = {seat for (seat, _), sheet in performance.sheets.items() if sheet.given is not None}
    empty = [seat for seat in (*stage.panel, *OFFICIALS) if seat not in given]
    for absent in ([], empty):
        closing = {"type": "close_performance", "entrant": entrant, "absent": absent}
        decision = decide(contest, _command(closing))
        if not isinstance(decision, Rejected):
            for event in decision:
                contest = evolve(contest, event)
            return contest
    return contest


def _after(contest: Contest | None, wire: Wire) -> Contest:
    decision = decide(contest, _command(wire))
    assert not isinstance(decision, Rejected), str(decision.reason)
    for event in decision:
        contest = evolve(contest, event)
    assert contest is not None
    return contest


def _command(wire: Wire) -> Command:
    stage = {} if wire["type"] == "register" else {"stage": STAGE}
    command: Command = msgspec.convert({"id": "desk:1", **stage, **wire}, Command)
    return command


@st.composite
def contests(draw: DrawFn) -> Contest:
    """A contest of a random plan, performed and marked."""
    made = draw(plans())
    return contest_of(made, [one.id for one in made.entrants], draw(sheets(made)))
