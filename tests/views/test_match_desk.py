"""The organizer's desk of matches: what needs somebody, what can be done, what would change."""

from collections.abc import Sequence
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from scoring.contest.commands import Command
from scoring.contest.decide import decide
from scoring.contest.drawing import terms
from scoring.contest.encounters import encounters
from scoring.contest.ids import ContestId, EntrantId, StageId
from scoring.contest.match_preview import MatchPreview, match_preview
from scoring.contest.state import Contest
from scoring.languages import words
from scoring.rules.draws import commitment
from scoring.views.desk_draw import desk_draw_screen
from scoring.views.desk_match import DeskMatchScreen, desk_match_screen
from scoring.views.desk_times import desk_times_screen
from scoring.views.lineup import lineup_screen
from scoring.views.match_corrections import EffectScreen, effect_screen
from scoring.views.match_desk import MatchDeskScreen, match_desk_screen
from tests.contest.playing import (
    DECIDED,
    FIRST_TWO,
    RALLIES,
    TIE,
    Wire,
    accepted,
    after,
    command,
    drawn,
    groups,
    plan,
    played,
    stage,
)
from tests.played import PHRASE

ENGLISH = words("en")
CUP = StageId("cup")
FIRST: list[Wire] = [{"type": "set_games", "games": [[2, 0], [2, 0]]}]
SECOND: list[Wire] = [{"type": "set_games", "games": [[0, 2], [0, 2]]}]
LINES = command("set_lines", stage="cup", lines=[["t1", "t2", "t3", "t4"]], reason="Lots")
SF1, SF2, FINAL = "main-1-1", "main-1-2", "main-2-1"
RALLY = {"type": "rally", "winner": "a"}


def asked(kind: str, match: str, **fields: Any) -> Command:  # noqa: ANN401 - as on the wire
    return command(kind, stage="cup", match=match, **fields)


def taps(match: str, *taps: Wire, rubber: int = 0) -> list[Command]:
    return [
        asked("record", match, rubber=rubber, after=number, tap=tap)
        for number, tap in enumerate(taps)
    ]


CALLED = asked("open_match", SF1, court="court-1")
OVER = taps(SF1, {"type": "start"}, *[RALLY] * 4)
"""Two games of two points each."""


def cup(*commands: Command, rules: Wire = RALLIES, lines: bool = True) -> Contest:
    made = plan(4, stage("cup", drawn(), rules))
    return played(made, [*([LINES] if lines else []), *commands])


def screen(contest: Contest, asked_for: str | None = None) -> MatchDeskScreen:
    return match_desk_screen(
        contest, ENGLISH, asked=None if asked_for is None else StageId(asked_for)
    )


def needs(contest: Contest) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in screen(contest).needs]


def kinds(contest: Contest) -> list[str]:
    return [one.kind for one in screen(contest).needs]


# What needs somebody.


def test_the_draw_is_to_be_made_and_announced_it_waits_for_the_word() -> None:
    contest = cup(lines=False)
    assert needs(contest) == [("draw", "Cup: the draw has not been made.")]
    announce = command("announce_draw", stage="cup", commitment="0" * 64)
    assert needs(accepted(contest, [announce])) == [
        ("draw", "Cup: the draw is announced and waits for the word said in the hall.")
    ]
    assert screen(contest).draw_due and not screen(cup()).draw_due


def test_matches_that_are_ready_without_a_court() -> None:
    assert needs(cup()) == [("court", "Cup: 2 matches are ready and on no court.")]
    slated = command("schedule", stage="cup", matches=[{"match": SF1, "court": "court-1"}])
    assert needs(cup(slated)) == [("court", "Cup: one match is ready and on no court.")]


def test_a_finished_match_waits_for_its_confirmation() -> None:
    (need, _) = screen(cup(CALLED, *OVER)).needs
    assert need.kind == "confirm"
    assert need.text == (
        "SF 1 is over and waits for the umpire's confirmation: Team 1 – Team 2, 2–0 (2–0, 2–0)."
    )
    assert (need.match, need.revision) == (SF1, 5)


