"""Dives, jumps, runs and elements as in docs/scoring.md, worked by hand."""

from typing import Any

from tests.contest.cookbook import Kitchen, cooked, planned, recipe
from tests.contest.wire import Wire, label

SEVEN = "J1 J2 J3 J4 J5 J6 J7"
EIGHTS, NINES = "8 8 8 8 8 8 8", "9 9 9 9 9 9 9"
FORTY_EIGHT = "9.5 9.5 9.5 9.5 9.5 10 10"
"""Without one highest and one lowest: 4 x 9.5 + 10."""
FORTY_FOUR = "8 8.5 8.5 9 9 9 9.5"
FORTY_ONE_AND_A_HALF = "8 8 8 8.5 8.5 8.5 9"


@recipe("Diving")
def the_middle_three_times_the_difficulty(snippet: Wire) -> None:
    play = Kitchen(cooked(snippet, "a b c", SEVEN))
    good = "7 7.5 8 8 8 8.5 9"  # 8 + 8 + 8 = 24
    degrees = ["3.0", "2.8", "3.2", "3.1", "2.9"]
    play.turn("a", mark=[good] * 5, degree=degrees)  # 24 x 15.0 = 360
    # The first dive: 6.5 + 7 + 7.5 = 21, x 3.0 = 63; the others 24 x 12.0 = 288
    play.turn("b", mark=["5 10 6 6.5 7 7.5 8", good, good, good, good], degree=degrees)
    play.turn("c", mark=["0 0 0 0 0 0 0", good, good, good, good], degree=degrees)  # failed: 0
    assert play.ranked() == "1 a 360.00, 2 b 351.00, 3 c 288.00"


def sydney(snippet: Wire, divers: list[str], into_semi_final: int) -> Kitchen:
    """Preliminary, semi-final with the preliminary, final with the semi-final alone."""
    scoring = snippet["scoring"]
    dives, (_, first, score) = scoring["steps"][:4], scoring["steps"][4:]
    both = {**score, "value": {**score["value"], "terms": score["value"]["terms"][:1]}}
    both["value"]["terms"] = [*both["value"]["terms"], {"step": "first"}]

    def onward(count: int) -> list[Any]:
        rule = {"type": "top", "count": count}
        return [{"to": label("Next"), "rules": [rule], "tie": "all_in"}]

    stages = [
        {"id": "preliminary", "scoring": {**scoring, "steps": dives},
         "advancement": onward(into_semi_final)},
        {"id": "semi-final", "scoring": {**scoring, "steps": [*dives, first, both]},
         "advancement": onward(12)},
        {"id": "final", **snippet},
    ]  # fmt: skip
    return Kitchen(planned(stages, " ".join(divers), SEVEN))


@recipe("Diving with the semi-final carried over")
def semi_final_and_final_make_708_72(snippet: Wire) -> None:
    """The made-up dives come to the official 230.40 + 478.32 of the winner of Sydney 2000."""
    play = sydney(snippet, ["x", "y"], 2)
    play.turn("x", mark=[NINES], degree=["2.0"])  # 45 x 2.0 x 0.6 = 54.00
    play.turn("y", mark=[NINES], degree=["6.0"])  # 45 x 6.0 x 0.6 = 162.00
    play.close()
    play.go_on("semi-final")
    # 48 x 2.0 x 0.6 = 57.60: four are 230.40, three 172.80; with the preliminary y leads.
    play.turn("x", mark=[FORTY_EIGHT] * 4, degree=["2.0"] * 4)
    play.turn("y", mark=[FORTY_EIGHT] * 3, degree=["2.0"] * 3)
    assert play.ranked() == "1 y 334.80, 2 x 284.40"
    play.close()
    play.go_on("final")
    # 4 x 48 x 3.0 x 0.6 = 345.60; 40 x 3.0 x 0.6 = 72.00; 44 x 2.3 x 0.6 = 60.72: 478.32
    marks = [*[FORTY_EIGHT] * 4, EIGHTS, FORTY_FOUR]
    for diver in ("x", "y"):
        play.turn(diver, mark=marks, degree=["3.0", "3.0", "3.0", "3.0", "3.0", "2.3"])
    # 230.40 + 478.32, and 172.80 + 478.32; with the preliminary y would have won.
    assert play.ranked() == "1 x 708.72, 2 y 651.12"


