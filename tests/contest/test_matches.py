"""Decisions of played contests, given/when/then: from the draw to the last place."""

from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from scoring.contest.audit import audited
from scoring.contest.decide import Decision, decide
from scoring.contest.drawing import terms
from scoring.contest.encounters import encounters
from scoring.contest.events import decode, encode
from scoring.contest.faults import plan_faults
from scoring.contest.fold import evolve, folded
from scoring.contest.guards import Rejected
from scoring.contest.ids import EntrantId, SeatId, StageId
from scoring.contest.match_events import LinesDrawn
from scoring.contest.match_results import tie_of
from scoring.contest.plan import Plan, Seat
from scoring.contest.state import Contest
from scoring.contest.tables import PlayedStandings, played_standings
from scoring.contest.teams import teams_of
from scoring.rules.draws import commitment
from scoring.rules.outcomes import BothOut, Conceded, Played, Score, Unplayed
from scoring.rules.propagation import NOBODY, Known
from scoring.rules.rally_state import MatchState
from scoring.rules.ties import TieRules
from scoring.wording import Label
from tests.contest.playing import (
    BEST_TWO,
    BOOK,
    DECIDED,
    FIRST_TWO,
    PERIODS,
    RALLIES,
    TIE,
    Wire,
    command,
    crossed,
    drawn,
    groups,
    plan,
    stage,
)

A_WINS: Wire = {"type": "set_games", "games": [[2, 0], [2, 1]]}
B_WINS: Wire = {"type": "set_games", "games": [[0, 2], [1, 2]]}
CUP = StageId("cup")
SECRET = "one long secret"  # noqa: S105 - of a draw, not of a person


class Meet:
    """A contest under way; commands are given as in a contest file."""

    def __init__(self, made: Plan) -> None:
        assert not plan_faults(made), [str(one.message) for one in plan_faults(made)]
        self.count = 0
        self.contest: Contest | None = None
        self.tell("register", plan=msgspec.to_builtins(made))

    def ask(self, kind: str, **fields: Any) -> Decision:  # noqa: ANN401 - as on the wire
        self.count += 1
        return decide(self.contest, command(kind, self.count, **fields))

    def tell(self, kind: str, **fields: Any) -> None:  # noqa: ANN401 - as on the wire
        """What must be taken."""
        decision = self.ask(kind, **fields)
        assert not isinstance(decision, Rejected), str(decision.reason)
        for event in decision:
            assert decode(encode(event)) == event
            self.contest = evolve(self.contest, event)

    def refused(self, kind: str, **fields: Any) -> str:  # noqa: ANN401 - as on the wire
        """What must be refused, and why."""
        decision = self.ask(kind, **fields)
        assert isinstance(decision, Rejected), decision
        return str(decision.reason)

    @property
    def now(self) -> Contest:
        assert self.contest is not None
        return self.contest

    def lines(self, *entrants: str | None, on: str = "cup") -> None:
        self.tell("set_lines", stage=on, lines=[entrants], reason="Lots")

    def result(self, match: str, *what: Wire, on: str = "cup", **more: Any) -> None:  # noqa: ANN401 - as on the wire
        self.tell("enter_result", stage=on, match=match, result=what, **more)

    def standings(self, number: int = 0) -> PlayedStandings:
        return played_standings(self.now, self.now.plan.played[number])

    def places(self, number: int = 0) -> dict[str, int | None]:
        return {str(one.entrant): one.place for one in self.standings(number).standings}

    def sides(self, match: str, number: int = 0) -> tuple[object, object]:
        return encounters(self.now, self.now.plan.played[number]).by_id[match].sides

    def phase(self, match: str, number: int = 0) -> str:
        return encounters(self.now, self.now.plan.played[number]).by_id[match].phase


def known(entrant: str) -> Known[EntrantId]:
    return Known(EntrantId(entrant))


# The draw.


