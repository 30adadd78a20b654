"""What holds for every history, whatever people tap."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from msgspec.structs import replace

from scoring.contest.commands import Command, DrawOrder, EnterMarks, Register, SetOrder
from scoring.contest.decide import decide
from scoring.contest.events import Event, decode, encode
from scoring.contest.fold import evolve
from scoring.contest.guards import Rejected
from scoring.contest.ids import EntrantId, SeatId, StageId
from scoring.contest.performance import Performance
from scoring.contest.plan import JudgedStage, Plan
from scoring.contest.scoring import Panel
from scoring.contest.stage_result import StageStandings
from scoring.contest.standings import standings
from scoring.contest.state import Contest
from scoring.contest.why import why
from tests.contest.given import (
    ANN,
    BEN,
    CAI,
    CHIEF,
    DAN,
    DROP_BOTH,
    FINAL,
    HEATS,
    ID,
    J1,
    J2,
    J3,
    MEDIAN,
    PANEL,
    PRESENT,
    UNTRIMMED,
    advance,
    after,
    amend,
    broken_by,
    call,
    close,
    close_stage,
    enter,
    mark,
    mark_of,
    no_show,
    performed,
    plan_with,
    register,
    scored_by,
    withdraw,
)
from tests.contest.given import given as history

EVERYBODY = (ANN, BEN, CAI, DAN)
THOSE_PRESENT = broken_by(scored_by(PRESENT), mark_of(J1))
TRIMMED = broken_by(scored_by(DROP_BOTH, decimals=1), MEDIAN, UNTRIMMED)
EXACT = replace(scored_by(Panel(combine="criteria", drop_high=1)), compare="exact")
PLANS = tuple(plan_with(scoring=scoring) for scoring in (THOSE_PRESENT, TRIMMED, EXACT))

STAGES = st.sampled_from([HEATS, HEATS, HEATS, FINAL, StageId("nowhere")])
ENTRANTS = st.sampled_from([*EVERYBODY, EntrantId("eva")])
SEATS = st.sampled_from([*PANEL, CHIEF])
TEXTS = st.sampled_from(["90", "90.5", "91", "95.99", "0", "101", "95.999", "NaN"])
REVISIONS = st.integers(0, 2)
REASONS = st.sampled_from(["", "Reason"])

ANYTHING: SearchStrategy[Command] = st.one_of(
    st.builds(register, st.sampled_from(PLANS)),
    st.builds(enter, st.sampled_from(["ann", "eva"]), st.integers(1, 6), st.just("guests")),
    st.builds(withdraw, ENTRANTS),
    st.builds(DrawOrder, id=st.just(ID), stage=STAGES, seed=st.sampled_from(["seed-one", "two"])),
    st.builds(
        SetOrder,
        id=st.just(ID),
        stage=STAGES,
        order=st.permutations(EVERYBODY).map(tuple),
        reason=st.just("Lots"),
    ),
    st.builds(call, ENTRANTS, STAGES),
    st.builds(
        lambda entrant, seat, text, revision: mark(entrant, seat, text, after=revision),
        ENTRANTS,
        SEATS,
        TEXTS,
        REVISIONS,
    ),
    st.builds(
        lambda entrant, seat, text, revision, reason: amend(
            entrant, seat, text, after=revision, reason=reason
        ),
        ENTRANTS,
        SEATS,
        TEXTS,
        REVISIONS,
        REASONS,
    ),
    st.builds(no_show, ENTRANTS, STAGES),
    st.builds(
        lambda entrant, absent: close(entrant, *absent),
        ENTRANTS,
        st.lists(SEATS, max_size=3),
    ),
    st.builds(close_stage, STAGES),
    st.builds(
        lambda entrants, stage, reason: advance(*entrants, stage=stage, reason=reason),
        st.lists(ENTRANTS, max_size=4),
        STAGES,
        REASONS,
    ),
)
"""Commands that may or may not make sense where they come."""


def in_progress(contest: Contest) -> JudgedStage:
    return next(one for one in reversed(contest.plan.judged) if contest.field(one))


def expected(contest: Contest) -> list[Command]:
    """What an organizer and judges tap next when everything goes well."""
    stage = in_progress(contest)
    state = contest.stage(stage.id)
    if state.closed:
        return [advance(*standings(contest, stage).qualifying, stage=stage.id)]
    for entrant, performance in state.performances.items():
        if performance.phase == "open":
            return _for_the_panel(stage, entrant, performance)
    waiting = [
        one
        for one in contest.running_order(stage)
        if one not in state.performances and one not in contest.withdrawn
    ]
    if not waiting:
        return [close_stage(stage.id)]
    if not state.order and not state.performances:
        draw_lots = DrawOrder(id=ID, stage=stage.id, seed="seed-2024")
        return [draw_lots, call(waiting[0], stage.id)]
    return [call(waiting[0], stage.id)]


def _for_the_panel(
    stage: JudgedStage, entrant: EntrantId, performance: Performance
) -> list[Command]:
    missing = [seat for seat in stage.panel if performance.sheet(seat).given is None]
    if not missing:
        return [close(entrant, stage=stage.id)]
    revision = performance.sheet(missing[0]).revision
    sheets: list[Command] = [
        mark(entrant, missing[0], text, after=revision, stage=stage.id)
        for text in ("90", "90.5", "91", "95.99")
    ]
    return [*sheets, no_show(entrant, stage.id)] if len(missing) == len(stage.panel) else sheets


def unusual(contest: Contest) -> list[Command]:
    """What happens now and then: most of it is accepted, or leaves a trace."""
    stage = in_progress(contest)
    state = contest.stage(stage.id)
    number = max(one.number for one in contest.entrants.values()) + 1
    commands: list[Command] = [
        enter(f"e{number}", number),
        DrawOrder(id=ID, stage=stage.id, seed=f"seed-{number}"),
        SetOrder(id=ID, stage=stage.id, order=contest.field(stage)[::-1], reason="Lots"),
        *(withdraw(one) for one in contest.field(stage)[:2]),
        *(call(one, stage.id) for one in contest.field(stage)),
        advance(*contest.field(stage)[:1], stage=stage.id, reason="Host"),
    ]
    for entrant, performance in state.performances.items():
        given_marks = performance.given()
        missing = [seat for seat in stage.panel if seat not in given_marks]
        commands += [no_show(entrant, stage.id), close(entrant, *missing, stage=stage.id)]
        for seat in stage.panel:
            revision = performance.sheet(seat).revision
            commands += [
                mark(entrant, seat, "92", after=revision, stage=stage.id),
                mark(entrant, seat, "93", after=revision + 1, stage=stage.id),
                replace(amend(entrant, seat, "94", after=revision), stage=stage.id),
            ]
    return commands


@st.composite
def programs(draw: DrawFn) -> tuple[Plan, list[Command]]:
    """A plan and what people tap: mostly what is expected, and now and then anything."""
    plan = draw(st.sampled_from(PLANS))
    contest = history(plan=plan).contest
    commands: list[Command] = []
    for _ in range(draw(st.sampled_from([5, 20, 45]))):
        likely = st.sampled_from(expected(contest))
        step = draw(
            st.sampled_from([likely] * 6 + [st.sampled_from(unusual(contest))] * 2 + [ANYTHING])
        )
        command = draw(step)
        commands.append(command)
        decision = decide(contest, command)
        for event in decision.events if isinstance(decision, Rejected) else decision:
            contest = evolve(contest, event)
    return plan, commands


def run(plan: Plan, commands: Sequence[Command]) -> tuple[Contest, list[Event]]:
    """The live contest and its log."""
    contest: Contest | None = None
    log: list[Event] = []
    for command in (register(plan), *commands):
        decision = decide(contest, command)
        events = decision.events if isinstance(decision, Rejected) else decision
        contest = after(contest, events)
        log += events
    assert contest is not None
    return contest, log


@settings(deadline=None, max_examples=200)
@given(program=programs())
def test_a_replayed_log_gives_the_live_contest(program: tuple[Plan, list[Command]]) -> None:
    contest, log = run(*program)
    stored = [encode(event) for event in log]
    replayed: Contest | None = None
    for line in stored:
        replayed = evolve(replayed, decode(line))
    assert replayed == contest
    assert contest.seq == len(log)
    assert [encode(decode(line)) for line in stored] == stored


@settings(deadline=None, max_examples=200)
@given(program=programs())
def test_a_refusal_changes_nothing_and_a_decision_only_what_it_says(
    program: tuple[Plan, list[Command]],
) -> None:
    plan, commands = program
    contest = history(plan=plan).contest
    for command in commands:
        before = repr(contest)
        decision = decide(contest, command)
        assert decide(contest, command) == decision
        assert repr(contest) == before
        if isinstance(decision, Rejected):
            assert decision.problems
            assert all(str(problem.message) for problem in decision.problems)
            kept = decision.kind == "stale" and isinstance(command, EnterMarks)
            assert bool(decision.events) == kept
            events = decision.events
        else:
            assert len(decision) == 1
            events = decision
        for event in events:
            evolve(contest, event)
            assert repr(contest) == before
            contest = evolve(contest, event)


@settings(deadline=None)
@given(program=programs())
def test_accepted_once_the_same_registration_call_or_sheet_is_refused_again(
    program: tuple[Plan, list[Command]],
) -> None:
    plan, commands = program
    contest = history(plan=plan).contest
    for command in commands:
        decision = decide(contest, command)
        if isinstance(decision, tuple):
            contest = evolve(contest, decision[0])
            if not isinstance(command, DrawOrder | SetOrder):
                assert isinstance(decide(contest, command), Rejected)
    assert isinstance(decide(contest, Register(id=ID, plan=plan)), Rejected)


@settings(deadline=None)
@given(program=programs())
def test_every_contest_can_be_ranked_and_explained(program: tuple[Plan, list[Command]]) -> None:
    contest, _ = run(*program)
    for stage in contest.plan.judged:
        result = standings(contest, stage)
        listed = [one.entrant for one in result.standings]
        assert sorted(listed) == sorted(contest.field(stage))
        placed = [one.place for one in result.standings if one.place is not None]
        assert placed == sorted(placed)
        assert all((one.place is None) == (one.score is None) for one in result.standings)
        for one in result.qualifying:
            standing = result.of(one)
            assert standing is not None and standing.status == "ranked"
        for entrant in contest.entrants:
            assert all(str(line) for line in why(contest, result, entrant))


def derived(result: StageStandings) -> tuple[object, ...]:
    """All that follows from the facts, and none of the facts themselves."""
    return result.standings, result.ranking, result.chain.values, result.cuts


MARKS = st.fixed_dictionaries(
    {
        (entrant, seat): st.sampled_from(["90", "90.5", "91", "95.99"])
        for entrant in EVERYBODY
        for seat in PANEL
    }
)


@settings(deadline=None)
@given(marks=MARKS, plan=st.sampled_from(PLANS), data=st.data())
def test_marks_entered_in_any_order_give_the_same_standings_and_reasons(
    marks: dict[tuple[EntrantId, SeatId], str], plan: Plan, data: st.DataObject
) -> None:
    def contest_of(order: Sequence[tuple[EntrantId, SeatId]]) -> Contest:
        return history(
            *(call(one) for one in EVERYBODY),
            *(mark(*key, marks[key]) for key in order),
            *(close(one) for one in EVERYBODY),
            plan=plan,
        ).contest

    one = contest_of(list(marks))
    other = contest_of(data.draw(st.permutations(list(marks))))
    result, again = standings(one, plan.judged[0]), standings(other, plan.judged[0])
    assert derived(result) == derived(again)
    for entrant in EVERYBODY:
        assert why(one, result, entrant) == why(other, again, entrant)


@settings(deadline=None)
@given(marks=MARKS, plan=st.sampled_from(PLANS), data=st.data())
def test_places_do_not_depend_on_who_was_entered_or_performed_first(
    marks: dict[tuple[EntrantId, SeatId], str], plan: Plan, data: st.DataObject
) -> None:
    def places_of(
        entered: Sequence[EntrantId], called: Sequence[EntrantId]
    ) -> dict[EntrantId, int]:
        by_id = {entrant.id: entrant for entrant in plan.entrants}
        entrants = tuple(replace(by_id[one], number=n) for n, one in enumerate(entered, start=1))
        commands = (
            command
            for one in called
            for command in performed(one, *(marks[one, seat] for seat in (J1, J2, J3)))
        )
        case = history(*commands, plan=replace(plan, entrants=entrants))
        return dict(case.places())

    entered, called = (data.draw(st.permutations(EVERYBODY)) for _ in range(2))
    assert places_of(EVERYBODY, EVERYBODY) == places_of(entered, called)
