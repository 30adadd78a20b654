"""Which scores of games and matches there are, and what is wrong with edited numbers."""

from collections.abc import Mapping

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from scoring.rules.counting import Fault, GameRules, RallyRules, faults
from scoring.rules.game_scores import (
    Impossible,
    Open,
    Reason,
    Tally,
    Verdict,
    WonBy,
    completed,
    tally,
    verdict,
    winning,
    written,
)
from scoring.rules.outcomes import NIL, Drawn, Played, Score, other
from scoring.sports.badminton import (
    badminton_1x21,
    badminton_1x31,
    badminton_3x15,
    badminton_3x21,
    badminton_timed,
)
from scoring.sports.net_shuttlecock import net_shuttlecock
from scoring.sports.table_tennis import table_tennis
from scoring.sports.volleyball import volleyball

TO_21, TO_15 = badminton_3x21(1), badminton_3x15(1)
EVERY_SPORT: Mapping[str, RallyRules] = {
    "badminton 3x21": TO_21,
    "badminton 3x15": TO_15,
    "badminton 1x21": badminton_1x21(2),
    "badminton 1x31": badminton_1x31(2),
    "badminton timed": badminton_timed(2, 600),
    "table tennis 5": table_tennis(1, 5),
    "table tennis 7": table_tennis(2, 7),
    "volleyball": volleyball(5),
    "net shuttlecock": net_shuttlecock(),
}


@pytest.mark.parametrize("score", [(21, 19), (22, 20), (27, 25), (30, 29), (30, 28), (21, 0)])
def test_case_a_3x21_won(score: tuple[int, int]) -> None:
    assert verdict(TO_21.game, Score(*score)) == WonBy("a")
    assert verdict(TO_21.game, Score(*reversed(score))) == WonBy("b")


@pytest.mark.parametrize("score", [(0, 0), (20, 19), (25, 26), (29, 29), (20, 0)])
def test_case_a_3x21_in_progress(score: tuple[int, int]) -> None:
    assert verdict(TO_21.game, Score(*score)) == Open()


@pytest.mark.parametrize(
    ("score", "reason", "over_at"),
    [
        ((22, 19), "over_earlier", (21, 19)),
        ((32, 30), "both_at_cap", None),
        ((30, 31), "both_at_cap", None),
        ((30, 30), "both_at_cap", None),
        ((28, 25), "over_earlier", (27, 25)),
        ((31, 29), "over_earlier", (30, 29)),
        ((3, 24), "over_earlier", (3, 21)),
        ((-1, 21), "below_start", None),
    ],
)
def test_case_a_3x21_impossible(
    score: tuple[int, int], reason: Reason, over_at: tuple[int, int] | None
) -> None:
    found = verdict(TO_21.game, Score(*score))
    assert found == Impossible(reason, Score(*over_at) if over_at else None)


@pytest.mark.parametrize("score", [(15, 13), (16, 14), (20, 18), (21, 19), (21, 20)])
def test_case_b_3x15_won(score: tuple[int, int]) -> None:
    assert verdict(TO_15.game, Score(*score)) == WonBy("a")


@pytest.mark.parametrize("score", [(14, 14), (15, 14), (15, 15), (19, 18), (20, 20)])
def test_case_b_3x15_in_progress(score: tuple[int, int]) -> None:
    assert verdict(TO_15.game, Score(*score)) == Open()


@pytest.mark.parametrize(
    ("score", "over_at"),
    [
        ((16, 13), (15, 13)),
        ((21, 18), (20, 18)),
        ((22, 20), (21, 20)),
        ((21, 3), (15, 3)),
    ],
)
def test_case_b_3x15_impossible(score: tuple[int, int], over_at: tuple[int, int]) -> None:
    assert verdict(TO_15.game, Score(*score)) == Impossible("over_earlier", Score(*over_at))


