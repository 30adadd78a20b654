"""How a match would have to end, in words: "A beats B 2-0", "B does not lose to C by 3"."""

from collections.abc import Sequence
from typing import NamedTuple

from scoring.rules.outcomes import Drawn, Played, Score, Side, other
from scoring.rules.pool_gains import Ending
from scoring.wording import Message, say


class Asked(NamedTuple):
    """A match between two, named, and all its endings, best for the first of them first."""

    one: str
    two: str
    endings: tuple[Ending, ...]
    side: Side = "a"
    """Which side of the endings the first of them is."""

    def turned(self) -> "Asked":
        return Asked(self.two, self.one, self.endings[::-1], other(self.side))

    def won(self) -> int:
        """In how many of the endings the first of them wins."""
        return sum(one.outcome == Played(self.side) for one in self.endings)

    def drawn(self) -> int:
        return sum(isinstance(one.outcome, Drawn) for one in self.endings)


def condition(asked: Asked, low: int, high: int) -> Message:
    """That the match ends in one of these ways, told from the side for which it is the best."""
    count = len(asked.endings)
    if low and high == count:
        return condition(asked.turned(), 0, count - low)
    if low:
        return _one_of(asked, asked.endings[low:high])
    return _at_least(asked, high)


def _at_least(asked: Asked, high: int) -> Message:
    """One of the best endings for the first of the two."""
    won, drawn = asked.won(), asked.drawn()
    if high == won:
        return say("{one} beats {two}", one=asked.one, two=asked.two)
    if high < won:
        return _won_by(asked, high)
    if high == won + drawn:
        return say("{one} does not lose to {two}", one=asked.one, two=asked.two)
    return _not_lost_by(asked, high)


def _won_by(asked: Asked, high: int) -> Message:
    margin = _margin(asked.endings[high - 1], asked.side)
    if margin is not None:
        return say("{one} beats {two} by {margin} or more",
                   one=asked.one, two=asked.two, margin=margin)  # fmt: skip
    scores = _scores(asked, asked.endings[:high])
    return say("{one} beats {two} {scores}", one=asked.one, two=asked.two, scores=scores)


def _not_lost_by(asked: Asked, high: int) -> Message:
    margin = _margin(asked.endings[high], other(asked.side))
    if margin is not None:
        return say("{one} does not lose to {two} by {margin} or more",
                   one=asked.one, two=asked.two, margin=margin)  # fmt: skip
    scores = _scores(asked, asked.endings[high:])
    return say("{one} does not lose to {two} {scores}",
               one=asked.one, two=asked.two, scores=scores)  # fmt: skip


def _one_of(asked: Asked, endings: Sequence[Ending]) -> Message:
    if all(isinstance(one.outcome, Drawn) for one in endings):
        return say("{one} and {two} draw", one=asked.one, two=asked.two)
    if all(one.outcome == Played(other(asked.side)) for one in endings):
        return _one_of(asked.turned(), endings[::-1])
    if all(one.outcome == Played(asked.side) for one in endings):
        return _won_so(asked, endings)
    scores = _scores(asked, endings)
    return say("{one} against {two} ends {scores}", one=asked.one, two=asked.two, scores=scores)


def _won_so(asked: Asked, endings: Sequence[Ending]) -> Message:
    most, least = (_margin(endings[at], asked.side) for at in (0, -1))
    if most is None:
        scores = _scores(asked, endings)
        return say("{one} beats {two} {scores}", one=asked.one, two=asked.two, scores=scores)
    if most == least:
        return say("{one} beats {two} by {margin}", one=asked.one, two=asked.two, margin=most)
    return say("{one} beats {two} by {least} to {most}",
               one=asked.one, two=asked.two, least=least or 0, most=most)  # fmt: skip


def _margin(ending: Ending, side: Side) -> int | None:
    """The fewest goals by which this side wins; None where games or rubbers tell it."""
    if _by_parts(ending):
        return None
    difference = ending.points.difference
    lead = difference if side == "a" else difference.opposite()
    return None if lead.low is None else int(lead.low)


def _by_parts(ending: Ending) -> bool:
    """Whether the score is one of rubbers or games."""
    sample = ending.sample
    return sample.rubbers != (0, 0) or sample.games != (0, 0)


def _scores(asked: Asked, endings: Sequence[Ending]) -> tuple[Message, ...]:
    return tuple(score_text(one, asked.side) for one in endings)


def score_text(ending: Ending, side: Side = "a") -> Message:
    """The score of one ending, from this side; of goals the margin, as more is not told."""
    sample = ending.sample
    if sample.rubbers != (0, 0):
        return say("{score}", score=_from(sample.rubbers, side))
    if sample.games != (0, 0):
        return say("{score}", score=_from(sample.games, side))
    if isinstance(ending.outcome, Drawn):
        return say("in a draw")
    won = ending.outcome.winner == side
    difference = ending.points.difference
    lead = difference if ending.outcome.winner == "a" else difference.opposite()
    by = str(lead.low)
    if lead.low == 0:
        return say("won on penalties") if won else say("lost on penalties")
    if lead.high is None:
        return say("won by {margin} or more", margin=by) if won else say(
            "lost by {margin} or more", margin=by)  # fmt: skip
    return say("won by {margin}", margin=by) if won else say("lost by {margin}", margin=by)


def _from(score: Score, side: Side) -> str:
    return f"{score.a}-{score.b}" if side == "a" else f"{score.b}-{score.a}"
