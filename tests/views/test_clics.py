"""A contest as the Contest API has it: every value, and that the feed leads to the same."""

from collections.abc import Iterator
from random import Random
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from scoring.contest.commands import Command
from scoring.contest.decide import decide
from scoring.contest.events import Event, MarksEntered
from scoring.contest.guards import Rejected
from scoring.contest.ids import GroupId
from scoring.contest.plan import Plan
from scoring.languages import words
from scoring.views.board import board_screen
from scoring.views.clics import (
    Objects,
    changes,
    contest_object,
    identifier,
    label_of,
    objects,
    organization_id,
    reltime,
    scoreboard,
    state,
    with_token,
)
from scoring.views.clics_shapes import SHAPES, SINGLE, Notification, State, access
from scoring.views.clics_times import Moment, Times, times_after
from scoring.wording import Label
from tests.contest.given import (
    ANN,
    BEN,
    CAI,
    DAN,
    FINAL,
    FINAL_OPEN,
    HEATS,
    HEATS_CLOSED,
    HEATS_PERFORMED,
    J1,
    ONE_MARK,
    PLAN,
    advance,
    amend,
    call,
    close_stage,
    disqualify,
    mark,
    no_show,
    performed,
    plan_with,
    reopen,
    reopen_stage,
    step,
    undo,
    withdraw,
)
from tests.contest.releasing import FREEZE, THAW, Told, approve, plan_that, reveal
from tests.web.secrets import Telling, songs

EN, ZH = words("en"), words("zh")
START = 36_000_000
"""Ten o'clock, in milliseconds of the day."""


def clock(second: int) -> Moment:
    """So many seconds after ten o'clock."""
    text = reltime(START + 1000 * second)
    return Moment(f"2026-11-28T{text}+00:00", START + 1000 * second)


class Timed(Told):
    """A contest whose every event is a second after the one before."""

    times: Times

    def __init__(self, plan: Plan = PLAN, *commands: Command) -> None:
        self.second = 0
        super().__init__(plan)
        self.times = times_after(None, self.public, clock(0))
        self.give(*commands)

    def replay(self, event: Event) -> None:
        before = self.public.version
        super().replay(event)
        self.second += 1
        if self.public.version != before and not isinstance(event, MarksEntered):
            self.times = times_after(self.times, self.public, self.moment())

    def moment(self) -> Moment:
        return clock(self.second)

    def objects(self, language: str = "en") -> Objects:
        return objects(self.public, self.times, words(language))

    def made(self, kind: str) -> list[dict[str, Any]]:
        """The objects of a kind, as JSON."""
        found = next(one for of, one in self.objects().items() if of == kind)
        return [msgspec.json.decode(msgspec.json.encode(one)) for one in found.values()]

    def raw(self, kind: str) -> bytes:
        found = next(one for of, one in self.objects().items() if of == kind)
        return msgspec.json.encode([*found.values()])

    def how_far(self) -> State:
        return state(self.times)

    def ranks(self, **asked: Any) -> list[tuple[str, int, bytes, int, int]]:  # noqa: ANN401 - as scoreboard takes it
        return [
            (row.team_id, row.rank, bytes(row.score.score), one.num_judged, one.num_pending)
            for row in scoreboard(self.public, self.times, **asked).rows
            for one in row.problems
        ]


def since(second: int) -> str:
    return clock(second).text


# Values.


def test_ids_are_short_and_always_the_same() -> None:
    assert identifier("heats", "ann") == "heats.ann"
    long = identifier("a" * 40, "b" * 40)
    assert len(long) == 32 and long == identifier("a" * 40, "b" * 40)
    assert long != identifier("a" * 40, "b" * 39)
    assert identifier("x" * 36) == "x" * 36 and len(identifier("x" * 37)) == 32
    assert organization_id("花园村") != organization_id("人和镇")
    assert len(organization_id("花园村" * 20)) <= 36


