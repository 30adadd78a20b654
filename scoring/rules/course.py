"""The course of a match of rallies as tables: what every point leads to, worked out by the rules.

A tablet without the server walks along them; it counts nothing by itself. Scores and service are
two tables, as service depends on the score only by a few moods of it. Both are finite: level
scores beyond the end of an uncapped game are one place, as are all rotations that look alike.
"""

from collections.abc import Iterator
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from scoring.rules.counting import GameRules, RallyRules
from scoring.rules.outcomes import NIL, Score, Side
from scoring.rules.rally import after
from scoring.rules.rally_state import (
    Due,
    Expedite,
    MatchState,
    NotPossible,
    Rally,
    SetService,
)
from scoring.rules.service import (
    InCourts,
    InRotation,
    InTurns,
    Player,
    Rotation,
    Serving,
    delivery,
)

Kind: TypeAlias = Literal["game", "last"]
Mood: TypeAlias = Literal["plain", "deuce", "level", "turn"]
"""What service looks at: now one short of the game both, before already, ends changing now."""
_SIDES: tuple[Side, Side] = ("a", "b")


class Edge(Struct, frozen=True, array_like=True):
    """Where one point leads within a game."""

    to: str
    mood: Mood
    due: tuple[Due, ...]


class Delivers(Struct, frozen=True, array_like=True):
    """Who serves to whom: "a1", "b2", "right"."""

    server: str
    receiver: str | None
    court: Literal["right", "left"] | None


