"""Team ties: when one is decided, what is still played, what counts, and what cannot be edited."""

from collections.abc import Sequence
from typing import Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from scoring.rules.counting import GameRules
from scoring.rules.lineups import unfielded
from scoring.rules.outcomes import (
    NIL,
    BothOut,
    Conceded,
    Drawn,
    Outcome,
    Played,
    Score,
    Side,
    Unplayed,
)
from scoring.rules.pool_books import BWF_TEAM
from scoring.rules.pool_results import Result, Scored
from scoring.rules.pools import Pool, table
from scoring.rules.rally import play
from scoring.rules.rally_state import MatchState, SetGames, Start
from scoring.rules.service import Rotation
from scoring.rules.tie_state import NOT_NEEDED, TieState, tie_state, totals
from scoring.rules.ties import Fault, TieRules, faults
from scoring.sports.badminton import badminton_3x21
from tests.rules.pool_builders import score
from tests.rules.team_ties import LINEUP, SUDIRMAN, THOMAS, outcomes, rubber, singles

GROUP = replace(SUDIRMAN, play_all=True)


def played(*games: str) -> MatchState:
    return play(badminton_3x21(1), [SetGames(tuple(score(one) for one in games))])


def straight(side: Side) -> MatchState:
    return played("21-10", "21-12") if side == "a" else played("10-21", "12-21")


@pytest.mark.parametrize("rules", [GROUP, replace(THOMAS, play_all=True)])
def test_case_v_in_a_group_rubbers_4_and_5_are_still_played_at_3_0(rules: TieRules) -> None:
    tie = tie_state(rules, outcomes("aaa--"))
    assert (tie.won, tie.decided, tie.to_play) == ((3, 0), "a", (4, 5))
    assert tie.outcome is None
    assert tie.rubbers[3:] == (None, None)


def test_case_v_in_a_group_rubbers_4_and_5_are_counted() -> None:
    tie = tie_state(GROUP, outcomes("aaabb"))
    assert (tie.won, tie.to_play, tie.outcome) == ((3, 2), (), Played("a"))
    found = totals(GROUP, tie, [straight(side) for side in ("a", "a", "a", "b", "b")])
    expected = Scored(rubbers=Score(3, 2), games=Score(6, 4), points=Score(170, 150))
    assert found == (expected, None)


@pytest.mark.parametrize("rules", [SUDIRMAN, THOMAS])
def test_case_v_in_a_knockout_rubbers_4_and_5_are_not_played_at_3_0(rules: TieRules) -> None:
    tie = tie_state(rules, outcomes("aaa--"))
    assert (tie.won, tie.decided, tie.to_play) == ((3, 0), "a", ())
    assert tie.outcome == Played("a")
    assert tie.rubbers[3:] == (Unplayed("not_needed"), Unplayed("not_needed"))


def test_case_v_not_played_is_no_score() -> None:
    tie = tie_state(SUDIRMAN, outcomes("aaa--"))
    begun = play(badminton_3x21(2), [Start()])
    found = totals(SUDIRMAN, tie, [*(straight("a") for _ in range(3)), begun, None])
    expected = Scored(rubbers=Score(3, 0), games=Score(6, 0), points=Score(126, 66))
    assert found == (expected, None)


def test_case_v_a_missing_rubber_is_lost() -> None:
    without = {name: players for name, players in LINEUP.items() if name not in {"WD", "XD"}}
    lost = unfielded(GROUP, LINEUP, without)
    assert lost == (None, None, None, Conceded("b", "walkover"), Conceded("b", "walkover"))
    before = tie_state(GROUP, lost)
    assert (before.won, before.to_play) == ((2, 0), (1, 2, 3))
    tie = tie_state(GROUP, [*outcomes("bab"), *lost[3:]])
    assert (tie.won, tie.outcome) == ((3, 2), Played("a"))


def test_case_v_what_is_lost_unplayed_counts_as_won_without_a_point() -> None:
    tie = tie_state(GROUP, outcomes("bbbBB"))
    found = totals(GROUP, tie, [*(straight("b") for _ in range(3)), None, None])
    true = Scored(rubbers=Score(2, 3), games=Score(0, 6), points=Score(66, 126))
    shown = Scored(rubbers=Score(2, 3), games=Score(4, 6), points=Score(150, 126))
    assert found == (true, shown)