def test_a_draw_that_was_announced_is_made_with_its_secret_and_checked_afterwards() -> None:
    meet = Meet(plan(5, stage("cup", drawn(), RALLIES)))
    on = terms(meet.now, meet.now.plan.played[0], (EntrantId("t1"), EntrantId("t2")))
    meet.tell(
        "announce_draw",
        stage="cup",
        seeded=["t1", "t2"],
        commitment=commitment(on, SECRET),
    )
    text = meet.refused("draw", stage="cup", secret=SECRET[1:], word="plum")
    assert text == "This is not the secret that was announced by its hash."
    meet.tell("draw", stage="cup", secret=SECRET, word="plum")
    (lines,) = meet.now.play[CUP].lines
    assert (lines[0], lines[-1]) == ("t1", "t2")
    assert audited(list(meet.now.history))[1] == []


def test_a_draw_that_does_not_follow_from_its_secret_is_found() -> None:
    meet = Meet(plan(4, stage("cup", drawn(), RALLIES)))
    meet.tell("draw", stage="cup", secret=SECRET, word="plum")
    *before, made = meet.now.history
    assert isinstance(made, LinesDrawn)
    turned = replace(made, lines=(tuple(reversed(made.lines[0])),))
    assert [str(one) for one in audited([*before, turned])[1]] == [
        "The recorded draw does not follow from its secret and word."
    ]


def test_whoever_is_entered_after_the_announcement_makes_it_void() -> None:
    meet = Meet(plan(4, stage("cup", drawn(), RALLIES)))
    on = terms(meet.now, meet.now.plan.played[0], ())
    meet.tell("announce_draw", stage="cup", commitment=commitment(on, SECRET))
    meet.tell("withdraw", entrant="t4", reason="Ill")
    text = meet.refused("draw", stage="cup", secret=SECRET)
    assert text.startswith("Who is entered has changed")


def test_the_draw_stands_once_a_match_was_called() -> None:
    meet = Meet(plan(2, stage("cup", drawn(), RALLIES)))
    meet.lines("t1", "t2")
    meet.tell("open_match", stage="cup", match="main-1-1", court="court-1")
    assert meet.refused("swap_lines", stage="cup", first=1, second=2, reason="Wish") == (
        "Matches have begun; the draw stands."
    )


def test_two_lines_are_swapped_by_hand_and_the_swap_is_on_record() -> None:
    meet = Meet(plan(4, stage("cup", drawn(), RALLIES)))
    meet.lines("t1", "t2", "t3", "t4")
    meet.tell("swap_lines", stage="cup", first=2, second=3, reason="Same bus")
    assert meet.sides("main-1-1") == (known("t1"), known("t3"))
    assert [one.reason for one in meet.now.play[CUP].swaps] == ["Same bus"]


# Scores that cannot be, and matches that are not there yet.

TO_21 = "A game goes to 21, by 2 points, up to 30."


@pytest.mark.parametrize(
    ("games", "text"),
    [
        ([[22, 19], [21, 3]], f"22-19 cannot end game 1: it was over at 21-19. {TO_21}"),
        ([[21, 3], [30, 30]], f"30-30 cannot end game 2: whoever had 30 first had won. {TO_21}"),
        ([[20, 19], [21, 3]], f"20-19 does not end game 1, and another follows. {TO_21}"),
        ([[21, 3], [21, 3], [3, 21]], "Game 3 cannot be: 2 won games win the match."),
        ([[21, 3], [20, 19]], "By this score the match is not over."),
    ],
)
def test_a_score_that_cannot_be_is_refused_with_the_reason(
    games: list[list[int]], text: str
) -> None:
    rules = {**RALLIES, "game": {"points": 21, "lead": 2, "cap": 30}}
    meet = Meet(plan(2, stage("cup", drawn(), rules)))
    meet.lines("t1", "t2")
    given = {"type": "set_games", "games": games}
    said = meet.refused("enter_result", stage="cup", match="main-1-1", result=[given])
    assert said == text


