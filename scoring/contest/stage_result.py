"""A stage's result so far: places, cut lines, who has none. Derived from facts, never stored."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Literal, Protocol, TypeAlias, cast, get_args

from msgspec import Struct
from msgspec.structs import replace

from scoring.contest.cut import Ranked, cuts
from scoring.contest.ids import EntrantId
from scoring.contest.plan import JudgedStage
from scoring.contest.scores import Score, Values
from scoring.contest.state import Contest
from scoring.rules.bits import numbers
from scoring.rules.cuts import Cut
from scoring.rules.ladder import Level
from scoring.rules.measured import Outcome
from scoring.rules.ranking import Ranking
from scoring.rules.shelf import Shelf

Status: TypeAlias = Literal[
    "ranked", "unfinished", "waiting", "on_stage", "no_show", "disqualified", "withdrawn"
]
Unplaced: TypeAlias = Literal[
    "waiting", "on_stage", "unfinished", "no_result", "no_show", "disqualified", "withdrawn"
]
"""The states without a place; "no_result" came to an outcome such as did not finish."""
UNPLACED: tuple[Unplaced, ...] = get_args(Unplaced)

Came: TypeAlias = Score | Outcome
"""What a settled performance came to, unless a step has no value."""


class Standing(Struct, frozen=True):
    """One entrant in a stage. A place belongs to a score; who withdrew after it keeps both."""

    entrant: EntrantId
    status: Status
    place: int | None = None
    score: Score | None = None
    outcome: Outcome | None = None
    """Why there is no score although the entrant performed."""
    guest: bool = False
    shared: bool = False
    """Whether others have the same place."""


class StageStandings(Ranked, frozen=True):
    """A stage's result so far. What concerns everybody is worked out where it is asked for."""

    order: tuple[EntrantId, ...]
    """The running order."""
    own: Shelf[EntrantId, Values]
    """The part of the values that follows from each performance alone."""
    results: Shelf[EntrantId, Came]
    unplaced: Mapping[Unplaced, int]
    """Who has no place, as bits: their numbers in the running order."""

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """The ranked by place, then the others in running order."""
        return tuple(self.lines())

    @cached_property
    def by_entrant(self) -> Mapping[EntrantId, Standing]:
        return {one.entrant: one for one in self.standings}

    @cached_property
    def cuts(self) -> tuple[Cut[EntrantId], ...]:
        """Who qualifies by each route onward."""
        return cuts(self)

    @property
    def ranking(self) -> Ranking[EntrantId]:
        return self.ladder.ranking

    @property
    def qualifying(self) -> tuple[EntrantId, ...]:
        """Everybody who qualifies, by whichever route."""
        return tuple(one for cut in self.cuts for one in cut.qualifying)

    def of(self, entrant: EntrantId) -> Standing | None:
        """The standing of one entrant; None if not in the stage's field."""
        if entrant not in self.chain.position:
            return None
        return self._standing(entrant, self.ladder.level_of(entrant))

    def index(self, entrant: EntrantId) -> int | None:
        """The number of somebody's line among the ranked, from 0; None for who is not ranked."""
        level = self.ladder.level_of(entrant)
        return None if level is None else level.before.listed + level.group.index(entrant)

    def lines(self, first: int = 0) -> Iterator[Standing]:
        """The same from one number on, counted from 0."""
        for level in self.ladder.levels(first):
            for one in level.group[max(0, first - level.before.listed) :]:
                yield self._standing(one, level)
        rest = 0
        for held in self.unplaced.values():
            rest |= held
        for number in numbers(rest, max(0, first - self.ladder.sums.listed)):
            yield self._standing(self.order[number], None)

    def without_place(self, *kinds: Unplaced) -> int:
        """How many are in one of these states."""
        return sum(self.unplaced[kind].bit_count() for kind in kinds)

    @property
    def progress(self) -> tuple[int, int]:
        """How many have had their turn, or will not have one; and how many there are."""
        total = len(self.order)
        return total - self.without_place("waiting", "on_stage"), total

    def in_state(self, kind: Unplaced) -> Iterator[EntrantId]:
        """Who is in a state, in running order."""
        return (self.order[number] for number in numbers(self.unplaced[kind]))

    def before(self, kind: Unplaced, entrant: EntrantId) -> int | None:
        """How many in a state come before somebody in it; None for who is in another."""
        at, held = self.chain.position[entrant], self.unplaced[kind]
        if not held >> at & 1:
            return None
        return (held & ((1 << at) - 1)).bit_count()

    def _standing(self, one: EntrantId, level: Level[EntrantId] | None) -> Standing:
        line = standing_of(self.contest, self.stage, one, self.results.get(one))
        if level is None:
            return line
        shared = not line.guest and self.ladder.shared(level)
        return replace(line, place=level.place, shared=shared)


class Rank(Protocol):
    """How screens get a stage's result: worked out, or kept from before."""

    def __call__(self, contest: Contest, stage: JudgedStage, /) -> StageStandings: ...


def standing_of(
    contest: Contest,
    stage: JudgedStage,
    entrant: EntrantId,
    result: Came | None,
) -> Standing:
    """An entrant of the field, without a place."""
    status = _status(contest, stage, entrant)
    score = result if isinstance(result, Score) else None
    if status == "ranked" and score is None:
        status = "unfinished"
    outcome = result if isinstance(result, str) else None
    return Standing(
        entrant=entrant,
        status=status,
        score=score,
        outcome=outcome,
        guest=contest.entrants[entrant].guest,
    )


def _status(contest: Contest, stage: JudgedStage, entrant: EntrantId) -> Status:
    performance = contest.stage(stage.id).performances.get(entrant)
    if performance is not None and performance.phase == "disqualified":
        return "disqualified"
    if entrant in contest.withdrawn:
        return "withdrawn"
    if performance is None:
        return "waiting"
    match performance.phase:
        case "open":
            return "on_stage"
        case "closed":
            return "ranked"
        case "no_show":
            return "no_show"
        case "disqualified":
            return "disqualified"


def unplaced_as(line: Standing) -> Unplaced:
    """In which state somebody is who has no place."""
    if line.status == "unfinished" and line.outcome is not None:
        return "no_result"
    return cast("Unplaced", line.status)
