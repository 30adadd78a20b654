"""Decisions about matches: called, umpired tap by tap, confirmed, entered whole, corrected."""

from collections.abc import Collection

from msgspec.structs import replace

from scoring.contest.commands import Disqualify
from scoring.contest.encounters import Encounter, Encounters, encounters
from scoring.contest.events import Disqualified
from scoring.contest.fault import Fault
from scoring.contest.fold import evolve
from scoring.contest.formats import DoubleElimination, KnockOut
from scoring.contest.guards import (
    Refusal,
    Rejected,
    entrant_name,
    refuse,
    require_in_field,
    require_open,
    seat_name,
    stated_reason,
)
from scoring.contest.ids import EntrantId, SeatId, device_and_count
from scoring.contest.match_commands import (
    ConfirmResult,
    EnterResult,
    OpenMatch,
    Outright,
    Record,
    RecordValues,
    ReopenMatch,
    Schedule,
)
from scoring.contest.match_events import (
    Booking,
    MatchesScheduled,
    MatchEvent,
    MatchOpened,
    MatchReopened,
    ResultConfirmed,
    ResultEntered,
    TapContested,
    TapRecorded,
    ValuesRecorded,
)
from scoring.contest.match_refusals import not_possible
from scoring.contest.plan import PlayedStage
from scoring.contest.play import (
    NO_LINEUPS,
    GameRules,
    MatchRecord,
    from_scratch,
    rules_of,
    tapped,
)
from scoring.contest.state import Contest
from scoring.rules import period_match, rally_state
from scoring.rules.days import is_minute
from scoring.rules.outcomes import Drawn, Stop
from scoring.rules.periods import PeriodRules
from scoring.rules.propagation import consequences
from scoring.rules.slots import MatchId
from scoring.rules.ties import TieRules
from scoring.rules.undo import NothingThere
from scoring.wording import say


def schedule(contest: Contest, stage: PlayedStage, command: Schedule) -> MatchesScheduled:
    """Matches of brackets and groups that are not known yet cannot be put on a court."""
    known = encounters(contest, stage).by_id
    for index, one in enumerate(command.matches):
        if one.match not in known:
            raise _unknown_match(one.match, f"matches[{index}].match")
        if one.court is not None:
            _require_court(contest, stage, one.court, f"matches[{index}].court")
        if one.start is not None and not is_minute(one.start):
            text = say("There is no such day or time: {given}.", given=one.start)
            raise refuse("invalid", f"matches[{index}].start", text)
    return MatchesScheduled(
        stage.id, {one.match: Booking(one.court, one.start) for one in command.matches}
    )


def open_match(contest: Contest, stage: PlayedStage, command: OpenMatch) -> MatchOpened:
    require_open(contest, stage)
    placed = contest.play[stage.id].court(command.match)
    court = command.court or placed
    if command.seat is not None:
        # A tablet takes what is on its own court, or on none; an organizer puts it elsewhere.
        court = placed or command.court or command.seat
    if court is not None:
        _require_court(contest, stage, court, "court")
    if command.seat is not None and court != command.seat:
        raise _elsewhere(contest, court)
    found = known_encounter(encounters(contest, stage), command.match)
    if found.phase not in {"ready", "called"}:
        raise _not_open(contest, found)
    return MatchOpened(stage.id, command.match, _both(contest, found), court)


def record(
    contest: Contest, stage: PlayedStage, command: Record
) -> tuple[MatchEvent, ...] | Rejected:
    """One tap; whatever the number of those before, it costs the same."""
    rules = _umpired(contest, stage, command)
    before = contest.play[stage.id].record(command.match, command.rubber)
    device, _ = device_and_count(command.id)
    if before.revision != command.after:
        kept = TapContested(
            stage.id, command.match, command.rubber, command.after, before.revision,
            command.tap, device,
        )  # fmt: skip
        return Rejected("stale", (stale(kept),), (kept,))
    if before.confirmed:
        text = say("The result is confirmed; an organizer can open the match again.")
        raise refuse("not_now", "match", text)
    try:
        tapped(rules, before, command.tap)
    except (rally_state.NotPossible, period_match.NotPossible, NothingThere, TypeError) as error:
        given = (command.tap,) if isinstance(command.tap, rally_state.SetGames) else ()
        raise refuse("not_now", "tap", not_possible(rules, error, given)) from None
    recorded = TapRecorded(
        stage.id, command.match, command.rubber, before.revision + 1, command.tap, device
    )
    return (recorded,)


def stale(contested: TapContested) -> Fault:
    """The sentence for a tap that came for a match that had gone on meanwhile."""
    text = say(
        "This match has gone on at another tablet (it has {revision} entries, yours was made"
        " after {after}). Both are kept; look at where the match stands now.",
        revision=contested.revision,
        after=contested.after,
    )
    return Fault("after", text)


