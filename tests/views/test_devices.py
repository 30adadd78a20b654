"""The device board: what it makes of what tablets say, seat by seat."""

from collections.abc import Sequence

import msgspec
import pytest

from scoring.contest.commands import Call, ClosePerformance, Command
from scoring.contest.file import ContestFile, played
from scoring.contest.ids import CommandId, ContestId, SeatId
from scoring.contest.match_commands import OpenMatch
from scoring.contest.state import Contest
from scoring.languages import words
from scoring.presence import About, Clock, Presence, Report
from scoring.views.device_words import clock_text, error_text, nudge_text, second_tablet, span
from scoring.views.devices import DevicesScreen, SeatLine, devices_screen, is_low, is_off
from scoring.wording import in_english
from tests.contests import STAGE, called, entrant_id, marking, small_plan
from tests.deciding import HEATS, dealt, fresh, parallel_plan
from tests.matches import COURT, CUP, DRAW, FIRST, cup, lines

SMALL = ContestId("small")
NOW = 10_000_000


def report(**said: object) -> Report:
    return msgspec.convert({"build": "b1", "visible": True, "unsent": 0, **said}, Report)


def filling(entrant: int, *, now: bool = True) -> Report:
    return report(doing={"stage": "final", "entrant": f"e{entrant}", "now": now})


def at(seat: str, contest: ContestId = SMALL) -> tuple[ContestId, SeatId]:
    return contest, SeatId(seat)


def contest(on: Sequence[int] = (1,), *more: Command) -> Contest:
    file = called(small_plan(judges=3), on)
    return played(ContestFile(plan=file.plan, commands=(*file.commands, *more)))


def screen(
    presence: Presence, shown: Contest | None = None, now: int = NOW, language: str = "en"
) -> DevicesScreen:
    return devices_screen(shown or contest(), words(language), presence, "b1", now)


def line(found: DevicesScreen, seat: str) -> SeatLine:
    return next(one for one in found.seats if one.seat == seat)


def heard(*said: tuple[str, str, Report, int]) -> Presence:
    """Seat, tablet, what it said, and how many milliseconds ago."""
    presence = Presence()
    for seat, name, one, ago in sorted(said, key=lambda one: -one[3]):
        presence.heard(at(seat), name, one, NOW - ago)
    return presence


def texts(found: DevicesScreen) -> list[str]:
    return [one.text for one in found.problems]


def test_without_any_tablet_nothing_is_to_be_looked_after() -> None:
    found = screen(Presence())
    assert [one.state for one in found.seats] == ["none"] * 3
    assert (found.here, found.wanted, found.problems) == (0, 3, ())


def test_a_seat_is_here_hidden_or_silent() -> None:
    found = screen(
        heard(
            ("J1", "A", report(), 8_500),
            ("J2", "B", report(visible=False), 50_000),
            ("J3", "C", report(), 31_000),
        )
    )
    assert [one.state for one in found.seats] == ["here", "hidden", "silent"]
    assert [one.devices[0].ago for one in found.seats] == ["8 s", "50 s", "31 s"]
    assert (found.here, found.wanted) == (1, 3)
    assert texts(found) == [
        "Judge 2: page not on the screen for 50 s",
        "Judge 3: silent for 31 s",
    ]


def test_one_tablet_that_speaks_is_enough_for_a_seat() -> None:
    found = screen(heard(("J1", "old", report(), 500_000), ("J1", "new", report(), 1_000)))
    assert line(found, "J1").state == "here"
    assert not line(found, "J1").several
    assert texts(found) == []


def test_two_tablets_at_once_come_before_everything_else() -> None:
    found = screen(
        heard(
            ("J1", "A", report(battery=5), 0),
            ("J2", "B", report(), 0),
            ("J2", "C", report(), 100_000),
        )
    )
    assert [line(found, one).several for one in ("J1", "J2")] == [False, True]
    assert texts(found) == ["Judge 2: more than one tablet at once", "Judge 1: battery 5 %"]


