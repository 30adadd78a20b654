"""What is tapped in a match of rallies, where the match then stands, and what is refused."""

from typing import Literal, TypeAlias

from msgspec import Struct

from scoring.rules.cards import ShowCard
from scoring.rules.game_scores import Impossible
from scoring.rules.outcomes import NIL, Outcome, Score, Side, Stop
from scoring.rules.service import Delivery, Player, Serving, delivery

Due: TypeAlias = Literal[
    "interval", "game_over", "change_ends", "choose_service", "toss", "match_over"
]
"""What to announce now. choose_service: of each pair, who serves or receives first is open."""


class Start(Struct, frozen=True, tag="start", kw_only=True, forbid_unknown_fields=True):
    """Play begins. Who serves may be left open: then no service is told until it is set."""

    server: Player | None = None
    receiver: Player | None = None
    left: Side = "a"
    handicap: Score = NIL
    """The points that each side begins every game with."""


class Rally(Struct, frozen=True, tag="rally", forbid_unknown_fields=True):
    winner: Side


class SetService(Struct, frozen=True, tag="set_service", forbid_unknown_fields=True):
    """Who serves to whom, chosen before the first rally of a game or corrected in it."""

    server: Player
    receiver: Player | None = None


class SwapEnds(Struct, frozen=True, tag="swap_ends", forbid_unknown_fields=True):
    """The sides stand the other way round than is told here: the score stands (BWF 8.2)."""


class Expedite(Struct, frozen=True, tag="expedite", forbid_unknown_fields=True):
    """The expedite system of table tennis comes in."""


class TimeUp(Struct, frozen=True, tag="time_up", forbid_unknown_fields=True):
    """The time of a timed game is over."""


class SetGames(Struct, frozen=True, tag="set_games", forbid_unknown_fields=True):
    """The score from paper, in place of what was counted; the last game may be unfinished."""

    games: tuple[Score, ...]
    handicap: Score | None = None
    """None: as it was."""


Event: TypeAlias = (
    Start | Rally | SetService | SwapEnds | Expedite | TimeUp | ShowCard | SetGames | Stop
)


class MatchState(Struct, frozen=True, kw_only=True):
    """Where a match stands. No score is not 0-0: none has begun, or the last game is over."""

    games: tuple[Score, ...] = ()
    """The games that are over."""
    won: Score = NIL
    score: Score | None = None
    """Of the game in progress; if the match was given up, of the game that was not finished."""
    handicap: Score = NIL
    serving: Serving | None = None
    left: Side = "a"
    """Who plays at the left-hand end."""
    sudden: bool = False
    """Time was up on a level score: the next point wins the game."""
    cards: tuple[ShowCard, ...] = ()
    due: tuple[Due, ...] = ()
    outcome: Outcome | None = None

    @property
    def delivery(self) -> Delivery | None:
        """Who serves next; None if that is not known."""
        if self.serving is None or self.score is None:
            return None
        return delivery(self.serving, self.score)


NOT_STARTED = MatchState()

Refusal: TypeAlias = Literal[
    "not_started",
    "already_started",
    "over",
    "handicap_too_high",
    "no_time_limit",
    "time_is_up",
    "no_expedite",
    "wrong_player",
    "no_such_score",
]


class NotPossible(ValueError):
    """The event does not fit where the match stands."""

    def __init__(
        self, reason: Refusal, *, score: Impossible | None = None, player: Player | None = None
    ) -> None:
        super().__init__(reason)
        self.reason: Refusal = reason
        self.score, self.player = score, player
