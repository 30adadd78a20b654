"""Who is certain to qualify, who may, and who cannot any more, while results are still to come.

Certain is whoever is settled and qualifies however the others end; out is whoever cannot qualify
however they end. Anybody else is provisional, and so is whoever cannot be bounded: nobody without
a final result is ever certain. All this holds while nobody withdraws and nothing is corrected.

Each step is probed in the extreme that is worst for it, or best. Those ahead of somebody
pass whatever that one passes, so places can be counted in the whole ranking. Only after a range of
places, places per membership or an earlier route may some of those ahead be gone: then the count
still proves who is certain, but no longer who is out.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, Literal, TypeAlias, TypeVar, assert_never

from msgspec import Struct

from scoring.rules.cuts import by_membership, cuts
from scoring.rules.extremes import Crowd, Line, Standing, crowd, hoped, standings
from scoring.rules.outlook import Outlook, Prospects, Scale, Span, scale
from scoring.rules.routes import (
    Best,
    Between,
    Field,
    Groups,
    PerMembership,
    Reaching,
    ReachingOrBest,
    Route,
    Step,
    settled,
)

E = TypeVar("E")

__all__ = ["Outlook", "Prospects", "State", "states"]

State: TypeAlias = Literal["certain", "provisional", "out"]
Ask: TypeAlias = Callable[[E, Standing], bool]


class Probe(Struct, Generic[E], frozen=True):
    """Two questions about one step: whether it is passed in any case, and whether in none."""

    assured: Ask[E]
    hopeless: Ask[E]


class Survey(Struct, Generic[E], frozen=True):
    """What all probes look at: the ranking as far as settled, and those still open."""

    field: Field[E]
    groups: Groups[E]
    scale: Scale[E]
    crowd: Crowd
    line: Line

    def ranking(self) -> Iterator[tuple[tuple[E, ...], Standing]]:
        """Everyone settled, and where they stand."""
        scores, chain = self.scale.scores, self.line.chain
        return standings(self.groups, scores, self.crowd, chain=chain)

    def hopes(self, still_open: Iterable[E]) -> Iterator[tuple[E, Standing]]:
        """Where these, who are still open, may come to stand among the settled."""
        scores, chain = self.scale.scores, self.line.chain
        ascending = sorted(scores[one] for group in self.groups for one in group)
        known: dict[Span, Standing] = {}
        for one in still_open:
            span = self.scale.spans[one]
            if span not in known:
                known[span] = hoped(span, ascending, chain=chain)
            yield one, known[span]

    def among(self, still_open: Iterable[E]) -> Iterator[tuple[E, Standing]]:
        """The settled, and these who are still open."""
        yield from ((one, at) for group, at in self.ranking() for one in group)
        yield from self.hopes(still_open)


def states(prospects: Prospects[E], routes: Sequence[Route[E]]) -> tuple[dict[E, State], ...]:
    """Everyone ranked or open, for each route. Routes take from those the earlier ones left."""
    if not prospects.open:
        return _final(prospects.field, routes)
    if not prospects.ranks_by_score():
        everyone = (*prospects.field.everyone(), *prospects.open)
        return tuple(dict.fromkeys(everyone, "provisional") for _ in routes)
    measure = scale(prospects)
    everybody = crowd(measure.spans.values(), prospects.field.counts)
    taken: set[E] = set()
    maybe_taken: set[E] = set()
    found: list[dict[E, State]] = []
    for route in routes:
        groups = settled(prospects.field.groups, route)
        line = Line(everybody, prospects.chain, route.tie)
        survey = Survey(prospects.field, groups, measure, everybody, line)
        probes = list(_probes(route, survey, whole=not found))
        by_rank = not any(isinstance(step, PerMembership | Between) for step in route.steps)
        answers = (_by_rank if by_rank else _one_by_one)(survey, probes)
        verdicts: dict[E, State] = {
            one: _left(one, state, taken, maybe_taken) for one, state in answers
        }
        taken |= {one for one, state in verdicts.items() if state == "certain"}
        maybe_taken |= {one for one, state in verdicts.items() if state != "out"}
        found.append(verdicts)
    return tuple(found)


def _final(field: Field[E], routes: Sequence[Route[E]]) -> tuple[dict[E, State], ...]:
    found: list[dict[E, State]] = []
    for cut in cuts(field, routes):
        verdicts: dict[E, State] = dict.fromkeys(field.everyone(), "out")
        verdicts.update(dict.fromkeys(cut.undecided, "provisional"))
        verdicts.update(dict.fromkeys(cut.qualifying, "certain"))
        found.append(verdicts)
    return tuple(found)


def _left(one: E, state: State, taken: set[E], maybe_taken: set[E]) -> State:
    """The state at a route, in view of those whom the earlier ones take, or may take."""
    if one in taken:
        return "out"
    return "provisional" if state == "certain" and one in maybe_taken else state


def _by_rank(survey: Survey[E], probes: Sequence[Probe[E]]) -> Iterator[tuple[E, State]]:
    """Where nothing but rank and score counts the certain are the first and the out the last."""
    ranked = [(group[0], group, at) for group, at in survey.ranking()]
    certain = bisect_left(ranked, 1, key=lambda it: _state(it[0], it[2], probes) != "certain")
    out = bisect_left(ranked, 1, certain, key=lambda it: _state(it[0], it[2], probes) == "out")
    for number, (_, group, _) in enumerate(ranked):
        state: State = "certain" if number < certain else "provisional" if number < out else "out"
        for one in group:
            yield one, state
    known: dict[Standing, State] = {}
    for one, at in survey.hopes(survey.scale.spans):
        if at not in known:
            known[at] = _state(one, at, probes)
        yield one, known[at]


def _one_by_one(survey: Survey[E], probes: Sequence[Probe[E]]) -> Iterator[tuple[E, State]]:
    return ((one, _state(one, at, probes)) for one, at in survey.among(survey.scale.spans))


def _state(one: E, at: Standing, probes: Sequence[Probe[E]]) -> State:
    if at.own is None and probes and all(probe.assured(one, at) for probe in probes):
        return "certain"
    hopeless = not probes or any(probe.hopeless(one, at) for probe in probes)
    return "out" if hopeless else "provisional"


def _probes(route: Route[E], survey: Survey[E], *, whole: bool) -> Iterator[Probe[E]]:
    """The steps' probes; `whole` while all those ahead are sure to be still in question."""
    for step in route.steps:
        probe = _probe(step, survey)
        absolute = whole or isinstance(step, Reaching | Between)
        yield probe if absolute else Probe(probe.assured, lambda _one, _at: False)
        whole = whole and not isinstance(step, PerMembership | Between)