def test_a_rubber_that_is_over_waits_for_its_confirmation() -> None:
    contest = cup(CALLED, *lineups(SF1, 1, 2), REVEAL, *taps(SF1, {"type": "start"}, *[RALLY] * 4,
                                                             rubber=1), rules=TIE)  # fmt: skip
    need = screen(contest).needs[0]
    assert (need.kind, need.rubber, need.revision) == ("confirm", 1, 5)
    assert need.text == "SF 1, Men is over and waits for the umpire's confirmation."


def test_two_versions_of_a_match_come_first() -> None:
    contest = stale()
    assert needs(contest)[0] == (
        "contested", "SF 1: two tablets recorded it differently. Compare.",
    )  # fmt: skip
    confirmed = accepted(contest, [*_rest(contest), asked("confirm_result", SF1, after=5)])
    assert "contested" not in kinds(confirmed)


def test_others_in_a_match_that_was_called() -> None:
    contest = overtaken()
    assert ("overtaken", "Final: after a correction others play here; call it again.") in needs(
        contest
    )
    shown = {one.card.id: one for one in screen(contest).matches}
    assert shown[FINAL].overtaken and shown[FINAL].may_open
    reopened = after(
        contest, decide(contest, asked("reopen_match", SF2, reason="Wrong", accept=[FINAL]))
    )
    assert ("overtaken", "Final: after a correction it is open who plays here.") in needs(reopened)


def test_line_ups_that_are_missing_and_that_can_be_revealed() -> None:
    one = cup(CALLED, *lineups(SF1, 1), rules=TIE)
    assert ("lineups", "SF 1: line-ups are missing: Team 2.") in needs(one)
    both = accepted(one, lineups(SF1, 2))
    assert ("reveal", "SF 1: both line-ups are in; reveal them.") in needs(both)
    assert "reveal" not in kinds(accepted(both, [REVEAL]))


def test_an_order_of_play_that_cannot_be() -> None:
    both = [{"match": one, "court": "court-1", "start": "2026-11-28T09:00"} for one in (SF1, SF2)]
    contest = cup(command("schedule", stage="cup", matches=both))
    assert ("conflict", "Conflicts in the order of play: 1.") in needs(contest)


def test_everything_played_the_stage_is_to_be_closed() -> None:
    results = [asked("enter_result", one, result=FIRST) for one in (SF1, SF2, FINAL)]
    contest = cup(*results)
    assert needs(contest) == [("close", "Cup: everything has been played. Close the stage.")]
    assert screen(contest).may_close
    closed = accepted(contest, [command("close_stage", stage="cup")])
    assert needs(closed) == []


def test_a_round_to_be_paired() -> None:
    swiss = stage("cup", {"type": "swiss", "rounds": 2}, RALLIES)
    contest = played(plan(4, swiss))
    assert needs(contest) == [("pair", "Cup: round 1 can be paired.")]
    assert screen(contest).pairing == 1
    paired = accepted(contest, [command("pair_round", stage="cup")])
    assert screen(paired).pairing is None
    assert "pair" not in kinds(paired)


def test_only_lots_can_settle_a_tie_and_then_who_goes_on_is_recorded() -> None:
    contest = league()
    tie = next(one for one in screen(contest).needs if one.kind == "tie")
    assert tie.text == "Groups: only lots can tell No. 1, No. 2, No. 3 apart."
    assert tie.tie is not None and tie.tie.by == "lot"
    lots = command("settle_tie", stage="groups", by="lot", order=["t2", "t3", "t1"],
                   reason="Drawn in the hall")  # fmt: skip
    settled = accepted(contest, [lots])
    assert "tie" not in kinds(settled)
    closed = accepted(settled, [command("close_stage", stage="groups")])
    assert needs(closed) == [("advance", "Groups: record who goes on to Onward.")]
    (route,) = screen(closed).end.routes
    assert route.turn
    assert [one.row.card.entrant for one in route.choices if one.why == "rule"] == ["t2", "t3"]


def test_what_another_stage_needs_is_not_forgotten() -> None:
    closed = accepted(league(), [LOTS, command("close_stage", stage="groups")])
    there = screen(closed, "finals")
    assert (there.head.stage, there.chosen) == ("finals", True)
    assert [one.kind for one in there.needs] == ["advance"]


