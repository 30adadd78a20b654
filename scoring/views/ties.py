"""Ties that wait for a lot or a run-off, and those that were settled by one."""

from collections.abc import Iterator
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from scoring.contest.advancement import Advancement
from scoring.contest.events import TieSettled
from scoring.contest.ids import EntrantId
from scoring.contest.scoring import ByDecision, Scoring
from scoring.contest.stage_result import StageStandings
from scoring.contest.state import Contest
from scoring.contest.tables import PlayedStandings
from scoring.contest.tie_breaks import settlement
from scoring.views.head import Card, card
from scoring.views.words import Words

By: TypeAlias = Literal["lot", "run_off"]


class Tie(Struct, frozen=True):
    """Entrants who share a place until a lot or a run-off is recorded."""

    by: By
    place: int
    score: str
    entrants: tuple[Card, ...]
    to: str
    """Where those who win it go on; empty where only the place depends on it."""
    spots: int
    """How many of them go on."""


class SettledTie(Struct, frozen=True):
    """A lot or a run-off as it was recorded, best first."""

    by: By
    entrants: tuple[Card, ...]
    seed: str | None
    reason: str


def settled_by(route: Advancement, scoring: Scoring) -> By | None:
    """How a tie across the line of a route is settled; None where no lot or run-off is asked."""
    match route.tie:
        case "lots":
            return "lot"
        case "run_off":
            return "run_off"
        case "chain":
            links = (*route.chain, *scoring.tie_breaks)
            return next((one.by for one in links if isinstance(one, ByDecision)), None)
        case "all_in" | "all_out":
            return None


def ties_at_the_line(contest: Contest, result: StageStandings, words: Words) -> tuple[Tie, ...]:
    """What has to be settled before the routes onward can be decided by their rules."""
    found: dict[tuple[By, tuple[EntrantId, ...]], Tie] = {}
    state = contest.stage(result.stage.id)
    for number, route in enumerate(result.stage.advancement):
        by = settled_by(route, result.stage.scoring)
        if by is None or number in state.advanced or not state.closed:
            continue
        for group in _undecided(contest, result, number):
            spots = _spots(result, number, TieSettled(result.stage.id, by, group, None))
            tie = _tie(contest, result, by, group, words)
            tie = replace(tie, to=words.label(route.to), spots=spots)
            found.setdefault((by, group), tie)
    return tuple(found.values())


def ties_for_a_place(contest: Contest, result: StageStandings, words: Words) -> tuple[Tie, ...]:
    """Shared places that by the plan's own chain a lot or a run-off would separate."""
    if not contest.stage(result.stage.id).closed:
        return ()
    return tuple(
        _tie(contest, result, by, group, words)
        for group in result.ranking.groups
        if (by := _next_decision(result, group)) is not None
    )


def settled_ties(
    contest: Contest, result: StageStandings | PlayedStandings, words: Words
) -> tuple[SettledTie, ...]:
    return tuple(
        SettledTie(
            one.by, tuple(card(contest, who, words) for who in one.order), one.seed, one.reason
        )
        for one in contest.stage(result.stage.id).ties
    )


def _undecided(
    contest: Contest, result: StageStandings, number: int
) -> Iterator[tuple[EntrantId, ...]]:
    """Groups of equals at the line of a route, all of whom must take part.

    Only a lot that names everybody who shares the place separates them, also where some of them
    cannot go on by this route.
    """
    cut = result.cuts[number]
    undecided, tied = {*cut.undecided}, {*cut.tied_at_line}
    chained = result.stage.advancement[number].tie == "chain"
    out = {*result.chain.field.guests, *contest.withdrawn}
    for group in result.ranking.groups:
        waiting = [one for one in group if one in undecided]
        everybody = waiting if chained else [one for one in group if one not in out]
        if len(everybody) > 1 and any(one in tied for one in waiting):
            yield tuple(everybody)


def _spots(result: StageStandings, number: int, trial: TieSettled) -> int:
    """How many of those tied would go on, whoever wins."""
    tried = replace(result.chain, ties=(*result.chain.ties, trial))
    cut = replace(result, chain=tried).cuts[number]
    return sum(1 for one in trial.order if one in cut.qualifying)


def _next_decision(result: StageStandings, group: tuple[EntrantId, ...]) -> By | None:
    """The first lot or run-off of the chain that is not recorded for this group yet."""
    competing = [one for one in group if one not in result.chain.field.guests]
    if len(competing) <= 1:
        return None
    links = result.stage.scoring.tie_breaks
    ways: list[By] = [one.by for one in links if isinstance(one, ByDecision)]
    by: By | None = next(
        (one for one in ways if not settlement(result.chain.ties, one, group)), None
    )
    standing = result.of(group[0]) if by else None
    return by if standing and standing.score else None


def _tie(
    contest: Contest,
    result: StageStandings,
    by: By,
    group: tuple[EntrantId, ...],
    words: Words,
) -> Tie:
    standing = result.of(group[0])
    return Tie(
        by=by,
        place=(standing.place if standing else None) or 0,
        score=str(standing.score) if standing and standing.score else "",
        entrants=tuple(card(contest, one, words) for one in group),
        to="",
        spots=0,
    )
