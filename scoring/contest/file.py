"""Contest files: a plan and the commands that followed, in the wire format of the API."""

from msgspec import Struct

from scoring.contest.commands import Command, Register
from scoring.contest.decide import decide
from scoring.contest.fold import evolve
from scoring.contest.guards import Rejected
from scoring.contest.ids import CommandId
from scoring.contest.plan import Plan
from scoring.contest.state import Contest


class ContestFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A whole contest as one document: fixture, import, export."""

    plan: Plan
    commands: tuple[Command, ...] = ()

    def all_commands(self) -> tuple[Command, ...]:
        """The commands, led by the registration of the plan."""
        return (Register(id=CommandId("contest-file:0"), plan=self.plan), *self.commands)


class Refused(ValueError):
    """A contest file's command was rejected; `index` counts from 0, -1 is the plan itself."""

    def __init__(self, index: int, rejected: Rejected) -> None:
        super().__init__(f"command {index}: {rejected.reason}")
        self.index, self.rejected = index, rejected


def played(file: ContestFile) -> Contest:
    """The contest after every command of the file. Raises Refused at the first rejection."""
    contest: Contest | None = None
    for index, command in enumerate(file.all_commands()):
        decision = decide(contest, command)
        if isinstance(decision, Rejected):
            raise Refused(index - 1, decision)
        for event in decision:
            contest = evolve(contest, event)
    assert contest is not None  # noqa: S101 - the first command registers it or is refused
    return contest
