"""Taking back what an event recorded: anything, in any order that makes sense."""

from collections.abc import Iterator

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from msgspec.structs import replace

from scoring.contest.commands import (
    AssignPanels,
    Command,
    DrawOrder,
    Enter,
    EnterPaper,
    KeepRecorded,
    Receive,
    Register,
    Revise,
    SealCut,
    SetOrder,
    SettleTie,
    Undo,
)
from scoring.contest.decide import decide
from scoring.contest.events import ContestRegistered, Event, SheetContested, Undone, decode, encode
from scoring.contest.fold import evolve, folded
from scoring.contest.guards import Rejected
from scoring.contest.history import History
from scoring.contest.ids import ContestId, EntrantId, PanelId, SeatId, StageId
from scoring.contest.performance import Given as Filled
from scoring.contest.performance import Performance, Sheet
from scoring.contest.plan import Entrant, Feeder, Origin, ParallelPanel, Plan
from scoring.contest.release_commands import Unreveal
from scoring.contest.scoring import ByDecision
from scoring.contest.sheets import missing
from scoring.contest.standings import standings
from scoring.contest.state import Contest, StageState
from scoring.contest.why import why
from scoring.wording import Label
from tests.contest import match_undos
from tests.contest.given import (
    ANN,
    BEN,
    CAI,
    CHIEF,
    DAN,
    FINAL,
    FINAL_OPEN,
    HEATS,
    HEATS_CLOSED,
    HEATS_PERFORMED,
    ID,
    J1,
    J2,
    J3,
    PRESENT,
    SONG,
    Given,
    advance,
    amend,
    answer,
    ask,
    call,
    close,
    close_stage,
    disqualify,
    enter,
    given,
    mark,
    marks,
    move,
    no_show,
    performed,
    plan_with,
    reinstate,
    reopen,
    reopen_stage,
    scored_by,
    swap,
    undo,
    withdraw,
)
from tests.contest.releasing import FREEZE, THAW, approve, plan_that, reveal

EVA, FAY = EntrantId("eva"), EntrantId("fay")
RENHE = ContestId("renhe")
FEEDER = Feeder(contest=RENHE, name=Label(en="Renhe"), quota=2)

LOTS = plan_with(scoring=replace(scored_by(PRESENT), tie_breaks=(ByDecision(by="lot"),)))
"""Those present are averaged; a tie waits for a lot."""

FED = replace(LOTS, feeders=(FEEDER,))

SIGNED = replace(LOTS, stages=(replace(LOTS.judged[0], signed=True), LOTS.judged[1]))

HALLS = replace(
    LOTS,
    stages=(
        replace(
            LOTS.judged[0],
            panel=(),
            panels=(
                ParallelPanel(id=PanelId("A"), name=Label(en="Hall A"), seats=(J1, J2)),
                ParallelPanel(id=PanelId("B"), name=Label(en="Hall B"), seats=(J3, CHIEF)),
            ),
        ),
        LOTS.judged[1],
    ),
)

TIED = (
    *performed(ANN, "90", "90", "90"),
    *performed(BEN, "90", "90", "90"),
    *performed(CAI, "80", "80", "80"),
    *performed(DAN, "70", "70", "70"),
)

RENAMED = replace(LOTS, entrants=(), name=Label(en="Songs by the lake"))
DRAW = DrawOrder(id=ID, stage=HEATS, seed="seed-2024")
SET = SetOrder(id=ID, stage=HEATS, order=(DAN, CAI, BEN, ANN), reason="Lots in the hall")
ASSIGN = AssignPanels(id=ID, stage=HEATS, panels={PanelId("A"): (ANN, BEN, CAI, DAN)})
SEAL = SealCut(id=ID, stage=HEATS, seed="lots-2024")
LOT = SettleTie(id=ID, stage=HEATS, by="lot", order=(ANN, BEN), seed="lots-2024")
PAPER = EnterPaper(id=ID, stage=HEATS, entrant=ANN, seat=J1, marks=marks("80"))
KEEP = KeepRecorded(id=ID, stage=HEATS, entrant=ANN, seat=J1, after=1, reason="Misread")


def received(*entrants: EntrantId) -> Receive:
    """Singers from another contest, with numbers from 20 on."""
    return Receive(
        id=ID,
        contest=RENHE,
        entrants=tuple(
            Entrant(
                id=one,
                number=number,
                name=one.capitalize(),
                origin=Origin(contest=RENHE, stage=FINAL, entrant=one, number=number),
            )
            for number, one in enumerate(entrants, start=20)
        ),
    )


