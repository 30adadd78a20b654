"""What a stage's marks say about its judges: bias, spread, agreement; for organizers only."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import TypeAlias

from msgspec import Struct

from scoring.contest.ids import EntrantId, PanelId, SeatId, StageId, StepId
from scoring.contest.names import fine, seat_label
from scoring.contest.panels import judge_totals, panel_criteria, panel_parts
from scoring.contest.plan import JudgedStage
from scoring.contest.scores import Entry, panel_marks
from scoring.contest.scoring import Criterion, Panel, Placings, Scoring, Step
from scoring.contest.stage_result import Rank
from scoring.contest.standings import standings
from scoring.contest.state import Contest
from scoring.rules import statistics as rules
from scoring.rules.exact import decimal_text, exact, rounded, unit
from scoring.views.agreement import (
    DECIMALS,
    bias_reading,
    icc_reading,
    noticeable,
    signed_text,
    w_reading,
)
from scoring.views.head import Card, Head, card, has_field, head
from scoring.views.panel import attempt_name
from scoring.views.words import Words

_SHOWN = 10
_PLOT = 500
"""Half the width of a plot: the largest distance from the others is this far from the middle."""

Item: TypeAlias = tuple[EntrantId, int]
"""A performance, or one attempt of it."""
Table: TypeAlias = dict[Item, dict[SeatId, Fraction]]


class Dot(Struct, frozen=True):
    """So many marks lie here: `x` from -500 to 500, nought where the other judges are."""

    x: int
    count: int


class JudgeLine(Struct, frozen=True):
    """One judge. Numbers are decimal text; None where there are too few marks for them."""

    seat: SeatId
    name: str
    count: int
    mean: str
    lowest: str
    highest: str
    spread: str | None
    """The standard deviation of the judge's marks."""
    bias: str | None
    """How far above the mean of the other judges, on the average."""
    t: str | None
    """The bias in standard errors."""
    reading: str
    noticeable: bool
    """Whether the bias is more than chance explains: |t| of 2 and above."""
    dropped_high: int
    """How often this judge's mark did not count as the highest."""
    dropped_low: int
    dots: tuple[Dot, ...]
    middle: int | None
    """Where the bias lies in the plot."""


class Agreement(Struct, frozen=True):
    """A measure of agreement and what it means."""

    value: str | None
    reading: str


class JudgeMark(Struct, frozen=True):
    """A judge's mark of one performance."""

    seat: SeatId
    name: str
    mark: str


class WideLine(Struct, frozen=True):
    """A performance on which the judges disagreed."""

    card: Card
    attempt_name: str
    spread: str
    marks: tuple[JudgeMark, ...]


class FarLine(Struct, frozen=True):
    """A mark far from what the other judges gave."""

    card: Card
    attempt_name: str
    seat: SeatId
    name: str
    mark: str
    others: str
    """The mean of the others."""
    distance: str
    unusual: bool
    """Whether the plan calls such a distance unusual."""


class PanelStatistics(Struct, frozen=True):
    """One panel: the stage's, or one of several that judged side by side."""

    id: PanelId | None
    name: str
    items: int
    """Performances (or attempts) that somebody marked."""
    complete: int
    """Those that every judge marked: only they are compared."""
    judges: tuple[JudgeLine, ...]
    w: Agreement
    """Kendall's W: agreement on the order."""
    icc: Agreement
    """ICC(2,1): agreement on the height of the marks."""
    widest: tuple[WideLine, ...]
    farthest: tuple[FarLine, ...]
    dropping: bool
    """Whether the plan drops marks at all."""
    scale: str
    """What the ends of the plot stand for."""


class StatisticsScreen(Struct, frozen=True):
    """The judges of one stage, and how they marked."""

    head: Head
    stages: tuple[tuple[StageId, str], ...]
    step: StepId | None
    """Which of the score's numbers is looked at; None where nothing is marked by a panel."""
    steps: tuple[tuple[StepId, str], ...]
    panels: tuple[PanelStatistics, ...]
    """Panels that have marked anything."""


def statistics_screen(
    contest: Contest,
    stage: JudgedStage,
    words: Words,
    rank: Rank = standings,
    step: StepId | None = None,
) -> StatisticsScreen:
    """The judges of a stage; without a step, of the first number that a panel gives."""
    steps = judged_steps(stage.scoring)
    chosen = next((one for one in steps if one.id == step), steps[0] if steps else None)
    panels = _panels(contest, stage, chosen, rank, words) if chosen else ()
    return StatisticsScreen(
        head=head(contest, stage, words),
        stages=tuple(
            (one.id, words.label(one.name))
            for one in contest.plan.judged
            if has_field(contest, one)
        ),
        step=chosen.id if chosen else None,
        steps=tuple((one.id, words.label(one.name)) for one in steps),
        panels=panels,
    )


