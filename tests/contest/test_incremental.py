"""A result continued from an earlier one is the result from scratch, whatever happened between."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.contest.cut import cut_field, routes
from scoring.contest.events import Event
from scoring.contest.fold import evolve, folded
from scoring.contest.guards import Rejected
from scoring.contest.stage_result import StageStandings
from scoring.contest.standings import standings
from scoring.rules.cuts import cuts as all_cuts
from tests.contest.wire import Playing, label, panel_score, plan

ENTRANTS = ("a", "b", "c", "d", "e")
JUDGES = ("J1", "J2", "J3")
ASIDE = {"id": "every", "name": label("Every mark"), "aside": True, "decimals": None,
         "value": {"type": "panel", "absent": "divide_by_present"}}  # fmt: skip


def local() -> dict[str, Any]:
    scoring = panel_score(drop_high=1, drop_low=1, too_few="keep_all", absent="divide_by_present")
    ties = [{"type": "step", "step": "every"}, {"type": "highest_marks"}]
    return {**scoring, "steps": [ASIDE, *scoring["steps"]], "tie_breaks": ties}


def comparing() -> dict[str, Any]:
    """Judges made comparable over the field, countback: one mark may move everybody."""
    scoring = panel_score(normalise="t", absent="divide_by_present")
    return {**scoring, "tie_breaks": [{"type": "countback"}, {"type": "order", "first": "later"}]}


ONWARD = [
    {"to": label("Final"), "rules": [{"type": "top", "count": 2}], "tie": "lots", "alternates": 1},
    {"to": label("Second"), "rules": [{"type": "places", "first": 3}], "tie": "all_in"},
]
ONE_LINE = st.builds(
    lambda rule, tie, alternates: [
        {"to": label("Final"), "rules": [rule], "tie": tie, "alternates": alternates,
         **({"chain": [{"type": "highest_marks"}]} if tie == "chain" else {})}
    ],
    st.sampled_from([
        {"type": "top", "count": 1}, {"type": "top", "count": 3},
        {"type": "percent", "percent": 40, "of": "present"},
        {"type": "percent", "percent": 50, "of": "entered"},
    ]),
    st.sampled_from(["all_in", "all_out", "chain", "lots", "run_off"]),
    st.integers(0, 3),
)  # fmt: skip
OPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["call", "mark", "mark", "close", "close", "amend", "withdraw", "reinstate", "reopen",
             "disqualify", "no_show", "move", "undo", "enter", "settle"]
        ),
        st.sampled_from(ENTRANTS),
        st.sampled_from(ENTRANTS),
        st.sampled_from(JUDGES),
        st.integers(0, 3),
    ),
    max_size=60,
)  # fmt: skip


def asked(playing: Playing, op: tuple[str, str, str, str, int]) -> Any:  # noqa: ANN401 - whatever the question answers
    """What one random step is answered; most refusals are what should be refused."""
    kind, one, other, seat, value = op
    sheet = playing.now.stages[playing.stage_id].performances.get(one)  # type: ignore[call-overload]
    after = sheet.sheet(seat).revision if sheet else 0
    marks = [{"criterion": "mark", "mark": str(90 + value)}]
    match kind:
        case "mark":
            return playing.ask("enter_marks", entrant=one, seat=seat, after=after, marks=marks)
        case "amend":
            return playing.ask(
                "amend", entrant=one, seat=seat, after=after, marks=marks, reason="slip"
            )
        case "close":
            given = {seat for seat, _ in sheet.sheets} if sheet else set[str]()
            away = [judge for judge in JUDGES if judge not in given]
            return playing.ask("close_performance", entrant=one, absent=away)
        case "reopen":
            return playing.ask("reopen_performance", entrant=one, reason="look again")
        case "move":
            return playing.ask("move_sheets", entrant=one, to=other, reason="wrong singer")
        case "undo":
            return playing.ask("undo", seq=max(2, playing.now.seq - value), reason="mistake")
        case "settle":
            return playing.ask("settle_tie", by="lot", order=[one, other], reason="in the hall")
        case "enter":
            number = 100 + playing.now.seq
            newcomer = {"id": f"n{number}", "number": number, "name": "New", "guest": value == 0}
            return playing.ask("enter", entrant=newcomer)
        case "withdraw" | "reinstate" | "disqualify":
            return playing.ask(kind, entrant=one, reason="because")
        case "no_show":
            return playing.ask("record_no_show", entrant=one)
        case _:
            return playing.ask("call", entrant=one)


def check_counts(result: StageStandings) -> None:
    """What is counted without looking at everybody is what everybody's lines say."""
    lines = result.standings
    for first in range(len(lines) + 1):
        assert list(result.lines(first)) == list(lines[first:])
    for index, line in enumerate(lines):
        assert result.of(line.entrant) == line
        assert result.index(line.entrant) == (None if line.place is None else index)
    unplaced = [one for one in lines if one.place is None]
    assert sum(held.bit_count() for held in result.unplaced.values()) == len(unplaced)
    waiting = [one.entrant for one in unplaced if one.status == "waiting"]
    assert list(result.in_state("waiting")) == waiting
    assert [result.before("waiting", one) for one in waiting] == [*range(len(waiting))]
    stage, contest = result.stage, result.contest
    settled = sum(contest.is_settled(stage, one) for one in contest.field(stage))
    assert result.progress == (settled, len(lines))


@given(ops=OPS, scoring=st.sampled_from([local(), comparing()]), onward=st.just(ONWARD) | ONE_LINE)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_continued_is_from_scratch_and_replayed_is_live(
    ops: list[tuple[str, str, str, str, int]],
    scoring: dict[str, Any],
    onward: list[dict[str, Any]],
) -> None:
    playing = Playing(plan(scoring, ENTRANTS, JUDGES, stage={"advancement": onward}))
    stage = playing.now.plan.judged[0]
    before: StageStandings | None = None
    events: list[Event] = [*playing.now.history]
    for op in ops:
        decision = asked(playing, op)
        taken = decision.events if isinstance(decision, Rejected) else decision
        for event in taken:
            playing.contest = evolve(playing.contest, event)
            events.append(event)
        continued = standings(playing.now, stage, before)
        scratch = standings(playing.now, stage)
        assert continued.standings == scratch.standings
        assert continued.cuts == scratch.cuts
        assert continued.cuts == all_cuts(cut_field(continued), routes(continued))
        check_counts(continued)
        assert continued.ranking.groups == scratch.ranking.groups
        assert continued.ranking.separations == scratch.ranking.separations
        before = continued
    assert folded(events) == playing.now
