"""Where seeds stand in a draw, who has a bye, and how those of one unit are kept apart."""

from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias, TypeVar

E = TypeVar("E")

Order: TypeAlias = Literal["recursive", "bwf"] | tuple[int, ...]
"""Which seed each line is for, from the top; or an order of one's own, written out."""
Byes: TypeAlias = Literal["seeds_first", "bottom_first"]
"""The first bye goes to seed 1 and so on; or to the lower half, and then one each in turn."""

NCAA_REGION = (1, 16, 8, 9, 5, 12, 4, 13, 6, 11, 3, 14, 7, 10, 2, 15)
"""The order of a region of the college basketball championship."""
_ENTRIES_FOR_SEEDS = ((64, 16), (32, 8), (16, 4))
"""USA Badminton: 16 seeds from 64 entries on, 8 from 32, 4 from 16; otherwise 2."""


class NoOrder(ValueError):
    """Not each number once, or first-round pairs in which strongest and weakest do not meet."""


def seeds_for(entries: int) -> int:
    """How many of so many entries are seeded, unless the contest says otherwise."""
    return next((seeds for least, seeds in _ENTRIES_FOR_SEEDS if entries >= least), 2)


def order_of(order: Order, size: int) -> tuple[int, ...]:
    """The number for each line; raises NoOrder.

    Numbers beyond the seeds stand for the lines that would be theirs. In "bwf" the lower half
    mirrors the upper one: there the seed stands at the bottom of its section (GCR 12.9).
    """
    match order:
        case "recursive":
            return _recursive(size)
        case "bwf":
            numbers = _recursive(size)
            return (*numbers[: size // 2], *reversed(numbers[size // 2 :]))
        case numbers:
            pairs = zip(numbers[::2], numbers[1::2], strict=False)
            if sorted(numbers) != [*range(1, size + 1)] or any(
                sum(pair) != size + 1 for pair in pairs
            ):
                raise NoOrder(f"no order of {size} lines: {numbers}")
            return numbers


def _recursive(size: int) -> tuple[int, ...]:
    """From k to 2k lines, each seed s is followed by 2k + 1 - s."""
    numbers: tuple[int, ...] = (1,)
    while len(numbers) < size:
        both = 2 * len(numbers) + 1
        numbers = tuple(seed for one in numbers for seed in (one, both - one))
    return numbers


def seed_groups(seeds: int) -> list[range]:
    """Those who draw lots for their lines among each other: 1; 2; 3 and 4; 5 to 8; 9 to 16."""
    groups = [range(1, 2), range(2, 3)]
    while groups[-1].stop <= seeds:
        groups.append(range(groups[-1].stop, 2 * groups[-1].stop - 1))
    return [range(one.start, min(one.stop, seeds + 1)) for one in groups if one.start <= seeds]


def bye_numbers(order: Sequence[int], byes: int, policy: Byes) -> frozenset[int]:
    """The numbers in an order that are byes: opposite the first few, then weak pairs as a whole.

    A whole pair is empty only where more than half of the lines are.
    """
    half = len(order) // 2
    favoured = [*range(1, half + 1)]
    if policy == "bottom_first":
        upper, lower = (sorted(part)[: half // 2] for part in (order[:half], order[half:]))
        favoured = [one for pair in zip(lower, upper, strict=True) for one in pair] or favoured
    opposite = [len(order) + 1 - number for number in favoured]
    return frozenset([*opposite, *range(half, 0, -1)][:byes])


def spread(
    drawn: Sequence[E],
    lines: Sequence[int],
    taken: Mapping[int, E],
    units: Mapping[E, str],
    size: int,
) -> dict[int, E]:
    """Put those drawn onto the lines, as many, so that members of a unit meet late.

    Halves first, then the quarters of each half, and so on: of those still to be placed, the one
    whose unit lacks most in the upper part goes there, of equals the first drawn, until the upper
    part is full. Where nobody stood before, every unit is divided evenly at every level.
    """
    return _divided(drawn, lines, taken, units, range(1, size + 1))


def _divided(
    drawn: Sequence[E],
    lines: Sequence[int],
    taken: Mapping[int, E],
    units: Mapping[E, str],
    section: range,
) -> dict[int, E]:
    if len(section) == 1 or not drawn:
        return dict(zip(lines, drawn, strict=True))
    middle = section[len(section) // 2]
    upper = [line for line in lines if line < middle]
    lower = [line for line in lines if line >= middle]
    above, below = _halved(drawn, len(upper), _lacking(taken, units, section, middle), units)
    return {
        **_divided(above, upper, taken, units, range(section.start, middle)),
        **_divided(below, lower, taken, units, range(middle, section.stop)),
    }


def _lacking(
    taken: Mapping[int, E], units: Mapping[E, str], section: range, middle: int
) -> dict[str, int]:
    """How many more of each unit already stand in the lower part of a section."""
    lacking: dict[str, int] = {}
    for line, entrant in taken.items():
        if line in section and (unit := units.get(entrant)):
            lacking[unit] = lacking.get(unit, 0) + (1 if line >= middle else -1)
    return lacking


def _halved(
    drawn: Sequence[E], spots: int, lacking: dict[str, int], units: Mapping[E, str]
) -> tuple[list[E], list[E]]:
    """Choose who goes to the upper part; counting everybody below at first."""
    left = [*drawn]
    for entrant in drawn:
        if unit := units.get(entrant):
            lacking[unit] = lacking.get(unit, 0) + 1

    def lacks(one: E) -> int:
        """Whoever has no unit is one alone, and lacks one above."""
        unit = units.get(one)
        return lacking[unit] if unit else 1

    above: list[E] = []
    for _ in range(spots):
        chosen = max(left, key=lacks)
        left.remove(chosen)
        above.append(chosen)
        if unit := units.get(chosen):
            lacking[unit] -= 2
    return above, left
