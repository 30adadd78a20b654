"""The line-up of a team for a tie: who plays which rubber, what is wrong with it, what is lost."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Generic, Literal, TypeAlias, TypeVar

from msgspec import Struct

from scoring.rules.outcomes import BothOut, Conceded
from scoring.rules.ties import RubberPlan, TieRules

M = TypeVar("M", bound=str)

Squad: TypeAlias = Mapping[M, Literal["m", "f"] | None]
"""The members of a team and their gender; None if it is not known."""
Lineup: TypeAlias = Mapping[str, Sequence[M]]
"""The players by the id of the rubber. A rubber left out, or without anybody, is lost."""

Reason: TypeAlias = Literal[
    "squad_too_small",
    "unknown_rubber",
    "unknown_member",
    "wrong_number",
    "twice_in_rubber",
    "wrong_gender",
    "gender_unknown",
    "same_pair",
    "too_many_rubbers",
]
"""What is wrong with a line-up.

wrong_number: of players in the rubber. same_pair: it plays another rubber already.
too_many_rubbers: the player is in more than the rules let one play in.
"""


class LineupFault(Struct, Generic[M], frozen=True):
    """What is wrong, in which rubber and with whom, as far as it is about one."""

    reason: Reason
    rubber: str | None = None
    member: M | None = None


def lineup_faults(
    rules: TieRules, squad: Squad[M], lineup: Lineup[M]
) -> tuple[LineupFault[M], ...]:
    """Everything wrong: the team, then rubber by rubber, then what is wrong across rubbers."""
    found: list[LineupFault[M]] = []
    if len(squad) < rules.squad:
        found.append(LineupFault("squad_too_small"))
    planned = {one.id for one in rules.rubbers}
    found += [LineupFault("unknown_rubber", name) for name in lineup if name not in planned]
    for rubber in rules.rubbers:
        if players := lineup.get(rubber.id):
            found += _in_rubber(rubber, squad, players)
    return (*found, *_across(rules, lineup))


def _in_rubber(
    rubber: RubberPlan, squad: Squad[M], players: Sequence[M]
) -> Iterator[LineupFault[M]]:
    if len(players) != rubber.players:
        yield LineupFault("wrong_number", rubber.id)
    everybody = tuple(dict.fromkeys(players))
    for one in everybody:
        if one not in squad:
            yield LineupFault("unknown_member", rubber.id, one)
        if players.count(one) > 1:
            yield LineupFault("twice_in_rubber", rubber.id, one)
    if rubber.pairing is not None:
        yield from _of_gender(rubber, squad, [one for one in everybody if one in squad])


def _of_gender(
    rubber: RubberPlan, squad: Squad[M], players: Sequence[M]
) -> Iterator[LineupFault[M]]:
    for one in players:
        if squad[one] is None:
            yield LineupFault("gender_unknown", rubber.id, one)
        elif rubber.pairing not in ("mixed", squad[one]):
            yield LineupFault("wrong_gender", rubber.id, one)
    genders = [squad[one] for one in players]
    if rubber.pairing == "mixed" and any(genders.count(one) > 1 for one in ("m", "f")):
        yield LineupFault("wrong_gender", rubber.id)


def _across(rules: TieRules, lineup: Lineup[M]) -> Iterator[LineupFault[M]]:
    sides = [(one.id, frozenset(lineup.get(one.id, ()))) for one in rules.rubbers]
    pairs = [(name, players) for name, players in sides if len(players) > 1]
    again = [later[0] for earlier, later in combinations(pairs, 2) if earlier[1] == later[1]]
    for name in dict.fromkeys(again):
        yield LineupFault("same_pair", name)
    everybody = dict.fromkeys(one for rubber in rules.rubbers for one in lineup.get(rubber.id, ()))
    for one in everybody:
        if sum(one in players for _, players in sides) > rules.per_player:
            yield LineupFault("too_many_rubbers", member=one)


def unfielded(
    rules: TieRules, a: Lineup[M], b: Lineup[M]
) -> tuple[Conceded | BothOut | None, ...]:
    """Of each rubber in the order of the plan, how it ended if somebody has nobody to play it."""
    return tuple(_unfielded(bool(a.get(one.id)), bool(b.get(one.id))) for one in rules.rubbers)


def _unfielded(a: bool, b: bool) -> Conceded | BothOut | None:  # noqa: FBT001 - two sides alike
    if a and b:
        return None
    return Conceded("b" if a else "a", "walkover") if a or b else BothOut()
