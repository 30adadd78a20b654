"""Where the matches of a bracket stand: rounds are columns, each match is between its feeders.

A bye leaves no gap: whoever has one first appears in the next round, and what feeds only the
other side of that match stands level with it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from msgspec import Struct

from scoring.rules.slots import MatchId, Part, Round

HEAD, ROW = 28, 32
"""The height of a box's heading, and of a side."""
_MARGIN = 4
_BESIDE = 40
"""Between columns."""
_BELOW = 14
_APART = 12
"""More room below a pair that meets in the next round."""
_TITLE, _CAPTION, _UNDER_CAPTION = 36, 30, 12
_NEXT_PART = 40
_ABOVE_MIDDLE = HEAD + ROW
_HEIGHT = HEAD + 2 * ROW

Node: TypeAlias = tuple[MatchId, Round, int, tuple[MatchId | None, MatchId | None]]
"""A match, its round, its position there, and the matches whose winner comes to each side."""


class Point(NamedTuple):
    x: int
    y: int


class Caption(Struct, frozen=True):
    """Where the name of a round stands."""

    round: Round
    x: int
    y: int
    h: int = _CAPTION


class Tree(Struct, frozen=True, kw_only=True):
    """One part with its rounds, and where it begins."""

    part: Part
    best: int
    x: int
    y: int
    titled: bool
    headings: tuple[Caption, ...]
    ids: tuple[MatchId, ...]


class Layout(Struct, frozen=True, kw_only=True):
    width: int
    height: int
    trees: tuple[Tree, ...]
    spots: Mapping[MatchId, Point]
    """The upper left corner of each match."""
    ways: Mapping[tuple[MatchId, MatchId], tuple[Point, ...]]
    """From the right edge of a match to the left edge of the one its winner goes to."""


def laid_out(nodes: Sequence[Node], width: int, titled: Collection[Part] = ()) -> Layout:
    """Place boxes of this width: parts below each other, a grand final to the right of both.

    There is room above the parts that are titled, unless one is all there is.
    """
    return _Sheet(nodes, width, titled).layout()


