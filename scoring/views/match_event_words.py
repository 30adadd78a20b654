"""What happened in matches, as sentences for the record of a contest."""

from typing import Protocol, assert_never

from scoring.contest.ids import EntrantId, SeatId, StageId
from scoring.contest.match_events import (
    DrawAnnounced,
    LinesDrawn,
    LinesSet,
    LinesSwapped,
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
from scoring.rules.slots import MatchId
from scoring.views.tap_words import outright_text, tap_text
from scoring.wording import Label, Message, say


class Names(Protocol):
    """What the things are called that events mention."""

    def entrant(self, entrant: EntrantId, /) -> Message: ...

    def seat(self, seat: SeatId, /) -> Label: ...

    def stage(self, stage: StageId, /) -> Label: ...

    def match(self, stage: StageId, match: MatchId, rubber: int = 0, /) -> Message: ...


def match_event_text(event: MatchEvent, named: Names) -> Message:
    """The sentence for an event."""
    match event:
        case TapRecorded() | TapContested() | ResultConfirmed() | ResultEntered():
            return _of_result(event, named)
        case MatchReopened(stage, match, _, rubber):
            return say("{match} reopened.", match=named.match(stage, match, rubber))
        case MatchOpened():
            return _opened(event, named)
        case LineupHandedIn(stage, match, side):
            return say("{match}: the line-up of {team} was handed in.",
                       match=named.match(stage, match), team=named.entrant(side))  # fmt: skip
        case LineupsRevealed(stage, match):
            return say("{match}: the line-ups were revealed.", match=named.match(stage, match))
        case MatchesScheduled(stage, bookings):
            return say("{stage}: order of play of {count} matches.",
                       stage=named.stage(stage), count=len(bookings))  # fmt: skip
        case ValuesRecorded(stage, "conduct"):
            return say("{stage}: fair play points recorded.", stage=named.stage(stage))
        case ValuesRecorded(stage):
            return say("{stage}: a ranking from before was recorded.", stage=named.stage(stage))
        case _:
            return _of_draw(event, named)


def _of_draw(
    event: DrawAnnounced | LinesDrawn | LinesSet | LinesSwapped | RoundPaired, named: Names
) -> Message:
    stage = named.stage(event.stage)
    match event:
        case DrawAnnounced(_, seeded):
            return say("{stage}: draw announced, {count} seeded.", stage=stage, count=len(seeded))
        case LinesDrawn(word=word):
            return say("{stage}: draw made, with the word “{word}”.", stage=stage, word=word)
        case LinesSet():
            return say("{stage}: a draw made elsewhere was recorded.", stage=stage)
        case LinesSwapped(_, first, second):
            return say("{stage}: lines {first} and {second} exchanged.",
                       stage=stage, first=first, second=second)  # fmt: skip
        case RoundPaired(_, pairs, bye):
            if bye is None:
                return say("{stage}: round paired, {count} matches.",
                           stage=stage, count=len(pairs))  # fmt: skip
            return say("{stage}: round paired, {count} matches, {name} has a bye.",
                       stage=stage, count=len(pairs), name=named.entrant(bye))  # fmt: skip
    assert_never(event)


def _of_result(
    event: TapRecorded | TapContested | ResultConfirmed | ResultEntered, named: Names
) -> Message:
    name = named.match(event.stage, event.match, event.rubber)
    match event:
        case TapRecorded(tap=tap):
            return say("{match}: {tap}.", match=name, tap=tap_text(tap))
        case TapContested(tap=tap):
            return say("{match}: an entry of another tablet came too late and was kept: {tap}.",
                       match=name, tap=tap_text(tap))  # fmt: skip
        case ResultConfirmed():
            return say("{match}: result confirmed.", match=name)
        case ResultEntered(result=result):
            return say("{match}: result entered: {result}.",
                       match=name, result=outright_text(result))  # fmt: skip
    assert_never(event)


def _opened(event: MatchOpened, named: Names) -> Message:
    name = named.match(event.stage, event.match)
    a, b = (named.entrant(one) for one in event.sides)
    if event.court is None:
        return say("{match}: {a} against {b}.", match=name, a=a, b=b)
    return say("{match}: {a} against {b}, on {court}.",
               match=name, a=a, b=b, court=named.seat(event.court))  # fmt: skip