def facts(contest: Contest) -> Contest:
    """The contest without its history, and without how often its sheets were changed."""

    def counted_from_one(performance: Performance) -> Performance:
        filled = {
            key: replace(sheet, revision=1)
            for key, sheet in performance.sheets.items()
            if sheet.given is not None or sheet.contested
        }
        return replace(performance, sheets=filled)

    def bare(state: StageState) -> StageState:
        performances = {one: counted_from_one(it) for one, it in state.performances.items()}
        return replace(state, performances=performances, revisions={})

    return replace(
        contest,
        stages={stage: bare(state) for stage, state in contest.stages.items()},
        history=History[Event](),
        undone=frozenset(),
        version=0,
    )


def last(case: Given) -> int:
    return case.contest.seq


def then(case: Given, *commands: Command) -> Given:
    """The contest after more commands, each of which must be accepted or leave a trace."""
    contest = case.contest
    for command in commands:
        decision = decide(contest, command)
        assert not isinstance(decision, Rejected) or decision.events, decision
        for event in decision.events if isinstance(decision, Rejected) else decision:
            contest = evolve(contest, event)
    return Given(contest)


EACH_KIND: list[tuple[Plan, tuple[Command, ...], Command]] = [
    (LOTS, (), Revise(id=ID, plan=RENAMED)),
    (LOTS, (DRAW,), enter("eva", 5)),
    (FED, (DRAW,), received(EVA, FAY)),
    (LOTS, (DRAW,), withdraw(ANN)),
    (LOTS, (withdraw(ANN),), reinstate(ANN)),
    (LOTS, (SET,), DRAW),
    (LOTS, (DRAW,), SET),
    (HALLS, (), ASSIGN),
    (LOTS, (), SEAL),
    (LOTS, (call(ANN),), call(BEN)),
    (LOTS, (call(ANN), no_show(ANN)), call(ANN)),
    (LOTS, (call(ANN),), mark(ANN, J1, "90")),
    (LOTS, (call(ANN), mark(ANN, J1, "90")), mark(ANN, J1, "91", after=1)),
    (LOTS, performed(ANN, "90", "91", "92"), amend(ANN, J1, "19")),
    (LOTS, performed(ANN, "90", "91", None), amend(ANN, J3, "92", after=0)),
    (LOTS, (call(ANN), mark(ANN, J1, "90"), mark(ANN, J1, "80")), amend(ANN, J1, "80")),
    (LOTS, performed(ANN, "90", "91", "92"), ask(ANN, J1)),
    (SIGNED, (call(ANN), mark(ANN, J1, "90"), ask(ANN, J1)), answer(ANN, J1)),
    (SIGNED, (call(ANN), mark(ANN, J1, "90"), ask(ANN, J1)), answer(ANN, J1, refused="Late")),
    (LOTS, (call(ANN), mark(ANN, J1, "90")), move(ANN, BEN)),
    (LOTS, performed(ANN, "90", "91", "92"), move(ANN, BEN, J1)),
    (LOTS, (call(ANN),), no_show(ANN)),
    (LOTS, (call(ANN), mark(ANN, J1, "90")), disqualify(ANN)),
    (LOTS, (), disqualify(ANN)),
    (LOTS, (call(BEN), call(ANN), mark(ANN, J1, "90")), close(ANN, J2, J3)),
    (LOTS, performed(ANN, "90", "91", None), reopen(ANN)),
    (LOTS, (call(ANN), no_show(ANN)), reopen(ANN)),
    (LOTS, HEATS_PERFORMED, close_stage()),
    (LOTS, FINAL_OPEN, reopen_stage()),
    (LOTS, TIED, LOT),
    (LOTS, HEATS_CLOSED, advance(BEN, CAI, reason="Host")),
    (LOTS, FINAL_OPEN, swap(ANN, DAN)),
    (plan_that(LOTS, approval=True), performed(ANN, "90", "91", "92"), approve(ANN)),
    (LOTS, performed(ANN, "90", "91", "92"), FREEZE),
    (LOTS, (FREEZE, *HEATS_PERFORMED), THAW),
    (LOTS, (FREEZE, *HEATS_PERFORMED), reveal(0)),
    (LOTS, (call(ANN), mark(ANN, J1, "90")), PAPER),
    (LOTS, (call(ANN), mark(ANN, J1, "90"), PAPER), KEEP),
]


