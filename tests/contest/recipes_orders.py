"""What follows from judges' own orders, as in docs/scoring.md, worked by hand."""

from collections.abc import Mapping

from tests.contest.cookbook import Kitchen, cooked, recipe
from tests.contest.wire import Wire


def spaced(digits: str) -> str:
    return " ".join(digits)


def placed(snippet: Wire, rows: Mapping[str, str]) -> Kitchen:
    """Every entrant's places or crosses, one digit from each judge."""
    judges = " ".join(f"J{n}" for n in range(1, len(next(iter(rows.values()))) + 1))
    play = Kitchen(cooked(snippet, " ".join(rows), judges))
    for entrant, digits in rows.items():
        play.turn(entrant, place=spaced(digits))
    return play


@recipe("Points for each judge's places")
def twelve_points_and_most_firsts(snippet: Wire) -> None:
    field = [{"id": one, "unit": one.upper()} for one in "abcd"]
    juries = [{"id": f"J{one}", "unit": one} for one in "ABCD"]
    play = Kitchen(cooked(snippet, field, juries))
    # JA: b c d; JB: a c d; JC: a b d; JD: c b a.
    play.turn("a", place="1 1 3")  # from JB, JC, JD: 12 + 12 + 8 = 32, two firsts
    play.turn("b", place="1 2 2")  # from JA, JC, JD: 12 + 10 + 10 = 32, one first, two seconds
    play.turn("c", place="2 2 1")  # from JA, JB, JD: 10 + 10 + 12 = 32, the same
    play.turn("d", place="3 3 3")  # 8 + 8 + 8 = 24
    play.close()
    assert play.ranked() == "1 a 32, 2 b 32, 2 c 32, 4 d 24"
    assert "Points 32: added up from the judges' sheets." in play.why("a")


@recipe("Points for each judge's places")
def nothing_beyond_the_tenth_place(snippet: Wire) -> None:
    names = [f"e{n}" for n in range(1, 13)]
    play = Kitchen(cooked(snippet, " ".join(names), "J1"))
    for place, name in enumerate(names, start=1):
        play.turn(name, place=str(place))
    points = ["12", "10", "8", "7", "6", "5", "4", "3", "2", "1", "0", "0"]
    assert list(play.scores().values()) == points


@recipe("Rank sum")
def places_from_marks_are_added(snippet: Wire) -> None:
    play = Kitchen(cooked(snippet, "a b c", "J1 J2 J3"))
    # J1: a 1, b 2, c 3. J2: a and b 1.5, c 3. J3: b 1, c 2, a 3.
    play.turn("a", mark="99 80 70")  # 1 + 1.5 + 3 = 5.5, although J1 marks wide apart
    play.turn("b", mark="80 80 90")  # 2 + 1.5 + 1 = 4.5
    play.turn("c", mark="10 70 80")  # 3 + 3 + 2 = 8
    assert play.ranked() == "1 b 4.5, 2 a 5.5, 3 c 8.0"


@recipe("Rank sum")
def equal_sums_go_by_the_mean(snippet: Wire) -> None:
    play = Kitchen(cooked(snippet, "a b", "J1 J2"))
    play.turn("a", mark="90 70")  # 1 + 2, mean 80
    play.turn("b", mark="89 95")  # 2 + 1, mean 92
    assert play.ranked() == "1 b 3.0, 2 a 3.0"


@recipe("Placing points")
def best_and_worst_place_dropped(snippet: Wire) -> None:
    play = Kitchen(cooked(snippet, "a b c", "J1 J2 J3 J4 J5"))
    # J1: a b c; J2: a c b; J3: b, then a = c; J4: c a b; J5: a b c.
    play.turn("a", mark="9 9 8 8 9")  # 1 1 2.5 2 1: 1 + 1 + 2 = 4 without 1 and 2.5
    play.turn("b", mark="8 7 9 7 8")  # 2 3 1 3 2: 2 + 2 + 3 = 7 without 1 and 3
    play.turn("c", mark="7 8 8 9 7")  # 3 2 2.5 1 3: 2 + 2.5 + 3 = 7.5 without 1 and 3
    assert play.ranked() == "1 a 4.0, 2 b 7.0, 3 c 7.5"


@recipe("Borda count")
def points_for_those_behind(snippet: Wire) -> None:
    # 4 - place: a 3 + 2 + 0, b 2 + 3 + 3, c 1 + 0 + 2, d 0 + 1 + 1
    play = placed(snippet, {"a": "124", "b": "211", "c": "342", "d": "433"})
    assert play.ranked() == "1 b 8.0, 2 a 5.0, 3 c 3.0, 4 d 2.0"


MAJORITIES = {
    40: ({"11": "11152", "12": "23311", "13": "32225", "14": "44533", "15": "55444"},
         "1 11 1.0, 2 12 2.0, 3 13 3.0, 4 14 4.0, 5 15 5.0"),
    41: ({"11": "11223", "12": "22112", "13": "33331"}, "1 12 1.0, 2 11 2.0, 3 13 3.0"),
    43: ({"A": "1112344", "B": "2221433", "C": "3433121", "D": "4344212"},
         "1 A 1.0, 2 B 2.0, 3 C 3.0, 4 D 4.0"),
    44: ({"A": "11235", "B": "42113", "C": "33341", "D": "24552", "E": "55424"},
         "1 B 1.0, 2 A 2.0, 3 C 3.0, 4 D 4.0, 5 E 5.0"),
    45: ({"A": "12231", "B": "21123", "C": "33312"}, "1 B 1.0, 2 A 2.0, 3 C 3.0"),
    46: ({"A": "1122", "B": "2211", "C": "3333"}, "1 A 1.5, 1 B 1.5, 3 C 3.0"),
}  # fmt: skip
"""Cases with a majority: everybody's places, and the final."""


