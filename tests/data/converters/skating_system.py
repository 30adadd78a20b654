"""Worked examples of the Skating System, as places or crosses by judge, as contest files."""

from collections.abc import Sequence
from typing import TypeAlias

from scoring.contest.file import ContestFile
from scoring.contest.ids import ContestId, CriterionId, EntrantId, MeetId, SeatId, StageId
from scoring.contest.plan import Entrant, JudgedStage, Meet, Plan, Seat
from scoring.presets.dancesport import CROSS, PLACE, STANDARD, final, preliminary
from scoring.rules.routes import TiePolicy
from scoring.sports.dancesport import SPORT
from scoring.wording import Label
from tests.data.converters.script import Script

Sheets: TypeAlias = Sequence[Sequence[Sequence[int]]]
"""By dance, then by couple, then by judge."""

FINAL, ROUND = StageId("final"), StageId("round")


def couple(number: int) -> EntrantId:
    return EntrantId(f"couple-{number}")


def final_file(name: str, places: Sheets) -> ContestFile:
    """A final in as many dances as there are tables of places."""
    judges = _judges(places)
    stage = final(FINAL, judges, STANDARD[: len(places)], couples=len(places[0]))
    script = Script()
    _danced(script, stage, PLACE, places)
    script.close_stage(FINAL)
    return _file(name, (stage,), len(places[0]), judges, script)


def preliminary_file(
    name: str, crosses: Sheets, called: int, tie: TiePolicy = "all_in"
) -> ContestFile:
    """A round in which crosses are given, and the final that it leads to, still to be danced."""
    judges = _judges(crosses)
    dances = STANDARD[: len(crosses)]
    stage = preliminary(
        ROUND, Label(zh="预赛", en="Round"), judges, dances, called=called, tie=tie
    )
    last = final(FINAL, judges, dances, couples=called)
    script = Script()
    _danced(script, stage, CROSS, crosses)
    script.close_stage(ROUND)
    return _file(name, (stage, last), len(crosses[0]), judges, script)


def _judges(sheets: Sheets) -> tuple[SeatId, ...]:
    return tuple(SeatId(f"J{number}") for number in range(1, len(sheets[0][0]) + 1))


def _danced(script: Script, stage: JudgedStage, criterion: CriterionId, sheets: Sheets) -> None:
    """All couples dance at the same time, one dance after the other."""
    couples = range(len(sheets[0]))
    for index in couples:
        script.call(stage.id, couple(index + 1))
    for dance, given in enumerate(sheets, start=1):
        for index in couples:
            for judge, mark in zip(stage.panel, given[index], strict=True):
                marks = {criterion: str(mark)}
                script.enter(stage.id, couple(index + 1), judge, marks, attempt=dance)
    for index in couples:
        script.close(stage.id, couple(index + 1))


def _file(
    name: str,
    stages: tuple[JudgedStage, ...],
    couples: int,
    judges: tuple[SeatId, ...],
    script: Script,
) -> ContestFile:
    plan = Plan(
        id=ContestId(name),
        meet=Meet(id=MeetId("examples"), name=Label(zh="算例", en="Worked examples")),
        name=Label(en=name),
        sport=SPORT.id,
        entrants=tuple(
            Entrant(id=couple(number), number=number, name=f"Couple {number}")
            for number in range(1, couples + 1)
        ),
        seats=tuple(Seat(id=judge, name=Label(en=judge)) for judge in judges),
        stages=stages,
    )
    return ContestFile(plan=plan, commands=tuple(script.commands))
