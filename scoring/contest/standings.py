"""Places, cut line and who qualifies: derived from the facts, never stored."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Literal, Protocol, TypeAlias

from msgspec import Struct

from scoring.contest.columns import Field, with_columns
from scoring.contest.cut import cuts
from scoring.contest.ids import EntrantId, StageId
from scoring.contest.plan import JudgedStage
from scoring.contest.scores import Entry, Number, Score, Values, own_values, score_of
from scoring.contest.scoring import Carried, Scoring
from scoring.contest.state import Contest
from scoring.contest.tie_breaks import Chain, link
from scoring.rules.cuts import Cut
from scoring.rules.exact import exact
from scoring.rules.measured import Outcome
from scoring.rules.ranking import Key, Link, Ranking, ranked

Status: TypeAlias = Literal[
    "ranked", "unfinished", "waiting", "on_stage", "no_show", "disqualified", "withdrawn"
]


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

    stage: JudgedStage
    standings: tuple[Standing, ...]
    ranking: Ranking[EntrantId]
    chain: Chain
    """What everybody's performance came to, step by step, and what tie-breaks look at."""
    own: Mapping[EntrantId, Values]
    """The part of the values that follows from each performance alone."""
    cuts: tuple[Cut[EntrantId], ...]
    """Who qualifies by each route onward."""

    @property
    def qualifying(self) -> tuple[EntrantId, ...]:
        """Everybody who qualifies, by whichever route."""
        return tuple(one for cut in self.cuts for one in cut.qualifying)

    def of(self, entrant: EntrantId) -> Standing | None:
        """The standing of one entrant; None if not in the stage's field."""
        return next((one for one in self.standings if one.entrant == entrant), None)


class Rank(Protocol):
    """How screens get a stage's result: worked out, or kept from before."""

    def __call__(self, contest: Contest, stage: JudgedStage, /) -> StageStandings: ...


def standings(
    contest: Contest, stage: JudgedStage, previous: StageStandings | None = None
) -> StageStandings:
    """Rank everybody whose performance is settled, and say who qualifies by the plan's rules.

    `previous`, an earlier result of the same stage, spares working out again what is unchanged.
    """
    order = contest.running_order(stage)
    entries = _entries(contest, stage, order)
    own = _own(stage.scoring, entries, previous)
    guests = frozenset(one for one in entries if contest.entrants[one].guest)
    field = Field(entries, guests)
    values = with_columns(stage.scoring, field, own)
    ties = contest.stage(stage.id).ties
    chain = Chain(stage.scoring, field, values, order, ties)
    results = {one: score_of(stage.scoring, values[one]) for one in entries}
    ranking = ranked(_placed(stage.scoring, order, results), _links(chain, results))
    places = ranking.places(guests)
    placed = [_standing(contest, stage, one, places[one], results[one]) for one in places]
    others = [
        _standing(contest, stage, one, None, results.get(one))
        for one in order
        if one not in places
    ]
    return StageStandings(
        stage=stage,
        standings=(*placed, *others),
        ranking=ranking,
        chain=chain,
        own=own,
        cuts=cuts(contest, stage, ranking, chain),
    )


def _entries(
    contest: Contest, stage: JudgedStage, order: Sequence[EntrantId]
) -> dict[EntrantId, Entry]:
    """Everybody whose performance is settled and counts."""
    performances = contest.stage(stage.id).performances
    carried = _carried(contest, stage)
    same_panel = None if stage.panels or stage.exclude_same_unit else stage.panel
    return {
        one: Entry(
            performance,
            contest.panel(stage, one) if same_panel is None else same_panel,
            carried.get(one, {}) if carried else {},
        )
        for one in order
        if (performance := performances.get(one)) is not None and performance.phase == "closed"
    }


def entry(contest: Contest, stage: JudgedStage, entrant: EntrantId) -> Entry | None:
    """One entrant's performance with all it takes to score it; None before it was called."""
    performance = contest.stage(stage.id).performances.get(entrant)
    if performance is None:
        return None
    carried = _carried(contest, stage).get(entrant, {})
    return Entry(performance, contest.panel(stage, entrant), carried)


def _own(
    scoring: Scoring, entries: Mapping[EntrantId, Entry], previous: StageStandings | None
) -> dict[EntrantId, Values]:
    if previous is None or previous.stage.scoring is not scoring:
        return {one: own_values(scoring, entered) for one, entered in entries.items()}
    before = previous.chain.field.entries
    return {
        one: previous.own[one]
        if (old := before.get(one)) is not None
        and old.performance is entered.performance
        and old.panel == entered.panel
        and old.carried == entered.carried
        else own_values(scoring, entered)
        for one, entered in entries.items()
    }


def _carried(
    contest: Contest, stage: JudgedStage
) -> dict[EntrantId, dict[StageId | None, Fraction]]:
    """The scores that entrants bring along from earlier stages, or from another contest."""
    sources = {step.value.stage for step in stage.scoring.steps if isinstance(step.value, Carried)}
    found: dict[EntrantId, dict[StageId | None, Fraction]] = {}
    for source in sources:
        for entrant, score in _brought(contest, source).items():
            found.setdefault(entrant, {})[source] = score
    return found


def _brought(contest: Contest, source: StageId | None) -> dict[EntrantId, Fraction]:
    if source is None:
        return {
            one.id: exact(one.origin.score)
            for one in contest.entrants.values()
            if one.origin is not None and one.origin.score is not None
        }
    earlier = contest.plan.stage(source)
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
    order: Sequence[EntrantId],
    results: Mapping[EntrantId, Score | Outcome | None],
) -> list[EntrantId]:
    """Those who get a place; disqualified attempts never do."""
    last = scoring.unfinished == "last"
    return [
        one
        for one in order
        if isinstance(result := results.get(one), Score) or (last and result in ("dnf", "dns"))
    ]


def _links(
    chain: Chain, results: Mapping[EntrantId, Score | Outcome | None]
) -> list[Link[EntrantId]]:
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
    result: Score | Outcome | None,
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
