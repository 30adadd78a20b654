"""A match of rallies as a fold of events."""

from collections.abc import Iterable, Sequence
from time import process_time
from typing import TypeAlias

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from scoring.rules.cards import ShowCard
from scoring.rules.counting import GameRules, RallyRules
from scoring.rules.game_scores import Impossible
from scoring.rules.outcomes import (
    BWF_GROUP,
    BWF_TEAM_POOL,
    ITTF_GROUP,
    NIL,
    BothOut,
    Conceded,
    Drawn,
    Played,
    Score,
    Side,
    Stop,
    Unplayed,
    other,
    winner,
)
from scoring.rules.rally import after, play, published, stakes
from scoring.rules.rally_state import (
    NOT_STARTED,
    Event,
    Expedite,
    MatchState,
    NotPossible,
    Rally,
    Refusal,
    SetGames,
    SetService,
    Start,
    SwapEnds,
    TimeUp,
)
from scoring.rules.service import Courts, Player, WrongPlayer, delivery
from scoring.rules.undo import NothingThere, Redo, Undo, standing
from scoring.sports.badminton import (
    badminton_1x21,
    badminton_3x15,
    badminton_3x21,
    badminton_timed,
)
from scoring.sports.net_shuttlecock import net_shuttlecock
from scoring.sports.table_tennis import table_tennis
from scoring.sports.volleyball import volleyball

BADMINTON = badminton_3x21(1)
A1, A2, B1, B2 = Player("a", 1), Player("a", 2), Player("b", 1), Player("b", 2)
START = Start(server=A1, receiver=B1)
Entered: TypeAlias = Event | Undo | Redo


def rallies(winners: str) -> list[Event]:
    """A rally for every letter."""
    return [Rally("a" if one == "a" else "b") for one in winners]


def game(a: int, b: int) -> list[Event]:
    """The rallies of a game with this score: level as long as can be, then the rest."""
    level = min(a, b)
    return rallies("ab" * level + ("a" if a > b else "b") * (abs(a - b)))


def badminton(*events: Entered | Iterable[Entered], rules: RallyRules = BADMINTON) -> MatchState:
    return play(rules, flat(events))


def flat(events: Sequence[Entered | Iterable[Entered]]) -> list[Entered]:
    found: list[Entered] = []
    for one in events:
        found.extend([one] if isinstance(one, msgspec.Struct) else one)
    return found


def test_a_match_from_the_first_rally_to_the_last() -> None:
    state = badminton(START, game(17, 21), game(21, 16), game(20, 22))
    assert state.games == (Score(17, 21), Score(21, 16), Score(20, 22))
    assert state.won == Score(1, 2)
    assert state.outcome == Played("b")
    assert state.score is None and state.serving is None
    assert state.due == ("game_over", "match_over")
    assert published(BADMINTON, state) == state.games


def test_case_u_unplayed_is_no_score_and_a_live_score_is_no_result() -> None:
    assert NOT_STARTED.score is None and NOT_STARTED.outcome is None
    started = badminton(START)
    assert started.score == NIL and started.outcome is None
    dead = badminton(Stop(Unplayed("not_needed")))
    assert dead.score is None and dead.games == ()
    assert winner(Unplayed("not_needed")) is None
    assert published(BADMINTON, dead) == ()


@pytest.mark.parametrize(
    ("events", "result", "truth"),
    [
        pytest.param(
            [START, *game(7, 5), Stop(Conceded("a", "retired"))],
            [(7, 21), (0, 21)], ((), (7, 5)), id="7-5, A retires",
        ),
        pytest.param(
            [START, *game(25, 25), Stop(Conceded("b", "retired"))],
            [(27, 25), (21, 0)], ((), (25, 25)), id="25-25, B retires",
        ),
        pytest.param(
            [START, *game(27, 25), *game(29, 29), Stop(Conceded("a", "disqualified"))],
            [(27, 25), (29, 30), (0, 21)], (((27, 25),), (29, 29)), id="29-29, A disqualified",
        ),
        pytest.param(
            [Stop(Conceded("b", "retired"))],
            [(21, 0), (21, 0)], ((), None), id="B retires before the start",
        ),
        pytest.param(
            [Stop(Conceded("b", "walkover"))],
            [(21, 0), (21, 0)], ((), None), id="walkover",
        ),
    ],
)  # fmt: skip
def test_case_d_retirement_and_published_score(
    events: list[Event],
    result: list[tuple[int, int]],
    truth: tuple[tuple[tuple[int, int], ...], tuple[int, int] | None],
) -> None:
    state = badminton(events)
    assert published(BADMINTON, state) == tuple(Score(*one) for one in result)
    assert (state.games, state.score) == truth
    assert state.due == ("match_over",)