@pytest.mark.parametrize(
    ("plan", "history", "command"), EACH_KIND, ids=lambda one: type(one).__name__
)
def test_what_an_event_recorded_is_taken_back(
    plan: Plan, history: tuple[Command, ...], command: Command
) -> None:
    before = given(*history, plan=plan)
    done = then(before, command)
    assert facts(done.contest) != facts(before.contest)
    done.when(undo(last(done), reason=" Tapped ")).then(Undone(last(done), "Tapped"))
    again = then(done, undo(last(done)))
    assert facts(again.contest) == facts(before.contest)
    assert again.contest.seq == done.contest.seq + 1
    assert again.contest.undone == {last(done)}


@pytest.mark.parametrize(
    ("plan", "history", "command"), EACH_KIND, ids=lambda one: type(one).__name__
)
def test_an_undo_is_taken_back_in_turn_and_that_too(
    plan: Plan, history: tuple[Command, ...], command: Command
) -> None:
    before = given(*history, plan=plan)
    done = then(before, command)
    once = then(done, undo(last(done)))
    twice = then(once, undo(last(once)))
    thrice = then(twice, undo(last(twice)))
    assert facts(twice.contest) == facts(done.contest)
    assert facts(thrice.contest) == facts(before.contest)
    assert twice.contest.undone == {last(once)}
    assert thrice.contest.undone == {last(done), last(twice)}


def test_every_kind_of_event_is_tried() -> None:
    tried = {type(command) for _, _, command in (*EACH_KIND, *match_undos.EACH_KIND)}
    assert {type(one) for one in (withdraw(ANN), DRAW, LOT)} <= tried
    kept = {Register, Undo, Unreveal, *(type(command) for _, _, command in match_undos.OF_A_MATCH)}
    assert tried == set(Command.__args__) - kept


# What cannot be taken back.


@pytest.mark.parametrize(("seq", "kind"), [(1, ContestRegistered), (4, SheetContested)], ids=str)
def test_some_things_cannot_be_taken_back(seq: int, kind: type[Event]) -> None:
    case = given(call(ANN), mark(ANN, J1, "90"), mark(ANN, J1, "80"))
    assert isinstance(case.contest.history[seq - 1], kind)
    rejected = case.when(undo(seq)).refused("not_now", "seq")
    assert str(rejected.reason) == "This cannot be taken back."


def test_an_event_that_has_not_happened_cannot_be_taken_back() -> None:
    rejected = given(call(ANN)).when(undo(3)).refused("unknown", "seq")
    assert str(rejected.reason) == "There is no event 3 in this contest."


def test_what_was_taken_back_is_not_taken_back_again() -> None:
    rejected = given(call(ANN), undo(2)).when(undo(2)).refused("not_now", "seq")
    assert str(rejected.reason) == "Event 2 has been taken back already."


def test_an_undo_needs_a_reason() -> None:
    given(call(ANN)).when(undo(2, reason="  ")).refused("invalid", "reason")


