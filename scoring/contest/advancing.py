"""Decisions about how a stage ends: seal, close, settle ties, advance, replace."""

from collections import Counter
from collections.abc import Collection
from hashlib import sha256

import msgspec

from scoring.contest.ballots import require_ballots
from scoring.contest.commands import (
    Advance,
    ReopenStage,
    Replace,
    SealCut,
    SettleTie,
)
from scoring.contest.events import (
    CutSealed,
    EntrantReplaced,
    EntrantsAdvanced,
    StageClosed,
    StageReopened,
    TieSettled,
)
from scoring.contest.formats import Swiss
from scoring.contest.guards import (
    entrant_name,
    refuse,
    require_field,
    require_in_field,
    require_not_begun,
    require_nothing_after,
    require_on_the_lines,
    require_open,
    stated_reason,
)
from scoring.contest.ids import EntrantId
from scoring.contest.plan import JudgedStage, PlayedStage, Stage
from scoring.contest.standings import standings
from scoring.contest.state import Contest
from scoring.contest.tables import played_standings
from scoring.contest.tie_breaks import settlement
from scoring.rules.cuts import Cut
from scoring.rules.lots import drawn_order
from scoring.wording import say


def cut_digest(stage: Stage) -> str:
    """The SHA-256 of the rules of who goes on, and of tie-breaks, in their wire form."""
    settling = stage.scoring.tie_breaks if isinstance(stage, JudgedStage) else stage.format
    policy = {"advancement": stage.advancement, "tie_breaks": settling}
    return sha256(msgspec.json.encode(policy)).hexdigest()


def seal_cut(contest: Contest, stage: Stage, command: SealCut) -> CutSealed:
    require_not_begun(contest, stage)
    if not stage.advancement:
        raise refuse("not_now", "stage", say("Nobody advances from this stage: it is the last."))
    if contest.stage(stage.id).seal is not None:
        raise refuse("not_now", "stage", say("Who goes on is sealed already."))
    return CutSealed(stage.id, cut_digest(stage), command.seed)


def close_stage(contest: Contest, stage: Stage) -> StageClosed:
    require_open(contest, stage)
    require_field(contest, stage)
    if isinstance(stage, PlayedStage):
        return _close_played(contest, stage)
    waiting = sorted(
        contest.entrants[one].number
        for one in contest.field(stage)
        if not contest.is_settled(stage, one)
    )
    if waiting:
        first = tuple(say("No. {number}", number=number) for number in waiting[:12])
        text = say(
            "{count} still to perform or to be closed: {numbers}.",
            count=len(waiting),
            numbers=first if len(first) == len(waiting) else (*first, "…"),
        )
        raise refuse("not_now", "stage", text)
    require_ballots(contest, stage)
    return StageClosed(stage.id)


def _close_played(contest: Contest, stage: PlayedStage) -> StageClosed:
    found = played_standings(contest, stage)
    count = sum(not one.settled for one in found.encounters)
    if count or not found.encounters.by_id:
        text = say("{count} matches are still to be played or confirmed.", count=count)
        raise refuse("not_now", "stage", text)
    if (
        isinstance(stage.format, Swiss)
        and len(contest.play[stage.id].rounds) < stage.format.rounds
    ):
        raise refuse("not_now", "stage", say("Not all rounds have been paired yet."))
    return StageClosed(stage.id)


def reopen_stage(contest: Contest, stage: Stage, command: ReopenStage) -> StageReopened:
    if not contest.stage(stage.id).closed:
        raise refuse("not_now", "stage", say("The stage is open."))
    require_nothing_after(contest, stage)
    return StageReopened(stage.id, stated_reason(command.reason))


def settle_tie(contest: Contest, stage: Stage, command: SettleTie) -> TieSettled:
    """Only those who are tied now can be separated; a sealed seed must be the one used."""
    _require_each_in_field(contest, stage, command.order, "order")
    if not _tied(contest, stage, command.order):
        text = say("They do not share a place; there is no tie to settle among them.")
        raise refuse("invalid", "order", text)
    settled = contest.stage(stage.id).ties
    if settlement(settled, command.by, command.order) is not None:
        text = say("It has been settled already, and what was drawn stands; undo that first.")
        raise refuse("not_now", "order", text)
    seal = contest.stage(stage.id).seal
    if command.by == "lot" and seal and seal.seed and command.seed != seal.seed:
        text = say("The seed was sealed before the stage; lots must be drawn from that one.")
        raise refuse("invalid", "seed", text)
    if command.by == "lot" and command.seed is not None:
        order = drawn_order(command.order, command.seed)
        return TieSettled(stage.id, "lot", order, command.seed, command.reason.strip())
    if command.seed is not None:
        raise refuse("invalid", "seed", say("A run-off has no seed."))
    return TieSettled(stage.id, command.by, command.order, None, stated_reason(command.reason))