def test_case_e_a_red_card_before_the_match_gives_no_point() -> None:
    state = badminton(ShowCard("a", "red"), START)
    assert state.score == NIL
    assert state.cards == (ShowCard("a", "red"),)


def test_case_e_a_red_card_after_game_point_counts_in_the_next_game() -> None:
    state = badminton(START, game(21, 6), ShowCard("b", "red"))
    assert state.games == (Score(21, 6),)
    assert state.score == Score(1, 0)


def test_case_e_a_red_card_after_the_match_changes_nothing() -> None:
    before = badminton(START, game(21, 6), game(21, 6))
    after_card = after(BADMINTON, before, ShowCard("a", "red"))
    assert replace(after_card, cards=()) == before


@pytest.mark.parametrize("to", ["a", "b"])
def test_bwf_16_7_a_fault_is_a_point_and_the_service_for_the_others(to: Side) -> None:
    state = badminton(START, game(5, 3), ShowCard(to, "red"))
    assert state.score == Score(5, 3).plus(other(to))
    assert state.serving is not None
    assert delivery(state.serving, state.score).server.side == other(to)


def test_bwf_16_7_a_warning_costs_nothing() -> None:
    state = badminton(START, game(5, 3), ShowCard("a", "yellow"))
    assert state.score == Score(5, 3)


def test_bwf_16_7_a_black_card_loses_the_match() -> None:
    state = badminton(START, game(21, 6), game(5, 3), ShowCard("a", "black"))
    assert state.outcome == Conceded("a", "disqualified")
    assert published(BADMINTON, state) == ((21, 6), (5, 21), (0, 21))


def test_points_of_a_card_beyond_the_end_go_to_the_next_game_and_to_no_next_match() -> None:
    rules = replace(BADMINTON, cards={"red": 2})
    once = play(rules, [START, *game(20, 6), ShowCard("b", "red")])
    assert (once.games, once.score) == ((Score(21, 6),), Score(1, 0))
    match = play(rules, [START, *game(21, 6), *game(20, 6), ShowCard("b", "red")])
    assert match.games == (Score(21, 6), Score(21, 6))


def test_case_f_undo_past_the_end_of_a_game_restores_server_and_ends() -> None:
    events = [START, *game(20, 6)]
    before = badminton(events)
    over = badminton(events, Rally("a"))
    assert over.left != before.left and over.games
    assert badminton(events, Rally("a"), Undo()) == before


def test_case_f_undo_past_the_end_of_a_match() -> None:
    before = badminton(START, game(21, 6), game(20, 6))
    assert badminton(START, game(21, 6), game(20, 6), Rally("a"), Undo()) == before


def test_case_f_nothing_to_undo_on_an_empty_log() -> None:
    with pytest.raises(NothingThere) as refused:
        badminton(Undo())
    assert refused.value.reason == "nothing_to_undo"
    with pytest.raises(NothingThere, match="nothing_to_undo"):
        badminton(START, Undo(), Undo())


def test_case_f_a_new_press_clears_redo() -> None:
    assert badminton(START, Rally("a"), Undo(), Redo()).score == Score(1, 0)
    with pytest.raises(NothingThere) as refused:
        badminton(START, Rally("a"), Undo(), Rally("b"), Redo())
    assert refused.value.reason == "nothing_to_redo"


