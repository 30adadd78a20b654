"""Matches in periods: basketball and football."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from scoring.rules.cards import ShowCard
from scoring.rules.outcomes import (
    FIBA_GROUP,
    NIL,
    BothOut,
    Conceded,
    Drawn,
    Played,
    Score,
    Side,
    Stop,
    Treatment,
    Unplayed,
)
from scoring.rules.period_match import (
    NOT_BEGUN,
    Begin,
    Event,
    Foul,
    Goal,
    Kick,
    NotPossible,
    PeriodOver,
    PeriodState,
    Refusal,
    SetScore,
    after,
    fouls_penalised,
    play,
    published,
)
from scoring.rules.periods import (
    NoResult,
    PeriodRules,
    PeriodScore,
    Reason,
    result,
)
from scoring.rules.undo import NothingThere, Redo, Undo
from scoring.sports.basketball import BASKETBALL
from scoring.sports.football import FOOTBALL_GROUP, FOOTBALL_KNOCKOUT

BEGIN: Event = Begin()
OVER: Event = PeriodOver()


def kicks(first: Side, scored: str) -> list[Event]:
    """Kicks in turn; x is in, - is not."""
    sides: tuple[Side, Side] = ("a", "b") if first == "a" else ("b", "a")
    return [Kick(sides[number % 2], one == "x") for number, one in enumerate(scored)]


def basketball(*events: Event | Undo | Redo) -> PeriodState:
    return play(BASKETBALL, events)


def test_basketball_four_quarters() -> None:
    state = basketball(
        BEGIN, Goal("a", 2), Goal("b", 3), OVER, Goal("a", 1), OVER, OVER, Goal("a", 3), OVER
    )
    assert state.by_period == (Score(2, 3), Score(1, 0), NIL, Score(3, 0))
    assert state.score == PeriodScore(regular=Score(6, 3))
    assert state.outcome == Played("a")
    assert state.due == ("period_over", "match_over")
    assert published(BASKETBALL, state) == Score(6, 3)


def test_basketball_overtime_until_decided() -> None:
    level: list[Event] = [BEGIN, Goal("a", 2), Goal("b", 2), OVER, OVER, OVER]
    overtime = basketball(*level, OVER)
    assert overtime.due == ("period_over", "overtime")
    assert overtime.score == PeriodScore(regular=Score(2, 2), overtime=NIL)
    again = basketball(*level, OVER, Goal("a", 3), Goal("b", 3), OVER)
    assert again.outcome is None and len(again.by_period) == 6
    decided = play(BASKETBALL, [*level, OVER, Goal("a", 3), Goal("b", 3), OVER, Goal("b"), OVER])
    assert decided.outcome == Played("b")
    assert decided.score == PeriodScore(regular=Score(2, 2), overtime=Score(3, 4))
    assert published(BASKETBALL, decided) == Score(5, 6)


def test_basketball_personal_fouls() -> None:
    four: list[Event] = [BEGIN, *[Foul("a", "7")] * 4]
    assert "player_out" not in basketball(*four).due
    out = basketball(*four, Foul("a", "7"))
    assert "player_out" in out.due
    assert out.personal_fouls == {("a", "7"): 5}
    with pytest.raises(NotPossible, match="player_out"):
        after(BASKETBALL, out, Foul("a", "7"))
    others = basketball(*four, Foul("b", "7"), Foul("a", "07"), Foul("b"))
    assert others.personal_fouls == {("a", "7"): 4, ("b", "7"): 1, ("a", "07"): 1}


def test_basketball_team_fouls_reset_with_the_quarter() -> None:
    three: list[Event] = [BEGIN, *[Foul("b")] * 3]
    assert not fouls_penalised(BASKETBALL, basketball(*three), "b")
    four = basketball(*three, Foul("b"))
    assert four.due == ("fouls_penalised",)
    assert fouls_penalised(BASKETBALL, four, "b")
    assert not fouls_penalised(BASKETBALL, four, "a")
    fresh = basketball(*three, Foul("b"), OVER)
    assert fresh.team_fouls == NIL and not fouls_penalised(BASKETBALL, fresh, "b")


def test_fiba_41_fouls_of_overtime_go_on_from_the_last_quarter() -> None:
    state = basketball(BEGIN, OVER, OVER, OVER, *[Foul("b")] * 4, OVER)
    assert state.score is not None and state.score.overtime == NIL
    assert state.team_fouls == Score(0, 4)


def test_case_l_forfeit() -> None:
    """20-0 whatever was scored (FIBA 20.2.1), no point, and the second nullifies (20.2.3)."""
    absent = basketball(Stop(Conceded("a", "forfeit")))
    assert published(BASKETBALL, absent) == Score(0, 20)
    left = basketball(BEGIN, Goal("b", 3), Stop(Conceded("b", "forfeit")))
    assert published(BASKETBALL, left) == Score(20, 0)
    assert left.score == PeriodScore(regular=Score(0, 3))
    expected = Treatment(score="completed", loss="forfeit", deleted_after=2)
    assert FIBA_GROUP["forfeit"] == expected


@pytest.mark.parametrize(
    ("goals", "score"),
    [
        pytest.param([Goal("b", 3), Goal("a", 2)], (2, 3), id="FIBA 21: the others lead"),
        pytest.param([Goal("b", 2), Goal("a", 3)], (0, 2), id="FIBA 21: they led"),
        pytest.param([Goal("b", 2), Goal("a", 2)], (0, 2), id="FIBA 21: level"),
        pytest.param([], (0, 2), id="FIBA 21: no score"),
    ],
)
def test_fiba_21_default(goals: list[Event], score: tuple[int, int]) -> None:
    state = basketball(BEGIN, *goals, Stop(Conceded("a", "default")))
    assert published(BASKETBALL, state) == score
    assert FIBA_GROUP["default"].loss == "lost"  # D.1.1: a point all the same


def test_case_u_unplayed_is_no_score() -> None:
    assert published(BASKETBALL, NOT_BEGUN) is None
    off = basketball(Stop(Unplayed("called_off")))
    assert off.score is None and published(BASKETBALL, off) is None
    assert basketball(BEGIN).score == PeriodScore(regular=NIL)
    assert basketball(BEGIN).outcome is None


def test_football_in_a_group_may_be_drawn() -> None:
    state = play(FOOTBALL_GROUP, [BEGIN, Goal("a"), OVER, Goal("b"), OVER])
    assert state.outcome == Drawn()
    assert published(FOOTBALL_GROUP, state) == Score(1, 1)
    assert published(FOOTBALL_GROUP, play(FOOTBALL_GROUP, [Stop(Conceded("a", "default"))])) == (
        Score(0, 3)
    )


EXTRA: list[Event] = [BEGIN, Goal("a"), OVER, Goal("b"), OVER]


def test_football_extra_time_has_two_periods_to_the_end() -> None:
    state = play(FOOTBALL_KNOCKOUT, [*EXTRA, Goal("b"), OVER])
    assert state.outcome is None
    decided = after(FOOTBALL_KNOCKOUT, state, OVER)
    assert decided.outcome == Played("b")
    assert decided.score == PeriodScore(regular=Score(1, 1), overtime=Score(0, 1))


def test_football_penalties_are_a_number_of_their_own() -> None:
    level: list[Event] = [*EXTRA, Goal("b"), Goal("a"), OVER, OVER]
    state = play(FOOTBALL_KNOCKOUT, level)
    assert state.due == ("period_over", "shootout")
    decided = play(FOOTBALL_KNOCKOUT, [*level, *kicks("b", "xx-xx-xx-x")])
    assert decided.score == PeriodScore(
        regular=Score(1, 1), overtime=Score(1, 1), shootout=Score(4, 3)
    )
    assert decided.outcome == Played("a")
    assert published(FOOTBALL_KNOCKOUT, decided) == Score(2, 2)


@pytest.mark.parametrize(
    ("scored", "shootout"),
    [
        pytest.param("x-x-x-", (3, 0), id="three ahead with two to go"),
        pytest.param("xxxxxxxxx-", (5, 4), id="the last kick"),
        pytest.param("xxxxxxxxxxxxx-", (7, 6), id="sudden death"),
        pytest.param("-x-x-x", (0, 3), id="the second side"),
        pytest.param("-x-xxx-", (1, 3), id="out of reach"),
    ],
)
def test_a_shootout_ends_as_soon_as_it_is_decided(scored: str, shootout: tuple[int, int]) -> None:
    level: list[Event] = [BEGIN, OVER, OVER, OVER, OVER]
    before = play(FOOTBALL_KNOCKOUT, [*level, *kicks("a", scored[:-1])])
    assert before.outcome is None
    state = play(FOOTBALL_KNOCKOUT, [*level, *kicks("a", scored)])
    assert state.outcome is not None
    assert state.score is not None and state.score.shootout == shootout


def test_cards_are_kept_for_fair_play() -> None:
    card = ShowCard("a", "yellow", "10")
    assert play(FOOTBALL_GROUP, [BEGIN, card, Goal("b")]).cards == (card,)


def test_undo_past_the_end_of_the_match() -> None:
    events: list[Event] = [BEGIN, OVER, OVER, OVER, Goal("a", 3)]
    assert basketball(*events, OVER, Undo()) == basketball(*events)
    assert basketball(*events, Undo(), Redo()) == basketball(*events)
    with pytest.raises(NothingThere):
        basketball(Undo())


def score(
    regular: tuple[int, int],
    overtime: tuple[int, int] | None = None,
    shootout: tuple[int, int] | None = None,
) -> PeriodScore:
    return PeriodScore(
        regular=Score(*regular),
        overtime=Score(*overtime) if overtime else None,
        shootout=Score(*shootout) if shootout else None,
    )


@pytest.mark.parametrize(
    ("rules", "final", "outcome"),
    [
        (BASKETBALL, score((80, 79)), Played("a")),
        (BASKETBALL, score((80, 80), (4, 9)), Played("b")),
        (FOOTBALL_GROUP, score((0, 0)), Drawn()),
        (FOOTBALL_KNOCKOUT, score((1, 1), (1, 1), (4, 5)), Played("b")),
        (FOOTBALL_KNOCKOUT, score((1, 1), (1, 0)), Played("a")),
        (replace(FOOTBALL_GROUP, shootout=5), score((1, 1), None, (4, 5)), Played("b")),
    ],
)
def test_final_scores(rules: PeriodRules, final: PeriodScore, outcome: Played | Drawn) -> None:
    assert result(rules, final) == outcome
    assert play(rules, [SetScore(final)]).outcome == outcome


@pytest.mark.parametrize(
    ("rules", "final", "reason"),
    [
        (BASKETBALL, score((80, -1)), "negative"),
        (BASKETBALL, score((80, 80)), "overtime_missing"),
        (BASKETBALL, score((80, 80), (5, 5)), "overtime_level"),
        (BASKETBALL, score((80, 70), (5, 4)), "overtime_not_due"),
        (FOOTBALL_GROUP, score((1, 1), (1, 0)), "overtime_not_due"),
        (FOOTBALL_GROUP, score((1, 1), None, (4, 3)), "shootout_not_due"),
        (FOOTBALL_KNOCKOUT, score((1, 1), (1, 0), (4, 3)), "shootout_not_due"),
        (FOOTBALL_KNOCKOUT, score((1, 1), (0, 0)), "shootout_missing"),
        (FOOTBALL_KNOCKOUT, score((1, 1), (0, 0), (4, 4)), "shootout_level"),
    ],
)
def test_final_scores_that_cannot_be(
    rules: PeriodRules, final: PeriodScore, reason: Reason
) -> None:
    assert result(rules, final) == NoResult(reason)
    with pytest.raises(NotPossible) as refused:
        play(rules, [SetScore(final)])
    assert (refused.value.reason, refused.value.score) == ("no_such_score", reason)


def test_a_final_score_from_paper_can_be_corrected() -> None:
    state = basketball(SetScore(score((80, 79))), SetScore(score((79, 80))))
    assert (state.outcome, state.due) == (Played("b"), ("match_over",))


ENDED: list[Event] = [BEGIN, Goal("a"), OVER, OVER, OVER, OVER]
SHOOTOUT: list[Event] = [BEGIN, OVER, OVER, OVER, OVER]


@pytest.mark.parametrize(
    ("rules", "reason", "events"),
    [
        (BASKETBALL, "not_started", [Goal("a")]),
        (BASKETBALL, "not_started", [OVER]),
        (BASKETBALL, "already_started", [BEGIN, BEGIN]),
        (BASKETBALL, "already_started", [BEGIN, Stop(Conceded("a", "walkover"))]),
        (BASKETBALL, "over", [*ENDED, Goal("a")]),
        (BASKETBALL, "over", [*ENDED, BEGIN]),
        (BASKETBALL, "over", [*ENDED, Stop(BothOut())]),
        (BASKETBALL, "over", [Stop(BothOut()), SetScore(score((2, 0)))]),
        (BASKETBALL, "no_such_points", [BEGIN, Goal("a", 4)]),
        (BASKETBALL, "no_shootout", [BEGIN, Kick("a", scored=True)]),
        (FOOTBALL_KNOCKOUT, "no_shootout", [BEGIN, Kick("a", scored=True)]),
        (FOOTBALL_GROUP, "no_such_points", [BEGIN, Goal("a", 2)]),
        (FOOTBALL_GROUP, "no_fouls", [BEGIN, Foul("a")]),
        (FOOTBALL_KNOCKOUT, "in_shootout", [*SHOOTOUT, Goal("a")]),
        (FOOTBALL_KNOCKOUT, "in_shootout", [*SHOOTOUT, OVER]),
        (FOOTBALL_KNOCKOUT, "not_their_kick", [*SHOOTOUT, *kicks("a", "x"), *kicks("a", "x")]),
    ],
)
def test_what_does_not_fit_is_refused(
    rules: PeriodRules, reason: Refusal, events: list[Event]
) -> None:
    with pytest.raises(NotPossible) as refused:
        play(rules, events)
    assert refused.value.reason == reason


WIRE: list[Event | Undo | Redo] = [
    BEGIN, Goal("a", 3, "7"), Foul("b", "00"), OVER, Kick("a", scored=False),
    ShowCard("a", "yellow_red"), SetScore(score((1, 1), (0, 0), (4, 3))),
    Stop(Conceded("a", "forfeit")), Undo(), Redo(),
]  # fmt: skip


@pytest.mark.parametrize("event", WIRE, ids=str)
def test_events_survive_the_wire(event: Event | Undo | Redo) -> None:
    wire = msgspec.json.encode(event)
    assert msgspec.json.decode(wire, type=Event | Undo | Redo) == event


@pytest.mark.parametrize("rules", [BASKETBALL, FOOTBALL_GROUP, FOOTBALL_KNOCKOUT], ids=str)
def test_the_numbers_are_data(rules: PeriodRules) -> None:
    assert msgspec.json.decode(msgspec.json.encode(rules), type=PeriodRules) == rules


@given(
    quarters=st.lists(
        st.lists(st.tuples(st.sampled_from("ab"), st.integers(1, 3)), max_size=6), min_size=4
    )
)
def test_the_periods_sum_to_the_score(quarters: list[list[tuple[str, int]]]) -> None:
    state = after(BASKETBALL, NOT_BEGUN, BEGIN)
    for quarter in quarters:
        for side, points in quarter:
            state = after(BASKETBALL, state, Goal("a" if side == "a" else "b", points))
        state = after(BASKETBALL, state, OVER)
        assert state.score is not None
        sums = (sum(one.a for one in state.by_period), sum(one.b for one in state.by_period))
        assert state.score.total == sums
        if state.outcome is not None:
            assert result(BASKETBALL, state.score) == state.outcome
            return
    assert state.score is not None and state.score.total.leader() is None


@given(scored=st.text("x-", min_size=30, max_size=30), first=st.sampled_from("ab"))
def test_a_decided_shootout_cannot_be_turned_round(scored: str, first: str) -> None:
    """Ended at the first kick after which not even the best and worst for all left would do."""
    state = play(FOOTBALL_KNOCKOUT, SHOOTOUT)
    taken = {"a": 0, "b": 0}
    goals = {"a": 0, "b": 0}
    for kick in kicks("a" if first == "a" else "b", scored):
        assert isinstance(kick, Kick)
        state = after(FOOTBALL_KNOCKOUT, state, kick)
        taken[kick.side] += 1
        goals[kick.side] += kick.scored
        rounds = max(5, *taken.values())
        safe = [
            side
            for side, rest in (("a", "b"), ("b", "a"))
            if goals[side] > goals[rest] + rounds - taken[rest]
        ]
        if safe:
            assert [state.outcome] == [Played("a" if safe == ["a"] else "b")]
            return
        assert state.outcome is None
