"""Qualified, eliminated, contending, open: nobody without a proof, and the proofs hold."""

from itertools import product
from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from scoring.contest.encounters import encounters
from scoring.contest.ids import EntrantId
from scoring.contest.match_outlook import (
    Final,
    InBracket,
    InGroup,
    InRace,
    Left,
    Prospect,
    match_outlook,
)
from scoring.contest.match_proof import proves, witness
from scoring.contest.state import Contest
from scoring.contest.tables import PlayedStandings, played_standings
from scoring.rules.elimination import Eliminated
from scoring.rules.needs import ways
from scoring.rules.pool_books import BWF, FIFA, ITTF, VOLLEYBALL
from scoring.rules.pool_results import Result
from scoring.rules.pool_rules import RuleBook
from tests.contest.leagues import (
    TOP_TWO,
    league,
    outlook,
    outright,
    prospect,
    states,
    team,
    told,
    top,
    with_result,
    with_results,
)
from tests.contest.playing import PERIODS, RALLIES, Wire, command, drawn, plan, played, stage

CASE_N = {
    "A-D": "2-0 0-2 2-1",
    "C-B": "2-0 2-1",
    "A-C": "2-0 0-2 2-1",
    "B-D": "2-0 0-2 2-1",
}
SCORES = {
    "2-0": "2-0 2-0",
    "2-1": "2-0 0-2 2-0",
    "1-2": "0-2 2-0 0-2",
    "0-2": "0-2 0-2",
}


def case_n(**rest: str) -> Contest:
    """The group with the results of A-B and C-D, given as AB="2-0"."""
    contest = league(4, CASE_N)
    named = {f"{pair[0]}-{pair[1]}": SCORES[score] for pair, score in rest.items()}
    return with_results(contest, named)


def standings(contest: Contest) -> PlayedStandings:
    return played_standings(contest, contest.plan.played[0])


def qualifying(contest: Contest) -> set[str]:
    return set(standings(contest).qualifying)


def test_case_n_nobody_is_through_or_out_before_the_last_round() -> None:
    assert states(case_n()) == dict.fromkeys("ABCD", "contending")


def test_case_n_all_sixteen_endings_by_real_results() -> None:
    for ab, cd in product(SCORES, repeat=2):
        through = qualifying(case_n(AB=ab, CD=cd))
        a_wins, d_wins = ab in {"2-0", "2-1"}, cd in {"1-2", "0-2"}
        assert (team("D") in through) == (a_wins and cd == "0-2")
        if ab == "0-2":
            assert team("B") in through
        if ab == "1-2" and not d_wins:
            assert team("B") not in through
        assert (team("C") not in through) == (cd == "0-2" or (cd == "1-2" and not a_wins))
        if ab == "0-2" and not d_wins:
            assert through == {team("C"), team("B")}


def needed(contest: Contest, letter: str) -> list[dict[str, str]]:
    """The ways through: {"A-B": "2-0 2-1"} for each match that matters."""
    certificate = prospect(contest, letter).certificate
    assert isinstance(certificate, InGroup)
    chance = certificate.chance
    assert chance.exact
    return [
        {
            f"{match.a}-{match.b}": " ".join(
                f"{one.sample.games.a}-{one.sample.games.b}" for one in every[low:high]
            )
            for match, every, (low, high) in zip(chance.matches, chance.endings, box, strict=True)
            if high - low < len(every)
        }
        for box in ways(chance, "through")
    ]


def test_case_n_d_needs_two_games_to_nil_and_a_to_win() -> None:
    assert needed(case_n(), "D") == [{"t4-t3": "2-0", "t1-t2": "2-0 2-1"}]


def test_case_n_b_needs_two_games_to_nil_or_a_win_and_d_to_win() -> None:
    assert needed(case_n(), "B") == [
        {"t1-t2": "0-2"},
        {"t1-t2": "1-2 0-2", "t4-t3": "2-0 2-1"},
    ]


def test_case_n_a_needs_a_game_or_d_to_win() -> None:
    assert needed(case_n(), "A") == [
        {"t1-t2": "2-0 2-1 1-2"},
        {"t4-t3": "2-0 2-1"},
    ]


