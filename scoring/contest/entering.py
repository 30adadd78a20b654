"""Decisions about the plan and the field: who is in the contest, and who leaves or comes back."""

from collections.abc import Iterable

from msgspec.structs import replace

from scoring.contest.advancing import cut_digest
from scoring.contest.commands import Enter, Receive, Register, Reinstate, Revise, Withdraw
from scoring.contest.encounters import encounters
from scoring.contest.events import (
    ContestRegistered,
    EntrantEntered,
    EntrantReinstated,
    EntrantReplaced,
    EntrantsReceived,
    EntrantWithdrawn,
    Event,
    PlanRevised,
)
from scoring.contest.fault import listing
from scoring.contest.faults import plan_faults
from scoring.contest.fold import evolve
from scoring.contest.guards import (
    Rejected,
    entrant_name,
    refuse,
    require_entrant,
    require_on_the_lines,
    require_open,
    stated_reason,
)
from scoring.contest.ids import EntrantId
from scoring.contest.plan import Entrant, Feeder, PlayedStage, Stage
from scoring.contest.state import Contest
from scoring.wording import say


def register(contest: Contest | None, command: Register) -> tuple[Event, ...] | Rejected:
    if contest is not None:
        text = say(
            "The contest {id} is registered already; take another id for a new one.",
            id=command.plan.id,
        )
        raise refuse("not_now", "plan.id", text)
    faults = plan_faults(command.plan)
    return Rejected("invalid", tuple(faults)) if faults else (ContestRegistered(command.plan),)


def revise(contest: Contest, command: Revise) -> tuple[Event, ...] | Rejected:
    plan = command.plan
    if plan.id != contest.plan.id:
        raise refuse("invalid", "plan.id", say("The id of a contest stays as it is."))
    if plan.entrants:
        text = say("Leave the entrants out: a new plan does not change who is entered.")
        raise refuse("invalid", "plan.entrants", text)
    if any(contest.has_begun(stage) for stage in contest.stages):
        raise refuse("not_now", "plan", say("The contest has begun; its plan stands."))
    faults = plan_faults(replace(plan, entrants=tuple(contest.entrants.values())))
    if faults:
        return Rejected("invalid", tuple(faults))
    for stage_id, state in contest.stages.items():
        before, after = contest.plan.stage(stage_id), plan.stage(stage_id)
        if state.seal and before and (after is None or cut_digest(before) != cut_digest(after)):
            text = say("Who goes on from {stage} is sealed; it stands.", stage=before.name)
            raise refuse("not_now", "plan.stages", text)
    return (PlanRevised(plan),)


def enter(contest: Contest, command: Enter) -> EntrantEntered:
    _require_not_drawn(contest)
    _require_new(contest, (command.entrant,), "entrant.")
    return EntrantEntered(command.entrant)


def receive(contest: Contest, command: Receive) -> EntrantsReceived:
    """A hand-over: every entrant says where it comes from, and the feeder's quota holds."""
    _require_not_drawn(contest)
    feeder = next((one for one in contest.plan.feeders if one.contest == command.contest), None)
    if feeder is None:
        known = listing(one.contest for one in contest.plan.feeders)
        text = say(
            "{given} is not known here; known are: {known}.", given=command.contest, known=known
        )
        raise refuse("unknown", "contest", text)
    for index, entrant in enumerate(command.entrants):
        if entrant.origin is None or entrant.origin.contest != command.contest:
            text = say("{name} must say that {contest} is where it comes from.",
                       name=entrant.name, contest=command.contest)  # fmt: skip
            raise refuse("invalid", f"entrants[{index}].origin", text)
    _require_new(contest, command.entrants, "entrants.")
    _require_quota(contest, feeder, sum(not one.guest for one in command.entrants))
    return EntrantsReceived(command.contest, command.entrants, command.reason.strip())


def _require_not_drawn(contest: Contest) -> None:
    """In matches nobody comes in once it is settled who meets whom."""
    stage = contest.plan.stages[0]
    require_open(contest, stage)
    play = contest.play.get(stage.id)
    if play is not None and (play.lines or contest.has_begun(stage.id)):
        text = say("The draw has been made; undo it first, nobody can come in any more.")
        raise refuse("not_now", "stage", text)


