"""Who qualifies from a stage: the plan's routes onward, applied to its ranking."""

from collections.abc import Container, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Literal, cast

from msgspec import Struct
from msgspec.structs import replace

from scoring.contest.advancement import Advancement, Quota, route
from scoring.contest.ids import EntrantId, StepId
from scoring.contest.plan import Entrant, JudgedStage
from scoring.contest.scores import Number, Values
from scoring.contest.state import Contest
from scoring.contest.tie_breaks import Chain, link
from scoring.rules import cuts as rules
from scoring.rules.ladder import Ladder, Leading, Level
from scoring.rules.ranking import ranked
from scoring.rules.routes import Best, Counts, Field, Route


class Ranked(Struct, frozen=True, dict=True):
    """A stage as ranked, which everything about who goes on is made from."""

    contest: Contest
    stage: JudgedStage
    ladder: Ladder[EntrantId]
    chain: Chain
    """What everybody's performance came to, step by step, and what tie-breaks look at."""
    disqualified: tuple[EntrantId, ...]


def cuts(found: Ranked) -> tuple[rules.Cut[EntrantId], ...]:
    """Who qualifies by each route. Whoever withdrew makes room for the next in the ranking."""
    advancement = found.stage.advancement
    if not advancement:
        return ()
    best = _best_only(advancement)
    if best is not None:
        return (_at_the_line(found, advancement[0], best),)
    return rules.cuts(cut_field(found), routes(found))


def _best_only(advancement: Sequence[Advancement]) -> Best | None:
    """What a single route asks for, where that is nothing but a number of the best."""
    if len(advancement) > 1:
        return None
    steps = route(advancement[0]).steps
    only = steps[0] if len(steps) == 1 else None
    return only if isinstance(only, Best) and not only.hard else None


def _at_the_line(found: Ranked, advancement: Advancement, best: Best) -> rules.Cut[EntrantId]:
    """Only those at the line, and the next, are looked at: all who are ahead of it go on."""
    counted = counts(found)
    spots = best.places(counted)
    near: list[Level[EntrantId]] = []
    wanted = advancement.alternates
    for level in found.ladder.levels_at(spots):
        if near and wanted <= 0:
            break
        wanted -= sum(map(found.ladder.competes, level.group)) if near else 0
        near.append(level)
    ahead = near[0].before.competing if near else found.ladder.sums.competing
    groups = [level.group for level in near]
    asked = route(advancement, *_orders(advancement, groups, found.chain))
    asked = replace(asked, steps=(Best(spots=spots - ahead),))
    cut = rules.cut(_field(found, groups, counted), asked)
    leading = Leading(found.ladder, near[0] if near else None, tuple(cut.qualifying))
    return replace(cut, qualifying=leading)


def cut_field(found: Ranked) -> Field[EntrantId]:
    """The ranking as the rules of advancement see it: without guests and who withdrew."""
    return _field(found, found.ladder.ranking.groups, counts(found))


def _field(
    found: Ranked, groups: Sequence[tuple[EntrantId, ...]], counted: Counts
) -> Field[EntrantId]:
    competes = found.ladder.competes
    return Field(
        groups=[
            left for group in groups if (left := tuple(one for one in group if competes(one)))
        ],
        counts=counted,
        scores=Printed(found.chain.values, found.stage.scoring.score.id),
        better=found.stage.scoring.better,
        membership=membership(found.contest, found.stage),
    )


class Printed(Mapping[EntrantId, Fraction]):
    """The published scores of those who have one, made into numbers only where they are read."""

    def __init__(self, values: Mapping[EntrantId, Values], step: StepId) -> None:
        self._values, self._step = values, step

    def __getitem__(self, entrant: EntrantId) -> Fraction:
        value = self._values[entrant].get(self._step)
        if not isinstance(value, Number):
            raise KeyError(entrant)
        return value.printed

    def __contains__(self, entrant: object) -> bool:
        steps = self._values.get(cast("EntrantId", entrant))
        return steps is not None and isinstance(steps.get(self._step), Number)

    def __iter__(self) -> Iterator[EntrantId]:
        return (one for one in self._values if one in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def counts(found: Ranked) -> Counts:
    """How many were entered, came, and have a result; guests are none of them."""
    field = found.chain.field

    def of_them(all_: int, among: Container[EntrantId]) -> int:
        return all_ - sum(one in among for one in field.guests)

    out = found.disqualified
    return Counts(
        entered=of_them(len(found.chain.position), found.chain.position),
        present=of_them(len(field.entries), field.entries) + of_them(len(out), out),
        ranked=found.ladder.sums.competing,
    )


def membership(contest: Contest, stage: JudgedStage) -> dict[str, Mapping[EntrantId, str]]:
    """Who belongs to which group, unit and origin, as far as the routes have quotas by them."""
    wanted: set[Literal["group", "unit", "origin", "pool"]] = {
        rule.by for route in stage.advancement for rule in route.rules if isinstance(rule, Quota)
    }
    field = contest.field(stage) if wanted else ()
    return {by: {one: _belongs(contest.entrants[one], by) for one in field} for by in wanted}


def _belongs(entrant: Entrant, by: Literal["group", "unit", "origin", "pool"]) -> str:
    match by:
        case "group":
            return str(entrant.group or "")
        case "unit":
            return entrant.unit
        case "origin":
            return str(entrant.origin.contest) if entrant.origin else ""
        case "pool":
            return ""


def routes(found: Ranked) -> tuple[Route[EntrantId], ...]:
    """The plan's routes, with what settles a tie at their lines as far as it is known."""
    groups = found.ladder.ranking.groups
    return tuple(route(one, *_orders(one, groups, found.chain)) for one in found.stage.advancement)


def _orders(
    advancement: Advancement, groups: Sequence[tuple[EntrantId, ...]], chain: Chain
) -> list[Mapping[EntrantId, int]]:
    match advancement.tie:
        case "all_in" | "all_out":
            return []
        case "lots" | "run_off":
            by = "lot" if advancement.tie == "lots" else "run_off"
            return [
                {one: place for place, one in enumerate(settled.order, start=1)}
                for settled in reversed(chain.ties)
                if settled.by == by
            ]
        case "chain":
            links = [link(chain, tie) for tie in advancement.chain]
            found: list[Mapping[EntrantId, int]] = []
            for group in groups:
                if len(group) > 1:
                    among = ranked(group, links).groups
                    found.append({one: n for n, equal in enumerate(among, 1) for one in equal})
            return found
