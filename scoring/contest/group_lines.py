"""Which places of each group go on by which route of a plan, where that alone decides."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from scoring.contest.advancement import AdvancementRule, Percent, Places, Quota, TopN
from scoring.contest.plan import PlayedStage


class Line(NamedTuple):
    """From one place of a group to another."""

    first: int
    last: int


class RouteLine(NamedTuple):
    """What one route takes."""

    own: Mapping[str, Line]
    """By the name of the group."""
    wildcards: int = 0
    """How many more, compared across the groups."""


def place_lines(stage: PlayedStage, entered: int) -> tuple[Line | None, ...]:
    """The same for a stage with one ranking of all."""
    if any(isinstance(rule, Quota) for one in stage.advancement for rule in one.rules):
        return (None,) * len(stage.advancement)
    found = route_lines(stage, [_ALL], entered)
    return tuple(None if one is None else one.own[_ALL] for one in found)


_ALL = "all"


def route_lines(
    stage: PlayedStage, names: Sequence[str], entered: int
) -> tuple[RouteLine | None, ...]:
    """For each route; None where more decides than the place in a group.

    Routes take from those whom the earlier ones left: that is only clear if a tie at their lines
    is settled by a lot or a run-off.
    """
    taken: dict[str, int] | None = dict.fromkeys(names, 0)
    found: list[RouteLine | None] = []
    for one in stage.advancement:
        line = None
        if taken is not None and len(one.rules) == 1:
            line = _line(one.rules[0], taken, entered)
        found.append(line)
        clear = line is not None and not line.wildcards and one.tie in {"lots", "run_off"}
        taken = {name: own.last for name, own in line.own.items()} if line and clear else None
    return tuple(found)


def _line(rule: AdvancementRule, taken: Mapping[str, int], entered: int) -> RouteLine | None:
    match rule:
        case Quota(by="pool", at_most=None):
            counts = {name: rule.counts.get(name, rule.best) for name in taken}
            return _next(taken, counts, rule.wildcards)
        case TopN(count=count) if len(taken) == 1:
            return _next(taken, dict.fromkeys(taken, count))
        case Percent(percent=percent, of="entered") if len(taken) == 1:
            return _next(taken, dict.fromkeys(taken, entered * percent // 100))
        case Places(first=first, last=last) if len(taken) == 1:
            ((name, before),) = taken.items()
            return RouteLine(
                {name: Line(max(first, before + 1), entered if last is None else last)}
            )
        case _:
            return None


def _next(
    taken: Mapping[str, int], counts: Mapping[str, int], wildcards: int = 0
) -> RouteLine | None:
    own = {name: Line(before + 1, before + counts[name]) for name, before in taken.items()}
    if wildcards and len(set(own.values())) > 1:
        return None
    return RouteLine(own, wildcards)
