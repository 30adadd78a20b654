"""What rounds and matches are called in both languages, and who is awaited."""

import pytest

from scoring.languages import words
from scoring.rules.brackets import single_elimination
from scoring.rules.double_elimination import double_elimination
from scoring.rules.slots import (
    BYE,
    BestPlaced,
    FirstLoss,
    Loser,
    Part,
    Placed,
    Round,
    Seed,
    Slot,
    Winner,
)
from scoring.views.round_words import match_words, round_in_part, round_words, slot_words
from scoring.views.words import Words
from tests.rules.knock_out import lines

EN, ZH = words("en"), words("zh")


@pytest.mark.parametrize(
    ("of", "english", "chinese"),
    [
        (("main", 5, 5, 1), "Final", "决赛"),
        (("main", 4, 5, 1), "Semi-final", "半决赛"),
        (("main", 3, 5, 1), "Quarter-final", "四分之一决赛"),
        (("main", 2, 5, 1), "Round of 16", "16强赛"),
        (("main", 1, 5, 1), "Round of 32", "32强赛"),
        (("places", 1, 1, 3), "Third place", "三四名决赛"),
        (("places", 1, 2, 5), "Places 5–8", "5–8名排位赛"),
        (("places", 2, 2, 5), "Places 5–6", "5–6名排位赛"),
        (("winners", 2, 4, 1), "Winners' round 2", "胜者组第2轮"),
        (("winners", 4, 4, 1), "Winners' final", "胜者组决赛"),
        (("losers", 5, 6, 1), "Losers' round 5", "败者组第5轮"),
        (("losers", 6, 6, 1), "Losers' final", "败者组决赛"),
        (("grand_final", 1, 2, 1), "Grand final", "总决赛"),
        (("grand_final", 2, 2, 1), "Deciding grand final", "总决赛加赛"),
        (("consolation", 1, 2, 1), "Consolation Semi-final", "安慰赛半决赛"),
    ],
)
def test_rounds(of: tuple[Part, int, int, int], english: str, chinese: str) -> None:
    part, number, count, best = of
    message = round_words(Round(part=part, number=number, of=count, best=best))
    assert (EN(message), ZH(message)) == (english, chinese)


@pytest.mark.parametrize(
    ("part", "names"),
    [
        ("winners", ["第1轮", "第2轮", "决赛"]),
        ("losers", ["第1轮", "第2轮", "决赛"]),
        ("consolation", ["四分之一决赛", "半决赛", "决赛"]),
        ("main", ["四分之一决赛", "半决赛", "决赛"]),
    ],
)
def test_rounds_under_the_title_of_their_part(part: Part, names: list[str]) -> None:
    rounds = [Round(part=part, number=number, of=3) for number in (1, 2, 3)]
    assert [ZH(round_in_part(one)) for one in rounds] == names


@pytest.mark.parametrize(
    ("of", "english", "chinese"),
    [
        (("main", 5, 5, 1), "Final", "决赛"),
        (("main", 4, 5, 1), "SF 2", "半决赛第2场"),
        (("main", 3, 5, 1), "QF 2", "1/4决赛第2场"),
        (("main", 2, 5, 1), "R16 2", "16强赛第2场"),
        (("places", 1, 1, 3), "Third place", "三四名决赛"),
        (("places", 1, 2, 5), "5–8 no. 2", "5–8名第2场"),
        (("places", 2, 2, 5), "Places 5–6", "5–6名排位赛"),
        (("winners", 1, 3, 1), "W1-2", "胜者组1-2"),
        (("winners", 3, 3, 1), "Winners' final", "胜者组决赛"),
        (("losers", 3, 4, 1), "L3-2", "败者组3-2"),
        (("losers", 4, 4, 1), "Losers' final", "败者组决赛"),
        (("grand_final", 1, 2, 1), "Grand final", "总决赛"),
        (("consolation", 1, 3, 1), "Consolation QF 2", "安慰赛1/4决赛第2场"),
    ],
)
def test_matches(of: tuple[Part, int, int, int], english: str, chinese: str) -> None:
    part, number, count, best = of
    message = match_words(Round(part=part, number=number, of=count, best=best), 2)
    assert (EN(message), ZH(message)) == (english, chinese)


@pytest.mark.parametrize("entries", [5, 8, 13, 33])
@pytest.mark.parametrize("language", [EN, ZH], ids=["en", "zh"])
def test_no_two_matches_are_called_the_same(entries: int, language: Words) -> None:
    for bracket in (
        single_elimination(lines(entries), "all"),
        single_elimination(lines(entries), "third", "first_match"),
        double_elimination(lines(entries)),
    ):
        names = [language(match_words(one.round, one.number)) for one in bracket.matches]
        assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("slot", "english", "chinese"),
    [
        (Winner("main-1-2"), "Winner of QF 2", "1/4决赛第2场胜者"),
        (Loser("main-2-1"), "Loser of SF 1", "半决赛第1场负者"),
        (
            FirstLoss("main-2-1"),
            "Loser of SF 1, if a first match",
            "半决赛第1场负者（限首场即负）",
        ),
        (Placed("A", 1), "1st of group A", "A组第1名"),
        (Placed("B", 2), "2nd of group B", "B组第2名"),
        (Placed("C", 3), "3rd of group C", "C组第3名"),
        (Placed("D", 11), "11th of group D", "D组第11名"),
        (Placed("D", 21), "Place 21 of group D", "D组第21名"),
        (BestPlaced(2, 1), "Best second no. 1", "成绩第1好的小组第2名"),
        (BestPlaced(3, 2), "Best third no. 2", "成绩第2好的小组第3名"),
        (BestPlaced(4, 1), "Best of places 4, no. 1", "成绩第1好的小组第4名"),
        (BYE, "Bye", "轮空"),
        (Seed(7), "Seed 7", "7号种子"),
    ],
)
def test_who_is_awaited(slot: Slot, english: str, chinese: str) -> None:
    matches = {one.id: one for one in single_elimination(lines(8)).matches}
    message = slot_words(slot, matches)
    assert (EN(message), ZH(message)) == (english, chinese)
