"""Which sheets are expected of whom, and reading one: exact, in range, each criterion once."""

from collections.abc import Collection, Iterable

from scoring.contest.commands import Mark
from scoring.contest.fault import Fault, listing, not_decimal
from scoring.contest.ids import CriterionId, EntrantId, SeatId
from scoring.contest.performance import Given, MarksInTicks, Performance, Sheet, SheetKey
from scoring.contest.plan import JudgedStage
from scoring.contest.scoring import Criterion
from scoring.contest.state import Contest
from scoring.rules.exact import NotDecimal, TooFine, ticks
from scoring.rules.measured import NotClock, Outcome, read_clock
from scoring.wording import Message, say


def judges(stage: JudgedStage) -> tuple[SeatId, ...]:
    """Everybody who sits on a panel of the stage."""
    parallel = (seat for panel in stage.panels for seat in panel.seats)
    return tuple(dict.fromkeys((*stage.panel, *parallel)))


def seats(stage: JudgedStage) -> tuple[SeatId, ...]:
    """Everybody who records something in the stage: judges, then officials."""
    officials = (seat for criterion in stage.scoring.criteria for seat in criterion.by)
    return tuple(dict.fromkeys((*judges(stage), *officials)))


def sheet_criteria(
    stage: JudgedStage, panel: Collection[SeatId], seat: SeatId, attempt: int = 0
) -> tuple[Criterion, ...]:
    """What a seat fills in for an attempt, or with 0 for the performance as a whole."""
    per = "attempt" if attempt else "performance"
    return tuple(
        one
        for one in stage.scoring.criteria
        if one.per == per and (seat in one.by if one.by else seat in panel)
    )


def sheets_of(stage: JudgedStage, panel: Collection[SeatId], seat: SeatId) -> tuple[int, ...]:
    """The attempts that a seat fills in a sheet for; 0 is the performance as a whole."""
    return tuple(
        attempt
        for attempt in range(stage.scoring.attempts + 1)
        if sheet_criteria(stage, panel, seat, attempt)
    )


def expected(
    contest: Contest, stage: JudgedStage, entrant: EntrantId, performance: Performance
) -> tuple[SheetKey, ...]:
    """The sheets without which a performance has no score."""
    panel = contest.panel(stage, entrant)
    made = performance.attempts()
    if stage.scoring.every_attempt:
        made = tuple(range(1, stage.scoring.attempts + 1))
    return tuple(
        (seat, attempt)
        for seat in seats(stage)
        for attempt in (0, *made)
        if any(one.default is None for one in sheet_criteria(stage, panel, seat, attempt))
    )


def missing(
    contest: Contest, stage: JudgedStage, entrant: EntrantId, performance: Performance
) -> tuple[SheetKey, ...]:
    """The expected sheets of which nothing is recorded, but for seats recorded as absent."""
    return tuple(
        (seat, attempt)
        for seat, attempt in expected(contest, stage, entrant, performance)
        if seat not in performance.absent and performance.sheet(seat, attempt).given is None
    )


def is_locked(stage: JudgedStage, sheet: Sheet) -> bool:
    """Whether the seat cannot change it any more by itself: handed in, where that is signed."""
    return stage.signed and sheet.given is not None and not sheet.may_change


def may_mark(stage: JudgedStage, performance: Performance, seat: SeatId, attempt: int) -> bool:
    """Whether a performance takes marks of a seat; which of its sheets are locked is apart.

    A trainee with leave may still mark who is settled: that changes nothing for anybody.
    """
    leave = seat in stage.trainees and performance.sheet(seat, attempt).may_change
    return performance.phase == "open" or (leave and performance.phase == "closed")


def read_sheet(
    criteria: Iterable[Criterion], marks: tuple[Mark, ...], outcome: Outcome | None
) -> Given | tuple[Fault, ...]:
    """The marks in the unit of their criteria, or everything that is wrong with them."""
    wanted = {criterion.id: criterion for criterion in criteria}
    if outcome is not None:
        return _without_result(wanted.values(), marks, outcome)
    read: MarksInTicks = {}
    faults: list[Fault] = []
    for index, mark in enumerate(marks):
        criterion = wanted.get(mark.criterion)
        if criterion is None or mark.criterion in read:
            faults.append(_misplaced(index, mark, wanted))
            continue
        value = _read(mark.mark, criterion)
        if isinstance(value, Message):
            faults.append(Fault(f"marks[{index}].mark", value))
        else:
            read[mark.criterion] = value
    if not faults:
        faults += [
            _missing(one) for one in wanted.values() if one.id not in read and one.default is None
        ]
    return tuple(faults) if faults else Given(read)


def _without_result(
    criteria: Iterable[Criterion], marks: tuple[Mark, ...], outcome: Outcome
) -> Given | tuple[Fault, ...]:
    if marks:
        text = say("Either marks or an outcome ({outcome}), not both.", outcome=outcome)
        return (Fault("outcome", text),)
    if not all(one.by for one in criteria):
        text = say("A judge gives marks; that there is no result is for an official to record.")
        return (Fault("outcome", text),)
    return Given({}, outcome)


def _read(text: str, criterion: Criterion) -> int | Message:
    read = read_clock if criterion.kind == "time" else ticks
    try:
        value = read(text, criterion.decimals)
    except TooFine:
        return say(
            "{criterion}: {given} has too many decimals; at most {decimals} are allowed.",
            criterion=criterion.name,
            given=text,
            decimals=criterion.decimals,
        )
    except NotClock:
        return say(
            "{criterion}: “{given}” is no time such as 59.99 or 1:02.45.",
            criterion=criterion.name,
            given=text[:40],
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
    if criterion.step is not None and (value - low) % ticks(criterion.step, criterion.decimals):
        return say(
            "{criterion}: {given} is between the steps; marks go up by {step} from {minimum}.",
            criterion=criterion.name,
            given=text,
            step=criterion.step,
            minimum=criterion.minimum,
        )
    return value


def _misplaced(index: int, mark: Mark, wanted: dict[CriterionId, Criterion]) -> Fault:
    field = f"marks[{index}].criterion"
    criterion = wanted.get(mark.criterion)
    if criterion is None:
        text = say(
            "{given} is not known here; known are: {known}.",
            given=mark.criterion,
            known=listing(wanted),
        )
        return Fault(field, text)
    return Fault(field, say("{criterion} is marked twice in one sheet.", criterion=criterion.name))


def _missing(criterion: Criterion) -> Fault:
    return Fault("marks", say("{criterion} has no mark yet.", criterion=criterion.name))
