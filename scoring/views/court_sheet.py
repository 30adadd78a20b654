"""What an umpire's tablet holds of a match or rubber: sides, rules, and its every moment."""

from collections.abc import Sequence
from hashlib import blake2b

import msgspec
from msgspec import Struct

from scoring.contest.ids import EntrantId, MemberId
from scoring.contest.play import GameRules, MatchRecord, State
from scoring.contest.state import Contest
from scoring.rules import rally
from scoring.rules.cards import ShowCard
from scoring.rules.counting import RallyRules
from scoring.rules.course import Kind, key, kind_of, place
from scoring.rules.outcomes import NIL, Outcome, Score, Side
from scoring.rules.period_match import Due as PeriodDue
from scoring.rules.period_match import Kick, PeriodState
from scoring.rules.period_match import published as goals
from scoring.rules.periods import PeriodRules, PeriodScore
from scoring.rules.rally_state import Due, MatchState


class RallyAt(Struct, frozen=True, kw_only=True, omit_defaults=True, tag="rally", tag_field="of"):
    """Where a match of rallies stood after an entry, with its place in the course."""

    games: tuple[Score, ...] = ()
    won: Score = NIL
    score: Score | None = None
    kind: Kind | None = None
    place: str | None = None
    position: str | None = None
    """Of service; None where that is not known."""
    left: Side = "a"
    handicap: Score = NIL
    sudden: bool = False
    cards: tuple[ShowCard, ...] = ()
    due: tuple[Due, ...] = ()
    outcome: Outcome | None = None


class PeriodAt(
    Struct, frozen=True, kw_only=True, omit_defaults=True, tag="period", tag_field="of"
):
    """Where a match of periods stood after an entry."""

    score: PeriodScore | None = None
    by_period: tuple[Score, ...] = ()
    team_fouls: Score = NIL
    personal_fouls: dict[str, int] = {}
    """By side and number: "a:7"."""
    kicks: tuple[Kick, ...] = ()
    cards: tuple[ShowCard, ...] = ()
    due: tuple[PeriodDue, ...] = ()
    outcome: Outcome | None = None


class CourtPlayer(Struct, frozen=True):
    """A player, with the number worn where there is one."""

    name: str
    number: str


class CourtSide(Struct, frozen=True, kw_only=True):
    """One side of a match or rubber."""

    entrant: EntrantId
    number: int
    name: str
    unit: str
    players: tuple[CourtPlayer, ...]
    """In singles and doubles in the order of their numbers in service; else the whole team."""


class CourtSheet(Struct, frozen=True, kw_only=True):
    """What is umpired at a time: a match, or a rubber of a team tie."""

    rubber: int
    """Which rubber of a tie, from 1; 0 for a match that is no tie."""
    name: str
    """Of the rubber."""
    rules: RallyRules | PeriodRules
    course: str | None
    """What the course by these rules is called; None in periods. One that begins at 3-0 is called
    so with "-3-0" behind it."""
    sides: tuple[CourtSide, CourtSide]
    revision: int
    device: str
    """Which recorded last."""
    confirmed: bool
    settled: Outcome | None
    """How it counts: once confirmed, or as nobody was named for it, or as it is not needed."""
    contested: int
    """How many entries came too late and were kept."""
    published: tuple[Score, ...]
    """The games, or goals, as a result list will show them, if the match is over."""
    trail: tuple[RallyAt | PeriodAt, ...]
    """Where it stood after each entry that stands; the last is now, and alone once confirmed."""
    undone: tuple[RallyAt | PeriodAt, ...]
    """What a redo brings back, the next one last."""


def court_sheet(  # noqa: PLR0913 - a sheet brings everything together
    rules: GameRules,
    record: MatchRecord,
    sides: tuple[CourtSide, CourtSide],
    *,
    rubber: int = 0,
    name: str = "",
    settled: Outcome | None = None,
) -> CourtSheet:
    state = record.state
    states = [step.state for step in record.steps]
    undone = [step.state for step in record.undone]
    if record.confirmed:
        states, undone = states[-1:], []
    return CourtSheet(
        rubber=rubber,
        name=name,
        rules=rules,
        course=course_name(rules) if isinstance(rules, RallyRules) else None,
        sides=sides,
        revision=record.revision,
        device=record.device,
        confirmed=record.confirmed,
        settled=record.outcome if record.confirmed else settled,
        contested=len(record.contested),
        published=_published(rules, state),
        trail=tuple(_at(rules, one) for one in states),
        undone=tuple(_at(rules, one) for one in undone),
    )


def court_side(
    contest: Contest, entrant: EntrantId, lineup: Sequence[MemberId] | None = None
) -> CourtSide:
    """A side with its players: all of the entrant, or those of a line-up."""
    known = contest.entrants[entrant]
    by_id = {one.id: one for one in known.members}
    chosen = by_id if lineup is None else [one for one in lineup if one in by_id]
    return CourtSide(
        entrant=entrant,
        number=known.number,
        name=known.name,
        unit=known.unit,
        players=tuple(CourtPlayer(by_id[one].name, by_id[one].number) for one in chosen),
    )


def course_name(rules: RallyRules) -> str:
    """Courses by the same rules are called alike, whatever contest they are of."""
    described = msgspec.json.encode(rules, order="sorted")
    return blake2b(described, digest_size=8).hexdigest()


def _at(rules: GameRules, state: State) -> RallyAt | PeriodAt:
    if isinstance(state, PeriodState):
        return _period_at(state)
    assert isinstance(rules, RallyRules)  # noqa: S101 - the state is of these rules
    number = len(state.games) + 1
    going_on = state.score if state.outcome is None else None
    return RallyAt(
        games=state.games,
        won=state.won,
        score=state.score,
        kind=None if going_on is None else kind_of(rules, number),
        place=None if going_on is None else place(rules.game_rules(number), going_on),
        position=None if state.serving is None else key(state.serving),
        left=state.left,
        handicap=state.handicap,
        sudden=state.sudden,
        cards=state.cards,
        due=state.due,
        outcome=state.outcome,
    )


def _period_at(state: PeriodState) -> PeriodAt:
    return PeriodAt(
        score=state.score,
        by_period=state.by_period,
        team_fouls=state.team_fouls,
        personal_fouls={
            f"{side}:{number}": count for (side, number), count in state.personal_fouls.items()
        },
        kicks=state.kicks,
        cards=state.cards,
        due=state.due,
        outcome=state.outcome,
    )


def _published(rules: GameRules, state: State | None) -> tuple[Score, ...]:
    if state is None or state.outcome is None:
        return ()
    if isinstance(rules, RallyRules) and isinstance(state, MatchState):
        return rally.published(rules, state)
    if isinstance(rules, PeriodRules) and isinstance(state, PeriodState):
        shown = goals(rules, state)
        return () if shown is None else (shown,)
    return ()