def test_bwf_8_1_ends_change_after_a_game_and_in_the_third_at_11() -> None:
    first = badminton(START, game(21, 6))
    assert first.left == "b"
    assert first.due == ("game_over", "change_ends")
    second = badminton(START, game(21, 6), game(6, 21))
    assert second.left == "a"
    third = badminton(START, game(21, 6), game(6, 21), game(11, 10))
    assert third.left == "b"
    assert third.due == ("interval", "change_ends")


def test_bwf_8_1_no_change_in_the_second_game() -> None:
    state = badminton(START, game(21, 6), game(11, 10))
    assert state.left == "b"
    assert state.due == ("interval",)


def test_bwf_8_2_a_forgotten_change_of_ends_is_made_when_discovered() -> None:
    forgotten = badminton(START, game(21, 6), SwapEnds(), game(5, 0))
    assert (forgotten.left, forgotten.score) == ("a", Score(5, 0))
    made = after(BADMINTON, forgotten, SwapEnds())
    assert (made.left, made.score) == ("b", Score(5, 0))


def test_bwf_16_2_1_an_interval_when_the_leading_score_is_11_and_only_then() -> None:
    assert badminton(START, game(11, 3)).due == ("interval",)
    assert badminton(START, game(11, 3), Rally("a")).due == ()
    assert badminton(START, game(10, 10), Rally("b")).due == ("interval",)
    assert badminton(START, game(11, 10), Rally("b")).due == ()
    assert badminton(START, game(11, 10), SwapEnds(), ShowCard("a", "yellow")).due == ("interval",)


def test_bwf_8_2_and_16_2_handicap_matches_have_neither() -> None:
    start = replace(START, handicap=Score(0, 6))
    state = badminton(start, rallies("a" * 11))
    assert (state.score, state.due) == (Score(11, 6), ())
    later = badminton(start, rallies("a" * 21), rallies("b" * 15))
    assert later.games == (Score(21, 6), Score(0, 21))
    assert badminton(start, rallies("a" * 21 + "b" * 15 + "a" * 11)).left == later.left


def test_every_game_of_a_handicap_match_begins_with_it() -> None:
    state = badminton(replace(START, handicap=Score(0, 6)), rallies("a" * 21))
    assert state.score == Score(0, 6)
    retired = after(BADMINTON, state, Stop(Conceded("a", "retired")))
    assert published(BADMINTON, retired) == ((21, 6), (0, 21), (0, 21))
    gone = after(BADMINTON, state, Stop(Conceded("b", "retired")))
    assert published(BADMINTON, gone) == ((21, 6), (21, 6))


def test_in_one_game_ends_change_at_11() -> None:
    state = badminton(START, game(11, 3), rules=badminton_1x21(1))
    assert (state.left, state.due) == ("b", ("interval", "change_ends"))
    assert badminton(START, game(22, 20), rules=badminton_1x21(1)).outcome == Played("a")


def test_3x15_interval_and_ends_at_8() -> None:
    rules = badminton_3x15(1)
    assert badminton(START, game(8, 3), rules=rules).due == ("interval",)
    third = badminton(START, game(15, 0), game(0, 15), game(3, 8), rules=rules)
    assert third.due == ("interval", "change_ends")


@pytest.mark.parametrize(
    ("rules", "events", "stake"),
    [
        (BADMINTON, [*game(20, 19)], {"a": "game"}),
        (BADMINTON, [*game(20, 20)], {}),
        (BADMINTON, [*game(29, 29)], {"a": "game", "b": "game"}),
        (BADMINTON, [*game(21, 6), *game(29, 29)], {"a": "match", "b": "game"}),
        (BADMINTON, [*game(21, 6), *game(6, 21), *game(19, 20)], {"b": "match"}),
        (BADMINTON, [*game(21, 6), *game(21, 6)], {}),
        (volleyball(5), [*game(24, 24)], {}),
        (badminton_timed(1, 60), [*game(4, 4), TimeUp()], {"a": "match", "b": "match"}),
        (badminton_timed(1, 60), [*game(9, 4)], {}),
    ],
)
def test_who_has_game_point_or_match_point(
    rules: RallyRules, events: list[Event], stake: dict[Side, str]
) -> None:
    assert stakes(rules, play(rules, [START, *events])) == stake


