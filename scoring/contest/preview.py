"""What a correction would change, in this stage and in stages already open; nothing is stored."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from scoring.contest.commands import Command
from scoring.contest.decide import decide
from scoring.contest.fold import evolve
from scoring.contest.guards import Rejected
from scoring.contest.ids import EntrantId
from scoring.contest.outlook import certainty
from scoring.contest.plan import JudgedStage
from scoring.contest.scores import Score
from scoring.contest.stage_result import Rank, StageStandings, Standing, Status
from scoring.contest.standings import standings
from scoring.contest.state import Contest
from scoring.rules.measured import Outcome


class Declined(Struct, frozen=True):
    """The command at `index` would be refused, and with it the whole list."""

    index: int
    rejected: Rejected


class Side(Struct, frozen=True):
    """How one entrant stands: before, or after."""

    standing: Standing | None = None
    """None where the entrant is not in the stage's field."""
    route: int | None = None
    """By which of the stage's routes onward the entrant qualifies by rule."""
    certain: bool = False
    """Whether that is sure, whatever marks are still to come."""

    @property
    def place(self) -> int | None:
        return self.standing.place if self.standing else None

    @property
    def score(self) -> Score | None:
        return self.standing.score if self.standing else None

    @property
    def status(self) -> Status | None:
        return self.standing.status if self.standing else None

    @property
    def outcome(self) -> Outcome | None:
        return self.standing.outcome if self.standing else None

    @property
    def of_own(self) -> tuple[object, ...]:
        """What is the entrant's own, whatever becomes of others: result, status, qualifying."""
        score = self.score.printed if self.score else None
        return (self.status, self.outcome, score, self.route)

    def differs(self, other: "Side") -> bool:
        """Whether anything published is different; digits behind the last printed one are not."""
        here, there = (self.place, self.certain), (other.place, other.certain)
        return here != there or self.of_own != other.of_own


class Move(Struct, frozen=True):
    """Somebody whose score, place, status or qualifying would change."""

    entrant: EntrantId
    before: Side
    after: Side

    @property
    def moves_only(self) -> bool:
        """Whether nothing but the place changes: somebody else's correction."""
        return self.before.of_own == self.after.of_own


class LineMove(Struct, frozen=True):
    """One route onward: the score at its line, and how the decision recorded fits the rule."""

    before: str | None
    """The published score of the last who qualifies."""
    after: str | None
    joining: tuple[EntrantId, ...]
    """Qualify by this route now and did not before."""
    leaving: tuple[EntrantId, ...]
    recorded: bool
    """Whether it was decided who goes on, so that this correction alone moves nobody."""
    unearned: tuple[EntrantId, ...]
    """Recorded as going on, and would not qualify."""
    passed_over: tuple[EntrantId, ...]
    """Would qualify, and are not recorded as going on by any route."""

    @property
    def moves_somebody(self) -> bool:
        return bool(self.joining or self.leaving)


class StagePreview(Struct, frozen=True):
    """What would change in one stage."""

    stage: JudgedStage
    moves: tuple[Move, ...]
    """By place afterwards; who has none then comes last."""
    lines: tuple[LineMove, ...]
    """By the number of the route onward."""
    opened: bool
    """Whether a stage that it leads to has begun: who is in there stays, until replaced."""

    @property
    def changes(self) -> bool:
        return bool(self.moves) or any(
            line.before != line.after or line.moves_somebody for line in self.lines
        )


class Preview(Struct, frozen=True):
    """What commands would change; stages without any change are left out."""

    before: Contest
    after: Contest
    """The contest as it would be."""
    stages: tuple[StagePreview, ...]

    @property
    def nothing_changes(self) -> bool:
        return not self.stages


def preview(
    contest: Contest, commands: Sequence[Command], rank: Rank = standings
) -> Preview | Declined:
    """Compare every stage before and after. `rank` gives the results as they stand."""
    after = contest
    for index, command in enumerate(commands):
        decision = decide(after, command)
        if isinstance(decision, Rejected):
            return Declined(index, decision)
        for event in decision:
            after = evolve(after, event)
    compared = (_compared(contest, after, stage, rank) for stage in after.plan.judged)
    return Preview(
        contest, after, tuple(one for one in compared if one is not None and one.changes)
    )


def _compared(
    before: Contest, after: Contest, stage: JudgedStage, rank: Rank
) -> StagePreview | None:
    known = before.plan.judged_stage(stage.id)
    if known is None or not (before.field(known) or after.field(stage)):
        return None
    old = rank(before, known)
    new = standings(after, stage, old)
    sides = _sides(before, old), _sides(after, new)
    return StagePreview(
        stage=stage,
        moves=_moves(after, *sides),
        lines=_lines(after, old, new),
        opened=_opened(after, stage),
    )


def _sides(contest: Contest, result: StageStandings) -> dict[EntrantId, Side]:
    routes = {one: number for number, cut in enumerate(result.cuts) for one in cut.qualifying}
    sure = {
        one
        for states in certainty(contest, result)
        for one, state in states.items()
        if state == "certain"
    }
    return {
        one.entrant: Side(one, routes.get(one.entrant), one.entrant in sure)
        for one in result.standings
    }


def _moves(
    after: Contest, old: Mapping[EntrantId, Side], new: Mapping[EntrantId, Side]
) -> tuple[Move, ...]:
    nowhere = Side()
    found = [
        Move(one, before, later)
        for one in {**new, **old}
        if (before := old.get(one, nowhere)).differs(later := new.get(one, nowhere))
    ]

    def order(move: Move) -> tuple[bool, int, bool, int, int]:
        earlier, later = move.before.place, move.after.place
        entrant = after.entrants.get(move.entrant)
        number = entrant.number if entrant else 0
        return (later is None, later or 0, earlier is None, earlier or 0, number)

    return tuple(sorted(found, key=order))


def _lines(after: Contest, old: StageStandings, new: StageStandings) -> tuple[LineMove, ...]:
    state = after.stage(new.stage.id)
    going = {one for decided in state.advanced.values() for one in decided.entrants}
    found: list[LineMove] = []
    for number, cut in enumerate(new.cuts):
        earlier = old.cuts[number].qualifying if number < len(old.cuts) else ()
        decided = state.advanced.get(number)
        found.append(
            LineMove(
                before=_last_score(old, earlier),
                after=_last_score(new, cut.qualifying),
                joining=tuple(one for one in cut.qualifying if one not in earlier),
                leaving=tuple(one for one in earlier if one not in cut.qualifying),
                recorded=decided is not None,
                unearned=tuple(
                    one
                    for one in (decided.entrants if decided else ())
                    if one not in cut.qualifying
                ),
                passed_over=tuple(
                    one for one in cut.qualifying if decided is not None and one not in going
                ),
            )
        )
    return tuple(found)


def _last_score(result: StageStandings, qualifying: Sequence[EntrantId]) -> str | None:
    last = result.of(qualifying[-1]) if qualifying else None
    return str(last.score) if last and last.score else None


def _opened(contest: Contest, stage: JudgedStage) -> bool:
    return any(
        contest.stage(later.id).performances
        for later in contest.plan.judged
        if any(earlier.id == stage.id for earlier, _ in contest.plan.routes_to(later))
    )
