"""A draw that anyone can check afterwards: announced, committed to, drawn, revealed.

Before, the terms are published (who is entered, who is seeded, every policy) with a hash of them
and a secret. Then a word is said in the hall, so that nobody could have tried out secrets until
one suited him. Secret and word together are the lot; terms and lot give every line.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Generic, Literal, TypeAlias, TypeVar

import msgspec
from msgspec import Struct

from scoring.rules.brackets import size_for
from scoring.rules.grouping import NoGroups, snake
from scoring.rules.lots import drawn_order
from scoring.rules.seeding import (
    Byes,
    NoOrder,
    Order,
    bye_numbers,
    order_of,
    seed_groups,
    spread,
)
from scoring.rules.slots import BYE, Seed, Slot, Source

E = TypeVar("E", bound=str)

Deviation: TypeAlias = Literal["commitment", "lines", "swaps"]

_FEWEST = 2


class BadTerms(ValueError):
    """Nothing can be drawn on these terms."""


class KnockOutTerms(Struct, Generic[E], frozen=True, kw_only=True, tag="knock_out"):
    """A draw onto the lines of a bracket."""

    entrants: tuple[E, ...]
    """The seeded ones first, best first; the order of the others is of no account."""
    seeded: int
    units: Mapping[E, str] = {}
    """Who is kept apart from whom; an empty text is no unit."""
    size: int | None = None
    """None: the smallest power of two that holds everybody."""
    order: Order = "bwf"
    seed_lots: bool = True
    """Seeds 3 and 4, 5 to 8, and so on draw lots for their lines."""
    byes: Byes = "seeds_first"

    def lines(self) -> int:
        return size_for(len(self.entrants)) if self.size is None else self.size


class GroupTerms(Struct, Generic[E], frozen=True, kw_only=True, tag="groups"):
    """A draw into groups, by the snake: best of each, then the next in opposite order."""

    entrants: tuple[E, ...]
    seeded: int
    groups: int
    units: Mapping[E, str] = {}


Terms: TypeAlias = KnockOutTerms[E] | GroupTerms[E]


class Swap(Struct, frozen=True):
    """Two lines exchanged by hand after the draw, numbered from 1, and why."""

    first: int
    second: int
    why: str


class Drawn(Struct, Generic[E], frozen=True, kw_only=True):
    """Everything about a draw that was made; the lines are kept, and can be derived anew."""

    terms: Terms[E]
    secret: str
    word: str
    lines: tuple[E | None, ...]
    """As drawn, from the top. None is a bye. Groups follow one another, equally long."""
    swaps: tuple[Swap, ...] = ()

    def final(self) -> tuple[E | None, ...]:
        """The lines after the swaps."""
        lines = [*self.lines]
        for swap in self.swaps:
            first, second = swap.first - 1, swap.second - 1
            lines[first], lines[second] = lines[second], lines[first]
        return tuple(lines)


def announcement(terms: Terms[E]) -> str:
    """The text to publish before a draw: whatever it depends on but the lot."""
    return msgspec.json.encode(terms, order="deterministic").decode()


def commitment(terms: Terms[E], secret: str) -> str:
    """SHA-256 of the secret, a line break and the announcement.

    The secret must be long and random: whoever guesses it knows the draw beforehand.
    """
    return sha256(f"{secret}\n{announcement(terms)}".encode()).hexdigest()


def lot(secret: str, word: str) -> str:
    return f"{secret}/{word}"


def draw(terms: Terms[E], secret: str, word: str) -> Drawn[E]:
    """Draw; raises BadTerms."""
    return Drawn(
        terms=terms,
        secret=secret,
        word=word,
        lines=lines_by_lot(terms, lot(secret, word)),
    )


def deviations(drawn: Drawn[E], published: str) -> tuple[Deviation, ...]:
    """What is wrong with a draw, given the commitment published before it; nothing if honest."""
    found: list[Deviation] = []
    if commitment(drawn.terms, drawn.secret) != published:
        found.append("commitment")
    if lines_by_lot(drawn.terms, lot(drawn.secret, drawn.word)) != drawn.lines:
        found.append("lines")
    lines = range(1, len(drawn.lines) + 1)
    if any(swap.first not in lines or swap.second not in lines for swap in drawn.swaps):
        found.append("swaps")
    return tuple(found)


def lines_by_lot(terms: Terms[E], seed: str) -> tuple[E | None, ...]:
    """Who stands where, from the terms and the lot alone; raises BadTerms."""
    if len(set(terms.entrants)) < max(len(terms.entrants), _FEWEST):
        raise BadTerms("at least two entrants, each once")
    if not 0 <= terms.seeded <= len(terms.entrants):
        raise BadTerms(f"{terms.seeded} of {len(terms.entrants)} entrants cannot be seeded")
    try:
        return (
            _knock_out(terms, seed) if isinstance(terms, KnockOutTerms) else _groups(terms, seed)
        )
    except (NoOrder, NoGroups) as wrong:
        raise BadTerms(str(wrong)) from wrong


def _knock_out(terms: KnockOutTerms[E], seed: str) -> tuple[E | None, ...]:
    size = terms.lines()
    if size < len(terms.entrants) or size & (size - 1):
        raise BadTerms(f"{size} lines do not hold {len(terms.entrants)} entrants")
    if terms.byes == "bottom_first" and terms.seeded > size // 2:
        raise BadTerms("a seed would stand on a bye")
    order = [*order_of(terms.order, size)]
    taken: dict[int, E] = {}
    for group in _equals(terms):
        seeds = [terms.entrants[number - 1] for number in group]
        lines = [order.index(number) + 1 for number in group]
        where = spread(drawn_order(seeds, seed), sorted(lines), taken, terms.units, size)
        taken |= where
        _renumber(order, {line: terms.entrants.index(one) + 1 for line, one in where.items()})
    byes = bye_numbers(order, size - len(terms.entrants), terms.byes)
    free = [
        line
        for line, number in enumerate(order, start=1)
        if number not in byes and line not in taken
    ]
    rest = drawn_order(terms.entrants[terms.seeded :], seed)
    taken |= spread(rest, free, taken, terms.units, size)
    return tuple(taken.get(line) for line in range(1, size + 1))


def _equals(terms: KnockOutTerms[E]) -> list[range]:
    if terms.seed_lots:
        return seed_groups(terms.seeded)
    return [range(number, number + 1) for number in range(1, terms.seeded + 1)]


def _renumber(order: list[int], seeds: Mapping[int, int]) -> None:
    """Note who drew which line, with the opponent's number beside it: so a bye goes along."""
    for line, number in seeds.items():
        order[line - 1] = number
        order[(line - 1) ^ 1] = len(order) + 1 - number


