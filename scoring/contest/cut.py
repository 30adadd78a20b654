"""Who qualifies from a stage: the plan's routes onward, applied to its ranking."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Literal, cast

from scoring.contest.advancement import Advancement, Quota, route
from scoring.contest.ids import EntrantId, StepId
from scoring.contest.plan import Entrant, JudgedStage
from scoring.contest.scores import Number, Values
from scoring.contest.state import Contest
from scoring.contest.tie_breaks import Chain, link
from scoring.rules import cuts as rules
from scoring.rules.ranking import Ranking, ranked
from scoring.rules.routes import Counts, Field, Route


def cuts(
    contest: Contest, stage: JudgedStage, ranking: Ranking[EntrantId], chain: Chain
) -> tuple[rules.Cut[EntrantId], ...]:
    """Who qualifies by each route. Whoever withdrew makes room for the next in the ranking."""
    if not stage.advancement:
        return ()
    return rules.cuts(cut_field(contest, stage, ranking, chain), routes(stage, ranking, chain))


def cut_field(
    contest: Contest, stage: JudgedStage, ranking: Ranking[EntrantId], chain: Chain
) -> Field[EntrantId]:
    """The ranking as the rules of advancement see it: without guests and who withdrew."""
    without = ranking.pools.get(None)
    out = {*chain.field.guests, *contest.withdrawn, *(without.members if without else ())}
    groups = [
        left
        for group in ranking.groups
        if (left := tuple(one for one in group if one not in out) if out else group)
    ]
    return Field(
        groups=groups,
        counts=counts(contest, stage, chain, sum(map(len, groups))),
        scores=Printed(chain.values, stage.scoring.score.id),
        better=stage.scoring.better,
        membership=membership(contest, stage),
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


def counts(contest: Contest, stage: JudgedStage, chain: Chain, with_result: int) -> Counts:
    """How many were entered, came, and have a result; guests are none of them."""
    field, guests = contest.field(stage), chain.field.guests
    performances = contest.stage(stage.id).performances
    out = [one for one, turn in performances.items() if turn.phase == "disqualified"]
    came = [*chain.field.entries, *out]
    if not guests:
        return Counts(entered=len(field), present=len(came), ranked=with_result)
    return Counts(
        entered=sum(one not in guests for one in field),
        present=sum(one not in guests for one in came),
        ranked=with_result,
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


def routes(
    stage: JudgedStage, ranking: Ranking[EntrantId], chain: Chain
) -> tuple[Route[EntrantId], ...]:
    """The plan's routes, with what settles a tie at their lines as far as it is known."""
    return tuple(route(one, *_orders(one, ranking, chain)) for one in stage.advancement)


def _orders(
    advancement: Advancement, ranking: Ranking[EntrantId], chain: Chain
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
            for group in ranking.groups:
                if len(group) > 1:
                    among = ranked(group, links).groups
                    found.append({one: n for n, equal in enumerate(among, 1) for one in equal})
            return found
