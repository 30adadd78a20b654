"""A certain qualifier stays in under every completion of the missing marks: by enumeration."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.contest.events import (
    MarksEntered,
    NoShowRecorded,
    PerformanceCalled,
    PerformanceClosed,
)
from scoring.contest.fold import evolve
from scoring.contest.ids import CriterionId, EntrantId, SeatId, StageId
from scoring.contest.outlook import certainty, needed, proof
from scoring.contest.standings import standings
from scoring.contest.state import Contest
from tests.contest.wire import STAGE, Playing, label, plan

MARKS = ("0", "1", "2")
ENTRANTS = ("a", "b", "c", "d")
JUDGES = ("J1", "J2")

RULES = st.one_of(
    st.builds(lambda n: [{"type": "top", "count": n}], st.integers(1, 3)),
    st.builds(
        lambda p, of: [{"type": "percent", "percent": p, "of": of}],
        st.sampled_from([25, 50, 75]), st.sampled_from(["entered", "present", "ranked"]),
    ),
    st.builds(
        lambda score, strict: [{"type": "threshold", "score": score, "strict": strict}],
        st.sampled_from(["0.5", "1", "1.5"]), st.booleans(),
    ),
    st.builds(
        lambda score, spots: [{"type": "auto_then_fill", "score": score, "spots": spots}],
        st.sampled_from(["1", "1.5"]), st.integers(1, 3),
    ),
    st.builds(
        lambda n, p: [
            {"type": "top", "count": n}, {"type": "cap", "percent": p, "of": "present"},
        ],
        st.integers(1, 3), st.sampled_from([50, 75]),
    ),
)  # fmt: skip
TIES = st.sampled_from(["all_in", "all_out"])
CHAINS = st.sampled_from([[], [{"type": "highest_marks"}], [{"type": "order", "first": "later"}]])
TURN = st.one_of(
    st.tuples(st.just("closed"), st.sampled_from(MARKS), st.sampled_from(MARKS)),
    st.tuples(st.just("open"), st.none() | st.sampled_from(MARKS), st.none()),
    st.tuples(st.just("waiting"), st.none(), st.none()),
)


def contest(rules: Any, tie: str, chain: Any, turns: Any, absent: str) -> Playing:  # noqa: ANN401 - rules of every kind
    scoring = {
        "criteria": [{"id": "mark", "name": label("Mark"), "maximum": "2", "decimals": 0}],
        "steps": [{"id": "score", "name": label("Score"),
                   "value": {"type": "panel", "absent": absent}, "decimals": 2}],
        "tie_breaks": chain,
    }  # fmt: skip
    onward = {"to": label("Next"), "rules": rules, "tie": tie}
    playing = Playing(plan(scoring, ENTRANTS, JUDGES, stage={"advancement": [onward]}))
    for entrant, (phase, *marks) in zip(ENTRANTS, turns, strict=True):
        if phase == "waiting":
            continue
        playing.tell("call", entrant=entrant)
        for seat, mark in zip(JUDGES, marks, strict=True):
            if mark is not None:
                playing.mark(entrant, seat, mark=mark)
        if phase == "closed":
            playing.tell("close_performance", entrant=entrant)
    return playing


def completions(now: Contest, *, may_be_absent: bool) -> Iterator[Contest]:
    """Every way the stage can end: each missing mark 0, 1 or 2, a judge away, or nobody came."""
    stage = StageId(STAGE)
    open_ones = [
        EntrantId(one)
        for one in ENTRANTS
        if not now.is_settled(now.plan.judged[0], EntrantId(one))
    ]
    for ends in product(*(_ends(now, one, may_be_absent=may_be_absent) for one in open_ones)):
        ended = now
        for one, marks in zip(open_ones, ends, strict=True):
            if one not in now.stages[stage].performances:
                ended = evolve(ended, PerformanceCalled(stage, one))
            if marks is None:
                ended = evolve(ended, NoShowRecorded(stage, one))
                continue
            for seat, mark in marks.items():
                given = {CriterionId("mark"): mark}
                ended = evolve(ended, MarksEntered(stage, one, seat, 9, given))
            there = {seat for seat, _ in ended.stages[stage].performances[one].sheets}
            away = tuple(SeatId(seat) for seat in JUDGES if seat not in there)
            ended = evolve(ended, PerformanceClosed(stage, one, away))
        yield ended


def _ends(
    now: Contest, entrant: EntrantId, *, may_be_absent: bool
) -> Iterator[dict[SeatId, int] | None]:
    performance = now.stages[StageId(STAGE)].performances.get(entrant)
    given = {seat for seat, _ in performance.sheets} if performance else set[SeatId]()
    if not given:
        yield None
    left = [SeatId(seat) for seat in JUDGES if seat not in given]
    choices: tuple[int | None, ...] = (0, 1, 2, None) if may_be_absent else (0, 1, 2)
    for marks in product(choices, repeat=len(left)):
        chosen = {s: m for s, m in zip(left, marks, strict=True) if m is not None}
        if chosen or given:
            yield chosen


@given(
    rules=RULES, tie=TIES, chain=CHAINS,
    turns=st.tuples(TURN, TURN, TURN, TURN).filter(
        lambda turns: sum(turn[0] != "closed" for turn in turns) <= 2
    ),
    absent=st.sampled_from(["refuse", "divide_by_present"]),
)  # fmt: skip
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_certain_is_in_and_out_is_out_however_the_stage_ends(
    rules: Any,  # noqa: ANN401 - the wire format
    tie: str,
    chain: Any,  # noqa: ANN401 - the wire format
    turns: Any,  # noqa: ANN401 - drawn
    absent: str,
) -> None:
    now = contest(rules, tie, chain, turns, absent).now
    stage = now.plan.judged[0]
    result = standings(now, stage)
    (states,) = certainty(now, result)
    endings = completions(now, may_be_absent=absent == "divide_by_present")
    ends = [set(standings(one, stage).qualifying) for one in endings]
    for one in ENTRANTS:
        entrant = EntrantId(one)
        if states.get(entrant) == "certain":
            assert all(entrant in end for end in ends), (one, ends)
            assert now.is_settled(stage, entrant)
        if states.get(entrant) == "out":
            assert not any(entrant in end for end in ends), (one, ends)
        found = proof(now, result, 0, entrant)
        assert found is None or found.state == states[entrant]


def test_case_12_and_14_through_a_contest() -> None:
    """Three settled and one who lacks a mark: the leader among the open ones is not certain."""
    turns = (("closed", "2", "1"), ("closed", "1", "1"), ("closed", "0", "1"), ("open", "0", None))
    playing = contest([{"type": "top", "count": 3}], "all_in", [], turns, "refuse")
    (states,) = certainty(playing.now, playing.result())
    assert states == {"a": "certain", "b": "certain", "c": "provisional", "d": "provisional"}


def test_what_somebody_on_stage_still_needs() -> None:
    turns = (("closed", "2", "1"), ("closed", "1", "1"), ("open", "1", None), ("waiting",) * 3)
    playing = contest([{"type": "top", "count": 1}], "all_in", [], turns, "refuse")
    found = needed(playing.now, playing.result(), EntrantId("c"))
    assert found is not None
    assert (found.verdict, found.judges) == ("needs", ("J2",))
    assert found.marks == {"mark": 2}
    assert str(found.score) == "1.50"
    two = contest([{"type": "top", "count": 2}], "all_out", [], turns, "refuse")
    above = needed(two.now, two.result(), EntrantId("c"))
    assert above is not None
    assert above.marks == {"mark": 2}  # 1.00 would tie with b across the line, and both stay out
    turns = (("closed", "2", "2"), ("closed", "2", "2"), ("open", "1", None), ("waiting",) * 3)
    beyond = contest([{"type": "top", "count": 2}], "all_in", [], turns, "refuse")
    lost = needed(beyond.now, beyond.result(), EntrantId("c"))
    assert lost is not None
    assert lost.verdict == "beyond"