@recipe("Diving with the semi-final carried over")
def two_share_the_18th_place_and_19_go_on(snippet: Wire) -> None:
    divers = [f"d{n}" for n in range(1, 22)]
    play = sydney(snippet, divers, 18)
    # 45 x 3.1 x 0.6 = 83.70 and 48 x 3.0 x 0.6 = 86.40; the third dive tells them apart:
    # 45 x (5.0, 4.9, ... 3.4) x 0.6 = 135.00 ... 91.80; 41.5 x 3.6 x 0.6 = 89.64 twice:
    # 259.74; then 45 x 3.3 x 0.6 = 89.10 and 45 x 3.2 x 0.6 = 86.40.
    thirds = [(NINES, f"{tenths / 10:.1f}") for tenths in range(50, 33, -1)]
    thirds += [(FORTY_ONE_AND_A_HALF, "3.6")] * 2 + [(NINES, "3.3"), (NINES, "3.2")]
    for diver, (marks, degree) in zip(divers, thirds, strict=True):
        play.turn(diver, mark=[NINES, FORTY_EIGHT, marks], degree=["3.1", "3.0", degree])
    places, scores = play.places(), play.scores()
    assert [places[f"d{n}"] for n in (17, 18, 19, 20, 21)] == [17, 18, 18, 20, 21]
    assert [scores[f"d{n}"] for n in (18, 19, 20)] == ["259.74", "259.74", "259.20"]
    assert play.qualifying() == tuple(divers[:19])


@recipe("Diving with the semi-final carried over")
def a_withdrawal_promotes_the_reserve_ranked_19th(snippet: Wire) -> None:
    divers = [f"d{n}" for n in range(1, 21)]

    def preliminary() -> Kitchen:
        play = sydney(snippet, divers, 18)
        for tenths, diver in zip(range(29, 9, -1), divers, strict=True):
            play.turn(diver, mark=[NINES], degree=[f"{tenths / 10:.1f}"])
        play.close()
        assert play.qualifying() == tuple(divers[:18])
        return play

    before = preliminary()
    before.tell("withdraw", entrant="d5", reason="Shoulder")
    assert before.qualifying() == (*divers[:4], *divers[5:19])
    after = preliminary()
    after.go_on("semi-final")
    after.tell("replace", stage="preliminary", leaving="d5", entering="d19", reason="Shoulder")
    field = {str(one.entrant) for one in after.result().standings}
    assert field == {*divers[:19]} - {"d5"}


@recipe("Ski jumping over two rounds")
def a_round_is_never_negative(snippet: Wire) -> None:
    jumpers = [f"j{n}" for n in range(1, 33)]
    play = Kitchen(planned(snippet["stages"], " ".join(jumpers), "J1 J2 J3 J4 J5"))
    style = "17 18 18.5 18.5 19"  # 18 + 18.5 + 18.5 = 55.0
    play.turn("j1", style=style, distance="95", wind="-5.3", gate="2.4")  # 147.1
    for number in range(2, 30):  # 55 + 90 - n: 143.0 down to 116.0
        play.turn(f"j{number}", style=style, distance=str(90 - number), wind="0", gate="0")
    for jumper in ("j30", "j31"):  # 115.0 both: they share the 30th place
        play.turn(jumper, style=style, distance="60", wind="0", gate="0")
    # 3 x 5 - 60.5 - 3 = -48.5
    play.turn("j32", style="5 5 5 5 5", distance="-60.5", wind="-3", gate="0")
    places, scores = play.places(), play.scores()
    assert (places["j30"], places["j31"], places["j32"]) == (30, 30, 32)
    assert (scores["j1"], scores["j29"], scores["j32"]) == ("147.1", "116.0", "0.0")
    play.close()
    assert len(play.qualifying()) == 31
    play.go_on("second")
    # 3 x 5 - 80 = -65, which is 0.0: the first round stays.
    play.turn("j1", style="5 5 5 5 5", distance="-80", wind="0", gate="0")
    play.turn("j2", style=style, distance="90", wind="0", gate="0")  # 143.0 + 145.0
    play.turn("j30", style=style, distance="70", wind="0", gate="0")  # 115.0 + 125.0
    assert play.ranked().startswith("1 j2 288.0, 2 j30 240.0, 3 j1 147.1, - j3 waiting")


