"""Sheets to print: blank ones to be filled in by hand, and filled ones to be signed and kept."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

from scoring.contest.encounters import Encounter, Encounters, encounters
from scoring.contest.events import MarksEntered, SheetAmended, SheetsMoved
from scoring.contest.ids import EntrantId, SeatId, StageId
from scoring.contest.match_events import ResultConfirmed, ResultEntered, TapRecorded
from scoring.contest.match_results import counting
from scoring.contest.names import outcome_label, seat_label
from scoring.contest.paper_codes import OfPerformance, match_code, sheet_code
from scoring.contest.performance import Performance, Sheet
from scoring.contest.plan import JudgedStage, PlayedStage
from scoring.contest.play import NO_LINEUPS, GameRules, RecordKey, rules_of
from scoring.contest.scoring import Criterion
from scoring.contest.sheets import seats, sheet_criteria, sheets_of
from scoring.contest.state import Contest
from scoring.rules.counting import RallyRules
from scoring.rules.outcomes import Score
from scoring.rules.period_match import PeriodState
from scoring.rules.periods import PeriodRules
from scoring.rules.slots import MatchId
from scoring.rules.ties import TieRules
from scoring.views.event_words import Naming
from scoring.views.head import Card, Head, card, criterion_fields, mark_text, stage_in_progress
from scoring.views.history import Stamp, by_words
from scoring.views.match_card import MatchCard, match_card, outcome_words
from scoring.views.match_head import contest_head, stage_in_play
from scoring.views.panel import attempt_name
from scoring.views.words import Words
from scoring.wording import say

What: TypeAlias = Literal["blank", "filled"]
MOST = 600
"""Sheets at a time; a printer's tray does not take more either."""
ALL = SeatId("all")


class Wanted(Struct, frozen=True):
    """What somebody wants to print."""

    what: What = "blank"
    stage: StageId | None = None
    seat: SeatId | None = None
    """Whose: the first seat's if none is named, and everybody's by ALL."""
    first: int | None = None
    """Only entrants, or matches, from this number on."""
    last: int | None = None


class Recorded(Struct, frozen=True):
    """How the desk came to have it."""

    revision: int
    by: str
    at: str
    """The server's time, ISO 8601."""


class Line(Struct, frozen=True):
    """A criterion and its boxes."""

    name: str
    range: str
    """What may be given: 0.00-100.00, in steps of 0.5."""
    whole: int
    """Boxes before the decimal point; 0 where one wide box is better."""
    decimals: int
    value: str
    """What was recorded; empty on a blank sheet."""


class Slip(Struct, frozen=True, kw_only=True):
    """One judge's sheet of one performance or attempt."""

    code: str
    card: Card
    seat: str
    attempt: str
    lines: tuple[Line, ...]
    outcome: str
    """Why there is no result, on a filled sheet."""
    outcomes: bool
    """Whether this seat may write that there is no result."""
    recorded: Recorded | None


class Row(Struct, frozen=True, kw_only=True):
    """A match, or one rubber of a tie, on a score sheet."""

    code: str
    name: str
    """Of the rubber; empty for a match that is no tie."""
    players: tuple[tuple[str, ...], tuple[str, ...]]
    """As named in the line-ups, once they are known."""
    to_name: int
    """How many players of each side are to be written down."""
    columns: tuple[str, ...]
    """Games, periods, and what may follow."""
    scores: tuple[tuple[str, str], ...]
    """For each column what was recorded; empty on a blank sheet."""
    note: str
    """How it ended if not by the score."""
    recorded: Recorded | None


class MatchSlip(Struct, frozen=True):
    """The score sheet of a match or a tie."""

    number: int
    card: MatchCard
    tie: bool
    rows: tuple[Row, ...]