def test_there_is_no_match_point_before_the_match() -> None:
    assert stakes(replace(BADMINTON, game=GameRules(points=1)), NOT_STARTED) == {}


def test_ittf_ends_change_at_5_of_the_last_possible_game() -> None:
    rules = table_tennis(1, 5)
    level = [START, *game(11, 0), *game(0, 11), *game(11, 0), *game(0, 11)]
    assert play(rules, [*level, *game(3, 5)]).due == ("change_ends",)
    assert play(rules, level[: 1 + 33] + game(5, 3)).due == ()
    assert play(rules, [*level, *game(12, 10)]).outcome == Played("a")


def test_a_best_of_seven_needs_four_games() -> None:
    rules = table_tennis(1, 7)
    three = [START, *game(11, 9), *game(11, 9), *game(11, 9)]
    assert play(rules, three).outcome is None
    assert play(rules, [*three, *game(13, 11)]).outcome == Played("a")


def test_volleyball_a_toss_before_the_deciding_set() -> None:
    rules = volleyball(5)
    sets = [START, *game(25, 0), *game(0, 25), *game(25, 0), *game(0, 25)]
    state = play(rules, sets)
    assert state.due == ("game_over", "toss")
    assert state.serving is None and state.left == play(rules, sets[:-1]).left
    tossed = after(rules, state, SetService(Player("a", 4)))
    assert tossed.due == ("game_over",)
    assert tossed.serving is not None
    assert delivery(tossed.serving, NIL).server == Player("a", 4)
    assert play(rules, [*sets, *game(5, 8)]).due == ("change_ends",)
    assert play(rules, [*sets, *game(13, 15)]).outcome == Played("b")


def test_shuttlecock_numbers_can_be_edited() -> None:
    rules = replace(net_shuttlecock(), last=None, best_of=1, game=GameRules(points=5, cap=6))
    assert play(rules, [START, *game(6, 5)]).outcome == Played("a")


def test_time_up_gives_the_game_to_the_leader() -> None:
    rules = badminton_timed(1, 600)
    state = play(rules, [START, *game(33, 31), TimeUp()])
    assert (state.games, state.outcome) == ((Score(33, 31),), Played("a"))


def test_time_up_on_a_level_score_lets_the_next_point_decide() -> None:
    rules = badminton_timed(1, 600)
    state = play(rules, [START, *game(8, 8), TimeUp()])
    assert state.sudden and state.outcome is None
    decided = after(rules, state, Rally("b"))
    assert (decided.games, decided.outcome) == ((Score(8, 9),), Played("b"))
    assert not decided.sudden
    with pytest.raises(NotPossible, match="time_is_up"):
        after(rules, state, TimeUp())


def test_time_up_may_leave_it_drawn() -> None:
    rules = RallyRules(
        best_of=1, game=GameRules(seconds=60, level="draw"), service=Courts(players=1)
    )
    state = play(rules, [START, *game(8, 8), TimeUp()])
    assert (state.games, state.outcome, state.score) == ((Score(8, 8),), Drawn(), None)
    assert winner(Drawn()) is None


def test_a_score_from_paper_takes_the_place_of_what_was_counted() -> None:
    paper = SetGames((Score(21, 16), Score(19, 21), Score(21, 18)))
    state = badminton(paper)
    assert (state.won, state.outcome) == (Score(2, 1), Played("a"))
    corrected = after(BADMINTON, state, SetGames((Score(21, 16), Score(21, 19))))
    assert corrected.outcome == Played("a")
    assert badminton(START, game(3, 3), paper) == state


def test_play_goes_on_from_a_score_from_paper() -> None:
    state = badminton(SetGames((Score(21, 16), Score(20, 18))), Rally("a"))
    assert state.outcome == Played("a")
    assert badminton(SetGames((Score(21, 16),)), Rally("b")).score == Score(0, 1)
    given_up = badminton(SetGames((Score(21, 16), Score(7, 5))), Stop(Conceded("b", "retired")))
    assert published(BADMINTON, given_up) == ((21, 16), (21, 5))


