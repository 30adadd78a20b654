"""A result as people type it."""

import pytest

from scoring.contest.match_commands import Outright
from scoring.contest.result_text import Ended, Unreadable, read_result
from scoring.rules.outcomes import BothOut, Conceded, Score, Side, Stop, Unplayed
from scoring.rules.period_match import SetScore
from scoring.rules.periods import Overtime, PeriodRules, PeriodScore
from scoring.rules.rally_state import SetGames
from scoring.rules.ties import RubberPlan, TieRules
from scoring.sports.badminton import badminton_3x21
from scoring.wording import Label

SINGLES = badminton_3x21(1)
LEAGUE = PeriodRules(periods=2, seconds=2700, forfeit=3)
BASKETBALL = PeriodRules(
    periods=4, seconds=600, overtime=Overtime(seconds=300, repeated=True), forfeit=20
)
CUP = PeriodRules(
    periods=2, seconds=2700, overtime=Overtime(seconds=900, periods=2), shootout=5, forfeit=3
)
KICKS = PeriodRules(periods=2, seconds=1200, shootout=3, forfeit=3)
TIE = TieRules(rubbers=(RubberPlan(id="S", name=Label(en="Singles"), players=1, rules=SINGLES),))
THREE = (SetGames((Score(21, 15), Score(18, 21), Score(21, 19))),)


@pytest.mark.parametrize(
    "text",
    [
        "21-15 18-21 21-19",
        "21-15, 18-21, 21-19",
        "21:15 18:21 21:19",
        "21–15 18—21 21－19",
        "２１－１５　１８：２１，２１—１９",
        " 21 - 15；18 比 21、21 - 19。",
        "(21-15) (18-21) (21-19)",
        "21/15\n18/21\n21/19",
    ],
)
def test_games_are_read_leniently(text: str) -> None:
    assert read_result(SINGLES, "played", None, text) == THREE


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Type the games, such as 21-15 18-21 21-19."),
        ("A won", "“a” is no score."),
        ("21-15 18", "“18” is no score."),
        ("21-15-18", "“21-15-18” is no score."),
        ("21.5-15", "“21.5-15” is no score."),
    ],
)
def test_what_is_no_score_is_said(text: str, why: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_result(SINGLES, "played", None, text)
    assert str(refused.value) == why


RETIRED = Stop(Conceded("b", "retired"))


@pytest.mark.parametrize(
    ("ended", "by", "text", "read"),
    [
        ("retired", "b", "21-15 7-5",
         (SetGames((Score(21, 15), Score(7, 5))), RETIRED)),
        ("retired", "b", "", (RETIRED,)),
        ("walkover", "a", " ", (Stop(Conceded("a", "walkover")),)),
        ("both_out", None, "", (Stop(BothOut()),)),
        ("called_off", None, "", (Stop(Unplayed("called_off")),)),
    ],
)  # fmt: skip
def test_a_match_may_end_otherwise(
    ended: Ended, by: Side | None, text: str, read: Outright
) -> None:
    assert read_result(SINGLES, ended, by, text) == read


def test_a_walkover_has_no_score_and_a_side() -> None:
    with pytest.raises(Unreadable, match="no score"):
        read_result(SINGLES, "walkover", "a", "21-0")
    with pytest.raises(Unreadable, match="which side"):
        read_result(SINGLES, "walkover", None, "")


@pytest.mark.parametrize(
    ("rules", "text", "score"),
    [
        (LEAGUE, "2：1", PeriodScore(regular=Score(2, 1))),
        (BASKETBALL, "88-80", PeriodScore(regular=Score(88, 80))),
        (BASKETBALL, "75-75 10-8", PeriodScore(regular=Score(75, 75), overtime=Score(10, 8))),
        (BASKETBALL, "75-75 OT 10-8", PeriodScore(regular=Score(75, 75), overtime=Score(10, 8))),
        (BASKETBALL, "７５：７５ 加时１０：８",
         PeriodScore(regular=Score(75, 75), overtime=Score(10, 8))),
        (KICKS, "1-1 4-3", PeriodScore(regular=Score(1, 1), shootout=Score(4, 3))),
        (KICKS, "1-1（点球 4-3）", PeriodScore(regular=Score(1, 1), shootout=Score(4, 3))),
        (CUP, "1-1 pens 4-3", PeriodScore(regular=Score(1, 1), shootout=Score(4, 3))),
        (CUP, "1-1, overtime 0-0, penalties 4-3",
         PeriodScore(regular=Score(1, 1), overtime=Score(0, 0), shootout=Score(4, 3))),
        (CUP, "1-1 0-0 4-3",
         PeriodScore(regular=Score(1, 1), overtime=Score(0, 0), shootout=Score(4, 3))),
    ],
)  # fmt: skip
def test_overtime_and_shoot_out_by_name_or_in_order(
    rules: PeriodRules, text: str, score: PeriodScore
) -> None:
    assert read_result(rules, "played", None, text) == (SetScore(score),)


@pytest.mark.parametrize("text", ["", "1-1 2-2 3-3 4-4", "1-1 OT", "OT 1-1 OT 2-2 1-1"])
def test_a_score_in_periods_that_cannot_be_read_shows_an_example(text: str) -> None:
    with pytest.raises(Unreadable, match="Type the score, such as"):
        read_result(CUP, "played", None, text)


def test_an_awarded_score_is_not_typed() -> None:
    assert read_result(LEAGUE, "forfeit", "a", "") == (Stop(Conceded("a", "forfeit")),)
    with pytest.raises(Unreadable, match="award the score"):
        read_result(LEAGUE, "forfeit", "a", "0-3")


def test_a_team_tie_as_a_whole_is_only_given_up() -> None:
    assert read_result(TIE, "walkover", "b", "") == (Stop(Conceded("b", "walkover")),)
    with pytest.raises(Unreadable, match="rubber by rubber"):
        read_result(TIE, "played", None, "3-2")
