"""Maximum flow in whole numbers, with the cut that proves nothing more goes through."""

from collections import deque
from collections.abc import Hashable, Mapping
from typing import Generic, TypeVar

from msgspec import Struct

N = TypeVar("N", bound=Hashable)


class Flow(Struct, Generic[N], frozen=True):
    """How much goes through, and along which edges."""

    amount: int
    along: dict[tuple[N, N], int]
    source_side: frozenset[N]
    """What is still reached from the source: the edges out of it are the minimum cut."""


def max_flow(capacities: Mapping[tuple[N, N], int], source: N, sink: N) -> Flow[N]:
    """Send as much as possible from source to sink, always along a shortest path."""
    left: dict[N, dict[N, int]] = {source: {}, sink: {}}
    for (start, end), capacity in capacities.items():
        left.setdefault(start, {})[end] = left.get(start, {}).get(end, 0) + capacity
        left.setdefault(end, {}).setdefault(start, 0)
    amount = 0
    while sink in (reached := _reached(left, source)):
        path = _path(reached, sink)
        through = min(left[start][end] for start, end in path)
        for start, end in path:
            left[start][end] -= through
            left[end][start] += through
        amount += through
    along = {
        (start, end): max(capacity - left[start][end], 0)
        for (start, end), capacity in capacities.items()
    }
    return Flow(amount, along, frozenset(reached))


def _reached(left: Mapping[N, Mapping[N, int]], source: N) -> dict[N, N | None]:
    """Every node there is a way to, with the one before it on a shortest way."""
    before: dict[N, N | None] = {source: None}
    waiting = deque([source])
    while waiting:
        node = waiting.popleft()
        for following, capacity in left[node].items():
            if capacity > 0 and following not in before:
                before[following] = node
                waiting.append(following)
    return before


def _path(before: Mapping[N, N | None], sink: N) -> list[tuple[N, N]]:
    path: list[tuple[N, N]] = []
    end = sink
    while (start := before[end]) is not None:
        path.append((start, end))
        end = start
    return path
