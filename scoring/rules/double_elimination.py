"""Double elimination: whoever loses twice is out, and the grand final may need a second match."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

from scoring.rules.brackets import Bracket, checked, spans
from scoring.rules.slots import BYE, Loser, Match, Met, Round, Slot, Winner, WonBy, met

GrandFinal: TypeAlias = Literal["none", "single", "double"]
"""Double: if the winner of the losers' part wins, both have lost once, and they play again."""


def double_elimination(lines: Sequence[Slot], grand_final: GrandFinal = "double") -> Bracket:
    """The bracket of these lines; raises NoBracket."""
    checked(lines)
    upper = _winners(lines)
    lower = _losers([one.losers for one in upper])
    last = upper[-1].winners[0], lower[-1].winners[0] if lower else upper[-1].losers[0]
    final = _grand_final(last, grand_final)
    matches = [match for one in (*upper, *lower) for match in one.matches] + final
    decider = final[-1].id if final else None
    ends: list[list[Slot]] = (
        [[Winner(decider)], [Loser(decider)]] if decider else [[slot] for slot in last]
    )
    ends += [[slot for slot in one.losers if slot != BYE] for one in reversed(lower)]
    return Bracket(
        lines=tuple(lines),
        matches=tuple(matches),
        places=spans(matches, [group for group in ends if group]),
    )


def _winners(lines: Sequence[Slot]) -> list[Met]:
    of = len(lines).bit_length() - 1
    rounds: list[Met] = []
    for number in range(1, of + 1):
        rounds.append(met(Round(part="winners", number=number, of=of), lines))
        lines = rounds[-1].winners
    return rounds


def _losers(dropping: Sequence[Sequence[Slot]]) -> list[Met]:
    """Those left of the losers' part meet each other, then those who drop in, and so on."""
    of = 2 * (len(dropping) - 1)
    rounds: list[Met] = []
    left = dropping[0]
    for number, losers in enumerate(dropping[1:], start=2):
        among = met(Round(part="losers", number=len(rounds) + 1, of=of), left)
        against = [
            slot
            for pair in zip(among.winners, dropped(losers, number), strict=True)
            for slot in pair
        ]
        rounds += [among, met(Round(part="losers", number=len(rounds) + 2, of=of), against)]
        left = rounds[-1].winners
    return rounds


def dropped(losers: Sequence[Slot], number: int) -> list[Slot]:
    """The order in which the losers of a round of the winners' part drop in.

    The place in the order is changed in the binary digits of the round before, lowest digit at
    the top: the second round drops into the other half, the third into the other quarter of the
    same half, the fourth into the other quarter of the other half. So those who met in two rounds
    next to each other meet again at the earliest when the halves do.
    """
    digits = len(losers).bit_length() - 1
    moved = sum(1 << (digits - 1 - digit) for digit in range(digits) if (number - 1) >> digit & 1)
    return [losers[place ^ moved] for place in range(len(losers))]


def _grand_final(last: tuple[Slot, Slot], kind: GrandFinal) -> list[Match]:
    if kind == "none":
        return []
    rounds = [Round(part="grand_final", number=number, of=2) for number in (1, 2)]
    first, again = (one.id(1) for one in rounds)
    final = Match(id=first, round=rounds[0], number=1, sides=last)
    if kind == "single":
        return [final]
    return [
        final,
        Match(
            id=again,
            round=rounds[1],
            number=1,
            sides=(Loser(first), Winner(first)),
            only_if=WonBy(first, "b"),
        ),
    ]
