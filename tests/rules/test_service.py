"""Who serves to whom, and from where."""

from collections.abc import Iterable
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from scoring.rules.counting import GameRules, RallyRules
from scoring.rules.outcomes import Score, Side, other
from scoring.rules.rally import after, play
from scoring.rules.rally_state import (
    NOT_STARTED,
    Event,
    Expedite,
    MatchState,
    NotPossible,
    Rally,
    SetService,
    Start,
)
from scoring.rules.service import Delivery, Player, Rotation
from scoring.sports.badminton import badminton_3x15, badminton_3x21
from scoring.sports.net_shuttlecock import net_shuttlecock
from scoring.sports.table_tennis import table_tennis
from scoring.sports.volleyball import volleyball

A1, A2, B1, B2 = Player("a", 1), Player("a", 2), Player("b", 1), Player("b", 2)
START = Start(server=A1, receiver=B1)
SIDES: tuple[Side, ...] = get_args(Side)


def won(winners: str) -> list[Event]:
    return [Rally("a" if one == "a" else "b") for one in winners]


def next_service(rules: RallyRules, *events: Event) -> Delivery:
    found = told(play(rules, events))
    assert found is not None
    return found


def told(state: MatchState) -> Delivery | None:
    return state.delivery


def order(rules: RallyRules, events: Iterable[Event]) -> list[str]:
    """Who serves (to whom) before the first rally and after every one."""
    state, found = NOT_STARTED, list[str]()
    for event in events:
        state = after(rules, state, event)
        service = told(state)
        if service is not None:
            found.append("".join(name(one) for one in (service.server, service.receiver) if one))
    return found


def name(player: Player) -> str:
    return f"{player.side.upper()}{player.number}"


def test_case_c_doubles_service() -> None:
    found = order(badminton_3x21(2), [START, *won("babaabb")])
    assert [pair[:2] for pair in found] == ["A1", "B2", "A2", "B1", "A1", "A1", "B2", "B2"]


def test_case_c_doubles_receivers() -> None:
    """At 0-1 B2 serves from the left court to whoever of A stands left: A2; and so on."""
    found = order(badminton_3x21(2), [START, *won("babaabb")])
    assert found == ["A1B1", "B2A2", "A2B2", "B1A1", "A1B1", "A1B2", "B2A1", "B2A2"]


def test_bwf_11_4_the_service_goes_round_on_side_outs() -> None:
    """Initial server, partner of the receiver, partner of the server, receiver, and again."""
    found = order(badminton_3x21(2), [START, *won("bababab")])
    assert [pair[:2] for pair in found] == ["A1", "B2", "A2", "B1", "A1", "B2", "A2", "B1"]


@pytest.mark.parametrize(
    ("winners", "court"), [("", "right"), ("a", "left"), ("b", "left"), ("ab", "left"),
                           ("abb", "right"), ("aa", "right")]
)  # fmt: skip
def test_bwf_10_1_the_servers_score_says_the_court(winners: str, court: str) -> None:
    assert next_service(badminton_3x21(1), START, *won(winners)).court == court


def test_bwf_7_6_the_winner_of_a_game_serves_first_in_the_next() -> None:
    rules = badminton_3x21(1)
    assert next_service(rules, START, *won("b" * 21)) == Delivery(B1, A1, "right")
    assert next_service(rules, START, *won("a" * 21)) == Delivery(A1, B1, "right")


def test_bwf_11_6_either_of_the_winners_may_serve_and_either_of_the_losers_receive() -> None:
    rules = badminton_3x21(2)
    game = won("b" * 21)
    state = play(rules, [START, *game])
    assert "choose_service" in state.due
    chosen = after(rules, state, SetService(B2, A2))
    assert "choose_service" not in chosen.due
    assert told(chosen) == Delivery(B2, A2, "right")
    assert order(rules, [START, *game, SetService(B2, A2), *won("ab")])[-2:] == ["A1B1", "B1A1"]
    with pytest.raises(NotPossible, match="wrong_player"):
        after(rules, state, SetService(A1))


def test_before_the_first_rally_the_service_of_the_first_game_may_be_chosen_anew() -> None:
    assert next_service(badminton_3x21(2), START, SetService(B2, A1)) == Delivery(B2, A1, "right")


def test_bwf_12_2_a_service_court_error_is_corrected_and_the_score_stands() -> None:
    rules = badminton_3x21(2)
    state = play(rules, [START, *won("aab")])
    assert state.score == Score(2, 1)
    wrong, right = told(state), Delivery(B1, A2, "left")
    assert wrong == Delivery(B2, A2, "left")
    corrected = after(rules, state, SetService(B1))
    assert (corrected.score, told(corrected)) == (state.score, right)
    moved = after(rules, state, SetService(A1, B1))
    assert told(moved) == Delivery(A1, B1, "right")


def test_without_a_first_server_no_service_is_told_until_it_is_set() -> None:
    rules = badminton_3x15(2)
    assert told(play(rules, [Start(), *won("ab")])) is None
    assert next_service(rules, Start(), *won("ab"), SetService(B2, A2)).server == B2


