"""What happened in a match beside the points: cards, intervals, goals, fouls, kicks."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

from scoring.contest.play import MatchRecord, Step
from scoring.rules.cards import Card, ShowCard
from scoring.rules.outcomes import Score, Side
from scoring.rules.period_match import Goal, PeriodState
from scoring.rules.periods import PeriodRules
from scoring.rules.rally_state import MatchState
from scoring.views.words import Words
from scoring.wording import Message, say

Kind: TypeAlias = Literal["goal", "card", "interval"]
Players: TypeAlias = Mapping[tuple[Side, str], str]
"""The names of players by what they are told apart by on the tablet."""


class Moment(Struct, frozen=True, kw_only=True):
    """Something that happened at a score."""

    kind: Kind
    card: Card | None = None
    side: Side | None = None
    text: str
    part: int
    """In which game or period."""
    score: Score | None
    """As it stood then; None before the start."""


class PlayerLine(Struct, frozen=True, kw_only=True):
    """A player of a match in periods: what was scored, and the fouls."""

    side: Side
    name: str
    points: int
    fouls: int
    out: bool
    """Whether so many fouls put the player out."""


class KickMark(Struct, frozen=True):
    """A penalty kick of a shoot-out."""

    side: Side
    scored: bool


def moments(
    record: MatchRecord, players: Players, words: Words, *, goals: bool
) -> tuple[Moment, ...]:
    """In the order in which they happened; goals only where they are few."""
    steps = [record.steps[number] for number in range(len(record.steps))]
    found = _moments(steps, players, words)
    return tuple(one for one in found if goals or one.kind != "goal")


def player_lines(
    record: MatchRecord, rules: PeriodRules, players: Players
) -> tuple[PlayerLine, ...]:
    """Whoever scored or fouled and was named, the best scorer first."""
    state = record.state
    if not isinstance(state, PeriodState):
        return ()
    points: dict[tuple[Side, str], int] = {}
    for number in range(len(record.steps)):
        happened = record.steps[number].happened
        if isinstance(happened, Goal) and happened.player is not None:
            who = (happened.side, happened.player)
            points[who] = points.get(who, 0) + happened.points
    fouls = state.personal_fouls
    most = None if rules.fouls is None else rules.fouls.personal
    lines = [
        PlayerLine(
            side=who[0],
            name=players.get(who, who[1]),
            points=points.get(who, 0),
            fouls=fouls.get(who, 0),
            out=fouls.get(who, 0) == most,
        )
        for who in dict.fromkeys([*points, *fouls])
    ]
    return tuple(sorted(lines, key=lambda one: (one.side, -one.points, one.fouls)))


def kicks(record: MatchRecord) -> tuple[KickMark, ...]:
    state = record.state
    if not isinstance(state, PeriodState):
        return ()
    return tuple(KickMark(one.side, one.scored) for one in state.kicks)


def card_words(card: Card) -> Message:
    match card:
        case "yellow":
            return say("Yellow card")
        case "red":
            return say("Red card")
        case "yellow_red":
            return say("Yellow and red card")
        case "black":
            return say("Black card")


def _moments(steps: Sequence[Step], players: Players, words: Words) -> Iterator[Moment]:
    score: Score | None = None
    part = 1
    for step in steps:
        happened, state = step.happened, step.state
        before, (score, part) = (score, part), _where(state)
        if isinstance(happened, ShowCard):
            yield Moment(
                kind="card",
                card=happened.card,
                side=happened.side,
                text=_told(
                    words(card_words(happened.card)), happened.side, happened.player, players
                ),
                part=before[1],
                score=before[0],
            )
        elif isinstance(happened, Goal):
            text = _told(words(say("Goal")), happened.side, happened.player, players)
            yield Moment(kind="goal", side=happened.side, text=text, part=part, score=score)
        elif isinstance(state, MatchState) and "interval" in state.due:
            text = words(say("Interval of game {number}", number=part))
            yield Moment(kind="interval", text=text, part=part, score=score)


def _where(state: MatchState | PeriodState) -> tuple[Score | None, int]:
    """The score that is shown, and in which game or period that is."""
    if isinstance(state, MatchState):
        return state.score, len(state.games) + (state.score is not None)
    return None if state.score is None else state.score.total, len(state.by_period)


def _told(text: str, side: Side, player: str | None, players: Players) -> str:
    return text if player is None else f"{text} {players.get((side, player), player)}"
