"""An ISU protocol, as BuzzFeed News published them in JSON, as one contest file a segment."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias, TypedDict, cast

from scoring.contest.file import ContestFile
from scoring.contest.ids import ContestId, EntrantId, MeetId, SeatId, StageId
from scoring.contest.plan import Entrant, Meet, Plan, Seat
from scoring.presets.figure_skating import (
    BASE,
    COMPONENTS,
    DEDUCTIONS,
    GRADE,
    SCALE,
    Discipline,
    Officials,
    Segment,
    segment_stage,
)
from scoring.sports.figure_skating import GRADE_SCALES, SPORT
from scoring.wording import Label
from tests.data.converters.elements import scale_of
from tests.data.converters.script import Script

Row: TypeAlias = Mapping[str, str]
"""A component or an element: one mark per judge beside the official result, all as text."""


class Performance(TypedDict):
    """A performance of a protocol."""

    components: list[Row]
    elements: list[Row]
    metadata: Row


STAGE = StageId("segment")
JUDGES = tuple(SeatId(f"J{number}") for number in range(1, 10))
TECHNICAL, REFEREE = SeatId("technical"), SeatId("referee")
NO_MARK = "NaN"
SCALE_NUMBERS = {scale.id: str(number) for number, scale in enumerate(GRADE_SCALES, start=1)}

_DISCIPLINES: dict[str, Discipline] = {
    "MEN": "men", "LADIES": "ladies", "PAIRS": "pairs", "ICE": "ice_dance",
}  # fmt: skip


def segments(path: Path) -> dict[str, list[Performance]]:
    """The segments of a protocol. Numbers stay text, so that no binary float gets in."""
    with path.open(encoding="utf-8") as stream:
        loaded = json.load(stream, parse_float=str, parse_int=str, parse_constant=str)
    found: dict[str, list[Performance]] = {}
    for performance in cast("list[Performance]", loaded["performances"]):
        found.setdefault(performance["metadata"]["program"], []).append(performance)
    return found


def absent(segment: list[Performance]) -> tuple[SeatId, ...]:
    """The judges who gave nothing but 0.0 or no mark in a whole segment."""
    rows = [row for one in segment for row in (*one["components"], *one["elements"])]
    return tuple(judge for judge in JUDGES if all(row[judge] in ("0.0", NO_MARK) for row in rows))


def valued(performance: Performance) -> list[Row]:
    """The elements that have marks; one without value (base 0) is not marked by anybody."""
    return [row for row in performance["elements"] if any(row[j] != NO_MARK for j in JUDGES)]


def discipline_of(program: str) -> Discipline:
    """What a program is of: "JUNIOR ICE DANCE FREE DANCE" is ice dance."""
    return _DISCIPLINES[program.removeprefix("JUNIOR ").split()[0]]


def segment_of(program: str) -> Segment:
    return "short" if " SHORT " in program else "free"


def entrant_of(performance: Performance) -> EntrantId:
    return EntrantId(f"s{performance['metadata']['starting_number']}")


def contest_file(program: str, performances: list[Performance], season: int) -> ContestFile:
    """One segment: everybody called, marked and closed in starting order, then the stage."""
    away = absent(performances)
    script = Script()
    for performance in sorted(
        performances, key=lambda one: int(one["metadata"]["starting_number"])
    ):
        _skate(script, performance, discipline_of(program), season, away)
    script.close_stage(STAGE)
    return ContestFile(plan=_plan(program, performances), commands=tuple(script.commands))


def _plan(program: str, performances: list[Performance]) -> Plan:
    competition = performances[0]["metadata"]["competition"]
    officials = Officials(judges=JUDGES, technical=TECHNICAL, referee=REFEREE)
    return Plan(
        id=ContestId(program.lower().replace(" ", "-")),
        meet=Meet(id=MeetId("competition"), name=Label(en=competition)),
        name=Label(en=program.capitalize()),
        sport=SPORT.id,
        entrants=tuple(
            Entrant(
                id=entrant_of(one),
                number=int(one["metadata"]["starting_number"]),
                name=one["metadata"]["name"],
                unit=one["metadata"]["nation"],
            )
            for one in performances
        ),
        seats=tuple(Seat(id=one, name=Label(en=one)) for one in (*JUDGES, TECHNICAL, REFEREE)),
        stages=(
            segment_stage(
                STAGE,
                discipline_of(program),
                segment_of(program),
                officials,
                elements=max(len(valued(one)) for one in performances),
            ),
        ),
    )


def _skate(
    script: Script,
    performance: Performance,
    discipline: Discipline,
    season: int,
    away: tuple[SeatId, ...],
) -> None:
    entrant = entrant_of(performance)
    present = [judge for judge in JUDGES if judge not in away]
    script.call(STAGE, entrant)
    for attempt, row in enumerate(valued(performance), start=1):
        scale = SCALE_NUMBERS[scale_of(row["element_desc"], discipline, season)]
        called = {BASE: row["base_value"], SCALE: scale}
        script.enter(STAGE, entrant, TECHNICAL, called, attempt=attempt)
        for judge in present:
            script.enter(STAGE, entrant, judge, {GRADE: row[judge]}, attempt=attempt)
    for judge in present:
        marks = zip(COMPONENTS, performance["components"], strict=True)
        script.enter(STAGE, entrant, judge, {one: row[judge] for one, row in marks})
    deductions = performance["metadata"]["total_deductions"]
    script.enter(STAGE, entrant, REFEREE, {DEDUCTIONS: deductions.removeprefix("-")})
    script.close(STAGE, entrant, away)