def test_who_withdrew_after_advancing_is_to_be_replaced() -> None:
    contest = accepted(
        league(),
        [
            LOTS,
            command("close_stage", stage="groups"),
            command("advance", stage="groups", entrants=["t2", "t3"]),
            command("withdraw", entrant="t3", reason="Hurt"),
        ],
    )
    assert ("absent", "No. 3 Team 3 has withdrawn and cannot come to Onward.") in needs(contest)


# What can be done.


def test_each_match_says_what_can_be_done_with_it() -> None:
    contest = cup(CALLED, *OVER)
    doing = {
        one.card.id: (one.may_open, one.may_confirm, one.may_enter, one.recorded)
        for one in screen(contest).matches
    }
    assert doing == {
        SF1: (False, True, True, False),
        SF2: (True, False, True, False),
        FINAL: (False, False, False, False),
    }
    confirmed = accepted(contest, [asked("confirm_result", SF1, after=5)])
    shown = screen(confirmed).matches[0]
    assert (shown.recorded, shown.line, shown.who) == (True, "2–0 (2–0, 2–0)", "Team 1 – Team 2")


def test_in_a_closed_stage_a_result_is_corrected_and_no_match_reopened() -> None:
    contest = accepted(league(), [LOTS, command("close_stage", stage="groups")])
    shown = screen(contest).matches[0]
    assert (shown.recorded, shown.may_enter, shown.may_reopen) == (True, True, False)
    assert screen(accepted(league(), [LOTS])).matches[0].may_reopen


def test_a_free_court_offers_what_is_booked_there_or_the_next_without_a_court() -> None:
    lanes = screen(cup()).courts
    assert [(one.name, one.next and one.next.card.id) for one in lanes] == [
        ("Court 1", SF1), ("Court 2", SF2),
    ]  # fmt: skip
    booked = [{"match": SF1, "court": "court-2"}]
    lanes = screen(cup(command("schedule", stage="cup", matches=booked))).courts
    assert [(one.next and one.next.card.id, one.booked) for one in lanes] == [(SF2, 0), (SF1, 1)]
    lanes = screen(cup(CALLED)).courts
    assert [[one.card.id for one in lane.now] for lane in lanes] == [[SF1], []]


def test_matches_stand_in_the_order_of_play() -> None:
    slated = [{"match": SF2, "court": "court-1", "start": "2026-11-28T09:00"}]
    shown = screen(cup(command("schedule", stage="cup", matches=slated))).matches
    assert [one.card.id for one in shown] == [SF2, SF1, FINAL]


def test_entrants_stand_by_group_and_place_with_what_became_of_them() -> None:
    contest = accepted(league(), [LOTS, command("withdraw", entrant="t1", reason="Hurt")])
    shown = {one.card.number: one for one in screen(contest).order}
    assert (shown[1].status, shown[1].reason) == ("withdrawn", "Hurt")
    assert (shown[2].place, shown[2].group, shown[2].qualifying) == (1, "A", True)
    assert screen(contest).values == ("conduct",)


@pytest.mark.parametrize(
    ("rules", "forms"),
    [
        (RALLIES, {"match": ["played", "retired", "walkover", "disqualified", "both_out",
                             "called_off"]}),
        (DECIDED, {"match": ["played", "forfeit", "default", "disqualified", "both_out",
                             "called_off"]}),
        (TIE, {"match": ["walkover", "retired", "disqualified", "both_out", "called_off"],
               "rubber": ["played", "retired", "walkover", "disqualified", "both_out",
                          "called_off"]}),
    ],
)  # fmt: skip
def test_the_form_of_a_result_offers_what_the_rules_know(
    rules: Wire, forms: dict[str, list[str]]
) -> None:
    found = screen(cup(rules=rules)).forms
    assert {form.id: [one.id for one in form.endings] for form in found} == forms


# One match.


def sheet(contest: Contest, match: str = SF1) -> DeskMatchScreen:
    return desk_match_screen(contest, contest.plan.played[0], match, ENGLISH)


