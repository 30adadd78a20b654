"""A small singing contest, its commands in short form, and given-when-then to ask about it."""

from collections.abc import Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from scoring.contest.advancement import Advancement, TopN
from scoring.contest.commands import (
    Advance,
    Amend,
    AnswerAmendment,
    Call,
    ClosePerformance,
    CloseStage,
    Command,
    Disqualify,
    Enter,
    EnterMarks,
    Mark,
    MoveSheets,
    RecordNoShow,
    Register,
    Reinstate,
    ReopenPerformance,
    ReopenStage,
    Replace,
    RequestAmendment,
    Undo,
    Withdraw,
)
from scoring.contest.decide import Decision, decide
from scoring.contest.events import Event
from scoring.contest.fold import evolve
from scoring.contest.guards import Kind, Rejected
from scoring.contest.ids import (
    CommandId,
    ContestId,
    CriterionId,
    EntrantId,
    GroupId,
    MeetId,
    SeatId,
    StageId,
    StepId,
)
from scoring.contest.plan import Entrant, Group, JudgedStage, Meet, Plan, Seat
from scoring.contest.scoring import (
    ByStep,
    Criterion,
    Decimals,
    Formula,
    Panel,
    Scoring,
    Step,
)
from scoring.contest.stage_result import StageStandings
from scoring.contest.standings import standings
from scoring.contest.state import Contest
from scoring.contest.why import why
from scoring.rules.exact import Rounding
from scoring.sport import SportId
from scoring.wording import Label

ID = CommandId("desk:1")
HEATS, FINAL = StageId("heats"), StageId("final")
ANN, BEN, CAI, DAN = EntrantId("ann"), EntrantId("ben"), EntrantId("cai"), EntrantId("dan")
J1, J2, J3, CHIEF = SeatId("J1"), SeatId("J2"), SeatId("J3"), SeatId("chief")
PANEL = (J1, J2, J3)
SONG, VOICE, STYLE = CriterionId("song"), CriterionId("voice"), CriterionId("style")


def step(
    name: str, value: Formula, decimals: Decimals | None = 2, rounding: Rounding = "half_up"
) -> Step:
    """A step on the way to the score, with an id like its name."""
    step_id = StepId(name.lower().replace(" ", "-"))
    return Step(id=step_id, name=Label(en=name), value=value, decimals=decimals, rounding=rounding)


def aside(name: str, value: Formula) -> Step:
    """An unrounded step for tie-breaks only."""
    return replace(step(name, value, None), aside=True)


ONE_MARK = Scoring(
    criteria=(Criterion(id=SONG, name=Label(en="Song")),), steps=(step("Score", Panel()),)
)
"""One mark from 0 to 100 with two decimals; every judge must mark; nothing is dropped."""

TWO_MARKS = Scoring(
    criteria=(
        Criterion(id=VOICE, name=Label(en="Voice"), maximum="60", decimals=2),
        Criterion(id=STYLE, name=Label(en="Style"), minimum="1", maximum="10", decimals=1),
    ),
    steps=(step("Score", Panel()),),
)
"""Voice to 60 with two decimals, and style from 1 to 10 with one."""

PRESENT = Panel(absent="divide_by_present")
DROP_BOTH = Panel(drop_high=1, drop_low=1)

UNTRIMMED = aside("Mean of all marks", PRESENT)
MEDIAN = aside("Middle mark", Panel(take="median", absent="divide_by_present"))


def mean_of(criterion: CriterionId) -> Step:
    """The panel's mean of one criterion, for tie-breaks."""
    return aside(f"Mean of {criterion}", Panel(criteria=(criterion,), absent="divide_by_present"))


def mark_of(seat: SeatId) -> Step:
    """The mark of one named judge, for tie-breaks."""
    return aside(f"Mark of {seat}", Panel(seats=(seat,)))


def scored_by(
    panel: Panel,
    scoring: Scoring = ONE_MARK,
    decimals: Decimals = 2,
    rounding: Rounding = "half_up",
) -> Scoring:
    """The same marks, which come to the score in this way."""
    return replace(scoring, steps=(step("Score", panel, decimals, rounding),))


def broken_by(scoring: Scoring, *asides: Step) -> Scoring:
    """The same score; the higher value of each of these steps in turn breaks a tie."""
    ties = tuple(ByStep(step=one.id) for one in asides)
    return replace(scoring, steps=(*asides, *scoring.steps), tie_breaks=ties)


ENTRANTS = (
    Entrant(id=ANN, number=1, name="Ann", unit="Renhe", group=GroupId("villagers")),
    Entrant(id=BEN, number=2, name="Ben"),
    Entrant(id=CAI, number=3, name="Cai"),
    Entrant(id=DAN, number=4, name="Dan"),
)

