"""The order of a tie's rubbers in which the fewest players play twice in a row."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple, TypeAlias, TypeVar

from scoring.rules.lineups import Lineup
from scoring.rules.outcomes import Side
from scoring.rules.ties import TieRules

M = TypeVar("M", bound=str)


class _Player(NamedTuple):
    side: Side
    member: str


_Players: TypeAlias = frozenset[_Player]


class InARow(NamedTuple):
    """A player of one side plays the second of these rubbers right after the first."""

    side: Side
    member: str
    first: int
    second: int


class _Order(NamedTuple):
    """An order, or its beginning, after what it costs: the least is the best."""

    in_a_row: int
    moved: int
    """How many two of them stand the other way round than in the plan."""
    numbers: tuple[int, ...]
    last: int | None
    """The one played last; nobody is busy in a rubber that somebody has lost already."""


_NOTHING = _Order(0, 0, (), None)
_ALL_ORDERS = 11
"""Up to so many rubbers every order is compared."""


def order_of_play(rules: TieRules, a: Lineup[M], b: Lineup[M]) -> tuple[int, ...]:
    """The numbers of all rubbers, from 1, as played; of equal orders that nearest the plan."""
    planned = tuple(range(1, len(rules.rubbers) + 1))
    if rules.order == "fixed":
        return planned
    playing = _playing(rules, a, b)
    best = _best if len(planned) <= _ALL_ORDERS else _improved
    return best(playing, planned).numbers


def in_a_row(
    rules: TieRules, order: Sequence[int], a: Lineup[M], b: Lineup[M]
) -> tuple[InARow, ...]:
    """Everybody who plays twice in a row, and is owed a rest between the two."""
    playing = _playing(rules, a, b)
    played = [number for number in order if playing[number]]
    return tuple(
        InARow(side, member, first, second)
        for first, second in pairwise(played)
        for side, member in sorted(playing[first] & playing[second])
    )


def _playing(rules: TieRules, a: Lineup[M], b: Lineup[M]) -> dict[int, _Players]:
    """Who is busy in each rubber: nobody, unless both sides have somebody for it."""
    found: dict[int, _Players] = {}
    for number, rubber in enumerate(rules.rubbers, start=1):
        ours, theirs = a.get(rubber.id, ()), b.get(rubber.id, ())
        players = frozenset(_Player("a", one) for one in ours)
        players |= frozenset(_Player("b", one) for one in theirs)
        found[number] = players if ours and theirs else frozenset()
    return found


def _then(so_far: _Order, number: int, playing: dict[int, _Players]) -> _Order:
    players = playing[number]
    again = 0 if so_far.last is None else len(players & playing[so_far.last])
    return _Order(
        so_far.in_a_row + again,
        so_far.moved + sum(one > number for one in so_far.numbers),
        (*so_far.numbers, number),
        number if players else so_far.last,
    )


def _best(playing: dict[int, _Players], planned: Sequence[int]) -> _Order:
    """Of all orders: those of the same rubbers with the same last one go on alike."""
    beginnings = [_NOTHING]
    for _ in planned:
        found: dict[tuple[frozenset[int], int | None], _Order] = {}
        for beginning in beginnings:
            for number in planned:
                if number not in beginning.numbers:
                    longer = _then(beginning, number, playing)
                    key = frozenset(longer.numbers), longer.last
                    found[key] = min(longer, found.get(key, longer))
        beginnings = [*found.values()]
    return min(beginnings)


def _improved(playing: dict[int, _Players], planned: Sequence[int]) -> _Order:
    """From the plan by moving one at a time, as long as that is better."""
    best = _whole(playing, planned)
    while True:
        moves = (
            (*rest[:place], number, *rest[place:])
            for number in planned
            for rest in [[one for one in best.numbers if one != number]]
            for place in range(len(planned))
        )
        found = min(_whole(playing, order) for order in moves)
        if found >= best:
            return best
        best = found


def _whole(playing: dict[int, _Players], order: Sequence[int]) -> _Order:
    found = _NOTHING
    for number in order:
        found = _then(found, number, playing)
    return found