def test_case_n_c_needs_no_defeat_or_a_close_one_and_a_to_win() -> None:
    assert needed(case_n(), "C") == [
        {"t4-t3": "1-2 0-2"},
        {"t4-t3": "2-1 1-2 0-2", "t1-t2": "2-0 2-1"},
    ]


def test_case_n_once_b_has_won_in_straight_games_the_rest_decides_between_a_and_c() -> None:
    assert states(case_n(AB="0-2")) == {
        "A": "contending",
        "B": "qualified",
        "C": "contending",
        "D": "eliminated",
    }


def test_every_claim_is_proved_and_a_wrong_one_is_not() -> None:
    contest = case_n(AB="0-2")
    result = standings(contest)
    for entrant, claim in match_outlook(result).routes[0].items():
        assert proves(result, 0, entrant, claim)
        for state in ("qualified", "eliminated"):
            if state != claim.state:
                assert not proves(result, 0, entrant, replace(claim, state=state))
        assert not proves(result, 0, entrant, replace(claim, state="qualified", certificate=None))


def test_a_proof_of_another_entrant_or_of_other_results_proves_nothing() -> None:
    now, then = standings(case_n(AB="0-2")), standings(case_n())
    claim = match_outlook(now).routes[0][team("B")]
    assert not proves(now, 0, team("A"), claim)
    assert not proves(then, 0, team("B"), claim)


@pytest.mark.parametrize("letter", "ABCD")
def test_case_n_witnesses_replayed_by_commands_come_to_what_they_show(letter: str) -> None:
    contest = case_n()
    certificate = prospect(contest, letter).certificate
    assert isinstance(certificate, InGroup)
    for verdict in ("through", "out"):
        results = witness(standings(contest), certificate, verdict)
        assert results is not None
        assert (team(letter) in qualifying(replayed(contest, results))) == (verdict == "through")


def replayed(contest: Contest, results: object) -> Contest:
    assert isinstance(results, dict)
    for match, result in results.items():
        contest = told(
            contest,
            command("enter_result", stage="league", match=match, result=as_command(result)),
        )
    return contest


def as_command(result: Result[str]) -> list[Wire]:
    """A result with just these games or goals; each game is won to nil."""
    if result.scored.games == (0, 0):
        return outright(f"{result.scored.points.a}:{result.scored.points.b}")
    a, b = result.scored.games
    last = "2-0" if a > b else "0-2"
    first = ["2-0"] * (a - (a > b)) + ["0-2"] * (b - (b > a))
    return outright(" ".join([*first, last]))


GAMES = [" ".join(games) for games in (("2-0", "2-0"), ("2-1", "2-1"), ("2-0", "1-2", "2-1"))]
EVERY_GAME = [*GAMES, *(" ".join(g[::-1] for g in one.split()) for one in GAMES)]
GOALS = ["3:0", "4:2", "1:0", "2:2", "0:0", "0:1", "2:4", "0:5"]
KINDS: list[tuple[RuleBook, Wire, list[str]]] = [
    (BWF, RALLIES, EVERY_GAME),
    (ITTF, RALLIES, EVERY_GAME),
    (VOLLEYBALL, RALLIES, EVERY_GAME),
    (FIFA, {**PERIODS, "points": [1]}, GOALS),
]


@st.composite
def groups(draw: st.DrawFn) -> tuple[Contest, list[str]]:
    """A group of three or four, played but for up to three matches; and scores there are."""
    book, match, scores = draw(st.sampled_from(KINDS))
    count = draw(st.integers(3, 4))
    onward = [top(draw(st.integers(1, count - 1)))]
    if draw(st.booleans()):
        onward.append({**top(1), "to": {"en": "Second league"}})
    contest = league(count, {}, *onward, book=book, match=match)
    to_come = draw(st.integers(1, 3))
    every = [one.id for one in encounters(contest, contest.plan.played[0])]
    for one in draw(st.permutations(every))[to_come:]:
        score = outright(draw(st.sampled_from(scores)))
        contest = told(contest, command("enter_result", stage="league", match=one, result=score))
    return contest, scores


