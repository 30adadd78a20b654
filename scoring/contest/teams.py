"""Decisions about the line-ups of team ties: handed in secretly, revealed together."""

from scoring.contest.encounters import encounters
from scoring.contest.fault import Fault
from scoring.contest.guards import Rejected, entrant_name, refuse, require_open, seat_name
from scoring.contest.ids import EntrantId, MemberId, SeatId
from scoring.contest.match_commands import HandInLineup, RevealLineups
from scoring.contest.match_events import LineupHandedIn, LineupsRevealed
from scoring.contest.plan import PlayedStage
from scoring.contest.play import NO_LINEUPS, Lineups
from scoring.contest.state import Contest
from scoring.contest.umpiring import known_encounter
from scoring.rules.lineups import LineupFault, Squad, lineup_faults
from scoring.rules.rubber_order import order_of_play
from scoring.rules.slots import MatchId
from scoring.rules.ties import TieRules
from scoring.wording import Message, say


def hand_in(
    contest: Contest, stage: PlayedStage, command: HandInLineup
) -> tuple[LineupHandedIn] | Rejected:
    """A line-up may be replaced until both are revealed."""
    rules, _ = _tie(contest, stage, command.match)
    encounter = known_encounter(encounters(contest, stage), command.match)
    if encounter.entrants is None or command.side not in encounter.entrants:
        text = say("Say which of the two teams of this match the line-up is of.")
        raise refuse("invalid", "side", text)
    if command.seat is not None:
        _require_own_team(contest, command)
    squad = squad_of(contest, command.side)
    faults = lineup_faults(rules, squad, command.lineup)
    if faults:
        return Rejected(
            "invalid",
            tuple(Fault("lineup", _fault_text(contest, command.side, one)) for one in faults),
        )
    return (LineupHandedIn(stage.id, command.match, command.side, command.lineup),)


def reveal(contest: Contest, stage: PlayedStage, command: RevealLineups) -> LineupsRevealed:
    """From here on the rubbers can be played, in the order that the plan gives them."""
    rules, lineups = _tie(contest, stage, command.match)
    opened = contest.play[stage.id].opened.get(command.match)
    if opened is None:
        raise refuse("not_now", "match", say("Call the match first; then reveal the line-ups."))
    missing = [one for one in opened.sides if one not in lineups.by_side]
    if missing and not command.reason.strip():
        text = say(
            "The line-up of {teams} is missing; without it every rubber is lost. Say why.",
            teams=tuple(entrant_name(contest, one) for one in missing),
        )
        raise refuse("invalid", "reason", text)
    a, b = (lineups.by_side.get(one, {}) for one in opened.sides)
    order = order_of_play(rules, a, b)
    return LineupsRevealed(stage.id, command.match, order, command.reason.strip())


def squad_of(contest: Contest, team: EntrantId) -> Squad[MemberId]:
    """The members of a team, and their gender."""
    return {one.id: one.gender for one in contest.entrants[team].members}


def _tie(contest: Contest, stage: PlayedStage, match: MatchId) -> tuple[TieRules, Lineups]:
    """A team tie whose line-ups are still secret. Raises Refusal."""
    require_open(contest, stage)
    if not isinstance(stage.match, TieRules):
        raise refuse("not_now", "stage", say("There are no team ties in this stage."))
    lineups = contest.play[stage.id].lineups.get(match, NO_LINEUPS)
    if lineups.order is not None:
        raise refuse("not_now", "match", say("The line-ups have been revealed; they stand."))
    return stage.match, lineups


def teams_of(contest: Contest, seat: SeatId) -> tuple[EntrantId, ...]:
    """The teams whose line-ups a seat hands in: those of its unit, or called as it says."""
    found = next((one for one in contest.plan.seats if one.id == seat), None)
    if found is None or not found.unit:
        return ()
    return tuple(one.id for one in contest.entrants.values() if found.unit in {one.unit, one.name})


def _require_own_team(contest: Contest, command: HandInLineup) -> None:
    """A seat hands in for its own teams only."""
    seat = command.seat or SeatId("")
    if command.side not in teams_of(contest, seat):
        text = say("{seat} may not hand in the line-up of {team}.",
                   seat=seat_name(contest, seat),
                   team=entrant_name(contest, command.side))  # fmt: skip
        raise refuse("invalid", "side", text)


def _fault_text(contest: Contest, team: EntrantId, fault: LineupFault[MemberId]) -> Message:
    names = {one.id: one.name for one in contest.entrants[team].members}
    rubber = fault.rubber or ""
    who = "" if fault.member is None else names.get(fault.member, fault.member)
    match fault.reason:
        case "squad_too_small":
            return say("The team has too few players for this tie.")
        case "unknown_rubber":
            return say("There is no rubber {rubber} in this tie.", rubber=rubber)
        case "unknown_member":
            return say("{rubber}: {player} is not in the team.", rubber=rubber, player=who)
        case "wrong_number":
            return say("{rubber}: the number of players is wrong.", rubber=rubber)
        case "twice_in_rubber":
            return say("{rubber}: {player} is named twice.", rubber=rubber, player=who)
        case "wrong_gender":
            return say("{rubber}: men and women are not as this rubber needs.", rubber=rubber)
        case "gender_unknown":
            return say("{rubber}: say whether {player} plays as a man or a woman.",
                       rubber=rubber, player=who)  # fmt: skip
        case "same_pair":
            return say("{rubber}: the same pair plays another rubber already.", rubber=rubber)
        case "too_many_rubbers":
            return say("{player} is in more rubbers than one player may play.", player=who)