def test_case_v_a_rubber_that_both_lack_is_nobodys() -> None:
    without = {name: players for name, players in LINEUP.items() if name != "MD"}
    lost = unfielded(SUDIRMAN, without, {**LINEUP, "MD": ()})
    assert lost == (None, None, BothOut(), None, None)
    tie = tie_state(SUDIRMAN, [*outcomes("ab"), BothOut(), *outcomes("a-")])
    assert (tie.won, tie.decided, tie.to_play) == ((2, 1), None, (5,))
    tie = tie_state(SUDIRMAN, [*outcomes("ab"), BothOut(), *outcomes("ab")])
    assert (tie.won, tie.outcome) == ((2, 2), Drawn())


@pytest.mark.parametrize(
    ("number", "so_far", "won", "decided", "to_play"),
    [
        (5, "-----", (0, 0), None, (1, 2, 3, 4, 5)),
        (5, "aa---", (2, 0), None, (3, 4, 5)),
        (5, "aab--", (2, 1), None, (4, 5)),
        (5, "aabb-", (2, 2), None, (5,)),
        (5, "bbb--", (0, 3), "b", ()),
        (5, "abab-", (2, 2), None, (5,)),
        (5, "ababb", (2, 3), "b", ()),
        (5, "a--aa", (3, 0), "a", ()),
        (3, "a--", (1, 0), None, (2, 3)),
        (3, "aa-", (2, 0), "a", ()),
        (1, "b", (0, 1), "b", ()),
        (4, "aa--", (2, 0), None, (3, 4)),
        (4, "aab-", (2, 1), None, (4,)),
        (4, "aaa-", (3, 0), "a", ()),
    ],
)
def test_a_tie_is_decided_once_nobody_can_catch_up(
    number: int, so_far: str, won: Score, decided: Side | None, to_play: tuple[int, ...]
) -> None:
    tie = tie_state(singles(number), outcomes(so_far))
    assert (tie.won, tie.decided, tie.to_play) == (won, decided, to_play)
    assert tie.outcome == (Played(decided) if decided else None)
    everything = tie_state(singles(number, play_all=True), outcomes(so_far))
    assert (everything.won, everything.decided) == (won, decided)
    assert everything.to_play == tuple(at for at, one in enumerate(so_far, 1) if one == "-")


def test_an_even_number_of_rubbers_can_be_level() -> None:
    assert tie_state(singles(4), outcomes("abab")).outcome == Drawn()


def test_a_drawn_rubber_is_won_by_nobody() -> None:
    tie = tie_state(singles(3), [Played("a"), Drawn(), None])
    assert (tie.won, tie.decided, tie.to_play) == ((1, 0), None, (3,))
    assert tie_state(singles(3), [Played("a"), Drawn(), Played("b")]).outcome == Drawn()
    assert tie_state(singles(3), [Played("a"), Drawn(), Drawn()]).outcome == Played("a")


@pytest.mark.parametrize(
    ("so_far", "order", "won", "not_needed"),
    [
        pytest.param("aaaB-", (), (3, 0), {4, 5}, id="after the decision it is not needed"),
        pytest.param("Aaaa-", (), (3, 1), {5}, id="before the decision it counts"),
        pytest.param("a-a-B", (), (3, 0), {2, 4}, id="with it the tie is decided"),
        pytest.param("aaaA-", (4, 1, 2, 3, 5), (3, 1), {5}, id="first in the order of play"),
        pytest.param("aaa-b", (), (3, 1), {4}, id="played all the same, it counts"),
        pytest.param("BBB--", (), (3, 0), {4, 5}, id="three lost without a rally"),
    ],
)
def test_a_rubber_without_players_is_lost_when_its_turn_comes(
    so_far: str, order: Sequence[int], won: Score, not_needed: set[int]
) -> None:
    tie = tie_state(SUDIRMAN, outcomes(so_far), order)
    assert (tie.won, tie.outcome) == (won, Played("a"))
    assert {at for at, one in enumerate(tie.rubbers, 1) if one == NOT_NEEDED} == not_needed


