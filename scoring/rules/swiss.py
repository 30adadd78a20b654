"""The Swiss system: equals meet equals, nobody twice; and what breaks ties among them.

A transparent method, not that of FIDE: from the top everyone is paired in turn with the first
suitable opponent, as long as the others can still be paired.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Generic, Literal, TypeAlias, TypeVar

from msgspec import Struct

from scoring.rules.matching import matched
from scoring.rules.ranking import Key, Link

E = TypeVar("E")

Unplayed: TypeAlias = Literal["nothing", "own_score"]
"""What a round without an opponent counts in a sum over opponents."""


class Game(Struct, Generic[E], frozen=True, kw_only=True):
    """What one round gave two entrants, or one who had a bye."""

    a: E
    b: E | None
    points: tuple[Fraction, Fraction]
    played: bool = True
    """Not played: a bye, or won or lost without playing. Those two may meet later (C.04.1)."""


class Pairing(Struct, Generic[E], frozen=True):
    """The next round, best pair first; of each pair the better ranked comes first."""

    pairs: tuple[tuple[E, E], ...]
    bye: E | None = None


class NoPairing(ValueError):
    """Whatever is tried, two would meet again, or one would have a second bye."""


def rounds_for(entries: int) -> int:
    """As few rounds as leave at most one with nothing but wins."""
    return (entries - 1).bit_length()


def scores(entrants: Iterable[E], games: Iterable[Game[E]]) -> dict[E, Fraction]:
    found = dict.fromkeys(entrants, Fraction(0))
    for game in games:
        found[game.a] = found.get(game.a, Fraction(0)) + game.points[0]
        if game.b is not None:
            found[game.b] = found.get(game.b, Fraction(0)) + game.points[1]
    return found


def paired(ranked: Sequence[E], games: Sequence[Game[E]]) -> Pairing[E]:
    """Pair the next round of those ranked, best first by score; raises NoPairing.

    A bye, of an odd number, goes to the last who had none and did not win without playing.
    Everyone in turn from the top meets, of those on the same score, whoever stands half their
    number further down, or next to that, below rather than above; of lower scores the best. An
    opponent is suitable if as many on that score as before can be paired among themselves, or
    failing that if everybody else can be paired at all.
    """
    met = {pair for game in games if game.played for pair in ((game.a, game.b), (game.b, game.a))}

    def may_meet(one: E, other: E) -> bool:
        return (one, other) not in met

    for bye in _byes(ranked, games):
        left = [one for one in ranked if one != bye]
        pairs = matched(left, may_meet)
        if len(pairs) == len(left):
            field = _Field(left, scores(ranked, games), may_meet, pairs)
            return Pairing(tuple(field.pairs()), bye)
    raise NoPairing(f"{len(ranked)} entrants cannot be paired once more")


def _byes(ranked: Sequence[E], games: Iterable[Game[E]]) -> list[E | None]:
    """Who may have the bye, the last first."""
    if len(ranked) % 2 == 0:
        return [None]
    had: set[E | None] = set()
    for game in games:
        a, b = game.points
        if not game.played and a != b:
            had.add(game.a if a > b else game.b)
    return [one for one in reversed(ranked) if one not in had]


class _Field(Generic[E]):
    """Those not yet paired, and pairs that show that all of them can be."""

    def __init__(
        self,
        left: list[E],
        points: Mapping[E, Fraction],
        may_meet: Callable[[E, E], bool],
        pairs: dict[E, E],
    ) -> None:
        self.left, self.points, self.may_meet, self.possible = left, points, may_meet, pairs

    def pairs(self) -> Iterator[tuple[E, E]]:
        while self.left:
            one = self.left[0]
            other = self.opponent(one)
            yield one, other
            self.left = _without(self.left, one, other)

    def opponent(self, one: E) -> E:
        level = [other for other in self.left if self.points[other] == self.points[one]]
        lower = [other for other in self.left if self.points[other] != self.points[one]]
        candidates = [other for other in (*_folded(level), *lower) if self.may_meet(one, other)]
        within = matched(level, self.may_meet)
        for other in candidates:
            if self.keeps(within, level, one, other) and self.completes(one, other):
                return other
        return next(other for other in candidates if self.completes(one, other))

    def keeps(self, within: dict[E, E], level: Sequence[E], one: E, other: E) -> bool:
        """With these two paired, as many on this score are paired among themselves as before."""
        rest = _without(level, one, other)
        lost = 2 if other in level else 0
        return len(matched(rest, self.may_meet, within)) + lost == len(within)

    def completes(self, one: E, other: E) -> bool:
        """Everybody else can be paired; if so, their pairs are kept in mind."""
        rest = _without(self.left, one, other)
        pairs = matched(rest, self.may_meet, self.possible)
        if len(pairs) < len(rest):
            return False
        self.possible = pairs
        return True


def _without(entrants: Sequence[E], one: E, other: E) -> list[E]:
    return [entrant for entrant in entrants if entrant not in {one, other}]


def _folded(level: Sequence[E]) -> list[E]:
    """Opponents for the first, as near as can be to half the number further down."""
    half = len(level) // 2
    return [*level[half or 1 :], *reversed(level[1 : half or 1])]


def opponents(games: Iterable[Game[E]]) -> dict[E, list[E | None]]:
    """Who met whom, round by round; None for a round without a game."""
    found: dict[E, list[E | None]] = {}
    for game in games:
        found.setdefault(game.a, []).append(game.b if game.played else None)
        if game.b is not None:
            found.setdefault(game.b, []).append(game.a if game.played else None)
    return found


def by_score(games: Sequence[Game[E]]) -> Link[E]:
    def link(group: Sequence[E]) -> dict[E, Key | None]:
        points = scores(group, games)
        return {one: points[one] for one in group}

    return link


def buchholz(
    games: Sequence[Game[E]],
    *,
    drop_low: int = 0,
    drop_high: int = 0,
    unplayed: Unplayed = "nothing",
) -> Link[E]:
    """The sum of the opponents' scores; cut-1 drops the lowest, median the highest as well."""
    points: dict[E, Fraction] = scores((), games)
    faced = opponents(games)

    def link(group: Sequence[E]) -> dict[E, Key | None]:
        return {one: total(one) for one in group}

    def total(one: E) -> Fraction:
        alone = points.get(one, Fraction(0)) if unplayed == "own_score" else Fraction(0)
        values = sorted(alone if other is None else points[other] for other in faced.get(one, []))
        return sum(values[drop_low : len(values) - drop_high], Fraction(0))

    return link


