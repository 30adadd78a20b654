"""Singing, speaking and voting as in docs/scoring.md, worked by hand."""

from scoring.contest.faults import plan_faults
from tests.contest.cookbook import Kitchen, cooked, recipe
from tests.contest.wire import Wire

SEVEN = "J1 J2 J3 J4 J5 J6 J7"
FIVE = "J1 J2 J3 J4 J5"


@recipe("Singing contest, seven judges")
def a_chain_of_tie_breaks(snippet: Wire) -> None:
    play = Kitchen(cooked(snippet, "a b c d e f", SEVEN))
    # a: without 9.90 and 9.30: 9.40 + 9.50 + 9.60 + 9.70 + 9.80 = 48.00, / 5 = 9.60; all 67.20
    play.turn("a", mark="9.50 9.60 9.70 9.80 9.90 9.40 9.30")
    # b: 9.60 too, but all 67.00, / 7 = 9.5714 against 67.20 / 7 = 9.6000
    play.turn("b", mark="9.60 10 9.60 9 9.60 9.60 9.60")
    # c and d: 9.60 and all 67.20 as a; the highest is 9.90 as a's, the next 9.60 < 9.80.
    # Between them J1 and J3 prefer c (9.90 > 9.60, 9.60 > 9.30), J2 prefers d (9.90 > 9.30).
    play.turn("c", mark="9.90 9.30 9.60 9.60 9.60 9.60 9.60")
    play.turn("d", mark="9.60 9.90 9.30 9.60 9.60 9.60 9.60")
    # e and f are alike in everything.
    play.turn("e", mark="9.5 9.5 9.5 9.5 9.5 9.5 9.5")
    play.turn("f", mark="9.5 9.5 9.5 9.5 9.5 9.5 9.5")
    assert play.ranked() == "1 a 9.60, 2 c 9.60, 3 d 9.60, 4 b 9.60, 5 e 9.50, 5 f 9.50"
    play.tell("settle_tie", by="lot", order=["f", "e"], reason="Drawn in the hall")
    assert play.ranked() == "1 a 9.60, 2 c 9.60, 3 d 9.60, 4 b 9.60, 5 f 9.50, 6 e 9.50"


@recipe("Judges and public jury, half each")
def ties_go_back_to_the_judges(snippet: Wire) -> None:
    play = Kitchen(cooked(snippet, "a b c", FIVE))
    # a: (90 + 91 + 92) / 3 = 91.00; 40 votes = 80; (91 + 80) / 2 = 85.50
    play.turn("a", mark="80 90 91 92 99", votes="40")
    # b: (88 + 89 + 90) / 3 = 89.00; 41 votes = 82; (89 + 82) / 2 = 85.50
    play.turn("b", mark="87 88 89 90 95", votes="41")
    # c: (90 + 90 + 91) / 3 = 90.33; 50 votes = 100; 190.33 / 2 = 95.165, as printed 95.17
    play.turn("c", mark="90 90 91 92 60", votes="50")
    assert play.ranked() == "1 c 95.17, 2 a 85.50, 3 b 85.50"


@recipe("Panel 95%, online 5% by rank")
def online_counts_by_rank(snippet: Wire) -> None:
    play = Kitchen(cooked(snippet, "a b c", SEVEN))
    # 5/3 x (3 + 1 - rank): 5.00, 3.33, 1.67
    play.turn("a", mark="95 80 90 90 90 90 90", likes="100")  # 90.00 + 1.67
    play.turn("b", mark="95 80 88 88 89 89 89", likes="999999")  # 443 / 5 = 88.60, + 5.00
    play.turn("c", mark="95 80 91 91 91 91 91", likes="1000")  # 91.00 + 3.33
    assert play.ranked() == "1 c 94.33, 2 b 93.60, 3 a 91.67"
    # Three judges of Danzhou may not give 96.
    assert "out of range" in _refused(cooked(snippet, "a", SEVEN), "96")