def test_labels_go_on_after_z() -> None:
    assert [label_of(one) for one in (0, 1, 25, 26, 27, 51, 52, 701, 702)] == [
        "A", "B", "Z", "AA", "AB", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [
        (0, "0:00:00.000"),
        (3_723_004, "1:02:03.004"),
        (-61_000, "-0:01:01.000"),
        (360_000_000, "100:00:00.000"),
    ],
)
def test_a_relative_time_is_written_as_the_specification_says(
    milliseconds: int, text: str
) -> None:
    assert reltime(milliseconds) == text


def test_what_the_plan_says() -> None:
    told = Timed()
    assert told.made("problems") == [
        {"id": "heats", "label": "A", "name": "Heats", "ordinal": 0, "time_limit": 0,
         "test_data_count": 1},
        {"id": "final", "label": "B", "name": "Final", "ordinal": 1, "time_limit": 0,
         "test_data_count": 1},
    ]  # fmt: skip
    assert told.made("groups") == [
        {"id": "villagers", "name": "Villagers"},
        {"id": "guests", "name": "Guests"},
    ]
    assert told.made("organizations") == [{"id": organization_id("Renhe"), "name": "Renhe"}]
    assert told.made("teams")[:2] == [
        {"id": "ann", "label": "1", "name": "Ann", "organization_id": organization_id("Renhe"),
         "group_ids": ["villagers"]},
        {"id": "ben", "label": "2", "name": "Ben", "group_ids": []},
    ]  # fmt: skip
    assert told.made("languages") == []
    assert told.made("contest") == [
        {"id": "songs", "name": "Songs", "formal_name": "Festival: Songs", "sport": "Singing",
         "duration": "24:00:00.000", "scoreboard_type": "score"},
    ]  # fmt: skip


def test_names_are_in_one_language() -> None:
    plan = replace(PLAN, name=Label(zh="歌会", en="Songs"))
    told = Timed(plan)
    names = [contest_object(told.public, told.times, one).name for one in (ZH, EN)]
    assert names == ["歌会", "Songs"]
    assert contest_object(told.public, told.times, ZH).formal_name == "Festival：歌会"
    types = [one.name for one in told.objects("zh")["judgement-types"].values()]  # type: ignore[union-attr]
    assert types == ["有成绩", "无成绩"]


# Turns and results.


def test_a_call_is_a_submission_and_a_public_result_its_judgement() -> None:
    told = Timed(PLAN, call(BEN))
    assert told.made("submissions") == [
        {"id": "heats.ben", "team_id": "ben", "problem_id": "heats", "time": since(1),
         "contest_time": "0:00:00.000", "files": []},
    ]  # fmt: skip
    assert told.made("judgements") == []
    told.give(*performed(BEN, "95", "95", "94.99")[1:])
    assert told.raw("judgements") == (
        b'[{"id":"heats.ben","submission_id":"heats.ben","judgement_type_id":"AC","score":95.00,'
        b'"start_time":"2026-11-28T10:00:01.000+00:00","start_contest_time":"0:00:00.000",'
        b'"end_time":"2026-11-28T10:00:05.000+00:00","end_contest_time":"0:00:04.000"}]'
    )


def test_a_time_is_told_in_seconds() -> None:
    timed = replace(step("Score", ONE_MARK.steps[0].value), clock=True)
    plan = plan_with(scoring=replace(ONE_MARK, steps=(timed,), better="lower"))
    told = Timed(plan, *performed(ANN, "90", "90", "90"), *performed(BEN, "80", "80", "80"))
    assert b'"score":90.00' in told.raw("judgements")
    assert [row[:3] for row in told.ranks()][:2] == [("ben", 1, b"80.00"), ("ann", 2, b"90.00")]


def test_without_a_score_it_is_a_judgement_without_one() -> None:
    told = Timed(PLAN, call(ANN), no_show(ANN), call(BEN), mark(BEN, J1, "95"), disqualify(BEN))
    assert [(one["id"], one["judgement_type_id"], "score" in one)
            for one in told.made("judgements")] == [
        ("heats.ann", "RE", False), ("heats.ben", "RE", False),
    ]  # fmt: skip


def test_a_mark_alone_tells_nothing() -> None:
    told = Timed(PLAN, call(BEN))
    before, times = told.objects(), told.times
    told.give(mark(BEN, J1, "95"))
    assert told.times is times
    assert list(changes(before, told.objects())) == []


