"""A preset: what it asks, how that becomes scoring, and how scoring is read back as answers."""

from collections.abc import Callable

from msgspec import Struct

from scoring.contest.ids import SeatId
from scoring.contest.plan import JudgedStage, Seat
from scoring.contest.scoring import Scoring
from scoring.presets.answers import Answers
from scoring.presets.fields import Section
from scoring.sport import SportId
from scoring.wording import Label


class Marking(Struct, frozen=True):
    """Who marks, and how marks become places."""

    seats: tuple[Seat, ...]
    panel: tuple[SeatId, ...]
    scoring: Scoring


class Preset(Struct, frozen=True, kw_only=True):
    """One way of judging or measuring that an organizer can choose and adjust."""

    id: str
    sport: SportId
    name: Label
    description: Label
    sections: tuple[Section, ...]
    marking: Callable[[Answers], Marking]
    of_judges: bool = False
    """Whether a panel marks whole performances: sheets may be signed, trainees mark beside it."""
    remembered: Callable[[JudgedStage, tuple[Seat, ...]], dict[str, str]]
    """The answers that such a stage came from; for another stage, whatever they look like."""


def official(seat: str, zh: str, en: str) -> Seat:
    """The seat of somebody who is not on the panel: a counter, a timekeeper, a referee."""
    return Seat(id=SeatId(seat), name=Label(zh=zh, en=en))
