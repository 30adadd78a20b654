"""The two endings that show why somebody is certain, provisional or out."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Generic, Literal, NamedTuple, TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from scoring.rules.certainty import State, states
from scoring.rules.cuts import cuts
from scoring.rules.extremes import is_firm
from scoring.rules.outlook import Prospects, Scale, Span, scale
from scoring.rules.routes import Counts, Field, Route

E = TypeVar("E")

Result: TypeAlias = int | Literal["absent", "unplaced"]
"""What an open entrant comes to: a score in ticks, or none."""


class Ending(Struct, Generic[E], frozen=True, kw_only=True):
    """One way the stage can end: what the open results come to, and where that leaves somebody."""

    scores: dict[E, Fraction]
    absent: tuple[E, ...]
    unplaced: tuple[E, ...]
    """Those who came and got no result."""
    place: int | None
    qualifies: bool


class Proof(Struct, Generic[E], frozen=True, kw_only=True):
    """The state of one entrant, with the ending that is worst and the one that is best for it.

    The endings were ranked and cut like a real one. Whoever is certain qualifies in both, who is
    out in neither. Of the provisional they show one of each, unless only a tie that waits decides,
    or no such ending was found and the doubt is that nothing better could be proved.
    """

    state: State
    worst: Ending[E]
    best: Ending[E]


class _Ask(NamedTuple, Generic[E]):
    prospects: Prospects[E]
    scale: Scale[E]
    entrant: E
    level: bool
    """Whether those level count against the one who asks."""


def prove(
    prospects: Prospects[E], routes: Sequence[Route[E]], number: int, entrant: E
) -> Proof[E] | None:
    """The proof for one entrant and the route of this number; None for who is not in the field."""
    state = states(prospects, routes)[number].get(entrant)
    if state is None:
        return None
    measure = scale(prospects)
    asks = [_Ask(prospects, measure, entrant, level) for level in (False, True)]
    worst, best = (_extreme(asks, routes, number, hostile=hostile) for hostile in (True, False))
    return Proof(state=state, worst=worst, best=best)


def _extreme(
    asks: Sequence[_Ask[E]], routes: Sequence[Route[E]], number: int, *, hostile: bool
) -> Ending[E]:
    """Which way of asking is the extreme one depends on the line that decides."""
    endings = [_ending(ask, routes, number, hostile=hostile) for ask in asks]
    return next((one for one in endings if one.qualifies != hostile), endings[0])


def _ending(ask: _Ask[E], routes: Sequence[Route[E]], number: int, *, hostile: bool) -> Ending[E]:
    own = _own(ask, hostile=hostile)
    results = {
        one: _result(span, own, ask, hostile=hostile)
        for one, span in ask.scale.spans.items()
        if one != ask.entrant
    }
    if ask.entrant in ask.scale.spans:
        results[ask.entrant] = own
    scores = {one: result for one, result in results.items() if isinstance(result, int)}
    unplaced = tuple(one for one, result in results.items() if result == "unplaced")
    field = _ended(ask, scores, len(unplaced), hostile=hostile)
    return Ending(
        scores={one: field.scores[one] for one in scores},
        absent=tuple(one for one, result in results.items() if result == "absent"),
        unplaced=unplaced,
        place=_place(field, ask.entrant),
        qualifies=ask.entrant in cuts(field, routes)[number].qualifying,
    )


def _own(ask: _Ask[E], *, hostile: bool) -> Result:
    span = ask.scale.spans.get(ask.entrant)
    if span is None:
        return ask.scale.scores[ask.entrant]
    return _shunned(span) if hostile else span.best


def _shunned(span: Span) -> Result:
    """The least that it can come to."""
    if is_firm(span):
        return span.worst
    return "absent" if span.absent else "unplaced"


def _result(span: Span, own: Result, ask: _Ask[E], *, hostile: bool) -> Result:
    """What somebody open comes to, as bad as can be for the one who asks, or as good."""
    if not isinstance(own, int):
        return span.worst
    chain = ask.prospects.chain
    joins = chain and span.worst <= own <= span.best
    if hostile:
        if span.best > own or (span.best == own and (ask.level or chain)):
            return own if joins else span.best
        return _shunned(span)
    if span.worst < own or (span.worst == own and (chain or not ask.level)):
        return own if joins else span.worst
    return "unplaced" if span.unplaced else _shunned(span)


def _ended(ask: _Ask[E], results: Mapping[E, int], unplaced: int, *, hostile: bool) -> Field[E]:
    field, measure = ask.prospects.field, ask.scale
    scores = {**measure.scores, **results}
    order = {one: at for at, group in enumerate(field.groups) for one in group}
    last = len(order)
    order.update(dict.fromkeys(results, -1 if hostile else last))
    rivals = {score for one, score in results.items() if one != ask.entrant}
    if ask.entrant in results or scores.get(ask.entrant) in rivals:
        order[ask.entrant] = last if hostile else -1
    groups: dict[tuple[int, int], list[E]] = {}
    for one, score in scores.items():
        key = (-score, order[one] if ask.prospects.chain else 0)
        groups.setdefault(key, []).append(one)
    counts = field.counts
    return replace(
        field,
        groups=tuple(tuple(groups[key]) for key in sorted(groups)),
        counts=Counts(
            entered=counts.entered,
            present=counts.present + len(results) + unplaced,
            ranked=counts.ranked + len(results),
        ),
        scores={**field.scores, **{one: measure.score(found) for one, found in results.items()}},
    )


def _place(field: Field[E], entrant: E) -> int | None:
    ahead = 0
    for group in field.groups:
        if entrant in group:
            return ahead + 1
        ahead += len(group)
    return None