@settings(deadline=None, max_examples=40)
@given(groups(), st.randoms(use_true_random=False))
def test_what_is_certain_comes_true_however_the_rest_ends(
    given: tuple[Contest, list[str]], dice: Random
) -> None:
    contest, scores = given
    result = standings(contest)
    claims = match_outlook(result).routes
    left = [one.id for one in result.encounters if one.result is None]
    endings = [*product(scores, repeat=len(left))]
    for ending in dice.sample(endings, min(len(endings), 40)):
        ended = contest
        for match, score in zip(left, ending, strict=True):
            entered = command("enter_result", stage="league", match=match, result=outright(score))
            ended = told(ended, entered)
        cuts = standings(ended).cuts
        for cut, claimed in zip(cuts, claims, strict=True):
            # While a tie waits at its line, the cut of a later route keeps everybody in doubt.
            doubtful = cut.undecided if cut == cuts[0] else ()
            for entrant, claim in claimed.items():
                if claim.state == "qualified":
                    assert entrant in cut.qualifying
                if claim.state == "eliminated":
                    assert entrant not in (*cut.qualifying, *doubtful)


@settings(deadline=None, max_examples=40)
@given(groups())
def test_every_claim_can_be_checked_and_its_witnesses_are_ones(
    given: tuple[Contest, list[str]],
) -> None:
    contest, _ = given
    result = standings(contest)
    for number, claims in enumerate(match_outlook(result).routes):
        for entrant, claim in claims.items():
            assert proves(result, number, entrant, claim)
            if claim.state == "contending" and isinstance(claim.certificate, InGroup):
                for verdict in ("through", "out"):
                    results = witness(result, claim.certificate, verdict)
                    assert results is not None
                    going = standings(replayed(contest, results)).cuts[number].qualifying
                    assert (entrant in going) == (verdict == "through")


@settings(deadline=None, max_examples=40)
@given(groups(), st.randoms(use_true_random=False))
def test_a_decided_match_changes_nobodys_fate(
    given: tuple[Contest, list[str]], dice: Random
) -> None:
    contest, scores = given
    found = outlook(contest)
    left = [one.id for one in found.result.encounters if one.result is None]
    for match in found.decided:
        rest = {one: outright(dice.choice(scores)) for one in left if one != match}
        fates = set()
        for score in scores:
            ended = contest
            for one, result in {**rest, match: outright(score)}.items():
                entered = command("enter_result", stage="league", match=one, result=result)
                ended = told(ended, entered)
            fates.add(tuple(frozenset(cut.qualifying) for cut in standings(ended).cuts))
        assert len(fates) == 1


def test_a_match_between_two_who_are_out_is_decided() -> None:
    played_already = {
        "A-C": GAMES[0], "A-D": GAMES[0], "B-C": GAMES[0], "B-D": GAMES[0],
    }  # fmt: skip
    found = outlook(league(4, played_already))
    open_ = {one.id for one in found.result.encounters if one.result is None}
    assert found.decided == open_
    assert set(states(league(4, played_already)).values()) == {"qualified", "eliminated"}


def test_of_two_matches_only_the_one_that_makes_no_difference_is_decided() -> None:
    """A is through with three wins; B and C meet for the second place; D and E are out."""
    results = {
        **{f"A-{one}": GAMES[0] for one in "BCDE"},
        **{f"{one}-{two}": GAMES[0] for one in "BC" for two in "DE"},
    }
    contest = league(5, results)
    found = outlook(contest)
    by_pair = {frozenset(one.entrants or ()): one.id for one in found.result.encounters}
    assert found.decided == {by_pair[frozenset((team("D"), team("E")))]}


def test_a_league_in_which_two_must_take_too_many_wins() -> None:
    """E can come to 3 wins; A and B have 4 each at least, as they meet twice and lead."""
    wins = {f"{one}-{two}": GAMES[0] for one in "AB" for two in "CDEFGH"}
    contest = league(8, wins, top(1), legs=2)
    claim = prospect(contest, "E")
    certificate = claim.certificate
    assert isinstance(certificate, InGroup)
    assert claim.state in {"contending", "eliminated"}
    assert proves(standings(contest), 0, team("E"), claim)