def test_a_correction_is_an_updated_judgement() -> None:
    told = Timed(PLAN, *performed(BEN, "95", "95", "95"))
    before = told.objects()
    told.give(amend(BEN, J1, "92"))
    (said,) = changes(before, told.objects())
    assert (said.type, said.id) == ("judgements", "heats.ben")
    after = msgspec.json.decode(bytes(said.data))
    assert (after["score"], after["end_time"]) == (94.00, since(5))


def test_what_is_taken_back_is_deleted() -> None:
    told = Timed(PLAN, *performed(BEN, "95", "95", "95"))
    before = told.objects()
    told.give(reopen(BEN))
    assert gone(before, told.objects()) == [("judgements", "heats.ben")]
    before = told.objects()
    told.give(*performed(BEN, "95")[2:])
    (again,) = changes(before, told.objects())
    assert msgspec.json.decode(bytes(again.data))["end_time"] == since(7)


def test_a_call_that_is_undone_takes_all_that_refers_to_it_along() -> None:
    told = Timed(PLAN, call(BEN), no_show(BEN))
    before = told.objects()
    told.give(undo(3), undo(2))
    assert gone(before, told.objects()) == [
        ("judgements", "heats.ben"), ("submissions", "heats.ben"), ("state", None),
    ]  # fmt: skip
    assert told.how_far().started is None


def gone(before: Objects, after: Objects) -> list[tuple[str, str | None]]:
    """What was told, of which objects are gone but for the contest and its state."""
    said = [one for one in changes(before, after) if one.type != "contest"]
    assert all(bytes(one.data) == b"null" or one.type in SINGLE for one in said)
    return [(one.type, one.id) for one in said]


# How far it is.


def test_a_contest_starts_ends_and_becomes_final() -> None:
    told = Timed(PLAN)
    assert told.how_far() == State(
        started=None, frozen=None, ended=None, thawed=None, finalized=None, end_of_updates=None
    )
    told.give(*FINAL_OPEN)
    assert (told.how_far().started, told.how_far().ended) == (since(1), None)
    told.give(*performed(BEN, "90", "90", "90", stage=FINAL))
    told.give(*performed(ANN, "91", "91", "91", stage=FINAL))
    ended = since(told.second)
    assert (told.how_far().ended, told.how_far().finalized) == (ended, None)
    told.give(close_stage(FINAL))
    final = since(told.second)
    assert (told.how_far().ended, told.how_far().finalized, told.how_far().end_of_updates) == (
        ended, final, final,
    )  # fmt: skip
    (contest,) = told.made("contest")
    assert (contest["start_time"], contest["duration"]) == (since(1), reltime(31_000))
    told.give(reopen_stage(FINAL))
    assert (told.how_far().ended, told.how_far().finalized, told.how_far().end_of_updates) == (
        ended, None, None,
    )  # fmt: skip


def test_a_withdrawal_may_end_it() -> None:
    told = Timed(PLAN, *FINAL_OPEN, *performed(BEN, "90", "90", "90", stage=FINAL))
    assert told.how_far().ended is None
    told.give(withdraw(ANN))
    assert told.how_far().ended == since(told.second)


def test_a_freeze_keeps_judgements_back_until_the_thaw() -> None:
    told = Timed(PLAN, *performed(ANN, "90", "90", "90"), FREEZE)
    frozen = since(told.second)
    told.give(*performed(BEN, "95", "95", "95"))
    assert (told.how_far().frozen, told.how_far().thawed) == (frozen, None)
    assert [one["id"] for one in told.made("submissions")] == ["heats.ann", "heats.ben"]
    assert [one["id"] for one in told.made("judgements")] == ["heats.ann"]
    assert told.ranks() == [
        ("ann", 1, b"90.00", 1, 0), ("ben", 2, b"0", 0, 1), ("cai", 2, b"0", 0, 0),
        ("dan", 2, b"0", 0, 0),
    ]  # fmt: skip
    (contest,) = told.made("contest")
    assert contest["scoreboard_freeze_duration"] == "23:59:55.000"
    told.give(THAW)
    assert (told.how_far().frozen, told.how_far().thawed) == (frozen, since(told.second))
    of = {one["id"]: one for one in told.made("judgements")}
    assert of["heats.ben"]["end_time"] == since(told.second)


