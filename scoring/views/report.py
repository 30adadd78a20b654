"""A contest's whole result for machines: what `scoring rank` prints."""

from msgspec import Struct

from scoring.contest.ids import ContestId, EntrantId, StageId
from scoring.contest.match_outlook import MatchOutlook, match_outlook
from scoring.contest.match_why import match_why
from scoring.contest.plan import JudgedStage, PlayedStage
from scoring.contest.stage_result import Status
from scoring.contest.standings import standings
from scoring.contest.state import Contest
from scoring.contest.tables import PlayedStatus, played_standings
from scoring.contest.why import why
from scoring.rules.chances import State
from scoring.views.head import has_field
from scoring.views.match_chances import chances_shown
from scoring.views.words import Words


class OutlookLine(Struct, frozen=True):
    """What may become of an entrant by one route onward of a stage of matches."""

    to: str
    state: State
    needs: tuple[str, ...]
    """What must happen, sentence by sentence, as far as that is known."""
    proof: tuple[str, ...]


class StandingLine(Struct, frozen=True, omit_defaults=True):
    """One entrant in a ranking for machines; `score` is decimal text."""

    entrant: EntrantId
    number: int
    name: str
    place: int | None
    score: str | None
    status: Status | PlayedStatus
    outcome: str | None
    """dnf, dns or dsq, where somebody performed and has no score."""
    why: tuple[str, ...]
    group: str | None = None
    """In a stage of groups."""
    outlook: tuple[OutlookLine, ...] | None = None
    """Of a stage of matches from which somebody goes on, by each route."""


class StageReport(Struct, frozen=True, omit_defaults=True):
    """One stage's ranking, who qualifies by the rule, and who was recorded as going on."""

    id: StageId
    standings: tuple[StandingLine, ...]
    qualifying: tuple[EntrantId, ...]
    advancing: tuple[EntrantId, ...]
    sealed: str | None = None
    """The SHA-256 of the rules of who goes on; there only if they were sealed before the stage."""


class Report(Struct, frozen=True):
    """A contest's whole result, stage by stage."""

    contest: ContestId
    stages: tuple[StageReport, ...]


def report(contest: Contest, words: Words) -> Report:
    """The result of every stage that has a field, each place explained."""
    judged = [stage for stage in contest.plan.judged if has_field(contest, stage)]
    played = [stage for stage in contest.plan.played if contest.field(stage)]
    stages = [
        *(_stage_report(contest, one, words) for one in judged),
        *(_played_report(contest, one, words) for one in played),
    ]
    return Report(contest.plan.id, tuple(stages))


def _played_report(contest: Contest, stage: PlayedStage, words: Words) -> StageReport:
    result = played_standings(contest, stage)
    outlook = match_outlook(result)
    lines = tuple(
        StandingLine(
            entrant=one.entrant,
            number=contest.entrants[one.entrant].number,
            name=contest.entrants[one.entrant].name,
            place=one.place,
            score=None,
            status=one.status,
            outcome=None,
            why=tuple(words(line) for line in match_why(result, one.entrant)),
            group=one.group,
            outlook=_outlook(outlook, one.entrant, words),
        )
        for one in result.standings
    )
    advanced = contest.stage(stage.id).advanced.values()
    going = tuple(one for decided in advanced for one in decided.entrants)
    seal = contest.stage(stage.id).seal
    return StageReport(
        stage.id, lines, result.qualifying, going, seal.digest if seal is not None else None
    )


def _outlook(
    outlook: MatchOutlook, entrant: EntrantId, words: Words
) -> tuple[OutlookLine, ...] | None:
    shown = chances_shown(outlook, entrant, words)
    lines = [
        OutlookLine(
            to=one.to,
            state=prospects[entrant].state,
            needs=tuple(line for needs in one.needs for line in (needs.text, *needs.cases)),
            proof=one.proof,
        )
        for one, prospects in zip(shown, outlook.routes, strict=False)
    ]
    return tuple(lines) or None


def _stage_report(contest: Contest, stage: JudgedStage, words: Words) -> StageReport:
    result = standings(contest, stage)
    advanced = contest.stage(stage.id).advanced.values()
    lines = tuple(
        StandingLine(
            entrant=one.entrant,
            number=contest.entrants[one.entrant].number,
            name=contest.entrants[one.entrant].name,
            place=one.place,
            score=str(one.score) if one.score else None,
            status=one.status,
            outcome=one.outcome,
            why=tuple(words(line) for line in why(contest, result, one.entrant)),
        )
        for one in result.standings
    )
    going = tuple(one for decided in advanced for one in decided.entrants)
    seal = contest.stage(stage.id).seal
    return StageReport(
        stage.id, lines, result.qualifying, going, seal.digest if seal is not None else None
    )