def withdraw(contest: Contest, command: Withdraw) -> EntrantWithdrawn:
    require_entrant(contest, command.entrant)
    if command.entrant in contest.withdrawn:
        raise refuse("not_now", "entrant", say("Has been withdrawn already."))
    return EntrantWithdrawn(command.entrant, stated_reason(command.reason))


def reinstate(contest: Contest, command: Reinstate) -> tuple[Event, ...]:
    """Whoever came in for the one who returns must leave again, if not on stage already."""
    require_entrant(contest, command.entrant)
    if command.entrant not in contest.withdrawn:
        raise refuse("not_now", "entrant", say("Has not withdrawn."))
    _require_not_missed(contest, command.entrant)
    reason = stated_reason(command.reason)
    events: list[Event] = [EntrantReinstated(command.entrant, reason)]
    for stage_id, state in contest.stages.items():
        for advanced in state.advanced.values():
            for leaving, entering in dict.fromkeys(advanced.replaced):
                if leaving == command.entrant and entering in advanced.entrants:
                    _require_not_performed(contest, entering)
                    swap = EntrantReplaced(stage_id, entering, command.entrant, reason)
                    events.append(swap)
    back = contest
    for event in events:
        back = evolve(back, event)
    for stage in contest.plan.played:
        require_on_the_lines(back, stage, command.entrant, "entrant")
    return tuple(events)


def _require_not_missed(contest: Contest, entrant: EntrantId) -> None:
    """Who is back must have a turn still to come, or have had one, in every stage."""
    for stage in contest.plan.stages:
        closed = contest.stage(stage.id).closed
        if closed and entrant in contest.field(stage) and _missed(contest, stage, entrant):
            text = say(
                "{stage} was closed without {name}; reopen it first.",
                stage=stage.name,
                name=entrant_name(contest, entrant),
            )
            raise refuse("not_now", "entrant", text)


def _missed(contest: Contest, stage: Stage, entrant: EntrantId) -> bool:
    """Whether somebody had no turn in a stage, or conceded a match there by being away."""
    if isinstance(stage, PlayedStage):
        return not encounters(evolve(contest, EntrantReinstated(entrant, "")), stage).complete
    performance = contest.stage(stage.id).performances.get(entrant)
    return performance is None or performance.phase == "open"


def _require_not_performed(contest: Contest, entrant: EntrantId) -> None:
    """The replacement may go only while not called in a stage that it was advanced to."""
    for stage in contest.plan.stages:
        if contest.plan.is_first(stage):
            continue
        if contest.has_appeared(stage.id, entrant):
            text = say(
                "{name} came in instead and has been called already; both cannot stay.",
                name=entrant_name(contest, entrant),
            )
            raise refuse("not_now", "entrant", text)


def _require_new(contest: Contest, entrants: Iterable[Entrant], where: str) -> None:
    numbers = {one.number: one.name for one in contest.entrants.values()}
    ids = set(contest.entrants)
    groups = {group.id for group in contest.plan.groups}
    for entrant in entrants:
        if entrant.id in ids:
            raise refuse("invalid", f"{where}id", say("{id} is entered already.", id=entrant.id))
        if entrant.number in numbers:
            text = say(
                "Number {number} belongs to {name}; free is for example {free}.",
                number=entrant.number,
                name=numbers[entrant.number],
                free=max(numbers) + 1,
            )
            raise refuse("invalid", f"{where}number", text)
        if entrant.group is not None and entrant.group not in groups:
            text = say(
                "{given} is not known here; known are: {known}.",
                given=entrant.group,
                known=listing(groups),
            )
            raise refuse("invalid", f"{where}group", text)
        ids.add(entrant.id)
        numbers[entrant.number] = entrant.name


def places_taken(contest: Contest, feeder: Feeder) -> int:
    """How many of a feeder's places are taken: by those here, but for guests and who withdrew."""
    return sum(
        1
        for one in contest.entrants.values()
        if one.origin is not None
        and one.origin.contest == feeder.contest
        and one.id not in contest.withdrawn
        and not one.guest
    )


def _require_quota(contest: Contest, feeder: Feeder, coming: int) -> None:
    """Guests are out of competition and take none of the places."""
    there = places_taken(contest, feeder)
    if there + coming > feeder.quota:
        text = say(
            "{feeder} may send {quota}; {there} are here and {coming} more would come.",
            feeder=feeder.name,
            quota=feeder.quota,
            there=there,
            coming=coming,
        )
        raise refuse("not_now", "entrants", text)