@pytest.mark.parametrize(
    ("battery", "charging", "low"),
    [
        (19, False, True),
        (19, None, True),
        (19, True, False),
        (20, False, False),
        (None, None, False),
    ],
)
def test_a_battery_is_low_below_a_fifth_unless_it_is_charged(
    *, battery: int | None, charging: bool | None, low: bool
) -> None:
    assert is_low(battery, charging) is low
    found = screen(heard(("J1", "A", report(battery=battery, charging=charging), 0)))
    assert line(found, "J1").devices[0].battery_low is low
    assert bool(found.problems) is low


def test_entries_that_stay_unsent_are_told_after_a_while_and_of_a_silent_tablet_at_once() -> None:
    presence = heard(("J1", "A", report(unsent=2), 0))
    assert texts(screen(presence)) == []
    presence.heard(at("J1"), "A", report(unsent=3), NOW + 20_001)
    found = screen(presence, now=NOW + 20_001)
    assert texts(found) == ["Judge 1: 3 not sent for 20 s"]
    assert line(found, "J1").devices[0].unsent == 3
    silent = heard(("J2", "B", report(unsent=1), 31_000))
    assert texts(screen(silent)) == ["Judge 2: 1 not sent for 31 s", "Judge 2: silent for 31 s"]


def test_a_clock_is_off_only_if_the_error_cannot_explain_it() -> None:
    assert not is_off(Clock(ahead=5_000, within=0))
    assert is_off(Clock(ahead=5_001, within=0))
    assert is_off(Clock(ahead=-5_001, within=0))
    assert not is_off(Clock(ahead=-9_000, within=4_000))
    exchange = {"sent": 100_000, "answered": 40_000, "received": 100_100}
    found = screen(heard(("J1", "A", report(exchange=exchange), 0)))
    device = line(found, "J1").devices[0]
    assert (device.clock, device.clock_error, device.clock_off) == ("60 s ahead", "± 0.1 s", True)
    assert texts(found) == ["Judge 1: clock 60 s ahead"]


def test_an_older_page_is_told() -> None:
    found = screen(heard(("J1", "A", report(build="b0"), 0)))
    assert line(found, "J1").devices[0].old_build
    assert texts(found) == ["Judge 1: an older page"]


def test_who_has_marked_who_types_and_who_is_missing() -> None:
    presence = heard(
        ("J2", "B", filling(1), 0), ("J3", "C", filling(1, now=False), 0)
    )  # fmt: skip
    shown = contest([1], marking("t:1", 1, "J1", "95.00"))
    found = screen(presence, shown)
    assert [one.number for one in found.on_stage] == [1]
    assert [one.turns[0].state for one in found.seats] == ["marked", "typing", "typed"]
    assert [bool(one.awaited) for one in found.seats] == [False, True, True]
    assert [one.devices[0].doing for one in found.seats[1:]] == ["No. 1 歌手1"] * 2
    assert [one.devices[0].typing for one in found.seats[1:]] == [True, False]


def test_who_types_for_somebody_else_or_fell_silent_is_still_missing() -> None:
    presence = heard(("J1", "A", filling(2), 0), ("J2", "B", filling(1), 31_000))
    found = screen(presence)
    assert [one.turns[0].state for one in found.seats] == ["missing"] * 3
    assert line(found, "J2").devices[0].doing == ""


def test_what_was_typed_over_a_mark_that_is_there_changes_nothing() -> None:
    shown = contest([1], marking("t:1", 1, "J1", "95.00"))
    found = screen(heard(("J1", "A", filling(1), 0)), shown)
    assert line(found, "J1").turns[0].state == "marked"


def test_the_one_on_stage_is_waited_for_before_one_left_open() -> None:
    found = screen(Presence(), contest([1, 2]))
    awaited = [one.awaited for one in found.seats]
    assert [one.number for one in awaited if one] == [2, 2, 2]
    assert [turn.on_stage for turn in line(found, "J1").turns] == [True, False]
    later = screen(Presence(), contest([1, 2], marking("t:1", 2, "J1", "95.00")))
    first = line(later, "J1").awaited
    assert first is not None
    assert (first.number, first.on_stage) == (1, False)