def confirm(contest: Contest, stage: PlayedStage, command: ConfirmResult) -> ResultConfirmed:
    _umpired(contest, stage, command)
    before = contest.play[stage.id].record(command.match, command.rubber)
    if before.confirmed:
        raise refuse("not_now", "match", say("The result is confirmed already."))
    if before.revision != command.after:
        text = say("The match has gone on meanwhile; look at the result again.")
        raise refuse("stale", "after", text)
    if before.outcome is None:
        raise refuse("not_now", "match", say("The match is not over."))
    _require_winner(stage, before)
    found = known_encounter(encounters(contest, stage), command.match)
    if found.entrants != contest.play[stage.id].opened[command.match].sides:
        raise refuse("not_now", "match", say("Others meet in this match now; call it again."))
    return ResultConfirmed(stage.id, command.match, command.rubber)


def enter_result(
    contest: Contest, stage: PlayedStage, command: EnterResult
) -> tuple[MatchEvent, ...]:
    """A result as a whole. Where another counted before, what follows from it must be accepted.

    A wrong one is corrected in a closed stage as well; who was sent on then stands as recorded
    until somebody decides otherwise.
    """
    play = contest.play[stage.id]
    found = encounters(contest, stage)
    encounter = known_encounter(found, command.match)
    rules = _result_rules(stage, command.rubber, command.result)
    _require_revealed(contest, stage, command.match, command.rubber)
    before = play.record(command.match, command.rubber)
    if not before.confirmed:
        require_open(contest, stage)
    if before.revision != command.after:
        text = say("The match has gone on meanwhile; look at the result again.")
        raise refuse("stale", "after", text)
    reason = stated_reason(command.reason) if before.confirmed else command.reason.strip()
    try:
        steps = from_scratch(rules, command.result)
    except (rally_state.NotPossible, period_match.NotPossible, TypeError) as error:
        text = not_possible(rules, error, command.result)
        raise refuse("invalid", "result", text) from None
    after = MatchRecord(steps)
    if after.outcome is None:
        raise refuse("invalid", "result", say("By this score the match is not over."))
    if command.rubber or not isinstance(stage.match, TieRules):
        _require_winner(stage, after)
    device, _ = device_and_count(command.id)
    entered = ResultEntered(
        stage.id, command.match, command.rubber, before.revision + 1, command.result, device,
        reason,
    )  # fmt: skip
    opened = play.opened.get(command.match)
    events: tuple[MatchEvent, ...] = (entered,)
    if opened is None or encounter.entrants != opened.sides:
        if opened is None and command.rubber and encounter.phase == "confirmed":
            raise _not_open(contest, encounter)
        opening = MatchOpened(
            stage.id, command.match, _both(contest, encounter), play.court(command.match)
        )
        events = (opening, replace(entered, revision=_revision_when_opened(before) + 1))
    _require_accepted(contest, stage, found, events, command.accept)
    _require_still_over(contest, stage, events)
    return events


def _revision_when_opened(before: MatchRecord) -> int:
    """A match opened anew for others counts on, so that no tablet's older view fits."""
    return before.revision + (before.revision > 0)


def reopen(contest: Contest, stage: PlayedStage, command: ReopenMatch) -> MatchReopened:
    require_open(contest, stage)
    _require_rubber(stage, command.rubber)
    found = encounters(contest, stage)
    known_encounter(found, command.match)
    if not contest.play[stage.id].record(command.match, command.rubber).confirmed:
        raise refuse("not_now", "match", say("The result is not confirmed."))
    reopened = MatchReopened(
        stage.id, command.match, stated_reason(command.reason), command.rubber
    )
    _require_accepted(contest, stage, found, (reopened,), command.accept)
    return reopened


def record_values(contest: Contest, stage: PlayedStage, command: RecordValues) -> ValuesRecorded:
    require_open(contest, stage)
    field = contest.field(stage)
    for one in command.values:
        if one not in field:
            text = say("There is no entrant {given} in this contest.", given=one)
            raise refuse("unknown", "values", text)
    return ValuesRecorded(stage.id, command.measure, command.values, stated_reason(command.reason))


def disqualify(contest: Contest, stage: PlayedStage, command: Disqualify) -> Disqualified:
    """Out of the stage: what becomes of results so far is said by the rule book."""
    require_open(contest, stage)
    require_in_field(contest, stage, command.entrant)
    if command.entrant in contest.stage(stage.id).disqualified:
        raise refuse("not_now", "entrant", say("Has been disqualified already."))
    return Disqualified(stage.id, command.entrant, stated_reason(command.reason))


def moved_matches(before: Encounters, after: Encounters) -> tuple[MatchId, ...]:
    """The matches that had started and get other sides, or are needed no more."""
    if before.bracket is None or after.bracket is None:
        return ()
    begun = {one.id for one in before if one.phase in {"called", "live", "over", "confirmed"}}
    return consequences(before.fixtures, after.fixtures, begun).started


