"""The order of play at the organizer's desk: a table of times and courts, and what cannot be."""

from collections.abc import Sequence

from msgspec import Struct

from scoring.contest.encounters import encounters
from scoring.contest.ids import SeatId, StageId
from scoring.contest.names import seat_label
from scoring.contest.plan import PlayedStage
from scoring.contest.state import Contest
from scoring.contest.timetabling import MatchKey, Person, all_conflicts
from scoring.rules.slots import MatchId
from scoring.rules.timetable import (
    Conflict,
    CourtTwice,
    OutOfOrder,
    PlayerTwice,
    RestTooShort,
)
from scoring.views.desk_rows import versus
from scoring.views.match_card import MatchCard, match_card, match_name, match_when
from scoring.views.match_head import MatchHead, match_head, stage_in_play
from scoring.views.words import Words
from scoring.wording import Label, Message, say


class Slot(Struct, frozen=True, kw_only=True):
    """A match as the order of play has it."""

    stage: StageId
    stage_name: str
    id: MatchId
    name: str
    who: str
    phase: str
    phase_text: str
    court: SeatId | None
    start: str
    movable: bool
    """Whether it has not been called yet."""
    conflicting: bool


class Line(Struct, frozen=True):
    """One time, and what is played then: for each court the matches on it."""

    time: str
    """"09:30"."""
    cells: tuple[tuple[Slot, ...], ...]


class Day(Struct, frozen=True):
    """One day of play."""

    date: str
    lines: tuple[Line, ...]


class ConflictLine(Struct, frozen=True):
    """What cannot be, in words; serious, or only short of rest."""

    said: str
    serious: bool


class StageChoice(Struct, frozen=True):
    """A stage whose matches can be put on courts."""

    stage: StageId
    name: str
    minutes: int
    open: int
    courts: tuple[SeatId, ...]


class DeskTimesScreen(Struct, frozen=True, kw_only=True):
    """The order of play of a contest."""

    head: MatchHead
    seq: int
    rest: int
    courts: tuple[tuple[SeatId | None, str], ...]
    """The columns; the last, without a court, only where it is needed."""
    days: tuple[Day, ...]
    unplaced: tuple[Slot, ...]
    """Matches without a time."""
    conflicts: tuple[ConflictLine, ...]
    stages: tuple[StageChoice, ...]
    date: str


def desk_times_screen(
    contest: Contest, others: Sequence[Contest], rest: int, words: Words
) -> DeskTimesScreen:
    """`others` are the other contests of the meet, whose players and courts may be the same."""
    stage = stage_in_play(contest)
    found = all_conflicts([contest, *others], rest)
    own = [one for one in found if any(key[0] == contest.plan.id for key in _keys(one))]
    wrong = {key for one in own for key in _keys(one)}
    slots = _slots(contest, wrong, words)
    timed = [one for one in slots if one.start]
    courts = _courts(contest, timed, words)
    return DeskTimesScreen(
        head=match_head(contest, stage, encounters(contest, stage), words),
        seq=contest.seq,
        rest=rest,
        courts=courts,
        days=_days(timed, [court for court, _ in courts]),
        unplaced=tuple(one for one in slots if not one.start and one.movable),
        conflicts=tuple(
            ConflictLine(words(_said(one, [contest, *others])), not isinstance(one, RestTooShort))
            for one in sorted(own, key=lambda one: isinstance(one, RestTooShort))
        ),
        stages=tuple(_choice(contest, one, words) for one in contest.plan.played),
        date=contest.plan.date or "",
    )


def _slots(contest: Contest, wrong: set[MatchKey], words: Words) -> list[Slot]:
    found: list[Slot] = []
    for stage in contest.plan.played:
        all_here = encounters(contest, stage)
        for one in all_here:
            if one.phase in {"passed", "not_needed"}:
                continue
            shown = match_card(contest, stage, all_here, one, words)
            found.append(
                Slot(
                    stage=stage.id,
                    stage_name=words.label(stage.name),
                    id=one.id,
                    name=shown.name,
                    who=_who(shown, words),
                    phase=one.phase,
                    phase_text=shown.phase_text,
                    court=one.court,
                    start=one.start or "",
                    movable=one.phase in {"waiting", "ready"}
                    and not contest.stage(stage.id).closed,
                    conflicting=(contest.plan.id, stage.id, one.id) in wrong,
                )
            )
    return found


