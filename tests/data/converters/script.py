"""The commands of a contest file, written down in the order in which a hall would send them."""

from collections.abc import Iterable, Mapping
from itertools import count

from scoring.contest.commands import (
    Advance,
    Call,
    ClosePerformance,
    CloseStage,
    Command,
    EnterMarks,
    Mark,
)
from scoring.contest.ids import CommandId, CriterionId, EntrantId, SeatId, StageId
from scoring.rules.measured import Outcome


class Script:
    """Commands of one contest, numbered as they are added."""

    def __init__(self) -> None:
        self.commands: list[Command] = []
        self._numbers = count(1)

    def call(self, stage: StageId, entrant: EntrantId) -> None:
        self.commands.append(Call(id=self._id(), stage=stage, entrant=entrant))

    def enter(  # noqa: PLR0913 - a sheet, as the wire has it
        self,
        stage: StageId,
        entrant: EntrantId,
        seat: SeatId,
        marks: Mapping[CriterionId, str],
        *,
        attempt: int = 0,
        outcome: Outcome | None = None,
    ) -> None:
        """One seat's first and only sheet of an attempt."""
        sheet = EnterMarks(
            id=self._id(),
            stage=stage,
            entrant=entrant,
            seat=seat,
            attempt=attempt,
            after=0,
            marks=tuple(Mark(criterion=one, mark=mark) for one, mark in marks.items()),
            outcome=outcome,
        )
        self.commands.append(sheet)

    def close(self, stage: StageId, entrant: EntrantId, absent: Iterable[SeatId] = ()) -> None:
        close = ClosePerformance(id=self._id(), stage=stage, entrant=entrant, absent=tuple(absent))
        self.commands.append(close)

    def close_stage(self, stage: StageId) -> None:
        self.commands.append(CloseStage(id=self._id(), stage=stage))

    def advance(self, stage: StageId, entrants: Iterable[EntrantId]) -> None:
        """Without a reason: refused if the rule lets through anybody else."""
        self.commands.append(Advance(id=self._id(), stage=stage, entrants=tuple(entrants)))

    def _id(self) -> CommandId:
        return CommandId(f"converter:{next(self._numbers)}")