def judged_steps(scoring: Scoring) -> tuple[Step, ...]:
    """The numbers on the way to the score that come from several judges' marks or places."""
    return tuple(
        step
        for step in scoring.steps
        if not step.aside
        and isinstance(step.value, (Panel, Placings))
        and not _criteria(scoring, step.value)[0].by
    )


def _criteria(scoring: Scoring, formula: Panel | Placings) -> tuple[Criterion, ...]:
    if isinstance(formula, Placings):
        return (scoring.criterion(formula.criterion),)
    return panel_criteria(scoring, formula)


def _panels(
    contest: Contest, stage: JudgedStage, step: Step, rank: Rank, words: Words
) -> tuple[PanelStatistics, ...]:
    entries = rank(contest, stage).chain.field.entries
    assigned = contest.stage(stage.id).panels
    found: list[PanelStatistics] = []
    for panel in stage.panels or (None,):
        own = {
            one: entry
            for one, entry in entries.items()
            if panel is None or assigned.get(one) == panel.id
        }
        one = _Panel(contest, stage, step, own, words)
        if one.table:
            name = words.label(panel.name) if panel else ""
            found.append(one.statistics(panel.id if panel else None, name))
    return tuple(found)


class _Panel:
    """One panel's marks as a table, and what follows from it."""

    def __init__(
        self,
        contest: Contest,
        stage: JudgedStage,
        step: Step,
        entries: Mapping[EntrantId, Entry],
        words: Words,
    ) -> None:
        self._contest, self._stage, self._step, self._words = contest, stage, step, words
        self._entries = entries
        formula = step.value
        self._fine = (
            max(one.decimals for one in _criteria(stage.scoring, formula))
            if isinstance(formula, (Panel, Placings))
            else 0
        )
        self.table = {item: marks for item, marks in self._rows() if marks}
        marked = {seat for marks in self.table.values() for seat in marks}
        self._seats = tuple(one.id for one in contest.plan.seats if one.id in marked)
        self._complete: Table = {
            item: marks for item, marks in self.table.items() if len(marks) == len(self._seats)
        }

    def statistics(self, panel: PanelId | None, name: str) -> PanelStatistics:
        distances = dict(self._distances())
        far = max((abs(one) for one in distances.values()), default=Fraction(0))
        formula = self._step.value
        return PanelStatistics(
            id=panel,
            name=name,
            items=len(self.table),
            complete=len(self._complete),
            judges=self._judges(distances, far),
            w=self._w(),
            icc=self._icc(),
            widest=tuple(self._widest()),
            farthest=tuple(self._farthest(distances)),
            dropping=isinstance(formula, Panel) and bool(formula.drop_high or formula.drop_low),
            scale=_text(far),
        )

    def _rows(self) -> Iterator[tuple[Item, dict[SeatId, Fraction]]]:
        scoring, formula = self._stage.scoring, self._step.value
        for one, entry in self._entries.items():
            for attempt in self._attempts(entry):
                if isinstance(formula, Panel):
                    marks = panel_marks(scoring, formula, entry, attempt)
                    totals, per_point = judge_totals(scoring, formula, marks)
                    yield (
                        (one, attempt),
                        {seat: Fraction(total, per_point) for seat, total in totals.items()},
                    )
                elif isinstance(formula, Placings):
                    criterion = scoring.criterion(formula.criterion)
                    per_point = unit(criterion.decimals)
                    yield (
                        (one, attempt),
                        {
                            seat: Fraction(given.marks[criterion.id], per_point)
                            for seat, given in entry.performance.given(attempt).items()
                            if criterion.id in given.marks
                        },
                    )

    def _attempts(self, entry: Entry) -> tuple[int, ...]:
        formula = self._step.value
        if not isinstance(formula, (Panel, Placings)):
            return ()
        by_attempt = _criteria(self._stage.scoring, formula)[0].per == "attempt"
        return entry.performance.attempts() if by_attempt else (0,)

    def _distances(self) -> Iterator[tuple[tuple[Item, SeatId], Fraction]]:
        """How far each mark is above the mean of the other judges of the same performance."""
        for item, marks in self.table.items():
            for seat, mark in marks.items():
                others = [other for judge, other in marks.items() if judge != seat]
                if others:
                    yield (item, seat), mark - rules.mean(others)

    def _judges(
        self, distances: Mapping[tuple[Item, SeatId], Fraction], far: Fraction
    ) -> tuple[JudgeLine, ...]:
        try:
            biases = rules.leave_one_out(self._complete, DECIMALS)
        except rules.TableTooSmall:
            biases = {}
        high, low = self._dropped()
        lines: list[JudgeLine] = []
        for seat in self._seats:
            marks = [row[seat] for row in self.table.values() if seat in row]
            bias = biases.get(seat)
            striking = bias is not None and noticeable(bias)
            own = [value for (_, judge), value in distances.items() if judge == seat]
            lines.append(
                JudgeLine(
                    seat=seat,
                    name=self._name(seat),
                    count=len(marks),
                    mean=_text(rules.mean(marks)),
                    lowest=fine(min(marks), self._fine),
                    highest=fine(max(marks), self._fine),
                    spread=(
                        decimal_text(rules.deviation(marks, DECIMALS), DECIMALS)
                        if len(marks) > 1
                        else None
                    ),
                    bias=signed_text(bias.mean) if bias else None,
                    t=decimal_text(bias.t, DECIMALS) if bias and bias.t is not None else None,
                    reading=self._words(bias_reading(bias)),
                    noticeable=striking,
                    dropped_high=high[seat],
                    dropped_low=low[seat],
                    dots=_dots(own, far),
                    middle=_at(bias.mean, far) if bias else None,
                )
            )
        return tuple(lines)

    def _dropped(self) -> tuple[Counter[SeatId], Counter[SeatId]]:
        """How often each judge's mark was left out, for each number that is aggregated."""
        high: Counter[SeatId] = Counter()
        low: Counter[SeatId] = Counter()
        scoring, formula = self._stage.scoring, self._step.value
        if not isinstance(formula, Panel):
            return high, low
        for one, attempt in self.table:
            marks = panel_marks(scoring, formula, self._entries[one], attempt)
            for part in panel_parts(scoring, self._step, formula, marks) or ():
                high.update(seat for seat in part.panel.dropped_high if seat in marks.given)
                low.update(seat for seat in part.panel.dropped_low if seat in marks.given)
        return high, low

    def _w(self) -> Agreement:
        try:
            found = rules.kendalls_w(self._complete)
        except rules.TableTooSmall:
            found = None
        value = None if found is None else found.w
        return Agreement(_text_or_none(value), self._words(w_reading(value)))

    def _icc(self) -> Agreement:
        try:
            value = rules.icc(self._complete).icc_2_1
        except rules.TableTooSmall:
            value = None
        return Agreement(_text_or_none(value), self._words(icc_reading(value)))

    def _widest(self) -> Iterator[WideLine]:
        spreads = rules.spread(self.table)
        order = sorted(spreads, key=lambda item: (-spreads[item], self._number(item), item[1]))
        for item in order[:_SHOWN]:
            if spreads[item]:
                marks = self.table[item]
                yield WideLine(
                    card=card(self._contest, item[0], self._words),
                    attempt_name=attempt_name(self._stage, item[1], self._words),
                    spread=fine(spreads[item], self._fine),
                    marks=tuple(
                        JudgeMark(seat, self._name(seat), fine(marks[seat], self._fine))
                        for seat in self._seats
                        if seat in marks
                    ),
                )

    def _farthest(self, distances: Mapping[tuple[Item, SeatId], Fraction]) -> Iterator[FarLine]:
        given = self._stage.scoring.unusual
        limit = exact(given) if given is not None else None

        def order(key: tuple[Item, SeatId]) -> tuple[Fraction, int, int, int]:
            (item, seat) = key
            return -abs(distances[key]), self._number(item), item[1], self._seats.index(seat)

        for key in sorted(distances, key=order)[:_SHOWN]:
            (item, seat), distance = key, distances[key]
            if not distance:
                continue
            mark = self.table[item][seat]
            yield FarLine(
                card=card(self._contest, item[0], self._words),
                attempt_name=attempt_name(self._stage, item[1], self._words),
                seat=seat,
                name=self._name(seat),
                mark=fine(mark, self._fine),
                others=_text(mark - distance),
                distance=signed_text(distance),
                unusual=limit is not None and abs(distance) >= limit,
            )

    def _name(self, seat: SeatId) -> str:
        return self._words.label(seat_label(self._contest.plan, seat))

    def _number(self, item: Item) -> int:
        return self._contest.entrants[item[0]].number


def _text(value: Fraction) -> str:
    return decimal_text(rounded(value, DECIMALS), DECIMALS)


def _text_or_none(value: Fraction | None) -> str | None:
    return None if value is None else _text(value)


def _at(value: Fraction, far: Fraction) -> int:
    return rounded(value / far * _PLOT, 0) if far else 0


def _dots(values: Iterable[Fraction], far: Fraction) -> tuple[Dot, ...]:
    counted = Counter(_at(value, far) for value in values)
    return tuple(Dot(x, counted[x]) for x in sorted(counted))
