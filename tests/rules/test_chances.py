"""Who is through, who is out and what somebody needs, against every way a group can end."""

from collections.abc import Sequence
from itertools import combinations, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from scoring.rules.chances import Chance, Question, Verdict, chance
from scoring.rules.elimination import Eliminated
from scoring.rules.endings import by_games, by_goals
from scoring.rules.outcomes import Conceded, Drawn, Score
from scoring.rules.pool_books import BWF, FIBA, FIFA, ITTF, NET_SHUTTLECOCK, UEFA, VOLLEYBALL
from scoring.rules.pool_gains import Ending, any_of, may_gain
from scoring.rules.pool_results import Result, Scored
from scoring.rules.pool_rules import RuleBook
from scoring.rules.pool_values import Recorded
from scoring.rules.pools import Pool, table
from scoring.rules.spans import Span
from scoring.sports.badminton import badminton_3x21
from tests.rules.pool_builders import all_goals, games, of, order

GAMES = by_games(badminton_3x21(1))
GOALS = by_goals(2, draws=True)
BASKETS = by_goals(2, draws=False)


def to_come(a: str, b: str) -> Result[str]:
    return Result(a=a, b=b)


def question(
    book: RuleBook, spots: int, endings: tuple[Ending, ...], *results: Result[str]
) -> Question[str]:
    members = tuple(sorted({side for one in results for side in (one.a, one.b)}))
    pool = Pool(members=members, results=results)
    return Question(pool=pool, book=book, spots=spots, endings=lambda _: endings)


CASE_N = question(
    BWF,
    2,
    GAMES,
    games("A", "D", "2-1"),
    games("C", "B", "2-0"),
    games("A", "C", "2-1"),
    games("B", "D", "2-1"),
    to_come("A", "B"),
    to_come("C", "D"),
)


def told(found: Chance[str], verdict: Verdict) -> list[dict[str, str]]:
    """The cases of one verdict as {"A-B": "2-0 2-1"}, leaving out matches that do not matter."""
    return [
        {
            f"{match.a}-{match.b}": " ".join(_text(one) for one in endings)
            for match, endings in zip(found.matches, case.endings, strict=True)
            if len(endings) < len(GAMES)
        }
        for case in found.cases
        if case.verdict == verdict
    ]


def _text(ending: Ending) -> str:
    return f"{ending.sample.games.a}-{ending.sample.games.b}"


def test_case_n_a_is_not_qualified_already() -> None:
    found = chance(CASE_N, "A", 100)
    assert found.state == "contending"
    assert told(found, "out") == [{"A-B": "0-2", "C-D": "2-0 2-1"}]
    played = [one for one in CASE_N.pool.results if one.outcome is not None]
    for last in ("2-0", "2-1"):
        worst = of(BWF, *played, games("B", "A", "2-0"), games("C", "D", last))
        assert order(worst) == "C B A D"


def test_case_n_d_needs_a_to_beat_b_and_two_games_to_nil() -> None:
    found = chance(CASE_N, "D", 100)
    assert found.matches[0] == to_come("C", "D")
    assert told(found, "through") == [{"C-D": "0-2", "A-B": "2-0 2-1"}]
    assert {case.verdict for case in found.cases} == {"through", "out"}


def test_case_n_b_clinches_with_two_games_to_nil() -> None:
    found = chance(CASE_N, "B", 100)
    assert {"A-B": "0-2"} in told(found, "through")
    assert {"A-B": "1-2", "C-D": "2-0 2-1"} in told(found, "out")


def test_case_n_when_c_is_out() -> None:
    found = chance(CASE_N, "C", 100)
    assert told(found, "out") == [
        {"C-D": "1-2", "A-B": "1-2 0-2"},
        {"C-D": "0-2"},
    ]


@pytest.mark.parametrize("entrant", ["A", "B", "C", "D"])
def test_case_n_the_sixteen_classes_are_told_once(entrant: str) -> None:
    found = chance(CASE_N, entrant, 100)
    classes = [one for case in found.cases for one in product(*case.endings)]
    assert len(classes) == len(set(map(repr, classes))) == 16


def placed(asked: Question[str], results: Sequence[Result[str]], entrant: str) -> Verdict:
    """What becomes of somebody when all results are in, by the table itself."""
    decided = [one for one in asked.pool.results if one.outcome is not None]
    found = table(replace(asked.pool, results=(*decided, *results)), asked.book)
    ahead = 0
    for group in found.groups:
        if entrant in group:
            break
        ahead += len(group)
    else:
        return "out"
    if ahead + len(group) <= asked.spots:
        return "through"
    return "out" if ahead >= asked.spots else "level"


@pytest.mark.parametrize("entrant", ["A", "B", "C", "D"])
def test_case_n_there_is_a_witness_either_way(entrant: str) -> None:
    found = chance(CASE_N, entrant, 100)
    verdicts: tuple[Verdict, ...] = ("through", "out")
    for verdict in verdicts:
        witness = found.witness(verdict)
        assert witness is not None
        assert placed(CASE_N, witness, entrant) == verdict


