"""The rules of matches in words: every format, every way of counting, every clause."""

import re
from typing import Literal, get_args

import pytest
from msgspec.structs import replace

from scoring.contest.formats import (
    Format,
    FromGroup,
    Groups,
    KnockOut,
    Swiss,
    SwissTieBreak,
    Written,
)
from scoring.contest.plan import MatchRules, Plan, PlayedStage
from scoring.languages import words
from scoring.presets.matches import PRESETS, PlayedPreset
from scoring.rules import pool_books
from scoring.rules.counting import GameRules
from scoring.rules.pool_rules import RuleBook
from scoring.rules.ties import TieRules
from scoring.sports.badminton import badminton_1x31, badminton_3x15, badminton_3x21
from scoring.sports.basketball import BASKETBALL
from scoring.sports.football import FOOTBALL_GROUP, FOOTBALL_KNOCKOUT
from scoring.sports.net_shuttlecock import net_shuttlecock
from scoring.sports.sepak_takraw import REGU
from scoring.sports.table_tennis import table_tennis
from scoring.views.plan_words import plan_screen
from tests.presets.play import sound

BOOKS = {name: book for name, book in vars(pool_books).items() if isinstance(book, RuleBook)}
Language = Literal["zh", "en"]
ON_TIME = replace(REGU, best_of=1, game=GameRules(seconds=90), last=None)
EITHER = replace(REGU, best_of=1, game=GameRules(points=9, seconds=300, level="draw"), last=None)


def told(plan: Plan, language: Language = "en", stage: int = 0) -> dict[str, list[str]]:
    """The lines of each part of a stage."""
    screen = plan_screen(plan, len(plan.entrants), words(language))
    return {part.title: list(part.lines) for part in screen.stages[stage].parts}


def of_match(rules: MatchRules, language: Language = "en") -> str:
    plan = sound("basketball")
    changed: PlayedStage = replace(plan.played[0], match=rules)
    found = told(replace(plan, stages=(changed,)), language)
    return " ".join(found["A match" if language == "en" else "一场比赛"])


def of_format(layout: Format, part: str = "Format") -> str:
    plan = sound("basketball")
    changed: PlayedStage = replace(plan.played[0], format=layout)
    return "\n".join(told(replace(plan, stages=(changed,)))[part])


@pytest.mark.parametrize(
    ("rules", "says"),
    [
        (badminton_3x21(1), "Best of 3 games: 2 win the match."),
        (badminton_3x21(1), "A game goes to 21 points with a lead of 2, at most to 30."),
        (badminton_3x21(1), "There is an interval when the leading side reaches 11."),
        (badminton_3x21(1), "Ends change after every game, and in the deciding game at 11."),
        (badminton_3x21(1), "Who wins a rally scores and serves."),
        (badminton_1x31(2), "One game decides. A game goes to 31 points, without setting."),
        (badminton_1x31(2), "Ends change at 16."),
        (badminton_3x15(1), "to 15 points with a lead of 2, at most to 21."),
        (table_tennis(1, 7), "4 win the match. A game goes to 11 points, with a lead of 2."),
        (table_tennis(1, 5), "The service changes after every 2 points. From 10 all it changes"),
        (net_shuttlecock(), "The deciding game goes to 15."),
        (net_shuttlecock(), "From 20 all the sides serve in turn."),
        (REGU, "The service changes after every 3 points."),
        (ON_TIME, "A game lasts 90 seconds; who leads then wins it."),
        (ON_TIME, "Level when time is up, the next point decides."),
        (EITHER, "After 5 minutes a game ends at the latest; who leads then wins it."),
        (EITHER, "Level when time is up, it is a draw."),
        (replace(REGU, last=GameRules(points=7, cap=9)), "game goes to 7, at most to 9."),
        (replace(REGU, last=GameRules(seconds=180)), "The deciding game lasts 3 minutes."),
        (BASKETBALL, "4 periods of 10 minutes."),
        (BASKETBALL, "level, overtimes of 5 minutes follow until it is decided. A player"),
        (BASKETBALL, "is out with 5 fouls; with more than 4 of a side in a period each further"),
        (BASKETBALL, "Who does not come loses 20–0."),
        (FOOTBALL_GROUP, "Two halves of 45 minutes. A match may end in a draw."),
        (FOOTBALL_KNOCKOUT, "If it is level, overtime follows: 2 × 15 minutes."),
        (FOOTBALL_KNOCKOUT, "penalty kicks decide: 5 for each side, then one by one."),
    ],
)
def test_what_wins_a_match_is_told(rules: MatchRules, says: str) -> None:
    assert says in of_match(rules)


