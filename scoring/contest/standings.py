"""Places, cut line and who qualifies: derived from the facts, never stored."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Literal, TypeAlias, assert_never

from msgspec import Struct

from scoring.contest.ids import EntrantId
from scoring.contest.plan import (
    AdvancementRule,
    ByCriterion,
    ByMedian,
    BySeat,
    ByUntrimmedMean,
    JudgedStage,
    Scoring,
    Threshold,
    TieBreak,
    TopN,
)
from scoring.contest.scores import Score, criterion_marks, judge_totals, score
from scoring.contest.state import Contest, Performance
from scoring.rules.advancement import Cut, Groups, TiePolicy, every_rule, reaching, top
from scoring.rules.exact import exact, unit
from scoring.rules.judged import median, panel_mean
from scoring.rules.ranking import Link, Ranking, ranked

Status: TypeAlias = Literal["ranked", "waiting", "on_stage", "no_show", "withdrawn"]


class Standing(Struct, frozen=True):
    """One entrant in a stage. A place belongs to a score; who withdrew after it keeps both."""

    entrant: EntrantId
    status: Status
    place: int | None = None
    score: Score | None = None


class StageStandings(Struct, frozen=True):
    """A stage's result so far: the ranked by place, then the others in running order."""

    stage: JudgedStage
    standings: tuple[Standing, ...]
    ranking: Ranking[EntrantId]
    cut: Cut[EntrantId]

    @property
    def qualifying(self) -> tuple[EntrantId, ...]:
        return self.cut.qualifying

    def of(self, entrant: EntrantId) -> Standing | None:
        """The standing of one entrant; None if not in the stage's field."""
        return next((one for one in self.standings if one.entrant == entrant), None)


def standings(contest: Contest, stage: JudgedStage) -> StageStandings:
    """Rank everybody whose performance is settled, and say who qualifies by the plan's rules."""
    order = contest.running_order(stage)
    performances = contest.stage(stage.id).performances
    scores = _scores(order, performances, stage.scoring)
    links = [_by_score(scores, stage.scoring)]
    links += [_link(tie, performances, stage.scoring) for tie in stage.scoring.tie_breaks]
    ranking = ranked([one for one in order if one in scores], links)
    places = ranking.places()
    placed = [
        Standing(one, _status(contest, stage, one), places[one], scores[one]) for one in places
    ]
    others = [Standing(one, _status(contest, stage, one)) for one in order if one not in places]
    cut = _cut(contest, stage, ranking, scores)
    return StageStandings(stage, (*placed, *others), ranking, cut)


def _scores(
    order: Sequence[EntrantId], performances: Mapping[EntrantId, Performance], scoring: Scoring
) -> dict[EntrantId, Score]:
    found = {one: score(performances[one], scoring) for one in order if one in performances}
    return {one: value for one, value in found.items() if value is not None}


def _status(contest: Contest, stage: JudgedStage, entrant: EntrantId) -> Status:
    if entrant in contest.withdrawn:
        return "withdrawn"
    performance = contest.stage(stage.id).performances.get(entrant)
    if performance is None:
        return "waiting"
    match performance.phase:
        case "open":
            return "on_stage"
        case "closed":
            return "ranked"
        case "no_show":
            return "no_show"


def _by_score(scores: Mapping[EntrantId, Score], scoring: Scoring) -> Link[EntrantId]:
    if scoring.compare == "published":
        return lambda group: {one: scores[one].published for one in group}
    return lambda group: {one: scores[one].exact for one in group}


def _link(
    tie: TieBreak, performances: Mapping[EntrantId, Performance], scoring: Scoring
) -> Link[EntrantId]:
    value = tie_value(tie, scoring)

    def link(group: Sequence[EntrantId]) -> dict[EntrantId, Fraction]:
        values = {one: value(performances[one]) for one in group}
        known = {one: found for one, found in values.items() if found is not None}
        return known if len(known) == len(values) else dict.fromkeys(values, Fraction(0))

    return link


def tie_value(tie: TieBreak, scoring: Scoring) -> Callable[[Performance], Fraction | None]:
    """What a link of the tie-break chain compares; None where it cannot be had."""
    match tie:
        case ByCriterion(criterion=criterion_id):
            criterion = next(one for one in scoring.criteria if one.id == criterion_id)
            return lambda performance: (
                panel_mean(
                    criterion_marks(performance.marks(), criterion),
                    scoring.drop_low,
                    scoring.drop_high,
                ).mean
            )
        case ByUntrimmedMean():
            return lambda performance: panel_mean(judge_totals(performance.marks(), scoring)).mean
        case ByMedian():
            return lambda performance: median(judge_totals(performance.marks(), scoring))
        case BySeat(seat=seat):
            return lambda performance: judge_totals(performance.marks(), scoring).get(seat)
    assert_never(tie)


def _cut(
    contest: Contest,
    stage: JudgedStage,
    ranking: Ranking[EntrantId],
    scores: Mapping[EntrantId, Score],
) -> Cut[EntrantId]:
    """An entrant who withdrew makes room for the next in the ranking."""
    if stage.advancement is None:
        return Cut(())
    remaining = [
        tuple(one for one in group if one not in contest.withdrawn) for group in ranking.groups
    ]
    groups = [group for group in remaining if group]
    advancement = stage.advancement
    rules = [_rule(rule, advancement.tie, scores) for rule in advancement.rules]
    return every_rule(groups, rules)


def _rule(
    rule: AdvancementRule, tie: TiePolicy, scores: Mapping[EntrantId, Score]
) -> Callable[[Groups[EntrantId]], Cut[EntrantId]]:
    match rule:
        case TopN(count=count):
            return lambda groups: top(groups, count, tie)
        case Threshold(score=least, strict=strict):
            return lambda groups: reaching(
                groups, _published(groups, scores), exact(least), strict=strict
            )
    assert_never(rule)


def _published(
    groups: Groups[EntrantId], scores: Mapping[EntrantId, Score]
) -> dict[EntrantId, Fraction]:
    return {
        one: Fraction(scores[one].published, unit(scores[one].decimals))
        for group in groups
        for one in group
    }
