"""The contests of the pictures, each stopped at the moment that a picture shows."""

import random

from msgspec import Struct
from msgspec.structs import replace

from scoring.contest.commands import (
    Call,
    ClosePerformance,
    CloseStage,
    Command,
    EnterMarks,
    EnterPaper,
)
from scoring.contest.file import ContestFile
from scoring.contest.ids import CommandId, EntrantId
from scoring.contest.match_commands import EnterResult, OpenMatch, Record, RevealLineups
from scoring.contest.plan import JudgedStage, PlayedStage
from scoring.contest.play import rules_of
from scoring.contest.release_commands import Approve, Freeze, Reveal
from scoring.demo import BADMINTON, BASKETBALL, KICKING, SHUTTLECOCK, contest_file
from scoring.demo.taps import taps

EVENING = contest_file()
SUNG = 96
MARKED = 5
HIDDEN = 8
STEPS = 5
"""How many sang after the freeze, and how many steps of the ceremony were taken."""
TO_APPROVE = 4
TYPED = 600
MISREAD = 130
"""How many paper sheets have been typed in, and which of them says something else."""
GROUPS = 12
"""Ties of the badminton that are over before the quarter-finals."""
COURTS = ((0, 33), (2, 52), (1, 70), (1, 41))
"""Of each court's tie, the rubbers that are over, and the rallies of the one in play."""
BEGUN = 5
"""Ties of the badminton that are over in the middle of the groups."""
GAMES = 12
BASKETS = ((0, 44), (0, 61))
"""Games of basketball that are over, and what has happened in the two that go on."""


class Moment(Struct, frozen=True):
    """What a hall holds in a picture."""

    files: tuple[ContestFile, ...]
    tablets: bool = False
    """Whether the judges' tablets speak, one of them with another mark than its double."""

    @property
    def file(self) -> ContestFile:
        """The contest that it is about."""
        return self.files[0]


def evening() -> Moment:
    """When 96 have sung and five of seven judges have marked the next; and a sports day."""
    return Moment(
        (
            _until_marked(EVENING),
            _first_kick(contest_file(KICKING)),
            _on_courts(contest_file(BADMINTON), GROUPS, COURTS),
            _on_courts(contest_file(BASKETBALL), GAMES, BASKETS),
            contest_file(SHUTTLECOCK),
        ),
        tablets=True,
    )


def alone() -> Moment:
    """The same without anything that tablets say of themselves."""
    return Moment(evening().files)


def groups() -> Moment:
    """The badminton in the middle of its groups."""
    return Moment((_on_courts(contest_file(BADMINTON), BEGUN, COURTS[:2]),))


def lineups() -> Moment:
    """The badminton before its first tie: both teams have handed in, nothing is revealed."""
    file = contest_file(BADMINTON)
    first = next(n for n, one in enumerate(file.commands) if isinstance(one, RevealLineups))
    return Moment((replace(file, commands=file.commands[:first]),))


def papers() -> Moment:
    """After the evening most of the paper has been typed in; a digit or two was misread."""
    given = [one for one in EVENING.commands if isinstance(one, EnterMarks)]
    typed = [
        EnterPaper(
            id=CommandId(f"scorer:{n}"),
            stage=one.stage,
            entrant=one.entrant,
            seat=one.seat,
            attempt=one.attempt,
            marks=given[n + 1].marks if n % MISREAD == MISREAD - 1 else one.marks,
        )
        for n, one in enumerate(given[:TYPED])
    ]
    return Moment((replace(EVENING, commands=(*EVENING.commands, *typed)),))


def between() -> Moment:
    """The same evening a moment later: the next has not been called."""
    closed = [n for n, one in enumerate(EVENING.commands) if isinstance(one, ClosePerformance)]
    return Moment((replace(EVENING, commands=EVENING.commands[: closed[SUNG] + 1]),))