def test_rubbers_to_play_stand_in_the_order_of_play() -> None:
    assert tie_state(SUDIRMAN, outcomes("--a--"), (3, 5, 1, 4, 2)).to_play == (5, 1, 4, 2)


@pytest.mark.parametrize("rules", [SUDIRMAN, GROUP])
@pytest.mark.parametrize(
    ("lineup", "outcome"),
    [(LINEUP, Conceded("b", "walkover")), ({"XD": LINEUP["XD"]}, Conceded("b", "walkover")),
     ({}, BothOut())],
)  # fmt: skip
def test_a_team_without_a_lineup_did_not_come(
    rules: TieRules, lineup: dict[str, tuple[str, ...]], outcome: Outcome
) -> None:
    assert tie_state(rules, unfielded(rules, lineup, {})).outcome == outcome


def test_who_lacks_most_rubbers_came_all_the_same() -> None:
    lacking = {"XD": LINEUP["XD"]}
    assert tie_state(SUDIRMAN, unfielded(SUDIRMAN, LINEUP, lacking)).outcome == Played("a")


def test_a_rubber_that_nobody_came_for_is_not_needed_after_the_decision() -> None:
    tie = tie_state(SUDIRMAN, [*outcomes("aaa-"), BothOut()])
    assert tie.rubbers[3:] == (NOT_NEEDED, NOT_NEEDED)


def test_rubbers_called_off_are_lost_by_nobody() -> None:
    called_off: list[Outcome | None] = [Unplayed("called_off")] * 5
    assert tie_state(GROUP, called_off).outcome == Unplayed("called_off")
    tie = tie_state(GROUP, [*outcomes("aab"), *called_off[3:]])
    assert (tie.won, tie.outcome) == ((2, 1), Played("a"))
    tie = tie_state(GROUP, [*outcomes("BBB"), *called_off[3:]])
    assert (tie.won, tie.outcome) == ((3, 0), Conceded("b", "walkover"))


@pytest.mark.parametrize(
    ("rules", "so_far", "stood", "shown"),
    [
        pytest.param(GROUP, "aab--", Score(2, 1), Score(2, 3), id="16.1 all of them"),
        pytest.param(SUDIRMAN, "ab---", Score(1, 1), Score(1, 3), id="until it is decided"),
        pytest.param(SUDIRMAN, "-----", NIL, Score(0, 3), id="before it began"),
    ],
)
def test_who_gives_up_a_tie_loses_the_rubbers_still_open(
    rules: TieRules, so_far: str, stood: Score, shown: Score
) -> None:
    """GCR 16.1: it counts as played, and who gave up scores no more."""
    stopped = Conceded("a", "retired")
    tie = tie_state(rules, outcomes(so_far), stopped=stopped)
    assert (tie.outcome, tie.decided, tie.to_play) == (stopped, "b", ())
    assert tie.won == stood
    states = [None if one == "-" else straight("a" if one == "a" else "b") for one in so_far]
    true, published = totals(rules, tie, states)
    assert published is not None
    assert (true.rubbers, published.rubbers) == (stood, shown)
    assert (true.games, published.games) == (_twice(stood), _twice(shown))


def _twice(won: Score) -> Score:
    return Score(2 * won.a, 2 * won.b)


def test_a_rubber_in_progress_is_completed_for_those_who_did_not_give_up() -> None:
    tie = tie_state(SUDIRMAN, outcomes("aa---"), stopped=Conceded("b", "disqualified"))
    true, published = totals(
        SUDIRMAN, tie, [straight("a"), straight("a"), played("19-21", "7-5"), None, None]
    )
    assert true == Scored(rubbers=Score(2, 0), games=Score(4, 1), points=Score(110, 70))
    assert published == Scored(rubbers=Score(3, 0), games=Score(6, 1), points=Score(145, 70))


