"""What happened, newest first: who, what, when, why, and what can be taken back."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, TypeAlias, get_args

from msgspec import Struct

from scoring.contest.events import (
    AmendmentAnswered,
    AmendmentRequested,
    ContestRegistered,
    Disqualified,
    EntrantEntered,
    EntrantReinstated,
    EntrantReplaced,
    EntrantsAdvanced,
    EntrantsReceived,
    EntrantWithdrawn,
    Event,
    MarksEntered,
    NoShowRecorded,
    OrderDrawn,
    OrderSet,
    PanelsAssigned,
    PerformanceCalled,
    PerformanceClosed,
    PerformanceReopened,
    PlanRevised,
    SheetAmended,
    SheetContested,
    SheetsMoved,
    StageReopened,
    TieSettled,
    Undone,
)
from scoring.contest.fold_undone import undone_numbers
from scoring.contest.ids import EntrantId, SeatId, StageId
from scoring.contest.match_events import (
    DrawAnnounced,
    LinesDrawn,
    LinesSet,
    LinesSwapped,
    LineupHandedIn,
    LineupsRevealed,
    MatchesScheduled,
    MatchOpened,
    MatchReopened,
    ResultConfirmed,
    ResultEntered,
    RoundPaired,
    TapContested,
    TapRecorded,
)
from scoring.contest.names import outcome_label
from scoring.contest.paper_events import PaperEntered, PaperResultEntered, RecordedKept
from scoring.contest.performance import Given
from scoring.contest.plan import JudgedStage
from scoring.contest.release_events import ResultRevealed, ResultsApproved
from scoring.contest.state import Contest
from scoring.contest.undoing import OF_A_MATCH, obstacle, rooted
from scoring.views.event_words import Naming, event_text
from scoring.views.head import Head, mark_text
from scoring.views.match_head import contest_head
from scoring.views.words import Words
from scoring.wording import say

Kind: TypeAlias = Literal["marks", "corrections", "running", "entrants", "decisions"]
KINDS: tuple[Kind, ...] = get_args(Kind)
PAGE = 100

_SheetKey: TypeAlias = tuple[StageId, EntrantId, SeatId, int]
_Sheets: TypeAlias = dict[_SheetKey, Given]


class Stamp(Struct, frozen=True):
    """The envelope that an event was stored in."""

    at: str
    entered_at: str | None
    by: str


class MarkChange(Struct, frozen=True):
    """What a sheet said before, and after; None for nothing."""

    name: str
    before: str | None
    after: str | None


class HistoryLine(Struct, frozen=True):
    """One event."""

    seq: int
    kind: Kind
    what: str
    changes: tuple[MarkChange, ...]
    reason: str
    by: str
    at: str
    """The server's time, ISO 8601."""
    entered_at: str | None
    """When the device says it was entered."""
    undo: Literal["free", "blocked", "never", "undone"]
    blocked_by: int | None
    """The later event that stands on this one."""
    undone_by: int | None
    takes_back: int | None
    """The event that this one takes back."""
    brings_back: bool
    """Whether taking this one back makes an earlier event hold again."""


class HistoryScreen(Struct, frozen=True):
    """A page of the history."""

    head: Head
    seq: int
    lines: tuple[HistoryLine, ...]
    number: int | None
    """Only events about the entrant of this number."""
    kind: Kind | None
    kinds: tuple[tuple[Kind, str], ...]
    before: int | None
    """Only events before this one; None on the newest page."""
    earlier: int | None
    """Where the next page begins; None on the last."""


class Wanted(Struct, frozen=True):
    """Which events somebody wants to see."""

    number: int | None = None
    kind: Kind | None = None
    before: int | None = None


def wanted_events(contest: Contest, wanted: Wanted) -> tuple[int, ...]:
    """The numbers of a page of events, newest first; one more than a page if there are more."""
    named = Naming(contest)
    ids = {one.id for one in named.entrants.values() if one.number == wanted.number}
    last = contest.seq if wanted.before is None else min(contest.seq, wanted.before - 1)
    found: list[int] = []
    for seq in range(last, 0, -1):
        event = contest.history[seq - 1]
        if wanted.kind is not None and kind_of(event) != wanted.kind:
            continue
        if wanted.number is None or ids.intersection(_about(contest, rooted(contest, event))):
            found.append(seq)
            if len(found) > PAGE:
                break
    return tuple(found)