STANDS_ON: list[tuple[Plan, tuple[Command, ...], int, int]] = [
    (LOTS, (Revise(id=ID, plan=RENAMED), call(ANN)), 2, 3),
    (LOTS, (enter("eva", 5), DRAW), 2, 3),
    (LOTS, (enter("eva", 5), call(EVA)), 2, 3),
    (FED, (received(EVA, FAY), withdraw(FAY)), 2, 3),
    (HALLS, (enter("eva", 5), replace(ASSIGN, panels={PanelId("A"): (ANN, BEN, CAI, DAN, EVA)})),
     2, 3),
    (LOTS, (withdraw(ANN), reinstate(ANN)), 2, 3),
    (LOTS, (*(withdraw(one) for one in (ANN, BEN, CAI, DAN)), close_stage()), 2, 6),
    (LOTS, (withdraw(ANN), reinstate(ANN), call(ANN)), 3, 4),
    (LOTS, (DRAW, call(ANN)), 2, 3),
    (LOTS, (SET, DRAW), 2, 3),
    (HALLS, (ASSIGN, call(ANN)), 2, 3),
    (LOTS, (SEAL, call(ANN)), 2, 3),
    (LOTS, (call(ANN), mark(ANN, J1, "90")), 2, 3),
    (LOTS, (call(ANN), no_show(ANN)), 2, 3),
    (LOTS, (call(ANN), mark(ANN, J1, "90"), mark(ANN, J1, "91", after=1)), 3, 4),
    (LOTS, (call(ANN), mark(ANN, J1, "90"), amend(ANN, J1, "91")), 3, 4),
    (LOTS, (call(ANN), mark(ANN, J1, "90"), move(ANN, BEN)), 3, 4),
    (LOTS, performed(ANN, "90", "91", "92"), 3, 6),
    (LOTS, (call(ANN), mark(ANN, J1, "90"), move(ANN, BEN), mark(BEN, J2, "90")), 4, 5),
    (LOTS, (call(ANN), mark(ANN, J1, "90"), move(ANN, BEN), mark(ANN, J2, "90")), 4, 5),
    (LOTS, (call(ANN), mark(ANN, J1, "90"), move(ANN, BEN), no_show(ANN)), 4, 5),
    (LOTS, (call(ANN), no_show(ANN), call(ANN)), 3, 4),
    (LOTS, (*performed(ANN, "90", "91", "92"), reopen(ANN)), 6, 7),
    (LOTS, HEATS_CLOSED, 6, 22),
    (LOTS, (*performed(ANN, "90", "91", "92"), reopen(ANN), close(ANN)), 7, 8),
    (LOTS, (*HEATS_CLOSED, reopen_stage()), 22, 23),
    (LOTS, FINAL_OPEN, 22, 23),
    (LOTS, (*HEATS_CLOSED, reopen_stage(), close_stage()), 23, 24),
    (LOTS, (*TIED, LOT, close_stage(), advance(ANN, BEN)), 22, 24),
    (LOTS, (*FINAL_OPEN, swap(ANN, DAN)), 23, 24),
    (LOTS, (*FINAL_OPEN, call(ANN, FINAL)), 23, 24),
    (LOTS, (*FINAL_OPEN, swap(ANN, DAN), call(DAN, FINAL)), 24, 25),
]  # fmt: skip


@pytest.mark.parametrize(("plan", "history", "seq", "later"), STANDS_ON)
def test_an_event_that_another_stands_on_stays(
    plan: Plan, history: tuple[Command, ...], seq: int, later: int
) -> None:
    case = given(*history, plan=plan)
    rejected = case.when(undo(seq)).refused("not_now", "seq")
    assert str(rejected.reason) == (
        f"A later event ({later}) stands on this one; take that back first."
    )


def test_what_stands_in_the_way_is_taken_back_first() -> None:
    case = given(call(ANN), mark(ANN, J1, "90"))
    case.when(undo(2)).refused("not_now", "seq")
    back = then(case, undo(3), undo(2))
    assert facts(back.contest) == facts(given().contest)


BESIDE: list[tuple[tuple[Command, ...], int, tuple[Command, ...]]] = [
    ((call(ANN), mark(ANN, J1, "90"), mark(ANN, J2, "91")), 3, (call(ANN), mark(ANN, J2, "91"))),
    ((withdraw(DAN), call(ANN), mark(ANN, J1, "90")), 2, (call(ANN), mark(ANN, J1, "90"))),
    (
        (*performed(ANN, "90", "91", "92"), call(BEN), mark(BEN, J1, "90")),
        6,
        (*performed(ANN, "90", "91", "92")[:-1], call(BEN), mark(BEN, J1, "90")),
    ),
    (
        (*HEATS_PERFORMED, amend(ANN, J1, "19"), close_stage(), advance(BEN, DAN)),
        22,
        (*HEATS_PERFORMED, close_stage(), advance(BEN, DAN, reason="As if")),
    ),
    ((disqualify(DAN), *performed(ANN, "90", "91", "92")), 2, performed(ANN, "90", "91", "92")),
]


@pytest.mark.parametrize(("history", "seq", "without"), BESIDE)
def test_an_undo_leaves_all_that_came_later_and_stands_by_itself(
    history: tuple[Command, ...], seq: int, without: tuple[Command, ...]
) -> None:
    undone = then(given(*history, plan=LOTS), undo(seq)).contest
    expected = given(*without, plan=LOTS).contest
    now, then_ = facts(undone), facts(expected)
    assert now.stages[HEATS].performances == then_.stages[HEATS].performances
    assert (now.withdrawn, now.entrants) == (then_.withdrawn, then_.entrants)
    assert now.stages[HEATS].closed == then_.stages[HEATS].closed