@recipe("Final by majority")
def the_cases_of_the_majority(snippet: Wire) -> None:
    for number, (rows, expected) in MAJORITIES.items():
        play = placed(snippet, rows)
        play.close()
        assert (number, play.ranked()) == (number, expected)


@recipe("Final by majority")
def without_head_to_head_the_place_is_shared(snippet: Wire) -> None:
    step = snippet["scoring"]["steps"][0]
    shared = {**step, "value": {**step["value"], "head_to_head": False}}
    plain = {**snippet, "scoring": {**snippet["scoring"], "steps": [shared]}}
    # Case 42: 2.5, 1, 2.5, 4; and case 45 without the extension.
    play = placed(plain, {"11": "11334", "12": "22222", "13": "33411", "14": "44143"})
    assert play.ranked() == "1 12 1.0, 2 11 2.5, 2 13 2.5, 4 14 4.0"
    assert placed(plain, MAJORITIES[45][0]).ranked() == "1 A 1.5, 1 B 1.5, 3 C 3.0"


@recipe("Final by majority")
def a_place_given_twice_is_refused(snippet: Wire) -> None:
    play = placed(snippet, {"a": "11", "b": "12"})
    assert play.refused("close_stage") == "J1: place 1 is given twice."


EXAMPLE_N = (
    "11253 22525 33636 45311 66144 54462",
    "12234 53122 44441 31313 25555 66666",
    "11111 23456 34562 45623 52234 66345",
    "11252 56323 22515 33136 45441 64664",
    "15152 32424 26261 51513 63345 44636",
)
"""A worked example of the Skating System: for each dance the places of couples 1 to 6."""


@recipe("Final over five dances")
def example_n(snippet: Wire) -> None:
    play = Kitchen(cooked(snippet, "1 2 3 4 5 6", "J1 J2 J3 J4 J5"))
    dances = [dance.split() for dance in EXAMPLE_N]
    for couple in range(6):
        play.turn(str(couple + 1), place=[spaced(dance[couple]) for dance in dances])
    play.close()
    # Totals 5, 16, 16, 16, 22, 30: couples 2 and 3 by rule 11, and 3 before 4 as the rest of it.
    assert play.ranked() == "1 1 1.0, 2 2 2.0, 3 3 3.0, 4 4 4.0, 5 5 5.0, 6 6 6.0"
    assert "places in the dances Waltz 4, Tango 4, Viennese waltz 4" in play.why("3")
    assert "together 16" in play.why("3")


@recipe("Preliminary with crosses")
def the_crosses_of_both_dances_are_counted(snippet: Wire) -> None:
    play = Kitchen(cooked(snippet, "a b c d", "J1 J2 J3"))
    # Rumba: J1 a b, J2 a c, J3 a b. Cha-cha: J1 a b, J2 c d, J3 a c. Two each, twelve in all.
    play.turn("a", cross=["1 1 1", "1 0 1"])
    play.turn("b", cross=["1 0 1", "1 0 0"])
    play.turn("c", cross=["0 1 0", "0 1 1"])
    play.turn("d", cross=["0 0 0", "0 1 0"])
    play.close()
    assert play.ranked() == "1 a 5, 2 b 3, 2 c 3, 4 d 1"
    assert play.qualifying() == ("a", "b", "c")


@recipe("Preliminary with crosses")
def one_cross_too_many_is_refused(snippet: Wire) -> None:
    play = Kitchen(cooked(snippet, "a b c", "J1"))
    for one in "abc":
        play.turn(one, cross=["1", "0" if one == "c" else "1"])
    assert play.refused("close_stage") == "J1, Rumba: 3 crosses, but 2 are called."


@recipe("Two disciplines by places, ties split")
def cases_29_and_30_places_split(snippet: Wire) -> None:
    play = Kitchen(cooked(snippet, [{"id": f"e{n}"} for n in range(1, 9)]))
    kicks = ["100", "90", "90", "80", "80", "80", "70", "70"]  # 1, 2.5 twice, 5 thrice, 7.5 twice
    runs = ["20", "10", "8", "8", "6", "6", "6", "4"]  # 8, 7, 5.5 twice, 3 thrice, 1
    for number, (kicked, ran) in enumerate(zip(kicks, runs, strict=True), start=1):
        play.turn(f"e{number}", kicks=kicked, run=ran)
    # 1 + 8, 2.5 + 7, 2.5 + 5.5, 5 + 5.5, 5 + 3, 5 + 3, 7.5 + 3, 7.5 + 1: together 72
    assert play.ranked() == (
        "1 e3 8.0, 1 e5 8.0, 1 e6 8.0, 4 e8 8.5, 5 e1 9.0, 6 e2 9.5, 7 e4 10.5, 7 e7 10.5"
    )
