"""What a command would change among matches: slots, places, who qualifies, matches under way."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from scoring.contest.commands import Command
from scoring.contest.decide import decide
from scoring.contest.encounters import Encounter
from scoring.contest.events import Event
from scoring.contest.fold import evolve
from scoring.contest.guards import Rejected
from scoring.contest.ids import EntrantId, StageId
from scoring.contest.match_commands import EnterResult, ReopenMatch
from scoring.contest.match_events import MatchOpened, ResultEntered
from scoring.contest.plan import PlayedStage
from scoring.contest.preview import Declined
from scoring.contest.state import Contest
from scoring.contest.tables import (
    PlayedRank,
    PlayedStanding,
    PlayedStandings,
    played_standings,
)
from scoring.contest.umpiring import moved_matches
from scoring.rules.outcomes import Side
from scoring.rules.propagation import Occupant
from scoring.rules.slots import MatchId

_STARTED = {"called", "live", "over", "confirmed"}


class SlotMove(Struct, frozen=True):
    """Somebody else, or nobody yet, at a side of a match."""

    match: MatchId
    side: Side
    before: Occupant[EntrantId]
    after: Occupant[EntrantId]


class PlaceMove(Struct, frozen=True):
    """Somebody whose place, status or qualifying would change."""

    entrant: EntrantId
    before: PlayedStanding | None
    after: PlayedStanding | None
    routes: tuple[int | None, int | None]
    """By which route onward the entrant qualifies by rule, before and after."""


class RouteMove(Struct, frozen=True):
    """One route onward, beside the decision that was recorded."""

    joining: tuple[EntrantId, ...]
    leaving: tuple[EntrantId, ...]
    recorded: bool


class PlayedStagePreview(Struct, frozen=True, kw_only=True):
    """What would change in one stage."""

    before: PlayedStandings
    after: PlayedStandings
    slots: tuple[SlotMove, ...]
    """In matches that there are before and after, but for those the commands are about."""
    started: tuple[MatchId, ...]
    """Those of them that had started: what was played there counts no longer."""
    again: tuple[MatchId, ...]
    """Those that count again, as the ones who played them stand there once more."""
    conceded: tuple[MatchId, ...]
    """Those that are being played and would be lost by somebody who leaves."""
    vanished: tuple[Encounter, ...]
    """Matches that there would not be any more."""
    moves: tuple[PlaceMove, ...]
    """By place afterwards."""
    routes: tuple[RouteMove, ...]

    @property
    def stage(self) -> PlayedStage:
        return self.after.stage

    @property
    def changes(self) -> bool:
        return bool(self.slots or self.moves or self.vanished or self.started or self.conceded)


class MatchPreview(Struct, frozen=True, kw_only=True):
    """What commands would change; stages without any change are left out."""

    before: Contest
    after: Contest
    stages: tuple[PlayedStagePreview, ...]
    accept: tuple[tuple[StageId, MatchId], ...]
    """Matches that have started, and whose sides are only changed if that is accepted."""


def match_preview(
    contest: Contest, commands: Sequence[Command], rank: PlayedRank = played_standings
) -> MatchPreview | Declined:
    """Compare every stage before and after, as if whatever must be accepted had been."""
    after = contest
    accept: list[tuple[StageId, MatchId]] = []
    about: set[tuple[StageId, MatchId]] = set()
    for index, command in enumerate(commands):
        decision = decide(after, _accepting(after, command))
        if isinstance(decision, Rejected):
            return Declined(index, decision)
        earlier = after
        for event in decision:
            after = evolve(after, event)
        accept += _to_accept(earlier, after, command, decision)
        about |= {(one.stage, one.match) for one in decision if isinstance(one, ResultEntered)}
    compared = (_compared(contest, after, stage, rank, about) for stage in after.plan.played)
    return MatchPreview(
        before=contest,
        after=after,
        stages=tuple(one for one in compared if one is not None and one.changes),
        accept=tuple(dict.fromkeys(accept)),
    )


def _accepting(contest: Contest, command: Command) -> Command:
    if not isinstance(command, EnterResult | ReopenMatch):
        return command
    stage = contest.plan.stage(command.stage)
    if not isinstance(stage, PlayedStage):
        return command
    return replace(command, accept=tuple(contest.play[stage.id].opened))


def _to_accept(
    before: Contest, after: Contest, command: Command, events: Sequence[Event]
) -> list[tuple[StageId, MatchId]]:
    """What the command itself would be refused without."""
    if not isinstance(command, EnterResult | ReopenMatch):
        return []
    stage = after.plan.stage(command.stage)
    if not isinstance(stage, PlayedStage):
        return []
    own = {one.match for one in events if isinstance(one, MatchOpened | ResultEntered)}
    moved = moved_matches(
        played_standings(before, stage).encounters, played_standings(after, stage).encounters
    )
    return [(stage.id, one) for one in moved if one not in own]


def _compared(
    before: Contest,
    after: Contest,
    stage: PlayedStage,
    rank: PlayedRank,
    about: set[tuple[StageId, MatchId]],
) -> PlayedStagePreview | None:
    known = before.plan.stage(stage.id)
    if not isinstance(known, PlayedStage):
        return None
    old, new = rank(before, known), played_standings(after, stage)
    here = {match for of, match in about if of == stage.id}
    slots = _slots(old, new)
    moved = dict.fromkeys(one.match for one in slots)
    started = [
        one.id
        for one in old.encounters
        if one.phase in _STARTED
        and one.id not in here
        and one.id in new.encounters.by_id
        and (one.id in moved or new.encounters.by_id[one.id].phase == "not_needed")
    ]
    return PlayedStagePreview(
        before=old,
        after=new,
        slots=slots,
        started=tuple(started),
        again=tuple(
            one.id
            for one in new.encounters
            if one.id in moved and one.phase in _STARTED and one.id not in here
        ),
        conceded=tuple(
            one.id
            for one in old.encounters
            if one.phase in _STARTED - {"confirmed"}
            and one.id not in here
            and (later := new.encounters.by_id.get(one.id)) is not None
            and later.sides == one.sides
            and later.phase == "confirmed"
        ),
        vanished=tuple(one for one in old.encounters if one.id not in new.encounters.by_id),
        moves=_moves(after, old, new),
        routes=_routes(after, old, new),
    )


def _slots(old: PlayedStandings, new: PlayedStandings) -> tuple[SlotMove, ...]:
    sides: tuple[tuple[int, Side], ...] = ((0, "a"), (1, "b"))
    return tuple(
        SlotMove(one.id, side, one.sides[index], later.sides[index])
        for one in old.encounters
        if (later := new.encounters.by_id.get(one.id)) is not None
        for index, side in sides
        if one.sides[index] != later.sides[index]
    )


def _moves(after: Contest, old: PlayedStandings, new: PlayedStandings) -> tuple[PlaceMove, ...]:
    lines = (
        {one.entrant: one for one in old.standings},
        {one.entrant: one for one in new.standings},
    )
    routes = _by_route(old), _by_route(new)
    found = [
        PlaceMove(one, earlier, later, (routes[0].get(one), routes[1].get(one)))
        for one in {**lines[1], **lines[0]}
        if _told(earlier := lines[0].get(one)) != _told(later := lines[1].get(one))
        or routes[0].get(one) != routes[1].get(one)
    ]

    def order(move: PlaceMove) -> tuple[str, bool, int, int]:
        place = move.after.place if move.after else None
        group = (move.after.group if move.after else None) or ""
        entrant = after.entrants.get(move.entrant)
        return (group, place is None, place or 0, entrant.number if entrant else 0)

    return tuple(sorted(found, key=order))


def _told(line: PlayedStanding | None) -> tuple[object, ...]:
    """What is published of a line; that places can still change is told by the matches."""
    if line is None:
        return ()
    gone = line.status if line.status in {"withdrawn", "disqualified"} else ""
    return (line.place, line.group, gone)


def _by_route(result: PlayedStandings) -> dict[EntrantId, int]:
    return {one: number for number, cut in enumerate(result.cuts) for one in cut.qualifying}


def _routes(after: Contest, old: PlayedStandings, new: PlayedStandings) -> tuple[RouteMove, ...]:
    recorded = after.stage(new.stage.id).advanced
    found: list[RouteMove] = []
    for number, cut in enumerate(new.cuts):
        earlier = old.cuts[number].qualifying if number < len(old.cuts) else ()
        found.append(
            RouteMove(
                joining=tuple(one for one in cut.qualifying if one not in earlier),
                leaving=tuple(one for one in earlier if one not in cut.qualifying),
                recorded=number in recorded,
            )
        )
    return tuple(found)
