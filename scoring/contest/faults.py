"""What is wrong with a plan, field by field, said so that the author can mend it."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from msgspec import Struct

from scoring.contest.plan import (
    Advancement,
    ByCriterion,
    BySeat,
    Criterion,
    JudgedStage,
    Plan,
    Threshold,
    TopN,
)
from scoring.rules.exact import NotDecimal, TooFine, exact, ticks
from scoring.rules.judged import fewest
from scoring.sports import SPORTS, find_sport
from scoring.wording import Message, say

T = TypeVar("T")

_LISTED = 20


class Fault(Struct, frozen=True):
    """One thing wrong: where (a path such as "plan.stages[0].panel") and what."""

    field: str
    message: Message


def plan_faults(plan: Plan) -> list[Fault]:
    """Everything wrong with a plan that its types cannot exclude; empty when it is sound."""
    return [*_names(plan), *_entrants(plan), *_stages(plan)]


def _names(plan: Plan) -> Iterator[Fault]:
    if find_sport(plan.sport) is None:
        known = ", ".join(sport.id for sport in SPORTS)
        text = say("Unknown sport {given}; known are: {known}.", given=plan.sport, known=known)
        yield Fault("plan.sport", text)
    yield from _twice("plan.seats", (seat.id for seat in plan.seats))
    yield from _twice("plan.groups", (group.id for group in plan.groups))
    yield from _twice("plan.stages", (stage.id for stage in plan.stages))


def _entrants(plan: Plan) -> Iterator[Fault]:
    yield from _twice("plan.entrants", (entrant.id for entrant in plan.entrants))
    groups = {group.id for group in plan.groups}
    holder: dict[int, str] = {}
    for index, entrant in enumerate(plan.entrants):
        where = f"plan.entrants[{index}]"
        if entrant.number in holder:
            text = say(
                "Number {number} is given to both {first} and {second};"
                " every entrant needs a number of its own.",
                number=entrant.number,
                first=holder[entrant.number],
                second=entrant.name,
            )
            yield Fault(f"{where}.number", text)
        holder.setdefault(entrant.number, entrant.name)
        if entrant.group is not None and entrant.group not in groups:
            yield _unknown(f"{where}.group", entrant.group, groups)


def _stages(plan: Plan) -> Iterator[Fault]:
    for index, stage in enumerate(plan.stages):
        where = f"plan.stages[{index}]"
        seats = {seat.id for seat in plan.seats}
        yield from _twice(f"{where}.panel", stage.panel)
        for seat in stage.panel:
            if seat not in seats:
                yield _unknown(f"{where}.panel", seat, seats)
        yield from _scoring(f"{where}.scoring", stage)
        if stage.advancement is not None:
            yield from _advancement(f"{where}.advancement", stage.advancement, plan, index)
        elif index + 1 < len(plan.stages):
            text = say("The stage is followed by another and must say who advances to it.")
            yield Fault(f"{where}.advancement", text)


def _scoring(where: str, stage: JudgedStage) -> Iterator[Fault]:
    scoring = stage.scoring
    yield from _twice(f"{where}.criteria", (one.id for one in scoring.criteria))
    for index, criterion in enumerate(scoring.criteria):
        yield from _criterion(f"{where}.criteria[{index}]", criterion)
    needed = fewest(scoring.drop_low, scoring.drop_high)
    if len(stage.panel) < needed:
        text = say(
            "Dropping {dropped} marks needs a panel of at least {needed}; it has {size}.",
            dropped=needed - 1,
            needed=needed,
            size=len(stage.panel),
        )
        yield Fault(f"{where}.drop_high", text)
    for index, tie in enumerate(scoring.tie_breaks):
        match tie:
            case ByCriterion(criterion=criterion_id):
                known = {one.id for one in scoring.criteria}
                if criterion_id not in known:
                    yield _unknown(f"{where}.tie_breaks[{index}].criterion", criterion_id, known)
            case BySeat(seat=seat) if seat not in stage.panel:
                yield _unknown(f"{where}.tie_breaks[{index}].seat", seat, stage.panel)
            case _:
                pass


def _criterion(where: str, criterion: Criterion) -> Iterator[Fault]:
    bounds: list[int] = []
    for field in ("minimum", "maximum"):
        text: str = getattr(criterion, field)
        try:
            bounds.append(ticks(text, criterion.decimals))
        except (NotDecimal, TooFine):
            yield Fault(f"{where}.{field}", not_decimal(text, criterion.decimals))
    if len(bounds) == 2 and bounds[0] >= bounds[1]:  # noqa: PLR2004 - a minimum and a maximum
        yield Fault(f"{where}.maximum", say("The maximum must be greater than the minimum."))
    try:
        weight = exact(criterion.weight)
    except NotDecimal:
        yield Fault(f"{where}.weight", not_decimal(criterion.weight, 6))
    else:
        if weight <= 0:
            yield Fault(f"{where}.weight", say("A weight must be greater than 0."))


def _advancement(where: str, advancement: Advancement, plan: Plan, index: int) -> Iterator[Fault]:
    for number, rule in enumerate(advancement.rules):
        match rule:
            case TopN(count=count):
                if index == 0 and plan.entrants and count > len(plan.entrants):
                    text = say(
                        "The cut of {count} is larger than the field of {field};"
                        " it must be between 1 and {field}.",
                        count=count,
                        field=len(plan.entrants),
                    )
                    yield Fault(f"{where}.rules[{number}].count", text)
            case Threshold(score=score):
                try:
                    exact(score)
                except NotDecimal:
                    yield Fault(f"{where}.rules[{number}].score", not_decimal(score, 6))


def not_decimal(given: str, decimals: int) -> Message:
    """The sentence for a text that is no decimal number of the wanted fineness."""
    return say(
        "“{given}” is no number with at most {decimals} decimals, such as {example}.",
        given=given[:40],
        decimals=decimals,
        example="95.99"[: 3 + decimals] if decimals else "95",
    )


def _unknown(where: str, given: str, known: Iterable[str]) -> Fault:
    return Fault(
        where,
        say("{given} is not known here; known are: {known}.", given=given, known=listing(known)),
    )


def listing(known: Iterable[str]) -> str:
    """Ids for a sentence, in order, cut short when there are very many."""
    names = sorted(known)
    shown = ", ".join(names[:_LISTED]) or "–"
    return f"{shown} …" if len(names) > _LISTED else shown


def _twice(where: str, ids: Iterable[T]) -> Iterator[Fault]:
    seen: set[T] = set()
    for one in ids:
        if one in seen:
            yield Fault(
                where, say("{given} is there twice; every id must differ.", given=str(one))
            )
        seen.add(one)
