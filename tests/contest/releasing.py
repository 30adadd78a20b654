"""Commands about what is public, in short form, and a contest with what the public knows of it."""

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec.structs import replace

from scoring.contest.commands import Command
from scoring.contest.decide import decide
from scoring.contest.events import Event
from scoring.contest.fold import evolve
from scoring.contest.guards import Rejected
from scoring.contest.ids import EntrantId, StageId
from scoring.contest.plan import Plan
from scoring.contest.projection import public, published
from scoring.contest.state import Contest
from tests.contest.given import HEATS, PLAN, register


def release(kind: str, stage: StageId = HEATS, **fields: Any) -> Command:  # noqa: ANN401 - as on the wire
    made: Command = msgspec.convert(
        {"type": kind, "id": "desk:1", "stage": stage, **fields}, Command
    )
    return made


def approve(*entrants: EntrantId, stage: StageId = HEATS) -> Command:
    return release("approve", stage, entrants=entrants)


def approve_matches(stage: str, *matches: str) -> Command:
    return release("approve", StageId(stage), matches=[{"match": one} for one in matches])


FREEZE = release("freeze")
THAW = release("thaw")


def reveal(after: int, stage: StageId = HEATS) -> Command:
    return release("reveal", stage, after=after)


def plan_that(plan: Plan = PLAN, **options: Any) -> Plan:  # noqa: ANN401 - as the plan names them
    """The plan with these options of its first stage."""
    first, *others = plan.stages
    return replace(plan, stages=(replace(first, **options), *others))


class Told:
    """A contest, and what the public knows of it, as the desk keeps both."""

    def __init__(self, plan: Plan, commands: Sequence[Command] = ()) -> None:
        (event,) = self._events(None, register(plan))
        self.contest = evolve(None, event)
        self.public = public(self.contest)
        self.give(*commands)

    def give(self, *commands: Command) -> "Told":
        for command in commands:
            for event in self._events(self.contest, command):
                self.replay(event)
        return self

    def replay(self, event: Event) -> None:
        after = evolve(self.contest, event)
        self.public = published(self.public, self.contest, after, event)
        self.contest = after

    def refused(self, command: Command) -> Rejected:
        decision = decide(self.contest, command)
        assert isinstance(decision, Rejected)
        return decision

    @staticmethod
    def _events(contest: Contest | None, command: Command) -> Sequence[Event]:
        decision = decide(contest, command)
        if isinstance(decision, Rejected):
            assert decision.events, f"{command}: {decision.reason}"
            return decision.events
        return decision