def test_with_too_small_a_budget_only_what_was_tried_is_claimed() -> None:
    found = chance(CASE_N, "A", 1)
    assert {case.verdict for case in found.cases} == {"unknown"}
    assert found.steps == 1
    assert found.state == "contending"
    for verdict, results in found.found.items():
        assert placed(CASE_N, results, "A") == verdict


def test_nothing_is_split_that_makes_no_difference() -> None:
    """C has won all, and whatever the others do to each other it stays first."""
    results = [games("C", other, "2-0") for other in "ABDE"]
    rest = [to_come(a, b) for a, b in combinations("ABDE", 2)]
    found = chance(question(BWF, 1, GAMES, *results, *rest), "C", 10)
    assert (found.state, found.steps) == ("qualified", 1)
    assert len(found.cases) == 1


def test_out_without_a_split_where_two_are_ahead_and_a_third_may_be() -> None:
    """D can come to one win, and with C's chances between them A and B have two at least."""
    results = [games(a, b, "2-0") for a, b in ("AE", "AF", "BE", "BF", "CE")]
    rest = [to_come("A", "C"), to_come("B", "C"), to_come("D", "C")]
    found = chance(question(BWF, 2, GAMES, *results, *rest), "D", 10)
    assert (found.state, found.steps) == ("eliminated", 1)


@pytest.mark.parametrize(
    ("endings", "for_a", "for_b"),
    [
        pytest.param(GAMES[:1], Span(3, 3), Span(0, 0), id="2-0"),
        pytest.param(GAMES[1:2], Span(2, 2), Span(1, 1), id="2-1"),
        pytest.param(GAMES[2:3], Span(1, 1), Span(2, 2), id="1-2"),
        pytest.param(GAMES[:2], Span(2, 3), Span(0, 1), id="2-0 or 2-1"),
        pytest.param(
            [replace(GAMES[0], games=any_of([one.games for one in GAMES[:2]]))],
            Span(2, 3),
            Span(0, 1),
            id="won, and by what is not told",
        ),
    ],
)
def test_fivb_2_what_a_match_to_come_is_worth(
    endings: Sequence[Ending], for_a: Span, for_b: Span
) -> None:
    gained = may_gain("A", "B", endings, VOLLEYBALL.points)
    assert (gained.for_a.league_points, gained.for_b.league_points) == (for_a, for_b)


def test_when_all_is_played_the_table_says_it() -> None:
    results = games("A", "B", "2-0"), games("B", "C", "2-0"), games("A", "C", "2-0")
    asked = question(BWF, 1, GAMES, *results)
    assert [chance(asked, one, 9).state for one in "ABC"] == [
        "qualified",
        "eliminated",
        "eliminated",
    ]
    assert chance(asked, "A", 9).matches == ()


def test_equal_across_the_line_is_neither_until_the_lot_is_drawn() -> None:
    asked = question(FIFA, 1, GOALS, *all_goals("A-B 1-1"))
    assert [case.verdict for case in chance(asked, "A", 9).cases] == ["level"]
    assert chance(asked, "A", 9).state == "open"
    drawn = replace(asked, pool=replace(asked.pool, recorded=Recorded(lots=(("B", "A"),))))
    assert chance(drawn, "A", 9).state == "eliminated"
    assert chance(drawn, "B", 9).state == "qualified"


def test_cards_may_still_be_shown_while_a_match_is_left() -> None:
    """A is ahead on fair play, as yet, and nobody is told through by it."""
    results = *all_goals("A-B 1-1, A-C 0-0, B-C 0-0"), to_come("C", "D")
    asked = question(FIFA, 2, GOALS, *results)
    noted = replace(asked.pool, recorded=Recorded(conduct={"A": 0, "B": -1, "C": -9, "D": 0}))
    found = chance(replace(asked, pool=noted), "A", 99)
    assert "level" in {case.verdict for case in found.cases}


def test_who_was_taken_out_has_no_chance_and_its_matches_are_not_to_come() -> None:
    gone = Result(a="A", b="B", outcome=Conceded(by="a", how="retired"))
    asked = question(BWF, 1, GAMES, gone, to_come("A", "C"), to_come("B", "C"))
    assert chance(asked, "A", 9).state == "eliminated"
    assert chance(asked, "B", 9).matches == (to_come("B", "C"),)


def test_a_margin_that_is_needed() -> None:
    """B is 2 goals behind A, who has played all; level, more goals decide and are not known."""
    asked = question(FIFA, 1, GOALS, *all_goals("A-B 2-0, A-C 0-2"), to_come("B", "C"))
    found = chance(asked, "C", 99)
    assert found.state == "contending"
    out = [case.endings[0] for case in found.cases if case.verdict == "out"]
    assert [[str(one.points.difference) for one in each] for each in out] == [
        ["Span(low=3, high=None)"]
    ]


