"""What must hold before something may happen, and the refusal in words where it does not."""

from typing import Literal, TypeAlias

from msgspec import Struct

from scoring.contest.events import Event
from scoring.contest.fault import Fault, listing
from scoring.contest.ids import EntrantId, SeatId, StageId
from scoring.contest.performance import Performance
from scoring.contest.plan import JudgedStage, PlayedStage, Stage
from scoring.contest.sheets import judges, seats, sheets_of
from scoring.contest.state import Contest
from scoring.wording import Label, Message, say

Kind: TypeAlias = Literal["invalid", "unknown", "not_now", "stale"]
"""Why refused: bad values; a thing that is not there; not at this point; an outdated view."""


class Rejected(Struct, frozen=True):
    """A refusal: nothing changes, but for `events`, the trace that some refusals leave."""

    kind: Kind
    problems: tuple[Fault, ...]
    events: tuple[Event, ...] = ()

    @property
    def reason(self) -> Message:
        return self.problems[0].message


class Refusal(Exception):
    """Carries a Rejected out of a helper to `decide`."""

    def __init__(self, rejected: Rejected) -> None:
        super().__init__(str(rejected.reason))
        self.rejected = rejected


def refuse(kind: Kind, field: str, reason: Message) -> Refusal:
    """A refusal to raise, about one field of the command."""
    return Refusal(Rejected(kind, (Fault(field, reason),)))


def known_stage(contest: Contest, stage_id: StageId) -> Stage:
    """The stage of the plan with this id. Raises Refusal."""
    stage = contest.plan.stage(stage_id)
    if stage is None:
        known = listing(one.id for one in contest.plan.stages)
        text = say("{given} is not known here; known are: {known}.", given=stage_id, known=known)
        raise refuse("unknown", "stage", text)
    return stage


def judged_stage(contest: Contest, stage_id: StageId) -> JudgedStage:
    """The judged stage of the plan with this id. Raises Refusal."""
    stage = known_stage(contest, stage_id)
    if not isinstance(stage, JudgedStage):
        raise refuse("not_now", "stage", say("This stage is played in matches, nobody judges it."))
    return stage


def played_stage(contest: Contest, stage_id: StageId) -> PlayedStage:
    """The played stage of the plan with this id. Raises Refusal."""
    stage = known_stage(contest, stage_id)
    if not isinstance(stage, PlayedStage):
        raise refuse("not_now", "stage", say("This stage is judged, there are no matches in it."))
    return stage


def open_performance(contest: Contest, stage: JudgedStage, entrant: EntrantId) -> Performance:
    """The entrant's performance, if it still takes marks. Raises Refusal."""
    performance = known_performance(contest, stage, entrant)
    if performance.phase != "open":
        text = say(
            "The performance of {name} is closed; the head judge can correct it.",
            name=entrant_name(contest, entrant),
        )
        raise refuse("not_now", "entrant", text)
    require_open(contest, stage)
    return performance


def entrant_name(contest: Contest, entrant: EntrantId) -> str:
    found = contest.entrants[entrant]
    return f"{found.number} {found.name}"


def seat_name(contest: Contest, seat_id: str) -> Label:
    return next(seat.name for seat in contest.plan.seats if seat.id == seat_id)


def require_open(contest: Contest, stage: Stage) -> None:
    if contest.stage(stage.id).closed:
        raise refuse("not_now", "stage", say("The stage is closed."))


def require_not_begun(contest: Contest, stage: Stage) -> None:
    require_open(contest, stage)
    require_field(contest, stage)
    if contest.has_begun(stage.id):
        text = say("The stage has begun; its running order stands.")
        raise refuse("not_now", "stage", text)


def require_field(contest: Contest, stage: Stage) -> None:
    decided = any(
        number in contest.stage(earlier.id).advanced
        for earlier, number in contest.plan.routes_to(stage)
    )
    if not decided and not contest.field(stage):
        raise refuse("not_now", "stage", say("Nobody is in this stage yet."))


def require_nothing_after(contest: Contest, stage: Stage) -> None:
    """Whatever a stage leads to must not have begun."""
    for later in contest.plan.stages:
        leads = any(earlier.id == stage.id for earlier, _ in contest.plan.routes_to(later))
        state, play = contest.stage(later.id), contest.play.get(later.id)
        if leads and play is not None and play.lines:
            text = say("{stage} has been drawn already; undo that first.", stage=later.name)
            raise refuse("not_now", "stage", text)
        if leads and (contest.has_begun(later.id) or state.closed):
            text = say("{stage} has begun already; what led to it stands.", stage=later.name)
            raise refuse("not_now", "stage", text)


def require_on_the_lines(
    contest: Contest, stage: PlayedStage, entrant: EntrantId, field: str
) -> None:
    """Who was away when it was drawn has nobody to meet. Raises Refusal."""
    lines = contest.play[stage.id].lines
    absent = bool(lines) and not any(entrant in part for part in lines)
    if absent and entrant in contest.field(stage):
        text = say(
            "{stage} was drawn without {name}; undo the draw first.",
            stage=stage.name,
            name=entrant_name(contest, entrant),
        )
        raise refuse("not_now", field, text)


def require_entrant(contest: Contest, entrant: EntrantId, field: str = "entrant") -> None:
    if entrant not in contest.entrants:
        text = say("There is no entrant {given} in this contest.", given=entrant)
        raise refuse("unknown", field, text)


def require_in_field(
    contest: Contest, stage: Stage, entrant: EntrantId, field: str = "entrant"
) -> None:
    require_entrant(contest, entrant, field)
    if not contest.plan.is_first(stage) and entrant not in contest.field(stage):
        text = say(
            "{name} is not in the field of this stage.", name=entrant_name(contest, entrant)
        )
        raise refuse("invalid", field, text)


def known_performance(contest: Contest, stage: JudgedStage, entrant: EntrantId) -> Performance:
    """The entrant's performance, once called, whether or not it is settled. Raises Refusal."""
    require_in_field(contest, stage, entrant)
    performance = contest.stage(stage.id).performances.get(entrant)
    if performance is None:
        text = say(
            "{name} has not been called to the stage yet.", name=entrant_name(contest, entrant)
        )
        raise refuse("not_now", "entrant", text)
    return performance


def require_on_panel(
    contest: Contest, stage: JudgedStage, entrant: EntrantId, seat: SeatId
) -> None:
    """The seat must have something to record of this entrant. Raises Refusal."""
    panel = contest.panel(stage, entrant)
    if sheets_of(stage, contest.marking(stage, entrant), seat):
        return
    if seat in (*judges(stage), *stage.trainees) and stage.exclude_same_unit:
        text = say(
            "{seat} and {name} belong to the same unit; by the plan this seat does not mark here.",
            seat=seat_name(contest, seat),
            name=entrant_name(contest, entrant),
        )
        if contest.entrants[entrant].unit in {
            one.unit for one in contest.plan.seats if one.id == seat
        }:
            raise refuse("invalid", "seat", text)
    known = panel or seats(stage)
    text = say(
        "{seat} is not on the panel of this stage; on it are: {panel}.",
        seat=seat,
        panel=tuple(seat_name(contest, one) for one in known),
    )
    raise refuse("invalid", "seat", text)


def stated_reason(given: str) -> str:
    """The reason without blanks around it. Raises Refusal if nothing is left."""
    if not given.strip():
        raise refuse("invalid", "reason", say("Say why; the reason is kept with the decision."))
    return given.strip()