def _groups(terms: GroupTerms[E], seed: str) -> tuple[E | None, ...]:
    rest = drawn_order(terms.entrants[terms.seeded :], seed)
    groups = snake((*terms.entrants[: terms.seeded], *rest), terms.groups, terms.units)
    rows = -(-len(terms.entrants) // terms.groups)
    return tuple(
        group[row] if row < len(group) else None for group in groups for row in range(rows)
    )


def in_groups(lines: Sequence[E | None], groups: int) -> tuple[tuple[E, ...], ...]:
    """The lines of a draw into groups, group by group."""
    rows = len(lines) // groups
    return tuple(
        tuple(one for one in lines[start : start + rows] if one is not None)
        for start in range(0, len(lines), rows)
    )


def slots(entrants: Sequence[E], lines: Sequence[E | None]) -> tuple[Slot, ...]:
    """The lines as seeds, numbered as on the entry list, and byes: what a bracket is made of."""
    numbers = {entrant: Seed(number) for number, entrant in enumerate(entrants, start=1)}
    return tuple(BYE if one is None else numbers[one] for one in lines)


def numbered(entrants: Sequence[E]) -> dict[Source, E | None]:
    """Who the seeds of those slots are."""
    return {Seed(number): entrant for number, entrant in enumerate(entrants, start=1)}