def _refused(made: object, mark: str) -> str:
    play = Kitchen(made)  # type: ignore[arg-type]
    play.tell("call", entrant="a")
    return play.refused(
        "enter_marks", entrant="a", seat="J1", after=0,
        marks=[{"criterion": "mark", "mark": mark}],
    )  # fmt: skip


@recipe("Speech with a time penalty")
def every_half_minute_costs_a_point(snippet: Wire) -> None:
    play = Kitchen(cooked(snippet, "a b c d", "J1 J2 J3"))
    # a: 45 + 27 + 18 = 90, 44 + 26 + 17 = 87, 43 + 28 + 19 = 90: 267 / 3 = 89.00, - 2 = 87.00
    play.turn("a", content="45 44 43", delivery="27 26 28", language="18 17 19", over="2")
    # b: 88, 87, 86 = 261 / 3 = 87.00; the timekeeper has nothing to enter
    play.turn("b", content="44 43 42", delivery="26 26 26", language="18 18 18")
    # c: nobody but J1, who gives 1 in all; four half minutes over would be -3
    play.turn("c", content="1 - -", delivery="0 - -", language="0 - -", over="4")
    # d: 0 is a mark: (90 + 0 + 0) / 3 = 30, while c's absent judges divide nothing
    play.turn("d", content="45 0 0", delivery="27 0 0", language="18 0 0")
    assert play.ranked() == "1 a 87.00, 2 b 87.00, 3 d 30.00, 4 c 0.00"


@recipe("Extremes folded in")
def case_33_extremes_count_as_one_mark(snippet: Wire) -> None:
    play = Kitchen(cooked(snippet, "a b", "J1 J2 J3 J4 J5 J6"))
    # (5 + 7) / 2 = 6; (5 + 7 + 7 + 6) / 4 = 6.25
    play.turn("a", mark="5 5 7 7 7 -")
    # (4 + 7) / 2 = 5.5; (6 + 6 + 6 + 7 + 5.5) / 5 = 6.10
    play.turn("b", mark="4 6 6 6 7 7")
    assert play.ranked() == "1 a 6.25, 2 b 6.10"


@recipe("A panel that is sometimes small")
def case_32_a_small_panel_never_gives_nothing(snippet: Wire) -> None:
    play = Kitchen(cooked(snippet, "a b c", "J1 J2 J3"))
    play.turn("a", mark="80 90 70")  # 70 and 90 are dropped
    play.turn("b", mark="80 90 -")  # none is dropped: 170 / 2
    play.turn("c", mark="- 90 -")
    assert play.ranked() == "1 c 90.00, 2 b 85.00, 3 a 80.00"


@recipe("A panel that is sometimes small")
def case_32_without_the_fallback_it_is_refused(snippet: Wire) -> None:
    step = snippet["scoring"]["steps"][0]
    refusing = {**step, "value": {**step["value"], "too_few": "refuse"}}
    strict = {**snippet, "scoring": {**snippet["scoring"], "steps": [refusing]}}
    for judges in ("J1", "J1 J2"):
        (fault,) = plan_faults(cooked(strict, "a", judges))
        assert str(fault.message).startswith("Dropping 2 marks needs a panel of at least 3")
    play = Kitchen(cooked(strict, "a", "J1 J2 J3"))
    play.tell("call", entrant="a")
    absent = play.fill("a", mark="80 90 -")
    told = play.refused("close_performance", entrant="a", absent=absent)
    assert "too few marks for it" in told
    assert play.ranked() == "- a on_stage"


@recipe("A panel that is sometimes small")
def case_53_zero_is_neither_absent_nor_not_yet(snippet: Wire) -> None:
    play = Kitchen(cooked(snippet, "a b c", "J1 J2"))
    play.turn("a", mark="0 90")  # a zero counts: 90 / 2
    play.turn("b", mark="- 90")  # an absent judge does not: 90 / 1
    play.tell("call", entrant="c")
    play.fill("c", mark="0 -")
    told = play.refused("close_performance", entrant="c")  # not yet: nothing is assumed
    assert told == "Still to mark: J2. Wait for them, or name them as absent."
    assert play.ranked() == "1 b 90.00, 2 a 45.00, - c on_stage"


