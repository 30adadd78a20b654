"""Places, cut line and who qualifies: derived from the facts, never stored."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Literal, Protocol, TypeAlias

from msgspec import Struct

from scoring.contest.columns import Field, with_columns
from scoring.contest.cut import cuts
from scoring.contest.ids import EntrantId, StageId
from scoring.contest.plan import JudgedStage
from scoring.contest.scores import (
    Entry,
    Number,
    Score,
    Values,
    own_steps,
    own_values,
    score_of,
)
from scoring.contest.scoring import ByCountback, Carried, Scoring
from scoring.contest.state import Contest
from scoring.contest.tie_breaks import Chain, link
from scoring.rules.cuts import Cut
from scoring.rules.exact import exact
from scoring.rules.measured import Outcome
from scoring.rules.ranking import Key, Link, Ranking, ranked, reranked

Status: TypeAlias = Literal[
    "ranked", "unfinished", "waiting", "on_stage", "no_show", "disqualified", "withdrawn"
]


Result: TypeAlias = Score | Outcome | None
"""What a settled performance came to; None where a step has no value."""


class Standing(Struct, frozen=True):
    """One entrant in a stage. A place belongs to a score; who withdrew after it keeps both."""

    entrant: EntrantId
    status: Status
    place: int | None = None
    score: Score | None = None
    outcome: Outcome | None = None
    """Why there is no score although the entrant performed."""
    guest: bool = False


class StageStandings(Struct, frozen=True):
    """A stage's result so far: the ranked by place, then the others in running order."""

    contest: Contest
    stage: JudgedStage
    standings: tuple[Standing, ...]
    by_entrant: Mapping[EntrantId, Standing]
    ranking: Ranking[EntrantId]
    chain: Chain
    """What everybody's performance came to, step by step, and what tie-breaks look at."""
    own: Mapping[EntrantId, Values]
    """The part of the values that follows from each performance alone."""
    results: Mapping[EntrantId, Result]
    cuts: tuple[Cut[EntrantId], ...]
    """Who qualifies by each route onward."""

    @property
    def qualifying(self) -> tuple[EntrantId, ...]:
        """Everybody who qualifies, by whichever route."""
        return tuple(one for cut in self.cuts for one in cut.qualifying)

    def of(self, entrant: EntrantId) -> Standing | None:
        """The standing of one entrant; None if not in the stage's field."""
        return self.by_entrant.get(entrant)


class Rank(Protocol):
    """How screens get a stage's result: worked out, or kept from before."""

    def __call__(self, contest: Contest, stage: JudgedStage, /) -> StageStandings: ...


def standings(
    contest: Contest, stage: JudgedStage, previous: StageStandings | None = None
) -> StageStandings:
    """Rank everybody whose performance is settled, and say who qualifies by the plan's rules.

    `previous`, an earlier result of the same stage, spares working out again what is unchanged.
    """
    kept = previous if previous is not None and _comparable(contest, stage, previous) else None
    scoring = stage.scoring
    position = kept.chain.position if kept else _positions(contest.running_order(stage))
    changed, entries = _entries(contest, stage, position, kept)
    own = {one: own_values(scoring, entries[one]) for one in changed if one in entries}
    if kept:
        own = _continued(kept.own, own, entries)
    guests = kept.chain.field.guests if kept else _guests(contest)
    field = Field(entries, guests)
    values = with_columns(scoring, field, own)
    chain = Chain(scoring, field, values, position, contest.stage(stage.id).ties)
    local = kept if kept is not None and is_local(scoring) else None
    results = _results(scoring, values, local, changed)
    links = _links(chain, results)
    ranking = (
        ranked(_placed(scoring, position, results), links)
        if local is None
        else reranked(local.ranking, links, changed, _placed(scoring, changed, results), position)
    )
    touched = changed if local is not None else results.keys()
    known: Mapping[EntrantId, Standing] = kept.by_entrant if kept else {}
    lines = _lines(contest, stage, position, ranking.places(guests), results, known, touched)
    return StageStandings(
        contest=contest,
        stage=stage,
        standings=tuple(lines.values()),
        by_entrant=lines,
        ranking=ranking,
        chain=chain,
        own=own,
        results=results,
        cuts=cuts(contest, stage, ranking, chain),
    )


