"""What became public and what was kept back, in plain words."""

from scoring.contest.ids import EntrantId
from scoring.contest.release_events import (
    ReleaseEvent,
    ResultRevealed,
    ResultsApproved,
    StageFrozen,
    StageThawed,
)
from scoring.views.match_event_words import Names
from scoring.wording import Message, say


def release_text(event: ReleaseEvent, named: Names) -> Message:
    stage = named.stage(event.stage)
    match event:
        case ResultsApproved(_, entrants, matches):
            who = (
                *(named.entrant(one) for one in entrants),
                *(named.match(event.stage, match, rubber) for match, rubber in matches),
            )
            return say("Approved for the public: {who}.", who=who)
        case StageFrozen():
            return say("{stage}: results are being kept back from now on.", stage=stage)
        case StageThawed():
            return say("{stage}: all results were made public.", stage=stage)
        case ResultRevealed(_, entrant, match, rubber, seat):
            one = (
                named.match(event.stage, match, rubber)
                if match is not None
                else named.entrant(entrant or EntrantId(""))
            )
            if seat is None:
                return say("Revealed: {who}.", who=one)
            return say("Revealed: {who}, marks of {seat}.", who=one, seat=named.seat(seat))