def test_a_level_timed_game_from_paper_waits_for_the_next_point() -> None:
    rules = badminton_timed(1, 600)
    assert play(rules, [SetGames((Score(8, 8),)), Rally("b")]).outcome == Played("b")


def test_paper_knows_which_games_are_timed() -> None:
    rules = replace(BADMINTON, game=GameRules(seconds=300), last=GameRules(points=11))
    one = play(rules, [SetGames((Score(8, 5),))])
    assert one.score == NIL and not one.sudden
    assert play(rules, [SetGames((Score(8, 5), Score(4, 4)))]).sudden
    assert not play(rules, [SetGames((Score(8, 5), Score(4, 5), Score(6, 6)))]).sudden


def test_a_handicap_from_paper() -> None:
    paper = SetGames((Score(21, 6), Score(3, 7)), handicap=Score(0, 6))
    state = badminton(paper)
    assert (state.score, state.handicap) == (Score(3, 7), Score(0, 6))


def test_an_impossible_score_from_paper_is_refused_with_its_reason() -> None:
    with pytest.raises(NotPossible) as refused:
        badminton(SetGames((Score(21, 16), Score(22, 19))))
    assert refused.value.reason == "no_such_score"
    assert refused.value.score == Impossible("over_earlier", Score(21, 19), 2)


OVER = [START, *game(21, 0), *game(21, 0)]


@pytest.mark.parametrize(
    ("reason", "events"),
    [
        ("not_started", [Rally("a")]),
        ("not_started", [SetService(A1)]),
        ("not_started", [TimeUp()]),
        ("already_started", [START, START]),
        ("already_started", [START, Stop(Conceded("a", "walkover"))]),
        ("already_started", [START, Stop(Unplayed("called_off"))]),
        ("over", [*OVER, Rally("a")]),
        ("over", [*OVER, START]),
        ("over", [*OVER, Stop(Conceded("a", "retired"))]),
        ("over", [Stop(BothOut()), START]),
        ("over", [Stop(BothOut()), SetGames((Score(21, 0),))]),
        ("handicap_too_high", [replace(START, handicap=Score(21, 0))]),
        ("handicap_too_high", [SetGames((), handicap=Score(0, 21))]),
        ("no_time_limit", [START, TimeUp()]),
        ("no_expedite", [START, Expedite()]),
        ("wrong_player", [Start(server=A2)]),
        ("wrong_player", [Start(server=A1, receiver=A1)]),
        ("wrong_player", [START, *game(21, 0), SetService(B1)]),
    ],
)
def test_what_does_not_fit_is_refused(reason: Refusal, events: list[Event]) -> None:
    with pytest.raises(NotPossible) as refused:
        badminton(events)
    assert refused.value.reason == reason


def test_a_refused_player_is_named() -> None:
    with pytest.raises(NotPossible) as refused:
        badminton(Start(server=A2))
    assert refused.value.player == A2
    assert isinstance(refused.value.__cause__, WrongPlayer)


def test_both_out_has_no_winner() -> None:
    state = badminton(START, game(5, 5), Stop(BothOut()))
    assert state.outcome is not None and winner(state.outcome) is None
    assert state.score == Score(5, 5)


@pytest.mark.parametrize(
    ("clause", "score", "loss", "deleted_after"),
    [
        pytest.param(BWF_GROUP["retired"], "completed", "lost", 1, id="GCR 16.2.5"),
        pytest.param(BWF_TEAM_POOL["retired"], "completed", "lost", None, id="GCR 16.1"),
        pytest.param(ITTF_GROUP["walkover"], "completed", "unplayed", None, id="ITTF 3.7.5.1"),
    ],
)
def test_what_a_table_makes_of_it(
    clause: object, score: str, loss: str, deleted_after: int | None
) -> None:
    assert msgspec.to_builtins(clause) == {
        "score": score, "loss": loss, "deleted_after": deleted_after,
    }  # fmt: skip


