"""Steps that look at the whole field: places, points by place, judges made comparable."""

from collections.abc import Callable, Collection, Mapping
from fractions import Fraction
from typing import TypeAlias, TypeVar

from msgspec import Struct

from scoring.contest.ids import EntrantId, SeatId
from scoring.contest.panels import aggregate, judge_totals
from scoring.contest.scores import (
    Amount,
    Entry,
    Number,
    Value,
    Values,
    combined,
    number,
    own_steps,
    panel_marks,
)
from scoring.contest.scoring import Panel, Placings, RankPoints, Scoring, Step
from scoring.rules.exact import exact, unit
from scoring.rules.judged import TooFewMarks
from scoring.rules.normalising import rescaled, t_scores
from scoring.rules.placings import (
    Ballots,
    NothingToShare,
    NotPlaced,
    borda,
    mean_places,
    places_with_guests,
    points,
    rank_sum,
    shares,
)
from scoring.rules.shelf import Shelf
from scoring.rules.skating_system import Final, NotARanking, Result, final, majority
from scoring.rules.statistics import TooFewValues

_FINE = 6
"""Decimals of a normalised mark, which has a root in it; the step rounds the mean of them."""

Row = TypeVar("Row")
Column = TypeVar("Column")

Majority: TypeAlias = Result[EntrantId] | Final[int, EntrantId]


class Field(Struct, frozen=True):
    """Everybody who has performed and counts: entries, and who among them are guests."""

    entries: Shelf[EntrantId, Entry]
    guests: Collection[EntrantId] = frozenset()


def with_columns(
    scoring: Scoring, field: Field, own: Mapping[EntrantId, Values]
) -> Mapping[EntrantId, Values]:
    """Every entrant's values, with those steps that look at the whole field."""
    done = {step.id for step in own_steps(scoring)}
    left = [step for step in scoring.steps if step.id not in done]
    if not left:
        return own
    values = {entrant: dict(own[entrant]) for entrant in field.entries}
    for step in left:
        for entrant, value in _column(scoring, step, field, values).items():
            values[entrant][step.id] = value
    return values


def _column(
    scoring: Scoring, step: Step, field: Field, values: Mapping[EntrantId, Values]
) -> Mapping[EntrantId, Value]:
    formula = step.value
    match formula:
        case Panel():
            return _normalised(scoring, step, formula, field)
        case RankPoints():
            return _rank_points(step, formula, field, values)
        case Placings():
            return _placings(scoring, step, formula, field)
        case _:
            found: dict[EntrantId, Value] = {}
            for one in field.entries:
                value = combined(step, values[one])
                if value is not None:
                    found[one] = value
            return found


def _normalised(
    scoring: Scoring, step: Step, formula: Panel, field: Field
) -> dict[EntrantId, Amount]:
    by_entrant: dict[EntrantId, dict[SeatId, Fraction]] = {}
    for entrant, entry in field.entries.items():
        totals, per_point = judge_totals(scoring, formula, panel_marks(scoring, formula, entry))
        if totals:
            by_entrant[entrant] = {
                seat: Fraction(total, per_point) for seat, total in totals.items()
            }
    found: dict[EntrantId, Amount] = {}
    for entrant, marks in _comparable(formula, by_entrant).items():
        try:
            found[entrant] = number(aggregate(formula, marks).value, step)
        except TooFewMarks:
            continue
    return found


def _comparable(
    formula: Panel, marks: Mapping[EntrantId, dict[SeatId, Fraction]]
) -> Mapping[EntrantId, dict[SeatId, Fraction]]:
    try:
        if formula.normalise == "share":
            return _turned(shares(_turned(marks)).by_judge)
        moved = t_scores(marks, _FINE) if formula.normalise == "t" else rescaled(marks, _FINE)
    except (NothingToShare, TooFewValues):
        return {}
    return {
        entrant: {seat: Fraction(mark, unit(_FINE)) for seat, mark in by_seat.items()}
        for entrant, by_seat in moved.items()
    }


def _turned(table: Mapping[Row, Mapping[Column, Fraction]]) -> dict[Column, dict[Row, Fraction]]:
    turned: dict[Column, dict[Row, Fraction]] = {}
    for row, cells in table.items():
        for column, value in cells.items():
            turned.setdefault(column, {})[row] = value
    return turned


def _rank_points(
    step: Step, formula: RankPoints, field: Field, values: Mapping[EntrantId, Values]
) -> dict[EntrantId, Amount]:
    known = {one: values[one].get(formula.of) for one in field.entries}
    numbers = {one: value.printed for one, value in known.items() if isinstance(value, Number)}
    placed = places_with_guests(numbers, field.guests, formula.better)
    counted = sum(1 for one in numbers if one not in field.guests)
    sharing: dict[int, int] = {}
    for one, place in placed.items():
        if one not in field.guests:
            sharing[place] = sharing.get(place, 0) + 1

    def worth(place: int) -> Fraction:
        taken = range(place, place + sharing.get(place, 1)) if formula.ties == "mean" else [place]
        points = [_points(formula, one, counted) for one in taken]
        return sum(points, Fraction(0)) / len(points)

    return {one: number(worth(place), step) for one, place in placed.items()}


