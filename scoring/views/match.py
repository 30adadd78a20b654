"""One match for the audience: the score as it comes about, and how it ended."""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from scoring.contest.encounters import Encounter, Encounters, encounters
from scoring.contest.ids import StageId
from scoring.contest.plan import PlayedStage
from scoring.contest.play import NO_LINEUPS, MatchRecord, rules_of
from scoring.contest.state import Contest
from scoring.rules.counting import RallyRules
from scoring.rules.outcomes import NIL, Score, Side
from scoring.rules.period_match import PeriodState, fouls_penalised
from scoring.rules.periods import PeriodRules
from scoring.rules.propagation import Known
from scoring.rules.rally import stakes
from scoring.rules.rally_state import MatchState
from scoring.rules.slots import MatchId, Round, Winner
from scoring.rules.ties import TieRules
from scoring.views.match_card import match_name
from scoring.views.match_graph import LeadGraph, lead_graphs
from scoring.views.match_head import MatchHead, match_head
from scoring.views.match_moments import (
    KickMark,
    Moment,
    PlayerLine,
    Players,
    kicks,
    moments,
    player_lines,
)
from scoring.views.match_rows import MatchRow, match_row, where_words
from scoring.views.match_rubbers import RubberRow, rubbers
from scoring.views.words import Words
from scoring.wording import Message, say

_QUARTERS, _HALVES = 4, 2


class Part(Struct, frozen=True):
    """A period, with what was scored in it."""

    name: str
    score: Score
    live: bool


class Fouls(Struct, frozen=True):
    """The team fouls of this period, and of whom the next one is penalised."""

    count: Score
    penalised: tuple[Side, ...]


class RubberPage(Struct, frozen=True):
    """A rubber with how its points came about."""

    row: RubberRow
    graphs: tuple[LeadGraph, ...]
    moments: tuple[Moment, ...]


class NextMatch(Struct, frozen=True):
    """Where the winner goes on."""

    id: MatchId
    name: str


class MatchScreen(Struct, frozen=True, kw_only=True):
    """One match. Who plays in a team tie is only there once both line-ups are revealed."""

    head: MatchHead
    row: MatchRow
    round: str
    """Of a bracket; elsewhere the name of the match says it."""
    stake: str = ""
    """What the next point may win: "Match point"."""
    graphs: tuple[LeadGraph, ...] = ()
    moments: tuple[Moment, ...] = ()
    parts: tuple[Part, ...] = ()
    fouls: Fouls | None = None
    players: tuple[PlayerLine, ...] = ()
    kicks: tuple[KickMark, ...] = ()
    lineups: Literal["none", "secret", "revealed"] = "none"
    """secret: they are not known yet; whether they are handed in is nobody's business."""
    rubbers: tuple[RubberPage, ...] = ()
    true_games: tuple[Score, ...] = ()
    """What was really played, where the published score was completed or awarded."""
    next: NextMatch | None = None


def match_screen(contest: Contest, of: tuple[StageId, MatchId], words: Words) -> MatchScreen:
    """A match as it stands; it must exist."""
    stage = next(one for one in contest.plan.played if one.id == of[0])
    found = encounters(contest, stage)
    one = found.by_id[of[1]]
    record = contest.play[stage.id].record(one.id)
    rules = stage.match
    state = record.state
    players = _players(contest, one)
    tie = rules if isinstance(rules, TieRules) else None
    periods = state if isinstance(state, PeriodState) and tie is None else None
    return MatchScreen(
        head=match_head(contest, stage, found, words),
        row=match_row(contest, stage, found, one, words),
        round=words(where_words(one.where)) if isinstance(one.where, Round) else "",
        stake=_stake(stage, one, record, words),
        graphs=() if tie else lead_graphs(record, rules),
        moments=moments(record, players, words, goals=_few_goals(rules)),
        parts=tuple(_parts(rules, periods, words)) if isinstance(rules, PeriodRules) else (),
        fouls=_fouls(rules, periods),
        players=player_lines(record, rules, players) if isinstance(rules, PeriodRules) else (),
        kicks=kicks(record),
        lineups=_lineups(contest, stage, one),
        rubbers=() if tie is None else tuple(_rubber_pages(contest, stage, tie, one, words)),
        true_games=_true_games(one, record),
        next=_next(found, one, words),
    )


def _few_goals(rules: object) -> bool:
    """Whether goals are told one by one: each counts one."""
    return isinstance(rules, PeriodRules) and rules.points == (1,)


