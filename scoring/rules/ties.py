"""A team tie as data: its rubbers, who may play in them, and when it is over."""

from typing import Annotated, Literal, NamedTuple, TypeAlias

from msgspec import Meta, Struct

from scoring.rules import counting
from scoring.rules.counting import RallyRules
from scoring.rules.outcomes import Positive
from scoring.rules.service import Rotation
from scoring.wording import Label

RubberId: TypeAlias = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,11}$(?!\n)")]
"""Short, as on a score sheet: "MS1"."""


class RubberPlan(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One match of a tie."""

    id: RubberId
    name: Label
    players: Literal[1, 2]
    """Of each side."""
    pairing: Literal["m", "f", "mixed"] | None = None
    """Which gender may play; None if that does not matter."""
    rules: RallyRules


class TieRules(Struct, frozen=True, tag="tie", kw_only=True, forbid_unknown_fields=True):
    """What a tie consists of, in the order of its rubbers unless that is arranged.

    Sudirman Cup: MS, WS, MD, WD and XD, at least four players, each in at most two rubbers.
    Thomas and Uber Cup: three singles and two doubles. `play_all` in the groups of any of them,
    not in knock-outs.
    """

    rubbers: Annotated[tuple[RubberPlan, ...], Meta(min_length=1, max_length=25)]
    play_all: bool = False
    """All rubbers are played; otherwise none after the tie is decided."""
    per_player: Positive = 2
    """The most rubbers that one player may play in."""
    squad: Positive = 1
    """The fewest players that a team may consist of."""
    order: Literal["fixed", "rest"] = "fixed"
    """As planned; or arranged once the line-ups are known, so that nobody plays twice in a row."""


Reason: TypeAlias = Literal["same_id", "mixed_alone", "other_service"] | counting.Fault
"""What is wrong with edited rules.

same_id: two rubbers are called alike. mixed_alone: mixed takes two of a side. other_service: the
service is that of singles in a doubles, or the other way round.
"""


class Fault(NamedTuple):
    """What is wrong, and with which rubber."""

    reason: Reason
    rubber: str


def faults(rules: TieRules) -> tuple[Fault, ...]:
    found: list[Fault] = []
    for number, one in enumerate(rules.rubbers):
        wrong: dict[Reason, bool] = {
            "same_id": any(one.id == earlier.id for earlier in rules.rubbers[:number]),
            "mixed_alone": one.pairing == "mixed" and one.players == 1,
            "other_service": _other_service(one),
        }
        found += [Fault(reason, one.id) for reason, is_so in wrong.items() if is_so]
        found += [Fault(reason, one.id) for reason in counting.faults(one.rules)]
    return tuple(found)


def _other_service(rubber: RubberPlan) -> bool:
    service = rubber.rules.service
    return not isinstance(service, Rotation) and service.players != rubber.players
