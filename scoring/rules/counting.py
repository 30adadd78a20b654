"""Counting in rally sports, as data: what wins a game and a match, and what happens on the way."""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

from scoring.rules.cards import Card
from scoring.rules.outcomes import Positive
from scoring.rules.service import ServiceRules


class GameRules(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What wins one game: points, time, or whichever comes first."""

    points: Positive | None = None
    lead: Positive = 2
    """By how many it must be won; 1 is no setting."""
    cap: Positive | None = None
    """So many points win by any lead."""
    seconds: Positive | None = None
    level: Literal["next_point", "draw"] = "next_point"
    """What follows if it is level when time is up."""
    intervals: tuple[Positive, ...] = ()
    """There is an interval when the leading side reaches one of these."""
    ends_at: Positive | None = None
    """Ends change, within the game, when a side first reaches this."""


class RallyRules(Struct, frozen=True, tag="rally", kw_only=True, forbid_unknown_fields=True):
    """What a match consists of."""

    best_of: Positive
    game: GameRules
    last: GameRules | None = None
    """The deciding game, where it differs."""
    service: ServiceRules
    toss_before_last: bool = False
    """Ends and service of the deciding game are drawn, not changed."""
    cards: Mapping[Card, Annotated[int, Meta(ge=0, le=9)]] = {}
    """The points that a card gives the opponents; a card not listed gives none."""
    disqualifying: Card | None = None
    interval_seconds: Positive | None = None
    break_seconds: Positive | None = None
    """Between games."""

    @property
    def to_win(self) -> int:
        return self.best_of // 2 + 1

    def game_rules(self, number: int) -> GameRules:
        """The rules of game `number`, from 1."""
        return self.last if self.last is not None and number == self.best_of else self.game


Fault: TypeAlias = Literal[
    "best_of_even",
    "no_end",
    "cap_below_points",
    "beyond_the_end",
    "draw_of_several",
]
"""What is wrong with edited numbers.

best_of_even: it must be odd. no_end: neither points nor time end the game. beyond_the_end: an
interval or change of ends that no game comes to. draw_of_several: only one game can be drawn.
"""


def faults(rules: RallyRules) -> tuple[Fault, ...]:
    games = [rules.game] if rules.last is None else [rules.game, rules.last]
    wrong: dict[Fault, bool] = {
        "best_of_even": rules.best_of % 2 == 0,
        "no_end": any(one.points is None and one.seconds is None for one in games),
        "cap_below_points": any(_idle_cap(one) for one in games),
        "beyond_the_end": any(_beyond(one) for one in games),
        "draw_of_several": rules.best_of > 1 and any(one.level == "draw" for one in games),
    }
    return tuple(fault for fault, is_so in wrong.items() if is_so)


def _idle_cap(game: GameRules) -> bool:
    """A cap is nothing without the points it limits."""
    return game.cap is not None and (game.points is None or game.cap < game.points)


def _beyond(game: GameRules) -> bool:
    reached = [*game.intervals] if game.ends_at is None else [*game.intervals, game.ends_at]
    return game.points is not None and any(one >= game.points for one in reached)
