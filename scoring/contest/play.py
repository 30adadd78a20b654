"""The matches of a stage as they stand: the fold of what was drawn, recorded and confirmed."""

from typing import TypeAlias, assert_never

from msgspec import Struct
from msgspec.structs import replace

from scoring.contest.history import History
from scoring.contest.ids import EntrantId, SeatId
from scoring.contest.match_commands import Happening, Outright, Tap
from scoring.contest.match_events import (
    Booking,
    DrawAnnounced,
    Lines,
    LinesDrawn,
    LinesSet,
    LinesSwapped,
    Lineup,
    LineupHandedIn,
    LineupsRevealed,
    MatchesScheduled,
    MatchEvent,
    MatchOpened,
    MatchReopened,
    ResultConfirmed,
    ResultEntered,
    RoundPaired,
    TapContested,
    TapRecorded,
    ValuesRecorded,
)
from scoring.contest.plan import MatchRules, PlayedStage
from scoring.rules import period_match, rally
from scoring.rules.counting import RallyRules
from scoring.rules.outcomes import Outcome
from scoring.rules.period_match import NOT_BEGUN, PeriodState
from scoring.rules.period_match import Event as PeriodEvent
from scoring.rules.periods import PeriodRules
from scoring.rules.rally_state import NOT_STARTED, MatchState
from scoring.rules.rally_state import Event as RallyEvent
from scoring.rules.slots import MatchId
from scoring.rules.ties import TieRules
from scoring.rules.undo import NothingThere, Redo, Undo

State: TypeAlias = MatchState | PeriodState
GameRules: TypeAlias = RallyRules | PeriodRules
"""What is counted in one match or rubber."""
RecordKey: TypeAlias = tuple[MatchId, int]
"""A match and the number of its rubber from 1; 0 for a match that is no tie, or the whole tie."""


class Step(Struct, frozen=True):
    """Something that happened, and where the match stood after it."""

    happened: Happening
    state: State


class Kept(Struct, frozen=True):
    """A tap that came too late to count."""

    tap: Tap
    after: int
    device: str


class MatchRecord(Struct, frozen=True):
    """What was recorded of one match or rubber."""

    steps: History[Step] = History()
    """What stands; an undo shortens it."""
    undone: tuple[Step, ...] = ()
    """What a redo brings back, the next one last."""
    revision: int = 0
    """How many taps were recorded, undos and redos included."""
    confirmed: bool = False
    reason: str = ""
    """Why it was corrected or reopened last."""
    device: str = ""
    """Which recorded last."""
    contested: tuple[Kept, ...] = ()

    def settled(self) -> "MatchRecord":
        """What the public may know of it: how it went, not how it was recorded."""
        return MatchRecord(steps=self.steps, confirmed=self.confirmed, reason=self.reason)

    @property
    def state(self) -> State | None:
        """Where the match stands; None before anything happened."""
        return self.steps[len(self.steps) - 1].state if len(self.steps) else None

    @property
    def outcome(self) -> Outcome | None:
        """How it ended, if it is over; it counts once it is confirmed."""
        state = self.state
        return None if state is None else state.outcome


BLANK = MatchRecord()


class Opened(Struct, frozen=True):
    """Who met in a match, and where."""

    sides: tuple[EntrantId, EntrantId]
    court: SeatId | None = None


class Lineups(Struct, frozen=True):
    """What both teams of a tie handed in; `order`, of the rubbers, once they are revealed."""

    by_side: dict[EntrantId, Lineup] = {}
    order: tuple[int, ...] | None = None


NO_LINEUPS = Lineups()


class Paired(Struct, frozen=True):
    """A round of a Swiss system."""

    pairs: tuple[tuple[EntrantId, EntrantId], ...]
    bye: EntrantId | None = None