def _require_accepted(
    contest: Contest,
    stage: PlayedStage,
    before: Encounters,
    events: Collection[MatchEvent],
    accepted: Collection[MatchId],
) -> None:
    """A later match that has started is only touched by an explicit decision."""
    if not isinstance(stage.format, KnockOut | DoubleElimination):
        return
    own = {event.match for event in events if isinstance(event, MatchOpened | ResultEntered)}
    moved = moved_matches(before, encounters(_after(contest, events), stage))
    missing = [one for one in moved if one not in accepted and one not in own]
    if missing:
        text = say(
            "Other sides would come into matches that have started: {matches}. Accept that for"
            " each of them, or leave the result.",
            matches=tuple(missing),
        )
        raise refuse("not_now", "accept", text)


def _require_still_over(
    contest: Contest, stage: PlayedStage, events: Collection[MatchEvent]
) -> None:
    """After a correction in a closed stage nothing of it is left to be played."""
    if contest.stage(stage.id).closed and not encounters(_after(contest, events), stage).complete:
        text = say("The stage is closed, and others would have to play in it; reopen it first.")
        raise refuse("not_now", "match", text)


def _after(contest: Contest, events: Collection[MatchEvent]) -> Contest:
    for event in events:
        contest = evolve(contest, event)
    return contest


def known_encounter(found: Encounters, match: MatchId) -> Encounter:
    """The match of this id. Raises Refusal."""
    if match not in found.by_id:
        raise _unknown_match(match, "match")
    return found.by_id[match]


def _unknown_match(match: MatchId, field: str) -> Refusal:
    return refuse("unknown", field, say("There is no match {given} here.", given=match))


def _both(contest: Contest, encounter: Encounter) -> tuple[EntrantId, EntrantId]:
    if encounter.entrants is None:
        raise _not_open(contest, encounter)
    return encounter.entrants


def _not_open(contest: Contest, encounter: Encounter) -> Refusal:
    match encounter.phase:
        case "waiting":
            text = say("It is not known yet who plays this match.")
        case "passed":
            text = say("There is nobody to play against; whoever is there goes on.")
        case "not_needed":
            text = say("This match is not needed any more.")
        case "confirmed" | "over":
            text = say("The match has been played; enter a correction.")
        case _:
            names = tuple(entrant_name(contest, one) for one in encounter.entrants or ())
            text = say("{names} are playing already.", names=names)
    return refuse("not_now", "match", text)


def _umpired(contest: Contest, stage: PlayedStage, command: Record | ConfirmResult) -> GameRules:
    """The rules of a match that is on court. Raises Refusal."""
    require_open(contest, stage)
    opened = contest.play[stage.id].opened.get(command.match)
    if opened is None:
        text = say("The match has not been called onto a court yet.")
        raise refuse("not_now", "match", text)
    if command.seat is not None and opened.court != command.seat:
        raise _elsewhere(contest, opened.court)
    _require_rubber(stage, command.rubber)
    rules = rules_of(stage.match, command.rubber)
    if rules is None:
        text = say("A team tie is recorded rubber by rubber; say which (from 1).")
        raise refuse("invalid", "rubber", text)
    _require_revealed(contest, stage, command.match, command.rubber)
    return rules


def _require_revealed(contest: Contest, stage: PlayedStage, match: MatchId, rubber: int) -> None:
    """Nobody plays a rubber before both line-ups are known."""
    if rubber and contest.play[stage.id].lineups.get(match, NO_LINEUPS).order is None:
        raise refuse("not_now", "rubber", say("The line-ups have not been revealed yet."))


def _require_rubber(stage: PlayedStage, rubber: int) -> None:
    count = len(stage.match.rubbers) if isinstance(stage.match, TieRules) else 0
    if rubber > count:
        text = say("There is no rubber {given}; there are {count}.", given=rubber, count=count)
        raise refuse("invalid", "rubber", text)


_WHOLE_TIE = PeriodRules(periods=1, seconds=1, forfeit=1)
"""A team tie as a whole is only ever stopped; no number of these matters then."""


def _result_rules(stage: PlayedStage, rubber: int, result: Outright) -> GameRules:
    _require_rubber(stage, rubber)
    rules = rules_of(stage.match, rubber)
    if rules is not None:
        return rules
    if not all(isinstance(one, Stop) for one in result):
        text = say("A team tie is recorded rubber by rubber; say which (from 1).")
        raise refuse("invalid", "rubber", text)
    return _WHOLE_TIE


def _require_winner(stage: PlayedStage, one: MatchRecord) -> None:
    knock_out = isinstance(stage.format, KnockOut | DoubleElimination)
    if knock_out and isinstance(one.outcome, Drawn) and not isinstance(stage.match, TieRules):
        text = say("A knock-out match needs a winner.")
        raise refuse("not_now", "match", text)


def _require_court(contest: Contest, stage: PlayedStage, court: SeatId, field: str) -> None:
    if court not in stage.courts:
        text = say(
            "{given} is no court of this stage; there are: {courts}.",
            given=court,
            courts=tuple(seat_name(contest, one) for one in stage.courts),
        )
        raise refuse("invalid", field, text)


def _elsewhere(contest: Contest, court: SeatId | None) -> Refusal:
    if court is None:
        text = say("This match is on no court; an organizer puts it on one.")
    else:
        text = say("This match is played on {court}.", court=seat_name(contest, court))
    return refuse("not_now", "match", text)
