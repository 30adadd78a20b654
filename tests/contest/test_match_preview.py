"""What a command would change among matches: slots, places, qualifying, matches under way."""

from collections.abc import Sequence
from typing import Any

from scoring.contest.commands import Command
from scoring.contest.decide import decide
from scoring.contest.encounters import encounters
from scoring.contest.guards import Rejected
from scoring.contest.match_preview import MatchPreview, PlayedStagePreview, match_preview
from scoring.contest.preview import Declined
from scoring.contest.state import Contest
from scoring.contest.tables import played_standings
from scoring.rules.propagation import Awaited, Known
from scoring.rules.slots import Loser, Winner
from tests.contest.playing import (
    FIRST_TWO,
    RALLIES,
    Wire,
    after,
    command,
    crossed,
    drawn,
    groups,
    plan,
    played,
    stage,
)

FIRST: list[Wire] = [{"type": "set_games", "games": [[2, 0], [2, 0]]}]
SECOND: list[Wire] = [{"type": "set_games", "games": [[0, 2], [0, 2]]}]
QF1, QF2, QF3, QF4 = (f"main-1-{number}" for number in range(1, 5))
SF1, FINAL = "main-2-1", "main-3-1"
LINES = command(
    "set_lines", stage="cup", lines=[[f"t{n}" for n in range(1, 9)]], reason="Lots in the hall"
)


def asked(kind: str, match: str, **fields: Any) -> Command:  # noqa: ANN401 - as on the wire
    return command(kind, stage="cup", match=match, **fields)


def won(match: str, result: list[Wire] | None = None) -> Command:
    return asked("enter_result", match, result=result or FIRST)


QUARTER_FINALS = [won(one) for one in (QF1, QF2, QF3, QF4)]
SF1_BEGUN = [
    asked("open_match", SF1, court="court-1"),
    asked("record", SF1, after=0, tap={"type": "start"}),
    asked("record", SF1, after=1, tap={"type": "rally", "winner": "a"}),
]


def turned(*accept: str) -> Command:
    """Not team 1 but team 2 won the first quarter-final."""
    return asked(
        "enter_result", QF1, after=1, result=SECOND, reason="Sheets mixed up", accept=accept
    )


def cup(*commands: Command) -> Contest:
    made = plan(8, stage("cup", drawn(playing="third"), RALLIES))
    return played(made, [LINES, *commands])


def weighed(contest: Contest, *commands: Command) -> MatchPreview:
    found = match_preview(contest, commands)
    assert isinstance(found, MatchPreview)
    return found


def only(found: MatchPreview) -> PlayedStagePreview:
    (one,) = found.stages
    return one


def slots(one: PlayedStagePreview) -> list[tuple[str, str, object, object]]:
    def who(occupant: object) -> object:
        return occupant.entrant if isinstance(occupant, Known) else occupant

    return [(move.match, move.side, who(move.before), who(move.after)) for move in one.slots]


# Case P.


def test_case_p_a_changed_winner_swaps_the_slot_of_a_match_not_started() -> None:
    contest = cup(*QUARTER_FINALS)
    found = weighed(contest, turned())
    assert slots(only(found)) == [(SF1, "a", "t1", "t2")]
    assert (found.accept, only(found).started) == ((), ())
    changed = after(contest, decide(contest, turned()))
    assert encounters(changed, changed.plan.played[0]).by_id[SF1].entrants == ("t2", "t3")


def test_case_p_refused_once_the_next_match_started_with_the_list() -> None:
    contest = cup(*QUARTER_FINALS, *SF1_BEGUN)
    found = weighed(contest, turned())
    assert found.accept == (("cup", SF1),)
    assert only(found).started == (SF1,)
    decision = decide(contest, turned())
    assert isinstance(decision, Rejected)
    assert decision.problems[0].field == "accept"
    assert SF1 in str(decision.reason)


def test_case_p_accepted_the_started_match_is_overtaken_and_opened_anew() -> None:
    contest = cup(*QUARTER_FINALS, *SF1_BEGUN)
    accepted = after(contest, decide(contest, turned(SF1)))
    assert encounters(accepted, accepted.plan.played[0]).by_id[SF1].phase == "ready"
    again = after(accepted, decide(accepted, asked("open_match", SF1, court="court-2")))
    semi_final = encounters(again, again.plan.played[0]).by_id[SF1]
    assert (semi_final.phase, semi_final.entrants) == ("called", ("t2", "t3"))
    assert again.play[again.plan.played[0].id].record(SF1).state is None


def test_case_p_replaying_a_played_match_clears_what_followed_from_it() -> None:
    contest = cup(*QUARTER_FINALS, won(SF1))
    found = weighed(contest, turned())
    assert found.accept == (("cup", SF1),)
    assert ("main-3-1", "a", "t1", Awaited(Winner(SF1))) in slots(only(found))


