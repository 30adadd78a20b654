"""What happened in matches, as sentences for the record of a contest."""

from collections.abc import Callable
from typing import assert_never

from scoring.contest.ids import EntrantId, SeatId
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
from scoring.wording import Label, Message, say

_Entrant = Callable[[EntrantId], Message]
_Seat = Callable[[SeatId], Label]


def match_event_text(event: MatchEvent, entrant: _Entrant, seat: _Seat) -> Message:
    """The sentence for an event; `entrant` and `seat` say what those are called."""
    match event:
        case TapRecorded() | TapContested() | ResultConfirmed() | ResultEntered():
            return _of_result(event)
        case MatchReopened(_, match, _, rubber):
            return say("{match} reopened.", match=_match(match, rubber))
        case MatchOpened(_, match, sides, court):
            return _opened(match, (entrant(sides[0]), entrant(sides[1])), court, seat)
        case LineupHandedIn(_, match, side):
            return say("{match}: the line-up of {team} was handed in.",
                       match=match, team=entrant(side))  # fmt: skip
        case LineupsRevealed(_, match):
            return say("{match}: the line-ups were revealed.", match=match)
        case MatchesScheduled(_, bookings):
            return say("Order of play: {count} matches.", count=len(bookings))
        case ValuesRecorded(_, "conduct"):
            return say("Fair play points recorded.")
        case ValuesRecorded():
            return say("A ranking from before was recorded.")
        case _:
            return _of_draw(event, entrant)


def _of_draw(
    event: DrawAnnounced | LinesDrawn | LinesSet | LinesSwapped | RoundPaired, entrant: _Entrant
) -> Message:
    match event:
        case DrawAnnounced(_, seeded):
            return say("Draw announced: {count} seeded.", count=len(seeded))
        case LinesDrawn(word=word):
            return say("Draw made, with the word “{word}”.", word=word)
        case LinesSet():
            return say("A draw made elsewhere was recorded.")
        case LinesSwapped(_, first, second):
            return say("Lines {first} and {second} exchanged.", first=first, second=second)
        case RoundPaired(_, pairs, bye):
            if bye is None:
                return say("Round paired: {count} matches.", count=len(pairs))
            return say("Round paired: {count} matches, {name} has a bye.",
                       count=len(pairs), name=entrant(bye))  # fmt: skip
    assert_never(event)


def _of_result(
    event: TapRecorded | TapContested | ResultConfirmed | ResultEntered,
) -> Message:
    name = _match(event.match, event.rubber)
    match event:
        case TapRecorded(revision=revision):
            return say("{match}: entry {revision} of the umpire.", match=name, revision=revision)
        case TapContested():
            return say("{match}: an entry came too late and was kept.", match=name)
        case ResultConfirmed():
            return say("{match}: result confirmed.", match=name)
        case ResultEntered():
            return say("{match}: result entered.", match=name)
    assert_never(event)


def _opened(
    match: MatchId, sides: tuple[Message, Message], court: SeatId | None, seat: _Seat
) -> Message:
    if court is None:
        return say("{match}: {a} against {b}.", match=match, a=sides[0], b=sides[1])
    return say("{match}: {a} against {b}, on {court}.",
               match=match, a=sides[0], b=sides[1], court=seat(court))  # fmt: skip


def _match(match: MatchId, rubber: int) -> str:
    return f"{match}/{rubber}" if rubber else match