@pytest.mark.parametrize("stopped", [BothOut(), Unplayed("called_off")])
def test_a_tie_that_both_left_or_that_was_called_off(stopped: BothOut | Unplayed) -> None:
    tie = tie_state(SUDIRMAN, outcomes("a----"), stopped=stopped)
    assert (tie.outcome, tie.decided, tie.to_play, tie.won) == (stopped, None, (), (1, 0))
    assert tie.rubbers[1:] == (stopped,) * 4


def test_a_retirement_in_a_rubber_is_published_completed() -> None:
    tie = tie_state(GROUP, [Conceded("a", "retired"), *outcomes("aaaa")])
    states = [played("7-5"), *(straight("a") for _ in range(4))]
    true, published = totals(GROUP, tie, states)
    assert true == Scored(rubbers=Score(4, 1), games=Score(8, 0), points=Score(175, 93))
    assert published == Scored(rubbers=Score(4, 1), games=Score(8, 2), points=Score(175, 130))


def tie_result(a: str, b: str, so_far: str) -> Result[str]:
    tie = tie_state(GROUP, outcomes(so_far))
    sides: dict[str, Side] = {"a": "a", "b": "b"}
    states = [straight(sides[one]) if one in sides else None for one in so_far]
    scored, published = totals(GROUP, tie, states)
    return Result(a=a, b=b, outcome=tie.outcome, scored=scored, published=published)


def test_gcr_16_1_a_pool_of_three_down_to_the_points() -> None:
    """Each has won one tie, 5-5 rubbers and 10-10 games; C had nobody for a rubber against A."""
    results = (
        tie_result("A", "B", "aaabb"),
        tie_result("B", "C", "aaabb"),
        tie_result("C", "A", "aaaAb"),
    )
    found = table(Pool(members=("A", "B", "C"), results=results), BWF_TEAM)
    assert {one.rubbers for one in found.rows} == {(5, 5)}
    assert {one.games for one in found.rows} == {(10, 10)}
    # A rubber played goes by 20 points, the one not played by 42.
    points = {one.entrant: one.points.difference for one in found.rows}
    assert points == {"A": 22, "B": 0, "C": -22}
    assert [one.entrant for one in found.rows] == ["A", "B", "C"]


def test_a_tie_in_progress_counts_the_rubbers_that_are_over() -> None:
    tie = tie_state(SUDIRMAN, outcomes("ab---"))
    found = totals(SUDIRMAN, tie, [straight("a"), straight("b"), played("5-3"), None, None])
    assert found == (Scored(rubbers=Score(1, 1), games=Score(2, 2), points=Score(64, 64)), None)


def test_the_cups_are_sound() -> None:
    assert faults(SUDIRMAN) == faults(THOMAS) == ()


def test_what_is_wrong_with_edited_rules_is_told_by_rubber() -> None:
    even = replace(badminton_3x21(1), best_of=2)
    endless = replace(badminton_3x21(1), best_of=1, game=GameRules(), last=None)
    wrong = TieRules(
        rubbers=(
            rubber("A", 1),
            rubber("A", 1),
            rubber("B", 1, "mixed"),
            replace(rubber("C", 2), rules=badminton_3x21(1)),
            replace(rubber("D", 1), rules=even),
            replace(rubber("E", 1), rules=endless),
        )
    )
    assert faults(wrong) == (
        Fault("same_id", "A"),
        Fault("mixed_alone", "B"),
        Fault("other_service", "C"),
        Fault("best_of_even", "D"),
        Fault("no_end", "E"),
    )


def test_sides_that_rotate_are_of_any_number() -> None:
    rotating = replace(badminton_3x21(1), service=Rotation())
    assert faults(TieRules(rubbers=(replace(rubber("R", 2), rules=rotating),))) == ()


@pytest.mark.parametrize(
    "change",
    [
        {"rubbers": []},
        {"per_player": 0},
        {"order": "random"},
        {"unknown": 1},
    ],
)
def test_a_file_that_says_no_tie_is_refused(change: dict[str, object]) -> None:
    sound: dict[str, object] = msgspec.to_builtins(SUDIRMAN)
    assert msgspec.convert(sound, TieRules) == SUDIRMAN
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({**sound, **change}, TieRules)