def test_a_match_without_both_sides_cannot_be_opened() -> None:
    meet = Meet(plan(4, stage("cup", drawn(), RALLIES)))
    meet.lines("t1", "t2", "t3", "t4")
    text = meet.refused("open_match", stage="cup", match="main-2-1", court="court-1")
    assert text == "It is not known yet who plays this match."


def test_a_tablet_umpires_only_what_is_on_its_court() -> None:
    meet = Meet(plan(2, stage("cup", drawn(), RALLIES)))
    meet.lines("t1", "t2")
    meet.tell("schedule", stage="cup", matches=[{"match": "main-1-1", "court": "court-2"}])
    text = meet.refused(
        "open_match", stage="cup", match="main-1-1", court="court-2", seat="court-1"
    )
    assert text == "This match is played on Court 2."
    meet.tell("open_match", stage="cup", match="main-1-1", seat="court-2")
    text = meet.refused(
        "record", stage="cup", match="main-1-1", after=0, seat="court-1", tap={"type": "start"}
    )
    assert text == "This match is played on Court 2."


# Live, over, confirmed.


def test_case_u_a_live_score_is_no_result_and_an_unplayed_match_has_no_score() -> None:
    meet = Meet(plan(2, stage("cup", drawn(), RALLIES)))
    meet.lines("t1", "t2")
    assert meet.phase("main-1-1") == "ready"
    meet.tell("open_match", stage="cup", match="main-1-1", court="court-1")
    assert meet.phase("main-1-1") == "called"
    taps: list[Wire] = [{"type": "start"}, *[{"type": "rally", "winner": "a"}] * 4]
    for number, tap in enumerate(taps):
        assert meet.places() == {"t1": None, "t2": None}
        meet.tell("record", stage="cup", match="main-1-1", after=number, tap=tap)
    assert meet.phase("main-1-1") == "over"
    assert meet.places() == {"t1": None, "t2": None}
    meet.tell("confirm_result", stage="cup", match="main-1-1", after=5)
    assert meet.phase("main-1-1") == "confirmed"
    assert meet.places() == {"t1": 1, "t2": 2}


def test_an_unfinished_match_is_not_confirmed() -> None:
    meet = Meet(plan(2, stage("cup", drawn(), RALLIES)))
    meet.lines("t1", "t2")
    meet.tell("open_match", stage="cup", match="main-1-1", court="court-1")
    meet.tell("record", stage="cup", match="main-1-1", after=0, tap={"type": "start"})
    text = meet.refused("confirm_result", stage="cup", match="main-1-1", after=1)
    assert text == "The match is not over."


def test_what_was_confirmed_is_not_umpired_on_unless_reopened() -> None:
    meet = Meet(plan(2, stage("cup", drawn(), RALLIES)))
    meet.lines("t1", "t2")
    meet.result("main-1-1", A_WINS)
    undo = {"type": "undo"}
    text = meet.refused("record", stage="cup", match="main-1-1", after=1, tap=undo)
    assert text.startswith("The result is confirmed")
    meet.tell("reopen_match", stage="cup", match="main-1-1", reason="Wrong sheet")
    meet.tell("record", stage="cup", match="main-1-1", after=1, tap=undo)
    assert meet.now.play[CUP].record("main-1-1").state is None


def test_a_correction_of_a_confirmed_result_says_why() -> None:
    meet = Meet(plan(2, stage("cup", drawn(), RALLIES)))
    meet.lines("t1", "t2")
    meet.result("main-1-1", A_WINS)
    again = {"stage": "cup", "match": "main-1-1", "after": 1, "result": [B_WINS]}
    assert meet.refused("enter_result", **again).startswith("Say why")
    meet.tell("enter_result", **again, reason="Sides mixed up")
    assert meet.places() == {"t2": 1, "t1": 2}


def test_a_result_on_paper_may_stop_within_a_game() -> None:
    meet = Meet(plan(2, stage("cup", drawn(), RALLIES)))
    meet.lines("t1", "t2")
    retired = {"type": "stop", "outcome": {"type": "conceded", "by": "a", "how": "retired"}}
    meet.result("main-1-1", {"type": "set_games", "games": [[2, 0], [1, 1]]}, retired)
    found = encounters(meet.now, meet.now.plan.played[0]).by_id["main-1-1"].result
    assert found is not None
    assert found.outcome == Conceded("a", "retired")
    assert found.games == (Score(2, 0), Score(1, 2), Score(0, 2))
    assert found.scored.games == Score(1, 0)


