"""Sentences about tablets: how long ago, which clock, and what an official should look after."""

from collections.abc import Sequence

from scoring.presence import Clock
from scoring.wording import Message, say

_MANY = 100


def span(milliseconds: int) -> Message:
    """A time that has passed, in the unit that people would say."""
    seconds = milliseconds // 1000
    if seconds < _MANY:
        return say("{count} s", count=seconds)
    if seconds < _MANY * 60:
        return say("{count} min", count=seconds // 60)
    return say("{count} h", count=seconds // 3600)


def clock_text(clock: Clock) -> Message:
    """How a tablet's clock goes beside the desk's; nobody asks for less than a second."""
    if abs(clock.ahead) < 1000:  # noqa: PLR2004 - a second
        return say("right to a second")
    off = span(abs(clock.ahead))
    return say("{time} ahead", time=off) if clock.ahead > 0 else say("{time} behind", time=off)


def error_text(clock: Clock) -> Message:
    """What the way there and back leaves open."""
    tenths = -(-clock.within // 100)
    return say("± {seconds} s", seconds=f"{tenths // 10}.{tenths % 10}")


def tablet_name(name: str) -> Message:
    """How people tell a tablet from another one."""
    return say("tablet {name}", name=name)


def second_tablet(own: str, others: Sequence[str]) -> Message:
    """Said on every tablet of a seat that has several."""
    return say(
        "Also signed in to this seat: {others}. This one is {own}."
        " If that is not intended, tell the head judge.",
        others=tuple(tablet_name(one) for one in others),
        own=tablet_name(own),
    )


def nudge_text(number: int | None, name: str) -> Message:
    """What a tablet says when the head judge nudges."""
    if number is None:
        return say("The head judge asks you to look here.")
    return say(
        "The head judge is waiting for your mark for No. {number} {name}.",
        number=number,
        name=name,
    )
