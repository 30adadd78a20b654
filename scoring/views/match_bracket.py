"""The matches of a bracket as boxes of its drawing; for the wall in parts that can be read."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from scoring.contest.encounters import Encounter
from scoring.contest.ids import EntrantId
from scoring.contest.plan import PlayedStage
from scoring.contest.play import Play
from scoring.rules.counting import RallyRules
from scoring.rules.outcomes import Score, Side
from scoring.rules.slots import MatchId, Part, Placed, Round, Slot, Winner
from scoring.views.drawing import Box, Line
from scoring.views.match_card import MatchCard, SideCard
from scoring.views.match_rows import Matches, MatchRow
from scoring.views.words import Words
from scoring.wording import say

_SIDES: tuple[Side, Side] = ("a", "b")
_ON_A_WALL = 8
"""So many matches below each other can be read from far away."""


def boxes(matches: Matches, words: Words) -> tuple[Box, ...]:
    """Every match of a bracket; none for a stage that has no bracket."""
    seeds = seed_numbers(matches.contest.play[matches.stage.id])
    return tuple(
        _box(matches, one, matches[one], seeds, words)
        for one in matches.found
        if isinstance(one.where, Round) and one.id in matches.rows
    )


def most_games(stage: PlayedStage) -> int:
    """How many numbers may stand beside a name."""
    return stage.match.best_of if isinstance(stage.match, RallyRules) else 1


def seed_numbers(play: Play) -> Mapping[EntrantId, int]:
    """Who was seeded, best first; of a draw announced or made."""
    of = play.drawn or play.announced
    return {} if of is None else {one: number for number, one in enumerate(of.seeded, start=1)}


def on_walls(drawn: Sequence[Box]) -> tuple[tuple[Box, ...], ...]:
    """The bracket in pages for a wall: part by part, without the rounds that are over.

    Where more matches are below each other than can be read, each page shows some of the first
    round and what follows from them; the last page shows the rounds in which they all meet.
    """
    return tuple(page for own, beside in _parts(drawn) for page in _pages(own, beside))


def _parts(drawn: Sequence[Box]) -> Iterator[tuple[list[Box], list[Box]]]:
    """Each part, and what stands beside it: a single match for places, the grand final."""
    counts = Counter(_part(one) for one in drawn)
    large = [key for key, count in counts.items() if count > 1] or [*counts][:1]

    def page(box: Box) -> tuple[Part, int]:
        part, best = _part(box)
        if (part, best) in large:
            return part, best
        above = [one for one in large if part == "places" and one[1] < best]
        return max([large[0], *above], key=_best)

    for key in large:
        together = [one for one in drawn if page(one) == key]
        own = [one for one in together if _part(one) == key]
        yield own, [one for one in together if one not in own]


def _part(box: Box) -> tuple[Part, int]:
    return box.round.part, box.round.best


def _best(part: tuple[Part, int]) -> int:
    return part[1]


def _pages(own: Sequence[Box], beside: Sequence[Box]) -> Iterator[tuple[Box, ...]]:
    left = _without_past_rounds(own)
    first = min(one.round.number for one in left)
    in_first = [one for one in left if one.round.number == first]
    if max(one.number for one in in_first) <= _ON_A_WALL:
        yield (*left, *beside)
        return
    deep = _ON_A_WALL.bit_length() - 1
    for _, start in groupby(in_first, key=lambda one: (one.number - 1) // _ON_A_WALL):
        yield tuple(_following(left, [*start], first + deep))
    yield (*(one for one in left if one.round.number >= first + deep), *beside)


def _without_past_rounds(part: Sequence[Box]) -> list[Box]:
    """From the first round on in which something is still to be played; of a finished part all."""
    open_ = [one.round.number for one in part if one.state not in _OVER]
    last = max(one.round.number for one in part)
    start = min(open_, default=max(1, last - 2))
    return [one for one in part if one.round.number >= start]


_OVER = {"confirmed", "passed", "not_needed"}


def _following(left: Sequence[Box], start: Sequence[Box], until: int) -> Iterator[Box]:
    here = {one.id for one in start}
    for one in sorted(left, key=lambda box: box.round.number):
        if one.id not in here and here.isdisjoint(filter(None, one.feeders)):
            continue
        if one.round.number <= until:
            here.add(one.id)
            yield one


def _box(
    matches: Matches, one: Encounter, row: MatchRow, seeds: Mapping[EntrantId, int], words: Words
) -> Box:
    card, fixture = row.card, matches.found.fixtures[one.id]
    a, b = (
        _line(side, slot, card, [score.of(name) for score in row.scores], seeds)
        for side, slot, name in zip((card.a, card.b), fixture.match.sides, _SIDES, strict=True)
    )
    assert isinstance(one.where, Round)  # noqa: S101 - only those are asked for
    return Box(
        id=one.id,
        round=one.where,
        number=one.number,
        feeders=(_feeder(fixture.match.sides[0]), _feeder(fixture.match.sides[1])),
        heading=_heading(card),
        lines=(a, b),
        state=one.phase,
        href=f"/contests/{matches.contest.plan.id}/matches/{matches.stage.id}/{one.id}",
        title=_title(card, row.scores, words),
        span=card.note,
    )


def _feeder(slot: Slot) -> MatchId | None:
    return slot.match if isinstance(slot, Winner) else None


def _line(
    side: SideCard,
    slot: Slot,
    card: MatchCard,
    scores: Iterable[int],
    seeds: Mapping[EntrantId, int],
) -> Line:
    seed = "" if side.entrant is None else str(seeds.get(side.entrant, ""))
    if isinstance(slot, Placed) and side.entrant is not None:
        seed = f"{slot.group}{slot.place}"
    return Line(
        text=side.name,
        known=side.entrant is not None,
        seed=seed,
        scores=tuple(map(str, scores)),
        won=side.won,
        serving=side.serving and card.phase == "live",
    )


def _heading(card: MatchCard) -> str:
    """The match; while it is to come also when and where."""
    if card.phase in {"waiting", "ready"}:
        return " · ".join(filter(None, (card.name, card.when, card.court)))
    if card.phase in {"live", "called"}:
        return " · ".join(filter(None, (card.name, card.court)))
    return card.name


def _title(card: MatchCard, scores: Sequence[Score], words: Words) -> str:
    values = {"match": card.name, "a": card.a.name, "b": card.b.name}
    if not scores:
        return words(say("{match}: {a} against {b}", **values))
    told = ", ".join(f"{one.a}–{one.b}" for one in scores)
    text = words(say("{match}: {a} against {b}, {scores}", scores=told, **values))
    return f"{text} ({card.note})" if card.note else text
