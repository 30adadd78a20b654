"""What is wrong with a plan, field by field, said so that the author can mend it."""

from collections.abc import Iterable, Iterator

from scoring.contest.advancement import Quota
from scoring.contest.advancement_faults import routes_faults
from scoring.contest.fault import Fault, twice, unknown
from scoring.contest.match_faults import played_faults
from scoring.contest.plan import JudgedStage, Plan, PlayedStage
from scoring.contest.scoring_faults import scoring_faults
from scoring.contest.sheets import seats as recording
from scoring.rules.days import is_day
from scoring.sports import SPORTS, find_sport
from scoring.wording import say


def plan_faults(plan: Plan) -> list[Fault]:
    """Everything wrong with a plan that its types cannot exclude; empty when it is sound."""
    return [*_names(plan), *_entrants(plan), *_feeders(plan), *_stages(plan)]


def _names(plan: Plan) -> Iterator[Fault]:
    if find_sport(plan.sport) is None:
        known = ", ".join(sport.id for sport in SPORTS)
        text = say("Unknown sport {given}; known are: {known}.", given=plan.sport, known=known)
        yield Fault("plan.sport", text)
    if plan.date is not None and not is_day(plan.date):
        text = say("There is no such day or time: {given}.", given=plan.date)
        yield Fault("plan.date", text)
    yield from twice("plan.seats", (seat.id for seat in plan.seats))
    yield from twice("plan.groups", (group.id for group in plan.groups))
    yield from twice("plan.stages", (stage.id for stage in plan.stages))


def _entrants(plan: Plan) -> Iterator[Fault]:
    yield from twice("plan.entrants", (entrant.id for entrant in plan.entrants))
    for index, entrant in enumerate(plan.entrants):
        members = (member.id for member in entrant.members)
        yield from twice(f"plan.entrants[{index}].members", members)
    groups = {group.id for group in plan.groups}
    holder: dict[int, str] = {}
    for index, entrant in enumerate(plan.entrants):
        where = f"plan.entrants[{index}]"
        if entrant.number in holder:
            text = say(
                "Number {number} is given to both {first} and {second};"
                " every entrant needs a number of its own.",
                number=entrant.number,
                first=holder[entrant.number],
                second=entrant.name,
            )
            yield Fault(f"{where}.number", text)
        holder.setdefault(entrant.number, entrant.name)
        if entrant.group is not None and entrant.group not in groups:
            yield unknown(f"{where}.group", entrant.group, groups)


def _feeders(plan: Plan) -> Iterator[Fault]:
    yield from twice("plan.feeders", (feeder.contest for feeder in plan.feeders))
    for index, feeder in enumerate(plan.feeders):
        if feeder.contest == plan.id:
            text = say("A contest cannot feed itself.")
            yield Fault(f"plan.feeders[{index}].contest", text)


def _stages(plan: Plan) -> Iterator[Fault]:
    seats = [seat.id for seat in plan.seats]
    if plan.judged and plan.played:
        text = say("A contest is judged or played in matches; make two contests of it.")
        yield Fault("plan.stages", text)
    for index, stage in enumerate(plan.stages):
        where = f"plan.stages[{index}]"
        if isinstance(stage, PlayedStage):
            yield from played_faults(where, plan, stage)
            yield from _routes(where, plan, index)
            continue
        yield from _panel(f"{where}.panel", stage.panel, seats)
        yield from twice(f"{where}.panels", (panel.id for panel in stage.panels))
        for number, panel in enumerate(stage.panels):
            yield from _panel(f"{where}.panels[{number}].seats", panel.seats, seats)
        yield from _trainees(f"{where}.trainees", stage, seats)
        yield from _someone_marks(where, stage)
        yield from scoring_faults(f"{where}.scoring", plan, stage)
        yield from _routes(where, plan, index)


def _panel(where: str, panel: tuple[str, ...], seats: Iterable[str]) -> Iterator[Fault]:
    known = list(seats)
    yield from twice(where, panel)
    yield from (unknown(where, seat, known) for seat in panel if seat not in known)


def _trainees(where: str, stage: JudgedStage, seats: Iterable[str]) -> Iterator[Fault]:
    yield from _panel(where, stage.trainees, seats)
    counted = set(recording(stage))
    for seat in stage.trainees:
        if seat in counted:
            text = say("{seat} counts already; a trainee's marks never count.", seat=seat)
            yield Fault(where, text)
    if stage.trainees and all(one.by for one in stage.scoring.criteria):
        text = say("There is nothing for trainees to mark: officials give everything.")
        yield Fault(where, text)


def _someone_marks(where: str, stage: JudgedStage) -> Iterator[Fault]:
    if stage.panel and stage.panels:
        text = say("Either one panel or parallel panels, not both.")
        yield Fault(f"{where}.panels", text)
    needed = any(not one.by for one in stage.scoring.criteria)
    if needed and not stage.panel and not stage.panels:
        text = say("Nobody marks: name the seats of the panel.")
        yield Fault(f"{where}.panel", text)


def _routes(where: str, plan: Plan, index: int) -> Iterator[Fault]:
    stage = plan.stages[index]
    later = [one.id for one in plan.stages[index + 1 :]]
    for number, route in enumerate(stage.advancement):
        if route.stage is not None and route.stage not in later:
            yield unknown(f"{where}.advancement[{number}].stage", route.stage, later)
    if index and plan.is_first(stage):
        text = say("No earlier stage leads to this one; say who advances to it.")
        yield Fault(f"{where}.id", text)
    if isinstance(stage, JudgedStage):
        yield from _no_pools(f"{where}.advancement", stage)
    yield from routes_faults(
        f"{where}.advancement",
        stage.advancement,
        field=_competing(plan) if plan.is_first(stage) else None,
        groups=[group.id for group in plan.groups],
        origins=[feeder.contest for feeder in plan.feeders] or None,
    )


def _no_pools(where: str, stage: JudgedStage) -> Iterator[Fault]:
    for index, route in enumerate(stage.advancement):
        for number, rule in enumerate(route.rules):
            if isinstance(rule, Quota) and rule.by == "pool":
                text = say("There are no groups in this stage.")
                yield Fault(f"{where}[{index}].rules[{number}].by", text)


def _competing(plan: Plan) -> int | None:
    """How many compete; not known while feeders are still to send some, or nobody is entered."""
    if plan.feeders:
        return None
    return sum(not one.guest for one in plan.entrants) or None
