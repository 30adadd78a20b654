"""Who may do what: pure answers about holders of keys; the secrets live elsewhere."""

from collections.abc import Mapping
from functools import cache
from typing import Literal, TypeAlias, get_args

import msgspec
from msgspec import Struct

from scoring.contest.commands import (
    Amend,
    AnswerAmendment,
    Call,
    ClosePerformance,
    CloseStage,
    Command,
    Disqualify,
    EnterMarks,
    EnterPaper,
    EnterPaperResult,
    KeepRecorded,
    KeepRecordedResult,
    MoveSheets,
    RecordNoShow,
    ReopenPerformance,
    ReopenStage,
    RequestAmendment,
    Revise,
    SettleTie,
)
from scoring.contest.ids import ContestId, MeetId, SeatId
from scoring.contest.match_commands import (
    ConfirmResult,
    EnterResult,
    HandInLineup,
    OpenMatch,
    Record,
    RecordValues,
    ReopenMatch,
    RevealLineups,
)
from scoring.contest.plan import Plan
from scoring.contest.release_commands import Approve, Freeze, Reveal, Thaw, Unreveal
from scoring.wording import Message, say

OF_SEATS = (RequestAmendment, OpenMatch, Record, ConfirmResult, HandInLineup)
"""What a tablet may ask beside marks; whether the match, or the sheet, is its own is decided."""

OF_SCORERS = (
    ClosePerformance,
    ReopenPerformance,
    ConfirmResult,
    ReopenMatch,
    EnterPaper,
    EnterPaperResult,
)
"""The second person's check: confirm what stands or send it back, compare it with the paper;
never change a number."""

OF_HEAD_JUDGES = (
    *OF_SEATS,
    *OF_SCORERS,
    Call,
    EnterMarks,
    Amend,
    KeepRecorded,
    KeepRecordedResult,
    AnswerAmendment,
    MoveSheets,
    RecordNoShow,
    Disqualify,
    CloseStage,
    ReopenStage,
    SettleTie,
    EnterResult,
    RecordValues,
    RevealLineups,
    Approve,
    Freeze,
    Thaw,
    Reveal,
    Unreveal,
)
"""All that is judged; who competes, when, and by which plan is the organizers'."""

Role: TypeAlias = Literal["owner", "organizer", "head_judge", "scorer", "reader"]
Act: TypeAlias = Literal["see", "see_secrets", "give_seats", "plan", "manage"]
"""Beside commands: look at the desk; at line-ups not yet shown and the log; hand out seats;
plan contests; say who else may do something."""

EVERY_MEET = MeetId("*")

_COMMANDS: dict[Role, tuple[type[Struct], ...]] = {
    "owner": get_args(Command),
    "organizer": get_args(Command),
    "head_judge": OF_HEAD_JUDGES,
    "scorer": OF_SCORERS,
    "reader": (),
}

_ACTS: dict[Role, frozenset[Act]] = {
    "owner": frozenset({"see", "see_secrets", "give_seats", "plan", "manage"}),
    "organizer": frozenset({"see", "see_secrets", "give_seats", "plan"}),
    "head_judge": frozenset({"see", "see_secrets", "give_seats"}),
    "scorer": frozenset({"see"}),
    "reader": frozenset({"see"}),
}


class Organizer(Struct, frozen=True, tag="organizer"):
    """Whoever opened the link that the server printed: runs and owns all meets."""

    def __str__(self) -> str:
        return "organizer"


class SeatHolder(Struct, frozen=True, tag="seat"):
    """A judge's device, signed in to one seat of one contest."""

    contest: ContestId
    seat: SeatId

    def __str__(self) -> str:
        return f"seat:{self.seat}"


class Official(Struct, frozen=True):
    """An account or a program's key, with the roles that it has now."""

    name: str
    """As the log names it: account:liwei or key:scoreboard."""
    roles: Mapping[MeetId, Role]

    def __str__(self) -> str:
        return self.name


Holder: TypeAlias = Organizer | SeatHolder
"""Whom a link or a token is for."""

Asking: TypeAlias = Holder | Official


class Grant(Struct, frozen=True, omit_defaults=True):
    """What a key is for: a link is exchanged once for a token, a token signs requests."""

    holder: Holder
    link: bool
    made: int = 0
    """When, in seconds since 1970; 0 for those from before this was kept."""
    code: str = ""
    """The hash of the short code that may be typed instead of this link."""
    until: int = 0
    """Until when the code works."""
    by: str = ""
    """The tablet that asked for this link, to hand its seat over."""
    moved: bool = False
    """Was a token until its seat moved to another tablet; opens nothing."""


_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[Grant] = msgspec.json.Decoder(Grant)


def grant_bytes(grant: Grant) -> bytes:
    """The grant as stored."""
    return _encoder.encode(grant)


def read_grant(stored: bytes) -> Grant:
    """Read a stored grant."""
    return _decoder.decode(stored)


def roles_in(who: Asking, meet: MeetId) -> tuple[Role, ...]:
    """The roles somebody has in a meet; a seat has none."""
    match who:
        case Organizer():
            return ("owner",)
        case SeatHolder():
            return ()
        case Official(roles=roles):
            return tuple(roles[one] for one in (meet, EVERY_MEET) if one in roles)


def meets_where(who: Asking, act: Act) -> frozenset[MeetId]:
    """The meets in which somebody may do this; EVERY_MEET stands for all."""
    match who:
        case Organizer():
            return frozenset({EVERY_MEET})
        case SeatHolder():
            return frozenset()
        case Official(roles=roles):
            return frozenset(meet for meet, role in roles.items() if act in _ACTS[role])


def may_act(who: Asking, act: Act, meet: MeetId) -> bool:
    """Whether somebody may do this in a meet."""
    return any(act in _ACTS[role] for role in roles_in(who, meet))


@cache
def rights(roles: tuple[Role, ...]) -> frozenset[str]:
    """All that these roles allow, by name: acts, and commands as they are called on the wire."""
    commands = (command for role in roles for command in _COMMANDS[role])
    names = {str(command.__struct_config__.tag) for command in commands}
    return frozenset(names.union(*(_ACTS[role] for role in roles)))


def why_not(who: Asking, plan: Plan, command: Command) -> Message | None:
    """Why they may not give this command to the contest of this plan; None if they may."""
    if isinstance(who, SeatHolder):
        return _why_no_seat(who, plan.id, command)
    if not _gives(roles_in(who, plan.meet.id), command):
        return say("Your role in this meet does not allow that.")
    if isinstance(command, Revise) and not _gives(roles_in(who, command.plan.meet.id), command):
        return say("You may not move a contest to a meet that you do not organize.")
    return None


def _gives(roles: tuple[Role, ...], command: Command) -> bool:
    return any(isinstance(command, _COMMANDS[role]) for role in roles)


def _why_no_seat(holder: SeatHolder, contest: ContestId, command: Command) -> Message | None:
    own = holder.seat
    if holder.contest != contest:
        return say(
            "This device is signed in to the contest {own}, not to {other}.",
            own=holder.contest,
            other=contest,
        )
    if not isinstance(command, (EnterMarks, *OF_SEATS)):
        return say("A judge's device may only enter marks.")
    if command.seat is None:
        return say("This device is signed in to seat {own}; it must say so.", own=own)
    if command.seat != own:
        return say(
            "This device is signed in to seat {own}; it cannot mark for {other}.",
            own=own,
            other=command.seat,
        )
    return None