def stale() -> Contest:
    """The other tablet had seen two entries when it recorded a point for B."""
    contest = cup(CALLED, *OVER[:3])
    late = asked("record", SF1, number=9, after=2, tap={"type": "rally", "winner": "b"})
    return after(contest, decide(contest, late))


def _rest(contest: Contest) -> Sequence[Command]:
    seen = contest.play[CUP].record(SF1).revision
    return [asked("record", SF1, after=seen + one, tap=RALLY) for one in range(2)]


def test_both_versions_side_by_side_and_what_would_be_added() -> None:
    (both,) = sheet(stale()).contested
    assert (both.standing.score, both.standing.revision) == ("2–0, 0–0", 3)
    assert both.standing.taps == ("point for A",)
    (kept,) = both.kept
    assert (kept.device, kept.score, kept.revision) == ("desk", "1–1", 2)
    assert kept.taps == ("point for B",)
    assert msgspec.json.decode(msgspec.json.encode(kept.sent)) == [
        {"type": "rally", "winner": "b"}
    ]


def overtaken() -> Contest:
    """The final was called for team 1, and then team 2 had won the semi-final."""
    results = [asked("enter_result", one, result=FIRST) for one in (SF1, SF2)]
    call = asked("open_match", FINAL, court="court-1")
    turned = asked("enter_result", SF1, after=1, result=SECOND, reason="Mixed up", accept=[FINAL])
    return cup(*results, call, turned)


def test_a_match_tells_for_whom_it_was_called_before() -> None:
    assert sheet(overtaken(), FINAL).met == ("Team 1", "Team 3")
    assert sheet(overtaken()).met is None
    assert sheet(overtaken()).reason == "Mixed up"


# Line-ups.

REVEAL = asked("reveal_lineups", SF1)


def lineups(match: str, *teams: int) -> list[Command]:
    return [
        asked("hand_in_lineup", match, side=f"t{one}",
              lineup={"MS": [f"m{one}"], "WS": [f"w{one}"], "S": [f"m{one}"]})
        for one in teams
    ]  # fmt: skip


def test_the_line_up_of_one_team_shows_nothing_of_the_other() -> None:
    contest = cup(CALLED, *lineups(SF1, 1), rules=TIE)
    made = contest.plan.played[0]
    other = lineup_screen(contest, made, SF1, EntrantId("t2"), ENGLISH)
    assert other is not None and not other.handed_in
    text = msgspec.json.encode(other).decode() + msgspec.json.encode(screen(contest)).decode()
    assert "Max 1" not in text.replace(_members(contest), "")
    own = lineup_screen(contest, made, SF1, EntrantId("t1"), ENGLISH)
    assert own is not None
    assert [one.chosen for one in own.rubbers] == [("m1",), ("w1",), ("m1",)]
    assert [[who.name for who in one.members] for one in own.rubbers] == [
        ["Max 1"], ["Wei 1"], ["Max 1", "Wei 1"],
    ]  # fmt: skip


def _members(contest: Contest) -> str:
    """Who is in the team is no secret; who plays which rubber is."""
    members = tuple(one.name for one in contest.entrants[EntrantId("t1")].members)
    return msgspec.json.encode(members).decode()


def test_only_teams_of_a_tie_have_line_ups() -> None:
    ties, singles = cup(CALLED, rules=TIE), cup(CALLED)
    assert lineup_screen(ties, ties.plan.played[0], SF1, EntrantId("t3"), ENGLISH) is None
    assert lineup_screen(ties, ties.plan.played[0], "x", EntrantId("t1"), ENGLISH) is None
    assert lineup_screen(singles, singles.plan.played[0], SF1, EntrantId("t1"), ENGLISH) is None


def test_revealed_the_rubbers_stand_in_the_order_of_play() -> None:
    contest = cup(CALLED, *lineups(SF1, 1, 2), REVEAL, rules=TIE)
    tie = sheet(contest).match.tie
    assert tie is not None and tie.revealed
    assert [(one.row.name, one.row.a, one.row.b) for one in tie.rubbers] == [
        ("Men", ("Max 1",), ("Max 2",)), ("Women", ("Wei 1",), ("Wei 2",)),
        ("Any", ("Max 1",), ("Max 2",)),
    ]  # fmt: skip