def test_case_p_a_reset_goes_through_byes() -> None:
    """Three entrants of a double elimination: the loser stands a round further, past a bye."""
    made = plan(3, stage("cup", drawn("double_elimination"), RALLIES))
    lines = command("set_lines", stage="cup", lines=[["t1", None, "t2", "t3"]], reason="Lots")
    contest = played(made, [lines, won("winners-1-2")])
    reopen = asked("reopen_match", "winners-1-2", reason="Wrong match")
    assert slots(only(weighed(contest, reopen))) == [
        ("winners-2-1", "b", "t2", Awaited(Winner("winners-1-2"))),
        ("losers-2-1", "a", "t3", Awaited(Loser("winners-1-2"))),
    ]


# Everything else.


def test_nothing_is_stored_and_the_contest_stays_as_it_was() -> None:
    contest = cup(*QUARTER_FINALS)
    seq = contest.seq
    assert weighed(contest, turned()).after.seq == seq + 1
    assert contest.seq == seq


def test_the_same_winner_by_another_score_changes_nothing() -> None:
    other: list[Wire] = [{"type": "set_games", "games": [[2, 1], [2, 1]]}]
    again = asked("enter_result", QF1, after=1, result=other, reason="Points mixed up")
    assert weighed(cup(*QUARTER_FINALS), again).stages == ()


def test_who_goes_out_and_who_comes_back_in_is_told() -> None:
    moves = {
        one.entrant: (one.before and one.before.place, one.after and one.after.place)
        for one in only(weighed(cup(*QUARTER_FINALS), turned())).moves
    }
    assert moves == {"t1": (None, 5), "t2": (5, None)}


def test_a_refusal_is_the_one_of_the_command() -> None:
    impossible: list[Wire] = [{"type": "set_games", "games": [[9, 0]]}]
    found = match_preview(cup(), [won(QF1), won(QF2, impossible)])
    assert isinstance(found, Declined)
    assert (found.index, found.rejected.problems[0].field) == (1, "result")


def test_who_leaves_during_a_match_loses_it() -> None:
    contest = cup(*QUARTER_FINALS, *SF1_BEGUN)
    one = only(weighed(contest, command("withdraw", entrant="t1", reason="Hurt")))
    assert one.conceded == (SF1,)
    assert (FINAL, "a", Awaited(Winner(SF1)), "t3") in slots(one)


def test_taken_back_a_match_counts_again() -> None:
    turned_round = after(contest := cup(*QUARTER_FINALS, won(SF1)), decide(contest, turned(SF1)))
    back = asked("enter_result", QF1, after=2, result=FIRST, reason="It was right before")
    one = only(weighed(turned_round, back))
    assert one.again == (SF1,)


def test_exchanged_lines_are_other_slots() -> None:
    swap = command("swap_lines", stage="cup", first=1, second=3, reason="Same club")
    assert slots(only(weighed(cup(), swap))) == [(QF1, "a", "t1", "t3"), (QF2, "a", "t3", "t1")]


# Groups.


def league() -> Contest:
    """Two groups of three; the two best of each cross over."""
    first = stage("groups", groups("A", "B"), {**RALLIES}, FIRST_TWO)
    made = plan(6, first, stage("finals", crossed(), RALLIES))
    lines = command(
        "set_lines", stage="groups", lines=[["t1", "t2", "t3"], ["t4", "t5", "t6"]], reason="Lots"
    )
    return played(made, [lines])


def results(contest: Contest) -> Sequence[Command]:
    """Of two teams the lower number wins."""
    found = []
    for one in encounters(contest, contest.plan.played[0]):
        assert one.entrants is not None
        lower = int(one.entrants[0][1:]) < int(one.entrants[1][1:])
        found.append(
            command(
                "enter_result", stage="groups", match=one.id, result=FIRST if lower else SECOND
            )
        )
    return found


def test_in_a_group_places_and_qualifiers_move() -> None:
    contest = league()
    contest = played(contest.plan, [*_lines(contest), *results(contest)])
    match = next(
        one
        for one in encounters(contest, contest.plan.played[0])
        if one.entrants and set(one.entrants) == {"t2", "t3"}
    )
    assert match.entrants is not None
    other = SECOND if match.entrants[0] == "t2" else FIRST
    correct = command(
        "enter_result", stage="groups", match=match.id, after=1, result=other, reason="Mixed up"
    )
    one = only(weighed(contest, correct))
    assert [(move.entrant, move.after and move.after.place) for move in one.moves] == [
        ("t3", 2), ("t2", 3),
    ]  # fmt: skip
    (route,) = one.routes
    assert (route.joining, route.leaving, route.recorded) == (("t3",), ("t2",), False)
    result = played_standings(contest, contest.plan.played[0])
    assert set(result.qualifying) == {"t1", "t2", "t4", "t5"}


def _lines(contest: Contest) -> list[Command]:
    lines = contest.play[contest.plan.played[0].id].lines
    return [command("set_lines", stage="groups", lines=lines, reason="Lots")]