@pytest.mark.parametrize("name", ["", "MS 1", "男单", "-1", "MS1\n", "M" * 13])
def test_the_id_of_a_rubber_is_short_and_plain(name: str) -> None:
    sound = msgspec.to_builtins(singles(1))
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({**sound, "rubbers": [{**sound["rubbers"][0], "id": name}]}, TieRules)


ENDINGS: Sequence[Outcome] = (
    Played("a"), Played("b"), Drawn(), BothOut(), Conceded("a", "retired"),
    Conceded("b", "retired"), Conceded("a", "walkover"), Conceded("b", "walkover"),
    Unplayed("called_off"),
)  # fmt: skip


@st.composite
def histories(draw: st.DrawFn) -> tuple[TieRules, list[int], list[TieState]]:
    """A tie rubber by rubber; those lost by the line-ups are known from the beginning."""
    number = draw(st.integers(1, 8))
    rules = singles(number, play_all=draw(st.booleans()))
    order = draw(st.permutations(range(1, number + 1)))
    lost = st.sampled_from([None, None, *ENDINGS[-3:-1], BothOut()])
    known: list[Outcome | None] = draw(st.lists(lost, min_size=number, max_size=number))
    states = [tie_state(rules, known, order)]
    for rubber_number in draw(st.permutations(range(1, number + 1))):
        if known[rubber_number - 1] is None:
            known[rubber_number - 1] = draw(st.sampled_from(ENDINGS))
            states.append(tie_state(rules, known, order))
    return rules, order, states


@given(histories())
def test_a_decided_tie_stays_decided(history: tuple[TieRules, list[int], list[TieState]]) -> None:
    _, _, states = history
    found = [one.decided for one in states if one.decided]
    first = next((at for at, one in enumerate(states) if one.decided), len(states))
    assert len(found) == len(states) - first
    assert len(set(found)) <= 1


@given(histories())
def test_not_needed_only_after_the_decision(
    history: tuple[TieRules, list[int], list[TieState]],
) -> None:
    rules, _, states = history
    for one in states:
        if NOT_NEEDED in one.rubbers:
            assert one.decided and one.outcome and not rules.play_all


@given(histories())
def test_every_rubber_is_to_be_played_or_has_ended(
    history: tuple[TieRules, list[int], list[TieState]],
) -> None:
    _, order, states = history
    for one in states:
        still = {number for number, ended in enumerate(one.rubbers, 1) if ended is None}
        assert [number for number in order if number in still] == [*one.to_play]
        assert (one.outcome is None) == bool(one.to_play)
        assert one.won.a + one.won.b <= len(one.rubbers)
    assert states[-1].outcome is not None


@given(histories())
def test_who_wins_has_won_more_rubbers(
    history: tuple[TieRules, list[int], list[TieState]],
) -> None:
    for one in history[2]:
        match one.outcome:
            case Played(winner=side):
                assert one.won.leader() == side == one.decided
            case Drawn():
                assert one.won.leader() is None
            case Conceded(by=by):
                assert one.won.of(by) == 0 and one.won != NIL
            case BothOut() | Unplayed():
                assert one.won == NIL
            case None:
                pass


@given(
    st.lists(st.sampled_from(ENDINGS), min_size=1, max_size=7),
    st.sampled_from(["all", "until decided"]),
)
def test_the_other_side_sees_the_same_tie(
    ended: list[Outcome], how: Literal["all", "until decided"]
) -> None:
    rules = singles(len(ended), play_all=how == "all")
    turned = [_turned(one) for one in ended]
    tie, same = tie_state(rules, ended), tie_state(rules, turned)
    assert same.won == (tie.won.b, tie.won.a)
    assert same.outcome == (None if tie.outcome is None else _turned(tie.outcome))


def _turned(outcome: Outcome) -> Outcome:
    sides: dict[Side, Side] = {"a": "b", "b": "a"}
    match outcome:
        case Played(winner=side):
            return Played(sides[side])
        case Conceded(by=side, how=how):
            return Conceded(sides[side], how)
        case _:
            return outcome