@pytest.mark.parametrize(
    ("sport", "number", "score", "found"),
    [
        pytest.param("badminton 1x31", 1, (31, 30), WonBy("a"), id="club: no setting"),
        pytest.param(
            "badminton 1x31", 1, (32, 31), Impossible("both_at_cap"), id="club: 31 is all"
        ),
        pytest.param("table tennis 5", 1, (11, 9), WonBy("a"), id="ITTF 2.11.1"),
        pytest.param("table tennis 5", 1, (11, 10), Open(), id="ITTF 2.11.1 deuce"),
        pytest.param("table tennis 5", 1, (19, 21), WonBy("b"), id="ITTF 2.11.1 no cap"),
        pytest.param("volleyball", 1, (25, 24), Open(), id="volleyball 25"),
        pytest.param("volleyball", 1, (40, 38), WonBy("a"), id="volleyball no cap"),
        pytest.param("volleyball", 5, (13, 15), WonBy("b"), id="volleyball 15"),
        pytest.param("net shuttlecock", 1, (30, 30), Open(), id="shuttlecock no cap"),
        pytest.param("net shuttlecock", 3, (15, 3), WonBy("a"), id="shuttlecock 15"),
    ],
)
def test_other_sports(sport: str, number: int, score: tuple[int, int], found: Verdict) -> None:
    assert verdict(EVERY_SPORT[sport].game_rules(number), Score(*score)) == found


def test_a_handicap_is_where_counting_begins() -> None:
    start = Score(5, -2)
    assert verdict(TO_21.game, Score(5, -2), start) == Open()
    assert verdict(TO_21.game, Score(4, 0), start) == Impossible("below_start")
    assert verdict(TO_21.game, Score(21, -2), start) == WonBy("a")


def test_time_alone_ends_a_timed_game() -> None:
    game = GameRules(seconds=600)
    assert verdict(game, Score(83, 4)) == Open()
    assert written(game, Score(83, 4)) == WonBy("a")
    assert written(game, Score(9, 9)) == Open()
    assert written(replace(game, level="draw"), Score(9, 9)) == Drawn()


def test_points_or_time_whichever_comes_first() -> None:
    game = GameRules(points=21, seconds=600)
    assert written(game, Score(12, 15)) == WonBy("b")
    assert written(game, Score(21, 3)) == WonBy("a")
    assert written(game, Score(23, 3)) == Impossible("over_earlier", Score(21, 3))


def scores(*games: tuple[int, int]) -> list[Score]:
    return [Score(*game) for game in games]


def test_games_written_down_come_to_a_result() -> None:
    games = scores((17, 21), (21, 16), (22, 20))
    assert tally(TO_21, games) == Tally((*games,), Score(2, 1), outcome=Played("a"))


def test_the_last_game_may_be_unfinished() -> None:
    games = scores((21, 16), (7, 5))
    found = tally(TO_21, games)
    assert found == Tally((games[0],), Score(1, 0), unfinished=Score(7, 5))


def test_nothing_written_is_no_result() -> None:
    assert tally(TO_21, []) == Tally((), NIL)


def test_a_single_timed_game_may_be_drawn() -> None:
    rules = RallyRules(best_of=1, game=GameRules(seconds=600, level="draw"), service=TO_21.service)
    assert tally(rules, scores((9, 9))) == Tally((Score(9, 9),), NIL, outcome=Drawn())


@pytest.mark.parametrize(
    ("rules", "games", "found"),
    [
        (TO_21, [(21, 16), (22, 19)], Impossible("over_earlier", Score(21, 19), 2)),
        (TO_21, [(20, 19), (21, 19)], Impossible("unfinished", game=1)),
        (TO_21, [(21, 16), (21, 16), (0, 0)], Impossible("after_the_end", game=3)),
        (volleyball(5), [(25, 0), (0, 25), (25, 0), (0, 25), (25, 22)],
         Impossible("over_earlier", Score(24, 22), 5)),
        (replace(TO_21, game=GameRules(seconds=300)), [(8, 8), (9, 8)],
         Impossible("level", game=1)),
    ],
)  # fmt: skip
def test_what_cannot_be_names_the_game(
    rules: RallyRules, games: list[tuple[int, int]], found: Impossible
) -> None:
    assert tally(rules, scores(*games)) == found


@pytest.mark.parametrize(
    ("fault", "rules"),
    [
        ("best_of_even", replace(TO_21, best_of=2)),
        ("no_end", replace(TO_21, game=GameRules())),
        ("cap_below_points", replace(TO_21, last=GameRules(points=21, cap=20))),
        ("cap_below_points", replace(TO_21, game=GameRules(seconds=60, cap=20))),
        ("beyond_the_end", replace(TO_21, game=GameRules(points=11, intervals=(11,)))),
        ("beyond_the_end", replace(TO_21, game=GameRules(points=11, ends_at=12))),
        ("draw_of_several", replace(TO_21, game=GameRules(seconds=60, level="draw"))),
    ],
)
def test_edited_numbers_that_make_no_game(fault: Fault, rules: RallyRules) -> None:
    assert faults(rules) == (fault,)


