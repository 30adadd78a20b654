"""Plays a small contest by a preset: who marks what, turn by turn, and what it comes to."""

from collections.abc import Mapping, Sequence
from itertools import count

from scoring.contest.commands import (
    Advance,
    Call,
    ClosePerformance,
    CloseStage,
    Command,
    EnterMarks,
    Mark,
    Register,
)
from scoring.contest.decide import decide
from scoring.contest.fold import evolve
from scoring.contest.guards import Rejected
from scoring.contest.ids import CommandId, CriterionId, EntrantId, SeatId, StageId
from scoring.contest.plan import Plan
from scoring.contest.stage_result import StageStandings
from scoring.contest.standings import standings
from scoring.contest.state import Contest
from scoring.presets.catalogue import find_preset
from scoring.presets.plans import Draft, drafted
from scoring.rules.measured import Outcome

BASICS = {"name": "决赛", "meet": "运动会", "entrants": "1\t王芳\n2\t李娜\n3\t赵刚"}

Sheet = Mapping[str, str] | Outcome
"""Marks by criterion, or why there are none."""


def draft(preset: str, **answers: str) -> Draft:
    found = find_preset(preset)
    assert found is not None
    given = {field.replace("_", "-"): answer for field, answer in answers.items()}
    return drafted(found, {**BASICS, **given}, "test")


def sound(preset: str, **answers: str) -> Plan:
    found = draft(preset, **answers)
    assert [(one.field, str(one.message)) for one in found.faults] == []
    return found.plan


class Play:
    """One contest as it goes on. Entrants are called by number, e1 is number 1."""

    def __init__(self, plan: Plan) -> None:
        self._numbers = count(1)
        self.contest: Contest | None = None
        self.stage = plan.stages[0].id
        self.give(Register(id=self.next_id(), plan=plan))

    def next_id(self) -> CommandId:
        return CommandId(f"test:{next(self._numbers)}")

    def give(self, command: Command) -> None:
        decision = decide(self.contest, command)
        assert not isinstance(decision, Rejected), str(decision.reason)
        for event in decision:
            self.contest = evolve(self.contest, event)

    def perform(
        self, number: int, sheets: Mapping[tuple[str, int], Sheet], absent: Sequence[str] = ()
    ) -> None:
        """Call, mark by (seat, attempt), close."""
        entrant = EntrantId(f"e{number}")
        self.give(Call(id=self.next_id(), stage=self.stage, entrant=entrant))
        for (seat, attempt), sheet in sheets.items():
            outcome = sheet if isinstance(sheet, str) else None
            marks = {} if isinstance(sheet, str) else sheet
            self.give(
                EnterMarks(
                    id=self.next_id(), stage=self.stage, entrant=entrant, seat=SeatId(seat),
                    attempt=attempt, after=0, outcome=outcome,
                    marks=tuple(
                        Mark(criterion=CriterionId(one), mark=mark) for one, mark in marks.items()
                    ),
                )
            )  # fmt: skip
        self.give(
            ClosePerformance(
                id=self.next_id(), stage=self.stage, entrant=entrant,
                absent=tuple(SeatId(one) for one in absent),
            )
        )  # fmt: skip

    def judged(self, number: int, criterion: str, marks: str, attempt: int = 0) -> None:
        """Every judge gives one mark."""
        self.perform(number, by_judges(criterion, marks, attempt))

    def onward(self, to: str) -> None:
        """Close the stage and let go on whoever qualifies."""
        self.give(CloseStage(id=self.next_id(), stage=self.stage))
        qualifying = self.standings.qualifying
        self.give(Advance(id=self.next_id(), stage=self.stage, entrants=qualifying))
        self.stage = StageId(to)

    @property
    def standings(self) -> StageStandings:
        assert self.contest is not None
        stage = self.contest.plan.judged_stage(self.stage)
        assert stage is not None
        return standings(self.contest, stage)

    @property
    def result(self) -> list[tuple[int | None, str, str]]:
        """Place, entrant and published score, best first."""
        return [(one.place, str(one.entrant), str(one.score)) for one in self.standings.standings]


def by_judges(criterion: str, marks: str, attempt: int = 0) -> dict[tuple[str, int], Sheet]:
    """One mark each, from the first judge on."""
    return {
        (f"J{number}", attempt): {criterion: mark}
        for number, mark in enumerate(marks.split(), start=1)
    }