class Play(Struct, frozen=True):
    """A played stage as it stands: facts only."""

    announced: DrawAnnounced | None = None
    drawn: LinesDrawn | None = None
    """The draw by lot, where there was one."""
    lines: Lines = ()
    """As drawn or set, with all swaps; empty before."""
    swaps: tuple[LinesSwapped, ...] = ()
    rounds: tuple[Paired, ...] = ()
    bookings: dict[MatchId, Booking] = {}
    opened: dict[MatchId, Opened] = {}
    records: dict[RecordKey, MatchRecord] = {}
    approved: dict[RecordKey, MatchRecord] = {}
    """As they stood when their results were approved last."""
    lineups: dict[MatchId, Lineups] = {}
    conduct: dict[EntrantId, int] = {}
    ranking: dict[EntrantId, int] = {}

    def record(self, match: MatchId, rubber: int = 0) -> MatchRecord:
        return self.records.get((match, rubber), BLANK)

    def court(self, match: MatchId) -> SeatId | None:
        """Where a match is, or is to be, played."""
        opened = self.opened.get(match)
        if opened is not None and opened.court is not None:
            return opened.court
        booking = self.bookings.get(match)
        return booking.court if booking is not None else None


def rules_of(match: MatchRules, rubber: int) -> GameRules | None:
    """What is counted in a match, or in a rubber of a tie; None for a tie as a whole."""
    if isinstance(match, TieRules):
        return match.rubbers[rubber - 1].rules if 1 <= rubber <= len(match.rubbers) else None
    return match if rubber == 0 else None


def after(rules: GameRules, state: State | None, happened: Happening) -> State:
    """Where a match stands after one thing more.

    Raises the NotPossible of its kind, and TypeError for what belongs to another kind of match.
    """
    if isinstance(rules, RallyRules):
        before = NOT_STARTED if state is None else state
        if isinstance(before, PeriodState) or not isinstance(happened, RallyEvent):
            raise TypeError(f"{type(happened).__name__} in a match of rallies")
        return rally.after(rules, before, happened)
    begun = NOT_BEGUN if state is None else state
    if isinstance(begun, MatchState) or not isinstance(happened, PeriodEvent):
        raise TypeError(f"{type(happened).__name__} in a match of periods")
    return period_match.after(rules, begun, happened)


def tapped(rules: GameRules, record: MatchRecord, tap: Tap) -> MatchRecord:
    """The record after a tap, not yet counted as a revision; raises as `after`, and NothingThere.

    An undo takes back the last that still stands, across the end of a game too.
    """
    match tap:
        case Undo():
            if not len(record.steps):
                raise NothingThere(tap)
            last = record.steps[len(record.steps) - 1]
            return _recorded(record, record.steps.shortened(), (*record.undone, last))
        case Redo():
            if not record.undone:
                raise NothingThere(tap)
            *undone, again = record.undone
            return _recorded(record, record.steps.continued(again), tuple(undone))
        case _:
            step = Step(tap, after(rules, record.state, tap))
            return _recorded(record, record.steps.continued(step), ())


def _recorded(record: MatchRecord, steps: History[Step], undone: tuple[Step, ...]) -> MatchRecord:
    return MatchRecord(
        steps, undone, record.revision, record.confirmed, record.reason, record.device,
        record.contested,
    )  # fmt: skip


def from_scratch(rules: GameRules, result: Outright) -> History[Step]:
    """The steps of a result entered as a whole; raises as `after`."""
    steps: History[Step] = History()
    state: State | None = None
    for happened in result:
        state = after(rules, state, happened)
        steps = steps.continued(Step(happened, state))
    return steps