def _probe(step: Step, survey: Survey[E]) -> Probe[E]:
    match step:
        case Best():
            return _best(step, survey.line)
        case Reaching():
            return _reaching(step, survey.scale)
        case ReachingOrBest(score=score, spots=spots):
            auto = _reaching(Reaching(score=score), survey.scale)
            return _either(auto, _best(Best(spots=spots), survey.line))
        case Between():
            return _between(step, survey.line)
        case PerMembership():
            return _per_membership(step, survey)
    assert_never(step)


def _best(step: Best, line: Line) -> Probe[E]:
    return Probe(
        lambda _one, at: line.passes(step, at, hostile=True),
        lambda _one, at: not line.passes(step, at, hostile=False),
    )


def _either(one: Probe[E], other: Probe[E]) -> Probe[E]:
    return Probe(
        lambda who, at: one.assured(who, at) or other.assured(who, at),
        lambda who, at: one.hopeless(who, at) and other.hopeless(who, at),
    )


def _reaching(step: Reaching, measure: Scale[E]) -> Probe[E]:
    """Those open are asked with the best they may come to; without a bound they reach all."""
    least = measure.least(step.score, strict=step.strict)
    return Probe(
        lambda _one, at: at.score >= least,
        lambda _one, at: at.score < min(least, measure.top),
    )


def _between(step: Between, line: Line) -> Probe[E]:
    """The best case must not lead past the first place; that of one still open is not asked."""
    first, shared = step.first, line.tie in {"all_in", "all_out"}
    probe: Probe[E] = (
        Probe(lambda _one, _at: True, lambda _one, _at: False)
        if step.last is None
        else _best(Best(spots=step.last), line)
    )
    return Probe(
        lambda one, at: (
            line.ahead(at, level=shared, hostile=False) + (not shared) >= first
            and probe.assured(one, at)
        ),
        lambda one, at: (
            (at.own is None and line.ahead(at, level=True, hostile=True) < first)
            or probe.hopeless(one, at)
        ),
    )


class OwnPlaces(Struct, Generic[E], frozen=True):
    """Who is, in any case, on a place of the own membership, on none, within its limit, beyond."""

    sure: set[E]
    never: set[E]
    within: set[E]
    beyond: set[E]


def _per_membership(step: PerMembership, survey: Survey[E]) -> Probe[E]:
    """Whoever is sure of an own place contends for no wildcard; whoever surely has none does."""
    own, line, scores = _own_places(step, survey), survey.line, survey.scale.scores
    seated = sorted(scores[one] for one in own.sure)
    limited = step.at_most is not None
    contending = [] if limited else sorted(scores[one] for one in own.never if one in scores)
    level = line.level(hostile=True)

    def assured(one: E, at: Standing) -> bool:
        if one in own.sure or one not in own.within:
            return one in own.sure
        ahead = line.ahead(at, level=level, hostile=True) - _past(seated, at.score)
        return ahead + (not level) <= step.wildcards

    def hopeless(one: E, at: Standing) -> bool:
        lost = one in own.never and _past(contending, at.score) >= step.wildcards
        return lost or one in own.beyond

    return Probe(assured, hopeless)


def _past(ascending: list[int], score: int) -> int:
    return len(ascending) - bisect_right(ascending, score)


def _own_places(step: PerMembership, survey: Survey[E]) -> OwnPlaces[E]:
    members = survey.field.members(step.by)
    spans = survey.scale.spans
    strangers = {one for one in (*survey.scale.scores, *spans) if one not in members}
    own = OwnPlaces(set[E](), set(strangers), set(strangers), set[E]())
    rankings = by_membership(survey.groups, members)
    still_open = by_membership([(one,) for one in spans], members)
    for membership in {*rankings, *still_open}:
        comrades = [one for group in still_open.get(membership, []) for one in group]
        here = crowd((spans[one] for one in comrades), survey.field.counts)
        ranking = rankings.get(membership, [])
        house = Survey(
            survey.field, ranking, survey.scale, survey.crowd, Line(here, *survey.line[1:])
        )
        _add(own, step, membership, house, comrades)
    return own


def _add(
    own: OwnPlaces[E],
    step: PerMembership,
    membership: str,
    house: Survey[E],
    comrades: Sequence[E],
) -> None:
    """Add those of one membership, ranked among themselves."""
    places = Best(spots=step.places(membership))
    limit = None if step.at_most is None else Best(spots=step.at_most, hard=True)
    for one, at in house.among(comrades):
        if at.own is None and (limit is None or house.line.passes(limit, at, hostile=True)):
            own.within.add(one)
            if house.line.passes(places, at, hostile=True):
                own.sure.add(one)
        beyond = limit is not None and not house.line.passes(limit, at, hostile=False)
        if beyond:
            own.beyond.add(one)
        if beyond or not house.line.passes(places, at, hostile=False):
            own.never.add(one)
