"""Results fill slots: who stands where in a bracket, and what a corrected result would change.

    matches + entrants + results -> fixtures(...)

Nothing is kept but the facts. A result names those it was played by, so when a correction puts
somebody else there it no longer counts, and counts again if the correction is taken back.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Generic, Literal, TypeAlias, TypeVar

from msgspec import Struct

from scoring.rules.outcomes import Side
from scoring.rules.slots import (
    Bye,
    FirstLoss,
    Loser,
    Match,
    MatchId,
    Outlet,
    Slot,
    Source,
    Span,
    Winner,
    WonBy,
)

E = TypeVar("E")

Progress: TypeAlias = Literal["waiting", "ready", "decided", "passed", "not_needed"]
"""Passed: at least one side stays empty, so that there is nothing to play."""


class Known(Struct, Generic[E], frozen=True, tag="known"):
    entrant: E


class Nobody(Struct, frozen=True, tag="nobody"):
    """Empty for good: a bye, or a match that nobody won."""


class Awaited(Struct, frozen=True, tag="awaited"):
    """Whoever comes from there."""

    slot: Slot


Occupant: TypeAlias = Known[E] | Nobody | Awaited
Entrants: TypeAlias = Mapping[Source, E | None]
"""Who was drawn or qualified; None: nobody takes this place. Missing: not known yet."""

NOBODY = Nobody()


class Result(Struct, Generic[E], frozen=True):
    """Who played, and who of them goes on: nobody, when both were out.

    A draw is no result here: a knock-out match is over when somebody has won.
    """

    sides: tuple[E, E]
    winner: E | None


Results: TypeAlias = Mapping[MatchId, Result[E]]


class Fixture(Struct, Generic[E], frozen=True, kw_only=True):
    """A match as it stands."""

    match: Match
    sides: tuple[Occupant[E], Occupant[E]]
    progress: Progress
    winner: Occupant[E]
    loser: Occupant[E]
    overtaken: bool = False
    """There is a result, but of others than those who stand here now."""

    def known(self) -> list[E]:
        return [side.entrant for side in self.sides if isinstance(side, Known)]


Fixtures: TypeAlias = Mapping[MatchId, Fixture[E]]


def fixtures(
    matches: Iterable[Match],
    entrants: Entrants[E],
    results: Results[E],
    withdrawn: Collection[E] = (),
) -> dict[MatchId, Fixture[E]]:
    """Every match as it stands. Who withdrew loses each match there is no result of.

    A result of a match in which nobody stands on one side is not looked at: whoever stands on the
    other goes on.
    """
    bracket = _Bracket(entrants, results, frozenset(withdrawn))
    for match in matches:
        bracket.add(match)
    return bracket.found


class _Bracket(Generic[E]):
    """The fixtures so far, in the order of the matches."""

    def __init__(
        self, entrants: Entrants[E], results: Results[E], withdrawn: frozenset[E]
    ) -> None:
        self.entrants, self.results, self.withdrawn = entrants, results, withdrawn
        self.found: dict[MatchId, Fixture[E]] = {}
        self.debuts: dict[E, MatchId] = {}

    def add(self, match: Match) -> None:
        one = self.fixture(match)
        self.found[match.id] = one
        if one.progress == "decided":
            for entrant in one.known():
                self.debuts.setdefault(entrant, match.id)

    def occupant(self, slot: Slot) -> Occupant[E]:
        match slot:
            case Bye():
                return NOBODY
            case Winner(match=match):
                return self.found[match].winner
            case Loser(match=match):
                return self.found[match].loser
            case FirstLoss(match=match):
                return self.first_loss(slot, self.found[match].loser)
            case source:
                return self.drawn(source)

    def drawn(self, source: Source) -> Occupant[E]:
        if source not in self.entrants:
            return Awaited(source)
        entrant = self.entrants[source]
        return NOBODY if entrant is None else Known(entrant)

    def first_loss(self, slot: FirstLoss, loser: Occupant[E]) -> Occupant[E]:
        match loser:
            case Known(entrant=entrant):
                return loser if self.debuts.get(entrant) == slot.match else NOBODY
            case Nobody():
                return NOBODY
            case Awaited():
                return Awaited(slot)

    def fixture(self, match: Match) -> Fixture[E]:
        sides = (self.occupant(match.sides[0]), self.occupant(match.sides[1]))
        if match.only_if and (against := self.not_needed(match.only_if)):
            return Fixture(
                match=match,
                sides=sides,
                progress="not_needed",
                winner=against.winner,
                loser=against.loser,
                overtaken=match.id in self.results,
            )
        match sides:
            case (Nobody(), left) | (left, Nobody()):
                return self.passed(match, sides, left)
            case (Known(entrant=a), Known(entrant=b)):
                return self.met(match, a, b)
            case _:
                return self.undecided(match, sides, "waiting")

    def not_needed(self, condition: WonBy) -> Fixture[E] | None:
        """The match that made this one needless, if it is decided so."""
        before = self.found[condition.match]
        if isinstance(before.winner, Awaited):
            return None
        needed = before.sides[0 if condition.side == "a" else 1]
        return None if before.winner == needed else before

    def passed(
        self, match: Match, sides: tuple[Occupant[E], Occupant[E]], left: Occupant[E]
    ) -> Fixture[E]:
        out = isinstance(left, Known) and left.entrant in self.withdrawn
        return Fixture(
            match=match,
            sides=sides,
            progress="passed",
            winner=NOBODY if out else left,
            loser=left if out else NOBODY,
            overtaken=match.id in self.results,
        )

    def met(self, match: Match, a: E, b: E) -> Fixture[E]:
        result = self.results.get(match.id)
        counts = (
            result is not None
            and result.sides in {(a, b), (b, a)}
            and result.winner in {a, b, None}
        )
        if result is None or not counts:
            left = [one for one in (a, b) if one not in self.withdrawn]
            if left == [a, b]:
                return self.undecided(match, (Known(a), Known(b)), "ready")
            result = Result((a, b), left[0] if left else None)
        winner = result.winner
        return Fixture(
            match=match,
            sides=(Known(a), Known(b)),
            progress="decided",
            winner=NOBODY if winner is None else Known(winner),
            loser=NOBODY if winner is None else Known(b if winner == a else a),
            overtaken=not counts and match.id in self.results,
        )

    def undecided(
        self,
        match: Match,
        sides: tuple[Occupant[E], Occupant[E]],
        progress: Literal["waiting", "ready"],
    ) -> Fixture[E]:
        return Fixture(
            match=match,
            sides=sides,
            progress=progress,
            winner=Awaited(Winner(match.id)),
            loser=Awaited(Loser(match.id)),
            overtaken=match.id in self.results,
        )


def complete(found: Fixtures[E]) -> bool:
    """Nothing is left to play."""
    return all(one.progress not in {"waiting", "ready"} for one in found.values())


def placed(found: Fixtures[E], places: Mapping[Outlet, Span]) -> dict[E, Span]:
    """The places that everyone who has been in a match can still come to."""
    spans: dict[E, Span] = {}
    everyone = Span(1, max((span.worst for span in places.values()), default=1))
    for name, one in found.items():
        won, lost = places.get(Winner(name)), places.get(Loser(name))
        if won is None or lost is None:
            continue
        for entrant in one.known():
            spans.setdefault(entrant, everyone)
            if one.winner == Known(entrant):
                spans[entrant] = won
            elif not isinstance(one.winner, Awaited):
                spans[entrant] = lost
    return spans


def contenders(found: Fixtures[E]) -> dict[MatchId, frozenset[E]]:
    """Who plays each match or may come to play it; what is drawn later is not counted."""
    may: dict[MatchId, frozenset[E]] = {}
    for name, one in found.items():
        here = frozenset(one.known())
        for side in one.sides:
            if isinstance(side, Awaited) and isinstance(side.slot, Winner | Loser | FirstLoss):
                here |= may[side.slot.match]
        may[name] = here
    return may


class SlotChange(Struct, Generic[E], frozen=True):
    """Somebody else, or nobody yet, at a side of a match."""

    match: MatchId
    side: Side
    before: Occupant[E]
    after: Occupant[E]


class Consequences(Struct, Generic[E], frozen=True, kw_only=True):
    """What follows from another result; nothing of it has happened yet."""

    slots: tuple[SlotChange[E], ...]
    matches: tuple[MatchId, ...]
    """Those with another side, and those no longer needed or needed now."""
    overtaken: tuple[MatchId, ...]
    """Those whose own result counts no longer."""
    started: tuple[MatchId, ...]
    """Those of the matches that had started: whoever corrects must know."""


def consequences(
    before: Fixtures[E], after: Fixtures[E], started: Collection[MatchId]
) -> Consequences[E]:
    """Compare the same bracket with two sets of results."""
    slots = [
        SlotChange(name, side, old, new)
        for name, one in before.items()
        for side, old, new in _sides(one, after[name])
        if old != new
    ]
    moved = {change.match for change in slots}
    matches = [
        name for name, one in before.items() if name in moved or _need(one) != _need(after[name])
    ]
    return Consequences(
        slots=tuple(slots),
        matches=tuple(matches),
        overtaken=tuple(
            name for name, one in after.items() if one.overtaken and not before[name].overtaken
        ),
        started=tuple(name for name in matches if name in started),
    )


def _sides(
    before: Fixture[E], after: Fixture[E]
) -> Sequence[tuple[Side, Occupant[E], Occupant[E]]]:
    return (
        ("a", before.sides[0], after.sides[0]),
        ("b", before.sides[1], after.sides[1]),
    )


def _need(one: Fixture[E]) -> bool:
    return one.progress == "not_needed"
