"""Who serves to whom, and from where: badminton, table tennis, and sports whose sides rotate."""

from typing import Literal, NamedTuple, TypeAlias, assert_never

from msgspec import Struct
from msgspec.structs import replace

from scoring.rules.outcomes import Positive, Score, Side, other


class Player(NamedTuple):
    """A player by number in the line-up of a side, from 1: A1 is ``Player("a", 1)``."""

    side: Side
    number: int


class Courts(Struct, frozen=True, tag="courts", kw_only=True, forbid_unknown_fields=True):
    """Badminton: the winner of a rally serves, from the court that the own score says."""

    players: Literal[1, 2]


class Turns(Struct, frozen=True, tag="turns", kw_only=True, forbid_unknown_fields=True):
    """Table tennis: the service changes after so many points, whoever wins them."""

    players: Literal[1, 2]
    every: Positive = 2
    singly_at_deuce: bool = True
    """After every point once both sides are one short of the game."""


class Rotation(Struct, frozen=True, tag="rotation", kw_only=True, forbid_unknown_fields=True):
    """Volleyball and shuttlecock: the winner of a rally serves; who gains the service rotates."""

    players: Positive = 1
    alternately_at_deuce: bool = False
    """Once both sides are one short of the game, the service changes after every point."""


ServiceRules: TypeAlias = Courts | Turns | Rotation


class InCourts(Struct, frozen=True):
    """The side that serves, and who of each side stands in the right service court."""

    rules: Courts
    side: Side
    right_a: int
    right_b: int


class InTurns(Struct, frozen=True):
    """Who serves to whom, for how many points yet, and who began the game so."""

    rules: Turns
    server: Player
    receiver: Player
    left: int
    opening: tuple[Player, Player]
    expedite: bool = False


class InRotation(Struct, frozen=True):
    """The side that serves, how often each has rotated, and who served first in this game."""

    rules: Rotation
    side: Side
    turned_a: int
    turned_b: int
    first: Side


Serving: TypeAlias = InCourts | InTurns | InRotation


class Delivery(Struct, frozen=True):
    """The next service. Who receives is said where only one may."""

    server: Player
    receiver: Player | None = None
    court: Literal["right", "left"] | None = None


class WrongPlayer(ValueError):
    """Such a player cannot serve, or receive, there and then."""

    def __init__(self, player: Player) -> None:
        super().__init__(f"not {player.side.upper()}{player.number}")
        self.player = player


def first_service(
    rules: ServiceRules, server: Player, receiver: Player | None, score: Score
) -> Serving:
    """The service as the sides choose it after a toss; number 1 receives unless it is said."""
    _check(rules, server, server.side)
    receiver = receiver or Player(other(server.side), 1)
    _check(rules, receiver, other(server.side))
    match rules:
        case Courts():
            right = _right(rules, server, score.of(server.side))
            facing = _right(rules, receiver, score.of(server.side))
            return _in_courts(rules, server.side, right, facing)
        case Turns():
            return InTurns(rules, server, receiver, rules.every, (server, receiver))
        case Rotation():
            turned = server.number - 1
            a, b = (turned, 0) if server.side == "a" else (0, turned)
            return InRotation(rules, server.side, a, b, server.side)
    assert_never(rules)


def chosen(serving: Serving, server: Player, receiver: Player | None, score: Score) -> Serving:
    """Who begins a later game, of the side whose turn it is; raises WrongPlayer for others."""
    _check(serving.rules, server, delivery(serving, score).server.side)
    if isinstance(serving, InTurns):
        # ITTF 2.13.5: the first receiver is the player who served to the first server before.
        fixed = serving.receiver
        if server != serving.server:
            fixed = _partner(serving.rules, serving.receiver)
        if receiver is not None and receiver != fixed:
            raise WrongPlayer(receiver)
        return replace(serving, server=server, receiver=fixed, opening=(server, fixed))
    return first_service(serving.rules, server, receiver, score)


def corrected(serving: Serving, server: Player, receiver: Player | None, score: Score) -> Serving:
    """The service put right in the middle of a game: the score stands (BWF 12.2)."""
    standing = delivery(serving, score)
    receiver = receiver or _facing(server, standing)
    fresh = first_service(serving.rules, server, receiver, score)
    if isinstance(serving, InTurns) and isinstance(fresh, InTurns):
        return replace(serving, server=fresh.server, receiver=fresh.receiver)
    if isinstance(serving, InRotation) and isinstance(fresh, InRotation):
        turned = fresh.turned_a if server.side == "a" else fresh.turned_b
        return _rotated(serving, server.side, turned)
    return fresh


