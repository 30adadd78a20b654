"""The links of a tie-break chain: what each compares among those who are still tied."""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import assert_never

from msgspec import Struct

from scoring.contest.columns import Field
from scoring.contest.events import TieSettled
from scoring.contest.ids import EntrantId, SeatId
from scoring.contest.panels import judge_totals, panel_criteria
from scoring.contest.scores import Number, Value, Values, panel_marks, panel_of_judges
from scoring.contest.scoring import (
    Better,
    ByBestAttempts,
    ByCountback,
    ByDecision,
    ByHighestMarks,
    ByOrder,
    ByPreference,
    ByStep,
    Scoring,
    TieBreak,
)
from scoring.rules.placings import counts_of, head_to_head, places_with_guests
from scoring.rules.ranking import Key, Link


class Chain(Struct, frozen=True):
    """What the links of a stage may look at."""

    scoring: Scoring
    field: Field
    values: Mapping[EntrantId, Values]
    position: Mapping[EntrantId, int]
    """Everybody in the running order, from 0."""
    ties: Sequence[TieSettled] = ()


def link(chain: Chain, tie: TieBreak) -> Link[EntrantId]:
    """What one link compares: for those still tied, the greater the better."""

    def compared(group: Sequence[EntrantId]) -> Mapping[EntrantId, Key | None]:
        return _compared(chain, tie, group)

    return compared


def _compared(
    chain: Chain, tie: TieBreak, group: Sequence[EntrantId]
) -> Mapping[EntrantId, Key | None]:
    match tie:
        case ByStep():
            return _by_step(chain, tie, group)
        case ByHighestMarks():
            sign = 1 if better_of_judges(chain.scoring) == "higher" else -1
            totals = {one: _totals(chain, one).values() for one in group}
            return {
                one: tuple(sorted((sign * total for total in totals[one]), reverse=True))
                for one in group
            }
        case ByBestAttempts(step=step, better=better):
            return {one: _best_first(chain.values[one].get(step), better) for one in group}
        case ByPreference():
            return head_to_head(group, _ballots(chain, group), better_of_judges(chain.scoring))
        case ByCountback():
            return _countback(chain, group)
        case ByOrder(first=first):
            sign = -1 if first == "earlier" else 1
            return {one: sign * chain.position[one] for one in group}
        case ByDecision(by=by):
            return _decided(chain, by, group)
    assert_never(tie)


def _by_step(
    chain: Chain, tie: ByStep, group: Sequence[EntrantId]
) -> Mapping[EntrantId, Key | None]:
    """Nobody is separated while one of the tied has no value, as when the head judge is absent."""
    values = {one: chain.values[one].get(tie.step) for one in group}
    if any(value is None for value in values.values()):
        return dict.fromkeys(group, 0)
    lower = tie.better == "lower"
    return {
        one: (-value.printed if lower else value.printed) if isinstance(value, Number) else None
        for one, value in values.items()
    }


def _best_first(value: Value | None, better: Better) -> tuple[Fraction, ...]:
    """The attempts that have a value, as greater-is-better, best first."""
    if not isinstance(value, dict):
        return ()
    sign = 1 if better == "higher" else -1
    made = [sign * one.printed for one in value.values() if isinstance(one, Number)]
    return tuple(sorted(made, reverse=True))


def better_of_judges(scoring: Scoring) -> Better:
    """Which of a judge's own totals is the better: of places the lower, of marks the higher."""
    formula = panel_of_judges(scoring)
    criteria = panel_criteria(scoring, formula) if formula else ()
    return "lower" if any(one.kind == "place" for one in criteria) else "higher"


def _totals(chain: Chain, entrant: EntrantId) -> dict[SeatId, Fraction]:
    formula = panel_of_judges(chain.scoring)
    if formula is None:
        return {}
    marks = panel_marks(chain.scoring, formula, chain.field.entries[entrant])
    totals, per_point = judge_totals(chain.scoring, formula, marks)
    return {seat: Fraction(total, per_point) for seat, total in totals.items()}


def _ballots(
    chain: Chain, among: Collection[EntrantId]
) -> dict[SeatId, dict[EntrantId, Fraction]]:
    found: dict[SeatId, dict[EntrantId, Fraction]] = {}
    for entrant in among:
        for seat, total in _totals(chain, entrant).items():
            found.setdefault(seat, {})[entrant] = total
    return found


def _countback(chain: Chain, group: Sequence[EntrantId]) -> dict[EntrantId, Key | None]:
    """How often each was first, second, ... in a judge's own order of the whole field."""
    better, guests = better_of_judges(chain.scoring), chain.field.guests
    by_judge = [
        places_with_guests(marks, guests, better)
        for marks in _ballots(chain, chain.field.entries).values()
    ]
    columns = range(1, len(chain.field.entries) + 1)
    return {
        one: counts_of([placed[one] for placed in by_judge if one in placed], columns)
        for one in group
    }


def _decided(chain: Chain, by: str, group: Sequence[EntrantId]) -> dict[EntrantId, Key | None]:
    found = settlement(chain.ties, by, group)
    if found is None:
        return dict.fromkeys(group, 0)
    return {one: -found.order.index(one) for one in group}


def settlement(
    ties: Sequence[TieSettled], by: str, group: Collection[EntrantId]
) -> TieSettled | None:
    """The latest recorded lot or run-off in which all of a group took part."""
    return next(
        (one for one in reversed(ties) if one.by == by and set(group) <= set(one.order)), None
    )