def approved() -> Moment:
    """The evening if the head judge has to approve each result before it is public."""
    plan = EVENING.plan
    stages = tuple(
        replace(one, approval=True) if isinstance(one, JudgedStage) else one for one in plan.stages
    )
    shown = _until_marked(EVENING)
    stage, sung = plan.judged[0].id, _sung(shown)
    approve = Approve(id=CommandId("head:1"), stage=stage, entrants=tuple(sung[:-TO_APPROVE]))
    return Moment(
        (ContestFile(plan=replace(plan, stages=stages), commands=(*shown.commands, approve)),)
    )


def frozen() -> Moment:
    """Near the end: the last are singing while the board is frozen."""
    return Moment((_kept_back(steps=0, sung=HIDDEN - 3),))


def ceremony() -> Moment:
    """The end of the same evening; half of what was kept back is revealed."""
    return Moment((_kept_back(steps=STEPS, sung=HIDDEN),))


def over() -> Moment:
    """The evening and the badminton when everything is decided."""
    return Moment((EVENING, contest_file(BADMINTON)))


def _until_marked(file: ContestFile) -> ContestFile:
    calls = [index for index, one in enumerate(file.commands) if isinstance(one, Call)]
    marks = [
        index
        for index, one in enumerate(file.commands)
        if index > calls[SUNG] and isinstance(one, EnterMarks)
    ]
    return replace(file, commands=file.commands[: marks[MARKED - 1] + 1])


def _sung(file: ContestFile) -> list[EntrantId]:
    return [one.entrant for one in file.commands if isinstance(one, ClosePerformance)]


def _kept_back(steps: int, sung: int) -> ContestFile:
    """The board frozen before the last eight; so many of those sang, so many steps were taken."""
    calls = [n for n, one in enumerate(EVENING.commands) if isinstance(one, Call)]
    begin, stage = calls[-HIDDEN], EVENING.plan.judged[0].id
    over = next(n for n, one in enumerate(EVENING.commands) if isinstance(one, CloseStage))
    end = over if sung == HIDDEN else calls[sung - HIDDEN] + MARKED + 1
    taken = [Reveal(id=CommandId(f"phone:{n}"), stage=stage, after=n) for n in range(steps)]
    freeze = Freeze(id=CommandId("phone:100"), stage=stage)
    return replace(
        EVENING,
        commands=(*EVENING.commands[:begin], freeze, *EVENING.commands[begin:end], *taken),
    )


def _on_courts(file: ContestFile, over: int, courts: tuple[tuple[int, int], ...]) -> ContestFile:
    """When so many matches are over, and on every court something has happened so many times."""
    opened = [n for n, one in enumerate(file.commands) if isinstance(one, OpenMatch)]
    first = next(
        n
        for n, one in enumerate(file.commands)
        if n > opened[over] and isinstance(one, EnterResult)
    )
    called = {one.match for one in file.commands[:first] if isinstance(one, OpenMatch)}
    results: dict[str, list[EnterResult]] = {}
    for one in file.commands[first:]:
        if isinstance(one, EnterResult) and one.match in called:
            results.setdefault(one.match, []).append(one)
    now: list[Command] = []
    for (rubbers, count), (_match, played) in zip(courts, sorted(results.items()), strict=False):
        now += played[:rubbers]
        now += _half_played(file, played[rubbers], count)
    return replace(file, commands=(*file.commands[:first], *now))


def _half_played(file: ContestFile, result: EnterResult, count: int) -> list[Command]:
    """The first so many taps of a result."""
    stage = file.plan.stage(result.stage)
    rules = rules_of(stage.match, result.rubber) if isinstance(stage, PlayedStage) else None
    if rules is None:
        return []
    happened = [*taps(rules, result.result, random.Random(result.match))][: count + 1]  # noqa: S311 - made-up, alike in every picture
    return [
        Record(
            id=CommandId(f"{result.match}:{after + 1}"),
            stage=result.stage,
            match=result.match,
            rubber=result.rubber,
            after=after,
            tap=tap,
        )
        for after, tap in enumerate(happened)
    ]


def _first_kick(file: ContestFile) -> ContestFile:
    """Shuttlecock kicking at the moment when the first one has been called."""
    call = next(index for index, one in enumerate(file.commands) if isinstance(one, Call))
    return replace(file, commands=file.commands[: call + 1])
