"""A bracket as a drawing: what is to be shown of each match, and where everything stands.

The drawing is made of whole numbers, in pixels at the size in which it is meant to be read.
"""

from collections.abc import Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

from scoring.contest.encounters import Phase
from scoring.rules.slots import MatchId, Part, Round
from scoring.views.drawing_layout import HEAD, ROW, Layout, Point, Tree, laid_out
from scoring.views.fitting import Fitted, fitted, text_width, two_lines
from scoring.views.round_words import part_words, round_in_part, round_words
from scoring.views.words import Words
from scoring.wording import Message, say

Shape: TypeAlias = Literal["dot", "triangle", "diamond", "dash"]

_EDGE = 12
_NAME_SIZES, _SMALL_SIZES = (15, 14, 13), (13, 12, 11)
_WORD_SIZE = 13
_SCORE_SIZE = 15
_LEAST_NAME, _EASY_NAME, _LONG_NAME, _MOST_NAME = 96, 132, 176, 236
"""Room for names: the least; what one asks for in one line, in two, and in two small ones."""
_LEAST_WIDTH, _MOST_HEADED = 176, 288
_ARROW = 20
_SERVICE = 14
_WORD_MARGIN = 30
"""A state's word has its shape before it and stands in a capsule."""


class Line(Struct, frozen=True, kw_only=True):
    """One side of a match."""

    text: str
    """The entrant, or who is awaited."""
    known: bool = True
    seed: str = ""
    """A seed or a number."""
    scores: tuple[str, ...] = ()
    """Game by game."""
    won: bool | None = None
    serving: bool = False


class Box(Struct, frozen=True, kw_only=True):
    """What is shown of a match."""

    id: MatchId
    round: Round
    number: int
    """Its position in the round."""
    feeders: tuple[MatchId | None, MatchId | None] = (None, None)
    """The matches whose winner comes to each side."""
    heading: str
    lines: tuple[Line, Line]
    state: Phase
    href: str = ""
    title: str
    """The match in a full sentence, with full names."""
    span: str = ""
    """What is played for, where that is to be said."""


class TextRow(Struct, frozen=True):
    """A row of text, and how far below the top of its box the letters stand."""

    text: str
    y: int


class DrawnLine(Struct, frozen=True, kw_only=True):
    line: Line
    top: int
    rows: tuple[TextRow, ...]
    size: int
    squeezed: int | None
    scores_y: int


class StateMark(Struct, frozen=True):
    """A state by word and shape, in a capsule at the right."""

    word: str
    shape: Shape
    x: int
    width: int


class DrawnBox(Struct, frozen=True, kw_only=True):
    """A match in its place; what is inside is placed within the box."""

    box: Box
    x: int
    y: int
    w: int
    h: int
    heading: Fitted
    mark: StateMark | None
    lines: tuple[DrawnLine, DrawnLine]


class Heading(Struct, frozen=True, kw_only=True):
    """The name of a round, above its matches."""

    text: str
    x: int
    y: int
    w: int
    h: int


class DrawnPart(Struct, frozen=True, kw_only=True):
    """A part of the bracket: its title, unless it is the only one, its rounds and matches."""

    id: str
    title: str
    x: int
    y: int
    headings: tuple[Heading, ...]
    boxes: tuple[DrawnBox, ...]


class Way(Struct, frozen=True, kw_only=True):
    """The line from a match to the one its winner goes to."""

    start: MatchId
    end: MatchId
    points: tuple[Point, ...]
    gone: bool
    """Whether somebody has gone that way."""

    @property
    def d(self) -> str:
        """The path with its corners rounded."""
        return _path(self.points)


class Form(Struct, frozen=True, kw_only=True):
    """How each box is divided, from its left edge and its top."""

    width: int
    height: int
    head: int
    row: int
    edge: int
    name_x: int
    score_xs: tuple[int, ...]
    """Where the figures of each game end."""
    serving_x: int
    arrow_x: int


class Drawing(Struct, frozen=True, kw_only=True):
    width: int
    height: int
    form: Form
    parts: tuple[DrawnPart, ...]
    ways: tuple[Way, ...]


def drawing(boxes: Sequence[Box], words: Words, games: int = 1) -> Drawing:
    """Draw a bracket, or any rounds of one.

    `games` is the most a match can have, so that nothing moves when another one begins.
    """
    form, room = _form(boxes, words, games)
    nodes = [(one.id, one.round, one.number, one.feeders) for one in boxes]
    titled: set[Part] = {one.round.part for one in boxes if part_words(one.round.part)}
    layout = laid_out(nodes, form.width, titled)
    by_id = {one.id: one for one in boxes}
    ways = [
        Way(start=start, end=end, points=points, gone=by_id[start].state == "confirmed")
        for (start, end), points in layout.ways.items()
    ]
    return Drawing(
        width=layout.width,
        height=layout.height,
        form=form,
        parts=tuple(_part(tree, layout, by_id, words, form, room) for tree in layout.trees),
        ways=tuple(sorted(ways, key=lambda way: way.gone)),
    )


