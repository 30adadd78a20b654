"""Paper typed in beside the marks: compared with them, decided on, and never counted by itself."""

from typing import Any

import msgspec
import pytest

from scoring.contest.commands import (
    Command,
    EnterPaper,
    KeepRecorded,
    Undo,
)
from scoring.contest.decide import decide
from scoring.contest.guards import Rejected
from scoring.contest.ids import EntrantId, SeatId
from scoring.contest.paper_checks import Found, checks, counted
from scoring.contest.paper_codes import OfMatch, OfPerformance
from scoring.contest.standings import standings
from scoring.contest.state import Contest
from tests.contest.given import (
    ANN,
    BEN,
    CHIEF,
    HEATS,
    ID,
    J1,
    J2,
    J3,
    amend,
    call,
    given,
    mark,
    marks,
    undo,
    withdraw,
)
from tests.contest.playing import RALLIES, TIE, after, command, drawn, plan, played, stage

SEATS = (J1, J2, J3)
MARKED: tuple[Command, ...] = (call(ANN), *(mark(ANN, seat, "95.50") for seat in SEATS))


def paper(text: str, seat: SeatId = J1, entrant: EntrantId = ANN) -> EnterPaper:
    return EnterPaper(id=ID, stage=HEATS, entrant=entrant, seat=seat, marks=marks(text))


def keep(after: int = 1, seat: SeatId = J1) -> KeepRecorded:
    return KeepRecorded(
        id=ID, stage=HEATS, entrant=ANN, seat=seat, after=after, reason="Misread by the clerk"
    )


def found(contest: Contest) -> dict[str, Found]:
    """How each seat's sheet of Ann compares."""
    stage = contest.plan.judged[0]
    return {
        one.sheet.seat: one.found
        for one in checks(contest, stage)
        if isinstance(one.sheet, OfPerformance) and one.sheet.entrant == ANN
    }


def refusal(contest: Contest, asked: Command) -> str:
    answer = decide(contest, asked)
    assert isinstance(answer, Rejected)
    return str(answer.reason)


def test_paper_that_says_the_same_agrees_and_the_rest_is_to_come() -> None:
    contest = given(*MARKED, paper("95.5")).contest
    assert found(contest) == {J1: "agree", J2: "only_tablet", J3: "only_tablet"}
    assert counted(checks(contest, contest.plan.judged[0])) == {"agree": 1, "only_tablet": 2}


def test_paper_never_changes_a_mark_or_what_the_public_sees() -> None:
    before = given(*MARKED).contest
    contest = given(*MARKED, paper("59.50"), paper("10", seat=J2)).contest
    assert contest.stages == before.stages
    stage = contest.plan.judged[0]
    assert standings(contest, stage).standings == standings(before, stage).standings
    assert contest.version == before.version
    assert contest.seq == before.seq + 2


def test_a_difference_is_settled_for_the_tablet() -> None:
    differs = given(*MARKED, paper("59.50")).contest
    assert found(differs)[J1] == "differ"
    kept = given(*MARKED, paper("59.50"), keep()).contest
    assert found(kept)[J1] == "kept"
    assert kept.stages == differs.stages


def test_a_difference_is_settled_for_the_paper_by_a_correction() -> None:
    contest = given(*MARKED, paper("59.50"), amend(ANN, J1, "59.50", after=1)).contest
    assert found(contest)[J1] == "agree"


def test_what_was_kept_is_looked_at_anew_once_it_is_corrected() -> None:
    corrected = amend(ANN, J1, "90.00", after=1)
    contest = given(*MARKED, paper("59.50"), keep(), corrected).contest
    assert found(contest)[J1] == "differ"


def test_typed_in_again_the_later_entry_stands_and_the_decision_on_the_first_is_gone() -> None:
    contest = given(*MARKED, paper("59.50"), keep(), paper("95.00")).contest
    assert found(contest)[J1] == "differ"
    assert found(given(*MARKED, paper("59.50"), paper("95.50")).contest)[J1] == "agree"


def test_without_a_tablet_the_paper_alone_is_kept_until_it_is_taken() -> None:
    contest = given(call(ANN), paper("88.00")).contest
    assert found(contest) == {J1: "only_paper", J2: "neither", J3: "neither"}
    taken = given(call(ANN), paper("88.00"), amend(ANN, J1, "88.00", after=0)).contest
    assert found(taken)[J1] == "agree"