# The draw.


def test_a_draw_can_be_checked_and_shows_what_was_changed_by_hand() -> None:
    contest = cup(lines=False)
    made = contest.plan.played[0]
    seeded = (EntrantId("t3"),)
    published = commitment(terms(contest, made, seeded), PHRASE)
    announced = accepted(
        contest,
        [command("announce_draw", stage="cup", seeded=["t3"], commitment=published)],
    )
    before = desk_draw_screen(announced, made, ENGLISH)
    assert (before.announced, before.parts, before.proof) == (published, (), None)
    assert [one.name for one in before.seeded] == ["Team 3"]
    done = accepted(announced, [command("draw", stage="cup", secret=PHRASE, word="osmanthus")])
    shown = desk_draw_screen(done, made, ENGLISH)
    assert shown.proof is not None
    assert (shown.proof.committed, shown.proof.derived) == (True, True)
    (part,) = shown.parts
    assert [one.seed for one in part.lines if one.card and one.card.number == 3] == [1]
    swap = command("swap_lines", stage="cup", first=1, second=2, reason="Same club")
    changed = desk_draw_screen(accepted(done, [swap]), made, ENGLISH)
    assert [(one.first, one.second, one.reason) for one in changed.swaps] == [(1, 2, "Same club")]
    assert changed.proof is not None and changed.proof.derived
    assert changed.parts[0].lines[0].card == part.lines[1].card


def test_a_draw_by_hand_says_why_and_stands_once_matches_have_begun() -> None:
    made = cup().plan.played[0]
    shown = desk_draw_screen(cup(), made, ENGLISH)
    assert (shown.by_hand, shown.proof, shown.open) == ("Lots", None, True)
    assert not desk_draw_screen(cup(CALLED), made, ENGLISH).open


def test_where_places_decide_nothing_is_drawn() -> None:
    contest = league()
    kinds_ = [desk_draw_screen(contest, one, ENGLISH).kind for one in contest.plan.played]
    assert kinds_ == ["groups", "placed"]


# The order of play.


def slated(*matches: tuple[str, str, str]) -> Command:
    return command(
        "schedule",
        stage="cup",
        matches=[
            {"match": match, "court": court, "start": f"2026-11-28T{start}"}
            for match, court, start in matches
        ],
    )


def test_the_table_of_times_and_courts_and_what_cannot_be() -> None:
    contest = cup(slated((SF1, "court-1", "09:00"), (SF2, "court-1", "09:30")))
    shown = desk_times_screen(contest, (), 0, ENGLISH)
    (day,) = shown.days
    cells = [(line.time, [[one.id for one in cell] for cell in line.cells]) for line in day.lines]
    assert cells == [("09:00", [[SF1], []]), ("09:30", [[SF2], []])]
    assert [one.id for one in shown.unplaced] == [FINAL]
    assert [(one.said, one.serious) for one in shown.conflicts] == [
        ("Court 1 is taken twice at once: SF 1 (09:00) and SF 2 (09:30).", True)
    ]
    assert all(one.conflicting for line in day.lines for cell in line.cells for one in cell)


def test_the_same_player_in_another_contest_of_the_meet() -> None:
    contest = cup(slated((SF1, "court-1", "09:00")))
    made = plan(4, stage("cup", drawn(), RALLIES))
    other = played(
        replace(made, id=ContestId("doubles")), [LINES, slated((SF1, "court-2", "09:50"))]
    )
    said = [one.said for one in desk_times_screen(contest, [other], 20, ENGLISH).conflicts]
    assert (
        "Max 1 has only 10 minutes of rest between SF 1 (09:00) and Games, SF 1 (09:50)." in said
    )
    assert desk_times_screen(contest, [other], 10, ENGLISH).conflicts == ()