def test_a_closed_performance_waits_for_nobody() -> None:
    file = called(small_plan(judges=5), [1])
    marks = [marking(f"t{n}:1", 1, f"J{n}", "95.00") for n in range(1, 5)]
    close = ClosePerformance(
        id=CommandId("d:9"), stage=STAGE, entrant=entrant_id(1), absent=(SeatId("J5"),)
    )
    before = played(ContestFile(plan=file.plan, commands=(*file.commands, *marks)))
    assert line(screen(Presence(), before), "J5").awaited is not None
    after = played(ContestFile(plan=file.plan, commands=(*file.commands, *marks, close)))
    assert [one.turns for one in screen(Presence(), after).seats] == [()] * 5


def test_a_parallel_panel_waits_only_for_its_own_judges() -> None:
    plan = parallel_plan()
    call = Call(id=fresh(), stage=HEATS, entrant=entrant_id(1))
    shown = played(ContestFile(plan=plan, commands=(dealt([1, 2, 3], [4, 5, 6]), call)))
    found = screen(Presence(), shown)
    waited = [one.seat for one in found.seats if one.awaited]
    panel = next(one for one in plan.judged[0].panels if one.id == "north")
    assert waited == list(panel.seats)


def test_a_nudge_waits_is_seen_or_answered() -> None:
    presence = heard(("J1", "A", report(), 0))
    about = About(stage=STAGE, entrant=entrant_id(1))
    nudge = presence.nudge(at("J1"), about, NOW)
    shown = line(screen(presence, now=NOW + 4_000), "J1").nudge
    assert shown is not None
    assert (shown.state, shown.about, shown.ago) == ("waiting", "No. 1", "4 s")
    presence.heard(at("J1"), "A", report(seen=nudge.number), NOW + 5_000)
    shown = line(screen(presence, now=NOW + 6_000), "J1").nudge
    assert shown is not None
    assert (shown.state, shown.seconds) == ("seen", 1)
    marked = contest([1], marking("t:1", 1, "J1", "95.00"))
    shown = line(screen(presence, marked, NOW + 7_000), "J1").nudge
    assert shown is not None
    assert shown.state == "answered"


def test_a_court_shows_its_match_and_which_one_is_on_the_tablet() -> None:
    commands = (
        lines("d:1", "e1", "e4", "e2", "e3"),
        OpenMatch(id=CommandId("d:2"), stage=DRAW, match=FIRST, court=COURT),
    )
    shown = played(ContestFile(plan=cup(), commands=commands))
    presence = Presence()
    doing = {"stage": DRAW, "match": FIRST, "now": False}
    presence.heard((CUP, COURT), "A", report(doing=doing), NOW)
    found = screen(presence, shown)
    court, other = found.seats
    assert found.played
    assert (found.here, found.wanted) == (1, 2)
    assert (court.matches, other.matches) == (("SF 1: called",), ())
    assert court.devices[0].doing == "SF 1"
    assert (court.awaited, court.turns) == (None, ())


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [(0, "0 s"), (99_999, "99 s"), (100_000, "1 min"), (5_999_999, "99 min"), (6_000_000, "1 h")],
)
def test_a_time_is_told_in_the_unit_people_would_say(milliseconds: int, text: str) -> None:
    assert in_english(span(milliseconds)) == text


@pytest.mark.parametrize(
    ("ahead", "text"),
    [
        (999, "right to a second"),
        (-999, "right to a second"),
        (1_000, "1 s ahead"),
        (-90_500, "90 s behind"),
        (3_600_000, "60 min ahead"),
    ],
)
def test_a_clock_in_words(ahead: int, text: str) -> None:
    assert in_english(clock_text(Clock(ahead, 0))) == text


def test_the_error_of_a_clock_is_rounded_up() -> None:
    assert in_english(error_text(Clock(0, 1_201))) == "± 1.3 s"


def test_what_a_tablet_is_told_in_both_languages() -> None:
    chinese = words("zh")
    assert chinese(nudge_text(12, "李梅")) == "裁判长在等您给 12 号 李梅 打分。"
    assert in_english(nudge_text(None, "")) == "The head judge asks you to look here."
    said = in_english(second_tablet("3B21", ["7F3A", "0C55"]))
    assert "tablet 7F3A, tablet 0C55" in said
    assert "This one is tablet 3B21" in said
