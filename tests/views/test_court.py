"""What an umpire's tablet is told: the matches of its court in order, and their every moment."""

from collections.abc import Sequence

from msgspec.structs import replace

from scoring.contest.commands import Command
from scoring.contest.decide import decide
from scoring.contest.fold import evolve
from scoring.contest.guards import Rejected
from scoring.contest.ids import CommandId, SeatId
from scoring.contest.match_commands import ConfirmResult, Schedule, Slated, Tap
from scoring.contest.plan import MatchRules
from scoring.contest.state import Contest
from scoring.rules.course import course
from scoring.rules.outcomes import Conceded, Score, Stop
from scoring.rules.period_match import Begin, Foul, Goal
from scoring.rules.rally_state import SetGames
from scoring.rules.undo import Undo
from scoring.sports.basketball import BASKETBALL
from scoring.views.court import CourtScreen, court_screen, find_course
from scoring.views.court_sheet import PeriodAt, RallyAt
from scoring.views.words import Words
from scoring.wording import in_english
from tests.matches import COURT, DRAW, FIRST, SHORT, cup, lines, opening, registered, start, tap

ENGLISH = Words("en", in_english)


def played(commands: Sequence[Command], rules: MatchRules = SHORT) -> Contest:
    contest: Contest | None = None
    draw = lines("desk:1", "e1", "e4", "e2", "e3")
    for command in (*registered(cup(rules=rules)), draw, *commands):
        decision = decide(contest, command)
        assert not isinstance(decision, Rejected), decision.reason
        for event in decision:
            contest = evolve(contest, event)
    assert contest is not None
    return contest


def screen(contest: Contest, court: SeatId = COURT) -> CourtScreen:
    return court_screen(contest, court, ENGLISH)


def slated(*matches: Slated) -> Schedule:
    return Schedule(id=CommandId("desk:2"), stage=DRAW, matches=matches)


def test_without_an_order_of_play_every_ready_match_is_free() -> None:
    shown = screen(played([]))
    assert [one.card.id for one in shown.free] == ["main-1-1", "main-1-2"]
    assert (shown.current, shown.next, shown.past) == ((), (), ())


def test_with_one_the_court_has_its_own_in_order_of_start() -> None:
    other = SeatId("court-2")
    order = slated(
        Slated(match="main-2-1", court=COURT, start="2024-11-02T10:30"),
        Slated(match="main-1-2", court=COURT, start="2024-11-02T09:30"),
        Slated(match="main-1-1", court=other, start="2024-11-02T09:00"),
    )
    shown = screen(played([order]))
    assert [one.card.id for one in shown.next] == ["main-1-2", "main-2-1"]
    assert [len(one.sheets) for one in shown.next] == [1, 0]
    assert shown.free == ()
    assert [one.card.id for one in screen(played([order]), other).next] == ["main-1-1"]


def test_what_is_in_play_comes_first() -> None:
    commands = [opening("d:1", "main-1-1"), opening("d:2", "main-1-2")]
    begun = tap("t:1", 0, start(), "main-1-2")
    shown = screen(played([*commands, begun]))
    assert [one.card.phase for one in shown.current] == ["live", "called"]


def test_a_sheet_has_every_moment_and_what_a_redo_brings_back() -> None:
    taps = [tap("t:1", 0, start()), *(tap(f"t:{n}", n - 1, "a") for n in range(2, 7)),
            tap("t:7", 6, Undo())]  # fmt: skip
    contest = played([opening("d:1"), *taps])
    (sheet,) = screen(contest).current[0].sheets
    assert (sheet.revision, len(sheet.trail), len(sheet.undone)) == (7, 5, 1)
    now, redo = sheet.trail[-1], sheet.undone[-1]
    assert isinstance(now, RallyAt) and isinstance(redo, RallyAt)
    assert (now.score, now.place, now.kind, now.position) == (Score(4, 0), "4-0", "game", "a11")
    assert (redo.games, redo.due) == (
        (Score(5, 0),), ("game_over", "change_ends", "choose_service")
    )  # fmt: skip
    assert sheet.sides[0].players[0].name == "A 1"
    assert sheet.course is not None
    found = find_course(contest, sheet.course)
    assert found is not None
    tables = course(*found)
    assert now.position in tables.positions
    assert now.place in tables.places["game"]


def test_a_retirement_is_shown_as_it_will_be_published_before_it_counts() -> None:
    given_up = tap("t:3", 2, Stop(Conceded("b", "retired")))
    commands: list[Command] = [
        opening("d:1"), tap("t:1", 0, start()), tap("t:2", 1, "a"), given_up,
    ]  # fmt: skip
    (sheet,) = screen(played(commands)).current[0].sheets
    assert sheet.published == (Score(5, 0), Score(5, 0))
    assert not sheet.confirmed
    confirm = ConfirmResult(id=CommandId("t:4"), stage=DRAW, match=FIRST, after=3)
    shown = screen(played([*commands, confirm]))
    assert [one.card.note for one in shown.past] == ["retired"]
    assert [len(sheet.trail) for sheet in shown.past[0].sheets] == [1]


def test_a_score_from_paper_has_a_place_in_the_course() -> None:
    typed = tap("t:1", 0, SetGames((Score(5, 3), Score(6, 6))))
    (sheet,) = screen(played([opening("d:1"), typed])).current[0].sheets
    now = sheet.trail[-1]
    assert isinstance(now, RallyAt)
    assert (now.place, now.kind, now.position) == ("6-6", "game", None)


def test_periods_tell_points_fouls_and_by_whom() -> None:
    taps: list[Tap] = [Begin(), Goal("a", 3, "7"), Foul("b", "00"), Foul("b", "00"), Foul("a")]
    entries = [tap(f"t:{n + 1}", n, one) for n, one in enumerate(taps)]
    (sheet,) = screen(played([opening("d:1"), *entries], BASKETBALL)).current[0].sheets
    now = sheet.trail[-1]
    assert isinstance(now, PeriodAt)
    assert sheet.course is None
    assert (now.by_period, now.team_fouls) == ((Score(3, 0),), Score(1, 2))
    assert now.personal_fouls == {"b:00": 2}


def test_a_seat_that_is_no_court_is_told_so() -> None:
    contest = played([])
    (stage,) = contest.plan.played
    plan = replace(contest.plan, stages=(replace(stage, courts=(SeatId("court-2"),)),))
    assert screen(contest).in_use
    assert not screen(replace(contest, plan=plan)).in_use