class PaperScreen(Struct, frozen=True, kw_only=True):
    """A print job."""

    head: Head
    wanted: Wanted
    stage: StageId
    stage_name: str
    stages: tuple[tuple[StageId, str], ...]
    seats: tuple[tuple[SeatId, str], ...]
    slips: tuple[Slip, ...]
    matches: tuple[MatchSlip, ...]
    per_page: int
    """How many sheets of this size there is room for on a page of A4."""
    left_out: int
    """Sheets beyond what is printed at a time."""


def paper_screen(
    contest: Contest, wanted: Wanted, stamps: Mapping[int, Stamp], words: Words
) -> PaperScreen:
    """The sheets that are wanted; the stage in progress unless one is named."""
    stage = _stage(contest, wanted)
    noted = _Noted(contest, stamps, words)
    slips: Sequence[Slip] = ()
    matches: Sequence[MatchSlip] = ()
    if isinstance(stage, JudgedStage):
        slips = list(_slips(contest, stage, wanted, noted, words))
    else:
        matches = list(_matches(contest, stage, wanted, noted, words))
    judging = seats(stage) if isinstance(stage, JudgedStage) else ()
    return PaperScreen(
        head=contest_head(contest, words),
        wanted=wanted,
        stage=stage.id,
        stage_name=words.label(stage.name),
        stages=tuple((one.id, words.label(one.name)) for one in contest.plan.stages),
        seats=tuple((one, words.label(seat_label(contest.plan, one))) for one in judging),
        slips=tuple(slips[:MOST]),
        matches=tuple(matches[:MOST]),
        per_page=_per_page(slips, matches),
        left_out=max(0, len(slips) - MOST) + max(0, len(matches) - MOST),
    )


def _stage(contest: Contest, wanted: Wanted) -> JudgedStage | PlayedStage:
    found = contest.plan.stage(wanted.stage) if wanted.stage is not None else None
    if found is not None:
        return found
    return stage_in_play(contest) if contest.plan.played else stage_in_progress(contest)


_ROOM = ((2, 6), (5, 4), (12, 2))
"""Up to so many lines: so many sheets to a page."""


def _per_page(slips: Sequence[Slip], matches: Sequence[MatchSlip]) -> int:
    if matches:
        return 1 if any(one.tie for one in matches) else 3
    most = max((len(one.lines) for one in slips), default=1)
    return next((count for lines, count in _ROOM if most <= lines), 1)


class _Noted:
    """Who recorded each sheet and match last, and when."""

    def __init__(self, contest: Contest, stamps: Mapping[int, Stamp], words: Words) -> None:
        self._stamps, self._words = stamps, words
        self._named = Naming(contest) if stamps else None
        self._sheets: dict[tuple[StageId, EntrantId, SeatId], int] = {}
        self._attempts: dict[tuple[StageId, EntrantId, SeatId, int], int] = {}
        self._matches: dict[tuple[StageId, MatchId, int], int] = {}
        for seq, event in enumerate(contest.history if stamps else (), start=1):
            if seq in contest.undone:
                continue
            match event:
                case MarksEntered() | SheetAmended():
                    key = (event.stage, event.entrant, event.seat, event.attempt)
                    self._attempts[key] = seq
                case SheetsMoved(stage, _, to, moved):
                    self._sheets.update({(stage, to, seat): seq for seat in moved})
                case TapRecorded() | ResultConfirmed() | ResultEntered():
                    self._matches[event.stage, event.match, event.rubber] = seq
                case _:
                    pass

    def sheet(self, sheet: OfPerformance, revision: int) -> Recorded | None:
        own = (sheet.stage, sheet.entrant, sheet.seat)
        seq = max(self._attempts.get((*own, sheet.attempt), 0), self._sheets.get(own, 0))
        return self._recorded(seq, revision)

    def match(self, stage: StageId, key: RecordKey, revision: int) -> Recorded | None:
        return self._recorded(self._matches.get((stage, *key), 0), revision)

    def _recorded(self, seq: int, revision: int) -> Recorded | None:
        stamp = self._stamps.get(seq)
        if stamp is None or self._named is None:
            return None
        return Recorded(revision, by_words(self._named, stamp.by, self._words), stamp.at)


