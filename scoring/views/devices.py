"""The device board: every seat, its tablets, and what an official should look after."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

from scoring.contest.ids import EntrantId, SeatId, StageId
from scoring.contest.plan import Seat
from scoring.contest.stage_result import Rank
from scoring.contest.standings import standings
from scoring.contest.state import Contest
from scoring.presence import Clock, Device, Doing, Nudge, Presence, awake, is_silent
from scoring.views.device_words import clock_text, error_text, span
from scoring.views.head import Head
from scoring.views.match_card import MatchCard
from scoring.views.match_head import contest_head
from scoring.views.seat_turns import Turn, Waiting, awaited, is_awaited, waiting
from scoring.views.words import Words
from scoring.wording import Message, say

BATTERY_LOW = 20
UNSENT_LONG = 20_000
"""Milliseconds after which entries that are kept and not sent are worth a look."""
CLOCK_OFF = 5_000

DeviceState: TypeAlias = Literal["here", "hidden", "silent"]
"""hidden: its page went off its screen. silent: not heard of for half a minute."""
SeatState: TypeAlias = Literal["here", "hidden", "silent", "none"]
TurnState: TypeAlias = Literal[
    "marked", "typing", "typed", "missing", "absent", "contested", "optional"
]
"""typing: touched in these seconds. typed: lies on the tablet and was not sent."""
_BEST_FIRST: tuple[DeviceState, ...] = ("here", "hidden", "silent")
Kind: TypeAlias = Literal["two", "unsent", "silent", "battery", "clock", "build"]


class DeviceLine(Struct, frozen=True, kw_only=True):
    """One tablet."""

    name: str
    state: DeviceState
    seconds: int
    """Since it was last heard of."""
    ago: str
    battery: int | None
    charging: bool | None
    battery_low: bool
    unsent: int
    unsent_long: bool
    unsent_for: str
    clock: str
    """Empty while it is not known."""
    clock_error: str
    clock_off: bool
    old_build: bool
    doing: str
    """What is filled in on it; empty for nothing."""
    typing: bool


class NudgeLine(Struct, frozen=True):
    """The last time that somebody asked this seat to look up."""

    state: Literal["waiting", "seen", "answered"]
    """answered: the mark has come meanwhile."""
    about: str
    seconds: int
    ago: str


class TurnLine(Struct, frozen=True):
    """A performance that is open before this seat."""

    stage: StageId
    entrant: EntrantId
    number: int
    name: str
    on_stage: bool
    state: TurnState


class SeatLine(Struct, frozen=True, kw_only=True):
    """One seat and its tablets."""

    seat: SeatId
    name: str
    wanted: bool
    """Whether it has something to do in the stage in progress."""
    state: SeatState
    devices: tuple[DeviceLine, ...]
    several: bool
    """Whether more than one tablet is in use here."""
    turns: tuple[TurnLine, ...]
    matches: tuple[str, ...]
    """What is on this court now."""
    awaited: TurnLine | None
    """What a nudge would be about."""
    nudge: NudgeLine | None


class Problem(Struct, frozen=True):
    """Something about a tablet that an official should look after."""

    kind: Kind
    seat: SeatId
    text: str


class DevicesScreen(Struct, frozen=True):
    """All tablets of a contest."""

    head: Head
    stage_name: str
    played: bool
    on_stage: tuple[TurnLine, ...]
    """Who performs now; the state counts nothing here."""
    seats: tuple[SeatLine, ...]
    here: int
    """How many seats that are wanted have a tablet that speaks."""
    wanted: int
    problems: tuple[Problem, ...]
    """The most urgent first."""


class _Context(Struct, frozen=True):
    found: Waiting
    presence: Presence
    build: str
    now: int
    words: Words


def devices_screen(  # noqa: PLR0913, PLR0917 - what is known of tablets beside the contest itself
    contest: Contest,
    words: Words,
    presence: Presence,
    build: str,
    now: int,
    rank: Rank = standings,
) -> DevicesScreen:
    """All tablets as they were last heard of; `build` is the desk's own."""
    context = _Context(waiting(contest, words, rank), presence, build, now, words)
    lines = tuple(_seat_line(contest, seat, context) for seat in contest.plan.seats)
    wanted = [line for line in lines if line.wanted]
    problems = [one for line in lines for one in _problems(line, words)]
    order: tuple[Kind, ...] = ("two", "unsent", "silent", "battery", "clock", "build")
    return DevicesScreen(
        head=contest_head(contest, words),
        stage_name=context.found.stage_name,
        played=bool(contest.plan.played),
        on_stage=_on_stage(lines),
        seats=lines,
        here=sum(line.state == "here" for line in wanted),
        wanted=len(wanted),
        problems=tuple(sorted(problems, key=lambda one: order.index(one.kind))),
    )


def _on_stage(lines: Iterable[SeatLine]) -> tuple[TurnLine, ...]:
    found = {turn.entrant: turn for line in lines for turn in line.turns if turn.on_stage}
    return tuple(found.values())


