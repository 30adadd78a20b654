"""Stopwatch, tape measure and counter as in docs/scoring.md, worked by hand."""

from tests.contest.cookbook import Kitchen, cooked, recipe
from tests.contest.wire import Wire


@recipe("Shuttlecock kicking")
def of_equal_counts_fewer_drops(snippet: Wire) -> None:
    play = Kitchen(cooked(snippet, "a b c"))
    play.turn("a", kicks="178", drops="2")
    play.turn("b", kicks="178")  # nothing entered: no drops
    play.turn("c", kicks="180", drops="5")
    assert play.ranked() == "1 c 180, 2 b 178, 3 a 178"


@recipe("Shuttlecock kicking, teams")
def of_equal_teams_the_better_best_member(snippet: Wire) -> None:
    play = Kitchen(cooked(snippet, "a b c"))
    play.turn("a", kicks=["100", "90", "80"])  # 270
    play.turn("b", kicks=["79", "101", "90"])  # 270
    play.turn("c", kicks=["90", "90", "91"])  # 271
    assert play.ranked() == "1 c 271, 2 b 270, 3 a 270"
    play = Kitchen(cooked(snippet, "a"))
    play.tell("call", entrant="a")
    play.fill("a", kicks=["100", "90"])
    assert "Still to mark: counter" in play.refused("close_performance", entrant="a")


@recipe("Race with heats")
def two_of_each_heat_and_the_two_fastest(snippet: Wire) -> None:
    heats = {"heat-1": "abcd", "heat-2": "efghi"}
    field = [{"id": one, "group": heat} for heat, those in heats.items() for one in those]
    play = Kitchen(cooked(snippet, field))
    times = {"a": "12.00", "b": "12.50", "c": "12.60", "d": "dnf",
             "e": "11.90", "f": "12.70", "g": "12.55", "h": "dsq", "i": "12.70"}  # fmt: skip
    for runner, time in times.items():
        play.turn(runner, time=time)
    assert play.ranked() == (
        "1 e 11.90, 2 a 12.00, 3 b 12.50, 4 g 12.55, 5 c 12.60, 6 f 12.70, 6 i 12.70,"
        " 8 d dnf, - h dsq"
    )
    # a, b and e, g by place; c is the fastest of the others, f and i tie for the last spot.
    assert play.qualifying() == ("e", "a", "b", "g", "c")
    assert set(play.result().cuts[0].undecided) == {"f", "i"}
    play.close()
    play.tell("settle_tie", by="lot", order=["i", "f"], reason="Drawn by the referee")
    assert play.qualifying() == ("e", "a", "b", "g", "c", "i")


@recipe("Race with heats")
def who_did_not_finish_takes_no_place_of_the_heat(snippet: Wire) -> None:
    heats = {"heat-1": "ad", "heat-2": "efgi"}
    field = [{"id": one, "group": heat} for heat, those in heats.items() for one in those]
    play = Kitchen(cooked(snippet, field))
    for runner, time in {"a": "12.00", "d": "dnf", "e": "11.90", "f": "12.70", "g": "12.55",
                         "i": "1:02.45"}.items():  # fmt: skip
        play.turn(runner, time=time)
    # a; e and g; then f and i as the fastest of the others. d has no result.
    assert play.qualifying() == ("e", "a", "g", "f", "i")
    assert play.scores()["i"] == "1:02.45"


@recipe("Three watches")
def the_middle_watch(snippet: Wire) -> None:
    play = Kitchen(cooked(snippet, "a b c"))
    play.turn("a", time="12.40 12.31 12.34")
    play.turn("b", time="12.30 12.35 -")  # (12.30 + 12.35) / 2 = 12.325, half up
    play.turn("c", time="dnf dnf dnf")
    assert play.ranked() == "1 b 12.33, 2 a 12.34, - c dnf"


@recipe("Long jump")
def the_second_best_jump_decides(snippet: Wire) -> None:
    play = Kitchen(cooked(snippet, "a b c d"))
    play.turn("a", jump=["7.50", "dnf", "7.40"])
    play.turn("b", jump=["dnf", "7.41", "", "7.50"])
    play.turn("c", jump=["dnf", "dnf", "dnf"])
    play.turn("d", jump=["7.40", "7.39", "7.50"])  # like a, and a third jump
    assert play.ranked() == "1 b 7.50, 2 d 7.50, 3 a 7.50, - c dnf"


@recipe("Average of five, at most three quarters go on")
def a_tie_across_three_quarters_stays_out(snippet: Wire) -> None:
    play = Kitchen(cooked(snippet, [{"id": f"e{n}"} for n in range(1, 21)]))
    play.turn("e1", time=["10", "11", "12", "13", "14"])  # (11 + 12 + 13) / 3 = 12.00
    play.turn("e2", time=["12", "12", "12", "dnf", "9"])  # 12.00 without 9 and the DNF
    # (12.01 + 12.01 + 12.02) / 3 = 12.0133...
    play.turn("e3", time=["20", "12.01", "12.01", "12.02", "11"])
    for number in range(4, 20):
        seconds = "35" if number == 16 else str(20 + number)
        play.turn(f"e{number}", time=[seconds] * 5)
    play.turn("e20", time=["8", "8", "8", "dnf", "dnf"])
    assert play.ranked().startswith("1 e2 12.00, 2 e1 12.00, 3 e3 12.01, 4 e4 24.00")
    assert play.ranked().endswith(
        "15 e15 35.00, 15 e16 35.00, 17 e17 37.00, 18 e18 38.00, 19 e19 39.00, 20 e20 dnf"
    )
    # 75% of 20 are 15; e15 and e16 tie across that line and both stay out: 14 go.
    assert play.qualifying() == ("e2", "e1", *(f"e{n}" for n in range(3, 15)))


@recipe("Points of the best three of five rounds")
def the_best_three_rounds(snippet: Wire) -> None:
    play = Kitchen(cooked(snippet, "a b c"))
    play.turn("a", points=["10", "8", "0", "6", "7"])  # 10 + 8 + 7 = 25
    play.turn("b", points=["9", "9", "7", "0", "0"])  # 25, and 9 < 10
    play.turn("c", points=["12", "0", "0", "0", "0"])
    assert play.ranked() == "1 a 25, 2 b 25, 3 c 12"
