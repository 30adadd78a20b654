"""A team leader's phone: the team's next ties, and the line-up to hand in for each."""

from collections.abc import Iterator
from typing import Literal, TypeAlias

from msgspec import Struct

from scoring.contest.encounters import encounters
from scoring.contest.ids import ContestId, EntrantId, SeatId
from scoring.contest.names import seat_label
from scoring.contest.plan import PlayedStage
from scoring.contest.play import NO_LINEUPS, Lineups
from scoring.contest.state import Contest
from scoring.contest.teams import teams_of
from scoring.rules.ties import TieRules
from scoring.views.lineup import RubberSlots, opponent, rubber_slots
from scoring.views.match_card import MatchCard, match_card
from scoring.views.words import Words

LineupState: TypeAlias = Literal["missing", "handed_in", "revealed"]


class TeamTie(Struct, frozen=True, kw_only=True):
    """A tie still to be played or confirmed, as one of its two teams sees it."""

    card: MatchCard
    stage_name: str
    entrant: EntrantId
    team: str
    against: str
    rubbers: tuple[RubberSlots, ...]
    per_player: int
    state: LineupState
    """Of the own line-up; of the other team's nothing is said before both are revealed."""


class TeamScreen(Struct, frozen=True, kw_only=True):
    """What a seat sees that hands in line-ups."""

    contest: ContestId
    name: str
    seat: SeatId
    seat_name: str
    teams: tuple[EntrantId, ...]
    ties: tuple[TeamTie, ...]
    """In the order of play; those without a time come last."""


def is_of_team(contest: Contest, seat: SeatId) -> bool:
    """Whether a seat hands in line-ups, and does not umpire."""
    played = contest.plan.played
    ties = any(isinstance(stage.match, TieRules) for stage in played)
    return ties and all(seat not in one.courts for one in played) and bool(teams_of(contest, seat))


def team_screen(contest: Contest, shown: Contest, seat: SeatId, words: Words) -> TeamScreen:
    """What the seat of a team sees: its own line-ups, and else what is `shown` to the public.

    The seat must exist.
    """
    teams = teams_of(contest, seat)
    ties = [
        tie
        for stage in shown.plan.played
        if not shown.stage(stage.id).closed
        for tie in _of_stage(contest, shown, stage, teams, words)
    ]
    return TeamScreen(
        contest=contest.plan.id,
        name=words.label(contest.plan.name),
        seat=seat,
        seat_name=words.label(seat_label(contest.plan, seat)),
        teams=teams,
        ties=tuple(sorted(ties, key=lambda one: one.card.start or "~")),
    )


def _of_stage(
    contest: Contest,
    shown: Contest,
    stage: PlayedStage,
    teams: tuple[EntrantId, ...],
    words: Words,
) -> Iterator[TeamTie]:
    rules, found = stage.match, encounters(shown, stage)
    if not isinstance(rules, TieRules):
        return
    for one in found:
        if one.entrants is None or one.phase not in {"ready", "called", "live", "over"}:
            continue
        lineups = contest.play[stage.id].lineups.get(one.id, NO_LINEUPS)
        card = match_card(shown, stage, found, one, words)
        for team in teams:
            if team in one.entrants:
                named = lineups.by_side.get(team)
                yield TeamTie(
                    card=card,
                    stage_name=words.label(stage.name),
                    entrant=team,
                    team=contest.entrants[team].name,
                    against=contest.entrants[opponent(one.entrants, team)].name,
                    rubbers=rubber_slots(contest, rules, team, named or {}, words),
                    per_player=rules.per_player,
                    state=_state(lineups, team),
                )


def _state(lineups: Lineups, team: EntrantId) -> LineupState:
    if lineups.order is not None:
        return "revealed"
    return "handed_in" if team in lineups.by_side else "missing"