def evolved(stage: PlayedStage, play: Play, event: MatchEvent) -> Play:
    """The stage after one more event. Trusts the log."""
    match event:
        case TapRecorded() | TapContested() | ResultConfirmed() | ResultEntered():
            key = (event.match, event.rubber)
            record = _with(stage.match, play.records.get(key, BLANK), event)
            return replace(play, records={**play.records, key: record})
        case MatchReopened(_, match, reason, rubber):
            record = replace(play.record(match, rubber), confirmed=False, reason=reason)
            return replace(play, records={**play.records, (match, rubber): record})
        case MatchOpened(_, match, sides, court):
            opened = {**play.opened, match: Opened(sides, court)}
            return replace(_without_others(play, match, sides), opened=opened)
        case LineupHandedIn() | LineupsRevealed():
            lineups = _with_lineup(play.lineups.get(event.match, NO_LINEUPS), event)
            return replace(play, lineups={**play.lineups, event.match: lineups})
        case DrawAnnounced():
            return replace(play, announced=event)
        case LinesDrawn(lines=lines):
            return replace(play, lines=lines, drawn=event, swaps=())
        case LinesSet(_, lines):
            return replace(play, lines=lines, drawn=None, swaps=())
        case LinesSwapped(_, first, second):
            lines = swapped(play.lines, first, second)
            return replace(play, lines=lines, swaps=(*play.swaps, event))
        case RoundPaired(_, pairs, bye):
            return replace(play, rounds=(*play.rounds, Paired(pairs, bye)))
        case MatchesScheduled(_, bookings):
            return replace(play, bookings={**play.bookings, **bookings})
        case ValuesRecorded(_, measure, values):
            if measure == "conduct":
                return replace(play, conduct={**play.conduct, **values})
            return replace(play, ranking={**play.ranking, **values})
    assert_never(event)


def _without_others(play: Play, match: MatchId, sides: tuple[EntrantId, EntrantId]) -> Play:
    """Opened anew for others: nothing of it has been played, and its records count on."""
    before = play.opened.get(match)
    if before is None or before.sides == sides:
        return play
    records = {
        key: MatchRecord(revision=one.revision + (one.revision > 0)) if key[0] == match else one
        for key, one in play.records.items()
    }
    lineups = play.lineups.get(match, NO_LINEUPS)
    kept = {} if lineups.order is not None else lineups.by_side
    mine = Lineups({one: lineup for one, lineup in kept.items() if one in sides})
    return replace(play, records=records, lineups={**play.lineups, match: mine})


def _with(
    match: MatchRules,
    record: MatchRecord,
    event: TapRecorded | TapContested | ResultConfirmed | ResultEntered,
) -> MatchRecord:
    match event:
        case ResultConfirmed():
            return replace(record, confirmed=True)
        case TapContested(_, _, _, seen, _, tap, device):
            return replace(record, contested=(*record.contested, Kept(tap, seen, device)))
        case TapRecorded(_, _, rubber, revision, tap, device):
            rules = _rules(match, rubber)
            return replace(tapped(rules, record, tap), revision=revision, device=device)
        case ResultEntered(_, _, rubber, revision, result, device, reason):
            return MatchRecord(
                steps=from_scratch(_rules(match, rubber), result),
                revision=revision,
                confirmed=True,
                reason=reason,
                device=device,
            )
    assert_never(event)


_TIE = PeriodRules(periods=1, seconds=1, forfeit=1)
"""A team tie as a whole is only ever stopped, which no numbers of it matter for."""


def _rules(match: MatchRules, rubber: int) -> GameRules:
    rules = rules_of(match, rubber)
    return _TIE if rules is None else rules


def _with_lineup(lineups: Lineups, event: LineupHandedIn | LineupsRevealed) -> Lineups:
    match event:
        case LineupHandedIn(_, _, side, lineup):
            return replace(lineups, by_side={**lineups.by_side, side: lineup})
        case LineupsRevealed(_, _, order):
            return replace(lineups, order=order)
    assert_never(event)


def swapped(lines: Lines, first: int, second: int) -> Lines:
    """Exchange two lines, numbered from 1 throughout."""
    flat = [one for part in lines for one in part]
    flat[first - 1], flat[second - 1] = flat[second - 1], flat[first - 1]
    found: list[tuple[EntrantId | None, ...]] = []
    for part in lines:
        found.append(tuple(flat[: len(part)]))
        flat = flat[len(part) :]
    return tuple(found)
