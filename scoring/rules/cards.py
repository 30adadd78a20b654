"""Cards shown to a side; what they cost is said by the rules of the sport."""

from typing import Literal, TypeAlias

from msgspec import Struct

from scoring.rules.outcomes import Side

Card: TypeAlias = Literal["yellow", "red", "yellow_red", "black"]
"""yellow_red: both together, in football the second yellow card."""


class ShowCard(Struct, frozen=True, tag="card", forbid_unknown_fields=True):
    """A card to a side, or to a player of it; before and after play it changes no score."""

    side: Side
    card: Card
    player: str | None = None
    """The number worn or that in the line-up, as text: 0 and 00 are two basketball players."""
