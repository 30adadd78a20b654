"""What a sport is to the software: mostly the words it uses on screens."""

from typing import NewType

from msgspec import Struct

from scoring.wording import Label

SportId = NewType("SportId", str)


class Sport(Struct, frozen=True, kw_only=True):
    """One sport in one edition of its rules; a released edition never changes its meaning."""

    id: SportId
    name: Label
    entrant: Label
    """What a competitor is called: singer, team, pair."""
    work: Label
    """What an entrant brings to the stage: a song, a routine, a speech."""