@pytest.mark.parametrize(
    "rules",
    [
        replace(TO_21, best_of=1, game=GameRules(seconds=60, level="draw"), last=None),
        replace(TO_21, game=GameRules(points=21, cap=21, ends_at=20)),
    ],
)
def test_edited_numbers_at_their_limits(rules: RallyRules) -> None:
    assert faults(rules) == ()


@pytest.mark.parametrize("sport", EVERY_SPORT)
def test_every_sport_has_sound_numbers_and_is_data(sport: str) -> None:
    rules = EVERY_SPORT[sport]
    assert faults(rules) == ()
    assert msgspec.json.decode(msgspec.json.encode(rules), type=RallyRules) == rules


def test_numbers_below_one_are_not_even_read() -> None:
    with pytest.raises(msgspec.ValidationError, match="points"):
        msgspec.json.decode(b'{"points": 0}', type=GameRules)


GAMES = st.builds(
    lambda points, lead, more: GameRules(
        points=points, lead=lead, cap=None if more is None else points + more
    ),
    st.integers(1, 31),
    st.integers(1, 4),
    st.none() | st.integers(0, 12),
)


@given(game=GAMES, rallies=st.lists(st.sampled_from(["a", "b"]), max_size=120))
def test_whatever_the_rallies_every_score_on_the_way_is_possible(
    game: GameRules, rallies: list[str]
) -> None:
    score = NIL
    for winner in rallies:
        assert verdict(game, score) == Open()
        score = score.plus("a" if winner == "a" else "b")
        if verdict(game, score) != Open():
            break
    assert verdict(game, score) in (Open(), WonBy("a"), WonBy("b"))


@given(game=GAMES)
def test_exactly_the_scores_that_can_be_reached_are_possible(game: GameRules) -> None:
    """Walk from 0-0 point by point, and compare with all scores of the neighbourhood."""
    side = (game.points or 0) + 6
    reached, edge = {NIL}, [NIL]
    while edge:
        score = edge.pop()
        if verdict(game, score) != Open():
            continue
        for following in (score.plus("a"), score.plus("b")):
            if following not in reached and max(following) <= side:
                reached.add(following)
                edge.append(following)
    everything = {Score(a, b) for a in range(side + 1) for b in range(side + 1)}
    possible = {one for one in everything if not isinstance(verdict(game, one), Impossible)}
    assert possible == reached


@given(game=GAMES, a=st.integers(0, 45), b=st.integers(0, 45))
def test_the_sides_are_judged_alike_and_reasons_are_true(game: GameRules, a: int, b: int) -> None:
    found, mirrored = verdict(game, Score(a, b)), verdict(game, Score(b, a))
    assert type(found) is type(mirrored)
    if isinstance(found, WonBy):
        assert isinstance(mirrored, WonBy)
        assert a != b and mirrored.winner == other(found.winner)
    if isinstance(found, Impossible) and found.over_at:
        assert isinstance(verdict(game, found.over_at), WonBy)
        assert min(found.over_at) == min(a, b)
        assert sum(found.over_at) < a + b


@given(a=st.integers(0, 29), b=st.integers(0, 29), first=st.booleans())
def test_a_match_given_up_at_any_score_is_completed_to_a_real_one(
    a: int,
    b: int,
    first: bool,
) -> None:
    if verdict(TO_21.game, Score(a, b)) != Open():
        return
    games = scores((21, 10)) if first else []
    so_far = Tally((*games,), Score(len(games), 0), unfinished=Score(a, b))
    found = tally(TO_21, completed(TO_21, so_far, "a"))
    assert isinstance(found, Tally)
    assert found.outcome == Played("b")
    assert found.games[len(games)].a == a


def test_the_deciding_set_is_completed_by_its_own_numbers() -> None:
    sets = scores((25, 20), (20, 25), (25, 20))
    found = completed(volleyball(5), Tally((*sets,), Score(2, 1), unfinished=Score(9, 3)), "a")
    assert found == (*sets, Score(9, 25), Score(0, 15))


def test_what_time_ends_is_not_completed() -> None:
    rules = badminton_timed(1, 600)
    assert completed(rules, Tally((), NIL, unfinished=Score(7, 5)), "a") == (Score(7, 5),)
    assert completed(rules, Tally((), NIL), "a") == ()
    assert winning(rules.game, 7) is None
