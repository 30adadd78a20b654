"""In which order kept results are revealed: from the last place to the first, match by match."""

from collections.abc import Iterator

from scoring.contest.encounters import encounters
from scoring.contest.fold_releases import official_performances, official_records
from scoring.contest.ids import EntrantId
from scoring.contest.plan import JudgedStage, PlayedStage, Stage
from scoring.contest.release_events import ReleaseEvent, ResultRevealed, ResultsApproved
from scoring.contest.standings import standings
from scoring.contest.state import Contest, Frozen


def steps_left(contest: Contest, stage: Stage) -> tuple[ResultRevealed, ...]:
    """What is still to be revealed of a frozen stage, the next first."""
    frozen = contest.stages[stage.id].frozen
    if frozen is None:
        return ()
    steps = (
        [*_of_matches(contest, stage, frozen)]
        if isinstance(stage, PlayedStage)
        else [*_of_performances(contest, stage, frozen)]
    )
    if steps:
        end = steps[-1]
        steps[-1] = ResultRevealed(
            end.stage, end.entrant, end.match, end.rubber, end.seat, last=True
        )
    return tuple(steps)


def steps_taken(contest: Contest, stage: Stage) -> tuple[int, ...]:
    """The numbers of the events of this ceremony that hold, also after its last step."""
    found: list[int] = []
    for number in range(contest.seq, 0, -1):
        event = contest.history[number - 1]
        if not isinstance(event, ReleaseEvent) or event.stage != stage.id:
            continue
        if number in contest.undone:
            continue
        if isinstance(event, ResultRevealed):
            found.append(number)
        elif not isinstance(event, ResultsApproved):
            break
    return tuple(reversed(found))


def _of_performances(
    contest: Contest, stage: JudgedStage, frozen: Frozen
) -> Iterator[ResultRevealed]:
    official = official_performances(contest, stage.id)
    for standing in reversed(standings(contest, stage).standings):
        one = standing.entrant
        if one in official and official[one] != frozen.performances.get(one):
            if one not in frozen.performances:
                yield from _judge_by_judge(contest, stage, frozen, one)
            yield ResultRevealed(stage.id, one)


def _judge_by_judge(
    contest: Contest, stage: JudgedStage, frozen: Frozen, entrant: EntrantId
) -> Iterator[ResultRevealed]:
    performance = contest.stages[stage.id].performances[entrant]
    if not stage.publish_marks or performance.phase != "closed":
        return
    gave = {seat for (seat, _), sheet in performance.sheets.items() if sheet.given is not None}
    told = {step.seat for step in frozen.steps if step.entrant == entrant}
    for seat in contest.plan.seats:
        if seat.id in gave and seat.id not in told:
            yield ResultRevealed(stage.id, entrant, seat=seat.id)


def _of_matches(contest: Contest, stage: PlayedStage, frozen: Frozen) -> Iterator[ResultRevealed]:
    official = official_records(contest, stage.id)
    for match in encounters(contest, stage):
        of_it = sorted(key for key in official if key[0] == match.id)
        for key in of_it:
            if official[key] != frozen.records.get(key):
                yield ResultRevealed(stage.id, match=match.id, rubber=key[1])