def test_a_handicap_serves_from_the_court_of_its_score() -> None:
    rules = badminton_3x21(2)
    start = replace(START, handicap=Score(5, 0))
    assert next_service(rules, start) == Delivery(A1, B1, "left")
    assert next_service(rules, start, *won("a")) == Delivery(A1, B2, "right")


def test_ittf_2_13_3_every_two_points_and_singly_from_10_all() -> None:
    found = order(table_tennis(1, 5), [START, *won("ab" * 11)])
    servers = "".join(pair[0] for pair in found)
    assert servers == "AABB" * 5 + "ABA"


def test_ittf_2_13_4_doubles_order() -> None:
    found = order(table_tennis(2, 5), [START, *won("a" * 9)])
    assert found == ["A1B1"] * 2 + ["B1A2"] * 2 + ["A2B2"] * 2 + ["B2A1"] * 2 + ["A1B1"] * 2


def test_ittf_2_13_6_who_served_first_receives_first() -> None:
    rules = table_tennis(1, 5)
    assert next_service(rules, START, *won("a" * 11)) == Delivery(B1, A1)
    assert next_service(rules, START, *won("a" * 22)) == Delivery(A1, B1)


@pytest.mark.parametrize(("server", "receiver"), [(B1, A1), (B2, A2)])
def test_ittf_2_13_5_the_first_receiver_is_who_served_to_the_server_before(
    server: Player, receiver: Player
) -> None:
    """In the first game A1 served to B1, B1 to A2, A2 to B2."""
    rules = table_tennis(2, 5)
    game = [START, *won("a" * 11)]
    assert next_service(rules, *game, SetService(server)) == Delivery(server, receiver)
    assert next_service(rules, *game, SetService(server, receiver)).receiver == receiver
    with pytest.raises(NotPossible) as refused:
        play(rules, [*game, SetService(server, Player("a", 3 - receiver.number))])
    assert refused.value.player == Player("a", 3 - receiver.number)
    third = next_service(rules, *game, SetService(server), *won("b" * 11))
    assert third == Delivery(receiver, server)


def test_ittf_2_13_6_in_the_last_doubles_game_the_order_of_receiving_swaps_at_5() -> None:
    rules = table_tennis(2, 3)
    last = [START, *won("a" * 11 + "b" * 11)]
    found = order(rules, [*last, *won("aaaaa" + "bbb")])[-9:]
    assert found[:5] == ["A1B1", "A1B1", "B1A2", "B1A2", "A2B2"]
    # 5-0 in the middle of the turn of A2: the pair due to receive is B, and changes.
    assert found[5:] == ["A2B1", "B1A1", "B1A1", "A1B2"]


def test_ittf_2_13_6_the_swap_may_fall_on_a_change_of_service() -> None:
    rules = table_tennis(2, 3)
    last = [START, *won("a" * 11 + "b" * 11)]
    found = order(rules, [*last, *won("aaaaba" + "aa")])[-4:]
    # 5-1 after six points: B2 would serve to A1, and now serves to A2.
    assert found[1:] == ["B2A2", "B2A2", "A2B1"]


def test_ittf_2_15_expedite_changes_the_service_after_every_point_to_the_end() -> None:
    rules = table_tennis(1, 3)
    found = order(rules, [START, *won("aba"), Expedite(), *won("aba")])
    assert "".join(pair[0] for pair in found) == "AABB" + "B" + "ABA"
    game = [START, *won("aba"), Expedite(), *won("a" * 9)]
    assert "".join(pair[0] for pair in order(rules, [*game, *won("aba")]))[-4:] == "BABA"


def test_a_wrong_server_at_the_table_is_put_right_in_the_order_of_the_game() -> None:
    rules = table_tennis(2, 5)
    found = order(rules, [START, *won("aa"), SetService(B2, A1), *won("aa")])
    assert found[-3:] == ["B2A1", "B2A1", "A1B1"]
    assert next_service(rules, START, *won("aa"), SetService(A2)).receiver == B1


def test_volleyball_only_who_gains_the_service_rotates() -> None:
    found = order(volleyball(5), [START, *won("aabbabab")])
    assert found == ["A1", "A1", "A1", "B2", "B2", "A2", "B3", "A3", "B4"]


def test_volleyball_six_rotations_come_round() -> None:
    assert next_service(volleyball(5), START, *won("ba" * 6)).server == A1


def test_volleyball_who_received_first_serves_first_in_the_next_set() -> None:
    rules = volleyball(5)
    assert next_service(rules, START, *won("a" * 25)).server == B1
    assert play(rules, [START, *won("a" * 25)]).due == ("game_over", "change_ends")
    assert next_service(rules, START, *won("a" * 50)).server == A1
    state = play(rules, [START, *won("a" * 25), SetService(Player("b", 6))])
    assert told(after(rules, after(rules, state, Rally("a")), Rally("b"))) == Delivery(B1)


