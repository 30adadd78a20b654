"""What the clauses of a rule book compare, taken from results and from what is on record."""

from collections.abc import Collection, Mapping, Sequence
from typing import Generic, TypeVar

from msgspec import Struct

from scoring.rules.pool_gains import Gain, Gained, Spread
from scoring.rules.pool_rules import Clause, ResultMeasure
from scoring.rules.spans import Span, exactly, share, total

E = TypeVar("E")


class Recorded(Struct, Generic[E], frozen=True, kw_only=True):
    """What decides beside the results."""

    conduct: Mapping[E, int] = {}
    """Fair play points: minus what cards cost."""
    ranking: Mapping[E, int] = {}
    """The position in a list from before, 1 the first."""
    lots: tuple[tuple[E, ...], ...] = ()
    """Orders drawn, or decided otherwise; each is of exactly those who were equal."""


def values(
    matches: Sequence[Gained[E]],
    recorded: Recorded[E],
    clause: Clause,
    group: Sequence[E],
    among: Collection[E],
) -> Mapping[E, Span] | None:
    """The values of a clause, the greater the better; None if one of the group has none."""
    measure = clause.measure
    match measure:
        case "conduct":
            return _noted(recorded.conduct, group)
        case "ranking":
            noted = _noted(recorded.ranking, group)
            return noted and {one: span.opposite() for one, span in noted.items()}
        case "lots":
            return _drawn(recorded.lots, group)
        case _:
            counting = matches if clause.over == "all" else _between(matches, among)
            return _measured(counting, measure, group)


def _noted(noted: Mapping[E, int], group: Sequence[E]) -> dict[E, Span] | None:
    if any(one not in noted for one in group):
        return None
    return {one: exactly(noted[one]) for one in group}


def drawn_order(lots: Sequence[tuple[E, ...]], group: Sequence[E]) -> tuple[E, ...]:
    """The latest order drawn of exactly this group; empty if there is none."""
    return next((one for one in reversed(lots) if set(one) == set(group)), ())


def _drawn(lots: Sequence[tuple[E, ...]], group: Sequence[E]) -> dict[E, Span] | None:
    drawn = drawn_order(lots, group)
    return {one: exactly(-drawn.index(one)) for one in group} if drawn else None


def _between(matches: Sequence[Gained[E]], among: Collection[E]) -> list[Gained[E]]:
    return [one for one in matches if one.a in among and one.b in among]


def gains(matches: Sequence[Gained[E]], entrant: E) -> list[Gain]:
    """What the matches bring an entrant."""
    return [
        one.for_a if one.a == entrant else one.for_b
        for one in matches
        if entrant in (one.a, one.b)
    ]


def _measured(
    matches: Sequence[Gained[E]], measure: ResultMeasure, group: Sequence[E]
) -> dict[E, Span] | None:
    found: dict[E, Span] = {}
    for one in group:
        value = measured(gains(matches, one), measure)
        if value is None:
            return None
        found[one] = value
    return found


def measured(gained: Sequence[Gain], measure: ResultMeasure) -> Span | None:
    """What comes together in one measure; a ratio is given as a share of all that was scored."""
    match measure:
        case "league_points":
            return total(one.league_points for one in gained)
        case "wins":
            return total(one.wins for one in gained)
        case "rubber_difference":
            return total(one.rubbers.difference for one in gained)
        case "game_difference":
            return total(one.games.difference for one in gained)
        case "point_difference":
            return total(one.points.difference for one in gained)
        case "points_scored":
            return total(one.points.scored for one in gained)
        case "rubber_ratio":
            return _share([one.rubbers for one in gained])
        case "game_ratio":
            return _share([one.games for one in gained])
        case "point_ratio":
            return _share([one.points for one in gained])


def _share(spreads: Sequence[Spread]) -> Span | None:
    return share(total(one.scored for one in spreads), total(one.conceded for one in spreads))