def test_who_withdrew_after_all_matches_makes_room() -> None:
    results = {"A-B": GAMES[0], "A-C": GAMES[0], "A-D": GAMES[0], "B-C": GAMES[0]}
    contest = league(4, {**results, "B-D": GAMES[0]}, book=ITTF)
    assert states(contest)["C"] == "eliminated"
    gone = told(contest, command("withdraw", entrant=team("A"), reason="Ill"))
    assert states(gone) == {
        "A": "eliminated", "B": "qualified", "C": "contending", "D": "contending",
    }  # fmt: skip
    assert isinstance(prospect(gone, "A").certificate, Left)
    result = standings(gone)
    assert all(proves(result, 0, *each) for each in match_outlook(result).routes[0].items())


def test_when_all_is_played_the_rule_says_it_and_a_tie_waits() -> None:
    cycle = {"A-B": GAMES[0], "B-C": GAMES[0], "C-A": GAMES[0]}
    assert set(states(league(3, cycle)).values()) == {"open"}
    contest = league(3, {"A-B": GAMES[0], "A-C": GAMES[0], "B-C": GAMES[0]})
    assert states(contest) == {"A": "qualified", "B": "qualified", "C": "eliminated"}
    assert prospect(contest, "C").certificate == Final()


def test_as_things_stand_is_no_proof_while_matches_are_to_come() -> None:
    result = standings(case_n())
    for entrant in map(team, "ABCD"):
        goes = entrant in result.cuts[0].qualifying
        claim = Prospect(state="qualified" if goes else "eliminated", certificate=Final())
        assert not proves(result, 0, entrant, claim)
        gone = Prospect(state="eliminated", certificate=Left())
        assert not proves(result, 0, entrant, gone)


def test_before_the_draw_nothing_is_said() -> None:
    made = {"type": "groups", "names": ["A", "B"], "book": msgspec.to_builtins(BWF)}
    contest = played(plan(6, stage("league", made, RALLIES, TOP_TWO)))
    assert outlook(contest).routes == ()


def test_who_comes_first_of_several_groups_together_is_open_until_all_is_played() -> None:
    made = {"type": "groups", "names": ["A", "B"], "book": msgspec.to_builtins(BWF)}
    lines = command("set_lines", stage="league", lines=[["t1", "t2"], ["t3", "t4"]], reason="Lots")
    contest = played(plan(4, stage("league", made, RALLIES, top(1))), [lines])
    contest = with_results(contest, {"A-B": GAMES[0]})
    assert set(states(contest).values()) == {"open"}
    assert states(with_results(contest, {"C-D": GAMES[1]}))["B"] == "eliminated"


def test_only_the_group_with_a_new_result_is_looked_at_again() -> None:
    made = {"type": "groups", "names": ["A", "B"], "book": msgspec.to_builtins(BWF)}
    lines = command(
        "set_lines", stage="league", lines=[["t1", "t2", "t3"], ["t4", "t5", "t6"]], reason="Lots"
    )
    contest = played(plan(6, stage("league", made, RALLIES, TOP_TWO)), [lines])
    before = match_outlook(standings(contest))
    after = match_outlook(standings(with_results(contest, {"D-E": GAMES[0]})), before)
    assert after.groups["A"] is before.groups["A"]
    assert after.groups["B"] != before.groups["B"]


@pytest.mark.parametrize("tie", ["all_in", "all_out"])
def test_a_second_route_behind_a_tie_that_moves_its_line_is_open(tie: str) -> None:
    second = {**top(1), "to": {"en": "Second league"}}
    contest = league(3, {"A-B": GAMES[0]}, top(1, tie), second)
    assert set(states(contest, 1).values()) == {"open"}


