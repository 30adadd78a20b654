"""What a sport is to the software: its words on screens, and the numbers of its matches."""

from collections.abc import Iterator
from typing import Literal, NewType, TypeAlias

from msgspec import Struct

from scoring.rules.counting import RallyRules
from scoring.rules.periods import PeriodRules
from scoring.rules.pool_rules import RuleBook
from scoring.rules.ties import TieRules
from scoring.wording import Label

SportId = NewType("SportId", str)
Players: TypeAlias = Literal[1, 2, "team"]
"""Who is a side of a match: one player, a pair, or a team that plays together."""

SIDE_WORDS: dict[Players, Label] = {
    1: Label(zh="选手", en="Player"),
    2: Label(zh="组合", en="Pair"),
    "team": Label(zh="队伍", en="Team"),
}


class Edition(Struct, frozen=True, kw_only=True):
    """One edition of the rules of a match; a contest may edit every number of it."""

    id: str
    """Singles and doubles of one edition are called alike."""
    name: Label
    players: Players
    rules: RallyRules | PeriodRules
    knock_out: PeriodRules | None = None
    """Where a match must have a winner, if the rules differ there."""
    book: RuleBook
    """How the table of a group is made."""
    since: str | None = None
    """The day from which it is what is usually played; None for what is played besides."""


class TeamRubber(Struct, frozen=True):
    """One match of a team tie; its numbers come from the edition chosen."""

    id: str
    name: Label
    players: Literal[1, 2]
    pairing: Literal["m", "f", "mixed"] | None = None


class TeamEvent(Struct, frozen=True, kw_only=True):
    """A kind of team tie, in the order of its rubbers."""

    id: str
    name: Label
    rubbers: tuple[TeamRubber, ...]
    per_player: int
    """The most rubbers that one player may play in."""
    squad: int
    """The fewest players of a team."""
    book: RuleBook


class Sport(Struct, frozen=True, kw_only=True):
    """One sport in one edition of its rules; a released edition never changes its meaning."""

    id: SportId
    name: Label
    entrant: Label
    """What a competitor is called: singer, team, pair."""
    work: Label | None = None
    """What an entrant brings to the stage: a song, a routine, a speech; None in matches."""
    matches: tuple[Edition, ...] = ()
    """How its matches are played; none where performances are judged or measured."""
    teams: tuple[TeamEvent, ...] = ()

    def editions(self, players: Players) -> Iterator[Edition]:
        return (one for one in self.matches if one.players == players)

    def edition(self, name: str, players: Players) -> Edition | None:
        """The edition of this name, or None."""
        return next((one for one in self.editions(players) if one.id == name), None)

    def usual(self, players: Players, date: str | None) -> Edition | None:
        """What is played on this day; without a day, and before all of them, the first."""
        found = None
        for one in self.editions(players):
            if found is None or (date is not None and one.since is not None and one.since <= date):
                found = one
        return found

    def players(self, rules: RallyRules | PeriodRules) -> Players:
        """Who meets whom by these numbers: the service tells singles from doubles."""
        served = rules.service if isinstance(rules, RallyRules) else None
        for one in self.matches:
            if isinstance(one.rules, RallyRules) and one.rules.service == served:
                return one.players
        return self.matches[0].players if self.matches else "team"

    def side(self, rules: RallyRules | PeriodRules | TieRules) -> Label:
        """What a side of such a match is called."""
        return SIDE_WORDS["team" if isinstance(rules, TieRules) else self.players(rules)]