def test_a_final_before_its_semi_final_and_whoever_wins_without_rest() -> None:
    contest = cup(slated((SF1, "court-1", "09:00"), (SF2, "court-2", "09:10"),
                         (FINAL, "court-1", "09:45")))  # fmt: skip
    said = [one.said for one in desk_times_screen(contest, (), 20, ENGLISH).conflicts]
    assert said == [
        "Final (09:45) begins before SF 2 (09:10) is over, which decides who plays.",
        "Whoever comes from SF 1 (09:00) to Final (09:45) has only 5 minutes of rest.",
    ]


# What would change.


def effect(contest: Contest, *commands: Command) -> EffectScreen:
    found = match_preview(contest, commands)
    assert isinstance(found, MatchPreview)
    return effect_screen(found, ENGLISH)


def test_a_correction_says_who_comes_in_and_what_must_be_accepted() -> None:
    results = [asked("enter_result", one, result=FIRST) for one in (SF1, SF2)]
    turned = asked("enter_result", SF1, after=1, result=SECOND, reason="Mixed up")
    (cup_,) = effect(cup(*results), turned).stages
    assert [one.said for one in cup_.moves] == [
        "Final: No. 2 Team 2 instead of No. 1 Team 1",
        "No. 1 Team 1: place 3",
        "No. 2 Team 2: still in (was place 3)",
    ]
    assert [one.place for one in cup_.moves[1:]] == [(0, 3), (3, 0)]
    played_ = cup(*results, asked("enter_result", FINAL, result=FIRST))
    (later,) = effect(played_, turned).accept
    assert (later.match, later.said) == (
        FINAL, "Final has been played; its result counts no longer.",
    )  # fmt: skip


def test_a_reset_says_that_it_is_open_who_plays() -> None:
    contest = cup(asked("enter_result", SF1, result=FIRST))
    found = effect(contest, asked("reopen_match", SF1, reason="Wrong"))
    assert found.stages[0].moves[0].said == "Final: Winner of SF 1 instead of No. 1 Team 1"


def test_in_a_group_places_and_who_goes_on_are_told() -> None:
    contest = accepted(league(), [LOTS])
    first = next(one for one in encounters(contest, contest.plan.played[0]) if one.entrants)
    assert first.entrants is not None
    winner = contest.play[StageId("groups")].record(first.id).state
    assert winner is not None
    other = SECOND if winner.outcome and getattr(winner.outcome, "winner", "a") == "a" else FIRST
    found = effect(
        contest,
        command("enter_result", stage="groups", match=first.id, after=1, result=other,
                reason="Mixed up"),
    )  # fmt: skip
    (one,) = found.stages
    assert any("in group A" in move.said for move in one.moves)


def test_what_moves_nobody_says_so() -> None:
    contest = cup(asked("enter_result", SF1, result=FIRST))
    again = asked("enter_result", SF1, after=1, result=FIRST, reason="Names on the sheet")
    found = effect(contest, again)
    assert found.nothing_changes
    assert found.said == "No slot, no place and nobody's going on changes by it."


def test_who_leaves_is_told_with_what_is_lost() -> None:
    contest = cup(CALLED, *OVER[:2])
    (one,) = effect(contest, command("withdraw", entrant="t1", reason="Hurt")).stages
    assert "No. 1 Team 1: withdrawn" in [move.said for move in one.moves]
    assert one.warnings == ("SF 1 is being played, and would be lost at once.",)


LOTS = command(
    "settle_tie", stage="groups", by="lot", order=["t2", "t3", "t1"], reason="Drawn in the hall"
)


def league() -> Contest:
    """A group of three in which everybody won once by the same score; two go on."""
    first = stage("groups", groups("A"), RALLIES, FIRST_TWO)
    best = [{"type": "group", "group": "A", "place": place} for place in (1, 2)]
    final = {"type": "knock_out", "entry": {"type": "written", "lines": best}}
    made = plan(3, first, stage("finals", final, RALLIES))
    contest = played(made)
    beats = {("t1", "t2"), ("t2", "t3"), ("t3", "t1")}
    results = []
    for one in encounters(contest, made.played[0]):
        assert one.entrants is not None
        result = FIRST if one.entrants in beats else SECOND
        results.append(command("enter_result", stage="groups", match=one.id, result=result))
    return accepted(contest, results)
