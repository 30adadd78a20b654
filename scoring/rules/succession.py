"""Who comes in when somebody leaves, and who must leave when somebody returns."""

from collections.abc import Collection
from typing import Generic, TypeVar

from msgspec import Struct

from scoring.rules.cuts import Cut, cut
from scoring.rules.routes import Field, Route

E = TypeVar("E")


class Change(Struct, Generic[E], frozen=True, kw_only=True):
    """What follows for the others; nothing of it has happened yet."""

    comes: tuple[E, ...] = ()
    leaves: tuple[E, ...] = ()
    undecided: tuple[E, ...] = ()
    """Tied for the place, waiting for the tie to be settled as the policy says."""


def replacement(
    field: Field[E],
    route: Route[E],
    advanced: Collection[E],
    leaver: E,
    *,
    still_ranked: bool = False,
) -> Change[E]:
    """Who takes the place of one who leaves the next stage: the best ranked not yet in it.

    Who quits makes room as if never ranked. Who is removed because a mark was corrected stays
    ranked where the corrected mark leads (`still_ranked`, with the corrected field): a tie with
    the leaver at the line remains a tie. In both cases the number of places stays as it was.
    """
    after = cut(field, route)
    if not still_ranked or leaver in after.qualifying:
        after = cut(field.without(leaver), route)
    return Change(
        comes=_others(after.qualifying, advanced, leaver),
        undecided=_others(after.undecided, advanced, leaver),
    )


def _others(found: Collection[E], advanced: Collection[E], leaver: E) -> tuple[E, ...]:
    present = frozenset(advanced)
    return tuple(one for one in found if one not in present and one != leaver)


def leaver(field: Field[E], route: Route[E], advanced: Collection[E], returning: E) -> Change[E]:
    """Who must leave for one who returns: those advanced who were in only for want of that one.

    The field has the returning entrant in it. Who does not qualify displaces nobody.
    """
    present = frozenset(advanced)
    back, away = cut(field, route), cut(field.without(returning), route)
    if returning not in back.qualifying:
        waits = returning in back.undecided
        return Change(undecided=(returning, *_displaced(away, back, present)) if waits else ())
    return Change(
        comes=(returning,),
        leaves=tuple(
            one
            for one in away.qualifying
            if one in present and one not in back.qualifying and one not in back.undecided
        ),
        undecided=_displaced(away, back, present),
    )


def _displaced(away: Cut[E], back: Cut[E], present: frozenset[E]) -> tuple[E, ...]:
    return tuple(one for one in back.undecided if one in present and one in away.qualifying)
