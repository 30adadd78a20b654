"""What holds for every sound plan that the language can say, whatever the marks."""

from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from scoring.contest.events import decode, encode
from scoring.contest.fold import folded
from scoring.contest.ids import EntrantId
from scoring.contest.outlook import certainty
from scoring.contest.scores import Score
from scoring.contest.scoring import ByOrder
from scoring.contest.stage_result import StageStandings
from scoring.contest.standings import standings
from scoring.contest.state import Contest
from scoring.contest.why import public_why, why
from tests.contest.random_plans import FINE, MARK, contest_of, contests, panels, plans, sheets
from tests.contest.wire import label, plan

OFTEN = settings(
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)


def result_of(contest: Contest) -> StageStandings:
    return standings(contest, contest.plan.judged[0])


def derived(result: StageStandings) -> object:
    """All that follows from the facts, whoever is listed first among equals."""
    return (
        {one.entrant: one for one in result.standings},
        dict(result.chain.values),
        [frozenset(group) for group in result.ranking.groups],
        [(frozenset(cut.qualifying), frozenset(cut.undecided)) for cut in result.cuts],
    )


@OFTEN
@given(data=st.data())
def test_nothing_depends_on_who_was_entered_called_or_marked_first(data: st.DataObject) -> None:
    made = data.draw(plans())
    filled = data.draw(sheets(made))
    names = [one.id for one in made.entrants]
    again = data.draw(st.permutations(made.entrants))
    if not any(isinstance(one, ByOrder) for one in made.judged[0].scoring.tie_breaks):
        again = [replace(one, number=number) for number, one in enumerate(again, start=1)]
    one = contest_of(made, names, filled)
    other = contest_of(
        replace(made, entrants=tuple(again)),
        data.draw(st.permutations(names)),
        data.draw(st.permutations(filled)),
    )
    assert derived(result_of(one)) == derived(result_of(other))


@OFTEN
@given(panel=panels([MARK, FINE]), decimals=st.sampled_from([0, 1, 2]), data=st.data())
def test_raising_a_mark_never_lowers_the_score(
    panel: dict[str, Any], decimals: int, data: st.DataObject
) -> None:
    criteria = [{"name": label(str(one["id"])), **one} for one in (MARK, FINE)]
    step = {"id": "score", "name": label("Score"), "value": panel, "decimals": decimals}
    judges = ["J1", "J2", "J3", "J4", "J5"]
    made = plan({"criteria": criteria, "steps": [step]}, ["a"], judges)
    marks = {
        (seat, one): data.draw(st.integers(0, 20 if one == "mark" else 2000))
        for seat in judges
        for one in ("mark", "fine")
    }
    raised = data.draw(st.sampled_from(sorted(marks)))
    higher = {**marks, raised: data.draw(st.integers(marks[raised], marks[raised] + 3))}
    assume(higher[raised] <= (20 if raised[1] == "mark" else 2000))

    def score(given_marks: dict[tuple[str, str], int]) -> Score | None:
        filled = [
            {
                "entrant": "a",
                "seat": seat,
                "marks": [
                    {"criterion": "mark", "mark": _text(5 * given_marks[seat, "mark"], 1)},
                    {"criterion": "fine", "mark": _text(given_marks[seat, "fine"], 2)},
                ],
            }
            for seat in judges
        ]
        standing = result_of(contest_of(made, ["a"], filled)).of(EntrantId("a"))
        assert standing is not None
        return standing.score

    before, after = score(marks), score(higher)
    assert before is not None and after is not None
    assert after.exact >= before.exact
    assert after.published >= before.published


def _text(ticks: int, decimals: int) -> str:
    whole, part = divmod(ticks, 10**decimals)
    return f"{whole}.{part:0{decimals}}"


@OFTEN
@given(contest=contests())
def test_working_it_out_again_gives_the_same(contest: Contest) -> None:
    result = result_of(contest)
    assert derived(result_of(contest)) == derived(result)
    assert derived(result_of(folded(contest.history))) == derived(result)
    kept = standings(contest, contest.plan.judged[0], result)
    assert kept.standings == result.standings
    assert derived(kept) == derived(result)


@OFTEN
@given(contest=contests())
def test_every_event_of_every_plan_survives_the_disk(contest: Contest) -> None:
    for event in contest.history:
        assert decode(encode(event)) == event
    assert folded(decode(encode(event)) for event in contest.history) == contest


@OFTEN
@given(contest=contests())
def test_every_place_of_every_plan_is_explained(contest: Contest) -> None:
    result = result_of(contest)
    for entrant in contest.entrants:
        standing = result.of(entrant)
        assert standing is not None
        lines = [str(line) for line in why(contest, result, entrant)]
        assert lines and all(lines)
        assert all(str(line) for line in public_why(contest, result, entrant))
        if standing.place is not None:
            assert any(line.startswith(f"Place {standing.place}") for line in lines)
    certainty(contest, result)