def test_a_freeze_that_is_undone_never_was_and_a_second_begins_anew() -> None:
    told = Timed(PLAN, call(ANN), FREEZE)
    told.give(undo(3))
    assert (told.how_far().frozen, told.how_far().thawed) == (None, None)
    told.give(FREEZE, THAW, FREEZE)
    assert (told.how_far().frozen, told.how_far().thawed) == (since(told.second), None)


def test_a_frozen_contest_ends_when_the_last_has_left_the_stage() -> None:
    heats = replace(PLAN, stages=PLAN.stages[:1])
    told = Timed(heats, *HEATS_PERFORMED[:15], FREEZE, *HEATS_PERFORMED[15:-1])
    assert told.how_far().ended is None
    told.give(HEATS_PERFORMED[-1])
    ended = since(told.second)
    assert told.how_far().ended == ended
    told.give(close_stage())
    assert (told.how_far().finalized, told.how_far().end_of_updates) == (None, None)
    told.give(reveal(0))
    assert told.how_far().ended == ended and told.how_far().thawed == since(told.second)
    assert [one["id"] for one in told.made("judgements")][-1] == "heats.dan"


def test_what_waits_for_approval_is_pending() -> None:
    told = Timed(plan_that(approval=True), *performed(ANN, "90", "90", "90"))
    assert told.made("judgements") == []
    assert told.ranks()[0] == ("ann", 1, b"0", 0, 1)
    told.give(approve(ANN), amend(ANN, J1, "60"))
    (one,) = told.made("judgements")
    assert (one["score"], one["end_time"]) == (90.00, since(told.second - 1))


# Standings and awards.


def test_ranks_are_the_places_of_the_public_board() -> None:
    told = Timed(PLAN, *performed(CAI, "90", "90", "90"), *performed(BEN, "90", "90", "90"))
    told.give(*performed(DAN, "70", "70", "70"), call(ANN))
    shown = board_screen(told.public, EN)
    places = [(row.card.entrant, row.place or 4) for row in shown.rows]
    assert [(team, rank) for team, rank, *_ in told.ranks()] == places
    assert told.ranks()[-1] == ("ann", 4, b"0", 0, 1)
    rows = scoreboard(told.public, told.times).rows
    assert [one.score.time for one in rows] == [0, 0, 0, None]


def test_a_group_is_ranked_for_itself() -> None:
    told = Timed(PLAN, *HEATS_PERFORMED)
    assert told.ranks(group=GroupId("villagers")) == [("ann", 1, b"90.00", 1, 0)]
    assert told.ranks(group=GroupId("guests")) == []
    assert [row[1] for row in told.ranks()] == [1, 2, 3, 4]


def test_the_standings_are_those_of_one_stage() -> None:
    told = Timed(PLAN, *FINAL_OPEN)
    assert [row[0] for row in told.ranks()] == ["ann", "ben"]
    heats = told.public.plan.judged_stage(HEATS)
    assert told.ranks(stage=heats)[0][:3] == ("ben", 1, b"95.00")
    found = scoreboard(told.public, told.times)
    assert (found.time, found.state) == (since(told.second), told.how_far())


def test_awards_are_empty_until_they_are_decided() -> None:
    told = Timed(PLAN, *HEATS_CLOSED)
    assert told.made("awards") == [
        {"id": "winner", "citation": "Winner of the contest"},
        {"id": "onward.heats.0", "citation": "Heats: goes on to Final"},
    ]
    told.give(advance(BEN, ANN), *performed(BEN, "90", "90", "90", stage=FINAL))
    told.give(*performed(ANN, "91", "91", "91", stage=FINAL))
    assert [one.get("team_ids") for one in told.made("awards")] == [None, ["ben", "ann"]]
    told.give(close_stage(FINAL))
    assert told.made("awards")[0]["team_ids"] == ["ann"]