def continued(
    serving: Serving, winner: Side, score: Score, deuce: int | None, *, turn: bool = False
) -> Serving:
    """After a point that made the score.

    `deuce` is one short of the points that win the game, `turn` whether ends change now.
    """
    match serving:
        case InCourts():
            return _courts_after(serving, winner)
        case InTurns():
            single = deuce is not None and min(score) >= deuce
            return _turns_after(serving, single=single, turn=turn)
        case InRotation():
            return _rotation_after(serving, winner, score, deuce)
    assert_never(serving)


def next_game(serving: Serving, winner: Side, start: Score) -> Serving:
    """The service that begins the next game, as long as nobody chooses another player."""
    match serving:
        case InCourts(rules=rules):  # BWF 7.6
            return first_service(rules, Player(winner, 1), None, start)
        case InTurns(rules=rules, opening=(server, receiver), expedite=expedite):
            # ITTF 2.13.6: who served first receives first.
            left = 1 if expedite else rules.every
            return InTurns(rules, receiver, server, left, (receiver, server), expedite)
        case InRotation(rules=rules, first=first):
            return first_service(rules, Player(other(first), 1), None, start)
    assert_never(serving)


def expedited(serving: InTurns) -> InTurns:
    """ITTF 2.15: from now on, to the end of the match, the service changes after every point."""
    return replace(serving, left=1, expedite=True)


def delivery(serving: Serving, score: Score) -> Delivery:
    """Who serves next, at this score."""
    match serving:
        case InCourts(side=side):
            # BWF 10.1 and 11.1: the court goes by the score of the side that serves.
            odd = score.of(side) % 2 == 1
            server, receiver = (
                Player(one, _standing(serving, one, odd=odd)) for one in (side, other(side))
            )
            return Delivery(server, receiver, "left" if odd else "right")
        case InTurns(server=server, receiver=receiver):
            return Delivery(server, receiver)
        case InRotation(rules=rules, side=side):
            turned = serving.turned_a if side == "a" else serving.turned_b
            return Delivery(Player(side, turned % rules.players + 1))
    assert_never(serving)


def _check(rules: ServiceRules, player: Player, side: Side) -> None:
    if player.side != side or not 1 <= player.number <= rules.players:
        raise WrongPlayer(player)


def _partner(rules: ServiceRules, player: Player) -> Player:
    """The other of two; alone, the player."""
    return Player(player.side, rules.players + 1 - player.number)


def _right(rules: Courts, player: Player, score: int) -> int:
    """Who stands in the right court if this player is in the court of that score."""
    return _partner(rules, player).number if score % 2 else player.number


def _in_courts(rules: Courts, side: Side, right: int, facing: int) -> InCourts:
    a, b = (right, facing) if side == "a" else (facing, right)
    return InCourts(rules, side, a, b)


def _standing(serving: InCourts, side: Side, *, odd: bool) -> int:
    right = serving.right_a if side == "a" else serving.right_b
    return serving.rules.players + 1 - right if odd else right


def _facing(server: Player, standing: Delivery) -> Player | None:
    """Who receives if a correction names only who serves: whoever is up on the other side."""
    if standing.receiver is None or standing.receiver.side != server.side:
        return standing.receiver
    return standing.server


def _courts_after(serving: InCourts, winner: Side) -> InCourts:
    """BWF 11.1.5: only who wins on the own service changes courts, with the partner."""
    if winner != serving.side:
        return InCourts(serving.rules, winner, serving.right_a, serving.right_b)
    if serving.rules.players == 1:
        return serving
    if winner == "a":
        return InCourts(serving.rules, winner, 3 - serving.right_a, serving.right_b)
    return InCourts(serving.rules, winner, serving.right_a, 3 - serving.right_b)


def _turns_after(serving: InTurns, *, single: bool, turn: bool) -> InTurns:
    rules, server, receiver = serving.rules, serving.server, serving.receiver
    single = serving.expedite or (single and rules.singly_at_deuce)
    left = serving.left - 1
    if left == 0 or single:
        # ITTF 2.13.4: the receiver serves, to the partner of the server.
        server, receiver = receiver, _partner(rules, server)
        left = 1 if single else rules.every
    if turn:  # ITTF 2.13.6: in the last possible game the order of receiving changes, once
        receiver = _partner(rules, receiver)
    return InTurns(rules, server, receiver, left, serving.opening, serving.expedite)


def _rotation_after(
    serving: InRotation, winner: Side, score: Score, deuce: int | None
) -> InRotation:
    side = winner
    if serving.rules.alternately_at_deuce and deuce is not None:
        before = Score(score.a - (winner == "a"), score.b - (winner == "b"))
        side = other(serving.side) if min(before) >= deuce else winner
    if side == serving.side:
        return serving
    turned = (serving.turned_a if side == "a" else serving.turned_b) + 1
    return _rotated(serving, side, turned)


def _rotated(serving: InRotation, side: Side, turned: int) -> InRotation:
    if side == "a":
        return InRotation(serving.rules, side, turned, serving.turned_b, serving.first)
    return InRotation(serving.rules, side, serving.turned_a, turned, serving.first)
