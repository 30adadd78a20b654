"""Team ties written short, for tests: rules, squads, line-ups."""

from collections.abc import Mapping
from typing import Literal

from scoring.rules.outcomes import Conceded, Outcome, Played, Side
from scoring.rules.ties import RubberPlan, TieRules
from scoring.sports.badminton import badminton_3x21
from scoring.wording import Label

Squad = Mapping[str, Literal["m", "f"] | None]
Lineup = Mapping[str, tuple[str, ...]]

SQUAD: Squad = {"Li": "m", "He": "m", "Wu": "m", "An": "f", "Bo": "f", "Yu": "f"}
FOUR: Squad = {"Li": "m", "He": "m", "An": "f", "Bo": "f"}


def rubber(
    name: str, players: Literal[1, 2], pairing: Literal["m", "f", "mixed"] | None = None
) -> RubberPlan:
    rules = badminton_3x21(players)
    return RubberPlan(id=name, name=Label(en=name), players=players, pairing=pairing, rules=rules)


SUDIRMAN = TieRules(
    rubbers=(
        rubber("MS", 1, "m"),
        rubber("WS", 1, "f"),
        rubber("MD", 2, "m"),
        rubber("WD", 2, "f"),
        rubber("XD", 2, "mixed"),
    ),
    squad=4,
    order="rest",
)
"""A knock-out tie of the Sudirman Cup."""
THOMAS = TieRules(
    rubbers=(
        rubber("S1", 1, "m"),
        rubber("D1", 2, "m"),
        rubber("S2", 1, "m"),
        rubber("D2", 2, "m"),
        rubber("S3", 1, "m"),
    )
)
LINEUP = {
    "MS": ("Li",),
    "WS": ("An",),
    "MD": ("He", "Wu"),
    "WD": ("Bo", "Yu"),
    "XD": ("Li", "An"),
}


def lineup(text: str) -> dict[str, tuple[str, ...]]:
    """Rubbers as "MS Li, MD He Wu"; "MS" alone has nobody."""
    words = [one.split() for one in text.split(", ") if one]
    return {name: tuple(players) for name, *players in words}


def singles(number: int, *, play_all: bool = False) -> TieRules:
    """So many singles that anybody may play."""
    rubbers = tuple(rubber(f"S{one}", 1) for one in range(1, number + 1))
    return TieRules(rubbers=rubbers, play_all=play_all)


def outcomes(text: str) -> list[Outcome | None]:
    """By rubber: a or b won, A or B did not come and lost, - is to be played."""
    return [_outcome(one) for one in text]


def _outcome(letter: str) -> Outcome | None:
    sides: dict[str, Side] = {"a": "a", "b": "b"}
    if letter == "-":
        return None
    side = sides[letter.lower()]
    return Conceded(side, "walkover") if letter.isupper() else Played(side)
