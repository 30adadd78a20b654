"""Whether every judge has placed or crossed the field as the rule book asks, before it counts."""

from collections import Counter

from scoring.contest.columns import Field, ballots, dances
from scoring.contest.guards import refuse, seat_name
from scoring.contest.ids import SeatId
from scoring.contest.plan import JudgedStage
from scoring.contest.scoring import Placings
from scoring.contest.standings import standings
from scoring.contest.state import Contest
from scoring.wording import Label, Message, say


def require_ballots(contest: Contest, stage: JudgedStage) -> None:
    """Raises Refusal naming the judge and the dance whose places or crosses are not in order."""
    placings = [step.value for step in stage.scoring.steps if isinstance(step.value, Placings)]
    if not placings:
        return
    field = standings(contest, stage).chain.field
    for formula in placings:
        for dance in dances(stage.scoring, formula, field):
            for seat, marks in ballots(stage.scoring, formula, field, dance).items():
                given = [int(mark) for mark in marks.values()]
                problem = _problem(stage, formula, given, _to_place(stage, formula, field, seat))
                if problem is not None:
                    raise refuse("not_now", "stage", _said(contest, stage, seat, dance, problem))


def _to_place(stage: JudgedStage, formula: Placings, field: Field, seat: SeatId) -> int:
    """How many compete whom this judge is to place: all but guests and those of the own unit."""
    by = stage.scoring.criterion(formula.criterion).by
    return sum(
        1
        for one, entry in field.entries.items()
        if one not in field.guests and seat in (by or entry.panel)
    )


def _problem(
    stage: JudgedStage, formula: Placings, given: list[int], field: int
) -> Message | None:
    match stage.scoring.criterion(formula.criterion).kind:
        case "place":
            # Skating System rules 2 to 4: everybody is placed, and nobody tied.
            if sorted(given) == [*range(1, field + 1)]:
                return None
            twice = sorted(place for place, times in Counter(given).items() if times > 1)
            if twice:
                return say("place {place} is given twice", place=twice[0])
            return say("places must run from 1 to {count}, each once", count=field)
        case "cross" if formula.called is not None and sum(given) != formula.called:
            # Rule 1: exactly the number called.
            return say("{given} crosses, but {called} are called", given=sum(given),
                       called=formula.called)  # fmt: skip
        case _:
            return None


def _said(
    contest: Contest, stage: JudgedStage, seat: SeatId, dance: int, problem: Message
) -> Message:
    names = stage.scoring.attempt_names
    if not dance:
        return say("{seat}: {problem}.", seat=seat_name(contest, seat), problem=problem)
    name = names[dance - 1] if dance <= len(names) else Label(zh=f"第{dance}轮", en=f"no. {dance}")
    return say(
        "{seat}, {dance}: {problem}.", seat=seat_name(contest, seat), dance=name, problem=problem
    )
