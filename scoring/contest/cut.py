"""Who qualifies from a stage: the plan's routes onward, applied to its ranking."""

from collections.abc import Mapping

from scoring.contest.advancement import Advancement, route
from scoring.contest.ids import EntrantId
from scoring.contest.plan import JudgedStage
from scoring.contest.scores import Number
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
    out = {*chain.field.guests, *contest.withdrawn}
    groups = [
        left
        for group in ranking.groups
        if (left := tuple(one for one in group if one not in out) if out else group)
    ]
    step = stage.scoring.score.id
    scores = {
        one: value.printed
        for group in groups
        for one in group
        if isinstance(value := chain.values[one].get(step), Number)
    }
    with_result = [valid for group in groups if (valid := tuple(o for o in group if o in scores))]
    return Field(
        groups=with_result,
        counts=counts(contest, stage, len(scores)),
        scores=scores,
        better=stage.scoring.better,
        membership=membership(contest, stage),
    )


def counts(contest: Contest, stage: JudgedStage, with_result: int) -> Counts:
    """How many were entered, came, and have a result; guests are none of them."""
    entered = [one for one in contest.field(stage) if not contest.entrants[one].guest]
    performances = contest.stage(stage.id).performances
    came = sum(
        1
        for one in entered
        if one in performances and performances[one].phase in ("closed", "disqualified")
    )
    return Counts(entered=len(entered), present=came, ranked=with_result)


def membership(contest: Contest, stage: JudgedStage) -> dict[str, Mapping[EntrantId, str]]:
    """Who belongs to which group, unit and origin, for quotas."""
    field = contest.field(stage)
    entrants = contest.entrants
    return {
        "group": {one: str(entrants[one].group or "") for one in field},
        "unit": {one: entrants[one].unit for one in field},
        "origin": {
            one: str(origin.contest) if (origin := entrants[one].origin) else "" for one in field
        },
    }


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