def test_who_wins_by_each_outcome() -> None:
    assert winner(Played("a")) == "a"
    assert winner(Conceded("a", "retired")) == "b"


EVENTS: list[Entered] = [
    START, Rally("a"), SetService(A1), SwapEnds(), Expedite(), TimeUp(), ShowCard("a", "red"),
    SetGames((Score(21, 3),)), Stop(Conceded("a", "retired")), Stop(BothOut()),
    Stop(Unplayed("called_off")), Undo(), Redo(),
]  # fmt: skip


@pytest.mark.parametrize("event", EVENTS, ids=str)
def test_events_survive_the_wire(event: Entered) -> None:
    wire = msgspec.json.encode(event)
    assert msgspec.json.decode(wire, type=Event | Undo | Redo) == event


@given(winners=st.text("ab", max_size=150), back=st.integers(0, 30))
def test_undo_is_the_state_before(winners: str, back: int) -> None:
    """However much was tapped and taken back again, only what stands counts."""
    entered = [START, *rallies(winners)]
    before = best_effort(entered)
    back = min(back, len(before))
    shorter = badminton(before[: len(before) - back])
    assert badminton(before, [Undo()] * back) == shorter
    assert badminton(before, [Undo()] * back, [Redo()] * back) == badminton(before)


def best_effort(events: list[Event]) -> list[Event]:
    """As many as there are until the match is over."""
    state, played = NOT_STARTED, list[Event]()
    for event in events:
        if state.outcome is None:
            state = after(BADMINTON, state, event)
            played.append(event)
    return played


@given(entered=st.lists(st.sampled_from("abur"), max_size=60))
def test_undo_and_redo_are_a_cursor_over_what_was_tapped(entered: list[str]) -> None:
    """Against the plainest model: a tape and how far along it stands."""
    taps: list[str | Undo | Redo] = []
    tape, at = "", 0
    for one in entered:
        if one == "u" and at:
            at -= 1
            taps.append(Undo())
        elif one == "r" and at < len(tape):
            at += 1
            taps.append(Redo())
        elif one in "ab":
            tape = tape[:at] + one
            at += 1
            taps.append(one)
    assert "".join(standing(taps)) == tape[:at]


@given(winners=st.text("ab", min_size=1, max_size=150))
def test_swapping_the_sides_swaps_everything(winners: str) -> None:
    """No side is favoured: the mirrored match is the mirror of the match."""
    mirrored = winners.translate(str.maketrans("ab", "ba"))
    one = badminton(best_effort([START, *rallies(winners)]))
    two = badminton(best_effort([Start(server=B1, left="b"), *rallies(mirrored)]))
    assert [*map(Score._make, map(reversed, one.games))] == [*two.games]
    assert one.left == other(two.left)
    assert one.due == two.due
    if one.serving and two.serving and one.score and two.score:
        ours, theirs = delivery(one.serving, one.score), delivery(two.serving, two.score)
        assert ours.server.side == other(theirs.server.side)
        assert ours.court == theirs.court


@given(winners=st.text("ab", min_size=60, max_size=150))
def test_the_same_games_from_paper_give_the_same_result(winners: str) -> None:
    tapped = badminton(best_effort([START, *rallies(winners)]))
    paper = badminton(SetGames((*tapped.games, *([tapped.score] if tapped.score else []))))
    assert (paper.games, paper.won, paper.score, paper.outcome) == (
        tapped.games, tapped.won, tapped.score, tapped.outcome,
    )  # fmt: skip


def test_a_rally_costs_the_same_however_many_came_before() -> None:
    endless = replace(BADMINTON, game=GameRules(points=100_000), last=None)
    few, many = [START, *rallies("ab" * 5_000)], [START, *rallies("ab" * 50_000)]

    def seconds(events: list[Event]) -> float:
        begun = process_time()
        play(endless, events)
        return process_time() - begun

    best_few = min(seconds(few) for _ in range(3))
    best_many = min(seconds(many) for _ in range(3))
    assert best_many < 25 * best_few  # ten times as many, or the square of it