def test_access_names_every_property() -> None:
    told = Timed(PLAN, *FINAL_OPEN)
    named = {one.type: set(one.properties) for one in access().endpoints}
    assert access().capabilities == ()
    for kind in SHAPES:
        for one in told.made(kind):
            assert set(one) <= named[kind]
    assert {"scoreboard", "event-feed"} <= set(named)


# The feed.


class Reader:
    """Puts lines of the feed together, as any program would."""

    def __init__(self) -> None:
        self.known: dict[str, dict[str, Any]] = {one: {} for one in SHAPES}

    def take(self, lines: list[Notification]) -> None:
        for line in lines:
            said = msgspec.json.decode(msgspec.json.encode(line))
            of = self.known[said["type"]]
            if said["data"] is None:
                del of[said["id"]]
            else:
                of[said.get("id") or ""] = said["data"]
            self.check_references()

    def check_references(self) -> None:
        """What is referred to is there, after each single line."""
        teams, turns = self.known["teams"], self.known["submissions"]
        for one in teams.values():
            assert one.get("organization_id") in {None, *self.known["organizations"]}
            assert set(one["group_ids"]) <= set(self.known["groups"])
        for one in turns.values():
            assert one["team_id"] in teams and one["problem_id"] in self.known["problems"]
        for one in self.known["judgements"].values():
            assert one["submission_id"] in turns
        for one in self.known["awards"].values():
            assert set(one.get("team_ids") or ()) <= set(teams)


def as_json(found: Objects) -> dict[str, dict[str, Any]]:
    made: dict[str, dict[str, Any]] = msgspec.json.decode(msgspec.json.encode(found))
    return made


def told_and_undone(number: int) -> Iterator[Timed]:
    """A random contest after each command, with much of it undone in the end."""
    dice = Random(number)
    telling = songs(dice, Random(-number), f"c{number}")
    told = Timed(telling.plan)
    yield told
    for command in telling.commands:
        told.give(command)
        yield told
    for _ in range(15):
        one = undo(dice.randrange(2, told.contest.seq + 1))
        if not isinstance(decide(told.contest, one), Rejected):
            told.give(one)
            yield told


@pytest.mark.parametrize("number", range(60))
def test_the_feed_leads_to_what_is_there_at_every_point(number: int) -> None:
    reader = Reader()
    before: Objects = {}
    for told in told_and_undone(number):
        now = told.objects()
        reader.take(list(changes(before, now)))
        assert reader.known == as_json(now)
        assert in_order(told.times)
        before = now


def in_order(times: Times) -> bool:
    at = [one.milliseconds for one in (times.started, times.ended, times.finalized) if one]
    return at == sorted(at) and all(times.called[one].milliseconds <= was.milliseconds
                                    for one, was in times.settled.items())  # fmt: skip


def test_the_last_line_has_the_token_and_the_state_comes_last() -> None:
    lines = with_token(changes({}, Timed(PLAN, *HEATS_CLOSED).objects()), "17")
    assert [one.token for one in lines[:-1]] == [None] * (len(lines) - 1)
    assert (lines[-1].type, lines[-1].id, lines[-1].token) == ("state", None, "17")
    assert lines[0].type == "contest"


# Nothing hidden is told.


class ByVersion(Timed):
    """The same time for the same change of what is public, whatever happened in between."""

    def moment(self) -> Moment:
        return clock(self.public.version)


def heard(telling: Telling) -> list[tuple[int, list[bytes]]]:
    told = ByVersion(telling.plan)
    before: Objects = {}
    said: list[tuple[int, list[bytes]]] = []
    for command in telling.commands:
        told.give(command)
        now = told.objects()
        lines = [msgspec.json.encode(one) for one in changes(before, now)]
        if lines:
            said.append((told.public.version, lines))
        before = now
    return said


@pytest.mark.parametrize("number", range(80))
def test_two_feeds_that_differ_in_what_is_hidden_say_the_same(number: int) -> None:
    one, other = (
        songs(Random(number), Random(f"{number}/{secret}"), "songs") for secret in (1, 2)
    )
    assert heard(one) == heard(other)
