"""Which tablets are at which seat and what they last said of themselves: never in the log."""

from collections import Counter
from collections.abc import Iterable
from typing import Annotated, TypeAlias

from msgspec import Meta, Struct
from msgspec.structs import replace

from scoring.contest.ids import MATCH, WORD, ContestId, EntrantId, SeatId, StageId
from scoring.rules.slots import MatchId

SILENT = 30_000
"""Milliseconds without a word until a tablet counts as silent; it speaks every ten seconds."""
AWAY = 120_000
"""Until it is no longer told to another tablet of its seat."""
FORGOTTEN = 12 * 3_600_000
MOST_OF_A_SEAT = 8
NUDGE_STANDS = 600_000
"""A nudge that nobody saw is not told to who comes later."""
SLOWEST = 10_000
"""An exchange that took longer says nothing about a clock."""

Place: TypeAlias = tuple[ContestId, SeatId]
_Milliseconds: TypeAlias = Annotated[int, Meta(ge=0, le=10**15)]


class Doing(Struct, frozen=True, forbid_unknown_fields=True):
    """What is filled in on a tablet: marks that are typed and not sent, or a match."""

    stage: Annotated[StageId, WORD]
    entrant: Annotated[EntrantId, WORD] | None = None
    match: Annotated[MatchId, MATCH] | None = None
    now: bool = False
    """Whether it was touched in these seconds; else it lies there."""


class Exchange(Struct, frozen=True, forbid_unknown_fields=True):
    """The last report and its answer: by the tablet's clock, and between them by the desk's."""

    sent: _Milliseconds
    answered: _Milliseconds
    received: _Milliseconds


class Report(Struct, frozen=True, forbid_unknown_fields=True):
    """What a tablet says of itself."""

    build: Annotated[str, Meta(max_length=40)]
    """Which build of the application its page is of."""
    visible: bool
    unsent: Annotated[int, Meta(ge=0, le=10**6)]
    """How many entries it keeps that the desk has not acknowledged."""
    battery: Annotated[int, Meta(ge=0, le=100)] | None = None
    """In per cent; None where the browser does not tell."""
    charging: bool | None = None
    doing: Doing | None = None
    exchange: Exchange | None = None
    seen: Annotated[int, Meta(ge=0, le=10**9)] | None = None
    """The number of the nudge that was touched."""


class Clock(Struct, frozen=True):
    """How far a tablet's clock is ahead of the desk's, and how far that may be wrong."""

    ahead: int
    within: int


class Device(Struct, frozen=True, kw_only=True):
    """A tablet as it was last heard of; times are the desk's, in milliseconds."""

    name: str
    heard: int
    report: Report
    unsent_since: int | None
    clock: Clock | None


class About(Struct, frozen=True, forbid_unknown_fields=True):
    """The performance whose mark is waited for."""

    stage: Annotated[StageId, WORD]
    entrant: Annotated[EntrantId, WORD]


class Nudge(Struct, frozen=True, kw_only=True):
    """The head judge asks a seat to look up."""

    number: int
    about: About | None
    """None where it is only that somebody should look."""
    at: int
    seen: int | None = None


def clock_of(exchange: Exchange) -> Clock | None:
    """The desk answered somewhere between sending and receiving, so halfway, give or take half."""
    took = exchange.received - exchange.sent
    if not 0 <= took <= SLOWEST:
        return None
    return Clock(exchange.sent + took // 2 - exchange.answered, -(-took // 2))


def is_silent(device: Device, now: int) -> bool:
    """Whether it should have said something by now."""
    return now - device.heard > SILENT


def awake(devices: Iterable[Device], now: int) -> tuple[Device, ...]:
    """Those that were heard of so lately that they are still in somebody's hand."""
    return tuple(one for one in devices if now - one.heard <= AWAY)


class Presence:
    """Everything that tablets said of themselves. Whoever asks says what time it is."""

    def __init__(self) -> None:
        self._devices: dict[Place, dict[str, Device]] = {}
        self._nudges: dict[Place, Nudge] = {}
        self._changes: Counter[ContestId] = Counter()
        self._calls: Counter[ContestId] = Counter()
        self._nudged = 0

    def heard(self, place: Place, name: str, report: Report, now: int) -> None:
        """A tablet has said how it is."""
        devices = self._devices.setdefault(place, {})
        before = devices.get(name)
        if before is None or before not in awake([before], now):
            self._appeared(place, now)
        if before is None or _said(before.report) != _said(report) or is_silent(before, now):
            self._changes[place[0]] += 1
        devices[name] = _newer(before, name, report, now)
        if len(devices) > MOST_OF_A_SEAT:
            del devices[min(devices, key=lambda one: devices[one].heard)]
        self._note_seen(place, report, now)

    def devices(self, place: Place, now: int) -> tuple[Device, ...]:
        """The tablets of a seat, in the order in which they came."""
        known = self._devices.get(place, {}).values()
        return tuple(one for one in known if now - one.heard <= FORGOTTEN)

    def others(self, place: Place, name: str, now: int) -> tuple[Device, ...]:
        """The tablets that are in use at this seat beside this one."""
        return tuple(one for one in awake(self.devices(place, now), now) if one.name != name)

    def forget(self, place: Place, name: str) -> None:
        """A tablet has been signed out."""
        if self._devices.get(place, {}).pop(name, None) is not None:
            self._changes[place[0]] += 1
            self._calls[place[0]] += 1

    def nudge(self, place: Place, about: About | None, now: int) -> Nudge:
        """Ask a seat to look up; the newest nudge takes the place of one before."""
        self._nudged += 1
        made = Nudge(number=self._nudged, about=about, at=now)
        self._nudges[place] = made
        self._changes[place[0]] += 1
        self._calls[place[0]] += 1
        return made

    def nudged(self, place: Place) -> Nudge | None:
        """The last nudge of a seat, seen or not."""
        return self._nudges.get(place)

    def pending(self, place: Place, now: int) -> Nudge | None:
        """The nudge that a seat has yet to see."""
        nudge = self._nudges.get(place)
        if nudge is None or nudge.seen is not None or now - nudge.at > NUDGE_STANDS:
            return None
        return nudge

    def changes(self, contest: ContestId) -> int:
        """Grows whenever there is something new to see but that a tablet is still there."""
        return self._changes[contest]

    def calls(self, contest: ContestId) -> int:
        """Grows whenever the tablets of a contest should ask again at once."""
        return self._calls[contest]

    def _appeared(self, place: Place, now: int) -> None:
        if awake(self.devices(place, now), now):
            self._calls[place[0]] += 1

    def _note_seen(self, place: Place, report: Report, now: int) -> None:
        nudge = self._nudges.get(place)
        if nudge is None or nudge.seen is not None or report.seen != nudge.number:
            return
        self._nudges[place] = replace(nudge, seen=now)
        self._changes[place[0]] += 1
        self._calls[place[0]] += 1


def _said(report: Report) -> Report:
    return replace(report, exchange=None, seen=None)


def _newer(before: Device | None, name: str, report: Report, now: int) -> Device:
    since = now if before is None or before.unsent_since is None else before.unsent_since
    found = clock_of(report.exchange) if report.exchange else None
    return Device(
        name=name,
        heard=now,
        report=report,
        unsent_since=since if report.unsent else None,
        clock=found or (before.clock if before else None),
    )