BEST_TWO = Advancement(to=Label(en="Final"), rules=(TopN(count=2),), tie="all_in")

PLAN = Plan(
    id=ContestId("songs"),
    meet=Meet(id=MeetId("festival"), name=Label(en="Festival")),
    name=Label(en="Songs"),
    sport=SportId("singing"),
    groups=(
        Group(id=GroupId("villagers"), name=Label(en="Villagers")),
        Group(id=GroupId("guests"), name=Label(en="Guests")),
    ),
    entrants=ENTRANTS,
    seats=(
        Seat(id=J1, name=Label(en="Judge 1")),
        Seat(id=J2, name=Label(en="Judge 2")),
        Seat(id=J3, name=Label(en="Judge 3")),
        Seat(id=CHIEF, name=Label(en="Head judge")),
    ),
    stages=(
        JudgedStage(
            id=HEATS,
            name=Label(en="Heats"),
            panel=PANEL,
            scoring=ONE_MARK,
            advancement=(BEST_TWO,),
        ),
        JudgedStage(id=FINAL, name=Label(en="Final"), panel=PANEL, scoring=ONE_MARK),
    ),
)
"""Four singers and three judges; the best two of the heats sing the final."""


def plan_with(
    *,
    scoring: Scoring = ONE_MARK,
    advancement: Advancement | tuple[Advancement, ...] = BEST_TWO,
    panel: tuple[SeatId, ...] = PANEL,
    entrants: tuple[Entrant, ...] = ENTRANTS,
) -> Plan:
    """The plan with other heats."""
    heats, final = PLAN.stages
    routes = advancement if isinstance(advancement, tuple) else (advancement,)
    changed = replace(heats, scoring=scoring, advancement=routes, panel=panel)
    return replace(PLAN, stages=(changed, final), entrants=entrants)


def marks(*texts: str) -> tuple[Mark, ...]:
    """One text is a mark for the song; two are for voice and style."""
    criteria = (SONG,) if len(texts) == 1 else (VOICE, STYLE)
    return tuple(
        Mark(criterion=criterion, mark=text)
        for criterion, text in zip(criteria, texts, strict=True)
    )


def register(plan: Plan = PLAN) -> Register:
    return Register(id=ID, plan=plan)


def enter(entrant: str, number: int, group: str | None = None) -> Enter:
    known = GroupId(group) if group is not None else None
    name = entrant.capitalize()
    return Enter(
        id=ID, entrant=Entrant(id=EntrantId(entrant), number=number, name=name, group=known)
    )


def withdraw(entrant: EntrantId, reason: str = "Lost her voice") -> Withdraw:
    return Withdraw(id=ID, entrant=entrant, reason=reason)


def call(entrant: EntrantId, stage: StageId = HEATS) -> Call:
    return Call(id=ID, stage=stage, entrant=entrant)


def mark(
    entrant: EntrantId, seat: SeatId, *texts: str, after: int = 0, stage: StageId = HEATS
) -> EnterMarks:
    return EnterMarks(
        id=ID, stage=stage, entrant=entrant, seat=seat, after=after, marks=marks(*texts)
    )


def amend(
    entrant: EntrantId, seat: SeatId, *texts: str, after: int = 1, reason: str = "Digits swapped"
) -> Amend:
    return Amend(
        id=ID,
        stage=HEATS,
        entrant=entrant,
        seat=seat,
        after=after,
        marks=marks(*texts),
        reason=reason,
    )


def ask(
    entrant: EntrantId, seat: SeatId, after: int = 1, reason: str = "95, not 59"
) -> RequestAmendment:
    """A seat asks for leave to change what it handed in."""
    return RequestAmendment(
        id=ID, stage=HEATS, entrant=entrant, seat=seat, after=after, reason=reason
    )


def answer(entrant: EntrantId, seat: SeatId, refused: str = "") -> AnswerAmendment:
    """Leave to change a sheet, or the reason why not."""
    return AnswerAmendment(
        id=ID, stage=HEATS, entrant=entrant, seat=seat, grant=not refused, reason=refused
    )


def no_show(entrant: EntrantId, stage: StageId = HEATS) -> RecordNoShow:
    return RecordNoShow(id=ID, stage=stage, entrant=entrant)


def close(entrant: EntrantId, *absent: SeatId, stage: StageId = HEATS) -> ClosePerformance:
    return ClosePerformance(id=ID, stage=stage, entrant=entrant, absent=absent)


def close_stage(stage: StageId = HEATS) -> CloseStage:
    return CloseStage(id=ID, stage=stage)


def advance(*entrants: EntrantId, stage: StageId = HEATS, reason: str = "") -> Advance:
    return Advance(id=ID, stage=stage, entrants=entrants, reason=reason)


