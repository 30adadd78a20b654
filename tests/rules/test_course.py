"""The tables of a match lead wherever the rules lead, whatever is played."""

from random import Random
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.rules.counting import GameRules, RallyRules
from scoring.rules.course import Course, course, key, kind_of, place
from scoring.rules.outcomes import Played, Score, Side
from scoring.rules.rally import after
from scoring.rules.rally_state import Expedite, MatchState, Rally, SetService, Start
from scoring.rules.service import Player, Rotation, Turns
from scoring.sports.badminton import badminton_1x31, badminton_3x15, badminton_3x21
from scoring.sports.net_shuttlecock import net_shuttlecock
from scoring.sports.table_tennis import table_tennis
from scoring.sports.volleyball import volleyball
from tests.rules.walking import Walk, begun, walked

SIDES: tuple[Side, ...] = get_args(Side)
SHORT = GameRules(points=3)
RULES = {
    "badminton singles": badminton_3x21(1),
    "badminton doubles": badminton_3x21(2),
    "badminton 3x15": badminton_3x15(2),
    "badminton 1x31": badminton_1x31(2),
    "table tennis": table_tennis(1, 7),
    "table tennis doubles": table_tennis(2, 5),
    "volleyball": volleyball(5),
    "net shuttlecock": net_shuttlecock(),
    "short games without a cap": RallyRules(best_of=5, game=SHORT, service=Turns(players=2)),
    "on time": RallyRules(
        best_of=3, game=GameRules(seconds=60, intervals=(4,), ends_at=6), service=Turns(players=1)
    ),
    "rotating and alternating": RallyRules(
        best_of=3, game=SHORT, service=Rotation(players=3, alternately_at_deuce=True)
    ),
}
COURSES = {name: course(rules) for name, rules in RULES.items()}


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("of_ten", [1, 5, 6], ids=lambda share: f"a wins {share} of 10")
@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_walking_along_the_tables_is_playing_by_the_rules(
    name: str, of_ten: int, seed: int
) -> None:
    rules, tables, dice = RULES[name], COURSES[name], Random(seed)
    choice, left = dice.choice(sorted(tables.starts)), dice.choice(SIDES)
    state = after(rules, MatchState(), started(choice, left))
    walk = begun(tables, choice, left)
    assert_same(rules, tables, state, walk)
    for _ in range(400):
        if state.outcome is not None:
            break
        if "toss" in state.due or "choose_service" in state.due:
            state, walk = chosen_anew(rules, tables, state, walk, dice)
        winner: Side = "a" if dice.randrange(10) < of_ten else "b"
        state, walk = after(rules, state, Rally(winner)), walked(tables, walk, winner)
        assert_same(rules, tables, state, walk)


def chosen_anew(
    rules: RallyRules, tables: Course, state: MatchState, walk: Walk, dice: Random
) -> tuple[MatchState, Walk]:
    """Somebody the rules allow serves first in the game that begins."""
    allowed = tables.starts if walk.position is None else tables.positions[walk.position].choices
    choice = dice.choice(sorted(allowed))
    start = started(choice, "a")
    assert start.server is not None
    state = after(rules, state, SetService(start.server, start.receiver))
    return state, walk._replace(position=allowed[choice])


def started(choice: str, left: Side) -> Start:
    players = [Player("a" if one[0] == "a" else "b", int(one[1:])) for one in choice.split("-")]
    return Start(server=players[0], receiver=players[1] if len(players) > 1 else None, left=left)


def assert_same(rules: RallyRules, tables: Course, state: MatchState, walk: Walk) -> None:
    outcome = state.outcome.winner if isinstance(state.outcome, Played) else None
    assert (state.games, state.won, state.score) == (walk.games, walk.won, walk.score)
    assert (state.left, state.due, outcome) == (walk.left, walk.due, walk.winner)
    if state.score is not None:
        number = len(state.games) + 1
        assert walk.kind == kind_of(rules, number)
        assert walk.place == place(rules.game_rules(number), state.score)
    assert walk.position == (None if state.serving is None else key(state.serving))
    if state.delivery is not None and walk.position is not None and state.score is not None:
        serves = tables.positions[walk.position].serves
        server = state.delivery.server
        told = serves[state.score.of(server.side) % 2] if len(serves) > 1 else serves[0]
        receiver = state.delivery.receiver
        assert told.server == f"{server.side}{server.number}"
        assert told.receiver == (None if receiver is None else f"{receiver.side}{receiver.number}")
        assert told.court == state.delivery.court


@pytest.mark.parametrize("name", ["table tennis", "table tennis doubles"])
def test_the_expedite_system_is_a_step_in_the_tables(name: str) -> None:
    rules, tables = RULES[name], COURSES[name]
    for choice, position in tables.starts.items():
        state = after(rules, MatchState(), started(choice, "a"))
        state = after(rules, after(rules, state, Rally("a")), Expedite())
        second = tables.positions[position].point["plain"][0]
        assert state.serving is not None
        assert tables.positions[second].expedite == key(state.serving)


def test_a_handicap_begins_every_game_without_interval() -> None:
    rules = badminton_3x21(1)
    tables = course(rules, Score(5, 0))
    assert tables.start == {"game": "5-0", "last": "5-0"}
    edges = [edge for kind in tables.places.values() for pair in kind.values() for edge in pair]
    assert not any(edge.due for edge in edges if edge is not None)


@pytest.mark.parametrize("name", RULES)
def test_a_course_is_small(name: str) -> None:
    tables = COURSES[name]
    assert sum(len(kind) for kind in tables.places.values()) < 1000
    assert len(tables.positions) < 300