def test_paper_may_come_before_the_call() -> None:
    assert found(given(paper("88.00")).contest) == {J1: "only_paper"}


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (paper("101"), "Song: 101 is out of range; allowed is 0 to 100."),
        (paper("9.555"), "Song: 9.555 has too many decimals; at most 2 are allowed."),
        (paper("90", seat=CHIEF),
         "chief is not on the panel of this stage; on it are: Judge 1, Judge 2, Judge 3."),
        (paper("90", entrant=EntrantId("eve")), "There is no entrant eve in this contest."),
        (keep(), "Paper and tablet do not differ here; there is nothing to decide."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(asked: Command, why: str) -> None:
    assert refusal(given(*MARKED).contest, asked) == why


def test_a_decision_on_an_older_version_is_refused() -> None:
    contest = given(*MARKED, paper("59.50"), amend(ANN, J1, "90.00", after=1)).contest
    assert refusal(contest, keep(after=1)) == "It was corrected meanwhile; look at both again."


# Undo.


def test_an_entry_and_a_decision_can_be_taken_back_and_brought_back() -> None:
    contest = given(*MARKED, paper("59.50"), keep(), undo(7)).contest
    assert found(contest)[J1] == "differ"
    gone = given(*MARKED, paper("59.50"), keep(), undo(7), undo(6)).contest
    assert found(gone)[J1] == "only_tablet"
    assert found(given(*MARKED, paper("59.50"), keep(), undo(7), undo(8)).contest)[J1] == "kept"


def test_an_entry_that_was_decided_on_is_taken_back_after_the_decision() -> None:
    contest = given(*MARKED, paper("59.50"), keep()).contest
    asked = Undo(id=ID, seq=6, reason="Wrong sheet")
    assert refusal(contest, asked) == (
        "A later event (7) stands on this one; take that back first."
    )


def test_paper_keeps_nothing_from_being_taken_back() -> None:
    contest = given(call(ANN), paper("88.00"), undo(2)).contest
    assert ANN not in contest.stage(HEATS).performances
    assert found(contest) == {J1: "only_paper"}
    gone = given(withdraw(BEN), undo(2), paper("88.00", entrant=BEN), undo(3)).contest
    assert BEN in gone.withdrawn


# Matches.


def cup(rules: dict[str, Any]) -> Contest:
    lines = [["t1", "t2", "t3", "t4"]]
    return played(
        plan(4, stage("cup", drawn(), rules)),
        [command("set_lines", stage="cup", lines=lines, reason="In the hall")],
    )


def games(*scores: tuple[int, int]) -> list[dict[str, Any]]:
    return [{"type": "set_games", "games": scores}]


def on_paper(result: list[dict[str, Any]], rubber: int = 0) -> Command:
    return command(
        "enter_paper_result", stage="cup", match="main-1-1", rubber=rubber, result=result
    )


def recorded(result: list[dict[str, Any]], after: int = 0, reason: str = "") -> Command:
    return command(
        "enter_result", stage="cup", match="main-1-1", after=after, result=result, reason=reason
    )


WON, LOST = games((2, 0), (2, 1)), games((0, 2), (1, 2))


def of_match(contest: Contest, rubber: int = 0) -> Found | None:
    of = contest.plan.played[0]
    sheet = OfMatch(of.id, "main-1-1", rubber)
    return next((one.found for one in checks(contest, of) if one.sheet == sheet), None)


def done(contest: Contest, *asked: Command) -> Contest:
    for one in asked:
        answer = decide(contest, one)
        assert not isinstance(answer, Rejected), str(answer.reason)
        contest = after(contest, answer)
    return contest


def test_a_result_on_paper_is_compared_with_the_recorded_one() -> None:
    contest = cup(RALLIES)
    assert of_match(contest) is None
    typed = done(contest, on_paper(WON))
    assert of_match(typed) == "only_paper"
    assert typed.play == contest.play
    assert of_match(done(typed, recorded(WON))) == "agree"
    assert of_match(done(contest, recorded(WON))) == "only_tablet"


def test_points_that_differ_are_a_difference_even_if_the_winner_is_the_same() -> None:
    other = games((2, 0), (1, 2), (2, 1))
    contest = done(cup(RALLIES), recorded(WON), on_paper(other))
    assert of_match(contest) == "differ"
    keeping = command("keep_recorded_result", stage="cup", match="main-1-1", after=1, reason="Ok")
    assert of_match(done(contest, keeping)) == "kept"
    taking = recorded(other, after=1, reason="From the paper")
    assert of_match(done(contest, taking)) == "agree"


def test_a_result_tapped_point_by_point_agrees_with_the_same_on_paper() -> None:
    def tap(number: int, **tapped: object) -> Command:
        return command(
            "record", number, stage="cup", match="main-1-1", after=number - 1, tap=tapped
        )

    contest = done(
        cup(RALLIES),
        command("open_match", stage="cup", match="main-1-1", court="court-1"),
        tap(1, type="start"),
        *(tap(number, type="rally", winner="a") for number in range(2, 6)),
        command("confirm_result", stage="cup", match="main-1-1", after=5),
        on_paper(games((2, 0), (2, 0))),
    )
    assert of_match(contest) == "agree"


def test_paper_of_those_who_met_before_is_nothing_about_those_who_meet_now() -> None:
    contest = done(cup(RALLIES), on_paper(WON))
    swap = command("swap_lines", stage="cup", first=1, second=3, reason="Same village")
    assert of_match(done(contest, swap)) is None


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (on_paper(games((2, 0))), "By this score the match is not over."),
        (on_paper(WON, rubber=2),
         "A score sheet is of a match, or of one rubber of a tie; say which."),
        (command("enter_paper_result", stage="cup", match="main-2-1", result=WON),
         "It is not known yet who plays this match."),
        (command("enter_paper_result", stage="cup", match="nowhere", result=WON),
         "There is no match nowhere here."),
        (command("keep_recorded_result", stage="cup", match="main-1-1", after=0, reason="Ok"),
         "Paper and tablet do not differ here; there is nothing to decide."),
    ],
)  # fmt: skip
def test_what_cannot_be_on_a_score_sheet_is_refused(asked: Command, why: str) -> None:
    assert refusal(cup(RALLIES), asked) == why


def test_a_tie_is_compared_rubber_by_rubber() -> None:
    contest = done(cup(TIE), on_paper(LOST, rubber=2))
    assert of_match(contest, 2) == "only_paper"
    assert of_match(contest, 1) is None
    whole = on_paper(WON)
    assert refusal(contest, whole) == (
        "A score sheet is of a match, or of one rubber of a tie; say which."
    )


def test_commands_are_read_as_they_are_written() -> None:
    line = (
        b'{"type":"enter_paper","id":"desk:1","stage":"heats","entrant":"ann","seat":"J1",'
        b'"marks":[{"criterion":"song","mark":"95.50"}]}'
    )
    assert msgspec.json.decode(line, type=Command) == paper("95.50")