def move(
    entrant: EntrantId, to: EntrantId, *seats: SeatId, reason: str = "Wrong singer"
) -> MoveSheets:
    return MoveSheets(id=ID, stage=HEATS, entrant=entrant, to=to, seats=seats, reason=reason)


def disqualify(
    entrant: EntrantId, stage: StageId = HEATS, reason: str = "Sang a playback"
) -> Disqualify:
    return Disqualify(id=ID, stage=stage, entrant=entrant, reason=reason)


def reopen(
    entrant: EntrantId, stage: StageId = HEATS, reason: str = "Closed too early"
) -> ReopenPerformance:
    return ReopenPerformance(id=ID, stage=stage, entrant=entrant, reason=reason)


def reopen_stage(stage: StageId = HEATS, reason: str = "A sheet was lost") -> ReopenStage:
    return ReopenStage(id=ID, stage=stage, reason=reason)


def reinstate(entrant: EntrantId, reason: str = "Found her voice") -> Reinstate:
    return Reinstate(id=ID, entrant=entrant, reason=reason)


def swap(
    leaving: EntrantId, entering: EntrantId, stage: StageId = HEATS, reason: str = "Cannot come"
) -> Replace:
    return Replace(id=ID, stage=stage, leaving=leaving, entering=entering, reason=reason)


def undo(seq: int, reason: str = "Tapped by mistake") -> Undo:
    return Undo(id=ID, seq=seq, reason=reason)


def performed(
    entrant: EntrantId, *texts: str | tuple[str, ...] | None, stage: StageId = HEATS
) -> tuple[Command, ...]:
    """A whole performance: called, marked by J1, J2, ... in turn, closed. None is an absence."""
    seats = [SeatId(f"J{number}") for number in range(1, len(texts) + 1)]
    sheets = dict(zip(seats, texts, strict=True))
    return (
        call(entrant, stage),
        *(
            mark(entrant, seat, *((given,) if isinstance(given, str) else given), stage=stage)
            for seat, given in sheets.items()
            if given is not None
        ),
        close(entrant, *(seat for seat, given in sheets.items() if given is None), stage=stage),
    )


HEATS_PERFORMED = (
    *performed(ANN, "90", "90", "90"),
    *performed(BEN, "95", "95", "95"),
    *performed(CAI, "80", "80", "80"),
    *performed(DAN, "85", "85", "85"),
)
"""Ben 95, Ann 90, Dan 85, Cai 80."""

HEATS_CLOSED = (*HEATS_PERFORMED, close_stage())
FINAL_OPEN = (*HEATS_CLOSED, advance(BEN, ANN))


def after(contest: Contest | None, events: tuple[Event, ...]) -> Contest | None:
    for event in events:
        contest = evolve(contest, event)
    return contest


def events_of(decision: Decision) -> tuple[Event, ...]:
    """What a decision leaves in the log: also a refusal may leave a trace."""
    return decision.events if isinstance(decision, Rejected) else decision


@dataclass(frozen=True)
class Asked:
    """A decision, to compare with what should follow."""

    decision: Decision

    def then(self, *events: Event) -> None:
        assert self.decision == events

    def refused(self, kind: Kind, *fields: str) -> Rejected:
        """It was refused, for problems with just these fields."""
        assert isinstance(self.decision, Rejected)
        assert self.decision.kind == kind
        assert tuple(problem.field for problem in self.decision.problems) == fields
        return self.decision

    def told(self, kind: Kind, words: str) -> None:
        """It was refused, in a sentence with these words."""
        assert isinstance(self.decision, Rejected)
        assert self.decision.kind == kind
        assert words in str(self.decision.reason)


@dataclass(frozen=True)
class Given:
    """A contest with a history."""

    contest: Contest

    def when(self, command: Command) -> Asked:
        return Asked(decide(self.contest, command))

    def result(self, stage: StageId = HEATS) -> StageStandings:
        found = self.contest.plan.judged_stage(stage)
        assert found is not None
        return standings(self.contest, found)

    def why(self, entrant: EntrantId, stage: StageId = HEATS) -> list[str]:
        return [str(line) for line in why(self.contest, self.result(stage), entrant)]

    def scores(self, stage: StageId = HEATS) -> Mapping[EntrantId, str]:
        return {one.entrant: str(one.score) for one in self.result(stage).standings if one.score}

    def places(self, stage: StageId = HEATS) -> Mapping[EntrantId, int]:
        return {one.entrant: one.place for one in self.result(stage).standings if one.place}


def given(*commands: Command, plan: Plan = PLAN) -> Given:
    """A registered contest in which these commands were accepted, or at least left a trace."""
    contest: Contest | None = None
    for command in (register(plan), *commands):
        decision = decide(contest, command)
        assert not isinstance(decision, Rejected) or decision.events, decision
        contest = after(contest, events_of(decision))
    assert contest is not None
    return Given(contest)