def knock_out(winners: dict[str, str], *onward: Wire, playing: str = "none") -> Contest:
    lines = [["t1", "t2", "t3", "t4"]]
    contest = played(
        plan(4, stage("league", drawn(playing=playing), RALLIES, *onward)),
        [command("set_lines", stage="league", lines=lines, reason="Lots")],
    )
    for pair, winner in winners.items():
        score = outright(GAMES[0] if pair[0] == winner else EVERY_GAME[3])
        contest = with_result(contest, team(pair[0]), team(pair[1]), score)
    return contest


def test_in_a_bracket_who_is_left_and_whom_one_would_meet() -> None:
    paths = outlook(knock_out({"AB": "A"})).paths
    assert (paths[team("A")].alive, paths[team("A")].places) == (True, (1, 2))
    assert paths[team("A")].opponents == (team("C"), team("D"))
    assert (paths[team("B")].alive, paths[team("B")].places) == (False, (3, 4))
    assert paths[team("C")].opponents == (team("D"),)
    assert paths[team("C")].places == (1, 4)


def test_from_a_bracket_onward() -> None:
    contest = knock_out({"AB": "A"}, top(2))
    assert states(contest) == {
        "A": "qualified", "B": "eliminated", "C": "contending", "D": "contending",
    }  # fmt: skip
    result = standings(contest)
    for entrant, claim in match_outlook(result).routes[0].items():
        assert isinstance(claim.certificate, InBracket)
        assert proves(result, 0, entrant, claim)
    wrong = replace(match_outlook(result).routes[0][team("C")], state="qualified")
    assert not proves(result, 0, team("C"), wrong)


def test_of_four_the_loser_of_a_semi_final_may_still_come_third() -> None:
    assert states(knock_out({"AB": "A"}, top(3), playing="third")) == {
        "A": "qualified", "B": "contending", "C": "contending", "D": "contending",
    }  # fmt: skip


def swiss(count: int, rounds: int, *onward: Wire) -> Contest:
    layout = {"type": "swiss", "rounds": rounds}
    return played(plan(count, stage("league", layout, RALLIES, *onward)))


def test_in_a_swiss_system_points_alone_decide_or_it_is_open() -> None:
    contest = told(swiss(4, 2, top(1)), command("pair_round", stage="league"))
    assert set(states(contest).values()) == {"open"}
    for one in encounters(contest, contest.plan.played[0]):
        assert one.entrants
        contest = with_result(contest, *one.entrants, outright(GAMES[0]))
    first = standings(contest).ranking.groups
    contest = told(contest, command("pair_round", stage="league"))
    ahead = next(one for one in encounters(contest, contest.plan.played[0]) if one.result is None)
    assert ahead.entrants and set(ahead.entrants) <= {one for group in first for one in group}
    contest = with_result(contest, *ahead.entrants, outright(GAMES[0]))
    found = match_outlook(standings(contest)).routes[0]
    assert found[ahead.entrants[0]].state == "qualified"
    assert found[ahead.entrants[1]].state == "eliminated"
    assert isinstance(found[ahead.entrants[0]].certificate, InRace)
    result = standings(contest)
    assert all(proves(result, 0, *each) for each in found.items())


@settings(deadline=None, max_examples=25)
@given(st.integers(4, 7), st.integers(1, 3), st.randoms(use_true_random=False))
def test_swiss_claims_come_true_however_it_goes_on(count: int, spots: int, dice: Random) -> None:
    contest = swiss(count, 3, top(spots))
    claims: list[tuple[EntrantId, str]] = []
    for _ in range(3):
        contest = told(contest, command("pair_round", stage="league"))
        for one in encounters(contest, contest.plan.played[0]):
            if one.result is None:
                assert one.entrants
                score = outright(dice.choice(EVERY_GAME))
                contest = with_result(contest, *one.entrants, score)
                claims += [
                    (entrant, claim.state) for entrant, claim in outlook(contest).routes[0].items()
                ]
    (cut,) = standings(contest).cuts
    for entrant, state in claims:
        if state == "qualified":
            assert entrant in cut.qualifying
        if state == "eliminated":
            assert entrant not in (*cut.qualifying, *cut.undecided)


