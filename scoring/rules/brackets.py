"""Knock-out brackets for any number of lines: the main draw, places played out, consolation."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

from scoring.rules.slots import (
    BYE,
    FirstLoss,
    Loser,
    Match,
    Met,
    Outlet,
    Part,
    Round,
    Seed,
    Slot,
    Span,
    Winner,
    met,
)

Playing: TypeAlias = Literal["none", "third", "all"]
"""Which places below the second are played for: none, only the third, or every one."""
Consolation: TypeAlias = Literal["none", "first_round", "first_match"]
"""For the losers of the first round; or of their first match, which a bye puts off by a round."""
Standing: TypeAlias = Sequence[Sequence[Slot]]
"""Where the way through a bracket ends, best first; those who share a place together."""


_PAIR = 2


class NoBracket(ValueError):
    """The lines make no bracket: their number is no power of two, or fewer than two are taken."""


class Bracket(Struct, frozen=True, kw_only=True):
    """The lines from top to bottom with their byes, and what is played; feeders come first."""

    lines: tuple[Slot, ...]
    matches: tuple[Match, ...]
    places: Mapping[Outlet, Span]
    """What winning or losing a match leaves to play for; a consolation gives no places."""


class _KnockOut(Struct, frozen=True):
    """One knock-out: its matches, the losers of each round, and where the ways end."""

    matches: tuple[Match, ...]
    losers: tuple[tuple[Slot, ...], ...]
    standing: Standing


def size_for(entries: int) -> int:
    """The smallest draw with a line for everybody: a power of two."""
    return 1 << max(entries - 1, 1).bit_length()


def single_elimination(
    lines: Sequence[Slot], playing: Playing = "none", consolation: Consolation = "none"
) -> Bracket:
    """The bracket of these lines; raises NoBracket."""
    checked(lines)
    main = _knock_out(lines, "main", 1, playing)
    return Bracket(
        lines=tuple(lines),
        matches=(*main.matches, *_consolation(main, consolation)),
        places=spans(main.matches, main.standing),
    )


def checked(lines: Sequence[Slot]) -> None:
    if len(lines) < _PAIR or len(lines) & (len(lines) - 1):
        raise NoBracket(f"{len(lines)} lines are no power of two")
    if sum(line != BYE for line in lines) < _PAIR:
        raise NoBracket("fewer than two lines are taken")


def seeded(order: Iterable[int], entries: int) -> tuple[Slot, ...]:
    """Lines from an order of seeds: numbers beyond the entries are byes."""
    return tuple(Seed(number) if number <= entries else BYE for number in order)


def _knock_out(lines: Sequence[Slot], part: Part, best: int, playing: Playing) -> _KnockOut:
    rounds = tuple(_rounds(lines, part, best))
    matches = [match for one in rounds for match in one.matches]
    standing: list[Sequence[Slot]] = [rounds[-1].winners]
    for number, one in reversed([*enumerate(rounds)]):
        losers = [slot for slot in one.losers if slot != BYE]
        third = number == len(rounds) - 2
        if len(losers) > 1 and (playing == "all" or (playing == "third" and third)):
            below = best + sum(map(len, standing))
            lower = _knock_out(one.losers, "places", below, playing)
            matches += lower.matches
            standing += lower.standing
        elif losers:
            standing.append(losers)
    return _KnockOut(tuple(matches), tuple(one.losers for one in rounds), standing)


def _rounds(lines: Sequence[Slot], part: Part, best: int = 1) -> Iterator[Met]:
    of = len(lines).bit_length() - 1
    for number in range(1, of + 1):
        one = met(Round(part=part, number=number, of=of, best=best), lines)
        yield one
        lines = one.winners


def _consolation(main: _KnockOut, kind: Consolation) -> list[Match]:
    """Who plays for a place does not play here, nor does the loser of the final."""
    playing = {side for match in main.matches for side in match.sides}
    left = [
        tuple(BYE if slot in playing else slot for slot in losers) for losers in main.losers[:-1]
    ]
    lines = left[0] if left else ()
    if kind == "first_match" and len(left) > 1:
        pairs = zip(lines[::2], lines[1::2], left[1], strict=True)
        lines = tuple(slot for pair in pairs for slot in _first_matches(*pair))
    if kind == "none" or sum(slot != BYE for slot in lines) < _PAIR:
        return []
    return [match for one in _rounds(lines, "consolation") for match in one.matches]


def _first_matches(upper: Slot, lower: Slot, following: Slot) -> tuple[Slot, Slot]:
    """Two pairs of the first round and the match that follows: whose first match was lost where.

    Where one pair had a bye, its side may lose the following match as its first; where both had
    one, it is the first for both sides.
    """
    if BYE not in {upper, lower}:
        return upper, lower
    if upper == lower:
        return following, BYE
    late = FirstLoss(following.match) if isinstance(following, Loser) else BYE
    return (upper, late) if upper != BYE else (late, lower)


def spans(matches: Sequence[Match], standing: Standing) -> dict[Outlet, Span]:
    """Which places are left after each match, from where the ways through the bracket end."""
    found: dict[Slot, Span] = {}
    best = 1
    for group in standing:
        found.update(dict.fromkeys(group, Span(best, best + len(group) - 1)))
        best += len(group)
    for match in reversed(matches):
        won, lost = found[Winner(match.id)], found[Loser(match.id)]
        for side in match.sides:
            found.setdefault(side, Span(min(won.best, lost.best), max(won.worst, lost.worst)))
    return {slot: span for slot, span in found.items() if isinstance(slot, Winner | Loser)}