@recipe("The missing judge's place is filled")
def the_others_mean_stands_in(snippet: Wire) -> None:
    play = Kitchen(cooked(snippet, "a b", "J1 J2 J3"))
    play.turn("a", mark="8 9 -")  # 8 + 9 + 8.5
    play.turn("b", mark="8.5 8.5 8.4")
    assert play.ranked() == "1 a 25.5, 2 b 25.4"


@recipe("Shares of each judge's points")
def case_34_shares_of_different_subsets(snippet: Wire) -> None:
    field = [{"id": "a", "unit": "Renhe"}, {"id": "b"}, {"id": "c"}]
    judges = [{"id": "J1"}, {"id": "J2", "unit": "Renhe"}]
    play = Kitchen(cooked(snippet, field, judges))
    # J1 gives 5 + 3 + 2 = 10: 50, 30, 20%. J2, of a's village, gives 6 + 2 = 8: -, 75, 25%.
    play.turn("a", mark="5")
    play.turn("b", mark="3 6")
    play.turn("c", mark="2 2")
    # a: (50 + 0) / 2 = 25; b: (30 + 75) / 2 = 52.5; c: (20 + 25) / 2 = 22.5; together 100
    assert play.ranked() == "1 b 52.50, 2 a 25.00, 3 c 22.50"


def two_halls(snippet: Wire) -> Kitchen:
    play = Kitchen(cooked(snippet, "a b c d e f", "J1 J2 J3 J4"))
    play.tell("assign_panels", panels={"red": ["a", "b", "c"], "blue": ["d", "e", "f"]})
    # The red judges give 94, 92, 90 in the mean, the blue ones 84, 82, 80.
    for entrant, marks in (("a", "94 94"), ("b", "92 92"), ("c", "90 90"),
                           ("d", "84 84"), ("e", "82 82"), ("f", "80 80")):  # fmt: skip
        play.turn(entrant, mark=marks)
    return play


@recipe("Two halls, marks as they are")
def a_lenient_hall_wins(snippet: Wire) -> None:
    play = two_halls(snippet)
    assert play.ranked() == "1 a 94.00, 2 b 92.00, 3 c 90.00, 4 d 84.00, 5 e 82.00, 6 f 80.00"


@recipe("Two halls, each judge by the own mean and spread")
def by_the_own_mean_and_spread(snippet: Wire) -> None:
    # Every judge: deviations +2, 0, -2; variance (4 + 0 + 4) / 2 = 4; z = 1, 0, -1.
    play = two_halls(snippet)
    assert play.ranked() == "1 a 60.00, 1 d 60.00, 3 b 50.00, 3 e 50.00, 5 c 40.00, 5 f 40.00"


@recipe("Two halls, rescaled to all marks together")
def rescaled_to_the_pool(snippet: Wire) -> None:
    # All 12 marks: mean 87; squares 2 x (49 + 25 + 9 + 9 + 25 + 49) = 332, / 11 = 30.1818...;
    # root 5.4938...; so 87 + 5.49 and 87 - 5.49.
    play = two_halls(snippet)
    assert play.ranked() == "1 a 92.49, 1 d 92.49, 3 b 87.00, 3 e 87.00, 5 c 81.51, 5 f 81.51"


@recipe("Guests out of competition")
def case_31_a_guest_takes_no_place(snippet: Wire) -> None:
    play = Kitchen(cooked(snippet))
    for entrant, time in (("a", "1"), ("b", "10"), ("g", "100"), ("c", "1000"), ("d", "10000")):
        play.turn(entrant, time="2:46:40" if time == "10000" else time)
    # 10000 s are 2:46:40.
    assert play.ranked() == "1 a 1.00, 2 b 10.00, 3 g 100.00, 3 c 1000.00, 4 d 10000.00"
    assert play.qualifying() == ("a", "b", "c")
    assert "Does not qualify: out of competition." in play.why("g")