class Position(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A position of service, and what follows from it; pairs are for side a and side b."""

    serves: tuple[Delivers, ...]
    """With an even score of the serving side, and with an odd one where that differs."""
    point: dict[Mood, tuple[str, str]]
    """After a point won by either side."""
    next_game: tuple[str, str] | None = None
    """After a game won by either side."""
    choices: dict[str, str] = {}
    """Who may begin a later game instead, by server and receiver: "a1-b2"."""
    expedite: str | None = None


class GameWon(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What follows a game won; `kind` is of the next, None at the end of the match."""

    kind: Kind | None = None
    due: tuple[Due, ...] = ()
    ends: bool = False
    """Whether the sides change ends."""


class Course(Struct, frozen=True, kw_only=True):
    """A whole match, from any handicap."""

    handicap: Score
    places: dict[Kind, dict[str, tuple[Edge | None, Edge | None]]]
    """By kind of game and place: a point of side a, of side b; None wins the game."""
    start: dict[Kind, str]
    """The place at which each kind of game begins."""
    starts: dict[str, str]
    """Who serves first to whom, by server and receiver: "a1-b2"; the receiver where it matters."""
    positions: dict[str, Position]
    games: dict[str, tuple[GameWon, GameWon]]
    """By games won before, such as "1-0": what a game of side a, of side b leads to."""


def course(rules: RallyRules, handicap: Score = NIL) -> Course:
    """Every way that a match by these rules can go."""
    places: dict[Kind, dict[str, tuple[Edge | None, Edge | None]]] = {}
    moods: dict[tuple[Mood, Side], MatchState] = {}
    kinds: tuple[Kind, ...] = ("game", "last") if rules.best_of > 1 else ("last",)
    for kind in kinds:
        places[kind] = _places(rules, kind, handicap, moods)
    starts = dict(_choices(rules, _opening(rules, kinds[0], handicap)))
    positions = _positions(rules, handicap, moods, starts)
    return Course(
        handicap=handicap,
        places=places,
        start={kind: next(iter(places[kind])) for kind in kinds},
        starts={choice: key(one) for choice, one in starts.items()},
        positions=positions,
        games=_games(rules, handicap, next(iter(starts.values()))),
    )


def place(game: GameRules, score: Score) -> str:
    """The name of a score; scores from which a game goes on alike share one."""
    if game.points is None:
        beyond = max((*game.intervals, game.ends_at or 0)) + 1
        score = Score(min(score.a, beyond), min(score.b, beyond))
    elif game.cap is None and min(score) >= game.points:
        surplus = min(score) - game.points + 1
        score = Score(score.a - surplus, score.b - surplus)
    return f"{score.a}-{score.b}"


def kind_of(rules: RallyRules, number: int) -> Kind:
    """Whether game `number` is the deciding one."""
    return "last" if number == rules.best_of else "game"


def key(serving: Serving) -> str:
    """The name of a position of service."""
    match serving:
        case InCourts(side=side, right_a=right_a, right_b=right_b):
            return f"{side}{right_a}{right_b}"
        case InTurns(server=server, receiver=receiver, left=left, opening=opening):
            players = "".join(_name(one) for one in (server, receiver, *opening))
            return f"{players}{left}{'x' if serving.expedite else ''}"
        case InRotation(rules=rules, side=side, first=first):
            turned_a, turned_b = (
                one % rules.players for one in (serving.turned_a, serving.turned_b)
            )
            return f"{side}{turned_a}.{turned_b}{first}"


def _name(player: Player) -> str:
    return f"{player.side}{player.number}"


def _opening(rules: RallyRules, kind: Kind, handicap: Score) -> MatchState:
    """The first moment of a game, nobody chosen to serve yet."""
    before = rules.best_of - 1 if kind == "last" else 0
    won = Score(before // 2, before // 2)
    return MatchState(games=(NIL,) * before, won=won, score=handicap, handicap=handicap)


def _places(
    rules: RallyRules, kind: Kind, handicap: Score, moods: dict[tuple[Mood, Side], MatchState]
) -> dict[str, tuple[Edge | None, Edge | None]]:
    opening = _opening(rules, kind, handicap)
    game = rules.game_rules(len(opening.games) + 1)
    found: dict[str, tuple[Edge | None, Edge | None]] = {}
    waiting = [handicap]
    while waiting:
        before = waiting.pop()
        if place(game, before) in found:
            continue
        state = replace(opening, score=before)
        edges: list[Edge | None] = []
        for side in _SIDES:
            then = after(rules, state, Rally(side))
            if then.score is None or len(then.games) > len(state.games):
                edges.append(None)
                continue
            mood = _mood(game, before, then)
            moods.setdefault((mood, side), state)
            edges.append(Edge(place(game, then.score), mood, then.due))
            waiting.append(then.score)
        found[place(game, before)] = (edges[0], edges[1])
    return found


def _mood(game: GameRules, before: Score, then: MatchState) -> Mood:
    if "change_ends" in then.due:
        return "turn"
    if game.points is None or then.score is None or min(then.score) < game.points - 1:
        return "plain"
    return "level" if min(before) >= game.points - 1 else "deuce"


def _choices(rules: RallyRules, state: MatchState) -> Iterator[tuple[str, Serving]]:
    """Who may serve to whom at this moment, and the position that gives."""
    players = range(1, rules.service.players + 1)
    for server in (Player(side, number) for side in _SIDES for number in players):
        other: Side = "b" if server.side == "a" else "a"
        facing = [None] if isinstance(rules.service, Rotation) else [
            Player(other, number) for number in players
        ]  # fmt: skip
        for receiver in facing:
            try:
                serving = after(rules, state, SetService(server, receiver)).serving
            except NotPossible:
                continue
            if serving is not None:
                choice = _name(server) + ("" if receiver is None else f"-{_name(receiver)}")
                yield choice, serving


def _positions(
    rules: RallyRules,
    handicap: Score,
    moods: dict[tuple[Mood, Side], MatchState],
    starts: dict[str, Serving],
) -> dict[str, Position]:
    """Every position that service can come to, from how it may start."""
    found: dict[str, Position] = {}
    waiting = [(one, False) for one in starts.values()]
    begins: set[str] = set()
    while waiting:
        serving, opens = waiting.pop()
        name = key(serving)
        if name in found and (not opens or name in begins):
            continue
        point = _points(rules, moods, serving)
        next_game = _next_game(rules, handicap, serving)
        choices = dict(_choices(rules, _later_game(handicap, serving))) if opens else {}
        quick = _expedited(rules, handicap, serving)
        found[name] = Position(
            serves=_serves(serving),
            point={mood: (key(a), key(b)) for mood, (a, b) in point.items()},
            next_game=None if next_game is None else (key(next_game[0]), key(next_game[1])),
            choices={choice: key(one) for choice, one in choices.items()},
            expedite=None if quick is None else key(quick),
        )
        waiting += [(one, False) for pair in point.values() for one in pair]
        waiting += [(one, True) for one in (*(next_game or ()), *choices.values())]
        waiting += [] if quick is None else [(quick, False)]
        if opens:
            begins.add(name)
    return found


def _points(
    rules: RallyRules, moods: dict[tuple[Mood, Side], MatchState], serving: Serving
) -> dict[Mood, tuple[Serving, Serving]]:
    found: dict[Mood, tuple[Serving, Serving]] = {}
    for mood, _ in moods:
        a, b = (_continued(rules, moods.get((mood, side)), serving, side) for side in _SIDES)
        found[mood] = (a, b)
    return found


def _serves(serving: Serving) -> tuple[Delivers, ...]:
    even, odd = (delivery(serving, Score(points, points)) for points in (0, 1))
    both = [even] if even == odd else [even, odd]
    return tuple(
        Delivers(
            _name(one.server), None if one.receiver is None else _name(one.receiver), one.court
        )
        for one in both
    )


def _continued(
    rules: RallyRules, sample: MatchState | None, serving: Serving, side: Side
) -> Serving:
    """After a point of this side at a moment of that mood; as it was if there is no such."""
    if sample is None:
        return serving
    then = after(rules, replace(sample, serving=serving), Rally(side)).serving
    return serving if then is None else then


def _next_game(
    rules: RallyRules, handicap: Score, serving: Serving
) -> tuple[Serving, Serving] | None:
    """After a game won by either side, if its last point decides and others follow."""
    state = MatchState(score=handicap, handicap=handicap, serving=serving, sudden=True)
    a, b = (after(rules, state, Rally(side)).serving for side in _SIDES)
    return None if a is None or b is None else (a, b)


def _later_game(handicap: Score, serving: Serving) -> MatchState:
    return MatchState(
        games=(NIL,), won=Score(1, 0), score=handicap, handicap=handicap, serving=serving
    )


def _expedited(rules: RallyRules, handicap: Score, serving: Serving) -> Serving | None:
    if not isinstance(serving, InTurns):
        return None
    state = MatchState(score=handicap, handicap=handicap, serving=serving)
    return after(rules, state, Expedite()).serving


def _games(
    rules: RallyRules, handicap: Score, serving: Serving
) -> dict[str, tuple[GameWon, GameWon]]:
    """What each game won leads to, by the games won before."""
    found: dict[str, tuple[GameWon, GameWon]] = {}
    for a in range(rules.to_win):
        for b in range(rules.to_win):
            state = MatchState(
                games=(NIL,) * (a + b),
                won=Score(a, b),
                score=handicap,
                handicap=handicap,
                serving=serving,
                sudden=True,
            )
            won = [_game_won(rules, state, after(rules, state, Rally(side))) for side in _SIDES]
            found[f"{a}-{b}"] = (won[0], won[1])
    return found


def _game_won(rules: RallyRules, before: MatchState, then: MatchState) -> GameWon:
    over = then.outcome is not None
    return GameWon(
        kind=None if over else kind_of(rules, len(then.games) + 1),
        due=then.due,
        ends=then.left != before.left,
    )
