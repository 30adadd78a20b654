"""Who qualifies: rules that compose, and a stated policy for a tie at the line."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Generic, Literal, TypeAlias, TypeVar

from msgspec import Struct

E = TypeVar("E")

TiePolicy: TypeAlias = Literal["all_in", "all_out"]
Groups: TypeAlias = Sequence[tuple[E, ...]]
"""Groups of equals, best first, as a ranking gives them."""


class Cut(Struct, Generic[E], frozen=True):
    """Who qualifies, and who was tied across the line when the policy had to decide."""

    qualifying: tuple[E, ...]
    tied_at_line: tuple[E, ...] = ()


def top(groups: Groups[E], count: int, tie: TiePolicy) -> Cut[E]:
    """Admit the best `count`; a group across the line goes in or stays out as a whole."""
    admitted: list[E] = []
    for group in groups:
        if len(admitted) + len(group) <= count:
            admitted.extend(group)
            continue
        if len(admitted) == count:
            return Cut(tuple(admitted))
        if tie == "all_in":
            admitted.extend(group)
        return Cut(tuple(admitted), tuple(group))
    return Cut(tuple(admitted))


def reaching(
    groups: Groups[E], scores: Mapping[E, Fraction], threshold: Fraction, *, strict: bool
) -> Cut[E]:
    """Admit everyone whose score reaches the threshold, or with `strict` exceeds it."""
    return Cut(
        tuple(
            entrant
            for group in groups
            for entrant in group
            if scores[entrant] > threshold or (not strict and scores[entrant] == threshold)
        )
    )


def every_rule(groups: Groups[E], rules: Sequence[Callable[[Groups[E]], Cut[E]]]) -> Cut[E]:
    """Apply the rules one after another, each to those the former ones let through."""
    cut = Cut(tuple(entrant for group in groups for entrant in group))
    tied: tuple[E, ...] = ()
    for rule in rules:
        among = frozenset(cut.qualifying)
        left = [tuple(one for one in group if one in among) for group in groups]
        cut = rule([group for group in left if group])
        shut_out = among.difference(cut.qualifying)
        tied = cut.tied_at_line or tuple(one for one in tied if one not in shut_out)
    return Cut(cut.qualifying, tied)
