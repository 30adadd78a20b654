"""Who meets whom in a played stage, and how far each match is: derived from draw and results."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Literal, TypeAlias, assert_never

from msgspec import Struct
from msgspec.structs import replace

from scoring.contest.formats import (
    Crossed,
    DoubleElimination,
    Drawn,
    Entry,
    FromBest,
    FromGroup,
    Groups,
    KnockOut,
    Swiss,
    Written,
)
from scoring.contest.ids import EntrantId, SeatId
from scoring.contest.match_results import MatchResult, left_alone, match_result, started
from scoring.contest.plan import PlayedStage
from scoring.contest.play import Play
from scoring.contest.state import Contest
from scoring.rules.brackets import Bracket, NoBracket, single_elimination
from scoring.rules.double_elimination import double_elimination
from scoring.rules.grouping import crossed
from scoring.rules.outcomes import Drawn as Level
from scoring.rules.outcomes import winner
from scoring.rules.pool_counting import counted
from scoring.rules.pool_results import Result
from scoring.rules.propagation import (
    Fixture,
    Known,
    Occupant,
    Progress,
    fixtures,
)
from scoring.rules.propagation import Result as BracketResult
from scoring.rules.round_robin import round_robin
from scoring.rules.slots import (
    BYE,
    BestPlaced,
    MatchId,
    Placed,
    Round,
    Seed,
    Slot,
    Source,
)

Phase: TypeAlias = Literal[
    "waiting", "ready", "called", "live", "over", "confirmed", "passed", "not_needed"
]
"""waiting: who plays is open. ready: both are known. called: on court. live: being played. over:
played, not confirmed. confirmed: it counts. passed: somebody had nobody to meet.
"""


class InGroup(Struct, frozen=True):
    """Which round of a group; or, of meetings that the plan lists, which between these two."""

    group: str
    number: int
    of: int
    across: str = ""
    """The other group, of a match between members of two."""

    @property
    def groups(self) -> tuple[str, ...]:
        """In whose tables it counts."""
        return (self.group, self.across) if self.across else (self.group,)


class SwissRound(Struct, frozen=True):
    """Which round of a Swiss system."""

    number: int
    of: int


Where: TypeAlias = Round | InGroup | SwissRound


class Encounter(Struct, frozen=True, kw_only=True):
    """One match of a stage."""

    id: MatchId
    where: Where
    number: int
    """Its position in the round."""
    sides: tuple[Occupant[EntrantId], Occupant[EntrantId]]
    phase: Phase
    result: MatchResult | None = None
    """What it came to, once confirmed, or conceded because somebody left."""
    court: SeatId | None = None
    start: str | None = None
    overtaken: bool = False
    """There is a result, but of others than those who stand here now."""

    @property
    def entrants(self) -> tuple[EntrantId, EntrantId] | None:
        """Who meets, once both are known."""
        match self.sides:
            case (Known(entrant=a), Known(entrant=b)):
                return a, b
            case _:
                return None

    @property
    def settled(self) -> bool:
        """Nothing is left to be played of it."""
        return self.phase in {"confirmed", "passed", "not_needed"}


class Encounters(Struct, frozen=True, dict=True):
    """All matches of a stage, those that decide others first."""

    by_id: Mapping[MatchId, Encounter]
    bracket: Bracket | None = None
    fixtures: Mapping[MatchId, Fixture[EntrantId]] = {}
    """Of a bracket."""
    members: Mapping[str, tuple[EntrantId, ...]] = {}
    """Of each group."""
    struck: frozenset[EntrantId] = frozenset()
    """Those whose results in the groups are deleted altogether."""

    def __iter__(self) -> Iterator[Encounter]:
        return iter(self.by_id.values())

    @property
    def complete(self) -> bool:
        return all(one.settled for one in self)

    @cached_property
    def days(self) -> frozenset[str]:
        """The dates on which matches are to begin."""
        return frozenset(one.start.partition("T")[0] for one in self if one.start)


def encounters(contest: Contest, stage: PlayedStage) -> Encounters:
    """Every match of the stage as it stands; none before the draw."""
    match stage.format:
        case KnockOut() | DoubleElimination():
            return _bracketed(contest, stage, stage.format)
        case Groups():
            return _grouped(contest, stage, stage.format)
        case Swiss():
            return _swiss(contest, stage, stage.format)
    assert_never(stage.format)


def gone(contest: Contest, stage: PlayedStage) -> frozenset[EntrantId]:
    """Who plays no more: withdrawn, or disqualified."""
    return frozenset(contest.withdrawn) | frozenset(contest.stage(stage.id).disqualified)


def group_members(
    contest: Contest, stage: PlayedStage, layout: Groups
) -> dict[str, tuple[EntrantId, ...]]:
    """Who is in each group; empty before the draw. One group alone needs no draw."""
    play = contest.play[stage.id]
    if play.lines:
        return {
            name: tuple(one for one in part if one is not None)
            for name, part in zip(layout.names, play.lines, strict=True)
        }
    return {layout.names[0]: contest.field(stage)} if len(layout.names) == 1 else {}


def _grouped(contest: Contest, stage: PlayedStage, layout: Groups) -> Encounters:
    play, out = contest.play[stage.id], gone(contest, stage)
    members = group_members(contest, stage, layout)
    paired = _listed(layout, members) if layout.meetings else _round_robins(layout, members)
    found = {
        match: _between(stage, play, match, where, place, pair, out)
        for match, where, place, pair in paired
    }
    whole = Encounters(found, members=members)
    struck = _struck(contest, stage, layout, whole)
    left = {match: _unless_struck(one, struck) for match, one in found.items()}
    return Encounters(left, members=members, struck=struck) if struck else whole


Paired: TypeAlias = tuple[MatchId, InGroup, int, tuple[EntrantId, EntrantId]]


def _round_robins(layout: Groups, members: Mapping[str, Sequence[EntrantId]]) -> Iterator[Paired]:
    for name, group in members.items():
        rounds = round_robin(group, layout.legs)
        for number, one in enumerate(rounds, start=1):
            where = InGroup(name, number, len(rounds))
            for place, pair in enumerate(one.pairs, start=1):
                yield f"{name}-{number}-{place}", where, place, pair


def _listed(layout: Groups, members: Mapping[str, Sequence[EntrantId]]) -> Iterator[Paired]:
    """Those that the plan lists, as far as both have a group: first the first of every two."""
    group = {one: name for name, those in members.items() for one in those}
    both_in = [
        (place, one)
        for place, one in enumerate(layout.meetings, start=1)
        if one.a in group and one.b in group
    ]
    most = max((one.times for _, one in both_in), default=0)
    for number in range(1, most + 1):
        for place, one in both_in:
            if number <= one.times:
                across = "" if group[one.a] == group[one.b] else group[one.b]
                where = InGroup(group[one.a], number, most, across)
                home_and_away = (one.a, one.b) if number % 2 else (one.b, one.a)
                yield f"m{place}-{number}", where, place, home_and_away


def _struck(
    contest: Contest, stage: PlayedStage, layout: Groups, found: Encounters
) -> frozenset[EntrantId]:
    """Those whose results the rule book deletes altogether, as they gave up a match."""
    by_decision = contest.stage(stage.id).disqualified
    every = tuple(_pool_result(one, *one.entrants) for one in found if one.entrants)
    return counted(every, layout.book, by_decision).struck


def _unless_struck(one: Encounter, struck: frozenset[EntrantId]) -> Encounter:
    """Nobody has to play against who is out of the table."""
    if one.phase == "ready" and one.entrants and not struck.isdisjoint(one.entrants):
        return replace(one, phase="not_needed")
    return one


def pool_results(found: Encounters, group: str) -> tuple[Result[EntrantId], ...]:
    """The matches of a group as its table sees them, those still to come included."""
    return tuple(
        _pool_result(one, *one.entrants)
        for one in found
        if isinstance(one.where, InGroup) and group in one.where.groups and one.entrants
    )


def _pool_result(one: Encounter, a: EntrantId, b: EntrantId) -> Result[EntrantId]:
    result = one.result
    if result is None:
        return Result(a=a, b=b)
    return Result(
        a=a, b=b, outcome=result.outcome, scored=result.scored, published=result.published
    )


def _swiss(contest: Contest, stage: PlayedStage, layout: Swiss) -> Encounters:
    play, out = contest.play[stage.id], gone(contest, stage)
    found: dict[MatchId, Encounter] = {}
    for number, paired in enumerate(play.rounds, start=1):
        where = SwissRound(number, layout.rounds)
        for place, pair in enumerate(paired.pairs, start=1):
            match = f"{number}-{place}"
            found[match] = _between(stage, play, match, where, place, pair, out)
    return Encounters(found)


def _between(  # noqa: PLR0913, PLR0917 - a match brings everything together
    stage: PlayedStage,
    play: Play,
    match: MatchId,
    where: Where,
    number: int,
    pair: tuple[EntrantId, EntrantId],
    out: frozenset[EntrantId],
) -> Encounter:
    result = match_result(stage, play, match)
    if result is None and not out.isdisjoint(pair):
        result = conceded_by_absence(stage, pair, out)
    return _encounter(
        stage,
        play,
        match=match,
        where=where,
        number=number,
        sides=(Known(pair[0]), Known(pair[1])),
        progress="ready" if result is None else "decided",
        result=result,
    )


def conceded_by_absence(
    stage: PlayedStage, pair: tuple[EntrantId, EntrantId], out: Collection[EntrantId]
) -> MatchResult:
    """Who left concedes whatever is still to be played."""
    return left_alone(stage.match, a_left=pair[0] in out, b_left=pair[1] in out)


def _bracketed(
    contest: Contest, stage: PlayedStage, layout: KnockOut | DoubleElimination
) -> Encounters:
    play = contest.play[stage.id]
    bracket = bracket_of(contest, stage, layout)
    if bracket is None:
        return Encounters({})
    results = {match: match_result(stage, play, match) for match in play.opened}
    found = fixtures(
        bracket.matches,
        _standing_on(contest, stage, layout.entry),
        {
            match: BracketResult(sides, _winner(sides, result))
            for match, result in results.items()
            if result is not None and not isinstance(result.outcome, Level)
            for sides in [play.opened[match].sides]
        },
        gone(contest, stage),
    )
    return Encounters(
        {
            match: _encounter(
                stage,
                play,
                match=match,
                where=one.match.round,
                number=one.match.number,
                sides=one.sides,
                progress=one.progress,
                result=_result(contest, stage, one, results.get(match)),
                overtaken=one.overtaken,
            )
            for match, one in found.items()
        },
        bracket,
        found,
    )


def _result(
    contest: Contest,
    stage: PlayedStage,
    fixture: Fixture[EntrantId],
    result: MatchResult | None,
) -> MatchResult | None:
    """The result that counts here: of those who stand here now, or conceded by who left."""
    if fixture.progress != "decided":
        return None
    if result is not None and not fixture.overtaken:
        return result
    a, b = fixture.known()
    return conceded_by_absence(stage, (a, b), gone(contest, stage))


def _winner(sides: tuple[EntrantId, EntrantId], result: MatchResult) -> EntrantId | None:
    side = winner(result.outcome)
    return None if side is None else sides[0 if side == "a" else 1]


def bracket_of(
    contest: Contest, stage: PlayedStage, layout: KnockOut | DoubleElimination
) -> Bracket | None:
    """The bracket; None before the draw, or with fewer than two lines taken."""
    lines = _slots(contest, stage, layout.entry)
    try:
        if isinstance(layout, KnockOut):
            return single_elimination(lines, layout.playing, layout.consolation)
        return double_elimination(lines, layout.grand_final)
    except NoBracket:
        return None


def _slots(contest: Contest, stage: PlayedStage, entry: Entry) -> Sequence[Slot]:
    lines = contest.play[stage.id].lines
    if lines:
        return [
            BYE if one is None else Seed(number) for number, one in enumerate(lines[0], start=1)
        ]
    match entry:
        case Drawn():
            return ()
        case Crossed(places=places, best=best):
            names = _groups_before(contest, stage)
            return crossed(names, places, BestPlaced(places + 1, best) if best else None)
        case Written(lines=written):
            return [_source(one) for one in written]
    assert_never(entry)


def _source(one: FromGroup | FromBest | None) -> Slot:
    match one:
        case FromGroup(group=group, place=place):
            return Placed(group, place)
        case FromBest(place=place, number=number):
            return BestPlaced(place, number)
        case None:
            return BYE


def _groups_before(contest: Contest, stage: PlayedStage) -> tuple[str, ...]:
    """The groups of the stage that leads here."""
    for earlier, _ in contest.plan.routes_to(stage):
        if isinstance(earlier, PlayedStage) and isinstance(earlier.format, Groups):
            return earlier.format.names
    return ()


def _standing_on(
    contest: Contest, stage: PlayedStage, entry: Entry
) -> Mapping[Source, EntrantId | None]:
    """Who stands on the lines: as drawn or set, or as placed in the stage before."""
    lines = contest.play[stage.id].lines
    if lines:
        drawn = enumerate(lines[0], start=1)
        return {Seed(number): one for number, one in drawn if one is not None}
    if isinstance(entry, Drawn):
        return {}
    placed: dict[Source, EntrantId | None] = {}
    for earlier, number in contest.plan.routes_to(stage):
        advanced = contest.stage(earlier.id).advanced.get(number)
        if advanced is not None:
            placed |= {source_of(place): one for place, one in advanced.placed.items()}
    return placed


def place_text(source: Placed | BestPlaced) -> str:
    """A place as it is stored: "A:1", "best:3:2"."""
    if isinstance(source, Placed):
        return f"{source.group}:{source.place}"
    return f"best:{source.place}:{source.number}"


def source_of(text: str) -> Placed | BestPlaced:
    """Read a stored place."""
    group, *numbers = text.split(":")
    if len(numbers) == 1:
        return Placed(group, int(numbers[0]))
    return BestPlaced(int(numbers[0]), int(numbers[1]))


def _encounter(  # noqa: PLR0913 - a match brings everything together
    stage: PlayedStage,
    play: Play,
    *,
    match: MatchId,
    where: Where,
    number: int,
    sides: tuple[Occupant[EntrantId], Occupant[EntrantId]],
    progress: Progress,
    result: MatchResult | None,
    overtaken: bool = False,
) -> Encounter:
    booking = play.bookings.get(match)
    return Encounter(
        id=match,
        where=where,
        number=number,
        sides=sides,
        phase=_phase(stage, play, match, sides, progress),
        result=result,
        court=play.court(match),
        start=booking.start if booking is not None else None,
        overtaken=overtaken,
    )


def _phase(
    stage: PlayedStage,
    play: Play,
    match: MatchId,
    sides: tuple[Occupant[EntrantId], Occupant[EntrantId]],
    progress: Progress,
) -> Phase:
    match progress:
        case "decided":
            return "confirmed"
        case "ready":
            opened = play.opened.get(match)
            if opened is None or (Known(opened.sides[0]), Known(opened.sides[1])) != sides:
                return "ready"
            return started(stage, play, match)
        case _:
            return progress