# Who left.


def test_case_q_the_bronze_match_does_not_lock_the_final() -> None:
    meet = Meet(plan(4, stage("cup", drawn(playing="third"), RALLIES)))
    meet.lines("t1", "t2", "t3", "t4")
    meet.result("main-1-1", A_WINS)
    meet.result("main-1-2", A_WINS)
    meet.result("places_3-1-1", B_WINS)
    assert meet.phase("main-2-1") == "ready"
    assert meet.places() == {"t1": None, "t3": None, "t4": 3, "t2": 4}
    meet.result("main-2-1", B_WINS)
    assert meet.places() == {"t3": 1, "t1": 2, "t4": 3, "t2": 4}


def test_case_r_a_walkover_beside_a_bye_lets_the_participant_go_on() -> None:
    meet = Meet(plan(3, stage("cup", drawn(), RALLIES)))
    meet.lines("t1", None, "t2", "t3")
    walkover = {"type": "stop", "outcome": {"type": "conceded", "by": "a", "how": "walkover"}}
    meet.result("main-1-2", walkover)
    assert meet.sides("main-2-1") == (known("t1"), known("t3"))
    meet.tell("withdraw", entrant="t3", reason="Hurt")
    assert meet.phase("main-2-1") == "confirmed"
    assert meet.places()["t1"] == 1


def test_case_s_a_withdrawal_falls_through_the_losers_part_too() -> None:
    meet = Meet(plan(4, stage("cup", drawn("double_elimination"), RALLIES)))
    meet.lines("t1", "t2", "t3", "t4")
    meet.tell("withdraw", entrant="t2", reason="Hurt")
    assert meet.phase("winners-1-1") == "confirmed"
    meet.result("winners-1-2", A_WINS)
    assert meet.phase("losers-1-1") == "confirmed"
    assert known("t4") in meet.sides("losers-2-1")
    meet.result("winners-2-1", A_WINS)
    meet.result("losers-2-1", B_WINS)
    assert meet.phase("grand_final-1-1") == "ready"


def test_both_who_left_leave_nobody() -> None:
    meet = Meet(plan(4, stage("cup", drawn(), RALLIES)))
    meet.lines("t1", "t2", "t3", "t4")
    meet.tell("withdraw", entrant="t1", reason="Hurt")
    meet.tell("withdraw", entrant="t2", reason="Hurt too")
    found = encounters(meet.now, meet.now.plan.played[0]).by_id["main-1-1"].result
    assert found is not None
    assert found.outcome == BothOut()
    assert meet.sides("main-2-1")[0] == NOBODY
    meet.result("main-1-2", A_WINS)
    assert meet.phase("main-2-1") == "passed"
    assert meet.places()["t3"] == 1


def test_who_is_disqualified_plays_no_more() -> None:
    meet = Meet(plan(4, stage("cup", drawn(), RALLIES)))
    meet.lines("t1", "t2", "t3", "t4")
    meet.result("main-1-1", A_WINS)
    meet.tell("disqualify", stage="cup", entrant="t1", reason="Too old")
    meet.result("main-1-2", A_WINS)
    assert meet.places()["t3"] == 1
    statuses = {str(one.entrant): one.status for one in meet.standings().standings}
    assert statuses["t1"] == "disqualified"


# Team ties.


def tie_meet(*, play_all: bool, layout: Wire | None = None) -> Meet:
    """Two teams of a man and a woman; three rubbers."""
    rules = {**TIE, "play_all": play_all}
    meet = Meet(plan(2, stage("cup", layout or drawn(), rules)))
    if layout is None:
        meet.lines("t1", "t2")
    return meet


