"""What rounds and matches are called, and what stands at a side before anybody does."""

from collections.abc import Mapping
from typing import assert_never

from scoring.rules.slots import (
    BestPlaced,
    Bye,
    FirstLoss,
    Loser,
    Match,
    MatchId,
    Part,
    Placed,
    Round,
    Seed,
    Slot,
    Span,
    Winner,
    round_name,
)
from scoring.wording import Message, Value, say

_SECOND, _THIRD = 2, 3
_TEENS_END = 20
"""Up to here every English ordinal after the third ends in th."""
_THIRD_PLACE = Span(3, 4)


def round_words(of: Round) -> Message:
    """The name of a round, standing alone."""
    match of.part:
        case "main":
            return _named(of)
        case "consolation":
            return say("Consolation {round}", round=_named(of))
        case "places":
            return _places_words(_places(of))
        case "winners":
            if of.number == of.of:
                return say("Winners' final")
            return say("Winners' round {number}", number=of.number)
        case "losers":
            if of.number == of.of:
                return say("Losers' final")
            return say("Losers' round {number}", number=of.number)
        case "grand_final":
            return say("Grand final") if of.number == 1 else say("Deciding grand final")
    assert_never(of.part)


def round_in_part(of: Round) -> Message:
    """The name of a round under the title of its part."""
    if of.part in {"winners", "losers"}:
        return say("Final") if of.number == of.of else say("Round {number}", number=of.number)
    return _named(of) if of.part == "consolation" else round_words(of)


def match_words(of: Round, number: int) -> Message:
    """A short name for a match: its round, and its position there where there are several."""
    last = of.number == of.of
    match of.part:
        case "main":
            return _numbered(of, number)
        case "consolation":
            return say("Consolation {match}", match=_numbered(of, number))
        case "places":
            if last:
                return round_words(of)
            return _for_places(_places(of), number)
        case "winners" if not last:
            return say("W{round}-{number}", round=of.number, number=number)
        case "losers" if not last:
            return say("L{round}-{number}", round=of.number, number=number)
        case _:
            return round_words(of)


def _for_places(places: Span, number: int) -> Message:
    return say("{best}–{worst} no. {number}", best=places.best, worst=places.worst, number=number)


def _places_words(places: Span) -> Message:
    if places == _THIRD_PLACE:
        return say("Third place")
    return say("Places {best}–{worst}", best=places.best, worst=places.worst)


def part_words(part: Part) -> Message | None:
    """The title of a part that needs one: the rounds of the others say enough."""
    match part:
        case "winners":
            return say("Winners' part")
        case "losers":
            return say("Losers' part")
        case "consolation":
            return say("Consolation")
        case _:
            return None


def slot_words(slot: Slot, matches: Mapping[MatchId, Match]) -> Message:
    """What stands at a side of a match before anybody does."""
    match slot:
        case Winner(match=name):
            return say("Winner of {match}", match=_short(matches[name]))
        case Loser(match=name):
            return say("Loser of {match}", match=_short(matches[name]))
        case FirstLoss(match=name):
            return say("Loser of {match}, if a first match", match=_short(matches[name]))
        case Placed(group=group, place=place):
            return _placed(place, group)
        case BestPlaced(place=place, number=number):
            return _best_placed(place, number)
        case Bye():
            return say("Bye")
        case Seed(number=number):
            return say("Seed {number}", number=number)
    assert_never(slot)


def _named(of: Round) -> Message:
    name = round_name(of)
    match name.kind:
        case "final":
            return say("Final")
        case "semi_final":
            return say("Semi-final")
        case "quarter_final":
            return say("Quarter-final")
        case "round_of":
            return say("Round of {sides}", sides=name.sides)


def _numbered(of: Round, number: int) -> Message:
    name = round_name(of)
    match name.kind:
        case "final":
            return say("Final")
        case "semi_final":
            return say("SF {number}", number=number)
        case "quarter_final":
            return say("QF {number}", number=number)
        case "round_of":
            return say("R{sides} {number}", sides=name.sides, number=number)


def _places(of: Round) -> Span:
    return Span(of.best, of.best + round_name(of).sides - 1)


def _short(match: Match) -> Message:
    return match_words(match.round, match.number)


def _placed(place: int, group: str) -> Message:
    values: dict[str, Value] = {"place": place, "group": group}
    if place == 1:
        return say("1st of group {group}", group=group)
    if place == _SECOND:
        return say("2nd of group {group}", group=group)
    if place == _THIRD:
        return say("3rd of group {group}", group=group)
    if place <= _TEENS_END:
        return say("{place}th of group {group}", **values)
    return say("Place {place} of group {group}", **values)


def _best_placed(place: int, number: int) -> Message:
    if place == _SECOND:
        return say("Best second no. {number}", number=number)
    if place == _THIRD:
        return say("Best third no. {number}", number=number)
    return say("Best of places {place}, no. {number}", place=place, number=number)