# An undo of an undo, with something in between.

CLASHES = [
    pytest.param(LOTS, (call(ANN), undo(2), call(ANN)), 3, id="called anew"),
    pytest.param(LOTS, (enter("eva", 5), undo(2), enter("eva", 6)), 3, id="entered anew"),
    pytest.param(LOTS, (enter("eva", 5), undo(2), enter("fay", 5)), 3, id="number given away"),
    pytest.param(
        LOTS, (call(ANN), mark(ANN, J1, "90"), undo(3), undo(2)), 4, id="the call is gone too"
    ),
    pytest.param(
        LOTS,
        (call(ANN), mark(ANN, J1, "90"), undo(3), mark(ANN, J1, "91", after=2)),
        4,
        id="marked anew",
    ),
    pytest.param(LOTS, (call(ANN), mark(ANN, J1, "90"), undo(3), no_show(ANN)), 4, id="no-show"),
    pytest.param(LOTS, (DRAW, undo(2), call(ANN)), 3, id="the stage has begun"),
    pytest.param(LOTS, (Revise(id=ID, plan=RENAMED), undo(2), call(ANN)), 3, id="the contest has"),
    pytest.param(
        LOTS, (*HEATS_CLOSED, undo(22), enter("eva", 5), call(EVA)), 23, id="somebody is on stage"
    ),
    pytest.param(
        LOTS, (*HEATS_CLOSED, undo(22), enter("eva", 5)), 23, id="somebody is still to come"
    ),
    pytest.param(
        LOTS,
        (*FINAL_OPEN, swap(ANN, DAN), undo(24), call(ANN, FINAL)),
        25,
        id="the one replaced is on stage",
    ),
    pytest.param(
        LOTS, (withdraw(ANN), undo(2), withdraw(ANN, "Ill")), 3, id="withdrew again"
    ),
    pytest.param(
        LOTS,
        (*performed(ANN, "90", "91", "92"), undo(6), close(ANN)),
        7,
        id="closed again",
    ),
    pytest.param(
        LOTS, (*FINAL_OPEN, undo(23), advance(BEN, CAI, reason="Host")), 24, id="others go on"
    ),
]  # fmt: skip


@pytest.mark.parametrize(("plan", "history", "seq"), CLASHES)
def test_an_event_does_not_come_back_where_something_was_done_without_it(
    plan: Plan, history: tuple[Command, ...], seq: int
) -> None:
    case = given(*history, plan=plan)
    case.when(undo(seq)).refused("not_now", "seq")


def test_two_undos_are_taken_back_one_after_the_other() -> None:
    case = given(call(ANN), mark(ANN, J1, "90"))
    gone = then(case, undo(3), undo(2))
    back = then(gone, undo(5), undo(4))
    assert facts(back.contest) == facts(case.contest)


# Revisions.


def test_an_undone_sheet_is_a_new_version() -> None:
    case = given(call(ANN), mark(ANN, J1, "90"), undo(3))
    assert sheet(case) == Sheet(2, None)
    back = then(case, undo(4))
    assert sheet(back) == Sheet(3, Filled({SONG: 9000}))


def test_a_tablet_that_saw_what_was_taken_back_is_told() -> None:
    case = given(call(ANN), mark(ANN, J1, "90"), undo(3))
    case.when(mark(ANN, J1, "91", after=1)).refused("stale", "after")
    accepted = then(case, mark(ANN, J1, "91", after=2))
    assert sheet(accepted) == Sheet(3, Filled({SONG: 9100}))


def test_sheets_that_an_undo_does_not_touch_keep_their_version() -> None:
    case = given(call(ANN), mark(ANN, J1, "90"), mark(ANN, J2, "91"), withdraw(DAN), undo(4))
    assert sheet(case) == Sheet(1, Filled({SONG: 9000}))
    assert sheet(then(case, undo(5))) == Sheet(1, Filled({SONG: 9000}))


def test_a_performance_that_was_taken_back_and_called_anew_counts_on() -> None:
    case = given(call(ANN), mark(ANN, J1, "90"), undo(3), undo(2), call(ANN))
    assert sheet(case) == Sheet(2, None)
    case.when(mark(ANN, J1, "91", after=0)).refused("stale", "after")