def _guests(contest: Contest) -> frozenset[EntrantId]:
    return frozenset(one.id for one in contest.entrants.values() if one.guest)


def _positions(order: Iterable[EntrantId]) -> dict[EntrantId, int]:
    return {one: index for index, one in enumerate(order)}


def _comparable(contest: Contest, stage: JudgedStage, previous: StageStandings) -> bool:
    """Whether nothing but performances has changed since."""
    before = previous.contest
    now, then = contest.stage(stage.id), before.stages.get(stage.id)
    return (
        then is not None
        and previous.stage is stage
        and contest.plan is before.plan
        and contest.entrants is before.entrants
        and contest.withdrawn is before.withdrawn
        and now.order is then.order
        and now.panels is then.panels
        and now.ties is then.ties
        and (contest.plan.is_first(stage) or contest.field(stage) == before.field(stage))
        and not _sources(stage.scoring)
    )


def is_local(scoring: Scoring) -> bool:
    """Whether a score, and who is ahead among those tied, depends on nobody else."""
    own = own_steps(scoring)
    steps_are = all(step in own for step in scoring.steps)
    return steps_are and not any(isinstance(tie, ByCountback) for tie in scoring.tie_breaks)


def _entries(
    contest: Contest,
    stage: JudgedStage,
    order: Iterable[EntrantId],
    kept: StageStandings | None,
) -> tuple[set[EntrantId], dict[EntrantId, Entry]]:
    """Whose performance counts, and of whom that has changed."""
    performances = contest.stage(stage.id).performances
    carried = _carried(contest, stage)
    same_panel = None if stage.panels or stage.exclude_same_unit else stage.panel
    entries = dict(kept.chain.field.entries) if kept else {}
    changed: set[EntrantId] = set()
    for one in performances if kept else order:
        performance = performances.get(one)
        old = entries.get(one)
        if (old.performance if old is not None else None) is performance:
            continue
        if performance is not None and performance.phase == "closed":
            panel = contest.panel(stage, one) if same_panel is None else same_panel
            entries[one] = Entry(performance, panel, carried.get(one, {}))
            changed.add(one)
        elif old is not None:
            del entries[one]
            changed.add(one)
    return changed, entries


def _continued(
    before: Mapping[EntrantId, Values],
    fresh: Mapping[EntrantId, Values],
    entries: Mapping[EntrantId, Entry],
) -> dict[EntrantId, Values]:
    joined = {**before, **fresh}
    if len(joined) == len(entries):
        return joined
    return {one: steps for one, steps in joined.items() if one in entries}


def _results(
    scoring: Scoring,
    values: Mapping[EntrantId, Values],
    kept: StageStandings | None,
    changed: Collection[EntrantId],
) -> dict[EntrantId, Result]:
    if kept is None:
        return {one: score_of(scoring, steps) for one, steps in values.items()}
    results = dict(kept.results)
    for one in changed:
        results.pop(one, None)
        if one in values:
            results[one] = score_of(scoring, values[one])
    return results


def _lines(  # noqa: PLR0913, PLR0917 - a line brings everything together
    contest: Contest,
    stage: JudgedStage,
    order: Collection[EntrantId],
    places: Mapping[EntrantId, int],
    results: Mapping[EntrantId, Result],
    known: Mapping[EntrantId, Standing],
    touched: Collection[EntrantId],
) -> dict[EntrantId, Standing]:
    """The placed, best first, then the others in running order.

    What is `known` still holds, but for those `touched` and for places that have shifted.
    """
    lines: dict[EntrantId, Standing] = {}
    for one, place in places.items():
        old = None if one in touched else known.get(one)
        if old is None:
            lines[one] = _standing(contest, stage, one, place, results[one])
        elif old.place == place:
            lines[one] = old
        else:
            lines[one] = Standing(one, old.status, place, old.score, old.outcome, old.guest)
    if len(places) < len(order):
        for one in order:
            if one not in places:
                lines[one] = _standing(contest, stage, one, None, results.get(one))
    return lines