def test_a_team_tie_is_told_with_its_limits() -> None:
    rules = sound("badminton-team", play_all="never", rest="yes").played[0].match
    assert isinstance(rules, TieRules)
    text = of_match(rules)
    assert "A tie has 5 rubbers: Men's singles, Women's singles, Men's doubles" in text
    assert "It is over as soon as it is decided; the others are not played." in text
    assert "A team has at least 4 players. Nobody plays more than 2 of them." in text
    assert "lets nobody play twice in a row" in text
    assert text.count("Best of 3 games") == 1
    assert "All of them are played." in of_match(replace(rules, play_all=True))


def test_rubbers_that_are_counted_differently_are_told_apart() -> None:
    rules = sound("badminton-team").played[0].match
    assert isinstance(rules, TieRules)
    *others, mixed = rules.rubbers
    text = of_match(
        replace(rules, rubbers=(*others, replace(mixed, rules=badminton_1x31(2)))), "zh"
    )
    assert "男单、女单、男双、女双： 3 局 2 胜" in text
    assert "混双： 一局定胜负。每局 31 分，先到者胜，不加分。" in text


@pytest.mark.parametrize("name", BOOKS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_clause_of_every_rule_book_is_told_by_its_number(
    name: str, language: Language
) -> None:
    book = BOOKS[name]
    plan = sound("basketball", format="round_robin")
    stage = plan.played[0]
    assert isinstance(stage.format, Groups)
    changed: PlayedStage = replace(stage, format=replace(stage.format, book=book))
    found = told(replace(plan, stages=(changed,)), language)
    lines = found["Table" if language == "en" else "积分排名"]
    assert book.name.spoken(language) in lines[1]
    left = iter(lines[2:])
    for clause in (one for block in book.blocks for one in block.clauses):
        number = "" if clause.text == clause.measure else f"{clause.text} "
        assert any(line.startswith(number) and len(line) > len(number) for line in left)


@pytest.mark.parametrize(
    ("book", "says"),
    [
        (pool_books.BWF, "16.2.2 if exactly two are equal: the match between them"),
        (pool_books.BWF, "16.2.3 if three or more are equal: difference of games"),
        (pool_books.BWF, "Retired during a match: all results of that side in the group are"),
        (pool_books.FIBA, "D.1.3 points in the matches between those equal"),
        (pool_books.FIBA, "Once some are told apart, those still equal begin again at D.1.3."),
        (pool_books.FIBA, "Match forfeited, 2 times: all results of that side in the group"),
        (pool_books.UEFA, "After all of these, those still equal begin again at 20.01 a."),
        (pool_books.ITTF, "Did not come to a match: 0 points."),
        (pool_books.FIFA, "A win is worth 3, a draw 1, a loss 0."),
        (pool_books.VOLLEYBALL, "If the loser was one game short, it is 2 and 1."),
        (pool_books.NET_SHUTTLECOCK, "A win is worth 2, a loss 1."),
        (pool_books.BWF_TEAM, "Matches won count."),
    ],
)
def test_what_the_rule_book_says_is_told(book: RuleBook, says: str) -> None:
    layout = Groups(names=("A",), book=book)
    assert says in of_format(layout, "Table")


def test_groups_of_different_size_are_compared_as_the_plan_says() -> None:
    plan = sound("volleyball", format="groups_knock_out", best="1")
    stage = plan.played[0]
    assert isinstance(stage.format, Groups)
    tables = {
        unequal: told(replace(plan, stages=(replace(stage, format=layout),)))["Table"][-1]
        for unequal in ("as_played", "per_match", "without_last")
        for layout in [replace(stage.format, unequal=unequal)]
    }
    assert all(
        "compared by: matches won, points, ratio of games" in one for one in tables.values()
    )
    assert tables["per_match"].endswith("the average of a match counts.")
    assert tables["without_last"].endswith("do not count.")
    assert tables["as_played"].endswith("drawing of lots.")
    assert "different groups" not in "".join(
        told(sound("volleyball", format="round_robin"))["Table"]
    )


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({}, "share the third place."),
        ({"apart": "yes"}, "Entrants of one unit meet as late as possible."),
        ({"playing": "third"}, "Those who lose the semi-finals play for the third place."),
        ({"playing": "all"}, "until every place is decided."),
        ({"consolation": "first_round"}, "Who loses in the first round plays on"),
        ({"consolation": "first_match"}, "Who loses the first match played goes on"),
        ({"format": "double"}, "If the unbeaten lose the grand final, it is played once more."),
        ({"format": "double", "grand_final": "single"}, "One grand final decides."),
        ({"format": "double", "grand_final": "none"}, "there is no grand final."),
        ({"format": "swiss", "rounds": "4"}, "4 rounds: equals meet equals"),
        ({"format": "round_robin"}, "Everybody meets everybody."),
        ({"format": "round_robin", "legs": "2"}, "Everybody meets everybody 2 times."),
        ({"format": "groups_knock_out", "legs": "2"}, "In a group everybody meets everybody 2"),
        ({"format": "groups_knock_out", "pools": "3"}, "3 groups, seeds apart"),
        ({"format": "groups_knock_out"}, "Entrants of one unit are divided evenly."),
    ],
)
def test_who_meets_whom_is_told(answers: dict[str, str], says: str) -> None:
    assert says in " ".join(told(sound("basketball", **answers))["Format"])