def test_who_is_called_again_after_a_no_show_has_no_used_version() -> None:
    case = given(call(ANN), mark(ANN, J1, "90"), move(ANN, BEN), no_show(ANN), call(ANN))
    assert sheet(case) == Sheet(2, None)


def sheet(case: Given) -> Sheet:
    return case.contest.stage(HEATS).performances[ANN].sheet(J1)


# Whatever people tap.

WHO = (ANN, BEN, CAI, DAN, EVA, FAY)
PLANS = (LOTS, FED, HALLS)
STAGES = (HEATS, HEATS, HEATS, FINAL)


def taps(contest: Contest) -> Iterator[Command]:
    """Everything that somebody might tap now; much of it will be refused."""
    yield Revise(id=ID, plan=replace(contest.plan, entrants=(), name=Label(en="Other songs")))
    yield Enter(id=ID, entrant=Entrant(id=EVA, number=5, name="Eva"))
    yield Enter(id=ID, entrant=Entrant(id=FAY, number=5, name="Fay"))
    yield received(EVA, FAY)
    for stage in (HEATS, FINAL):
        yield from stage_taps(contest, stage)
    for one in WHO:
        yield withdraw(one)
        yield reinstate(one)


def stage_taps(contest: Contest, stage: StageId) -> Iterator[Command]:
    found = contest.plan.judged_stage(stage)
    assert found is not None
    field = contest.present_field(found)
    yield DrawOrder(id=ID, stage=stage, seed="seed-2024")
    yield AssignPanels(id=ID, stage=stage, seed="seed-2024")
    if field:
        yield SetOrder(id=ID, stage=stage, order=field[::-1], reason="Lots")
    yield SealCut(id=ID, stage=stage)
    yield close_stage(stage)
    yield reopen_stage(stage)
    result = standings(contest, found)
    for group in result.ranking.groups:
        if len(group) > 1:
            yield SettleTie(id=ID, stage=stage, by="lot", order=group, seed="seed-2024")
    yield advance(*result.qualifying, stage=stage)
    yield advance(*field[:2], stage=stage, reason="Host")
    yield swap(ANN, BEN, stage)
    yield swap(BEN, CAI, stage)
    for one in field:
        yield from performance_taps(contest, stage, one)


def performance_taps(contest: Contest, stage: StageId, one: EntrantId) -> Iterator[Command]:
    performance = contest.stage(stage).performances.get(one)
    yield call(one, stage)
    yield disqualify(one, stage)
    if performance is None:
        return
    yield no_show(one, stage)
    yield reopen(one, stage)
    seats = (J1, J2, J3)
    absent = [seat for seat in seats if performance.sheet(seat).given is None]
    yield close(one, *absent, stage=stage)
    for seat in seats:
        revision = performance.sheet(seat).revision
        for text in ("90", "91"):
            yield mark(one, seat, text, after=revision, stage=stage)
        yield mark(one, seat, "92", after=revision + 1, stage=stage)
        yield replace(amend(one, seat, "93", after=revision), stage=stage)
    yield replace(move(one, ANN), stage=stage)
    yield replace(move(one, BEN, J1, J2), stage=stage)


def draw_decision(draw: DrawFn, contest: Contest) -> tuple[Event, ...]:
    """What follows from some command of some kind that is accepted now; nothing if none is."""
    by_kind: dict[str, list[Command]] = {}
    for one in taps(contest):
        by_kind.setdefault(type(one).__name__, []).append(one)
    by_kind["Undo"] = [undo(seq) for seq in range(contest.seq, 1, -1)] or [undo(2)]
    commands = by_kind[draw(st.sampled_from(sorted(by_kind)))]
    first = draw(st.integers(0, len(commands) - 1))
    for one in (*commands[first:], *commands[:first]):
        decision = decide(contest, one)
        if isinstance(decision, tuple) or decision.events:
            return decision if isinstance(decision, tuple) else decision.events
    return ()


@st.composite
def walks(draw: DrawFn) -> list[Event]:
    """The log of a contest in which people tap what is possible, and take a lot of it back."""
    plan = draw(st.sampled_from(PLANS))
    contest = given(plan=plan).contest
    for _ in range(draw(st.integers(0, 40))):
        decision = draw_decision(draw, contest)
        for event in decision:
            contest = evolve(contest, event)
    return list(contest.history)