LINEUP_1 = {"MS": ["m1"], "WS": ["w1"], "S": ["m1"]}
LINEUP_2 = {"MS": ["m2"], "WS": ["w2"], "S": ["w2"]}


def fielded(meet: Meet, match: str, first: Wire = LINEUP_1, second: Wire = LINEUP_2) -> None:
    meet.tell("hand_in_lineup", stage="cup", match=match, side="t1", lineup=first)
    meet.tell("open_match", stage="cup", match=match, court="court-1")
    meet.tell("hand_in_lineup", stage="cup", match=match, side="t2", lineup=second)
    meet.tell("reveal_lineups", stage="cup", match=match)


def rubbers(meet: Meet, match: str) -> tuple[object, ...]:
    stage_ = meet.now.plan.played[0]
    assert isinstance(stage_.match, TieRules)
    return tie_of(stage_.match, meet.now.play[CUP], match).rubbers


def test_case_v_a_knock_out_tie_stops_when_decided() -> None:
    meet = tie_meet(play_all=False)
    fielded(meet, "main-1-1")
    meet.result("main-1-1", A_WINS, rubber=1)
    assert meet.phase("main-1-1") == "live"
    meet.result("main-1-1", A_WINS, rubber=2)
    assert meet.phase("main-1-1") == "confirmed"
    assert rubbers(meet, "main-1-1") == (Played("a"), Played("a"), Unplayed("not_needed"))
    assert meet.places() == {"t1": 1, "t2": 2}


def test_case_v_in_a_group_every_rubber_is_played_and_counts() -> None:
    meet = tie_meet(play_all=True, layout=groups("A"))
    fielded(meet, "A-1-1")
    meet.result("A-1-1", A_WINS, rubber=1)
    meet.result("A-1-1", A_WINS, rubber=2)
    assert meet.phase("A-1-1") == "live"
    meet.result("A-1-1", B_WINS, rubber=3)
    assert meet.phase("A-1-1") == "confirmed"
    (row, _) = meet.standings().tables[0].table.rows
    assert (row.entrant, row.rubbers) == ("t1", (2, 1))


@pytest.mark.parametrize(
    ("lineup", "text"),
    [
        ({"MS": ["w1"]}, "MS: men and women are not as this rubber needs."),
        ({"MS": ["m2"]}, "MS: m2 is not in the team."),
        ({"WS": ["m1"]}, "WS: men and women are not as this rubber needs."),
        ({"XD": ["m1"]}, "There is no rubber XD in this tie."),
    ],
)  # fmt: skip
def test_case_v_a_line_up_that_breaks_the_rules_is_refused(lineup: Wire, text: str) -> None:
    meet = tie_meet(play_all=False)
    said = meet.refused("hand_in_lineup", stage="cup", match="main-1-1", side="t1", lineup=lineup)
    assert said == text


def test_case_v_a_rubber_nobody_is_named_for_is_lost() -> None:
    meet = tie_meet(play_all=False)
    fielded(meet, "main-1-1", LINEUP_1, {"MS": ["m2"]})
    assert rubbers(meet, "main-1-1")[1:] == (Conceded("b", "walkover"), Conceded("b", "walkover"))
    assert meet.phase("main-1-1") == "confirmed"


def test_a_rubber_cannot_begin_before_the_line_ups_are_revealed() -> None:
    meet = tie_meet(play_all=False)
    meet.tell("open_match", stage="cup", match="main-1-1", court="court-1")
    text = meet.refused(
        "record", stage="cup", match="main-1-1", rubber=1, after=0, tap={"type": "start"}
    )
    assert text == "The line-ups have not been revealed yet."
    text = meet.refused("enter_result", stage="cup", match="main-1-1", rubber=1, result=[A_WINS])
    assert text == "The line-ups have not been revealed yet."