@recipe("Halfpipe")
def the_best_run_then_the_second_best(snippet: Wire) -> None:
    play = Kitchen(cooked(snippet, "a b c", "J1 J2 J3 J4 J5 J6"))
    # a: (82 + 84 + 86 + 88) / 4 = 85.00; did not improve; 70.00
    play.turn("a", mark=["80 82 84 86 88 90", "", "70 70 70 70 70 70"])
    play.turn("b", mark=["85 85 85 85 85 85", "71 71 71 71 71 71"])
    # The second run of c: 90 + 91 + 92 + 93 = 366, by 4 is 91.50
    play.turn("c", mark=["10 10 10 10 10 10", "40 90 91 92 93 94"])
    assert play.ranked() == "1 c 91.50, 2 b 85.00, 3 a 85.00"


@recipe("Halfpipe")
def a_run_without_marks_is_no_absent_judge(snippet: Wire) -> None:
    play = Kitchen(cooked(snippet, "a", "J1 J2 J3 J4 J5 J6"))
    play.tell("call", entrant="a")
    play.fill("a", mark=["80 80 80 80 80 80", "- - - - - 90"])
    # Once somebody has marked the second run, the other five are missing.
    told = play.refused("close_performance", entrant="a")
    assert told == "Still to mark: J1, J2, J3, J4, J5. Wait for them, or name them as absent."
    everybody = ["J1", "J2", "J3", "J4", "J5"]
    assert play.refused("close_performance", entrant="a", absent=everybody)
    alone = Kitchen(cooked(snippet, "a", "J1 J2 J3 J4 J5 J6"))
    alone.turn("a", mark=["80 80 80 80 80 80"])
    assert alone.ranked() == "1 a 80.00"


@recipe("Figure skating segment")
def means_are_rounded_before_they_are_added(snippet: Wire) -> None:
    play = Kitchen(cooked(snippet, "a b", "J1 J2 J3 J4 J5 J6 J7 J8 J9"))
    # Triple: 0.7 x 3 + 1.4 x 3 = 6.3, / 6 = 1.05; 5.90 + 1.05 = 6.95
    # Spin: 0.5 x 5 + 1.0 = 3.5, / 6 = 0.5833; 3.50 + 0.58 = 4.08; elements 11.03
    # Skills 42.75 / 6 = 7.125, officially 7.13, x 2 = 14.26; performance 16.00; 30.26
    # 11.03 + 30.26 - 1.0 = 40.29; unrounded it would be 40.28. J9 is absent, not 0.
    play.turn(
        "a", base=["5.90", "3.50"], scale=["1", "2"],
        grade=["1 1 1 2 2 2 0 3 -", "1 1 1 1 1 2 -1 3 -"],
        skills="7 7 7 7.25 7.25 7.25 6.75 7.5 -", performance="8 8 8 8 8 8 8 8 -",
        deductions="1",
    )  # fmt: skip
    # 4.79 + 3.50 = 8.29, and 16.00 + 16.00: 40.29 too, with more for the components
    play.turn(
        "b", base=["4.79", "3.50"], scale=["1", "2"],
        grade=["0 0 0 0 0 0 0 0 0"] * 2,
        skills="8 8 8 8 8 8 8 8 8", performance="8 8 8 8 8 8 8 8 8",
    )  # fmt: skip
    assert play.ranked() == "1 b 40.29, 2 a 40.29"
    assert "Skating skills 7.13" in play.why("a")
    assert (play.value("a", "elements"), play.value("a", "components")) == ("11.03", "30.26")