def test_volleyball_a_rotation_put_right() -> None:
    rules = volleyball(5)
    found = order(rules, [START, *won("ab"), SetService(Player("b", 5)), *won("ab")])
    assert found[-3:] == ["B5", "A2", "B6"]
    found = order(rules, [START, *won("b"), SetService(Player("a", 3)), *won("ba")])
    assert found[-3:] == ["A3", "B3", "A4"]


def test_shuttlecock_who_wins_serves_and_from_20_all_in_turns() -> None:
    found = order(net_shuttlecock(), [START, *won("ab" * 20), *won("baab")])
    servers = "".join(pair[0] for pair in found)
    assert servers[:41] == "A" + "AB" * 20
    assert servers[41:] == "ABAB"  # at 20-21, 21-21, 22-21 and 22-22


@pytest.mark.parametrize(
    ("winners", "following", "servers"),
    [
        pytest.param("a" * 20, "bb", "BB", id="20-0"),
        pytest.param("ab" * 19 + "a", "ba", "BA", id="20-19: the point that makes it 20-all"),
        pytest.param("ba" * 19 + "b", "ab", "AB", id="19-20"),
    ],
)
def test_shuttlecock_before_20_all_nothing_is_in_turns(
    winners: str, following: str, servers: str
) -> None:
    found = order(net_shuttlecock(), [START, *won(winners + following)])
    assert "".join(pair[0] for pair in found[-len(servers) :]) == servers


def test_volleyball_has_no_turns_at_24_all() -> None:
    found = order(volleyball(5), [START, *won("ab" * 24 + "bab")])
    assert "".join(pair[0] for pair in found[-4:]) == "BBAB"


def test_shuttlecock_at_14_all_of_the_third_set() -> None:
    rules = net_shuttlecock()
    sets = [START, *won("a" * 21 + "b" * 21)]
    decider = [*sets, SetService(A1), *won("ab" * 14)]
    assert "".join(pair[0] for pair in order(rules, [*decider, *won("ba")])[-3:]) == "BAB"


def test_players_of_a_side_are_numbered() -> None:
    rules = replace(net_shuttlecock(), service=Rotation(players=3))
    assert next_service(rules, Start(server=Player("b", 3)), *won("ab")).server == Player("b", 1)
    with pytest.raises(NotPossible, match="wrong_player"):
        play(rules, [Start(server=Player("a", 4))])


ENDLESS = GameRules(points=1000)


def positions(winners: str) -> list[MatchState]:
    rules = replace(badminton_3x21(2), game=ENDLESS, last=None)
    states = [after(rules, NOT_STARTED, START)]
    for event in won(winners):
        states.append(after(rules, states[-1], event))
    return states


@given(winners=st.text("ab", max_size=120))
def test_badminton_doubles_law_11_at_every_rally(winners: str) -> None:
    """The clauses themselves, not the way the positions are kept."""
    states = positions(winners)
    for one, two, winner in zip(states, states[1:], winners, strict=False):
        before, now = told(one), told(two)
        assert before and now and now.receiver and two.score and before.receiver
        assert now.server.side == winner  # 11.3: the winner of the rally serves
        assert now.receiver.side == other(now.server.side)
        odd = two.score.of(now.server.side) % 2 == 1
        assert now.court == ("left" if odd else "right")
        if before.server.side == winner:
            assert now.server == before.server  # 11.3.1: the same player, from the other court
            assert now.receiver != before.receiver  # to the other, for nobody there has moved
        else:
            assert now.server.side == before.receiver.side


@given(winners=st.text("ab", max_size=120))
def test_badminton_doubles_partners_serve_in_turn(winners: str) -> None:
    """11.4: within a side, service passes from one partner to the other at each side-out."""
    turns: list[Player] = []
    for state in positions(winners):
        service = told(state)
        assert service is not None
        if not turns or turns[-1] != service.server:
            turns.append(service.server)
    cycle = [A1, B2, A2, B1]
    assert turns == [cycle[number % 4] for number in range(len(turns))]


@given(winners=st.text("ab", max_size=100))
def test_table_tennis_service_does_not_look_at_who_wins(winners: str) -> None:
    rules = replace(table_tennis(2, 5), game=ENDLESS, last=None)
    cycle = ["A1B1", "B1A2", "A2B2", "B2A1"]
    found = order(rules, [START, *won(winners)])
    assert found == [cycle[number // 2 % 4] for number in range(len(winners) + 1)]


@given(winners=st.text("ab", max_size=100), sides=st.sampled_from(SIDES))
def test_volleyball_each_side_serves_in_line_up_order(winners: str, sides: Side) -> None:
    rules = replace(volleyball(5), game=ENDLESS, last=None)
    served: list[int] = []
    before: Side | None = None
    for state in (play(rules, [START, *won(winners[:at])]) for at in range(len(winners) + 1)):
        service = told(state)
        assert service is not None
        if service.server.side == sides and before != sides:
            served.append(service.server.number)
        before = service.server.side
    first = 1 if sides == "a" else 2
    assert served == [(first - 1 + turn) % 6 + 1 for turn in range(len(served))]
