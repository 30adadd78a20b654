"""Every edition of every sport can be played, and the rule book's numbers are in it."""

import pytest

from scoring.rules import counting, ties
from scoring.rules.counting import GameRules, RallyRules
from scoring.rules.periods import PeriodRules
from scoring.rules.ties import RubberPlan, TieRules
from scoring.sport import Edition, Sport, TeamEvent
from scoring.sports import SPORTS, badminton, football, net_shuttlecock, sepak_takraw

EDITIONS = [(sport, one) for sport in SPORTS for one in sport.matches]
TEAMS = [(sport, one) for sport in SPORTS for one in sport.teams]


def _named(given: object) -> str:
    return str(getattr(given, "id", given))


@pytest.mark.parametrize(("sport", "edition"), EDITIONS, ids=_named)
def test_every_edition_can_be_played(sport: Sport, edition: Edition) -> None:
    assert sport.edition(edition.id, edition.players) == edition
    if isinstance(edition.rules, RallyRules):
        assert counting.faults(edition.rules) == ()
        assert edition.knock_out is None
    else:
        assert (edition.knock_out or edition.rules).periods == edition.rules.periods


@pytest.mark.parametrize("sport", [one for one in SPORTS if one.matches], ids=_named)
def test_editions_are_told_apart_and_team_ties_have_their_numbers(sport: Sport) -> None:
    names = [(one.id, one.players) for one in sport.matches]
    assert len(set(names)) == len(names)
    assert {one.id for one in sport.editions(1)} == {one.id for one in sport.editions(2)}
    dated = [one.since for one in sport.matches if one.players == 1 and one.since]
    assert dated == sorted(dated)


@pytest.mark.parametrize(("sport", "event"), TEAMS, ids=_named)
def test_every_kind_of_team_tie_is_sound(sport: Sport, event: TeamEvent) -> None:
    games = {players: next(sport.editions(players)).rules for players in (1, 2)}
    rubbers = [
        RubberPlan(id=one.id, name=one.name, players=one.players, pairing=one.pairing, rules=rules)
        for one in event.rubbers
        for rules in [games[one.players]]
        if isinstance(rules, RallyRules)
    ]
    rules = TieRules(rubbers=tuple(rubbers), per_player=event.per_player, squad=event.squad)
    assert ties.faults(rules) == ()
    assert len(event.rubbers) % 2 == 1, "an even number of rubbers may end level"
    places = sum(one.players for one in event.rubbers)
    assert event.squad * event.per_player >= places


@pytest.mark.parametrize(
    ("date", "usual"),
    [
        (None, "3x21"),
        ("1999-01-01", "3x21"),
        ("2026-12-31", "3x21"),
        ("2027-01-03", "3x21"),
        ("2027-01-04", "3x15"),
        ("2031-08-08", "3x15"),
    ],
)
def test_badminton_is_to_15_from_4_january_2027(date: str | None, usual: str) -> None:
    for players in (1, 2):
        found = badminton.SPORT.usual(players, date)
        assert found is not None
        assert found.id == usual


def test_a_sport_without_dates_begins_with_its_first_edition() -> None:
    assert football.SPORT.usual("team", "2050-01-01") == football.SPORT.matches[0]
    assert football.SPORT.usual(1, None) is None


@pytest.mark.parametrize(
    ("rules", "game", "last"),
    [
        pytest.param(
            badminton.badminton_3x21(1),
            GameRules(points=21, lead=2, cap=30, intervals=(11,)),
            GameRules(points=21, lead=2, cap=30, intervals=(11,), ends_at=11),
            id="BWF 7.2 7.4 7.5 8.1 16.2.1",
        ),
        pytest.param(
            badminton.badminton_3x15(2),
            GameRules(points=15, lead=2, cap=21, intervals=(8,)),
            GameRules(points=15, lead=2, cap=21, intervals=(8,), ends_at=8),
            id="3x15 set to 21",
        ),
        pytest.param(
            net_shuttlecock.net_shuttlecock(),
            GameRules(points=21),
            GameRules(points=15, ends_at=8),
            id="net shuttlecock, no cap",
        ),
        pytest.param(
            sepak_takraw.REGU,
            GameRules(points=15, cap=17),
            GameRules(points=15, cap=17, ends_at=8),
            id="sepak takraw, 17 at most",
        ),
    ],
)
def test_the_numbers_are_those_of_the_rule_book(
    rules: RallyRules, game: GameRules, last: GameRules
) -> None:
    assert (rules.game, rules.last) == (game, last)


def test_a_football_group_may_end_level_and_a_knock_out_may_not() -> None:
    for edition in football.SPORT.matches:
        assert isinstance(edition.rules, PeriodRules)
        assert edition.rules.overtime is None and edition.rules.shootout is None
        assert edition.knock_out is not None
        assert edition.knock_out.overtime is not None and edition.knock_out.shootout == 5


def test_judged_sports_have_no_matches_and_a_word_for_what_is_shown() -> None:
    for sport in SPORTS:
        assert (sport.work is None) == bool(sport.matches)


def test_a_side_is_a_player_a_pair_or_a_team() -> None:
    tie = TieRules(rubbers=())
    named = [badminton.SPORT.side(one).en for one in (
        badminton.badminton_1x31(1), badminton.badminton_3x15(2), tie,
    )]  # fmt: skip
    assert named == ["Player", "Pair", "Team"]
    for sport in (football, net_shuttlecock, sepak_takraw):
        assert sport.SPORT.side(sport.SPORT.matches[0].rules).zh == "队伍"
