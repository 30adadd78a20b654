"""What is wrong with the routes onward from a stage, said so that the author can mend it."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from scoring.contest.advancement import (
    Advancement,
    AdvancementRule,
    AutoThenFill,
    Cap,
    Percent,
    Places,
    Quota,
    Threshold,
    TopN,
)
from scoring.contest.fault import Fault, not_decimal, unknown
from scoring.rules.exact import NotDecimal, exact
from scoring.wording import say


def routes_faults(
    where: str,
    routes: Sequence[Advancement],
    *,
    field: int | None = None,
    groups: Collection[str] | None = None,
    origins: Collection[str] | None = None,
) -> Iterator[Fault]:
    """Everything wrong with the routes onward from one stage, in the order of its plan.

    `field` is the number of entrants, `groups` and `origins` are the ids that a quota may name;
    what is not given is not checked.
    """
    known = {"group": groups, "origin": origins}
    for index, route in enumerate(routes):
        here = f"{where}[{index}]"
        for number, rule in enumerate(route.rules):
            yield from _rule(f"{here}.rules[{number}]", rule, field, known)
        yield from _chain(here, route)
        if isinstance(route.rules[0], Cap):
            text = say("A cap limits the rules before it; it cannot stand first.")
            yield Fault(f"{here}.rules[0]", text)
        yield from _overlap(here, route, routes[:index])


def _rule(
    where: str,
    rule: AdvancementRule,
    field: int | None,
    known: Mapping[str, Collection[str] | None],
) -> Iterator[Fault]:
    match rule:
        case TopN(count=count):
            yield from _too_large(f"{where}.count", count, field)
        case Percent(percent=percent, of=of):
            yield from _percent(f"{where}.percent", percent, field if of == "entered" else None)
        case Threshold(score=score):
            yield from _score(f"{where}.score", score)
        case Places():
            yield from _places(where, rule, field)
        case AutoThenFill(score=score, spots=spots):
            yield from _score(f"{where}.score", score)
            yield from _too_large(f"{where}.spots", spots, field)
        case Quota():
            yield from _quota(where, rule, known.get(rule.by))
        case Cap():
            yield from _cap(where, rule)


def _too_large(where: str, count: int, field: int | None) -> Iterator[Fault]:
    if field and count > field:
        text = say(
            "The cut of {count} is larger than the field of {field};"
            " it must be between 1 and {field}.",
            count=count,
            field=field,
        )
        yield Fault(where, text)


def _percent(where: str, percent: int, field: int | None) -> Iterator[Fault]:
    if not 1 <= percent <= 100:  # noqa: PLR2004 - a percentage
        yield Fault(where, say("A percentage must be between 1 and 100."))
    elif field and not field * percent // 100:
        text = say("{percent}% of {field}, rounded down, is nobody.", percent=percent, field=field)
        yield Fault(where, text)


def _score(where: str, score: str) -> Iterator[Fault]:
    try:
        exact(score)
    except NotDecimal:
        yield Fault(where, not_decimal(score, 6))


def _places(where: str, rule: Places, field: int | None) -> Iterator[Fault]:
    if rule.last is not None and rule.first > rule.last:
        text = say(
            "The first place, {first}, is after the last, {last}.",
            first=rule.first,
            last=rule.last,
        )
        yield Fault(f"{where}.last", text)
    if field and rule.first > field:
        text = say(
            "Place {place} is beyond the field of {field}; nobody can reach it.",
            place=rule.first,
            field=field,
        )
        yield Fault(f"{where}.first", text)
    elif field and rule.last is not None and rule.last > field:
        text = say(
            "Place {place} is beyond the field of {field}; leave out the last place to mean"
            " all below.",
            place=rule.last,
            field=field,
        )
        yield Fault(f"{where}.last", text)


def _quota(where: str, rule: Quota, known: Collection[str] | None) -> Iterator[Fault]:
    for name, count in rule.counts.items():
        if known is not None and name not in known:
            yield unknown(f"{where}.counts", name, known)
        yield from _at_most(f"{where}.counts", count, rule.at_most)
    yield from _at_most(f"{where}.best", rule.best, rule.at_most)
    if not (rule.best or rule.wildcards or any(rule.counts.values())):
        yield Fault(f"{where}.best", say("The quota has no places and no wildcards."))


def _at_most(where: str, count: int, at_most: int | None) -> Iterator[Fault]:
    if at_most is not None and count > at_most:
        text = say(
            "A quota of {count} is more than the {limit} allowed.", count=count, limit=at_most
        )
        yield Fault(where, text)


def _cap(where: str, rule: Cap) -> Iterator[Fault]:
    if (rule.count is None) == (rule.percent is None):
        text = say("A cap needs either a number or a percentage.")
        yield Fault(f"{where}.count", text)
    elif rule.percent is None and rule.of is not None:
        yield Fault(f"{where}.of", say("A cap by number is not taken of anything."))
    elif rule.percent is not None:
        yield from _percent(f"{where}.percent", rule.percent, None)
        if rule.of is None:
            text = say("Say what the percentage is taken of: entered, present or ranked.")
            yield Fault(f"{where}.of", text)


def _chain(where: str, route: Advancement) -> Iterator[Fault]:
    if route.tie == "chain" and not route.chain:
        text = say("Name the tie-breaks that decide at the line, or choose another policy.")
        yield Fault(f"{where}.chain", text)
    if route.tie != "chain" and route.chain:
        text = say("These tie-breaks are never looked at: the policy for ties is {policy}.",
                   policy=route.tie)  # fmt: skip
        yield Fault(f"{where}.chain", text)


def _overlap(where: str, route: Advancement, earlier: Sequence[Advancement]) -> Iterator[Fault]:
    """Of two routes by places alone, the later would get what the earlier leaves."""
    mine = _range(route)
    for other in earlier:
        theirs = _range(other)
        if mine is None or theirs is None:
            continue
        last = min((one.last for one in (mine, theirs) if one.last is not None), default=None)
        first = max(mine.first, theirs.first)
        if last is None or first <= last:
            text = say(
                "Place {place} is in two ranges; a place must lead to one stage.", place=first
            )
            yield Fault(f"{where}.rules", text)


def _range(route: Advancement) -> Places | None:
    rule = route.rules[0]
    return rule if len(route.rules) == 1 and isinstance(rule, Places) else None