def test_a_team_whose_line_up_is_missing_loses_every_rubber_and_somebody_says_why() -> None:
    meet = tie_meet(play_all=False)
    meet.tell("hand_in_lineup", stage="cup", match="main-1-1", side="t1", lineup=LINEUP_1)
    meet.tell("open_match", stage="cup", match="main-1-1", court="court-1")
    text = meet.refused("reveal_lineups", stage="cup", match="main-1-1")
    assert text.startswith("The line-up of 2 Team 2 is missing")
    meet.tell("reveal_lineups", stage="cup", match="main-1-1", reason="Did not come")
    assert meet.places() == {"t1": 1, "t2": 2}


def test_a_seat_hands_in_the_line_up_of_its_own_team_only() -> None:
    meet = Meet(plan(3, stage("cup", drawn(), TIE)))
    meet.lines("t1", "t2", "t3", None)
    given = {"stage": "cup", "match": "main-1-1", "lineup": {}, "seat": "court-2"}
    text = meet.refused("hand_in_lineup", side="t1", **given)
    assert text == "Court 2 may not hand in the line-up of 1 Team 1."
    meet.tell("hand_in_lineup", side="t2", **given)


@pytest.mark.parametrize(
    ("unit", "teams"),
    [("Unit 1", ("t2", "t3")), ("Team 2", ("t2",)), ("Unit 9", ()), ("", ())],
)
def test_a_seat_hands_in_for_the_teams_of_its_unit_or_called_as_it_says(
    unit: str, teams: tuple[str, ...]
) -> None:
    made = plan(4, stage("cup", drawn(), TIE))
    entrants = (*made.entrants[:3], replace(made.entrants[3], unit=""))
    seats = (*made.seats, Seat(id=SeatId("leader"), name=Label(en="Leader"), unit=unit))
    contest = Meet(replace(made, entrants=entrants, seats=seats)).now
    assert teams_of(contest, SeatId("leader")) == teams
    assert teams_of(contest, SeatId("nobody")) == ()


# Groups, and what follows them.


def two_groups() -> Meet:
    meet = Meet(
        plan(
            6,
            stage("cup", groups("A", "B"), RALLIES, FIRST_TWO),
            stage("finals", crossed(), RALLIES),
        )
    )
    lines = [["t1", "t2", "t3"], ["t4", "t5", "t6"]]
    meet.tell("set_lines", stage="cup", lines=lines, reason="Lots")
    for one in encounters(meet.now, meet.now.plan.played[0]):
        a, b = one.entrants or ("", "")
        meet.result(one.id, A_WINS if a < b else B_WINS)
    return meet


def test_group_winners_meet_the_second_of_the_other_group() -> None:
    meet = two_groups()
    meet.tell("close_stage", stage="cup")
    meet.tell("advance", stage="cup", entrants=["t1", "t4", "t2", "t5"])
    assert meet.sides("main-1-1", 1) == (known("t1"), known("t5"))
    assert meet.sides("main-1-2", 1) == (known("t4"), known("t2"))


def test_a_correction_after_the_next_stage_opened_changes_who_qualifies_not_who_is_in() -> None:
    meet = two_groups()
    meet.tell("close_stage", stage="cup")
    meet.tell("advance", stage="cup", entrants=["t1", "t4", "t2", "t5"])
    before = meet.sides("main-1-1", 1)
    text = meet.refused("reopen_match", stage="cup", match="A-1-1", reason="Wrong")
    assert text == "The stage is closed."
    meet.tell("open_match", stage="finals", match="main-1-1", court="court-1")
    assert meet.refused("reopen_stage", stage="cup", reason="Wrong").startswith("Finals has begun")
    assert meet.sides("main-1-1", 1) == before


def test_a_wrong_result_of_a_closed_stage_is_corrected_and_the_list_stands_as_decided() -> None:
    meet = two_groups()
    meet.tell("close_stage", stage="cup")
    meet.tell("advance", stage="cup", entrants=["t1", "t4", "t2", "t5"])
    meet.tell("open_match", stage="finals", match="main-1-1", court="court-1")
    before = meet.sides("main-1-1", 1)
    stage = meet.now.plan.played[0]
    for one in encounters(meet.now, stage):
        a, b = one.entrants or ("", "")
        if "t1" not in (a, b):
            continue
        lost = B_WINS if a == "t1" else A_WINS
        meet.result(one.id, lost, after=1, reason="The sheets were mixed up")
    assert played_standings(meet.now, stage).qualifying == ("t2", "t4", "t3", "t5")
    assert meet.now.stage(stage.id).advanced[0].entrants == ("t1", "t4", "t2", "t5")
    assert meet.sides("main-1-1", 1) == before