def has_match(contest: Contest, stage: StageId, match: MatchId) -> bool:
    """Whether there is such a match, or is going to be."""
    found = next((one for one in contest.plan.played if one.id == stage), None)
    return found is not None and match in encounters(contest, found).by_id


def _players(contest: Contest, one: Encounter) -> Players:
    """By the number on the shirt, or in the pair."""
    found: dict[tuple[Side, str], str] = {}
    sides: tuple[Side, Side] = ("a", "b")
    for side, occupant in zip(sides, one.sides, strict=True):
        if isinstance(occupant, Known):
            for place, member in enumerate(contest.entrants[occupant.entrant].members, start=1):
                shown = f"{member.number} {member.name}" if member.number else member.name
                found[side, member.number or str(place)] = shown
    return found


def _stake(stage: PlayedStage, one: Encounter, record: MatchRecord, words: Words) -> str:
    state, rules = record.state, rules_of(stage.match, 0)
    if one.phase != "live" or not isinstance(state, MatchState) or rules is None:
        return ""
    return _stake_words(rules, state, words)


def _stake_words(rules: object, state: MatchState, words: Words) -> str:
    if not isinstance(rules, RallyRules):
        return ""
    at_stake = set(stakes(rules, state).values())
    if "match" in at_stake:
        return words(say("Match point"))
    return words(say("Game point")) if at_stake else ""


def _parts(rules: PeriodRules, state: PeriodState | None, words: Words) -> Iterator[Part]:
    """Period by period; none if only the final score is known."""
    if state is None:
        return
    last = len(state.by_period)
    for number, score in enumerate(state.by_period, start=1):
        shootout = state.score is not None and state.score.shootout is not None
        live = number == last and state.outcome is None and not shootout
        yield Part(words(period_words(rules, number)), score, live)


def period_words(rules: PeriodRules, number: int) -> Message:
    """What a period is called."""
    if number > rules.periods:
        return say("Overtime {number}", number=number - rules.periods)
    if rules.periods == _QUARTERS:
        return say("Quarter {number}", number=number)
    if rules.periods == _HALVES:
        return say("First half") if number == 1 else say("Second half")
    return say("Period {number}", number=number)


def _fouls(rules: object, state: PeriodState | None) -> Fouls | None:
    if not isinstance(rules, PeriodRules) or rules.fouls is None or state is None:
        return None
    sides: tuple[Side, Side] = ("a", "b")
    return Fouls(
        state.team_fouls, tuple(one for one in sides if fouls_penalised(rules, state, one))
    )


def _lineups(
    contest: Contest, stage: PlayedStage, one: Encounter
) -> Literal["none", "secret", "revealed"]:
    if not isinstance(stage.match, TieRules):
        return "none"
    lineups = contest.play[stage.id].lineups.get(one.id, NO_LINEUPS)
    return "secret" if lineups.order is None else "revealed"


def _rubber_pages(
    contest: Contest, stage: PlayedStage, rules: TieRules, one: Encounter, words: Words
) -> Iterator[RubberPage]:
    play = contest.play[stage.id]
    for row in rubbers(contest, stage, rules, one, words):
        record = play.record(one.id, row.number)
        by_side: dict[Side, tuple[str, ...]] = {"a": row.a, "b": row.b}
        names: dict[tuple[Side, str], str] = {
            (side, str(place)): name
            for side, players in by_side.items()
            for place, name in enumerate(players, start=1)
        }
        yield RubberPage(
            row,
            lead_graphs(record, rules.rubbers[row.number - 1].rules),
            moments(record, names, words, goals=False),
        )


def _true_games(one: Encounter, record: MatchRecord) -> tuple[Score, ...]:
    """Only where something was played and the published score tells something else."""
    if one.result is None or one.result.published is None:
        return ()
    state = record.state
    if isinstance(state, MatchState):
        games = state.games if state.score is None else (*state.games, state.score)
        return games if any(game != NIL for game in games) else ()
    if isinstance(state, PeriodState) and state.score is not None:
        return (state.score.total,)
    return ()


def _next(found: Encounters, one: Encounter, words: Words) -> NextMatch | None:
    for later in found.fixtures.values():
        if Winner(one.id) in later.match.sides:
            name = words(match_name(later.match.round, later.match.number))
            return NextMatch(later.match.id, name)
    return None
