"""The ways a match may end: each real score falls into one, and within its bounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.rules.counting import GameRules, RallyRules
from scoring.rules.endings import by_games, by_goals, by_rubbers
from scoring.rules.game_scores import Tally, tally, winning
from scoring.rules.outcomes import Drawn, Played, Score, Side, score_of
from scoring.rules.pool_gains import Spread, spread
from scoring.rules.service import Courts
from scoring.rules.spans import Span
from scoring.sports.badminton import (
    badminton_1x31,
    badminton_3x15,
    badminton_3x21,
    badminton_timed,
)
from scoring.sports.table_tennis import table_tennis
from scoring.sports.volleyball import volleyball

TIMED_DRAW = RallyRules(
    best_of=1, game=GameRules(seconds=600, level="draw"), service=Courts(players=1)
)
RULES = [
    badminton_3x21(1),
    badminton_3x15(2),
    badminton_1x31(1),
    table_tennis(1, 5),
    volleyball(5),
    badminton_timed(1, 600),
    TIMED_DRAW,
]


def within(score: Score, bounds: Spread) -> bool:
    return all(
        not known.below(span) and not span.below(known)
        for span, known in zip(bounds, spread(score), strict=True)
    )


def test_of_badminton() -> None:
    endings = by_games(badminton_3x21(1))
    assert [one.sample.games for one in endings] == [(2, 0), (2, 1), (1, 2), (0, 2)]
    assert [one.outcome for one in endings] == [Played("a")] * 2 + [Played("b")] * 2
    assert endings[0].points == Spread(Span(42, 60), Span(0, 58), Span(2, 42))
    assert endings[1].points.difference == Span(-19, 41)
    assert endings[3].points.difference == Span(-42, -2)


@pytest.mark.parametrize("rules", RULES)
def test_the_sample_of_an_ending_is_a_score_of_it(rules: RallyRules) -> None:
    for one in by_games(rules):
        assert within(one.sample.points, one.points)
        assert within(one.sample.games, one.games)


@st.composite
def matches(draw: st.DrawFn) -> tuple[RallyRules, list[Score]]:
    """A match played to its end, game by game."""
    rules = draw(st.sampled_from(RULES))
    scores: list[Score] = []
    while not _over(rules, scores):
        game = rules.game_rules(len(scores) + 1)
        loser = draw(st.integers(0, 40))
        more = winning(game, loser)
        if more is None:
            more = loser + draw(st.integers(0 if game.level == "draw" else 1, 30))
        elif more <= loser:
            more, loser = winning(game, 0) or 1, 0
        scores.append(score_of(draw(st.sampled_from(SIDES)), more, loser))
    return rules, scores


def _over(rules: RallyRules, scores: list[Score]) -> bool:
    found = tally(rules, scores)
    assert isinstance(found, Tally)
    return found.outcome is not None


SIDES: tuple[Side, Side] = ("a", "b")


@given(matches())
def test_every_match_ends_in_exactly_one_of_them(match: tuple[RallyRules, list[Score]]) -> None:
    rules, scores = match
    found = tally(rules, scores)
    assert isinstance(found, Tally) and found.outcome
    points = Score(sum(one.a for one in scores), sum(one.b for one in scores))
    (ending,) = [
        one
        for one in by_games(rules)
        if one.outcome == found.outcome and within(found.won, one.games)
    ]
    assert within(points, ending.points)


def test_goals_by_margin() -> None:
    endings = by_goals(2, draws=True)
    margins = [one.points.difference for one in endings]
    assert margins[:4] == [Span(3, None), Span(2, 2), Span(1, 1), Span(0, 0)]
    assert margins[4:] == [Span(-1, -1), Span(-2, -2), Span(None, -3)]
    assert [one.outcome for one in endings][2:5] == [Played("a"), Drawn(), Played("b")]
    assert len(by_goals(2, draws=False)) == 6


@given(st.integers(0, 30), st.integers(0, 30))
def test_every_score_is_in_exactly_one_margin(a: int, b: int) -> None:
    fitting = [one for one in by_goals(3, draws=True) if within(Score(a, b), one.points)]
    assert len(fitting) == 1
    leading = Score(a, b).leader()
    assert fitting[0].outcome == (Played(leading) if leading else Drawn())


@pytest.mark.parametrize(
    ("all_played", "expected"),
    [
        (True, [(5, 0), (4, 1), (3, 2), (2, 3), (1, 4), (0, 5)]),
        (False, [(3, 0), (3, 1), (3, 2), (2, 3), (1, 3), (0, 3)]),
    ],
)
def test_ties_of_five_rubbers(all_played: bool, expected: list[tuple[int, int]]) -> None:
    endings = by_rubbers(5, badminton_3x21(1), all_played=all_played)
    assert [one.sample.rubbers for one in endings] == expected
    for one in endings:
        assert within(one.sample.games, one.games)
        assert within(one.sample.points, one.points)
    closest = endings[2]
    assert closest.games.difference == Span(3 * 1 - 2 * 2, 3 * 2 - 2 * 1)


def test_of_four_rubbers_a_tie_may_be_drawn() -> None:
    endings = by_rubbers(4, badminton_3x21(1), all_played=True)
    assert [one.sample.rubbers for one in endings] == [(4, 0), (3, 1), (2, 2), (1, 3), (0, 4)]
    assert [one.outcome for one in endings][1:4] == [Played("a"), Drawn(), Played("b")]


def test_rubbers_on_other_courts_count_after_the_tie_is_decided() -> None:
    endings = by_rubbers(5, badminton_3x21(1), all_played=False, beside=True)
    won = [one.sample.rubbers for one in endings if one.outcome == Played("a")]
    assert won == [(5, 0), (4, 0), (3, 0), (4, 1), (3, 1), (3, 2)]


def test_a_shootout_decides_what_is_level_by_goals() -> None:
    endings = by_goals(1, draws=False, shootout=True)
    assert [one.outcome for one in endings] == [Played("a")] * 3 + [Played("b")] * 3
    assert [one.points.difference for one in endings][2:4] == [Span(0, 0), Span(0, 0)]
