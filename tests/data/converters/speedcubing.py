"""Results of a World Cube Association competition, as one contest file with all its rounds."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from scoring.contest.advancement import Percent, TopN
from scoring.contest.file import ContestFile
from scoring.contest.ids import ContestId, EntrantId, MeetId, SeatId, StageId
from scoring.contest.plan import Entrant, Meet, Plan, Seat
from scoring.presets.speedcubing import SOLVES, TIME, average_of_five, onward
from scoring.rules.exact import decimal_text
from scoring.rules.measured import Outcome
from scoring.sports.speedcubing import SPORT
from scoring.wording import Label
from tests.data.converters.script import Script

Result: TypeAlias = Mapping[str, str]
"""A competitor's line in a round: the solves in centiseconds, beside the official result."""

ROUNDS = {
    "First round": StageId("first"),
    "Second round": StageId("second"),
    "Final": StageId("final"),
}
ENTRY = SeatId("entry")
_OUTCOMES: dict[str, Outcome] = {"-1": "dnf", "-2": "dns"}


def rounds(path: Path) -> dict[StageId, list[Result]]:
    """The results of each round, best first, from the first round on."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {stage: [row for row in rows if row["round"] == name] for name, stage in ROUNDS.items()}


def contest_file(by_round: Mapping[StageId, Sequence[Result]]) -> ContestFile:
    """All rounds: everybody solves, the round closes, and who is in the next one goes on."""
    script = Script()
    stages = [*by_round]
    for stage, following in zip(stages, [*stages[1:], None], strict=True):
        for result in by_round[stage]:
            _solve(script, stage, result)
        script.close_stage(stage)
        if following is not None:
            script.advance(stage, [EntrantId(one["person"]) for one in by_round[following]])
    return ContestFile(plan=_plan(by_round[stages[0]]), commands=tuple(script.commands))


def _solve(script: Script, stage: StageId, result: Result) -> None:
    entrant = EntrantId(result["person"])
    script.call(stage, entrant)
    for solve in range(1, SOLVES + 1):
        value = result[f"s{solve}"]
        outcome = _OUTCOMES.get(value)
        marks = {} if outcome else {TIME: decimal_text(int(value), 2)}
        script.enter(stage, entrant, ENTRY, marks, attempt=solve, outcome=outcome)
    script.close(stage, entrant)


def _plan(first_round: Sequence[Result]) -> Plan:
    first, second, last = ROUNDS.values()
    to_second = onward(Label(zh="第二轮", en="Second round"), Percent(percent=75, of="present"))
    to_final = onward(Label(zh="决赛", en="Final"), TopN(count=8))
    people = sorted(one["person"] for one in first_round)
    return Plan(
        id=ContestId("cube-333"),
        meet=Meet(id=MeetId("competition"), name=Label(en="Västerås 2024")),
        name=Label(zh="三阶魔方", en="3x3x3 Cube"),
        sport=SPORT.id,
        entrants=tuple(
            Entrant(id=EntrantId(person), number=number, name=person)
            for number, person in enumerate(people, start=1)
        ),
        seats=(Seat(id=ENTRY, name=Label(zh="成绩录入", en="Data entry")),),
        stages=(
            average_of_five(first, Label(zh="第一轮", en="First round"), ENTRY, to_second),
            average_of_five(second, Label(zh="第二轮", en="Second round"), ENTRY, to_final),
            average_of_five(last, Label(zh="决赛", en="Final"), ENTRY),
        ),
    )