def settled_by_lot(contest: Contest, dice: Random) -> Contest:
    """The stage closed, and every tie that matters settled by lot."""
    contest = told(contest, command("close_stage", stage="league"))
    for _ in range(9):
        waiting = standings(contest).ties
        if not waiting:
            break
        order = dice.sample(waiting[0], len(waiting[0]))
        asked = command("settle_tie", stage="league", by="lot", order=order, reason="Drawn")
        contest = told(contest, asked)
    return contest


@settings(deadline=None, max_examples=25)
@given(
    st.sampled_from(KINDS),
    st.sampled_from([(2, 3), (2, 4), (3, 3)]),
    st.integers(1, 3),
    st.randoms(use_true_random=False),
)
def test_wildcard_claims_come_true_however_it_goes_on(
    kind: tuple[RuleBook, Wire, list[str]], shape: tuple[int, int], wild: int, dice: Random
) -> None:
    (book, match, scores), (groups, size) = kind, shape
    everybody = [team(letter) for letter in "ABCDEFGHI"[: groups * size]]
    teams = dice.sample(everybody, len(everybody))
    names = "ABC"[:groups]
    layout = {"type": "groups", "names": [*names], "book": msgspec.to_builtins(book)}
    rule = {"type": "quota", "by": "pool", "best": 1, "wildcards": wild}
    lines = [teams[number * size : (number + 1) * size] for number in range(groups)]
    contest = played(
        plan(groups * size, stage("league", layout, match, {**TOP_TWO, "rules": [rule]})),
        [command("set_lines", stage="league", lines=lines, reason="Lots")],
    )
    matches = [one.id for one in encounters(contest, contest.plan.played[0])]
    claims: list[tuple[EntrantId, str]] = []
    for number, one in enumerate(dice.sample(matches, len(matches)), start=1):
        score = outright(dice.choice(scores))
        contest = told(contest, command("enter_result", stage="league", match=one, result=score))
        if number >= len(matches) - 3:
            result = standings(contest)
            for entrant, claim in match_outlook(result).routes[0].items():
                assert proves(result, 0, entrant, claim)
                claims.append((entrant, claim.state))
    (cut,) = standings(settled_by_lot(contest, dice)).cuts
    for entrant, state in claims:
        if state == "qualified":
            assert entrant in (*cut.qualifying, *cut.undecided)
        if state == "eliminated":
            assert entrant not in cut.qualifying


def test_a_tie_in_a_group_leaves_it_open_whose_place_is_compared() -> None:
    """Three who are equal at the top of B share its first place until the lot is drawn."""
    layout = {"type": "groups", "names": ["A", "B"], "book": msgspec.to_builtins(BWF)}
    rule = {"type": "quota", "by": "pool", "best": 1, "wildcards": 1}
    lines = [["t1", "t2", "t3"], ["t4", "t5", "t6"]]
    contest = played(
        plan(6, stage("league", layout, RALLIES, {**TOP_TWO, "rules": [rule]})),
        [command("set_lines", stage="league", lines=lines, reason="Lots")],
    )
    results = {"A-B": GAMES[0], "A-C": GAMES[0], "B-C": GAMES[0]}
    cycle = {"D-E": GAMES[0], "E-F": GAMES[0], "F-D": GAMES[0]}
    found = states(with_results(contest, {**results, **cycle}))
    assert found == {"A": "qualified", "C": "eliminated", **dict.fromkeys("BDEF", "open")}


def test_in_a_long_league_who_must_be_passed_is_named() -> None:
    """E can come to 8 wins; A and B have 7 each and meet three times: one of them gets 9."""
    contest = league(6, {}, top(1), legs=3)
    for leader in "AB":
        for pair in [f"{leader}-E", f"{leader}-C"] * 3 + [f"{leader}-D"]:
            contest = with_results(contest, {pair: GAMES[0]})
    contest = with_results(contest, {"C-E": GAMES[0]})
    claim = prospect(contest, "E")
    assert isinstance(claim.certificate, InGroup)
    beaten = claim.certificate.chance.beaten
    assert (claim.state, beaten) == ("eliminated", Eliminated((team("A"), team("B"))))
    assert proves(standings(contest), 0, team("E"), claim)
    assert "eliminated" not in {states(contest)[one] for one in "ABD"}
