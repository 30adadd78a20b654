"""What somebody needs: the ways through, each as wide as can be, and no way left out.

    chance(question, entrant, budget) -> ways(found, "through")

Also the reverse: which of the matches to come make no difference to somebody.
"""

from collections.abc import Iterator, Sequence
from math import prod
from typing import TypeVar

from scoring.rules.chance_search import Box, Verdict, meet
from scoring.rules.chances import Chance

E = TypeVar("E")


def ways(found: Chance[E], *verdicts: Verdict) -> tuple[Box, ...]:
    """All endings with one of these verdicts, told as few conditions.

    None can be loosened: with one ending more of any match it would let in another verdict. None
    is left out without losing an ending. They may overlap.
    """
    boxes = [case.box for case in found.cases if case.verdict in verdicts]
    told: list[Box] = []
    for box in sorted(boxes, key=_size, reverse=True):
        if not _covered(box, told):
            told.append(_widened(found, box, boxes))
    for box in sorted(told, key=_size):
        others = [one for one in told if one != box]
        if _covered(box, others):
            told = others
    return tuple(told)


def decided(found: Chance[E], match: int) -> bool:
    """Whether it makes no difference to the entrant how this match ends."""
    if len(found.cases) == 1 or not found.exact:
        return found.state in {"qualified", "eliminated"}
    everything = (0, len(found.endings[match]))
    return all(
        _within(
            (*case.box[:match], everything, *case.box[match + 1 :]),
            [one.box for one in found.cases if one.verdict == case.verdict],
        )
        for case in found.cases
    )


def _widened(found: Chance[E], box: Box, boxes: Sequence[Box]) -> Box:
    """As large as it can be within disjoint boxes: first free of others' matches, then of own."""
    entrant = found.entrant
    own = [at for at, one in enumerate(found.matches) if entrant in (one.a, one.b)]
    others = [at for at in range(len(box)) if at not in own]
    for at in (*reversed(others), *reversed(own)):
        for bounds in _wider(box[at], len(found.endings[at])):
            wider = (*box[:at], bounds, *box[at + 1 :])
            if _within(wider, boxes):
                box = wider
                break
    return box


def _wider(bounds: tuple[int, int], size: int) -> Iterator[tuple[int, int]]:
    """Everything, and then ever less; ties between the two ends go to the first."""
    low, high = bounds
    yield from sorted(
        ((start, end) for start in range(low + 1) for end in range(high, size + 1)),
        key=lambda one: (one[0] - one[1], one),
    )


def _within(box: Box, boxes: Sequence[Box]) -> bool:
    """Whether a box lies in disjoint ones."""
    shared = (meet(box, one) for one in boxes)
    return sum(_size(one) for one in shared if one is not None) == _size(box)


def _covered(box: Box, boxes: Sequence[Box]) -> bool:
    """Whether a box lies in others, which may overlap."""
    left = [box]
    for other in boxes:
        left = [piece for one in left for piece in _outside(one, other)]
    return not left


def _outside(box: Box, other: Box) -> list[Box]:
    """What is left of a box without another, in disjoint pieces."""
    shared = meet(box, other)
    if shared is None:
        return [box]
    pieces: list[Box] = []
    for at, (low, high) in enumerate(shared):
        before, after = box[at]
        rest = ((before, low), (high, after))
        pieces += [(*shared[:at], one, *box[at + 1 :]) for one in rest if one[0] < one[1]]
    return pieces


def _size(box: Box) -> int:
    return prod(high - low for low, high in box)