def history_screen(
    contest: Contest,
    wanted: Wanted,
    events: Sequence[int],
    stamps: Mapping[int, Stamp],
    words: Words,
) -> HistoryScreen:
    """The lines of these events, as `wanted_events` gave them."""
    shown = events[:PAGE]
    named = Naming(contest)
    changes = _changes(contest, frozenset(shown))
    undone_by = {
        event.seq: number
        for number, event in enumerate(contest.history, start=1)
        if isinstance(event, Undone) and number not in contest.undone
    }

    def line(seq: int) -> HistoryLine:
        event, stamp = contest.history[seq - 1], stamps[seq]
        undo, blocked_by = _undo(contest, seq)
        before, after, key = changes.get(seq, (None, None, None))
        return HistoryLine(
            seq=seq,
            kind=kind_of(event),
            what=words(event_text(named, event)),
            changes=tuple(_marks(named.plan_of(key[0]), before, after, words)) if key else (),
            reason=str(getattr(event, "reason", "")),
            by=by_words(named, stamp.by, words),
            at=stamp.at,
            entered_at=stamp.entered_at,
            undo=undo,
            blocked_by=blocked_by,
            undone_by=undone_by.get(seq),
            takes_back=event.seq if isinstance(event, Undone) else None,
            brings_back=_brings_back(contest, event),
        )

    return HistoryScreen(
        head=contest_head(contest, words),
        seq=contest.seq,
        lines=tuple(map(line, shown)),
        number=wanted.number,
        kind=wanted.kind,
        kinds=tuple((kind, words(_KIND_WORDS[kind])) for kind in KINDS),
        before=wanted.before,
        earlier=shown[-1] if len(events) > PAGE else None,
    )


_KIND_WORDS = {
    "marks": say("Marks"),
    "corrections": say("Corrections"),
    "running": say("Running"),
    "entrants": say("Entrants"),
    "decisions": say("Decisions"),
}


def kind_of(event: Event) -> Kind:
    match event:
        case (
            MarksEntered() | SheetContested() | TapRecorded() | TapContested() | ResultConfirmed()
            | ResultEntered(reason="") | PaperEntered() | PaperResultEntered()
        ):  # fmt: skip
            return "marks"
        case (
            AmendmentRequested() | AmendmentAnswered()
            | SheetAmended() | SheetsMoved() | PerformanceReopened() | StageReopened() | Undone()
            | Disqualified() | EntrantReinstated() | PlanRevised() | ResultEntered()
            | MatchReopened() | LinesSwapped()
        ):  # fmt: skip
            return "corrections"
        case (
            OrderDrawn() | OrderSet() | PanelsAssigned() | PerformanceCalled() | NoShowRecorded()
            | PerformanceClosed() | DrawAnnounced() | LinesDrawn() | LinesSet() | RoundPaired()
            | MatchesScheduled() | MatchOpened() | LineupHandedIn() | LineupsRevealed()
        ):  # fmt: skip
            return "running"
        case ContestRegistered() | EntrantEntered() | EntrantsReceived() | EntrantWithdrawn():
            return "entrants"
        case _:
            return "decisions"


def _about(contest: Contest, event: Event) -> tuple[EntrantId, ...]:
    """Whom an event is about by name; drawing an order is about nobody in particular."""
    match event:
        case EntrantEntered(entrant):
            return (entrant.id,)
        case EntrantsReceived(_, entrants):
            return tuple(one.id for one in entrants)
        case SheetsMoved(_, entrant, to):
            return (entrant, to)
        case EntrantReplaced(_, leaving, entering):
            return (leaving, entering)
        case (
            EntrantsAdvanced(entrants=entrants) | TieSettled(order=entrants)
            | ResultsApproved(entrants=entrants)
        ):  # fmt: skip
            return entrants
        case ResultRevealed(entrant=entrant) if entrant is not None:
            return (entrant,)
        case (
            MarksEntered() | SheetContested() | SheetAmended() | AmendmentRequested()
            | AmendmentAnswered() | PerformanceCalled()
            | NoShowRecorded() | Disqualified() | PerformanceClosed() | PerformanceReopened()
            | EntrantWithdrawn() | EntrantReinstated()
        ):  # fmt: skip
            return (event.entrant,)
        case PaperEntered() | RecordedKept():
            return (event.entrant,)
        case MatchOpened(sides=sides) | PaperResultEntered(sides=sides):
            return sides
        case LineupHandedIn(side=side):
            return (side,)
        case (
            TapRecorded() | TapContested() | ResultConfirmed() | ResultEntered()
            | MatchReopened()
        ):  # fmt: skip
            opened = contest.play[event.stage].opened.get(event.match)
            return () if opened is None else opened.sides
        case _:
            return ()


