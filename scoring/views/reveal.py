"""The ceremony from behind the stage: what comes next, what has been told, how far it is."""

from msgspec import Struct

from scoring.contest.ceremony import steps_left, steps_taken
from scoring.contest.encounters import encounters
from scoring.contest.fold import evolve
from scoring.contest.ids import StageId
from scoring.contest.names import seat_label
from scoring.contest.plan import JudgedStage, PlayedStage, Stage
from scoring.contest.release_events import ResultRevealed
from scoring.contest.releasing import why_no_ceremony
from scoring.contest.standings import standings
from scoring.contest.state import Contest
from scoring.rules.ties import TieRules
from scoring.views.head import Head, head
from scoring.views.match_card import match_card
from scoring.views.match_head import match_head
from scoring.views.words import Words
from scoring.wording import Message, say


class StepShown(Struct, frozen=True):
    """One step: whose, what is told, and what it says."""

    who: str
    told: str
    result: str


class RevealScreen(Struct, frozen=True, kw_only=True):
    """For whoever drives the ceremony, and nobody else."""

    head: Head
    seq: int
    frozen: bool
    why_not: str
    """Why nothing can be revealed now; empty if it can."""
    taken: int
    left: int
    next: StepShown | None
    before: StepShown | None
    """The last that was revealed."""


def reveal_screen(contest: Contest, asked: StageId, words: Words) -> RevealScreen:
    stage = reveal_stage(contest, asked)
    taken, left = steps_taken(contest, stage), steps_left(contest, stage)
    frozen = contest.stage(stage.id).frozen is not None
    reason = why_no_ceremony(contest, stage) if frozen else None
    before = contest.history[taken[-1] - 1] if taken else None
    return RevealScreen(
        head=_head(contest, stage, words),
        seq=contest.seq,
        frozen=frozen,
        why_not=words(reason) if reason is not None else "",
        taken=len(taken),
        left=len(left),
        next=_shown(contest, stage, left[0], words) if left and reason is None else None,
        before=_shown(contest, stage, before, words)
        if isinstance(before, ResultRevealed)
        else None,
    )


def reveal_stage(contest: Contest, asked: StageId) -> Stage:
    """The stage asked for; else the last that is or was frozen, or the last of all."""
    stages = contest.plan.stages
    touched = [
        one
        for one in stages
        if contest.stage(one.id).frozen is not None or contest.stage(one.id).thawed
    ]
    return contest.plan.stage(asked) or (touched or stages)[-1]


def rehearsed(contest: Contest, stage: Stage, count: int) -> Contest:
    """The contest as after so many steps more, of which nothing is recorded."""
    for _ in range(count):
        left = steps_left(contest, stage)
        if not left:
            break
        contest = evolve(contest, left[0])
    return contest


def _head(contest: Contest, stage: Stage, words: Words) -> Head:
    if isinstance(stage, PlayedStage):
        return match_head(contest, stage, encounters(contest, stage), words)
    return head(contest, stage, words)


def _shown(contest: Contest, stage: Stage, step: ResultRevealed, words: Words) -> StepShown:
    if isinstance(stage, PlayedStage):
        return _match_shown(contest, stage, step, words)
    return _performance_shown(contest, stage, step, words)


def _performance_shown(
    contest: Contest, stage: JudgedStage, step: ResultRevealed, words: Words
) -> StepShown:
    standing = next(
        one for one in standings(contest, stage).standings if one.entrant == step.entrant
    )
    entrant = contest.entrants[standing.entrant]
    who = words(say("No. {number} {name}", number=entrant.number, name=entrant.name))
    if step.seat is not None:
        judge = words.label(seat_label(contest.plan, step.seat))
        return StepShown(who, words(say("Marks of {seat}", seat=judge)), "")
    place: Message = (
        say("no place") if standing.place is None else say("Place {place}", place=standing.place)
    )
    return StepShown(who, words(place), str(standing.score) if standing.score else "")


def _match_shown(
    contest: Contest, stage: PlayedStage, step: ResultRevealed, words: Words
) -> StepShown:
    found = encounters(contest, stage)
    card = match_card(contest, stage, found, found.by_id[step.match or ""], words)
    name = card.name
    if step.rubber and isinstance(stage.match, TieRules):
        name = f"{name}, {words.label(stage.match.rubbers[step.rubber - 1].name)}"
    score = "–".join(map(str, card.score)) if card.score is not None else ""
    return StepShown(f"{card.a.name} – {card.b.name}", name, score)
