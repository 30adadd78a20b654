"""Checking a log against the rules: what was derived at the time must still follow today."""

from collections.abc import Iterable

from scoring.contest.drawing import drawn_lines, terms
from scoring.contest.events import EntrantsAdvanced, Event, OrderDrawn, TieSettled
from scoring.contest.fold import evolve
from scoring.contest.guards import Refusal
from scoring.contest.ids import EntrantId
from scoring.contest.match_events import LinesDrawn
from scoring.contest.plan import JudgedStage, PlayedStage, Stage
from scoring.contest.standings import standings
from scoring.contest.state import Contest
from scoring.contest.tables import played_standings
from scoring.rules.draws import BadTerms
from scoring.rules.lots import drawn_order
from scoring.wording import Message, say


def audited(events: Iterable[Event]) -> tuple[Contest | None, list[Message]]:
    """Fold a log; whatever was recorded as drawn or qualifying is worked out anew and compared."""
    contest: Contest | None = None
    findings: list[Message] = []
    for event in events:
        if contest is not None:
            findings += _findings(contest, event)
        contest = evolve(contest, event)
    return contest, findings


def _findings(contest: Contest, event: Event) -> list[Message]:
    match event:
        case OrderDrawn(stage=stage_id, seed=seed, order=order):
            stage = contest.plan.judged_stage(stage_id)
            if stage is not None and order != drawn_order(contest.present_field(stage), seed):
                return [say("The recorded running order does not follow from its seed.")]
            return []
        case TieSettled(order=order, seed=seed) if seed is not None:
            if order != drawn_order(order, seed):
                return [say("The recorded lot does not follow from its seed.")]
            return []
        case LinesDrawn():
            return _draw_findings(contest, event)
        case EntrantsAdvanced(stage=stage_id, qualifying=qualifying):
            ended = contest.plan.stage(stage_id)
            if ended is not None and _qualifying(contest, ended, event.route) != qualifying:
                return [say("Those recorded as qualifying do not follow from the marks.")]
            return []
        case _:
            return []


def _draw_findings(contest: Contest, event: LinesDrawn) -> list[Message]:
    stage = contest.plan.stage(event.stage)
    if not isinstance(stage, PlayedStage):
        return []
    try:
        on = terms(contest, stage, event.seeded)
        honest = drawn_lines(stage, on, event.secret, event.word) == event.lines
    except (Refusal, BadTerms):
        honest = False
    return [] if honest else [say("The recorded draw does not follow from its secret and word.")]


def _qualifying(contest: Contest, stage: Stage, route: int) -> tuple[EntrantId, ...]:
    cuts = (
        standings(contest, stage).cuts
        if isinstance(stage, JudgedStage)
        else played_standings(contest, stage).cuts
    )
    return tuple(cuts[route].qualifying) if route < len(cuts) else ()