def _who(shown: MatchCard, words: Words) -> str:
    return words(versus(shown))


def _courts(
    contest: Contest, timed: Sequence[Slot], words: Words
) -> tuple[tuple[SeatId | None, str], ...]:
    used = {court for stage in contest.plan.played for court in stage.courts}
    found: list[tuple[SeatId | None, str]] = [
        (seat.id, words.label(seat.name)) for seat in contest.plan.seats if seat.id in used
    ]
    if any(one.court is None for one in timed):
        found.append((None, words(say("no court"))))
    return tuple(found)


def _days(timed: Sequence[Slot], courts: Sequence[SeatId | None]) -> tuple[Day, ...]:
    dates = sorted({one.start.partition("T")[0] for one in timed})
    return tuple(
        Day(date, tuple(_lines([one for one in timed if one.start.startswith(date)], courts)))
        for date in dates
    )


def _lines(there: Sequence[Slot], courts: Sequence[SeatId | None]) -> list[Line]:
    return [
        Line(
            time.partition("T")[2],
            tuple(
                tuple(one for one in there if one.start == time and one.court == court)
                for court in courts
            ),
        )
        for time in sorted({one.start for one in there})
    ]


def _choice(contest: Contest, stage: PlayedStage, words: Words) -> StageChoice:
    left = [one for one in encounters(contest, stage) if one.phase in {"waiting", "ready"}]
    return StageChoice(
        stage=stage.id,
        name=words.label(stage.name),
        minutes=stage.minutes,
        open=0 if contest.stage(stage.id).closed else len(left),
        courts=stage.courts,
    )


def _keys(one: Conflict[MatchKey, Person]) -> tuple[MatchKey, MatchKey]:
    match one:
        case OutOfOrder(match=key, before=before):
            return key, before
        case PlayerTwice() | CourtTwice() | RestTooShort():
            return one.first, one.second


def _said(one: Conflict[MatchKey, Person], contests: Sequence[Contest]) -> Message:
    first, second = (_named(key, contests) for key in _keys(one))
    match one:
        case PlayerTwice(player=(name, _)):
            return say("{name} would play twice at once: {first} and {second}.",
                       name=name, first=first, second=second)  # fmt: skip
        case CourtTwice():
            court = _court_of(one.first, contests)
            return say("{court} is taken twice at once: {first} and {second}.",
                       court=court, first=first, second=second)  # fmt: skip
        case RestTooShort(player=player, minutes=minutes):
            if player is None:
                return say(
                    "Whoever comes from {first} to {second} has only {minutes} minutes of rest.",
                    first=first, second=second, minutes=minutes,
                )  # fmt: skip
            return say(
                "{name} has only {minutes} minutes of rest between {first} and {second}.",
                name=player[0], minutes=minutes, first=first, second=second,
            )  # fmt: skip
        case OutOfOrder():
            return say("{match} begins before {before} is over, which decides who plays.",
                       match=first, before=second)  # fmt: skip


def _court_of(key: MatchKey, contests: Sequence[Contest]) -> Label | str:
    contest = next(one for one in contests if one.plan.id == key[0])
    court = contest.play[key[1]].court(key[2])
    return "" if court is None else seat_label(contest.plan, court)


def _named(key: MatchKey, contests: Sequence[Contest]) -> Message:
    contest = next(one for one in contests if one.plan.id == key[0])
    stage = next(one for one in contest.plan.played if one.id == key[1])
    found = encounters(contest, stage)
    one = found.by_id[key[2]]
    name = match_name(one.where, one.number)
    time = match_when(contest, found, one)
    if contest is contests[0]:
        return say("{match} ({time})", match=name, time=time)
    return say("{contest}, {match} ({time})", contest=contest.plan.name, match=name, time=time)