# Performances.


def _slips(
    contest: Contest, stage: JudgedStage, wanted: Wanted, noted: _Noted, words: Words
) -> Iterator[Slip]:
    """A stack for each seat, in the running order."""
    performances = contest.stage(stage.id).performances
    for seat in _seats(stage, wanted):
        for entrant in contest.running_order(stage):
            number = contest.entrants[entrant].number
            if entrant in contest.withdrawn or not _asked(wanted, number):
                continue
            performance = performances.get(entrant, Performance())
            for attempt in sheets_of(stage, contest.panel(stage, entrant), seat):
                of = OfPerformance(stage.id, entrant, seat, attempt)
                filled = performance.sheet(seat, attempt)
                if wanted.what == "blank":
                    yield _slip(contest, stage, of, None, noted, words)
                elif filled.given is not None:
                    yield _slip(contest, stage, of, filled, noted, words)


def _seats(stage: JudgedStage, wanted: Wanted) -> tuple[SeatId, ...]:
    found = seats(stage)
    if wanted.seat == ALL:
        return found
    return tuple(one for one in found if one == wanted.seat) or found[:1]


def _asked(wanted: Wanted, number: int) -> bool:
    low, high = wanted.first or 0, wanted.last
    return number >= low and (high is None or number <= high)


def _slip(  # noqa: PLR0913, PLR0917 - one sheet in its whole context
    contest: Contest,
    stage: JudgedStage,
    of: OfPerformance,
    sheet: Sheet | None,
    noted: _Noted,
    words: Words,
) -> Slip:
    panel = contest.panel(stage, of.entrant)
    criteria = sheet_criteria(stage, panel, of.seat, of.attempt)
    given = sheet.given if sheet is not None else None
    return Slip(
        code=sheet_code(contest, of),
        card=card(contest, of.entrant, words),
        seat=words.label(seat_label(contest.plan, of.seat)),
        attempt=attempt_name(stage, of.attempt, words),
        lines=tuple(
            _line(one, mark_text(one, given.marks[one.id]) if given and one.id in given.marks
                  else "", words)
            for one in criteria
        ),
        outcome=words(outcome_label(given.outcome)) if given and given.outcome else "",
        outcomes=all(one.by for one in criteria),
        recorded=noted.sheet(of, sheet.revision) if sheet is not None else None,
    )  # fmt: skip


def _line(criterion: Criterion, value: str, words: Words) -> Line:
    (field,) = criterion_fields((criterion,), words)
    boxed = field.kind in {"mark", "count", "place"} and not field.minimum.startswith("-")
    if field.kind == "cross":
        text = words(say("× or empty"))
    elif field.step:
        text = words(say("{minimum}–{maximum}, in steps of {step}",
                         minimum=field.minimum, maximum=field.maximum,
                         step=field.step))  # fmt: skip
    else:
        text = f"{field.minimum}–{field.maximum}"
    return Line(
        name=field.name,
        range=text,
        whole=len(field.maximum.partition(".")[0]) if boxed else 0,
        decimals=field.decimals if boxed else 0,
        value=value,
    )


# Matches.


def _matches(
    contest: Contest, stage: PlayedStage, wanted: Wanted, noted: _Noted, words: Words
) -> Iterator[MatchSlip]:
    """Those that are still to be played, or those that were."""
    found = encounters(contest, stage)
    for number, one in enumerate(found, start=1):
        played = one.phase == "confirmed"
        if one.entrants is None or not _asked(wanted, number):
            continue
        if played == (wanted.what == "filled") and one.phase not in {"passed", "not_needed"}:
            yield _match_slip(contest, stage, found, (number, one), noted, words)