def _points(formula: RankPoints, place: int, counted: int) -> Fraction:
    if formula.table:
        return exact(formula.table[place - 1]) if place <= len(formula.table) else Fraction(0)
    if formula.top is not None:
        return exact(formula.top) * (counted + 1 - place) / max(counted, 1)
    return Fraction(place)


def ballots(
    scoring: Scoring, formula: Placings, field: Field, attempt: int = 0
) -> dict[SeatId, dict[EntrantId, Fraction]]:
    """What every judge gave to everybody in one dance: places, crosses, or places from marks."""
    criterion = scoring.criterion(formula.criterion)
    found: dict[SeatId, dict[EntrantId, Fraction]] = {}
    for entrant, entry in field.entries.items():
        if entrant in field.guests:
            continue
        given = entry.performance.given(attempt)
        for seat in criterion.by or entry.panel:
            if seat in given and criterion.id in given[seat].marks:
                mark = Fraction(given[seat].marks[criterion.id], unit(criterion.decimals))
                found.setdefault(seat, {})[entrant] = mark
    if criterion.kind in ("place", "cross"):
        return found
    return {seat: mean_places(marks, "higher") for seat, marks in found.items()}


def dances(scoring: Scoring, formula: Placings, field: Field) -> tuple[int, ...]:
    """The attempts that a placing step looks at; only 0 where it is the whole performance."""
    if scoring.criterion(formula.criterion).per == "performance":
        return (0,)
    return tuple(
        sorted({one for entry in field.entries.values() for one in entry.performance.attempts()})
    )


def majority_of(scoring: Scoring, formula: Placings, field: Field) -> Majority | None:
    """The whole working of the majority system; None while some judge has not placed everybody."""
    numbers = dances(scoring, formula, field)
    try:
        if formula.method == "majority" and len(numbers) == 1:
            one = ballots(scoring, formula, field, numbers[0])
            return majority(one, two_equal_head_to_head=formula.head_to_head) if one else None
        each = {
            dance: {
                seat: {one: int(place) for one, place in marks.items()}
                for seat, marks in ballots(scoring, formula, field, dance).items()
            }
            for dance in numbers
        }
        return final(each) if each and all(each.values()) else None
    except (NotPlaced, NotARanking):
        return None


def _placings(
    scoring: Scoring, step: Step, formula: Placings, field: Field
) -> dict[EntrantId, Amount]:
    match formula.method:
        case "majority" | "skating":
            found = majority_of(scoring, formula, field)
            if found is None:
                return {}
            places = found.places if isinstance(found, Result) else found.result.places
            return {one: number(place, step) for one, place in places.items()}
        case "crosses":
            return _added(scoring, step, formula, field, _crosses)
        case "rank_sum":
            return _added(
                scoring,
                step,
                formula,
                field,
                lambda by: rank_sum(by, drop_low=formula.drop_low, drop_high=formula.drop_high),
            )
        case "borda":
            return _added(scoring, step, formula, field, borda)
        case "points":
            table = [exact(one) for one in formula.table]
            excused = _excused(scoring, formula, field)
            return _added(scoring, step, formula, field, lambda by: points(by, table, excused))


def _excused(
    scoring: Scoring, formula: Placings, field: Field
) -> dict[SeatId, frozenset[EntrantId]]:
    """Whom each judge does not mark, such as those of the judge's own unit."""
    by = scoring.criterion(formula.criterion).by
    competing = {one: entry for one, entry in field.entries.items() if one not in field.guests}
    seats = {seat for entry in competing.values() for seat in by or entry.panel}
    return {
        seat: frozenset(one for one, entry in competing.items() if seat not in (by or entry.panel))
        for seat in seats
    }


def _crosses(by_judge: Ballots[SeatId, EntrantId]) -> dict[EntrantId, Fraction]:
    """Skating System rule 1: the crosses are counted."""
    counted: dict[EntrantId, Fraction] = {}
    for ballot in by_judge.values():
        for entrant, cross in ballot.items():
            counted[entrant] = counted.get(entrant, Fraction(0)) + cross
    return counted


def _added(
    scoring: Scoring,
    step: Step,
    formula: Placings,
    field: Field,
    method: Callable[[Ballots[SeatId, EntrantId]], Mapping[EntrantId, Fraction]],
) -> dict[EntrantId, Amount]:
    """One method for each dance, added up over all of them."""
    total: dict[EntrantId, Fraction] = {}
    try:
        for dance in dances(scoring, formula, field):
            for entrant, value in method(ballots(scoring, formula, field, dance)).items():
                total[entrant] = total.get(entrant, Fraction(0)) + value
    except (NotPlaced, TooFewMarks):
        return {}
    return {one: number(value, step) for one, value in total.items()}