def entry(contest: Contest, stage: JudgedStage, entrant: EntrantId) -> Entry | None:
    """One entrant's performance with all it takes to score it; None before it was called."""
    performance = contest.stage(stage.id).performances.get(entrant)
    if performance is None:
        return None
    carried = _carried(contest, stage).get(entrant, {})
    return Entry(performance, contest.panel(stage, entrant), carried)


def _carried(
    contest: Contest, stage: JudgedStage
) -> dict[EntrantId, dict[StageId | None, Fraction]]:
    """The scores that entrants bring along from earlier stages, or from another contest."""
    found: dict[EntrantId, dict[StageId | None, Fraction]] = {}
    for source in _sources(stage.scoring):
        for entrant, score in _brought(contest, source).items():
            found.setdefault(entrant, {})[source] = score
    return found


def _sources(scoring: Scoring) -> set[StageId | None]:
    return {step.value.stage for step in scoring.steps if isinstance(step.value, Carried)}


def _brought(contest: Contest, source: StageId | None) -> dict[EntrantId, Fraction]:
    if source is None:
        return {
            one.id: exact(one.origin.score)
            for one in contest.entrants.values()
            if one.origin is not None and one.origin.score is not None
        }
    earlier = contest.plan.judged_stage(source)
    if earlier is None:
        return {}
    score_step = earlier.scoring.score.id
    values = standings(contest, earlier).chain.values
    return {
        one: value.printed
        for one, steps in values.items()
        if isinstance(value := steps.get(score_step), Number)
    }


def _placed(
    scoring: Scoring,
    order: Iterable[EntrantId],
    results: Mapping[EntrantId, Result],
) -> list[EntrantId]:
    """Those who get a place; disqualified attempts never do."""
    last = scoring.unfinished == "last"
    return [
        one
        for one in order
        if isinstance(result := results.get(one), Score) or (last and result in ("dnf", "dns"))
    ]


def _links(chain: Chain, results: Mapping[EntrantId, Result]) -> list[Link[EntrantId]]:
    scoring = chain.scoring
    sign = 1 if scoring.better == "higher" else -1
    published = scoring.compare == "published"

    def by_score(group: Sequence[EntrantId]) -> dict[EntrantId, Key | None]:
        keys: dict[EntrantId, Key | None] = {}
        for one in group:
            result = results[one]
            if isinstance(result, Score):
                keys[one] = sign * (result.published if published else result.exact)
            else:
                keys[one] = None
        return keys

    return [by_score, *(link(chain, tie) for tie in scoring.tie_breaks)]


def _standing(
    contest: Contest,
    stage: JudgedStage,
    entrant: EntrantId,
    place: int | None,
    result: Result,
) -> Standing:
    status = _status(contest, stage, entrant)
    score = result if isinstance(result, Score) else None
    if status == "ranked" and score is None:
        status = "unfinished"
    outcome = result if isinstance(result, str) else None
    return Standing(entrant, status, place, score, outcome, contest.entrants[entrant].guest)


def _status(contest: Contest, stage: JudgedStage, entrant: EntrantId) -> Status:
    performance = contest.stage(stage.id).performances.get(entrant)
    if performance is not None and performance.phase == "disqualified":
        return "disqualified"
    if entrant in contest.withdrawn:
        return "withdrawn"
    if performance is None:
        return "waiting"
    match performance.phase:
        case "open":
            return "on_stage"
        case "closed":
            return "ranked"
        case "no_show":
            return "no_show"
        case "disqualified":
            return "disqualified"
