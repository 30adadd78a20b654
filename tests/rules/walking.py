"""Walks along the tables of a course, as a tablet does: nothing here knows a rule."""

from typing import NamedTuple

from scoring.rules.course import Course, Kind
from scoring.rules.outcomes import NIL, Score, Side
from scoring.rules.rally_state import Due


class Walk(NamedTuple):
    """Where a walk has come to."""

    kind: Kind
    place: str
    position: str | None
    score: Score | None
    left: Side
    games: tuple[Score, ...] = ()
    won: Score = NIL
    due: tuple[Due, ...] = ()
    winner: Side | None = None


def begun(course: Course, choice: str, left: Side) -> Walk:
    kind: Kind = "game" if "game" in course.places else "last"
    return Walk(kind, course.start[kind], course.starts[choice], course.handicap, left)


def walked(course: Course, walk: Walk, winner: Side) -> Walk:
    """One point further."""
    index = 0 if winner == "a" else 1
    assert walk.score is not None
    score = walk.score.plus(winner)
    edge = course.places[walk.kind][walk.place][index]
    if edge is None:
        return _game_won(course, walk, winner, score)
    position = walk.position
    if position is not None:
        position = course.positions[position].point[edge.mood][index]
    left: Side = walk.left
    if "change_ends" in edge.due:
        left = _other(left)
    return walk._replace(place=edge.to, position=position, score=score, left=left, due=edge.due)


def _game_won(course: Course, walk: Walk, winner: Side, score: Score) -> Walk:
    index = 0 if winner == "a" else 1
    follows = course.games[f"{walk.won.a}-{walk.won.b}"][index]
    position = None
    if follows.kind is not None and "toss" not in follows.due and walk.position is not None:
        after = course.positions[walk.position].next_game
        position = None if after is None else after[index]
    known = [one for one in follows.due if position is not None or one != "choose_service"]
    return Walk(
        kind=follows.kind or walk.kind,
        place=course.start[follows.kind or walk.kind],
        position=position,
        score=None if follows.kind is None else course.handicap,
        left=_other(walk.left) if follows.ends else walk.left,
        games=(*walk.games, score),
        won=walk.won.plus(winner),
        due=tuple(known),
        winner=winner if follows.kind is None else None,
    )


def _other(side: Side) -> Side:
    return "b" if side == "a" else "a"
