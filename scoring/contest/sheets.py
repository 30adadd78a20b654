"""Reading a sheet of marks: exact, in range, each criterion once."""

from scoring.contest.commands import Mark
from scoring.contest.faults import Fault, listing, not_decimal
from scoring.contest.ids import CriterionId
from scoring.contest.plan import Criterion, Scoring
from scoring.contest.state import MarksInTicks
from scoring.rules.exact import NotDecimal, TooFine, ticks
from scoring.wording import Message, say


def read_marks(scoring: Scoring, marks: tuple[Mark, ...]) -> MarksInTicks | tuple[Fault, ...]:
    """The marks in the unit of their criteria, or everything that is wrong with them."""
    criteria = {criterion.id: criterion for criterion in scoring.criteria}
    read: MarksInTicks = {}
    faults: list[Fault] = []
    for index, mark in enumerate(marks):
        criterion = criteria.get(mark.criterion)
        if criterion is None or mark.criterion in read:
            faults.append(_misplaced(index, mark.criterion, criterion, scoring))
            continue
        value = _read(mark.mark, criterion)
        if isinstance(value, Message):
            faults.append(Fault(f"marks[{index}].mark", value))
        else:
            read[mark.criterion] = value
    if not faults:
        faults += [_missing(one) for one in scoring.criteria if one.id not in read]
    return tuple(faults) if faults else read


def _read(text: str, criterion: Criterion) -> int | Message:
    try:
        value = ticks(text, criterion.decimals)
    except TooFine:
        return say(
            "{criterion}: {given} has too many decimals; at most {decimals} are allowed.",
            criterion=criterion.name,
            given=text,
            decimals=criterion.decimals,
        )
    except NotDecimal:
        return say(
            "{criterion}: {problem}",
            criterion=criterion.name,
            problem=not_decimal(text, criterion.decimals),
        )
    low, high = (
        ticks(bound, criterion.decimals) for bound in (criterion.minimum, criterion.maximum)
    )
    if not low <= value <= high:
        return say(
            "{criterion}: {given} is out of range; allowed is {minimum} to {maximum}.",
            criterion=criterion.name,
            given=text,
            minimum=criterion.minimum,
            maximum=criterion.maximum,
        )
    return value


def _misplaced(
    index: int, given: CriterionId, criterion: Criterion | None, scoring: Scoring
) -> Fault:
    field = f"marks[{index}].criterion"
    if criterion is None:
        known = listing(one.id for one in scoring.criteria)
        return Fault(
            field, say("{given} is not known here; known are: {known}.", given=given, known=known)
        )
    return Fault(field, say("{criterion} is marked twice in one sheet.", criterion=criterion.name))


def _missing(criterion: Criterion) -> Fault:
    return Fault("marks", say("{criterion} has no mark yet.", criterion=criterion.name))