def _tied(contest: Contest, stage: Stage, entrants: Collection[EntrantId]) -> bool:
    if isinstance(stage, PlayedStage):
        return any(set(entrants) == set(one) for one in played_standings(contest, stage).ties)
    groups = standings(contest, stage).ranking.groups
    return any(set(entrants) <= set(group) for group in groups)


def advance(contest: Contest, stage: Stage, command: Advance) -> EntrantsAdvanced:
    state = contest.stage(stage.id)
    if not stage.advancement:
        raise refuse("not_now", "stage", say("Nobody advances from this stage: it is the last."))
    if command.route >= len(stage.advancement):
        text = say("There is no route {given}; they are counted from 0 to {last}.",
                   given=command.route, last=len(stage.advancement) - 1)  # fmt: skip
        raise refuse("invalid", "route", text)
    if command.route in state.advanced:
        raise refuse("not_now", "stage", say("Who advances has been recorded already."))
    if not state.closed:
        raise refuse("not_now", "stage", say("Close the stage first; results may still change."))
    _require_goal_open(contest, stage, command.route)
    _require_each_in_field(contest, stage, command.entrants, "entrants")
    for route, other in state.advanced.items():
        for one in command.entrants:
            if one in other.entrants:
                text = say("{name} goes on to {stage} already.",
                           name=entrant_name(contest, one),
                           stage=stage.advancement[route].to)  # fmt: skip
                raise refuse("invalid", "entrants", text)
    cut, placed = _cut(contest, stage, command.route)
    qualifying = tuple(cut.qualifying)
    if cut.undecided and not command.reason.strip():
        text = say("A tie at the line waits to be settled ({who}); settle it, or say why not.",
                   who=tuple(entrant_name(contest, one) for one in cut.undecided))  # fmt: skip
        raise refuse("invalid", "reason", text)
    differing = set(qualifying) ^ set(command.entrants)
    if differing and not command.reason.strip():
        text = say(
            "The list differs from those who qualify by the rule ({who}); say why.",
            who=tuple(contest.entrants[one].name for one in sorted(differing)),
        )
        raise refuse("invalid", "reason", text)
    return EntrantsAdvanced(
        stage.id,
        command.entrants,
        qualifying,
        command.reason.strip(),
        command.route,
        {place: one for place, one in placed.items() if one in command.entrants},
    )


def _cut(
    contest: Contest, stage: Stage, route: int
) -> tuple[Cut[EntrantId], dict[str, EntrantId]]:
    """Who qualifies, and from groups who has which place."""
    if isinstance(stage, JudgedStage):
        return standings(contest, stage).cuts[route], {}
    result = played_standings(contest, stage)
    return result.cuts[route], result.placings()


def replace(contest: Contest, stage: Stage, command: Replace) -> EntrantReplaced:
    """One who goes on cannot come; another comes in."""
    state = contest.stage(stage.id)
    for one, field in ((command.leaving, "leaving"), (command.entering, "entering")):
        require_in_field(contest, stage, one, field)
    going = {one for advanced in state.advanced.values() for one in advanced.entrants}
    if command.leaving not in going:
        text = say("{name} does not go on.", name=entrant_name(contest, command.leaving))
        raise refuse("not_now", "leaving", text)
    if command.entering in going:
        text = say("{name} goes on already.", name=entrant_name(contest, command.entering))
        raise refuse("not_now", "entering", text)
    if command.entering in contest.withdrawn:
        text = say("{name} has withdrawn.", name=entrant_name(contest, command.entering))
        raise refuse("not_now", "entering", text)
    for route, advanced in state.advanced.items():
        if command.leaving in advanced.entrants:
            _require_goal_open(contest, stage, route)
    for later in contest.plan.stages:
        leads = any(earlier.id == stage.id for earlier, _ in contest.plan.routes_to(later))
        if leads and isinstance(later, PlayedStage):
            require_on_the_lines(contest, later, command.leaving, "leaving")
        if leads and contest.has_appeared(later.id, command.leaving):
            text = say(
                "{name} has been called in {stage} already.",
                name=entrant_name(contest, command.leaving),
                stage=later.name,
            )
            raise refuse("not_now", "leaving", text)
    return EntrantReplaced(
        stage.id, command.leaving, command.entering, stated_reason(command.reason)
    )


def _require_goal_open(contest: Contest, stage: Stage, route: int) -> None:
    """Nobody comes into a stage that is over."""
    for later in contest.plan.stages:
        if (stage, route) in contest.plan.routes_to(later) and contest.stage(later.id).closed:
            text = say("{stage} is closed; nobody can come in any more.", stage=later.name)
            raise refuse("not_now", "stage", text)


def _require_each_in_field(
    contest: Contest, stage: Stage, entrants: tuple[EntrantId, ...], field: str
) -> None:
    for one in entrants:
        require_in_field(contest, stage, one, field)
    if any(times > 1 for times in Counter(entrants).values()):
        raise refuse("invalid", field, say("Somebody is named twice."))