def _form(boxes: Sequence[Box], words: Words, games: int) -> tuple[Form, int]:
    """How to divide all boxes alike, and the room for a name."""
    lines = [line for one in boxes for line in one.lines]
    count = max([games, *(len(line.scores) for line in lines)])
    widest = max(
        [_score_width("00"), *(_score_width(one) for line in lines for one in line.scores)]
    )
    step = widest + 9
    seeds = max((text_width(line.seed, _WORD_SIZE) for line in lines if line.seed), default=0)
    name_x = _EDGE + (seeds + 8 if seeds else 0)
    beside = name_x + _SERVICE + count * step + _ARROW
    state = max(text_width(word, _WORD_SIZE) for word in _state_words(words)) + _WORD_MARGIN
    headed = max((text_width(one.heading, _WORD_SIZE) for one in boxes), default=0) + state
    width = max(
        _LEAST_WIDTH,
        beside + max([_LEAST_NAME, *(_wanted(line) for line in lines if line.known)]),
        min(_MOST_HEADED, headed + 2 * _EDGE),
    )
    width += width % 2
    ends = width - _ARROW
    return Form(
        width=width,
        height=HEAD + 2 * ROW,
        head=HEAD,
        row=ROW,
        edge=_EDGE,
        name_x=name_x,
        score_xs=tuple(ends - step * after for after in reversed(range(count))),
        serving_x=ends - step * count - _SERVICE // 2 + 4,
        arrow_x=width - _EDGE - 2,
    ), width - beside


def _score_width(text: str) -> int:
    return text_width(text, _SCORE_SIZE, bold=True)


def _wanted(line: Line) -> int:
    """The room a name asks for: one line, or for a long one two."""
    whole = text_width(line.text, _NAME_SIZES[0], bold=True)
    if whole <= _EASY_NAME:
        return whole
    large, small = (two_lines(line.text, one, bold=True) for one in _SMALL_SIZES[::2])
    return max(_EASY_NAME, min(_LONG_NAME, large), min(_MOST_NAME, small))


def _part(  # noqa: PLR0913, PLR0917 - a part in its whole context
    tree: Tree,
    layout: Layout,
    by_id: dict[MatchId, Box],
    words: Words,
    form: Form,
    room: int,
) -> DrawnPart:
    title = part_words(tree.part) if tree.titled else None
    named = round_in_part if title else round_words
    return DrawnPart(
        id=f"{tree.part}-{tree.best}",
        title=words(title) if title else "",
        x=tree.x,
        y=tree.y,
        headings=tuple(
            Heading(text=words(named(one.round)), x=one.x, y=one.y, w=form.width, h=one.h)
            for one in tree.headings
        ),
        boxes=tuple(_drawn(by_id[one], layout.spots[one], words, form, room) for one in tree.ids),
    )


def _drawn(box: Box, at: Point, words: Words, form: Form, room: int) -> DrawnBox:
    mark = _mark(box, words, form)
    room_above = (mark.x if mark else form.width - form.edge) - form.edge - 4
    a, b = box.lines
    return DrawnBox(
        box=box,
        x=at.x,
        y=at.y,
        w=form.width,
        h=form.height,
        heading=fitted(box.heading, room_above, (_WORD_SIZE, 12)),
        mark=mark,
        lines=(_line(a, form.head, form, room), _line(b, form.head + form.row, form, room)),
    )


def _line(line: Line, top: int, form: Form, room: int) -> DrawnLine:
    if line.known:
        text = fitted(line.text, room, _NAME_SIZES, _SMALL_SIZES, bold=True)
    else:
        text = fitted(line.text, form.width - form.edge - form.name_x, (14, 13), _SMALL_SIZES)
    middle = top + form.row // 2
    first, step = middle + text.size * 7 // 20, text.size + 1
    first -= step * (len(text.lines) - 1) // 2
    return DrawnLine(
        line=line,
        top=top,
        rows=tuple(TextRow(row, first + step * after) for after, row in enumerate(text.lines)),
        size=text.size,
        squeezed=text.squeezed,
        scores_y=middle + _SCORE_SIZE * 7 // 20,
    )


def _mark(box: Box, words: Words, form: Form) -> StateMark | None:
    found = _state(box.state)
    if found is None:
        return None
    word, shape = words(found[0]), found[1]
    width = text_width(word, _WORD_SIZE) + _WORD_MARGIN
    return StateMark(word, shape, form.width - width - 6, width)


def _state(state: Phase) -> tuple[Message, Shape] | None:
    """How a state is told; of what is to come, or confirmed, the lines tell enough."""
    match state:
        case "live":
            return say("In play"), "dot"
        case "called":
            return say("Called"), "triangle"
        case "over":
            return say("To confirm"), "diamond"
        case "passed":
            return say("Bye"), "dash"
        case "not_needed":
            return say("Not played"), "dash"
        case _:
            return None


def _state_words(words: Words) -> list[str]:
    states: tuple[Phase, ...] = ("live", "called", "over")
    return [words(found[0]) for state in states if (found := _state(state))]


def _path(points: Sequence[Point]) -> str:
    path = [f"M{points[0].x} {points[0].y}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        start, end = _towards(corner, before), _towards(corner, after)
        path.append(f"L{start.x} {start.y}Q{corner.x} {corner.y} {end.x} {end.y}")
    path.append(f"L{points[-1].x} {points[-1].y}")
    return "".join(path)


def _towards(corner: Point, other: Point) -> Point:
    """A little away from a corner, at most half the way."""
    x, y = other.x - corner.x, other.y - corner.y
    step = min(8, (abs(x) + abs(y)) // 2)
    return Point(corner.x + step * _sign(x), corner.y + step * _sign(y))


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)