@pytest.mark.parametrize(
    "book", [BWF, FIBA, ITTF, NET_SHUTTLECOCK], ids=lambda one: one.name.en[:4]
)
def test_out_of_the_first_place_by_wins_however_long_the_rest_would_take(book: RuleBook) -> None:
    """E can come to 3 wins; A and B have 2 each and meet three times, so one of them gets 4."""
    results = [games(one, "E", "2-0") for one in ("A", "B", "A", "B")]
    rest = [
        *(to_come("A", "B") for _ in range(3)),
        *(to_come("C", one) for one in "ABDE"),
        *(to_come("D", one) for one in "ABE"),
        to_come("E", "C"),
    ]
    found = chance(question(book, 1, GAMES, *results, *rest), "E", 5)
    assert found.state == "eliminated"
    assert found.beaten == Eliminated(("A", "B"))
    assert "unknown" in {case.verdict for case in found.cases}


@pytest.mark.parametrize(
    ("book", "spots", "endings"),
    [
        pytest.param(BWF, 2, GAMES, id="second place"),
        pytest.param(BWF, 1, GOALS, id="draws"),
        pytest.param(FIFA, 1, GOALS, id="three points"),
    ],
)
def test_without_such_a_league_it_stays_open(
    book: RuleBook, spots: int, endings: tuple[Ending, ...]
) -> None:
    results = [games(one, "E", "2-0") for one in ("A", "B", "A", "B")]
    rest = [*(to_come("A", "B") for _ in range(3)), *(to_come("E", one) for one in "CDC")]
    found = chance(question(book, spots, endings, *results, *rest), "E", 1)
    assert found.state in {"open", "contending"}
    assert found.beaten is None


def scores_within(ending: Ending) -> list[Scored]:
    """A few real scores that end a match so."""
    if ending.games.difference.low:
        return [ending.sample, *_more_games[ending.sample.games]]
    level = Scored(points=Score(1, 1))
    more = [level] if isinstance(ending.outcome, Drawn) else [_one_more_each(ending.sample)]
    return [ending.sample, *more]


def _one_more_each(scored: Scored) -> Scored:
    return Scored(points=Score(scored.points.a + 1, scored.points.b + 1))


_more_games = {
    Score(2, 0): [Scored(games=Score(2, 0), points=Score(60, 58))],
    Score(2, 1): [Scored(games=Score(2, 1), points=Score(60, 77))],
    Score(1, 2): [Scored(games=Score(1, 2), points=Score(77, 60))],
    Score(0, 2): [Scored(games=Score(0, 2), points=Score(58, 60))],
}

SPORTS: list[tuple[RuleBook, tuple[Ending, ...]]] = [
    (BWF, GAMES),
    (ITTF, GAMES),
    (NET_SHUTTLECOCK, GAMES),
    (VOLLEYBALL, GAMES),
    (FIFA, GOALS),
    (UEFA, GOALS),
    (FIBA, BASKETS),
]


@st.composite
def questions(draw: st.DrawFn) -> Question[str]:
    """A group of three or four with up to three matches left."""
    book, endings = draw(st.sampled_from(SPORTS))
    members = "ABCD"[: draw(st.integers(3, 4))]
    pairs = [*combinations(members, 2)]
    left = draw(st.lists(st.sampled_from(pairs), unique=True, min_size=1, max_size=3))
    results: list[Result[str]] = []
    for a, b in pairs:
        if (a, b) in left:
            results.append(to_come(a, b))
            continue
        ending = draw(st.sampled_from(endings))
        scored = draw(st.sampled_from(scores_within(ending)))
        results.append(Result(a=a, b=b, outcome=ending.outcome, scored=scored))
    return question(book, draw(st.integers(1, len(members) - 1)), endings, *results)


@settings(deadline=None, max_examples=60)
@given(questions(), st.sampled_from([3, 30, 10_000]), st.randoms(use_true_random=False))
def test_whatever_is_told_holds_in_every_ending(
    asked: Question[str], budget: int, dice: Random
) -> None:
    for entrant in asked.pool.members:
        found = chance(asked, entrant, budget)
        assert found.steps <= budget
        for case in found.cases:
            if case.verdict in {"through", "out", "level"}:
                for endings in product(*case.endings):
                    results = [
                        replace(match, outcome=one.outcome, scored=dice.choice(scores_within(one)))
                        for match, one in zip(found.matches, endings, strict=True)
                    ]
                    assert placed(asked, results, entrant) == case.verdict


@settings(deadline=None, max_examples=60)
@given(questions())
def test_the_cases_are_every_ending_and_each_once(asked: Question[str]) -> None:
    found = chance(asked, "A", 10_000)
    told_of = [repr(one) for case in found.cases for one in product(*case.endings)]
    every = [repr(one) for one in product(*(asked.endings(one) for one in found.matches))]
    assert sorted(told_of) == sorted(every)
    assert "unknown" not in {case.verdict for case in found.cases}


@settings(deadline=None, max_examples=60)
@given(questions())
def test_not_more_are_through_than_there_are_places(asked: Question[str]) -> None:
    states = [chance(asked, one, 300).state for one in asked.pool.members]
    assert states.count("qualified") <= asked.spots
    assert states.count("eliminated") <= len(states) - asked.spots
