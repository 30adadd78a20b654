"""Contests written as people write them, in the wire format, and played to their ranking."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from scoring.contest.commands import Command
from scoring.contest.decide import Decision, decide
from scoring.contest.faults import plan_faults
from scoring.contest.fold import evolve
from scoring.contest.guards import Rejected
from scoring.contest.ids import EntrantId
from scoring.contest.plan import Plan
from scoring.contest.stage_result import StageStandings
from scoring.contest.standings import standings
from scoring.contest.state import Contest

Wire = Mapping[str, Any]
STAGE = "stage"


def label(text: str) -> Wire:
    return {"en": text}


def plan(
    scoring: Wire,
    entrants: Sequence[str | Wire],
    judges: Sequence[str | Wire] = ("J1", "J2", "J3"),
    *,
    officials: Sequence[str] = (),
    stage: Wire | None = None,
    **more: Any,  # noqa: ANN401 - whatever the wire format takes
) -> Plan:
    """One stage with these judges on its panel; `stage` and `more` add to it and to the plan."""
    seats = [one if isinstance(one, Mapping) else {"id": one} for one in (*judges, *officials)]
    panel = [seat["id"] for seat in seats[: len(judges)]]
    field = [one if isinstance(one, Mapping) else {"id": one} for one in entrants]
    written = {
        "id": "contest",
        "meet": {"id": "meet", "name": label("Meet")},
        "name": label("Contest"),
        "sport": "singing",
        "entrants": [
            {"number": number, "name": one["id"], **one} for number, one in enumerate(field, 1)
        ],
        "seats": [{"name": label(seat["id"]), **seat} for seat in seats],
        "stages": [
            {
                "type": "judged",
                "id": STAGE,
                "name": label("Stage"),
                "panel": panel,
                "scoring": scoring,
                **(stage or {}),
            }
        ],
        **more,
    }
    return msgspec.convert(written, Plan)


def panel_score(**panel: Any) -> Wire:  # noqa: ANN401 - whatever the wire format takes
    """One mark from 0 to 100, and one panel step."""
    return {
        "criteria": [{"id": "mark", "name": label("Mark")}],
        "steps": [
            {"id": "score", "name": label("Score"), "value": {"type": "panel", **panel}}
        ],
    }  # fmt: skip


class Playing:
    """A contest under way. Commands are given as in a contest file, without their ids."""

    def __init__(self, made: Plan) -> None:
        self._count = 0
        self.contest: Contest | None = None
        faults = plan_faults(made)
        assert not faults, [f"{fault.field}: {fault.message}" for fault in faults]
        self.tell("register", plan=msgspec.to_builtins(made))

    def ask(self, kind: str, **fields: Any) -> Decision:  # noqa: ANN401 - the wire format
        """What a command would be answered with."""
        self._count += 1
        wire = {"type": kind, "id": f"desk:{self._count}", **fields}
        if kind not in ("register", "revise", "enter", "receive", "withdraw", "reinstate", "undo"):
            wire.setdefault("stage", STAGE)
        return decide(self.contest, msgspec.convert(wire, Command))

    def tell(self, kind: str, **fields: Any) -> None:  # noqa: ANN401 - the wire format
        """Give a command that must be taken."""
        decision = self.ask(kind, **fields)
        assert not isinstance(decision, Rejected), str(decision.reason)
        for event in decision:
            self.contest = evolve(self.contest, event)

    def refused(self, kind: str, **fields: Any) -> str:  # noqa: ANN401 - the wire format
        """Give a command that must be refused, and tell why."""
        decision = self.ask(kind, **fields)
        assert isinstance(decision, Rejected), decision
        return str(decision.reason)

    def mark(self, entrant: str, seat: str, attempt: int = 0, **marks: str) -> None:
        """One sheet, criterion by criterion."""
        given = [{"criterion": one.replace("_", "-"), "mark": mark} for one, mark in marks.items()]
        after = 0
        if self.contest is not None:
            performance = self.now.stages[self.stage_id].performances[EntrantId(entrant)]
            after = performance.sheet(seat, attempt).revision  # type: ignore[arg-type]
        self.tell(
            "enter_marks", entrant=entrant, seat=seat, attempt=attempt, after=after, marks=given
        )

    def perform(
        self, entrant: str, marks: Sequence[str | None], absent: Iterable[str] = ()
    ) -> None:
        """Call, one mark from each judge of the panel in order, close."""
        self.tell("call", entrant=entrant)
        panel = self.now.panel(self.now.plan.judged[0], EntrantId(entrant))
        for seat, mark in zip(panel, marks, strict=True):
            if mark is not None:
                self.mark(entrant, seat, mark=mark)
        self.tell("close_performance", entrant=entrant, absent=list(absent))

    @property
    def now(self) -> Contest:
        assert self.contest is not None
        return self.contest

    @property
    def stage_id(self) -> Any:  # noqa: ANN401 - an id as text
        return STAGE

    def result(self) -> StageStandings:
        stage = self.now.plan.judged_stage(self.stage_id)
        assert stage is not None
        return standings(self.now, stage)

    def places(self) -> dict[str, int | None]:
        return {str(one.entrant): one.place for one in self.result().standings}

    def scores(self) -> dict[str, str | None]:
        return {
            str(one.entrant): str(one.score) if one.score else None
            for one in self.result().standings
        }
