"""How the lead went: a bar for every point, upwards for one side, downwards for the other.

Bars are whole numbers of a drawing that stretches with its room.
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from scoring.contest.play import MatchRecord, Step
from scoring.rules.cards import ShowCard
from scoring.rules.counting import RallyRules
from scoring.rules.outcomes import NIL, Score, Side
from scoring.rules.period_match import Goal, PeriodState
from scoring.rules.rally_state import MatchState, Rally

_BAR = 10
_LEAST_HEIGHT = 5
"""A lead of so many fills half of the room, however close the match."""
_LEAST_BARS = 20


class Bar(Struct, frozen=True):
    """One point: the score after it, and who leads by how much."""

    x: int
    y: int
    h: int
    leader: Side | None
    scored: Side
    score: Score


class Rule(Struct, frozen=True):
    """A mark across the graph: an interval, or the end of a period."""

    x: int
    kind: str


class LeadGraph(Struct, frozen=True, kw_only=True):
    """The lead point by point, of one game, or of a whole match in periods."""

    number: int
    """Of the game, from 1; 0 for a whole match."""
    score: Score
    width: int
    height: int
    bars: tuple[Bar, ...]
    rules: tuple[Rule, ...] = ()
    most: int
    """The greatest lead that the drawing has room for."""
    live: bool = False


def lead_graphs(record: MatchRecord, rules: object) -> tuple[LeadGraph, ...]:
    """A graph per game, or one for a match in periods; none where only the result is known."""
    steps = [record.steps[number] for number in range(len(record.steps))]
    if isinstance(rules, RallyRules):
        return tuple(_games(steps))
    return _whole(steps)


class _Point(Struct, frozen=True):
    score: Score
    scored: Side
    rule: str = ""


def _games(steps: Sequence[Step]) -> Iterable[LeadGraph]:
    games: dict[int, list[_Point]] = {}
    before = MatchState()
    for step in steps:
        state = step.state
        if not isinstance(state, MatchState):
            continue
        number = len(before.games) + 1
        if before.score is not None and isinstance(step.happened, Rally | ShowCard):
            ended = len(state.games) >= number
            score = state.games[number - 1] if ended else state.score
            if score is not None and score != before.score:
                rule = "interval" if "interval" in state.due else ""
                _add(games.setdefault(number, []), before.score, score, rule)
        before = state
    live = None if before.score is None or before.outcome is not None else len(before.games) + 1
    for number, points in games.items():
        yield _graph(number, points, live=number == live)


def _whole(steps: Sequence[Step]) -> tuple[LeadGraph, ...]:
    points: list[_Point] = []
    before = NIL
    live = False
    for step in steps:
        if not isinstance(step.state, PeriodState) or step.state.score is None:
            continue
        score = step.state.score.total
        if isinstance(step.happened, Goal):
            _add(points, before, score, "")
        elif "period_over" in step.state.due and points:
            points[-1] = _Point(points[-1].score, points[-1].scored, "period")
        before = score
        live = step.state.outcome is None
    return (_graph(0, points, live=live),) if points else ()


def _add(points: list[_Point], before: Score, score: Score, rule: str) -> None:
    """What a card gives at once is one bar, like a basket of three."""
    if score.a > before.a:
        points.append(_Point(score, "a", rule))
    elif score.b > before.b:
        points.append(_Point(score, "b", rule))


def _graph(number: int, points: Sequence[_Point], *, live: bool) -> LeadGraph:
    leads = [one.score.a - one.score.b for one in points]
    most = max([_LEAST_HEIGHT, *map(abs, leads)])
    unit = max(1, 60 // most)
    middle = unit * most
    bars = tuple(
        Bar(
            x=place * _BAR,
            y=middle - max(lead, 0) * unit - (lead == 0),
            h=abs(lead) * unit or 2,
            leader=one.score.leader(),
            scored=one.scored,
            score=one.score,
        )
        for place, (one, lead) in enumerate(zip(points, leads, strict=True))
    )
    last = len(points) - 1
    return LeadGraph(
        number=number,
        score=points[-1].score,
        width=_BAR * max(len(points), _LEAST_BARS),
        height=2 * middle,
        bars=bars,
        rules=tuple(
            Rule((place + 1) * _BAR, one.rule)
            for place, one in enumerate(points)
            if one.rule and place < last
        ),
        most=most,
        live=live,
    )