@settings(deadline=None, max_examples=100)
@for_all(log=walks())
def test_a_log_with_undos_is_replayed_and_ranked(log: list[Event]) -> None:
    contest = folded(decode(encode(one)) for one in log)
    assert contest == folded(log)
    assert contest.seq == len(log)
    for stage in contest.plan.judged:
        result = standings(contest, stage)
        assert sorted(one.entrant for one in result.standings) == sorted(contest.field(stage))
        assert len(set(contest.running_order(stage))) == len(contest.running_order(stage))
        for entrant in contest.entrants:
            assert all(str(line) for line in why(contest, result, entrant))


@settings(deadline=None, max_examples=100)
@for_all(log=walks())
def test_the_last_event_that_can_be_is_taken_back_as_if_it_had_not_happened(
    log: list[Event],
) -> None:
    contest = folded(log)
    decision = decide(contest, undo(contest.seq))
    if isinstance(decision, Rejected):
        assert isinstance(log[-1], SheetContested) or len(log) == 1
        return
    before, after = folded(log[:-1]), evolve(contest, decision[0])
    assert facts(after) == facts(before)


@settings(deadline=None, max_examples=100)
@for_all(log=walks())
def test_no_version_of_a_sheet_is_ever_used_for_two_states_of_it(log: list[Event]) -> None:
    seen: dict[tuple[StageId, EntrantId, SeatId, int, int], Filled | None] = {}
    contest: Contest | None = None
    for event in log:
        contest = evolve(contest, event)
        for stage, state in contest.stages.items():
            for entrant, performance in state.performances.items():
                for (seat, attempt), one in performance.sheets.items():
                    key = (stage, entrant, seat, attempt, one.revision)
                    assert seen.setdefault(key, one.given) == one.given, event


@settings(deadline=None, max_examples=100)
@for_all(log=walks())
def test_an_undo_keeps_all_marks_but_those_that_it_takes_back(log: list[Event]) -> None:
    """Marks that were entered and stand in no sheet were replaced, moved, or taken back."""
    contest: Contest | None = None
    for event in log:
        before, contest = contest, evolve(contest, event)
        if before is None or not isinstance(event, Undone):
            continue
        root = before.history[event.seq - 1]
        while isinstance(root, Undone):
            root = before.history[root.seq - 1]
        gone = marks_of(before) - marks_of(contest)
        concerned = {getattr(root, "entrant", None), getattr(root, "to", None)}
        assert {entrant for _, entrant, _, _ in gone} <= concerned


@settings(deadline=None, max_examples=200)
@for_all(log=walks())
def test_whatever_is_taken_back_the_contest_stays_sound(log: list[Event]) -> None:
    contest: Contest | None = None
    for event in log:
        contest = evolve(contest, event)
        assert unsound(contest) == [], event


def unsound(contest: Contest) -> list[str]:
    """What cannot be, in whatever order things were recorded and taken back."""
    found: list[str] = []
    numbers = [one.number for one in contest.entrants.values()]
    if len(set(numbers)) < len(numbers):
        found.append("a number is there twice")
    for stage in contest.plan.judged:
        state = contest.stage(stage.id)
        if len(set(state.order)) < len(state.order):
            found.append("somebody is twice in the order")
        if not set(state.performances) <= set(contest.field(stage)):
            found.append("somebody who is not in the field performed")
        settled = (contest.is_settled(stage, one) for one in contest.field(stage))
        if state.closed and not all(settled):
            found.append("a stage is closed with somebody still to come")
        if state.advanced and not state.closed:
            found.append("somebody goes on from an open stage")
        now = state.performances.get(state.on_stage) if state.on_stage is not None else None
        if state.on_stage is not None and (state.closed or now is None or now.phase != "open"):
            found.append("somebody is on stage who is not")
        for entrant, performance in state.performances.items():
            if performance.phase == "closed" and missing(contest, stage, entrant, performance):
                found.append("a performance is closed without all its marks")
            if performance.phase == "no_show" and performance.given():
                found.append("who has marks did not come")
    return found


def marks_of(contest: Contest) -> set[tuple[StageId, EntrantId, SeatId, int]]:
    return {
        (stage, entrant, seat, one.given.marks[SONG])
        for stage, state in contest.stages.items()
        for entrant, performance in state.performances.items()
        for (seat, _), one in performance.sheets.items()
        if one.given is not None
    }