def test_a_bracket_says_who_comes_from_the_groups() -> None:
    plan = sound("basketball", format="groups_knock_out", pools="3", best="2")
    assert (
        "the best 2 of each group go on, then the 2 best of the next in each group."
        in (told(plan)["Going on"][0])
    )
    final = told(plan, stage=1)
    assert "The first 2 of each group are in it" in final["Format"][0]
    assert "The 2 best of those in place 3 join them." in final["Format"][0]
    assert final["A match"] == ["As in Groups."]
    assert "Courts" not in final
    written = KnockOut(entry=Written(lines=(FromGroup(group="A", place=1), None)))
    assert "which place of which group" in of_format(written)


def test_every_tie_break_of_a_swiss_system_has_a_name() -> None:
    every: tuple[SwissTieBreak, ...] = get_args(SwissTieBreak)
    text = of_format(Swiss(rounds=3, tie_breaks=every), "Table")
    assert len(text.partition("Equals are compared by: ")[2].split(", ")) == len(every)
    assert "Equals" not in of_format(Swiss(rounds=3, tie_breaks=()), "Table")


@pytest.mark.parametrize("preset", PRESETS, ids=lambda one: one.id)
@pytest.mark.parametrize("layout", ["knock_out", "groups_knock_out", "swiss", "double"])
def test_every_form_is_told_in_chinese_without_english_left(
    preset: PlayedPreset, layout: str
) -> None:
    plan = (
        sound(preset.id, format=layout, best="1")
        if layout.startswith("g")
        else sound(preset.id, format=layout)
    )
    for stage in range(len(plan.stages)):
        text = " ".join(line for lines in told(plan, "zh", stage).values() for line in lines)
        assert re.findall(r"[A-Za-z]{2,}", text) == []