def test_a_correction_in_a_closed_stage_needs_a_reason() -> None:
    meet = two_groups()
    meet.tell("close_stage", stage="cup")
    text = meet.refused("enter_result", stage="cup", match="A-1-1", after=1, result=[B_WINS])
    assert text == "Say why; the reason is kept with the decision."


def test_a_correction_in_a_closed_stage_after_which_others_would_have_to_play_is_refused() -> None:
    meet = Meet(plan(4, stage("cup", drawn(), RALLIES)))
    meet.tell("set_lines", stage="cup", lines=[["t1", "t2", "t3", "t4"]], reason="Lots")
    for match in ("main-1-1", "main-1-2", "main-2-1"):
        meet.result(match, A_WINS)
    meet.tell("close_stage", stage="cup")
    text = meet.refused(
        "enter_result", stage="cup", match="main-1-1", after=1, result=[B_WINS],
        reason="Wrong", accept=["main-2-1"],
    )  # fmt: skip
    assert text == "The stage is closed, and others would have to play in it; reopen it first."


def test_a_stage_with_open_matches_is_not_closed() -> None:
    meet = two_groups()
    meet.tell("reopen_match", stage="cup", match="A-1-1", reason="Wrong")
    assert meet.refused("close_stage", stage="cup") == (
        "1 matches are still to be played or confirmed."
    )


def test_a_replacement_takes_the_place_of_who_leaves() -> None:
    meet = two_groups()
    meet.tell("close_stage", stage="cup")
    meet.tell("advance", stage="cup", entrants=["t1", "t4", "t2", "t5"])
    meet.tell("replace", stage="cup", leaving="t5", entering="t6", reason="Hurt")
    assert meet.sides("main-1-1", 1) == (known("t1"), known("t6"))


def test_equal_in_everything_waits_for_lots_and_lots_settle_it() -> None:
    book = {**BOOK, "blocks": [BOOK["blocks"][0], BOOK["blocks"][3]]}
    layout = {**groups("A"), "book": book}
    meet = Meet(plan(3, stage("cup", layout, RALLIES, BEST_TWO)))
    rounds = encounters(meet.now, meet.now.plan.played[0])
    winners = {("t1", "t2"): "t1", ("t2", "t3"): "t2", ("t1", "t3"): "t3"}
    for one in rounds:
        a, b = one.entrants or (EntrantId(""), EntrantId(""))
        winner = winners[(min(a, b), max(a, b))]
        meet.result(one.id, A_WINS if winner == a else B_WINS)
    assert [{*tied} for tied in meet.standings().ties] == [{"t1", "t2", "t3"}]
    assert set(meet.places().values()) == {1}
    meet.tell("settle_tie", stage="cup", by="lot", order=["t3", "t1", "t2"], reason="In the hall")
    assert meet.places() == {"t3": 1, "t1": 2, "t2": 3}
    assert meet.standings().qualifying == ("t3", "t1")


def test_who_retired_by_bwf_16_2_5_has_nothing_more_to_play_and_the_stage_can_close() -> None:
    meet = Meet(plan(3, stage("cup", groups("A"), RALLIES, BEST_TWO)))
    matches = {
        frozenset(map(str, one.entrants or ())): (one.id, (one.entrants or ("", ""))[0])
        for one in encounters(meet.now, meet.now.plan.played[0])
    }
    match, first = matches[frozenset({"t1", "t2"})]
    by = "a" if first == "t1" else "b"
    retired = {"type": "stop", "outcome": {"type": "conceded", "by": by, "how": "retired"}}
    meet.result(match, {"type": "set_games", "games": [[1, 1]]}, retired)
    meet.result(matches[frozenset({"t2", "t3"})][0], A_WINS)
    assert meet.phase(matches[frozenset({"t1", "t3"})][0]) == "not_needed"
    meet.tell("close_stage", stage="cup")
    assert {one for one, place in meet.places().items() if place} == {"t2", "t3"}