def _match_slip(  # noqa: PLR0913, PLR0917 - one match in its whole context
    contest: Contest,
    stage: PlayedStage,
    found: Encounters,
    numbered: tuple[int, Encounter],
    noted: _Noted,
    words: Words,
) -> MatchSlip:
    number, one = numbered
    rules = stage.match
    rubbers = range(1, len(rules.rubbers) + 1) if isinstance(rules, TieRules) else (0,)
    return MatchSlip(
        number=number,
        card=match_card(contest, stage, found, one, words),
        tie=isinstance(rules, TieRules),
        rows=tuple(_row(contest, stage, numbered, rubber, noted, words) for rubber in rubbers),
    )


def _row(  # noqa: PLR0913, PLR0917 - one rubber in its whole context
    contest: Contest,
    stage: PlayedStage,
    numbered: tuple[int, Encounter],
    rubber: int,
    noted: _Noted,
    words: Words,
) -> Row:
    number, one = numbered
    play = contest.play[stage.id]
    rules, record = rules_of(stage.match, rubber), play.record(one.id, rubber)
    assert rules is not None  # noqa: S101 - a row is a match or a rubber
    planned = stage.match.rubbers[rubber - 1] if isinstance(stage.match, TieRules) else None
    result = counting(rules, record)
    columns = tuple(_columns(rules, words))
    outcome = None if result is None else outcome_words(result.outcome)
    state = record.state
    return Row(
        code=match_code(contest, stage.id, number, one, rubber),
        name=words.label(planned.name) if planned else "",
        players=_players(contest, stage, one, planned.id if planned else ""),
        to_name=planned.players if planned else 0,
        columns=columns,
        scores=() if result is None else _scores(rules, result.games, result.shootout, state,
                                                 len(columns)),
        note=words(outcome) if outcome is not None else "",
        recorded=noted.match(stage.id, (one.id, rubber), record.revision),
    )  # fmt: skip


def _players(
    contest: Contest, stage: PlayedStage, one: Encounter, rubber: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Line-ups are nobody's business before both are known."""
    lineups = contest.play[stage.id].lineups.get(one.id, NO_LINEUPS)
    if one.entrants is None or lineups.order is None:
        return (), ()
    a, b = (
        tuple(
            member.name
            for chosen in lineups.by_side.get(side, {}).get(rubber, ())
            for member in contest.entrants[side].members
            if member.id == chosen
        )
        for side in one.entrants
    )
    return a, b


def _columns(rules: GameRules, words: Words) -> Iterator[str]:
    if isinstance(rules, RallyRules):
        for number in range(1, rules.best_of + 1):
            yield words(say("Game {number}", number=number))
        return
    for number in range(1, rules.periods + 1):
        yield words(say("Period {number}", number=number))
    if rules.overtime is not None:
        yield words(say("Overtime"))
    yield words(say("Total"))
    if rules.shootout is not None:
        yield words(say("Penalties"))


def _scores(
    rules: GameRules,
    games: Iterable[Score],
    shootout: Score | None,
    state: object,
    columns: int,
) -> tuple[tuple[str, str], ...]:
    """What was recorded in each column; nothing where only the total is known."""
    shown = [(str(one.a), str(one.b)) for one in games]
    if isinstance(rules, PeriodRules):
        periods = state.by_period if isinstance(state, PeriodState) else ()
        parts = [(str(one.a), str(one.b)) for one in periods[: rules.periods]]
        overtime = periods[rules.periods :]
        parts += [("", "")] * (rules.periods - len(parts))
        if rules.overtime is not None:
            goals = (sum(one.a for one in overtime), sum(one.b for one in overtime))
            parts.append((str(goals[0]), str(goals[1])) if overtime else ("", ""))
        shown = [*parts, *shown]
        if rules.shootout is not None:
            shown.append(("", "") if shootout is None else (str(shootout.a), str(shootout.b)))
    return (*shown, *[("", "")] * (columns - len(shown)))