def _seat_line(contest: Contest, seat: Seat, context: _Context) -> SeatLine:
    place = (contest.plan.id, seat.id)
    devices = context.presence.devices(place, context.now)
    turns = tuple(
        _turn_line(turn, devices, context.now) for turn in context.found.turns.get(seat.id, ())
    )
    first = awaited(context.found, seat.id)
    nudge = context.presence.nudged(place)
    lines = tuple(_device_line(contest, one, context) for one in devices)
    return SeatLine(
        seat=seat.id,
        name=context.words.label(seat.name),
        wanted=seat.id in context.found.wanted,
        state=_seat_state(lines),
        devices=lines,
        several=len(awake(devices, context.now)) > 1,
        turns=turns,
        matches=tuple(
            _match_text(one, context.words) for one in context.found.courts.get(seat.id, ())
        ),
        awaited=next((one for one in turns if first and one.entrant == first.card.entrant), None),
        nudge=_nudge_line(contest, seat.id, nudge, context) if nudge else None,
    )


def _seat_state(lines: Sequence[DeviceLine]) -> SeatState:
    states = {line.state for line in lines}
    for state in _BEST_FIRST:
        if state in states:
            return state
    return "none"


def _turn_line(turn: Turn, devices: Sequence[Device], now: int) -> TurnLine:
    card, given = turn.card, turn.given
    state: TurnState = given
    filling = [
        doing
        for device in devices
        if (doing := device.report.doing) is not None
        and (doing.stage, doing.entrant) == (turn.stage, card.entrant)
        and not is_silent(device, now)
    ]
    if filling and given in {"missing", "optional"}:
        state = "typing" if any(doing.now for doing in filling) else "typed"
    return TurnLine(turn.stage, card.entrant, card.number, card.name, turn.on_stage, state)


def _match_text(card: MatchCard, words: Words) -> str:
    return words(say("{match}: {phase}", match=card.name, phase=card.phase_text))


def _device_line(contest: Contest, device: Device, context: _Context) -> DeviceLine:
    report, now, words = device.report, context.now, context.words
    silent = is_silent(device, now)
    kept = now - device.unsent_since if device.unsent_since is not None else 0
    doing = None if silent else report.doing
    return DeviceLine(
        name=device.name,
        state="hidden" if not report.visible else "silent" if silent else "here",
        seconds=(now - device.heard) // 1000,
        ago=words(span(now - device.heard)),
        battery=report.battery,
        charging=report.charging,
        battery_low=is_low(report.battery, report.charging),
        unsent=report.unsent,
        unsent_long=report.unsent > 0 and (kept > UNSENT_LONG or silent),
        unsent_for=words(span(kept)),
        clock=words(clock_text(device.clock)) if device.clock else "",
        clock_error=words(error_text(device.clock)) if device.clock else "",
        clock_off=device.clock is not None and is_off(device.clock),
        old_build=report.build != context.build,
        doing=_doing_text(contest, doing, context) if doing else "",
        typing=doing is not None and doing.now,
    )


def is_low(battery: int | None, charging: bool | None) -> bool:  # noqa: FBT001 - as reported
    """A tablet that is being charged will not stop."""
    return battery is not None and battery < BATTERY_LOW and charging is not True


def is_off(clock: Clock) -> bool:
    """Whether a clock goes wrong even if all that is left open speaks for it."""
    return abs(clock.ahead) - clock.within > CLOCK_OFF


def _doing_text(contest: Contest, doing: Doing, context: _Context) -> str:
    if doing.entrant is not None:
        entrant = contest.entrants.get(doing.entrant)
        if entrant is None:
            return ""
        return context.words(say("No. {number} {name}", number=entrant.number, name=entrant.name))
    return context.found.matches.get((doing.stage, doing.match or ""), "")


def _nudge_line(contest: Contest, seat: SeatId, nudge: Nudge, context: _Context) -> NudgeLine:
    since = context.now - (nudge.at if nudge.seen is None else nudge.seen)
    state: Literal["waiting", "seen", "answered"] = "waiting" if nudge.seen is None else "seen"
    about = ""
    if nudge.about is not None:
        if not is_awaited(contest, seat, nudge.about):
            state = "answered"
        entrant = contest.entrants.get(nudge.about.entrant)
        about = context.words(say("No. {number}", number=entrant.number)) if entrant else ""
    return NudgeLine(state, about, since // 1000, context.words(span(since)))


def _problems(line: SeatLine, words: Words) -> Iterator[Problem]:
    for kind, message in _worries(line):
        yield Problem(kind, line.seat, words(message))


def _worries(line: SeatLine) -> Iterator[tuple[Kind, Message]]:
    seat = line.name
    if line.several:
        yield "two", say("{seat}: more than one tablet at once", seat=seat)
    for one in line.devices:
        if one.unsent_long:
            yield (
                "unsent",
                say(
                    "{seat}: {count} not sent for {time}",
                    seat=seat, count=one.unsent, time=one.unsent_for,
                ),
            )  # fmt: skip
    if line.wanted and line.state in {"silent", "hidden"}:
        ago = min(line.devices, key=lambda one: one.seconds).ago
        if line.state == "silent":
            yield "silent", say("{seat}: silent for {time}", seat=seat, time=ago)
        else:
            yield "silent", say("{seat}: page not on the screen for {time}", seat=seat, time=ago)
    for one in line.devices:
        if one.state != "here" or not line.wanted:
            continue
        if one.battery_low and one.battery is not None:
            low = say("{seat}: battery {percent} %", seat=seat, percent=one.battery)
            yield "battery", low
        if one.clock_off:
            yield "clock", say("{seat}: clock {off}", seat=seat, off=one.clock)
        if one.old_build:
            yield "build", say("{seat}: an older page", seat=seat)
