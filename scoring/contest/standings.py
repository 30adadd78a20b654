"""Ranking a stage, all of it or what has changed since it was ranked last."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from scoring.contest.columns import Field, with_columns
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
from scoring.contest.stage_result import (
    UNPLACED,
    Came,
    StageStandings,
    Unplaced,
    standing_of,
    unplaced_as,
)
from scoring.contest.state import Contest
from scoring.contest.tie_breaks import Chain, link
from scoring.rules.bits import bits, numbers
from scoring.rules.exact import exact
from scoring.rules.ladder import Ladder
from scoring.rules.ladder import ladder as ladder_of
from scoring.rules.ranking import Key, Link
from scoring.rules.shelf import Shelf

T = TypeVar("T")


class _Work(Struct, frozen=True):
    """What has to be worked out anew, and what is `kept` from an earlier result."""

    contest: Contest
    stage: JudgedStage
    order: tuple[EntrantId, ...]
    position: Mapping[EntrantId, int]
    kept: StageStandings | None
    moved: Sequence[EntrantId]
    """Whose performance has changed since; without anything kept, everybody."""


def standings(
    contest: Contest, stage: JudgedStage, previous: StageStandings | None = None
) -> StageStandings:
    """Rank everybody whose performance is settled, and say who qualifies by the plan's rules.

    `previous`, an earlier result of the same stage, spares working out again what is unchanged.
    """
    work = _work(contest, stage, previous)
    scoring = stage.scoring
    entries = _entries(work)
    own = _own(work, entries)
    field = Field(entries, work.kept.chain.field.guests if work.kept else _guests(contest))
    values = with_columns(scoring, field, own)
    chain = Chain(scoring, field, values, work.position, contest.stage(stage.id).ties)
    if not is_local(scoring):
        work = replace(work, kept=None, moved=work.order)
    results = _results(work, chain)
    ladder = _ladder(work, chain, results)
    unplaced = _unplaced(work, results, ladder)
    return StageStandings(
        contest=contest,
        stage=stage,
        ladder=ladder,
        chain=chain,
        disqualified=tuple(work.order[at] for at in numbers(unplaced["disqualified"])),
        order=work.order,
        own=own,
        results=results,
        unplaced=unplaced,
    )


def _work(contest: Contest, stage: JudgedStage, previous: StageStandings | None) -> _Work:
    if previous is None or not _comparable(contest, stage, previous):
        order = contest.running_order(stage)
        return _Work(contest, stage, order, {one: at for at, one in enumerate(order)}, None, order)
    position = previous.chain.position
    now, then = contest.stage(stage.id), previous.contest.stage(stage.id)
    changed = now.performances.changed_since(then.performances)
    moved = tuple(one for one in changed if one in position)
    return _Work(contest, stage, previous.order, position, previous, moved)


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
        and all(
            contest.stages[earlier.id].advanced is before.stages[earlier.id].advanced
            for earlier, _ in contest.plan.routes_to(stage)
        )
        and not _sources(stage.scoring)
    )


def _guests(contest: Contest) -> frozenset[EntrantId]:
    return frozenset(one.id for one in contest.entrants.values() if one.guest)


def is_local(scoring: Scoring) -> bool:
    """Whether a score, and who is ahead among those tied, depends on nobody else."""
    own = own_steps(scoring)
    steps_are = all(step in own for step in scoring.steps)
    return steps_are and not any(isinstance(tie, ByCountback) for tie in scoring.tie_breaks)


def _entries(work: _Work) -> Shelf[EntrantId, Entry]:
    """The performances that count."""
    contest, stage = work.contest, work.stage
    performances = contest.stage(stage.id).performances
    carried = _carried(contest, stage)
    same_panel = None if stage.panels or stage.exclude_same_unit else stage.panel

    def counted() -> Iterator[tuple[EntrantId, Entry | None]]:
        for one in work.moved:
            performance = performances.get(one)
            if performance is None or performance.phase != "closed":
                yield one, None
                continue
            panel = contest.panel(stage, one) if same_panel is None else same_panel
            yield one, Entry(performance, panel, carried.get(one, {}))

    return _continued(work.kept.chain.field.entries if work.kept else None, counted())


def _own(work: _Work, entries: Shelf[EntrantId, Entry]) -> Shelf[EntrantId, Values]:
    scoring = work.stage.scoring
    return _continued(
        work.kept.own if work.kept else None,
        (
            (one, own_values(scoring, entries[one]) if one in entries else None)
            for one in work.moved
        ),
    )


def _results(work: _Work, chain: Chain) -> Shelf[EntrantId, Came]:
    known = ((one, chain.values.get(one)) for one in work.moved)
    return _continued(
        work.kept.results if work.kept else None,
        ((one, score_of(chain.scoring, steps) if steps else None) for one, steps in known),
    )


def _continued(
    before: Shelf[EntrantId, T] | None, fresh: Iterable[tuple[EntrantId, T | None]]
) -> Shelf[EntrantId, T]:
    """With the fresh values, and without those who have none any more."""
    if before is None:
        return Shelf((one, value) for one, value in fresh if value is not None)
    for one, value in fresh:
        before = before.without(one) if value is None else before.having(one, value)
    return before


def _ladder(work: _Work, chain: Chain, results: Mapping[EntrantId, Came]) -> Ladder[EntrantId]:
    links, placed = _links(chain, results), _placed(chain.scoring, work.moved, results)
    if work.kept is None:
        return ladder_of(placed, links, chain.field.guests, work.contest.withdrawn)
    return work.kept.ladder.continued(links, work.moved, placed, work.position)


def _unplaced(
    work: _Work, results: Mapping[EntrantId, Came], ladder: Ladder[EntrantId]
) -> Mapping[Unplaced, int]:
    """Who is in which state without a place."""
    fresh: dict[Unplaced, list[int]] = {kind: [] for kind in UNPLACED}
    for one in work.moved:
        if one not in ladder.values:
            line = standing_of(work.contest, work.stage, one, results.get(one))
            fresh[unplaced_as(line)].append(work.position[one])
    size = len(work.order)
    kept = work.kept.unplaced if work.kept else dict.fromkeys(UNPLACED, 0)
    others = ~bits((work.position[one] for one in work.moved), size)
    return {kind: kept[kind] & others | bits(fresh[kind], size) for kind in UNPLACED}


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
    results: Mapping[EntrantId, Came],
) -> list[EntrantId]:
    """Those who get a place; disqualified attempts never do."""
    last = scoring.unfinished == "last"
    return [
        one
        for one in order
        if isinstance(result := results.get(one), Score) or (last and result in ("dnf", "dns"))
    ]


def _links(chain: Chain, results: Mapping[EntrantId, Came]) -> list[Link[EntrantId]]:
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