def _undo(
    contest: Contest, seq: int
) -> tuple[Literal["free", "blocked", "never", "undone"], int | None]:
    if seq in contest.undone:
        return "undone", None
    if isinstance(contest.history[seq - 1], (ContestRegistered, SheetContested, *OF_A_MATCH)):
        return "never", None
    later = obstacle(contest, seq)
    return ("free", None) if later is None else ("blocked", later)


def _brings_back(contest: Contest, event: Event) -> bool:
    """Undo, undo of an undo, and so on, in turn: every second one leaves the event standing."""
    depth = 0
    while isinstance(event, Undone):
        event, depth = contest.history[event.seq - 1], depth + 1
    return depth % 2 == 1


def by_words(named: Naming, by: str, words: Words) -> str:
    """Who an envelope names."""
    role, _, which = by.partition(":")
    if role == "seat":
        return words.label(named.seat(SeatId(which)))
    return words(say("Organizer")) if role == "organizer" else which or by


def _marks(
    stage: JudgedStage | None, before: Given | None, after: Given | None, words: Words
) -> Iterator[MarkChange]:
    """Criterion by criterion; a result that was not reached stands in the place of all."""
    if stage is None:
        return
    outcomes = tuple(
        words(outcome_label(one.outcome)) if one and one.outcome else None
        for one in (before, after)
    )
    if any(outcomes):
        yield MarkChange(words(say("Result")), outcomes[0], outcomes[1])
    for one in stage.scoring.criteria:
        texts = tuple(
            mark_text(one, given.marks[one.id]) if given and one.id in given.marks else None
            for given in (before, after)
        )
        if any(texts):
            yield MarkChange(words.label(one.name), texts[0], texts[1])


def _changes(
    contest: Contest, shown: frozenset[int]
) -> dict[int, tuple[Given | None, Given | None, _SheetKey]]:
    """What each of these events made of a sheet, told from the log as it was then."""
    found: dict[int, tuple[Given | None, Given | None, _SheetKey]] = {}
    log = list(contest.history)
    sheets: _Sheets = {}
    for number, event in enumerate(log, start=1):
        key = _key(rooted(contest, event))
        before = sheets.get(key) if key else None
        sheets = _replayed(log[:number]) if isinstance(event, Undone) else _noted(sheets, event)
        if key and number in shown:
            after = sheets.get(key)
            if isinstance(event, SheetContested):
                after = Given(event.marks, event.outcome)
            if isinstance(event, PaperEntered):
                before, after = None, Given(event.marks, event.outcome)
            found[number] = (before, after, key)
    return found


def _replayed(log: Sequence[Event]) -> _Sheets:
    sheets: _Sheets = {}
    undone = undone_numbers(log)
    for number, event in enumerate(log, start=1):
        if number not in undone:
            sheets = _noted(sheets, event)
    return sheets


def _noted(sheets: _Sheets, event: Event) -> _Sheets:
    """The sheets after one more event; the same dictionary, as there is one reader only."""
    match event:
        case MarksEntered() | SheetAmended():
            key = (event.stage, event.entrant, event.seat, event.attempt)
            sheets[key] = Given(event.marks, event.outcome)
        case SheetsMoved(stage, entrant, to, seats):
            for key in [one for one in sheets if one[:2] == (stage, entrant) and one[2] in seats]:
                sheets[stage, to, key[2], key[3]] = sheets.pop(key)
        case _:
            pass
    return sheets


def _key(event: Event) -> _SheetKey | None:
    match event:
        case MarksEntered() | SheetAmended() | SheetContested() | PaperEntered():
            return (event.stage, event.entrant, event.seat, event.attempt)
        case _:
            return None
