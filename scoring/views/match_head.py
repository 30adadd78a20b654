"""What stands over every screen of a contest of matches."""

from collections.abc import Iterable

from scoring.contest.encounters import Encounter, encounters
from scoring.contest.plan import PlayedStage
from scoring.contest.state import Contest
from scoring.sports import find_sport
from scoring.views.head import Head, Phase, frozen_since, head, stage_in_progress, status_of
from scoring.views.words import Words


class MatchHead(Head, frozen=True):
    """The head of a contest of matches: `settled` and `total` count those of the stage."""

    live: int
    """How many matches are being played now."""


def contest_head(contest: Contest, words: Words) -> Head:
    """The head of a contest of either kind, as it stands."""
    if contest.plan.played:
        stage = stage_in_play(contest)
        return match_head(contest, stage, encounters(contest, stage), words)
    return head(contest, stage_in_progress(contest), words)


def match_head(
    contest: Contest, stage: PlayedStage, found: Iterable[Encounter], words: Words
) -> MatchHead:
    """The head over a stage and its matches; before the draw there are none."""
    plan, matches = contest.plan, [one for one in found if one.phase != "passed"]
    sport = find_sport(plan.sport)
    now = match_phase(contest, stage)
    return MatchHead(
        contest=plan.id,
        version=contest.version,
        meet=words.label(plan.meet.name),
        name=words.label(plan.name),
        venue=words.label(plan.venue),
        date=plan.date or "",
        entrant_word=words.label(sport.side(stage.match) if sport else None),
        work_word=words.label(sport.work if sport else None),
        stage=stage.id,
        stage_name=words.label(stage.name),
        phase=now,
        settled=sum(one.settled for one in matches),
        total=len(matches),
        frozen=frozen_since(contest, stage),
        status=status_of(contest, stage, now),
        live=sum(one.phase == "live" for one in matches),
    )


def stage_in_play(contest: Contest) -> PlayedStage:
    """The first stage with a field whose end is not recorded by every route; else the last one."""
    stages = [one for one in contest.plan.played if contest.field(one)] or contest.plan.played
    return next((one for one in stages if not _is_done(contest, one)), stages[-1])


def match_phase(contest: Contest, stage: PlayedStage) -> Phase:
    """How far a stage is: drawn only is not begun."""
    if _is_done(contest, stage) and stage.advancement:
        return "advanced"
    if contest.stage(stage.id).closed:
        return "closed"
    return "running" if contest.has_begun(stage.id) else "before"


def _is_done(contest: Contest, stage: PlayedStage) -> bool:
    state = contest.stage(stage.id)
    return state.closed and len(state.advanced) == len(stage.advancement)
