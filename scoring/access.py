"""Who may do what: pure answers about holders of keys; the secrets live elsewhere."""

from typing import TypeAlias

import msgspec
from msgspec import Struct

from scoring.contest.commands import Command, EnterMarks
from scoring.contest.ids import ContestId, SeatId
from scoring.contest.match_commands import ConfirmResult, HandInLineup, OpenMatch, Record
from scoring.wording import Message, say

OF_SEATS = (OpenMatch, Record, ConfirmResult, HandInLineup)
"""What a court's tablet, or that of a team, may ask; whether the match is its own is decided."""


class Organizer(Struct, frozen=True, tag="organizer"):
    """Runs the meet: registers, calls, closes, corrects, advances."""

    def __str__(self) -> str:
        return "organizer"


class SeatHolder(Struct, frozen=True, tag="seat"):
    """A judge's device, signed in to one seat of one contest."""

    contest: ContestId
    seat: SeatId

    def __str__(self) -> str:
        return f"seat:{self.seat}"


Holder: TypeAlias = Organizer | SeatHolder


class Grant(Struct, frozen=True):
    """What a key is for: a link is exchanged once for a token, a token signs requests."""

    holder: Holder
    link: bool


_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[Grant] = msgspec.json.Decoder(Grant)


def grant_bytes(grant: Grant) -> bytes:
    """The grant as stored."""
    return _encoder.encode(grant)


def read_grant(stored: bytes) -> Grant:
    """Read a stored grant."""
    return _decoder.decode(stored)


def why_not(holder: Holder, contest: ContestId, command: Command) -> Message | None:
    """Why this holder may not give this command; None if it may."""
    match holder:
        case Organizer():
            return None
        case SeatHolder(contest=own) if own != contest:
            return say(
                "This device is signed in to the contest {own}, not to {other}.",
                own=own,
                other=contest,
            )
        case SeatHolder(seat=own):
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
