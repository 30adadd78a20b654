"""The rubbers of a team tie: who plays, the score, and what nobody needs to play any more.

Until both line-ups are revealed nobody is named, and nobody learns which team has handed in.
"""

from msgspec import Struct

from scoring.contest.encounters import Encounter, Phase
from scoring.contest.ids import EntrantId
from scoring.contest.match_results import result_of, tie_of
from scoring.contest.plan import PlayedStage
from scoring.contest.play import NO_LINEUPS, MatchRecord, Play
from scoring.contest.state import Contest
from scoring.rules.outcomes import Conceded, Outcome, Score, Side, Unplayed, winner
from scoring.rules.rally_state import MatchState
from scoring.rules.ties import RubberPlan, TieRules
from scoring.views.match_card import outcome_words, phase_text
from scoring.views.words import Words


class RubberRow(Struct, frozen=True, kw_only=True):
    """One rubber, as everybody may see it."""

    number: int
    """In the order of the plan, from 1."""
    id: str
    name: str
    a: tuple[str, ...] = ()
    b: tuple[str, ...] = ()
    """The players; nobody before the line-ups are revealed."""
    phase: Phase
    phase_text: str
    scores: tuple[Score, ...] = ()
    """Game by game, with the one in progress; as published once it is over."""
    won: Side | None = None
    serving: Side | None = None
    note: str = ""
    """How it ended if not by the score."""


def rubbers(
    contest: Contest, stage: PlayedStage, rules: TieRules, one: Encounter, words: Words
) -> tuple[RubberRow, ...]:
    """In the order of play once that is known, before that in the order of the plan."""
    play = contest.play[stage.id]
    order = play.lineups.get(one.id, NO_LINEUPS).order or range(1, len(rules.rubbers) + 1)
    outcomes = tie_of(rules, play, one.id).rubbers
    return tuple(
        _rubber(contest, play, rules.rubbers[number - 1], number, outcomes[number - 1], one, words)
        for number in order
    )


def rubber_in_play(
    contest: Contest, stage: PlayedStage, rules: TieRules, one: Encounter, words: Words
) -> RubberRow | None:
    """What is being played now; the last that began, if there are several."""
    found = [row for row in rubbers(contest, stage, rules, one, words) if row.phase == "live"]
    return found[-1] if found else None


def _rubber(  # noqa: PLR0913, PLR0917 - a rubber in its whole context
    contest: Contest,
    play: Play,
    plan: RubberPlan,
    number: int,
    outcome: Outcome | None,
    one: Encounter,
    words: Words,
) -> RubberRow:
    record = play.record(one.id, number)
    state = record.state if isinstance(record.state, MatchState) else None
    phase = _phase(record, outcome)
    delivery = None if state is None or phase != "live" else state.delivery
    note = outcome_words(outcome) if isinstance(outcome, Conceded) else None
    return RubberRow(
        number=number,
        id=plan.id,
        name=words.label(plan.name),
        a=_players(contest, play, one, 0, plan.id),
        b=_players(contest, play, one, 1, plan.id),
        phase=phase,
        phase_text=words(phase_text(phase)),
        scores=_scores(plan, record, state, outcome),
        won=None if outcome is None else winner(outcome),
        serving=None if delivery is None else delivery.server.side,
        note="" if note is None else words(note),
    )


def _phase(record: MatchRecord, outcome: Outcome | None) -> Phase:
    if isinstance(outcome, Unplayed):
        return "not_needed"
    if outcome is not None:
        return "confirmed"
    if record.outcome is not None:
        return "over"
    return "live" if len(record.steps) else "waiting"


def _scores(
    plan: RubberPlan, record: MatchRecord, state: MatchState | None, outcome: Outcome | None
) -> tuple[Score, ...]:
    if state is None or isinstance(outcome, Unplayed):
        return ()
    if record.confirmed and state.outcome is not None:
        return result_of(plan.rules, state, state.outcome).games
    return state.games if state.score is None else (*state.games, state.score)


def _players(
    contest: Contest, play: Play, one: Encounter, side: int, rubber: str
) -> tuple[str, ...]:
    """By name, once the line-ups are known to everybody."""
    lineups = play.lineups.get(one.id, NO_LINEUPS)
    opened = play.opened.get(one.id)
    if lineups.order is None or opened is None:
        return ()
    team: EntrantId = opened.sides[side]
    names = {member.id: member.name for member in contest.entrants[team].members}
    return tuple(names.get(who, who) for who in lineups.by_side.get(team, {}).get(rubber, ()))