class _Sheet:
    """Filled from the top, part by part."""

    def __init__(self, nodes: Sequence[Node], width: int, titled: Collection[Part]) -> None:
        self.step, self.box, self.titled = width + _BESIDE, width, titled
        self.feeders = {name: tuple(filter(None, feeders)) for name, _, _, feeders in nodes}
        self.parts: dict[tuple[Part, int], list[Node]] = {}
        for node in sorted(nodes, key=_order):
            self.parts.setdefault((node[1].part, node[1].best), []).append(node)
        self.spots: dict[MatchId, Point] = {}
        self.trees: list[Tree] = []
        self.bottom = _MARGIN

    def layout(self) -> Layout:
        beside = self._beside()
        for key, nodes in self.parts.items():
            if key not in beside and key[0] != "grand_final":
                self._stack(key, nodes)
                for other in (one for one, parent in beside.items() if parent == key):
                    self._under_the_final(other)
        for key, nodes in self.parts.items():
            if key[0] == "grand_final":
                self._grand_final(key, nodes)
        corners = self.spots.values()
        return Layout(
            width=max((one.x for one in corners), default=0) + self.box + _MARGIN,
            height=max((one.y for one in corners), default=0) + _HEIGHT + _MARGIN,
            trees=tuple(self.trees),
            spots=self.spots,
            ways={(start, end): self._way(start, end) for start, end in self._fed()},
        )

    def _beside(self) -> dict[tuple[Part, int], tuple[Part, int]]:
        """Single matches for places, with the part whose final they stand under."""
        found: dict[tuple[Part, int], tuple[Part, int]] = {}
        large = [key for key, nodes in self.parts.items() if len(nodes) > 1]
        for key, nodes in self.parts.items():
            if key[0] == "places" and len(nodes) == 1:
                parents = [one for one in large if self._includes(one, key[1])]
                if parents:
                    found[key] = max(parents, key=lambda one: one[1])
        return found

    def _includes(self, key: tuple[Part, int], place: int) -> bool:
        part, best = key
        return part in {"main", "places"} and best < place < best + 2 ** self.parts[key][0][1].of

    def _stack(self, key: tuple[Part, int], nodes: list[Node]) -> None:
        top = self.bottom + (_NEXT_PART if self.trees else 0)
        titled = len(self.parts) > 1 and key[0] in self.titled
        rounds = {one.number: one for _, one, _, _ in nodes}
        columns = {number: place for place, number in enumerate(sorted(rounds))}
        captions = tuple(
            Caption(rounds[number], self._x(column), top + titled * _TITLE)
            for number, column in columns.items()
        )
        first = top + titled * _TITLE + _CAPTION + _UNDER_CAPTION
        middles = _Middles(self.feeders, nodes, first)
        for name, one, _, _ in nodes:
            middle = middles.found[name]
            self.spots[name] = Point(self._x(columns[one.number]), middle - _ABOVE_MIDDLE)
        self._add(key, nodes, Point(_MARGIN, top), captions, titled=titled)

    def _under_the_final(self, key: tuple[Part, int]) -> None:
        """Under whatever stands in the last column of the part drawn last."""
        x = max(self.spots[name].x for name in self.trees[-1].ids)
        y = max(at.y for name in self.trees[-1].ids if (at := self.spots[name]).x == x)
        self._captioned(key, self.parts[key], Point(x, y + _HEIGHT + _BELOW))

    def _grand_final(self, key: tuple[Part, int], nodes: list[Node]) -> None:
        """Right of both parts, half-way between their finals."""
        feeders = [self.spots[one] for one in self.feeders[nodes[0][0]] if one in self.spots]
        if not feeders:
            top = self.bottom + (_NEXT_PART if self.trees else 0)
            self._captioned(key, nodes, Point(_MARGIN, top))
            return
        right = max(one.x for one in self.spots.values())
        y = (min(feeders).y + max(feeders).y) // 2 - _CAPTION - _UNDER_CAPTION
        self._captioned(key, nodes, Point(right + self.step, max(y, _MARGIN)))

    def _captioned(self, key: tuple[Part, int], nodes: list[Node], at: Point) -> None:
        """Matches side by side, each right below the name of its round."""
        captions: list[Caption] = []
        for column, (name, one, _, _) in enumerate(nodes):
            x = at.x + column * self.step
            captions.append(Caption(one, x, at.y))
            self.spots[name] = Point(x, at.y + _CAPTION + _UNDER_CAPTION)
        self._add(key, nodes, at, tuple(captions), titled=False)

    def _add(
        self,
        key: tuple[Part, int],
        nodes: list[Node],
        at: Point,
        captions: tuple[Caption, ...],
        *,
        titled: bool,
    ) -> None:
        ids = tuple(node[0] for node in nodes)
        self.bottom = max(self.bottom, *(self.spots[name].y + _HEIGHT for name in ids))
        self.trees.append(
            Tree(
                part=key[0], best=key[1], x=at.x, y=at.y,
                titled=titled, headings=captions, ids=ids,
            )
        )  # fmt: skip

    def _x(self, column: int) -> int:
        return _MARGIN + column * self.step

    def _fed(self) -> Iterator[tuple[MatchId, MatchId]]:
        for end, feeders in self.feeders.items():
            for start in feeders:
                if start in self.spots:
                    yield start, end

    def _way(self, start: MatchId, end: MatchId) -> tuple[Point, ...]:
        out = Point(self.spots[start].x + self.box, self.spots[start].y + _ABOVE_MIDDLE)
        into = Point(self.spots[end].x, self.spots[end].y + _ABOVE_MIDDLE)
        turn = into.x - _BESIDE // 2
        if out.y == into.y:
            return out, into
        return out, Point(turn, out.y), Point(turn, into.y), into


class _Middles:
    """Between the sides of each match of one part: those without feeders in it fill the page."""

    def __init__(
        self, feeders: Mapping[MatchId, Sequence[MatchId]], nodes: Sequence[Node], top: int
    ) -> None:
        here = {node[0] for node in nodes}
        self.feeders = {
            name: [one for one in feeders[name] if one in here] for name, _, _, _ in nodes
        }
        self.next = top
        self.found: dict[MatchId, int] = {}
        fed = {one for several in self.feeders.values() for one in several}
        for name, _, _, _ in sorted(nodes, key=lambda node: (node[2] - 1) << node[1].number):
            if name not in fed:
                self._place(name)

    def _place(self, name: MatchId) -> int:
        middles = [self._place(one) for one in self.feeders[name]]
        if middles:
            self.found[name] = (min(middles) + max(middles)) // 2
        else:
            self.found[name] = self.next + _ABOVE_MIDDLE
            self.next += _HEIGHT + _BELOW
        if len(middles) > 1:
            self.next += _APART
        return self.found[name]


_PARTS: tuple[Part, ...] = ("main", "winners", "losers", "grand_final", "places", "consolation")


def _order(node: Node) -> tuple[int, int, int, int]:
    return _PARTS.index(node[1].part), node[1].best, node[1].number, node[2]
