"""Every rally of two real tournaments, tapped one by one, gives the official games and winners.

The rallies are those of SanderP99/Badminton-Data, and not part of the project.
"""

from itertools import pairwise

import pytest

from scoring.rules.game_scores import Open, WonBy, verdict
from scoring.rules.outcomes import Conceded, Played, Side, Stop
from scoring.rules.rally import after, play, published
from scoring.rules.rally_state import NOT_STARTED, Event, MatchState, Rally, SetGames, Start
from scoring.rules.service import Player
from scoring.sports.badminton import badminton_3x21
from tests.data.converters.badminton import Match, read
from tests.data.official import official_file

FILES = {"all-england-2019.csv": 155, "world-tour-finals-2018-2019.csv": 149}
SINGLES = badminton_3x21(1)
GIVEN_UP = {
    ("Kenta Nishimoto", "Wan Ho Son"): "23-21 14-5",
    ("Ni Ketut Mahadewi Istarani", "Maiken Fruergaard"): "11-12",
    ("Kohei Gondo", "Niclas Nohr"): "7-3",
    ("Viktor Axelsen", "Anthony Sinisuka Ginting"): "6-13",
    ("Nozomi OKUHARA", "Yufei CHEN"): "5-4",
    ("Tzu Ying TAI", "Akane YAMAGUCHI"): "17-21 12-11",
    ("Misaki MATSUTOMO", "Yue DU"): "22-20 11-3",
}
"""The matches in which somebody retired; the source does not say who, nor names a winner."""


def matches(name: str) -> list[Match]:
    return read(official_file("badminton", name))


def tapped(match: Match) -> MatchState:
    """Tap every rally; after each the score on the board is that of the source."""
    players = Player("a", 1), Player("b", 1)
    state = after(SINGLES, NOT_STARTED, Start(server=players[0], receiver=players[1]))
    for scores in match.games:
        assert state.score == scores[0]
        for before, now in pairwise(scores):
            assert verdict(SINGLES.game, before) == Open()
            winner: Side = "a" if now.a > before.a else "b"
            assert before.plus(winner) == now
            state = after(SINGLES, state, Rally(winner))
            assert now in {state.score, *state.games[-1:]}
    return state


@pytest.mark.parametrize("name", FILES)
def test_every_match_comes_out_rally_by_rally(name: str) -> None:
    found = matches(name)
    assert len(found) == FILES[name]
    for match in found:
        state = tapped(match)
        if not match.retired:
            assert match.winner is not None, match.sides
            assert state.outcome == Played(match.winner), match.sides
            assert state.games == match.scores
        else:
            assert state.outcome is None, match.sides
            assert state.score == match.games[-1][-1]


@pytest.mark.parametrize("name", FILES)
def test_every_game_has_a_possible_score_and_the_right_winner(name: str) -> None:
    for match in matches(name):
        over = match.games[:-1] if match.retired else match.games
        for scores in over:
            winner = scores[-1].leader()
            assert winner is not None
            assert verdict(SINGLES.game, scores[-1]) == WonBy(winner)


@pytest.mark.parametrize("name", FILES)
def test_the_result_alone_says_the_same_as_the_rallies(name: str) -> None:
    for match in matches(name):
        paper = play(SINGLES, [SetGames(match.scores)])
        by_rally = tapped(match)
        assert (paper.games, paper.won, paper.score, paper.outcome) == (
            by_rally.games, by_rally.won, by_rally.score, by_rally.outcome,
        )  # fmt: skip


def test_the_numbers_of_matches_games_and_rallies() -> None:
    everything = [match for name in FILES for match in matches(name)]
    assert len(everything) == 304
    assert sum(len(match.games) for match in everything) == 715
    assert sum(len(scores) - 1 for match in everything for scores in match.games) == 25_983


@pytest.mark.parametrize("by", ["a", "b"])
def test_matches_given_up_are_completed_for_whoever_did_not(by: Side) -> None:
    retired = [match for name in FILES for match in matches(name) if match.retired]
    assert {match.sides: _line(match) for match in retired} == GIVEN_UP
    for match in retired:
        given_up: Event = Stop(Conceded(by, "retired"))
        state = after(SINGLES, tapped(match), given_up)
        completed = play(SINGLES, [SetGames(published(SINGLES, state))])
        assert completed.outcome == Played("b" if by == "a" else "a")
        assert completed.games[: len(state.games)] == state.games
        current = completed.games[len(state.games)]
        assert state.score is not None and current.of(by) == state.score.of(by)


def _line(match: Match) -> str:
    return " ".join(f"{scores[-1].a}-{scores[-1].b}" for scores in match.games)