def buchholz_difference(games: Sequence[Game[E]]) -> Link[E]:
    """The opponents' wins minus their losses."""
    balance: dict[E, int] = {}
    for game in games:
        a, b = game.points
        sign = (a > b) - (a < b)
        balance[game.a] = balance.get(game.a, 0) + sign
        if game.b is not None:
            balance[game.b] = balance.get(game.b, 0) - sign
    faced = opponents(games)

    def link(group: Sequence[E]) -> dict[E, Key | None]:
        return {
            one: sum(balance[other] for other in faced.get(one, []) if other is not None)
            for one in group
        }

    return link


def direct_encounter(games: Sequence[Game[E]]) -> Link[E]:
    """The points from the games among those tied, if every two of them have played."""

    def link(group: Sequence[E]) -> dict[E, Key | None]:
        tied = frozenset(group)
        among = [game for game in games if game.played and {game.a, game.b} <= tied]
        if len({frozenset((game.a, game.b)) for game in among}) < len(tied) * (len(tied) - 1) // 2:
            return dict.fromkeys(group)
        points = scores(group, among)
        return {one: points[one] for one in group}

    return link


def by_number(seeds: Sequence[E]) -> Link[E]:
    """The initial order, best first, for when nothing else tells two apart."""
    numbers = {one: number for number, one in enumerate(seeds)}

    def link(group: Sequence[E]) -> dict[E, Key | None]:
        return {one: -numbers[one] for one in group}

    return link