def test_nobody_goes_on_as_a_best_second_while_the_places_of_a_group_wait_for_lots() -> None:
    """In group A all are equal; of B and C the first, and the better second, would go on."""
    route = {**FIRST_TWO, "rules": [{"type": "quota", "by": "pool", "best": 1, "wildcards": 1}]}
    book = {**BOOK, "blocks": [BOOK["blocks"][0], BOOK["blocks"][3]]}
    layout = {**groups("A", "B", "C"), "book": book}
    meet = Meet(plan(9, stage("cup", layout, RALLIES, route)))
    drawn_by_lot = [["t1", "t2", "t3"], ["t4", "t5", "t6"], ["t7", "t8", "t9"]]
    meet.tell("set_lines", stage="cup", lines=drawn_by_lot, reason="Lots")
    circle = {("t1", "t2"): "t1", ("t2", "t3"): "t2", ("t1", "t3"): "t3"}
    for one in encounters(meet.now, meet.now.plan.played[0]):
        a, b = one.entrants or (EntrantId(""), EntrantId(""))
        winner = circle.get((min(a, b), max(a, b)), min(a, b))
        meet.result(one.id, A_WINS if winner == a else B_WINS)
    (cut,) = meet.standings().cuts
    assert {"t1", "t2", "t3"}.isdisjoint(cut.qualifying)
    assert {"t1", "t2", "t3"} <= set(cut.undecided)
    order = ["t2", "t1", "t3"]
    meet.tell("settle_tie", stage="cup", by="lot", order=order, reason="In the hall")
    assert {"t2", "t4", "t7"} <= set(meet.standings().cuts[0].qualifying)


# Periods.


def test_a_knock_out_of_periods_needs_rules_that_find_a_winner() -> None:
    faults = plan_faults(plan(2, stage("cup", drawn(), PERIODS)))
    assert [str(one.message) for one in faults] == [
        "A knock-out needs a winner of every match; these rules allow a draw."
    ]
    assert not plan_faults(plan(2, stage("cup", drawn(), DECIDED)))


# Undo.


def test_an_undo_of_the_draw_brings_back_the_time_before_it() -> None:
    meet = Meet(plan(2, stage("cup", drawn(), RALLIES)))
    meet.lines("t1", "t2")
    seq = meet.now.seq
    meet.tell("undo", seq=seq, reason="Too early")
    assert meet.now.play[CUP].lines == ()
    assert folded(list(meet.now.history)) == meet.now


def test_what_happened_in_a_match_is_not_undone_from_outside() -> None:
    meet = Meet(plan(2, stage("cup", drawn(), RALLIES)))
    meet.lines("t1", "t2")
    meet.result("main-1-1", A_WINS)
    text = meet.refused("undo", seq=meet.now.seq, reason="Wrong")
    assert text == "What happened in a match is taken back or corrected in the match."


def test_an_umpires_undo_goes_back_across_the_end_of_a_game() -> None:
    meet = Meet(plan(2, stage("cup", drawn(), RALLIES)))
    meet.lines("t1", "t2")
    meet.tell("open_match", stage="cup", match="main-1-1", court="court-1")
    taps: list[Wire] = [
        {"type": "start", "server": ["a", 1]},
        {"type": "rally", "winner": "a"},
        {"type": "rally", "winner": "a"},
        {"type": "undo"},
    ]
    for number, tap in enumerate(taps):
        meet.tell("record", stage="cup", match="main-1-1", after=number, tap=tap)
    state = meet.now.play[CUP].record("main-1-1").state
    assert isinstance(state, MatchState)
    assert (state.games, state.score, state.left) == ((), Score(1, 0), "a")
