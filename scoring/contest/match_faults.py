"""What is wrong with the played stages of a plan, said so that the author can mend it."""

from collections.abc import Iterator, Sequence

from scoring.contest.advancement import AutoThenFill, Quota, Threshold
from scoring.contest.fault import Fault, twice, unknown
from scoring.contest.formats import (
    Crossed,
    DoubleElimination,
    Drawn,
    Groups,
    KnockOut,
    Meeting,
    Written,
)
from scoring.contest.ids import EntrantId
from scoring.contest.plan import Plan, PlayedStage
from scoring.rules import counting
from scoring.rules.counting import RallyRules
from scoring.rules.outcomes import Score
from scoring.rules.periods import NoResult, PeriodRules, PeriodScore, result
from scoring.wording import Message, say


def played_faults(where: str, plan: Plan, stage: PlayedStage) -> Iterator[Fault]:
    """Everything wrong with one stage of matches."""
    seats = [seat.id for seat in plan.seats]
    yield from twice(f"{where}.courts", stage.courts)
    yield from (unknown(f"{where}.courts", one, seats) for one in stage.courts if one not in seats)
    yield from _match(f"{where}.match", stage)
    yield from _format(f"{where}.format", plan, stage)
    yield from _routes(f"{where}.advancement", stage)


def _match(where: str, stage: PlayedStage) -> Iterator[Fault]:
    match stage.match:
        case RallyRules() as rules:
            yield from _rally(where, rules)
            one_winner = rules.game.level != "draw"
        case PeriodRules() as rules:
            level = PeriodScore(regular=Score(0, 0), overtime=_level_overtime(rules))
            one_winner = isinstance(result(rules, level), NoResult)
        case rules:
            for index, rubber in enumerate(rules.rubbers):
                yield from _rally(f"{where}.rubbers[{index}].rules", rubber.rules)
            one_winner = bool(len(rules.rubbers) % 2)
    if not one_winner and isinstance(stage.format, KnockOut | DoubleElimination):
        text = say("A knock-out needs a winner of every match; these rules allow a draw.")
        yield Fault(where, text)


def _level_overtime(rules: PeriodRules) -> Score | None:
    return None if rules.overtime is None else Score(0, 0)


def _rally(where: str, rules: RallyRules) -> Iterator[Fault]:
    yield from (Fault(where, rally_text(one)) for one in counting.faults(rules))


def rally_text(fault: counting.Fault) -> Message:
    """What is wrong with the numbers of a game."""
    match fault:
        case "best_of_even":
            return say("The number of games must be odd.")
        case "no_end":
            return say("Say what ends a game: points, or time.")
        case "cap_below_points":
            return say("The most points of a game cannot be fewer than those that win it.")
        case "beyond_the_end":
            return say("No game comes to so many points as the interval or change of ends needs.")
        case "draw_of_several":
            return say("Only a match of a single game can be drawn.")


def _format(where: str, plan: Plan, stage: PlayedStage) -> Iterator[Fault]:
    match stage.format:
        case Groups(names=names) as layout:
            yield from twice(f"{where}.names", names)
            yield from _meetings(f"{where}.meetings", plan, layout.meetings)
            those = [one.entrant for one in layout.brought]
            yield from twice(f"{where}.brought", those)
            yield from _unknown(f"{where}.brought", plan, those)
        case KnockOut(entry=entry) | DoubleElimination(entry=entry):
            yield from _entry(f"{where}.entry", plan, stage, entry)
        case _:
            pass


def _meetings(where: str, plan: Plan, meetings: Sequence[Meeting]) -> Iterator[Fault]:
    listed: set[frozenset[EntrantId]] = set()
    for index, one in enumerate(meetings):
        here, pair = f"{where}[{index}]", frozenset({one.a, one.b})
        yield from _unknown(here, plan, (one.a, one.b))
        if one.a == one.b:
            yield Fault(here, say("Nobody meets themselves; name two."))
        elif pair in listed:
            text = say("These two are listed already; say there how many times they meet.")
            yield Fault(here, text)
        listed.add(pair)


def _unknown(where: str, plan: Plan, given: Sequence[EntrantId]) -> Iterator[Fault]:
    known = [one.id for one in plan.entrants]
    yield from (unknown(where, one, known) for one in given if one not in known)


def _entry(
    where: str, plan: Plan, stage: PlayedStage, entry: Drawn | Crossed | Written
) -> Iterator[Fault]:
    before = [
        earlier
        for earlier, _ in plan.routes_to(stage)
        if isinstance(earlier, PlayedStage) and isinstance(earlier.format, Groups)
    ]
    if isinstance(entry, Drawn):
        size = entry.size
        if size is not None and size & (size - 1):
            yield Fault(f"{where}.size", say("A draw has 2, 4, 8, 16, 32, ... lines."))
    elif not before:
        text = say("There is no stage of groups before whose places could stand on the lines.")
        yield Fault(where, text)
    if isinstance(entry, Written) and len(entry.lines) & (len(entry.lines) - 1):
        yield Fault(f"{where}.lines", say("A draw has 2, 4, 8, 16, 32, ... lines."))


def _routes(where: str, stage: PlayedStage) -> Iterator[Fault]:
    for index, one in enumerate(stage.advancement):
        if one.tie == "chain":
            text = say("In matches a tie at the line is settled by lots or by another match.")
            yield Fault(f"{where}[{index}].tie", text)
        for number, rule in enumerate(one.rules):
            here = f"{where}[{index}].rules[{number}]"
            if isinstance(rule, Threshold | AutoThenFill):
                yield Fault(here, say("Nobody has a score in a stage of matches; give places."))
            if isinstance(rule, Quota) and rule.by == "pool":
                yield from _pool_quota(here, rule, stage)


def _pool_quota(where: str, rule: Quota, stage: PlayedStage) -> Iterator[Fault]:
    names: Sequence[str] = stage.format.names if isinstance(stage.format, Groups) else ()
    if not names:
        yield Fault(where, say("There are no groups in this stage."))
    for name in rule.counts:
        if names and name not in names:
            yield unknown(f"{where}.counts", name, names)
